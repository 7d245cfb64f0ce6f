/*
 * workshop.h - a room that works on one canvas: seats, stages, private rounds, votes.
 *
 * A workshop is a journaled row beside a canvas, with an agenda (a list of stages, data) copied into it. Everybody in
 * it has a *seat*, which says who one is (a person of one's own) and what one is (the role). The stage says what a
 * participant may do just now; facilitators may everything on the canvas and lead; observers look.
 *
 * This module is the only place that decides who may see or do what: workshop_session() fills the `struct session` that
 * every read and every operation of canvas.h takes, and its `renew` reads it again inside an operation's own
 * transaction, so that a stage that ended a moment ago already counts.
 *
 * A note that is added in a private round is *hidden*: it carries the round's id, and every read leaves it out, in SQL,
 * unless the reader wrote it or session.sees_hidden. What others see of it is a number (snapshot_block.hidden).
 *
 * Reading: a `struct workshop` is a small picture of the room. workshop_update() reads it again; call it whenever the
 * store's watch wakes (it costs a few rows), and take a new session from workshop_session_of() afterwards.
 * Writing: one function an operation, each one action in the journal, each checked inside its own transaction. Actions
 * of the room belong to no canvas (canvas_id 0), so a board's undo never meets them; those that touch notes belong to
 * the canvas, and their names begin with "workshop_", which undo passes over. Closing a vote is "votes_close", and may
 * be undone like any edit.
 *
 * What is done at home, without a seat, is no part of the room: notes that the owner adds there are seen by all at once.
 *
 * Seats' tokens, the code word and the codes for coming back lie in the store as they are, on purpose. A token is of use only
 * to who can start this program on this store, and who can do that reads and writes the whole file; words that people type
 * are too short for a hash to keep long from who has the file, and the file has all that they protect. What is guarded is the
 * file, and the door: by the numbers of wrong tries.
 *
 * Times are ms since the epoch. The deadline is a sign, never a lock. Presence (who is here, typing where) is live.h's.
 */
#ifndef NONET_WORKSHOP_H
#define NONET_WORKSHOP_H

#include "nonet/canvas.h"

/* ---- agendas ----------------------------------------------------------------------------------------- */

enum stage_kind { STAGE_GATHER, STAGE_DIVERGE, STAGE_REVEAL, STAGE_CLUSTER, STAGE_VOTE, STAGE_DECIDE };
#define STAGE_KIND_COUNT 6
const char *stage_kind_name(enum stage_kind kind); /* "gather", ... */
const char *stage_kind_title(enum stage_kind kind); /* as people read it, translated */

/* What entering a stage of kind reveal does: open everything at once, or wait for workshop_reveal(). */
enum stage_reveal { REVEAL_ALL, REVEAL_BLOCK, REVEAL_NOTE };

struct stage {
    const char *id;
    enum stage_kind kind;
    struct bilingual title, prompt;
    const char **block; /* ids of the blocks in the light; none = the whole canvas */
    size_t block_count;
    int minutes;        /* 0 = no timer */
    unsigned may;       /* enum permission bits of a participant, MAY_READ always among them */
    bool private;
    enum stage_reveal reveal;
    int votes;          /* each; 0 = no vote */
    bool stacking;      /* several votes of one person on one note */
};

struct agenda {
    const char *id;
    int version;
    struct bilingual title, when;
    const char **template_id; /* made for these kinds of canvas; none = any */
    size_t template_count;
    enum names names;         /* whether authors are shown */
    struct stage *stage;
    size_t stage_count;
    int minutes;              /* of all stages */
    char *source;             /* the file's text, kept with the workshop */
    void *document;           /* private: what the texts lie in */
};

/* Reads an agenda. INVALID: "name:line: what is wrong" of the first problem; all of them in `report` (may be NULL). */
enum status agenda_parse(const char *name, const char *bytes, size_t length, struct agenda **out,
                         struct buffer *report, struct error *err) NONET_CHECKED;
void agenda_free(struct agenda *agenda); /* NULL is allowed */

/* By id, of those that data_files("agendas") lists; NULL = the shortest that is made for `template_id`. NOT_FOUND names
 * those there are. */
enum status agenda_load(const char *id, const char *template_id, struct agenda **out, struct error *err) NONET_CHECKED;

/* ---- the room ------------------------------------------------------------------------------------------ */

enum seat_role { ROLE_PARTICIPANT, ROLE_FACILITATOR, ROLE_OBSERVER };
#define SEAT_ROLE_COUNT 3
const char *seat_role_name(enum seat_role role); /* "participant", ... */
const char *seat_role_title(enum seat_role role); /* as people read it, translated */
bool seat_role_by_name(const char *name, enum seat_role *role);

struct seat {
    int64_t id, person_id;
    char *alias;
    enum seat_role role;
    bool revoked;
    bool home;    /* the owner's: not confined */
    bool ready;   /* in the present stage */
    int64_t hand; /* since when it is raised, 0 = it is not */
    int used;     /* how many votes are cast in the present round; which ones nobody is told */
};

struct workshop {
    int64_t id, canvas_id;
    char *name;
    bool running;
    int64_t started, ended;      /* ended 0 = it runs */
    bool canvas_alive;
    struct agenda *agenda;
    int stage;                   /* index */
    const struct stage *now;     /* agenda->stage[stage] */
    int64_t stage_started;
    int64_t deadline, length;    /* ms; 0 = no timer. Use workshop_remaining() */
    bool hold;                   /* participants only read */
    char *called;                /* id of the block that everybody was called to, "" = none */
    bool called_hard;            /* and is kept at */
    bool private;                /* notes added now are hidden: a private round that was not revealed */
    int64_t round;               /* its id, else 0 */
    bool late;                   /* notes added now are late: its round was revealed */
    size_t hidden;               /* notes that are not revealed yet, of everybody */
    enum names names;
    bool vote_open;
    int64_t vote_round;          /* id of the present or the last one, 0 = there was none */
    int vote_number;             /* 1, 2 = second round, ... */
    int64_t *among;              /* the only notes to vote on, none = the blocks that were in the light */
    size_t among_count;
    int votes;                   /* each */
    bool stacking;
    int64_t *story;              /* note ids in the order of the story; none = no story */
    size_t story_count;
    int story_at;                /* how many of them are shown */
    bool has_code;               /* guests may come by the shared line */
    struct seat *seat;           /* by alias; revoked ones too */
    size_t seat_count;
    size_t ready, participants;  /* of participants that are not revoked */
    size_t hands;
    void *private_data;          /* what workshop_update() compares with */
};

/* The picture of the room. NOT_FOUND. */
enum status workshop_load(struct store *store, int64_t workshop_id, struct workshop **out,
                          struct error *err) NONET_CHECKED;
/* Reads it again; *changed = anything but nothing. Pointers into the old picture are gone then. */
enum status workshop_update(struct workshop *workshop, struct store *store, bool *changed,
                            struct error *err) NONET_CHECKED;
void workshop_free(struct workshop *workshop); /* NULL is allowed */
const struct seat *workshop_seat(const struct workshop *workshop, int64_t seat_id); /* NULL: none */
/* Left until the deadline at `now`, negative when it is over; at most the stage's length, whatever the clock does.
 * False: no timer. */
bool workshop_remaining(const struct workshop *workshop, int64_t now, int64_t *ms);
/* Whether others may be told where somebody is and types just now: not while that would name an author. Who leads may
 * always be followed. */
bool workshop_tells_place(const struct workshop *workshop, int64_t person_id);
/* Whether a block is in the light of the present stage. */
bool workshop_lights(const struct workshop *workshop, const char *block_id);

struct workshop_info {
    int64_t id, canvas_id, started, ended;
    char *name, *canvas_title;
    size_t seats;
    size_t place; /* among those of its name, by their start, from 1; 0 = it is the only one */
};
/* Running ones first, then the newest. The list is yours: workshop_list_free(). */
enum status workshop_list(struct store *store, struct workshop_info **out, size_t *count,
                          struct error *err) NONET_CHECKED;
void workshop_list_free(struct workshop_info *list, size_t count);
/* What it is called where others have its name: "NAME#2"; else its name. Yours. */
char *workshop_handle(const struct workshop_info *info);
/* By name (folded), the running one first, then the newest; or as workshop_handle() says. NOT_FOUND names those there are;
 * INVALID: several of that name are running. */
enum status workshop_find(struct store *store, const char *name, int64_t *workshop_id,
                          struct error *err) NONET_CHECKED;

/* ---- starting, seats, sessions -------------------------------------------------------------------------- */

/* Starts a workshop on a living canvas at the agenda's first stage. `name` NULL = after the canvas's title; *name_out
 * (may be NULL, yours) is the one taken. CONFLICT: a running workshop has that name. Needs MAY_MANAGE. */
enum status workshop_start(struct store *store, const struct session *session, int64_t canvas_id,
                           const struct agenda *agenda, const char *name, int64_t *workshop_id, char **name_out,
                           struct error *err) NONET_CHECKED;

/* A seat with a person of its own. INVALID: an alias that is empty, longer than 40 characters, or with control
 * characters; CONFLICT: taken in this workshop (compared folded). *token (yours) is what `join --seat` takes. */
enum status seat_invite(struct store *store, const struct session *session, int64_t workshop_id, const char *alias,
                        enum seat_role role, int64_t *seat_id, char **token, struct error *err) NONET_CHECKED;
/* A seat gets a new token, and with it back what was taken away; the old token opens nothing any more. `role` NULL = as
 * before. CONFLICT: the host's own seat, or one claimed by the shared line for more than a participant. */
enum status seat_renew(struct store *store, const struct session *session, int64_t seat_id, const enum seat_role *role,
                       char **token, struct error *err) NONET_CHECKED;
enum status seat_by_alias(struct store *store, int64_t workshop_id, const char *alias, int64_t *seat_id,
                          struct error *err) NONET_CHECKED;
/* Takes a seat away, or gives it back. What was written stays; votes that it cast in a vote still open do not. */
enum status seat_revoke(struct store *store, const struct session *session, int64_t seat_id, bool revoked,
                        struct error *err) NONET_CHECKED;
/* The last facilitator may not step down: INVALID; the owner's command line may always lead. CONFLICT: a seat claimed by
 * the shared line never leads, nor is it handed the room. */
enum status seat_set_role(struct store *store, const struct session *session, int64_t seat_id, enum seat_role role,
                          struct error *err) NONET_CHECKED;
/* The other becomes facilitator, and the session's own seat participant, as one action. */
enum status seat_hand_over(struct store *store, const struct session *session, int64_t seat_id,
                           struct error *err) NONET_CHECKED;

/* The shared line: opens it (or changes the code word; NULL = makes one up). *token and *code are yours. "" as code
 * closes it. */
enum status workshop_share(struct store *store, const struct session *session, int64_t workshop_id, const char *code,
                           char **token, char **code_out, struct error *err) NONET_CHECKED;
/* The workshop behind a shared line; NOT_FOUND: no such line, or closed. Its name is yours. */
enum status workshop_by_shared(struct store *store, const char *token, int64_t *workshop_id, char **name,
                               struct error *err) NONET_CHECKED;
/* A guest comes by the shared line: a new participant, or with `resume` (else NULL) back on the seat of that alias.
 * *resume_out (yours) is the code needed to come back. DENIED: a wrong code word or resume code, counted; BUSY: too many
 * wrong tries, by whomever, with the seconds to wait in the message, ten at most; FULL: too many came this way; CONFLICT:
 * the alias is taken (a resume code may be asked for); INVALID: no alias. */
enum status workshop_claim_seat(struct store *store, const char *token, const char *code, const char *alias,
                                const char *resume, int64_t *seat_id, char **resume_out,
                                struct error *err) NONET_CHECKED;

/* The seat of a token; DENIED: unknown or revoked, or its workshop is over. */
enum status seat_enter(struct store *store, const char *token, int64_t *seat_id, struct error *err) NONET_CHECKED;
/* The owner's own seat, as facilitator, made when there is none; `session` is the owner's at home. */
enum status workshop_attend(struct store *store, const struct session *session, int64_t workshop_id,
                            int64_t *seat_id, struct error *err) NONET_CHECKED;

/* What a seat may see and do now. With `wall` only what everybody may see, and reading. A session of an invited seat is
 * confined to the workshop's canvas. DENIED: the seat was taken away. *workshop_id may be NULL. */
enum status workshop_session(struct store *store, int64_t seat_id, bool wall, int64_t *workshop_id,
                             struct session *out, struct error *err) NONET_CHECKED;
/* The same from a picture of the room, without reading. False: the seat is not there or was taken away. */
bool workshop_session_of(const struct workshop *workshop, int64_t seat_id, bool wall, struct session *out);

/* ---- leading ------------------------------------------------------------------------------------------------- */

/* Each of these is DENIED without MAY_LEAD or from another workshop, NOT_FOUND for a workshop, seat or note that is not
 * there, and INVALID once the workshop is over. */

/* To stage `to`, everybody at once. `from` is the stage one believes to be in (-1 = whichever): CONFLICT when somebody
 * else has moved on meanwhile. INVALID: beyond the ends. Leaving a private round for a stage that does not reveal step by
 * step opens what is hidden, in the same action. */
enum status workshop_go(struct store *store, const struct session *session, int64_t workshop_id, int from, int to,
                        struct error *err) NONET_CHECKED;
/* Moves the deadline by so many minutes, which may be negative; from now when it is over. */
enum status workshop_extend(struct store *store, const struct session *session, int64_t workshop_id, int minutes,
                            struct error *err) NONET_CHECKED;
/* On hold participants only read. */
enum status workshop_hold(struct store *store, const struct session *session, int64_t workshop_id, bool on,
                          struct error *err) NONET_CHECKED;
/* Calls everybody to a block; `hard` keeps them there. "" lets go. */
enum status workshop_call(struct store *store, const struct session *session, int64_t workshop_id,
                          const char *block_id, bool hard, struct error *err) NONET_CHECKED;
/* Whose notes they are. What guests were promised when they wrote is kept, by every read, also at home and when the workshop
 * is over (people.h). INVALID: telling more than before, when notes were written under the stricter rule. */
enum status workshop_set_names(struct store *store, const struct session *session, int64_t workshop_id,
                               enum names names, struct error *err) NONET_CHECKED;
/* Opens hidden notes: all, of one block, or one of them at random (of `block_id`, NULL = anywhere). *count = how many,
 * *note_id (may be NULL) = the last of them. */
enum status workshop_reveal(struct store *store, const struct session *session, int64_t workshop_id,
                            enum stage_reveal what, const char *block_id, size_t *count, int64_t *note_id,
                            struct error *err) NONET_CHECKED;
/* The story: which notes, in which order, and how many of them are shown. count 0 ends it. */
enum status workshop_story(struct store *store, const struct session *session, int64_t workshop_id,
                           const int64_t *note_ids, size_t count, int shown, struct error *err) NONET_CHECKED;
/* Takes down the hand that somebody else raised. */
enum status seat_lower_hand(struct store *store, const struct session *session, int64_t seat_id,
                            struct error *err) NONET_CHECKED;
/* Ends the workshop: what is hidden stays so until somebody reveals it, unless `reveal`. */
enum status workshop_stop(struct store *store, const struct session *session, int64_t workshop_id, bool reveal,
                          struct error *err) NONET_CHECKED;

/* ---- of one's own seat --------------------------------------------------------------------------------------- */

/* Both are DENIED without a seat. Being ready is told of the present stage and ends with it; a hand stays up until it is
 * taken down, and raising it again keeps its place in the queue. */
enum status workshop_ready(struct store *store, const struct session *session, bool on,
                           struct error *err) NONET_CHECKED;
enum status workshop_raise_hand(struct store *store, const struct session *session, bool on,
                                struct error *err) NONET_CHECKED;

/* ---- votes ------------------------------------------------------------------------------------------------- */

/* A stage with votes opens its vote when it begins. This opens one at any time, or another round: among `among` (at
 * least two notes, or 0 = the blocks in the light), `votes` each. Needs MAY_LEAD. */
enum status workshop_vote_open(struct store *store, const struct session *session, int64_t workshop_id,
                               const int64_t *among, size_t among_count, int votes, bool stacking,
                               struct error *err) NONET_CHECKED;
/* Casts (change 1) or takes back (-1) one vote of the session's seat. *left (may be NULL) = votes left. INVALID: none
 * left, nothing to take back, no stacking, or a note outside the vote; DENIED: no vote is open, or the session may not. */
enum status workshop_vote(struct store *store, const struct session *session, int64_t note_id, int change, int *left,
                          struct error *err) NONET_CHECKED;
/* Votes of people in the room without a screen: sets their number on a note. Needs MAY_LEAD. */
enum status workshop_vote_proxy(struct store *store, const struct session *session, int64_t workshop_id,
                                int64_t note_id, int count, struct error *err) NONET_CHECKED;
/* Closes the vote: the totals go into the notes (field `votes`), and each block is sorted by them (under a
 * heading notes stay there; the headings go by what their notes got together), as one action of the canvas. Needs MAY_LEAD. */
enum status workshop_vote_close(struct store *store, const struct session *session, int64_t workshop_id,
                                struct error *err) NONET_CHECKED;

struct vote_line {
    int64_t note_id;
    int mine;   /* of the session's seat */
    int proxy;  /* of the room; only for who leads, else 0 */
    int total;  /* 0 while the vote is open: nobody sees counts */
    bool tied;  /* closed: as many as the note before or after it, and not the least */
};

struct vote_picture {
    bool open;
    int64_t round;
    int number;
    int left;             /* votes of the session's seat */
    size_t voters, done;  /* participants; those that have no vote left */
    int cast;             /* all votes, of everybody */
    struct vote_line *line; /* open: notes with votes of mine (or of the room); closed: notes with votes, most first */
    size_t line_count;
};
/* Of the present or last round. The lines are yours: vote_picture_clear(). */
enum status workshop_votes_read(struct store *store, const struct session *session, int64_t workshop_id,
                                struct vote_picture *out, struct error *err) NONET_CHECKED;
void vote_picture_clear(struct vote_picture *picture);

/* ---- the minutes -------------------------------------------------------------------------------------------- */

/* Markdown: people, times, stages, what was decided with votes, what was parked, the canvas. Hidden notes and names are
 * left out as the session says. */
enum status workshop_report(struct store *store, const struct session *session, int64_t workshop_id,
                            enum language language, struct buffer *out, struct error *err) NONET_CHECKED;

#endif
