/*
 * room.c - the picture of the room: read again when the store changed, compared with what it was, and told.
 *
 * Not here: words and painting. The invariant: app->session is always the one that follows from the picture shown, so what
 * is offered and what the store will allow differ by one wake-up at most.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

enum status room_open(struct app *app, int64_t seat_id, bool wall, struct error *err)
{
    int64_t workshop_id;
    struct session session;
    enum status status = workshop_session(app->store, seat_id, wall, &workshop_id, &session, err);
    struct room *room = memory_new(1, sizeof *room);
    if (status == STATUS_OK)
        status = workshop_load(app->store, workshop_id, &room->now, err);
    if (status != STATUS_OK) {
        free(room);
        return status;
    }
    room->seat_id = seat_id;
    room->wall = wall;
    app->room = room;
    app->session = session;
    struct error ignored;
    enum status read = workshop_votes_read(app->store, &app->session, workshop_id, &room->votes, &ignored);
    (void)read; /* marks are missing then, nothing else */
    if (room->now->running)
        room->banner_until = time_steady() + ROOM_BANNER_MS;
    int seconds;
    room->over_told = room_seconds(room, &seconds) && seconds <= 0;
    room_clock_wind(room);
    return STATUS_OK;
}

void room_close(struct app *app)
{
    if (!app->room)
        return;
    workshop_free(app->room->now);
    vote_picture_clear(&app->room->votes);
    free(app->room);
    app->room = NULL;
}

const struct seat *room_seat(const struct room *room)
{
    return workshop_seat(room->now, room->seat_id);
}

size_t room_awaited(const struct room *room)
{
    return room->now->participants > room->away ? room->now->participants - room->away : 0;
}

bool room_leads(const struct app *app)
{
    return app->room && (app->session.may & MAY_LEAD) != 0;
}

bool room_writes_alone(const struct room *room)
{
    return room->now->private && room->now->now->kind != STAGE_REVEAL;
}

bool room_of_board(const struct board *board)
{
    const struct room *room = board->app->room;
    return room && !board->example && board->snapshot->canvas_id == room->now->canvas_id;
}

/* ---- the timer ---------------------------------------------------------------------------------------------- */

bool room_seconds(const struct room *room, int *seconds)
{
    int64_t left;
    if (!room->now->running || !workshop_remaining(room->now, time_now(), &left))
        return false;
    *seconds = left > 0 ? (int)((left + 999) / 1000) : 0;
    return true;
}

void room_clock_wind(struct room *room)
{
    int64_t left;
    room->clock_due = 0;
    if (room->now->running && workshop_remaining(room->now, time_now(), &left) && left > 0)
        room->clock_due = time_steady() + (left - 1) % 1000 + 1;
}

int64_t room_deadline(const struct room *room)
{
    int64_t banner = room->banner_until, clock = room->clock_due;
    return banner == 0 || (clock > 0 && clock < banner) ? clock : banner;
}

void room_tick(struct app *app, int64_t now)
{
    struct room *room = app->room;
    if (room->banner_until > 0 && room->banner_until <= now) {
        room->banner_until = 0;
        app_raise(app, RAISE_PAINT);
    }
    if (room->clock_due == 0 || room->clock_due > now)
        return;
    room_clock_wind(room);
    int seconds;
    bool runs = room_seconds(room, &seconds);
    /* The figures in the top line only, until they are large. */
    app_raise(app, runs && seconds > ROOM_LARGE_MS / 1000 + 1 ? RAISE_CLOCK : RAISE_PAINT);
    if (runs && seconds <= 0 && !room->over_told) {
        room->over_told = true;
        app_warning(app, "%s", _("time is up; finish your thought, nothing is locked"));
    }
}

/* ---- what is news ----------------------------------------------------------------------------------------------- */

/* What the person was told last. */
struct known {
    int stage;
    bool running, hold, vote_open, leads;
    size_t hidden, hands, ready;
    enum names names;
    int64_t round, deadline;
};

static struct known known_of(const struct app *app)
{
    const struct workshop *now = app->room->now;
    return (struct known){.stage = now->stage,
                          .running = now->running,
                          .hold = now->hold,
                          .vote_open = now->vote_open,
                          .leads = room_leads(app),
                          .hidden = now->hidden,
                          .hands = now->hands,
                          .ready = now->ready,
                          .names = now->names,
                          .round = now->vote_round,
                          .deadline = now->deadline};
}

static const char *newest_hand(const struct workshop *now)
{
    const struct seat *newest = NULL;
    for (size_t i = 0; i < now->seat_count; i++) {
        if (now->seat[i].hand > 0 && !now->seat[i].revoked && (!newest || now->seat[i].hand > newest->hand))
            newest = &now->seat[i];
    }
    return newest ? newest->alias : "?";
}

/* For who leads. */
static void tell_leader(struct app *app, const struct known *before)
{
    const struct workshop *now = app->room->now;
    if (now->hands > before->hands)
        app_message(app, _("%s raises a hand"), newest_hand(now));
    else if (now->ready > before->ready && now->ready == room_awaited(app->room))
        app_message(app, "%s", _("everybody is ready; > goes on"));
}

static void tell(struct app *app, const struct known *before)
{
    struct room *room = app->room;
    const struct workshop *now = room->now;
    if (before->running && !now->running) {
        app_warning(app, "%s", _("the workshop is over; look around, q leaves"));
        room->banner_until = 0;
    } else if (now->stage != before->stage) {
        room->banner_until = time_steady() + ROOM_BANNER_MS;
        app->message_until = 0; /* what was said belongs to the stage before */
    } else if (now->hold != before->hold) {
        app_warning(app, "%s", now->hold ? _("the room is held: reading only until it goes on") : _("on we go"));
    } else if (now->vote_open && (!before->vote_open || now->vote_round != before->round)) {
        app_message(app, _("the vote is open: v gives the selected note a vote; you have %d"), now->votes);
    } else if (!now->vote_open && before->vote_open) {
        app_message(app, "%s", _("the vote is closed; the notes stand in the order of their votes"));
    } else if (now->hidden < before->hidden && !now->private) {
        app_message(app, "%s", now->hidden == 0 ? _("all notes are revealed") : _("more notes are revealed"));
    } else if (now->names != before->names) {
        app_message(app, _("the name of who wrote a note, from now on: %s"), room_names_title(now->names));
    } else if (room_leads(app) && !before->leads) {
        app_warning(app, "%s", _("you lead this workshop now; w shows how"));
    } else if (!room_leads(app) && before->leads) {
        app_message(app, "%s", _("somebody else leads now"));
    } else if (room_leads(app)) {
        tell_leader(app, before);
    }
}

static void take_votes(struct app *app)
{
    struct vote_picture votes = {0};
    struct error error;
    if (workshop_votes_read(app->store, &app->session, app->room->now->id, &votes, &error) != STATUS_OK)
        return; /* the old ones are shown a little longer */
    vote_picture_clear(&app->room->votes);
    app->room->votes = votes;
}

/* Who does not lead any more sees less from now on. Views look again by themselves, but dialogs were made of what could
 * be seen then. */
static void drop_dialogs(struct app *app)
{
    while (app_top(app) && app_top(app)->type->dialog)
        app_pop(app);
}

bool room_look(struct app *app)
{
    struct room *room = app->room;
    struct error error;
    bool changed = false;
    if (!room)
        return false;
    struct known before = known_of(app);
    bool saw = app->session.sees_hidden;
    if (app_check(app, workshop_update(room->now, app->store, &changed, &error), &error) && changed) {
        room->version++;
        if (!workshop_session_of(room->now, room->seat_id, room->wall, &app->session)) {
            error_set(&app->parting, STATUS_DENIED, _("your seat in this workshop was taken away"));
            app->leaving = true;
        } else {
            if (saw && !app->session.sees_hidden)
                drop_dialogs(app);
            take_votes(app);
            if (room->now->deadline != before.deadline)
                room->over_told = false;
            room_clock_wind(room);
            tell(app, &before);
        }
    }
    return changed;
}

bool room_check(struct app *app, enum status status, const struct error *err)
{
    bool done = app_check(app, status, err);
    app_raise(app, RAISE_FEED);
    return done;
}
