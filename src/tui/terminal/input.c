/*
 * input.c - bytes to events.
 *
 * All bytes wait in one buffer; a recogniser looks at its front and says: an event, nothing, or more bytes needed.
 * So it does not matter how a sequence was split over reads. Sequences are sequences.c's.
 *
 * Invariant: `at` only moves over bytes that were understood or given up; what is kept while waiting is bounded, but
 * for the text of a paste, which is cut at PASTE_MAX.
 */
#include "input.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/text.h"
#include "sequences.h"

#define PASTE_MAX (16u << 20)
#define PASTE_END "\033[201~"
#define PASTE_SILENCE_MS 2000 /* the end of a paste that never comes */
#define SEQUENCE_FACTOR 20    /* of the escape delay: the rest of a sequence that never comes */
#define DOUBLE_CLICK_MS 400

#define BURST_BYTES 64 /* more in one read than a hand types ahead on a slow line */

struct input {
    struct buffer bytes;
    size_t at;        /* how much of them is done */
    int64_t fed;      /* when the newest byte came */
    int escape_delay; /* ms */
    bool pasting;
    bool paste_given; /* the borrowed text of the last paste can go */
    struct buffer paste;
    struct mouse click; /* the last press, for double clicks */
    int64_t clicked;
};

struct input *input_new(void)
{
    struct input *input = memory_new(1, sizeof *input);
    input->escape_delay = 25;
    return input;
}

void input_free(struct input *input)
{
    if (!input)
        return;
    buffer_clear(&input->bytes);
    buffer_clear(&input->paste);
    free(input);
}

void input_set_escape_delay(struct input *input, int ms)
{
    input->escape_delay = ms;
}

void input_feed(struct input *input, const char *bytes, size_t length, int64_t now)
{
    buffer_remove(&input->bytes, 0, input->at);
    input->at = 0;
    buffer_append(&input->bytes, bytes, length);
    if (length > 0)
        input->fed = now;
}

static const char *front(const struct input *input, size_t *left)
{
    *left = input->bytes.length - input->at;
    return buffer_text(&input->bytes) + input->at;
}

/* ---- pastes -------------------------------------------------------------------------------------- */

static void give_paste(struct input *input, struct event *event)
{
    input->pasting = false;
    input->paste_given = true;
    *event = (struct event){.type = EVENT_PASTE, .text = buffer_text(&input->paste), .length = input->paste.length};
}

static void keep_paste(struct input *input, const char *bytes, size_t length)
{
    size_t room = PASTE_MAX - input->paste.length;
    buffer_append(&input->paste, bytes, length < room ? length : room);
    input->at += length;
}

/* Takes over what is text for certain; the last bytes may be the beginning of the end mark. */
static bool next_of_paste(struct input *input, int64_t now, struct event *event)
{
    size_t left, mark = strlen(PASTE_END);
    const char *bytes = front(input, &left);
    const char *end = left > 0 ? memmem(bytes, left, PASTE_END, mark) : NULL;
    if (end) {
        keep_paste(input, bytes, (size_t)(end - bytes));
        input->at += mark;
        give_paste(input, event);
        return true;
    }
    size_t keep = left < mark - 1 ? left : mark - 1;
    while (keep > 0 && memcmp(bytes + left - keep, PASTE_END, keep) != 0)
        keep--;
    keep_paste(input, bytes, left - keep);
    if (now - input->fed < PASTE_SILENCE_MS)
        return false;
    give_paste(input, event);
    return true;
}

/* ---- mouse --------------------------------------------------------------------------------------- */

static void count_clicks(struct input *input, struct mouse *mouse)
{
    if (mouse->kind != MOUSE_PRESS)
        return;
    const struct mouse *last = &input->click;
    mouse->twice = input->clicked > 0 && input->fed - input->clicked <= DOUBLE_CLICK_MS && !last->twice &&
                   last->button == mouse->button && last->row == mouse->row && last->column == mouse->column;
    input->click = *mouse;
    input->clicked = input->fed;
}

/* ---- single keys --------------------------------------------------------------------------------- */

static struct key control_key(unsigned char byte)
{
    switch (byte) {
    case '\t':
        return (struct key){INPUT_TAB, 0};
    case '\r':
        return (struct key){INPUT_ENTER, 0};
    case 0x1b:
        return (struct key){INPUT_ESC, 0};
    case 0x7f:
        return (struct key){INPUT_BACKSPACE, 0};
    case 0:
        return (struct key){' ', KEY_CTRL_HELD};
    default:
        return (struct key){byte <= 26 ? byte + 'a' - 1u : byte + '@' + 0u, KEY_CTRL_HELD};
    }
}

/* Bytes that the character beginning here still lacks; 0 = it is whole, or can be none. */
static bool is_cut_character(const char *bytes, size_t left)
{
    static const struct {
        unsigned char first, last; /* lead bytes */
        unsigned char low, high;   /* what may follow them */
        size_t size;
    } forms[] = {
        {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
        {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
        {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    unsigned char lead = (unsigned char)bytes[0];
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (lead < forms[i].first || lead > forms[i].last)
            continue;
        for (size_t k = 1; k < left && k < forms[i].size; k++) {
            unsigned char byte = (unsigned char)bytes[k];
            if (byte < (k == 1 ? forms[i].low : 0x80) || byte > (k == 1 ? forms[i].high : 0xbf))
                return false;
        }
        return left < forms[i].size;
    }
    return false;
}

static enum found next_character(struct input *input, const char *bytes, size_t left, struct event *event)
{
    unsigned char byte = (unsigned char)bytes[0];
    if (byte < ' ' || byte == 0x7f) {
        event->key = control_key(byte);
        input->at++;
        return FOUND_EVENT;
    }
    if (is_cut_character(bytes, left))
        return FOUND_CUT;
    uint32_t code;
    input->at += text_decode(bytes, left, &code);
    event->key.code = code;
    return code >= 0x80 && code < 0xa0 ? FOUND_NOTHING : FOUND_EVENT;
}

/* ---- what begins with ESC -------------------------------------------------------------------------- */

/* After the delay a lone ESC is the key, and so is one whose sequence has only its introducer: somebody typed these
 * two. A longer rest of a sequence is waited for longer, then dropped: its end would be typed into a note. */
static enum found give_up(struct input *input, size_t left, int64_t now, struct event *event)
{
    int64_t waited = now - input->fed;
    if (left <= 2 && waited >= input->escape_delay) {
        event->key = (struct key){INPUT_ESC, 0};
        input->at++;
        return FOUND_EVENT;
    }
    if (waited < (int64_t)input->escape_delay * SEQUENCE_FACTOR)
        return FOUND_CUT;
    input->at += left;
    return FOUND_NOTHING;
}

static enum found next_sequence(struct input *input, const char *bytes, size_t left, int64_t now,
                                struct event *event)
{
    size_t used = 0;
    enum found found = sequence_read(bytes, left, &used, event);
    if (found == FOUND_CUT)
        return give_up(input, left, now, event);
    input->at += used;
    if (found == FOUND_PASTE) {
        input->pasting = true;
        buffer_reset(&input->paste);
    } else if (found == FOUND_EVENT && event->type == EVENT_MOUSE) {
        count_clicks(input, &event->mouse);
    }
    return found;
}

bool input_next(struct input *input, int64_t now, struct event *event)
{
    if (input->paste_given) {
        buffer_clear(&input->paste);
        input->paste_given = false;
    }
    for (;;) {
        *event = (struct event){.type = EVENT_KEY};
        if (input->pasting)
            return next_of_paste(input, now, event);
        size_t left;
        const char *bytes = front(input, &left);
        if (left == 0)
            return false;
        enum found found = bytes[0] == 0x1b ? next_sequence(input, bytes, left, now, event)
                                            : next_character(input, bytes, left, event);
        if (found == FOUND_EVENT)
            return true;
        if (found == FOUND_CUT)
            return false;
    }
}

int64_t input_deadline(const struct input *input)
{
    size_t left;
    const char *bytes = front(input, &left);
    if (input->pasting)
        return input->fed + PASTE_SILENCE_MS;
    if (left == 0 || bytes[0] != 0x1b)
        return 0;
    return input->fed + (left <= 2 ? input->escape_delay : input->escape_delay * SEQUENCE_FACTOR);
}

size_t input_burst(const struct input *input, const char *bytes, size_t length)
{
    size_t lines = 0, left;
    front(input, &left);
    if (left > 0 || input->pasting || length < BURST_BYTES)
        return 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '\r' || byte == '\n')
            lines = i + 1;
        else if ((byte < ' ' && byte != '\t') || byte == 0x7f)
            return 0;
    }
    return lines;
}
