/*
 * json_tolerant.c - JSON as people keep it: trailing commas, comments, Python's quotes and words.
 *
 * A text that is JSON stays what it is; any other is rewritten once, byte by byte, and parsed again. Invariant: the message of
 * a failure is about the text as it stands in the file.
 */
#include <string.h>

#include "document.h"
#include "json_tolerant.h"

struct rewrite {
    const char *at, *end;
    struct buffer out;
    int depth;
};

static void copy_string(struct rewrite *rewrite)
{
    char quote = *rewrite->at++;
    buffer_add_char(&rewrite->out, '"');
    while (rewrite->at < rewrite->end && *rewrite->at != quote) {
        char c = *rewrite->at++;
        if (c == '\\' && rewrite->at < rewrite->end) {
            char next = *rewrite->at++;
            if (next == '\'')
                buffer_add_char(&rewrite->out, '\'');
            else if (next == 'x' && rewrite->end - rewrite->at >= 2)
                buffer_add(&rewrite->out, "\\u00");
            else if (next != '\n')
                buffer_printf(&rewrite->out, "\\%c", next);
        } else if (c == '"') {
            buffer_add(&rewrite->out, "\\\"");
        } else if (c == '\n') {
            buffer_add(&rewrite->out, "\\n");
        } else if (c == '\t') {
            buffer_add(&rewrite->out, "\\t");
        } else {
            buffer_add_char(&rewrite->out, c);
        }
    }
    if (rewrite->at < rewrite->end)
        rewrite->at++;
    buffer_add_char(&rewrite->out, '"');
}

static bool is_comment(const struct rewrite *rewrite)
{
    return *rewrite->at == '#' || (rewrite->end - rewrite->at > 1 && rewrite->at[0] == '/' && rewrite->at[1] == '/');
}

static void skip_comment(struct rewrite *rewrite)
{
    while (rewrite->at < rewrite->end && *rewrite->at != '\n')
        rewrite->at++;
}

/* A comma right before a closing bracket goes. */
static void drop_comma(struct rewrite *rewrite)
{
    size_t at = rewrite->out.length;
    while (at > 0 && strchr(" \t\r\n", rewrite->out.data[at - 1]))
        at--;
    if (at > 0 && rewrite->out.data[at - 1] == ',')
        rewrite->out.data[at - 1] = ' ';
}

static bool copy_word(struct rewrite *rewrite)
{
    static const char *const words[][2] = {{"True", "true"}, {"False", "false"}, {"None", "null"}};
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        size_t length = strlen(words[i][0]);
        if ((size_t)(rewrite->end - rewrite->at) >= length && memcmp(rewrite->at, words[i][0], length) == 0) {
            buffer_add(&rewrite->out, words[i][1]);
            rewrite->at += length;
            return true;
        }
    }
    return false;
}

/* The first bracket opens the value; what stands before (a name, "=") and behind it is somebody's program. */
static void rewrite_all(struct rewrite *rewrite)
{
    while (rewrite->at < rewrite->end && *rewrite->at != '{' && *rewrite->at != '[')
        rewrite->at++;
    while (rewrite->at < rewrite->end) {
        char c = *rewrite->at;
        if (c == '"' || c == '\'') {
            copy_string(rewrite);
            continue;
        }
        if (is_comment(rewrite)) {
            skip_comment(rewrite);
            continue;
        }
        if (copy_word(rewrite))
            continue;
        if (c == '}' || c == ']')
            drop_comma(rewrite);
        buffer_add_char(&rewrite->out, c);
        rewrite->at++;
        rewrite->depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        if (rewrite->depth == 0)
            break;
    }
}

enum status json_document_tolerant(const char *name, const char *bytes, size_t length, struct value_document **out,
                                   struct error *err)
{
    enum status status = json_document(name, bytes, length, JSON_TWINS_TAKEN, out, err);
    if (status == STATUS_OK || length > NATIVE_SIZE_LIMIT)
        return status;
    struct rewrite rewrite = {.at = bytes, .end = bytes + length};
    struct error ignored;
    rewrite_all(&rewrite);
    if (rewrite.out.length > 0 &&
        json_document(name, rewrite.out.data, rewrite.out.length, JSON_TWINS_TAKEN, out, &ignored) == STATUS_OK)
        status = STATUS_OK;
    buffer_clear(&rewrite.out);
    return status;
}
