/*
 * test_canvas_journal.c - what the operations leave in the journal and in the rows, change by change.
 */
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"

static struct error error;

/* What the actions since `after` wrote: "operation entity.field old>new ...", a birth value after
 * "+", ranks and ids left out. */
struct record {
    struct buffer text;
    int64_t seq, last;
};

static bool is_random(const char *field)
{
    static const char *const fields[] = {"rank", "owner_id", "from_id", "to_id", "template_hash", "variant_of"};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (strcmp(field, fields[i]) == 0)
            return true;
    }
    return false;
}

static bool add_line(void *context, const struct feed_action *action, const struct feed_change *change)
{
    struct record *record = context;
    if (record->seq != action->seq)
        buffer_printf(&record->text, "%s%s", record->seq == 0 ? "" : "; ", action->operation);
    record->seq = action->seq;
    if (change == NULL)
        return true;
    bool hidden = is_random(change->field);
    buffer_printf(&record->text, " %s.%s %s>%s", change->entity, change->field,
                  change->old_text == NULL ? "+" : hidden ? "*" : change->old_text, hidden ? "*" : change->new_text);
    return true;
}

static void expect_journal(const struct canvas_fixture *f, int64_t *last, const char *expected)
{
    struct record record = {0};
    buffer_add(&record.text, "");
    ck_ok(store_feed(f->store, 0, *last, 0, add_line, &record, last, &error));
    ck_assert_str_eq(buffer_text(&record.text), expected);
    buffer_clear(&record.text);
}

START_TEST(test_rows_of_note_operations)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t last;
    enum save_outcome outcome;
    struct undo_outcome undone;
    ck_ok(store_last_seq(f.store, &last, &error));
    int64_t a = canvas_fixture_note(&f, "channels", "a");
    expect_journal(&f, &last, "note_add note.alive 0>1 note.block +>channels note.rank +>* note.text +>a");
    int64_t b = canvas_fixture_note(&f, "channels", "b"), ids[] = {a, b};
    expect_journal(&f, &last, "note_add note.alive 0>1 note.block +>channels note.rank +>* note.text +>b");
    ck_ok(canvas_note_save(f.store, &f.session, a, "a", "c", &outcome, NULL, &error));
    expect_journal(&f, &last, "note_edit note.text a>c");
    ck_ok(canvas_note_save(f.store, &f.session, a, "c", "", &outcome, NULL, &error));
    expect_journal(&f, &last, "note_trash note.alive 1>0");
    ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &undone, &error));
    expect_journal(&f, &last, "undo note.alive 0>1");
    ck_ok(canvas_redo(f.store, &f.session, f.canvas_id, &undone, &error));
    expect_journal(&f, &last, "redo note.alive 1>0");
    ck_ok(canvas_notes_set_alive(f.store, &f.session, ids, 2, true, &error));
    expect_journal(&f, &last, "note_restore note.alive 0>1");
    ck_ok(canvas_note_set_body(f.store, &f.session, a, "", "why", &outcome, &error));
    expect_journal(&f, &last, "note_body note.body >why");
    ck_ok(canvas_notes_set_colour(f.store, &f.session, ids, 2, NOTE_RED, &error));
    expect_journal(&f, &last, "note_colour note.colour >red note.colour >red");
    ck_ok(canvas_notes_set_question(f.store, &f.session, &a, 1, "q", &error));
    expect_journal(&f, &last, "note_question note.question >q");
    ck_ok(canvas_notes_move(f.store, &f.session, &a, 1, "parking_lot", -1, &error));
    expect_journal(&f, &last, "note_move note.block channels>parking_lot note.rank *>*");
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "x", true, &error));
    expect_journal(&f, &last, "note_tag tag.alive 0>1 tag.owner_id +>* tag.name +>x");
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "x", false, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "x", true, &error));
    expect_journal(&f, &last, "note_tag tag.alive 1>0; note_tag tag.alive 0>1");
    ck_ok(canvas_notes_set_facet(f.store, &f.session, &a, 1, "k", "v", &error));
    ck_ok(canvas_notes_set_facet(f.store, &f.session, &a, 1, "k", "w", &error));
    ck_ok(canvas_notes_set_facet(f.store, &f.session, &a, 1, "k", "", &error));
    expect_journal(&f, &last,
                   "note_facet facet.alive 0>1 facet.owner_id +>* facet.key +>k facet.value +>v; "
                   "note_facet facet.value v>w; note_facet facet.alive 1>0");
    ck_ok(canvas_link_set(f.store, &f.session, a, b, true, &error));
    ck_ok(canvas_link_set(f.store, &f.session, b, a, false, &error));
    expect_journal(&f, &last, "link_add link.alive 0>1 link.from_id +>* link.to_id +>*; link_remove link.alive 1>0");
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_rows_of_canvas_operations)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t last = 0, copy;
    expect_journal(&f, &last,
                   "person_create person.alive 0>1 person.name +>Ann; canvas_create canvas.alive 0>1 canvas.title +>Plan"
                   " canvas.template_hash +>* canvas.template_id +>bmc");
    ck_ok(canvas_rename(f.store, &f.session, f.canvas_id, "New", &error));
    expect_journal(&f, &last, "canvas_rename canvas.title Plan>New");
    ck_ok(canvas_set_alive(f.store, &f.session, f.canvas_id, false, &error));
    ck_ok(canvas_set_alive(f.store, &f.session, f.canvas_id, true, &error));
    expect_journal(&f, &last, "canvas_trash canvas.alive 1>0; canvas_restore canvas.alive 0>1");
    ck_ok(canvas_set_tag(f.store, &f.session, f.canvas_id, "t", true, &error));
    expect_journal(&f, &last, "canvas_tag tag.alive 0>1 tag.owner_id +>* tag.name +>t");
    canvas_fixture_note(&f, "channels", "a");
    ck_ok(store_last_seq(f.store, &last, &error));
    struct snapshot *snapshot = canvas_fixture_load(&f);
    ck_ok(canvas_copy(f.store, &f.session, snapshot, "Copy", &copy, &error));
    snapshot_free(snapshot);
    expect_journal(&f, &last,
                   "canvas_copy canvas.alive 0>1 canvas.title +>Copy canvas.template_hash +>* canvas.template_id +>bmc"
                   " canvas.variant_of +>* tag.alive 0>1 tag.owner_id +>* tag.name +>t note.alive 0>1"
                   " note.block +>channels note.rank +>* note.text +>a");
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("canvas_journal", test_rows_of_note_operations, test_rows_of_canvas_operations)
