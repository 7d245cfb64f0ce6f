/*
 * import.c - the command `import`: files and folders of any known format as canvases, or as notes on one.
 *
 * What was guessed, passed over or parked is said on stderr, a line each; stdout has the canvases' numbers, with
 * --dry-run the canvas as it would be. Each file is one action.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"

struct importing {
    struct context *context;
    const struct arguments *arguments;
    struct target target; /* --into: what the notes go into */
    bool into;
    json_t *done; /* --json */
};

/* The report's lines, each behind the name of its file. */
static void add_report(struct context *context, const char *path, const char *report)
{
    for (const char *at = report; *at;) {
        size_t size = strcspn(at, "\n");
        char *line = memory_copy_bytes(at, size);
        print_text(&context->notices, path);
        buffer_add(&context->notices, ": ");
        print_text(&context->notices, line);
        buffer_add_char(&context->notices, '\n');
        free(line);
        at += size + (at[size] == '\n');
    }
}

static json_t *report_lines(const char *report)
{
    json_t *lines = json_array();
    for (const char *at = report; *at;) {
        size_t size = strcspn(at, "\n");
        char *line = memory_copy_bytes(at, size);
        json_array_append_new(lines, json_safe(line));
        free(line);
        at += size + (at[size] == '\n');
    }
    return lines;
}

/* The canvas as it would be, drawn. */
static enum status draw(struct importing *importing, const struct import *import, const char *path,
                        struct store *store, int64_t canvas_id)
{
    struct context *context = importing->context;
    struct session session = session_reader(0);
    struct snapshot *snapshot;
    enum status status = snapshot_load(store, &session, canvas_id, &snapshot, &context->error);
    if (status != STATUS_OK)
        return status;
    if (importing->done) {
        json_t *object = json_object();
        json_object_set_new(object, "file", json_safe(path));
        json_object_set_new(object, "format", json_string(import_format(import)));
        json_object_set_new(object, "title", json_safe(snapshot->title));
        json_object_set_new(object, "template", json_safe(snapshot->template->id));
        json_object_set_new(object, "notes", json_integer((json_int_t)snapshot->note_count));
        json_object_set_new(object, "report", report_lines(import_report(import)));
        json_array_append_new(importing->done, object);
    } else {
        struct text_drawing how = {.width = terminal_columns(),
                                   .language = context->language,
                                   .colour = context_colour(context),
                                   .legend = true};
        canvas_draw_text(snapshot, &how, &context->out);
    }
    snapshot_free(snapshot);
    return STATUS_OK;
}

static enum status preview(struct importing *importing, const struct import *import, const char *path)
{
    struct store *store;
    int64_t canvas_id;
    enum status status = import_preview(import, &store, &canvas_id, &importing->context->error);
    if (status != STATUS_OK)
        return status;
    status = draw(importing, import, path, store, canvas_id);
    store_close(store);
    return status;
}

static enum status write(struct importing *importing, const struct import *import, const char *path)
{
    struct context *context = importing->context;
    int64_t canvas_id, number = 0, into = importing->into ? importing->target.canvas_id : 0;
    enum status status = importing->into ? STATUS_OK : context_person(context);
    if (status != STATUS_OK)
        return status;
    struct store *store = importing->into ? importing->target.store : context->store;
    struct session session = importing->into ? importing->target.session : context_session(context);
    status = import_write(import, store, &session, into, &canvas_id, &context->error);
    if (status == STATUS_OK)
        status = canvas_number(store, canvas_id, &number, &context->error);
    if (status != STATUS_OK)
        return status;
    if (importing->done) {
        json_t *object = json_object();
        json_object_set_new(object, "file", json_safe(path));
        json_object_set_new(object, "canvas", json_integer(number));
        json_object_set_new(object, "format", json_string(import_format(import)));
        json_object_set_new(object, "report", report_lines(import_report(import)));
        json_array_append_new(importing->done, object);
    } else {
        buffer_printf(&context->out, "%lld\n", (long long)number);
    }
    return STATUS_OK;
}

static enum status import_one(struct importing *importing, const char *path)
{
    struct context *context = importing->context;
    const struct arguments *arguments = importing->arguments;
    struct import_options options = {
        .format = arguments_value(arguments, "format"),
        .template_id = arguments_value(arguments, "template"),
        .template = importing->into ? importing->target.snapshot->template : NULL,
        .block = arguments_value(arguments, "block"),
        .language = context->language,
        .split = arguments_given(arguments, "split"),
        .any_file = true,
    };
    struct import *import;
    enum status status = import_open(path, &options, &import, &context->error);
    if (status != STATUS_OK)
        return status;
    status = arguments_given(arguments, "dry-run") ? preview(importing, import, path) : write(importing, import, path);
    if (status == STATUS_OK && !importing->done)
        add_report(context, path, import_report(import));
    import_close(import);
    return status;
}

/* What was done before a file failed is done: it is said, since stdout stays empty. */
static void say_what_was_read(struct importing *importing)
{
    struct context *context = importing->context;
    if (importing->into || arguments_given(importing->arguments, "dry-run"))
        return;
    buffer_printf(&context->notices, _("nonet: the files before it were read, as canvases"));
    for (size_t i = 0; i < json_array_size(importing->done); i++)
        buffer_printf(&context->notices, " %lld",
                      (long long)json_integer_value(
                          json_object_get(json_array_get(importing->done, i), "canvas")));
    for (const char *at = buffer_text(&context->out); *at; at += strcspn(at, "\n") + 1)
        buffer_printf(&context->notices, " %.*s", (int)strcspn(at, "\n"), at);
    buffer_add_char(&context->notices, '\n');
}

enum exit_code command_import(struct context *context, const struct arguments *arguments)
{
    struct importing importing = {.context = context, .arguments = arguments};
    const char *into = arguments_value(arguments, "into");
    enum status status = STATUS_OK;
    if (arguments_given(arguments, "json"))
        importing.done = json_array();
    if (into && arguments_given(arguments, "template")) {
        status = error_set(&context->error, STATUS_INVALID,
                           _("--template is for a new canvas; the one that --into names has its own"));
    } else if (into) {
        importing.into = true;
        status = target_open(context, into, TARGET_WRITE, &importing.target);
        if (status == STATUS_OK)
            status = target_load(context, &importing.target);
    } else if (arguments_given(arguments, "block") && !arguments_given(arguments, "template")) {
        status = error_set(&context->error, STATUS_INVALID, _("--block needs --into CANVAS or --template ID"));
    }
    size_t at = 0;
    for (; at < arguments->word_count && status == STATUS_OK; at++)
        status = import_one(&importing, arguments->word[at]);
    enum exit_code result = status == STATUS_OK ? EXIT_DONE : fail(context);
    if (status != STATUS_OK && at > 1)
        say_what_was_read(&importing);
    if (status == STATUS_OK && importing.done)
        print_json(&context->out, json_incref(importing.done));
    json_decref(importing.done);
    if (importing.into)
        target_close(&importing.target);
    return result;
}
