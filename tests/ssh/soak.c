/*
 * soak.c - a room of guests at random for a while, some of them killed in the middle of it.
 *
 * NONET_SOAK_GUESTS (12) processes of `workshop join` on pseudo-terminals, as sshd would start them, for NONET_SOAK_SECONDS
 * (20). They add notes, move notes of others, take their own back and bring them again, change their window's size; now
 * and then one is killed with SIGKILL and comes back. At the end: every note that its writer's screen showed as saved is in
 * the store, and nothing that was taken back; all screens show the same; and each guest's undo takes away exactly their own.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "room_fixture.h"
#include "vscreen.h"

#define GUESTS_MAX 200
#define PATIENCE_MS 20000
#define IN_THE_ROOM "→ Write." /* the prompt of the only stage */

enum fate { ASKED, SAVED, TAKEN_BACK, UNKNOWN }; /* UNKNOWN: its writer was killed before the screen said so */

struct written {
    int guest, number;
    enum fate fate;
};

enum doing { COMING, IDLE, WAITING };

struct guest {
    struct pty pty;
    char token[40], text[24];
    enum doing doing;
    enum fate wanted;  /* WAITING: what its newest note is to become */
    int written;       /* index of its newest note, -1 = none */
    bool newest_is_last; /* its newest note is its last action */
    int64_t since;
};

struct soak {
    struct home home;
    struct guest *guest;
    int guests;
    struct written *written;
    size_t count, capacity;
    uint64_t random;
    int killed, taken_back;
};

static int setting(const char *name, int otherwise)
{
    const char *value = getenv(name);
    return value && atoi(value) > 0 ? atoi(value) : otherwise;
}

/* The same run again for the same seed (xorshift64*, Vigna 2016). */
static int any(struct soak *soak, int below)
{
    soak->random ^= soak->random >> 12;
    soak->random ^= soak->random << 25;
    soak->random ^= soak->random >> 27;
    return (int)((soak->random * UINT64_C(2685821657736338717) >> 33) % (uint64_t)below);
}

/* ---- screens ---------------------------------------------------------------------------------------------- */

static bool is_editing(struct pty *pty)
{
    int row, column;
    bool visible;
    vscreen_cursor(pty->screen, &row, &column, &visible);
    return visible;
}

/* All that came to any screen; waits at most `ms` for the first byte. */
static void pump_all(struct soak *soak, int ms)
{
    struct pollfd source[GUESTS_MAX];
    for (int i = 0; i < soak->guests; i++)
        source[i] = (struct pollfd){.fd = soak->guest[i].pty.descriptor, .events = POLLIN};
    if (poll(source, (nfds_t)soak->guests, ms) <= 0)
        return;
    for (int i = 0; i < soak->guests; i++)
        if (source[i].revents) {
            pty_pump(&soak->guest[i].pty, 0);
            buffer_reset(&soak->guest[i].pty.bytes);
        }
}

/* ---- guests ----------------------------------------------------------------------------------------------- */

static void come(struct soak *soak, int who)
{
    struct guest *guest = &soak->guest[who];
    home_start(&soak->home, &guest->pty, &(struct home_start){.words = WORDS("--store", soak->home.store, "workshop", "join", "--seat", guest->token)});
    guest->doing = COMING;
    guest->since = time_steady();
    guest->newest_is_last = false;
}

static void kill_one(struct soak *soak, int who)
{
    struct guest *guest = &soak->guest[who];
    if (guest->doing == WAITING)
        soak->written[guest->written].fate = UNKNOWN;
    pty_clear(&guest->pty); /* SIGKILL */
    soak->killed++;
    come(soak, who);
}

static void wait_for(struct guest *guest, enum fate fate)
{
    guest->doing = WAITING;
    guest->wanted = fate;
    guest->since = time_steady();
}

static void add(struct soak *soak, int who)
{
    struct guest *guest = &soak->guest[who];
    GROW(soak->written, soak->count, soak->capacity);
    guest->written = (int)soak->count;
    soak->written[soak->count] = (struct written){.guest = who, .number = (int)soak->count, .fate = ASKED};
    snprintf(guest->text, sizeof guest->text, "g%dn%zu.", who, soak->count);
    soak->count++;
    char keys[64];
    snprintf(keys, sizeof keys, "%da%s\r\033", 1 + any(soak, 9), guest->text);
    pty_send(&guest->pty, keys);
    guest->newest_is_last = true;
    wait_for(guest, SAVED);
}

/* One random thing. */
static void act(struct soak *soak, int who)
{
    static const char *const moves[] = {"J", "K", "\033[A", "\033[B", "\t", "5", "0", "\f"};
    struct guest *guest = &soak->guest[who];
    int what = any(soak, 100);
    bool mine = guest->newest_is_last && guest->written >= 0;
    if (what < 3) {
        kill_one(soak, who);
    } else if (what < 15 && mine && soak->written[guest->written].fate == SAVED) {
        pty_send(&guest->pty, "u");
        soak->taken_back++;
        wait_for(guest, TAKEN_BACK);
    } else if (what < 30 && mine && soak->written[guest->written].fate == TAKEN_BACK) {
        pty_send(&guest->pty, "\022");
        wait_for(guest, SAVED);
    } else if (what < 45) {
        guest->newest_is_last = false; /* a move is an action too */
        pty_send(&guest->pty, moves[any(soak, COUNT_OF(moves))]);
    } else if (what < 50) {
        bool large = any(soak, 2) == 0;
        pty_resize(&guest->pty, large ? 40 : 24, large ? 120 : 80);
    } else {
        add(soak, who);
    }
}

/* What a screen says now. */
static void look(struct soak *soak, int who)
{
    struct guest *guest = &soak->guest[who];
    bool done = false;
    if (guest->doing == COMING && pty_shows(&guest->pty, IN_THE_ROOM)) {
        pty_send(&guest->pty, "\007\033"); /* what was half typed is not wanted, nor is the banner */
        guest->doing = IDLE;
    } else if (guest->doing == WAITING) {
        bool there = pty_shows(&guest->pty, guest->text);
        done = !is_editing(&guest->pty) && (guest->wanted == SAVED ? there : !there);
    }
    if (done) {
        soak->written[guest->written].fate = guest->wanted;
        guest->doing = IDLE;
    }
    if (guest->doing != IDLE && time_steady() - guest->since > PATIENCE_MS) {
        struct buffer screen = {0};
        pty_screen_text(&guest->pty, &screen);
        ck_abort_msg("guest %d waits for %s (%d):\n%s", who, guest->text, (int)guest->wanted, buffer_text(&screen));
    }
}

static void settle(struct soak *soak)
{
    for (;;) {
        bool busy = false;
        for (int i = 0; i < soak->guests; i++) {
            look(soak, i);
            busy = busy || soak->guest[i].doing != IDLE;
        }
        if (!busy)
            return;
        pump_all(soak, 50);
    }
}

/* ---- what has to hold at the end --------------------------------------------------------------------------- */

static void check_store(struct soak *soak, int gone)
{
    struct buffer notes = {0};
    home_notes(&soak->home, "1", &notes);
    size_t saved = 0, unknown = 0, lines = 0;
    for (const char *at = buffer_text(&notes); *at; at++)
        lines += *at == '\n';
    for (size_t i = 0; i < soak->count; i++) {
        const struct written *each = &soak->written[i];
        char text[32];
        snprintf(text, sizeof text, ": g%dn%d.\n", each->guest, each->number);
        const char *found = strstr(buffer_text(&notes), text);
        bool wanted = each->fate == SAVED && each->guest >= gone;
        if (each->fate == UNKNOWN) {
            unknown += found != NULL;
            ck_assert_msg(!found || each->guest >= gone, "%s was not undone by its writer", text);
            continue;
        }
        ck_assert_msg((found != NULL) == wanted, "%s: %s", text, found ? "is still there" : "is lost");
        ck_assert_msg(!found || !strstr(found + 1, text), "%s twice", text);
        saved += found != NULL;
    }
    ck_assert_uint_eq(lines, saved + unknown);
    printf("%d guests, %zu notes asked for, %zu saved, %d taken back, %d killed\n", soak->guests, soak->count, saved,
           soak->taken_back, soak->killed);
    buffer_clear(&notes);
}

/* The notes of a zoomed block as this screen shows them. */
static void picture(struct pty *pty, struct buffer *out)
{
    struct buffer screen = {0};
    pty_screen_text(pty, &screen);
    buffer_reset(out);
    for (const char *at = buffer_text(&screen); (at = strstr(at, "│")); at += strcspn(at, "\n"))
        buffer_append(out, at, strcspn(at, "\n") + 1);
    buffer_clear(&screen);
}

/* Two at a time, each against the first. */
static void check_screens(struct soak *soak)
{
    struct buffer first = {0}, other = {0};
    for (int i = 0; i < soak->guests; i++) {
        pty_resize(&soak->guest[i].pty, 24, 80);
        pty_send(&soak->guest[i].pty, "z");
    }
    for (int block = 1; block <= 9; block++) {
        char keys[8];
        snprintf(keys, sizeof keys, "%d\033[H\f", block);
        for (int i = 0; i < soak->guests; i++)
            pty_send(&soak->guest[i].pty, keys);
        bool same = false;
        for (int64_t end = time_steady() + PATIENCE_MS; !same && time_steady() < end;) {
            pump_all(soak, 50);
            picture(&soak->guest[0].pty, &first);
            same = first.length > 0;
            for (int i = 1; i < soak->guests && same; i++) {
                picture(&soak->guest[i].pty, &other);
                same = strcmp(buffer_text(&first), buffer_text(&other)) == 0;
            }
        }
        ck_assert_msg(same, "block %d differs:\n%s\n%s", block, buffer_text(&first), buffer_text(&other));
    }
    buffer_clear(&first);
    buffer_clear(&other);
}

/* The first few take back all they did, each their own and nothing else. */
static int check_undo(struct soak *soak)
{
    int some = soak->guests < 3 ? soak->guests : 3;
    for (int i = 0; i < some; i++) {
        struct pty *pty = &soak->guest[i].pty;
        for (int64_t end = time_steady() + 10 * PATIENCE_MS; !pty_shows(pty, "nothing to undo");) {
            ck_assert_msg(time_steady() < end, "guest %d never ends to undo", i);
            pty_send(pty, "uuuuu");
            pump_all(soak, 50);
        }
    }
    return some;
}

static void begin(struct soak *soak)
{
    struct buffer line = {0};
    home_init(&soak->home);
    room_agenda(&soak->home);
    home_do(&soak->home, WORDS("new", "Bakery"));
    home_do(&soak->home, WORDS("workshop", "start", "1", "--agenda", "open", "--name", "bakery"));
    for (int i = 0; i < soak->guests; i++) {
        char alias[16];
        snprintf(alias, sizeof alias, "Guest%d", i);
        ck_assert_int_eq(home_run(&soak->home, WORDS("workshop", "invite", "bakery", "--guest", alias), &line, NULL), 0);
        const char *token = strstr(buffer_text(&line), "--seat ");
        ck_assert_ptr_nonnull(token);
        snprintf(soak->guest[i].token, sizeof soak->guest[i].token, "%.32s", token + strlen("--seat "));
        soak->guest[i].written = -1;
        come(soak, i);
    }
    buffer_clear(&line);
}

START_TEST(test_a_room_at_random)
{
    struct soak soak = {.guests = setting("NONET_SOAK_GUESTS", 12), .random = UINT64_C(88172645463325252)};
    if (soak.guests > GUESTS_MAX)
        soak.guests = GUESTS_MAX;
    soak.guest = memory_new((size_t)soak.guests, sizeof *soak.guest);
    begin(&soak);
    settle(&soak);
    int64_t end = time_steady() + 1000LL * setting("NONET_SOAK_SECONDS", 20), next = 0;
    int gap = setting("NONET_SOAK_GAP_MS", 50);
    while (time_steady() < end) {
        int who = any(&soak, soak.guests);
        if (time_steady() >= next && (soak.guest[who].doing == IDLE || any(&soak, 100) == 0)) {
            next = time_steady() + gap;
            if (soak.guest[who].doing == IDLE)
                act(&soak, who);
            else if (soak.guest[who].doing == WAITING && soak.guest[who].wanted == SAVED)
                kill_one(&soak, who); /* in the middle of saving */
        }
        pump_all(&soak, gap / 5 + 1);
        for (int i = 0; i < soak.guests; i++)
            look(&soak, i);
    }
    settle(&soak);
    check_store(&soak, 0);
    check_screens(&soak);
    check_store(&soak, check_undo(&soak));
    for (int i = 0; i < soak.guests; i++)
        pty_clear(&soak.guest[i].pty);
    home_expect_sound(&soak.home);
    home_clear(&soak.home);
    free(soak.written);
    free(soak.guest);
}
END_TEST

NONET_TEST_MAIN("soak", test_a_room_at_random)
