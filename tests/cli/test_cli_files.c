/*
 * test_cli_files.c - files in and out: export and its folders, import and what it guesses, and closed or full descriptors.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli_fixture.h"

static const struct row file_rows[] = {
    {{"new", "Shop"}, NULL, 0, "1\n", NULL},
    {{"new", "Me", "--template", "personal"}, NULL, 0, "2\n", NULL},
    {{"add", "1", "channels", "Web"}, NULL, 0, "1\n", NULL},
    {{"export", "1", "--output", "shop.json"}, NULL, 0, "", NULL},
    {{"export", "1", "-o", "shop.json"}, NULL, 0, "", NULL},
    {{"import", "shop.json"}, NULL, 0, "3\n", NULL},
    {{"export", "1", "--format", "txt"}, NULL, 0, "*# Shop\n", NULL},
    {{"export", "1", "--format", "txt", "-o", "-"}, NULL, 0, "*# Shop\n", NULL},
    {{"export", "1", "--format", "doc"}, NULL, 1, NULL, "unknown format"},
    {{"export", "1", "--output", "a.b"}, NULL, 1, NULL, "--format"},
    {{"export", "1", "2", "--format", "md"}, NULL, 2, NULL, "--output FOLDER"},
    {{"export", "1", "2", "--format", "md", "--output", "out/md"}, NULL, 0, "out/md/Shop.md\nout/md/Me.md\n", NULL},
    {{"export", "1", "--format", "csv", "--output", "out/"}, NULL, 0, "out/Shop.csv\n", NULL},
    {{"export", "1", "99", "--output", "out"}, NULL, 1, "", "before it are written:\nout/Shop.json"},
    {{"export", "1", "2", "--output", "shop.json"}, NULL, 1, NULL, "no folder"},
    {{"export", "1", "--format", "html", "--layout", "x"}, NULL, 1, NULL, "three_by_three"},
    {{"export", "1", "--layout", "stack", "--output", "shop.pdf"}, NULL, 0, "", NULL},
    {{"export", "1", "--format", "txt", "--layout", "stack"}, NULL, 0, "*─┘\n", NULL},
    {{"import", "nosuch.json"}, NULL, 1, NULL, "nosuch.json"},
    {{"--lang", "zh", "import", "stdin", "--format", "json"}, "{\n[", 1, NULL, "stdin：第 2 行第 1 列不是合法的 JSON："},
};

START_TEST(test_export_and_back)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, file_rows, COUNT_OF(file_rows));
    cli_close(&cli);
}
END_TEST

static const struct row import_rows[] = {
    {{"import", "stdin", "--format", "md"}, "# Bakery\n## 客户细分\n- Fans\n## Founders\n- Ana\n", 0, "1\n", "Founders"},
    {{"show", "1", "--plain"}, NULL, 0, "*## Parking lot\n### Founders\n- Ana\n", NULL},
    {{"import", "stdin", "--dry-run"}, "block,text\nCS,Fans\n", 0, "*Fans", "stdin: taken for"},
    {{"list"}, NULL, 0, "*    1  Bakery", NULL},
    {{"import", "stdin", "--into", "1", "--block", "channels"}, "- Web\n- Shop\n", 0, "1\n", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*## Channels\n- Web\n- Shop\n", NULL},
    {{"history", "1"}, NULL, 0, "*2 notes", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"import", "stdin", "--json", "--template", "lean"}, "# CH\n- Web\n", 1, "", "lean_canvas"},
    {{"import", "stdin", "--json", "--template", "lean_canvas"}, "# CH\n- Web\n", 0, "*\"canvas\": 2", NULL},
    {{"import", "-"}, "# CH\n- Web\n", 0, "3\n", "-: taken for"},
    {{"list"}, NULL, 0, "*    3  imported", NULL},
    {{"import", "-", "--json", "--into", "3"}, "# CH\n- Shop\n", 0, "*\"file\": \"-\"", NULL},
    {{"import", "-"}, "nothing here\n", 1, "", "the standard input: nothing in it names a block"},
    {{"import", "-"}, NULL, 1, "", "the standard input: the file is empty"},
    {{"import", "stdin"}, "\n \r\n\t\n", 1, "", "stdin: the file is empty"},
    {{"import", ""}, NULL, 1, "", "name a file or a folder"},
    {{"import", "stdin", "--into", "1", "--template", "bmc"}, "# CH\n- Web\n", 1, "", "--template is for a new canvas"},
    {{"import", "stdin"}, "nothing here\n", 1, "", "looked for"},
    {{"--lang", "zh", "import", "stdin"}, "nothing here\n", 1, "", "找不到"},
    {{"import", "stdin", "--block", "channels"}, "- Web\n", 1, "", "--into CANVAS"},
    {{"import", "stdin", "--into", "example:football_club"}, "- Web\n", 1, "", "--from example:football_club"},
    {{"import", "stdin", "--into", "99"}, "- Web\n", 1, "", "99"},
    {{"import", "stdin", "--format", "pdf"}, "- Web\n", 1, "", "can be written, not read"},
    {{"import", "stdin", "--format", "folder"}, "- Web\n", 1, "", "stdin is no folder"},
    {{"import", "."}, NULL, 1, "", "looked for"},
    {{"import", "stdin", "nosuch.md"}, "# CH\n- Web\n", 1, "", "as canvases 4"},
    {{"import"}, NULL, 2, NULL, "FILE|FOLDER"},
};

START_TEST(test_import)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, import_rows, COUNT_OF(import_rows));
    cli_close(&cli);
}
END_TEST

START_TEST(test_closed_input_and_output_never_meet_a_file)
{
    static const struct row rows[] = {
        {{"new", "Shop"}, NULL, 0, "1\n", NULL},
        {{"add", "1", "1", "Fans"}, NULL, 0, "1\n", NULL},
    };
    static const struct {
        const char *words[4];
        int closed, code;
        const char *err;
    } calls[] = {
        {{"add", "1", "1"}, 1, 1, "holds no note"},
        {{"add", "1", "1"}, 3, 1, ""},
        {{"list"}, 2, 1, "could not be written"},
        {{"list"}, 3, 1, ""},
        {{"backup", "copy.db"}, 3, 0, ""},
    };
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, rows, COUNT_OF(rows));
    for (size_t i = 0; i < COUNT_OF(calls); i++) {
        struct result result = cli_run_without(&cli, calls[i].words, "Lost\n", calls[i].closed);
        ck_assert_msg(result.code == calls[i].code, "%s without %d: %d", calls[i].words[0], calls[i].closed, result.code);
        ck_assert_str_eq(buffer_text(&result.out), "");
        ck_assert_ptr_nonnull(strstr(buffer_text(&result.err), calls[i].err));
        result_clear(&result);
    }
    static const struct row after[] = {
        {{"list"}, NULL, 0, "*  1  ", NULL},
        {{"doctor", "--rebuild"}, NULL, 0, "the store is sound\n", NULL},
    };
    cli_rows(&cli, after, COUNT_OF(after));
    cli_close(&cli);
}
END_TEST

START_TEST(test_an_output_that_cannot_be_written_is_an_error)
{
    struct cli cli;
    char command[400];
    cli_open(&cli);
    snprintf(command, sizeof command,
             "HOME=%s NONET_DATA=%s/data " NONET_BUILD_DIR "/nonet prompts bmc >/dev/full 2>%s/err && exit 9; grep -q 'nonet: ' %s/err",
             cli.home.folder, NONET_SOURCE_DIR, cli.home.folder, cli.home.folder);
    ck_assert_int_eq(system(command), 0);
    cli_close(&cli);
}
END_TEST

NONET_TEST_MAIN("cli_files", test_export_and_back, test_import, test_closed_input_and_output_never_meet_a_file,
                test_an_output_that_cannot_be_written_is_an_error)
