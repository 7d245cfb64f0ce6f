/*
 * votes_read.c - what of a round of votes is told to a session.
 *
 * Invariant: while the round is open nobody learns more of the others' votes than who has cast all of theirs.
 */
#include "room.h"

#include <stdlib.h>

#include "nonet/message.h"

static struct vote_line *line_of(struct vote_picture *picture, int64_t note_id)
{
    for (size_t i = 0; i < picture->line_count; i++) {
        if (picture->line[i].note_id == note_id)
            return &picture->line[i];
    }
    picture->line = memory_resize(picture->line, picture->line_count + 1, sizeof *picture->line);
    struct vote_line *line = &picture->line[picture->line_count++];
    *line = (struct vote_line){.note_id = note_id};
    return line;
}

/* Who has voted, not for what. */
static enum status read_voters(struct store *store, const struct room *room, struct vote_picture *out,
                               struct error *err)
{
    struct seat_row *seats;
    struct vote_row *used = NULL;
    size_t seat_count, used_count = 0;
    enum status status = seats_read(store, room->id, &seats, &seat_count, err);
    if (status == STATUS_OK)
        status = votes_sum_by_seat(store, room->vote_round, &used, &used_count, err);
    for (size_t i = 0; i < used_count; i++)
        out->cast += (int)used[i].count;
    for (size_t s = 0; s < seat_count && status == STATUS_OK; s++) {
        bool voter = !seats[s].revoked && seats[s].role == ROLE_PARTICIPANT;
        out->voters += voter;
        for (size_t i = 0; i < used_count; i++)
            out->done += voter && used[i].seat_id == seats[s].id && used[i].count >= room->vote_each;
    }
    seats_free(seats, seat_count);
    free(used);
    return status;
}

static enum status read_own(struct store *store, const struct room *room, int64_t seat_id, bool proxy,
                            struct vote_picture *out, struct error *err)
{
    struct vote_row *rows;
    size_t count;
    enum status status = votes_of_seat(store, room->vote_round, seat_id, &rows, &count, err);
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].lives)
            continue;
        struct vote_line *line = line_of(out, rows[i].note_id);
        if (proxy)
            line->proxy = (int)rows[i].count;
        else
            line->mine = (int)rows[i].count;
        out->left -= proxy ? 0 : (int)rows[i].count;
    }
    out->left = out->left > 0 ? out->left : 0;
    free(rows);
    return status;
}

static enum status read_totals(struct store *store, const struct room *room, struct vote_picture *out,
                               struct error *err)
{
    struct vote_row *sums;
    size_t count;
    enum status status = votes_sum_by_note(store, room->vote_round, &sums, &count, err);
    for (size_t i = 0; i < count; i++) {
        struct vote_line *line = line_of(out, sums[i].note_id);
        line->total = (int)sums[i].count;
        bool before = i > 0 && sums[i - 1].count == sums[i].count;
        line->tied = before || (i + 1 < count && sums[i + 1].count == sums[i].count);
    }
    free(sums);
    return status;
}

static int by_total(const void *a, const void *b)
{
    const struct vote_line *x = a, *y = b;
    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return (x->note_id > y->note_id) - (x->note_id < y->note_id);
}

static enum status read_round(struct store *store, const struct session *session, const struct room *room,
                              struct vote_picture *out, struct error *err)
{
    out->open = room_votes(room);
    out->round = room->vote_round;
    out->number = (int)room->vote_number;
    if (room->vote_round == 0)
        return STATUS_OK;
    out->left = session->seat_id != 0 ? (int)room->vote_each : 0;
    enum status status = read_voters(store, room, out, err);
    if (status == STATUS_OK && session->seat_id != 0 && !session->wall)
        status = read_own(store, room, session->seat_id, false, out, err);
    if (status == STATUS_OK && (session->may & MAY_LEAD) != 0)
        status = read_own(store, room, 0, true, out, err);
    if (status == STATUS_OK && !out->open)
        status = read_totals(store, room, out, err);
    if (out->line_count > 1)
        qsort(out->line, out->line_count, sizeof *out->line, by_total);
    return status;
}

enum status workshop_votes_read(struct store *store, const struct session *session, int64_t workshop_id,
                                struct vote_picture *out, struct error *err)
{
    struct room room;
    *out = (struct vote_picture){0};
    bool reading = store_read_begin(store);
    enum status status = room_read(store, workshop_id, &room, err);
    if (status == STATUS_OK && session->workshop_id != 0 && session->workshop_id != workshop_id)
        status = error_set(err, STATUS_DENIED, _("that workshop is not part of this session"));
    else if (status == STATUS_OK)
        status = read_round(store, session, &room, out, err);
    room_clear(&room);
    if (reading)
        store_read_end(store);
    if (status != STATUS_OK)
        vote_picture_clear(out);
    return status;
}

void vote_picture_clear(struct vote_picture *picture)
{
    free(picture->line);
    *picture = (struct vote_picture){0};
}
