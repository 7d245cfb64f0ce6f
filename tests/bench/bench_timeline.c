/*
 * bench_timeline.c - going through the life of a canvas, and comparing large ones, beside loading them.
 *
 *     bench_timeline [ACTIONS [STORE]]
 *
 * A canvas with 100,000 actions on 2,000 living notes (adds, rewordings, moves, colours, trash), in a store in memory:
 * steps forwards and backwards one by one, jumps, memory. Then two canvases of 10,000 notes: a copy of which a tenth
 * was changed, and canvases that are no copies, where all has to be found by what it says. Every figure stands beside a fresh
 * snapshot_load() of the same run. STORE keeps the canvases in a file, to be looked at with nonet. Printed, never gated.
 */
#include "meter.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "nonet/diff.h"
#include "nonet/timeline.h"

enum { ACTIONS = 100000, NOTES = 2000, LARGE = 10000, ROUNDS = 9 };

static void must(enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "bench_timeline: %s\n", err->message);
    exit(2);
}

static double since(int64_t begun)
{
    return (double)(meter_now() - begun) / 1e6;
}

static double memory_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

struct desk {
    struct store *store;
    struct session session;
    struct template *template;
};

/* ---- a long life ------------------------------------------------------------------------------------------------- */

static enum status act(const struct desk *desk, int64_t canvas_id, int64_t *ids, size_t at, struct error *err)
{
    char text[64];
    snprintf(text, sizeof text, "What we said the %zuth time, 一些中文", at);
    int64_t *id = &ids[(size_t)random() % NOTES];
    long deed = *id == 0 ? 0 : random() % 6;
    struct note_new note = {.block = (int)(random() % 9), .text = text};
    if (deed == 0) {
        if (*id != 0)
            must(canvas_notes_set_alive(desk->store, &desk->session, id, 1, false, err), err);
        return canvas_notes_add(desk->store, &desk->session, canvas_id, desk->template, &note, 1, 0, id, err);
    }
    if (deed == 1)
        return canvas_notes_set_colour(desk->store, &desk->session, id, 1, (enum note_colour)(random() % 6), err);
    if (deed == 2)
        return canvas_notes_move(desk->store, &desk->session, id, 1,
                                 template_block_id(desk->template, (int)(random() % 9)), -1, err);
    if (deed == 3)
        return canvas_notes_set_tag(desk->store, &desk->session, id, 1, "tag", random() % 2 == 0, err);
    return canvas_notes_set_facet(desk->store, &desk->session, id, 1, "source", text, err);
}

static int64_t live(const struct desk *desk, size_t actions)
{
    struct error err;
    int64_t canvas_id, *ids = memory_new(NOTES, sizeof *ids), last = 0;
    must(canvas_create(desk->store, &desk->session, "Long life", desk->template, &canvas_id, &err), &err);
    for (size_t i = 0; (size_t)last < actions; i++) {
        must(act(desk, canvas_id, ids, i, &err), &err);
        must(store_last_seq(desk->store, &last, &err), &err);
    }
    free(ids);
    return canvas_id;
}

static void measure_timeline(const struct desk *desk, size_t actions)
{
    struct error err;
    int64_t canvas_id = live(desk, actions), begun = meter_now();
    struct snapshot *snapshot;
    must(snapshot_load(desk->store, &desk->session, canvas_id, &snapshot, &err), &err);
    double load = since(begun), before = memory_mb();
    struct timeline *timeline;
    begun = meter_now();
    must(timeline_load(desk->store, &desk->session, canvas_id, &timeline, &err), &err);
    double opened = since(begun);
    size_t count = timeline_count(timeline), notes = snapshot->note_count;
    printf("%zu actions, %zu notes: load of now %.1f ms; timeline opened in %.0f ms, %.0f MB more\n", count, notes, load,
           opened, memory_mb() - before);
    begun = meter_now();
    for (size_t position = count; position-- > 0;)
        timeline_go(timeline, position);
    double back = since(begun);
    begun = meter_now();
    for (size_t position = 1; position <= count; position++)
        timeline_go(timeline, position);
    double forth = since(begun);
    double jumps[ROUNDS * 9];
    for (size_t i = 0; i < ROUNDS * 9; i++) {
        begun = meter_now();
        timeline_go(timeline, (size_t)random() % count);
        jumps[i] = since(begun);
    }
    double middle = median(jumps, ROUNDS * 9);
    printf("  a step back %.1f us, forward %.1f us (%.0f steps a second); a jump anywhere %.1f ms, at most %.1f ms"
           " = %.1f loads of now\n",
           back * 1e3 / (double)count, forth * 1e3 / (double)count, (double)count / forth * 1e3, middle,
           jumps[ROUNDS * 9 - 1], middle / load);
    timeline_free(timeline);
    snapshot_free(snapshot);
}

/* ---- large canvases compared ---------------------------------------------------------------------------------------- */

/* Every note with a place divisible by `every` is worded as `salt` says. */
static int64_t make_large(const struct desk *desk, const char *title, size_t every, unsigned salt)
{
    struct error err;
    int64_t canvas_id;
    struct note_new *notes = memory_new(LARGE, sizeof *notes);
    must(canvas_create(desk->store, &desk->session, title, desk->template, &canvas_id, &err), &err);
    for (size_t i = 0; i < LARGE; i++) {
        struct buffer text = {0};
        buffer_printf(&text, "Customers of kind %zu want the thing number %zu, 想要便宜的第 %zu 种", i * 7919 % 997,
                      i * 31 % 7001, i);
        if (i % every == 0)
            buffer_printf(&text, " since %u", salt);
        notes[i] = (struct note_new){.block = (int)(i % 9), .text = buffer_take(&text)};
    }
    must(canvas_notes_add(desk->store, &desk->session, canvas_id, desk->template, notes, LARGE, 0, NULL, &err), &err);
    for (size_t i = 0; i < LARGE; i++)
        free((char *)notes[i].text);
    free(notes);
    return canvas_id;
}

static void change_some(const struct desk *desk, int64_t canvas_id)
{
    struct error err;
    struct snapshot *snapshot;
    must(snapshot_load(desk->store, &desk->session, canvas_id, &snapshot, &err), &err);
    for (size_t b = 0; b < snapshot->block_count; b++) {
        for (size_t i = 0; i < snapshot->block[b].count; i += 10) {
            int64_t id = snapshot->block[b].note[i]->id;
            enum save_outcome outcome;
            if (i % 30 == 0)
                must(canvas_notes_set_alive(desk->store, &desk->session, &id, 1, false, &err), &err);
            else if (i % 30 == 10)
                must(canvas_notes_move(desk->store, &desk->session, &id, 1, "channels", -1, &err), &err);
            else
                must(canvas_note_save(desk->store, &desk->session, id, snapshot->block[b].note[i]->text, "reworded",
                                      &outcome, NULL, &err),
                     &err);
        }
    }
    snapshot_free(snapshot);
}

static void measure_diff(const struct desk *desk, const char *name, int64_t left_id, int64_t right_id)
{
    struct error err;
    struct snapshot *left, *right;
    struct diff diff;
    double loads[ROUNDS], diffs[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++) {
        int64_t begun = meter_now();
        must(snapshot_load(desk->store, &desk->session, left_id, &left, &err), &err);
        loads[i] = since(begun);
        must(snapshot_load(desk->store, &desk->session, right_id, &right, &err), &err);
        begun = meter_now();
        canvas_diff(left, right, NULL, &diff);
        diffs[i] = since(begun);
        if (i == 0)
            printf("%s, %d notes each: %zu added, %zu removed, %zu changed, %zu moved\n", name, LARGE, diff.added,
                   diff.removed, diff.changed, diff.moved);
        canvas_diff_clear(&diff);
        snapshot_free(left);
        snapshot_free(right);
    }
    double load = median(loads, ROUNDS), one = median(diffs, ROUNDS);
    printf("  diff %.1f ms, load of one %.1f ms: %.2f\n", one, load, one / load);
}

int main(int argc, char **argv)
{
    struct error err;
    struct desk desk;
    struct store_options options = {.path = argc > 2 ? argv[2] : ":memory:", .create = true};
    int64_t actor_id;
    must(store_open(&desk.store, &options, &canvas_schema, &err), &err);
    must(person_find(desk.store, "Bench", &actor_id, &err), &err);
    must(template_load("bmc", &desk.template, &err), &err);
    desk.session = session_owner(actor_id);
    measure_timeline(&desk, argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : ACTIONS);

    int64_t large = make_large(&desk, "Large", 1, 1), copy;
    struct snapshot *snapshot;
    must(snapshot_load(desk.store, &desk.session, large, &snapshot, &err), &err);
    must(canvas_copy(desk.store, &desk.session, snapshot, "Copy", &copy, &err), &err);
    snapshot_free(snapshot);
    change_some(&desk, copy);
    measure_diff(&desk, "a copy", large, copy);
    measure_diff(&desk, "no copy, a fifth worded otherwise", make_large(&desk, "A", 5, 3), make_large(&desk, "B", 5, 4));
    measure_diff(&desk, "no copy, all worded otherwise", large, make_large(&desk, "C", 1, 2));
    template_free(desk.template);
    store_close(desk.store);
    return 0;
}
