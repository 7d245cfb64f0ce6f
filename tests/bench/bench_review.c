/*
 * bench_review.c - reviewing a large canvas beside loading it.
 *
 *     bench_review
 *
 * 10,000 notes with facets, 20,000 links, in a store in memory: spread over the blocks of bmc, and with half of the
 * links leading to one customer, where the checks that look one step further have most to do. Printed, never gated.
 */
#include "meter.h"

#include <stdio.h>
#include <stdlib.h>

#include "nonet/review.h"

enum { NOTES = 10000, LINKS = 20000, ROUNDS = 9 };

static void must(enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "bench_review: %s\n", err->message);
    exit(2);
}

static int64_t make_canvas(struct store *store, const struct session *session, const struct template *template,
                           bool hub)
{
    static const char *const keys[] = {"amount", "type", "starred"};
    static const char *const values[] = {"10 EUR/month", "phase.awareness", "yes"};
    struct error err;
    struct import_note *note = memory_new(NOTES, sizeof *note);
    struct import_link *link = memory_new(LINKS, sizeof *link);
    for (size_t i = 0; i < NOTES; i++) {
        note[i].note = (struct note_new){.block = (int)(i % template->block_count), .text = "A note of some length"};
        note[i].labels = (struct import_labels){.facet_key = keys, .facet_value = values, .facet_count = i % 4};
    }
    for (size_t i = 0; i < LINKS; i++) {
        size_t from = (size_t)random() % NOTES, to = hub && i % 2 == 0 ? 0 : (size_t)random() % NOTES;
        link[i] = (struct import_link){.from = from, .to = from == to ? (to + 1) % NOTES : to};
    }
    struct canvas_import import = {.title = "Large", .template = template, .note = note, .note_count = NOTES,
                                   .link = link, .link_count = LINKS};
    int64_t canvas_id;
    size_t failed;
    must(canvas_import(store, session, &import, &canvas_id, &failed, &err), &err);
    free(note);
    free(link);
    return canvas_id;
}

static void measure(struct store *store, const struct session *session, int64_t canvas_id, const char *name)
{
    struct error err;
    double loads[ROUNDS], reviews[ROUNDS];
    size_t findings = 0;
    for (int i = 0; i < ROUNDS; i++) {
        struct snapshot *snapshot;
        struct finding *finding;
        int64_t begun = meter_now();
        must(snapshot_load(store, session, canvas_id, &snapshot, &err), &err);
        int64_t loaded = meter_now();
        must(canvas_review(snapshot, store, session, snapshot->updated, &finding, &findings, &err), &err);
        int64_t reviewed = meter_now();
        loads[i] = (double)(loaded - begun) / 1e6;
        reviews[i] = (double)(reviewed - loaded) / 1e6;
        findings_free(finding, findings);
        snapshot_free(snapshot);
    }
    printf("%-8s %d notes, %d links: load %.1f ms, review %.1f ms (%zu findings)\n", name, NOTES, LINKS,
           median(loads, ROUNDS), median(reviews, ROUNDS), findings);
}

int main(void)
{
    struct error err;
    struct store *store;
    struct template *template;
    struct store_options options = {.path = ":memory:", .create = true};
    int64_t actor_id;
    must(store_open(&store, &options, &canvas_schema, &err), &err);
    must(person_find(store, "Bench", &actor_id, &err), &err);
    must(template_load("bmc", &template, &err), &err);
    struct session session = session_owner(actor_id);
    measure(store, &session, make_canvas(store, &session, template, false), "spread");
    measure(store, &session, make_canvas(store, &session, template, true), "one hub");
    template_free(template);
    store_close(store);
    return 0;
}
