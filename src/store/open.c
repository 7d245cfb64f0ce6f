/*
 * open.c - from a path to a store that can be trusted: made, checked, upgraded, or refused.
 *
 * Invariant: a file that is refused keeps every byte. So its header is judged before SQLite may write,
 * and an upgrade happens in one transaction after a copy was laid aside. A new store is built under
 * another name and appears whole.
 */
#include "store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define LOG_LIMIT (16 * 1024 * 1024)
#define COPIES_ASIDE 100

/* ---- refusals ----------------------------------------------------------------------------------------- */

static bool is_network_type(unsigned long type)
{
    static const unsigned long types[] = {
        0x6969,     /* NFS */
        0x517B,     /* SMB */
        0xFE534D42, /* SMB2 */
        0xFF534D42, /* CIFS */
        0x01021997, /* 9p */
        0x00C36400, /* Ceph */
        0x5346414F, /* AFS */
        0x73757245, /* Coda */
    };
    for (size_t i = 0; i < COUNT_OF(types); i++) {
        if ((type & 0xFFFFFFFF) == types[i])
            return true;
    }
    return false;
}

/* Looks at the file or, while it does not exist, at the nearest folder that does. */
static enum status refuse_network(const char *path, struct error *err)
{
    char *copy = memory_copy_text(path);
    struct statfs about;
    int result = statfs(copy, &about);
    while (result != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        char *slash = strrchr(copy, '/');
        if (!slash || slash == copy) {
            result = statfs(slash ? "/" : ".", &about);
            break;
        }
        *slash = '\0';
        result = statfs(copy, &about);
    }
    free(copy);
    if (result == 0 && is_network_type((unsigned long)about.f_type))
        return error_set(err, STATUS_INVALID,
                         _("%s is on a network file system, where two people's writes can damage it; keep the store "
                           "on a disk of the machine itself and join over SSH"),
                         path);
    return STATUS_OK;
}

static enum status refuse_newer(const char *path, int64_t found, const struct schema *schema, struct error *err)
{
    if (found <= schema->version)
        return STATUS_OK;
    return error_set(err, STATUS_TOO_NEW,
                     _("%s was written by a newer nonet (format %lld, this one knows %d); please update nonet"), path,
                     (long long)found, schema->version);
}

static enum status judge_header(const struct store_options *options, const struct schema *schema,
                                enum header_kind *kind, struct error *err)
{
    struct header header;
    enum status status = header_read(options->path, STORE_APPLICATION_ID, &header, err);
    if (status != STATUS_OK)
        return status;
    *kind = header.kind;
    bool may_make = options->create && !options->read_only;
    switch (header.kind) {
    case HEADER_MISSING:
        return may_make ? STATUS_OK : error_set(err, STATUS_NOT_FOUND, _("there is no store at %s"), options->path);
    case HEADER_EMPTY:
        if (may_make)
            return STATUS_OK;
        return error_set(err, STATUS_CORRUPT, _("%s is empty and no nonet store"), options->path);
    case HEADER_FOREIGN:
        return error_set(err, STATUS_CORRUPT, _("%s is not a nonet store; it was left as it is"), options->path);
    case HEADER_TRUNCATED:
        return error_set(err, STATUS_CORRUPT, _("%s is cut short; restore a backup with \"nonet restore-backup\""),
                         options->path);
    case HEADER_OURS:
        break;
    }
    return refuse_newer(options->path, header.user_version, schema, err);
}

/* ---- making a store ------------------------------------------------------------------------------------ */

/* Fills an empty database; somebody else may have been faster. */
static enum status build(struct database *database, const struct schema *schema, struct error *err)
{
    enum status status = database_begin(database, err);
    if (status != STATUS_OK)
        return status;
    int64_t tables;
    status = database_integer(database, "SELECT count(*) FROM sqlite_master", &tables, err);
    if (status == STATUS_OK && tables == 0)
        status = schema_create(database, schema, err);
    if (status == STATUS_OK)
        return database_commit(database, err);
    database_rollback(database);
    return status;
}

static enum status make_file(const char *path, const struct schema *schema, struct error *err)
{
    char *temporary;
    enum status status = file_make_parents(path, err);
    if (status == STATUS_OK)
        status = file_make_temporary(path, &temporary, err);
    if (status != STATUS_OK)
        return status;
    struct database database;
    status = database_open(&database, temporary, path, SQLITE_OPEN_READWRITE, err);
    if (status == STATUS_OK) {
        status = build(&database, schema, err);
        if (status == STATUS_OK)
            status = database_use_wal(&database, "FULL", err);
        if (status == STATUS_OK)
            database_trust(&database);
        database_close(&database);
    }
    if (status == STATUS_OK)
        status = file_publish(temporary, path, err);
    else
        file_remove_database(temporary);
    free(temporary);
    /* Somebody else made it in the meantime: then theirs is the store. */
    return status == STATUS_CONFLICT ? STATUS_OK : status;
}

/* ---- upgrading ----------------------------------------------------------------------------------------- */

/* The caller holds the write lock, so a second connection reads exactly what was there before. */
static enum status copy_aside(const char *path, int64_t version, struct error *err)
{
    struct database source;
    enum status status = database_open(&source, path, path, SQLITE_OPEN_READONLY, err);
    if (status != STATUS_OK)
        return status;
    struct buffer name = {0};
    status = STATUS_CONFLICT;
    for (int i = 1; i <= COPIES_ASIDE && status == STATUS_CONFLICT; i++) {
        buffer_reset(&name);
        buffer_printf(&name, "%s.before-%lld", path, (long long)version);
        if (i > 1)
            buffer_printf(&name, "-%d", i);
        status = database_copy(&source, name.data, err);
    }
    buffer_clear(&name);
    database_close(&source);
    return status == STATUS_OK ? STATUS_OK : error_context(err, _("the copy that is made before an upgrade failed"));
}

static enum status upgrade(struct store *store, struct error *err)
{
    struct database *database = &store->database;
    enum status status = database_begin(database, err);
    if (status != STATUS_OK)
        return status;
    int64_t version;
    status = database_integer(database, "PRAGMA user_version", &version, err);
    if (status == STATUS_OK)
        status = refuse_newer(database->path, version, store->schema, err);
    if (status == STATUS_OK && version < store->schema->version) {
        status = copy_aside(database->path, store->schema->version, err);
        if (status == STATUS_OK)
            status = schema_upgrade(database, store->schema, err);
        if (status == STATUS_OK)
            return database_commit(database, err);
    }
    database_rollback(database);
    return status;
}

/* ---- opening --------------------------------------------------------------------------------------------- */

static enum status open_and_read(struct database *database, const char *name, const char *path, int flags,
                                 int64_t *version, struct error *err)
{
    enum status status = database_open(database, name, path, flags, err);
    if (status != STATUS_OK)
        return status;
    status = database_integer(database, "PRAGMA user_version", version, err);
    if (status != STATUS_OK)
        database_close(database);
    return status;
}

/* A file in a folder that cannot be written: without a log beside it, it cannot change either. */
static enum status open_immutable(struct database *database, const char *path, int64_t *version, struct error *err)
{
    struct buffer uri = {0};
    if (database_has_log(path))
        return error_set(err, STATUS_READ_ONLY,
                         _("%s cannot be read safely: it was not closed, and its folder cannot be written"), path);
    buffer_add(&uri, "file:");
    for (const char *at = path; *at; at++) {
        if (strchr("%?#", *at))
            buffer_printf(&uri, "%%%02X", (unsigned)(unsigned char)*at);
        else
            buffer_add_char(&uri, *at);
    }
    buffer_add(&uri, "?immutable=1");
    enum status status =
        open_and_read(database, uri.data, path, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, version, err);
    buffer_clear(&uri);
    return status;
}

/* Whoever opens a store has these two beside it. */
static bool is_in_use(const char *path)
{
    static const char *const endings[] = {"-wal", "-shm"};
    char *real = realpath(path, NULL);
    struct buffer name = {0};
    bool there = false;
    for (size_t i = 0; i < COUNT_OF(endings) && !there; i++) {
        buffer_reset(&name);
        buffer_printf(&name, "%s%s", real ? real : path, endings[i]);
        there = access(name.data, F_OK) == 0;
    }
    buffer_clear(&name);
    free(real);
    return there;
}

/* Puts an upgraded copy in memory in the place of the open file. */
static enum status upgrade_in_memory(struct store *store, const char *path, struct error *err)
{
    struct database file = store->database, *copy = &store->database;
    enum status status = database_open(copy, ":memory:", path,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, err);
    copy->memory = true;
    if (status == STATUS_OK)
        status = database_copy_pages(&file, copy, err);
    if (status == STATUS_OK)
        status = database_begin(copy, err);
    if (status == STATUS_OK)
        status = schema_upgrade(copy, store->schema, err);
    if (status == STATUS_OK)
        status = database_commit(copy, err);
    database_close(&file);
    return status;
}

static enum status open_read_only(struct store *store, const char *path, bool foreign, struct error *err)
{
    int64_t version = 0;
    store->at_rest = foreign && !is_in_use(path);
    enum status status = store->at_rest
                             ? open_immutable(&store->database, path, &version, err)
                             : open_and_read(&store->database, path, path, SQLITE_OPEN_READONLY, &version, err);
    if (status == STATUS_READ_ONLY || status == STATUS_IO)
        status = open_immutable(&store->database, path, &version, err);
    if (status != STATUS_OK)
        return status;
    status = refuse_newer(path, version, store->schema, err);
    if (status == STATUS_OK && version < store->schema->version)
        status = schema_require(&store->database, store->schema, err);
    return status == STATUS_READ_ONLY && foreign ? upgrade_in_memory(store, path, err) : status;
}

/* A long log is left behind by a killed process or a long reader; who finds it tries to fold it in. */
static void shorten_log(const char *path, struct database *database)
{
    struct buffer name = {0};
    struct stat about;
    buffer_printf(&name, "%s-wal", path);
    if (stat(name.data, &about) == 0 && about.st_size > LOG_LIMIT)
        sqlite3_wal_checkpoint_v2(database->raw, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    buffer_clear(&name);
}

static enum status open_writable(struct store *store, const char *path, bool empty, struct error *err)
{
    struct database *database = &store->database;
    int64_t version = 0;
    if (faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) != 0)
        return error_set(err, STATUS_READ_ONLY, _("%s cannot be written: %s"), path, strerror(errno));
    enum status status = open_and_read(database, path, path, SQLITE_OPEN_READWRITE, &version, err);
    if (status != STATUS_OK)
        return status;
    if (sqlite3_db_readonly(database->raw, "main") == 1)
        return error_set(err, STATUS_READ_ONLY, _("%s cannot be written"), path);
    if (empty) {
        status = build(database, store->schema, err);
        if (status == STATUS_OK)
            status = database_integer(database, "PRAGMA user_version", &version, err);
    }
    if (status == STATUS_OK)
        status = refuse_newer(path, version, store->schema, err);
    if (status == STATUS_OK && version < store->schema->version)
        status = upgrade(store, err);
    if (status == STATUS_OK)
        status = database_use_wal(database, "FULL", err);
    if (status == STATUS_OK) {
        database_trust(database);
        shorten_log(path, database);
    }
    return status;
}

static enum status open_memory(struct store *store, struct error *err)
{
    enum status status = database_open(&store->database, ":memory:", ":memory:",
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, err);
    return status == STATUS_OK ? build(&store->database, store->schema, err) : status;
}

static enum status open_file(struct store *store, const struct store_options *options, struct error *err)
{
    enum header_kind kind;
    enum status status = refuse_network(options->path, err);
    if (status == STATUS_OK)
        status = judge_header(options, store->schema, &kind, err);
    if (status == STATUS_OK && kind == HEADER_MISSING)
        status = make_file(options->path, store->schema, err);
    if (status != STATUS_OK)
        return status;
    if (options->read_only)
        return open_read_only(store, options->path, options->foreign, err);
    return open_writable(store, options->path, kind == HEADER_EMPTY, err);
}

enum status store_open(struct store **out, const struct store_options *options, const struct schema *schema,
                       struct error *err)
{
    *out = NULL;
    database_one_thread();
    if (options->confined) {
        enum status status = database_confine(err);
        if (status != STATUS_OK)
            return status;
    }
    struct store *store = memory_new(1, sizeof *store);
    store->schema = schema;
    store->now = options->now ? options->now : time_now;
    store->read_only = options->read_only;
    store->data_version = -1;
    enum status status = strcmp(options->path, ":memory:") == 0 ? open_memory(store, err)
                                                                : open_file(store, options, err);
    if (status == STATUS_OK) {
        status = database_integer(&store->database, "SELECT value FROM store_info WHERE key = 'site'", &store->site,
                                  err);
        if (status == STATUS_INVALID || (status == STATUS_OK && store->site == 0))
            status = error_set(err, STATUS_CORRUPT, _("%s is not a whole nonet store"), options->path);
    }
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    *out = store;
    return STATUS_OK;
}

void store_close(struct store *store)
{
    if (!store)
        return;
    store_rollback(store);
    action_clear(store);
    database_close(&store->database);
    free(store->row_statements);
    free(store);
}

const char *store_path(const struct store *store)
{
    return store->database.path;
}

int64_t store_site(const struct store *store)
{
    return store->site;
}

bool store_is_read_only(const struct store *store)
{
    return store->read_only;
}
