/*
 * live.c - the live file: sessions and whether their processes are alive.
 *
 * Not the place of anything that must last. Invariant: a live file that gives trouble is put aside and
 * made anew, because losing it loses no saved note; only "busy" and "full" are reported.
 */
#include "live_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char live_tables[] =
    "CREATE TABLE IF NOT EXISTS session (id INTEGER PRIMARY KEY, actor_id BIGINT NOT NULL, name TEXT NOT NULL,"
    " process_id BIGINT NOT NULL, started BIGINT NOT NULL, boot TEXT NOT NULL, canvas_id BIGINT NOT NULL DEFAULT 0,"
    " block TEXT NOT NULL DEFAULT '', note_id BIGINT NOT NULL DEFAULT 0, seen BIGINT NOT NULL DEFAULT 0);"
    "CREATE TABLE IF NOT EXISTS draft (id INTEGER PRIMARY KEY, session_id BIGINT NOT NULL, actor_id BIGINT NOT NULL,"
    " canvas_id BIGINT NOT NULL, note_id BIGINT NOT NULL, block TEXT NOT NULL, base TEXT NOT NULL,"
    " text TEXT NOT NULL, updated BIGINT NOT NULL, question TEXT NOT NULL DEFAULT '',"
    " after_id BIGINT NOT NULL DEFAULT 0);"
    "CREATE INDEX IF NOT EXISTS draft_mine ON draft (actor_id, canvas_id);";

/* ---- processes --------------------------------------------------------------------------------------- */

/* State and start time (clock ticks since boot) of a process; false when /proc does not tell. The name
 * in field 2 may hold blanks and brackets, so fields are counted after the last bracket. */
static bool read_process(int64_t id, char *state, int64_t *started)
{
    char path[64];
    struct buffer text = {0};
    struct error ignored;
    snprintf(path, sizeof path, "/proc/%lld/stat", (long long)id);
    bool known = false;
    if (file_read(path, 4096, &text, &ignored) == STATUS_OK) {
        const char *at = strrchr(buffer_text(&text), ')');
        for (int field = 2; at && field < 22; field++) {
            at = strchr(at + 1, ' ');
            if (at && field == 2)
                *state = at[1];
        }
        if (at) {
            *started = strtoll(at, NULL, 10);
            known = true;
        }
    }
    buffer_clear(&text);
    return known;
}

void process_self(struct process *out)
{
    char state;
    struct buffer boot = {0};
    struct error ignored;
    *out = (struct process){.id = getpid()};
    if (!read_process(out->id, &state, &out->started))
        out->started = 0;
    if (file_read("/proc/sys/kernel/random/boot_id", 256, &boot, &ignored) != STATUS_OK)
        buffer_reset(&boot);
    out->boot = buffer_take(&boot);
    out->boot[strcspn(out->boot, "\n")] = '\0';
}

void process_clear(struct process *process)
{
    free(process->boot);
    *process = (struct process){0};
}

bool process_is_alive(const struct process *self, int64_t id, int64_t started, const char *boot)
{
    if (strcmp(self->boot, boot) != 0 || id <= 0)
        return false;
    if (kill((pid_t)id, 0) != 0 && errno == ESRCH)
        return false;
    char state = 'R';
    int64_t now_started;
    /* Where /proc hides the processes of others, being there has to be enough. */
    if (!read_process(id, &state, &now_started) || started == 0)
        return true;
    return now_started == started && state != 'Z' && state != 'X';
}

enum status live_sessions_load(struct live *live, struct session_rows *out, struct error *err)
{
    *out = (struct session_rows){0};
    struct statement *statement;
    enum status status = database_prepare(&live->database, "SELECT id, process_id, started, boot FROM session",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    struct process self;
    process_self(&self);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        struct session_row each = {.id = statement_integer(statement, 0),
                                   .process_id = statement_integer(statement, 1),
                                   .started = statement_integer(statement, 2)};
        each.alive = process_is_alive(&self, each.process_id, each.started, statement_text(statement, 3));
        GROW(out->list, out->count, out->capacity);
        out->list[out->count++] = each;
    }
    process_clear(&self);
    if (status != STATUS_OK) {
        free(out->list);
        *out = (struct session_rows){0};
    }
    return status;
}

/* ---- the file -------------------------------------------------------------------------------------------- */

/* Who may use the store may use its live file: the same mode. */
static enum status make_live_file(const char *path, const char *store, struct error *err)
{
    struct stat about;
    mode_t mode = stat(store, &about) == 0 ? about.st_mode & 0666 : 0600;
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, mode);
    if (fd < 0)
        return errno == EEXIST ? STATUS_OK : error_set_system(err, path, errno);
    int result = fchmod(fd, mode);
    int code = errno;
    close(fd);
    return result == 0 ? STATUS_OK : error_set_system(err, path, code);
}

/* The mark and the tables go in before the file gets a log: the mark has to stand in the header, where
 * the next one who comes looks for it. */
static enum status make_tables(struct database *database, struct error *err)
{
    enum status status = database_begin(database, err);
    if (status != STATUS_OK)
        return status;
    char sql[64];
    sqlite3_snprintf(sizeof sql, sql, "PRAGMA application_id=%d", LIVE_APPLICATION_ID);
    status = database_run(database, sql, err);
    if (status == STATUS_OK)
        status = database_run(database, live_tables, err);
    if (status == STATUS_OK)
        return database_commit(database, err);
    database_rollback(database);
    return status;
}

static enum status prepare_tables(struct database *database, struct error *err)
{
    int64_t mark;
    enum status status = database_integer(database, "PRAGMA application_id", &mark, err);
    if (status == STATUS_OK && mark != LIVE_APPLICATION_ID)
        status = make_tables(database, err);
    return status == STATUS_OK ? database_use_wal(database, "NORMAL", err) : status;
}

static enum status open_once(struct live *live, const char *path, struct error *err)
{
    struct header header;
    enum status status = make_live_file(path, store_path(live->store), err);
    if (status == STATUS_OK)
        status = header_read(path, LIVE_APPLICATION_ID, &header, err);
    if (status != STATUS_OK)
        return status;
    if (header.kind == HEADER_FOREIGN || header.kind == HEADER_TRUNCATED)
        return error_set(err, STATUS_CORRUPT, _("%s is damaged"), path);
    status = database_open(&live->database, path, path, SQLITE_OPEN_READWRITE, err);
    if (status != STATUS_OK)
        return status;
    status = prepare_tables(&live->database, err);
    struct statement *statement;
    bool row = false;
    if (status == STATUS_OK)
        status = database_prepare(&live->database, "PRAGMA quick_check(1)", &statement, err);
    if (status == STATUS_OK)
        status = statement_step(statement, &row, err);
    if (row && strcmp(statement_text(statement, 0), "ok") != 0)
        status = error_set(err, STATUS_CORRUPT, _("%s is damaged"), path);
    if (row)
        statement_reset(statement);
    if (status == STATUS_OK)
        database_trust(&live->database);
    else
        database_close(&live->database);
    return status;
}

static void move_aside(const char *path, int64_t now)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    struct buffer from = {0}, to = {0};
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        buffer_reset(&from);
        buffer_reset(&to);
        buffer_printf(&from, "%s%s", path, endings[i]);
        buffer_printf(&to, "%s.damaged-%lld%s", path, (long long)now, endings[i]);
        if (rename(from.data, to.data) != 0)
            unlink(from.data);
    }
    buffer_clear(&from);
    buffer_clear(&to);
}

static enum status open_memory(struct live *live, struct error *err)
{
    enum status status = database_open(&live->database, ":memory:", ":memory:",
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, err);
    return status == STATUS_OK ? prepare_tables(&live->database, err) : status;
}

static enum status open_live(struct live *live, struct error *err)
{
    /* Who may not write the store has nothing to draft and is nobody's rival. */
    if (live->store->database.memory || live->store->read_only)
        return open_memory(live, err);
    struct buffer path = {0};
    buffer_printf(&path, "%s-live", store_path(live->store));
    enum status status = open_once(live, path.data, err);
    /* Others may be at work on a file that only cannot be read just now, or not by us: it stays where it is. */
    if (status == STATUS_CORRUPT || status == STATUS_INVALID) {
        move_aside(path.data, live->store->now());
        status = open_once(live, path.data, err);
    }
    buffer_clear(&path);
    return status;
}

/* ---- sessions ---------------------------------------------------------------------------------------------- */

/* Drafts stay: one whose session is not there counts as left behind. */
static enum status delete_session(struct live *live, int64_t id, struct error *err)
{
    struct statement *statement;
    enum status status =
        database_prepare(&live->database, "DELETE FROM session WHERE id = ?1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, id);
    return statement_run(statement, err);
}

static enum status insert_session(struct live *live, const char *name, struct error *err)
{
    struct statement *statement;
    enum status status = database_prepare(&live->database,
                                          "INSERT INTO session (id, actor_id, name, process_id, started, boot, seen)"
                                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    struct process self;
    process_self(&self);
    statement_bind_integer(statement, 1, live->session_id);
    statement_bind_integer(statement, 2, live->actor_id);
    statement_bind_text(statement, 3, name ? name : "");
    statement_bind_integer(statement, 4, self.id);
    statement_bind_integer(statement, 5, self.started);
    statement_bind_text(statement, 6, self.boot);
    statement_bind_integer(statement, 7, live->store->now());
    process_clear(&self);
    return statement_run(statement, err);
}

static enum status enter(struct live *live, const char *name, struct error *err)
{
    enum status status = database_begin(&live->database, err);
    if (status != STATUS_OK)
        return status;
    struct session_rows rows;
    status = live_sessions_load(live, &rows, err);
    for (size_t i = 0; i < rows.count && status == STATUS_OK; i++) {
        if (!rows.list[i].alive)
            status = delete_session(live, rows.list[i].id, err);
    }
    free(rows.list);
    if (status == STATUS_OK)
        status = insert_session(live, name, err);
    if (status == STATUS_OK)
        return database_commit(&live->database, err);
    database_rollback(&live->database);
    return status;
}

static void live_free(struct live *live)
{
    database_close(&live->database);
    process_clear(&live->self);
    free(live->gone);
    free(live->block);
    free(live);
}

enum status live_open(struct live **out, struct store *store, int64_t actor_id, const char *actor_name,
                      struct error *err)
{
    *out = NULL;
    struct live *live = memory_new(1, sizeof *live);
    *live = (struct live){.store = store, .session_id = id_new(), .actor_id = actor_id};
    live->block = memory_copy_text("");
    process_self(&live->self);
    enum status status = open_live(live, err);
    if (status == STATUS_OK)
        status = enter(live, actor_name, err);
    if (status != STATUS_OK) {
        live_free(live);
        return status;
    }
    if (!live->database.memory)
        database_touch(&store->database);
    *out = live;
    return STATUS_OK;
}

void live_close(struct live *live)
{
    if (!live)
        return;
    struct error ignored;
    /* A session that stays behind is cleared out by the next one who comes. */
    if (delete_session(live, live->session_id, &ignored) == STATUS_OK && !live->database.memory)
        database_touch(&live->store->database);
    live_free(live);
}

void live_forget(struct live *live)
{
    if (!database_in_transaction(&live->database))
        database_forget(&live->database);
}

enum status live_forget_canvases(struct store *store, const int64_t *canvas_ids, size_t count, struct error *err)
{
    struct live live = {.store = store};
    struct buffer path = {0};
    struct stat about;
    buffer_printf(&path, "%s-live", store_path(store));
    bool there = !store->database.memory && stat(path.data, &about) == 0;
    enum status status = there ? open_once(&live, path.data, err) : STATUS_OK;
    buffer_clear(&path);
    if (!there || status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct statement *statement;
        status = database_prepare(&live.database, "DELETE FROM draft WHERE canvas_id = ?1", &statement, err);
        if (status != STATUS_OK)
            break;
        statement_bind_integer(statement, 1, canvas_ids[i]);
        status = statement_run(statement, err);
    }
    if (status == STATUS_OK && !database_lay_out_anew(&live.database))
        status = error_set(err, STATUS_BUSY, _("%s is being written by another nonet; please try again"),
                           live.database.path);
    database_close(&live.database);
    return status;
}
