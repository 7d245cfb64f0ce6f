/*
 * sidebar.h - what helps with one block: definition, questions, types, advice.
 *
 * A list of wrapped lines made from the template; the selection goes over questions and types, the rest scrolls by.
 * It knows the snapshot only to tell which questions are answered.
 */
#ifndef NONET_TUI_SIDEBAR_H
#define NONET_TUI_SIDEBAR_H

#include "nonet/canvas.h"
#include "screen.h"

enum sidebar_kind { SIDEBAR_PLAIN, SIDEBAR_HEADING, SIDEBAR_QUESTION, SIDEBAR_TYPE, SIDEBAR_ADVICE, SIDEBAR_REST };

struct sidebar_item {
    enum sidebar_kind kind;
    const char *id;    /* of a question or type; borrowed from the template */
    char *text;
    size_t strong;     /* bytes at the beginning that are drawn bold */
    bool answered;     /* of the rest: all are shown */
    int first, rows;   /* its lines in the whole */
    struct text_lines lines;
};

struct sidebar {
    bool focused;      /* keys go here */
    bool more;         /* all questions, not only the first ones */
    int block;         /* SIDEBAR_NO_BLOCK = make it anew */
    size_t selected;   /* index into item; only questions, types and the line of the rest */
    int top;           /* rows scrolled away */
    struct sidebar_item *item;
    size_t count, capacity;
    int rows;          /* of all items */
    int64_t seq;       /* what the list was made from, to make it only when something changed */
    enum language language;
    enum text_width width;
    bool made_more;
    struct rectangle area;
};

#define SIDEBAR_NO_BLOCK (-2)

void sidebar_clear(struct sidebar *sidebar);
/* Makes the list for `block`. The selection stays when the block stays. */
void sidebar_build(struct sidebar *sidebar, const struct snapshot *snapshot, int block, enum language language,
                   struct rectangle area, enum text_width width);
/* Moves the selection by `step` items, or scrolls when there is none that way; false at the end. */
bool sidebar_move(struct sidebar *sidebar, int step);
void sidebar_scroll(struct sidebar *sidebar, int rows);
void sidebar_select_edge(struct sidebar *sidebar, bool last);
const struct sidebar_item *sidebar_selected(const struct sidebar *sidebar); /* NULL: nothing to select */
/* The item at a screen row; selects it. NULL: none there. */
const struct sidebar_item *sidebar_click(struct sidebar *sidebar, int row);
void sidebar_paint(const struct sidebar *sidebar, struct screen *screen, const char *title);

#endif
