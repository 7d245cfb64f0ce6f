/*
 * write_html.c - a canvas as one page that needs nothing else: no script, no font, no picture, no network.
 *
 * The blocks stand in the document in filling order, which is how a phone and a screen reader meet them; the grid is CSS.
 * Not here: how it looks (html_style.c). Invariant: every text of a canvas is escaped, shows its control characters as
 * marks, and cannot turn the writing direction of anything around it; the page's own policy forbids whatever is not its
 * one style sheet.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "sheet.h"
#include "writers.h"

struct page {
    const struct export_request *request;
    struct export_order order;
    struct sheet sheet;
    bool authors;
    bool colour[NOTE_COLOUR_COUNT]; /* those that occur */
    bool paged; /* in print it goes on on further pages */
    struct buffer *out;
    struct text_lines lines; /* scratch */
};

static void add_text(struct buffer *out, const char *text)
{
    struct buffer visible = {0};
    export_visible(text, &visible);
    for (const char *c = buffer_text(&visible); *c; c++) {
        if (*c == '<')
            buffer_add(out, "&lt;");
        else if (*c == '>')
            buffer_add(out, "&gt;");
        else if (*c == '&')
            buffer_add(out, "&amp;");
        else if (*c == '"')
            buffer_add(out, "&quot;");
        else if (*c == '\'')
            buffer_add(out, "&#39;");
        else
            buffer_add_char(out, *c);
    }
    buffer_clear(&visible);
}

/* ---- the type's size on paper ---------------------------------------------------------------------------- */

/* A landscape page of the A series without its margins, its width being 100: what `vw` counts in. */
#define PAPER_WIDTH 100.0
#define PAPER_HEIGHT 61.5 /* without the page's own head, of one line, and foot */
#define TYPE_LARGEST 1.45
#define TYPE_SMALLEST 0.5 /* four points on A4, nearly six on A3; what needs less is on several pages */
#define TYPE_OF_PAGES 0.8
#define LINE 1.48         /* of the type's size, with some room to spare */
#define COLUMN_EMS 13     /* a column of notes in a wide block on paper, as in html_style.c */
#define COLUMN_GAP_EMS 1.4

struct estimate {
    struct page *page;
    double size;
};

/* A wide block sets its notes in columns, as its style sheet says. */
static int columns_of(double ems)
{
    int across = (int)((ems - 2 + COLUMN_GAP_EMS) / (COLUMN_EMS + COLUMN_GAP_EMS));
    return across > 1 ? across : 1;
}

static bool has_marks(const struct page *page, const struct note *note)
{
    return note->tag_count > 0 || export_facet(note, 0) || export_votes(note) > 0 || (page->authors && note->author_id != 0);
}

/* How high a block will be, from the number of cells a line holds. Rather too high than too low. */
static double estimate_block(void *context, const struct sheet_cell *cell, double width)
{
    struct estimate *estimate = context;
    int across = columns_of(width / estimate->size);
    int cells = (int)((width / across - 2.6 * estimate->size) / (0.52 * estimate->size));
    double lines = 0;
    for (size_t i = 0; i < cell->notes->count; i++) {
        const struct note *note = cell->notes->note[i];
        text_wrap(&estimate->page->lines, note->text, strlen(note->text), cells > 4 ? cells : 4, TEXT_NARROW);
        lines += (double)estimate->page->lines.count + 0.35;
        if (export_opens_group(cell->notes, i))
            lines += 1.6;
        if (has_marks(estimate->page, note))
            lines += 0.9 * (1 + (double)(note->tag_count + note->facet_count) / 4);
    }
    return (lines / across * LINE + 3.8) * estimate->size;
}

static double estimate_lines(const char *text, double size)
{
    return ceil(text_cells_of(text, TEXT_NARROW) * 0.56 * size / PAPER_WIDTH);
}

/* How much higher than one line the page's head is: a long title, many names, tags. */
static double estimate_head(const struct page *page)
{
    const struct snapshot *snapshot = page->request->snapshot;
    struct buffer about = {0}, tags = {0}, whole = {0};
    buffer_printf(&about, "%s · 2026-11-25 · ", snapshot->template->title.text[page->request->language]);
    export_authors(snapshot, &page->order, ", ", &about);
    for (size_t i = 0; i < snapshot->tag_count; i++)
        buffer_printf(&tags, "  #%s  ", snapshot->tag[i]);
    for (size_t i = 0; i < snapshot->facet_count; i++)
        buffer_printf(&tags, "    %s: %s  ", snapshot->facet[i].key, snapshot->facet[i].value);
    buffer_printf(&whole, "%s%s  ", snapshot->title, snapshot->title); /* in letters twice as large */
    buffer_printf(&whole, "%s  %s", about.data, buffer_text(&tags));
    double height = 0;
    if (estimate_lines(whole.data, 1.1) > 1)
        height = (estimate_lines(snapshot->title, 2.1) - 1) * 2.6 + estimate_lines(about.data, 1) * 1.6 +
                 estimate_lines(buffer_text(&tags), 1.1) * 2.2;
    buffer_clear(&about);
    buffer_clear(&tags);
    buffer_clear(&whole);
    return height;
}

static bool fits(struct page *page, double height, double size)
{
    struct sheet_space space = {.width = PAPER_WIDTH, .height = height, .gap = 0.45, .row_gap = 0.45};
    struct estimate estimate = {page, size};
    return sheet_place(&page->sheet, &space, estimate_block, &estimate) <= height;
}

/* The largest type with which the canvas is one page; it sets the rows of the sheet, too. A smaller type allows for more
 * columns, so sizes are tried from the largest down. 0: one page cannot hold it. */
static double paper_size(struct page *page)
{
    double size = TYPE_LARGEST, height = PAPER_HEIGHT - estimate_head(page);
    if (!fits(page, height, TYPE_SMALLEST)) /* all that is too full costs is one look */
        return 0;
    while (size > TYPE_SMALLEST && !fits(page, height, size))
        size *= 0.96;
    if (size > TYPE_SMALLEST)
        return size;
    return fits(page, height, TYPE_SMALLEST) ? TYPE_SMALLEST : 0;
}

/* ---- the head of the document ---------------------------------------------------------------------------- */

/* The part of the window's height that rows share by what they hold, while what they hold allows it; the rest goes to all
 * alike. (A share of everything would stretch all rows as soon as one needs more than its own.) */
#define SHARED 0.7

static void add_rows(struct page *page, struct buffer *grid, bool paper)
{
    double total = 0;
    for (int row = 0; row < page->sheet.rows; row++)
        total += page->sheet.row[row];
    for (int row = 0; row < page->sheet.rows; row++) {
        double part = page->sheet.row[row];
        buffer_add(grid, row > 0 ? " " : "");
        if (paper)
            buffer_printf(grid, "minmax(min-content,%.2ffr)", part);
        else
            buffer_printf(grid, "minmax(%.1fvh,auto)", SHARED * 100 * part / total);
    }
}

/* Where the blocks stand. Rows take their share of the height by what they hold, and more when that is not enough. */
static void add_grid(struct page *page)
{
    struct buffer *out = page->out;
    double size = paper_size(page);
    struct buffer areas = {0}, grid = {0}, screen = {0}, paper = {0};
    for (size_t i = 0; i < page->sheet.count; i++) {
        const struct layout_cell *at = &page->sheet.cell[i].at;
        buffer_printf(&areas, ".b%d{grid-area:%d/%d/span %d/span %d}", at->block + 1, at->row + 1, at->column + 1,
                      at->row_span, at->column_span);
    }
    add_rows(page, &screen, false);
    add_rows(page, &paper, true);
    buffer_printf(&grid, "main{display:grid;grid-template-columns:repeat(%d,minmax(0,1fr));grid-template-rows:",
                  page->sheet.columns);
    buffer_printf(out, "@media screen and (min-width:52rem){%s%s}%s}\n", grid.data, screen.data, areas.data);
    if (size > 0)
        buffer_printf(out, "@media print{main{font-size:%.3fvw}%s%s}%s}\n", size, grid.data, paper.data, areas.data);
    else /* block after block, in columns over as many pages as it takes; the foot in the last one */
        buffer_printf(out,
                      "main>footer{grid-column:1/-1}main{grid-auto-rows:min-content}"
                      "@media print{html,body{height:auto}body{display:block}main{display:block;columns:4;column-gap:1vw;"
                      "font-size:%.2fvw}section{break-inside:auto;margin-bottom:.45vw;-webkit-box-decoration-break:clone;"
                      "box-decoration-break:clone}section>ul{columns:auto}h2,h3{break-after:avoid}"
                      "main>footer{display:block;break-inside:avoid}}\n",
                      TYPE_OF_PAGES);
    page->paged = size <= 0;
    buffer_clear(&areas);
    buffer_clear(&grid);
    buffer_clear(&screen);
    buffer_clear(&paper);
}

static void add_head(struct page *page)
{
    const struct snapshot *snapshot = page->request->snapshot;
    struct buffer *out = page->out;
    char nonce[24]; /* names the one style sheet that may apply */
    snprintf(nonce, sizeof nonce, "%016" PRIx64, hash_bytes(snapshot->title, strlen(snapshot->title)));
    buffer_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
                  page->request->language == LANGUAGE_ZH ? "zh-Hans" : "en");
    buffer_printf(out,
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
                  "'nonce-%s'; base-uri 'none'; form-action 'none'\">\n",
                  nonce);
    buffer_add(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                    "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"nonet\">\n"
                    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    add_text(out, snapshot->title);
    buffer_add(out, " · ");
    add_text(out, snapshot->template->title.text[page->request->language]);
    buffer_printf(out, "</title>\n<style nonce=\"%s\">\n%s", nonce, html_style());
    add_grid(page);
    buffer_add(out, "</style>\n</head>\n");
}

/* ---- the body -------------------------------------------------------------------------------------------- */

static void add_chip(struct buffer *out, const char *prefix, const char *text)
{
    buffer_printf(out, "<span class=\"chip\" dir=\"auto\">%s", prefix);
    add_text(out, text);
    buffer_add(out, "</span> ");
}

static void add_title(struct page *page)
{
    const struct snapshot *snapshot = page->request->snapshot;
    struct buffer *out = page->out, text = {0};
    char date[16];
    export_date(snapshot, date, sizeof date);
    buffer_add(out, "<header>\n<h1 dir=\"auto\">");
    add_text(out, snapshot->title);
    buffer_add(out, "</h1>\n<p>");
    add_text(out, snapshot->template->title.text[page->request->language]);
    buffer_printf(out, " · <time datetime=\"%s\">%s</time>", date, date);
    export_authors(snapshot, &page->order, page->request->language == LANGUAGE_ZH ? "、" : ", ", &text);
    if (text.length > 0) {
        buffer_add(out, " · ");
        add_text(out, text.data);
    }
    buffer_add(out, "</p>\n");
    if (snapshot->tag_count + snapshot->facet_count > 0) {
        buffer_add(out, "<p class=\"tags\">");
        for (size_t i = 0; i < snapshot->tag_count; i++)
            add_chip(out, "#", snapshot->tag[i]);
        for (size_t i = 0; i < snapshot->facet_count; i++) {
            buffer_reset(&text);
            facet_describe(snapshot->template, FACETS_OF_CANVAS, snapshot->facet[i].key, snapshot->facet[i].value,
                           page->request->language, &text);
            add_chip(out, "", text.data);
        }
        buffer_add(out, "</p>\n");
    }
    buffer_add(out, "</header>\n");
    buffer_clear(&text);
}

static void add_marks(struct page *page, const struct note *note)
{
    const struct snapshot *snapshot = page->request->snapshot;
    struct buffer *out = page->out, text = {0};
    if (!has_marks(page, note))
        return;
    buffer_add(out, "<div class=\"marks\">");
    if (export_votes(note) > 0) {
        buffer_add(out, "<span class=\"votes\">");
        buffer_printf(out, ngettext("%d vote", "%d votes", (unsigned long)export_votes(note)), export_votes(note));
        buffer_add(out, "</span> ");
    }
    for (size_t i = 0; i < note->tag_count; i++)
        add_chip(out, "#", note->tag[i]);
    const struct facet *facet;
    for (size_t i = 0; (facet = export_facet(note, i)); i++) {
        buffer_reset(&text);
        facet_describe(snapshot->template, note->block, facet->key, facet->value, page->request->language, &text);
        add_chip(out, "", text.data);
    }
    if (page->authors && note->author_id != 0) {
        buffer_reset(&text);
        snapshot_authors(snapshot, note, &text);
        buffer_add(out, "<span dir=\"auto\">");
        add_text(out, buffer_text(&text));
        buffer_add(out, "</span>");
    }
    buffer_add(out, "</div>");
    buffer_clear(&text);
}

/* Each tie is a link to the other note, under the beginning of its text. */
static void add_ties(struct page *page, const struct note *note)
{
    int64_t *other = memory_new(note->link_count + 1, sizeof *other);
    size_t count = snapshot_links_of(page->request->snapshot, note->id, other);
    buffer_add(page->out, "<ul>");
    for (size_t i = 0; i < count; i++) {
        size_t place = export_place(&page->order, other[i]);
        if (place == 0)
            continue;
        struct buffer text = {0};
        const char *whole = page->order.note[place - 1]->text;
        text_elide(&text, whole, strlen(whole), 60, TEXT_NARROW);
        buffer_printf(page->out, "<li><a href=\"#n%zu\" dir=\"auto\">", place);
        add_text(page->out, buffer_text(&text));
        buffer_add(page->out, "</a></li>");
        buffer_clear(&text);
    }
    buffer_add(page->out, "</ul>");
    free(other);
}

/* What is folded away until somebody asks, and on paper: the longer text, the ties. */
static void add_details(struct page *page, const struct note *note)
{
    struct buffer *out = page->out;
    buffer_printf(out, "<details><summary title=\"%s\">%s", _("more"), note->body[0] ? "＋" : "");
    if (note->link_count > 0)
        buffer_printf(out, "↔%zu", note->link_count);
    buffer_add(out, "</summary>");
    if (note->body[0]) {
        buffer_add(out, "<p dir=\"auto\">");
        add_text(out, note->body);
        buffer_add(out, "</p>");
    }
    if (note->link_count > 0)
        add_ties(page, note);
    buffer_add(out, "</details>");
}

static void add_note(struct page *page, const struct note *note)
{
    struct buffer *out = page->out;
    buffer_printf(out, "<li id=\"n%zu\"", export_place(&page->order, note->id));
    bool more = note->body[0] || note->link_count > 0;
    if (note->colour != NOTE_NONE || more)
        buffer_printf(out, " class=\"%s%s\"", note->colour == NOTE_NONE ? "" : note_colour_name(note->colour),
                      more ? " m" : "");
    buffer_add(out, "><p dir=\"auto\">");
    add_text(out, note->text);
    buffer_add(out, "</p>");
    if (note->colour != NOTE_NONE) /* for who cannot see it */
        buffer_printf(out, "<span class=\"sr\">(%s)</span>", _(note_colour_name(note->colour)));
    add_marks(page, note);
    if (more)
        add_details(page, note);
    buffer_add(out, "</li>\n");
}

static void add_section(struct page *page, int block, const struct snapshot_block *notes)
{
    const struct template *template = page->request->snapshot->template;
    enum language language = page->request->language;
    const char *title = template_block_title(template, block, language, false);
    const char *english = template_block_title(template, block, LANGUAGE_EN, false);
    struct buffer *out = page->out;
    buffer_printf(out, "<section class=\"b%d\">\n<h2>", block + 1);
    if (block != TEMPLATE_PARKING)
        buffer_printf(out, "<span class=\"n\">%d</span>", template->block[block].order);
    buffer_add(out, "<span>");
    add_text(out, title);
    if (language != LANGUAGE_EN && strcmp(title, english) != 0) {
        buffer_add(out, " <span class=\"other\" lang=\"en\">");
        add_text(out, english);
        buffer_add(out, "</span>");
    }
    buffer_add(out, "</span>");
    buffer_add(out, notes->count > 0 ? "</h2>\n<ul>\n" : "</h2>\n");
    for (size_t i = 0; i < notes->count; i++) {
        if (export_opens_group(notes, i)) {
            buffer_add(out, i == 0 ? "<li class=\"g\"><h3 dir=\"auto\">" : "</ul>\n<ul>\n<li class=\"g\"><h3 dir=\"auto\">");
            add_text(out, notes->note[i]->group->title);
            buffer_add(out, "</h3></li>\n");
        }
        add_note(page, notes->note[i]);
    }
    buffer_add(out, notes->count > 0 ? "</ul>\n</section>\n" : "</section>\n");
}

/* Who made this kind of canvas, and what the letters of colours mean when there is more than one. */
static void add_foot(struct page *page)
{
    struct buffer *out = page->out;
    const char *attribution = export_attribution(page->request);
    int colours = 0;
    for (int colour = NOTE_NONE + 1; colour < NOTE_COLOUR_COUNT; colour++)
        colours += page->colour[colour];
    if (!*attribution && colours < 2)
        return;
    buffer_add(out, "<footer>\n");
    if (*attribution) {
        buffer_add(out, "<p>");
        add_text(out, attribution);
        buffer_add(out, "</p>\n");
    }
    if (colours > 1) {
        buffer_add(out, "<p class=\"key\">");
        for (int colour = NOTE_NONE + 1; colour < NOTE_COLOUR_COUNT; colour++) {
            const char *name = note_colour_name((enum note_colour)colour);
            if (page->colour[colour])
                buffer_printf(out, "<span class=\"%s\">%s</span> ", name, _(name));
        }
        buffer_add(out, "</p>\n");
    }
    buffer_add(out, "</footer>\n");
}

enum status write_html(const struct export_request *request, struct buffer *out, struct error *err)
{
    (void)err;
    const struct snapshot *snapshot = request->snapshot;
    struct page page = {.request = request, .out = out};
    bool coloured = false;
    export_order_init(&page.order, snapshot);
    page.authors = export_names_differ(request->snapshot, &page.order);
    for (size_t i = 0; i < page.order.count; i++) {
        enum note_colour colour = page.order.note[i]->colour;
        page.colour[colour] = true;
        coloured |= colour != NOTE_NONE;
    }
    sheet_init(&page.sheet, request);
    add_head(&page);
    buffer_add(out, "<body>\n");
    add_title(&page);
    buffer_add(out, coloured ? "<main class=\"coloured\">\n" : "<main>\n");
    for (size_t i = 0; i < snapshot->block_count; i++) {
        int block = i < snapshot->template->block_count ? (int)i : TEMPLATE_PARKING;
        if (block != TEMPLATE_PARKING || snapshot->block[i].count > 0)
            add_section(&page, block, &snapshot->block[i]);
    }
    if (page.paged)
        add_foot(&page);
    buffer_add(out, "</main>\n");
    if (!page.paged)
        add_foot(&page);
    buffer_add(out, "</body>\n</html>\n");
    text_lines_clear(&page.lines);
    sheet_clear(&page.sheet);
    export_order_clear(&page.order);
    return STATUS_OK;
}
