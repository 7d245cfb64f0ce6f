/*
 * test_trash.c - what lies in a canvas's trash, since when and by whose hand; and that what is purged is gone.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "workshop_fixture.h"
#include "nonet/live.h"

static struct error error;

static void trash(struct canvas_fixture *f, const struct session *session, int64_t note, bool alive)
{
    ck_ok(canvas_notes_set_alive(f->store, session, &note, 1, alive, &error));
}

/* "text/block/who text/block/who", newest first. */
static void expect_trash(struct canvas_fixture *f, const char *expected)
{
    struct trashed_note *notes;
    size_t count;
    struct buffer told = {0};
    ck_ok(canvas_trashed_notes(f->store, &f->session, f->canvas_id, &notes, &count, &error));
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&told, "%s%s/%s/%s", i > 0 ? " " : "", notes[i].text, notes[i].block_id, notes[i].actor);
        ck_assert_int_gt(notes[i].number, 0);
        ck_assert(i == 0 || notes[i].trashed <= notes[i - 1].trashed);
    }
    ck_assert_str_eq(buffer_text(&told), expected);
    buffer_clear(&told);
    trashed_notes_free(notes, count);
}

START_TEST(test_newest_first_with_who_did_it)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct session bo = canvas_fixture_person(&f, "Bo");
    int64_t a = canvas_fixture_note(&f, "channels", "a"), b = canvas_fixture_note(&f, "channels", "b");
    int64_t c = canvas_fixture_note(&f, "cost_structure", "c");
    expect_trash(&f, "");
    trash(&f, &bo, c, false);
    trash(&f, &f.session, a, false);
    expect_trash(&f, "a/channels/Ann c/cost_structure/Bo");
    trash(&f, &f.session, c, true);
    trash(&f, &bo, b, false);
    expect_trash(&f, "b/channels/Bo a/channels/Ann");
    trash(&f, &f.session, c, false); /* the second time counts */
    expect_trash(&f, "c/cost_structure/Ann b/channels/Bo a/channels/Ann");
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_confined_elsewhere_sees_nothing)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    trash(&f, &f.session, canvas_fixture_note(&f, "channels", "a"), false);
    struct session elsewhere = f.session;
    elsewhere.canvas_id = f.canvas_id + 1;
    struct trashed_note *notes;
    size_t count = 7;
    ck_assert_int_eq(canvas_trashed_notes(f.store, &elsewhere, f.canvas_id, &notes, &count, &error), STATUS_DENIED);
    ck_assert_ptr_null(notes);
    ck_assert_uint_eq(count, 0);
    canvas_fixture_clear(&f);
}
END_TEST

/* ---- purging ------------------------------------------------------------------------------------------ */

#define SECRET "SECRET密"

static bool folder_holds(const char *folder, const char *text)
{
    DIR *open = opendir(folder);
    bool found = false;
    ck_assert_ptr_nonnull(open);
    for (struct dirent *each = readdir(open); each && !found; each = readdir(open)) {
        char path[400];
        struct buffer bytes = {0};
        if (each->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, each->d_name);
        ck_ok(file_read(path, (size_t)1 << 28, &bytes, &error));
        found = bytes.length > 0 && memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;
        buffer_clear(&bytes);
    }
    closedir(open);
    return found;
}

static void write_secrets(struct canvas_fixture *f, int64_t canvas_id, struct live *live)
{
    enum save_outcome outcome;
    struct note_new note = {.block = 0, .text = SECRET " a note"};
    struct draft draft = {.canvas_id = canvas_id, .block = "channels", .base = "", .text = SECRET " being typed"};
    int64_t id;
    ck_ok(canvas_notes_add(f->store, &f->session, canvas_id, f->template, &note, 1, 0, &id, &error));
    ck_ok(canvas_note_set_body(f->store, &f->session, id, "", SECRET " longer", &outcome, &error));
    ck_ok(canvas_note_save(f->store, &f->session, id, SECRET " a note", "harmless", &outcome, NULL, &error));
    ck_ok(canvas_set_tag(f->store, &f->session, canvas_id, SECRET "tag", true, &error));
    ck_ok(canvas_notes_set_tag(f->store, &f->session, &id, 1, SECRET, true, &error));
    view_state_set(f->store, &f->session, canvas_id, "filter", SECRET);
    ck_ok(live_draft_save(live, &draft, &error));
}

/* Written for this canvas alone. */
static struct template *secret_template(const struct canvas_fixture *f)
{
    static const char title[] = "Customer Segments", secret[] = SECRET " Segment";
    struct template *own;
    char *source = memory_copy_text(f->template->source), *at = strstr(source, title);
    ck_assert_ptr_nonnull(at);
    ck_assert_uint_eq(strlen(title), strlen(secret));
    memcpy(at, secret, strlen(secret));
    ck_ok(template_parse("own", source, strlen(source), &own, NULL, &error));
    free(source);
    return own;
}

START_TEST(test_purging_takes_drafts_and_views_too)
{
    struct canvas_fixture f;
    struct live *live;
    int64_t canvas_id;
    bool traces = true;
    canvas_fixture_init(&f);
    canvas_fixture_note(&f, "channels", "kept");
    ck_ok(live_open(&live, f.store, f.session.actor_id, "Ann", &error));
    struct template *own = secret_template(&f);
    ck_ok(canvas_create(f.store, &f.session, SECRET " plan", own, &canvas_id, &error));
    template_free(own);
    write_secrets(&f, canvas_id, live);
    ck_assert(folder_holds(f.folder, SECRET " Segment"));

    struct session reader = session_reader(f.session.actor_id), guest = f.session;
    guest.workshop_id = 1;
    ck_assert_int_eq(canvas_purge(f.store, &f.session, canvas_id, &traces, &error), STATUS_INVALID);
    ck_ok(canvas_set_alive(f.store, &f.session, canvas_id, false, &error));
    ck_assert_int_eq(canvas_purge(f.store, &reader, canvas_id, &traces, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_purge(f.store, &guest, canvas_id, &traces, &error), STATUS_DENIED);
    ck_ok(canvas_purge(f.store, &f.session, canvas_id, &traces, &error));
    ck_assert(!traces);
    ck_assert(!folder_holds(f.folder, SECRET));
    ck_assert_int_eq(canvas_purge(f.store, &f.session, canvas_id, &traces, &error), STATUS_NOT_FOUND);
    char *kept = canvas_fixture_texts(&f, "channels");
    ck_assert_str_eq(kept, "kept");
    free(kept);
    live_close(live);
    struct snapshot *plan = canvas_fixture_load(&f); /* its template is still there */
    ck_assert_str_eq(plan->template->hash, f.template->hash);
    snapshot_free(plan);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_a_template_that_another_canvas_uses_stays)
{
    struct canvas_fixture f;
    int64_t gone, stays;
    bool traces;
    canvas_fixture_init(&f);
    struct template *own = secret_template(&f);
    ck_ok(canvas_create(f.store, &f.session, "gone", own, &gone, &error));
    ck_ok(canvas_create(f.store, &f.session, "stays", own, &stays, &error));
    template_free(own);
    ck_ok(canvas_set_alive(f.store, &f.session, stays, false, &error)); /* the trash can be left again */
    ck_ok(canvas_set_alive(f.store, &f.session, gone, false, &error));
    ck_ok(canvas_purge(f.store, &f.session, gone, &traces, &error));
    ck_assert(folder_holds(f.folder, SECRET " Segment"));
    ck_ok(canvas_purge(f.store, &f.session, stays, &traces, &error));
    ck_assert(!folder_holds(f.folder, SECRET " Segment"));
    canvas_fixture_clear(&f);
}
END_TEST

/* The copy's own draft, which no merge knows of, goes as well. */
START_TEST(test_a_merge_that_purges_takes_drafts_too)
{
    struct canvas_fixture f, other;
    struct live *live;
    int64_t canvas_id;
    bool traces;
    struct merge_report report;
    canvas_fixture_init(&f);
    canvas_fixture_init(&other);
    ck_ok(canvas_create(other.store, &other.session, "plan", f.template, &canvas_id, &error));
    ck_ok(canvas_set_alive(other.store, &other.session, canvas_id, false, &error));
    ck_ok(store_merge(f.store, other.path, &report, &error));
    merge_report_clear(&report);
    ck_ok(live_open(&live, f.store, f.session.actor_id, "Ann", &error));
    struct draft draft = {.canvas_id = canvas_id, .block = "channels", .base = "", .text = SECRET};
    struct draft kept = {.canvas_id = f.canvas_id, .block = "channels", .base = "", .text = "harmless"};
    ck_ok(live_draft_save(live, &draft, &error));
    ck_ok(live_draft_save(live, &kept, &error));
    ck_assert(folder_holds(f.folder, SECRET));

    ck_ok(canvas_purge(other.store, &other.session, canvas_id, &traces, &error));
    ck_ok(store_merge(f.store, other.path, &report, &error));
    ck_assert_uint_eq(report.purged, 1);
    ck_assert(!report.traces);
    merge_report_clear(&report);
    ck_assert(!folder_holds(f.folder, SECRET));
    ck_assert(folder_holds(f.folder, "harmless"));
    live_close(live);
    canvas_fixture_clear(&other);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_purging_takes_the_names_of_guests)
{
    struct workshop_fixture f;
    bool traces;
    workshop_fixture_init(&f);
    workshop_fixture_note(&f, f.li, "channels", "a");
    ck_ok(workshop_stop(f.canvas.store, &f.canvas.session, f.id, false, &error));
    ck_assert(folder_holds(f.canvas.folder, "李雷"));
    ck_ok(canvas_set_alive(f.canvas.store, &f.canvas.session, f.canvas.canvas_id, false, &error));
    ck_ok(canvas_purge(f.canvas.store, &f.canvas.session, f.canvas.canvas_id, &traces, &error));
    ck_assert(!folder_holds(f.canvas.folder, "李雷"));
    ck_assert(folder_holds(f.canvas.folder, "Ann")); /* the owner is no guest */
    workshop_fixture_clear(&f);
}
END_TEST

/* Moves when another connection has written. */
static int64_t data_version(struct store *store)
{
    struct statement *statement;
    bool row;
    ck_ok(store_prepare(store, "PRAGMA data_version", &statement, &error));
    ck_ok(statement_step(statement, &row, &error));
    int64_t version = statement_integer(statement, 0);
    statement_reset(statement);
    return version;
}

/* Who was invited there after the copy was made stays away with the canvas. */
START_TEST(test_a_merge_brings_no_seats_of_a_purged_canvas)
{
    struct workshop_fixture f;
    bool traces;
    struct merge_report report;
    char there[128];
    workshop_fixture_init(&f);
    snprintf(there, sizeof there, "%s/there.db", f.canvas.folder);
    ck_ok(store_backup(f.canvas.store, there, &error));
    struct store_options options = {.path = there};
    struct workshop_fixture copy = f;
    ck_ok(store_open(&copy.canvas.store, &options, &canvas_schema, &error));
    int64_t seat = workshop_fixture_seat(&copy, "韩梅梅", ROLE_PARTICIPANT);
    workshop_fixture_note(&copy, seat, "channels", "theirs");
    ck_ok(workshop_stop(f.canvas.store, &f.canvas.session, f.id, false, &error));
    ck_ok(canvas_set_alive(f.canvas.store, &f.canvas.session, f.canvas.canvas_id, false, &error));
    ck_ok(canvas_purge(f.canvas.store, &f.canvas.session, f.canvas.canvas_id, &traces, &error));
    ck_ok(store_merge(f.canvas.store, there, &report, &error));
    ck_assert_uint_eq(report.left_out, 1);
    ck_assert_uint_eq(report.rows_new, 0);
    merge_report_clear(&report);
    store_close(copy.canvas.store);
    ck_assert_int_eq(remove(there), 0);
    ck_assert(!folder_holds(f.canvas.folder, "韩梅梅"));
    struct buffer findings = {0};
    ck_assert_msg(store_check(f.canvas.store, true, &findings, &error) == STATUS_OK, "%s", buffer_text(&findings));
    buffer_clear(&findings);
    workshop_fixture_clear(&f);
}
END_TEST

/* Nor does a merge bring back a template that was the canvas's own, and it writes nothing for that. */
START_TEST(test_a_merge_brings_no_template_of_a_purged_canvas)
{
    struct canvas_fixture f;
    int64_t canvas_id, before, after;
    bool traces;
    struct merge_report report;
    char there[128];
    canvas_fixture_init(&f);
    struct template *own = secret_template(&f);
    ck_ok(canvas_create(f.store, &f.session, "gone", own, &canvas_id, &error));
    template_free(own);
    snprintf(there, sizeof there, "%s/there.db", f.folder);
    ck_ok(store_backup(f.store, there, &error));
    ck_ok(canvas_set_alive(f.store, &f.session, canvas_id, false, &error));
    ck_ok(canvas_purge(f.store, &f.session, canvas_id, &traces, &error));
    struct store *watcher = canvas_fixture_connect(&f);
    before = data_version(watcher);
    ck_ok(store_merge(f.store, there, &report, &error));
    merge_report_clear(&report);
    after = data_version(watcher);
    ck_assert_int_eq(before, after);
    store_close(watcher);
    ck_assert_int_eq(remove(there), 0);
    ck_assert(!folder_holds(f.folder, SECRET " Segment"));
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("trash", test_a_merge_brings_no_template_of_a_purged_canvas, test_a_merge_brings_no_seats_of_a_purged_canvas, test_purging_takes_the_names_of_guests, test_newest_first_with_who_did_it, test_confined_elsewhere_sees_nothing,
                test_purging_takes_drafts_and_views_too, test_a_template_that_another_canvas_uses_stays,
                test_a_merge_that_purges_takes_drafts_too)
