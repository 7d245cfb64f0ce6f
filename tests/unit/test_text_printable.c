/* test_text_printable.c - output that is safe to print, and elided text. */
#include <string.h>

#include "check_main.h"
#include "nonet/text.h"
#include "random_text.h"

START_TEST(test_printable)
{
    static const struct {
        const char *text, *flat, *lines;
    } cases[] = {
        {"", "", ""},
        {"plain 中文", "plain 中文", "plain 中文"},
        {"a\nb\tc", "a␊b␉c", "a\nb\tc"},
        {"\x1b[31mred", "␛[31mred", "␛[31mred"},
        {"\xc2\x9b"
         "31m\x7f",
         "␦31m␡", "␦31m␡"},
        {"a\u202e"
         "b",
         "a␦b", "a␦b"},
        {"soft\u00adhyphen\u200b", "softhyphen", "softhyphen"},
        {"👨‍👩‍👧👍🏽🇨🇳", "👨👍🇨🇳", "👨👍🇨🇳"},
        {"\xff", "\ufffd", "\ufffd"},
    };
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer flat = {0}, lines = {0};
        text_printable(&flat, cases[i].text, strlen(cases[i].text), false);
        text_printable(&lines, cases[i].text, strlen(cases[i].text), true);
        ck_assert_str_eq(buffer_text(&flat), cases[i].flat);
        ck_assert_str_eq(buffer_text(&lines), cases[i].lines);
        buffer_clear(&flat);
        buffer_clear(&lines);
    }
}
END_TEST

START_TEST(test_json_has_no_controls)
{
    static const char text[] = "\"é中\xc2\x9b" "31m\x7f\xc2\x80\xc2\x9f\u00a0\u202e\u2014\u2069\xc2\"";
    struct buffer out = {0};
    text_json(&out, text, strlen(text));
    ck_assert_str_eq(buffer_text(&out), "\"é中\\u009B31m\\u007F\\u0080\\u009F\u00a0\\u202E\u2014\\u2069\xc2\"");
    buffer_clear(&out);
}
END_TEST

START_TEST(test_printable_is_free_of_controls)
{
    uint64_t seed = 7;
    use_utf8_locale();
    for (int round = 0; round < 3000; round++) {
        struct buffer text = {0}, out = {0};
        bool keep = round % 2;
        random_text(&text, &seed, RANDOM_ANYTHING, random_below(&seed, 40));
        text_printable(&out, buffer_text(&text), text.length, keep);
        ck_assert(text_is_valid(buffer_text(&out), out.length));
        for (size_t at = 0; at < out.length;) {
            uint32_t c;
            at += text_decode(out.data + at, out.length - at, &c);
            bool is_control = c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e);
            ck_assert_msg(!is_control || (keep && (c == '\n' || c == '\t')), "U+%04X", c);
        }
        buffer_clear(&text);
        buffer_clear(&out);
    }
}
END_TEST

START_TEST(test_elide)
{
    static const struct {
        const char *text;
        int cells;
        const char *narrow, *wide;
    } cases[] = {
        {"fits", 4, "fits", "fits"},
        {"too long", 4, "too…", "to.."},
        {"客户细分", 8, "客户细分", "客户细分"},
        {"客户细分", 7, "客户细…", "客户.."},
        {"客户细分", 6, "客户…", "客户.."},
        {"a\nb", 10, "a b", "a b"},
        {"long", 1, "…", "."},
        {"long", 0, "", ""},
        {"long", -3, "", ""},
        {"", 3, "", ""},
    };
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer narrow = {0}, wide = {0};
        text_elide(&narrow, cases[i].text, strlen(cases[i].text), cases[i].cells, TEXT_NARROW);
        text_elide(&wide, cases[i].text, strlen(cases[i].text), cases[i].cells, TEXT_WIDE);
        ck_assert_str_eq(buffer_text(&narrow), cases[i].narrow);
        ck_assert_str_eq(buffer_text(&wide), cases[i].wide);
        buffer_clear(&narrow);
        buffer_clear(&wide);
    }
}
END_TEST

START_TEST(test_elided_text_always_fits)
{
    uint64_t seed = 8;
    use_utf8_locale();
    for (int round = 0; round < 4000; round++) {
        struct buffer text = {0}, out = {0};
        enum text_width width = round % 2 ? TEXT_WIDE : TEXT_NARROW;
        int cells = (int)random_below(&seed, 20);
        random_text(&text, &seed, RANDOM_ANYTHING, random_below(&seed, 20));
        text_elide(&out, buffer_text(&text), text.length, cells, width);
        ck_assert_int_le(text_cells(buffer_text(&out), out.length, width), cells);
        ck_assert_ptr_null(memchr(buffer_text(&out), '\n', out.length));
        buffer_clear(&text);
        buffer_clear(&out);
    }
}
END_TEST

NONET_TEST_MAIN("text_printable", test_printable, test_json_has_no_controls,
                test_printable_is_free_of_controls, test_elide,
                test_elided_text_always_fits)
