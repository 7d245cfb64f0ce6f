/*
 * name.c - workshops by what people call them.
 *
 * No two that run are given one name here, but two copies of a store do not know of each other, and of those that are over
 * many may have been called the same. Then each has a place among them, by its start, and is called "NAME#2". Names are
 * compared as guests' are: by what of them can be seen.
 */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

struct called {
    struct workshop_info *info;
    char *key;
};

static int by_name(const void *left, const void *right)
{
    const struct called *a = left, *b = right;
    int order = strcmp(a->key, b->key);
    if (order == 0)
        order = (a->info->started > b->info->started) - (a->info->started < b->info->started);
    return order != 0 ? order : (a->info->id > b->info->id) - (a->info->id < b->info->id);
}

void name_places(struct workshop_info *list, size_t count)
{
    struct called *called = memory_new(count + 1, sizeof *called);
    for (size_t i = 0; i < count; i++)
        called[i] = (struct called){&list[i], alias_key(list[i].name)};
    qsort(called, count, sizeof *called, by_name);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && strcmp(called[to].key, called[from].key) == 0; to++)
            continue;
        for (size_t i = from; i < to; i++)
            called[i].info->place = to - from > 1 ? i - from + 1 : 0;
    }
    for (size_t i = 0; i < count; i++)
        free(called[i].key);
    free(called);
}

char *workshop_handle(const struct workshop_info *info)
{
    struct buffer handle = {0};
    buffer_add(&handle, info->name);
    if (info->place > 0)
        buffer_printf(&handle, "#%zu", info->place);
    return buffer_take(&handle);
}

static void add_handle(struct buffer *names, const struct workshop_info *info)
{
    char *handle = workshop_handle(info);
    buffer_printf(names, "%s%s", names->length > 0 ? ", " : "", handle);
    free(handle);
}

/* The one of that name that runs, else the newest. INVALID: several run. */
static enum status find_named(const struct workshop_info *list, size_t count, const char *name, int64_t *workshop_id,
                              struct error *err)
{
    struct buffer running = {0};
    size_t run = 0;
    for (size_t i = 0; i < count; i++) {
        if (!alias_equal(list[i].name, name))
            continue;
        if (*workshop_id == 0)
            *workshop_id = list[i].id;
        if (list[i].ended == 0) {
            run++;
            add_handle(&running, &list[i]);
        }
    }
    enum status status = STATUS_OK;
    if (run > 1)
        status = error_set(err, STATUS_INVALID, _("several workshops called “%s” are running; say which: %s"), name,
                           buffer_text(&running));
    buffer_clear(&running);
    return status;
}

/* "NAME#2". */
static void find_placed(const struct workshop_info *list, size_t count, const char *typed, int64_t *workshop_id)
{
    const char *sign = strrchr(typed, '#');
    if (sign == NULL || sign == typed || sign[1] == '\0' || sign[1 + strspn(sign + 1, "0123456789")] != '\0')
        return;
    char *name = memory_copy_bytes(typed, (size_t)(sign - typed));
    size_t place = (size_t)strtoull(sign + 1, NULL, 10);
    for (size_t i = 0; i < count && *workshop_id == 0; i++) {
        if (place > 0 && list[i].place == place && alias_equal(list[i].name, name))
            *workshop_id = list[i].id;
    }
    free(name);
}

enum status workshop_find(struct store *store, const char *name, int64_t *workshop_id, struct error *err)
{
    struct workshop_info *list;
    size_t count;
    *workshop_id = 0;
    enum status status = workshop_list(store, &list, &count, err);
    if (status == STATUS_OK)
        status = find_named(list, count, name, workshop_id, err);
    if (status == STATUS_OK && *workshop_id == 0)
        find_placed(list, count, name, workshop_id);
    struct buffer names = {0};
    for (size_t i = 0; i < count && *workshop_id == 0; i++)
        add_handle(&names, &list[i]);
    if (status == STATUS_OK && *workshop_id == 0 && count == 0)
        status = error_set(err, STATUS_NOT_FOUND, _("there is no workshop yet; “nonet workshop start CANVAS” begins one"));
    else if (status == STATUS_OK && *workshop_id == 0)
        status = error_set(err, STATUS_NOT_FOUND, _("there is no workshop “%s”; there are: %s"), name,
                           buffer_text(&names));
    workshop_list_free(list, count);
    buffer_clear(&names);
    return status;
}
