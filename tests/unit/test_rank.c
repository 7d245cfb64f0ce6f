/*
 * test_rank.c - property: there is always a rank between two others, and it stays short.
 */
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "nonet/canvas.h"

static void check_between(const char *before, const char *after)
{
    char *rank = rank_between(before, after);
    ck_assert_msg(strcmp(before, rank) < 0, "%s is not above %s", before, rank);
    if (after[0] != '\0' && strcmp(before, after) < 0)
        ck_assert_msg(strcmp(rank, after) < 0, "%s is not below %s", after, rank);
    ck_assert_int_ne(rank[strlen(rank) - 1], '0');
    free(rank);
}

START_TEST(test_between_pairs)
{
    static const char *const pairs[][2] = {
        {"", ""},       {"", "V"},         {"V", ""},         {"zzzz", ""},       {"zzzzzzzz", ""},  {"", "0001"},
        {"", "00001"},  {"a", "b"},        {"a", "a1"},       {"az", "b"},        {"azzzz", "b"},    {"a", "a00001"},
        {"b", "a"},     {"same", "same"},  {"0z", "1"},       {"V000abc", "V001abd"}, {"\xE4\xB8\xAD", ""}, {"~", ""},
        {"a-", "a."},   {"1", "1000001"},
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        if (strcmp(pairs[i][0], "a-") == 0)
            continue; /* foreign digits only promise to come after the upper one */
        check_between(pairs[i][0], pairs[i][1]);
    }
    char *rank = rank_between("a-", "a.");
    ck_assert_int_lt(strcmp("a-", rank), 0);
    free(rank);
}
END_TEST

START_TEST(test_appends_and_prepends_stay_short)
{
    char *low = rank_between("", ""), *high = memory_copy_text(low);
    for (int i = 0; i < 10000; i++) {
        char *next = rank_between(high, "");
        ck_assert_int_lt(strcmp(high, next), 0);
        ck_assert_uint_le(strlen(next), 12);
        free(high);
        high = next;
        char *previous = rank_between("", low);
        ck_assert_int_lt(strcmp(previous, low), 0);
        ck_assert_uint_le(strlen(previous), 12);
        free(low);
        low = previous;
    }
    free(low);
    free(high);
}
END_TEST

START_TEST(test_random_inserts_keep_order)
{
    enum { COUNT = 10000 };
    char **rank = memory_new(COUNT, sizeof *rank);
    size_t longest = 0;
    srandom(7);
    for (size_t count = 0; count < COUNT; count++) {
        size_t at = (size_t)random() % (count + 1);
        char *fresh = rank_between(at == 0 ? "" : rank[at - 1], at == count ? "" : rank[at]);
        memmove(rank + at + 1, rank + at, (count - at) * sizeof *rank);
        rank[at] = fresh;
        longest = strlen(fresh) > longest ? strlen(fresh) : longest;
        ck_assert(at == 0 || strcmp(rank[at - 1], fresh) < 0);
        ck_assert(at == count || strcmp(fresh, rank[at + 1]) < 0);
    }
    ck_assert_uint_le(longest, 40);
    for (size_t i = 0; i < COUNT; i++)
        free(rank[i]);
    free(rank);
}
END_TEST

/* A thousand pasted lines between two notes: each below the one before. */
START_TEST(test_chain_between_two_notes)
{
    char *above = rank_between("", ""), *below = rank_between(above, "");
    for (int i = 0; i < 1000; i++) {
        char *next = rank_between(above, below);
        ck_assert(strcmp(above, next) < 0 && strcmp(next, below) < 0);
        free(above);
        above = next;
    }
    ck_assert_uint_le(strlen(above), 48);
    free(above);
    free(below);
}
END_TEST

NONET_TEST_MAIN("rank", test_between_pairs, test_appends_and_prepends_stay_short, test_random_inserts_keep_order,
                test_chain_between_two_notes)
