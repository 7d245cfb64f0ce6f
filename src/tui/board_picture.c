/*
 * board_picture.c - a board that is only looked at.
 *
 * Layout and painting are the board's own; nothing of it is written, no key reaches it, nobody is told that it is there.
 * Its owner says which snapshot it shows and how notes stand out (board.sign). Invariant: the snapshot is never freed
 * here.
 */
#include "board.h"

#include <stdlib.h>

static struct snapshot *borrow(const struct snapshot *snapshot)
{
    return (struct snapshot *)(uintptr_t)snapshot;
}

struct board *board_picture_new(struct app *app, const struct snapshot *snapshot)
{
    struct board *board = board_make(app, NULL, app->session, borrow(snapshot));
    board->picture = true;
    board->example = true; /* nothing is remembered of it */
    board->sidebar_wish = 0;
    if (app->store != NULL)
        board->layout_id = view_state_get(app->store, &app->session, snapshot->canvas_id, "layout");
    board_settle(board);
    return board;
}

void board_picture_free(struct board *board)
{
    if (board == NULL)
        return;
    board->snapshot = NULL;
    board_discard(board);
}

void board_picture_show(struct board *board, const struct snapshot *snapshot, int64_t note_id)
{
    board->snapshot = borrow(snapshot);
    board_money_clear(board);
    board_settle(board);
    if (note_id != 0 && snapshot_note(snapshot, note_id) != NULL)
        board_select(board, note_id);
    board->stale = true;
}

void board_picture_place(struct board *board, struct rectangle area)
{
    board->area = area;
    board->stale = true;
    board_arrange(board);
}

void board_picture_wheel(struct board *board, const struct mouse *mouse)
{
    board_mouse(board, mouse);
    board->stale = true;
}
