/*
 * test_layouts.c - every layout of every kind of canvas on the screen: an empty board at two sizes, in turn in Chinese and in
 * English.
 */
#include <stdio.h>
#include <stdlib.h>

#include "board_fixture.h"
#include "check_main.h"

static void check_layouts(struct screen_fixture *fixture, const char *template_id, int rows, int columns,
                          enum language language)
{
    struct error error;
    struct template *template;
    ck_ok(template_load(template_id, &template, &error));
    int64_t canvas_id = screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW, template_id, "Trial 试画", "");
    for (size_t i = 0; i < template->layout_count; i++) {
        screen_fixture_start(fixture, language, rows, columns);
        view_state_set(fixture->store, &fixture->session, canvas_id, "layout", template->layout[i].id);
        view_state_set(fixture->store, &fixture->session, canvas_id, "sidebar", "0");
        board_fixture_open(fixture, canvas_id);
        char name[128];
        snprintf(name, sizeof name, "layout_%s_%s_%dx%d", template_id, template->layout[i].id, columns, rows);
        screen_fixture_golden(fixture, name);
    }
    template_free(template);
}

START_TEST(every_layout_is_drawn)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    setenv("NONET_DATA", NONET_SOURCE_DIR "/data", 1); /* all kinds, not the fixture's two */
    struct error error;
    struct data_file *info;
    size_t count;
    ck_ok(template_list(&info, &count, &error));
    for (size_t i = 0; i < count; i++) {
        check_layouts(&fixture, info[i].id, 24, 80, i % 2 ? LANGUAGE_EN : LANGUAGE_ZH);
        check_layouts(&fixture, info[i].id, 50, 160, i % 2 ? LANGUAGE_ZH : LANGUAGE_EN);
    }
    data_files_free(info, count);
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("layouts", every_layout_is_drawn)
