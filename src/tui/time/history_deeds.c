/*
 * history_deeds.c - what is done from a moment of the history: name it, bring it back, compare it, fork it.
 *
 * Each is one operation of the canvas layer; afterwards the view follows to where that led.
 */
#include "history_view.h"

#include <stdlib.h>
#include <string.h>

#include "dialog/dialog.h"
#include "diff_view.h"
#include "nonet/exchange.h"

void history_bring_back(struct history_view *history)
{
    struct app *app = history->app;
    struct error err;
    size_t position = timeline_position(history->timeline);
    if (position == timeline_count(history->timeline)) {
        app_message(app, _("this is the canvas as it is now; go to an earlier moment first"));
        return;
    }
    const struct history_entry *told = history_told(history, position);
    long long seq = told != NULL ? (long long)told->seq : 0;
    char *moment = timeline_moment(history->timeline, position);
    if (app_check(app, canvas_restore_moment(history->store, history->session, history->canvas_id, moment, &err),
                  &err)) {
        history_follow(history);
        history_go_clamped(history, (int64_t)timeline_count(history->timeline));
        app_message(app, _("the canvas is as it was after #%lld; u takes that back"), seq);
    }
    free(moment);
}

void history_take_back(struct history_view *history)
{
    struct app *app = history->app;
    struct error err;
    struct undo_outcome outcome;
    enum status status = canvas_undo(history->store, history->session, history->canvas_id, &outcome, &err);
    if (status == STATUS_NOT_FOUND) {
        app_message(app, _("nothing to undo"));
        return;
    }
    if (!app_check(app, status, &err))
        return;
    app_message(app, _("undid: %s"), operation_title(outcome.operation, app->language));
    history_follow(history);
    history_go_clamped(history, (int64_t)timeline_count(history->timeline));
}

static void name_typed(void *context, struct app *app, const char *text);

static void ask_name(struct history_view *history, const char *title, const char *text)
{
    app_push(history->app, dialog_line_new(history->app, title, text, _("name"), name_typed, history));
}

static void name_typed(void *context, struct app *app, const char *text)
{
    struct history_view *history = context;
    struct error err;
    bool again = text != NULL && history->wanted_name != NULL && strcmp(text, history->wanted_name) == 0;
    free(history->wanted_name);
    history->wanted_name = NULL;
    if (text == NULL)
        return;
    char *moment = timeline_moment(history->timeline, timeline_position(history->timeline));
    enum status status =
        canvas_version_name(history->store, history->session, history->canvas_id, text, moment, again, &err);
    free(moment);
    if (status == STATUS_CONFLICT) {
        history->wanted_name = memory_copy_text(text);
        ask_name(history, _("Taken; once more moves it here"), text);
    } else if (app_check(app, status, &err)) {
        size_t position = timeline_position(history->timeline);
        history_follow(history);
        history_go(history, position);
        app_message(app, _("this moment is called “%s” now"), text);
    }
}

void history_remove_name(struct history_view *history)
{
    struct error err;
    size_t position = timeline_position(history->timeline);
    const char *name = history_version_at(history, position);
    if (name == NULL) {
        app_message(history->app, _("this moment has no name"));
    } else if (app_check(history->app,
                         canvas_version_remove(history->store, history->session, history->canvas_id, name, &err),
                         &err)) {
        history_follow(history);
        history_go(history, position);
        app_message(history->app, _("the name is gone; u brings it back"));
    }
}

void history_compare_with_now(struct history_view *history)
{
    struct error err;
    struct view *view;
    size_t position = timeline_position(history->timeline);
    struct diff_side sides[2] = {{.canvas_id = history->canvas_id},
                                 {.canvas_id = history->canvas_id,
                                  .moment = timeline_moment(history->timeline, position),
                                  .name = (char *)history_version_at(history, position),
                                  .at = position > 0 ? timeline_action(history->timeline, position - 1)->at : 0}};
    enum status status = diff_view_new(history->app, history->store, history->session, sides, &view, &err);
    free(sides[1].moment);
    if (app_check(history->app, status, &err))
        app_push(history->app, view);
}

static void alternative_typed(void *context, struct app *app, const char *text)
{
    struct history_view *history = context;
    struct error err;
    int64_t canvas_id, number;
    if (text == NULL)
        return;
    if (app_check(app,
                  native_copy_snapshot(history->store, timeline_snapshot(history->timeline), text, app->store,
                                       &app->session, &canvas_id, &err),
                  &err) &&
        app_check(app, canvas_number(app->store, canvas_id, &number, &err), &err)) {
        app_message(app, _("canvas %lld “%s” is made of this moment"), (long long)number, text);
        app_raise(app, RAISE_FEED);
    }
}

void history_name(struct history_view *history)
{
    ask_name(history, _("Name of this moment"), "");
}

void history_fork(struct history_view *history)
{
    char *title = board_alternative_title(timeline_snapshot(history->timeline)->title);
    app_push(history->app, dialog_line_new(history->app, _("Alternative made of this moment"), title, _("make"),
                                           alternative_typed, history));
    free(title);
}
