/*
 * line_match.h - which lines of an edited text are which lines of the text before. Private to the canvas layer.
 */
#ifndef NONET_LINE_MATCH_H
#define NONET_LINE_MATCH_H

#include "nonet/base.h"

#define LINE_NEW ((size_t)-1)

struct line_origin {
    size_t old; /* index of the old line that this line is or replaces, or LINE_NEW */
    bool same;  /* with the same text */
    bool stays; /* one of the most lines that are still in their old order */
};

/* For each of the new lines, where it comes from. Equal lines in the same order are found first (longest common
 * subsequence); then equal lines that were moved; then, between two kept lines, the rest pair up in order as
 * rewordings. No old line is used twice. `out` has new_count elements. */
void line_match(const char *const *old, size_t old_count, const char *const *new, size_t new_count,
                struct line_origin *out);

#endif
