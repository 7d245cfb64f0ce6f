/*
 * test_template_rules.c - what a template may get wrong in its rules and facets, each named with its line.
 */
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "nonet/template.h"

static struct error error;

#define FACETS_LINE 6
#define RULE_LINE 13

static const char frame[] =
    "{ \"id\": \"t\", \"version\": 1,\n"
    "\"title\": {\"en\": \"T\", \"zh\": \"题\"},\n"
    "\"blocks\": [\n"
    "{ \"id\": \"a\", \"order\": 1, \"title\": {\"en\": \"A\", \"zh\": \"甲\"},\n"
    "\"types\": [{\"id\": \"k.one\", \"title\": {\"en\": \"One\", \"zh\": \"一\"}}], \"facets\": [\n"
    "%s\n"
    "{\"id\": \"type\", \"title\": {\"en\": \"Type\", \"zh\": \"类型\"}, \"kind\": \"type\", \"many\": true},\n"
    "{\"id\": \"role\", \"title\": {\"en\": \"Role\", \"zh\": \"角色\"}, \"values\": [\n"
    "{\"id\": \"user\", \"title\": {\"en\": \"Uses\", \"zh\": \"使用\"}}]}\n"
    "]},\n"
    "{ \"id\": \"b\", \"order\": 2, \"title\": {\"en\": \"B\", \"zh\": \"乙\"}}],\n"
    "\"rules\": [{ \"id\": \"R1\", \"severity\": \"info\", \"text\": {\"en\": \"X\", \"zh\": \"某\"},\n"
    "%s }]}\n";

static const struct {
    const char *rule, *want; /* want NULL = sound */
} wrong_rules[] = {
    {"\"check\": \"linked\", \"args\": {\"from\": [\"a\"], \"to\": [\"b\"]}", NULL},
    {"\"check\": \"count\", \"args\": {\"from\": [\"*\"], \"where\": [\"type=k.*\"], \"min\": 1}", NULL},
    {"\"check\": \"joined\", \"args\": {}", "there is no check \"joined\"; there are: linked, marked"},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"c\"], \"to\": [\"b\"]}", "there is no block \"c\""},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"parking_lot\"], \"to\": [\"b\"]}", "there is no block"},
    {"\"check\": \"linked\", \"args\": {\"from\": [], \"to\": [\"b\"]}", "\"from\" names no block"},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"a\"]}", "\"to\" is missing"},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"a\"], \"to\": [\"*\"]}", "there is no block \"*\""},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"a\"], \"to\": [\"b\"], \"least\": 1}", "there is no \"least\" here"},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"a\"], \"to\": [\"b\"], \"min\": -1}", "\"min\" must be a whole"},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"a\"], \"to\": [\"b\"], \"linked_only\": 1}", "true or false"},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"a\"], \"to\": [\"b\"], \"link_marks\": [\"x\"]}", "links have no"},
    {"\"check\": \"linked\", \"args\": {\"from\": [\"a\"], \"to\": [\"b\"], \"to_where\": [\"role\"]}",
     "these blocks have no facet \"role\""},
    {"\"check\": \"linked\"", "\"args\" is missing"},
    {"\"check\": \"marked\", \"args\": {\"from\": [\"a\"], \"each\": [[\"roll\"]]}", "have no facet \"roll\""},
    {"\"check\": \"marked\", \"args\": {\"from\": [\"a\"], \"each\": [[\"role=payer\"]]}", "has no value \"payer\""},
    {"\"check\": \"marked\", \"args\": {\"from\": [\"a\"], \"each\": [[\"type=m.*\"]]}", "has no value \"m.*\""},
    {"\"check\": \"marked\", \"args\": {\"from\": [\"a\"], \"each\": [[\"role=\"]]}", "a mark is FACET"},
    {"\"check\": \"marked\", \"args\": {\"from\": [\"a\"], \"each\": [\"role\"]}", "is a list of marks"},
    {"\"check\": \"marked\", \"args\": {\"from\": [\"a\"], \"each\": []}", "names no mark"},
    {"\"check\": \"amounts\", \"args\": {\"less\": {\"from\": [\"a\"]}, \"more\": {\"from\": [\"b\"]}}", "no facet \"amount\""},
    {"\"check\": \"filled\", \"args\": {\"from\": [\"*\"], \"when\": {}}", "\"when\" needs"},
    {"\"check\": \"filled\", \"args\": {\"from\": [\"*\"], \"when\": {\"canvas\": [\"x\"]}}", "the canvas has no facet \"x\""},
    {"\"check\": \"filled\", \"args\": {\"from\": [\"*\"], \"when\": {\"from\": [\"a\"]}}", "\"marks\" is missing"},
    {"\"check\": \"age\", \"args\": {\"days\": 0}", "\"days\" must be"},
    {"\"check\": \"age\", \"args\": {\"days\": 3, \"when\": {}}", "there is no \"when\" here"},
    {"\"check\": \"parts\", \"args\": {\"parts\": []}", "no part"},
    {"\"check\": \"parts\", \"args\": {\"parts\": [{\"check\": \"parts\", \"args\": {\"parts\": []}}]}", "no check \"parts\""},
    {"\"check\": \"parts\", \"args\": {\"parts\": [{\"check\": \"age\", \"severity\": \"bad\", \"args\": {\"days\": 1}}]}",
     "\"severity\" must be error"},
};

static enum status parse_frame(const char *facets, const char *rule, struct template **template)
{
    struct buffer text = {0};
    buffer_printf(&text, frame, facets, rule);
    enum status status = template_parse("t.json", buffer_text(&text), text.length, template, NULL, &error);
    buffer_clear(&text);
    return status;
}

START_TEST(test_a_wrong_rule_is_named_with_its_line)
{
    char place[32];
    snprintf(place, sizeof place, "t.json:%d: ", RULE_LINE);
    for (size_t i = 0; i < COUNT_OF(wrong_rules); i++) {
        struct template *template;
        enum status status = parse_frame("", wrong_rules[i].rule, &template);
        if (wrong_rules[i].want == NULL) {
            ck_assert_msg(status == STATUS_OK, "%s: %s", wrong_rules[i].rule, error.message);
        } else {
            ck_assert_msg(status == STATUS_INVALID, "%s: sound", wrong_rules[i].rule);
            ck_assert_msg(strstr(error.message, wrong_rules[i].want) != NULL, "%s: %s", wrong_rules[i].rule,
                          error.message);
            if (strcmp(wrong_rules[i].want, "\"args\" is missing") != 0) /* that one is the rule's own line */
                ck_assert_msg(strstr(error.message, place) == error.message, "%s: %s", wrong_rules[i].rule,
                              error.message);
        }
        template_free(template);
    }
}
END_TEST

static const struct {
    const char *facet, *want;
} wrong_facets[] = {
    {"{\"id\": \"due\", \"title\": {\"en\": \"D\", \"zh\": \"期\"}, \"kind\": \"date\"},", NULL},
    {"{\"id\": \"due\", \"title\": {\"en\": \"D\", \"zh\": \"期\"}, \"kind\": \"day\"},", "\"kind\" must be"},
    {"{\"id\": \"due\", \"title\": {\"en\": \"D\", \"zh\": \"期\"}},", "\"kind\" is missing"},
    {"{\"id\": \"due\", \"title\": {\"en\": \"D\", \"zh\": \"期\"}, \"values\": []},", "has no value"},
    {"{\"id\": \"due\", \"title\": {\"en\": \"D\", \"zh\": \"期\"}, \"kind\": \"date\", \"values\": []},", "not both"},
    {"{\"id\": \"due\", \"title\": {\"en\": \"D\", \"zh\": \"期\"}, \"kind\": \"date\", \"many\": 1},", "true or false"},
};

START_TEST(test_a_wrong_facet_is_named_with_its_line)
{
    char place[32];
    snprintf(place, sizeof place, "t.json:%d: ", FACETS_LINE);
    for (size_t i = 0; i < COUNT_OF(wrong_facets); i++) {
        struct template *template;
        enum status status = parse_frame(wrong_facets[i].facet, wrong_rules[0].rule, &template);
        ck_assert_msg((status == STATUS_OK) == (wrong_facets[i].want == NULL), "%s: %s", wrong_facets[i].facet,
                      status == STATUS_OK ? "sound" : error.message);
        if (wrong_facets[i].want)
            ck_assert_msg(strstr(error.message, wrong_facets[i].want) && strstr(error.message, place) == error.message,
                          "%s: %s", wrong_facets[i].facet, error.message);
        template_free(template);
    }
}
END_TEST

NONET_TEST_MAIN("template_rules", test_a_wrong_rule_is_named_with_its_line,
                test_a_wrong_facet_is_named_with_its_line)
