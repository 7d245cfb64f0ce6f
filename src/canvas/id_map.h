/*
 * id_map.h - from a row's id to a pointer. Private to the canvas layer.
 *
 * Open addressing; the id 0 is never a key. The values are the caller's.
 */
#ifndef NONET_ID_MAP_H
#define NONET_ID_MAP_H

#include "nonet/base.h"

struct id_map_slot {
    int64_t id; /* 0 = free */
    void *value;
};

struct id_map {
    struct id_map_slot *slot;
    size_t count, capacity; /* capacity: 0 or a power of two */
};

void id_map_clear(struct id_map *map);
void *id_map_get(const struct id_map *map, int64_t id); /* NULL: not there */
/* Makes room for so many in all. */
void id_map_reserve(struct id_map *map, size_t count);
/* Puts or replaces. */
void id_map_put(struct id_map *map, int64_t id, void *value);
/* Takes out; the value, or NULL if it was not there. */
void *id_map_remove(struct id_map *map, int64_t id);

#endif
