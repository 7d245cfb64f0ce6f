/*
 * test_store_care.c - backup, the way back, and the check against the journal.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "store_fixture.h"

static struct store *open_path(const char *path)
{
    struct store_options options = {.path = path};
    struct error error;
    struct store *store;
    ck_ok(store_open(&store, &options, &fixture_schema, &error));
    return store;
}

static int files_in(const char *folder)
{
    int count = 0;
    DIR *list = opendir(folder);
    ck_assert_ptr_nonnull(list);
    for (struct dirent *each = readdir(list); each; each = readdir(list))
        count += each->d_name[0] != '.';
    closedir(list);
    return count;
}

START_TEST(test_backup_is_a_whole_store_in_one_file)
{
    struct fixture f;
    struct error error;
    struct stat about;
    char path[120];
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 7, "a");
    snprintf(path, sizeof path, "%s/backup.db", f.folder);
    int before = files_in(f.folder);
    ck_ok(store_backup(f.store, path, &error));
    ck_assert_int_eq(files_in(f.folder), before + 1);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, 0600);
    ck_assert_int_eq(store_backup(f.store, path, &error), STATUS_CONFLICT);
    ck_assert_int_eq(store_backup(f.store, f.path, &error), STATUS_CONFLICT);
    ck_assert_int_eq(files_in(f.folder), before + 1);
    char nowhere[150];
    snprintf(nowhere, sizeof nowhere, "%s/no/backup.db", f.folder);
    ck_assert_int_eq(store_backup(f.store, nowhere, &error), STATUS_NOT_FOUND);

    struct store *copy = open_path(path);
    char *here = fixture_dump(f.store, false), *there = fixture_dump(copy, false);
    ck_assert_str_eq(here, there);
    ck_assert_int_eq(store_site(copy), store_site(f.store));
    fixture_check(copy);
    store_close(copy);
    free(here);
    free(there);
    fixture_clear(&f);
}
END_TEST

/* Writes until told to stop; each action changes two rows together. */
static int write_pairs(const char *path, int stop)
{
    struct store_options options = {.path = path};
    struct store *store;
    struct error error;
    char byte;
    if (store_open(&store, &options, &fixture_schema, &error) != STATUS_OK)
        return 1;
    for (int64_t i = 1; i < 100000; i++) {
        enum status status = store_action_begin(store, BOARD, LI, "pair", &error);
        if (status == STATUS_OK)
            status = store_row_set_integer(store, "card", 1, "weight", i, &error);
        if (status == STATUS_OK)
            status = store_row_set_integer(store, "card", 2, "weight", i, &error);
        if (status == STATUS_OK)
            status = store_action_commit(store, NULL, &error);
        if (status != STATUS_OK)
            return 2;
        if (read(stop, &byte, 1) >= 0) /* non-blocking: 0 once the parent has closed it */
            break;
    }
    store_close(store);
    return 0;
}

START_TEST(test_backup_while_somebody_writes)
{
    struct fixture f;
    struct error error;
    char path[120];
    int stop[2];
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 1, "a");
    fixture_card(f.store, ANN, 2, "b");
    store_close(f.store);
    f.store = NULL;
    ck_assert_int_eq(pipe2(stop, 04000), 0); /* O_NONBLOCK */
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        close(stop[1]);
        _exit(write_pairs(f.path, stop[0]));
    }
    close(stop[0]);
    f.store = fixture_open(&f);
    for (int i = 0; i < 10; i++) {
        snprintf(path, sizeof path, "%s/backup-%d.db", f.folder, i);
        ck_ok(store_backup(f.store, path, &error));
        struct store *copy = open_path(path);
        char *one = fixture_field(copy, "card", 1, "weight"), *two = fixture_field(copy, "card", 2, "weight");
        ck_assert_str_eq(one, two);
        fixture_check(copy);
        store_close(copy);
        free(one);
        free(two);
    }
    close(stop[1]);
    int result;
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFEXITED(result) && WEXITSTATUS(result) == 0);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_restore_keeps_the_present_store_aside)
{
    struct fixture f;
    struct error error;
    char path[120], *kept;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 7, "then");
    snprintf(path, sizeof path, "%s/backup.db", f.folder);
    ck_ok(store_backup(f.store, path, &error));
    char *then = fixture_dump(f.store, false);
    fixture_title(f.store, ANN, 7, "now");
    char *now = fixture_dump(f.store, false);
    store_close(f.store);
    f.store = NULL;

    ck_ok(store_restore_backup(f.path, path, &fixture_schema, &kept, &error));
    ck_assert_ptr_nonnull(kept);
    f.store = open_path(f.path);
    char *dump = fixture_dump(f.store, false);
    ck_assert_str_eq(dump, then);
    fixture_check(f.store);
    free(dump);
    struct store *aside = open_path(kept);
    dump = fixture_dump(aside, false);
    ck_assert_str_eq(dump, now);
    fixture_check(aside);
    store_close(aside);
    free(kept);

    /* While somebody has it open, nothing happens. */
    struct buffer before = fixture_bytes(f.path);
    int files = files_in(f.folder);
    ck_assert_int_eq(store_restore_backup(f.path, path, &fixture_schema, &kept, &error), STATUS_BUSY);
    ck_assert_ptr_null(kept);
    ck_assert_int_eq(files_in(f.folder), files);
    struct buffer after = fixture_bytes(f.path);
    ck_assert_uint_eq(before.length, after.length);
    ck_assert_int_eq(memcmp(before.data, after.data, after.length), 0);
    buffer_clear(&before);
    buffer_clear(&after);
    free(dump);
    free(then);
    free(now);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_restore_over_a_damaged_or_missing_store)
{
    struct fixture f;
    struct error error;
    char path[120], *kept;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    snprintf(path, sizeof path, "%s/backup.db", f.folder);
    ck_ok(store_backup(f.store, path, &error));
    char *then = fixture_dump(f.store, false);
    store_close(f.store);
    f.store = NULL;

    ck_ok(file_write(f.path, "nothing that anybody could read, in any way whatsoever ........", 60, &error));
    ck_ok(store_restore_backup(f.path, path, &fixture_schema, &kept, &error));
    ck_assert_ptr_nonnull(kept);
    struct buffer rubble = fixture_bytes(kept);
    ck_assert_int_eq(memcmp(rubble.data, "nothing", 7), 0);
    buffer_clear(&rubble);
    free(kept);
    f.store = open_path(f.path);
    char *dump = fixture_dump(f.store, false);
    ck_assert_str_eq(dump, then);
    free(dump);
    store_close(f.store);

    ck_assert_int_eq(unlink(f.path), 0);
    ck_ok(store_restore_backup(f.path, path, &fixture_schema, &kept, &error));
    ck_assert_ptr_null(kept);
    f.store = open_path(f.path);
    dump = fixture_dump(f.store, false);
    ck_assert_str_eq(dump, then);
    free(dump);
    free(then);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_restore_refuses_what_is_no_store)
{
    struct fixture f;
    struct error error;
    char path[120], *kept;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    store_close(f.store);
    f.store = NULL;
    struct buffer before = fixture_bytes(f.path);
    snprintf(path, sizeof path, "%s/song.txt", f.folder);
    ck_assert_int_eq(store_restore_backup(f.path, path, &fixture_schema, &kept, &error), STATUS_NOT_FOUND);
    ck_ok(file_write(path, "la la la", 8, &error));
    ck_assert_int_eq(store_restore_backup(f.path, path, &fixture_schema, &kept, &error), STATUS_CORRUPT);
    ck_assert_int_eq(store_restore_backup(f.path, f.path, &fixture_schema, &kept, &error), STATUS_INVALID);
    ck_assert_ptr_null(kept);
    struct buffer after = fixture_bytes(f.path);
    ck_assert_uint_eq(before.length, after.length);
    ck_assert_int_eq(memcmp(before.data, after.data, after.length), 0);
    buffer_clear(&before);
    buffer_clear(&after);
    fixture_clear(&f);
}
END_TEST

/* ---- the check ---------------------------------------------------------------------------------------- */

struct damage {
    const char *sql;
    bool needs_rebuild; /* seen only when the tables are folded anew */
    const char *line;
};

static const struct damage damages[] = {
    {"UPDATE card SET title = 'forged' WHERE id = 7", true, "card 7: title is forged, the journal says a"},
    {"UPDATE card SET alive = 0", true, "card 7: alive is 0, the journal says 1"},
    {"UPDATE card SET updated = 5", true, "card 7: updated is 5"},
    {"UPDATE board SET updated = 5", true, "board 1000: updated is 5"},
    {"UPDATE card SET author_id = 5", true, "card 7: author_id is 5, the journal says 101"},
    {"UPDATE card SET canvas_id = 5", true, "card 7: canvas_id is 5, the journal says 1000"},
    {"UPDATE change SET new = '{\"title\":\"other\"}' WHERE entity = 'card'", true, "title is a, the journal says other"},
    {"UPDATE change SET new = '{\"smell\":\"a\"}' WHERE entity = 'card'", true, "smell"},
    {"UPDATE change SET field = 'smell' WHERE entity = 'card'", true, "smell"},
    {"UPDATE change SET new = '{\"title\":' WHERE entity = 'card'", false, "card 7: a birth that cannot be read"},
    {"UPDATE change SET new = '{\"title\":[]}' WHERE entity = 'card'", false, "card 7: a birth that cannot be read"},
    {"DELETE FROM card", false, "card 7: a journal without a row"},
    {"DELETE FROM change WHERE entity = 'card'", false, "card 7: a row without a journal"},
    {"DELETE FROM action WHERE seq = 2", false, "card 7: a change without its action"},
    {"UPDATE action SET id = 5", false, "an action that is there twice"},
    {"UPDATE action SET clock = clock + 10 WHERE seq = 1", false, "the clock of the journal is behind"},
};

START_TEST(test_check_finds_what_does_not_agree)
{
    for (size_t i = 0; i < COUNT_OF(damages); i++) {
        struct fixture f;
        struct error error;
        struct buffer report = {0};
        fixture_init(&f);
        fixture_board(f.store, ANN, BOARD);
        fixture_card(f.store, ANN, 7, "a");
        fixture_check(f.store);
        fixture_run_sql(f.path, damages[i].sql);
        enum status status = store_check(f.store, false, &report, &error);
        ck_assert_msg((status == STATUS_OK) == damages[i].needs_rebuild, "%s: %s", damages[i].sql,
                      buffer_text(&report));
        ck_assert_int_eq(report.length == 0, status == STATUS_OK);
        buffer_reset(&report);
        ck_assert_int_eq(store_check(f.store, true, &report, &error), STATUS_CORRUPT);
        ck_assert_msg(strstr(buffer_text(&report), damages[i].line) != NULL, "%s: %s", damages[i].sql,
                      buffer_text(&report));
        buffer_clear(&report);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_check_of_a_file_with_broken_pages)
{
    struct fixture f;
    struct error error;
    struct buffer report = {0};
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    for (int64_t i = 0; i < 200; i++)
        fixture_card(f.store, ANN, i, "a");
    store_close(f.store);
    struct buffer bytes = fixture_bytes(f.path);
    memset(bytes.data + bytes.length / 2, 0x5A, 3 * 4096);
    ck_ok(file_write(f.path, bytes.data, bytes.length, &error));
    buffer_clear(&bytes);
    struct store_options options = {.path = f.path};
    ck_ok(store_open(&f.store, &options, &fixture_schema, &error));
    ck_assert_int_eq(store_check(f.store, true, &report, &error), STATUS_CORRUPT);
    ck_assert_uint_gt(report.length, 0);
    ck_assert_ptr_nonnull(strstr(error.message, "restore a backup"));
    buffer_clear(&report);
    char path[120];
    snprintf(path, sizeof path, "%s/backup.db", f.folder);
    int files = files_in(f.folder);
    ck_assert_int_eq(store_backup(f.store, path, &error), STATUS_CORRUPT);
    ck_assert_int_eq(files_in(f.folder), files);
    fixture_clear(&f);
}
END_TEST

/* Else SQLite goes on writing into the log beside the empty place, and nobody ever reads it. */
START_TEST(test_a_store_that_was_moved_takes_nothing_until_it_is_back)
{
    struct fixture f;
    struct error error;
    char path[120];
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    snprintf(path, sizeof path, "%s/elsewhere.db", f.folder);
    ck_assert_int_eq(rename(f.path, path), 0);
    ck_assert_int_eq(store_begin(f.store, &error), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(error.message, "moved or deleted"));
    ck_assert_int_eq(rename(path, f.path), 0);
    fixture_card(f.store, ANN, 7, "back");
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("store care", test_a_store_that_was_moved_takes_nothing_until_it_is_back,
                test_backup_is_a_whole_store_in_one_file, test_backup_while_somebody_writes,
                test_restore_keeps_the_present_store_aside, test_restore_over_a_damaged_or_missing_store,
                test_restore_refuses_what_is_no_store, test_check_finds_what_does_not_agree,
                test_check_of_a_file_with_broken_pages)
