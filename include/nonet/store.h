/*
 * store.h - rows and their journal in one SQLite file.
 *
 * The store knows *entities* (kinds of rows, given by a schema from above), *actions* (what a person
 * did) and *changes* (one field of one row). It never knows what a note is. The entity tables are the
 * journal folded to now, kept in the same transaction; store_check() can prove it.
 *
 * The life of an action:
 *
 *     store_action_begin()   BEGIN IMMEDIATE; clock = max(own ms, highest seen + 1)
 *     store_row_create(), store_row_set_...()   journal row + entity table, together
 *     store_action_commit()  COMMIT, then touch the file so that others' watches wake
 *
 * In the file: action(seq, id, site, clock, canvas_id, actor_id, operation, undoes_id) and change(action_seq, ordinal,
 * entity, entity_id, field, old, new), clustered by action. A row's birth is one change: field '', old NULL, new a JSON object
 * of the values it was born with. Who reads the journal goes through store_feed(), which tells of each field.
 *
 * An action that changed nothing leaves no trace. Rows are never removed: the field `alive` goes
 * 0 -> 1 when a row is made or restored, 1 -> 0 to the trash. A row that the action makes is written once, at the commit or
 * before the next store_prepare(), so whoever looks for it prepares the statement afterwards.
 *
 * Every entity table has the columns id, canvas_id, number (when numbered), alive, created, updated,
 * author_id, then the schema's fields. `created`, `updated` and `author_id` follow from the journal
 * (created, author_id: clock and actor of the first action that changed the row; updated: clock of the
 * newest); canvas_id is that of the first action (a canvas row's canvas_id is its own id; rows outside any canvas, such as
 * persons, have 0).
 * `number` is what people type: unique in a store, given at arrival, never reused, not journaled.
 * An action also moves `updated` of the row in the schema's canvas entity that it belongs to.
 *
 * Order of writers (Lamport 1978; hybrid clock after Kulkarni et al. 2014): a change takes effect only
 * if its (clock, site, action id) is later than that of the field's last writer, so the fold does not
 * depend on the order of arrival.
 *
 * Undo (per person): the newest action of mine on a canvas that is neither an undo or redo, nor undone,
 * nor skipped. Every field whose last writer is that action (or a redo of it) goes back to its old value,
 * the rest stays; a row's birth values stay too, its `alive` goes back. With nothing left to revert the
 * action is skipped (operation "skip") and the next older one is taken.
 *
 * Not in the journal: tables that the schema declares as plain SQL (`side_tables`), and everything in
 * the live file (live.h).
 */
#ifndef NONET_STORE_H
#define NONET_STORE_H

#include "nonet/base.h"

struct store;
struct statement;

/* ---- schema: what the layers above keep in the store -------------------------------------------- */

enum field_type { FIELD_INTEGER, FIELD_TEXT };

struct schema_field {
    const char *name;
    enum field_type type; /* default value 0 or '' : no field is NULL */
};

struct schema_entity {
    const char *name; /* also the table's name */
    bool numbered;
    const struct schema_field *fields;
    size_t field_count;
};

/* Rows outside any canvas that go when the row goes which their field names: seats with their workshop. */
struct schema_dependent {
    const char *entity, *field, *of; /* `of` belongs to the canvas */
};

struct schema {
    int version; /* PRAGMA user_version; a greater one in the file is STATUS_TOO_NEW */
    const struct schema_entity *entities;
    size_t entity_count;
    const char *canvas_entity; /* the entity whose rows actions belong to */
    const char *veil;          /* SQL condition on a change `c` that a reader ?4 may not read; NULL = none */
    const char *lasting;       /* actions whose operation begins so are passed over by undo; NULL = none */
    const char *const *united_tables; /* side tables whose rows a merge unites, a row of the same key staying as it
                                         is here; ends with NULL; NULL = none */
    const struct schema_dependent *dependents; /* what store_purge() takes along; ends with a NULL entity; NULL = none */
    const char *unused;        /* SQL: deletes what side tables hold for no canvas any more, after a purge; NULL = none */
    const char *side_tables;   /* SQL: CREATE TABLE/INDEX ... IF NOT EXISTS for what is not journaled and
                                  for indexes on entity tables */
};

/* ---- open and close ----------------------------------------------------------------------------- */

struct store_options {
    const char *path;       /* ":memory:" for a store of its own in memory */
    bool create;            /* make the file and its folders (0600, 0700) when missing */
    bool read_only;         /* never write, not even for a migration */
    bool confined;          /* of a guest: this process overwrites what it frees, see store_forget(). The first store
                             * that it opens */
    bool foreign;           /* with read_only: leaves nothing beside a file that nobody has open, and reads an older
                               store through an upgraded copy in memory */
    int64_t (*now)(void);   /* NULL = time_now */
};

/* Opens, checks and, when needed, migrates the file (which first copies it aside as FILE.before-N).
 * Errors: NOT_FOUND (missing and !create), CORRUPT (no database, no nonet store, or cut short), TOO_NEW,
 * READ_ONLY (also an older store opened with read_only, not foreign, that lacks a table or field), DENIED (may not even be
 * read), BUSY, FULL, IO; INVALID for a network file system, where locks cannot be trusted. `schema` is kept and
 * must outlive the store. On failure the file is untouched. */
enum status store_open(struct store **out, const struct store_options *options, const struct schema *schema,
                       struct error *err) NONET_CHECKED;
void store_close(struct store *store); /* NULL is allowed */
const char *store_path(const struct store *store);
/* Random id of this copy of the store. A file that was copied gets a new one with its first action in the new place. */
int64_t store_site(const struct store *store);
bool store_is_read_only(const struct store *store);

/* In a confined process: frees and overwrites everything that was read, but what the caller has copied. After a turn that
 * read something others must not keep; it costs reading the pages again. Nothing else anywhere. */
void store_forget(struct store *store);

/* ---- statements: for SELECTs and side tables of the layers above --------------------------------- */

/* A prepared statement, cached by its SQL text and owned by the store; parameters are ?1, ?2, ...
 * Use: prepare, bind, step until no row, reset. A statement is always reset before control goes back
 * to the event loop: an open one is a read transaction. A step that returns no row, and a failed one,
 * reset by themselves. Writing statements are for side tables only, inside store_begin/commit. */
enum status store_prepare(struct store *store, const char *sql, struct statement **out,
                          struct error *err) NONET_CHECKED;
void statement_bind_integer(struct statement *statement, int at, int64_t value);
void statement_bind_text(struct statement *statement, int at, const char *text); /* NULL = SQL NULL; copied */
enum status statement_step(struct statement *statement, bool *row, struct error *err) NONET_CHECKED;
int64_t statement_integer(struct statement *statement, int column);
const char *statement_text(struct statement *statement, int column); /* "" for NULL; until the next step */
size_t statement_length(struct statement *statement, int column);    /* bytes of its text, after statement_text() */
void statement_reset(struct statement *statement); /* NULL is allowed */
/* One row by whole numbers, which are ?1, ?2, ...: *out stands on it, to be reset once its columns are read; NULL: there is
 * none. */
enum status store_select_row(struct store *store, const char *sql, const int64_t *number, size_t count,
                             struct statement **out, struct error *err) NONET_CHECKED;
#define NUMBERS(...) (const int64_t[]){__VA_ARGS__}, sizeof(const int64_t[]){__VA_ARGS__} / sizeof(int64_t)

/* A plain write transaction (BEGIN IMMEDIATE), for side tables. Nested begins are an error in the
 * program. commit touches the file for the watch; rollback is safe when nothing is open. */
enum status store_begin(struct store *store, struct error *err) NONET_CHECKED;
enum status store_commit(struct store *store, struct error *err) NONET_CHECKED;
void store_rollback(struct store *store);

/* Several SELECTs that see one state of the file, and take its lock once: true if this call began it, and then
 * store_read_end() must follow in the same turn. False inside any transaction, or when it cannot begin: the SELECTs
 * then stand alone, as they do without. Nothing may be written in between. */
bool store_read_begin(struct store *store);
void store_read_end(struct store *store);

/* ---- actions: the only way to change rows --------------------------------------------------------- */

/* Opens the transaction and the action. canvas_id 0 = outside any canvas. `operation` is a name like
 * "note_move". */
enum status store_action_begin(struct store *store, int64_t canvas_id, int64_t actor_id,
                               const char *operation, struct error *err) NONET_CHECKED;
/* Makes the row `id` (alive 0 -> 1); a dead row with that id comes back to life. CONFLICT if alive. */
enum status store_row_create(struct store *store, const char *entity, int64_t id, struct error *err) NONET_CHECKED;
/* Whether there is such a row, and whether it lives, as the open action sees it. */
enum status store_row_state(struct store *store, const char *entity, int64_t id, bool *exists, bool *alive,
                            struct error *err) NONET_CHECKED;
/* Sets one field ("alive" is one). A row made in this action records birth values (old = NULL). The same
 * value again records nothing. NOT_FOUND: no such row. */
enum status store_row_set_integer(struct store *store, const char *entity, int64_t id, const char *field,
                                  int64_t value, struct error *err) NONET_CHECKED;
enum status store_row_set_text(struct store *store, const char *entity, int64_t id, const char *field,
                               const char *value, struct error *err) NONET_CHECKED;
/* Commits and sets *seq to the action's number here, 0 if nothing was changed (then nothing is
 * written). On failure everything is rolled back. seq may be NULL. */
enum status store_action_commit(struct store *store, int64_t *seq, struct error *err) NONET_CHECKED;
/* To abandon an action: store_rollback(). */
/* True between store_action_begin() and its commit or rollback: an operation may then join it. */
bool store_action_is_open(const struct store *store);

struct undo_outcome {
    int64_t seq;            /* of the undo or redo */
    char operation[32];     /* what was undone or redone, e.g. "note_move" */
    size_t reverted, kept;  /* rows that went back; rows kept because somebody changed them later */
    int64_t kept_actor_id;  /* one of those somebodies, 0 if none */
    char entity[32];        /* the first row that went back: where the cursor should go */
    int64_t row_id;
};

/* NOT_FOUND: nothing of this person's to undo (redo) on this canvas; out->kept and kept_actor_id then tell of
 * the rows that somebody else's later changes kept from going back, if that was the reason. A row of which
 * any field went back counts as reverted, not as kept. Making the canvas row itself is passed over. */
enum status store_undo(struct store *store, int64_t canvas_id, int64_t actor_id, struct undo_outcome *out,
                       struct error *err) NONET_CHECKED;
enum status store_redo(struct store *store, int64_t canvas_id, int64_t actor_id, struct undo_outcome *out,
                       struct error *err) NONET_CHECKED;
/* Either, after `permit` (NULL = nobody asks) has agreed inside the transaction; its failure is the result. */
enum status store_undo_permitted(struct store *store, int64_t canvas_id, int64_t actor_id, bool redo,
                                 enum status (*permit)(void *context, struct store *store, struct error *err),
                                 void *context, struct undo_outcome *out, struct error *err) NONET_CHECKED;

/* ---- feed and history ------------------------------------------------------------------------------ */

struct feed_action {
    int64_t seq, id, site, clock, canvas_id, actor_id, undoes_id;
    const char *operation;
};

struct feed_change {
    const char *entity;
    int64_t row_id;
    const char *field;
    const char *old_text; /* integers in decimal; NULL = birth */
    const char *new_text;
};

/* Called once per change with its action, in order of seq; once with change NULL for an action that has
 * none. Everything pointed to is borrowed for the call. Return false to stop. */
typedef bool store_feed_reader(void *context, const struct feed_action *action, const struct feed_change *change);

/* All actions of a canvas (0 = of the whole store) with after < seq <= until (until 0 = newest). *last is
 * the highest seq that exists in the store (at most `until`), to go on from (unchanged when nothing is new;
 * NULL is allowed). A reader
 * re-reads the rows named: a change may have lost against a later writer. */
enum status store_feed(struct store *store, int64_t canvas_id, int64_t after, int64_t until,
                       store_feed_reader *reader, void *context, int64_t *last, struct error *err) NONET_CHECKED;
/* The same for a reader who may not read everything: changes that the schema's `veil` keeps from `veiled_for` (0 = none)
 * are left out where they are read, their actions are not. */
enum status store_feed_veiled(struct store *store, int64_t veiled_for, int64_t canvas_id, int64_t after, int64_t until,
                              store_feed_reader *reader, void *context, int64_t *last, struct error *err) NONET_CHECKED;
/* Which rows were touched on a canvas since, without their values; once with entity "" for an action without changes.
 * Order, `reader` and *last as for store_feed(). */
enum status store_touched(struct store *store, int64_t canvas_id, int64_t after,
                          bool (*reader)(void *context, const char *entity, int64_t row_id), void *context,
                          int64_t *last, struct error *err) NONET_CHECKED;
/* The highest seq in the store. */
enum status store_last_seq(struct store *store, int64_t *seq, struct error *err) NONET_CHECKED;

/* ---- merge and purge -------------------------------------------------------------------------------- */

/* What two copies of a store did to one field without knowing of each other. Both values stay in the history. For the
 * field `alive` also: a row that one side put in the trash while the other went on changing it. */
struct merge_conflict {
    const char *entity, *field; /* the schema's */
    int64_t row_id, canvas_id;
    int64_t number;             /* here, 0 = not numbered */
    char *mine, *theirs;        /* integers in decimal */
    bool theirs_stands;
};

struct merge_report {
    size_t actions;                   /* that are new here */
    size_t rows_new, rows_changed;
    struct merge_conflict *conflicts; /* in the order in which the rows were first touched there */
    size_t conflict_count, conflict_capacity;
    size_t purged;                    /* canvases purged here, as they were there */
    int64_t *kept;                    /* canvases purged there that live on here */
    size_t kept_count, kept_capacity;
    size_t left_out;                  /* canvases there of which nothing was taken, as they were purged here */
    bool traces;                      /* of those purged here; as store_purge() says */
};

void merge_report_clear(struct merge_report *report);

/* Brings what the store at `path` knows and this one does not: actions by their ids, each field to its later writer, rows
 * that are new here with numbers of their own, rows of the schema's united tables. One transaction; nothing new = nothing
 * written. The other file is only read, and may be of an older nonet. Merging again changes nothing, and the order in which
 * copies are merged does not matter. A canvas purged here stays away; one purged there is purged here if it is in the trash
 * here, else it is kept and told of. Errors: those of store_open; INVALID: `path` is this store, or its clock runs more than
 * a year ahead; CORRUPT: it does not agree with its journal. The report is yours: merge_report_clear(), also on failure. */
enum status store_merge(struct store *store, const char *path, struct merge_report *report,
                        struct error *err) NONET_CHECKED;

/* Really removes a canvas that is in the trash: its rows, its actions and their texts, what side tables with a column
 * canvas_id hold of it, and the drafts on it in the live file; then lays both files out anew, so that no page keeps a
 * trace. A mark stays that merges respect.
 * NOT_FOUND; INVALID: not in the trash. After the commit only the tidying can fail: *traces then says that pages of the
 * file may still hold texts, until the store is next purged or nobody else uses it (NULL is allowed). Copies of the file
 * know nothing of it. */
enum status store_purge(struct store *store, int64_t canvas_id, int64_t actor_id, bool *traces,
                        struct error *err) NONET_CHECKED;

/* ---- watch: has somebody else committed? ----------------------------------------------------------- */

struct store_watch;

/* Watches the file. Where both inotify (128 instances a user by default) and dnotify are refused the watch has no
 * descriptor and asks to be polled. With dnotify SIGIO stays blocked until the watch is closed. */
enum status store_watch_open(struct store *store, struct store_watch **out, struct error *err) NONET_CHECKED;
void store_watch_close(struct store_watch *watch);
int store_watch_descriptor(const struct store_watch *watch); /* for poll(2); -1 = none */
/* How long to wait at most before asking again: -1 = for ever, while the descriptor works and no `others` are
 * present; a second and more while they are; without a descriptor 100 ms for some time after a change. */
int store_watch_timeout(const struct store_watch *watch, size_t others);
/* Empties the descriptor; true if another connection has committed since the last call. */
bool store_watch_changed(struct store_watch *watch);

/* ---- care ------------------------------------------------------------------------------------------- */

/* Checks the file (integrity, every row's journal). With `rebuild`, folds all entity tables from the
 * journal into temporary ones and compares field by field. Appends one line a finding to `report`; the
 * result is STATUS_CORRUPT if there was any, OK with an empty report otherwise. Changes nothing. */
enum status store_check(struct store *store, bool rebuild, struct buffer *report, struct error *err) NONET_CHECKED;
/* A consistent copy while others work; the target appears whole or not at all (CONFLICT if it exists). A store that
 * store_check() finds fault with is not copied (CORRUPT): nobody shall trust in a backup that cannot be put back. */
enum status store_backup(struct store *store, const char *path, struct error *err) NONET_CHECKED;
/* Puts the backup at `path` in the place of the store at `store_path`; the present store is kept aside
 * and *kept (yours) says where (NULL when there was none). Refuses what is no store
 * (the errors of store_open for `path`), a `path` that is the store itself (INVALID), and a store that
 * anybody, this process too, has open (BUSY). On failure the present store is as it was. */
enum status store_restore_backup(const char *store_path, const char *path, const struct schema *schema,
                                 char **kept, struct error *err) NONET_CHECKED;

#endif
