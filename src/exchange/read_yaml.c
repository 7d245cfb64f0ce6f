/*
 * read_yaml.c - YAML in which keys name blocks, as biz-dev-ops keeps its models.
 *
 * libyaml parses; its events become the JSON value that read_blocks.c understands. All scalars are texts. Aliases are
 * refused: they are not needed here, and a few of them can stand for more memory than there is.
 */
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "json_tolerant.h"
#include "nonet/message.h"

#define YAML_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define VALUES_MAX ((size_t)1000000)

struct level {
    json_t *value; /* a list or an object; the document holds it */
    char *key;     /* of an object: the key whose value comes next, or NULL */
};

struct builder {
    struct level level[NATIVE_DEPTH_LIMIT];
    size_t depth, values;
    json_t *root;
};

/* Hangs a value into the innermost container; takes the reference. */
static void hang(struct builder *builder, json_t *value)
{
    if (builder->depth == 0) {
        if (!builder->root)
            builder->root = value;
        else
            json_decref(value);
        return;
    }
    struct level *level = &builder->level[builder->depth - 1];
    if (json_is_array(level->value)) {
        json_array_append_new(level->value, value);
    } else if (level->key) {
        json_object_set_new(level->value, level->key, value);
        free(level->key);
        level->key = NULL;
    } else { /* a list or a mapping as a key: it means nothing here */
        json_decref(value);
        level->key = memory_copy_text("");
    }
}

static void read_scalar(struct builder *builder, const char *text, size_t length, bool plain)
{
    struct level *level = builder->depth > 0 ? &builder->level[builder->depth - 1] : NULL;
    if (level && json_is_object(level->value) && !level->key) {
        level->key = memory_copy_bytes(text, strnlen(text, length));
        return;
    }
    bool none = plain && (length == 0 || (length == 1 && *text == '~') || (length == 4 && memcmp(text, "null", 4) == 0));
    json_t *value = none ? json_null() : json_stringn(text, strnlen(text, length));
    hang(builder, value ? value : json_null());
}

/* False: too deep. A container is hung where it belongs at once, so that it is freed with the whole. */
static bool open_container(struct builder *builder, json_t *value)
{
    bool key = builder->depth > 0 && json_is_object(builder->level[builder->depth - 1].value) &&
               !builder->level[builder->depth - 1].key;
    if (builder->depth == NATIVE_DEPTH_LIMIT || key || (builder->depth == 0 && builder->root)) {
        json_decref(value);
        return false;
    }
    hang(builder, value);
    builder->level[builder->depth++] = (struct level){.value = value};
    return true;
}

static void close_container(struct builder *builder)
{
    if (builder->depth > 0)
        free(builder->level[--builder->depth].key);
}

/* NULL, or what is wrong with this event. */
static const char *take_event(struct builder *builder, const yaml_event_t *event)
{
    if (++builder->values > VALUES_MAX)
        return N_("there are too many values in it");
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        return N_("it has aliases (*name), which are not followed");
    case YAML_SCALAR_EVENT:
        read_scalar(builder, (const char *)event->data.scalar.value, event->data.scalar.length,
                    event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE);
        return NULL;
    case YAML_SEQUENCE_START_EVENT:
        return open_container(builder, json_array()) ? NULL : N_("it is nested too deeply, or in a way that no canvas is");
    case YAML_MAPPING_START_EVENT:
        return open_container(builder, json_object()) ? NULL : N_("it is nested too deeply, or in a way that no canvas is");
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close_container(builder);
        return NULL;
    default:
        return NULL;
    }
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
        const char *wrong = take_event(builder, &event);
        if (wrong)
            status = error_set(err, STATUS_INVALID, "%s:%zu:%zu: %s", source->name, event.start_mark.line + 1,
                               event.start_mark.column + 1, _(wrong));
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
    enum status status = build(source, &builder, err);
    while (builder.depth > 0)
        close_container(&builder);
    if (status == STATUS_OK)
        status = blocks_of_value(source, builder.root, out, err);
    json_decref(builder.root);
    return status;
}
