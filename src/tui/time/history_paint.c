/*
 * history_paint.c - the slider, the actions around the position, the lines at the top and the bottom.
 *
 * The slider's two rows lie below the board: who did what, and where that is in the canvas's life; moments with a name
 * are marked on it. Where there is room the actions around stand beside the board. Nothing here decides anything.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history_view.h"

#define SLIDER_ROWS 2

void history_place(struct history_view *history, struct rectangle area)
{
    struct rectangle board = area;
    history->area = area;
    board.rows -= SLIDER_ROWS;
    history->slider = (struct rectangle){area.row + board.rows, area.column, SLIDER_ROWS, area.columns};
    history->list_area = (struct rectangle){area.row, 0, board.rows, 0};
    if (area.columns >= HISTORY_LIST_FROM) {
        board.columns -= HISTORY_LIST_COLUMNS - 1; /* one border for both */
        history->list_area.column = board.column + board.columns - 1;
        history->list_area.columns = HISTORY_LIST_COLUMNS;
    }
    board_picture_place(history->board, board);
}

/* ---- the slider ------------------------------------------------------------------------------------------------- */

static void counter(const struct history_view *history, char *out, size_t size)
{
    snprintf(out, size, "%zu/%zu", timeline_position(history->timeline), timeline_count(history->timeline));
}

/* The cells of the track. */
static struct rectangle track(const struct history_view *history)
{
    char text[64];
    counter(history, text, sizeof text);
    struct rectangle row = history->slider;
    row.row += 1;
    row.rows = 1;
    row.column += 1;
    row.columns -= (int)strlen(text) + 3;
    return row;
}

static int cell_of(const struct history_view *history, int cells, size_t position)
{
    size_t count = timeline_count(history->timeline);
    if (count < 2 || position < 1 || cells < 2)
        return 0;
    return (int)((position - 1) * (size_t)(cells - 1) / (count - 1));
}

bool history_position_at(const struct history_view *history, int row, int column, size_t *position)
{
    struct rectangle line = track(history), list = history->list_area;
    size_t count = timeline_count(history->timeline);
    if (row == line.row && column >= line.column && column < line.column + line.columns && line.columns > 1) {
        size_t cells = (size_t)line.columns - 1, at = (size_t)(column - line.column);
        *position = count < 2 ? count : 1 + (at * (count - 1) + cells / 2) / cells;
        return true;
    }
    (void)list;
    return false;
}

static void paint_track(const struct history_view *history, struct screen *screen)
{
    struct rectangle line = track(history);
    bool simple = screen_plain(screen);
    int here = cell_of(history, line.columns, timeline_position(history->timeline));
    for (int i = 0; i < line.columns; i++)
        screen_string(screen, line.row, line.column + i, 1, simple ? (i < here ? "=" : "-") : i < here ? "━" : "─",
                      STYLE(i < here ? ROLE_BORDER_FOCUS : ROLE_BORDER));
    for (size_t i = 0; i < history->version_count; i++)
        screen_string(screen, line.row, line.column + cell_of(history, line.columns, history->version_at[i]), 1, "v",
                      STYLE(ROLE_KEY));
    screen_string(screen, line.row, line.column + here, 1, simple ? "O" : "●",
                  (struct style){ROLE_BORDER_FOCUS, STYLE_BOLD});
    char text[64];
    counter(history, text, sizeof text);
    screen_string(screen, line.row, line.column + line.columns + 1, (int)strlen(text), text, STYLE(ROLE_TEXT));
}

/* "#12  14:03  Ana  added ..." and how fast it plays. */
static void paint_sentence(const struct history_view *history, struct screen *screen)
{
    struct rectangle row = history->slider;
    size_t position = timeline_position(history->timeline);
    const struct history_entry *told = history_told(history, position);
    char at[40], speed[64] = "";
    int column = row.column + 1, end = row.column + row.columns - 1;
    if (history->playing) {
        snprintf(speed, sizeof speed, "%s %d/s", screen_plain(screen) ? ">" : "▶", history_steps_a_second(history));
        end -= text_cells_of(speed, screen->width) + 2;
        screen_string(screen, row.row, end + 2, 20, speed, STYLE(ROLE_KEY));
    }
    if (position == 0)
        return;
    const struct timeline_action *action = timeline_action(history->timeline, position - 1);
    time_format_local(action->at, at, sizeof at);
    struct buffer head = {0};
    buffer_printf(&head, "#%lld  ", (long long)action->seq);
    if (row.columns >= BOARD_STACK_BELOW) /* else the top line has the time */
        buffer_printf(&head, "%s  ", at);
    column += screen_string(screen, row.row, column, end - column, buffer_text(&head), STYLE(ROLE_DIM));
    buffer_reset(&head);
    if (history_names_at(history, position, &head)) {
        buffer_add(&head, "  ");
        column += screen_elided(screen, row.row, column, (end - column) / 3, buffer_text(&head), STYLE(ROLE_KEY));
    }
    buffer_reset(&head);
    buffer_printf(&head, "%s  ", told != NULL ? told->actor : "");
    column += screen_elided(screen, row.row, column, (end - column) / 3, buffer_text(&head),
                            (struct style){ROLE_TEXT, STYLE_BOLD});
    screen_elided(screen, row.row, column, end - column, told != NULL ? told->text : "", STYLE(ROLE_TEXT));
    buffer_clear(&head);
}

/* ---- the list --------------------------------------------------------------------------------------------------- */

/* "14:03 Ana" and below it what was done, in two lines at most. Returns the rows it takes; draws them when `screen`. */
static int paint_action(const struct history_view *history, struct screen *screen, size_t position, int row, int limit)
{
    struct rectangle area = history->list_area;
    const struct history_entry *told = history_told(history, position);
    int cells = area.columns - 4, column = area.column + 2, used = 0;
    if (told == NULL)
        return 0;
    bool here = position == timeline_position(history->timeline);
    struct buffer head = {0};
    char at[40];
    time_format_local(told->at, at, sizeof at);
    buffer_printf(&head, "%s %s", at + 5, told->actor); /* without the year */
    buffer_add(&head, "  ");
    bool named = history_names_at(history, position, &head);
    struct style quiet = STYLE(here ? ROLE_SELECTION : named ? ROLE_KEY : ROLE_DIM);
    struct style loud = STYLE(here ? ROLE_SELECTION : ROLE_TEXT);
    struct text_lines lines = {0};
    text_wrap(&lines, told->text, strlen(told->text), cells, history->app->screen.width);
    int rows = 1 + (lines.count > 2 ? 2 : (int)lines.count);
    for (; screen != NULL && used < rows && used < limit; used++) {
        if (here)
            screen_fill(screen, (struct rectangle){row + used, area.column + 1, 1, area.columns - 2},
                        STYLE(ROLE_SELECTION));
        if (used == 0) {
            screen_elided(screen, row, column, cells, buffer_text(&head), quiet);
            continue;
        }
        const struct text_line *line = &lines.line[used - 1];
        if (used == 2 && lines.count > 2)
            screen_elided(screen, row + used, column, cells, told->text + line->offset, loud);
        else
            screen_text(screen, row + used, column, cells, told->text + line->offset, line->drawn, loud);
    }
    buffer_clear(&head);
    text_lines_clear(&lines);
    return rows;
}

static void paint_list(struct history_view *history, struct screen *screen)
{
    struct rectangle area = history->list_area;
    if (area.columns == 0)
        return;
    screen_fill(screen, (struct rectangle){area.row, area.column + 1, area.rows, area.columns - 1}, STYLE(ROLE_TEXT));
    screen_frame(screen, area, STYLE(ROLE_BORDER));
    struct buffer title = {0};
    buffer_printf(&title, " %s ", _("What was done"));
    screen_elided(screen, area.row, area.column + 2, area.columns - 4, buffer_text(&title), STYLE(ROLE_TITLE));
    buffer_clear(&title);
    size_t position = timeline_position(history->timeline), first = position;
    int rows = area.rows - 2, above = 0;
    while (first > 1) { /* the present one near the middle */
        int more = paint_action(history, NULL, first - 1, 0, 0);
        if (above + more > rows / 2)
            break;
        above += more;
        first--;
    }
    int row = area.row + 1, end = area.row + area.rows - 1;
    for (; first <= timeline_count(history->timeline) && row < end; first++)
        row += paint_action(history, screen, first, row, end - row);
}

/* ---- top and bottom --------------------------------------------------------------------------------------------- */

static void paint_bars(struct history_view *history, struct screen *screen)
{
    struct app *app = history->app;
    const struct snapshot *snapshot = timeline_snapshot(history->timeline);
    size_t position = timeline_position(history->timeline);
    bool now = position == timeline_count(history->timeline);
    struct buffer left = {0}, right = {0};
    char at[40] = "";
    if (position > 0)
        time_format_local(timeline_action(history->timeline, position - 1)->at, at, sizeof at);
    buffer_add(&left, snapshot->title);
    buffer_printf(&left, screen_plain(screen) ? " - %s" : " · %s", _("History"));
    if (now)
        buffer_add(&right, _("as it is now"));
    else
        buffer_printf(&right, _("as it was %s"), at);
    app_paint_top(app, screen, buffer_text(&left), buffer_text(&right));
    buffer_clear(&left);
    buffer_clear(&right);
    const struct hint hints[] = {
        {COMMAND_TIME_BACK, _("earlier")},
        {COMMAND_TIME_PLAY, history->playing ? _("pause") : _("play")},
        {COMMAND_MOMENT_RESTORE, _("bring back")},
        {COMMAND_VERSION_NAME, _("name")},
        {COMMAND_BACK, _("back")},
        {COMMAND_MOMENT_COMPARE, _("compare")},
        {COMMAND_VERSION_NEXT, _("version")},
        {COMMAND_FORK, _("alternative")},
    };
    app_paint_hints(app, screen, hints, COUNT_OF(hints));
}

void history_paint(struct history_view *history, struct screen *screen)
{
    board_picture_paint(history->board, screen);
    paint_list(history, screen);
    screen_fill(screen, history->slider, STYLE(ROLE_TEXT));
    paint_sentence(history, screen);
    paint_track(history, screen);
    paint_bars(history, screen);
}
