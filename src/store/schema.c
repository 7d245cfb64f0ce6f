/*
 * schema.c - the tables: those of the journal, which are the store's own, and one for each entity that
 * the layers above declare.
 *
 * A newer schema only ever adds tables and columns, so an upgrade is "make what is missing"; the journal of the first
 * format is laid out anew.
 */
#include "store_internal.h"

#include <string.h>

/* Every page that a commit touches is written twice, so few indexes stand here. An action's changes lie side by side
 * behind its seq; `change_row` finds the writers of a field, `action_canvas` the actions of a canvas, for its feed and for
 * undo. The newest clock needs none: a local action's is above all others, and `store_info` says what came from elsewhere. */
static const char journal_tables[] =
    "CREATE TABLE IF NOT EXISTS action (seq INTEGER PRIMARY KEY, id BIGINT NOT NULL,"
    " site BIGINT NOT NULL, clock BIGINT NOT NULL, canvas_id BIGINT NOT NULL, actor_id BIGINT NOT NULL,"
    " operation TEXT NOT NULL, undoes_id BIGINT NOT NULL DEFAULT 0);"
    "CREATE INDEX IF NOT EXISTS action_canvas ON action (canvas_id, clock, actor_id);"
    "CREATE INDEX IF NOT EXISTS action_undoes ON action (undoes_id) WHERE undoes_id <> 0;"
    "CREATE TABLE IF NOT EXISTS change (action_seq BIGINT NOT NULL, ordinal INTEGER NOT NULL, entity TEXT NOT NULL,"
    " entity_id BIGINT NOT NULL, field TEXT NOT NULL, old, new NOT NULL, PRIMARY KEY (action_seq, ordinal)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS change_row ON change (entity_id, field);"
    "CREATE TABLE IF NOT EXISTS purged (canvas_id BIGINT NOT NULL PRIMARY KEY, clock BIGINT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS store_info (key TEXT NOT NULL PRIMARY KEY, value NOT NULL);";

/* Of the first format: changes named their action by its id, and every index was kept. Ids become seqs, in order. */
static const char journal_before[] =
    "ALTER TABLE change RENAME TO change_before;"
    "ALTER TABLE action RENAME TO action_before;"
    "DROP INDEX change_row;"
    "DROP INDEX action_undoes;";
static const char journal_carry_over[] =
    "INSERT INTO action (seq, id, site, clock, canvas_id, actor_id, operation, undoes_id)"
    " SELECT seq, id, site, clock, canvas_id, actor_id, operation, undoes_id FROM action_before ORDER BY seq;"
    "INSERT INTO change (action_seq, ordinal, entity, entity_id, field, old, new)"
    " SELECT a.seq, row_number() OVER (PARTITION BY a.seq ORDER BY c.rowid), c.entity, c.entity_id, c.field, c.old, c.new"
    " FROM change_before c JOIN action_before a ON a.id = c.action_id ORDER BY a.seq, c.rowid;"
    "DROP TABLE change_before;"
    "DROP TABLE action_before;";

bool schema_find_entity(const struct schema *schema, const char *name, size_t *out)
{
    for (size_t i = 0; i < schema->entity_count; i++) {
        if (strcmp(schema->entities[i].name, name) == 0) {
            *out = i;
            return true;
        }
    }
    return false;
}

bool schema_find_field(const struct schema_entity *entity, const char *name, int *out)
{
    if (strcmp(name, "alive") == 0) {
        *out = ALIVE_FIELD;
        return true;
    }
    for (size_t i = 0; i < entity->field_count; i++) {
        if (strcmp(entity->fields[i].name, name) == 0) {
            *out = (int)i;
            return true;
        }
    }
    return false;
}

const char *schema_field_name(const struct schema_entity *entity, int field)
{
    return field == ALIVE_FIELD ? "alive" : entity->fields[field].name;
}

bool schema_field_is_text(const struct schema_entity *entity, int field)
{
    return field != ALIVE_FIELD && entity->fields[field].type == FIELD_TEXT;
}

bool schema_is_canvas(const struct schema *schema, size_t entity)
{
    return schema->canvas_entity && strcmp(schema->entities[entity].name, schema->canvas_entity) == 0;
}

static const char *column_type(const struct schema_field *field)
{
    return field->type == FIELD_TEXT ? "TEXT NOT NULL DEFAULT ''" : "INTEGER NOT NULL DEFAULT 0";
}

static bool has_column(struct database *database, const char *table, const char *column)
{
    return sqlite3_table_column_metadata(database->raw, "main", table, column, NULL, NULL, NULL, NULL, NULL) ==
           SQLITE_OK;
}

static enum status create_entity(struct database *database, const struct schema_entity *entity, struct error *err)
{
    struct buffer sql = {0};
    buffer_printf(&sql, "CREATE TABLE IF NOT EXISTS \"%s\" (id INTEGER PRIMARY KEY, canvas_id BIGINT NOT NULL DEFAULT 0, ",
                  entity->name);
    if (entity->numbered)
        buffer_add(&sql, "number INTEGER NOT NULL, ");
    buffer_add(&sql, "alive INTEGER NOT NULL DEFAULT 0, created BIGINT NOT NULL DEFAULT 0, "
                     "updated BIGINT NOT NULL DEFAULT 0, author_id BIGINT NOT NULL DEFAULT 0");
    for (size_t i = 0; i < entity->field_count; i++)
        buffer_printf(&sql, ", \"%s\" %s", entity->fields[i].name, column_type(&entity->fields[i]));
    buffer_add(&sql, ");");
    if (entity->numbered)
        buffer_printf(&sql, "CREATE UNIQUE INDEX IF NOT EXISTS \"%s_number\" ON \"%s\" (number);", entity->name,
                      entity->name);
    enum status status = database_run(database, buffer_text(&sql), err);
    buffer_clear(&sql);
    return status;
}

static enum status add_missing_columns(struct database *database, const struct schema_entity *entity,
                                       struct error *err)
{
    enum status status = STATUS_OK;
    struct buffer sql = {0};
    for (size_t i = 0; i < entity->field_count && status == STATUS_OK; i++) {
        if (has_column(database, entity->name, entity->fields[i].name))
            continue;
        buffer_reset(&sql);
        buffer_printf(&sql, "ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s", entity->name, entity->fields[i].name,
                      column_type(&entity->fields[i]));
        status = database_run(database, sql.data, err);
    }
    buffer_clear(&sql);
    return status;
}

static enum status upgrade_journal(struct database *database, struct error *err)
{
    bool before = has_column(database, "change", "action_id");
    enum status status = before ? database_run(database, journal_before, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = database_run(database, journal_tables, err);
    return status == STATUS_OK && before ? database_run(database, journal_carry_over, err) : status;
}

enum status schema_upgrade(struct database *database, const struct schema *schema, struct error *err)
{
    enum status status = upgrade_journal(database, err);
    for (size_t i = 0; i < schema->entity_count && status == STATUS_OK; i++) {
        status = create_entity(database, &schema->entities[i], err);
        if (status == STATUS_OK)
            status = add_missing_columns(database, &schema->entities[i], err);
    }
    if (status == STATUS_OK && schema->side_tables)
        status = database_run(database, schema->side_tables, err);
    char sql[64];
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA user_version=%d", schema->version);
    return status == STATUS_OK ? database_run(database, sql, err) : status;
}

enum status schema_create(struct database *database, const struct schema *schema, struct error *err)
{
    char sql[64];
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA application_id=%d", STORE_APPLICATION_ID);
    enum status status = database_run(database, sql, err);
    if (status == STATUS_OK)
        status = schema_upgrade(database, schema, err);
    struct statement *statement;
    if (status == STATUS_OK)
        status = database_prepare(database, "INSERT INTO store_info (key, value) VALUES ('site', ?1)", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, id_new());
    return statement_run(statement, err);
}

enum status schema_require(struct database *database, const struct schema *schema, struct error *err)
{
    bool complete = has_column(database, "change", "action_seq");
    for (size_t i = 0; i < schema->entity_count && complete; i++) {
        const struct schema_entity *entity = &schema->entities[i];
        complete = has_column(database, entity->name, "id");
        for (size_t f = 0; f < entity->field_count && complete; f++)
            complete = has_column(database, entity->name, entity->fields[f].name);
    }
    if (complete)
        return STATUS_OK;
    return error_set(err, STATUS_READ_ONLY,
                     _("%s was made by an older nonet and must be upgraded; open it once where it can be written"),
                     database->path);
}
