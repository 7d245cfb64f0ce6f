/*
 * board_move.c - notes to other places: another block, up and down in theirs, the trash; and marking several.
 *
 * Each is one operation and so one undo. Marks are a list of ids; a command treats the marked notes, or the selected
 * one when none is marked.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/group.h"

void board_move_to(struct board *board, int block)
{
    struct error error;
    int64_t *ids;
    board->asking = BOARD_ASKS_NOTHING;
    if (!board_own(board))
        return;
    size_t count = board_chosen(board, &ids);
    const char *block_id = template_block_id(board_template(board), block);
    if (count > 0
        && app_check(board->app,
                     canvas_notes_move(board->store, &board->session, ids, count, block_id, -1, &error), &error)) {
        board->marked_count = 0;
        board_refresh(board);
        board_select(board, ids[0]);
        app_message(board->app, ngettext("%zu note moved to %s", "%zu notes moved to %s", count), count,
                    board_title_of(board, block));
    }
    free(ids);
    board_changed(board);
}

/* ---- block numbers being typed ----------------------------------------------------------------------------- */

static void number_typed(struct board *board, int number)
{
    int block;
    bool moves = board->asking == BOARD_ASKS_TARGET;
    board->asking = BOARD_ASKS_NOTHING;
    board_changed(board);
    if (!board_block_numbered(board, number, &block))
        return;
    if (moves)
        board_move_to(board, block);
    else
        board_focus(board, block);
}

void board_target_text(struct board *board, const char *text, size_t length)
{
    for (size_t i = 0; i < length && board->asking != BOARD_ASKS_NOTHING; i++) {
        size_t typed = strlen(board->digits);
        bool two = board->asking == BOARD_ASKS_BLOCK || board->digits[0] == '\'';
        size_t before = board->digits[0] == '\'' ? 1 : 0;
        if (text[i] == '\'' && typed == 0) {
            strcpy(board->digits, "'");
        } else if (text[i] < '0' || text[i] > '9') {
            board->asking = BOARD_ASKS_NOTHING;
        } else if (!two) {
            number_typed(board, text[i] - '0');
        } else {
            board->digits[typed] = text[i];
            board->digits[typed + 1] = '\0';
            if (typed + 1 - before == 2)
                number_typed(board, atoi(board->digits + before));
        }
    }
    app_raise(board->app, RAISE_PAINT);
}

static void ask_target(struct board *board)
{
    if ((board_selected(board) == 0 && board->marked_count == 0) || !board_may(board, MAY_MOVE, board_selected_note(board)))
        return;
    board->asking = BOARD_ASKS_TARGET;
    board->digits[0] = '\0';
    board->app->message_until = 0; /* the question has the bottom line */
    app_raise(board->app, RAISE_PAINT);
}

static void arrow_typed(struct board *board, enum command direction)
{
    bool moves = board->asking == BOARD_ASKS_TARGET;
    board->aim_row = board->aim_column = -1;
    int block = board_neighbour(board, direction);
    board->aim_row = board->aim_column = -1;
    board->asking = BOARD_ASKS_NOTHING;
    if (block == BOARD_NO_BLOCK)
        app_message(board->app, "%s", _("there is no block that way"));
    else if (moves)
        board_move_to(board, block);
    else
        board_focus(board, block);
}

/* ---- inside a block -------------------------------------------------------------------------------------------- */

static void reorder(struct board *board, bool down)
{
    struct error error;
    if (board_selected(board) == 0 || !board_may(board, MAY_MOVE, board_selected_note(board)) || !board_own(board))
        return;
    const struct board_block *slot = board_slot(board, board->focus);
    const struct snapshot_block *notes = board_notes(board, board->focus);
    size_t position = slot->position;
    int64_t note_id = slot->selected, after = 0;
    if (down ? position + 1 >= notes->count : position == 0)
        return;
    /* Over the edge of a group the note first joins the neighbour's, at the near end. */
    const struct note *note = notes->note[position], *next = notes->note[down ? position + 1 : position - 1];
    const struct note *beyond = !down && position >= 2 ? notes->note[position - 2] : NULL;
    bool joins = next->group != note->group;
    if (joins ? !down : down)
        after = next->id;
    else if (!joins && beyond && beyond->group == note->group)
        after = beyond->id;
    int64_t group_id = next->group ? next->group->id : 0;
    const char *block_id = template_block_id(board_template(board), board->focus);
    if (app_check(board->app,
                  canvas_notes_place(board->store, &board->session, &note_id, 1, block_id, group_id, after, &error),
                  &error)) {
        board_refresh(board);
        board_select(board, note_id);
    }
}

/* ---- marks and trash -------------------------------------------------------------------------------------------- */

static void toggle_mark(struct board *board)
{
    int64_t note_id = board_selected(board);
    if (note_id == 0)
        return;
    for (size_t i = 0; i < board->marked_count; i++) {
        if (board->marked[i] == note_id) {
            memmove(board->marked + i, board->marked + i + 1, (board->marked_count - i - 1) * sizeof *board->marked);
            board->marked_count--;
            app_raise(board->app, RAISE_PAINT);
            return;
        }
    }
    GROW(board->marked, board->marked_count, board->marked_capacity);
    board->marked[board->marked_count++] = note_id;
    app_message(board->app, ngettext("%zu note marked; Space on the next, + groups, m moves, Esc clears",
                                     "%zu notes marked: + groups, M merges, m moves, Esc clears", board->marked_count),
                board->marked_count);
    app_raise(board->app, RAISE_PAINT);
}

static void trash(struct board *board)
{
    struct error error;
    int64_t *ids;
    if ((board_selected(board) == 0 && board->marked_count == 0) ||
        !board_may(board, MAY_EDIT, board_selected_note(board)) || !board_own(board))
        return;
    size_t count = board_chosen(board, &ids);
    if (count > 0
        && app_check(board->app, canvas_notes_set_alive(board->store, &board->session, ids, count, false, &error),
                     &error)) {
        board->marked_count = 0;
        board_refresh(board);
        app_message(board->app,
                    ngettext("%zu note to the trash; u brings it back", "%zu notes to the trash; u brings them back",
                             count),
                    count);
    }
    free(ids);
}

enum handled board_move_command(struct board *board, enum command command)
{
    bool asking = board->asking == BOARD_ASKS_TARGET || board->asking == BOARD_ASKS_BLOCK;
    switch ((int)command) {
    case COMMAND_UP:
    case COMMAND_DOWN:
    case COMMAND_LEFT:
    case COMMAND_RIGHT:
        if (!asking)
            return PASSED;
        arrow_typed(board, command);
        return HANDLED;
    case COMMAND_CANCEL:
        if (!asking)
            return PASSED;
        board->asking = BOARD_ASKS_NOTHING;
        app_raise(board->app, RAISE_PAINT);
        return HANDLED;
    case COMMAND_NOTE_MOVE:
        ask_target(board);
        return HANDLED;
    case COMMAND_NOTE_LOWER:
    case COMMAND_NOTE_RAISE:
        reorder(board, command == COMMAND_NOTE_LOWER);
        return HANDLED;
    case COMMAND_NOTE_MARK:
        toggle_mark(board);
        return HANDLED;
    case COMMAND_NOTE_TRASH:
        trash(board);
        return HANDLED;
    default:
        return PASSED;
    }
}
