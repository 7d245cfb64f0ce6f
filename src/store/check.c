/*
 * check.c - is the store what its journal says?
 *
 * Read only: the fold goes into temporary tables in memory, inside one read transaction which is
 * rolled back, so others may work meanwhile. It shares no code with journal.c on purpose; a check that
 * repeats the author's mistake finds nothing. At most FINDING_LIMIT lines are reported.
 */
#include "store_internal.h"

#include <string.h>

#define FINDING_LIMIT 100

struct check {
    struct store *store;
    struct buffer *report;
    size_t findings;
    struct error *err;
};

static bool has_room(struct check *check)
{
    check->findings++;
    if (check->findings == FINDING_LIMIT + 1)
        buffer_printf(check->report, "%s\n", _("... and more"));
    return check->findings <= FINDING_LIMIT;
}

/* Each row of `sql` is one finding, as a sentence. */
static enum status report_rows(struct check *check, const char *sql)
{
    if (!sql)
        return error_set(check->err, STATUS_IO, _("out of memory"));
    struct statement *statement;
    enum status status = store_prepare(check->store, sql, &statement, check->err);
    bool row = false;
    while (status == STATUS_OK) {
        status = statement_step(statement, &row, check->err);
        if (status != STATUS_OK || !row)
            return status;
        if (has_room(check))
            buffer_printf(check->report, "%s\n", statement_text(statement, 0));
    }
    return status;
}

static enum status check_file(struct check *check)
{
    struct statement *statement;
    enum status status = store_prepare(check->store, "PRAGMA integrity_check(20)", &statement, check->err);
    bool row = false;
    while (status == STATUS_OK) {
        status = statement_step(statement, &row, check->err);
        if (status != STATUS_OK || !row)
            return status;
        if (strcmp(statement_text(statement, 0), "ok") != 0 && has_room(check))
            buffer_printf(check->report, _("file: %s\n"), statement_text(statement, 0));
    }
    return status;
}

static enum status check_entity_rows(struct check *check, const struct schema_entity *entity)
{
    char *sql = sqlite3_mprintf("SELECT '%q ' || e.id || %Q FROM \"%w\" e WHERE NOT EXISTS"
                                " (SELECT 1 FROM change c WHERE c.entity_id = e.id AND c.entity = '%q')",
                                entity->name, _(": a row without a journal"), entity->name, entity->name);
    enum status status = report_rows(check, sql);
    sqlite3_free(sql);
    if (status != STATUS_OK)
        return status;
    sql = sqlite3_mprintf("SELECT DISTINCT '%q ' || c.entity_id || %Q FROM change c WHERE c.entity = '%q'"
                          " AND NOT EXISTS (SELECT 1 FROM \"%w\" e WHERE e.id = c.entity_id)",
                          entity->name, _(": a journal without a row"), entity->name, entity->name);
    status = report_rows(check, sql);
    sqlite3_free(sql);
    return status;
}

/* Every action once, and none later than what the next one will be told is the newest. */
static enum status check_actions(struct check *check)
{
    char *sql = sqlite3_mprintf("SELECT min(seq) || %Q FROM action GROUP BY id HAVING count(*) > 1"
                                " UNION ALL SELECT %Q WHERE (SELECT max(clock) FROM action) >"
                                " max((SELECT clock FROM action ORDER BY seq DESC LIMIT 1),"
                                " coalesce((SELECT value FROM store_info WHERE key = 'clock'), 0))",
                                _(": an action that is there twice"), _("the clock of the journal is behind"));
    enum status status = report_rows(check, sql);
    sqlite3_free(sql);
    return status;
}

static enum status check_journal(struct check *check)
{
    const struct schema *schema = check->store->schema;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < schema->entity_count && status == STATUS_OK; i++)
        status = check_entity_rows(check, &schema->entities[i]);
    if (status == STATUS_OK)
        status = check_actions(check);
    if (status != STATUS_OK)
        return status;
    char *sql = sqlite3_mprintf("SELECT c.entity || ' ' || c.entity_id || %Q FROM change c"
                                " WHERE NOT EXISTS (SELECT 1 FROM action a WHERE a.seq = c.action_seq)"
                                " UNION ALL SELECT c.entity || ' ' || c.entity_id || %Q FROM change c"
                                " WHERE c.field = '" BIRTH "' AND CASE WHEN json_valid(c.new) THEN"
                                " json_type(c.new) <> 'object' OR EXISTS (SELECT 1 FROM json_each(c.new) j"
                                " WHERE j.type NOT IN ('text', 'integer')) ELSE 1 END",
                                _(": a change without its action"), _(": a birth that cannot be read"));
    status = report_rows(check, sql);
    sqlite3_free(sql);
    return status;
}

/* ---- the fold ------------------------------------------------------------------------------------------ */

static enum status make_fold_tables(struct check *check)
{
    const struct schema *schema = check->store->schema;
    enum status status = STATUS_OK;
    struct buffer sql = {0};
    for (size_t i = 0; i < schema->entity_count && status == STATUS_OK; i++) {
        const struct schema_entity *entity = &schema->entities[i];
        buffer_reset(&sql);
        buffer_printf(&sql,
                      "CREATE TEMP TABLE \"fold_%s\" (id INTEGER PRIMARY KEY, canvas_id, alive DEFAULT 0, created,"
                      " updated, author_id",
                      entity->name);
        for (size_t f = 0; f < entity->field_count; f++)
            buffer_printf(&sql, ", \"%s\" DEFAULT %s", entity->fields[f].name,
                          entity->fields[f].type == FIELD_TEXT ? "''" : "0");
        buffer_add(&sql, ")");
        status = database_run(&check->store->database, sql.data, check->err);
    }
    buffer_clear(&sql);
    return status;
}

/* The row as of its first action; later ones find it there. */
static enum status fold_birth(struct check *check, struct statement *change, const char *entity, bool is_canvas)
{
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql,
                     "INSERT INTO temp.\"fold_%w\" (id, canvas_id, created, updated, author_id)"
                     " VALUES (?1, ?2, ?3, ?3, ?4) ON CONFLICT (id) DO NOTHING",
                     entity);
    struct statement *statement;
    enum status status = store_prepare(check->store, sql, &statement, check->err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, statement_integer(change, 1));
    statement_bind_integer(statement, 2, statement_integer(change, is_canvas ? 1 : 5));
    statement_bind_integer(statement, 3, statement_integer(change, 4));
    statement_bind_integer(statement, 4, statement_integer(change, 6));
    return statement_run(statement, check->err);
}

static enum status fold_change(struct check *check, struct statement *change)
{
    const struct schema *schema = check->store->schema;
    const char *name = statement_text(change, 0), *field_name = statement_text(change, 2);
    size_t at;
    int field;
    if (!schema_find_entity(schema, name, &at) || !schema_find_field(&schema->entities[at], field_name, &field)) {
        if (has_room(check))
            buffer_printf(check->report, _("%s %lld: the journal names an unknown field %s\n"), name,
                          (long long)statement_integer(change, 1), field_name);
        return STATUS_OK;
    }
    enum status status = fold_birth(check, change, name, schema_is_canvas(schema, at));
    if (status != STATUS_OK)
        return status;
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql, "UPDATE temp.\"fold_%w\" SET \"%w\" = ?2, updated = ?3 WHERE id = ?1", name,
                     field_name);
    struct statement *statement;
    status = store_prepare(check->store, sql, &statement, check->err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, statement_integer(change, 1));
    if (schema_field_is_text(&schema->entities[at], field))
        statement_bind_text(statement, 2, statement_text(change, 3));
    else
        statement_bind_integer(statement, 2, statement_integer(change, 3));
    statement_bind_integer(statement, 3, statement_integer(change, 4));
    return statement_run(statement, check->err);
}

/* A birth as the changes that it is. */
static const char changes_in_order[] =
    "SELECT c.entity, c.entity_id, c.field, c.new, a.clock, a.canvas_id, a.actor_id"
    " FROM action a JOIN (SELECT action_seq, ordinal, 0 AS part, entity, entity_id, field, new FROM change"
    " WHERE field <> '" BIRTH "' UNION ALL"
    " SELECT action_seq, ordinal, 0, entity, entity_id, 'alive', 1 FROM change WHERE field = '" BIRTH "' UNION ALL"
    " SELECT b.action_seq, b.ordinal, j.id, b.entity, b.entity_id, j.key, j.value FROM change b,"
    " json_each(CASE WHEN json_valid(b.new) THEN b.new ELSE '{}' END) j WHERE b.field = '" BIRTH "') c"
    " ON a.seq = c.action_seq ORDER BY a.clock, a.site, a.id, c.ordinal, c.part";

static enum status fold_journal(struct check *check)
{
    struct statement *change;
    enum status status = store_prepare(check->store, changes_in_order, &change, check->err);
    bool row = false;
    while (status == STATUS_OK) {
        status = statement_step(change, &row, check->err);
        if (status != STATUS_OK || !row)
            break;
        status = fold_change(check, change);
        if (status != STATUS_OK)
            statement_reset(change);
    }
    if (status != STATUS_OK || !check->store->schema->canvas_entity)
        return status;
    char *sql = sqlite3_mprintf("UPDATE temp.\"fold_%w\" AS f SET updated = max(f.updated,"
                                " coalesce((SELECT max(a.clock) FROM action a WHERE a.canvas_id = f.id), 0))",
                                check->store->schema->canvas_entity);
    if (!sql)
        return error_set(check->err, STATUS_IO, _("out of memory"));
    status = database_run(&check->store->database, sql, check->err);
    sqlite3_free(sql);
    return status;
}

static enum status compare_column(struct check *check, const char *entity, const char *column)
{
    char *sql = sqlite3_mprintf("SELECT '%q ' || e.id || ': %q' || %Q || substr(e.\"%w\", 1, 60) || %Q"
                                " || substr(f.\"%w\", 1, 60) FROM main.\"%w\" e JOIN temp.\"fold_%w\" f ON f.id = e.id"
                                " WHERE e.\"%w\" IS NOT f.\"%w\"",
                                entity, column, _(" is "), column, _(", the journal says "), column, entity, entity,
                                column, column);
    enum status status = report_rows(check, sql);
    sqlite3_free(sql);
    return status;
}

static enum status compare_entity(struct check *check, const struct schema_entity *entity)
{
    static const char *const kept[] = {"canvas_id", "alive", "created", "updated", "author_id"};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(kept) && status == STATUS_OK; i++)
        status = compare_column(check, entity->name, kept[i]);
    for (size_t i = 0; i < entity->field_count && status == STATUS_OK; i++)
        status = compare_column(check, entity->name, entity->fields[i].name);
    return status;
}

static enum status check_fold(struct check *check)
{
    const struct schema *schema = check->store->schema;
    enum status status = make_fold_tables(check);
    if (status == STATUS_OK)
        status = fold_journal(check);
    for (size_t i = 0; i < schema->entity_count && status == STATUS_OK; i++)
        status = compare_entity(check, &schema->entities[i]);
    return status;
}

enum status store_check(struct store *store, bool rebuild, struct buffer *report, struct error *err)
{
    struct database *database = &store->database;
    struct check check = {.store = store, .report = report, .err = err};
    enum status status = database_run(database, "BEGIN", err);
    if (status != STATUS_OK)
        return status;
    status = check_file(&check);
    if (status == STATUS_OK)
        status = check_journal(&check);
    if (status == STATUS_OK && rebuild)
        status = check_fold(&check);
    database_rollback(database);
    /* Too damaged to be read to the end: that is a finding too. */
    if (status == STATUS_CORRUPT) {
        if (check.findings == 0)
            buffer_printf(report, "%s\n", _("the file cannot be read to its end"));
        return error_set(err, STATUS_CORRUPT, _("%s is damaged; restore a backup with \"nonet restore-backup\""),
                         store_path(store));
    }
    if (status == STATUS_OK && check.findings > 0)
        status = error_set(err, STATUS_CORRUPT, _("%s does not agree with its journal; restore a backup"),
                           store_path(store));
    return status;
}
