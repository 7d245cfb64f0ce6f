/*
 * workshop.c - workshops from the command line: start, list, show, stop, report, and the agendas.
 *
 * Not here: leading one (workshop_lead.c), inviting and joining. `nonet workshop VERB` is a command of its own with its
 * own options; the table of verbs is workshop_table.c.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "nonet/workshop.h"

/* ---- start, stop --------------------------------------------------------------------------------------------- */

static enum status start(struct context *context, const struct arguments *arguments, char **name)
{
    struct target target;
    struct agenda *agenda = NULL;
    int64_t id;
    enum status status = target_open(context, arguments->word[0], TARGET_WRITE, &target);
    if (status == STATUS_OK)
        status = target_load(context, &target);
    if (status == STATUS_OK)
        status = agenda_load(arguments_value(arguments, "agenda"), target.snapshot->template->id, &agenda,
                             &context->error);
    if (status == STATUS_OK)
        status = workshop_start(target.store, &target.session, target.canvas_id, agenda,
                                arguments_value(arguments, "name"), &id, name, &context->error);
    agenda_free(agenda);
    target_close(&target);
    return status;
}

enum exit_code command_workshop_start(struct context *context, const struct arguments *arguments)
{
    char *name;
    if (start(context, arguments, &name) != STATUS_OK)
        return fail(context);
    print_text(&context->out, name);
    buffer_add_char(&context->out, '\n');
    free(name);
    return EXIT_DONE;
}

enum status workshop_of_word(struct context *context, const char *name, int64_t *workshop_id)
{
    enum status status = context_store_as_it_is(context);
    return status == STATUS_OK ? workshop_find(context->store, name, workshop_id, &context->error) : status;
}

enum exit_code command_workshop_stop(struct context *context, const struct arguments *arguments)
{
    int64_t id;
    enum status status = workshop_of_word(context, arguments->word[0], &id);
    if (status == STATUS_OK)
        status = context_person(context);
    struct session session = context_session(context);
    if (status == STATUS_OK)
        status = workshop_stop(context->store, &session, id, arguments_given(arguments, "reveal"), &context->error);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_workshop_report(struct context *context, const struct arguments *arguments)
{
    int64_t id;
    enum status status = workshop_of_word(context, arguments->word[0], &id);
    struct session session = session_owner(0);
    if (status == STATUS_OK)
        status = workshop_report(context->store, &session, id, context->language, &context->out, &context->error);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

/* ---- list ---------------------------------------------------------------------------------------------------------- */

static void list_line(struct context *context, const struct workshop_info *info, const char *handle, json_t *array)
{
    if (array) {
        json_t *object = json_object();
        json_object_set_new(object, "name", json_safe(info->name));
        json_object_set_new(object, "handle", json_safe(handle));
        json_object_set_new(object, "canvas", json_safe(info->canvas_title));
        json_object_set_new(object, "running", json_boolean(info->ended == 0));
        json_object_set_new(object, "started", json_time(info->started));
        json_object_set_new(object, "ended", info->ended == 0 ? json_null() : json_time(info->ended));
        json_object_set_new(object, "seats", json_integer((json_int_t)info->seats));
        json_array_append_new(array, object);
        return;
    }
    char at[40];
    time_format_local(info->started, at, sizeof at);
    print_column(&context->out, handle, 24);
    buffer_printf(&context->out, "  %s  ", at);
    print_column(&context->out, info->ended == 0 ? _("running") : _("over"), 8);
    buffer_printf(&context->out, "  %3zu  ", info->seats);
    print_text(&context->out, info->canvas_title);
    buffer_add_char(&context->out, '\n');
}

enum exit_code command_workshop_list(struct context *context, const struct arguments *arguments)
{
    struct workshop_info *list;
    size_t count;
    enum status status = context_store(context);
    if (status == STATUS_OK)
        status = workshop_list(context->store, &list, &count, &context->error);
    if (status != STATUS_OK)
        return fail(context);
    json_t *array = arguments_given(arguments, "json") ? json_array() : NULL;
    for (size_t i = 0; i < count; i++) {
        char *handle = workshop_handle(&list[i]);
        list_line(context, &list[i], handle, array);
        free(handle);
    }
    if (array)
        print_json(&context->out, array);
    else if (count == 0)
        say_nothing(context, _("there is no workshop yet; “nonet workshop start CANVAS” begins one"));
    workshop_list_free(list, count);
    return EXIT_DONE;
}

/* ---- show ---------------------------------------------------------------------------------------------------------- */

static json_t *stage_json(const struct workshop *room, enum language language)
{
    json_t *object = json_object();
    int64_t left;
    json_object_set_new(object, "number", json_integer(room->stage + 1));
    json_object_set_new(object, "of", json_integer((json_int_t)room->agenda->stage_count));
    json_object_set_new(object, "id", json_safe(room->now->id));
    json_object_set_new(object, "kind", json_string(stage_kind_name(room->now->kind)));
    json_object_set_new(object, "title", json_safe(room->now->title.text[language]));
    json_object_set_new(object, "prompt", json_safe(room->now->prompt.text[language]));
    json_object_set_new(object, "started", json_time(room->stage_started));
    bool timed = workshop_remaining(room, time_now(), &left);
    json_object_set_new(object, "deadline", timed ? json_time(room->deadline) : json_null());
    json_object_set_new(object, "seconds_left", timed ? json_integer(left / 1000) : json_null());
    json_object_set_new(object, "private", json_boolean(room->private));
    return object;
}

static json_t *seats_json(const struct workshop *room)
{
    json_t *array = json_array();
    for (size_t i = 0; i < room->seat_count; i++) {
        const struct seat *seat = &room->seat[i];
        json_t *object = json_object();
        json_object_set_new(object, "alias", json_safe(seat->alias));
        json_object_set_new(object, "role", json_string(seat_role_name(seat->role)));
        json_object_set_new(object, "revoked", json_boolean(seat->revoked));
        json_object_set_new(object, "ready", json_boolean(seat->ready));
        json_object_set_new(object, "hand", json_boolean(seat->hand != 0));
        json_object_set_new(object, "votes_used", json_integer(seat->used));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *vote_json(const struct vote_picture *vote, const struct snapshot *canvas)
{
    json_t *object = json_object(), *lines = json_array();
    json_object_set_new(object, "open", json_boolean(vote->open));
    json_object_set_new(object, "round", json_integer(vote->number));
    json_object_set_new(object, "cast", json_integer(vote->cast));
    json_object_set_new(object, "done", json_integer((json_int_t)vote->done));
    for (size_t i = 0; i < vote->line_count && !vote->open; i++) {
        const struct note *note = snapshot_note(canvas, vote->line[i].note_id);
        json_t *line = json_object();
        json_object_set_new(line, "note", note ? json_integer(note->number) : json_null());
        json_object_set_new(line, "text", note ? json_safe(note->text) : json_null());
        json_object_set_new(line, "votes", json_integer(vote->line[i].total));
        json_object_set_new(line, "tied", json_boolean(vote->line[i].tied));
        json_array_append_new(lines, line);
    }
    json_object_set_new(object, "result", lines);
    return object;
}

static json_t *room_json(const struct workshop *room, const struct vote_picture *vote, const struct snapshot *canvas,
                         enum language language)
{
    static const char *const names[] = {"shown", "after_reveal", "never"};
    json_t *object = json_object();
    json_object_set_new(object, "name", json_safe(room->name));
    json_object_set_new(object, "canvas", json_integer(canvas->number));
    json_object_set_new(object, "canvas_title", json_safe(canvas->title));
    json_object_set_new(object, "canvas_trashed", json_boolean(!room->canvas_alive));
    json_object_set_new(object, "agenda", json_safe(room->agenda->id));
    json_object_set_new(object, "running", json_boolean(room->running));
    json_object_set_new(object, "started", json_time(room->started));
    json_object_set_new(object, "ended", room->running ? json_null() : json_time(room->ended));
    json_object_set_new(object, "stage", stage_json(room, language));
    json_object_set_new(object, "hold", json_boolean(room->hold));
    json_object_set_new(object, "called", room->called[0] ? json_safe(room->called) : json_null());
    json_object_set_new(object, "hidden", json_integer((json_int_t)room->hidden));
    json_object_set_new(object, "names", json_string(names[room->names]));
    json_object_set_new(object, "ready", json_integer((json_int_t)room->ready));
    json_object_set_new(object, "participants", json_integer((json_int_t)room->participants));
    json_object_set_new(object, "seats", seats_json(room));
    json_object_set_new(object, "vote", vote->round == 0 ? json_null() : vote_json(vote, canvas));
    return object;
}

enum exit_code command_workshop_show(struct context *context, const struct arguments *arguments)
{
    int64_t id;
    struct workshop *room = NULL;
    struct snapshot *canvas = NULL;
    struct vote_picture vote = {0};
    struct session session = session_owner(0);
    enum status status = workshop_of_word(context, arguments->word[0], &id);
    if (status == STATUS_OK)
        status = workshop_load(context->store, id, &room, &context->error);
    if (status == STATUS_OK)
        status = snapshot_load(context->store, &session, room->canvas_id, &canvas, &context->error);
    if (status == STATUS_OK)
        status = workshop_votes_read(context->store, &session, id, &vote, &context->error);
    if (status == STATUS_OK)
        print_json(&context->out, room_json(room, &vote, canvas, context->language));
    vote_picture_clear(&vote);
    snapshot_free(canvas);
    workshop_free(room);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

/* ---- agendas ------------------------------------------------------------------------------------------------------- */

static enum exit_code check_agenda(struct context *context, const char *path)
{
    struct buffer bytes = {0}, report = {0};
    struct agenda *agenda = NULL;
    enum status status = file_read_any(path, (size_t)2 * 1024 * 1024, &bytes, &context->error);
    if (status == STATUS_OK) {
        status = agenda_parse(path, buffer_text(&bytes), bytes.length, &agenda, &report, &context->error);
        if (status == STATUS_OK)
            buffer_printf(&context->out,
                          ngettext("%zu stage, %d minutes\n", "%zu stages, %d minutes\n", agenda->stage_count),
                          agenda->stage_count, agenda->minutes);
        else
            buffer_add(&context->notices, buffer_text(&report));
    }
    bool said = report.length > 0;
    agenda_free(agenda);
    buffer_clear(&bytes);
    buffer_clear(&report);
    return status == STATUS_OK ? EXIT_DONE : said ? EXIT_FAILED : fail(context);
}

static void agenda_line(struct context *context, const struct data_file *info, json_t *array)
{
    struct agenda *agenda;
    struct error wrong;
    enum status status = agenda_load(info->id, NULL, &agenda, &wrong);
    if (status != STATUS_OK) {
        print_text(&context->notices, wrong.message);
        buffer_add_char(&context->notices, '\n');
        return;
    }
    const char *title = agenda->title.text[context->language], *when = agenda->when.text[context->language];
    if (array) {
        json_t *object = json_object();
        json_object_set_new(object, "id", json_safe(agenda->id));
        json_object_set_new(object, "title", json_safe(title));
        json_object_set_new(object, "when", json_safe(when));
        json_object_set_new(object, "minutes", json_integer(agenda->minutes));
        json_object_set_new(object, "stages", json_integer((json_int_t)agenda->stage_count));
        json_object_set_new(object, "own", json_boolean(info->own));
        json_array_append_new(array, object);
    } else {
        print_column(&context->out, agenda->id, 16);
        buffer_printf(&context->out, "  %4d  ", agenda->minutes);
        print_text(&context->out, title);
        buffer_add(&context->out, "\n    ");
        print_text(&context->out, when);
        buffer_add_char(&context->out, '\n');
    }
    agenda_free(agenda);
}

enum exit_code command_workshop_agendas(struct context *context, const struct arguments *arguments)
{
    if (arguments->word_count > 0)
        return check_agenda(context, arguments->word[0]);
    struct data_file *list;
    size_t count;
    if (data_files("agendas", &list, &count, &context->error) != STATUS_OK)
        return fail(context);
    json_t *array = arguments_given(arguments, "json") ? json_array() : NULL;
    for (size_t i = 0; i < count; i++)
        agenda_line(context, &list[i], array);
    if (array)
        print_json(&context->out, array);
    data_files_free(list, count);
    return EXIT_DONE;
}
