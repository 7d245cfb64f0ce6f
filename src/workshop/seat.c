/*
 * seat.c - seats: invited, taken away, and who leads. Guests of the shared line: claim.c.
 *
 * A seat's person is a row of its own, also when somebody at home has that name, so a guest can never become another.
 * Invariants: aliases of a workshop differ (folded), revoked ones included; nobody who comes by the shared line is more
 * than a participant.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { SEATS_MAX = 1000 };

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static enum status make_person(struct store *store, int64_t id, int64_t workshop_id, const char *alias,
                               struct error *err)
{
    enum status status = store_row_create(store, "person", id, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "person", id, "name", alias, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(store, "person", id, "guest_of", workshop_id, err);
    return status;
}

/* Inside an action. `person_id` is for a person of its own. */
enum status seat_make(struct store *store, int64_t workshop_id, const struct seat_new *seat,
                             int64_t own_person_id, int64_t *seat_id, struct error *err)
{
    int64_t id = id_new();
    enum status status = STATUS_OK;
    if (seat->person_id == 0)
        status = make_person(store, own_person_id, workshop_id, seat->alias, err);
    if (status == STATUS_OK)
        status = store_row_create(store, "seat", id, err);
    const struct {
        const char *field;
        int64_t value;
    } numbers[] = {{"workshop_id", workshop_id},
                   {"role", seat->role},
                   {"home", seat->home},
                   {"person_id", seat->person_id != 0 ? seat->person_id : own_person_id}};
    for (size_t i = 0; i < COUNT_OF(numbers) && status == STATUS_OK; i++)
        status = store_row_set_integer(store, "seat", id, numbers[i].field, numbers[i].value, err);
    const struct {
        const char *field, *value;
    } texts[] = {{"alias", seat->alias}, {"token", seat->token}, {"resume", seat->resume}};
    for (size_t i = 0; i < COUNT_OF(texts) && status == STATUS_OK; i++)
        status = store_row_set_text(store, "seat", id, texts[i].field, texts[i].value ? texts[i].value : "", err);
    *seat_id = id;
    return status;
}

/* The seat of that name; alias NULL when there is none. */
enum status seat_find(struct store *store, int64_t workshop_id, const char *alias, struct seat_row *out,
                              size_t *seats, struct error *err)
{
    struct seat_row *rows;
    size_t count;
    *out = (struct seat_row){0};
    enum status status = seats_read(store, workshop_id, &rows, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK && !out->alias; i++) {
        if (alias_equal(rows[i].alias, alias)) {
            *out = rows[i];
            rows[i] = (struct seat_row){0};
        }
    }
    seats_free(rows, count);
    *seats = count;
    return status;
}

/* That the name is free and there is room. */
enum status seat_check_alias(struct store *store, int64_t workshop_id, const char *alias, struct error *err)
{
    struct seat_row taken;
    size_t seats;
    enum status status = seat_find(store, workshop_id, alias, &taken, &seats, err);
    if (status == STATUS_OK && taken.alias)
        status = error_set(err, STATUS_CONFLICT, _("somebody in this workshop is called “%s” already"), taken.alias);
    else if (status == STATUS_OK && seats >= SEATS_MAX)
        status = error_set(err, STATUS_FULL, _("a workshop has at most %d seats"), SEATS_MAX);
    seat_row_clear(&taken);
    return status;
}

/* ---- inviting ------------------------------------------------------------------------------------------------------ */

enum status seat_invite(struct store *store, const struct session *session, int64_t workshop_id, const char *alias,
                        enum seat_role role, int64_t *seat_id, char **token, struct error *err)
{
    char *name;
    *token = NULL;
    enum status status = word_alias(alias, &name, err);
    if (status != STATUS_OK)
        return status;
    struct act act;
    status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_invite", MAY_LEAD, err);
    if (status == STATUS_OK) {
        char *word = word_token();
        struct seat_new seat = {.alias = name, .token = word, .role = role};
        status = seat_check_alias(store, workshop_id, name, err);
        if (status == STATUS_OK)
            status = seat_make(store, workshop_id, &seat, id_new(), seat_id, err);
        status = act_end(&act, status, err);
        if (status == STATUS_OK)
            *token = word;
        else
            free(word);
    }
    free(name);
    return status;
}

/* The owner's name, or one beside it when guests have taken that: nobody keeps the owner out. Yours; NULL on failure. */
static enum status home_alias(struct store *store, int64_t actor_id, int64_t workshop_id, char **out,
                              struct error *err)
{
    char *name;
    *out = NULL;
    enum status status = person_name(store, actor_id, &name, err);
    if (status != STATUS_OK)
        return status;
    for (int try = 0; try == 0 || (status == STATUS_CONFLICT && try <= SEATS_MAX); try++) {
        struct buffer alias = {0};
        if (try == 0)
            buffer_add(&alias, name);
        else if (try == 1)
            buffer_printf(&alias, _("%s (host)"), name);
        else
            buffer_printf(&alias, _("%s (host %d)"), name, try);
        status = seat_check_alias(store, workshop_id, buffer_text(&alias), err);
        if (status == STATUS_OK)
            *out = buffer_take(&alias);
        buffer_clear(&alias);
    }
    free(name);
    return status;
}

enum status workshop_attend(struct store *store, const struct session *session, int64_t workshop_id, int64_t *seat_id,
                            struct error *err)
{
    struct seat_row *rows;
    size_t count;
    *seat_id = 0;
    if ((session->may & MAY_MANAGE) == 0 || session->workshop_id != 0)
        return error_set(err, STATUS_DENIED, _("only the owner of the store attends from home"));
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_attend", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    status = seats_read(store, workshop_id, &rows, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (rows[i].home && rows[i].person_id == session->actor_id)
            *seat_id = rows[i].id;
    }
    seats_free(rows, count);
    if (status == STATUS_OK && *seat_id == 0) {
        char *name = NULL;
        status = home_alias(store, session->actor_id, workshop_id, &name, err);
        struct seat_new seat = {
            .alias = name, .role = ROLE_FACILITATOR, .person_id = session->actor_id, .home = true};
        if (status == STATUS_OK)
            status = seat_make(store, workshop_id, &seat, 0, seat_id, err);
        free(name);
    }
    return act_end(&act, status, err);
}

/* ---- asking about seats -------------------------------------------------------------------------------------------- */

enum status seat_by_alias(struct store *store, int64_t workshop_id, const char *alias, int64_t *seat_id,
                          struct error *err)
{
    struct seat_row seat;
    size_t seats;
    enum status status = seat_find(store, workshop_id, alias, &seat, &seats, err);
    *seat_id = seat.id;
    if (status == STATUS_OK && !seat.alias)
        status = error_set(err, STATUS_NOT_FOUND, _("nobody in this workshop is called “%s”"), alias);
    seat_row_clear(&seat);
    return status;
}

enum status seat_enter(struct store *store, const char *token, int64_t *seat_id, struct error *err)
{
    struct seat_row seat = {0};
    struct room room = {0};
    enum status status = seat_of_token(store, token, seat_id, err);
    if (status == STATUS_OK && *seat_id == 0)
        return error_set(err, STATUS_DENIED, _("this invitation is not known here; ask the facilitator for a new one"));
    if (status == STATUS_OK)
        status = seat_read(store, *seat_id, &seat, err);
    if (status == STATUS_OK)
        status = room_read(store, seat.workshop_id, &room, err);
    if (status == STATUS_OK && seat.revoked)
        status = error_set(err, STATUS_DENIED, _("your seat in this workshop was taken away"));
    else if (status == STATUS_OK && room.ended != 0)
        status = error_set(err, STATUS_DENIED, _("the workshop “%s” is over"), room.name);
    room_clear(&room);
    seat_row_clear(&seat);
    return status;
}

/* ---- changing seats -------------------------------------------------------------------------------------------------- */

/* Whether another seat, not taken away, leads. */
static enum status check_leader(struct store *store, const struct seat_row *leaving, struct error *err)
{
    struct seat_row *rows;
    size_t count;
    bool led = false;
    enum status status = seats_read(store, leaving->workshop_id, &rows, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        led = led || (rows[i].id != leaving->id && !rows[i].revoked && rows[i].role == ROLE_FACILITATOR);
    seats_free(rows, count);
    if (status == STATUS_OK && !led)
        return error_set(err, STATUS_INVALID, _("“%s” is the only facilitator; make somebody else one first"),
                         leaving->alias);
    return status;
}

enum status seat_check_role(const struct seat_row *seat, enum seat_role role, struct error *err)
{
    if (!seat->claimed || role == ROLE_PARTICIPANT || role == ROLE_OBSERVER)
        return STATUS_OK;
    return error_set(err, STATUS_CONFLICT,
                     _("“%s” came by the shared line, so anybody may be behind that name; invite another name"),
                     seat->alias);
}

/* Opens an action on the workshop of a seat, and reads the seat in it. */
static enum status begin_with(struct act *act, struct store *store, const struct session *session, int64_t seat_id,
                              const char *name, struct seat_row *seat, struct error *err)
{
    enum status status = seat_read(store, seat_id, seat, err);
    int64_t workshop_id = seat->workshop_id;
    seat_row_clear(seat);
    if (status == STATUS_OK)
        status = act_begin(act, store, session, workshop_id, OF_THE_ROOM, name, MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    status = seat_read(store, seat_id, seat, err);
    return status == STATUS_OK ? STATUS_OK : act_end(act, status, err);
}

enum status seat_revoke(struct store *store, const struct session *session, int64_t seat_id, bool revoked,
                        struct error *err)
{
    struct act act;
    struct seat_row seat;
    enum status status = begin_with(&act, store, session, seat_id, "workshop_revoke", &seat, err);
    if (status != STATUS_OK)
        return status;
    if (revoked && seat.role == ROLE_FACILITATOR && !seat.revoked && session->seat_id != 0)
        status = check_leader(store, &seat, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(store, "seat", seat_id, "revoked", revoked, err);
    if (status == STATUS_OK && revoked && room_votes(&act.room))
        status = votes_withdraw(&act, seat_id, err);
    seat_row_clear(&seat);
    return act_end(&act, status, err);
}

/* Who leads needs no hand. */
static enum status put_role(struct store *store, int64_t seat_id, enum seat_role role, struct error *err)
{
    enum status status = store_row_set_integer(store, "seat", seat_id, "role", role, err);
    if (status == STATUS_OK && role == ROLE_FACILITATOR)
        status = store_row_set_integer(store, "seat", seat_id, "hand", 0, err);
    return status;
}

enum status seat_set_role(struct store *store, const struct session *session, int64_t seat_id, enum seat_role role,
                          struct error *err)
{
    struct act act;
    struct seat_row seat;
    enum status status = begin_with(&act, store, session, seat_id, "workshop_role", &seat, err);
    if (status != STATUS_OK)
        return status;
    status = seat_check_role(&seat, role, err);
    if (status == STATUS_OK && seat.role == ROLE_FACILITATOR && role != ROLE_FACILITATOR)
        status = check_leader(store, &seat, err);
    if (status == STATUS_OK)
        status = put_role(store, seat_id, role, err);
    seat_row_clear(&seat);
    return act_end(&act, status, err);
}

enum status seat_hand_over(struct store *store, const struct session *session, int64_t seat_id, struct error *err)
{
    struct act act;
    struct seat_row seat;
    enum status status = begin_with(&act, store, session, seat_id, "workshop_hand_over", &seat, err);
    if (status != STATUS_OK)
        return status;
    if (seat.revoked)
        status = error_set(err, STATUS_INVALID, _("the seat of “%s” was taken away"), seat.alias);
    if (status == STATUS_OK)
        status = seat_check_role(&seat, ROLE_FACILITATOR, err);
    if (status == STATUS_OK)
        status = put_role(store, seat_id, ROLE_FACILITATOR, err);
    if (status == STATUS_OK && session->seat_id != 0 && session->seat_id != seat_id)
        status = put_role(store, session->seat_id, ROLE_PARTICIPANT, err);
    seat_row_clear(&seat);
    return act_end(&act, status, err);
}
