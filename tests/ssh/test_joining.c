/*
 * test_joining.c - guests come over a real sshd: with a line of their own, with the shared one, back again, in vain.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "room_fixture.h"

/* ---- with a line of one's own ------------------------------------------------------------------------------ */

START_TEST(test_a_guest_writes_a_note)
{
    struct room_fixture f;
    struct pty ana, li;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    sshd_invite(&f.sshd, "bakery", "李", "li", NULL);
    room_join(&f, &ana, "ana");
    room_join(&f, &li, "li");
    room_write(&ana, "1", "Commuters in a hurry");
    room_write(&li, "2", "早上六点的面包");
    pty_expect(&li, "Commuters in a hurry");
    pty_expect(&ana, "早上六点的面包");
    room_expect_notes(&f, "customer_segments: Commuters in a hurry\nvalue_propositions: 早上六点的面包\n");
    /* Who wrote it is the seat, whoever the account is. */
    struct buffer out = {0};
    ck_assert_int_eq(home_run(&f.sshd.home, WORDS("history", "1"), &out, NULL), 0);
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), "李"));
    buffer_clear(&out);
    pty_send(&ana, "q");
    ck_assert_int_eq(pty_wait_end(&ana), 0);
    pty_expect_restored(&ana);
    pty_clear(&ana);
    pty_clear(&li);
    room_clear(&f);
}
END_TEST

/* The client's LANG counts, if it names a language that nonet speaks; else the facilitator's. */
START_TEST(test_everybody_reads_their_language)
{
    static const struct {
        const char *lang, *shows;
    } cases[] = {{"LANG=zh_CN.UTF-8", "1/1 动手"}, {"LANG=en_US.UTF-8", "1/1 Work"}, {"LANG=C.UTF-8", "1/1 Work"}};
    struct room_fixture f;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct pty pty;
        sshd_connect(&f.sshd, &pty, &(struct client){.key = "ana", .options = WORDS("-o", "SendEnv=LANG"),
                                                     .environment = (const char *const[]){cases[i].lang, NULL}});
        pty_expect(&pty, cases[i].shows);
        pty_clear(&pty);
    }
    room_clear(&f);
}
END_TEST

/* The line drops in the middle of a word. */
START_TEST(test_coming_back_where_one_was)
{
    struct room_fixture f;
    struct pty ana;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &ana, "ana");
    room_write(&ana, "3", "Shop at the station");
    pty_send(&ana, "zahalf a tho");
    pty_expect(&ana, "half a tho");
    kill(ana.child, SIGKILL);
    pty_clear(&ana);
    room_expect_gone(&f, "Ana");
    room_join(&f, &ana, "ana");
    pty_expect(&ana, "half a tho");
    pty_send(&ana, "ught\033");
    pty_expect(&ana, "half a thought");
    pty_expect_not(&ana, "Key Partnerships"); /* still zoomed */
    room_expect_notes(&f, "channels: Shop at the station\nchannels: half a thought\n");
    pty_clear(&ana);
    room_clear(&f);
}
END_TEST

/* The other way round: sshd notices the dead line only after its guest is back. */
START_TEST(test_the_old_line_ends_late)
{
    struct room_fixture f;
    struct pty old, new;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &old, "ana");
    pty_send(&old, "2ahalf a tho");
    pty_expect(&old, "half a tho");
    kill(old.child, SIGSTOP); /* no byte comes or goes any more */
    room_join(&f, &new, "ana");
    pty_expect(&new, "Value Propositions");
    pty_expect_not(&new, "half a tho");
    kill(old.child, SIGKILL);
    pty_expect(&new, "half a tho");
    pty_send(&new, "ught\r\033");
    room_expect_notes(&f, "value_propositions: half a thought\n");
    pty_clear(&old);
    pty_clear(&new);
    room_clear(&f);
}
END_TEST

START_TEST(test_a_seat_is_taken_away)
{
    struct room_fixture f;
    struct pty ana;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &ana, "ana");
    home_do(&f.sshd.home, WORDS("workshop", "revoke", "bakery", "Ana"));
    pty_expect(&ana, "seat in this workshop was taken away");
    ck_assert_int_eq(pty_wait_end(&ana), 1);
    pty_expect_restored(&ana);
    pty_clear(&ana);
    room_refused(&f, "ana", "seat in this workshop was taken away");
    home_do(&f.sshd.home, WORDS("workshop", "revoke", "bakery", "Ana", "--undo"));
    room_join(&f, &ana, "ana");
    pty_clear(&ana);
    /* Invited again: the earlier line opens nothing. */
    sshd_invite(&f.sshd, "bakery", "Ana", "new", NULL);
    room_refused(&f, "ana", "this invitation is not known here");
    room_join(&f, &ana, "new");
    pty_clear(&ana);
    room_clear(&f);
}
END_TEST

START_TEST(test_a_workshop_is_over)
{
    struct room_fixture f;
    struct pty ana;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &ana, "ana");
    home_do(&f.sshd.home, WORDS("workshop", "stop", "bakery"));
    pty_expect(&ana, "the workshop is over"); /* who is in may go on looking */
    pty_send(&ana, "aToo late\r\033");
    pty_expect(&ana, "Customer Segments");
    pty_clear(&ana);
    room_refused(&f, "ana", "the workshop “bakery” is over");
    room_expect_notes(&f, "");
    room_clear(&f);
}
END_TEST

START_TEST(test_an_observer_only_looks)
{
    struct room_fixture f;
    struct pty ana;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", WORDS("--role", "observer"));
    room_join(&f, &ana, "ana");
    pty_send(&ana, "a");
    pty_expect(&ana, "not for this stage");
    room_expect_notes(&f, "");
    pty_clear(&ana);
    room_clear(&f);
}
END_TEST

/* Two readers of the line, and paths that mean something to both. */
START_TEST(test_a_store_in_a_strange_folder)
{
    struct room_fixture f;
    struct pty ana;
    room_init(&f, "it's a \"商业\" $HOME `id` \\n, x");
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &ana, "ana");
    room_write(&ana, "1", "Commuters");
    room_expect_notes(&f, "customer_segments: Commuters\n");
    pty_clear(&ana);
    room_clear(&f);
}
END_TEST

/* The projector's machine comes by a line of its own, and nothing typed there counts. */
START_TEST(test_the_wall)
{
    struct room_fixture f;
    struct pty ana, wall;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    sshd_invite(&f.sshd, "bakery", "Wall", "wall", WORDS("--wall"));
    room_join(&f, &ana, "ana");
    sshd_connect(&f.sshd, &wall, &(struct client){.key = "wall", .rows = 40, .columns = 120});
    pty_expect(&wall, "0 of 1 ready");
    room_write(&ana, "1", "Seen by all");
    pty_expect(&wall, "Seen by all");
    pty_send(&wall, "1aNot by the wall\r\033u");
    room_write(&ana, "2", "and this");
    pty_expect(&wall, "and this");
    room_expect_notes(&f, "customer_segments: Seen by all\nvalue_propositions: and this\n");
    pty_send(&wall, "q");
    ck_assert_int_eq(pty_wait_end(&wall), 0);
    pty_clear(&ana);
    pty_clear(&wall);
    room_clear(&f);
}
END_TEST

/* ---- by the shared line ------------------------------------------------------------------------------------ */

START_TEST(test_shared_line)
{
    struct room_fixture f;
    struct pty zoe, other;
    room_init(&f, NULL);
    room_share(&f, "room", "sourdough");
    sshd_connect(&f.sshd, &zoe, &(struct client){.key = "room"});
    pty_expect(&zoe, "The workshop “bakery”");
    pty_expect(&zoe, "Your name:");
    pty_send(&zoe, "Zoe\r");
    pty_expect(&zoe, "The code word:");
    pty_send(&zoe, "rye bread\r");
    pty_expect(&zoe, "that is not the code word");
    room_expect_times(&zoe, "Your name:", 2);
    pty_send(&zoe, "Zoe\r");
    room_expect_times(&zoe, "The code word:", 2);
    pty_send(&zoe, "Sourdough\r");
    pty_expect(&zoe, "Your code for coming back, should the line drop:");
    pty_expect(&zoe, "Write it down");
    char resume[16] = "";
    room_after(&zoe, "should the line drop: ", resume, sizeof resume);
    ck_assert_uint_eq(strlen(resume), 9);
    pty_send(&zoe, "\r");
    pty_expect(&zoe, ROOM_SHOWS);
    room_write(&zoe, "1", "Zoe was here");

    /* Somebody else with that name needs the code for coming back. */
    sshd_connect(&f.sshd, &other, &(struct client){.key = "room"});
    pty_expect(&other, "Your name:");
    pty_send(&other, "zoe\r");
    pty_expect(&other, "The code word:");
    pty_send(&other, "sourdough\r");
    pty_expect(&other, "is called “Zoe” already");
    pty_expect(&other, "else only Enter:"); /* what is typed ahead of the question lengthens its line */
    pty_send(&other, "aaaa-bbbb\r");
    pty_expect(&other, "that is not the code for coming back");
    room_expect_times(&other, "Your name:", 2);
    pty_send(&other, "Mei\r");
    pty_expect(&other, "Write it down");
    pty_clear(&other);

    kill(zoe.child, SIGKILL);
    pty_clear(&zoe);
    sshd_connect(&f.sshd, &zoe, &(struct client){.key = "room"});
    pty_expect(&zoe, "Your name:");
    pty_send(&zoe, "Zoe\r");
    pty_expect(&zoe, "The code word:");
    pty_send(&zoe, "sourdough\r");
    pty_expect(&zoe, "else only Enter:");
    pty_send(&zoe, resume);
    pty_send(&zoe, "\r");
    pty_expect(&zoe, "Write it down");
    pty_send(&zoe, "\r");
    pty_expect(&zoe, ROOM_SHOWS);
    pty_send(&zoe, "\f");
    pty_expect(&zoe, "Zoe was here");
    pty_send(&zoe, "u");
    pty_expect_not(&zoe, "Zoe was here"); /* she is herself: her undo is still hers */
    pty_clear(&zoe);
    room_clear(&f);
}
END_TEST

START_TEST(test_names_that_are_none)
{
    static const char *const names[][2] = {
        {"\x16\033[31mred", "cannot hold control characters"}, /* Ctrl-V lets the terminal take the next key as it is */
        {"12345678901234567890123456789012345678901", "longer than 40 characters"},
        {"   ", "a guest needs a name"},
        {"\xff\xfe", "not valid UTF-8"},
        {"a\xe2\x80\xaetxt", "cannot hold control characters"},
    };
    struct room_fixture f;
    struct pty pty;
    room_init(&f, NULL);
    room_share(&f, "room", "sourdough");
    sshd_connect(&f.sshd, &pty, &(struct client){.key = "room"});
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        pty_expect(&pty, "Your name:");
        pty_send(&pty, names[i][0]);
        pty_send(&pty, "\r");
        if (i == 0) {
            pty_expect(&pty, "The code word:");
            pty_send(&pty, "sourdough\r");
        }
        pty_expect(&pty, names[i][1]);
    }
    ck_assert_int_eq(pty_wait_end(&pty), 1); /* five tries are enough */
    pty_clear(&pty);
    room_clear(&f);
}
END_TEST

START_TEST(test_who_guesses_locks_nobody_out)
{
    struct room_fixture f;
    struct pty pty;
    room_init(&f, NULL);
    room_share(&f, "room", "sourdough");
    for (int i = 0; i < 4; i++) {
        sshd_connect(&f.sshd, &pty, &(struct client){.key = "room"});
        pty_expect(&pty, "Your name:");
        pty_send(&pty, "Eve\rrye\rEve\rspelt\rEve\rwheat\rEve\roats\rEve\rbarley\r");
        ck_assert_int_eq(pty_wait_end(&pty), 1);
        pty_clear(&pty);
    }
    /* Whoever knows the word waits for a turn, and comes in without typing again. A new word ends the waiting. */
    sshd_connect(&f.sshd, &pty, &(struct client){.key = "room"});
    pty_expect(&pty, "Your name:");
    pty_send(&pty, "Zoe\rsourdough\r");
    pty_expect(&pty, "please wait");
    struct buffer out = {0};
    ck_assert_int_eq(home_run(&f.sshd.home, WORDS("workshop", "invite", "bakery", "--shared", "--code", "sourdough"), &out, NULL), 0);
    pty_expect(&pty, "Write it down");
    pty_send(&pty, "\r");
    pty_expect(&pty, ROOM_SHOWS);
    buffer_clear(&out);
    pty_clear(&pty);
    room_clear(&f);
}
END_TEST

NONET_SSH_TEST_MAIN("joining", test_who_guesses_locks_nobody_out, test_a_guest_writes_a_note, test_everybody_reads_their_language,
                    test_coming_back_where_one_was, test_the_old_line_ends_late, test_a_seat_is_taken_away, test_a_workshop_is_over,
                    test_an_observer_only_looks, test_the_wall, test_a_store_in_a_strange_folder, test_shared_line,
                    test_names_that_are_none)
