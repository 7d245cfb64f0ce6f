/*
 * store_fixture.c - see store_fixture.h.
 */
#include "store_fixture.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"

static const struct schema_field board_fields[] = {{"title", FIELD_TEXT}};
static const struct schema_field card_fields[] = {{"title", FIELD_TEXT}, {"body", FIELD_TEXT}, {"weight", FIELD_INTEGER}};
static const struct schema_field link_fields[] = {{"from_id", FIELD_INTEGER}, {"to_id", FIELD_INTEGER}};
static const struct schema_field card_fields_newer[] = {
    {"title", FIELD_TEXT}, {"body", FIELD_TEXT}, {"weight", FIELD_INTEGER}, {"colour", FIELD_TEXT}};

static const struct schema_entity entities[] = {
    {"board", true, board_fields, COUNT_OF(board_fields)},
    {"card", true, card_fields, COUNT_OF(card_fields)},
    {"group", false, link_fields, COUNT_OF(link_fields)},
};
static const struct schema_entity entities_newer[] = {
    {"board", true, board_fields, COUNT_OF(board_fields)},
    {"card", true, card_fields_newer, COUNT_OF(card_fields_newer)},
    {"group", false, link_fields, COUNT_OF(link_fields)},
    {"vote", false, link_fields, COUNT_OF(link_fields)},
};

static const char *const united[] = {"view", NULL};
static const struct schema_dependent dependents[] = {{"group", "from_id", "card"}, {NULL, NULL, NULL}};

const struct schema fixture_schema = {
    .version = 3,
    .entities = entities,
    .entity_count = COUNT_OF(entities),
    .canvas_entity = "board",
    .united_tables = united,
    .dependents = dependents,
    .side_tables = "CREATE TABLE IF NOT EXISTS view (id INTEGER PRIMARY KEY, zoom TEXT);"
                   "CREATE INDEX IF NOT EXISTS card_canvas ON card (canvas_id);",
};
const struct schema fixture_schema_newer = {
    .version = 4,
    .entities = entities_newer,
    .entity_count = COUNT_OF(entities_newer),
    .canvas_entity = "board",
};

int64_t fixture_clock(void)
{
    return 1000000; /* stands still: the store's own clock has to move */
}

struct store_options fixture_options(const struct fixture *fixture)
{
    return (struct store_options){.path = fixture->path, .create = true, .now = fixture_clock};
}

struct store *fixture_open(struct fixture *fixture)
{
    struct error error;
    struct store_options options = fixture_options(fixture);
    struct store *store;
    ck_ok(store_open(&store, &options, &fixture_schema, &error));
    return store;
}

void fixture_init(struct fixture *fixture)
{
    *fixture = (struct fixture){0};
    const char *below = getenv("TMPDIR");
    if (!below || strlen(below) > 30)
        below = "/tmp";
    snprintf(fixture->folder, sizeof fixture->folder, "%s/nonet-store-XXXXXX", below);
    ck_assert_ptr_nonnull(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof fixture->path, "%s/store.db", fixture->folder);
    fixture->store = fixture_open(fixture);
}

void fixture_init_memory(struct fixture *fixture)
{
    *fixture = (struct fixture){0};
    strcpy(fixture->path, ":memory:");
    fixture->store = fixture_open(fixture);
}

void fixture_clear(struct fixture *fixture)
{
    store_close(fixture->store);
    fixture->store = NULL;
    if (!fixture->folder[0])
        return;
    DIR *folder = opendir(fixture->folder);
    ck_assert_ptr_nonnull(folder);
    char path[400];
    for (struct dirent *each = readdir(folder); each; each = readdir(folder)) {
        snprintf(path, sizeof path, "%s/%s", fixture->folder, each->d_name);
        if (strcmp(each->d_name, ".") != 0 && strcmp(each->d_name, "..") != 0 && unlink(path) != 0)
            rmdir(path);
    }
    closedir(folder);
    ck_assert_int_eq(rmdir(fixture->folder), 0);
}

void fixture_board(struct store *store, int64_t actor, int64_t board)
{
    struct error error;
    ck_ok(store_action_begin(store, board, actor, "board_create", &error));
    ck_ok(store_row_create(store, "board", board, &error));
    ck_ok(store_row_set_text(store, "board", board, "title", "画布", &error));
    ck_ok(store_action_commit(store, NULL, &error));
}

int64_t fixture_card(struct store *store, int64_t actor, int64_t card, const char *title)
{
    struct error error;
    int64_t seq;
    ck_ok(store_action_begin(store, BOARD, actor, "card_create", &error));
    ck_ok(store_row_create(store, "card", card, &error));
    ck_ok(store_row_set_text(store, "card", card, "title", title, &error));
    ck_ok(store_action_commit(store, &seq, &error));
    return seq;
}

int64_t fixture_title(struct store *store, int64_t actor, int64_t card, const char *title)
{
    struct error error;
    int64_t seq;
    ck_ok(store_action_begin(store, BOARD, actor, "card_title", &error));
    ck_ok(store_row_set_text(store, "card", card, "title", title, &error));
    ck_ok(store_action_commit(store, &seq, &error));
    return seq;
}

static int64_t set_integer(struct store *store, int64_t actor, const char *operation, int64_t card, const char *field,
                           int64_t value)
{
    struct error error;
    int64_t seq;
    ck_ok(store_action_begin(store, BOARD, actor, operation, &error));
    ck_ok(store_row_set_integer(store, "card", card, field, value, &error));
    ck_ok(store_action_commit(store, &seq, &error));
    return seq;
}

int64_t fixture_weight(struct store *store, int64_t actor, int64_t card, int64_t weight)
{
    return set_integer(store, actor, "card_weight", card, "weight", weight);
}

int64_t fixture_alive(struct store *store, int64_t actor, int64_t card, int64_t alive)
{
    return set_integer(store, actor, alive ? "card_restore" : "card_trash", card, "alive", alive);
}

/* All rows of one SELECT, columns joined by " | ". */
static void dump_query(struct store *store, const char *sql, struct buffer *out)
{
    struct error error;
    struct statement *statement;
    bool row;
    ck_ok(store_prepare(store, sql, &statement, &error));
    for (;;) {
        ck_ok(statement_step(statement, &row, &error));
        if (!row)
            break;
        buffer_printf(out, "%s\n", statement_text(statement, 0));
    }
}

char *fixture_field(struct store *store, const char *entity, int64_t id, const char *field)
{
    struct error error;
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT \"%s\" FROM \"%s\" WHERE id = ?1", field, entity);
    struct statement *statement;
    bool row;
    ck_ok(store_prepare(store, sql, &statement, &error));
    statement_bind_integer(statement, 1, id);
    ck_ok(statement_step(statement, &row, &error));
    char *value = memory_copy_text(row ? statement_text(statement, 0) : "-");
    statement_reset(statement);
    return value;
}

char *fixture_dump(struct store *store, bool meaning)
{
    struct buffer out = {0};
    const char *more = meaning ? "''" : "canvas_id || ' ' || created || ' ' || updated || ' ' || author_id";
    char sql[400];
    snprintf(sql, sizeof sql, "SELECT 'board ' || id || ' ' || alive || ' ' || title || ' ' || %s FROM board ORDER BY id",
             more);
    dump_query(store, sql, &out);
    snprintf(sql, sizeof sql,
             "SELECT 'card ' || id || ' ' || alive || ' ' || title || ' ' || body || ' ' || weight || ' ' || %s"
             " FROM card ORDER BY id",
             more);
    dump_query(store, sql, &out);
    snprintf(sql, sizeof sql,
             "SELECT 'group ' || id || ' ' || alive || ' ' || from_id || ' ' || to_id || ' ' || %s"
             " FROM \"group\" ORDER BY id",
             more);
    dump_query(store, sql, &out);
    return buffer_take(&out);
}

static bool add_change(void *context, const struct feed_action *action, const struct feed_change *change)
{
    (void)action;
    if (change)
        buffer_printf(context, "%s %lld %s %s %s\n", change->entity, (long long)change->row_id, change->field,
                      change->old_text ? change->old_text : "NULL", change->new_text);
    return true;
}

char *fixture_changes(struct store *store, int64_t seq)
{
    struct error error;
    struct buffer out = {0};
    ck_ok(store_feed(store, 0, seq - 1, seq, add_change, &out, NULL, &error));
    return buffer_take(&out);
}

void fixture_check(struct store *store)
{
    struct error error;
    struct buffer report = {0};
    enum status status = store_check(store, true, &report, &error);
    ck_assert_msg(status == STATUS_OK, "%s", buffer_text(&report));
    buffer_clear(&report);
}

struct buffer fixture_bytes(const char *path)
{
    struct error error;
    struct buffer out = {0};
    ck_ok(file_read(path, (size_t)1 << 28, &out, &error));
    return out;
}

void fixture_expect_card(struct store *store, int64_t card, const char *field, const char *value)
{
    char *found = fixture_field(store, "card", card, field);
    ck_assert_str_eq(found, value);
    free(found);
}

void fixture_run_sql(const char *path, const char *sql)
{
    sqlite3 *raw;
    char *message = NULL;
    ck_assert_int_eq(sqlite3_open(path, &raw), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(raw, sql, NULL, NULL, &message) == SQLITE_OK, "%s: %s", sql, message ? message : "");
    sqlite3_close(raw);
}
