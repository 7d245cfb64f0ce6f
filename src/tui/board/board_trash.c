/*
 * board_trash.c - the notes of this canvas that lie in the trash, to bring one back.
 *
 * Undo goes back step by step; this reaches a note that was trashed long ago. The list is the store's own reading of the
 * journal; only the ids stay with the board while the dialog is open.
 */
#include "board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialog/dialog.h"

static void forget(struct board *board)
{
    free(board->listed);
    board->listed = NULL;
    board->listed_count = 0;
}

static void chosen(void *context, struct app *app, int at, const char *typed)
{
    struct board *board = context;
    struct error error;
    (void)typed;
    if (at >= 0 && (size_t)at < board->listed_count) {
        int64_t id = board->listed[at];
        if (app_check(app, canvas_notes_set_alive(board->store, &board->session, &id, 1, true, &error), &error)) {
            board_refresh(board);
            board_select(board, id);
            app_message(app, "%s", _("the note is back"));
        }
    }
    forget(board);
}

/* Where it was and when it went, in quiet letters beside the text. */
static char *detail_of(const struct board *board, const struct trashed_note *note)
{
    struct buffer detail = {0};
    char when[32];
    int block = TEMPLATE_PARKING;
    time_format_local(note->trashed, when, sizeof when);
    if (!template_block_by_id(board_template(board), note->block_id, &block))
        block = TEMPLATE_PARKING;
    buffer_printf(&detail, "%s, %s, %s", board_title_of(board, block), note->actor, when);
    return buffer_take(&detail);
}

void board_trash_open(struct board *board)
{
    struct app *app = board->app;
    struct trashed_note *notes = NULL;
    struct error error;
    size_t count = 0;
    if (!app_check(app,
                   canvas_trashed_notes(board->store, &board->session, board->snapshot->canvas_id, &notes, &count,
                                        &error),
                   &error))
        return;
    if (count == 0) {
        app_message(app, "%s", _("no note of this canvas is in the trash"));
        trashed_notes_free(notes, count);
        return;
    }
    forget(board);
    board->listed = memory_new(count, sizeof *board->listed);
    board->listed_count = count;
    struct choice *choices = memory_new(count, sizeof *choices);
    char **details = memory_new(count, sizeof *details);
    for (size_t i = 0; i < count; i++) {
        board->listed[i] = notes[i].note_id;
        details[i] = detail_of(board, &notes[i]);
        choices[i] = (struct choice){.label = notes[i].text, .detail = details[i], .mark = ROLE_TEXT};
    }
    app_push(app, dialog_choice_new(app, _("Notes in the trash"), choices, count, 0, false, _("bring back"), chosen,
                                    board));
    for (size_t i = 0; i < count; i++)
        free(details[i]);
    free(details);
    free(choices);
    trashed_notes_free(notes, count);
}
