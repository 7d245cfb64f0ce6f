/*
 * import_view.c - a canvas that could be made from a file: its drawing, and below it what was guessed or parked.
 *
 * It lies in a store in memory until Enter makes it. Invariant: nothing has been written when this view is left by Esc.
 */
#include <stdlib.h>
#include <string.h>

#include "browser.h"
#include "import_dialog.h"

#define REPORT_ROWS_MAX 8

struct import_view {
    struct view view;
    struct import *import;
    char *file, *path; /* the whole path, and what is shown of it */
    bool split;        /* lists in paragraphs are cut up */
    struct snapshot *snapshot;
    import_done *done;
    void *context;
    struct rectangle area;
    const char **line; /* of the report */
    size_t line_count, top;
    int report_rows;   /* of them so many are seen */
};

static struct import_view *import_view_of(struct view *view)
{
    return (struct import_view *)view;
}

static enum context import_context(const struct view *view)
{
    (void)view;
    return IN_LIST;
}

static void scroll(struct import_view *view, struct app *app, long lines)
{
    size_t last = view->line_count > (size_t)view->report_rows ? view->line_count - (size_t)view->report_rows : 0;
    long top = (long)view->top + lines;
    view->top = top < 0 ? 0 : (size_t)top > last ? last : (size_t)top;
    app_raise(app, RAISE_PAINT);
}

/* What it would be, loaded out of a store in memory. */
static enum status preview(const struct import *import, struct snapshot **snapshot, struct error *err)
{
    struct store *store;
    int64_t canvas_id;
    struct session session = session_reader(0);
    enum status status = import_preview(import, &store, &canvas_id, err);
    if (status != STATUS_OK)
        return status;
    status = snapshot_load(store, &session, canvas_id, snapshot, err);
    store_close(store);
    return status;
}

/* Takes both over, in place of those that are there. */
static void put(struct import_view *view, struct import *import, struct snapshot *snapshot)
{
    snapshot_free(view->snapshot);
    import_close(view->import);
    free(view->line);
    view->import = import;
    view->snapshot = snapshot;
    view->line = NULL;
    view->line_count = view->top = 0;
    size_t capacity = 0;
    for (const char *at = import_report(import); *at; at += strcspn(at, "\n") + 1) {
        GROW(view->line, view->line_count, capacity);
        view->line[view->line_count++] = at;
    }
}

/* Reads the file again, with lists in paragraphs cut up, or whole. */
static void toggle_split(struct import_view *view, struct app *app)
{
    struct error err;
    struct import_options options = {.language = app->language, .split = !view->split};
    struct import *import;
    struct snapshot *snapshot = NULL;
    if (!import_can_split(view->import))
        return;
    enum status status = import_open(view->file, &options, &import, &err);
    if (status == STATUS_OK)
        status = preview(import, &snapshot, &err);
    if (!app_check(app, status, &err)) {
        import_close(import);
        return;
    }
    put(view, import, snapshot);
    view->split = options.split;
    app_raise(app, RAISE_LAYOUT);
}

/* The view goes before `done` is called: it may push another. */
static void take(struct import_view *view, struct app *app)
{
    struct error err;
    int64_t canvas_id;
    if (!app_check(app, import_write(view->import, app->store, &app->session, 0, &canvas_id, &err), &err))
        return;
    import_done *done = view->done;
    void *context = view->context;
    size_t notes = view->snapshot->note_count;
    app_pop(app);
    done(context, app, canvas_id);
    app_message(app, ngettext("Imported: %zu note.", "Imported: %zu notes.", notes), notes);
}

static enum handled import_command(struct view *base, struct app *app, enum command command)
{
    struct import_view *view = import_view_of(base);
    switch (command) {
    case COMMAND_LIST_TAKE:
        take(view, app);
        return HANDLED;
    case COMMAND_CANCEL:
        app_pop(app);
        return HANDLED;
    case COMMAND_LIST_COMPLETE:
        toggle_split(view, app);
        return HANDLED;
    case COMMAND_LIST_UP:
        scroll(view, app, -1);
        return HANDLED;
    case COMMAND_LIST_DOWN:
        scroll(view, app, 1);
        return HANDLED;
    case COMMAND_PAGE_UP:
        scroll(view, app, -view->report_rows);
        return HANDLED;
    case COMMAND_PAGE_DOWN:
        scroll(view, app, view->report_rows);
        return HANDLED;
    default:
        return PASSED;
    }
}

static void import_text(struct view *base, struct app *app, const char *text, size_t length)
{
    if (length != 1)
        return;
    if (text[0] == 'q')
        import_command(base, app, COMMAND_CANCEL);
    else if (text[0] == 'j' || text[0] == 'k')
        scroll(import_view_of(base), app, text[0] == 'j' ? 1 : -1);
}

static void import_mouse(struct view *base, struct app *app, const struct mouse *mouse)
{
    if (mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN)
        scroll(import_view_of(base), app, mouse->kind == MOUSE_WHEEL_UP ? -1 : 1);
}

static void import_layout(struct view *base, struct app *app, struct rectangle area)
{
    struct import_view *view = import_view_of(base);
    (void)app;
    view->area = area;
    int room = area.rows / 3;
    room = room > REPORT_ROWS_MAX ? REPORT_ROWS_MAX : room < 1 ? 1 : room;
    view->report_rows = view->line_count < (size_t)room ? (int)view->line_count : room;
}

static void paint_heading(const struct import_view *view, struct app *app, struct screen *screen)
{
    const struct snapshot *snapshot = view->snapshot;
    struct rectangle area = view->area;
    struct buffer text = {0};
    int used = screen_elided(screen, area.row, area.column + 1, area.columns - 2, snapshot->title,
                             (struct style){ROLE_TITLE, STYLE_BOLD});
    buffer_printf(&text, "%s · ", snapshot->template->title.text[app->language]);
    buffer_printf(&text, ngettext("%zu note", "%zu notes", snapshot->note_count), snapshot->note_count);
    buffer_printf(&text, " · %s", import_format(view->import));
    screen_elided(screen, area.row, area.column + used + 3, area.columns - used - 4, text.data, STYLE(ROLE_DIM));
    buffer_clear(&text);
}

static void paint_report(const struct import_view *view, struct screen *screen, int row)
{
    struct rectangle area = view->area;
    struct buffer title = {0};
    if (view->line_count > (size_t)view->report_rows)
        buffer_printf(&title, "%s (%zu-%zu/%zu)", _("What to know about it"), view->top + 1,
                      view->top + (size_t)view->report_rows, view->line_count);
    else
        buffer_add(&title, _("What to know about it"));
    screen_elided(screen, row, area.column + 1, area.columns - 2, title.data, STYLE(ROLE_TITLE));
    buffer_clear(&title);
    for (int i = 0; i < view->report_rows && view->top + (size_t)i < view->line_count; i++) {
        const char *line = view->line[view->top + (size_t)i];
        char *text = memory_copy_bytes(line, strcspn(line, "\n"));
        screen_elided(screen, row + 1 + i, area.column + 3, area.columns - 4, text, STYLE(ROLE_TEXT));
        free(text);
    }
}

static void import_paint(struct view *base, struct app *app, struct screen *screen)
{
    struct import_view *view = import_view_of(base);
    struct hint shown[4] = {{COMMAND_LIST_TAKE, _("import")}, {COMMAND_CANCEL, _("leave it")}};
    size_t hints = 2;
    if (import_can_split(view->import))
        shown[hints++] = (struct hint){COMMAND_LIST_COMPLETE, view->split ? _("lists whole") : _("lists cut at 、")};
    if (view->line_count > (size_t)view->report_rows)
        shown[hints++] = (struct hint){COMMAND_LIST_DOWN, _("down")};
    struct buffer top = {0};
    buffer_printf(&top, _("Import, not yet made: %s"), view->path);
    app_paint_top(app, screen, top.data, "");
    buffer_clear(&top);
    paint_heading(view, app, screen);
    int report = view->line_count > 0 ? view->report_rows + 1 : 0;
    struct rectangle area = view->area;
    struct rectangle drawing = {area.row + 1, area.column + 1, area.rows - 1 - report, area.columns - 2};
    browser_preview_draw(view->snapshot, app->language, screen, drawing);
    if (report > 0)
        paint_report(view, screen, area.row + area.rows - report);
    app_paint_hints(app, screen, shown, hints);
}

static void import_free(struct view *base, struct app *app)
{
    struct import_view *view = import_view_of(base);
    (void)app;
    snapshot_free(view->snapshot);
    import_close(view->import);
    free(view->line);
    free(view->file);
    free(view->path);
    free(view);
}

static const struct view_type import_type = {
    .name = "import",
    .context = import_context,
    .command = import_command,
    .text = import_text,
    .mouse = import_mouse,
    .layout = import_layout,
    .paint = import_paint,
    .free = import_free,
};

enum status import_view_new(struct app *app, struct import *import, const char *path, import_done *done, void *context,
                            struct view **out, struct error *err)
{
    struct snapshot *snapshot = NULL;
    (void)app;
    enum status status = preview(import, &snapshot, err);
    if (status != STATUS_OK) {
        import_close(import);
        return status;
    }
    struct import_view *view = memory_new(1, sizeof *view);
    struct buffer shown = {0};
    const char *slash = strrchr(path, '/');
    text_printable(&shown, slash && slash[1] ? slash + 1 : path, strlen(slash && slash[1] ? slash + 1 : path), false);
    *view = (struct import_view){.view = {.type = &import_type}, .done = done, .context = context};
    view->file = memory_copy_text(path);
    view->path = shown.data ? buffer_take(&shown) : memory_copy_text("");
    put(view, import, snapshot);
    *out = &view->view;
    return STATUS_OK;
}
