/* test_clusters.c - groups, merging and splitting on the board; two people at one note. */
#include "board_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "nonet/group.h"

static const char notes[] = "customer_segments: Fans\ncustomer_segments: Clubs\ncustomer_segments: Firms\n"
                            "customer_segments: City\nvalue_propositions: Play";

START_TEST(marked_notes_get_a_heading)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "1 Home Space Down Space");
    ck_assert_msg(screen_fixture_shows(&fixture, "2 notes marked: + groups, M merges"), "the keys for them");
    screen_fixture_keys(&fixture, "9 +");
    ck_assert_msg(screen_fixture_shows(&fixture, "Heading for 2 notes"), "from an empty block too");
    ck_assert_msg(screen_fixture_shows(&fixture, "type it"), "what the empty line is for");
    screen_fixture_keys(&fixture, "'People' Enter");
    board_fixture_is(board, "a group", "1:Firms,City,Fans*,Clubs 2:Play");
    ck_assert(screen_fixture_shows(&fixture, "People 2"));
    ck_assert_uint_eq(board->marked_count, 0);
    screen_fixture_keys(&fixture, "Home + 'Others' Enter");
    board_fixture_is(board, "another group", "1:City,Fans,Clubs,Firms* 2:Play");
    screen_fixture_golden(&fixture, "board_groups_en_80x24");
    screen_fixture_keys(&fixture, "{");
    board_fixture_is(board, "the group first", "1:City,Firms*,Fans,Clubs 2:Play");
    screen_fixture_keys(&fixture, "}");
    board_fixture_is(board, "the group last", "1:City,Fans,Clubs,Firms* 2:Play");
    screen_fixture_keys(&fixture, "K");
    ck_assert_msg(screen_fixture_shows(&fixture, "People 3"), "it joins the group above");
    board_fixture_is(board, "a step up", "1:City,Fans,Clubs,Firms* 2:Play");
    screen_fixture_keys(&fixture, "K");
    board_fixture_is(board, "another step up", "1:City,Fans,Firms*,Clubs 2:Play");
    screen_fixture_keys(&fixture, "K K");
    ck_assert_msg(screen_fixture_shows(&fixture, "People 2"), "it leaves the group at its top");
    board_fixture_is(board, "out above", "1:City,Firms*,Fans,Clubs 2:Play");
    screen_fixture_keys(&fixture, "J -");
    board_fixture_is(board, "in and out", "1:Firms*,City,Fans,Clubs 2:Play");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_group_is_renamed_and_dissolved)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "1 Home + 'People' Enter + 'rename' Enter Ctrl-U 'Crowd' Enter");
    ck_assert(screen_fixture_shows(&fixture, "Crowd 1"));
    screen_fixture_keys(&fixture, "+ 'dissolve' Enter");
    ck_assert(!screen_fixture_shows(&fixture, "Crowd"));
    board_fixture_is(board, "dissolved", "1:Fans*,Clubs,Firms,City 2:Play");
    screen_fixture_keys(&fixture, "u");
    ck_assert(screen_fixture_shows(&fixture, "Crowd 1"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(duplicates_are_merged_and_lines_split)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "1 Home M");
    ck_assert(screen_fixture_shows(&fixture, "mark the notes to merge"));
    screen_fixture_keys(&fixture, "Down Down Space Up Up Space M");
    board_fixture_is(board, "merged", "1:Fans/Firms*,Clubs,City 2:Play");
    screen_fixture_keys(&fixture, "|");
    board_fixture_is(board, "split", "1:Fans*,Firms,Clubs,City 2:Play");
    screen_fixture_keys(&fixture, "u u");
    board_fixture_is(board, "undone", "1:Fans,Clubs,Firms*,City 2:Play");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(an_edited_note_keeps_the_heading_above_it)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "1 Home + 'People' Enter Enter '!'");
    ck_assert(board->editor.open);
    ck_assert(screen_fixture_shows(&fixture, "People 1"));
    ck_assert(screen_fixture_shows(&fixture, "Fans!"));
    screen_fixture_keys(&fixture, "Esc a 'Kids' Esc");
    ck_assert(screen_fixture_shows(&fixture, "People 2"));
    screen_fixture_clear(&fixture);
}
END_TEST

static struct board *in_conflict(struct screen_fixture *fixture, const char *keys)
{
    screen_fixture_init(fixture);
    struct board *board = board_fixture_canvas(fixture, 24, 80, notes);
    screen_fixture_keys(fixture, "1 Home Enter ' and kids'");
    screen_fixture_other_saves(fixture, board->editor.note_id, "Fans", "Fan clubs");
    screen_fixture_keys(fixture, keys);
    return board;
}

START_TEST(of_two_texts_the_second_chooses)
{
    static const struct {
        const char *keys, *board;
    } cases[] = {
        {"Enter Up Up Enter", "1:Fans and kids*,Clubs,Firms,City 2:Play"},
        {"Esc Up Enter", "1:Fan clubs*,Clubs,Firms,City 2:Play"},
        {"Enter Enter", "1:Fan clubs,Fans and kids*,Clubs,Firms,City 2:Play"},
        {"Enter Esc ' too' Enter Up Up Enter", "1:Fans and kids too*,Clubs,Firms,City 2:Play"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct screen_fixture fixture;
        struct board *board = in_conflict(&fixture, cases[i].keys);
        board_fixture_is(board, cases[i].keys, cases[i].board);
        ck_assert(!board->editor.open);
        screen_fixture_clear(&fixture);
    }
}
END_TEST

START_TEST(the_choice_shows_both_texts)
{
    struct screen_fixture fixture;
    in_conflict(&fixture, "Enter");
    screen_fixture_golden(&fixture, "board_conflict_en_80x24");
    screen_fixture_clear(&fixture);
}
END_TEST

/* A third text, saved while the choice is open, is not overwritten either. */
START_TEST(what_is_saved_during_the_choice_stays)
{
    struct screen_fixture fixture;
    struct board *board = in_conflict(&fixture, "Enter");
    screen_fixture_other_saves(&fixture, board->editor.note_id, "Fan clubs", "Fan clubs abroad");
    screen_fixture_keys(&fixture, "Up Up Enter");
    board_fixture_is(board, "mine against a third", "1:Fan clubs abroad,Fans and kids*,Clubs,Firms,City 2:Play");
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("clusters", marked_notes_get_a_heading, a_group_is_renamed_and_dissolved,
                duplicates_are_merged_and_lines_split, an_edited_note_keeps_the_heading_above_it,
                of_two_texts_the_second_chooses, the_choice_shows_both_texts, what_is_saved_during_the_choice_stays)
