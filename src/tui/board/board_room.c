/*
 * board_room.c - what a board does in a workshop: its session, being kept at a block, text that waits for its time.
 *
 * Not here: the room itself (room.c) and its words. The invariant: what is typed is never lost to the clock. A text that
 * can no longer be saved because the stage ended waits with its draft, and comes back when notes may be added again.
 */
#include "room/room.h"

#include <stdlib.h>
#include <string.h>

/* ---- the session ------------------------------------------------------------------------------------------- */

void board_room_feed(struct board *board)
{
    if (room_of_board(board))
        board->session = board->app->session;
}

/* Not everybody who was invited comes, and a line may drop: the others need not wait. */
static size_t count_away(const struct board *board)
{
    const struct room *room = board->app->room;
    size_t away = 0;
    for (size_t s = 0; s < room->now->seat_count && board->app->live; s++) {
        const struct seat *seat = &room->now->seat[s];
        bool waited = seat->revoked || seat->role != ROLE_PARTICIPANT || seat->ready || seat->used > 0 ||
                      seat->id == room->seat_id;
        for (size_t i = 0; i < board->present_count && !waited; i++)
            waited = board->present[i].actor_id == seat->person_id;
        away += !waited;
    }
    return away;
}

void board_room_places(struct board *board)
{
    if (room_of_board(board))
        board->app->room->away = count_away(board);
    for (size_t i = 0; i < board->present_count && room_of_board(board); i++) {
        struct presence *other = &board->present[i];
        if (workshop_tells_place(board->app->room->now, other->actor_id))
            continue;
        other->block[0] = '\0';
        other->note_id = 0;
    }
}

bool board_may(struct board *board, unsigned needs, const struct note *note)
{
    const struct session *session = &board->session;
    if (!room_of_board(board) || (session->may & needs) == needs)
        return true;
    bool own = note && note->author_id == session->actor_id && session->may & MAY_ADD;
    if (own && (needs & ~(unsigned)(MAY_EDIT | MAY_MOVE)) == 0)
        return true;
    if (board->app->room->now->hold)
        app_message(board->app, "%s", _("the room is held: reading only until it goes on"));
    else if (note && session->may & MAY_ADD && needs & (MAY_EDIT | MAY_MOVE))
        app_message(board->app, "%s", _("in this stage you change your own notes only"));
    else
        app_message(board->app, "%s", _("that is not for this stage; w says what is"));
    return false;
}

/* ---- calls ---------------------------------------------------------------------------------------------------- */

bool board_room_keeps(struct board *board, int block)
{
    const struct workshop *now = room_of_board(board) ? board->app->room->now : NULL;
    int called;
    if (!now || !now->running || !now->called_hard || room_leads(board->app) ||
        !template_block_by_id(board_template(board), now->called, &called) || called == block)
        return false;
    app_message(board->app, _("everybody stays at %s for now"), board_title_of(board, called));
    return true;
}

/* After the room changed, and when an editor closed: to the block where everybody is kept. */
static void follow_call(struct board *board)
{
    const struct workshop *now = board->app->room->now;
    int called;
    bool hard = now->running && now->called_hard && !room_leads(board->app);
    if (board->app->room->wall || board->editor.open || !hard ||
        !template_block_by_id(board_template(board), now->called, &called) || called == board->focus)
        return;
    board_focus(board, called);
}

/* ---- text that waits ---------------------------------------------------------------------------------------------- */

/* Whether the text in an editor of this note (0 = a new one) could be saved now. */
static bool takes(const struct board *board, int64_t note_id)
{
    const struct session *session = &board->session;
    const struct note *note = note_id ? snapshot_note(board->snapshot, note_id) : NULL;
    if (!note)
        return (session->may & MAY_ADD) != 0;
    return session->may & MAY_EDIT || (session->may & MAY_ADD && note->author_id == session->actor_id);
}

static void forget_stash(struct board *board)
{
    free(board->stash.text);
    free(board->stash.base);
    free(board->stash.question);
    board->stash = (struct board_stash){0};
}

bool board_room_stash(struct board *board)
{
    struct board_editor *editor = &board->editor;
    const char *text = buffer_text(&editor->field.text);
    if (!room_of_board(board) || board_edit_blank(board) || strcmp(text, editor->base) == 0 ||
        takes(board, editor->note_id))
        return false;
    forget_stash(board);
    board_draft_write(board);
    board->stash = (struct board_stash){.text = memory_copy_text(text),
                                        .base = memory_copy_text(editor->base),
                                        .question = memory_copy_text(editor->question),
                                        .note_id = editor->note_id,
                                        .draft_id = editor->draft_id,
                                        .block = editor->block};
    editor->draft_id = 0; /* so that closing does not drop it */
    bool gone = editor->note_id && !snapshot_note(board->snapshot, editor->note_id);
    board_edit_close(board);
    app_warning(board->app, "%s",
                gone ? _("the note went to the trash while you typed: your text is kept, and comes back when notes are taken")
                     : _("no notes are taken just now: your text is kept, and comes back when they are"));
    return true;
}

void board_room_put_aside(struct board *board, const struct draft *draft)
{
    if (!room_of_board(board))
        return;
    forget_stash(board);
    board->stash = (struct board_stash){.text = memory_copy_text(draft->text ? draft->text : ""),
                                        .base = memory_copy_text(draft->base ? draft->base : ""),
                                        .question = memory_copy_text(draft->question),
                                        .note_id = draft->note_id,
                                        .draft_id = draft->id,
                                        .block = board->focus};
    app_message(board->app, "%s", _("no notes are taken just now: your text is kept, and comes back when they are"));
}

static void bring_back(struct board *board)
{
    struct board_stash *stash = &board->stash;
    if (!stash->text || board->editor.open || !takes(board, stash->note_id) || app_top(board->app) != &board->view)
        return;
    bool edited = stash->note_id && snapshot_note(board->snapshot, stash->note_id);
    if (edited) {
        board_select(board, stash->note_id);
        board_edit_note(board);
    } else {
        board_focus(board, stash->block);
        board_edit_new(board, true, stash->question);
    }
    if (!board->editor.open)
        return;
    text_field_set(&board->editor.field, stash->text);
    board->editor.cells = 0;
    board->editor.draft_id = stash->draft_id;
    if (edited) {
        free(board->editor.base);
        board->editor.base = memory_copy_text(stash->base);
    }
    forget_stash(board);
    app_message(board->app, "%s", _("your text is back; Enter saves it"));
}

/* A new stage: to the first block in its light, so that whoever only types writes in the right place, and whoever leads
 * sees what it is about. */
static void follow_light(struct board *board)
{
    const struct workshop *now = board->app->room->now;
    bool fresh = board->stage_seen != now->stage;
    int block;
    if (board->stage_seen < 0) { /* just come: back where one was, if one was */
        char *focus = view_state_get(board->store, &board->session, board->snapshot->canvas_id, "focus");
        fresh = !focus;
        free(focus);
    }
    board->stage_seen = now->stage;
    if (!fresh || board->editor.open || board_is_wall(board))
        return;
    board->zoomed = false; /* what is new may be elsewhere */
    board_changed(board);
    if (board_in_light(board, board->focus) ||
        !template_block_by_id(board_template(board), now->now->block[0], &block))
        return;
    board_focus(board, block);
}

void board_room_settle(struct board *board)
{
    if (!room_of_board(board))
        return;
    follow_light(board);
    follow_call(board);
    bring_back(board);
}

/* ---- light ----------------------------------------------------------------------------------------------------------- */

bool board_in_light(const struct board *board, int block)
{
    if (!room_of_board(board) || !board->app->room->now->running || board->told)
        return true;
    return workshop_lights(board->app->room->now, template_block_id(board_template(board), block));
}

size_t board_hidden_here(const struct board *board, int block)
{
    return room_of_board(board) ? snapshot_block(board->snapshot, block)->hidden : 0;
}
