/*
 * fuzz_input.c - any bytes as terminal input: the same events however they are split, all of it used up in the end.
 */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "terminal/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void note(struct buffer *out, const struct event *event)
{
    buffer_printf(out, "%d:%u:%u:%d:%d:%d:%d:%zu;", (int)event->type, event->key.code, event->key.modifiers,
                  (int)event->mouse.kind, event->mouse.row, event->mouse.column, event->rows, event->length);
    if (event->type == EVENT_PASTE)
        buffer_append(out, event->text, event->length);
    else if (event->type == EVENT_KEY && (event->key.code == 0x1b || event->key.code == INPUT_UNKNOWN))
        abort(); /* these have names, or are swallowed */
}

/* Feeds in pieces of `step` bytes. */
static void decode(const char *bytes, size_t length, size_t step, struct buffer *out)
{
    struct input *input = input_new();
    struct event event;
    for (size_t at = 0; at < length; at += step) {
        input_feed(input, bytes + at, length - at < step ? length - at : step, 1000);
        while (input_next(input, 1000, &event))
            note(out, &event);
    }
    /* When nothing more comes, every deadline has to make an end: twice at most, a paste and what follows it. */
    for (int64_t now = 1000; input_deadline(input) > 0; now = input_deadline(input)) {
        if (now > 1000000)
            abort();
        while (input_next(input, now, &event))
            note(out, &event);
        if (input_deadline(input) == now && now != 1000)
            abort();
    }
    input_free(input);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    /* Longer sequences are given up where the piece ends: not the same for all pieces, and no matter. */
    if (length > 4000)
        return 0;
    struct buffer whole = {0}, split = {0};
    decode((const char *)bytes, length, length ? length : 1, &whole);
    decode((const char *)bytes, length, 1 + length % 3, &split);
    if (strcmp(buffer_text(&whole), buffer_text(&split)) != 0)
        abort();
    buffer_clear(&whole);
    buffer_clear(&split);
    return 0;
}
