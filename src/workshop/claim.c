/*
 * claim.c - guests who come by the shared line: the code word, a name, and the code for coming back.
 *
 * Holding the line and the word is all the permission there is, so wrong words are counted in the store. A room full of
 * people who mistype is let in at once; beyond that a guess is possible every ten seconds, whoever makes it, and nobody,
 * who knows the word or not, ever has to wait longer than that for a try. Invariant: nobody who comes this way is more than
 * a participant, or gets a seat that was invited.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { TRIES_FREE = 20, TRY_EVERY_MS = 10000, CODE_CLUSTERS_MIN = 4, CLAIMED_MAX = 400 };

enum status workshop_share(struct store *store, const struct session *session, int64_t workshop_id, const char *code,
                           char **token, char **code_out, struct error *err)
{
    *token = *code_out = NULL;
    char *word = code && code[0] != '\0' ? NULL : code ? memory_copy_text("") : word_code();
    enum status status = word ? STATUS_OK : word_alias(code, &word, err);
    if (status != STATUS_OK)
        return status;
    if (word[0] != '\0' && word_weight(word) < CODE_CLUSTERS_MIN) {
        free(word);
        return error_set(err, STATUS_INVALID, _("a code word has at least %d letters"), CODE_CLUSTERS_MIN);
    }
    struct act act;
    status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_share", MAY_LEAD, err);
    if (status == STATUS_OK) {
        char *line, *before;
        status = room_door(store, workshop_id, &line, &before, err);
        free(before);
        if (status == STATUS_OK && (word[0] == '\0' || line[0] == '\0')) {
            free(line);
            line = word[0] == '\0' ? memory_copy_text("") : word_token();
        }
        if (status == STATUS_OK)
            status = act_set_text(&act, "shared", line, err);
        if (status == STATUS_OK)
            status = act_set_text(&act, "code", word, err);
        if (status == STATUS_OK) /* whoever guessed at the old word keeps nobody waiting with the new one */
            status = act_set(&act, "wrong_tries", 0, err);
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

/* Wrong tries that are not forgotten yet: one is, every ten seconds. */
static int64_t tries_of(const struct room *room, int64_t now)
{
    int64_t since = now - room->wrong_last;
    if (since < 0) /* the clock was set back */
        return 0;
    int64_t left = room->wrong_tries - since / TRY_EVERY_MS;
    return left > 0 ? left : 0;
}

/* Seconds to wait before the next try; 0 = none. */
static int64_t wait_of(const struct room *room, int64_t now)
{
    if (tries_of(room, now) < TRIES_FREE)
        return 0;
    return (TRY_EVERY_MS - (now - room->wrong_last) % TRY_EVERY_MS + 999) / 1000;
}

/* Counts a wrong word; that is kept although the claim fails. */
static enum status count_wrong(struct act *act, const char *message, struct error *err)
{
    int64_t now = time_now(), tries = tries_of(&act->room, now);
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
    char *code = NULL;
    enum status status = seat->alias ? seat_resume(act->store, seat->id, &code, err) : STATUS_OK;
    if (status == STATUS_OK && (!code || !word_equal(code, resume))) {
        free(code);
        return count_wrong(act, _("that is not the code for coming back under this name"), err);
    }
    if (status == STATUS_OK && seat->revoked)
        status = error_set(err, STATUS_DENIED, _("your seat in this workshop was taken away"));
    *seat_id = seat->id;
    status = act_end(act, status, err);
    if (status == STATUS_OK)
        *resume_out = code;
    else
        free(code);
    return status;
}

/* Whoever has the word could take all the seats there are, and those who are invited would find none. */
static enum status check_room(const struct act *act, struct error *err)
{
    struct seat_row *rows;
    size_t count, claimed = 0;
    enum status status = seats_read(act->store, act->room.id, &rows, &count, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        claimed += rows[i].claimed != 0;
    seats_free(rows, count);
    if (status == STATUS_OK && claimed >= CLAIMED_MAX)
        return error_set(err, STATUS_FULL, _("%d guests have come by the shared line, and it takes no more; the facilitator can "
                                             "invite others by name"), CLAIMED_MAX);
    return status;
}

static enum status take_seat(struct act *act, int64_t person_id, const char *alias, int64_t *seat_id,
                             char **resume_out, struct error *err)
{
    char *resume = word_code();
    struct seat_new seat = {.alias = alias, .resume = resume, .role = ROLE_PARTICIPANT};
    enum status status = seat_check_alias(act->store, act->room.id, alias, err);
    if (status == STATUS_OK)
        status = check_room(act, err);
    if (status == STATUS_OK)
        status = seat_make(act->store, act->room.id, &seat, person_id, seat_id, err);
    status = act_end(act, status, err);
    if (status == STATUS_OK)
        *resume_out = resume;
    else
        free(resume);
    return status;
}

/* Ends the action in every case. */
static enum status claim(struct act *act, const char *token, const char *code, const char *alias, const char *resume,
                         int64_t *seat_id, char **resume_out, struct error *err)
{
    int64_t wait = wait_of(&act->room, time_now());
    struct seat_row seat = {0};
    size_t seats;
    char *line = NULL, *word = NULL;
    enum status status = room_door(act->store, act->room.id, &line, &word, err);
    if (status == STATUS_OK && strcmp(line, token) != 0)
        status = error_set(err, STATUS_DENIED, _("the shared line of this workshop was closed"));
    else if (status == STATUS_OK && wait > 0)
        status = error_set(err, STATUS_BUSY, _("too many wrong tries; wait %lld seconds"), (long long)wait);
    bool right = status == STATUS_OK && word_equal(word, code);
    free(line);
    free(word);
    if (right)
        status = seat_find(act->store, act->room.id, alias, &seat, &seats, err);
    if (status != STATUS_OK)
        status = act_end(act, status, err);
    else if (!right)
        status = count_wrong(act, _("that is not the code word"), err);
    else if (resume)
        status = come_back(act, &seat, resume, seat_id, resume_out, err);
    else
        status = take_seat(act, act->session.actor_id, alias, seat_id, resume_out, err);
    seat_row_clear(&seat);
    return status;
}

enum status workshop_claim_seat(struct store *store, const char *token, const char *code, const char *alias,
                                const char *resume, int64_t *seat_id, char **resume_out, struct error *err)
{
    int64_t workshop_id;
    char *name, *room_name;
    *resume_out = NULL;
    enum status status = word_alias(alias, &name, err);
    if (status != STATUS_OK)
        return status;
    status = workshop_by_shared(store, token, &workshop_id, &room_name, err);
    free(room_name);
    struct session nobody = {.actor_id = id_new()}; /* the person that a new seat gets */
    struct act act;
    if (status == STATUS_OK)
        status = act_begin(&act, store, &nobody, workshop_id, OF_THE_ROOM, "workshop_claim", 0, err);
    if (status == STATUS_OK)
        status = claim(&act, token, code, name, resume, seat_id, resume_out, err);
    free(name);
    return status;
}
