/*
 * read_blocks.c - any JSON in which blocks are named: by keys, or by a member of each element of a list.
 *
 * Covers streamlit-bmc, biz-dev-ops v1 and v2, and the small tools that keep a canvas as an object of lists. The value with the
 * most different block names among its keys (or among the ids of its elements) is taken, wherever it lies in the
 * document; it must name BLOCKS_MIN. What else stands beside its blocks is reported, not dropped: texts go to the
 * parking lot.
 */
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
    const json_t *best;
    const char *label_key; /* of an element; NULL: the keys of an object are the blocks */
    size_t most, looked_at;
};

static void consider(struct search *search, const json_t *value, const char *label_key, const char *const *labels,
                     size_t count)
{
    size_t known = resolver_count_known(search->source->resolver, labels, count);
    if (known > search->most) {
        search->most = known;
        search->best = value;
        search->label_key = label_key;
    }
}

static void consider_object(struct search *search, const json_t *object)
{
    const char *labels[LABELS_MAX], *key;
    size_t count = 0;
    json_t *value;
    if (json_object_size(object) > LABELS_MAX || json_object_size(object) < 2)
        return;
    json_object_foreach((json_t *)object, key, value) {
        (void)value;
        labels[count++] = key;
    }
    consider(search, object, NULL, labels, count);
}

static void consider_array(struct search *search, const json_t *array)
{
    for (const char *const *key = label_keys; *key; key++) {
        const char *labels[LABELS_MAX];
        size_t count = 0, index;
        json_t *element;
        json_array_foreach((json_t *)array, index, element) {
            const char *label = json_string_value(json_object_get(element, *key));
            if (label && count < LABELS_MAX)
                labels[count++] = label;
        }
        if (count > 1)
            consider(search, array, *key, labels, count);
    }
}

/* Depth is bounded by json_document(). */
static void look_through(struct search *search, const json_t *value)
{
    if (search->looked_at++ > VALUES_MAX)
        return;
    size_t index;
    const char *key;
    json_t *member;
    if (json_is_object(value)) {
        consider_object(search, value);
        json_object_foreach((json_t *)value, key, member) {
            if (json_is_object(member) || json_is_array(member))
                look_through(search, member);
        }
    } else if (json_is_array(value) && json_array_size(value) > 0 && json_is_object(json_array_get(value, 0))) {
        consider_array(search, value);
        json_array_foreach((json_t *)value, index, member)
            look_through(search, member);
    }
}

/* ---- notes --------------------------------------------------------------------------------------------------- */

static const json_t *member_of(const json_t *object, const char *const *keys, const char **found)
{
    for (; *keys; keys++) {
        const json_t *value = json_object_get(object, *keys);
        if (value && !json_is_null(value)) {
            *found = *keys;
            return value;
        }
    }
    return NULL;
}

/* A number or a truth as text. Yours. */
static char *scalar_text(const json_t *value)
{
    char number[40];
    if (json_is_string(value))
        return memory_copy_text(json_string_value(value));
    if (json_is_integer(value))
        snprintf(number, sizeof number, "%lld", (long long)json_integer_value(value));
    else if (json_is_real(value))
        snprintf(number, sizeof number, "%g", json_real_value(value));
    else
        return NULL;
    return memory_copy_text(number);
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

static void add_details(struct document_note *note, const json_t *object, const char *text_key)
{
    struct buffer body = {0};
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        char *text = strcmp(key, text_key) == 0 || is_bookkeeping(key) ? NULL : scalar_text(value);
        bool plain = strcmp(key, "description") == 0 || strcmp(key, "text") == 0 || strcmp(key, "content") == 0;
        if (text && *text)
            buffer_printf(&body, plain ? "%s%.0s%s" : "%s%s: %s", body.length > 0 ? "\n" : "", key, text);
        free(text);
    }
    document_body(note, buffer_text(&body));
    buffer_clear(&body);
    const char *colour = json_string_value(json_object_get(object, "color"));
    note->colour = colour_read(colour ? colour : json_string_value(json_object_get(object, "colour")));
    const char *author = json_string_value(json_object_get(object, "author"));
    if (author && *author)
        note->author = memory_copy_text(author);
    note->votes = (long)json_integer_value(json_object_get(object, "votes"));
    size_t index;
    json_t *tag;
    json_array_foreach(json_object_get(object, "tags"), index, tag)
        document_tag(note, json_string_value(tag));
}

static void read_values(const struct source *source, struct document *document, size_t section, const json_t *value);

static size_t group_section(struct document *document, size_t block, const char *title)
{
    size_t section = document_section(document, block, title);
    if (section != block)
        document->section[section].is_group = true;
    return section;
}

/* One element of a list of notes. */
static void read_object(const struct source *source, struct document *document, size_t section, const json_t *object)
{
    const char *key = NULL;
    const json_t *inner = json_object_get(object, "data"); /* {"type": "item", "data": {"name": ...}} */
    const json_t *text = member_of(object, text_keys, &key);
    if (!json_is_string(text) && json_is_object(inner)) {
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
        const json_t *values = json_object_get(object, *list);
        if (json_is_array(values) || (json_is_object(values) && !words))
            read_values(source, document, section, values);
    }
}

static void read_values(const struct source *source, struct document *document, size_t section, const json_t *value)
{
    char *text = scalar_text(value);
    if (text) {
        document_note(document, section, text);
        free(text);
    } else if (json_is_object(value)) {
        read_object(source, document, section, value);
    } else if (json_is_array(value)) {
        size_t index;
        json_t *element;
        size_t place = section; /* {"head": ...} opens a group for what follows */
        json_array_foreach((json_t *)value, index, element) {
            const char *head = json_string_value(json_object_get(element, "head"));
            if (head)
                place = group_section(document, section, head);
            else
                read_values(source, document, place, element);
        }
    }
}

/* A text below a block that is a list written in Markdown. */
static bool is_markdown(const json_t *element, const char *text)
{
    const char *type = json_string_value(json_object_get(element, "contentType"));
    return (type && strcmp(type, "markdown") == 0) || strncmp(text, "- ", 2) == 0 || strncmp(text, "* ", 2) == 0;
}

/* What stands under a block's key: lists, an object with a list in it, or a text. */
static void read_block(const struct source *source, struct document *document, const char *label,
                       const json_t *value)
{
    size_t section = document_section(document, NO_SECTION, label);
    if (section != NO_SECTION)
        document->section[section].is_block = true;
    const char *key = NULL;
    const json_t *list = json_is_object(value) ? member_of(value, list_keys, &key) : NULL;
    const json_t *content = list ? list : value;
    if (json_is_string(content) && is_markdown(value, json_string_value(content))) {
        struct source inner = *source;
        inner.bytes = json_string_value(content);
        inner.length = strlen(inner.bytes);
        inner.prompts = true;
        markdown_read_inside(&inner, document, section);
        return;
    }
    read_values(source, document, section, content);
}

/* ---- the whole ---------------------------------------------------------------------------------------------- */

static const char *title_in(const json_t *value, int depth)
{
    static const char *const keys[] = {"company_name", "companyName", "company", "canvasName", "title", "name", NULL};
    const char *key, *found = NULL;
    const json_t *text = member_of(value, keys, &key);
    if (json_is_string(text) && *json_string_value(text))
        return json_string_value(text);
    static const char *const places[] = {"visual", "metadata", "meta", "canvas", "info", NULL};
    for (const char *const *place = places; *place && depth < 2 && !found; place++)
        found = title_in(json_object_get(value, *place), depth + 1);
    return found;
}

static void read_object_of_blocks(const struct source *source, const json_t *object, struct document *out)
{
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)object, key, value) {
        bool known = resolver_knows(source->resolver, key);
        if (known || json_is_array(value))
            read_block(source, out, key, value);
        else if (!is_bookkeeping(key) && json_is_string(value) &&
                 (!out->title || strcmp(json_string_value(value), out->title) != 0))
            document_note(out, document_section(out, NO_SECTION, key), json_string_value(value));
        else if (json_is_object(value) && member_of(value, list_keys, &(const char *){NULL}))
            read_block(source, out, key, value);
    }
}

/* Elements that each name their block: a block with its notes, or one note. */
static void read_list_of_blocks(const struct source *source, const json_t *array, const char *label_key,
                                struct document *out)
{
    size_t index;
    json_t *element;
    json_array_foreach((json_t *)array, index, element) {
        const char *label = json_string_value(json_object_get(element, label_key)), *key;
        if (!label)
            continue;
        const json_t *list = member_of(element, list_keys, &key);
        if (list && !(json_is_object(list) && strcmp(key, "data") == 0)) {
            read_block(source, out, label, element);
        } else {
            size_t section = document_section(out, NO_SECTION, label);
            json_t *copy = json_copy(element);
            json_object_del(copy, label_key);
            read_object(source, out, section, copy);
            json_decref(copy);
        }
    }
}

enum status blocks_of_value(const struct source *source, const json_t *value, struct document *out,
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
    json_t *value;
    enum status status = json_document_tolerant(source->name, source->bytes, source->length, &value, err);
    if (status != STATUS_OK)
        return status;
    status = blocks_of_value(source, value, out, err);
    json_decref(value);
    return status;
}
