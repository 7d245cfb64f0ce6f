/*
 * timeline.h - a canvas as it was.
 *
 * A *moment* is a set of actions, written as text: the highest clock of each store that acted on the canvas, as in
 * "8f3a:17000 c001:17020" (hexadecimal, in the order of the stores). It means the same canvas in every copy of a store
 * that knows those actions, also after a merge.
 *
 * A *timeline* is the whole journal of one canvas in memory, in the order of writers, and a snapshot of it at one
 * position: after so many actions. Moving to the next position costs microseconds, in either direction; a jump costs
 * what lies between. Memory grows with the journal, not with the number of positions looked at. Nothing here writes.
 *
 * The session is asked as everywhere: a note that it may not see now, or might not have seen then, is in no snapshot.
 */
#ifndef NONET_TIMELINE_H
#define NONET_TIMELINE_H

#include "nonet/canvas.h"

struct timeline;

struct timeline_action {
    int64_t seq, at;
};

/* Reads the journal of the canvas; the position is the newest. NOT_FOUND; DENIED: confined elsewhere. */
enum status timeline_load(struct store *store, const struct session *session, int64_t canvas_id,
                          struct timeline **out, struct error *err) NONET_CHECKED;
void timeline_free(struct timeline *timeline); /* NULL is allowed */
/* Takes in what happened since; *changed says whether anything did. The position stays on its action; at the newest
 * it stays at the newest. NOT_FOUND: the canvas was purged. */
enum status timeline_update(struct timeline *timeline, struct store *store, const struct session *session,
                            bool *changed, struct error *err) NONET_CHECKED;

size_t timeline_count(const struct timeline *timeline); /* of actions: the greatest position */
const struct timeline_action *timeline_action(const struct timeline *timeline, size_t index); /* from 0 */
size_t timeline_position(const struct timeline *timeline);
/* Goes to the canvas as it was after the first `position` actions; a greater one is the newest. */
void timeline_go(struct timeline *timeline, size_t position);
/* The canvas at the position. It belongs to the timeline and follows it; its template is the one in use now. */
const struct snapshot *timeline_snapshot(const struct timeline *timeline);
/* Ids of the notes that the last timeline_go() made, removed or changed. */
const int64_t *timeline_touched(const struct timeline *timeline, size_t *count);

/* The position right after the action with this number; false: none here. */
bool timeline_find(const struct timeline *timeline, int64_t seq, size_t *position);
/* The first position at which all actions of the moment have happened. */
size_t timeline_position_of(const struct timeline *timeline, const char *moment);
/* What `position` is called everywhere. Yours. */
char *timeline_moment(const struct timeline *timeline, size_t position);
/* Of the newest action of the moment; 0: no such text. */
int64_t timeline_moment_time(const char *moment);

/* The canvas as it was at the moment, to be freed with snapshot_free(). Its last_seq is 0: it is not kept current.
 * INVALID: no such text as timeline_moment() writes. */
enum status snapshot_load_at(struct store *store, const struct session *session, int64_t canvas_id,
                             const char *moment, struct snapshot **out, struct error *err) NONET_CHECKED;

/* Makes the canvas what it was at the moment, as one action: notes, ties, tags, facets, title. What the session does
 * not see stays as it is. */
enum status canvas_restore_moment(struct store *store, const struct session *session, int64_t canvas_id,
                                  const char *moment, struct error *err) NONET_CHECKED;

/* ---- versions: moments with a name -------------------------------------------------------------------- */

struct version {
    int64_t id;
    char *name, *moment;
    int64_t at;       /* of the moment: its newest action */
    int64_t named, actor_id; /* when, by whom; 0 and "?" where that is not told to this session */
    char *actor;
};

/* Names a moment (NULL = now). CONFLICT: the name is taken, and not `replace`. INVALID: a name that is empty, holds an
 * "@", begins with "#", or is longer than 60 characters. */
enum status canvas_version_name(struct store *store, const struct session *session, int64_t canvas_id,
                                const char *name, const char *moment, bool replace, struct error *err) NONET_CHECKED;
enum status canvas_version_remove(struct store *store, const struct session *session, int64_t canvas_id,
                                  const char *name, struct error *err) NONET_CHECKED;
/* In the order of their moments. The list is yours: canvas_versions_free(). */
enum status canvas_versions(struct store *store, const struct session *session, int64_t canvas_id,
                            struct version **out, size_t *count, struct error *err) NONET_CHECKED;
void canvas_versions_free(struct version *list, size_t count);
/* What stands behind the "@" of CANVAS@VERSION: a version's name, or "#120" for the canvas right after that action.
 * *moment is yours. NOT_FOUND names what there is. */
enum status canvas_moment_resolve(struct store *store, const struct session *session, int64_t canvas_id,
                                  const char *version, char **moment, struct error *err) NONET_CHECKED;

#endif
