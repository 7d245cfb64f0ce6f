/*
 * room_fixture.c - see room_fixture.h.
 */
#include "room_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"

void room_fixture_init_agenda(struct room_fixture *room, enum language language, const char *notes,
                              const char *agenda_id)
{
    struct error error;
    struct agenda *agenda;
    *room = (struct room_fixture){.language = language, .now = SCREEN_FIXTURE_NOW};
    screen_fixture_init(&room->base);
    room->canvas_id = screen_fixture_canvas(&room->base, SCREEN_FIXTURE_NOW, "bmc",
                                            language == LANGUAGE_ZH ? "我们的俱乐部" : "Our club", notes);
    ck_ok(agenda_load(agenda_id, "bmc", &agenda, &error));
    ck_ok(workshop_start(room->base.store, &room->base.session, room->canvas_id, agenda, "club", &room->workshop_id,
                         NULL, &error));
    agenda_free(agenda);
}

void room_fixture_init(struct room_fixture *room, enum language language, const char *notes)
{
    room_fixture_init_agenda(room, language, notes, "bmc_60");
}

void room_fixture_clear(struct room_fixture *room)
{
    for (size_t i = 0; i < room->count; i++) {
        app_clear(&room->screen[i].fixture.app);
        store_close(room->screen[i].fixture.store);
    }
    screen_fixture_clear(&room->base);
}

static void settle(struct room_fixture *room)
{
    for (size_t i = 0; i < room->count; i++) {
        app_raise(&room->screen[i].fixture.app, RAISE_FEED);
        app_settle(&room->screen[i].fixture.app);
    }
}

struct room_screen *room_fixture_join(struct room_fixture *room, const char *alias, enum seat_role role, bool wall,
                                      int rows, int columns)
{
    struct error error;
    enum language found;
    struct view *view;
    char *token;
    ck_assert_uint_lt(room->count, ROOM_SCREENS_MAX);
    struct room_screen *screen = &room->screen[room->count];
    struct app *app = &screen->fixture.app;
    struct store_options options = {.path = room->base.path};
    ck_ok(store_open(&screen->fixture.store, &options, &canvas_schema, &error));
    ck_ok(seat_invite(room->base.store, &room->base.session, room->workshop_id, alias, role, &screen->seat_id, &token,
                      &error));
    free(token);
    ck_ok(message_init(language_code(room->language), &found, &error));
    app_prepare(app, &(struct tui_options){.store = screen->fixture.store, .actor_name = alias, .language = room->language},
                rows, columns);
    ck_ok(room_open(app, screen->seat_id, wall, &error));
    app_open_live(app);
    ck_ok(board_new(app, room->canvas_id, &view, &error));
    app_push(app, view);
    screen->board = board_of(view);
    room->count++;
    settle(room);
    return screen;
}

void room_fixture_keys(struct room_fixture *room, struct room_screen *screen, const char *keys)
{
    while (*keys) {
        const char *quote = *keys == '\'' ? strchr(keys + 1, '\'') : NULL;
        size_t length = quote ? (size_t)(quote - keys) + 1 : strcspn(keys, " ");
        char *one = memory_copy_bytes(keys, length);
        screen_fixture_keys(&screen->fixture, one);
        free(one);
        settle(room);
        keys += length;
        keys += strspn(keys, " ");
    }
}

void room_fixture_wait(struct room_fixture *room, int64_t ms)
{
    room->now += ms;
    screen_fixture_clock(room->now);
    for (size_t i = 0; i < room->count; i++) {
        struct app *app = &room->screen[i].fixture.app;
        if (app->room->clock_due > 0)
            app->room->clock_due = 1;
        room_tick(app, time_steady());
        app_raise(app, RAISE_PAINT);
    }
    settle(room);
}

void room_fixture_expect(struct room_screen *screen, const char *text)
{
    char *dump = screen_fixture_dump(&screen->fixture);
    bool shows = strstr(dump, text) != NULL;
    if (!shows)
        fprintf(stderr, "not on this screen: %s\n%s", text, dump);
    free(dump);
    ck_assert_msg(shows, "the screen does not show %s", text);
}

void room_fixture_expect_not(struct room_screen *screen, const char *text)
{
    char *dump = screen_fixture_dump(&screen->fixture);
    bool shows = strstr(dump, text) != NULL;
    if (shows)
        fprintf(stderr, "on this screen: %s\n%s", text, dump);
    free(dump);
    ck_assert_msg(!shows, "the screen shows %s", text);
}

void room_fixture_stage(struct room_fixture *room, struct room_screen *leader, const char *stage_id)
{
    const struct room *seen = leader->fixture.app.room;
    for (size_t step = 0; step < seen->now->agenda->stage_count; step++) {
        if (strcmp(seen->now->now->id, stage_id) == 0)
            return;
        room_fixture_keys(room, leader, ">");
    }
    ck_assert_msg(strcmp(seen->now->now->id, stage_id) == 0, "no stage %s", stage_id);
}
