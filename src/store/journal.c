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

/* A field that the row, made in this action, is given for the first time. */
static bool set_first(struct store *store, const struct entry *row, int field, const struct value *value)
{
    if (value->text ? value->text[0] == '\0' : value->integer == 0)
        return false; /* what a new row has anyway */
    struct entry *entry = book_add_field(&store->action, row, field);
    entry->old.text = value->text ? (char *)"" : NULL;
    entry->new = book_keep(&store->action, value);
    return true;
}

enum status action_set(struct store *store, size_t entity_at, int64_t row_id, int field, const struct value *value,
                       bool *changed, struct error *err)
{
    struct action *action = &store->action;
    struct value present;
    bool found;
    if (changed)
        *changed = false;
    struct entry *row = book_row(action, entity_at, row_id);
    struct entry *entry = row ? book_field(action, row, field) : NULL;
    if (row && row->waits && !entry) {
        bool set = set_first(store, row, field, value);
        if (changed)
            *changed = set;
        return STATUS_OK;
    }
    enum status status = row_read(store, entity_at, row_id, field, &present, &found, err);
    if (status != STATUS_OK)
        return status;
    if (!found)
        return error_set(err, STATUS_NOT_FOUND, _("this %s is not in the store"),
                         store->schema->entities[entity_at].name);
    if (field_value_equal(&present, value))
        return STATUS_OK;
    status = row_write(store, entity_at, row_id, field, value, err);
    if (status != STATUS_OK)
        return status;
    if (!row)
        row = book_add_row(action, entity_at, row_id);
    if (!entry) {
        entry = book_add_field(action, row, field);
        entry->old = present;
    }
    entry->new = book_keep(action, value);
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
    if (status == STATUS_OK && !*exists && store->action.open) {
        store->action.absent_entity = entity;
        store->action.absent_id = id;
    }
    return status;
}

enum status store_row_create(struct store *store, const char *entity_name, int64_t id, struct error *err)
{
    size_t entity;
    struct value alive;
    bool found = false;
    struct action *action = &store->action;
    enum status status = require_action(store, entity_name, &entity, err);
    bool absent = status == STATUS_OK && action->absent_id == id && action->absent_entity == entity;
    action->absent_id = 0;
    if (status == STATUS_OK && !absent)
        status = row_read(store, entity, id, ALIVE_FIELD, &alive, &found, err);
    if (status != STATUS_OK)
        return status;
    struct value one = {.integer = 1};
    if (found && alive.integer != 0)
        return error_set(err, STATUS_CONFLICT, _("this %s is there already"), entity_name);
    if (found)
        return action_set(store, entity, id, ALIVE_FIELD, &one, NULL, err);
    struct entry *row = book_add_row(action, entity, id);
    row->born = row->waits = true;
    book_add_field(action, row, ALIVE_FIELD)->new = one;
    return STATUS_OK;
}

/* ---- committing ------------------------------------------------------------------------------------------------ */

static bool counts(const struct entry *entry)
{
    return !field_value_equal(&entry->old, &entry->new);
}

static bool row_counts(const struct action *action, const struct entry *row)
{
    const struct entry *entry = book_next_field(action, row);
    while (entry && !counts(entry))
        entry = book_next_field(action, entry);
    return entry != NULL;
}

/* Moves `updated` of a changed row; a row that was made and unmade again goes, or never comes. */
static enum status finish_row(struct store *store, struct entry *row, bool changed, struct error *err)
{
    if (changed)
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

/* The rows of the entity tables, finished; *any: the journal has something to say about them. */
static enum status finish_rows(struct store *store, bool *any, struct error *err)
{
    struct action *action = &store->action;
    enum status status = STATUS_OK;
    *any = false;
    for (size_t i = 0; i < action->count && status == STATUS_OK; i++) {
        if (action->entries[i].field != ROW_ENTRY)
            continue;
        bool changed = row_counts(action, &action->entries[i]);
        *any = *any || changed;
        status = finish_row(store, &action->entries[i], changed, err);
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

/* Changes on their way into the journal. */
struct writing {
    struct store *store;
    struct statement *one, *many; /* rows of a statement; NULL = not prepared yet */
    int64_t seq, ordinal;
    struct buffer birth[ROWS_AT_ONCE];
};

enum { CHANGE_WIDTH = 7 };

static enum status prepare_changes(struct writing *writing, size_t rows, struct statement **out, struct error *err)
{
    struct statement **kept = rows > 1 ? &writing->many : &writing->one;
    enum status status = STATUS_OK;
    if (!*kept) {
        struct buffer sql = {0};
        buffer_add(&sql, INSERT_INTO "change (action_seq, ordinal, entity, entity_id, field, old, new) VALUES ");
        statement_add_rows(&sql, rows, CHANGE_WIDTH);
        status = database_prepare(&writing->store->database, sql.data, kept, err);
        buffer_clear(&sql);
    }
    *out = *kept;
    return status;
}

/* As the statement's row `at`; without an old value when that is NULL. */
static void bind_change(struct writing *writing, struct statement *insert, size_t at, const struct entry *row,
                        const char *field, const struct value *old, const struct value *new)
{
    int before = (int)at * CHANGE_WIDTH;
    statement_bind_integer(insert, before + 1, writing->seq);
    statement_bind_integer(insert, before + 2, ++writing->ordinal);
    statement_bind_kept(insert, before + 3, writing->store->schema->entities[row->entity].name);
    statement_bind_integer(insert, before + 4, row->row_id);
    statement_bind_kept(insert, before + 5, field);
    if (old)
        field_value_bind(insert, before + 6, old);
    else
        statement_bind_text(insert, before + 6, NULL);
    field_value_bind(insert, before + 7, new);
}

/* One change a field. Of a row that was made and put in the trash at once none has an old value. */
static enum status write_fields(struct writing *writing, const struct entry *row, struct error *err)
{
    const struct action *action = &writing->store->action;
    const struct schema_entity *entity = &writing->store->schema->entities[row->entity];
    struct statement *insert;
    enum status status = prepare_changes(writing, 1, &insert, err);
    const struct entry *entry = book_next_field(action, row);
    for (; entry && status == STATUS_OK; entry = book_next_field(action, entry)) {
        if (!counts(entry))
            continue;
        bind_change(writing, insert, 0, row, schema_field_name(entity, entry->field), row->born ? NULL : &entry->old,
                    &entry->new);
        status = statement_run(insert, err);
    }
    return status;
}

static bool is_birth(const struct action *action, const struct entry *row)
{
    const struct entry *alive = row->born ? book_field(action, row, ALIVE_FIELD) : NULL;
    return alive && alive->new.integer != 0;
}

static void bind_birth(struct writing *writing, struct statement *insert, size_t at, const struct entry *row)
{
    const struct action *action = &writing->store->action;
    const struct schema_entity *entity = &writing->store->schema->entities[row->entity];
    struct buffer *birth = &writing->birth[at];
    buffer_reset(birth);
    birth_begin(birth);
    for (const struct entry *entry = book_next_field(action, row); entry; entry = book_next_field(action, entry))
        if (entry->field != ALIVE_FIELD && counts(entry))
            birth_add(birth, schema_field_name(entity, entry->field), &entry->new);
    birth_end(birth);
    bind_change(writing, insert, at, row, BIRTH, NULL, &(struct value){.text = birth->data});
}

/* Rows that were born, at entries at[0], at[1]...: a full batch in one statement, another one by one. */
static enum status write_births(struct writing *writing, const size_t *at, size_t count, struct error *err)
{
    size_t together = count == ROWS_AT_ONCE ? ROWS_AT_ONCE : 1;
    enum status status = STATUS_OK;
    for (size_t done = 0; done < count && status == STATUS_OK; done += together) {
        struct statement *insert;
        status = prepare_changes(writing, together, &insert, err);
        for (size_t i = 0; i < together && status == STATUS_OK; i++)
            bind_birth(writing, insert, i, &writing->store->action.entries[at[done + i]]);
        if (status == STATUS_OK)
            status = statement_run(insert, err);
    }
    return status;
}

/* In the order in which things happened: a batch of births ends before another change. */
static enum status write_rows(struct writing *writing, struct error *err)
{
    const struct action *action = &writing->store->action;
    enum status status = STATUS_OK;
    size_t at[ROWS_AT_ONCE], births = 0;
    for (size_t i = 0; i < action->count && status == STATUS_OK; i++) {
        const struct entry *row = &action->entries[i];
        if (row->field != ROW_ENTRY)
            continue;
        bool birth = is_birth(action, row);
        if (births == ROWS_AT_ONCE || !birth) {
            status = write_births(writing, at, births, err);
            births = 0;
        }
        if (birth)
            at[births++] = i;
        else if (status == STATUS_OK)
            status = write_fields(writing, row, err);
    }
    return status == STATUS_OK ? write_births(writing, at, births, err) : status;
}

static enum status write_journal(struct store *store, int64_t *seq, struct error *err)
{
    struct writing writing = {.store = store};
    enum status status = insert_action(store, seq, err);
    writing.seq = *seq;
    if (status == STATUS_OK)
        status = write_rows(&writing, err);
    for (size_t i = 0; i < ROWS_AT_ONCE; i++)
        buffer_clear(&writing.birth[i]);
    return status;
}

enum status action_write(struct store *store, int64_t *seq, struct error *err)
{
    bool any;
    enum status status = finish_rows(store, &any, err);
    return status == STATUS_OK ? write_journal(store, seq, err) : status;
}

static enum status commit_action(struct store *store, int64_t *seq, struct error *err)
{
    bool any;
    if (store->action.count > LARGE_ACTION)
        database_set_cache(&store->database, true);
    enum status status = finish_rows(store, &any, err);
    if (status != STATUS_OK)
        return status;
    if (any)
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
