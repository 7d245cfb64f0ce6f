/*
 * test_board_example.c - a shipped example on the board: looking copies nothing, the first edit makes one copy.
 */
#include <check.h>

#include "board_fixture.h"
#include "check_main.h"

START_TEST(the_first_edit_of_an_example_makes_a_copy)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "Down Down L L 2 1 z z");
    ck_assert(board->example);
    ck_assert_str_eq(board_selected_note(board)->text, "Companies");
    size_t links = board->snapshot->link_total;
    screen_fixture_keys(&fixture, "Space Up Space d");
    ck_assert(!board->example);
    ck_assert(board->store == fixture.store);
    ck_assert_uint_eq(board->snapshot->block[0].count, 3);
    ck_assert_uint_lt(board->snapshot->link_total, links);
    screen_fixture_keys(&fixture, "u");
    ck_assert_uint_eq(board->snapshot->block[0].count, 5);
    ck_assert_uint_eq(board->snapshot->link_total, links);
    ck_assert_str_eq(board_layout_now(board)->id, "nine_square");
    screen_fixture_keys(&fixture, "u");
    ck_assert(screen_fixture_shows(&fixture, "nothing to undo"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(looking_into_an_editor_of_an_example_copies_nothing)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "a Esc Enter Esc a Enter");
    ck_assert(board->example && !board->editor.open);
    screen_fixture_keys(&fixture, "Enter 'x'");
    ck_assert(!board->example);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert(screen_fixture_shows(&fixture, "Fans and familiesx"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(every_way_to_edit_an_example_makes_one_copy)
{
    static const char *const ways[] = {"a 'x' Esc", "Enter 'x' Esc", "球 Esc", "d", "m 3",
                                       "J",         "= 2 =",         "c Esc",  "t Esc"};
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        struct error error;
        struct canvas_info *list;
        size_t count;
        screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
        struct board *board = board_fixture_example(&fixture, "football_club");
        screen_fixture_keys(&fixture, ways[i]);
        ck_assert_msg(!board->example, "%s", ways[i]);
        struct canvas_filter filter = {0};
        ck_ok(canvas_list(fixture.store, &fixture.session, &filter, &list, &count, NULL, &error));
        ck_assert_uint_eq(count, i + 1);
        canvas_list_free(list, count);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("board_example", the_first_edit_of_an_example_makes_a_copy,
                looking_into_an_editor_of_an_example_copies_nothing, every_way_to_edit_an_example_makes_one_copy)
