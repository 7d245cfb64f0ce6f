/*
 * live_draft.c - text that is being typed and not saved yet.
 *
 * Invariant: a draft belongs to one session; another one takes it over only when that session's
 * process is gone, inside one write transaction, so it is never offered twice.
 */
#include "live_internal.h"

#include <stdlib.h>

#define AFTER_LONGER (-1) /* a draft of a note's longer text: it has no place of its own to come back to */

void draft_clear(struct draft *draft)
{
    free(draft->block);
    free(draft->base);
    free(draft->text);
    free(draft->question);
    *draft = (struct draft){0};
}

enum status live_draft_save(struct live *live, struct draft *draft, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&live->database,
                                          "INSERT INTO draft (id, session_id, actor_id, canvas_id, note_id, block,"
                                          " base, text, updated, question, after_id)"
                                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"
                                          " ON CONFLICT (id) DO UPDATE SET session_id = ?2, canvas_id = ?4,"
                                          " note_id = ?5, block = ?6, base = ?7, text = ?8, updated = ?9,"
                                          " question = ?10, after_id = ?11",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    int64_t id = draft->id != 0 ? draft->id : id_new();
    int64_t now = live->store->now();
    statement_bind_integer(statement, 1, id);
    statement_bind_integer(statement, 2, live->session_id);
    statement_bind_integer(statement, 3, live->actor_id);
    statement_bind_integer(statement, 4, draft->canvas_id);
    statement_bind_integer(statement, 5, draft->note_id);
    statement_bind_text(statement, 6, draft->block ? draft->block : "");
    statement_bind_text(statement, 7, draft->base ? draft->base : "");
    statement_bind_text(statement, 8, draft->text ? draft->text : "");
    statement_bind_integer(statement, 9, now);
    statement_bind_text(statement, 10, draft->question ? draft->question : "");
    statement_bind_integer(statement, 11, draft->longer ? AFTER_LONGER : draft->after_id);
    status = statement_run(statement, err);
    if (status == STATUS_OK) {
        draft->id = id;
        draft->updated = now;
    }
    return status;
}

enum status live_draft_drop(struct live *live, int64_t draft_id, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&live->database, "DELETE FROM draft WHERE id = ?1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, draft_id);
    return statement_run(statement, err);
}

static bool session_is_alive(const struct session_rows *sessions, int64_t id)
{
    for (size_t i = 0; i < sessions->count; i++) {
        if (sessions->list[i].id == id)
            return sessions->list[i].alive;
    }
    return false;
}

/* The newest one whose session is gone; out->id stays 0 when there is none. */
static enum status find_orphan(struct live *live, int64_t canvas_id, const struct session_rows *sessions,
                               struct draft *out, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&live->database,
                                          "SELECT id, session_id, canvas_id, note_id, block, base, text, updated,"
                                          " question, after_id"
                                          " FROM draft WHERE actor_id = ?1 AND canvas_id = ?2"
                                          " ORDER BY updated DESC, id DESC",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, live->actor_id);
    statement_bind_integer(statement, 2, canvas_id);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        if (session_is_alive(sessions, statement_integer(statement, 1)))
            continue;
        *out = (struct draft){
            .id = statement_integer(statement, 0),
            .canvas_id = statement_integer(statement, 2),
            .note_id = statement_integer(statement, 3),
            .block = memory_copy_text(statement_text(statement, 4)),
            .base = memory_copy_text(statement_text(statement, 5)),
            .text = memory_copy_text(statement_text(statement, 6)),
            .updated = statement_integer(statement, 7),
            .question = memory_copy_text(statement_text(statement, 8)),
            .longer = statement_integer(statement, 9) == AFTER_LONGER,
            .after_id = statement_integer(statement, 9) == AFTER_LONGER ? 0 : statement_integer(statement, 9),
        };
        statement_reset(statement);
        break;
    }
    return status;
}

static enum status take_over(struct live *live, int64_t draft_id, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&live->database, "UPDATE draft SET session_id = ?2 WHERE id = ?1",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, draft_id);
    statement_bind_integer(statement, 2, live->session_id);
    return statement_run(statement, err);
}

enum status live_draft_adopt(struct live *live, int64_t canvas_id, struct draft *out, struct error *err)
{
    *out = (struct draft){0};
    struct session_rows sessions;
    enum status status = database_begin(&live->database, err);
    if (status != STATUS_OK)
        return status;
    status = live_sessions_load(live, &sessions, err);
    if (status == STATUS_OK)
        status = find_orphan(live, canvas_id, &sessions, out, err);
    free(sessions.list);
    if (status == STATUS_OK && out->id == 0)
        status = error_set(err, STATUS_NOT_FOUND, _("there is no unsaved text here"));
    if (status == STATUS_OK)
        status = take_over(live, out->id, err);
    if (status == STATUS_OK)
        status = database_commit(&live->database, err);
    if (status != STATUS_OK) {
        database_rollback(&live->database);
        draft_clear(out);
    }
    return status;
}
