/*
 * copies.c - merge, purge: what concerns other copies of the store.
 */
#include <string.h>

#include "cli.h"

/* ---- merge ---------------------------------------------------------------------------------------- */

/* How a person calls the field; NULL: places, ids, keys and the like, which say nothing in print. */
static const char *field_title(const char *field)
{
    static const struct {
        const char *name, *title;
    } titles[] = {
        {"alive", N_("in the trash or not")}, {"title", N_("title")},
        {"text", N_("text")},                 {"body", N_("longer text")},
        {"block", N_("block")},               {"name", N_("name")},
        {"colour", N_("colour")},             {"question", N_("question")},
        {"value", N_("facet")},               {"moment", N_("moment")},
    };
    for (size_t i = 0; i < COUNT_OF(titles); i++)
        if (strcmp(titles[i].name, field) == 0)
            return _(titles[i].title);
    return NULL;
}

static const char *row_title(const char *entity)
{
    static const struct {
        const char *name, *title;
    } titles[] = {{"note", N_("note")}, {"canvas", N_("canvas")}, {"link", N_("tie")},
                  {"tag", N_("tag")},   {"facet", N_("facet")},   {"person", N_("person")},
                  {"note_group", N_("heading")}, {"version", N_("version")}, {"workshop", N_("workshop")}};
    for (size_t i = 0; i < COUNT_OF(titles); i++)
        if (strcmp(titles[i].name, entity) == 0)
            return _(titles[i].title);
    return entity;
}

static int64_t number_of_canvas(struct context *context, int64_t canvas_id)
{
    int64_t number;
    struct error ignored;
    return canvas_id != 0 && canvas_number(context->store, canvas_id, &number, &ignored) == STATUS_OK ? number : 0;
}

static void print_side(struct buffer *out, const char *side, const char *field, const char *value, bool stands)
{
    char at[40];
    buffer_printf(out, "    %s ", side);
    if (strcmp(field, "alive") == 0) {
        buffer_add(out, strcmp(value, "0") == 0 ? _("in the trash") : _("in use"));
    } else if (strcmp(field, "moment") == 0) {
        time_format_local(timeline_moment_time(value), at, sizeof at);
        buffer_add(out, at);
    } else {
        print_text(out, value);
    }
    buffer_printf(out, "%s\n", stands ? _("  (stands)") : "");
}

static void print_conflict(struct context *context, const struct merge_conflict *conflict)
{
    const char *field = field_title(conflict->field);
    if (!field)
        return;
    const char *row = row_title(conflict->entity);
    long long canvas = number_of_canvas(context, conflict->canvas_id), number = conflict->number;
    if (number == 0 && canvas == 0)
        buffer_printf(&context->out, _("%s: %s\n"), row, field);
    else if (canvas == 0 || strcmp(conflict->entity, "canvas") == 0)
        buffer_printf(&context->out, _("%s %lld: %s\n"), row, number, field);
    else if (number != 0)
        buffer_printf(&context->out, _("canvas %lld, %s %lld: %s\n"), canvas, row, number, field);
    else
        buffer_printf(&context->out, _("canvas %lld, %s: %s\n"), canvas, row, field);
    print_side(&context->out, _("here: "), conflict->field, conflict->mine, !conflict->theirs_stands);
    print_side(&context->out, _("there:"), conflict->field, conflict->theirs, conflict->theirs_stands);
}

static void report_text(struct context *context, const struct merge_report *report)
{
    struct buffer *out = &context->out;
    if (report->actions == 0 && report->purged == 0)
        say_nothing(context, _("there was nothing new in it"));
    else
        buffer_printf(out, _("new actions: %zu, made: %zu, changed: %zu\n"), report->actions, report->rows_new,
                      report->rows_changed);
    if (report->purged > 0)
        buffer_printf(out, _("canvases purged here too, as there: %zu\n"), report->purged);
    if (report->left_out > 0)
        buffer_printf(out, _("canvases left out, as they were purged here: %zu\n"), report->left_out);
    for (size_t i = 0; i < report->kept_count; i++)
        buffer_printf(out, _("canvas %lld was purged there and is kept: it is in use here\n"),
                      (long long)number_of_canvas(context, report->kept[i]));
    for (size_t i = 0; i < report->conflict_count; i++)
        print_conflict(context, &report->conflicts[i]);
}

static json_t *conflict_json(struct context *context, const struct merge_conflict *conflict)
{
    json_t *object = json_object();
    json_object_set_new(object, "kind", json_string(conflict->entity));
    json_object_set_new(object, "id", json_id(conflict->row_id));
    if (conflict->number != 0)
        json_object_set_new(object, "number", json_integer(conflict->number));
    json_object_set_new(object, "canvas", json_integer(number_of_canvas(context, conflict->canvas_id)));
    json_object_set_new(object, "field", json_string(conflict->field));
    json_object_set_new(object, "here", json_safe(conflict->mine));
    json_object_set_new(object, "there", json_safe(conflict->theirs));
    json_object_set_new(object, "stands", json_string(conflict->theirs_stands ? "there" : "here"));
    return object;
}

static void report_json(struct context *context, const struct merge_report *report)
{
    json_t *object = json_object(), *conflicts = json_array(), *kept = json_array();
    json_object_set_new(object, "actions", json_integer((json_int_t)report->actions));
    json_object_set_new(object, "made", json_integer((json_int_t)report->rows_new));
    json_object_set_new(object, "changed", json_integer((json_int_t)report->rows_changed));
    for (size_t i = 0; i < report->conflict_count; i++)
        json_array_append_new(conflicts, conflict_json(context, &report->conflicts[i]));
    json_object_set_new(object, "conflicts", conflicts);
    json_object_set_new(object, "purged", json_integer((json_int_t)report->purged));
    json_object_set_new(object, "left_out", json_integer((json_int_t)report->left_out));
    for (size_t i = 0; i < report->kept_count; i++)
        json_array_append_new(kept, json_integer(number_of_canvas(context, report->kept[i])));
    json_object_set_new(object, "kept", kept);
    print_json(&context->out, object);
}

static void tell_traces(struct context *context, bool traces)
{
    if (traces)
        buffer_printf(&context->notices, "%s\n",
                      _("nonet: it is gone, but somebody has the store open: parts of its texts may stay in the file "
                        "until the next purge"));
}

enum exit_code command_merge(struct context *context, const struct arguments *arguments)
{
    struct merge_report report = {0};
    enum status status = context_person(context);
    if (status == STATUS_OK)
        status = store_merge(context->store, arguments->word[0], &report, &context->error);
    if (status == STATUS_OK && arguments_given(arguments, "json"))
        report_json(context, &report);
    else if (status == STATUS_OK)
        report_text(context, &report);
    if (status == STATUS_OK)
        tell_traces(context, report.traces);
    merge_report_clear(&report);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

/* ---- purge ---------------------------------------------------------------------------------------- */

enum exit_code command_purge(struct context *context, const struct arguments *arguments)
{
    struct target target;
    bool traces = false;
    enum status status = target_open(context, arguments->word[0], TARGET_TRASHED, &target);
    if (status == STATUS_OK)
        status = canvas_purge(target.store, &target.session, target.canvas_id, &traces, &context->error);
    target_close(&target);
    if (status == STATUS_OK)
        tell_traces(context, traces);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}
