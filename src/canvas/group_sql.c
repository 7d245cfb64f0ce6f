/*
 * group_sql.c - single groups, as operations look them up inside their transaction.
 *
 * Not here: any decision. Every function leaves its statement reset.
 */
#include "operation.h"

#include <stdlib.h>

#include "nonet/message.h"

enum status row_group(struct store *store, int64_t group_id, struct group_row *out, struct error *err)
{
    *out = (struct group_row){0};
    struct statement *statement;
    enum status status = store_select_row(
        store,
        "SELECT id, canvas_id, block, \"rank\", title FROM note_group WHERE id = ?1 AND alive = 1",
        NUMBERS(group_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("that group is no longer there"));
    out->id = statement_integer(statement, 0);
    out->canvas_id = statement_integer(statement, 1);
    out->block = memory_copy_text(statement_text(statement, 2));
    out->rank = memory_copy_text(statement_text(statement, 3));
    out->title = memory_copy_text(statement_text(statement, 4));
    statement_reset(statement);
    return STATUS_OK;
}

void row_group_clear(struct group_row *row)
{
    free(row->block);
    free(row->rank);
    free(row->title);
    *row = (struct group_row){0};
}

enum status row_group_gap(struct store *store, int64_t canvas_id, const char *block, int64_t after, int64_t except,
                          char **above, char **below, struct error *err)
{
    *above = *below = NULL;
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT id, \"rank\" FROM note_group WHERE canvas_id = ?1 AND block = ?2"
                                       " AND alive = 1 AND id <> ?3 ORDER BY \"rank\", id",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    statement_bind_text(statement, 2, block);
    statement_bind_integer(statement, 3, except);
    bool row, passed = after == 0;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row && *below == NULL) {
        char **end = passed ? below : above;
        free(*end);
        *end = memory_copy_text(statement_text(statement, 1));
        passed = passed || statement_integer(statement, 0) == after;
    }
    statement_reset(statement);
    return status;
}
