/*
 * write_markdown_note.c - a note as Markdown says it: colour, text, a line of marks in code spans, the longer text quoted.
 *
 *     🟢 Fans and families\
 *     `#core` `Role: Pays` `@Ana` `[1]` `= 3, 5`
 *
 *     > The longer text behind it.
 *
 * markdown_note.c reads it back. Invariant: each mark says what the reader takes it for, and the note's own text says none.
 */
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "writers.h"

static const char *colour_mark(enum note_colour colour)
{
    static const char *const marks[NOTE_COLOUR_COUNT] = {
        [NOTE_NONE] = "⚪",  [NOTE_YELLOW] = "🟡", [NOTE_RED] = "🔴",
        [NOTE_GREEN] = "🟢", [NOTE_BLUE] = "🔵",   [NOTE_PURPLE] = "🟣",
    };
    return marks[colour];
}

/* No colour is said only before a text that begins with such a mark itself: so one mark at most is the colour's. */
static void add_colour(struct buffer *out, enum note_colour colour, const char *text)
{
    bool taken = colour != NOTE_NONE;
    for (int i = 0; i < NOTE_COLOUR_COUNT && !taken; i++) {
        const char *mark = colour_mark((enum note_colour)i);
        taken = strncmp(text, mark, strlen(mark)) == 0;
    }
    if (taken)
        buffer_printf(out, "%s ", colour_mark(colour));
}

void markdown_facet(const struct export_request *request, int block, const struct facet *facet, struct buffer *out)
{
    const struct template_facet *known = template_facet_resolve(request->snapshot->template, block, facet->key);
    buffer_printf(out, "%s: ", known ? known->title.text[request->language] : facet->key);
    if (!known || known->value_count == 0) {
        buffer_add(out, facet->value);
        return;
    }
    for (const char *at = facet->value; *at;) {
        size_t length = strcspn(at, ",");
        char *id = memory_copy_bytes(at, length);
        buffer_add(out, template_value_title(known, id, request->language));
        free(id);
        at += length;
        if (*at) {
            buffer_add(out, ", ");
            at++;
        }
    }
}

/* Chips stand on the note's last line with blanks between; the first one ends the line before. */
static void add_chip(struct buffer *out, const char *indent, size_t *count, const char *text)
{
    if ((*count)++ == 0)
        buffer_printf(out, "\\\n%s", indent);
    else
        buffer_add_char(out, ' ');
    markdown_chip(out, text);
}

static void add_ties(const struct markdown_note *how, const struct note *note, const char *indent, size_t *chips,
                     struct buffer *out)
{
    struct buffer text = {0};
    size_t *place = memory_new(note->link_count + 1, sizeof *place);
    size_t count = export_ties(how->request->snapshot, how->order, note, place);
    if (count < note->link_count) { /* something leads here: it needs a name */
        buffer_printf(&text, "[%zu]", export_place(how->order, note->id));
        add_chip(out, indent, chips, text.data);
    }
    if (count > 0) {
        buffer_reset(&text);
        for (size_t i = 0; i < count; i++)
            buffer_printf(&text, i == 0 ? "= %zu" : ", %zu", place[i]);
        add_chip(out, indent, chips, text.data);
    }
    free(place);
    buffer_clear(&text);
}

void markdown_note(const struct markdown_note *how, const struct note *note, const char *indent, struct buffer *out)
{
    const struct snapshot *snapshot = how->request->snapshot;
    struct buffer text = {0};
    size_t chips = 0;
    if (how->colour)
        add_colour(out, note->colour, note->text);
    markdown_text(out, note->text, indent, false);
    for (size_t i = 0; i < note->tag_count; i++) {
        buffer_reset(&text);
        buffer_printf(&text, "#%s", note->tag[i]);
        add_chip(out, indent, &chips, text.data);
    }
    const struct facet *facet;
    for (size_t i = 0; (facet = export_facet(note, i)); i++) {
        buffer_reset(&text);
        markdown_facet(how->request, note->block, facet, &text);
        add_chip(out, indent, &chips, text.data);
    }
    if (export_votes(note) > 0) {
        buffer_reset(&text);
        buffer_printf(&text, ngettext("%d vote", "%d votes", (unsigned long)export_votes(note)), export_votes(note));
        add_chip(out, indent, &chips, text.data);
    }
    if (how->authors && note->author_id != 0) {
        buffer_reset(&text);
        buffer_add_char(&text, '@');
        snapshot_authors(snapshot, note, &text);
        add_chip(out, indent, &chips, text.data);
    }
    if (how->ties && note->link_count > 0)
        add_ties(how, note, indent, &chips, out);
    buffer_add_char(out, '\n');
    if (note->body && *note->body) {
        struct buffer quoted = {0};
        buffer_printf(&quoted, "%s> ", indent);
        buffer_printf(out, "\n%s", quoted.data);
        markdown_text(out, note->body, quoted.data, true);
        buffer_add_char(out, '\n');
        buffer_clear(&quoted);
    }
    buffer_clear(&text);
}
