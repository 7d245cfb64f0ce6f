/*
 * room_people.c - who has a seat, what each is, and what a facilitator does with a seat.
 */
#include "room.h"

#include <stdlib.h>

#include "dialog/dialog.h"

static bool is_here(const struct board *board, const struct seat *seat)
{
    for (size_t i = 0; i < board->present_count; i++) {
        if (board->present[i].actor_id == seat->person_id)
            return true;
    }
    return seat->id == board->app->room->seat_id;
}

static void add_word(struct buffer *out, const char *word)
{
    buffer_printf(out, "%s%s", out->length > 0 ? _(", ") : "", word);
}

static char *detail_of(const struct board *board, const struct seat *seat)
{
    struct buffer out = {0};
    const struct workshop *now = board->app->room->now;
    add_word(&out, seat_role_title(seat->role));
    add_word(&out, seat->revoked ? _("seat taken away") : is_here(board, seat) ? _("here") : _("away"));
    if (seat->ready)
        add_word(&out, _("ready"));
    if (seat->hand)
        add_word(&out, _("hand raised"));
    if (now->vote_open && seat->role == ROLE_PARTICIPANT && !seat->revoked)
        buffer_printf(&out, _(", votes %d/%d"), seat->used, now->votes);
    return buffer_take(&out);
}

/* ---- one seat -------------------------------------------------------------------------------------------------- */

enum { LOWER_HAND, CO_FACILITATOR, PARTICIPANT, OBSERVER, HAND_OVER, TAKE_AWAY, GIVE_BACK };

static void deed_chosen(void *context, struct app *app, int at, const char *typed)
{
    struct board *board = context;
    struct error error;
    const struct session *session = &app->session;
    int64_t seat_id = board->listed_count > 0 ? board->listed[0] : 0;
    if (!typed || at < 0 || (size_t)at + 1 >= board->listed_count)
        return;
    int64_t deed = board->listed[at + 1];
    enum status status;
    if (deed == LOWER_HAND)
        status = seat_lower_hand(app->store, session, seat_id, &error);
    else if (deed == HAND_OVER)
        status = seat_hand_over(app->store, session, seat_id, &error);
    else if (deed == TAKE_AWAY || deed == GIVE_BACK)
        status = seat_revoke(app->store, session, seat_id, deed == TAKE_AWAY, &error);
    else
        status = seat_set_role(app->store, session, seat_id,
                               deed == CO_FACILITATOR ? ROLE_FACILITATOR
                               : deed == PARTICIPANT  ? ROLE_PARTICIPANT
                                                      : ROLE_OBSERVER,
                               &error);
    room_check(app, status, &error);
}

static void list(struct board *board, struct choice *choices, size_t *count, int64_t deed, const char *label,
                 const char *detail)
{
    choices[(*count)++] = (struct choice){.label = label, .detail = detail};
    board->listed[board->listed_count++] = deed;
}

static void open_seat(struct board *board, const struct seat *seat)
{
    struct choice choices[8];
    size_t count = 0;
    free(board->listed);
    board->listed = memory_new(COUNT_OF(choices) + 1, sizeof *board->listed);
    board->listed[0] = seat->id;
    board->listed_count = 1;
    if (seat->hand)
        list(board, choices, &count, LOWER_HAND, _("lower the hand"), NULL);
    if (seat->role != ROLE_FACILITATOR)
        list(board, choices, &count, CO_FACILITATOR, _("make co-facilitator"), _("leads beside you"));
    if (seat->role != ROLE_PARTICIPANT)
        list(board, choices, &count, PARTICIPANT, _("make participant"), NULL);
    if (seat->role != ROLE_OBSERVER)
        list(board, choices, &count, OBSERVER, _("make observer"), _("looks only"));
    if (seat->id != board->app->room->seat_id)
        list(board, choices, &count, HAND_OVER, _("hand over to"), _("leads instead of you"));
    if (seat->id != board->app->room->seat_id)
        list(board, choices, &count, seat->revoked ? GIVE_BACK : TAKE_AWAY,
             seat->revoked ? _("give the seat back") : _("take the seat away"), _("what was written stays"));
    app_push(board->app, dialog_choice_new(board->app, seat->alias, choices, count, 0, false, _("do it"), deed_chosen,
                                           board));
}

/* ---- all seats --------------------------------------------------------------------------------------------------- */

static void seat_chosen(void *context, struct app *app, int at, const char *typed)
{
    struct board *board = context;
    int64_t seat_id = at >= 0 && (size_t)at < board->listed_count ? board->listed[at] : 0;
    const struct seat *seat = app->room ? workshop_seat(app->room->now, seat_id) : NULL;
    if (typed && seat && room_leads(app))
        open_seat(board, seat);
}

void room_people_open(struct board *board)
{
    struct app *app = board->app;
    const struct workshop *now = app->room->now;
    struct choice *choices = memory_new(now->seat_count + 1, sizeof *choices);
    char **details = memory_new(now->seat_count + 1, sizeof *details);
    struct buffer title = {0};
    free(board->listed);
    board->listed = memory_new(now->seat_count + 1, sizeof *board->listed);
    board->listed_count = 0;
    for (size_t i = 0; i < now->seat_count; i++) {
        details[i] = detail_of(board, &now->seat[i]);
        choices[i] = (struct choice){.label = now->seat[i].alias, .detail = details[i]};
        board->listed[board->listed_count++] = now->seat[i].id;
    }
    buffer_printf(&title, _("People: %zu of %zu ready"), now->ready, room_awaited(app->room));
    app_push(app, dialog_choice_new(app, buffer_text(&title), choices, now->seat_count, 0, false,
                                    room_leads(app) ? _("choose") : _("close"), seat_chosen, board));
    for (size_t i = 0; i < now->seat_count; i++)
        free(details[i]);
    free(details);
    free(choices);
    buffer_clear(&title);
}
