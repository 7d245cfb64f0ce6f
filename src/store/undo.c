/*
 * undo.c - one person's way back and forth on one canvas.
 *
 * Undo and redo are actions like any other. What makes them exact is the question "whose value stands
 * in this field?" (standing_writer): an undo hands a field back to whoever wrote it before the undone
 * action, a redo gives it to the undone action again. Invariant: a field is only touched while the
 * value that stands in it is the one to be reverted, so nobody else's later change is ever lost.
 */
#include "store_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- who stands in a field ------------------------------------------------------------------------- */

enum kind { KIND_ORDINARY, KIND_UNDO, KIND_REDO };

struct writer {
    int64_t action_id, actor_id, undoes_id;
    enum kind kind;
};

/* The writers of one field, newest first. */
struct writers {
    struct writer *list;
    size_t count, capacity;
    struct birth birth;
};

/* A field that the action at hand changed, and the value it is to get. */
struct target {
    size_t entity;
    int64_t row_id;
    int field;
    struct value value;
};

struct targets {
    struct target *list;
    size_t count, capacity;
};

/* A row that may go back: whether anything of it did. */
struct verdict {
    size_t entity;
    int64_t row_id;
    bool reverted, kept;
};

static void targets_clear(struct targets *targets)
{
    for (size_t i = 0; i < targets->count; i++)
        free(targets->list[i].value.text);
    free(targets->list);
    *targets = (struct targets){0};
}

static enum status load_writers(struct store *store, const struct target *target, struct writers *writers,
                                struct error *err)
{
    const struct schema_entity *entity = &store->schema->entities[target->entity];
    const char *field = schema_field_name(entity, target->field);
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT a.id, a.actor_id, a.undoes_id, a.operation, c.field, c.new"
                                       " FROM change c JOIN action a ON a.seq = c.action_seq"
                                       " WHERE c.entity_id = ?1 AND c.field IN (?2, '" BIRTH "') AND c.entity = ?3"
                                       " ORDER BY a.clock DESC, a.site DESC, a.id DESC",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, target->row_id);
    statement_bind_text(statement, 2, field);
    statement_bind_text(statement, 3, entity->name);
    writers->count = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        if (strcmp(statement_text(statement, 4), BIRTH) == 0 &&
            !birth_says(&writers->birth, statement_text(statement, 5), field))
            continue;
        GROW(writers->list, writers->count, writers->capacity);
        struct writer *writer = &writers->list[writers->count++];
        const char *operation = statement_text(statement, 3);
        *writer = (struct writer){.action_id = statement_integer(statement, 0),
                                  .actor_id = statement_integer(statement, 1),
                                  .undoes_id = statement_integer(statement, 2)};
        if (writer->undoes_id != 0)
            writer->kind = strcmp(operation, "redo") == 0 ? KIND_REDO : KIND_UNDO;
    }
    return status;
}

static size_t find_writer(const struct writers *writers, size_t from, int64_t action_id)
{
    size_t at = from;
    while (at < writers->count && writers->list[at].action_id != action_id)
        at++;
    return at;
}

/* The index of the ordinary action whose value stands in the field when `at` is the newest writer;
 * writers->count when it is the value from before all of them. Each jump goes to an older one, so it
 * ends. A writer whose undone action is not known here counts as an ordinary one. */
static size_t standing_writer(const struct writers *writers, size_t at)
{
    while (at < writers->count && writers->list[at].kind != KIND_ORDINARY) {
        size_t undone = find_writer(writers, at + 1, writers->list[at].undoes_id);
        if (undone == writers->count)
            return at;
        if (writers->list[at].kind == KIND_UNDO) {
            at = undone + 1;
            continue;
        }
        size_t redone = find_writer(writers, undone + 1, writers->list[undone].undoes_id);
        if (redone == writers->count)
            return at;
        at = redone;
    }
    return at;
}

/* May `target` be changed? Undoing the action: its value must stand. Redoing the undo: what stands must
 * be what stood right after that undo. *other is the person whose value stands instead. */
static bool may_change(const struct writers *writers, int64_t action_id, enum kind kind, int64_t *other)
{
    size_t stands = standing_writer(writers, 0);
    size_t wanted = find_writer(writers, 0, action_id);
    bool wrote = wanted < writers->count;
    if (kind == KIND_REDO)
        wanted = standing_writer(writers, wanted);
    if (wrote && stands == wanted)
        return true;
    if (stands < writers->count)
        *other = writers->list[stands].actor_id;
    else if (writers->count > 0)
        *other = writers->list[0].actor_id;
    return false;
}

/* ---- what an action changed -------------------------------------------------------------------------- */

/* The fields that action `from` (a seq) changed, with their old (or new) values; birth values are left out. */
static enum status load_targets(struct store *store, int64_t from, bool new_values, struct targets *targets,
                                struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT entity, entity_id, field, old, new FROM change"
                                       " WHERE action_seq = ?1 AND (old IS NOT NULL OR field = '" BIRTH "')"
                                       " ORDER BY ordinal",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, from);
    bool row;
    int column = new_values ? 4 : 3;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        struct target target = {.row_id = statement_integer(statement, 1)};
        if (!schema_find_entity(store->schema, statement_text(statement, 0), &target.entity))
            continue;
        const struct schema_entity *entity = &store->schema->entities[target.entity];
        bool birth = strcmp(statement_text(statement, 2), BIRTH) == 0;
        target.field = ALIVE_FIELD;
        if (!birth && !schema_find_field(entity, statement_text(statement, 2), &target.field))
            continue;
        if (birth)
            target.value.integer = new_values;
        else if (schema_field_is_text(entity, target.field))
            target.value.text = memory_copy_text(statement_text(statement, column));
        else
            target.value.integer = statement_integer(statement, column);
        GROW(targets->list, targets->count, targets->capacity);
        targets->list[targets->count++] = target;
    }
    return status;
}

/* ---- one attempt ----------------------------------------------------------------------------------------- */

struct candidate {
    int64_t id;         /* the action to undo, or the undo to redo */
    int64_t undone_seq; /* the action whose fields it is about */
    char operation[SHORT_NAME];
};

static int by_row(const void *a, const void *b)
{
    const struct verdict *x = a, *y = b;
    if (x->row_id != y->row_id)
        return x->row_id < y->row_id ? -1 : 1;
    return x->entity < y->entity ? -1 : x->entity > y->entity;
}

/* Counts rows, not fields: a row of which anything went back has gone back. */
static void count_rows(struct verdict *verdicts, size_t count, struct undo_outcome *out)
{
    if (count > 1)
        qsort(verdicts, count, sizeof *verdicts, by_row);
    for (size_t i = 0; i < count;) {
        bool reverted = false, kept = false;
        size_t first = i;
        for (; i < count && by_row(&verdicts[first], &verdicts[i]) == 0; i++) {
            reverted = reverted || verdicts[i].reverted;
            kept = kept || verdicts[i].kept;
        }
        if (reverted)
            out->reverted++;
        else if (kept)
            out->kept++;
    }
}

static enum status change_targets(struct store *store, const struct candidate *candidate, enum kind kind,
                                  const struct targets *targets, struct verdict *verdicts,
                                  struct undo_outcome *out, struct error *err)
{
    struct writers writers = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < targets->count && status == STATUS_OK; i++) {
        const struct target *target = &targets->list[i];
        verdicts[i] = (struct verdict){.entity = target->entity, .row_id = target->row_id};
        status = load_writers(store, target, &writers, err);
        if (status != STATUS_OK)
            break;
        if (!may_change(&writers, candidate->id, kind, &out->kept_actor_id)) {
            verdicts[i].kept = true;
            continue;
        }
        status = action_set(store, target->entity, target->row_id, target->field, &target->value,
                            &verdicts[i].reverted, err);
        if (verdicts[i].reverted && out->row_id == 0) {
            out->row_id = target->row_id;
            snprintf(out->entity, sizeof out->entity, "%s", store->schema->entities[target->entity].name);
        }
    }
    free(writers.list);
    birth_clear(&writers.birth);
    return status;
}

/* Opens an undo (redo) of the candidate and changes what may be changed; out->reverted says whether
 * there was anything. The action is left open for action_write(). */
static enum status try_candidate(struct store *store, int64_t canvas_id, int64_t actor_id,
                                 const struct candidate *candidate, enum kind kind, struct undo_outcome *out,
                                 struct error *err)
{
    enum status status = action_open(store, canvas_id, actor_id, kind == KIND_UNDO ? "undo" : "redo",
                                     candidate->id, err);
    struct targets targets = {0};
    if (status == STATUS_OK)
        status = load_targets(store, candidate->undone_seq, kind == KIND_REDO, &targets, err);
    struct verdict *verdicts = memory_new(targets.count, sizeof *verdicts);
    if (status == STATUS_OK)
        status = change_targets(store, candidate, kind, &targets, verdicts, out, err);
    if (status == STATUS_OK)
        count_rows(verdicts, targets.count, out);
    free(verdicts);
    targets_clear(&targets);
    return status;
}

/* ---- choosing ------------------------------------------------------------------------------------------------ */

/* Neither undone (an undo that was not redone), nor skipped, nor the making of the canvas itself. */
static const char undo_candidate[] =
    "SELECT a.id, a.seq, a.operation FROM action a WHERE a.canvas_id = ?1 AND a.actor_id = ?2 AND a.undoes_id = 0"
    " AND NOT EXISTS (SELECT 1 FROM action u WHERE u.undoes_id = a.id AND u.undoes_id <> 0"
    " AND (u.operation = 'skip' OR"
    " NOT EXISTS (SELECT 1 FROM action r WHERE r.undoes_id = u.id AND r.undoes_id <> 0 AND r.operation = 'redo')))";
static const char not_the_canvas[] =
    " AND NOT EXISTS (SELECT 1 FROM change c JOIN \"%w\" k ON k.id = c.entity_id WHERE c.action_seq = a.seq"
    " AND c.entity = '%q' AND (c.field = '" BIRTH "' OR (c.field = 'alive' AND c.new = 1)) AND k.created = a.clock)";
static const char not_lasting[] = " AND substr(a.operation, 1, %d) <> '%q'";
static const char newest_first[] = " ORDER BY a.clock DESC, a.site DESC, a.id DESC LIMIT 1";

/* An undo that was neither redone nor given up, with no newer ordinary action of mine. */
static const char redo_candidate[] =
    "SELECT a.id, t.seq, t.operation FROM action a JOIN action t ON t.id = a.undoes_id"
    " AND t.canvas_id = a.canvas_id AND t.actor_id = a.actor_id AND t.clock < a.clock" /* one's own, on the same canvas */
    " WHERE a.canvas_id = ?1 AND a.actor_id = ?2 AND a.undoes_id <> 0 AND a.operation = 'undo'"
    " AND NOT EXISTS (SELECT 1 FROM action r WHERE r.undoes_id = a.id AND r.undoes_id <> 0)"
    " AND NOT EXISTS (SELECT 1 FROM action n WHERE n.canvas_id = ?1 AND n.actor_id = ?2 AND n.undoes_id = 0"
    " AND (n.clock, n.site, n.id) > (a.clock, a.site, a.id))";

static enum status choose(struct store *store, int64_t canvas_id, int64_t actor_id, enum kind kind,
                          struct candidate *out, bool *found, struct error *err)
{
    struct buffer sql = {0};
    buffer_add(&sql, kind == KIND_UNDO ? undo_candidate : redo_candidate);
    const char *canvas = store->schema->canvas_entity;
    if (kind == KIND_UNDO && canvas) {
        char *part = sqlite3_mprintf(not_the_canvas, canvas, canvas);
        buffer_add(&sql, part ? part : "");
        sqlite3_free(part);
    }
    const char *lasting = store->schema->lasting;
    if (kind == KIND_UNDO && lasting) {
        char *part = sqlite3_mprintf(not_lasting, (int)strlen(lasting), lasting);
        buffer_add(&sql, part ? part : "");
        sqlite3_free(part);
    }
    buffer_add(&sql, newest_first);
    struct statement *statement;
    enum status status = store_prepare(store, buffer_text(&sql), &statement, err);
    buffer_clear(&sql);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    statement_bind_integer(statement, 2, actor_id);
    status = statement_step(statement, found, err);
    if (status != STATUS_OK || !*found)
        return status;
    out->id = statement_integer(statement, 0);
    out->undone_seq = statement_integer(statement, 1);
    snprintf(out->operation, sizeof out->operation, "%s", statement_text(statement, 2));
    statement_reset(statement);
    return STATUS_OK;
}

/* Says that a candidate had nothing left to revert, so that it is not tried again. */
static enum status skip(struct store *store, int64_t canvas_id, int64_t actor_id, int64_t id, struct error *err)
{
    int64_t seq;
    enum status status = action_open(store, canvas_id, actor_id, "skip", id, err);
    return status == STATUS_OK ? action_write(store, &seq, err) : status;
}

static enum status walk(struct store *store, int64_t canvas_id, int64_t actor_id, enum kind kind,
                        struct undo_outcome *out, struct error *err)
{
    size_t kept = 0;
    int64_t kept_actor_id = 0;
    for (;;) {
        struct candidate candidate;
        bool found = false;
        enum status status = choose(store, canvas_id, actor_id, kind, &candidate, &found, err);
        if (status != STATUS_OK)
            return status;
        if (!found) {
            *out = (struct undo_outcome){.kept = kept, .kept_actor_id = kept_actor_id};
            return STATUS_OK;
        }
        *out = (struct undo_outcome){0};
        status = try_candidate(store, canvas_id, actor_id, &candidate, kind, out, err);
        if (status != STATUS_OK)
            return status;
        if (out->reverted > 0) {
            snprintf(out->operation, sizeof out->operation, "%s", candidate.operation);
            return action_write(store, &out->seq, err);
        }
        kept += out->kept;
        if (out->kept_actor_id != 0)
            kept_actor_id = out->kept_actor_id;
        status = skip(store, canvas_id, actor_id, candidate.id, err);
        if (status != STATUS_OK)
            return status;
    }
}

enum status store_undo_permitted(struct store *store, int64_t canvas_id, int64_t actor_id, bool redo,
                                 enum status (*permit)(void *context, struct store *store, struct error *err),
                                 void *context, struct undo_outcome *out, struct error *err)
{
    enum kind kind = redo ? KIND_REDO : KIND_UNDO;
    *out = (struct undo_outcome){0};
    enum status status = store_begin(store, err);
    if (status != STATUS_OK)
        return status;
    int before = sqlite3_total_changes(store->database.raw);
    if (permit)
        status = permit(context, store, err);
    if (status == STATUS_OK)
        status = walk(store, canvas_id, actor_id, kind, out, err);
    if (status != STATUS_OK || sqlite3_total_changes(store->database.raw) == before)
        store_rollback(store);
    else
        status = store_commit(store, err);
    if (status != STATUS_OK) {
        *out = (struct undo_outcome){0};
        return status;
    }
    if (out->seq == 0)
        return error_set(err, STATUS_NOT_FOUND,
                         kind == KIND_UNDO ? _("there is nothing of yours to undo here")
                                           : _("there is nothing of yours to redo here"));
    return STATUS_OK;
}

enum status store_undo(struct store *store, int64_t canvas_id, int64_t actor_id, struct undo_outcome *out,
                       struct error *err)
{
    return store_undo_permitted(store, canvas_id, actor_id, false, NULL, NULL, out, err);
}

enum status store_redo(struct store *store, int64_t canvas_id, int64_t actor_id, struct undo_outcome *out,
                       struct error *err)
{
    return store_undo_permitted(store, canvas_id, actor_id, true, NULL, NULL, out, err);
}
