/*
 * read_blocks.c - any JSON in which blocks are named: by keys, or by a member of each element of a list.
 *
 * Covers streamlit-bmc, biz-dev-ops v1 and v2, and the small tools that keep a canvas as an object of lists. The value with the
 * most different block names among its keys (or among the ids of its elements) is taken, wherever it lies in the
 * document; it must name BLOCKS_MIN. What else stands beside its blocks is reported, not dropped: texts go to the
 * parking lot.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "json_tolerant.h"
#include "markdown.h"
#include "nonet/message.h"

#define BLOCKS_MIN 5
#define LABELS_MAX ((size_t)400) /* more members name no canvas */
#define VALUES_MAX ((size_t)100000) /* looked at in search of the blocks */

/* Members that name the block of a list's element, and that hold its notes. */
static const char *const label_keys[] = {"key", "block", "blockId", "id", "sectionId", "section", "parentNode",
                                         "category", "type", "name", "title", "label", NULL};
static const char *const list_keys[] = {"cards", "notes", "items", "stickyNotes", "stickies", "content", "contents",
                                        "entries", "values", "children", "elements", "data", NULL};
/* Members that are the text of one note, best first. */
static const char *const text_keys[] = {"name", "title", "text", "content", "proposition", "item", "label", "value",
                                        "note", "description", NULL};

/* ---- finding the blocks ------------------------------------------------------------------------------------ */

struct search {
    const struct source *source;
    const struct value *best;
    const char *label_key; /* of an element; NULL: the keys of an object are the blocks */
    size_t most, looked_at;
};

static void consider(struct search *search, const struct value *value, const char *label_key, const char *const *labels,
                     size_t count)
{
    size_t known = resolver_count_known(search->source->resolver, labels, count);
    if (known > search->most) {
        search->most = known;
        search->best = value;
        search->label_key = label_key;
    }
}

static void consider_object(struct search *search, const struct value *object)
{
    const char *labels[LABELS_MAX];
    if (object->count > LABELS_MAX || object->count < 2)
        return;
    for (size_t i = 0; i < object->count; i++)
        labels[i] = object->item[i].key;
    consider(search, object, NULL, labels, object->count);
}

static void consider_array(struct search *search, const struct value *array)
{
    for (const char *const *key = label_keys; *key; key++) {
        const char *labels[LABELS_MAX];
        size_t count = 0;
        for (size_t i = 0; i < array->count; i++) {
            const char *label = value_text(value_member(&array->item[i], *key));
            if (label && count < LABELS_MAX)
                labels[count++] = label;
        }
        if (count > 1)
            consider(search, array, *key, labels, count);
    }
}

/* Depth is bounded by json_document(). */
static void look_through(struct search *search, const struct value *value)
{
    if (search->looked_at++ > VALUES_MAX)
        return;
    if (value_is(value, VALUE_OBJECT)) {
        consider_object(search, value);
        for (size_t i = 0; i < value->count; i++) {
            if (value->item[i].kind == VALUE_OBJECT || value->item[i].kind == VALUE_ARRAY)
                look_through(search, &value->item[i]);
        }
    } else if (value_is(value_at(value, 0), VALUE_OBJECT)) {
        consider_array(search, value);
        for (size_t i = 0; i < value->count; i++)
            look_through(search, &value->item[i]);
    }
}

/* ---- notes --------------------------------------------------------------------------------------------------- */

static const struct value *member_of(const struct value *object, const char *const *keys, const char **found)
{
    for (; *keys; keys++) {
        const struct value *value = value_member(object, *keys);
        if (value && value->kind != VALUE_NULL) {
            *found = *keys;
            return value;
        }
    }
    return NULL;
}

/* A text or a number, as it is written. Yours; NULL for anything else. */
static char *scalar_text(const struct value *value)
{
    char number[40];
    switch (value->kind) {
    case VALUE_TEXT:
        return memory_copy_text(value->text);
    case VALUE_REAL:
        return memory_copy_bytes(value->text, value->count);
    case VALUE_INTEGER:
        snprintf(number, sizeof number, "%" PRId64, value->integer);
        return memory_copy_text(number);
    case VALUE_NULL:
    case VALUE_FALSE:
    case VALUE_TRUE:
    case VALUE_ARRAY:
    case VALUE_OBJECT:
        break;
    }
    return NULL;
}

static bool is_bookkeeping(const char *key)
{
    static const char *const keys[] = {"id",        "_id",  "key",   "createdAt", "updatedAt", "created", "updated", "order",
                                       "index",     "rank", "x",     "y",         "width",     "height",  "position", "icon",
                                       "enabled",   "size", "color", "colour",    "parentNode", "type",   "sectionId",
                                       "contentType", "timestamp", "themeColor", "author", "votes", "tags", "tag", NULL};
    const char *const *one = keys;
    while (*one && strcasecmp(*one, key) != 0)
        one++;
    return *one != NULL;
}

static void add_details(struct document_note *note, const struct value *object, const char *text_key)
{
    struct buffer body = {0};
    for (size_t i = 0; i < object->count; i++) {
        const char *key = object->item[i].key;
        char *text = strcmp(key, text_key) == 0 || is_bookkeeping(key) ? NULL : scalar_text(&object->item[i]);
        bool plain = strcmp(key, "description") == 0 || strcmp(key, "text") == 0 || strcmp(key, "content") == 0;
        if (text && *text)
            buffer_printf(&body, plain ? "%s%.0s%s" : "%s%s: %s", body.length > 0 ? "\n" : "", key, text);
        free(text);
    }
    document_body(note, buffer_text(&body));
    buffer_clear(&body);
    const char *colour = value_text(value_member(object, "color"));
    note->colour = colour_read(colour ? colour : value_text(value_member(object, "colour")));
    const char *author = value_text(value_member(object, "author"));
    if (author && *author)
        note->author = memory_copy_text(author);
    const struct value *votes = value_member(object, "votes"), *tags = value_member(object, "tags");
    note->votes = value_is(votes, VALUE_INTEGER) ? (long)votes->integer : 0;
    for (size_t i = 0; i < value_count(tags); i++)
        document_tag(note, value_text(value_at(tags, i)));
}

static void read_values(const struct source *source, struct document *document, size_t section, const struct value *value);

static size_t group_section(struct document *document, size_t block, const char *title)
{
    size_t section = document_section(document, block, title);
    if (section != block)
        document->section[section].is_group = true;
    return section;
}

/* One element of a list of notes. */
static void read_object(const struct source *source, struct document *document, size_t section,
                        const struct value *object)
{
    const char *key = NULL;
    const struct value *inner = value_member(object, "data"); /* {"type": "item", "data": {"name": ...}} */
    const struct value *text = member_of(object, text_keys, &key);
    if (!value_text(text) && value_is(inner, VALUE_OBJECT)) {
        read_object(source, document, section, inner);
        return;
    }
    char *words = text ? scalar_text(text) : NULL;
    if (words) {
        struct document_note *note = document_note(document, section, words);
        if (note)
            add_details(note, object, key);
        free(words);
    }
    for (const char *const *list = list_keys; *list; list++) {
        const struct value *values = value_member(object, *list);
        if (value_is(values, VALUE_ARRAY) || (value_is(values, VALUE_OBJECT) && !words))
            read_values(source, document, section, values);
    }
}

static void read_values(const struct source *source, struct document *document, size_t section, const struct value *value)
{
    char *text = scalar_text(value);
    if (text) {
        document_note(document, section, text);
        free(text);
    } else if (value_is(value, VALUE_OBJECT)) {
        read_object(source, document, section, value);
    } else {
        size_t place = section; /* {"head": ...} opens a group for what follows */
        for (size_t i = 0; i < value_count(value) && !document_is_full(document); i++) {
            const struct value *element = value_at(value, i);
            const char *head = value_text(value_member(element, "head"));
            if (head)
                place = group_section(document, section, head);
            else
                read_values(source, document, place, element);
        }
    }
}

/* A text below a block that is a list written in Markdown. */
static bool is_markdown(const struct value *element, const char *text)
{
    const char *type = value_text(value_member(element, "contentType"));
    return (type && strcmp(type, "markdown") == 0) || strncmp(text, "- ", 2) == 0 || strncmp(text, "* ", 2) == 0;
}

/* What stands under a block's key: lists, an object with a list in it, or a text. */
static void read_block(const struct source *source, struct document *document, const char *label,
                       const struct value *value)
{
    size_t section = document_section(document, NO_SECTION, label);
    if (section != NO_SECTION)
        document->section[section].is_block = true;
    const char *key = NULL;
    const struct value *list = value_is(value, VALUE_OBJECT) ? member_of(value, list_keys, &key) : NULL;
    const struct value *content = list ? list : value;
    if (value_text(content) && is_markdown(value, content->text)) {
        struct source inner = *source;
        inner.bytes = content->text;
        inner.length = strlen(inner.bytes);
        inner.prompts = true;
        markdown_read_inside(&inner, document, section);
        return;
    }
    read_values(source, document, section, content);
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

static const char *title_in(const struct value *value, int depth)
{
    static const char *const keys[] = {"company_name", "companyName", "company", "canvasName", "title", "name", NULL};
    const char *key, *found = NULL;
    const struct value *text = member_of(value, keys, &key);
    if (value_text(text) && *text->text)
        return text->text;
    static const char *const places[] = {"visual", "metadata", "meta", "canvas", "info", NULL};
    for (const char *const *place = places; *place && depth < 2 && !found; place++)
        found = title_in(value_member(value, *place), depth + 1);
    return found;
}

static void read_object_of_blocks(const struct source *source, const struct value *object, struct document *out)
{
    for (size_t i = 0; i < object->count; i++) {
        const struct value *value = &object->item[i];
        const char *key = value->key;
        bool known = resolver_knows(source->resolver, key);
        if (known || value_is(value, VALUE_ARRAY))
            read_block(source, out, key, value);
        else if (!is_bookkeeping(key) && value_text(value) && (!out->title || strcmp(value->text, out->title) != 0))
            document_note(out, document_section(out, NO_SECTION, key), value->text);
        else if (value_is(value, VALUE_OBJECT) && member_of(value, list_keys, &(const char *){NULL}))
            read_block(source, out, key, value);
    }
}

/* Elements that each name their block: a block with its notes, or one note. */
static void read_list_of_blocks(const struct source *source, const struct value *array, const char *label_key,
                                struct document *out)
{
    for (size_t i = 0; i < array->count; i++) {
        const struct value *element = &array->item[i];
        const char *label = value_text(value_member(element, label_key)), *key;
        if (!label)
            continue;
        const struct value *list = member_of(element, list_keys, &key);
        if (list && !(value_is(list, VALUE_OBJECT) && strcmp(key, "data") == 0)) {
            read_block(source, out, label, element);
        } else {
            struct value *kept = memory_new(element->count, sizeof *kept), rest = {.kind = VALUE_OBJECT, .item = kept};
            for (size_t k = 0; k < element->count; k++)
                if (strcmp(element->item[k].key, label_key) != 0)
                    kept[rest.count++] = element->item[k];
            read_object(source, out, document_section(out, NO_SECTION, label), &rest);
            free(kept);
        }
    }
}

enum status blocks_of_value(const struct source *source, const struct value *value, struct document *out,
                            struct error *err)
{
    struct search search = {.source = source};
    look_through(&search, value);
    if (search.most < BLOCKS_MIN)
        return error_set(err, STATUS_INVALID,
                         _("%s: at most %zu keys in it name blocks of one template, and %d are needed; looked for keys "
                           "like key_partners, valuePropositions or 客户细分"),
                         source->name, search.most, BLOCKS_MIN);
    const char *title = title_in(value, 0);
    if (title && !out->title)
        out->title = memory_copy_text(title);
    if (search.label_key)
        read_list_of_blocks(source, search.best, search.label_key, out);
    else
        read_object_of_blocks(source, search.best, out);
    return document_check(out, source->name, err);
}

enum status read_blocks(const struct source *source, struct document *out, struct error *err)
{
    struct value_document *document;
    enum status status = json_document_tolerant(source->name, source->bytes, source->length, &document, err);
    if (status != STATUS_OK)
        return status;
    status = blocks_of_value(source, value_document_root(document), out, err);
    value_document_free(document);
    return status;
}
