/*
 * purge.c - the one way in which rows, and what the journal says of them, really go.
 *
 * Invariant: what is left agrees with itself: no change without its action, no row without its journal, no number and no
 * action's number given twice: the action that records a purge is written before the others go. The mark that stays is all
 * that a merge needs.
 */
#include "store_internal.h"

#include <string.h>

#include "nonet/live.h"

static enum status run_on_canvas(struct store *store, const char *sql, int64_t canvas_id, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&store->database, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    return statement_run(statement, err);
}

enum status canvas_state(struct store *store, int64_t canvas_id, bool *there, bool *alive, struct error *err)
{
    char sql[160];
    struct statement *statement;
    *there = *alive = false;
    if (!store->schema->canvas_entity)
        return STATUS_OK;
    sqlite3_snprintf(sizeof sql, sql, "SELECT alive FROM \"%w\" WHERE id = ?1", store->schema->canvas_entity);
    enum status status = database_prepare(&store->database, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    status = statement_step(statement, there, err);
    if (status != STATUS_OK || !*there)
        return status;
    *alive = statement_integer(statement, 0) != 0;
    statement_reset(statement);
    return STATUS_OK;
}

/* What has been counted must not be counted again when the highest goes. */
static enum status keep_counts(struct store *store, struct error *err)
{
    int64_t highest;
    char text[160];
    enum status status = database_integer(&store->database, "SELECT max(clock) FROM action", &highest, err);
    if (status == STATUS_OK)
        status = info_raise(store, "clock", highest, err);
    for (size_t i = 0; i < store->schema->entity_count && status == STATUS_OK; i++) {
        const struct schema_entity *entity = &store->schema->entities[i];
        if (!entity->numbered)
            continue;
        sqlite3_snprintf(sizeof text, text, "SELECT max(number) FROM \"%w\"", entity->name);
        status = database_integer(&store->database, text, &highest, err);
        sqlite3_snprintf(sizeof text, text, "number:%s", entity->name);
        if (status == STATUS_OK)
            status = info_raise(store, text, highest, err);
    }
    return status;
}

static enum status remove_dependents(struct store *store, int64_t canvas_id, struct error *err)
{
    enum status status = STATUS_OK;
    const struct schema_dependent *each = store->schema->dependents;
    for (; each && each->entity && status == STATUS_OK; each++) {
        char which[200], sql[500];
        sqlite3_snprintf(sizeof which, which, "\"%w\" IN (SELECT id FROM \"%w\" WHERE canvas_id = ?1)", each->field,
                         each->of);
        sqlite3_snprintf(sizeof sql, sql,
                         "DELETE FROM change WHERE entity = '%q' AND entity_id IN (SELECT id FROM \"%w\" WHERE %s)",
                         each->entity, each->entity, which);
        status = run_on_canvas(store, sql, canvas_id, err);
        sqlite3_snprintf(sizeof sql, sql, "DELETE FROM \"%w\" WHERE %s", each->entity, which);
        if (status == STATUS_OK)
            status = run_on_canvas(store, sql, canvas_id, err);
    }
    return status;
}

static enum status remove_journal(struct store *store, int64_t canvas_id, struct error *err)
{
    enum status status = STATUS_OK;
    char sql[300];
    for (size_t i = 0; i < store->schema->entity_count && status == STATUS_OK; i++) {
        const char *name = store->schema->entities[i].name;
        sqlite3_snprintf(sizeof sql, sql,
                         "DELETE FROM change WHERE entity = '%q' AND entity_id IN"
                         " (SELECT id FROM \"%w\" WHERE canvas_id = ?1)",
                         name, name);
        status = run_on_canvas(store, sql, canvas_id, err);
    }
    if (status != STATUS_OK)
        return status;
    return run_on_canvas(store,
                         "DELETE FROM action WHERE canvas_id = ?1 AND NOT EXISTS"
                         " (SELECT 1 FROM change c WHERE c.action_seq = action.seq)",
                         canvas_id, err);
}

/* Entity tables and side tables alike. The names are read before the first is touched. */
static enum status remove_rows(struct store *store, int64_t canvas_id, struct error *err)
{
    struct buffer names = {0};
    struct statement *table;
    enum status status = database_prepare(&store->database,
                                          "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c"
                                          " WHERE m.type = 'table' AND c.name = 'canvas_id'"
                                          " AND m.name NOT IN ('action', 'purged')",
                                          &table, err);
    bool row = status == STATUS_OK;
    while (row) {
        status = statement_step(table, &row, err);
        if (status == STATUS_OK && row)
            buffer_append(&names, statement_text(table, 0), strlen(statement_text(table, 0)) + 1);
        row = row && status == STATUS_OK;
    }
    for (size_t at = 0; at < names.length && status == STATUS_OK; at += strlen(names.data + at) + 1) {
        char sql[200];
        sqlite3_snprintf(sizeof sql, sql, "DELETE FROM \"%w\" WHERE canvas_id = ?1", names.data + at);
        status = run_on_canvas(store, sql, canvas_id, err);
    }
    buffer_clear(&names);
    return status;
}

enum status purge_remove(struct store *store, int64_t canvas_id, struct error *err)
{
    enum status status = keep_counts(store, err);
    if (status == STATUS_OK)
        status = remove_dependents(store, canvas_id, err);
    if (status == STATUS_OK)
        status = remove_journal(store, canvas_id, err);
    if (status == STATUS_OK)
        status = remove_rows(store, canvas_id, err);
    return status == STATUS_OK && store->schema->unused ? database_run(&store->database, store->schema->unused, err)
                                                        : status;
}

enum status purge_mark(struct store *store, int64_t canvas_id, int64_t clock, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&store->database,
                                          "INSERT INTO purged (canvas_id, clock) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    statement_bind_integer(statement, 2, clock);
    return statement_run(statement, err);
}

enum status purge_record(struct store *store, int64_t actor_id, int64_t *clock, struct error *err)
{
    int64_t seq;
    enum status status = action_open(store, 0, actor_id, "canvas_purge", 0, err);
    if (status == STATUS_OK)
        status = action_write(store, &seq, err);
    *clock = store->action.clock;
    action_clear(store);
    return status;
}

bool database_lay_out_anew(struct database *database)
{
    struct error ignored;
    bool clean = database_run(database, "VACUUM", &ignored) == STATUS_OK;
    if (!database->memory)
        clean = sqlite3_wal_checkpoint_v2(database->raw, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK &&
                clean;
    return clean;
}

bool purge_tidy(struct store *store, const int64_t *canvas_ids, size_t count)
{
    struct error ignored;
    bool clean = live_forget_canvases(store, canvas_ids, count, &ignored) == STATUS_OK;
    clean = database_lay_out_anew(&store->database) && clean;
    database_touch(&store->database);
    return clean;
}

static enum status purge(struct store *store, int64_t canvas_id, int64_t actor_id, struct error *err)
{
    bool there, alive;
    int64_t clock;
    enum status status = canvas_state(store, canvas_id, &there, &alive, err);
    if (status != STATUS_OK)
        return status;
    if (!there)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such canvas"));
    if (alive)
        return error_set(err, STATUS_INVALID, _("only a canvas in the trash can be purged; put it there first"));
    status = purge_record(store, actor_id, &clock, err);
    if (status == STATUS_OK)
        status = purge_remove(store, canvas_id, err);
    return status == STATUS_OK ? purge_mark(store, canvas_id, clock, err) : status;
}

enum status store_purge(struct store *store, int64_t canvas_id, int64_t actor_id, bool *traces, struct error *err)
{
    enum status status = store_begin(store, err);
    if (status != STATUS_OK)
        return status;
    status = purge(store, canvas_id, actor_id, err);
    if (status == STATUS_OK)
        status = store_commit(store, err);
    else
        store_rollback(store);
    if (status != STATUS_OK)
        return status;
    bool clean = purge_tidy(store, &canvas_id, 1);
    if (traces)
        *traces = !clean;
    return STATUS_OK;
}
