/*
 * test_canvas_ops.c - operations on whole canvases, their undo, and how canvases and notes are found by what people
 * type.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"

static struct error error;

static int64_t make(struct canvas_fixture *f, const char *title)
{
    int64_t id;
    ck_ok(canvas_create(f->store, &f->session, title, f->template, &id, &error));
    return id;
}

START_TEST(test_titles)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    char *long_title = memory_new(3 * 201 + 1, 1);
    for (int i = 0; i < 201; i++)
        strcat(long_title, "画");
    const struct {
        const char *typed, *stored; /* NULL = refused */
    } table[] = {
        {"  A plan\n", "A plan"}, {"two\nlines", "two lines"}, {"\xE3\x80\x80商业\xE3\x80\x80", "商业"},
        {"bad\xFF" "byte", "bad\xEF\xBF\xBD" "byte"}, {"", NULL}, {" \n ", NULL}, {long_title, NULL},
        {long_title + 3, long_title + 3},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        enum status status = canvas_rename(f.store, &f.session, f.canvas_id, table[i].typed, &error);
        ck_assert_int_eq(status, table[i].stored == NULL ? STATUS_INVALID : STATUS_OK);
        if (table[i].stored == NULL)
            continue;
        struct snapshot *snapshot = canvas_fixture_load(&f);
        ck_assert_str_eq(snapshot->title, table[i].stored);
        snapshot_free(snapshot);
    }
    free(long_title);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_each_operation_undone_and_redone)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    for (int i = 0; i < 5; i++) {
        char *before = canvas_fixture_dump(&f);
        const char *operation = NULL;
        switch (i) {
        case 0:
            ck_ok(canvas_rename(f.store, &f.session, f.canvas_id, "New", &error));
            operation = "canvas_rename";
            break;
        case 1:
            ck_ok(canvas_set_tag(f.store, &f.session, f.canvas_id, "draft", true, &error));
            operation = "canvas_tag";
            break;
        case 2:
            ck_ok(canvas_set_facet(f.store, &f.session, f.canvas_id, "stage", "idea", &error));
            operation = "canvas_facet";
            break;
        case 3:
            ck_ok(canvas_set_alive(f.store, &f.session, f.canvas_id, false, &error));
            operation = "canvas_trash";
            break;
        default:
            ck_ok(canvas_set_alive(f.store, &f.session, f.canvas_id, true, &error));
            operation = "canvas_restore";
        }
        char *after = canvas_fixture_dump(&f);
        ck_assert_str_ne(before, after);
        struct undo_outcome outcome;
        ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &outcome, &error));
        ck_assert_str_eq(outcome.operation, operation);
        char *undone = canvas_fixture_dump(&f);
        ck_assert_str_eq(undone, before);
        ck_ok(canvas_redo(f.store, &f.session, f.canvas_id, &outcome, &error));
        char *redone = canvas_fixture_dump(&f);
        ck_assert_str_eq(redone, after);
        free(before);
        free(after);
        free(undone);
        free(redone);
    }
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_making_a_canvas_is_not_undone)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct undo_outcome outcome;
    ck_assert_int_eq(canvas_undo(f.store, &f.session, f.canvas_id, &outcome, &error), STATUS_NOT_FOUND);
    struct snapshot *snapshot = canvas_fixture_load(&f);
    ck_assert(snapshot->alive);
    snapshot_free(snapshot);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_trashed_canvas_refuses_edits)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "a");
    ck_ok(canvas_set_alive(f.store, &f.session, f.canvas_id, false, &error));
    ck_assert_int_eq(canvas_notes_set_colour(f.store, &f.session, &id, 1, NOTE_RED, &error), STATUS_INVALID);
    ck_assert_ptr_nonnull(strstr(error.message, "Plan"));
    ck_assert_int_eq(canvas_rename(f.store, &f.session, f.canvas_id, "x", &error), STATUS_INVALID);
    ck_ok(canvas_set_alive(f.store, &f.session, f.canvas_id, true, &error));
    ck_ok(canvas_notes_set_colour(f.store, &f.session, &id, 1, NOTE_RED, &error));
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_undo_is_each_persons_own)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct session li = canvas_fixture_person(&f, "李雷");
    int64_t ids[] = {canvas_fixture_note(&f, "channels", "a"), canvas_fixture_note(&f, "channels", "b")};
    ck_ok(canvas_notes_set_colour(f.store, &f.session, ids, 2, NOTE_RED, &error));
    ck_ok(canvas_notes_set_colour(f.store, &li, ids, 1, NOTE_BLUE, &error));
    struct undo_outcome outcome;
    ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &outcome, &error));
    ck_assert_str_eq(outcome.operation, "note_colour");
    ck_assert_uint_eq(outcome.reverted, 1);
    ck_assert_uint_eq(outcome.kept, 1);
    ck_assert_int_eq(outcome.kept_actor_id, li.actor_id);
    ck_assert_int_eq(outcome.row_id, ids[1]);
    struct snapshot *snapshot = canvas_fixture_load(&f);
    ck_assert_int_eq(snapshot_note(snapshot, ids[0])->colour, NOTE_BLUE);
    ck_assert_int_eq(snapshot_note(snapshot, ids[1])->colour, NOTE_NONE);
    snapshot_free(snapshot);
    struct session nobody = canvas_fixture_person(&f, "Nobody");
    ck_assert_int_eq(canvas_undo(f.store, &nobody, f.canvas_id, &outcome, &error), STATUS_NOT_FOUND);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_group_is_one_undo)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "a");
    char *before = canvas_fixture_dump(&f);
    int64_t actions = canvas_fixture_actions(&f, NULL);
    enum save_outcome outcome;
    ck_ok(canvas_group_begin(f.store, &f.session, f.canvas_id, "note_edit", &error));
    ck_ok(canvas_note_save(f.store, &f.session, id, "a", "b", &outcome, NULL, &error));
    ck_ok(canvas_notes_set_colour(f.store, &f.session, &id, 1, NOTE_RED, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &id, 1, "x", true, &error));
    ck_ok(canvas_group_end(f.store, true, &error));
    ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions + 1);
    struct undo_outcome undone;
    ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &undone, &error));
    char *after = canvas_fixture_dump(&f);
    ck_assert_str_eq(after, before);
    free(after);

    /* One refusal, and the caller gives the whole group up. */
    actions = canvas_fixture_actions(&f, NULL);
    ck_ok(canvas_group_begin(f.store, &f.session, f.canvas_id, "note_edit", &error));
    ck_ok(canvas_notes_set_colour(f.store, &f.session, &id, 1, NOTE_BLUE, &error));
    ck_assert_int_eq(canvas_notes_set_tag(f.store, &f.session, &id, 1, "", true, &error), STATUS_INVALID);
    ck_ok(canvas_group_end(f.store, false, &error));
    after = canvas_fixture_dump(&f);
    ck_assert_str_eq(after, before);
    ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions);
    ck_assert(!store_action_is_open(f.store));
    free(after);
    free(before);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_copy_maps_ids)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t a = canvas_fixture_note(&f, "channels", "a"), b = canvas_fixture_note(&f, TEMPLATE_PARKING_ID, "b");
    ck_ok(canvas_link_set(f.store, &f.session, a, b, true, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "x", true, &error));
    ck_ok(canvas_notes_set_facet(f.store, &f.session, &b, 1, "k", "v", &error));
    ck_ok(canvas_set_tag(f.store, &f.session, f.canvas_id, "c", true, &error));
    struct snapshot *from = canvas_fixture_load(&f), *copy;
    int64_t id;
    ck_ok(canvas_copy(f.store, &f.session, from, "Copy", &id, &error));
    ck_ok(snapshot_load(f.store, &f.session, id, &copy, &error));
    ck_assert_int_eq(copy->variant_of, f.canvas_id);
    ck_assert_uint_eq(copy->note_count, 2);
    ck_assert_str_eq(copy->tag[0], "c");
    int64_t new_a = id_derive(id, a, "copy"), new_b = id_derive(id, b, "copy");
    ck_assert_str_eq(snapshot_note(copy, new_a)->text, "a");
    ck_assert_str_eq(snapshot_note(copy, new_a)->tag[0], "x");
    ck_assert_str_eq(snapshot_note(copy, new_b)->facet[0].value, "v");
    ck_assert(snapshot_linked(copy, new_a, new_b));
    snapshot_free(copy);

    /* Into another store: no variant. */
    struct store *memory;
    struct store_options options = {.path = ":memory:", .create = true};
    ck_ok(store_open(&memory, &options, &canvas_schema, &error));
    int64_t actor_id, there;
    ck_ok(person_find(memory, "Ann", &actor_id, &error));
    struct session session = session_owner(actor_id);
    ck_ok(canvas_copy(memory, &session, from, "There", &there, &error));
    ck_ok(snapshot_load(memory, &session, there, &copy, &error));
    ck_assert_int_eq(copy->variant_of, 0);
    ck_assert_uint_eq(copy->note_count, 2);
    ck_assert_uint_eq(copy->link_total, 1);
    snapshot_free(copy);
    snapshot_free(from);
    store_close(memory);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_list)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t beta = make(&f, "beta"), alpha = make(&f, "Alpha"), gone = make(&f, "gone");
    ck_ok(canvas_set_alive(f.store, &f.session, gone, false, &error));
    ck_ok(canvas_set_tag(f.store, &f.session, beta, "club", true, &error));
    canvas_fixture_note(&f, "channels", "足球 Fans");
    const struct session confined = {.actor_id = f.session.actor_id, .may = MAY_ALL, .canvas_id = alpha};
    const struct {
        struct canvas_filter filter;
        const struct session *session;
        const char *titles;
        size_t total;
    } table[] = {
        {{.sort = CANVAS_BY_UPDATED}, &f.session, "Plan beta Alpha", 3},
        {{.sort = CANVAS_BY_CREATED}, &f.session, "Alpha beta Plan", 3},
        {{.sort = CANVAS_BY_TITLE}, &f.session, "Alpha beta Plan", 3},
        {{.sort = CANVAS_BY_TITLE, .offset = 1, .limit = 1}, &f.session, "beta", 3},
        {{.sort = CANVAS_BY_UPDATED, .offset = 1, .limit = 5}, &f.session, "beta Alpha", 3},
        {{.sort = CANVAS_BY_UPDATED, .offset = 9}, &f.session, "", 3},
        {{.trash = true}, &f.session, "gone", 1},
        {{.tag = "club"}, &f.session, "beta", 1},
        {{.tag = " #club"}, &f.session, "beta", 1},
        {{.template_id = "bmc", .sort = CANVAS_BY_TITLE}, &f.session, "Alpha beta Plan", 3},
        {{.template_id = "personal"}, &f.session, "", 0},
        {{.query = "FANS 球"}, &f.session, "Plan", 1},
        {{.query = "a", .sort = CANVAS_BY_TITLE, .limit = 2}, &f.session, "Alpha beta", 3},
        {{.query = "nowhere"}, &f.session, "", 0},
        {{.sort = CANVAS_BY_TITLE}, &confined, "Alpha", 1},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct canvas_info *list;
        size_t count, total;
        ck_ok(canvas_list(f.store, table[i].session, &table[i].filter, &list, &count, &total, &error));
        struct buffer titles = {0};
        buffer_add(&titles, "");
        for (size_t c = 0; c < count; c++)
            buffer_printf(&titles, "%s%s", c == 0 ? "" : " ", list[c].title);
        ck_assert_msg(strcmp(buffer_text(&titles), table[i].titles) == 0, "row %zu: %s", i, buffer_text(&titles));
        ck_assert_uint_eq(total, table[i].total);
        for (size_t c = 0; c < count; c++)
            ck_assert_uint_eq(list[c].note_count, list[c].id == f.canvas_id ? 1 : 0);
        buffer_clear(&titles);
        canvas_list_free(list, count);
    }
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_resolve)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t club = make(&f, "Football Club"), year = make(&f, "2026"), twin = make(&f, "Twin"), other = make(&f, "Twin");
    int64_t gone = make(&f, "Old");
    ck_ok(canvas_set_alive(f.store, &f.session, gone, false, &error));
    (void)twin;
    (void)other;
    const struct {
        const char *name;
        bool trash;
        enum status status;
        int64_t id;
        const char *message; /* part of it */
    } table[] = {
        {"1", false, STATUS_OK, f.canvas_id, NULL},
        {"Plan", false, STATUS_OK, f.canvas_id, NULL},
        {"plan", false, STATUS_OK, f.canvas_id, NULL},
        {"ｆootball CLUB", false, STATUS_OK, club, NULL},
        {"title:2026", false, STATUS_OK, year, NULL},
        {"2026", false, STATUS_NOT_FOUND, 0, "no canvas 2026"},
        {"Twin", false, STATUS_INVALID, 0, "4, 5"},
        {"Footbal Club", false, STATUS_NOT_FOUND, 0, "“Football Club”"},
        {"foot", false, STATUS_NOT_FOUND, 0, "“Football Club”"},
        {"zzzzzz", false, STATUS_NOT_FOUND, 0, "nonet list"},
        {"", false, STATUS_INVALID, 0, "number or title"},
        {"6", false, STATUS_NOT_FOUND, 0, "trash"},
        {"Old", false, STATUS_NOT_FOUND, 0, NULL},
        {"Old", true, STATUS_OK, gone, NULL},
        {"6", true, STATUS_OK, gone, NULL},
        {"1", true, STATUS_NOT_FOUND, 0, "not in the trash"},
        {"99999999999999999999999", false, STATUS_NOT_FOUND, 0, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        int64_t id = 0;
        enum status status = canvas_resolve(f.store, &f.session, table[i].name, table[i].trash, &id, &error);
        ck_assert_msg(status == table[i].status, "%s: %d %s", table[i].name, status, error.message);
        ck_assert_int_eq(id, table[i].id);
        if (table[i].message != NULL)
            ck_assert_msg(strstr(error.message, table[i].message) != NULL, "%s: %s", table[i].name, error.message);
    }
    int64_t number;
    ck_ok(canvas_number(f.store, gone, &number, &error));
    ck_assert_int_eq(number, 6);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_note_resolve)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "a"), note_id, canvas_id;
    bool alive;
    ck_ok(note_resolve(f.store, &f.session, "1", &note_id, &canvas_id, &alive, &error));
    ck_assert(note_id == id && canvas_id == f.canvas_id && alive);
    ck_ok(canvas_notes_set_alive(f.store, &f.session, &id, 1, false, &error));
    ck_ok(note_resolve(f.store, &f.session, "1", &note_id, &canvas_id, &alive, &error));
    ck_assert(!alive);
    ck_assert_int_eq(note_resolve(f.store, &f.session, "2", &note_id, &canvas_id, &alive, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(note_resolve(f.store, &f.session, "x", &note_id, &canvas_id, &alive, &error), STATUS_INVALID);
    struct session confined = {.actor_id = f.session.actor_id, .may = MAY_ALL, .canvas_id = 5};
    ck_assert_int_eq(note_resolve(f.store, &confined, "1", &note_id, &canvas_id, &alive, &error), STATUS_NOT_FOUND);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_person)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t again, other;
    ck_ok(person_find(f.store, " Ann ", &again, &error));
    ck_assert_int_eq(again, f.session.actor_id);
    ck_ok(person_find(f.store, "ann", &other, &error));
    ck_assert_int_ne(other, again);
    static const char *const bad[] = {"", "  ", "a\033[1m", "a\nb", "\xFF",
                                      "0123456789012345678901234567890123456789012345678901234567890"};
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_int_eq(person_find(f.store, bad[i], &other, &error), STATUS_INVALID);
    ck_assert_int_eq(canvas_fixture_actions(&f, "person_create"), 2);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_view_state)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t actions = canvas_fixture_actions(&f, NULL);
    struct session li = canvas_fixture_person(&f, "Li");
    ck_assert_ptr_null(view_state_get(f.store, &f.session, f.canvas_id, "layout"));
    view_state_set(f.store, &f.session, f.canvas_id, "layout", "poster");
    view_state_set(f.store, &f.session, f.canvas_id, "layout", "stack");
    view_state_set(f.store, &f.session, 0, "sort", "title");
    char *value = view_state_get(f.store, &f.session, f.canvas_id, "layout");
    ck_assert_str_eq(value, "stack");
    free(value);
    ck_assert_ptr_null(view_state_get(f.store, &li, f.canvas_id, "layout"));
    ck_assert_int_eq(canvas_fixture_actions(&f, NULL), actions + 1); /* the person alone */
    struct store *reading;
    struct store_options options = {.path = f.path, .read_only = true};
    ck_ok(store_open(&reading, &options, &canvas_schema, &error));
    view_state_set(reading, &f.session, 0, "sort", "created");
    value = view_state_get(reading, &f.session, 0, "sort");
    ck_assert_str_eq(value, "title");
    free(value);
    store_close(reading);
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("canvas_ops", test_titles, test_each_operation_undone_and_redone, test_making_a_canvas_is_not_undone,
                test_trashed_canvas_refuses_edits, test_undo_is_each_persons_own, test_group_is_one_undo,
                test_copy_maps_ids, test_list, test_resolve, test_note_resolve, test_person, test_view_state)
