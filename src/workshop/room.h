/*
 * room.h - what the files of the workshop share. Private to src/workshop.
 *
 * An operation of the room is: act_begin(), set fields of its rows, act_end(). Between the two nobody else writes, and
 * `act.session` is what the one who asks may now.
 */
#ifndef NONET_ROOM_H
#define NONET_ROOM_H

#include "nonet/workshop.h"

/* ---- room_sql.c: rows ----------------------------------------------------------------------------------- */

/* The workshop's row without its agenda's text. */
struct room {
    int64_t id, canvas_id, started, ended, updated;
    int64_t stage, stage_started, stage_length, deadline, may, hold, called_hard, round, late, names;
    int64_t vote_round, vote_open, vote_number, vote_each, vote_stacking, story_at, wrong_tries, wrong_last;
    int64_t has_code; /* guests may come by the shared line; the words are read by room_door() alone */
    char *name, *called, *vote_among, *vote_blocks, *story;
};
enum status room_read(struct store *store, int64_t workshop_id, struct room *out, struct error *err) NONET_CHECKED;
void room_clear(struct room *room);
static inline bool room_votes(const struct room *room)
{
    return room->ended == 0 && room->vote_round != 0 && room->vote_open == room->stage_started;
}
enum status room_door(struct store *store, int64_t workshop_id, char **shared, char **code,
                      struct error *err) NONET_CHECKED;
enum status room_agenda(struct store *store, int64_t workshop_id, struct agenda **out, struct error *err) NONET_CHECKED;

/* Whether a guest of the workshop has written on its canvas; with `hidden_only`, what is not revealed yet. */
enum status room_has_writing(struct store *store, const struct room *room, bool hidden_only, bool *out,
                             struct error *err) NONET_CHECKED;

struct seat_row {
    int64_t id, workshop_id, person_id, role, home, revoked, ready, hand;
    int64_t claimed; /* by the shared line */
    char *alias;
};
/* NOT_FOUND with a message. */
enum status seat_read(struct store *store, int64_t seat_id, struct seat_row *out, struct error *err) NONET_CHECKED;
void seat_row_clear(struct seat_row *row);
/* The code for coming back to a seat, "" = there is none; yours. */
enum status seat_resume(struct store *store, int64_t seat_id, char **resume, struct error *err) NONET_CHECKED;
/* All seats of a workshop, by alias. */
enum status seats_read(struct store *store, int64_t workshop_id, struct seat_row **out, size_t *count,
                       struct error *err) NONET_CHECKED;
void seats_free(struct seat_row *seats, size_t count);
/* The seat of a token; 0 = none. */
enum status seat_of_token(struct store *store, const char *token, int64_t *seat_id, struct error *err) NONET_CHECKED;
enum status room_of_shared(struct store *store, const char *token, int64_t *workshop_id,
                           struct error *err) NONET_CHECKED;

/* What tells whether anything of the room is another now. */
struct room_stamp {
    int64_t room, seats, seat_newest, vote_newest, votes_free, hidden, canvas;
};
enum status room_stamp(struct store *store, int64_t workshop_id, struct room_stamp *out,
                       struct error *err) NONET_CHECKED;

/* ---- votes_sql.c ------------------------------------------------------------------------------------------- */

struct vote_row {
    int64_t note_id, seat_id;
    int64_t count;
    bool lives; /* the note is not in the trash */
};
enum status votes_sum_by_seat(struct store *store, int64_t round, struct vote_row **out, size_t *count,
                              struct error *err) NONET_CHECKED; /* on living notes; note_id 0; the room's votes as seat 0 */
enum status votes_sum_by_note(struct store *store, int64_t round, struct vote_row **out, size_t *count,
                              struct error *err) NONET_CHECKED; /* seat_id 0; most first, then by note id */
enum status votes_of_seat(struct store *store, int64_t round, int64_t seat_id, struct vote_row **out, size_t *count,
                          struct error *err) NONET_CHECKED;

enum status vote_exists(struct store *store, int64_t vote_id, bool *exists, struct error *err) NONET_CHECKED;

/* Notes of a canvas as the workshop needs them. */
struct room_note {
    int64_t id, hidden, votes;
    bool alive;
    char *block, *rank;
};
/* In the order of blocks and ranks, living ones. With `hidden_only` those of private rounds; `block` NULL = all. */
enum status room_notes(struct store *store, int64_t canvas_id, bool hidden_only, const char *block,
                       struct room_note **out, size_t *count, struct error *err) NONET_CHECKED;
enum status room_note_read(struct store *store, int64_t canvas_id, int64_t note_id, struct room_note *out,
                           struct error *err) NONET_CHECKED; /* NOT_FOUND: dead or elsewhere, with a message */
void room_notes_free(struct room_note *notes, size_t count);
/* The living groups that have notes, in the order of blocks and ranks, each with the votes of its notes; only id, votes,
 * block and rank are set. Free them as notes. */
enum status room_groups(struct store *store, int64_t canvas_id, struct room_note **out, size_t *count,
                        struct error *err) NONET_CHECKED;

/* ---- session.c -------------------------------------------------------------------------------------------- */

struct facts { /* what a session follows from */
    int64_t workshop_id, canvas_id, seat_id, person_id;
    enum seat_role role;
    bool home, revoked, running, hold, vote_open, late, wall;
    unsigned may;
    int64_t round;
    enum names names;
};
void session_fill(struct session *session, const struct facts *facts);

/* ---- act.c -------------------------------------------------------------------------------------------------- */

struct act {
    struct store *store;
    struct session session;
    struct room room;
};

enum act_of { OF_THE_ROOM, OF_THE_CANVAS }; /* what the action belongs to */

/* Opens an action on a running workshop. DENIED unless the session has `needs` and is not another workshop's; INVALID:
 * it is over. On failure nothing stays open. */
enum status act_begin(struct act *act, struct store *store, const struct session *session, int64_t workshop_id,
                      enum act_of of, const char *name, unsigned needs, struct error *err) NONET_CHECKED;
/* Commits when `status` is OK, else rolls back and hands it on. */
enum status act_end(struct act *act, enum status status, struct error *err) NONET_CHECKED;
enum status act_set(struct act *act, const char *field, int64_t value, struct error *err) NONET_CHECKED; /* of the room */
enum status act_set_text(struct act *act, const char *field, const char *value, struct error *err) NONET_CHECKED;

/* ---- seat.c ----------------------------------------------------------------------------------------------------- */

struct seat_new {
    const char *alias, *token, *resume; /* NULL = none */
    enum seat_role role;
    int64_t person_id; /* 0 = one of its own */
    bool home;
};
/* Inside an action. `own_person_id` is for a person of its own. */
enum status seat_make(struct store *store, int64_t workshop_id, const struct seat_new *seat, int64_t own_person_id,
                      int64_t *seat_id, struct error *err) NONET_CHECKED;
/* The seat of that name; alias NULL when there is none. *seats = how many there are. */
enum status seat_find(struct store *store, int64_t workshop_id, const char *alias, struct seat_row *out, size_t *seats,
                      struct error *err) NONET_CHECKED;
/* CONFLICT: the name is taken; FULL: no more seats. */
enum status seat_check_alias(struct store *store, int64_t workshop_id, const char *alias,
                             struct error *err) NONET_CHECKED;

/* CONFLICT: the seat was claimed by the shared line, and such a one never leads. */
enum status seat_check_role(const struct seat_row *seat, enum seat_role role, struct error *err) NONET_CHECKED;

/* ---- stage.c ------------------------------------------------------------------------------------------------- */

/* Sets the fields of the room for stage `to`, inside an action. */
enum status stage_enter(struct act *act, const struct agenda *agenda, int to, struct error *err) NONET_CHECKED;

/* ---- votes.c, votes_close.c ------------------------------------------------------------------------------------ */

/* Inside an action: the row of a vote. `before` is its count so far, -1 = there is no such row. */
enum status vote_write(struct act *act, int64_t note_id, int64_t seat_id, int64_t before, int64_t count,
                       struct error *err) NONET_CHECKED;
/* Whether the open vote is about that note. `among` are the notes of a second round. */
bool vote_in_scope(const struct room *room, const int64_t *among, size_t among_count, const struct room_note *note);
/* Inside an action of the canvas: totals into notes, blocks sorted, the vote closed. */
enum status votes_write(struct act *act, struct error *err) NONET_CHECKED;
/* Inside an action, while a vote is open: what a seat has cast in it counts no more. */
enum status votes_withdraw(struct act *act, int64_t seat_id, struct error *err) NONET_CHECKED;

/* ---- words.c --------------------------------------------------------------------------------------------------- */

/* A random word of 32 hexadecimal digits; yours. */
char *word_token(void);
/* A short one that people type: "abcd-efgh"; yours. */
char *word_code(void);
/* Bytes of a code that count when codes are compared. */
size_t word_weight(const char *code);
/* Whether two codes are the same to a person: case, width, blanks and dashes do not count. */
bool word_equal(const char *a, const char *b);
/* An alias as it is kept: repaired, composed, one line. */
enum status word_alias(const char *typed, char **out, struct error *err) NONET_CHECKED;
/* Whether two aliases are one to a person, who looks at them: invisible and look-alike letters make no other name. */
bool alias_equal(const char *a, const char *b);
char *alias_key(const char *alias); /* the same for names that are equal; yours */
/* Ids with blanks between, and back; the array is yours. */
char *ids_text(const int64_t *ids, size_t count);
size_t ids_parse(const char *text, int64_t **out);

/* ---- name.c ---- */

/* Gives those of one name their places. */
void name_places(struct workshop_info *list, size_t count);

#endif
