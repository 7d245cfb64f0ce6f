/*
 * template_resolve.c - which block of a template is meant.
 *
 * By index, by exact id, and by what a person types. It reads the template only.
 *
 * Invariant: a name is tried in the order id, filling number, titles, aliases, beginnings of titles; the
 * first of these that knows it decides, so that a title is never made ambiguous by somebody's alias.
 */
#include "nonet/template.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

static const struct bilingual parking_title = {{"Parking lot", "停车场"}};

const char *template_block_id(const struct template *template, int block)
{
    return block == TEMPLATE_PARKING ? TEMPLATE_PARKING_ID : template->block[block].id;
}

const char *template_block_title(const struct template *template, int block, enum language language, bool brief)
{
    if (block == TEMPLATE_PARKING)
        return parking_title.text[language];
    return (brief ? template->block[block].short_title : template->block[block].title).text[language];
}

bool template_block_by_id(const struct template *template, const char *id, int *block)
{
    if (strcmp(id, TEMPLATE_PARKING_ID) == 0) {
        *block = TEMPLATE_PARKING;
        return true;
    }
    for (size_t i = 0; i < template->block_count; i++) {
        if (strcmp(template->block[i].id, id) == 0) {
            *block = (int)i;
            return true;
        }
    }
    return false;
}

/* ---- what a person types --------------------------------------------------------------------------- */

enum match { MATCH_TITLE, MATCH_ALIAS, MATCH_BEGINNING, MATCH_COUNT };

static char *fold_label(const char *text)
{
    struct buffer folded = {0};
    text_fold_label(&folded, text, strlen(text));
    return buffer_take(&folded);
}

static bool label_matches(const char *label, const char *wanted, bool beginning)
{
    char *folded = fold_label(label);
    bool same = beginning ? strncmp(folded, wanted, strlen(wanted)) == 0 : strcmp(folded, wanted) == 0;
    free(folded);
    return same;
}

static bool title_matches(const struct template *template, int block, const char *wanted, bool beginning)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        enum language one = (enum language)language;
        if (label_matches(template_block_title(template, block, one, false), wanted, beginning) ||
            label_matches(template_block_title(template, block, one, true), wanted, beginning))
            return true;
    }
    return label_matches(template_block_id(template, block), wanted, beginning);
}

static bool alias_matches(const struct template *template, int block, const char *wanted)
{
    if (block == TEMPLATE_PARKING)
        return false;
    const struct template_block *one = &template->block[block];
    for (size_t i = 0; i < one->alias_count; i++) {
        if (label_matches(one->alias[i], wanted, false))
            return true;
    }
    return false;
}

static bool matches(const struct template *template, int block, const char *wanted, enum match match)
{
    if (match == MATCH_ALIAS)
        return alias_matches(template, block, wanted);
    return title_matches(template, block, wanted, match == MATCH_BEGINNING);
}

static void add_title(struct buffer *list, const char *title, enum language language)
{
    if (list->length > 0)
        buffer_add(list, language == LANGUAGE_ZH ? "、" : ", ");
    buffer_add(list, title);
}

static int label_distance(const char *label, const char *folded, int limit)
{
    char *one = fold_label(label);
    int distance = text_distance(folded, one, limit);
    free(one);
    return distance;
}

/* The smallest distance from a folded name to a block's titles and aliases; more than `limit` = not near. */
static int block_distance(const struct template *template, int block, const char *folded, int limit)
{
    int nearest = label_distance(template_block_id(template, block), folded, limit);
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        for (int brief = 0; brief < 2; brief++) {
            const char *title = template_block_title(template, block, (enum language)language, brief != 0);
            int distance = label_distance(title, folded, limit);
            nearest = distance < nearest ? distance : nearest;
        }
    }
    size_t aliases = block == TEMPLATE_PARKING ? 0 : template->block[block].alias_count;
    for (size_t i = 0; i < aliases; i++) {
        int distance = label_distance(template->block[block].alias[i], folded, limit);
        nearest = distance < nearest ? distance : nearest;
    }
    return nearest;
}

/* A short name is near to every other short name: Chinese titles are four characters long. */
static int distance_limit(const char *name)
{
    size_t characters = 0;
    for (const char *at = name; *at; at++)
        characters += ((unsigned char)*at & 0xC0) != 0x80;
    return characters < 3 ? 0 : characters < 6 ? 1 : 3;
}

void template_block_nearest(const struct template *template, const char *name, enum language language,
                            struct buffer *titles)
{
    char *folded = fold_label(name);
    int limit = distance_limit(folded);
    for (int block = 0; block < (int)template->block_count && limit > 0; block++)
        if (block_distance(template, block, folded, limit) <= limit)
            add_title(titles, template_block_title(template, block, language, true), language);
    free(folded);
}

static enum status not_found(const struct template *template, const char *name, enum language language,
                             struct error *err)
{
    struct buffer near = {0}, all = {0}, shown = {0};
    text_printable(&shown, name, strlen(name), false);
    template_block_nearest(template, name, language, &near);
    for (int block = 0; block < (int)template->block_count; block++)
        add_title(&all, template_block_title(template, block, language, true), language);
    if (near.length > 0)
        error_set(err, STATUS_NOT_FOUND, _("there is no block “%s”; perhaps you mean: %s"), buffer_text(&shown),
                  buffer_text(&near));
    else
        error_set(err, STATUS_NOT_FOUND, _("there is no block “%s”; there are: %s"), buffer_text(&shown),
                  buffer_text(&all));
    buffer_clear(&near);
    buffer_clear(&all);
    buffer_clear(&shown);
    return STATUS_NOT_FOUND;
}

/* A filling number: 1 or 2 digits, 0 for the parking lot. */
static bool by_number(const struct template *template, const char *name, int *block)
{
    if (strlen(name) > 2 || strspn(name, "0123456789") != strlen(name))
        return false;
    int number = atoi(name);
    if (number == 0)
        *block = TEMPLATE_PARKING;
    for (size_t i = 0; i < template->block_count; i++) {
        if (template->block[i].order == number)
            *block = (int)i;
    }
    return number == 0 || (*block >= 0 && template->block[*block].order == number);
}

/* How many blocks match in this way; *block is the first of them, `titles` names them all. */
static int by_label(const struct template *template, const char *wanted, enum match match, enum language language,
                    int *block, struct buffer *titles)
{
    int count = 0;
    for (int i = TEMPLATE_PARKING; i < (int)template->block_count; i++) {
        if (!matches(template, i, wanted, match))
            continue;
        if (count++ == 0)
            *block = i;
        add_title(titles, template_block_title(template, i, language, false), language);
    }
    return count;
}

enum status template_block_resolve(const struct template *template, const char *name, enum language language,
                                   int *block, struct error *err)
{
    int found = 0;
    if (template_block_by_id(template, name, block))
        return STATUS_OK;
    if (name[0] && by_number(template, name, &found)) {
        *block = found;
        return STATUS_OK;
    }
    char *wanted = fold_label(name);
    struct buffer titles = {0};
    int count = 0;
    for (int match = 0; wanted[0] && match < MATCH_COUNT && count == 0; match++)
        count = by_label(template, wanted, (enum match)match, language, &found, &titles);
    enum status status = STATUS_OK;
    if (count == 0)
        status = not_found(template, name, language, err);
    else if (count > 1)
        status = error_set(err, STATUS_INVALID, _("“%s” can mean several blocks: %s"), wanted, buffer_text(&titles));
    else
        *block = found;
    buffer_clear(&titles);
    free(wanted);
    return status;
}
