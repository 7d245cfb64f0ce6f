/*
 * room.c - the picture of the room, and the names of workshops.
 *
 * Reading it again costs one row when nothing has happened. Not here: SQL (room_sql.c), any change.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

static const char *const role_names[SEAT_ROLE_COUNT] = {"participant", "facilitator", "observer"};

const char *seat_role_name(enum seat_role role)
{
    return role_names[role];
}

const char *seat_role_title(enum seat_role role)
{
    static const char *const titles[SEAT_ROLE_COUNT] = {N_("participant"), N_("facilitator"), N_("observer")};
    return gettext(titles[role]);
}

bool seat_role_by_name(const char *name, enum seat_role *role)
{
    for (int i = 0; i < SEAT_ROLE_COUNT; i++) {
        if (strcmp(name, role_names[i]) == 0) {
            *role = (enum seat_role)i;
            return true;
        }
    }
    return false;
}

/* ---- the picture ------------------------------------------------------------------------------------------- */

static void clear_parts(struct workshop *workshop)
{
    for (size_t i = 0; i < workshop->seat_count; i++)
        free(workshop->seat[i].alias);
    free(workshop->seat);
    free(workshop->name);
    free(workshop->called);
    free(workshop->among);
    free(workshop->story);
    free(workshop->private_data);
}

void workshop_free(struct workshop *workshop)
{
    if (!workshop)
        return;
    clear_parts(workshop);
    agenda_free(workshop->agenda);
    free(workshop);
}

static void take_room(struct workshop *out, struct room *room)
{
    *out = (struct workshop){
        .id = room->id,
        .canvas_id = room->canvas_id,
        .name = room->name,
        .running = room->ended == 0,
        .started = room->started,
        .ended = room->ended,
        .stage = (int)room->stage,
        .stage_started = room->stage_started,
        .deadline = room->deadline,
        .length = room->stage_length,
        .hold = room->hold != 0,
        .called = room->called,
        .called_hard = room->called_hard != 0,
        .private = room->round != 0,
        .round = room->round,
        .late = room->late != 0,
        .names = (enum names)room->names,
        .vote_open = room_votes(room),
        .vote_round = room->vote_round,
        .vote_number = (int)room->vote_number,
        .votes = (int)room->vote_each,
        .stacking = room->vote_stacking != 0,
        .story_at = (int)room->story_at,
        .has_code = room->has_code != 0,
    };
    out->among_count = ids_parse(room->vote_among, &out->among);
    out->story_count = ids_parse(room->story, &out->story);
    room->name = room->called = NULL;
}

static enum status read_seats(struct workshop *workshop, struct store *store, struct error *err)
{
    struct seat_row *rows;
    struct vote_row *votes = NULL;
    size_t count, vote_count = 0;
    enum status status = seats_read(store, workshop->id, &rows, &count, err);
    if (status == STATUS_OK && workshop->vote_round != 0)
        status = votes_sum_by_seat(store, workshop->vote_round, &votes, &vote_count, err);
    workshop->seat = memory_new(count + 1, sizeof *workshop->seat);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct seat *seat = &workshop->seat[workshop->seat_count++];
        *seat = (struct seat){.id = rows[i].id,
                              .person_id = rows[i].person_id,
                              .alias = rows[i].alias,
                              .role = (enum seat_role)rows[i].role,
                              .revoked = rows[i].revoked != 0,
                              .home = rows[i].home != 0,
                              .ready = rows[i].ready == workshop->stage_started,
                              .hand = rows[i].hand};
        rows[i].alias = NULL;
        for (size_t v = 0; v < vote_count; v++)
            seat->used += votes[v].seat_id == seat->id ? (int)votes[v].count : 0;
        bool counts = !seat->revoked && seat->role == ROLE_PARTICIPANT;
        workshop->participants += counts;
        workshop->ready += counts && seat->ready;
        workshop->hands += !seat->revoked && seat->hand != 0;
    }
    seats_free(rows, count);
    free(votes);
    return status;
}

/* Fills *out but for the agenda, which never changes. */
static enum status read_picture(struct store *store, int64_t workshop_id, struct workshop *out, struct error *err)
{
    struct room room;
    struct room_stamp stamp;
    *out = (struct workshop){0};
    enum status status = room_stamp(store, workshop_id, &stamp, err);
    if (status == STATUS_OK)
        status = room_read(store, workshop_id, &room, err);
    if (status != STATUS_OK)
        return status;
    take_room(out, &room);
    room_clear(&room);
    out->hidden = (size_t)stamp.hidden;
    out->canvas_alive = stamp.canvas != 0;
    out->private_data = memory_new(1, sizeof stamp);
    memcpy(out->private_data, &stamp, sizeof stamp);
    status = read_seats(out, store, err);
    if (status != STATUS_OK)
        clear_parts(out);
    return status;
}

/* A stage that the agenda has not, in a damaged row, is the nearest one. */
static void set_now(struct workshop *workshop, struct agenda *agenda)
{
    workshop->agenda = agenda;
    if (workshop->stage < 0)
        workshop->stage = 0;
    if ((size_t)workshop->stage >= agenda->stage_count)
        workshop->stage = (int)agenda->stage_count - 1;
    workshop->now = &agenda->stage[workshop->stage];
}

enum status workshop_load(struct store *store, int64_t workshop_id, struct workshop **out, struct error *err)
{
    *out = NULL;
    struct agenda *agenda = NULL;
    struct workshop picture;
    bool reading = store_read_begin(store);
    enum status status = room_agenda(store, workshop_id, &agenda, err);
    if (status == STATUS_OK)
        status = read_picture(store, workshop_id, &picture, err);
    if (reading)
        store_read_end(store);
    if (status != STATUS_OK) {
        agenda_free(agenda);
        return status;
    }
    *out = memory_new(1, sizeof **out);
    **out = picture;
    set_now(*out, agenda);
    return STATUS_OK;
}

enum status workshop_update(struct workshop *workshop, struct store *store, bool *changed, struct error *err)
{
    *changed = false;
    struct room_stamp stamp;
    struct workshop picture;
    bool reading = store_read_begin(store);
    enum status status = room_stamp(store, workshop->id, &stamp, err);
    if (status == STATUS_OK && memcmp(&stamp, workshop->private_data, sizeof stamp) != 0) {
        status = read_picture(store, workshop->id, &picture, err);
        *changed = status == STATUS_OK;
    }
    if (reading)
        store_read_end(store);
    if (!*changed)
        return status;
    struct agenda *agenda = workshop->agenda;
    clear_parts(workshop);
    *workshop = picture;
    set_now(workshop, agenda);
    return STATUS_OK;
}

const struct seat *workshop_seat(const struct workshop *workshop, int64_t seat_id)
{
    for (size_t i = 0; i < workshop->seat_count; i++) {
        if (workshop->seat[i].id == seat_id)
            return &workshop->seat[i];
    }
    return NULL;
}

bool workshop_remaining(const struct workshop *workshop, int64_t now, int64_t *ms)
{
    *ms = 0;
    if (!workshop->running || workshop->deadline == 0)
        return false;
    *ms = workshop->deadline - now;
    if (*ms > workshop->length)
        *ms = workshop->length;
    return true;
}

bool workshop_tells_place(const struct workshop *workshop, int64_t person_id)
{
    if (workshop->names == NAMES_SHOWN || (workshop->names == NAMES_AFTER_REVEAL && !workshop->private))
        return true;
    for (size_t i = 0; i < workshop->seat_count; i++) {
        if (workshop->seat[i].person_id == person_id)
            return workshop->seat[i].role == ROLE_FACILITATOR;
    }
    return true; /* not of the room: somebody at home */
}

bool workshop_lights(const struct workshop *workshop, const char *block_id)
{
    for (size_t i = 0; i < workshop->now->block_count; i++) {
        if (strcmp(workshop->now->block[i], block_id) == 0)
            return true;
    }
    return workshop->now->block_count == 0;
}
