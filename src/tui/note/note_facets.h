/*
 * note_facets.h - facets of several things at once: what they have in common, and changing it as one action.
 *
 * The holders are notes, or the tie between two notes, or the canvas as a whole. A facet concerns those of them whose
 * block knows it or that have it already; the others are left as they are. A key that none of them knows concerns all.
 */
#ifndef NONET_TUI_NOTE_FACETS_H
#define NONET_TUI_NOTE_FACETS_H

#include "nonet/canvas.h"

struct facet_holders { /* borrowed: store, session, note */
    struct store *store;
    const struct session *session;
    int64_t canvas_id;
    const int64_t *note; /* NULL: the tie, else the canvas */
    size_t note_count;
    int64_t tie[2];      /* note ids; 0 = no tie */
};

enum tick { TICK_NONE, TICK_SOME, TICK_ALL };

/* The facets that at least one of them knows, in the template's order. The list is yours, its elements the
 * snapshot's. */
size_t facets_known(const struct facet_holders *holders, const struct snapshot *snapshot,
                    const struct template_facet ***out);
/* The facet with this id that they know, else that the template knows at all; NULL: a key of one's own. */
const struct template_facet *facets_find(const struct facet_holders *holders, const struct snapshot *snapshot,
                                         const char *id);
/* The keys that they have and none of them knows. The list is yours. */
size_t facets_own(const struct facet_holders *holders, const struct snapshot *snapshot, const char ***out);
/* ALL: every one concerned has *value; SOME: they differ, *value is one of theirs; NONE: *value is "". */
enum tick facets_value(const struct facet_holders *holders, const struct snapshot *snapshot, const char *key,
                       const char **value);
/* How many of those concerned have this value, perhaps among others. */
enum tick facets_tick(const struct facet_holders *holders, const struct snapshot *snapshot, const char *key,
                      const char *value);
/* Gives the value to those concerned, or with `all` to every one; "" takes the facet away. It is not checked. */
enum status facets_set(const struct facet_holders *holders, const struct snapshot *snapshot, const char *key,
                       const char *value, bool all, struct error *err) NONET_CHECKED;
/* Adds a value to those that they have, or takes it out; of a facet with one value: sets it, or takes it away. */
enum status facets_switch(const struct facet_holders *holders, const struct snapshot *snapshot,
                          const struct template_facet *facet, const char *value, bool on,
                          struct error *err) NONET_CHECKED;

#endif
