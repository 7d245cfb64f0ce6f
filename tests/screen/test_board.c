#include "screen_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board.h"
#include "check_main.h"

static struct board *open_example(struct screen_fixture *fixture, const char *id)
{
    struct error error;
    struct view *view;
    ck_ok(board_new_example(&fixture->app, id, &view, &error));
    app_push(&fixture->app, view);
    screen_fixture_rest(fixture);
    return board_of(view);
}

static const struct {
    int rows, columns;
} sizes[] = {{16, 40}, {20, 60}, {24, 80}, {40, 120}, {60, 200}};

START_TEST(grid_looks_as_designed)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        for (size_t i = 0; i < COUNT_OF(sizes); i++) {
            char name[64];
            screen_fixture_start(&fixture, (enum language)language, sizes[i].rows, sizes[i].columns);
            open_example(&fixture, "football_club");
            snprintf(name, sizeof name, "board_%s_%dx%d", language_code((enum language)language), sizes[i].columns,
                     sizes[i].rows);
            screen_fixture_golden(&fixture, name);
        }
    }
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("board", grid_looks_as_designed)
