/*
 * output.c - how the command line writes: safe text, columns, JSON.
 *
 * Invariant: a user's text goes out through text_printable() or as JSON, never raw.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli.h"

#define COLUMNS_DEFAULT 80
#define COLUMNS_MAX 1000

void print_text(struct buffer *out, const char *text)
{
    for (size_t at = 0, length = strlen(text); at < length;) {
        size_t line = strcspn(text + at, "\n");
        text_printable(out, text + at, line, false);
        at += line;
        if (text[at] == '\n') {
            buffer_add_char(out, ' ');
            at++;
        }
    }
}

void print_column(struct buffer *out, const char *text, int cells)
{
    struct buffer safe = {0};
    print_text(&safe, text);
    const char *data = buffer_text(&safe);
    int used = text_cells(data, safe.length, TEXT_NARROW);
    if (used > cells) {
        size_t start = out->length;
        text_elide(out, data, safe.length, cells, TEXT_NARROW);
        used = text_cells(out->data + start, out->length - start, TEXT_NARROW);
    } else {
        buffer_add(out, data);
    }
    buffer_add_spaces(out, cells - used);
    buffer_clear(&safe);
}

/* Jansson hands over whole characters. */
static int append_bytes(const char *bytes, size_t length, void *buffer)
{
    text_json(buffer, bytes, length);
    return 0;
}

void print_json(struct buffer *out, json_t *document)
{
    json_dump_callback(document, append_bytes, out, JSON_INDENT(2));
    buffer_add_char(out, '\n');
    json_decref(document);
}

json_t *json_id(int64_t id)
{
    char text[17];
    id_text(id, text);
    return json_string(text);
}

json_t *json_time(int64_t ms)
{
    char text[40];
    time_format_utc(ms, text, sizeof text);
    return json_string(text);
}

json_t *json_safe(const char *text)
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

json_t *json_texts(char *const *texts, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(list, json_safe(texts[i]));
    return list;
}

void say_nothing(struct context *context, const char *sentence)
{
    if (isatty(STDERR_FILENO))
        buffer_printf(&context->notices, "%s\n", sentence);
}

int terminal_columns(void)
{
    static const int descriptors[] = {STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO};
    const char *wanted = getenv("COLUMNS");
    long columns = wanted ? strtol(wanted, NULL, 10) : 0;
    struct winsize size;
    for (size_t i = 0; i < COUNT_OF(descriptors) && columns <= 0; i++)
        if (ioctl(descriptors[i], TIOCGWINSZ, &size) == 0)
            columns = size.ws_col;
    if (columns <= 0)
        return COLUMNS_DEFAULT;
    return columns > COLUMNS_MAX ? COLUMNS_MAX : (int)columns;
}
