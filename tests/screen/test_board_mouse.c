/*
 * test_board_mouse.c - the board with a hand: click, double click, drag and wheel.
 */
#include <check.h>
#include <stdio.h>

#include "board_fixture.h"
#include "check_main.h"

static void point(struct board *board, int64_t id, int *row, int *column)
{
    const struct note *note = snapshot_note(board->snapshot, id);
    const struct board_pane *pane = board_pane_of(board, note->block);
    const struct board_box *box = board_box_of(pane, id);
    ck_assert_ptr_nonnull(box);
    *row = box->row;
    *column = pane->area.column + 6;
}

static void press_at(struct screen_fixture *fixture, struct board *board, int64_t id, bool twice)
{
    int row, column;
    point(board, id, &row, &column);
    screen_fixture_mouse(fixture, MOUSE_PRESS, row, column, twice);
}

START_TEST(a_click_selects_and_a_double_click_edits)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
    int64_t play = board_fixture_note(board, 1, 0), firms = board_fixture_note(board, 0, 2);
    press_at(&fixture, board, play, false);
    screen_fixture_mouse(&fixture, MOUSE_RELEASE, 1, 1, false);
    board_fixture_is(board, "a click", "1:Fans,Clubs,Firms 2:Play*");
    press_at(&fixture, board, firms, false);
    press_at(&fixture, board, firms, true);
    ck_assert(board->editor.open);
    screen_fixture_type(&fixture, "!");
    press_at(&fixture, board, play, false);
    ck_assert(!board->editor.open);
    board_fixture_is(board, "a click beside the editor", "1:Fans,Clubs,Firms! 2:Play*");
    struct rectangle channels = board_inside(board_pane_of(board, 2));
    screen_fixture_mouse(&fixture, MOUSE_PRESS, channels.row + 1, channels.column + 4, false);
    screen_fixture_mouse(&fixture, MOUSE_PRESS, channels.row + 1, channels.column + 4, true);
    screen_fixture_keys(&fixture, "'Web' Esc");
    board_fixture_is(board, "a double click on nothing", "1:Fans,Clubs,Firms! 2:Play 3:Web*");
    screen_fixture_clear(&fixture);
}
END_TEST

static void drag(struct screen_fixture *fixture, struct board *board, int64_t id, int row, int column)
{
    press_at(fixture, board, id, false);
    screen_fixture_mouse(fixture, MOUSE_DRAG, row, column, false);
    screen_fixture_mouse(fixture, MOUSE_RELEASE, row, column, false);
}

START_TEST(a_note_is_dragged_to_its_place)
{
    struct screen_fixture fixture;
    int row, column;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
    int64_t fans = board_fixture_note(board, 0, 0), clubs = board_fixture_note(board, 0, 1), firms = board_fixture_note(board, 0, 2);
    point(board, clubs, &row, &column);
    drag(&fixture, board, fans, row, column);
    board_fixture_is(board, "one down", "1:Clubs,Fans*,Firms 2:Play");
    point(board, board_fixture_note(board, 1, 0), &row, &column);
    drag(&fixture, board, firms, row, column);
    board_fixture_is(board, "to another block", "1:Clubs,Fans 2:Play,Firms*");
    struct rectangle channels = board_inside(board_pane_of(board, 2));
    drag(&fixture, board, clubs, channels.row, channels.column + 1);
    board_fixture_is(board, "to an empty block", "1:Fans 2:Play,Firms 3:Clubs*");
    screen_fixture_keys(&fixture, "u u u");
    ck_assert_uint_eq(board_notes(board, 0)->count, 3);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_wheel_scrolls_the_pane_under_it)
{
    struct screen_fixture fixture;
    struct buffer many = {0};
    screen_fixture_init(&fixture);
    for (int i = 0; i < 30; i++)
        buffer_printf(&many, "customer_segments: note %d\n", i);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, buffer_text(&many));
    struct rectangle inside = board_inside(board_pane_of(board, 0));
    for (int i = 0; i < 5; i++)
        screen_fixture_mouse(&fixture, MOUSE_WHEEL_DOWN, inside.row, inside.column + 2, false);
    ck_assert_uint_eq(board_slot(board, 0)->top, 5);
    ck_assert_str_eq(board_selected_note(board)->text, "note 0");
    screen_fixture_mouse(&fixture, MOUSE_WHEEL_UP, inside.row, inside.column + 2, false);
    ck_assert_uint_eq(board_slot(board, 0)->top, 4);
    screen_fixture_keys(&fixture, "Down"); /* the selection is in view again */
    ck_assert_uint_eq(board_slot(board, 0)->top, 1);
    buffer_clear(&many);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_wheel_scrolls_a_stack_as_a_whole)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 16, 40);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_mouse(&fixture, MOUSE_WHEEL_DOWN, 5, 5, false);
    ck_assert_int_eq(board->stack_top, 3);
    for (int i = 0; i < 50; i++)
        screen_fixture_mouse(&fixture, MOUSE_WHEEL_DOWN, 5, 5, false);
    ck_assert(screen_fixture_shows(&fixture, "9 Cost Structure"));
    screen_fixture_keys(&fixture, "Down");
    ck_assert(board_pane_of(board, board->focus)->area.row >= 1);
    ck_assert_int_eq(fixture.app.screen.caret_row, board_box_of(board_pane_of(board, 0), board_selected(board))->row);
    int below = fixture.app.screen.rows - 1; /* the bottom line is no note */
    screen_fixture_mouse(&fixture, MOUSE_PRESS, below, 5, true);
    ck_assert(!board->editor.open);
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("board_mouse", a_click_selects_and_a_double_click_edits, a_note_is_dragged_to_its_place,
                the_wheel_scrolls_the_pane_under_it, the_wheel_scrolls_a_stack_as_a_whole)
