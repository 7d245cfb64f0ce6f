/*
 * board_link.c - tying notes to each other, and seeing what is tied.
 *
 * The first note is remembered by its id until `=` is pressed on another one or Esc lets go.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

/* The selection's ties are asked once for a selection, not once for each note painted. */
bool board_is_linked(struct board *board, int64_t note_id)
{
    const struct note *selected = board_selected_note(board);
    if (!selected || selected->id == note_id)
        return false;
    if (board->linked_of != selected->id && board->light_due == 0) {
        board->linked_of = selected->id;
        if (selected->link_count > board->linked_capacity) {
            board->linked = memory_resize(board->linked, selected->link_count, sizeof *board->linked);
            board->linked_capacity = selected->link_count;
        }
        board->linked_count =
            selected->link_count > 0 ? snapshot_links_of(board->snapshot, selected->id, board->linked) : 0;
    }
    for (size_t i = 0; i < board->linked_count; i++) {
        if (board->linked[i] == note_id)
            return true;
    }
    return false;
}

static void tie(struct board *board)
{
    struct error error;
    if (board_selected(board) == 0 || !board_may(board, MAY_LINK, NULL) || !board_own(board))
        return;
    int64_t to = board_selected(board), from = board->link_from;
    if (from == 0) {
        board->link_from = to;
        board->app->message_until = 0; /* the prompt has the bottom line */
        board_changed(board);
        return;
    }
    board->link_from = 0;
    if (from != to) {
        bool on = !snapshot_linked(board->snapshot, from, to);
        if (app_check(board->app, canvas_link_set(board->store, &board->session, from, to, on, &error), &error)) {
            board_refresh(board);
            app_message(board->app, "%s", on ? _("tied") : _("untied"));
        }
    } else {
        app_message(board->app, "%s", _("let go: a note is not tied to itself"));
    }
    board_changed(board);
}

enum handled board_link_command(struct board *board, enum command command)
{
    switch ((int)command) {
    case COMMAND_NOTE_LINK:
        tie(board);
        return HANDLED;
    case COMMAND_LINKS_FOCUS:
        board->dim_unlinked = !board->dim_unlinked;
        app_raise(board->app, RAISE_PAINT);
        return HANDLED;
    default:
        return PASSED;
    }
}
