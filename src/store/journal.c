/*
 * journal.c - actions: the only way rows change.
 *
 * While an action is open its changes go to the entity tables at once (so that the operation can read
 * what it did) and into a book in memory; the commit writes the book as journal rows. Invariant: the
 * book holds one entry a row and one a field, `old` being the value before the action; entries that
 * came back to where they were leave no trace.
 */
#include "store_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- values --------------------------------------------------------------------------------------- */

static bool value_equal(const struct value *a, const struct value *b)
{
    if (a->text || b->text)
        return a->text && b->text && strcmp(a->text, b->text) == 0;
    return a->integer == b->integer;
}

static struct value value_copy(const struct value *from)
{
    return (struct value){.text = memory_copy_text(from->text), .integer = from->integer};
}

static void bind_value(struct statement *statement, int at, const struct value *value)
{
    if (value->text)
        statement_bind_text(statement, at, value->text);
    else
        statement_bind_integer(statement, at, value->integer);
}

/* ---- the book ---------------------------------------------------------------------------------------- */

static size_t slot_of(const struct action *action, size_t entity, int64_t row_id, int field)
{
    uint64_t hash = (uint64_t)row_id ^ (uint64_t)entity << 48 ^ (uint64_t)(field + 8) << 32;
    hash *= UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 32) & (action->slot_count - 1);
}

static void place(struct action *action, size_t index)
{
    const struct entry *entry = &action->entries[index];
    size_t slot = slot_of(action, entry->entity, entry->row_id, entry->field);
    while (action->slots[slot] != 0)
        slot = (slot + 1) & (action->slot_count - 1);
    action->slots[slot] = (uint32_t)(index + 1);
}

static struct entry *find_entry(const struct action *action, size_t entity, int64_t row_id, int field)
{
    if (action->slot_count == 0)
        return NULL;
    size_t slot = slot_of(action, entity, row_id, field);
    for (; action->slots[slot] != 0; slot = (slot + 1) & (action->slot_count - 1)) {
        struct entry *entry = &action->entries[action->slots[slot] - 1];
        if (entry->row_id == row_id && entry->entity == entity && entry->field == field)
            return entry;
    }
    return NULL;
}

static struct entry *add_entry(struct action *action, size_t entity, int64_t row_id, int field)
{
    GROW(action->entries, action->count, action->capacity);
    action->entries[action->count] = (struct entry){.entity = entity, .row_id = row_id, .field = field};
    if (2 * (action->count + 1) > action->slot_count) {
        action->slot_count = action->slot_count ? 2 * action->slot_count : 32;
        free(action->slots);
        action->slots = memory_new(action->slot_count, sizeof *action->slots);
        for (size_t i = 0; i < action->count; i++)
            place(action, i);
    }
    place(action, action->count);
    return &action->entries[action->count++];
}

void action_clear(struct store *store)
{
    struct action *action = &store->action;
    for (size_t i = 0; i < action->count; i++) {
        free(action->entries[i].old.text);
        free(action->entries[i].new.text);
    }
    free(action->entries);
    free(action->slots);
    *action = (struct action){0};
}

/* ---- opening ------------------------------------------------------------------------------------------- */

enum status action_open(struct store *store, int64_t canvas_id, int64_t actor_id, const char *operation,
                        int64_t undoes_id, struct error *err)
{
    int64_t newest;
    enum status status = database_integer(&store->database, "SELECT max(clock) FROM action", &newest, err);
    if (status != STATUS_OK)
        return status;
    action_clear(store);
    struct action *action = &store->action;
    int64_t now = store->now();
    action->open = true;
    action->id = id_new();
    action->clock = now > newest ? now : newest + 1;
    action->canvas_id = canvas_id;
    action->actor_id = actor_id;
    action->undoes_id = undoes_id;
    action->changes_before = sqlite3_total_changes(store->database.raw);
    snprintf(action->operation, sizeof action->operation, "%s", operation);
    return STATUS_OK;
}

enum status store_action_begin(struct store *store, int64_t canvas_id, int64_t actor_id, const char *operation,
                               struct error *err)
{
    enum status status = store_begin(store, err);
    if (status != STATUS_OK)
        return status;
    status = action_open(store, canvas_id, actor_id, operation, 0, err);
    if (status != STATUS_OK)
        store_rollback(store);
    return status;
}

/* ---- changing rows --------------------------------------------------------------------------------------- */

static enum status require_action(struct store *store, const char *entity, size_t *out, struct error *err)
{
    if (!store->action.open)
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"), "no action is open");
    if (!schema_find_entity(store->schema, entity, out))
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"), entity);
    return STATUS_OK;
}

/* The value in the table; *found is false when there is no such row. value->text is yours. */
static enum status read_field(struct store *store, const struct schema_entity *entity, int64_t row_id, int field,
                              struct value *value, bool *found, struct error *err)
{
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql, "SELECT \"%w\" FROM \"%w\" WHERE id = ?1", schema_field_name(entity, field),
                     entity->name);
    *value = (struct value){0};
    struct statement *statement;
    enum status status = store_prepare(store, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, row_id);
    status = statement_step(statement, found, err);
    if (status != STATUS_OK || !*found)
        return status;
    if (schema_field_is_text(entity, field))
        value->text = memory_copy_text(statement_text(statement, 0));
    else
        value->integer = statement_integer(statement, 0);
    statement_reset(statement);
    return STATUS_OK;
}

static enum status write_field(struct store *store, const struct schema_entity *entity, int64_t row_id, int field,
                               const struct value *value, struct error *err)
{
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql, "UPDATE \"%w\" SET \"%w\" = ?1 WHERE id = ?2", entity->name,
                     schema_field_name(entity, field));
    struct statement *statement;
    enum status status = store_prepare(store, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    bind_value(statement, 1, value);
    statement_bind_integer(statement, 2, row_id);
    return statement_run(statement, err);
}

enum status action_set(struct store *store, size_t entity_at, int64_t row_id, int field, const struct value *value,
                       bool *changed, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    struct action *action = &store->action;
    struct value present;
    bool found;
    if (changed)
        *changed = false;
    enum status status = read_field(store, entity, row_id, field, &present, &found, err);
    if (status != STATUS_OK)
        return status;
    if (!found)
        return error_set(err, STATUS_NOT_FOUND, _("this %s is not in the store"), entity->name);
    if (value_equal(&present, value)) {
        free(present.text);
        return STATUS_OK;
    }
    status = write_field(store, entity, row_id, field, value, err);
    if (status != STATUS_OK) {
        free(present.text);
        return status;
    }
    struct entry *row = find_entry(action, entity_at, row_id, ROW_ENTRY);
    if (!row)
        row = add_entry(action, entity_at, row_id, ROW_ENTRY);
    bool born = row->born;
    struct entry *entry = find_entry(action, entity_at, row_id, field);
    if (entry) {
        free(present.text);
        free(entry->new.text);
    } else {
        entry = add_entry(action, entity_at, row_id, field);
        entry->old = present;
        entry->born = born;
    }
    entry->new = value_copy(value);
    if (changed)
        *changed = true;
    return STATUS_OK;
}

static enum status set_named(struct store *store, const char *entity_name, int64_t id, const char *field_name,
                             const struct value *value, struct error *err)
{
    size_t entity;
    int field;
    enum status status = require_action(store, entity_name, &entity, err);
    if (status != STATUS_OK)
        return status;
    const struct schema_entity *described = &store->schema->entities[entity];
    if (!schema_find_field(described, field_name, &field) ||
        schema_field_is_text(described, field) != (value->text != NULL))
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"), field_name);
    return action_set(store, entity, id, field, value, NULL, err);
}

enum status store_row_set_integer(struct store *store, const char *entity, int64_t id, const char *field,
                                  int64_t value, struct error *err)
{
    struct value wanted = {.integer = value};
    return set_named(store, entity, id, field, &wanted, err);
}

enum status store_row_set_text(struct store *store, const char *entity, int64_t id, const char *field,
                               const char *value, struct error *err)
{
    char *copy = memory_copy_text(value ? value : "");
    struct value wanted = {.text = copy};
    enum status status = set_named(store, entity, id, field, &wanted, err);
    free(copy);
    return status;
}

/* ---- making rows -------------------------------------------------------------------------------------------- */

/* Counted apart from the rows, so that the number of a row that never came to be is not met again in
 * the same store by somebody who wrote it down. */
static enum status next_number(struct store *store, const char *entity, int64_t *out, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "INSERT INTO store_info (key, value) VALUES ('number:' || ?1, 1)"
                                       " ON CONFLICT (key) DO UPDATE SET value = value + 1 RETURNING value",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    bool row;
    statement_bind_text(statement, 1, entity);
    status = statement_step(statement, &row, err);
    if (status == STATUS_OK && row) {
        *out = statement_integer(statement, 0);
        /* To the end: before that the change of RETURNING is not complete. */
        status = statement_step(statement, &row, err);
    }
    return status;
}

static enum status insert_row(struct store *store, size_t entity_at, int64_t id, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    const struct action *action = &store->action;
    int64_t number = 0;
    enum status status = entity->numbered ? next_number(store, entity->name, &number, err) : STATUS_OK;
    if (status != STATUS_OK)
        return status;
    char sql[256];
    sqlite3_snprintf(sizeof sql, sql,
                     "INSERT INTO \"%w\" (id, canvas_id, alive, created, updated, author_id%s)"
                     " VALUES (?1, ?2, 1, ?3, ?3, ?4%s)",
                     entity->name, entity->numbered ? ", number" : "", entity->numbered ? ", ?5" : "");
    struct statement *statement;
    status = store_prepare(store, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, id);
    statement_bind_integer(statement, 2, schema_is_canvas(store->schema, entity_at) ? id : action->canvas_id);
    statement_bind_integer(statement, 3, action->clock);
    statement_bind_integer(statement, 4, action->actor_id);
    if (entity->numbered)
        statement_bind_integer(statement, 5, number);
    return statement_run(statement, err);
}

enum status store_row_create(struct store *store, const char *entity_name, int64_t id, struct error *err)
{
    size_t entity;
    struct value alive;
    bool found;
    enum status status = require_action(store, entity_name, &entity, err);
    if (status == STATUS_OK)
        status = read_field(store, &store->schema->entities[entity], id, ALIVE_FIELD, &alive, &found, err);
    if (status != STATUS_OK)
        return status;
    struct value one = {.integer = 1};
    if (found && alive.integer != 0)
        return error_set(err, STATUS_CONFLICT, _("this %s is there already"), entity_name);
    if (found)
        return action_set(store, entity, id, ALIVE_FIELD, &one, NULL, err);
    status = insert_row(store, entity, id, err);
    if (status != STATUS_OK)
        return status;
    add_entry(&store->action, entity, id, ROW_ENTRY)->born = true;
    struct entry *entry = add_entry(&store->action, entity, id, ALIVE_FIELD);
    entry->new = one;
    return STATUS_OK;
}

/* ---- committing ------------------------------------------------------------------------------------------------ */

static enum status write_change(struct store *store, const struct entry *entry, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entry->entity];
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "INSERT INTO change (action_id, entity, entity_id, field, old, new)"
                                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, store->action.id);
    statement_bind_text(statement, 2, entity->name);
    statement_bind_integer(statement, 3, entry->row_id);
    statement_bind_text(statement, 4, schema_field_name(entity, entry->field));
    if (entry->born && entry->field != ALIVE_FIELD)
        statement_bind_text(statement, 5, NULL);
    else
        bind_value(statement, 5, &entry->old);
    bind_value(statement, 6, &entry->new);
    return statement_run(statement, err);
}

/* Moves `updated` of a changed row; a row that was made and unmade again goes. */
static enum status finish_row(struct store *store, const struct entry *row, struct error *err)
{
    if ((row->changes == 0) != row->born)
        return STATUS_OK;
    const char *table = store->schema->entities[row->entity].name;
    char sql[160];
    if (row->changes == 0)
        sqlite3_snprintf(sizeof sql, sql, "DELETE FROM \"%w\" WHERE id = ?1", table);
    else
        sqlite3_snprintf(sizeof sql, sql, "UPDATE \"%w\" SET updated = ?2 WHERE id = ?1", table);
    struct statement *statement;
    enum status status = store_prepare(store, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, row->row_id);
    if (row->changes > 0)
        statement_bind_integer(statement, 2, store->action.clock);
    return statement_run(statement, err);
}

static enum status write_book(struct store *store, size_t *changes, struct error *err)
{
    struct action *action = &store->action;
    enum status status = STATUS_OK;
    *changes = 0;
    for (size_t i = 0; i < action->count && status == STATUS_OK; i++) {
        struct entry *entry = &action->entries[i];
        if (entry->field == ROW_ENTRY || value_equal(&entry->old, &entry->new))
            continue;
        find_entry(action, entry->entity, entry->row_id, ROW_ENTRY)->changes++;
        (*changes)++;
        status = write_change(store, entry, err);
    }
    for (size_t i = 0; i < action->count && status == STATUS_OK; i++) {
        if (action->entries[i].field == ROW_ENTRY)
            status = finish_row(store, &action->entries[i], err);
    }
    return status;
}

static enum status insert_action(struct store *store, int64_t *seq, struct error *err)
{
    const struct action *action = &store->action;
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "INSERT INTO action (id, site, clock, canvas_id, actor_id, operation,"
                                       " undoes_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, action->id);
    statement_bind_integer(statement, 2, store->site);
    statement_bind_integer(statement, 3, action->clock);
    statement_bind_integer(statement, 4, action->canvas_id);
    statement_bind_integer(statement, 5, action->actor_id);
    statement_bind_text(statement, 6, action->operation);
    statement_bind_integer(statement, 7, action->undoes_id);
    status = statement_run(statement, err);
    if (status != STATUS_OK)
        return status;
    *seq = sqlite3_last_insert_rowid(store->database.raw);
    if (action->canvas_id == 0 || !store->schema->canvas_entity)
        return STATUS_OK;
    char sql[160];
    sqlite3_snprintf(sizeof sql, sql, "UPDATE \"%w\" SET updated = ?2 WHERE id = ?1", store->schema->canvas_entity);
    status = store_prepare(store, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, action->canvas_id);
    statement_bind_integer(statement, 2, action->clock);
    return statement_run(statement, err);
}

enum status action_write(struct store *store, int64_t *seq, struct error *err)
{
    size_t changes;
    enum status status = write_book(store, &changes, err);
    return status == STATUS_OK ? insert_action(store, seq, err) : status;
}

static enum status commit_action(struct store *store, int64_t *seq, struct error *err)
{
    size_t changes;
    enum status status = write_book(store, &changes, err);
    if (status != STATUS_OK)
        return status;
    if (changes > 0)
        status = insert_action(store, seq, err);
    /* Not a single write, not even to a side table: then the file is not touched either. */
    else if (sqlite3_total_changes(store->database.raw) == store->action.changes_before) {
        store_rollback(store);
        return STATUS_OK;
    }
    return status == STATUS_OK ? store_commit(store, err) : status;
}

enum status store_action_commit(struct store *store, int64_t *seq, struct error *err)
{
    int64_t number = 0;
    if (seq)
        *seq = 0;
    if (!store->action.open)
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"), "no action is open");
    enum status status = commit_action(store, &number, err);
    if (status != STATUS_OK)
        store_rollback(store);
    else if (seq)
        *seq = number;
    return status;
}
