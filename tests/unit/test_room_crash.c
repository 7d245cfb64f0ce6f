/*
 * test_room_crash.c - processes of a room are killed at any moment, and the room goes on.
 *
 * Guests and the facilitator are processes of their own that write as fast as they can; again and again one of them is
 * killed and another comes in its place. Afterwards the journal and the tables agree, every acknowledged note is there,
 * nobody has cast more votes than there were, and the room is in a stage as that stage is.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "workshop_fixture.h"

static struct error error;

enum { PROCESSES = 4, KILLS = 24, BETWEEN = 9 }; /* acknowledged deeds between two kills */

struct worker {
    pid_t pid;
    int64_t seat_id;
};

/* One thing that this seat may or may not do now; *note_id = a note that was acknowledged. */
static enum status do_something(struct store *store, int64_t workshop_id, int64_t seat_id, const struct template *template,
                                const int64_t *notes, int64_t *note_id)
{
    struct session session;
    enum status status = workshop_session(store, seat_id, false, NULL, &session, &error);
    if (status != STATUS_OK)
        return status;
    struct note_new note = {.block = 0, .text = "acknowledged"};
    size_t count;
    switch (random() % 8) {
    case 0:
        return workshop_ready(store, &session, random() % 2 == 0, &error);
    case 1:
        return workshop_raise_hand(store, &session, random() % 2 == 0, &error);
    case 2:
        return workshop_go(store, &session, workshop_id, -1, random() % 2 ? IN_VOTE : (int)(random() % STAGES), &error);
    case 3:
        return workshop_reveal(store, &session, workshop_id, REVEAL_ALL, NULL, &count, NULL, &error);
    case 4:
    case 5:
        return workshop_vote(store, &session, notes[random() % 3], random() % 4 ? 1 : -1, NULL, &error);
    default:
        return canvas_notes_add(store, &session, session.canvas_id, template, &note, 1, 0, note_id, &error);
    }
}

_Noreturn static void work(const struct workshop_fixture *f, int64_t seat_id, const int64_t *notes, unsigned seed, int out)
{
    struct store *store;
    struct store_options options = {.path = f->canvas.path};
    srandom(seed);
    if (store_open(&store, &options, &canvas_schema, &error) != STATUS_OK)
        _exit(3);
    for (;;) {
        int64_t note_id = 0;
        enum status status = do_something(store, f->id, seat_id, f->canvas.template, notes, &note_id);
        if (status != STATUS_OK && status != STATUS_DENIED && status != STATUS_INVALID && status != STATUS_BUSY)
            _exit(4);
        if (status != STATUS_OK)
            note_id = 0;
        if (write(out, &note_id, sizeof note_id) != sizeof note_id)
            _exit(5);
    }
}

static void start_worker(const struct workshop_fixture *f, struct worker *worker, const int64_t *notes, unsigned seed,
                         const int pipe_ends[2])
{
    worker->pid = fork();
    ck_assert_int_ge(worker->pid, 0);
    if (worker->pid == 0) {
        close(pipe_ends[0]);
        work(f, worker->seat_id, notes, seed, pipe_ends[1]);
    }
}

static void kill_worker(const struct worker *worker)
{
    int status;
    ck_assert_int_eq(kill(worker->pid, SIGKILL), 0);
    ck_assert_int_eq(waitpid(worker->pid, &status, 0), worker->pid);
    ck_assert_msg(WIFSIGNALED(status), "it ended by itself with %d", WEXITSTATUS(status));
}

static void expect_a_sound_room(struct workshop_fixture *f)
{
    struct buffer report = {0};
    ck_assert_msg(store_check(f->canvas.store, true, &report, &error) == STATUS_OK, "%s", buffer_text(&report));
    buffer_clear(&report);
    struct workshop *room = workshop_fixture_load(f);
    ck_assert_int_eq(room->private, room->now->private && !room->late);
    ck_assert_int_eq(room->deadline != 0, room->now->minutes > 0);
    ck_assert(!room->vote_open || room->now->votes > 0);
    for (size_t i = 0; i < room->seat_count; i++)
        ck_assert_int_le(room->seat[i].used, room->votes);
    workshop_free(room);
    workshop_fixture_go(f, IN_DECIDE); /* and it goes on */
    workshop_fixture_note(f, f->li, "channels", "after all that");
}

START_TEST(test_whoever_is_killed_the_room_goes_on)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    int64_t notes[3], acknowledged[KILLS * BETWEEN];
    size_t acknowledged_count = 0;
    for (size_t i = 0; i < COUNT_OF(notes); i++)
        notes[i] = canvas_fixture_note(&f.canvas, "channels", "to vote on");
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    struct worker workers[PROCESSES] = {
        {.seat_id = f.leader}, {.seat_id = f.li}, {.seat_id = f.mei}, {.seat_id = f.leader}};
    for (unsigned i = 0; i < PROCESSES; i++)
        start_worker(&f, &workers[i], notes, i, ends);
    for (unsigned round = 0; round < KILLS; round++) {
        for (int i = 0; i < BETWEEN; i++) {
            int64_t note_id;
            ck_assert_int_eq(read(ends[0], &note_id, sizeof note_id), sizeof note_id);
            if (note_id != 0)
                acknowledged[acknowledged_count++] = note_id;
        }
        struct worker *worker = &workers[round % PROCESSES];
        kill_worker(worker);
        start_worker(&f, worker, notes, round + 100, ends);
    }
    for (size_t i = 0; i < PROCESSES; i++)
        kill_worker(&workers[i]);
    close(ends[0]);
    close(ends[1]);
    struct snapshot *snapshot = canvas_fixture_load(&f.canvas);
    ck_assert_uint_gt(acknowledged_count, 0);
    for (size_t i = 0; i < acknowledged_count; i++)
        ck_assert_msg(snapshot_note(snapshot, acknowledged[i]) != NULL, "an acknowledged note is not there");
    snapshot_free(snapshot);
    expect_a_sound_room(&f);
    workshop_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("room_crash", test_whoever_is_killed_the_room_goes_on)
