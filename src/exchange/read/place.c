/*
 * place.c - a document's notes into the blocks of a template: the one place that decides it for every format.
 *
 * Invariant: no note is lost. The nearest heading above a note that names a block decides; of the headings between that and
 * the note the nearest becomes its group, the others become tags. A note under no such heading goes to the parking lot,
 * grouped under its heading, and the report says so. A document in which no heading names a block is refused, unless the
 * caller says where its notes go.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "name_index.h"
#include "nonet/message.h"

#define NOWHERE (TEMPLATE_PARKING - 1)
#define TAG_CLUSTERS_MAX 200
#define REPORT_SECTIONS_MAX 12

struct memory { /* of what the import points to */
    struct import_note *note;
    struct import_link *link;
    struct import_group *group;
    void **piece;
    size_t piece_count, piece_capacity;
};

struct placer {
    struct document *document;
    const struct placing *how;
    const struct template *template;
    size_t template_at;
    bool told;       /* by the caller or by the file, not guessed */
    int *block;      /* of each section, NOWHERE when it names none */
    size_t *parked;  /* notes parked a section; the last is "no section" */
    size_t *group;   /* of each section that is one below a block, its place + 1; 0 = none yet */
    size_t group_count, group_capacity;
    struct memory *memory;
    struct import_note *note;
    size_t odd_facets;
    struct name_index keys; /* of facets, each with its block, that were looked up -> their places in `facet` */
    const struct template_facet **facet;
    size_t facet_count, facet_capacity;
    struct error *err;
};

static void *keep(struct memory *memory, void *piece)
{
    GROW(memory->piece, memory->piece_count, memory->piece_capacity);
    memory->piece[memory->piece_count++] = piece;
    return piece;
}

void placed_clear(struct placed *placed)
{
    struct memory *memory = placed->memory;
    for (size_t i = 0; memory && i < memory->piece_count; i++)
        free(memory->piece[i]);
    if (memory) {
        free(memory->piece);
        free(memory->note);
        free(memory->link);
        free(memory->group);
    }
    free(memory);
    *placed = (struct placed){0};
}

/* ---- which template ---------------------------------------------------------------------------------- */

static size_t count_blocks(struct placer *placer, size_t template_at)
{
    const struct document *document = placer->document;
    size_t blocks = resolver_template(placer->how->resolver, template_at)->block_count, different = 0;
    bool *seen = memory_new(blocks + 1, sizeof *seen);
    for (size_t i = 0; i < document->section_count; i++) {
        int block;
        if (!document->section[i].is_group &&
            resolver_block(placer->how->resolver, template_at, document->section[i].title, &block) && block >= 0) {
            different += !seen[block];
            seen[block] = true;
        }
    }
    free(seen);
    return different;
}

static enum status choose_template(struct placer *placer)
{
    const struct resolver *resolver = placer->how->resolver;
    struct document *document = placer->document;
    const char *named = placer->how->template_id;
    size_t at = 0, most = 0;
    if (named && !resolver_find(resolver, named, &at)) {
        struct template *unknown;
        enum status status = template_resolve(named, &unknown, placer->err); /* its message names the nearest */
        if (status == STATUS_OK) {
            template_free(unknown);
            status = error_set(placer->err, STATUS_NOT_FOUND, _("there is no template “%s”"), named);
        }
        return status;
    }
    bool told = named || (document->template_id && resolver_find(resolver, document->template_id, &at));
    for (size_t i = 0; !told && i < resolver_count(resolver); i++) {
        size_t count = count_blocks(placer, i);
        if (count > most) {
            most = count;
            at = i;
        }
    }
    placer->template_at = at;
    placer->told = told || resolver_count(resolver) == 1;
    placer->template = resolver_template(resolver, at);
    if (!placer->told && most > 0)
        document_say(document, _("taken for: %s (%zu of its %zu blocks are in the file)"),
                     placer->template->title.text[placer->how->language], most, placer->template->block_count);
    return STATUS_OK;
}

static enum status refuse(struct placer *placer)
{
    struct buffer titles = {0};
    for (int block = 0; block < (int)placer->template->block_count; block++)
        buffer_printf(&titles, "%s%s", block > 0 ? (placer->how->language == LANGUAGE_ZH ? "、" : ", ") : "",
                      template_block_title(placer->template, block, placer->how->language, true));
    enum status status = error_set(placer->err, STATUS_INVALID,
                                   _("%s: nothing in it names a block; looked for headings, columns, keys or files "
                                     "like: %s (--into and --block take a plain list)"),
                                   placer->how->name, buffer_text(&titles));
    buffer_clear(&titles);
    return status;
}

/* ---- which block ----------------------------------------------------------------------------------------- */

/* What a heading means that is no block's name: one of the things it names, or one with a slip of the pen in it. */
static bool guess_block(const struct placer *placer, const struct document_section *section, int *block)
{
    const struct resolver *resolver = placer->how->resolver;
    return resolver_block_loosely(resolver, placer->template_at, section->title, block) ||
           resolver_block_roughly(resolver, placer->template_at, section->title, block);
}

static enum status place_sections(struct placer *placer)
{
    struct document *document = placer->document;
    const struct resolver *resolver = placer->how->resolver;
    size_t named = 0, guessed = 0, strange = 0;
    bool *below = memory_new(document->section_count + 1, sizeof *below); /* in a block, or one itself */
    for (size_t i = 0; i < document->section_count; i++) {
        const struct document_section *section = &document->section[i];
        int *block = &placer->block[i];
        *block = NOWHERE;
        bool found = !section->is_group && resolver_block(resolver, placer->template_at, section->title, block);
        bool inside = section->parent != NO_SECTION && below[section->parent];
        if (!found && !section->is_group && (section->is_block || !inside) && guess_block(placer, section, block)) {
            document_say(document, _("“%s” was taken for: %s"), section->title,
                         template_block_title(placer->template, *block, placer->how->language, false));
            found = true;
            guessed += !section->is_block;
        }
        named += found;
        below[i] = found || inside;
        strange += !below[i];
    }
    free(below);
    /* One name among many others is chance. */
    bool chance = !placer->told && (named == guessed || (named == 1 && strange > 3));
    return (named > 0 && !chance) || placer->how->block ? STATUS_OK : refuse(placer);
}

/* A title that says no more than the block's own name ("Revenue Stream") opens no group. */
static bool is_own_title(const struct placer *placer, int block, const char *title)
{
    struct buffer wanted = {0}, one = {0};
    bool same = false;
    text_fold_label(&wanted, title, strlen(title));
    for (int language = 0; language < LANGUAGE_COUNT && !same; language++) {
        for (int brief = 0; brief < 2 && !same; brief++) {
            const char *name = template_block_title(placer->template, block, (enum language)language, brief != 0);
            buffer_reset(&one);
            text_fold_label(&one, name, strlen(name));
            same = strncmp(buffer_text(&one), buffer_text(&wanted), wanted.length) == 0 ||
                   (one.length > 0 && strncmp(buffer_text(&wanted), one.data, one.length) == 0);
        }
    }
    buffer_clear(&wanted);
    buffer_clear(&one);
    return same;
}

/* One line of at most TAG_CLUSTERS_MAX characters. Yours. */
static char *short_word(const char *text)
{
    size_t length = strlen(text), at = 0;
    for (int i = 0; i < TAG_CLUSTERS_MAX && at < length; i++)
        at = text_next(text, length, at);
    char *word = memory_copy_bytes(text, at);
    for (char *c = word; *c; c++)
        if (*c == '\n' || *c == '\t')
            *c = ' ';
    return word;
}

/* The group that a section below a block becomes: its place + 1. */
static size_t group_of(struct placer *placer, size_t section, int block)
{
    if (placer->group[section] == 0) {
        GROW(placer->memory->group, placer->group_count, placer->group_capacity);
        char *title = keep(placer->memory, short_word(placer->document->section[section].title));
        placer->memory->group[placer->group_count] = (struct import_group){.title = title, .block = block};
        placer->group[section] = ++placer->group_count;
    }
    return placer->group[section];
}

/* The block of a section; the group, and the tags, that the headings below it give. */
static int find_block(struct placer *placer, size_t section, struct document_note *note, size_t *group)
{
    const struct document *document = placer->document;
    for (size_t at = section; at != NO_SECTION; at = document->section[at].parent) {
        int block = placer->block[at];
        if (block == NOWHERE)
            continue;
        if (section != at)
            *group = group_of(placer, section, block);
        for (size_t i = section; i != at; i = document->section[i].parent)
            if (i != section)
                document_tag(note, document->section[i].title);
        for (size_t up = document->section[at].parent; up != NO_SECTION; up = document->section[up].parent) {
            if (placer->block[up] != block)
                continue;
            if (!is_own_title(placer, block, document->section[at].title) && *group == 0)
                *group = group_of(placer, at, block);
            else if (!is_own_title(placer, block, document->section[at].title))
                document_tag(note, document->section[at].title);
            break;
        }
        return block;
    }
    return NOWHERE;
}

static bool is_question(const struct template *template, const char *id)
{
    for (size_t b = 0; b < template->block_count; b++)
        for (size_t i = 0; i < template->block[b].questions.count; i++)
            if (strcmp(template->block[b].questions.item[i].id, id) == 0)
                return true;
    return false;
}

/* ---- labels ------------------------------------------------------------------------------------------------ */

/* What the template calls by that key: looking it up costs a hundred times what finding it again does. */
static const struct template_facet *facet_of(struct placer *placer, int block, const char *key)
{
    struct buffer name = {0};
    size_t place;
    buffer_printf(&name, "%d %s", block, key);
    if (!name_index_find(&placer->keys, name.data, &place)) {
        place = placer->facet_count;
        GROW(placer->facet, placer->facet_count, placer->facet_capacity);
        placer->facet[placer->facet_count++] = template_facet_resolve(placer->template, block, key);
        name_index_add(&placer->keys, keep(placer->memory, memory_copy_text(name.data)), place);
    }
    buffer_clear(&name);
    return placer->facet[place];
}

/* A facet as the template keeps it. One whose value the template does not take is kept as a line of longer text. */
static bool place_facet(struct placer *placer, int block, const struct document_pair *pair, char **key, char **value)
{
    const struct template_facet *facet = facet_of(placer, block, pair->key);
    const char *name = facet ? facet->id : pair->key;
    struct error ignored;
    *key = short_word(name);
    if (facet_check_known(placer->template, facet, pair->value, placer->how->language, value, &ignored) == STATUS_OK) {
        char *line = short_word(*value);
        bool whole = strlen(line) == strlen(*value);
        free(line);
        if (whole)
            return true;
        free(*value);
    }
    free(*key);
    return false;
}

static void place_labels(struct placer *placer, struct document_note *note, int block, struct import_labels *labels)
{
    struct memory *memory = placer->memory;
    *labels = (struct import_labels){0};
    if (note->tag_count > 0) {
        const char **tag = keep(memory, memory_new(note->tag_count, sizeof *tag));
        for (size_t i = 0; i < note->tag_count; i++)
            tag[labels->tag_count++] = keep(memory, short_word(note->tag[i]));
        labels->tag = tag;
    }
    if (note->votes > 0) {
        char votes[24];
        snprintf(votes, sizeof votes, "%ld", note->votes);
        document_facet(note, "votes", votes);
    }
    if (note->facet_count == 0)
        return;
    const char **keys = keep(memory, memory_new(note->facet_count, sizeof *keys));
    const char **values = keep(memory, memory_new(note->facet_count, sizeof *values));
    for (size_t i = 0; i < note->facet_count; i++) {
        char *key, *value;
        if (!place_facet(placer, block, &note->facet[i], &key, &value)) {
            struct buffer line = {0};
            buffer_printf(&line, "%s: %s", note->facet[i].key, note->facet[i].value);
            document_body(note, buffer_text(&line));
            buffer_clear(&line);
            placer->odd_facets++;
            continue;
        }
        keys[labels->facet_count] = keep(memory, key);
        values[labels->facet_count++] = keep(memory, value);
    }
    labels->facet_key = keys;
    labels->facet_value = values;
}

/* ---- notes and ties ------------------------------------------------------------------------------------------ */

static void place_notes(struct placer *placer, int fallback)
{
    struct document *document = placer->document;
    for (size_t i = 0; i < document->note_count; i++) {
        struct document_note *note = &document->note[i];
        size_t group = 0;
        int block = find_block(placer, note->section, note, &group);
        if (block == NOWHERE) {
            block = fallback;
            if (note->section != NO_SECTION)
                group = group_of(placer, note->section, block);
            if (fallback == TEMPLATE_PARKING)
                placer->parked[note->section == NO_SECTION ? document->section_count : note->section]++;
        }
        struct import_note *out = &placer->note[i];
        place_labels(placer, note, block, &out->labels);
        out->group = group;
        if (note->author && strlen(note->author) <= AUTHOR_BYTES_MAX)
            out->author = keep(placer->memory, short_word(note->author));
        out->note = (struct note_new){.id = note->id, .block = block, .text = note->text, .body = note->body, .colour = note->colour};
        if (note->question && is_question(placer->template, note->question))
            out->note.question = note->question;
    }
}

/* What stands beside a tie is its facet "label". */
static void label_link(struct placer *placer, struct import_link *link, const char *label)
{
    if (!label)
        return;
    const char **word = keep(placer->memory, memory_new(2, sizeof *word));
    word[0] = "label";
    word[1] = keep(placer->memory, short_word(label));
    link->labels = (struct import_labels){.facet_key = &word[0], .facet_value = &word[1], .facet_count = 1};
}

static void place_ties(struct placer *placer, struct canvas_import *import)
{
    struct document *document = placer->document;
    if (document->tie_count == 0)
        return;
    struct name_index named = {0}; /* of two with the same key the first */
    size_t lost = 0;
    for (size_t i = 0; i < document->note_count; i++)
        if (document->note[i].key)
            name_index_add(&named, document->note[i].key, i);
    struct import_link *link = memory_new(document->tie_count, sizeof *link);
    for (size_t i = 0; i < document->tie_count; i++) {
        size_t to;
        if (!name_index_find(&named, document->tie[i].to, &to))
            lost++;
        else if (to != document->tie[i].from) {
            struct import_link *one = &link[import->link_count++];
            *one = (struct import_link){.from = document->tie[i].from, .to = to};
            label_link(placer, one, document->tie[i].label);
        }
    }
    if (lost > 0)
        document_say(document, _("ties that lead to nothing in the file: %zu"), lost);
    import->link = placer->memory->link = link;
    name_index_clear(&named);
}

static void report_passed_over(struct document *document)
{
    if (document->prompts > 0)
        document_say(document, _("prompts passed over: %zu"), document->prompts);
    if (document->code > 0)
        document_say(document, _("blocks of code passed over: %zu"), document->code);
    if (document->html > 0)
        document_say(document, _("pieces of HTML passed over: %zu"), document->html);
}

static void report_parked(struct placer *placer)
{
    struct document *document = placer->document;
    report_passed_over(document);
    size_t lines = 0, more = 0;
    for (size_t i = 0; i <= document->section_count; i++) {
        size_t count = placer->parked[i];
        if (count == 0)
            continue;
        if (lines++ >= REPORT_SECTIONS_MAX)
            more += count;
        else if (i < document->section_count)
            document_say_parked(document, placer->template, placer->how->language, document->section[i].title, count);
        else
            document_say(document, _("to the parking lot, under no heading: %zu"), count);
    }
    if (more > 0)
        document_say(document, _("to the parking lot from other headings: %zu"), more);
    if (placer->odd_facets > 0)
        document_say(document, _("facets that the template does not take, kept as longer text: %zu"),
                     placer->odd_facets);
    if (document->can_be_split)
        document_say(document, _("a paragraph looks like a list with 、 between: --split makes a note of each part"));
    if (document->note_count == 0)
        document_say(document, _("there is no note in it, only headings"));
}

enum status document_place(struct document *document, const struct placing *how, struct placed *out,
                           struct error *err)
{
    *out = (struct placed){0};
    struct placer placer = {.document = document, .how = how, .err = err};
    enum status status = choose_template(&placer);
    int fallback = TEMPLATE_PARKING;
    if (status == STATUS_OK && how->block)
        status = template_block_resolve(placer.template, how->block, how->language, &fallback, err);
    placer.block = memory_new(document->section_count + 1, sizeof *placer.block);
    placer.parked = memory_new(document->section_count + 1, sizeof *placer.parked);
    placer.group = memory_new(document->section_count + 1, sizeof *placer.group);
    if (status == STATUS_OK)
        status = place_sections(&placer);
    if (status == STATUS_OK) {
        out->memory = placer.memory = memory_new(1, sizeof *placer.memory);
        placer.note = placer.memory->note = memory_new(document->note_count + 1, sizeof *placer.note);
        place_notes(&placer, fallback);
        out->template = placer.template;
        out->import.title = document->title ? document->title : how->title;
        out->import.template = placer.template;
        out->import.note = placer.note;
        out->import.note_count = document->note_count;
        out->import.group = placer.memory->group;
        out->import.group_count = placer.group_count;
        place_labels(&placer, &document->whole, FACETS_OF_CANVAS, &out->import.labels);
        place_ties(&placer, &out->import);
        report_parked(&placer);
    }
    name_index_clear(&placer.keys);
    free(placer.facet);
    free(placer.block);
    free(placer.parked);
    free(placer.group);
    return status;
}
