/*
 * template_find.c - where templates lie: the shipped data and the user's own folder.
 *
 * It finds and reads files; what is in them is template_parse.c's business. Nothing is cached.
 *
 * Invariant: a list has each id once, and a user's own file hides a shipped one of the same id.
 */
#include "nonet/template.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "nonet/message.h"
#include "nonet/text.h"
#include "template_reader.h"

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

char *data_user_templates(void)
{
    const char *data = getenv("XDG_DATA_HOME");
    if (data && data[0] == '/')
        return join(data, "nonet/templates");
    const char *home = getenv("HOME");
    return home && home[0] ? join(home, ".local/share/nonet/templates") : NULL;
}

/* ---- the list -------------------------------------------------------------------------------------- */

struct template_infos {
    struct template_info *info;
    size_t count, capacity;
};

static const struct template_info *find_info(const struct template_infos *infos, const char *id)
{
    for (size_t i = 0; i < infos->count; i++) {
        if (strcmp(infos->info[i].id, id) == 0)
            return &infos->info[i];
    }
    return NULL;
}

/* Adds the files of a folder whose ids are not there yet; a folder that does not exist is an empty one. */
static void add_folder(struct template_infos *infos, const char *folder, bool own)
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
        if (!is_kind(path, S_IFREG) || find_info(infos, id)) {
            free(path);
            free(id);
            continue;
        }
        GROW(infos->info, infos->count, infos->capacity);
        infos->info[infos->count++] = (struct template_info){.id = id, .path = path, .own = own};
    }
    closedir(directory);
}

static int place_of(const char *id)
{
    return strcmp(id, "bmc") == 0 ? 0 : strcmp(id, "personal") == 0 ? 1 : 2;
}

static int compare_info(const void *left, const void *right)
{
    const struct template_info *a = left, *b = right;
    int difference = place_of(a->id) - place_of(b->id);
    return difference != 0 ? difference : strcmp(a->id, b->id);
}

enum status template_list(struct template_info **out, size_t *count, struct error *err)
{
    struct template_infos infos = {0};
    *out = NULL;
    *count = 0;
    char *own = data_user_templates();
    if (own)
        add_folder(&infos, own, true);
    free(own);
    char *data = NULL;
    enum status status = data_folder(&data, err);
    if (status == STATUS_OK) {
        char *shipped = join(data, "templates");
        add_folder(&infos, shipped, false);
        free(shipped);
        free(data);
    } else if (infos.count == 0) {
        return status;
    }
    if (infos.count > 1)
        qsort(infos.info, infos.count, sizeof *infos.info, compare_info);
    *out = infos.info;
    *count = infos.count;
    return STATUS_OK;
}

void template_list_free(struct template_info *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].id);
        free(list[i].path);
    }
    free(list);
}

/* ---- one ------------------------------------------------------------------------------------------- */

static enum status load_file(const char *path, const char *id, struct template **out, struct error *err)
{
    struct buffer bytes = {0};
    enum status status = file_read(path, READER_BYTES_MAX, &bytes, err);
    if (status == STATUS_OK)
        status = template_parse_buffer(path, &bytes, out, NULL, err);
    buffer_clear(&bytes);
    if (status == STATUS_OK && strcmp((*out)->id, id) != 0) {
        status = error_set(err, STATUS_INVALID, _("%s: its id is \"%s\"; name the file %s.json"), path, (*out)->id,
                           (*out)->id);
        template_free(*out);
        *out = NULL;
    }
    return status;
}

static void add_name(struct buffer *list, const char *name)
{
    buffer_printf(list, "%s%s", list->length > 0 ? _(", ") : "", name);
}

static bool is_near(const char *typed, const char *name)
{
    int limit = text_cells_of(typed, TEXT_NARROW) > 8 ? 2 : 1;
    return text_distance(typed, name, limit) <= limit;
}

/* Names the ids whose title or id is near. */
static enum status not_found(const struct template_infos *infos, const char *name, struct error *err)
{
    struct buffer near = {0}, all = {0}, shown = {0};
    text_printable(&shown, name, strlen(name), false);
    for (size_t i = 0; i < infos->count; i++) {
        struct template *template;
        struct error ignored;
        bool is = is_near(name, infos->info[i].id);
        if (!is && load_file(infos->info[i].path, infos->info[i].id, &template, &ignored) == STATUS_OK) {
            for (int language = 0; language < LANGUAGE_COUNT; language++)
                is = is || is_near(name, template->title.text[language]);
            template_free(template);
        }
        if (is)
            add_name(&near, infos->info[i].id);
        add_name(&all, infos->info[i].id);
    }
    error_set(err, STATUS_NOT_FOUND,
              near.length > 0 ? _("there is no template “%s”; perhaps you mean: %s")
                              : _("there is no template “%s”; there are: %s"),
              buffer_text(&shown), buffer_text(near.length > 0 ? &near : &all));
    buffer_clear(&near);
    buffer_clear(&all);
    buffer_clear(&shown);
    return STATUS_NOT_FOUND;
}

/* The first whose title, in either language, is this name; NULL: none. A file that cannot be read has no title. */
static struct template *load_by_title(const struct template_infos *infos, const char *name)
{
    struct buffer wanted = {0}, title = {0};
    struct template *found = NULL;
    text_fold_label(&wanted, name, strlen(name));
    for (size_t i = 0; i < infos->count && !found && wanted.length > 0; i++) {
        struct template *template;
        struct error ignored;
        if (load_file(infos->info[i].path, infos->info[i].id, &template, &ignored) != STATUS_OK)
            continue;
        for (int language = 0; language < LANGUAGE_COUNT && !found; language++) {
            const char *text = template->title.text[language];
            buffer_reset(&title);
            text_fold_label(&title, text, strlen(text));
            if (strcmp(buffer_text(&title), buffer_text(&wanted)) == 0)
                found = template;
        }
        if (!found)
            template_free(template);
    }
    buffer_clear(&wanted);
    buffer_clear(&title);
    return found;
}

/* folder/below/ID.json if that is a file; NULL otherwise. */
static char *file_in(const char *folder, const char *below, const char *id)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/%s%s.json", folder, below, id);
    if (is_kind(buffer_text(&path), S_IFREG))
        return buffer_take(&path);
    buffer_clear(&path);
    return NULL;
}

/* Where a list would find this id, without looking through the folders: it may come from anybody's file, so it must be
 * the name of a file and no more. NULL: nowhere. */
static char *path_of(const char *id)
{
    if (id[0] == '\0' || id[0] == '.' || strchr(id, '/'))
        return NULL;
    struct error ignored;
    char *own = data_user_templates(), *data = NULL;
    char *path = own ? file_in(own, "", id) : NULL;
    if (!path && data_folder(&data, &ignored) == STATUS_OK)
        path = file_in(data, "templates/", id);
    free(own);
    free(data);
    return path;
}

enum status template_load(const char *id, struct template **out, struct error *err)
{
    *out = NULL;
    char *path = path_of(id);
    if (path) {
        enum status status = load_file(path, id, out, err);
        free(path);
        return status;
    }
    struct template_infos infos = {0};
    enum status status = template_list(&infos.info, &infos.count, err);
    if (status == STATUS_OK)
        status = not_found(&infos, id, err);
    template_list_free(infos.info, infos.count);
    return status;
}

enum status template_resolve(const char *name, struct template **out, struct error *err)
{
    *out = NULL;
    char *path = path_of(name);
    if (path) {
        enum status status = load_file(path, name, out, err);
        free(path);
        return status;
    }
    struct template_infos infos = {0};
    enum status status = template_list(&infos.info, &infos.count, err);
    if (status != STATUS_OK)
        return status;
    *out = load_by_title(&infos, name);
    if (!*out)
        status = not_found(&infos, name, err);
    template_list_free(infos.info, infos.count);
    return status;
}
