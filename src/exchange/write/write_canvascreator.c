/*
 * write_canvascreator.c - JSON for CanvasCreator: sections with sticky notes.
 *
 * That tool knows API canvases; a Business Model Canvas goes out as its apiBusinessModelCanvas, any other kind under its
 * own id. A sticky note is text, size and colour: the longer text follows the text, what else a note has stays behind.
 */
#include <string.h>

#include "internal.h"
#include "nonet/message.h"
#include "writers.h"

/* None is that tool's own yellow, so its own files read as notes without colour. */
static const char *sticky_colour(enum note_colour colour)
{
    static const char *const colours[NOTE_COLOUR_COUNT] = {
        [NOTE_NONE] = "#FFF399",  [NOTE_YELLOW] = "#FFD84D", [NOTE_RED] = "#FFAFAF",
        [NOTE_GREEN] = "#C0EB6A", [NOTE_BLUE] = "#7DC9E7",   [NOTE_PURPLE] = "#D3B8F5",
    };
    return colours[colour];
}

static const char *const sections_of_bmc[][2] = {
    {"customer_segments", "apiConsumerSegments"}, {"value_propositions", "apiValueProposition"},
    {"channels", "channels"},                     {"customer_relationships", "developerRelations"},
    {"revenue_streams", "benefits"},              {"key_resources", "keyResources"},
    {"key_activities", "keyActivities"},          {"key_partnerships", "keyPartners"},
    {"cost_structure", "costs"},
};

static const char *section_id(bool bmc, const char *block_id)
{
    for (size_t i = 0; bmc && i < COUNT_OF(sections_of_bmc); i++)
        if (strcmp(sections_of_bmc[i][0], block_id) == 0)
            return sections_of_bmc[i][1];
    return block_id;
}

static json_t *sticky_note(const struct note *note)
{
    struct buffer text = {0};
    buffer_add(&text, note->text);
    if (note->body[0])
        buffer_printf(&text, "\n\n%s", note->body);
    json_t *object = json_object();
    json_object_set_new(object, "content", json_text_value(text.data));
    json_object_set_new(object, "size", json_integer(80));
    json_object_set_new(object, "color", json_string(sticky_colour(note->colour)));
    buffer_clear(&text);
    return object;
}

static json_t *metadata(const struct export_request *request)
{
    const struct snapshot *snapshot = request->snapshot;
    const char *attribution = export_attribution(request);
    struct export_order order;
    struct buffer name = {0};
    char date[40];
    json_t *object = json_object(), *authors = json_array();
    export_order_init(&order, snapshot);
    export_authors(snapshot, &order, "\n", &name);
    for (const char *at = buffer_text(&name); *at;) {
        size_t length = strcspn(at, "\n");
        json_array_append_new(authors, json_stringn(at, length));
        at += length + (at[length] == '\n');
    }
    time_format_utc(snapshot->updated, date, sizeof date);
    json_object_set_new(object, "title", json_text_value(snapshot->title));
    json_object_set_new(object, "source", json_text_value(attribution));
    json_object_set_new(object, "license", json_string(strstr(attribution, "CC BY-SA 3.0") ? "CC BY-SA 3.0" : ""));
    json_object_set_new(object, "authors", authors);
    json_object_set_new(object, "website", json_string(strstr(attribution, "strategyzer.com") ? "strategyzer.com" : ""));
    json_object_set_new(object, "date", json_string(date));
    buffer_clear(&name);
    export_order_clear(&order);
    return object;
}

enum status write_canvascreator(const struct export_request *request, struct buffer *out, struct error *err)
{
    const struct snapshot *snapshot = request->snapshot;
    const struct template *template = snapshot->template;
    bool bmc = strcmp(template->id, "bmc") == 0;
    json_t *document = json_object(), *sections = json_array();
    json_object_set_new(document, "templateId", json_text_value(bmc ? "apiBusinessModelCanvas" : template->id));
    json_object_set_new(document, "locale", json_string(language_code(request->language)));
    json_object_set_new(document, "metadata", metadata(request));
    for (size_t i = 0; i < snapshot->block_count; i++) {
        int block = i < template->block_count ? (int)i : TEMPLATE_PARKING;
        if (block == TEMPLATE_PARKING && snapshot->block[i].count == 0)
            continue;
        json_t *section = json_object(), *notes = json_array();
        for (size_t n = 0; n < snapshot->block[i].count; n++)
            json_array_append_new(notes, sticky_note(snapshot->block[i].note[n]));
        json_object_set_new(section, "sectionId", json_text_value(section_id(bmc, template_block_id(template, block))));
        json_object_set_new(section, "stickyNotes", notes);
        json_array_append_new(sections, section);
    }
    json_object_set_new(document, "sections", sections);
    return json_write(document, out, err);
}
