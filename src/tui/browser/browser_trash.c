/*
 * browser_trash.c - of the list of saved canvases: to the trash, back, and the trash as the list.
 *
 * Nothing here asks "are you sure": what is trashed comes back with u, the newest batch first.
 */
#include <stdlib.h>
#include <string.h>

#include "browser.h"

/* How many of them went where they should; the first failure is reported and ends it. */
static size_t set_alive(struct app *app, const int64_t *id, size_t count, bool alive)
{
    struct error err;
    for (size_t i = 0; i < count; i++)
        if (!app_check(app, canvas_set_alive(app->store, &app->session, id[i], alive, &err), &err))
            return i;
    return count;
}

void browser_trash(struct browser *browser, struct app *app)
{
    size_t count;
    if (browser->trash) {
        app_message(app, _("It is in the trash already; Enter brings it back."));
        return;
    }
    if (!browser->mark_count && browser_example(browser, browser->at)) {
        app_message(app, _("The examples come with nonet; they stay."));
        return;
    }
    const struct canvas_info *info = browser_selected(browser, app);
    char *title = memory_copy_text(info && !browser->mark_count ? info->title : "");
    int64_t *id = browser_targets(browser, app, &count);
    size_t done = set_alive(app, id, count, false);
    int batch = browser->trashed_count ? browser->trashed[browser->trashed_count - 1].batch + 1 : 1;
    for (size_t i = 0; i < done; i++) {
        GROW(browser->trashed, browser->trashed_count, browser->trashed_capacity);
        browser->trashed[browser->trashed_count++] = (struct browser_trashed){id[i], batch};
    }
    if (done == count && *title)
        app_message(app, _("“%s” went to the trash; u brings it back."), title);
    else if (done == count && count)
        app_message(app, ngettext("%zu canvas went to the trash; u brings it back.",
                                  "%zu canvases went to the trash; u brings them back.", count), count);
    if (done)
        browser->mark_count = 0;
    free(title);
    free(id);
    browser_changed(app);
}

void browser_restore(struct browser *browser, struct app *app)
{
    size_t count;
    int64_t *id = browser_targets(browser, app, &count);
    size_t done = set_alive(app, id, count, true);
    if (done && done == count)
        app_message(app, ngettext("%zu canvas is back.", "%zu canvases are back.", count), count);
    if (done)
        browser->mark_count = 0;
    free(id);
    browser_changed(app);
}

void browser_undo_trash(struct browser *browser, struct app *app)
{
    if (browser->trash) {
        app_message(app, _("Enter brings the canvas back; T leaves the trash."));
        return;
    }
    if (browser->trashed_count == 0) {
        app_message(app, _("Nothing was trashed here; T shows what is in the trash."));
        return;
    }
    int batch = browser->trashed[browser->trashed_count - 1].batch;
    size_t back = 0;
    while (browser->trashed_count && browser->trashed[browser->trashed_count - 1].batch == batch) {
        int64_t id = browser->trashed[browser->trashed_count - 1].id;
        if (!set_alive(app, &id, 1, true))
            break;
        browser->trashed_count--;
        browser->selected_id = id;
        back++;
    }
    if (back)
        app_message(app, ngettext("%zu canvas is back.", "%zu canvases are back.", back), back);
    browser_changed(app);
}

void browser_switch_trash(struct browser *browser, struct app *app)
{
    browser->trash = !browser->trash;
    browser->mark_count = 0;
    browser->at = browser->top = 0;
    browser->selected_id = 0;
    text_field_set(&browser->filter, "");
    free(browser->query);
    browser->query = memory_copy_text("");
    browser->filter_due = 0;
    browser_reload(browser, app);
    browser_select(browser, app, 0);
}
