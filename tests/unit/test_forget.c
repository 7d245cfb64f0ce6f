/*
 * test_forget.c - in a private round a participant's process has nobody else's text in its memory.
 *
 * A real process of its own opens the store as a guest's does, keeps a board current while others write, and writes
 * itself. Then its memory is read from outside: others' texts must not be there. Its own text must be, so that the search
 * is known to find what is there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "memory_search.h"
#include "nonet/live.h"
#include "workshop_fixture.h"

static struct error error;

#define SECRET "zq-others-secret-"
#define OWN "zq-my-own-words-"
enum { NOTES = 60 };

/* The texts are put together, so that the program itself does not hold them. */
static void make_text(struct buffer *out, const char *kind, int at)
{
    buffer_reset(out);
    buffer_add(out, kind);
    buffer_printf(out, "%d-", at);
    for (int i = 0; i < at % 7; i++)
        buffer_add(out, "一些中文 and more ");
}

/* ---- the guest's process ------------------------------------------------------------------------------------- */

struct pipes {
    int to_guest[2], to_test[2];
};

static void guest_says(const struct pipes *pipes, char what)
{
    if (write(pipes->to_test[1], &what, 1) != 1)
        _exit(9);
}

static char guest_hears(const struct pipes *pipes)
{
    char what = 'q';
    return read(pipes->to_guest[0], &what, 1) == 1 ? what : 'q';
}

struct guest {
    struct store *store;
    struct live *live;
    struct session session;
    struct snapshot *board;
    char *own; /* stays in memory: what the search must find */
};

static void guest_check(enum status status, const char *what)
{
    if (status != STATUS_OK) {
        fprintf(stderr, "guest: %s: %s\n", what, error.message);
        _exit(8);
    }
}

static void guest_writes(struct guest *guest, int at)
{
    struct buffer text = {0};
    /* Enough that pages are split and their cells moved, with others' beside them. */
    for (int i = 0; i < 15; i++) {
        int64_t id;
        enum save_outcome outcome;
        make_text(&text, OWN, at + i);
        struct note_new note = {.block = i % 3, .text = buffer_text(&text)};
        guest_check(canvas_notes_add(guest->store, &guest->session, guest->board->canvas_id, guest->board->template, &note,
                                     1, 0, &id, &error), "add");
        guest_check(canvas_note_save(guest->store, &guest->session, id, text.data, OWN "a little longer than it was, and more",
                                     &outcome, NULL, &error), "save");
    }
    struct draft draft = {.canvas_id = guest->board->canvas_id, .text = text.data};
    guest_check(live_draft_save(guest->live, &draft, &error), "draft");
    guest_check(live_draft_drop(guest->live, draft.id, &error), "drop");
    free(guest->own);
    guest->own = buffer_take(&text);
}

static void guest_turn(struct guest *guest)
{
    bool changed;
    struct presence *here;
    size_t count;
    struct history_entry *history;
    guest_check(snapshot_update(guest->board, guest->store, &guest->session, &changed, &error), "update");
    guest_check(live_presence_list(guest->live, guest->board->canvas_id, &here, &count, &error), "presence");
    presence_list_free(here, count);
    guest_check(canvas_history(guest->store, &guest->session, guest->board->canvas_id, LANGUAGE_EN, &history, &count,
                               &error), "history");
    history_free(history, count);
    struct search_hit *hits;
    guest_check(canvas_search(guest->store, &guest->session, "zq", 0, &hits, &count, &error), "search");
    search_free(hits, count);
}

_Noreturn static void guest_runs(const char *path, int64_t seat_id, const struct pipes *pipes, bool forgets)
{
    struct guest guest = {0};
    struct store_options options = {.path = path, .confined = forgets};
    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
    int64_t workshop_id;
    guest_check(store_open(&guest.store, &options, &canvas_schema, &error), "open");
    guest_check(workshop_session(guest.store, seat_id, false, &workshop_id, &guest.session, &error), "session");
    guest_check(live_open(&guest.live, guest.store, guest.session.actor_id, "Guest", &error), "live");
    guest_check(snapshot_load(guest.store, &guest.session, guest.session.canvas_id, &guest.board, &error), "load");
    for (int at = 0;; at++) {
        guest_turn(&guest);
        if (forgets) {
            store_forget(guest.store);
            live_forget(guest.live);
        }
        guest_says(pipes, 't');
        char what = guest_hears(pipes);
        if (what == 'q')
            _exit(0);
        if (what == 'w')
            guest_writes(&guest, at);
    }
}

/* A program of its own, so that nothing of the test's memory is in it. */
static pid_t start_guest(const char *path, int64_t seat_id, struct pipes *pipes, bool forgets)
{
    ck_assert_int_eq(pipe(pipes->to_guest), 0);
    ck_assert_int_eq(pipe(pipes->to_test), 0);
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        char seat[24], in[12], out[12];
        close(pipes->to_guest[1]);
        close(pipes->to_test[0]);
        snprintf(seat, sizeof seat, "%lld", (long long)seat_id);
        snprintf(in, sizeof in, "%d", pipes->to_guest[0]);
        snprintf(out, sizeof out, "%d", pipes->to_test[1]);
        execl("/proc/self/exe", "guest", path, seat, in, out, forgets ? "forgets" : "keeps", (char *)NULL);
        _exit(7);
    }
    close(pipes->to_guest[0]);
    close(pipes->to_test[1]);
    return pid;
}

static void wait_for_turn(const struct pipes *pipes)
{
    char what = 0;
    ck_assert_int_eq(read(pipes->to_test[0], &what, 1), 1);
    ck_assert_int_eq(what, 't');
}

static void turn(const struct pipes *pipes, char what)
{
    ck_assert_int_eq(write(pipes->to_guest[1], &what, 1), 1);
    if (what != 'q')
        wait_for_turn(pipes);
}

/* ---- the tests ---------------------------------------------------------------------------------------------------- */

static void others_write(struct workshop_fixture *f, struct live *live, int from, int count)
{
    struct buffer text = {0};
    for (int i = from; i < from + count; i++) {
        make_text(&text, SECRET, i);
        int64_t id = workshop_fixture_note(f, f->mei, i % 2 ? "customer_segments" : "key_partnerships", buffer_text(&text));
        struct draft draft = {.canvas_id = f->canvas.canvas_id, .note_id = id, .text = text.data};
        ck_ok(live_draft_save(live, &draft, &error));
    }
    buffer_clear(&text);
}

static void watch(bool forgets, size_t *secrets, size_t *own)
{
    struct workshop_fixture f;
    struct pipes pipes;
    struct live *live;
    workshop_fixture_init(&f);
    workshop_fixture_go(&f, IN_DIVERGE);
    ck_ok(live_open(&live, f.canvas.store, 1, "Mei", &error));
    others_write(&f, live, 0, NOTES);
    pid_t pid = start_guest(f.canvas.path, f.li, &pipes, forgets);
    wait_for_turn(&pipes);
    *secrets = 0;
    for (int round = 0; round < 12; round++) {
        others_write(&f, live, NOTES + round, 1);
        turn(&pipes, round % 3 == 2 ? 't' : 'w');
        size_t found;
        ck_assert(memory_count(pid, SECRET, &found) && memory_count(pid, OWN, own));
        *secrets += found;
    }
    turn(&pipes, 'q');
    int status;
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(pipes.to_guest[1]);
    close(pipes.to_test[0]);
    live_close(live);
    char path[128];
    static const char *const endings[] = {"-live", "-live-wal", "-live-shm"};
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        snprintf(path, sizeof path, "%s%s", f.canvas.path, endings[i]);
        unlink(path);
    }
    workshop_fixture_clear(&f);
}

START_TEST(test_a_guest_keeps_nothing_of_others)
{
    size_t secrets, own;
    watch(true, &secrets, &own);
    ck_assert_uint_gt(own, 0); /* the search does find what is there */
    ck_assert_uint_eq(secrets, 0);
}
END_TEST

START_TEST(test_without_forgetting_it_would)
{
    size_t secrets, own;
    watch(false, &secrets, &own);
    ck_assert_uint_gt(secrets, 0);
}
END_TEST

int main(int argc, char **argv)
{
    const TTest *const tests[] = {test_a_guest_keeps_nothing_of_others, test_without_forgetting_it_would};
    if (argc == 6 && strcmp(argv[0], "guest") == 0) {
        struct pipes pipes = {{atoi(argv[3]), -1}, {-1, atoi(argv[4])}};
        guest_runs(argv[1], strtoll(argv[2], NULL, 10), &pipes, strcmp(argv[5], "forgets") == 0);
    }
    return check_main("forget", tests, COUNT_OF(tests));
}
