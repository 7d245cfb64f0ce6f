/*
 * test_terminal.c - the real program on a pseudo-terminal: it starts, follows the terminal's size, and gives the
 * terminal back on every way out.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "pty.h"
#include "vscreen.h"

#define PROGRAM NONET_BUILD_DIR "/nonet"

struct home {
    char folder[64];
    char variable[160];
};

static void home_init(struct home *home)
{
    snprintf(home->folder, sizeof home->folder, "/tmp/nonet-terminal-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(home->folder));
    snprintf(home->variable, sizeof home->variable, "NONET_STORE=%s/store.db", home->folder);
}

static void home_clear(struct home *home)
{
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm", "store.db-live",
                                        "store.db-live-wal", "store.db-live-shm"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char path[160];
        snprintf(path, sizeof path, "%s/%s", home->folder, names[i]);
        unlink(path);
    }
    rmdir(home->folder);
}

static void start(struct pty *pty, const struct home *home, bool drop_terminal)
{
    static const char *const arguments[] = {PROGRAM, NULL};
    const char *const environment[] = {home->variable, NULL};
    const struct pty_options options = {.arguments = arguments, .environment = environment, .rows = 24,
                                        .columns = 80, .drop_terminal = drop_terminal};
    pty_start(pty, &options);
    pty_expect(pty, ": command");
}

START_TEST(test_it_starts_and_leaves)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    start(&pty, &home, false);
    ck_assert(vscreen_alternate(pty.screen));
    pty_send(&pty, "?");
    pty_expect(&pty, "First steps");
    pty_send(&pty, "\033");
    pty_expect_not(&pty, "First steps");
    pty_send(&pty, ":help\r");
    pty_expect(&pty, "First steps");
    pty_send(&pty, "qq");
    ck_assert_int_eq(pty_wait_end(&pty), 0);
    pty_expect_restored(&pty);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(test_it_follows_a_storm_of_sizes)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    start(&pty, &home, false);
    for (int i = 0; i < 200; i++) {
        pty_resize(&pty, 1 + i * 7 % 60, 1 + i * 13 % 200);
        if (i % 3 == 0)
            pty_pump(&pty, 1);
    }
    pty_resize(&pty, 10, 40);
    pty_expect(&pty, "nonet needs 32×12");
    pty_resize(&pty, 20, 60);
    pty_expect(&pty, "? help");
    pty_expect_not(&pty, "nonet needs");
    pty_send(&pty, "q");
    ck_assert_int_eq(pty_wait_end(&pty), 0);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

static bool has_stopped(struct pty *pty)
{
    int state;
    return waitpid(pty->child, &state, WUNTRACED | WNOHANG) == pty->child && WIFSTOPPED(state);
}

/* A session leader's own group is an orphan and cannot be stopped by the terminal's signal; a shell's job can. */
START_TEST(test_it_stops_and_comes_back)
{
    static const char *const arguments[] = {"/bin/sh", "-c",
                                            "set -m; " PROGRAM "; echo stopped; read line; fg; echo the end", NULL};
    struct home home;
    struct pty pty;
    home_init(&home);
    const char *const environment[] = {home.variable, NULL};
    const struct pty_options options = {.arguments = arguments, .environment = environment, .rows = 24, .columns = 80};
    pty_start(&pty, &options);
    pty_expect(&pty, ": command");
    pty_send(&pty, "\x1a");
    pty_expect(&pty, "stopped");
    pty_expect_restored(&pty);
    pty_resize(&pty, 20, 70);
    pty_send(&pty, "\n");
    pty_expect(&pty, ": command");
    ck_assert(vscreen_alternate(pty.screen));
    pty_send(&pty, "?");
    pty_expect(&pty, "First steps");
    pty_send(&pty, "qq");
    pty_expect(&pty, "the end");
    pty_expect_restored(&pty);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(test_it_survives_a_stop_that_asks_nobody)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    start(&pty, &home, false);
    kill(pty.child, SIGSTOP);
    pty_wait(&pty, has_stopped, "the stop");
    pty_send(&pty, "?");
    kill(pty.child, SIGCONT);
    pty_expect(&pty, "First steps");
    pty_send(&pty, "qq");
    ck_assert_int_eq(pty_wait_end(&pty), 0);
    pty_expect_restored(&pty);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(test_every_end_gives_the_terminal_back)
{
    static const struct {
        int signal, result;
    } cases[] = {
        {SIGTERM, -SIGTERM}, {SIGINT, -SIGINT}, {SIGHUP, 0}, {SIGSEGV, -SIGSEGV}, {SIGABRT, -SIGABRT}, {SIGBUS, -SIGBUS},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        start(&pty, &home, false);
        kill(pty.child, cases[i].signal);
        int result = pty_wait_end(&pty);
        /* A sanitizer turns a crash into an exit of its own. */
        bool crash = cases[i].signal == SIGSEGV || cases[i].signal == SIGABRT || cases[i].signal == SIGBUS;
        ck_assert_msg(result == cases[i].result || (crash && result > 0), "signal %d: %d", cases[i].signal, result);
        pty_expect_restored(&pty);
        pty_clear(&pty);
        home_clear(&home);
    }
}
END_TEST

START_TEST(test_a_terminal_that_is_gone_ends_it)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    start(&pty, &home, true);
    close(pty.descriptor);
    pty.descriptor = -1;
    pty.gone = true;
    int result = pty_wait_end(&pty);
    ck_assert_int_eq(result, 0);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(test_a_resting_program_uses_no_time)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    start(&pty, &home, false);
    while (pty_pump(&pty, 300))
        continue;
    long before = pty_cpu_ms(&pty);
    size_t written = pty.bytes.length;
    ck_assert(!pty_pump(&pty, 1000));
    ck_assert_int_le(pty_cpu_ms(&pty) - before, 20);
    ck_assert_uint_eq(pty.bytes.length, written);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(test_a_broken_off_sequence_is_not_typed)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    start(&pty, &home, false);
    pty_send(&pty, ":");
    pty_expect(&pty, "do it");
    pty_send(&pty, "\033]11;rgb:0/0/0\a\033[?62c\033[999zxyzzy\033[200~pasted\nline\033[201~");
    pty_expect(&pty, "xyzzypasted line");
    pty_send(&pty, "\033");
    pty_expect_not(&pty, "xyzzy");
    pty_send(&pty, "q");
    ck_assert_int_eq(pty_wait_end(&pty), 0);
    pty_clear(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(test_without_a_terminal_it_says_so)
{
    static const char *const arguments[] = {"/bin/sh", "-c", PROGRAM " | cat; echo done", NULL};
    struct pty pty;
    const struct pty_options options = {.arguments = arguments, .rows = 24, .columns = 80};
    pty_start(&pty, &options);
    pty_expect(&pty, "nonet list");
    pty_expect(&pty, "done");
    pty_clear(&pty);
}
END_TEST

START_TEST(test_unknown_terminals_are_refused)
{
    static const char *const arguments[] = {PROGRAM, NULL};
    static const char *const names[] = {"TERM=dumb", "TERM=no-such-terminal"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        const char *const environment[] = {home.variable, names[i], NULL};
        const struct pty_options options = {.arguments = arguments, .environment = environment, .rows = 24, .columns = 80};
        pty_start(&pty, &options);
        ck_assert_int_eq(pty_wait_end(&pty), 1);
        pty_expect(&pty, "TERM=xterm");
        pty_clear(&pty);
        home_clear(&home);
    }
}
END_TEST

NONET_TEST_MAIN("terminal", test_it_starts_and_leaves, test_it_follows_a_storm_of_sizes, test_it_stops_and_comes_back,
                test_it_survives_a_stop_that_asks_nobody,
                test_every_end_gives_the_terminal_back, test_a_terminal_that_is_gone_ends_it,
                test_a_resting_program_uses_no_time, test_a_broken_off_sequence_is_not_typed,
                test_without_a_terminal_it_says_so, test_unknown_terminals_are_refused)
