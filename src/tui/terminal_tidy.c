/*
 * terminal_tidy.c - joins attribute changes, drops what has no effect.
 *
 * Invariant: after the bytes given out, a terminal has the same cells, attributes and cursor as after those that came
 * in. Attributes are only known from a full reset on, so only runs that contain one are dropped.
 */
#include "terminal_tidy.h"

#include <string.h>

#define STATE_MAX 200 /* changes without a reset: better forgotten than kept for ever */
#define PLACEHOLDER_BYTES "\xf4\x8f\xbf\xbd"

void tidy_clear(struct tidy *tidy)
{
    buffer_clear(&tidy->state);
}

/* Length of the sequence at bytes[0] that sets attributes (ESC [ digits m), 0 = it is none. */
static size_t attribute_length(const char *bytes, size_t length)
{
    if (length < 3 || bytes[0] != '\033' || bytes[1] != '[')
        return 0;
    size_t digits = 0;
    while (2 + digits < length && bytes[2 + digits] && strchr("0123456789;", bytes[2 + digits]))
        digits++;
    return 2 + digits < length && bytes[2 + digits] == 'm' ? digits + 3 : 0;
}

/* ESC ( B and SI: the ASCII character set, which is in force anyway. */
static size_t charset_length(const char *bytes, size_t length)
{
    if (bytes[0] == '\x0f')
        return 1;
    return length >= 3 && memcmp(bytes, "\033(B", 3) == 0 ? 3 : 0;
}

static bool is_reset(const char *parameters, size_t length)
{
    return length == 0 || (parameters[0] == '0' && (length == 1 || parameters[1] == ';'));
}

static void add_parameters(struct buffer *pending, const char *parameters, size_t length)
{
    if (is_reset(parameters, length)) {
        buffer_reset(pending);
        buffer_add(pending, "0");
        if (length > 1)
            buffer_append(pending, parameters + 1, length - 1);
        return;
    }
    if (pending->length > 0)
        buffer_add_char(pending, ';');
    buffer_append(pending, parameters, length);
}

/* Sends the joined change, unless it resets to what is in force. */
static void flush(struct tidy *tidy, struct buffer *pending, struct buffer *out)
{
    if (pending->length == 0)
        return;
    const char *text = buffer_text(pending);
    bool reset = is_reset(text, pending->length);
    if (reset && strcmp(text, buffer_text(&tidy->state)) == 0) {
        buffer_reset(pending);
        return;
    }
    buffer_printf(out, "\033[%sm", strcmp(text, "0") == 0 ? "" : text);
    if (reset)
        buffer_reset(&tidy->state);
    /* Not known before the first reset: then nothing is ever taken for being in force. */
    if (reset || tidy->state.length > 0)
        add_parameters(&tidy->state, text, pending->length);
    if (tidy->state.length > STATE_MAX)
        buffer_reset(&tidy->state);
    buffer_reset(pending);
}

/* A placeholder goes; where curses crossed one without its character, the cursor still has to move. */
static size_t skip_placeholder(const char *bytes, size_t at, size_t length, struct buffer *out)
{
    size_t mark = strlen(PLACEHOLDER_BYTES);
    if (length - at < mark || memcmp(bytes + at, PLACEHOLDER_BYTES, mark) != 0)
        return 0;
    if (at == 0 || (unsigned char)bytes[at - 1] < 0x80)
        buffer_add(out, "\033[C");
    return mark;
}

void tidy_bytes(struct tidy *tidy, const char *bytes, size_t length, bool whole, struct buffer *out)
{
    struct buffer pending = {0};
    bool charset_said = !whole;
    if (whole)
        buffer_reset(&tidy->state);
    for (size_t at = 0; at < length;) {
        size_t size = attribute_length(bytes + at, length - at);
        if (size > 0) {
            add_parameters(&pending, bytes + at + 2, size - 3);
            at += size;
            continue;
        }
        size = charset_length(bytes + at, length - at);
        if (size > 0 && charset_said) {
            at += size;
            continue;
        }
        charset_said = charset_said || size > 0;
        flush(tidy, &pending, out);
        size_t skipped = skip_placeholder(bytes, at, length, out);
        if (skipped == 0)
            buffer_append(out, bytes + at, size > 0 ? size : 1);
        at += skipped > 0 ? skipped : size > 0 ? size : 1;
    }
    flush(tidy, &pending, out);
    buffer_clear(&pending);
}
