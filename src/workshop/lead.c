/*
 * lead.c - the facilitator's switches, and what everybody does with the own seat: ready, hand.
 *
 * Each is one field or two of one row. Not here: stages and reveal (stage.c), seats (seat.c), votes (votes.c).
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { BLOCK_BYTES_MAX = 64, STORY_MAX = 1000 };

enum status workshop_hold(struct store *store, const struct session *session, int64_t workshop_id, bool on,
                          struct error *err)
{
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_hold", MAY_LEAD, err);
    if (status == STATUS_OK)
        status = act_end(&act, act_set(&act, "hold", on, err), err);
    return status;
}

enum status workshop_call(struct store *store, const struct session *session, int64_t workshop_id,
                          const char *block_id, bool hard, struct error *err)
{
    if (strlen(block_id) > BLOCK_BYTES_MAX)
        return error_set(err, STATUS_INVALID, _("the canvas has no such block"));
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_call", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    status = act_set_text(&act, "called", block_id, err);
    if (status == STATUS_OK)
        status = act_set(&act, "called_hard", hard && block_id[0] != '\0', err);
    return act_end(&act, status, err);
}

/* People have written in the belief that it is not told who they are. */
static enum status check_promise(struct act *act, enum names names, struct error *err)
{
    bool written = false;
    if ((int64_t)names >= act->room.names)
        return STATUS_OK;
    bool never = act->room.names == NAMES_NEVER;
    enum status status = room_has_writing(act->store, &act->room, !never, &written, err);
    if (status != STATUS_OK || !written)
        return status;
    return error_set(err, STATUS_INVALID, "%s",
                     never ? _("people have written here because their names are never told, so that stays; another "
                               "workshop may do otherwise")
                           : _("there are notes whose authors are told after the reveal only; reveal them first"));
}

enum status workshop_set_names(struct store *store, const struct session *session, int64_t workshop_id,
                               enum names names, struct error *err)
{
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_names", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    status = check_promise(&act, names, err);
    if (status == STATUS_OK)
        status = act_set(&act, "names", names, err);
    return act_end(&act, status, err);
}

enum status workshop_story(struct store *store, const struct session *session, int64_t workshop_id,
                           const int64_t *note_ids, size_t count, int shown, struct error *err)
{
    if (count > STORY_MAX)
        return error_set(err, STATUS_INVALID, _("a story has at most %d notes"), STORY_MAX);
    if (shown < 0 || (size_t)shown > count)
        return error_set(err, STATUS_INVALID, _("the story has no such place"));
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_story", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct room_note note;
        status = room_note_read(store, act.room.canvas_id, note_ids[i], &note, err);
        if (status == STATUS_OK && note.hidden != 0)
            status = error_set(err, STATUS_INVALID, _("a note that is still hidden cannot be told"));
        free(note.block);
        free(note.rank);
    }
    char *text = ids_text(note_ids, count);
    if (status == STATUS_OK)
        status = act_set_text(&act, "story", text, err);
    if (status == STATUS_OK)
        status = act_set(&act, "story_at", shown, err);
    free(text);
    return act_end(&act, status, err);
}

/* ---- of one seat --------------------------------------------------------------------------------------------- */

static enum status begin_own(struct act *act, struct store *store, const struct session *session, const char *name,
                             struct error *err)
{
    if (session->seat_id == 0 || session->wall)
        return error_set(err, STATUS_DENIED, _("this session has no seat in a workshop"));
    return act_begin(act, store, session, session->workshop_id, OF_THE_ROOM, name, MAY_READ, err);
}

enum status workshop_ready(struct store *store, const struct session *session, bool on, struct error *err)
{
    struct act act;
    enum status status = begin_own(&act, store, session, "workshop_ready", err);
    if (status != STATUS_OK)
        return status;
    int64_t stamp = on ? act.room.stage_started : 0;
    status = store_row_set_integer(store, "seat", session->seat_id, "ready", stamp, err);
    return act_end(&act, status, err);
}

enum status workshop_raise_hand(struct store *store, const struct session *session, bool on, struct error *err)
{
    struct act act;
    enum status status = begin_own(&act, store, session, "workshop_hand", err);
    struct seat_row seat;
    if (status != STATUS_OK)
        return status;
    status = seat_read(store, session->seat_id, &seat, err);
    if (status == STATUS_OK && on != (seat.hand != 0)) /* who raises it again keeps the place in the queue */
        status = store_row_set_integer(store, "seat", seat.id, "hand", on ? time_now() : 0, err);
    seat_row_clear(&seat);
    return act_end(&act, status, err);
}

enum status seat_lower_hand(struct store *store, const struct session *session, int64_t seat_id, struct error *err)
{
    struct seat_row seat;
    enum status status = seat_read(store, seat_id, &seat, err);
    int64_t workshop_id = seat.workshop_id;
    seat_row_clear(&seat);
    struct act act;
    if (status == STATUS_OK)
        status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_hand", MAY_LEAD, err);
    if (status == STATUS_OK)
        status = act_end(&act, store_row_set_integer(store, "seat", seat_id, "hand", 0, err), err);
    return status;
}
