/*
 * read_canvascreator.c - the JSON of CanvasCreator: sections with sticky notes.
 *
 * Its own files break its schema, so only the sections are asked for. Its API canvas is a Business Model Canvas under
 * other names. A note's text ends at its first blank line; what follows is longer text.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "document.h"
#include "nonet/message.h"

static const char *block_of_section(const char *template_id, const char *section)
{
    static const char *const api[][2] = {
        {"apiConsumerSegments", "customer_segments"},      {"apiValueProposition", "value_propositions"},
        {"developerRelations", "customer_relationships"}, {"benefits", "revenue_streams"},
        {"costs", "cost_structure"},                      {"keyPartners", "key_partnerships"},
    };
    for (size_t i = 0; i < COUNT_OF(api) && strcmp(template_id, "apiBusinessModelCanvas") == 0; i++)
        if (strcmp(api[i][0], section) == 0)
            return api[i][1];
    return section;
}

/* Its own yellow and grey are what a note has that nobody coloured. */
static enum note_colour colour_of(const char *colour)
{
    bool plain = colour && (strcasecmp(colour, "#FFF399") == 0 || strcasecmp(colour, "#DFDDC5") == 0);
    return plain ? NOTE_NONE : colour_read(colour);
}

static void read_sticky(struct document *out, size_t section, const struct value *sticky)
{
    const char *content = value_text(value_member(sticky, "content"));
    if (!content)
        return;
    const char *blank = strstr(content, "\n\n");
    if (blank && (blank == content || strchr(" \t\n", blank[-1]) || strchr(" \t\n", blank[2])))
        blank = NULL; /* the blanks there would go with a cut */
    char *text = memory_copy_bytes(content, blank ? (size_t)(blank - content) : strlen(content));
    struct document_note *note = document_note(out, section, text);
    if (note) {
        document_body(note, blank ? blank + 2 : NULL);
        note->colour = colour_of(value_text(value_member(sticky, "color")));
    }
    free(text);
}

static void read_sections(const struct value *whole, const struct value *sections, struct document *out)
{
    const char *template_id = value_text(value_member(whole, "templateId"));
    const char *title = value_text(value_member(value_member(whole, "metadata"), "title"));
    bool api = template_id && strcmp(template_id, "apiBusinessModelCanvas") == 0;
    if (template_id)
        out->template_id = memory_copy_text(api ? "bmc" : template_id);
    if (title && *title)
        out->title = memory_copy_text(title);
    for (size_t i = 0; i < value_count(sections); i++) {
        const struct value *section = value_at(sections, i), *stickies = value_member(section, "stickyNotes");
        const char *id = value_text(value_member(section, "sectionId"));
        size_t place = document_section(out, NO_SECTION, id ? block_of_section(template_id ? template_id : "", id) : NULL);
        if (place != NO_SECTION)
            out->section[place].is_block = true;
        for (size_t k = 0; k < value_count(stickies); k++)
            read_sticky(out, place, value_at(stickies, k));
    }
}

enum status read_canvascreator(const struct source *source, struct document *out, struct error *err)
{
    struct value_document *document;
    enum status status = json_document(source->name, source->bytes, source->length, JSON_TWINS_TAKEN, &document, err);
    if (status != STATUS_OK)
        return status;
    const struct value *whole = value_document_root(document), *sections = value_member(whole, "sections");
    if (!value_is(sections, VALUE_ARRAY))
        status = error_set(err, STATUS_INVALID, _("%s: this is no CanvasCreator file: the list \"sections\" is missing"),
                           source->name);
    else
        read_sections(whole, sections, out);
    value_document_free(document);
    return status == STATUS_OK ? document_check(out, source->name, err) : status;
}
