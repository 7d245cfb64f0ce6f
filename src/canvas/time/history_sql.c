/*
 * history_sql.c - what is not revealed yet, which the history needs beside the journal.
 */
#include "history_internal.h"

enum status history_read_hidden(struct store *store, int64_t canvas_id, struct id_map *hidden, struct error *err)
{
    struct statement *statement;
    enum status status =
        store_prepare(store, "SELECT id FROM note WHERE canvas_id = ?1 AND hidden <> 0", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row)
        id_map_put(hidden, statement_integer(statement, 0), hidden);
    return status;
}
