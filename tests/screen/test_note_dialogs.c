/*
 * test_note_dialogs.c - a note opened, and the dialogs of colours, tags and facets.
 */
#include "screen_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "note/note_dialogs.h"

struct desk {
    struct screen_fixture screen;
    int64_t canvas_id, note[3]; /* two customers, one value */
};

static void desk_init(struct desk *desk)
{
    struct error error;
    screen_fixture_init(&desk->screen);
    struct store *store = desk->screen.store;
    const struct session *session = &desk->screen.session;
    desk->canvas_id =
        screen_fixture_canvas(&desk->screen, SCREEN_FIXTURE_NOW - 7200000, "bmc", "Our club",
                              "customer_segments: Fans and families who come by train\ncustomer_segments: 球迷会\n"
                              "value_propositions: 进攻好看、踢得漂亮的足球");
    struct snapshot *snapshot;
    ck_ok(snapshot_load(store, session, desk->canvas_id, &snapshot, &error));
    const struct snapshot_block *customers = snapshot_block(snapshot, 0), *values = snapshot_block(snapshot, 1);
    desk->note[0] = customers->note[0]->id;
    desk->note[1] = customers->note[1]->id;
    desk->note[2] = values->note[0]->id;
    snapshot_free(snapshot);
    screen_fixture_clock(SCREEN_FIXTURE_NOW);
}

static void desk_start(struct desk *desk, size_t screen)
{
    screen_fixture_start(&desk->screen, screen_fixture_sizes[screen].language, screen_fixture_sizes[screen].rows, screen_fixture_sizes[screen].columns);
    screen_fixture_ground(&desk->screen);
}

static void desk_clear(struct desk *desk)
{
    screen_fixture_clear(&desk->screen);
}

static void open_note(struct desk *desk, size_t screen)
{
    desk_start(desk, screen);
    app_push(&desk->screen.app, note_view_new(&desk->screen.app, desk->screen.store, &desk->screen.session,
                                              desk->canvas_id, desk->note[0]));
}

static void open_colour(struct desk *desk, size_t screen)
{
    desk_start(desk, screen);
    app_push(&desk->screen.app,
             note_colour_new(&desk->screen.app, desk->screen.store, &desk->screen.session, desk->note, 2));
}

static void open_tags(struct desk *desk, size_t screen)
{
    desk_start(desk, screen);
    app_push(&desk->screen.app, note_tags_new(&desk->screen.app, desk->screen.store, &desk->screen.session,
                                              desk->canvas_id, desk->note, 2));
}

static void golden(struct desk *desk, const char *what, size_t screen)
{
    char name[80];
    snprintf(name, sizeof name, "note_%s_%s", what, screen_fixture_sizes[screen].name);
    screen_fixture_golden(&desk->screen, name);
}

/* A note with everything that a note can have. */
static void furnish(struct desk *desk)
{
    struct error error;
    struct store *store = desk->screen.store;
    const struct session *session = &desk->screen.session;
    enum save_outcome outcome;
    ck_ok(canvas_notes_set_colour(store, session, desk->note, 1, NOTE_YELLOW, &error));
    ck_ok(canvas_notes_set_tag(store, session, desk->note, 2, "weekend", true, &error));
    ck_ok(canvas_notes_set_tag(store, session, desk->note, 1, "付费", true, &error));
    ck_ok(canvas_notes_set_facet(store, session, desk->note, 1, "certainty", "guess", &error));
    ck_ok(canvas_link_set(store, session, desk->note[0], desk->note[2], true, &error));
    ck_ok(canvas_note_set_body(store, session, desk->note[0], "",
                               "Two thirds of the people asked at the gate come by train with children.\n\n"
                               "反对意见：只问了一个周末，天气好。",
                               &outcome, &error));
}

static struct snapshot *load(struct desk *desk)
{
    struct error error;
    struct snapshot *snapshot;
    ck_ok(snapshot_load(desk->screen.store, &desk->screen.session, desk->canvas_id, &snapshot, &error));
    return snapshot;
}

static bool has_tag(struct desk *desk, size_t note, const char *tag)
{
    struct snapshot *snapshot = load(desk);
    const struct note *found = snapshot_note(snapshot, desk->note[note]);
    bool has = false;
    for (size_t i = 0; i < found->tag_count; i++)
        has = has || strcmp(found->tag[i], tag) == 0;
    snapshot_free(snapshot);
    return has;
}

static char *body(struct desk *desk, size_t note)
{
    struct snapshot *snapshot = load(desk);
    char *text = memory_copy_text(snapshot_note(snapshot, desk->note[note])->body);
    snapshot_free(snapshot);
    return text;
}

START_TEST(the_views_look_like_their_goldens)
{
    struct desk desk;
    desk_init(&desk);
    for (size_t i = 0; i < COUNT_OF(screen_fixture_sizes); i++) {
        open_note(&desk, i);
        golden(&desk, "plain", i);
        open_colour(&desk, i);
        screen_fixture_keys(&desk.screen, "Down Down");
        golden(&desk, "colour", i);
        open_tags(&desk, i);
        golden(&desk, "tags_plain", i);
    }
    furnish(&desk);
    for (size_t i = 0; i < COUNT_OF(screen_fixture_sizes); i++) {
        open_note(&desk, i);
        golden(&desk, "view", i);
        screen_fixture_keys(&desk.screen, "e Enter 'More to come'");
        golden(&desk, "writing", i);
        screen_fixture_keys(&desk.screen, "Ctrl-G");
        open_tags(&desk, i);
        golden(&desk, "tags", i);
        screen_fixture_keys(&desk.screen, "'new idea'");
        golden(&desk, "tags_new", i);
    }
    desk_clear(&desk);
}
END_TEST

START_TEST(the_longer_text_is_written_in_place)
{
    struct desk desk;
    desk_init(&desk);
    open_note(&desk, 0);
    screen_fixture_keys(&desk.screen, "e 'first line' Enter '第二行' Esc");
    char *text = body(&desk, 0);
    ck_assert_str_eq(text, "first line\n第二行");
    free(text);
    ck_assert_int_eq(desk.screen.app.screen.caret_row, -1);
    ck_assert(screen_fixture_shows(&desk.screen, "第二行"));
    screen_fixture_keys(&desk.screen, "e ' thrown away' Ctrl-G");
    ck_assert(!screen_fixture_shows(&desk.screen, "thrown away"));
    screen_fixture_keys(&desk.screen, "q");
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "ground");
    desk_clear(&desk);
}
END_TEST

START_TEST(what_is_being_written_is_saved_when_the_program_ends)
{
    struct desk desk;
    desk_init(&desk);
    open_note(&desk, 0);
    screen_fixture_keys(&desk.screen, "e 'half a thought'");
    app_clear(&desk.screen.app);
    char *text = body(&desk, 0);
    ck_assert_str_eq(text, "half a thought");
    free(text);
    desk_clear(&desk);
}
END_TEST

START_TEST(nobodys_longer_text_is_overwritten)
{
    struct desk desk;
    struct error error;
    enum save_outcome outcome;
    desk_init(&desk);
    open_note(&desk, 0);
    screen_fixture_keys(&desk.screen, "e 'mine'");
    ck_ok(canvas_note_set_body(desk.screen.store, &desk.screen.session, desk.note[0], "", "theirs", &outcome, &error));
    screen_fixture_keys(&desk.screen, "Esc");
    char *text = body(&desk, 0);
    ck_assert_str_eq(text, "theirs");
    free(text);
    ck_assert(screen_fixture_shows(&desk.screen, "your text is kept"));
    desk_clear(&desk);
}
END_TEST

START_TEST(a_reader_is_told_that_this_is_for_reading)
{
    struct desk desk;
    desk_init(&desk);
    desk.screen.session = session_reader(desk.screen.session.actor_id);
    open_note(&desk, 0);
    screen_fixture_keys(&desk.screen, "e");
    ck_assert(screen_fixture_shows(&desk.screen, "can only be read"));
    ck_assert_int_eq(desk.screen.app.screen.caret_row, -1);
    desk_clear(&desk);
}
END_TEST

START_TEST(a_note_trashed_meanwhile_is_said_so)
{
    struct desk desk;
    struct error error;
    desk_init(&desk);
    open_note(&desk, 0);
    ck_ok(canvas_notes_set_alive(desk.screen.store, &desk.screen.session, desk.note, 1, false, &error));
    app_raise(&desk.screen.app, RAISE_FEED);
    ck_assert(screen_fixture_shows(&desk.screen, "in the trash"));
    desk_clear(&desk);
}
END_TEST

START_TEST(what_is_written_for_a_note_trashed_meanwhile_stays_in_sight_and_is_kept)
{
    struct desk desk;
    struct error error;
    desk_init(&desk);
    open_note(&desk, 0);
    screen_fixture_keys(&desk.screen, "e 'Evidence'");
    ck_ok(canvas_notes_set_alive(desk.screen.store, &desk.screen.session, desk.note, 1, false, &error));
    app_raise(&desk.screen.app, RAISE_FEED);
    screen_fixture_keys(&desk.screen, "'!'");
    ck_assert(screen_fixture_shows(&desk.screen, "in the trash"));
    ck_assert(screen_fixture_shows(&desk.screen, "Evidence!"));
    screen_fixture_keys(&desk.screen, "Esc q");
    struct snapshot *snapshot = load(&desk);
    bool kept = false;
    for (size_t b = 0; b < snapshot->block_count; b++)
        for (size_t i = 0; i < snapshot->block[b].count; i++)
            kept = kept || strcmp(snapshot->block[b].note[i]->body, "Evidence!") == 0;
    ck_assert(kept);
    snapshot_free(snapshot);
    desk_clear(&desk);
}
END_TEST

START_TEST(a_colour_is_picked_by_letter_digit_or_arrows)
{
    static const struct {
        const char *keys;
        enum note_colour colour;
    } picks[] = {
        {"g", NOTE_GREEN}, {"2", NOTE_YELLOW}, {"Up Enter", NOTE_PURPLE}, {"Down Down Enter", NOTE_RED},
        {"'ｂ'", NOTE_BLUE}, {"n", NOTE_NONE},
    };
    struct desk desk;
    desk_init(&desk);
    for (size_t i = 0; i < COUNT_OF(picks); i++) {
        open_colour(&desk, 0);
        screen_fixture_keys(&desk.screen, picks[i].keys);
        struct snapshot *snapshot = load(&desk);
        ck_assert_int_eq(snapshot_note(snapshot, desk.note[0])->colour, picks[i].colour);
        ck_assert_int_eq(snapshot_note(snapshot, desk.note[1])->colour, picks[i].colour);
        ck_assert_int_eq(snapshot_note(snapshot, desk.note[2])->colour, NOTE_NONE);
        snapshot_free(snapshot);
        ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "ground");
    }
    open_colour(&desk, 0);
    screen_fixture_keys(&desk.screen, "x Esc");
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "ground");
    desk_clear(&desk);
}
END_TEST

START_TEST(tags_go_on_and_off_and_the_dialog_stays)
{
    struct desk desk;
    desk_init(&desk);
    open_tags(&desk, 0);
    screen_fixture_keys(&desk.screen, "'weekend' Enter");
    ck_assert(has_tag(&desk, 0, "weekend") && has_tag(&desk, 1, "weekend") && !has_tag(&desk, 2, "weekend"));
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "tags");
    ck_assert(screen_fixture_shows(&desk.screen, "[x] weekend"));
    screen_fixture_keys(&desk.screen, "'WEEK' Enter");
    ck_assert(!has_tag(&desk, 0, "weekend") && !has_tag(&desk, 1, "weekend"));
    screen_fixture_keys(&desk.screen, "Esc");
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "ground");
    desk_clear(&desk);
}
END_TEST

START_TEST(a_tag_that_some_have_is_given_to_all_first)
{
    struct desk desk;
    struct error error;
    desk_init(&desk);
    ck_ok(canvas_notes_set_tag(desk.screen.store, &desk.screen.session, desk.note, 1, "paid", true, &error));
    open_tags(&desk, 0);
    ck_assert(screen_fixture_shows(&desk.screen, "[-] paid"));
    screen_fixture_keys(&desk.screen, "'paid' Enter");
    ck_assert(has_tag(&desk, 0, "paid") && has_tag(&desk, 1, "paid"));
    desk_clear(&desk);
}
END_TEST

START_TEST(a_key_and_a_value_make_a_facet)
{
    struct desk desk;
    desk_init(&desk);
    open_tags(&desk, 0);
    screen_fixture_keys(&desk.screen, "'certainty = guess' Enter");
    struct snapshot *snapshot = load(&desk);
    const struct note *note = snapshot_note(snapshot, desk.note[1]);
    ck_assert_uint_eq(note->facet_count, 1);
    ck_assert_str_eq(note->facet[0].key, "certainty");
    ck_assert_str_eq(note->facet[0].value, "guess");
    snapshot_free(snapshot);
    ck_assert(screen_fixture_shows(&desk.screen, "certainty"));
    screen_fixture_keys(&desk.screen, "Home 'certainty=' Enter");
    snapshot = load(&desk);
    ck_assert_uint_eq(snapshot_note(snapshot, desk.note[1])->facet_count, 0);
    snapshot_free(snapshot);
    desk_clear(&desk);
}
END_TEST

NONET_TEST_MAIN("note_dialogs", the_views_look_like_their_goldens, the_longer_text_is_written_in_place,
                what_is_being_written_is_saved_when_the_program_ends, nobodys_longer_text_is_overwritten,
                a_reader_is_told_that_this_is_for_reading, a_note_trashed_meanwhile_is_said_so,
                what_is_written_for_a_note_trashed_meanwhile_stays_in_sight_and_is_kept,
                a_colour_is_picked_by_letter_digit_or_arrows, tags_go_on_and_off_and_the_dialog_stays,
                a_tag_that_some_have_is_given_to_all_first, a_key_and_a_value_make_a_facet)
