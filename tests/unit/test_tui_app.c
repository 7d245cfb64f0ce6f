/*
 * test_tui_app.c - the view stack, the way of keys to commands and text, messages, the end of a turn.
 */
#include <string.h>

#include "app.h"
#include "check_main.h"

/* A view that writes down what it is asked. */
struct probe {
    struct view view;
    struct buffer log;
    enum context context;
    bool *freed;
    bool passes;
    int64_t deadline;
};

static struct probe *probe_of(const struct view *view)
{
    return (struct probe *)(uintptr_t)view;
}

static enum context probe_context(const struct view *view)
{
    return probe_of(view)->context;
}

static enum handled probe_command(struct view *view, struct app *app, enum command command)
{
    buffer_printf(&probe_of(view)->log, "%s ", command_info(command)->name);
    if (command == COMMAND_NOTE_TRASH)
        app_pop(app);
    return probe_of(view)->passes ? PASSED : HANDLED;
}

static void probe_text(struct view *view, struct app *app, const char *text, size_t length)
{
    (void)app;
    buffer_printf(&probe_of(view)->log, "“%.*s” ", (int)length, text);
}

static bool probe_feed(struct view *view, struct app *app)
{
    (void)app;
    buffer_add(&probe_of(view)->log, "feed ");
    return true;
}

static void probe_layout(struct view *view, struct app *app, struct rectangle area)
{
    (void)app;
    buffer_printf(&probe_of(view)->log, "layout %dx%d ", area.rows, area.columns);
}

static void probe_paint(struct view *view, struct app *app, struct screen *screen)
{
    static const struct hint hints[] = {
        {COMMAND_NOTE_ADD, "new note"}, {COMMAND_NOTE_EDIT, "edit"}, {COMMAND_NOTE_MOVE, "move it away"}};
    buffer_add(&probe_of(view)->log, "paint ");
    app_paint_top(app, screen, "left 左边", "right");
    app_paint_hints(app, screen, hints, COUNT_OF(hints));
}

static void probe_tick(struct view *view, struct app *app, int64_t now)
{
    (void)app;
    (void)now;
    probe_of(view)->deadline = 0;
    buffer_add(&probe_of(view)->log, "tick ");
}

static int64_t probe_deadline(const struct view *view)
{
    return probe_of(view)->deadline;
}

static void probe_covered(struct view *view, struct app *app)
{
    (void)app;
    buffer_add(&probe_of(view)->log, "covered ");
}

static void probe_free(struct view *view, struct app *app)
{
    (void)app;
    struct probe *probe = probe_of(view);
    if (probe->freed)
        *probe->freed = true;
    buffer_clear(&probe->log);
    free(probe);
}

static const struct view_type probe_type = {
    .name = "probe",
    .context = probe_context,
    .command = probe_command,
    .text = probe_text,
    .feed = probe_feed,
    .layout = probe_layout,
    .paint = probe_paint,
    .tick = probe_tick,
    .deadline = probe_deadline,
    .covered = probe_covered,
    .free = probe_free,
};

static struct probe *setup(struct app *app, int rows, int columns)
{
    const struct tui_options options = {.actor_id = 1, .actor_name = "Ana"};
    app_init(app, &options, rows, columns);
    struct probe *probe = memory_new(1, sizeof *probe);
    probe->view.type = &probe_type;
    probe->context = IN_BOARD;
    app_push(app, &probe->view);
    app_settle(app);
    buffer_reset(&probe->log);
    return probe;
}

static void press(struct app *app, const char *name)
{
    struct event event = {.type = EVENT_KEY};
    ck_assert(key_parse(name, strlen(name), &event.key));
    app_event(app, &event);
}

static void expect_row(const struct app *app, int row, const char *wanted)
{
    struct buffer out = {0};
    screen_dump(&app->screen, &out);
    char *line = out.data;
    for (int i = 0; i < row; i++)
        line = strchr(line, '\n') + 1;
    *strchr(line, '\n') = '\0';
    ck_assert_str_eq(line, wanted);
    buffer_clear(&out);
}

START_TEST(test_keys_become_commands_or_text)
{
    static const struct {
        enum context context;
        const char *key, *log;
    } cases[] = {
        {IN_BOARD, "a", "add "},       {IN_BOARD, "ａ", "add "},    {IN_BOARD, "：", "command "},
        {IN_BOARD, "中", "“中” "},     {IN_BOARD, "ｂ", "“ｂ” "},   {IN_EDITOR, "ａ", "“ａ” "},
        {IN_EDITOR, "a", "“a” "},      {IN_LIST, "：", "“：” "},    {IN_TARGET, "３", "“3” "},
        {IN_TARGET, "Up", "up "},      {IN_BOARD, "F7", ""},        {IN_FIELD, "Ctrl-W", "kill-word "},
        {IN_EDITOR, "Space", "“ ” "},  {IN_BOARD, "Space", "mark "},
    };
    struct app app;
    struct probe *probe = setup(&app, 24, 80);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        probe->context = cases[i].context;
        buffer_reset(&probe->log);
        press(&app, cases[i].key);
        ck_assert_msg(strcmp(buffer_text(&probe->log), cases[i].log) == 0, "%s in %u: %s", cases[i].key,
                      (unsigned)cases[i].context, buffer_text(&probe->log));
    }
    app_clear(&app);
}
END_TEST

START_TEST(test_a_turn_without_cause_paints_nothing)
{
    struct app app;
    struct probe *probe = setup(&app, 24, 80);
    ck_assert(!app_settle(&app));
    press(&app, "F7");
    ck_assert(!app_settle(&app));
    ck_assert_str_eq(buffer_text(&probe->log), "");
    press(&app, "a");
    ck_assert(app_settle(&app));
    ck_assert_str_eq(buffer_text(&probe->log), "add paint ");
    buffer_reset(&probe->log);
    app_event(&app, &(struct event){.type = EVENT_CHANGED});
    ck_assert(app_settle(&app));
    ck_assert_str_eq(buffer_text(&probe->log), "feed layout 22x80 paint ");
    app_clear(&app);
}
END_TEST

START_TEST(test_a_view_may_pop_itself)
{
    struct app app;
    struct probe *probe = setup(&app, 24, 80);
    bool freed = false;
    probe->freed = &freed;
    press(&app, "d");
    ck_assert(!freed);
    ck_assert(app.leaving);
    app_settle(&app);
    ck_assert(freed);
    press(&app, "d"); /* nobody is there */
    app_clear(&app);
}
END_TEST

START_TEST(test_defaults_of_the_program)
{
    struct app app;
    struct probe *probe = setup(&app, 24, 80);
    probe->passes = true;
    press(&app, "Esc");
    ck_assert(!app.leaving);
    ck_assert_uint_eq(app.view_count, 1);
    press(&app, "Ctrl-Z");
    ck_assert(app.suspend_wanted);
    press(&app, "?");
    ck_assert_uint_eq(app.view_count, 2);
    ck_assert_ptr_nonnull(strstr(buffer_text(&probe->log), "covered"));
    press(&app, "q");
    ck_assert_uint_eq(app.view_count, 1);
    app_settle(&app);
    press(&app, "Ctrl-L");
    ck_assert(app.raised & RAISE_REDRAW);
    press(&app, "Ctrl-C");
    ck_assert_int_gt(app.message_until, 0);
    app_command(&app, COMMAND_MOUSE);
    ck_assert(!app.mouse_wanted);
    press(&app, "q");
    ck_assert(app.leaving);
    app_clear(&app);
}
END_TEST

START_TEST(test_the_two_bars)
{
    static const struct {
        int columns;
        const char *top, *bottom;
    } cases[] = {
        {80, " left 左边                                                                right",
         " a new note  Enter edit  m move it away  : command  ? help"},
        {50, " left 左边                                  right", " a new note  Enter edit  : command  ? help"},
        {32, " left 左边                right", " a new note  : command  ? help"},
    };
    struct app app;
    setup(&app, 24, 80);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        app_event(&app, &(struct event){.type = EVENT_RESIZE, .rows = 24, .columns = cases[i].columns});
        app_settle(&app);
        expect_row(&app, 0, cases[i].top);
        expect_row(&app, 23, cases[i].bottom);
    }
    app_clear(&app);
}
END_TEST

START_TEST(test_a_message_stands_for_a_while)
{
    struct app app;
    setup(&app, 24, 80);
    struct error error;
    ck_assert(app_check(&app, STATUS_OK, &error));
    ck_assert(!app_check(&app, error_set(&error, STATUS_FULL, "No space left."), &error));
    app_settle(&app);
    expect_row(&app, 23, " No space left.");
    int64_t until = app_deadline(&app);
    ck_assert_int_gt(until, time_steady() + 3000);
    app.message_until = time_steady() - 1;
    app_event(&app, &(struct event){.type = EVENT_TICK});
    ck_assert(app_settle(&app));
    expect_row(&app, 23, " a new note  Enter edit  m move it away  : command  ? help");
    ck_assert_int_eq(app_deadline(&app), 0);
    app_clear(&app);
}
END_TEST

START_TEST(test_too_small_says_so_and_still_works)
{
    struct app app;
    struct probe *probe = setup(&app, 11, 40);
    expect_row(&app, 4, "               too small");
    expect_row(&app, 5, "           nonet needs 32×12");
    ck_assert_str_eq(buffer_text(&probe->log), "");
    press(&app, "a");
    ck_assert_str_eq(buffer_text(&probe->log), "add ");
    for (int size = 1; size < 40; size++) {
        app_event(&app, &(struct event){.type = EVENT_RESIZE, .rows = size, .columns = size});
        ck_assert(app_settle(&app));
    }
    app_clear(&app);
}
END_TEST

START_TEST(test_a_wide_terminal_gets_ascii_borders)
{
    struct app app;
    setup(&app, 24, 80);
    app_event(&app, &(struct event){.type = EVENT_CURSOR, .rows = 2, .columns = 2});
    ck_assert(!app.screen.ascii);
    app_event(&app, &(struct event){.type = EVENT_CURSOR, .rows = 2, .columns = 3});
    ck_assert(app.screen.ascii);
    ck_assert_int_eq(app.screen.width, TEXT_WIDE);
    ck_assert(app.raised & RAISE_REDRAW);
    app_clear(&app);
}
END_TEST

START_TEST(test_ticks_reach_views_whose_time_has_come)
{
    struct app app;
    struct probe *probe = setup(&app, 24, 80);
    probe->deadline = time_steady() + 100000;
    ck_assert_int_eq(app_deadline(&app), probe->deadline);
    app_event(&app, &(struct event){.type = EVENT_TICK});
    ck_assert_str_eq(buffer_text(&probe->log), "");
    probe->deadline = 1;
    app_event(&app, &(struct event){.type = EVENT_TICK});
    ck_assert_str_eq(buffer_text(&probe->log), "tick ");
    app_clear(&app);
}
END_TEST

NONET_TEST_MAIN("tui_app", test_keys_become_commands_or_text, test_a_turn_without_cause_paints_nothing,
                test_a_view_may_pop_itself, test_defaults_of_the_program, test_the_two_bars,
                test_a_message_stands_for_a_while, test_too_small_says_so_and_still_works,
                test_a_wide_terminal_gets_ascii_borders, test_ticks_reach_views_whose_time_has_come)
