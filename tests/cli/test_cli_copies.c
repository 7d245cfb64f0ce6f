/*
 * test_cli_copies.c - copies of a store: backed up, brought back, merged; and what is purged in one of them.
 */
#include "cli_fixture.h"

static const struct row backup_rows[] = {
    {{"new", "Shop"}, NULL, 0, "1\n", NULL},
    {{"new", "Copy", "--from", "example:football_club", "--template", "bmc"}, NULL, 0, "2\n", NULL},
    {{"new", "Copy", "--from", "1", "--template", "lean_canvas"}, NULL, 1, "", "keeps its template, “bmc”"},
    {{"backup", "copy.db"}, NULL, 0, "", NULL},
    {{"backup", "copy.db"}, NULL, 1, NULL, "copy.db"},
    {{"remove", "2"}, NULL, 0, "", NULL},
    {{"restore-backup", "copy.db"}, NULL, 0, "*kept", NULL},
    {{"list", "Copy"}, NULL, 0, "*Copy", NULL},
    {{"restore-backup", "stdin"}, "no store\n", 1, NULL, "nonet: "},
    {{"doctor"}, NULL, 0, "the store is sound\n", NULL},
    {{"doctor", "--rebuild"}, NULL, 0, "the store is sound\n", NULL},
};

START_TEST(test_a_backup_comes_back)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, backup_rows, COUNT_OF(backup_rows));
    cli_close(&cli);
}
END_TEST

static const struct row copies_rows[] = {
    {{"new", "Shop"}, NULL, 0, "1\n", NULL},
    {{"add", "1", "channels", "Web"}, NULL, 0, "1\n", NULL},
    {{"backup", "copy.db"}, NULL, 0, "", NULL},
    {{"--store", "copy.db", "note", "1", "--text", "网店"}, NULL, 0, "", NULL},
    {{"--store", "copy.db", "add", "1", "channels", "Stall"}, NULL, 0, "2\n", NULL},
    {{"--store", "copy.db", "new", "Me", "--template", "personal"}, NULL, 0, "2\n", NULL},
    {{"add", "1", "channels", "Post"}, NULL, 0, "2\n", NULL},
    {{"note", "1", "--text", "Website"}, NULL, 0, "", NULL},
    {{"merge", "copy.db"}, NULL, 0,
     "new actions: 3, made: 2, changed: 1\ncanvas 1, note 1: text\n    here:  Website  (stands)\n    there: 网店\n", NULL},
    {{"merge", "copy.db"}, NULL, 0, "", NULL},
    {{"version", "1", "first"}, NULL, 0, NULL, NULL},
    {{"--store", "copy.db", "version", "1", "first"}, NULL, 0, NULL, NULL},
    {{"merge", "copy.db"}, NULL, 0, "*canvas 1, version: moment\n    here:  20", NULL},
    {{"merge", "copy.db", "--json"}, NULL, 0, "*\"actions\": 0", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*- Website\n", NULL},
    {{"show", "2"}, NULL, 0, "*Me", NULL},
    {{"history", "1"}, NULL, 0, "*Website", NULL},
    {{"doctor", "--rebuild"}, NULL, 0, "*sound", NULL},
    {{"merge", ".local/share/nonet/nonet.db"}, NULL, 1, NULL, "is the store itself"},
    {{"merge", "none.db"}, NULL, 1, NULL, "none.db"},
    {{"merge"}, NULL, 2, NULL, "merge"},
    {{"purge", "1"}, NULL, 1, NULL, "trash"},
    {{"remove", "1"}, NULL, 0, "", NULL},
    {{"purge", "1"}, NULL, 0, "", NULL},
    {{"purge", "1"}, NULL, 1, NULL, "no canvas 1"},
    {{"list"}, NULL, 0, "*Me", NULL},
    {{"list", "--trash"}, NULL, 0, "", NULL},
    {{"merge", "copy.db"}, NULL, 0, "canvases left out, as they were purged here: 1\n", NULL},
    {{"--store", "copy.db", "merge", ".local/share/nonet/nonet.db"}, NULL, 0,
     "*canvas 1 was purged there and is kept: it is in use here\n", NULL},
    {{"--store", "copy.db", "remove", "1"}, NULL, 0, "", NULL},
    {{"--store", "copy.db", "merge", ".local/share/nonet/nonet.db"}, NULL, 0, "*canvases purged here too, as there: 1\n", NULL},
    {{"--store", "copy.db", "doctor", "--rebuild"}, NULL, 0, "*sound", NULL},
    {{"new", "Next"}, NULL, 0, "3\n", NULL},
};

START_TEST(test_copies_are_merged_and_purged)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, copies_rows, COUNT_OF(copies_rows));
    cli_close(&cli);
}
END_TEST

NONET_TEST_MAIN("cli_copies", test_a_backup_comes_back, test_copies_are_merged_and_purged)
