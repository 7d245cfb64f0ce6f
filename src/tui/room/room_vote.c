/*
 * room_vote.c - votes on the board: giving and taking them back, and what of them a note shows.
 *
 * While a vote is open a note shows one's own votes only; counts come when it is closed. Not here: who may vote on what,
 * and how many (workshop.h).
 */
#include "room.h"

static const struct vote_line *line_of(const struct room *room, int64_t note_id)
{
    for (size_t i = 0; i < room->votes.line_count; i++) {
        if (room->votes.line[i].note_id == note_id)
            return &room->votes.line[i];
    }
    return NULL;
}

const char *room_vote_sign(const struct board *board)
{
    return board->app->screen.ascii || board->width == TEXT_WIDE ? "^?" : "▲?";
}

/* Whether the open vote is another round, about this note among some. */
static bool is_chosen(const struct workshop *now, int64_t note_id)
{
    for (size_t i = 0; i < now->among_count; i++) {
        if (now->among[i] == note_id)
            return true;
    }
    return false;
}

void room_vote_mark(const struct board *board, const struct note *note, struct buffer *out)
{
    bool room = room_of_board(board), plain = board->app->screen.ascii || board->width == TEXT_WIDE;
    const struct vote_line *line = room ? line_of(board->app->room, note->id) : NULL;
    bool open = room && board->app->room->votes.open;
    if (open && line && line->mine > 0)
        buffer_printf(out, _("my %d"), line->mine);
    if (open && line && line->proxy > 0)
        buffer_printf(out, line->mine > 0 ? _(" room %d") : _("room %d"), line->proxy);
    if (open && out->length == 0 && is_chosen(board->app->room->now, note->id))
        buffer_add(out, room_vote_sign(board));
    if (!open && note->votes > 0)
        buffer_printf(out, "%s%d%s", plain ? "^" : "▲", note->votes, line && line->tied ? _(" tie") : "");
}

static void cast(struct board *board, int change)
{
    struct app *app = board->app;
    struct error error;
    int64_t note_id = board_selected(board);
    int left = 0;
    if (!app->room->now->vote_open) {
        app_message(app, "%s", _("no vote is open just now"));
        return;
    }
    if (note_id == 0) {
        app_message(app, "%s", _("go to a note first: the arrows"));
        return;
    }
    if (!room_check(app, workshop_vote(app->store, &app->session, note_id, change, &left, &error), &error))
        return;
    if (left == 0)
        app_message(app, "%s", _("all votes given; V on a note takes one back"));
    else
        app_message(app, _("%d of %d votes left"), left, app->room->now->votes);
}

enum handled room_vote_command(struct board *board, enum command command)
{
    if (command != COMMAND_VOTE && command != COMMAND_VOTE_BACK)
        return PASSED;
    cast(board, command == COMMAND_VOTE ? 1 : -1);
    return HANDLED;
}
