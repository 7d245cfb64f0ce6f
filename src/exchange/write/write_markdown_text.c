/*
 * write_markdown_text.c - any text inside a Markdown document.
 *
 * Not here: a note (write_markdown_note.c), the document around it (write_markdown.c). Invariant: a CommonMark reader gets
 * back the very text, and no byte of it is markup, HTML or a control character in the file.
 */
#include <string.h>

#include "writers.h"

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_punctuation(char c)
{
    return c > ' ' && c < 0x7f && !is_alnum(c);
}

static bool is_several(const char *text, size_t length, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < length && count < 2; i++)
        count += text[i] == c;
    return count == 2;
}

/* A mark that means something only where a line begins. */
static bool opens_block(const char *line, size_t length, size_t at)
{
    char c = line[at];
    if (at == 0) {
        if (strchr(">-=|", c))
            return true;
        char next = length > 1 ? line[1] : '\0';
        return (c == '+' && !is_alnum(next)) || (c == ':' && next == '-');
    }
    if (c != '.' && c != ')') /* "1." */
        return false;
    for (size_t i = 0; i < at; i++)
        if (line[i] < '0' || line[i] > '9')
            return false;
    return at < 10 && (at + 1 >= length || line[at + 1] == ' ');
}

static bool needs_escape(const char *line, size_t length, size_t at)
{
    char c = line[at], next = at + 1 < length ? line[at + 1] : '\0', before = at > 0 ? line[at - 1] : ' ';
    switch (c) {
    case '\\':
        return next == '\0' || is_punctuation(next);
    case '`':
    case '*':
    case '[':
        return true;
    case '_':
        return !(is_alnum(before) && is_alnum(next));
    case '<':
        return is_alnum(next) || next == '/' || next == '!' || next == '?';
    case '&':
        return is_alnum(next) || next == '#';
    case '~':
    case '$':
    case '=':
    case '%': /* a comment in Obsidian */
    case '^':
        return is_several(line, length, c) || opens_block(line, length, at);
    case '#': /* also the last one of a heading, which would close it */
        return at == 0 || next == '\0';
    default:
        return opens_block(line, length, at);
    }
}

/* One line without its end. Blanks at its ends would be lost in Markdown. */
static void add_line(struct buffer *out, const char *line, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t size = text_decode(line + at, length - at, &code);
        bool at_end = at == 0 || at + size == length;
        if (export_acts(code) || (code == ' ' && at_end)) {
            buffer_printf(out, "&#%u;", (unsigned)code);
        } else {
            if (needs_escape(line, length, at))
                buffer_add_char(out, '\\');
            buffer_append(out, line + at, size);
        }
        at += size;
    }
}

/* The end of line number `count` so far: hard inside a paragraph, blank line between two. */
static void end_line(struct buffer *out, const char *indent, bool paragraph)
{
    size_t bare = strlen(indent);
    while (bare > 0 && indent[bare - 1] == ' ')
        bare--;
    if (!paragraph)
        buffer_add_char(out, '\\');
    buffer_add_char(out, '\n');
    if (paragraph) {
        buffer_append(out, indent, bare);
        buffer_add_char(out, '\n');
    }
    buffer_add(out, indent);
}

void markdown_text(struct buffer *out, const char *text, const char *indent, bool paragraphs)
{
    for (; *text == '\n'; text++) /* a paragraph cannot begin or end with a break */
        buffer_add(out, "&#10;");
    size_t length = strlen(text), after = 0;
    while (length > 0 && text[length - 1] == '\n') {
        length--;
        after++;
    }
    for (size_t at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t line = end ? (size_t)(end - (text + at)) : length - at;
        add_line(out, text + at, line);
        at += line;
        size_t breaks = 0;
        while (at + breaks < length && text[at + breaks] == '\n')
            breaks++;
        at += breaks;
        if (paragraphs && breaks == 2)
            end_line(out, indent, true);
        else
            for (; breaks > 0; breaks--)
                end_line(out, indent, false);
    }
    for (; after > 0; after--)
        buffer_add(out, "&#10;");
}

void markdown_chip(struct buffer *out, const char *text)
{
    int fence = 1, run = 0;
    for (const char *c = text; *c; c++) {
        run = *c == '`' ? run + 1 : 0;
        if (run >= fence)
            fence = run + 1;
    }
    size_t length = strlen(text);
    bool padded = length > 0 && (text[0] == '`' || text[length - 1] == '`' || text[0] == ' ');
    for (int i = 0; i < fence; i++)
        buffer_add_char(out, '`');
    buffer_add(out, padded ? " " : "");
    for (size_t at = 0; at < length;) {
        uint32_t code;
        size_t size = text_decode(text + at, length - at, &code);
        if (export_acts(code))
            buffer_add_char(out, ' ');
        else
            buffer_append(out, text + at, size);
        at += size;
    }
    buffer_add(out, padded ? " " : "");
    for (int i = 0; i < fence; i++)
        buffer_add_char(out, '`');
}
