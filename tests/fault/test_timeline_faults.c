/*
 * test_timeline_faults.c - a timeline that is kept current while reading fails, at the first call, the second, ... until
 * none fires. Afterwards it is what a fresh one is: nothing lost, nothing twice.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "fault_vfs.h"
#include "nonet/timeline.h"

#define MOST_CALLS 5000
#define CLOSE_LOOK 24 /* the first calls are all tried, of the later ones one in so many */
#define STRIDE 41
#define AN_HOUR 3600000

static struct error error;

static int64_t in_an_hour(void)
{
    return time_now() + AN_HOUR;
}

static void add_notes(const struct canvas_fixture *f, struct store *store, size_t length)
{
    char text[1500] = "";
    struct note_new notes[8];
    int64_t ids[COUNT_OF(notes)];
    memset(text, 'x', length);
    for (size_t i = 0; i < COUNT_OF(notes); i++)
        notes[i] = (struct note_new){.block = 0, .text = text};
    ck_ok(canvas_notes_add(store, &f->session, f->canvas_id, f->template, notes, COUNT_OF(notes), 0, ids, &error));
}

/* The same actions in the same order, and the same canvas at the position and at the newest. */
static void expect_fresh(const struct canvas_fixture *f, struct timeline *kept, int skip)
{
    struct timeline *fresh;
    ck_ok(timeline_load(f->store, &f->session, f->canvas_id, &fresh, &error));
    ck_assert_msg(timeline_count(kept) == timeline_count(fresh), "fault %d: %zu actions kept, %zu fresh", skip,
                  timeline_count(kept), timeline_count(fresh));
    for (size_t i = 0; i < timeline_count(fresh); i++)
        ck_assert_int_eq(timeline_action(kept, i)->seq, timeline_action(fresh, i)->seq);
    size_t positions[] = {timeline_position(kept), timeline_count(kept)};
    for (size_t i = 0; i < COUNT_OF(positions); i++) {
        timeline_go(kept, positions[i]);
        timeline_go(fresh, positions[i]);
        char *one = snapshot_dump(timeline_snapshot(kept), true), *other = snapshot_dump(timeline_snapshot(fresh), true);
        size_t same = 0;
        while (one[same] != '\0' && one[same] == other[same])
            same++;
        ck_assert_msg(strcmp(one, other) == 0, "fault %d, at %zu of %zu, from byte %zu\nkept: %.300s\nfresh: %.300s", skip,
                      positions[i], timeline_count(kept), same, one + same, other + same);
        free(one);
        free(other);
    }
    timeline_go(kept, positions[0]);
    timeline_free(fresh);
}

/* What others do before each update. */
typedef void work_of_others(const struct canvas_fixture *f, struct store *writer, struct store *copy);

static void add_behind(const struct canvas_fixture *f, struct store *writer, struct store *copy)
{
    (void)copy;
    for (int i = 0; i < 2; i++)
        add_notes(f, writer, 1400); /* several pages: reading may fail between two changes */
}

/* The copy's clock is an hour behind: what it did belongs before the newest action here. */
static void merge_between(const struct canvas_fixture *f, struct store *writer, struct store *copy)
{
    struct merge_report report;
    add_notes(f, copy, 10);
    ck_ok(store_merge(writer, store_path(copy), &report, &error));
    merge_report_clear(&report);
}

static void update_with_faults(struct fault *fault, work_of_others *work)
{
    struct canvas_fixture f;
    struct timeline *kept;
    char path[128];
    canvas_fixture_init(&f);
    struct store_options here = {.path = f.path, .now = in_an_hour}, there = {.path = path};
    struct store *writer, *copy;
    snprintf(path, sizeof path, "%s/copy.db", f.folder);
    ck_ok(store_backup(f.store, path, &error));
    ck_ok(store_open(&writer, &here, &canvas_schema, &error));
    ck_ok(store_open(&copy, &there, &canvas_schema, &error));
    add_notes(&f, writer, 10);
    ck_ok(timeline_load(f.store, &f.session, f.canvas_id, &kept, &error));
    timeline_go(kept, 1);
    int failed = 0, skip = 0;
    for (bool fired = true; fired; skip += skip < CLOSE_LOOK ? 1 : STRIDE) {
        bool changed;
        ck_assert_int_lt(skip, MOST_CALLS);
        work(&f, writer, copy);
        fault_arm(fault, FAULT_IO, skip, 1);
        enum status status = timeline_update(kept, f.store, &f.session, &changed, &error);
        fired = fault->fired > 0;
        fault_disarm(fault);
        failed += status != STATUS_OK ? 1 : 0;
        ck_ok(timeline_update(kept, f.store, &f.session, &changed, &error));
        expect_fresh(&f, kept, skip);
    }
    ck_assert_int_gt(failed, 2);
    timeline_free(kept);
    store_close(writer);
    store_close(copy);
    unlink(path);
    canvas_fixture_clear(&f);
}

START_TEST(test_a_failed_reading_neither_loses_nor_doubles)
{
    /* On the heap: SQLite keeps it when an assertion leaves this function early. */
    struct fault *fault = memory_new(1, sizeof *fault);
    fault_install(fault);
    update_with_faults(fault, add_behind);
    update_with_faults(fault, merge_between);
    fault_remove(fault);
    free(fault);
}
END_TEST

NONET_TEST_MAIN("timeline faults", test_a_failed_reading_neither_loses_nor_doubles)
