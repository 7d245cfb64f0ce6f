/*
 * workshop_fixture.h - a canvas with a workshop on it, and seats; for tests of the workshop.
 */
#ifndef NONET_WORKSHOP_FIXTURE_H
#define NONET_WORKSHOP_FIXTURE_H

#include "canvas_fixture.h"
#include "nonet/workshop.h"

/* The stages of the fixture's agenda. */
enum { IN_GATHER, IN_DIVERGE, IN_REVEAL, IN_CLUSTER, IN_VOTE, IN_DECIDE, STAGES };

struct workshop_fixture {
    struct canvas_fixture canvas; /* "Ann" is the owner, "Plan" the canvas */
    int64_t id;
    int64_t leader, li, mei, watcher; /* seats: facilitator, two participants, observer */
};

void workshop_fixture_init(struct workshop_fixture *fixture);
void workshop_fixture_clear(struct workshop_fixture *fixture);
int64_t workshop_fixture_seat(struct workshop_fixture *fixture, const char *alias, enum seat_role role);
struct session workshop_fixture_session(const struct workshop_fixture *fixture, int64_t seat_id);
/* To a stage, by the owner. */
void workshop_fixture_go(struct workshop_fixture *fixture, int stage);
/* Adds a note as a seat, and gives its id or fails the test. */
int64_t workshop_fixture_note(const struct workshop_fixture *fixture, int64_t seat_id, const char *block,
                              const char *text);
/* The same, as a status. */
enum status workshop_fixture_add(const struct workshop_fixture *fixture, const struct session *session,
                                 const char *block, const char *text, int64_t *id, struct error *err);
struct workshop *workshop_fixture_load(const struct workshop_fixture *fixture);
/* "text text" of a block as a seat sees it. Yours. */
char *workshop_fixture_texts(const struct workshop_fixture *fixture, int64_t seat_id, const char *block);

#endif
