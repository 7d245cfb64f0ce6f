/*
 * test_word_match.c - texts that are looked through as they are answer as they would folded.
 */
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "nonet/text.h"
#include "word_match.h"

static const char *const pieces[] = {
    "客", "户", "会员", "，", "。", "（", "）", "：", "“", "”", "—", "A", "b", "Web", " ", "\n", "1", "％", "Ｗ", "ｅ", "é",
    "e\xCC\x81", "ﬁ", "㈱", "株", "ß", "™", "①", "İ", "か\xE3\x82\x99", "😀", "、", "《", "」", "～", "K", "豈", "豈",
};

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16 & 0x7FFF;
}

static void random_text(unsigned *state, size_t most, struct buffer *out)
{
    buffer_reset(out);
    for (size_t i = next_random(state) % (most + 1); i > 0; i--)
        buffer_add(out, pieces[next_random(state) % COUNT_OF(pieces)]);
}

/* Every word of the query in the folded text. */
static bool expected(const struct word_query *query, const char *a, const char *b)
{
    struct buffer folded = {0};
    text_fold(&folded, a, strlen(a));
    buffer_add_char(&folded, '\n');
    text_fold(&folded, b, strlen(b));
    bool all = true;
    for (size_t i = 0; i < query->count; i++)
        all = all && strstr(buffer_text(&folded), query->word[i]) != NULL;
    buffer_clear(&folded);
    return all;
}

START_TEST(test_the_short_way_answers_as_the_long_one)
{
    struct buffer a = {0}, b = {0}, typed = {0};
    unsigned state = 5;
    int found = 0;
    for (int round = 0; round < 30000; round++) {
        struct word_query query;
        random_text(&state, 12, &a);
        random_text(&state, round % 3 == 0 ? 6 : 0, &b);
        random_text(&state, 3, &typed);
        word_query_init(&query, buffer_text(&typed));
        struct searched_text text = {
            .a = buffer_text(&a), .a_length = a.length, .b = buffer_text(&b), .b_length = b.length};
        bool wanted = expected(&query, text.a, text.b);
        ck_assert_msg(word_query_matches(&query, &text) == wanted, "“%s” in “%s” and “%s”: not %d", buffer_text(&typed),
                      text.a, text.b, wanted);
        found += wanted && query.count > 0;
        word_query_clear(&query);
    }
    ck_assert_int_gt(found, 1000);
    buffer_clear(&a);
    buffer_clear(&b);
    buffer_clear(&typed);
}
END_TEST

START_TEST(test_words)
{
    static const struct {
        const char *query, *a, *b;
        bool found;
    } table[] = {
        {"会员", "俱乐部会员。", "", true},  {"员", "俱乐部会员", "", true},       {"web 店", "网店", "The WEB", true},
        {"web 店", "网", "The WEB", false}, {"WEB", "a ｗｅｂ page", "", true},    {"(a)", "（Ａ）", "", true},
        {"ab", "a", "b", false},            {"fi", "o\xEF\xAC\x81", "", true},    {"", "x", "", true},
        {"cafe", "cafe\xCC\x81", "", false}, {"K\xC3\x96LN", "k\xC3\xB6ln", "", true}, {"客户", "客 户", "", false},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct word_query query;
        word_query_init(&query, table[i].query);
        struct searched_text text = {.a = table[i].a, .a_length = strlen(table[i].a), .b = table[i].b, .b_length = strlen(table[i].b)};
        ck_assert_msg(word_query_matches(&query, &text) == table[i].found, "%s in %s", table[i].query, table[i].a);
        word_query_clear(&query);
    }
}
END_TEST

NONET_TEST_MAIN("word match", test_the_short_way_answers_as_the_long_one, test_words)
