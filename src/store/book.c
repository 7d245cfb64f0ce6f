/*
 * book.c - what the open action has changed so far, in memory.
 *
 * It knows no SQL. Invariant: one entry a row and, chained to it, one a field; `old` is the value before the action, `new` the
 * one now.
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

/* Texts live in blocks that go together when the action ends: one by one they would cost more than to write them. */
struct text_block {
    struct text_block *next;
    size_t used, size;
    char bytes[];
};

#define TEXT_BLOCK_MIN 4096
#define TEXT_BLOCK_MAX (256 * 1024)

static char *keep_text(struct action *action, const char *text)
{
    size_t length = strlen(text) + 1;
    struct text_block *block = action->texts;
    if (length == 1)
        return (char *)"";
    if (!block || block->size - block->used < length) {
        size_t size = block && block->size < TEXT_BLOCK_MAX ? 2 * block->size : block ? TEXT_BLOCK_MAX : TEXT_BLOCK_MIN;
        if (size < length)
            size = length;
        block = memory_resize(NULL, 1, sizeof *block + size);
        *block = (struct text_block){.next = action->texts, .size = size};
        action->texts = block;
    }
    char *kept = memcpy(block->bytes + block->used, text, length);
    block->used += length;
    return kept;
}

struct value book_keep(struct action *action, const struct value *from)
{
    return (struct value){.text = from->text ? keep_text(action, from->text) : NULL, .integer = from->integer};
}

/* ---- the book ---------------------------------------------------------------------------------------- */

static size_t slot_of(const struct action *action, size_t entity, int64_t row_id)
{
    uint64_t hash = ((uint64_t)row_id ^ (uint64_t)entity << 48) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 32) & (action->slot_count - 1);
}

static void place(struct action *action, size_t index)
{
    size_t slot = slot_of(action, action->entries[index].entity, action->entries[index].row_id);
    while (action->slots[slot] != 0)
        slot = (slot + 1) & (action->slot_count - 1);
    action->slots[slot] = (uint32_t)(index + 1);
}

static bool is_row(const struct entry *entry, size_t entity, int64_t row_id)
{
    return entry->row_id == row_id && entry->entity == entity;
}

struct entry *book_row(const struct action *action, size_t entity, int64_t row_id)
{
    if (action->row_count == 0)
        return NULL;
    if (is_row(&action->entries[action->latest_row], entity, row_id))
        return &action->entries[action->latest_row];
    for (size_t slot = slot_of(action, entity, row_id); action->slots[slot] != 0;
         slot = (slot + 1) & (action->slot_count - 1)) {
        struct entry *row = &action->entries[action->slots[slot] - 1];
        if (is_row(row, entity, row_id))
            return row;
    }
    return NULL;
}

static struct entry *add(struct action *action, size_t entity, int64_t row_id, int field)
{
    GROW(action->entries, action->count, action->capacity);
    struct entry *entry = &action->entries[action->count++];
    *entry = (struct entry){.entity = (uint16_t)entity, .field = (int16_t)field, .row_id = row_id};
    return entry;
}

struct entry *book_add_row(struct action *action, size_t entity, int64_t row_id)
{
    struct entry *row = add(action, entity, row_id, ROW_ENTRY);
    action->latest_row = action->count - 1;
    row->last = (uint32_t)action->count;
    if (2 * (++action->row_count) > action->slot_count) {
        action->slot_count = action->slot_count ? 2 * action->slot_count : 32;
        free(action->slots);
        action->slots = memory_new(action->slot_count, sizeof *action->slots);
        for (size_t i = 0; i < action->count; i++)
            if (action->entries[i].field == ROW_ENTRY)
                place(action, i);
    } else {
        place(action, action->latest_row);
    }
    return row;
}

const struct entry *book_next_field(const struct action *action, const struct entry *entry)
{
    return entry->next == 0 ? NULL : &action->entries[entry->next - 1];
}

struct entry *book_field(const struct action *action, const struct entry *row, int field)
{
    for (uint32_t at = row->next; at != 0; at = action->entries[at - 1].next)
        if (action->entries[at - 1].field == field)
            return &action->entries[at - 1];
    return NULL;
}

struct entry *book_add_field(struct action *action, const struct entry *row, int field)
{
    size_t at = (size_t)(row - action->entries);
    struct entry *entry = add(action, row->entity, row->row_id, field);
    struct entry *moved = &action->entries[at];
    action->entries[moved->last - 1].next = (uint32_t)action->count;
    moved->last = (uint32_t)action->count;
    return entry;
}

void action_clear(struct store *store)
{
    struct action *action = &store->action;
    struct text_block *next;
    for (struct text_block *block = action->texts; block; block = next) {
        next = block->next;
        free(block);
    }
    free(action->entries);
    free(action->slots);
    free(action->next_numbers);
    *action = (struct action){0};
}
