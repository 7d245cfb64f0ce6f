/*
 * test_store_feed.c - what others did: the feed, the watch, and writers at the same time.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "store_fixture.h"

struct seen {
    struct buffer text;
    int actions, stop_after;
    int64_t last_seq;
};

static bool remember(void *context, const struct feed_action *action, const struct feed_change *change)
{
    struct seen *seen = context;
    ck_assert_int_ge(action->seq, seen->last_seq);
    if (action->seq != seen->last_seq)
        seen->actions++;
    seen->last_seq = action->seq;
    buffer_printf(&seen->text, "#%lld %s by %lld: %s %s\n", (long long)action->seq, action->operation,
                  (long long)action->actor_id, change ? change->field : "-", change ? change->new_text : "-");
    return seen->stop_after == 0 || seen->actions < seen->stop_after;
}

START_TEST(test_feed_across_two_connections)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    struct store *other = fixture_open(&f);
    int64_t last = 0;
    struct seen seen = {0};
    fixture_board(f.store, ANN, BOARD);
    ck_ok(store_feed(other, 0, last, 0, remember, &seen, &last, &error));
    ck_assert_int_eq(last, 1);
    buffer_reset(&seen.text);
    fixture_card(f.store, ANN, 7, "a");
    fixture_title(other, LI, 7, "b");
    ck_ok(store_feed(other, BOARD, last, 0, remember, &seen, &last, &error));
    ck_assert_str_eq(buffer_text(&seen.text), "#2 card_create by 101: alive 1\n"
                                              "#2 card_create by 101: title a\n"
                                              "#3 card_title by 102: title b\n");
    ck_assert_int_eq(last, 3);
    last = 77;
    ck_ok(store_feed(other, BOARD, 3, 0, remember, &seen, &last, &error));
    ck_assert_int_eq(last, 77);
    /* Another canvas has nothing, but there is no need to look at these again. */
    buffer_reset(&seen.text);
    ck_ok(store_feed(other, BOARD + 1, 0, 0, remember, &seen, &last, &error));
    ck_assert_str_eq(buffer_text(&seen.text), "");
    ck_assert_int_eq(last, 3);
    /* A reader that stops, and a window. */
    seen = (struct seen){.stop_after = 1, .text = seen.text};
    ck_ok(store_feed(other, 0, 0, 0, remember, &seen, NULL, &error));
    ck_assert_int_eq(seen.actions, 1);
    seen = (struct seen){.text = seen.text};
    ck_ok(store_feed(other, 0, 1, 2, remember, &seen, NULL, &error));
    ck_assert_int_eq(seen.actions, 1);
    ck_assert_int_eq(seen.last_seq, 2);
    buffer_clear(&seen.text);
    store_close(other);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_an_action_without_changes_is_in_the_feed)
{
    struct fixture f;
    struct error error;
    struct undo_outcome out;
    struct seen seen = {0};
    fixture_init(&f);
    fixture_board(f.store, LI, BOARD);
    fixture_card(f.store, LI, 7, "a");
    fixture_title(f.store, ANN, 7, "b");
    fixture_title(f.store, LI, 7, "c");
    ck_assert_int_eq(store_undo(f.store, BOARD, ANN, &out, &error), STATUS_NOT_FOUND);
    ck_ok(store_feed(f.store, BOARD, 4, 0, remember, &seen, NULL, &error));
    ck_assert_str_eq(buffer_text(&seen.text), "#5 skip by 101: - -\n");
    buffer_clear(&seen.text);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

static bool wait_for(int descriptor)
{
    struct pollfd wait = {.fd = descriptor, .events = POLLIN};
    return poll(&wait, 1, 5000) == 1;
}

/* The watch as it was opened, whatever it is told by. */
static void check_watch(struct fixture *f, struct store_watch *watch)
{
    struct store *other = fixture_open(f);
    fixture_board(other, ANN, BOARD);
    store_watch_changed(watch);
    ck_assert(!store_watch_changed(watch));
    int descriptor = store_watch_descriptor(watch);
    if (descriptor >= 0) {
        ck_assert_int_eq(store_watch_timeout(watch, 0), -1);
        ck_assert_int_eq(store_watch_timeout(watch, 1), 1000);
        ck_assert_int_eq(store_watch_timeout(watch, 199), 4000);
        fixture_card(other, ANN, 7, "a");
        ck_assert(wait_for(descriptor));
        ck_assert(store_watch_changed(watch));
        ck_assert(!store_watch_changed(watch));
        /* My own commit rings too, but changes nothing for me. */
        fixture_title(f->store, ANN, 7, "b");
        ck_assert(wait_for(descriptor));
    } else { /* refused where tests run: fast after a change */
        ck_assert_int_eq(store_watch_timeout(watch, 0), 100);
        fixture_card(other, ANN, 7, "a");
        ck_assert(store_watch_changed(watch));
        fixture_title(f->store, ANN, 7, "b");
    }
    ck_assert(!store_watch_changed(watch));
    store_close(other);
}

START_TEST(test_watch_wakes_on_a_foreign_commit)
{
    struct fixture f;
    struct error error;
    struct store_watch *watch;
    fixture_init(&f);
    ck_ok(store_watch_open(f.store, &watch, &error));
    check_watch(&f, watch);
    store_watch_close(watch);
    fixture_clear(&f);
}
END_TEST

/* With the user's inotify instances used up the watch is told all the same, and SIGIO is as it was afterwards. */
START_TEST(test_watch_wakes_without_inotify)
{
    struct fixture f;
    struct error error;
    struct store_watch *watch;
    int taken[512];
    size_t count = 0;
    sigset_t mask;
    fixture_init(&f);
    while (count < COUNT_OF(taken) && (taken[count] = inotify_init1(IN_CLOEXEC)) >= 0)
        count++;
    ck_ok(store_watch_open(f.store, &watch, &error));
    for (size_t i = 0; i < count; i++)
        close(taken[i]);
    check_watch(&f, watch);
    fixture_title(f.store, ANN, 7, "c"); /* one that nobody has read when the watch goes */
    store_watch_close(watch);
    ck_assert_int_eq(sigprocmask(SIG_BLOCK, NULL, &mask), 0);
    ck_assert(!sigismember(&mask, SIGIO));
    fixture_title(f.store, ANN, 7, "d"); /* would end the process */
    fixture_clear(&f);
}
END_TEST

START_TEST(test_a_store_in_memory_has_nothing_to_watch)
{
    struct fixture f;
    struct error error;
    struct store_watch *watch;
    fixture_init_memory(&f);
    ck_ok(store_watch_open(f.store, &watch, &error));
    fixture_board(f.store, ANN, BOARD);
    ck_assert_int_eq(store_watch_descriptor(watch), -1);
    ck_assert_int_eq(store_watch_timeout(watch, 0), -1);
    ck_assert(!store_watch_changed(watch));
    store_watch_close(watch);
    fixture_clear(&f);
}
END_TEST

/* ---- at the same time -------------------------------------------------------------------------------- */

#define WRITERS 3
#define ACTIONS 200

/* What a child does; its result is its exit code, since the assertions belong to the parent. */
static int write_actions(struct fixture *f, int64_t actor)
{
    struct store_options options = {.path = f->path, .create = true};
    struct store *store;
    struct error error;
    if (store_open(&store, &options, &fixture_schema, &error) != STATUS_OK)
        return 1;
    for (int64_t i = 0; i < ACTIONS; i++) {
        int64_t card = actor * 1000 + i % 50;
        enum status status = store_action_begin(store, BOARD, actor, "card_edit", &error);
        if (status == STATUS_OK && i < 50)
            status = store_row_create(store, "card", card, &error);
        if (status == STATUS_OK)
            status = store_row_set_integer(store, "card", card, "weight", i + 1, &error);
        if (status == STATUS_OK)
            status = store_row_set_integer(store, "card", 1, "weight", actor * 1000 + i, &error);
        if (status == STATUS_OK)
            status = store_action_commit(store, NULL, &error);
        if (status != STATUS_OK)
            return 2;
    }
    store_close(store);
    return 0;
}

START_TEST(test_writers_at_the_same_time_lose_nothing)
{
    struct fixture f;
    struct error error;
    pid_t children[WRITERS];
    fixture_init(&f);
    fixture_board(f.store, 99, BOARD);
    fixture_card(f.store, 99, 1, "shared");
    /* A connection does not survive a fork. */
    store_close(f.store);
    for (int i = 0; i < WRITERS; i++) {
        children[i] = fork();
        ck_assert_int_ge(children[i], 0);
        if (children[i] == 0)
            _exit(write_actions(&f, 1 + i));
    }
    for (int i = 0; i < WRITERS; i++) {
        int result;
        ck_assert_int_eq(waitpid(children[i], &result, 0), children[i]);
        ck_assert(WIFEXITED(result));
        ck_assert_int_eq(WEXITSTATUS(result), 0);
    }
    f.store = fixture_open(&f);
    struct seen seen = {0};
    ck_ok(store_feed(f.store, BOARD, 0, 0, remember, &seen, NULL, &error));
    ck_assert_int_eq(seen.actions, 2 + WRITERS * ACTIONS);
    ck_assert_int_eq(seen.last_seq, 2 + WRITERS * ACTIONS);
    buffer_clear(&seen.text);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

static int open_and_leave(const char *path)
{
    struct store_options options = {.path = path, .create = true};
    struct store *store;
    struct error error;
    if (store_open(&store, &options, &fixture_schema, &error) != STATUS_OK)
        return 1;
    int64_t site = store_site(store);
    store_close(store);
    return site == 0;
}

START_TEST(test_many_make_the_same_store_at_once)
{
    struct fixture f;
    pid_t children[12];
    fixture_init(&f);
    for (int round = 0; round < 2; round++) {
        store_close(f.store);
        ck_assert_int_eq(unlink(f.path), 0);
        if (round == 1) { /* over an empty file, as mktemp leaves it */
            FILE *empty = fopen(f.path, "w");
            ck_assert_ptr_nonnull(empty);
            fclose(empty);
        }
        for (size_t i = 0; i < COUNT_OF(children); i++) {
            children[i] = fork();
            ck_assert_int_ge(children[i], 0);
            if (children[i] == 0)
                _exit(open_and_leave(f.path));
        }
        for (size_t i = 0; i < COUNT_OF(children); i++) {
            int result;
            ck_assert_int_eq(waitpid(children[i], &result, 0), children[i]);
            ck_assert(WIFEXITED(result));
            ck_assert_int_eq(WEXITSTATUS(result), 0);
        }
        f.store = fixture_open(&f);
        fixture_check(f.store);
    }
    fixture_clear(&f);
}
END_TEST

/* Writes for ever and says each number once it is committed. */
static void write_until_killed(const char *path, int acknowledge)
{
    struct store_options options = {.path = path};
    struct store *store;
    struct error error;
    if (store_open(&store, &options, &fixture_schema, &error) != STATUS_OK)
        return;
    int64_t seq = 0;
    for (int64_t i = 1; i < 1000000; i++) {
        bool done = store_action_begin(store, BOARD, ANN, "count", &error) == STATUS_OK &&
                    store_row_set_integer(store, "card", 1, "weight", time_steady() * 1000 + i, &error) == STATUS_OK &&
                    store_action_commit(store, &seq, &error) == STATUS_OK;
        if (!done || write(acknowledge, &seq, sizeof seq) != (ssize_t)sizeof seq)
            return;
    }
}

START_TEST(test_a_killed_writer_loses_nothing_it_had_saved)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 1, "counter");
    for (int round = 1; round <= 6; round++) {
        int acknowledged[2];
        store_close(f.store);
        ck_assert_int_eq(pipe(acknowledged), 0);
        pid_t child = fork();
        ck_assert_int_ge(child, 0);
        if (child == 0) {
            close(acknowledged[0]);
            write_until_killed(f.path, acknowledged[1]);
            _exit(1);
        }
        close(acknowledged[1]);
        int64_t seq = 0, saved = 0, last;
        for (int i = 0; i < 7 * round; i++) {
            ck_assert_int_eq(read(acknowledged[0], &seq, sizeof seq), sizeof seq);
            saved = seq;
        }
        ck_assert_int_eq(kill(child, SIGKILL), 0);
        while (read(acknowledged[0], &seq, sizeof seq) == (ssize_t)sizeof seq)
            saved = seq;
        int result;
        ck_assert_int_eq(waitpid(child, &result, 0), child);
        ck_assert(WIFSIGNALED(result));
        close(acknowledged[0]);
        f.store = fixture_open(&f);
        ck_ok(store_last_seq(f.store, &last, &error));
        ck_assert_int_ge(last, saved);
        ck_assert_int_le(last, saved + 1);
        fixture_check(f.store);
    }
    fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("store feed", test_feed_across_two_connections, test_an_action_without_changes_is_in_the_feed,
                test_watch_wakes_on_a_foreign_commit, test_watch_wakes_without_inotify, test_a_store_in_memory_has_nothing_to_watch,
                test_writers_at_the_same_time_lose_nothing, test_many_make_the_same_store_at_once,
                test_a_killed_writer_loses_nothing_it_had_saved)
