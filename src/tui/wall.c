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
    const struct note *last = now->story_count > 0 && now->story_at > 0
                                  ? snapshot_note(board->snapshot, now->story[now->story_at - 1])
                                  : NULL;
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

/* Right of the title, large where the header has room. Returns the cells taken. */
static int paint_clock(struct board *board, struct screen *screen)
{
    struct buffer clock = {0};
    int cells = 0, seconds;
    room_clock_text(board->app->room, &clock);
    bool runs = room_seconds(board->app->room, &seconds);
    if (runs && seconds > 0 && wall_header_rows(board) == HEADER_ROWS) {
        cells = (int)clock.length * 4 - 1;
        bool off = seconds <= 10 && seconds % 2 == 0;
        enum role role = off ? ROLE_DIM : seconds <= ROOM_LARGE_MS / 1000 ? ROLE_RED : ROLE_TITLE_FOCUS;
        room_paint_figures(screen, 1, screen->columns - MARGIN - cells, buffer_text(&clock), STYLE(role));
    } else if (clock.length > 0) {
        cells = text_cells(buffer_text(&clock), clock.length, screen->width);
        screen_string(screen, 1, screen->columns - MARGIN - cells, cells, buffer_text(&clock), STYLE(ROLE_WARNING));
    }
    buffer_clear(&clock);
    return cells;
}

static void paint_lines(struct screen *screen, int row, int rows, int cells, const char *text, struct style style)
{
    struct text_lines lines = {0};
    text_wrap(&lines, text, strlen(text), cells > 1 ? cells : 1, screen->width);
    for (int i = 0; i < rows && (size_t)i < lines.count; i++)
        screen_text(screen, row + i, MARGIN, cells, text + lines.line[i].offset, lines.line[i].drawn, style);
    text_lines_clear(&lines);
}

/* To be seen from the last row of seats: a bar of three lines. */
static void paint_title(struct screen *screen, bool large, int cells, const char *title)
{
    struct style style = {ROLE_SELECTION, STYLE_BOLD};
    screen_fill(screen, (struct rectangle){0, 0, large ? 3 : 1, MARGIN + cells + 1}, style);
    screen_elided(screen, large ? 1 : 0, MARGIN, cells, title, style);
}

void wall_paint(struct board *board, struct screen *screen)
{
    const struct app *app = board->app;
    const struct workshop *now = app->room->now;
    bool large = wall_header_rows(board) == HEADER_ROWS;
    struct buffer title = {0}, here = {0}, prompt = {0};
    const char *separator = screen->ascii ? " - " : " · ";
    screen_fill(screen, (struct rectangle){0, 0, wall_header_rows(board), screen->columns}, STYLE(ROLE_TEXT));
    int cells = screen->columns - 2 * MARGIN - paint_clock(board, screen) - 2;
    room_stage_text(app, now->stage, &title);
    paint_title(screen, large, cells, buffer_text(&title));
    room_prompt(board, &prompt);
    paint_lines(screen, large ? 3 : 1, large ? 2 : 1, cells, buffer_text(&prompt), (struct style){ROLE_TEXT, STYLE_BOLD});
    size_t count = count_here(board);
    buffer_printf(&here, "%s%s", board->snapshot->title, separator);
    buffer_printf(&here, ngettext("%zu here", "%zu here", count), count);
    if (now->participants > 0 && now->running)
        buffer_printf(&here, _("%s%zu of %zu ready"), separator, now->ready, now->participants);
    if (now->story_count > 0)
        buffer_printf(&here, _("%sstory: %d of %zu"), separator, now->story_at, now->story_count);
    if (now->vote_open)
        buffer_printf(&here, _("%s%d votes cast"), separator, app->room->votes.cast);
    screen_elided(screen, large ? 5 : 2, MARGIN, cells, buffer_text(&here), STYLE(ROLE_DIM));
    screen_caret(screen, -1, -1);
    buffer_clear(&title);
    buffer_clear(&here);
    buffer_clear(&prompt);
}
