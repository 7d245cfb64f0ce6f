/*
 * test_tui_dialogs.c - the dialogs, the palette and the help, as they look and what they answer.
 */
#include <stdio.h>
#include <string.h>

#include "app.h"
#include "check_main.h"
#include "dialog/dialog.h"

/* What stands below the dialogs. */
struct ground {
    struct view view;
    enum command last;
    struct buffer answer;
};

static enum context ground_context(const struct view *view)
{
    (void)view;
    return IN_BOARD;
}

static enum handled ground_command(struct view *view, struct app *app, enum command command)
{
    (void)app;
    ((struct ground *)view)->last = command;
    return command == COMMAND_NOTE_ADD ? HANDLED : PASSED;
}

static void ground_paint(struct view *view, struct app *app, struct screen *screen)
{
    (void)view;
    (void)app;
    for (int row = 0; row < screen->rows; row++)
        screen_string(screen, row, 0, screen->columns, "中中中中中中中中中中中中中中中中中中中中", STYLE(ROLE_TEXT));
}

static void ground_free(struct view *view, struct app *app)
{
    (void)app;
    buffer_clear(&((struct ground *)view)->answer);
    free(view);
}

static const struct view_type ground_type = {
    .name = "ground",
    .context = ground_context,
    .command = ground_command,
    .paint = ground_paint,
    .free = ground_free,
};

static struct ground *setup(struct app *app, int rows, int columns)
{
    const struct tui_options options = {.actor_id = 1, .actor_name = "Ana"};
    app_init(app, &options, rows, columns);
    struct ground *ground = memory_new(1, sizeof *ground);
    ground->view.type = &ground_type;
    app_push(app, &ground->view);
    return ground;
}

static void press(struct app *app, const char *names)
{
    for (const char *at = names; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        struct event event = {.type = EVENT_KEY};
        ck_assert(key_parse(at, strcspn(at, " "), &event.key));
        app_event(app, &event);
        app_settle(app);
    }
}

static void expect_screen(struct app *app, const char *wanted)
{
    struct buffer out = {0};
    app_settle(app);
    screen_dump(&app->screen, &out);
    ck_assert_str_eq(buffer_text(&out), wanted);
    buffer_clear(&out);
}

static void line_done(void *context, struct app *app, const char *text)
{
    (void)app;
    struct ground *ground = context;
    buffer_printf(&ground->answer, "<%s>", text ? text : "NULL");
}

static void choice_done(void *context, struct app *app, int chosen, const char *typed)
{
    (void)app;
    struct ground *ground = context;
    buffer_printf(&ground->answer, "<%d %s>", chosen, typed ? typed : "NULL");
}

START_TEST(test_a_line_is_asked_for)
{
    struct app app;
    struct ground *ground = setup(&app, 12, 40);
    app_push(&app, dialog_line_new(&app, "重命名", "old 名", "rename", line_done, ground));
    expect_screen(&app, "中中中中中中中中中中中中中中中中中中中中\n"
                        "中中中中中中中中中中中中中中中中中中中中\n"
                        "中中中中中中中中中中中中中中中中中中中中\n"
                        "┌ 重命名 ──────────────────────────────┐\n"
                        "│ old 名                               │\n"
                        "│                                      │\n"
                        "│ Enter rename  Esc cancel             │\n"
                        "└──────────────────────────────────────┘\n"
                        "中中中中中中中中中中中中中中中中中中中中\n"
                        "中中中中中中中中中中中中中中中中中中中中\n"
                        "中中中中中中中中中中中中中中中中中中中中\n"
                        "\n"); /* whose keys do not work now */
    ck_assert_int_eq(app.screen.caret_row, 4);
    ck_assert_int_eq(app.screen.caret_column, 8);
    press(&app, "Ctrl-U n e w Left Backspace Enter");
    ck_assert_str_eq(buffer_text(&ground->answer), "<nw>");
    ck_assert_uint_eq(app.view_count, 1);
    app_push(&app, dialog_line_new(&app, "t", NULL, "v", line_done, ground));
    const struct event paste = {.type = EVENT_PASTE, .text = "a\r\nb\n", .length = 5};
    app_event(&app, &paste);
    press(&app, "Enter");
    app_push(&app, dialog_line_new(&app, "t", "x", "v", line_done, ground));
    press(&app, "Esc");
    ck_assert_str_eq(buffer_text(&ground->answer), "<nw><a b><NULL>");
    app_clear(&app);
}
END_TEST

START_TEST(test_a_long_line_scrolls_to_the_caret)
{
    struct app app;
    struct ground *ground = setup(&app, 12, 32);
    app_push(&app, dialog_line_new(&app, "t", "0123456789中文字中文字中文字中文字", "ok", line_done, ground));
    app_settle(&app);
    ck_assert_int_lt(app.screen.caret_column, 31);
    ck_assert_int_gt(app.screen.caret_column, 26);
    press(&app, "Home");
    ck_assert_int_eq(app.screen.caret_column, 2);
    app_clear(&app);
}
END_TEST

static const struct choice colours[] = {
    {"none", NULL, ROLE_TEXT, false, COMMAND_NONE},
    {"yellow", "warm", ROLE_YELLOW, true, COMMAND_NONE},
    {"red", "loud", ROLE_RED, false, COMMAND_NONE},
    {"蓝色", "blue", ROLE_BLUE, false, COMMAND_NONE},
};

START_TEST(test_choices_are_shown)
{
    struct app app;
    struct ground *ground = setup(&app, 12, 40);
    app_push(&app, dialog_choice_new(&app, "Colour", colours, 4, 1, false, "take", choice_done, ground));
    app_settle(&app);
    app.screen.marks = true;
    app_raise(&app, RAISE_PAINT);
    expect_screen(&app, "中中中中中中中中中中中中中中中中中中中中\n"
                        "中中中中中中中中中中中中中中中中中中中中\n"
                        "┌ Colour ──────────────────────────────┐\n"
                        "│                                      │\n"
                        "│     none                             │\n"
                        "│ ✓ y yellow  warm                     │\n"
                        "│   r red     loud                     │\n"
                        "│   b 蓝色    blue                     │\n"
                        "│ Enter take  Esc cancel               │\n"
                        "└──────────────────────────────────────┘\n"
                        "中中中中中中中中中中中中中中中中中中中中\n"
                        "\n"); /* whose keys do not work now */
    press(&app, "Enter");
    ck_assert_str_eq(buffer_text(&ground->answer), "<1 >");
    app_clear(&app);
}
END_TEST

START_TEST(test_choices_are_filtered_and_taken)
{
    static const struct {
        bool free_text;
        const char *keys, *answer;
    } cases[] = {
        {false, "Down Enter", "<1 >"},         {false, "Up Enter", "<0 >"},
        {false, "r e Enter", "<2 re>"},        {false, "l o u Enter", "<2 lou>"},
        {false, "B L U E Enter", "<3 BLUE>"},  {false, "蓝 Enter", "<3 蓝>"},
        {false, "y w Enter", "<1 yw>"},        {false, "x x Enter", ""},
        {false, "x x Enter Ctrl-U Enter", "<0 >"}, {false, "Esc", "<-1 NULL>"},
        {false, "r e Tab Enter", "<2 red>"},   {true, "n e w Enter", "<-1 new>"},
        {true, "r e Down Enter", "<-1 re>"},   {true, "r e Enter", "<2 re>"},
        {true, "Down Down Down Down Down Enter", "<3 >"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct app app;
        struct ground *ground = setup(&app, 24, 80);
        app_push(&app, dialog_choice_new(&app, "t", colours, 4, 0, cases[i].free_text, "v", choice_done, ground));
        app_settle(&app);
        press(&app, cases[i].keys);
        ck_assert_msg(strcmp(buffer_text(&ground->answer), cases[i].answer) == 0, "%s: %s", cases[i].keys,
                      buffer_text(&ground->answer));
        app_clear(&app);
    }
}
END_TEST

START_TEST(test_dialogs_fit_every_screen)
{
    for (int rows = 1; rows < 30; rows += 3)
        for (int columns = 1; columns < 90; columns += 4) {
            struct app app;
            struct ground *ground = setup(&app, rows, columns);
            app_push(&app, dialog_choice_new(&app, "Colour", colours, 4, 3, true, "take", choice_done, ground));
            press(&app, "a");
            app_push(&app, dialog_line_new(&app, "A title that is longer", "文字", "v", line_done, ground));
            press(&app, "中");
            app_push(&app, help_new(&app, IN_BOARD));
            press(&app, "PageDown End Up");
            app_push(&app, palette_new(&app, IN_BOARD));
            press(&app, "m PageDown");
            app_clear(&app);
        }
}
END_TEST

START_TEST(test_text_is_scrolled_and_aligned)
{
    struct app app;
    setup(&app, 12, 40);
    app_push(&app, dialog_text_new(&app, "Help", "\1Keys\na\tone\n中文\ttwo words that wrap under themselves\n"
                                                 "\nend"));
    expect_screen(&app, "中中中中中中中中中中中中中中中中中中中中\n"
                        "┌ Help ────────────────────────────────┐\n"
                        "│ Keys                                 │\n"
                        "│ a     one                            │\n"
                        "│ 中文  two words that wrap under      │\n"
                        "│       themselves                     │\n"
                        "│                                      │\n"
                        "│ end                                  │\n"
                        "│ q back                               │\n"
                        "└──────────────────────────────────────┘\n"
                        "中中中中中中中中中中中中中中中中中中中中\n"
                        "\n"); /* whose keys do not work now */
    press(&app, "Esc");
    ck_assert_uint_eq(app.view_count, 1);
    app_clear(&app);
}
END_TEST

START_TEST(test_help_lists_every_command_of_the_context)
{
    struct app app;
    setup(&app, 400, 100);
    app_push(&app, help_new(&app, IN_BOARD));
    app_settle(&app);
    struct buffer out = {0};
    screen_dump(&app.screen, &out);
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), "First steps"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), "CC BY-SA 3.0"));
    for (unsigned i = 1; i < COMMAND_COUNT; i++) {
        const struct command_info *info = command_info((enum command)i);
        if (info->contexts & IN_BOARD && !(i >= COMMAND_BLOCK_2 && i <= COMMAND_BLOCK_9)) {
            char start[20];
            snprintf(start, sizeof start, "%s", info->help);
            ck_assert_msg(strstr(buffer_text(&out), start) != NULL, "%s", info->name);
        }
    }
    ck_assert_ptr_null(strstr(buffer_text(&out), "open the canvas"));
    buffer_clear(&out);
    app_clear(&app);
}
END_TEST

START_TEST(test_the_palette_finds_and_does)
{
    static const struct {
        const char *keys;
        enum command command;
    } cases[] = {
        {": a d d Enter", COMMAND_NOTE_ADD},      {": q Enter", COMMAND_BACK},
        {": r e d o Enter", COMMAND_REDO},        {": o w n Enter", COMMAND_NONE},
        {": t r a s h Enter", COMMAND_NOTE_TRASH}, {": z o Tab Enter", COMMAND_ZOOM},
        {": z z z z Enter", COMMAND_NONE},        {": Esc", COMMAND_NONE},
        {": m o u s e Space o f f Enter", COMMAND_MOUSE},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct app app;
        struct ground *ground = setup(&app, 24, 80);
        press(&app, ":");
        ck_assert_uint_eq(app.view_count, 2);
        ground->last = COMMAND_NONE;
        bool leaves = cases[i].command == COMMAND_BACK;
        if (!leaves) {
            press(&app, cases[i].keys + 2);
            if (cases[i].command != COMMAND_NONE)
                ck_assert_msg(ground->last == cases[i].command, "%s: %s", cases[i].keys,
                              command_info(ground->last)->name);
            ck_assert_uint_eq(app.view_count, 1);
        } else {
            press(&app, cases[i].keys + 2);
            ck_assert(app.leaving);
        }
        if (cases[i].command == COMMAND_MOUSE)
            ck_assert(!app.mouse_wanted);
        app_clear(&app);
    }
}
END_TEST

NONET_TEST_MAIN("tui_dialogs", test_a_line_is_asked_for, test_a_long_line_scrolls_to_the_caret,
                test_choices_are_shown, test_choices_are_filtered_and_taken, test_dialogs_fit_every_screen,
                test_text_is_scrolled_and_aligned, test_help_lists_every_command_of_the_context,
                test_the_palette_finds_and_does)
