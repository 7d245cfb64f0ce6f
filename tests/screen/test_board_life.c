/*
 * test_board_life.c - a board over its life: drafts of a dead session, leaving, somebody else on the same notes, and $EDITOR.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "board_fixture.h"
#include "check_main.h"

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
    int64_t canvas_id = screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "bmc", "Our club", BOARD_FIXTURE_NOTES);
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
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
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
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
    int64_t canvas_id = board->snapshot->canvas_id, id = board_fixture_note(board, 0, 0);
    die_typing(&fixture,
               (struct draft){.canvas_id = canvas_id, .note_id = id, .block = block, .base = base, .text = text});
    screen_fixture_other_saves(&fixture, id, "Fans", "All fans");
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
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
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
    screen_fixture_keys(&fixture, "Ctrl-C"); /* loses nothing, and does not say that it were saved */
    ck_assert(screen_fixture_shows(&fixture, "Esc saves what you typed and stops, Ctrl-G discards it"));
    screen_fixture_keys(&fixture, "Esc");
    ck_assert_int_eq(board->editor.draft_id, 0);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(leaving_saves_what_is_typed)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
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

/* The message leaves out the store's folders, so that what to do fits into the line. */
START_TEST(what_cannot_be_saved_stays_in_its_editor)
{
    struct screen_fixture fixture;
    struct buffer elsewhere = {0};
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, "customer_segments: Fans");
    screen_fixture_keys(&fixture, "a 'Clubs'");
    buffer_printf(&elsewhere, "%s.elsewhere", fixture.path);
    ck_assert_int_eq(rename(fixture.path, elsewhere.data), 0);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert(board->editor.open);
    ck_assert(screen_fixture_shows(&fixture, "moved or deleted, so nothing can be saved; bring it back"));
    ck_assert(!screen_fixture_shows(&fixture, fixture.path));
    ck_assert_int_eq(rename(elsewhere.data, fixture.path), 0);
    screen_fixture_keys(&fixture, "Esc");
    ck_assert(!board->editor.open);
    board_fixture_is(board, "the store came back", "1:Fans,Clubs*");
    buffer_clear(&elsewhere);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(two_who_edit_one_note_both_keep_their_text)
{
    struct screen_fixture fixture;
    for (int told = 0; told < 2; told++) {
        screen_fixture_init(&fixture);
        struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
        screen_fixture_keys(&fixture, "Enter ' mine'");
        screen_fixture_other_saves(&fixture, board_fixture_note(board, 0, 0), "Fans", "Fans theirs");
        if (told == 1)
            screen_fixture_feed(&fixture);
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
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
    screen_fixture_keys(&fixture, "Enter ' mine'");
    struct session session = screen_fixture_other(&fixture);
    int64_t id = board->editor.note_id;
    ck_ok(canvas_notes_set_alive(fixture.store, &session, &id, 1, false, &error));
    screen_fixture_feed(&fixture);
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
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
    screen_fixture_keys(&fixture, "Enter '!' Enter 2 Enter '!' Enter");
    screen_fixture_keys(&fixture, "u");
    board_fixture_is(board, "u", "1:Fans!,Clubs,Firms 2:Play*");
    ck_assert(screen_fixture_shows(&fixture, "undid:"));
    screen_fixture_other_saves(&fixture, board_fixture_note(board, 0, 0), "Fans!", "Fans?");
    screen_fixture_feed(&fixture);
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
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
    ck_assert_uint_eq(fixture.app.others, 0);
    ck_ok(live_open(&live, fixture.store, screen_fixture_other(&fixture).actor_id, "Li", &error));
    ck_ok(live_presence_set(live, board->snapshot->canvas_id, "customer_segments", board_fixture_note(board, 0, 1), &error));
    screen_fixture_feed(&fixture);
    ck_assert(fixture.app.others > 0);
    ck_assert(screen_fixture_shows(&fixture, "Li…"));
    screen_fixture_golden(&fixture, "board_others_en_80x24");
    live_close(live);
    screen_fixture_feed(&fixture);
    ck_assert(!screen_fixture_shows(&fixture, "Li…"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_selected_note_that_goes_leaves_its_neighbour)
{
    struct screen_fixture fixture;
    struct error error;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
    screen_fixture_keys(&fixture, "Down Space");
    struct session session = screen_fixture_other(&fixture);
    int64_t id = board_selected(board);
    ck_ok(canvas_notes_set_alive(fixture.store, &session, &id, 1, false, &error));
    screen_fixture_feed(&fixture);
    board_fixture_is(board, "a foreign trash", "1:Fans,Firms* 2:Play");
    ck_assert_uint_eq(board->marked_count, 0);
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
    struct board *board = board_fixture_canvas(&fixture, 24, 80, BOARD_FIXTURE_NOTES);
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

NONET_TEST_MAIN("board_life", a_dead_sessions_draft_is_offered_again,
                a_recovered_answer_keeps_its_question_and_its_place,
                a_draft_of_an_old_note_keeps_what_it_was_based_on,
                a_draft_is_written_while_typing_and_dropped_once_saved, leaving_saves_what_is_typed,
                what_cannot_be_saved_stays_in_its_editor,
                two_who_edit_one_note_both_keep_their_text, a_note_trashed_while_one_edits_it_keeps_the_text,
                undo_leaves_what_others_changed_and_says_so, others_are_named_and_their_notes_marked,
                a_selected_note_that_goes_leaves_its_neighbour, the_question_stays_while_its_answer_is_typed,
                a_block_goes_through_the_editor_and_back)
