/*
 * template_facets.c - the facets of a template: what notes, links and the canvas can be marked with.
 *
 * It reads the vocabulary. What a person types against it is facet_check.c's business.
 *
 * Invariant: a facet of the kinds VALUES, FLAG and TYPE lists all its values, the others none; a facet that several
 * blocks have is the same in each.
 */
#include "template_reader.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

static const char *const kind_names[] = {"values", "text", "number", "flag", "date", "amount", "type"};

static const struct template_value flag_values[] = {
    {"yes", {{"Yes", "是"}}},
    {"no", {{"No", "否"}}},
};

static void add_value(struct template_facet *facet, const char *id, struct bilingual title)
{
    facet->value = memory_resize(facet->value, facet->value_count + 1, sizeof *facet->value);
    facet->value[facet->value_count++] = (struct template_value){id, title};
}

static void read_values(struct reader *reader, const struct value *entry, struct template_facet *facet)
{
    const struct value *array = reader_array(reader, entry, "values", READER_REQUIRED);
    if (array && value_count(array) == 0)
        reader_problem(reader, entry, "values", _("this facet has no value"));
    struct reader_ids seen = {0};
    for (size_t i = 0; i < value_count(array); i++) {
        const struct value *value = reader_object_at(reader, array, i);
        if (!value)
            continue;
        const char *id = reader_id(reader, value);
        struct bilingual title;
        reader_unique(reader, &seen, value, id);
        reader_text(reader, value, "title", READER_REQUIRED, &title);
        add_value(facet, id, title);
    }
    reader_ids_clear(&seen);
}

/* `block` is NULL for links and canvases, which have no types. */
static void read_kind(struct reader *reader, const struct value *entry, const struct template_block *block,
                      struct template_facet *facet)
{
    const char *name = reader_word(reader, entry, "kind", READER_REQUIRED);
    size_t kind = FACET_TEXT;
    while (kind < COUNT_OF(kind_names) && strcmp(name, kind_names[kind]) != 0)
        kind++;
    if (kind == COUNT_OF(kind_names)) {
        if (name[0])
            reader_problem(reader, entry, "kind",
                           _("\"kind\" must be text, number, flag, date, amount or type, or give \"values\" instead"));
        return;
    }
    facet->kind = (enum facet_kind)kind;
    if (facet->kind == FACET_FLAG) {
        for (size_t i = 0; i < COUNT_OF(flag_values); i++)
            add_value(facet, flag_values[i].id, flag_values[i].title);
    }
    if (facet->kind == FACET_TYPE && (!block || block->type_count == 0))
        reader_problem(reader, entry, "kind", _("there are no types here that this facet could name"));
    for (size_t i = 0; facet->kind == FACET_TYPE && block && i < block->type_count; i++)
        add_value(facet, block->type[i].id, block->type[i].title);
}

static void read_between(struct reader *reader, const struct value *entry, struct template_facet *facet)
{
    const struct value *sides = reader_array(reader, entry, "between", READER_REQUIRED);
    if (!sides)
        return;
    if (value_count(sides) != 2) {
        reader_problem(reader, entry, "between", _("\"between\" names the two sides of a link: two lists of blocks"));
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        const struct value *side = value_at(sides, i);
        if (!value_is(side, VALUE_ARRAY) || value_count(side) == 0) {
            reader_problem_at(reader, sides, i,
                              _("\"between\" names the two sides of a link: two lists of blocks"));
            continue;
        }
        facet->between[i] = memory_new(value_count(side), sizeof *facet->between[i]);
        for (size_t k = 0; k < value_count(side); k++) {
            const char *id = reader_string_at(reader, side, k);
            int block;
            if (id && template_block_by_id(reader->template, id, &block) && block != TEMPLATE_PARKING)
                facet->between[i][facet->between_count[i]++] = block;
            else if (id)
                reader_problem_at(reader, side, k, _("there is no block \"%s\""), id);
        }
    }
}

/* The same facet as another block defines it: the first one read is in `reader->template`'s document. */
static void check_same(struct reader *reader, const struct value *entry, const char *id)
{
    const struct value *blocks = value_member(reader->root, "blocks");
    for (size_t i = 0; i < value_count(blocks); i++) {
        const struct value *others = value_member(value_at(blocks, i), "facets");
        for (size_t k = 0; k < value_count(others); k++) {
            const struct value *other = value_at(others, k);
            const char *name = value_text(value_member(other, "id"));
            if (other == entry)
                return;
            if (!name || strcmp(name, id) != 0 || value_equal(other, entry))
                continue;
            reader_problem(reader, entry, NULL, _("the facet \"%s\" is defined otherwise in another block"), id);
            return;
        }
    }
}

static void read_facets(struct reader *reader, const struct value *object, const char *key,
                        const struct template_block *block, bool links, struct template_facet **out, size_t *count)
{
    const struct value *array = reader_array(reader, object, key, READER_OPTIONAL);
    *out = memory_new(value_count(array), sizeof **out);
    struct reader_ids seen = {0};
    for (size_t i = 0; i < value_count(array); i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct template_facet *facet = &(*out)[(*count)++];
        facet->id = reader_id(reader, entry);
        reader_unique(reader, &seen, entry, facet->id);
        reader_text(reader, entry, "title", READER_REQUIRED, &facet->title);
        facet->many = reader_flag(reader, entry, "many");
        if (value_member(entry, "values") && value_member(entry, "kind"))
            reader_problem(reader, entry, "kind", _("a facet has \"values\" or a \"kind\", not both"));
        else if (value_member(entry, "values"))
            read_values(reader, entry, facet);
        else
            read_kind(reader, entry, block, facet);
        if (links)
            read_between(reader, entry, facet);
        if (block)
            check_same(reader, entry, facet->id);
    }
    reader_ids_clear(&seen);
}

void template_read_block_facets(struct reader *reader, const struct value *object,
                                struct template_block *block)
{
    read_facets(reader, object, "facets", block, false, &block->facet, &block->facet_count);
}

void template_read_facets(struct reader *reader)
{
    struct template *template = reader->template;
    read_facets(reader, reader->root, "link_facets", NULL, true, &template->link_facet, &template->link_facet_count);
    read_facets(reader, reader->root, "canvas_facets", NULL, false, &template->canvas_facet,
                &template->canvas_facet_count);
}

void template_facets_free(struct template_facet *facet, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(facet[i].value);
        free(facet[i].between[0]);
        free(facet[i].between[1]);
    }
    free(facet);
}
