/*
 * test_cli_store.c - the file behind the commands: made when it is needed, and left alone when it is none, newer, or not
 * for writing.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_fixture.h"

static const struct row no_store_rows[] = {
    {{"list"}, NULL, 0, "", NULL},
    {{"list", "--json"}, NULL, 0, "[]\n", NULL},
    {{"search", "x"}, NULL, 0, "", NULL},
    {{"--store", "new.db", "list"}, NULL, 0, "", NULL},
    {{"show", "1"}, NULL, 1, NULL, "1"},
    {{"add", "1", "1", "x"}, NULL, 1, NULL, "1"},
    {{"undo", "1"}, NULL, 1, NULL, "1"},
    {{"--store", "no/where/x.db", "list"}, NULL, 1, NULL, "the folder no/where is missing; make it first: mkdir -p no/where"},
    {{"--store", "no/where/x.db", "new", "X"}, NULL, 1, NULL, "no/where is missing"},
};

static const struct row new_store_rows[] = {
    {{"--store", "new.db", "new", "X"}, NULL, 0, "1\n", NULL},
    {{"--store", "new.db", "new", "Y", "--from", "1"}, NULL, 0, "2\n", NULL},
    {{"--store", "./new.db", "list", "X"}, NULL, 0, "*X", NULL},
    {{"new", "Z", "--from", "example:football_club"}, NULL, 0, "1\n", NULL},
    {{"list"}, NULL, 0, "*Z", NULL},
};

static bool exists(const struct cli *cli, const char *name)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", cli->home.folder, name);
    return access(path, F_OK) == 0;
}

START_TEST(test_looking_makes_no_store)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, no_store_rows, COUNT_OF(no_store_rows));
    ck_assert(!exists(&cli, ".local") && !exists(&cli, "new.db") && !exists(&cli, "no"));
    cli_rows(&cli, new_store_rows, COUNT_OF(new_store_rows));
    ck_assert(exists(&cli, "new.db") && exists(&cli, ".local/share/nonet/nonet.db"));
    cli.variables[0] = "NONET_STORE=deep/er/y.db"; /* a place chosen once and for all is made */
    cli_rows(&cli, &(const struct row){{"list"}, NULL, 0, "", NULL}, 1);
    ck_assert(!exists(&cli, "deep"));
    cli_rows(&cli, &(const struct row){{"new", "Q"}, NULL, 0, "1\n", NULL}, 1);
    ck_assert(exists(&cli, "deep/er/y.db"));
    cli_close(&cli);
}
END_TEST

START_TEST(test_a_store_that_is_none_is_left_alone)
{
    struct cli cli;
    cli_open(&cli);
    cli_put(&cli, "garbage.db", "this is no database at all, but long enough to look like a file\n");
    static const struct row rows[] = {
        {{"--store", "garbage.db", "list"}, NULL, 1, NULL, "garbage.db"},
        {{"--store", "garbage.db", "new", "x"}, NULL, 1, NULL, "garbage.db"},
        {{"--store", "garbage.db", "doctor"}, NULL, 1, NULL, "garbage.db"},
        {{"--store", "/proc/nosuch/x.db", "list"}, NULL, 1, NULL, "nonet: "},
        {{"--store", "stdin/x.db", "list"}, NULL, 1, NULL, "nonet: "},
        {{"--store", "deep/er/x.db", "new", "x"}, NULL, 1, NULL, "mkdir -p deep/er"},
    };
    cli_rows(&cli, rows, COUNT_OF(rows));
    cli.variables[0] = "NONET_STORE=deep/er/x.db";
    cli_row(&cli, &(const struct row){{"new", "x"}, NULL, 0, "1\n", NULL});
    struct buffer after = {0};
    cli_read(&cli, "garbage.db", &after);
    ck_assert_str_eq(after.data, "this is no database at all, but long enough to look like a file\n");
    buffer_clear(&after);
    struct stat state;
    char path[128];
    snprintf(path, sizeof path, "%s/deep/er/x.db", cli.home.folder);
    ck_assert_int_eq(stat(path, &state), 0);
    ck_assert_int_eq(state.st_mode & 0777, 0600);
    snprintf(path, sizeof path, "%s/deep/er", cli.home.folder);
    ck_assert_int_eq(stat(path, &state), 0);
    ck_assert_int_eq(state.st_mode & 0777, 0700);
    cli_close(&cli);
}
END_TEST

/* user_version stands in bytes 60 to 63 of an SQLite file. */
START_TEST(test_a_newer_store_is_refused_untouched)
{
    struct cli cli;
    cli_open(&cli);
    static const struct row make = {{"--store", "s.db", "new", "x"}, NULL, 0, "1\n", NULL};
    static const struct row refused = {{"--store", "s.db", "list"}, NULL, 1, NULL, "newer"};
    cli_row(&cli, &make);
    char path[128];
    snprintf(path, sizeof path, "%s/s.db", cli.home.folder);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(pwrite(fd, "\0\0\3\347", 4, 60), 4);
    close(fd);
    struct buffer before = {0}, after = {0};
    cli_read(&cli, "s.db", &before);
    cli_row(&cli, &refused);
    cli_read(&cli, "s.db", &after);
    ck_assert_uint_eq(before.length, after.length);
    ck_assert_int_eq(memcmp(before.data, after.data, after.length), 0);
    buffer_clear(&before);
    buffer_clear(&after);
    cli_close(&cli);
}
END_TEST

/* Root may write everywhere, so there is nothing to see then. */
START_TEST(test_a_read_only_store_is_read_and_not_written)
{
    if (geteuid() == 0)
        return;
    struct cli cli;
    cli_open(&cli);
    static const struct row before[] = {{{"--store", "d/s.db", "new", "x"}, NULL, 0, "1\n", NULL}};
    static const struct row after[] = {
        {{"--store", "d/s.db", "list"}, NULL, 0, "*x", NULL},
        {{"--store", "d/s.db", "new", "y"}, NULL, 1, NULL, "nonet: "},
    };
    cli_rows(&cli, before, COUNT_OF(before));
    char path[128];
    snprintf(path, sizeof path, "%s/d/s.db", cli.home.folder);
    ck_assert_int_eq(chmod(path, 0400), 0);
    snprintf(path, sizeof path, "%s/d", cli.home.folder);
    ck_assert_int_eq(chmod(path, 0500), 0);
    cli_rows(&cli, after, COUNT_OF(after));
    ck_assert_int_eq(chmod(path, 0700), 0);
    cli_close(&cli);
}
END_TEST

NONET_TEST_MAIN("cli_store", test_looking_makes_no_store, test_a_store_that_is_none_is_left_alone,
                test_a_newer_store_is_refused_untouched, test_a_read_only_store_is_read_and_not_written)
