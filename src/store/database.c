/*
 * database.c - one SQLite connection: its settings, how it waits for others, and what its errors mean
 * to a person.
 *
 * It knows no table. Invariant: this process never opens and closes a database file behind SQLite's
 * back (POSIX locks are dropped by any close), so even the look at a file's header goes through
 * SQLite's own file layer.
 */
#include "store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define BUSY_LIMIT_MS 5000
#define WAL_RETRIES 2000
#define HEADER_SIZE 100

static uint64_t next_random(struct database *database)
{
    uint64_t x = database->random;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    database->random = x;
    return x;
}

static void pause_briefly(struct database *database, int round)
{
    uint64_t range = round < 10 ? 800 : 2500;
    struct timespec wait = {.tv_nsec = (long)(200 + next_random(database) % range) * 1000};
    nanosleep(&wait, NULL);
}

/* SQLite's own handler sleeps up to 100 ms at a time, which makes a long tail when many write. */
static int wait_for_lock(void *context, int round)
{
    struct database *database = context;
    int64_t now = time_steady();
    if (round == 0)
        database->busy_since = now;
    if (now - database->busy_since > BUSY_LIMIT_MS)
        return 0;
    pause_briefly(database, round);
    return 1;
}

void database_one_thread(void)
{
    /* Refused as soon as SQLite runs, and then done already. */
    sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* SQLite may have been built to read any name that begins with "file:" as an address. */
static int open_named(const char *name, sqlite3 **raw, int flags)
{
    if ((flags & SQLITE_OPEN_URI) != 0 || strncmp(name, "file:", 5) != 0)
        return sqlite3_open_v2(name, raw, flags, NULL);
    struct buffer plain = {0};
    buffer_printf(&plain, "./%s", name);
    int code = sqlite3_open_v2(plain.data, raw, flags, NULL);
    buffer_clear(&plain);
    return code;
}

enum status database_open(struct database *database, const char *name, const char *path, int flags,
                          struct error *err)
{
    *database = (struct database){.path = memory_copy_text(path), .random = (uint64_t)id_new()};
    database->memory = strcmp(path, ":memory:") == 0;
    database_opening(true);
    int code = open_named(name, &database->raw, flags);
    database_opening(false);
    if (code != SQLITE_OK) {
        enum status status = database_error(database, code, err);
        database_close(database);
        return status;
    }
    sqlite3_extended_result_codes(database->raw, 1);
    sqlite3_busy_handler(database->raw, wait_for_lock, database);
    sqlite3_db_config(database->raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    sqlite3_db_config(database->raw, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(database->raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    enum status status = database_run(database,
                                      database_is_confined() ? "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0"
                                                             : "PRAGMA temp_store=MEMORY",
                                      err);
    if (status == STATUS_OK)
        database_set_cache(database, false);
    if (status != STATUS_OK)
        database_close(database);
    return status;
}

void database_set_cache(struct database *database, bool large)
{
    char sql[64];
    struct error ignored; /* it is about speed only */
    int kilobytes = database_is_confined() ? 1024 : large ? 262144 : 16384;
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA cache_size=-%d", kilobytes);
    if (database_run(database, sql, &ignored) != STATUS_OK)
        return;
}

void database_close(struct database *database)
{
    for (size_t i = 0; i < STATEMENT_BUCKETS; i++) {
        struct statement *next;
        for (struct statement *each = database->buckets[i]; each; each = next) {
            next = each->next;
            sqlite3_finalize(each->raw);
            free(each->sql);
            free(each);
        }
    }
    sqlite3_close(database->raw);
    free(database->path);
    *database = (struct database){0};
}

void database_trust(struct database *database)
{
    sqlite3_db_config(database->raw, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
}

enum status database_use_wal(struct database *database, const char *synchronous, struct error *err)
{
    char sql[64];
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA synchronous=%s", synchronous);
    enum status status = database_run(database, sql, err);
    if (status != STATUS_OK || database->memory)
        return status;
    for (int round = 0; round < WAL_RETRIES; round++) {
        status = database_run(database, "PRAGMA journal_mode=WAL", err);
        if (status != STATUS_BUSY)
            break;
        pause_briefly(database, round);
    }
    if (status == STATUS_OK)
        status = database_run(database, "PRAGMA journal_size_limit=4194304", err);
    return status;
}

/* SQLite cannot open a file: is it that we may not? */
static bool folder_is_writable(const char *path)
{
    char *copy = memory_copy_text(path);
    char *slash = strrchr(copy, '/');
    const char *folder = ".";
    if (slash) {
        slash[slash == copy ? 1 : 0] = '\0';
        folder = copy;
    }
    bool writable = faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0;
    free(copy);
    return writable;
}

enum status database_error(struct database *database, int code, struct error *err)
{
    const char *path = database->path;
    switch (code & 0xFF) {
    case SQLITE_OK:
    case SQLITE_ROW:
    case SQLITE_DONE:
        return STATUS_OK;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, STATUS_BUSY, _("%s is being written by another nonet; please try again"), path);
    case SQLITE_FULL:
        return error_set(err, STATUS_FULL, _("the disk is full, so this was not saved; make room and try again"));
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return error_set(err, STATUS_READ_ONLY,
                         _("%s cannot be written; check the permissions of the file and its folder"), path);
    case SQLITE_CANTOPEN:
        if (!database->memory && !folder_is_writable(path))
            return error_set(err, STATUS_READ_ONLY, _("%s cannot be used: its folder cannot be written"), path);
        return error_set(err, STATUS_IO, _("%s cannot be opened: %s"), path,
                         database->raw ? sqlite3_errmsg(database->raw) : sqlite3_errstr(code));
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return error_set(err, STATUS_CORRUPT, _("%s is damaged; run \"nonet doctor\", or restore a backup"), path);
    case SQLITE_CONSTRAINT:
        return error_set(err, STATUS_CONFLICT, _("this is there already (%s)"), sqlite3_errmsg(database->raw));
    case SQLITE_NOMEM:
        return error_set(err, STATUS_IO, _("out of memory"));
    case SQLITE_TOOBIG:
        return error_set(err, STATUS_INVALID, _("this text is too long to be stored"));
    case SQLITE_ERROR:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"),
                         database->raw ? sqlite3_errmsg(database->raw) : sqlite3_errstr(code));
    default:
        return error_set(err, STATUS_IO, _("%s cannot be read or written: %s"), path, sqlite3_errstr(code));
    }
}

enum status database_begin(struct database *database, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(database, "BEGIN IMMEDIATE", &statement, err);
    return status == STATUS_OK ? statement_run(statement, err) : status;
}

enum status database_commit(struct database *database, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(database, "COMMIT", &statement, err);
    if (status == STATUS_OK)
        status = statement_run(statement, err);
    if (status != STATUS_OK)
        database_rollback(database);
    return status;
}

bool database_in_transaction(const struct database *database)
{
    return database->raw && !sqlite3_get_autocommit(database->raw);
}

void database_rollback(struct database *database)
{
    /* A rollback can only fail when SQLite has already rolled back by itself. */
    if (database_in_transaction(database))
        sqlite3_exec(database->raw, "ROLLBACK", NULL, NULL, NULL);
}

void database_touch(const struct database *database)
{
    /* A bell that does not ring is made up for by the others' safety poll. */
    if (!database->memory)
        (void)utimensat(AT_FDCWD, database->path, NULL, 0);
}

/* ---- the header ------------------------------------------------------------------------------------- */

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

bool database_has_log(const char *path)
{
    static const char *const endings[] = {"-wal", "-journal"};
    char *real = realpath(path, NULL); /* SQLite keeps them beside the file itself, not beside a link to it */
    struct buffer name = {0};
    struct stat about;
    bool there = false;
    for (size_t i = 0; i < COUNT_OF(endings) && !there; i++) {
        buffer_reset(&name);
        buffer_printf(&name, "%s%s", real ? real : path, endings[i]);
        there = stat(name.data, &about) == 0 && about.st_size > 0;
    }
    buffer_clear(&name);
    free(real);
    return there;
}

static void header_judge(const char *path, const unsigned char *bytes, int64_t size, uint32_t application_id,
                         struct header *out)
{
    if (memcmp(bytes, "SQLite format 3", 16) != 0 || big_endian(bytes + 68) != application_id) {
        out->kind = HEADER_FOREIGN;
        return;
    }
    out->user_version = (int32_t)big_endian(bytes + 60);
    int64_t page = bytes[16] << 8 | bytes[17];
    if (page == 1)
        page = 65536;
    /* The page count counts only when both change counters agree; a log beside may hold the rest. */
    bool counted = big_endian(bytes + 24) == big_endian(bytes + 92);
    out->kind = HEADER_OURS;
    if (counted && big_endian(bytes + 28) * page > size && !database_has_log(path))
        out->kind = HEADER_TRUNCATED;
}

enum status header_read(const char *path, uint32_t application_id, struct header *out, struct error *err)
{
    *out = (struct header){.kind = HEADER_MISSING};
    struct stat about;
    if (stat(path, &about) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return STATUS_OK;
        return error_set_system(err, path, errno);
    }
    if (!S_ISREG(about.st_mode)) {
        out->kind = HEADER_FOREIGN;
        return STATUS_OK;
    }
    if (faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) != 0)
        return error_set(err, STATUS_DENIED, _("%s cannot be read: %s"), path, strerror(errno));

    sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
    char *full = memory_new((size_t)vfs->mxPathname + 1, 1);
    int code = vfs->xFullPathname(vfs, path, vfs->mxPathname + 1, full);
    const char *name = sqlite3_create_filename(full, "", "", 0, NULL);
    sqlite3_file *file = memory_new(1, (size_t)vfs->szOsFile);
    unsigned char bytes[HEADER_SIZE] = {0};
    sqlite3_int64 size = 0;
    if ((code & 0xFF) == SQLITE_OK)
        code = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, NULL);
    if (code == SQLITE_OK)
        code = file->pMethods->xFileSize(file, &size);
    if (code == SQLITE_OK && size >= HEADER_SIZE)
        code = file->pMethods->xRead(file, bytes, HEADER_SIZE, 0);
    if (file->pMethods)
        file->pMethods->xClose(file);
    free(file);
    sqlite3_free_filename(name);
    free(full);
    if (code != SQLITE_OK)
        return error_set(err, STATUS_IO, _("%s cannot be read"), path);
    if (size == 0)
        out->kind = HEADER_EMPTY;
    else if (size < HEADER_SIZE)
        out->kind = HEADER_FOREIGN;
    else
        header_judge(path, bytes, size, application_id, out);
    return STATUS_OK;
}
