/*
 * session.c - what a seat may see and do: the one place that decides it.
 *
 * The answer follows from the role, the stage as it was entered, and the few switches of the room. It is given from a
 * picture of the room (workshop_session_of) for what is drawn, and from the rows themselves, inside the transaction, for
 * what is done (renew). Both end in session_fill(), so they cannot disagree.
 */
#include "room.h"

#include "nonet/message.h"

enum { NOTES_MAX = 1000 }; /* of one guest: a script must not bury what all the others wrote */

static enum status renew(struct session *session, struct store *store, struct error *err);

static unsigned may_of(const struct facts *facts)
{
    if (facts->wall)
        return MAY_READ;
    unsigned vote = facts->vote_open ? MAY_VOTE : 0;
    switch (facts->role) {
    case ROLE_FACILITATOR:
        if (facts->home)
            return MAY_ALL & ~(unsigned)(facts->vote_open ? 0 : MAY_VOTE);
        return facts->running ? (MAY_ALL & ~(unsigned)(MAY_MANAGE | MAY_VOTE)) | vote : MAY_READ;
    case ROLE_PARTICIPANT:
        if (!facts->running || facts->hold)
            return MAY_READ;
        /* What is said of a tie lies on no note, and so would be seen by all. */
        return (facts->may & (MAY_ADD | MAY_EDIT | MAY_MOVE | (facts->round ? 0 : MAY_LINK))) | MAY_READ | vote;
    case ROLE_OBSERVER:
        break;
    }
    return MAY_READ;
}

void session_fill(struct session *session, const struct facts *facts)
{
    *session = (struct session){
        .actor_id = facts->person_id,
        .may = facts->revoked ? 0 : may_of(facts),
        .canvas_id = facts->home ? 0 : facts->canvas_id,
        .sees_hidden = facts->role == ROLE_FACILITATOR && !facts->wall && !facts->revoked,
        .names = facts->names,
        .private_round = facts->running ? facts->round : 0,
        .late = facts->running && facts->late,
        .notes_max = facts->role == ROLE_FACILITATOR ? 0 : NOTES_MAX,
        .workshop_id = facts->workshop_id,
        .seat_id = facts->seat_id,
        .wall = facts->wall,
        .renew = renew,
    };
}

static enum status read_facts(struct store *store, int64_t seat_id, bool wall, struct facts *out, struct error *err)
{
    struct seat_row seat;
    enum status status = seat_read(store, seat_id, &seat, err);
    if (status != STATUS_OK)
        return status;
    struct room room;
    status = room_read(store, seat.workshop_id, &room, err);
    if (status == STATUS_OK)
        *out = (struct facts){.workshop_id = room.id,
                              .canvas_id = room.canvas_id,
                              .seat_id = seat_id,
                              .person_id = seat.person_id,
                              .role = (enum seat_role)seat.role,
                              .home = seat.home != 0,
                              .revoked = seat.revoked != 0,
                              .running = room.ended == 0,
                              .hold = room.hold != 0,
                              .vote_open = room_votes(&room),
                              .late = room.late != 0,
                              .wall = wall,
                              .may = (unsigned)room.may,
                              .round = room.round,
                              .names = (enum names)room.names};
    room_clear(&room);
    seat_row_clear(&seat);
    return status;
}

static enum status renew(struct session *session, struct store *store, struct error *err)
{
    struct facts facts;
    enum status status = read_facts(store, session->seat_id, session->wall, &facts, err);
    if (status != STATUS_OK)
        return status;
    session_fill(session, &facts);
    return facts.revoked ? error_set(err, STATUS_DENIED, _("your seat in this workshop was taken away")) : STATUS_OK;
}

enum status workshop_session(struct store *store, int64_t seat_id, bool wall, int64_t *workshop_id,
                             struct session *out, struct error *err)
{
    *out = (struct session){.seat_id = seat_id, .wall = wall};
    enum status status = renew(out, store, err);
    if (status == STATUS_OK && workshop_id)
        *workshop_id = out->workshop_id;
    return status;
}

bool workshop_session_of(const struct workshop *workshop, int64_t seat_id, bool wall, struct session *out)
{
    const struct seat *seat = workshop_seat(workshop, seat_id);
    if (!seat || seat->revoked)
        return false;
    struct facts facts = {.workshop_id = workshop->id,
                          .canvas_id = workshop->canvas_id,
                          .seat_id = seat_id,
                          .person_id = seat->person_id,
                          .role = seat->role,
                          .home = seat->home,
                          .running = workshop->running,
                          .hold = workshop->hold,
                          .vote_open = workshop->vote_open,
                          .late = workshop->late,
                          .wall = wall,
                          .may = workshop->now->may,
                          .round = workshop->private ? workshop->round : 0,
                          .names = workshop->names};
    session_fill(out, &facts);
    return true;
}
