/*
 * live.h - what is true only now: drafts, presence, leases.
 *
 * A second SQLite file, STORE-live (synchronous=NORMAL), so that typing never costs a journal entry or
 * a disk flush. Losing it loses no saved note. Every process of a person is a *session* row with its
 * process id and start time, which tells whether it is still alive (also after kill -9); rows of dead
 * sessions are presence no more, but their drafts stay until somebody takes or drops them.
 */
#ifndef NONET_LIVE_H
#define NONET_LIVE_H

#include "nonet/store.h"

struct live;

/* Opens (and makes) the live file beside `store` and registers this process as a session of
 * `actor_id`. A store in memory, or opened for reading only, gets a live file in memory. A live file that
 * cannot be opened or is damaged is moved aside and made anew. Rows of dead sessions are cleared out, their
 * drafts stay. Opening and closing touch the store file, so that others' watches notice who comes and goes. */
enum status live_open(struct live **out, struct store *store, int64_t actor_id, const char *actor_name,
                      struct error *err) NONET_CHECKED;
void live_close(struct live *live); /* takes the session out; its drafts were saved or dropped before */

/* As store_forget(), of the live file: others' drafts. */
void live_forget(struct live *live);

/* ---- drafts ------------------------------------------------------------------------------------------ */

struct draft {
    int64_t id;        /* 0 for a new one; set by live_draft_save */
    int64_t canvas_id;
    int64_t note_id;   /* the note being edited, 0 for a new note */
    bool longer;       /* its longer text, not its short one */
    char *block;       /* id of the block, for a new note */
    char *base;        /* the text the editing started from */
    char *question;    /* id of the question that a new note answers, "" or NULL = none */
    int64_t after_id;  /* the note that a new one goes below, 0 = at the end */
    char *text;        /* the text as typed so far */
    int64_t updated;
};

void draft_clear(struct draft *draft);
/* Writes or replaces this session's draft; borrowed strings are copied. */
enum status live_draft_save(struct live *live, struct draft *draft, struct error *err) NONET_CHECKED;
enum status live_draft_drop(struct live *live, int64_t draft_id, struct error *err) NONET_CHECKED;
/* The newest draft of this person on this canvas whose session is dead: it becomes this session's own.
 * NOT_FOUND: none. Fill with draft_clear() afterwards. */
enum status live_draft_adopt(struct live *live, int64_t canvas_id, struct draft *out, struct error *err) NONET_CHECKED;

/* Removes all drafts on these canvases, everybody's, so that the file keeps no trace of them. Nothing to do is OK. BUSY:
 * they are gone, but somebody's reading keeps old pages for now. */
enum status live_forget_canvases(struct store *store, const int64_t *canvas_ids, size_t count,
                                 struct error *err) NONET_CHECKED;

/* ---- presence and leases ------------------------------------------------------------------------------ */

struct presence {
    int64_t session_id, actor_id;
    char *name;
    int64_t canvas_id; /* 0 = in the browser */
    char *block;
    int64_t note_id;   /* the note being edited: a soft lease, free again 15 s after the last key */
    int64_t seen;
};

/* Says where this session is; touches the store file so that others look. Saying the same again writes
 * nothing, but renews a lease that is more than 5 s old. */
enum status live_presence_set(struct live *live, int64_t canvas_id, const char *block, int64_t note_id,
                              struct error *err) NONET_CHECKED;
/* The other living sessions on this canvas (canvas_id 0 = on this store). The list is yours:
 * presence_list_free(). */
enum status live_presence_list(struct live *live, int64_t canvas_id, struct presence **out, size_t *count,
                               struct error *err) NONET_CHECKED;
void presence_list_free(struct presence *list, size_t count);

#endif
