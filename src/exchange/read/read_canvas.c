/*
 * read_canvas.c - JSON Canvas 1.0 (.canvas), as Obsidian writes it.
 *
 * There is no parent in the file: a card belongs to the smallest group that its middle lies in. A group whose label names a block
 * is that block, another one a cluster, which becomes a tag. With fewer than MEMBERS_MIN such groups the cards themselves are
 * looked at: files named like blocks (a vault), then cards whose first line is a block's name. Unknown nodes and
 * missing edges are no error.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "markdown.h"
#include "name_index.h"
#include "nonet/message.h"
#include "vault.h"

#define MEMBERS_MIN 3
#define CARDS_LOOKED_AT 2000
#define GROUPS_MAX ((size_t)2000) /* every card is held against every group */

struct group {
    const char *label;
    double x, y, width, height;
    size_t parent;  /* the smallest group around this one; NO_SECTION = none */
    size_t section;
    bool is_block, is_cluster; /* the latter: a group of notes, whatever it is called */
};

struct reader {
    const struct source *source;
    struct document *document;
    const struct value *nodes;
    struct group *group;
    size_t count, capacity;
    size_t seen_files, wordless; /* nodes that say nothing: pictures, kinds unknown here */
    struct error *err;
};

static const char *text_at(const struct value *node, const char *key)
{
    const char *text = value_text(value_member(node, key));
    return text ? text : "";
}

static double number_at(const struct value *node, const char *key)
{
    return value_number(value_member(node, key));
}

static bool is_type(const struct value *node, const char *type)
{
    return strcmp(text_at(node, "type"), type) == 0;
}

/* ---- groups ------------------------------------------------------------------------------------------------ */

static double area(const struct group *group)
{
    return group->width * group->height;
}

/* The smallest group that the point lies in, but for `except`. */
static size_t group_at(const struct reader *reader, double x, double y, size_t except)
{
    size_t best = NO_SECTION;
    for (size_t i = 0; i < reader->count; i++) {
        const struct group *group = &reader->group[i];
        bool in = x >= group->x && x <= group->x + group->width && y >= group->y && y <= group->y + group->height;
        bool smaller = best == NO_SECTION || area(group) < area(&reader->group[best]);
        bool around = except == NO_SECTION || area(group) > area(&reader->group[except]) ||
                      (area(group) == area(&reader->group[except]) && i < except);
        if (in && i != except && around && smaller)
            best = i;
    }
    return best;
}

static size_t section_of_group(struct reader *reader, size_t at)
{
    size_t chain[64], depth = 0;
    for (size_t i = at; i != NO_SECTION && depth < COUNT_OF(chain); i = reader->group[i].parent)
        chain[depth++] = i;
    size_t section = NO_SECTION;
    while (depth > 0) {
        section = document_section(reader->document, section, reader->group[chain[--depth]].label);
        if (section == NO_SECTION)
            continue;
        if (reader->group[chain[depth]].is_cluster)
            reader->document->section[section].is_group = true;
        else if (reader->group[chain[depth]].is_block)
            reader->document->section[section].is_block = true;
    }
    return section;
}

/* nonet's own: its title card has this id. */
static bool is_our_own(const struct reader *reader)
{
    char title[24];
    snprintf(title, sizeof title, "%016" PRIx64, (uint64_t)id_derive(1, 1, "title"));
    for (size_t n = 0; n < value_count(reader->nodes); n++)
        if (strcmp(text_at(value_at(reader->nodes, n), "id"), title) == 0)
            return true;
    return false;
}

static enum status read_groups(struct reader *reader, size_t *blocks)
{
    *blocks = 0;
    for (size_t n = 0; n < value_count(reader->nodes); n++) {
        const struct value *node = value_at(reader->nodes, n);
        if (!is_type(node, "group"))
            continue;
        if (reader->count == GROUPS_MAX)
            return error_set(reader->err, STATUS_INVALID, _("%s: there are more than %zu groups in it"),
                             reader->source->name, GROUPS_MAX);
        GROW(reader->group, reader->count, reader->capacity);
        struct group *group = &reader->group[reader->count++];
        *group = (struct group){.label = text_at(node, "label"),
                                .x = number_at(node, "x"),
                                .y = number_at(node, "y"),
                                .width = number_at(node, "width"),
                                .height = number_at(node, "height")};
        group->is_block = resolver_knows(reader->source->resolver, group->label);
        *blocks += group->is_block;
    }
    for (size_t i = 0; i < reader->count; i++) {
        const struct group *group = &reader->group[i];
        reader->group[i].parent = group_at(reader, group->x + group->width / 2, group->y + group->height / 2, i);
    }
    bool own = is_our_own(reader); /* in its blocks lie only groups of notes */
    for (size_t i = 0; i < reader->count; i++) {
        struct group *group = &reader->group[i];
        group->is_cluster = own && group->parent != NO_SECTION && reader->group[group->parent].is_block;
    }
    for (size_t i = 0; i < reader->count; i++)
        reader->group[i].section = section_of_group(reader, i);
    return STATUS_OK;
}

/* ---- cards ------------------------------------------------------------------------------------------------- */

/* What the cards say is Markdown: read as a document of its own below `section`, for the text of one note. */
static struct document_note *read_card_text(struct reader *reader, size_t section, const char *text)
{
    struct error excess; /* a text that Markdown is not asked about stays as it is */
    if (!strpbrk(text, "\\`*_[]<>#&!\n|~=-+.)") ||
        markdown_check(reader->source->name, text, strlen(text), &excess) != STATUS_OK)
        return document_note(reader->document, section, text);
    struct markdown inner = {.source = reader->source, .document = reader->document, .section = section};
    cmark_node *root = markdown_parse(text, strlen(text));
    cmark_node *first = cmark_node_first_child(root);
    struct document_note *note = NULL;
    if (first && cmark_node_get_type(first) == CMARK_NODE_PARAGRAPH)
        note = markdown_note_read(&inner, first);
    if (note) {
        for (cmark_node *rest = cmark_node_next(first); rest; rest = cmark_node_next(rest)) {
            struct buffer more = {0};
            markdown_long_text(rest, &more);
            document_body(note, buffer_text(&more));
            buffer_clear(&more);
        }
    } else if (first) {
        struct buffer whole = {0};
        markdown_long_text(root, &whole);
        note = document_note(reader->document, section, buffer_text(&whole));
        buffer_clear(&whole);
    }
    cmark_node_free(root);
    return note;
}

/* The card above the groups that says what the whole is. */
static bool read_title_card(struct reader *reader, const char *text)
{
    struct document *document = reader->document;
    if (document->title || strncmp(text, "# ", 2) != 0)
        return false;
    struct document head = {0};
    struct source source = *reader->source;
    source.bytes = text;
    source.length = strlen(text);
    source.titled = true;
    markdown_read_inside(&source, &head, NO_SECTION);
    bool done = head.title && head.section_count == 0;
    if (done) {
        document->title = head.title;
        document->template_id = head.template_id;
        document->whole = head.whole;
        head.title = head.template_id = NULL;
        head.whole = (struct document_note){0};
        for (size_t i = 0; i < head.note_count; i++)
            document_note(document, NO_SECTION, head.note[i].text);
    }
    document_clear(&head);
    return done;
}

/* ---- the three ways to read it ------------------------------------------------------------------------------- */

struct card {
    const struct value *node;
    double x, y;
    size_t at;
};

static int compare_cards(const void *a, const void *b)
{
    const struct card *x = a, *y = b;
    if (x->y != y->y)
        return x->y < y->y ? -1 : 1;
    if (x->x != y->x)
        return x->x < y->x ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

/* The nodes that are no groups, from top to bottom. Yours. */
static struct card *cards_of(const struct reader *reader, size_t *count)
{
    struct card *card = memory_new(value_count(reader->nodes) + 1, sizeof *card);
    *count = 0;
    for (size_t i = 0; i < value_count(reader->nodes); i++) {
        const struct value *node = value_at(reader->nodes, i);
        if (value_is(node, VALUE_OBJECT) && !is_type(node, "group"))
            card[(*count)++] = (struct card){node, number_at(node, "x"), number_at(node, "y"), i};
    }
    qsort(card, *count, sizeof *card, compare_cards);
    return card;
}

/* What a card that is no text says. */
static const char *words_of(const struct value *node)
{
    if (is_type(node, "file"))
        return text_at(node, "file");
    if (is_type(node, "link"))
        return text_at(node, "url");
    return text_at(node, *text_at(node, "text") ? "text" : "label");
}

static void read_member(struct reader *reader, const struct value *node)
{
    size_t group = group_at(reader, number_at(node, "x") + number_at(node, "width") / 2,
                            number_at(node, "y") + number_at(node, "height") / 2, NO_SECTION);
    size_t section = group == NO_SECTION ? NO_SECTION : reader->group[group].section;
    const char *text = words_of(node);
    if (is_type(node, "text") && section == NO_SECTION && read_title_card(reader, text))
        return;
    struct document_note *note = is_type(node, "text") ? read_card_text(reader, section, text)
                                                       : document_note(reader->document, section, text);
    reader->wordless += !note;
    if (!note)
        return;
    if (note->colour == NOTE_NONE)
        note->colour = colour_read(text_at(node, "color"));
    const char *id = text_at(node, "id");
    free(note->key);
    note->key = *id ? memory_copy_text(id) : NULL;
    if (!json_id_parse(id, &note->id))
        note->id = 0;
}

static void read_members(struct reader *reader)
{
    size_t count;
    struct card *card = cards_of(reader, &count);
    for (size_t i = 0; i < count && !document_is_full(reader->document); i++)
        read_member(reader, card[i].node);
    free(card);
}

/* The first line of a card without marks of a heading. Yours. */
static char *first_line(const char *text)
{
    text += strspn(text, "# ");
    return memory_copy_bytes(text, strcspn(text, "\n"));
}

/* How many cards of that type name a block: at most MEMBERS_MIN of the first ones. */
static size_t count_named(const struct reader *reader, const char *type)
{
    size_t count = 0, seen = 0;
    for (size_t i = 0; i < value_count(reader->nodes); i++) {
        const struct value *node = value_at(reader->nodes, i);
        if (!is_type(node, type))
            continue;
        if (count == MEMBERS_MIN || seen++ == CARDS_LOOKED_AT)
            break;
        char *label = strcmp(type, "file") == 0 ? vault_label(text_at(node, "file")) : first_line(words_of(node));
        count += resolver_knows(reader->source->resolver, label);
        free(label);
    }
    return count;
}

static enum status read_files(struct reader *reader)
{
    size_t count;
    struct card *card = cards_of(reader, &count);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (!is_type(card[i].node, "file")) {
            read_member(reader, card[i].node);
            continue;
        }
        const char *file = text_at(card[i].node, "file");
        char *label = vault_label(file);
        size_t section = document_section(reader->document, NO_SECTION, label);
        free(label);
        if (++reader->seen_files > FOLDER_FILES_MAX)
            status = error_set(reader->err, STATUS_INVALID, _("%s: there are more than %zu files in it"),
                               reader->source->name, FOLDER_FILES_MAX);
        else
            status = vault_read(reader->source, file, section, reader->document, reader->err);
    }
    free(card);
    return status;
}

static void read_sheets(struct reader *reader)
{
    size_t count;
    struct card *card = cards_of(reader, &count);
    for (size_t i = 0; i < count; i++) {
        const char *text = words_of(card[i].node);
        char *label = first_line(text);
        if (is_type(card[i].node, "text") && resolver_knows(reader->source->resolver, label)) {
            struct source inner = *reader->source;
            inner.bytes = text + strcspn(text, "\n");
            inner.length = strlen(inner.bytes);
            inner.prompts = true;
            markdown_read_inside(&inner, reader->document,
                                 document_section(reader->document, NO_SECTION, label));
        } else {
            read_member(reader, card[i].node);
        }
        free(label);
    }
    free(card);
}

static void read_edges(struct reader *reader, const struct value *edges)
{
    struct name_index places = {0};
    struct document *document = reader->document;
    for (size_t i = 0; i < document->note_count; i++)
        if (document->note[i].key)
            name_index_add(&places, document->note[i].key, i);
    for (size_t i = 0; i < value_count(edges); i++) {
        const struct value *edge = value_at(edges, i);
        const char *to = text_at(edge, "toNode");
        size_t from, found;
        if (name_index_find(&places, text_at(edge, "fromNode"), &from) && name_index_find(&places, to, &found))
            document_tie(document, from, to, text_at(edge, "label"));
    }
    name_index_clear(&places);
}

enum status read_canvas(const struct source *source, struct document *out, struct error *err)
{
    struct value_document *parsed;
    enum status status = json_document(source->name, source->bytes, source->length, JSON_TWINS_TAKEN, &parsed, err);
    if (status != STATUS_OK)
        return status;
    const struct value *whole = value_document_root(parsed);
    struct reader reader = {
        .source = source, .document = out, .nodes = value_member(whole, "nodes"), .err = err};
    size_t blocks = 0;
    if (!value_is(reader.nodes, VALUE_ARRAY))
        status = error_set(err, STATUS_INVALID, _("%s: this is no JSON Canvas: the list \"nodes\" is missing"),
                           source->name);
    if (status == STATUS_OK)
        status = read_groups(&reader, &blocks);
    if (status == STATUS_OK) {
        if (blocks < MEMBERS_MIN && count_named(&reader, "file") >= MEMBERS_MIN)
            status = read_files(&reader);
        else if (blocks < MEMBERS_MIN && count_named(&reader, "text") >= MEMBERS_MIN)
            read_sheets(&reader);
        else
            read_members(&reader);
        read_edges(&reader, value_member(whole, "edges"));
        if (reader.wordless > 0)
            document_say(out, _("cards without a text, passed over: %zu"), reader.wordless);
    }
    free(reader.group);
    value_document_free(parsed);
    return status == STATUS_OK ? document_check(out, source->name, err) : status;
}
