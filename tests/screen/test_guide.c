/*
 * test_guide.c - the guided session on the board: questions asked and answered, skipped, gone back to, paused and taken
 * up again; a case told step by step; from gap to gap.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "board_fixture.h"
#include "check_main.h"

/* The tips, which other screens do without. */
static void bring_tips(struct screen_fixture *fixture)
{
    char to[200];
    snprintf(to, sizeof to, "%s/data/tips", fixture->folder);
    ck_assert_int_eq(symlink(NONET_SOURCE_DIR "/data/tips", to), 0);
}

static struct board *open_empty(struct screen_fixture *fixture, enum language language, int rows, int columns)
{
    screen_fixture_init(fixture);
    bring_tips(fixture);
    int64_t canvas_id = screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW, "bmc", "Our club", "");
    screen_fixture_start(fixture, language, rows, columns);
    return board_fixture_open(fixture, canvas_id);
}

/* Opens the canvas anew, as another start of the program would. */
static struct board *open_again(struct screen_fixture *fixture, struct board *board)
{
    int64_t canvas_id = board->snapshot->canvas_id;
    screen_fixture_start(fixture, LANGUAGE_EN, 24, 80);
    return board_fixture_open(fixture, canvas_id);
}

static void ck_message(struct screen_fixture *fixture, const char *text)
{
    ck_assert_str_eq(buffer_text(&fixture->app.message), text);
}

static const struct {
    enum language language;
    int rows, columns;
    const char *suffix;
} sizes[] = {
    {LANGUAGE_EN, 24, 80, "en_80x24"}, {LANGUAGE_ZH, 24, 80, "zh_80x24"},   {LANGUAGE_EN, 40, 120, "en_120x40"},
    {LANGUAGE_ZH, 40, 120, "zh_120x40"}, {LANGUAGE_EN, 16, 40, "en_40x16"}, {LANGUAGE_ZH, 16, 40, "zh_40x16"},
    {LANGUAGE_EN, 20, 60, "en_60x20"},  {LANGUAGE_ZH, 12, 32, "zh_32x12"},
};

static void golden(struct screen_fixture *fixture, const char *what, const char *suffix)
{
    char name[64];
    snprintf(name, sizeof name, "guide_%s_%s", what, suffix);
    fixture->app.message_until = 0;
    app_raise(&fixture->app, RAISE_PAINT);
    screen_fixture_golden(fixture, name);
}

START_TEST(a_session_looks_like_this)
{
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct screen_fixture fixture;
        struct board *board = open_empty(&fixture, sizes[i].language, sizes[i].rows, sizes[i].columns);
        screen_fixture_keys(&fixture, "g");
        if (sizes[i].columns < BOARD_SIDEBAR_FROM)
            golden(&fixture, "choice", sizes[i].suffix);
        screen_fixture_keys(&fixture, "Enter");
        golden(&fixture, "first", sizes[i].suffix);
        screen_fixture_type(&fixture, "球迷与家庭 fans and families");
        screen_fixture_keys(&fixture, "Enter Enter Enter Enter");
        golden(&fixture, "tip", sizes[i].suffix);
        ck_assert_uint_eq(board->guide.at, 3);
        screen_fixture_clear(&fixture);
    }
}
END_TEST

START_TEST(a_case_is_told_step_by_step)
{
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct screen_fixture fixture;
        screen_fixture_init(&fixture);
        screen_fixture_start(&fixture, sizes[i].language, sizes[i].rows, sizes[i].columns);
        board_fixture_example(&fixture, "football_club");
        screen_fixture_keys(&fixture, "g");
        if (sizes[i].columns < BOARD_SIDEBAR_FROM)
            golden(&fixture, "tour_choice", sizes[i].suffix);
        screen_fixture_keys(&fixture, "Enter");
        golden(&fixture, "tour_first", sizes[i].suffix);
        screen_fixture_keys(&fixture, "Enter Enter Enter");
        golden(&fixture, "tour_fourth", sizes[i].suffix);
        screen_fixture_clear(&fixture);
    }
}
END_TEST

/* What stands on the canvas is what was answered, each with its question. */
static void ck_answers(const struct board *board, const char *block, const char *expected)
{
    struct buffer found = {0};
    int index;
    ck_assert(template_block_by_id(board_template(board), block, &index));
    const struct snapshot_block *notes = board_notes(board, index);
    for (size_t i = 0; i < notes->count; i++)
        buffer_printf(&found, "%s%s: %s", i > 0 ? ", " : "", notes->note[i]->question, notes->note[i]->text);
    ck_assert_str_eq(buffer_text(&found), expected);
    buffer_clear(&found);
}

START_TEST(enter_answers_and_an_empty_one_goes_on)
{
    struct screen_fixture fixture;
    struct board *board = open_empty(&fixture, LANGUAGE_EN, 24, 80);
    const char *first, *second;
    screen_fixture_keys(&fixture, "g Enter");
    ck_assert_uint_eq(board->guide.count, 34); /* at most five a block, those of the source */
    first = board->guide.step[0].id;
    second = board->guide.step[1].id;
    screen_fixture_keys(&fixture, "'fans' Enter 'clubs' Enter");
    ck_assert_uint_eq(board->guide.at, 0);
    ck_assert(screen_fixture_shows(&fixture, "✓ Whom are we"));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_uint_eq(board->guide.at, 1);
    screen_fixture_keys(&fixture, "'sponsors' Tab");
    ck_assert_uint_eq(board->guide.at, 2);
    ck_assert_str_eq(template_block_id(board_template(board), board->focus), "value_propositions");
    char expected[200];
    snprintf(expected, sizeof expected, "%s: fans, %s: clubs, %s: sponsors", first, first, second);
    ck_answers(board, "customer_segments", expected);
    screen_fixture_keys(&fixture, "Enter Enter Shift-Tab"); /* skipped, and back to it */
    ck_assert_uint_eq(board->guide.at, 3);
    screen_fixture_keys(&fixture, "Shift-Tab Shift-Tab");
    ck_assert_uint_eq(board->guide.at, 1);
    screen_fixture_keys(&fixture, "'  ' Enter"); /* blanks are no answer: on to what has none */
    ck_assert_uint_eq(board->guide.at, 2);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(answered_questions_are_passed_over)
{
    struct screen_fixture fixture;
    struct board *board = open_empty(&fixture, LANGUAGE_EN, 24, 80);
    screen_fixture_keys(&fixture, "g Enter Enter 'a' Enter Enter 'b' Enter Shift-Tab Shift-Tab");
    ck_assert_uint_eq(board->guide.at, 0);
    screen_fixture_keys(&fixture, "Shift-Tab");
    ck_assert_uint_eq(board->guide.at, 0);
    ck_message(&fixture, "this is the first question");
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_uint_eq(board->guide.at, 3);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(esc_pauses_and_g_goes_on_another_day)
{
    struct screen_fixture fixture;
    struct board *board = open_empty(&fixture, LANGUAGE_EN, 24, 80);
    screen_fixture_keys(&fixture, "g Down Enter Enter Enter 'half' Esc"); /* the second order */
    ck_assert_int_eq(board->guide.kind, GUIDE_OFF);
    ck_assert(!board->editor.open);
    ck_message(&fixture, "paused at question 3 of 34; g goes on");
    char *order = memory_copy_text(board->guide.order);
    board = open_again(&fixture, board);
    screen_fixture_keys(&fixture, "g");
    ck_message(&fixture, "you were at question 3 of 34");
    ck_assert_str_eq(board->guide.order, order);
    ck_assert_str_ne(order, board_template(board)->order[0].id);
    ck_assert(board->editor.open);
    free(order);
    screen_fixture_keys(&fixture, "Esc : 'guide-new' Enter"); /* from the start, with a choice */
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "dialog_choice");
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_uint_eq(board->guide.at, 0);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(all_questions_can_be_asked)
{
    struct screen_fixture fixture;
    struct board *board = open_empty(&fixture, LANGUAGE_EN, 24, 80);
    screen_fixture_keys(&fixture, "g 'All' Enter");
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "dialog_choice");
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_uint_eq(board->guide.count, 82);
    ck_assert(screen_fixture_shows(&fixture, "1/82"));
    screen_fixture_keys(&fixture, "Esc");
    board = open_again(&fixture, board);
    screen_fixture_keys(&fixture, "g");
    ck_assert_uint_eq(board->guide.count, 82);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_last_question_leads_to_the_review)
{
    struct screen_fixture fixture;
    struct board *board = open_empty(&fixture, LANGUAGE_EN, 24, 80);
    screen_fixture_keys(&fixture, "g Enter 'fans' Enter");
    for (int i = 0; i < 40 && board->guide.kind == GUIDE_QUESTIONS; i++)
        screen_fixture_keys(&fixture, "Enter");
    ck_message(&fixture, "1 of 34 questions answered; g asks the rest, r reviews");
    ck_assert(screen_fixture_shows(&fixture, "Review"));
    ck_assert(!board->editor.open);
    screen_fixture_keys(&fixture, "Down Esc"); /* the review lay over the line that said so */
    ck_assert(screen_fixture_shows(&fixture, "1 of 34 questions answered"));
    screen_fixture_keys(&fixture, "g"); /* what was skipped can be asked again */
    ck_assert_str_eq(app_top(&fixture.app)->type->name, "dialog_choice");
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_uint_eq(board->guide.at, 1);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(an_example_becomes_a_copy_at_the_first_answer)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    struct board *board = board_fixture_example(&fixture, "dev_lead");
    screen_fixture_keys(&fixture, "g Tab Tab Shift-Tab");
    ck_assert(board->example);
    screen_fixture_keys(&fixture, "'Patience' Enter 'Humour' Enter");
    ck_assert(!board->example);
    ck_assert_int_eq(board->guide.kind, GUIDE_QUESTIONS);
    ck_assert_uint_eq(board->guide.at, 1);
    const struct note *note = board_selected_note(board);
    ck_assert_str_eq(note->text, "Humour");
    ck_assert_str_eq(note->question, board->guide.step[1].id);
    screen_fixture_keys(&fixture, "Esc g");
    ck_assert_uint_eq(board->guide.at, 1);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(whatever_closes_the_editor_pauses)
{
    struct screen_fixture fixture;
    struct board *board = open_empty(&fixture, LANGUAGE_EN, 24, 80);
    screen_fixture_keys(&fixture, "g Enter 'fans'");
    screen_fixture_mouse(&fixture, MOUSE_PRESS, 2, 5, false); /* on the question itself: nothing */
    ck_assert_int_eq(board->guide.kind, GUIDE_QUESTIONS);
    screen_fixture_mouse(&fixture, MOUSE_PRESS, 10, 5, false);
    ck_assert_int_eq(board->guide.kind, GUIDE_OFF);
    ck_assert(!board->editor.open);
    screen_fixture_keys(&fixture, "g 'x' Ctrl-G 'clubs' Enter Ctrl-G");
    ck_assert_int_eq(board->guide.kind, GUIDE_OFF);
    ck_answers(board, "customer_segments", "cs.q1: fans, cs.q1: clubs");
    screen_fixture_keys(&fixture, "u");
    ck_answers(board, "customer_segments", "cs.q1: fans");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_case_grows_and_shrinks_and_ends)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "g Enter");
    board_fixture_is(board, "the first step",
                     "1:Fans and families*,Fan clubs,Companies,Event and concert organisers,Advertisers "
                     "2:Attractive attacking football,Match, food and shopping in one place,Private VIP lounge,"
                     "Club merchandise and offers,A large venue for hire,Ad space with high exposure");
    ck_assert(screen_fixture_shows(&fixture, "step 1 of 6"));
    screen_fixture_keys(&fixture, "a d '文' x"); /* nothing is changed while it is told */
    ck_assert(board->example && !board->editor.open);
    screen_fixture_keys(&fixture, "Enter Enter");
    ck_assert(screen_fixture_shows(&fixture, "Newsletter"));
    screen_fixture_keys(&fixture, "Shift-Tab");
    ck_assert(!screen_fixture_shows(&fixture, "Newsletter"));
    screen_fixture_keys(&fixture, "Shift-Tab Shift-Tab");
    ck_assert_uint_eq(board->guide.at, 0);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert(screen_fixture_shows(&fixture, "Newsletter"));
    screen_fixture_keys(&fixture, "g Enter");
    for (int i = 0; i < 6; i++)
        screen_fixture_keys(&fixture, "Space");
    ck_assert_int_eq(board->guide.kind, GUIDE_OFF);
    ck_message(&fixture, "that is the whole case; r says what the review makes of it");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_review_leads_to_a_tie_begun)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, "customer_segments: Fans\nvalue_propositions: Fun");
    screen_fixture_keys(&fixture, "2 r Enter");
    board_fixture_is(board, "jumping", "1:Fans* 2:Fun");
    ck_assert(screen_fixture_shows(&fixture, "= ties “Fans” to the note selected; Esc lets go"));
    screen_fixture_keys(&fixture, "2 =");
    ck_assert(snapshot_linked(board->snapshot, board_notes(board, 0)->note[0]->id, board_notes(board, 1)->note[0]->id));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(one_key_goes_from_gap_to_gap)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, "customer_segments: Fans\nvalue_propositions: Fun");
    char *first;
    size_t total = 0;
    screen_fixture_keys(&fixture, "G");
    board_fixture_is(board, "the first gap", "1:Fans* 2:Fun");
    first = memory_copy_text(buffer_text(&fixture.app.message));
    ck_assert_int_eq(sscanf(first, "1/%zu", &total), 1);
    ck_assert_uint_gt(total, 2);
    for (size_t i = 1; i < total; i++) {
        char place[32];
        screen_fixture_keys(&fixture, "G");
        snprintf(place, sizeof place, "%zu/%zu  ", i + 1, total);
        ck_assert_msg(strncmp(buffer_text(&fixture.app.message), place, strlen(place)) == 0, "%s instead of %s",
                      buffer_text(&fixture.app.message), place);
    }
    screen_fixture_keys(&fixture, "G"); /* and round again */
    ck_message(&fixture, first);
    free(first);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_session_survives_what_happens_around_it)
{
    struct screen_fixture fixture;
    struct board *board = open_empty(&fixture, LANGUAGE_EN, 40, 120);
    screen_fixture_keys(&fixture, "z s g Enter 'fa'"); /* sidebar in use, block zoomed */
    struct event event = {.type = EVENT_RESIZE, .rows = 16, .columns = 40};
    app_event(&fixture.app, &event);
    app_settle(&fixture.app);
    app_command(&fixture.app, COMMAND_LANGUAGE);
    app_raise(&fixture.app, RAISE_FEED);
    screen_fixture_keys(&fixture, "'ns' Tab");
    ck_assert_uint_eq(board->guide.at, 1);
    ck_answers(board, "customer_segments", "cs.q1: fans");
    struct event paste = {.type = EVENT_PASTE, .text = "one\ntwo\n", .length = 8};
    app_event(&fixture.app, &paste);
    app_settle(&fixture.app);
    ck_answers(board, "customer_segments", "cs.q1: fans, cs.q2: one, cs.q2: two");
    ck_assert_int_eq(board->guide.kind, GUIDE_QUESTIONS);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert_int_eq(board->guide.kind, GUIDE_OFF);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(tips_stand_in_the_help_and_on_a_new_canvas)
{
    struct screen_fixture fixture;
    open_empty(&fixture, LANGUAGE_EN, 24, 80);
    ck_assert(!screen_fixture_shows(&fixture, "Tip:")); /* on the first canvas the keys matter more */
    screen_fixture_keys(&fixture, "? End");
    ck_assert(screen_fixture_shows(&fixture, "One colour per segment"));
    screen_fixture_keys(&fixture, "Esc");
    int64_t second = screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "bmc", "Another", "");
    board_fixture_open(&fixture, second);
    ck_assert(strncmp(buffer_text(&fixture.app.message), "Tip: ", 5) == 0);
    screen_fixture_keys(&fixture, "q");
    fixture.app.message_until = 0;
    buffer_reset(&fixture.app.message);
    board_fixture_open(&fixture, second); /* once */
    ck_assert_str_eq(buffer_text(&fixture.app.message), "");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(empty_panes_show_examples_where_there_is_room)
{
    static const enum language languages[] = {LANGUAGE_EN, LANGUAGE_ZH};
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        struct screen_fixture fixture;
        screen_fixture_init(&fixture);
        int64_t canvas_id = screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "personal", "Me", "");
        screen_fixture_start(&fixture, languages[i], 40, 120);
        board_fixture_open(&fixture, canvas_id);
        golden(&fixture, "hints", i == 0 ? "en_120x40" : "zh_120x40");
        screen_fixture_keys(&fixture, "g");
        golden(&fixture, "personal", i == 0 ? "en_120x40" : "zh_120x40");
        screen_fixture_clear(&fixture);
    }
}
END_TEST

/* Every question once, or the first ones of every block that has any. */
static void check_list(const struct template *template, size_t order, bool all)
{
    struct guide guide = {0};
    size_t expected = 0;
    guide_list(&guide, template, order, all);
    for (size_t i = 0; i < template->block_count; i++) {
        const struct template_items *questions = &template->block[i].questions;
        size_t mine = 0;
        for (size_t s = 0; s < guide.count; s++)
            mine += guide.step[s].block == (int)i ? 1 : 0;
        if (all)
            ck_assert_uint_eq(mine, questions->count);
        else
            ck_assert(mine <= GUIDE_PER_BLOCK && (mine > 0) == (questions->count > 0));
        expected += mine;
    }
    ck_assert_uint_eq(guide.count, expected);
    ck_assert_uint_eq(guide_size(template, all), expected);
    for (size_t s = 0; s < guide.count; s++) {
        size_t at;
        ck_assert(guide_find(&guide, guide.step[s].id, &at) && at == s); /* and none twice */
        guide.at = s;
        ck_assert_ptr_nonnull(guide_question(&guide, template));
    }
    if (order < template->order_count)
        ck_assert_int_eq(guide.step[0].block, template->order[order].block[0]);
    guide_clear(&guide);
}

START_TEST(every_kind_of_canvas_can_be_gone_through)
{
    static const char *const ids[] = {"bmc", "personal", "lean_canvas", "lean_seven", "nine_modules",
                                      "four_perspectives", "value_stream", "segmentation"};
    setenv("NONET_DATA", NONET_SOURCE_DIR "/data", 1);
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct error error;
        struct template *template;
        ck_ok(template_load(ids[i], &template, &error));
        for (size_t order = 0; order <= template->order_count; order++) {
            check_list(template, order, false);
            check_list(template, order, true);
        }
        template_free(template);
    }
}
END_TEST

START_TEST(a_click_on_the_step_is_the_next_one)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_ZH, 24, 80);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "g Enter");
    screen_fixture_mouse(&fixture, MOUSE_PRESS, 2, 5, false);
    ck_assert_uint_eq(board->guide.at, 1);
    screen_fixture_mouse(&fixture, MOUSE_PRESS, 15, 60, true); /* a note: it is only told of */
    ck_assert(board->example && !board->editor.open);
    screen_fixture_mouse(&fixture, MOUSE_WHEEL_DOWN, 15, 60, false);
    ck_assert_uint_eq(board->guide.at, 1);
    screen_fixture_keys(&fixture, "q"); /* ends the telling, not the board */
    ck_assert_int_eq(board->guide.kind, GUIDE_OFF);
    ck_assert_ptr_eq(app_top(&fixture.app), &board->view);
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("guide", a_session_looks_like_this, a_case_is_told_step_by_step,
                enter_answers_and_an_empty_one_goes_on, answered_questions_are_passed_over,
                esc_pauses_and_g_goes_on_another_day, all_questions_can_be_asked,
                the_last_question_leads_to_the_review, an_example_becomes_a_copy_at_the_first_answer,
                whatever_closes_the_editor_pauses, a_case_grows_and_shrinks_and_ends,
                the_review_leads_to_a_tie_begun, one_key_goes_from_gap_to_gap,
                a_session_survives_what_happens_around_it, tips_stand_in_the_help_and_on_a_new_canvas,
                empty_panes_show_examples_where_there_is_room, every_kind_of_canvas_can_be_gone_through,
                a_click_on_the_step_is_the_next_one)
