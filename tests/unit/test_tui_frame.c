/*
 * test_tui_frame.c - what curses makes of the grid, decoded by a terminal, is the grid again: for random frames, on
 * several terminals, and on one that draws ambiguous characters wide.
 */
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "terminal/terminal_frame.h"
#include "vscreen.h"

static const char *const pieces[] = {
    "a", "bc d", "中文", "国", "e\xcc\x81", "—…", "🇨🇳", "😀", "│", "■ x", "   ", "“中”", "Ж", "ａ", "a\xcc\x81\xcc\x82\xcc\x83\xcc\x84",
};

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static void scribble(struct screen *screen, unsigned *seed)
{
    for (int i = 0; i < 12; i++) {
        int row = (int)(next(seed) % (unsigned)screen->rows), column = (int)(next(seed) % (unsigned)screen->columns);
        struct style style = {(uint8_t)(next(seed) % ROLE_COUNT), (uint8_t)(next(seed) % 16)};
        const char *piece = pieces[next(seed) % COUNT_OF(pieces)];
        int cells = 1 + (int)(next(seed) % 9);
        if (next(seed) % 6 == 0)
            screen_frame(screen, (struct rectangle){row, column, 3, cells}, style);
        else
            screen_string(screen, row, column, cells, piece, style);
    }
    /* libvterm loses a mark on the last column's character. */
    for (int row = 0; row < screen->rows; row++)
        if (screen->cell[(row + 1) * screen->columns - 1].glyph[1])
            screen_string(screen, row, screen->columns - 1, 1, "x", STYLE(ROLE_TEXT));
    /* The last corner is blank, as in every view. */
    screen_string(screen, screen->rows - 1, screen->columns - 1, 1, " ", STYLE(ROLE_TEXT));
    if (next(seed) % 3 == 0)
        screen_caret(screen, (int)(next(seed) % (unsigned)screen->rows), (int)(next(seed) % (unsigned)screen->columns));
    else
        screen_caret(screen, -1, -1);
}

static void compare(const struct screen *screen, struct vscreen *terminal, int step)
{
    struct buffer wanted = {0}, got = {0};
    screen_dump(screen, &wanted);
    vscreen_text(terminal, &got);
    ck_assert_msg(strcmp(buffer_text(&wanted), buffer_text(&got)) == 0, "%s, frame %d: wanted\n%s\ngot\n%s", getenv("TERM"), step,
                  buffer_text(&wanted), buffer_text(&got));
    int row, column;
    bool visible;
    vscreen_cursor(terminal, &row, &column, &visible);
    ck_assert_int_eq(visible, screen->caret_row >= 0);
    if (visible) {
        ck_assert_int_eq(row, screen->caret_row);
        ck_assert_int_eq(column, screen->caret_column);
    }
    buffer_clear(&wanted);
    buffer_clear(&got);
}

/* What came step by step has to look like the same frame drawn at once on a new terminal. */
static void compare_looks(const struct screen *screen, struct vscreen *terminal, int step)
{
    struct error error;
    struct frame *frame;
    struct buffer bytes = {0}, wanted = {0}, got = {0};
    ck_ok(frame_open(&frame, screen->rows, screen->columns, &error));
    frame_paint(frame, screen, true, &bytes);
    struct vscreen *fresh = vscreen_new(screen->rows, screen->columns);
    vscreen_feed(fresh, buffer_text(&bytes), bytes.length);
    vscreen_looks(fresh, &wanted);
    vscreen_looks(terminal, &got);
    ck_assert_msg(strcmp(buffer_text(&wanted), buffer_text(&got)) == 0, "%s, frame %d: wanted\n%s\ngot\n%s",
                  getenv("TERM"), step, buffer_text(&wanted), buffer_text(&got));
    frame_close(frame);
    vscreen_free(fresh);
    buffer_clear(&bytes);
    buffer_clear(&wanted);
    buffer_clear(&got);
}

START_TEST(test_styles_arrive)
{
    struct error error;
    struct frame *frame;
    struct screen screen;
    struct buffer bytes = {0};
    unsigned seed = 11;
    setenv("TERM", "xterm-256color", 1);
    for (int round = 0; round < 40; round++) {
        ck_ok(frame_open(&frame, 10, 31, &error));
        struct vscreen *terminal = vscreen_new(10, 31);
        screen_init(&screen, 10, 31);
        for (int step = 0; step < 10; step++) {
            scribble(&screen, &seed);
            buffer_reset(&bytes);
            frame_paint(frame, &screen, step % 7 == 0, &bytes);
            vscreen_feed(terminal, buffer_text(&bytes), bytes.length);
        }
        frame_close(frame);
        compare_looks(&screen, terminal, round);
        vscreen_free(terminal);
        screen_clear(&screen);
    }
    buffer_clear(&bytes);
}
END_TEST

START_TEST(test_random_frames_arrive)
{
    static const char *const names[] = {"xterm-256color", "xterm", "tmux-256color", "screen", "linux", "rxvt", "vt220"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct error error;
        struct frame *frame;
        struct screen screen;
        struct buffer bytes = {0};
        unsigned seed = (unsigned)i + 1;
        setenv("TERM", names[i], 1);
        ck_ok(frame_open(&frame, 10, 31, &error));
        struct vscreen *terminal = vscreen_new(10, 31);
        screen_init(&screen, 10, 31);
        for (int step = 0; step < 400; step++) {
            if (step % 50 == 49)
                screen_erase(&screen);
            scribble(&screen, &seed);
            buffer_reset(&bytes);
            frame_paint(frame, &screen, step % 37 == 0, &bytes);
            vscreen_feed(terminal, buffer_text(&bytes), bytes.length);
            compare(&screen, terminal, step);
        }
        buffer_reset(&bytes);
        frame_paint(frame, &screen, false, &bytes);
        ck_assert_uint_eq(bytes.length, 0);
        frame_close(frame);
        vscreen_free(terminal);
        screen_clear(&screen);
        buffer_clear(&bytes);
    }
}
END_TEST

START_TEST(test_sizes_change)
{
    struct error error;
    struct frame *frame;
    struct screen screen;
    struct buffer bytes = {0};
    unsigned seed = 3;
    setenv("TERM", "xterm-256color", 1);
    ck_ok(frame_open(&frame, 24, 80, &error));
    screen_init(&screen, 24, 80);
    struct vscreen *terminal = vscreen_new(24, 80);
    for (int step = 0; step < 60; step++) {
        int rows = 1 + (int)(next(&seed) % 60), columns = 2 + (int)(next(&seed) % 200);
        vscreen_resize(terminal, rows, columns);
        screen_resize(&screen, rows, columns);
        scribble(&screen, &seed);
        buffer_reset(&bytes);
        frame_paint(frame, &screen, true, &bytes);
        vscreen_feed(terminal, buffer_text(&bytes), bytes.length);
        compare(&screen, terminal, step);
    }
    frame_close(frame);
    vscreen_free(terminal);
    screen_clear(&screen);
    buffer_clear(&bytes);
}
END_TEST

/* libvterm cannot draw ambiguous characters wide; so the bytes are checked: the cursor is put where it has to be. */
START_TEST(test_wide_terminals_get_no_placeholder)
{
    struct error error;
    struct frame *frame;
    struct screen screen;
    struct buffer bytes = {0};
    setenv("TERM", "xterm-256color", 1);
    ck_ok(frame_open(&frame, 3, 20, &error));
    screen_init(&screen, 3, 20);
    screen.width = TEXT_WIDE;
    screen_string(&screen, 1, 0, 20, "中“文”x·y", STYLE(ROLE_TEXT));
    frame_paint(frame, &screen, true, &bytes);
    ck_assert_ptr_nonnull(strstr(buffer_text(&bytes), "中“文”x·y"));
    buffer_reset(&bytes);
    screen_string(&screen, 1, 11, 1, "z", STYLE(ROLE_TEXT));
    frame_paint(frame, &screen, false, &bytes);
    ck_assert_str_eq(buffer_text(&bytes), "\bz"); /* one back from behind the twelve cells */
    ck_assert_ptr_null(strstr(buffer_text(&bytes), "\xf4\x8f\xbf\xbd"));
    frame_close(frame);
    screen_clear(&screen);
    buffer_clear(&bytes);
}
END_TEST

START_TEST(test_leaving_gives_the_screen_back)
{
    struct error error;
    struct frame *frame;
    struct screen screen;
    struct buffer bytes = {0};
    setenv("TERM", "xterm-256color", 1);
    ck_ok(frame_open(&frame, 5, 20, &error));
    screen_init(&screen, 5, 20);
    struct vscreen *terminal = vscreen_new(5, 20);
    for (int i = 0; i < 3; i++) {
        screen_string(&screen, 1, 1, 10, "hello", (struct style){ROLE_WARNING, STYLE_REVERSE});
        frame_paint(frame, &screen, true, &bytes);
        vscreen_feed(terminal, buffer_text(&bytes), bytes.length);
        ck_assert(vscreen_alternate(terminal));
        compare(&screen, terminal, i);
        buffer_reset(&bytes);
        if (i == 1)
            frame_restore(frame, &bytes); /* the crash's way out */
        else
            frame_leave(frame, &bytes);
        vscreen_feed(terminal, buffer_text(&bytes), bytes.length);
        ck_assert(!vscreen_alternate(terminal));
        int row, column;
        bool visible;
        vscreen_cursor(terminal, &row, &column, &visible);
        ck_assert(visible);
        buffer_reset(&bytes);
        if (i == 1)
            frame_leave(frame, &bytes);
        buffer_reset(&bytes);
    }
    frame_close(frame);
    vscreen_free(terminal);
    screen_clear(&screen);
    buffer_clear(&bytes);
}
END_TEST

START_TEST(test_terminals_that_cannot_are_refused)
{
    static const char *const names[] = {"dumb", "no-such-terminal", ""};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct frame *frame = NULL;
        struct error error = {0};
        setenv("TERM", names[i], 1);
        ck_assert_int_eq(frame_open(&frame, 24, 80, &error), STATUS_INVALID);
        ck_assert_ptr_nonnull(strstr(error.message, "TERM=xterm"));
    }
}
END_TEST

START_TEST(test_no_colour_is_respected)
{
    struct error error;
    struct frame *frame;
    struct screen screen;
    struct buffer bytes = {0};
    setenv("TERM", "xterm-256color", 1);
    setenv("NO_COLOR", "1", 1);
    ck_ok(frame_open(&frame, 3, 30, &error));
    unsetenv("NO_COLOR");
    ck_assert_int_eq(frame_theme(frame)->colours, 0);
    screen_init(&screen, 3, 30);
    for (uint8_t role = 0; role < ROLE_COUNT; role++)
        screen_string(&screen, 1, role, 1, "x", STYLE(role));
    frame_paint(frame, &screen, true, &bytes);
    static const char *const colours[] = {"38;5", "[31m", "[32m", "[33m", "[34m", "[36m", "[39"};
    for (size_t i = 0; i < COUNT_OF(colours); i++)
        ck_assert_msg(strstr(buffer_text(&bytes), colours[i]) == NULL, "%s", colours[i]);
    frame_close(frame);
    screen_clear(&screen);
    buffer_clear(&bytes);
}
END_TEST

NONET_TEST_MAIN("tui_frame", test_styles_arrive, test_random_frames_arrive, test_sizes_change, test_wide_terminals_get_no_placeholder,
                test_leaving_gives_the_screen_back, test_terminals_that_cannot_are_refused,
                test_no_colour_is_respected)
