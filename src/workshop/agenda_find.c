/*
 * agenda_find.c - where agendas lie: the shipped data and the user's own folder.
 *
 * Not here: what is in one (agenda.c). Invariant: a list has each id once, and a user's own file hides a shipped one of
 * the same id.
 */
#include "nonet/workshop.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { AGENDA_BYTES_MAX = 2 * 1024 * 1024 };

struct agenda_infos {
    struct agenda_info *info;
    size_t count, capacity;
};

static const struct agenda_info *find_info(const struct agenda_infos *infos, const char *id)
{
    for (size_t i = 0; i < infos->count; i++) {
        if (strcmp(infos->info[i].id, id) == 0)
            return &infos->info[i];
    }
    return NULL;
}

/* Adds the files of folder/agendas whose ids are not there yet; a folder that does not exist is an empty one. */
static void add_folder(struct agenda_infos *infos, const char *folder, bool own)
{
    struct buffer path = {0};
    buffer_printf(&path, "%s/agendas", folder);
    DIR *directory = opendir(buffer_text(&path));
    size_t end = path.length;
    const struct dirent *entry;
    while (directory && (entry = readdir(directory)) != NULL) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || length <= 5 || strcmp(entry->d_name + length - 5, ".json") != 0)
            continue;
        char *id = memory_copy_bytes(entry->d_name, length - 5);
        if (find_info(infos, id)) {
            free(id);
            continue;
        }
        buffer_remove(&path, end, path.length - end);
        buffer_printf(&path, "/%s", entry->d_name);
        GROW(infos->info, infos->count, infos->capacity);
        infos->info[infos->count++] = (struct agenda_info){.id = id, .path = memory_copy_text(path.data), .own = own};
    }
    if (directory)
        closedir(directory);
    buffer_clear(&path);
}

/* The user's own folder beside that of the templates; NULL without a home. */
static char *own_folder(void)
{
    char *templates = data_user_templates();
    char *slash = templates ? strrchr(templates, '/') : NULL;
    if (slash)
        *slash = '\0';
    return templates;
}

static int compare_info(const void *a, const void *b)
{
    return strcmp(((const struct agenda_info *)a)->id, ((const struct agenda_info *)b)->id);
}

enum status agenda_list(struct agenda_info **out, size_t *count, struct error *err)
{
    struct agenda_infos infos = {0};
    *out = NULL;
    *count = 0;
    char *own = own_folder(), *data = NULL;
    if (own)
        add_folder(&infos, own, true);
    free(own);
    enum status status = data_folder(&data, err);
    if (status == STATUS_OK)
        add_folder(&infos, data, false);
    else if (infos.count == 0)
        return status;
    free(data);
    if (infos.count > 1)
        qsort(infos.info, infos.count, sizeof *infos.info, compare_info);
    *out = infos.info;
    *count = infos.count;
    return STATUS_OK;
}

void agenda_list_free(struct agenda_info *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].id);
        free(list[i].path);
    }
    free(list);
}

static enum status load_file(const struct agenda_info *info, struct agenda **out, struct error *err)
{
    struct buffer bytes = {0};
    enum status status = file_read(info->path, AGENDA_BYTES_MAX, &bytes, err);
    if (status == STATUS_OK)
        status = agenda_parse(info->path, buffer_text(&bytes), bytes.length, out, NULL, err);
    buffer_clear(&bytes);
    if (status == STATUS_OK && strcmp((*out)->id, info->id) != 0) {
        status = error_set(err, STATUS_INVALID, _("%s: its id is \"%s\"; name the file %s.json"), info->path,
                           (*out)->id, (*out)->id);
        agenda_free(*out);
        *out = NULL;
    }
    return status;
}

static bool is_for(const struct agenda *agenda, const char *template_id)
{
    for (size_t i = 0; i < agenda->template_count; i++) {
        if (strcmp(agenda->template_id[i], template_id) == 0)
            return true;
    }
    return agenda->template_count == 0;
}

/* The shortest that is made for this kind of canvas; files that cannot be read are passed over. */
static enum status load_for(const struct agenda_info *list, size_t count, const char *template_id,
                            struct agenda **out, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct agenda *agenda;
        struct error ignored;
        if (load_file(&list[i], &agenda, &ignored) != STATUS_OK)
            continue;
        bool better = is_for(agenda, template_id) && (!*out || agenda->minutes < (*out)->minutes);
        agenda_free(better ? *out : agenda);
        *out = better ? agenda : *out;
    }
    if (*out)
        return STATUS_OK;
    return error_set(err, STATUS_NOT_FOUND,
                     _("no agenda is made for canvases of the kind “%s”; name one with --agenda"), template_id);
}

enum status agenda_load(const char *id, const char *template_id, struct agenda **out, struct error *err)
{
    *out = NULL;
    struct agenda_info *list;
    size_t count;
    enum status status = agenda_list(&list, &count, err);
    if (status != STATUS_OK)
        return status;
    const struct agenda_infos infos = {.info = list, .count = count};
    const struct agenda_info *info = id ? find_info(&infos, id) : NULL;
    if (!id) {
        status = load_for(list, count, template_id, out, err);
    } else if (info) {
        status = load_file(info, out, err);
    } else {
        struct buffer all = {0};
        for (size_t i = 0; i < count; i++)
            buffer_printf(&all, "%s%s", i == 0 ? "" : ", ", list[i].id);
        status = error_set(err, STATUS_NOT_FOUND, _("there is no agenda “%s”; there are: %s"), id, buffer_text(&all));
        buffer_clear(&all);
    }
    agenda_list_free(list, count);
    return status;
}
