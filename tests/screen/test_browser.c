/*
 * test_browser.c - the list of canvases: its goldens, and what its keys and the mouse do.
 */
#include "screen_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"

#define HOUR 3600000LL
#define DAY  (24 * HOUR)

static const char fans[] = "customer_segments: Fans and families\ncustomer_segments: 球迷会\n"
                           "customer_segments: Companies\nvalue_propositions: Attractive attacking football\n"
                           "value_propositions: 看球、吃饭、购物一处办齐\nchannels: Stadium and box office\n"
                           "revenue_streams: Match tickets and season passes\nkey_partnerships: Merchandisers\n"
                           "cost_structure: Keeping the team\nparking_lot: A museum?";

static void fill(struct screen_fixture *fixture)
{
    screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW - 400 * DAY, "bmc", "Corner bakery", "channels: The shop window");
    screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW - 30 * DAY, "personal", "我的一年", "key_resources: 懂业务、会开发");
    screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW - 2 * DAY, "bmc", "城东洗衣店：旧衣回收与上门取送的新生意", "");
    screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW - 3 * HOUR, "bmc", "Our club", fans);
    screen_fixture_clock(SCREEN_FIXTURE_NOW);
}

static void start(struct screen_fixture *fixture, size_t screen)
{
    screen_fixture_start(fixture, screen_fixture_sizes[screen].language, screen_fixture_sizes[screen].rows, screen_fixture_sizes[screen].columns);
    app_push(&fixture->app, browser_new(&fixture->app));
    screen_fixture_rest(fixture);
}

static void golden(struct screen_fixture *fixture, const char *what, size_t screen)
{
    char name[80];
    snprintf(name, sizeof name, "browser_%s_%s", what, screen_fixture_sizes[screen].name);
    screen_fixture_golden(fixture, name);
}

START_TEST(first_start_says_what_to_press)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (size_t i = 0; i < COUNT_OF(screen_fixture_sizes); i++) {
        start(&fixture, i);
        golden(&fixture, "first", i);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_states_of_the_list_look_like_their_goldens)
{
    static const struct {
        const char *name, *keys;
    } states[] = {
        {"list", ""},
        {"example", "End"},
        {"marked", "Space Down Space"},
        {"filter", "/ '球迷'"},
        {"filtered", "/ 'club' Enter"},
        {"nothing", "/ 'zebra' Enter"},
        {"sorted", "o o"},
        {"new", "n"},
        {"title", "n Enter 'Tea house'"},
        {"rename", "R"},
        {"trash_empty", "T"},
        {"trashed", "d"},
    };
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    for (size_t i = 0; i < COUNT_OF(screen_fixture_sizes); i++)
        for (size_t k = 0; k < COUNT_OF(states); k++) {
            start(&fixture, i);
            screen_fixture_keys(&fixture, states[k].keys);
            golden(&fixture, states[k].name, i);
            if (strcmp(states[k].name, "sorted") == 0)
                screen_fixture_keys(&fixture, "o");
            if (strcmp(states[k].name, "trashed") == 0) {
                screen_fixture_keys(&fixture, "T");
                golden(&fixture, "trash", i);
                screen_fixture_keys(&fixture, "T u");
            }
        }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(every_size_is_drawn_within_itself)
{
    static const int sizes[][2] = {{12, 32}, {16, 40}, {20, 60}, {30, 89}, {24, 90}, {100, 300}, {12, 300}, {100, 32}};
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        char name[64];
        screen_fixture_start(&fixture, LANGUAGE_ZH, sizes[i][0], sizes[i][1]);
        app_push(&fixture.app, browser_new(&fixture.app));
        screen_fixture_rest(&fixture);
        snprintf(name, sizeof name, "browser_size_%dx%d", sizes[i][1], sizes[i][0]);
        screen_fixture_golden(&fixture, name);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(terminals_without_lines_colours_or_narrow_marks)
{
    static const struct {
        const char *name;
        bool ascii, marks;
        enum text_width width;
    } kinds[] = {{"ascii", true, true, TEXT_NARROW}, {"wide", true, false, TEXT_WIDE}};
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        start(&fixture, 3);
        fixture.app.screen.ascii = kinds[i].ascii;
        fixture.app.screen.marks = kinds[i].marks;
        fixture.app.screen.width = kinds[i].width;
        app_raise(&fixture.app, RAISE_LAYOUT | RAISE_PAINT);
        screen_fixture_keys(&fixture, "Space End Up");
        golden(&fixture, kinds[i].name, 3);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_new_canvas_opens_at_once_and_is_selected_on_return)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "n Enter 'Tea house' Enter");
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "board");
    screen_fixture_keys(&fixture, "q");
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "browser");
    ck_assert(screen_fixture_shows(&fixture, "Tea house"));
    ck_assert(screen_fixture_shows(&fixture, "1 canvas"));
    screen_fixture_clear(&fixture);
}
END_TEST

/* Whoever types it before looking at the kinds. */
START_TEST(a_title_typed_among_the_kinds_is_kept)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "n '我的茶馆' Enter");
    ck_assert(screen_fixture_shows(&fixture, "New: Business Model Canvas"));
    ck_assert(screen_fixture_shows(&fixture, "我的茶馆"));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "board");
    ck_assert(screen_fixture_shows(&fixture, "我的茶馆 · Business Model Canvas"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(enter_opens_the_canvas_and_an_example)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "board");
    ck_assert(screen_fixture_shows(&fixture, "Our club"));
    screen_fixture_keys(&fixture, "q End Enter");
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "board");
    ck_assert(screen_fixture_shows(&fixture, "Small development-team lead"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_copy_of_an_example_is_selected_on_return)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "End Enter a 'mine' Esc q");
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "browser");
    screen_fixture_keys(&fixture, "Enter");
    ck_assert(screen_fixture_shows(&fixture, "mine"));
    screen_fixture_keys(&fixture, "q ~");
    ck_assert(screen_fixture_shows(&fixture, "this key means nothing here"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(what_was_trashed_last_comes_back_first)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "d Space Down Space d");
    ck_assert(screen_fixture_shows(&fixture, "1 canvas"));
    screen_fixture_keys(&fixture, "u");
    ck_assert(screen_fixture_shows(&fixture, "3 canvases"));
    ck_assert(!screen_fixture_shows(&fixture, "Our club"));
    screen_fixture_keys(&fixture, "u");
    ck_assert(screen_fixture_shows(&fixture, "4 canvases"));
    ck_assert(screen_fixture_shows(&fixture, "Our club"));
    screen_fixture_keys(&fixture, "u");
    ck_assert(screen_fixture_shows(&fixture, "Nothing was trashed here"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_trash_gives_back_what_is_chosen)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "d d T");
    ck_assert(screen_fixture_shows(&fixture, "2 canvases"));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert(screen_fixture_shows(&fixture, "1 canvas"));
    screen_fixture_keys(&fixture, "u");
    ck_assert(screen_fixture_shows(&fixture, "1 canvas"));
    screen_fixture_keys(&fixture, "Enter q");
    ck_assert(screen_fixture_shows(&fixture, "4 canvases"));
    ck_assert(!fixture.app.leaving);
    screen_fixture_keys(&fixture, "q");
    ck_assert(fixture.app.leaving);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_filter_finds_titles_and_notes_and_esc_shows_all)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "/ 'shop window'");
    ck_assert(screen_fixture_shows(&fixture, "Corner bakery"));
    ck_assert(screen_fixture_shows(&fixture, "1 of 4"));
    ck_assert_int_eq(fixture.app.screen.caret_row, 23);
    screen_fixture_keys(&fixture, "Ctrl-U '洗衣'");
    ck_assert(screen_fixture_shows(&fixture, "旧衣回收"));
    ck_assert(!screen_fixture_shows(&fixture, "Corner bakery"));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_int_eq(fixture.app.screen.caret_row, -1);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert(screen_fixture_shows(&fixture, "4 canvases"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_sort_is_remembered)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "o o");
    ck_assert(screen_fixture_shows(&fixture, "by title"));
    start(&fixture, 0);
    ck_assert(screen_fixture_shows(&fixture, "by title"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_selection_stays_with_its_canvas_when_others_work)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 2);
    screen_fixture_keys(&fixture, "End Up Up");
    ck_assert(screen_fixture_shows(&fixture, "The shop window")); /* the preview of the oldest */
    screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "bmc", "Brand new", "channels: By post");
    struct event changed = {.type = EVENT_CHANGED};
    app_event(&fixture.app, &changed);
    ck_assert(screen_fixture_shows(&fixture, "Brand new"));
    ck_assert(screen_fixture_shows(&fixture, "The shop window"));
    ck_assert(!screen_fixture_shows(&fixture, "By post"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_click_selects_two_open_and_the_wheel_scrolls)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 2);
    screen_fixture_mouse(&fixture, MOUSE_PRESS, 5, 10, false);
    ck_assert(screen_fixture_shows(&fixture, "The shop window"));
    screen_fixture_mouse(&fixture, MOUSE_PRESS, 2, 10, true);
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "board");
    screen_fixture_start(&fixture, LANGUAGE_EN, 12, 40);
    app_push(&fixture.app, browser_new(&fixture.app));
    ck_assert(screen_fixture_shows(&fixture, "Our club"));
    for (int i = 0; i < 10; i++)
        screen_fixture_mouse(&fixture, MOUSE_WHEEL_DOWN, 5, 5, false);
    ck_assert(screen_fixture_shows(&fixture, "Small development-team"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_selected_row_alone_is_reversed)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "Down");
    for (int row = 2; row < 6; row++)
        for (int column = 0; column < 80; column += 79) {
            const struct cell *cell = &fixture.app.screen.cell[row * 80 + column];
            ck_assert_int_eq(cell->style.role == ROLE_SELECTION, row == 3);
        }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(who_is_in_a_canvas_stands_beside_it)
{
    struct screen_fixture fixture;
    struct error error;
    struct live *other;
    int64_t actor_id;
    screen_fixture_init(&fixture);
    fill(&fixture);
    int64_t canvas_id = screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "bmc", "Shared", "");
    ck_ok(person_find(fixture.store, "阿波", &actor_id, &error));
    start(&fixture, 0);
    ck_assert(!screen_fixture_shows(&fixture, "阿波"));
    ck_ok(live_open(&other, fixture.store, actor_id, "阿波", &error));
    ck_ok(live_presence_set(other, canvas_id, "channels", 0, &error));
    struct event changed = {.type = EVENT_CHANGED};
    app_event(&fixture.app, &changed);
    ck_assert(screen_fixture_shows(&fixture, "Shared  阿波"));
    ck_assert(fixture.app.others > 0);
    live_close(other);
    app_event(&fixture.app, &changed);
    ck_assert(!screen_fixture_shows(&fixture, "阿波"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_long_library_is_read_in_pages)
{
    struct screen_fixture fixture;
    struct error error;
    struct template *template;
    int64_t canvas_id;
    screen_fixture_init(&fixture);
    ck_ok(template_load("bmc", &template, &error));
    for (int i = 1; i <= 500; i++) {
        char title[32];
        snprintf(title, sizeof title, "Plan %03d", i);
        ck_ok(canvas_create(fixture.store, &fixture.session, title, template, &canvas_id, &error));
    }
    template_free(template);
    start(&fixture, 0);
    ck_assert(screen_fixture_shows(&fixture, "500 canvases"));
    ck_assert(screen_fixture_shows(&fixture, "Plan 500"));
    screen_fixture_keys(&fixture, "End");
    for (int i = 0; i < 12; i++)
        screen_fixture_keys(&fixture, "Up");
    ck_assert(screen_fixture_shows(&fixture, "Plan 010"));
    screen_fixture_keys(&fixture, "d");
    ck_assert(!screen_fixture_shows(&fixture, "11  Plan 011"));
    ck_assert(screen_fixture_shows(&fixture, "Plan 010"));
    screen_fixture_keys(&fixture, "u"); /* what is brought back has changed last */
    ck_assert(screen_fixture_shows(&fixture, "500 canvases"));
    ck_assert(screen_fixture_shows(&fixture, "11  Plan 011"));
    ck_assert(screen_fixture_shows(&fixture, "Plan 500"));
    screen_fixture_keys(&fixture, "PageDown Home");
    ck_assert(screen_fixture_shows(&fixture, "Plan 499"));
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- searching while one types ---------------------------------------------------------------------- */

static bool waits(const struct app *app)
{
    (void)app;
    return true;
}

static void add_many(struct screen_fixture *fixture, size_t count)
{
    struct error error;
    struct template *template;
    int64_t canvas_id;
    struct note_new *note = memory_new(count, sizeof *note);
    for (size_t i = 0; i < count; i++)
        note[i] = (struct note_new){.block = 0, .text = i + 1 == count ? "the needle 针" : "hay"};
    ck_ok(template_load("bmc", &template, &error));
    ck_ok(canvas_create(fixture->store, &fixture->session, "Stack", template, &canvas_id, &error));
    ck_ok(canvas_notes_add(fixture->store, &fixture->session, canvas_id, template, note, count, 0, NULL, &error));
    template_free(template);
    free(note);
}

START_TEST(a_search_gives_way_to_the_next_key_and_is_taken_up_again)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    add_many(&fixture, 2000);
    start(&fixture, 0);
    fixture.app.keys_wait = waits;
    screen_fixture_keys(&fixture, "/ '针'");
    char *dump = NULL;
    struct buffer out = {0};
    screen_dump(&fixture.app.screen, &out); /* as it is between two keys: the list has not followed yet */
    dump = buffer_take(&out);
    ck_assert(strstr(dump, "Corner bakery") != NULL);
    ck_assert(strstr(dump, "/ 针") != NULL);
    free(dump);
    fixture.app.keys_wait = NULL;
    ck_assert(screen_fixture_shows(&fixture, "1 of 5"));
    ck_assert(screen_fixture_shows(&fixture, "the needle 针"));
    ck_assert(!screen_fixture_shows(&fixture, "Corner bakery"));
    fixture.app.keys_wait = waits; /* Enter ends the typing, so it waits for the whole answer */
    screen_fixture_keys(&fixture, "Esc / 'hay' Enter");
    ck_assert(screen_fixture_shows(&fixture, "1 of 5"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(what_was_searched_for_is_shown_under_its_block_and_entered)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fill(&fixture);
    start(&fixture, 0);
    screen_fixture_keys(&fixture, "/ 'tick' Enter");
    ck_assert(screen_fixture_shows(&fixture, "5 Revenue Streams"));
    ck_assert(screen_fixture_shows(&fixture, "1 note found"));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert(screen_fixture_shows(&fixture, "1 of 1 found"));
    ck_assert(screen_fixture_shows(&fixture, ">· Match tickets"));
    screen_fixture_clear(&fixture);
}
END_TEST

/* The pointer beside a dialog is on nothing of it, though its row is. */
START_TEST(a_click_beside_a_list_takes_nothing)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    app_push(&fixture.app, browser_new(&fixture.app));
    screen_fixture_keys(&fixture, "n");
    ck_assert_uint_eq(fixture.app.view_count, 2);
    for (int row = 0; row < 24; row++)
        screen_fixture_mouse(&fixture, MOUSE_PRESS, row, 0, true);
    ck_assert_uint_eq(fixture.app.view_count, 2);
    ck_assert(screen_fixture_shows(&fixture, "New canvas"));
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("browser", first_start_says_what_to_press, the_states_of_the_list_look_like_their_goldens,
                every_size_is_drawn_within_itself, terminals_without_lines_colours_or_narrow_marks,
                a_new_canvas_opens_at_once_and_is_selected_on_return,
                a_title_typed_among_the_kinds_is_kept,
                enter_opens_the_canvas_and_an_example,
                the_copy_of_an_example_is_selected_on_return, what_was_trashed_last_comes_back_first,
                the_trash_gives_back_what_is_chosen, the_filter_finds_titles_and_notes_and_esc_shows_all,
                the_sort_is_remembered, the_selection_stays_with_its_canvas_when_others_work,
                a_click_selects_two_open_and_the_wheel_scrolls, the_selected_row_alone_is_reversed,
                who_is_in_a_canvas_stands_beside_it, a_long_library_is_read_in_pages,
                a_search_gives_way_to_the_next_key_and_is_taken_up_again,
                what_was_searched_for_is_shown_under_its_block_and_entered, a_click_beside_a_list_takes_nothing)
