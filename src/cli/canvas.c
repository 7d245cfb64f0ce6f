/*
 * canvas.c - canvas: the title, tags and facets of a canvas as a whole.
 *
 * Not here: its notes (notes.c) and lists of canvases (canvases.c). Each call is one action, so that one `undo` takes
 * all of it back.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static void show_canvas(struct context *context, const struct snapshot *snapshot)
{
    struct buffer *out = &context->out;
    enum language language = context->language;
    buffer_printf(out, "%lld  ", (long long)snapshot->number);
    print_text(out, snapshot->title);
    buffer_printf(out, "  %s\n", snapshot->template->title.text[language]);
    for (size_t i = 0; i < snapshot->tag_count; i++) {
        buffer_add_char(out, '#');
        print_text(out, snapshot->tag[i]);
        buffer_add_char(out, '\n');
    }
    for (size_t i = 0; i < snapshot->facet_count; i++) {
        print_text(out, snapshot->facet[i].key);
        buffer_add_char(out, '=');
        print_text(out, snapshot->facet[i].value);
        buffer_add_char(out, '\n');
    }
}

static void canvas_json(struct context *context, const struct snapshot *snapshot)
{
    json_t *object = json_object(), *facets = json_object();
    json_object_set_new(object, "number", json_integer(snapshot->number));
    json_object_set_new(object, "id", json_id(snapshot->canvas_id));
    json_object_set_new(object, "title", json_safe(snapshot->title));
    json_object_set_new(object, "template", json_safe(snapshot->template->id));
    json_object_set_new(object, "tags", json_texts(snapshot->tag, snapshot->tag_count));
    for (size_t i = 0; i < snapshot->facet_count; i++)
        json_object_set_new(facets, snapshot->facet[i].key, json_safe(snapshot->facet[i].value));
    json_object_set_new(object, "facets", facets);
    print_json(&context->out, object);
}

static enum status set_facet(struct context *context, const struct target *target, const char *pair)
{
    char *key, *value;
    enum status status = facet_of_pair(context, target->snapshot->template, FACETS_OF_CANVAS, pair, &key, &value);
    if (status != STATUS_OK)
        return status;
    status = canvas_set_facet(target->store, &target->session, target->canvas_id, key, value, &context->error);
    free(key);
    free(value);
    return status;
}

static enum status change_canvas(struct context *context, const struct target *target,
                                 const struct arguments *arguments)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < arguments->value_count && status == STATUS_OK; i++) {
        const char *name = arguments->value[i].name, *value = arguments->value[i].value;
        if (strcmp(name, "title") == 0)
            status = canvas_rename(target->store, &target->session, target->canvas_id, value, &context->error);
        else if (strcmp(name, "tag") == 0 || strcmp(name, "untag") == 0)
            status = canvas_set_tag(target->store, &target->session, target->canvas_id, value, name[0] == 't',
                                    &context->error);
        else if (strcmp(name, "set") == 0)
            status = set_facet(context, target, value);
    }
    return status;
}

enum exit_code command_canvas(struct context *context, const struct arguments *arguments)
{
    bool json = arguments_given(arguments, "json");
    bool changes = arguments->value_count > (json ? 1 : 0);
    struct target target;
    enum status status =
        target_open(context, arguments->word[0], changes ? TARGET_WRITE : TARGET_READ, &target);
    if (status == STATUS_OK)
        status = target_load(context, &target);
    if (status == STATUS_OK && changes) {
        status = canvas_group_begin(target.store, &target.session, target.canvas_id, "canvas_edit", &context->error);
        if (status == STATUS_OK) {
            struct error ending;
            status = change_canvas(context, &target, arguments);
            enum status end = canvas_group_end(target.store, status == STATUS_OK, &ending);
            if (status == STATUS_OK && end != STATUS_OK) {
                context->error = ending;
                status = end;
            }
        }
    } else if (status == STATUS_OK && json) {
        canvas_json(context, target.snapshot);
    } else if (status == STATUS_OK) {
        show_canvas(context, target.snapshot);
    }
    target_close(&target);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}
