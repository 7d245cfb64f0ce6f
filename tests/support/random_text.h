/*
 * random_text.h - reproducible text of the unpleasant kind: Chinese, emoji sequences, flags, combining
 * marks, controls and bytes that are no UTF-8 at all.
 */
#ifndef NONET_RANDOM_TEXT_H
#define NONET_RANDOM_TEXT_H

#include "nonet/base.h"

/* The next number of a sequence; *state is its seed. */
uint64_t random_next(uint64_t *state);
/* A number below `limit` (> 0). */
size_t random_below(uint64_t *state, size_t limit);

enum random_kind {
    RANDOM_ANYTHING, /* pieces, invalid bytes, code points from everywhere */
    RANDOM_SIMPLE,   /* valid text without CR, spacing marks and prefixed signs */
};

/* Appends `pieces` random pieces. */
void random_text(struct buffer *out, uint64_t *state, enum random_kind kind, size_t pieces);

/* wcwidth() knows nothing before a UTF-8 locale is set; dies when there is none. */
void use_utf8_locale(void);

#endif
