/*
 * row_sql.c - single rows, as operations look them up inside their transaction.
 *
 * Not here: lists, snapshots, any decision. Every function leaves its statement reset.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

static bool is_among(const int64_t *sorted, size_t count, int64_t id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted[middle] < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && sorted[low] == id;
}

enum status row_canvas(struct store *store, int64_t canvas_id, struct canvas_row *out, struct error *err)
{
    *out = (struct canvas_row){0};
    struct statement *statement;
    enum status status = store_select_row(
        store,
        "SELECT id, number, alive, title, template_hash, template_id FROM canvas WHERE id = ?1",
        NUMBERS(canvas_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such canvas"));
    out->id = statement_integer(statement, 0);
    out->number = statement_integer(statement, 1);
    out->alive = statement_integer(statement, 2) != 0;
    out->title = memory_copy_text(statement_text(statement, 3));
    out->template_hash = memory_copy_text(statement_text(statement, 4));
    out->template_id = memory_copy_text(statement_text(statement, 5));
    statement_reset(statement);
    return STATUS_OK;
}

void row_canvas_clear(struct canvas_row *row)
{
    free(row->title);
    free(row->template_hash);
    free(row->template_id);
    *row = (struct canvas_row){0};
}

enum status row_note(struct store *store, const struct session *session, int64_t note_id, struct note_row *out,
                     struct error *err)
{
    *out = (struct note_row){0};
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT note.id, number, note.canvas_id, note.alive, note.block, note.\"rank\","
                                       " text, body, colour, question, note.author_id, hidden, g.id, g.\"rank\","
                                       " also_by, told_author FROM note LEFT JOIN note_group g ON g.id = note.group_id"
                                       " AND g.alive = 1 AND g.block = note.block"
                                       " WHERE note.id = ?1 AND (?3 OR hidden = 0 OR note.author_id = ?2)",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, note_id);
    session_bind(statement, 2, session);
    bool row;
    status = statement_step(statement, &row, err);
    if (status != STATUS_OK)
        return status;
    if (!row)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such note"));
    out->id = statement_integer(statement, 0);
    out->number = statement_integer(statement, 1);
    out->canvas_id = statement_integer(statement, 2);
    out->alive = statement_integer(statement, 3) != 0;
    out->block = memory_copy_text(statement_text(statement, 4));
    out->rank = memory_copy_text(statement_text(statement, 5));
    out->text = memory_copy_text(statement_text(statement, 6));
    out->body = memory_copy_text(statement_text(statement, 7));
    out->colour = memory_copy_text(statement_text(statement, 8));
    out->question = memory_copy_text(statement_text(statement, 9));
    out->author_id = statement_integer(statement, 10);
    out->hidden = statement_integer(statement, 11);
    out->group_id = statement_integer(statement, 12);
    out->group_rank = memory_copy_text(statement_text(statement, 13));
    out->also_by = memory_copy_text(statement_text(statement, 14));
    out->told_author = memory_copy_text(statement_text(statement, 15));
    statement_reset(statement);
    return STATUS_OK;
}

void row_note_clear(struct note_row *row)
{
    free(row->block);
    free(row->rank);
    free(row->text);
    free(row->body);
    free(row->colour);
    free(row->question);
    free(row->group_rank);
    free(row->also_by);
    free(row->told_author);
    *row = (struct note_row){0};
}

enum status row_link(struct store *store, int64_t id, int64_t ends[2], bool *alive, struct error *err)
{
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT from_id, to_id, alive FROM link WHERE id = ?1",
                                          NUMBERS(id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("the two notes are not tied"));
    ends[0] = statement_integer(statement, 0);
    ends[1] = statement_integer(statement, 1);
    *alive = statement_integer(statement, 2) != 0;
    statement_reset(statement);
    return STATUS_OK;
}

enum status row_neighbour(struct store *store, int64_t canvas_id, const char *block, const char *rank, int64_t id,
                          bool down, const int64_t *except, size_t except_count, char **found, struct error *err)
{
    *found = NULL;
    const char *sql;
    if (rank == NULL)
        sql = down ? "SELECT id, \"rank\" FROM note WHERE canvas_id = ?1 AND block = ?2 AND alive = 1"
                     " ORDER BY \"rank\", id"
                   : "SELECT id, \"rank\" FROM note WHERE canvas_id = ?1 AND block = ?2 AND alive = 1"
                     " ORDER BY \"rank\" DESC, id DESC";
    else
        sql = down ? "SELECT id, \"rank\" FROM note WHERE canvas_id = ?1 AND block = ?2 AND alive = 1"
                     " AND \"rank\" >= ?3 AND (\"rank\" > ?3 OR id > ?4) ORDER BY \"rank\", id"
                   : "SELECT id, \"rank\" FROM note WHERE canvas_id = ?1 AND block = ?2 AND alive = 1"
                     " AND \"rank\" <= ?3 AND (\"rank\" < ?3 OR id < ?4) ORDER BY \"rank\" DESC, id DESC";
    struct statement *statement;
    enum status status = store_prepare(store, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    statement_bind_text(statement, 2, block);
    if (rank != NULL) {
        statement_bind_text(statement, 3, rank);
        statement_bind_integer(statement, 4, id);
    }
    for (;;) {
        bool row;
        status = statement_step(statement, &row, err);
        if (status != STATUS_OK || !row)
            return status;
        if (!is_among(except, except_count, statement_integer(statement, 0)))
            break;
    }
    *found = memory_copy_text(statement_text(statement, 1));
    statement_reset(statement);
    return STATUS_OK;
}

enum status row_template_keep(struct store *store, const struct template *template, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "INSERT OR IGNORE INTO template (hash, id, version, source) VALUES (?1, ?2, ?3, ?4)", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_text(statement, 1, template->hash);
    statement_bind_text(statement, 2, template->id);
    statement_bind_integer(statement, 3, template->version);
    statement_bind_text(statement, 4, template->source);
    bool row;
    return statement_step(statement, &row, err);
}

enum status row_canvas_fits(struct store *store, int64_t canvas_id, const struct template *template, bool *fits,
                            struct error *err)
{
    *fits = true;
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT DISTINCT block FROM note WHERE canvas_id = ?1 AND alive = 1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    bool row;
    int block;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row)
        *fits = *fits && template_block_by_id(template, statement_text(statement, 0), &block);
    return status;
}

enum status row_template_source(struct store *store, const char *hash, char **source, int *version, struct error *err)
{
    struct statement *statement;
    enum status status =
        store_prepare(store, "SELECT source, version FROM template WHERE hash = ?1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_text(statement, 1, hash);
    bool row;
    status = statement_step(statement, &row, err);
    if (status != STATUS_OK)
        return status;
    if (!row)
        return error_set(err, STATUS_NOT_FOUND, _("the store does not hold this canvas's template"));
    *source = memory_copy_text(statement_text(statement, 0));
    *version = (int)statement_integer(statement, 1);
    statement_reset(statement);
    return STATUS_OK;
}

enum status row_check_share(struct store *store, const struct session *session, int64_t canvas_id, struct error *err)
{
    if (session->notes_max == 0)
        return STATUS_OK;
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT count(*) FROM note WHERE canvas_id = ?1 AND author_id = ?2",
                                          NUMBERS(canvas_id, session->actor_id), &statement, err);
    if (status != STATUS_OK || !statement)
        return status;
    int64_t count = statement_integer(statement, 0);
    statement_reset(statement);
    if (count <= session->notes_max)
        return STATUS_OK;
    return error_set(err, STATUS_FULL, _("%d notes of yours are on this canvas, in its trash too; that is the most for one guest"),
                     session->notes_max);
}
