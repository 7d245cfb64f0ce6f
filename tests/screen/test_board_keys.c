/*
 * test_board_keys.c - what each key does to a board, in a table; and where the arrows go.
 */
#include "board_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"

static const char notes[] = "customer_segments: Fans\ncustomer_segments: Clubs\ncustomer_segments: Firms\n"
                            "value_propositions: Play\nvalue_propositions: Food\nchannels: Stadium\n"
                            "customer_relationships: Letter\nkey_partnerships: Kitchen";
#define REST " 2:Play,Food 3:Stadium 4:Letter 8:Kitchen"

/* Keys, and the board after them. The first note of the first block is selected at the start. */
static const struct {
    const char *keys, *state;
} cases[] = {
    {"", "1:Fans*,Clubs,Firms" REST},
    /* new notes */
    {"a 'X' Enter 'Y' Esc", "1:Fans,X,Y*,Clubs,Firms" REST},
    {"a 'X' Enter Enter", "1:Fans,X*,Clubs,Firms" REST},
    {"a 'X' Ctrl-G", "1:Fans*,Clubs,Firms" REST},
    {"a Enter", "1:Fans*,Clubs,Firms" REST},
    {"a '  ' Esc", "1:Fans*,Clubs,Firms" REST},
    {"a 'X' Ctrl-J 'Y' Esc", "1:Fans,X/Y*,Clubs,Firms" REST},
    {"a 'X' Enter 'Y' Enter Esc u", "1:Fans,X*,Clubs,Firms" REST},
    {"a 'X' Esc u Ctrl-R", "1:Fans,X*,Clubs,Firms" REST},
    {"5 Enter 'Sale' Enter Enter", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter 5:Sale* 8:Kitchen"},
    {"5 Enter Esc", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter 5:* 8:Kitchen"},
    /* one edited in its place */
    {"Enter '!' Enter", "1:Fans!*,Clubs,Firms" REST},
    {"Enter '!' Esc", "1:Fans!*,Clubs,Firms" REST},
    {"Enter '!' Ctrl-G", "1:Fans*,Clubs,Firms" REST},
    {"Enter Ctrl-U Enter", "1:Clubs*,Firms" REST},
    {"Enter Ctrl-U Enter u", "1:Fans*,Clubs,Firms" REST},
    {"Enter Ctrl-W 'Men' Home 'Wo' Enter", "1:WoMen*,Clubs,Firms" REST},
    /* an input method is on */
    {"球 '迷' Esc", "1:Fans,球迷*,Clubs,Firms" REST},
    {"ｊ", "1:Fans,Clubs*,Firms" REST},
    {"b B", "1:Fans*,Clubs,Firms" REST},
    /* trash and marks */
    {"d", "1:Clubs*,Firms" REST},
    {"Down Delete", "1:Fans,Firms*" REST},
    {"End d", "1:Fans,Clubs*" REST},
    {"d u", "1:Fans*,Clubs,Firms" REST},
    {"d d d", "1:*" REST},
    {"d d d u u u", "1:Fans*,Clubs,Firms" REST},
    {"d u Ctrl-R", "1:Clubs*,Firms" REST},
    {"d d T Enter", "1:Clubs*,Firms" REST},
    {"d T 'fans' Enter", "1:Fans*,Clubs,Firms" REST},
    {"d T Esc", "1:Clubs*,Firms" REST},
    {"T", "1:Fans*,Clubs,Firms" REST},
    {"Space Down Down Space", "1:Fans!,Clubs,Firms!*" REST},
    {"Space Space", "1:Fans*,Clubs,Firms" REST},
    {"Space Down Space Esc", "1:Fans,Clubs*,Firms" REST},
    {"Space Down Down Space d", "1:Clubs*" REST},
    {"Space Down Down Space d u", "1:Fans*,Clubs,Firms" REST},
    /* other places */
    {"m 3", "1:Clubs,Firms 2:Play,Food 3:Stadium,Fans* 4:Letter 8:Kitchen"},
    {"m ３", "1:Clubs,Firms 2:Play,Food 3:Stadium,Fans* 4:Letter 8:Kitchen"},
    {"m Up", "1:Clubs,Firms 2:Play,Food 3:Stadium,Fans* 4:Letter 8:Kitchen"},
    {"m Left", "1:Clubs,Firms 2:Play,Food,Fans* 3:Stadium 4:Letter 8:Kitchen"},
    {"m h", "1:Clubs,Firms 2:Play,Food,Fans* 3:Stadium 4:Letter 8:Kitchen"},
    {"m Right", "1:Fans*,Clubs,Firms" REST},
    {"m 0", "1:Clubs,Firms" REST " 0:Fans*"},
    {"m ' 0 5", "1:Clubs,Firms 2:Play,Food 3:Stadium 4:Letter 5:Fans* 8:Kitchen"},
    {"m Esc 2", "1:Fans,Clubs,Firms 2:Play*,Food 3:Stadium 4:Letter 8:Kitchen"},
    {"m x 2", "1:Fans,Clubs,Firms 2:Play*,Food 3:Stadium 4:Letter 8:Kitchen"},
    {"m 3 u", "1:Fans*,Clubs,Firms" REST},
    {"Space Down Space m 8", "1:Firms 2:Play,Food 3:Stadium 4:Letter 8:Kitchen,Fans*,Clubs"},
    {"J", "1:Clubs,Fans*,Firms" REST},
    {"J J J", "1:Clubs,Firms,Fans*" REST},
    {"J K", "1:Fans*,Clubs,Firms" REST},
    {"End K K", "1:Firms*,Fans,Clubs" REST},
    {"K", "1:Fans*,Clubs,Firms" REST},
    {"J J u", "1:Clubs,Fans*,Firms" REST},
    /* walking: the grid is 8 2 4 / 7 2 3 / 6 2 1 / 9 5 */
    {"Down", "1:Fans,Clubs*,Firms" REST},
    {"j j j", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter 5:* 8:Kitchen"},
    {"k", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium* 4:Letter 8:Kitchen"},
    {"k k", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter* 8:Kitchen"},
    {"k k k", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter* 8:Kitchen"},
    {"h", "1:Fans,Clubs,Firms 2:Play,Food* 3:Stadium 4:Letter 8:Kitchen"},
    {"h l", "1:Fans*,Clubs,Firms" REST},
    {"h h", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter 6:* 8:Kitchen"},
    {"h h h l l", "1:Fans*,Clubs,Firms" REST},
    {"Tab", "1:Fans,Clubs,Firms 2:Play*,Food 3:Stadium 4:Letter 8:Kitchen"},
    {"Shift-Tab", "1:Fans,Clubs,Firms" REST " 9:*"},
    {"Tab Tab Shift-Tab Down", "1:Fans,Clubs,Firms 2:Play,Food* 3:Stadium 4:Letter 8:Kitchen"},
    {"4", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter* 8:Kitchen"},
    {"' 0 3", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium* 4:Letter 8:Kitchen"},
    {"End Home", "1:Fans*,Clubs,Firms" REST},
    {"0", "1:Fans,Clubs,Firms" REST " 0:*"},
    {"0 0", "1:Fans*,Clubs,Firms" REST},
    {"0 Esc", "1:Fans*,Clubs,Firms" REST},
    {"0 2", "1:Fans,Clubs,Firms 2:Play*,Food 3:Stadium 4:Letter 8:Kitchen"},
    {"0 a 'Museum' Esc", "1:Fans,Clubs,Firms" REST " 0:Museum*"},
    /* finding */
    {"/ 'foo' Enter", "1:Fans,Clubs,Firms 2:Play,Food* 3:Stadium 4:Letter 8:Kitchen"},
    {"/ 'ＦＯＯ' Enter", "1:Fans,Clubs,Firms 2:Play,Food* 3:Stadium 4:Letter 8:Kitchen"},
    {"/ 'foo' Esc", "1:Fans*,Clubs,Firms" REST},
    {"/ 't' Enter n", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter* 8:Kitchen"},
    {"/ 't' Enter n n n", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium* 4:Letter 8:Kitchen"},
    {"/ 't' Enter N", "1:Fans,Clubs,Firms 2:Play,Food 3:Stadium 4:Letter 8:Kitchen*"},
    {"/ 'zebra' Enter", "1:Fans*,Clubs,Firms" REST},
    /* Esc ends what is open and nothing else */
    {"Esc Esc Esc", "1:Fans*,Clubs,Firms" REST},
};

START_TEST(each_key_does_what_the_table_says)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
        screen_fixture_keys(&fixture, cases[i].keys);
        ck_assert_uint_eq(fixture.app.view_count, 1);
        board_fixture_is(board, cases[i].keys, cases[i].state);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

/* Typing ahead: all keys in one turn, nothing laid out or fed in between. */
START_TEST(keys_typed_ahead_do_the_same)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    static const char *const names[] = {"d", "j", "h", "l", "a", "X", "Enter", "Y", "Esc", "J", "Space", "m", "3"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct event event = {.type = EVENT_KEY};
        ck_assert(key_parse(names[i], strlen(names[i]), &event.key));
        app_event(&fixture.app, &event);
    }
    app_settle(&fixture.app);
    board_fixture_is(board, "typing ahead", "1:Clubs,Firms,X 2:Play,Food 3:Stadium,Y* 4:Letter 8:Kitchen");
    screen_fixture_clear(&fixture);
}
END_TEST

static void paste(struct screen_fixture *fixture, const char *text)
{
    struct event event = {.type = EVENT_PASTE, .text = text, .length = strlen(text)};
    app_event(&fixture->app, &event);
    app_settle(&fixture->app);
}

START_TEST(pasted_lines_become_notes)
{
    static const struct {
        const char *before, *text, *after, *state;
    } pastes[] = {
        {"", "one\r\n\n  two\nthree\n", "", "1:Fans,one,two,three*,Clubs,Firms" REST},
        {"", "one\ntwo\nthree", "u", "1:Fans*,Clubs,Firms" REST},
        {"", "- one\n- two\n\n- three", "", "1:Fans,one,two,three*,Clubs,Firms" REST},
        {"", "1. one\n2. two\n10) ten", "", "1:Fans,one,two,ten*,Clubs,Firms" REST},
        {"", "- one\n1. FC Union", "", "1:Fans,one,FC Union*,Clubs,Firms" REST},
        {"", "one\n- two", "", "1:Fans,one,- two*,Clubs,Firms" REST},
        {"a 'X'", "one", "Esc", "1:Fans,Xone*,Clubs,Firms" REST},
        {"a 'X'", "one\n", "'!' Esc", "1:Fans,Xone!*,Clubs,Firms" REST},
        {"a 'XY' Left", "1\n2", "'Z' Esc", "1:Fans,X1,2Y,Z*,Clubs,Firms" REST},
        {"a", "1\n2\n3", "Esc u", "1:Fans*,Clubs,Firms" REST},
        {"Enter", "1\n2", "Esc", "1:Fans1/2*,Clubs,Firms" REST},
        {"", " \n\n", "", "1:Fans*,Clubs,Firms" REST},
        {"", "\xff\x1b[31m", "", "1:Fans,\xef\xbf\xbd\x1b[31m*,Clubs,Firms" REST},
    };
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (size_t i = 0; i < COUNT_OF(pastes); i++) {
        struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
        screen_fixture_keys(&fixture, pastes[i].before);
        paste(&fixture, pastes[i].text);
        screen_fixture_keys(&fixture, pastes[i].after);
        board_fixture_is(board, pastes[i].text, pastes[i].state);
        if (strcmp(pastes[i].after, "u") == 0)
            ck_assert(screen_fixture_shows(&fixture, "undid: new note, 3 notes"));
    }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(notes_are_tied_and_untied)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "= 2");
    ck_assert(screen_fixture_shows(&fixture, "ties “Fans”"));
    screen_fixture_keys(&fixture, "=");
    ck_assert_uint_eq(board->snapshot->link_total, 1);
    ck_assert(board_is_linked(board, board_slot(board, 0)->selected));
    screen_fixture_keys(&fixture, "= 1 =");
    ck_assert_uint_eq(board->snapshot->link_total, 0);
    screen_fixture_keys(&fixture, "= Esc 3 =");
    ck_assert_int_eq(board->link_from, board_selected(board));
    screen_fixture_keys(&fixture, "=");
    ck_assert_int_eq(board->link_from, 0);
    ck_assert_uint_eq(board->snapshot->link_total, 0);
    screen_fixture_keys(&fixture, "u 8");
    ck_assert_uint_eq(board->snapshot->link_total, 1);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_question_becomes_a_note_and_a_type_its_facet)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 40, 120, notes);
    ck_assert_int_gt(board->sidebar_area.columns, 0);
    ck_assert(screen_fixture_shows(&fixture, "Questions 0/2"));
    screen_fixture_keys(&fixture, "s Enter 'Ann' Enter Enter");
    board_fixture_is(board, "an answer", "1:Fans,Ann*,Clubs,Firms" REST);
    ck_assert_str_eq(board_selected_note(board)->question, "cs.q1");
    ck_assert(screen_fixture_shows(&fixture, "Questions 1/2"));
    screen_fixture_keys(&fixture, "s Down Down Down Enter");
    ck_assert_uint_eq(board_selected_note(board)->facet_count, 1);
    ck_assert_str_eq(board_selected_note(board)->facet[0].value, "market.mass");
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_uint_eq(board_selected_note(board)->facet_count, 0);
    screen_fixture_keys(&fixture, "m");
    ck_assert(screen_fixture_shows(&fixture, "Questions 1/7"));
    screen_fixture_keys(&fixture, "S");
    ck_assert_int_eq(board->sidebar_area.columns, 0);
    ck_assert(!board->sidebar.focused);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(view_is_remembered_for_this_person_and_canvas)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 40, 120, notes);
    int64_t canvas_id = board->snapshot->canvas_id;
    screen_fixture_keys(&fixture, "L S 3 z");
    screen_fixture_start(&fixture, LANGUAGE_EN, 40, 120);
    board = board_fixture_open(&fixture, canvas_id);
    ck_assert_str_eq(board_layout_now(board)->id, "poster");
    ck_assert(board->zoomed);
    ck_assert_uint_eq(board->pane_count, 1);
    ck_assert_int_eq(board->focus, 2);
    ck_assert_int_eq(board->sidebar_area.columns, 0);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert_uint_eq(board->pane_count, 9);
    struct event narrow = {.type = EVENT_RESIZE, .rows = 20, .columns = 50};
    app_event(&fixture.app, &narrow);
    app_settle(&fixture.app);
    ck_assert(board_is_stack(board));
    struct event wide = {.type = EVENT_RESIZE, .rows = 40, .columns = 120};
    app_event(&fixture.app, &wide);
    app_settle(&fixture.app);
    ck_assert_str_eq(board_layout_now(board)->id, "poster");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(copying_hands_the_text_to_the_terminal)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "Space Down y");
    ck_assert_str_eq(buffer_text(&fixture.app.clipboard), "Fans");
    screen_fixture_keys(&fixture, "Space y");
    ck_assert_str_eq(buffer_text(&fixture.app.clipboard), "Fans\nClubs");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(title_is_changed_and_undone)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "R Ctrl-U 'Their club' Enter");
    ck_assert_str_eq(board->snapshot->title, "Their club");
    screen_fixture_keys(&fixture, "u");
    ck_assert_str_eq(board->snapshot->title, "Our club");
    screen_fixture_clear(&fixture);
}
END_TEST

/* From the block with a number, an arrow, to the block with a number (-1: none that way). */
static const struct {
    const char *layout;
    int from;
    const char *arrow;
    int to;
} neighbours[] = {
    {"three_by_three", 8, "Down", 7},      {"three_by_three", 7, "Right", 2},     {"three_by_three", 2, "Down", 9},
    {"three_by_three", 4, "Left", 2},      {"three_by_three", 1, "Down", 5},      {"three_by_three", 9, "Up", 6},
    {"three_by_three", 5, "Left", 9},      {"three_by_three", 5, "Right", -1},    {"three_by_three", 8, "Up", -1},
    {"poster", 8, "Right", 7},             {"poster", 7, "Down", 6},              {"poster", 6, "Right", 2},
    {"poster", 2, "Right", 4},             {"poster", 3, "Right", 1},             {"poster", 1, "Down", 5},
    {"poster", 8, "Down", 9},              {"poster", 1, "Right", -1},            {"poster", 5, "Up", 3},
    {"nine_square", 2, "Up", 5},           {"nine_square", 2, "Down", 9},         {"nine_square", 2, "Left", 7},
    {"nine_square", 2, "Right", 3},        {"nine_square", 1, "Down", 0},         {"nine_square", 0, "Up", 9},
    {"nine_square_ordered", 5, "Up", 2},   {"nine_square_ordered", 5, "Right", 6}, {"nine_square_ordered", 9, "Down", 0},
    {"stack", 1, "Down", 2},               {"stack", 9, "Up", 8},                 {"stack", 5, "Left", -1},
};

START_TEST(arrows_go_where_the_eye_expects)
{
    static const char *const names[] = {"Up", "Down", "Left", "Right"};
    static const enum command arrows[] = {COMMAND_UP, COMMAND_DOWN, COMMAND_LEFT, COMMAND_RIGHT};
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, "");
    for (size_t i = 0; i < COUNT_OF(neighbours); i++) {
        int from, to = BOARD_NO_BLOCK;
        free(board->layout_id);
        board->layout_id = memory_copy_text(neighbours[i].layout);
        ck_assert(board_block_numbered(board, neighbours[i].from, &from));
        if (neighbours[i].to >= 0)
            ck_assert(board_block_numbered(board, neighbours[i].to, &to));
        board_focus(board, from);
        board->aim_row = board->aim_column = -1;
        size_t arrow = 0;
        while (strcmp(names[arrow], neighbours[i].arrow) != 0)
            arrow++;
        int found = board_neighbour(board, arrows[arrow]);
        ck_assert_msg(found == to, "%s: %d %s", neighbours[i].layout, neighbours[i].from, neighbours[i].arrow);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(zoomed_arrows_go_through_the_blocks)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "z Right");
    ck_assert_uint_eq(board->pane_count, 1);
    board_fixture_is(board, "zoom", "1:Fans,Clubs,Firms 2:Play*,Food 3:Stadium 4:Letter 8:Kitchen");
    screen_fixture_keys(&fixture, "Left z");
    ck_assert_uint_eq(board->pane_count, 9);
    board_fixture_is(board, "zoom", "1:Fans*,Clubs,Firms" REST);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_screen_too_small_still_saves)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    struct event tiny = {.type = EVENT_RESIZE, .rows = 4, .columns = 12};
    screen_fixture_keys(&fixture, "a 'be'");
    app_event(&fixture.app, &tiny);
    app_settle(&fixture.app);
    screen_fixture_keys(&fixture, "'fore' Enter 'after' Esc");
    board_fixture_is(board, "a tiny screen", "1:Fans,before,after*,Clubs,Firms" REST);
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("board_keys", each_key_does_what_the_table_says, keys_typed_ahead_do_the_same,
                pasted_lines_become_notes, notes_are_tied_and_untied, a_question_becomes_a_note_and_a_type_its_facet,
                view_is_remembered_for_this_person_and_canvas, copying_hands_the_text_to_the_terminal,
                title_is_changed_and_undone, arrows_go_where_the_eye_expects,
                zoomed_arrows_go_through_the_blocks, a_screen_too_small_still_saves)
