/*
 * test_cli_versions.c - moments with a name: looked at, compared, brought back.
 */
#include "cli_fixture.h"

static const struct row time_rows[] = {
    {{"new", "Plan"}, NULL, 0, "1\n", NULL},
    {{"versions", "1"}, NULL, 0, "", NULL},
    {{"versions", "1", "--json"}, NULL, 0, "[]\n", NULL},
    {{"show", "1@x"}, NULL, 1, NULL, "nor any other"},
    {{"add", "1", "channels", "Web"}, NULL, 0, "1\n", NULL},
    {{"version", "1", "第一版"}, NULL, 0, "", NULL},
    {{"add", "1", "channels", "Stall"}, NULL, 0, "2\n", NULL},
    {{"note", "1", "--text", "Website"}, NULL, 0, "", NULL},
    {{"version", "1", "第一版"}, NULL, 1, NULL, "already"},
    {{"version", "1", "a@b"}, NULL, 1, NULL, "“@”"},
    {{"version", "1", "later"}, NULL, 0, "", NULL},
    {{"versions", "1"}, NULL, 0, "2027-01-15 08:00  第一版  Ana\n2027-01-15 08:00  later   Ana\n", NULL},
    {{"show", "1@第一版", "--plain"}, NULL, 0, "*## Channels\n- Web\n\n", NULL},
    {{"show", "Plan@#3", "--plain"}, NULL, 0, "*## Channels\n- Web\n\n", NULL},
    {{"show", "1@LATER", "--plain"}, NULL, 0, "*## Channels\n- Website\n- Stall\n", NULL},
    {{"show", "1@none"}, NULL, 1, NULL, "“第一版”, “later”"},
    {{"show", "1@#99"}, NULL, 1, NULL, "#99"},
    {{"show", "1@#99999999999999999999"}, NULL, 1, NULL, "#99999999999999999999"},
    {{"show", "1@"}, NULL, 1, NULL, "behind “@” stands"},
    {{"version", "1", "a\tb\033[2J"}, NULL, 1, NULL, "control"},
    {{"export", "1@第一版", "--format", "txt"}, NULL, 0, "*- Web\n", NULL},
    {{"new", "Older", "--from", "1@第一版"}, NULL, 0, "2\n", NULL},
    {{"show", "2", "--plain"}, NULL, 0, "*## Channels\n- Web\n\n", NULL},
    {{"add", "1@第一版", "channels", "x"}, NULL, 1, NULL, "what was cannot be changed"},
    {{"undo", "1@第一版"}, NULL, 1, NULL, "what was cannot be changed"},
    {{"history", "1@第一版"}, NULL, 1, NULL, "as it is now"},
    {{"show", "1@第一版", "--trash"}, NULL, 1, NULL, "as it is now"},
    {{"restore", "1@none"}, NULL, 1, NULL, "no version"},
    {{"restore", "1@第一版"}, NULL, 0, "", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*## Channels\n- Web\n\n", NULL},
    {{"undo", "1"}, NULL, 0, "*brought an earlier moment back", NULL},
    {{"show", "1", "--plain"}, NULL, 0, "*## Channels\n- Website\n- Stall\n", NULL},
    {{"diff", "1@第一版", "1"}, NULL, 0, "## Channels\n~ Web -> Website\n+ Stall\n", NULL},
    {{"diff", "1", "1@第一版"}, NULL, 0, "## Channels\n~ Website -> Web\n- Stall\n", NULL},
    {{"diff", "1", "2", "--json"}, NULL, 0, "*\"removed\": [\n    {\n      \"note\": 2,", NULL},
    {{"note", "1", "--block", "key_resources", "--colour", "red"}, NULL, 0, "", NULL},
    {{"diff", "1@第一版", "1"}, NULL, 0,
     "## Channels\n+ Stall\n\n## Key Resources\n> Web -> Website  (from Channels; colour: no colour -> red)\n", NULL},
    {{"diff", "1@第一版", "1", "--json"}, NULL, 0, "*\"from\": \"channels\",\n      \"to\": \"key_resources\"", NULL},
    {{"canvas", "1", "--tag", "draft"}, NULL, 0, "", NULL},
    {{"diff", "1@第一版", "1"}, NULL, 0, "*~ tags: +draft\n\n## Channels\n", NULL},
    {{"diff", "1@第一版", "1", "--json"}, NULL, 0,
     "*\"canvas\": {\n    \"before\": {\n      \"tags\": []\n    },\n    \"after\": {\n      \"tags\": [\n        \"draft\"\n", NULL},
    {{"undo", "1"}, NULL, 0, NULL, NULL},
    {{"link", "1", "2"}, NULL, 0, "", NULL},
    {{"diff", "1@later", "1", "--json"}, NULL, 0,
     "*\"links\": [\n          {\n            \"to\": 2,\n            \"facets\": {}\n", NULL},
    {{"undo", "1"}, NULL, 0, NULL, NULL},
    {{"diff", "1", "1"}, NULL, 0, "", NULL},
    {{"diff", "1", "example:football_club"}, NULL, 0, "*+ Fan clubs", NULL},
    {{"diff", "1", "9"}, NULL, 1, NULL, "no canvas 9"},
    {{"undo", "1"}, NULL, 0, NULL, NULL},
    {{"version", "1", "later", "--remove"}, NULL, 0, "", NULL},
    {{"version", "1", "later", "--remove"}, NULL, 1, NULL, "no version"},
    {{"version", "1@第一版", "later"}, NULL, 0, "", NULL},
    {{"version", "1", "later", "--replace"}, NULL, 0, "", NULL},
    {{"version", "1", "later", "--replace", "--remove"}, NULL, 2, NULL, "not both"},
    {{"version", "example:football_club", "x"}, NULL, 1, NULL, "example"},
    {{"new", "me@home"}, NULL, 0, "3\n", NULL}, /* a title may look like a version */
    {{"show", "me@home", "--plain"}, NULL, 0, "*# me@home", NULL},
    {{"remove", "me@home"}, NULL, 0, "", NULL},
    {{"restore", "me@home"}, NULL, 0, "", NULL},
    {{"doctor", "--rebuild"}, NULL, 0, "the store is sound\n", NULL},
};

START_TEST(test_versions_are_looked_at_and_brought_back)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, time_rows, COUNT_OF(time_rows));
    cli_close(&cli);
}
END_TEST

NONET_TEST_MAIN("cli_versions", test_versions_are_looked_at_and_brought_back)
