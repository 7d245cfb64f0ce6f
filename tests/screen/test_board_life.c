#include "board_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"

static const char notes[] = "customer_segments: Fans\ncustomer_segments: Clubs\ncustomer_segments: Firms\n"
                            "value_propositions: Play";

static int64_t note_id(struct board *board, int block, size_t at)
{
    return board_notes(board, block)->note[at]->id;
}

static int64_t other_person(struct screen_fixture *fixture)
{
    struct error error;
    int64_t actor_id;
    ck_ok(person_find(fixture->store, "Li", &actor_id, &error));
    return actor_id;
}

/* What somebody else does: saved in the store, told to this screen only when `told`. */
static void other_saves(struct screen_fixture *fixture, int64_t id, const char *base, const char *text, bool told)
{
    struct error error;
    struct session session = session_owner(other_person(fixture));
    enum save_outcome outcome;
    int64_t beside;
    ck_ok(canvas_note_save(fixture->store, &session, id, base, text, &outcome, &beside, &error));
    if (told) {
        app_raise(&fixture->app, RAISE_FEED);
        app_settle(&fixture->app);
    }
}

/* ---- what is typed is never lost ---------------------------------------------------------------------------- */

/* A process that dies while somebody types in it. */
static void die_typing(struct screen_fixture *fixture, struct draft draft)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct error error;
        struct store *store;
        struct live *live;
        struct store_options options = {.path = fixture->path};
        bool saved = store_open(&store, &options, &canvas_schema, &error) == STATUS_OK
                     && live_open(&live, store, fixture->session.actor_id, "Ann", &error) == STATUS_OK
                     && live_draft_save(live, &draft, &error) == STATUS_OK;
        _exit(saved ? 0 : 1);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
}

START_TEST(a_dead_sessions_draft_is_offered_again)
{
    struct screen_fixture fixture;
    char block[] = "channels", base[] = "", text[] = "half a thou";
    screen_fixture_init(&fixture);
    int64_t canvas_id = screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "bmc", "Our club", notes);
    die_typing(&fixture, (struct draft){.canvas_id = canvas_id, .block = block, .base = base, .text = text});
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    struct board *board = board_fixture_open(&fixture, canvas_id);
    ck_assert(board->editor.open);
    ck_assert(screen_fixture_shows(&fixture, "your unsaved text is back"));
    screen_fixture_keys(&fixture, "'ght' Esc");
    board_fixture_is(board, "a draft saved", "1:Fans,Clubs,Firms 2:Play 3:half a thought*");
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    board = board_fixture_open(&fixture, canvas_id);
    ck_assert(!board->editor.open);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_recovered_answer_keeps_its_question_and_its_place)
{
    struct screen_fixture fixture;
    char block[] = "customer_segments", base[] = "", text[] = "People in a hurry", question[] = "cs.q1";
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    int64_t canvas_id = board->snapshot->canvas_id;
    int64_t below = board_notes(board, 0)->note[1]->id;
    die_typing(&fixture, (struct draft){.canvas_id = canvas_id, .block = block, .base = base, .text = text,
                                        .question = question, .after_id = below});
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    board = board_fixture_open(&fixture, canvas_id);
    ck_assert(board->editor.open);
    screen_fixture_keys(&fixture, "Esc");
    board_fixture_is(board, "an answer saved", "1:Fans,Clubs,People in a hurry*,Firms 2:Play");
    ck_assert(snapshot_answered(board->snapshot, "cs.q1"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_draft_of_an_old_note_keeps_what_it_was_based_on)
{
    struct screen_fixture fixture;
    char block[] = "customer_segments", base[] = "Fans", text[] = "Fans and families";
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    int64_t canvas_id = board->snapshot->canvas_id, id = note_id(board, 0, 0);
    die_typing(&fixture,
               (struct draft){.canvas_id = canvas_id, .note_id = id, .block = block, .base = base, .text = text});
    other_saves(&fixture, id, "Fans", "All fans", false);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    board = board_fixture_open(&fixture, canvas_id);
    ck_assert(board->editor.open);
    screen_fixture_keys(&fixture, "Esc Enter");
    board_fixture_is(board, "a stale draft", "1:All fans,Fans and families*,Clubs,Firms 2:Play");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_draft_is_written_while_typing_and_dropped_once_saved)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "a");
    ck_assert_int_eq(board->editor.draft_due, 0);
    screen_fixture_keys(&fixture, "'x'");
    int64_t due = board->editor.draft_due;
    ck_assert_int_gt(due, 0);
    ck_assert_int_le(due, time_steady() + 500);
    screen_fixture_keys(&fixture, "'y'");
    ck_assert_int_eq(board->editor.draft_due, due); /* typing on does not put it off */
    ck_assert_int_le(app_deadline(&fixture.app), due);
    screen_fixture_rest(&fixture);
    ck_assert_int_eq(board->editor.draft_due, 0);
    ck_assert_int_ne(board->editor.draft_id, 0);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert_int_eq(board->editor.draft_id, 0);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(leaving_saves_what_is_typed)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    int64_t canvas_id = board->snapshot->canvas_id;
    screen_fixture_keys(&fixture, "a 'last words'");
    struct event hangup = {.type = EVENT_HANGUP};
    app_event(&fixture.app, &hangup);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80); /* frees the views of the app before */
    board = board_fixture_open(&fixture, canvas_id);
    char *state = board_fixture_state(board);
    ck_assert_ptr_nonnull(strstr(state, "Fans,last words*,Clubs"));
    free(state);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(two_who_edit_one_note_both_keep_their_text)
{
    struct screen_fixture fixture;
    for (int told = 0; told < 2; told++) {
        screen_fixture_init(&fixture);
        struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
        screen_fixture_keys(&fixture, "Enter ' mine'");
        other_saves(&fixture, note_id(board, 0, 0), "Fans", "Fans theirs", told == 1);
        ck_assert(board->editor.open);
        screen_fixture_keys(&fixture, "Enter");
        ck_assert(screen_fixture_shows(&fixture, "Somebody changed this note"));
        screen_fixture_keys(&fixture, "Enter"); /* both */
        board_fixture_is(board, "a conflict", "1:Fans theirs,Fans mine*,Clubs,Firms 2:Play");
        screen_fixture_clear(&fixture);
    }
}
END_TEST

START_TEST(a_note_trashed_while_one_edits_it_keeps_the_text)
{
    struct screen_fixture fixture;
    struct error error;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "Enter ' mine'");
    struct session session = session_owner(other_person(&fixture));
    int64_t id = board->editor.note_id;
    ck_ok(canvas_notes_set_alive(fixture.store, &session, &id, 1, false, &error));
    app_raise(&fixture.app, RAISE_FEED);
    app_settle(&fixture.app);
    ck_assert(screen_fixture_shows(&fixture, "Fans mine"));
    screen_fixture_keys(&fixture, "Esc");
    char *state = board_fixture_state(board);
    ck_assert_ptr_nonnull(strstr(state, "Fans mine*"));
    ck_assert_ptr_null(strstr(state, "Fans,"));
    free(state);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(undo_leaves_what_others_changed_and_says_so)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "Enter '!' Enter 2 Enter '!' Enter");
    screen_fixture_keys(&fixture, "u");
    board_fixture_is(board, "u", "1:Fans!,Clubs,Firms 2:Play*");
    ck_assert(screen_fixture_shows(&fixture, "undid:"));
    other_saves(&fixture, note_id(board, 0, 0), "Fans!", "Fans?", true);
    screen_fixture_keys(&fixture, "u");
    char *state = board_fixture_state(board);
    ck_assert_ptr_nonnull(strstr(state, "Fans?"));
    free(state);
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- others ---------------------------------------------------------------------------------------------------- */

START_TEST(others_are_named_and_their_notes_marked)
{
    struct screen_fixture fixture;
    struct error error;
    struct live *live;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    ck_assert_uint_eq(fixture.app.others, 0);
    ck_ok(live_open(&live, fixture.store, other_person(&fixture), "Li", &error));
    ck_ok(live_presence_set(live, board->snapshot->canvas_id, "customer_segments", note_id(board, 0, 1), &error));
    app_raise(&fixture.app, RAISE_FEED);
    app_settle(&fixture.app);
    ck_assert(fixture.app.others > 0);
    ck_assert(screen_fixture_shows(&fixture, "Li…"));
    screen_fixture_golden(&fixture, "board_others_en_80x24");
    live_close(live);
    app_raise(&fixture.app, RAISE_FEED);
    app_settle(&fixture.app);
    ck_assert(!screen_fixture_shows(&fixture, "Li…"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_selected_note_that_goes_leaves_its_neighbour)
{
    struct screen_fixture fixture;
    struct error error;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "Down Space");
    struct session session = session_owner(other_person(&fixture));
    int64_t id = board_selected(board);
    ck_ok(canvas_notes_set_alive(fixture.store, &session, &id, 1, false, &error));
    app_raise(&fixture.app, RAISE_FEED);
    app_settle(&fixture.app);
    board_fixture_is(board, "a foreign trash", "1:Fans,Firms* 2:Play");
    ck_assert_uint_eq(board->marked_count, 0);
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- examples ---------------------------------------------------------------------------------------------------- */

START_TEST(the_first_edit_of_an_example_makes_a_copy)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "Down Down L L 2 1 z z");
    ck_assert(board->example);
    ck_assert_str_eq(board_selected_note(board)->text, "Companies");
    size_t links = board->snapshot->link_total;
    screen_fixture_keys(&fixture, "Space Up Space d");
    ck_assert(!board->example);
    ck_assert(board->store == fixture.store);
    ck_assert_uint_eq(board->snapshot->block[0].count, 3);
    ck_assert_uint_lt(board->snapshot->link_total, links);
    screen_fixture_keys(&fixture, "u");
    ck_assert_uint_eq(board->snapshot->block[0].count, 5);
    ck_assert_uint_eq(board->snapshot->link_total, links);
    ck_assert_str_eq(board_layout_now(board)->id, "nine_square");
    screen_fixture_keys(&fixture, "u");
    ck_assert(screen_fixture_shows(&fixture, "nothing to undo"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(looking_into_an_editor_of_an_example_copies_nothing)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "a Esc Enter Esc a Enter");
    ck_assert(board->example && !board->editor.open);
    screen_fixture_keys(&fixture, "Enter 'x'");
    ck_assert(!board->example);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert(screen_fixture_shows(&fixture, "Fans and familiesx"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_question_stays_while_its_answer_is_typed)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    board_fixture_canvas(&fixture, 24, 80, "");
    screen_fixture_keys(&fixture, "1 a 'Com'");
    ck_assert(screen_fixture_shows(&fixture, "? Whom are we creating this value for?"));
    screen_fixture_keys(&fixture, "Esc s Down Enter");
    ck_assert(screen_fixture_shows(&fixture, "? Which customers matter most to us?"));
    screen_fixture_keys(&fixture, "Esc 0 a 'Idea' Esc 0");
    ck_assert(screen_fixture_shows(&fixture, "0 parking lot: 1"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(every_way_to_edit_an_example_makes_one_copy)
{
    static const char *const ways[] = {"a 'x' Esc", "Enter 'x' Esc", "球 Esc", "d", "m 3",
                                       "J",         "= 2 =",         "c Esc",  "t Esc"};
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        struct error error;
        struct canvas_info *list;
        size_t count;
        screen_fixture_start(&fixture, LANGUAGE_EN, 24, 80);
        struct board *board = board_fixture_example(&fixture, "football_club");
        screen_fixture_keys(&fixture, ways[i]);
        ck_assert_msg(!board->example, "%s", ways[i]);
        struct canvas_filter filter = {0};
        ck_ok(canvas_list(fixture.store, &fixture.session, &filter, &list, &count, NULL, &error));
        ck_assert_uint_eq(count, i + 1);
        canvas_list_free(list, count);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- $EDITOR ------------------------------------------------------------------------------------------------------ */

static enum status swap_lines(struct app *app, const char *path, struct error *err)
{
    struct buffer text = {0};
    struct stat about;
    (void)app;
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
    ck_assert_int_eq(file_read(path, 10000, &text, err), STATUS_OK);
    ck_assert_str_eq(buffer_text(&text), "Fans\n  of all ages\nClubs\nFirms\n");
    buffer_clear(&text);
    const char changed[] = "Firms\n\nFans\n  of most ages\n  and more\nSchools";
    return file_write(path, changed, sizeof changed - 1, err);
}

static enum status fails(struct app *app, const char *path, struct error *err)
{
    (void)app;
    (void)path;
    return error_set(err, STATUS_IO, "vi is not there");
}

START_TEST(a_block_goes_through_the_editor_and_back)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "Enter Ctrl-J 'of all ages' Enter");
    fixture.app.run_editor = swap_lines;
    screen_fixture_keys(&fixture, "E");
    char *state = board_fixture_state(board);
    ck_assert_ptr_nonnull(strstr(state, "Firms"));
    ck_assert_ptr_nonnull(strstr(state, "Fans/of most ages/and more"));
    ck_assert_ptr_nonnull(strstr(state, "Schools"));
    ck_assert_ptr_null(strstr(state, "Clubs"));
    free(state);
    screen_fixture_keys(&fixture, "u");
    state = board_fixture_state(board);
    ck_assert_ptr_nonnull(strstr(state, "Clubs"));
    free(state);
    fixture.app.run_editor = fails;
    screen_fixture_keys(&fixture, "E");
    ck_assert(screen_fixture_shows(&fixture, "vi is not there"));
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- the mouse ------------------------------------------------------------------------------------------------------ */

static void point(struct board *board, int64_t id, int *row, int *column)
{
    const struct note *note = snapshot_note(board->snapshot, id);
    const struct board_pane *pane = board_pane_of(board, note->block);
    const struct board_box *box = board_box_of(pane, id);
    ck_assert_ptr_nonnull(box);
    *row = box->row;
    *column = pane->area.column + 6;
}

static void press_at(struct screen_fixture *fixture, struct board *board, int64_t id, bool twice)
{
    int row, column;
    point(board, id, &row, &column);
    screen_fixture_mouse(fixture, MOUSE_PRESS, row, column, twice);
}

START_TEST(a_click_selects_and_a_double_click_edits)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    int64_t play = note_id(board, 1, 0), firms = note_id(board, 0, 2);
    press_at(&fixture, board, play, false);
    screen_fixture_mouse(&fixture, MOUSE_RELEASE, 1, 1, false);
    board_fixture_is(board, "a click", "1:Fans,Clubs,Firms 2:Play*");
    press_at(&fixture, board, firms, false);
    press_at(&fixture, board, firms, true);
    ck_assert(board->editor.open);
    screen_fixture_type(&fixture, "!");
    press_at(&fixture, board, play, false);
    ck_assert(!board->editor.open);
    board_fixture_is(board, "a click beside the editor", "1:Fans,Clubs,Firms! 2:Play*");
    struct rectangle channels = board_inside(board_pane_of(board, 2));
    screen_fixture_mouse(&fixture, MOUSE_PRESS, channels.row + 1, channels.column + 4, false);
    screen_fixture_mouse(&fixture, MOUSE_PRESS, channels.row + 1, channels.column + 4, true);
    screen_fixture_keys(&fixture, "'Web' Esc");
    board_fixture_is(board, "a double click on nothing", "1:Fans,Clubs,Firms! 2:Play 3:Web*");
    screen_fixture_clear(&fixture);
}
END_TEST

static void drag(struct screen_fixture *fixture, struct board *board, int64_t id, int row, int column)
{
    press_at(fixture, board, id, false);
    screen_fixture_mouse(fixture, MOUSE_DRAG, row, column, false);
    screen_fixture_mouse(fixture, MOUSE_RELEASE, row, column, false);
}

START_TEST(a_note_is_dragged_to_its_place)
{
    struct screen_fixture fixture;
    int row, column;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    int64_t fans = note_id(board, 0, 0), clubs = note_id(board, 0, 1), firms = note_id(board, 0, 2);
    point(board, clubs, &row, &column);
    drag(&fixture, board, fans, row, column);
    board_fixture_is(board, "one down", "1:Clubs,Fans*,Firms 2:Play");
    point(board, note_id(board, 1, 0), &row, &column);
    drag(&fixture, board, firms, row, column);
    board_fixture_is(board, "to another block", "1:Clubs,Fans 2:Play,Firms*");
    struct rectangle channels = board_inside(board_pane_of(board, 2));
    drag(&fixture, board, clubs, channels.row, channels.column + 1);
    board_fixture_is(board, "to an empty block", "1:Fans 2:Play,Firms 3:Clubs*");
    screen_fixture_keys(&fixture, "u u u");
    ck_assert_uint_eq(board_notes(board, 0)->count, 3);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_wheel_scrolls_the_pane_under_it)
{
    struct screen_fixture fixture;
    struct buffer many = {0};
    screen_fixture_init(&fixture);
    for (int i = 0; i < 30; i++)
        buffer_printf(&many, "customer_segments: note %d\n", i);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, buffer_text(&many));
    struct rectangle inside = board_inside(board_pane_of(board, 0));
    for (int i = 0; i < 5; i++)
        screen_fixture_mouse(&fixture, MOUSE_WHEEL_DOWN, inside.row, inside.column + 2, false);
    ck_assert_uint_eq(board_slot(board, 0)->top, 5);
    ck_assert_str_eq(board_selected_note(board)->text, "note 0");
    screen_fixture_mouse(&fixture, MOUSE_WHEEL_UP, inside.row, inside.column + 2, false);
    ck_assert_uint_eq(board_slot(board, 0)->top, 4);
    screen_fixture_keys(&fixture, "Down"); /* the selection is in view again */
    ck_assert_uint_eq(board_slot(board, 0)->top, 1);
    buffer_clear(&many);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_wheel_scrolls_a_stack_as_a_whole)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 16, 40);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_mouse(&fixture, MOUSE_WHEEL_DOWN, 5, 5, false);
    ck_assert_int_eq(board->stack_top, 3);
    for (int i = 0; i < 50; i++)
        screen_fixture_mouse(&fixture, MOUSE_WHEEL_DOWN, 5, 5, false);
    ck_assert(screen_fixture_shows(&fixture, "9 Cost Structure"));
    screen_fixture_keys(&fixture, "Down");
    ck_assert(board_pane_of(board, board->focus)->area.row >= 1);
    ck_assert_int_eq(fixture.app.screen.caret_row, board_box_of(board_pane_of(board, 0), board_selected(board))->row);
    int below = fixture.app.screen.rows - 1; /* the bottom line is no note */
    screen_fixture_mouse(&fixture, MOUSE_PRESS, below, 5, true);
    ck_assert(!board->editor.open);
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- much ---------------------------------------------------------------------------------------------------------- */

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
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
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

/* What a key painted over the last frame is what a frame painted anew shows. */
static void check_painted_part(struct screen_fixture *fixture)
{
    screen_fixture_rest(fixture);
    char *part = screen_fixture_dump(fixture);
    app_raise(&fixture->app, RAISE_PAINT);
    char *whole = screen_fixture_dump(fixture);
    ck_assert_str_eq(part, whole);
    free(part);
    free(whole);
}

START_TEST(random_hands_do_not_break_it)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    for (uint32_t seed = 1; seed <= 6; seed++) {
        uint32_t state = seed * 2654435761u;
        struct board *board;
        if (seed % 2 == 0) {
            board = board_fixture_canvas(&fixture, 24, 80, notes);
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
                check_painted_part(&fixture);
        }
    }
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("board_life", a_dead_sessions_draft_is_offered_again,
                a_recovered_answer_keeps_its_question_and_its_place,
                a_draft_of_an_old_note_keeps_what_it_was_based_on,
                a_draft_is_written_while_typing_and_dropped_once_saved, leaving_saves_what_is_typed,
                two_who_edit_one_note_both_keep_their_text,
                a_note_trashed_while_one_edits_it_keeps_the_text, undo_leaves_what_others_changed_and_says_so,
                others_are_named_and_their_notes_marked, a_selected_note_that_goes_leaves_its_neighbour,
                the_first_edit_of_an_example_makes_a_copy, looking_into_an_editor_of_an_example_copies_nothing,
                the_question_stays_while_its_answer_is_typed, every_way_to_edit_an_example_makes_one_copy,
                a_block_goes_through_the_editor_and_back, a_click_selects_and_a_double_click_edits,
                a_note_is_dragged_to_its_place, the_wheel_scrolls_the_pane_under_it, the_wheel_scrolls_a_stack_as_a_whole,
                ten_thousand_notes_cost_what_is_seen, a_note_of_100_kb_is_read_and_edited,
                random_hands_do_not_break_it)
