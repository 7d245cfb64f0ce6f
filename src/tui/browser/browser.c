/*
 * browser.c - the list of saved canvases: opening, commands, typing, mouse.
 *
 * Making and renaming (browser_make.c), the trash (browser_trash.c) and the rest are one operation each; the list itself
 * is kept by browser_list.c. Canvases are remembered by id.
 */
#include <stdlib.h>
#include <string.h>

#include "browser.h"
#include "dialog/field_keys.h"

#define QUERY_AT_ONCE 500 /* canvases: so many are searched before the key is shown, more of them after */

static struct browser *browser_of(struct view *view)
{
    return (struct browser *)view;
}

void browser_changed(struct app *app)
{
    app_raise(app, RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT);
}

static enum context browser_context(const struct view *view)
{
    return ((const struct browser *)view)->typing ? IN_LIST : IN_BROWSER;
}

const struct canvas_info *browser_selected(struct browser *browser, struct app *app)
{
    if (!browser_canvas(browser, browser->at) && browser->at < browser->total)
        browser_select(browser, app, browser->at);
    return browser_canvas(browser, browser->at);
}

/* ---- opening -------------------------------------------------------------------------------------------- */

void browser_open_canvas(struct app *app, int64_t canvas_id, const char *query)
{
    struct error err;
    struct view *board = NULL;
    if (!app_check(app, board_new(app, canvas_id, &board, &err), &err))
        return;
    app_push(app, board);
    if (*query)
        board_look_for(board, query);
}

static void open_selected(struct browser *browser, struct app *app)
{
    struct error err;
    const struct canvas_info *info = browser_selected(browser, app);
    const struct example_info *example = browser_example(browser, browser->at);
    struct view *board = NULL;
    if (browser->trash)
        browser_restore(browser, app);
    else if (info)
        browser_open_canvas(app, info->id, browser->query);
    else if (example && app_check(app, board_new_example(app, example->id, &board, &err), &err))
        app_push(app, board);
}

/* ---- several at once ------------------------------------------------------------------------------------------ */

int64_t *browser_targets(struct browser *browser, struct app *app, size_t *count)
{
    const struct canvas_info *info = browser_selected(browser, app);
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
    const struct canvas_info *info = browser_selected(browser, app);
    size_t count;
    int64_t *id = example ? NULL : browser_targets(browser, app, &count);
    if (example)
        export_ask(&browser->export, app, NULL, 1, example->id, example->title);
    else if (id)
        export_ask(&browser->export, app, id, count, NULL, info ? info->title : "");
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
    const struct canvas_info *info = browser_selected(browser, app);
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
        browser_switch_trash(browser, app);
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
        browser_ask_template(browser, app);
        break;
    case COMMAND_TITLE_EDIT:
        browser_ask_name(browser, app);
        break;
    case COMMAND_COMPARE:
        browser_compare(browser, app);
        break;
    case COMMAND_FORK:
        browser_fork(browser, app);
        break;
    case COMMAND_NOTE_TRASH:
        browser_trash(browser, app);
        break;
    case COMMAND_UNDO:
        browser_undo_trash(browser, app);
        break;
    case COMMAND_CANVAS_TRASH_VIEW:
        browser_switch_trash(browser, app);
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
            browser_switch_trash(browser, app);
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
    if (!browser->typing) {
        app_message(app, "%s", _("this key means nothing here; ? shows all keys"));
        return;
    }
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
    browser_forget_choices(browser);
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
