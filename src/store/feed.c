/*
 * feed.c - the journal read forwards: what has happened since.
 *
 * Invariant: one call is one view of the store; `last` never runs ahead of what the reader was given.
 */
#include "store_internal.h"

#include <string.h>

static const char feed_columns[] =
    "SELECT a.seq, a.id, a.site, a.clock, a.canvas_id, a.actor_id, a.undoes_id, a.operation,"
    " c.entity, c.entity_id, c.field, c.old, c.new, c.old IS NULL"
    " FROM action a LEFT JOIN change c ON c.action_seq = a.seq";
static const char feed_range[] = " WHERE a.seq > ?1 AND a.seq <= ?2";
/* Of one canvas: what is new is looked through, a long past is found by its index. Both come in order, unsorted. */
static const char feed_newest_of_canvas[] = " AND +a.canvas_id = ?3";
static const char feed_of_canvas[] = " AND a.seq IN (SELECT seq FROM action WHERE canvas_id = ?3)";
#define NEWEST_ACTIONS 1000

enum status store_last_seq(struct store *store, int64_t *seq, struct error *err)
{
    return database_integer(&store->database, "SELECT max(seq) FROM action", seq, err);
}

/* Who is given what: the reader, and room for a birth to be taken apart in. */
struct handing {
    store_feed_reader *read;
    void *context;
    struct birth birth;
};

static bool hand_over_birth(struct handing *handing, const struct feed_action *action, struct feed_change *change)
{
    struct birth *birth = &handing->birth;
    bool more = true;
    birth_read(birth, change->new_text);
    for (change->old_text = "0"; more && birth_next(birth); change->old_text = NULL) {
        change->field = birth->name;
        change->new_text = birth->value;
        more = handing->read(handing->context, action, change);
    }
    return more && !birth->broken;
}

static bool hand_over(struct statement *statement, struct handing *handing)
{
    struct feed_action action = {
        .seq = statement_integer(statement, 0),
        .id = statement_integer(statement, 1),
        .site = statement_integer(statement, 2),
        .clock = statement_integer(statement, 3),
        .canvas_id = statement_integer(statement, 4),
        .actor_id = statement_integer(statement, 5),
        .undoes_id = statement_integer(statement, 6),
        .operation = statement_text(statement, 7),
    };
    if (sqlite3_column_type(statement->raw, 8) == SQLITE_NULL)
        return handing->read(handing->context, &action, NULL);
    struct feed_change change = {
        .entity = statement_text(statement, 8),
        .row_id = statement_integer(statement, 9),
        .field = statement_text(statement, 10),
        .old_text = statement_integer(statement, 13) ? NULL : statement_text(statement, 11),
        .new_text = statement_text(statement, 12),
    };
    return strcmp(change.field, BIRTH) == 0 ? hand_over_birth(handing, &action, &change)
                                            : handing->read(handing->context, &action, &change);
}

static enum status hand_over_all(struct store *store, struct statement *statement, struct handing *handing,
                                 struct error *err)
{
    bool row;
    enum status status = statement_step(statement, &row, err);
    while (row && hand_over(statement, handing))
        status = statement_step(statement, &row, err);
    if (status == STATUS_OK && handing->birth.broken)
        status = database_error(&store->database, SQLITE_CORRUPT, err);
    statement_reset(statement);
    birth_clear(&handing->birth);
    return status;
}

enum status store_feed(struct store *store, int64_t canvas_id, int64_t after, int64_t until,
                       store_feed_reader *reader, void *context, int64_t *last, struct error *err)
{
    return store_feed_veiled(store, 0, canvas_id, after, until, reader, context, last, err);
}

enum status store_feed_veiled(struct store *store, int64_t veiled_for, int64_t canvas_id, int64_t after, int64_t until,
                              store_feed_reader *reader, void *context, int64_t *last, struct error *err)
{
    int64_t newest;
    enum status status = store_last_seq(store, &newest, err);
    if (status != STATUS_OK)
        return status;
    if (until > 0 && until < newest)
        newest = until;
    if (newest <= after)
        return STATUS_OK;
    struct buffer sql = {0};
    bool veiled = veiled_for != 0 && store->schema->veil;
    buffer_add(&sql, feed_columns);
    if (veiled) /* on the join, so that the action itself is still told of */
        buffer_printf(&sql, " AND NOT (%s)", store->schema->veil);
    buffer_add(&sql, feed_range);
    if (canvas_id != 0)
        buffer_add(&sql, newest - after <= NEWEST_ACTIONS ? feed_newest_of_canvas : feed_of_canvas);
    buffer_add(&sql, " ORDER BY a.seq, c.ordinal");
    struct statement *statement;
    status = store_prepare(store, buffer_text(&sql), &statement, err);
    buffer_clear(&sql);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, after);
    statement_bind_integer(statement, 2, newest);
    if (canvas_id != 0)
        statement_bind_integer(statement, 3, canvas_id);
    if (veiled)
        statement_bind_integer(statement, 4, veiled_for);
    struct handing handing = {.read = reader, .context = context};
    status = hand_over_all(store, statement, &handing, err);
    if (status == STATUS_OK && last)
        *last = newest;
    return status;
}

enum status store_touched(struct store *store, int64_t canvas_id, int64_t after,
                          bool (*reader)(void *context, const char *entity, int64_t row_id), void *context,
                          int64_t *last, struct error *err)
{
    int64_t newest;
    enum status status = store_last_seq(store, &newest, err);
    if (status != STATUS_OK || newest <= after)
        return status;
    struct statement *statement;
    status = store_prepare(store,
                           "SELECT c.entity, c.entity_id FROM action a LEFT JOIN change c ON c.action_seq = a.seq"
                           " WHERE a.seq > ?1 AND a.seq <= ?2 AND +a.canvas_id = ?3 ORDER BY a.seq, c.ordinal",
                           &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, after);
    statement_bind_integer(statement, 2, newest);
    statement_bind_integer(statement, 3, canvas_id);
    bool row;
    status = statement_step(statement, &row, err);
    while (row && reader(context, statement_text(statement, 0), statement_integer(statement, 1)))
        status = statement_step(statement, &row, err);
    if (status != STATUS_OK)
        return status;
    statement_reset(statement);
    *last = newest;
    return STATUS_OK;
}
