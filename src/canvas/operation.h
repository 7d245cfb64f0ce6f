/*
 * operation.h - what the operations on canvases share. Private to the canvas layer.
 *
 * An operation is: clean the input (entry_...), operation_begin(), look rows up (row_...), change them through the
 * store, operation_end(). Between begin and end nobody else writes.
 */
#ifndef NONET_OPERATION_H
#define NONET_OPERATION_H

#include "nonet/canvas.h"

/* ---- session.c ------------------------------------------------------------------------------------- */

/* The predicates of all reads. Which notes are seen is decided where rows are read: NOTE_SEEN(m, n) is a condition of
 * SQL on the note table whose parameters ?m and ?n (the next number) session_bind() binds; OWNER_SEEN says the same of
 * the note that a tag or facet belongs to. */
bool session_sees_canvas(const struct session *session, int64_t canvas_id);
#define NOTE_SEEN(m, n) " (?" #n " OR hidden = 0 OR author_id = ?" #m ") "
#define OWNER_SEEN(m, n)                                                                                           \
    " (?" #n " OR NOT EXISTS (SELECT 1 FROM note AS owner WHERE owner.id = owner_id AND owner.hidden <> 0"         \
    " AND owner.author_id <> ?" #m ")) "
void session_bind(struct statement *statement, int at, const struct session *session);
/* NOTE_SEEN of a note that is not read from its table. */
bool session_sees_note(const struct session *session, bool hidden, int64_t author_id);
/* Whom store_feed_veiled() reads for. */
int64_t session_veil(const struct session *session);
/* DENIED unless the session sees the canvas and has all permission bits `needs`. */
enum status session_require(const struct session *session, int64_t canvas_id, unsigned needs,
                            struct error *err) NONET_CHECKED;

/* Whom a snapshot was read for. */
const struct session *snapshot_reader(const struct snapshot *snapshot);

/* ---- operation.c ----------------------------------------------------------------------------------- */

enum operation_on { ON_LIVING_CANVAS, ON_ANY_CANVAS, ON_NEW_CANVAS };

struct operation {
    struct store *store;
    int64_t canvas_id;
    struct session session; /* as it is inside the transaction */
    bool joined; /* a group is open: it commits, not this operation */
};

/* Opens the action, or joins the one a group has opened, and checks the session and the canvas. On failure
 * nothing stays open that this call opened. */
enum status operation_begin(struct operation *operation, struct store *store, const struct session *session,
                            int64_t canvas_id, const char *name, unsigned needs, enum operation_on on,
                            struct error *err) NONET_CHECKED;
/* Commits when `status` is OK, else rolls back and hands `status` on. A joined action is left to its group. */
enum status operation_end(struct operation *operation, enum status status, struct error *err) NONET_CHECKED;

/* Cleaned copies of what a person typed; *out is yours. */
enum status entry_title(const char *text, char **out, struct error *err) NONET_CHECKED;
enum status entry_note(const char *text, char **out, struct error *err) NONET_CHECKED; /* may come out "" */
/* A tag, facet key or facet value: one line; `what` names it in the message. */
enum status entry_word(const char *text, const char *what, char **out, struct error *err) NONET_CHECKED;
/* A tag without the sign that is drawn before it, however often that was typed; may come out "". */
enum status entry_tag(const char *text, char **out, struct error *err) NONET_CHECKED;
size_t entry_clusters(const char *text);

/* ---- row_sql.c: single rows, for operations --------------------------------------------------------- */

struct canvas_row {
    int64_t id, number;
    bool alive;
    char *title, *template_hash, *template_id;
};

struct note_row {
    int64_t id, number, canvas_id, author_id, hidden;
    bool alive;
    char *block, *rank, *text, *body, *colour, *question;
    int64_t group_id; /* 0: it lies under no heading of its block */
    char *group_rank, *also_by, *told_author;
};

/* NOT_FOUND with a message when there is none. */
enum status row_canvas(struct store *store, int64_t canvas_id, struct canvas_row *out, struct error *err) NONET_CHECKED;
void row_canvas_clear(struct canvas_row *row);
/* The same for a note that the session may not see. */
enum status row_note(struct store *store, const struct session *session, int64_t note_id, struct note_row *out,
                     struct error *err) NONET_CHECKED;
void row_note_clear(struct note_row *row);

/* Inside an operation that has made notes: FULL when the session has more on the canvas than it may. */
enum status row_check_share(struct store *store, const struct session *session, int64_t canvas_id,
                            struct error *err) NONET_CHECKED;

/* The two notes that a link ties; NOT_FOUND with a message when there is no such link. */
enum status row_link(struct store *store, int64_t id, int64_t ends[2], bool *alive, struct error *err) NONET_CHECKED;

/* The living note next after (`down`) or before (rank, id) in a block, leaving out the ids in the sorted array
 * `except`. *rank is NULL when there is none, else yours. An open end is rank NULL: the first, or the last. */
enum status row_neighbour(struct store *store, int64_t canvas_id, const char *block, const char *rank, int64_t id,
                          bool down, const int64_t *except, size_t except_count, char **found,
                          struct error *err) NONET_CHECKED;

/* Keeps the template's source in the store (inside the open action); the same hash again is nothing. */
enum status row_template_keep(struct store *store, const struct template *template, struct error *err) NONET_CHECKED;
/* Whether `template` has every block in which the canvas has a living note. */
enum status row_canvas_fits(struct store *store, int64_t canvas_id, const struct template *template, bool *fits,
                            struct error *err) NONET_CHECKED;
/* The kept source; NOT_FOUND without. *source is yours. */
enum status row_template_source(struct store *store, const char *hash, char **source, int *version,
                                struct error *err) NONET_CHECKED;

/* ---- group_sql.c, group.c --------------------------------------------------------------------------- */

struct group_row {
    int64_t id, canvas_id;
    char *block, *rank, *title;
};

/* A living group; NOT_FOUND with a message when there is none. */
enum status row_group(struct store *store, int64_t group_id, struct group_row *out, struct error *err) NONET_CHECKED;
void row_group_clear(struct group_row *row);
/* The ranks of the living groups between which one goes behind `after` (0 = first, -1 = last), leaving out `except`.
 * Each is NULL at an open end, else yours. */
enum status row_group_gap(struct store *store, int64_t canvas_id, const char *block, int64_t after, int64_t except,
                          char **above, char **below, struct error *err) NONET_CHECKED;
/* Inside an open action. */
enum status group_make(struct store *store, int64_t id, const char *block, const char *rank, const char *title,
                       struct error *err) NONET_CHECKED;
enum status note_set_group(struct store *store, int64_t note_id, int64_t group_id, struct error *err) NONET_CHECKED;
/* OK when the group is 0 or a living one of that block, else NOT_FOUND or INVALID. */
enum status group_check(struct store *store, int64_t canvas_id, const char *block, int64_t group_id,
                        struct error *err) NONET_CHECKED;

/* ---- note_relation.c -------------------------------------------------------------------------------- */

/* Inside an open action. */
enum status relation_set_tag(struct store *store, int64_t owner_id, const char *tag, bool on,
                             struct error *err) NONET_CHECKED;
enum status relation_set_facet(struct store *store, int64_t owner_id, const char *key, const char *value,
                               struct error *err) NONET_CHECKED;
enum status relation_set_link(struct store *store, int64_t a, int64_t b, bool on, struct error *err) NONET_CHECKED;
int64_t relation_link_id(int64_t a, int64_t b);

/* ---- vote_sql.c ---------------------------------------------------------------------------------------- */

/* The votes on a note become votes on another. */
enum status votes_follow(struct store *store, int64_t from, int64_t into, struct error *err) NONET_CHECKED;

/* ---- note_ops.c ---------------------------------------------------------------------------------------- */

/* Makes a note row and sets its fields, inside an open action; NULL texts are "". In a private round it is hidden. */
enum status note_make(struct store *store, const struct session *session, int64_t id, const char *block,
                      const char *rank, const char *text, const char *body, enum note_colour colour,
                      const char *question, struct error *err) NONET_CHECKED;
/* Opens an operation on notes of one canvas: NOT_FOUND, or INVALID when they lie on several canvases or, with
 * `alive`, one is in the trash. With count 0 it is INVALID. */
enum status notes_begin(struct operation *operation, struct store *store, const struct session *session,
                        const int64_t *ids, size_t count, bool alive, const char *name, unsigned needs,
                        struct error *err) NONET_CHECKED;
/* A rank for a new note right below the one in `row`. *rank is yours. */
enum status note_rank_below(struct store *store, const struct note_row *row, char **rank,
                            struct error *err) NONET_CHECKED;

/* ---- snapshot_template.c --------------------------------------------------------------------------------- */

/* The template that a canvas is shown with: see snapshot_load(). `canvas_id` is the canvas whose living notes must have
 * a block in it; 0 = none. *out is yours: template_free(). */
enum status canvas_template(struct store *store, const char *hash, const char *id, int64_t canvas_id,
                            struct template **out, struct error *err) NONET_CHECKED;

#endif
