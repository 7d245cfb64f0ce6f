/*
 * source.c - the bytes of a file as text: encodings, byte order marks, line ends.
 *
 * UTF-16 is told by its mark or its zero bytes; what is no valid UTF-8 is Windows-1252 or GB18030 by how its high bytes stand
 * together, and repaired when it is neither. Invariant: what comes out is valid UTF-8 with LF and without NUL, and the report
 * says what was done to it.
 */
#include <iconv.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "nonet/message.h"

/* In UTF-8; false when more than `gaps` places in it are no characters. Each of those becomes U+FFFD. */
static bool convert(const char *encoding, const char *bytes, size_t length, size_t *gaps, struct buffer *out)
{
    size_t most = *gaps;
    iconv_t converter = iconv_open("UTF-8", encoding);
    if (converter == (iconv_t)-1)
        return false;
    char chunk[16384];
    char *from = (char *)bytes; /* iconv() does not change it */
    size_t left = length;
    *gaps = 0;
    while (left > 0 && *gaps <= most) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t done = iconv(converter, &from, &left, &to, &room);
        bool stuck = done == (size_t)-1 && errno != E2BIG;
        buffer_append(out, chunk, sizeof chunk - room);
        if (stuck) {
            buffer_add(out, "\xEF\xBF\xBD");
            ++*gaps;
            from++;
            left--;
        }
    }
    iconv_close(converter);
    return *gaps <= most;
}

/* More of it is UTF-8 than is damaged: a file that was cut, or that somebody pasted a foreign byte into. */
static bool is_mostly_utf8(const char *bytes, size_t length)
{
    struct buffer repaired = {0};
    size_t good = 0, damaged = 0;
    text_repair(&repaired, bytes, length);
    for (const char *at = buffer_text(&repaired); *at; at++) {
        bool gap = strncmp(at, "\xEF\xBF\xBD", 3) == 0;
        damaged += gap;
        good += !gap && (unsigned char)*at >= 0xC2;
    }
    buffer_clear(&repaired);
    return good > damaged;
}

/* A text has few control characters; a picture or a packed file has many. Three of them prove nothing. */
static bool is_binary(const char *bytes, size_t length)
{
    size_t seen = length < 4096 ? length : 4096, odd = 0;
    for (size_t i = 0; i < seen; i++) {
        unsigned char c = (unsigned char)bytes[i];
        odd += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
    }
    return odd > 3 && odd * 20 > seen;
}

static void say(struct buffer *report, const char *line)
{
    buffer_printf(report, "%s\n", line);
}

/* Chinese comes in pairs of high bytes; a letter with an accent stands among plain ones. */
static bool is_western(const char *bytes, size_t length)
{
    size_t pairs = 0, alone = 0;
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] < 0x80)
            continue;
        bool pair = i + 1 < length && (unsigned char)bytes[i + 1] >= 0x80;
        pairs += pair;
        alone += !pair;
        i += pair;
    }
    return alone > pairs;
}

/* By its mark; without one by the zero bytes that Latin letters, digits and line ends have in it. NULL: it is not UTF-16. */
static const char *utf16_of(const char *bytes, size_t length)
{
    size_t seen = length < 4096 ? length & ~(size_t)1 : 4096, zero[2] = {0, 0};
    if (length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0))
        return "UTF-16";
    for (size_t i = 0; i < seen; i++)
        zero[i & 1] += bytes[i] == '\0';
    if (zero[1] > 4 && zero[0] * 20 < zero[1])
        return "UTF-16LE";
    return zero[0] > 4 && zero[1] * 20 < zero[0] ? "UTF-16BE" : NULL;
}

/* In UTF-8 into an empty buffer, or nothing when it is in no other encoding. */
static void convert_any(const char *bytes, size_t length, struct buffer *report, struct buffer *out)
{
    const char *utf16 = length <= NATIVE_SIZE_LIMIT / 2 ? utf16_of(bytes, length) : NULL;
    size_t gaps = length / 20;
    if (utf16 && convert(utf16, bytes, length, &gaps, out)) {
        say(report, gaps == 0 ? _("the file is UTF-16: it was converted")
                              : _("the file is UTF-16: it was converted, damaged characters are shown as �"));
        return;
    }
    buffer_reset(out);
    gaps = length / 20;
    if (is_binary(bytes, length) || text_is_valid(bytes, length))
        return;
    bool mostly_utf8 = is_mostly_utf8(bytes, length);
    if (!mostly_utf8 && is_western(bytes, length) && convert("WINDOWS-1252", bytes, length, &gaps, out)) {
        say(report, _("the file is not UTF-8: it was read as Windows-1252"));
        return;
    }
    buffer_reset(out);
    gaps = length / 20;
    if (!mostly_utf8 && convert("GB18030", bytes, length, &gaps, out)) {
        say(report, gaps == 0 ? _("the file is not UTF-8: it was read as GB18030")
                              : _("the file is not UTF-8: it was read as GB18030, damaged characters are shown as �"));
        return;
    }
    buffer_reset(out);
    say(report, _("the file is not UTF-8: damaged characters are shown as �"));
}

enum status source_decode(const char *name, struct buffer *bytes, struct buffer *report, struct error *err)
{
    struct buffer converted = {0}, repaired = {0};
    convert_any(buffer_text(bytes), bytes->length, report, &converted);
    if (converted.length > 0) {
        buffer_clear(bytes);
        *bytes = converted;
        converted = (struct buffer){0};
    }
    buffer_clear(&converted);
    if (is_binary(buffer_text(bytes), bytes->length))
        return error_set(err, STATUS_INVALID, _("%s: this is no text file"), name);
    text_repair(&repaired, buffer_text(bytes), bytes->length);
    buffer_clear(bytes);
    *bytes = repaired;
    if (!bytes->data)
        buffer_add(bytes, "");
    return STATUS_OK;
}
