/*
 * loop_clipboard.c - base64 in an OSC 52 sequence.
 */
#include "loop_clipboard.h"

#define TEXT_MAX 74000 /* xterm takes 100,000 bytes in all */

void clipboard_sequence(const struct buffer *text, struct buffer *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (text->length > TEXT_MAX)
        return;
    const unsigned char *bytes = (const unsigned char *)buffer_text(text);
    buffer_add(out, "\033]52;c;");
    for (size_t at = 0; at < text->length; at += 3) {
        size_t left = text->length - at;
        unsigned group = (unsigned)bytes[at] << 16;
        group |= left > 1 ? (unsigned)bytes[at + 1] << 8 : 0u;
        group |= left > 2 ? (unsigned)bytes[at + 2] : 0u;
        buffer_add_char(out, digits[group >> 18 & 63]);
        buffer_add_char(out, digits[group >> 12 & 63]);
        buffer_add_char(out, left > 1 ? digits[group >> 6 & 63] : '=');
        buffer_add_char(out, left > 2 ? digits[group & 63] : '=');
    }
    buffer_add_char(out, '\a');
}
