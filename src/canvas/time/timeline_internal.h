/*
 * timeline_internal.h - what the files of the timeline share. Private to the canvas layer.
 *
 *   timeline.c        the journal in memory, positions, moments
 *   timeline_fold.c   rows forwards and backwards, and the snapshot that follows them
 *   timeline_sql.c    what is not in the journal: numbers
 */
#ifndef NONET_TIMELINE_INTERNAL_H
#define NONET_TIMELINE_INTERNAL_H

#include "nonet/timeline.h"
#include "snapshot/snapshot_internal.h"

#define LOG_FIELDS_MAX 13
#define LOG_ALIVE 0 /* the first field of every entity */

enum log_entity { LOG_UNKNOWN, LOG_CANVAS, LOG_NOTE, LOG_LINK, LOG_TAG, LOG_FACET, LOG_GROUP };
enum {
    NOTE_BLOCK = 1, NOTE_RANK, NOTE_TEXT, NOTE_BODY, NOTE_COLOUR_NAME, NOTE_QUESTION, NOTE_HIDDEN, NOTE_LATE,
    NOTE_VOTES, NOTE_GROUP, NOTE_ALSO_BY, NOTE_TOLD_AUTHOR
};
enum { GROUP_BLOCK = 1, GROUP_RANK, GROUP_TITLE };
enum { CANVAS_TITLE = 1, CANVAS_VARIANT };
enum { OWNED_OWNER = 1, OWNED_NAME, OWNED_VALUE };
enum { LINK_FROM = 1, LINK_TO };

/* A row at the position. Texts are places in the pool; 0 is "". */
struct log_row {
    int64_t id, number;
    enum log_entity entity;
    size_t now[LOG_FIELDS_MAX], end[LOG_FIELDS_MAX]; /* at the position; after all actions */
    size_t first, touched; /* index + 1 of its first action; of the newest one up to the position, 0 = none */
    size_t last;           /* of the newest one of all */
    size_t stamp;          /* of the move that has listed it */
    int64_t a, b;          /* the owner of a tag or facet; the ends of a link: they never change */
    struct log_row *child; /* tags and facets of this owner, links of this note */
    struct log_row *next[2]; /* the next child of `a`, of `b` */
};

struct log_change {
    struct log_row *row;
    size_t before, after; /* texts */
    size_t touched;       /* the row's `touched` before the action */
    int field;
};

struct log_action {
    struct timeline_action shown;
    int64_t id, site, clock, actor_id;
    size_t first, count; /* its changes */
};

struct site_clock {
    int64_t site, clock;
};

struct moment {
    struct site_clock *site; /* by site */
    size_t count, capacity;
};

struct timeline {
    struct session session;
    int64_t canvas_id, last_seq;
    const struct moment *only; /* NULL, or the only actions that count */
    struct snapshot *snapshot;
    struct log_row *canvas;
    struct id_map rows;
    struct log_row **row; /* the same in a list */
    size_t row_count, row_capacity;
    struct buffer pool;
    size_t *interned; /* places of short texts */
    struct log_action *action; /* in the order of writers */
    size_t count, capacity;
    struct log_change *change;
    size_t change_count, change_capacity;
    size_t position;
    size_t stamp;
    struct log_row **moved; /* rows that the present move changes */
    size_t moved_count, moved_capacity;
    int64_t *touched; /* notes among them, or that own them */
    size_t touched_count, touched_capacity;
    int64_t open_id; /* the action that the feed hands over */
    bool skipping, unnumbered, groups_moved;
};

static inline const char *log_text(const struct timeline *timeline, size_t place)
{
    return timeline->pool.data + place;
}

static inline bool log_alive(const struct timeline *timeline, const struct log_row *row)
{
    const char *alive = log_text(timeline, row->now[LOG_ALIVE]);
    return alive[0] != '\0' && alive[0] != '0';
}

/* ---- timeline_fold.c ---- */

/* Sets what a change says about a row's ends; called once for every change, in the order of writers. */
void fold_relate(struct timeline *timeline, const struct log_change *change);
void fold_go(struct timeline *timeline, size_t position);

/* ---- timeline_sql.c ---- */

/* The numbers of notes that have none yet. */
enum status timeline_read_numbers(struct timeline *timeline, struct store *store, struct error *err) NONET_CHECKED;

/* ---- moment.c ---- */

enum status moment_parse(const char *text, struct moment *out, struct error *err) NONET_CHECKED;
void moment_clear(struct moment *moment);
bool moment_has(const struct moment *moment, int64_t site, int64_t clock);
void moment_add(struct moment *moment, int64_t site, int64_t clock);
char *moment_write(const struct moment *moment);
/* Who may name moments and bring them back: whoever manages canvases; in a workshop that is said in its words. */
unsigned moment_needs(const struct session *session);

#endif
