/*
 * writers.h - the writers of the table of formats, one file a format (write_<format>.c), and what they share.
 *
 * Each writer appends one whole file. format_write() has checked before that the session may read and that the layout
 * exists. Every text of a canvas may hold anything a person can type or paste: a writer escapes all of it.
 */
#ifndef NONET_EXCHANGE_WRITERS_H
#define NONET_EXCHANGE_WRITERS_H

#include "nonet/exchange.h"

#define DECLARE_WRITER(name) \
    enum status name(const struct export_request *request, struct buffer *out, struct error *err)
DECLARE_WRITER(write_canvas);
DECLARE_WRITER(write_canvascreator);
DECLARE_WRITER(write_csv);
DECLARE_WRITER(write_html);
DECLARE_WRITER(write_markdown);
DECLARE_WRITER(write_native);
DECLARE_WRITER(write_pdf);
DECLARE_WRITER(write_png);
DECLARE_WRITER(write_svg);
DECLARE_WRITER(write_text);
DECLARE_WRITER(write_tobias);
DECLARE_WRITER(write_tsv);

/* ---- write_order.c: a canvas as a file tells it ------------------------------------------------------ */

/* The notes in the order of a document: blocks in filling order, the parking lot last. A note's *place* there, from 1, is
 * its number inside a file that has no ids: the same canvas gives the same numbers wherever it lies. */
struct export_order {
    const struct note **note;
    size_t count;
    void *index; /* private */
};

void export_order_init(struct export_order *order, const struct snapshot *snapshot);
void export_order_clear(struct export_order *order);
size_t export_place(const struct export_order *order, int64_t note_id); /* 0: not on the canvas */

/* The notes that `note` is the `from` of a tie to, as places in rising order; `out` has room for note->link_count. */
size_t export_ties(const struct snapshot *snapshot, const struct export_order *order, const struct note *note,
                   size_t *out);

/* The votes that a reader of files could not say otherwise are a facet of the note, "votes". A file that has a place for
 * them says them there again, and the other facets as facets. */
int export_votes(const struct note *note);
const struct facet *export_facet(const struct note *note, size_t index); /* the others; NULL: no more */

/* True when the notes have more than one author: then it is worth saying whose each one is. */
bool export_many_authors(const struct export_order *order);
/* The same where one name for all would say nothing: false also when all notes are told to be one other's. */
bool export_names_differ(const struct snapshot *snapshot, const struct export_order *order);
/* The authors' names, each once, in the order of the document. */
void export_authors(const struct snapshot *snapshot, const struct export_order *order, const char *separator,
                    struct buffer *out);
/* True when a block's note is the first one of its group: its heading belongs before it. */
bool export_opens_group(const struct snapshot_block *block, size_t at);
/* The line that says who made this kind of canvas; "" when there is nothing to say. */
const char *export_attribution(const struct export_request *request);
/* Appends the text with a mark (␛, or U+FFFD) in place of each character that acts instead of showing: controls but line
 * break and tab, and what turns the direction of writing. For formats that cannot say such a character harmlessly. */
void export_visible(const char *text, struct buffer *out);
/* True for a character that acts instead of showing; line break and tab included. */
bool export_acts(uint32_t code_point);
/* "2026-11-25": the day of the last change, in UTC. */
void export_date(const struct snapshot *snapshot, char *out, size_t size);

/* ---- write_markdown_text.c --------------------------------------------------------------------------- */

/* Appends any text so that Markdown (CommonMark, and the extensions in common use) shows exactly it: marks are escaped,
 * control and direction characters become entities, a line break a hard one. Each further line opens with `indent`.
 * `paragraphs`: a blank line inside is one in Markdown too. */
void markdown_text(struct buffer *out, const char *text, const char *indent, bool paragraphs);
/* Appends `text` as a code span: nothing in it means anything. Control characters become blanks. */
void markdown_chip(struct buffer *out, const char *text);

/* ---- write_markdown_note.c --------------------------------------------------------------------------- */

/* Appends "Role: Pays, Uses": titles where the template knows them, so that people and readers of files understand it.
 * `block` may be FACETS_OF_CANVAS. */
void markdown_facet(const struct export_request *request, int block, const struct facet *facet, struct buffer *out);
/* What write_markdown.c and write_canvas.c say of one note: colour, text, a line of chips, longer text as a quotation.
 * Each further line opens with `indent`. */
struct markdown_note {
    const struct export_request *request;
    const struct export_order *order;
    bool authors; /* says who wrote it, where that is told */
    bool ties;    /* says what it is tied to */
    bool colour;
};
void markdown_note(const struct markdown_note *how, const struct note *note, const char *indent, struct buffer *out);

/* ---- draw_plain.c ------------------------------------------------------------------------------------ */

void draw_plain_text(const struct snapshot *snapshot, const struct text_drawing *how, struct buffer *out);

/* ---- html_style.c ------------------------------------------------------------------------------------ */

const char *html_style(void); /* CSS, ends with a line break */

/* ---- write_markdown.c -------------------------------------------------------------------------------- */

/* Appends the heading: title; kind of canvas, day and authors; tags and facets of the canvas as a whole. */
void markdown_head(const struct export_request *request, const struct export_order *order, struct buffer *out);

#endif
