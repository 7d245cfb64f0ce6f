/*
 * kin_sql.c - what two canvases are both copies of, and the family of one.
 *
 * Only ids are read: they are what the notes of both got their own ids from. An original that is not there, or not to be
 * seen, is no error; the comparison then goes by what the notes say.
 */
#include "diff_internal.h"

#include <stdlib.h>

enum status canvas_kin(struct store *store, const struct session *session, const struct snapshot *left,
                       const struct snapshot *right, struct diff_kin *out, struct error *err)
{
    *out = (struct diff_kin){0};
    int64_t original = left->variant_of;
    if (original == 0 || original != right->variant_of || left->canvas_id == right->canvas_id ||
        !session_sees_canvas(session, original))
        return STATUS_OK;
    struct statement *statement;
    enum status status = store_prepare(store, "SELECT id FROM note WHERE canvas_id = ?1 AND" NOTE_SEEN(2, 3),
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, original);
    session_bind(statement, 2, session);
    size_t capacity = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(out->note_id, out->count, capacity);
        out->note_id[out->count++] = statement_integer(statement, 0);
    }
    if (status != STATUS_OK)
        canvas_kin_clear(out);
    return status;
}

void canvas_kin_clear(struct diff_kin *kin)
{
    free(kin->note_id);
    *kin = (struct diff_kin){0};
}

/* ---- the family of a canvas ------------------------------------------------------------------------------------- */

enum status canvas_relatives(struct store *store, const struct session *session, int64_t canvas_id,
                             struct canvas_relative **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT r.id, r.number, r.title, r.id = c.variant_of FROM canvas c JOIN canvas r"
                                       " ON r.id = c.variant_of OR r.variant_of = c.id"
                                       " WHERE c.id = ?1 AND r.alive = 1 AND r.id <> c.id ORDER BY 4 DESC, r.number",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    size_t capacity = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        if (!session_sees_canvas(session, statement_integer(statement, 0)))
            continue;
        GROW(*out, *count, capacity);
        (*out)[(*count)++] = (struct canvas_relative){.id = statement_integer(statement, 0),
                                                      .number = statement_integer(statement, 1),
                                                      .title = memory_copy_text(statement_text(statement, 2)),
                                                      .original = statement_integer(statement, 3) != 0};
    }
    if (status != STATUS_OK) {
        canvas_relatives_free(*out, *count);
        *out = NULL;
        *count = 0;
    }
    return status;
}

void canvas_relatives_free(struct canvas_relative *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(list[i].title);
    free(list);
}
