/*
 * search_sql.c - looks through all notes and titles.
 *
 * A plain scan: it is right for every script, Chinese words of one character included, and quick enough for a hundred
 * thousand notes. Canvases come newest first by an index, so a limit ends the scan early.
 */
#include "operation.h"

#include <stdlib.h>

#include "word_match.h"

struct hits {
    struct search_hit *hit;
    size_t count, capacity;
};

/* Columns of the scan. */
enum { CANVAS_ID, CANVAS_NUMBER, TITLE, NOTE_ID, NOTE_NUMBER, BLOCK, TEXT, BODY, AUTHOR };

static void add_hit(struct hits *hits, struct statement *row, bool is_note)
{
    GROW(hits->hit, hits->count, hits->capacity);
    hits->hit[hits->count++] = (struct search_hit){
        .canvas_id = statement_integer(row, CANVAS_ID),
        .canvas_number = statement_integer(row, CANVAS_NUMBER),
        .note_id = is_note ? statement_integer(row, NOTE_ID) : 0,
        .note_number = is_note ? statement_integer(row, NOTE_NUMBER) : 0,
        .title = memory_copy_text(statement_text(row, TITLE)),
        .block = memory_copy_text(is_note ? statement_text(row, BLOCK) : ""),
        .text = memory_copy_text(is_note ? statement_text(row, TEXT) : statement_text(row, TITLE)),
    };
}

static enum status scan(struct statement *statement, const struct session *session, struct word_query *query,
                        size_t limit, struct hits *hits, struct error *err)
{
    int64_t canvas_id = 0;
    bool row;
    enum status status;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        int64_t here = statement_integer(statement, CANVAS_ID);
        if (!session_sees_canvas(session, here))
            continue;
        if (here != canvas_id && word_query_matches(query, statement_text(statement, TITLE), NULL))
            add_hit(hits, statement, false);
        canvas_id = here;
        if (limit != 0 && hits->count >= limit)
            break;
        if (statement_integer(statement, NOTE_ID) != 0 &&
            session_sees_note(session, here, statement_integer(statement, AUTHOR)) &&
            word_query_matches(query, statement_text(statement, TEXT), statement_text(statement, BODY)))
            add_hit(hits, statement, true);
        if (limit != 0 && hits->count >= limit)
            break;
    }
    statement_reset(statement);
    return status;
}

enum status canvas_search(struct store *store, const struct session *session, const char *query, size_t limit,
                          struct search_hit **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    struct statement *statement;
    enum status status = store_prepare(
        store,
        "SELECT c.id, c.number, c.title, n.id, n.number, n.block, n.text, n.body, n.author_id FROM canvas AS c"
        " LEFT JOIN note AS n ON n.canvas_id = c.id AND n.alive = 1 WHERE c.alive = 1 AND (?1 = 0 OR c.id = ?1)"
        " ORDER BY c.updated DESC, c.id DESC, n.block, n.\"rank\", n.id",
        &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, session->canvas_id);
    struct word_query words;
    word_query_init(&words, query);
    struct hits hits = {0};
    if (words.count > 0)
        status = scan(statement, session, &words, limit, &hits, err);
    word_query_clear(&words);
    if (status != STATUS_OK) {
        search_free(hits.hit, hits.count);
        return status;
    }
    *out = hits.hit;
    *count = hits.count;
    return STATUS_OK;
}

void search_free(struct search_hit *hits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(hits[i].title);
        free(hits[i].block);
        free(hits[i].text);
    }
    free(hits);
}
