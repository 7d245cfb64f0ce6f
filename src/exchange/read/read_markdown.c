/*
 * read_markdown.c - Markdown as found in the wild, and nonet's own, exactly.
 *
 * cmark-gfm parses; here its blocks become sections and notes. Headings of any level are sections, a bullet or a paragraph
 * is a note, fenced code and HTML are passed over and counted, bold questions before a list are prompts. A first heading
 * that names no block is the title. Lists are in markdown_note.c, tables in markdown_table.c.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmark-gfm-core-extensions.h>

#include "html_text.h"
#include "markdown.h"
#include "nonet/message.h"

#define QUOTES_MAX 200 /* quotations in one another that are gone into; markdown_limits.c lets no more through */

/* ---- parsing -------------------------------------------------------------------------------------------- */

cmark_node *markdown_parse(const char *bytes, size_t length)
{
    cmark_gfm_core_extensions_ensure_registered();
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
    static const char *const names[] = {"table", "tasklist"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        cmark_syntax_extension *extension = cmark_find_syntax_extension(names[i]);
        if (extension)
            cmark_parser_attach_syntax_extension(parser, extension);
    }
    cmark_parser_feed(parser, bytes, length);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    return root;
}

static void find_lines(struct markdown *reader, const char *bytes)
{
    size_t capacity = 0;
    for (const char *at = bytes; at;) {
        GROW(reader->line, reader->line_count, capacity);
        reader->line[reader->line_count++] = at;
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
}

/* ---- headings --------------------------------------------------------------------------------------------- */

static char *plain_of(const cmark_node *node)
{
    struct buffer text = {0};
    markdown_plain(node, &text);
    return text.data ? buffer_take(&text) : memory_copy_text("");
}

/* "Plan" or "Strategy" may be a block of some template; above other blocks, and alone on its level, it is a title. */
static bool stands_above_blocks(const struct markdown *reader, cmark_node *heading)
{
    int level = cmark_node_get_heading_level(heading);
    size_t blocks = 0;
    for (cmark_node *node = cmark_node_next(heading); node; node = cmark_node_next(node)) {
        char *title = NULL, *rest = NULL;
        bool is_heading = cmark_node_get_type(node) == CMARK_NODE_HEADING;
        if (is_heading && cmark_node_get_heading_level(node) <= level)
            return false;
        if (blocks >= 2)
            continue;
        if (is_heading)
            title = plain_of(node);
        else if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH)
            markdown_run_in(node, &title, &rest);
        blocks += title && markdown_is_known(reader, title);
        free(title);
        free(rest);
    }
    return blocks >= 2;
}

/* Titles of nonet's own documents carry no more than the title; elsewhere they may say which kind of canvas it is. */
static bool take_title(struct markdown *reader, cmark_node *heading, const char *text)
{
    struct document *document = reader->document;
    if (document->title || document->section_count > 0 || reader->section != NO_SECTION || reader->source->prompts)
        return false;
    int level = cmark_node_get_heading_level(heading);
    bool shallow = level == 1;
    if (!shallow) {
        shallow = true;
        for (cmark_node *node = cmark_node_next(heading); node; node = cmark_node_next(node))
            if (cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_get_heading_level(node) <= level)
                shallow = false;
    }
    if (!shallow || !*text || (!reader->source->titled && markdown_is_known(reader, text) && !stands_above_blocks(reader, heading)))
        return false;
    document->title = memory_copy_text(text);
    return true;
}

static void read_heading(struct markdown *reader, cmark_node *heading)
{
    char *text = plain_of(heading);
    int level = cmark_node_get_heading_level(heading);
    if (!take_title(reader, heading, text)) {
        size_t parent = reader->heading[0];
        for (int i = 1; i < level; i++)
            if (reader->heading[i] != NO_SECTION)
                parent = reader->heading[i];
        reader->section = document_section(reader->document, parent, text);
        if (reader->document->template_id && level > 2 && reader->section != parent) /* nonet's own: a group */
            reader->document->section[reader->section].is_group = true;
        for (int i = level; i < 7; i++)
            reader->heading[i] = i == level ? reader->section : NO_SECTION;
    } else {
        for (int i = 1; i < 7; i++)
            reader->heading[i] = NO_SECTION;
    }
    reader->base = reader->block = reader->section;
    reader->first_paragraph = true;
    free(text);
}

/* ---- paragraphs ------------------------------------------------------------------------------------------ */

static bool asks(const char *text)
{
    size_t length = strlen(text);
    return (length > 0 && text[length - 1] == '?') || (length > 2 && memcmp(text + length - 3, "？", 3) == 0);
}

/* What is said for the reader of the file, not about the business. */
static bool is_prompt(const struct markdown *reader, cmark_node *paragraph, const char *text)
{
    cmark_node *next = cmark_node_next(paragraph);
    if (markdown_is_only(paragraph, CMARK_NODE_STRONG) && asks(text) && next &&
        cmark_node_get_type(next) == CMARK_NODE_LIST)
        return true;
    return reader->source->prompts && reader->first_paragraph && markdown_is_only(paragraph, CMARK_NODE_EMPH);
}

/* "Business Model Canvas · 2026-11-25 · Ana": one name is that of whoever wrote it all. */
static void keep_author(struct markdown *reader, const char *line)
{
    const char *date = strstr(line, " · "), *name = date ? strstr(date + 4, " · ") : NULL;
    if (name && !strstr(name, ", ") && !strstr(name, "、") && !strchr(name, '\n'))
        reader->author = memory_copy_text(name + 4);
}

/* "*Business Model Canvas* · 2026-11-25 · Ana" below the title. */
static bool is_kind_line(struct markdown *reader, cmark_node *paragraph, const char *text)
{
    struct document *document = reader->document;
    cmark_node *first = cmark_node_first_child(paragraph);
    size_t at;
    if (!document->title || document->section_count > 0 || document->note_count > 0 || document->template_id ||
        !first || cmark_node_get_type(first) != CMARK_NODE_EMPH)
        return false;
    char *kind = plain_of(first);
    bool known = resolver_find(reader->source->resolver, kind, &at);
    if (known)
        document->template_id = memory_copy_text(resolver_template(reader->source->resolver, at)->id);
    if (known)
        keep_author(reader, text);
    free(kind);
    return known;
}

/* The attribution of any template, which nonet's documents end with. */
static bool is_attribution(const struct markdown *reader, cmark_node *paragraph, const char *text)
{
    if (!markdown_is_only(paragraph, CMARK_NODE_EMPH))
        return false;
    for (size_t i = 0; i < resolver_count(reader->source->resolver); i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            if (strcmp(resolver_template(reader->source->resolver, i)->attribution.text[language], text) == 0)
                return true;
    return false;
}

/* "甲、乙（丙、丁）、戊": the parts outside brackets, or none. */
static size_t split_at(const char *text, size_t from)
{
    int depth = 0;
    for (size_t at = from; text[at]; at++) {
        if (strncmp(text + at, "（", 3) == 0 || text[at] == '(')
            depth++;
        else if (strncmp(text + at, "）", 3) == 0 || text[at] == ')')
            depth -= depth > 0;
        else if (depth == 0 && strncmp(text + at, "、", 3) == 0)
            return at;
    }
    return strlen(text);
}

static void read_parts(struct markdown *reader, const char *text)
{
    size_t length = strlen(text);
    for (size_t at = 0; at < length;) {
        size_t end = split_at(text, at);
        char *part = memory_copy_bytes(text + at, end - at);
        document_note(reader->document, reader->section, part);
        free(part);
        at = end + (end < length ? 3 : 0);
    }
}

static bool lists_parts(const char *text)
{
    size_t first = split_at(text, 0);
    return text[first] && text[first + 3] && text[split_at(text, first + 3)];
}

/* True when the parts have become notes; else it is noticed that they could. */
static bool split_parts(struct markdown *reader, const char *text)
{
    if (!lists_parts(text))
        return false;
    reader->document->can_be_split |= !reader->source->split && reader->section != NO_SECTION;
    if (reader->source->split)
        read_parts(reader, text);
    return reader->source->split;
}

void markdown_add_text(struct markdown *reader, const char *text)
{
    if (!split_parts(reader, text))
        document_note(reader->document, reader->section, text + strspn(text, " "));
}

static void read_paragraph(struct markdown *reader, cmark_node *paragraph)
{
    char *text = plain_of(paragraph);
    if (is_prompt(reader, paragraph, text))
        reader->document->prompts++;
    else if (!is_kind_line(reader, paragraph, text) && !markdown_whole_read(reader, paragraph) &&
             !is_attribution(reader, paragraph, text) && !markdown_bold_heading(reader, paragraph) &&
             !markdown_plain_heading(reader, paragraph) && !markdown_signed_lines(reader, paragraph) &&
             !split_parts(reader, text))
        markdown_note_read(reader, paragraph);
    reader->first_paragraph = false;
    free(text);
}

/* ---- the whole -------------------------------------------------------------------------------------------- */

static bool is_comment(cmark_node *html)
{
    const char *literal = cmark_node_get_literal(html);
    return literal && strncmp(literal + strspn(literal, " \n"), "<!--", 4) == 0;
}

/* In a block, what a person reads of it: a note a line. */
static void read_html(struct markdown *reader, cmark_node *node)
{
    const char *literal = cmark_node_get_literal(node);
    if (!literal || is_comment(node))
        return;
    bool program = strncasecmp(literal, "<script", 7) == 0 || strncasecmp(literal, "<style", 6) == 0;
    size_t before = reader->document->note_count;
    char *text = !program && markdown_in_block(reader) ? html_text(literal, literal + strlen(literal)) : NULL;
    for (const char *at = text; at && *at;) {
        size_t size = strcspn(at, "\n");
        char *line = memory_copy_bytes(at, size);
        document_note(reader->document, reader->section, line + strspn(line, " \t"));
        free(line);
        at += size + (at[size] == '\n');
    }
    free(text);
    reader->document->html += reader->document->note_count == before;
}

/* "[!note] Cheap" opens a quotation in Obsidian and elsewhere. */
static void drop_callout(cmark_node *quote)
{
    cmark_node *paragraph = cmark_node_first_child(quote);
    cmark_node *first = paragraph ? cmark_node_first_child(paragraph) : NULL;
    if (!first || cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH || cmark_node_get_type(first) != CMARK_NODE_TEXT)
        return;
    cmark_consolidate_text_nodes(paragraph);
    first = cmark_node_first_child(paragraph);
    const char *literal = cmark_node_get_literal(first);
    const char *close = literal && strncmp(literal, "[!", 2) == 0 ? strchr(literal, ']') : NULL;
    if (!close || close - literal > 40)
        return;
    close += 1 + (close[1] == '-' || close[1] == '+');
    char *rest = memory_copy_text(close + strspn(close, " "));
    cmark_node_set_literal(first, rest);
    free(rest);
    cmark_node *second = cmark_node_next(first);
    if (*cmark_node_get_literal(first) == '\0' && second && cmark_node_get_type(second) == CMARK_NODE_SOFTBREAK)
        cmark_node_free(second);
}

/* In a quotation at the top level each paragraph and each list is read as if it stood alone. */
static void read_block(struct markdown *reader, cmark_node *node, int depth)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type == CMARK_NODE_HEADING)
        read_heading(reader, node);
    else if (type == CMARK_NODE_PARAGRAPH)
        read_paragraph(reader, node);
    else if (type == CMARK_NODE_LIST)
        markdown_list_read(reader, node);
    else if (type == CMARK_NODE_CODE_BLOCK)
        reader->document->code++;
    else if (type == CMARK_NODE_HTML_BLOCK)
        read_html(reader, node);
    else if (strcmp(cmark_node_get_type_string(node), "table") == 0)
        markdown_table_read(reader, node);
    else if (type == CMARK_NODE_BLOCK_QUOTE && depth < QUOTES_MAX) {
        drop_callout(node);
        for (cmark_node *child = cmark_node_first_child(node); child; child = cmark_node_next(child))
            read_block(reader, child, depth + 1);
    }
}

/* "---" on the first line up to the next one: data for other programs, of which the title is of use. */
static size_t front_matter(const char *bytes, struct document *document)
{
    if (strncmp(bytes, "---\n", 4) != 0)
        return 0;
    const char *end = strstr(bytes + 3, "\n---\n");
    if (!end || end - bytes > 65536)
        return 0;
    const char *title = strstr(bytes + 3, "\ntitle:");
    if (title && title < end && !document->title) {
        title += 7 + strspn(title + 7, " \"'");
        size_t length = strcspn(title, "\n");
        while (length > 0 && strchr(" \"'", title[length - 1]))
            length--;
        if (length > 0)
            document->title = memory_copy_bytes(title, length);
    }
    return (size_t)(end - bytes) + 5;
}

/* Where notes are told apart by their authors, one without stays so. */
static void give_author(struct markdown *reader)
{
    struct document *document = reader->document;
    bool told = reader->author == NULL;
    for (size_t i = 0; i < document->note_count && !told; i++)
        told = document->note[i].author != NULL;
    for (size_t i = 0; i < document->note_count && !told; i++)
        document->note[i].author = memory_copy_text(reader->author);
    free(reader->author);
}

void markdown_read_inside(const struct source *source, struct document *document, size_t section)
{
    struct markdown reader = {.source = source, .document = document, .section = section, .base = section,
                              .block = section, .first_paragraph = true};
    for (int i = 0; i < 7; i++)
        reader.heading[i] = i == 0 ? section : NO_SECTION;
    size_t skip = section == NO_SECTION ? front_matter(source->bytes, document) : 0;
    const char *bytes = source->bytes + skip;
    size_t length = source->length - skip;
    struct error excess;
    if (markdown_check(source->name, bytes, length, &excess) != STATUS_OK) {
        document_say(document, _("%s; it was passed over"), excess.message);
        return;
    }
    cmark_node *root = markdown_parse(bytes, length);
    find_lines(&reader, bytes);
    for (cmark_node *node = cmark_node_first_child(root); node && !document_is_full(document);
         node = cmark_node_next(node))
        read_block(&reader, node, 0);
    cmark_node_free(root);
    free(reader.line);
    give_author(&reader);
}

enum status read_markdown(const struct source *source, struct document *out, struct error *err)
{
    enum status status = markdown_check(source->name, source->bytes, source->length, err);
    if (status != STATUS_OK)
        return status;
    markdown_read_inside(source, out, NO_SECTION);
    return document_check(out, source->name, err);
}
