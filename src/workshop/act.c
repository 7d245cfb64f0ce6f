/*
 * act.c - how every operation of a room begins and ends.
 *
 * The invariant: who asks, and whether the workshop still runs, is looked up inside the transaction, so that what the
 * operation decides on holds until the commit.
 */
#include "room.h"

#include "nonet/message.h"

static enum status ask(struct act *act, int64_t workshop_id, unsigned needs, struct error *err)
{
    struct session *session = &act->session;
    enum status status = session->renew ? session->renew(session, act->store, err) : STATUS_OK;
    if (status == STATUS_OK)
        status = room_read(act->store, workshop_id, &act->room, err);
    if (status != STATUS_OK)
        return status;
    if (session->workshop_id != 0 && session->workshop_id != workshop_id)
        return error_set(err, STATUS_DENIED, _("that workshop is not part of this session"));
    if (act->room.ended != 0)
        return error_set(err, STATUS_INVALID, _("the workshop “%s” is over"), act->room.name);
    if ((session->may & needs) == needs)
        return STATUS_OK;
    if ((needs & MAY_LEAD) != 0)
        return error_set(err, STATUS_DENIED, _("only a facilitator may do that"));
    if ((needs & MAY_VOTE) != 0)
        return error_set(err, STATUS_DENIED, _("there is nothing to vote on just now"));
    return error_set(err, STATUS_DENIED, _("your part in this workshop is to look"));
}

enum status act_begin(struct act *act, struct store *store, const struct session *session, int64_t workshop_id,
                      enum act_of of, const char *name, unsigned needs, struct error *err)
{
    *act = (struct act){.store = store, .session = *session};
    int64_t canvas_id = 0;
    if (of == OF_THE_CANVAS) { /* a workshop never changes its canvas */
        enum status status = room_read(store, workshop_id, &act->room, err);
        canvas_id = act->room.canvas_id;
        room_clear(&act->room);
        if (status != STATUS_OK)
            return status;
    }
    enum status status = store_action_begin(store, canvas_id, session->actor_id, name, err);
    if (status != STATUS_OK)
        return status;
    status = ask(act, workshop_id, needs, err);
    return status == STATUS_OK ? STATUS_OK : act_end(act, status, err);
}

enum status act_end(struct act *act, enum status status, struct error *err)
{
    room_clear(&act->room);
    if (status == STATUS_OK)
        return store_action_commit(act->store, NULL, err);
    store_rollback(act->store);
    return status;
}

enum status act_set(struct act *act, const char *field, int64_t value, struct error *err)
{
    return store_row_set_integer(act->store, "workshop", act->room.id, field, value, err);
}

enum status act_set_text(struct act *act, const char *field, const char *value, struct error *err)
{
    return store_row_set_text(act->store, "workshop", act->room.id, field, value, err);
}
