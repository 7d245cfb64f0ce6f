/*
 * kin_sql.c - what two canvases are both copies of.
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
