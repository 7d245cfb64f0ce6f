/*
 * export_dialog.c - first the format, then the name of the file or folder.
 *
 * Writing is exchange's business. Invariant: a file that stands there is replaced only when the same name was given
 * twice, after a word about it; and only by a whole one.
 */
#include "export_dialog.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dialog.h"

void export_ask_clear(struct export_ask *ask)
{
    free(ask->canvas_id);
    free(ask->example_id);
    free(ask->title);
    free(ask->there);
    *ask = (struct export_ask){0};
}

static void path_typed(void *context, struct app *app, const char *text);

static void ask_path(struct export_ask *ask, struct app *app, const char *path)
{
    char folder[1024];
    struct buffer title = {0};
    if (ask->count > 1)
        buffer_printf(&title, ngettext("%zu canvas into the folder", "%zu canvases into the folder", ask->count), ask->count);
    else
        buffer_printf(&title, _("Into the file, in %s"), getcwd(folder, sizeof folder) ? folder : ".");
    app_push(app, dialog_line_new(app, title.data, path, _("export"), path_typed, ask));
    buffer_clear(&title);
}

/* "~/x" is what the shell would make of it. Yours. */
static char *whole_path(const char *typed)
{
    const char *home = getenv("HOME");
    struct buffer path = {0};
    if (home && typed[0] == '~' && (typed[1] == '/' || typed[1] == '\0'))
        buffer_printf(&path, "%s%s", home, typed + 1);
    else
        buffer_add(&path, typed);
    return path.length ? buffer_take(&path) : memory_copy_text("");
}

static enum status load(const struct export_ask *ask, struct app *app, size_t at, struct store **store,
                        struct session *session, struct snapshot **snapshot, struct error *err)
{
    int64_t canvas_id;
    *store = app->store;
    *session = app->session;
    if (!ask->example_id)
        return snapshot_load(app->store, session, ask->canvas_id[at], snapshot, err);
    *session = session_reader(0);
    enum status status = example_open(ask->example_id, app->language, store, &canvas_id, err);
    if (status != STATUS_OK)
        return status;
    status = snapshot_load(*store, session, canvas_id, snapshot, err);
    if (status != STATUS_OK)
        store_close(*store);
    return status;
}

static enum status export_one(const struct export_ask *ask, struct app *app, size_t at, const char *path,
                              struct export_folder *folder, struct error *err)
{
    struct store *store;
    struct session session;
    struct snapshot *snapshot;
    enum status status = load(ask, app, at, &store, &session, &snapshot, err);
    if (status != STATUS_OK)
        return status;
    struct export_request request = {
        .store = store, .session = &session, .snapshot = snapshot, .language = app->language};
    char *place = folder ? export_folder_place(folder, ask->format, snapshot->title) : memory_copy_text(path);
    status = export_to_file(ask->format, &request, place, err);
    free(place);
    snapshot_free(snapshot);
    if (ask->example_id)
        store_close(store);
    return status;
}

static void export_all(struct export_ask *ask, struct app *app, const char *path)
{
    struct error err;
    struct export_folder folder = {0};
    size_t done = 0;
    enum status status = ask->count > 1 ? export_folder_open(&folder, path, &err) : STATUS_OK;
    while (status == STATUS_OK && done < ask->count) {
        status = export_one(ask, app, done, path, ask->count > 1 ? &folder : NULL, &err);
        done += status == STATUS_OK;
    }
    export_folder_clear(&folder);
    if (!app_check(app, status, &err))
        return;
    char *absolute = realpath(path, NULL);
    if (done > 1)
        app_message(app, ngettext("%zu canvas written into %s", "%zu canvases written into %s", done), done,
                    absolute ? absolute : path);
    else
        app_message(app, _("written: %s"), absolute ? absolute : path);
    free(absolute);
}

/* One canvas only: a folder's files are the export's own. */
static bool stands_there(struct export_ask *ask, const char *path)
{
    struct stat state;
    return ask->count == 1 && stat(path, &state) == 0 && !(ask->there && strcmp(ask->there, path) == 0);
}

/* The format of the name that was typed, where that is another one's: "plan.pdf" is to be no Markdown. */
static const struct format *format_of_name(const struct export_ask *ask, const char *path)
{
    const struct format *named = format_by_path(path);
    char chosen[16], other[16];
    if (ask->count > 1 || !named || !named->write)
        return ask->format;
    format_extension(ask->format, chosen, sizeof chosen);
    format_extension(named, other, sizeof other);
    return strcmp(chosen, other) == 0 ? ask->format : named; /* two may share an extension */
}

static void path_typed(void *context, struct app *app, const char *text)
{
    struct export_ask *ask = context;
    char *path = text && *text ? whole_path(text) : NULL;
    if (path)
        ask->format = format_of_name(ask, path);
    if (path && stands_there(ask, path)) {
        free(ask->there);
        ask->there = memory_copy_text(path);
        ask_path(ask, app, text);
        app_warning(app, _("%s is there already: Enter again writes over it"), path);
        free(path);
        return;
    }
    if (path) {
        export_all(ask, app, path);
        view_state_set(app->store, &app->session, 0, "export", ask->format->name);
    }
    free(path);
    export_ask_clear(ask);
}

/* A name that no file has yet. Yours. */
static char *free_name(const struct export_ask *ask)
{
    struct export_folder here = {.path = memory_copy_text(".")};
    struct stat state;
    char *path = NULL;
    do {
        free(path);
        path = export_folder_place(&here, ask->format, ask->title);
    } while (here.count < 100 && stat(path, &state) == 0);
    export_folder_clear(&here);
    memmove(path, path + 2, strlen(path + 2) + 1); /* without "./" */
    return path;
}

static const struct format *writable(size_t at)
{
    size_t count;
    const struct format *formats = format_list(&count);
    for (size_t i = 0; i < count; i++)
        if (formats[i].write && at-- == 0)
            return &formats[i];
    return NULL;
}

static void format_chosen(void *context, struct app *app, int chosen, const char *typed)
{
    struct export_ask *ask = context;
    (void)typed;
    ask->format = chosen >= 0 ? writable((size_t)chosen) : NULL;
    if (!ask->format) {
        export_ask_clear(ask);
        return;
    }
    char *name = ask->count > 1 ? memory_copy_text("canvases") : free_name(ask);
    ask_path(ask, app, name);
    free(name);
}

void export_ask(struct export_ask *ask, struct app *app, int64_t *canvas_id, size_t count, const char *example_id,
                const char *title)
{
    export_ask_clear(ask);
    *ask = (struct export_ask){.canvas_id = canvas_id, .count = count};
    if (app->confined || app->session.canvas_id != 0 || !(app->session.may & MAY_READ)) {
        app_message(app, _("a guest cannot write files here"));
        export_ask_clear(ask);
        return;
    }
    ask->example_id = memory_copy_text(example_id);
    ask->title = memory_copy_text(title);
    char *last = view_state_get(app->store, &app->session, 0, "export");
    struct choice choice[32];
    size_t number = 0, first = 0;
    const struct format *format;
    for (; number < COUNT_OF(choice) && (format = writable(number)); number++) {
        choice[number] = (struct choice){.label = format->name, .detail = _(format->title), .mark = ROLE_TEXT};
        if (strcmp(format->name, last ? last : "pdf") == 0)
            first = number;
    }
    free(last);
    app_push(app, dialog_choice_new(app, _("Export as"), choice, number, first, false, _("choose"), format_chosen, ask));
}
