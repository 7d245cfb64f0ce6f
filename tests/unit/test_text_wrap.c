/* test_text_wrap.c - wrapped lines: where they break, what they draw, and that nothing is lost. */
#include <string.h>

#include "check_main.h"
#include "nonet/text.h"
#include "random_text.h"

/* The drawn lines joined by '|'. */
static void wrap_to(struct buffer *out, const char *text, int cells, enum text_width width)
{
    struct text_lines lines = {0};
    text_wrap(&lines, text, strlen(text), cells, width);
    for (size_t i = 0; i < lines.count; i++) {
        if (i > 0)
            buffer_add_char(out, '|');
        buffer_append(out, text + lines.line[i].offset, lines.line[i].drawn);
    }
    text_lines_clear(&lines);
}

START_TEST(test_lines)
{
    static const struct {
        const char *text;
        int cells;
        const char *lines;
    } cases[] = {
        {"", 10, ""},
        {"\n", 10, "|"},
        {"a\n", 10, "a|"},
        {"a\n\nb", 10, "a||b"},
        {"one two three", 7, "one two|three"},
        {"one two three", 8, "one two|three"},
        {"one two", 7, "one two"},
        {"one two   ", 7, "one two"},
        {"one     two", 5, "one|two"},
        {"  indented", 20, "  indented"},
        {"  indented", 6, "  inde|nted"},
        {"abcdefghij", 4, "abcd|efgh|ij"},
        {"ab cdefghij", 4, "ab|cdef|ghij"},
        {"costs 1,980 $9.99", 8, "costs|1,980|$9.99"},
        {"https://example.org/path", 12, "https://|example.org/|path"},
        /* Chinese: a break anywhere but around punctuation */
        {"客户细分与价值主张", 8, "客户细分|与价值主|张"},
        {"客户细分与价值主张", 9, "客户细分|与价值主|张"},
        {"客户细分，价值主张", 8, "客户细|分，价值|主张"},
        {"客户细分。", 8, "客户细|分。"},
        {"客户（细分）好", 6, "客户|（细|分）好"},
        {"我们说“你好”然后走", 8, "我们说|“你好”然|后走"},
        {"我们说“你好”。然后", 8, "我们说|“你好”。|然后"},
        {"他说：“你好”，“再见”", 8, "他说：|“你好”，|“再见”"},
        {"“‘引’用”“文”", 6, "“‘引’|用”|“文”"},
        {"words 中", 5, "words|中"},
        {"\u3000\u3000缩进文字", 5, "|缩进|文字"},
        {"\u3000\u3000words", 7, "\u3000\u3000wor|ds"}, /* an indent stays with its text */
        {"don’t can’t", 7, "don’t|can’t"},
        {"中文 words 混排", 8, "中文|words 混|排"},
        {"好\u3000好好", 4, "好|好好"},
        {"等等……好", 5, "等|等……|好"},
        /* whole clusters only */
        {"👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 5,
         "👨‍👩‍👧👨‍👩‍👧|👨‍👩‍👧"},
        {"🇨🇳🇨🇳🇨🇳", 3, "🇨🇳|🇨🇳|🇨🇳"},
        {"e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301|e\u0301"},
        /* less than two cells means two */
        {"中文", 1, "中|文"},
        {"abc", -5, "ab|c"},
    };
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer out = {0};
        wrap_to(&out, cases[i].text, cases[i].cells, TEXT_NARROW);
        ck_assert_msg(strcmp(buffer_text(&out), cases[i].lines) == 0, "case %zu: %s", i, buffer_text(&out));
        buffer_clear(&out);
    }
}
END_TEST

START_TEST(test_wide_terminal_breaks_earlier)
{
    struct buffer out = {0};
    use_utf8_locale();
    wrap_to(&out, "→→→→", 4, TEXT_NARROW);
    buffer_add_char(&out, '/');
    wrap_to(&out, "→→→→", 4, TEXT_WIDE);
    ck_assert_str_eq(buffer_text(&out), "→→→→/→→|→→");
    buffer_clear(&out);
}
END_TEST

START_TEST(test_trailing_spaces_belong_to_the_line)
{
    struct text_lines lines = {0};
    use_utf8_locale();
    text_wrap(&lines, "one   two \n", 11, 4, TEXT_NARROW);
    ck_assert_uint_eq(lines.count, 3);
    ck_assert_uint_eq(lines.line[0].length, 6);
    ck_assert_uint_eq(lines.line[0].drawn, 3);
    ck_assert_int_eq(lines.line[0].cells, 3);
    ck_assert_uint_eq(lines.line[1].offset, 6);
    ck_assert_uint_eq(lines.line[1].length, 5);
    ck_assert_uint_eq(lines.line[1].drawn, 3);
    ck_assert_uint_eq(lines.line[2].offset, 11);
    ck_assert_uint_eq(lines.line[2].length, 0);
    text_lines_clear(&lines);
}
END_TEST

static void check_lines(const struct text_lines *lines, const char *bytes, size_t length, int cells,
                        enum text_width width)
{
    size_t at = 0;
    ck_assert_uint_ge(lines->count, 1);
    for (size_t i = 0; i < lines->count; i++) {
        const struct text_line *line = &lines->line[i];
        ck_assert_uint_eq(line->offset, at);
        ck_assert_uint_le(line->drawn, line->length);
        ck_assert(line->length > 0 || i + 1 == lines->count);
        ck_assert_int_le(line->cells, cells);
        ck_assert_int_eq(text_cells(bytes + at, line->drawn, width), line->cells);
        const char *lf = line->length ? memchr(bytes + at, '\n', line->length) : NULL;
        ck_assert(!lf || lf == bytes + at + line->length - 1);
        at += line->length;
    }
    ck_assert_uint_eq(at, length);
}

START_TEST(test_nothing_is_lost_and_nothing_too_wide)
{
    uint64_t seed = 5;
    struct text_lines lines = {0};
    use_utf8_locale();
    for (int round = 0; round < 6000; round++) {
        struct buffer text = {0};
        enum text_width width = round % 2 ? TEXT_WIDE : TEXT_NARROW;
        int cells = 2 + (int)random_below(&seed, 30);
        random_text(&text, &seed, RANDOM_ANYTHING, random_below(&seed, 60));
        text_wrap(&lines, buffer_text(&text), text.length, cells, width);
        check_lines(&lines, buffer_text(&text), text.length, cells, width);
        buffer_clear(&text);
    }
    text_lines_clear(&lines);
}
END_TEST

static bool is_one_of(const char *const *set, size_t count, const char *text, size_t length)
{
    for (size_t i = 0; i < count; i++)
        if (strlen(set[i]) <= length && memcmp(set[i], text, strlen(set[i])) == 0)
            return true;
    return false;
}

START_TEST(test_chinese_punctuation_keeps_its_side)
{
    static const char *const words[] = {"客", "户细", "价值主张", "用", "と"};
    static const char *const closing[] = {"，", "。", "）", "”", "！", "、", "》"};
    static const char *const opening[] = {"（", "“", "《"};
    uint64_t seed = 6;
    struct text_lines lines = {0};
    use_utf8_locale();
    for (int round = 0; round < 2000; round++) {
        struct buffer text = {0};
        for (int i = 0; i < 20; i++) {
            if (random_below(&seed, 4) == 0)
                buffer_add(&text, opening[random_below(&seed, COUNT_OF(opening))]);
            buffer_add(&text, words[random_below(&seed, COUNT_OF(words))]);
            if (random_below(&seed, 3) == 0)
                buffer_add(&text, closing[random_below(&seed, COUNT_OF(closing))]);
        }
        text_wrap(&lines, text.data, text.length, 24, TEXT_NARROW);
        for (size_t i = 0; i + 1 < lines.count; i++) {
            const struct text_line *line = &lines.line[i];
            const char *next = text.data + lines.line[i + 1].offset;
            ck_assert_msg(!is_one_of(closing, COUNT_OF(closing), next, 3), "%s", next);
            ck_assert(line->drawn >= 3);
            const char *last = text.data + line->offset + line->drawn - 3;
            ck_assert_msg(!is_one_of(opening, COUNT_OF(opening), last, 3), "%s", last);
        }
        buffer_clear(&text);
    }
    text_lines_clear(&lines);
}
END_TEST

START_TEST(test_long_texts)
{
    static const char *const repeated[] = {"word ",  "x",      "中", "，",   " ", "\n",
                                           "\u0301", "\u200b", "🇨",  "\xff", "“"};
    struct text_lines lines = {0};
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(repeated); i++) {
        struct buffer text = {0};
        while (text.length < 30000)
            buffer_add(&text, repeated[i]);
        text_wrap(&lines, text.data, text.length, 20, TEXT_NARROW);
        check_lines(&lines, text.data, text.length, 20, TEXT_NARROW);
        buffer_clear(&text);
    }
    text_lines_clear(&lines);
}
END_TEST

NONET_TEST_MAIN("text_wrap", test_lines, test_wide_terminal_breaks_earlier,
                test_trailing_spaces_belong_to_the_line, test_nothing_is_lost_and_nothing_too_wide,
                test_chinese_punctuation_keeps_its_side, test_long_texts)
