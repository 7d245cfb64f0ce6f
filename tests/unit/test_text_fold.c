/* test_text_fold.c - folded texts, stripped labels, narrow keys and the distance of words. */
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "check_main.h"
#include "nonet/text.h"
#include "random_text.h"

START_TEST(test_fold)
{
    static const struct {
        const char *text, *folded;
    } cases[] = {
        {"", ""},
        {"Key Partners", "key partners"},
        {"ＫＥＹ：１", "key:1"},
        {"客户，细分。", "客户,细分。"},
        {"Straße", "strasse"},
        {"E\u0301", "é"},
        {"①", "1"},
        {"ﬁ", "fi"},
        {"中E\u0301", "中é"},
        {"a\xff", "a\ufffd"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer out = {0};
        buffer_add(&out, "<");
        text_fold(&out, cases[i].text, strlen(cases[i].text));
        ck_assert_str_eq(buffer_text(&out) + 1, cases[i].folded);
        buffer_clear(&out);
    }
}
END_TEST

static void check_against_library(const char *bytes, size_t length)
{
    struct buffer out = {0};
    size_t folded_length;
    uint8_t *folded = u8_casefold((const uint8_t *)bytes, length, NULL, UNINORM_NFKC, NULL, &folded_length);
    text_fold(&out, bytes, length);
    ck_assert_msg(out.length == folded_length && memcmp(buffer_text(&out), folded, folded_length) == 0,
                  "%.*s", (int)length, bytes);
    free(folded);
    buffer_clear(&out);
}

START_TEST(test_the_short_way_agrees_with_the_library)
{
    for (uint32_t c = 1; c <= 0x10FFFF; c++) {
        char bytes[8];
        if ((c >= 0xD800 && c < 0xE000) || (c >= 0x20000 && c % 64 != 0))
            continue;
        size_t size = text_encode(c, bytes);
        check_against_library(bytes, size);
        /* and with a mark behind it */
        memcpy(bytes + size, "\u0301", 2);
        if (c % 16 == 0)
            check_against_library(bytes, size + 2);
    }
    uint64_t seed = 9;
    for (int round = 0; round < 2000; round++) {
        struct buffer text = {0};
        random_text(&text, &seed, RANDOM_SIMPLE, 1 + random_below(&seed, 12));
        check_against_library(text.data, text.length);
        buffer_clear(&text);
    }
}
END_TEST

START_TEST(test_fold_label)
{
    static const struct {
        const char *label, *folded;
    } cases[] = {
        {"## 1. Key_Partners:", "key partners"},
        {"keyPartners", "key partners"},
        {"KEY-PARTNERS", "key partners"},
        {"**Key Partners**", "key partners"},
        {"**Key Partners**:", "key partners"},
        {"`Channels`", "channels"},
        {"  Cost   Structure \n", "cost structure"},
        {"Customer Segments {customer-segments}", "customer segments"},
        {"KEY PARTNERSHIPS 🔗", "key partnerships"},
        {"❗️PROBLEM", "problem"},
        {"🗝️ KEY METRICS", "key metrics"},
        {"👍🏽 👨‍👩‍👧 Customers", "customers"},
        {"1️⃣ Channels", "channels"},
        {"1) Channels", "channels"},
        {"1.2 Channels", "channels"},
        {"1.2. Channels", "channels"},
        {"(3) Channels", "channels"},
        {"① 渠道通路", "渠道通路"},
        {"①渠道通路", "渠道通路"},
        {"1、渠道通路", "渠道通路"},
        {"1．渠道通路", "渠道通路"},
        {"一、客户细分：", "客户细分"},
        {"（二）价值主张", "价值主张"},
        {"客户细分 —— ", "客户细分"},
        {"价值主张：", "价值主张"},
        {"Ｃｈａｎｎｅｌｓ", "channels"},
        {"R$", "r$"},
        {"C$", "c$"},
        {"Benefits ™", "benefits"},
        {"Cafe\u0301", "café"},
        {"キーパートナー", "キーパートナー"},
        {"핵심 파트너", "핵심 파트너"},
        {"重要伙伴 (KP)", "重要伙伴 (kp)"},
        {"key_resources.md", "key resources.md"},
        {"3D printing", "3d printing"},
        {"一站式服务", "一站式服务"},
        {"2026", "2026"},
        {"12:", "12"},
        {"{open", "{open"},
        {"***", ""},
        {"", ""},
        {"\xff\xfe", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer out = {0};
        text_fold_label(&out, cases[i].label, strlen(cases[i].label));
        ck_assert_msg(strcmp(buffer_text(&out), cases[i].folded) == 0, "%s: \"%s\"", cases[i].label,
                      buffer_text(&out));
        buffer_clear(&out);
    }
}
END_TEST

START_TEST(test_fold_label_of_anything_is_valid)
{
    uint64_t seed = 10;
    for (int round = 0; round < 3000; round++) {
        struct buffer text = {0}, out = {0};
        random_text(&text, &seed, RANDOM_ANYTHING, random_below(&seed, 12));
        text_fold_label(&out, buffer_text(&text), text.length);
        ck_assert(text_is_valid(buffer_text(&out), out.length));
        ck_assert_ptr_null(memchr(buffer_text(&out), '\n', out.length));
        buffer_clear(&text);
        buffer_clear(&out);
    }
}
END_TEST

START_TEST(test_narrow_key)
{
    static const uint32_t cases[][2] = {{0xFF1A, ':'},    {0xFF41, 'a'},    {0xFF3F, '_'},   {0x3000, ' '},
                                        {0xFF1F, '?'},    {0xFF01, '!'},    {0xFF5E, '~'},   {'a', 'a'},
                                        {0x3002, 0x3002}, {0x4E2D, 0x4E2D}, {0xFF5F, 0xFF5F}};
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        ck_assert_uint_eq(text_narrow_key(cases[i][0]), cases[i][1]);
}
END_TEST

START_TEST(test_distance)
{
    static const struct {
        const char *a, *b;
        int limit, distance;
    } cases[] = {
        {"", "", 3, 0},
        {"export", "export", 3, 0},
        {"export", "EXPORT", 3, 0},
        {"export", "exprt", 3, 1},
        {"export", "exxport", 3, 1},
        {"export", "expart", 3, 1},
        {"export", "exprot", 3, 1},
        {"kitten", "sitting", 5, 3},
        {"kitten", "sitting", 3, 3},
        {"kitten", "sitting", 2, 3},
        {"kitten", "sitting", 0, 1},
        {"abc", "xyz", 1, 2},
        {"", "abcdef", 2, 3},
        {"客户", "客戶", 2, 1},
        {"abcdef", "", 9, 6},
        {"same", "sam", 0, 1},
        {"ab", "ab", 0, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ck_assert_msg(text_distance(cases[i].a, cases[i].b, cases[i].limit) == cases[i].distance,
                      "case %zu: %d", i, text_distance(cases[i].a, cases[i].b, cases[i].limit));
        ck_assert_int_eq(text_distance(cases[i].b, cases[i].a, cases[i].limit), cases[i].distance);
    }
}
END_TEST

START_TEST(test_find)
{
    static const struct {
        const char *text, *wanted, *found; /* NULL: not there */
        size_t from;
    } cases[] = {
        {"Match tickets", "tick", "tick", 0},
        {"ＶＩＰ lounge", "vip", "ＶＩＰ", 0},
        {"看球、吃饭", "吃饭", "吃饭", 0},
        {"看球、吃饭", "球", "球", 0},
        {"cafe\u0301s", "café", "cafe\u0301", 0},
        {"Stra\u00dfe", "s", "S", 0},
        {"Stra\u00dfe", "ss", "\u00df", 0},
        {"one one", "one", "one", 1},
        {"one", "one", NULL, 1},
        {"one", "", NULL, 0},
        {"", "one", NULL, 0},
        {"on", "one", NULL, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t start = 0, end = 0, length = strlen(cases[i].text);
        bool found = text_find(cases[i].text, length, cases[i].from, cases[i].wanted, &start, &end);
        ck_assert_msg(found == (cases[i].found != NULL), "case %zu", i);
        if (found) {
            ck_assert_uint_ge(start, cases[i].from);
            ck_assert_uint_eq(end - start, strlen(cases[i].found));
            ck_assert_mem_eq(cases[i].text + start, cases[i].found, end - start);
        }
    }
}
END_TEST

NONET_TEST_MAIN("text_fold", test_fold, test_find, test_the_short_way_agrees_with_the_library, test_fold_label,
                test_fold_label_of_anything_is_valid, test_narrow_key, test_distance)
