/*
 * test_cli_output.c - what is printed: one JSON document, no control character, the width of a pipe, either language in any
 * locale.
 */
#include <jansson.h>
#include <string.h>

#include "cli_fixture.h"

static const char *const read_only_calls[][5] = {
    {"list", "--json"},  {"show", "1", "--json"}, {"show", "example:football_club", "--json"},
    {"templates", "--json"}, {"prompts", "bmc", "--json"}, {"prompts", "bmc", "3", "--json"},
    {"history", "1", "--json"}, {"search", "a", "--json"}, {"formats", "--json"},
};

START_TEST(test_json_is_one_document)
{
    struct cli cli;
    cli_open(&cli);
    static const struct row rows[] = {
        {{"new", "a\033[31m \"q\" 停"}, NULL, 0, "1\n", NULL},
        {{"add", "1", "channels", "a\033]0;t\007b\\"}, NULL, 0, "1\n", NULL},
    };
    cli_rows(&cli, rows, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(read_only_calls); i++) {
        struct result result = cli_run(&cli, read_only_calls[i], NULL);
        ck_assert_int_eq(result.code, 0);
        json_error_t problem;
        json_t *document = json_loads(buffer_text(&result.out), JSON_REJECT_DUPLICATES, &problem);
        ck_assert_msg(document != NULL, "%s: %s", read_only_calls[i][0], problem.text);
        ck_assert_ptr_null(strchr(buffer_text(&result.out), '\033'));
        json_decref(document);
        result_clear(&result);
    }
    cli_close(&cli);
}
END_TEST

START_TEST(test_no_control_character_of_a_note_reaches_the_output)
{
    static const char *const calls[][5] = {
        {"list"}, {"show", "1"}, {"show", "1", "--plain"}, {"note", "1"}, {"search", "a"}, {"history", "1"},
        {"export", "1", "--format", "txt"}, {"show", "a\033[31m"}, {"list", "--json"}, {"show", "1", "--json"},
        {"note", "1", "--json"}, {"search", "a", "--json"}, {"history", "1", "--json"},
        {"export", "1", "--format", "canvas"},
    };
    struct cli cli;
    cli_open(&cli);
    static const struct row rows[] = {
        {{"new", "a\033[31mtitle"}, NULL, 0, "1\n", NULL},
        {{"add", "1", "channels", "a\033]0;t\007b\xC2\x9Bq\177"}, NULL, 0, "1\n", NULL},
        {{"note", "1", "--tag", "t\033g", "--body", "b\033\b"}, NULL, 0, "", NULL},
    };
    cli_rows(&cli, rows, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        struct result result = cli_run(&cli, calls[i], NULL);
        struct buffer *both[] = {&result.out, &result.err};
        for (size_t b = 0; b < 2; b++)
            for (size_t at = 0; at < both[b]->length; at++) {
                const unsigned char *byte = (const unsigned char *)both[b]->data + at;
                bool control = (byte[0] < 0x20 && byte[0] != '\n') || byte[0] == 0x7F ||
                               (byte[0] == 0xC2 && byte[1] < 0xA0);
                ck_assert_msg(!control, "%s: %s", calls[i][0], both[b]->data);
            }
        result_clear(&result);
    }
    cli_close(&cli);
}
END_TEST

/* A pipe has no width: 80, unless $COLUMNS says something else; --width is above both. */
START_TEST(test_the_width_of_show)
{
    static const struct {
        const char *variable, *width;
        int cells;
    } table[] = {{NULL, NULL, 80}, {"COLUMNS=", NULL, 80}, {"COLUMNS=132", NULL, 132}, {"COLUMNS=132", "90", 90}};
    struct cli cli;
    cli_open(&cli);
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        cli.variables[0] = table[i].variable;
        const char *words[] = {"show", "example:football_club", table[i].width ? "--width" : NULL, table[i].width, NULL};
        struct result result = cli_run(&cli, words, NULL);
        const char *line = strchr(buffer_text(&result.out), '\n');
        ck_assert_ptr_nonnull(line);
        size_t length = strcspn(line + 1, "\n"), cells = 0;
        for (size_t at = 0; at < length; at++)
            cells += ((unsigned char)line[1 + at] & 0xC0) != 0x80;
        ck_assert_msg(cells == (size_t)table[i].cells, "row %zu: %zu", i, cells);
        result_clear(&result);
    }
    cli_close(&cli);
}
END_TEST

static const struct row language_rows[] = {
    {{"--lang", "fr", "list"}, NULL, 2, NULL, "“fr”"},
    {{"--lang", "ZH", "show", "99"}, NULL, 1, NULL, "没有"},
    {{"--lang=en_US.UTF-8", "show", "99"}, NULL, 1, NULL, "here is no canvas"},
};

START_TEST(test_languages_by_name)
{
    static const char *const locales[] = {"C", "POSIX", "zh_CN.UTF-8"};
    struct cli cli;
    cli_open(&cli);
    for (size_t i = 0; i < COUNT_OF(locales); i++) {
        cli.locale = locales[i];
        cli_rows(&cli, language_rows, COUNT_OF(language_rows));
    }
    cli.locale = "C";
    cli.variables[0] = "NONET_LANG=fr"; /* of no use: passed over */
    cli_rows(&cli, &(const struct row){{"show", "99"}, NULL, 1, NULL, "here is no canvas"}, 1);
    cli.variables[0] = "NONET_LANG=zh_CN.UTF-8";
    cli_rows(&cli, &(const struct row){{"show", "99"}, NULL, 1, NULL, "没有"}, 1);
    cli_close(&cli);
}
END_TEST

START_TEST(test_chinese_works_in_every_locale)
{
    static const char *const locales[] = {"C.UTF-8", "C", "POSIX", "nosuch_LOCALE"};
    static const struct row rows[] = {
        {{"--lang", "zh", "show", "example:football_club"}, NULL, 0, "*足球俱乐部 · 商业模式画布\n", NULL},
        {{"--lang", "zh", "lst"}, NULL, 2, NULL, "没有"},
        {{"show", "example:football_club", "--lang", "zh", "--plain"}, NULL, 0, "*## 客户细分\n", NULL},
        {{"--lang", "zh", "help"}, NULL, 0, "*画布", NULL},
        {{"--lang", "en", "help"}, NULL, 0, "*make a canvas", NULL},
    };
    struct cli cli;
    cli_open(&cli);
    for (size_t i = 0; i < COUNT_OF(locales); i++) {
        cli.locale = locales[i];
        cli_rows(&cli, rows, COUNT_OF(rows));
    }
    cli_close(&cli);
}
END_TEST

NONET_TEST_MAIN("cli_output", test_json_is_one_document, test_no_control_character_of_a_note_reaches_the_output,
                test_the_width_of_show, test_languages_by_name, test_chinese_works_in_every_locale)
