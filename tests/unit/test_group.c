/*
 * test_group.c - groups under a heading, and notes merged and split.
 */
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/group.h"

static struct error error;
static struct canvas_fixture f;
static int64_t fans, clubs, firms, city;

static void setup(void)
{
    error = (struct error){0};
    canvas_fixture_init(&f);
    fans = canvas_fixture_note(&f, "customer_segments", "fans");
    clubs = canvas_fixture_note(&f, "customer_segments", "clubs");
    firms = canvas_fixture_note(&f, "customer_segments", "firms");
    city = canvas_fixture_note(&f, "customer_segments", "city");
}

static void teardown(void)
{
    canvas_fixture_clear(&f);
}

static int64_t group(const char *title, int64_t a, int64_t b)
{
    int64_t ids[] = {a, b}, id;
    ck_ok(note_group_make(f.store, &f.session, ids, b == 0 ? 1 : 2, title, &id, &error));
    return id;
}

/* "text text | heading: text" of the customer segments. Yours. */
static char *outline(void)
{
    struct snapshot *snapshot = canvas_fixture_load(&f);
    const struct snapshot_block *notes = snapshot_block(snapshot, canvas_fixture_block(&f, "customer_segments"));
    struct buffer out = {0};
    const struct note_group *last = NULL;
    for (size_t i = 0; i < notes->count; i++) {
        const struct note *note = notes->note[i];
        if (note->group != last)
            buffer_printf(&out, "| %s: ", note->group ? note->group->title : "");
        last = note->group;
        buffer_printf(&out, "%s ", note->text);
    }
    snapshot_free(snapshot);
    return buffer_take(&out);
}

static void check_outline(const char *expected)
{
    char *found = outline();
    ck_assert_str_eq(found, expected);
    free(found);
}

static void undo(void)
{
    struct undo_outcome outcome;
    ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &outcome, &error));
}

START_TEST(test_a_group_stands_behind_what_lies_under_no_heading)
{
    setup();
    group("people", clubs, fans);
    check_outline("firms city | people: fans clubs ");
    group("others", city, 0);
    check_outline("firms | people: fans clubs | others: city ");
    undo();
    undo();
    check_outline("fans clubs firms city ");
    teardown();
}
END_TEST

START_TEST(test_notes_come_and_go)
{
    setup();
    int64_t people = group("people", clubs, fans);
    ck_ok(canvas_notes_set_group(f.store, &f.session, &city, 1, people, &error));
    check_outline("firms | people: fans clubs city ");
    ck_ok(canvas_notes_set_group(f.store, &f.session, &fans, 1, 0, &error));
    check_outline("fans firms | people: clubs city ");
    ck_ok(note_group_rename(f.store, &f.session, people, " 人\n们 ", &error));
    check_outline("fans firms | 人 们: clubs city ");
    ck_ok(note_group_dissolve(f.store, &f.session, people, &error));
    check_outline("fans clubs firms city ");
    undo();
    check_outline("fans firms | 人 们: clubs city ");
    teardown();
}
END_TEST

START_TEST(test_a_note_that_is_moved_away_leaves_its_group)
{
    setup();
    int64_t people = group("people", clubs, fans);
    ck_ok(canvas_notes_move(f.store, &f.session, &clubs, 1, "channels", -1, &error));
    check_outline("firms city | people: fans ");
    ck_ok(canvas_notes_move(f.store, &f.session, &clubs, 1, "customer_segments", -1, &error));
    check_outline("firms city clubs | people: fans ");
    ck_ok(canvas_notes_move(f.store, &f.session, &clubs, 1, "customer_segments", fans, &error));
    check_outline("firms city | people: fans clubs ");
    ck_ok(canvas_notes_place(f.store, &f.session, &city, 1, "customer_segments", people, 0, &error));
    check_outline("firms | people: city fans clubs ");
    int64_t actions = canvas_fixture_actions(&f, "note_move");
    ck_ok(canvas_notes_place(f.store, &f.session, &city, 1, "customer_segments", people, 0, &error));
    ck_assert_int_eq(canvas_fixture_actions(&f, "note_move"), actions);
    teardown();
}
END_TEST

START_TEST(test_groups_have_an_order)
{
    setup();
    int64_t a = group("a", fans, 0), b = group("b", clubs, 0), c = group("c", firms, 0);
    ck_ok(note_group_move(f.store, &f.session, c, 0, &error));
    check_outline("city | c: firms | a: fans | b: clubs ");
    ck_ok(note_group_move(f.store, &f.session, c, a, &error));
    check_outline("city | a: fans | c: firms | b: clubs ");
    int64_t actions = canvas_fixture_actions(&f, "group_move");
    ck_ok(note_group_move(f.store, &f.session, b, c, &error));
    ck_assert_int_eq(canvas_fixture_actions(&f, "group_move"), actions);
    teardown();
}
END_TEST

START_TEST(test_what_cannot_be_grouped)
{
    setup();
    int64_t channel = canvas_fixture_note(&f, "channels", "shop"), people = group("people", fans, 0);
    int64_t both[] = {clubs, channel};
    ck_assert_int_eq(note_group_make(f.store, &f.session, both, 2, "x", NULL, &error), STATUS_INVALID);
    ck_assert_int_eq(note_group_make(f.store, &f.session, both, 1, " \n", NULL, &error), STATUS_INVALID);
    ck_assert_int_eq(canvas_notes_set_group(f.store, &f.session, &channel, 1, people, &error), STATUS_INVALID);
    ck_assert_int_eq(canvas_notes_place(f.store, &f.session, &fans, 1, "channels", people, 0, &error), STATUS_INVALID);
    ck_ok(note_group_dissolve(f.store, &f.session, people, &error));
    ck_assert_int_eq(canvas_notes_set_group(f.store, &f.session, &clubs, 1, people, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(note_group_dissolve(f.store, &f.session, people, &error), STATUS_NOT_FOUND);
    struct session reader = session_reader(f.session.actor_id);
    ck_assert_int_eq(note_group_make(f.store, &reader, &clubs, 1, "x", NULL, &error), STATUS_DENIED);
    check_outline("fans clubs firms city ");
    teardown();
}
END_TEST

START_TEST(test_a_new_note_joins_the_group_it_stands_in)
{
    setup();
    group("people", clubs, fans);
    struct note_new notes[] = {{.block = canvas_fixture_block(&f, "customer_segments"), .text = "kids"},
                               {.block = canvas_fixture_block(&f, "customer_segments"), .text = "aunts"}};
    ck_ok(canvas_notes_add(f.store, &f.session, f.canvas_id, f.template, notes, 2, fans, NULL, &error));
    check_outline("firms city | people: fans kids aunts clubs ");
    canvas_fixture_note(&f, "customer_segments", "schools");
    check_outline("firms city schools | people: fans kids aunts clubs ");
    teardown();
}
END_TEST

START_TEST(test_a_block_as_text_keeps_its_groups)
{
    setup();
    group("people", clubs, fans);
    int64_t base_ids[] = {firms, city, fans, clubs};
    const char *base[] = {"firms", "city", "fans", "clubs"}, *lines[] = {"firms", "town", "fans", "kids", "clubs"};
    size_t kept;
    ck_ok(canvas_block_rewrite(f.store, &f.session, f.canvas_id, "customer_segments", base_ids, base, 4, lines, 5,
                               &kept, &error));
    check_outline("firms town | people: fans kids clubs ");
    ck_assert_uint_eq(kept, 0);
    teardown();
}
END_TEST

START_TEST(test_a_copy_has_the_groups_too)
{
    setup();
    group("people", clubs, fans);
    struct snapshot *from = canvas_fixture_load(&f);
    int64_t copy_id;
    ck_ok(canvas_copy(f.store, &f.session, from, "Copy", &copy_id, &error));
    snapshot_free(from);
    f.canvas_id = copy_id;
    check_outline("firms city | people: fans clubs ");
    teardown();
}
END_TEST

static const struct note *note_of(const struct snapshot *snapshot, int64_t id)
{
    const struct note *note = snapshot_note(snapshot, id);
    ck_assert_ptr_nonnull(note);
    return note;
}

START_TEST(test_merging_keeps_texts_authors_and_what_hangs_on_them)
{
    setup();
    struct session li = canvas_fixture_person(&f, "李雷"), may = canvas_fixture_person(&f, "May");
    enum save_outcome outcome;
    int64_t theirs[2], shop = canvas_fixture_note(&f, "channels", "shop");
    struct note_new note = {.block = canvas_fixture_block(&f, "customer_segments"), .text = "Fans\nand families",
                            .body = "evidence", .colour = NOTE_RED};
    ck_ok(canvas_notes_add(f.store, &li, f.canvas_id, f.template, &note, 1, 0, &theirs[0], &error));
    ck_ok(canvas_notes_add(f.store, &may, f.canvas_id, f.template, &note, 1, 0, &theirs[1], &error));
    ck_ok(canvas_note_set_body(f.store, &may, theirs[1], "evidence", "more", &outcome, &error));
    ck_ok(canvas_notes_set_tag(f.store, &li, theirs, 1, "core", true, &error));
    ck_ok(canvas_notes_set_facet(f.store, &li, theirs, 1, "status", "untested", &error));
    ck_ok(canvas_link_set(f.store, &li, theirs[0], shop, true, &error));
    ck_ok(canvas_link_set(f.store, &li, fans, theirs[1], true, &error));
    char *before = canvas_fixture_dump(&f);
    int64_t ids[] = {fans, theirs[0], theirs[1], fans};
    ck_ok(canvas_notes_merge(f.store, &f.session, ids, 4, &error));
    struct snapshot *snapshot = canvas_fixture_load(&f);
    const struct note *merged = note_of(snapshot, fans);
    ck_assert_str_eq(merged->text, "fans\nand families");
    ck_assert_str_eq(merged->body, "evidence\n\nmore");
    ck_assert_int_eq(merged->colour, NOTE_RED);
    ck_assert_uint_eq(merged->tag_count, 1);
    ck_assert_uint_eq(merged->facet_count, 1);
    ck_assert(snapshot_linked(snapshot, fans, shop));
    ck_assert_uint_eq(snapshot->link_total, 1);
    ck_assert_ptr_null(snapshot_note(snapshot, theirs[0]));
    ck_assert_ptr_null(snapshot_note(snapshot, theirs[1]));
    struct buffer authors = {0};
    snapshot_authors(snapshot, merged, &authors);
    ck_assert_str_eq(buffer_text(&authors), "Ann, 李雷, May");
    buffer_clear(&authors);
    snapshot_free(snapshot);
    undo();
    char *after = canvas_fixture_dump(&f);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    ck_assert_int_eq(canvas_notes_merge(f.store, &f.session, ids, 1, &error), STATUS_INVALID);
    teardown();
}
END_TEST

START_TEST(test_a_merge_that_is_too_long_changes_nothing)
{
    setup();
    char *before = canvas_fixture_dump(&f), *text = memory_new(60 * 1024 + 1, 1);
    enum save_outcome outcome;
    memset(text, 'a', 60 * 1024);
    ck_ok(canvas_note_save(f.store, &f.session, fans, "fans", text, &outcome, NULL, &error));
    text[0] = 'b';
    ck_ok(canvas_note_save(f.store, &f.session, clubs, "clubs", text, &outcome, NULL, &error));
    int64_t ids[] = {fans, clubs};
    ck_assert_int_eq(canvas_notes_merge(f.store, &f.session, ids, 2, &error), STATUS_INVALID);
    undo();
    undo();
    char *after = canvas_fixture_dump(&f);
    ck_assert_str_eq(before, after);
    free(before);
    free(after);
    free(text);
    teardown();
}
END_TEST

START_TEST(test_splitting_at_line_breaks)
{
    setup();
    enum save_outcome outcome;
    size_t count;
    struct session li = canvas_fixture_person(&f, "李雷");
    group("people", clubs, fans);
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &fans, 1, "core", true, &error));
    ck_ok(canvas_note_save(f.store, &f.session, fans, "fans", "fans\n\n  kids \naunts", &outcome, NULL, &error));
    ck_ok(canvas_note_split(f.store, &li, fans, &count, &error));
    ck_assert_uint_eq(count, 3);
    check_outline("firms city | people: fans kids aunts clubs ");
    struct snapshot *snapshot = canvas_fixture_load(&f);
    const struct snapshot_block *notes = snapshot_block(snapshot, canvas_fixture_block(&f, "customer_segments"));
    struct buffer authors = {0};
    ck_assert_str_eq(notes->note[3]->text, "kids");
    ck_assert_uint_eq(notes->note[3]->tag_count, 1);
    snapshot_authors(snapshot, notes->note[3], &authors);
    ck_assert_str_eq(buffer_text(&authors), "李雷, Ann");
    buffer_clear(&authors);
    snapshot_free(snapshot);
    ck_assert_int_eq(canvas_note_split(f.store, &f.session, fans, &count, &error), STATUS_INVALID);
    struct undo_outcome undone;
    ck_ok(canvas_undo(f.store, &li, f.canvas_id, &undone, &error));
    check_outline("firms city | people: fans\n\n  kids \naunts clubs ");
    teardown();
}
END_TEST

START_TEST(test_history_tells_it)
{
    setup();
    size_t count, split;
    struct history_entry *list;
    enum save_outcome outcome;
    int64_t people = group("people", clubs, fans), ids[] = {fans, clubs};
    ck_ok(canvas_notes_set_group(f.store, &f.session, &city, 1, people, &error));
    ck_ok(note_group_rename(f.store, &f.session, people, "crowd", &error));
    ck_ok(canvas_notes_set_group(f.store, &f.session, &city, 1, 0, &error));
    ck_ok(canvas_notes_merge(f.store, &f.session, ids, 2, &error));
    ck_ok(canvas_note_split(f.store, &f.session, fans, &split, &error));
    ck_ok(note_group_dissolve(f.store, &f.session, people, &error));
    ck_ok(canvas_note_save(f.store, &f.session, fans, "fans", "kids", &outcome, NULL, &error));
    ck_ok(canvas_history(f.store, &f.session, f.canvas_id, LANGUAGE_EN, &list, &count, &error));
    const char *expected[] = {"put 2 notes under “people”", "put “city” under “people”", "named a group “crowd”",
                              "took “city” out of its group", "merged 2 notes into “fans clubs”",
                              "split “fans clubs” into 2 notes", "dissolved the group “crowd”",
                              "changed “fans” to “kids”"};
    ck_assert_uint_eq(count, 5 + COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++)
        ck_assert_str_eq(list[5 + i].text, expected[i]);
    history_free(list, count);
    teardown();
}
END_TEST

NONET_TEST_MAIN("group", test_a_group_stands_behind_what_lies_under_no_heading, test_notes_come_and_go, test_a_note_that_is_moved_away_leaves_its_group, test_groups_have_an_order, test_what_cannot_be_grouped, test_a_new_note_joins_the_group_it_stands_in, test_a_block_as_text_keeps_its_groups, test_a_copy_has_the_groups_too, test_merging_keeps_texts_authors_and_what_hangs_on_them, test_a_merge_that_is_too_long_changes_nothing, test_splitting_at_line_breaks, test_history_tells_it)
