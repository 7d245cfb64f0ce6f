/*
 * markdown_run_in.c - headings that are only bold: alone on a line, or at the head of a paragraph, an item or a cell.
 *
 *     **Key Partners:** banks, shops        - **Channels**: the web
 *
 * nonet's own documents have no bold text, so nothing of theirs is taken for one.
 */
#include <stdlib.h>
#include <string.h>

#include "markdown.h"

static const char *behind_separators(const char *text)
{
    static const char *const separators[] = {" ", "\n", ":", "：", "—", "–", "-"};
    for (size_t i = 0; i < COUNT_OF(separators);) {
        size_t length = strlen(separators[i]);
        bool here = strncmp(text, separators[i], length) == 0;
        text += here ? length : 0;
        i = here ? 0 : i + 1;
    }
    return text;
}

/* Takes blanks and colons off the end; true if there was a colon. */
static bool cut_colon(struct buffer *text)
{
    bool colon = false;
    while (text->length > 0) {
        size_t size = strchr(" \n:", text->data[text->length - 1]) ? 1 : 0;
        if (size == 0 && text->length >= 3 && strcmp(text->data + text->length - 3, "：") == 0)
            size = 3;
        if (size == 0)
            break;
        colon = colon || text->data[text->length - 1] != ' ';
        text->data[text->length -= size] = '\0';
    }
    return colon;
}

bool markdown_is_break(cmark_node *node)
{
    cmark_node_type type = node ? cmark_node_get_type(node) : CMARK_NODE_NONE;
    return type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK;
}

/* The same for the inline nodes from `first` up to, not including, `until`. */
static bool run_in(cmark_node *first, const cmark_node *until, char **title, char **rest)
{
    if (!first || cmark_node_get_type(first) != CMARK_NODE_STRONG)
        return false;
    struct buffer head = {0}, tail = {0};
    markdown_plain(first, &head);
    markdown_plain_run(cmark_node_next(first), until, &tail);
    bool colon = cut_colon(&head);
    const char *words = buffer_text(&tail);
    const char *behind = behind_separators(words);
    bool apart = colon || markdown_is_break(cmark_node_next(first)) || *behind == '\0' ||
                 (behind > words && strcspn(words, ":：—–-\n") < (size_t)(behind - words));
    bool found = apart && head.length > 0;
    if (found) {
        *title = memory_copy_text(head.data);
        *rest = memory_copy_text(behind);
    }
    buffer_clear(&head);
    buffer_clear(&tail);
    return found;
}

bool markdown_run_in(cmark_node *node, char **title, char **rest)
{
    return run_in(cmark_node_first_child(node), NULL, title, rest);
}

bool markdown_is_known(const struct markdown *reader, const char *title)
{
    return resolver_knows(reader->source->resolver, title);
}

static bool is_in_block(const struct markdown *reader, size_t section)
{
    for (size_t at = section; at != NO_SECTION; at = reader->document->section[at].parent)
        if (!reader->document->section[at].is_group && markdown_is_known(reader, reader->document->section[at].title))
            return true;
    return false;
}

bool markdown_in_block(const struct markdown *reader)
{
    return is_in_block(reader, reader->section);
}

bool markdown_heading_in_block(const struct markdown *reader)
{
    return is_in_block(reader, reader->base);
}

bool markdown_precedes_list(cmark_node *paragraph)
{
    cmark_node *next = cmark_node_next(paragraph);
    return next && cmark_node_get_type(next) == CMARK_NODE_LIST;
}

/* The line break at which the next bold block name begins; NULL: none. */
static cmark_node *next_block(const struct markdown *reader, cmark_node *first)
{
    for (cmark_node *node = first; node; node = cmark_node_next(node)) {
        char *title, *rest;
        if (!markdown_is_break(node) || !run_in(cmark_node_next(node), NULL, &title, &rest))
            continue;
        bool known = markdown_is_known(reader, title);
        free(title);
        free(rest);
        if (known)
            return node;
    }
    return NULL;
}

/* A bold block name opens that block, and perhaps others on the lines below. */
static bool read_blocks_of(struct markdown *reader, cmark_node *paragraph)
{
    bool any = false;
    for (cmark_node *first = cmark_node_first_child(paragraph); first;) {
        cmark_node *until = next_block(reader, cmark_node_next(first));
        char *title, *rest;
        if (!run_in(first, until, &title, &rest))
            break;
        bool block = markdown_is_known(reader, title);
        if (block) {
            reader->section = reader->block = document_section(reader->document, reader->base, title);
            document_note(reader->document, reader->section, rest);
        }
        free(title);
        free(rest);
        any = any || block;
        first = block && until ? cmark_node_next(until) : NULL;
    }
    return any;
}

/* Any other bold line right before a list opens a group in the block. */
static bool open_group(struct markdown *reader, cmark_node *paragraph)
{
    char *title, *rest;
    if (!markdown_precedes_list(paragraph) || !markdown_run_in(paragraph, &title, &rest))
        return false;
    bool group = *rest == '\0';
    if (group) {
        reader->section = document_section(reader->document, reader->block, title);
        if (reader->section != NO_SECTION && reader->section != reader->block)
            reader->document->section[reader->section].is_group = true;
    }
    free(title);
    free(rest);
    return group;
}

bool markdown_bold_heading(struct markdown *reader, cmark_node *paragraph)
{
    return read_blocks_of(reader, paragraph) || open_group(reader, paragraph);
}
