/*
 * test_workshop_screens.c - a small workshop with the real program: a facilitator and two guests on three terminals, every
 * stage of the 60-minute agenda, and the wall beside them.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "home.h"
#include "memory_search.h"
#include "vscreen.h"

struct stage_room {
    struct home home;
    struct pty lea, ana, bo, wall;
};

/* The token in the line that invite prints. */
static void seat_of(const struct home *home, const char *alias, const char *role, char token[80])
{
    struct buffer line = {0};
    ck_assert_int_eq(home_run(home, WORDS("workshop", "invite", "club", "--guest", alias, "--role", role), &line, NULL), 0);
    const char *at = strstr(buffer_text(&line), "--seat ");
    ck_assert_ptr_nonnull(at);
    at += strlen("--seat ");
    size_t length = strspn(at, "0123456789abcdef");
    ck_assert_uint_lt(length, 80);
    memcpy(token, at, length);
    token[length] = '\0';
    buffer_clear(&line);
}

static void sit_down(const struct home *home, struct pty *pty, const char *alias, const char *role, bool wall)
{
    char token[80];
    seat_of(home, alias, role, token);
    const char *words[] = {"--store", home->store, "workshop", "join", "--seat", token, wall ? "--wall" : NULL, NULL};
    home_start(home, pty, &(struct home_start){.words = words, .rows = 30, .columns = 100});
    pty_expect(pty, "1/10 Arrive");
}

static void room_init(struct stage_room *room)
{
    home_init(&room->home);
    home_do(&room->home, WORDS("new", "Club"));
    home_do(&room->home, WORDS("workshop", "start", "1", "--name", "club", "--agenda", "bmc_60"));
    sit_down(&room->home, &room->lea, "Lea", "facilitator", false);
    sit_down(&room->home, &room->ana, "Ana", "participant", false);
    sit_down(&room->home, &room->bo, "阿波", "participant", false);
    sit_down(&room->home, &room->wall, "Wall", "observer", true);
    pty_expect(&room->wall, "3 here");
    pty_expect(&room->lea, "0/2 ready");
}

static void leave(struct pty *pty)
{
    pty_send(pty, "q");
    ck_assert_int_eq(pty_wait_end(pty), 0);
    pty_expect_restored(pty);
    pty_clear(pty);
}

static void room_clear(struct stage_room *room)
{
    leave(&room->lea);
    leave(&room->ana);
    leave(&room->bo);
    leave(&room->wall);
    home_expect_sound(&room->home);
    home_clear(&room->home);
}

/* The facilitator's key, and what everybody's top line says then. */
static void next_stage(struct stage_room *room, const char *title)
{
    pty_send(&room->lea, ">");
    pty_expect(&room->lea, title);
    pty_expect(&room->ana, title);
    pty_expect(&room->bo, title);
    pty_expect(&room->wall, title);
    /* The banner may lie over what is looked for. */
    pty_send(&room->ana, "\x1b");
    pty_send(&room->bo, "\x1b");
    pty_expect_not(&room->ana, "any key goes on");
    pty_expect_not(&room->bo, "any key goes on");
}

/* Both write in a block, unseen by each other. */
static void write_alone(struct stage_room *room, const char *block, const char *anas, const char *bos)
{
    char keys[200];
    snprintf(keys, sizeof keys, "\x1b%sa%s\r\x1b", block, anas);
    pty_send(&room->ana, keys);
    pty_expect(&room->ana, anas);
    snprintf(keys, sizeof keys, "\x1b%sa%s\r\x1b", block, bos);
    pty_send(&room->bo, keys);
    pty_expect(&room->bo, bos);
    pty_expect(&room->ana, "+1 hidden");
    pty_expect(&room->wall, "+2 hidden");
    pty_expect_not(&room->ana, bos);
    pty_expect_not(&room->bo, anas);
    pty_expect_not(&room->wall, anas);
}

START_TEST(a_workshop_from_its_first_stage_to_its_last)
{
    struct stage_room room;
    room_init(&room);
    pty_send(&room.ana, "a");
    pty_send(&room.ana, "a club for everybody\r\x1b");
    pty_expect(&room.bo, "a club for everybody");
    pty_send(&room.ana, "w");
    pty_expect(&room.ana, "I am ready");
    pty_send(&room.ana, "I am ready\r");
    pty_expect(&room.lea, "1/2 ready");

    next_stage(&room, "2/10 Customers and value");
    write_alone(&room, "1", "parents", "schools");
    next_stage(&room, "3/10 Read what others wrote");
    pty_expect(&room.ana, "schools");
    pty_expect(&room.bo, "parents");
    pty_expect(&room.wall, "parents");
    pty_send(&room.bo, "\x1b" "a");
    pty_expect(&room.bo, "that is not for this stage");

    next_stage(&room, "4/10 Sort customers and value");
    pty_send(&room.ana, "\x1b"); /* the banner goes */
    pty_send(&room.bo, "\x1b" "1\x1b[H \x1b[B +");
    pty_expect(&room.bo, "Heading for");
    pty_send(&room.bo, "families\r");
    pty_expect(&room.ana, "families");

    next_stage(&room, "5/10");
    write_alone(&room, "3", "web shop", "stadium");
    next_stage(&room, "6/10");
    pty_expect(&room.ana, "stadium");
    next_stage(&room, "7/10");
    write_alone(&room, "6", "the team", "the ground");
    next_stage(&room, "8/10");
    pty_expect(&room.ana, "the ground");

    next_stage(&room, "9/10");
    pty_expect(&room.ana, "vote (3 left)");
    pty_send(&room.ana, "\x1b" "3\x1b[Hv");
    pty_expect(&room.ana, "2 of 3 votes left");
    pty_expect(&room.ana, "my 1");
    pty_send(&room.bo, "\x1b" "3\x1b[Hv");
    pty_expect(&room.bo, "my 1");
    pty_expect(&room.wall, "2 votes cast");
    pty_expect_not(&room.lea, "▲");
    pty_send(&room.lea, "w");
    pty_expect(&room.lea, "close the vote");
    pty_send(&room.lea, "close the vote\r");
    pty_expect(&room.ana, "▲2");
    pty_expect(&room.wall, "▲2");

    next_stage(&room, "10/10 Next step");
    pty_send(&room.lea, "w");
    pty_expect(&room.lea, "run sheet");
    pty_send(&room.lea, "end the workshop\r");
    pty_expect(&room.lea, "hidden notes are revealed");
    pty_send(&room.lea, "\r");
    pty_expect(&room.ana, "the workshop is over");
    room_clear(&room);
}
END_TEST

START_TEST(everybody_is_called_held_and_let_go)
{
    struct stage_room room;
    room_init(&room);
    pty_send(&room.lea, "\x1b" "4@");
    pty_expect(&room.ana, "press 4");
    pty_send(&room.ana, "4");
    pty_expect(&room.ana, "you are there");
    pty_send(&room.lea, "@!");
    pty_expect(&room.ana, "HELD");
    pty_send(&room.ana, "a");
    pty_expect(&room.ana, "the room is held");
    pty_send(&room.lea, "!");
    pty_expect_not(&room.ana, "HELD");
    pty_send(&room.bo, "w");
    pty_expect(&room.bo, "raise a hand");
    pty_send(&room.bo, "raise\r");
    pty_expect(&room.lea, "阿波 raises a hand");
    pty_expect(&room.lea, "1 hand");
    room_clear(&room);
}
END_TEST

/* Any account may read the words of any process (`ps`); a seat is not to be had from there. */
START_TEST(the_list_of_processes_shows_no_token)
{
    struct home home;
    struct pty pty;
    struct buffer path = {0}, words = {0};
    char token[80];
    home_init(&home);
    home_do(&home, WORDS("new", "Club"));
    home_do(&home, WORDS("workshop", "start", "1", "--name", "club", "--agenda", "bmc_60"));
    seat_of(&home, "Ana", "participant", token);
    home_start(&home, &pty, &(struct home_start){.words = (const char *const[]){"--store", home.store, "workshop", "join",
                                                                                "--seat", token, NULL}});
    pty_expect(&pty, "1/10 Arrive");
    struct error error;
    buffer_printf(&path, "/proc/%lld/cmdline", (long long)pty.child);
    ck_assert_int_eq(file_read(buffer_text(&path), 65536, &words, &error), STATUS_OK);
    ck_assert_ptr_nonnull(memmem(words.data, words.length, "--seat", 6));
    ck_assert_ptr_null(memmem(words.data, words.length, token, strlen(token)));
    leave(&pty);
    buffer_clear(&words);
    buffer_clear(&path);
    home_clear(&home);
}
END_TEST

/* A line that breaks in the middle of a word: the facilitator goes on, the guest comes back to what was typed. */
START_TEST(who_is_cut_off_comes_back_to_the_same_place)
{
    struct stage_room room;
    char token[80];
    room_init(&room);
    seat_of(&room.home, "Cem", "participant", token);
    struct pty cem;
    const char *words[] = {"--store", room.home.store, "workshop", "join", "--seat", token, NULL};
    struct home_start start = {.words = words, .rows = 30, .columns = 100};
    home_start(&room.home, &cem, &start);
    pty_expect(&room.lea, "0/3 ready");
    pty_send(&cem, "\x1b");
    pty_send(&cem, "a");
    pty_send(&cem, "half a thou");
    home_wait_draft(&room.home, &cem, "half a thou");
    pty_clear(&cem); /* killed */
    pty_expect(&room.lea, "0/2 ready"); /* nobody waits for who is not there */
    home_start(&room.home, &cem, &start);
    pty_expect(&cem, "half a thou");
    pty_send(&cem, "ght\r\x1b");
    pty_expect(&room.ana, "half a thought");
    leave(&cem);
    room_clear(&room);
}
END_TEST

/* What was just painted is forgotten before the program waits again: at most a moment later. */
static void expect_not_in_memory(struct pty *pty, const char *text)
{
    size_t count = 0;
    for (int i = 0; i < 50; i++) {
        ck_assert_msg(memory_count(pty->child, text, &count), "the system lets nobody look into the guest's memory");
        if (count == 0)
            return;
        pty_pump(pty, 20);
    }
    ck_abort_msg("“%s” is %zu times in the guest's memory", text, count);
}

static void expect_in_memory(struct pty *pty, const char *text)
{
    size_t count = 0;
    ck_assert(memory_count(pty->child, text, &count));
    ck_assert_msg(count > 0, "“%s” is not in the memory", text);
}

START_TEST(nobody_has_anothers_private_text_in_memory)
{
    if (geteuid() != 0)
        return; /* only root may look into a process that cannot be traced */
    struct stage_room room;
    room_init(&room);
    next_stage(&room, "2/10 Customers and value");
    write_alone(&room, "1", "grandparents with time", "schoolteachers nearby");
    write_alone(&room, "2", "a seat in the sun", "an hour of silence");
    expect_in_memory(&room.ana, "grandparents with time");
    expect_in_memory(&room.bo, "schoolteachers nearby");
    expect_in_memory(&room.lea, "grandparents with time"); /* the facilitator reads all */
    static const char *const anas[] = {"grandparents with", "a seat in the"}, *const bos[] = {"schoolteachers near",
                                                                                            "an hour of sil"};
    for (size_t i = 0; i < COUNT_OF(anas); i++) {
        expect_not_in_memory(&room.bo, anas[i]);
        expect_not_in_memory(&room.ana, bos[i]);
        expect_not_in_memory(&room.wall, anas[i]);
        expect_not_in_memory(&room.wall, bos[i]);
    }
    next_stage(&room, "3/10 Read what others wrote");
    pty_send(&room.bo, "\x1b"); /* the banner goes */
    pty_expect(&room.bo, "grandparents");
    expect_in_memory(&room.bo, "grandparents with time");
    room_clear(&room);
}
END_TEST

NONET_TEST_MAIN("workshop_screens", a_workshop_from_its_first_stage_to_its_last, everybody_is_called_held_and_let_go,
                who_is_cut_off_comes_back_to_the_same_place, nobody_has_anothers_private_text_in_memory,
                the_list_of_processes_shows_no_token)
