/*
 * store_copy.h - copies of a fixture's store that go on apart, for the tests of merge and purge.
 */
#ifndef NONET_STORE_COPY_H
#define NONET_STORE_COPY_H

#include "store_fixture.h"

struct copy {
    char path[200];
    struct store *store; /* NULL: closed */
};

/* A copy of `from` as it is now, open, as the file `name` in the fixture's folder. */
void copy_make(struct fixture *fixture, struct store *from, const char *name, struct copy *copy);
void copy_open(struct copy *copy);
void copy_close(struct copy *copy);
/* Merges the file into `store`; what came of it is yours through merge_report_clear. */
struct merge_report copy_merge(struct store *store, const char *path);
/* The same for whoever only wants the number of new actions. */
size_t copy_take(struct store *store, const char *path);
/* Rows and journal as text, without what is each store's own: numbers and the order of arrival. Yours. */
char *copy_state(struct store *store);

#endif
