/*
 * test_template_parse.c - template files: what a good one gives, and that every mistake is named with its line.
 */
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "nonet/template.h"

/* A whole template of three blocks, a line a thing, so that the table below can name lines. */
static const char good[] =
    "{ \"id\": \"tiny\", \"version\": 2,\n"                                                                /* 1 */
    "  \"title\": {\"en\": \"Tiny\", \"zh\": \"小\"},\n"                                                    /* 2 */
    "  \"future\": [1, 2.5, null, {\"a\": \"b\\\"]}:\"}],\n"                                               /* 3 */
    "  \"perspectives\": [\n"                                                                              /* 4 */
    "    {\"id\": \"who\", \"title\": {\"en\": \"Who\", \"zh\": \"谁\"}, \"blocks\": [\"b\", \"a\"]} ],\n" /* 5 */
    "  \"facts\": [\n"                                                                                     /* 6 */
    "    {\"id\": \"f1\", \"kind\": \"advice\", \"origin\": \"S\", \"text\": {\"en\": \"F\", \"zh\": \"实\"}} ],\n" /* 7 */
    "  \"orders\": [\n"                                                                                    /* 8 */
    "    {\"id\": \"o1\", \"title\": {\"en\": \"O\", \"zh\": \"序\"}, \"sequence\": [[\"a\", \"b\"], [\"c\"]]} ],\n" /* 9 */
    "  \"decks\": [\n"                                                                                     /* 10 */
    "    {\"id\": \"d1\", \"title\": {\"en\": \"D\", \"zh\": \"牌\"}, \"attach\": [\"c\"],\n"              /* 11 */
    "     \"cards\": [{\"id\": \"d1.1\", \"text\": {\"en\": \"C\", \"zh\": \"卡\"}}]} ],\n"                /* 12 */
    "  \"blocks\": [\n"                                                                                    /* 13 */
    "    {\"id\": \"c\", \"order\": 3, \"title\": {\"en\": \"Gamma\", \"zh\": \"丙\"}, \"aliases\": [\"Ce\"]},\n" /* 14 */
    "    {\"id\": \"a\", \"order\": 1, \"perspective\": \"who\", \"title\": {\"en\": \"Alpha\", \"zh\": \"甲\"},\n" /* 15 */
    "     \"aliases\": {\"en\": [\"First\"], \"zh\": [\"第一\"]},\n"                                       /* 16 */
    "     \"definitions\": [{\"origin\": \"D\", \"text\": {\"en\": \"Def\", \"zh\": \"义\"}}],\n"          /* 17 */
    "     \"questions\": [\n"                                                                              /* 18 */
    "       {\"id\": \"q1\", \"origin\": \"S\", \"text\": {\"en\": \"Why?\", \"zh\": \"为何？\"}},\n"      /* 19 */
    "       {\"id\": \"q2\", \"text\": {\"en\": \"How?\", \"zh\": \"如何？\"}}],\n"                        /* 20 */
    "     \"types\": [{\"id\": \"t1\", \"group\": \"g\", \"title\": {\"en\": \"T\", \"zh\": \"类\"}}],\n"  /* 21 */
    "     \"advice\": [{\"id\": \"a1\", \"text\": {\"en\": \"Do\", \"zh\": \"做\"}}]},\n"                  /* 22 */
    "    {\"id\": \"b\", \"order\": 2, \"perspective\": \"who\", \"title\": {\"en\": \"Beta\", \"zh\": \"乙\"},\n" /* 23 */
    "     \"short\": {\"en\": \"Be\", \"zh\": \"短\"}} ],\n"                                               /* 24 */
    "  \"layouts\": [\n"                                                                                   /* 25 */
    "    {\"id\": \"flag\", \"title\": {\"en\": \"Flag\", \"zh\": \"旗\"}, \"columns\": 2, \"rows\": 3,\n" /* 26 */
    "     \"cells\": [\n"                                                                                  /* 27 */
    "       {\"block\": \"a\", \"row\": 0, \"column\": 0, \"row_span\": 2, \"column_span\": 1},\n"         /* 28 */
    "       {\"block\": \"b\", \"row\": 0, \"column\": 1, \"row_span\": 1, \"column_span\": 1},\n"         /* 29 */
    "       {\"block\": \"c\", \"row\": 1, \"column\": 1},\n"                                              /* 30 */
    "       {\"block\": \"parking_lot\", \"row\": 2, \"column\": 0, \"row_span\": 1, \"column_span\": 2}]} ],\n" /* 31 */
    "  \"rules\": [\n"                                                                                     /* 32 */
    "    {\"id\": \"r1\", \"severity\": \"warning\", \"check\": \"filled\", \"args\": {\"from\": [\"*\"]}, \"text\": {\"en\": \"R\", \"zh\": \"规\"}} ]\n" /* 33 */
    "}\n";

START_TEST(test_a_good_file_gives_all_its_parts)
{
    struct error error = {0};
    struct template *template;
    struct buffer report = {0};
    ck_ok(template_parse("tiny.json", good, strlen(good), &template, &report, &error));
    ck_assert_str_eq(buffer_text(&report), "");
    ck_assert_str_eq(template->id, "tiny");
    ck_assert_int_eq(template->version, 2);
    ck_assert_str_eq(template->title.text[LANGUAGE_ZH], "小");
    ck_assert_str_eq(template->when.text[LANGUAGE_EN], "");
    ck_assert_str_eq(template->source, good);
    char hash[17];
    snprintf(hash, sizeof hash, "%016llx", (unsigned long long)hash_bytes(good, strlen(good)));
    ck_assert_str_eq(template->hash, hash);

    ck_assert_uint_eq(template->block_count, 3);
    const struct template_block *a = &template->block[0], *b = &template->block[1], *c = &template->block[2];
    ck_assert_str_eq(a->id, "a");
    ck_assert_str_eq(b->id, "b");
    ck_assert_str_eq(c->id, "c");
    ck_assert_str_eq(a->perspective, "who");
    ck_assert_str_eq(c->perspective, "");
    ck_assert_str_eq(a->short_title.text[LANGUAGE_EN], "Alpha");
    ck_assert_str_eq(b->short_title.text[LANGUAGE_ZH], "短");
    ck_assert_uint_eq(a->alias_count, 2);
    ck_assert_str_eq(a->alias[1], "第一");
    ck_assert_str_eq(c->alias[0], "Ce");
    ck_assert_str_eq(a->definitions.item[0].id, "");
    ck_assert_str_eq(a->definitions.item[0].origin, "D");
    ck_assert_uint_eq(a->questions.count, 2);
    ck_assert_str_eq(a->questions.item[1].id, "q2");
    ck_assert_str_eq(a->questions.item[1].origin, "A");
    ck_assert_str_eq(a->type[0].group, "g");
    ck_assert_str_eq(a->type[0].example.text[LANGUAGE_EN], "");
    ck_assert_str_eq(a->advice.item[0].text.text[LANGUAGE_ZH], "做");

    ck_assert_int_eq(template->perspective[0].block[0], 1);
    ck_assert_int_eq(template->perspective[0].block[1], 0);
    ck_assert_str_eq(template->facts.item[0].kind, "advice");
    ck_assert_uint_eq(template->order[0].block_count, 3);
    ck_assert_int_eq(template->order[0].block[2], 2);
    ck_assert_int_eq(template->deck[0].block[0], 2);
    ck_assert_str_eq(template->deck[0].cards.item[0].id, "d1.1");

    ck_assert_uint_eq(template->layout_count, 2);
    ck_assert_str_eq(template->layout[0].id, "flag");
    ck_assert_int_eq(template->layout[0].cell[3].block, TEMPLATE_PARKING);
    ck_assert_int_eq(template->layout[0].cell[2].row_span, 1);
    ck_assert_str_eq(template->layout[1].id, "stack");
    ck_assert_int_eq(template->layout[1].rows, 3);
    ck_assert_int_eq(template->layout[1].cell[2].row, 2);
    template_free(template);
}
END_TEST

START_TEST(test_a_byte_order_mark_is_accepted_and_kept)
{
    struct error error = {0};
    struct template *template;
    struct buffer text = {0};
    buffer_add(&text, "\xEF\xBB\xBF");
    buffer_add(&text, good);
    ck_ok(template_parse("tiny.json", text.data, text.length, &template, NULL, &error));
    ck_assert_str_eq(template->source, text.data);
    template_free(template);
    buffer_clear(&text);
}
END_TEST

/* One edit of the good file, and what must be said about it. "" as `from` puts `to` in the place of the whole. */
static const struct edit {
    const char *from, *to;
    const char *said;
} edits[] = {
    {"", "", "t.json:1: this is not valid JSON"},
    {"", "[]", "t.json:1: a template is one JSON object"},
    {"", "17", "t.json:1: a template is one JSON object"},
    {"", "{}", "t.json:1: \"id\" is missing"},
    {"\"version\": 2,", "\"version\": 2", "t.json:2: this is not valid JSON"},
    {"\"version\": 2", "\"version\": 2, \"version\": 2", "t.json:1: this is not valid JSON: duplicate"},
    {"}\n", "}\n trailing", "t.json:35: this is not valid JSON"},
    {"\"id\": \"tiny\"", "\"id\": \"../x\"", "t.json:1: \"id\" must be a word"},
    {"\"id\": \"tiny\"", "\"id\": 7", "t.json:1: \"id\" must be a word"},
    {"\"version\": 2", "\"version\": 0", "t.json:1: \"version\" must be a whole number from 1"},
    {"\"version\": 2", "\"version\": \"2\"", "t.json:1: \"version\" must be"},
    {"\"version\": 2", "\"version\": 99999999999", "t.json:1: \"version\" must be"},
    {"{\"en\": \"Tiny\", \"zh\": \"小\"}", "{\"en\": \"Tiny\"}", "t.json:2: \"title\" has no text in the language \"zh\""},
    {"{\"en\": \"Tiny\", \"zh\": \"小\"}", "{\"en\": \"Tiny\",\n\"zh\": \" \"}", "t.json:3: \"title\" is empty in the language \"zh\""},
    {"{\"en\": \"Tiny\", \"zh\": \"小\"}", "\"Tiny\"", "t.json:2: \"title\" must be a text in both languages"},
    {"\"zh\": \"小\"", "\"zh\": [\"小\"]", "t.json:2: \"title\" in the language \"zh\" must be a text"},
    {"\"Tiny\"", "\"T\\u001b[2Jy\"", "t.json:2: \"title\" has a control character"},
    {"\"zh\": \"小\"", "\"zh\": \"\xC3\x28\"", "t.json:2: this is not valid JSON"},
    {"\"zh\": \"小\"", "\"zh\": \"a\\u0000b\"", "t.json:2: this is not valid JSON"},
    {"\"blocks\": [\"b\", \"a\"]", "\"blocks\": [\"b\",\n\n\"nobody\"]", "t.json:7: there is no block \"nobody\""},
    {"\"blocks\": [\"b\", \"a\"]", "\"blocks\": [\"b\", \"b\"]", "t.json:5: the block \"b\" is named twice"},
    {"\"blocks\": [\"b\", \"a\"]", "\"blocks\": [\"b\", \"c\"]", "t.json:5: the perspective \"who\" lists the block \"c\""},
    {"\"blocks\": [\"b\", \"a\"]", "\"blocks\": \"b\"", "t.json:5: \"blocks\" must be a list"},
    {"\"kind\": \"advice\"", "\"kind\": \"rumour\"", "t.json:7: \"kind\" must be"},
    {"\"origin\": \"S\", \"text\": {\"en\": \"F\"", "\"origin\": \"Z\", \"text\": {\"en\": \"F\"", "t.json:7: \"origin\" must be"},
    {"[[\"a\", \"b\"], [\"c\"]]", "[[\"a\", \"b\"], [\"a\"]]", "t.json:9: the block \"a\" is named twice"},
    {"[[\"a\", \"b\"], [\"c\"]]", "[[\"a\"], [\"x\"]]", "t.json:9: there is no block \"x\""},
    {"[[\"a\", \"b\"], [\"c\"]]", "[[3]]", "t.json:9: each entry of this list must be a text"},
    {"[[\"a\", \"b\"], [\"c\"]]", "[]", "t.json:9: this order names no block"},
    {"\"attach\": [\"c\"]", "\"attach\": [\"parking_lot\"]", "t.json:11: there is no block \"parking_lot\""},
    {"\"cards\": [{\"id\"", "\"cards\": [null, {\"id\"", "t.json:12: each entry of this list must be an object"},
    {"\"order\": 3", "\"order\": 1", "the filling number 1 is used twice"},
    {"\"order\": 3, ", "", "t.json:14: \"order\" is missing"},
    {"{\"id\": \"c\"", "{\"id\": \"a\"", "t.json:15: the id \"a\" is used twice"},
    {"{\"id\": \"c\"", "{\"id\": \"parking_lot\"", "t.json:14: every canvas has the block \"parking_lot\""},
    {"[\"Ce\"]", "\"Ce\"", "t.json:14: \"aliases\" must be a list"},
    {"[\"Ce\"]", "[], \"facets\": [{\"id\": \"f\"}]", "t.json:14: \"title\" is missing"},
    {"[\"Ce\"]", "[\"\"]", "t.json:14: an entry of this list is empty"},
    {"\"order\": 1, \"perspective\": \"who\"", "\"order\": 1, \"perspective\": \"why\"", "t.json:15: there is no perspective \"why\""},
    {"\"id\": \"q2\"", "\"id\": \"q1\"", "t.json:20: the id \"q1\" is used twice"},
    {"\"zh\": \"如何？\"", "\"de\": \"Wie?\"", "t.json:20: \"text\" has no text in the language \"zh\""},
    {"\"types\": [{\"id\": \"t1\"", "\"types\": [{\"id\": \"t1\", \"title\": {\"en\":\"x\",\"zh\":\"y\"}}, {\"id\": \"t1\"", "t.json:21: the id \"t1\" is used twice"},
    {"\"columns\": 2", "\"columns\": 101", "t.json:26: \"columns\" must be a whole number from 1 to 100"},
    {"\"block\": \"c\", \"row\": 1", "\"block\": \"z\", \"row\": 1", "t.json:30: there is no block \"z\""},
    {"\"block\": \"c\", \"row\": 1", "\"block\": \"b\", \"row\": 1", "t.json:30: the block \"b\" has two cells"},
    {"\"row\": 1, \"column\": 1", "\"row\": 1, \"column\": 2", "t.json:30: \"column\" must be a whole number from 0 to 1"},
    {"\"row\": 1, \"column\": 1", "\"row\": 1, \"column\": 0", "t.json:30: the cell of \"c\" overlaps another one"},
    {"\"row\": 1, \"column\": 1", "\"row\": 1, \"column\": 1, \"row_span\": 3", "t.json:30: the cell of \"c\" reaches out of the grid"},
    {"\"row_span\": 1, \"column_span\": 2", "\"row_span\": 1, \"column_span\": 1", "t.json:26: no cell of the layout \"flag\" covers row 2, column 1"},
    {"       {\"block\": \"c\", \"row\": 1, \"column\": 1},\n", "", "t.json:26: the block \"c\" has no cell in the layout \"flag\""},
    {"\"severity\": \"warning\", ", "", "t.json:33: \"severity\" is missing"},
};

static void apply(const struct edit *edit, struct buffer *out)
{
    const char *at = edit->from[0] ? strstr(good, edit->from) : NULL;
    if (strcmp(edit->from, "}\n") == 0)
        at = good + strlen(good) - 2;
    ck_assert_msg(!edit->from[0] || at, "the good file has no %s", edit->from);
    if (at)
        buffer_append(out, good, (size_t)(at - good));
    buffer_add(out, edit->to);
    if (at)
        buffer_add(out, at + strlen(edit->from));
}

START_TEST(test_every_mistake_is_named_with_its_line)
{
    for (size_t i = 0; i < COUNT_OF(edits); i++) {
        struct error error = {0};
        struct template *template = (struct template *)&error;
        struct buffer text = {0}, report = {0};
        apply(&edits[i], &text);
        enum status status = template_parse("t.json", buffer_text(&text), text.length, &template, &report, &error);
        ck_assert_msg(status == STATUS_INVALID, "accepted: %s -> %s", edits[i].from, edits[i].to);
        ck_assert_ptr_null(template);
        ck_assert_msg(strstr(buffer_text(&report), edits[i].said) != NULL, "wanted: %s\ngot: %s", edits[i].said,
                      buffer_text(&report));
        /* The first of the report is the error, also without a report. */
        size_t length = strlen(error.message);
        ck_assert_int_eq(strncmp(buffer_text(&report), error.message, length), 0);
        struct error alone = {0};
        ck_assert_int_eq(template_parse("t.json", buffer_text(&text), text.length, &template, NULL, &alone), STATUS_INVALID);
        ck_assert_str_eq(alone.message, error.message);
        buffer_clear(&text);
        buffer_clear(&report);
    }
}
END_TEST

START_TEST(test_all_mistakes_are_reported_in_the_order_of_the_file)
{
    static const char bad[] = "{\"id\": \"x\", \"version\": 1,\n\"layouts\": [{\"id\": \"l\"}],\n\"title\": 3,\n"
                              "\"blocks\": [{}]}";
    struct error error = {0};
    struct template *template;
    struct buffer report = {0};
    ck_assert_int_eq(template_parse("x", bad, strlen(bad), &template, &report, &error), STATUS_INVALID);
    long last = 0;
    int lines = 0;
    for (const char *at = buffer_text(&report); *at; at = strchr(at, '\n') + 1) {
        long line = strtol(at + 2, NULL, 10);
        ck_assert_int_ge(line, last);
        last = line;
        lines++;
    }
    ck_assert_int_eq(last, 4);
    ck_assert_int_ge(lines, 8);
    buffer_clear(&report);
}
END_TEST

START_TEST(test_too_much_is_refused)
{
    struct error error = {0};
    struct template *template;
    struct buffer text = {0};
    buffer_add(&text, "{\"id\": \"x\",\n\"deep\": ");
    for (int i = 0; i < 64; i++)
        buffer_add_char(&text, '[');
    ck_assert_int_eq(template_parse("d", text.data, text.length, &template, NULL, &error), STATUS_INVALID);
    ck_assert_str_eq(error.message, "d:2: nested deeper than 64 levels");
    for (int i = 0; i < 300000; i++)
        buffer_add(&text, "[[[[[[[");
    ck_assert_int_eq(template_parse("d", text.data, text.length, &template, NULL, &error), STATUS_INVALID);
    ck_assert_str_eq(error.message, "d:1: larger than 2097152 bytes");

    /* Brackets in texts are no depth. */
    buffer_reset(&text);
    buffer_add(&text, "{\"deep\": \"");
    for (int i = 0; i < 100; i++)
        buffer_add(&text, "[\\\"");
    buffer_add(&text, "\"}");
    ck_assert_int_eq(template_parse("d", text.data, text.length, &template, NULL, &error), STATUS_INVALID);
    ck_assert_ptr_null(strstr(error.message, "deeper"));

    /* As many mistakes as the file has room for: an end is made of naming them. */
    struct buffer report = {0};
    buffer_reset(&text);
    buffer_add(&text, "{\"blocks\": [");
    for (int i = 0; i < 200000; i++)
        buffer_add(&text, "{},");
    buffer_add(&text, "{}], \"facts\": [");
    for (int i = 0; i < 200000; i++)
        buffer_add(&text, "{},");
    buffer_add(&text, "{}]}");
    ck_assert_int_eq(template_parse("d", text.data, text.length, &template, &report, &error), STATUS_INVALID);
    ck_assert_ptr_nonnull(strstr(buffer_text(&report), " more\n"));
    ck_assert_uint_lt(report.length, 100000);
    buffer_clear(&report);
    buffer_clear(&text);
}
END_TEST

START_TEST(test_no_cut_or_changed_byte_makes_it_crash)
{
    struct error error = {0};
    struct template *template;
    size_t length = strlen(good);
    for (size_t i = 0; i < length; i++) {
        ck_assert_int_eq(template_parse("cut", good, i, &template, NULL, &error) == STATUS_OK, i >= length - 1);
        template_free(template);
    }
    static const char put[] = "\"[{]},:0a \\\x80";
    for (size_t i = 0; i < length; i++) {
        /* Two of the bytes at each place, so that each meets every kind of place. */
        for (size_t k = 0; k < 2; k++) {
            char *text = memory_copy_bytes(good, length);
            text[i] = put[(i * 2 + k * 5) % (sizeof put - 1)];
            enum status status = template_parse("changed", text, length, &template, NULL, &error);
            ck_assert(status == STATUS_OK || (status == STATUS_INVALID && error.message[0]));
            template_free(template);
            free(text);
        }
    }
}
END_TEST

NONET_TEST_MAIN("template_parse", test_a_good_file_gives_all_its_parts, test_a_byte_order_mark_is_accepted_and_kept,
                test_every_mistake_is_named_with_its_line, test_all_mistakes_are_reported_in_the_order_of_the_file,
                test_too_much_is_refused, test_no_cut_or_changed_byte_makes_it_crash)
