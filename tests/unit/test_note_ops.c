/*
 * test_note_ops.c - operations on notes: each outcome and each refusal.
 */
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"

static struct error error;

/* The effect is one action; undo brings exactly the state before, redo exactly the state after. */
struct step {
    struct canvas_fixture *fixture;
    char *before;
    int64_t actions;
};

static struct step step_begin(struct canvas_fixture *fixture)
{
    return (struct step){fixture, canvas_fixture_dump(fixture), canvas_fixture_actions(fixture, NULL)};
}

static void step_end(struct step *step, const char *operation)
{
    struct canvas_fixture *fixture = step->fixture;
    char *after = canvas_fixture_dump(fixture);
    ck_assert_str_ne(step->before, after);
    ck_assert_int_eq(canvas_fixture_actions(fixture, NULL), step->actions + 1);
    struct undo_outcome outcome;
    ck_ok(canvas_undo(fixture->store, &fixture->session, fixture->canvas_id, &outcome, &error));
    ck_assert_str_eq(outcome.operation, operation);
    char *undone = canvas_fixture_dump(fixture);
    ck_assert_str_eq(undone, step->before);
    ck_ok(canvas_redo(fixture->store, &fixture->session, fixture->canvas_id, &outcome, &error));
    char *redone = canvas_fixture_dump(fixture);
    ck_assert_str_eq(redone, after);
    free(step->before);
    free(after);
    free(undone);
    free(redone);
}

static void expect_texts(struct canvas_fixture *fixture, const char *block, const char *expected)
{
    char *texts = canvas_fixture_texts(fixture, block);
    ck_assert_str_eq(texts, expected);
    free(texts);
}

START_TEST(test_add_in_order)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t first = canvas_fixture_note(&f, "channels", "a");
    canvas_fixture_note(&f, "channels", "z");
    struct step step = step_begin(&f);
    int channels = canvas_fixture_block(&f, "channels"), parking = TEMPLATE_PARKING;
    struct note_new notes[] = {
        {.block = channels, .text = "  b\n\n"},
        {.block = parking, .text = "p", .body = "long", .colour = NOTE_RED, .question = "q1"},
        {.block = channels, .text = "c"},
    };
    int64_t ids[3];
    ck_ok(canvas_notes_add(f.store, &f.session, f.canvas_id, f.template, notes, 3, first, ids, &error));
    expect_texts(&f, "channels", "a b c z");
    expect_texts(&f, TEMPLATE_PARKING_ID, "p");
    struct snapshot *snapshot = canvas_fixture_load(&f);
    const struct note *note = snapshot_note(snapshot, ids[1]);
    ck_assert_str_eq(note->body, "long");
    ck_assert_int_eq(note->colour, NOTE_RED);
    ck_assert_str_eq(snapshot_person(snapshot, note->author_id), "Ann");
    ck_assert(snapshot_answered(snapshot, "q1"));
    ck_assert(!snapshot_answered(snapshot, "q2"));
    snapshot_free(snapshot);
    step_end(&step, "note_add");
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_add_refuses_what_is_no_note)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    char *before = canvas_fixture_dump(&f);
    int64_t actions = canvas_fixture_actions(&f, NULL);
    char *large = memory_new(110 * 1024, 1);
    memset(large, 'x', 110 * 1024 - 1);
    struct note_new bad[] = {{.block = 0, .text = " \n\t"}, {.block = 99, .text = "x"}, {.block = 0, .text = large}};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct note_new notes[] = {{.block = 0, .text = "good"}, bad[i]};
        ck_assert_int_eq(
            canvas_notes_add(f.store, &f.session, f.canvas_id, f.template, notes, 2, 0, NULL, &error), STATUS_INVALID);
    }
    char *after = canvas_fixture_dump(&f);
    ck_assert_str_eq(before, after);
    ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions);
    free(large);
    free(before);
    free(after);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_save)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "Fans"), beside;
    enum save_outcome outcome;
    struct step step = step_begin(&f);
    ck_ok(canvas_note_save(f.store, &f.session, id, "Fans", " Fans 球迷 ", &outcome, &beside, &error));
    ck_assert_int_eq(outcome, SAVE_DONE);
    expect_texts(&f, "channels", "Fans 球迷");
    step_end(&step, "note_edit");

    int64_t actions = canvas_fixture_actions(&f, NULL);
    ck_ok(canvas_note_save(f.store, &f.session, id, "Fans 球迷", "Fans 球迷\n", &outcome, &beside, &error));
    ck_assert_int_eq(outcome, SAVE_UNCHANGED);
    ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions);

    step = step_begin(&f);
    ck_ok(canvas_note_save(f.store, &f.session, id, "Fans 球迷", "  ", &outcome, &beside, &error));
    ck_assert_int_eq(outcome, SAVE_DONE);
    expect_texts(&f, "channels", "");
    step_end(&step, "note_trash");
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_save_over_a_change_keeps_both)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "old"), beside;
    canvas_fixture_note(&f, "channels", "last");
    enum save_outcome outcome;
    ck_ok(canvas_note_save(f.store, &f.session, id, "old", "theirs", &outcome, &beside, &error));
    struct step step = step_begin(&f);
    ck_ok(canvas_note_save(f.store, &f.session, id, "old", "mine", &outcome, &beside, &error));
    ck_assert_int_eq(outcome, SAVE_KEPT_BESIDE);
    ck_assert_int_ne(beside, 0);
    expect_texts(&f, "channels", "theirs mine last");
    step_end(&step, "note_edit");

    ck_ok(canvas_notes_set_alive(f.store, &f.session, &id, 1, false, &error));
    step = step_begin(&f);
    ck_ok(canvas_note_save(f.store, &f.session, id, "theirs", "again", &outcome, &beside, &error));
    ck_assert_int_eq(outcome, SAVE_KEPT_BESIDE);
    expect_texts(&f, "channels", "again mine last");
    step_end(&step, "note_edit");
    /* Nothing typed: nothing to keep. */
    ck_ok(canvas_note_save(f.store, &f.session, id, "theirs", "theirs", &outcome, &beside, &error));
    ck_assert_int_eq(outcome, SAVE_UNCHANGED);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_body)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "n");
    enum save_outcome outcome;
    struct step step = step_begin(&f);
    ck_ok(canvas_note_set_body(f.store, &f.session, id, "", "Evidence:\n- one", &outcome, &error));
    ck_assert_int_eq(outcome, SAVE_DONE);
    step_end(&step, "note_body");
    step = step_begin(&f);
    ck_ok(canvas_note_set_body(f.store, &f.session, id, "", "other", &outcome, &error));
    ck_assert_int_eq(outcome, SAVE_KEPT_BESIDE);
    expect_texts(&f, "channels", "n n");
    step_end(&step, "note_body");
    step = step_begin(&f);
    ck_ok(canvas_note_set_body(f.store, &f.session, id, "Evidence:\n- one", "", &outcome, &error));
    ck_assert_int_eq(outcome, SAVE_DONE);
    step_end(&step, "note_body");
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_several_at_once)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t ids[] = {canvas_fixture_note(&f, "channels", "a"), canvas_fixture_note(&f, "cost_structure", "b")};
    struct step step = step_begin(&f);
    ck_ok(canvas_notes_set_colour(f.store, &f.session, ids, 2, NOTE_BLUE, &error));
    step_end(&step, "note_colour");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_colour(f.store, &f.session, ids, 2, NOTE_NONE, &error));
    step_end(&step, "note_colour");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_question(f.store, &f.session, ids, 2, "who", &error));
    step_end(&step, "note_question");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_tag(f.store, &f.session, ids, 2, " risk ", true, &error));
    step_end(&step, "note_tag");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_tag(f.store, &f.session, ids, 1, "risk", false, &error));
    step_end(&step, "note_tag");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_tag(f.store, &f.session, ids, 2, "risk", true, &error)); /* revives one */
    step_end(&step, "note_tag");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_facet(f.store, &f.session, ids, 2, "certainty", "guess", &error));
    step_end(&step, "note_facet");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_facet(f.store, &f.session, ids, 1, "certainty", "known", &error));
    step_end(&step, "note_facet");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_facet(f.store, &f.session, ids, 2, "certainty", "", &error));
    step_end(&step, "note_facet");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_facet(f.store, &f.session, ids, 2, "certainty", "new", &error));
    step_end(&step, "note_facet");
    step = step_begin(&f);
    ck_ok(canvas_link_set(f.store, &f.session, ids[1], ids[0], true, &error));
    step_end(&step, "link_add");
    struct snapshot *snapshot = canvas_fixture_load(&f);
    ck_assert(snapshot_linked(snapshot, ids[0], ids[1]) && snapshot_linked(snapshot, ids[1], ids[0]));
    int64_t other[1];
    ck_assert_uint_eq(snapshot_links_of(snapshot, ids[0], other), 1);
    ck_assert_int_eq(other[0], ids[1]);
    snapshot_free(snapshot);
    step = step_begin(&f);
    ck_ok(canvas_notes_set_alive(f.store, &f.session, ids, 2, false, &error));
    step_end(&step, "note_trash");
    step = step_begin(&f);
    ck_ok(canvas_notes_set_alive(f.store, &f.session, ids, 2, true, &error)); /* with tags and link */
    step_end(&step, "note_restore");
    step = step_begin(&f);
    ck_ok(canvas_link_set(f.store, &f.session, ids[0], ids[1], false, &error));
    step_end(&step, "link_remove");
    int64_t actions = canvas_fixture_actions(&f, NULL);
    ck_ok(canvas_link_set(f.store, &f.session, ids[0], ids[1], false, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, ids, 2, "risk", true, &error));
    ck_ok(canvas_notes_set_facet(f.store, &f.session, ids, 2, "certainty", "new", &error));
    ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_move_keeps_order)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t a = canvas_fixture_note(&f, "channels", "a"), b = canvas_fixture_note(&f, "channels", "b");
    int64_t c = canvas_fixture_note(&f, "channels", "c"), d = canvas_fixture_note(&f, "channels", "d");
    canvas_fixture_note(&f, "cost_structure", "x");
    int64_t y = canvas_fixture_note(&f, "cost_structure", "y");
    canvas_fixture_note(&f, "cost_structure", "z");
    const struct {
        int64_t ids[3];
        size_t count;
        const char *block;
        int64_t after;
        const char *channels, *costs;
    } table[] = {
        {{c, a, 0}, 2, "cost_structure", y, "b d", "x y a c z"},
        {{c, a, 0}, 2, "channels", 0, "a c b d", "x y z"},
        {{a, 0, 0}, 1, "channels", b, "c b a d", "x y z"},
        {{c, 0, 0}, 1, "channels", -1, "b a d c", "x y z"},
        {{d, b, 0}, 2, "channels", b, "b d a c", "x y z"}, /* below itself: where it stands */
        {{d, a, c}, 3, "cost_structure", -1, "b", "x y z d a c"},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct step step = step_begin(&f);
        ck_ok(canvas_notes_move(f.store, &f.session, table[i].ids, table[i].count, table[i].block, table[i].after,
                                &error));
        expect_texts(&f, "channels", table[i].channels);
        expect_texts(&f, "cost_structure", table[i].costs);
        step_end(&step, "note_move");
    }
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_move_to_the_same_place_leaves_no_trace)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t ids[] = {canvas_fixture_note(&f, "channels", "a"), canvas_fixture_note(&f, "channels", "b"),
                     canvas_fixture_note(&f, "channels", "c")};
    int64_t actions = canvas_fixture_actions(&f, NULL);
    ck_ok(canvas_notes_move(f.store, &f.session, &ids[1], 1, "channels", ids[0], &error));
    ck_ok(canvas_notes_move(f.store, &f.session, &ids[1], 2, "channels", -1, &error));
    ck_ok(canvas_notes_move(f.store, &f.session, ids, 3, "channels", 0, &error));
    ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_refusals_leave_nothing)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t here = canvas_fixture_note(&f, "channels", "here"), there, second, gone;
    gone = canvas_fixture_note(&f, "channels", "gone");
    ck_ok(canvas_notes_set_alive(f.store, &f.session, &gone, 1, false, &error));
    ck_ok(canvas_create(f.store, &f.session, "Second", f.template, &second, &error));
    struct note_new note = {.block = 0, .text = "there"};
    ck_ok(canvas_notes_add(f.store, &f.session, second, f.template, &note, 1, 0, &there, &error));
    char *before = canvas_fixture_dump(&f);
    int64_t actions = canvas_fixture_actions(&f, NULL), both[] = {here, there}, dead[] = {here, gone};
    struct session reader = session_reader(f.session.actor_id), confined = f.session, mover = f.session;
    confined.canvas_id = second;
    mover.may = MAY_READ | MAY_MOVE;
    enum save_outcome outcome;
    struct undo_outcome undone;
    ck_assert_int_eq(canvas_notes_set_colour(f.store, &f.session, both, 2, NOTE_RED, &error), STATUS_INVALID);
    ck_assert_int_eq(canvas_notes_set_colour(f.store, &f.session, dead, 2, NOTE_RED, &error), STATUS_INVALID);
    ck_assert_ptr_nonnull(strstr(error.message, "trash"));
    ck_assert_int_eq(canvas_notes_set_colour(f.store, &f.session, both, 0, NOTE_RED, &error), STATUS_INVALID);
    ck_assert_int_eq(canvas_link_set(f.store, &f.session, here, here, true, &error), STATUS_INVALID);
    ck_assert_int_eq(canvas_link_set(f.store, &f.session, here, there, true, &error), STATUS_INVALID);
    ck_assert_int_eq(canvas_notes_set_tag(f.store, &f.session, &here, 1, " ", true, &error), STATUS_INVALID);
    int64_t nowhere = 12345;
    ck_assert_int_eq(canvas_notes_set_colour(f.store, &f.session, &nowhere, 1, NOTE_RED, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(canvas_notes_set_colour(f.store, &reader, &here, 1, NOTE_RED, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_notes_set_colour(f.store, &confined, &here, 1, NOTE_RED, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_notes_set_colour(f.store, &mover, &here, 1, NOTE_RED, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_note_save(f.store, &reader, here, "here", "x", &outcome, NULL, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_notes_add(f.store, &reader, f.canvas_id, f.template, &note, 1, 0, NULL, &error),
                     STATUS_DENIED);
    ck_assert_int_eq(canvas_rename(f.store, &mover, f.canvas_id, "x", &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_undo(f.store, &reader, f.canvas_id, &undone, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_undo(f.store, &confined, f.canvas_id, &undone, &error), STATUS_DENIED);
    struct snapshot *snapshot;
    ck_assert_int_eq(snapshot_load(f.store, &confined, f.canvas_id, &snapshot, &error), STATUS_DENIED);
    ck_assert_int_eq(snapshot_load(f.store, &f.session, 77, &snapshot, &error), STATUS_NOT_FOUND);
    char *after = canvas_fixture_dump(&f);
    ck_assert_str_eq(before, after);
    ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions);
    free(before);
    free(after);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_a_tag_is_kept_without_its_sign)
{
    static const char *const typed[] = {"hot", "#hot", "##hot", " # hot ", "＃hot", "　#hot\n"};
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "a");
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        ck_ok(canvas_notes_set_tag(f.store, &f.session, &id, 1, typed[i], true, &error));
        struct snapshot *snapshot = canvas_fixture_load(&f);
        const struct note *note = snapshot_note(snapshot, id);
        ck_assert_uint_eq(note->tag_count, 1);
        ck_assert_str_eq(note->tag[0], "hot");
        snapshot_free(snapshot);
    }
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &id, 1, "#C#", true, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &id, 1, "#hot", false, &error));
    struct snapshot *snapshot = canvas_fixture_load(&f);
    ck_assert_uint_eq(snapshot_note(snapshot, id)->tag_count, 1);
    ck_assert_str_eq(snapshot_note(snapshot, id)->tag[0], "C#");
    snapshot_free(snapshot);
    ck_assert_int_eq(canvas_notes_set_tag(f.store, &f.session, &id, 1, " # ", true, &error), STATUS_INVALID);
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("note_ops", test_add_in_order, test_add_refuses_what_is_no_note, test_save,
                test_save_over_a_change_keeps_both, test_body, test_several_at_once, test_move_keeps_order,
                test_move_to_the_same_place_leaves_no_trace, test_refusals_leave_nothing,
                test_a_tag_is_kept_without_its_sign)
