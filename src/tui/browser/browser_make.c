/*
 * browser_make.c - of the list of saved canvases: making a new one from a template, and renaming.
 *
 * Each is a dialog or two and one operation. Nothing here asks twice: a title that will not do is asked for again with
 * the reason.
 */
#include <stdlib.h>

#include "browser.h"
#include "dialog/dialog.h"

static void title_typed(void *context, struct app *app, const char *text);

static void ask_title(struct browser *browser, struct app *app, const struct template *template, const char *text)
{
    struct buffer heading = {0};
    buffer_printf(&heading, _("New: %s · its title"), template->title.text[app->language]);
    app_push(app, dialog_line_new(app, buffer_text(&heading), text, _("make"), title_typed, browser));
    buffer_clear(&heading);
}

/* A title that will not do is asked for again, with the reason in the bottom line. */
static void title_typed(void *context, struct app *app, const char *text)
{
    struct browser *browser = context;
    struct template *template = NULL;
    struct error err;
    int64_t canvas_id = 0;
    if (!text || !app_check(app, template_load(browser->new_template, &template, &err), &err)) {
        free(browser->new_template);
        browser->new_template = NULL;
        return;
    }
    if (app_check(app, canvas_create(app->store, &app->session, text, template, &canvas_id, &err), &err)) {
        browser->selected_id = canvas_id;
        browser_changed(app);
        browser_open_canvas(app, canvas_id, "");
    } else {
        ask_title(browser, app, template, text);
    }
    template_free(template);
}

void browser_forget_choices(struct browser *browser)
{
    for (size_t i = 0; i < browser->choice_count; i++)
        free(browser->choice[i]);
    free(browser->choice);
    browser->choice = NULL;
    browser->choice_count = 0;
}

/* Who types a title here, as one would, gets the first kind with that title. */
static void template_chosen(void *context, struct app *app, int chosen, const char *typed)
{
    struct browser *browser = context;
    const char *title = chosen < 0 && typed ? typed : "";
    if (chosen < 0 && typed)
        chosen = 0;
    if (chosen >= 0 && (size_t)chosen < browser->choice_count) {
        struct template *template = NULL;
        struct error err;
        const char *id = browser->choice[chosen];
        if (app_check(app, template_load(id, &template, &err), &err)) {
            free(browser->new_template);
            browser->new_template = memory_copy_text(id);
            ask_title(browser, app, template, title);
            template_free(template);
        }
    }
    browser_forget_choices(browser);
}

/* A damaged template stays in the list with what is wrong; choosing it says so again. */
void browser_ask_template(struct browser *browser, struct app *app)
{
    struct data_file *info = NULL;
    size_t count = 0;
    struct error err;
    if (!app_check(app, template_list(&info, &count, &err), &err))
        return;
    struct choice *choice = memory_new(count + 1, sizeof *choice);
    char **text = memory_new(2 * count + 1, sizeof *text);
    browser_forget_choices(browser);
    browser->choice = memory_new(count + 1, sizeof *browser->choice);
    for (size_t i = 0; i < count; i++) {
        struct template *template = NULL;
        bool loaded = template_load(info[i].id, &template, &err) == STATUS_OK;
        text[2 * i] = memory_copy_text(loaded ? template->title.text[app->language] : info[i].id);
        text[2 * i + 1] = memory_copy_text(loaded ? template->when.text[app->language] : err.message);
        choice[i] = (struct choice){.label = text[2 * i], .detail = text[2 * i + 1], .mark = ROLE_TEXT};
        browser->choice[browser->choice_count++] = memory_copy_text(info[i].id);
        if (loaded)
            template_free(template);
    }
    data_files_free(info, count);
    struct view *dialog = dialog_choice_new(app, _("New canvas: of which kind?"), choice, count, 0, true, _("choose"),
                                            template_chosen, browser);
    dialog_choice_invite(dialog, _("find a kind, or type the title"));
    app_push(app, dialog);
    for (size_t i = 0; i < 2 * count; i++)
        free(text[i]);
    free(text);
    free(choice);
}

static void name_typed(void *context, struct app *app, const char *text)
{
    struct browser *browser = context;
    struct error err;
    if (text && app_check(app, canvas_rename(app->store, &app->session, browser->rename_id, text, &err), &err))
        browser_changed(app);
}

void browser_ask_name(struct browser *browser, struct app *app)
{
    const struct canvas_info *info = browser_selected(browser, app);
    if (!info || browser->trash)
        return;
    browser->rename_id = info->id;
    app_push(app, dialog_line_new(app, _("Rename"), info->title, _("rename"), name_typed, browser));
}
