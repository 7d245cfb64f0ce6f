/*
 * native_write.c - a canvas as one JSON document.
 *
 * The document is what a person sees of the canvas now, without its history. Invariant: reading it back gives
 * the same notes, ids, order, colours, tags, facets, groups and links, and what an earlier file said besides.
 */
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "json_out.h"
#include "nonet/message.h"
#include "writers.h"

struct native_writer {
    const struct snapshot *snapshot;
    const struct extras *extras;
    struct json_out json;
    bool copy; /* for this program itself: who copies becomes the author, where no file told another */
    struct export_order order;
    const struct link **link; /* of living notes, by `from`, each one's in the snapshot's order */
    size_t link_count;
};

static void write_tags(struct json_out *json, char *const *tags, size_t count)
{
    json_out_open(json, "tags", '[');
    for (size_t i = 0; i < count; i++)
        json_out_text(json, NULL, tags[i]);
    json_out_close(json, ']');
}

static void write_facets(struct json_out *json, const struct facet *facets, size_t count)
{
    json_out_open(json, "facets", '{');
    for (size_t i = 0; i < count; i++)
        json_out_text(json, facets[i].key, facets[i].value);
    json_out_close(json, '}');
}

static void write_canvas_head(struct native_writer *writer)
{
    const struct snapshot *snapshot = writer->snapshot;
    struct json_out *json = &writer->json;
    json_out_open(json, "canvas", '{');
    json_out_id(json, "id", snapshot->canvas_id);
    json_out_text(json, "title", snapshot->title);
    json_out_text(json, "template", snapshot->template->id);
    json_out_text(json, "template_hash", snapshot->template->hash);
    json_out_time(json, "created", snapshot->created);
    json_out_time(json, "updated", snapshot->updated);
    write_tags(json, snapshot->tag, snapshot->tag_count);
    write_facets(json, snapshot->facet, snapshot->facet_count);
    if (snapshot->variant_of)
        json_out_id(json, "variant_of", snapshot->variant_of);
    extra_put_back(json, writer->extras, snapshot->canvas_id, "canvas", NULL);
    json_out_close(json, '}');
}

/* ---- links: each stands on the note that is its `from` ------------------------------------------------- */

static int compare_links(const void *a, const void *b)
{
    const struct link *x = *(const struct link *const *)a, *y = *(const struct link *const *)b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x < y ? -1 : x > y; /* places in one array */
}

static void sort_links(struct native_writer *writer)
{
    const struct snapshot *snapshot = writer->snapshot;
    writer->link = memory_new(snapshot->link_total + 1, sizeof *writer->link);
    for (size_t i = 0; i < snapshot->link_total; i++) {
        const struct link *link = &snapshot->link[i];
        if (export_place(&writer->order, link->from) && export_place(&writer->order, link->to))
            writer->link[writer->link_count++] = link;
    }
    qsort(writer->link, writer->link_count, sizeof *writer->link, compare_links);
}

static void write_links(struct native_writer *writer, const struct note *note)
{
    struct json_out *json = &writer->json;
    size_t low = 0, high = note->link_count > 0 ? writer->link_count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (writer->link[middle]->from < note->id)
            low = middle + 1;
        else
            high = middle;
    }
    json_out_open(json, "links", '[');
    for (; note->link_count > 0 && low < writer->link_count && writer->link[low]->from == note->id; low++) {
        const struct link *link = writer->link[low];
        json_out_open(json, NULL, '{');
        json_out_id(json, "to", link->to);
        write_facets(json, link->facet, link->facet_count);
        extra_put_back(json, writer->extras, link->id, NULL, NULL);
        json_out_close(json, '}');
    }
    json_out_close(json, ']');
}

/* ---- notes and groups ----------------------------------------------------------------------------------- */

/* Of a note that was merged from several: all who wrote it. */
static void write_authors(struct native_writer *writer, const struct note *note)
{
    int64_t id;
    if (!snapshot_author(writer->snapshot, note, 1))
        return;
    json_out_open(&writer->json, "authors", '[');
    for (size_t i = 0; (id = snapshot_author(writer->snapshot, note, i)) != 0; i++)
        json_out_text(&writer->json, NULL, snapshot_person(writer->snapshot, id));
    json_out_close(&writer->json, ']');
}

static void write_note(struct native_writer *writer, const struct note *note)
{
    const struct snapshot *snapshot = writer->snapshot;
    struct json_out *json = &writer->json;
    json_out_open(json, NULL, '{');
    json_out_id(json, "id", note->id);
    json_out_number(json, "number", note->number);
    json_out_text(json, "block", template_block_id(snapshot->template, note->block));
    json_out_text(json, "rank", note->rank);
    json_out_text(json, "text", note->text);
    if (note->body && *note->body)
        json_out_text(json, "body", note->body);
    json_out_text(json, "colour", note_colour_name(note->colour));
    write_tags(json, note->tag, note->tag_count);
    write_facets(json, note->facet, note->facet_count);
    /* Those of a file, while no vote was closed here. */
    if (note->votes != 0 || !extra_put_member(json, writer->extras, note->id, "votes"))
        json_out_number(json, "votes", note->votes);
    if (note->told_author[0] != '\0')
        json_out_text(json, "author", note->told_author);
    else if (!writer->copy)
        json_out_text(json, "author", snapshot_person(snapshot, note->author_id));
    json_out_time(json, "created", note->created);
    if (note->question && *note->question)
        json_out_text(json, "question", note->question);
    if (note->group)
        json_out_id(json, "group", note->group->id);
    write_authors(writer, note);
    write_links(writer, note);
    extra_put_back(json, writer->extras, note->id, NULL, note->author_id == 0 ? "authors" : NULL);
    json_out_close(json, '}');
}

/* The headings that are to be seen, each where its first note stands. */
static void write_groups(struct native_writer *writer)
{
    const struct snapshot *snapshot = writer->snapshot;
    struct json_out *json = &writer->json;
    json_out_open(json, "groups", '[');
    for (size_t i = 0; i < snapshot->block_count; i++) {
        const struct snapshot_block *block = &snapshot->block[i];
        for (size_t n = 0; n < block->count; n++) {
            const struct note_group *group = block->note[n]->group;
            if (!export_opens_group(block, n))
                continue;
            json_out_open(json, NULL, '{');
            json_out_id(json, "id", group->id);
            json_out_text(json, "block", template_block_id(snapshot->template, group->block));
            json_out_text(json, "rank", group->rank);
            json_out_text(json, "title", group->title);
            extra_put_back(json, writer->extras, group->id, NULL, NULL);
            json_out_close(json, '}');
        }
    }
    json_out_close(json, ']');
}

static void write_template(struct json_out *json, const char *source)
{
    struct value_limits limits = {.depth = NATIVE_DEPTH_LIMIT, .twins = true};
    struct value_wrong wrong;
    struct value_document *document = value_document_parse(source, strlen(source), &limits, &wrong);
    if (document)
        json_out_value(json, "template", value_document_root(document));
    value_document_free(document);
}

static void write_document(struct native_writer *writer, bool with_template)
{
    struct json_out *json = &writer->json;
    json_out_open(json, NULL, '{');
    json_out_number(json, "nonet", 1);
    const char *attribution = writer->snapshot->template->attribution.text[LANGUAGE_EN];
    if (attribution && *attribution)
        json_out_text(json, "attribution", attribution);
    write_canvas_head(writer);
    if (with_template)
        write_template(json, writer->snapshot->template->source);
    json_out_open(json, "notes", '[');
    for (size_t i = 0; i < writer->order.count; i++)
        write_note(writer, writer->order.note[i]);
    json_out_close(json, ']');
    write_groups(writer);
    extra_put_back(json, writer->extras, writer->snapshot->canvas_id, "document", NULL);
    json_out_close(json, '}');
    buffer_add_char(json->out, '\n');
}

/* A reader elsewhere has the shipped templates; any other one travels with the canvas. */
static bool needs_template(const struct snapshot *snapshot)
{
    struct error ignored;
    struct data_file *list;
    size_t count;
    if (template_list(&list, &count, &ignored) != STATUS_OK)
        return true;
    bool own = true;
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].id, snapshot->template->id) == 0)
            own = list[i].own;
    data_files_free(list, count);

    struct template *shipped;
    if (own || template_load(snapshot->template->id, &shipped, &ignored) != STATUS_OK)
        return true;
    bool differs = strcmp(shipped->hash, snapshot->template->hash) != 0;
    template_free(shipped);
    return differs;
}

enum status native_document(struct store *store, const struct snapshot *snapshot, bool copy, struct buffer *out,
                            struct error *err)
{
    struct extras extras;
    enum status status = extras_read(store, snapshot, &extras, err);
    if (status != STATUS_OK)
        return status;
    struct native_writer writer = {.snapshot = snapshot, .extras = &extras, .json = {.out = out}, .copy = copy};
    export_order_init(&writer.order, snapshot);
    sort_links(&writer);
    write_document(&writer, !copy && needs_template(snapshot));
    free(writer.link);
    export_order_clear(&writer.order);
    extras_clear(&extras);
    return STATUS_OK;
}

enum status native_write(struct store *store, const struct session *session, const struct snapshot *snapshot,
                         struct buffer *out, struct error *err)
{
    if (!(session->may & MAY_READ))
        return error_set(err, STATUS_DENIED, _("you may not read this canvas"));
    return native_document(store, snapshot, false, out, err);
}

enum status write_native(const struct export_request *request, struct buffer *out, struct error *err)
{
    return native_write(request->store, request->session, request->snapshot, out, err);
}
