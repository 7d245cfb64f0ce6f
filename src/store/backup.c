/*
 * backup.c - whole copies of a store: a backup while others work, and the way back.
 *
 * Invariant: a target file appears whole (synced, then named) or not at all, and nothing that exists is
 * ever replaced without having been kept aside.
 */
#include "store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- files ------------------------------------------------------------------------------------------ */

enum status file_make_temporary(const char *path, char **out, struct error *err)
{
    struct buffer name = {0};
    buffer_printf(&name, "%s.XXXXXX", path);
    int fd = mkostemp(name.data, O_CLOEXEC);
    if (fd < 0) {
        int code = errno;
        buffer_clear(&name);
        return error_set_system(err, path, code);
    }
    close(fd);
    *out = buffer_take(&name);
    return STATUS_OK;
}

static void remove_beside(const char *path, const char *ending)
{
    struct buffer name = {0};
    buffer_printf(&name, "%s%s", path, ending);
    unlink(name.data);
    buffer_clear(&name);
}

void file_remove_database(const char *path)
{
    unlink(path);
    remove_beside(path, "-wal");
    remove_beside(path, "-shm");
    remove_beside(path, "-journal");
}

static bool sync_path(const char *path, int flags)
{
    int fd = open(path, flags | O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool synced = fsync(fd) == 0;
    close(fd);
    return synced;
}

static void sync_folder(const char *path)
{
    char *copy = memory_copy_text(path);
    char *slash = strrchr(copy, '/');
    if (slash)
        slash[slash == copy ? 1 : 0] = '\0';
    /* Some file systems cannot sync a folder; the name then becomes durable a little later. */
    (void)sync_path(slash ? copy : ".", O_DIRECTORY);
    free(copy);
}

static int name_exclusively(const char *temporary, const char *path)
{
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, path, RENAME_NOREPLACE) == 0)
        return 0;
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    if (link(temporary, path) != 0)
        return errno;
    unlink(temporary);
    return 0;
}

enum status file_publish(const char *temporary, const char *path, struct error *err)
{
    int code = sync_path(temporary, 0) ? name_exclusively(temporary, path) : errno;
    if (code != 0) {
        file_remove_database(temporary);
        if (code == EEXIST)
            return error_set(err, STATUS_CONFLICT, _("%s exists already; choose another name"), path);
        return error_set_system(err, path, code);
    }
    sync_folder(path);
    return STATUS_OK;
}

/* ---- copying ------------------------------------------------------------------------------------------ */

/* Everything in one step: others may go on writing (the log keeps our view), and a copy in pieces
 * would have to start anew with each of their commits. */
enum status database_copy_pages(struct database *from, struct database *to, struct error *err)
{
    sqlite3_backup *backup = sqlite3_backup_init(to->raw, "main", from->raw, "main");
    if (!backup)
        return database_error(to, sqlite3_extended_errcode(to->raw), err);
    int code;
    do
        code = sqlite3_backup_step(backup, -1);
    while (code == SQLITE_OK);
    int finished = sqlite3_backup_finish(backup);
    if (code != SQLITE_DONE)
        return database_error(to, finished != SQLITE_OK ? finished : code, err);
    return STATUS_OK;
}

/* Fills the empty file `temporary` from a database in use. */
static enum status copy_into_file(struct database *from, const char *temporary, const char *shown, struct error *err)
{
    struct database to;
    enum status status = database_open(&to, temporary, shown, SQLITE_OPEN_READWRITE, err);
    if (status != STATUS_OK)
        return status;
    status = database_copy_pages(from, &to, err);
    /* One plain file without a log beside it, so that it can be carried about and read anywhere. */
    if (status == STATUS_OK)
        status = database_run(&to, "PRAGMA journal_mode=DELETE", err);
    database_trust(&to);
    database_close(&to);
    return status;
}

enum status database_copy(struct database *from, const char *path, struct error *err)
{
    struct stat about;
    if (lstat(path, &about) == 0)
        return error_set(err, STATUS_CONFLICT, _("%s exists already; choose another name"), path);
    char *temporary = NULL;
    enum status status = file_make_temporary(path, &temporary, err);
    if (status != STATUS_OK)
        return status;
    status = copy_into_file(from, temporary, path, err);
    if (status == STATUS_OK)
        status = file_publish(temporary, path, err);
    else
        file_remove_database(temporary);
    free(temporary);
    return status;
}

enum status store_backup(struct store *store, const char *path, struct error *err)
{
    struct buffer report = {0};
    enum status status = store_check(store, false, &report, err);
    buffer_clear(&report);
    if (status == STATUS_CORRUPT)
        return error_context(err, _("this would be no backup"));
    return status == STATUS_OK ? database_copy(&store->database, path, err) : status;
}
