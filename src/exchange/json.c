/*
 * json.c - JSON documents: limits for those from outside, places in a file, texts in two languages; writing them.
 *
 * jansson parses; what it lacks is here: a bound on nesting, and where in the file a value stands, so that a
 * message about a wrong value names its line. Invariant: nothing here trusts the bytes it is given.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "nonet/message.h"

static void place_of(const char *bytes, size_t at, size_t *line, size_t *column)
{
    *line = 1;
    *column = 1;
    for (size_t i = 0; i < at; i++) {
        if (bytes[i] == '\n') {
            ++*line;
            *column = 1;
        } else if (((unsigned char)bytes[i] & 0xC0) != 0x80) {
            ++*column;
        }
    }
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static size_t skip_blank(const char *bytes, size_t length, size_t at)
{
    while (at < length && is_blank(bytes[at]))
        at++;
    return at;
}

/* `at` stands on the opening quote; the result stands behind the closing one. */
static size_t skip_string(const char *bytes, size_t length, size_t at)
{
    for (at++; at < length && bytes[at] != '"'; at++)
        if (bytes[at] == '\\')
            at++;
    return at < length ? at + 1 : length;
}

/* The offset where nesting passes the limit, or `length`. */
static size_t find_too_deep(const char *bytes, size_t length)
{
    int depth = 0;
    for (size_t i = 0; i < length; i++) {
        char c = bytes[i];
        if (c == '"') {
            i = skip_string(bytes, length, i) - 1;
        } else if (c == '{' || c == '[') {
            if (++depth > NATIVE_DEPTH_LIMIT)
                return i;
        } else if (c == '}' || c == ']') {
            depth--;
        }
    }
    return length;
}

enum status json_document(const char *name, const char *bytes, size_t length, json_t **out, struct error *err)
{
    *out = NULL;
    if (length > NATIVE_SIZE_LIMIT)
        return error_set(err, STATUS_INVALID, _("%s: the file is too large: at most %d MB can be read"), name,
                         (int)(NATIVE_SIZE_LIMIT / (1024 * 1024)));
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    size_t deep = find_too_deep(bytes, length);
    if (deep < length) {
        size_t line, column;
        place_of(bytes, deep, &line, &column);
        return error_set(err, STATUS_INVALID, _("%s:%zu:%zu: nested too deeply: more than %d levels"), name, line,
                         column, NATIVE_DEPTH_LIMIT);
    }
    json_error_t problem;
    *out = json_loadb(bytes, length, 0, &problem);
    if (*out)
        return STATUS_OK;
    struct buffer shown = {0}; /* it quotes the file, cut anywhere */
    text_printable(&shown, problem.text, strlen(problem.text), false);
    enum status status =
        error_set(err, STATUS_INVALID, _("%s:%d:%d: this is not JSON: %s"), name, problem.line > 0 ? problem.line : 1,
                  problem.column > 0 ? problem.column : 1, buffer_text(&shown));
    buffer_clear(&shown);
    return status;
}

/* Behind the value that begins at `at`. */
static size_t skip_value(const char *bytes, size_t length, size_t at)
{
    int depth = 0;
    while (at < length) {
        char c = bytes[at];
        if (c == '"') {
            at = skip_string(bytes, length, at);
        } else if (c == '{' || c == '[') {
            depth++;
            at++;
        } else if (c == '}' || c == ']') {
            if (depth == 0)
                return at;
            depth--;
            at++;
        } else if (depth == 0 && (c == ',' || is_blank(c))) {
            return at;
        } else {
            at++;
            continue;
        }
        if (depth == 0)
            return at;
    }
    return length;
}

/* From a container at `at` to the value that one step leads to; false if there is none. Keys are compared as
 * they are written: an escaped one is not found, and the place is then that of the container. */
static bool take_step(const char *bytes, size_t length, size_t *at, const struct json_step *step)
{
    size_t i = *at;
    if (i >= length || bytes[i] != (step->key ? '{' : '['))
        return false;
    i++;
    for (size_t index = 0;; index++) {
        i = skip_blank(bytes, length, i);
        if (i >= length || bytes[i] == '}' || bytes[i] == ']')
            return false;
        bool found = !step->key && index == step->index;
        if (step->key) {
            size_t end = skip_string(bytes, length, i);
            size_t size = strlen(step->key);
            found = end - i == size + 2 && memcmp(bytes + i + 1, step->key, size) == 0;
            i = skip_blank(bytes, length, end);
            i = skip_blank(bytes, length, i < length ? i + 1 : length);
        }
        if (found) {
            *at = i;
            return true;
        }
        i = skip_blank(bytes, length, skip_value(bytes, length, i));
        if (i < length && bytes[i] == ',')
            i++;
    }
}

void json_place(const char *bytes, size_t length, const struct json_step *steps, size_t step_count, size_t *line,
                size_t *column)
{
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    at = skip_blank(bytes, length, at);
    for (size_t i = 0; i < step_count && take_step(bytes, length, &at, &steps[i]); i++)
        continue;
    place_of(bytes, at < length ? at : length, line, column);
}

const char *json_text(const json_t *value, enum language language)
{
    if (!json_is_object(value))
        return json_string_value(value);
    const char *text = json_string_value(json_object_get(value, language_code(language)));
    if (text && *text)
        return text;
    return json_string_value(json_object_get(value, language_code(language_other(language))));
}

json_t *json_text_value(const char *text)
{
    json_t *value = json_string(text);
    if (value)
        return value;
    struct buffer repaired = {0};
    text_repair(&repaired, text, strlen(text));
    value = json_string(buffer_text(&repaired));
    buffer_clear(&repaired);
    return value;
}

json_t *json_id_text(int64_t id)
{
    char text[24];
    snprintf(text, sizeof text, "%016" PRIx64, (uint64_t)id);
    return json_string(text);
}

bool json_id_parse(const char *text, int64_t *id)
{
    if (!text || strlen(text) != 16 || strspn(text, "0123456789abcdef") != 16)
        return false;
    unsigned long long value = strtoull(text, NULL, 16);
    if (value == 0 || value > INT64_MAX)
        return false;
    *id = (int64_t)value;
    return true;
}

static int append_bytes(const char *bytes, size_t length, void *buffer)
{
    buffer_append(buffer, bytes, length);
    return 0;
}

enum status json_write(json_t *document, struct buffer *out, struct error *err)
{
    int failed = json_dump_callback(document, append_bytes, out, JSON_INDENT(2));
    json_decref(document);
    if (failed)
        return error_set(err, STATUS_INVALID, _("the canvas holds a text that cannot be written as JSON"));
    buffer_add_char(out, '\n');
    return STATUS_OK;
}
