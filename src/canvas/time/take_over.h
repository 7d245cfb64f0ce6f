/*
 * take_over.h - making rows what another snapshot says they are; for restoring a moment and picking from a comparison.
 * Private to the canvas layer. All of it inside an open action.
 */
#ifndef NONET_TAKE_OVER_H
#define NONET_TAKE_OVER_H

#include "snapshot/snapshot_internal.h"

/* The tags and facets of a row (NULL tags: they are left alone). */
enum status take_labels(struct store *store, int64_t owner_id, char *const *tag, size_t tag_count,
                        const struct facet *facet, size_t facet_count, struct error *err) NONET_CHECKED;
/* Makes, revives or changes the note `id`: everything of `wanted` but its ties and its votes, in `block_id` at `rank`
 * under `group_id`. A note that is made in a private round is hidden. */
struct take_place {
    const char *block_id, *rank;
    int64_t group_id; /* 0 = under no heading */
};
enum status take_note(struct store *store, const struct session *session, int64_t id, const struct note *wanted,
                      struct take_place place, struct error *err) NONET_CHECKED;
/* The group, alive, as `wanted` says. */
enum status take_group(struct store *store, int64_t id, const struct note_group *wanted, const char *block_id,
                       struct error *err) NONET_CHECKED;
/* Ties two notes, with exactly these facets. */
enum status take_link(struct store *store, int64_t a, int64_t b, const struct link *wanted,
                      struct error *err) NONET_CHECKED;

bool same_tags(char *const *a, size_t a_count, char *const *b, size_t b_count);
bool same_facets(const struct facet *a, size_t a_count, const struct facet *b, size_t b_count);

#endif
