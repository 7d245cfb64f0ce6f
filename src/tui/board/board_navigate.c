/*
 * board_navigate.c - from note to note and from block to block.
 *
 * Up and down go through a pane and over its edge into the pane that lies there; left and right go to the pane
 * beside, to the note at the nearest height. The row or column one set out from is kept as long as one goes on the
 * same way, so that three steps right and three left end where they began.
 */
#include "board.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static bool vertical(enum command direction)
{
    return direction == COMMAND_UP || direction == COMMAND_DOWN;
}

/* ---- geometry ------------------------------------------------------------------------------------------------ */

/* How far `to` begins beyond the edge of `from` in that direction; -1 = it does not lie there. */
static int beyond(struct rectangle from, struct rectangle to, enum command direction)
{
    int distance;
    switch ((int)direction) {
    case COMMAND_UP:
        distance = from.row - (to.row + to.rows - 1);
        break;
    case COMMAND_DOWN:
        distance = to.row - (from.row + from.rows - 1);
        break;
    case COMMAND_LEFT:
        distance = from.column - (to.column + to.columns - 1);
        break;
    default:
        distance = to.column - (from.column + from.columns - 1);
        break;
    }
    if (distance < 0)
        return -1;
    /* Panes that only touch at a corner are not neighbours. */
    if (vertical(direction)) {
        if (to.column + to.columns - 1 <= from.column || from.column + from.columns - 1 <= to.column)
            return -1;
    } else if (to.row + to.rows - 1 <= from.row || from.row + from.rows - 1 <= to.row) {
        return -1;
    }
    return distance;
}

static int off_aim(const struct board *board, struct rectangle to, enum command direction)
{
    int aim = vertical(direction) ? board->aim_column : board->aim_row;
    int first = vertical(direction) ? to.column : to.row;
    int last = first + (vertical(direction) ? to.columns : to.rows) - 1;
    if (aim < first)
        return first - aim;
    return aim > last ? aim - last : 0;
}

static void take_aim(struct board *board, const struct board_pane *pane, enum command direction)
{
    struct rectangle inside = board_inside(pane);
    if (vertical(direction)) {
        board->aim_row = -1;
        if (board->aim_column < 0)
            board->aim_column = inside.column + inside.columns / 2;
        return;
    }
    board->aim_column = -1;
    if (board->aim_row >= 0)
        return;
    const struct board_box *box = board_box_of(pane, board_selected(board));
    board->aim_row = box ? box->row + (box->rows - 1) / 2 : inside.row;
    if (board->aim_row < inside.row)
        board->aim_row = inside.row;
    if (board->aim_row >= inside.row + inside.rows)
        board->aim_row = inside.row + inside.rows - 1;
}

int board_neighbour(struct board *board, enum command direction)
{
    board_arrange(board);
    const struct board_pane *from = board_pane_of(board, board->focus);
    int best = INT_MAX, found = BOARD_NO_BLOCK;
    if (!from)
        return BOARD_NO_BLOCK;
    take_aim(board, from, direction);
    for (size_t i = 0; i < board->pane_count; i++) {
        int distance = beyond(from->area, board->pane[i].area, direction);
        if (distance < 0 || &board->pane[i] == from)
            continue;
        int score = distance * 1000 + off_aim(board, board->pane[i].area, direction);
        if (score < best) {
            best = score;
            found = board->pane[i].block;
        }
    }
    return found;
}

/* ---- notes ------------------------------------------------------------------------------------------------------ */

static void select_at(struct board *board, int block, size_t position)
{
    const struct snapshot_block *notes = board_notes(board, block);
    if (notes->count == 0) {
        board_focus(board, block);
        return;
    }
    board_select(board, notes->note[position < notes->count ? position : notes->count - 1]->id);
}

static int64_t nearest_to_aim(struct board *board, const struct board_pane *pane)
{
    int best = INT_MAX;
    int64_t found = 0;
    for (size_t i = 0; i < pane->box_count; i++) {
        int middle = pane->box[i].row + (pane->box[i].rows - 1) / 2;
        if (pane->box[i].note_id && abs(middle - board->aim_row) < best) {
            best = abs(middle - board->aim_row);
            found = pane->box[i].note_id;
        }
    }
    return found;
}

static void cross(struct board *board, enum command direction)
{
    int block = board_neighbour(board, direction);
    if (block == BOARD_NO_BLOCK && board->pane_count == 1 && !vertical(direction)) {
        board_navigate_command(board, direction == COMMAND_LEFT ? COMMAND_BLOCK_PREVIOUS : COMMAND_BLOCK_NEXT);
        return;
    }
    if (block == BOARD_NO_BLOCK)
        return;
    if (vertical(direction)) {
        select_at(board, block, direction == COMMAND_DOWN ? 0 : SIZE_MAX);
        return;
    }
    int64_t note_id = nearest_to_aim(board, board_pane_of(board, block));
    if (note_id)
        board_select(board, note_id);
    else
        board_focus(board, block);
}

/* A note higher than its pane is read through before the next one comes. */
static bool read_on(struct board *board, int step)
{
    board_arrange(board);
    const struct board_pane *pane = board_pane_of(board, board->focus);
    const struct board_box *box = board_box_of(pane, board_selected(board));
    if (!box)
        return false;
    struct rectangle inside = board_inside(pane);
    bool hidden = step > 0 ? box->row + box->rows > inside.row + inside.rows : box->row < inside.row;
    if (box->rows <= inside.rows || !hidden)
        return false;
    board_slot(board, board->focus)->skip += step;
    board_pane_changed(board);
    return true;
}

/* Another note of the same pane: only this pane is painted at once. What lights up elsewhere because it is tied to the
 * note follows when the keys rest, so that walking down a list is quick and does not flicker. */
static void select_beside(struct board *board, size_t position)
{
    struct board_block *slot = board_slot(board, board->focus);
    const struct note *note = board_notes(board, board->focus)->note[position];
    if (board->app->rest_ms == 0 || board->dim_unlinked) {
        board_select(board, note->id);
        return;
    }
    slot->selected = note->id;
    slot->position = position;
    slot->loose = false;
    bool types = board->sidebar_area.columns > 0 && sidebar_tick(&board->sidebar, board->snapshot, note);
    if (types || board->linked_count > 0 || note->link_count > 0)
        board->light_due = time_steady() + board->app->rest_ms;
    board_pane_changed(board);
}

static void step(struct board *board, enum command direction)
{
    const struct board_block *slot = board_slot(board, board->focus);
    const struct snapshot_block *notes = board_notes(board, board->focus);
    bool down = direction == COMMAND_DOWN;
    if (read_on(board, down ? 1 : -1))
        return;
    board->aim_row = -1;
    if (slot->selected && down && slot->position + 1 < notes->count)
        select_beside(board, slot->position + 1);
    else if (slot->selected && !down && slot->position > 0)
        select_beside(board, slot->position - 1);
    else
        cross(board, direction);
}

static void page(struct board *board, bool down)
{
    board_arrange(board);
    const struct board_block *slot = board_slot(board, board->focus);
    const struct board_pane *pane = board_pane_of(board, board->focus);
    size_t by = pane && pane->whole > 1 ? pane->whole - 1 : 1;
    if (!slot->selected)
        return;
    select_at(board, board->focus, down ? slot->position + by : slot->position > by ? slot->position - by : 0);
}

/* ---- blocks ------------------------------------------------------------------------------------------------------ */

static void next_block(struct board *board, int by)
{
    int count = (int)board_template(board)->block_count;
    bool parking = layout_has_block(board_layout_now(board), TEMPLATE_PARKING);
    int at = board->focus == TEMPLATE_PARKING ? count : board->focus;
    int places = parking ? count + 1 : count;
    at = board->focus == TEMPLATE_PARKING && !parking ? (by > 0 ? 0 : count - 1) : (at + by + places) % places;
    board_focus(board, at == count ? TEMPLATE_PARKING : at);
}

static void toggle_parking(struct board *board)
{
    bool pane = layout_has_block(board_layout_now(board), TEMPLATE_PARKING);
    bool there = board->focus == TEMPLATE_PARKING;
    board_focus(board, there && !pane ? board->came_from : TEMPLATE_PARKING);
}

enum handled board_navigate_command(struct board *board, enum command command)
{
    int block;
    if (command >= COMMAND_BLOCK_1 && command <= COMMAND_BLOCK_9) {
        if (board_block_numbered(board, (int)(command - COMMAND_BLOCK_1) + 1, &block))
            board_focus(board, block);
        board->aim_row = board->aim_column = -1;
        return HANDLED;
    }
    switch ((int)command) {
    case COMMAND_UP:
    case COMMAND_DOWN:
        step(board, command);
        return HANDLED;
    case COMMAND_LEFT:
    case COMMAND_RIGHT:
        cross(board, command);
        return HANDLED;
    case COMMAND_FIRST:
        select_at(board, board->focus, 0);
        break;
    case COMMAND_LAST:
        select_at(board, board->focus, SIZE_MAX);
        break;
    case COMMAND_PAGE_UP:
    case COMMAND_PAGE_DOWN:
        page(board, command == COMMAND_PAGE_DOWN);
        break;
    case COMMAND_BLOCK_NEXT:
    case COMMAND_BLOCK_PREVIOUS:
        next_block(board, command == COMMAND_BLOCK_NEXT ? 1 : -1);
        break;
    case COMMAND_PARKING:
        toggle_parking(board);
        break;
    case COMMAND_BLOCK_NUMBER:
        board->asking = BOARD_ASKS_BLOCK;
        board->digits[0] = '\0';
        app_raise(board->app, RAISE_PAINT);
        break;
    default:
        return PASSED;
    }
    board->aim_row = board->aim_column = -1;
    return HANDLED;
}

/* ---- the place, until one comes back ----------------------------------------------------------------------------- */

void board_remember_place(struct board *board)
{
    char id[24];
    snprintf(id, sizeof id, "%lld", (long long)board_selected(board));
    board_remember(board, "focus", template_block_id(board_template(board), board->focus));
    board_remember(board, "note", id);
}

void board_recall_note(struct board *board)
{
    char *text = view_state_get(board->store, &board->session, board->snapshot->canvas_id, "note");
    const struct note *note = text ? snapshot_note(board->snapshot, strtoll(text, NULL, 10)) : NULL;
    if (text && !note) { /* it may lie behind the beginnings that a first screen reads */
        struct error error;
        bool changed;
        if (snapshot_update(board->snapshot, board->store, &board->session, &changed, &error) == STATUS_OK)
            note = snapshot_note(board->snapshot, strtoll(text, NULL, 10));
    }
    if (note && note->block == board->focus)
        board_select(board, note->id);
    free(text);
}
