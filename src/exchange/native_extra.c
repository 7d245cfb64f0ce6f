/*
 * native_extra.c - what a document says that has no meaning here: kept when it is read, put back when it is written.
 *
 * Another program, or a later nonet, may have written keys that this one does not know. They go through the store as
 * one JSON text a row. Invariant: what is put back never hides a value that nonet wrote itself.
 */
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

static void gather(void *context, int64_t row_id, const char *text)
{
    struct extras *extras = context;
    GROW(extras->row, extras->count, extras->capacity);
    extras->row[extras->count++] = (struct extra_row){row_id, extras->text.length};
    buffer_append(&extras->text, text, strlen(text) + 1);
}

static int compare_rows(const void *a, const void *b)
{
    const struct extra_row *x = a, *y = b;
    return (x->row_id > y->row_id) - (x->row_id < y->row_id);
}

enum status extras_read(struct store *store, const struct snapshot *snapshot, struct extras *out, struct error *err)
{
    *out = (struct extras){0};
    enum status status = canvas_extras_read(store, snapshot, gather, out, err);
    if (status != STATUS_OK)
        extras_clear(out);
    else if (out->count > 0)
        qsort(out->row, out->count, sizeof *out->row, compare_rows);
    return status;
}

void extras_clear(struct extras *extras)
{
    free(extras->row);
    buffer_clear(&extras->text);
    *extras = (struct extras){0};
}

/* Yours; NULL: nothing is kept with the row. */
static struct value_document *parse_row(const struct extras *extras, int64_t row_id)
{
    struct extra_row wanted = {.row_id = row_id};
    const struct extra_row *row =
        extras->count > 0 ? bsearch(&wanted, extras->row, extras->count, sizeof wanted, compare_rows) : NULL;
    if (!row)
        return NULL;
    const char *text = extras->text.data + row->at;
    struct value_limits limits = {.depth = NATIVE_DEPTH_LIMIT + 2, .twins = true}; /* two more than in the file */
    struct value_wrong wrong;
    return value_document_parse(text, strlen(text), &limits, &wrong);
}

bool extra_put_member(struct json_out *json, const struct extras *extras, int64_t row_id, const char *key)
{
    struct value_document *document = parse_row(extras, row_id);
    const struct value *member = document ? value_member(value_document_root(document), key) : NULL;
    if (member)
        json_out_value(json, key, member);
    value_document_free(document);
    return member != NULL;
}

void extra_put_back(struct json_out *json, const struct extras *extras, int64_t row_id, const char *part,
                    const char *kept_back)
{
    struct value_document *document = parse_row(extras, row_id);
    const struct value *members = document ? value_document_root(document) : NULL;
    if (part)
        members = value_member(members, part);
    for (size_t i = 0; value_is(members, VALUE_OBJECT) && i < members->count; i++) {
        const struct value *member = &members->item[i];
        if (!json_out_has(json, member->key) && !(kept_back && strcmp(member->key, kept_back) == 0))
            json_out_value(json, member->key, member);
    }
    value_document_free(document);
}
