/*
 * votes_sql.c - votes, and the notes they are about, read.
 *
 * Not here: who may be told (votes.c). The votes of a round are read by nobody else.
 */
#include "room.h"

#include <stdlib.h>

#include "nonet/message.h"

/* Rows (note, seat, count, whether the note lives). */
static enum status read_votes(struct statement *statement, struct vote_row **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    size_t capacity = 0;
    bool row;
    enum status status;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(*out, *count, capacity);
        (*out)[(*count)++] = (struct vote_row){.note_id = statement_integer(statement, 0),
                                               .seat_id = statement_integer(statement, 1),
                                               .count = statement_integer(statement, 2),
                                               .lives = statement_integer(statement, 3) != 0};
    }
    return status;
}

static enum status read_round(struct store *store, const char *sql, int64_t round, int64_t seat_id,
                              struct vote_row **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    struct statement *statement;
    enum status status = store_prepare(store, sql, &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, round);
    if (seat_id >= 0)
        statement_bind_integer(statement, 2, seat_id);
    return read_votes(statement, out, count, err);
}

enum status votes_sum_by_seat(struct store *store, int64_t round, struct vote_row **out, size_t *count,
                              struct error *err)
{
    return read_round(store,
                      "SELECT 0, v.seat_id, sum(v.\"count\"), 1 FROM vote v JOIN note n ON n.id = v.note_id"
                      " WHERE v.round = ?1 AND v.alive = 1 AND n.alive = 1 GROUP BY v.seat_id",
                      round, -1, out, count, err);
}

enum status votes_sum_by_note(struct store *store, int64_t round, struct vote_row **out, size_t *count,
                              struct error *err)
{
    return read_round(store,
                      "SELECT v.note_id, 0, sum(v.\"count\") AS total, 1 FROM vote v JOIN note n ON n.id = v.note_id"
                      " WHERE v.round = ?1 AND v.alive = 1 AND n.alive = 1 GROUP BY v.note_id HAVING total > 0"
                      " ORDER BY total DESC, v.note_id",
                      round, -1, out, count, err);
}

enum status votes_of_seat(struct store *store, int64_t round, int64_t seat_id, struct vote_row **out, size_t *count,
                          struct error *err)
{
    return read_round(store,
                      "SELECT v.note_id, v.seat_id, v.\"count\", COALESCE(n.alive, 0) FROM vote v LEFT JOIN note n"
                      " ON n.id = v.note_id WHERE v.round = ?1 AND v.seat_id = ?2 AND v.alive = 1"
                      " AND v.\"count\" > 0 ORDER BY v.note_id",
                      round, seat_id, out, count, err);
}

enum status vote_exists(struct store *store, int64_t vote_id, bool *exists, struct error *err)
{
    struct statement *statement;
    *exists = false;
    enum status status = store_prepare(store, "SELECT 1 FROM vote WHERE id = ?1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, vote_id);
    status = statement_step(statement, exists, err);
    statement_reset(statement);
    return status;
}

/* ---- notes ---------------------------------------------------------------------------------------------------- */

static struct room_note take_note(struct statement *statement)
{
    return (struct room_note){.id = statement_integer(statement, 0),
                              .hidden = statement_integer(statement, 1),
                              .votes = statement_integer(statement, 2),
                              .alive = true,
                              .block = memory_copy_text(statement_text(statement, 3)),
                              .rank = memory_copy_text(statement_text(statement, 4))};
}

enum status room_notes(struct store *store, int64_t canvas_id, bool hidden_only, const char *block,
                       struct room_note **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT id, hidden, votes, block, \"rank\" FROM note WHERE canvas_id = ?1"
                                       " AND alive = 1 AND (?2 = 0 OR hidden <> 0) AND (?3 = '' OR block = ?3)"
                                       " ORDER BY block, \"rank\", id",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    statement_bind_integer(statement, 2, hidden_only);
    statement_bind_text(statement, 3, block == NULL ? "" : block);
    size_t capacity = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(*out, *count, capacity);
        (*out)[(*count)++] = take_note(statement);
    }
    return status;
}

enum status room_groups(struct store *store, int64_t canvas_id, struct room_note **out, size_t *count,
                        struct error *err)
{
    *out = NULL;
    *count = 0;
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT g.id, 0, sum(n.votes), g.block, g.\"rank\" FROM note_group g JOIN note n"
                                       " ON n.group_id = g.id AND n.block = g.block AND n.alive = 1"
                                       " WHERE g.canvas_id = ?1 AND g.alive = 1 AND n.canvas_id = ?1"
                                       " GROUP BY g.id ORDER BY g.block, g.\"rank\", g.id",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    size_t capacity = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(*out, *count, capacity);
        (*out)[(*count)++] = take_note(statement);
    }
    return status;
}

enum status room_note_read(struct store *store, int64_t canvas_id, int64_t note_id, struct room_note *out,
                           struct error *err)
{
    *out = (struct room_note){0};
    struct statement *statement;
    enum status status = store_select_row(store,
                                          "SELECT id, hidden, votes, block, \"rank\" FROM note WHERE id = ?1"
                                          " AND canvas_id = ?2 AND alive = 1",
                                          NUMBERS(note_id, canvas_id), &statement, err);
    if (status != STATUS_OK)
        return status;
    if (!statement)
        return error_set(err, STATUS_NOT_FOUND, _("that note is not on the workshop's canvas"));
    *out = take_note(statement);
    statement_reset(statement);
    return STATUS_OK;
}

void room_notes_free(struct room_note *notes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(notes[i].block);
        free(notes[i].rank);
    }
    free(notes);
}
