/*
 * template_parse.c - a template file's bytes as a struct template.
 *
 * It reads what stands for itself: titles, blocks with their questions, types and advice, facts, decks.
 * What names blocks is in template_check.c, facets in template_facets.c, rules in template_rules.c. It opens no files.
 *
 * Invariant: every text of a template points into template->document (or is a literal), so the template
 * and its document live and die together.
 */
#include "template_reader.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

const char *reader_origin(struct reader *reader, const struct value *object)
{
    if (!value_member(object, "origin"))
        return "A";
    const char *origin = value_text(value_member(object, "origin"));
    if (origin && (strcmp(origin, "S") == 0 || strcmp(origin, "D") == 0 || strcmp(origin, "A") == 0))
        return origin;
    reader_problem(reader, object, "origin", _("\"origin\" must be \"S\" (source), \"D\" (derived) or \"A\" (added)"));
    return "A";
}

/* ---- items: definitions, questions, advice, facts, cards ------------------------------------------- */

static const char *read_kind(struct reader *reader, const struct value *object)
{
    const char *kind = reader_word(reader, object, "kind", READER_REQUIRED);
    if (kind[0] && strcmp(kind, "definition") != 0 && strcmp(kind, "advice") != 0)
        reader_problem(reader, object, "kind", _("\"kind\" must be \"definition\" or \"advice\""));
    return kind;
}

/* `seen` gathers ids; NULL for items that have none. */
static void read_items(struct reader *reader, const struct value *object, const char *key,
                       struct reader_ids *seen, bool with_kind, struct template_items *out)
{
    const struct value *array = reader_array(reader, object, key, READER_OPTIONAL);
    size_t count = value_count(array);
    out->item = memory_new(count, sizeof *out->item);
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct template_item *item = &out->item[out->count++];
        item->id = seen ? reader_id(reader, entry) : "";
        item->origin = reader_origin(reader, entry);
        item->kind = with_kind ? read_kind(reader, entry) : "";
        reader_text(reader, entry, "text", READER_REQUIRED, &item->text);
        if (seen)
            reader_unique(reader, seen, entry, item->id);
    }
}

static void read_types(struct reader *reader, const struct value *object, struct reader_ids *seen,
                       struct template_block *block)
{
    const struct value *array = reader_array(reader, object, "types", READER_OPTIONAL);
    size_t count = value_count(array);
    block->type = memory_new(count, sizeof *block->type);
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct template_type *type = &block->type[block->type_count++];
        type->id = reader_id(reader, entry);
        type->group = reader_word(reader, entry, "group", READER_OPTIONAL);
        type->origin = reader_origin(reader, entry);
        reader_text(reader, entry, "title", READER_REQUIRED, &type->title);
        reader_text(reader, entry, "gloss", READER_OPTIONAL, &type->gloss);
        reader_text(reader, entry, "example", READER_OPTIONAL, &type->example);
        reader_unique(reader, seen, entry, type->id);
    }
}

/* ---- blocks ---------------------------------------------------------------------------------------- */

static void add_aliases(struct reader *reader, const struct value *array, struct template_block *block,
                        size_t *capacity)
{
    for (size_t i = 0; i < value_count(array); i++) {
        const char *alias = reader_string_at(reader, array, i);
        if (!alias)
            continue;
        GROW(block->alias, block->alias_count, *capacity);
        block->alias[block->alias_count++] = alias;
    }
}

/* A list, or a list a language. */
static void read_aliases(struct reader *reader, const struct value *object, struct template_block *block)
{
    const struct value *aliases = value_member(object, "aliases");
    size_t capacity = 0;
    if (value_is(aliases, VALUE_ARRAY)) {
        add_aliases(reader, aliases, block, &capacity);
    } else if (value_is(aliases, VALUE_OBJECT)) {
        add_aliases(reader, reader_array(reader, aliases, "en", READER_OPTIONAL), block, &capacity);
        add_aliases(reader, reader_array(reader, aliases, "zh", READER_OPTIONAL), block, &capacity);
    } else if (aliases) {
        reader_problem(reader, object, "aliases", _("\"aliases\" must be a list, or a list for each language"));
    }
}

/* Ids that notes remember (of questions and types) are unique in the whole template. */
struct seen_ids {
    struct reader_ids blocks, questions, types, advice;
};

static void read_block(struct reader *reader, const struct value *object, struct seen_ids *seen,
                       struct template_block *block)
{
    block->id = reader_id(reader, object);
    if (strcmp(block->id, TEMPLATE_PARKING_ID) == 0)
        reader_problem(reader, object, "id", _("every canvas has the block \"%s\"; no template lists it"),
                       TEMPLATE_PARKING_ID);
    reader_unique(reader, &seen->blocks, object, block->id);
    block->order = reader_integer(reader, object, "order", READER_REQUIRED, 1, TEMPLATE_BLOCKS_MAX, 0);
    block->perspective = reader_word(reader, object, "perspective", READER_OPTIONAL);
    reader_text(reader, object, "title", READER_REQUIRED, &block->title);
    reader_text(reader, object, "short", READER_OPTIONAL, &block->short_title);
    if (!value_member(object, "short"))
        block->short_title = block->title;
    read_aliases(reader, object, block);
    read_items(reader, object, "definitions", NULL, false, &block->definitions);
    read_items(reader, object, "questions", &seen->questions, false, &block->questions);
    read_items(reader, object, "advice", &seen->advice, false, &block->advice);
    read_types(reader, object, &seen->types, block);
    read_items(reader, object, "hints", NULL, false, &block->hints);
    template_read_block_facets(reader, object, block);
}

static int compare_order(const void *left, const void *right)
{
    const struct template_block *a = left, *b = right;
    return a->order != b->order ? (a->order > b->order) - (a->order < b->order) : strcmp(a->id, b->id);
}

static void read_blocks(struct reader *reader)
{
    struct template *template = reader->template;
    const struct value *array = reader_array(reader, reader->root, "blocks", READER_REQUIRED);
    size_t count = value_count(array);
    if (array && count == 0)
        reader_problem(reader, reader->root, "blocks", _("a template has at least one block"));
    if (count > TEMPLATE_BLOCKS_MAX) {
        reader_problem_at(reader, array, TEMPLATE_BLOCKS_MAX, _("a template has at most %d blocks"),
                          TEMPLATE_BLOCKS_MAX);
        count = TEMPLATE_BLOCKS_MAX;
    }
    template->block = memory_new(count, sizeof *template->block);
    struct seen_ids seen = {0};
    bool order_taken[TEMPLATE_BLOCKS_MAX + 1] = {false};
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct template_block *block = &template->block[template->block_count++];
        read_block(reader, entry, &seen, block);
        if (block->order > 0 && order_taken[block->order])
            reader_problem(reader, entry, "order", _("the filling number %d is used twice"), block->order);
        order_taken[block->order] = true;
    }
    reader_ids_clear(&seen.blocks);
    reader_ids_clear(&seen.questions);
    reader_ids_clear(&seen.types);
    reader_ids_clear(&seen.advice);
    qsort(template->block, template->block_count, sizeof *template->block, compare_order);
}

/* ---- decks --------------------------------------------------------------------------------------- */

static void read_decks(struct reader *reader)
{
    struct template *template = reader->template;
    const struct value *array = reader_array(reader, reader->root, "decks", READER_OPTIONAL);
    size_t count = value_count(array);
    template->deck = memory_new(count, sizeof *template->deck);
    struct reader_ids seen = {0}, seen_cards = {0};
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct template_deck *deck = &template->deck[template->deck_count++];
        deck->id = reader_id(reader, entry);
        reader_unique(reader, &seen, entry, deck->id);
        reader_text(reader, entry, "title", READER_REQUIRED, &deck->title);
        reader_text(reader, entry, "why", READER_OPTIONAL, &deck->why);
        template_read_block_names(reader, entry, "attach", READER_OPTIONAL, &deck->block, &deck->block_count);
        read_items(reader, entry, "cards", &seen_cards, false, &deck->cards);
    }
    reader_ids_clear(&seen_cards);
    reader_ids_clear(&seen);
}

/* ---- the whole ------------------------------------------------------------------------------------- */

static void read_facts(struct reader *reader)
{
    struct reader_ids seen = {0};
    read_items(reader, reader->root, "facts", &seen, true, &reader->template->facts);
    reader_ids_clear(&seen);
}

static void read_template(struct reader *reader)
{
    struct template *template = reader->template;
    const struct value *root = reader->root;
    template->id = reader_id(reader, root);
    template->version = reader_integer(reader, root, "version", READER_REQUIRED, 1, 1000000, 1);
    reader_text(reader, root, "title", READER_REQUIRED, &template->title);
    reader_text(reader, root, "when", READER_OPTIONAL, &template->when);
    reader_text(reader, root, "attribution", READER_OPTIONAL, &template->attribution);
    read_facts(reader);
    read_blocks(reader);
    template_read_perspectives(reader);
    template_read_orders(reader);
    read_decks(reader);
    template_read_layouts(reader);
    template_read_facets(reader);
    template_read_rules(reader);
}

enum status template_parse_buffer(const char *name, struct buffer *bytes, struct template **out, struct buffer *report,
                                  struct error *err)
{
    struct reader reader;
    *out = NULL;
    struct value_document *document = reader_open(&reader, name, buffer_text(bytes), bytes->length, _("a template"));
    if (document) {
        reader.template = memory_new(1, sizeof *reader.template);
        reader.template->document = document;
        snprintf(reader.template->hash, sizeof reader.template->hash, "%016" PRIx64,
                 hash_bytes(buffer_text(bytes), bytes->length));
        read_template(&reader);
    }
    enum status status = reader_result(&reader, report, err);
    reader_clear(&reader);
    if (status == STATUS_OK) {
        reader.template->source = buffer_take(bytes);
        *out = reader.template;
    } else {
        template_free(reader.template);
        buffer_clear(bytes);
    }
    return status;
}

enum status template_parse(const char *name, const char *bytes, size_t length, struct template **out,
                           struct buffer *report, struct error *err)
{
    struct buffer copy = {0};
    buffer_append(&copy, bytes, length);
    return template_parse_buffer(name, &copy, out, report, err);
}

static void free_block(struct template_block *block)
{
    free(block->alias);
    free(block->definitions.item);
    free(block->questions.item);
    free(block->advice.item);
    free(block->hints.item);
    free(block->type);
    template_facets_free(block->facet, block->facet_count);
}

void template_free(struct template *template)
{
    if (!template)
        return;
    for (size_t i = 0; i < template->block_count; i++)
        free_block(&template->block[i]);
    for (size_t i = 0; i < template->layout_count; i++)
        free(template->layout[i].cell);
    for (size_t i = 0; i < template->perspective_count; i++)
        free(template->perspective[i].block);
    for (size_t i = 0; i < template->order_count; i++)
        free(template->order[i].block);
    for (size_t i = 0; i < template->deck_count; i++) {
        free(template->deck[i].block);
        free(template->deck[i].cards.item);
    }
    free(template->block);
    free(template->layout);
    free(template->perspective);
    free(template->order);
    free(template->deck);
    free(template->facts.item);
    template_facets_free(template->link_facet, template->link_facet_count);
    template_facets_free(template->canvas_facet, template->canvas_facet_count);
    template_rules_free(template->rule, template->rule_count);
    free(template->source);
    value_document_free(template->document);
    free(template);
}
