/*
 * diff.h - two canvases, or two moments of one, compared.
 *
 * Left is what one has, right what one looks at. Notes are the same when they have the same id, or one is the copy of
 * the other (canvas_copy()), or both are copies of one note; between canvases that are no copies, when they read alike in
 * the same block, then anywhere, then when they read similarly (Dice 1945) in the same block. Two moments of one canvas are
 * compared by ids alone. Blocks of different templates are the same when their ids are, or a title of one names the other.
 *
 * Picking makes one line of the left canvas what it is on the right; with all lines picked nothing differs but what the
 * left canvas has no block for, and votes: they are cast, not taken over.
 */
#ifndef NONET_DIFF_H
#define NONET_DIFF_H

#include "nonet/canvas.h"

enum diff_bit {
    DIFF_ADDED = 1,     /* on the right only */
    DIFF_REMOVED = 2,   /* on the left only */
    DIFF_MOVED = 4,     /* to another block */
    DIFF_ORDER = 8,     /* to another place in its block */
    DIFF_TEXT = 16,
    DIFF_BODY = 32,
    DIFF_COLOUR = 64,
    DIFF_QUESTION = 128,
    DIFF_TAGS = 256,
    DIFF_FACETS = 512,
    DIFF_LINKS = 1024,  /* ties, or their facets */
    DIFF_GROUP = 2048,  /* under another heading */
    DIFF_TITLE = 4096,  /* of the canvas */
    DIFF_VOTES = 8192,  /* of two moments of one canvas: two canvases have votes of their own */
    DIFF_CHANGED = DIFF_TEXT | DIFF_BODY | DIFF_COLOUR | DIFF_QUESTION | DIFF_TAGS | DIFF_FACETS | DIFF_LINKS |
                   DIFF_GROUP | DIFF_VOTES,
};

struct diff_line {
    unsigned what;              /* enum diff_bit; 0 = the same on both sides */
    int64_t left_id, right_id;  /* notes; 0 = not there */
    int block;                  /* where it stands (removed: stood): of the left template, unless `foreign` */
    bool foreign;               /* a block of the right template that the left one does not have */
};

struct diff {
    unsigned canvas;            /* DIFF_TITLE, DIFF_TAGS, DIFF_FACETS of the canvases themselves */
    struct diff_line *line;     /* every note of both, block by block as both would stand on one board */
    size_t count;
    size_t added, removed, changed, moved; /* lines with such a bit; MOVED or ORDER is moved */
    void *index;                /* private */
};

/* Ids of what both may be copies of, so that the comparison finds notes that are: canvas_kin(). NULL = none. */
struct diff_kin {
    int64_t *note_id; /* of the common original, the notes in its trash too */
    size_t count;
};

void canvas_diff(const struct snapshot *left, const struct snapshot *right, const struct diff_kin *kin,
                 struct diff *out);
void canvas_diff_clear(struct diff *diff);
/* The line of a note of the left or the right canvas; NULL: neither has it. */
const struct diff_line *canvas_diff_line(const struct diff *diff, int64_t note_id);

/* What the canvases are both copies of, if they are and it is in the store; else empty. */
enum status canvas_kin(struct store *store, const struct session *session, const struct snapshot *left,
                       const struct snapshot *right, struct diff_kin *out, struct error *err) NONET_CHECKED;
void canvas_kin_clear(struct diff_kin *kin);

/* Appends what else than its text is other on a line, with what it was and is: "from Channels; tags: +urgent; votes:
 * 0 -> 3"; nothing for a note that is on one side only. `line` NULL: of the canvases themselves. `arrow` stands between
 * two values. */
void canvas_diff_describe(const struct diff *diff, const struct diff_line *line, const struct snapshot *left,
                          const struct snapshot *right, enum language language, const char *arrow, struct buffer *out);

/* Makes the note of `line` on the left canvas what it is on the right one; one action. The left snapshot is the
 * canvas as it is now. INVALID: the left template has no such block, or nothing but votes differs; CONFLICT: the note
 * changed meanwhile; asks for what the change needs. */
enum status canvas_diff_pick(struct store *store, const struct session *session, const struct diff *diff,
                             const struct diff_line *line, const struct snapshot *left,
                             const struct snapshot *right, struct error *err) NONET_CHECKED;
/* The same for title, tags and facets of the canvas. */
enum status canvas_diff_pick_canvas(struct store *store, const struct session *session, const struct snapshot *left,
                                    const struct snapshot *right, struct error *err) NONET_CHECKED;

/* Every line as a note of one canvas to look at: as it reads on the right, or where it is gone on the left, in the left
 * one's blocks; ids are the left ones where there are any. `left` must outlive it. */
struct snapshot *canvas_diff_board(const struct diff *diff, const struct snapshot *left,
                                   const struct snapshot *right);
void canvas_diff_board_free(struct snapshot *board); /* NULL is allowed */

/* '+', '-', '>' or '~': what stands before the line; ' ' for one that is the same. */
char diff_mark(unsigned what);

#endif
