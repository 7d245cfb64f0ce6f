/*
 * test_board_much.c - much of everything on a board: ten thousand notes, a note of 100 KB, and nine thousand random keys.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "board_fixture.h"
#include "check_main.h"

static size_t wrapped(const struct board *board)
{
    size_t count = 0;
    for (size_t i = 0; i < BOARD_LINES_CACHED; i++)
        count += board->cache[i].note_id != 0;
    return count;
}

/* Only what is looked at is ever wrapped: ten thousand notes cost what fifty do. */
START_TEST(ten_thousand_notes_cost_what_is_seen)
{
    struct screen_fixture fixture;
    struct error error;
    struct template *template;
    struct note_new *many = memory_new(10000, sizeof *many);
    int64_t canvas_id;
    screen_fixture_init(&fixture);
    ck_ok(template_load("bmc", &template, &error));
    ck_ok(canvas_create(fixture.store, &fixture.session, "Much", template, &canvas_id, &error));
    for (int i = 0; i < 10000; i++)
        many[i] = (struct note_new){.block = i % 9, .text = "a note of several words, 也有中文"};
    ck_ok(canvas_notes_add(fixture.store, &fixture.session, canvas_id, template, many, 10000, 0, NULL, &error));
    template_free(template);
    free(many);
    screen_fixture_start(&fixture, LANGUAGE_EN, 40, 120);
    struct board *board = board_fixture_open(&fixture, canvas_id);
    ck_assert_uint_lt(wrapped(board), 150);
    screen_fixture_keys(&fixture, "End a 'one more' Enter Esc Home PageDown PageDown L 5 End L L L Tab End z");
    ck_assert_uint_lt(wrapped(board), 800);
    ck_assert_uint_eq(board->snapshot->note_count, 10001);
    ck_assert_ptr_nonnull(board_box_of(board_pane_of(board, board->focus), board_selected(board)));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_note_of_100_kb_is_read_and_edited)
{
    struct screen_fixture fixture;
    struct buffer text = {0};
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
    for (int i = 0; i < 2000; i++)
        buffer_printf(&text, "a line of a very long note %d\n", i);
    screen_fixture_keys(&fixture, "Enter");
    struct event event = {.type = EVENT_PASTE, .text = buffer_text(&text), .length = text.length};
    app_event(&fixture.app, &event);
    app_settle(&fixture.app);
    const struct board_box *box = board_editor_box(board_pane_of(board, 0));
    ck_assert_ptr_nonnull(box);
    ck_assert_int_gt(box->rows, 2000);
    ck_assert_int_ge(fixture.app.screen.caret_row, 1);
    screen_fixture_keys(&fixture, "Up Up 'x' Esc");
    ck_assert_int_gt((int)strlen(board_selected_note(board)->text), 50000);
    int skip = board_slot(board, 0)->skip;
    screen_fixture_keys(&fixture, "Up");
    ck_assert_int_eq(board_slot(board, 0)->skip, skip - 1); /* read through line by line */
    buffer_clear(&text);
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- whatever comes ------------------------------------------------------------------------------------------------ */

static uint32_t roll(uint32_t *state, uint32_t sides)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state % sides;
}

static enum status shuffle(struct app *app, const char *path, struct error *err)
{
    (void)app;
    return file_write(path, "b\n  more\na\n", 12, err);
}

static void random_event(struct screen_fixture *fixture, uint32_t *state)
{
    static const char *const keys[] = {
        "Up",   "Down", "Left",  "Right",  "Tab",  "Shift-Tab", "1",     "2",     "5",      "9",    "0",      "Home", "End",
        "PageUp", "PageDown", "a", "a",    "Enter", "Enter",    "d",     "Space", "m",      "J",    "K",      "=",    "f",
        "y",    "E",    "u",     "u",      "Ctrl-R", "s",       "S",     "z",     "L",      "/",    "n",      "N",    "'",
        "Esc",  "Esc",  "b",     "球",     "，",   "Ctrl-J",    "Ctrl-G", "Ctrl-W", "Ctrl-K", "Backspace", "Ctrl-Y", "e", "3",
    };
    static const char *const pastes[] = {"one", "one\ntwo\n\nthree", "\x1b[2J", "球迷\n会", ""};
    struct event event = {.type = EVENT_KEY};
    uint32_t kind = roll(state, 40);
    if (kind == 0) {
        event.type = EVENT_PASTE;
        event.text = pastes[roll(state, COUNT_OF(pastes))];
        event.length = strlen(event.text);
    } else if (kind == 1) {
        event = (struct event){.type = EVENT_RESIZE, .rows = 5 + (int)roll(state, 50), .columns = 20 + (int)roll(state, 130)};
    } else if (kind < 6) {
        event.type = EVENT_MOUSE;
        event.mouse = (struct mouse){.kind = (enum mouse_kind)roll(state, 5), .button = 1, .row = (int)roll(state, 60),
                                     .column = (int)roll(state, 150), .twice = roll(state, 3) == 0};
    } else {
        const char *name = keys[roll(state, COUNT_OF(keys))];
        ck_assert(key_parse(name, strlen(name), &event.key));
    }
    app_event(&fixture->app, &event);
    if (roll(state, 3) > 0)
        app_settle(&fixture->app);
}

static void check_whole(struct screen_fixture *fixture, struct board *board)
{
    struct error error;
    struct snapshot *fresh;
    app_raise(&fixture->app, RAISE_FEED);
    app_settle(&fixture->app);
    ck_ok(snapshot_load(board->store, &board->session, board->snapshot->canvas_id, &fresh, &error));
    ck_assert_uint_eq(fresh->note_count, board->snapshot->note_count);
    ck_assert_uint_eq(fresh->link_total, board->snapshot->link_total);
    snapshot_free(fresh);
    const struct note *note = board_selected_note(board);
    ck_assert(note ? note->block == board->focus : board_notes(board, board->focus)->count == 0);
}

START_TEST(random_hands_do_not_break_it)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (uint32_t seed = 1; seed <= 6; seed++) {
        uint32_t state = seed * 2654435761u;
        struct board *board;
        if (seed % 2 == 0) {
            board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
        } else {
            screen_fixture_start(&fixture, LANGUAGE_ZH, 24, 80);
            board = board_fixture_example(&fixture, "football_club");
        }
        fixture.app.run_editor = shuffle;
        fixture.app.rest_ms = 1;
        for (int i = 0; i < 1500; i++) {
            random_event(&fixture, &state);
            ck_assert_uint_eq(fixture.app.view_count, 1);
            if (i % 100 == 99)
                check_whole(&fixture, board);
            if (i % 7 == 0)
                screen_fixture_check_paint(&fixture, "board", seed, i);
        }
    }
    screen_fixture_clear(&fixture);
}
END_TEST

/* A megabyte in one line is more than a note holds: it becomes several, and not a character goes. */
START_TEST(a_pasted_line_too_long_for_a_note_is_divided)
{
    static const char *const before[] = {"2", "2 a", "2 a 'X'"};
    struct buffer text = {0};
    for (int i = 0; i < 350000; i++)
        buffer_add(&text, "中");
    for (size_t i = 0; i < COUNT_OF(before); i++) {
        struct screen_fixture fixture;
        screen_fixture_init(&fixture);
        struct board *board = board_fixture_canvas(&fixture, 24, 80, "customer_segments: Fans");
        screen_fixture_keys(&fixture, before[i]);
        struct event event = {.type = EVENT_PASTE, .text = text.data, .length = text.length};
        app_event(&fixture.app, &event);
        app_settle(&fixture.app);
        screen_fixture_keys(&fixture, "Esc");
        const struct snapshot_block *block = &board->snapshot->block[1];
        struct buffer joined = {0};
        for (size_t n = 0; n < block->count; n++) {
            ck_assert_uint_le(strlen(block->note[n]->text), NOTE_BYTES_MAX);
            buffer_add(&joined, block->note[n]->text);
        }
        ck_assert_uint_gt(block->count, 10);
        ck_assert_str_eq(buffer_text(&joined) + (i == 2 ? 1 : 0), text.data);
        buffer_clear(&joined);
        screen_fixture_keys(&fixture, "u");
        ck_assert_uint_eq(board->snapshot->block[1].count, 0);
        screen_fixture_clear(&fixture);
    }
    buffer_clear(&text);
}
END_TEST

NONET_TEST_MAIN("board_much", ten_thousand_notes_cost_what_is_seen, a_note_of_100_kb_is_read_and_edited,
                a_pasted_line_too_long_for_a_note_is_divided,
                random_hands_do_not_break_it)
