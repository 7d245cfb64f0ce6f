/*
 * test_store_open.c - which files become a store, which are refused, and that a refused one keeps every byte.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "store_fixture.h"

static enum status try_open(const struct store_options *options, const struct schema *schema, struct error *error)
{
    struct store *store;
    enum status status = store_open(&store, options, schema, error);
    ck_assert((status == STATUS_OK) == (store != NULL));
    ck_assert(status == STATUS_OK || error->message[0] != '\0');
    store_close(store);
    return status;
}

static void write_file(const char *path, const char *bytes, size_t length)
{
    struct error error;
    ck_ok(file_write(path, bytes, length, &error));
}

static void expect_same_file(const char *path, struct buffer *before)
{
    struct buffer after = fixture_bytes(path);
    ck_assert_uint_eq(after.length, before->length);
    ck_assert(memcmp(buffer_text(&after), buffer_text(before), after.length) == 0);
    buffer_clear(&after);
}

START_TEST(test_new_store_has_private_modes)
{
    struct fixture f;
    struct error error;
    struct stat about;
    char path[200];
    fixture_init(&f);
    ck_assert_int_eq(stat(f.path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, 0600);
    snprintf(path, sizeof path, "%s/one/two/s.db", f.folder);
    struct store_options options = {.path = path};
    ck_assert_int_eq(try_open(&options, &fixture_schema, &error), STATUS_NOT_FOUND);
    options.create = true;
    mode_t mask = umask(0);
    ck_ok(try_open(&options, &fixture_schema, &error));
    umask(mask);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, 0600);
    unlink(path);
    *strrchr(path, '/') = '\0';
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, 0700);
    ck_assert_int_eq(rmdir(path), 0); /* nothing else was left in it */
    fixture_clear(&f);
}
END_TEST

START_TEST(test_site_stays_and_stores_differ)
{
    struct fixture f, g;
    fixture_init(&f);
    fixture_init(&g);
    int64_t site = store_site(f.store);
    ck_assert_int_ne(site, 0);
    ck_assert_int_ne(site, store_site(g.store));
    store_close(f.store);
    f.store = fixture_open(&f);
    ck_assert_int_eq(store_site(f.store), site);
    ck_assert_str_eq(store_path(f.store), f.path);
    fixture_clear(&f);
    fixture_clear(&g);
}
END_TEST

/* Every way in which a file is no store of ours. */
START_TEST(test_refused_files_keep_every_byte)
{
    enum what { GARBAGE, SHORT, EMPTY, FOREIGN, FOREIGN_WAL, TRUNCATED, NEWER, NEWER_IN_LOG, WITHOUT_SITE, COUNT };
    for (int what = 0; what < COUNT; what++) {
        struct fixture f;
        struct error error;
        char copy[120];
        fixture_init(&f);
        fixture_board(f.store, ANN, BOARD);
        store_close(f.store);
        f.store = NULL;
        struct store_options options = {.path = f.path, .create = what != EMPTY};
        enum status expected = STATUS_CORRUPT;
        sqlite3 *holder = NULL;
        char garbage[9000];
        memset(garbage, 'x', sizeof garbage);
        switch (what) {
        case GARBAGE:
            write_file(f.path, garbage, sizeof garbage);
            break;
        case SHORT:
            write_file(f.path, "SQLite format 3", 16);
            break;
        case EMPTY:
            write_file(f.path, "", 0);
            break;
        case FOREIGN:
        case FOREIGN_WAL:
            unlink(f.path);
            fixture_run_sql(f.path, what == FOREIGN ? "CREATE TABLE song (title)"
                                            : "PRAGMA journal_mode=WAL; CREATE TABLE song (title)");
            break;
        case TRUNCATED: {
            struct stat about;
            ck_assert_int_eq(stat(f.path, &about), 0);
            ck_assert_int_eq(truncate(f.path, about.st_size / 2), 0);
            break;
        }
        case NEWER:
            fixture_run_sql(f.path, "PRAGMA user_version=99");
            expected = STATUS_TOO_NEW;
            break;
        case NEWER_IN_LOG: /* another process is using it, the new version stands in the log only */
            ck_assert_int_eq(sqlite3_open(f.path, &holder), SQLITE_OK);
            ck_assert_int_eq(sqlite3_exec(holder, "PRAGMA user_version=99", NULL, NULL, NULL), SQLITE_OK);
            expected = STATUS_TOO_NEW;
            break;
        default:
            fixture_run_sql(f.path, "DELETE FROM store_info");
        }
        struct buffer before = fixture_bytes(f.path);
        enum status status = try_open(&options, &fixture_schema, &error);
        ck_assert_msg(status == expected, "case %d: %d %s", what, status, error.message);
        if (what != WITHOUT_SITE)
            expect_same_file(f.path, &before);
        options.read_only = true;
        ck_assert_int_eq(try_open(&options, &fixture_schema, &error), expected);
        snprintf(copy, sizeof copy, "%s.before-3", f.path);
        ck_assert_int_ne(access(copy, F_OK), 0);
        buffer_clear(&before);
        sqlite3_close(holder);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_upgrade_lays_a_copy_aside)
{
    struct fixture f;
    struct error error;
    char copy[120];
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 7, "a");
    char *before = fixture_dump(f.store, false);
    struct store *old = f.store;
    struct store_options options = fixture_options(&f);

    options.read_only = true;
    ck_assert_int_eq(try_open(&options, &fixture_schema_newer, &error), STATUS_READ_ONLY);
    options.read_only = false;
    ck_ok(store_open(&f.store, &options, &fixture_schema_newer, &error));
    char *after = fixture_dump(f.store, false);
    ck_assert_str_eq(after, before);
    char *colour = fixture_field(f.store, "card", 7, "colour");
    ck_assert_str_eq(colour, "");
    fixture_check(f.store);

    /* Who had it open before must not write any more, and the copy can be used by the older one. */
    ck_assert_int_eq(store_action_begin(old, BOARD, ANN, "late", &error), STATUS_TOO_NEW);
    store_close(old);
    snprintf(copy, sizeof copy, "%s.before-4", f.path);
    options.path = copy;
    struct store *aside;
    ck_ok(store_open(&aside, &options, &fixture_schema, &error));
    free(after);
    after = fixture_dump(aside, false);
    ck_assert_str_eq(after, before);
    fixture_check(aside);
    store_close(aside);
    free(before);
    free(after);
    free(colour);
    fixture_clear(&f);
}
END_TEST

/* Lays the journal out as the first format had it. */
static const char first_format[] =
    "CREATE TABLE old_action (seq INTEGER PRIMARY KEY, id BIGINT NOT NULL UNIQUE,"
    " site BIGINT NOT NULL, clock BIGINT NOT NULL, canvas_id BIGINT NOT NULL, actor_id BIGINT NOT NULL,"
    " operation TEXT NOT NULL, undoes_id BIGINT NOT NULL DEFAULT 0);"
    "CREATE TABLE old_change (action_id BIGINT NOT NULL, entity TEXT NOT NULL,"
    " entity_id BIGINT NOT NULL, field TEXT NOT NULL, old, new NOT NULL);"
    "INSERT INTO old_action SELECT * FROM action;"
    "INSERT INTO old_change SELECT a.id, c.entity, c.entity_id, c.field, c.old, c.new FROM"
    " (SELECT *, 0 AS part FROM change WHERE field <> '' UNION ALL"
    " SELECT action_seq, ordinal, entity, entity_id, 'alive', 0, 1, 0 FROM change WHERE field = '' UNION ALL"
    " SELECT action_seq, ordinal, entity, entity_id, j.key, NULL, j.value, j.id"
    " FROM change b, json_each(b.new) j WHERE b.field = '') c"
    " JOIN action a ON a.seq = c.action_seq ORDER BY c.action_seq, c.ordinal, c.part;"
    "DROP TABLE action; DROP TABLE change;"
    "ALTER TABLE old_action RENAME TO action; ALTER TABLE old_change RENAME TO change;"
    "CREATE INDEX action_mine ON action (canvas_id, actor_id, clock);"
    "CREATE INDEX action_feed ON action (canvas_id, seq);"
    "CREATE INDEX action_clock ON action (clock);"
    "CREATE INDEX action_undoes ON action (undoes_id) WHERE undoes_id <> 0;"
    "CREATE INDEX change_action ON change (action_id);"
    "CREATE INDEX change_row ON change (entity_id, field);"
    "INSERT INTO store_info (key, value) VALUES ('number:card', 12);"
    "PRAGMA user_version=1;";

static bool add_line(void *context, const struct feed_action *action, const struct feed_change *change)
{
    buffer_printf(context, "%lld %s", (long long)action->seq, action->operation);
    if (change)
        buffer_printf(context, " %s %lld %s %s>%s", change->entity, (long long)change->row_id, change->field,
                      change->old_text ? change->old_text : "-", change->new_text);
    buffer_add(context, "\n");
    return true;
}

static char *feed_text(struct store *store)
{
    struct buffer lines = {0};
    struct error error;
    ck_ok(store_feed(store, 0, 0, 0, add_line, &lines, NULL, &error));
    return buffer_take(&lines);
}

START_TEST(test_a_store_of_the_first_format_is_laid_out_anew)
{
    struct fixture f;
    struct error error;
    struct undo_outcome out;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    for (int64_t card = 1; card <= 5; card++)
        fixture_card(f.store, ANN, card, "甲");
    ck_ok(store_undo(f.store, BOARD, ANN, &out, &error));
    fixture_weight(f.store, LI, 2, 5);
    char *dump = fixture_dump(f.store, false), *feed = feed_text(f.store);
    store_close(f.store);
    f.store = NULL;
    fixture_run_sql(f.path, first_format);

    struct store_options options = {.path = f.path, .read_only = true};
    ck_assert_int_eq(try_open(&options, &fixture_schema, &error), STATUS_READ_ONLY);
    f.store = fixture_open(&f);
    char *upgraded = fixture_dump(f.store, false), *fed = feed_text(f.store);
    ck_assert_str_eq(upgraded, dump);
    ck_assert_str_eq(fed, feed);
    fixture_check(f.store);
    /* Redo still knows what was undone, and the numbers go on where the old counter stood. */
    ck_ok(store_redo(f.store, BOARD, ANN, &out, &error));
    ck_assert_int_eq(out.row_id, 5);
    fixture_card(f.store, ANN, 6, "乙");
    char *number = fixture_field(f.store, "card", 6, "number");
    ck_assert_str_eq(number, "13");
    free(number);
    fixture_check(f.store);
    free(dump);
    free(feed);
    free(upgraded);
    free(fed);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_read_only_never_writes)
{
    struct fixture f;
    struct error error;
    struct store *store;
    struct undo_outcome out;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    struct store_options options = {.path = f.path, .read_only = true};
    ck_ok(store_open(&store, &options, &fixture_schema, &error));
    ck_assert(store_is_read_only(store));
    char *title = fixture_field(store, "board", BOARD, "title");
    ck_assert_str_eq(title, "画布");
    free(title);
    ck_assert_int_eq(store_action_begin(store, BOARD, ANN, "x", &error), STATUS_READ_ONLY);
    ck_assert_int_eq(store_begin(store, &error), STATUS_READ_ONLY);
    ck_assert_int_eq(store_undo(store, BOARD, ANN, &out, &error), STATUS_READ_ONLY);
    fixture_check(store);
    store_close(store);
    fixture_clear(&f);
}
END_TEST

/* Runs as nobody when the tests run as root, whom no mode stops. */
static int try_as_nobody(const char *path, bool read_only)
{
    if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
        return 100;
    struct store_options options = {.path = path, .create = true, .read_only = read_only};
    struct error error;
    struct store *store;
    enum status status = store_open(&store, &options, &fixture_schema, &error);
    store_close(store);
    return (int)status;
}

static int result_as_nobody(const char *path, bool read_only)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        _exit(try_as_nobody(path, read_only));
    int result;
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFEXITED(result));
    return WEXITSTATUS(result);
}

START_TEST(test_files_and_folders_that_cannot_be_written)
{
    struct fixture f;
    char path[200];
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    store_close(f.store);
    f.store = NULL;
    /* The file may be read only. */
    ck_assert_int_eq(chmod(f.path, 0444), 0);
    ck_assert_int_eq(chmod(f.folder, 0755), 0);
    ck_assert_int_eq(result_as_nobody(f.path, false), STATUS_READ_ONLY);
    ck_assert_int_eq(chmod(f.folder, 0555), 0);
    ck_assert_int_eq(result_as_nobody(f.path, true), STATUS_OK);
    /* The file may be written, its folder not. */
    ck_assert_int_eq(chmod(f.path, 0666), 0);
    ck_assert_int_eq(result_as_nobody(f.path, false), STATUS_READ_ONLY);
    ck_assert_int_eq(result_as_nobody(f.path, true), STATUS_OK);
    snprintf(path, sizeof path, "%s/new.db", f.folder);
    ck_assert_int_eq(result_as_nobody(path, false), STATUS_READ_ONLY);
    snprintf(path, sizeof path, "%s/sub/new.db", f.folder);
    ck_assert_int_eq(result_as_nobody(path, false), STATUS_READ_ONLY);
    /* It may not even be read. */
    ck_assert_int_eq(chmod(f.path, 0), 0);
    ck_assert_int_eq(result_as_nobody(f.path, false), STATUS_DENIED);
    ck_assert_int_eq(chmod(f.folder, 0700), 0);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_a_link_to_a_store)
{
    struct fixture f;
    struct error error;
    struct store *store;
    char path[120];
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    snprintf(path, sizeof path, "%s/link", f.folder);
    ck_assert_int_eq(symlink(f.path, path), 0);
    struct store_options options = {.path = path};
    ck_ok(store_open(&store, &options, &fixture_schema, &error));
    fixture_card(store, LI, 7, "a");
    char *title = fixture_field(f.store, "card", 7, "title");
    ck_assert_str_eq(title, "a");
    free(title);
    store_close(store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_folders_and_missing_files)
{
    struct fixture f;
    struct error error;
    char path[200];
    fixture_init(&f);
    struct store_options options = {.path = f.folder, .create = true};
    ck_assert_int_eq(try_open(&options, &fixture_schema, &error), STATUS_CORRUPT);
    snprintf(path, sizeof path, "%s/none/s.db", f.folder);
    options = (struct store_options){.path = path};
    ck_assert_int_eq(try_open(&options, &fixture_schema, &error), STATUS_NOT_FOUND);
    options = (struct store_options){.path = path, .read_only = true, .create = true};
    ck_assert_int_eq(try_open(&options, &fixture_schema, &error), STATUS_NOT_FOUND);
    snprintf(path, sizeof path, "%s/store.db/s.db", f.folder);
    options = (struct store_options){.path = path, .create = true};
    ck_assert_int_ne(try_open(&options, &fixture_schema, &error), STATUS_OK);
    fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("store open", test_new_store_has_private_modes, test_site_stays_and_stores_differ,
                test_refused_files_keep_every_byte, test_upgrade_lays_a_copy_aside, test_a_store_of_the_first_format_is_laid_out_anew,
                test_read_only_never_writes,
                test_files_and_folders_that_cannot_be_written, test_a_link_to_a_store,
                test_folders_and_missing_files)
