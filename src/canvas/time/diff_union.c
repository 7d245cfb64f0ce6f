/*
 * diff_union.c - both sides of a comparison as one canvas to look at.
 *
 * Each line is a note: as it reads on the right, or, where it is gone, on the left. Blocks are those of the left
 * template; what it has no block for lies in the parking lot. Ranks are made up, so that lines keep their order. It is
 * no canvas of any store: it has no ties, no headings and is never updated.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff_internal.h"
#include "snapshot/snapshot_internal.h"

static char **copy_tags(char *const *tag, size_t count)
{
    char **copy = count > 0 ? memory_new(count, sizeof *copy) : NULL;
    for (size_t i = 0; i < count; i++)
        copy[i] = memory_copy_text(tag[i]);
    return copy;
}

static struct facet *copy_facets(const struct facet *facet, size_t count)
{
    struct facet *copy = count > 0 ? memory_new(count, sizeof *copy) : NULL;
    for (size_t i = 0; i < count; i++)
        copy[i] = (struct facet){facet[i].id, memory_copy_text(facet[i].key), memory_copy_text(facet[i].value)};
    return copy;
}

static void copy_texts(struct note *copy, const struct note *note, const char *rank)
{
    const char *const from[] = {rank, note->text, note->body, note->question, note->also_by, note->told_author};
    char **const to[] = {&copy->rank,     &copy->text,    &copy->body,
                         &copy->question, &copy->also_by, &copy->told_author};
    size_t total = 0;
    for (size_t i = 0; i < COUNT_OF(from); i++)
        total += strlen(from[i]) + 1;
    char *at = memory_resize(NULL, total, 1);
    for (size_t i = 0; i < COUNT_OF(from); i++) {
        size_t size = strlen(from[i]) + 1;
        memcpy(at, from[i], size);
        *to[i] = at;
        at += size;
    }
}

static struct note *copy_note(const struct note *note, int64_t id, int block, size_t place)
{
    struct note *copy = memory_new(1, sizeof *copy);
    char rank[32];
    snprintf(rank, sizeof rank, "%012zu", place);
    *copy = *note;
    copy->id = id;
    copy->block = block;
    copy->group = NULL;
    copy->link_count = 0;
    copy_texts(copy, note, rank);
    copy->tag = copy_tags(note->tag, note->tag_count);
    copy->facet = copy_facets(note->facet, note->facet_count);
    return copy;
}

struct snapshot *canvas_diff_board(const struct diff *diff, const struct snapshot *left, const struct snapshot *right)
{
    struct snapshot *both = memory_new(1, sizeof *both);
    both->index = memory_new(1, sizeof(struct snapshot_index));
    both->canvas_id = left->canvas_id;
    both->number = left->number;
    both->alive = true;
    both->title = memory_copy_text(left->title);
    both->template = left->template;
    both->block_count = left->block_count;
    both->block = memory_new(both->block_count, sizeof *both->block);
    for (size_t i = 0; i < diff->count; i++) {
        const struct diff_line *line = &diff->line[i];
        const struct note *note = line->right_id != 0 ? snapshot_note(right, line->right_id)
                                                      : snapshot_note(left, line->left_id);
        struct note *copy = copy_note(note, line->left_id != 0 ? line->left_id : line->right_id,
                                      line->foreign ? TEMPLATE_PARKING : line->block, i);
        snapshot_insert(both, copy);
        id_map_put(&snapshot_index(both)->notes, copy->id, copy);
    }
    return both;
}

void canvas_diff_board_free(struct snapshot *board)
{
    if (board == NULL)
        return;
    board->template = NULL; /* the left snapshot's */
    snapshot_free(board);
}
