/*
 * test_history_view.c - the canvas as it was, versions, comparing: what it shows and what it does.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board_fixture.h"
#include "check_main.h"
#include "nonet/timeline.h"

#define MINUTE 60000LL

static struct error error;

struct desk {
    struct screen_fixture screen;
    int64_t canvas_id, other_id, note[5];
};

static void minute_later(int64_t *now)
{
    *now += MINUTE;
    screen_fixture_clock(*now);
}

/* A life of ten actions: made, four notes, a version, reworded, moved, trashed, one more note. */
static void desk_init(struct desk *desk)
{
    static const char *const texts[] = {"Fans and families", "球迷会", "Stadium and box office", "Match tickets", "门票与季票"};
    static const int blocks[] = {0, 0, 2, 4, 4};
    struct template *template;
    int64_t now = SCREEN_FIXTURE_NOW - 60 * MINUTE, number;
    screen_fixture_init(&desk->screen);
    struct store *store = desk->screen.store;
    const struct session *session = &desk->screen.session;
    desk->canvas_id = screen_fixture_canvas(&desk->screen, now, "bmc", "Our club", "");
    ck_ok(template_load("bmc", &template, &error));
    for (size_t i = 0; i < COUNT_OF(texts) - 1; i++) {
        struct note_new note = {.block = blocks[i], .text = texts[i]};
        minute_later(&now);
        ck_ok(canvas_notes_add(store, session, desk->canvas_id, template, &note, 1, 0, &desk->note[i], &error));
    }
    minute_later(&now);
    ck_ok(canvas_version_name(store, session, desk->canvas_id, "第一版", NULL, false, &error));
    enum save_outcome outcome;
    minute_later(&now);
    ck_ok(canvas_note_save(store, session, desk->note[0], texts[0], "Fans, families and schools", &outcome, NULL,
                           &error));
    minute_later(&now);
    ck_ok(canvas_notes_move(store, session, &desk->note[2], 1, "customer_relationships", -1, &error));
    minute_later(&now);
    ck_ok(canvas_notes_set_alive(store, session, &desk->note[1], 1, false, &error));
    minute_later(&now);
    struct note_new note = {.block = blocks[4], .text = texts[4]};
    ck_ok(canvas_notes_add(store, session, desk->canvas_id, template, &note, 1, 0, &desk->note[4], &error));
    template_free(template);
    desk->other_id = screen_fixture_canvas(&desk->screen, now, "bmc", "Stranger", "channels: Stadium and box office\n"
                                                                                  "key_resources: A van");
    ck_ok(canvas_number(store, desk->other_id, &number, &error));
    screen_fixture_clock(SCREEN_FIXTURE_NOW);
}

static void open_board(struct desk *desk, enum language language, int rows, int columns)
{
    struct view *view;
    screen_fixture_start(&desk->screen, language, rows, columns);
    ck_ok(board_new(&desk->screen.app, desk->canvas_id, &view, &error));
    app_push(&desk->screen.app, view);
    screen_fixture_rest(&desk->screen);
}

static void golden(struct desk *desk, const char *what, size_t screen)
{
    char name[80];
    snprintf(name, sizeof name, "%s_%s", what, screen_fixture_wide_sizes[screen].name);
    screen_fixture_golden(&desk->screen, name);
}

static int64_t last_seq(struct desk *desk)
{
    int64_t seq;
    ck_ok(store_last_seq(desk->screen.store, &seq, &error));
    return seq;
}

static bool shows(struct desk *desk, const char *text)
{
    return screen_fixture_shows(&desk->screen, text);
}

static void keys(struct desk *desk, const char *text)
{
    screen_fixture_keys(&desk->screen, text);
}

static void leave(struct desk *desk)
{
    screen_fixture_clear(&desk->screen);
}

START_TEST(history_and_comparison_look_like_their_goldens)
{
    static const struct {
        const char *name, *keys;
    } states[] = {
        {"history_now", "H"},
        {"history_moved", "H Left Left"},
        {"history_version", "H p"},
        {"history_first", "H Home"},
        {"diff_now", "H p D"},
        {"diff_swapped", "H p D x Down"},
    };
    struct desk desk;
    desk_init(&desk);
    int64_t seq = last_seq(&desk);
    for (size_t i = 0; i < COUNT_OF(screen_fixture_wide_sizes); i++) {
        for (size_t s = 0; s < COUNT_OF(states); s++) {
            open_board(&desk, screen_fixture_wide_sizes[i].language, screen_fixture_wide_sizes[i].rows, screen_fixture_wide_sizes[i].columns);
            keys(&desk, states[s].keys);
            golden(&desk, states[s].name, i);
        }
    }
    open_board(&desk, LANGUAGE_EN, 16, 40); /* a stack, and hardly room */
    keys(&desk, "H p");
    screen_fixture_golden(&desk.screen, "history_version_en_40x16");
    keys(&desk, "D");
    screen_fixture_golden(&desk.screen, "diff_now_en_40x16");
    open_board(&desk, LANGUAGE_EN, 24, 80);
    desk.screen.app.screen.ascii = desk.screen.app.screen.marks = true;
    keys(&desk, "H p D");
    screen_fixture_golden(&desk.screen, "diff_now_ascii");
    ck_assert_int_eq(last_seq(&desk), seq); /* nothing is changed by looking */
    leave(&desk);
}
END_TEST

START_TEST(time_goes_both_ways_and_plays_to_the_end)
{
    struct desk desk;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    static const struct {
        const char *keys, *place;
    } ways[] = {
        {"H", " 10/10"}, {"Left", " 9/10"}, {"h k", " 7/10"},  {"Right l", " 9/10"}, {"Home", " 1/10"}, {"Left", " 1/10"},
        {"End", " 10/10"}, {"PageUp", " 1/10"}, {"PageDown", " 10/10"}, {"p", " 5/10"}, {"p", " 5/10"}, {"Home n", " 5/10"},
        {"n", " 5/10"}, {"Home Space", " 10/10"}, /* the keys rest: it has played to the end */
        {"Space + - q", "Our club"},
    };
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        keys(&desk, ways[i].keys);
        ck_assert_msg(shows(&desk, ways[i].place), "%s: not %s", ways[i].keys, ways[i].place);
    }
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "board");
    leave(&desk);
}
END_TEST

/* An import that parked something is still a canvas to look at; what happened in the parking lot alone is shown there. */
START_TEST(the_board_is_shown_rather_than_the_parking_lot)
{
    struct desk desk;
    desk_init(&desk);
    struct template *template;
    ck_ok(template_load("bmc", &template, &error));
    struct note_new notes[] = {{.block = TEMPLATE_PARKING, .text = "odd one"}, {.block = 2, .text = "A stall"},
                               {.block = TEMPLATE_PARKING, .text = "odd too"}};
    const struct session *session = &desk.screen.session;
    ck_ok(canvas_notes_add(desk.screen.store, session, desk.canvas_id, template, &notes[0], 1, 0, NULL, &error));
    ck_ok(canvas_notes_add(desk.screen.store, session, desk.canvas_id, template, notes, 3, 0, NULL, &error));
    template_free(template);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    keys(&desk, "H");
    ck_assert(shows(&desk, "A stall") && !shows(&desk, "odd one"));
    keys(&desk, "Left");
    ck_assert(shows(&desk, "odd one") && !shows(&desk, "A stall"));
    keys(&desk, "Left");
    ck_assert(!shows(&desk, "odd one") && shows(&desk, "Channels"));
    leave(&desk);
}
END_TEST

START_TEST(what_does_not_fit_is_zoomed_and_scrolled)
{
    struct desk desk;
    desk_init(&desk);
    struct template *template;
    ck_ok(template_load("bmc", &template, &error));
    for (int i = 0; i < 30; i++) {
        char text[16];
        snprintf(text, sizeof text, "note %02d.", i);
        struct note_new note = {.block = 3, .text = text};
        ck_ok(canvas_notes_add(desk.screen.store, &desk.screen.session, desk.canvas_id, template, &note, 1, 0, NULL,
                               &error));
    }
    template_free(template);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    keys(&desk, "H 4");
    ck_assert(shows(&desk, "· note 29."));
    ck_assert(!shows(&desk, "· note 10."));
    keys(&desk, "z");
    ck_assert(shows(&desk, "· note 12."));
    keys(&desk, "K K K K K K K K K K K");
    ck_assert(shows(&desk, "· note 01."));
    ck_assert(!shows(&desk, "· note 29."));
    keys(&desk, "J Left"); /* the zoom stays on its block */
    ck_assert(shows(&desk, " 39/40"));
    ck_assert(shows(&desk, "· note 28."));
    ck_assert(!shows(&desk, "· note 29."));
    keys(&desk, "z 0");
    ck_assert(shows(&desk, "Parking"));
    keys(&desk, "1 D 4 J z q q");
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "board");
    leave(&desk);
}
END_TEST

START_TEST(the_slider_takes_a_hand)
{
    struct desk desk;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    keys(&desk, "H");
    screen_fixture_mouse(&desk.screen, MOUSE_PRESS, 22, 1, false);
    ck_assert(shows(&desk, " 1/10"));
    screen_fixture_mouse(&desk.screen, MOUSE_DRAG, 22, 71, false);
    ck_assert(shows(&desk, " 10/10"));
    screen_fixture_mouse(&desk.screen, MOUSE_WHEEL_UP, 22, 5, false);
    ck_assert(shows(&desk, " 9/10"));
    screen_fixture_mouse(&desk.screen, MOUSE_WHEEL_DOWN, 5, 5, false); /* scrolls a pane */
    ck_assert(shows(&desk, " 9/10"));
    leave(&desk);
}
END_TEST

static size_t count_notes(struct desk *desk)
{
    struct snapshot *snapshot;
    ck_ok(snapshot_load(desk->screen.store, &desk->screen.session, desk->canvas_id, &snapshot, &error));
    size_t count = snapshot->note_count;
    bool first = snapshot_note(snapshot, desk->note[1]) != NULL;
    snapshot_free(snapshot);
    return first ? 100 + count : count;
}

START_TEST(a_moment_is_brought_back_and_taken_back)
{
    struct desk desk;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    int64_t seq = last_seq(&desk);
    keys(&desk, "H Enter");
    ck_assert(shows(&desk, "go to an earlier moment first"));
    ck_assert_int_eq(last_seq(&desk), seq);
    keys(&desk, "p Enter");
    ck_assert(shows(&desk, "u takes that back"));
    ck_assert(shows(&desk, " 11/11"));
    ck_assert_int_eq(last_seq(&desk), seq + 1); /* one action */
    ck_assert_uint_eq(count_notes(&desk), 104);
    keys(&desk, "u");
    ck_assert_uint_eq(count_notes(&desk), 4);
    ck_assert(shows(&desk, " 12/12"));
    keys(&desk, "q");
    ck_assert(shows(&desk, "Fans, families and"));
    leave(&desk);
}
END_TEST

START_TEST(a_moment_gets_a_name_and_loses_it)
{
    struct desk desk;
    struct version *list;
    size_t count;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    keys(&desk, "H Home Right v 'Two notes' Enter");
    ck_assert(shows(&desk, "called “Two notes” now"));
    ck_assert(shows(&desk, "[Two notes]"));
    ck_assert(shows(&desk, " 2/11"));
    keys(&desk, "Right v 'Two notes' Enter");
    ck_assert(shows(&desk, "once more moves it here"));
    keys(&desk, "Enter");
    ck_assert(shows(&desk, "[Two notes]"));
    ck_assert(shows(&desk, " 3/12"));
    keys(&desk, "v 'A' Enter");
    ck_assert(shows(&desk, "[A, Two notes]"));
    keys(&desk, "v 'a@b' Enter");
    ck_assert(shows(&desk, "holds no"));
    keys(&desk, "d");
    ck_assert(shows(&desk, "[Two notes]"));
    keys(&desk, "d");
    ck_assert(!shows(&desk, "[Two notes]"));
    ck_ok(canvas_versions(desk.screen.store, &desk.screen.session, desk.canvas_id, &list, &count, &error));
    ck_assert_uint_eq(count, 1);
    canvas_versions_free(list, count);
    leave(&desk);
}
END_TEST

START_TEST(others_go_on_while_one_looks_back)
{
    struct desk desk;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    keys(&desk, "H Home");
    ck_ok(canvas_notes_set_colour(desk.screen.store, &desk.screen.session, &desk.note[0], 1, NOTE_RED, &error));
    struct event event = {.type = EVENT_CHANGED};
    app_event(&desk.screen.app, &event);
    ck_assert(shows(&desk, " 1/11"));
    keys(&desk, "End D"); /* now against now */
    ck_assert(shows(&desk, "nothing differs"));
    ck_ok(canvas_notes_set_alive(desk.screen.store, &desk.screen.session, &desk.note[0], 1, false, &error));
    app_event(&desk.screen.app, &event);
    ck_assert(shows(&desk, "+ Fans, families and schools"));
    leave(&desk);
}
END_TEST

START_TEST(changes_are_picked_one_by_one)
{
    struct desk desk;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 45, 140);
    keys(&desk, "H p D");
    ck_assert(shows(&desk, "+1 added  -1 gone  ~1 changed  >1 moved"));
    keys(&desk, "x Enter"); /* the left side is the past now */
    ck_assert(shows(&desk, "what was cannot be changed"));
    keys(&desk, "x");
    for (int left = 4; left > 0; left--)
        keys(&desk, "Enter");
    ck_assert(shows(&desk, "nothing differs"));
    ck_assert_uint_eq(count_notes(&desk), 104);
    keys(&desk, "u");
    ck_assert(!shows(&desk, "nothing differs"));
    keys(&desk, "Enter"); /* and once more */
    ck_assert(shows(&desk, "nothing differs"));
    leave(&desk);
}
END_TEST

START_TEST(a_comparison_ends_when_a_side_may_not_be_seen_any_more)
{
    struct desk desk;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    keys(&desk, "C 'Stranger' Enter :"); /* the palette lies on top */
    board_of(desk.screen.app.view[0])->session.canvas_id = desk.canvas_id; /* confined from now on */
    ck_ok(canvas_rename(desk.screen.store, &desk.screen.session, desk.other_id, "Secret", &error));
    struct event event = {.type = EVENT_CHANGED};
    app_event(&desk.screen.app, &event);
    app_settle(&desk.screen.app);
    ck_assert(!shows(&desk, "Secret"));
    keys(&desk, "Esc Down x");
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "board");
    leave(&desk);
}
END_TEST

START_TEST(the_help_is_that_of_the_view)
{
    struct desk desk;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 40, 80);
    keys(&desk, "H ?");
    ck_assert(shows(&desk, "added by this action"));
    ck_assert(shows(&desk, "bring this moment back"));
    ck_assert(!shows(&desk, "untested, confirmed"));
    keys(&desk, "q q C 'Stranger' Enter ?");
    ck_assert(shows(&desk, "on the left side only: gone"));
    ck_assert(shows(&desk, "swap the two sides"));
    ck_assert(!shows(&desk, "bring this moment back"));
    leave(&desk);
}
END_TEST

START_TEST(an_alternative_remembers_its_original_and_is_compared)
{
    struct desk desk;
    desk_init(&desk);
    open_board(&desk, LANGUAGE_EN, 24, 80);
    keys(&desk, "F Ctrl-U 'Plan B' Enter");
    ck_assert(shows(&desk, "an alternative of “Our club”"));
    keys(&desk, "1 a 'Tourists' Enter Esc C Enter"); /* the original is offered first */
    ck_assert(shows(&desk, "3 Plan B → 1 Our club"));
    ck_assert(shows(&desk, "- Tourists"));
    keys(&desk, "x Enter q q");
    ck_assert(shows(&desk, "Tourists"));
    keys(&desk, "q");
    app_push(&desk.screen.app, browser_new(&desk.screen.app));
    screen_fixture_rest(&desk.screen);
    screen_fixture_golden(&desk.screen, "browser_family_en_80x24");
    keys(&desk, "Down C"); /* with its original, or what is marked */
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "diff");
    keys(&desk, "q Home Space Down C");
    ck_assert_str_eq(app_top(&desk.screen.app)->type->name, "diff");
    keys(&desk, "q Home F Ctrl-U 'Third' Enter");
    ck_assert(shows(&desk, "Third"));
    leave(&desk);
}
END_TEST

START_TEST(an_example_has_a_history_too_but_is_not_changed)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "H v 'x' Enter");
    ck_assert(screen_fixture_shows(&fixture, "reading only"));
    screen_fixture_keys(&fixture, "F Enter");
    ck_assert(screen_fixture_shows(&fixture, "is made of this moment"));
    screen_fixture_keys(&fixture, "q C");
    ck_assert(screen_fixture_shows(&fixture, "copy of your own"));
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("history_view", history_and_comparison_look_like_their_goldens,
                time_goes_both_ways_and_plays_to_the_end, the_slider_takes_a_hand,
                the_board_is_shown_rather_than_the_parking_lot, what_does_not_fit_is_zoomed_and_scrolled,
                a_moment_is_brought_back_and_taken_back, a_moment_gets_a_name_and_loses_it,
                others_go_on_while_one_looks_back, changes_are_picked_one_by_one,
                a_comparison_ends_when_a_side_may_not_be_seen_any_more,
                the_help_is_that_of_the_view, an_alternative_remembers_its_original_and_is_compared,
                an_example_has_a_history_too_but_is_not_changed)
