/*
 * review.h - what of a canvas breaks the rules of its template.
 *
 * The rules are data of the template (template.h: struct template_rule); there are twelve kinds of check. A review
 * looks at a snapshot and changes nothing. Notes of the parking lot do not count, nor do trashed ones.
 *
 * It costs O(notes + links): a canvas of 10,000 notes and 20,000 links takes less than 50 ms, a small part of what
 * loading it takes. Only checks that look one step further ("through") cost more on a note tied to thousands.
 */
#ifndef NONET_REVIEW_H
#define NONET_REVIEW_H

#include "nonet/canvas.h"

/* One breach. The texts belong to the snapshot's template. */
struct finding {
    const char *rule;           /* id */
    enum severity severity;     /* the rule's, or of the part of it that found this */
    struct bilingual text;      /* the rule as people read it */
    int64_t *note_id;           /* the notes concerned, in the order of the canvas */
    size_t note_count;
    int *block;                 /* where there is no note to name: the blocks to go to */
    size_t block_count;
    struct bilingual *missing;  /* what the notes or blocks lack, as titles */
    size_t missing_count;
    bool wants_link;            /* the notes lack a tie to others */
};

/* All breaches, in the order of the template's rules. `now` is wall clock in ms, for the rules on a canvas's age;
 * `store` is asked for the variants of the canvas, which a session confined to one canvas may not see: such a rule
 * says nothing there. DENIED: the session may not see the canvas. The list is yours: findings_free(). */
enum status canvas_review(const struct snapshot *snapshot, struct store *store, const struct session *session,
                          int64_t now, struct finding **out, size_t *count, struct error *err) NONET_CHECKED;
void findings_free(struct finding *findings, size_t count);

/* Errors and warnings among them: what makes `nonet review` fail. */
size_t findings_grave(const struct finding *findings, size_t count);
/* As people read it: "error", "hint", "question", translated. */
const char *severity_title(enum severity severity);

#endif
