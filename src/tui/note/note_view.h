/*
 * note_view.h - what the files of an opened note share.
 *
 *   note_view       the view: keys, saving, ties, painting      note_view_lines   its lines, made from its snapshot
 */
#ifndef NONET_TUI_NOTE_VIEW_H
#define NONET_TUI_NOTE_VIEW_H

#include "app.h"
#include "nonet/canvas.h"

#define NOTE_VIEW_MARGIN 2 /* columns on each side */

struct view_line {
    size_t offset, length; /* in note_view.content */
    int indent;
    struct style style;
};

struct note_view {
    struct view view;
    struct store *store;
    const struct session *session;
    int64_t canvas_id, note_id;
    struct snapshot *snapshot; /* NULL: could not be read */
    struct history_entry *history;
    size_t history_count;

    bool editing;
    struct text_field field;
    char *base;
    int64_t draft_id;  /* of the text being typed, 0 = none yet */
    int64_t draft_due; /* steady ms, 0 = nothing unsaved */

    struct rectangle area;
    struct buffer content;
    struct view_line *line;
    size_t line_count, line_capacity;
    size_t top;
    int64_t tie;       /* the note at the other end of the tie selected, 0 = none */
    size_t tie_line, tie_lines; /* where it stands */
    size_t caret_line; /* while editing */
    int caret_column;
};

/* NULL: it is in the trash, or could not be read. */
const struct note *note_view_opened(const struct note_view *view);
int note_view_cells(const struct note_view *view); /* how wide its text may be */
/* Makes the lines anew, and says where the tie selected and the caret stand among them. */
void note_view_make_lines(struct note_view *view, const struct app *app);

#endif
