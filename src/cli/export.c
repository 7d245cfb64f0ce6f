/*
 * export.c - export and formats: canvases to the output, into a file, or several into a folder.
 *
 * Which formats there are is the table's business (exchange.h). Invariant: a file appears whole or not at all, and nothing
 * of a picture reaches a terminal.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"

/* The format that was named, else the one of the file's extension, else `fallback`. */
static enum status choose_format(struct context *context, const char *name, const char *path, const char *fallback,
                                 const struct format **out)
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

/* What one call exports, canvas by canvas. */
struct export_work {
    const struct format *format;
    const char *layout_id;
    const char *path;             /* one file, or NULL */
    struct export_folder *folder; /* or NULL */
};

/* Text for a terminal shows its control characters; into a pipe it goes as it is. */
static enum status write_to_output(struct context *context, const struct export_work *work,
                                   const struct export_request *request)
{
    bool terminal = isatty(STDOUT_FILENO);
    if (terminal && work->format->binary)
        return error_set(&context->error, STATUS_INVALID, _("%s is nothing for a terminal: give --output FILE"),
                         work->format->name);
    struct buffer text = {0};
    enum status status = format_write(work->format, request, &text, &context->error);
    if (status == STATUS_OK && terminal)
        text_printable(&context->out, buffer_text(&text), text.length, true);
    else if (status == STATUS_OK)
        buffer_append(&context->out, buffer_text(&text), text.length);
    buffer_clear(&text);
    return status;
}

static enum status export_one(struct context *context, const struct export_work *work, const char *name)
{
    struct target target = {0};
    enum status status = target_open(context, name, TARGET_READ, &target);
    if (status == STATUS_OK)
        status = target_load(context, &target);
    struct export_request request = {.store = target.store,
                                     .session = &target.session,
                                     .snapshot = target.snapshot,
                                     .language = context->language,
                                     .layout_id = work->layout_id};
    if (status == STATUS_OK && work->folder) {
        char *path = export_folder_place(work->folder, work->format, target.snapshot->title);
        status = export_to_file(work->format, &request, path, &context->error);
        if (status == STATUS_OK) {
            print_text(&context->out, path);
            buffer_add_char(&context->out, '\n');
        }
        free(path);
    } else if (status == STATUS_OK && work->path) {
        status = export_to_file(work->format, &request, work->path, &context->error);
    } else if (status == STATUS_OK) {
        status = write_to_output(context, work, &request);
    }
    target_close(&target);
    return status;
}

static enum exit_code export_into_folder(struct context *context, struct export_work *work, const char *path,
                                         const struct arguments *arguments)
{
    struct export_folder folder;
    work->folder = &folder;
    enum status status = export_folder_open(&folder, path, &context->error);
    for (size_t i = 0; i < arguments->word_count && status == STATUS_OK; i++)
        status = export_one(context, work, arguments->word[i]);
    export_folder_clear(&folder);
    if (status == STATUS_OK)
        return EXIT_DONE;
    enum exit_code result = fail(context);
    if (context->out.length > 0) { /* which main() does not print after a failure */
        buffer_printf(&context->notices, _("nonet: the canvases before it are written:"));
        buffer_add_char(&context->notices, '\n');
        buffer_append(&context->notices, context->out.data, context->out.length);
    }
    return result;
}

static bool is_folder(const char *path)
{
    struct stat state;
    size_t length = strlen(path);
    return (length > 0 && path[length - 1] == '/') || (stat(path, &state) == 0 && S_ISDIR(state.st_mode));
}

enum exit_code command_export(struct context *context, const struct arguments *arguments)
{
    const char *path = arguments_value(arguments, "output"), *name = arguments_value(arguments, "format");
    struct export_work work = {.layout_id = arguments_value(arguments, "layout")};
    if (path && strcmp(path, "-") == 0)
        path = NULL;
    bool several = arguments->word_count > 1, folder = path && (several || is_folder(path));
    if (several && !path)
        return fail_usage(command_find("export"), _("several canvases need --output FOLDER"));
    enum status status = choose_format(context, name, folder ? NULL : path, path && !folder ? NULL : "json", &work.format);
    if (status != STATUS_OK)
        return fail(context);
    if (folder)
        return export_into_folder(context, &work, path, arguments);
    work.path = path;
    return export_one(context, &work, arguments->word[0]) == STATUS_OK ? EXIT_DONE : fail(context);
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
        print_column(&context->out, formats[i].name, 15);
        buffer_printf(&context->out, "%s%-7s", *extension ? "." : " ", extension);
        print_column(&context->out, formats[i].read ? _("reads") : "-", 8);
        print_column(&context->out, formats[i].write ? _("writes") : "-", 8);
        print_text(&context->out, _(formats[i].title));
        buffer_add_char(&context->out, '\n');
    }
    if (array)
        print_json(&context->out, array);
    return EXIT_DONE;
}
