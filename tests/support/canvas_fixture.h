/*
 * canvas_fixture.h - a store in a folder of its own, a person, a canvas; for tests of the canvas layer and above.
 */
#ifndef NONET_CANVAS_FIXTURE_H
#define NONET_CANVAS_FIXTURE_H

#include "nonet/canvas.h"

struct canvas_fixture {
    char folder[64];
    char path[96];
    struct store *store;
    struct session session; /* "Ann", the owner */
    struct template *template; /* bmc */
    int64_t canvas_id;         /* "Plan" */
};

/* Fails the running test when anything goes wrong. */
void canvas_fixture_init(struct canvas_fixture *fixture);
void canvas_fixture_clear(struct canvas_fixture *fixture); /* removes the folder */
/* Another connection to the same file; the caller closes it. */
struct store *canvas_fixture_connect(const struct canvas_fixture *fixture);
/* An owner session of a person with that name. */
struct session canvas_fixture_person(const struct canvas_fixture *fixture, const char *name);
/* Adds a note at the end of a block. */
int64_t canvas_fixture_note(const struct canvas_fixture *fixture, const char *block, const char *text);
/* Block index by id; fails the test when unknown. */
int canvas_fixture_block(const struct canvas_fixture *fixture, const char *block);
struct snapshot *canvas_fixture_load(const struct canvas_fixture *fixture);

/* The whole canvas as text, one line a note, tag, link...; without times when `times` is false. Yours. */
char *snapshot_dump(const struct snapshot *snapshot, bool times);
/* Loads afresh and dumps without times. */
char *canvas_fixture_dump(const struct canvas_fixture *fixture);
/* "text text text" of a block, in order, from a fresh load. Yours. */
char *canvas_fixture_texts(const struct canvas_fixture *fixture, const char *block);
/* The same of a snapshot, which is freed. */
char *canvas_fixture_texts_of(struct snapshot *snapshot, int block);
/* How many actions with this operation the store holds (NULL: of all); their changes with canvas_fixture_changes. */
int64_t canvas_fixture_actions(const struct canvas_fixture *fixture, const char *operation);
int64_t canvas_fixture_changes(const struct canvas_fixture *fixture);

/* native_copy_snapshot() of a canvas as it is now; the id of the copy. */
int64_t canvas_fixture_copy(struct store *from, const struct session *from_session, int64_t from_canvas,
                            const char *title, struct store *to, const struct session *session);

#endif
