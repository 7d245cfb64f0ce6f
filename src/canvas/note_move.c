/*
 * note_move.c - moving notes to another place in a block, under a heading or not.
 *
 * The notes keep their order: those of one block by rank, blocks in the order in which the caller names them first.
 * Notes that already stand where they should are not touched, so that a move to the same place leaves no trace.
 */
#include "nonet/group.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "operation.h"

struct moving {
    struct note_row row;
    size_t group; /* the position of its block among those of the call */
};

static int compare_moving(const void *a, const void *b)
{
    const struct moving *x = a, *y = b;
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    int by_heading = strcmp(x->row.group_rank, y->row.group_rank); /* "" comes first, as on the board */
    if (by_heading != 0)
        return by_heading;
    int by_rank = strcmp(x->row.rank, y->row.rank);
    if (by_rank != 0)
        return by_rank;
    return (x->row.id > y->row.id) - (x->row.id < y->row.id);
}

static int compare_ids(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static size_t group_of(const struct moving *moving, size_t count, const char *block)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(moving[i].row.block, block) == 0)
            return moving[i].group;
    }
    return count;
}

/* The ranks between which the notes go; each is NULL at an open end, else yours. */
static enum status find_gap(const struct operation *operation, const char *block, int64_t after, const int64_t *sorted,
                            size_t count, char **above, char **below, struct error *err)
{
    struct store *store = operation->store;
    int64_t canvas_id = operation->canvas_id;
    if (after == 0)
        return row_neighbour(store, canvas_id, block, NULL, 0, true, sorted, count, below, err);
    if (after < 0)
        return row_neighbour(store, canvas_id, block, NULL, 0, false, sorted, count, above, err);
    struct note_row anchor;
    enum status status = row_note(store, &operation->session, after, &anchor, err);
    if (status != STATUS_OK)
        return status;
    if (anchor.canvas_id != canvas_id || !anchor.alive) {
        status = error_set(err, STATUS_INVALID, _("the note to go below is no longer there"));
    } else {
        status = row_neighbour(store, canvas_id, block, anchor.rank, anchor.id, true, sorted, count, below, err);
        if (status == STATUS_OK && bsearch(&after, sorted, count, sizeof *sorted, compare_ids) != NULL)
            status = row_neighbour(store, canvas_id, block, anchor.rank, anchor.id, false, sorted, count, above, err);
        else if (status == STATUS_OK)
            *above = memory_copy_text(anchor.rank);
    }
    row_note_clear(&anchor);
    return status;
}

static bool already_there(const struct moving *moving, size_t count, const char *block, int64_t group_id,
                          const char *above, const char *below)
{
    const char *previous = above;
    for (size_t i = 0; i < count; i++) {
        const struct note_row *row = &moving[i].row;
        if (strcmp(row->block, block) != 0 || row->group_id != group_id || (previous != NULL && strcmp(previous, row->rank) >= 0))
            return false;
        previous = row->rank;
    }
    return below == NULL || previous == NULL || strcmp(previous, below) < 0;
}

static enum status place_notes(struct store *store, const struct moving *moving, size_t count, const char *block,
                               int64_t group_id, const char *above, const char *below, struct error *err)
{
    if (already_there(moving, count, block, group_id, above, below))
        return STATUS_OK;
    char *previous = memory_copy_text(above == NULL ? "" : above);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        char *rank = rank_between(previous, below == NULL ? "" : below);
        status = store_row_set_text(store, "note", moving[i].row.id, "block", block, err);
        if (status == STATUS_OK)
            status = store_row_set_text(store, "note", moving[i].row.id, "rank", rank, err);
        if (status == STATUS_OK && moving[i].row.group_id != group_id)
            status = note_set_group(store, moving[i].row.id, group_id, err);
        free(previous);
        previous = rank;
    }
    free(previous);
    return status;
}

/* Where the notes go. */
struct target {
    const char *block;
    int64_t group_id, after;
    bool as_after; /* the group is that of the note `after` */
};

static enum status find_group(const struct operation *operation, struct target *target, struct error *err)
{
    if (!target->as_after)
        return group_check(operation->store, operation->canvas_id, target->block, target->group_id, err);
    if (target->after <= 0)
        return STATUS_OK;
    struct note_row row;
    enum status status = row_note(operation->store, &operation->session, target->after, &row, err);
    if (status == STATUS_OK)
        target->group_id = strcmp(row.block, target->block) == 0 ? row.group_id : 0;
    row_note_clear(&row);
    return status;
}

static enum status move(const struct operation *operation, struct moving *moving, const int64_t *ids, int64_t *sorted,
                        size_t count, struct target target, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = row_note(operation->store, &operation->session, ids[i], &moving[i].row, err);
        if (status == STATUS_OK)
            moving[i].group = group_of(moving, i, moving[i].row.block);
    }
    if (status != STATUS_OK)
        return status;
    qsort(moving, count, sizeof *moving, compare_moving);
    memcpy(sorted, ids, count * sizeof *ids);
    qsort(sorted, count, sizeof *sorted, compare_ids);
    char *above = NULL, *below = NULL;
    status = find_group(operation, &target, err);
    if (status == STATUS_OK)
        status = find_gap(operation, target.block, target.after, sorted, count, &above, &below, err);
    if (status == STATUS_OK)
        status = place_notes(operation->store, moving, count, target.block, target.group_id, above, below, err);
    free(above);
    free(below);
    return status;
}

static enum status move_notes(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                              struct target target, struct error *err)
{
    if (target.block == NULL || target.block[0] == '\0')
        return error_set(err, STATUS_INVALID, _("the canvas has no such block"));
    struct operation operation;
    enum status status = notes_begin(&operation, store, session, ids, count, true, "note_move", MAY_MOVE, err);
    if (status != STATUS_OK)
        return status;
    struct moving *moving = memory_new(count, sizeof *moving);
    int64_t *sorted = memory_new(count, sizeof *sorted);
    status = move(&operation, moving, ids, sorted, count, target, err);
    for (size_t i = 0; i < count; i++)
        row_note_clear(&moving[i].row);
    free(moving);
    free(sorted);
    return operation_end(&operation, status, err);
}

enum status canvas_notes_move(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                              const char *block_id, int64_t after, struct error *err)
{
    struct target target = {.block = block_id, .after = after, .as_after = true};
    return move_notes(store, session, ids, count, target, err);
}

enum status canvas_notes_place(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                               const char *block_id, int64_t group_id, int64_t after, struct error *err)
{
    struct target target = {.block = block_id, .group_id = group_id, .after = after};
    return move_notes(store, session, ids, count, target, err);
}
