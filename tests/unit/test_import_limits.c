/*
 * test_import_limits.c - files that would cost too much: what is refused, and that the refusal says what, where and how much is
 * allowed.
 */
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "import_picture.h"

static struct error error;

static void repeat(struct buffer *out, const char *piece, int times)
{
    while (times-- > 0)
        buffer_add(out, piece);
}

struct excess {
    const char *lead, *piece;
    int times;
    const char *message;
};

static const struct excess excesses[] = {
    {"# T\n## Channels\n", "|a", 1002, "x.md:3: more than 1000 columns in a table"},
    {"# T\n\n", "> ", 201, "x.md:3: more than 200 quotation or list marks begin this line"},
    {"# T\n", "- ", 201, "x.md:2: more than 200 quotation or list marks begin this line"},
    {"## Channels\n- n\n\n", "[a\n", 20001, "x.md:20004: more than 20000 of the marks [ ` * _ in one paragraph"},
    {"## Channels\n", "*a* *b* *c* *d* *e* *f* *g* *h*\n\n", 125001, "x.md:250002: up to here more than 2000000 of the marks [ ` * _"},
    {"## Channels\n", "- n\n", 300000, "x.md:300001: up to here more than 300000 lines of text"},
    {"## Channels\n- ", "abcdefghijklmnop", 1048576, "x.md: the file is too large: at most 16 MB of Markdown"},
};

START_TEST(test_markdown_that_costs_too_much_is_told_with_its_line_and_the_limit)
{
    for (size_t i = 0; i < COUNT_OF(excesses); i++) {
        struct buffer text = {0};
        buffer_add(&text, excesses[i].lead);
        repeat(&text, excesses[i].piece, excesses[i].times);
        char *message = import_refusal("x.md", text.data, text.length);
        ck_assert_msg(strncmp(message, excesses[i].message, strlen(excesses[i].message)) == 0, "%s", message);
        free(message);
        buffer_clear(&text);
    }
}
END_TEST

START_TEST(test_markdown_just_below_the_limits_is_read)
{
    static const struct excess most[] = {{"## Channels\n", "*a* ", 9999, NULL}, {"## Channels\n|", "a|", 999, NULL},
                                         {"## Channels\n", "- ", 99, NULL},     {"## Channels\n- n\n\n", "-", 5000, NULL}};
    for (size_t i = 0; i < COUNT_OF(most); i++) {
        struct buffer text = {0};
        buffer_add(&text, most[i].lead);
        repeat(&text, most[i].piece, most[i].times);
        buffer_add(&text, "\n\nend\n");
        struct import_options options = {0};
        struct import *import;
        ck_ok(import_open_bytes("x.md", text.data, text.length, &options, &import, &error));
        import_close(import);
        buffer_clear(&text);
    }
}
END_TEST

START_TEST(test_other_formats_tell_the_limit_and_the_place_too)
{
    static const struct {
        const char *name;
        struct excess excess;
    } cases[] = {
        {"x.yml", {"key_partners:\n", "- a\n", 1000001, "x.yml:9999"}},
        {"x.yml", {"channels:\n  ", "[", 65, "x.yml:2:66: nested too deeply: more than 64 levels"}},
        {"x.yml", {"channels: &a [b]\ncosts: ", "*a", 1, "x.yml:2:8: it has aliases"}},
        {"x.json", {"{\"channels\":", "[", 64, "x.json:1:76: nested too deeply: more than 64 levels"}},
        {"x.json", {"{\"channels\":[\n0", ",0", 5000001, "x.json:2:1"}},
        {"x.xml", {"<!DOCTYPE x><canvas>", "<a>", 1, "x.xml: it declares a document type"}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer text = {0};
        buffer_add(&text, cases[i].excess.lead);
        repeat(&text, cases[i].excess.piece, cases[i].excess.times);
        char *message = import_refusal(cases[i].name, text.data, text.length);
        ck_assert_msg(strncmp(message, cases[i].excess.message, strlen(cases[i].excess.message)) == 0, "%s", message);
        if (cases[i].excess.times > 1000000)
            ck_assert_msg(strstr(message, i == 0 ? "more than 1000000 values" : "more than 5000000 values") != NULL, "%s", message);
        free(message);
        buffer_clear(&text);
    }
}
END_TEST

static void add_card(struct buffer *out, int x, const char *type, const char *key, const char *text)
{
    buffer_printf(out, "%s{\"id\":\"%d\",\"type\":\"%s\",\"x\":%d,\"y\":0,\"width\":%d,\"height\":99,\"%s\":\"%s\"}",
                  out->length > 20 ? "," : "", (int)out->length, type, x, strcmp(type, "group") == 0 ? 90 : 9, key, text);
}

/* A card is a Markdown document of its own. */
START_TEST(test_a_card_that_costs_too_much_stays_as_it_was_written)
{
    struct buffer board = {0}, table = {0};
    static const char *const blocks[] = {"Channels", "Key Partners", "Costs"};
    repeat(&table, "|a", 5000);
    buffer_add(&table, "|\\n");
    repeat(&table, "|-", 5000);
    buffer_add(&board, "{\"nodes\":[");
    for (int i = 0; i < 3; i++)
        add_card(&board, i * 100, "group", "label", blocks[i]);
    add_card(&board, 10, "text", "text", table.data);
    add_card(&board, 110, "text", "text", "|one|two|\\n|-|-|\\n|a *b*|c|\\n|d|e|");
    buffer_add(&board, "]}");
    struct buffer report = {0};
    char *picture = import_picture("x.canvas", board.data, NULL, &report);
    ck_assert_ptr_nonnull(strstr(picture, "channels: |a|a|a"));
    ck_assert_ptr_nonnull(strstr(picture, "key_partnerships: one | two\\na b | c\\nd | e\n"));
    ck_assert_ptr_null(strstr(buffer_text(&report), "passed over"));
    free(picture);
    buffer_clear(&report);
    buffer_clear(&table);
    buffer_clear(&board);
}
END_TEST

START_TEST(test_a_note_that_is_too_long_is_told_by_its_beginning)
{
    struct buffer text = {0};
    buffer_add(&text, "block,text\nCS,Fans\nCS,\"The long one\x1b[2J\n");
    repeat(&text, "0123456789", 10500);
    buffer_add(&text, "\"\n");
    struct import_options options = {0};
    struct import *import;
    struct store *store;
    int64_t canvas_id;
    ck_ok(import_open_bytes("x.csv", text.data, text.length, &options, &import, &error));
    ck_assert_int_eq(import_preview(import, &store, &canvas_id, &error), STATUS_INVALID);
    ck_assert_msg(strncmp(error.message, "x.csv: note 2, “The long one", strlen("x.csv: note 2, “The long one")) == 0 &&
                      strstr(error.message, "100 KB") && !strchr(error.message, '\x1b'), "%s", error.message);
    import_close(import);
    buffer_clear(&text);
}
END_TEST

NONET_TEST_MAIN("import limits", test_markdown_that_costs_too_much_is_told_with_its_line_and_the_limit,
                test_other_formats_tell_the_limit_and_the_place_too, test_markdown_just_below_the_limits_is_read,
                test_a_card_that_costs_too_much_stays_as_it_was_written,
                test_a_note_that_is_too_long_is_told_by_its_beginning)
