/* test_text_utf8.c - decoding, encoding, validity and repair. */
#include <string.h>

#include "check_main.h"
#include "nonet/text.h"
#include "random_text.h"

START_TEST(test_decode)
{
    static const struct {
        const char *bytes;
        size_t size;
        uint32_t code_point;
    } cases[] = {
        {"a", 1, 'a'},
        {"\xc2\x80", 2, 0x80},
        {"中", 3, 0x4E2D},
        {"😀", 4, 0x1F600},
        {"\xf4\x8f\xbf\xbf", 4, 0x10FFFF},
        {"\xef\xbf\xbd", 3, 0xFFFD},
        {"\xc0\x80", 1, 0xFFFD},         /* overlong */
        {"\xe0\x80\x80", 1, 0xFFFD},     /* overlong */
        {"\xf0\x80\x80\x80", 1, 0xFFFD}, /* overlong */
        {"\xed\xa0\x80", 1, 0xFFFD},     /* surrogate */
        {"\xf4\x90\x80\x80", 1, 0xFFFD}, /* too large */
        {"\xe4\xb8", 1, 0xFFFD},         /* cut */
        {"\xf0\x9f\x98", 1, 0xFFFD},     /* cut */
        {"\x80", 1, 0xFFFD},
        {"\xff", 1, 0xFFFD},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint32_t code_point;
        size_t length = strlen(cases[i].bytes);
        ck_assert_uint_eq(text_decode(cases[i].bytes, length, &code_point), cases[i].size);
        ck_assert_uint_eq(code_point, cases[i].code_point);
        bool is_valid = cases[i].size == 3 || cases[i].code_point != 0xFFFD;
        ck_assert_int_eq(text_is_valid(cases[i].bytes, length), is_valid);
    }
}
END_TEST

START_TEST(test_encode_is_the_inverse)
{
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        if (c >= 0xD800 && c < 0xE000)
            continue;
        char bytes[4];
        uint32_t back;
        size_t size = text_encode(c, bytes);
        if (text_decode(bytes, size, &back) != size || back != c)
            ck_abort_msg("U+%04X does not survive", c);
    }
    char bytes[4];
    ck_assert_uint_eq(text_encode(0xD800, bytes), 3);
    ck_assert_int_eq(memcmp(bytes, "\xef\xbf\xbd", 3), 0);
    ck_assert_uint_eq(text_encode(0x110000, bytes), 3);
    ck_assert_int_eq(memcmp(bytes, "\xef\xbf\xbd", 3), 0);
}
END_TEST

#define BYTES(literal) literal, sizeof(literal) - 1

START_TEST(test_repair)
{
    static const struct {
        const char *bytes;
        size_t length;
        const char *repaired;
    } cases[] = {
        {BYTES(""), ""},
        {BYTES("plain 文字"), "plain 文字"},
        {BYTES("a\r\nb\rc\n"), "a\nb\nc\n"},
        {BYTES("\r\r\n"), "\n\n"},
        {BYTES("\xef\xbb\xbfstart"), "start"},
        {BYTES("\xef\xbb\xbf\xef\xbb\xbf"), ""},
        {BYTES("mid\xef\xbb\xbf"), "mid\xef\xbb\xbf"},
        {BYTES("a\0b"), "a\xef\xbf\xbd"
                        "b"},
        {BYTES("\xe4\xb8"), "\xef\xbf\xbd\xef\xbf\xbd"},
        {BYTES("\x1b[31m\a"), "\x1b[31m\a"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct buffer out = {0};
        text_repair(&out, cases[i].bytes, cases[i].length);
        ck_assert_str_eq(buffer_text(&out), cases[i].repaired);
        buffer_clear(&out);
    }
}
END_TEST

START_TEST(test_repair_appends)
{
    struct buffer out = {0};
    buffer_add(&out, "kept:");
    text_repair(&out, "\r", 1);
    ck_assert_str_eq(buffer_text(&out), "kept:\n");
    buffer_clear(&out);
}
END_TEST

START_TEST(test_repair_of_anything_is_valid_and_final)
{
    uint64_t seed = 1;
    for (int round = 0; round < 3000; round++) {
        struct buffer in = {0}, once = {0}, twice = {0};
        random_text(&in, &seed, RANDOM_ANYTHING, random_below(&seed, 40));
        text_repair(&once, buffer_text(&in), in.length);
        text_repair(&twice, buffer_text(&once), once.length);
        ck_assert(text_is_valid(buffer_text(&once), once.length));
        ck_assert_ptr_null(memchr(buffer_text(&once), '\r', once.length));
        ck_assert_ptr_null(memchr(buffer_text(&once), '\0', once.length));
        ck_assert_uint_eq(once.length, twice.length);
        ck_assert_int_eq(memcmp(buffer_text(&once), buffer_text(&twice), once.length), 0);
        buffer_clear(&in);
        buffer_clear(&once);
        buffer_clear(&twice);
    }
}
END_TEST

NONET_TEST_MAIN("text_utf8", test_decode, test_encode_is_the_inverse, test_repair, test_repair_appends,
                test_repair_of_anything_is_valid_and_final)
