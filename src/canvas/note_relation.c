/*
 * note_relation.c - tags, facets and ties: rows whose id follows from what they relate.
 *
 * Setting one again revives the row it had, so the same relation is one row in every copy of a store. A facet keeps
 * its row when its value changes.
 */
#include "operation.h"

#include <stdlib.h>

#include "nonet/message.h"

static int64_t derive_named(int64_t owner_id, const char *kind, const char *name)
{
    struct buffer word = {0};
    buffer_add(&word, kind);
    buffer_add(&word, name);
    int64_t id = id_derive(owner_id, 0, buffer_text(&word));
    buffer_clear(&word);
    return id;
}

/* Makes or revives the row (`*fresh`: it was never there before), or lays it down. */
static enum status set_alive(struct store *store, const char *entity, int64_t id, bool on, bool *fresh,
                             struct error *err)
{
    bool exists, alive;
    enum status status = store_row_state(store, entity, id, &exists, &alive, err);
    *fresh = !exists;
    if (status != STATUS_OK || alive == on)
        return status;
    if (on)
        return store_row_create(store, entity, id, err);
    return store_row_set_integer(store, entity, id, "alive", 0, err);
}

enum status relation_set_tag(struct store *store, int64_t owner_id, const char *tag, bool on, struct error *err)
{
    int64_t id = derive_named(owner_id, "tag:", tag);
    bool fresh;
    enum status status = set_alive(store, "tag", id, on, &fresh, err);
    if (status != STATUS_OK || !on || !fresh)
        return status;
    status = store_row_set_integer(store, "tag", id, "owner_id", owner_id, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "tag", id, "name", tag, err);
    return status;
}

enum status relation_set_facet(struct store *store, int64_t owner_id, const char *key, const char *value,
                               struct error *err)
{
    int64_t id = derive_named(owner_id, "facet:", key);
    bool on = value[0] != '\0', fresh;
    enum status status = set_alive(store, "facet", id, on, &fresh, err);
    if (status != STATUS_OK || !on)
        return status;
    if (fresh) {
        status = store_row_set_integer(store, "facet", id, "owner_id", owner_id, err);
        if (status == STATUS_OK)
            status = store_row_set_text(store, "facet", id, "key", key, err);
    }
    if (status == STATUS_OK)
        status = store_row_set_text(store, "facet", id, "value", value, err);
    return status;
}

int64_t relation_link_id(int64_t a, int64_t b)
{
    return a < b ? id_derive(a, b, "link") : id_derive(b, a, "link");
}

int64_t canvas_link_id(int64_t a, int64_t b)
{
    return relation_link_id(a, b);
}

enum status relation_set_link(struct store *store, int64_t a, int64_t b, bool on, struct error *err)
{
    int64_t id = relation_link_id(a, b);
    bool fresh;
    enum status status = set_alive(store, "link", id, on, &fresh, err);
    if (status != STATUS_OK || !on || !fresh)
        return status;
    status = store_row_set_integer(store, "link", id, "from_id", a, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(store, "link", id, "to_id", b, err);
    return status;
}

/* ---- the operations -------------------------------------------------------------------------------------- */

static enum status tag_entry(const char *tag, char **out, struct error *err)
{
    enum status status = entry_tag(tag, out, err);
    if (status == STATUS_OK && (*out)[0] == '\0') {
        free(*out);
        return error_set(err, STATUS_INVALID, _("a tag needs a name"));
    }
    return status;
}

static enum status facet_entry(const char *key, const char *value, char **key_out, char **value_out,
                               struct error *err)
{
    enum status status = entry_word(key, _("facet"), key_out, err);
    if (status != STATUS_OK)
        return status;
    if ((*key_out)[0] == '\0')
        status = error_set(err, STATUS_INVALID, _("a facet needs a name"));
    else
        status = entry_word(value, _("value"), value_out, err);
    if (status != STATUS_OK)
        free(*key_out);
    return status;
}

enum status canvas_set_tag(struct store *store, const struct session *session, int64_t canvas_id, const char *tag,
                           bool on, struct error *err)
{
    char *name;
    enum status status = tag_entry(tag, &name, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    status = operation_begin(&operation, store, session, canvas_id, "canvas_tag", MAY_EDIT, ON_LIVING_CANVAS, err);
    if (status == STATUS_OK)
        status = operation_end(&operation, relation_set_tag(store, canvas_id, name, on, err), err);
    free(name);
    return status;
}

enum status canvas_set_facet(struct store *store, const struct session *session, int64_t canvas_id, const char *key,
                             const char *value, struct error *err)
{
    char *name, *content;
    enum status status = facet_entry(key, value, &name, &content, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    status = operation_begin(&operation, store, session, canvas_id, "canvas_facet", MAY_EDIT, ON_LIVING_CANVAS, err);
    if (status == STATUS_OK)
        status = operation_end(&operation, relation_set_facet(store, canvas_id, name, content, err), err);
    free(name);
    free(content);
    return status;
}

enum status canvas_notes_set_tag(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                                 const char *tag, bool on, struct error *err)
{
    char *name;
    enum status status = tag_entry(tag, &name, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    status = notes_begin(&operation, store, session, ids, count, true, "note_tag", MAY_EDIT, err);
    if (status == STATUS_OK) {
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = relation_set_tag(store, ids[i], name, on, err);
        status = operation_end(&operation, status, err);
    }
    free(name);
    return status;
}

enum status canvas_notes_set_facet(struct store *store, const struct session *session, const int64_t *ids,
                                   size_t count, const char *key, const char *value, struct error *err)
{
    char *name, *content;
    enum status status = facet_entry(key, value, &name, &content, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    status = notes_begin(&operation, store, session, ids, count, true, "note_facet", MAY_EDIT, err);
    if (status == STATUS_OK) {
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            status = relation_set_facet(store, ids[i], name, content, err);
        status = operation_end(&operation, status, err);
    }
    free(name);
    free(content);
    return status;
}

enum status canvas_link_set(struct store *store, const struct session *session, int64_t note_a, int64_t note_b,
                            bool on, struct error *err)
{
    if (note_a == note_b)
        return error_set(err, STATUS_INVALID, _("a note cannot be tied to itself"));
    struct operation operation;
    int64_t both[] = {note_a, note_b};
    enum status status =
        notes_begin(&operation, store, session, both, 2, true, on ? "link_add" : "link_remove", MAY_LINK, err);
    if (status != STATUS_OK)
        return status;
    return operation_end(&operation, relation_set_link(store, note_a, note_b, on, err), err);
}

enum status canvas_link_set_facet(struct store *store, const struct session *session, int64_t link_id,
                                  const char *key, const char *value, struct error *err)
{
    char *name, *content;
    enum status status = facet_entry(key, value, &name, &content, err);
    if (status != STATUS_OK)
        return status;
    int64_t ends[2];
    bool alive;
    status = row_link(store, link_id, ends, &alive, err);
    if (status == STATUS_OK && !alive)
        status = error_set(err, STATUS_NOT_FOUND, _("the two notes are not tied"));
    struct operation operation;
    if (status == STATUS_OK)
        status = notes_begin(&operation, store, session, ends, 2, true, "link_facet", MAY_LINK, err);
    if (status == STATUS_OK) {
        /* Once more, now that nobody else writes. */
        status = row_link(store, link_id, ends, &alive, err);
        if (status == STATUS_OK && !alive)
            status = error_set(err, STATUS_NOT_FOUND, _("the two notes are not tied"));
        if (status == STATUS_OK)
            status = relation_set_facet(store, link_id, name, content, err);
        status = operation_end(&operation, status, err);
    }
    free(name);
    free(content);
    return status;
}
