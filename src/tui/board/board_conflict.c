/*
 * board_conflict.c - two people at one note: the second to save chooses mine, theirs, or both.
 *
 * Not here: the guard itself. A save always names the text it was based on (canvas_note_save), so that whatever is chosen
 * here, nothing that somebody saves in this very moment is overwritten: it becomes a note beside. Until the choice is made
 * the editor stays open and its draft kept.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "dialog/dialog.h"

enum { MINE, THEIRS, BOTH };

/* The text goes into the note if it still reads `base`. */
static bool save(struct board *board, const char *base, const char *text)
{
    struct error error;
    enum save_outcome outcome;
    int64_t beside = 0, note_id = board->editor.note_id;
    if (!app_check(board->app,
                   canvas_note_save(board->store, &board->session, note_id, base, text, &outcome, &beside, &error),
                   &error))
        return false;
    board_refresh(board);
    board_select(board, outcome == SAVE_KEPT_BESIDE ? beside : note_id);
    return true;
}

static void chosen(void *context, struct app *app, int at, const char *typed)
{
    struct board *board = context;
    struct board_editor *editor = &board->editor;
    char *theirs = editor->theirs;
    editor->theirs = NULL;
    bool closes = false;
    const char *text = buffer_text(&editor->field.text);
    if (typed && editor->open && at == MINE) {
        closes = save(board, theirs, text);
        if (closes)
            app_message(app, "%s", _("your text stands; theirs is in the note's history (o)"));
    } else if (typed && editor->open && at == THEIRS) {
        closes = true;
        app_message(app, "%s", _("their text stands"));
    } else if (typed && editor->open && at == BOTH) {
        closes = save(board, editor->base, text);
        if (closes)
            app_message(app, "%s", _("both stand: yours is a note of its own below"));
    }
    if (closes)
        board_edit_close(board);
    free(theirs);
    board_changed(board);
}

/* One line of it. */
static void flatten(struct buffer *out, const char *text)
{
    for (; *text; text++)
        buffer_add_char(out, *text == '\n' ? ' ' : *text);
}

bool board_conflict_ask(struct board *board)
{
    struct board_editor *editor = &board->editor;
    if (editor->note_id == 0 || board->example)
        return false;
    board_refresh(board);
    const struct note *note = snapshot_note(board->snapshot, editor->note_id);
    const char *text = buffer_text(&editor->field.text);
    if (!note || board_edit_blank(board) || strcmp(note->text, editor->base) == 0 || strcmp(note->text, text) == 0 ||
        strcmp(text, editor->base) == 0)
        return false;
    editor->theirs = memory_copy_text(note->text);
    struct buffer mine = {0}, theirs = {0};
    flatten(&mine, text);
    flatten(&theirs, note->text);
    const struct choice choices[] = {
        {.label = _("mine"), .detail = buffer_text(&mine)},
        {.label = _("theirs"), .detail = buffer_text(&theirs)},
        {.label = _("both"), .detail = _("mine becomes a note below")},
    };
    app_push(board->app, dialog_choice_new(board->app, _("Somebody changed this note while you typed"), choices,
                                           COUNT_OF(choices), BOTH, false, _("keep"), chosen, board));
    buffer_clear(&mine);
    buffer_clear(&theirs);
    return true;
}
