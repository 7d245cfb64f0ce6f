/*
 * test_cli_usage.c - the command line itself: wrong words and what is said to them, help, the manual.
 */
#include <string.h>

#include "cli_fixture.h"
#include "nonet/text.h"

static struct error error;

static const struct row wrong_rows[] = {
    {{"lst"}, NULL, 2, NULL, "did you mean list?"},
    {{"xyzzyx"}, NULL, 2, NULL, "unknown command “xyzzyx”\n"},
    {{"--nosuch", "list"}, NULL, 2, NULL, "unknown option --nosuch"},
    {{"list", "--jsn"}, NULL, 2, NULL, "did you mean --json?"},
    {{"list", "-x"}, NULL, 2, NULL, "unknown option -x"},
    {{"list", "--json=yes"}, NULL, 2, NULL, "takes no value"},
    {{"list", "--store"}, NULL, 2, NULL, "--store needs a value"},
    {{"list", "a", "b"}, NULL, 2, NULL, "“b” is one argument too many"},
    {{"list", "--sort", "size"}, NULL, 2, NULL, "--sort is"},
    {{"new"}, NULL, 2, NULL, "new: TITLE is missing\nusage: nonet new TITLE\n  --template ID "},
    {{"new"}, NULL, 2, NULL, "`nonet help new` says more\n"},
    {{"add", "1"}, NULL, 2, NULL, "add: BLOCK is missing\nusage: nonet add CANVAS BLOCK [TEXT]\n"},
    {{"link", "1"}, NULL, 2, NULL, "link: NOTE is missing"},
    {{"--lang", "zh", "add", "1"}, NULL, 2, NULL, "缺少“格子”\n用法：nonet add 画布 格子 [文字]\n"},
    {{"foo"}, NULL, 2, NULL, "unknown command “foo”\n"},
    {{"doctor", "x"}, NULL, 2, NULL, "usage: nonet doctor\n"},
    {{"export", "1", "-o"}, NULL, 2, NULL, "-o needs a value"},
    {{"list", "-o", "x"}, NULL, 2, NULL, "unknown option -o"},
    {{"list", "--template", "nosuch"}, NULL, 1, NULL, "there is no template “nosuch”; there are: bmc"},
    {{"new", "X", "--template", "个人画布x"}, NULL, 1, NULL, "personal"},
    {{"list", "--colour", "blue"}, NULL, 2, NULL, "always, auto or never"},
    {{"--lang", "fr", "list"}, NULL, 2, NULL, "fr"},
    {{"help", "nosuch"}, NULL, 2, NULL, "unknown command “nosuch”"},
    {{"help", "lst"}, NULL, 2, NULL, "did you mean list?"},
    {{"formats", "x"}, NULL, 2, NULL, "usage: nonet formats\n"},
    {{"template", "eat", "x"}, NULL, 2, NULL, "check or install"},
    {{"template", "check", "nosuch.json"}, NULL, 1, NULL, "nosuch.json"},
    {{"doctor"}, NULL, 1, NULL, "no store"},
    {{"backup", "b.db"}, NULL, 1, NULL, "no store"},
    {{"new", "Alpha"}, NULL, 0, "1\n", NULL},
    {{"new", "Beta"}, NULL, 0, "2\n", NULL},
    {{"new", "Beta"}, NULL, 0, "3\n", NULL},
    {{"new", "3"}, NULL, 0, "4\n", NULL},
    {{"show", "99"}, NULL, 1, NULL, "99"},
    {{"show", "Alpa"}, NULL, 1, NULL, "Alpha"},
    {{"show", "Beta"}, NULL, 1, NULL, "2"},
    {{"show", "3", "--plain"}, NULL, 0, "*# Beta\n", NULL},
    {{"show", "title:3", "--plain"}, NULL, 0, "*# 3\n", NULL},
    {{"new", "99999999999999999999"}, NULL, 0, "5\n", NULL},
    {{"show", "99999999999999999999"}, NULL, 1, NULL, "no canvas"}, /* a numeral is a number, however long */
    {{"show", "title:99999999999999999999", "--plain"}, NULL, 0, "*# 9999", NULL},
    {{"note", "99999999999999999999"}, NULL, 1, NULL, "no note"},
    {{"--store", ":memory:", "new", "Kept"}, NULL, 0, "1\n", NULL},
    {{"--store", ":memory:", "list"}, NULL, 0, "*Kept", NULL},
    {{"--store", "file:a?mode=memory", "new", "Kept"}, NULL, 0, "1\n", NULL},
    {{"--store", "file:a?mode=memory", "list"}, NULL, 0, "*Kept", NULL},
    {{"--store", "file:a?mode=memory", "backup", "file:b"}, NULL, 0, "", NULL},
    {{"--store", "file:b", "list"}, NULL, 0, "*Kept", NULL},
    {{"show", "Alpha@#3"}, NULL, 1, NULL, "#3 is none of this canvas"},
    {{"show", "example:nosuch"}, NULL, 1, NULL, "football_club"},
    {{"add", "example:football_club", "1", "x"}, NULL, 1, NULL, "--from example:football_club"},
    {{"new", "X", "--template", "nosuch"}, NULL, 1, NULL, "bmc"},
    {{"prompts", "bmc", "parking_lot"}, NULL, 1, NULL, "no questions"},
    {{"undo", "1"}, NULL, 1, NULL, "nonet: "},
    {{"open", "1"}, NULL, 1, NULL, "needs a terminal"},
    {{NULL}, NULL, 1, NULL, "needs a terminal"},
};

START_TEST(test_what_is_wrong_is_said_and_nothing_is_printed)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, wrong_rows, COUNT_OF(wrong_rows));
    cli_close(&cli);
}
END_TEST

START_TEST(test_every_command_has_help)
{
    struct cli cli;
    cli_open(&cli);
    static const char *const names[] = {"help", "--names", NULL};
    struct result list = cli_run(&cli, names, NULL);
    ck_assert_int_eq(list.code, 0);
    int count = 0;
    for (char *name = strtok(list.out.data, "\n"); name; name = strtok(NULL, "\n")) {
        if (name[0] == '-')
            continue;
        struct row row = {{"help", name}, NULL, 0, "*usage: nonet ", NULL};
        cli_row(&cli, &row);
        row = (struct row){{name, "--help"}, NULL, 0, "*usage: nonet ", NULL};
        cli_row(&cli, &row);
        count++;
    }
    ck_assert_int_gt(count, 20);
    result_clear(&list);
    cli_close(&cli);
}
END_TEST

START_TEST(test_the_list_of_commands_fits_a_small_terminal)
{
    static const char *const languages[] = {"en", "zh"};
    struct cli cli;
    cli_open(&cli);
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        const char *const words[] = {"help", "--lang", languages[i], NULL};
        struct result list = cli_run(&cli, words, NULL);
        ck_assert_ptr_nonnull(strstr(list.out.data, "restore-backup"));
        for (char *line = strtok(list.out.data, "\n"); line; line = strtok(NULL, "\n"))
            ck_assert_msg(text_cells_of(line, TEXT_NARROW) <= 80, "%s", line);
        result_clear(&list);
    }
    cli_close(&cli);
}
END_TEST

/* Names in the manual are written with \- for their hyphens. */
static void check_manual(const char *manual, const char *name)
{
    struct buffer wanted = {0};
    for (const char *c = name; *c; c++)
        buffer_printf(&wanted, *c == '-' ? "\\-" : "%c", *c);
    const char *found = strstr(manual, wanted.data);
    while (found && (found[wanted.length] == '\\' || (found[wanted.length] >= 'a' && found[wanted.length] <= 'z')))
        found = strstr(found + 1, wanted.data);
    ck_assert_msg(found != NULL, "the manual does not name %s", name);
    buffer_clear(&wanted);
}

START_TEST(test_every_command_and_option_is_in_the_manual)
{
    struct cli cli;
    cli_open(&cli);
    struct buffer manual = {0};
    ck_ok(file_read(NONET_SOURCE_DIR "/data/man/nonet.1", (size_t)1 << 20, &manual, &error));
    static const char *const names[] = {"help", "--names", NULL};
    struct result list = cli_run(&cli, names, NULL);
    char *rest;
    for (char *name = strtok_r(list.out.data, "\n", &rest); name; name = strtok_r(NULL, "\n", &rest)) {
        check_manual(manual.data, name);
        if (name[0] == '-')
            continue;
        const char *words[] = {"help", "--names", name, NULL};
        struct result options = cli_run(&cli, words, NULL);
        char *others;
        for (char *option = strtok_r(options.out.data, "\n", &others); option; option = strtok_r(NULL, "\n", &others))
            check_manual(manual.data, option);
        result_clear(&options);
    }
    result_clear(&list);
    buffer_clear(&manual);
    cli_close(&cli);
}
END_TEST

NONET_TEST_MAIN("cli_usage", test_what_is_wrong_is_said_and_nothing_is_printed, test_every_command_has_help,
                test_the_list_of_commands_fits_a_small_terminal,
                test_every_command_and_option_is_in_the_manual)
