/*
 * votes_close.c - what a round of votes comes to: totals into the notes, notes and headings in their order.
 *
 * Invariant: totals, order and the end of the round are one action of the canvas, which one undo takes back.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

static int by_votes(const void *a, const void *b)
{
    const struct room_note *const *x = a, *const *y = b;
    if ((*x)->votes != (*y)->votes)
        return (*x)->votes > (*y)->votes ? -1 : 1;
    return *x < *y ? -1 : 1; /* as they lay: both point into one array */
}

/* The notes or groups (`entity`) of one block, most votes first. */
static enum status sort_block(struct act *act, const char *entity, const struct room_note *notes, size_t count,
                              struct error *err)
{
    const struct room_note **order = memory_new(count, sizeof *order);
    for (size_t i = 0; i < count; i++)
        order[i] = &notes[i];
    qsort(order, count, sizeof *order, by_votes);
    bool sorted = true;
    for (size_t i = 0; i < count; i++)
        sorted = sorted && order[i] == &notes[i];
    enum status status = STATUS_OK;
    char *last = memory_copy_text("");
    for (size_t i = 0; i < count && !sorted && status == STATUS_OK; i++) {
        char *rank = rank_between(last, "");
        status = store_row_set_text(act->store, entity, order[i]->id, "rank", rank, err);
        free(last);
        last = rank;
    }
    free(last);
    free(order);
    return status;
}

static enum status write_totals(struct act *act, struct room_note *notes, size_t count, struct error *err)
{
    struct vote_row *sums;
    size_t sum_count;
    int64_t *among;
    size_t among_count = ids_parse(act->room.vote_among, &among);
    enum status status = votes_sum_by_note(act->store, act->room.vote_round, &sums, &sum_count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        int64_t total = 0;
        for (size_t s = 0; s < sum_count; s++)
            total += sums[s].note_id == notes[i].id ? sums[s].count : 0;
        /* What was moved elsewhere meanwhile keeps the votes that it got. */
        if (total == 0 && !vote_in_scope(&act->room, among, among_count, &notes[i]))
            continue;
        /* A second round decides among the ones ahead, so it must not put them behind. */
        notes[i].votes = among_count > 0 ? notes[i].votes + total : total;
        status = store_row_set_integer(act->store, "note", notes[i].id, "votes", notes[i].votes, err);
    }
    free(sums);
    free(among);
    return status;
}

static enum status sort_blocks(struct act *act, const char *entity, const struct room_note *notes, size_t count,
                               struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t from = 0, to; from < count && status == STATUS_OK; from = to) {
        for (to = from + 1; to < count && strcmp(notes[to].block, notes[from].block) == 0;)
            to++;
        status = sort_block(act, entity, notes + from, to - from, err);
    }
    return status;
}

/* Notes under a heading stay there; the headings go by what their notes got together. */
static enum status sort_groups(struct act *act, struct error *err)
{
    struct room_note *groups;
    size_t count;
    enum status status = room_groups(act->store, act->room.canvas_id, &groups, &count, err);
    if (status == STATUS_OK)
        status = sort_blocks(act, "note_group", groups, count, err);
    room_notes_free(groups, count);
    return status;
}

/* Undoing a merge, or bringing a note back, can return votes that were cast anew meanwhile: the budget counts. */
static enum status trim_seat(struct act *act, int64_t seat_id, int64_t excess, struct error *err)
{
    struct vote_row *cast;
    size_t count;
    enum status status = votes_of_seat(act->store, act->room.vote_round, seat_id, &cast, &count, err);
    for (size_t i = 0; i < count && excess > 0 && status == STATUS_OK; i++) {
        int64_t taken = !cast[i].lives ? 0 : cast[i].count < excess ? cast[i].count : excess;
        if (taken > 0)
            status = vote_write(act, cast[i].note_id, seat_id, cast[i].count, cast[i].count - taken, err);
        excess -= taken;
    }
    free(cast);
    return status;
}

static enum status trim_all(struct act *act, struct error *err)
{
    struct vote_row *used;
    size_t count;
    enum status status = votes_sum_by_seat(act->store, act->room.vote_round, &used, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (used[i].seat_id != 0 && used[i].count > act->room.vote_each)
            status = trim_seat(act, used[i].seat_id, used[i].count - act->room.vote_each, err);
    }
    free(used);
    return status;
}

enum status votes_write(struct act *act, struct error *err)
{
    struct room_note *notes;
    size_t count;
    enum status status = room_notes(act->store, act->room.canvas_id, false, NULL, &notes, &count, err);
    if (status == STATUS_OK)
        status = trim_all(act, err);
    if (status == STATUS_OK)
        status = write_totals(act, notes, count, err);
    if (status == STATUS_OK)
        status = sort_blocks(act, "note", notes, count, err);
    if (status == STATUS_OK)
        status = sort_groups(act, err);
    room_notes_free(notes, count);
    return status == STATUS_OK ? act_set(act, "vote_open", 0, err) : status;
}

enum status workshop_vote_close(struct store *store, const struct session *session, int64_t workshop_id,
                                struct error *err)
{
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_CANVAS, "votes_close", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    if (!room_votes(&act.room))
        status = error_set(err, STATUS_INVALID, _("no vote is open"));
    else
        status = votes_write(&act, err);
    return act_end(&act, status, err);
}
