/*
 * value_text.c - the texts of a JSON document: UTF-8 looked through, escape sequences resolved, eight bytes at a time.
 */
#include "value_text.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#include "nonet/message.h"

/* Looks at eight bytes for a quote, a backslash, a control character or DEL, any byte of 0x80 and more: the bit
 * 8 * n + 7 is set for the first such byte, n, and 0 comes back when there is none. A borrow only makes bytes behind
 * the first one look like one. */
static uint64_t special_bits(const char *at)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t word;
    memcpy(&word, at, sizeof word);
    word = le64toh(word);
    uint64_t quote = (word ^ (ones * '"')) - ones, slash = (word ^ (ones * '\\')) - ones;
    uint64_t del = (word ^ (ones * 0x7f)) - ones, control = word - ones * ' ';
    return (word | quote | slash | del | control) & high;
}

/* Three bytes that are one character, as nearly all of Chinese is; not the leads with a rule of their own. */
static bool is_plain_three(const char *at)
{
    uint32_t word;
    memcpy(&word, at, sizeof word);
    word = le32toh(word);
    return (word & 0xC0C0F0) == 0x8080E0 && (word & 0xFF) != 0xE0 && (word & 0xFF) != 0xED;
}

/* The length of the UTF-8 sequence of more than one byte at `at`; 0 if it is none. A zero byte ends the text, so
 * no byte behind it is looked at. */
static size_t sequence_length(const char *at)
{
    const unsigned char *byte = (const unsigned char *)at;
    if (byte[0] < 0xC2 || byte[0] > 0xF4 || (byte[1] & 0xC0) != 0x80)
        return 0;
    if (byte[0] < 0xE0)
        return 2;
    if ((byte[2] & 0xC0) != 0x80)
        return 0;
    if (byte[0] < 0xF0) {
        bool longer = byte[0] == 0xE0 && byte[1] < 0xA0, surrogate = byte[0] == 0xED && byte[1] > 0x9F;
        return longer || surrogate ? 0 : 3;
    }
    if ((byte[3] & 0xC0) != 0x80 || (byte[0] == 0xF0 && byte[1] < 0x90) || (byte[0] == 0xF4 && byte[1] > 0x8F))
        return 0;
    return 4;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits of a \u sequence; 0 (which no text may hold) if they are none. */
static uint32_t read_hex(const char *at)
{
    uint32_t code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(at[i]);
        if (digit < 0)
            return 0;
        code = code << 4 | (uint32_t)digit;
    }
    return code;
}

static char *write_utf8(char *out, uint32_t code)
{
    if (code < 0x80) {
        *out++ = (char)code;
        return out;
    }
    int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    *out++ = (char)(lead[tail] | code >> (6 * tail));
    while (tail-- > 0)
        *out++ = (char)(0x80 | (code >> (6 * tail) & 0x3F));
    return out;
}

/* The character of the escape sequence at *at, which is passed; 0 if it is wrong. */
static uint32_t read_escape(char **at)
{
    static const char letters[] = "\"\\/bfnrt", meaning[] = "\"\\/\b\f\n\r\t";
    char *cursor = *at + 1;
    const char *letter = *cursor ? strchr(letters, *cursor) : NULL;
    if (letter) {
        *at = cursor + 1;
        return (uint32_t)meaning[letter - letters];
    }
    uint32_t code = *cursor == 'u' ? read_hex(cursor + 1) : 0;
    if (code == 0 || (code >= 0xDC00 && code < 0xE000))
        return 0;
    cursor += 5;
    if (code >= 0xD800 && code < 0xDC00) {
        uint32_t low = cursor[0] == '\\' && cursor[1] == 'u' ? read_hex(cursor + 2) : 0;
        if (low < 0xDC00 || low >= 0xE000)
            return 0;
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        cursor += 6;
    }
    *at = cursor;
    return code;
}

/* Passes over characters that stand for themselves, to a quote, a backslash or what may not be there. */
static char *skip_plain(char *at, bool *control)
{
    for (;;) {
        uint64_t special = special_bits(at);
        if (special == 0) {
            at += 8;
            continue;
        }
        at += __builtin_ctzll(special) / 8;
        while ((unsigned char)*at >= 0x80) {
            size_t length = is_plain_three(at) ? 3 : sequence_length(at);
            if (length == 0)
                return at;
            at += length;
        }
        if (*at == '"' || *at == '\\' || (unsigned char)*at < ' ')
            return at;
        *control |= *at == 0x7f;
        at++;
    }
}

const char *value_text_take(char **cursor, const char *end, const char **out, bool *control)
{
    char *start = *cursor, *at = start + 1, *write = at;
    *out = at;
    *control = false;
    for (;;) {
        char *plain = at;
        at = skip_plain(at, control);
        if (write != plain)
            memmove(write, plain, (size_t)(at - plain));
        write += at - plain;
        if (*at == '"')
            break;
        if (at >= end) {
            *cursor = start;
            return N_("a text does not end");
        }
        *cursor = at; /* where it is wrong, should it be */
        if ((unsigned char)*at >= 0x80)
            return N_("a text is not UTF-8");
        if (*at != '\\')
            return N_("a control character stands in a text");
        uint32_t code = read_escape(&at);
        if (code == 0)
            return N_("a sequence after \"\\\" has no meaning");
        *control |= (code < ' ' && code != '\n') || code == 0x7f;
        write = write_utf8(write, code);
    }
    *write = '\0';
    *cursor = at + 1;
    return NULL;
}
