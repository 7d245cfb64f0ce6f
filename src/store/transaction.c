/*
 * transaction.c - the plain write transaction under every action and side table.
 *
 * Invariant: nothing is written before the write lock is held and the file's format is known to be
 * ours; a newer nonet may have upgraded it while we had it open.
 */
#include "store_internal.h"

enum status store_error_read_only(const struct store *store, struct error *err)
{
    return error_set(err, STATUS_READ_ONLY, _("%s was opened for reading only"), store->database.path);
}

static enum status check_format(struct store *store, struct error *err)
{
    int64_t data_version, version;
    enum status status = database_integer(&store->database, "PRAGMA data_version", &data_version, err);
    if (status != STATUS_OK || data_version == store->data_version)
        return status;
    status = database_integer(&store->database, "PRAGMA user_version", &version, err);
    if (status != STATUS_OK)
        return status;
    if (version > store->schema->version)
        return error_set(err, STATUS_TOO_NEW,
                         _("%s was upgraded by a newer nonet in the meantime; leave and start the newer one"),
                         store->database.path);
    store->data_version = data_version;
    return STATUS_OK;
}

/* What is written into a file without a name, or with another than its log's, nobody will find again. */
static enum status check_place(const struct store *store, struct error *err)
{
    int moved = 0;
    if (sqlite3_file_control(store->database.raw, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || !moved)
        return STATUS_OK;
    return error_set(err, STATUS_IO, _("%s has been moved or deleted, so nothing can be saved; bring it back"),
                     store->database.path);
}

enum status store_begin(struct store *store, struct error *err)
{
    if (store->read_only)
        return store_error_read_only(store, err);
    if (database_in_transaction(&store->database))
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"), "nested transaction");
    enum status status = database_begin(&store->database, err);
    if (status == STATUS_OK)
        status = check_format(store, err);
    if (status == STATUS_OK)
        status = check_place(store, err);
    if (status != STATUS_OK)
        database_rollback(&store->database);
    return status;
}

enum status store_commit(struct store *store, struct error *err)
{
    action_clear(store);
    if (!database_in_transaction(&store->database))
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"), "commit without a transaction");
    enum status status = database_commit(&store->database, err);
    if (status == STATUS_OK)
        database_touch(&store->database);
    else
        store->site_is_sure = false;
    return status;
}

void store_rollback(struct store *store)
{
    action_clear(store);
    store->site_is_sure = false; /* what was written about it may just have been taken back */
    database_rollback(&store->database);
}

bool store_read_begin(struct store *store)
{
    struct error ignored;
    return !database_in_transaction(&store->database) &&
           database_run(&store->database, "BEGIN", &ignored) == STATUS_OK;
}

void store_read_end(struct store *store)
{
    database_rollback(&store->database); /* nothing was written: the shorter way out */
}

bool store_action_is_open(const struct store *store)
{
    return store->action.open;
}
