/*
 * site.c - which copy of the store this is.
 *
 * Two copies that both go on must not share a site: what a version says ("of this site, up to that clock") would then mean
 * one thing here and another there. A file can be copied without nonet being asked, so the store remembers the place where
 * its site was given, and whoever first writes in another place takes a new site. One too many costs nothing.
 */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Machine, disk and number of the file; "" for a store in memory. */
static void describe_place(const struct database *database, struct buffer *out)
{
    struct stat about;
    struct error ignored;
    if (database->memory || stat(database->path, &about) != 0)
        return;
    if (file_read("/etc/machine-id", 256, out, &ignored) != STATUS_OK)
        buffer_reset(out);
    char *end = out->data ? strchr(out->data, '\n') : NULL;
    if (end)
        buffer_remove(out, (size_t)(end - out->data), out->length - (size_t)(end - out->data));
    buffer_printf(out, " %llu %llu", (unsigned long long)about.st_dev, (unsigned long long)about.st_ino);
}

static enum status keep(struct store *store, const char *key, int64_t number, const char *text, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&store->database,
                                          "INSERT INTO store_info (key, value) VALUES (?1, ?2)"
                                          " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_text(statement, 1, key);
    if (text)
        statement_bind_text(statement, 2, text);
    else
        statement_bind_integer(statement, 2, number);
    return statement_run(statement, err);
}

static enum status is_known_place(struct store *store, const char *place, bool *same, bool *any, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&store->database, "SELECT value FROM store_info WHERE key = 'place'",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    status = statement_step(statement, any, err);
    *same = status == STATUS_OK && *any && strcmp(statement_text(statement, 0), place) == 0;
    statement_reset(statement);
    return status;
}

static enum status move_in(struct store *store, const char *place, bool moved, struct error *err)
{
    int64_t newest;
    enum status status = store_last_seq(store, &newest, err);
    if (status == STATUS_OK && (moved || newest > 0)) {
        store->site = id_new();
        status = keep(store, "site", store->site, NULL, err);
    }
    return status == STATUS_OK ? keep(store, "place", 0, place, err) : status;
}

enum status site_make_sure(struct store *store, struct error *err)
{
    if (store->site_is_sure)
        return STATUS_OK;
    struct buffer place = {0};
    bool same, any;
    describe_place(&store->database, &place);
    enum status status = is_known_place(store, buffer_text(&place), &same, &any, err);
    if (status == STATUS_OK && !same && place.length > 0)
        status = move_in(store, place.data, any, err);
    else if (status == STATUS_OK) /* somebody else may have moved in since it was opened */
        status = database_integer(&store->database, "SELECT value FROM store_info WHERE key = 'site'", &store->site, err);
    store->site_is_sure = status == STATUS_OK;
    buffer_clear(&place);
    return status;
}
