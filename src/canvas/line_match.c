/*
 * line_match.c - which lines of an edited text are which lines of the text before.
 *
 * Equal beginnings and ends are cut off first; the table of the longest common subsequence is for what lies between.
 * Where that would be larger than TABLE_MAX, equal lines are matched by their texts alone.
 */
#include "line_match.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_MAX ((size_t)4 * 1000 * 1000)

struct matching {
    const char *const *old;
    const char *const *new;
    size_t old_count, new_count;
    struct line_origin *origin;
    bool *used; /* old lines that have a new one */
};

static void take(struct matching *matching, size_t new_at, size_t old_at, bool same)
{
    matching->origin[new_at] = (struct line_origin){.old = old_at, .same = same};
    matching->used[old_at] = true;
}

/* The longest common subsequence of old[from..to) and new[first..last). */
static void match_between(struct matching *matching, size_t from, size_t to, size_t first, size_t last)
{
    size_t rows = to - from, columns = last - first;
    if (rows == 0 || columns == 0 || rows > TABLE_MAX / (columns + 1))
        return;
    size_t width = columns + 1;
    uint32_t *length = memory_new((rows + 1) * width, sizeof *length);
    for (size_t i = rows; i-- > 0;) {
        for (size_t j = columns; j-- > 0;) {
            uint32_t down = length[(i + 1) * width + j], right = length[i * width + j + 1];
            if (strcmp(matching->old[from + i], matching->new[first + j]) == 0)
                length[i * width + j] = length[(i + 1) * width + j + 1] + 1;
            else
                length[i * width + j] = down > right ? down : right;
        }
    }
    for (size_t i = 0, j = 0; i < rows && j < columns;) {
        if (strcmp(matching->old[from + i], matching->new[first + j]) == 0)
            take(matching, first + j++, from + i++, true);
        else if (length[(i + 1) * width + j] >= length[i * width + j + 1])
            i++;
        else
            j++;
    }
    free(length);
}

struct line {
    const char *text;
    size_t at;
};

static int compare_lines(const void *a, const void *b)
{
    const struct line *x = a, *y = b;
    int by_text = strcmp(x->text, y->text);
    return by_text != 0 ? by_text : (x->at > y->at) - (x->at < y->at);
}

/* Equal lines elsewhere: both sides sorted by text, walked side by side. */
static void match_moved(struct matching *matching)
{
    struct line *old = memory_new(matching->old_count, sizeof *old);
    struct line *new = memory_new(matching->new_count, sizeof *new);
    size_t olds = 0, news = 0;
    for (size_t i = 0; i < matching->old_count; i++) {
        if (!matching->used[i])
            old[olds++] = (struct line){matching->old[i], i};
    }
    for (size_t i = 0; i < matching->new_count; i++) {
        if (matching->origin[i].old == LINE_NEW)
            new[news++] = (struct line){matching->new[i], i};
    }
    qsort(old, olds, sizeof *old, compare_lines);
    qsort(new, news, sizeof *new, compare_lines);
    for (size_t i = 0, j = 0; i < olds && j < news;) {
        int order = strcmp(old[i].text, new[j].text);
        if (order == 0)
            take(matching, new[j++].at, old[i++].at, true);
        else if (order < 0)
            i++;
        else
            j++;
    }
    free(old);
    free(new);
}

/* A run of new lines takes the old lines of the same gap, one by one. A gap begins after the old line of the last
 * matched new line and ends where a used old line stands. */
static void match_reworded(struct matching *matching)
{
    size_t gap = 0;
    for (size_t i = 0; i < matching->new_count; i++) {
        if (matching->origin[i].old != LINE_NEW) {
            gap = matching->origin[i].old + 1;
            continue;
        }
        if (gap < matching->old_count && !matching->used[gap])
            take(matching, i, gap++, false);
    }
}

/* Marks a longest increasing run of old lines: patience sorting. */
static void mark_staying(struct matching *matching)
{
    size_t *pile = memory_new(matching->new_count + 1, sizeof *pile);     /* new index on top of each pile */
    size_t *previous = memory_new(matching->new_count + 1, sizeof *previous);
    size_t piles = 0;
    for (size_t i = 0; i < matching->new_count; i++) {
        if (matching->origin[i].old == LINE_NEW)
            continue;
        size_t low = 0, high = piles;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (matching->origin[pile[middle]].old < matching->origin[i].old)
                low = middle + 1;
            else
                high = middle;
        }
        previous[i] = low == 0 ? LINE_NEW : pile[low - 1];
        pile[low] = i;
        if (low == piles)
            piles++;
    }
    for (size_t i = piles == 0 ? LINE_NEW : pile[piles - 1]; i != LINE_NEW; i = previous[i])
        matching->origin[i].stays = true;
    free(pile);
    free(previous);
}

void line_match(const char *const *old, size_t old_count, const char *const *new, size_t new_count,
                struct line_origin *out)
{
    struct matching matching = {
        .old = old, .new = new, .old_count = old_count, .new_count = new_count, .origin = out};
    matching.used = memory_new(old_count + 1, sizeof *matching.used);
    for (size_t i = 0; i < new_count; i++)
        out[i] = (struct line_origin){.old = LINE_NEW};
    size_t head = 0, old_end = old_count, new_end = new_count;
    for (; head < old_end && head < new_end && strcmp(old[head], new[head]) == 0; head++)
        take(&matching, head, head, true);
    while (old_end > head && new_end > head && strcmp(old[old_end - 1], new[new_end - 1]) == 0)
        take(&matching, --new_end, --old_end, true);
    match_between(&matching, head, old_end, head, new_end);
    match_moved(&matching);
    match_reworded(&matching);
    mark_staying(&matching);
    free(matching.used);
}
