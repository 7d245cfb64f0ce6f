/*
 * example.c - the shipped examples: native JSON in two languages, read into a store in memory.
 *
 * A list is made from the files' heads; no example is imported before somebody opens it. Invariant: nothing
 * here writes to a person's own store.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "nonet/message.h"

#define EXAMPLE_FIRST "football_club"

static enum status example_path(const char *id, char **out, struct error *err)
{
    char *folder;
    enum status status = data_folder(&folder, err);
    if (status != STATUS_OK)
        return status;
    struct buffer path = {0};
    buffer_printf(&path, "%s/examples", folder);
    if (id)
        buffer_printf(&path, "/%s.json", id);
    free(folder);
    *out = buffer_take(&path);
    return STATUS_OK;
}

static enum status load_document(const char *path, struct buffer *bytes, struct value_document **document,
                                 struct error *err)
{
    enum status status = file_read(path, NATIVE_SIZE_LIMIT, bytes, err);
    if (status != STATUS_OK)
        return status;
    return json_document(path, buffer_text(bytes), bytes->length, JSON_TWINS_REFUSED, document, err);
}

static char *copy_text(const struct value *value, enum language language)
{
    const char *text = json_text(value, language);
    return memory_copy_text(text ? text : "");
}

/* One line of the list from the file at `path`; `id` is the file's name without extension. */
static enum status read_info(const char *path, const char *id, enum language language, struct example_info *info,
                             struct error *err)
{
    struct buffer bytes = {0};
    struct value_document *document = NULL;
    enum status status = load_document(path, &bytes, &document, err);
    if (status == STATUS_OK) {
        const struct value *root = value_document_root(document), *canvas = value_member(root, "canvas");
        const char *title = json_text(value_member(canvas, "title"), language);
        if (!title)
            status = error_set(err, STATUS_INVALID, _("%s: the canvas has no title"), path);
        else
            *info = (struct example_info){
                .id = memory_copy_text(id),
                .title = memory_copy_text(title),
                .template_id = copy_text(value_member(canvas, "template"), language),
                .remark = copy_text(value_member(value_member(root, "example"), "remark"), language),
                .note_count = value_count(value_member(root, "notes")),
            };
    }
    value_document_free(document);
    buffer_clear(&bytes);
    return status;
}

static int is_example(const struct dirent *entry)
{
    size_t length = strlen(entry->d_name);
    return entry->d_name[0] != '.' && length > 5 && strcmp(entry->d_name + length - 5, ".json") == 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
    bool first_a = strcmp((*a)->d_name, EXAMPLE_FIRST ".json") == 0;
    bool first_b = strcmp((*b)->d_name, EXAMPLE_FIRST ".json") == 0;
    if (first_a != first_b)
        return first_a ? -1 : 1;
    return strcmp((*a)->d_name, (*b)->d_name);
}

enum status example_list(enum language language, struct example_info **out, size_t *count, struct buffer *report,
                         struct error *err)
{
    *out = NULL;
    *count = 0;
    char *folder;
    enum status status = example_path(NULL, &folder, err);
    if (status != STATUS_OK)
        return status;
    struct dirent **names = NULL;
    int found = scandir(folder, &names, is_example, compare_names);
    struct example_info *list = memory_new(found > 0 ? (size_t)found : 1, sizeof *list);
    for (int i = 0; i < found; i++) {
        struct buffer path = {0};
        buffer_printf(&path, "%s/%s", folder, names[i]->d_name);
        names[i]->d_name[strlen(names[i]->d_name) - 5] = '\0';
        struct error problem;
        if (read_info(path.data, names[i]->d_name, language, &list[*count], &problem) == STATUS_OK)
            ++*count;
        else if (report)
            buffer_printf(report, "%s\n", problem.message);
        buffer_clear(&path);
        free(names[i]);
    }
    free(names);
    free(folder);
    *out = list;
    return STATUS_OK;
}

void example_list_free(struct example_info *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].id);
        free(list[i].title);
        free(list[i].template_id);
        free(list[i].remark);
    }
    free(list);
}

static enum status no_example(const char *id, enum language language, struct error *err)
{
    struct example_info *list;
    size_t count;
    enum status status = example_list(language, &list, &count, NULL, err);
    if (status != STATUS_OK)
        return status;
    struct buffer names = {0};
    for (size_t i = 0; i < count; i++)
        buffer_printf(&names, "%s%s", i > 0 ? ", " : "", list[i].id);
    error_set(err, STATUS_NOT_FOUND, _("there is no example “%s”; there are: %s"), id, buffer_text(&names));
    buffer_clear(&names);
    example_list_free(list, count);
    return STATUS_NOT_FOUND;
}

/* An id is a file's name: it leads nowhere else. */
static bool is_id(const char *id)
{
    return *id && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(id);
}

enum status example_open(const char *id, enum language language, struct store **store, int64_t *canvas_id,
                         struct error *err)
{
    *store = NULL;
    if (!is_id(id))
        return no_example(id, language, err);
    char *path = NULL;
    struct buffer bytes = {0};
    enum status status = example_path(id, &path, err);
    if (status == STATUS_OK)
        status = file_read(path, NATIVE_SIZE_LIMIT, &bytes, err);
    if (status == STATUS_NOT_FOUND)
        status = no_example(id, language, err);

    struct store_options options = {.path = ":memory:", .create = true};
    int64_t actor = 0;
    if (status == STATUS_OK)
        status = store_open(store, &options, &canvas_schema, err);
    if (status == STATUS_OK)
        status = person_find(*store, "nonet", &actor, err);
    if (status == STATUS_OK) {
        struct session session = session_owner(actor);
        status = native_read(path, buffer_text(&bytes), bytes.length, *store, &session, language, canvas_id, err);
    }
    if (status != STATUS_OK) {
        store_close(*store);
        *store = NULL;
    }
    buffer_clear(&bytes);
    free(path);
    return status;
}

enum status example_document(const char *id, struct value_document **out, struct error *err)
{
    char *path;
    struct buffer bytes = {0};
    *out = NULL;
    if (!is_id(id))
        return no_example(id, LANGUAGE_EN, err);
    enum status status = example_path(id, &path, err);
    if (status != STATUS_OK)
        return status;
    status = load_document(path, &bytes, out, err);
    buffer_clear(&bytes);
    free(path);
    return status;
}
