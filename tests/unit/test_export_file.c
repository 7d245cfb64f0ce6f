/*
 * test_export_file.c - exported canvases as files: safe names, no two alike, whole or not at all.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/exchange.h"

static struct error error;

/* The name in a folder that has no other. */
static char *only_name(const char *format, const char *title)
{
    struct export_folder folder = {.path = memory_copy_text("x")};
    char *path = export_folder_place(&folder, format_by_name(format), title), *name = memory_copy_text(path + strlen("x/"));
    export_folder_clear(&folder);
    free(path);
    return name;
}

START_TEST(test_names)
{
    static const char *const cases[][2] = {
        {"Football club", "Football club.md"},
        {"足球俱乐部", "足球俱乐部.md"},
        {"a/b\\c: \"d\" <e>|?*", "a b c d e.md"},
        {"..", "canvas.md"},
        {"../../etc/passwd", "etc passwd.md"},
        {"-rf", "rf.md"},
        {"~root", "root.md"},
        {".hidden", "hidden.md"},
        {"end. . .", "end.md"},
        {"con", "canvas con.md"},
        {"COM1.x", "canvas COM1.x.md"},
        {"console", "console.md"},
        {"", "canvas.md"},
        {"a\nb\tc\033[31m", "a b c [31m.md"},
        {"rtl \xE2\x80\xAE x", "rtl x.md"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *name = only_name("md", cases[i][0]);
        ck_assert_str_eq(name, cases[i][1]);
        free(name);
    }
    struct buffer title = {0};
    for (int i = 0; i < 100; i++)
        buffer_add(&title, "汉字");
    char *name = only_name("canvas", title.data);
    ck_assert_uint_le(strlen(name), 120 + 7);
    ck_assert(text_is_valid(name, strlen(name)));
    free(name);
    buffer_clear(&title);
}
END_TEST

START_TEST(test_no_two_alike)
{
    struct export_folder folder = {.path = memory_copy_text("x")};
    static const char *const cases[][2] = {{"Plan", "x/Plan.md"},     {"plan", "x/plan 2.md"}, {"PLAN", "x/PLAN 3.md"},
                                           {"plan 2", "x/plan 2 2.md"}, {"é", "x/é.md"},        {"e\xCC\x81", "x/e\xCC\x81 2.md"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char *path = export_folder_place(&folder, format_by_name("md"), cases[i][0]);
        ck_assert_str_eq(path, cases[i][1]);
        free(path);
    }
    export_folder_clear(&folder);
}
END_TEST

static size_t files_in(const char *folder)
{
    DIR *directory = opendir(folder);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(directory));)
        count += entry->d_name[0] != '.';
    closedir(directory);
    return count;
}

START_TEST(test_a_folder)
{
    struct canvas_fixture fixture;
    struct export_folder folder;
    struct buffer path = {0};
    canvas_fixture_init(&fixture);
    buffer_printf(&path, "%s/new/er//", fixture.folder);
    mode_t mask = umask(027);
    ck_ok(export_folder_open(&folder, path.data, &error));
    umask(mask);
    struct stat state;
    ck_assert_int_eq(stat(path.data, &state), 0);
    ck_assert(S_ISDIR(state.st_mode));
    ck_assert_uint_eq(state.st_mode & 0777, 0750);
    char *place = export_folder_place(&folder, format_by_name("txt"), "Plan");
    ck_assert_ptr_nonnull(strstr(place, "/new/er/Plan.txt"));
    ck_ok(file_write(place, "x", 1, &error));
    export_folder_clear(&folder);
    ck_assert_int_eq(export_folder_open(&folder, place, &error), STATUS_INVALID);
    export_folder_clear(&folder);
    free(place);
    buffer_clear(&path);
    canvas_fixture_clear(&fixture);
}
END_TEST

START_TEST(test_whole_or_not_at_all)
{
    struct canvas_fixture fixture;
    struct buffer path = {0}, text = {0}, folder = {0};
    canvas_fixture_init(&fixture);
    for (int i = 0; i < 2000; i++)
        buffer_printf(&text, "line %d, twenty bytes\n", i);
    canvas_fixture_note(&fixture, "channels", text.data);
    struct snapshot *snapshot = canvas_fixture_load(&fixture);
    struct export_request request = {.store = fixture.store, .session = &fixture.session, .snapshot = snapshot};
    buffer_printf(&folder, "%s/out", fixture.folder);
    ck_assert_int_eq(mkdir(folder.data, 0700), 0);
    buffer_printf(&path, "%s/plan.md", folder.data);
    ck_ok(file_write(path.data, "old", 3, &error));

    struct rlimit before, small;
    getrlimit(RLIMIT_FSIZE, &before);
    small = (struct rlimit){8192, before.rlim_max};
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    enum status status = export_to_file(format_by_name("md"), &request, path.data, &error);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, handler);
    ck_assert_int_ne(status, STATUS_OK);
    ck_assert_ptr_nonnull(strstr(error.message, "plan.md"));
    struct buffer left = {0};
    ck_ok(file_read(path.data, 100, &left, &error));
    ck_assert_str_eq(left.data, "old");
    ck_assert_uint_eq(files_in(folder.data), 1);

    ck_ok(export_to_file(format_by_name("md"), &request, path.data, &error));
    buffer_reset(&left);
    ck_ok(file_read(path.data, 1 << 20, &left, &error));
    ck_assert_ptr_nonnull(strstr(left.data, "line 1999, twenty bytes"));
    buffer_clear(&left);
    buffer_clear(&text);
    buffer_clear(&path);
    buffer_clear(&folder);
    snapshot_free(snapshot);
    canvas_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("export_file", test_names, test_no_two_alike, test_a_folder, test_whole_or_not_at_all)
