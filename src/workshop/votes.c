/*
 * votes.c - votes: a round opened, votes cast and taken back. Not here: what they come to (votes_close.c), and what of
 * them is told to whom (votes_read.c).
 *
 * A vote of a seat on a note in a round is one row, whose id follows from the three. Invariant, kept inside the
 * transaction: no seat has more votes in a round than it was given.
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

bool vote_in_scope(const struct room *room, const int64_t *among, size_t among_count, const struct room_note *note)
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

enum status vote_write(struct act *act, int64_t note_id, int64_t seat_id, int64_t before, int64_t count,
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
    if (casts && !vote_in_scope(&act->room, among, count, &note))
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
    return vote_write(act, dead->note_id, dead->seat_id, dead->count, dead->count - 1, err);
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
    return status == STATUS_OK ? vote_write(act, note_id, seat_id, before, here + change, err) : status;
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
        status = vote_write(act, cast[i].note_id, seat_id, cast[i].count, 0, err);
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
        status = vote_write(&act, note_id, 0, exists ? 0 : -1, count, err);
    return act_end(&act, status, err);
}
