/*
 * review_index.c - a snapshot laid out for the checks: positions, neighbours, selections.
 *
 * Made once a review, in O(notes + links). Not here: any check.
 *
 * Invariant: the neighbours of a note stand by position, so those of one block stand together.
 */
#include "review_internal.h"

#include <stdlib.h>
#include <string.h>

#include "id_map.h"

#define JUMP_FROM 16 /* neighbours to skip before searching beats stepping */

static void lay_out_notes(struct review *review)
{
    const struct snapshot *snapshot = review->snapshot;
    size_t blocks = review->template->block_count;
    review->note = memory_new(snapshot->note_count, sizeof *review->note);
    review->block_start = memory_new(blocks + 1, sizeof *review->block_start);
    for (size_t b = 0; b < blocks; b++) {
        const struct snapshot_block *block = &snapshot->block[b];
        review->block_start[b] = review->count;
        for (size_t i = 0; i < block->count; i++)
            review->note[review->count++] = block->note[i];
    }
    review->block_start[blocks] = review->count;
}

struct pair {
    size_t a, b;
    const struct link *link;
};

/* Both ends of every link, then the ends in the order of the other ones: two passes instead of a sort. */
static void lay_out_ties(struct review *review, const struct pair *pair, size_t pairs)
{
    size_t *start = memory_new(review->count + 1, sizeof *start);
    struct review_tie *unordered = memory_new(2 * pairs, sizeof *unordered);
    review->tie = memory_new(2 * pairs, sizeof *review->tie);
    for (size_t i = 0; i < pairs; i++) {
        start[pair[i].a + 1]++;
        start[pair[i].b + 1]++;
    }
    for (size_t i = 0; i < review->count; i++)
        start[i + 1] += start[i];
    size_t *fill = memory_new(review->count, sizeof *fill);
    for (size_t i = 0; i < review->count; i++)
        fill[i] = start[i];
    for (size_t i = 0; i < pairs; i++) {
        unordered[fill[pair[i].a]++] = (struct review_tie){pair[i].b, pair[i].link};
        unordered[fill[pair[i].b]++] = (struct review_tie){pair[i].a, pair[i].link};
    }
    for (size_t i = 0; i < review->count; i++)
        fill[i] = start[i];
    for (size_t i = 0; i < review->count; i++) {
        for (size_t k = start[i]; k < start[i + 1]; k++)
            review->tie[fill[unordered[k].note]++] = (struct review_tie){i, unordered[k].link};
    }
    free(unordered);
    free(fill);
    review->tie_start = start;
}

void review_index(struct review *review, const struct snapshot *snapshot)
{
    review->snapshot = snapshot;
    review->template = snapshot->template;
    lay_out_notes(review);
    review->seen = memory_new(review->count, sizeof *review->seen);

    struct id_map positions = {0};
    for (size_t i = 0; i < review->count; i++)
        id_map_put(&positions, review->note[i]->id, &review->note[i]);
    struct pair *pair = memory_new(snapshot->link_total, sizeof *pair);
    size_t pairs = 0;
    for (size_t i = 0; i < snapshot->link_total; i++) {
        const struct link *link = &snapshot->link[i];
        const struct note **from = id_map_get(&positions, link->from), **to = id_map_get(&positions, link->to);
        if (from != NULL && to != NULL && from != to)
            pair[pairs++] = (struct pair){(size_t)(from - review->note), (size_t)(to - review->note), link};
    }
    id_map_clear(&positions);
    lay_out_ties(review, pair, pairs);
    free(pair);
}

void review_clear(struct review *review)
{
    free(review->note);
    free(review->block_start);
    free(review->tie);
    free(review->tie_start);
    free(review->seen);
    free(review->amount);
}

/* ---- marks ------------------------------------------------------------------------------------------------ */

/* Commas stand between values; blanks around a value do not count. */
static bool value_matches(const char *values, const struct check_mark *mark)
{
    for (;;) {
        values += strspn(values, " \t\n");
        size_t length = strcspn(values, ","), end = length;
        while (end > 0 && strchr(" \t\n", values[end - 1]) != NULL)
            end--;
        bool fits = mark->value == NULL ? end > 0
                    : mark->beginning   ? end >= mark->value_length
                                        : end == mark->value_length;
        if (fits && (mark->value == NULL || memcmp(values, mark->value, mark->value_length) == 0))
            return true;
        if (values[length] == '\0')
            return false;
        values += length + 1;
    }
}

bool review_marked(const struct facet *facet, size_t count, const struct check_marks *marks)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < marks->count; k++) {
            const struct check_mark *mark = &marks->mark[k];
            if (strncmp(facet[i].key, mark->key, mark->key_length) == 0 && facet[i].key[mark->key_length] == '\0' &&
                value_matches(facet[i].value, mark))
                return true;
        }
    }
    return false;
}

static bool fits(const struct note *note, const struct check_marks *where)
{
    return where == NULL || where->count == 0 || review_marked(note->facet, note->facet_count, where);
}

/* ---- neighbours --------------------------------------------------------------------------------------------- */

struct near near_begin(const struct review *review, size_t note, const struct check_blocks *blocks,
                       const struct check_marks *where, const struct check_marks *link_marks)
{
    return (struct near){.review = review,
                         .blocks = blocks,
                         .where = where,
                         .link_marks = link_marks,
                         .at = review->tie_start[note],
                         .end = review->tie_start[note + 1],
                         .last = SIZE_MAX};
}

/* Behind the neighbours of the block at hand, which is none of those wanted. */
static void skip_block(struct near *near)
{
    const struct review *review = near->review;
    if (near->end - near->at < JUMP_FROM) {
        near->at++;
        return;
    }
    int block = review->note[review->tie[near->at].note]->block + 1;
    while ((size_t)block < review->template->block_count && !check_has_block(near->blocks, block))
        block++;
    size_t first = review->block_start[block], low = near->at + 1, high = near->end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (review->tie[middle].note < first)
            low = middle + 1;
        else
            high = middle;
    }
    near->at = low;
}

bool near_next(struct near *near, size_t *note)
{
    const struct review *review = near->review;
    while (near->at < near->end) {
        const struct review_tie *tie = &review->tie[near->at];
        if (!check_has_block(near->blocks, review->note[tie->note]->block)) {
            skip_block(near);
            continue;
        }
        near->at++;
        bool marked = near->link_marks == NULL || near->link_marks->count == 0 ||
                      review_marked(tie->link->facet, tie->link->facet_count, near->link_marks);
        if (tie->note == near->last || !marked || !fits(review->note[tie->note], near->where))
            continue;
        near->last = tie->note;
        *note = tie->note;
        return true;
    }
    return false;
}

bool near_any(const struct review *review, size_t note, const struct check_blocks *blocks)
{
    size_t other;
    struct near near = near_begin(review, note, blocks, NULL, NULL);
    return near_next(&near, &other);
}

/* ---- selections ----------------------------------------------------------------------------------------------- */

struct selection select_begin(const struct review *review, const struct check_blocks *blocks,
                              const struct check_marks *where)
{
    return (struct selection){.review = review, .blocks = blocks, .where = where, .block = -1};
}

bool select_next(struct selection *selection, size_t *note)
{
    const struct review *review = selection->review;
    for (;;) {
        while (selection->at < selection->end) {
            size_t at = selection->at++;
            if (fits(review->note[at], selection->where)) {
                *note = at;
                return true;
            }
        }
        do {
            selection->block++;
            if ((size_t)selection->block >= review->template->block_count)
                return false;
        } while (!check_has_block(selection->blocks, selection->block));
        selection->at = review->block_start[selection->block];
        selection->end = review->block_start[selection->block + 1];
    }
}
