/*
 * source.c - the bytes of a file as text: encodings, byte order marks, line ends.
 *
 * What is no valid UTF-8 is tried as UTF-16 (only with its mark) and GB18030, and repaired when it is neither. Invariant:
 * what comes out is valid UTF-8 with LF and without NUL, and the report says what was done to it.
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

/* A text has few control characters; a picture or a packed file has many. */
static bool is_binary(const char *bytes, size_t length)
{
    size_t seen = length < 4096 ? length : 4096, odd = 0;
    for (size_t i = 0; i < seen; i++) {
        unsigned char c = (unsigned char)bytes[i];
        odd += c < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != 0x1b;
    }
    return odd * 20 > seen;
}

static void say(struct buffer *report, const char *line)
{
    buffer_printf(report, "%s\n", line);
}

enum status source_decode(const char *name, struct buffer *bytes, struct buffer *report, struct error *err)
{
    const char *data = buffer_text(bytes);
    size_t length = bytes->length;
    struct buffer converted = {0};
    bool marked = length >= 2 && (memcmp(data, "\xFF\xFE", 2) == 0 || memcmp(data, "\xFE\xFF", 2) == 0);
    size_t gaps = 0;
    bool utf16 = marked && length <= NATIVE_SIZE_LIMIT / 2 && convert("UTF-16", data, length, &gaps, &converted);
    if (utf16)
        say(report, _("the file is UTF-16: it was converted"));
    else if (is_binary(data, length))
        return error_set(err, STATUS_INVALID, _("%s: this is no text file"), name);
    if (!utf16 && !text_is_valid(data, length)) {
        buffer_reset(&converted);
        gaps = length / 20;
        if (!is_mostly_utf8(data, length) && convert("GB18030", data, length, &gaps, &converted)) {
            say(report, gaps == 0 ? _("the file is not UTF-8: it was read as GB18030")
                                  : _("the file is not UTF-8: it was read as GB18030, damaged characters are shown as �"));
        } else {
            buffer_reset(&converted);
            say(report, _("the file is not UTF-8: damaged characters are shown as �"));
        }
    }
    if (converted.length > 0) {
        buffer_clear(bytes);
        *bytes = converted;
        converted = (struct buffer){0};
    }
    buffer_clear(&converted);
    struct buffer repaired = {0};
    text_repair(&repaired, buffer_text(bytes), bytes->length);
    buffer_clear(bytes);
    *bytes = repaired;
    if (!bytes->data)
        buffer_add(bytes, "");
    return STATUS_OK;
}
