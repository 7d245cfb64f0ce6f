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

/* Those of an entity are kept: to put their long sentences together for each row costs as much as to run them. */
static struct row_statements *statements_of(struct store *store, size_t entity_at)
{
    if (!store->row_statements)
        store->row_statements = memory_new(store->schema->entity_count, sizeof *store->row_statements);
    return &store->row_statements[entity_at];
}

static enum status prepare_read(struct store *store, size_t entity_at, int field, struct statement **out, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    struct row_statements *kept = statements_of(store, entity_at);
    if (field == ALIVE_FIELD && kept->is_alive) {
        statement_reset(kept->is_alive);
        *out = kept->is_alive;
        return STATUS_OK;
    }
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql, "SELECT \"%w\" FROM \"%w\" WHERE id = ?1", schema_field_name(entity, field),
                     entity->name);
    enum status status = database_prepare(&store->database, sql, out, err);
    if (field == ALIVE_FIELD)
        kept->is_alive = *out;
    return status;
}

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
    struct statement *statement;
    enum status status = prepare_read(store, entity_at, field, &statement, err);
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

static size_t insert_width(const struct schema_entity *entity)
{
    return FIRST_FIELD - 1 + entity->field_count + (entity->numbered ? 1 : 0);
}

/* Parameters of each row: id, canvas_id, created, updated, author_id, alive, then the fields, then the number. */
static enum status prepare_insert(struct store *store, size_t entity_at, size_t rows, struct statement **out,
                                  struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    struct row_statements *statements = statements_of(store, entity_at);
    struct statement **kept = rows > 1 ? &statements->insert_many : &statements->insert;
    *out = *kept;
    if (*out)
        return STATUS_OK;
    struct buffer sql = {0};
    buffer_printf(&sql, INSERT_INTO "\"%s\" (id, canvas_id, created, updated, author_id, alive", entity->name);
    for (size_t i = 0; i < entity->field_count; i++)
        buffer_printf(&sql, ", \"%s\"", entity->fields[i].name);
    buffer_printf(&sql, "%s) VALUES ", entity->numbered ? ", number" : "");
    statement_add_rows(&sql, rows, insert_width(entity));
    enum status status = database_prepare(&store->database, sql.data, out, err);
    *kept = *out;
    buffer_clear(&sql);
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

/* From the parameter behind `before` on. */
static void bind_row(struct statement *statement, size_t before, const struct schema_entity *entity, const struct row *row)
{
    int at = (int)before;
    statement_bind_integer(statement, at + 1, row->id);
    statement_bind_integer(statement, at + 2, row->canvas_id);
    statement_bind_integer(statement, at + 3, row->created);
    statement_bind_integer(statement, at + 4, row->updated);
    statement_bind_integer(statement, at + 5, row->author_id);
    for (size_t i = 0; i <= entity->field_count; i++)
        field_value_bind(statement, at + (int)i + 6, &row->values[i]);
}

static void bind_number(struct statement *statement, size_t before, const struct schema_entity *entity, int64_t number)
{
    if (entity->numbered)
        statement_bind_integer(statement, (int)(before + insert_width(entity)), number);
}

enum status row_insert(struct store *store, const struct row *row, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[row->entity];
    int64_t number = 0;
    enum status status = entity->numbered ? next_number(store, row->entity, &number, err) : STATUS_OK;
    struct statement *statement;
    if (status == STATUS_OK)
        status = prepare_insert(store, row->entity, 1, &statement, err);
    if (status != STATUS_OK)
        return status;
    bind_row(statement, 0, entity, row);
    bind_number(statement, 0, entity, number);
    return statement_run(statement, err);
}

enum status row_replace(struct store *store, const struct row *row, struct error *err)
{
    struct statement *statement;
    enum status status = prepare_replace(store, row->entity, &statement, err);
    if (status != STATUS_OK)
        return status;
    bind_row(statement, 0, &store->schema->entities[row->entity], row);
    return statement_run(statement, err);
}

/* The row as the book has it; its texts stay the book's. */
static void bind_waiting(struct statement *statement, size_t before, const struct store *store, const struct entry *entry,
                         const struct value *defaults, struct value *values)
{
    const struct action *action = &store->action;
    const struct schema_entity *entity = &store->schema->entities[entry->entity];
    struct row row = {.entity = entry->entity,
                      .id = entry->row_id,
                      .canvas_id = schema_is_canvas(store->schema, entry->entity) ? entry->row_id : action->canvas_id,
                      .created = action->clock,
                      .updated = action->clock,
                      .author_id = action->actor_id,
                      .values = values};
    memcpy(values, defaults, (entity->field_count + 1) * sizeof *values);
    for (const struct entry *set = book_next_field(action, entry); set; set = book_next_field(action, set))
        values[set->field - ALIVE_FIELD] = set->new;
    bind_row(statement, before, entity, &row);
    bind_number(statement, before, entity, entry->new.integer);
}

/* Rows of one entity that go into its table together. */
struct batch {
    size_t entity, count;
    size_t at[ROWS_AT_ONCE]; /* their entries */
};

/* A full batch in one statement, another one row by row: so there are two statements an entity, not one a size. */
static enum status write_batch(struct store *store, struct batch *batch, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[batch->entity];
    struct value *defaults = row_default_values(entity), *values = row_default_values(entity);
    size_t together = batch->count == ROWS_AT_ONCE ? ROWS_AT_ONCE : 1;
    enum status status = STATUS_OK;
    for (size_t done = 0; done < batch->count && status == STATUS_OK; done += together) {
        struct statement *statement;
        status = prepare_insert(store, batch->entity, together, &statement, err);
        for (size_t i = 0; i < together && status == STATUS_OK; i++) {
            struct entry *row = &store->action.entries[batch->at[done + i]];
            bind_waiting(statement, i * insert_width(entity), store, row, defaults, values);
            row->waits = false;
        }
        if (status == STATUS_OK)
            status = statement_run(statement, err);
    }
    free(defaults);
    free(values);
    batch->count = 0;
    return status;
}

static enum status add_to_batch(struct store *store, struct batch *batches, size_t at, struct error *err)
{
    struct entry *row = &store->action.entries[at];
    struct batch *batch = &batches[row->entity];
    batch->entity = row->entity;
    batch->at[batch->count++] = at;
    enum status status = STATUS_OK;
    if (store->schema->entities[row->entity].numbered)
        status = next_number(store, row->entity, &row->new.integer, err);
    return status == STATUS_OK && batch->count == ROWS_AT_ONCE ? write_batch(store, batch, err) : status;
}

enum status rows_write_waiting(struct store *store, struct error *err)
{
    struct action *action = &store->action;
    struct batch *batches = NULL;
    size_t entities = store->schema->entity_count;
    enum status status = STATUS_OK;
    for (; action->first_waiting < action->count && status == STATUS_OK; action->first_waiting++) {
        if (!action->entries[action->first_waiting].waits)
            continue;
        if (!batches)
            batches = memory_new(entities, sizeof *batches);
        status = add_to_batch(store, batches, action->first_waiting, err);
    }
    for (size_t i = 0; batches && i < entities && status == STATUS_OK; i++)
        status = write_batch(store, &batches[i], err);
    free(batches);
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
