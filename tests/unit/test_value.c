/*
 * test_value.c - the data files' own JSON reader against jansson: the same verdict and the same values.
 */
#include <jansson.h>
#include <string.h>

#include "check_main.h"
#include "nonet/value.h"

static bool same(const struct value *value, const json_t *wanted);

static bool same_items(const struct value *value, const json_t *wanted)
{
    bool array = json_is_array(wanted);
    size_t count = array ? json_array_size(wanted) : json_object_size(wanted);
    if (value->kind != (array ? VALUE_ARRAY : VALUE_OBJECT) || value->count != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct value *item = &value->item[i];
        const json_t *other = array ? json_array_get(wanted, i) : json_object_get(wanted, item->key);
        if (!same(item, other) || (!array && value_member(value, item->key) != item))
            return false;
    }
    return true;
}

static bool same(const struct value *value, const json_t *wanted)
{
    if (!wanted)
        return false;
    switch (json_typeof(wanted)) {
    case JSON_OBJECT:
    case JSON_ARRAY:
        return same_items(value, wanted);
    case JSON_STRING:
        return value_text(value) && strcmp(value->text, json_string_value(wanted)) == 0;
    case JSON_INTEGER:
        return value->kind == VALUE_INTEGER && value->integer == json_integer_value(wanted);
    case JSON_REAL:
        return value->kind == VALUE_REAL;
    case JSON_TRUE:
        return value->kind == VALUE_TRUE;
    case JSON_FALSE:
        return value->kind == VALUE_FALSE;
    case JSON_NULL:
        return value->kind == VALUE_NULL;
    }
    return false;
}

/* Whether it was accepted. The bytes are copied to the end of a block, so that reading past them is noticed. */
static bool compare(const char *bytes, size_t length, const char *what)
{
    char *copy = memory_resize(NULL, length, 1);
    memcpy(copy, bytes, length);
    struct value_wrong wrong = {.offset = SIZE_MAX};
    struct value_document *document = value_document_parse(copy, length, &(struct value_limits){.depth = 2000}, &wrong);
    json_t *wanted = json_loadb(copy, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    ck_assert_msg((document != NULL) == (wanted != NULL), "%s: %s, and jansson does not think so", what,
                  document ? "accepted" : "refused");
    if (document)
        ck_assert_msg(same(value_document_root(document), wanted), "%s: another value", what);
    else
        ck_assert_msg(wrong.offset <= length && wrong.message, "%s: no place or no message", what);
    bool good = document != NULL;
    value_document_free(document);
    json_decref(wanted);
    free(copy);
    return good;
}

static struct value_document *parse(const char *text)
{
    struct value_wrong wrong;
    return value_document_parse(text, strlen(text), &(struct value_limits){.depth = 9}, &wrong);
}

START_TEST(test_it_accepts_what_json_is)
{
    static const char *const texts[] = {
        "{}", "[]", " [ ] ", "17", "-0", "0", "-17", "1.5", "1e308", "1e-999", "-0.25e-3", "1E5", "1e+2", "true", "false", "null",
        "\"\"", "\"a\"", "\"\x7f\"", "[1,2,[3,{\"a\":[]}]]", "{\"a\":{},\"b\":[{}],\"\":0}", "\t\r\n[\n1\t,\r2 ]\n",
        "9223372036854775807", "-9223372036854775808", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u0041\\u00e9\\u4E2d\"",
        "\"\\ud83d\\uDE00\"", "\"\\uffff\"", "\"\\uE000\"", "\"0123456\\n89012345\\\"67\"", "\"é\"", "\"中文字\"", "\"😀\"",
        "\"\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xF0\x90\x80\x80\xF4\x8F\xBF\xBF\"", "\"a\\n中\\t文\\u4e2d字\"",
        "{\"\\u0061b\":1,\"ac\":2}",
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        ck_assert_msg(compare(texts[i], strlen(texts[i]), texts[i]), "refused: %s", texts[i]);
}
END_TEST

START_TEST(test_it_refuses_what_json_is_not)
{
    static const char *const texts[] = {
        "", " ", "{", "[", "}", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
        "{\"a\":1 \"b\":2}", "{\"a\":1]", "[1}", "\"", "\"a", "\"a\\", "\"\\\"", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800\\\"", "\"\n\"", "\"\x1f\"", "01",
        "-", "-a", "1.", ".5", "+1", "1e", "1e+", "0x1", "9223372036854775808", "-9223372036854775809", "tru", "nul",
        "1e309", "[-1.5E+400]", "True", "[] []", "[]x", "\"\x80\"", "\"\xC0\x80\"", "\"\xC1\xBF\"", "\"\xC3\"", "\"\xE4\xB8\"", "\"\xE4\xB8\x2D\"",
        "\"\xE0\x9F\xBF\"", "\"\xED\xA0\x80\"", "\"\xF0\x8F\xBF\xBF\"", "\"\xF4\x90\x80\x80\"", "\"\xF5\x80\x80\x80\"",
        "\"\xE4\"", "{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":2,\"\\u0061\":3}", "\"\xFF\"",
        ("{\"a\":0,\"b\":0,\"c\":0,\"d\":0,\"e\":0,\"f\":0,\"g\":0,\"h\":0,\"i\":0,\"j\":0,\"k\":0,\"l\":0,\"m\":0,"
        "\"n\":0,\"o\":0,\"p\":0,\"q\":0,\"r\":0,\"s\":0,\"c\":0}"),
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        ck_assert_msg(!compare(texts[i], strlen(texts[i]), texts[i]), "accepted: %s", texts[i]);
    ck_assert(!compare("[]\0", 3, "a zero byte behind"));
    ck_assert(!compare("\"a\0b\"", 5, "a zero byte in a text"));
}
END_TEST

/* Every cut and many changes of one byte, at every place modulo the eight bytes that are looked at together. */
START_TEST(test_damaged_bytes_are_judged_alike)
{
    static const char text[] = "{\"abcdefgh\": [1, -2.5e1, \"plain text of some length\", \"中文ab字é😀\\n\\u4e2d\"],"
                               " \"b\": {\"c\": null, \"d\": [true, false, []]}}";
    static const char changes[] = {'\0', '"', '\\', '\x1f', '\x7f', '\x80', '\xC2', '\xE4', '\xED', '\xF0', '{', ']', ',', '0', 'x', ' '};
    char copy[sizeof text];
    for (size_t i = 0; i < sizeof text - 1; i++)
        ck_assert(!compare(text, i, "a cut"));
    size_t refused = 0;
    for (size_t i = 0; i < sizeof text - 1; i++) {
        for (size_t k = 0; k < sizeof changes; k++) {
            memcpy(copy, text, sizeof text);
            copy[i] = changes[k];
            refused += !compare(copy, sizeof text - 1, copy);
        }
    }
    ck_assert_uint_gt(refused, 500);
}
END_TEST

START_TEST(test_lists_longer_than_a_chunk_and_values_know_their_place)
{
    struct buffer text = {0};
    buffer_add(&text, "[");
    for (int i = 0; i < 5000; i++)
        buffer_printf(&text, "%s{\"n\":%d}", i > 0 ? ", " : "", i);
    buffer_add(&text, "]");
    struct value_wrong wrong;
    struct value_document *document = value_document_parse(text.data, text.length, &(struct value_limits){.depth = 2}, &wrong);
    ck_assert_ptr_nonnull(document);
    const struct value *root = value_document_root(document);
    ck_assert_uint_eq(value_count(root), 5000);
    for (size_t i = 0; i < 5000; i++) {
        const struct value *item = value_at(root, i);
        ck_assert_int_eq(value_member(item, "n")->integer, (int64_t)i);
        ck_assert_int_eq(text.data[item->offset], '{');
    }
    ck_assert_ptr_null(value_at(root, 5000));
    ck_assert_ptr_null(value_member(value_at(root, 0), "m"));
    value_document_free(document);
    ck_assert_ptr_null(value_document_parse(text.data, text.length, &(struct value_limits){.depth = 1}, &wrong));
    ck_assert_ptr_null(wrong.message);
    ck_assert_uint_eq(wrong.offset, 1);
    buffer_clear(&text);
}
END_TEST

START_TEST(test_limits_and_twins)
{
    static const struct value_limits tight = {.depth = 9, .values = 4}, twins = {.depth = 9, .twins = true};
    struct value_wrong wrong;
    struct value_document *document = value_document_parse("[1,[2,3]]", 9, &tight, &wrong);
    ck_assert_ptr_nonnull(document);
    value_document_free(document);
    ck_assert_ptr_null(value_document_parse("[1,[2,3],4]", 11, &tight, &wrong));
    ck_assert(wrong.many && !wrong.message && wrong.offset == 10);
    static const char text[] = "{\"a\":1,\"b\":2.5,\"a\":3}";
    document = value_document_parse(text, strlen(text), &twins, &wrong);
    ck_assert_ptr_nonnull(document);
    const struct value *root = value_document_root(document);
    ck_assert_uint_eq(root->count, 3);
    ck_assert(value_number(value_member(root, "a")) == 3 && value_number(value_member(root, "b")) == 2.5);
    ck_assert(value_number(root) == 0 && value_number(NULL) == 0);
    value_document_free(document);
}
END_TEST

START_TEST(test_a_text_tells_whether_it_has_controls)
{
    static const struct {
        const char *json;
        bool control;
    } cases[] = {
        {"\"plain\"", false}, {"\"a\\nb\"", false}, {"\"a\\tb\"", true},       {"\"\\u001b[2J\"", true},
        {"\"a\x7f\"", true},  {"\"\\u007f\"", true}, {"\"12345678\x7f\"", true}, {"\"中\x7f\"", true},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct value_document *document = parse(cases[i].json);
        ck_assert_ptr_nonnull(document);
        ck_assert_int_eq(value_document_root(document)->control, cases[i].control);
        value_document_free(document);
    }
}
END_TEST

START_TEST(test_equal_values)
{
    static const struct {
        const char *a, *b;
        bool equal;
    } cases[] = {
        {"{\"a\":1,\"b\":[2]}", "{\"b\":[2], \"a\":1}", true}, {"[1,2]", "[2,1]", false}, {"{\"a\":1}", "{\"b\":1}", false},
        {"1.5", "1.5", true}, {"1.5", "1.25", false}, {"\"a\"", "\"\\u0061\"", true}, {"1", "\"1\"", false},
        {"null", "null", true}, {"true", "false", false}, {"[]", "[0]", false}, {"7", "8", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct value_document *a = parse(cases[i].a);
        struct value_document *b = parse(cases[i].b);
        ck_assert_msg(value_equal(value_document_root(a), value_document_root(b)) == cases[i].equal, "%s %s",
                      cases[i].a, cases[i].b);
        value_document_free(a);
        value_document_free(b);
    }
}
END_TEST

NONET_TEST_MAIN("value", test_it_accepts_what_json_is, test_it_refuses_what_json_is_not,
                test_damaged_bytes_are_judged_alike, test_lists_longer_than_a_chunk_and_values_know_their_place,
                test_limits_and_twins, test_a_text_tells_whether_it_has_controls, test_equal_values)
