/*
 * test_store_merge.c - copies of a store that went on apart, made one again: what arrives, what is told, what is refused.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "store_copy.h"

/* Card 1 in both, changed in either; card 2 here, card 3 there. */
static void go_apart(struct fixture *f, struct copy *other)
{
    fixture_init(f);
    fixture_board(f->store, ANN, BOARD);
    fixture_card(f->store, ANN, 1, "common");
    copy_make(f, f->store, "other.db", other);
    fixture_card(f->store, ANN, 2, "mine \"户\"");
    fixture_title(f->store, ANN, 1, "mine");
    fixture_card(other->store, LI, 3, "theirs \\ 😀");
    fixture_weight(other->store, LI, 1, 5);
    copy_close(other);
}

START_TEST(test_both_sides_arrive)
{
    struct fixture f;
    struct copy other;
    go_apart(&f, &other);

    struct merge_report report = copy_merge(f.store, other.path);
    ck_assert_uint_eq(report.actions, 2);
    ck_assert_uint_eq(report.rows_new, 1);
    ck_assert_uint_eq(report.rows_changed, 1);
    ck_assert_uint_eq(report.conflict_count, 0);
    merge_report_clear(&report);
    fixture_expect_card(f.store, 1, "title", "mine");
    fixture_expect_card(f.store, 1, "weight", "5");
    fixture_expect_card(f.store, 3, "title", "theirs \\ 😀");
    fixture_expect_card(f.store, 2, "number", "2");
    fixture_expect_card(f.store, 3, "number", "3"); /* it was 2 there */
    fixture_check(f.store);
    /* What is done here later wins over all that came. */
    fixture_weight(f.store, ANN, 1, 6);
    fixture_expect_card(f.store, 1, "weight", "6");
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_again_changes_nothing)
{
    struct fixture f;
    struct copy other;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    copy_make(&f, f.store, "other.db", &other);
    fixture_card(other.store, LI, 3, "theirs");
    copy_close(&other);
    struct buffer theirs = fixture_bytes(other.path);
    ck_assert_uint_eq(copy_take(f.store, other.path), 1);
    store_close(f.store);
    struct buffer before = fixture_bytes(f.path);
    f.store = fixture_open(&f);
    ck_assert_uint_eq(copy_take(f.store, other.path), 0);
    store_close(f.store);
    f.store = NULL;
    struct buffer after = fixture_bytes(f.path), theirs_after = fixture_bytes(other.path);
    ck_assert(before.length == after.length && memcmp(before.data, after.data, after.length) == 0);
    ck_assert(theirs.length == theirs_after.length && memcmp(theirs.data, theirs_after.data, theirs.length) == 0);
    buffer_clear(&before);
    buffer_clear(&after);
    buffer_clear(&theirs);
    buffer_clear(&theirs_after);
    fixture_clear(&f);
}
END_TEST

/* Births of the one copy are one change each, of the other one change a field, as an older nonet wrote them. */
START_TEST(test_copies_of_either_form)
{
    static const char *const apart =
        "INSERT INTO change SELECT action_seq, 100 * ordinal + j.id, entity, entity_id, j.key, NULL, j.value"
        " FROM change c, json_each(c.new) j WHERE c.field = '';"
        "UPDATE change SET field = 'alive', old = 0, new = 1 WHERE field = ''";
    for (int mine_apart = 0; mine_apart < 2; mine_apart++) {
        struct fixture f;
        struct copy other;
        go_apart(&f, &other);
        store_close(f.store);
        fixture_run_sql(mine_apart ? f.path : other.path, apart);
        f.store = fixture_open(&f);

        ck_assert_uint_eq(copy_take(f.store, other.path), 2);
        ck_assert_uint_eq(copy_take(f.store, other.path), 0);
        fixture_expect_card(f.store, 1, "title", "mine");
        fixture_expect_card(f.store, 1, "weight", "5");
        fixture_expect_card(f.store, 2, "title", "mine \"户\"");
        fixture_expect_card(f.store, 3, "title", "theirs \\ 😀");
        fixture_check(f.store);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_a_copy_that_goes_on_is_a_site_of_its_own)
{
    struct fixture f;
    struct copy other;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    int64_t site = store_site(f.store);
    copy_make(&f, f.store, "other.db", &other);
    ck_assert_int_eq(store_site(other.store), site);
    fixture_card(other.store, LI, 3, "theirs");
    int64_t moved = store_site(other.store);
    ck_assert_int_ne(moved, site);
    copy_close(&other);
    copy_open(&other);
    fixture_card(other.store, LI, 4, "theirs");
    ck_assert_int_eq(store_site(other.store), moved);
    copy_close(&other);
    fixture_card(f.store, LI, 5, "mine");
    ck_assert_int_eq(store_site(f.store), site);
    fixture_clear(&f);
}
END_TEST

static const struct merge_conflict *conflict_on(const struct merge_report *report, const char *field)
{
    for (size_t i = 0; i < report->conflict_count; i++)
        if (strcmp(report->conflicts[i].field, field) == 0)
            return &report->conflicts[i];
    return NULL;
}

START_TEST(test_conflicts_name_both_values)
{
    struct fixture f;
    struct copy other;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    for (int64_t card = 1; card <= 4; card++)
        fixture_card(f.store, ANN, card, "common");
    copy_make(&f, f.store, "other.db", &other);
    fixture_title(f.store, ANN, 1, "mine"); /* both, differently: theirs is later */
    fixture_title(other.store, LI, 1, "x");
    fixture_title(other.store, LI, 1, "theirs");
    fixture_weight(f.store, ANN, 2, 7); /* both the same */
    fixture_weight(other.store, LI, 2, 7);
    fixture_alive(f.store, ANN, 3, 0); /* trashed here, changed there */
    fixture_title(other.store, LI, 3, "changed");
    fixture_title(f.store, ANN, 4, "only mine");
    copy_close(&other);

    struct merge_report report = copy_merge(f.store, other.path);
    ck_assert_uint_eq(report.conflict_count, 2);
    const struct merge_conflict *title = conflict_on(&report, "title"), *alive = conflict_on(&report, "alive");
    ck_assert(title && title->row_id == 1 && title->number == 1 && title->canvas_id == BOARD && title->theirs_stands);
    ck_assert_str_eq(title->mine, "mine");
    ck_assert_str_eq(title->theirs, "theirs");
    ck_assert_str_eq(title->entity, "card");
    ck_assert(alive && alive->row_id == 3 && !alive->theirs_stands);
    ck_assert_str_eq(alive->mine, "0");
    ck_assert_str_eq(alive->theirs, "1");
    merge_report_clear(&report);
    fixture_expect_card(f.store, 1, "title", "theirs");
    fixture_expect_card(f.store, 3, "alive", "0");
    fixture_expect_card(f.store, 3, "title", "changed");
    /* Seen from the other side, mine and theirs change places. */
    copy_open(&other);
    report = copy_merge(other.store, f.path);
    ck_assert_uint_eq(report.conflict_count, 0); /* everything of theirs is known here by now */
    merge_report_clear(&report);
    fixture_expect_card(other.store, 1, "title", "theirs");
    copy_close(&other);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_another_connection_is_told_by_the_feed)
{
    struct fixture f;
    struct copy other;
    struct error error;
    struct store_watch *watch;
    int64_t seen, now;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    copy_make(&f, f.store, "other.db", &other);
    fixture_card(other.store, LI, 3, "theirs");
    copy_close(&other);
    struct store *board = fixture_open(&f);
    ck_ok(store_last_seq(board, &seen, &error));
    ck_ok(store_watch_open(board, &watch, &error));
    ck_assert_uint_eq(copy_take(f.store, other.path), 1);
    ck_assert(store_watch_changed(watch));
    ck_ok(store_last_seq(board, &now, &error));
    ck_assert_int_eq(now, seen + 1);
    char *changes = fixture_changes(board, now);
    ck_assert_ptr_nonnull(strstr(changes, "card 3 title NULL theirs"));
    free(changes);
    store_watch_close(watch);
    store_close(board);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_side_tables_are_united)
{
    struct fixture f;
    struct copy other;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    copy_make(&f, f.store, "other.db", &other);
    copy_close(&other);
    fixture_run_sql(f.path, "INSERT INTO view VALUES (1, 'mine')");
    fixture_run_sql(other.path, "INSERT INTO view VALUES (1, 'theirs'), (2, 'near')");
    copy_take(f.store, other.path);
    char *first = fixture_field(f.store, "view", 1, "zoom"), *second = fixture_field(f.store, "view", 2, "zoom");
    ck_assert_str_eq(first, "mine");
    ck_assert_str_eq(second, "near");
    free(first);
    free(second);
    fixture_clear(&f);
}
END_TEST

/* ---- refusals ---------------------------------------------------------------------------------------- */

static size_t files_in(const char *folder)
{
    size_t count = 0;
    DIR *open = opendir(folder);
    ck_assert_ptr_nonnull(open);
    while (readdir(open))
        count++;
    closedir(open);
    return count;
}

START_TEST(test_refused_files)
{
    static const struct {
        const char *sql;
        enum status status;
    } cases[] = {
        {"PRAGMA user_version=99", STATUS_TOO_NEW},
        {"UPDATE action SET clock = 99999999999999999 WHERE seq = 2", STATUS_INVALID},
        {"UPDATE change SET field = 'smell' WHERE field = '' AND entity_id = 3", STATUS_CORRUPT},
        {"UPDATE change SET new = '{\"smell\":1}' WHERE field = '' AND entity_id = 3", STATUS_CORRUPT},
        {"UPDATE change SET new = '{\"title\":' WHERE field = '' AND entity_id = 3", STATUS_CORRUPT},
        {"DELETE FROM card", STATUS_CORRUPT},
        {"PRAGMA application_id=7", STATUS_CORRUPT},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct fixture f;
        struct copy other;
        struct error error;
        struct merge_report report;
        fixture_init(&f);
        fixture_board(f.store, ANN, BOARD);
        copy_make(&f, f.store, "other.db", &other);
        fixture_card(other.store, LI, 3, "theirs");
        copy_close(&other);
        fixture_run_sql(other.path, cases[i].sql);
        struct buffer before = fixture_bytes(other.path);
        char *state = copy_state(f.store);
        size_t files = files_in(f.folder);
        enum status status = store_merge(f.store, other.path, &report, &error);
        ck_assert_msg(status == cases[i].status, "%s: %d %s", cases[i].sql, status, error.message);
        merge_report_clear(&report);
        struct buffer after = fixture_bytes(other.path);
        ck_assert(after.length == before.length && memcmp(after.data, before.data, after.length) == 0);
        ck_assert_uint_eq(files_in(f.folder), files);
        char *now = copy_state(f.store);
        ck_assert_str_eq(now, state);
        ck_assert_int_eq(store_merge(f.store, f.path, &report, &error), STATUS_INVALID);
        merge_report_clear(&report);
        free(state);
        free(now);
        buffer_clear(&before);
        buffer_clear(&after);
        fixture_check(f.store);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_an_older_store_is_read_through_a_copy)
{
    struct fixture f;
    struct copy other;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    copy_make(&f, f.store, "other.db", &other);
    fixture_card(other.store, LI, 3, "theirs");
    copy_close(&other);
    struct buffer before = fixture_bytes(other.path);
    store_close(f.store);
    struct store_options options = fixture_options(&f);
    ck_ok(store_open(&f.store, &options, &fixture_schema_newer, &error));
    size_t files = files_in(f.folder);
    ck_assert_uint_eq(copy_take(f.store, other.path), 1);
    fixture_expect_card(f.store, 3, "title", "theirs");
    struct buffer after = fixture_bytes(other.path);
    ck_assert(after.length == before.length && memcmp(after.data, before.data, after.length) == 0);
    ck_assert_uint_eq(files_in(f.folder), files);
    buffer_clear(&before);
    buffer_clear(&after);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("store merge", test_both_sides_arrive, test_again_changes_nothing, test_copies_of_either_form,
                test_a_copy_that_goes_on_is_a_site_of_its_own, test_conflicts_name_both_values,
                test_another_connection_is_told_by_the_feed, test_side_tables_are_united, test_refused_files,
                test_an_older_store_is_read_through_a_copy)
