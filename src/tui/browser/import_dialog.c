/*
 * import_dialog.c - which file or folder: a list of what lies in a folder, filtered by typing.
 *
 * A folder in the list is gone into; "./" stands for the folder itself, as a canvas with one file a block. A path may be
 * typed, too. What it would become is shown by import_view.c; nothing is written here.
 */
#include "import_dialog.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dialog/dialog.h"

#define ENTRIES_MAX 2000
#define BLOCK_FILES 7 /* so many files may be a canvas in pieces */

static void forget_names(struct import_ask *ask)
{
    for (size_t i = 0; i < ask->count; i++)
        free(ask->name[i]);
    free(ask->name);
    ask->name = NULL;
    ask->count = 0;
}

void import_ask_clear(struct import_ask *ask)
{
    forget_names(ask);
    free(ask->folder);
    *ask = (struct import_ask){0};
}

/* ---- what lies in the folder --------------------------------------------------------------------------------- */

static bool is_folder(const char *folder, const char *name)
{
    struct buffer path = {0};
    struct stat info;
    buffer_printf(&path, "%s/%s", folder, name);
    bool yes = stat(path.data, &info) == 0 && S_ISDIR(info.st_mode);
    buffer_clear(&path);
    return yes;
}

static bool can_be_read(const char *name)
{
    const struct format *format = format_by_path(name);
    size_t length = strlen(name);
    return (format && format->read) || (length > 4 && strcasecmp(name + length - 4, ".txt") == 0);
}

static int compare_entries(const void *a, const void *b)
{
    const char *x = *(char *const *)a, *y = *(char *const *)b;
    bool x_folder = x[strlen(x) - 1] == '/', y_folder = y[strlen(y) - 1] == '/';
    return x_folder != y_folder ? (x_folder ? -1 : 1) : strcmp(x, y);
}

/* Folders, with a "/" behind, then files that some format reads; hidden ones are left out. */
static void list_folder(struct import_ask *ask)
{
    forget_names(ask);
    size_t capacity = 0, first;
    bool notes = false;
    static const char *const always[] = {"./", "../"};
    for (size_t i = 0; i < COUNT_OF(always); i++) {
        GROW(ask->name, ask->count, capacity);
        ask->name[ask->count++] = memory_copy_text(always[i]);
    }
    first = ask->count;
    DIR *stream = opendir(ask->folder);
    struct dirent *entry;
    while (stream && ask->count < ENTRIES_MAX && (entry = readdir(stream))) {
        bool folder = entry->d_name[0] != '.' && is_folder(ask->folder, entry->d_name);
        if (entry->d_name[0] == '.' || (!folder && !can_be_read(entry->d_name)))
            continue;
        notes = notes || !folder;
        struct buffer name = {0};
        buffer_printf(&name, "%s%s", entry->d_name, folder ? "/" : "");
        GROW(ask->name, ask->count, capacity);
        ask->name[ask->count++] = buffer_take(&name);
    }
    if (stream)
        closedir(stream);
    qsort(ask->name + first, ask->count - first, sizeof *ask->name, compare_entries);
    if (!notes) { /* nothing in it could be a block's file */
        free(ask->name[0]);
        memmove(ask->name, ask->name + 1, --ask->count * sizeof *ask->name);
    }
}

/* ---- asking -------------------------------------------------------------------------------------------------- */

static void chosen(void *context, struct app *app, int at, const char *typed);

/* Where to stand first: on the folder itself when it looks like one with a file a block, else on its first entry. */
static size_t first_entry(const struct import_ask *ask)
{
    size_t first = 0, files = 0;
    for (size_t i = 0; i < ask->count; i++) {
        const char *name = ask->name[i];
        bool dots = strcmp(name, "./") == 0 || strcmp(name, "../") == 0;
        if (first == 0 && !dots)
            first = i;
        files += strlen(name) > 3 && strcmp(name + strlen(name) - 3, ".md") == 0;
    }
    return files >= BLOCK_FILES ? 0 : first;
}

static void ask_path(struct import_ask *ask, struct app *app)
{
    list_folder(ask);
    struct choice *choice = memory_new(ask->count + 1, sizeof *choice);
    char **label = memory_new(ask->count + 1, sizeof *label);
    for (size_t i = 0; i < ask->count; i++) {
        struct buffer shown = {0};
        text_printable(&shown, ask->name[i], strlen(ask->name[i]), false);
        label[i] = buffer_take(&shown);
        const char *detail = strcmp(ask->name[i], "./") == 0    ? _("this folder as a canvas, one file a block")
                             : strcmp(ask->name[i], "../") == 0 ? _("the folder above")
                                                                : NULL;
        choice[i] = (struct choice){.label = label[i], .detail = detail, .mark = ROLE_TEXT};
    }
    struct buffer title = {0}, folder = {0};
    text_printable(&folder, ask->folder, strlen(ask->folder), false);
    buffer_printf(&title, _("Import from %s"), buffer_text(&folder));
    app_push(app, dialog_choice_new(app, title.data, choice, ask->count, first_entry(ask), true, _("look at it"), chosen, ask));
    buffer_clear(&title);
    buffer_clear(&folder);
    for (size_t i = 0; i < ask->count; i++)
        free(label[i]);
    free(label);
    free(choice);
}

/* What was typed, from the folder that is shown; "~/" is the home folder. Yours. */
static char *whole_path(const struct import_ask *ask, const char *typed)
{
    const char *home = getenv("HOME");
    struct buffer path = {0};
    if (home && typed[0] == '~' && (typed[1] == '/' || typed[1] == '\0'))
        buffer_printf(&path, "%s%s", home, typed + 1);
    else if (typed[0] == '/')
        buffer_add(&path, typed);
    else
        buffer_printf(&path, "%s/%s", ask->folder, typed);
    char *real = realpath(path.data, NULL);
    if (real) {
        buffer_clear(&path);
        return real;
    }
    return buffer_take(&path);
}

static void show(struct import_ask *ask, struct app *app, const char *path)
{
    struct error err;
    struct import_options options = {.language = app->language};
    struct import *import;
    struct view *view;
    enum status status = import_open(path, &options, &import, &err);
    if (status == STATUS_OK)
        status = import_view_new(app, import, path, ask->done, ask->context, &view, &err);
    size_t folder = strrchr(path, '/') ? (size_t)(strrchr(path, '/') - path) + 1 : 0;
    if (status != STATUS_OK && strncmp(err.message, path, folder) == 0) /* the line is short */
        memmove(err.message, err.message + folder, strlen(err.message + folder) + 1);
    if (app_check(app, status, &err)) {
        view_state_set(app->store, &app->session, 0, "import", ask->folder);
        app_push(app, view);
    } else {
        ask_path(ask, app); /* with what is wrong in the bottom line */
    }
}

static void chosen(void *context, struct app *app, int at, const char *typed)
{
    struct import_ask *ask = context;
    if (!typed || (at < 0 && !*typed)) {
        import_ask_clear(ask);
        return;
    }
    bool itself = at >= 0 && strcmp(ask->name[at], "./") == 0;
    char *path = whole_path(ask, at >= 0 ? ask->name[at] : typed);
    struct stat info;
    if (!itself && stat(path, &info) == 0 && S_ISDIR(info.st_mode)) {
        free(ask->folder);
        ask->folder = path;
        ask_path(ask, app);
        return;
    }
    show(ask, app, path);
    free(path);
}

void import_ask(struct import_ask *ask, struct app *app, import_done *done, void *context)
{
    import_ask_clear(ask);
    if (app->confined || app->session.canvas_id != 0) {
        app_message(app, _("a guest cannot read files here"));
        return;
    }
    struct stat info;
    char here[PATH_MAX];
    char *last = view_state_get(app->store, &app->session, 0, "import");
    if (!last || stat(last, &info) != 0 || !S_ISDIR(info.st_mode)) {
        free(last);
        last = memory_copy_text(getcwd(here, sizeof here) ? here : ".");
    }
    *ask = (struct import_ask){.folder = last, .done = done, .context = context};
    ask_path(ask, app);
}
