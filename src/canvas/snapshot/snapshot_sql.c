/*
 * snapshot_sql.c - reads a canvas row by row from the entity tables.
 *
 * Not here: the whole of it (snapshot_load_sql.c), deciding which rows to read again (snapshot_update.c).
 */
#include "snapshot_internal.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

/* ---- rows of a statement ----------------------------------------------------------------------------------- */

/* The texts of a row as one piece of memory; see note_free(). */
static void read_texts(struct statement *statement, struct note *note)
{
    static const int columns[] = {3, 4, 5, 7, 15, 16};
    char **const out[] = {&note->rank,     &note->text,    &note->body,
                          &note->question, &note->also_by, &note->told_author};
    const char *text[COUNT_OF(columns)];
    size_t size[COUNT_OF(columns)], total = 0;
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        text[i] = statement_text(statement, columns[i]);
        size[i] = statement_length(statement, columns[i]) + 1;
        total += size[i];
    }
    char *at = memory_resize(NULL, total, 1);
    for (size_t i = 0; i < COUNT_OF(columns); i++) {
        memcpy(at, text[i], size[i]);
        *out[i] = at;
        at += size[i];
    }
}

struct note *snapshot_note_of_row(struct statement *statement, const struct session *session,
                                  const struct snapshot *snapshot, int guess, bool *foreign)
{
    const struct template *template = snapshot->template;
    struct note *note = memory_new(1, sizeof *note);
    const char *block = statement_text(statement, 2);
    note->id = statement_integer(statement, 0);
    note->number = statement_integer(statement, 1);
    note->block = guess;
    if (strcmp(template_block_id(template, guess), block) != 0 && !template_block_by_id(template, block, &note->block)) {
        note->block = TEMPLATE_PARKING;
        *foreign = true;
    }
    read_texts(statement, note);
    if (!note_colour_by_name(statement_text(statement, 6), &note->colour))
        note->colour = NOTE_NONE;
    note->hidden = statement_integer(statement, 11) != 0;
    note->late = statement_integer(statement, 12) != 0;
    note->votes = (int)statement_integer(statement, 13);
    note->author_id = session_author(session, &snapshot_index(snapshot)->people, statement_integer(statement, 8),
                                     note->hidden);
    if (note->author_id == 0)
        note->told_author[0] = '\0'; /* names are kept back */
    note->created = statement_integer(statement, 9);
    note->updated = statement_integer(statement, 10);
    int64_t group_id = statement_integer(statement, 14);
    note->group = group_id != 0 ? snapshot_group(snapshot, group_id) : NULL;
    if (note->group != NULL && note->group->block != note->block)
        note->group = NULL; /* somebody moved the note away while another grouped it */
    return note;
}

void snapshot_add_tag(char ***tag, size_t *count, const char *name)
{
    *tag = memory_resize(*tag, *count + 1, sizeof **tag);
    (*tag)[(*count)++] = memory_copy_text(name);
}

void snapshot_add_facet(struct facet **facet, size_t *count, int64_t id, const char *key, const char *value)
{
    *facet = memory_resize(*facet, *count + 1, sizeof **facet);
    (*facet)[(*count)++] =
        (struct facet){.id = id, .key = memory_copy_text(key), .value = memory_copy_text(value)};
}

enum status snapshot_read_tags_of(struct store *store, int64_t owner_id, char ***tag, size_t *count,
                                  struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT name FROM tag WHERE owner_id = ?1 AND alive = 1 ORDER BY name", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, owner_id);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row)
        snapshot_add_tag(tag, count, statement_text(statement, 0));
    return status;
}

enum status snapshot_read_facets_of(struct store *store, int64_t owner_id, struct facet **facet, size_t *count,
                                    struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT id, \"key\", value FROM facet WHERE owner_id = ?1 AND alive = 1 ORDER BY \"key\"", &statement,
        err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, owner_id);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row)
        snapshot_add_facet(facet, count, statement_integer(statement, 0), statement_text(statement, 1),
                  statement_text(statement, 2));
    return status;
}

/* A purge takes the canvas's actions along, and so is in no feed of it. */
enum status snapshot_require_canvas(struct store *store, int64_t canvas_id, struct error *err)
{
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT 1 FROM canvas WHERE id = ?1",
                                          NUMBERS(canvas_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_reset(statement);
    return statement ? STATUS_OK : error_set(err, STATUS_NOT_FOUND, _("there is no such canvas"));
}

/* ---- row by row ---------------------------------------------------------------------------------------------- */

enum status snapshot_read_canvas(struct snapshot *snapshot, struct store *store, char **template_hash,
                                 char **template_id, struct error *err)
{
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT number, alive, title, created, updated, variant_of, template_hash,"
                                          " template_id FROM canvas WHERE id = ?1",
                                          NUMBERS(snapshot->canvas_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("there is no such canvas"));
    snapshot->number = statement_integer(statement, 0);
    snapshot->alive = statement_integer(statement, 1) != 0;
    free(snapshot->title);
    snapshot->title = memory_copy_text(statement_text(statement, 2));
    snapshot->created = statement_integer(statement, 3);
    snapshot->updated = statement_integer(statement, 4);
    snapshot->variant_of = statement_integer(statement, 5);
    *template_hash = memory_copy_text(statement_text(statement, 6));
    *template_id = memory_copy_text(statement_text(statement, 7));
    statement_reset(statement);
    tags_free(snapshot->tag, snapshot->tag_count);
    facets_free(snapshot->facet, snapshot->facet_count);
    snapshot->tag = NULL;
    snapshot->facet = NULL;
    snapshot->tag_count = snapshot->facet_count = 0;
    status = snapshot_read_tags_of(store, snapshot->canvas_id, &snapshot->tag, &snapshot->tag_count, err);
    if (status == STATUS_OK)
        status = snapshot_read_facets_of(store, snapshot->canvas_id, &snapshot->facet, &snapshot->facet_count, err);
    if (status != STATUS_OK) {
        free(*template_hash);
        free(*template_id);
        *template_hash = *template_id = NULL; /* the caller may keep one in a struct that it frees */
    }
    return status;
}

enum status snapshot_read_note(const struct snapshot *snapshot, struct store *store, const struct session *session,
                               int64_t note_id, struct note **out, bool *foreign, struct error *err)
{
    *out = NULL;
    struct statement *statement;
    enum status status =
        store_prepare(store, "SELECT " SNAPSHOT_NOTE_COLUMNS " FROM note WHERE id = ?1 AND canvas_id = ?2 AND alive = 1 AND"
                      NOTE_SEEN(3, 4), &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, note_id);
    statement_bind_integer(statement, 2, snapshot->canvas_id);
    session_bind(statement, 3, session);
    bool row;
    status = statement_step(statement, &row, err);
    if (status != STATUS_OK || !row)
        return status;
    struct note *note = snapshot_note_of_row(statement, session, snapshot, TEMPLATE_PARKING, foreign);
    statement_reset(statement);
    status = snapshot_read_tags_of(store, note_id, &note->tag, &note->tag_count, err);
    if (status == STATUS_OK)
        status = snapshot_read_facets_of(store, note_id, &note->facet, &note->facet_count, err);
    if (status == STATUS_OK)
        *out = note;
    else
        note_free(note);
    return status;
}

enum status snapshot_count_hidden(struct snapshot *snapshot, struct store *store, const struct session *session,
                                  struct error *err)
{
    for (size_t i = 0; i < snapshot->block_count; i++)
        snapshot->block[i].hidden = 0;
    if (session->sees_hidden)
        return STATUS_OK;
    /* By the index note_hidden alone: no text is near it. */
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT block, count(*) FROM note WHERE canvas_id = ?1 AND hidden <> 0"
                                       " AND alive = 1 AND author_id <> ?2 GROUP BY block",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, snapshot->canvas_id);
    statement_bind_integer(statement, 2, session_veil(session));
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        int block;
        if (!template_block_by_id(snapshot->template, statement_text(statement, 0), &block))
            block = TEMPLATE_PARKING;
        size_t at = block == TEMPLATE_PARKING ? snapshot->block_count - 1 : (size_t)block;
        snapshot->block[at].hidden += (size_t)statement_integer(statement, 1);
    }
    return status;
}

enum status snapshot_read_owner(struct store *store, const char *entity, int64_t row_id, int64_t *a, int64_t *b,
                                struct error *err)
{
    *a = *b = 0;
    const char *sql = strcmp(entity, "link") == 0  ? "SELECT from_id, to_id FROM link WHERE id = ?1"
                      : strcmp(entity, "tag") == 0 ? "SELECT owner_id, 0 FROM tag WHERE id = ?1"
                                                   : "SELECT owner_id, 0 FROM facet WHERE id = ?1";
    struct statement *statement;
    enum status status = store_select_row(store, sql, NUMBERS(row_id), &statement, err);
    if (status != STATUS_OK || !statement)
        return status;
    *a = statement_integer(statement, 0);
    *b = statement_integer(statement, 1);
    statement_reset(statement);
    return STATUS_OK;
}

enum status snapshot_collect_links(struct statement *statement, struct link_list *out, struct error *err)
{
    enum status status;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(out->link, out->count, out->capacity);
        out->link[out->count++] = (struct link){.id = statement_integer(statement, 0),
                                                .from = statement_integer(statement, 1),
                                                .to = statement_integer(statement, 2)};
    }
    return status;
}

/* Rows (link id, facet id, key, value) in the order of link ids and keys, as `link` is in the order of ids. */
static enum status collect_link_facets(struct statement *statement, struct link *link, size_t count,
                                       struct error *err)
{
    enum status status;
    bool row;
    size_t at = 0;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        int64_t id = statement_integer(statement, 0);
        while (at < count && link[at].id < id)
            at++;
        if (at < count && link[at].id == id)
            snapshot_add_facet(&link[at].facet, &link[at].facet_count, statement_integer(statement, 1),
                      statement_text(statement, 2), statement_text(statement, 3));
    }
    return status;
}

enum status snapshot_read_links(struct store *store, int64_t note_id, struct link_list *out, struct error *err)
{
    static const struct {
        const char *links, *facets;
    } sql[] = {
        {"SELECT id, from_id, to_id FROM link WHERE from_id = ?1 AND alive = 1 ORDER BY id",
         "SELECT l.id, f.id, f.\"key\", f.value FROM link l JOIN facet f ON f.owner_id = l.id"
         " WHERE l.from_id = ?1 AND l.alive = 1 AND f.alive = 1 ORDER BY l.id, f.\"key\""},
        {"SELECT id, from_id, to_id FROM link WHERE to_id = ?1 AND alive = 1 ORDER BY id",
         "SELECT l.id, f.id, f.\"key\", f.value FROM link l JOIN facet f ON f.owner_id = l.id"
         " WHERE l.to_id = ?1 AND l.alive = 1 AND f.alive = 1 ORDER BY l.id, f.\"key\""},
    };
    for (size_t i = 0; i < COUNT_OF(sql); i++) {
        struct statement *statement;
        size_t before = out->count;
        enum status status = store_prepare(store, sql[i].links, &statement, err);
        if (status != STATUS_OK)
            return status;
        statement_bind_integer(statement, 1, note_id);
        status = snapshot_collect_links(statement, out, err);
        if (status == STATUS_OK && out->count > before)
            status = store_prepare(store, sql[i].facets, &statement, err);
        if (status != STATUS_OK)
            return status;
        if (out->count == before)
            continue;
        statement_bind_integer(statement, 1, note_id);
        status = collect_link_facets(statement, out->link + before, out->count - before, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}
