/*
 * wall.c - the screen for all: a board without chrome that follows whoever leads.
 *
 * It shows what everybody may see, goes where everybody is called (and there one block fills it), else lights the block
 * where the facilitator is. While a story is told, only the notes told so far are there. It takes no input but q.
 */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADER_FROM 24  /* screen rows: from here on the timer is large */
#define HEADER_ROWS 7
#define HEADER_ROWS_SMALL 3
#define FIGURES_FROM 120 /* screen columns: from here on the stage's number is large */
#define TITLE_ROWS 3
#define MARGIN 3

bool board_is_wall(const struct board *board)
{
    return room_of_board(board) && board->app->room->wall;
}

int wall_header_rows(const struct board *board)
{
    return board->app->screen.rows >= HEADER_FROM ? HEADER_ROWS : HEADER_ROWS_SMALL;
}

/* ---- following ------------------------------------------------------------------------------------------------- */

static int block_of_leader(const struct board *board)
{
    const struct workshop *now = board->app->room->now;
    int block = BOARD_NO_BLOCK;
    for (size_t i = 0; i < board->present_count; i++) {
        for (size_t s = 0; s < now->seat_count; s++) {
            const struct seat *seat = &now->seat[s];
            if (seat->role == ROLE_FACILITATOR && !seat->revoked && seat->person_id == board->present[i].actor_id &&
                template_block_by_id(board_template(board), board->present[i].block, &block))
                return block;
        }
    }
    return block;
}

static void forget_story(struct board *board)
{
    for (size_t b = 0; board->told && b < board->snapshot->block_count; b++)
        free(board->told[b].note);
    free(board->told);
    board->told = NULL;
}

void wall_free(struct board *board)
{
    forget_story(board);
}

static bool is_told(const struct workshop *now, int64_t note_id)
{
    for (size_t i = 0; i < now->story_count && (int)i < now->story_at; i++) {
        if (now->story[i] == note_id)
            return true;
    }
    return false;
}

static void take_story(struct board *board)
{
    const struct workshop *now = board->app->room->now;
    const struct snapshot *snapshot = board->snapshot;
    forget_story(board);
    if (now->story_count == 0)
        return;
    struct snapshot_block *told = memory_new(snapshot->block_count, sizeof *told);
    for (size_t b = 0; b < snapshot->block_count; b++) {
        const struct snapshot_block *all = &snapshot->block[b];
        for (size_t i = 0; i < all->count; i++) {
            if (!is_told(now, all->note[i]->id))
                continue;
            GROW(told[b].note, told[b].count, told[b].capacity);
            told[b].note[told[b].count++] = all->note[i];
        }
    }
    board->told = told;
}

/* The note that the story is at; NULL: it has not begun, or that note went to the trash. */
static const struct note *note_told(const struct board *board)
{
    const struct workshop *now = board->app->room->now;
    bool any = now->story_count > 0 && now->story_at > 0;
    return any ? snapshot_note(board->snapshot, now->story[now->story_at - 1]) : NULL;
}

void wall_follow(struct board *board)
{
    if (!board_is_wall(board))
        return;
    const struct workshop *now = board->app->room->now;
    int block = BOARD_NO_BLOCK;
    take_story(board);
    bool called = now->running && now->called[0] && template_block_by_id(board_template(board), now->called, &block);
    board->zoomed = called && now->story_count == 0;
    board->sidebar_wish = 0;
    const struct note *last = note_told(board);
    if (last)
        block = last->block;
    else if (!called)
        block = block_of_leader(board);
    bool dark = block == BOARD_NO_BLOCK || !board_in_light(board, block);
    if (!last && !called && dark && now->now->block_count > 0 &&
        !template_block_by_id(board_template(board), now->now->block[0], &block))
        block = BOARD_NO_BLOCK;
    if (block != BOARD_NO_BLOCK && block != board->focus)
        board_focus(board, block);
    /* From the top, unless a story is told. */
    for (size_t b = 0; b < board->snapshot->block_count && !last; b++) {
        const struct snapshot_block *notes = board->told ? &board->told[b] : &board->snapshot->block[b];
        board->block[b] = (struct board_block){.selected = notes->count > 0 ? notes->note[0]->id : 0};
    }
    if (last && board_position(board, last) >= 0)
        board_select(board, last->id);
    board_changed(board);
}

/* ---- painting ------------------------------------------------------------------------------------------------------ */

static size_t count_here(const struct board *board)
{
    const struct workshop *now = board->app->room->now;
    size_t count = 0;
    for (size_t s = 0; s < now->seat_count; s++) {
        for (size_t i = 0; i < board->present_count; i++) {
            if (board->present[i].actor_id == now->seat[s].person_id) {
                count++;
                break;
            }
        }
    }
    return count;
}

static bool is_large(const struct board *board)
{
    return wall_header_rows(board) == HEADER_ROWS;
}

/* Right of the title, large where the header has room. Returns the cells taken. */
static int paint_clock(struct board *board, struct screen *screen)
{
    struct buffer clock = {0};
    int cells = 0, seconds;
    room_clock_text(board->app->room, &clock);
    bool runs = room_seconds(board->app->room, &seconds);
    if (runs && seconds > 0 && is_large(board)) {
        cells = (int)clock.length * 4 - 1;
        bool off = seconds <= 10 && seconds % 2 == 0;
        enum role role = off ? ROLE_DIM : seconds <= ROOM_LARGE_MS / 1000 ? ROLE_RED : ROLE_TITLE_FOCUS;
        room_paint_figures(screen, 1, screen->columns - MARGIN - cells, buffer_text(&clock), STYLE(role));
    } else if (clock.length > 0) { /* time is up: as high as the title */
        struct style style = {ROLE_WARNING, STYLE_REVERSE};
        cells = text_cells(buffer_text(&clock), clock.length, screen->width);
        int column = screen->columns - MARGIN - cells;
        screen_fill(screen, (struct rectangle){0, column - 2, is_large(board) ? TITLE_ROWS : 1, cells + 2 + MARGIN}, style);
        screen_string(screen, is_large(board) ? 1 : 0, column, cells, buffer_text(&clock), style);
    }
    buffer_clear(&clock);
    return cells;
}

/* Left of the title, where there is room: which stage it is, or which note of the story. */
static int paint_number(struct board *board, struct screen *screen)
{
    const struct workshop *now = board->app->room->now;
    if (!is_large(board) || screen->columns < FIGURES_FROM)
        return 0;
    char figures[32];
    if (now->story_count > 0)
        snprintf(figures, sizeof figures, "%d/%zu", now->story_at, now->story_count);
    else
        snprintf(figures, sizeof figures, "%d/%zu", now->stage + 1, now->agenda->stage_count);
    return room_paint_figures(screen, 1, MARGIN, figures, STYLE(ROLE_TITLE)) + MARGIN;
}

static void paint_lines(struct screen *screen, struct rectangle area, const char *text, struct style style)
{
    struct text_lines lines = {0};
    text_wrap(&lines, text, strlen(text), area.columns > 1 ? area.columns : 1, screen->width);
    int count = lines.count < (size_t)area.rows ? (int)lines.count : area.rows;
    for (int i = 0; i < count; i++) {
        const char *line = text + lines.line[i].offset;
        if (i == area.rows - 1 && lines.count > (size_t)area.rows)
            screen_elided(screen, area.row + i, area.column, area.columns, line, style);
        else
            screen_text(screen, area.row + i, area.column, area.columns, line, lines.line[i].drawn, style);
    }
    text_lines_clear(&lines);
}

/* To be seen from the last row of seats: a bar of three lines. What needs more than one begins at its top. */
static void paint_title(struct screen *screen, bool large, struct rectangle area, const char *title)
{
    struct style style = {ROLE_SELECTION, STYLE_BOLD};
    area.rows = large ? TITLE_ROWS : 1;
    screen_fill(screen, (struct rectangle){area.row, area.column - MARGIN, area.rows, area.columns + MARGIN + 1}, style);
    bool single = text_cells_of(title, screen->width) <= area.columns && !strchr(title, '\n');
    if (large && single)
        area = (struct rectangle){area.row + 1, area.column, 1, area.columns};
    paint_lines(screen, area, title, style);
}

/* What the room is at: the stage and what it asks, or the note of the story and its block. */
static void say_what(const struct board *board, bool numbered, struct buffer *title, struct buffer *prompt)
{
    const struct app *app = board->app;
    const struct workshop *now = app->room->now;
    const struct note *told = note_told(board);
    if (now->story_count == 0 || !now->running) {
        if (numbered)
            buffer_add(title, now->now->title.text[app->language]);
        else
            room_stage_text(app, now->stage, title);
        room_prompt(board, prompt);
    } else if (told) {
        buffer_add(title, told->text);
        buffer_add(prompt, board_title_of(board, told->block));
    } else {
        buffer_add(title, board->snapshot->title);
        buffer_add(prompt, now->story_at == 0 ? _("the story begins") : "");
    }
}

/* How the room does, in one line. */
static void say_state(const struct board *board, const char *separator, struct buffer *out)
{
    const struct workshop *now = board->app->room->now;
    const struct vote_picture *votes = &board->app->room->votes;
    size_t count = count_here(board);
    buffer_printf(out, "%s%s", board->snapshot->title, separator);
    buffer_printf(out, ngettext("%zu here", "%zu here", count), count);
    if (now->vote_open)
        buffer_printf(out, _("%s%zu of %zu have voted%s%d votes cast"), separator, votes->done,
                      room_awaited(board->app->room), separator, votes->cast);
    else if (room_awaited(board->app->room) > 0 && now->running)
        buffer_printf(out, _("%s%zu of %zu ready"), separator, now->ready, room_awaited(board->app->room));
    if (now->hidden > 0)
        buffer_printf(out, ngettext("%s%zu note not revealed yet", "%s%zu notes not revealed yet", now->hidden), separator,
                      now->hidden);
    if (now->story_count > 0)
        buffer_printf(out, _("%sstory: %d of %zu"), separator, now->story_at, now->story_count);
}

void wall_paint(struct board *board, struct screen *screen)
{
    bool large = is_large(board);
    struct buffer title = {0}, state = {0}, prompt = {0};
    screen_fill(screen, (struct rectangle){0, 0, wall_header_rows(board), screen->columns}, STYLE(ROLE_TEXT));
    int right = paint_clock(board, screen), left = MARGIN + paint_number(board, screen);
    struct rectangle area = {0, left, 1, screen->columns - left - MARGIN - right - 2};
    if (right == 0)
        area.columns += 1; /* the bar goes to the edge */
    say_what(board, left > MARGIN, &title, &prompt);
    paint_title(screen, large, area, buffer_text(&title));
    struct rectangle below = {large ? TITLE_ROWS : 1, left, large ? 2 : 1, area.columns};
    paint_lines(screen, below, buffer_text(&prompt), (struct style){ROLE_TEXT, STYLE_BOLD});
    say_state(board, screen->ascii ? " - " : " · ", &state);
    screen_elided(screen, large ? 5 : 2, left, area.columns, buffer_text(&state), STYLE(ROLE_DIM));
    screen_caret(screen, -1, -1);
    buffer_clear(&title);
    buffer_clear(&state);
    buffer_clear(&prompt);
}
