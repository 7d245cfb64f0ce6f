/*
 * person_sql.c - the people of a store, by name.
 *
 * A person is known by id; the name is how one finds oneself again. Not here: accounts or rights.
 */
#include "people.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

#define NAME_CLUSTERS_MAX 60

static enum status clean_name(const char *name, char **out, struct error *err)
{
    size_t length = strlen(name);
    if (!text_is_valid(name, length))
        return error_set(err, STATUS_INVALID, _("the name is not valid UTF-8 text"));
    size_t from = strspn(name, " ");
    size_t to = length;
    while (to > from && name[to - 1] == ' ')
        to--;
    if (from == to)
        return error_set(err, STATUS_INVALID, _("a person needs a name; give one with --as NAME"));
    for (size_t at = from, used; at < to; at += used) {
        uint32_t point;
        used = text_decode(name + at, to - at, &point);
        if (point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029)
            return error_set(err, STATUS_INVALID, _("a name cannot hold control characters"));
    }
    char *copy = memory_copy_bytes(name + from, to - from);
    if (entry_clusters(copy) > NAME_CLUSTERS_MAX) {
        free(copy);
        return error_set(err, STATUS_INVALID, _("the name is longer than %d characters"), NAME_CLUSTERS_MAX);
    }
    *out = copy;
    return STATUS_OK;
}

static enum status look_up(struct store *store, const char *name, int64_t *actor_id, struct error *err)
{
    *actor_id = 0;
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT id FROM person WHERE name = ?1 AND alive = 1 AND guest_of = 0 ORDER BY created, id LIMIT 1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_text(statement, 1, name);
    bool row;
    status = statement_step(statement, &row, err);
    if (status != STATUS_OK || !row)
        return status;
    *actor_id = statement_integer(statement, 0);
    statement_reset(statement);
    return STATUS_OK;
}

static enum status make(struct store *store, const char *name, int64_t *actor_id, struct error *err)
{
    int64_t id = id_new();
    enum status status = store_action_begin(store, 0, id, "person_create", err);
    if (status != STATUS_OK)
        return status;
    status = look_up(store, name, actor_id, err); /* somebody may have been quicker */
    if (status == STATUS_OK && *actor_id == 0) {
        status = store_row_create(store, "person", id, err);
        if (status == STATUS_OK)
            status = store_row_set_text(store, "person", id, "name", name, err);
        if (status == STATUS_OK)
            status = store_action_commit(store, NULL, err);
        if (status == STATUS_OK)
            *actor_id = id;
    }
    store_rollback(store);
    return status;
}

enum status person_find(struct store *store, const char *name, int64_t *actor_id, struct error *err)
{
    char *cleaned = NULL;
    enum status status = clean_name(name, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    status = look_up(store, cleaned, actor_id, err);
    if (status == STATUS_OK && *actor_id == 0)
        status = make(store, cleaned, actor_id, err);
    free(cleaned);
    return status;
}

enum status person_name(struct store *store, int64_t actor_id, char **name, struct error *err)
{
    struct statement *statement;
    *name = NULL;
    enum status status = store_select_row(store,
                                          "SELECT name FROM person WHERE id = ?1",
                                          NUMBERS(actor_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    *name = memory_copy_text(statement ? statement_text(statement, 0) : "?");
    statement_reset(statement);
    return STATUS_OK;
}

/* ---- the names of all ------------------------------------------------------------------------------------ */

static const enum names promises[] = {NAMES_SHOWN, NAMES_AFTER_REVEAL, NAMES_NEVER};

static enum status read_marks(struct store *store, int64_t marks[3], struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT (SELECT count(*) FROM person), (SELECT max(updated) FROM person),"
               " (SELECT max(updated) FROM workshop)", &statement, err); /* each from an index alone: asked at every look */
    bool row = false;
    if (status == STATUS_OK)
        status = statement_step(statement, &row, err);
    for (int i = 0; i < 3 && row; i++)
        marks[i] = statement_integer(statement, i);
    if (row)
        statement_reset(statement);
    return status;
}

enum status people_read(struct people *people, struct store *store, bool *changed, struct error *err)
{
    int64_t marks[3] = {0};
    struct statement *statement;
    bool row;
    enum status status = read_marks(store, marks, err);
    bool same = marks[0] == people->count && marks[1] == people->newest && marks[2] == people->room_newest;
    if (status != STATUS_OK || same)
        return status;
    status = store_prepare(store, "SELECT p.id, p.name, w.names FROM person p LEFT JOIN workshop w ON w.id = p.guest_of",
                           &statement, err);
    if (status != STATUS_OK)
        return status;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        int64_t id = statement_integer(statement, 0), names = statement_integer(statement, 2);
        const enum names *before = id_map_get(&people->names, id);
        const enum names *now = names == NAMES_SHOWN ? NULL : &promises[names == NAMES_AFTER_REVEAL ? 1 : 2];
        free(id_map_get(&people->name, id));
        id_map_put(&people->name, id, memory_copy_text(statement_text(statement, 1)));
        if (before == now)
            continue;
        if (now)
            id_map_put(&people->names, id, (void *)(uintptr_t)now);
        else
            id_map_remove(&people->names, id);
        if (changed)
            *changed = true;
    }
    if (status == STATUS_OK) {
        people->count = marks[0];
        people->newest = marks[1];
        people->room_newest = marks[2];
    }
    return status;
}

void people_clear(struct people *people)
{
    for (size_t i = 0; i < people->name.capacity; i++)
        free(people->name.slot[i].value);
    id_map_clear(&people->name);
    id_map_clear(&people->names);
    *people = (struct people){0};
}

const char *people_name(const struct people *people, int64_t person_id)
{
    const char *name = person_id == 0 ? NULL : id_map_get(&people->name, person_id);
    return name ? name : "?";
}
