/*
 * terminal_frame.c - the cells that changed, as the bytes that draw them.
 *
 * The rows that were drawn on are compared with what the terminal shows. Where the cursor stands and what is in force is
 * known from what was sent; where a terminal may see a character's width differently, it counts as unknown and the next
 * cell is addressed.
 *
 * Invariant: `last` is what the terminal shows once all bytes given out have arrived.
 */
#include "terminal_frame.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "terminal_abilities.h"

#define GAP_MAX 6    /* blanks that take their neighbour's style */
#define BRIDGE_MAX 4 /* unchanged cells that are sent again, as a movement takes as many bytes */
#define ERASE_MIN 9  /* blanks that are erased rather than sent */
#define BEYOND_BMP 0x10000u

struct frame {
    struct abilities abilities;
    struct theme theme;
    struct dress dress[ROLE_COUNT];
    struct cell *last;
    struct style *style; /* a row's worth: what each cell is sent in */
    int rows, columns;
    bool entered;        /* the terminal is in its full-screen mode */
    bool caret_shown;
    bool dressed;        /* `now` is in force; else nothing is known */
    struct dress now;
    int row, column;     /* where the cursor is; column -1 = not known */
};

/* ---- open and close ------------------------------------------------------------------------------ */

static void prepare_theme(struct frame *frame)
{
    theme_init(&frame->theme, frame->abilities.colours);
    bool coloured = frame->theme.colours > 0;
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        const struct look *look = &frame->theme.look[i];
        frame->dress[i] = (struct dress){
            .foreground = coloured ? look->foreground : (short)-1,
            .background = coloured && frame->abilities.background ? look->background : (short)-1,
            .flags = look->flags,
        };
    }
}

static void forget_cells(struct frame *frame)
{
    size_t count = (size_t)frame->rows * (size_t)frame->columns;
    memset(frame->last, 0, count * sizeof *frame->last);
    for (size_t i = 0; i < count; i++)
        frame->last[i].glyph[0] = ' ';
}

static void resize(struct frame *frame, int rows, int columns)
{
    frame->rows = rows;
    frame->columns = columns;
    free(frame->last);
    frame->last = memory_new((size_t)rows * (size_t)columns, sizeof *frame->last);
    free(frame->style);
    frame->style = memory_new((size_t)columns, sizeof *frame->style);
}

enum status frame_open(struct frame **out, int rows, int columns, struct error *err)
{
    const char *name = getenv("TERM");
    struct frame *frame = memory_new(1, sizeof *frame);
    if (!abilities_open(&frame->abilities, name)) {
        free(frame);
        return error_set(err, STATUS_INVALID,
                         _("The terminal type “%s” ($TERM) cannot show a full screen, or is not known here. Try "
                           "TERM=xterm nonet, or a command that needs none: nonet help."), name ? name : "");
    }
    prepare_theme(frame);
    resize(frame, rows, columns);
    frame->caret_shown = true;
    frame->column = -1;
    *out = frame;
    return STATUS_OK;
}

void frame_close(struct frame *frame)
{
    if (!frame)
        return;
    abilities_close(&frame->abilities);
    free(frame->last);
    free(frame->style);
    free(frame);
}

const struct theme *frame_theme(const struct frame *frame)
{
    return &frame->theme;
}

/* ---- looks --------------------------------------------------------------------------------------- */

static struct dress dress_of(const struct frame *frame, struct style style)
{
    struct dress dress = frame->dress[style.role < ROLE_COUNT ? style.role : ROLE_TEXT];
    dress.flags |= style.flags;
    if (dress.foreground >= 0 || dress.background >= 0)
        dress.flags &= ~frame->abilities.flags_without_colour;
    return dress;
}

static bool is_equal(struct dress a, struct dress b)
{
    return a.foreground == b.foreground && a.background == b.background && a.flags == b.flags;
}

static bool is_invisible(struct dress dress)
{
    return !(dress.flags & (STYLE_REVERSE | STYLE_UNDERLINE)) && dress.background < 0;
}

static bool is_dressed(const struct frame *frame, struct dress dress)
{
    return frame->dressed && is_equal(frame->now, dress);
}

static void put_on(struct frame *frame, struct dress dress, struct buffer *out)
{
    if (is_dressed(frame, dress))
        return;
    abilities_dress(&frame->abilities, frame->dressed ? &frame->now : NULL, dress, out);
    frame->now = dress;
    frame->dressed = true;
}

static void put_on_nothing(struct frame *frame, struct buffer *out)
{
    put_on(frame, (struct dress){-1, -1, 0}, out);
}

static bool is_blank(const struct frame *frame, const struct cell *cell)
{
    return cell->glyph[0] == ' ' && !cell->glyph[1] && is_invisible(dress_of(frame, cell->style));
}

/* A blank without line or background looks the same in every such style: in a short gap it takes its neighbour's,
 * which spares the change there and back. */
static void choose_styles(struct frame *frame, const struct cell *row)
{
    for (int from = 0, to; from < frame->columns; from = to) {
        to = from;
        for (; to < frame->columns && is_blank(frame, &row[to]); to++)
            frame->style[to] = row[to].style;
        if (from > 0 && to < frame->columns && to - from <= GAP_MAX) {
            const struct cell *best = is_invisible(dress_of(frame, row[from - 1].style)) ? &row[from - 1] : &row[to];
            for (int i = from; i < to && is_invisible(dress_of(frame, best->style)); i++)
                frame->style[i] = best->style;
        }
        if (to < frame->columns) {
            frame->style[to] = row[to].style;
            to++;
        }
    }
}

/* ---- cells --------------------------------------------------------------------------------------- */

/* Whether they look the same, whatever they mean. */
static bool is_same(const struct frame *frame, const struct cell *a, const struct cell *b)
{
    if (a->glyph[0] != b->glyph[0] || memcmp(a->glyph, b->glyph, sizeof a->glyph) != 0)
        return false;
    if (a->style.role == b->style.role && a->style.flags == b->style.flags)
        return true;
    struct dress one = dress_of(frame, a->style), other = dress_of(frame, b->style);
    return is_equal(one, other) || (a->glyph[0] == ' ' && !a->glyph[1] && is_invisible(one) && is_invisible(other));
}

/* The cursor crosses cells that are right already by sending them again; false = that would not be shorter. */
static bool bridge(struct frame *frame, int column, struct buffer *out)
{
    const struct cell *row = &frame->last[(size_t)frame->row * (size_t)frame->columns];
    char bytes[BRIDGE_MAX];
    int count = column - frame->column;
    if (count > BRIDGE_MAX)
        return false;
    for (int i = 0; i < count; i++) {
        const struct cell *cell = &row[frame->column + i];
        bool letter = cell->glyph[0] >= ' ' && cell->glyph[0] < 0x7f && !cell->glyph[1];
        bool blank = is_blank(frame, cell) && frame->dressed && is_invisible(frame->now);
        if (!blank && !(letter && is_dressed(frame, dress_of(frame, cell->style))))
            return false;
        bytes[i] = (char)cell->glyph[0];
    }
    buffer_append(out, bytes, (size_t)count);
    return true;
}

static void move_to(struct frame *frame, int row, int column, struct buffer *out)
{
    int distance = column - frame->column;
    bool same_row = frame->column >= 0 && frame->row == row;
    if (same_row && distance == 0)
        return;
    if (!frame->abilities.moves_dressed)
        put_on_nothing(frame, out);
    if (same_row && distance > 0 && bridge(frame, column, out))
        ; /* there */
    else if (same_row && distance > 0 && frame->abilities.forward)
        abilities_count(&frame->abilities, frame->abilities.forward, distance, out);
    else if (same_row && distance < 0 && distance >= -BRIDGE_MAX)
        buffer_append(out, "\b\b\b\b", (size_t)-distance);
    else
        abilities_move(&frame->abilities, row, column, out);
    frame->row = row;
    frame->column = column;
}

static void send_cell(struct frame *frame, const struct cell *cell, int row, int column, struct buffer *out)
{
    bool is_wide = column + 1 < frame->columns && cell[1].glyph[0] == 0;
    char bytes[4 * TEXT_GLYPH_MAX];
    size_t length = 0;
    move_to(frame, row, column, out);
    put_on(frame, dress_of(frame, frame->style[column]), out);
    for (size_t i = 0; i < TEXT_GLYPH_MAX && cell->glyph[i]; i++)
        length += text_encode(cell->glyph[i], bytes + length);
    buffer_append(out, bytes, length);
    frame->column = column + (is_wide ? 2 : 1);
    /* Behind the last column terminals differ; so they do about the width of marks and pictures. */
    if (frame->column >= frame->columns || cell->glyph[1] || cell->glyph[0] >= BEYOND_BMP)
        frame->column = -1;
}

static bool erase(struct frame *frame, int row, int column, int count, struct buffer *out)
{
    const struct abilities *abilities = &frame->abilities;
    bool rest = column + count == frame->columns && abilities->erase_rest;
    if (count < (rest ? 2 : ERASE_MIN) || (!rest && !abilities->erase))
        return false;
    move_to(frame, row, column, out);
    if (!frame->dressed || !is_invisible(frame->now))
        put_on_nothing(frame, out);
    if (rest)
        abilities_add(out, abilities->erase_rest);
    else
        abilities_count(abilities, abilities->erase, count, out);
    return true;
}

/* How many blanks from here on, of which the last one has changed. */
static int blanks(const struct frame *frame, const struct cell *now, const struct cell *last, int column)
{
    int count = 0;
    for (int i = column; i < frame->columns && is_blank(frame, &now[i]); i++)
        if (!is_same(frame, &now[i], &last[i]))
            count = i + 1 - column;
    if (column + count < frame->columns) { /* the rest of the row is erased in fewer bytes than a part of it */
        int end = column + count;
        while (end < frame->columns && is_blank(frame, &now[end]))
            end++;
        count = end == frame->columns ? end - column : count;
    }
    return count;
}

static void send_row(struct frame *frame, const struct screen *screen, int row, struct buffer *out)
{
    const struct cell *now = &screen->cell[(size_t)row * (size_t)screen->columns];
    struct cell *last = &frame->last[(size_t)row * (size_t)frame->columns];
    int first = 0, end = frame->columns;
    while (first < end && is_same(frame, &now[first], &last[first]))
        first++;
    if (first == end)
        return;
    if (row + 1 == frame->rows && frame->abilities.wraps_at_once)
        end--; /* it would scroll */
    choose_styles(frame, now);
    for (int column = first; column < end; column++) {
        if (is_same(frame, &now[column], &last[column]))
            continue;
        int count = is_blank(frame, &now[column]) ? blanks(frame, now, last, column) : 0;
        if (count > 0 && erase(frame, row, column, count, out)) {
            memcpy(&last[column], &now[column], (size_t)count * sizeof *last);
            column += count - 1;
            continue;
        }
        if (now[column].glyph[0] != 0) /* the right half has come with the left one */
            send_cell(frame, &now[column], row, column, out);
        last[column] = now[column];
    }
}

/* ---- frames -------------------------------------------------------------------------------------- */

static void place_caret(struct frame *frame, const struct screen *screen, bool whole, struct buffer *out)
{
    bool shown = screen->caret_row >= 0;
    if (shown)
        move_to(frame, screen->caret_row, screen->caret_column, out);
    if (whole || shown != frame->caret_shown)
        abilities_add(out, shown ? frame->abilities.show : frame->abilities.hide);
    frame->caret_shown = shown;
}

/* The terminal is empty and nothing is in force; all that was thought of it is forgotten. */
static void begin_anew(struct frame *frame, struct buffer *out)
{
    if (!frame->entered)
        abilities_add(out, frame->abilities.enter);
    frame->entered = true;
    abilities_add(out, frame->abilities.plain);
    frame->now = (struct dress){-1, -1, 0};
    frame->dressed = true;
    abilities_add(out, frame->abilities.clear);
    forget_cells(frame);
    frame->row = frame->column = 0;
}

void frame_paint(struct frame *frame, const struct screen *screen, bool whole, struct buffer *out)
{
    whole = whole || !frame->entered;
    if (screen->rows != frame->rows || screen->columns != frame->columns) {
        resize(frame, screen->rows, screen->columns);
        whole = true;
    }
    if (whole)
        begin_anew(frame, out);
    for (int row = 0; row < frame->rows; row++)
        if (whole || screen->touched[row])
            send_row(frame, screen, row, out);
    place_caret(frame, screen, whole, out);
}

void frame_leave(struct frame *frame, struct buffer *out)
{
    if (frame->entered) {
        abilities_add(out, frame->abilities.plain);
        abilities_move(&frame->abilities, frame->rows - 1, 0, out);
        abilities_add(out, frame->abilities.leave);
    }
    frame->entered = false;
    frame->caret_shown = true;
    /* Behind the switch of screens: some terminals bring back with it that the cursor was hidden. */
    abilities_add(out, frame->abilities.show);
}

void frame_restore(struct frame *frame, struct buffer *out)
{
    abilities_add(out, frame->abilities.plain);
    abilities_add(out, frame->abilities.leave);
    abilities_add(out, frame->abilities.show);
}
