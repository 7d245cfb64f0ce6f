/*
 * browser_family.c - alternatives of a canvas: made, shown as a family, compared.
 *
 * A copy remembers what it is a copy of; that is all there is to a family. Nothing here draws.
 */
#include <stdlib.h>
#include <string.h>

#include "browser.h"
#include "dialog/dialog.h"
#include "time/diff_view.h"

#define NAMED_MAX 6 /* relatives that the preview names */

/* ---- making ----------------------------------------------------------------------------------------------------- */

static void alternative_typed(void *context, struct app *app, const char *text)
{
    struct browser *browser = context;
    struct snapshot *snapshot;
    struct error err;
    int64_t canvas_id;
    if (text == NULL ||
        !app_check(app, snapshot_load(app->store, &app->session, browser->fork_id, &snapshot, &err), &err))
        return;
    if (app_check(app, native_copy_snapshot(app->store, snapshot, text, app->store, &app->session, &canvas_id, &err),
                  &err)) {
        browser->selected_id = canvas_id;
        app_message(app, _("an alternative of “%s”; C compares the two once one is marked"), snapshot->title);
        app_raise(app, RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT);
    }
    snapshot_free(snapshot);
}

void browser_fork(struct browser *browser, struct app *app)
{
    const struct canvas_info *info = browser_canvas(browser, browser->at);
    if (info == NULL || browser->trash)
        return;
    browser->fork_id = info->id;
    char *title = board_alternative_title(info->title);
    app_push(app, dialog_line_new(app, _("Alternative"), title, _("make"), alternative_typed, browser));
    free(title);
}

/* ---- comparing -------------------------------------------------------------------------------------------------- */

/* Two marked ones; or the marked one and the selected one; or the selected one and its original or only alternative. */
static bool choose_two(const struct browser *browser, struct diff_side sides[2])
{
    const struct canvas_info *info = browser_canvas(browser, browser->at);
    if (browser->mark_count == 2) {
        sides[0].canvas_id = browser->mark[0];
        sides[1].canvas_id = browser->mark[1];
        return true;
    }
    if (info == NULL || browser->mark_count > 2)
        return false;
    sides[1].canvas_id = info->id;
    sides[0].canvas_id = browser->mark_count == 1 ? browser->mark[0] : info->variant_of;
    if (sides[0].canvas_id == 0 && browser->relative_count == 1 && browser->preview_id == info->id) {
        sides[0].canvas_id = info->id; /* its only alternative */
        sides[1].canvas_id = browser->relative[0].id;
    }
    return sides[0].canvas_id != 0 && sides[0].canvas_id != info->id;
}

void browser_compare(struct browser *browser, struct app *app)
{
    struct diff_side sides[2] = {{0}};
    struct view *view;
    struct error err;
    if (browser->trash)
        return;
    if (!choose_two(browser, sides))
        app_message(app, _("mark one canvas with Space, go to the other, and press C"));
    else if (app_check(app, diff_view_new(app, app->store, &app->session, sides, &view, &err), &err))
        app_push(app, view);
}

/* ---- showing ---------------------------------------------------------------------------------------------------- */

bool browser_family_text(const struct browser *browser, struct buffer *out)
{
    size_t copies = 0, named = 0;
    for (size_t i = 0; i < browser->relative_count; i++) {
        const struct canvas_relative *relative = &browser->relative[i];
        if (relative->original) {
            buffer_printf(out, _("alternative of %lld %s"), (long long)relative->number, relative->title);
            continue;
        }
        copies++;
        if (named == NAMED_MAX)
            continue;
        if (named++ == 0)
            buffer_printf(out, "%s%s", out->length > 0 ? "; " : "", _("alternatives: "));
        else
            buffer_add(out, ", ");
        buffer_printf(out, "%lld %s", (long long)relative->number, relative->title);
    }
    if (copies > named)
        buffer_printf(out, ", +%zu", copies - named);
    return out->length > 0;
}
