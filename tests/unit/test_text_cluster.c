/* test_text_cluster.c - clusters, their widths and what is drawn of them. */
#include <string.h>
#include <unictype.h>
#include <unigbrk.h>
#include <wchar.h>

#include "check_main.h"
#include "nonet/text.h"
#include "random_text.h"

#define BYTES(literal) literal, sizeof(literal) - 1

static const struct {
    const char *text;
    size_t length;
    int narrow, wide;
    int glyphs;
    uint32_t glyph[TEXT_GLYPH_MAX];
} one_cluster[] = {
    {BYTES("a"), 1, 1, 1, {'a'}},
    {BYTES(" "), 1, 1, 1, {' '}},
    {BYTES("中"), 2, 2, 1, {0x4E2D}},
    {BYTES("，"), 2, 2, 1, {0xFF0C}},
    {BYTES("（"), 2, 2, 1, {0xFF08}},
    {BYTES("。"), 2, 2, 1, {0x3002}},
    {BYTES("\u3000"), 2, 2, 1, {0x3000}},
    {BYTES("각"), 2, 2, 1, {0xAC01}},
    {BYTES("✅"), 2, 2, 1, {0x2705}},
    {BYTES("😀"), 2, 2, 1, {0x1F600}},
    /* width of the terminal's choice */
    {BYTES("—"), 1, 2, 1, {0x2014}},
    {BYTES("…"), 1, 2, 1, {0x2026}},
    {BYTES("“"), 1, 2, 1, {0x201C}},
    {BYTES("①"), 1, 2, 1, {0x2460}},
    {BYTES("●"), 1, 2, 1, {0x25CF}},
    {BYTES("★"), 1, 2, 1, {0x2605}},
    {BYTES("→"), 1, 2, 1, {0x2192}},
    {BYTES("─"), 1, 2, 1, {0x2500}},
    {BYTES("·"), 1, 2, 1, {0xB7}},
    {BYTES("α"), 1, 2, 1, {0x3B1}},
    {BYTES("é"), 1, 2, 1, {0xE9}},
    {BYTES("ë"), 1, 1, 1, {0xEB}},
    /* sequences: the base alone */
    {BYTES("❤\ufe0f"), 1, 1, 1, {0x2764}},
    {BYTES("1\ufe0f\u20e3"), 1, 1, 1, {'1'}},
    {BYTES("👨‍👩‍👧"), 2, 2, 1, {0x1F468}},
    {BYTES("👍🏽"), 2, 2, 1, {0x1F44D}},
    {BYTES("🇨🇳"), 2, 2, 2, {0x1F1E8, 0x1F1F3}},
    {BYTES("🇨"), 1, 1, 1, {0x1F1E8}},
    {BYTES("\u1100\u1161\u11a8"), 2, 2, 3, {0x1100, 0x1161, 0x11A8}},
    /* combining marks */
    {BYTES("e\u0301"), 1, 1, 2, {'e', 0x301}},
    {BYTES("e\u0301\u0302\u0303\u0304\u0305\u0306"), 1, 1, 5, {'e', 0x301, 0x302, 0x303, 0x304}},
    {BYTES("\u0301"), 1, 1, 2, {' ', 0x301}},
    {BYTES("中\u0301"), 2, 2, 2, {0x4E2D, 0x301}},
    {BYTES("e\u034f\u0301"), 1, 1, 2, {'e', 0x301}},
    {BYTES("\u0915\u0941"), 1, 1, 2, {0x915, 0x941}},
    /* nothing to see */
    {BYTES("\u00ad"), 0, 0, 0, {0}},
    {BYTES("\u200b"), 0, 0, 0, {0}},
    {BYTES("\u200d"), 0, 0, 0, {0}},
    {BYTES("\u2060"), 0, 0, 0, {0}},
    {BYTES("\ufeff"), 0, 0, 0, {0}},
    {BYTES("\ufe0f"), 0, 0, 0, {0}},
    /* must not reach the terminal */
    {BYTES("\n"), 1, 1, 1, {0x240A}},
    {BYTES("\t"), 1, 1, 1, {0x2409}},
    {BYTES("\r"), 1, 1, 1, {0x240D}},
    {BYTES("\0"), 1, 1, 1, {0x2400}},
    {BYTES("\x1b"), 1, 1, 1, {0x241B}},
    {BYTES("\x7f"), 1, 1, 1, {0x2421}},
    {BYTES("\xc2\x9b"), 1, 1, 1, {0x2426}},
    {BYTES("\u202e"), 1, 1, 1, {0x2426}},
    {BYTES("\u2066"), 1, 1, 1, {0x2426}},
    {BYTES("\u200f"), 1, 1, 1, {0x2426}},
    {BYTES("\u061c"), 1, 1, 1, {0x2426}},
    {BYTES("\u2028"), 1, 1, 1, {0x2426}},
    {BYTES("\u2029"), 1, 1, 1, {0x2426}},
    {BYTES("\uffff"), 1, 1, 1, {0x2426}},
    {BYTES("\u0378"), 1, 1, 1, {0x2426}},     /* unassigned */
    {BYTES("\U0001fae8"), 1, 1, 1, {0x2426}}, /* an emoji younger than the table */
    {BYTES("\u1161"), 1, 1, 1, {0x2426}},     /* a vowel jamo without its consonant */
    {BYTES("\xff"), 1, 2, 1, {0xFFFD}},
    {BYTES("\xe4"), 1, 2, 1, {0xFFFD}},
};

START_TEST(test_one_cluster)
{
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(one_cluster); i++) {
        struct text_cluster cluster;
        text_cluster_at(one_cluster[i].text, one_cluster[i].length, TEXT_WIDE, &cluster);
        ck_assert_msg(cluster.cells == one_cluster[i].wide, "case %zu: %d cells wide", i, cluster.cells);
        text_cluster_at(one_cluster[i].text, one_cluster[i].length, TEXT_NARROW, &cluster);
        ck_assert_msg(cluster.cells == one_cluster[i].narrow, "case %zu: %d cells", i, cluster.cells);
        ck_assert_msg(cluster.length == one_cluster[i].length, "case %zu: %zu bytes", i, cluster.length);
        ck_assert_msg(cluster.glyph_count == one_cluster[i].glyphs, "case %zu: %d glyphs", i,
                      cluster.glyph_count);
        for (int k = 0; k < cluster.glyph_count; k++)
            ck_assert_msg(cluster.glyph[k] == one_cluster[i].glyph[k], "case %zu: U+%04X", i,
                          cluster.glyph[k]);
        ck_assert_uint_eq(text_next(one_cluster[i].text, one_cluster[i].length, 0), one_cluster[i].length);
        ck_assert_uint_eq(text_previous(one_cluster[i].text, one_cluster[i].length, one_cluster[i].length),
                          0);
    }
}
END_TEST

START_TEST(test_every_ambiguous_code_point_is_wider_on_wide_terminals)
{
    int wider = 0;
    use_utf8_locale();
    for (uint32_t c = 0xA0; c < 0x30000; c++) {
        char bytes[4];
        size_t size = text_encode(c, bytes);
        int narrow = text_cells(bytes, size, TEXT_NARROW), wide = text_cells(bytes, size, TEXT_WIDE);
        ck_assert(wide == narrow || (narrow == 1 && wide == 2));
        if (wide > narrow && !uc_is_general_category(c, UC_CATEGORY_Co) && !(c >= 0xD800 && c < 0xE000))
            wider++;
    }
    /* EastAsianWidth.txt of Unicode 14: A, without marks, format characters and private use,
     * less U+3248-324F, which the C library counts as two cells anyway. */
    ck_assert_int_eq(wider, 902 - 8);
}
END_TEST

START_TEST(test_runs)
{
    static const struct {
        const char *text;
        int clusters, cells;
    } cases[] = {
        {"", 0, 0},
        {"plain", 5, 5},
        {"客户细分 CS", 7, 11},
        {"🇨🇳🇨🇳🇨", 3, 5},
        {"a👨‍👩‍👧b", 3, 4},
        {"\xe4\xb8x", 3, 3},
        {"\r\n", 2, 2},
        {"\u0915\u093f", 2, 2}, /* a spacing vowel sign keeps its own cell */
        {"\u0e01\u0e33", 2, 2},
        {"\u0600"
         "1",
         2, 2},
        {"\n\u0301", 2, 2},
        {"\u1100\u1100", 2, 4},
    };
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t length = strlen(cases[i].text);
        int clusters = 0;
        for (size_t at = 0; at < length; at = text_next(cases[i].text, length, at))
            clusters++;
        ck_assert_msg(clusters == cases[i].clusters, "case %zu: %d clusters", i, clusters);
        ck_assert_int_eq(text_cells_of(cases[i].text, TEXT_NARROW), cases[i].cells);
    }
}
END_TEST

START_TEST(test_clusters_are_those_of_the_library)
{
    uint64_t seed = 2;
    use_utf8_locale();
    for (int round = 0; round < 2500; round++) {
        struct buffer text = {0};
        random_text(&text, &seed, RANDOM_SIMPLE, 1 + random_below(&seed, 30));
        char *breaks = memory_new(text.length, 1);
        u8_grapheme_breaks((const uint8_t *)text.data, text.length, breaks);
        size_t next = 0;
        for (size_t at = 0; at < text.length; at++) {
            bool is_start = at == next;
            if (is_start)
                next = text_next(text.data, text.length, at);
            ck_assert_msg(is_start == (breaks[at] != 0), "round %d at %zu: %s", round, at, text.data);
        }
        free(breaks);
        buffer_clear(&text);
    }
}
END_TEST

START_TEST(test_every_code_point_is_safe_alone)
{
    use_utf8_locale();
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        char bytes[4];
        struct text_cluster cluster;
        if (c == 0x40000)
            c = 0xE0000; /* nothing is assigned between */
        size_t size = text_encode(c, bytes);
        text_cluster_at(bytes, size, TEXT_NARROW, &cluster);
        bool sound = cluster.length == size && cluster.cells >= 0 && cluster.cells <= 2 &&
                     (cluster.cells == 0) == (cluster.glyph_count == 0);
        if (cluster.glyph_count > 0)
            sound = sound && wcwidth((wchar_t)cluster.glyph[0]) == cluster.cells &&
                    !uc_is_general_category_withtable(cluster.glyph[0], UC_CATEGORY_MASK_Cc);
        if (!sound)
            ck_abort_msg("U+%04X: %d cells, %d glyphs", c, cluster.cells, cluster.glyph_count);
    }
}
END_TEST

static void check_both_ways(const struct buffer *text, enum text_width width)
{
    const char *bytes = buffer_text(text);
    int cells = 0;
    for (size_t at = 0; at < text->length;) {
        struct text_cluster cluster;
        text_cluster_at(bytes + at, text->length - at, width, &cluster);
        ck_assert_uint_gt(cluster.length, 0);
        ck_assert_int_le(cluster.glyph_count, TEXT_GLYPH_MAX);
        size_t next = text_next(bytes, text->length, at);
        ck_assert_uint_eq(next, at + cluster.length);
        for (size_t inside = at + 1; inside <= next; inside++)
            ck_assert_uint_eq(text_previous(bytes, text->length, inside), at);
        cells += cluster.cells;
        at = next;
    }
    ck_assert_int_eq(text_cells(bytes, text->length, width), cells);
}

START_TEST(test_forwards_and_backwards_agree)
{
    uint64_t seed = 3;
    use_utf8_locale();
    for (int round = 0; round < 2500; round++) {
        struct buffer text = {0};
        random_text(&text, &seed, RANDOM_ANYTHING, random_below(&seed, 30));
        check_both_ways(&text, round % 2 ? TEXT_WIDE : TEXT_NARROW);
        buffer_clear(&text);
    }
}
END_TEST

START_TEST(test_fit_never_exceeds)
{
    uint64_t seed = 4;
    use_utf8_locale();
    for (int round = 0; round < 2500; round++) {
        struct buffer text = {0};
        enum text_width width = round % 2 ? TEXT_WIDE : TEXT_NARROW;
        int cells = (int)random_below(&seed, 24) - 1;
        int used = -1;
        random_text(&text, &seed, RANDOM_ANYTHING, random_below(&seed, 20));
        const char *bytes = buffer_text(&text);
        size_t fits = text_fit(bytes, text.length, cells, width, &used);
        ck_assert_uint_le(fits, text.length);
        ck_assert_int_le(used, cells < 0 ? 0 : cells);
        ck_assert_int_eq(text_cells(bytes, fits, width), used);
        if (fits < text.length && cells >= 0) {
            struct text_cluster cluster;
            text_cluster_at(bytes + fits, text.length - fits, width, &cluster);
            ck_assert_int_gt(used + cluster.cells, cells);
        }
        buffer_clear(&text);
    }
}
END_TEST

START_TEST(test_endless_clusters)
{
    static const char *const repeated[] = {"\u0301", "🇨", "\u200d", "👩\u200d", "\xff", "\u1161"};
    use_utf8_locale();
    for (size_t i = 0; i < COUNT_OF(repeated); i++) {
        struct buffer text = {0};
        buffer_add(&text, "a");
        for (int n = 0; n < 20000; n++)
            buffer_add(&text, repeated[i]);
        size_t previous = text_previous(text.data, text.length, text.length);
        ck_assert_uint_lt(previous, text.length);
        ck_assert_uint_eq(text_next(text.data, text.length, previous), text.length);
        ck_assert_int_ge(text_cells(text.data, text.length, TEXT_NARROW), 1);
        buffer_clear(&text);
    }
}
END_TEST

NONET_TEST_MAIN("text_cluster", test_one_cluster, test_every_ambiguous_code_point_is_wider_on_wide_terminals,
                test_runs, test_clusters_are_those_of_the_library, test_every_code_point_is_safe_alone,
                test_forwards_and_backwards_agree, test_fit_never_exceeds, test_endless_clusters)
