/*
 * canvases.c - new, list, show, remove, restore.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* ---- new ---------------------------------------------------------------------------------------- */

/* A template named beside the original can only be the original's. */
static enum status check_same_template(struct context *context, const char *name, const struct template *kept)
{
    struct template *named;
    enum status status = template_resolve(name, &named, &context->error);
    if (status != STATUS_OK)
        return status;
    if (strcmp(named->id, kept->id) != 0)
        status = error_set(&context->error, STATUS_INVALID, _("a copy keeps its template, “%s”: leave --template out"),
                           kept->id);
    template_free(named);
    return status;
}

static enum status copy_canvas(struct context *context, const char *from, const char *template_id, const char *title,
                               int64_t *canvas_id)
{
    struct target source;
    enum status status = target_open(context, from, TARGET_READ, &source);
    if (status == STATUS_OK)
        status = target_load(context, &source);
    if (status == STATUS_OK && template_id)
        status = check_same_template(context, template_id, source.snapshot->template);
    if (status == STATUS_OK)
        status = context_person(context);
    if (status == STATUS_OK) {
        struct session session = context_session(context);
        status = native_copy_snapshot(source.store, source.snapshot, title, context->store, &session, canvas_id,
                                      &context->error);
    }
    target_close(&source);
    return status;
}

static enum status make_canvas(struct context *context, const char *template_id, const char *title,
                               int64_t *canvas_id)
{
    struct template *template;
    enum status status = template_resolve(template_id, &template, &context->error);
    if (status != STATUS_OK)
        return status;
    status = context_person(context);
    if (status == STATUS_OK) {
        struct session session = context_session(context);
        status = canvas_create(context->store, &session, title, template, canvas_id, &context->error);
    }
    template_free(template);
    return status;
}

enum exit_code command_new(struct context *context, const struct arguments *arguments)
{
    const char *from = arguments_value(arguments, "from"), *template_id = arguments_value(arguments, "template");
    int64_t canvas_id = 0, number;
    enum status status;
    if (from)
        status = copy_canvas(context, from, template_id, arguments->word[0], &canvas_id);
    else
        status = make_canvas(context, template_id ? template_id : "bmc", arguments->word[0], &canvas_id);
    if (status == STATUS_OK)
        status = canvas_number(context->store, canvas_id, &number, &context->error);
    if (status != STATUS_OK)
        return fail(context);
    buffer_printf(&context->out, "%lld\n", (long long)number);
    return EXIT_DONE;
}

/* ---- list --------------------------------------------------------------------------------------- */

static json_t *list_json(const struct canvas_info *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        json_object_set_new(object, "number", json_integer(list[i].number));
        json_object_set_new(object, "id", json_id(list[i].id));
        json_object_set_new(object, "title", json_safe(list[i].title));
        json_object_set_new(object, "template", json_safe(list[i].template_id));
        json_object_set_new(object, "notes", json_integer((json_int_t)list[i].note_count));
        json_object_set_new(object, "updated", json_time(list[i].updated));
        json_object_set_new(object, "tags", json_texts(list[i].tag, list[i].tag_count));
        json_array_append_new(array, object);
    }
    return array;
}

static int widest(int least, int most, int cells)
{
    if (cells < least)
        return least;
    return cells > most ? most : cells;
}

static void list_table(struct buffer *out, const struct canvas_info *list, size_t count)
{
    int title = 0, kind = 0;
    for (size_t i = 0; i < count; i++) {
        title = widest(title, 60, text_cells_of(list[i].title, TEXT_NARROW));
        kind = widest(kind, 20, text_cells_of(list[i].template_id, TEXT_NARROW));
    }
    for (size_t i = 0; i < count; i++) {
        char updated[40];
        time_format_local(list[i].updated, updated, sizeof updated);
        buffer_printf(out, "%5lld  ", (long long)list[i].number);
        print_column(out, list[i].title, title);
        buffer_add(out, "  ");
        print_column(out, list[i].template_id, kind);
        buffer_printf(out, "  %5zu  %s", list[i].note_count, updated);
        for (size_t t = 0; t < list[i].tag_count; t++) {
            buffer_add(out, t == 0 ? "  #" : " #");
            print_text(out, list[i].tag[t]);
        }
        buffer_add_char(out, '\n');
    }
}

static bool sort_by_name(const char *name, enum canvas_sort *sort)
{
    static const char *const names[] = {"updated", "created", "title"};
    for (size_t i = 0; name && i < COUNT_OF(names); i++) {
        if (strcmp(name, names[i]) == 0) {
            *sort = (enum canvas_sort)i;
            return true;
        }
    }
    return name == NULL;
}

/* A template that is not installed any more may still have canvases: its id is taken as it is when there are some. */
static enum status read_list(struct context *context, struct canvas_filter *filter, struct canvas_info **list,
                             size_t *count)
{
    struct template *template = NULL;
    struct error unknown;
    enum status status = context_store(context);
    if (status != STATUS_OK)
        return status;
    bool known = !filter->template_id || template_resolve(filter->template_id, &template, &unknown) == STATUS_OK;
    if (template)
        filter->template_id = template->id;
    struct session session = context_session(context);
    status = canvas_list(context->store, &session, filter, list, count, NULL, &context->error);
    if (status == STATUS_OK && !known && *count == 0) {
        canvas_list_free(*list, *count);
        context->error = unknown;
        status = unknown.status;
    }
    if (template)
        filter->template_id = ""; /* only whether there was one is of use now */
    template_free(template);
    return status;
}

enum exit_code command_list_canvases(struct context *context, const struct arguments *arguments)
{
    struct canvas_filter filter = {
        .query = arguments->word_count > 0 ? arguments->word[0] : NULL,
        .template_id = arguments_value(arguments, "template"),
        .tag = arguments_value(arguments, "tag"),
        .trash = arguments_given(arguments, "trash"),
    };
    if (!sort_by_name(arguments_value(arguments, "sort"), &filter.sort))
        return fail_usage(command_find("list"), _("--sort is updated, created or title"));
    struct canvas_info *list;
    size_t count;
    if (read_list(context, &filter, &list, &count) != STATUS_OK)
        return fail(context);
    if (arguments_given(arguments, "json"))
        print_json(&context->out, list_json(list, count));
    else
        list_table(&context->out, list, count);
    bool all = !filter.query && !filter.template_id && !filter.tag && !filter.trash;
    if (count == 0 && !arguments_given(arguments, "json"))
        say_nothing(context, all ? _("no canvas yet: nonet new TITLE makes one") : _("nothing found"));
    canvas_list_free(list, count);
    return EXIT_DONE;
}

/* ---- show --------------------------------------------------------------------------------------- */

static bool parse_width(const char *text, int *width)
{
    char *end;
    errno = 0;
    long value = strtol(text, &end, 10);
    if (errno || end == text || *end || value < 1 || value > 10000)
        return false;
    *width = (int)value;
    return true;
}

static void trash_json(struct buffer *out, const struct trashed_note *notes, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        json_object_set_new(object, "number", json_integer(notes[i].number));
        json_object_set_new(object, "id", json_id(notes[i].note_id));
        json_object_set_new(object, "block", json_safe(notes[i].block_id));
        json_object_set_new(object, "text", json_safe(notes[i].text));
        json_object_set_new(object, "trashed", json_time(notes[i].trashed));
        json_object_set_new(object, "actor", json_safe(notes[i].actor));
        json_array_append_new(array, object);
    }
    print_json(out, array);
}

static void trash_list(struct context *context, const struct snapshot *snapshot, const struct trashed_note *notes,
                       size_t count)
{
    struct buffer *out = &context->out;
    for (size_t i = 0; i < count; i++) {
        char at[40];
        int block;
        const char *title = notes[i].block_id;
        if (template_block_by_id(snapshot->template, title, &block))
            title = template_block_title(snapshot->template, block, context->language, false);
        time_format_local(notes[i].trashed, at, sizeof at);
        buffer_printf(out, "%5lld  %s  ", (long long)notes[i].number, at);
        print_text(out, notes[i].actor);
        buffer_add(out, "  ");
        print_text(out, notes[i].text);
        buffer_add(out, "  (");
        print_text(out, title);
        buffer_add(out, ")\n");
    }
}

static enum status show_trash(struct context *context, const struct target *target, bool json)
{
    struct trashed_note *notes;
    size_t count;
    enum status status = canvas_trashed_notes(target->store, &target->session, target->canvas_id, &notes, &count,
                                              &context->error);
    if (status != STATUS_OK)
        return status;
    if (json)
        trash_json(&context->out, notes, count);
    else
        trash_list(context, target->snapshot, notes, count);
    if (count == 0 && !json)
        say_nothing(context, _("the trash of this canvas is empty"));
    trashed_notes_free(notes, count);
    return STATUS_OK;
}

static enum status show(struct context *context, const struct arguments *arguments, struct text_drawing *how)
{
    struct target target;
    bool json = arguments_given(arguments, "json"), trash = arguments_given(arguments, "trash");
    enum status status = target_open(context, arguments->word[0], trash ? TARGET_NOW : TARGET_READ, &target);
    if (status == STATUS_OK)
        status = target_load(context, &target);
    if (status == STATUS_OK && trash) {
        status = show_trash(context, &target, json);
    } else if (status == STATUS_OK && json) {
        status = native_write(target.store, &target.session, target.snapshot, &context->out, &context->error);
    } else if (status == STATUS_OK) {
        status = template_layout_check(target.snapshot->template, how->layout_id, &context->error);
        if (status == STATUS_OK)
            canvas_draw_text(target.snapshot, how, &context->out);
    }
    target_close(&target);
    return status;
}

enum exit_code command_show(struct context *context, const struct arguments *arguments)
{
    const char *width = arguments_value(arguments, "width"), *wide = getenv("NONET_WIDE");
    struct text_drawing how = {
        .layout_id = arguments_value(arguments, "layout"),
        .width = terminal_columns(),
        .plain = arguments_given(arguments, "plain"),
        .numbers = arguments_given(arguments, "numbers"),
        .colour = context_colour(context),
        .legend = true,
        .language = context->language,
        .text_width = wide && strcmp(wide, "1") == 0 ? TEXT_WIDE : TEXT_NARROW,
    };
    if (width && !parse_width(width, &how.width))
        return fail_usage(command_find("show"), _("--width is a number of columns"));
    if (show(context, arguments, &how) != STATUS_OK)
        return fail(context);
    return EXIT_DONE;
}

/* ---- remove, restore ---------------------------------------------------------------------------- */

static enum status set_note_alive(struct context *context, const char *number, bool alive)
{
    enum status status = context_store(context);
    if (status != STATUS_OK)
        return status;
    struct session reader = context_session(context);
    int64_t note_id, canvas_id;
    bool now;
    status = note_resolve(context->store, &reader, number, &note_id, &canvas_id, &now, &context->error);
    if (status == STATUS_OK && now == alive)
        status = error_set(&context->error, STATUS_NOT_FOUND,
                           alive ? _("note %s is not in the trash") : _("note %s is in the trash already"), number);
    if (status == STATUS_OK)
        status = context_person(context);
    if (status == STATUS_OK) {
        struct session session = context_session(context);
        status = canvas_notes_set_alive(context->store, &session, &note_id, 1, alive, &context->error);
    }
    return status;
}

static enum exit_code set_alive(struct context *context, const struct arguments *arguments, const char *name,
                                bool alive)
{
    const char *note = arguments_value(arguments, "note");
    if ((note != NULL) == (arguments->word_count > 0))
        return fail_usage(command_find(name), _("name a canvas, or a note with --note"));
    enum status status;
    if (note) {
        status = set_note_alive(context, note, alive);
    } else {
        struct target target;
        status = target_open(context, arguments->word[0], alive ? TARGET_TRASHED : TARGET_WRITE, &target);
        if (status == STATUS_OK)
            status = canvas_set_alive(target.store, &target.session, target.canvas_id, alive, &context->error);
        target_close(&target);
    }
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_remove(struct context *context, const struct arguments *arguments)
{
    return set_alive(context, arguments, "remove", false);
}

/* CANVAS@VERSION, unless that is the title of a canvas. *restored: there was such a version. */
static enum status restore_version(struct context *context, const char *name, bool *restored)
{
    struct target target;
    int64_t before, after;
    enum status status = target_open_version(context, name, &target);
    *restored = status == STATUS_OK && target.moment != NULL;
    if (*restored) {
        status = store_last_seq(target.store, &before, &context->error);
        if (status == STATUS_OK)
            status = canvas_restore_moment(target.store, &target.session, target.canvas_id, target.moment,
                                           &context->error);
        if (status == STATUS_OK)
            status = store_last_seq(target.store, &after, &context->error);
        if (status == STATUS_OK && after == before)
            say_nothing(context, _("the canvas is as it was then"));
    }
    target_close(&target);
    return status;
}

enum exit_code command_restore(struct context *context, const struct arguments *arguments)
{
    const char *name = arguments->word_count > 0 ? arguments->word[0] : "";
    if (strrchr(name, '@') == NULL || arguments_given(arguments, "note"))
        return set_alive(context, arguments, "restore", true);
    bool restored, trashed;
    struct target target;
    enum status status = restore_version(context, name, &restored);
    if (restored)
        return status == STATUS_OK ? EXIT_DONE : fail(context);
    struct error cause = context->error; /* of a canvas in the trash with such a title the version is not missed */
    trashed = status != STATUS_OK && target_open(context, name, TARGET_TRASHED, &target) == STATUS_OK;
    if (trashed)
        target_close(&target);
    if (trashed || status == STATUS_OK)
        return set_alive(context, arguments, "restore", true);
    context->error = cause;
    return fail(context);
}
