/*
 * test_store_faults.c - every way of writing, with a fault at its first call, its second, ... until none
 * fires. After each the file opens, agrees with its journal, and stands before or after, never between.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"
#include "fault_vfs.h"
#include "nonet/live.h"
#include "store_fixture.h"

#define CARD 7
#define TRASHED 2000
#define MOST_CALLS 2000
/* Without NONET_TEST_FULL the first calls are all tried, of the later ones one in so many. */
#define CLOSE_LOOK 16
#define STRIDE 11

typedef enum status operation_run(struct fixture *f, struct error *error);

static enum status make_card(struct fixture *f, struct error *error)
{
    enum status status = store_action_begin(f->store, BOARD, ANN, "card_create", error);
    if (status == STATUS_OK)
        status = store_row_create(f->store, "card", 8, error);
    if (status == STATUS_OK)
        status = store_row_set_text(f->store, "card", 8, "title", "新", error);
    if (status == STATUS_OK)
        status = store_row_set_integer(f->store, "card", CARD, "weight", 3, error);
    if (status == STATUS_OK)
        status = store_action_commit(f->store, NULL, error);
    if (status != STATUS_OK)
        store_rollback(f->store);
    return status;
}

/* More than fits in SQLite's cache of a few pages, and long enough for a checkpoint at the commit. */
static enum status make_many(struct fixture *f, struct error *error)
{
    char text[2000];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    enum status status = store_action_begin(f->store, BOARD, ANN, "import", error);
    for (int64_t i = 100; i < 120 && status == STATUS_OK; i++) {
        status = store_row_create(f->store, "card", i, error);
        if (status == STATUS_OK)
            status = store_row_set_text(f->store, "card", i, "body", text, error);
    }
    if (status == STATUS_OK)
        status = store_action_commit(f->store, NULL, error);
    if (status != STATUS_OK)
        store_rollback(f->store);
    return status;
}

static enum status undo_one(struct fixture *f, struct error *error)
{
    struct undo_outcome out;
    return store_undo(f->store, BOARD, ANN, &out, error);
}

static enum status redo_one(struct fixture *f, struct error *error)
{
    struct undo_outcome out;
    return store_redo(f->store, BOARD, LI, &out, error);
}

static enum status write_side_table(struct fixture *f, struct error *error)
{
    struct statement *statement;
    bool row;
    enum status status = store_begin(f->store, error);
    if (status == STATUS_OK)
        status = store_prepare(f->store, "INSERT INTO view (id, zoom) VALUES (1, 'near')", &statement, error);
    if (status == STATUS_OK)
        status = statement_step(statement, &row, error);
    if (status == STATUS_OK)
        status = store_commit(f->store, error);
    if (status != STATUS_OK)
        store_rollback(f->store);
    return status;
}

static enum status close_and_open(struct fixture *f, struct error *error)
{
    struct store_options options = fixture_options(f);
    store_close(f->store);
    f->store = NULL;
    return store_open(&f->store, &options, &fixture_schema, error);
}

static enum status upgrade(struct fixture *f, struct error *error)
{
    struct store_options options = fixture_options(f);
    store_close(f->store);
    f->store = NULL;
    return store_open(&f->store, &options, &fixture_schema_newer, error);
}

static enum status back_up(struct fixture *f, struct error *error)
{
    char path[120];
    snprintf(path, sizeof path, "%s/copy.db", f->folder);
    enum status status = store_backup(f->store, path, error);
    /* Whole or not there. */
    ck_assert_int_eq(access(path, F_OK) == 0, status == STATUS_OK);
    return status;
}

static enum status restore(struct fixture *f, struct error *error)
{
    char path[120], *kept;
    snprintf(path, sizeof path, "%s/earlier.db", f->folder);
    store_close(f->store);
    f->store = NULL;
    enum status status = store_restore_backup(f->path, path, &fixture_schema, &kept, error);
    free(kept);
    return status;
}

static enum status merge(struct fixture *f, struct error *error)
{
    char path[120];
    struct merge_report report;
    snprintf(path, sizeof path, "%s/other.db", f->folder);
    enum status status = store_merge(f->store, path, &report, error);
    merge_report_clear(&report);
    return status;
}

static enum status purge(struct fixture *f, struct error *error)
{
    return store_purge(f->store, TRASHED, ANN, NULL, error);
}

static enum status save_draft(struct fixture *f, struct error *error)
{
    struct live *live;
    struct draft draft = {.canvas_id = BOARD, .block = "b", .base = "", .text = "text"};
    enum status status = live_open(&live, f->store, ANN, "Ann", error);
    if (status != STATUS_OK)
        return status;
    status = live_draft_save(live, &draft, error);
    live_close(live);
    return status;
}

struct operation {
    const char *name;
    operation_run *run;
};

static const struct operation operations[] = {
    {"make a card", make_card},   {"make many", make_many}, {"undo", undo_one},
    {"redo", redo_one},           {"side table", write_side_table}, {"open again", close_and_open},
    {"upgrade", upgrade},         {"backup", back_up},      {"restore", restore},
    {"save a draft", save_draft}, {"merge", merge},         {"purge", purge},
};

struct manner {
    const char *name;
    enum fault_mode mode;
    int times;
};

static const struct manner manners[] = {
    {"one I/O error", FAULT_IO, 1},
    {"I/O errors from here on", FAULT_IO, 1 << 30},
    {"disk full once", FAULT_FULL, 1},
    {"disk full", FAULT_FULL, 1 << 30},
    {"power cut", FAULT_POWER, 1},
};

/* A copy of the earlier store that went on by itself. */
static void prepare_other(struct fixture *f, const char *earlier)
{
    struct error error;
    struct store *source, *other;
    char path[120];
    snprintf(path, sizeof path, "%s/other.db", f->folder);
    struct store_options options = {.path = earlier, .now = fixture_clock};
    ck_ok(store_open(&source, &options, &fixture_schema, &error));
    ck_ok(store_backup(source, path, &error));
    store_close(source);
    options.path = path;
    ck_ok(store_open(&other, &options, &fixture_schema, &error));
    fixture_card(other, LI, 30, "theirs");
    fixture_title(other, LI, CARD, "theirs");
    store_close(other);
}

static void prepare_trashed(struct fixture *f)
{
    struct error error;
    fixture_board(f->store, 99, TRASHED);
    ck_ok(store_action_begin(f->store, TRASHED, 99, "board_trash", &error));
    ck_ok(store_row_set_integer(f->store, "board", TRASHED, "alive", 0, &error));
    ck_ok(store_action_commit(f->store, NULL, &error));
}

/* A store with something to undo and to redo, an earlier backup of it, and what the operation needs. */
static void prepare(struct fixture *f, const struct operation *operation)
{
    struct error error;
    struct undo_outcome out;
    char path[120];
    fixture_init(f);
    fixture_board(f->store, 99, BOARD);
    fixture_card(f->store, 99, CARD, "a");
    snprintf(path, sizeof path, "%s/earlier.db", f->folder);
    ck_ok(store_backup(f->store, path, &error));
    if (operation->run == merge)
        prepare_other(f, path);
    if (operation->run == purge)
        prepare_trashed(f);
    fixture_title(f->store, ANN, CARD, "b");
    fixture_weight(f->store, LI, CARD, 4);
    ck_ok(store_undo(f->store, BOARD, LI, &out, &error));
}

static char *picture(struct store *store)
{
    struct error error;
    int64_t last;
    char *rows = fixture_dump(store, false);
    char *side = fixture_field(store, "view", 1, "zoom");
    ck_ok(store_last_seq(store, &last, &error));
    struct buffer out = {0};
    buffer_printf(&out, "%s%s\n%lld\n", rows, side, (long long)last);
    free(rows);
    free(side);
    return buffer_take(&out);
}

static char *picture_after(const struct operation *operation)
{
    struct fixture f;
    struct error error;
    prepare(&f, operation);
    ck_ok(operation->run(&f, &error));
    store_close(f.store);
    struct store_options options = fixture_options(&f);
    ck_ok(store_open(&f.store, &options,
                     operation->run == upgrade ? &fixture_schema_newer : &fixture_schema, &error));
    char *after = picture(f.store);
    fixture_clear(&f);
    return after;
}

/* One run; false when the fault was not reached any more. */
static bool run_with_fault(struct fault *fault, const struct operation *operation, const struct manner *manner,
                           int skip, const char *after)
{
    struct fixture f;
    struct error error;
    prepare(&f, operation);
    char *before = picture(f.store);
    fault_arm(fault, manner->mode, skip, manner->times);
    enum status status = operation->run(&f, &error);
    int fired = fault->fired;
    if (manner->mode == FAULT_POWER) {
        store_close(f.store);
        fault_power_back(fault);
    } else {
        fault_disarm(fault);
        /* The program goes on with the connection it has. */
        if (f.store && status != STATUS_OK) {
            char *now = picture(f.store);
            ck_assert_msg(strcmp(now, before) == 0, "%s, %s, %d: failed, but changed\n%s", operation->name,
                          manner->name, skip, now);
            free(now);
        }
        store_close(f.store);
    }
    struct store_options options = fixture_options(&f);
    enum status opened = store_open(&f.store, &options, &fixture_schema, &error);
    if (opened == STATUS_TOO_NEW && operation->run == upgrade)
        opened = store_open(&f.store, &options, &fixture_schema_newer, &error);
    ck_assert_msg(opened == STATUS_OK, "%s, %s, %d: %s", operation->name, manner->name, skip, error.message);
    fixture_check(f.store);
    char *now = picture(f.store);
    bool is_before = strcmp(now, before) == 0, is_after = strcmp(now, after) == 0;
    ck_assert_msg(is_after || (is_before && status != STATUS_OK), "%s, %s, %d: status %d, state\n%s", operation->name,
                  manner->name, skip, status, now);
    fixture_title(f.store, ANN, CARD, "still works");
    free(now);
    free(before);
    fixture_clear(&f);
    return fired > 0;
}

START_TEST(test_before_or_after_never_between)
{
    /* On the heap: SQLite keeps it when an assertion leaves this function early. */
    struct fault *fault = memory_new(1, sizeof *fault);
    bool every = getenv("NONET_TEST_FULL") != NULL;
    fault_install(fault);
    for (size_t i = 0; i < COUNT_OF(operations); i++) {
        char *after = picture_after(&operations[i]);
        for (size_t m = 0; m < COUNT_OF(manners); m++) {
            int skip = 0;
            while (run_with_fault(fault, &operations[i], &manners[m], skip, after)) {
                skip += every || skip < CLOSE_LOOK ? 1 : STRIDE;
                ck_assert_int_lt(skip, MOST_CALLS);
            }
            ck_assert_int_gt(skip, 1);
            if (getenv("NONET_TEST_VERBOSE"))
                printf("%s, %s: %d faults\n", operations[i].name, manners[m].name, skip);
        }
        free(after);
    }
    fault_remove(fault);
    free(fault);
}
END_TEST

START_TEST(test_a_store_is_made_whole_or_not_at_all)
{
    /* On the heap: SQLite keeps it when an assertion leaves this function early. */
    struct fault *fault = memory_new(1, sizeof *fault);
    struct error error;
    fault_install(fault);
    for (size_t m = 0; m < COUNT_OF(manners); m++) {
        bool fired = true;
        int skip = 0;
        for (; fired; skip++) {
            struct fixture f;
            fixture_init(&f);
            store_close(f.store);
            f.store = NULL;
            ck_assert_int_eq(unlink(f.path), 0);
            struct store_options options = fixture_options(&f);
            fault_arm(fault, manners[m].mode, skip, manners[m].times);
            enum status status = store_open(&f.store, &options, &fixture_schema, &error);
            ck_assert_int_eq(status == STATUS_OK, f.store != NULL);
            fired = fault->fired > 0;
            store_close(f.store);
            if (manners[m].mode == FAULT_POWER)
                fault_power_back(fault);
            else
                fault_disarm(fault);
            f.store = fixture_open(&f);
            fixture_board(f.store, ANN, BOARD);
            fixture_check(f.store);
            fixture_clear(&f);
            ck_assert_int_lt(skip, MOST_CALLS);
        }
        ck_assert_int_gt(skip, 3);
    }
    fault_remove(fault);
    free(fault);
}
END_TEST

NONET_TEST_MAIN("store faults", test_before_or_after_never_between, test_a_store_is_made_whole_or_not_at_all)
