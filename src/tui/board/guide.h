/*
 * guide.h - what a guided session goes through: the questions of a template in one of its orders, or the steps in
 * which a case is told.
 *
 * It knows ids, never pointers into a template, so that it survives a reload and an example that becomes a canvas.
 * What its keys do is board_guide's and board_tour's; how it looks is guide_panel's.
 */
#ifndef NONET_TUI_GUIDE_H
#define NONET_TUI_GUIDE_H

#include "nonet/canvas.h"
#include "nonet/exchange.h"
#include "nonet/tips.h"
#include "screen.h"

#define GUIDE_PER_BLOCK 5 /* questions, where not all were asked for */

enum guide_kind { GUIDE_OFF, GUIDE_QUESTIONS, GUIDE_TOUR };

struct guide_step { /* one question */
    char *id;
    int block;
    size_t number, of; /* in its block, from 1 */
};

struct guide {
    enum guide_kind kind;
    char *order;      /* id of the order, NULL = none */
    bool all;         /* all questions, not only the main ones */
    struct guide_step *step;
    size_t count, capacity;
    size_t at;        /* the question, or the step of the tour */
    bool moving;      /* the editor closes to open at another question */
    bool summary;     /* to be said again when the review at the end is closed: it may cover the whole screen */
    struct example_tour tour;
    struct tips tips; /* none where they could not be loaded */
    struct rectangle area; /* where it lies on the screen */
    bool beside;      /* as a frame beside the board; else as a strip over it */
};

void guide_clear(struct guide *guide); /* off, and nothing kept */

/* Lists the questions: those of `order` (index into the template's) first, then those of blocks that it leaves out.
 * Unless `all`, a block gives those that the source asks, or its others where there are none, and at most
 * GUIDE_PER_BLOCK. */
void guide_list(struct guide *guide, const struct template *template, size_t order, bool all);
/* How many guide_list() finds. */
size_t guide_size(const struct template *template, bool all);
/* The order with this id, 0 when there is none (or id is NULL). */
size_t guide_order(const struct template *template, const char *id);

/* The question asked now; NULL: the template has it no more. */
const struct template_item *guide_question(const struct guide *guide, const struct template *template);
/* The first question at or behind `from` that has no answer; guide->count when all have. */
size_t guide_open_from(const struct guide *guide, const struct snapshot *snapshot, size_t from);
size_t guide_answered(const struct guide *guide, const struct snapshot *snapshot);
bool guide_find(const struct guide *guide, const char *question_id, size_t *at);

/* Where it lies in `area`; *rest is what is left for the board. `beside` = there is room beside it. */
void guide_place(struct guide *guide, const struct snapshot *snapshot, enum language language, enum text_width width,
                 struct rectangle area, bool beside, struct rectangle *rest);
void guide_paint(const struct guide *guide, const struct snapshot *snapshot, enum language language,
                 struct screen *screen);

#endif
