/*
 * board_mouse.c - the board with a hand: click, double click, drag, wheel.
 *
 * Everything done here has a key too; a drag is one move operation at its end.
 */
#include "board.h"

#include <stdlib.h>

#define WHEEL_ROWS 3

static const struct board_box *box_at(const struct board_pane *pane, int row)
{
    struct rectangle inside = board_inside(pane);
    if (row < inside.row || row >= inside.row + inside.rows)
        return NULL;
    for (size_t i = 0; i < pane->box_count; i++) {
        if (row >= pane->box[i].row && row < pane->box[i].row + pane->box[i].rows)
            return &pane->box[i];
    }
    return NULL;
}

static bool in_sidebar(const struct board *board, int column)
{
    struct rectangle side = board->sidebar_area;
    return side.columns > 0 && column >= side.column && column < side.column + side.columns;
}

/* The selection may stay behind; the pane follows it again at its next step. */
static void wheel(struct board *board, const struct mouse *mouse)
{
    int step = mouse->kind == MOUSE_WHEEL_DOWN ? 1 : -1;
    if (in_sidebar(board, mouse->column)) {
        sidebar_scroll(&board->sidebar, step * WHEEL_ROWS);
        app_raise(board->app, RAISE_PAINT);
        return;
    }
    const struct board_pane *pane = board_pane_at(board, mouse->row, mouse->column);
    if (pane && board->pane_count > 1 && board_is_stack(board)) {
        board_slot(board, board->focus)->loose = true;
        board->stack_top += step * WHEEL_ROWS;
        board_changed(board);
        return;
    }
    if (!pane || (step > 0 ? pane->below == 0 : pane->above == 0))
        return;
    struct board_block *slot = board_slot(board, pane->block);
    slot->loose = true;
    slot->skip = 0;
    if (step > 0)
        slot->top++;
    else if (slot->top > 0)
        slot->top--;
    board_changed(board);
}

static void click_sidebar(struct board *board, const struct mouse *mouse)
{
    board->sidebar.focused = true;
    if (sidebar_click(&board->sidebar, mouse->row) && mouse->twice)
        board_sidebar_use(board);
    board_changed(board);
}

/* Inside the editor a click puts the caret; elsewhere it saves and ends it. False: the click is used up. */
static bool leave_editor(struct board *board, const struct board_pane *pane, const struct mouse *mouse)
{
    if (!board->editor.open)
        return true;
    const struct board_box *box = pane ? box_at(pane, mouse->row) : NULL;
    if (box && box->editor) {
        int cells = board_text_cells(pane);
        const struct text_lines *lines = board_editor_lines(board, cells);
        int at = mouse->row - box->row - box->heading; /* -1: on the heading above */
        const struct text_line *line = &lines->line[at < 0 ? 0 : at];
        int column = mouse->column - board_inside(pane).column - BOARD_TEXT_AT;
        const char *text = buffer_text(&board->editor.field.text) + line->offset;
        board->editor.field.caret =
            line->offset + text_fit(text, line->drawn, column > 0 ? column : 0, board->width, NULL);
        board_changed(board);
        return false;
    }
    if (!board_edit_save(board))
        return false;
    board_edit_close(board);
    board_arrange(board);
    return true;
}

static void press(struct board *board, const struct mouse *mouse)
{
    struct board_pane *pane = board_pane_at(board, mouse->row, mouse->column);
    if (mouse->button != 1)
        return;
    if (!leave_editor(board, in_sidebar(board, mouse->column) ? NULL : pane, mouse))
        return;
    board->asking = BOARD_ASKS_NOTHING;
    if (in_sidebar(board, mouse->column)) {
        click_sidebar(board, mouse);
        return;
    }
    pane = board_pane_at(board, mouse->row, mouse->column);
    board->sidebar.focused = false;
    board->aim_row = board->aim_column = -1;
    if (!pane)
        return;
    const struct board_box *box = box_at(pane, mouse->row);
    int block = pane->block; /* selecting lays out anew: the pane is not to be used after that */
    if (box && box->note_id) {
        board->dragged = box->note_id;
        board->drag_block = block;
        board_select(board, box->note_id);
        if (mouse->twice)
            board_edit_note(board);
    } else {
        board_focus(board, block);
        if (mouse->twice)
            board_edit_new(board, true, NULL);
    }
    if (mouse->twice)
        board->dragged = 0;
}

/* Below which note of the pane it falls: the one whose middle lies above the pointer. */
static int64_t place_in(const struct board *board, const struct board_pane *pane, int row)
{
    const struct board_box *last = NULL;
    for (size_t i = 0; i < pane->box_count; i++) {
        const struct board_box *box = &pane->box[i];
        if (box->note_id && box->note_id != board->dragged && row >= box->row + box->rows / 2
            && (row > box->row || box->rows == 1))
            last = box;
    }
    if (last)
        return last->note_id;
    return pane->above > 0 && pane->box_count > 0 ? board_slot(board, pane->block)->top_id : 0;
}

static void drop(struct board *board, const struct mouse *mouse)
{
    struct error error;
    const struct board_pane *pane = board_pane_at(board, mouse->row, mouse->column);
    if (!pane || in_sidebar(board, mouse->column))
        return;
    int block = pane->block;
    const struct board_box *under = box_at(pane, mouse->row);
    if (under && under->note_id == board->dragged)
        return;
    int64_t after = place_in(board, pane, mouse->row);
    bool example = board->example;
    if (!board_own(board))
        return;
    if (example && after)
        after = id_derive(board->snapshot->canvas_id, after, "copy");
    const char *block_id = template_block_id(board_template(board), block);
    int64_t moved = board->dragged;
    if (app_check(board->app, canvas_notes_move(board->store, &board->session, &moved, 1, block_id, after, &error),
                  &error)) {
        board_refresh(board);
        board_select(board, moved);
    }
}

static void drag(struct board *board, const struct mouse *mouse)
{
    const struct board_pane *pane = board_pane_at(board, mouse->row, mouse->column);
    if (!board->dragged || !pane)
        return;
    board->dragging = true;
    board->drag_block = pane->block;
    app_raise(board->app, RAISE_PAINT);
}

void board_mouse(struct board *board, const struct mouse *mouse)
{
    board_arrange(board);
    bool outside = mouse->row < board->area.row || mouse->row >= board->area.row + board->area.rows;
    if (outside && mouse->kind != MOUSE_RELEASE)
        return;
    switch (mouse->kind) {
    case MOUSE_WHEEL_UP:
    case MOUSE_WHEEL_DOWN:
        wheel(board, mouse);
        break;
    case MOUSE_PRESS:
        press(board, mouse);
        break;
    case MOUSE_DRAG:
        drag(board, mouse);
        break;
    case MOUSE_RELEASE:
        if (board->dragging && board->dragged && !outside)
            drop(board, mouse);
        board->dragging = false;
        board->dragged = 0;
        board->drag_block = BOARD_NO_BLOCK;
        board_changed(board);
        break;
    }
}
