/*
 * native_read.c - one JSON document becomes one new canvas.
 *
 * First the whole document is looked through and every wrong value is named with its line; only then is
 * anything written, as one action. Invariant: a document is taken whole or not at all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "nonet/message.h"

struct reader {
    const struct native_source *source;
    const struct template *template;
    struct template *own_template; /* the same, when it is ours to free */
    const char *title;
    json_t *ids; /* a note's id as the file writes it -> its place in `note` */
    json_t *group_ids; /* the same of groups */
    struct import_group *group;
    size_t group_count;
    struct import_note *note;
    size_t count;
    struct import_link *link;
    size_t link_count, link_capacity;
    struct error *err;
};

#define AT(...) (const struct json_step[]){__VA_ARGS__}, sizeof((const struct json_step[]){__VA_ARGS__}) / sizeof(struct json_step)
#define KEY(name) {.key = (name)}
#define INDEX(n) {.index = (n)}
#define NO_BLOCK (-2) /* of a group that names none: that of its first note */

/* A wrong value: FILE:LINE:COLUMN: what. */
static enum status wrong(struct reader *reader, const struct json_step *steps, size_t step_count, const char *what)
{
    const struct native_source *source = reader->source;
    if (source->length == 0)
        return error_set(reader->err, STATUS_INVALID, "%s: %s", source->name, what);
    size_t line, column;
    json_place(source->bytes, source->length, steps, step_count, &line, &column);
    return error_set(reader->err, STATUS_INVALID, "%s:%zu:%zu: %s", source->name, line, column, what);
}

static enum status read_head(struct reader *reader)
{
    const json_t *document = reader->source->document;
    const json_t *canvas = json_object_get(document, "canvas");
    if (!json_is_object(document) || !json_object_get(document, "nonet"))
        return wrong(reader, NULL, 0, _("this is no canvas of nonet: the key \"nonet\" is missing"));
    const json_t *version = json_object_get(document, "nonet");
    if (!json_is_integer(version) || json_integer_value(version) < 1)
        return wrong(reader, AT(KEY("nonet")), _("\"nonet\" must be 1"));
    if (json_integer_value(version) > 1)
        return wrong(reader, AT(KEY("nonet")), _("this canvas was written by a newer nonet: update nonet to read it"));
    if (!json_is_object(canvas))
        return wrong(reader, AT(KEY("canvas")), _("\"canvas\" must be an object with a title and a template"));
    reader->title = reader->source->title;
    if (!reader->title)
        reader->title = json_text(json_object_get(canvas, "title"), reader->source->language);
    if (!reader->title || !*reader->title)
        return wrong(reader, AT(KEY("canvas"), KEY("title")), _("the canvas has no title"));
    if (!json_is_array(json_object_get(document, "notes")))
        return wrong(reader, AT(KEY("notes")), _("\"notes\" must be a list"));
    return STATUS_OK;
}

/* The template that came along in the document, under `name`; *found says whether there is one. */
static enum status read_brought_template(struct reader *reader, const char *name, bool *found)
{
    const json_t *brought = json_object_get(reader->source->document, "template");
    *found = false;
    if (!json_is_object(brought))
        return STATUS_OK;
    char *bytes = json_dumps(brought, JSON_COMPACT);
    if (!bytes)
        return wrong(reader, AT(KEY("template")), _("the template cannot be read"));
    enum status status = template_parse("template", bytes, strlen(bytes), &reader->own_template, NULL, reader->err);
    free(bytes);
    if (status != STATUS_OK) {
        struct error cause = *reader->err;
        return wrong(reader, AT(KEY("template")), cause.message);
    }
    if (strcmp(reader->own_template->id, name) != 0)
        return wrong(reader, AT(KEY("template")), _("the template is not the one that the canvas names"));
    *found = true;
    return STATUS_OK;
}

/* The template known here when it is the very one that the canvas was made with, or none came along; else the one
 * that did. */
static enum status read_template(struct reader *reader)
{
    reader->template = reader->source->template;
    if (reader->template)
        return STATUS_OK;
    const json_t *canvas = json_object_get(reader->source->document, "canvas");
    const json_t *id = json_object_get(canvas, "template");
    if (id && !json_is_string(id))
        return wrong(reader, AT(KEY("canvas"), KEY("template")), _("the id of a template must be a text"));
    const char *name = id ? json_string_value(id) : "bmc";
    const char *hash = json_string_value(json_object_get(canvas, "template_hash"));

    struct error unknown;
    struct template *known = NULL;
    enum status status = template_load(name, &known, &unknown);
    bool same = status == STATUS_OK && hash && strcmp(known->hash, hash) == 0, brought = false;
    if (!same) {
        enum status read = read_brought_template(reader, name, &brought);
        if (read != STATUS_OK) {
            template_free(known);
            return read;
        }
    }
    if (brought) {
        template_free(known);
    } else if (status == STATUS_OK) {
        reader->own_template = known;
    } else {
        return wrong(reader, AT(KEY("canvas"), KEY("template")), unknown.message);
    }
    reader->template = reader->own_template;
    return STATUS_OK;
}

static enum status check_labels(struct reader *reader, const json_t *owner, const struct json_step *steps,
                              size_t step_count)
{
    const json_t *tags = json_object_get(owner, "tags");
    if (tags && !json_is_array(tags))
        return wrong(reader, steps, step_count, _("\"tags\" must be a list of texts"));
    for (size_t i = 0; i < json_array_size(tags); i++) {
        const char *tag = json_string_value(json_array_get(tags, i));
        if (!tag || !*tag)
            return wrong(reader, steps, step_count, _("\"tags\" must be a list of texts"));
    }
    const json_t *facets = json_object_get(owner, "facets");
    if (facets && !json_is_object(facets))
        return wrong(reader, steps, step_count, _("\"facets\" must be an object of texts"));
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)facets, key, value) {
        if (!*key || !json_text(value, reader->source->language))
            return wrong(reader, steps, step_count, _("\"facets\" must be an object of texts"));
    }
    return STATUS_OK;
}

/* Points the labels into the document; the arrays are the caller's: labels_clear(). */
static void labels_init(struct import_labels *labels, const json_t *owner, enum language language)
{
    const json_t *tags = json_object_get(owner, "tags"), *facets = json_object_get(owner, "facets");
    size_t count = json_array_size(tags), named = json_object_size(facets);
    *labels = (struct import_labels){0};
    if (count > 0) {
        const char **tag = memory_new(count, sizeof *tag);
        for (size_t i = 0; i < count; i++)
            tag[i] = json_string_value(json_array_get(tags, i));
        labels->tag = tag;
        labels->tag_count = count;
    }
    if (named > 0) {
        const char **keys = memory_new(named, sizeof *keys), **values = memory_new(named, sizeof *values);
        const char *key;
        json_t *value;
        json_object_foreach((json_t *)facets, key, value) {
            keys[labels->facet_count] = key;
            values[labels->facet_count++] = json_text(value, language);
        }
        labels->facet_key = keys;
        labels->facet_value = values;
    }
}

static void labels_clear(struct import_labels *labels)
{
    free((void *)labels->tag);
    free((void *)labels->facet_key);
    free((void *)labels->facet_value);
}

/* A text that is asked for but stands there as something else. */
static bool is_odd_text(const json_t *value)
{
    return value && !json_is_null(value) && !json_text(value, LANGUAGE_EN);
}

static enum status read_group(struct reader *reader, size_t at, const json_t *object)
{
    struct import_group *group = &reader->group[at];
    const char *id = json_string_value(json_object_get(object, "id"));
    const char *block = json_string_value(json_object_get(object, "block"));
    group->title = json_text(json_object_get(object, "title"), reader->source->language);
    if (!group->title || group->title[strspn(group->title, " \t\r\n")] == '\0')
        return wrong(reader, AT(KEY("groups"), INDEX(at)), _("a group needs a heading"));
    if (!id || !*id || json_object_get(reader->group_ids, id))
        return wrong(reader, AT(KEY("groups"), INDEX(at)), _("a group needs an id of its own"));
    if (!block || !template_block_by_id(reader->template, block, &group->block))
        group->block = block ? TEMPLATE_PARKING : NO_BLOCK;
    group->rank = json_string_value(json_object_get(object, "rank"));
    if (reader->source->new_ids || !json_id_parse(id, &group->id))
        group->name = id;
    json_object_set_new(reader->group_ids, id, json_integer((json_int_t)at));
    return STATUS_OK;
}

static enum status read_groups(struct reader *reader)
{
    const json_t *groups = json_object_get(reader->source->document, "groups");
    reader->group_ids = json_object();
    if (groups && !json_is_array(groups))
        return wrong(reader, AT(KEY("groups")), _("\"groups\" must be a list"));
    reader->group_count = json_array_size(groups);
    reader->group = memory_new(reader->group_count + 1, sizeof *reader->group);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < reader->group_count && status == STATUS_OK; i++)
        status = read_group(reader, i, json_array_get(groups, i));
    for (size_t i = 0; i < reader->group_count && status == STATUS_OK; i++)
        reader->group[i].extra = extra_of_group(json_array_get(groups, i));
    return status;
}

static enum status find_group(struct reader *reader, size_t at, const json_t *value)
{
    const char *id = json_string_value(value);
    const json_t *place = id ? json_object_get(reader->group_ids, id) : NULL;
    if (!value || json_is_null(value))
        return STATUS_OK;
    if (!place)
        return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("group")), _("the note's group is not in this file"));
    struct import_group *group = &reader->group[json_integer_value(place)];
    if (group->block == NO_BLOCK)
        group->block = reader->note[at].note.block;
    reader->note[at].group = (size_t)json_integer_value(place) + 1;
    return STATUS_OK;
}

static enum status read_note(struct reader *reader, size_t at, const json_t *object)
{
    enum language language = reader->source->language;
    struct import_note *note = &reader->note[at];
    if (!json_is_object(object))
        return wrong(reader, AT(KEY("notes"), INDEX(at)), _("a note must be an object"));
    const char *text = json_text(json_object_get(object, "text"), language);
    if (!text || text[strspn(text, " \t\r\n")] == '\0')
        return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("text")), _("the note has no text"));
    const json_t *body = json_object_get(object, "body");
    const json_t *question = json_object_get(object, "question");
    const json_t *rank = json_object_get(object, "rank");
    if (is_odd_text(body))
        return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("body")), _("\"body\" must be a text"));
    if (is_odd_text(question))
        return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("question")), _("\"question\" must be a text"));
    note->note.text = text;
    note->note.body = json_text(body, language);
    note->note.question = json_text(question, language);
    note->rank = json_string_value(rank);

    const char *colour = json_string_value(json_object_get(object, "colour"));
    if (json_object_get(object, "colour") && (!colour || !note_colour_by_name(colour, &note->note.colour)))
        return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("colour")),
                     _("unknown colour: use none, yellow, red, green, blue or purple"));
    const char *block = json_string_value(json_object_get(object, "block"));
    if (!block || !template_block_by_id(reader->template, block, &note->note.block))
        note->note.block = TEMPLATE_PARKING;
    if (find_group(reader, at, json_object_get(object, "group")) != STATUS_OK)
        return reader->err->status;
    return check_labels(reader, object, AT(KEY("notes"), INDEX(at), KEY("tags")));
}

static enum status read_id(struct reader *reader, size_t at, const json_t *object)
{
    const json_t *value = json_object_get(object, "id");
    const char *id = json_string_value(value);
    if (value && (!id || !*id))
        return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("id")), _("the id of a note must be a text"));
    if (!id)
        return STATUS_OK;
    if (json_object_get(reader->ids, id))
        return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("id")), _("two notes have the same id"));
    json_object_set_new(reader->ids, id, json_integer((json_int_t)at));
    return STATUS_OK;
}

static enum status read_links(struct reader *reader, size_t at, const json_t *object)
{
    const json_t *links = json_object_get(object, "links");
    if (links && !json_is_array(links))
        return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("links")), _("\"links\" must be a list"));
    for (size_t i = 0; i < json_array_size(links); i++) {
        const json_t *link = json_array_get(links, i);
        const char *to = json_string_value(json_is_object(link) ? json_object_get(link, "to") : link);
        const json_t *target = to ? json_object_get(reader->ids, to) : NULL;
        if (!target)
            return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("links"), INDEX(i)),
                         _("a link leads to a note that is not in this file"));
        size_t other = (size_t)json_integer_value(target);
        if (other == at)
            return wrong(reader, AT(KEY("notes"), INDEX(at), KEY("links"), INDEX(i)),
                         _("a note cannot be linked to itself"));
        if (check_labels(reader, link, AT(KEY("notes"), INDEX(at), KEY("links"), INDEX(i))) != STATUS_OK)
            return reader->err->status;
        GROW(reader->link, reader->link_count, reader->link_capacity);
        reader->link[reader->link_count] = (struct import_link){.from = at, .to = other};
        reader->link[reader->link_count].extra = extra_of_link(link);
        labels_init(&reader->link[reader->link_count++].labels, link, reader->source->language);
    }
    return STATUS_OK;
}

static enum status read_notes(struct reader *reader)
{
    const json_t *notes = json_object_get(reader->source->document, "notes");
    if (reader->source->length > 0 && json_array_size(notes) > DOCUMENT_NOTES_MAX)
        return error_set(reader->err, STATUS_INVALID, _("%s: there are more than %zu notes in it: split the file"),
                         reader->source->name, DOCUMENT_NOTES_MAX);
    reader->count = json_array_size(notes);
    reader->note = memory_new(reader->count + 1, sizeof *reader->note);
    reader->ids = json_object();
    enum status status = STATUS_OK;
    for (size_t i = 0; i < reader->count && status == STATUS_OK; i++) {
        status = read_note(reader, i, json_array_get(notes, i));
        if (status == STATUS_OK)
            status = read_id(reader, i, json_array_get(notes, i));
    }
    for (size_t i = 0; i < reader->count && status == STATUS_OK; i++)
        status = read_links(reader, i, json_array_get(notes, i));
    for (size_t i = 0; i < reader->group_count; i++)
        reader->group[i].block = reader->group[i].block == NO_BLOCK ? TEMPLATE_PARKING : reader->group[i].block;
    return status;
}

/* ---- writing it ---------------------------------------------------------------------------------- */

/* A file's own id stays when it is one of ours, else one follows from the canvas and what the file calls it. */
static void name_note(const struct reader *reader, int64_t canvas_id, size_t at, const json_t *object)
{
    struct import_note *note = &reader->note[at];
    const char *id = json_string_value(json_object_get(object, "id"));
    if (!json_id_parse(id, &note->note.id))
        note->name = id;
    else if (reader->source->new_ids) /* as canvas_copy() names it, so that "the same" note is found again */
        note->note.id = id_derive(canvas_id, note->note.id, "copy");
}

static enum status write_canvas(struct reader *reader, struct store *store, const struct session *session,
                                int64_t *canvas_id)
{
    const json_t *document = reader->source->document;
    const json_t *canvas = json_object_get(document, "canvas"), *notes = json_object_get(document, "notes");
    enum language language = reader->source->language;
    const char *id = json_string_value(json_object_get(canvas, "id"));
    struct canvas_import import = {
        .title = reader->title,
        .template = reader->template,
        .copy = reader->source->new_ids && !reader->source->into,
        .into = reader->source->into,
        .extra = extra_of_document(document),
        .group = reader->group,
        .group_count = reader->group_count,
        .note = reader->note,
        .note_count = reader->count,
        .link = reader->link,
        .link_count = reader->link_count,
    };
    if (reader->source->new_ids)
        import.id = id_new();
    else if (id && !json_id_parse(id, &import.id))
        import.id = id_derive(0, 0, id);
    if (reader->source->copy_of != 0)
        import.variant_of = reader->source->copy_of;
    else
        json_id_parse(json_string_value(json_object_get(canvas, "variant_of")), &import.variant_of);
    labels_init(&import.labels, canvas, language);
    for (size_t i = 0; i < reader->count; i++) {
        name_note(reader, import.id, i, json_array_get(notes, i));
        labels_init(&reader->note[i].labels, json_array_get(notes, i), language);
        reader->note[i].extra = extra_of_note(json_array_get(notes, i));
    }

    size_t failed;
    enum status status = canvas_import(store, session, &import, canvas_id, &failed, reader->err);
    if (status == STATUS_INVALID) {
        struct error cause = *reader->err;
        bool in_note = failed < reader->count;
        const struct json_step in_notes[] = {KEY("notes"), INDEX(failed)}, in_canvas[] = {KEY("canvas")};
        status = wrong(reader, in_note ? in_notes : in_canvas, in_note ? 2 : 1, cause.message);
    }
    for (size_t i = 0; i < reader->count; i++) {
        labels_clear(&reader->note[i].labels);
        free((char *)reader->note[i].extra);
    }
    labels_clear(&import.labels);
    free((char *)import.extra);
    return status;
}

enum status native_import(const struct native_source *source, struct store *store, const struct session *session,
                          int64_t *canvas_id, struct error *err)
{
    struct reader reader = {.source = source, .err = err};
    enum status status = read_head(&reader);
    if (status == STATUS_OK)
        status = read_template(&reader);
    if (status == STATUS_OK)
        status = check_labels(&reader, json_object_get(source->document, "canvas"), AT(KEY("canvas")));
    if (status == STATUS_OK)
        status = read_groups(&reader);
    if (status == STATUS_OK)
        status = read_notes(&reader);
    if (status == STATUS_OK)
        status = write_canvas(&reader, store, session, canvas_id);
    json_decref(reader.ids);
    json_decref(reader.group_ids);
    for (size_t i = 0; i < reader.group_count && reader.group; i++)
        free((char *)reader.group[i].extra);
    free(reader.group);
    free(reader.note);
    for (size_t i = 0; i < reader.link_count; i++) {
        labels_clear(&reader.link[i].labels);
        free((char *)reader.link[i].extra);
    }
    free(reader.link);
    template_free(reader.own_template);
    return status;
}

enum status native_read(const char *name, const char *bytes, size_t length, struct store *store,
                        const struct session *session, enum language language, int64_t *canvas_id,
                        struct error *err)
{
    json_t *document;
    enum status status = json_document(name, bytes, length, &document, err);
    if (status != STATUS_OK)
        return status;
    struct native_source source = {
        .name = name, .bytes = bytes, .length = length, .document = document, .language = language};
    status = native_import(&source, store, session, canvas_id, err);
    json_decref(document);
    return status;
}

enum status native_copy_snapshot(struct store *from, const struct snapshot *snapshot, const char *title,
                                 struct store *to, const struct session *session, int64_t *canvas_id,
                                 struct error *err)
{
    struct buffer text = {0};
    enum status status = native_document(from, snapshot, false, &text, err);
    json_t *document = status == STATUS_OK ? json_loadb(text.data, text.length, 0, NULL) : NULL;
    buffer_clear(&text);
    if (status == STATUS_OK && !document)
        status = error_set(err, STATUS_INVALID, _("the canvas holds a text that cannot be written as JSON"));
    if (status != STATUS_OK)
        return status;
    struct native_source source = {.name = snapshot->title,
                                   .bytes = "",
                                   .document = document,
                                   .title = title,
                                   .template = snapshot->template,
                                   .copy_of = from == to ? snapshot->canvas_id : 0,
                                   .new_ids = true};
    status = native_import(&source, to, session, canvas_id, err);
    json_decref(document);
    return status;
}

/* The reader of the table: the document is looked through when it is written, where its template is at hand. */
enum status read_native(const struct source *source, struct document *out, struct error *err)
{
    return json_document(source->name, source->bytes, source->length, &out->native, err);
}

enum status native_copy(struct store *from, const struct session *from_session, int64_t from_canvas,
                        const char *title, struct store *to, const struct session *to_session, int64_t *canvas_id,
                        struct error *err)
{
    struct snapshot *snapshot;
    enum status status = snapshot_load(from, from_session, from_canvas, &snapshot, err);
    if (status != STATUS_OK)
        return status;
    status = native_copy_snapshot(from, snapshot, title, to, to_session, canvas_id, err);
    snapshot_free(snapshot);
    return status;
}
