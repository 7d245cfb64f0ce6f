/*
 * take_over.c - making rows what another snapshot says they are.
 *
 * What a row holds is read from the tables, not from a snapshot: a note that comes back from the trash brings its old
 * tags along. Setting what is there already records nothing.
 */
#include "take_over.h"

#include <string.h>

bool same_tags(char *const *a, size_t a_count, char *const *b, size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++) {
        if (strcmp(a[i], b[i]) != 0)
            return false;
    }
    return true;
}

bool same_facets(const struct facet *a, size_t a_count, const struct facet *b, size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++) {
        if (strcmp(a[i].key, b[i].key) != 0 || strcmp(a[i].value, b[i].value) != 0)
            return false;
    }
    return true;
}

static enum status take_tags(struct store *store, int64_t owner_id, char *const *tag, size_t tag_count,
                             struct error *err)
{
    char **present = NULL;
    size_t count = 0;
    enum status status = snapshot_read_tags_of(store, owner_id, &present, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool wanted = false;
        for (size_t t = 0; t < tag_count && !wanted; t++)
            wanted = strcmp(present[i], tag[t]) == 0;
        if (!wanted)
            status = relation_set_tag(store, owner_id, present[i], false, err);
    }
    for (size_t t = 0; t < tag_count && status == STATUS_OK; t++)
        status = relation_set_tag(store, owner_id, tag[t], true, err);
    tags_free(present, count);
    return status;
}

enum status take_labels(struct store *store, int64_t owner_id, char *const *tag, size_t tag_count,
                        const struct facet *facet, size_t facet_count, struct error *err)
{
    struct facet *present = NULL;
    size_t count = 0;
    enum status status = take_tags(store, owner_id, tag, tag_count, err);
    if (status == STATUS_OK)
        status = snapshot_read_facets_of(store, owner_id, &present, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool wanted = false;
        for (size_t f = 0; f < facet_count && !wanted; f++)
            wanted = strcmp(present[i].key, facet[f].key) == 0;
        if (!wanted)
            status = relation_set_facet(store, owner_id, present[i].key, "", err);
    }
    for (size_t f = 0; f < facet_count && status == STATUS_OK; f++)
        status = relation_set_facet(store, owner_id, facet[f].key, facet[f].value, err);
    facets_free(present, count);
    return status;
}

static enum status make_alive(struct store *store, const char *entity, int64_t id, bool *made, struct error *err)
{
    bool exists, alive;
    enum status status = store_row_state(store, entity, id, &exists, &alive, err);
    *made = status == STATUS_OK && !exists;
    return status != STATUS_OK || alive ? status : store_row_create(store, entity, id, err);
}

enum status take_note(struct store *store, const struct session *session, int64_t id, const struct note *wanted,
                      struct take_place place, struct error *err)
{
    bool made;
    enum status status = make_alive(store, "note", id, &made, err);
    const char *colour = wanted->colour == NOTE_NONE ? "" : note_colour_name(wanted->colour);
    const struct {
        const char *field, *value;
    } fields[] = {{"block", place.block_id}, {"rank", place.rank}, {"text", wanted->text},
                  {"body", wanted->body},    {"colour", colour},   {"question", wanted->question},
                  {"also_by", wanted->also_by}};
    for (size_t i = 0; i < COUNT_OF(fields) && status == STATUS_OK; i++)
        status = store_row_set_text(store, "note", id, fields[i].field, fields[i].value, err);
    /* Who is not told whose it is does not take that off it either. */
    if (status == STATUS_OK && wanted->author_id != 0)
        status = store_row_set_text(store, "note", id, "told_author", wanted->told_author, err);
    if (status == STATUS_OK)
        status = note_set_group(store, id, place.group_id, err);
    if (status == STATUS_OK && made && session->private_round != 0)
        status = store_row_set_integer(store, "note", id, "hidden", session->private_round, err);
    if (status != STATUS_OK)
        return status;
    return take_labels(store, id, wanted->tag, wanted->tag_count, wanted->facet, wanted->facet_count, err);
}

enum status take_group(struct store *store, int64_t id, const struct note_group *wanted, const char *block_id,
                       struct error *err)
{
    bool made;
    enum status status = make_alive(store, "note_group", id, &made, err);
    const struct {
        const char *field, *value;
    } fields[] = {{"block", block_id}, {"rank", wanted->rank}, {"title", wanted->title}};
    for (size_t i = 0; i < COUNT_OF(fields) && status == STATUS_OK; i++)
        status = store_row_set_text(store, "note_group", id, fields[i].field, fields[i].value, err);
    return status;
}

enum status take_link(struct store *store, int64_t a, int64_t b, const struct link *wanted, struct error *err)
{
    enum status status = relation_set_link(store, a, b, true, err);
    if (status != STATUS_OK)
        return status;
    return take_labels(store, relation_link_id(a, b), NULL, 0, wanted->facet, wanted->facet_count, err);
}
