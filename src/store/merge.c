/*
 * merge.c - two copies of a store made one again.
 *
 * What is new in the other journal is appended to this one, then every row it touches is folded anew (merge_fold.c). Not
 * here: how a canvas is purged (purge.c). Invariant: the other file is only read.
 */
#include "merge_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define YEAR_MS (INT64_C(366) * 24 * 3600 * 1000)

/* ---- sets of ids ------------------------------------------------------------------------------------------ */

static int by_id(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

bool ids_have(const struct ids *ids, int64_t id)
{
    return ids->count > 0 && bsearch(&id, ids->list, ids->count, sizeof id, by_id) != NULL;
}

static enum status ids_load(struct store *store, const char *sql, struct ids *ids, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&store->database, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(ids->list, ids->count, ids->capacity);
        ids->list[ids->count++] = statement_integer(statement, 0);
    }
    if (ids->count > 1)
        qsort(ids->list, ids->count, sizeof *ids->list, by_id);
    return status;
}

/* ---- the other file --------------------------------------------------------------------------------------- */

static bool is_same_file(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Its pages are read without a lock; a log that somebody folds in meanwhile shows in its times. */
static enum status require_unchanged(const char *path, const struct stat *before, struct error *err)
{
    struct stat now;
    if (stat(path, &now) == 0 && is_same_file(&now, before) && now.st_size == before->st_size &&
        now.st_mtim.tv_sec == before->st_mtim.tv_sec && now.st_mtim.tv_nsec == before->st_mtim.tv_nsec)
        return STATUS_OK;
    return error_set(err, STATUS_BUSY, _("%s was written to while it was read; try again"), path);
}

static enum status open_theirs(struct store *mine, const char *path, struct store **theirs, struct error *err)
{
    struct stat here, there;
    if (!mine->database.memory && stat(mine->database.path, &here) == 0 && stat(path, &there) == 0 &&
        is_same_file(&here, &there))
        return error_set(err, STATUS_INVALID, _("%s is the store itself; name another copy of it"), path);
    struct store_options options = {.path = path, .read_only = true, .foreign = true, .now = mine->now};
    enum status status = store_open(theirs, &options, mine->schema, err);
    if (status != STATUS_OK)
        return status;
    struct buffer findings = {0};
    status = store_check(*theirs, false, &findings, err);
    buffer_clear(&findings);
    int64_t newest;
    if (status == STATUS_OK)
        status = database_integer(&(*theirs)->database, "SELECT max(clock) FROM action", &newest, err);
    if (status == STATUS_OK && newest > mine->now() + YEAR_MS)
        status = error_set(err, STATUS_INVALID,
                           _("the clock of %s runs more than a year ahead; everything done here later would lose "
                             "against it, so it was not merged"),
                           path);
    return status;
}

/* ---- what was purged -------------------------------------------------------------------------------------- */

static enum status take_mark(struct merge *merge, int64_t canvas_id, int64_t clock)
{
    struct merge_report *report = merge->report;
    bool there, alive;
    enum status status = canvas_state(merge->mine, canvas_id, &there, &alive, merge->err);
    if (status != STATUS_OK)
        return status;
    if (alive) {
        GROW(report->kept, report->kept_count, report->kept_capacity);
        report->kept[report->kept_count++] = canvas_id;
        return STATUS_OK;
    }
    if (there) {
        int64_t now;
        if (report->purged++ == 0)
            status = purge_record(merge->mine, 0, &now, merge->err);
        if (status == STATUS_OK)
            status = purge_remove(merge->mine, canvas_id, merge->err);
        GROW(merge->gone.list, merge->gone.count, merge->gone.capacity);
        merge->gone.list[merge->gone.count++] = canvas_id;
    }
    return status == STATUS_OK ? purge_mark(merge->mine, canvas_id, clock, merge->err) : status;
}

static enum status take_marks(struct merge *merge)
{
    struct ids mine = {0};
    struct statement *mark;
    enum status status = ids_load(merge->mine, "SELECT canvas_id FROM purged", &mine, merge->err);
    if (status == STATUS_OK)
        status = database_prepare(&merge->theirs->database, "SELECT canvas_id, clock FROM purged ORDER BY canvas_id",
                                  &mark, merge->err);
    bool row = status == STATUS_OK;
    while (row) {
        status = statement_step(mark, &row, merge->err);
        if (status == STATUS_OK && row && !ids_have(&mine, statement_integer(mark, 0)))
            status = take_mark(merge, statement_integer(mark, 0), statement_integer(mark, 1));
        row = row && status == STATUS_OK;
    }
    free(mine.list);
    return status == STATUS_OK
               ? ids_load(merge->mine, "SELECT canvas_id FROM purged", &merge->purged, merge->err)
               : status;
}

/* ---- the journal ------------------------------------------------------------------------------------------ */

static enum status unknown_name(const struct merge *merge, const char *entity, const char *field)
{
    return error_set(merge->err, STATUS_CORRUPT, _("%s: the journal names an unknown field %s of %s"),
                     merge->theirs->database.path, field, entity);
}

static enum status know_birth(struct merge *merge, const struct schema_entity *entity, const char *json)
{
    struct birth birth = {0};
    int field;
    enum status status = STATUS_OK;
    birth_read(&birth, json);
    while (status == STATUS_OK && birth_next(&birth))
        if (!schema_find_field(entity, birth.name, &field))
            status = unknown_name(merge, entity->name, birth.name);
    if (birth.broken)
        status = database_error(&merge->theirs->database, SQLITE_CORRUPT, merge->err);
    birth_clear(&birth);
    return status;
}

/* Whether all that the change names is known here. */
static enum status know_change(struct merge *merge, struct statement *change)
{
    const char *name = statement_text(change, 1), *field_name = statement_text(change, 3);
    size_t at;
    int field;
    if (!schema_find_entity(merge->mine->schema, name, &at))
        return unknown_name(merge, name, field_name);
    const struct schema_entity *entity = &merge->mine->schema->entities[at];
    if (strcmp(field_name, BIRTH) == 0)
        return know_birth(merge, entity, statement_text(change, 5));
    return schema_find_field(entity, field_name, &field) ? STATUS_OK : unknown_name(merge, name, field_name);
}

/* `sql` gives the canvas of row ?1. */
static enum status canvas_was_purged(struct merge *merge, const char *sql, int64_t row_id, bool *purged)
{
    struct statement *row;
    enum status status = database_prepare(&merge->theirs->database, sql, &row, merge->err);
    if (status != STATUS_OK)
        return status;
    bool found;
    statement_bind_integer(row, 1, row_id);
    status = statement_step(row, &found, merge->err);
    *purged = status == STATUS_OK && found && ids_have(&merge->purged, statement_integer(row, 0));
    statement_reset(row);
    return status;
}

/* Does the row belong, there, to a canvas that was purged here, or to a row that does? Actions outside any canvas change
 * such rows too. */
static enum status is_of_purged(struct merge *merge, const char *entity, int64_t row_id, bool *purged)
{
    char sql[300];
    *purged = false;
    if (merge->purged.count == 0)
        return STATUS_OK;
    sqlite3_snprintf(sizeof sql, sql, "SELECT canvas_id FROM \"%w\" WHERE id = ?1", entity);
    enum status status = canvas_was_purged(merge, sql, row_id, purged);
    const struct schema_dependent *each = merge->mine->schema->dependents;
    for (; each && each->entity && status == STATUS_OK && !*purged; each++) {
        if (strcmp(each->entity, entity) != 0)
            continue;
        sqlite3_snprintf(sizeof sql, sql,
                         "SELECT o.canvas_id FROM \"%w\" o JOIN \"%w\" d ON d.\"%w\" = o.id WHERE d.id = ?1", each->of,
                         entity, each->field);
        status = canvas_was_purged(merge, sql, row_id, purged);
    }
    return status;
}

static enum status take_change(struct merge *merge, struct statement *change, int64_t seq)
{
    bool purged = false;
    enum status status = know_change(merge, change);
    if (status == STATUS_OK)
        status = is_of_purged(merge, statement_text(change, 1), statement_integer(change, 2), &purged);
    if (status != STATUS_OK || purged)
        return status;
    struct statement *insert;
    status = database_prepare(&merge->mine->database,
                              "INSERT INTO change (action_seq, ordinal, entity, entity_id, field, old, new)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                              &insert, merge->err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(insert, 1, seq);
    for (int column = 0; column < 6; column++)
        statement_bind_column(insert, column + 2, change, column);
    return statement_run(insert, merge->err);
}

static enum status take_changes(struct merge *merge, int64_t their_seq, int64_t seq)
{
    struct statement *change;
    enum status status = database_prepare(&merge->theirs->database,
                                          "SELECT ordinal, entity, entity_id, field, old, new FROM change"
                                          " WHERE action_seq = ?1 ORDER BY ordinal",
                                          &change, merge->err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(change, 1, their_seq);
    bool row = true;
    while (row) {
        status = statement_step(change, &row, merge->err);
        if (status == STATUS_OK && row)
            status = take_change(merge, change, seq);
        row = row && status == STATUS_OK;
    }
    statement_reset(change);
    return status;
}

static enum status take_action(struct merge *merge, struct statement *action)
{
    struct statement *insert;
    enum status status = database_prepare(&merge->mine->database,
                                          "INSERT INTO action (id, site, clock, canvas_id, actor_id, operation,"
                                          " undoes_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                          &insert, merge->err);
    if (status != STATUS_OK)
        return status;
    for (int column = 1; column < 8; column++)
        statement_bind_column(insert, column, action, column);
    status = statement_run(insert, merge->err);
    if (status != STATUS_OK)
        return status;
    int64_t clock = statement_integer(action, 3);
    if (clock > merge->newest)
        merge->newest = clock;
    merge->report->actions++;
    return take_changes(merge, statement_integer(action, 0), sqlite3_last_insert_rowid(merge->mine->database.raw));
}

/* Counts canvases, each once. */
static void leave_out(struct merge *merge, struct ids *seen, int64_t canvas_id)
{
    if (ids_have(seen, canvas_id))
        return;
    GROW(seen->list, seen->count, seen->capacity);
    seen->list[seen->count++] = canvas_id;
    qsort(seen->list, seen->count, sizeof *seen->list, by_id);
    merge->report->left_out++;
}

static enum status take_actions(struct merge *merge)
{
    struct statement *action;
    struct ids left_out = {0};
    enum status status = database_prepare(&merge->theirs->database,
                                          "SELECT seq, id, site, clock, canvas_id, actor_id, operation, undoes_id"
                                          " FROM action ORDER BY seq",
                                          &action, merge->err);
    bool row = status == STATUS_OK;
    while (row) {
        status = statement_step(action, &row, merge->err);
        if (status != STATUS_OK || !row)
            break;
        if (ids_have(&merge->my_actions, statement_integer(action, 1)))
            continue;
        int64_t canvas_id = statement_integer(action, 4);
        if (canvas_id != 0 && ids_have(&merge->purged, canvas_id))
            leave_out(merge, &left_out, canvas_id);
        else
            status = take_action(merge, action);
        row = status == STATUS_OK;
    }
    free(left_out.list);
    return status;
}

/* ---- side tables ------------------------------------------------------------------------------------------ */

static enum status unite_table(struct merge *merge, const char *table)
{
    char sql[160];
    struct statement *from, *into;
    sqlite3_snprintf(sizeof sql, sql, "SELECT * FROM \"%w\"", table);
    enum status status = database_prepare(&merge->theirs->database, sql, &from, merge->err);
    if (status != STATUS_OK)
        return status;
    struct buffer insert = {0}, values = {0};
    int columns = sqlite3_column_count(from->raw);
    for (int i = 0; i < columns; i++) {
        buffer_printf(&insert, "%s\"%s\"", i ? ", " : "", sqlite3_column_name(from->raw, i));
        buffer_printf(&values, "%s?%d", i ? ", " : "", i + 1);
    }
    struct buffer whole = {0};
    buffer_printf(&whole, "INSERT INTO \"%s\" (%s) VALUES (%s) ON CONFLICT DO NOTHING", table, insert.data, values.data);
    status = database_prepare(&merge->mine->database, whole.data, &into, merge->err);
    buffer_clear(&insert);
    buffer_clear(&values);
    buffer_clear(&whole);
    bool row = status == STATUS_OK;
    while (row) {
        status = statement_step(from, &row, merge->err);
        if (status != STATUS_OK || !row)
            break;
        for (int i = 0; i < columns; i++)
            statement_bind_column(into, i + 1, from, i);
        status = statement_run(into, merge->err);
        row = status == STATUS_OK;
    }
    statement_reset(from);
    return status;
}

/* What only a canvas had that was purged here goes again at once; that is no change then. */
static enum status unite_tables(struct merge *merge)
{
    struct store *mine = merge->mine;
    enum status status = STATUS_OK;
    int before = sqlite3_total_changes(mine->database.raw);
    const char *const *table = mine->schema->united_tables;
    for (; table && *table && status == STATUS_OK; table++)
        status = unite_table(merge, *table);
    int added = sqlite3_total_changes(mine->database.raw) - before;
    if (status != STATUS_OK || added == 0 || merge->purged.count == 0 || !mine->schema->unused)
        return status;
    status = database_run(&mine->database, mine->schema->unused, merge->err);
    if (sqlite3_total_changes(mine->database.raw) - before == 2 * added)
        merge->undone = 2 * added;
    return status;
}

/* ---- all of it -------------------------------------------------------------------------------------------- */

static enum status take_all(struct merge *merge)
{
    struct store *mine = merge->mine;
    enum status status = store_last_seq(mine, &merge->before, merge->err);
    if (status == STATUS_OK)
        status = take_marks(merge);
    if (status == STATUS_OK) /* what a purge has recorded is ours too */
        status = store_last_seq(mine, &merge->before, merge->err);
    if (status == STATUS_OK)
        status = journal_newest_clock(mine, &merge->newest, merge->err);
    if (status == STATUS_OK)
        status = ids_load(mine, "SELECT id FROM action", &merge->my_actions, merge->err);
    if (status == STATUS_OK)
        status = ids_load(merge->theirs, "SELECT id FROM action", &merge->their_actions, merge->err);
    if (status == STATUS_OK)
        status = take_actions(merge);
    if (status == STATUS_OK && merge->report->actions > 0) {
        status = merge_fold(merge);
        if (status == STATUS_OK)
            status = info_raise(mine, "clock", merge->newest, merge->err);
    }
    return status == STATUS_OK ? unite_tables(merge) : status;
}

static enum status merge_from(struct merge *merge)
{
    struct store *mine = merge->mine;
    enum status status = store_begin(mine, merge->err);
    if (status != STATUS_OK)
        return status;
    int before = sqlite3_total_changes(mine->database.raw);
    bool reading = store_read_begin(merge->theirs);
    status = take_all(merge);
    if (status == STATUS_OK && merge->theirs->at_rest)
        status = require_unchanged(merge->theirs->database.path, &merge->file, merge->err);
    action_clear(mine);
    if (reading)
        store_read_end(merge->theirs);
    if (status == STATUS_OK && sqlite3_total_changes(mine->database.raw) != before + merge->undone)
        status = store_commit(mine, merge->err);
    else
        store_rollback(mine);
    if (status == STATUS_OK && merge->gone.count > 0)
        merge->report->traces = !purge_tidy(mine, merge->gone.list, merge->gone.count);
    return status;
}

enum status store_merge(struct store *store, const char *path, struct merge_report *report, struct error *err)
{
    *report = (struct merge_report){0};
    if (store->read_only)
        return store_error_read_only(store, err);
    struct merge merge = {.mine = store, .report = report, .err = err};
    (void)stat(path, &merge.file); /* what is wrong with it, opening it tells better */
    enum status status = open_theirs(store, path, &merge.theirs, err);
    if (status == STATUS_OK)
        status = merge_from(&merge);
    store_close(merge.theirs);
    free(merge.my_actions.list);
    free(merge.their_actions.list);
    free(merge.purged.list);
    free(merge.gone.list);
    return status;
}

void merge_report_clear(struct merge_report *report)
{
    for (size_t i = 0; i < report->conflict_count; i++) {
        free(report->conflicts[i].mine);
        free(report->conflicts[i].theirs);
    }
    free(report->conflicts);
    free(report->kept);
    *report = (struct merge_report){0};
}
