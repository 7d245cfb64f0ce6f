/*
 * markdown.h - what the readers of Markdown share: inline text, notes in W's own shape, tables.
 *
 * Behind it stands cmark-gfm; its types stay in markdown_*.c and read_markdown.c.
 */
#ifndef NONET_MARKDOWN_H
#define NONET_MARKDOWN_H

#include <cmark-gfm.h>

#include "document.h"

struct markdown {
    const struct source *source;
    struct document *document;
    const char **line;     /* where each line of the source begins */
    size_t line_count;
    size_t section;        /* where we are */
    size_t heading[7];     /* the open section of each level, 1 to 6 */
    size_t base, block;    /* of the last heading; of the last bold one that names a block, else base */
    bool first_paragraph;  /* nothing but headings yet in this section */
    char *author;          /* of all notes that do not say otherwise; NULL = not told */
};

cmark_node *markdown_parse(const char *bytes, size_t length);

/* ---- markdown_limits.c ----------------------------------------------------------------------------------- */

/* INVALID, with NAME, the line and the limit, when parsing it would take memory or time out of proportion: to be asked before
 * markdown_parse(). */
enum status markdown_check(const char *name, const char *bytes, size_t length, struct error *err) NONET_CHECKED;

/* ---- markdown_inline.c: the text of a paragraph, heading or cell --------------------------------------- */

/* Appends what a reader sees of the inline children of `node`: marks gone, a link's address behind it in brackets
 * when it leads out. A soft break is a blank (nothing between Chinese characters), a hard one a line break. */
void markdown_plain(const cmark_node *node, struct buffer *out);
/* The same for children from `from` up to, not including, `until` (NULL = the end). */
void markdown_plain_run(cmark_node *from, const cmark_node *until, struct buffer *out);
/* The blocks below `node` as longer text: paragraphs a blank line apart, list items with "- ". */
void markdown_long_text(cmark_node *node, struct buffer *out);
/* All that Markdown `bytes` say, as longer text. Yours. */
char *markdown_text_of(const char *bytes);
/* True if a paragraph is nothing but one emphasised (or strong) run. */
bool markdown_is_only(cmark_node *paragraph, cmark_node_type type);

/* ---- markdown_run_in.c: bold headings -------------------------------------------------------------------- */

/* The bold head of a paragraph or cell and what follows it, both yours; false: it has none. */
bool markdown_run_in(cmark_node *node, char **title, char **rest);
bool markdown_is_known(const struct markdown *reader, const char *title);
bool markdown_in_block(const struct markdown *reader);         /* a heading above names a block */
bool markdown_heading_in_block(const struct markdown *reader); /* the same of the last real heading */
bool markdown_precedes_list(cmark_node *paragraph);
bool markdown_is_break(cmark_node *node); /* of a line; NULL is none */
/* A paragraph that is a heading by its looks; false: it is a note. */
bool markdown_bold_heading(struct markdown *reader, cmark_node *paragraph);

/* ---- markdown_plain.c ------------------------------------------------------------------------------------- */

/* A paragraph that is a heading by what it says, with the notes behind it; false: it is none. */
bool markdown_plain_heading(struct markdown *reader, cmark_node *paragraph);
/* "Channels: the web": the block's name, yours, and where the rest begins; false, and NULL: it begins with none. */
bool markdown_plain_run_in(const struct markdown *reader, const char *line, char **title, const char **rest);
/* A paragraph of lines that all begin with "1、", "•" or another sign that Markdown does not know, as a note a line; false: it
 * is none. */
bool markdown_signed_lines(struct markdown *reader, cmark_node *paragraph);

/* ---- markdown_note.c ------------------------------------------------------------------------------------- */

/* One note from a paragraph: colour mark, text, and the line of marks in code spans that nonet writes. NULL when it has no
 * text. */
struct document_note *markdown_note_read(struct markdown *reader, cmark_node *paragraph);
/* A paragraph that is nothing but such marks, of the canvas itself; false: it is another. */
bool markdown_whole_read(struct markdown *reader, cmark_node *paragraph);
/* The notes of a list, nested ones too. */
void markdown_list_read(struct markdown *reader, cmark_node *list);

/* ---- markdown_table.c ---------------------------------------------------------------------------------- */

void markdown_table_read(struct markdown *reader, cmark_node *table);

/* ---- read_markdown.c ----------------------------------------------------------------------------------- */

/* A note, or with source->split one of each part between 、. */
void markdown_add_text(struct markdown *reader, const char *text);
/* Reads the bytes as the inside of `section`: headings in it are sections below. */
void markdown_read_inside(const struct source *source, struct document *document, size_t section);

#endif
