/*
 * room.h - the workshop that this screen takes part in, as its views see it.
 *
 *   room          the picture of the room, the session that follows from it, what is news, the timer's next figure
 *   room_text     what it is called, what is to be done now, in words
 *   room_paint    the lines and the banner that it adds to the board, the large figures of the last minute
 *   room_menu     the one menu (w)        room_lead     what a facilitator does
 *   room_people   seats and their roles   run_sheet     the stages, live
 *   room_vote     votes and their marks   board_room    what the board does when the room changes
 *   wall          the screen for all
 *
 * Not here: who may what. The session says it (workshop.h), and every operation asks again. Everybody's board stays their
 * own: the room tells, lights up and counts, and never takes the keys away from who is typing.
 */
#ifndef NONET_TUI_ROOM_H
#define NONET_TUI_ROOM_H

#include "board/board.h"
#include "nonet/workshop.h"

#define ROOM_BANNER_MS 10000
#define ROOM_BANNER_ROWS_MIN 12 /* of the screen; on a smaller one the prompt has to do */
#define ROOM_LARGE_MS 60000 /* the timer is large when no more is left */

struct room {
    struct workshop *now;
    int64_t seat_id;
    bool wall;
    struct vote_picture votes; /* of the present or the last round */
    int64_t banner_until;      /* steady ms: the stage's banner lies over the board; 0 = not */
    int64_t clock_due;         /* steady ms: the figures of the timer change; 0 = they stand */
    bool over_told;            /* that time is up was said for this deadline */
    unsigned version;          /* counts the pictures that differed */
    size_t away;               /* participants that nobody waits for: not here, and nothing done in this stage */
};

/* Enters the workshop of a seat: app->room and app->session. DENIED: the seat was taken away. */
enum status room_open(struct app *app, int64_t seat_id, bool wall, struct error *err) NONET_CHECKED;
void room_close(struct app *app); /* no room is fine */
/* Reads the room again and says what is news; true: something is different. A seat that was taken away leaves. */
bool room_look(struct app *app);
/* After an operation of the room: looks at once, and raises what is out of date. True if it was OK. */
bool room_check(struct app *app, enum status status, const struct error *err);

const struct seat *room_seat(const struct room *room);
size_t room_awaited(const struct room *room); /* participants whose "ready" or votes are waited for */
bool room_leads(const struct app *app);
bool room_writes_alone(const struct room *room); /* hidden notes are not to be opened by a slip */
bool room_of_board(const struct board *board); /* the board's canvas is the room's */
/* Whole seconds left, negative when time is up; false: no timer runs. */
bool room_seconds(const struct room *room, int *seconds);
void room_clock_wind(struct room *room); /* sets clock_due */
void room_tick(struct app *app, int64_t now);
int64_t room_deadline(const struct room *room);

/* ---- room_text.c ------------------------------------------------------------------------------------------- */

void room_stage_text(const struct app *app, int stage, struct buffer *out); /* "3/7 Write alone" */
/* One line: what is asked now, or that the room is held, called, over. */
void room_prompt(const struct board *board, struct buffer *out);
void room_clock_text(const struct room *room, struct buffer *out); /* "4:07", "time is up", "" */
void room_duties(const struct app *app, struct buffer *out); /* what this seat may do now, a line each */
void room_may_text(unsigned may, struct buffer *out);         /* "add, edit, move" */

/* ---- room_paint.c ------------------------------------------------------------------------------------------- */

int room_header_rows(struct board *board, int rows, int columns); /* below the top line */
void room_paint_header(struct board *board, struct screen *screen);
void room_paint_over(struct board *board, struct screen *screen); /* banner, large figures */
void room_paint_hints(struct board *board, struct screen *screen);
/* Large figures: five rows, three columns each and one between. Returns the columns. */
int room_paint_figures(struct screen *screen, int row, int column, const char *figures, struct style style);

/* ---- what the keys do -------------------------------------------------------------------------------------------- */

enum handled room_command(struct board *board, enum command command);
void room_menu_open(struct board *board);
enum handled room_vote_command(struct board *board, enum command command);
/* Behind the notes that another round is about. */
const char *room_vote_sign(const struct board *board);
/* The votes of a note as a mark behind it; nothing when there is none to show. */
void room_vote_mark(const struct board *board, const struct note *note, struct buffer *out);

void room_people_open(struct board *board);
void run_sheet_open(struct board *board);

/* One thing that the facilitator does; the menu and the keys end here. */
enum room_deed {
    DEED_NONE, DEED_WHAT_NOW, DEED_READY, DEED_HAND, DEED_VOTE, DEED_VOTE_BACK, DEED_GO_CALLED, DEED_PEOPLE,
    DEED_SHEET, DEED_NEXT, DEED_BACK, DEED_MINUTE, DEED_FIVE, DEED_LESS, DEED_HOLD, DEED_CALL, DEED_CALL_HARD, DEED_LET_GO,
    DEED_REVEAL, DEED_REVEAL_BLOCK, DEED_REVEAL_ALL, DEED_VOTE_OPEN, DEED_VOTE_CLOSE, DEED_SECOND_ROUND,
    DEED_ROOM_VOTES, DEED_NAMES, DEED_STORY, DEED_STORY_NEXT, DEED_STORY_BACK, DEED_STORY_END, DEED_INVITE,
    DEED_LEAVE, DEED_END,
};
void room_do(struct board *board, enum room_deed deed);  /* room_lead.c */
const char *room_names_title(enum names names);

#endif
