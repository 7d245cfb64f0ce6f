/*
 * review_internal.h - what the files of the review share. Private to the canvas layer.
 *
 * A note is known by its position: notes stand in the filling order of their blocks, inside a block in the order
 * shown, without those of the parking lot.
 */
#ifndef NONET_REVIEW_INTERNAL_H
#define NONET_REVIEW_INTERNAL_H

#include "nonet/amount.h"
#include "nonet/review.h"
#include "review_check.h"

struct review_tie {
    size_t note; /* the other end's position */
    const struct link *link;
};

struct review {
    const struct snapshot *snapshot;
    const struct template *template;
    const struct note **note;
    size_t count;
    size_t *block_start;    /* of each block its first position; one more at the end */
    struct review_tie *tie; /* of each note its neighbours by position */
    size_t *tie_start;
    size_t *seen;           /* by position: the last round that met it */
    size_t round;
    struct amount *amount; /* of each note; NULL until they are asked for */
    int64_t now;
    int family;             /* living variants, the canvas itself included; -1 = not to be told */
    const struct template_rule *rule;  /* at hand */
    struct finding *finding;
    size_t finding_count, finding_capacity;
};

/* ---- review_index.c ------------------------------------------------------------------------------------ */

void review_index(struct review *review, const struct snapshot *snapshot);
void review_clear(struct review *review); /* all but the findings */

/* True if one of the marks holds; no marks hold for nothing. */
bool review_marked(const struct facet *facet, size_t count, const struct check_marks *marks);

/* The notes of `blocks` tied to `note`, each once: near_next() until it says false. `where` and `link_marks` may be
 * NULL or empty. */
struct near {
    const struct review *review;
    const struct check_blocks *blocks;
    const struct check_marks *where, *link_marks;
    size_t at, end, last;
};
struct near near_begin(const struct review *review, size_t note, const struct check_blocks *blocks,
                       const struct check_marks *where, const struct check_marks *link_marks);
bool near_next(struct near *near, size_t *note);
bool near_any(const struct review *review, size_t note, const struct check_blocks *blocks);

/* Goes through the selected notes of some blocks: select_next() until it says false. */
struct selection {
    const struct review *review;
    const struct check_blocks *blocks;
    const struct check_marks *where;
    size_t at, end;
    int block;
};
struct selection select_begin(const struct review *review, const struct check_blocks *blocks,
                              const struct check_marks *where);
bool select_next(struct selection *selection, size_t *note);

/* ---- review.c -------------------------------------------------------------------------------------------- */

/* A list of positions that grows. */
struct positions {
    size_t *at;
    size_t count, capacity;
};
void positions_add(struct positions *positions, size_t note);

/* Adds a finding of the rule at hand. */
struct finding *review_find(struct review *review, const struct check *check);
void finding_set_notes(const struct review *review, struct finding *finding, const struct positions *notes);
void finding_add_blocks(struct finding *finding, const struct check_blocks *blocks);

/* ---- review_checks.c, review_amounts.c ---------------------------------------------------------------------- */

void review_run(struct review *review, const struct check *check);
/* The notes that a note reaches directly, and by one step over `through`. Each is handed to `meet` once, until that
 * says false. */
void review_reach(struct review *review, size_t note, const struct check_blocks *to,
                  const struct check_blocks *through, const struct check_marks *where,
                  const struct check_marks *link_marks, bool (*meet)(void *context, size_t note), void *context);
void review_largest(struct review *review, const struct check *check);
void review_amounts(struct review *review, const struct check *check);

/* ---- review_sql.c --------------------------------------------------------------------------------------------- */

/* How many living canvases of the template `variant_of` joins to this one, itself included. */
enum status review_family(struct store *store, int64_t canvas_id, const char *template_id, int *count,
                          struct error *err) NONET_CHECKED;

#endif
