/*
 * journal.c - actions: the only way rows change.
 *
 * While an action is open its changes go into a book in memory (book.c) and to the entity tables (row.c: at once, so
 * that the operation can read what it did; rows that it makes as late as possible, so that they are written once). The
 * commit writes the book as journal rows. Invariant: entries that came back to where they were leave no trace.
 */
#include "store_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A whole canvas at once: while it is written its pages stay in memory, else each would go out several times. */
#define LARGE_ACTION 20000

/* ---- opening ------------------------------------------------------------------------------------------- */

/* The last action's clock, as a local one is later than all before it; store_info knows of later ones from elsewhere. */
enum status journal_newest_clock(struct store *store, int64_t *out, struct error *err)
{
    return database_integer(&store->database,
                            "SELECT max(coalesce((SELECT clock FROM action ORDER BY seq DESC LIMIT 1), 0),"
                            " coalesce((SELECT value FROM store_info WHERE key = 'clock'), 0))",
                            out, err);
}

enum status action_open(struct store *store, int64_t canvas_id, int64_t actor_id, const char *operation,
                        int64_t undoes_id, struct error *err)
{
    int64_t newest;
    enum status status = site_make_sure(store, err);
    if (status == STATUS_OK)
        status = journal_newest_clock(store, &newest, err);
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

enum status action_set(struct store *store, size_t entity_at, int64_t row_id, int field, const struct value *value,
                       bool *changed, struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[entity_at];
    struct action *action = &store->action;
    struct value present;
    bool found;
    if (changed)
        *changed = false;
    struct entry *made = book_find(action, entity_at, row_id, ROW_ENTRY);
    if (made && made->waits && !book_find(action, entity_at, row_id, field)) {
        if (value->text ? value->text[0] == '\0' : value->integer == 0)
            return STATUS_OK; /* what a new row has anyway */
        made->fields++; /* before the book moves */
        struct entry *entry = book_add(action, entity_at, row_id, field);
        entry->born = true;
        entry->old.text = value->text ? memory_copy_text("") : NULL;
        entry->new = field_value_copy(value);
        if (changed)
            *changed = true;
        return STATUS_OK;
    }
    enum status status = row_read(store, entity_at, row_id, field, &present, &found, err);
    if (status != STATUS_OK)
        return status;
    if (!found)
        return error_set(err, STATUS_NOT_FOUND, _("this %s is not in the store"), entity->name);
    if (field_value_equal(&present, value)) {
        free(present.text);
        return STATUS_OK;
    }
    status = row_write(store, entity_at, row_id, field, value, err);
    if (status != STATUS_OK) {
        free(present.text);
        return status;
    }
    struct entry *row = book_find(action, entity_at, row_id, ROW_ENTRY);
    if (!row)
        row = book_add(action, entity_at, row_id, ROW_ENTRY);
    bool born = row->born;
    struct entry *entry = book_find(action, entity_at, row_id, field);
    if (entry) {
        free(present.text);
        free(entry->new.text);
    } else {
        entry = book_add(action, entity_at, row_id, field);
        entry->old = present;
        entry->born = born;
    }
    entry->new = field_value_copy(value);
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
    struct value wanted = {.text = (char *)(value ? value : "")}; /* action_set() copies it */
    return set_named(store, entity, id, field, &wanted, err);
}

/* ---- making rows -------------------------------------------------------------------------------------------- */

enum status store_row_state(struct store *store, const char *entity_name, int64_t id, bool *exists, bool *alive,
                            struct error *err)
{
    size_t entity;
    struct value value;
    if (!schema_find_entity(store->schema, entity_name, &entity))
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"), entity_name);
    enum status status = row_read(store, entity, id, ALIVE_FIELD, &value, exists, err);
    *alive = status == STATUS_OK && *exists && value.integer != 0;
    return status;
}

enum status store_row_create(struct store *store, const char *entity_name, int64_t id, struct error *err)
{
    size_t entity;
    struct value alive;
    bool found;
    enum status status = require_action(store, entity_name, &entity, err);
    if (status == STATUS_OK)
        status = row_read(store, entity, id, ALIVE_FIELD, &alive, &found, err);
    if (status != STATUS_OK)
        return status;
    struct value one = {.integer = 1};
    if (found && alive.integer != 0)
        return error_set(err, STATUS_CONFLICT, _("this %s is there already"), entity_name);
    if (found)
        return action_set(store, entity, id, ALIVE_FIELD, &one, NULL, err);
    struct entry *row = book_add(&store->action, entity, id, ROW_ENTRY);
    row->born = row->waits = true;
    row->fields = 1;
    struct entry *entry = book_add(&store->action, entity, id, ALIVE_FIELD);
    entry->new = one;
    return STATUS_OK;
}

/* ---- committing ------------------------------------------------------------------------------------------------ */

#define BATCH 32    /* changes that one statement inserts */
#define PARAMETERS 7 /* of one change */

/* Into the `slot`-th row of the insertion; all its parameters are bound anew. The texts stay where they are. */
static void bind_change(struct store *store, struct statement *statement, int slot, const struct entry *entry,
                        int64_t seq, int64_t ordinal)
{
    const struct schema_entity *entity = &store->schema->entities[entry->entity];
    int at = slot * PARAMETERS;
    statement_bind_integer(statement, at + 1, seq);
    statement_bind_integer(statement, at + 2, ordinal);
    statement_bind_kept(statement, at + 3, entity->name);
    statement_bind_integer(statement, at + 4, entry->row_id);
    statement_bind_kept(statement, at + 5, schema_field_name(entity, entry->field));
    if (entry->born && entry->field != ALIVE_FIELD)
        statement_bind_text(statement, at + 6, NULL);
    else
        field_value_bind(statement, at + 6, &entry->old);
    field_value_bind(statement, at + 7, &entry->new);
}

static enum status prepare_changes(struct store *store, int rows, struct statement **out, struct error *err)
{
    struct buffer sql = {0};
    buffer_add(&sql, "INSERT INTO change (action_seq, ordinal, entity, entity_id, field, old, new) VALUES ");
    for (int i = 0; i < rows; i++)
        buffer_add(&sql, i == 0 ? "(?, ?, ?, ?, ?, ?, ?)" : ", (?, ?, ?, ?, ?, ?, ?)");
    enum status status = database_prepare(&store->database, sql.data, out, err);
    buffer_clear(&sql);
    return status;
}

/* `rows` changes, the last of which has this ordinal. */
static enum status write_changes(struct store *store, struct statement *statement, const struct entry *const *entry,
                                 int rows, int64_t seq, int64_t last, struct error *err)
{
    for (int i = 0; i < rows; i++)
        bind_change(store, statement, i, entry[i], seq, last - rows + 1 + i);
    return statement_run(statement, err);
}

/* Moves `updated` of a changed row; a row that was made and unmade again goes, or never comes. */
static enum status finish_row(struct store *store, struct entry *row, struct error *err)
{
    if (row->changes > 0)
        return row->born ? STATUS_OK
                         : row_set_updated(store, store->schema->entities[row->entity].name, row->row_id,
                                           store->action.clock, err);
    if (!row->born)
        return STATUS_OK;
    if (!row->waits)
        return row_remove(store, row, err);
    row->waits = false;
    return STATUS_OK;
}

static bool counts(const struct entry *entry)
{
    return entry->field != ROW_ENTRY && !field_value_equal(&entry->old, &entry->new);
}

/* The rows of the entity tables, finished; *changes is what the journal has to say about them. */
static enum status finish_rows(struct store *store, size_t *changes, struct error *err)
{
    struct action *action = &store->action;
    struct entry *row = NULL; /* entries of one row mostly stand together */
    *changes = 0;
    for (size_t i = 0; i < action->count; i++) {
        struct entry *entry = &action->entries[i];
        if (entry->field == ROW_ENTRY)
            row = entry;
        if (!counts(entry))
            continue;
        if (!row || row->row_id != entry->row_id || row->entity != entry->entity)
            row = book_find(action, entry->entity, entry->row_id, ROW_ENTRY);
        row->changes++;
        (*changes)++;
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; i < action->count && status == STATUS_OK; i++) {
        if (action->entries[i].field == ROW_ENTRY)
            status = finish_row(store, &action->entries[i], err);
    }
    return status == STATUS_OK ? rows_write_waiting(store, err) : status;
}

static enum status insert_action(struct store *store, int64_t *seq, struct error *err)
{
    const struct action *action = &store->action;
    struct statement *statement;
    enum status status = database_prepare(&store->database,
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
    return row_set_updated(store, store->schema->canvas_entity, action->canvas_id, action->clock, err);
}

/* A large action's changes go by row id, which an index follows: put in here and there they cost twice as much. */
static enum status write_journal(struct store *store, int64_t *seq, struct error *err)
{
    const struct action *action = &store->action;
    const struct entry *waiting[BATCH];
    struct statement *one = NULL, *many = NULL;
    size_t *order = action->count > LARGE_ACTION ? book_order(action, store->schema->entity_count) : NULL;
    enum status status = insert_action(store, seq, err);
    if (status == STATUS_OK)
        status = prepare_changes(store, 1, &one, err);
    if (status == STATUS_OK && order)
        status = prepare_changes(store, BATCH, &many, err);
    int64_t ordinal = 0;
    int count = 0;
    for (size_t i = 0; i < action->count && status == STATUS_OK; i++) {
        const struct entry *entry = &action->entries[order ? order[i] : i];
        if (!counts(entry))
            continue;
        waiting[count++] = entry;
        ordinal++;
        if (!many || count == BATCH) {
            status = write_changes(store, many ? many : one, waiting, count, *seq, ordinal, err);
            count = 0;
        }
    }
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = write_changes(store, one, &waiting[i], 1, *seq, ordinal - count + 1 + i, err);
    free(order);
    return status;
}

enum status action_write(struct store *store, int64_t *seq, struct error *err)
{
    size_t changes;
    enum status status = finish_rows(store, &changes, err);
    return status == STATUS_OK ? write_journal(store, seq, err) : status;
}

static enum status commit_action(struct store *store, int64_t *seq, struct error *err)
{
    size_t changes;
    if (store->action.count > LARGE_ACTION)
        database_set_cache(&store->database, true);
    enum status status = finish_rows(store, &changes, err);
    if (status != STATUS_OK)
        return status;
    if (changes > 0)
        status = write_journal(store, seq, err);
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
    bool large = store->action.count > LARGE_ACTION;
    enum status status = commit_action(store, &number, err);
    if (status != STATUS_OK)
        store_rollback(store);
    if (large)
        database_set_cache(&store->database, false);
    if (status == STATUS_OK && seq)
        *seq = number;
    return status;
}
