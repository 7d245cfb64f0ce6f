/*
 * native_write.c - a canvas as one JSON document.
 *
 * The document is what a person sees of the canvas now, without its history. Invariant: reading it back gives
 * the same notes, ids, order, colours, tags, facets and links, and what an earlier file said besides.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "nonet/message.h"
#include "writers.h"

static json_t *time_text(int64_t ms)
{
    char text[40];
    time_format_utc(ms, text, sizeof text);
    return json_string(text);
}

static json_t *tag_list(char *const *tags, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_text_value(tags[i]));
    return list;
}

static json_t *facet_object(const struct facet *facets, size_t count)
{
    json_t *object = json_object();
    for (size_t i = 0; i < count; i++)
        json_object_set_new(object, facets[i].key, json_text_value(facets[i].value));
    return object;
}

static json_t *canvas_object(const struct snapshot *snapshot, const json_t *extras)
{
    json_t *canvas = json_object();
    json_object_set_new(canvas, "id", json_id_text(snapshot->canvas_id));
    json_object_set_new(canvas, "title", json_text_value(snapshot->title));
    json_object_set_new(canvas, "template", json_text_value(snapshot->template->id));
    json_object_set_new(canvas, "template_hash", json_string(snapshot->template->hash));
    json_object_set_new(canvas, "created", time_text(snapshot->created));
    json_object_set_new(canvas, "updated", time_text(snapshot->updated));
    json_object_set_new(canvas, "tags", tag_list(snapshot->tag, snapshot->tag_count));
    json_object_set_new(canvas, "facets", facet_object(snapshot->facet, snapshot->facet_count));
    if (snapshot->variant_of)
        json_object_set_new(canvas, "variant_of", json_id_text(snapshot->variant_of));
    extra_put_back(canvas, extras, snapshot->canvas_id, "canvas");
    return canvas;
}

/* Of a note that was merged from several: all who wrote it. */
static json_t *author_list(const struct snapshot *snapshot, const struct note *note)
{
    json_t *list = json_array();
    int64_t id;
    for (size_t i = 0; (id = snapshot_author(snapshot, note, i)) != 0; i++)
        json_array_append_new(list, json_text_value(snapshot_person(snapshot, id)));
    return list;
}

static json_t *note_object(const struct snapshot *snapshot, const struct note *note, const json_t *extras)
{
    json_t *object = json_object();
    json_object_set_new(object, "id", json_id_text(note->id));
    json_object_set_new(object, "number", json_integer(note->number));
    json_object_set_new(object, "block", json_text_value(template_block_id(snapshot->template, note->block)));
    json_object_set_new(object, "rank", json_text_value(note->rank));
    json_object_set_new(object, "text", json_text_value(note->text));
    if (note->body && *note->body)
        json_object_set_new(object, "body", json_text_value(note->body));
    json_object_set_new(object, "colour", json_string(note_colour_name(note->colour)));
    json_object_set_new(object, "tags", tag_list(note->tag, note->tag_count));
    json_object_set_new(object, "facets", facet_object(note->facet, note->facet_count));
    json_object_set_new(object, "votes", json_integer(note->votes));
    json_object_set_new(object, "author", json_text_value(snapshot_person(snapshot, note->author_id)));
    json_object_set_new(object, "created", time_text(note->created));
    if (note->question && *note->question)
        json_object_set_new(object, "question", json_text_value(note->question));
    if (note->group)
        json_object_set_new(object, "group", json_id_text(note->group->id));
    if (snapshot_author(snapshot, note, 1))
        json_object_set_new(object, "authors", author_list(snapshot, note));
    json_object_set_new(object, "links", json_array());
    extra_put_back(object, extras, note->id, NULL);
    return object;
}

struct placed {
    int64_t id;
    json_t *links; /* borrowed from the note's object */
};

static int compare_placed(const void *a, const void *b)
{
    int64_t x = ((const struct placed *)a)->id, y = ((const struct placed *)b)->id;
    return x < y ? -1 : x > y;
}

/* A link stands on the note that is its `from`. */
static void write_links(const struct snapshot *snapshot, const json_t *extras, struct placed *placed, size_t count)
{
    if (snapshot->link_total == 0 || count == 0)
        return;
    qsort(placed, count, sizeof *placed, compare_placed);
    for (size_t i = 0; i < snapshot->link_total; i++) {
        struct placed key = {.id = snapshot->link[i].from};
        struct placed *from = bsearch(&key, placed, count, sizeof *placed, compare_placed);
        key.id = snapshot->link[i].to;
        if (!from || !bsearch(&key, placed, count, sizeof *placed, compare_placed))
            continue;
        json_t *link = json_object();
        json_object_set_new(link, "to", json_id_text(snapshot->link[i].to));
        json_object_set_new(link, "facets", facet_object(snapshot->link[i].facet, snapshot->link[i].facet_count));
        extra_put_back(link, extras, snapshot->link[i].id, NULL);
        json_array_append_new(from->links, link);
    }
}

/* The headings that are to be seen, each where its first note stands. */
static json_t *group_list(const struct snapshot *snapshot, const json_t *extras)
{
    json_t *list = json_array();
    for (size_t i = 0; i < snapshot->block_count; i++) {
        const struct snapshot_block *block = &snapshot->block[i];
        for (size_t n = 0; n < block->count; n++) {
            const struct note_group *group = block->note[n]->group;
            if (!group || (n > 0 && block->note[n - 1]->group == group))
                continue;
            json_t *object = json_object();
            json_object_set_new(object, "id", json_id_text(group->id));
            json_object_set_new(object, "block", json_text_value(template_block_id(snapshot->template, group->block)));
            json_object_set_new(object, "rank", json_text_value(group->rank));
            json_object_set_new(object, "title", json_text_value(group->title));
            extra_put_back(object, extras, group->id, NULL);
            json_array_append_new(list, object);
        }
    }
    return list;
}

static json_t *document_object(const struct snapshot *snapshot, const json_t *extras, bool with_template)
{
    json_t *document = json_object();
    json_object_set_new(document, "nonet", json_integer(1));
    json_object_set_new(document, "canvas", canvas_object(snapshot, extras));
    if (with_template) {
        json_t *source = json_loads(snapshot->template->source, 0, NULL);
        if (source)
            json_object_set_new(document, "template", source);
    }

    json_t *notes = json_array();
    struct placed *placed = memory_new(snapshot->note_count + 1, sizeof *placed);
    size_t count = 0;
    for (size_t i = 0; i < snapshot->block_count; i++) {
        const struct snapshot_block *block = &snapshot->block[i];
        for (size_t n = 0; n < block->count && count < snapshot->note_count; n++) {
            json_t *object = note_object(snapshot, block->note[n], extras);
            placed[count++] = (struct placed){block->note[n]->id, json_object_get(object, "links")};
            json_array_append_new(notes, object);
        }
    }
    write_links(snapshot, extras, placed, count);
    free(placed);
    json_object_set_new(document, "notes", notes);
    json_object_set_new(document, "groups", group_list(snapshot, extras));
    extra_put_back(document, extras, snapshot->canvas_id, "document");
    return document;
}

enum status native_document(struct store *store, const struct snapshot *snapshot, bool with_template, json_t **out,
                            struct error *err)
{
    json_t *extras;
    enum status status = extras_read(store, snapshot, &extras, err);
    if (status == STATUS_OK)
        *out = document_object(snapshot, extras, with_template);
    json_decref(extras);
    return status;
}

/* A reader elsewhere has the shipped templates; any other one travels with the canvas. */
static bool needs_template(const struct snapshot *snapshot)
{
    struct error ignored;
    struct template_info *list;
    size_t count;
    if (template_list(&list, &count, &ignored) != STATUS_OK)
        return true;
    bool own = true;
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].id, snapshot->template->id) == 0)
            own = list[i].own;
    template_list_free(list, count);

    struct template *shipped;
    if (own || template_load(snapshot->template->id, &shipped, &ignored) != STATUS_OK)
        return true;
    bool differs = strcmp(shipped->hash, snapshot->template->hash) != 0;
    template_free(shipped);
    return differs;
}

enum status native_write(struct store *store, const struct session *session, const struct snapshot *snapshot,
                         struct buffer *out, struct error *err)
{
    if (!(session->may & MAY_READ))
        return error_set(err, STATUS_DENIED, _("you may not read this canvas"));
    json_t *document;
    enum status status = native_document(store, snapshot, needs_template(snapshot), &document, err);
    if (status != STATUS_OK)
        return status;
    return json_write(document, out, err);
}

enum status write_native(const struct export_request *request, struct buffer *out, struct error *err)
{
    return native_write(request->store, request->session, request->snapshot, out, err);
}
