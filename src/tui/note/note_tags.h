/*
 * note_tags.h - what the files of the dialog of facets and tags share.
 *
 *   note_tags       the dialog: keys, changes, painting
 *   note_tag_rows   its rows, made from its snapshot      note_facets   facets of several things at once
 */
#ifndef NONET_TUI_NOTE_TAGS_H
#define NONET_TUI_NOTE_TAGS_H

#include "app.h"
#include "note_facets.h"

enum row_kind { ROW_HEADING, ROW_HINT, ROW_FACET, ROW_VALUE, ROW_NO_VALUE, ROW_TAG, ROW_NEW };

struct tag_row {
    enum row_kind kind;
    enum tick tick;
    char *id;     /* of the facet or value; the tag; what was typed */
    char *label;  /* the same as people read it; the heading; a line of a hint */
    char *detail; /* a facet's value, a type's gloss; "" = none */
    bool ticked;  /* with a box for its tick */
    bool quiet;   /* the detail stands for nothing in particular */
};

struct note_tags {
    struct view view;
    struct facet_holders of;
    int64_t *id; /* the notes of `of`; NULL: another holder */
    struct snapshot *snapshot;
    struct text_field field;
    char *open;     /* id of the facet whose values are listed or whose value is typed; NULL = all rows */
    bool writing;   /* it is typed */
    char *problem;  /* what is wrong with what was typed; NULL = nothing */
    struct tag_row *row;
    size_t row_count, row_capacity;
    size_t at, top;
    struct rectangle area, box, list; /* list: where the rows stand */
    int rows; /* the box never shrinks under the typing */
};

#define NOTE_TAGS_CELLS 64 /* of the box, where there is room */

/* The facet that is open; NULL: a key of one's own. */
const struct template_facet *note_tags_open(const struct note_tags *dialog);
bool note_tags_selectable(const struct note_tags *dialog, size_t row);
void note_tags_clear_rows(struct note_tags *dialog);
/* Makes the rows for what is typed and open; the selection stays on its row, else near where it was. */
void note_tags_make_rows(struct note_tags *dialog, const struct app *app);

#endif
