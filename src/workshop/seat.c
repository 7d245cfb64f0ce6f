/*
 * seat.c - seats: invited, claimed by the shared line, taken away, and who leads.
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

struct seat_new {
    const char *alias, *token, *resume;
    enum seat_role role;
    int64_t person_id; /* 0 = one of its own */
    bool home;
};

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
static enum status make_seat(struct store *store, int64_t workshop_id, const struct seat_new *seat,
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
static enum status find_alias(struct store *store, int64_t workshop_id, const char *alias, struct seat_row *out,
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
static enum status check_alias(struct store *store, int64_t workshop_id, const char *alias, struct error *err)
{
    struct seat_row taken;
    size_t seats;
    enum status status = find_alias(store, workshop_id, alias, &taken, &seats, err);
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
        status = check_alias(store, workshop_id, name, err);
        if (status == STATUS_OK)
            status = make_seat(store, workshop_id, &seat, id_new(), seat_id, err);
        status = act_end(&act, status, err);
        if (status == STATUS_OK)
            *token = word;
        else
            free(word);
    }
    free(name);
    return status;
}

/* The owner's name, also when a guest has taken it. */
static enum status home_alias(struct store *store, int64_t actor_id, int64_t workshop_id, char **out,
                              struct error *err)
{
    struct error ignored;
    char *name;
    enum status status = person_name(store, actor_id, &name, err);
    if (status != STATUS_OK)
        return status;
    if (check_alias(store, workshop_id, name, &ignored) == STATUS_OK) {
        *out = name;
        return STATUS_OK;
    }
    struct buffer other = {0};
    buffer_printf(&other, _("%s (host)"), name);
    free(name);
    *out = buffer_take(&other);
    status = check_alias(store, workshop_id, *out, err);
    if (status != STATUS_OK)
        free(*out);
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
            status = make_seat(store, workshop_id, &seat, 0, seat_id, err);
        free(name);
    }
    return act_end(&act, status, err);
}

/* ---- asking about seats -------------------------------------------------------------------------------------------- */

enum status seat_token(struct store *store, const struct session *session, int64_t seat_id, char **token,
                       struct error *err)
{
    *token = NULL;
    if ((session->may & MAY_LEAD) == 0)
        return error_set(err, STATUS_DENIED, _("only a facilitator may do that"));
    struct seat_row seat;
    enum status status = seat_read(store, seat_id, &seat, err);
    if (status == STATUS_OK && session->workshop_id != 0 && session->workshop_id != seat.workshop_id)
        status = error_set(err, STATUS_DENIED, _("that workshop is not part of this session"));
    if (status == STATUS_OK)
        *token = memory_copy_text(seat.token);
    seat_row_clear(&seat);
    return status;
}

enum status seat_by_alias(struct store *store, int64_t workshop_id, const char *alias, int64_t *seat_id,
                          struct error *err)
{
    struct seat_row seat;
    size_t seats;
    enum status status = find_alias(store, workshop_id, alias, &seat, &seats, err);
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
    seat_row_clear(&seat);
    return act_end(&act, status, err);
}

enum status seat_set_role(struct store *store, const struct session *session, int64_t seat_id, enum seat_role role,
                          struct error *err)
{
    struct act act;
    struct seat_row seat;
    enum status status = begin_with(&act, store, session, seat_id, "workshop_role", &seat, err);
    if (status != STATUS_OK)
        return status;
    if (seat.role == ROLE_FACILITATOR && role != ROLE_FACILITATOR)
        status = check_leader(store, &seat, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(store, "seat", seat_id, "role", role, err);
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
        status = store_row_set_integer(store, "seat", seat_id, "role", ROLE_FACILITATOR, err);
    if (status == STATUS_OK && session->seat_id != 0 && session->seat_id != seat_id)
        status = store_row_set_integer(store, "seat", session->seat_id, "role", ROLE_PARTICIPANT, err);
    seat_row_clear(&seat);
    return act_end(&act, status, err);
}

/* ---- the shared line ------------------------------------------------------------------------------------------------- */

enum { TRIES_FREE = 5, WAIT_MAX = 60, FORGET = 10 * 60 * 1000, CODE_CLUSTERS_MIN = 4 };

enum status workshop_share(struct store *store, const struct session *session, int64_t workshop_id, const char *code,
                           char **token, char **code_out, struct error *err)
{
    *token = *code_out = NULL;
    char *word = code && code[0] != '\0' ? NULL : code ? memory_copy_text("") : word_code();
    enum status status = word ? STATUS_OK : word_alias(code, &word, err);
    if (status != STATUS_OK)
        return status;
    if (word[0] != '\0' && strlen(word) < CODE_CLUSTERS_MIN) {
        free(word);
        return error_set(err, STATUS_INVALID, _("a code word has at least %d letters"), CODE_CLUSTERS_MIN);
    }
    struct act act;
    status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_share", MAY_LEAD, err);
    if (status == STATUS_OK) {
        char *line = word[0] == '\0' ? memory_copy_text("")
                     : act.room.shared[0] != '\0' ? memory_copy_text(act.room.shared) : word_token();
        status = act_set_text(&act, "shared", line, err);
        if (status == STATUS_OK)
            status = act_set_text(&act, "code", word, err);
        status = act_end(&act, status, err);
        if (status == STATUS_OK)
            *token = line;
        else
            free(line);
    }
    if (status == STATUS_OK)
        *code_out = word;
    else
        free(word);
    return status;
}

enum status workshop_by_shared(struct store *store, const char *token, int64_t *workshop_id, char **name,
                               struct error *err)
{
    *name = NULL;
    struct room room = {0};
    enum status status = room_of_shared(store, token, workshop_id, err);
    if (status == STATUS_OK && *workshop_id == 0)
        return error_set(err, STATUS_NOT_FOUND, _("this invitation is not known here; ask the facilitator for a new one"));
    if (status == STATUS_OK)
        status = room_read(store, *workshop_id, &room, err);
    if (status == STATUS_OK)
        *name = memory_copy_text(room.name);
    room_clear(&room);
    return status;
}

/* Seconds to wait before the next try; 0 = none. Ten quiet minutes are forgotten. */
static int64_t wait_of(const struct room *room, int64_t now)
{
    int64_t since = now - room->wrong_last;
    if (room->wrong_tries < TRIES_FREE || since >= FORGET)
        return 0;
    int64_t over = room->wrong_tries - TRIES_FREE;
    int64_t wait = over >= 6 ? WAIT_MAX : (int64_t)1 << over;
    if (since < 0) /* the clock was set back */
        since = 0;
    return wait * 1000 > since ? wait - since / 1000 : 0;
}

/* Counts a wrong word; that is kept although the claim fails. */
static enum status count_wrong(struct act *act, const char *message, struct error *err)
{
    int64_t now = time_now(), tries = now - act->room.wrong_last >= FORGET ? 0 : act->room.wrong_tries;
    enum status status = act_set(act, "wrong_tries", tries + 1, err);
    if (status == STATUS_OK)
        status = act_set(act, "wrong_last", now, err);
    status = act_end(act, status, err);
    return status == STATUS_OK ? error_set(err, STATUS_DENIED, "%s", message) : status;
}

/* Back on a seat that was claimed before. */
static enum status come_back(struct act *act, const struct seat_row *seat, const char *resume, int64_t *seat_id,
                             char **resume_out, struct error *err)
{
    enum status status = STATUS_OK;
    if (!seat->alias || seat->resume[0] == '\0' || !word_equal(seat->resume, resume))
        return count_wrong(act, _("that is not the code for coming back under this name"), err);
    if (seat->revoked)
        status = error_set(err, STATUS_DENIED, _("your seat in this workshop was taken away"));
    *seat_id = seat->id;
    status = act_end(act, status, err);
    if (status == STATUS_OK)
        *resume_out = memory_copy_text(seat->resume);
    return status;
}

static enum status take_seat(struct act *act, int64_t person_id, const char *alias, int64_t *seat_id,
                             char **resume_out, struct error *err)
{
    char *resume = word_code();
    struct seat_new seat = {.alias = alias, .resume = resume, .role = ROLE_PARTICIPANT};
    enum status status = check_alias(act->store, act->room.id, alias, err);
    if (status == STATUS_OK)
        status = make_seat(act->store, act->room.id, &seat, person_id, seat_id, err);
    status = act_end(act, status, err);
    if (status == STATUS_OK)
        *resume_out = resume;
    else
        free(resume);
    return status;
}

enum status workshop_claim_seat(struct store *store, const char *token, const char *code, const char *alias,
                                const char *resume, int64_t *seat_id, char **resume_out, struct error *err)
{
    int64_t workshop_id, person_id = id_new();
    char *name, *room_name;
    *resume_out = NULL;
    enum status status = word_alias(alias, &name, err);
    if (status != STATUS_OK)
        return status;
    status = workshop_by_shared(store, token, &workshop_id, &room_name, err);
    free(room_name);
    /* Nobody is asked who asks: holding the line and the word is the permission. */
    struct session nobody = {.actor_id = person_id};
    struct act act;
    if (status == STATUS_OK)
        status = act_begin(&act, store, &nobody, workshop_id, OF_THE_ROOM, "workshop_claim", 0, err);
    if (status == STATUS_OK) {
        int64_t wait = wait_of(&act.room, time_now());
        struct seat_row seat = {0};
        size_t seats;
        if (act.room.shared[0] == '\0' || strcmp(act.room.shared, token) != 0)
            status = act_end(&act, error_set(err, STATUS_DENIED, _("the shared line of this workshop was closed")), err);
        else if (wait > 0)
            status = act_end(&act, error_set(err, STATUS_BUSY, _("too many wrong tries; wait %lld seconds"),
                                             (long long)wait), err);
        else if (!word_equal(act.room.code, code))
            status = count_wrong(&act, _("that is not the code word"), err);
        else if ((status = find_alias(store, workshop_id, name, &seat, &seats, err)) != STATUS_OK)
            status = act_end(&act, status, err);
        else if (resume)
            status = come_back(&act, &seat, resume, seat_id, resume_out, err);
        else
            status = take_seat(&act, person_id, name, seat_id, resume_out, err);
        seat_row_clear(&seat);
    }
    free(name);
    return status;
}
