/*
 * test_tui_screen.c - the cell grid: wide characters cut at every edge, borders that join, clipping.
 */
#include <string.h>

#include "check_main.h"
#include "screen.h"

static void expect_dump(const struct screen *screen, const char *wanted)
{
    struct buffer out = {0};
    screen_dump(screen, &out);
    ck_assert_str_eq(buffer_text(&out), wanted);
    buffer_clear(&out);
}

/* Every right half has a wide cell on its left. */
static void check_halves(const struct screen *screen)
{
    for (int row = 0; row < screen->rows; row++)
        for (int column = 0; column < screen->columns; column++) {
            const struct cell *cell = &screen->cell[row * screen->columns + column];
            if (cell->glyph[0] != 0)
                continue;
            ck_assert_int_gt(column, 0);
            ck_assert_uint_gt(cell[-1].glyph[0], 0x7f);
        }
}

START_TEST(test_text_is_clipped_and_cut)
{
    static const struct {
        int row, column, cells;
        const char *text, *dump;
        int used;
    } cases[] = {
        {0, 0, 10, "abc", "abc\n\n", 3},
        {0, 0, 2, "abc", "ab\n\n", 2},
        {1, 1, 3, "中文", "\n 中\n", 3}, /* half of the second fits: a space */
        {0, 4, 10, "中文", "    中\n\n", 4},
        {0, 5, 10, "中文", "\n\n", 4}, /* crosses the edge: a space */
        {0, -1, 10, "中a", " a\n\n", 3},
        {0, -2, 10, "中a", "a\n\n", 3},
        {2, 0, 10, "abc", "\n\n", 3},
        {-1, 0, 10, "abc", "\n\n", 3},
        {0, 0, 10, "a\nb", "a\n\n", 1},
        {0, 0, 10, "e\xcc\x81x", "e\xcc\x81x\n\n", 2},
        {0, 0, 6, "\xf0\x9f\x87\xa8\xf0\x9f\x87\xb3!", "\xf0\x9f\x87\xa8\xf0\x9f\x87\xb3!\n\n", 3},
        {0, 0, 0, "abc", "\n\n", 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct screen screen;
        screen_init(&screen, 2, 6);
        int used = screen_string(&screen, cases[i].row, cases[i].column, cases[i].cells, cases[i].text,
                                 STYLE(ROLE_TEXT));
        ck_assert_msg(used == cases[i].used, "case %zu: used %d", i, used);
        expect_dump(&screen, cases[i].dump);
        check_halves(&screen);
        screen_clear(&screen);
    }
}
END_TEST

START_TEST(test_overwriting_a_half_leaves_a_space)
{
    struct screen screen;
    screen_init(&screen, 1, 6);
    screen_string(&screen, 0, 0, 6, "中文字", STYLE(ROLE_TEXT));
    screen_string(&screen, 0, 1, 1, "x", STYLE(ROLE_TEXT));
    expect_dump(&screen, " x文字\n");
    screen_string(&screen, 0, 3, 2, "国", STYLE(ROLE_TEXT));
    expect_dump(&screen, " x 国\n");
    screen_fill(&screen, (struct rectangle){0, 4, 1, 1}, STYLE(ROLE_TEXT));
    expect_dump(&screen, " x\n");
    check_halves(&screen);
    screen_clear(&screen);
}
END_TEST

START_TEST(test_random_drawing_keeps_halves_together)
{
    static const char *const texts[] = {"中", "a", "国b", "e\xcc\x81", "…", "👨‍👩‍👧", "文字", "🇨🇳"};
    unsigned seed = 7;
    struct screen screen;
    screen_init(&screen, 4, 9);
    for (int i = 0; i < 20000; i++) {
        seed = seed * 1103515245u + 12345u;
        int row = (int)(seed >> 16) % 5, column = (int)(seed >> 20) % 12 - 2, cells = (int)(seed >> 24) % 5;
        screen.width = seed & 0x400 ? TEXT_WIDE : TEXT_NARROW;
        if (seed & 0x800)
            screen_string(&screen, row, column, cells, texts[(seed >> 8) % COUNT_OF(texts)], STYLE(ROLE_TEXT));
        else
            screen_frame(&screen, (struct rectangle){row, column, cells, cells + 1}, STYLE(ROLE_BORDER));
        check_halves(&screen);
    }
    screen_clear(&screen);
}
END_TEST

START_TEST(test_frames_join)
{
    struct screen screen;
    screen_init(&screen, 5, 9);
    struct style style = STYLE(ROLE_BORDER);
    screen_frame(&screen, (struct rectangle){0, 0, 3, 5}, style);
    screen_frame(&screen, (struct rectangle){0, 4, 5, 5}, style);
    screen_frame(&screen, (struct rectangle){2, 0, 3, 5}, style);
    expect_dump(&screen, "┌───┬───┐\n│   │   │\n├───┤   │\n│   │   │\n└───┴───┘\n");
    screen_erase(&screen);
    screen.ascii = true;
    screen_frame(&screen, (struct rectangle){0, 0, 3, 5}, style);
    screen_line(&screen, 0, 2, 3, true, style);
    expect_dump(&screen, "+-+-+\n| | |\n+-+-+\n\n\n");
    screen_clear(&screen);
}
END_TEST

START_TEST(test_a_focused_border_wins)
{
    struct screen screen;
    screen_init(&screen, 3, 5);
    screen_frame(&screen, (struct rectangle){0, 0, 3, 3}, STYLE(ROLE_BORDER_FOCUS));
    screen_frame(&screen, (struct rectangle){0, 2, 3, 3}, STYLE(ROLE_BORDER));
    struct buffer out = {0};
    screen_dump_roles(&screen, &out);
    ck_assert_str_eq(buffer_text(&out), "cccbb\nc.c.b\ncccbb\n");
    buffer_clear(&out);
    screen_clear(&screen);
}
END_TEST

START_TEST(test_controls_never_reach_a_cell)
{
    struct screen screen;
    screen_init(&screen, 1, 40);
    screen_text(&screen, 0, 0, 40, "a\x1b[2J\x07\x7f\xc2\x9b\xe2\x80\xae\xff\t", 14, STYLE(ROLE_TEXT));
    for (int i = 0; i < 40; i++)
        for (int k = 0; k < TEXT_GLYPH_MAX; k++) {
            uint32_t glyph = screen.cell[i].glyph[k];
            ck_assert(glyph == 0 || (glyph >= 0x20 && glyph != 0x7f && !(glyph >= 0x80 && glyph < 0xa0)));
            ck_assert_uint_ne(glyph, 0x202e);
        }
    screen_clear(&screen);
}
END_TEST

NONET_TEST_MAIN("tui_screen", test_text_is_clipped_and_cut, test_overwriting_a_half_leaves_a_space,
                test_random_drawing_keeps_halves_together, test_frames_join, test_a_focused_border_wins,
                test_controls_never_reach_a_cell)
