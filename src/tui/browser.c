/*
 * browser.c - the list of saved canvases: commands, typing, mouse, the dialogs it asks with.
 *
 * Opening, making, renaming, trashing and bringing back are one operation each; the list itself is kept by
 * browser_list.c. Canvases are remembered by id. Nothing here asks "are you sure": what is trashed comes back with u.
 */
#include <stdlib.h>
#include <string.h>

#include "browser.h"
#include "dialog.h"
#include "field_keys.h"

#define QUERY_AT_ONCE 500 /* canvases: so many are searched before the key is shown, more of them after */

static struct browser *browser_of(struct view *view)
{
    return (struct browser *)view;
}

static void raise_all(struct app *app)
{
    app_raise(app, RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT);
}

static enum context browser_context(const struct view *view)
{
    return ((const struct browser *)view)->typing ? IN_LIST : IN_BROWSER;
}

/* The canvas selected, in memory; NULL on an example and in an empty list. */
static const struct canvas_info *selected_canvas(struct browser *browser, struct app *app)
{
    if (!browser_canvas(browser, browser->at) && browser->at < browser->total)
        browser_select(browser, app, browser->at);
    return browser_canvas(browser, browser->at);
}

/* ---- opening -------------------------------------------------------------------------------------------- */

/* With a filter in force one comes to the first note that was found. */
static void open_canvas(struct app *app, int64_t canvas_id, const char *query)
{
    struct error err;
    struct view *board = NULL;
    if (!app_check(app, board_new(app, canvas_id, &board, &err), &err))
        return;
    app_push(app, board);
    if (*query)
        board_look_for(board, query);
}

static void restore_selected(struct browser *browser, struct app *app);

static void open_selected(struct browser *browser, struct app *app)
{
    struct error err;
    const struct canvas_info *info = selected_canvas(browser, app);
    const struct example_info *example = browser_example(browser, browser->at);
    struct view *board = NULL;
    if (browser->trash)
        restore_selected(browser, app);
    else if (info)
        open_canvas(app, info->id, browser->query);
    else if (example && app_check(app, board_new_example(app, example->id, &board, &err), &err))
        app_push(app, board);
}

/* ---- making and renaming ----------------------------------------------------------------------------------- */

static void title_typed(void *context, struct app *app, const char *text);

static void ask_title(struct browser *browser, struct app *app, const struct template *template, const char *text)
{
    struct buffer heading = {0};
    buffer_printf(&heading, _("New: %s"), template->title.text[app->language]);
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
        raise_all(app);
        open_canvas(app, canvas_id, "");
    } else {
        ask_title(browser, app, template, text);
    }
    template_free(template);
}

static void forget_choices(struct browser *browser)
{
    for (size_t i = 0; i < browser->choice_count; i++)
        free(browser->choice[i]);
    free(browser->choice);
    browser->choice = NULL;
    browser->choice_count = 0;
}

static void template_chosen(void *context, struct app *app, int chosen, const char *typed)
{
    struct browser *browser = context;
    (void)typed;
    if (chosen >= 0 && (size_t)chosen < browser->choice_count) {
        struct template *template = NULL;
        struct error err;
        const char *id = browser->choice[chosen];
        if (app_check(app, template_load(id, &template, &err), &err)) {
            free(browser->new_template);
            browser->new_template = memory_copy_text(id);
            ask_title(browser, app, template, "");
            template_free(template);
        }
    }
    forget_choices(browser);
}

/* A damaged template stays in the list with what is wrong; choosing it says so again. */
static void ask_template(struct browser *browser, struct app *app)
{
    struct template_info *info = NULL;
    size_t count = 0;
    struct error err;
    if (!app_check(app, template_list(&info, &count, &err), &err))
        return;
    struct choice *choice = memory_new(count + 1, sizeof *choice);
    char **text = memory_new(2 * count + 1, sizeof *text);
    forget_choices(browser);
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
    template_list_free(info, count);
    app_push(app, dialog_choice_new(app, _("New canvas"), choice, count, 0, false, _("choose"), template_chosen,
                                    browser));
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
        raise_all(app);
}

static void ask_name(struct browser *browser, struct app *app)
{
    const struct canvas_info *info = selected_canvas(browser, app);
    if (!info || browser->trash)
        return;
    browser->rename_id = info->id;
    app_push(app, dialog_line_new(app, _("Rename"), info->title, _("rename"), name_typed, browser));
}

/* ---- the trash ---------------------------------------------------------------------------------------------- */

/* The marked canvases, else the selected one. The array is yours, NULL when there is none. */
static int64_t *targets(struct browser *browser, struct app *app, size_t *count)
{
    const struct canvas_info *info = selected_canvas(browser, app);
    *count = browser->mark_count ? browser->mark_count : info ? 1 : 0;
    if (*count == 0)
        return NULL;
    int64_t *id = memory_new(*count, sizeof *id);
    if (browser->mark_count)
        memcpy(id, browser->mark, *count * sizeof *id);
    else
        id[0] = info->id;
    return id;
}

static void export_selected(struct browser *browser, struct app *app)
{
    const struct example_info *example = browser->mark_count ? NULL : browser_example(browser, browser->at);
    const struct canvas_info *info = selected_canvas(browser, app);
    size_t count;
    int64_t *id = example ? NULL : targets(browser, app, &count);
    if (example)
        export_ask(&browser->export, app, NULL, 1, example->id, example->title);
    else if (id)
        export_ask(&browser->export, app, id, count, NULL, info ? info->title : "");
}

/* How many of them went where they should; the first failure is reported and ends it. */
static size_t set_alive(struct app *app, const int64_t *id, size_t count, bool alive)
{
    struct error err;
    for (size_t i = 0; i < count; i++)
        if (!app_check(app, canvas_set_alive(app->store, &app->session, id[i], alive, &err), &err))
            return i;
    return count;
}

static void trash_selected(struct browser *browser, struct app *app)
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
    const struct canvas_info *info = selected_canvas(browser, app);
    char *title = memory_copy_text(info && !browser->mark_count ? info->title : "");
    int64_t *id = targets(browser, app, &count);
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
    raise_all(app);
}

static void restore_selected(struct browser *browser, struct app *app)
{
    size_t count;
    int64_t *id = targets(browser, app, &count);
    size_t done = set_alive(app, id, count, true);
    if (done && done == count)
        app_message(app, ngettext("%zu canvas is back.", "%zu canvases are back.", count), count);
    if (done)
        browser->mark_count = 0;
    free(id);
    raise_all(app);
}

static void undo_trash(struct browser *browser, struct app *app)
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
    raise_all(app);
}

static void switch_trash(struct browser *browser, struct app *app)
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

/* ---- filter and sort ------------------------------------------------------------------------------------------ */

static void filter_changed(struct browser *browser, struct app *app)
{
    bool soon = browser->library <= QUERY_AT_ONCE;
    browser->filter_due = soon ? 1 : time_steady();
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
}

static void end_filter(struct browser *browser, struct app *app, bool keep)
{
    browser->typing = false;
    if (!keep)
        text_field_set(&browser->filter, "");
    browser_apply_filter(browser, app, false);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
}

static void sort_next(struct browser *browser, struct app *app)
{
    static const char *const names[] = {"updated", "created", "title"};
    browser->sort = (enum canvas_sort)((browser->sort + 1) % COUNT_OF(names));
    view_state_set(app->store, &app->session, 0, "sort", names[browser->sort]);
    browser_reload(browser, app);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
}

static enum canvas_sort remembered_sort(struct app *app)
{
    char *name = view_state_get(app->store, &app->session, 0, "sort");
    enum canvas_sort sort = CANVAS_BY_UPDATED;
    if (name && strcmp(name, "created") == 0)
        sort = CANVAS_BY_CREATED;
    else if (name && strcmp(name, "title") == 0)
        sort = CANVAS_BY_TITLE;
    free(name);
    return sort;
}

/* ---- commands --------------------------------------------------------------------------------------------------- */

static bool move(struct browser *browser, struct app *app, enum command command)
{
    size_t at = browser->at, count = browser_count(browser), page = (size_t)browser_visible_rows(browser);
    switch (command) {
    case COMMAND_UP:
    case COMMAND_LIST_UP:
        at = at ? at - 1 : 0;
        break;
    case COMMAND_DOWN:
    case COMMAND_LIST_DOWN:
        at++;
        break;
    case COMMAND_PAGE_UP:
        at = at > page ? at - page : 0;
        break;
    case COMMAND_PAGE_DOWN:
        at += page;
        break;
    case COMMAND_FIRST:
        at = 0;
        break;
    case COMMAND_LAST:
        at = count;
        break;
    default:
        return false;
    }
    browser_select(browser, app, at);
    return true;
}

static enum handled filter_command(struct browser *browser, struct app *app, enum command command)
{
    if (command == COMMAND_CANCEL)
        end_filter(browser, app, false);
    else if (command == COMMAND_LIST_TAKE || command == COMMAND_FIELD_SAVE)
        end_filter(browser, app, true);
    else if (field_command(&browser->filter, command, 0, app->screen.width))
        filter_changed(browser, app);
    else if (!move(browser, app, command))
        return PASSED;
    return HANDLED;
}

static void mark_selected(struct browser *browser, struct app *app)
{
    const struct canvas_info *info = selected_canvas(browser, app);
    if (!info)
        return;
    browser_toggle_mark(browser, info->id);
    browser_select(browser, app, browser->at + 1 < browser->total ? browser->at + 1 : browser->at);
}

/* Esc takes one thing back: the filter, the marks, the trash. It never leaves. */
static void cancel(struct browser *browser, struct app *app)
{
    if (*browser->query)
        end_filter(browser, app, false);
    else if (browser->mark_count)
        browser->mark_count = 0;
    else if (browser->trash)
        switch_trash(browser, app);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
}

static enum handled browser_command(struct view *view, struct app *app, enum command command)
{
    struct browser *browser = browser_of(view);
    if (browser->typing)
        return filter_command(browser, app, command);
    if (move(browser, app, command))
        return HANDLED;
    switch (command) {
    case COMMAND_CANVAS_OPEN:
        open_selected(browser, app);
        break;
    case COMMAND_CANVAS_NEW:
        ask_template(browser, app);
        break;
    case COMMAND_TITLE_EDIT:
        ask_name(browser, app);
        break;
    case COMMAND_COMPARE:
        browser_compare(browser, app);
        break;
    case COMMAND_FORK:
        browser_fork(browser, app);
        break;
    case COMMAND_NOTE_TRASH:
        trash_selected(browser, app);
        break;
    case COMMAND_UNDO:
        undo_trash(browser, app);
        break;
    case COMMAND_CANVAS_TRASH_VIEW:
        switch_trash(browser, app);
        break;
    case COMMAND_CANVAS_EXPORT:
        export_selected(browser, app);
        break;
    case COMMAND_CANVAS_IMPORT:
        import_ask(&browser->import, app, browser_imported, browser);
        break;
    case COMMAND_CANVAS_SORT:
        sort_next(browser, app);
        break;
    case COMMAND_NOTE_MARK:
        mark_selected(browser, app);
        break;
    case COMMAND_FIND:
        browser->typing = true;
        app_raise(app, RAISE_PAINT);
        break;
    case COMMAND_CANCEL:
        cancel(browser, app);
        break;
    case COMMAND_BACK:
        if (browser->trash)
            switch_trash(browser, app);
        else
            app_pop(app);
        break;
    default:
        return PASSED;
    }
    return HANDLED;
}

/* ---- the other events -------------------------------------------------------------------------------------------- */

static void browser_text(struct view *view, struct app *app, const char *text, size_t length)
{
    struct browser *browser = browser_of(view);
    if (!browser->typing)
        return;
    field_insert_line(&browser->filter, text, length);
    filter_changed(browser, app);
}

static void browser_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    struct browser *browser = browser_of(view);
    const struct rectangle list = browser->list_area;
    if (mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN) {
        browser_scroll(browser, app, mouse->kind == MOUSE_WHEEL_UP ? -3 : 3);
        return;
    }
    int first = list.row + (browser->headed ? 1 : 0);
    size_t position;
    if (mouse->kind != MOUSE_PRESS || mouse->button != 1 || mouse->row < first ||
        mouse->row >= list.row + list.rows || mouse->column < list.column ||
        mouse->column >= list.column + list.columns)
        return;
    if (!browser_position_at(browser, browser->top + (size_t)(mouse->row - first), &position))
        return;
    browser_select(browser, app, position);
    if (mouse->twice)
        open_selected(browser, app);
}

static bool browser_feed(struct view *view, struct app *app)
{
    browser_refresh(browser_of(view), app);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
    return true;
}

static void browser_live(struct view *view, struct app *app)
{
    browser_feed(view, app);
}

/* Also the moment at which one comes back from a board: the list may be out of date. */
static void browser_layout(struct view *view, struct app *app, struct rectangle area)
{
    struct browser *browser = browser_of(view);
    bool moved = memcmp(&browser->area, &area, sizeof area) != 0;
    browser->area = area;
    browser_place(browser, area);
    if (!browser->current && app_top(app) == view) {
        browser->current = true;
        browser_refresh(browser, app);
    }
    if (browser->filter_due == 1)
        browser_apply_filter(browser, app, true);
    if (moved)
        browser_select(browser, app, browser->at);
    browser_cover(browser, app);
    if (app_top(app) == view)
        browser_preview_want(browser, app);
}

static void browser_covered(struct view *view, struct app *app)
{
    (void)app;
    browser_of(view)->current = false;
}

static int64_t browser_deadline(const struct view *view)
{
    const struct browser *browser = (const struct browser *)view;
    int64_t filter = browser->filter_due, preview = browser->preview_due;
    if (filter && preview)
        return filter < preview ? filter : preview;
    return filter ? filter : preview;
}

static void browser_tick(struct view *view, struct app *app, int64_t now)
{
    struct browser *browser = browser_of(view);
    if (browser->filter_due && now >= browser->filter_due)
        browser_apply_filter(browser, app, true);
    if (browser->preview_due && now >= browser->preview_due)
        browser_preview_load(browser, app);
}

static void browser_free(struct view *view, struct app *app)
{
    struct browser *browser = browser_of(view);
    (void)app;
    browser_preview_clear(browser);
    browser_list_clear(browser);
    forget_choices(browser);
    text_field_clear(&browser->filter);
    free(browser->new_template);
    export_ask_clear(&browser->export);
    import_ask_clear(&browser->import);
    free(browser);
}

static const struct view_type browser_type = {
    .name = "browser",
    .context = browser_context,
    .command = browser_command,
    .text = browser_text,
    .mouse = browser_mouse,
    .feed = browser_feed,
    .live = browser_live,
    .layout = browser_layout,
    .paint = browser_paint,
    .tick = browser_tick,
    .deadline = browser_deadline,
    .covered = browser_covered,
    .free = browser_free,
};

struct view *browser_new(struct app *app)
{
    struct browser *browser = memory_new(1, sizeof *browser);
    browser->view.type = &browser_type;
    browser->sort = remembered_sort(app);
    browser->query = memory_copy_text("");
    text_field_init(&browser->filter, "");
    browser_reload(browser, app);
    return &browser->view;
}
