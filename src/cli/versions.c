/*
 * versions.c - version, versions: names for moments of a canvas.
 *
 * Not here: CANVAS@VERSION (context.c) and bringing one back (canvases.c).
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

static enum status name_version(struct context *context, const struct arguments *arguments)
{
    struct target target;
    bool remove = arguments_given(arguments, "remove");
    enum status status = target_open_version(context, arguments->word[0], &target);
    if (status == STATUS_OK && remove && target.moment)
        status = error_set(&context->error, STATUS_INVALID,
                           _("name the canvas, and the version behind it: nonet version CANVAS NAME --remove"));
    if (status == STATUS_OK && remove)
        status = canvas_version_remove(target.store, &target.session, target.canvas_id, arguments->word[1],
                                       &context->error);
    else if (status == STATUS_OK)
        status = canvas_version_name(target.store, &target.session, target.canvas_id, arguments->word[1],
                                     target.moment, arguments_given(arguments, "replace"), &context->error);
    target_close(&target);
    return status;
}

enum exit_code command_version(struct context *context, const struct arguments *arguments)
{
    if (arguments_given(arguments, "replace") && arguments_given(arguments, "remove"))
        return fail_usage(command_find("version"), _("give --replace or --remove, not both"));
    return name_version(context, arguments) == STATUS_OK ? EXIT_DONE : fail(context);
}

static void versions_json(struct buffer *out, const struct version *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        json_object_set_new(object, "name", json_safe(list[i].name));
        json_object_set_new(object, "at", json_time(list[i].at));
        json_object_set_new(object, "named", json_time(list[i].named));
        json_object_set_new(object, "actor", json_safe(list[i].actor));
        json_object_set_new(object, "moment", json_safe(list[i].moment));
        json_array_append_new(array, object);
    }
    print_json(out, array);
}

static void versions_table(struct buffer *out, const struct version *list, size_t count)
{
    int name = 0;
    for (size_t i = 0; i < count; i++) {
        int cells = text_cells_of(list[i].name, TEXT_NARROW);
        if (cells > name)
            name = cells > 40 ? 40 : cells;
    }
    for (size_t i = 0; i < count; i++) {
        char at[40];
        time_format_local(list[i].at, at, sizeof at);
        buffer_printf(out, "%s  ", at);
        print_column(out, list[i].name, name);
        buffer_add(out, "  ");
        print_text(out, list[i].actor);
        buffer_add_char(out, '\n');
    }
}

enum exit_code command_versions(struct context *context, const struct arguments *arguments)
{
    struct target target;
    struct version *list = NULL;
    size_t count = 0;
    bool json = arguments_given(arguments, "json");
    enum status status = target_open(context, arguments->word[0], TARGET_NOW, &target);
    if (status == STATUS_OK)
        status = canvas_versions(target.store, &target.session, target.canvas_id, &list, &count, &context->error);
    if (status == STATUS_OK)
        (json ? versions_json : versions_table)(&context->out, list, count);
    if (status == STATUS_OK && count == 0 && !json)
        say_nothing(context, _("no moment of this canvas has a name: nonet version CANVAS NAME gives one"));
    canvas_versions_free(list, count);
    target_close(&target);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}
