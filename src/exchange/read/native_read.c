/*
 * native_read.c - looks one JSON document through and takes out of it what a canvas is made of.
 *
 * Every wrong value is named with its line before anything is written; making the canvas is native_make.c's business.
 * Invariant: a document is taken whole or not at all.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "name_index.h"
#include "native.h"
#include "nonet/message.h"

/* A block that the template does not know by this id. */
struct strange {
    const char *name;
    int block; /* what it stands for: by a title or an alias, else the parking lot */
    size_t notes;
};

struct reader {
    const struct native_source *source;
    const struct value *document;
    struct native_canvas *canvas; /* what is filled */
    struct name_index ids;        /* a note's id as the file writes it -> its place in canvas->note */
    struct name_index group_ids;  /* the same of groups */
    struct name_index strange_names; /* what the file calls blocks, and is no id of one -> its place in `strange` */
    struct strange *strange;
    size_t strange_count, strange_capacity;
    struct error *err;
};

#define REPORT_LINES_MAX 12
#define NO_BLOCK (-2) /* of a group that names none: that of its first note */

/* A wrong value, or one that is missing in `value`: FILE:LINE:COLUMN: what. */
static enum status wrong(struct reader *reader, const struct value *value, const char *what)
{
    const struct native_source *source = reader->source;
    if (source->length == 0)
        return error_set(reader->err, STATUS_INVALID, "%s: %s", source->name, what);
    struct json_cursor place = JSON_CURSOR_START;
    json_place(&place, source->bytes, source->length, value);
    return error_set(reader->err, STATUS_INVALID, "%s:%zu:%zu: %s", source->name, place.line, place.column, what);
}

/* The same of a member of `object`. */
static enum status wrong_member(struct reader *reader, const struct value *object, const char *key, const char *what)
{
    const struct value *member = value_member(object, key);
    return wrong(reader, member ? member : object, what);
}

static enum status read_head(struct reader *reader)
{
    const struct value *document = reader->document;
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
    const char *title = reader->source->title;
    if (!title)
        title = json_text(value_member(canvas, "title"), reader->source->language);
    if (!title || !*title)
        return wrong_member(reader, canvas, "title", _("the canvas has no title"));
    if (!value_is(value_member(document, "notes"), VALUE_ARRAY))
        return wrong_member(reader, document, "notes", _("\"notes\" must be a list"));
    reader->canvas->import.title = title;
    return STATUS_OK;
}

/* The template that came along in the document, under `name`; *found says whether there is one. */
static enum status read_brought_template(struct reader *reader, const char *name, bool *found)
{
    const struct value *brought = value_member(reader->document, "template");
    *found = false;
    if (!value_is(brought, VALUE_OBJECT))
        return STATUS_OK;
    struct buffer bytes = {0};
    json_compact(&bytes, brought);
    enum status status = template_parse("template", bytes.data, bytes.length, &reader->canvas->own_template,
                                        NULL, reader->err);
    buffer_clear(&bytes);
    if (status != STATUS_OK) {
        struct error cause = *reader->err;
        return wrong(reader, brought, cause.message);
    }
    if (strcmp(reader->canvas->own_template->id, name) != 0)
        return wrong(reader, brought, _("the template is not the one that the canvas names"));
    *found = true;
    return STATUS_OK;
}

/* The template known here when it is the very one that the canvas was made with, or none came along; else the one
 * that did. */
static enum status read_template(struct reader *reader)
{
    reader->canvas->template = reader->source->template;
    if (reader->canvas->template)
        return STATUS_OK;
    const struct value *canvas = value_member(reader->document, "canvas");
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
        reader->canvas->own_template = known;
    } else {
        return wrong_member(reader, canvas, "template", unknown.message);
    }
    reader->canvas->template = reader->canvas->own_template;
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

/* Who wrote it; NULL where that is not told, or no name. */
static const char *author_of(const struct value *note)
{
    const char *author = value_text(value_member(note, "author"));
    return author && *author && strcmp(author, "?") != 0 && strlen(author) <= AUTHOR_BYTES_MAX ? author : NULL;
}

/* A text that is asked for but stands there as something else. */
static bool is_odd_text(const struct value *value)
{
    return value && value->kind != VALUE_NULL && !json_text(value, LANGUAGE_EN);
}

/* ---- blocks ------------------------------------------------------------------------------------------- */

/* Another version of the template, or a person, may call it by another name. */
static int find_block(struct reader *reader, const char *name)
{
    const struct template *template = reader->canvas->template;
    int block;
    size_t place;
    if (!name)
        return TEMPLATE_PARKING;
    if (template_block_by_id(template, name, &block))
        return block;
    if (!name_index_find(&reader->strange_names, name, &place)) {
        struct error ignored;
        if (template_block_resolve(template, name, reader->source->language, &block, &ignored) != STATUS_OK)
            block = TEMPLATE_PARKING;
        place = reader->strange_count;
        GROW(reader->strange, reader->strange_count, reader->strange_capacity);
        reader->strange[reader->strange_count++] = (struct strange){.name = name, .block = block};
        name_index_add(&reader->strange_names, name, place);
    }
    reader->strange[place].notes++;
    return reader->strange[place].block;
}

/* ---- groups and notes ---------------------------------------------------------------------------------- */

static enum status read_group(struct reader *reader, size_t at, const struct value *object)
{
    struct import_group *group = &reader->canvas->group[at];
    const char *id = value_text(value_member(object, "id"));
    const char *block = value_text(value_member(object, "block"));
    group->title = json_text(value_member(object, "title"), reader->source->language);
    if (!group->title || group->title[strspn(group->title, " \t\r\n")] == '\0')
        return wrong(reader, object, _("a group needs a heading"));
    if (!id || !*id || !name_index_add(&reader->group_ids, id, at))
        return wrong(reader, object, _("a group needs an id of its own"));
    group->block = block ? find_block(reader, block) : NO_BLOCK;
    group->rank = value_text(value_member(object, "rank"));
    group->name = id;
    return STATUS_OK;
}

static enum status read_groups(struct reader *reader)
{
    const struct value *groups = value_member(reader->document, "groups");
    if (groups && !value_is(groups, VALUE_ARRAY))
        return wrong(reader, groups, _("\"groups\" must be a list"));
    struct native_canvas *canvas = reader->canvas;
    canvas->group_count = value_count(groups);
    canvas->group = memory_new(canvas->group_count + 1, sizeof *canvas->group);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < canvas->group_count && status == STATUS_OK; i++)
        status = read_group(reader, i, value_at(groups, i));
    for (size_t i = 0; i < canvas->group_count && status == STATUS_OK; i++)
        canvas->group[i].extra = extra_of_group(value_at(groups, i));
    return status;
}

static enum status find_group(struct reader *reader, size_t at, const struct value *value)
{
    size_t place;
    if (!value || value->kind == VALUE_NULL)
        return STATUS_OK;
    if (!name_index_find(&reader->group_ids, value_text(value), &place))
        return wrong(reader, value, _("the note's group is not in this file"));
    struct import_group *group = &reader->canvas->group[place];
    if (group->block == NO_BLOCK)
        group->block = reader->canvas->note[at].note.block;
    reader->canvas->note[at].group = place + 1;
    return STATUS_OK;
}

static enum status read_note(struct reader *reader, size_t at, const struct value *object)
{
    enum language language = reader->source->language;
    struct import_note *note = &reader->canvas->note[at];
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
    note->note.block = find_block(reader, value_text(value_member(object, "block")));
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
    reader->canvas->note[at].name = id;
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
        struct native_canvas *canvas = reader->canvas;
        GROW(canvas->link, canvas->link_count, canvas->link_capacity);
        struct import_link *made = &canvas->link[canvas->link_count++];
        *made = (struct import_link){.from = at, .to = other, .extra = extra_of_link(link)};
        labels_init(&made->labels, link, reader->source->language);
    }
    return STATUS_OK;
}

/* The labels and what else is kept of each note, when all of the document is known to be right. */
static void keep_notes(struct reader *reader, const struct value *notes)
{
    struct native_canvas *canvas = reader->canvas;
    for (size_t i = 0; i < canvas->count; i++) {
        labels_init(&canvas->note[i].labels, value_at(notes, i), reader->source->language);
        canvas->note[i].author = author_of(value_at(notes, i));
        canvas->note[i].extra = extra_of_note(value_at(notes, i));
    }
    for (size_t i = 0; i < canvas->group_count; i++)
        if (canvas->group[i].block == NO_BLOCK)
            canvas->group[i].block = TEMPLATE_PARKING;
}

static enum status read_notes(struct reader *reader)
{
    const struct value *notes = value_member(reader->document, "notes");
    struct native_canvas *canvas = reader->canvas;
    if (reader->source->length > 0 && value_count(notes) > DOCUMENT_NOTES_MAX)
        return error_set(reader->err, STATUS_INVALID, _("%s: there are more than %zu notes in it: split the file"),
                         reader->source->name, DOCUMENT_NOTES_MAX);
    canvas->count = value_count(notes);
    canvas->note = memory_new(canvas->count + 1, sizeof *canvas->note);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < canvas->count && status == STATUS_OK; i++) {
        status = read_note(reader, i, value_at(notes, i));
        if (status == STATUS_OK)
            status = read_id(reader, i, value_at(notes, i));
    }
    for (size_t i = 0; i < canvas->count && status == STATUS_OK; i++)
        status = read_links(reader, i, value_at(notes, i));
    if (status == STATUS_OK)
        keep_notes(reader, notes);
    return status;
}

/* ---- the whole --------------------------------------------------------------------------------------- */

/* What a store still refuses, a text that is too long, is told with its line, too. */
static void find_places(struct reader *reader)
{
    const struct native_source *source = reader->source;
    const struct value *notes = value_member(reader->document, "notes");
    struct native_canvas *canvas = reader->canvas;
    struct json_cursor at = JSON_CURSOR_START;
    if (source->length == 0)
        return;
    json_place(&at, source->bytes, source->length, value_member(reader->document, "canvas"));
    canvas->head = (struct native_place){(uint32_t)at.line, (uint32_t)at.column};
    at = JSON_CURSOR_START;
    canvas->place = memory_new(canvas->count + 1, sizeof *canvas->place);
    for (size_t i = 0; i < canvas->count; i++) {
        json_place(&at, source->bytes, source->length, value_at(notes, i));
        canvas->place[i] = (struct native_place){(uint32_t)at.line, (uint32_t)at.column};
    }
}

/* Which blocks were not known by their ids, and what became of them. */
static void report_strange(const struct reader *reader)
{
    const struct native_source *source = reader->source;
    const struct template *template = reader->canvas->template;
    for (size_t i = 0; i < reader->strange_count && source->report; i++) {
        const struct strange *strange = &reader->strange[i];
        if (i == REPORT_LINES_MAX) {
            document_say(source->report, _("blocks that the template does not know, besides: %zu"),
                         reader->strange_count - i);
            return;
        }
        if (strange->block == TEMPLATE_PARKING)
            document_say_parked(source->report, template, source->language, strange->name, strange->notes);
        else
            document_say(source->report, _("“%s” was taken for: %s"), strange->name,
                         template_block_title(template, strange->block, source->language, false));
    }
}

static void read_canvas_itself(struct reader *reader)
{
    const struct value *canvas = value_member(reader->document, "canvas");
    struct canvas_import *import = &reader->canvas->import;
    reader->canvas->id = value_text(value_member(canvas, "id"));
    import->template = reader->canvas->template;
    import->extra = extra_of_document(reader->document);
    if (reader->source->copy_of != 0)
        import->variant_of = reader->source->copy_of;
    else
        json_id_parse(value_text(value_member(canvas, "variant_of")), &import->variant_of);
    labels_init(&import->labels, canvas, reader->source->language);
}

enum status native_open(const struct native_source *source, struct value_document *document,
                        struct native_canvas **out, struct error *err)
{
    *out = NULL;
    struct native_canvas *canvas = memory_new(1, sizeof *canvas);
    canvas->source = *source;
    struct reader reader = {
        .source = source, .document = value_document_root(document), .canvas = canvas, .err = err};
    enum status status = read_head(&reader);
    if (status == STATUS_OK)
        status = read_template(&reader);
    if (status == STATUS_OK)
        status = check_labels(&reader, value_member(reader.document, "canvas"));
    if (status == STATUS_OK)
        status = read_groups(&reader);
    if (status == STATUS_OK)
        status = read_notes(&reader);
    if (status == STATUS_OK) {
        read_canvas_itself(&reader);
        find_places(&reader);
        report_strange(&reader);
        native_keep_texts(canvas);
        canvas->source.bytes = NULL;
        *out = canvas;
    } else {
        native_close(canvas);
    }
    name_index_clear(&reader.ids);
    name_index_clear(&reader.group_ids);
    name_index_clear(&reader.strange_names);
    free(reader.strange);
    value_document_free(document);
    return status;
}

/* The reader of the table: import.c goes on with native_open(), where the template is at hand. */
enum status read_native(const struct source *source, struct document *out, struct error *err)
{
    return json_document(source->name, source->bytes, source->length, JSON_TWINS_REFUSED, &out->native, err);
}
