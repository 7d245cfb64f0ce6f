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
#include "name_index.h"
#include "nonet/message.h"

struct reader {
    const struct native_source *source;
    const struct template *template;
    struct template *own_template; /* the same, when it is ours to free */
    const char *title;
    struct name_index ids;       /* a note's id as the file writes it -> its place in `note` */
    struct name_index group_ids; /* the same of groups */
    struct import_group *group;
    size_t group_count;
    struct import_note *note;
    size_t count;
    struct import_link *link;
    size_t link_count, link_capacity;
    struct error *err;
};

#define NO_BLOCK (-2) /* of a group that names none: that of its first note */

/* A wrong value, or one that is missing in `value`: FILE:LINE:COLUMN: what. */
static enum status wrong(struct reader *reader, const struct value *value, const char *what)
{
    const struct native_source *source = reader->source;
    if (source->length == 0)
        return error_set(reader->err, STATUS_INVALID, "%s: %s", source->name, what);
    size_t line, column;
    json_place(source->bytes, source->length, value, &line, &column);
    return error_set(reader->err, STATUS_INVALID, "%s:%zu:%zu: %s", source->name, line, column, what);
}

/* The same of a member of `object`. */
static enum status wrong_member(struct reader *reader, const struct value *object, const char *key, const char *what)
{
    const struct value *member = value_member(object, key);
    return wrong(reader, member ? member : object, what);
}

static enum status read_head(struct reader *reader)
{
    const struct value *document = reader->source->document;
    const struct value *canvas = value_member(document, "canvas");
    if (!value_member(document, "nonet"))
        return wrong(reader, document, _("this is no canvas of nonet: the key \"nonet\" is missing"));
    const struct value *version = value_member(document, "nonet");
    if (!value_is(version, VALUE_INTEGER) || version->integer < 1)
        return wrong(reader, version, _("\"nonet\" must be 1"));
    if (version->integer > 1)
        return wrong(reader, version, _("this canvas was written by a newer nonet: update nonet to read it"));
    if (!value_is(canvas, VALUE_OBJECT))
        return wrong_member(reader, document, "canvas", _("\"canvas\" must be an object with a title and a template"));
    reader->title = reader->source->title;
    if (!reader->title)
        reader->title = json_text(value_member(canvas, "title"), reader->source->language);
    if (!reader->title || !*reader->title)
        return wrong_member(reader, canvas, "title", _("the canvas has no title"));
    if (!value_is(value_member(document, "notes"), VALUE_ARRAY))
        return wrong_member(reader, document, "notes", _("\"notes\" must be a list"));
    return STATUS_OK;
}

/* The template that came along in the document, under `name`; *found says whether there is one. */
static enum status read_brought_template(struct reader *reader, const char *name, bool *found)
{
    const struct value *brought = value_member(reader->source->document, "template");
    *found = false;
    if (!value_is(brought, VALUE_OBJECT))
        return STATUS_OK;
    struct buffer bytes = {0};
    json_compact(&bytes, brought);
    enum status status = template_parse("template", bytes.data, bytes.length, &reader->own_template, NULL, reader->err);
    buffer_clear(&bytes);
    if (status != STATUS_OK) {
        struct error cause = *reader->err;
        return wrong(reader, brought, cause.message);
    }
    if (strcmp(reader->own_template->id, name) != 0)
        return wrong(reader, brought, _("the template is not the one that the canvas names"));
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
    const struct value *canvas = value_member(reader->source->document, "canvas");
    const struct value *id = value_member(canvas, "template");
    if (id && !value_text(id))
        return wrong(reader, id, _("the id of a template must be a text"));
    const char *name = id ? id->text : "bmc";
    const char *hash = value_text(value_member(canvas, "template_hash"));

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
        return wrong_member(reader, canvas, "template", unknown.message);
    }
    reader->template = reader->own_template;
    return STATUS_OK;
}

static enum status check_labels(struct reader *reader, const struct value *owner)
{
    const struct value *tags = value_member(owner, "tags"), *facets = value_member(owner, "facets");
    if (tags && !value_is(tags, VALUE_ARRAY))
        return wrong(reader, tags, _("\"tags\" must be a list of texts"));
    for (size_t i = 0; i < value_count(tags); i++) {
        const char *tag = value_text(value_at(tags, i));
        if (!tag || !*tag)
            return wrong(reader, value_at(tags, i), _("\"tags\" must be a list of texts"));
    }
    if (facets && !value_is(facets, VALUE_OBJECT))
        return wrong(reader, facets, _("\"facets\" must be an object of texts"));
    for (size_t i = 0; facets && i < facets->count; i++) {
        const struct value *facet = &facets->item[i];
        if (!*facet->key || !json_text(facet, reader->source->language))
            return wrong(reader, facet, _("\"facets\" must be an object of texts"));
    }
    return STATUS_OK;
}

/* Points the labels into the document; the arrays are the caller's: labels_clear(). */
static void labels_init(struct import_labels *labels, const struct value *owner, enum language language)
{
    const struct value *tags = value_member(owner, "tags"), *facets = value_member(owner, "facets");
    size_t count = value_count(tags), named = facets ? facets->count : 0;
    *labels = (struct import_labels){0};
    if (count > 0) {
        const char **tag = memory_new(count, sizeof *tag);
        for (size_t i = 0; i < count; i++)
            tag[i] = value_text(value_at(tags, i));
        labels->tag = tag;
        labels->tag_count = count;
    }
    if (named > 0) {
        const char **keys = memory_new(named, sizeof *keys), **values = memory_new(named, sizeof *values);
        for (size_t i = 0; i < named; i++) {
            keys[labels->facet_count] = facets->item[i].key;
            values[labels->facet_count++] = json_text(&facets->item[i], language);
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
static bool is_odd_text(const struct value *value)
{
    return value && value->kind != VALUE_NULL && !json_text(value, LANGUAGE_EN);
}

static enum status read_group(struct reader *reader, size_t at, const struct value *object)
{
    struct import_group *group = &reader->group[at];
    const char *id = value_text(value_member(object, "id"));
    const char *block = value_text(value_member(object, "block"));
    group->title = json_text(value_member(object, "title"), reader->source->language);
    if (!group->title || group->title[strspn(group->title, " \t\r\n")] == '\0')
        return wrong(reader, object, _("a group needs a heading"));
    if (!id || !*id || !name_index_add(&reader->group_ids, id, at))
        return wrong(reader, object, _("a group needs an id of its own"));
    if (!block || !template_block_by_id(reader->template, block, &group->block))
        group->block = block ? TEMPLATE_PARKING : NO_BLOCK;
    group->rank = value_text(value_member(object, "rank"));
    if (reader->source->new_ids || !json_id_parse(id, &group->id))
        group->name = id;
    return STATUS_OK;
}

static enum status read_groups(struct reader *reader)
{
    const struct value *groups = value_member(reader->source->document, "groups");
    if (groups && !value_is(groups, VALUE_ARRAY))
        return wrong(reader, groups, _("\"groups\" must be a list"));
    reader->group_count = value_count(groups);
    reader->group = memory_new(reader->group_count + 1, sizeof *reader->group);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < reader->group_count && status == STATUS_OK; i++)
        status = read_group(reader, i, value_at(groups, i));
    for (size_t i = 0; i < reader->group_count && status == STATUS_OK; i++)
        reader->group[i].extra = extra_of_group(value_at(groups, i));
    return status;
}

static enum status find_group(struct reader *reader, size_t at, const struct value *value)
{
    size_t place;
    if (!value || value->kind == VALUE_NULL)
        return STATUS_OK;
    if (!name_index_find(&reader->group_ids, value_text(value), &place))
        return wrong(reader, value, _("the note's group is not in this file"));
    struct import_group *group = &reader->group[place];
    if (group->block == NO_BLOCK)
        group->block = reader->note[at].note.block;
    reader->note[at].group = place + 1;
    return STATUS_OK;
}

static enum status read_note(struct reader *reader, size_t at, const struct value *object)
{
    enum language language = reader->source->language;
    struct import_note *note = &reader->note[at];
    if (!value_is(object, VALUE_OBJECT))
        return wrong(reader, object, _("a note must be an object"));
    const char *text = json_text(value_member(object, "text"), language);
    if (!text || text[strspn(text, " \t\r\n")] == '\0')
        return wrong_member(reader, object, "text", _("the note has no text"));
    const struct value *body = value_member(object, "body");
    const struct value *question = value_member(object, "question");
    const struct value *rank = value_member(object, "rank");
    if (is_odd_text(body))
        return wrong(reader, body, _("\"body\" must be a text"));
    if (is_odd_text(question))
        return wrong(reader, question, _("\"question\" must be a text"));
    note->note.text = text;
    note->note.body = json_text(body, language);
    note->note.question = json_text(question, language);
    note->rank = value_text(rank);

    const char *colour = value_text(value_member(object, "colour"));
    if (value_member(object, "colour") && (!colour || !note_colour_by_name(colour, &note->note.colour)))
        return wrong_member(reader, object, "colour",
                            _("unknown colour: use none, yellow, red, green, blue or purple"));
    const char *block = value_text(value_member(object, "block"));
    if (!block || !template_block_by_id(reader->template, block, &note->note.block))
        note->note.block = TEMPLATE_PARKING;
    if (find_group(reader, at, value_member(object, "group")) != STATUS_OK)
        return reader->err->status;
    return check_labels(reader, object);
}

static enum status read_id(struct reader *reader, size_t at, const struct value *object)
{
    const struct value *value = value_member(object, "id");
    const char *id = value_text(value);
    if (value && (!id || !*id))
        return wrong(reader, value, _("the id of a note must be a text"));
    if (!id)
        return STATUS_OK;
    if (!name_index_add(&reader->ids, id, at))
        return wrong(reader, value, _("two notes have the same id"));
    return STATUS_OK;
}

static enum status read_links(struct reader *reader, size_t at, const struct value *object)
{
    const struct value *links = value_member(object, "links");
    if (links && !value_is(links, VALUE_ARRAY))
        return wrong(reader, links, _("\"links\" must be a list"));
    for (size_t i = 0; i < value_count(links); i++) {
        const struct value *link = value_at(links, i);
        const struct value *to = value_is(link, VALUE_OBJECT) ? value_member(link, "to") : link;
        size_t other;
        if (!name_index_find(&reader->ids, value_text(to), &other))
            return wrong(reader, link, _("a link leads to a note that is not in this file"));
        if (other == at)
            return wrong(reader, link, _("a note cannot be linked to itself"));
        if (check_labels(reader, link) != STATUS_OK)
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
    const struct value *notes = value_member(reader->source->document, "notes");
    if (reader->source->length > 0 && value_count(notes) > DOCUMENT_NOTES_MAX)
        return error_set(reader->err, STATUS_INVALID, _("%s: there are more than %zu notes in it: split the file"),
                         reader->source->name, DOCUMENT_NOTES_MAX);
    reader->count = value_count(notes);
    reader->note = memory_new(reader->count + 1, sizeof *reader->note);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < reader->count && status == STATUS_OK; i++) {
        status = read_note(reader, i, value_at(notes, i));
        if (status == STATUS_OK)
            status = read_id(reader, i, value_at(notes, i));
    }
    for (size_t i = 0; i < reader->count && status == STATUS_OK; i++)
        status = read_links(reader, i, value_at(notes, i));
    for (size_t i = 0; i < reader->group_count; i++)
        reader->group[i].block = reader->group[i].block == NO_BLOCK ? TEMPLATE_PARKING : reader->group[i].block;
    return status;
}

/* ---- writing it ---------------------------------------------------------------------------------- */

/* A file's own id stays when it is one of ours, else one follows from the canvas and what the file calls it. */
static void name_note(const struct reader *reader, int64_t canvas_id, size_t at, const struct value *object)
{
    struct import_note *note = &reader->note[at];
    const char *id = value_text(value_member(object, "id"));
    if (!json_id_parse(id, &note->note.id))
        note->name = id;
    else if (reader->source->new_ids) /* as canvas_copy() names it, so that "the same" note is found again */
        note->note.id = id_derive(canvas_id, note->note.id, "copy");
}

static enum status write_canvas(struct reader *reader, struct store *store, const struct session *session,
                                int64_t *canvas_id)
{
    const struct value *document = reader->source->document;
    const struct value *canvas = value_member(document, "canvas"), *notes = value_member(document, "notes");
    enum language language = reader->source->language;
    const char *id = value_text(value_member(canvas, "id"));
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
        json_id_parse(value_text(value_member(canvas, "variant_of")), &import.variant_of);
    labels_init(&import.labels, canvas, language);
    for (size_t i = 0; i < reader->count; i++) {
        name_note(reader, import.id, i, value_at(notes, i));
        labels_init(&reader->note[i].labels, value_at(notes, i), language);
        reader->note[i].extra = extra_of_note(value_at(notes, i));
    }

    size_t failed;
    enum status status = canvas_import(store, session, &import, canvas_id, &failed, reader->err);
    if (status == STATUS_INVALID) {
        struct error cause = *reader->err;
        status = wrong(reader, failed < reader->count ? value_at(notes, failed) : canvas, cause.message);
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
        status = check_labels(&reader, value_member(source->document, "canvas"));
    if (status == STATUS_OK)
        status = read_groups(&reader);
    if (status == STATUS_OK)
        status = read_notes(&reader);
    if (status == STATUS_OK)
        status = write_canvas(&reader, store, session, canvas_id);
    name_index_clear(&reader.ids);
    name_index_clear(&reader.group_ids);
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
    struct value_document *document;
    enum status status = json_document(name, bytes, length, JSON_TWINS_REFUSED, &document, err);
    if (status != STATUS_OK)
        return status;
    struct native_source source = {
        .name = name, .bytes = bytes, .length = length, .document = value_document_root(document), .language = language};
    status = native_import(&source, store, session, canvas_id, err);
    value_document_free(document);
    return status;
}

enum status native_copy_snapshot(struct store *from, const struct snapshot *snapshot, const char *title,
                                 struct store *to, const struct session *session, int64_t *canvas_id,
                                 struct error *err)
{
    struct buffer text = {0};
    enum status status = native_document(from, snapshot, false, &text, err);
    struct value_document *document = NULL;
    struct value_wrong wrong;
    struct value_limits limits = {.depth = NATIVE_DEPTH_LIMIT};
    if (status == STATUS_OK)
        document = value_document_parse(text.data, text.length, &limits, &wrong);
    buffer_clear(&text);
    if (status == STATUS_OK && !document)
        status = error_set(err, STATUS_INVALID, _("the canvas holds a text that cannot be written as JSON"));
    if (status != STATUS_OK)
        return status;
    struct native_source source = {.name = snapshot->title,
                                   .bytes = "",
                                   .document = value_document_root(document),
                                   .title = title,
                                   .template = snapshot->template,
                                   .copy_of = from == to ? snapshot->canvas_id : 0,
                                   .new_ids = true};
    status = native_import(&source, to, session, canvas_id, err);
    value_document_free(document);
    return status;
}

/* The reader of the table: the document is looked through when it is written, where its template is at hand. */
enum status read_native(const struct source *source, struct document *out, struct error *err)
{
    return json_document(source->name, source->bytes, source->length, JSON_TWINS_REFUSED, &out->native, err);
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
