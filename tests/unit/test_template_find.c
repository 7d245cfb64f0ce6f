/*
 * test_template_find.c - where templates are looked for: given, in a build tree, installed, the user's own.
 *
 * Where the program itself lies is part of the question, so copies of this test are run from other
 * folders: with an argument it only prints what data_folder() says.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"
#include "nonet/template.h"

static char *path_in(const char *folder, const char *name)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s", folder, name);
    return buffer_take(&path);
}

NONET_PRINTF(1, 2)
static void run(const char *format, ...)
{
    char command[PATH_MAX * 2];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    ck_assert_msg(system(command) == 0, "%s", command);
}

static char *new_folder(void)
{
    char *folder = memory_copy_text("/tmp/nonet-find.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    return folder;
}

static void remove_folder(char *folder)
{
    run("rm -rf '%s%s'", folder, "");
    free(folder);
}

static void put(const char *folder, const char *name, const char *text)
{
    struct error error = {0};
    char *path = path_in(folder, name);
    ck_ok(file_make_parents(path, &error));
    ck_ok(file_write(path, text, strlen(text), &error));
    free(path);
}

/* What data_folder() says in a copy of this program at folder/program. */
static char *data_for(const char *folder, const char *program)
{
    char here[PATH_MAX] = {0};
    ck_assert_int_gt(readlink("/proc/self/exe", here, sizeof here - 1), 0);
    char *copy = path_in(folder, program);
    struct error error = {0};
    ck_ok(file_make_parents(copy, &error));
    run("cp '%s' '%s'", here, copy);
    char command[PATH_MAX * 2];
    snprintf(command, sizeof command, "env -u NONET_DATA '%s' data-folder", copy);
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    char said[PATH_MAX] = {0};
    ck_assert_ptr_nonnull(fgets(said, sizeof said, pipe));
    ck_assert_int_eq(pclose(pipe), 0);
    said[strcspn(said, "\n")] = '\0';
    unlink(copy);
    free(copy);
    return memory_copy_text(said);
}

START_TEST(test_the_data_folder_is_found_from_where_the_program_lies)
{
    static const struct {
        const char *file, *program, *data;
    } cases[] = {
        {"tree/data/templates/bmc.json", "tree/build/test/nonet", "tree/data"},
        {"near/data/templates/bmc.json", "near/nonet", "near/data"},
        {"four/data/templates/bmc.json", "four/1/2/3/4/nonet", "four/data"},
        {"prefix/share/nonet/templates/x.json", "prefix/bin/nonet", "prefix/bin/../share/nonet"},
        {"other/data/templates/not-ours.txt", "other/bin/nonet", NULL},
        {"five/data/templates/bmc.json", "five/1/2/3/4/5/nonet", NULL},
    };
    char *folder = new_folder();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        put(folder, cases[i].file, "{}");
        char *said = data_for(folder, cases[i].program);
        char *wanted = cases[i].data ? path_in(folder, cases[i].data) : NULL;
        if (wanted)
            ck_assert_str_eq(said, wanted);
        else
            ck_assert_msg(strncmp(said, folder, strlen(folder)) != 0, "%s", said);
        free(wanted);
        free(said);
    }
    remove_folder(folder);
}
END_TEST

/* Sets the variables for a test and puts back what was there: the tests share one process. */
struct surroundings {
    char *data, *home;
};

static void set_or_unset(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

static struct surroundings surround(const char *data, const char *home)
{
    struct surroundings old = {memory_copy_text(getenv("NONET_DATA")), memory_copy_text(getenv("XDG_DATA_HOME"))};
    set_or_unset("NONET_DATA", data);
    set_or_unset("XDG_DATA_HOME", home);
    return old;
}

static void restore(struct surroundings *old)
{
    set_or_unset("NONET_DATA", old->data);
    set_or_unset("XDG_DATA_HOME", old->home);
    free(old->data);
    free(old->home);
}

START_TEST(test_a_named_data_folder_is_taken_or_complained_about)
{
    struct error error = {0};
    char *folder = new_folder();
    put(folder, "templates/x.json", "{}");
    struct surroundings old = surround(folder, "/nowhere");
    char *data = NULL;
    ck_ok(data_folder(&data, &error));
    ck_assert_str_eq(data, folder);
    free(data);
    setenv("NONET_DATA", "/nowhere", 1);
    ck_assert_int_eq(data_folder(&data, &error), STATUS_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(error.message, "/nowhere"));
    restore(&old);
    remove_folder(folder);
}
END_TEST

START_TEST(test_the_list_is_sorted_and_own_files_come_first)
{
    static const char *const files[] = {"templates/zeta.json", "templates/personal.json", "templates/alpha.json",
                                        "templates/bmc.json",  "templates/notes.txt",     "templates/.hidden.json",
                                        "templates/.json"};
    static const char *const wanted[] = {"bmc", "personal", "alpha", "mine", "zeta"};
    struct error error = {0};
    char *folder = new_folder();
    for (size_t i = 0; i < COUNT_OF(files); i++)
        put(folder, files[i], "{}");
    put(folder, "nonet/templates/mine.json", "{}");
    put(folder, "nonet/templates/alpha.json", "{}");
    put(folder, "nonet/templates/folder.json/x", "");
    struct surroundings old = surround(folder, folder);
    struct data_file *list;
    size_t count;
    ck_ok(template_list(&list, &count, &error));
    ck_assert_uint_eq(count, COUNT_OF(wanted));
    for (size_t i = 0; i < count; i++) {
        bool own = strcmp(wanted[i], "mine") == 0 || strcmp(wanted[i], "alpha") == 0;
        ck_assert_str_eq(list[i].id, wanted[i]);
        ck_assert(list[i].own == own);
        ck_assert((strstr(list[i].path, "/nonet/templates/") != NULL) == own);
    }
    data_files_free(list, count);

    setenv("NONET_DATA", "/nowhere", 1);
    ck_ok(template_list(&list, &count, &error));
    ck_assert_uint_eq(count, 2);
    data_files_free(list, count);
    setenv("XDG_DATA_HOME", "/nowhere", 1);
    ck_assert_int_eq(template_list(&list, &count, &error), STATUS_NOT_FOUND);
    data_files_free(list, count);
    restore(&old);
    remove_folder(folder);
}
END_TEST

START_TEST(test_loading_says_what_is_wrong_and_where)
{
    struct error error = {0};
    struct template *template;
    char *folder = new_folder();
    put(folder, "templates/bmc.json", "{\n\n\"id\": }");
    put(folder, "templates/other.json",
        "{\"id\": \"name\", \"version\": 1, \"title\": {\"en\": \"N\", \"zh\": \"名\"},"
        "\"blocks\": [{\"id\": \"a\", \"order\": 1, \"title\": {\"en\": \"A\", \"zh\": \"甲\"}}]}");
    struct surroundings old = surround(folder, "/nowhere");
    ck_assert_int_eq(template_load("bmc", &template, &error), STATUS_INVALID);
    ck_assert_ptr_nonnull(strstr(error.message, "/templates/bmc.json:3: "));
    ck_assert_int_eq(template_load("other", &template, &error), STATUS_INVALID);
    ck_assert_ptr_nonnull(strstr(error.message, "name the file name.json"));
    ck_assert_ptr_null(template);
    ck_assert_int_eq(template_load("bcm", &template, &error), STATUS_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(error.message, "perhaps you mean: bmc"));
    ck_assert_int_eq(template_load("../templates/bmc", &template, &error), STATUS_NOT_FOUND);
    restore(&old);
    remove_folder(folder);
}
END_TEST

START_TEST(test_the_shipped_templates_load)
{
    static const char *const ids[] = {"bmc", "personal"};
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct error error = {0};
        struct template *template;
        ck_ok(template_load(ids[i], &template, &error));
        ck_assert_str_eq(template->id, ids[i]);
        ck_assert_uint_eq(template->block_count, 9);
        for (int block = 0; block < 9; block++)
            ck_assert_int_eq(template->block[block].order, block + 1);
        ck_assert_str_eq(template->layout[0].id, "three_by_three");
        template_free(template);
    }
}
END_TEST

START_TEST(test_the_users_folder_follows_xdg)
{
    char *home = memory_copy_text(getenv("HOME"));
    struct surroundings old = surround(NULL, "/data");
    char *path = data_user_folder("templates");
    ck_assert_str_eq(path, "/data/nonet/templates");
    free(path);
    setenv("XDG_DATA_HOME", "relative", 1);
    setenv("HOME", "/home/li", 1);
    path = data_user_folder("templates");
    ck_assert_str_eq(path, "/home/li/.local/share/nonet/templates");
    free(path);
    unsetenv("HOME");
    ck_assert_ptr_null(data_user_folder("templates"));
    set_or_unset("HOME", home);
    free(home);
    restore(&old);
}
END_TEST

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "data-folder") == 0) {
        struct error error = {0};
        char *data = NULL;
        puts(data_folder(&data, &error) == STATUS_OK ? data : error.message);
        free(data);
        return 0;
    }
    const TTest *const tests[] = {
        test_the_data_folder_is_found_from_where_the_program_lies,
        test_a_named_data_folder_is_taken_or_complained_about,
        test_the_list_is_sorted_and_own_files_come_first,
        test_loading_says_what_is_wrong_and_where,
        test_the_shipped_templates_load,
        test_the_users_folder_follows_xdg,
    };
    return check_main("template_find", tests, COUNT_OF(tests));
}
