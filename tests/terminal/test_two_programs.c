/*
 * test_two_programs.c - two people, two programs, one file: each sees what the other does, and nobody's text is lost.
 */
#include <signal.h>
#include <string.h>

#include "check_main.h"
#include "home.h"
#include "vscreen.h"

struct two {
    struct home home;
    struct pty ana, li;
};

/* Both stand on canvas 1, which has a note in block 3, and see each other. */
static void two_init(struct two *two)
{
    home_init(&two->home);
    home_do(&two->home, WORDS("new", "Plan"));
    home_do(&two->home, WORDS("add", "1", "channels", "shop window"));
    home_board(&two->home, &two->ana, NULL);
    home_board(&two->home, &two->li, &(struct home_start){.user = "李雷"});
    pty_expect(&two->ana, "李雷");
    pty_expect(&two->li, " Ana");
}

static void leave(struct pty *pty, const char *keys)
{
    pty_send(pty, keys);
    ck_assert_int_eq(pty_wait_end(pty), 0);
    pty_expect_restored(pty);
    pty_clear(pty);
}

static void two_clear(struct two *two)
{
    leave(&two->ana, "q");
    leave(&two->li, "q");
    home_expect_sound(&two->home);
    home_clear(&two->home);
}

START_TEST(what_one_saves_appears_at_the_other)
{
    struct two two;
    two_init(&two);
    pty_send(&two.ana, "1a给上班族\r");
    pty_expect(&two.li, "给上班族");
    pty_send(&two.li, "2along opening hours\r");
    pty_expect(&two.ana, "long opening hours");
    pty_send(&two.ana, "\x07" "3d");
    pty_expect_not(&two.li, "shop window");
    pty_send(&two.ana, "u");
    pty_expect(&two.li, "shop window");
    pty_send(&two.li, "\x07");
    home_do(&two.home, WORDS("add", "1", "key_resources", "from a command"));
    pty_expect(&two.ana, "from a command");
    pty_expect(&two.li, "from a command");
    two_clear(&two);
}
END_TEST

START_TEST(who_is_here_is_shown_and_who_left_is_not)
{
    struct two two;
    struct pty bo;
    two_init(&two);
    home_board(&two.home, &bo, &(struct home_start){.user = "Bo"});
    pty_expect(&two.ana, " Bo");
    pty_expect(&two.li, " Bo");
    leave(&bo, "q");
    pty_expect_not(&two.ana, " Bo");
    pty_expect_not(&two.li, " Bo");
    two_clear(&two);
}
END_TEST

START_TEST(who_was_killed_is_here_no_more)
{
    struct two two;
    two_init(&two);
    pty_clear(&two.li);
    pty_expect_not(&two.ana, "李雷");
    home_board(&two.home, &two.li, &(struct home_start){.user = "李雷"});
    pty_expect(&two.li, " Ana");
    pty_expect(&two.ana, "李雷");
    two_clear(&two);
}
END_TEST

/* Both type in the one note, she saves, he saves: his screen asks. Then he sends `keys`. */
static void choose_between_two(const char *keys, const char *told, const char *notes)
{
    struct two two;
    two_init(&two);
    pty_send(&two.ana, "3\r");
    pty_expect(&two.ana, "Ctrl-G");
    pty_expect(&two.li, "Ana…"); /* she is typing in it */
    pty_send(&two.li, "3\r");
    pty_expect(&two.li, "Ana is typing in it too");
    pty_send(&two.ana, " by day");
    pty_send(&two.li, "，夜里也亮");
    pty_expect(&two.li, "夜里也亮");
    pty_send(&two.ana, "\r");
    pty_expect_not(&two.ana, "Ctrl-G");
    /* Hers is saved; his editor is not disturbed. */
    home_expect_notes(&two.home, "1", "channels: shop window by day\n");
    pty_expect(&two.li, "夜里也亮");
    pty_send(&two.li, "\r");
    pty_expect(&two.li, "Somebody changed this note");
    pty_expect(&two.li, "shop window by day");
    pty_send(&two.li, keys);
    pty_expect(&two.li, told);
    home_expect_notes(&two.home, "1", notes);
    two_clear(&two);
}

#define UP "\x1b[A"

START_TEST(of_two_texts_for_one_note_the_second_chooses)
{
    choose_between_two("\r", "both stand", "channels: shop window by day\nchannels: shop window，夜里也亮\n");
    choose_between_two(UP "\r", "their text stands", "channels: shop window by day\n");
    choose_between_two(UP UP "\r", "your text stands", "channels: shop window，夜里也亮\n");
}
END_TEST

START_TEST(a_note_trashed_while_it_is_edited_comes_back_as_a_new_one)
{
    struct two two;
    two_init(&two);
    pty_send(&two.li, "3\r, kept");
    pty_expect(&two.li, "window, kept");
    pty_send(&two.ana, "3d");
    pty_expect(&two.ana, "to the trash");
    pty_send(&two.li, "\r");
    pty_expect(&two.ana, "window, kept");
    home_expect_notes(&two.home, "1", "channels: shop window, kept\n");
    two_clear(&two);
}
END_TEST

START_TEST(undo_takes_back_ones_own_only)
{
    struct two two;
    two_init(&two);
    pty_send(&two.ana, "1aAna's note\r\r");
    pty_expect(&two.li, "Ana's note");
    pty_send(&two.li, "1aLi's note\r\r");
    pty_expect(&two.ana, "Li's note");
    pty_send(&two.ana, "u");
    pty_expect_not(&two.li, "Ana's note");
    home_expect_notes(&two.home, "1", "customer_segments: Li's note\nchannels: shop window\n");
    pty_send(&two.li, "u");
    pty_expect_not(&two.ana, "Li's note");
    pty_send(&two.li, "u");
    pty_expect(&two.li, "nothing to undo");
    home_expect_notes(&two.home, "1", "channels: shop window\n");
    two_clear(&two);
}
END_TEST

START_TEST(undo_keeps_what_somebody_changed_since)
{
    struct two two;
    two_init(&two);
    home_do(&two.home, WORDS("add", "1", "channels", "web site"));
    pty_expect(&two.ana, "web site");
    pty_send(&two.ana, "3 j c");
    pty_expect(&two.ana, "Colour");
    pty_send(&two.ana, "r");
    pty_expect_not(&two.ana, "Colour");
    home_expect_notes(&two.home, "1", "channels: shop window (red)\nchannels: web site (red)\n");
    home_do(&two.home, WORDS("--as", "李雷", "note", "1", "--colour", "blue"));
    pty_send(&two.ana, "\033u");
    pty_expect(&two.ana, "1 of 2 kept: 李雷 has changed it");
    home_expect_notes(&two.home, "1", "channels: shop window (blue)\nchannels: web site\n");
    two_clear(&two);
}
END_TEST

START_TEST(the_list_of_canvases_follows)
{
    struct home home;
    struct pty list;
    home_init(&home);
    home_start(&home, &list, NULL);
    pty_expect(&list, "n makes a canvas");
    home_do(&home, WORDS("--as", "Li", "new", "城东洗衣店"));
    pty_expect(&list, "城东洗衣店");
    pty_send(&list, "\033[H");
    pty_expect_not(&list, "Built step by step");
    home_do(&home, WORDS("--as", "Li", "add", "1", "channels", "new here"));
    pty_expect(&list, "new here"); /* its preview */
    home_do(&home, WORDS("--as", "Li", "remove", "1"));
    pty_expect_not(&list, "城东洗衣店");
    leave(&list, "q");
    home_clear(&home);
}
END_TEST

NONET_TEST_MAIN("two_programs", what_one_saves_appears_at_the_other, who_is_here_is_shown_and_who_left_is_not,
                who_was_killed_is_here_no_more, of_two_texts_for_one_note_the_second_chooses,
                a_note_trashed_while_it_is_edited_comes_back_as_a_new_one, undo_takes_back_ones_own_only,
                undo_keeps_what_somebody_changed_since, the_list_of_canvases_follows)
