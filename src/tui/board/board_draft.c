/*
 * board_draft.c - what is being typed survives the program.
 *
 * A draft is written half a second after the first unsaved key, also while typing goes on, and dropped once the text
 * is saved or discarded. A draft whose session died is offered again in an open editor.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "note/note_dialogs.h"

#define DRAFT_MS 500

void board_draft_touch(struct board *board)
{
    board->editor.cells = 0; /* whatever comes: the lines are those of another text */
    board_pane_changed(board);
    /* The first key typed is the first edit: from here on it is kept, and only a canvas of one's own can keep it. */
    if (board->example && board->guide.kind == GUIDE_OFF && !board_own(board))
        return;
    if (board->editor.draft_due == 0)
        board->editor.draft_due = time_steady() + DRAFT_MS;
}

void board_draft_write(struct board *board)
{
    struct board_editor *editor = &board->editor;
    struct error error;
    editor->draft_due = 0;
    if (!board->app->live || !editor->open || board->example)
        return;
    char *block = memory_copy_text(template_block_id(board_template(board), editor->block));
    struct draft draft = {
        .id = editor->draft_id,
        .canvas_id = board->snapshot->canvas_id,
        .note_id = editor->note_id,
        .block = block,
        .base = editor->base,
        .question = editor->question,
        .after_id = editor->after,
        .text = memory_copy_text(buffer_text(&editor->field.text)),
    };
    if (live_draft_save(board->app->live, &draft, &error) == STATUS_OK)
        editor->draft_id = draft.id;
    else if (!board->draft_warned)
        app_warning(board->app, "%s", error.message);
    board->draft_warned = board->draft_warned || editor->draft_id == 0;
    free(draft.text);
    free(block);
    board_presence(board); /* the lease lives on while keys come */
}

void board_draft_drop(struct board *board)
{
    struct board_editor *editor = &board->editor;
    editor->draft_due = 0;
    if (editor->draft_id && board->app->live) {
        struct error error;
        /* One that stays behind is offered again, which is the safe side. */
        enum status ignored = live_draft_drop(board->app->live, editor->draft_id, &error);
        (void)ignored;
    }
    editor->draft_id = 0;
}

/* A guest whose line drops comes back into the middle of the word: what was typed so far is no note yet. */
bool board_draft_waits(const struct board *board)
{
    return board->app->confined && board->app->hung_up && board->app->live;
}

void board_draft_adopt(struct board *board)
{
    struct draft draft = {0};
    struct error error;
    if (!board->app->live || board->example || board_is_wall(board)
        || live_draft_adopt(board->app->live, board->snapshot->canvas_id, &draft, &error) != STATUS_OK)
        return;
    const struct note *note = draft.note_id ? snapshot_note(board->snapshot, draft.note_id) : NULL;
    if (note && draft.longer && board->session.may & MAY_EDIT) {
        board_select(board, note->id);
        app_push(board->app, note_view_new_draft(board->app, board->store, &board->session, &draft));
        app_message(board->app, "%s", _("your unsaved text is back: Esc saves it, Ctrl-G discards it"));
        draft_clear(&draft);
        return;
    }
    int block = board->focus;
    if (note)
        board_select(board, note->id);
    else if (draft.block && template_block_by_id(board_template(board), draft.block, &block))
        board_focus(board, block);
    /* A note that went to the trash: the text becomes a new one. */
    if (note)
        board_edit_note(board);
    else
        board_edit_new(board, false, draft.question && *draft.question ? draft.question : NULL);
    if (!note && draft.after_id && snapshot_note(board->snapshot, draft.after_id))
        board->editor.after = draft.after_id;
    if (board->editor.open) {
        text_field_set(&board->editor.field, draft.text);
        if (note) {
            free(board->editor.base);
            board->editor.base = memory_copy_text(draft.base ? draft.base : "");
        }
        board->editor.draft_id = draft.id;
        board->editor.cells = 0;
        app_message(board->app, "%s", _("your unsaved text is back: Enter or Esc saves it, Ctrl-G discards it"));
    } else {
        board_room_put_aside(board, &draft);
    }
    draft_clear(&draft);
}
