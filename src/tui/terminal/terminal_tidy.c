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
#define SHIFT_IN '\x0f'

void tidy_clear(struct tidy *tidy)
{
    buffer_clear(&tidy->state);
    buffer_clear(&tidy->pending);
}

/* Length of the sequence at bytes[0] that sets attributes (ESC [ digits m), 0 = it is none. */
static size_t attribute_length(const char *bytes, size_t length)
{
    if (length < 3 || bytes[1] != '[')
        return 0;
    size_t at = 2;
    while (at < length && ((bytes[at] >= '0' && bytes[at] <= '9') || bytes[at] == ';'))
        at++;
    return at < length && bytes[at] == 'm' ? at + 1 : 0;
}

static bool is_reset(const char *parameters, size_t length)
{
    return length == 0 || (parameters[0] == '0' && (length == 1 || parameters[1] == ';'));
}

static void add_parameters(struct buffer *pending, const char *parameters, size_t length)
{
    if (is_reset(parameters, length)) {
        buffer_reset(pending);
        buffer_add_char(pending, '0');
        if (length > 1)
            buffer_append(pending, parameters + 1, length - 1);
        return;
    }
    if (pending->length > 0)
        buffer_add_char(pending, ';');
    buffer_append(pending, parameters, length);
}

/* Sends the joined change, unless it resets to what is in force. */
static void flush(struct tidy *tidy, struct buffer *out)
{
    struct buffer *pending = &tidy->pending;
    if (pending->length == 0)
        return;
    bool reset = is_reset(pending->data, pending->length);
    bool in_force = reset && pending->length == tidy->state.length &&
                    memcmp(pending->data, tidy->state.data, pending->length) == 0;
    if (!in_force) {
        buffer_append(out, "\033[", 2);
        if (pending->length > 1 || !reset)
            buffer_append(out, pending->data, pending->length);
        buffer_add_char(out, 'm');
        if (reset)
            buffer_reset(&tidy->state);
        /* Not known before the first reset: then nothing is ever taken for being in force. */
        if (reset || tidy->state.length > 0)
            add_parameters(&tidy->state, pending->data, pending->length);
        if (tidy->state.length > STATE_MAX)
            buffer_reset(&tidy->state);
    }
    buffer_reset(pending);
}

/* Text and sequences that mean nothing here: up to the next byte that may. */
static size_t plain_length(const char *bytes, size_t length)
{
    size_t at = 1;
    while (at < length && bytes[at] != '\033' && bytes[at] != SHIFT_IN && bytes[at] != PLACEHOLDER_BYTES[0])
        at++;
    return at;
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

/* What selects the ASCII character set, which is in force anyway: SI and ESC ( B. */
static size_t charset_length(const char *bytes, size_t length)
{
    if (bytes[0] == SHIFT_IN)
        return 1;
    return length >= 3 && memcmp(bytes, "\033(B", 3) == 0 ? 3 : 0;
}

void tidy_bytes(struct tidy *tidy, const char *bytes, size_t length, bool whole, struct buffer *out)
{
    bool charset_said = !whole;
    if (whole)
        buffer_reset(&tidy->state);
    for (size_t at = 0, size; at < length; at += size) {
        size = bytes[at] == '\033' ? attribute_length(bytes + at, length - at) : 0;
        if (size > 0) {
            add_parameters(&tidy->pending, bytes + at + 2, size - 3);
            continue;
        }
        size = charset_length(bytes + at, length - at);
        if (size > 0 && charset_said)
            continue;
        charset_said = charset_said || size > 0;
        flush(tidy, out);
        size_t skipped = size == 0 ? skip_placeholder(bytes, at, length, out) : 0;
        if (skipped == 0) {
            size = size > 0 ? size : plain_length(bytes + at, length - at);
            buffer_append(out, bytes + at, size);
        } else {
            size = skipped;
        }
    }
    flush(tidy, out);
}
