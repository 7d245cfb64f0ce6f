/*
 * test_cli_review.c - templates of one's own, facets in their words, and the review by their rules.
 */
#include <jansson.h>
#include <string.h>

#include "cli_fixture.h"

static struct error error;

static const struct row review_rows[] = {
    {{"new", "Shop"}, NULL, 0, "1\n", NULL},
    {{"add", "1", "1", "Fans"}, NULL, 0, "1\n", NULL},
    {{"add", "1", "2", "Fun"}, NULL, 0, "2\n", NULL},
    {{"note", "1", "--set", "role=boss"}, NULL, 1, NULL, "payer (Pays), user (Uses), both"},
    {{"note", "1", "--set", "角色=付钱", "--set", "own=x"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "*own=x\nrole=payer\n", NULL},
    {{"note", "1", "--set", "role"}, NULL, 0, "", NULL},
    {{"note", "1"}, NULL, 0, "1  Shop  Customer Segments\nFans\nown=x\n", NULL},
    {{"link", "1", "2", "--set", "prized=perhaps"}, NULL, 1, NULL, "yes (Yes), no (No)"},
    {{"note", "2"}, NULL, 0, "2  Shop  Value Propositions\nFun\n", NULL}, /* nothing half done */
    {{"link", "1", "2", "--set", "prized=Yes"}, NULL, 0, "", NULL},
    {{"show", "1", "--json"}, NULL, 0, "*\"prized\": \"yes\"", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"note", "2"}, NULL, 0, "2  Shop  Value Propositions\nFun\n", NULL},
    {{"note", "2", "--set", "role=payer", "--block", "1"}, NULL, 0, "", NULL}, /* words of the block it goes to */
    {{"note", "2"}, NULL, 0, "2  Shop  Customer Segments\nFun\nrole=payer\n", NULL},
    {{"undo", "1"}, NULL, 0, "*taken back", NULL},
    {{"review", "nosuch"}, NULL, 1, NULL, "nosuch"},
    {{"review"}, NULL, 2, NULL, "usage: nonet review CANVAS"},
};

/* { "rule", "severity", "notes": [...] } of one rule; NULL: not found. Borrowed. */
static const json_t *finding_of(const json_t *findings, const char *rule)
{
    for (size_t i = 0; i < json_array_size(findings); i++) {
        const json_t *finding = json_array_get(findings, i);
        if (strcmp(json_string_value(json_object_get(finding, "rule")), rule) == 0)
            return finding;
    }
    return NULL;
}

START_TEST(test_review_names_notes_and_fails_on_what_is_grave)
{
    struct cli cli;
    cli_open(&cli);
    cli_rows(&cli, review_rows, COUNT_OF(review_rows));
    struct result result = cli_run(&cli, (const char *const[]){"review", "1", "--json", NULL}, NULL);
    ck_assert_int_eq(result.code, 3);
    ck_assert_str_eq(buffer_text(&result.err), "");
    json_error_t problem;
    json_t *findings = json_loads(buffer_text(&result.out), JSON_REJECT_DUPLICATES, &problem);
    ck_assert_msg(json_is_array(findings), "%s", problem.text);
    const json_t *first = finding_of(findings, "R01"), *empty = finding_of(findings, "R27");
    ck_assert_ptr_nonnull(first);
    ck_assert_str_eq(json_string_value(json_object_get(first, "severity")), "error");
    ck_assert_int_eq(json_integer_value(json_array_get(json_object_get(first, "notes"), 0)), 1);
    ck_assert_ptr_nonnull(empty);
    ck_assert_uint_eq(json_array_size(json_object_get(empty, "notes")), 0);
    ck_assert_uint_eq(json_array_size(json_object_get(empty, "blocks")), 7);
    json_decref(findings);
    result_clear(&result);

    cli.locale = "zh_CN.UTF-8";
    result = cli_run(&cli, (const char *const[]){"--lang", "zh", "review", "example:football_club", NULL}, NULL);
    ck_assert_int_eq(result.code, 3);
    ck_assert_ptr_nonnull(strstr(buffer_text(&result.out), "R14"));
    result_clear(&result);
    cli_close(&cli);
}
END_TEST

/* A template with one rule, which a canvas with one note keeps. */
static const char kind_one[] =
    "{\"id\": \"one\", \"version\": 1, \"title\": {\"en\": \"One\", \"zh\": \"一\"}, \"blocks\": ["
    "{\"id\": \"a\", \"order\": 1, \"title\": {\"en\": \"A\", \"zh\": \"甲\"}}], \"rules\": ["
    "{\"id\": \"R1\", \"severity\": \"error\", \"text\": {\"en\": \"Fill it.\", \"zh\": \"填上。\"},\n"
    "\"check\": \"filled\", \"args\": {\"from\": [\"%s\"]}}]}";

START_TEST(test_review_of_a_kind_of_ones_own)
{
    static const struct row rows[] = {
        {{"template", "check", "wrong.json"}, NULL, 1, NULL, "wrong.json:2: there is no block \"b\""},
        {{"template", "install", "wrong.json"}, NULL, 1, NULL, "wrong.json:2:"},
        {{"template", "install", "one.json"}, NULL, 0, "*one.json", NULL},
        {{"new", "First", "--template", "one"}, NULL, 0, "1\n", NULL},
        {{"add", "1", "a", "x"}, NULL, 0, "1\n", NULL},
        {{"review", "1"}, NULL, 0, "nothing found: the canvas keeps every rule\n", NULL},
        {{"review", "1", "--json"}, NULL, 0, "[]\n", NULL},
        {{"prompts", "one", "--json"}, NULL, 0, "*\"rules\"", NULL},
        {{"prompts", "bmc", "--json"}, NULL, 0, "*\"facets\"", NULL},
    };
    struct cli cli;
    struct buffer text = {0};
    cli_open(&cli);
    buffer_printf(&text, kind_one, "a");
    cli_put(&cli, "one.json", buffer_text(&text));
    buffer_reset(&text);
    buffer_printf(&text, kind_one, "b");
    cli_put(&cli, "wrong.json", buffer_text(&text));
    buffer_clear(&text);
    cli_rows(&cli, rows, COUNT_OF(rows));
    cli_close(&cli);
}
END_TEST

START_TEST(test_a_template_is_checked_and_kept)
{
    struct cli cli;
    cli_open(&cli);
    cli_put(&cli, "bad.json", "{\"id\":\"x\",\n\"version\":}");
    struct buffer good = {0};
    ck_ok(file_read(NONET_SOURCE_DIR "/data/templates/personal.json", (size_t)1 << 24, &good, &error));
    char *id = strstr(good.data, "\"personal\"");
    ck_assert_ptr_nonnull(id);
    memcpy(id, "\"mytemple\"", 10);
    cli_put(&cli, "good.json", good.data);
    buffer_clear(&good);
    static const struct row rows[] = {
        {{"template", "check", "bad.json"}, NULL, 1, NULL, "bad.json:2"},
        {{"template", "install", "bad.json"}, NULL, 1, NULL, "bad.json:2"},
        {{"template", "check", "good.json"}, NULL, 0, "*mytemple", NULL},
        {{"template", "install", "good.json"}, NULL, 0, "*/nonet/templates/mytemple.json\n", NULL},
        {{"templates"}, NULL, 0, "*mytemple", NULL},
        {{"new", "Own", "--template", "mytemple"}, NULL, 0, "1\n", NULL},
        {{"show", "1", "--json"}, NULL, 0, "*\"template\": {", NULL},
    };
    cli_rows(&cli, rows, COUNT_OF(rows));
    cli_close(&cli);
}
END_TEST

NONET_TEST_MAIN("cli_review", test_review_names_notes_and_fails_on_what_is_grave, test_review_of_a_kind_of_ones_own,
                test_a_template_is_checked_and_kept)
