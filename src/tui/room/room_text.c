/*
 * room_text.c - the room in words: which stage, what is asked, what one may do and with which key.
 *
 * Nobody should have to guess what to do: the prompt is always there, and `w` says the rest.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

void room_stage_text(const struct app *app, int stage, struct buffer *out)
{
    const struct agenda *agenda = app->room->now->agenda;
    buffer_printf(out, "%d/%zu %s", stage + 1, agenda->stage_count, agenda->stage[stage].title.text[app->language]);
}

void room_clock_text(const struct room *room, struct buffer *out)
{
    int seconds;
    if (!room_seconds(room, &seconds))
        return;
    if (seconds <= 0)
        buffer_add(out, _("time is up"));
    else
        buffer_printf(out, "%d:%02d", seconds / 60, seconds % 60);
}

static void called_text(const struct board *board, struct buffer *out)
{
    const struct workshop *now = board->app->room->now;
    int block;
    if (!template_block_by_id(board_template(board), now->called, &block))
        return;
    int number = block == TEMPLATE_PARKING ? 0 : board_template(board)->block[block].order;
    if (now->called_hard)
        buffer_printf(out, _("everybody stays at %d %s for now"), number, board_title_of(board, block));
    else if (board_is_wall(board))
        buffer_printf(out, _("everybody is called to %s"), board_title_of(board, block));
    else if (board->focus == block)
        buffer_printf(out, _("everybody is called to %s; you are there"), board_title_of(board, block));
    else
        buffer_printf(out, number > 9 ? _("everybody is called to %s: press '%02d") : _("everybody is called to %s: press %d"),
                      board_title_of(board, block), number);
}

/* What a vote asks where the stage's own words do not fit: another round, one that was opened by hand, or its end. */
static bool vote_text(const struct board *board, struct buffer *out)
{
    const struct workshop *now = board->app->room->now;
    unsigned long votes = (unsigned long)now->votes;
    if (now->vote_open && now->among_count > 0)
        buffer_printf(out, ngettext("another round: %d vote each, for the notes marked %s",
                                    "another round: %d votes each, for the notes marked %s", votes),
                      now->votes, room_vote_sign(board));
    else if (now->vote_open && now->now->votes == 0)
        buffer_printf(out, ngettext("a vote: v gives the selected note your vote", "a vote: v gives the selected note one of your %d votes", votes),
                      now->votes);
    else if (!now->vote_open && now->now->kind == STAGE_VOTE && now->vote_round)
        buffer_add(out, _("the vote is closed: in every block the most votes come first"));
    else
        return false;
    return true;
}

void room_prompt(const struct board *board, struct buffer *out)
{
    const struct app *app = board->app;
    const struct workshop *now = app->room->now;
    const char *separator = app->screen.ascii ? " - " : " · ";
    if (!now->running) {
        buffer_add(out, _("the workshop is over; look around, q leaves"));
        return;
    }
    if (!now->canvas_alive)
        buffer_add(out, _("the canvas is in the trash"));
    else if (now->hold)
        buffer_add(out, room_leads(app) ? _("HELD: the others only read; ! lets go") : _("HELD: reading only for now"));
    if (now->called[0]) {
        buffer_add(out, out->length > 0 ? separator : "");
        called_text(board, out);
    }
    buffer_add(out, out->length > 0 ? separator : "");
    if (!vote_text(board, out))
        buffer_add(out, now->now->prompt.text[app->language]);
}

/* ---- what one may do -------------------------------------------------------------------------------------- */

void room_may_text(unsigned may, struct buffer *out)
{
    static const struct {
        unsigned bit;
        const char *name;
    } names[] = {{MAY_ADD, N_("add")}, {MAY_EDIT, N_("change")}, {MAY_MOVE, N_("move")}, {MAY_LINK, N_("tie")},
                 {MAY_VOTE, N_("vote")}};
    bool any = false;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (may & names[i].bit) {
            buffer_printf(out, "%s%s", any ? _(", ") : "", _(names[i].name));
            any = true;
        }
    }
    if (!any)
        buffer_add(out, _("read"));
}

static void duty(struct buffer *out, const char *keys, const char *text)
{
    buffer_printf(out, "%s\t%s\n", keys, text);
}

static void duties_of_writing(const struct app *app, struct buffer *out)
{
    unsigned may = app->session.may;
    if (may & MAY_ADD) {
        duty(out, "a", _("writes a note: type, Enter, and the next; Esc ends it"));
        if (app->session.private_round)
            duty(out, "", _("until the reveal only who leads sees your notes; the others see how many there are"));
    }
    if (may & MAY_MOVE) {
        duty(out, "+", _("puts notes under a heading (Space marks several first)"));
        duty(out, "m", _("moves a note: then the number of the block"));
    }
    if (may & MAY_EDIT)
        duty(out, "Enter", _("changes the selected note"));
    else if (may & MAY_ADD)
        duty(out, "Enter", _("changes a note of your own"));
    if (may & MAY_EDIT)
        duty(out, "M", _("merges the marked notes into one"));
    if (may & MAY_LINK)
        duty(out, "=", _("ties two notes: = on the one, = on the other"));
}

void room_duties(const struct app *app, struct buffer *out)
{
    const struct room *room = app->room;
    if (app->session.may & MAY_VOTE) {
        struct buffer left = {0};
        buffer_printf(&left, _("gives the selected note a vote; you have %d of %d left"), room->votes.left, room->now->votes);
        duty(out, "v", buffer_text(&left));
        duty(out, "V", _("takes a vote back"));
        buffer_clear(&left);
    }
    duties_of_writing(app, out);
    if ((app->session.may & (MAY_WRITE | MAY_VOTE)) == 0)
        duty(out, "", _("read: this is a moment for looking and talking"));
    duty(out, _("arrows"), _("go from note to note; a block's number goes to that block"));
    duty(out, "w", _("everything about the workshop: ready, raise a hand, what now"));
    duty(out, "?", _("all keys"));
    duty(out, "q", _("leaves; come back the same way, and you are where you were"));
}
