/*
 * test_work.c - an afternoon's work on the real program: a first start, notes typed, moved, coloured and tied, the block
 * in an editor of one's own; and what the command line then finds in the store.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "home.h"
#include "vscreen.h"

static void leave(struct pty *pty)
{
    ck_assert_int_eq(pty_wait_end(pty), 0);
    pty_expect_restored(pty);
    pty_clear(pty);
}

static void stop_typing(struct pty *pty)
{
    pty_send(pty, "\033");
    pty_expect_not(pty, "Ctrl-G discard");
}

START_TEST(a_first_start_says_what_to_press)
{
    static const struct {
        const char *language, *press, *example, *hint;
    } cases[] = {
        {"NONET_LANG=en", "n makes a canvas, Enter opens an example.", "Football club", "Enter open"},
        {"NONET_LANG=zh", "按 n 新建画布，按 Enter 打开示例。", "足球俱乐部", "Enter 打开"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        home_start(&home, &pty, &(struct home_start){.environment = WORDS(cases[i].language)});
        pty_expect(&pty, cases[i].press);
        pty_expect(&pty, cases[i].example);
        pty_expect(&pty, cases[i].hint);
        pty_send(&pty, "q");
        leave(&pty);
        home_clear(&home);
    }
}
END_TEST

START_TEST(what_is_done_on_the_board_is_in_the_store)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_start(&home, &pty, NULL);
    pty_expect(&pty, "n makes a canvas");
    pty_send(&pty, "n");
    pty_expect(&pty, "New canvas");
    pty_send(&pty, "\r");
    pty_expect(&pty, "New: Business Model Canvas");
    pty_send(&pty, "茶馆 Tea house\r");
    pty_expect(&pty, "茶馆 Tea house · Business Model Canvas");
    pty_send(&pty, "1a");
    pty_expect(&pty, "Enter save, next");
    pty_send(&pty, "游客 tourists\r街坊邻居\rOffices nearby");
    pty_expect(&pty, "Offices nearby");
    stop_typing(&pty);
    pty_expect(&pty, "1 Customer Segments ── 3");
    pty_send(&pty, "km2");
    pty_expect(&pty, "2 Value Propositions  1");
    pty_send(&pty, "c");
    pty_expect(&pty, "Colour");
    pty_send(&pty, "g=");
    pty_expect(&pty, "ties “街坊邻居”");
    pty_send(&pty, "1=");
    pty_expect(&pty, "tied");
    pty_send(&pty, "d");
    pty_expect(&pty, "1 Customer Segments ── 1");
    pty_send(&pty, "u");
    pty_expect(&pty, "undid");
    pty_expect(&pty, "1 Customer Segments ── 2");
    pty_send(&pty, "2Jq");
    pty_expect(&pty, "nonet · 1 canvas");
    home_expect_notes(&home, "1", "customer_segments: 游客 tourists\ncustomer_segments: Offices nearby\n"
                                  "value_propositions: 街坊邻居 (green) (1 links)\n");
    pty_send(&pty, "q");
    leave(&pty);
    home_expect_sound(&home);
    home_clear(&home);
}
END_TEST

START_TEST(everything_can_be_undone_and_done_again)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3aone\rtwo\rthree");
    pty_expect(&pty, "three");
    stop_typing(&pty);
    pty_expect(&pty, "3 Channels ─────────── 3");
    pty_send(&pty, "uuu");
    pty_expect(&pty, "3 Channels ─────────── 0");
    pty_send(&pty, "u");
    pty_expect(&pty, "nothing to undo");
    home_expect_notes(&home, "1", "");
    pty_send(&pty, "\x12\x12\x12");
    pty_expect(&pty, "3 Channels ─────────── 3");
    home_expect_notes(&home, "1", "channels: one\nchannels: two\nchannels: three\n");
    pty_send(&pty, "\x12");
    pty_expect(&pty, "nothing to redo");
    pty_send(&pty, "q");
    leave(&pty);
    home_expect_sound(&home);
    home_clear(&home);
}
END_TEST

START_TEST(text_left_in_the_editor_is_saved_on_every_way_out)
{
    static const int signals[] = {SIGTERM, SIGHUP};
    struct buffer expected = {0};
    struct home home;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    for (size_t i = 0; i < COUNT_OF(signals); i++) {
        struct pty pty;
        char text[32];
        snprintf(text, sizeof text, "half a thought %zu", i);
        home_board(&home, &pty, NULL);
        pty_send(&pty, "9a");
        pty_send(&pty, text);
        pty_expect(&pty, text);
        kill(pty.child, signals[i]);
        pty_wait_end(&pty);
        pty_expect_restored(&pty);
        pty_clear(&pty);
        buffer_printf(&expected, "cost_structure: %s\n", text);
        home_expect_notes(&home, "1", buffer_text(&expected));
    }
    buffer_clear(&expected);
    home_clear(&home);
}
END_TEST

START_TEST(an_example_becomes_a_copy_at_its_first_change)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_start(&home, &pty, NULL);
    pty_expect(&pty, "Football club");
    pty_send(&pty, "\r");
    pty_expect(&pty, "example");
    pty_send(&pty, "1aStudents");
    pty_expect(&pty, "Students");
    stop_typing(&pty);
    pty_send(&pty, "q");
    pty_expect(&pty, "nonet · 1 canvas");
    pty_send(&pty, "q");
    leave(&pty);
    struct buffer notes = {0};
    home_notes(&home, "1", &notes);
    ck_assert_ptr_nonnull(strstr(buffer_text(&notes), "customer_segments: Students\n"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&notes), "customer_segments: Fans and families"));
    buffer_clear(&notes);
    home_expect_sound(&home);
    home_clear(&home);
}
END_TEST

/* ---- an editor of one's own -------------------------------------------------------------------------------- */

static void put_script(const struct home *home, const char *script)
{
    home_put(home, "editor", script, strlen(script), 0700);
}

static void board_with_editor(const struct home *home, struct pty *pty)
{
    home_board(home, pty, &(struct home_start){.environment = WORDS("EDITOR=\"$HOME\"/editor")});
}

START_TEST(a_block_goes_through_the_editor_and_back)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    put_script(&home, "#!/bin/sh\nsed -i 's/^two$/二 two/; /^gone$/d' \"$1\"\necho '新的 new' >>\"$1\"\n");
    home_do(&home, WORDS("new", "Plan"));
    home_do(&home, WORDS("add", "1", "channels", "one"));
    home_do(&home, WORDS("add", "1", "channels", "two"));
    home_do(&home, WORDS("add", "1", "channels", "gone"));
    home_do(&home, WORDS("note", "1", "--colour", "red"));
    board_with_editor(&home, &pty);
    pty_send(&pty, "3E");
    pty_expect(&pty, "新的 new");
    pty_expect(&pty, "二 two");
    pty_expect_not(&pty, "gone");
    ck_assert(vscreen_alternate(pty.screen));
    home_expect_notes(&home, "1", "channels: one (red)\nchannels: 二 two\nchannels: 新的 new\n");
    pty_send(&pty, "u");
    pty_expect(&pty, "gone");
    home_expect_notes(&home, "1", "channels: one (red)\nchannels: two\nchannels: gone\n");
    pty_send(&pty, "q");
    leave(&pty);
    home_expect_sound(&home);
    home_clear(&home);
}
END_TEST

START_TEST(an_editor_that_fails_changes_nothing)
{
    static const char *const scripts[] = {
        "#!/bin/sh\necho spoilt >\"$1\"\nexit 1\n",
        "#!/bin/sh\necho spoilt >\"$1\"\nkill -9 $$\n",
        "#!/no/such/interpreter\n",
    };
    for (size_t i = 0; i < COUNT_OF(scripts); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        put_script(&home, scripts[i]);
        home_do(&home, WORDS("new", "Plan"));
        home_do(&home, WORDS("add", "1", "channels", "one"));
        board_with_editor(&home, &pty);
        pty_send(&pty, "3E");
        pty_expect(&pty, "nothing was changed");
        pty_send(&pty, "q");
        leave(&pty);
        home_expect_notes(&home, "1", "channels: one\n");
        home_clear(&home);
    }
}
END_TEST

NONET_TEST_MAIN("work", a_first_start_says_what_to_press, what_is_done_on_the_board_is_in_the_store,
                everything_can_be_undone_and_done_again, text_left_in_the_editor_is_saved_on_every_way_out,
                an_example_becomes_a_copy_at_its_first_change, a_block_goes_through_the_editor_and_back,
                an_editor_that_fails_changes_nothing)
