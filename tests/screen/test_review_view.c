/*
 * test_review_view.c - the findings of a review as a list: what it shows and where it leads.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "board/review_view.h"
#include "screen_fixture.h"

static struct error error;

struct jumped {
    int times;
    int64_t note_id;
    int block;
    bool prime_link;
};

static void jump(void *context, struct app *app, int64_t note_id, int block, bool prime_link)
{
    struct jumped *jumped = context;
    ck_assert_ptr_nonnull(app_top(app));
    ck_assert_str_eq(app_top(app)->type->name, "ground"); /* the list is gone already */
    *jumped = (struct jumped){jumped->times + 1, note_id, block, prime_link};
}

struct desk {
    struct screen_fixture screen;
    int64_t canvas_id, note[7];
    struct jumped jumped;
};

static void desk_init(struct desk *desk)
{
    struct snapshot *snapshot;
    *desk = (struct desk){0};
    screen_fixture_init(&desk->screen);
    desk->canvas_id = screen_fixture_canvas(
        &desk->screen, SCREEN_FIXTURE_NOW - 7200000, "bmc", "Our club",
        "customer_segments: Fans and families who come by train\ncustomer_segments: 球迷会\ncustomer_segments: C\n"
        "customer_segments: D\ncustomer_segments: E\ncustomer_segments: F\ncustomer_segments: G");
    ck_ok(snapshot_load(desk->screen.store, &desk->screen.session, desk->canvas_id, &snapshot, &error));
    for (size_t i = 0; i < COUNT_OF(desk->note); i++)
        desk->note[i] = snapshot_block(snapshot, 0)->note[i]->id;
    snapshot_free(snapshot);
    screen_fixture_clock(SCREEN_FIXTURE_NOW);
}

static void start(struct desk *desk, enum language language, int rows, int columns)
{
    screen_fixture_start(&desk->screen, language, rows, columns);
    screen_fixture_ground(&desk->screen);
    app_push(&desk->screen.app, review_view_new(&desk->screen.app, desk->screen.store, &desk->screen.session,
                                                desk->canvas_id, jump, &desk->jumped));
    app_raise(&desk->screen.app, RAISE_LAYOUT | RAISE_PAINT);
    screen_fixture_rest(&desk->screen);
}

static const struct {
    enum language language;
    int rows, columns;
    const char *name;
} screens[] = {
    {LANGUAGE_EN, 24, 80, "review_en_80x24"},
    {LANGUAGE_ZH, 24, 80, "review_zh_80x24"},
    {LANGUAGE_EN, 12, 32, "review_en_32x12"},
};

START_TEST(test_findings_stand_under_their_severity)
{
    for (size_t i = 0; i < COUNT_OF(screens); i++) {
        struct desk desk;
        desk_init(&desk);
        start(&desk, screens[i].language, screens[i].rows, screens[i].columns);
        screen_fixture_golden(&desk.screen, screens[i].name);
        screen_fixture_clear(&desk.screen);
    }
}
END_TEST

START_TEST(test_enter_leads_to_the_first_note)
{
    struct desk desk;
    desk_init(&desk);
    start(&desk, LANGUAGE_EN, 24, 80);
    screen_fixture_keys(&desk.screen, "Enter");
    ck_assert_int_eq(desk.jumped.times, 1);
    ck_assert_int_eq(desk.jumped.note_id, desk.note[0]);
    ck_assert_int_eq(desk.jumped.block, 0);
    ck_assert(desk.jumped.prime_link);
    ck_assert(!screen_fixture_shows(&desk.screen, "Review"));
    screen_fixture_clear(&desk.screen);
}
END_TEST

START_TEST(test_a_note_below_the_rule_can_be_picked)
{
    struct desk desk;
    desk_init(&desk);
    start(&desk, LANGUAGE_EN, 24, 80);
    ck_assert(screen_fixture_shows(&desk.screen, "and 2 more"));
    screen_fixture_keys(&desk.screen, "Down j Enter");
    ck_assert_int_eq(desk.jumped.note_id, desk.note[1]);
    screen_fixture_clear(&desk.screen);
}
END_TEST

START_TEST(test_an_empty_block_is_led_to_as_well)
{
    struct desk desk;
    desk_init(&desk);
    start(&desk, LANGUAGE_EN, 24, 80);
    for (int i = 0; i < 100 && !screen_fixture_shows(&desk.screen, "    Value Propositions"); i++)
        screen_fixture_keys(&desk.screen, "Down");
    ck_assert(screen_fixture_shows(&desk.screen, "    Value Propositions"));
    char *dump = screen_fixture_dump(&desk.screen);
    int row = 0;
    for (char *line = strtok(dump, "\n"); line && !strstr(line, "    Value Propositions"); line = strtok(NULL, "\n"))
        row++;
    free(dump);
    screen_fixture_mouse(&desk.screen, MOUSE_PRESS, row, 20, false);
    screen_fixture_keys(&desk.screen, "Enter");
    ck_assert_int_eq(desk.jumped.times, 1);
    ck_assert_int_eq(desk.jumped.note_id, 0);
    ck_assert_int_eq(desk.jumped.block, 1);
    ck_assert(!desk.jumped.prime_link);
    screen_fixture_clear(&desk.screen);
}
END_TEST

START_TEST(test_it_follows_the_store_and_every_key_is_harmless)
{
    struct desk desk;
    desk_init(&desk);
    start(&desk, LANGUAGE_EN, 24, 80);
    screen_fixture_keys(&desk.screen, "PageDown PageDown PageDown PageUp Up k j x ");
    ck_ok(canvas_notes_set_alive(desk.screen.store, &desk.screen.session, desk.note, 7, false, &error));
    app_raise(&desk.screen.app, RAISE_FEED);
    screen_fixture_rest(&desk.screen);
    ck_assert(!screen_fixture_shows(&desk.screen, "Errors"));
    ck_assert(screen_fixture_shows(&desk.screen, "Warnings (1)"));
    screen_fixture_keys(&desk.screen, "Esc");
    ck_assert(!screen_fixture_shows(&desk.screen, "Review"));
    ck_assert_int_eq(desk.jumped.times, 0);
    screen_fixture_clear(&desk.screen);
}
END_TEST

START_TEST(test_what_may_not_be_seen_is_said)
{
    struct desk desk;
    desk_init(&desk);
    desk.screen.session.canvas_id = desk.canvas_id + 1;
    start(&desk, LANGUAGE_EN, 24, 80);
    ck_assert(screen_fixture_shows(&desk.screen, "not part of this session"));
    screen_fixture_keys(&desk.screen, "Enter Down Up");
    ck_assert_int_eq(desk.jumped.times, 0);
    screen_fixture_clear(&desk.screen);
}
END_TEST

NONET_TEST_MAIN("review_view", test_findings_stand_under_their_severity, test_enter_leads_to_the_first_note,
                test_a_note_below_the_rule_can_be_picked, test_an_empty_block_is_led_to_as_well,
                test_it_follows_the_store_and_every_key_is_harmless, test_what_may_not_be_seen_is_said)
