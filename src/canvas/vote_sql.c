/*
 * vote_sql.c - votes on a note that becomes one with another: they go along, each still that of who cast it.
 *
 * Not here: what a vote is worth and who may cast one (workshop.h). The invariant: nobody has more votes in a round
 * afterwards than before. Where an open vote allows one on a note only, a second one stays behind on the note in the
 * trash, and so is free to be cast again.
 */
#include "nonet/group.h"

#include <stdlib.h>

#include "operation.h"

struct ballot {
    int64_t id, workshop_id, round, seat_id, count;
    bool stacking;
};

int64_t canvas_vote_id(int64_t round, int64_t note_id, int64_t seat_id)
{
    return id_derive(id_derive(round, note_id, "vote"), seat_id, "vote");
}

static enum status ballots_on(struct store *store, int64_t note_id, struct ballot **out, size_t *count,
                              struct error *err)
{
    struct statement *statement;
    size_t capacity = 0;
    bool row;
    *out = NULL;
    *count = 0;
    enum status status = store_prepare(store,
                                       "SELECT v.id, v.workshop_id, v.round, v.seat_id, v.\"count\", NOT EXISTS ("
                                       "SELECT 1 FROM workshop w WHERE w.id = v.workshop_id AND w.vote_round = v.round"
                                       " AND w.vote_open = w.stage_started AND w.ended = 0 AND w.vote_stacking = 0)"
                                       " FROM vote v WHERE v.note_id = ?1 AND v.alive = 1 AND v.\"count\" > 0"
                                       " ORDER BY v.id",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, note_id);
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(*out, *count, capacity);
        (*out)[(*count)++] = (struct ballot){.id = statement_integer(statement, 0),
                                             .workshop_id = statement_integer(statement, 1),
                                             .round = statement_integer(statement, 2),
                                             .seat_id = statement_integer(statement, 3),
                                             .count = statement_integer(statement, 4),
                                             .stacking = statement_integer(statement, 5) != 0};
    }
    return status;
}

/* How many votes a row holds, -1 = there is no such row. One whose making was undone holds none. */
static enum status ballot_count(struct store *store, int64_t vote_id, int64_t *count, struct error *err)
{
    struct statement *statement;
    bool row;
    *count = -1;
    enum status status = store_prepare(store, "SELECT \"count\" * (alive = 1) FROM vote WHERE id = ?1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, vote_id);
    status = statement_step(statement, &row, err);
    if (status == STATUS_OK && row)
        *count = statement_integer(statement, 0);
    statement_reset(statement);
    return status;
}

static enum status move_ballot(struct store *store, const struct ballot *ballot, int64_t into, struct error *err)
{
    int64_t id = canvas_vote_id(ballot->round, into, ballot->seat_id), before;
    enum status status = ballot_count(store, id, &before, err);
    if (status == STATUS_OK && ballot->seat_id != 0 && !ballot->stacking && before > 0)
        return STATUS_OK;
    bool fresh = before < 0;
    if (status == STATUS_OK && fresh)
        status = store_row_create(store, "vote", id, err);
    const struct {
        const char *field;
        int64_t value;
    } fields[] = {{"workshop_id", ballot->workshop_id},
                  {"round", ballot->round},
                  {"note_id", into},
                  {"seat_id", ballot->seat_id}};
    for (size_t i = 0; i < COUNT_OF(fields) && status == STATUS_OK; i++)
        status = store_row_set_integer(store, "vote", id, fields[i].field, fields[i].value, err);
    if (status == STATUS_OK && !fresh)
        status = store_row_set_integer(store, "vote", id, "alive", 1, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(store, "vote", id, "count", (fresh ? 0 : before) + ballot->count, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(store, "vote", ballot->id, "count", 0, err);
    return status;
}

enum status votes_follow(struct store *store, int64_t from, int64_t into, struct error *err)
{
    struct ballot *ballots;
    size_t count;
    enum status status = ballots_on(store, from, &ballots, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = move_ballot(store, &ballots[i], into, err);
    free(ballots);
    return status;
}
