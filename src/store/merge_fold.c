/*
 * merge_fold.c - the rows after a merge: each folded from all its changes, and what both sides did to the same field.
 *
 * Invariant: a row comes out as its journal has it, whatever was merged before and in what order.
 */
#include "merge_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Who wrote a field last: of all, of those known here before, of those known there. */
struct head {
    struct value value, mine, theirs; /* texts are yours */
    bool by_me_alone, by_them_alone;  /* whether `mine` is unknown there, `theirs` new here */
};

struct fold {
    struct row row;
    struct head *heads; /* `alive`, then the fields */
    bool known;         /* here before */
    struct birth birth;
};

static void set_value(struct value *target, const char *text, bool is_text)
{
    free(target->text);
    *target = (struct value){0};
    if (is_text)
        target->text = memory_copy_text(text);
    else
        target->integer = strtoll(text, NULL, 10);
}

/* One field, as the action that `change` is of wrote it. */
static void fold_field(struct merge *merge, struct fold *fold, struct statement *change, const char *name,
                       const char *text)
{
    const struct schema_entity *entity = &merge->mine->schema->entities[fold->row.entity];
    int field;
    if (!schema_find_field(entity, name, &field))
        return; /* of an older store, and seen by the check */
    bool is_text = schema_field_is_text(entity, field);
    bool is_new = statement_integer(change, 6) > merge->before;
    bool theirs = is_new || ids_have(&merge->their_actions, statement_integer(change, 5));
    struct head *head = &fold->heads[field + 1];
    if (fold->row.created == 0) {
        fold->row.created = statement_integer(change, 2);
        if (!schema_is_canvas(merge->mine->schema, fold->row.entity))
            fold->row.canvas_id = statement_integer(change, 3);
        fold->row.author_id = statement_integer(change, 4);
    }
    fold->row.updated = statement_integer(change, 2);
    set_value(&head->value, text, is_text);
    if (!is_new) {
        set_value(&head->mine, text, is_text);
        head->by_me_alone = !theirs;
    }
    if (theirs) {
        set_value(&head->theirs, text, is_text);
        head->by_them_alone = is_new;
    }
}

static void fold_change(struct merge *merge, struct fold *fold, struct statement *change)
{
    const char *name = statement_text(change, 0);
    if (strcmp(name, BIRTH) != 0) {
        fold_field(merge, fold, change, name, statement_text(change, 1));
        return;
    }
    birth_read(&fold->birth, statement_text(change, 1));
    while (birth_next(&fold->birth))
        fold_field(merge, fold, change, fold->birth.name, fold->birth.value);
}

static enum status load_fold(struct merge *merge, struct fold *fold)
{
    const struct schema_entity *entity = &merge->mine->schema->entities[fold->row.entity];
    struct statement *change;
    enum status status = database_prepare(&merge->mine->database,
                                          "SELECT c.field, c.new, a.clock, a.canvas_id, a.actor_id, a.id, a.seq"
                                          " FROM change c JOIN action a ON a.seq = c.action_seq"
                                          " WHERE c.entity_id = ?1 AND c.entity = ?2"
                                          " ORDER BY a.clock, a.site, a.id, c.ordinal",
                                          &change, merge->err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(change, 1, fold->row.id);
    statement_bind_text(change, 2, entity->name);
    bool row;
    while ((status = statement_step(change, &row, merge->err)) == STATUS_OK && row)
        fold_change(merge, fold, change);
    birth_clear(&fold->birth);
    if (status == STATUS_OK && fold->birth.broken)
        status = database_error(&merge->mine->database, SQLITE_CORRUPT, merge->err);
    return status;
}

static char *value_text(const struct value *value)
{
    char digits[32];
    if (value->text)
        return memory_copy_text(value->text);
    snprintf(digits, sizeof digits, "%lld", (long long)value->integer);
    return memory_copy_text(digits);
}

static void add_conflict(struct merge *merge, const struct fold *fold, int field, char *mine, char *theirs,
                         bool theirs_stands)
{
    struct merge_report *report = merge->report;
    const struct schema_entity *entity = &merge->mine->schema->entities[fold->row.entity];
    GROW(report->conflicts, report->conflict_count, report->conflict_capacity);
    report->conflicts[report->conflict_count++] = (struct merge_conflict){
        .entity = entity->name,
        .field = schema_field_name(entity, field),
        .row_id = fold->row.id,
        .canvas_id = fold->row.canvas_id,
        .mine = mine,
        .theirs = theirs,
        .theirs_stands = theirs_stands,
    };
}

static void find_conflicts(struct merge *merge, const struct fold *fold)
{
    const struct schema_entity *entity = &merge->mine->schema->entities[fold->row.entity];
    bool i_changed = false, they_changed = false;
    for (int field = 0; field < (int)entity->field_count; field++) {
        const struct head *head = &fold->heads[field + 1];
        i_changed = i_changed || head->by_me_alone;
        they_changed = they_changed || head->by_them_alone;
        if (head->by_me_alone && head->by_them_alone && !field_value_equal(&head->mine, &head->theirs))
            add_conflict(merge, fold, field, value_text(&head->mine), value_text(&head->theirs),
                         field_value_equal(&head->value, &head->theirs));
    }
    const struct head *alive = &fold->heads[0];
    bool i_trashed = alive->by_me_alone && alive->mine.integer == 0;
    bool they_trashed = alive->by_them_alone && alive->theirs.integer == 0;
    if (alive->by_me_alone && alive->by_them_alone ? alive->mine.integer != alive->theirs.integer
                                                   : (i_trashed && they_changed) || (they_trashed && i_changed))
        add_conflict(merge, fold, ALIVE_FIELD, memory_copy_text(i_trashed ? "0" : "1"),
                     memory_copy_text(they_trashed ? "0" : "1"), (alive->value.integer == 0) == they_trashed);
}

static enum status put_row(struct merge *merge, struct fold *fold)
{
    const struct schema_entity *entity = &merge->mine->schema->entities[fold->row.entity];
    struct value alive;
    enum status status =
        row_read(merge->mine, fold->row.entity, fold->row.id, ALIVE_FIELD, &alive, &fold->known, merge->err);
    if (status != STATUS_OK)
        return status;
    fold->row.values = row_default_values(entity);
    for (int field = ALIVE_FIELD; field < (int)entity->field_count; field++)
        if (fold->heads[field + 1].value.text || !schema_field_is_text(entity, field))
            fold->row.values[field + 1] = fold->heads[field + 1].value;
    status = fold->known ? row_replace(merge->mine, &fold->row, merge->err)
                         : row_insert(merge->mine, &fold->row, merge->err);
    free(fold->row.values);
    if (fold->known)
        merge->report->rows_changed++;
    else
        merge->report->rows_new++;
    return status;
}

static enum status fold_row(struct merge *merge, size_t entity_at, int64_t id)
{
    const struct schema_entity *entity = &merge->mine->schema->entities[entity_at];
    struct fold fold = {.row = {.entity = entity_at, .id = id}};
    if (schema_is_canvas(merge->mine->schema, entity_at))
        fold.row.canvas_id = id;
    fold.heads = memory_new(entity->field_count + 1, sizeof *fold.heads);
    enum status status = load_fold(merge, &fold);
    if (status == STATUS_OK)
        status = put_row(merge, &fold);
    if (status == STATUS_OK && fold.known)
        find_conflicts(merge, &fold);
    for (size_t i = 0; i <= entity->field_count; i++) {
        free(fold.heads[i].value.text);
        free(fold.heads[i].mine.text);
        free(fold.heads[i].theirs.text);
    }
    free(fold.heads);
    return status;
}

static enum status fold_rows(struct merge *merge)
{
    struct statement *touched;
    enum status status = database_prepare(&merge->mine->database,
                                          "SELECT entity, entity_id FROM change WHERE action_seq > ?1"
                                          " GROUP BY entity, entity_id ORDER BY min(action_seq), min(ordinal)",
                                          &touched, merge->err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(touched, 1, merge->before);
    bool row = true;
    while (row) {
        size_t entity;
        status = statement_step(touched, &row, merge->err);
        if (status == STATUS_OK && row && schema_find_entity(merge->mine->schema, statement_text(touched, 0), &entity))
            status = fold_row(merge, entity, statement_integer(touched, 1));
        row = row && status == STATUS_OK;
    }
    statement_reset(touched);
    return status;
}

/* Every action on a canvas is a change of it. */
static enum status update_canvases(struct merge *merge)
{
    const char *canvas = merge->mine->schema->canvas_entity;
    if (!canvas)
        return STATUS_OK;
    char sql[400];
    sqlite3_snprintf(sizeof sql, sql,
                     "UPDATE \"%w\" AS k SET updated = max(updated, (SELECT max(clock) FROM action a"
                     " WHERE a.canvas_id = k.id)) WHERE id IN (SELECT canvas_id FROM action WHERE seq > ?1)",
                     canvas);
    struct statement *statement;
    enum status status = database_prepare(&merge->mine->database, sql, &statement, merge->err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, merge->before);
    return statement_run(statement, merge->err);
}

static enum status number_conflicts(struct merge *merge)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < merge->report->conflict_count && status == STATUS_OK; i++) {
        struct merge_conflict *conflict = &merge->report->conflicts[i];
        size_t entity;
        if (!schema_find_entity(merge->mine->schema, conflict->entity, &entity) ||
            !merge->mine->schema->entities[entity].numbered)
            continue;
        char sql[160];
        struct statement *statement;
        bool row;
        sqlite3_snprintf(sizeof sql, sql, "SELECT number FROM \"%w\" WHERE id = ?1", conflict->entity);
        status = database_prepare(&merge->mine->database, sql, &statement, merge->err);
        if (status != STATUS_OK)
            break;
        statement_bind_integer(statement, 1, conflict->row_id);
        status = statement_step(statement, &row, merge->err);
        conflict->number = row ? statement_integer(statement, 0) : 0;
        statement_reset(statement);
    }
    return status;
}

enum status merge_fold(struct merge *merge)
{
    enum status status = fold_rows(merge);
    if (status == STATUS_OK)
        status = update_canvases(merge);
    return status == STATUS_OK ? number_conflicts(merge) : status;
}
