/*
 * test_a_whole_workshop.c - one facilitator and eight guests, all over SSH, from the invitation to the minutes.
 *
 * On the way a guest's line drops in a private round, and the facilitator's line for good: the owner's command line goes on.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "room_fixture.h"

#define GUESTS 8

static const char *const names[GUESTS] = {"Ana", "Ben", "Cleo", "Dan", "Eva", "李雷", "韩梅梅", "Zoe"};

struct party {
    struct sshd sshd;
    struct pty fay, guest[GUESTS];
};

static void join(struct party *party, struct pty *pty, const char *key, const char *until)
{
    sshd_connect(&party->sshd, pty, &(struct client){.key = key, .rows = 50, .columns = 160});
    pty_expect(pty, until);
    pty_send(pty, "\f");
}

static void begin(struct party *party)
{
    sshd_start(&party->sshd, NULL);
    struct home *home = &party->sshd.home;
    home_do(home, WORDS("new", "Bakery"));
    home_do(home, WORDS("workshop", "start", "1", "--agenda", "bmc_60", "--name", "bakery"));
    sshd_invite(&party->sshd, "bakery", "Fay", "fay", WORDS("--role", "facilitator"));
    join(party, &party->fay, "fay", "· Bakery");
    for (int i = 0; i < GUESTS; i++) {
        char key[16];
        snprintf(key, sizeof key, "guest%d", i);
        sshd_invite(&party->sshd, "bakery", names[i], key, NULL);
        join(party, &party->guest[i], key, "· Bakery");
    }
}

/* Fay leads on, and everybody's screen says so. */
static void next_stage(struct party *party, const char *shows)
{
    pty_send(&party->fay, ">");
    pty_expect(&party->fay, shows);
    pty_send(&party->fay, "\f");
    for (int i = 0; i < GUESTS; i++) {
        pty_expect(&party->guest[i], shows);
        pty_send(&party->guest[i], "\f"); /* the banner goes */
    }
}

static void note_of(int guest, const char *what, char *out, size_t size)
{
    snprintf(out, size, "%s-of-%s", what, names[guest]);
}

static void write_in_private(struct party *party)
{
    char text[64];
    for (int i = 0; i < GUESTS; i++) {
        note_of(i, "segment", text, sizeof text);
        room_write(&party->guest[i], "1", text);
    }
    /* Everybody sees their own; of the others' only that there is something. */
    for (int i = 0; i < GUESTS; i++)
        for (int k = 0; k < GUESTS; k++) {
            note_of(k, "segment", text, sizeof text);
            if (i == k)
                pty_expect(&party->guest[i], text);
            else
                ck_assert_msg(!strstr(buffer_text(&party->guest[i].bytes), text), "%s saw %s", names[i], text);
        }
}

/* In the middle of a word; the word is there again. */
static void drop_and_come_back(struct party *party, int guest, const char *key)
{
    struct room_fixture f = {.sshd = party->sshd};
    pty_send(&party->guest[guest], "2abefore the line");
    pty_expect(&party->guest[guest], "before the line");
    kill(party->guest[guest].child, SIGKILL);
    pty_clear(&party->guest[guest]);
    room_expect_gone(&f, names[guest]);
    join(party, &party->guest[guest], key, "before the line");
    pty_send(&party->guest[guest], " dropped\r\033");
    room_write(&party->guest[guest], "1", "and-more");
}

static void read_together(struct party *party)
{
    char text[64];
    for (int i = 0; i < GUESTS; i++)
        for (int k = 0; k < GUESTS; k++) {
            note_of(k, "segment", text, sizeof text);
            pty_send(&party->guest[i], "1");
            pty_expect(&party->guest[i], text);
        }
}

/* Until so many people have used so many votes. */
static void wait_for_votes(const struct home *home, int people, int votes)
{
    struct buffer out = {0}, wanted = {0};
    int64_t end = time_steady() + 10000;
    int count = 0;
    buffer_printf(&wanted, "\"votes_used\": %d", votes);
    while (count < people && time_steady() < end) {
        ck_assert_int_eq(home_run(home, WORDS("workshop", "show", "bakery"), &out, NULL), 0);
        count = 0;
        for (const char *at = buffer_text(&out); (at = strstr(at, buffer_text(&wanted))); at += wanted.length)
            count++;
    }
    ck_assert_int_eq(count, people);
    buffer_clear(&wanted);
    buffer_clear(&out);
}

START_TEST(test_from_invitation_to_minutes)
{
    struct party party = {0};
    begin(&party);
    struct home *home = &party.sshd.home;
    room_write(&party.guest[0], "", "Know whom we bake for");
    for (int i = 1; i < GUESTS; i++)
        pty_expect(&party.guest[i], "Know whom we bake for");

    next_stage(&party, "2/10");
    write_in_private(&party);
    drop_and_come_back(&party, 3, "guest3");
    next_stage(&party, "3/10");
    read_together(&party);
    pty_send(&party.guest[1], "a");
    pty_expect(&party.guest[1], "not for this stage");

    /* The facilitator's line drops for good: the room goes on, led from the owner's shell. */
    kill(party.fay.child, SIGKILL);
    pty_clear(&party.fay);
    for (int stage = 4; stage <= 9; stage++)
        home_do(home, WORDS("workshop", "next", "bakery"));
    for (int i = 0; i < GUESTS; i++) {
        pty_expect(&party.guest[i], "9/10");
        pty_send(&party.guest[i], "\f1"); /* customer segments */
    }
    /* All think alike, and keep the third vote. */
    for (int i = 0; i < GUESTS; i++) {
        pty_send(&party.guest[i], "\033[Hv");
        pty_send(&party.guest[i], "\033[Bv");
    }
    wait_for_votes(home, GUESTS, 2);
    struct buffer out = {0};
    home_do(home, WORDS("workshop", "next", "bakery"));
    for (int i = 0; i < GUESTS; i++)
        pty_expect(&party.guest[i], "10/10");

    ck_assert_int_eq(home_run(home, WORDS("workshop", "report", "bakery"), &out, NULL), 0);
    static const char *const told[] = {"Bakery", "Fay", "韩梅梅", "Know whom we bake for", "before the line dropped", "and-more"};
    for (size_t i = 0; i < COUNT_OF(told); i++)
        ck_assert_msg(strstr(buffer_text(&out), told[i]), "%s is missing:\n%s", told[i], buffer_text(&out));
    for (int i = 0; i < GUESTS; i++) {
        char text[64];
        note_of(i, "segment", text, sizeof text);
        ck_assert_msg(strstr(buffer_text(&out), text), "%s is missing:\n%s", text, buffer_text(&out));
    }
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), "- **8** (tied) Customer Segments: segment-of-Ana"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), "- **8** (tied) Customer Segments: segment-of-Ben"));
    home_do(home, WORDS("workshop", "stop", "bakery"));
    for (int i = 0; i < GUESTS; i++) {
        pty_expect(&party.guest[i], "the workshop is over");
        ck_assert(!pty_shows(&party.guest[i], "nonet:"));
        pty_send(&party.guest[i], "q");
        ck_assert_int_eq(pty_wait_end(&party.guest[i]), 0);
        pty_expect_restored(&party.guest[i]);
        pty_clear(&party.guest[i]);
    }
    home_expect_sound(home);
    buffer_clear(&out);
    sshd_clear(&party.sshd);
}
END_TEST

NONET_SSH_TEST_MAIN("a whole workshop", test_from_invitation_to_minutes)
