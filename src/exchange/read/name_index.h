/*
 * name_index.h - names to places: what the rows of a file are called, for the links that lead to them. Private to
 * src/exchange.
 */
#ifndef NONET_EXCHANGE_NAME_INDEX_H
#define NONET_EXCHANGE_NAME_INDEX_H

#include "nonet/base.h"

/* Begins as {0}. The names are borrowed. */
struct name_index {
    struct name_place *slot; /* private */
    size_t count, capacity;
    uint64_t seed;
};

/* False, and nothing is changed, when the name is there already. */
bool name_index_add(struct name_index *index, const char *name, size_t place);
/* False: there is no such name. `name` may be NULL. */
bool name_index_find(const struct name_index *index, const char *name, size_t *place);
void name_index_clear(struct name_index *index);

#endif
