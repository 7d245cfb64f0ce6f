/*
 * native_extra.c - what a document says that has no meaning here: kept when it is read, put back when it is written.
 *
 * Another program, or a later nonet, may have written keys that this one does not know. They go through the store as
 * one JSON text a row. Invariant: what is put back never hides a value that nonet wrote itself.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* `example` is what the shipped examples say about themselves: it is read where it is needed. */
static const char *const of_document[] = {"nonet", "attribution", "canvas", "template", "notes", "groups", "example", NULL};
static const char *const of_canvas[] = {"id",      "title", "template", "template_hash", "created",
                                        "updated", "tags",  "facets",   "variant_of",    NULL};
static const char *const of_note[] = {"id",   "number", "block",  "rank",    "text",     "body",  "colour",
                                      "tags", "facets", "author", "created", "question", "links", "group", NULL};
static const char *const of_group[] = {"id", "block", "rank", "title", NULL};
static const char *const of_link[] = {"to", "facets", NULL};

static bool is_among(const char *key, const char *const *names)
{
    while (*names && ((*names)[0] != key[0] || strcmp(*names, key) != 0))
        names++;
    return *names != NULL;
}

/* What is written for want of anything better: no votes. */
static bool is_nothing(const struct value *value)
{
    return value->kind == VALUE_NULL || (value->kind == VALUE_INTEGER && value->integer == 0) ||
           (value->kind == VALUE_ARRAY && value->count == 0);
}

/* The members that are not among `known`, as one JSON text; NULL when there are none. Keys known to be written empty count
 * only when they are not. */
static char *others(const struct value *object, const char *const *known)
{
    struct buffer out = {0};
    for (size_t i = 0; value_is(object, VALUE_OBJECT) && i < object->count; i++) {
        const struct value *member = &object->item[i];
        bool written_empty = strcmp(member->key, "votes") == 0;
        if (is_among(member->key, known) || (written_empty && is_nothing(member)))
            continue;
        buffer_add_char(&out, out.length > 0 ? ',' : '{');
        json_compact_text(&out, member->key);
        buffer_add_char(&out, ':');
        json_compact(&out, member);
    }
    if (out.length == 0)
        return NULL;
    buffer_add_char(&out, '}');
    return buffer_take(&out);
}

char *extra_of_document(const struct value *document)
{
    char *outer = others(document, of_document), *inner = others(value_member(document, "canvas"), of_canvas);
    struct buffer both = {0};
    if (outer)
        buffer_printf(&both, "{\"document\":%s", outer);
    if (inner)
        buffer_printf(&both, "%s\"canvas\":%s", outer ? "," : "{", inner);
    if (outer || inner)
        buffer_add_char(&both, '}');
    free(outer);
    free(inner);
    return both.length > 0 ? buffer_take(&both) : NULL;
}

char *extra_of_note(const struct value *note)
{
    return others(note, of_note);
}

char *extra_of_group(const struct value *group)
{
    return others(group, of_group);
}

char *extra_of_link(const struct value *link)
{
    return others(link, of_link);
}

/* ---- back ---------------------------------------------------------------------------------------- */

static void row_key(int64_t row_id, char *out, size_t size)
{
    snprintf(out, size, "%" PRId64, row_id);
}

static void gather(void *context, int64_t row_id, const char *extra)
{
    json_t **extras = context, *members = json_loads(extra, 0, NULL);
    char key[24];
    row_key(row_id, key, sizeof key);
    if (!*extras)
        *extras = json_object();
    if (json_is_object(members))
        json_object_set(*extras, key, members);
    json_decref(members);
}

enum status extras_read(struct store *store, const struct snapshot *snapshot, json_t **out, struct error *err)
{
    *out = NULL;
    enum status status = canvas_extras_read(store, snapshot, gather, out, err);
    if (status != STATUS_OK) {
        json_decref(*out);
        *out = NULL;
    }
    return status;
}

static const json_t *members_of(const json_t *extras, int64_t row_id, const char *part)
{
    char row[24];
    if (!extras)
        return NULL;
    row_key(row_id, row, sizeof row);
    const json_t *members = json_object_get(extras, row);
    return part ? json_object_get(members, part) : members;
}

const json_t *extra_member(const json_t *extras, int64_t row_id, const char *key)
{
    return json_object_get(members_of(extras, row_id, NULL), key);
}

void extra_put_back(struct json_out *json, const json_t *extras, int64_t row_id, const char *part)
{
    const json_t *members = members_of(extras, row_id, part);
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)members, key, value) {
        if (!json_out_has(json, key))
            json_out_value(json, key, value);
    }
}
