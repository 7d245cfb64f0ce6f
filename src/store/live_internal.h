/*
 * live_internal.h - what live.c, live_draft.c and live_presence.c share.
 */
#ifndef NONET_LIVE_INTERNAL_H
#define NONET_LIVE_INTERNAL_H

#include "nonet/live.h"
#include "store_internal.h"

/* What tells a process from a later one with the same number. */
struct process {
    int64_t id, started;
    char *boot; /* of the machine; yours */
};

struct live {
    struct database database;
    struct store *store; /* for its clock and its watch bell */
    int64_t session_id, actor_id;
    /* What was last written by live_presence_set, so that saying it again costs nothing. */
    int64_t canvas_id, note_id, seen;
    char *block;
    struct process self;
    /* Sessions whose process was seen to be gone, and the place among the others where to look next. */
    int64_t *gone;
    size_t gone_count, gone_capacity, look_at;
};

void process_self(struct process *out);
void process_clear(struct process *process);
/* Is the process of this session still there? A zombie is not. */
bool process_is_alive(const struct process *self, int64_t id, int64_t started, const char *boot);

/* One session of the live file. */
struct session_row {
    int64_t id, process_id, started;
    bool alive;
};
struct session_rows {
    struct session_row *list;
    size_t count, capacity;
};
/* All sessions with whether their process lives; free list yourself. */
enum status live_sessions_load(struct live *live, struct session_rows *out, struct error *err) NONET_CHECKED;

#endif
