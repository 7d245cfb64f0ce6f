/*
 * agenda_find.c - agendas by their ids, and the one that suits a kind of canvas.
 *
 * Not here: where their files lie (data.h), what is in one (agenda.c).
 */
#include "nonet/workshop.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { AGENDA_BYTES_MAX = 2 * 1024 * 1024 };

static enum status load_file(const char *path, const char *id, struct agenda **out, struct error *err)
{
    struct buffer bytes = {0};
    enum status status = file_read(path, AGENDA_BYTES_MAX, &bytes, err);
    if (status == STATUS_OK)
        status = agenda_parse(path, buffer_text(&bytes), bytes.length, out, NULL, err);
    buffer_clear(&bytes);
    if (status == STATUS_OK && strcmp((*out)->id, id) != 0) {
        status = error_set(err, STATUS_INVALID, _("%s: its id is \"%s\"; name the file %s.json"), path,
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
static enum status load_for(const struct data_file *list, size_t count, const char *template_id,
                            struct agenda **out, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct agenda *agenda;
        struct error ignored;
        if (load_file(list[i].path, list[i].id, &agenda, &ignored) != STATUS_OK)
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
    char *path = id ? data_file_path("agendas", id) : NULL;
    if (path) {
        enum status status = load_file(path, id, out, err);
        free(path);
        return status;
    }
    struct data_file *list;
    size_t count;
    enum status status = data_files("agendas", &list, &count, err);
    if (status != STATUS_OK)
        return status;
    if (!id) {
        status = load_for(list, count, template_id, out, err);
    } else {
        struct buffer all = {0};
        for (size_t i = 0; i < count; i++)
            buffer_printf(&all, "%s%s", i == 0 ? "" : ", ", list[i].id);
        status = error_set(err, STATUS_NOT_FOUND, _("there is no agenda “%s”; there are: %s"), id, buffer_text(&all));
        buffer_clear(&all);
    }
    data_files_free(list, count);
    return status;
}
