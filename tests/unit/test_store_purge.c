/*
 * test_store_purge.c - what is purged leaves nothing in the file, and stays away when copies are merged.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "store_copy.h"

#define OTHER 2000

/* Finds `text` in any file of the folder. */
static bool folder_holds(const char *folder, const char *text)
{
    bool found = false;
    DIR *open = opendir(folder);
    ck_assert_ptr_nonnull(open);
    for (struct dirent *each = readdir(open); each && !found; each = readdir(open)) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", folder, each->d_name);
        if (each->d_name[0] == '.')
            continue;
        struct buffer bytes = fixture_bytes(path);
        found = bytes.length > 0 && memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;
        buffer_clear(&bytes);
    }
    closedir(open);
    return found;
}

static void board_alive(struct store *store, int64_t board, int64_t alive)
{
    struct error error;
    ck_ok(store_action_begin(store, board, ANN, "board_trash", &error));
    ck_ok(store_row_set_integer(store, "board", board, "alive", alive, &error));
    ck_ok(store_action_commit(store, NULL, &error));
}

static void card_on(struct store *store, int64_t board, int64_t card, const char *title)
{
    struct error error;
    ck_ok(store_action_begin(store, board, ANN, "card_create", &error));
    ck_ok(store_row_create(store, "card", card, &error));
    ck_ok(store_row_set_text(store, "card", card, "title", title, &error));
    ck_ok(store_action_commit(store, NULL, &error));
}

/* A second board beside the fixture's, with a history long enough to split and move pages. */
static void fill_other(struct store *store)
{
    char text[300];
    fixture_board(store, ANN, BOARD);
    fixture_card(store, ANN, 1, "kept");
    fixture_board(store, ANN, OTHER);
    for (int64_t card = 10; card < 90; card++) {
        memset(text, 'a' + (int)(card % 26), sizeof text);
        snprintf(text, sizeof text, "SECRET-%lld-%0*d", (long long)card, 200, 0);
        card_on(store, OTHER, card, text);
        fixture_card(store, ANN, card + 1000, "kept too");
    }
    for (int64_t card = 10; card < 90; card += 3) {
        struct error error;
        ck_ok(store_action_begin(store, OTHER, LI, "card_title", &error));
        ck_ok(store_row_set_text(store, "card", card, "title", "now SECRET too, but shorter", &error));
        ck_ok(store_action_commit(store, NULL, &error));
    }
}

START_TEST(test_nothing_of_a_purged_board_is_left)
{
    struct fixture f;
    struct error error;
    bool traces = true;
    int64_t before, after;
    fixture_init(&f);
    fill_other(f.store);
    ck_assert_int_eq(store_purge(f.store, OTHER, ANN, &traces, &error), STATUS_INVALID);
    ck_assert_int_eq(store_purge(f.store, 5, ANN, &traces, &error), STATUS_NOT_FOUND);
    board_alive(f.store, OTHER, 0);
    ck_assert(folder_holds(f.folder, "SECRET"));
    char *highest = fixture_field(f.store, "card", 1089, "number");
    ck_ok(store_last_seq(f.store, &before, &error));
    ck_ok(store_purge(f.store, OTHER, ANN, &traces, &error));
    ck_assert(!traces);
    ck_assert(!folder_holds(f.folder, "SECRET"));
    fixture_check(f.store);
    /* Actions and rows go on counting; the other board has everything. */
    ck_ok(store_last_seq(f.store, &after, &error));
    ck_assert_int_eq(after, before + 1);
    fixture_card(f.store, ANN, 5000, "new");
    char *number = fixture_field(f.store, "card", 5000, "number");
    ck_assert_int_eq(atoi(number), atoi(highest) + 1);
    fixture_expect_card(f.store, 1, "title", "kept");
    fixture_expect_card(f.store, 1050, "title", "kept too");
    fixture_check(f.store);
    free(number);
    free(highest);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_the_newest_rows_and_actions_purged)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, OTHER);
    card_on(f.store, OTHER, 7, "SECRET");
    board_alive(f.store, OTHER, 0);
    ck_ok(store_purge(f.store, OTHER, ANN, NULL, &error));
    fixture_check(f.store);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 8, "a");
    char *number = fixture_field(f.store, "card", 8, "number");
    ck_assert_str_eq(number, "2");
    free(number);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

/* A row of no board that hangs on a card, and a card that an action of no board changes. */
static void reach_in(struct store *store, int64_t group, int64_t card, const char *title)
{
    struct error error;
    ck_ok(store_action_begin(store, 0, LI, "outside", &error));
    if (group != 0) {
        ck_ok(store_row_create(store, "group", group, &error));
        ck_ok(store_row_set_integer(store, "group", group, "from_id", card, &error));
    }
    ck_ok(store_row_set_text(store, "card", card, "title", title, &error));
    ck_ok(store_action_commit(store, NULL, &error));
}

START_TEST(test_what_hangs_on_a_purged_board_goes_too)
{
    struct fixture f;
    struct copy other;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 1, "kept");
    fixture_board(f.store, ANN, OTHER);
    card_on(f.store, OTHER, 7, "SECRET");
    reach_in(f.store, 50, 7, "SECRET 2");
    reach_in(f.store, 51, 1, "kept too");
    board_alive(f.store, OTHER, 0);
    copy_make(&f, f.store, "other.db", &other);
    reach_in(other.store, 0, 7, "late");
    ck_ok(store_purge(f.store, OTHER, ANN, NULL, &error));
    char *gone = fixture_field(f.store, "group", 50, "from_id"), *kept = fixture_field(f.store, "group", 51, "from_id");
    ck_assert_str_eq(gone, "-");
    ck_assert_str_eq(kept, "1");
    free(gone);
    free(kept);
    fixture_check(f.store);
    copy_take(f.store, other.path); /* what was changed later, from outside, does not bring the card back */
    fixture_expect_card(f.store, 7, "title", "-");
    fixture_check(f.store);
    copy_close(&other);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_somebody_reading_keeps_traces_and_is_told_of)
{
    struct fixture f;
    struct error error;
    struct statement *statement;
    bool traces = false, row;
    fixture_init(&f);
    fill_other(f.store);
    board_alive(f.store, OTHER, 0);
    struct store *reader = fixture_open(&f);
    ck_assert(store_read_begin(reader));
    ck_ok(store_prepare(reader, "SELECT count(*) FROM card", &statement, &error));
    ck_ok(statement_step(statement, &row, &error));
    ck_ok(store_purge(f.store, OTHER, ANN, &traces, &error));
    ck_assert(traces);
    statement_reset(statement);
    store_read_end(reader);
    store_close(reader);
    fixture_check(f.store);
    store_close(f.store);
    f.store = NULL;
    ck_assert(!folder_holds(f.folder, "SECRET")); /* the last one out tidies */
    fixture_clear(&f);
}
END_TEST

START_TEST(test_a_merge_respects_a_purge)
{
    struct fixture f;
    struct copy other;
    struct error error;
    fixture_init(&f);
    fill_other(f.store);
    board_alive(f.store, OTHER, 0);
    copy_make(&f, f.store, "other.db", &other);
    fixture_card(other.store, LI, 3, "theirs");
    ck_ok(store_purge(f.store, OTHER, ANN, NULL, &error));

    /* It does not come back from a copy that has it ... */
    struct merge_report report = copy_merge(f.store, other.path);
    ck_assert_uint_eq(report.left_out, 1);
    ck_assert_uint_eq(report.actions, 1);
    merge_report_clear(&report);
    fixture_check(f.store);
    copy_close(&other);
    ck_assert(folder_holds(f.folder, "SECRET"));
    /* ... and goes there too, as it is in the trash there. */
    copy_open(&other);
    report = copy_merge(other.store, f.path);
    ck_assert_uint_eq(report.purged, 1);
    ck_assert_uint_eq(report.kept_count, 0);
    merge_report_clear(&report);
    fixture_check(other.store);
    copy_close(&other);
    ck_assert(!folder_holds(f.folder, "SECRET"));
    copy_open(&other);
    ck_assert_uint_eq(copy_take(other.store, f.path), 0);
    ck_assert_uint_eq(copy_take(f.store, other.path), 1); /* that it was purged there */
    ck_assert_uint_eq(copy_take(f.store, other.path), 0);
    copy_close(&other);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_a_purged_board_that_is_in_use_elsewhere_is_kept_there)
{
    struct fixture f;
    struct copy other;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_board(f.store, ANN, OTHER);
    copy_make(&f, f.store, "other.db", &other);
    card_on(other.store, OTHER, 7, "in use");
    board_alive(f.store, OTHER, 0);
    ck_ok(store_purge(f.store, OTHER, ANN, NULL, &error));

    struct merge_report report = copy_merge(other.store, f.path);
    ck_assert_uint_eq(report.purged, 0);
    ck_assert_uint_eq(report.kept_count, 1);
    ck_assert_int_eq(report.kept[0], OTHER);
    merge_report_clear(&report);
    fixture_expect_card(other.store, 7, "title", "in use");
    report = copy_merge(f.store, other.path);
    ck_assert_uint_eq(report.left_out, 1);
    merge_report_clear(&report);
    fixture_expect_card(f.store, 7, "title", "-");
    fixture_check(f.store);
    fixture_check(other.store);
    copy_close(&other);
    fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("store purge", test_nothing_of_a_purged_board_is_left, test_the_newest_rows_and_actions_purged,
                test_what_hangs_on_a_purged_board_goes_too, test_somebody_reading_keeps_traces_and_is_told_of,
                test_a_merge_respects_a_purge, test_a_purged_board_that_is_in_use_elsewhere_is_kept_there)
