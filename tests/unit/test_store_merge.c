/*
 * test_store_merge.c - copies of a store that went on apart, made one again in any order.
 */
#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "store_fixture.h"

/* A second copy, made from the fixture's store as it is now. */
struct copy {
    char path[200];
    struct store *store;
};

static void open_copy(struct copy *copy)
{
    struct error error;
    struct store_options options = {.path = copy->path, .now = fixture_clock};
    ck_ok(store_open(&copy->store, &options, &fixture_schema, &error));
}

static void copy_of(struct fixture *f, struct store *from, const char *name, struct copy *copy)
{
    struct error error;
    snprintf(copy->path, sizeof copy->path, "%s/%s", f->folder, name);
    ck_ok(store_backup(from, copy->path, &error));
    open_copy(copy);
}

static void close_copy(struct copy *copy)
{
    store_close(copy->store);
    copy->store = NULL;
}

static struct merge_report merge(struct store *store, const char *path)
{
    struct error error;
    struct merge_report report;
    ck_ok(store_merge(store, path, &report, &error));
    return report;
}

/* Merges and throws the report away; returns the number of new actions. */
static size_t take(struct store *store, const char *path)
{
    struct merge_report report = merge(store, path);
    size_t actions = report.actions;
    merge_report_clear(&report);
    return actions;
}

static void run_sql(const char *path, const char *sql)
{
    sqlite3 *raw;
    char *message = NULL;
    ck_assert_int_eq(sqlite3_open(path, &raw), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(raw, sql, NULL, NULL, &message) == SQLITE_OK, "%s", message ? message : sql);
    sqlite3_close(raw);
}

static void expect_field(struct store *store, int64_t card, const char *field, const char *value)
{
    char *found = fixture_field(store, "card", card, field);
    ck_assert_str_eq(found, value);
    free(found);
}

START_TEST(test_both_sides_arrive)
{
    struct fixture f;
    struct copy other;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 1, "common");
    copy_of(&f, f.store, "other.db", &other);
    fixture_card(f.store, ANN, 2, "mine");
    fixture_title(f.store, ANN, 1, "mine");
    fixture_card(other.store, LI, 3, "theirs");
    fixture_weight(other.store, LI, 1, 5);
    close_copy(&other);

    struct merge_report report = merge(f.store, other.path);
    ck_assert_uint_eq(report.actions, 2);
    ck_assert_uint_eq(report.rows_new, 1);
    ck_assert_uint_eq(report.rows_changed, 1);
    ck_assert_uint_eq(report.conflict_count, 0);
    merge_report_clear(&report);
    expect_field(f.store, 1, "title", "mine");
    expect_field(f.store, 1, "weight", "5");
    expect_field(f.store, 3, "title", "theirs");
    expect_field(f.store, 2, "number", "2");
    expect_field(f.store, 3, "number", "3"); /* it was 2 there */
    fixture_check(f.store);
    /* What is done here later wins over all that came. */
    fixture_weight(f.store, ANN, 1, 6);
    expect_field(f.store, 1, "weight", "6");
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
    copy_of(&f, f.store, "other.db", &other);
    fixture_card(other.store, LI, 3, "theirs");
    close_copy(&other);
    struct buffer theirs = fixture_bytes(other.path);
    ck_assert_uint_eq(take(f.store, other.path), 1);
    store_close(f.store);
    struct buffer before = fixture_bytes(f.path);
    f.store = fixture_open(&f);
    ck_assert_uint_eq(take(f.store, other.path), 0);
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
        fixture_init(&f);
        fixture_board(f.store, ANN, BOARD);
        fixture_card(f.store, ANN, 1, "common");
        copy_of(&f, f.store, "other.db", &other);
        fixture_card(f.store, ANN, 2, "mine \"户\"");
        fixture_title(f.store, ANN, 1, "mine");
        fixture_card(other.store, LI, 3, "theirs \\ 😀");
        fixture_weight(other.store, LI, 1, 5);
        close_copy(&other);
        store_close(f.store);
        run_sql(mine_apart ? f.path : other.path, apart);
        f.store = fixture_open(&f);

        ck_assert_uint_eq(take(f.store, other.path), 2);
        ck_assert_uint_eq(take(f.store, other.path), 0);
        expect_field(f.store, 1, "title", "mine");
        expect_field(f.store, 1, "weight", "5");
        expect_field(f.store, 2, "title", "mine \"户\"");
        expect_field(f.store, 3, "title", "theirs \\ 😀");
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
    copy_of(&f, f.store, "other.db", &other);
    ck_assert_int_eq(store_site(other.store), site);
    fixture_card(other.store, LI, 3, "theirs");
    int64_t moved = store_site(other.store);
    ck_assert_int_ne(moved, site);
    close_copy(&other);
    open_copy(&other);
    fixture_card(other.store, LI, 4, "theirs");
    ck_assert_int_eq(store_site(other.store), moved);
    close_copy(&other);
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
    copy_of(&f, f.store, "other.db", &other);
    fixture_title(f.store, ANN, 1, "mine"); /* both, differently: theirs is later */
    fixture_title(other.store, LI, 1, "x");
    fixture_title(other.store, LI, 1, "theirs");
    fixture_weight(f.store, ANN, 2, 7); /* both the same */
    fixture_weight(other.store, LI, 2, 7);
    fixture_alive(f.store, ANN, 3, 0); /* trashed here, changed there */
    fixture_title(other.store, LI, 3, "changed");
    fixture_title(f.store, ANN, 4, "only mine");
    close_copy(&other);

    struct merge_report report = merge(f.store, other.path);
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
    expect_field(f.store, 1, "title", "theirs");
    expect_field(f.store, 3, "alive", "0");
    expect_field(f.store, 3, "title", "changed");
    /* Seen from the other side, mine and theirs change places. */
    open_copy(&other);
    report = merge(other.store, f.path);
    ck_assert_uint_eq(report.conflict_count, 0); /* everything of theirs is known here by now */
    merge_report_clear(&report);
    expect_field(other.store, 1, "title", "theirs");
    close_copy(&other);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

/* ---- any order --------------------------------------------------------------------------------------- */

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16 & 0x7FFF;
}

static bool card_exists(struct store *store, int64_t card)
{
    char *found = fixture_field(store, "card", card, "alive");
    bool exists = strcmp(found, "-") != 0;
    free(found);
    return exists;
}

/* Cards 1-6 are common, those above made on either side, some with the same id on several. */
static void do_something(struct store *store, unsigned *state, const char *word)
{
    static const int64_t actors[] = {ANN, LI};
    int64_t actor = actors[next_random(state) % 2], card = 1 + next_random(state) % 20;
    struct undo_outcome out;
    struct error error;
    enum status status;
    char text[40];
    snprintf(text, sizeof text, "%s%u", word, next_random(state) % 50);
    switch (next_random(state) % 8) {
    case 0:
        status = store_undo(store, BOARD, actor, &out, &error);
        ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
        return;
    case 1:
        status = store_redo(store, BOARD, actor, &out, &error);
        ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
        return;
    case 2:
    case 3:
        if (!card_exists(store, card)) {
            fixture_card(store, actor, card, text);
            return;
        }
        fixture_alive(store, actor, card, next_random(state) % 2);
        return;
    default:
        if (!card_exists(store, card))
            return;
        if (next_random(state) % 2)
            fixture_title(store, actor, card, text);
        else
            fixture_weight(store, actor, card, next_random(state) % 5);
    }
}

/* Rows and journal, without what is each store's own: numbers and the order of arrival. */
static char *state_of(struct store *store)
{
    struct error error;
    struct statement *statement;
    bool row;
    struct buffer out = {0};
    char *rows = fixture_dump(store, false);
    buffer_add(&out, rows);
    free(rows);
    ck_ok(store_prepare(store,
                        "SELECT a.id || ' ' || a.site || ' ' || a.clock || ' ' || a.canvas_id || ' ' || a.actor_id || ' '"
                        " || a.operation || ' ' || a.undoes_id || ' ' || coalesce(c.entity_id || c.field || c.ordinal"
                        " || coalesce(c.old, '-') || c.new, '') FROM action a LEFT JOIN change c ON c.action_seq = a.seq"
                        " ORDER BY a.id, c.ordinal",
                        &statement, &error));
    for (;;) {
        ck_ok(statement_step(statement, &row, &error));
        if (!row)
            break;
        buffer_printf(&out, "%s\n", statement_text(statement, 0));
    }
    return buffer_take(&out);
}

/* One copy takes the other two in, in this order; what it then is. */
static char *merged(struct fixture *f, const struct copy *copies, const int order[3])
{
    struct copy scratch;
    struct error error;
    struct store_options options = {.path = copies[order[0]].path, .now = fixture_clock};
    struct store *first;
    ck_ok(store_open(&first, &options, &fixture_schema, &error));
    copy_of(f, first, "scratch.db", &scratch);
    store_close(first);
    take(scratch.store, copies[order[1]].path);
    fixture_check(scratch.store);
    take(scratch.store, copies[order[2]].path);
    fixture_check(scratch.store);
    ck_assert_uint_eq(take(scratch.store, copies[order[1]].path), 0);
    ck_assert_uint_eq(take(scratch.store, copies[order[0]].path), 0);
    char *state = state_of(scratch.store);
    close_copy(&scratch);
    unlink(scratch.path);
    return state;
}

START_TEST(test_any_order_comes_out_the_same)
{
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const char *const names[] = {"甲", "乙", "丙"};
    int rounds = getenv("NONET_TEST_FULL") ? 60 : 3;
    for (int round = 0; round < rounds; round++) {
        struct fixture f;
        struct copy copies[3];
        unsigned state = 77u + (unsigned)round;
        fixture_init(&f);
        fixture_board(f.store, ANN, BOARD);
        for (int64_t card = 1; card <= 6; card++)
            fixture_card(f.store, card % 2 ? ANN : LI, card, "common");
        for (int i = 0; i < 3; i++) {
            copy_of(&f, f.store, names[i], &copies[i]);
            close_copy(&copies[i]);
        }
        /* Twice: apart, together, and apart again on what came together only in part. */
        for (int generation = 0; generation < 2; generation++) {
            for (int i = 0; i < 3; i++) {
                open_copy(&copies[i]);
                for (int step = 0; step < 25; step++)
                    do_something(copies[i].store, &state, names[i]);
                close_copy(&copies[i]);
            }
            char *wanted = NULL;
            for (size_t o = 0; o < COUNT_OF(orders); o++) {
                char *got = merged(&f, copies, orders[o]);
                if (wanted)
                    ck_assert_str_eq(got, wanted);
                free(wanted);
                wanted = got;
            }
            free(wanted);
            open_copy(&copies[0]);
            take(copies[0].store, copies[1].path);
            close_copy(&copies[0]);
            open_copy(&copies[2]);
            take(copies[2].store, copies[0].path);
            close_copy(&copies[2]);
        }
        fixture_clear(&f);
    }
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
    copy_of(&f, f.store, "other.db", &other);
    fixture_card(other.store, LI, 3, "theirs");
    close_copy(&other);
    struct store *board = fixture_open(&f);
    ck_ok(store_last_seq(board, &seen, &error));
    ck_ok(store_watch_open(board, &watch, &error));
    ck_assert_uint_eq(take(f.store, other.path), 1);
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
    copy_of(&f, f.store, "other.db", &other);
    close_copy(&other);
    run_sql(f.path, "INSERT INTO view VALUES (1, 'mine')");
    run_sql(other.path, "INSERT INTO view VALUES (1, 'theirs'), (2, 'near')");
    take(f.store, other.path);
    char *first = fixture_field(f.store, "view", 1, "zoom"), *second = fixture_field(f.store, "view", 2, "zoom");
    ck_assert_str_eq(first, "mine");
    ck_assert_str_eq(second, "near");
    free(first);
    free(second);
    fixture_clear(&f);
}
END_TEST

/* ---- purge --------------------------------------------------------------------------------------------- */

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
    expect_field(f.store, 1, "title", "kept");
    expect_field(f.store, 1050, "title", "kept too");
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
    copy_of(&f, f.store, "other.db", &other);
    reach_in(other.store, 0, 7, "late");
    ck_ok(store_purge(f.store, OTHER, ANN, NULL, &error));
    char *gone = fixture_field(f.store, "group", 50, "from_id"), *kept = fixture_field(f.store, "group", 51, "from_id");
    ck_assert_str_eq(gone, "-");
    ck_assert_str_eq(kept, "1");
    free(gone);
    free(kept);
    fixture_check(f.store);
    take(f.store, other.path); /* what was changed later, from outside, does not bring the card back */
    expect_field(f.store, 7, "title", "-");
    fixture_check(f.store);
    close_copy(&other);
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
    copy_of(&f, f.store, "other.db", &other);
    fixture_card(other.store, LI, 3, "theirs");
    ck_ok(store_purge(f.store, OTHER, ANN, NULL, &error));

    /* It does not come back from a copy that has it ... */
    struct merge_report report = merge(f.store, other.path);
    ck_assert_uint_eq(report.left_out, 1);
    ck_assert_uint_eq(report.actions, 1);
    merge_report_clear(&report);
    fixture_check(f.store);
    close_copy(&other);
    ck_assert(folder_holds(f.folder, "SECRET"));
    /* ... and goes there too, as it is in the trash there. */
    open_copy(&other);
    report = merge(other.store, f.path);
    ck_assert_uint_eq(report.purged, 1);
    ck_assert_uint_eq(report.kept_count, 0);
    merge_report_clear(&report);
    fixture_check(other.store);
    close_copy(&other);
    ck_assert(!folder_holds(f.folder, "SECRET"));
    open_copy(&other);
    ck_assert_uint_eq(take(other.store, f.path), 0);
    ck_assert_uint_eq(take(f.store, other.path), 1); /* that it was purged there */
    ck_assert_uint_eq(take(f.store, other.path), 0);
    close_copy(&other);
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
    copy_of(&f, f.store, "other.db", &other);
    card_on(other.store, OTHER, 7, "in use");
    board_alive(f.store, OTHER, 0);
    ck_ok(store_purge(f.store, OTHER, ANN, NULL, &error));

    struct merge_report report = merge(other.store, f.path);
    ck_assert_uint_eq(report.purged, 0);
    ck_assert_uint_eq(report.kept_count, 1);
    ck_assert_int_eq(report.kept[0], OTHER);
    merge_report_clear(&report);
    expect_field(other.store, 7, "title", "in use");
    report = merge(f.store, other.path);
    ck_assert_uint_eq(report.left_out, 1);
    merge_report_clear(&report);
    expect_field(f.store, 7, "title", "-");
    fixture_check(f.store);
    fixture_check(other.store);
    close_copy(&other);
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
        copy_of(&f, f.store, "other.db", &other);
        fixture_card(other.store, LI, 3, "theirs");
        close_copy(&other);
        run_sql(other.path, cases[i].sql);
        struct buffer before = fixture_bytes(other.path);
        char *state = state_of(f.store);
        size_t files = files_in(f.folder);
        enum status status = store_merge(f.store, other.path, &report, &error);
        ck_assert_msg(status == cases[i].status, "%s: %d %s", cases[i].sql, status, error.message);
        merge_report_clear(&report);
        struct buffer after = fixture_bytes(other.path);
        ck_assert(after.length == before.length && memcmp(after.data, before.data, after.length) == 0);
        ck_assert_uint_eq(files_in(f.folder), files);
        char *now = state_of(f.store);
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
    copy_of(&f, f.store, "other.db", &other);
    fixture_card(other.store, LI, 3, "theirs");
    close_copy(&other);
    struct buffer before = fixture_bytes(other.path);
    store_close(f.store);
    struct store_options options = fixture_options(&f);
    ck_ok(store_open(&f.store, &options, &fixture_schema_newer, &error));
    size_t files = files_in(f.folder);
    ck_assert_uint_eq(take(f.store, other.path), 1);
    expect_field(f.store, 3, "title", "theirs");
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
                test_any_order_comes_out_the_same, test_another_connection_is_told_by_the_feed,
                test_side_tables_are_united, test_nothing_of_a_purged_board_is_left,
                test_the_newest_rows_and_actions_purged, test_what_hangs_on_a_purged_board_goes_too, test_somebody_reading_keeps_traces_and_is_told_of,
                test_a_merge_respects_a_purge, test_a_purged_board_that_is_in_use_elsewhere_is_kept_there,
                test_refused_files, test_an_older_store_is_read_through_a_copy)
