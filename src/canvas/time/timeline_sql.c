/*
 * timeline_sql.c - what a timeline needs that no journal holds: the numbers that people type.
 */
#include "timeline_internal.h"

enum status timeline_read_numbers(struct timeline *timeline, struct store *store, struct error *err)
{
    if (!timeline->unnumbered)
        return STATUS_OK;
    struct statement *statement;
    enum status status = store_prepare(store, "SELECT id, number FROM note WHERE canvas_id = ?1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, timeline->canvas_id);
    bool found;
    while ((status = statement_step(statement, &found, err)) == STATUS_OK && found) {
        struct log_row *row = id_map_get(&timeline->rows, statement_integer(statement, 0));
        if (row != NULL)
            row->number = statement_integer(statement, 1);
    }
    timeline->unnumbered = status != STATUS_OK;
    return status;
}
