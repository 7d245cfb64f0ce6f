/*
 * test_claim.c - guests by the shared line: the code word, names, coming back, and who guesses.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "workshop_fixture.h"

static struct error error;

struct door {
    struct workshop_fixture f;
    struct store *store;
    char *token, *code, *resume;
    int64_t seat_id;
};

static void set_clock(int64_t ms)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)ms);
    setenv("NONET_TEST_CLOCK", text, 1);
}

static void door_open(struct door *door)
{
    *door = (struct door){0};
    set_clock(1800000000000);
    workshop_fixture_init(&door->f);
    door->store = door->f.canvas.store;
    ck_ok(workshop_share(door->store, &door->f.canvas.session, door->f.id, "Blue Whale", &door->token, &door->code,
                         &error));
}

static void door_close(struct door *door)
{
    free(door->token);
    free(door->code);
    free(door->resume);
    workshop_fixture_clear(&door->f);
    unsetenv("NONET_TEST_CLOCK");
}

static enum status claim(struct door *door, const char *code, const char *alias, const char *resume)
{
    free(door->resume);
    return workshop_claim_seat(door->store, door->token, code, alias, resume, &door->seat_id, &door->resume, &error);
}

START_TEST(test_a_guest_comes_and_comes_back)
{
    struct door d;
    door_open(&d);
    int64_t id;
    char *name;
    ck_ok(workshop_by_shared(d.store, d.token, &id, &name, &error));
    ck_assert_str_eq(name, "Room");
    free(name);
    ck_assert_int_eq(workshop_by_shared(d.store, "", &id, &name, &error), STATUS_NOT_FOUND);
    ck_ok(claim(&d, "ＢＬＵＥ whale", "小王", NULL));
    int64_t seat_id = d.seat_id;
    struct session guest = workshop_fixture_session(&d.f, seat_id);
    ck_assert_int_eq(guest.may, MAY_READ | MAY_ADD);
    ck_assert_int_eq(guest.canvas_id, d.f.canvas.canvas_id);
    char *resume = memory_copy_text(d.resume);
    ck_assert_uint_eq(strlen(resume), 9);
    ck_assert_int_eq(claim(&d, "blue whale", "小王", NULL), STATUS_CONFLICT);
    ck_assert_int_eq(claim(&d, "blue whale", "小王", "abcd-efgh"), STATUS_DENIED);
    ck_assert_int_eq(claim(&d, "blue whale", "somebody", resume), STATUS_DENIED);
    ck_ok(claim(&d, "bluewhale", "小王", resume));
    ck_assert_int_eq(d.seat_id, seat_id);
    /* A seat that was invited has no code: nobody takes it by its name. */
    ck_assert_int_eq(claim(&d, "blue whale", "mei", NULL), STATUS_CONFLICT);
    ck_assert_int_eq(claim(&d, "blue whale", "mei", ""), STATUS_DENIED);
    ck_ok(seat_revoke(d.store, &d.f.canvas.session, seat_id, true, &error));
    ck_assert_int_eq(claim(&d, "blue whale", "小王", resume), STATUS_DENIED);
    ck_assert_int_eq(claim(&d, "blue whale", "\x1b[2J", NULL), STATUS_INVALID);
    ck_assert_int_eq(claim(&d, "blue whale", "", NULL), STATUS_INVALID);
    free(resume);
    door_close(&d);
}
END_TEST

enum { FREE_TRIES = 20 };

static void guess(struct door *door, int times)
{
    for (int i = 0; i < times; i++)
        ck_assert_int_eq(claim(door, "red whale", "Eve", NULL), STATUS_DENIED);
}

START_TEST(test_who_guesses_waits)
{
    struct door d;
    door_open(&d);
    int64_t now = 1800000000000;
    guess(&d, FREE_TRIES - 1);
    ck_ok(claim(&d, "Blue Whale", "Bea", NULL)); /* a room of people who mistype locks nobody out */
    guess(&d, 1);
    ck_assert_int_eq(claim(&d, "Blue Whale", "Eve", NULL), STATUS_BUSY); /* now even the right one waits */
    ck_assert_ptr_nonnull(strstr(error.message, " 10 "));
    set_clock(now += 9000);
    ck_assert_int_eq(claim(&d, "red whale", "Eve", NULL), STATUS_BUSY);
    ck_assert_ptr_nonnull(strstr(error.message, " 1 "));
    set_clock(now += 1000);
    guess(&d, 1);
    ck_assert_int_eq(claim(&d, "red whale", "Eve", NULL), STATUS_BUSY);
    /* However long somebody guesses, the others wait no longer. */
    for (int i = 0; i < 100; i++) {
        set_clock(now += 10000);
        guess(&d, 1);
        ck_assert_int_eq(claim(&d, "red whale", "Eve", NULL), STATUS_BUSY);
    }
    set_clock(now += 10000);
    ck_ok(claim(&d, "Blue Whale", "Eve", NULL));
    guess(&d, 1);
    /* The number is in the store, not in a process. */
    struct store *other = canvas_fixture_connect(&d.f.canvas);
    int64_t seat_id;
    char *resume;
    ck_assert_int_eq(workshop_claim_seat(other, d.token, "Blue Whale", "Bob", NULL, &seat_id, &resume, &error),
                     STATUS_BUSY);
    set_clock(now -= 7200000); /* a clock that is set back locks nobody out */
    ck_ok(workshop_claim_seat(other, d.token, "Blue Whale", "Bob", NULL, &seat_id, &resume, &error));
    free(resume);
    store_close(other);
    door_close(&d);
}
END_TEST

START_TEST(test_the_shared_line_leaves_seats_for_the_invited)
{
    struct door d;
    door_open(&d);
    enum status status = STATUS_OK;
    int came = 0;
    for (; status == STATUS_OK && came <= 1000; came++) {
        char alias[24];
        snprintf(alias, sizeof alias, "Eve %d", came);
        status = claim(&d, "Blue Whale", alias, NULL);
    }
    ck_assert_int_eq(status, STATUS_FULL);
    ck_assert_int_eq(came, 401);
    char *token;
    int64_t seat_id;
    ck_ok(seat_invite(d.store, &d.f.canvas.session, d.f.id, "Invited", ROLE_PARTICIPANT, &seat_id, &token, &error));
    free(token);
    door_close(&d);
}
END_TEST

/* Not even when guests take the owner's name, and the one that the owner gets then. */
START_TEST(test_nobody_keeps_the_owner_out)
{
    static const char *const names[] = {"Ann", "Ann (host)", "ann (HOST 2)"};
    struct door door;
    int64_t seat_id;
    door_open(&door);
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char *resume;
        ck_ok(workshop_claim_seat(door.store, door.token, door.code, names[i], NULL, &seat_id, &resume, &error));
        free(resume);
    }
    ck_ok(workshop_attend(door.store, &door.f.canvas.session, door.f.id, &seat_id, &error));
    int64_t named;
    ck_ok(seat_by_alias(door.store, door.f.id, "Ann (host 3)", &named, &error));
    ck_assert_int_eq(named, seat_id);
    door_close(&door);
}
END_TEST

START_TEST(test_a_new_word_ends_the_waiting)
{
    struct door d;
    door_open(&d);
    char *token, *code;
    guess(&d, FREE_TRIES);
    ck_assert_int_eq(claim(&d, "Blue Whale", "Eve", NULL), STATUS_BUSY);
    ck_ok(workshop_share(d.store, &d.f.canvas.session, d.f.id, "grey whale", &token, &code, &error));
    ck_ok(claim(&d, code, "Eve", NULL));
    free(token);
    free(code);
    door_close(&d);
}
END_TEST

START_TEST(test_closing_and_changing_the_door)
{
    struct door d;
    door_open(&d);
    char *token, *code;
    struct session li = workshop_fixture_session(&d.f, d.f.li);
    ck_assert_int_eq(workshop_share(d.store, &li, d.f.id, NULL, &token, &code, &error), STATUS_DENIED);
    ck_assert_int_eq(workshop_share(d.store, &d.f.canvas.session, d.f.id, "ab", &token, &code, &error), STATUS_INVALID);
    /* Dashes and blanks do not count in a word, so they make it no longer. */
    ck_assert_int_eq(workshop_share(d.store, &d.f.canvas.session, d.f.id, "a - - -", &token, &code, &error), STATUS_INVALID);
    ck_assert_int_eq(workshop_share(d.store, &d.f.canvas.session, d.f.id, "----", &token, &code, &error), STATUS_INVALID);
    ck_ok(workshop_share(d.store, &d.f.canvas.session, d.f.id, NULL, &token, &code, &error)); /* another word */
    ck_assert_str_eq(token, d.token); /* the line stays */
    ck_assert_int_eq(claim(&d, "Blue Whale", "Bob", NULL), STATUS_DENIED);
    ck_ok(claim(&d, code, "Bob", NULL));
    free(token);
    free(code);
    ck_ok(workshop_share(d.store, &d.f.canvas.session, d.f.id, "", &token, &code, &error));
    ck_assert_str_eq(token, "");
    ck_assert_int_eq(claim(&d, "Blue Whale", "Carl", NULL), STATUS_NOT_FOUND);
    free(token);
    free(code);
    door_close(&d);
}
END_TEST

NONET_TEST_MAIN("claim", test_a_guest_comes_and_comes_back, test_who_guesses_waits,
                test_the_shared_line_leaves_seats_for_the_invited,
                test_nobody_keeps_the_owner_out,
                test_a_new_word_ends_the_waiting, test_closing_and_changing_the_door)
