/*
 * test_history.c - the journal told in sentences, and the search through notes.
 */
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"

static struct error error;

static void expect_last(const struct canvas_fixture *f, const char *operation, const char *text)
{
    struct history_entry *list;
    size_t count;
    ck_ok(canvas_history(f->store, &f->session, f->canvas_id, LANGUAGE_EN, &list, &count, &error));
    ck_assert_uint_gt(count, 0);
    ck_assert_str_eq(list[count - 1].operation, operation);
    ck_assert_str_eq(list[count - 1].text, text);
    ck_assert_str_eq(list[count - 1].actor, "Ann");
    for (size_t i = 1; i < count; i++)
        ck_assert_int_lt(list[i - 1].seq, list[i].seq);
    history_free(list, count);
}

START_TEST(test_sentences)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct undo_outcome undone;
    enum save_outcome saved;
    expect_last(&f, "canvas_create", "made the canvas “Plan”");
    int64_t a = canvas_fixture_note(&f, "channels", "Fans");
    expect_last(&f, "note_add", "added “Fans” to Channels");
    struct note_new notes[] = {{.block = canvas_fixture_block(&f, "cost_structure"), .text = "Rent"},
                               {.block = canvas_fixture_block(&f, "cost_structure"), .text = "Staff"}};
    int64_t ids[3];
    ck_ok(canvas_notes_add(f.store, &f.session, f.canvas_id, f.template, notes, 2, 0, ids, &error));
    expect_last(&f, "note_add", "added 2 notes to Cost Structure");
    ids[2] = a;
    ck_ok(canvas_notes_move(f.store, &f.session, ids, 2, "channels", -1, &error));
    expect_last(&f, "note_move", "moved 2 notes to Channels");
    ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &undone, &error));
    expect_last(&f, "undo", "undid: moved 2 notes to Channels");
    ck_ok(canvas_redo(f.store, &f.session, f.canvas_id, &undone, &error));
    expect_last(&f, "redo", "redid: moved 2 notes to Channels");
    ck_ok(canvas_notes_move(f.store, &f.session, &a, 1, "channels", -1, &error));
    expect_last(&f, "note_move", "moved “Fans” within Channels");
    ck_ok(canvas_note_save(f.store, &f.session, a, "Fans", "球迷", &saved, NULL, &error));
    expect_last(&f, "note_edit", "changed “Fans” to “球迷”");
    ck_ok(canvas_note_set_body(f.store, &f.session, a, "", "why", &saved, &error));
    expect_last(&f, "note_body", "changed the details of “球迷”");
    ck_ok(canvas_notes_set_colour(f.store, &f.session, &a, 1, NOTE_RED, &error));
    expect_last(&f, "note_colour", "coloured “球迷” red");
    ck_ok(canvas_notes_set_colour(f.store, &f.session, &a, 1, NOTE_NONE, &error));
    expect_last(&f, "note_colour", "took the colour off “球迷”");
    ck_ok(canvas_notes_set_tag(f.store, &f.session, ids, 3, "risk", true, &error));
    expect_last(&f, "note_tag", "gave the tag “risk” to 3 notes");
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "risk", false, &error));
    expect_last(&f, "note_tag", "took the tag “risk” off “球迷”");
    ck_ok(canvas_notes_set_facet(f.store, &f.session, &a, 1, "certainty", "guess", &error));
    expect_last(&f, "note_facet", "set “certainty” of “球迷” to “guess”");
    ck_ok(canvas_notes_set_facet(f.store, &f.session, &a, 1, "certainty", "", &error));
    expect_last(&f, "note_facet", "cleared “certainty” of “球迷”");
    ck_ok(canvas_group_begin(f.store, &f.session, f.canvas_id, "note_tag", &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "hot", true, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "new", true, &error));
    ck_ok(canvas_notes_set_facet(f.store, &f.session, &a, 1, "certainty", "guess", &error));
    ck_ok(canvas_notes_set_facet(f.store, &f.session, &a, 1, "importance", "high", &error));
    ck_ok(canvas_group_end(f.store, true, &error));
    expect_last(&f, "note_tag", "gave 2 tags to “球迷”, set 2 facets of “球迷”");
    ck_ok(canvas_group_begin(f.store, &f.session, f.canvas_id, "note_tag", &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "hot", false, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, ids, 1, "new", true, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, ids + 1, 1, "old", true, &error));
    ck_ok(canvas_notes_set_colour(f.store, &f.session, ids, 1, NOTE_RED, &error));
    ck_ok(canvas_notes_set_colour(f.store, &f.session, ids + 1, 1, NOTE_BLUE, &error));
    ck_ok(canvas_group_end(f.store, true, &error));
    expect_last(&f, "note_tag",
                "changed the colour of 2 notes, gave tags to several notes, took the tag “hot” off “球迷”");
    ck_ok(canvas_notes_set_question(f.store, &f.session, &a, 1, "q", &error));
    expect_last(&f, "note_question", "tied “球迷” to a question");
    ck_ok(canvas_link_set(f.store, &f.session, a, ids[0], true, &error));
    expect_last(&f, "link_add", "tied “球迷” and “Rent”");
    ck_ok(canvas_link_set(f.store, &f.session, a, ids[0], false, &error));
    expect_last(&f, "link_remove", "untied “球迷” and “Rent”");
    ck_ok(canvas_notes_set_alive(f.store, &f.session, &a, 1, false, &error));
    expect_last(&f, "note_trash", "moved “球迷” to the trash");
    ck_ok(canvas_notes_set_alive(f.store, &f.session, &a, 1, true, &error));
    expect_last(&f, "note_restore", "brought “球迷” back from the trash");
    ck_ok(canvas_rename(f.store, &f.session, f.canvas_id, "Plan B", &error));
    expect_last(&f, "canvas_rename", "renamed the canvas to “Plan B”");
    ck_ok(canvas_set_tag(f.store, &f.session, f.canvas_id, "club", true, &error));
    expect_last(&f, "canvas_tag", "tagged the canvas “club”");
    ck_ok(canvas_set_alive(f.store, &f.session, f.canvas_id, false, &error));
    expect_last(&f, "canvas_trash", "moved the canvas to the trash");
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_history_of_one_note)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t a = canvas_fixture_note(&f, "channels", "a"), b = canvas_fixture_note(&f, "channels", "b");
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &a, 1, "x", true, &error));
    ck_ok(canvas_notes_set_tag(f.store, &f.session, &b, 1, "x", true, &error));
    ck_ok(canvas_link_set(f.store, &f.session, a, b, true, &error));
    struct history_entry *list;
    size_t count;
    ck_ok(note_history(f.store, &f.session, a, LANGUAGE_EN, &list, &count, &error));
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(list[0].text, "added “a” to Channels");
    ck_assert_str_eq(list[2].text, "tied “a” and “b”");
    history_free(list, count);
    struct session confined = {.actor_id = f.session.actor_id, .may = MAY_ALL, .canvas_id = 5};
    ck_assert_int_eq(note_history(f.store, &confined, a, LANGUAGE_EN, &list, &count, &error), STATUS_DENIED);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_search)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t other, id = canvas_fixture_note(&f, "channels", "足球俱乐部 Football ＣＬＵＢ");
    canvas_fixture_note(&f, "cost_structure", "Ground rent");
    enum save_outcome outcome;
    ck_ok(canvas_note_set_body(f.store, &f.session, id, "", "证据 Straße", &outcome, &error));
    int64_t gone = canvas_fixture_note(&f, "channels", "gone football");
    ck_ok(canvas_notes_set_alive(f.store, &f.session, &gone, 1, false, &error));
    ck_ok(canvas_create(f.store, &f.session, "Football ideas", f.template, &other, &error));
    const struct session confined = {.actor_id = f.session.actor_id, .may = MAY_ALL, .canvas_id = other};
    const struct {
        const char *query;
        size_t limit;
        const struct session *session;
        const char *found; /* note numbers, t = a title, newest canvas first */
    } table[] = {
        {"球", 0, &f.session, "1"},          {"俱乐", 0, &f.session, "1"},     {"足 部", 0, &f.session, "1"},
        {"football", 0, &f.session, "t1"},   {"FOOTBALL", 1, &f.session, "t"}, {"club", 0, &f.session, "1"},
        {"ｃｌｕｂ", 0, &f.session, "1"},     {"rent ground", 0, &f.session, "2"}, {"rent 球", 0, &f.session, ""},
        {"strasse", 0, &f.session, "1"},     {"", 0, &f.session, ""},          {"  ", 0, &f.session, ""},
        {"football", 0, &confined, "t"},     {"球", 0, &confined, ""},         {"plan", 0, &f.session, "t"},
        {"乓", 0, &f.session, ""},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        struct search_hit *hits;
        size_t count;
        ck_ok(canvas_search(f.store, table[i].session, table[i].query, table[i].limit, &hits, &count, &error));
        struct buffer found = {0};
        buffer_add(&found, "");
        for (size_t h = 0; h < count; h++) {
            if (hits[h].note_id == 0)
                buffer_add_char(&found, 't');
            else
                buffer_printf(&found, "%lld", (long long)hits[h].note_number);
        }
        ck_assert_msg(strcmp(buffer_text(&found), table[i].found) == 0, "“%s” finds %s", table[i].query,
                      buffer_text(&found));
        buffer_clear(&found);
        search_free(hits, count);
    }
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("history", test_sentences, test_history_of_one_note, test_search)
