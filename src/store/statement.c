/*
 * statement.c - prepared statements, cached by their SQL text.
 *
 * Invariant: a statement handed out by prepare is reset and has no parameters bound; one that has
 * returned its last row, or failed, is reset again.
 */
#include "store_internal.h"

#include <stdlib.h>
#include <string.h>

enum status database_prepare(struct database *database, const char *sql, struct statement **out,
                             struct error *err)
{
    *out = NULL;
    struct statement **bucket = &database->buckets[hash_bytes(sql, strlen(sql)) % STATEMENT_BUCKETS];
    for (struct statement *each = *bucket; each; each = each->next) {
        if (strcmp(each->sql, sql) == 0) {
            statement_reset(each);
            sqlite3_clear_bindings(each->raw);
            *out = each;
            return STATUS_OK;
        }
    }
    sqlite3_stmt *raw = NULL;
    int code = sqlite3_prepare_v3(database->raw, sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, NULL);
    if (code != SQLITE_OK)
        return database_error(database, code, err);
    struct statement *statement = memory_new(1, sizeof *statement);
    statement->database = database;
    statement->raw = raw;
    statement->sql = memory_copy_text(sql);
    statement->next = *bucket;
    *bucket = statement;
    *out = statement;
    return STATUS_OK;
}

static void note_bind(struct statement *statement, int code)
{
    if (statement->bind_result == SQLITE_OK)
        statement->bind_result = code;
}

void statement_bind_integer(struct statement *statement, int at, int64_t value)
{
    note_bind(statement, sqlite3_bind_int64(statement->raw, at, value));
}

void statement_bind_text(struct statement *statement, int at, const char *text)
{
    if (text)
        note_bind(statement, sqlite3_bind_text(statement->raw, at, text, -1, SQLITE_TRANSIENT));
    else
        note_bind(statement, sqlite3_bind_null(statement->raw, at));
}

void statement_bind_column(struct statement *statement, int at, struct statement *from, int column)
{
    note_bind(statement, sqlite3_bind_value(statement->raw, at, sqlite3_column_value(from->raw, column)));
}

void statement_bind_kept(struct statement *statement, int at, const char *text)
{
    note_bind(statement, sqlite3_bind_text(statement->raw, at, text, -1, SQLITE_STATIC));
}

enum status statement_step(struct statement *statement, bool *row, struct error *err)
{
    *row = false;
    int code = statement->bind_result;
    if (code == SQLITE_OK)
        code = sqlite3_step(statement->raw);
    if (code == SQLITE_ROW) {
        *row = true;
        return STATUS_OK;
    }
    enum status status = code == SQLITE_DONE ? STATUS_OK : database_error(statement->database, code, err);
    statement_reset(statement);
    return status;
}

enum status statement_run(struct statement *statement, struct error *err)
{
    bool row;
    enum status status = statement_step(statement, &row, err);
    statement_reset(statement);
    return status;
}

int64_t statement_integer(struct statement *statement, int column)
{
    return sqlite3_column_int64(statement->raw, column);
}

const char *statement_text(struct statement *statement, int column)
{
    const char *text = (const char *)sqlite3_column_text(statement->raw, column);
    return text ? text : "";
}

size_t statement_length(struct statement *statement, int column)
{
    return (size_t)sqlite3_column_bytes(statement->raw, column);
}

void statement_reset(struct statement *statement)
{
    if (!statement)
        return;
    sqlite3_reset(statement->raw);
    statement->bind_result = SQLITE_OK;
}

enum status database_run(struct database *database, const char *sql, struct error *err)
{
    return database_error(database, sqlite3_exec(database->raw, sql, NULL, NULL, NULL), err);
}

enum status database_integer(struct database *database, const char *sql, int64_t *out, struct error *err)
{
    *out = 0;
    struct statement *statement;
    enum status status = database_prepare(database, sql, &statement, err);
    bool row = false;
    if (status == STATUS_OK)
        status = statement_step(statement, &row, err);
    if (row) {
        *out = statement_integer(statement, 0);
        statement_reset(statement);
    }
    return status;
}

enum status store_select_row(struct store *store, const char *sql, const int64_t *number, size_t count,
                             struct statement **out, struct error *err)
{
    struct statement *statement;
    bool row = false;
    enum status status = store_prepare(store, sql, &statement, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        statement_bind_integer(statement, (int)i + 1, number[i]);
    if (status == STATUS_OK)
        status = statement_step(statement, &row, err);
    *out = row ? statement : NULL;
    return status;
}

void statement_add_rows(struct buffer *sql, size_t rows, size_t width)
{
    for (size_t row = 0, at = 1; row < rows; row++) {
        buffer_add(sql, row > 0 ? ", (" : "(");
        for (size_t i = 0; i < width; i++, at++)
            buffer_printf(sql, i > 0 ? ", ?%zu" : "?%zu", at);
        buffer_add_char(sql, ')');
    }
}

enum status store_prepare(struct store *store, const char *sql, struct statement **out, struct error *err)
{
    enum status status = store->action.open ? rows_write_waiting(store, err) : STATUS_OK;
    return status == STATUS_OK ? database_prepare(&store->database, sql, out, err) : status;
}
