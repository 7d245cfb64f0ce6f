/*
 * store_internal.h - what the files of src/store share. Not for other folders.
 *
 * Two layers: `struct database` is one SQLite connection with its statement cache and the translation
 * of SQLite's errors; `struct store` adds the schema, the journal and the open action.
 */
#ifndef NONET_STORE_INTERNAL_H
#define NONET_STORE_INTERNAL_H

#include <sqlite3.h>

#include "nonet/message.h"
#include "nonet/store.h"

/* "Nont" in the file header says whose database this is; "Nliv" marks a live file. */
#define STORE_APPLICATION_ID 0x4E6F6E74
#define LIVE_APPLICATION_ID 0x4E6C6976

#define STATEMENT_BUCKETS 64
#define SHORT_NAME 32

/* ---- one connection (database.c, statement.c) ----------------------------------------------------- */

struct statement {
    struct database *database;
    sqlite3_stmt *raw;
    char *sql;
    struct statement *next; /* in its bucket */
    int bind_result;        /* first failure of a bind, reported by the step */
};

struct database {
    sqlite3 *raw;
    char *path; /* as given; ":memory:" for one in memory */
    bool memory;
    struct statement *buckets[STATEMENT_BUCKETS];
    uint64_t random;    /* state of the busy handler's jitter */
    int64_t busy_since; /* steady ms of the first wait for the present lock */
};

/* Before anything else of SQLite: it need not lock for threads, which there are none of, nor count its memory. */
void database_one_thread(void);
/* forget.c: from now on SQLite overwrites what it frees. INVALID when SQLite runs already. */
enum status database_confine(struct error *err) NONET_CHECKED;
bool database_is_confined(void);
void database_opening(bool opening); /* around the making of a connection */
void database_forget(struct database *database); /* nothing in a process that is not confined */
/* Opens a connection with the house's settings (busy handler, no checkpoint on close until
 * database_trust). `flags` are SQLite's open flags; `name` is the path or URI for SQLite, `path` what
 * messages show. On failure nothing is left open. */
enum status database_open(struct database *database, const char *name, const char *path, int flags,
                          struct error *err) NONET_CHECKED;
void database_close(struct database *database);
/* How much of the file is kept in memory, changed pages above all: as usual, or much while a large action is written. */
void database_set_cache(struct database *database, bool large);
/* The file is ours: from now on the last connection may checkpoint when it closes. */
void database_trust(struct database *database);
/* Journal mode WAL and the settings that go with it. Retries: on a brand-new file SQLite reports BUSY
 * past the busy handler. */
enum status database_use_wal(struct database *database, const char *synchronous, struct error *err) NONET_CHECKED;
/* Translates an SQLite result code into a status and a sentence. */
enum status database_error(struct database *database, int code, struct error *err);
/* Runs SQL without parameters and without a result. */
enum status database_run(struct database *database, const char *sql, struct error *err) NONET_CHECKED;
/* The first column of the first row; 0 when there is none. */
enum status database_integer(struct database *database, const char *sql, int64_t *out, struct error *err) NONET_CHECKED;
enum status database_prepare(struct database *database, const char *sql, struct statement **out,
                             struct error *err) NONET_CHECKED;
/* Binds what stands in a column of another one's row, whatever its type. */
void statement_bind_column(struct statement *statement, int at, struct statement *from, int column);
/* A text that stays where it is until the statement has run: it is not copied. */
void statement_bind_kept(struct statement *statement, int at, const char *text);
/* Of several rows: one that fails leaves those before it to the transaction, which goes back as a whole; to be able to take
 * back a part of it SQLite would copy every page first. */
#define INSERT_INTO "INSERT OR FAIL INTO "
/* Appends "(?1, ?2), (?3, ?4)" for two rows of the width two. */
void statement_add_rows(struct buffer *sql, size_t rows, size_t width);
/* Steps a statement that returns nothing, and resets it. */
enum status statement_run(struct statement *statement, struct error *err) NONET_CHECKED;
enum status database_begin(struct database *database, struct error *err) NONET_CHECKED;
enum status database_commit(struct database *database, struct error *err) NONET_CHECKED;
void database_rollback(struct database *database);
bool database_in_transaction(const struct database *database);
/* Is there something beside the file that SQLite has still to fold in or to take back? */
bool database_has_log(const char *path);
/* Wakes the watches of others by the file's times. */
void database_touch(const struct database *database);

/* What the first 100 bytes of a file say, read without SQLite's help and without disturbing its locks. */
enum header_kind { HEADER_MISSING, HEADER_EMPTY, HEADER_FOREIGN, HEADER_TRUNCATED, HEADER_OURS };
struct header {
    enum header_kind kind;
    int64_t user_version;
};
enum status header_read(const char *path, uint32_t application_id, struct header *out, struct error *err) NONET_CHECKED;

/* ---- copies of whole databases (backup.c) --------------------------------------------------------- */

/* Copies a database in use to a new file `path`, which appears whole or not at all and never replaces
 * another (CONFLICT). */
enum status database_copy(struct database *from, const char *path, struct error *err) NONET_CHECKED;
/* Makes the content of `to` that of `from`, in one transaction. */
enum status database_copy_pages(struct database *from, struct database *to, struct error *err) NONET_CHECKED;
/* Gives a finished temporary file its name; never replaces another (CONFLICT). Removes it on failure. */
enum status file_publish(const char *temporary, const char *path, struct error *err) NONET_CHECKED;
/* Makes an empty file PATH.XXXXXX with mode 0600 beside `path`; *out is yours. */
enum status file_make_temporary(const char *path, char **out, struct error *err) NONET_CHECKED;
/* Removes a database file that is closed, with what SQLite keeps beside it. */
void file_remove_database(const char *path);

/* ---- the store ------------------------------------------------------------------------------------- */

struct value {
    char *text; /* NULL = an integer */
    int64_t integer;
};

/* One line of the action's own book: a row it touched (field == ROW_ENTRY) or a field it changed. */
#define ROW_ENTRY (-2)
#define ALIVE_FIELD (-1)
/* A whole canvas at once: its pages stay in memory, else each would go out several times. */
#define LARGE_ACTION 20000
/* Rows that one statement writes where there are so many: what a statement costs beside its rows is paid once. */
#define ROWS_AT_ONCE 16
struct entry { /* there may be a million */
    uint16_t entity;
    int16_t field; /* index in the schema, or one of the two above */
    bool born;     /* of a row: made in this action */
    bool waits;    /* of a row: made, and not yet in its table */
    int64_t row_id;
    uint32_t next, last; /* the row's next field, and of a row its last one: index + 1; 0 = none */
    struct value old, new; /* their texts are the book's; of a row that waits, `new` is its number */
};

struct action {
    bool open;
    int64_t id, clock, canvas_id, actor_id, undoes_id;
    char operation[SHORT_NAME];
    int changes_before; /* SQLite's count of changed rows, to see whether anything was written */
    struct entry *entries;
    size_t count, capacity;
    size_t row_count, latest_row; /* entries that are rows; where the last one added is */
    uint32_t *slots;              /* hash of rows, index + 1; 0 = free */
    size_t slot_count;
    struct text_block *texts; /* see book.c */
    size_t first_waiting;     /* no entry before this one waits */
    int64_t *next_numbers; /* per entity, 0 = not looked up yet; NULL before the first */
    size_t absent_entity;  /* the row that was asked for last and is not there, so that making it need not ask again */
    int64_t absent_id;     /* 0 = none */
};

/* Of the cache of statements; NULL = not prepared yet. */
struct row_statements {
    struct statement *insert, *insert_many, *is_alive;
};

struct store {
    struct database database;
    const struct schema *schema;
    int64_t (*now)(void);
    int64_t site;
    bool site_is_sure; /* see site.c */
    bool read_only, at_rest; /* at_rest: read without locks, as nobody had it open */
    int64_t data_version; /* when user_version was last looked at */
    struct action action;
    struct row_statements *row_statements; /* row.c: of each entity; NULL before the first */
};

/* schema.c */
enum status schema_create(struct database *database, const struct schema *schema, struct error *err) NONET_CHECKED;
/* Brings an older file up to `schema`, inside the caller's transaction. */
enum status schema_upgrade(struct database *database, const struct schema *schema, struct error *err) NONET_CHECKED;
/* READ_ONLY when a table or column of `schema` is missing. */
enum status schema_require(struct database *database, const struct schema *schema, struct error *err) NONET_CHECKED;
/* Index of an entity, of a field (ALIVE_FIELD for "alive"); false when there is none. */
bool schema_find_entity(const struct schema *schema, const char *name, size_t *out);
bool schema_find_field(const struct schema_entity *entity, const char *name, int *out);
const char *schema_field_name(const struct schema_entity *entity, int field);
bool schema_field_is_text(const struct schema_entity *entity, int field);
bool schema_is_canvas(const struct schema *schema, size_t entity);

/* purge.c: rewrites every page and empties the log; false when somebody's reading, or the disk, was in the way. */
bool database_lay_out_anew(struct database *database);
/* purge.c: inside a transaction, but for the last */
enum status canvas_state(struct store *store, int64_t canvas_id, bool *there, bool *alive,
                         struct error *err) NONET_CHECKED;
/* Removes what a canvas has in the tables and in the journal. */
enum status purge_remove(struct store *store, int64_t canvas_id, struct error *err) NONET_CHECKED;
enum status purge_mark(struct store *store, int64_t canvas_id, int64_t clock, struct error *err) NONET_CHECKED;
/* An action that says that something is purged; it comes first, so that the numbers of those that go stay taken. */
enum status purge_record(struct store *store, int64_t actor_id, int64_t *clock, struct error *err) NONET_CHECKED;
/* After the commit: forgets the drafts on what was purged, lays the files out anew and lets others know; false as above. */
bool purge_tidy(struct store *store, const int64_t *canvas_ids, size_t count);

/* site.c: before the first action, inside its transaction */
enum status site_make_sure(struct store *store, struct error *err) NONET_CHECKED;

/* transaction.c */
enum status store_error_read_only(const struct store *store, struct error *err);

/* book.c */
bool field_value_equal(const struct value *a, const struct value *b);
/* Its text is the book's, and stays until the action ends. */
struct value book_keep(struct action *action, const struct value *from);
/* Good until the next one is added, like all pointers to entries. */
struct entry *book_row(const struct action *action, size_t entity, int64_t row_id);
struct entry *book_add_row(struct action *action, size_t entity, int64_t row_id);
struct entry *book_field(const struct action *action, const struct entry *row, int field); /* NULL = not in the book */
struct entry *book_add_field(struct action *action, const struct entry *row, int field);
/* The row's fields, in the order in which they were set: from `row` on, NULL behind the last. */
const struct entry *book_next_field(const struct action *action, const struct entry *entry);
void action_clear(struct store *store); /* empties the book and closes the action */

/* birth.c */
#define BIRTH "" /* the field of a change that says all of a new row's */
void birth_begin(struct buffer *out);
void birth_add(struct buffer *out, const char *name, const struct value *value);
void birth_end(struct buffer *out);
/* Zeroed, then for one birth after the other: birth_read() and birth_next() until it says false; `broken` then tells
 * whether it was no birth. The first field is `alive`; name and value are good until the next. */
struct birth {
    struct buffer copy;
    char *at, last;
    bool broken;
    const char *name, *value;
};
void birth_read(struct birth *birth, const char *json);
bool birth_next(struct birth *birth);
bool birth_says(struct birth *birth, const char *json, const char *field);
void birth_clear(struct birth *birth);

/* row.c */
void field_value_bind(struct statement *statement, int at, const struct value *value);
/* The value as the open action sees it; *found is false when there is no such row. Its text is the book's. */
enum status row_read(struct store *store, size_t entity, int64_t row_id, int field, struct value *value, bool *found,
                     struct error *err) NONET_CHECKED;
/* Into the table, unless the row still waits there for being written whole. */
enum status row_write(struct store *store, size_t entity, int64_t row_id, int field, const struct value *value,
                      struct error *err) NONET_CHECKED;
/* A row as a whole, for those who fold the journal. */
struct row {
    size_t entity;
    int64_t id, canvas_id, created, updated, author_id;
    struct value *values; /* `alive`, then the fields */
};
/* Values as a new row has them; free() the array, not its texts. */
struct value *row_default_values(const struct schema_entity *entity);
/* What store_info holds under `key` becomes at least `value`. */
enum status info_raise(struct store *store, const char *key, int64_t value, struct error *err) NONET_CHECKED;
enum status row_insert(struct store *store, const struct row *row, struct error *err) NONET_CHECKED;
enum status row_replace(struct store *store, const struct row *row, struct error *err) NONET_CHECKED;
/* Writes the rows that wait. */
enum status rows_write_waiting(struct store *store, struct error *err) NONET_CHECKED;
enum status row_remove(struct store *store, const struct entry *row, struct error *err) NONET_CHECKED;
enum status row_set_updated(struct store *store, const char *table, int64_t row_id, int64_t clock,
                            struct error *err) NONET_CHECKED;

/* journal.c: actions that this folder makes itself */
enum status journal_newest_clock(struct store *store, int64_t *out, struct error *err) NONET_CHECKED;
enum status action_open(struct store *store, int64_t canvas_id, int64_t actor_id, const char *operation,
                        int64_t undoes_id, struct error *err) NONET_CHECKED;
/* Sets one field by index; *changed (may be NULL) says whether it was another value. */
enum status action_set(struct store *store, size_t entity, int64_t row_id, int field, const struct value *value,
                       bool *changed, struct error *err) NONET_CHECKED;
/* Writes the action's journal rows, even when it has no change; the transaction stays open. */
enum status action_write(struct store *store, int64_t *seq, struct error *err) NONET_CHECKED;

#endif
