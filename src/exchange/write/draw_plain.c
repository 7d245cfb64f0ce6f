/*
 * draw_plain.c - a canvas as plain text: headings and bullets, in filling order.
 *
 * Not here: panes (draw_text.c). Invariant: no control character of a note reaches the output.
 */
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "writers.h"

static void add_printable(struct buffer *out, const char *text)
{
    text_printable(out, text, strlen(text), false);
}

static void plain_text(struct buffer *out, const char *text, const char *indent)
{
    for (const char *line = text; *line;) {
        size_t length = strcspn(line, "\n");
        text_printable(out, line, length, false);
        line += length;
        if (*line == '\n') {
            line++;
            buffer_printf(out, "\n%s", indent);
        }
    }
}

static void plain_links(const struct snapshot *snapshot, const struct note *note, struct buffer *out)
{
    if (note->link_count == 0)
        return;
    int64_t *ids = memory_new(note->link_count, sizeof *ids);
    size_t count = snapshot_links_of(snapshot, note->id, ids);
    for (size_t i = 0; i < count; i++) {
        const struct note *other = snapshot_note(snapshot, ids[i]);
        if (!other)
            continue;
        buffer_add(out, " = ");
        add_printable(out, other->text);
    }
    free(ids);
}

/* " (Role: Pays; Most important)", dimmed where escape sequences may be. Whose it is, where notes have several authors. */
static void plain_facets(const struct snapshot *snapshot, const struct text_drawing *how, const struct note *note,
                         bool authors, struct buffer *out)
{
    const struct template *template = snapshot->template;
    enum language language = how->language;
    struct buffer text = {0};
    if (authors && note->told_author[0] != '\0')
        buffer_printf(&text, "%s%s", language == LANGUAGE_ZH ? "作者：" : "author: ", note->told_author);
    for (size_t i = 0; i < note->facet_count; i++) {
        if (text.length > 0)
            buffer_add(&text, "; ");
        facet_describe(template, note->block, note->facet[i].key, note->facet[i].value, language, &text);
    }
    if (text.length > 0) {
        buffer_add(out, how->colour ? " \033[2m(" : " (");
        add_printable(out, buffer_text(&text));
        buffer_add(out, how->colour ? ")\033[0m" : ")");
    }
    buffer_clear(&text);
}

static void plain_note(const struct snapshot *snapshot, const struct text_drawing *how, const struct note *note,
                       bool authors, struct buffer *out)
{
    buffer_add(out, "- ");
    if (how->numbers)
        buffer_printf(out, "%lld ", (long long)note->number);
    plain_text(out, note->text, "  ");
    for (size_t i = 0; i < note->tag_count; i++) {
        buffer_add(out, " #");
        add_printable(out, note->tag[i]);
    }
    plain_links(snapshot, note, out);
    plain_facets(snapshot, how, note, authors, out);
    buffer_add_char(out, '\n');
    if (note->body && *note->body) {
        buffer_add(out, "  ");
        plain_text(out, note->body, "  ");
        buffer_add_char(out, '\n');
    }
}

void draw_plain_text(const struct snapshot *snapshot, const struct text_drawing *how, struct buffer *out)
{
    const struct template *template = snapshot->template;
    struct export_order order;
    export_order_init(&order, snapshot);
    bool authors = export_names_differ(snapshot, &order);
    export_order_clear(&order);
    buffer_add(out, "# ");
    add_printable(out, snapshot->title);
    buffer_add_char(out, '\n');
    for (size_t i = 0; i <= template->block_count; i++) {
        int block = i < template->block_count ? (int)i : TEMPLATE_PARKING;
        const struct snapshot_block *notes = snapshot_block(snapshot, block);
        size_t count = notes ? notes->count : 0;
        if (block == TEMPLATE_PARKING && count == 0)
            continue;
        buffer_add(out, "\n## ");
        add_printable(out, template_block_title(template, block, how->language, false));
        buffer_add_char(out, '\n');
        for (size_t n = 0; n < count; n++) {
            if (export_opens_group(notes, n)) {
                buffer_add(out, "### ");
                add_printable(out, notes->note[n]->group->title);
                buffer_add_char(out, '\n');
            }
            plain_note(snapshot, how, notes->note[n], authors, out);
        }
    }
}
