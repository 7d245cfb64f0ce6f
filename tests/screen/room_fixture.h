/*
 * room_fixture.h - a workshop without terminals: several apps on one file, each with a seat and a connection of its own.
 *
 * After each key every screen is settled as if its watch had woken: what one does, the others see at once. A screen is
 * driven and compared with the functions of screen_fixture.h.
 */
#ifndef NONET_ROOM_FIXTURE_H
#define NONET_ROOM_FIXTURE_H

#include "room/room.h"
#include "screen_fixture.h"

#define ROOM_SCREENS_MAX 5

struct room_screen {
    struct screen_fixture fixture; /* its folder is the room's */
    struct board *board;
    int64_t seat_id;
};

struct room_fixture {
    struct screen_fixture base; /* folder, file, clock; its own app is not used */
    enum language language;
    int64_t canvas_id, workshop_id;
    int64_t now;
    struct room_screen screen[ROOM_SCREENS_MAX];
    size_t count;
};

/* A canvas with "block: text" lines and a workshop "club" with the 60-minute agenda on it. */
void room_fixture_init(struct room_fixture *room, enum language language, const char *notes);
void room_fixture_init_agenda(struct room_fixture *room, enum language language, const char *notes,
                              const char *agenda_id); /* with another agenda */
void room_fixture_clear(struct room_fixture *room);
/* A new seat with a screen; `wall`: a screen for all. */
struct room_screen *room_fixture_join(struct room_fixture *room, const char *alias, enum seat_role role, bool wall,
                                      int rows, int columns);
void room_fixture_keys(struct room_fixture *room, struct room_screen *screen, const char *keys);
/* The clock goes on; all timers are looked at. */
void room_fixture_wait(struct room_fixture *room, int64_t ms);
void room_fixture_expect(struct room_screen *screen, const char *text);
void room_fixture_expect_not(struct room_screen *screen, const char *text);
/* Forward to the stage with this id, by the leader's key. */
void room_fixture_stage(struct room_fixture *room, struct room_screen *leader, const char *stage_id);

#endif
