/*
 * data_files.c - where the files of nonet's data lie: what was shipped, and the user's own folder.
 *
 * It finds files; reading them is the business of whoever knows what is in one. Nothing is cached.
 *
 * Invariant: a list has each id once, and a user's own file hides a shipped one of the same id.
 */
#include "nonet/data.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "nonet/message.h"

enum { BUILD_TREE_LEVELS = 4 };

static char *join(const char *folder, const char *name)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s", folder, name);
    return buffer_take(&path);
}

static bool is_kind(const char *path, mode_t kind)
{
    struct stat status;
    return stat(path, &status) == 0 && (status.st_mode & S_IFMT) == kind;
}

/* ---- the data folder ------------------------------------------------------------------------------- */

/* folder/below when that holds templates; NULL otherwise. */
static char *data_below(const char *folder, const char *below)
{
    char *data = join(folder, below);
    char *templates = join(data, "templates");
    bool found = is_kind(templates, S_IFDIR);
    free(templates);
    if (found)
        return data;
    free(data);
    return NULL;
}

/* A build tree is known by the template that every source tree has: some machines have a /data/templates
 * that is none of ours. */
static char *data_in_build_tree(const char *program_folder)
{
    char *folder = memory_copy_text(program_folder);
    char *found = NULL;
    for (int level = 0; level <= BUILD_TREE_LEVELS && folder[0] && !found; level++) {
        char *sign = join(folder, "data/templates/bmc.json");
        if (is_kind(sign, S_IFREG))
            found = join(folder, "data");
        free(sign);
        char *slash = strrchr(folder, '/');
        if (!slash)
            break;
        *slash = '\0';
    }
    free(folder);
    return found;
}

/* The folder of the running program; NULL when the system does not say. */
static char *program_folder(void)
{
    char *path = file_program();
    char *slash = strrchr(path, '/');
    if (slash) {
        *slash = '\0';
        return path;
    }
    free(path);
    return NULL;
}

enum status data_folder(char **out, struct error *err)
{
    const char *given = getenv("NONET_DATA");
    if (given && given[0]) {
        *out = data_below(given, ".");
        if (!*out)
            return error_set(err, STATUS_NOT_FOUND, _("NONET_DATA names the folder %s, which has no folder \"templates\""),
                             given);
        free(*out);
        *out = memory_copy_text(given);
        return STATUS_OK;
    }
    char *folder = program_folder();
    *out = folder ? data_in_build_tree(folder) : NULL;
    if (!*out && folder)
        *out = data_below(folder, "../share/nonet");
#ifdef NONET_INSTALLED_DATA
    if (!*out && is_kind(NONET_INSTALLED_DATA "/templates", S_IFDIR))
        *out = memory_copy_text(NONET_INSTALLED_DATA);
#endif
    free(folder);
    if (*out)
        return STATUS_OK;
    return error_set(err, STATUS_NOT_FOUND,
                     _("nonet's data folder is missing; install nonet again, or name the folder in NONET_DATA"));
}

char *data_user_folder(const char *kind)
{
    const char *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    struct buffer path = {0};
    if (data && data[0] == '/')
        buffer_printf(&path, "%s/nonet/%s", data, kind);
    else if (home && home[0])
        buffer_printf(&path, "%s/.local/share/nonet/%s", home, kind);
    return path.length > 0 ? buffer_take(&path) : NULL;
}

/* ---- one ------------------------------------------------------------------------------------------- */

/* folder/ID.json if that is a file; NULL otherwise. */
static char *file_in(const char *folder, const char *id)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s.json", folder, id);
    if (is_kind(buffer_text(&path), S_IFREG))
        return buffer_take(&path);
    buffer_clear(&path);
    return NULL;
}

char *data_file_path(const char *kind, const char *id)
{
    if (id[0] == '\0' || id[0] == '.' || strchr(id, '/'))
        return NULL;
    struct error ignored;
    char *own = data_user_folder(kind), *data = NULL;
    char *path = own ? file_in(own, id) : NULL;
    if (!path && data_folder(&data, &ignored) == STATUS_OK) {
        char *shipped = join(data, kind);
        path = file_in(shipped, id);
        free(shipped);
    }
    free(own);
    free(data);
    return path;
}

/* ---- the list -------------------------------------------------------------------------------------- */

struct list {
    struct data_file *file;
    size_t count, capacity;
};

static bool is_listed(const struct list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->file[i].id, id) == 0)
            return true;
    }
    return false;
}

/* Adds the files of a folder whose ids are not there yet; a folder that does not exist is an empty one. */
static void add_folder(struct list *list, const char *folder, bool own)
{
    DIR *directory = opendir(folder);
    if (!directory)
        return;
    const struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || length <= 5 || strcmp(entry->d_name + length - 5, ".json") != 0)
            continue;
        char *path = join(folder, entry->d_name);
        char *id = memory_copy_bytes(entry->d_name, length - 5);
        if (!is_kind(path, S_IFREG) || is_listed(list, id)) {
            free(path);
            free(id);
            continue;
        }
        GROW(list->file, list->count, list->capacity);
        list->file[list->count++] = (struct data_file){.id = id, .path = path, .own = own};
    }
    closedir(directory);
}

static int by_id(const void *left, const void *right)
{
    const struct data_file *a = left, *b = right;
    return strcmp(a->id, b->id);
}

enum status data_files(const char *kind, struct data_file **out, size_t *count, struct error *err)
{
    struct list list = {0};
    char *own = data_user_folder(kind), *data = NULL;
    *out = NULL;
    *count = 0;
    if (own)
        add_folder(&list, own, true);
    free(own);
    enum status status = data_folder(&data, err);
    if (status == STATUS_OK) {
        char *shipped = join(data, kind);
        add_folder(&list, shipped, false);
        free(shipped);
        free(data);
    } else if (list.count == 0) {
        return status;
    }
    if (list.count > 1)
        qsort(list.file, list.count, sizeof *list.file, by_id);
    *out = list.file;
    *count = list.count;
    return STATUS_OK;
}

void data_files_free(struct data_file *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].id);
        free(list[i].path);
    }
    free(list);
}
