/*
 * markdown_text.c - any text inside a Markdown document, and a note as Markdown says it.
 *
 * Not here: the document around it (write_markdown.c). Invariant: a CommonMark reader gets back the very text, and no
 * byte of a note is markup, HTML or a control character in the file.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
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

static const char *colour_mark(enum note_colour colour)
{
    static const char *const marks[NOTE_COLOUR_COUNT] = {
        [NOTE_NONE] = "⚪",  [NOTE_YELLOW] = "🟡", [NOTE_RED] = "🔴",
        [NOTE_GREEN] = "🟢", [NOTE_BLUE] = "🔵",   [NOTE_PURPLE] = "🟣",
    };
    return marks[colour];
}

void markdown_colour(struct buffer *out, enum note_colour colour, const char *text)
{
    bool taken = colour != NOTE_NONE;
    for (int i = 0; i < NOTE_COLOUR_COUNT && !taken; i++) {
        const char *mark = colour_mark((enum note_colour)i);
        taken = strncmp(text, mark, strlen(mark)) == 0;
    }
    if (taken)
        buffer_printf(out, "%s ", colour_mark(colour));
}

/* ---- a note -------------------------------------------------------------------------------------------- */

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
        markdown_colour(out, note->colour, note->text);
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
        export_note_authors(snapshot, note, &text);
        add_chip(out, indent, &chips, text.data);
    }
    if (how->ties && note->link_count > 0)
        add_ties(how, note, indent, &chips, out);
    buffer_add_char(out, '\n');
    if (note->body && *note->body) {
        struct buffer quoted = {0};
        buffer_printf(&quoted, "%s> ", indent);
        size_t bare = strspn(indent, " ") == strlen(indent) ? 0 : strlen(indent);
        buffer_append(out, indent, bare);
        buffer_printf(out, "\n%s", quoted.data);
        markdown_text(out, note->body, quoted.data, true);
        buffer_add_char(out, '\n');
        buffer_clear(&quoted);
    }
    buffer_clear(&text);
}
