/*
 * test_diff.c - two canvases or moments compared, and their differences taken over one by one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/diff.h"
#include "nonet/exchange.h"
#include "nonet/group.h"
#include "nonet/timeline.h"
#include "player.h"

static struct error error;

static struct snapshot *load(const struct canvas_fixture *f, int64_t canvas_id)
{
    struct snapshot *snapshot;
    ck_ok(snapshot_load(f->store, &f->session, canvas_id, &snapshot, &error));
    return snapshot;
}

static void live(const struct canvas_fixture *f, int64_t canvas_id, int steps)
{
    struct player player = {f->store, f->session, load(f, canvas_id)};
    int64_t trashed = 0;
    for (int step = 0; step < steps; step++) {
        bool changed;
        enum status ignored = player_play(&player, canvas_id, &trashed, &error);
        (void)ignored;
        ck_ok(snapshot_update(player.snapshot, player.store, &player.session, &changed, &error));
    }
    snapshot_free(player.snapshot);
}

static size_t differing(const struct diff *diff)
{
    size_t count = 0;
    for (size_t i = 0; i < diff->count; i++)
        count += diff->line[i].what != 0 ? 1 : 0;
    return count;
}

/* Picks random lines until nothing differs; the canvas then has what the right one has, in its order. */
static void pick_all(const struct canvas_fixture *f, int64_t canvas_id, const struct snapshot *right)
{
    for (int round = 0; round < 400; round++) {
        struct snapshot *left = load(f, canvas_id);
        struct diff diff;
        canvas_diff(left, right, NULL, &diff);
        size_t left_over = differing(&diff);
        if (left_over > 0) {
            size_t wanted = (size_t)random() % left_over, at = 0;
            for (; diff.line[at].what == 0 || wanted-- > 0; at++)
                continue;
            ck_ok(canvas_diff_pick(f->store, &f->session, &diff, &diff.line[at], left, right, &error));
        } else if (diff.canvas != 0) {
            ck_ok(canvas_diff_pick_canvas(f->store, &f->session, left, right, &error));
            left_over = 1;
        }
        if (left_over == 0) {
            for (size_t b = 0; b < left->block_count; b++) {
                ck_assert_uint_eq(left->block[b].count, right->block[b].count);
                for (size_t i = 0; i < left->block[b].count; i++)
                    ck_assert_str_eq(left->block[b].note[i]->text, right->block[b].note[i]->text);
            }
            ck_assert_uint_eq(left->link_total, right->link_total);
            ck_assert_str_eq(left->title, right->title);
        }
        canvas_diff_clear(&diff);
        snapshot_free(left);
        if (left_over == 0)
            return;
    }
    ck_abort_msg("picking comes to no end");
}

START_TEST(test_all_picks_make_a_moment_of_today)
{
    for (unsigned seed = 1; seed <= 6; seed++) {
        struct canvas_fixture f;
        canvas_fixture_init(&f);
        srandom(seed);
        live(&f, f.canvas_id, 120);
        struct timeline *timeline;
        ck_ok(timeline_load(f.store, &f.session, f.canvas_id, &timeline, &error));
        timeline_go(timeline, 20 + (size_t)random() % 60);
        pick_all(&f, f.canvas_id, timeline_snapshot(timeline));
        timeline_free(timeline);
        struct buffer report = {0};
        ck_assert_msg(store_check(f.store, true, &report, &error) == STATUS_OK, "%s", buffer_text(&report));
        buffer_clear(&report);
        canvas_fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_all_picks_make_a_copy_of_the_original)
{
    for (unsigned seed = 11; seed <= 16; seed++) {
        struct canvas_fixture f;
        canvas_fixture_init(&f);
        srandom(seed);
        live(&f, f.canvas_id, 60);
        struct snapshot *original = load(&f, f.canvas_id);
        int64_t copy_id;
        ck_ok(canvas_copy(f.store, &f.session, original, "Copy", &copy_id, &error));
        struct snapshot *copy = load(&f, copy_id);
        struct diff diff;
        canvas_diff(original, copy, NULL, &diff);
        ck_assert_uint_eq(differing(&diff), 0); /* matched by what their ids follow from */
        ck_assert_uint_eq(diff.canvas, DIFF_TITLE);
        canvas_diff_clear(&diff);
        snapshot_free(original);
        snapshot_free(copy);
        live(&f, copy_id, 60);
        live(&f, f.canvas_id, 30);
        copy = load(&f, copy_id);
        if (seed % 2 == 0) {
            pick_all(&f, f.canvas_id, copy);
        } else {
            original = load(&f, f.canvas_id);
            pick_all(&f, copy_id, original);
            snapshot_free(original);
        }
        snapshot_free(copy);
        canvas_fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_nothing_differs_from_itself_and_the_other_way_is_the_mirror)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    srandom(5);
    live(&f, f.canvas_id, 100);
    struct snapshot *now = load(&f, f.canvas_id), *again = load(&f, f.canvas_id);
    struct diff diff, mirror;
    canvas_diff(now, again, NULL, &diff);
    ck_assert_uint_eq(differing(&diff), 0);
    ck_assert_uint_eq(diff.count, now->note_count);
    canvas_diff_clear(&diff);
    struct timeline *timeline;
    ck_ok(timeline_load(f.store, &f.session, f.canvas_id, &timeline, &error));
    timeline_go(timeline, 40);
    canvas_diff(now, timeline_snapshot(timeline), NULL, &diff);
    canvas_diff(timeline_snapshot(timeline), now, NULL, &mirror);
    ck_assert_uint_eq(diff.added, mirror.removed);
    ck_assert_uint_eq(diff.removed, mirror.added);
    ck_assert_uint_eq(diff.changed, mirror.changed);
    ck_assert_uint_eq(diff.count, mirror.count);
    ck_assert_uint_gt(diff.added + diff.removed + diff.changed + diff.moved, 0);
    canvas_diff_clear(&diff);
    canvas_diff_clear(&mirror);
    timeline_free(timeline);
    snapshot_free(now);
    snapshot_free(again);
    canvas_fixture_clear(&f);
}
END_TEST

/* ---- canvases that are no copies -------------------------------------------------------------------------------- */

static const struct {
    const char *left_block, *left, *right_block, *right;
    unsigned what; /* of the line that the right note stands on */
} strangers[] = {
    {"channels", "Web shop", "channels", "Web shop", 0},
    {"channels", "Stall on the market", "customer_relationships", "Stall on the market", DIFF_MOVED},
    {"customer_segments", "Students of the town", "customer_segments", "Students of the city", DIFF_TEXT},
    {"customer_segments", "城里的大学生和研究生", "customer_segments", "城里的大学生", DIFF_TEXT},
    {"key_resources", "A van", "key_resources", "Seven people", DIFF_ADDED},
    {"key_partnerships", "Bakery round the corner", "cost_structure", "Bakery at the corner", DIFF_ADDED},
};

START_TEST(test_strangers_are_compared_by_what_they_say)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t other, ids[COUNT_OF(strangers)];
    ck_ok(canvas_create(f.store, &f.session, "Other", f.template, &other, &error));
    for (size_t i = 0; i < COUNT_OF(strangers); i++) {
        canvas_fixture_note(&f, strangers[i].left_block, strangers[i].left);
        struct note_new note = {.block = canvas_fixture_block(&f, strangers[i].right_block), .text = strangers[i].right};
        ck_ok(canvas_notes_add(f.store, &f.session, other, f.template, &note, 1, 0, &ids[i], &error));
    }
    struct snapshot *left = load(&f, f.canvas_id), *right = load(&f, other);
    struct diff diff;
    canvas_diff(left, right, NULL, &diff);
    for (size_t i = 0; i < COUNT_OF(strangers); i++)
        ck_assert_msg(canvas_diff_line(&diff, ids[i])->what == strangers[i].what, "%s: %u", strangers[i].right,
                      canvas_diff_line(&diff, ids[i])->what);
    ck_assert_uint_eq(diff.added, 2);
    ck_assert_uint_eq(diff.removed, 2);
    canvas_diff_clear(&diff);
    pick_all(&f, f.canvas_id, right);
    snapshot_free(left);
    snapshot_free(right);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_brothers_are_found_through_their_original)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t note = canvas_fixture_note(&f, "channels", "one thing"), a, b;
    struct snapshot *original = load(&f, f.canvas_id);
    ck_ok(canvas_copy(f.store, &f.session, original, "A", &a, &error));
    ck_ok(canvas_copy(f.store, &f.session, original, "B", &b, &error));
    int64_t in_b = id_derive(b, note, "copy");
    enum save_outcome outcome;
    ck_ok(canvas_note_save(f.store, &f.session, in_b, "one thing", "说法完全不同", &outcome, NULL, &error));
    struct snapshot *left = load(&f, a), *right = load(&f, b);
    struct diff_kin kin;
    struct diff diff;
    ck_ok(canvas_kin(f.store, &f.session, left, right, &kin, &error));
    ck_assert_uint_eq(kin.count, 1);
    canvas_diff(left, right, &kin, &diff);
    ck_assert_uint_eq(canvas_diff_line(&diff, in_b)->what, DIFF_TEXT);
    canvas_diff_clear(&diff);
    canvas_diff(left, right, NULL, &diff);
    ck_assert_uint_eq(canvas_diff_line(&diff, in_b)->what, DIFF_ADDED);
    canvas_diff_clear(&diff);
    canvas_kin_clear(&kin);
    ck_ok(canvas_kin(f.store, &f.session, left, original, &kin, &error));
    ck_assert_uint_eq(kin.count, 0);
    snapshot_free(original);
    snapshot_free(left);
    snapshot_free(right);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_a_family_is_its_original_and_its_copies)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t note = canvas_fixture_note(&f, "channels", "one"), a, b, of_b;
    struct snapshot *original = load(&f, f.canvas_id);
    ck_ok(native_copy_snapshot(f.store, original, "A", f.store, &f.session, &a, &error));
    ck_ok(native_copy_snapshot(f.store, original, "B", f.store, &f.session, &b, &error));
    snapshot_free(original);
    struct snapshot *copy = load(&f, b);
    ck_assert(copy->variant_of == f.canvas_id);
    ck_assert_ptr_nonnull(snapshot_note(copy, id_derive(b, note, "copy"))); /* named as canvas_copy() does */
    ck_ok(native_copy_snapshot(f.store, copy, "Of B", f.store, &f.session, &of_b, &error));
    snapshot_free(copy);
    ck_ok(canvas_set_alive(f.store, &f.session, a, false, &error));
    struct canvas_relative *list;
    size_t count;
    ck_ok(canvas_relatives(f.store, &f.session, b, &list, &count, &error));
    ck_assert_uint_eq(count, 2);
    ck_assert(list[0].id == f.canvas_id && list[0].original);
    ck_assert(list[1].id == of_b && !list[1].original);
    canvas_relatives_free(list, count);
    ck_ok(canvas_relatives(f.store, &f.session, f.canvas_id, &list, &count, &error));
    ck_assert_uint_eq(count, 1); /* the other one is in the trash */
    canvas_relatives_free(list, count);
    struct session confined = f.session;
    confined.canvas_id = b;
    ck_ok(canvas_relatives(f.store, &confined, b, &list, &count, &error));
    ck_assert_uint_eq(count, 0);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_a_block_that_is_not_there_is_listed_and_not_picked)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct template *lean;
    int64_t other, ids[2];
    ck_ok(template_load("lean_canvas", &lean, &error));
    ck_ok(canvas_create(f.store, &f.session, "Lean", lean, &other, &error));
    struct note_new notes[2] = {{.text = "shared"}, {.text = "alone"}};
    ck_assert(template_block_by_id(lean, "channels", &notes[0].block));
    for (int b = 0; b < (int)lean->block_count; b++) {
        int found;
        if (template_block_resolve(f.template, template_block_title(lean, b, LANGUAGE_EN, false), LANGUAGE_EN, &found,
                                   &error) != STATUS_OK)
            notes[1].block = b;
    }
    ck_ok(canvas_notes_add(f.store, &f.session, other, lean, notes, 2, 0, ids, &error));
    struct snapshot *left = load(&f, f.canvas_id), *right = load(&f, other);
    struct diff diff;
    canvas_diff(left, right, NULL, &diff);
    ck_assert(!canvas_diff_line(&diff, ids[0])->foreign);
    ck_assert(canvas_diff_line(&diff, ids[1])->foreign);
    ck_assert_int_eq(canvas_diff_pick(f.store, &f.session, &diff, canvas_diff_line(&diff, ids[1]), left, right, &error),
                     STATUS_INVALID);
    ck_ok(canvas_diff_pick(f.store, &f.session, &diff, canvas_diff_line(&diff, ids[0]), left, right, &error));
    char *texts = canvas_fixture_texts(&f, "channels");
    ck_assert_str_eq(texts, "shared");
    free(texts);
    canvas_diff_clear(&diff);
    snapshot_free(left);
    snapshot_free(right);
    template_free(lean);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_a_pick_overwrites_nothing_unseen_and_asks_the_session)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "old");
    char *moment;
    struct timeline *timeline;
    ck_ok(timeline_load(f.store, &f.session, f.canvas_id, &timeline, &error));
    moment = timeline_moment(timeline, timeline_count(timeline));
    timeline_free(timeline);
    enum save_outcome outcome;
    ck_ok(canvas_note_save(f.store, &f.session, id, "old", "new", &outcome, NULL, &error));
    struct snapshot *left = load(&f, f.canvas_id), *right;
    ck_ok(snapshot_load_at(f.store, &f.session, f.canvas_id, moment, &right, &error));
    struct diff diff;
    canvas_diff(left, right, NULL, &diff);
    const struct diff_line *line = canvas_diff_line(&diff, id);
    struct session session = f.session;
    session.may = MAY_READ | MAY_ADD;
    ck_assert_int_eq(canvas_diff_pick(f.store, &session, &diff, line, left, right, &error), STATUS_DENIED);
    ck_ok(canvas_note_save(f.store, &f.session, id, "new", "newer", &outcome, NULL, &error));
    ck_assert_int_eq(canvas_diff_pick(f.store, &f.session, &diff, line, left, right, &error), STATUS_CONFLICT);
    ck_ok(canvas_note_save(f.store, &f.session, id, "newer", "new", &outcome, NULL, &error));
    ck_ok(canvas_diff_pick(f.store, &f.session, &diff, line, left, right, &error));
    char *texts = canvas_fixture_texts(&f, "channels");
    ck_assert_str_eq(texts, "old");
    struct undo_outcome undone;
    ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &undone, &error));
    ck_assert_str_eq(undone.operation, "diff_pick");
    free(texts);
    free(moment);
    canvas_diff_clear(&diff);
    snapshot_free(left);
    snapshot_free(right);
    canvas_fixture_clear(&f);
}
END_TEST

/* ---- what is told ------------------------------------------------------------------------------------------------ */

/* Two notes, "one" and "two", in the channels. */
struct told {
    struct canvas_fixture f;
    int64_t one, two;
};

static enum status tell_title(struct told *t)
{
    return canvas_rename(t->f.store, &t->f.session, t->f.canvas_id, "Plan B", &error);
}

static enum status tell_canvas_tag(struct told *t)
{
    return canvas_set_tag(t->f.store, &t->f.session, t->f.canvas_id, "draft", true, &error);
}

static enum status tell_canvas_facet(struct told *t)
{
    return canvas_set_facet(t->f.store, &t->f.session, t->f.canvas_id, "stage", "idea", &error);
}

static enum status tell_body(struct told *t)
{
    enum save_outcome outcome;
    return canvas_note_set_body(t->f.store, &t->f.session, t->one, "", "proof", &outcome, &error);
}

static enum status tell_colour(struct told *t)
{
    return canvas_notes_set_colour(t->f.store, &t->f.session, &t->one, 1, NOTE_RED, &error);
}

static enum status tell_tags(struct told *t)
{
    enum status status = canvas_notes_set_tag(t->f.store, &t->f.session, &t->one, 1, "new", true, &error);
    return status == STATUS_OK ? canvas_notes_set_tag(t->f.store, &t->f.session, &t->one, 1, "old", false, &error)
                               : status;
}

static enum status tell_facet(struct told *t)
{
    return canvas_notes_set_facet(t->f.store, &t->f.session, &t->one, 1, "own", "2", &error);
}

static enum status tell_question(struct told *t)
{
    const struct template_block *block = &t->f.template->block[canvas_fixture_block(&t->f, "channels")];
    return canvas_notes_set_question(t->f.store, &t->f.session, &t->one, 1, block->questions.item[0].id, &error);
}

static enum status tell_tie(struct told *t)
{
    return canvas_link_set(t->f.store, &t->f.session, t->one, t->two, true, &error);
}

static enum status tell_tie_facet(struct told *t)
{
    enum status status =
        canvas_link_set_facet(t->f.store, &t->f.session, canvas_link_id(t->one, t->two), "why", "x", &error);
    return status;
}

static enum status tell_heading(struct told *t)
{
    return note_group_make(t->f.store, &t->f.session, &t->one, 1, "Shops", NULL, &error);
}

static enum status tell_place(struct told *t)
{
    return canvas_notes_move(t->f.store, &t->f.session, &t->one, 1, "key_resources", -1, &error);
}

static enum status tell_order(struct told *t)
{
    return canvas_notes_move(t->f.store, &t->f.session, &t->one, 1, "channels", -1, &error);
}

static enum status tell_votes(struct told *t)
{
    enum status status = store_action_begin(t->f.store, t->f.canvas_id, t->f.session.actor_id, "votes_close", &error);
    if (status == STATUS_OK)
        status = store_row_set_integer(t->f.store, "note", t->one, "votes", 3, &error);
    return status == STATUS_OK ? store_action_commit(t->f.store, NULL, &error) : status;
}

static const struct {
    enum status (*deed)(struct told *told);
    bool of_canvas;
    unsigned what;
    const char *words; /* "*" in front: holds that */
} told_rows[] = {
    {tell_title, true, DIFF_TITLE, "title: Plan -> Plan B"},
    {tell_canvas_tag, true, DIFF_TAGS, "tags: +draft"},
    {tell_canvas_facet, true, DIFF_FACETS, "facets: +stage: idea"},
    {tell_body, false, DIFF_BODY, "details"},
    {tell_colour, false, DIFF_COLOUR, "colour: no colour -> red"},
    {tell_tags, false, DIFF_TAGS, "tags: +new -old"},
    {tell_facet, false, DIFF_FACETS, "facets: -own: 1 +own: 2"},
    {tell_question, false, DIFF_QUESTION, "*question: none -> "},
    {tell_tie, false, DIFF_LINKS, "ties: +“two”"},
    {tell_tie_facet, false, DIFF_LINKS, "ties: ~“two”"},
    {tell_heading, false, DIFF_GROUP, "*heading: none -> Shops"},
    {tell_place, false, DIFF_MOVED, "from Channels"},
    {tell_order, false, DIFF_ORDER, "order"},
    {tell_votes, false, DIFF_VOTES, "votes: 0 -> 3"},
};

static void told_init(struct told *told, size_t row)
{
    canvas_fixture_init(&told->f);
    struct canvas_fixture *f = &told->f;
    told->one = canvas_fixture_note(f, "channels", "one");
    told->two = canvas_fixture_note(f, "channels", "two");
    canvas_fixture_note(f, "channels", "three");
    ck_ok(canvas_notes_set_tag(f->store, &f->session, &told->one, 1, "old", true, &error));
    ck_ok(canvas_notes_set_facet(f->store, &f->session, &told->one, 1, "own", "1", &error));
    if (told_rows[row].deed == tell_tie_facet)
        ck_ok(canvas_link_set(f->store, &f->session, told->one, told->two, true, &error));
}

START_TEST(test_whatever_is_changed_is_told)
{
    for (size_t row = 0; row < COUNT_OF(told_rows); row++) {
        struct told told;
        struct diff diff;
        struct buffer words = {0};
        told_init(&told, row);
        struct snapshot *before = load(&told.f, told.f.canvas_id);
        ck_ok(told_rows[row].deed(&told));
        struct snapshot *after = load(&told.f, told.f.canvas_id);
        canvas_diff(before, after, NULL, &diff);
        const struct diff_line *line = told_rows[row].of_canvas ? NULL : canvas_diff_line(&diff, told.one);
        ck_assert_uint_eq((line == NULL ? diff.canvas : line->what) & told_rows[row].what, told_rows[row].what);
        canvas_diff_describe(&diff, line, before, after, LANGUAGE_EN, " -> ", &words);
        const char *wanted = told_rows[row].words;
        if (wanted[0] == '*')
            ck_assert_msg(strstr(buffer_text(&words), wanted + 1) != NULL, "%zu: %s", row, buffer_text(&words));
        else
            ck_assert_str_eq(buffer_text(&words), wanted);
        buffer_clear(&words);
        canvas_diff_clear(&diff);
        snapshot_free(before);
        snapshot_free(after);
        canvas_fixture_clear(&told.f);
    }
}
END_TEST

START_TEST(test_votes_are_not_taken_over)
{
    struct told told;
    struct diff diff;
    told_init(&told, 0);
    struct canvas_fixture *f = &told.f;
    struct snapshot *before = load(f, f->canvas_id);
    int64_t copy_id;
    ck_ok(canvas_copy(f->store, &f->session, before, "Copy", &copy_id, &error));
    ck_ok(tell_votes(&told));
    struct snapshot *after = load(f, f->canvas_id), *copy = load(f, copy_id);
    canvas_diff(after, before, NULL, &diff);
    ck_assert_uint_eq(diff.changed, 1);
    ck_assert_int_eq(canvas_diff_pick(f->store, &f->session, &diff, canvas_diff_line(&diff, told.one), after, before,
                                      &error), STATUS_INVALID);
    canvas_diff_clear(&diff);
    canvas_diff(after, copy, NULL, &diff); /* another canvas has its own votes */
    ck_assert_uint_eq(differing(&diff), 0);
    canvas_diff_clear(&diff);
    snapshot_free(before);
    snapshot_free(after);
    snapshot_free(copy);
    canvas_fixture_clear(f);
}
END_TEST

NONET_TEST_MAIN("diff", test_whatever_is_changed_is_told, test_votes_are_not_taken_over, test_all_picks_make_a_moment_of_today, test_all_picks_make_a_copy_of_the_original,
                test_nothing_differs_from_itself_and_the_other_way_is_the_mirror,
                test_strangers_are_compared_by_what_they_say, test_brothers_are_found_through_their_original,
                test_a_family_is_its_original_and_its_copies,
                test_a_block_that_is_not_there_is_listed_and_not_picked,
                test_a_pick_overwrites_nothing_unseen_and_asks_the_session)
