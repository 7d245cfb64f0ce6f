/*
 * room_paint.c - what a workshop adds to the board: the prompt below the top line, the banner of a new stage, the large
 * figures of the last minute, and the keys that matter now.
 *
 * The banner and the figures lie over the board and take no key: who is typing goes on typing. Invariant: neither covers
 * the pane in focus; where there is no other place, the figures stay in the top line.
 */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialog/box.h"

#define FIGURE_ROWS 5
#define HEADER_ROWS_MAX 2
#define BANNER_CELLS 58
#define BANNER_WHOLE_ROWS 18 /* of the screen; on a smaller one it tells the prompt and the first key only */

/* ---- large figures ------------------------------------------------------------------------------------------- */

/* 3 x 5, a bit a cell, the top row first. */
static const char figures_known[] = "0123456789:/";
static const unsigned short figures_bits[] = {075557, 026227, 071747, 071717, 055711, 074717,
                                              074757, 071111, 075757, 075717, 002020, 011244};

int room_paint_figures(struct screen *screen, int row, int column, const char *figures, struct style style)
{
    bool plain = screen_plain(screen);
    int at = column;
    for (; *figures; figures++) {
        const char *known = strchr(figures_known, *figures);
        if (!known)
            continue;
        unsigned bits = figures_bits[known - figures_known];
        for (int y = 0; y < FIGURE_ROWS; y++) {
            for (int x = 0; x < 3; x++) {
                if (bits >> (14 - y * 3 - x) & 1)
                    screen_string(screen, row + y, at + x, 1, plain ? "#" : "█", style);
            }
        }
        at += 4;
    }
    return at - column - 1;
}

static bool overlaps(struct rectangle a, struct rectangle b)
{
    return a.row < b.row + b.rows && b.row < a.row + a.rows && a.column < b.column + b.columns &&
           b.column < a.column + a.columns;
}

/* Whether the place is free of the pane in focus and, with `notes`, of all notes. */
static bool is_free(struct board *board, struct rectangle box, bool notes)
{
    const struct board_pane *focus = board_pane_of(board, board->focus);
    if (!focus || overlaps(box, focus->area) || (board->sidebar.focused && overlaps(box, board->sidebar_area)))
        return false;
    for (size_t i = 0; i < board->pane_count && notes; i++) {
        const struct board_pane *pane = &board->pane[i];
        for (size_t n = 0; n < pane->box_count; n++) {
            struct rectangle lines = {pane->box[n].row, pane->area.column, pane->box[n].rows, pane->area.columns};
            if (overlaps(box, lines))
                return false;
        }
    }
    return true;
}

/* A corner of the board, inside its frame so that titles stay readable; false: there is none. */
static bool find_corner(struct board *board, struct rectangle *box)
{
    struct rectangle area = board->area;
    for (int corner = 0; corner < 8; corner++) {
        bool left = corner % 2 == 1, low = corner % 4 >= 2;
        box->row = low ? area.row + area.rows - 1 - box->rows : area.row + 1;
        box->column = left ? area.column + 1 : area.column + area.columns - 1 - box->columns;
        if (is_free(board, *box, corner < 4))
            return true;
    }
    return false;
}

static void paint_last_minute(struct board *board, struct screen *screen)
{
    int seconds;
    if (!room_seconds(board->app->room, &seconds) || seconds <= 0 || seconds > ROOM_LARGE_MS / 1000)
        return;
    char figures[16];
    snprintf(figures, sizeof figures, "%d", seconds);
    struct rectangle box = {0, 0, FIGURE_ROWS + 2, (int)strlen(figures) * 4 + 5};
    if (!find_corner(board, &box))
        return;
    screen_fill(screen, box, STYLE(ROLE_DIALOG));
    screen_frame(screen, box, STYLE(ROLE_BORDER_FOCUS));
    /* The last ten blink: everything else here keeps still. */
    enum role role = seconds > 10 ? ROLE_TITLE_FOCUS : seconds % 2 == 0 ? ROLE_DIM : ROLE_RED;
    room_paint_figures(screen, box.row + 1, box.column + 3, figures, STYLE(role));
}

/* ---- the prompt ------------------------------------------------------------------------------------------------ */

static void wrap_prompt(struct board *board, int cells, struct buffer *text, struct text_lines *lines)
{
    room_prompt(board, text);
    text_wrap(lines, buffer_text(text), text->length, cells > 1 ? cells : 1, board->app->screen.width);
}

int room_header_rows(struct board *board, int rows, int columns)
{
    if (!room_of_board(board) || rows < APP_ROWS_MIN)
        return 0;
    struct buffer text = {0};
    struct text_lines lines = {0};
    wrap_prompt(board, columns - 4, &text, &lines);
    int wanted = (int)lines.count, most = rows < 14 ? 1 : HEADER_ROWS_MAX;
    text_lines_clear(&lines);
    buffer_clear(&text);
    return wanted < most ? wanted : most;
}

void room_paint_header(struct board *board, struct screen *screen)
{
    struct buffer text = {0};
    struct text_lines lines = {0};
    int cells = screen->columns - 4, rows = board->header_rows;
    const struct workshop *now = board->app->room->now;
    bool loud = now->hold || now->called[0] || !now->running;
    wrap_prompt(board, cells, &text, &lines);
    struct style style = {ROLE_MESSAGE, 0};
    if (!loud)
        style = (struct style){ROLE_BAR, 0};
    bool plain = screen_plain(screen);
    for (int i = 0; i < rows && (size_t)i < lines.count; i++) {
        const struct text_line *line = &lines.line[i];
        int row = 1 + i;
        screen_fill(screen, (struct rectangle){row, 0, 1, screen->columns}, STYLE(ROLE_BAR));
        if (i == 0)
            screen_string(screen, row, 1, 1, plain ? ">" : "→", STYLE(ROLE_KEY));
        if (i == rows - 1 && (size_t)i + 1 < lines.count)
            screen_elided(screen, row, 3, cells, buffer_text(&text) + line->offset, style);
        else
            screen_text(screen, row, 3, cells, buffer_text(&text) + line->offset, line->drawn, style);
    }
    text_lines_clear(&lines);
    buffer_clear(&text);
}

/* ---- the banner of a new stage -------------------------------------------------------------------------------------- */

static void banner_text(const struct board *board, struct buffer *out)
{
    const struct app *app = board->app;
    const struct stage *stage = app->room->now->now;
    buffer_add(out, stage->prompt.text[app->language]);
    if (app->screen.rows < BANNER_WHOLE_ROWS)
        return;
    buffer_add(out, "\n\n");
    bool somewhere = stage->block_count > 0 && stage->block_count < board_template(board)->block_count;
    if (somewhere) {
        buffer_add(out, _("In: "));
        for (size_t i = 0; i < stage->block_count; i++) {
            int block;
            if (template_block_by_id(board_template(board), stage->block[i], &block))
                buffer_printf(out, "%s%s", i > 0 ? _(", ") : "", board_title_of(board, block));
        }
        buffer_add_char(out, '\n');
    }
    if (stage->minutes > 0)
        buffer_printf(out, ngettext("%d minute; the timer is a sign, never a lock", "%d minutes; the timer is a sign, never a lock", (unsigned long)stage->minutes),
                      stage->minutes);
}

/* The first thing to do; for who leads, what the others may. */
static void add_first_duty(const struct board *board, struct buffer *out)
{
    if (room_leads(board->app)) {
        buffer_add(out, _("Participants may: "));
        room_may_text(board->app->room->now->now->may, out);
        return;
    }
    struct buffer duties = {0};
    room_duties(board->app, &duties);
    size_t length = strcspn(buffer_text(&duties), "\n");
    for (size_t i = 0; i < length; i++) {
        if (i > 0 || duties.data[i] != '\t') /* not every duty has a key */
            buffer_add_char(out, duties.data[i] == '\t' ? ' ' : duties.data[i]);
    }
    buffer_clear(&duties);
}

static void paint_banner(struct board *board, struct screen *screen)
{
    const struct room *room = board->app->room;
    if (room->banner_until == 0 || board->editor.open || screen->rows < ROOM_BANNER_ROWS_MIN)
        return;
    struct buffer text = {0}, title = {0};
    struct text_lines lines = {0};
    int cells = screen->columns - 8 < BANNER_CELLS ? screen->columns - 8 : BANNER_CELLS;
    banner_text(board, &text);
    buffer_add(&text, "\n\n");
    add_first_duty(board, &text);
    text_wrap(&lines, buffer_text(&text), text.length, cells, screen->width);
    room_stage_text(board->app, room->now->stage, &title);
    struct rectangle box = box_place(board->area, (int)lines.count + 1, cells);
    struct rectangle inside = box_inside(box);
    box_paint(screen, box, buffer_text(&title), NULL, 0);
    for (int i = 0; i < inside.rows && (size_t)i < lines.count; i++) {
        const struct text_line *line = &lines.line[i];
        screen_text(screen, inside.row + i, inside.column, cells, buffer_text(&text) + line->offset, line->drawn,
                    STYLE(ROLE_DIALOG));
    }
    screen_elided(screen, box.row + box.rows - 2, inside.column, cells, _("any key goes on"), STYLE(ROLE_DIM));
    text_lines_clear(&lines);
    buffer_clear(&text);
    buffer_clear(&title);
}

void room_paint_over(struct board *board, struct screen *screen)
{
    paint_last_minute(board, screen);
    paint_banner(board, screen);
}

/* ---- the keys that matter now ---------------------------------------------------------------------------------------- */

static size_t hints_of_writing(unsigned may, bool note, struct hint *hints)
{
    size_t count = 0;
    if (may & MAY_ADD)
        hints[count++] = (struct hint){COMMAND_NOTE_ADD, _("new note")};
    if (note && may & (MAY_EDIT | MAY_ADD))
        hints[count++] = (struct hint){COMMAND_NOTE_EDIT, _("edit")};
    if (note && may & MAY_MOVE) {
        hints[count++] = (struct hint){COMMAND_NOTE_MOVE, _("move")};
        hints[count++] = (struct hint){COMMAND_NOTE_GROUP, _("group")};
    }
    if (note && may & MAY_LINK)
        hints[count++] = (struct hint){COMMAND_NOTE_LINK, _("link")};
    if (may & MAY_WRITE)
        hints[count++] = (struct hint){COMMAND_UNDO, _("undo")};
    return count;
}

static size_t hints_of_leading(const struct room *room, struct hint *hints)
{
    const struct workshop *now = room->now;
    size_t count = 0;
    bool story = now->story_count > 0;
    hints[count++] = (struct hint){COMMAND_ROOM_NEXT, story ? _("next in the story") : _("to the next stage")};
    if (now->hidden > 0 && !room_writes_alone(room))
        hints[count++] = (struct hint){COMMAND_ROOM_REVEAL, _("reveal")};
    hints[count++] = (struct hint){COMMAND_ROOM_CALL, now->called[0] ? _("let go") : _("call here")};
    hints[count++] = (struct hint){COMMAND_ROOM_HOLD, now->hold ? _("go on") : _("hold")};
    hints[count++] = (struct hint){COMMAND_ROOM_MINUTE, _("+1 min")};
    return count;
}

static void insert_hint(struct hint *hints, size_t *count, size_t at, struct hint hint)
{
    memmove(hints + at + 1, hints + at, (*count - at) * sizeof *hints);
    hints[at] = hint;
    (*count)++;
}

void room_paint_hints(struct board *board, struct screen *screen)
{
    const struct app *app = board->app;
    const struct workshop *now = app->room->now;
    struct hint hints[20];
    size_t count = 0;
    bool note = board_selected(board) != 0;
    struct buffer vote = {0};
    bool leads = room_leads(app) && now->running;
    if (leads) {
        hints[count++] = (struct hint){COMMAND_ROOM_MENU, _("workshop")};
        count += hints_of_leading(app->room, hints + count);
    }
    if (app->session.may & MAY_VOTE) {
        buffer_printf(&vote, _("vote (%d left)"), app->room->votes.left);
        hints[count++] = (struct hint){COMMAND_VOTE, buffer_text(&vote)};
        hints[count++] = (struct hint){COMMAND_VOTE_BACK, _("take back")};
    }
    count += hints_of_writing(app->session.may, note, hints + count);
    if (!leads) /* after what is to be done first, but always there */
        insert_hint(hints, &count, count > 0 ? 1 : 0, (struct hint){COMMAND_ROOM_MENU, _("workshop")});
    if (!room_leads(app))
        hints[count++] = (struct hint){COMMAND_BLOCK_NEXT, _("next block")};
    hints[count++] = (struct hint){COMMAND_SIDEBAR, _("questions")};
    hints[count++] = (struct hint){COMMAND_BACK, _("leave")};
    app_paint_hints(board->app, screen, hints, count);
    buffer_clear(&vote);
}
