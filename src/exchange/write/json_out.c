/*
 * json_out.c - writes JSON as it is told. Invariant: what was opened and closed in pairs is one valid document.
 */
#include "json_out.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/text.h"

#define COMPACT (-1) /* instead of an indentation: no blank at all */

static void add_string(struct buffer *out, const char *text)
{
    static const char hex[] = "0123456789ABCDEF";
    buffer_add_char(out, '"');
    for (const char *run = text; *text; run = text) {
        while ((unsigned char)*text >= ' ' && *text != '"' && *text != '\\')
            text++;
        text_json(out, run, (size_t)(text - run));
        const char *names = "\"\"\\\\\bb\ff\nn\rr\tt", *name = names;
        if (!*text)
            break;
        while (*name && *name != *text)
            name += 2;
        buffer_add_char(out, '\\');
        if (*name) {
            buffer_add_char(out, name[1]);
        } else {
            buffer_add(out, "u00");
            buffer_add_char(out, hex[(unsigned char)*text >> 4]);
            buffer_add_char(out, hex[*text & 15]);
        }
        text++;
    }
    buffer_add_char(out, '"');
}

/* What stands before a value: a comma, its line, its key. */
static void begin(struct json_out *json, const char *key)
{
    if (json->depth == 0)
        return;
    int at = json->depth - 1;
    buffer_append(json->out, ",\n", json->filled[at] ? 2 : 0);
    if (!json->filled[at])
        buffer_add_char(json->out, '\n');
    json->filled[at] = true;
    buffer_add_spaces(json->out, 2 * json->depth);
    if (!key)
        return;
    if (json->keys[at] < JSON_OUT_KEYS)
        json->key[at][json->keys[at]++] = key;
    add_string(json->out, key);
    buffer_append(json->out, ": ", 2);
}

void json_out_open(struct json_out *json, const char *key, char bracket)
{
    begin(json, key);
    buffer_add_char(json->out, bracket);
    if (json->depth == JSON_OUT_DEPTH)
        abort(); /* nothing of ours nests so deep */
    json->filled[json->depth] = false;
    json->keys[json->depth++] = 0;
}

void json_out_close(struct json_out *json, char bracket)
{
    if (json->filled[--json->depth]) {
        buffer_add_char(json->out, '\n');
        buffer_add_spaces(json->out, 2 * json->depth);
    }
    buffer_add_char(json->out, bracket);
}

void json_out_text(struct json_out *json, const char *key, const char *text)
{
    begin(json, key);
    size_t length = strlen(text);
    if (text_is_valid(text, length)) {
        add_string(json->out, text);
        return;
    }
    struct buffer repaired = {0};
    text_repair(&repaired, text, length);
    add_string(json->out, buffer_text(&repaired));
    buffer_clear(&repaired);
}

void json_out_number(struct json_out *json, const char *key, long long number)
{
    char digits[24];
    begin(json, key);
    int length = snprintf(digits, sizeof digits, "%lld", number);
    buffer_append(json->out, digits, (size_t)length);
}

void json_out_id(struct json_out *json, const char *key, int64_t id)
{
    char text[17];
    id_text(id, text);
    json_out_text(json, key, text);
}

void json_out_time(struct json_out *json, const char *key, int64_t ms)
{
    char text[40];
    time_format_utc(ms, text, sizeof text);
    json_out_text(json, key, text);
}

void json_compact_text(struct buffer *out, const char *text)
{
    add_string(out, text);
}

static void add_scalar(struct buffer *out, const struct value *value)
{
    static const char *const words[] = {[VALUE_NULL] = "null", [VALUE_FALSE] = "false", [VALUE_TRUE] = "true"};
    if (value->kind == VALUE_INTEGER)
        buffer_printf(out, "%" PRId64, value->integer);
    else if (value->kind == VALUE_REAL)
        buffer_append(out, value->text, value->count);
    else if (value->kind == VALUE_TEXT)
        add_string(out, value->text);
    else
        buffer_add(out, words[value->kind]);
}

static void begin_line(struct buffer *out, int indent)
{
    if (indent == COMPACT)
        return;
    buffer_add_char(out, '\n');
    buffer_add_spaces(out, indent);
}

/* The depth was bounded when the value was read. */
static void add_value(struct buffer *out, const struct value *value, int indent)
{
    bool array = value->kind == VALUE_ARRAY;
    int inside = indent == COMPACT ? COMPACT : indent + 2;
    if (!array && value->kind != VALUE_OBJECT) {
        add_scalar(out, value);
        return;
    }
    buffer_add_char(out, array ? '[' : '{');
    for (size_t i = 0; i < value->count; i++) {
        buffer_append(out, ",", i > 0);
        begin_line(out, inside);
        if (!array) {
            add_string(out, value->item[i].key);
            buffer_add(out, indent == COMPACT ? ":" : ": ");
        }
        add_value(out, &value->item[i], inside);
    }
    if (value->count > 0)
        begin_line(out, indent);
    buffer_add_char(out, array ? ']' : '}');
}

void json_out_value(struct json_out *json, const char *key, const struct value *value)
{
    begin(json, key);
    add_value(json->out, value, 2 * json->depth);
}

void json_compact(struct buffer *out, const struct value *value)
{
    add_value(out, value, COMPACT);
}

bool json_out_has(const struct json_out *json, const char *key)
{
    int at = json->depth - 1;
    for (int i = 0; at >= 0 && i < json->keys[at]; i++)
        if (strcmp(json->key[at][i], key) == 0)
            return true;
    return false;
}
