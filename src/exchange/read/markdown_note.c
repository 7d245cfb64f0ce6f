/*
 * markdown_note.c - one note in Markdown: its text, and what nonet's writer puts into code spans on its last line.
 *
 *     🟢 Fans and families\
 *     `#core` `Role: Pays` `@Ana` `[1]` `= 3, 5`
 *
 * A line counts as such marks only when it is nothing but code spans behind a hard break: in a note's own text the writer
 * escapes every backtick. Lists from elsewhere: a child of an item that ends with a colon is a note of its own under the
 * item as its heading, any other child a line of its parent.
 */
#include <stdlib.h>
#include <string.h>

#include "markdown.h"

static bool is_blank_text(cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    return cmark_node_get_type(node) == CMARK_NODE_TEXT && literal && literal[strspn(literal, " ")] == '\0';
}

/* The hard break behind which there are only code spans; NULL: none. */
static cmark_node *marks_of(cmark_node *paragraph)
{
    bool any = false;
    for (cmark_node *child = cmark_node_last_child(paragraph); child; child = cmark_node_previous(child)) {
        cmark_node_type type = cmark_node_get_type(child);
        if (type == CMARK_NODE_LINEBREAK)
            return any ? child : NULL;
        if (type == CMARK_NODE_CODE)
            any = true;
        else if (!is_blank_text(child))
            return NULL;
    }
    return NULL;
}

/* "#tag" or "Facet: value". */
static void read_label(struct document_note *note, const char *mark)
{
    const char *colon = strstr(mark, ": ");
    char *key = colon ? memory_copy_bytes(mark, (size_t)(colon - mark)) : memory_copy_text(mark);
    if (mark[0] == '#')
        document_tag(note, mark + 1);
    else
        document_facet(note, key, colon ? colon + 2 : "yes");
    free(key);
}

bool markdown_whole_read(struct markdown *reader, cmark_node *paragraph)
{
    struct document *document = reader->document;
    if (!document->title || document->section_count > 0 || document->note_count > 0)
        return false;
    for (cmark_node *child = cmark_node_first_child(paragraph); child; child = cmark_node_next(child))
        if (cmark_node_get_type(child) != CMARK_NODE_CODE && !is_blank_text(child))
            return false;
    for (cmark_node *child = cmark_node_first_child(paragraph); child; child = cmark_node_next(child))
        if (cmark_node_get_type(child) == CMARK_NODE_CODE)
            read_label(&document->whole, cmark_node_get_literal(child));
    return true;
}

/* "3 votes", "3 票" */
static bool is_votes(const char *mark)
{
    size_t digits = strspn(mark, "0123456789");
    const char *unit = mark + digits;
    return digits > 0 && (strcmp(unit, " vote") == 0 || strcmp(unit, " votes") == 0 || strcmp(unit, " 票") == 0);
}

static void read_mark(struct markdown *reader, size_t at, const char *mark)
{
    struct document_note *note = &reader->document->note[at];
    size_t length = strlen(mark);
    if (mark[0] == '@') {
        free(note->author);
        note->author = memory_copy_text(mark + 1);
    } else if (mark[0] == '[' && length > 2 && mark[length - 1] == ']') {
        free(note->key);
        note->key = memory_copy_bytes(mark + 1, length - 2);
    } else if (is_votes(mark)) {
        note->votes = strtol(mark, NULL, 10);
    } else if (strncmp(mark, "= ", 2) == 0) {
        for (const char *from = mark + 2; *from;) {
            size_t size = strcspn(from, ",");
            char *place = memory_copy_bytes(from, size);
            document_tie(reader->document, at, place, NULL);
            free(place);
            from += size;
            from += strspn(from, ", ");
        }
    } else {
        read_label(note, mark);
    }
}

/* The mark of a colour before the text, as it stands in the source; its length is 0 when there is none. The writer puts ⚪,
 * no colour, before a text that begins with such a mark itself. */
static enum note_colour colour_of(const struct markdown *reader, cmark_node *paragraph, size_t *length)
{
    static const char *const marks[] = {"⚪", "🟡", "🔴", "🟢", "🔵", "🟣", "🟠"};
    int line = cmark_node_get_start_line(paragraph), column = cmark_node_get_start_column(paragraph);
    if (line < 1 || (size_t)line > reader->line_count || column < 1)
        return NOTE_NONE;
    const char *text = reader->line[line - 1];
    size_t size = strcspn(text, "\n");
    if ((size_t)column > size)
        return NOTE_NONE;
    text += column - 1;
    if (strncmp(text, "[ ] ", 4) == 0 || strncmp(text, "[x] ", 4) == 0)
        text += 4;
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        size_t size_of_mark = strlen(marks[i]);
        if (strncmp(text, marks[i], size_of_mark) != 0)
            continue;
        *length = size_of_mark;
        return i == 0 ? NOTE_NONE : colour_read(marks[i]);
    }
    return NOTE_NONE;
}

/* "(3)" alone, the filling number of a template, says nothing. */
static void drop_filling_number(struct buffer *text)
{
    size_t length = text->length;
    while (length > 0 && strchr(" \n", text->data[length - 1]))
        length--;
    size_t digits = length > 2 && text->data[length - 1] == ')' ? length - 1 : 0;
    while (digits > 0 && text->data[digits - 1] >= '0' && text->data[digits - 1] <= '9')
        digits--;
    if (digits == 0 || digits + 1 >= length || text->data[digits - 1] != '(' || length - digits > 3)
        return;
    if (digits > 1 && !strchr(" \n", text->data[digits - 2]))
        return;
    text->data[digits - 1] = '\0';
    text->length = digits - 1;
}

struct document_note *markdown_note_read(struct markdown *reader, cmark_node *paragraph)
{
    struct buffer text = {0};
    struct document *document = reader->document;
    cmark_node *marks = marks_of(paragraph);
    markdown_plain_run(cmark_node_first_child(paragraph), marks, &text);
    size_t length = 0;
    enum note_colour colour = colour_of(reader, paragraph, &length);
    if (length > 0 && text.length >= length)
        buffer_remove(&text, 0, length + (text.length > length && text.data[length] == ' '));
    else
        colour = NOTE_NONE;
    if (reader->source->prompts)
        drop_filling_number(&text);
    struct document_note *note = document_note(document, reader->section, buffer_text(&text));
    buffer_clear(&text);
    if (!note)
        return NULL;
    note->colour = colour;
    size_t at = document->note_count - 1;
    for (cmark_node *mark = marks; mark; mark = cmark_node_next(mark))
        if (cmark_node_get_type(mark) == CMARK_NODE_CODE)
            read_mark(reader, at, cmark_node_get_literal(mark));
    return &document->note[at];
}

/* ---- lists ---------------------------------------------------------------------------------------------- */

static bool ends_with_colon(const char *text)
{
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return (length > 0 && text[length - 1] == ':') || (length > 2 && memcmp(text + length - 3, "：", 3) == 0);
}

static bool is_list(cmark_node *node)
{
    return node && cmark_node_get_type(node) == CMARK_NODE_LIST;
}

/* "Online:" above a list: the items below are notes under that heading. False: it is a note like any other. */
static bool read_group(struct markdown *reader, cmark_node *paragraph, cmark_node *list)
{
    struct buffer text = {0};
    markdown_plain(paragraph, &text);
    bool group = is_list(list) && !cmark_node_next(list) && ends_with_colon(buffer_text(&text));
    if (group) {
        while (text.length > 0 && strchr(": \n", text.data[text.length - 1]))
            text.data[--text.length] = '\0';
        if (text.length > 2 && memcmp(text.data + text.length - 3, "：", 3) == 0)
            text.data[text.length -= 3] = '\0';
        size_t section = reader->section;
        bool below = markdown_in_block(reader);
        reader->section = document_section(reader->document, section, buffer_text(&text));
        if (below && reader->section != section)
            reader->document->section[reader->section].is_group = true;
        markdown_list_read(reader, list);
        reader->section = section;
    }
    buffer_clear(&text);
    return group;
}

/* "**Channels**: the web", the same without bold, or "Channels" above a list, outside of any block: the item is that block. */
static bool read_block_item(struct markdown *reader, cmark_node *paragraph)
{
    char *title = NULL, *rest = NULL;
    if (markdown_in_block(reader))
        return false;
    if (!markdown_run_in(paragraph, &title, &rest)) {
        struct buffer text = {0};
        const char *behind;
        markdown_plain(paragraph, &text);
        if (markdown_plain_run_in(reader, buffer_text(&text), &title, &behind))
            rest = memory_copy_text(behind);
        else if (is_list(cmark_node_next(paragraph)))
            title = memory_copy_text(buffer_text(&text));
        buffer_clear(&text);
    }
    bool block = title && markdown_is_known(reader, title);
    if (block) {
        size_t section = reader->section;
        reader->section = document_section(reader->document, section, title);
        document_note(reader->document, reader->section, rest);
        for (cmark_node *more = cmark_node_next(paragraph); more; more = cmark_node_next(more)) {
            if (is_list(more))
                markdown_list_read(reader, more);
            else if (cmark_node_get_type(more) == CMARK_NODE_PARAGRAPH)
                markdown_note_read(reader, more);
        }
        reader->section = section;
    }
    free(title);
    free(rest);
    return block;
}

static void read_item(struct markdown *reader, cmark_node *item)
{
    cmark_node *child = cmark_node_first_child(item);
    if (child && cmark_node_get_type(child) == CMARK_NODE_PARAGRAPH) {
        cmark_node *rest = cmark_node_next(child);
        if (read_block_item(reader, child))
            return;
        if (read_group(reader, child, rest))
            return;
        struct document_note *note = markdown_note_read(reader, child);
        for (; rest && note; rest = cmark_node_next(rest)) {
            struct buffer more = {0};
            markdown_long_text(rest, &more);
            if (is_list(rest)) { /* nested bullets: lines of the note */
                struct buffer text = {0};
                buffer_printf(&text, "%s\n%s", note->text, buffer_text(&more));
                free(note->text);
                note->text = buffer_take(&text);
            } else {
                document_body(note, buffer_text(&more));
            }
            buffer_clear(&more);
        }
        return;
    }
    struct buffer text = {0};
    markdown_long_text(item, &text);
    const char *whole = buffer_text(&text);
    document_note(reader->document, reader->section, strncmp(whole, "- ", 2) == 0 ? whole + 2 : whole);
    buffer_clear(&text);
}

void markdown_list_read(struct markdown *reader, cmark_node *list)
{
    for (cmark_node *item = cmark_node_first_child(list); item; item = cmark_node_next(item))
        read_item(reader, item);
}
