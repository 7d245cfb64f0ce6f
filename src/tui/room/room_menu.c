/*
 * room_menu.c - the one menu (w) that leads everything of a workshop, and the keys of its most used entries.
 *
 * It lists what this seat can do at this moment, the likeliest first; what it cannot do is not there.
 */
#include "room.h"

#include <stdlib.h>

#include "dialog/dialog.h"

struct menu {
    struct choice choice[40];
    size_t count;
    struct board *board;
};

static void add(struct menu *menu, enum room_deed deed, const char *label, const char *detail, enum command command)
{
    struct board *board = menu->board;
    if (menu->count == COUNT_OF(menu->choice))
        return;
    menu->choice[menu->count++] = (struct choice){.label = label, .detail = detail, .command = command};
    board->listed = memory_resize(board->listed, board->listed_count + 1, sizeof *board->listed);
    board->listed[board->listed_count++] = deed;
}

static const char *stage_title(const struct app *app, int stage)
{
    const struct agenda *agenda = app->room->now->agenda;
    if (stage < 0 || stage >= (int)agenda->stage_count)
        return NULL;
    return agenda->stage[stage].title.text[app->language];
}

static void add_own(struct menu *menu)
{
    struct board *board = menu->board;
    const struct app *app = board->app;
    const struct workshop *now = app->room->now;
    const struct seat *seat = room_seat(app->room);
    add(menu, DEED_WHAT_NOW, _("what now?"), _("what this stage asks, and the keys for it"), COMMAND_NONE);
    if (now->running && app->session.may & MAY_VOTE) {
        add(menu, DEED_VOTE, _("vote for the selected note"), NULL, COMMAND_VOTE);
        add(menu, DEED_VOTE_BACK, _("take a vote back"), NULL, COMMAND_VOTE_BACK);
    }
    if (now->running && now->called[0] && !now->called_hard)
        add(menu, DEED_GO_CALLED, _("go where everybody is called"), NULL, COMMAND_NONE);
    if (now->running && seat && seat->role == ROLE_PARTICIPANT)
        add(menu, DEED_READY, seat->ready ? _("not ready after all") : _("I am ready"), NULL, COMMAND_NONE);
    if (now->running && seat && seat->role != ROLE_FACILITATOR)
        add(menu, DEED_HAND, seat->hand ? _("lower my hand") : _("raise a hand"), NULL, COMMAND_NONE);
}

static void add_stages(struct menu *menu)
{
    const struct app *app = menu->board->app;
    const struct workshop *now = app->room->now;
    bool story = now->story_count > 0;
    if (story) {
        add(menu, DEED_STORY_NEXT, _("the story's next note"), NULL, COMMAND_ROOM_NEXT);
        add(menu, DEED_STORY_BACK, _("the story's note before"), NULL, COMMAND_ROOM_BACK);
        add(menu, DEED_STORY_END, _("end the story"), NULL, COMMAND_NONE);
    }
    if (stage_title(app, now->stage + 1))
        add(menu, DEED_NEXT, _("to the next stage"), stage_title(app, now->stage + 1), story ? COMMAND_NONE : COMMAND_ROOM_NEXT);
    add(menu, DEED_SHEET, _("run sheet"), _("all stages, who is ready, votes"), COMMAND_NONE);
    if (stage_title(app, now->stage - 1))
        add(menu, DEED_BACK, _("back a stage"), stage_title(app, now->stage - 1), story ? COMMAND_NONE : COMMAND_ROOM_BACK);
    add(menu, DEED_MINUTE, _("one minute more"), NULL, COMMAND_ROOM_MINUTE);
    add(menu, DEED_FIVE, _("five minutes more"), NULL, COMMAND_NONE);
    add(menu, DEED_LESS, _("one minute less"), NULL, COMMAND_NONE);
    add(menu, DEED_HOLD, now->hold ? _("go on") : _("hold"), _("everybody only reads"), COMMAND_ROOM_HOLD);
    if (now->called[0])
        add(menu, DEED_LET_GO, _("let everybody go"), NULL, COMMAND_ROOM_CALL);
    else
        add(menu, DEED_CALL, _("call everybody here"), board_title_of(menu->board, menu->board->focus), COMMAND_ROOM_CALL);
    add(menu, DEED_CALL_HARD, _("keep everybody here"), board_title_of(menu->board, menu->board->focus), COMMAND_NONE);
}

static void add_notes(struct menu *menu)
{
    const struct workshop *now = menu->board->app->room->now;
    if (now->hidden > 0 && !room_writes_alone(menu->board->app->room))
        add(menu, DEED_REVEAL, _("reveal"), now->now->reveal == REVEAL_NOTE ? _("one note") : NULL, COMMAND_ROOM_REVEAL);
    if (now->hidden > 0) {
        add(menu, DEED_REVEAL_BLOCK, _("reveal this block"), board_title_of(menu->board, menu->board->focus), COMMAND_NONE);
        add(menu, DEED_REVEAL_ALL, _("reveal everything"), NULL, COMMAND_NONE);
    }
    if (now->vote_open) {
        add(menu, DEED_VOTE_CLOSE, _("close the vote"), _("totals appear, blocks are sorted"), COMMAND_NONE);
        add(menu, DEED_ROOM_VOTES, _("votes from the room"), _("for the selected note"), COMMAND_NONE);
    } else {
        add(menu, DEED_VOTE_OPEN, _("open a vote"), NULL, COMMAND_NONE);
        if (now->vote_round)
            add(menu, DEED_SECOND_ROUND, _("second round"), _("among the marked notes, else the tied ones"), COMMAND_NONE);
    }
    add(menu, DEED_NAMES, _("authors' names"), room_names_title(now->names), COMMAND_NONE);
    if (now->story_count == 0)
        add(menu, DEED_STORY, _("tell the story on the wall"), _("note by note"), COMMAND_NONE);
}

static void chosen(void *context, struct app *app, int at, const char *typed)
{
    struct board *board = context;
    int64_t deed = at >= 0 && (size_t)at < board->listed_count ? board->listed[at] : DEED_NONE;
    (void)app;
    free(board->listed);
    board->listed = NULL;
    board->listed_count = 0;
    if (typed && room_of_board(board))
        room_do(board, (enum room_deed)deed);
}

void room_menu_open(struct board *board)
{
    struct app *app = board->app;
    const struct workshop *now = app->room->now;
    struct menu menu = {.board = board};
    struct buffer title = {0};
    board->listed_count = 0;
    bool leads = room_leads(app) && now->running;
    if (leads) {
        add_stages(&menu);
        add_notes(&menu);
    }
    add_own(&menu);
    add(&menu, DEED_PEOPLE, _("people"), NULL, COMMAND_NONE);
    if (leads) {
        add(&menu, DEED_INVITE, _("invite"), NULL, COMMAND_NONE);
        add(&menu, DEED_END, _("end the workshop"), NULL, COMMAND_NONE);
    }
    add(&menu, DEED_LEAVE, _("leave"), _("you can come back the same way"), COMMAND_BACK);
    room_stage_text(app, now->stage, &title);
    app_push(app, dialog_choice_new(app, buffer_text(&title), menu.choice, menu.count, 0, false, _("do it"), chosen,
                                    board));
    buffer_clear(&title);
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

static enum room_deed deed_of(const struct workshop *now, enum command command)
{
    bool story = now->story_count > 0;
    switch ((int)command) {
    case COMMAND_ROOM_NEXT:
        return story ? DEED_STORY_NEXT : DEED_NEXT;
    case COMMAND_ROOM_BACK:
        return story ? DEED_STORY_BACK : DEED_BACK;
    case COMMAND_ROOM_HOLD:
        return DEED_HOLD;
    case COMMAND_ROOM_CALL:
        return now->called[0] ? DEED_LET_GO : DEED_CALL;
    case COMMAND_ROOM_REVEAL:
        return DEED_REVEAL;
    case COMMAND_ROOM_MINUTE:
        return DEED_MINUTE;
    default:
        return DEED_NONE;
    }
}

enum handled room_command(struct board *board, enum command command)
{
    if (!room_of_board(board))
        return PASSED;
    if (command == COMMAND_ROOM_MENU) {
        room_menu_open(board);
        return HANDLED;
    }
    if (room_vote_command(board, command) == HANDLED)
        return HANDLED;
    enum room_deed deed = deed_of(board->app->room->now, command);
    if (deed == DEED_NONE)
        return PASSED;
    room_do(board, deed);
    return HANDLED;
}
