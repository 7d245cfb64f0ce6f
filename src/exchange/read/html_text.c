/*
 * html_text.c - what a person reads of tags and entities, well formed or not.
 *
 * No parser: a tag ends where the next one opens at the latest, so that each byte is looked at once.
 */
#include "html_text.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "nonet/text.h"

const char *html_behind_tag(const char *tag, const char *end)
{
    const char *at = tag + 1;
    while (at < end && *at != '>' && *at != '<')
        at++;
    return at < end && *at == '>' ? at + 1 : at;
}

/* The character that an entity stands for, and its length; 0: it is a loose &. */
static size_t read_entity(const char *at, const char *end, struct buffer *out)
{
    static const char *const named[][2] = {{"&amp;", "&"},  {"&lt;", "<"},   {"&gt;", ">"},
                                           {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", " "}};
    for (size_t i = 0; i < COUNT_OF(named); i++) {
        size_t length = strlen(named[i][0]);
        if ((size_t)(end - at) >= length && strncmp(at, named[i][0], length) == 0) {
            buffer_add(out, named[i][1]);
            return length;
        }
    }
    if (end - at < 4 || at[1] != '#')
        return 0;
    bool hex = at[2] == 'x' || at[2] == 'X';
    char *stop;
    unsigned long code = strtoul(at + (hex ? 3 : 2), &stop, hex ? 16 : 10);
    if (stop >= end || *stop != ';' || stop - at > 10)
        return 0;
    char bytes[4];
    if (code != 0)
        buffer_append(out, bytes, text_encode((uint32_t)code, bytes));
    return (size_t)(stop - at) + 1;
}

static bool breaks_line(const char *tag)
{
    static const char *const names[] = {"br", "/p", "li", "/div", "/h", "/t", "/summary"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strncasecmp(tag + 1, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* A "<" that opens a tag, not one that is less than something. */
static bool opens_tag(const char *at, const char *end)
{
    char next = at + 1 < end ? at[1] : ' ';
    return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' || next == '!';
}

char *html_text(const char *from, const char *end)
{
    struct buffer text = {0};
    for (const char *at = from; at < end;) {
        size_t used = *at == '&' ? read_entity(at, end, &text) : 0;
        if (used > 0) {
            at += used;
        } else if (*at == '<' && opens_tag(at, end)) {
            if (text.length > 0 && breaks_line(at))
                buffer_add_char(&text, '\n');
            at = html_behind_tag(at, end);
        } else {
            buffer_add_char(&text, *at++);
        }
    }
    while (text.length > 0 && strchr(" \t\n", text.data[text.length - 1]))
        text.data[--text.length] = '\0';
    const char *start = buffer_text(&text);
    char *copy = memory_copy_text(start + strspn(start, " \t\n"));
    buffer_clear(&text);
    return copy;
}
