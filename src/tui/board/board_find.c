/*
 * board_find.c - finding notes on this canvas while one types.
 *
 * Both sides are folded, so case, width and compatibility forms do not matter. Invariant: `match` holds living notes in filling order.
 */
#include "board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialog/field_keys.h"

/* ---- matching ---------------------------------------------------------------------------------------------- */

static bool note_matches(const struct board *board, const struct note *note, struct buffer *folded)
{
    buffer_reset(folded);
    text_fold(folded, note->text, strlen(note->text));
    return strstr(buffer_text(folded), buffer_text(&board->find.folded)) != NULL;
}

void board_find_again(struct board *board)
{
    struct board_find *find = &board->find;
    struct buffer folded = {0};
    find->count = 0;
    if (find->folded.length == 0)
        return;
    for (int i = 0; i <= (int)board_template(board)->block_count; i++) {
        int block = i < (int)board_template(board)->block_count ? i : TEMPLATE_PARKING;
        const struct snapshot_block *notes = board_notes(board, block);
        for (size_t n = 0; n < notes->count; n++) {
            if (!note_matches(board, notes->note[n], &folded))
                continue;
            GROW(find->match, find->count, find->capacity);
            find->match[find->count++] = notes->note[n]->id;
        }
    }
    buffer_clear(&folded);
}

bool board_find_range(const struct board *board, const char *text, size_t length, size_t from, size_t *start,
                      size_t *end)
{
    return text_find(text, length, from, buffer_text(&board->find.folded), start, end);
}

/* ---- going there --------------------------------------------------------------------------------------------- */

static size_t match_of(const struct board *board, int64_t note_id)
{
    for (size_t i = 0; i < board->find.count; i++) {
        if (board->find.match[i] == note_id)
            return i;
    }
    return SIZE_MAX;
}

static void go_on(struct board *board, bool forward)
{
    struct board_find *find = &board->find;
    if (find->folded.length == 0) {
        app_message(board->app, "%s", _("nothing is looked for yet: / asks"));
        return;
    }
    if (find->count == 0) {
        app_message(board->app, "%s", _("not found"));
        return;
    }
    size_t at = match_of(board, board_selected(board));
    if (at == SIZE_MAX)
        at = forward ? 0 : find->count - 1;
    else
        at = (at + (forward ? 1 : find->count - 1)) % find->count;
    board_select(board, find->match[at]);
    app_message(board->app, _("%zu of %zu found; n goes on, Esc clears"), at + 1, find->count);
}

static void back_to_start(struct board *board)
{
    if (board->find.from && snapshot_note(board->snapshot, board->find.from))
        board_select(board, board->find.from);
    else
        board_focus(board, board->find.from_block);
}

/* After each key: the first match, preferably the one where one stood. */
static void look(struct board *board)
{
    struct board_find *find = &board->find;
    buffer_reset(&find->folded);
    text_fold(&find->folded, buffer_text(&find->field.text), find->field.text.length);
    board_find_again(board);
    if (find->count == 0 || match_of(board, find->from) != SIZE_MAX)
        back_to_start(board);
    else
        board_select(board, find->match[0]);
    board_changed(board);
}

void board_look_for(struct view *view, const char *query)
{
    struct board *board = (struct board *)view;
    board->find.from = board_selected(board);
    board->find.from_block = board->focus;
    text_field_set(&board->find.field, query);
    look(board);
    if (board->find.count > 0) {
        board_select(board, board->find.match[0]);
        app_message(board->app, _("%zu of %zu found; n goes on, Esc clears"), (size_t)1, board->find.count);
    } else {
        board_find_clear(board);
    }
}

void board_find_clear(struct board *board)
{
    buffer_reset(&board->find.folded);
    board->find.count = 0;
    text_field_set(&board->find.field, "");
    board_changed(board);
}

static void ask(struct board *board)
{
    board->find.from = board_selected(board);
    board->find.from_block = board->focus;
    board_find_clear(board);
    board->asking = BOARD_ASKS_QUERY;
    board->app->message_until = 0;
}

void board_find_text(struct board *board, const char *text, size_t length)
{
    field_insert_line(&board->find.field, text, length);
    look(board);
}

static enum handled typing(struct board *board, enum command command)
{
    if (command == COMMAND_FIELD_SAVE) {
        board->asking = BOARD_ASKS_NOTHING;
        if (board->find.folded.length > 0 && board->find.count == 0)
            app_message(board->app, "%s", _("not found"));
        board_changed(board);
        return HANDLED;
    }
    if (command == COMMAND_CANCEL) {
        board->asking = BOARD_ASKS_NOTHING;
        board_find_clear(board);
        back_to_start(board);
        return HANDLED;
    }
    size_t length = board->find.field.text.length;
    if (!field_command(&board->find.field, command, 1000, board->width))
        return PASSED;
    if (length != board->find.field.text.length || command == COMMAND_FIELD_TRANSPOSE)
        look(board);
    return HANDLED;
}

enum handled board_find_command(struct board *board, enum command command)
{
    if (board->asking == BOARD_ASKS_QUERY)
        return typing(board, command);
    switch ((int)command) {
    case COMMAND_FIND:
        ask(board);
        return HANDLED;
    case COMMAND_FIND_NEXT:
    case COMMAND_FIND_PREVIOUS:
        go_on(board, command == COMMAND_FIND_NEXT);
        return HANDLED;
    default:
        return PASSED;
    }
}

/* ---- the bottom line -------------------------------------------------------------------------------------------- */

bool board_find_paint(struct board *board, struct screen *screen)
{
    const struct board_find *find = &board->find;
    char count[64] = "";
    if (board->asking != BOARD_ASKS_QUERY)
        return false;
    size_t at = match_of(board, board_selected(board));
    if (find->folded.length > 0)
        snprintf(count, sizeof count, "%zu/%zu", find->count > 0 && at != SIZE_MAX ? at + 1 : 0, find->count);
    int row = screen->rows - 1, cells = (int)strlen(count);
    screen_fill(screen, (struct rectangle){row, 0, 1, screen->columns}, STYLE(ROLE_BAR));
    screen_string(screen, row, 1, 1, "/", STYLE(ROLE_KEY));
    screen_string(screen, row, screen->columns - 1 - cells, cells, count, STYLE(ROLE_BAR));
    field_paint(screen, &find->field, row, 2, screen->columns - 5 - cells, STYLE(ROLE_TEXT));
    return true;
}
