/*
 * test_id.c - content hashes and derived ids: stores keep them, so they must never change.
 */
#include <string.h>

#include "check_main.h"

START_TEST(test_a_hash_is_the_same_for_ever)
{
    static const struct {
        const char *bytes;
        uint64_t hash;
    } cases[] = {
        {"", UINT64_C(0xf52a15e9a9b5e89b)},         {"a", UINT64_C(0x270aeb36a95726cf)},
        {"abcdefg", UINT64_C(0x4be7448e879d8969)},  {"abcdefgh", UINT64_C(0x8dc2c3c1fce2993c)},
        {"abcdefghi", UINT64_C(0x267628c5141ef1a7)}, {"{\"id\": \"bmc\"}", UINT64_C(0x8fa7c5ad0cc2f5f8)},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        /* At any place in memory. */
        char moved[40] = {0};
        for (size_t shift = 0; shift < 8; shift++) {
            memcpy(moved + shift, cases[i].bytes, strlen(cases[i].bytes));
            ck_assert_uint_eq(hash_bytes(moved + shift, strlen(cases[i].bytes)), cases[i].hash);
        }
    }
}
END_TEST

START_TEST(test_ids_made_together_lie_together)
{
    int64_t first = id_beside(0), other = id_beside(0);
    ck_assert_int_gt(first, 0);
    ck_assert_int_ne(first, other);
    ck_assert_int_eq(id_beside(first), first + 1);
    ck_assert_int_gt(id_beside(INT64_MAX), 0);
}
END_TEST

START_TEST(test_one_bit_changes_half_of_a_hash)
{
    char bytes[64];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)('a' + i % 26);
    uint64_t whole = hash_bytes(bytes, sizeof bytes);
    for (size_t bit = 0; bit < sizeof bytes * 8; bit++) {
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        int differ = __builtin_popcountll(whole ^ hash_bytes(bytes, sizeof bytes));
        ck_assert_msg(differ >= 10 && differ <= 54, "bit %zu: %d bits differ", bit, differ);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
    }
    /* Zero bytes more or less are another content. */
    memset(bytes, 0, sizeof bytes);
    for (size_t length = 1; length < sizeof bytes; length++)
        ck_assert_uint_ne(hash_bytes(bytes, length), hash_bytes(bytes, length + 1));
}
END_TEST

START_TEST(test_derived_ids_follow_from_what_they_relate)
{
    int64_t id = id_derive(1, 2, "link");
    ck_assert_int_eq(id, id_derive(1, 2, "link"));
    ck_assert_int_gt(id, 0);
    ck_assert_int_ne(id, id_derive(2, 1, "link"));
    ck_assert_int_ne(id, id_derive(1, 2, "tag"));
}
END_TEST

NONET_TEST_MAIN("id", test_a_hash_is_the_same_for_ever, test_ids_made_together_lie_together,
                test_one_bit_changes_half_of_a_hash, test_derived_ids_follow_from_what_they_relate)
