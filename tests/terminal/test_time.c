/*
 * test_time.c - on the real program: a canvas's life played, a moment named, brought back by one key and taken back by
 * another; the same from the command line.
 */
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "home.h"

static void make_life(const struct home *home)
{
    home_do(home, WORDS("new", "Tea house"));
    home_do(home, WORDS("add", "1", "channels", "Corner shop"));
    home_do(home, WORDS("add", "1", "customer_segments", "街坊邻居"));
    home_do(home, WORDS("version", "1", "Opening"));
    home_do(home, WORDS("note", "1", "--text", "Corner shop and web"));
    home_do(home, WORDS("remove", "--note", "2"));
}

static void leave(struct pty *pty)
{
    pty_send(pty, "q");
    ck_assert_int_eq(pty_wait_end(pty), 0);
    pty_expect_restored(pty);
    pty_clear(pty);
}

START_TEST(a_life_is_played_named_and_brought_back)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    make_life(&home);
    home_start(&home, &pty, &(struct home_start){.words = WORDS("open", "1"), .environment = WORDS("NONET_LANG=en")});
    pty_expect(&pty, "Corner shop and web");
    pty_send(&pty, "H");
    pty_expect(&pty, "6/6");
    pty_send(&pty, "\033[H"); /* Home */
    pty_expect(&pty, "1/6");
    pty_send(&pty, "+++ ");  /* faster, and play */
    pty_expect(&pty, "6/6"); /* it has grown before one's eyes */
    pty_send(&pty, "p");
    pty_expect(&pty, "[Opening]");
    pty_expect(&pty, "街坊邻居");
    pty_send(&pty, "\033[D");
    pty_expect(&pty, "2/6");
    pty_send(&pty, "vShop only\r");
    pty_expect(&pty, "[Shop only]");
    pty_send(&pty, "n\r"); /* Opening, brought back */
    pty_expect(&pty, "8/8");
    home_expect_notes(&home, "1", "customer_segments: 街坊邻居\nchannels: Corner shop\n");
    pty_send(&pty, "u");
    pty_expect(&pty, "9/9");
    home_expect_notes(&home, "1", "channels: Corner shop and web\n");
    pty_send(&pty, "pD"); /* Opening beside now */
    pty_expect(&pty, "+1 added  -0 gone  ~1 changed  >0 moved");
    pty_send(&pty, "\033[B\r");
    pty_expect(&pty, "taken over");
    pty_send(&pty, "qq");
    pty_expect(&pty, "new note");
    leave(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(a_version_is_opened_where_it_lies)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    make_life(&home);
    home_start(&home, &pty, &(struct home_start){.words = WORDS("open", "1@opening"), .environment = WORDS("NONET_LANG=zh")});
    pty_expect(&pty, "[Opening]");
    pty_expect(&pty, "3/6");
    pty_send(&pty, "q");
    pty_expect(&pty, "Corner shop and web");
    leave(&pty);
    home_clear(&home);
}
END_TEST

NONET_TEST_MAIN("terminal_history", a_life_is_played_named_and_brought_back, a_version_is_opened_where_it_lies)
