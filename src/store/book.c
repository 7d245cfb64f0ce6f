/*
 * book.c - what the open action has changed so far, in memory.
 *
 * It knows no SQL. Invariant: one entry a row and one a field; `old` is the value before the action, `new` the one now.
 */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- values --------------------------------------------------------------------------------------- */

bool field_value_equal(const struct value *a, const struct value *b)
{
    if (a->text || b->text)
        return a->text && b->text && strcmp(a->text, b->text) == 0;
    return a->integer == b->integer;
}

struct value field_value_copy(const struct value *from)
{
    return (struct value){.text = memory_copy_text(from->text), .integer = from->integer};
}

/* ---- the book ---------------------------------------------------------------------------------------- */

static size_t slot_of(const struct action *action, size_t entity, int64_t row_id, int field)
{
    uint64_t hash = (uint64_t)row_id ^ (uint64_t)entity << 48 ^ (uint64_t)(field + 8) << 32;
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 32) & (action->slot_count - 1);
}

static void place(struct action *action, size_t index)
{
    const struct entry *entry = &action->entries[index];
    size_t slot = slot_of(action, entry->entity, entry->row_id, entry->field);
    while (action->slots[slot] != 0)
        slot = (slot + 1) & (action->slot_count - 1);
    action->slots[slot] = (uint32_t)(index + 1);
}

struct entry *book_find(const struct action *action, size_t entity, int64_t row_id, int field)
{
    if (action->slot_count == 0)
        return NULL;
    size_t slot = slot_of(action, entity, row_id, field);
    for (; action->slots[slot] != 0; slot = (slot + 1) & (action->slot_count - 1)) {
        struct entry *entry = &action->entries[action->slots[slot] - 1];
        if (entry->row_id == row_id && entry->entity == entity && entry->field == field)
            return entry;
    }
    return NULL;
}

struct entry *book_add(struct action *action, size_t entity, int64_t row_id, int field)
{
    GROW(action->entries, action->count, action->capacity);
    action->entries[action->count] = (struct entry){.entity = entity, .row_id = row_id, .field = field};
    if (2 * (action->count + 1) > action->slot_count) {
        action->slot_count = action->slot_count ? 2 * action->slot_count : 32;
        free(action->slots);
        action->slots = memory_new(action->slot_count, sizeof *action->slots);
        for (size_t i = 0; i < action->count; i++)
            place(action, i);
    }
    place(action, action->count);
    return &action->entries[action->count++];
}

/* ---- an order for writing ------------------------------------------------------------------------------ */

struct placed_row {
    size_t rank; /* of its entity */
    int64_t id;
    size_t at;
};

static int compare_rows(const void *a, const void *b)
{
    const struct placed_row *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return (x->id > y->id) - (x->id < y->id);
}

/* The rows of the book, sorted. Yours. */
static struct placed_row *sorted_rows(const struct action *action, size_t entity_count, size_t *count)
{
    struct placed_row *row = memory_new(action->count + 1, sizeof *row);
    size_t *rank = memory_new(entity_count + 1, sizeof *rank), ranks = 0;
    *count = 0;
    for (size_t i = 0; i < action->count; i++) {
        const struct entry *entry = &action->entries[i];
        if (entry->field != ROW_ENTRY)
            continue;
        if (rank[entry->entity] == 0)
            rank[entry->entity] = ++ranks;
        row[(*count)++] = (struct placed_row){rank[entry->entity], entry->row_id, i};
    }
    free(rank);
    qsort(row, *count, sizeof *row, compare_rows);
    return row;
}

size_t *book_order(const struct action *action, size_t entity_count)
{
    size_t rows, count = 0;
    struct placed_row *row = sorted_rows(action, entity_count, &rows);
    size_t *order = memory_new(action->count + 1, sizeof *order);
    bool *taken = memory_new(action->count + 1, sizeof *taken);
    for (size_t r = 0; r < rows; r++) {
        const struct entry *first = &action->entries[row[r].at];
        for (size_t i = row[r].at; i < action->count; i++) {
            const struct entry *entry = &action->entries[i];
            if (entry->row_id != first->row_id || entry->entity != first->entity)
                break;
            order[count++] = i;
            taken[i] = true;
        }
    }
    for (size_t i = 0; i < action->count; i++) /* what was set when other rows had come between */
        if (!taken[i])
            order[count++] = i;
    free(row);
    free(taken);
    return order;
}

void action_clear(struct store *store)
{
    struct action *action = &store->action;
    for (size_t i = 0; i < action->count; i++) {
        free(action->entries[i].old.text);
        free(action->entries[i].new.text);
    }
    free(action->entries);
    free(action->slots);
    free(action->next_numbers);
    *action = (struct action){0};
}
