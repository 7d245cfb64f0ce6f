/*
 * test_tui_input.c - bytes to events. Each case is fed whole, split at every place, and byte by byte; the events
 * have to be the same.
 */
#include <string.h>

#include "check_main.h"
#include "command.h"
#include "terminal/input.h"

#define CSI "\033["

static void describe(const struct event *event, struct buffer *out)
{
    static const char *const kinds[] = {"press", "release", "drag", "wheel-up", "wheel-down"};
    if (out->length > 0)
        buffer_add_char(out, ' ');
    switch (event->type) {
    case EVENT_KEY:
        key_name(event->key, out);
        break;
    case EVENT_PASTE:
        buffer_printf(out, "paste(%.*s)", (int)event->length, event->text);
        break;
    case EVENT_MOUSE:
        buffer_printf(out, "%s%s(%d,%d,%d)", event->mouse.twice ? "double-" : "", kinds[event->mouse.kind],
                      event->mouse.button, event->mouse.row, event->mouse.column);
        if (event->mouse.modifiers)
            buffer_printf(out, "+%u", event->mouse.modifiers);
        break;
    case EVENT_CURSOR:
        buffer_printf(out, "cursor(%d,%d)", event->rows, event->columns);
        break;
    default:
        buffer_add(out, "?");
        break;
    }
}

static void take(struct input *input, int64_t now, struct buffer *out)
{
    struct event event;
    while (input_next(input, now, &event))
        describe(&event, out);
}

static const struct {
    const char *bytes, *events;
} cases[] = {
    {"abc", "a b c"},
    {"中文", "中 文"},
    {"e\xcc\x81", "e \xcc\x81"},
    {"😀", "😀"},
    {"a\xff" "b\xe4\xb8" "c", "a \xef\xbf\xbd b \xef\xbf\xbd \xef\xbf\xbd c"},
    {"\xc0\x80\xed\xa0\x80x", "\xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd x"},
    {"\xc2\x9b" "31mx", "3 1 m x"}, /* C1 is never a sequence */
    {"\r\n\t\x7f\x08", "Enter Ctrl-J Tab Backspace Ctrl-H"},
    {"\x01\x1a\x1c", "Ctrl-A Ctrl-Z Ctrl-\\"},
    {CSI "A" CSI "B" CSI "C" CSI "D", "Up Down Right Left"},
    {"\033OA\033OH\033OF\033OP\033OS", "Up Home End F1 F4"},
    {CSI "H" CSI "F" CSI "1~" CSI "4~" CSI "7~" CSI "8~", "Home End Home End Home End"},
    {CSI "2~" CSI "3~" CSI "5~" CSI "6~", "Insert Delete PageUp PageDown"},
    {CSI "1;5C" CSI "1;2A" CSI "1;3D" CSI "1;6H", "Ctrl-Right Shift-Up Alt-Left Ctrl-Shift-Home"},
    {CSI "3;5~" CSI "5;2~", "Ctrl-Delete Shift-PageUp"},
    {CSI "3^" CSI "5$" CSI "6@" CSI "a" "\033Ob", "Ctrl-Delete Shift-PageUp Ctrl-Shift-PageDown Shift-Up Ctrl-Down"},
    {CSI "11~" CSI "15~" CSI "17~" CSI "21~" CSI "23~" CSI "24~", "F1 F5 F6 F10 F11 F12"},
    {CSI "[A" CSI "[E" CSI "1;2P" CSI "1;2R", "F1 F5 Shift-F1 Shift-F3"},
    {CSI "Z", "Shift-Tab"},
    {CSI "97;5u" CSI "27u" CSI "13u" CSI "9;2u" CSI "127u", "Ctrl-A Esc Enter Shift-Tab Backspace"},
    {CSI "97;2u" CSI "20013u" CSI "57358u", "A 中"},
    {CSI "97:65;2:1;65u", "A"},
    {CSI "27;5;9~" CSI "27;2;65~" CSI "27;5;114~", "Ctrl-Tab A Ctrl-R"},
    {CSI "<0;5;3M" CSI "<0;5;3m", "press(1,2,4) release(1,2,4)"},
    {CSI "<32;6;3M" CSI "<2;1;1M", "drag(1,2,5) press(3,0,0)"},
    {CSI "<64;1;2M" CSI "<65;1;2M" CSI "<66;1;2M", "wheel-up(0,1,0) wheel-down(0,1,0)"},
    {CSI "<16;300;200M" CSI "<35;1;1M", "press(1,199,299)+4"},
    {CSI "<0;1;1M" CSI "<0;1;1m" CSI "<0;1;1M" CSI "<0;1;1m" CSI "<0;1;1M",
     "press(1,0,0) release(1,0,0) double-press(1,0,0) release(1,0,0) press(1,0,0)"},
    {CSI "M !!" CSI "M#!!", "press(1,0,0) release(1,0,0)"},
    {CSI "<0;0;0M" CSI "<999999999999;1;1M", ""},
    {CSI "200~one\r\ntwo\033[A 中" CSI "201~x", "paste(one\r\ntwo\033[A 中) x"},
    {CSI "200~" CSI "201~", "paste()"},
    {CSI "200~a\033[20" CSI "201~", "paste(a\033[20)"},
    {CSI "24;3R" CSI "2;2R", "cursor(24,3) cursor(2,2)"},
    {CSI "I" CSI "O" "x", "x"}, /* focus in and out */
    {CSI "999;1z" CSI "?1;2c" CSI ">0;276;0c" CSI "?2026;2$y" "x", "x"},
    {"\033]11;rgb:0000/0000/0000\033\\x\033]0;t\ax", "x x"},
    {"\033P1$r0m\033\\x\033_Gi=1;OK\033\\y", "x y"},
    {"\033\033x", "Esc Esc x"},
    {"\033x", "Esc x"},
    {"\033中", "Esc 中"},
    {"\033\033[A", "Esc Up"},
    {"\033\r", "Esc Enter"},
    {CSI "1;\033[Ax", "Up x"}, /* broken off by another one */
    {CSI "1\x01x", "Ctrl-A x"},
    {CSI "~" CSI "u" CSI ";;;;;;;;;;;;;;A" CSI "99999999999999999999~x", "Up x"},
    {"\033Oq\033OM", "1 Enter"},
};

static void check_case(size_t index, const char *how, const struct buffer *got)
{
    ck_assert_msg(strcmp(buffer_text(got), cases[index].events) == 0, "case %zu, %s: “%s” instead of “%s”", index, how,
                  buffer_text(got), cases[index].events);
}

START_TEST(test_every_case_whole_split_and_by_bytes)
{
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t length = strlen(cases[i].bytes);
        for (size_t cut = 0; cut <= length; cut++) {
            struct input *input = input_new();
            struct buffer got = {0};
            input_feed(input, cases[i].bytes, cut, 1000);
            take(input, 1000, &got);
            input_feed(input, cases[i].bytes + cut, length - cut, 1000);
            take(input, 1000, &got);
            check_case(i, "split", &got);
            ck_assert_int_eq(input_deadline(input), 0);
            buffer_clear(&got);
            input_free(input);
        }
        struct input *input = input_new();
        struct buffer got = {0};
        for (size_t at = 0; at < length; at++) {
            input_feed(input, cases[i].bytes + at, 1, 1000);
            take(input, 1000, &got);
        }
        check_case(i, "by bytes", &got);
        buffer_clear(&got);
        input_free(input);
    }
}
END_TEST

START_TEST(test_a_lone_escape_waits_for_its_delay)
{
    static const struct {
        const char *bytes, *events;
        int delay;
    } lone[] = {
        {"\033", "Esc", 25},     {"\033[", "Esc [", 25},       {"\033O", "Esc O", 25},
        {"\033P", "Esc P", 25},  {"\033\033", "Esc Esc", 25},  {"\033[1;5", "", 500},
        {"\033]0;x", "", 500},   {CSI "200~ab", "paste(ab)", 2000},
    };
    for (size_t i = 0; i < COUNT_OF(lone); i++) {
        struct input *input = input_new();
        struct buffer got = {0};
        input_feed(input, lone[i].bytes, strlen(lone[i].bytes), 1000);
        take(input, 1000, &got);
        ck_assert_int_eq(input_deadline(input), 1000 + lone[i].delay);
        take(input, 1000 + lone[i].delay - 1, &got);
        ck_assert_int_eq(input_deadline(input), 1000 + lone[i].delay);
        take(input, 1000 + lone[i].delay, &got);
        ck_assert_str_eq(buffer_text(&got), lone[i].events);
        ck_assert_int_eq(input_deadline(input), 0);
        buffer_clear(&got);
        input_free(input);
    }
    struct input *input = input_new();
    input_set_escape_delay(input, 100);
    input_feed(input, "\033", 1, 0 + 5);
    struct event event;
    ck_assert(!input_next(input, 104, &event));
    ck_assert(input_next(input, 105, &event));
    input_free(input);
}
END_TEST

START_TEST(test_two_slow_clicks_are_no_double_click)
{
    struct input *input = input_new();
    struct buffer got = {0};
    input_feed(input, CSI "<0;1;1M", 9, 1000);
    take(input, 1000, &got);
    input_feed(input, CSI "<0;1;1M", 9, 1500);
    take(input, 1500, &got);
    input_feed(input, CSI "<0;2;1M", 9, 1600);
    take(input, 1600, &got);
    ck_assert_str_eq(buffer_text(&got), "press(1,0,0) press(1,0,0) press(1,0,1)");
    buffer_clear(&got);
    input_free(input);
}
END_TEST

START_TEST(test_a_huge_paste_is_cut_and_a_huge_sequence_dropped)
{
    struct input *input = input_new();
    char block[4096];
    memset(block, 'x', sizeof block);
    input_feed(input, CSI "200~", 6, 1);
    struct event event;
    for (int i = 0; i < 5000; i++) {
        input_feed(input, block, sizeof block, 1);
        ck_assert(!input_next(input, 1, &event));
    }
    input_feed(input, CSI "201~", 6, 1);
    ck_assert(input_next(input, 1, &event));
    ck_assert_int_eq(event.type, EVENT_PASTE);
    ck_assert_uint_eq(event.length, 16u << 20);
    memset(block, ';', sizeof block);
    input_feed(input, CSI, 2, 1);
    for (int i = 0; i < 3; i++) {
        input_feed(input, block, sizeof block, 1);
        while (input_next(input, 1, &event))
            ck_assert_uint_eq(event.key.code, ';');
    }
    input_feed(input, "\rq", 2, 1);
    struct buffer got = {0};
    take(input, 1, &got);
    ck_assert_str_eq(buffer_text(&got), "Enter q");
    buffer_clear(&got);
    input_free(input);
}
END_TEST

/* Sixteen letters. */
#define WORD "abcdefghijklmnop"

START_TEST(test_lines_that_come_at_once_are_a_paste)
{
    static const char *const not_yet[] = {"", "a", "\033", CSI "1;", CSI "200~", "\xe4\xb8"};
    static const struct {
        const char *bytes;
        size_t burst;
    } bursts[] = {
        {WORD WORD WORD WORD "\r", 65},
        {WORD WORD WORD WORD "\n" WORD, 65},          /* the unfinished line is typed */
        {WORD WORD "\r" WORD "\r\n" WORD "\tx\r", 70}, /* tabs are text, line ends of every kind */
        {"\xe4\xb8\xad\r" WORD WORD WORD WORD "\xe6\x96", 4},
        {"\r" WORD WORD WORD WORD, 1},
        {WORD WORD WORD "abcdefghijklmn\r", 0}, /* 63 bytes: somebody types ahead */
        {WORD WORD WORD "abcdefghijklmno\r", 64},
        {WORD WORD WORD WORD, 0}, /* no line */
        {WORD WORD WORD WORD "\r\033", 0},
        {CSI "A" WORD WORD WORD WORD "\r", 0},
        {WORD WORD WORD WORD "\r\x07", 0},
        {WORD WORD WORD WORD "\r\x7f", 0},
        {"", 0},
    };
    for (size_t i = 0; i < COUNT_OF(bursts); i++) {
        struct input *input = input_new();
        ck_assert_msg(input_burst(input, bursts[i].bytes, strlen(bursts[i].bytes)) == bursts[i].burst, "case %zu", i);
        input_free(input);
    }
    /* Only between events: what has begun goes on. */
    for (size_t i = 0; i < COUNT_OF(not_yet); i++) {
        struct input *input = input_new();
        struct event event;
        input_feed(input, not_yet[i], strlen(not_yet[i]), 1);
        bool whole = strlen(not_yet[i]) < 2 && not_yet[i][0] != '\033';
        while (input_next(input, 1, &event))
            continue;
        ck_assert_msg((input_burst(input, bursts[0].bytes, strlen(bursts[0].bytes)) > 0) == whole, "begun %zu", i);
        input_free(input);
    }
}
END_TEST

NONET_TEST_MAIN("tui_input", test_every_case_whole_split_and_by_bytes, test_a_lone_escape_waits_for_its_delay,
                test_two_slow_clicks_are_no_double_click, test_a_huge_paste_is_cut_and_a_huge_sequence_dropped,
                test_lines_that_come_at_once_are_a_paste)
