/*
 * bench_workshop.c - a room full of guests: how soon a note is on the other screens, and what the room costs.
 *
 *     bench_workshop PATH_OF_NONET [SECONDS [GUESTS...]]
 *
 * Every guest is a real process that takes a seat of its own, on a pseudo-terminal of 80x24 that is decoded here. In the
 * busy part each types a note in ten seconds, as a hand does, and an owner's command clears the panes from time to time, so
 * that new notes stand in view. From Enter at one to the text on the decoded screen of each of the others is the latency.
 * CPU, memory and bytes are gates (exit status 1); latencies depend on the machine, which decodes all screens beside.
 */
#include "meter.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nonet/canvas.h"
#include "../support/vscreen.h"

enum { ROWS = 24, COLUMNS = 80, GUESTS_MAX = 200, NOTES_MAX = 4000, LATENCIES_MAX = 400000, PARTS = 6, STAGES = 9 };
enum { PERIOD_MS = 10000, PART_MS = 700, CLEAR_MS = 300, CLEAR_AFTER_MS = 400, LOST_MS = 4000 };

struct guest {
    struct meter meter;
    struct vscreen *screen;
    int64_t next;   /* ns: when the next part of the note is typed */
    int part;       /* of the note being typed: 0 = none yet */
    int note;
    double bytes;
    bool alive;
};

struct written {
    int64_t entered;  /* ns, 0 = not yet */
    int author;
    int waiting;      /* screens that do not show it yet */
    uint64_t seen[(GUESTS_MAX + 63) / 64];
};

struct room {
    const char *nonet;
    char store[PATH_MAX];
    struct guest guest[GUESTS_MAX];
    size_t count;
    struct written note[NOTES_MAX];
    int notes, oldest;      /* oldest that somebody does not show */
    struct store *owner;
    struct session session; /* the owner's */
    struct snapshot *snapshot;
    int64_t clear_at;
    double latency[LATENCIES_MAX];
    size_t latencies, lost;
    bool busy;
    int broken;
};

static int64_t ms(int64_t count)
{
    return count * 1000000;
}

/* ---- the room ---------------------------------------------------------------------------------------- */

/* The output of a command of the owner's, "" when there was none. */
static void owner(struct room *room, const char *words, char *out, size_t size)
{
    char command[2 * PATH_MAX];
    snprintf(command, sizeof command, "'%s' --store '%s' %s 2>/dev/null", room->nonet, room->store, words);
    FILE *stream = popen(command, "re");
    out[0] = '\0';
    size_t got = stream ? fread(out, 1, size - 1, stream) : 0;
    out[got] = '\0';
    if (!stream || pclose(stream) != 0) {
        fprintf(stderr, "bench_workshop: failed: %s\n", command);
        exit(2);
    }
}

static void join(struct room *room, struct guest *guest, int number)
{
    char words[128], line[4096];
    snprintf(words, sizeof words, "workshop invite Room --guest G%03d", number);
    owner(room, words, line, sizeof line);
    char *token = strstr(line, "--seat ");
    if (!token) {
        fprintf(stderr, "bench_workshop: no seat in: %s\n", line);
        exit(2);
    }
    token += strlen("--seat ");
    token[strspn(token, "0123456789abcdef")] = '\0';
    char *const command[] = {(char *)room->nonet, "--store", room->store, "workshop", "join", "--seat", token, NULL};
    char *const environment[] = {"TERM=xterm-256color", "LANG=C.UTF-8", "NONET_LANG=en", "NONET_WIDE=0", NULL};
    *guest = (struct guest){.screen = vscreen_new(ROWS, COLUMNS)};
    guest->alive = meter_start(&guest->meter, ROWS, COLUMNS, command, environment);
    fcntl(guest->meter.master, F_SETFD, FD_CLOEXEC);
}

static void press(struct guest *guest, const char *keys)
{
    if (write(guest->meter.master, keys, strlen(keys)) < 0)
        guest->alive = false;
}

static void on_screen(struct room *room, size_t at, int64_t now)
{
    struct guest *guest = &room->guest[at];
    struct buffer text = {0};
    bool read = false;
    for (int i = room->oldest; i < room->notes; i++) {
        struct written *note = &room->note[i];
        if (note->entered == 0 || note->seen[at / 64] & (UINT64_C(1) << at % 64))
            continue;
        if (!read)
            vscreen_text(guest->screen, &text);
        read = true;
        char tag[16];
        snprintf(tag, sizeof tag, "n%04d", i);
        if (!strstr(buffer_text(&text), tag))
            continue;
        note->seen[at / 64] |= UINT64_C(1) << at % 64;
        note->waiting--;
        if ((int)at != note->author && room->latencies < LATENCIES_MAX)
            room->latency[room->latencies++] = (double)(now - note->entered) / 1e6;
    }
    buffer_clear(&text);
}

/* Reads what all screens are sent, for at most `wait` ms; true if anything came. */
static bool read_all(struct room *room, int wait)
{
    struct pollfd ready[GUESTS_MAX];
    char bytes[65536];
    for (size_t i = 0; i < room->count; i++)
        ready[i] = (struct pollfd){.fd = room->guest[i].alive ? room->guest[i].meter.master : -1, .events = POLLIN};
    if (poll(ready, room->count, wait) <= 0)
        return false;
    for (size_t i = 0; i < room->count; i++) {
        if (!ready[i].revents)
            continue;
        ssize_t got = read(ready[i].fd, bytes, sizeof bytes);
        if (got <= 0) {
            fprintf(stderr, "bench_workshop: guest %zu is gone\n", i);
            exit(2);
        }
        room->guest[i].bytes += (double)got;
        vscreen_feed(room->guest[i].screen, bytes, (size_t)got);
        on_screen(room, i, meter_now());
    }
    return true;
}

static void quiet(struct room *room, int for_ms, int at_most_ms)
{
    int64_t end = meter_now() + ms(at_most_ms);
    while (meter_now() < end && read_all(room, for_ms))
        ;
}

static void spend(struct room *room, int for_ms)
{
    int64_t end = meter_now() + ms(for_ms);
    while (meter_now() < end)
        read_all(room, 20);
}

static double cpu_of_all(const struct room *room)
{
    double all = 0;
    for (size_t i = 0; i < room->count; i++)
        all += meter_cpu(&room->guest[i].meter);
    return all;
}

/* ---- a busy room --------------------------------------------------------------------------------------- */

/* The next part of a note: open, some letters at a time, Enter, and away from the next line that it opens. */
static void type(struct room *room, size_t at, int64_t now)
{
    static const char blocks[] = "2142321423"; /* the higher a pane, the more notes stand in view */
    struct guest *guest = &room->guest[at];
    char keys[32];
    guest->next = now + ms(PART_MS);
    if (guest->part == 0) {
        if (room->notes == NOTES_MAX)
            return;
        guest->note = room->notes;
        room->note[room->notes++] = (struct written){.author = (int)at, .waiting = (int)room->count};
        snprintf(keys, sizeof keys, "%ca", blocks[at % strlen(blocks)]);
    } else if (guest->part == 1) {
        snprintf(keys, sizeof keys, "n%04d ", guest->note);
    } else if (guest->part < PARTS - 1) {
        snprintf(keys, sizeof keys, "words");
    } else {
        room->note[guest->note].entered = now;
        press(guest, "\r");
        snprintf(keys, sizeof keys, "\033");
        guest->next = now + ms(PERIOD_MS - PARTS * PART_MS);
    }
    guest->part = (guest->part + 1) % PARTS;
    press(guest, keys);
}

static void must(enum status status, const struct error *error)
{
    if (status != STATUS_OK) {
        fprintf(stderr, "bench_workshop: %s\n", error->message);
        exit(2);
    }
}

/* Trashes the owner's way, in one action, what was written before `before`. */
static void clear_panes(struct room *room, int64_t before)
{
    struct error error;
    int64_t *ids = calloc(NOTES_MAX, sizeof *ids);
    size_t count = 0;
    bool changed;
    must(snapshot_update(room->snapshot, room->owner, &room->session, &changed, &error), &error);
    for (size_t i = 0; i < room->snapshot->block_count; i++) {
        const struct snapshot_block *block = &room->snapshot->block[i];
        for (size_t k = 0; k < block->count; k++) {
            int number;
            bool tagged = sscanf(block->note[k]->text, "n%4d", &number) == 1;
            if (count < NOTES_MAX && (!tagged || room->note[number].entered < before))
                ids[count++] = block->note[k]->id;
        }
    }
    if (count > 0)
        must(canvas_notes_set_alive(room->owner, &room->session, ids, count, false, &error), &error);
    free(ids);
}

static void tidy_up(struct room *room, int64_t now)
{
    /* What everybody shows, or nobody will: passed on. */
    while (room->oldest < room->notes && room->note[room->oldest].entered != 0 &&
           (room->note[room->oldest].waiting == 0 || now - room->note[room->oldest].entered > ms(LOST_MS)))
        room->lost += (size_t)room->note[room->oldest++].waiting;
    if (now < room->clear_at)
        return;
    room->clear_at = now + ms(CLEAR_MS);
    clear_panes(room, now - ms(CLEAR_AFTER_MS));
}

static void busy(struct room *room, int seconds)
{
    int64_t now = meter_now(), end = now + ms(seconds * 1000);
    room->busy = true;
    for (size_t i = 0; i < room->count; i++)
        room->guest[i].next = now + ms(PERIOD_MS) * (int64_t)i / (int64_t)room->count;
    while (now < end) {
        for (size_t i = 0; i < room->count; i++)
            if (room->guest[i].next <= now)
                type(room, i, now);
        tidy_up(room, now);
        read_all(room, 2);
        now = meter_now();
    }
}

/* ---- one guest's keys, one note's bytes ------------------------------------------------------------------ */

/* Median time from a key to the caret having moved on, us, while `others` type or not. */
static double keystroke(struct room *room, size_t at, int times)
{
    struct guest *guest = &room->guest[at];
    double *took = calloc((size_t)times, sizeof *took);
    int count = 0, row, before, column;
    bool visible;
    press(guest, "9a");
    guest->next = INT64_MAX;
    spend(room, 100);
    for (int i = 0; i < times; i++) {
        vscreen_cursor(guest->screen, &row, &before, &visible);
        int64_t start = meter_now(), now = start;
        press(guest, i % 8 == 7 ? "\177" : "x");
        do {
            read_all(room, 50);
            now = meter_now();
            vscreen_cursor(guest->screen, &row, &column, &visible);
        } while ((column == before || !visible) && now - start < ms(500));
        if (now - start < ms(500))
            took[count++] = (double)(now - start) / 1e3;
        for (size_t other = 0; other < room->count; other++)
            if (room->busy && room->guest[other].next <= now)
                type(room, other, now);
        tidy_up(room, now);
        spend(room, 25);
    }
    press(guest, "\007");
    double result = median(took, (size_t)count);
    free(took);
    return result;
}

/* Bytes on the lines of the others for one note appended in view, from Enter on. */
static double bytes_of_a_note(struct room *room, double *typing)
{
    double all = 0, before_enter = 0;
    enum { TIMES = 4 };
    press(&room->guest[0], "1");
    quiet(room, 200, 2000);
    for (int i = 0; i < TIMES; i++) {
        for (size_t other = 1; other < room->count; other++)
            room->guest[other].bytes = 0;
        press(&room->guest[0], "a");
        spend(room, 150);
        press(&room->guest[0], "A note for everybody");
        quiet(room, 300, 3000);
        for (size_t other = 1; other < room->count; other++) {
            before_enter += room->guest[other].bytes;
            room->guest[other].bytes = 0;
        }
        press(&room->guest[0], "\r");
        quiet(room, 300, 3000);
        for (size_t other = 1; other < room->count; other++)
            all += room->guest[other].bytes;
        press(&room->guest[0], "\033");
        quiet(room, 300, 3000);
    }
    *typing = before_enter / TIMES / (double)(room->count - 1);
    return all / TIMES / (double)(room->count - 1);
}

/* ---- report ------------------------------------------------------------------------------------------------ */

static void say(struct room *room, const char *name, double value, const char *unit, double limit, bool gate)
{
    bool over = value > limit;
    printf("  %-52s %9.1f %-8s limit %6.0f  %s\n", name, value, unit, limit, !over ? "ok" : gate ? "BROKEN" : "over");
    fflush(stdout);
    if (over && gate)
        room->broken = 1;
}

static double percentile(double *values, size_t count, double part)
{
    median(values, count); /* sorts */
    return count > 0 ? values[(size_t)((double)(count - 1) * part)] : 0;
}

/* The owner's hand in this process. */
static void own(struct room *room)
{
    struct error error;
    int64_t actor, canvas;
    const struct store_options options = {.path = room->store};
    must(store_open(&room->owner, &options, &canvas_schema, &error), &error);
    must(person_find(room->owner, "owner", &actor, &error), &error);
    room->session = session_owner(actor);
    must(canvas_resolve(room->owner, &room->session, "1", false, &canvas, &error), &error);
    must(snapshot_load(room->owner, &room->session, canvas, &room->snapshot, &error), &error);
}

static int measure(const char *nonet, const char *folder, size_t guests, int seconds)
{
    struct room *room = calloc(1, sizeof *room);
    char out[4096];
    room->nonet = nonet;
    snprintf(room->store, sizeof room->store, "%s/room-%zu.db", folder, guests);
    owner(room, "new Room", out, sizeof out);
    owner(room, "workshop start 1", out, sizeof out);
    for (int i = 0; i < STAGES; i++) /* to the one that shows all blocks to everybody */
        owner(room, "workshop next Room", out, sizeof out);
    own(room);
    printf("a room of %zu\n", guests);
    join(room, &room->guest[room->count++], 1);
    quiet(room, 400, 5000);
    double alone = keystroke(room, 0, 60);
    while (room->count < guests) {
        join(room, &room->guest[room->count], (int)room->count + 1);
        room->count++;
        read_all(room, 0);
    }
    quiet(room, 1000, 20000);

    double typing, bytes = bytes_of_a_note(room, &typing);
    spend(room, 3000);
    double cpu = cpu_of_all(room);
    spend(room, 10000);
    double idle = (cpu_of_all(room) - cpu) / 10e6 / 2 * 100;
    clear_panes(room, meter_now());
    quiet(room, 300, 2000);
    cpu = cpu_of_all(room);
    busy(room, seconds);
    double share = (cpu_of_all(room) - cpu) / (seconds * 1e6) / 2 * 100;
    double middle = percentile(room->latency, room->latencies, 0.5), worst = percentile(room->latency, room->latencies, 0.99);
    double memory = 0;
    for (size_t i = 0; i < room->count; i++)
        memory += meter_shared_memory(&room->guest[i].meter) / (double)room->count;
    double among = keystroke(room, 0, 60);

    bool large = guests > 100;
    say(room, "Enter to painted on the others, median", middle, "ms", large ? 60 : 30, false);
    say(room, "Enter to painted on the others, 99 of 100", worst, "ms", large ? 250 : 100, false);
    say(room, "notes that a screen did not show in time", (double)room->lost, "", 0, false);
    say(room, "CPU, each a note in ten seconds, of two cores", share, "percent", 50, true);
    say(room, "CPU, nobody does anything, of two cores", idle, "percent", 3, true);
    say(room, "memory of a guest, proportional", memory / 1024, "MB", 4, true);
    if (!large)
        say(room, "a key of one guest beside alone", among / (alone > 0 ? alone : 1), "x", 2, false);
    say(room, "bytes on a line for another's note", bytes, "bytes", 400, true);
    say(room, "bytes on a line for another's typing it", typing, "bytes", 400, false);
    printf("  (%zu paintings of %d notes; a key alone %.0f us, in the room %.0f us)\n", room->latencies, room->notes,
           alone, among);
    for (size_t i = 0; i < room->count; i++)
        kill(room->guest[i].meter.pid, SIGTERM);
    for (size_t i = 0; i < room->count; i++) {
        meter_stop(&room->guest[i].meter);
        vscreen_free(room->guest[i].screen);
    }
    int broken = room->broken;
    snapshot_free(room->snapshot);
    store_close(room->owner);
    free(room);
    return broken;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_workshop PATH_OF_NONET [SECONDS [GUESTS...]]\n");
        return 2;
    }
    char folder[PATH_MAX];
    char *nonet = realpath(argv[1], NULL);
    snprintf(folder, sizeof folder, "%s/nonet-bench-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/var/tmp");
    if (!nonet || !mkdtemp(folder)) {
        perror("bench_workshop");
        return 2;
    }
    int seconds = argc > 2 ? atoi(argv[2]) : 30, broken = 0;
    if (argc <= 3)
        broken = measure(nonet, folder, 50, seconds) | measure(nonet, folder, 200, seconds);
    for (int i = 3; i < argc; i++)
        broken |= measure(nonet, folder, (size_t)atoi(argv[i]), seconds);
    char command[PATH_MAX + 16];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    broken |= system(command) != 0;
    free(nonet);
    return broken;
}
