/*
 * history_sql.c - the names that the history needs beside the journal.
 */
#include "history_internal.h"

enum status history_read_persons(struct store *store, struct id_map *persons, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store, "SELECT id, name FROM person", &statement, err);
    if (status != STATUS_OK)
        return status;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row)
        id_map_put(persons, statement_integer(statement, 0), memory_copy_text(statement_text(statement, 1)));
    return status;
}
