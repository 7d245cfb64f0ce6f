/*
 * history_view.h - the life of a canvas: a slider over its actions, the board as it was, who did what.
 *
 *   history_view.c    positions, playing, reading
 *   history_deeds.c   what is done from a moment
 *   history_paint.c   the slider, the list of actions, top and bottom line
 *
 * Looking changes nothing: only naming a moment, bringing one back, undo and an alternative are actions, each of them an
 * operation. The board is a picture of the timeline's snapshot (board_picture.c).
 */
#ifndef NONET_TUI_HISTORY_VIEW_H
#define NONET_TUI_HISTORY_VIEW_H

#include "board/board.h"
#include "nonet/timeline.h"

#define HISTORY_LIST_FROM 110    /* columns: from here on the actions stand beside the board */
#define HISTORY_LIST_COLUMNS 42

/* A note that the action at the position has touched. */
struct history_touched {
    int64_t note_id;
    unsigned what; /* enum diff_bit */
};

struct history_view {
    struct view view;
    struct app *app;
    struct store *store;
    const struct session *session;
    int64_t canvas_id;
    struct timeline *timeline;
    struct history_entry *entry; /* by seq */
    size_t entry_count;
    int64_t told_due;            /* steady ms: when they are read, 0 = they are */
    struct version *version;
    size_t *version_at;          /* position of each */
    size_t version_count;
    struct history_touched *touched;
    size_t touched_count;
    struct board *board;
    bool playing;
    int speed;                   /* index into the table of speeds */
    int64_t next_due;            /* steady ms of the next step */
    char *wanted_name;           /* typed for a moment, and taken already: once more moves it */
    struct rectangle area, list_area, slider; /* list_area.columns 0: not shown */
};

/* Of the canvas that `store` holds; at the newest action, or at `moment` (NULL = none). `store` and `session` are
 * borrowed from the board below on the stack. */
enum status history_view_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                             const char *moment, struct view **out, struct error *err) NONET_CHECKED;

/* NULL: the action is not told of. */
const struct history_entry *history_told(const struct history_view *history, size_t position);
/* The first name of the position, NULL = it has none. */
const char *history_version_at(const struct history_view *history, size_t position);
/* Appends "[Opening, First]", all names of the position; false: it has none. */
bool history_names_at(const struct history_view *history, size_t position, struct buffer *out);
void history_go(struct history_view *history, size_t position);
void history_go_clamped(struct history_view *history, int64_t position); /* 1, the canvas is made, to the count */
void history_follow(struct history_view *history); /* after an own action: reads what it did */
int history_steps_a_second(const struct history_view *history);

/* ---- history_deeds.c: each asks or tells on the message line ---- */

void history_bring_back(struct history_view *history);
void history_take_back(struct history_view *history); /* undo */
void history_name(struct history_view *history);
void history_remove_name(struct history_view *history);
void history_compare_with_now(struct history_view *history);
void history_fork(struct history_view *history);

void history_place(struct history_view *history, struct rectangle area);
void history_paint(struct history_view *history, struct screen *screen);
/* The position that a cell of the slider or of the list stands for; false: none. */
bool history_position_at(const struct history_view *history, int row, int column, size_t *position);

#endif
