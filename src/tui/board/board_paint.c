/*
 * board_paint.c - panes, notes and the editor on the cell grid.
 *
 * It reads what board_layout found and draws it; it decides nothing. The top and bottom lines are drawn last, over
 * whatever of a stack reaches out of the board, so nothing here needs clipping but the rows of a pane's inside.
 *
 * A note: one column for the selection, its colour mark, a blank, the text, a blank.
 */
#include "room/room.h"

#include <stdio.h>
#include <string.h>

#define WORDS_FROM 40 /* columns of a note's text: from here on tags are written out behind it */

static const char *colour_mark(const struct screen *screen, enum note_colour colour, bool marked)
{
    static const char *const letters[NOTE_COLOUR_COUNT] = {"-", "y", "r", "g", "b", "p"};
    bool plain = screen_plain(screen);
    if (marked)
        return plain ? "*" : "✓";
    if (!plain && !screen->marks)
        return colour == NOTE_NONE ? "·" : "■";
    return colour == NOTE_NONE && !plain ? "·" : letters[colour];
}

/* In a picture a "-" says that the note is gone. */
static const char *note_mark(const struct board *board, const struct screen *screen, const struct note *note)
{
    const char *mark = colour_mark(screen, note->colour, board_is_marked(board, note->id));
    return board->picture && strcmp(mark, "-") == 0 ? "." : mark;
}

static enum role colour_role(enum note_colour colour)
{
    return colour == NOTE_NONE ? ROLE_DIM : (enum role)(ROLE_YELLOW + (int)colour - NOTE_YELLOW);
}

/* ---- one note ---------------------------------------------------------------------------------------------- */

struct look_of { /* how one note looks in this frame */
    struct style text, mark, marks, first;
    const char *before; /* in the first column */
    bool filled;
};

static struct look_of look_in_picture(const struct board *board, const struct note *note)
{
    struct look_of look = {.text = STYLE(ROLE_TEXT), .mark = STYLE(colour_role(note->colour)),
                           .marks = STYLE(ROLE_DIM), .first = STYLE(ROLE_TEXT), .before = " "};
    struct board_sign sign = {.before = " ", .style = STYLE(ROLE_TEXT), .text = STYLE(ROLE_TEXT)};
    if (board->sign != NULL && board->sign(board->sign_context, note, &sign)) {
        look.before = sign.before;
        look.first = sign.style;
        look.text = sign.text;
        look.filled = sign.selected;
    }
    if (look.filled) {
        look.text = look.first = look.marks = STYLE(ROLE_SELECTION);
        look.mark.flags = STYLE_REVERSE;
        if (note->colour == NOTE_NONE)
            look.mark = STYLE(ROLE_SELECTION);
    }
    return look;
}

static struct look_of look_of(struct board *board, const struct note *note)
{
    if (board->picture)
        return look_in_picture(board, note);
    bool selected = note->id == board_selected(board) && note->block == board->focus && !board->editor.open;
    bool linked = board_is_linked(board, note->id), wall = board_is_wall(board);
    bool told = selected && wall && board->told; /* the story is at this one */
    selected = selected && !wall;
    struct look_of look = {.text = STYLE(ROLE_TEXT), .mark = STYLE(colour_role(note->colour)),
                           .marks = STYLE(ROLE_DIM), .before = " "};
    if (selected) {
        look.before = ">";
        look.filled = !board->sidebar.focused;
        look.text.role = look.filled ? ROLE_SELECTION : ROLE_TEXT;
        if (look.filled) {
            look.marks.role = ROLE_SELECTION;
            look.mark.flags = STYLE_REVERSE;
            if (note->colour == NOTE_NONE)
                look.mark = STYLE(ROLE_SELECTION);
        }
    } else if (told) {
        look.before = ">";
        look.text.role = ROLE_LINKED;
    } else if (board->link_from == note->id) {
        look.before = "=";
        look.text.role = ROLE_LINKED;
    } else if (linked) {
        look.before = "=";
        look.text.role = ROLE_LINKED;
    } else if (board->dim_unlinked || !board_in_light(board, note->block)) {
        look.text.role = ROLE_DIM;
        look.mark.role = ROLE_DIM;
    }
    look.first = look.text;
    return look;
}

static void paint_matches(const struct board *board, struct screen *screen, const char *text, size_t length, int row,
                          int column, int cells)
{
    size_t from = 0, start, end;
    while (from < length && board_find_range(board, text, length, from, &start, &end) && end > start) {
        int at = text_cells(text, start, board->width);
        if (at >= cells)
            return;
        screen_text(screen, row, column + at, cells - at, text + start, end - start, STYLE(ROLE_MATCH));
        from = end;
    }
}

/* At the right end of the note's last row, as much as its text leaves room for. On a row of its own: elided. */
static void paint_marks(struct board *board, struct screen *screen, const struct note *note, struct rectangle row,
                        int used, struct style style)
{
    struct buffer marks = {0};
    int cells = 0, room = used > 0 ? row.columns - used - 1 : row.columns;
    /* All notes of a pane alike: tags in words or counted. */
    int how = row.columns >= WORDS_FROM ? BOARD_MARKS_FULL : BOARD_MARKS_SHORT;
    for (; how <= BOARD_MARKS_LINKS; how++) {
        buffer_reset(&marks);
        board_note_marks(board, note, (enum board_marks)how, &marks);
        cells = text_cells(buffer_text(&marks), marks.length, board->width);
        if (cells <= room || (used == 0 && how == BOARD_MARKS_SHORT))
            break;
    }
    if (cells > row.columns)
        cells = row.columns;
    if (cells > 0 && cells <= room)
        screen_elided(screen, row.row, row.column + row.columns - cells, cells, buffer_text(&marks), style);
    buffer_clear(&marks);
}

/* Underlined, with how many notes follow, so that it is a heading without colours too. */
static void paint_heading(struct board *board, struct screen *screen, const struct board_pane *pane,
                          const struct board_box *box)
{
    struct rectangle inside = board_inside(pane);
    const struct note *note = snapshot_note(board->snapshot, box->note_id ? box->note_id : board->editor.note_id);
    if (!box->heading || !note || !note->group || box->row < inside.row || box->row >= inside.row + inside.rows)
        return;
    const struct snapshot_block *notes = board_notes(board, pane->block);
    size_t count = 0;
    for (size_t i = 0; i < notes->count; i++)
        count += notes->note[i]->group == note->group;
    char text[32];
    snprintf(text, sizeof text, " %zu", count);
    int cells = inside.columns - 2, figures = (int)strlen(text);
    struct buffer title = {0};
    text_elide(&title, note->group->title, strlen(note->group->title), cells - figures, board->width);
    struct style style = {board->dim_unlinked ? ROLE_DIM : ROLE_TITLE, STYLE_UNDERLINE};
    int used = screen_string(screen, box->row, inside.column + 1, cells - figures, buffer_text(&title), style);
    screen_string(screen, box->row, inside.column + 1 + used, figures, text, STYLE(ROLE_DIM));
    buffer_clear(&title);
}

static void paint_note(struct board *board, struct screen *screen, const struct board_pane *pane,
                       const struct board_box *box)
{
    const struct note *note = snapshot_note(board->snapshot, box->note_id);
    if (!note)
        return;
    struct rectangle inside = board_inside(pane);
    int cells = board_text_cells(pane), end = inside.row + inside.rows;
    const struct text_lines *lines = board_note_lines(board, note, cells);
    struct look_of look = look_of(board, note);
    int top = box->row + box->heading, rows = box->rows - box->heading;
    for (int i = 0; i < rows; i++) {
        int row = top + i;
        if (row < inside.row || row >= end)
            continue;
        struct rectangle text = {row, inside.column + BOARD_TEXT_AT, 1, cells};
        if (look.filled)
            screen_fill(screen, (struct rectangle){row, inside.column, 1, inside.columns}, STYLE(ROLE_SELECTION));
        if (i == 0 || row == inside.row) {
            screen_string(screen, row, inside.column, 1, look.before, look.first);
            screen_string(screen, row, inside.column + 1, 1,
                          note_mark(board, screen, note), look.mark);
        }
        int used = 0;
        if (i < (int)lines->count) {
            const struct text_line *line = &lines->line[i];
            screen_text(screen, row, text.column, cells, note->text + line->offset, line->drawn, look.text);
            if (board->find.folded.length > 0)
                paint_matches(board, screen, note->text + line->offset, line->drawn, row, text.column, cells);
            used = line->cells;
        }
        if (i == rows - 1)
            paint_marks(board, screen, note, text, used, look.marks);
    }
}

static void paint_editor(struct board *board, struct screen *screen, const struct board_pane *pane,
                         const struct board_box *box)
{
    struct rectangle inside = board_inside(pane);
    int cells = board_text_cells(pane);
    const struct text_lines *lines = board_editor_lines(board, cells);
    const char *text = buffer_text(&board->editor.field.text);
    const struct note *note = snapshot_note(board->snapshot, board->editor.note_id);
    enum note_colour colour = note ? note->colour : NOTE_NONE;
    int top = box->row + box->heading;
    for (int i = 0; i < box->rows - box->heading; i++) {
        int row = top + i;
        if (row < inside.row || row >= inside.row + inside.rows)
            continue;
        if (i == 0 || row == inside.row) {
            screen_string(screen, row, inside.column, 1, ">", STYLE(ROLE_TITLE_FOCUS));
            screen_string(screen, row, inside.column + 1, 1, colour_mark(screen, colour, false),
                          STYLE(colour_role(colour)));
        }
        screen_text(screen, row, inside.column + BOARD_TEXT_AT, cells, text + lines->line[i].offset,
                    lines->line[i].drawn, STYLE(ROLE_TEXT));
    }
    size_t line;
    int column;
    text_field_caret(&board->editor.field, lines, board->width, &line, &column);
    int row = top + (int)line;
    if (column > cells)
        column = cells;
    if (row >= inside.row && row < inside.row + inside.rows)
        screen_caret(screen, row, inside.column + BOARD_TEXT_AT + column);
}

/* ---- panes ---------------------------------------------------------------------------------------------------- */

/* Dimmed text from the pane's row `from` on; how many rows it took. `whole` = not at all unless it fits. */
static int paint_quiet(struct board *board, struct screen *screen, const struct board_pane *pane, int from, bool whole,
                       const char *text)
{
    struct rectangle inside = board_inside(pane);
    int cells = board_text_cells(pane), rows = inside.rows - from;
    struct text_lines lines = {0};
    text_wrap(&lines, text, strlen(text), cells, board->width);
    int count = (int)lines.count;
    if (count > rows && whole)
        rows = 0;
    rows = count < rows ? count : rows;
    for (int i = 0; i < rows; i++) {
        const struct text_line *line = &lines.line[i];
        int row = inside.row + from + i, column = inside.column + BOARD_TEXT_AT;
        if (i == rows - 1 && i + 1 < count)
            screen_elided(screen, row, column, cells, text + line->offset, STYLE(ROLE_HINT));
        else
            screen_text(screen, row, column, cells, text + line->offset, line->drawn, STYLE(ROLE_HINT));
    }
    text_lines_clear(&lines);
    return rows;
}

/* What a beginner could write here: the first question, and examples where there is room. */
static void paint_hint(struct board *board, struct screen *screen, const struct board_pane *pane)
{
    enum language language = board->app->language;
    if (pane->block == TEMPLATE_PARKING) {
        paint_quiet(board, screen, pane, 0, false, _("Ideas that fit nowhere yet"));
        return;
    }
    const struct template_block *block = &board_template(board)->block[pane->block];
    int row = 0;
    if (block->questions.count > 0)
        row = paint_quiet(board, screen, pane, 0, false, block->questions.item[0].text.text[language]);
    for (size_t i = 0; i < block->hints.count; i++) {
        struct buffer text = {0};
        buffer_printf(&text, "- %s", block->hints.item[i].text.text[language]);
        row += paint_quiet(board, screen, pane, row, true, buffer_text(&text));
        buffer_clear(&text);
    }
}

/* Below the last note, where there is room: what others wrote in a private round, as a number. */
static void paint_hidden(struct board *board, struct screen *screen, const struct board_pane *pane)
{
    struct rectangle inside = board_inside(pane);
    size_t hidden = board_hidden_here(board, pane->block);
    const struct board_box *last = pane->box_count > 0 ? &pane->box[pane->box_count - 1] : NULL;
    int row = last ? last->row + last->rows : inside.row;
    if (hidden == 0 || row >= inside.row + inside.rows)
        return;
    char text[64];
    snprintf(text, sizeof text, _("+%zu hidden"), hidden);
    screen_elided(screen, row, inside.column + BOARD_TEXT_AT, board_text_cells(pane), text, STYLE(ROLE_HINT));
}

static void paint_arrows(struct screen *screen, const struct board_pane *pane)
{
    struct rectangle inside = board_inside(pane);
    bool plain = screen_plain(screen);
    int column = inside.column + inside.columns - 1;
    if (pane->above > 0)
        screen_string(screen, inside.row, column, 1, plain ? "^" : "↑", STYLE(ROLE_DIM));
    if (pane->below > 0)
        screen_string(screen, inside.row + inside.rows - 1, column, 1, plain ? "v" : "↓", STYLE(ROLE_DIM));
}

static void paint_inside(struct board *board, struct screen *screen, const struct board_pane *pane)
{
    struct rectangle inside = board_inside(pane);
    if (inside.rows <= 0)
        return;
    if (pane->box_count == 0 && board_hidden_here(board, pane->block) == 0 && !board_is_wall(board) && !board->picture)
        paint_hint(board, screen, pane);
    paint_hidden(board, screen, pane);
    for (size_t i = 0; i < pane->box_count; i++) {
        paint_heading(board, screen, pane, &pane->box[i]);
        if (pane->box[i].editor)
            paint_editor(board, screen, pane, &pane->box[i]);
        else
            paint_note(board, screen, pane, &pane->box[i]);
    }
    paint_arrows(screen, pane);
}

static bool on_screen(const struct board *board, const struct board_pane *pane)
{
    return pane->area.row + pane->area.rows > board->area.row
           && pane->area.row < board->area.row + board->area.rows;
}

static bool in_focus(const struct board *board, const struct board_pane *pane)
{
    return pane->block == (board->dragging ? board->drag_block : board->focus);
}

static void paint_panes(struct board *board, struct screen *screen)
{
    for (int pass = 0; pass < 2; pass++) { /* the focused frame over its neighbours' */
        for (size_t i = 0; i < board->pane_count; i++) {
            struct board_pane *pane = &board->pane[i];
            if (on_screen(board, pane) && in_focus(board, pane) == (pass == 1))
                screen_frame(screen, pane->area, STYLE(pass == 1 ? ROLE_BORDER_FOCUS : ROLE_BORDER));
        }
    }
    for (size_t i = 0; i < board->pane_count; i++) {
        if (on_screen(board, &board->pane[i]))
            paint_inside(board, screen, &board->pane[i]);
    }
    board_paint_titles(board, screen);
}

/* A stack is also what screen readers are given: the cursor tells them where one is. */
static void paint_cursor(struct board *board, struct screen *screen)
{
    const struct board_pane *pane = board_pane_of(board, board->focus);
    const struct board_box *box = board_box_of(pane, board_selected(board));
    if (!pane || board->editor.open || board->sidebar.focused || board->asking == BOARD_ASKS_QUERY)
        return;
    struct rectangle inside = board_inside(pane);
    int row = box && box->row + box->heading > inside.row ? box->row + box->heading : inside.row;
    if (row >= board->area.row && row < board->area.row + board->area.rows)
        screen_caret(screen, row, inside.column + BOARD_TEXT_AT);
}

/* Where the sidebar lies over the board, the lines that it cuts end at its frame. */
static void join_sidebar(const struct board *board, struct screen *screen)
{
    struct rectangle side = board->sidebar_area;
    bool left = side.column == board->area.column;
    int rows[] = {side.row, side.row + side.rows - 1};
    int inner = left ? side.column + side.columns - 1 : side.column;
    int outer = left ? inner + 1 : inner - 1;
    if (outer < 0 || outer >= screen->columns)
        return;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct cell *cut = &screen->cell[rows[i] * screen->columns + outer];
        if (cut->lines & (left ? LINE_LEFT : LINE_RIGHT))
            screen_line(screen, rows[i], left ? inner : outer, 2, false, STYLE(ROLE_BORDER_FOCUS));
    }
}

static void remember_editor(struct board *board, const struct board_pane *pane)
{
    board->painted_editor = (struct board_box){0};
    board->painted_after = board->editor.after;
    for (size_t i = 0; pane && i < pane->box_count; i++)
        if (pane->box[i].editor)
            board->painted_editor = pane->box[i];
}

static void remember_painted(struct board *board)
{
    const struct board_pane *pane = board_pane_of(board, board->focus);
    board->painted = pane ? *pane : (struct board_pane){.block = BOARD_NO_BLOCK};
    board->painted.box = NULL;
    remember_editor(board, pane);
}

/* Nothing but the notes of the pane in focus: its frame, title and count stay true. */
static bool only_inside(const struct board *board, const struct board_pane *pane)
{
    const struct board_pane *last = &board->painted;
    bool covered = board->sidebar_area.columns > 0 && board->board_area.columns == board->area.columns;
    return pane && !board_is_stack(board) && !covered && last->block == pane->block &&
           memcmp(&last->area, &pane->area, sizeof last->area) == 0 && last->above == pane->above &&
           last->below == pane->below && last->whole == pane->whole;
}

static bool is_same_box(const struct board_box *a, const struct board_box *b)
{
    return a->note_id == b->note_id && a->editor == b->editor && a->row == b->row && a->rows == b->rows &&
           a->heading == b->heading;
}

/* While typing changes no line's place, the editor's own rows are all that is new. */
static void paint_editor_again(struct board *board, struct screen *screen, const struct board_pane *pane,
                               const struct board_box *box)
{
    struct rectangle rows = board_inside(pane);
    int top = box->row + box->heading, end = box->row + box->rows;
    int last = rows.row + rows.rows;
    rows.row = top > rows.row ? top : rows.row;
    rows.rows = (end < last ? end : last) - rows.row;
    screen_fill(screen, rows, STYLE(ROLE_TEXT));
    paint_editor(board, screen, pane, box);
    paint_arrows(screen, pane);
}

bool board_view_paint_part(struct view *view, struct app *app, struct screen *screen)
{
    struct board *board = board_of(view);
    board_arrange(board);
    const struct board_pane *pane = board_pane_of(board, board->focus);
    if (!only_inside(board, pane) || board_is_wall(board) || (room_of_board(board) && app->room->banner_until > 0))
        return false;
    if (app->raised & RAISE_CLOCK)
        board_paint_top(board, screen);
    struct board_box before = board->painted_editor;
    int64_t after = board->painted_after;
    remember_editor(board, pane);
    screen_caret(screen, -1, -1);
    const struct board_box *box = &board->painted_editor;
    if (box->rows > 0 && is_same_box(box, &before) && board->editor.after == after) {
        paint_editor_again(board, screen, pane, box);
        return true;
    }
    screen_fill(screen, board_inside(pane), STYLE(ROLE_TEXT));
    paint_inside(board, screen, pane);
    return true;
}

void board_view_paint(struct view *view, struct app *app, struct screen *screen)
{
    struct board *board = board_of(view);
    (void)app;
    board->light_due = 0;
    board_arrange(board);
    remember_painted(board);
    paint_panes(board, screen);
    if (board_is_stack(board))
        paint_cursor(board, screen);
    if (board->sidebar_area.columns > 0) {
        bool beside = board->board_area.columns < board->area.columns;
        if (!beside)
            screen_fill(screen, board->sidebar_area, STYLE(ROLE_TEXT));
        sidebar_paint(&board->sidebar, screen, board_title_of(board, board->focus));
        if (!beside)
            join_sidebar(board, screen);
    }
    if (board_is_wall(board)) {
        wall_paint(board, screen);
        return;
    }
    board_paint_bars(board, screen);
    board_guide_paint(board, screen);
    if (room_of_board(board))
        room_paint_over(board, screen);
}

void board_picture_paint(struct board *board, struct screen *screen)
{
    board_arrange(board);
    paint_panes(board, screen);
}
