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
    const struct note *note = note_id != 0 ? snapshot_note(snapshot, note_id) : NULL;
    if (note != NULL && (!board->zoomed || note->block == board->focus))
        board_select(board, note_id);
    board->stale = true;
}

void board_picture_place(struct board *board, struct rectangle area)
{
    board->area = area;
    board->stale = true;
    board_arrange(board);
}

/* As the wheel does over the block in focus. */
static void scroll(struct board *board, bool down)
{
    board_arrange(board);
    const struct board_pane *pane = board_pane_of(board, board->focus);
    if (pane == NULL)
        return;
    struct mouse mouse = {.kind = down ? MOUSE_WHEEL_DOWN : MOUSE_WHEEL_UP, .row = pane->area.row + 1,
                          .column = pane->area.column + 1};
    board_picture_wheel(board, &mouse);
}

enum handled board_picture_command(struct board *board, enum command command)
{
    int block;
    if ((command >= COMMAND_BLOCK_1 && command <= COMMAND_BLOCK_9) || command == COMMAND_PARKING) {
        int number = command == COMMAND_PARKING ? 0 : (int)command - COMMAND_BLOCK_1 + 1;
        if (board_block_numbered(board, number, &block))
            board_focus(board, block);
        return HANDLED;
    }
    switch ((int)command) {
    case COMMAND_ZOOM:
        board->zoomed = !board->zoomed;
        break;
    case COMMAND_LAYOUT_NEXT:
        board_next_layout(board);
        break;
    case COMMAND_PANE_UP:
    case COMMAND_PANE_DOWN:
        scroll(board, command == COMMAND_PANE_DOWN);
        break;
    default:
        return PASSED;
    }
    board_changed(board);
    return HANDLED;
}

void board_picture_wheel(struct board *board, const struct mouse *mouse)
{
    board_mouse(board, mouse);
    board->stale = true;
}
