/*
 * board_title.c - the words around the notes: pane titles, top line, bottom line.
 *
 * Everything here elides: a title down to a few cells, then the count goes.
 */
#include "room/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TITLE_CELLS_MIN 8 /* rather no count than less of the title */
#define BELOW_CELLS 7     /* kept free for the count of notes hidden below */

/* ---- pane titles ------------------------------------------------------------------------------------------- */

static int block_number(const struct board *board, int block)
{
    return block == TEMPLATE_PARKING ? 0 : board_template(board)->block[block].order;
}

static void pane_count(const struct board_pane *pane, size_t total, size_t hidden, char *out, size_t size)
{
    size_t length;
    if (total > 1 && (pane->above > 0 || pane->below > 0))
        snprintf(out, size, "%zu/%zu", pane->whole > 0 ? pane->whole : 1, total);
    else
        snprintf(out, size, "%zu", total);
    length = strlen(out);
    if (hidden > 0)
        snprintf(out + length, size - length, " +%zu", hidden);
}

static void title_text(const struct board *board, const struct board_pane *pane, int cells, struct buffer *out)
{
    enum language mine = board->app->language;
    const struct template *template = board_template(board);
    const char *title = template_block_title(template, pane->block, mine, false);
    char number[16];
    snprintf(number, sizeof number, "%d ", block_number(board, pane->block));
    if (board->bilingual || text_cells_of(title, board->width) + (int)strlen(number) > cells)
        title = template_block_title(template, pane->block, mine, true);
    buffer_add(out, number);
    buffer_add(out, title);
    if (board->bilingual)
        buffer_printf(out, " %s", template_block_title(template, pane->block, language_other(mine), true));
}

/* Where the title lies: a dash between it and the corner, and between it and the count; in narrow panes neither. */
struct title_place {
    int column, cells; /* of the title's text */
    int count_column;
};

static struct title_place place_title(struct rectangle area, bool narrow, int count_cells)
{
    struct title_place roomy = {area.column + 3, area.columns - 9 - count_cells,
                                area.column + area.columns - 3 - count_cells};
    struct title_place tight = {area.column + 2, area.columns - 5 - count_cells,
                                area.column + area.columns - 2 - count_cells};
    return narrow ? tight : roomy;
}

/* A pane's title as it would stand with room to spare. */
struct pane_title {
    struct buffer text;
    char count[48];
    int cells, room; /* of the text; what is left between the dashes */
};

static void set_title(const struct board *board, const struct board_pane *pane, struct pane_title *title)
{
    const struct snapshot_block *notes = board_notes(board, pane->block);
    pane_count(pane, notes->count + notes->unread, board_hidden_here(board, pane->block), title->count,
               sizeof title->count);
    title->room = pane->area.columns - 9 - (int)strlen(title->count);
    title_text(board, pane, title->room, &title->text);
    title->cells = text_cells(buffer_text(&title->text), title->text.length, board->width);
}

/* Panes of one width are set alike: if one's title needs the room of the dashes, all do without. */
static bool is_narrow(const struct board *board, const struct pane_title *titles, const struct board_pane *pane)
{
    for (size_t i = 0; i < board->pane_count; i++) {
        int difference = board->pane[i].area.columns - pane->area.columns;
        if (difference >= -1 && difference <= 1 && titles[i].cells > titles[i].room)
            return true;
    }
    return false;
}

/* The outer edge of the board: no other pane's title can stand there. */
static bool is_outer(const struct board *board, int row, struct rectangle area)
{
    for (size_t i = 0; i < board->pane_count; i++) {
        struct rectangle other = board->pane[i].area;
        if (other.row == row && other.column < area.column + area.columns - 1
            && area.column < other.column + other.columns - 1)
            return false;
    }
    return true;
}

/* Where the title leaves no room: on the bottom border, if that is nobody else's. */
static void paint_sum_below(struct board *board, struct screen *screen, const struct board_pane *pane, const char *sum)
{
    int row = pane->area.row + pane->area.rows - 1, room = pane->area.columns - 4 - BELOW_CELLS;
    int cells = text_cells_of(sum, board->width);
    if (cells + 2 > room || !is_outer(board, row, pane->area))
        return;
    screen_string(screen, row, pane->area.column + 2, 1, " ", STYLE(ROLE_DIM));
    screen_string(screen, row, pane->area.column + 3, cells, sum, STYLE(ROLE_DIM));
    screen_string(screen, row, pane->area.column + 3 + cells, 1, " ", STYLE(ROLE_DIM));
}

/* What the amounts come to, behind a title of `used` cells or below. */
static void paint_sum(struct board *board, struct screen *screen, const struct board_pane *pane,
                      struct title_place place, int used)
{
    const char *sum = board_money_sum(board, pane->block);
    if (!sum)
        return;
    int cells = text_cells_of(sum, board->width), column = place.count_column - 3 - cells;
    if (column - 2 <= place.column + used) {
        paint_sum_below(board, screen, pane, sum);
        return;
    }
    screen_string(screen, pane->area.row, column - 1, 1, " ", STYLE(ROLE_DIM));
    screen_string(screen, pane->area.row, column, cells, sum, STYLE(ROLE_DIM));
    screen_string(screen, pane->area.row, column + cells, 1, " ", STYLE(ROLE_DIM));
}

/* Who else is at this block, left of the count where there is room: "@Ana", "@3". Returns the cells taken. */
static int paint_present(struct board *board, struct screen *screen, const struct board_pane *pane, int end, int from)
{
    const char *name = NULL, *block = template_block_id(board_template(board), pane->block);
    size_t count = 0;
    for (size_t i = 0; i < board->present_count; i++) {
        if (strcmp(board->present[i].block, block) == 0) {
            name = board->present[i].name;
            count++;
        }
    }
    if (count == 0 || board_is_wall(board))
        return 0;
    char text[80];
    if (count == 1)
        snprintf(text, sizeof text, "@%.70s", name);
    else
        snprintf(text, sizeof text, "@%zu", count);
    int cells = text_cells_of(text, board->width), column = end - cells;
    if (column - 1 <= from)
        return 0;
    screen_string(screen, pane->area.row, column - 1, 1, " ", STYLE(ROLE_DIM));
    screen_elided(screen, pane->area.row, column, cells, text, STYLE(ROLE_DIM));
    screen_string(screen, pane->area.row, column + cells, 1, " ", STYLE(ROLE_DIM));
    return cells + 2;
}

static void paint_title(struct board *board, struct screen *screen, const struct board_pane *pane,
                        const struct pane_title *title, bool narrow)
{
    bool focus = pane->block == (board->dragging ? board->drag_block : board->focus);
    struct style style = STYLE(focus ? ROLE_TITLE_FOCUS : ROLE_TITLE);
    if (!focus && room_of_board(board) && board->app->room->now->now->block_count > 0)
        style = board_in_light(board, pane->block) ? (struct style){ROLE_TITLE, STYLE_BOLD} : STYLE(ROLE_DIM);
    struct title_place place = place_title(pane->area, narrow, (int)strlen(title->count));
    int alone = pane->area.columns - 4;
    /* A name says more than a number, but for the one that says how many notes are hidden. */
    bool hides = strchr(title->count, '/') != NULL;
    bool crowded = !hides && title->cells > place.cells && title->cells <= alone;
    if (place.cells >= TITLE_CELLS_MIN && !crowded) {
        char padded[64];
        snprintf(padded, sizeof padded, " %s ", title->count);
        screen_string(screen, pane->area.row, place.count_column - 1, (int)strlen(padded), padded,
                      STYLE(focus ? ROLE_TITLE_FOCUS : ROLE_DIM));
    } else {
        place.cells = alone;
    }
    if (place.cells < 2)
        return;
    bool bracket = focus && screen->marks;
    struct buffer shown = {0};
    text_elide(&shown, buffer_text(&title->text), title->text.length, place.cells, board->width);
    screen_string(screen, pane->area.row, place.column - 1, 1, bracket ? "[" : " ", style);
    int used = screen_string(screen, pane->area.row, place.column, place.cells, buffer_text(&shown), style);
    screen_string(screen, pane->area.row, place.column + used, 1, bracket ? "]" : " ", style);
    place.count_column -= paint_present(board, screen, pane, place.count_column - 2, place.column + used);
    paint_sum(board, screen, pane, place, used);
    if (board->asking == BOARD_ASKS_TARGET)
        screen_text(screen, pane->area.row, place.column, place.cells, buffer_text(&shown),
                    strcspn(buffer_text(&shown), " "), STYLE(ROLE_KEY));
    buffer_clear(&shown);
}

/* "+2" on the bottom border; inside the board the arrow at the pane's last row says that there is more. */
static void paint_below(const struct board *board, struct screen *screen, const struct board_pane *pane)
{
    char text[32];
    snprintf(text, sizeof text, " +%zu ", pane->below);
    int cells = (int)strlen(text), row = pane->area.row + pane->area.rows - 1;
    int column = pane->area.column + pane->area.columns - 2 - cells;
    if (pane->below > 0 && column > pane->area.column && is_outer(board, row, pane->area))
        screen_string(screen, row, column, cells, text, STYLE(ROLE_DIM));
}

void board_paint_titles(struct board *board, struct screen *screen)
{
    struct pane_title *titles = memory_new(board->pane_count, sizeof *titles);
    for (size_t i = 0; i < board->pane_count; i++)
        set_title(board, &board->pane[i], &titles[i]);
    for (size_t i = 0; i < board->pane_count; i++)
        paint_title(board, screen, &board->pane[i], &titles[i], is_narrow(board, titles, &board->pane[i]));
    for (size_t i = 0; i < board->pane_count; i++) {
        paint_below(board, screen, &board->pane[i]);
        buffer_clear(&titles[i].text);
    }
    free(titles);
}

/* ---- the top line -------------------------------------------------------------------------------------------- */

/* What a new note answers: the question it was begun from, else the first one of a block that is still empty. */
static const char *question_typed(const struct board *board)
{
    const struct board_editor *editor = &board->editor;
    if (!editor->open || editor->note_id != 0 || editor->block == TEMPLATE_PARKING ||
        board->guide.kind != GUIDE_OFF)
        return NULL;
    const struct template_items *questions = &board_template(board)->block[editor->block].questions;
    for (size_t i = 0; i < questions->count; i++) {
        bool asked = editor->question ? strcmp(editor->question, questions->item[i].id) == 0
                                      : board_notes(board, editor->block)->count == 0;
        if (asked)
            return questions->item[i].text.text[board->app->language];
    }
    return NULL;
}

/* Where no pane shows the parking lot, the top line says that something lies there. */
static void add_parked(const struct board *board, struct buffer *right)
{
    size_t count = board_notes(board, TEMPLATE_PARKING)->count + board_notes(board, TEMPLATE_PARKING)->unread;
    if (count > 0 && board->focus != TEMPLATE_PARKING && !layout_has_block(board_layout_now(board), TEMPLATE_PARKING))
        buffer_printf(right, _("0 parking lot: %zu  "), count);
}

/* Moves `part` to the end of `right`, or drops it where the half of the line that both share would be too short. */
static void add_where_it_fits(const struct board *board, struct buffer *right, struct buffer *part, int clock)
{
    int half = (board->app->screen.columns - 2) / 2;
    int cells = text_cells_of(buffer_text(right), board->width) + text_cells_of(buffer_text(part), board->width);
    if (cells + clock <= half)
        buffer_add(right, buffer_text(part));
    buffer_clear(part);
}

/* In a workshop: who is here, for who leads how many are ready, and the timer, which is never cut off. */
static void add_room(const struct board *board, struct buffer *right)
{
    const struct app *app = board->app;
    const struct workshop *now = app->room->now;
    struct buffer clock = {0}, part = {0};
    buffer_add(&clock, "  ");
    room_clock_text(app->room, &clock);
    int cells = text_cells_of(buffer_text(&clock), board->width);
    if (room_leads(app) && now->vote_open)
        buffer_printf(&part, _("  %zu/%zu voted"), app->room->votes.done, room_awaited(app->room));
    else if (room_leads(app) && now->running)
        buffer_printf(&part, _("  %zu/%zu ready"), now->ready, room_awaited(app->room));
    add_where_it_fits(board, right, &part, cells);
    if (room_leads(app) && now->hands > 0)
        buffer_printf(&part, ngettext("  %zu hand", "  %zu hands", now->hands), now->hands);
    add_where_it_fits(board, right, &part, cells);
    if (room_seat(app->room) && room_seat(app->room)->ready)
        buffer_printf(&part, "  %s", _("ready"));
    add_where_it_fits(board, right, &part, cells);
    buffer_add(right, buffer_text(&clock));
    buffer_clear(&clock);
}

void board_paint_top(struct board *board, struct screen *screen)
{
    enum language language = board->app->language;
    const char *separator = screen->ascii ? " - " : " · ";
    struct buffer left = {0}, right = {0};
    const char *question = question_typed(board);
    if (question) {
        buffer_printf(&left, "? %s", question);
    } else if (room_of_board(board)) {
        room_stage_text(board->app, board->app->room->now->stage, &left);
        buffer_printf(&left, "%s%s", separator, board->snapshot->title);
    } else {
        buffer_printf(&left, "%s%s%s", board->snapshot->title, separator, board_template(board)->title.text[language]);
        buffer_printf(&left, "%s%s", separator, board_layout_now(board)->title.text[language]);
        add_parked(board, &right);
    }
    if (!room_of_board(board) && board_money_balance(board))
        buffer_printf(&right, "%s  ", board_money_balance(board));
    if (board->example)
        buffer_add(&right, _("example"));
    size_t named = board->present_count < 3 ? board->present_count : 2;
    if (room_of_board(board) && screen->columns < BOARD_STACK_BELOW)
        named = 0; /* the timer matters more than who is here */
    for (size_t i = 0; i < named; i++)
        buffer_printf(&right, "%s%s", i > 0 ? " " : "", board->present[i].name);
    if (board->present_count > named)
        buffer_printf(&right, " +%zu", board->present_count - named);
    if (room_of_board(board))
        add_room(board, &right);
    while (right.length > 0 && right.data[right.length - 1] == ' ')
        buffer_remove(&right, right.length - 1, 1);
    app_paint_top(board->app, screen, buffer_text(&left), buffer_text(&right));
    buffer_clear(&left);
    buffer_clear(&right);
}

/* ---- the bottom line ------------------------------------------------------------------------------------------- */

static void hints_editing(struct app *app, struct screen *screen, bool new)
{
    const struct hint hints[] = {
        {COMMAND_FIELD_SAVE, _("save, next")},
        {COMMAND_FIELD_STOP, _("save, stop")},
        {COMMAND_FIELD_NEWLINE, _("new line")},
        {COMMAND_FIELD_DISCARD, _("discard")},
    };
    const struct hint edited[] = {
        {COMMAND_FIELD_SAVE, _("save")},
        {COMMAND_FIELD_NEWLINE, _("new line")},
        {COMMAND_FIELD_DISCARD, _("discard")},
    };
    if (new)
        app_paint_hints(app, screen, hints, COUNT_OF(hints));
    else
        app_paint_hints(app, screen, edited, COUNT_OF(edited));
}

static void hints_board(struct app *app, struct screen *screen, bool note)
{
    const struct hint hints[] = {
        {COMMAND_NOTE_ADD, _("new note")},  {COMMAND_NOTE_EDIT, _("edit")},   {COMMAND_NOTE_MOVE, _("move")},
        {COMMAND_NOTE_LINK, _("link")},     {COMMAND_UNDO, _("undo")},        {COMMAND_SIDEBAR, _("questions")},
        {COMMAND_REVIEW, _("review")},      {COMMAND_NOTE_COLOUR, _("colour")}, {COMMAND_GUIDE, _("guide")},
        {COMMAND_BACK, _("back")},          {COMMAND_PALETTE, _("command")},  {COMMAND_HELP, _("help")},
    };
    const struct hint empty[] = {
        {COMMAND_NOTE_ADD, _("new note")},  {COMMAND_GUIDE, _("guide")}, {COMMAND_BLOCK_NEXT, _("next block")},
        {COMMAND_SIDEBAR, _("questions")},  {COMMAND_UNDO, _("undo")},   {COMMAND_REVIEW, _("review")},
        {COMMAND_PALETTE, _("command")},    {COMMAND_HELP, _("help")},
    };
    if (note)
        app_paint_hints(app, screen, hints, COUNT_OF(hints));
    else
        app_paint_hints(app, screen, empty, COUNT_OF(empty));
}

static void hints_marked(struct app *app, struct screen *screen)
{
    const struct hint hints[] = {
        {COMMAND_NOTE_MARK, _("mark, unmark")}, {COMMAND_NOTE_GROUP, _("group")}, {COMMAND_NOTE_MERGE, _("merge")},
        {COMMAND_NOTE_MOVE, _("move")},         {COMMAND_NOTE_TRASH, _("trash")}, {COMMAND_NOTE_COLOUR, _("colour")},
        {COMMAND_NOTE_TAGS, _("tags")},         {COMMAND_NOTE_COPY, _("copy")},   {COMMAND_CANCEL, _("clear")},
    };
    app_paint_hints(app, screen, hints, COUNT_OF(hints));
}

static void hints_found(struct app *app, struct screen *screen)
{
    const struct hint hints[] = {
        {COMMAND_FIND_NEXT, _("next")}, {COMMAND_FIND_PREVIOUS, _("previous")}, {COMMAND_FIND, _("find")},
        {COMMAND_CANCEL, _("clear")},   {COMMAND_NOTE_EDIT, _("edit")},
    };
    app_paint_hints(app, screen, hints, COUNT_OF(hints));
}

static const char *use_of(const struct board *board)
{
    const struct sidebar_item *item = sidebar_selected(&board->sidebar);
    switch (item ? item->kind : SIDEBAR_QUESTION) {
    case SIDEBAR_TYPE:
        return _("type on or off");
    case SIDEBAR_DECK:
        return _("next card");
    case SIDEBAR_REST:
        return _("show");
    default:
        return _("answer");
    }
}

static void hints_sidebar(struct board *board, struct screen *screen)
{
    const struct hint hints[] = {
        {COMMAND_SIDEBAR_USE, use_of(board)}, {COMMAND_SIDEBAR_MORE, _("more")}, {COMMAND_SIDEBAR, _("back")},
        {COMMAND_SIDEBAR_HIDE, _("hide")},    {COMMAND_HELP, _("help")},
    };
    app_paint_hints(board->app, screen, hints, COUNT_OF(hints));
}

/* A question to the person, in the place of the hints; a message has the first word. */
static bool paint_prompt(struct board *board, struct screen *screen)
{
    struct buffer text = {0};
    const struct note *from = board->link_from ? snapshot_note(board->snapshot, board->link_from) : NULL;
    size_t count = board->marked_count > 1 ? board->marked_count : 1;
    if (board->asking == BOARD_ASKS_TARGET) {
        buffer_printf(&text,
                      ngettext("move %zu note to: a block's number, an arrow, 0 the parking lot",
                               "move %zu notes to: a block's number, an arrow, 0 the parking lot", count),
                      count);
    } else if (board->asking == BOARD_ASKS_BLOCK) {
        buffer_printf(&text, _("block number, two digits: %s"), board->digits);
    } else if (from) {
        struct buffer name = {0};
        text_elide(&name, from->text, strlen(from->text), 24, board->width);
        buffer_printf(&text, _("= ties “%s” to the note selected; Esc lets go"), buffer_text(&name));
        buffer_clear(&name);
    }
    bool any = text.length > 0 && board->app->message_until == 0;
    if (any) {
        int row = screen->rows - 1;
        screen_fill(screen, (struct rectangle){row, 0, 1, screen->columns}, STYLE(ROLE_BAR));
        screen_elided(screen, row, 1, screen->columns - 2, buffer_text(&text), STYLE(ROLE_KEY));
    }
    buffer_clear(&text);
    return any;
}

void board_paint_bars(struct board *board, struct screen *screen)
{
    screen_fill(screen, (struct rectangle){0, 0, 1, screen->columns}, STYLE(ROLE_BAR));
    screen_fill(screen, (struct rectangle){screen->rows - 1, 0, 1, screen->columns}, STYLE(ROLE_BAR));
    board_paint_top(board, screen);
    if (room_of_board(board))
        room_paint_header(board, screen);
    if (board_find_paint(board, screen) || paint_prompt(board, screen))
        return;
    if (board->editor.open)
        hints_editing(board->app, screen, board->editor.note_id == 0);
    else if (board->sidebar.focused)
        hints_sidebar(board, screen);
    else if (board->marked_count > 0)
        hints_marked(board->app, screen);
    else if (board->find.folded.length > 0)
        hints_found(board->app, screen);
    else if (room_of_board(board))
        room_paint_hints(board, screen);
    else
        hints_board(board->app, screen, board_selected(board) != 0);
}
