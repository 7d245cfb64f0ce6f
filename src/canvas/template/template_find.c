/*
 * template_find.c - templates by their ids and titles.
 *
 * Not here: where their files lie (data_files.c), what is in them (template_parse.c). Nothing is cached.
 */
#include "nonet/template.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"
#include "template_reader.h"

struct templates {
    struct data_file *file;
    size_t count;
};

static int place_of(const char *id)
{
    return strcmp(id, "bmc") == 0 ? 0 : strcmp(id, "personal") == 0 ? 1 : 2;
}

static int by_place(const void *left, const void *right)
{
    const struct data_file *a = left, *b = right;
    int difference = place_of(a->id) - place_of(b->id);
    return difference != 0 ? difference : strcmp(a->id, b->id);
}

enum status template_list(struct data_file **out, size_t *count, struct error *err)
{
    enum status status = data_files("templates", out, count, err);
    if (*count > 1)
        qsort(*out, *count, sizeof **out, by_place);
    return status;
}

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
static enum status not_found(const struct templates *all, const char *name, struct error *err)
{
    struct buffer near = {0}, names = {0}, shown = {0};
    text_printable(&shown, name, strlen(name), false);
    for (size_t i = 0; i < all->count; i++) {
        struct template *template;
        struct error ignored;
        bool is = is_near(name, all->file[i].id);
        if (!is && load_file(all->file[i].path, all->file[i].id, &template, &ignored) == STATUS_OK) {
            for (int language = 0; language < LANGUAGE_COUNT; language++)
                is = is || is_near(name, template->title.text[language]);
            template_free(template);
        }
        if (is)
            add_name(&near, all->file[i].id);
        add_name(&names, all->file[i].id);
    }
    error_set(err, STATUS_NOT_FOUND,
              near.length > 0 ? _("there is no template “%s”; perhaps you mean: %s")
                              : _("there is no template “%s”; there are: %s"),
              buffer_text(&shown), buffer_text(near.length > 0 ? &near : &names));
    buffer_clear(&near);
    buffer_clear(&names);
    buffer_clear(&shown);
    return STATUS_NOT_FOUND;
}

/* The first whose title, in either language, is this name; NULL: none. A file that cannot be read has no title. */
static struct template *load_by_title(const struct templates *all, const char *name)
{
    struct buffer wanted = {0}, title = {0};
    struct template *found = NULL;
    text_fold_label(&wanted, name, strlen(name));
    for (size_t i = 0; i < all->count && !found && wanted.length > 0; i++) {
        struct template *template;
        struct error ignored;
        if (load_file(all->file[i].path, all->file[i].id, &template, &ignored) != STATUS_OK)
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

enum status template_load(const char *id, struct template **out, struct error *err)
{
    *out = NULL;
    char *path = data_file_path("templates", id);
    if (path) {
        enum status status = load_file(path, id, out, err);
        free(path);
        return status;
    }
    struct templates all = {0};
    enum status status = template_list(&all.file, &all.count, err);
    if (status == STATUS_OK)
        status = not_found(&all, id, err);
    data_files_free(all.file, all.count);
    return status;
}

enum status template_resolve(const char *name, struct template **out, struct error *err)
{
    *out = NULL;
    char *path = data_file_path("templates", name);
    if (path) {
        enum status status = load_file(path, name, out, err);
        free(path);
        return status;
    }
    struct templates all = {0};
    enum status status = template_list(&all.file, &all.count, err);
    if (status != STATUS_OK)
        return status;
    *out = load_by_title(&all, name);
    if (!*out)
        status = not_found(&all, name, err);
    data_files_free(all.file, all.count);
    return status;
}
