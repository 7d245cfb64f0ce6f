/*
 * search_sql.c - looks through all notes and titles.
 *
 * A plain scan in the order in which notes lie in the file: it is right for every script, Chinese words of one character
 * included, and ten times quicker than going from canvas to canvas. What is found is put in order afterwards.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "id_map.h"
#include "nonet/message.h"
#include "word_match.h"

struct searched_canvas {
    int64_t id, number;
    char *title, *template_id;
    size_t place; /* newest first */
};

struct found {
    const struct searched_canvas *canvas;
    int64_t note_id, number; /* 0: the canvas's title */
    char *block, *rank, *text;
};

struct search {
    struct word_query query;
    size_t limit; /* 0 = all */
    struct searched_canvas *canvas;
    size_t canvas_count, canvas_capacity;
    struct id_map by_id;
    struct found *found;
    size_t count, capacity;
    size_t last_place; /* nothing of a canvas behind this one will be shown */
};

static void found_clear(struct found *found)
{
    free(found->block);
    free(found->rank);
    free(found->text);
}

static void search_clear(struct search *search)
{
    for (size_t i = 0; i < search->canvas_count; i++) {
        free(search->canvas[i].title);
        free(search->canvas[i].template_id);
    }
    for (size_t i = 0; i < search->count; i++)
        found_clear(&search->found[i]);
    free(search->canvas);
    free(search->found);
    id_map_clear(&search->by_id);
    word_query_clear(&search->query);
}

static enum status read_canvases(struct store *store, const struct session *session, struct search *search,
                                 struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT id, number, title, template_id FROM canvas WHERE alive = 1 ORDER BY updated DESC, id DESC", &statement,
        err);
    if (status != STATUS_OK)
        return status;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        int64_t id = statement_integer(statement, 0);
        if (!session_sees_canvas(session, id))
            continue;
        GROW(search->canvas, search->canvas_count, search->canvas_capacity);
        search->canvas[search->canvas_count] =
            (struct searched_canvas){.id = id,
                                     .number = statement_integer(statement, 1),
                                     .title = memory_copy_text(statement_text(statement, 2)),
                                     .template_id = memory_copy_text(statement_text(statement, 3)),
                                     .place = search->canvas_count};
        search->canvas_count++;
    }
    for (size_t i = 0; i < search->canvas_count; i++) {
        struct searched_canvas *canvas = &search->canvas[i];
        id_map_put(&search->by_id, canvas->id, canvas);
        if (!word_query_matches_line(&search->query, canvas->title))
            continue;
        GROW(search->found, search->count, search->capacity);
        search->found[search->count++] = (struct found){.canvas = canvas, .text = memory_copy_text(canvas->title)};
    }
    return status;
}

/* Columns of the scan. */
enum { CANVAS_ID, TEXT, BODY, NOTE_ID, NUMBER, BLOCK, RANK };
#define SCANNED "SELECT canvas_id, text, body, id, number, block, \"rank\""

static enum status prepare_scan(struct store *store, const struct session *session, struct statement **out,
                                struct error *err)
{
    bool all = session->canvas_id == 0;
    enum status status =
        store_prepare(store,
                      all ? SCANNED " FROM note WHERE alive = 1 AND" NOTE_SEEN(1, 2)
                          : SCANNED " FROM note WHERE canvas_id = ?3 AND alive = 1 AND" NOTE_SEEN(1, 2),
                      out, err);
    if (status != STATUS_OK)
        return status;
    session_bind(*out, 1, session);
    if (!all)
        statement_bind_integer(*out, 3, session->canvas_id);
    return STATUS_OK;
}

static int compare_found(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    if (x->canvas != y->canvas)
        return x->canvas->place < y->canvas->place ? -1 : 1;
    if (x->note_id == 0 || y->note_id == 0)
        return (x->note_id != 0) - (y->note_id != 0);
    int order = strcmp(x->block, y->block);
    if (order == 0)
        order = strcmp(x->rank, y->rank);
    return order != 0 ? order : (x->note_id > y->note_id) - (x->note_id < y->note_id);
}

/* When far more was found than will be shown, only the first ones are kept; so little is copied and sorted twice. */
static void cut_found(struct search *search)
{
    qsort(search->found, search->count, sizeof *search->found, compare_found);
    while (search->count > search->limit)
        found_clear(&search->found[--search->count]);
    search->last_place = search->found[search->count - 1].canvas->place;
}

static void keep_found(struct search *search, struct statement *statement, const struct searched_canvas *canvas)
{
    GROW(search->found, search->count, search->capacity);
    search->found[search->count++] = (struct found){.canvas = canvas,
                                                    .note_id = statement_integer(statement, NOTE_ID),
                                                    .number = statement_integer(statement, NUMBER),
                                                    .block = memory_copy_text(statement_text(statement, BLOCK)),
                                                    .rank = memory_copy_text(statement_text(statement, RANK)),
                                                    .text = memory_copy_text(statement_text(statement, TEXT))};
    if (search->limit > 0 && search->count >= 4 * search->limit)
        cut_found(search);
}

static bool row_matches(struct word_query *query, struct statement *row)
{
    struct searched_text text = {.a = statement_text(row, TEXT), .b = statement_text(row, BODY)};
    text.a_length = statement_length(row, TEXT);
    text.b_length = statement_length(row, BODY);
    return word_query_matches(query, &text);
}

static enum status scan_notes(struct store *store, const struct session *session, struct search *search,
                              struct error *err)
{
    struct statement *statement;
    enum status status = prepare_scan(store, session, &statement, err);
    if (status != STATUS_OK)
        return status;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        const struct searched_canvas *canvas = id_map_get(&search->by_id, statement_integer(statement, CANVAS_ID));
        if (canvas == NULL || canvas->place > search->last_place || !row_matches(&search->query, statement))
            continue;
        keep_found(search, statement, canvas);
    }
    return status;
}

/* The first `limit` of what was found, in order; the texts move over. */
static void hand_out(struct search *search, struct search_hit **out, size_t *count)
{
    size_t limit = search->limit;
    if (search->count > 1)
        qsort(search->found, search->count, sizeof *search->found, compare_found);
    *count = limit != 0 && limit < search->count ? limit : search->count;
    struct search_hit *hits = memory_new(*count + 1, sizeof *hits);
    for (size_t i = 0; i < *count; i++) {
        struct found *found = &search->found[i];
        hits[i] = (struct search_hit){.canvas_id = found->canvas->id,
                                      .canvas_number = found->canvas->number,
                                      .note_id = found->note_id,
                                      .note_number = found->number,
                                      .title = memory_copy_text(found->canvas->title),
                                      .template_id = memory_copy_text(found->canvas->template_id),
                                      .block = found->block == NULL ? memory_copy_text("") : found->block,
                                      .text = found->text};
        found->block = found->text = NULL;
    }
    *out = hits;
}

enum status canvas_search(struct store *store, const struct session *session, const char *query, size_t limit,
                          struct search_hit **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    struct search search = {.limit = limit, .last_place = SIZE_MAX};
    word_query_init(&search.query, query);
    enum status status = STATUS_OK;
    if (search.query.count > 0) {
        status = read_canvases(store, session, &search, err);
        if (status == STATUS_OK)
            status = scan_notes(store, session, &search, err);
        if (status == STATUS_OK)
            hand_out(&search, out, count);
    }
    search_clear(&search);
    return status;
}

void search_free(struct search_hit *hits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(hits[i].title);
        free(hits[i].template_id);
        free(hits[i].block);
        free(hits[i].text);
    }
    free(hits);
}

#define ROWS_BETWEEN_STOPS 512 /* a fraction of a ms */

enum status search_canvases(struct store *store, const struct session *session, struct word_query *query,
                            const struct canvas_filter *filter, struct id_map *canvases, struct error *err)
{
    struct statement *statement;
    enum status status = prepare_scan(store, session, &statement, err);
    if (status != STATUS_OK)
        return status;
    bool row;
    size_t rows = 0;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        if (filter->stop && ++rows % ROWS_BETWEEN_STOPS == 0 && filter->stop(filter->stop_context)) {
            statement_reset(statement);
            return error_set(err, STATUS_CANCELLED, _("the search was stopped"));
        }
        int64_t canvas_id = statement_integer(statement, CANVAS_ID);
        if (id_map_get(canvases, canvas_id) == NULL &&
            session_sees_canvas(session, canvas_id) &&
            row_matches(query, statement))
            id_map_put(canvases, canvas_id, query);
    }
    return status;
}
