/*
 * view_state_sql.c - how one person looks at a canvas: layout, zoom, sidebar, focus, sort.
 *
 * Kept beside the journal: never undone, never shown to others. Forgetting is no error, so failures are silent.
 */
#include "operation.h"

char *view_state_get(struct store *store, const struct session *session, int64_t canvas_id, const char *key)
{
    struct error error;
    struct statement *statement;
    if (store_prepare(store, "SELECT value FROM view_state WHERE actor_id = ?1 AND canvas_id = ?2 AND \"key\" = ?3",
                      &statement, &error) != STATUS_OK)
        return NULL;
    statement_bind_integer(statement, 1, session->actor_id);
    statement_bind_integer(statement, 2, canvas_id);
    statement_bind_text(statement, 3, key);
    bool row;
    if (statement_step(statement, &row, &error) != STATUS_OK || !row)
        return NULL;
    char *value = memory_copy_text(statement_text(statement, 0));
    statement_reset(statement);
    return value;
}

static enum status write(struct store *store, const struct session *session, int64_t canvas_id, const char *key,
                         const char *value, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "INSERT OR REPLACE INTO view_state (actor_id, canvas_id, \"key\", value) VALUES (?1, ?2, ?3, ?4)",
        &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, session->actor_id);
    statement_bind_integer(statement, 2, canvas_id);
    statement_bind_text(statement, 3, key);
    statement_bind_text(statement, 4, value);
    bool row;
    return statement_step(statement, &row, err);
}

void view_state_set(struct store *store, const struct session *session, int64_t canvas_id, const char *key,
                    const char *value)
{
    struct error error;
    if (store_is_read_only(store) || store_action_is_open(store))
        return;
    if (store_begin(store, &error) != STATUS_OK)
        return;
    if (write(store, session, canvas_id, key, value, &error) != STATUS_OK ||
        store_commit(store, &error) != STATUS_OK)
        store_rollback(store);
}
