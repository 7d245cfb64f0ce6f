/*
 * board_layout.c - where panes and notes stand.
 *
 * The grid comes from the template's layout; in a stack every pane has the height of its notes and the whole scrolls.
 * Each pane is filled from its first shown note until it is full: heights of notes out of view are never asked.
 *
 * Invariant: after board_arrange() the selection (or the editor's caret) is in view, unless the wheel scrolled away.
 */
#include "room/room.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* What a pane lists: the block's notes, and a new note's editor between them. */
struct items {
    const struct snapshot_block *notes;
    size_t count;
    size_t editor; /* index of the editor, SIZE_MAX = not here */
    bool inserted; /* the editor is an item of its own */
};

/* ---- the layout in force ---------------------------------------------------------------------------------- */

const struct layout *board_layout_now(const struct board *board)
{
    const struct template *template = board_template(board);
    const struct layout *layout = NULL;
    if (board->area.columns < BOARD_STACK_BELOW)
        layout = template_layout_by_id(template, "stack");
    if (!layout)
        layout = template_layout_by_id(template, board->layout_id);
    return layout ? layout : &template->layout[0];
}

bool board_is_stack(const struct board *board)
{
    return strcmp(board_layout_now(board)->id, "stack") == 0;
}

/* ---- items and their heights ------------------------------------------------------------------------------- */

static struct items items_of(const struct board *board, int block)
{
    const struct board_editor *editor = &board->editor;
    struct items items = {board_notes(board, block), board_notes(board, block)->count, SIZE_MAX, false};
    if (!editor->open || editor->block != block)
        return items;
    const struct note *note =
        snapshot_note(board->snapshot, editor->note_id ? editor->note_id : editor->after);
    bool here = note && note->block == block;
    if (editor->note_id && here) {
        items.editor = (size_t)board_position(board, note);
        return items;
    }
    items.inserted = true;
    items.editor = here ? (size_t)board_position(board, note) + 1 : items.count;
    items.count++;
    return items;
}

static const struct note *item_note(const struct items *items, size_t index)
{
    if (!items->inserted)
        return items->notes->note[index];
    if (index == items->editor)
        return NULL;
    return items->notes->note[index > items->editor ? index - 1 : index];
}

/* 1 where the heading of a group stands above the item. A new note's editor never begins one. */
static int item_heading(const struct items *items, size_t index)
{
    if (items->inserted && index == items->editor)
        return 0;
    return board_group_begins(items->notes, items->inserted && index > items->editor ? index - 1 : index) ? 1 : 0;
}

static int item_rows(struct board *board, const struct items *items, size_t index, int cells)
{
    int heading = item_heading(items, index);
    if (index == items->editor)
        return heading + (int)board_editor_lines(board, cells)->count;
    return heading + board_note_rows(board, item_note(items, index), cells);
}

static size_t item_selected(const struct board *board, const struct items *items, int block)
{
    if (items->editor != SIZE_MAX)
        return items->editor;
    const struct board_block *slot = board_slot(board, block);
    return slot->selected ? slot->position : SIZE_MAX;
}

/* ---- scrolling ------------------------------------------------------------------------------------------------ */

/* The lines of a tall item that matter: the caret's when it is the editor. */
static void show_inside(struct board *board, struct board_block *slot, const struct items *items, size_t index,
                        int rows, int tall, int cells)
{
    if (index == items->editor) {
        size_t line;
        int column;
        text_field_caret(&board->editor.field, board_editor_lines(board, cells), board->width, &line, &column);
        line += (size_t)item_heading(items, index);
        if ((int)line < slot->skip)
            slot->skip = (int)line;
        if ((int)line >= slot->skip + rows)
            slot->skip = (int)line - rows + 1;
    }
    if (slot->skip > tall - rows)
        slot->skip = tall - rows;
}

static void show_item(struct board *board, struct board_block *slot, const struct items *items, size_t index, int rows,
                      int cells)
{
    int tall = item_rows(board, items, index, cells);
    if (tall > rows) {
        if (slot->top != index)
            slot->skip = 0;
        slot->top = index;
        show_inside(board, slot, items, index, rows, tall, cells);
        return;
    }
    if (index < slot->top || (index == slot->top && slot->skip > 0)) {
        slot->top = index;
        slot->skip = 0;
        return;
    }
    int used = -slot->skip;
    size_t at = slot->top;
    while (at <= index && used <= rows)
        used += item_rows(board, items, at++, cells);
    if (at > index && used <= rows)
        return;
    int room = rows - tall;
    slot->top = index;
    slot->skip = 0;
    while (slot->top > 0) {
        room -= item_rows(board, items, slot->top - 1, cells);
        if (room < 0)
            break;
        slot->top--;
    }
}

/* No blank at the bottom while notes are hidden above. */
static void pull_down(struct board *board, struct board_block *slot, const struct items *items, int rows, int cells)
{
    int used = -slot->skip;
    for (size_t at = slot->top; at < items->count && used < rows; at++)
        used += item_rows(board, items, at, cells);
    while (used < rows && slot->skip > 0) {
        slot->skip--;
        used++;
    }
    while (slot->top > 0 && slot->skip == 0) {
        used += item_rows(board, items, slot->top - 1, cells);
        if (used > rows)
            break;
        slot->top--;
    }
}

static void add_box(struct board_pane *pane, struct board_box box)
{
    GROW(pane->box, pane->box_count, pane->box_capacity);
    pane->box[pane->box_count++] = box;
}

static void fill_pane(struct board *board, struct board_pane *pane)
{
    struct items items = items_of(board, pane->block);
    struct board_block *slot = board_slot(board, pane->block);
    struct rectangle inside = board_inside(pane);
    int cells = board_text_cells(pane);
    pane->box_count = 0;
    pane->above = pane->below = pane->whole = 0;
    if (inside.rows <= 0 || items.count == 0) {
        pane->below = items.notes->count + items.notes->unread;
        slot->top = 0;
        slot->skip = 0;
        return;
    }
    if (slot->top >= items.count)
        slot->top = items.count - 1;
    size_t selected = item_selected(board, &items, pane->block);
    if (selected < items.count && !slot->loose)
        show_item(board, slot, &items, selected, inside.rows, cells);
    pull_down(board, slot, &items, inside.rows, cells);

    int row = inside.row - slot->skip, end = inside.row + inside.rows;
    size_t at = slot->top;
    for (; at < items.count && row < end; at++) {
        const struct note *note = item_note(&items, at);
        struct board_box box = {note ? note->id : 0, at == items.editor, row, item_rows(board, &items, at, cells),
                                item_heading(&items, at)};
        add_box(pane, box);
        row += box.rows;
        if (box.row >= inside.row && row <= end && note)
            pane->whole++;
    }
    const struct note *top = item_note(&items, slot->top);
    slot->top_id = top ? top->id : 0;
    pane->above = slot->top + (slot->skip > 0 ? 1 : 0);
    size_t total = items.notes->count + items.notes->unread;
    pane->below = total > pane->above + pane->whole ? total - pane->above - pane->whole : 0;
}

/* ---- panes ------------------------------------------------------------------------------------------------------- */

struct rectangle board_inside(const struct board_pane *pane)
{
    return (struct rectangle){pane->area.row + 1, pane->area.column + 1, pane->area.rows - 2, pane->area.columns - 2};
}

int board_text_cells(const struct board_pane *pane)
{
    int cells = pane->area.columns - 2 - BOARD_TEXT_AT - 1;
    return cells < 2 ? 2 : cells;
}

static void set_panes(struct board *board, size_t count)
{
    for (size_t i = count; i < board->pane_count; i++)
        free(board->pane[i].box);
    if (count > board->pane_count) {
        board->pane = memory_resize(board->pane, count, sizeof *board->pane);
        memset(board->pane + board->pane_count, 0, (count - board->pane_count) * sizeof *board->pane);
    }
    board->pane_count = count;
}

static int hint_rows(const struct board *board, int block, int cells)
{
    if (block == TEMPLATE_PARKING || board_template(board)->block[block].questions.count == 0)
        return 1;
    const char *hint = board_template(board)->block[block].questions.item[0].text.text[board->app->language];
    struct text_lines lines = {0};
    text_wrap(&lines, hint, strlen(hint), cells, board->width);
    int rows = (int)lines.count;
    text_lines_clear(&lines);
    return rows;
}

/* As high as its notes, but never higher than the board: a pane in a stack scrolls too when it must. */
static int natural_rows(struct board *board, const struct board_pane *pane, int limit)
{
    struct items items = items_of(board, pane->block);
    int cells = board_text_cells(pane), rows = 0;
    for (size_t i = 0; i < items.count && rows < limit; i++)
        rows += item_rows(board, &items, i, cells);
    if (items.count == 0)
        rows = hint_rows(board, pane->block, cells);
    return rows < limit ? rows : limit;
}

static void stack_panes(struct board *board, const struct layout *layout)
{
    struct rectangle area = board->board_area;
    int row = 0, focus_row = 0, focus_rows = 0;
    for (size_t i = 0; i < layout->cell_count; i++) {
        struct board_pane *pane = &board->pane[i];
        pane->block = layout->cell[i].block;
        pane->area = (struct rectangle){row, area.column, 0, area.columns};
        pane->area.rows = natural_rows(board, pane, area.rows - 2) + 2;
        if (pane->block == board->focus) {
            focus_row = row;
            focus_rows = pane->area.rows;
        }
        row += pane->area.rows - 1;
    }
    int total = row + 1;
    bool follow = !board_slot(board, board->focus)->loose;
    if (follow && board->stack_top > focus_row)
        board->stack_top = focus_row;
    if (follow && board->stack_top < focus_row + focus_rows - area.rows)
        board->stack_top = focus_row + focus_rows - area.rows;
    if (board->stack_top > total - area.rows)
        board->stack_top = total - area.rows;
    if (board->stack_top < 0)
        board->stack_top = 0;
    for (size_t i = 0; i < board->pane_count; i++)
        board->pane[i].area.row += area.row - board->stack_top;
}

static void grid_panes(struct board *board, const struct layout *layout)
{
    struct rectangle *rectangles = memory_new(layout->cell_count, sizeof *rectangles);
    layout_rectangles(layout, board->board_area.rows, board->board_area.columns, rectangles);
    for (size_t i = 0; i < layout->cell_count; i++) {
        struct board_pane *pane = &board->pane[i];
        pane->block = layout->cell[i].block;
        pane->area = rectangles[i];
        pane->area.row += board->board_area.row;
        pane->area.column += board->board_area.column;
    }
    free(rectangles);
}

/* Titles speak both languages where all of them can: the panes keep one rhythm. */
static bool room_for_both(const struct board *board)
{
    enum language mine = board->app->language, other = language_other(mine);
    for (size_t i = 0; i < board->pane_count; i++) {
        const struct board_pane *pane = &board->pane[i];
        int cells = text_cells_of(template_block_title(board_template(board), pane->block, mine, true), board->width)
                    + text_cells_of(template_block_title(board_template(board), pane->block, other, true),
                                    board->width);
        if (cells + 20 > pane->area.columns)
            return false;
    }
    return true;
}

static void divide(struct board *board)
{
    bool beside = board->area.columns >= BOARD_SIDEBAR_FROM;
    /* Where it would lie over the notes, it is there only while it is used. */
    bool shown = board->sidebar.focused || (beside && board->sidebar_wish != 0);
    struct rectangle area = board->area;
    board->board_area = area;
    board->sidebar_area = (struct rectangle){area.row, 0, area.rows, 0};
    if (board_guide_divide(board) || !shown)
        return;
    int columns = BOARD_SIDEBAR_COLUMNS;
    if (columns > area.columns - 6)
        columns = area.columns - 6;
    board->sidebar_area =
        (struct rectangle){area.row, area.column + area.columns - columns, area.rows, columns};
    if (beside)
        board->board_area.columns = area.columns - columns + 1;
}

/* Over the board it lies on the side away from the pane it speaks about. */
static void lay_sidebar_away(struct board *board)
{
    const struct board_pane *pane = board_pane_of(board, board->focus);
    if (board->sidebar_area.columns == 0 || board->board_area.columns < board->area.columns || !pane)
        return;
    if (pane->area.column + pane->area.columns / 2 > board->area.column + board->area.columns / 2)
        board->sidebar_area.column = board->area.column;
}

void board_arrange(struct board *board)
{
    if (!board->stale || board->area.rows <= 0)
        return;
    board->stale = false;
    if (board->width != board->app->screen.width) {
        board->width = board->app->screen.width;
        board->editor.cells = 0;
        board_lines_clear(board);
        board_money_clear(board); /* its signs are as wide as letters now */
    }
    divide(board);
    const struct layout *layout = board_layout_now(board);
    bool single = board->zoomed || !layout_has_block(layout, board->focus);
    set_panes(board, single ? 1 : layout->cell_count);
    if (single) {
        board->pane[0].block = board->focus;
        board->pane[0].area = board->board_area;
    } else if (strcmp(layout->id, "stack") == 0) {
        stack_panes(board, layout);
    } else {
        grid_panes(board, layout);
    }
    lay_sidebar_away(board);
    board->bilingual = room_for_both(board);
    for (size_t i = 0; i < board->pane_count; i++) {
        int above = board->pane[i].area.row + board->pane[i].area.rows;
        if (above >= board->area.row && board->pane[i].area.row <= board->area.row + board->area.rows)
            fill_pane(board, &board->pane[i]);
        else
            board->pane[i].box_count = 0;
    }
    if (board->sidebar_area.columns > 0)
        sidebar_build(&board->sidebar, board->snapshot, board->focus, board->app->language, board->sidebar_area,
                      board->width);
    sidebar_tick(&board->sidebar, board->snapshot, board_selected_note(board));
}

void board_view_layout(struct view *view, struct app *app, struct rectangle area)
{
    struct board *board = board_of(view);
    bool wall = board_is_wall(board);
    board->header_rows = wall ? wall_header_rows(board) - area.row : room_header_rows(board, app->screen.rows, area.columns);
    if (wall)
        area.rows = app->screen.rows - area.row; /* no line at the bottom */
    area.row += board->header_rows;
    area.rows -= board->header_rows;
    board->area = area;
    board->stale = true;
    board_arrange(board);
    board_guide_summary(board);
}

/* ---- asking -------------------------------------------------------------------------------------------------------- */

struct board_pane *board_pane_of(struct board *board, int block)
{
    for (size_t i = 0; i < board->pane_count; i++) {
        if (board->pane[i].block == block)
            return &board->pane[i];
    }
    return NULL;
}

struct board_pane *board_pane_at(struct board *board, int row, int column)
{
    struct board_pane *found = NULL;
    for (size_t i = 0; i < board->pane_count; i++) {
        struct rectangle area = board->pane[i].area;
        if (row >= area.row && row < area.row + area.rows && column >= area.column
            && column < area.column + area.columns) {
            /* On a shared border the title line belongs to the pane below it. */
            if (!found || row == area.row)
                found = &board->pane[i];
        }
    }
    return found;
}

const struct board_box *board_box_of(const struct board_pane *pane, int64_t note_id)
{
    for (size_t i = 0; pane && i < pane->box_count; i++) {
        if (pane->box[i].note_id == note_id && note_id != 0)
            return &pane->box[i];
    }
    return NULL;
}

const struct board_box *board_editor_box(const struct board_pane *pane)
{
    for (size_t i = 0; pane && i < pane->box_count; i++) {
        if (pane->box[i].editor)
            return &pane->box[i];
    }
    return NULL;
}
