/*
 * write_tobias.c - the Markdown that the business model canvas of tobias-zucali reads.
 *
 * That tool's parser decides the form: the key in braces names the block, the first line that begins with "[" is the
 * placeholder, the line before a heading is lost unless it is blank, CRLF ends all sections, a fence is a coloured card.
 * So: LF, a placeholder in every section, a blank line before each heading, no brace in a title. What has no place there
 * (tags, ties, more colours) is left out; the longer text of a note follows its text.
 */
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "writers.h"

static const char *key_of_block(const char *id)
{
    static const char *const keys[][2] = {
        {"customer_segments", "customer-segments"}, {"value_propositions", "value-propositions"},
        {"channels", "channels"},                   {"customer_relationships", "customer-relationships"},
        {"revenue_streams", "revenue-streams"},     {"key_resources", "key-resources"},
        {"key_activities", "key-activities"},       {"key_partnerships", "key-partners"},
        {"cost_structure", "cost-structure"},       {TEMPLATE_PARKING_ID, "parking-lot"},
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (strcmp(keys[i][0], id) == 0)
            return keys[i][1];
    return NULL;
}

/* One line in which no brace or bracket stands that the parser would stumble over. */
static void add_plain_line(struct buffer *out, const char *text)
{
    struct buffer visible = {0};
    export_visible(text, &visible);
    for (const char *c = buffer_text(&visible); *c; c++) {
        if (*c == '{' || *c == '[')
            buffer_add_char(out, '(');
        else if (*c == '}' || *c == ']')
            buffer_add_char(out, ')');
        else
            buffer_add_char(out, *c == '\n' || *c == '\t' ? ' ' : *c);
    }
    buffer_clear(&visible);
}

static const char *fence_of_colour(enum note_colour colour)
{
    switch (colour) {
    case NOTE_GREEN:
        return "ok";
    case NOTE_YELLOW:
        return "warn";
    case NOTE_RED:
        return "not ok";
    default:
        return NULL;
    }
}

/* A card is kept word for word: its text may not end the fence. */
static bool fits_fence(const char *text)
{
    return !strstr(text, "```") && text[0] != '\n' && text[0] != ' ' && !strstr(text, "\n#");
}

static void add_note(const struct note *note, struct buffer *out)
{
    struct buffer text = {0};
    export_visible(note->text, &text);
    if (note->body[0]) {
        buffer_add_char(&text, '\n');
        export_visible(note->body, &text);
    }
    const char *fence = fence_of_colour(note->colour);
    if (fence && fits_fence(text.data)) {
        buffer_printf(out, "\n```%s\n%s\n```\n\n", fence, text.data);
    } else {
        buffer_add(out, "* ");
        markdown_text(out, text.data, "  ", false);
        buffer_add_char(out, '\n');
    }
    buffer_clear(&text);
}

static void add_section(const struct export_request *request, int block, const struct snapshot_block *notes,
                        struct buffer *out)
{
    const struct template *template = request->snapshot->template;
    const char *hint = "...";
    if (block != TEMPLATE_PARKING && template->block[block].questions.count > 0)
        hint = template->block[block].questions.item[0].text.text[request->language];
    buffer_add(out, "\n## ");
    add_plain_line(out, template_block_title(template, block, request->language, false));
    buffer_printf(out, " {%s}\n[", key_of_block(template_block_id(template, block)));
    add_plain_line(out, hint);
    buffer_add(out, "]\n");
    for (size_t i = 0; i < notes->count; i++)
        add_note(notes->note[i], out);
}

enum status write_tobias(const struct export_request *request, struct buffer *out, struct error *err)
{
    const struct snapshot *snapshot = request->snapshot;
    const struct template *template = snapshot->template;
    for (size_t i = 0; i < template->block_count; i++)
        if (!key_of_block(template->block[i].id))
            return error_set(err, STATUS_INVALID,
                             _("this format holds a Business Model Canvas only; take md for other kinds"));
    struct export_order order;
    struct buffer authors = {0};
    char date[16];
    export_order_init(&order, snapshot);
    export_date(snapshot, date, sizeof date);
    export_authors(snapshot, &order, ", ", &authors);
    buffer_add(out, "# ");
    add_plain_line(out, snapshot->title);
    buffer_printf(out, "\ndate: %s\nname: ", date);
    add_plain_line(out, buffer_text(&authors));
    if (*export_attribution(request)) {
        buffer_add(out, "\nlicense: ");
        add_plain_line(out, export_attribution(request));
    }
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < snapshot->block_count; i++) {
        int block = i < template->block_count ? (int)i : TEMPLATE_PARKING;
        if (block != TEMPLATE_PARKING || snapshot->block[i].count > 0)
            add_section(request, block, &snapshot->block[i], out);
    }
    buffer_clear(&authors);
    export_order_clear(&order);
    return STATUS_OK;
}
