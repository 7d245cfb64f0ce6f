/*
 * canvas_list_sql.c - the list of canvases.
 *
 * Not here: what is on one (the snapshot). The list is paged by SQL where SQL can sort it, so that the first screen of
 * a very large library costs what it shows; notes are only counted, and tags only read, for canvases that are listed.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/text.h"
#include "snapshot/snapshot_internal.h"
#include "word_match.h"

#define WHERE                                                                                                 \
    " FROM canvas WHERE alive = ?1 AND (?2 = '' OR template_id = ?2) AND (?3 = 0 OR id = ?3)"                 \
    " AND (?4 = '' OR EXISTS (SELECT 1 FROM tag WHERE owner_id = canvas.id AND alive = 1 AND name = ?4))"

struct found {
    int64_t id;
    char *title; /* folded for sorting, as it is for a search alone; else NULL */
};

struct found_list {
    struct found *found;
    size_t count, capacity;
};

static void found_clear(struct found_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->found[i].title);
    free(list->found);
}

static void bind_filter(struct statement *statement, const struct session *session,
                        const struct canvas_filter *filter)
{
    statement_bind_integer(statement, 1, filter->trash ? 0 : 1);
    statement_bind_text(statement, 2, filter->template_id == NULL ? "" : filter->template_id);
    statement_bind_integer(statement, 3, session->canvas_id);
    statement_bind_text(statement, 4, filter->tag == NULL ? "" : filter->tag);
}

static bool has_query(const struct canvas_filter *filter)
{
    return filter->query != NULL && filter->query[0] != '\0';
}

static char *fold_title(const char *title)
{
    struct buffer folded = {0};
    text_fold(&folded, title, strlen(title));
    return folded.data == NULL ? memory_copy_text("") : buffer_take(&folded);
}

/* Ids in the wanted order, or by title unsorted; `limit` < 0 = all. */
static enum status read_ids(struct store *store, const struct session *session, const struct canvas_filter *filter,
                            int64_t limit, int64_t offset, struct found_list *out, struct error *err)
{
    static const char *const sql[] = {
        [CANVAS_BY_UPDATED] = "SELECT id, title" WHERE " ORDER BY updated DESC, id DESC LIMIT ?5 OFFSET ?6",
        [CANVAS_BY_CREATED] = "SELECT id, title" WHERE " ORDER BY created DESC, id DESC LIMIT ?5 OFFSET ?6",
        [CANVAS_BY_TITLE] = "SELECT id, title" WHERE " LIMIT ?5 OFFSET ?6",
    };
    struct statement *statement;
    enum status status = store_prepare(store, sql[filter->sort], &statement, err);
    if (status != STATUS_OK)
        return status;
    bind_filter(statement, session, filter);
    statement_bind_integer(statement, 5, limit);
    statement_bind_integer(statement, 6, offset);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(out->found, out->count, out->capacity);
        struct found *found = &out->found[out->count++];
        found->id = statement_integer(statement, 0);
        if (filter->sort == CANVAS_BY_TITLE)
            found->title = fold_title(statement_text(statement, 1));
        else
            found->title = has_query(filter) ? memory_copy_text(statement_text(statement, 1)) : NULL;
    }
    return status;
}

static int compare_titles(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    int by_title = strcmp(x->title, y->title);
    return by_title != 0 ? by_title : (x->id > y->id) - (x->id < y->id);
}

/* Keeps the canvases whose title, or one note of which, holds all words. */
static enum status keep_matching(struct store *store, const struct session *session,
                                 const struct canvas_filter *filter, struct found_list *list, struct error *err)
{
    struct word_query query;
    struct id_map matching = {0};
    word_query_init(&query, filter->query);
    enum status status = search_canvases(store, session, &query, filter, &matching, err);
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct found *found = &list->found[i];
        if (id_map_get(&matching, found->id) != NULL || word_query_matches_line(&query, found->title))
            list->found[kept++] = *found;
        else
            free(found->title);
    }
    list->count = kept;
    id_map_clear(&matching);
    word_query_clear(&query);
    return status;
}

static void cut_page(struct found_list *list, size_t offset, size_t limit)
{
    size_t from = offset < list->count ? offset : list->count;
    size_t count = list->count - from;
    if (limit != 0 && count > limit)
        count = limit;
    for (size_t i = 0; i < list->count; i++) {
        if (i < from || i >= from + count)
            free(list->found[i].title);
    }
    if (count > 0)
        memmove(list->found, list->found + from, count * sizeof *list->found);
    list->count = count;
}

static enum status count_all(struct store *store, const struct session *session, const struct canvas_filter *filter,
                             size_t *total, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store, "SELECT count(*)" WHERE, &statement, err);
    if (status != STATUS_OK)
        return status;
    bind_filter(statement, session, filter);
    bool row;
    status = statement_step(statement, &row, err);
    if (status == STATUS_OK && row)
        *total = (size_t)statement_integer(statement, 0);
    statement_reset(statement);
    return status;
}

static enum status find_page(struct store *store, const struct session *session, const struct canvas_filter *filter,
                             struct found_list *list, size_t *total, struct error *err)
{
    if (!has_query(filter) && filter->sort != CANVAS_BY_TITLE) {
        enum status status = total == NULL ? STATUS_OK : count_all(store, session, filter, total, err);
        if (status != STATUS_OK)
            return status;
        return read_ids(store, session, filter, filter->limit == 0 ? -1 : (int64_t)filter->limit,
                        (int64_t)filter->offset, list, err);
    }
    enum status status = read_ids(store, session, filter, -1, 0, list, err);
    if (status == STATUS_OK && has_query(filter))
        status = keep_matching(store, session, filter, list, err);
    if (status != STATUS_OK)
        return status;
    if (filter->sort == CANVAS_BY_TITLE && list->count > 1)
        qsort(list->found, list->count, sizeof *list->found, compare_titles);
    if (total != NULL)
        *total = list->count;
    cut_page(list, filter->offset, filter->limit);
    return STATUS_OK;
}

/* ---- one line of the list ------------------------------------------------------------------------------------ */

static enum status read_info(struct store *store, int64_t id, struct canvas_info *info, struct error *err)
{
    struct statement *statement;
    enum status status = store_select_row(
        store,
        "SELECT number, title, template_id, created, updated, alive, variant_of, (SELECT count(*)"
        " FROM note WHERE canvas_id = ?1 AND note.alive = 1) FROM canvas WHERE id = ?1",
        NUMBERS(id), &statement, err);
    if (status != STATUS_OK)
        return status;
    info->id = id;
    info->number = statement ? statement_integer(statement, 0) : 0;
    info->title = memory_copy_text(statement ? statement_text(statement, 1) : "");
    info->template_id = memory_copy_text(statement ? statement_text(statement, 2) : "");
    if (statement) {
        info->created = statement_integer(statement, 3);
        info->updated = statement_integer(statement, 4);
        info->alive = statement_integer(statement, 5) != 0;
        info->variant_of = statement_integer(statement, 6);
        info->note_count = (size_t)statement_integer(statement, 7);
    }
    statement_reset(statement);
    return snapshot_read_tags_of(store, id, &info->tag, &info->tag_count, err);
}

enum status canvas_list(struct store *store, const struct session *session, const struct canvas_filter *filter,
                        struct canvas_info **out, size_t *count, size_t *total, struct error *err)
{
    *out = NULL;
    *count = 0;
    if (total != NULL)
        *total = 0;
    if ((session->may & MAY_READ) == 0)
        return STATUS_OK;
    struct found_list list = {0};
    struct canvas_filter wanted = *filter;
    char *tag = NULL;
    enum status status = filter->tag == NULL ? STATUS_OK : entry_tag(filter->tag, &tag, err);
    wanted.tag = tag;
    if (status == STATUS_OK)
        status = find_page(store, session, &wanted, &list, total, err);
    free(tag);
    struct canvas_info *infos = memory_new(list.count + 1, sizeof *infos);
    for (size_t i = 0; i < list.count && status == STATUS_OK; i++)
        status = read_info(store, list.found[i].id, &infos[i], err);
    if (status == STATUS_OK) {
        *out = infos;
        *count = list.count;
    } else {
        canvas_list_free(infos, list.count);
    }
    found_clear(&list);
    return status;
}

void canvas_list_free(struct canvas_info *list, size_t count)
{
    if (list == NULL)
        return;
    for (size_t i = 0; i < count; i++) {
        free(list[i].title);
        free(list[i].template_id);
        for (size_t t = 0; t < list[i].tag_count; t++)
            free(list[i].tag[t]);
        free(list[i].tag);
    }
    free(list);
}
