/*
 * terminal_frame.c - cells to curses, and what curses makes of them into memory.
 *
 * curses gets a file in memory as its terminal. Only cells that changed are handed to it, each at its own place:
 * its idea of widths is never relied on for where the next one goes.
 *
 * On terminals that draw ambiguous characters two cells wide curses still counts one. There the right half is sent
 * as a placeholder that is taken out of the bytes again; so the terminal and curses agree where the cursor is.
 *
 * The trick by which curses fills the last corner inside tmux breaks a wide character beside it: views keep that
 * cell blank, or draw a border there.
 *
 * Invariant: `last` is what the terminal shows once all bytes given out have arrived.
 */
#define NCURSES_NOMACROS 1
#include "terminal_frame.h"

#include <ncurses.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

/* term.h makes words of everybody's macros. */
#undef columns
#undef lines

#include "ncurses_output.h"
#include "nonet/message.h"
#include "terminal_tidy.h"

#define GAP_MAX 10

struct frame {
    SCREEN *curses;
    FILE *file;             /* in memory */
    struct buffer captured; /* what curses wrote and nobody took yet */
    struct tidy tidy;
    struct theme theme;
    attr_t attribute[ROLE_COUNT];
    short pair[ROLE_COUNT];
    struct cell *last;
    struct style *sent;  /* what curses got each of them in */
    cchar_t *run;        /* a row's worth */
    struct style *style; /* a row's worth: what each cell is sent in */
    int rows, columns;
    bool caret_shown;
};

/* ---- open and close ------------------------------------------------------------------------------ */

static attr_t attributes_of(unsigned flags)
{
    return ((flags & STYLE_BOLD) ? WA_BOLD : 0u) | ((flags & STYLE_REVERSE) ? WA_REVERSE : 0u) |
           ((flags & STYLE_UNDERLINE) ? WA_UNDERLINE : 0u) | ((flags & STYLE_DIM) ? WA_DIM : 0u);
}

/* Drawing with a pair on a terminal without colours crashes curses: then all pairs stay 0. */
static void prepare_colours(struct frame *frame)
{
    theme_init(&frame->theme, 256);
    bool wanted = frame->theme.colours > 0; /* not where NO_COLOR asks for none */
    bool able = wanted && has_colors() && start_color() == OK;
    if (able)
        use_default_colors();
    theme_init(&frame->theme, able ? COLORS : 0);
    for (short i = 0; i < ROLE_COUNT; i++) {
        const struct look *look = &frame->theme.look[i];
        frame->attribute[i] = attributes_of(look->flags);
        bool coloured = able && (look->foreground >= 0 || look->background >= 0) && i + 1 < COLOR_PAIRS;
        if (coloured && init_pair((short)(i + 1), look->foreground, look->background) == OK)
            frame->pair[i] = (short)(i + 1);
    }
}

static void resize(struct frame *frame, int rows, int columns)
{
    size_t count = (size_t)rows * (size_t)columns;
    frame->rows = rows;
    frame->columns = columns;
    resize_term(rows, columns);
    werase(stdscr);
    free(frame->last);
    frame->last = memory_new(count, sizeof *frame->last);
    for (size_t i = 0; i < count; i++)
        frame->last[i].glyph[0] = ' ';
    free(frame->sent);
    frame->sent = memory_new(count, sizeof *frame->sent);
    free(frame->run);
    frame->run = memory_new((size_t)columns, sizeof *frame->run);
    free(frame->style);
    frame->style = memory_new((size_t)columns, sizeof *frame->style);
}

/* Asked before a screen is made: curses does not give all memory back for one that fails. */
static bool is_able(const char *name)
{
    int problem;
    if (!name || !*name || setupterm(name, STDOUT_FILENO, &problem) != OK)
        return false;
    const char *address = tigetstr("cup");
    bool able = address && address != (char *)-1;
    del_curterm(cur_term);
    return able;
}

/* curses puts handlers of its own in place that write and exit; signals are terminal_signals.c's. */
static SCREEN *make_screen(const char *name, FILE *file)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    struct sigaction before[COUNT_OF(numbers)];
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        sigaction(numbers[i], NULL, &before[i]);
    SCREEN *made = newterm(name, file, stdin);
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        sigaction(numbers[i], &before[i], NULL);
    return made;
}

enum status frame_open(struct frame **out, int rows, int columns, struct error *err)
{
    const char *name = getenv("TERM");
    int memory = memfd_create("nonet-frame", MFD_CLOEXEC);
    FILE *file = memory >= 0 ? fdopen(memory, "w+") : NULL;
    if (!file) {
        if (memory >= 0)
            close(memory);
        return error_set(err, STATUS_IO, "%s", _("The system gives no memory file to draw with."));
    }
    /* These would freeze the size. */
    unsetenv("LINES");
    unsetenv("COLUMNS");
    struct frame *frame = memory_new(1, sizeof *frame);
    frame->file = file;
    ncurses_output_capture(memory, &frame->captured);
    frame->curses = is_able(name) ? make_screen(name, file) : NULL;
    if (!frame->curses) {
        frame_close(frame);
        return error_set(err, STATUS_INVALID,
                         _("The terminal type “%s” ($TERM) cannot show a full screen, or is not known here. Try "
                           "TERM=xterm nonet, or a command that needs none: nonet help."), name ? name : "");
    }
    nonl();
    typeahead(-1);
    prepare_colours(frame);
    resize(frame, rows, columns);
    frame->caret_shown = true;
    *out = frame;
    return STATUS_OK;
}

void frame_close(struct frame *frame)
{
    if (!frame)
        return;
    ncurses_output_capture(-1, NULL);
    if (frame->curses) {
        set_term(frame->curses);
        delscreen(frame->curses);
    }
    fclose(frame->file);
    buffer_clear(&frame->captured);
    tidy_clear(&frame->tidy);
    free(frame->last);
    free(frame->sent);
    free(frame->run);
    free(frame->style);
    free(frame);
}

const struct theme *frame_theme(const struct frame *frame)
{
    return &frame->theme;
}

/* ---- bytes --------------------------------------------------------------------------------------- */

/* Where write() was not ours the bytes lie in the file. */
static void collect_file(struct frame *frame)
{
    int memory = fileno(frame->file);
    if (frame->captured.length > 0)
        return;
    fflush(frame->file);
    off_t size = lseek(memory, 0, SEEK_END);
    if (size <= 0)
        return;
    char *bytes = memory_new((size_t)size, 1);
    ssize_t got = pread(memory, bytes, (size_t)size, 0);
    if (got > 0)
        buffer_append(&frame->captured, bytes, (size_t)got);
    free(bytes);
    if (ftruncate(memory, 0) == 0)
        lseek(memory, 0, SEEK_SET);
}

static void take_bytes(struct frame *frame, bool whole, struct buffer *out)
{
    collect_file(frame);
    tidy_bytes(&frame->tidy, buffer_text(&frame->captured), frame->captured.length, whole, out);
    buffer_reset(&frame->captured);
}

/* ---- cells --------------------------------------------------------------------------------------- */

static bool is_same_glyph(const struct cell *a, const struct cell *b)
{
    return a->glyph[0] == b->glyph[0] && memcmp(a->glyph, b->glyph, sizeof a->glyph) == 0;
}

static bool is_invisible(const struct frame *frame, struct style style)
{
    size_t role = style.role < ROLE_COUNT ? style.role : ROLE_TEXT;
    attr_t attributes = frame->attribute[role] | attributes_of(style.flags);
    return !(attributes & (WA_REVERSE | WA_UNDERLINE)) && frame->theme.look[role].background < 0;
}

static bool is_blank(const struct frame *frame, const struct cell *cell)
{
    return cell->glyph[0] == ' ' && !cell->glyph[1] && is_invisible(frame, cell->style);
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
            const struct cell *best = is_invisible(frame, row[from - 1].style) ? &row[from - 1] : &row[to];
            for (int i = from; i < to && is_invisible(frame, best->style); i++)
                frame->style[i] = best->style;
        }
        if (to < frame->columns) {
            frame->style[to] = row[to].style;
            to++;
        }
    }
}

/* What of a cell goes to curses; false = nothing, as its left half is all. */
static bool convert(const struct frame *frame, const struct cell *cell, struct style style, bool is_wide_terminal,
                    cchar_t *out)
{
    wchar_t text[TEXT_GLYPH_MAX + 1] = {0};
    uint32_t first = cell->glyph[0];
    if (first == 0) {
        style = cell[-1].style;
        if (!is_wide_terminal || wcwidth((wchar_t)cell[-1].glyph[0]) != 1)
            return false;
        text[0] = (wchar_t)TIDY_PLACEHOLDER;
    } else if (first == TIDY_PLACEHOLDER) {
        text[0] = '?';
    } else {
        for (size_t i = 0; i < TEXT_GLYPH_MAX; i++)
            text[i] = (wchar_t)cell->glyph[i];
    }
    size_t role = style.role < ROLE_COUNT ? style.role : ROLE_TEXT;
    setcchar(out, text, frame->attribute[role] | attributes_of(style.flags), frame->pair[role], NULL);
    return true;
}

static void send_row(struct frame *frame, const struct screen *screen, int row)
{
    size_t offset = (size_t)row * (size_t)frame->columns, columns = (size_t)frame->columns;
    const struct cell *now = &screen->cell[offset];
    struct cell *last = &frame->last[offset];
    struct style *sent = &frame->sent[offset];
    bool is_wide_terminal = screen->width == TEXT_WIDE;
    int count = 0, start = 0;
    if (memcmp(now, last, columns * sizeof *now) == 0) /* most rows that were drawn on look as before */
        return;
    choose_styles(frame, now);
    for (int column = 0; column < frame->columns; column++) {
        struct style style = frame->style[column];
        bool changed = style.role != sent[column].role || style.flags != sent[column].flags ||
                       !is_same_glyph(&now[column], &last[column]);
        /* curses takes a run with wide characters only if it knows their halves: it skips them itself. */
        if (!changed && count > 0) {
            mvadd_wchnstr(row, start, frame->run, count);
            count = 0;
        }
        if (!changed)
            continue;
        if (count == 0)
            start = column;
        if (convert(frame, &now[column], style, is_wide_terminal, &frame->run[count]))
            count++;
        sent[column] = style;
    }
    if (count > 0)
        mvadd_wchnstr(row, start, frame->run, count);
    memcpy(last, now, columns * sizeof *now);
}

static void place_caret(struct frame *frame, const struct screen *screen)
{
    bool shown = screen->caret_row >= 0;
    if (shown != frame->caret_shown)
        curs_set(shown ? 1 : 0);
    frame->caret_shown = shown;
    leaveok(stdscr, !shown);
    if (shown)
        wmove(stdscr, screen->caret_row, screen->caret_column);
}

void frame_paint(struct frame *frame, const struct screen *screen, bool whole, struct buffer *out)
{
    set_term(frame->curses);
    if (screen->rows != frame->rows || screen->columns != frame->columns) {
        resize(frame, screen->rows, screen->columns);
        whole = true;
    }
    for (int row = 0; row < frame->rows; row++)
        if (whole || screen->touched[row])
            send_row(frame, screen, row);
    if (whole)
        clearok(curscr, TRUE);
    place_caret(frame, screen);
    wnoutrefresh(stdscr);
    doupdate();
    take_bytes(frame, whole, out);
}

/* Without the padding that old terminals ask for. */
static void add_capability(struct buffer *out, const char *name)
{
    const char *text = tigetstr(name);
    if (!text || text == (char *)-1)
        return;
    while (*text) {
        const char *padding = strstr(text, "$<");
        buffer_append(out, text, padding ? (size_t)(padding - text) : strlen(text));
        const char *end = padding ? strchr(padding, '>') : NULL;
        text = end ? end + 1 : "";
    }
}

void frame_leave(struct frame *frame, struct buffer *out)
{
    set_term(frame->curses);
    curs_set(1); /* so that curses and `caret_shown` agree when the next frame comes */
    endwin();
    frame->caret_shown = true;
    take_bytes(frame, true, out);
    /* Once more behind the switch of screens: some terminals bring back with it that the cursor was hidden. */
    add_capability(out, "cnorm");
}

void frame_restore(struct frame *frame, struct buffer *out)
{
    static const char *const names[] = {"sgr0", "rmcup", "cnorm"};
    set_term(frame->curses);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        add_capability(out, names[i]);
}
