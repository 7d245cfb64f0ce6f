/*
 * json.c - JSON documents: limits for those from outside, places in a file, texts in two languages; writing them.
 *
 * The canvas's own reader (nonet/value.h) parses, jansson writes. Invariant: nothing here trusts the bytes it is given,
 * and a message about a wrong value names its line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "nonet/message.h"

/* Line ends first: of most lines nothing but their end matters. */
static void advance(struct json_cursor *cursor, const char *bytes, size_t to)
{
    const char *end;
    while (cursor->at < to && (end = memchr(bytes + cursor->at, '\n', to - cursor->at)) != NULL) {
        cursor->line++;
        cursor->column = 1;
        cursor->at = (size_t)(end - bytes) + 1;
    }
    for (; cursor->at < to; cursor->at++)
        cursor->column += ((unsigned char)bytes[cursor->at] & 0xC0) != 0x80;
}

static size_t skip_mark(const char *bytes, size_t length)
{
    return length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

enum status json_document(const char *name, const char *bytes, size_t length, enum json_twins twins,
                          struct value_document **out, struct error *err)
{
    *out = NULL;
    if (length > NATIVE_SIZE_LIMIT)
        return error_set(err, STATUS_INVALID, _("%s: the file is too large: at most %d MB can be read"), name,
                         (int)(NATIVE_SIZE_LIMIT / (1024 * 1024)));
    size_t mark = skip_mark(bytes, length);
    bytes += mark;
    length -= mark;
    struct value_limits limits = {.depth = NATIVE_DEPTH_LIMIT, .values = JSON_VALUES_MAX, .twins = twins == JSON_TWINS_TAKEN};
    struct value_wrong wrong;
    *out = value_document_parse(bytes, length, &limits, &wrong);
    if (*out)
        return STATUS_OK;
    struct json_cursor place = JSON_CURSOR_START;
    advance(&place, bytes, wrong.offset);
    if (wrong.many)
        return error_set(err, STATUS_INVALID, _("%s:%zu:%zu: up to here more than %zu values: split the file"), name,
                         place.line, place.column, JSON_VALUES_MAX);
    if (!wrong.message)
        return error_set(err, STATUS_INVALID, _("%s:%zu:%zu: nested too deeply: more than %d levels"), name, place.line,
                         place.column, NATIVE_DEPTH_LIMIT);
    return error_set(err, STATUS_INVALID, _("%s:%zu:%zu: this is not JSON: %s"), name, place.line, place.column,
                     _(wrong.message));
}

void json_place(struct json_cursor *cursor, const char *bytes, size_t length, const struct value *value)
{
    size_t mark = skip_mark(bytes, length);
    advance(cursor, bytes + mark, value && value->offset < length - mark ? value->offset : 0);
}

const char *json_text(const struct value *value, enum language language)
{
    if (!value_is(value, VALUE_OBJECT))
        return value_text(value);
    const char *text = value_text(value_member(value, language_code(language)));
    if (text && *text)
        return text;
    return value_text(value_member(value, language_code(language_other(language))));
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
    char text[17];
    id_text(id, text);
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

/* Jansson hands over whole characters. */
static int append_bytes(const char *bytes, size_t length, void *buffer)
{
    text_json(buffer, bytes, length);
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
