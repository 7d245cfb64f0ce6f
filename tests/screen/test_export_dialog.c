/*
 * test_export_dialog.c - x: a canvas into a file, marked ones into a folder, nothing for a guest.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "nonet/exchange.h"
#include "screen_fixture.h"

static struct error error;

static void start(struct screen_fixture *fixture)
{
    screen_fixture_init(fixture);
    screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW - 9000000, "bmc", "Bakery", "channels: The shop window");
    screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW - 3600000, "bmc", "Our / club", "channels: Stadium");
    screen_fixture_clock(SCREEN_FIXTURE_NOW);
    screen_fixture_start(fixture, LANGUAGE_EN, 24, 80);
    app_push(&fixture->app, browser_new(&fixture->app));
    screen_fixture_rest(fixture);
    ck_assert_int_eq(chdir(fixture->folder), 0);
}

static void end(struct screen_fixture *fixture)
{
    ck_assert_int_eq(chdir("/"), 0);
    screen_fixture_clear(fixture);
}

static void expect_file(const char *path, const char *text)
{
    struct buffer bytes = {0};
    ck_ok(file_read(path, 1 << 20, &bytes, &error));
    ck_assert_msg(strstr(bytes.data, text) != NULL, "%s: %s", path, bytes.data);
    buffer_clear(&bytes);
}

START_TEST(one_canvas_into_a_file)
{
    struct screen_fixture fixture;
    start(&fixture);
    screen_fixture_keys(&fixture, "x 'md'");
    ck_assert(screen_fixture_shows(&fixture, "Markdown"));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert(screen_fixture_shows(&fixture, "Our club.md"));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert(screen_fixture_shows(&fixture, "written: "));
    expect_file("Our club.md", "- Stadium");

    ck_ok(file_write("Our club.md", "mine", 4, &error));
    screen_fixture_keys(&fixture, "x Enter"); /* the same format again, another name */
    ck_assert(screen_fixture_shows(&fixture, "Our club 2.md"));
    screen_fixture_keys(&fixture, "Ctrl-U 'Our'");
    screen_fixture_type(&fixture, " club.md");
    screen_fixture_keys(&fixture, "Enter");
    ck_assert(screen_fixture_shows(&fixture, "there already"));
    expect_file("Our club.md", "mine");
    screen_fixture_keys(&fixture, "Enter");
    expect_file("Our club.md", "- Stadium");

    screen_fixture_keys(&fixture, "x Enter Ctrl-U 'plan.csv' Enter"); /* the name says another */
    expect_file("plan.csv", "Channels,Stadium");
    screen_fixture_keys(&fixture, "x 'tobias' Enter Ctrl-U 'plan.txt' Enter"); /* one of two with that extension */
    expect_file("plan.txt", "{channels}");

    screen_fixture_keys(&fixture, "x Enter Ctrl-U 'no/such/place.md' Enter");
    ck_assert(screen_fixture_shows(&fixture, "no/such/place.md"));
    screen_fixture_keys(&fixture, "x Enter Esc x Esc");
    end(&fixture);
}
END_TEST

START_TEST(marked_ones_into_a_folder)
{
    struct screen_fixture fixture;
    start(&fixture);
    screen_fixture_keys(&fixture, "Space Space x 'csv' Enter");
    ck_assert(screen_fixture_shows(&fixture, "2 canvases into the folder"));
    screen_fixture_keys(&fixture, "Enter");
    expect_file("canvases/Our club.csv", "Stadium");
    expect_file("canvases/Bakery.csv", "The shop window");
    end(&fixture);
}
END_TEST

START_TEST(from_the_board_and_an_example)
{
    struct screen_fixture fixture;
    struct view *board;
    start(&fixture);
    screen_fixture_keys(&fixture, "Enter : 'export' Enter 'txt' Enter Ctrl-U 'board.txt' Enter");
    expect_file("board.txt", "- Stadium");
    ck_ok(board_new_example(&fixture.app, "football_club", &board, &error));
    app_push(&fixture.app, board);
    screen_fixture_keys(&fixture, "x"); /* no key of the board's */
    ck_assert(!screen_fixture_shows(&fixture, "Export as"));
    screen_fixture_keys(&fixture, ": 'export' Enter 'html' Enter Ctrl-U 'club.html' Enter");
    expect_file("club.html", "Football club");
    end(&fixture);
}
END_TEST

START_TEST(not_for_guests)
{
    struct screen_fixture fixture;
    start(&fixture);
    fixture.app.session.canvas_id = 1;
    screen_fixture_keys(&fixture, "x");
    ck_assert(screen_fixture_shows(&fixture, "a guest cannot write files here"));
    ck_assert(!screen_fixture_shows(&fixture, "Export as"));
    fixture.app.session.canvas_id = 0;
    end(&fixture);
}
END_TEST

NONET_TEST_MAIN("export_dialog", one_canvas_into_a_file, marked_ones_into_a_folder, from_the_board_and_an_example,
                not_for_guests)
