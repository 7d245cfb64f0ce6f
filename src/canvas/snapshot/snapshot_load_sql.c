/*
 * snapshot_load_sql.c - reads a whole canvas from the entity tables, or as much of it as the first screen needs.
 *
 * Not here: single rows (snapshot_sql.c). The feed position is read before the rows: what is committed in between is read
 * twice, never missed.
 */
#include "snapshot_internal.h"

#include <stdlib.h>
#include <string.h>

#define START_NOTES 100 /* more than a screen has rows */

static void index_notes(struct snapshot *snapshot)
{
    struct id_map *notes = &snapshot_index(snapshot)->notes;
    id_map_reserve(notes, snapshot->note_count);
    for (size_t b = 0; b < snapshot->block_count; b++) {
        for (size_t i = 0; i < snapshot->block[b].count; i++)
            id_map_put(notes, snapshot->block[b].note[i]->id, snapshot->block[b].note[i]);
    }
}

static enum status read_groups(struct snapshot *snapshot, struct store *store, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT id, block, \"rank\", title FROM note_group WHERE canvas_id = ?1"
                                       " AND alive = 1 ORDER BY id",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, snapshot->canvas_id);
    bool row;
    size_t capacity = 0;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        struct note_group group = {.id = statement_integer(statement, 0), .block = TEMPLATE_PARKING};
        template_block_by_id(snapshot->template, statement_text(statement, 1), &group.block);
        group.rank = memory_copy_text(statement_text(statement, 2));
        group.title = memory_copy_text(statement_text(statement, 3));
        GROW(snapshot->group, snapshot->group_count, capacity);
        snapshot->group[snapshot->group_count++] = group;
    }
    return status;
}

static enum status read_notes(struct snapshot *snapshot, struct store *store, const struct session *session,
                              struct error *err)
{
    /* The order of the index note_by_place; with "alive = 1" SQLite sorts all rows once more. */
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT " SNAPSHOT_NOTE_COLUMNS " FROM note WHERE canvas_id = ?1 AND alive > 0 AND"
                                       NOTE_SEEN(2, 3) " ORDER BY block, alive, \"rank\", id",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, snapshot->canvas_id);
    session_bind(statement, 2, session);
    bool row, foreign;
    int block = TEMPLATE_PARKING;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        struct note *note = snapshot_note_of_row(statement, session, snapshot, block, &foreign);
        block = note->block;
        snapshot_insert(snapshot, note);
    }
    index_notes(snapshot);
    return status;
}

/* Where the block goes on behind what was read: how far. By the index alone. */
static enum status count_unread(struct snapshot *snapshot, struct store *store, const char *block,
                                struct snapshot_block *out, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT count(*) FROM note WHERE canvas_id = ?1 AND block = ?2 AND alive = 1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, snapshot->canvas_id);
    statement_bind_text(statement, 2, block);
    bool row;
    status = statement_step(statement, &row, err);
    if (status == STATUS_OK && row)
        out->unread = (size_t)statement_integer(statement, 0) - START_NOTES;
    statement_reset(statement);
    snapshot_index(snapshot)->stale = true;
    return status;
}

/* The beginning of each block. Notes in blocks that the template does not know wait for the whole. */
static enum status read_first_notes(struct snapshot *snapshot, struct store *store, const struct session *session,
                                    struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT " SNAPSHOT_NOTE_COLUMNS " FROM note WHERE canvas_id = ?1 AND block = ?4"
                                       " AND alive = 1 AND" NOTE_SEEN(2, 3) " ORDER BY \"rank\", id LIMIT ?5",
                                       &statement, err);
    for (size_t i = 0; i < snapshot->block_count && status == STATUS_OK; i++) {
        int at = i + 1 < snapshot->block_count ? (int)i : TEMPLATE_PARKING;
        const char *block = template_block_id(snapshot->template, at);
        statement_bind_integer(statement, 1, snapshot->canvas_id);
        session_bind(statement, 2, session);
        statement_bind_text(statement, 4, block);
        statement_bind_integer(statement, 5, START_NOTES);
        size_t count = 0;
        bool row, foreign;
        for (; (status = statement_step(statement, &row, err)) == STATUS_OK && row; count++)
            snapshot_insert(snapshot, snapshot_note_of_row(statement, session, snapshot, at, &foreign));
        if (status == STATUS_OK && count == START_NOTES)
            status = count_unread(snapshot, store, block, &snapshot->block[i], err);
    }
    index_notes(snapshot);
    return status;
}

static enum status read_tags(struct snapshot *snapshot, struct store *store, const struct session *session,
                             struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT owner_id, name FROM tag WHERE canvas_id = ?1 AND alive = 1 AND" OWNER_SEEN(2, 3)
        " ORDER BY owner_id, name",
        &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, snapshot->canvas_id);
    session_bind(statement, 2, session);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        struct note *note = id_map_get(&snapshot_index(snapshot)->notes, statement_integer(statement, 0));
        if (note != NULL)
            snapshot_add_tag(&note->tag, &note->tag_count, statement_text(statement, 1));
    }
    return status;
}

static struct link *find_link(const struct snapshot *snapshot, int64_t link_id)
{
    size_t at = snapshot_link_place(snapshot, link_id);
    return at < snapshot->link_total && snapshot->link[at].id == link_id ? &snapshot->link[at] : NULL;
}

/* Of the notes and the links, which are there already. */
static enum status read_facets(struct snapshot *snapshot, struct store *store, const struct session *session,
                               struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT owner_id, id, \"key\", value FROM facet WHERE canvas_id = ?1"
                                       " AND alive = 1 AND" OWNER_SEEN(2, 3) " ORDER BY owner_id, \"key\"",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, snapshot->canvas_id);
    session_bind(statement, 2, session);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        int64_t owner_id = statement_integer(statement, 0);
        struct note *note = id_map_get(&snapshot_index(snapshot)->notes, owner_id);
        struct link *link = note == NULL ? find_link(snapshot, owner_id) : NULL;
        if (note != NULL)
            snapshot_add_facet(&note->facet, &note->facet_count, statement_integer(statement, 1), statement_text(statement, 2),
                      statement_text(statement, 3));
        else if (link != NULL)
            snapshot_add_facet(&link->facet, &link->facet_count, statement_integer(statement, 1), statement_text(statement, 2),
                      statement_text(statement, 3));
    }
    return status;
}

static enum status read_links(struct snapshot *snapshot, struct store *store, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT id, from_id, to_id FROM link WHERE canvas_id = ?1 AND alive = 1 ORDER BY id", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, snapshot->canvas_id);
    struct link_list all = {0};
    status = snapshot_collect_links(statement, &all, err);
    size_t kept = 0;
    for (size_t i = 0; i < all.count; i++) {
        struct note *from = id_map_get(&snapshot_index(snapshot)->notes, all.link[i].from);
        struct note *to = id_map_get(&snapshot_index(snapshot)->notes, all.link[i].to);
        if (from == NULL || to == NULL)
            continue;
        from->link_count++;
        to->link_count++;
        all.link[kept++] = all.link[i];
    }
    snapshot->link = all.link;
    snapshot->link_total = kept;
    return status;
}

enum status snapshot_read(struct snapshot *snapshot, struct store *store, const struct session *session,
                          struct error *err)
{
    struct snapshot_index *index = snapshot_index(snapshot);
    char *id;
    enum status status = store_last_seq(store, &snapshot->last_seq, err);
    if (status == STATUS_OK)
        status = snapshot_read_canvas(snapshot, store, &index->template_hash, &id, err);
    if (status != STATUS_OK)
        return status;
    struct template *template = NULL;
    status = canvas_template(store, index->template_hash, id, snapshot->canvas_id, &template, err);
    free(id);
    snapshot->template = template;
    if (status != STATUS_OK)
        return status;
    snapshot->block_count = snapshot->template->block_count + 1;
    snapshot->block = memory_new(snapshot->block_count, sizeof *snapshot->block);
    status = people_read(&snapshot_index(snapshot)->people, store, NULL, err);
    if (status == STATUS_OK)
        status = read_groups(snapshot, store, err);
    if (status == STATUS_OK)
        status = index->start ? read_first_notes(snapshot, store, session, err)
                              : read_notes(snapshot, store, session, err);
    if (status == STATUS_OK)
        status = read_tags(snapshot, store, session, err);
    if (status == STATUS_OK)
        status = read_links(snapshot, store, err);
    if (status == STATUS_OK)
        status = read_facets(snapshot, store, session, err);
    if (status == STATUS_OK)
        status = snapshot_count_hidden(snapshot, store, session, err);
    return status;
}
