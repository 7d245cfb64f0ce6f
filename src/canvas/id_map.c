/*
 * id_map.c - from a row's id to a pointer.
 *
 * Linear probing in a table that is at most half full. Removing closes the gap at once, so there are no tombstones
 * and a search ends at the first free slot.
 */
#include "id_map.h"

#include <stdlib.h>

static size_t home_of(const struct id_map *map, int64_t id)
{
    uint64_t mixed = (uint64_t)id * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed >> 20) & (map->capacity - 1);
}

/* The slot that holds `id`, or the free one where it belongs. */
static size_t slot_of(const struct id_map *map, int64_t id)
{
    size_t at = home_of(map, id);
    while (map->slot[at].id != 0 && map->slot[at].id != id)
        at = (at + 1) & (map->capacity - 1);
    return at;
}

void id_map_clear(struct id_map *map)
{
    free(map->slot);
    *map = (struct id_map){0};
}

void *id_map_get(const struct id_map *map, int64_t id)
{
    if (map->count == 0 || id == 0)
        return NULL;
    return map->slot[slot_of(map, id)].value;
}

static void enlarge(struct id_map *map, size_t capacity)
{
    struct id_map larger = {.count = map->count, .capacity = capacity};
    larger.slot = memory_new(larger.capacity, sizeof *larger.slot);
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->slot[i].id != 0)
            larger.slot[slot_of(&larger, map->slot[i].id)] = map->slot[i];
    }
    free(map->slot);
    *map = larger;
}

void id_map_reserve(struct id_map *map, size_t count)
{
    size_t capacity = map->capacity == 0 ? 64 : map->capacity;
    while (capacity < count * 2)
        capacity *= 2;
    if (capacity > map->capacity)
        enlarge(map, capacity);
}

void id_map_put(struct id_map *map, int64_t id, void *value)
{
    if (map->count * 2 >= map->capacity)
        id_map_reserve(map, map->count + 1);
    struct id_map_slot *slot = &map->slot[slot_of(map, id)];
    if (slot->id == 0) {
        slot->id = id;
        map->count++;
    }
    slot->value = value;
}

void *id_map_remove(struct id_map *map, int64_t id)
{
    if (map->count == 0 || id == 0)
        return NULL;
    size_t hole = slot_of(map, id);
    if (map->slot[hole].id == 0)
        return NULL;
    void *value = map->slot[hole].value;
    size_t mask = map->capacity - 1;
    for (size_t at = (hole + 1) & mask; map->slot[at].id != 0; at = (at + 1) & mask) {
        size_t home = home_of(map, map->slot[at].id);
        /* An entry may fill the hole unless its home lies behind the hole on the way to it. */
        if (((at - home) & mask) >= ((at - hole) & mask)) {
            map->slot[hole] = map->slot[at];
            hole = at;
        }
    }
    map->slot[hole] = (struct id_map_slot){0};
    map->count--;
    return value;
}
