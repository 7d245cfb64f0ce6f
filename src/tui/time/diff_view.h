/*
 * diff_view.h - two canvases, or two moments of one, on one board, and what differs as a list.
 *
 *   diff_view.c    the sides, going through the list, picking
 *   diff_paint.c   the list, top and bottom line
 *
 * Marks before the notes say it without colours: + on the right only, - on the left only, ~ worded otherwise, > moved.
 * Picking takes a change over into the left canvas; the right one is never written to.
 */
#ifndef NONET_TUI_DIFF_VIEW_H
#define NONET_TUI_DIFF_VIEW_H

#include "board/board.h"
#include "nonet/diff.h"

#define DIFF_LIST_FROM 110    /* columns: from here on the list stands beside the board */
#define DIFF_LIST_COLUMNS 46

struct diff_side {
    int64_t canvas_id;
    int64_t number; /* of the canvas, for lists; 0 = not asked */
    char *moment;   /* NULL = as it is now */
    char *name;     /* of the moment, NULL = none */
    int64_t at;     /* when that was */
};

struct diff_row { /* of the list as it is drawn */
    const struct diff_line *line; /* NULL: a heading or the canvas itself */
    int block;
    bool foreign, canvas;
};

struct diff_view {
    struct view view;
    struct app *app;
    struct store *store;
    const struct session *session;
    struct diff_side side[2];       /* with copies of its texts */
    struct snapshot *snapshot[2];
    int64_t last_seq;               /* of the store when they were compared */
    struct diff diff;
    struct snapshot *both;          /* what the board shows */
    struct board *board;
    struct diff_row *row;
    size_t row_count;
    size_t at, top;                 /* rows; `at` is one that can be selected, if any */
    struct rectangle area, list;
    int shown;                      /* rows of it on the screen */
    bool beside;                    /* the list stands beside the board, else below it */
};

/* Both canvases lie in `store`. What is pointed to in `sides` is copied. */
enum status diff_view_new(struct app *app, struct store *store, const struct session *session,
                          const struct diff_side sides[2], struct view **out, struct error *err) NONET_CHECKED;

void diff_place(struct diff_view *view, struct rectangle area);
void diff_paint(struct diff_view *view, struct screen *screen);
bool diff_row_selectable(const struct diff_row *row);
/* Appends "now", "as it was 2026-11-21 14:03", or the moment's name. */
void diff_side_name(const struct diff_view *view, int side, struct buffer *out);

#endif
