/*
 * write_markdown.c - a canvas as a clean Markdown document: a heading a block in filling order, a bullet a note.
 *
 *     # Football club
 *
 *     *Business Model Canvas* · 2026-11-25 · Ana
 *
 *     ## 1. Customer Segments
 *
 *     - 🟢 Fans and families\
 *       `#core` `Role: Pays` `[1]`
 *
 *       > The longer text behind it.
 *
 * A group is a heading of the third level. What stands in code spans on a note's last line are its marks: #tag, "Facet:
 * value", "3 votes", @author, [place] of a note that others are tied to, "= 3, 5" the places it is tied to. A note's own
 * text never looks like one: there `\`` is escaped. In a Chinese document a heading has its English title in brackets, so
 * that both readers find their way.
 */
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "writers.h"

static void add_heading(const struct export_request *request, int block, struct buffer *out)
{
    const struct template *template = request->snapshot->template;
    enum language language = request->language;
    const char *title = template_block_title(template, block, language, false);
    const char *english = template_block_title(template, block, LANGUAGE_EN, false);
    buffer_add(out, "\n## ");
    if (block != TEMPLATE_PARKING)
        buffer_printf(out, "%d. ", template->block[block].order);
    markdown_text(out, title, "", false);
    if (language != LANGUAGE_EN && strcmp(title, english) != 0) {
        buffer_add(out, " (");
        markdown_text(out, english, "", false);
        buffer_add_char(out, ')');
    }
    buffer_add_char(out, '\n');
}

static void add_one_line(const char *title, struct buffer *out)
{
    char *line = memory_copy_text(title);
    for (char *c = line; *c; c++)
        if (*c == '\n')
            *c = ' ';
    markdown_text(out, line, "", false);
    buffer_add_char(out, '\n');
    free(line);
}

void markdown_head(const struct export_request *request, const struct export_order *order, struct buffer *out)
{
    const struct snapshot *snapshot = request->snapshot;
    char date[16];
    struct buffer text = {0};
    buffer_add(out, "# ");
    add_one_line(snapshot->title, out);
    export_date(snapshot, date, sizeof date);
    buffer_add(out, "\n*");
    markdown_text(out, snapshot->template->title.text[request->language], "", false);
    buffer_printf(out, "* · %s", date);
    export_authors(snapshot, order, request->language == LANGUAGE_ZH ? "、" : ", ", &text);
    if (text.length > 0) {
        buffer_add(out, " · ");
        markdown_text(out, text.data, "", false);
    }
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < snapshot->tag_count; i++) {
        buffer_reset(&text);
        buffer_printf(&text, "#%s", snapshot->tag[i]);
        buffer_add(out, i == 0 ? "\n" : " ");
        markdown_chip(out, text.data);
    }
    for (size_t i = 0; i < snapshot->facet_count; i++) {
        buffer_reset(&text);
        markdown_facet(request, FACETS_OF_CANVAS, &snapshot->facet[i], &text);
        buffer_add(out, i + snapshot->tag_count == 0 ? "\n" : " ");
        markdown_chip(out, text.data);
    }
    if (snapshot->tag_count + snapshot->facet_count > 0)
        buffer_add_char(out, '\n');
    buffer_clear(&text);
}

static void add_group(const struct note_group *group, struct buffer *out)
{
    buffer_add(out, "\n### ");
    add_one_line(group->title, out);
}

enum status write_markdown(const struct export_request *request, struct buffer *out, struct error *err)
{
    (void)err;
    const struct snapshot *snapshot = request->snapshot;
    struct export_order order;
    export_order_init(&order, snapshot);
    struct markdown_note how = {.request = request,
                                .order = &order,
                                .authors = export_names_differ(snapshot, &order),
                                .ties = true,
                                .colour = true};
    markdown_head(request, &order, out);
    for (size_t i = 0; i < snapshot->block_count; i++) {
        int block = i < snapshot->template->block_count ? (int)i : TEMPLATE_PARKING;
        const struct snapshot_block *notes = &snapshot->block[i];
        if (block == TEMPLATE_PARKING && notes->count == 0)
            continue;
        add_heading(request, block, out);
        for (size_t n = 0; n < notes->count; n++) {
            bool apart = n == 0 || notes->note[n - 1]->body[0]; /* a quotation ends with a blank line */
            if (export_opens_group(notes, n))
                add_group(notes->note[n]->group, out);
            buffer_add(out, apart || export_opens_group(notes, n) ? "\n- " : "- ");
            markdown_note(&how, notes->note[n], "  ", out);
        }
    }
    if (*export_attribution(request)) {
        buffer_add(out, "\n---\n\n*");
        markdown_text(out, export_attribution(request), "", false);
        buffer_add(out, "*\n");
    }
    export_order_clear(&order);
    return STATUS_OK;
}
