/*
 * document.c - a document as it is filled by a reader: sections, notes, ties, report.
 *
 * Not here: which section is which block (place.c). Invariant: no limit is passed; a reader that goes on behind one fills
 * nothing and is told by document_check().
 */
#include "document.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

/* Sections by parent and title: open addressing, places + 1. */
struct section_index {
    uint32_t *slot;
    size_t capacity;
    bool too_many_sections, too_many_notes, too_many_ties;
};

static struct section_index *index_of(struct document *document)
{
    if (!document->index)
        document->index = memory_new(1, sizeof(struct section_index));
    return document->index;
}

static void note_clear(struct document_note *note)
{
    for (size_t i = 0; i < note->tag_count; i++)
        free(note->tag[i]);
    for (size_t i = 0; i < note->facet_count; i++) {
        free(note->facet[i].key);
        free(note->facet[i].value);
    }
    free(note->tag);
    free(note->facet);
    free(note->text);
    free(note->body);
    free(note->question);
    free(note->author);
    free(note->key);
}

void document_clear(struct document *document)
{
    for (size_t i = 0; i < document->note_count; i++)
        note_clear(&document->note[i]);
    for (size_t i = 0; i < document->section_count; i++)
        free(document->section[i].title);
    for (size_t i = 0; i < document->tie_count; i++) {
        free(document->tie[i].to);
        free(document->tie[i].label);
    }
    note_clear(&document->whole);
    struct section_index *index = document->index;
    if (index)
        free(index->slot);
    free(index);
    free(document->note);
    free(document->section);
    free(document->tie);
    free(document->title);
    free(document->template_id);
    buffer_clear(&document->report);
    value_document_free(document->native);
    *document = (struct document){0};
}

/* ---- sections -------------------------------------------------------------------------------------- */

static size_t slot_of(const struct document *document, const struct section_index *index, size_t parent,
                      const char *title)
{
    uint64_t hash = hash_bytes(title, strlen(title)) ^ (uint64_t)parent * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 20) & (index->capacity - 1);
    for (; index->slot[at] != 0; at = (at + 1) & (index->capacity - 1)) {
        const struct document_section *section = &document->section[index->slot[at] - 1];
        if (section->parent == parent && strcmp(section->title, title) == 0)
            break;
    }
    return at;
}

static void enlarge(struct document *document, struct section_index *index)
{
    index->capacity = index->capacity ? index->capacity * 2 : 64;
    free(index->slot);
    index->slot = memory_new(index->capacity, sizeof *index->slot);
    for (size_t i = 0; i < document->section_count; i++) {
        const struct document_section *section = &document->section[i];
        index->slot[slot_of(document, index, section->parent, section->title)] = (uint32_t)(i + 1);
    }
}

static bool is_blank(const char *text)
{
    for (;; text++) {
        text += strspn(text, " \t\r\n");
        if (strncmp(text, "\xE3\x80\x80", 3) != 0)
            return *text == '\0';
        text += 2;
    }
}

size_t document_section(struct document *document, size_t parent, const char *title)
{
    if (!title || is_blank(title))
        return parent;
    struct section_index *index = index_of(document);
    if (2 * (document->section_count + 1) > index->capacity)
        enlarge(document, index);
    size_t slot = slot_of(document, index, parent, title);
    if (index->slot[slot] != 0)
        return index->slot[slot] - 1;
    if (document->section_count >= DOCUMENT_SECTIONS_MAX) {
        index->too_many_sections = true;
        return parent;
    }
    GROW(document->section, document->section_count, document->section_capacity);
    document->section[document->section_count] =
        (struct document_section){.title = memory_copy_text(title), .parent = parent};
    index->slot[slot] = (uint32_t)++document->section_count;
    return document->section_count - 1;
}

/* ---- notes ------------------------------------------------------------------------------------------- */

struct document_note *document_note(struct document *document, size_t section, const char *text)
{
    if (!text || is_blank(text))
        return NULL;
    if (document->note_count >= DOCUMENT_NOTES_MAX) {
        index_of(document)->too_many_notes = true;
        return NULL;
    }
    GROW(document->note, document->note_count, document->note_capacity);
    struct document_note *note = &document->note[document->note_count++];
    *note = (struct document_note){.section = section, .text = memory_copy_text(text)};
    return note;
}

void document_tag(struct document_note *note, const char *tag)
{
    if (!note || !tag || is_blank(tag))
        return;
    for (size_t i = 0; i < note->tag_count; i++)
        if (strcmp(note->tag[i], tag) == 0)
            return;
    GROW(note->tag, note->tag_count, note->tag_capacity);
    note->tag[note->tag_count++] = memory_copy_text(tag);
}

void document_facet(struct document_note *note, const char *key, const char *value)
{
    if (!note || !key || !value || is_blank(key) || is_blank(value))
        return;
    GROW(note->facet, note->facet_count, note->facet_capacity);
    note->facet[note->facet_count++] =
        (struct document_pair){.key = memory_copy_text(key), .value = memory_copy_text(value)};
}

void document_body(struct document_note *note, const char *text)
{
    if (!note || !text || is_blank(text))
        return;
    struct buffer body = {0};
    if (note->body)
        buffer_printf(&body, "%s\n\n", note->body);
    buffer_add(&body, text);
    free(note->body);
    note->body = buffer_take(&body);
}

void document_tie(struct document *document, size_t from, const char *to, const char *label)
{
    if (!to || is_blank(to))
        return;
    if (document->tie_count >= DOCUMENT_LINKS_MAX) {
        index_of(document)->too_many_ties = true;
        return;
    }
    GROW(document->tie, document->tie_count, document->tie_capacity);
    document->tie[document->tie_count++] = (struct document_tie){
        .from = from, .to = memory_copy_text(to), .label = label && !is_blank(label) ? memory_copy_text(label) : NULL};
}

void document_say(struct document *document, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    text_printable(&document->report, text, strlen(text), false);
    buffer_add_char(&document->report, '\n');
}

void document_say_parked(struct document *document, const struct template *template, enum language language,
                         const char *title, size_t notes)
{
    struct buffer near = {0};
    template_block_nearest(template, title, language, &near);
    if (near.length > 0)
        document_say(document, _("to the parking lot from “%s”: %zu; perhaps it means: %s"), title, notes, near.data);
    else
        document_say(document, _("to the parking lot from “%s”: %zu"), title, notes);
    buffer_clear(&near);
}

bool document_is_full(const struct document *document)
{
    const struct section_index *index = document->index;
    return index && (index->too_many_notes || index->too_many_sections || index->too_many_ties);
}

enum status document_check(const struct document *document, const char *name, struct error *err)
{
    const struct section_index *index = document->index;
    if (!index)
        return STATUS_OK;
    if (index->too_many_notes)
        return error_set(err, STATUS_INVALID, _("%s: there are more than %zu notes in it: split the file"), name,
                         DOCUMENT_NOTES_MAX);
    if (index->too_many_sections)
        return error_set(err, STATUS_INVALID, _("%s: there are more than %zu headings in it: this is no canvas"),
                         name, DOCUMENT_SECTIONS_MAX);
    if (index->too_many_ties)
        return error_set(err, STATUS_INVALID, _("%s: there are more than %zu ties in it"), name, DOCUMENT_LINKS_MAX);
    return STATUS_OK;
}
