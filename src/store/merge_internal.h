/*
 * merge_internal.h - what merge.c and merge_fold.c share.
 */
#ifndef NONET_MERGE_INTERNAL_H
#define NONET_MERGE_INTERNAL_H

#include <sys/stat.h>

#include "store_internal.h"

/* Ids, sorted. */
struct ids {
    int64_t *list;
    size_t count, capacity;
};

struct merge {
    struct store *mine, *theirs;
    struct stat file; /* theirs, before it was opened */
    struct ids my_actions, their_actions, purged;
    struct ids gone;     /* canvases that this merge purges */
    int64_t before;      /* this store's last seq until now */
    int64_t newest;      /* clock, of all that is here and came */
    int undone;          /* writes that others of this merge have taken back */
    struct merge_report *report;
    struct error *err;
};

bool ids_have(const struct ids *ids, int64_t id);

/* Folds every row that the actions after `before` touch, and finds the conflicts among them. */
enum status merge_fold(struct merge *merge) NONET_CHECKED;

#endif
