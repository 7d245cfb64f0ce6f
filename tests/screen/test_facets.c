/*
 * test_facets.c - facets on the screen: the dialog of `t`, marks and sums on the board, types and cards in the sidebar,
 * ties in the opened note.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board_fixture.h"
#include "check_main.h"
#include "note/note_dialogs.h"

static const char notes[] = "customer_segments: Fans\n"
                            "customer_segments: Clubs\n"
                            "value_propositions: Good football\n"
                            "channels: Web shop\n"
                            "revenue_streams: Tickets\n"
                            "revenue_streams: Broadcasting\n"
                            "cost_structure: The team\n";

static void golden(struct screen_fixture *fixture, const char *what, size_t screen)
{
    char name[80];
    snprintf(name, sizeof name, "facets_%s_%s", what, screen_fixture_sizes[screen].name);
    screen_fixture_golden(fixture, name);
}

static struct board *reopen(struct screen_fixture *fixture, int64_t canvas_id, size_t screen)
{
    screen_fixture_start(fixture, screen_fixture_sizes[screen].language, screen_fixture_sizes[screen].rows, screen_fixture_sizes[screen].columns);
    return board_fixture_open(fixture, canvas_id);
}

/* "key=value key=value" of the note with this text. Yours. */
static char *facets_of(struct board *board, const char *text)
{
    struct buffer out = {0};
    struct error error;
    bool changed;
    ck_ok(snapshot_update(board->snapshot, board->store, &board->session, &changed, &error));
    for (size_t b = 0; b < board->snapshot->block_count; b++) {
        for (size_t i = 0; i < board->snapshot->block[b].count; i++) {
            const struct note *note = board->snapshot->block[b].note[i];
            for (size_t k = 0; strcmp(note->text, text) == 0 && k < note->facet_count; k++)
                buffer_printf(&out, "%s%s=%s", k > 0 ? " " : "", note->facet[k].key, note->facet[k].value);
        }
    }
    buffer_add(&out, "");
    return buffer_take(&out);
}

static void has(struct board *board, const char *text, const char *expected, const char *keys)
{
    char *facets = facets_of(board, text);
    ck_assert_msg(strcmp(facets, expected) == 0, "after %s, %s has “%s” instead of “%s”", keys, text, facets, expected);
    free(facets);
}

/* ---- the dialog --------------------------------------------------------------------------------------------------- */

static const struct {
    const char *keys;
    const char *fans, *clubs, *shop, *tickets;
} dialogs[] = {
    {"1 t 'Most' Enter Esc", "starred=yes", "", "", ""},
    {"1 t 'Most' Enter Esc t 'Most' Enter Esc", "", "", "", ""},
    {"1 t 'Role' Enter Down Enter Esc", "role=user", "", "", ""},
    {"1 t 'Role' Enter 'both' Enter Esc", "role=both", "", "", ""}, /* an id will do */
    {"1 t 'Role' Enter 'Pays and' Enter Esc", "role=both", "", "", ""},
    {"1 t 'role=pays' Enter Esc", "role=payer", "", "", ""},
    {"1 t 'role=pays' Enter 'Role' Enter End Up Enter Esc", "", "", "", ""}, /* "none" is last */
    {"1 t 'role=boss' Enter Esc", "", "", "", ""},
    {"1 t 'role=boss' Enter Ctrl-U 'role=uses' Enter Esc", "role=user", "", "", ""},
    {"3 t 'Steps' Enter Enter Down Enter Esc Esc", "", "", "phases=awareness,evaluation", ""},
    {"3 t 'Steps' Enter Enter Down Enter Up Enter Esc Esc", "", "", "phases=evaluation", ""},
    {"3 t 'Type' Enter Enter Esc Esc", "", "", NULL, ""},
    {"5 t 'Amount' Enter '1200 eur / month' Enter Esc", "", "", "", "amount=1200 EUR/month"},
    {"5 t 'Amount' Enter 'much' Enter Ctrl-U '3 USD' Enter Esc", "", "", "", "amount=3 USD"},
    {"5 t 'Amount' Enter '3 USD' Enter Enter Ctrl-U Enter Esc", "", "", "", ""},
    {"5 t 'Amount' Enter '3 USD' Esc Esc", "", "", "", ""},
    {"1 Space Down Space t 'Role' Enter Enter Esc", "role=payer", "role=payer", "", ""},
    {"1 Space 5 Space t 'Amount' Enter '3 USD' Enter Esc", "", "", "", "amount=3 USD"},
    {"1 Space 5 Space t 'mine=x' Enter Esc", "mine=x", "", "", "mine=x"},
    {"1 t 'mine=x' Enter 'mine' Enter 'yz' Enter Esc", "mine=xyz", "", "", ""},
    {"1 Space Down Space t 'Role' Enter Enter Esc u", "", "", "", ""},
    {"1 Space 3 Space t 'Type' Enter Enter Esc Esc u", "", "", "", ""},
};

START_TEST(the_dialog_does_what_its_rows_say)
{
    for (size_t i = 0; i < COUNT_OF(dialogs); i++) {
        struct screen_fixture fixture;
        screen_fixture_init(&fixture);
        struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
        screen_fixture_keys(&fixture, dialogs[i].keys);
        ck_assert_msg(app_top(&fixture.app) == &board->view, "after %s a dialog is open", dialogs[i].keys);
        has(board, "Fans", dialogs[i].fans, dialogs[i].keys);
        has(board, "Clubs", dialogs[i].clubs, dialogs[i].keys);
        if (dialogs[i].shop)
            has(board, "Web shop", dialogs[i].shop, dialogs[i].keys);
        has(board, "Tickets", dialogs[i].tickets, dialogs[i].keys);
        screen_fixture_clear(&fixture);
    }
}
END_TEST

START_TEST(what_is_wrong_is_said_and_the_dialog_stays)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "5 t 'Amount' Enter 'much' Enter");
    ck_assert(screen_fixture_shows(&fixture, "is an amount: a number, a currency"));
    ck_assert(screen_fixture_shows(&fixture, "much"));
    screen_fixture_keys(&fixture, "'x'");
    ck_assert(!screen_fixture_shows(&fixture, "is an amount"));
    screen_fixture_keys(&fixture, "Esc Esc 1 t 'role=boss' Enter");
    ck_assert(screen_fixture_shows(&fixture, "cannot be “boss”"));
    ck_assert(screen_fixture_shows(&fixture, "role=boss"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(values_that_differ_are_shown_so)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "1 t 'role=payer' Enter 'starred=yes' Enter Esc Space Down Space t");
    ck_assert(screen_fixture_shows(&fixture, "(differs)"));
    ck_assert(screen_fixture_shows(&fixture, "[-] Most important"));
    screen_fixture_keys(&fixture, "'Most' Enter");
    ck_assert(screen_fixture_shows(&fixture, "[x] Most important"));
    screen_fixture_keys(&fixture, "'Role' Enter");
    ck_assert(screen_fixture_shows(&fixture, "[-] Pays"));
    screen_fixture_keys(&fixture, "Esc Esc");
    has(board, "Clubs", "starred=yes", "starring both");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(the_canvas_has_facets_and_tags_too)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "8 : 'canvas-facets' Enter");
    ck_assert(screen_fixture_shows(&fixture, "Facets and tags of the canvas"));
    screen_fixture_keys(&fixture, "Enter Down Enter 'draft' Enter Esc");
    ck_assert_uint_eq(board->snapshot->facet_count, 1);
    ck_assert_str_eq(board->snapshot->facet[0].key, "cost_driver");
    ck_assert_str_eq(board->snapshot->facet[0].value, "value_driven");
    ck_assert_uint_eq(board->snapshot->tag_count, 1);
    screen_fixture_keys(&fixture, "u u");
    ck_assert_uint_eq(board->snapshot->facet_count + board->snapshot->tag_count, 0);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_tie_is_marked_in_the_opened_note)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    screen_fixture_keys(&fixture, "1 = 2 = 1 o Tab Enter");
    ck_assert(screen_fixture_shows(&fixture, "> Value Propositions: Good football  [Prized most]"));
    ck_assert_uint_eq(board->snapshot->link[0].facet_count, 1);
    ck_assert_str_eq(board->snapshot->link[0].facet[0].value, "yes");
    screen_fixture_keys(&fixture, "Enter");
    ck_assert_uint_eq(board->snapshot->link[0].facet_count, 0);
    screen_fixture_keys(&fixture, "q 1 Down = 3 = 1 o Tab Enter");
    ck_assert(screen_fixture_shows(&fixture, "Facets of the tie"));
    screen_fixture_keys(&fixture, "'strength=weak' Enter Esc");
    ck_assert(screen_fixture_shows(&fixture, "[strength: weak]"));
    screen_fixture_keys(&fixture, "q 6 a 'alone' Esc o Tab");
    ck_assert(screen_fixture_shows(&fixture, "tied to no other"));
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- the sidebar -------------------------------------------------------------------------------------------------- */

START_TEST(a_type_of_the_sidebar_is_a_facet)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 40, 120, notes);
    screen_fixture_keys(&fixture, "1 s Down Down Down Enter");
    has(board, "Fans", "type=market.mass", "the first type");
    ck_assert(screen_fixture_shows(&fixture, "✓ Mass market"));
    screen_fixture_keys(&fixture, "Down Enter");
    has(board, "Fans", "type=market.mass,market.niche", "two types");
    screen_fixture_keys(&fixture, "s Down");
    ck_assert(!screen_fixture_shows(&fixture, "✓ Mass market"));
    screen_fixture_keys(&fixture, "Up s Up Enter");
    has(board, "Fans", "type=market.niche", "one of them off");
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(a_type_makes_an_example_ones_own)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    screen_fixture_start(&fixture, LANGUAGE_EN, 40, 120);
    struct board *board = board_fixture_example(&fixture, "football_club");
    screen_fixture_keys(&fixture, "2 s m m m End");
    ck_assert(board->example); /* looking is no edit */
    while (sidebar_selected(&board->sidebar)->kind != SIDEBAR_TYPE)
        ck_assert(sidebar_move(&board->sidebar, -1));
    screen_fixture_keys(&fixture, "Enter");
    ck_assert(!board->example);
    const struct note *note = board_selected_note(board);
    bool typed = false;
    for (size_t i = 0; i < note->facet_count; i++)
        typed = typed || strcmp(note->facet[i].key, "type") == 0;
    ck_assert(typed);
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(questions_come_in_three_steps_and_the_last_is_remembered)
{
    static const char *const steps[] = {"Questions 0/2", "Questions 0/7", "Questions 0/9"};
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 40, 120, notes);
    int64_t canvas_id = board->snapshot->canvas_id;
    for (size_t i = 0; i < 7; i++) {
        ck_assert_msg(screen_fixture_shows(&fixture, steps[i % 3]), "step %zu", i);
        screen_fixture_keys(&fixture, i == 0 ? "s m" : "m");
    }
    screen_fixture_keys(&fixture, "m"); /* additions shown */
    reopen(&fixture, canvas_id, 2);
    ck_assert(screen_fixture_shows(&fixture, steps[2]));
    screen_fixture_keys(&fixture, "s m");
    reopen(&fixture, canvas_id, 2);
    ck_assert(screen_fixture_shows(&fixture, steps[0]));
    screen_fixture_keys(&fixture, "3"); /* eleven of the source: five at a time */
    ck_assert(screen_fixture_shows(&fixture, "Questions 0/5"));
    screen_fixture_clear(&fixture);
}
END_TEST

START_TEST(cards_turn)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 40, 120, notes);
    screen_fixture_keys(&fixture, "1 s End");
    ck_assert_int_eq(sidebar_selected(&board->sidebar)->kind, SIDEBAR_DECK);
    ck_assert(screen_fixture_shows(&fixture, "(1/4)"));
    char *first = memory_copy_text(sidebar_selected(&board->sidebar)->text);
    screen_fixture_keys(&fixture, "Right");
    ck_assert(screen_fixture_shows(&fixture, "(2/4)"));
    ck_assert_str_ne(sidebar_selected(&board->sidebar)->text, first);
    screen_fixture_keys(&fixture, "Enter Right Right");
    ck_assert_str_eq(sidebar_selected(&board->sidebar)->text, first);
    screen_fixture_keys(&fixture, "Right Left");
    ck_assert_str_eq(sidebar_selected(&board->sidebar)->text, first);
    screen_fixture_keys(&fixture, "Left"); /* over the edge */
    ck_assert(!board->sidebar.focused);
    free(first);
    screen_fixture_clear(&fixture);
}
END_TEST

/* ---- sums ------------------------------------------------------------------------------------------------------------ */

static void set_amount(struct board *board, const char *text, const char *amount)
{
    struct error error;
    for (size_t b = 0; b < board->snapshot->block_count; b++) {
        for (size_t i = 0; i < board->snapshot->block[b].count; i++) {
            const struct note *note = board->snapshot->block[b].note[i];
            if (strcmp(note->text, text) == 0)
                ck_ok(canvas_notes_set_facet(board->store, &board->session, &note->id, 1, "amount", amount, &error));
        }
    }
    board_refresh(board);
}

static const struct {
    const char *tickets, *broadcasting, *team;
    const char *sum, *balance; /* NULL = none is shown */
} sums[] = {
    {"", "", "", NULL, NULL},
    {"1200 EUR/month", "", "", "Σ 14.4k EUR/yr + ?", NULL},
    {"1200 EUR/month", "100 EUR/week", "", "Σ 19.6k EUR/yr", NULL},
    {"1200 EUR/month", "100 EUR/week", "10000 EUR/year", "Σ 19.6k EUR/yr", "balance +9600 EUR/yr"},
    {"1200 EUR/month", "100 EUR/week", "20000 EUR/year", "Σ 19.6k EUR/yr", "balance -400 EUR/yr"},
    {"500 EUR", "500 EUR", "1000 EUR", "Σ 1000 EUR", "balance 0 EUR"},
    {"500 EUR", "500 CNY", "1000 EUR", "Σ 500 EUR + 500 CNY", NULL},
    {"500 EUR", "500 EUR", "1000 EUR/year", "Σ 1000 EUR", NULL},
};

START_TEST(amounts_are_added_up)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    for (size_t i = 0; i < COUNT_OF(sums); i++) {
        set_amount(board, "Tickets", sums[i].tickets);
        set_amount(board, "Broadcasting", sums[i].broadcasting);
        set_amount(board, "The team", sums[i].team);
        char *screen = screen_fixture_dump(&fixture);
        ck_assert_msg(sums[i].sum ? strstr(screen, sums[i].sum) != NULL : strstr(screen, "Σ") == NULL, "case %zu:\n%s", i,
                      screen);
        ck_assert_msg(sums[i].balance ? strstr(screen, sums[i].balance) != NULL : strstr(screen, "balance") == NULL,
                      "case %zu:\n%s", i, screen);
        free(screen);
    }
    screen_fixture_clear(&fixture);
}
END_TEST

static const struct {
    const char *facets, *marks; /* typed one after the other; what stands behind the note */
} marked[] = {
    {"'status=untested' Enter", "Fans                 ~ │"},
    {"'status=confirmed' Enter", "Fans                 ✓ │"},
    {"'status=rejected' Enter", "Fans                 ✗ │"},
    {"'starred=yes' Enter 'status=rejected' Enter", "Fans               * ✗ │"},
    {"'starred=no' Enter 'status=perhaps' Enter 'x' Enter", "Fans                #3 │"},
};

START_TEST(the_board_marks_what_matters)
{
    for (size_t i = 0; i < COUNT_OF(marked); i++) {
        struct screen_fixture fixture;
        screen_fixture_init(&fixture);
        board_fixture_canvas(&fixture, 24, 80, notes);
        screen_fixture_keys(&fixture, "1 t");
        screen_fixture_keys(&fixture, marked[i].facets);
        screen_fixture_keys(&fixture, "Esc");
        char *screen = screen_fixture_dump(&fixture);
        ck_assert_msg(strstr(screen, marked[i].marks) != NULL, "after %s:\n%s", marked[i].facets, screen);
        free(screen);
        screen_fixture_clear(&fixture);
    }
}
END_TEST

START_TEST(they_look_like_their_goldens)
{
    struct screen_fixture fixture;
    screen_fixture_init(&fixture);
    struct board *board = board_fixture_canvas(&fixture, 24, 80, notes);
    int64_t canvas_id = board->snapshot->canvas_id;
    set_amount(board, "Tickets", "1200 EUR/month");
    set_amount(board, "Broadcasting", "250000 EUR/year");
    set_amount(board, "The team", "90000 EUR/quarter");
    screen_fixture_keys(&fixture, "1 t 'starred=yes' Enter 'role=both' Enter 'type=market.mass' Enter Esc = 2 = 1 o Tab Enter q");
    for (size_t i = 0; i < COUNT_OF(screen_fixture_sizes); i++) {
        reopen(&fixture, canvas_id, i);
        golden(&fixture, "board", i);
        screen_fixture_keys(&fixture, "o Tab");
        golden(&fixture, "opened", i);
        screen_fixture_keys(&fixture, "q t");
        golden(&fixture, "dialog", i);
        screen_fixture_keys(&fixture, "Enter");
        golden(&fixture, "types", i);
        screen_fixture_keys(&fixture, "Esc Esc 5 t Down Enter");
        golden(&fixture, "amount", i);
        screen_fixture_keys(&fixture, "Ctrl-U 'x' Enter");
        golden(&fixture, "amount_wrong", i);
        screen_fixture_keys(&fixture, "Esc Esc 1 s End Right");
        golden(&fixture, "cards", i);
        screen_fixture_keys(&fixture, "s");
    }
    screen_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("facets", the_dialog_does_what_its_rows_say, what_is_wrong_is_said_and_the_dialog_stays,
                values_that_differ_are_shown_so, the_canvas_has_facets_and_tags_too, a_tie_is_marked_in_the_opened_note,
                a_type_of_the_sidebar_is_a_facet, questions_come_in_three_steps_and_the_last_is_remembered, cards_turn,
                a_type_makes_an_example_ones_own, the_board_marks_what_matters, amounts_are_added_up, they_look_like_their_goldens)
