/*
 * terminal_abilities.c - terminfo's answers, turned into bytes.
 *
 * Moves are made for every few cells of a frame, and terminfo's little language takes longer to run than all else about
 * them: the form that nearly every terminal has is written directly.
 *
 * Invariant: after abilities_dress() exactly the attributes and colours of `to` are in force, whatever was before.
 */
#include "terminal_abilities.h"

#include <curses.h>
#include <string.h>
#include <term.h>
#include <unistd.h>

/* term.h makes words of everybody's macros. */
#undef columns
#undef lines

#define STANDARD_MOVE "\033[%i%p1%d;%p2%dH"
#define STANDARD_FORWARD "\033[%p1%dC"

/* ---- open and close -------------------------------------------------------------------------------- */

/* Terminfo's bits of no_color_video, in the order of enum style_flag. */
static const unsigned video_bit[] = {32, 4, 2, 16};

static unsigned flags_without_colour(void)
{
    int video = no_color_video; /* -1 = not said */
    unsigned flags = 0;
    for (size_t i = 0; video > 0 && i < COUNT_OF(video_bit); i++)
        if ((unsigned)video & video_bit[i])
            flags |= 1u << i;
    return flags;
}

/* The numbers of ESC [ numbers m, and what selects ASCII letters left out; false = something else is in there. */
static bool standard_look(const char *text, size_t length, const char **numbers, size_t *count)
{
    if (length >= 3 && memcmp(text, "\033(B", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (length > 0 && text[length - 1] == '\x0f')
        length--;
    if (length < 3 || text[0] != '\033' || text[1] != '[' || text[length - 1] != 'm')
        return false;
    *numbers = text + 2;
    *count = length - 3;
    return strspn(*numbers, "0123456789;") == *count;
}

static bool has_standard_look(const char *capability)
{
    struct buffer plain = {0};
    const char *numbers;
    size_t count;
    abilities_add(&plain, capability);
    bool standard = !capability || standard_look(buffer_text(&plain), plain.length, &numbers, &count);
    buffer_clear(&plain);
    return standard;
}

static bool has_standard_looks(const struct abilities *abilities)
{
    bool standard = abilities->plain && has_standard_look(abilities->plain);
    for (size_t i = 0; i < COUNT_OF(abilities->attribute); i++)
        standard = standard && has_standard_look(abilities->attribute[i]);
    if (abilities->foreground)
        standard = standard && has_standard_look(tiparm(abilities->foreground, 1));
    if (abilities->background)
        standard = standard && has_standard_look(tiparm(abilities->background, 1));
    return standard;
}

static bool is_text(const char *capability, const char *wanted)
{
    return capability && strcmp(capability, wanted) == 0;
}

bool abilities_open(struct abilities *abilities, const char *name)
{
    int problem;
    *abilities = (struct abilities){0};
    if (!name || !*name || setupterm(name, STDOUT_FILENO, &problem) != OK)
        return false;
    *abilities = (struct abilities){
        .terminal = cur_term,
        .move = cursor_address,
        .forward = parm_right_cursor,
        .erase = erase_chars,
        .erase_rest = clr_eol,
        .clear = clear_screen,
        .enter = enter_ca_mode,
        .leave = exit_ca_mode,
        .hide = cursor_invisible,
        .show = cursor_normal,
        .plain = exit_attribute_mode,
        .attribute = {enter_bold_mode, enter_reverse_mode ? enter_reverse_mode : enter_standout_mode,
                      enter_underline_mode, enter_dim_mode},
        .foreground = set_a_foreground,
        .background = set_a_background,
        .colours = set_a_foreground ? max_colors : 0,
        .flags_without_colour = flags_without_colour(),
        .wraps_at_once = auto_right_margin && !eat_newline_glitch,
        .moves_dressed = move_standout_mode,
    };
    abilities->standard_moves = is_text(abilities->move, STANDARD_MOVE) && is_text(abilities->forward, STANDARD_FORWARD);
    abilities->standard_looks = has_standard_looks(abilities);
    if (abilities->move && abilities->clear)
        return true;
    abilities_close(abilities);
    return false;
}

void abilities_close(struct abilities *abilities)
{
    if (abilities->terminal)
        del_curterm(abilities->terminal);
    *abilities = (struct abilities){0};
}

/* ---- bytes ------------------------------------------------------------------------------------------- */

void abilities_add(struct buffer *out, const char *capability)
{
    while (capability && *capability) {
        const char *padding = strstr(capability, "$<");
        buffer_append(out, capability, padding ? (size_t)(padding - capability) : strlen(capability));
        const char *end = padding ? strchr(padding, '>') : NULL;
        capability = end ? end + 1 : NULL;
    }
}

static size_t write_number(char *out, int number)
{
    char digits[12];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    for (size_t i = 0; i < count; i++)
        out[i] = digits[count - 1 - i];
    return count;
}

void abilities_move(const struct abilities *abilities, int row, int column, struct buffer *out)
{
    if (!abilities->standard_moves) {
        abilities_add(out, tiparm(abilities->move, row, column));
        return;
    }
    char bytes[32] = "\033[";
    size_t length = 2 + write_number(bytes + 2, row + 1);
    if (column > 0) {
        bytes[length++] = ';';
        length += write_number(bytes + length, column + 1);
    }
    bytes[length++] = 'H';
    buffer_append(out, bytes, length);
}

void abilities_count(const struct abilities *abilities, const char *capability, int count, struct buffer *out)
{
    if (!abilities->standard_moves || capability != abilities->forward) {
        abilities_add(out, tiparm(capability, count));
        return;
    }
    char bytes[16] = "\033[";
    size_t length = 2;
    if (count > 1)
        length += write_number(bytes + length, count);
    bytes[length++] = 'C';
    buffer_append(out, bytes, length);
}

/* Joined to what stands there already, where this terminal's looks allow it. */
static void add_look(const struct abilities *abilities, const char *capability, struct buffer *out)
{
    struct buffer plain = {0};
    const char *numbers = "";
    size_t count = 0;
    abilities_add(&plain, capability);
    if (!abilities->standard_looks) {
        buffer_append(out, buffer_text(&plain), plain.length);
    } else if (standard_look(buffer_text(&plain), plain.length, &numbers, &count)) {
        buffer_add(out, out->length > 0 ? ";" : "\033[");
        buffer_append(out, numbers, count);
    }
    buffer_clear(&plain);
}

void abilities_dress(const struct abilities *abilities, const struct dress *from, struct dress to, struct buffer *out)
{
    struct buffer look = {0};
    bool is_plain = to.foreground < 0 && to.background < 0 && to.flags == 0;
    bool was_plain = from && from->foreground < 0 && from->background < 0 && from->flags == 0;
    if (!was_plain && abilities->standard_looks)
        buffer_add(&look, is_plain ? "\033[" : "\033[0");
    else if (!was_plain)
        abilities_add(&look, abilities->plain);
    for (size_t i = 0; i < COUNT_OF(abilities->attribute); i++)
        if (to.flags & (1u << i))
            add_look(abilities, abilities->attribute[i], &look);
    if (to.foreground >= 0)
        add_look(abilities, tiparm(abilities->foreground, to.foreground), &look);
    if (to.background >= 0)
        add_look(abilities, tiparm(abilities->background, to.background), &look);
    if (abilities->standard_looks && look.length > 0)
        buffer_add_char(&look, 'm');
    buffer_append(out, buffer_text(&look), look.length);
    buffer_clear(&look);
}
