/*
 * test_board.c - how a board looks: its goldens at every size, in both languages, on lesser terminals.
 */
#include "board_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"

static void golden(struct screen_fixture *fixture, const char *name, enum language language)
{
    char full[96];
    app_settle(&fixture->app);
    snprintf(full, sizeof full, "board_%s_%s_%dx%d", name, language_code(language), fixture->app.screen.columns,
             fixture->app.screen.rows);
    screen_fixture_golden(fixture, full);
}

START_TEST(grid_at_every_size_in_both_languages)
{
    static const struct {
        int rows, columns;
    } sizes[] = {{12, 32}, {16, 40}, {20, 60}, {24, 80}, {40, 120}, {60, 200}};
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        for (size_t i = 0; i < COUNT_OF(sizes); i++) {
            screen_fixture_start(&fixture, (enum language)language, sizes[i].rows, sizes[i].columns);
            board_fixture_example(&fixture, "football_club");
            golden(&fixture, "grid", (enum language)language);
        }
    }
    screen_fixture_clear(&fixture);
}
END_TEST

/* What one does with a full board, as it looks then. */
static const struct {
    const char *name, *keys;
    int rows, columns;
} states[] = {
    {"poster", "L", 24, 80},
    {"nine_square", "L L", 24, 80},
    {"nine_square_ordered", "L L L", 24, 80},
    {"stack", "L L L L", 24, 80},
    {"poster", "L", 20, 60},
    {"nine_square", "L L", 20, 60},
    {"zoom", "2 z", 24, 80},
    {"parking", "0", 24, 80},
    {"sidebar", "2 s", 24, 80},
    {"sidebar_more", "2 s m Down Down", 40, 120},
    {"sidebar", "s", 12, 32},
    {"target", "Down m", 24, 80},
    {"link", "2 = 1", 24, 80},
    {"find", "/ 'rss'", 24, 80},
    {"marked", "Space Down Space", 24, 80},
    {"focus", "3 f", 24, 80},
    {"bottom", "7 End", 24, 80},
};

START_TEST(states_look_as_designed)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            screen_fixture_start(&fixture, (enum language)language, states[i].rows, states[i].columns);
            board_fixture_example(&fixture, "football_club");
            screen_fixture_keys(&fixture, states[i].keys);
            fixture.app.message_until = 0;
            app_raise(&fixture.app, RAISE_PAINT);
            golden(&fixture, states[i].name, (enum language)language);
        }
    }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(terminals_without_colours_lines_or_narrow_signs)
{
    static const struct {
        const char *name;
        bool marks, ascii;
        enum text_width width;
    } kinds[] = {
        {"mono", true, false, TEXT_NARROW},
        {"ascii", true, true, TEXT_NARROW},
        {"wide", false, true, TEXT_WIDE},
    };
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        screen_fixture_start(&fixture, LANGUAGE_ZH, 24, 80);
        fixture.app.screen.marks = kinds[i].marks;
        fixture.app.screen.ascii = kinds[i].ascii;
        fixture.app.screen.width = kinds[i].width;
        board_fixture_example(&fixture, "football_club");
        screen_fixture_keys(&fixture, "Down Space s");
        fixture.app.message_until = 0;
        app_raise(&fixture.app, RAISE_PAINT);
        golden(&fixture, kinds[i].name, LANGUAGE_ZH);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(empty_board_says_what_to_write_where)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    int64_t canvas_id = screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "bmc", "新店", "");
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        screen_fixture_start(&fixture, (enum language)language, 24, 80);
        board_fixture_open(&fixture, canvas_id);
        golden(&fixture, "empty", (enum language)language);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(editor_opens_in_its_place_and_grows)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, "customer_segments: Fans\ncustomer_segments: Firms");
    screen_fixture_keys(&fixture, "a 'People who come for the food, 也看球'");
    golden(&fixture, "editing", LANGUAGE_EN);
    const struct board_box *box = board_editor_box(board_pane_of(board, board->focus));
    ck_assert_ptr_nonnull(box);
    ck_assert_int_eq(box->rows, 2);
    ck_assert_int_eq(fixture.app.screen.caret_row, box->row + 1);
    screen_fixture_keys(&fixture, "Esc");
    fixture.app.message_until = 0;
    app_raise(&fixture.app, RAISE_PAINT);
    golden(&fixture, "edited", LANGUAGE_EN);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(focus_and_selection_have_their_own_look)
{
    struct screen_fixture fixture;
    struct buffer roles = {0};
    screen_fixture_init(&fixture);
    board_fixture_canvas(&fixture, 24, 80, "customer_segments: Fans");
    app_settle(&fixture.app);
    screen_dump_roles(&fixture.app.screen, &roles);
    char selection = (char)('a' + ROLE_SELECTION - 1), border = (char)('a' + ROLE_BORDER_FOCUS - 1);
    ck_assert_ptr_nonnull(strchr(buffer_text(&roles), selection));
    ck_assert_ptr_nonnull(strchr(buffer_text(&roles), border));
    buffer_clear(&roles);
    screen_fixture_clear(&fixture);
}
END_TEST

/* Nothing may reach over a border: each row of the board is as wide as the screen, at any size. */
START_TEST(nothing_overlaps_at_any_size)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_ZH, 12, 32);
    struct board *board = board_fixture_example(&fixture, "football_club");
    for (int columns = 32; columns <= 150; columns += 7) {
        for (int rows = 12; rows <= 50; rows += 6) {
            struct event event = {.type = EVENT_RESIZE, .rows = rows, .columns = columns};
            app_event(&fixture.app, &event);
            for (int layout = 0; layout < 5; layout++) {
                screen_fixture_keys(&fixture, "L");
                struct rectangle inside = board_inside(board_pane_of(board, board->focus));
                const struct board_box *box =
                    board_box_of(board_pane_of(board, board->focus), board_selected(board));
                if (inside.rows < 1)
                    continue;
                ck_assert_ptr_nonnull(box);
                ck_assert_int_ge(box->row, inside.row);
                if (box->rows <= inside.rows)
                    ck_assert_int_le(box->row + box->rows, inside.row + inside.rows);
                for (int row = 1; row < rows - 1; row++) {
                    const struct cell *cell = &fixture.app.screen.cell[row * columns];
                    ck_assert_uint_ne(cell[0].lines, 0);
                    ck_assert_uint_ne(cell[columns - 1].lines, 0);
                }
            }
        }
    }
    screen_fixture_clear(&fixture);
}
END_TEST

/* A template of the person's own, with so many blocks. */
static void write_template(const struct screen_fixture *fixture, int version, int blocks)
{
    struct buffer text = {0};
    struct error error;
    char path[160];
    snprintf(path, sizeof path, "%s/nonet/templates/own.json", fixture->folder);
    buffer_printf(&text, "{\"id\": \"own\", \"version\": %d, \"title\": {\"en\": \"Own\", \"zh\": \"自\"}, \"blocks\": [", version);
    for (int i = 0; i < blocks; i++)
        buffer_printf(&text, "%s{\"id\": \"b%d\", \"order\": %d, \"title\": {\"en\": \"B%d\", \"zh\": \"块%d\"}}",
                      i > 0 ? "," : "", i, i + 1, i, i);
    buffer_printf(&text, "], \"layouts\": [{\"id\": \"stack\", \"title\": {\"en\": \"S\", \"zh\": \"叠\"}, \"columns\": 1, "
                         "\"rows\": %d, \"cells\": [", blocks);
    for (int i = 0; i < blocks; i++)
        buffer_printf(&text, "%s{\"block\": \"b%d\", \"row\": %d, \"column\": 0, \"row_span\": 1, \"column_span\": 1}",
                      i > 0 ? "," : "", i, i);
    buffer_add(&text, "]}]}");
    ck_ok(file_make_parents(path, &error));
    ck_ok(file_write(path, buffer_text(&text), text.length, &error));
    buffer_clear(&text);
}

/* The newer template fits while the note in its lost block lies in the trash; then the canvas has its old blocks again. */
START_TEST(a_note_that_comes_back_brings_the_blocks_it_was_made_for)
{
    struct screen_fixture fixture;
    struct error error;
    screen_fixture_init(&fixture);
    write_template(&fixture, 1, 40);
    int64_t canvas_id = screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "own", "Plan", "b0: first\nb39: last");
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    struct board *board = board_fixture_open(&fixture, canvas_id);
    int64_t last = board_notes(board, 39)->note[0]->id;
    ck_ok(canvas_notes_set_alive(fixture.store, &fixture.session, &last, 1, false, &error));
    write_template(&fixture, 2, 1);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    board = board_fixture_open(&fixture, canvas_id);
    ck_assert_uint_eq(board_template(board)->block_count, 1);
    screen_fixture_keys(&fixture, "s Esc 0 a 'parked'");
    ck_ok(canvas_notes_set_alive(fixture.store, &fixture.session, &last, 1, true, &error));
    app_event(&fixture.app, &(struct event){.type = EVENT_CHANGED});
    app_settle(&fixture.app);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert_uint_eq(board_template(board)->block_count, 40);
    board_select(board, last);
    ck_assert_int_eq(board->focus, 39);
    ck_assert(screen_fixture_shows(&fixture, "last"));
    screen_fixture_keys(&fixture, "0");
    ck_assert(screen_fixture_shows(&fixture, "parked"));
    screen_fixture_clear(&fixture);
}
END_TEST

/* Nothing of it can be kept: what is seen is what is typed all the same. */
START_TEST(typing_on_an_example_that_cannot_be_copied_is_seen)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    fixture.session = session_reader(fixture.session.actor_id);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    fixture.app.session = fixture.session;
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "1 Enter");
    for (int i = 0; i < 60; i++)
        screen_fixture_keys(&fixture, "Backspace");
    screen_fixture_type(&fixture, "seen");
    ck_assert(board->example);
    ck_assert(screen_fixture_shows(&fixture, "seen"));
    screen_fixture_keys(&fixture, "Ctrl-G");
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("board", grid_at_every_size_in_both_languages, states_look_as_designed,
                terminals_without_colours_lines_or_narrow_signs, empty_board_says_what_to_write_where,
                editor_opens_in_its_place_and_grows, focus_and_selection_have_their_own_look,
                nothing_overlaps_at_any_size, a_note_that_comes_back_brings_the_blocks_it_was_made_for,
                typing_on_an_example_that_cannot_be_copied_is_seen)
