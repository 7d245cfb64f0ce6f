/*
 * workshop_fixture.c - see workshop_fixture.h.
 */
#include "workshop_fixture.h"

#include <check.h>
#include <string.h>

#include "check_main.h"

#define TEXT(word) "{\"en\": \"" word "\", \"zh\": \"" word "\"}"
#define STAGE(kind, rest) \
    "{\"id\": \"" kind "\", \"kind\": \"" kind "\", \"title\": " TEXT(kind) ", \"prompt\": " TEXT("Do it.") ", " rest "}"

static const char agenda_source[] =
    "{\"id\": \"test\", \"version\": 1, \"title\": " TEXT("Test") ", \"when\": " TEXT("In tests.") ","
    " \"stages\": [" STAGE("gather", "\"may\": [\"add\"]") ","
    STAGE("diverge", "\"may\": [\"add\"], \"private\": true, \"minutes\": 5, \"blocks\": [\"channels\"]") ","
    STAGE("reveal", "\"may\": [\"add\"], \"reveal\": \"note\"") ","
    STAGE("cluster", "\"may\": [\"edit\", \"move\", \"link\"]") ","
    STAGE("vote", "\"may\": [\"vote\"], \"votes\": 3, \"blocks\": [\"channels\"]") ","
    STAGE("decide", "\"may\": [\"add\", \"edit\", \"move\", \"link\"]") "]}";

void workshop_fixture_init(struct workshop_fixture *fixture)
{
    struct error error;
    *fixture = (struct workshop_fixture){0};
    canvas_fixture_init(&fixture->canvas);
    struct agenda *agenda;
    enum status status = agenda_parse("test", agenda_source, strlen(agenda_source), &agenda, NULL, &error);
    ck_assert_msg(status == STATUS_OK, "%s", error.message);
    ck_ok(workshop_start(fixture->canvas.store, &fixture->canvas.session, fixture->canvas.canvas_id, agenda, "Room",
                         &fixture->id, NULL, &error));
    agenda_free(agenda);
    fixture->leader = workshop_fixture_seat(fixture, "Fay", ROLE_FACILITATOR);
    fixture->li = workshop_fixture_seat(fixture, "李雷", ROLE_PARTICIPANT);
    fixture->mei = workshop_fixture_seat(fixture, "Mei", ROLE_PARTICIPANT);
    fixture->watcher = workshop_fixture_seat(fixture, "Olga", ROLE_OBSERVER);
}

void workshop_fixture_clear(struct workshop_fixture *fixture)
{
    canvas_fixture_clear(&fixture->canvas);
}

int64_t workshop_fixture_seat(struct workshop_fixture *fixture, const char *alias, enum seat_role role)
{
    struct error error;
    int64_t seat_id;
    char *token;
    ck_ok(seat_invite(fixture->canvas.store, &fixture->canvas.session, fixture->id, alias, role, &seat_id, &token,
                      &error));
    free(token);
    return seat_id;
}

struct session workshop_fixture_session(const struct workshop_fixture *fixture, int64_t seat_id)
{
    struct error error;
    struct session session;
    ck_ok(workshop_session(fixture->canvas.store, seat_id, false, NULL, &session, &error));
    return session;
}

void workshop_fixture_go(struct workshop_fixture *fixture, int stage)
{
    struct error error;
    ck_ok(workshop_go(fixture->canvas.store, &fixture->canvas.session, fixture->id, -1, stage, &error));
}

enum status workshop_fixture_add(const struct workshop_fixture *fixture, const struct session *session,
                                 const char *block, const char *text, int64_t *id, struct error *err)
{
    const struct canvas_fixture *canvas = &fixture->canvas;
    struct note_new note = {.block = canvas_fixture_block(canvas, block), .text = text};
    return canvas_notes_add(canvas->store, session, canvas->canvas_id, canvas->template, &note, 1, 0, id, err);
}

int64_t workshop_fixture_note(const struct workshop_fixture *fixture, int64_t seat_id, const char *block,
                              const char *text)
{
    struct error error;
    struct session session = workshop_fixture_session(fixture, seat_id);
    int64_t id;
    ck_ok(workshop_fixture_add(fixture, &session, block, text, &id, &error));
    return id;
}

struct workshop *workshop_fixture_load(const struct workshop_fixture *fixture)
{
    struct error error;
    struct workshop *workshop;
    ck_ok(workshop_load(fixture->canvas.store, fixture->id, &workshop, &error));
    return workshop;
}

char *workshop_fixture_texts(const struct workshop_fixture *fixture, int64_t seat_id, const char *block)
{
    struct error error;
    struct session session = workshop_fixture_session(fixture, seat_id);
    struct snapshot *snapshot;
    ck_ok(snapshot_load(fixture->canvas.store, &session, fixture->canvas.canvas_id, &snapshot, &error));
    return canvas_fixture_texts_of(snapshot, canvas_fixture_block(&fixture->canvas, block));
}
