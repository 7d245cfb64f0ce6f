/*
 * test_trash.c - what lies in a canvas's trash, since when and by whose hand.
 */
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"

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

NONET_TEST_MAIN("trash", test_newest_first_with_who_did_it, test_confined_elsewhere_sees_nothing)
