/*
 * read_yaml.c - YAML in which keys name blocks, as biz-dev-ops keeps its models.
 *
 * libyaml parses; its events are written down as the JSON that read_blocks.c understands. All scalars are texts. Aliases
 * are refused: they are not needed here, and a few of them can stand for more memory than there is.
 */
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "json_tolerant.h"
#include "nonet/message.h"

#define YAML_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define VALUES_MAX ((size_t)1000000)

struct level {
    bool object, filled;
    bool has_key; /* of an object: a key stands there, its value comes next */
};

struct builder {
    struct level level[NATIVE_DEPTH_LIMIT];
    size_t depth, values;
    struct buffer json;
};

/* What stands before a value in the innermost container. False: it is a second value at the top. */
static bool begin(struct builder *builder)
{
    if (builder->depth == 0)
        return builder->json.length == 0;
    struct level *level = &builder->level[builder->depth - 1];
    if (level->has_key)
        level->has_key = false;
    else
        buffer_append(&builder->json, ",", level->filled);
    level->filled = true;
    return true;
}

static void read_scalar(struct builder *builder, const char *text, bool plain)
{
    struct level *level = builder->depth > 0 ? &builder->level[builder->depth - 1] : NULL;
    bool key = level && level->object && !level->has_key;
    if (!begin(builder))
        return;
    if (plain && !key && (!*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0))
        buffer_add(&builder->json, "null");
    else
        json_compact_text(&builder->json, text);
    if (key) {
        buffer_add_char(&builder->json, ':');
        level->has_key = true;
    }
}

enum fault { FAULT_NONE, FAULT_MANY, FAULT_DEEP, FAULT_SHAPE, FAULT_ALIAS };

/* FAULT_SHAPE: a second one at the top, or a key. */
static enum fault open_container(struct builder *builder, bool object)
{
    const struct level *level = builder->depth > 0 ? &builder->level[builder->depth - 1] : NULL;
    bool key = level && level->object && !level->has_key;
    if (builder->depth == NATIVE_DEPTH_LIMIT)
        return FAULT_DEEP;
    if (key || !begin(builder))
        return FAULT_SHAPE;
    buffer_add_char(&builder->json, object ? '{' : '[');
    builder->level[builder->depth++] = (struct level){.object = object};
    return FAULT_NONE;
}

static void close_container(struct builder *builder)
{
    if (builder->depth > 0)
        buffer_add_char(&builder->json, builder->level[--builder->depth].object ? '}' : ']');
}

static enum fault take_event(struct builder *builder, const yaml_event_t *event)
{
    if (++builder->values > VALUES_MAX)
        return FAULT_MANY;
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return FAULT_ALIAS;
    case YAML_SCALAR_EVENT:
        read_scalar(builder, (const char *)event->data.scalar.value,
                    event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE);
        return FAULT_NONE;
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return open_container(builder, event->type == YAML_MAPPING_START_EVENT);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_container(builder);
        return FAULT_NONE;
    default:
        return FAULT_NONE;
    }
}

static enum status refuse(enum fault fault, const char *name, const yaml_mark_t *at, struct error *err)
{
    size_t line = at->line + 1, column = at->column + 1;
    switch (fault) {
    case FAULT_MANY:
        return error_set(err, STATUS_INVALID, _("%s:%zu:%zu: up to here more than %zu values: split the file"), name, line,
                         column, VALUES_MAX);
    case FAULT_DEEP:
        return error_set(err, STATUS_INVALID, _("%s:%zu:%zu: nested too deeply: more than %d levels"), name, line, column,
                         NATIVE_DEPTH_LIMIT);
    case FAULT_SHAPE:
        return error_set(err, STATUS_INVALID, _("%s:%zu:%zu: it is nested in a way that no canvas is"), name, line, column);
    case FAULT_ALIAS:
        return error_set(err, STATUS_INVALID, _("%s:%zu:%zu: it has aliases (*name), which are not followed"), name, line,
                         column);
    case FAULT_NONE:
        break;
    }
    return STATUS_OK;
}

static enum status build(const struct source *source, struct builder *builder, struct error *err)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return error_set(err, STATUS_IO, _("there is not enough memory"));
    yaml_parser_set_input_string(&parser, (const unsigned char *)source->bytes, source->length);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    enum status status = STATUS_OK;
    for (bool end = false; !end && status == STATUS_OK;) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            status = error_set(err, STATUS_INVALID, _("%s:%zu:%zu: this is not YAML: %s"), source->name,
                               parser.problem_mark.line + 1, parser.problem_mark.column + 1,
                               parser.problem ? parser.problem : "?");
            break;
        }
        status = refuse(take_event(builder, &event), source->name, &event.start_mark, err);
        end = event.type == YAML_STREAM_END_EVENT || event.type == YAML_NO_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return status;
}

enum status read_yaml(const struct source *source, struct document *out, struct error *err)
{
    if (source->length > YAML_BYTES_MAX)
        return error_set(err, STATUS_INVALID, _("%s: the file is too large: at most %d MB can be read"), source->name,
                         (int)(YAML_BYTES_MAX / (1024 * 1024)));
    struct builder builder = {0};
    struct value_document *document = NULL;
    enum status status = build(source, &builder, err);
    if (status == STATUS_OK && builder.json.length > 0) /* of comments alone: nothing */
        status = json_document(source->name, builder.json.data, builder.json.length, JSON_TWINS_TAKEN, &document, err);
    if (status == STATUS_OK)
        status = blocks_of_value(source, document ? value_document_root(document) : NULL, out, err);
    value_document_free(document);
    buffer_clear(&builder.json);
    return status;
}
