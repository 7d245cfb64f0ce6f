/*
 * sidebar.h - what helps with one block: definition, questions, types, advice, decks of cards.
 *
 * A list of wrapped lines made from the template; the selection goes over questions, types and decks, the rest scrolls
 * by. It knows the snapshot only to tell which questions are answered, and the selected note only to tell its types.
 */
#ifndef NONET_TUI_SIDEBAR_H
#define NONET_TUI_SIDEBAR_H

#include "nonet/canvas.h"
#include "screen.h"

enum sidebar_kind { SIDEBAR_PLAIN, SIDEBAR_HEADING, SIDEBAR_QUESTION, SIDEBAR_TYPE, SIDEBAR_ADVICE, SIDEBAR_REST, SIDEBAR_DECK };

/* How many questions are listed: the first few of the source; those of the source and derived from it; with the
 * additions. */
enum sidebar_level { SIDEBAR_FEW, SIDEBAR_MOST, SIDEBAR_ADDITIONS };
#define SIDEBAR_LEVEL_COUNT 3

struct sidebar_item {
    enum sidebar_kind kind;
    const char *id;    /* of a question, type or deck; borrowed from the template */
    char *text;
    size_t strong;     /* bytes at the beginning that are drawn bold */
    bool answered;     /* a question; of a type: the selected note has it; of the rest: all are shown */
    int first, rows;   /* its lines in the whole */
    struct text_lines lines;
};

struct sidebar {
    bool focused;      /* keys go here */
    enum sidebar_level level;
    size_t *card;      /* of each deck of the template: the card on top */
    size_t card_count;
    int block;         /* SIDEBAR_NO_BLOCK = make it anew */
    size_t selected;   /* index into item; only what can be used: all but plain text, headings, advice */
    int top;           /* rows scrolled away */
    struct sidebar_item *item;
    size_t count, capacity;
    int rows;          /* of all items */
    int64_t seq;       /* what the list was made from, to make it only when something changed */
    enum language language;
    enum text_width width;
    enum sidebar_level made_level;
    bool turned;       /* a card was turned since */
    struct rectangle area;
};

#define SIDEBAR_NO_BLOCK (-2)

void sidebar_clear(struct sidebar *sidebar); /* frees all of it */
/* Makes the list for `block`. The selection stays when the block stays. */
void sidebar_build(struct sidebar *sidebar, const struct snapshot *snapshot, int block, enum language language,
                   struct rectangle area, enum text_width width);
/* Ticks the types of `note` (NULL: none); true if a tick changed. */
bool sidebar_tick(struct sidebar *sidebar, const struct snapshot *snapshot, const struct note *note);
/* The facet of the block that holds a note's types; NULL: the block has none. */
const struct template_facet *sidebar_type_facet(const struct template_block *block);
/* More questions, and after the last ones the few again. Call sidebar_build() afterwards. */
void sidebar_more(struct sidebar *sidebar, const struct template *template);
/* The next card of the selected deck, or the one before; false: no deck is selected, or its first card is on top. Call
 * sidebar_build() afterwards. */
bool sidebar_turn(struct sidebar *sidebar, const struct template *template, int step);
/* Moves the selection by `step` items, or scrolls when there is none that way; false at the end. */
bool sidebar_move(struct sidebar *sidebar, int step);
void sidebar_show_selected(struct sidebar *sidebar); /* scrolls to it */
void sidebar_scroll(struct sidebar *sidebar, int rows);
void sidebar_select_edge(struct sidebar *sidebar, bool last);
const struct sidebar_item *sidebar_selected(const struct sidebar *sidebar); /* NULL: nothing to select */
/* The item at a screen row; selects it. NULL: none there. */
const struct sidebar_item *sidebar_click(struct sidebar *sidebar, int row);
void sidebar_paint(const struct sidebar *sidebar, struct screen *screen, const char *title);

#endif
