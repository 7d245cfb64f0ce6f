/*
 * seat_renew.c - somebody is invited again: a new token on the same seat, so that the old one opens nothing.
 */
#include "room.h"

#include <stdlib.h>

#include "nonet/message.h"

static enum status renew_row(struct act *act, const struct seat_row *seat, enum seat_role role, const char *token,
                             struct error *err)
{
    if (seat->home)
        return error_set(err, STATUS_CONFLICT, _("“%s” is the host, who comes with `nonet workshop attend`"), seat->alias);
    enum status status = seat_check_role(seat, role, err);
    if (status == STATUS_OK)
        status = store_row_set_text(act->store, "seat", seat->id, "token", token, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(act->store, "seat", seat->id, "revoked", 0, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(act->store, "seat", seat->id, "role", role, err);
    return status;
}

enum status seat_renew(struct store *store, const struct session *session, int64_t seat_id, const enum seat_role *role,
                       char **token, struct error *err)
{
    struct seat_row seat;
    *token = NULL;
    enum status status = seat_read(store, seat_id, &seat, err);
    int64_t workshop_id = seat.workshop_id;
    seat_row_clear(&seat);
    struct act act;
    if (status == STATUS_OK)
        status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_invite", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    char *word = word_token();
    status = seat_read(store, seat_id, &seat, err);
    if (status == STATUS_OK)
        status = renew_row(&act, &seat, role ? *role : (enum seat_role)seat.role, word, err);
    seat_row_clear(&seat);
    status = act_end(&act, status, err);
    if (status == STATUS_OK)
        *token = word;
    else
        free(word);
    return status;
}
