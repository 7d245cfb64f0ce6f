/*
 * live_presence.c - who is where, and who is typing in which note.
 *
 * A lease is a courtesy, never a lock: it ends by itself, and nothing in the store looks at it.
 */
#include "live_internal.h"

#include <stdlib.h>
#include <string.h>

#define LEASE_MS 15000
#define RENEW_AFTER_MS 5000
#define LOOKS_MAX 4 /* at so many processes in one call: a room of 200 asks for this ten times a second, each */

static bool said_already(const struct live *live, int64_t canvas_id, const char *block, int64_t note_id, int64_t now)
{
    if (live->seen == 0 || live->canvas_id != canvas_id || live->note_id != note_id || strcmp(live->block, block) != 0)
        return false;
    return note_id == 0 || now - live->seen <= RENEW_AFTER_MS;
}

enum status live_presence_set(struct live *live, int64_t canvas_id, const char *block, int64_t note_id,
                              struct error *err)
{
    int64_t now = live->store->now();
    const char *place = block ? block : "";
    if (said_already(live, canvas_id, place, note_id, now))
        return STATUS_OK;
    struct statement *statement;
    enum status status = database_prepare(&live->database,
                                          "UPDATE session SET canvas_id = ?2, block = ?3, note_id = ?4, seen = ?5"
                                          " WHERE id = ?1",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, live->session_id);
    statement_bind_integer(statement, 2, canvas_id);
    statement_bind_text(statement, 3, place);
    statement_bind_integer(statement, 4, note_id);
    statement_bind_integer(statement, 5, now);
    status = statement_run(statement, err);
    if (status != STATUS_OK)
        return status;
    char *copy = memory_copy_text(place);
    free(live->block);
    live->block = copy;
    live->canvas_id = canvas_id;
    live->note_id = note_id;
    live->seen = now;
    if (!live->database.memory)
        database_touch(&live->store->database);
    return STATUS_OK;
}

static void read_presence(struct statement *statement, int64_t now, struct presence *out)
{
    *out = (struct presence){
        .session_id = statement_integer(statement, 0),
        .actor_id = statement_integer(statement, 1),
        .name = memory_copy_text(statement_text(statement, 2)),
        .canvas_id = statement_integer(statement, 3),
        .block = memory_copy_text(statement_text(statement, 4)),
        .note_id = statement_integer(statement, 5),
        .seen = statement_integer(statement, 6),
    };
    if (now - out->seen > LEASE_MS)
        out->note_id = 0;
}

static bool is_known_gone(const struct live *live, int64_t session_id)
{
    for (size_t i = 0; i < live->gone_count; i++) {
        if (live->gone[i] == session_id)
            return true;
    }
    return false;
}

/* Whether row `at` of the sessions is gone. A few processes are looked at in each call, in turn; who is gone stays so. */
static bool is_gone(struct live *live, size_t at, struct statement *statement)
{
    int64_t session_id = statement_integer(statement, 0);
    if (is_known_gone(live, session_id))
        return true;
    if (at < live->look_at || at >= live->look_at + LOOKS_MAX ||
        process_is_alive(&live->self, statement_integer(statement, 7), statement_integer(statement, 8),
                         statement_text(statement, 9)))
        return false;
    GROW(live->gone, live->gone_count, live->gone_capacity);
    live->gone[live->gone_count++] = session_id;
    return true;
}

enum status live_presence_list(struct live *live, int64_t canvas_id, struct presence **out, size_t *count,
                               struct error *err)
{
    *out = NULL;
    *count = 0;
    struct statement *statement;
    enum status status = database_prepare(&live->database,
                                          "SELECT id, actor_id, name, canvas_id, block, note_id, seen, process_id,"
                                          " started, boot FROM session WHERE id <> ?1 AND (?2 = 0 OR canvas_id = ?2)"
                                          " ORDER BY name, id",
                                          &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, live->session_id);
    statement_bind_integer(statement, 2, canvas_id);
    size_t capacity = 0, at = 0;
    int64_t now = live->store->now();
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        if (is_gone(live, at++, statement))
            continue;
        GROW(*out, *count, capacity);
        read_presence(statement, now, &(*out)[(*count)++]);
    }
    live->look_at = live->look_at + LOOKS_MAX < at ? live->look_at + LOOKS_MAX : 0;
    if (status != STATUS_OK) {
        presence_list_free(*out, *count);
        *out = NULL;
        *count = 0;
    }
    return status;
}

void presence_list_free(struct presence *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].name);
        free(list[i].block);
    }
    free(list);
}
