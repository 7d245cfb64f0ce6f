/*
 * test_hands.c - the mouse, pastes of every kind, and the clipboard, on the real program.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "home.h"
#include "vscreen.h"

#define PASTE(text) "\033[200~" text "\033[201~"

static void leave(struct pty *pty)
{
    pty_send(pty, "q");
    ck_assert_int_eq(pty_wait_end(pty), 0);
    pty_expect_restored(pty);
    pty_clear(pty);
}

/* Where the text stands, counted from 1 as the mouse does; fails when it is not shown. */
static void find(struct pty *pty, const char *text, int *row, int *column)
{
    struct buffer screen = {0};
    pty_screen_text(pty, &screen);
    const char *start = buffer_text(&screen), *at = strstr(start, text);
    ck_assert_msg(at != NULL, "“%s” is not in:\n%s", text, start);
    *row = 1;
    *column = 1;
    for (const char *each = start; each < at; each++) {
        *column += ((unsigned char)*each & 0xc0) != 0x80; /* what stands before it is one cell wide */
        if (*each == '\n') {
            *row += 1;
            *column = 1;
        }
    }
    buffer_clear(&screen);
}

static void mouse(struct pty *pty, int button, int row, int column, char end)
{
    char sequence[48];
    snprintf(sequence, sizeof sequence, "\033[<%d;%d;%d%c", button, column, row, end);
    pty_send(pty, sequence);
}

static void click(struct pty *pty, const char *text)
{
    int row, column;
    find(pty, text, &row, &column);
    mouse(pty, 0, row, column, 'M');
    mouse(pty, 0, row, column, 'm');
}

START_TEST(a_hand_on_the_mouse_can_do_it)
{
    struct home home;
    struct pty pty;
    int row, column;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_do(&home, WORDS("add", "1", "channels", "shop"));
    home_do(&home, WORDS("add", "1", "channels", "mail"));
    home_board(&home, &pty, NULL);
    click(&pty, "mail");
    pty_expect(&pty, ">· mail");
    click(&pty, "shop");
    pty_expect(&pty, ">· shop");
    click(&pty, "mail");
    click(&pty, "mail");
    pty_expect(&pty, "Ctrl-G");
    pty_send(&pty, " order");
    pty_expect(&pty, "mail order");
    click(&pty, "5 Revenue");
    pty_expect_not(&pty, "Ctrl-G");
    home_expect_notes(&home, "1", "channels: shop\nchannels: mail order\n");
    find(&pty, "mail order", &row, &column);
    mouse(&pty, 0, row, column, 'M');
    find(&pty, "2 Value", &row, &column);
    mouse(&pty, 32, row + 3, column, 'M');
    mouse(&pty, 32, row + 4, column, 'M');
    mouse(&pty, 0, row + 4, column, 'm');
    pty_expect(&pty, "2 Value Propositions  1");
    home_expect_notes(&home, "1", "value_propositions: mail order\nchannels: shop\n");
    find(&pty, "5 Revenue", &row, &column);
    for (int i = 0; i < 2; i++) {
        mouse(&pty, 0, row + 3, column, 'M');
        mouse(&pty, 0, row + 3, column, 'm');
    }
    pty_expect(&pty, "Ctrl-G");
    pty_send(&pty, "fees\r\r");
    pty_expect(&pty, "5 Revenue Streams ─────────────── 1");
    leave(&pty);
    home_clear(&home);
}
END_TEST

START_TEST(the_wheel_scrolls_a_pane)
{
    struct home home;
    struct pty pty;
    int row, column;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    for (int i = 0; i < 12; i++) {
        char text[16];
        snprintf(text, sizeof text, "note %c", 'A' + i);
        home_do(&home, WORDS("add", "1", "channels", text));
    }
    home_board(&home, &pty, NULL);
    pty_expect(&pty, "note A");
    pty_expect_not(&pty, "note L");
    find(&pty, "note A", &row, &column);
    for (int i = 0; i < 12; i++)
        mouse(&pty, 65, row, column, 'M');
    pty_expect(&pty, "note L");
    pty_expect_not(&pty, "note A");
    for (int i = 0; i < 12; i++)
        mouse(&pty, 64, row, column, 'M');
    pty_expect(&pty, "note A");
    leave(&pty);
    home_clear(&home);
}
END_TEST

/* ---- pastes ------------------------------------------------------------------------------------------------- */

START_TEST(pasted_lines_are_notes_and_one_undo)
{
    static const struct {
        const char *keys, *notes;
    } cases[] = {
        {"3a" PASTE("one\r二\rthree"), "channels: one\nchannels: 二\nchannels: three\n"},
        {"3a" PASTE("one\r\n\r\n  \r\n二\r\nthree\r\n"), "channels: one\nchannels: 二\nchannels: three\n"},
        {"3" PASTE("one\n二\nthree"), "channels: one\nchannels: 二\nchannels: three\n"},
        /* A terminal that does not mark pastes. */
        {"3a\x01" "the first of three lines\rthe second line, which is longer\rthe third, 第三行\r",
         "channels: the first of three lines\nchannels: the second line, which is longer\nchannels: the third, 第三行\n"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct home home;
        struct pty pty;
        home_init(&home);
        home_do(&home, WORDS("new", "Plan"));
        home_board(&home, &pty, NULL);
        const char *keys = cases[i].keys, *burst = strchr(keys, '\x01');
        if (burst) {
            char before[8];
            snprintf(before, sizeof before, "%.*s", (int)(burst - keys), keys);
            pty_send(&pty, before);
            pty_expect(&pty, "Ctrl-G"); /* so that the lines come in one read */
            keys = burst + 1;
        }
        pty_send(&pty, keys);
        pty_expect(&pty, "3 notes added");
        home_expect_notes(&home, "1", cases[i].notes);
        pty_send(&pty, "\x07u");
        pty_expect(&pty, "undid");
        home_expect_notes(&home, "1", "");
        leave(&pty);
        home_clear(&home);
    }
}
END_TEST

/* The terminal's line holds 4 KB at a time, so a long list comes in pieces, cut within lines and within characters. */
START_TEST(a_long_list_without_marks_is_whole)
{
    struct home home;
    struct pty pty;
    struct buffer text = {0}, wanted = {0};
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3a");
    pty_expect(&pty, "Ctrl-G");
    for (int i = 0; i < 300; i++) {
        buffer_printf(&text, "第%d行，一行一张便签 a line of the list\r", i);
        buffer_printf(&wanted, "channels: 第%d行，一行一张便签 a line of the list\n", i);
    }
    pty_send(&pty, buffer_text(&text));
    pty_expect(&pty, "/300 ┤");
    pty_send(&pty, "\033");
    leave(&pty);
    home_expect_notes(&home, "1", buffer_text(&wanted));
    buffer_clear(&text);
    buffer_clear(&wanted);
    home_clear(&home);
}
END_TEST

START_TEST(a_paste_into_a_note_stays_in_it)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_do(&home, WORDS("add", "1", "channels", "shop"));
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3\r" PASTE(", mail\r\nweb") "\r");
    pty_expect(&pty, "web");
    pty_expect_not(&pty, "Ctrl-G");
    home_expect_notes(&home, "1", "channels: shop, mail\nweb\n");
    leave(&pty);
    home_clear(&home);
}
END_TEST

/* 8000 lines of 128 bytes: a megabyte. */
START_TEST(a_megabyte_is_pasted_as_notes)
{
    enum { LINES = 8000 };
    struct home home;
    struct pty pty;
    struct buffer text = {0}, notes = {0};
    char filling[113] = {0};
    memset(filling, 'x', sizeof filling - 1);
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_board(&home, &pty, NULL);
    buffer_add(&text, "3a\033[200~");
    for (int i = 0; i < LINES; i++)
        buffer_printf(&text, "line %05d %s %03d\r", i, filling, i % 1000);
    buffer_add(&text, "\033[201~");
    pty_send(&pty, buffer_text(&text));
    pty_expect(&pty, "8000 notes added");
    pty_send(&pty, "\x07");
    home_notes(&home, "1", &notes);
    const char *at = buffer_text(&notes);
    for (int i = 0; i < LINES; i++) {
        char wanted[160];
        snprintf(wanted, sizeof wanted, "channels: line %05d %s %03d\n", i, filling, i % 1000);
        ck_assert_msg(strncmp(at, wanted, strlen(wanted)) == 0, "line %d is: %.80s", i, at);
        at += strlen(wanted);
    }
    ck_assert_str_eq(at, "");
    leave(&pty);
    buffer_clear(&text);
    buffer_clear(&notes);
    home_clear(&home);
}
END_TEST

START_TEST(a_note_of_a_hundred_kilobytes_is_kept_whole)
{
    struct home home;
    struct pty pty;
    struct buffer text = {0}, wanted = {0}, notes = {0};
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_board(&home, &pty, NULL);
    buffer_add(&wanted, "channels: ");
    buffer_add(&text, "3a\033[200~");
    for (int i = 0; i < 5000; i++) {
        buffer_printf(&text, "长 note %04d；", i);
        buffer_printf(&wanted, "长 note %04d；", i);
    }
    buffer_add(&text, "\033[201~");
    buffer_add_char(&wanted, '\n');
    pty_send(&pty, buffer_text(&text));
    pty_expect(&pty, "4999");
    pty_send(&pty, "\033");
    pty_expect(&pty, "saved");
    home_expect_notes(&home, "1", buffer_text(&wanted));
    pty_send(&pty, "\r!\r");
    leave(&pty);
    wanted.data[wanted.length - 1] = '!';
    buffer_add_char(&wanted, '\n');
    home_expect_notes(&home, "1", buffer_text(&wanted));
    buffer_clear(&text);
    buffer_clear(&wanted);
    buffer_clear(&notes);
    home_clear(&home);
}
END_TEST

/* ---- what must not get through ------------------------------------------------------------------------------- */

static bool wrote(const struct pty *pty, const char *bytes)
{
    return memmem(buffer_text(&pty->bytes), pty->bytes.length, bytes, strlen(bytes)) != NULL;
}

START_TEST(pasted_control_sequences_never_reach_the_terminal)
{
    static const char *const harmful[] = {"\033]0;owned", "\033]52;c;b3duZWQ=", "\033[2J\033[9;9Howned", "\033[?1049lowned",
                                          "\007owned", "\033Powned", "\xc2\x9b" "2Jowned", "\xc2\x9d" "0;owned"};
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_board(&home, &pty, NULL);
    for (size_t i = 0; i < COUNT_OF(harmful); i++) {
        char keys[80], shown[32];
        snprintf(keys, sizeof keys, "3a\033[200~%s <%zu>\033[201~", harmful[i], i);
        snprintf(shown, sizeof shown, "<%zu>", i);
        pty_send(&pty, keys);
        pty_expect(&pty, shown);
        pty_send(&pty, "\r\r");
        pty_expect_not(&pty, "Ctrl-G");
    }
    /* As a note that came from elsewhere, too. */
    home_do(&home, WORDS("add", "1", "channels", "\033]0;owned\007 <out>"));
    pty_expect(&pty, "/9 ┤");
    pty_send(&pty, "\033[F");
    pty_expect(&pty, "<out>");
    pty_send(&pty, "zo");
    pty_expect(&pty, "<out>");
    pty_send(&pty, "q");
    for (size_t i = 0; i < COUNT_OF(harmful); i++)
        ck_assert_msg(!wrote(&pty, harmful[i]), "case %zu went through", i);
    ck_assert(vscreen_alternate(pty.screen));
    pty_expect(&pty, "Plan · Business Model Canvas");
    leave(&pty);
    ck_assert(!wrote(&pty, "\007"));
    home_clear(&home);
}
END_TEST

static bool copied(struct pty *pty)
{
    return wrote(pty, "\033]52;c;5L2g5aW9IHNob3A=\007");
}

START_TEST(a_copied_note_goes_to_the_terminals_clipboard)
{
    struct home home;
    struct pty pty;
    home_init(&home);
    home_do(&home, WORDS("new", "Plan"));
    home_do(&home, WORDS("add", "1", "channels", "你好 shop"));
    home_board(&home, &pty, NULL);
    pty_send(&pty, "3y");
    pty_expect(&pty, "opied");
    pty_wait(&pty, copied, "the note for the clipboard");
    leave(&pty);
    home_clear(&home);
}
END_TEST

NONET_TEST_MAIN("hands", a_hand_on_the_mouse_can_do_it, the_wheel_scrolls_a_pane, pasted_lines_are_notes_and_one_undo,
                a_long_list_without_marks_is_whole, a_paste_into_a_note_stays_in_it, a_megabyte_is_pasted_as_notes,
                a_note_of_a_hundred_kilobytes_is_kept_whole, pasted_control_sequences_never_reach_the_terminal,
                a_copied_note_goes_to_the_terminals_clipboard)
