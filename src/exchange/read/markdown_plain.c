/*
 * markdown_plain.c - headings and lists as people write them who know no Markdown.
 *
 *     客户细分：学生、老师        【渠道通路】        Key Partners        1、上班族
 *     价值主张：快               - 网站             - Banks             2、学生
 *
 * A line that is a block's name, or begins with one and a colon, opens that block where no heading has: nowhere else, since
 * there "Costs: none" is a note. Right above a list, with a colon or in brackets a name alone opens its block anywhere.
 */
#include <stdlib.h>
#include <string.h>

#include "markdown.h"

#define NAME_BYTES_MAX 80

/* ---- lists ---------------------------------------------------------------------------------------------- */

/* Bytes of "1、" "（1）" "①" "•" and the like at the head of a line; 0: none. */
static size_t list_sign(const char *line)
{
    static const char *const signs[] = {"•", "●", "·", "◆", "■", "➢", "√", "✓"};
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (strncmp(line, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    uint32_t code;
    size_t size = text_decode(line, strlen(line), &code);
    if (code >= 0x2460 && code <= 0x2473)
        return size;
    bool bracket = strncmp(line, "（", 3) == 0;
    size_t at = bracket ? 3 : 0, digits = strspn(line + at, "0123456789");
    static const char *const ends[] = {"、", "．", "）"};
    if (digits == 0 || digits > 2)
        return 0;
    for (size_t i = bracket ? 2 : 0; i < COUNT_OF(ends); i++)
        if (strncmp(line + at + digits, ends[i], 3) == 0)
            return at + digits + 3;
    return 0;
}

/* The lines of a paragraph, each ended by LF. */
static void lines_of(cmark_node *paragraph, struct buffer *out)
{
    cmark_node *from = cmark_node_first_child(paragraph);
    for (cmark_node *node = from; node; node = cmark_node_next(node)) {
        if (!markdown_is_break(node))
            continue;
        markdown_plain_run(from, node, out);
        buffer_add_char(out, '\n');
        from = cmark_node_next(node);
    }
    markdown_plain_run(from, NULL, out);
    buffer_add_char(out, '\n');
}

bool markdown_signed_lines(struct markdown *reader, cmark_node *paragraph)
{
    struct buffer text = {0};
    lines_of(paragraph, &text);
    size_t lines = 0;
    bool all = true;
    for (const char *at = text.data; *at && all; at += strcspn(at, "\n") + 1) {
        all = list_sign(at) > 0;
        lines++;
    }
    all = all && lines > 1;
    for (const char *at = text.data; *at && all; at += strcspn(at, "\n") + 1) {
        const char *behind = at + list_sign(at);
        char *line = memory_copy_bytes(behind, strcspn(behind, "\n"));
        document_note(reader->document, reader->section, line + strspn(line, " "));
        free(line);
    }
    buffer_clear(&text);
    return all;
}

/* ---- headings ------------------------------------------------------------------------------------------- */

/* The name in a line that says no more, without brackets and colon. Yours; *marked: there were such. */
static char *bare_name(const char *line, size_t length, bool *marked)
{
    static const char *const pairs[][2] = {{"【", "】"}, {"〖", "〗"}, {"[", "]"}, {"《", "》"}, {"「", "」"}};
    static const char *const colons[] = {":", "：", " "};
    *marked = false;
    for (size_t i = 0; i < COUNT_OF(colons); i++) {
        size_t size = strlen(colons[i]);
        if (length > size && strncmp(line + length - size, colons[i], size) == 0) {
            length -= size;
            *marked = *marked || i < 2;
            i = (size_t)-1;
        }
    }
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        size_t open = strlen(pairs[i][0]), close = strlen(pairs[i][1]);
        if (length > open + close && strncmp(line, pairs[i][0], open) == 0 &&
            strncmp(line + length - close, pairs[i][1], close) == 0) {
            *marked = true;
            return memory_copy_bytes(line + open, length - open - close);
        }
    }
    return memory_copy_bytes(line, length);
}

bool markdown_plain_run_in(const struct markdown *reader, const char *line, char **title, const char **rest)
{
    size_t at = strcspn(line, ":\n");
    const char *wide = strstr(line, "：");
    size_t colon = 1;
    if (wide && (size_t)(wide - line) < at) {
        at = (size_t)(wide - line);
        colon = 3;
    }
    bool marked;
    *title = NULL;
    if (at == 0 || at > NAME_BYTES_MAX || (colon == 1 && line[at] != ':'))
        return false;
    *title = bare_name(line, at, &marked);
    *rest = line + at + colon;
    *rest += strspn(*rest, " ");
    if (markdown_is_known(reader, *title))
        return true;
    free(*title);
    *title = NULL;
    return false;
}

static void open_block(struct markdown *reader, const char *title)
{
    reader->section = reader->block = document_section(reader->document, reader->base, title);
}

/* The line as a heading, perhaps with a note behind it; false: it is none. */
static bool read_heading_line(struct markdown *reader, const char *line)
{
    char *title;
    const char *rest;
    bool marked, known = markdown_plain_run_in(reader, line, &title, &rest);
    if (!known) {
        rest = "";
        title = bare_name(line, strlen(line), &marked);
        known = strlen(title) <= NAME_BYTES_MAX && markdown_is_known(reader, title);
        if (!known) {
            free(title);
            return false;
        }
    }
    open_block(reader, title);
    if (*rest)
        markdown_add_text(reader, rest);
    free(title);
    return true;
}

/* Lines below the first one, which is a heading: more headings, and notes. */
static bool read_lines(struct markdown *reader, const char *text)
{
    bool first = true;
    for (const char *at = text; *at; at += strcspn(at, "\n") + 1) {
        char *line = memory_copy_bytes(at, strcspn(at, "\n"));
        bool heading = read_heading_line(reader, line);
        if (!heading && !first)
            markdown_add_text(reader, line + list_sign(line));
        free(line);
        if (first && !heading)
            return false;
        first = false;
    }
    return true;
}

bool markdown_plain_heading(struct markdown *reader, cmark_node *paragraph)
{
    struct buffer text = {0};
    lines_of(paragraph, &text);
    size_t size = strcspn(text.data, "\n");
    bool marked, done = false;
    if (!markdown_heading_in_block(reader)) {
        done = read_lines(reader, text.data);
    } else if (size + 1 == text.length && size <= NAME_BYTES_MAX) {
        char *name = bare_name(text.data, size, &marked);
        done = (marked || markdown_precedes_list(paragraph)) && markdown_is_known(reader, name);
        if (done)
            open_block(reader, name);
        free(name);
    }
    buffer_clear(&text);
    return done;
}
