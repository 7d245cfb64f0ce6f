/*
 * journal.c - undo, redo, history, search.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

/* Who changed something later, for the message about what was kept. */
static void print_kept(struct context *context, struct target *target, const struct undo_outcome *outcome)
{
    if (outcome->kept == 0)
        return;
    const char *person = _("somebody");
    if (outcome->kept_actor_id && target_load(context, target) == STATUS_OK)
        person = snapshot_person(target->snapshot, outcome->kept_actor_id);
    buffer_add(&context->out, "; ");
    struct buffer safe = {0};
    print_text(&safe, person);
    buffer_printf(&context->out, _("%zu of %zu kept: %s has changed it"), outcome->kept,
                  outcome->kept + outcome->reverted, buffer_text(&safe));
    buffer_clear(&safe);
}

/* What was taken back or done again, as the history tells it: with the note that it was done to. */
static void print_outcome(struct context *context, struct target *target, const struct undo_outcome *outcome,
                          bool undo)
{
    struct history_entry *list = NULL;
    size_t count = 0;
    struct error ignored;
    char before[64];
    struct buffer what = {0};
    if (canvas_history(target->store, &target->session, target->canvas_id, context->language, &list, &count,
                       &ignored) != STATUS_OK)
        count = 0;
    snprintf(before, sizeof before, undo ? _("undid: %s") : _("redid: %s"), "");
    for (size_t i = count; i-- > 0 && what.length == 0;) {
        const char *text = list[i].text;
        if (list[i].seq == outcome->seq)
            print_text(&what, strncmp(text, before, strlen(before)) == 0 ? text + strlen(before) : text);
    }
    buffer_printf(&context->out, undo ? _("taken back: %s") : _("done again: %s"),
                  what.length > 0 ? what.data : operation_title(outcome->operation, context->language));
    history_free(list, count);
    buffer_clear(&what);
}

static enum exit_code take_back(struct context *context, const struct arguments *arguments, bool undo)
{
    struct target target;
    struct undo_outcome outcome;
    enum status status = target_open(context, arguments->word[0], TARGET_WRITE, &target);
    if (status == STATUS_OK)
        status = (undo ? canvas_undo : canvas_redo)(target.store, &target.session, target.canvas_id, &outcome,
                                                    &context->error);
    if (status == STATUS_OK) {
        print_outcome(context, &target, &outcome, undo);
        print_kept(context, &target, &outcome);
        buffer_add_char(&context->out, '\n');
    }
    target_close(&target);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_undo(struct context *context, const struct arguments *arguments)
{
    return take_back(context, arguments, true);
}

enum exit_code command_redo(struct context *context, const struct arguments *arguments)
{
    return take_back(context, arguments, false);
}

/* ---- history ------------------------------------------------------------------------------------ */

static void history_json(struct buffer *out, const struct history_entry *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        json_object_set_new(object, "seq", json_integer(list[i].seq));
        json_object_set_new(object, "at", json_time(list[i].at));
        json_object_set_new(object, "actor", json_safe(list[i].actor));
        json_object_set_new(object, "operation", json_safe(list[i].operation));
        json_object_set_new(object, "text", json_safe(list[i].text));
        json_array_append_new(array, object);
    }
    print_json(out, array);
}

static void history_table(struct buffer *out, const struct history_entry *list, size_t count)
{
    int actor = 0;
    for (size_t i = 0; i < count; i++) {
        int cells = text_cells_of(list[i].actor, TEXT_NARROW);
        if (cells > actor)
            actor = cells > 20 ? 20 : cells;
    }
    for (size_t i = 0; i < count; i++) {
        char at[40], seq[24];
        time_format_local(list[i].at, at, sizeof at);
        snprintf(seq, sizeof seq, "#%lld", (long long)list[i].seq);
        buffer_printf(out, "%7s  %s  ", seq, at);
        print_column(out, list[i].actor, actor);
        buffer_add(out, "  ");
        print_text(out, list[i].text);
        buffer_add_char(out, '\n');
    }
}

enum exit_code command_history(struct context *context, const struct arguments *arguments)
{
    struct target target;
    struct history_entry *list = NULL;
    size_t count = 0;
    enum status status = target_open(context, arguments->word[0], TARGET_NOW, &target);
    if (status == STATUS_OK)
        status = canvas_history(target.store, &target.session, target.canvas_id, context->language, &list, &count,
                                &context->error);
    if (status == STATUS_OK) {
        (arguments_given(arguments, "json") ? history_json : history_table)(&context->out, list, count);
        history_free(list, count);
    }
    target_close(&target);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

/* ---- search ------------------------------------------------------------------------------------- */

static void search_json(struct buffer *out, const struct search_hit *hits, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) {
        json_t *object = json_object();
        bool note = hits[i].note_id != 0;
        json_object_set_new(object, "canvas", json_integer(hits[i].canvas_number));
        json_object_set_new(object, "title", json_safe(hits[i].title));
        json_object_set_new(object, "note", note ? json_integer(hits[i].note_number) : json_null());
        json_object_set_new(object, "block", note && hits[i].block ? json_safe(hits[i].block) : json_null());
        json_object_set_new(object, "text", json_safe(hits[i].text ? hits[i].text : ""));
        json_array_append_new(array, object);
    }
    print_json(out, array);
}

/* The template is loaded once for all that follow on canvases of the same kind. */
static const char *block_title(const struct context *context, const struct search_hit *hit, struct template **template)
{
    struct error ignored;
    if (!*template || strcmp((*template)->id, hit->template_id) != 0) {
        template_free(*template);
        if (template_load(hit->template_id, template, &ignored) != STATUS_OK)
            *template = NULL;
    }
    int block;
    if (!*template || !template_block_by_id(*template, hit->block, &block))
        return hit->block;
    return template_block_title(*template, block, context->language, false);
}

static void search_list(struct context *context, const struct search_hit *hits, size_t count)
{
    struct buffer *out = &context->out;
    struct template *template = NULL;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || hits[i].canvas_id != hits[i - 1].canvas_id) {
            buffer_printf(out, "%lld  ", (long long)hits[i].canvas_number);
            print_text(out, hits[i].title);
            buffer_add_char(out, '\n');
        }
        if (hits[i].note_id == 0)
            continue;
        buffer_printf(out, "%7lld  ", (long long)hits[i].note_number);
        print_text(out, hits[i].text);
        if (hits[i].block && *hits[i].block) {
            buffer_add(out, "  (");
            print_text(out, block_title(context, &hits[i], &template));
            buffer_add(out, ")");
        }
        buffer_add_char(out, '\n');
    }
    template_free(template);
    if (count == 0)
        say_nothing(context, _("nothing found"));
}

enum exit_code command_search(struct context *context, const struct arguments *arguments)
{
    if (context_store(context) != STATUS_OK)
        return fail(context);
    struct session session = context_session(context);
    struct search_hit *hits;
    size_t count;
    if (canvas_search(context->store, &session, arguments->word[0], 0, &hits, &count, &context->error) != STATUS_OK)
        return fail(context);
    if (arguments_given(arguments, "json"))
        search_json(&context->out, hits, count);
    else
        search_list(context, hits, count);
    search_free(hits, count);
    return EXIT_DONE;
}
