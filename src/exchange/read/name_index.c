/*
 * name_index.c - a hash table of names: open addressing, never more than half full.
 *
 * Names come out of files that anybody may have written, so the hash follows from a random number: nobody can choose names
 * that all fall together. Invariant: a name stands there once.
 */
#include "name_index.h"

#include <stdlib.h>
#include <string.h>

struct name_place {
    const char *name; /* NULL = free */
    size_t place;
};

static size_t slot_of(const struct name_index *index, const char *name)
{
    uint64_t hash = index->seed, factor = index->seed | 1;
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * factor;
    size_t at = (size_t)((hash ^ hash >> 32) * UINT64_C(0x9E3779B97F4A7C15) >> 20) & (index->capacity - 1);
    while (index->slot[at].name && strcmp(index->slot[at].name, name) != 0)
        at = (at + 1) & (index->capacity - 1);
    return at;
}

static void enlarge(struct name_index *index)
{
    struct name_place *old = index->slot;
    size_t count = index->capacity;
    if (count == 0)
        index->seed = (uint64_t)id_new();
    index->capacity = count ? count * 2 : 64;
    index->slot = memory_new(index->capacity, sizeof *index->slot);
    for (size_t i = 0; i < count; i++)
        if (old[i].name)
            index->slot[slot_of(index, old[i].name)] = old[i];
    free(old);
}

bool name_index_add(struct name_index *index, const char *name, size_t place)
{
    if (2 * (index->count + 1) > index->capacity)
        enlarge(index);
    struct name_place *slot = &index->slot[slot_of(index, name)];
    if (slot->name)
        return false;
    *slot = (struct name_place){name, place};
    index->count++;
    return true;
}

bool name_index_find(const struct name_index *index, const char *name, size_t *place)
{
    if (!name || index->count == 0)
        return false;
    const struct name_place *slot = &index->slot[slot_of(index, name)];
    if (!slot->name)
        return false;
    *place = slot->place;
    return true;
}

void name_index_clear(struct name_index *index)
{
    free(index->slot);
    *index = (struct name_index){0};
}
