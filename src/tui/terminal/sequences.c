/*
 * sequences.c - the sequences of xterm, linux, rxvt, tmux, vt220 and kitty terminals.
 *
 * Keys are tables. What is in none of them is swallowed whole, so that no rest of it is typed as text.
 *
 * Invariant: no sequence is longer than SEQUENCE_MAX; a longer one is given up at that length.
 */
#include "sequences.h"

#include <ctype.h>
#include <string.h>

#define ESC '\033'
#define SEQUENCE_MAX 4096
#define PARAMETERS_MAX 8
#define PROBE_ROW_MIN 2 /* reports for the first row look like F3 with modifiers */

struct parameters {
    int value[PARAMETERS_MAX]; /* -1 = left out */
    size_t count;
    char prefix; /* '<', '?', '>', '=' or 0 */
};

struct named_key {
    int name; /* final byte or number */
    struct key key;
};

/* CSI ... letter, and SS3 letter. */
static const struct named_key letters[] = {
    {'A', {INPUT_UP, 0}},          {'B', {INPUT_DOWN, 0}},          {'C', {INPUT_RIGHT, 0}},
    {'D', {INPUT_LEFT, 0}},        {'H', {INPUT_HOME, 0}},          {'F', {INPUT_END, 0}},
    {'P', {INPUT_F1, 0}},          {'Q', {INPUT_F1 + 1, 0}},        {'R', {INPUT_F1 + 2, 0}},
    {'S', {INPUT_F1 + 3, 0}},      {'Z', {INPUT_TAB, KEY_SHIFT_HELD}}, {'E', {INPUT_UNKNOWN, 0}},
};

/* CSI number ~ (and rxvt's ^ $ @). */
static const struct named_key numbers[] = {
    {1, {INPUT_HOME, 0}},     {2, {INPUT_INSERT, 0}},   {3, {INPUT_DELETE, 0}},   {4, {INPUT_END, 0}},
    {5, {INPUT_PAGE_UP, 0}},  {6, {INPUT_PAGE_DOWN, 0}}, {7, {INPUT_HOME, 0}},    {8, {INPUT_END, 0}},
    {11, {INPUT_F1, 0}},      {12, {INPUT_F1 + 1, 0}},  {13, {INPUT_F1 + 2, 0}},  {14, {INPUT_F1 + 3, 0}},
    {15, {INPUT_F1 + 4, 0}},  {17, {INPUT_F1 + 5, 0}},  {18, {INPUT_F1 + 6, 0}},  {19, {INPUT_F1 + 7, 0}},
    {20, {INPUT_F1 + 8, 0}},  {21, {INPUT_F1 + 9, 0}},  {23, {INPUT_F1 + 10, 0}}, {24, {INPUT_F1 + 11, 0}},
};

static enum found give_key(struct event *event, struct key key)
{
    if (key.code == INPUT_UNKNOWN || key.code == 0)
        return FOUND_NOTHING;
    event->type = EVENT_KEY;
    event->key = key;
    return FOUND_EVENT;
}

static enum found give_named(struct event *event, const struct named_key *table, size_t count, int name,
                             unsigned modifiers)
{
    for (size_t i = 0; i < count; i++)
        if (table[i].name == name) {
            struct key key = table[i].key;
            key.modifiers |= modifiers;
            return give_key(event, key);
        }
    return FOUND_NOTHING;
}

/* xterm's parameter: 1 + shift 1, alt 2, ctrl 4, meta 8. */
static unsigned modifiers_of(const struct parameters *parameters, size_t at)
{
    int value = at < parameters->count ? parameters->value[at] - 1 : 0;
    if (value <= 0)
        return 0;
    return ((value & 1) ? KEY_SHIFT_HELD : 0u) | ((value & (2 | 8)) ? KEY_ALT_HELD : 0u) |
           ((value & 4) ? KEY_CTRL_HELD : 0u);
}

/* A key told by its code point (kitty, modifyOtherKeys). */
static enum found give_code(struct event *event, int code, unsigned modifiers)
{
    struct key key = {.modifiers = modifiers};
    switch (code) {
    case 27:
        key.code = INPUT_ESC;
        break;
    case 13:
        key.code = INPUT_ENTER;
        break;
    case 9:
        key.code = INPUT_TAB;
        break;
    case 8:
    case 127:
        key.code = INPUT_BACKSPACE;
        break;
    default:
        /* kitty puts its own keys into the private area */
        if (code < 32 || code >= 0x110000 || (code >= 57344 && code <= 63743))
            return FOUND_NOTHING;
        key.code = (uint32_t)code;
        if (modifiers & KEY_CTRL_HELD && code < 0x80) {
            key.code = (uint32_t)tolower(code);
        } else if (modifiers & KEY_SHIFT_HELD) {
            key.code = code < 0x80 ? (uint32_t)toupper(code) : key.code;
            key.modifiers &= ~(unsigned)KEY_SHIFT_HELD;
        }
        break;
    }
    return give_key(event, key);
}

/* ---- mouse --------------------------------------------------------------------------------------- */

static enum found give_mouse(struct event *event, int code, int column, int row, bool release)
{
    struct mouse *mouse = &event->mouse;
    int button = code & 3;
    if (column < 1 || row < 1)
        return FOUND_NOTHING;
    *mouse = (struct mouse){.row = row - 1, .column = column - 1, .button = button + 1};
    mouse->modifiers = ((code & 4) ? KEY_SHIFT_HELD : 0u) | ((code & 8) ? KEY_ALT_HELD : 0u) |
                       ((code & 16) ? KEY_CTRL_HELD : 0u);
    if (code & ~0x7f)
        return FOUND_NOTHING;
    if (code & 64) {
        if (button > 1)
            return FOUND_NOTHING; /* a wheel to the side */
        mouse->kind = button == 0 ? MOUSE_WHEEL_UP : MOUSE_WHEEL_DOWN;
        mouse->button = 0;
    } else if (code & 32) {
        if (button == 3)
            return FOUND_NOTHING; /* moved without a button */
        mouse->kind = MOUSE_DRAG;
    } else {
        mouse->kind = release || button == 3 ? MOUSE_RELEASE : MOUSE_PRESS;
        if (button == 3)
            mouse->button = 1;
    }
    event->type = EVENT_MOUSE;
    return FOUND_EVENT;
}

/* The old form: three bytes follow, each its value and 32. */
static enum found read_old_mouse(const char *bytes, size_t length, size_t *used, struct event *event)
{
    if (length < 6)
        return FOUND_CUT;
    *used = 6;
    int value[3];
    for (size_t i = 0; i < 3; i++)
        value[i] = (unsigned char)bytes[3 + i] - 32;
    return value[0] < 0 ? FOUND_NOTHING : give_mouse(event, value[0], value[1], value[2], false);
}

/* ---- CSI ----------------------------------------------------------------------------------------- */

static void parse_parameters(const char *bytes, size_t length, struct parameters *out)
{
    *out = (struct parameters){0};
    size_t at = 0;
    if (length > 0 && strchr("<?>=", bytes[0]) && bytes[0])
        out->prefix = bytes[at++];
    while (at < length && out->count < PARAMETERS_MAX) {
        int value = -1;
        for (; at < length && isdigit((unsigned char)bytes[at]); at++)
            if (value < 0x110000)
                value = (value < 0 ? 0 : value) * 10 + (bytes[at] - '0');
        out->value[out->count++] = value;
        /* A colon begins a sub-parameter (kitty): not needed. */
        while (at < length && bytes[at] != ';')
            at++;
        at++;
    }
}

static int parameter(const struct parameters *parameters, size_t at)
{
    return at < parameters->count ? parameters->value[at] : -1;
}

static enum found give_tilde(struct event *event, const struct parameters *parameters, unsigned modifiers)
{
    int number = parameter(parameters, 0);
    if (number == 200)
        return FOUND_PASTE;
    if (number == 27 && parameters->count >= 3)
        return give_code(event, parameter(parameters, 2), modifiers_of(parameters, 1));
    return give_named(event, numbers, COUNT_OF(numbers), number, modifiers | modifiers_of(parameters, 1));
}

static enum found give_cursor(struct event *event, const struct parameters *parameters)
{
    event->type = EVENT_CURSOR;
    event->rows = parameter(parameters, 0);
    event->columns = parameter(parameters, 1);
    return event->rows > 0 && event->columns > 0 ? FOUND_EVENT : FOUND_NOTHING;
}

static enum found give_csi(struct event *event, char final, const struct parameters *parameters)
{
    if (parameters->prefix == '<' && (final == 'M' || final == 'm'))
        return give_mouse(event, parameter(parameters, 0), parameter(parameters, 1), parameter(parameters, 2),
                          final == 'm');
    if (parameters->prefix)
        return FOUND_NOTHING;
    switch (final) {
    case '~':
        return give_tilde(event, parameters, 0);
    case '^':
        return give_tilde(event, parameters, KEY_CTRL_HELD);
    case '$':
        return give_tilde(event, parameters, KEY_SHIFT_HELD);
    case '@':
        return give_tilde(event, parameters, KEY_SHIFT_HELD | KEY_CTRL_HELD);
    case 'u':
        return give_code(event, parameter(parameters, 0), modifiers_of(parameters, 1));
    case 'R':
        if (parameters->count == 2 && parameter(parameters, 0) >= PROBE_ROW_MIN)
            return give_cursor(event, parameters);
        break;
    case 'a': /* rxvt: Shift and an arrow */
    case 'b':
    case 'c':
    case 'd':
        return give_named(event, letters, COUNT_OF(letters), toupper(final), KEY_SHIFT_HELD);
    default:
        break;
    }
    return give_named(event, letters, COUNT_OF(letters), final, modifiers_of(parameters, 1));
}

static enum found read_csi(const char *bytes, size_t length, size_t *used, struct event *event)
{
    size_t at = 2;
    if (length > 2 && bytes[2] == 'M')
        return read_old_mouse(bytes, length, used, event);
    if (length > 2 && bytes[2] == '[') { /* linux: F1 to F5 */
        if (length < 4)
            return FOUND_CUT;
        *used = 4;
        bool known = bytes[3] >= 'A' && bytes[3] <= 'E';
        return known ? give_key(event, (struct key){INPUT_F1 + (uint32_t)(bytes[3] - 'A'), 0}) : FOUND_NOTHING;
    }
    while (at < length && at < SEQUENCE_MAX && bytes[at] >= 0x20 && bytes[at] < 0x40 &&
           !(bytes[at] == '$' && bytes[2] != '?'))
        at++;
    if (at >= SEQUENCE_MAX) {
        *used = at;
        return FOUND_NOTHING;
    }
    if (at == length)
        return FOUND_CUT;
    unsigned char final = (unsigned char)bytes[at];
    if (final < 0x20 || final > 0x7e) { /* broken off: what came instead is read for itself */
        *used = at;
        return FOUND_NOTHING;
    }
    *used = at + 1;
    struct parameters parameters;
    parse_parameters(bytes + 2, at - 2, &parameters);
    return give_csi(event, (char)final, &parameters);
}

/* ---- the others ---------------------------------------------------------------------------------- */

static enum found read_ss3(const char *bytes, size_t length, size_t *used, struct event *event)
{
    static const char keypad[] = "0123456789";
    if (length < 3)
        return FOUND_CUT;
    char final = bytes[2];
    *used = 3;
    if (final >= 'a' && final <= 'd') /* rxvt: Ctrl and an arrow */
        return give_named(event, letters, COUNT_OF(letters), toupper(final), KEY_CTRL_HELD);
    if (final >= 'p' && final <= 'y')
        return give_key(event, (struct key){(uint32_t)keypad[final - 'p'], 0});
    if (final == 'M')
        return give_key(event, (struct key){INPUT_ENTER, 0});
    if ((unsigned char)final < 0x20 || (unsigned char)final > 0x7e)
        *used = 2;
    return give_named(event, letters, COUNT_OF(letters), final, 0);
}

/* OSC, DCS, APC, PM, SOS: up to BEL or ESC \, all swallowed. */
static enum found read_string(const char *bytes, size_t length, size_t *used)
{
    size_t limit = length < SEQUENCE_MAX ? length : SEQUENCE_MAX;
    for (size_t at = 2; at < limit; at++) {
        if (bytes[at] == '\a' || (bytes[at] == ESC && at + 1 < length && bytes[at + 1] == '\\')) {
            *used = at + (bytes[at] == ESC ? 2 : 1);
            return FOUND_NOTHING;
        }
    }
    if (length < SEQUENCE_MAX)
        return FOUND_CUT;
    *used = SEQUENCE_MAX;
    return FOUND_NOTHING;
}

enum found sequence_read(const char *bytes, size_t length, size_t *used, struct event *event)
{
    if (length < 2)
        return FOUND_CUT;
    switch (bytes[1]) {
    case '[':
        return read_csi(bytes, length, used, event);
    case 'O':
        return read_ss3(bytes, length, used, event);
    case ']':
    case 'P':
    case '_':
    case '^':
    case 'X':
        return read_string(bytes, length, used);
    default:
        *used = 1;
        return give_key(event, (struct key){INPUT_ESC, 0});
    }
}
