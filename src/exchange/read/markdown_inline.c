/*
 * markdown_inline.c - the text of Markdown as a person reads it.
 *
 * Walks the inline nodes that cmark made; no Markdown is parsed here. Invariant: what nonet's own writer escaped comes
 * out as the very text that it was.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "markdown.h"

static bool is_outside(const char *url)
{
    return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0 || strncmp(url, "mailto:", 7) == 0;
}

/* Chinese and Japanese put no blank where a line was broken. */
static bool ends_wide(const struct buffer *out)
{
    if (out->length < 3)
        return false;
    unsigned char lead = (unsigned char)out->data[out->length - 3];
    return lead >= 0xE3 && lead <= 0xEF && (lead < 0xEA || lead == 0xEF);
}

static bool starts_wide(cmark_node *node)
{
    const char *literal = node ? cmark_node_get_literal(node) : NULL;
    unsigned char lead = literal ? (unsigned char)literal[0] : 0;
    return lead >= 0xE3 && lead <= 0xEF && (lead < 0xEA || lead == 0xEF);
}

static void add_soft_break(cmark_node *node, struct buffer *out)
{
    if (!(ends_wide(out) && starts_wide(cmark_node_next(node))))
        buffer_add_char(out, ' ');
}

static void add_link(cmark_node *node, struct buffer *out, size_t start)
{
    const char *url = cmark_node_get_url(node);
    const char *text = buffer_text(out) + (start < out->length ? start : out->length);
    if (!url || !is_outside(url) || strcmp(url, text) == 0)
        return;
    if (strncmp(url, "mailto:", 7) == 0 && strcmp(url + 7, text) == 0)
        return;
    char *address = memory_copy_text(url);
    buffer_printf(out, out->length > start ? " (%s)" : "%s", address);
    free(address);
}

static void add_html(const char *literal, struct buffer *out)
{
    if (literal && (strncasecmp(literal, "<br", 3) == 0))
        buffer_add_char(out, '\n');
}

/* One node as it is entered; what is left when a link ends is add_link()'s. */
static void add_node(cmark_node *node, struct buffer *out)
{
    cmark_node_type type = cmark_node_get_type(node);
    const char *literal = cmark_node_get_literal(node);
    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
        buffer_add(out, literal ? literal : "");
    else if (type == CMARK_NODE_SOFTBREAK)
        add_soft_break(node, out);
    else if (type == CMARK_NODE_LINEBREAK)
        buffer_add_char(out, '\n');
    else if (type == CMARK_NODE_HTML_INLINE)
        add_html(literal, out);
}

void markdown_plain_run(cmark_node *from, const cmark_node *until, struct buffer *out)
{
    for (cmark_node *child = from; child && child != until; child = cmark_node_next(child)) {
        cmark_iter *walk = cmark_iter_new(child);
        size_t link_start = 0;
        cmark_event_type event;
        while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
            cmark_node *node = cmark_iter_get_node(walk);
            bool link = cmark_node_get_type(node) == CMARK_NODE_LINK;
            if (event == CMARK_EVENT_ENTER) {
                if (link)
                    link_start = out->length;
                add_node(node, out);
            } else if (link) {
                add_link(node, out, link_start);
            }
        }
        cmark_iter_free(walk);
    }
}

void markdown_plain(const cmark_node *node, struct buffer *out)
{
    markdown_plain_run(cmark_node_first_child((cmark_node *)node), NULL, out);
}

bool markdown_is_only(cmark_node *paragraph, cmark_node_type type)
{
    cmark_node *child = cmark_node_first_child(paragraph);
    bool seen = false;
    for (; child; child = cmark_node_next(child)) {
        cmark_node_type one = cmark_node_get_type(child);
        const char *literal = cmark_node_get_literal(child);
        if (one == type && !seen)
            seen = true;
        else if (!(one == CMARK_NODE_TEXT && literal && literal[strspn(literal, " ")] == '\0'))
            return false;
    }
    return seen;
}

/* A row of a table is a line, with bars between its cells. */
static void add_table_part(cmark_node *node, struct buffer *out)
{
    const char *kind = cmark_node_get_type_string(node);
    bool row = strcmp(kind, "table_row") == 0 || strcmp(kind, "table_header") == 0;
    if (row && out->length > 0)
        buffer_add(out, cmark_node_previous(node) ? "\n" : "\n\n");
    if (strcmp(kind, "table_cell") != 0)
        return;
    if (cmark_node_previous(node))
        buffer_add(out, " | ");
    markdown_plain(node, out);
}

static bool is_block_with_text(cmark_node_type type)
{
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING;
}

void markdown_long_text(cmark_node *node, struct buffer *out)
{
    cmark_iter *walk = cmark_iter_new(node);
    size_t depth = 0;
    bool fresh_item = false;
    cmark_event_type event;
    while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
        cmark_node *at = cmark_iter_get_node(walk);
        cmark_node_type type = cmark_node_get_type(at);
        bool enters = event == CMARK_EVENT_ENTER;
        if (type == CMARK_NODE_LIST)
            depth += enters ? 1 : (size_t)-1;
        if (type == CMARK_NODE_ITEM && enters) {
            if (out->length > 0)
                buffer_add_char(out, '\n');
            buffer_add_spaces(out, (int)(2 * (depth < 20 ? depth - 1 : 20)));
            buffer_add(out, "- ");
            fresh_item = true;
        } else if (enters && (is_block_with_text(type) || type == CMARK_NODE_CODE_BLOCK)) {
            if (out->length > 0 && !fresh_item)
                buffer_add(out, "\n\n");
            fresh_item = false;
            if (type == CMARK_NODE_CODE_BLOCK)
                buffer_add(out, cmark_node_get_literal(at));
            else
                markdown_plain(at, out);
        } else if (enters) {
            add_table_part(at, out);
        }
    }
    cmark_iter_free(walk);
}

char *markdown_text_of(const char *bytes)
{
    struct buffer text = {0};
    struct error excess;
    if (markdown_check("", bytes, strlen(bytes), &excess) != STATUS_OK)
        return memory_copy_text(bytes);
    cmark_node *root = markdown_parse(bytes, strlen(bytes));
    markdown_long_text(root, &text);
    cmark_node_free(root);
    return text.data ? buffer_take(&text) : memory_copy_text("");
}
