/*
 * row.c - rows of the entity tables, read and written for the open action.
 *
 * A row that the action makes waits in the book and is written once, with all its fields: at the commit, or as soon as
 * anybody prepares a statement that could see it. Invariant: what is waiting has no row in its table, and
 * everything else the book says stands in the tables already.
 */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_FIELD 7 /* parameter of the statements below */

void field_value_bind(struct statement *statement, int at, const struct value *value)
{
    if (value->text)
        statement_bind_kept(statement, at, value->text);
    else
        statement_bind_integer(statement, at, value->integer);
}

/* ---- one field ------------------------------------------------------------------------------------------ */

enum status row_read(struct store *store, size_t entity_at, int64_t row_id, int field, struct value *value,
                     bool *found, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    const struct entry *waiting = book_row(&store->action, entity_at, row_id);
    *value = (struct value){.text = schema_field_is_text(entity, field) ? (char *)"" : NULL};
    *found = waiting && waiting->waits;
    if (*found) {
        const struct entry *entry = book_field(&store->action, waiting, field);
        if (entry)
            *value = entry->new;
        return STATUS_OK;
    }
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql, "SELECT \"%w\" FROM \"%w\" WHERE id = ?1", schema_field_name(entity, field),
                     entity->name);
    struct statement *statement;
    enum status status = database_prepare(&store->database, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, row_id);
    status = statement_step(statement, found, err);
    if (status != STATUS_OK || !*found)
        return status;
    if (schema_field_is_text(entity, field))
        *value = book_keep(&store->action, &(struct value){.text = (char *)statement_text(statement, 0)});
    else
        value->integer = statement_integer(statement, 0);
    statement_reset(statement);
    return STATUS_OK;
}

enum status row_write(struct store *store, size_t entity_at, int64_t row_id, int field, const struct value *value,
                      struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    const struct entry *row = book_row(&store->action, entity_at, row_id);
    if (row && row->waits)
        return STATUS_OK;
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql, "UPDATE \"%w\" SET \"%w\" = ?1 WHERE id = ?2", entity->name,
                     schema_field_name(entity, field));
    struct statement *statement;
    enum status status = database_prepare(&store->database, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    field_value_bind(statement, 1, value);
    statement_bind_integer(statement, 2, row_id);
    return statement_run(statement, err);
}

/* ---- whole rows ------------------------------------------------------------------------------------------ */

/* One above the highest there is. Rows stay, so no number comes twice; where rows were really removed, or an older
 * nonet counted, store_info says how far it got. */
static enum status next_number(struct store *store, size_t entity_at, int64_t *out, struct error *err)
{
    const char *name = store->schema->entities[entity_at].name;
    struct action *action = &store->action;
    if (!action->next_numbers)
        action->next_numbers = memory_new(store->schema->entity_count, sizeof *action->next_numbers);
    int64_t *next = &action->next_numbers[entity_at];
    if (*next == 0) {
        char sql[256];
        sqlite3_snprintf(sizeof sql, sql,
                         "SELECT 1 + max(coalesce((SELECT max(number) FROM \"%w\"), 0),"
                         " coalesce((SELECT value FROM store_info WHERE key = 'number:%q'), 0))",
                         name, name);
        enum status status = database_integer(&store->database, sql, next, err);
        if (status != STATUS_OK)
            return status;
    }
    *out = (*next)++;
    return STATUS_OK;
}

enum status info_raise(struct store *store, const char *key, int64_t value, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&store->database,
                                          "INSERT INTO store_info (key, value) VALUES (?1, ?2)"
                                          " ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_text(statement, 1, key);
    statement_bind_integer(statement, 2, value);
    return statement_run(statement, err);
}

/* Parameters: id, canvas_id, created, updated, author_id, alive, then the fields, then the number. Kept by its entity:
 * to put so long a sentence together for each row costs as much as to insert it. */
static enum status prepare_insert(struct store *store, size_t entity_at, struct statement **out, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    if (!store->inserts)
        store->inserts = memory_new(store->schema->entity_count, sizeof *store->inserts);
    *out = store->inserts[entity_at];
    if (*out)
        return STATUS_OK;
    struct buffer sql = {0}, values = {0};
    buffer_printf(&sql, "INSERT INTO \"%s\" (id, canvas_id, created, updated, author_id, alive", entity->name);
    buffer_add(&values, "?1, ?2, ?3, ?4, ?5, ?6");
    size_t at = FIRST_FIELD;
    for (size_t i = 0; i < entity->field_count; i++, at++) {
        buffer_printf(&sql, ", \"%s\"", entity->fields[i].name);
        buffer_printf(&values, ", ?%zu", at);
    }
    if (entity->numbered) {
        buffer_add(&sql, ", number");
        buffer_printf(&values, ", ?%zu", at);
    }
    buffer_printf(&sql, ") VALUES (%s)", values.data);
    enum status status = database_prepare(&store->database, sql.data, out, err);
    store->inserts[entity_at] = *out;
    buffer_clear(&sql);
    buffer_clear(&values);
    return status;
}

static enum status prepare_replace(struct store *store, size_t entity_at, struct statement **out, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    struct buffer sql = {0};
    buffer_printf(&sql, "UPDATE \"%s\" SET canvas_id = ?2, created = ?3, updated = ?4, author_id = ?5, alive = ?6",
                  entity->name);
    for (size_t i = 0; i < entity->field_count; i++)
        buffer_printf(&sql, ", \"%s\" = ?%zu", entity->fields[i].name, i + FIRST_FIELD);
    buffer_add(&sql, " WHERE id = ?1");
    enum status status = database_prepare(&store->database, sql.data, out, err);
    buffer_clear(&sql);
    return status;
}

struct value *row_default_values(const struct schema_entity *entity)
{
    struct value *values = memory_new(entity->field_count + 1, sizeof *values);
    for (size_t i = 0; i < entity->field_count; i++)
        values[i + 1].text = entity->fields[i].type == FIELD_TEXT ? (char *)"" : NULL;
    return values;
}

static void bind_row(struct statement *statement, const struct schema_entity *entity, const struct row *row)
{
    statement_bind_integer(statement, 1, row->id);
    statement_bind_integer(statement, 2, row->canvas_id);
    statement_bind_integer(statement, 3, row->created);
    statement_bind_integer(statement, 4, row->updated);
    statement_bind_integer(statement, 5, row->author_id);
    for (size_t i = 0; i <= entity->field_count; i++)
        field_value_bind(statement, (int)i + 6, &row->values[i]);
}

enum status row_insert(struct store *store, const struct row *row, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[row->entity];
    int64_t number = 0;
    enum status status = entity->numbered ? next_number(store, row->entity, &number, err) : STATUS_OK;
    struct statement *statement;
    if (status == STATUS_OK)
        status = prepare_insert(store, row->entity, &statement, err);
    if (status != STATUS_OK)
        return status;
    bind_row(statement, entity, row);
    if (entity->numbered)
        statement_bind_integer(statement, (int)entity->field_count + FIRST_FIELD, number);
    return statement_run(statement, err);
}

enum status row_replace(struct store *store, const struct row *row, struct error *err)
{
    struct statement *statement;
    enum status status = prepare_replace(store, row->entity, &statement, err);
    if (status != STATUS_OK)
        return status;
    bind_row(statement, &store->schema->entities[row->entity], row);
    return statement_run(statement, err);
}

/* The row as the book has it; its texts stay the book's. */
static enum status insert_waiting(struct store *store, const struct entry *entry, struct error *err)
{
    const struct action *action = &store->action;
    struct row row = {.entity = entry->entity,
                      .id = entry->row_id,
                      .canvas_id = schema_is_canvas(store->schema, entry->entity) ? entry->row_id : action->canvas_id,
                      .created = action->clock,
                      .updated = action->clock,
                      .author_id = action->actor_id,
                      .values = row_default_values(&store->schema->entities[entry->entity])};
    for (const struct entry *set = book_next_field(action, entry); set; set = book_next_field(action, set))
        row.values[set->field - ALIVE_FIELD] = set->new;
    enum status status = row_insert(store, &row, err);
    free(row.values);
    return status;
}

enum status rows_write_waiting(struct store *store, struct error *err)
{
    struct action *action = &store->action;
    enum status status = STATUS_OK;
    for (; action->first_waiting < action->count && status == STATUS_OK; action->first_waiting++) {
        struct entry *row = &action->entries[action->first_waiting];
        if (!row->waits)
            continue;
        status = insert_waiting(store, row, err);
        row->waits = false;
    }
    return status;
}

enum status row_remove(struct store *store, const struct entry *row, struct error *err)
{
    char sql[160];
    sqlite3_snprintf(sizeof sql, sql, "DELETE FROM \"%w\" WHERE id = ?1",
                     store->schema->entities[row->entity].name);
    struct statement *statement;
    enum status status = database_prepare(&store->database, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, row->row_id);
    return statement_run(statement, err);
}

enum status row_set_updated(struct store *store, const char *table, int64_t row_id, int64_t clock, struct error *err)
{
    char sql[160];
    sqlite3_snprintf(sizeof sql, sql, "UPDATE \"%w\" SET updated = ?2 WHERE id = ?1", table);
    struct statement *statement;
    enum status status = database_prepare(&store->database, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, row_id);
    statement_bind_integer(statement, 2, clock);
    return statement_run(statement, err);
}
