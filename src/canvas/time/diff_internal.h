/*
 * diff_internal.h - what the files of the comparison share. Private to the canvas layer.
 *
 *   diff.c        which notes are the same, what differs, in which order it stands
 *   diff_text.c   notes that read similarly
 *   diff_pick.c   one line taken over
 *   diff_words.c  what differs, in words
 */
#ifndef NONET_DIFF_INTERNAL_H
#define NONET_DIFF_INTERNAL_H

#include "id_map.h"
#include "nonet/diff.h"
#include "operation.h"
#include "take_over.h"

#define DIFF_NO_BLOCK (-2)

/* A note while it is compared. */
struct diff_note {
    const struct note *note;
    struct diff_note *other; /* the same on the other side; NULL = none (yet) */
    int block;               /* of the left template; right-only blocks: DIFF_NO_BLOCK */
    int place;               /* in its own block */
    uint64_t text;           /* hash of its text */
};

struct diff_index {
    struct id_map lines;      /* note id (left, then right) -> its place in diff->line + 1 */
    int *block_of;            /* right block -> left block, the parking lot last; DIFF_NO_BLOCK */
};

/* Pairs notes of one block that read similarly, the most similar first; those with `other` are left alone. */
void diff_pair_similar(struct diff_note **left, size_t left_count, struct diff_note **right, size_t right_count);

/* The left block for a block of the right template. */
int diff_block_of(const struct diff *diff, const struct snapshot *right, int block);

#endif
