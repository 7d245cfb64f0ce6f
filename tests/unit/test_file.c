/*
 * test_file.c - files are written whole or not at all, and nothing but plain files is ever replaced.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"

static struct error error;

struct folder {
    char path[64];
    char name[8][128];
};

static void folder_open(struct folder *folder)
{
    strcpy(folder->path, "/tmp/nonet-file-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder->path));
    for (int i = 0; i < 8; i++)
        snprintf(folder->name[i], sizeof folder->name[i], "%s/%d", folder->path, i);
}

/* What a failed write may have left fails the test: the folder is not empty then. */
static void folder_close(struct folder *folder)
{
    for (int i = 0; i < 8; i++)
        unlink(folder->name[i]);
    ck_assert_int_eq(rmdir(folder->path), 0);
}

static void expect(const char *path, const char *text)
{
    struct buffer bytes = {0};
    ck_ok(file_read(path, 1000, &bytes, &error));
    ck_assert_str_eq(buffer_text(&bytes), text);
    buffer_clear(&bytes);
}

START_TEST(test_a_file_is_replaced_and_keeps_its_mode)
{
    struct folder folder;
    struct stat about;
    folder_open(&folder);
    mode_t mask = umask(027);
    ck_ok(file_write(folder.name[0], "one", 3, &error));
    ck_assert_uint_eq(umask(mask), 027);
    ck_assert_int_eq(stat(folder.name[0], &about), 0);
    ck_assert_uint_eq(about.st_mode & 0777, 0640);
    ck_assert_int_eq(chmod(folder.name[0], 0644), 0);
    ck_ok(file_write(folder.name[0], "two", 3, &error));
    ck_assert_int_eq(stat(folder.name[0], &about), 0);
    ck_assert_uint_eq(about.st_mode & 0777, 0644);
    expect(folder.name[0], "two");
    folder_close(&folder);
}
END_TEST

START_TEST(test_a_link_goes_on_leading_to_its_file)
{
    struct folder folder;
    struct stat about;
    folder_open(&folder);
    ck_ok(file_write(folder.name[0], "one", 3, &error));
    ck_assert_int_eq(symlink(folder.name[0], folder.name[1]), 0);
    ck_ok(file_write(folder.name[1], "two", 3, &error));
    ck_assert_int_eq(lstat(folder.name[1], &about), 0);
    ck_assert(S_ISLNK(about.st_mode));
    expect(folder.name[0], "two");
    ck_assert_int_eq(unlink(folder.name[0]), 0); /* to nothing: stays a link */
    ck_assert_int_eq(file_write(folder.name[1], "three", 5, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(lstat(folder.name[1], &about), 0);
    ck_assert(S_ISLNK(about.st_mode));
    ck_assert_int_ne(stat(folder.name[0], &about), 0);
    folder_close(&folder);
}
END_TEST

START_TEST(test_a_pipe_is_written_to_and_stays_one)
{
    struct folder folder;
    struct stat about;
    char got[8] = "";
    folder_open(&folder);
    ck_assert_int_eq(mkfifo(folder.name[0], 0600), 0);
    int reader = open(folder.name[0], O_RDONLY | O_NONBLOCK);
    ck_assert_int_ge(reader, 0);
    ck_ok(file_write(folder.name[0], "text", 4, &error));
    ck_assert_int_eq(read(reader, got, sizeof got - 1), 4);
    ck_assert_str_eq(got, "text");
    close(reader);
    ck_assert_int_eq(lstat(folder.name[0], &about), 0);
    ck_assert(S_ISFIFO(about.st_mode));
    folder_close(&folder);
}
END_TEST

START_TEST(test_a_pipe_is_refused_at_once_or_waited_for)
{
    struct folder folder;
    struct buffer out = {0};
    folder_open(&folder);
    ck_assert_int_eq(mkfifo(folder.name[0], 0600), 0);
    ck_assert_int_eq(file_read(folder.name[0], 100, &out, &error), STATUS_INVALID); /* nobody writes to it */
    ck_assert_ptr_nonnull(strstr(error.message, "a pipe or a device"));
    ck_assert_ptr_nonnull(strstr(error.message, folder.name[0]));
    ck_assert_int_eq(file_read("/dev/null", 100, &out, &error), STATUS_INVALID);
    ck_assert_int_ne(file_read(folder.path, 100, &out, &error), STATUS_OK);
    ck_assert_ptr_null(strstr(error.message, "a pipe or a device"));

    pid_t writer = fork();
    if (writer == 0) { /* opening waits for the reader */
        int fd = open(folder.name[0], O_WRONLY);
        bool done = write(fd, "one ", 4) == 4 && write(fd, "two", 3) == 3;
        _exit(done ? 0 : 1);
    }
    ck_ok(file_read_any(folder.name[0], 100, &out, &error));
    ck_assert_str_eq(buffer_text(&out), "one two");
    ck_assert_int_eq(waitpid(writer, NULL, 0), writer);
    buffer_reset(&out);
    ck_ok(file_read_any("/dev/null", 100, &out, &error));
    ck_assert_uint_eq(out.length, 0);
    ck_assert_int_eq(file_read_any("/dev/zero", 100, &out, &error), STATUS_INVALID);
    buffer_clear(&out);
    folder_close(&folder);
}
END_TEST

START_TEST(test_what_cannot_be_written_is_left_as_it_is)
{
    struct folder folder;
    struct stat about;
    char inside[160];
    folder_open(&folder);
    ck_assert_int_ne(file_write(folder.path, "x", 1, &error), STATUS_OK); /* a folder */
    ck_assert_int_eq(stat(folder.path, &about), 0);
    ck_assert(S_ISDIR(about.st_mode));
    snprintf(inside, sizeof inside, "%s/no/where", folder.path);
    ck_assert_int_eq(file_write(inside, "x", 1, &error), STATUS_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(error.message, inside));
    ck_ok(file_write(folder.name[0], "one", 3, &error));
    ck_assert_int_eq(chmod(folder.name[0], 0444), 0);
    if (geteuid() != 0) { /* who may write everywhere */
        ck_assert_int_eq(file_write(folder.name[0], "two", 3, &error), STATUS_READ_ONLY);
        expect(folder.name[0], "one");
    }
    folder_close(&folder);
}
END_TEST

NONET_TEST_MAIN("file", test_a_file_is_replaced_and_keeps_its_mode, test_a_link_goes_on_leading_to_its_file,
                test_a_pipe_is_written_to_and_stays_one,
                test_a_pipe_is_refused_at_once_or_waited_for, test_what_cannot_be_written_is_left_as_it_is)
