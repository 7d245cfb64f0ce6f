/*
 * review_view.h - the findings of a review as a list, over the board.
 */
#ifndef NONET_TUI_REVIEW_VIEW_H
#define NONET_TUI_REVIEW_VIEW_H

#include "nonet/review.h"
#include "view.h"

/* Where a finding leads. `note_id` 0: to the first gap of `block` itself. `prime_link`: the note lacks a tie to another
 * one, so a tie may be begun from it. */
typedef void review_jump(void *context, struct app *app, int64_t note_id, int block, bool prime_link);

/* The broken rules of a canvas, the worst first; Enter ends the list and jumps to the first note or block concerned,
 * or to the one selected below the rule. Follows changes of the store. `store`, `session` and `context` are borrowed
 * and outlive the view (the board below it on the stack owns them). Never NULL: what cannot be read is said in it. */
struct view *review_view_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                             review_jump *jump, void *context);

#endif
