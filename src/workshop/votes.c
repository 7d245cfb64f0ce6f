/*
 * votes.c - votes: opened, cast, taken back, closed.
 *
 * A vote of a seat on a note in a round is one row, whose id follows from the three. Invariants, kept inside the
 * transaction: no seat has more votes in a round than it was given; while a round is open, counts of others are read by
 * nobody; closing writes totals, order and the end of the round as one action of the canvas.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/group.h"
#include "nonet/message.h"

enum { VOTES_MAX = 99, PROXY_MAX = 10000 };

static bool word_in(const char *words, const char *word)
{
    size_t length = strlen(word);
    for (const char *at = words; *at;) {
        size_t span = strcspn(at, " ");
        if (span == length && strncmp(at, word, length) == 0)
            return true;
        at += span + (at[span] == ' ');
    }
    return false;
}

static bool id_in(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (ids[i] == id)
            return true;
    }
    return false;
}

static bool in_scope(const struct room *room, const int64_t *among, size_t among_count, const struct room_note *note)
{
    if (note->hidden != 0)
        return false;
    if (among_count > 0)
        return id_in(among, among_count, note->id);
    return room->vote_blocks[0] == '\0' || word_in(room->vote_blocks, note->block);
}

/* ---- opening ---------------------------------------------------------------------------------------------------- */

static enum status write_round(struct act *act, const int64_t *among, size_t count, int votes, bool stacking,
                               struct error *err)
{
    struct agenda *agenda;
    enum status status = room_agenda(act->store, act->room.id, &agenda, err);
    if (status != STATUS_OK)
        return status;
    const struct stage *stage = &agenda->stage[(size_t)act->room.stage < agenda->stage_count ? act->room.stage : 0];
    struct buffer blocks = {0};
    buffer_add(&blocks, "");
    for (size_t i = 0; count == 0 && i < stage->block_count; i++)
        buffer_printf(&blocks, "%s%s", i == 0 ? "" : " ", stage->block[i]);
    char *notes = ids_text(among, count);
    status = act_set_text(act, "vote_blocks", buffer_text(&blocks), err);
    if (status == STATUS_OK)
        status = act_set_text(act, "vote_among", notes, err);
    const struct {
        const char *field;
        int64_t value;
    } fields[] = {{"vote_round", id_new()},
                  {"vote_open", act->room.stage_started},
                  {"vote_number", count > 0 ? act->room.vote_number + 1 : 1},
                  {"vote_each", votes},
                  {"vote_stacking", stacking}};
    for (size_t i = 0; i < COUNT_OF(fields) && status == STATUS_OK; i++)
        status = act_set(act, fields[i].field, fields[i].value, err);
    free(notes);
    buffer_clear(&blocks);
    agenda_free(agenda);
    return status;
}

enum status workshop_vote_open(struct store *store, const struct session *session, int64_t workshop_id,
                               const int64_t *among, size_t among_count, int votes, bool stacking, struct error *err)
{
    if (votes < 1 || votes > VOTES_MAX)
        return error_set(err, STATUS_INVALID, _("give each from 1 to %d votes"), VOTES_MAX);
    if (among_count == 1 || among_count > 1000)
        return error_set(err, STATUS_INVALID, _("a second round needs at least two notes"));
    struct act act;
    enum status status =
        act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_vote_open", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    if (room_votes(&act.room))
        status = error_set(err, STATUS_CONFLICT, _("a vote is open already; close it first"));
    for (size_t i = 0; i < among_count && status == STATUS_OK; i++) {
        struct room_note note;
        status = room_note_read(store, act.room.canvas_id, among[i], &note, err);
        free(note.block);
        free(note.rank);
    }
    if (status == STATUS_OK)
        status = write_round(&act, among, among_count, votes, stacking, err);
    return act_end(&act, status, err);
}

/* ---- casting ------------------------------------------------------------------------------------------------------ */

static enum status write_vote(struct act *act, int64_t note_id, int64_t seat_id, int64_t before, int64_t count,
                              struct error *err)
{
    int64_t id = canvas_vote_id(act->room.vote_round, note_id, seat_id);
    bool fresh = before < 0;
    enum status status = fresh ? store_row_create(act->store, "vote", id, err) : STATUS_OK;
    const struct {
        const char *field;
        int64_t value;
    } fields[] = {{"workshop_id", act->room.id},
                  {"round", act->room.vote_round},
                  {"note_id", note_id},
                  {"seat_id", seat_id}};
    for (size_t i = 0; i < COUNT_OF(fields) && status == STATUS_OK; i++)
        status = store_row_set_integer(act->store, "vote", id, fields[i].field, fields[i].value, err);
    if (status == STATUS_OK && !fresh) /* undoing a merge takes the row back that it made */
        status = store_row_set_integer(act->store, "vote", id, "alive", 1, err);
    return status == STATUS_OK ? store_row_set_integer(act->store, "vote", id, "count", count, err) : status;
}

/* `casts`: a vote that is taken back may lie on a note that was moved out of the vote meanwhile. */
static enum status check_scope(struct act *act, int64_t note_id, bool casts, struct error *err)
{
    struct room_note note;
    enum status status = room_note_read(act->store, act->room.canvas_id, note_id, &note, err);
    if (status != STATUS_OK)
        return status;
    int64_t *among;
    size_t count = ids_parse(act->room.vote_among, &among);
    if (casts && !in_scope(&act->room, among, count, &note))
        status = error_set(err, STATUS_INVALID, _("this vote is not about that note"));
    free(among);
    free(note.block);
    free(note.rank);
    return status;
}

/* Votes on notes in the trash are free: where the budget is used up with them, one of those is the one that is cast, so
 * that nobody has one too many when the note comes back. */
static enum status take_from_trash(struct act *act, const struct vote_row *mine, size_t count, struct error *err)
{
    int64_t all = 0;
    const struct vote_row *dead = NULL;
    for (size_t i = 0; i < count; i++) {
        all += mine[i].count;
        dead = mine[i].lives ? dead : &mine[i];
    }
    if (!dead || all < act->room.vote_each)
        return STATUS_OK;
    return write_vote(act, dead->note_id, dead->seat_id, dead->count, dead->count - 1, err);
}

static enum status cast(struct act *act, int64_t note_id, int change, int *left, struct error *err)
{
    struct vote_row *mine;
    size_t count;
    int64_t seat_id = act->session.seat_id, used = 0, here = 0;
    enum status status = check_scope(act, note_id, change > 0, err);
    if (status != STATUS_OK)
        return status;
    status = votes_of_seat(act->store, act->room.vote_round, seat_id, &mine, &count, err);
    for (size_t i = 0; i < count; i++) {
        used += mine[i].lives ? mine[i].count : 0;
        here += mine[i].note_id == note_id ? mine[i].count : 0;
    }
    *left = (int)(act->room.vote_each - used);
    if (status == STATUS_OK && change < 0 && here == 0)
        status = error_set(err, STATUS_INVALID, _("you have no vote on that note"));
    else if (status == STATUS_OK && change > 0 && *left <= 0)
        status = error_set(err, STATUS_INVALID, _("you have no vote left; take one back first"));
    else if (status == STATUS_OK && change > 0 && here > 0 && act->room.vote_stacking == 0)
        status = error_set(err, STATUS_INVALID, _("one vote a note: yours is on it already"));
    else if (status == STATUS_OK && change > 0)
        status = take_from_trash(act, mine, count, err);
    free(mine);
    *left -= change;
    int64_t before = here;
    if (status == STATUS_OK && here == 0) {
        bool exists;
        status = vote_exists(act->store, canvas_vote_id(act->room.vote_round, note_id, seat_id), &exists, err);
        before = exists ? 0 : -1;
    }
    return status == STATUS_OK ? write_vote(act, note_id, seat_id, before, here + change, err) : status;
}

enum status workshop_vote(struct store *store, const struct session *session, int64_t note_id, int change, int *left,
                          struct error *err)
{
    int rest = 0;
    if (session->seat_id == 0)
        return error_set(err, STATUS_DENIED, _("this session has no seat in a workshop"));
    if (change != 1 && change != -1)
        return error_set(err, STATUS_INVALID, _("a vote is cast or taken back one at a time"));
    struct act act;
    enum status status = act_begin(&act, store, session, session->workshop_id, OF_THE_ROOM,
                                   change > 0 ? "workshop_vote" : "workshop_vote_back", MAY_VOTE, err);
    if (status == STATUS_OK)
        status = act_end(&act, cast(&act, note_id, change, &rest, err), err);
    if (status == STATUS_OK && left)
        *left = rest;
    return status;
}

enum status votes_withdraw(struct act *act, int64_t seat_id, struct error *err)
{
    struct vote_row *cast;
    size_t count;
    enum status status = votes_of_seat(act->store, act->room.vote_round, seat_id, &cast, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = write_vote(act, cast[i].note_id, seat_id, cast[i].count, 0, err);
    free(cast);
    return status;
}

enum status workshop_vote_proxy(struct store *store, const struct session *session, int64_t workshop_id,
                                int64_t note_id, int count, struct error *err)
{
    if (count < 0 || count > PROXY_MAX)
        return error_set(err, STATUS_INVALID, _("give a number of votes from 0 to %d"), PROXY_MAX);
    struct act act;
    bool exists = false;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_vote_proxy", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    if (!room_votes(&act.room))
        status = error_set(err, STATUS_INVALID, _("there is nothing to vote on just now"));
    if (status == STATUS_OK)
        status = check_scope(&act, note_id, count > 0, err);
    if (status == STATUS_OK)
        status = vote_exists(store, canvas_vote_id(act.room.vote_round, note_id, 0), &exists, err);
    if (status == STATUS_OK && (exists || count > 0))
        status = write_vote(&act, note_id, 0, exists ? 0 : -1, count, err);
    return act_end(&act, status, err);
}

/* ---- closing -------------------------------------------------------------------------------------------------------- */

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
        if (total == 0 && !in_scope(&act->room, among, among_count, &notes[i]))
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
            status = write_vote(act, cast[i].note_id, seat_id, cast[i].count, cast[i].count - taken, err);
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

/* ---- reading ----------------------------------------------------------------------------------------------------------- */

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
