/*
 * files.c - export, formats, and the care of the store: backup, restore-backup, doctor.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* The format that was named, else the one of the file's extension, else `fallback`. */
static enum status choose_format(struct context *context, const char *name, const char *path,
                                 const char *fallback, const struct format **out)
{
    *out = NULL;
    if (name)
        *out = format_by_name(name);
    else if (path)
        *out = format_by_path(path);
    if (!*out && !name && fallback)
        *out = format_by_name(fallback);
    if (!*out)
        return error_set(&context->error, STATUS_INVALID,
                         name ? _("unknown format “%s”: nonet formats lists them")
                              : _("%s: the format cannot be told from the name: give --format"),
                         name ? name : path);
    if (!(*out)->write)
        return error_set(&context->error, STATUS_INVALID, _("the format %s can be read, not written"), (*out)->name);
    return STATUS_OK;
}

/* ---- export ------------------------------------------------------------------------------------- */

static enum status write_target(struct context *context, const struct format *format, const struct target *target)
{
    struct export_request request = {.store = target->store,
                                     .session = &target->session,
                                     .snapshot = target->snapshot,
                                     .language = context->language};
    return format_write(format, &request, &context->out, &context->error);
}

enum exit_code command_export(struct context *context, const struct arguments *arguments)
{
    const char *path = arguments_value(arguments, "output");
    const struct format *format;
    struct target target = {0};
    enum status status = choose_format(context, arguments_value(arguments, "format"), path,
                                       path ? NULL : "json", &format);
    if (status == STATUS_OK)
        status = target_open(context, arguments->word[0], TARGET_READ, &target);
    if (status == STATUS_OK)
        status = target_load(context, &target);
    if (status == STATUS_OK)
        status = write_target(context, format, &target);
    if (status == STATUS_OK && path) {
        status = file_write(path, buffer_text(&context->out), context->out.length, &context->error);
        buffer_reset(&context->out);
    }
    target_close(&target);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_formats(struct context *context, const struct arguments *arguments)
{
    size_t count;
    const struct format *formats = format_list(&count);
    json_t *array = arguments_given(arguments, "json") ? json_array() : NULL;
    for (size_t i = 0; i < count; i++) {
        char extension[16];
        format_extension(&formats[i], extension, sizeof extension);
        if (array) {
            json_t *object = json_object();
            json_object_set_new(object, "name", json_string(formats[i].name));
            json_object_set_new(object, "extension", json_string(extension));
            json_object_set_new(object, "read", json_boolean(formats[i].read));
            json_object_set_new(object, "write", json_boolean(formats[i].write));
            json_array_append_new(array, object);
            continue;
        }
        print_column(&context->out, formats[i].name, 8);
        buffer_printf(&context->out, ".%-7s", extension);
        print_column(&context->out, formats[i].read ? _("reads") : "-", 8);
        print_column(&context->out, formats[i].write ? _("writes") : "-", 8);
        print_text(&context->out, _(formats[i].title));
        buffer_add_char(&context->out, '\n');
    }
    if (array)
        print_json(&context->out, array);
    return EXIT_DONE;
}

/* ---- care of the store -------------------------------------------------------------------------- */

enum exit_code command_backup(struct context *context, const struct arguments *arguments)
{
    enum status status = context_store_as_it_is(context);
    if (status == STATUS_OK)
        status = store_backup(context->store, arguments->word[0], &context->error);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_restore_backup(struct context *context, const struct arguments *arguments)
{
    char *path, *kept = NULL;
    enum status status = context_store_path(context, &path);
    if (status != STATUS_OK)
        return fail(context);
    status = file_make_parents(path, &context->error);
    if (status == STATUS_OK)
        status = store_restore_backup(path, arguments->word[0], &canvas_schema, &kept, &context->error);
    if (status == STATUS_OK && kept) {
        buffer_printf(&context->out, "%s ", _("the store until now is kept as"));
        print_text(&context->out, kept);
        buffer_add_char(&context->out, '\n');
    }
    free(kept);
    free(path);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_doctor(struct context *context, const struct arguments *arguments)
{
    struct buffer report = {0};
    enum status status = context_store_as_it_is(context);
    if (status == STATUS_OK)
        status = store_check(context->store, arguments_given(arguments, "rebuild"), &report, &context->error);
    if (status == STATUS_OK)
        buffer_printf(&context->out, "%s\n", _("the store is sound"));
    else
        text_printable(&context->notices, buffer_text(&report), report.length, true);
    buffer_clear(&report);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}
