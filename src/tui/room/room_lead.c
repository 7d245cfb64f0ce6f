/*
 * room_lead.c - one deed of the room, whether its key was pressed or the menu took it.
 *
 * Each is one operation of the workshop (workshop.h), which asks again who may; afterwards the room is looked at, so that
 * whoever acts sees it at once like everybody else.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "dialog/dialog.h"

/* The operations of all deeds take these. */
#define ROOM(app) (app)->store, &(app)->session, (app)->room->now->id

static void going_chosen(void *context, struct app *app, int chosen, const char *typed)
{
    struct board *board = context;
    struct error error;
    int from = board->app->room->now->stage;
    if (typed && chosen == 0 && room_check(app, workshop_go(ROOM(app), from, from + 1, &error), &error))
        board_refresh(board);
}

/* A stage that opens notes one after the other: a key that was pressed once too often would open all, for good. */
static void ask_going(struct board *board)
{
    size_t hidden = board->app->room->now->hidden;
    struct buffer title = {0};
    const struct choice choices[] = {{.label = _("reveal them all and go on")}, {.label = _("stay in this stage")}};
    buffer_printf(&title, ngettext("%zu note is still hidden", "%zu notes are still hidden", hidden), hidden);
    app_push(board->app, dialog_choice_new(board->app, buffer_text(&title), choices, COUNT_OF(choices), 0, false,
                                           _("do it"), going_chosen, board));
    buffer_clear(&title);
}

static bool would_open_the_rest(const struct workshop *now, int to)
{
    const struct stage *next = &now->agenda->stage[to];
    return to > now->stage && now->hidden > 0 && now->now->kind == STAGE_REVEAL && now->now->reveal != REVEAL_ALL &&
           !next->private && (next->kind != STAGE_REVEAL || next->reveal == REVEAL_ALL);
}

static void go(struct board *board, int step)
{
    struct app *app = board->app;
    const struct workshop *now = app->room->now;
    struct error error;
    int to = now->stage + step;
    if (to < 0 || to >= (int)now->agenda->stage_count)
        app_message(app, "%s", step > 0 ? _("this is the last stage; w ends the workshop") : _("this is the first stage"));
    else if (would_open_the_rest(now, to))
        ask_going(board);
    else
        room_check(app, workshop_go(ROOM(app), now->stage, to, &error), &error);
}

static void extend(struct app *app, int minutes)
{
    struct error error;
    if (room_check(app, workshop_extend(ROOM(app), minutes, &error), &error))
        app_message(app, ngettext("%+d minute", "%+d minutes", (unsigned long)abs(minutes)), minutes);
}

/* ---- calling ------------------------------------------------------------------------------------------------ */

static void call(struct board *board, bool hard, bool let_go)
{
    struct app *app = board->app;
    struct error error;
    const char *block = let_go ? "" : template_block_id(board_template(board), board->focus);
    if (!room_check(app, workshop_call(ROOM(app), block, hard, &error), &error))
        return;
    if (let_go)
        app_message(app, "%s", _("everybody is free to go anywhere again"));
    else
        app_message(app, hard ? _("everybody is kept at %s") : _("everybody is called to %s"),
                    board_title_of(board, board->focus));
}

static void hold(struct app *app)
{
    struct error error;
    room_check(app, workshop_hold(ROOM(app), !app->room->now->hold, &error), &error);
}

/* ---- revealing ----------------------------------------------------------------------------------------------- */

static void reveal(struct board *board, enum stage_reveal what)
{
    struct app *app = board->app;
    struct error error;
    size_t count = 0;
    int64_t note_id = 0;
    const char *block = what == REVEAL_BLOCK ? template_block_id(board_template(board), board->focus) : NULL;
    if (app->room->now->hidden == 0) {
        app_message(app, "%s", _("nothing is hidden"));
        return;
    }
    if (!room_check(app, workshop_reveal(ROOM(app), what, block, &count, &note_id, &error), &error))
        return;
    board_refresh(board);
    if (note_id)
        board_select(board, note_id);
    app_message(app, ngettext("%zu note revealed", "%zu notes revealed", count), count);
}

/* The next step as the stage has it: a note, the block one is at, or all. */
static void reveal_next(struct board *board)
{
    const struct stage *stage = board->app->room->now->now;
    if (room_writes_alone(board->app->room)) {
        app_message(board->app, "%s", _("they still write alone; > ends that, or w reveals everything now"));
        return;
    }
    reveal(board, stage->kind == STAGE_REVEAL ? stage->reveal : REVEAL_ALL);
}

/* ---- votes ------------------------------------------------------------------------------------------------------ */

/* "3" or "3+": several on one note. */
static void open_vote(void *context, struct app *app, int chosen, const char *typed)
{
    static const struct {
        int votes;
        bool stacking;
    } offers[] = {{1, false}, {2, false}, {3, false}, {5, false}, {3, true}, {5, true}};
    struct error error;
    (void)context;
    if (!typed)
        return;
    int votes = chosen >= 0 ? offers[chosen].votes : atoi(typed);
    bool stacking = chosen >= 0 ? offers[chosen].stacking : strchr(typed, '+') != NULL;
    room_check(app, workshop_vote_open(ROOM(app), NULL, 0, votes, stacking, &error), &error);
}

static void ask_vote(struct board *board)
{
    const struct choice choices[] = {
        {.label = _("1 vote each")},
        {.label = _("2 votes each")},
        {.label = _("3 votes each")},
        {.label = _("5 votes each")},
        {.label = _("3 votes each"), .detail = _("several on one note allowed")},
        {.label = _("5 votes each"), .detail = _("several on one note allowed")},
    };
    app_push(board->app, dialog_choice_new(board->app, _("Vote on the notes of this stage's blocks"), choices,
                                           COUNT_OF(choices), 2, true, _("open"), open_vote, board));
}

static void close_vote(struct board *board)
{
    struct app *app = board->app;
    struct error error;
    if (room_check(app, workshop_vote_close(ROOM(app), &error), &error))
        board_refresh(board);
}

/* Among the marked notes, else among those that are tied. */
static void second_round(struct board *board)
{
    struct app *app = board->app;
    const struct vote_picture *votes = &app->room->votes;
    struct error error;
    int64_t *among = memory_new(board->marked_count + votes->line_count + 1, sizeof *among);
    size_t count = 0;
    for (size_t i = 0; i < board->marked_count; i++)
        among[count++] = board->marked[i];
    for (size_t i = 0; i < votes->line_count && board->marked_count == 0; i++) {
        if (votes->line[i].tied)
            among[count++] = votes->line[i].note_id;
    }
    if (count < 2)
        app_message(app, "%s", _("nothing is tied: mark the notes for the second round with Space first"));
    else if (room_check(app, workshop_vote_open(ROOM(app), among, count, count > 3 ? 2 : 1, false, &error), &error))
        board->marked_count = 0;
    free(among);
}

static void room_votes_done(void *context, struct app *app, const char *text)
{
    struct board *board = context;
    struct error error;
    char *end;
    if (!text || board_selected(board) == 0)
        return;
    long count = strtol(text, &end, 10);
    if (end == text || count < 0 || count > 10000)
        app_warning(app, "%s", _("type how many people in the room vote for it, 0 or more"));
    else
        room_check(app, workshop_vote_proxy(ROOM(app), board_selected(board), (int)count, &error), &error);
}

/* ---- story -------------------------------------------------------------------------------------------------------- */

static void tell_story(struct board *board, size_t shown)
{
    struct app *app = board->app;
    const struct workshop *now = app->room->now;
    struct error error;
    int64_t *copy = memory_new(now->story_count + 1, sizeof *copy);
    memcpy(copy, now->story, now->story_count * sizeof *copy);
    size_t count = now->story_count;
    if (shown > count)
        app_message(app, "%s", _("the story is told; w ends it"));
    else if (room_check(app, workshop_story(ROOM(app), copy, count, (int)shown, &error), &error) && shown > 0)
        board_select(board, copy[shown - 1]);
    free(copy);
}

/* The marked notes in the order of marking, else all in the order of filling. */
static void begin_story(struct board *board)
{
    struct app *app = board->app;
    struct error error;
    size_t count = 0;
    int64_t *ids = memory_new(board->snapshot->note_count + board->marked_count + 1, sizeof *ids);
    for (size_t i = 0; i < board->marked_count; i++)
        ids[count++] = board->marked[i];
    int blocks = (int)board_template(board)->block_count;
    for (int block = 0; block < blocks && board->marked_count == 0; block++) {
        const struct snapshot_block *notes = board_notes(board, block);
        for (size_t i = 0; i < notes->count; i++) {
            if (!notes->note[i]->hidden) /* the wall shows what everybody may see */
                ids[count++] = notes->note[i]->id;
        }
    }
    if (count == 0)
        app_message(app, "%s", _("there is nothing to tell yet"));
    else if (room_check(app, workshop_story(ROOM(app), ids, count, 0, &error), &error))
        app_message(app, _("a story of %zu notes on the wall: > shows one after the other"), count);
    board->marked_count = 0;
    free(ids);
}

/* ---- the room as a whole ---------------------------------------------------------------------------------------- */

static void names_chosen(void *context, struct app *app, int chosen, const char *typed)
{
    struct error error;
    (void)context;
    if (typed && chosen >= 0)
        room_check(app, workshop_set_names(ROOM(app), (enum names)chosen, &error), &error);
}

const char *room_names_title(enum names names)
{
    static const char *const titles[] = {
        [NAMES_SHOWN] = N_("shown"), [NAMES_AFTER_REVEAL] = N_("after the reveal"), [NAMES_NEVER] = N_("never")};
    return _(titles[names]);
}

static void ask_names(struct board *board)
{
    enum names now = board->app->room->now->names;
    struct choice choices[NAMES_NEVER + 1];
    for (int i = 0; i <= NAMES_NEVER; i++)
        choices[i] = (struct choice){.label = room_names_title((enum names)i), .ticked = (int)now == i};
    choices[NAMES_NEVER].detail = _("for good, once somebody has written");
    app_push(board->app, dialog_choice_new(board->app, _("Whose note it is"), choices, COUNT_OF(choices),
                                           (size_t)now, false, _("take"), names_chosen, board));
}

static void end_chosen(void *context, struct app *app, int chosen, const char *typed)
{
    struct board *board = context;
    struct error error;
    if (typed && (chosen == 0 || chosen == 1) &&
        room_check(app, workshop_stop(ROOM(app), chosen == 0, &error), &error))
        board_refresh(board);
}

static void ask_end(struct board *board)
{
    const struct choice choices[] = {
        {.label = _("end it"), .detail = _("hidden notes are revealed")},
        {.label = _("end it"), .detail = _("hidden notes stay hidden")},
    };
    app_push(board->app, dialog_choice_new(board->app, _("The canvas stays; the seats end"), choices,
                                           COUNT_OF(choices), 0, false, _("end"), end_chosen, board));
}

static void show_invite(struct board *board)
{
    const struct workshop *now = board->app->room->now;
    struct buffer text = {0};
    buffer_printf(&text, "%s\n\n", _("On this machine, in another terminal:"));
    buffer_printf(&text, "  nonet workshop invite %s --guest ALIAS\n", now->name);
    buffer_printf(&text, "%s\n\n", _("prints one line for ~/.ssh/authorized_keys; add --key FILE.pub for the guest's key."));
    buffer_printf(&text, "  nonet workshop attend %s --wall\n%s\n", now->name, _("shows the room on the projector."));
    app_push(board->app, dialog_text_new(board->app, _("Invite"), buffer_text(&text)));
    buffer_clear(&text);
}

static void show_what_now(struct board *board)
{
    struct app *app = board->app;
    struct buffer text = {0}, title = {0}, clock = {0};
    room_stage_text(app, app->room->now->stage, &title);
    room_clock_text(app->room, &clock);
    buffer_printf(&text, "%s\n", app->room->now->now->prompt.text[app->language]);
    if (clock.length > 0)
        buffer_printf(&text, _("Time: %s\n"), buffer_text(&clock));
    buffer_printf(&text, "\n\1%s\n", _("What you can do now"));
    room_duties(app, &text);
    app_push(app, dialog_text_new(app, buffer_text(&title), buffer_text(&text)));
    buffer_clear(&text);
    buffer_clear(&title);
    buffer_clear(&clock);
}

/* ---- of one's own seat --------------------------------------------------------------------------------------------- */

static void own_deed(struct board *board, enum room_deed deed)
{
    struct app *app = board->app;
    const struct seat *seat = room_seat(app->room);
    struct error error;
    int block;
    if (!seat)
        return;
    bool ready = deed == DEED_READY && !seat->ready, hand = deed == DEED_HAND && seat->hand == 0;
    if (deed == DEED_READY && room_check(app, workshop_ready(app->store, &app->session, ready, &error), &error))
        app_message(app, "%s", ready ? _("marked as ready") : _("not ready any more"));
    else if (deed == DEED_HAND && room_check(app, workshop_raise_hand(app->store, &app->session, hand, &error), &error))
        app_message(app, "%s", hand ? _("your hand is up; the facilitator sees it") : _("your hand is down"));
    else if (deed == DEED_GO_CALLED && template_block_by_id(board_template(board), app->room->now->called, &block))
        board_focus(board, block);
}

static void story_deed(struct board *board, enum room_deed deed)
{
    struct app *app = board->app;
    size_t shown = (size_t)app->room->now->story_at;
    struct error error;
    if (deed == DEED_STORY)
        begin_story(board);
    else if (deed == DEED_STORY_NEXT)
        tell_story(board, shown + 1);
    else if (deed == DEED_STORY_BACK && shown > 0)
        tell_story(board, shown - 1);
    else if (deed == DEED_STORY_END)
        room_check(app, workshop_story(ROOM(app), NULL, 0, 0, &error), &error);
}

static void vote_deed(struct board *board, enum room_deed deed)
{
    if (deed == DEED_VOTE_OPEN)
        ask_vote(board);
    else if (deed == DEED_VOTE_CLOSE)
        close_vote(board);
    else if (deed == DEED_SECOND_ROUND)
        second_round(board);
    else if (board_selected(board) == 0)
        app_message(board->app, "%s", _("go to a note first: the arrows"));
    else
        app_push(board->app, dialog_line_new(board->app, _("Votes of people in the room for this note"), "",
                                             _("save"), room_votes_done, board));
}

static void lead_deed(struct board *board, enum room_deed deed)
{
    struct app *app = board->app;
    if (deed == DEED_NEXT || deed == DEED_BACK)
        go(board, deed == DEED_NEXT ? 1 : -1);
    else if (deed == DEED_MINUTE || deed == DEED_FIVE || deed == DEED_LESS)
        extend(app, deed == DEED_MINUTE ? 1 : deed == DEED_FIVE ? 5 : -1);
    else if (deed == DEED_HOLD)
        hold(app);
    else if (deed == DEED_CALL || deed == DEED_CALL_HARD || deed == DEED_LET_GO)
        call(board, deed == DEED_CALL_HARD, deed == DEED_LET_GO);
    else if (deed == DEED_REVEAL)
        reveal_next(board);
    else
        reveal(board, deed == DEED_REVEAL_BLOCK ? REVEAL_BLOCK : REVEAL_ALL);
}

void room_do(struct board *board, enum room_deed deed)
{
    if (deed == DEED_WHAT_NOW)
        show_what_now(board);
    else if (deed == DEED_READY || deed == DEED_HAND || deed == DEED_GO_CALLED)
        own_deed(board, deed);
    else if (deed == DEED_VOTE || deed == DEED_VOTE_BACK)
        room_vote_command(board, deed == DEED_VOTE ? COMMAND_VOTE : COMMAND_VOTE_BACK);
    else if (deed == DEED_PEOPLE)
        room_people_open(board);
    else if (deed == DEED_SHEET)
        run_sheet_open(board);
    else if (deed >= DEED_NEXT && deed <= DEED_REVEAL_ALL)
        lead_deed(board, deed);
    else if (deed >= DEED_VOTE_OPEN && deed <= DEED_ROOM_VOTES)
        vote_deed(board, deed);
    else if (deed == DEED_NAMES)
        ask_names(board);
    else if (deed >= DEED_STORY && deed <= DEED_STORY_END)
        story_deed(board, deed);
    else if (deed == DEED_INVITE)
        show_invite(board);
    else if (deed == DEED_END)
        ask_end(board);
    else if (deed == DEED_LEAVE)
        app_command(board->app, COMMAND_BACK);
    board_changed(board);
}
