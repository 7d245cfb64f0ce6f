/*
 * restore.c - a backup takes the place of the store.
 *
 * Invariant: the present store is kept aside first, whole; then the backup's pages go into the file in
 * one transaction, under a lock that nobody else shares. The file itself is never swapped while SQLite
 * may have it open: another process would go on writing to a file that has no name any more. Only a
 * store that SQLite cannot open at all is moved away by name.
 */
#include "store_internal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define NAMES_ASIDE 100

/* PATH.kept-YYYYMMDD-HHMMSS[-2...]; the first free one. Yours. */
static char *kept_name(const char *path)
{
    char when[32];
    time_t seconds = (time_t)(time_now() / 1000);
    struct tm parts;
    if (!localtime_r(&seconds, &parts) || strftime(when, sizeof when, "%Y%m%d-%H%M%S", &parts) == 0)
        strcpy(when, "earlier");
    struct buffer name = {0};
    struct stat about;
    for (int i = 1; i <= NAMES_ASIDE; i++) {
        buffer_reset(&name);
        buffer_printf(&name, "%s.kept-%s", path, when);
        if (i > 1)
            buffer_printf(&name, "-%d", i);
        if (lstat(name.data, &about) != 0)
            break;
    }
    return buffer_take(&name);
}

/* The source must be a store this nonet can read, and undamaged. */
static enum status open_source(struct store **out, const char *path, const struct schema *schema, struct error *err)
{
    struct store_options options = {.path = path, .read_only = true};
    enum status status = store_open(out, &options, schema, err);
    if (status != STATUS_OK)
        return error_context(err, _("this backup cannot be used"));
    struct buffer report = {0};
    status = store_check(*out, false, &report, err);
    buffer_clear(&report);
    if (status == STATUS_OK)
        return STATUS_OK;
    store_close(*out);
    *out = NULL;
    return error_context(err, _("this backup cannot be used"));
}

/* Alone with the file until the connection closes; BUSY when others have it open. */
static enum status lock_alone(struct database *present, struct error *err)
{
    enum status status = database_run(present, "PRAGMA locking_mode=EXCLUSIVE", err);
    if (status == STATUS_OK)
        status = database_run(present, "PRAGMA journal_mode=DELETE", err);
    if (status == STATUS_OK)
        status = database_run(present, "BEGIN EXCLUSIVE; COMMIT", err);
    if (status == STATUS_BUSY)
        return error_set(err, STATUS_BUSY, _("%s is in use; everybody must leave nonet before a backup is put back"),
                         present->path);
    return status;
}

static enum status replace_pages(struct database *present, struct database *source, const char *kept,
                                 struct error *err)
{
    enum status status = lock_alone(present, err);
    if (status == STATUS_OK)
        status = database_copy(present, kept, err);
    if (status == STATUS_OK)
        status = database_run(present, "PRAGMA synchronous=FULL", err);
    if (status == STATUS_OK)
        status = database_copy_pages(source, present, err);
    if (status == STATUS_OK)
        database_trust(present);
    return status;
}

/* SQLite cannot make anything of the present file: it and its log go aside under their own names. */
static enum status move_damaged(const char *path, const char *kept, struct error *err)
{
    static const char *const endings[] = {"-wal", "-journal", "-shm", ""};
    struct buffer from = {0}, to = {0};
    int code = 0;
    for (size_t i = 0; i < COUNT_OF(endings) && code == 0; i++) {
        buffer_reset(&from);
        buffer_reset(&to);
        buffer_printf(&from, "%s%s", path, endings[i]);
        buffer_printf(&to, "%s%s", kept, endings[i]);
        if (rename(from.data, to.data) != 0 && errno != ENOENT)
            code = errno;
    }
    buffer_clear(&from);
    buffer_clear(&to);
    return code == 0 ? STATUS_OK : error_set_system(err, path, code);
}

static enum status replace_file(const char *path, struct database *source, char **kept, struct error *err)
{
    struct database present;
    enum status status = database_open(&present, path, path, SQLITE_OPEN_READWRITE, err);
    if (status == STATUS_OK) {
        status = replace_pages(&present, source, *kept, err);
        database_close(&present);
    }
    if (status != STATUS_CORRUPT)
        return status;
    struct stat about;
    if (lstat(*kept, &about) == 0) {
        free(*kept);
        *kept = kept_name(path);
    }
    status = move_damaged(path, *kept, err);
    if (status != STATUS_OK)
        return status;
    status = database_copy(source, path, err);
    struct error ignored;
    if (status != STATUS_OK && move_damaged(*kept, path, &ignored) != STATUS_OK)
        error_context(err, _("the store until now lies at %s"), *kept);
    return status;
}

enum status store_restore_backup(const char *store_path, const char *path, const struct schema *schema,
                                 char **kept, struct error *err)
{
    *kept = NULL;
    struct stat present, other;
    bool there = lstat(store_path, &present) == 0;
    if (there && stat(path, &other) == 0 && stat(store_path, &present) == 0 && present.st_dev == other.st_dev &&
        present.st_ino == other.st_ino)
        return error_set(err, STATUS_INVALID, _("%s is the store itself, not a backup of it"), path);
    struct store *source;
    enum status status = open_source(&source, path, schema, err);
    if (status != STATUS_OK)
        return status;
    if (there) {
        *kept = kept_name(store_path);
        status = replace_file(store_path, &source->database, kept, err);
    } else {
        char *aside = kept_name(store_path);
        /* A log without its file must not be taken for the new one's. */
        status = file_make_parents(store_path, err);
        if (status == STATUS_OK)
            status = move_damaged(store_path, aside, err);
        if (status == STATUS_OK)
            status = database_copy(&source->database, store_path, err);
        free(aside);
    }
    store_close(source);
    if (status != STATUS_OK) {
        free(*kept);
        *kept = NULL;
    }
    return status;
}
