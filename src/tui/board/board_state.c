/*
 * board_state.c - what a board knows of itself: focus, selection, marks, what is remembered.
 *
 * It keeps the state (board.h) in step with the snapshot. Not here: events and commands.
 *
 * Invariant: after every command the focus is a block of the template or the parking lot, and each block's
 * selection is one of its notes, or 0 when it has none.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

/* ---- asking ------------------------------------------------------------------------------------------------ */

const struct template *board_template(const struct board *board)
{
    return board->snapshot->template;
}

struct board_block *board_slot(const struct board *board, int block)
{
    size_t last = board->snapshot->block_count - 1;
    return &board->block[block == TEMPLATE_PARKING ? last : (size_t)block];
}

const struct snapshot_block *board_notes(const struct board *board, int block)
{
    static const struct snapshot_block hidden = {0};
    if (board->told)
        return &board->told[block == TEMPLATE_PARKING ? board->snapshot->block_count - 1 : (size_t)block];
    return board_tour_hides(board, block) ? &hidden : snapshot_block(board->snapshot, block);
}

int board_position(const struct board *board, const struct note *note)
{
    if (!board->told)
        return snapshot_position(board->snapshot, note);
    const struct snapshot_block *notes = board_notes(board, note->block);
    for (size_t i = 0; i < notes->count; i++) {
        if (notes->note[i] == note)
            return (int)i;
    }
    return -1;
}

int64_t board_selected(const struct board *board)
{
    return board_slot(board, board->focus)->selected;
}

const struct note *board_selected_note(const struct board *board)
{
    int64_t id = board_selected(board);
    return id != 0 ? snapshot_note(board->snapshot, id) : NULL;
}

const char *board_title_of(const struct board *board, int block)
{
    return template_block_title(board_template(board), block, board->app->language, true);
}

bool board_is_marked(const struct board *board, int64_t note_id)
{
    for (size_t i = 0; i < board->marked_count; i++) {
        if (board->marked[i] == note_id)
            return true;
    }
    return false;
}

size_t board_chosen(const struct board *board, int64_t **ids)
{
    size_t count = board->marked_count;
    int64_t selected = board_selected(board);
    if (count == 0) {
        *ids = memory_new(1, sizeof **ids);
        (*ids)[0] = selected;
        return selected != 0 ? 1 : 0;
    }
    *ids = memory_new(count, sizeof **ids);
    memcpy(*ids, board->marked, count * sizeof **ids);
    return count;
}

bool board_block_numbered(struct board *board, int number, int *block)
{
    const struct template *template = board_template(board);
    *block = TEMPLATE_PARKING;
    if (number == 0)
        return true;
    for (size_t i = 0; i < template->block_count; i++) {
        if (template->block[i].order == number) {
            *block = (int)i;
            return true;
        }
    }
    app_message(board->app, _("there is no block %d"), number);
    return false;
}

/* ---- changing ------------------------------------------------------------------------------------------------ */

void board_changed(struct board *board)
{
    board->stale = true;
    app_raise(board->app, RAISE_LAYOUT | RAISE_PAINT);
}

void board_pane_changed(struct board *board)
{
    board->stale = true;
    app_raise(board->app, RAISE_PART);
}

void board_focus(struct board *board, int block)
{
    bool moved = board->focus != block;
    if (moved && board_room_keeps(board, block))
        return;
    if (moved && block == TEMPLATE_PARKING)
        board->came_from = board->focus;
    board->focus = block;
    board_slot(board, block)->loose = false;
    if (moved)
        board_presence(board);
    board_changed(board);
}

void board_select(struct board *board, int64_t note_id)
{
    const struct note *note = snapshot_note(board->snapshot, note_id);
    if (!note)
        return;
    struct board_block *slot = board_slot(board, note->block);
    int position = board_position(board, note);
    slot->selected = note_id;
    slot->position = position < 0 ? 0 : (size_t)position;
    board_focus(board, note->block);
}

/* A note that went away leaves the selection to the one that took its place. */
static void settle_block(struct board *board, int block)
{
    struct board_block *slot = board_slot(board, block);
    const struct snapshot_block *notes = board_notes(board, block);
    const struct note *note = slot->selected ? snapshot_note(board->snapshot, slot->selected) : NULL;
    if (note && note->block == block && (!board->told || board_position(board, note) >= 0)) {
        int position = board_position(board, note);
        slot->position = position < 0 ? 0 : (size_t)position;
    } else if (notes->count == 0) {
        slot->selected = 0;
        slot->position = 0;
    } else {
        if (slot->position >= notes->count)
            slot->position = notes->count - 1;
        slot->selected = notes->note[slot->position]->id;
    }
    const struct note *top = slot->top_id ? snapshot_note(board->snapshot, slot->top_id) : NULL;
    if (top && top->block == block) {
        int position = board_position(board, top);
        slot->top = position < 0 ? 0 : (size_t)position;
    }
}

/* A note that comes back to a block which a newer template has lost brings the canvas's own template back: other blocks,
 * and more of them perhaps. What is typed goes where its note is, else to the parking lot. */
static void follow_template(struct board *board)
{
    const struct snapshot *snapshot = board->snapshot;
    if (strcmp(board->template_hash, snapshot->template->hash) == 0)
        return;
    free(board->template_hash);
    board->template_hash = memory_copy_text(snapshot->template->hash);
    free(board->block);
    board->block = memory_new(snapshot->block_count, sizeof *board->block);
    const struct note *typed = snapshot_note(snapshot, board->editor.note_id ? board->editor.note_id
                                                                             : board->editor.after);
    board->focus = board->editor.open || board->focus == TEMPLATE_PARKING ? TEMPLATE_PARKING : 0;
    if (board->editor.open && typed)
        board->focus = typed->block;
    board->editor.block = board->focus;
    board->came_from = board->find.from_block = 0;
    board->drag_block = BOARD_NO_BLOCK;
    board->dragging = false;
    board->guide.kind = GUIDE_OFF; /* its questions are another template's */
    board->sidebar.block = SIDEBAR_NO_BLOCK;
    board->sidebar.focused = false;
    board_money_clear(board);
}

void board_settle(struct board *board)
{
    follow_template(board);
    for (int block = TEMPLATE_PARKING; block < (int)board_template(board)->block_count; block++)
        settle_block(board, block);
    size_t kept = 0;
    for (size_t i = 0; i < board->marked_count; i++) {
        if (snapshot_note(board->snapshot, board->marked[i]))
            board->marked[kept++] = board->marked[i];
    }
    board->marked_count = kept;
    if (board->link_from && !snapshot_note(board->snapshot, board->link_from))
        board->link_from = 0;
    board->linked_of = 0;
    board_find_again(board);
}

void board_refresh(struct board *board)
{
    struct error error;
    bool changed = false;
    if (app_check(board->app, snapshot_update(board->snapshot, board->store, &board->session, &changed, &error),
                  &error)
        && changed)
        board_settle(board);
    board_changed(board);
}

void board_remember(struct board *board, const char *key, const char *value)
{
    if (!board->example)
        view_state_set(board->store, &board->session, board->snapshot->canvas_id, key, value);
}
