/*
 * utf8.c - bytes to code points and back, and the repair of what comes from outside.
 *
 * Strict UTF-8: no surrogates, no overlong forms, nothing above U+10FFFF. An invalid byte always counts
 * as one character of one byte, forwards and backwards alike, so that positions agree in both
 * directions. What a character looks like is not decided here.
 */
#include "internal.h"

static bool is_continuation(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

size_t text_decode(const char *bytes, size_t length, uint32_t *code_point)
{
    *code_point = REPLACEMENT;
    if (length == 0)
        return 0;
    const unsigned char *s = (const unsigned char *)bytes;
    if (s[0] < 0x80) {
        *code_point = s[0];
        return 1;
    }
    if (s[0] < 0xC2 || length < 2 || !is_continuation(s[1]))
        return 1;
    if (s[0] < 0xE0) {
        *code_point = (uint32_t)(s[0] & 0x1F) << 6 | (s[1] & 0x3Fu);
        return 2;
    }
    if (length < 3 || !is_continuation(s[2]))
        return 1;
    if (s[0] < 0xF0) {
        uint32_t c = (uint32_t)(s[0] & 0x0F) << 12 | (uint32_t)(s[1] & 0x3F) << 6 | (s[2] & 0x3Fu);
        if (c < 0x800 || (c >= 0xD800 && c < 0xE000))
            return 1;
        *code_point = c;
        return 3;
    }
    if (s[0] > 0xF4 || length < 4 || !is_continuation(s[3]))
        return 1;
    uint32_t c = (uint32_t)(s[0] & 0x07) << 18 | (uint32_t)(s[1] & 0x3F) << 12 |
                 (uint32_t)(s[2] & 0x3F) << 6 | (s[3] & 0x3Fu);
    if (c < 0x10000 || c > 0x10FFFF)
        return 1;
    *code_point = c;
    return 4;
}

size_t text_encode(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        c = REPLACEMENT;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

size_t text_character_before(const char *bytes, size_t length, size_t at)
{
    uint32_t code_point;
    for (size_t back = 2; back <= 4 && back <= at && is_continuation((unsigned char)bytes[at - back + 1]);
         back++)
        if (text_decode(bytes + at - back, length - (at - back), &code_point) == back)
            return at - back;
    return at - 1;
}

bool text_is_valid(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t size = text_decode(bytes + at, length - at, &code_point);
        if (text_is_invalid(size, code_point))
            return false;
        at += size;
    }
    return true;
}

/* Length of the run at `at` that a repair leaves alone. */
static size_t sound_run(const char *bytes, size_t length, size_t at)
{
    size_t start = at;
    while (at < length && bytes[at] != '\0' && bytes[at] != '\r') {
        uint32_t code_point = 'a';
        size_t size = (unsigned char)bytes[at] < 0x80 ? 1 : text_decode(bytes + at, length - at, &code_point);
        if (text_is_invalid(size, code_point))
            break;
        at += size;
    }
    return at - start;
}

void text_repair(struct buffer *out, const char *bytes, size_t length)
{
    uint32_t code_point;
    size_t at = 0;
    /* All of them: a text that a second repair would shorten again was not repaired. */
    while (text_decode(bytes + at, length - at, &code_point) == 3 && code_point == 0xFEFF)
        at += 3;
    while (at < length) {
        size_t run = sound_run(bytes, length, at);
        buffer_append(out, bytes + at, run);
        at += run;
        if (at >= length)
            break;
        if (bytes[at] == '\r') {
            buffer_add_char(out, '\n');
            at += at + 1 < length && bytes[at + 1] == '\n' ? 2 : 1;
        } else {
            buffer_add(out, "\xEF\xBF\xBD");
            at++;
        }
    }
}
