/*
 * board_example.c - a shipped example becomes one's own canvas at the first edit.
 *
 * The copy of row X has an id that follows from the canvas and X, so selection, marks and the rest of the state
 * are carried over by computing ids. Invariant: afterwards nothing of the board refers to the example's store.
 */
#include "board.h"

#include <stdlib.h>

static void carry(int64_t canvas_id, int64_t *id)
{
    if (*id != 0)
        *id = id_derive(canvas_id, *id, "copy");
}

static void carry_state(struct board *board, int64_t canvas_id)
{
    for (size_t i = 0; i < board->snapshot->block_count; i++) {
        carry(canvas_id, &board->block[i].selected);
        carry(canvas_id, &board->block[i].top_id);
    }
    for (size_t i = 0; i < board->marked_count; i++)
        carry(canvas_id, &board->marked[i]);
    carry(canvas_id, &board->link_from);
    carry(canvas_id, &board->dragged);
    carry(canvas_id, &board->find.from);
    carry(canvas_id, &board->editor.after);
    carry(canvas_id, &board->editor.note_id);
    board->linked_of = 0;
}

bool board_own(struct board *board)
{
    struct app *app = board->app;
    struct error error;
    int64_t canvas_id, number = 0;
    struct snapshot *snapshot;
    if (!board->example)
        return true;
    if (!app_check(app,
                   canvas_copy(app->store, &app->session, board->snapshot, board->snapshot->title, &canvas_id,
                               &error),
                   &error)
        || !app_check(app, canvas_number(app->store, canvas_id, &number, &error), &error)
        || !app_check(app, snapshot_load(app->store, &app->session, canvas_id, &snapshot, &error), &error))
        return false;
    carry_state(board, canvas_id);
    snapshot_free(board->snapshot);
    store_close(board->store);
    board->snapshot = snapshot;
    board->store = app->store;
    board->session = app->session;
    board->example = false;
    app->copied_id = canvas_id;
    board->sidebar.block = SIDEBAR_NO_BLOCK;
    if (board->layout_id)
        board_remember(board, "layout", board->layout_id);
    board_refresh(board);
    board_find_again(board);
    board_presence(board);
    app_message(app, _("this is now your own copy: canvas %lld"), (long long)number);
    app_raise(app, RAISE_FEED | RAISE_LAYOUT);
    return true;
}
