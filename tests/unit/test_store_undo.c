/*
 * test_store_undo.c - undo and redo, alone and against others.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "store_fixture.h"

/* A script: two letters a step. First who: a = Ann, l = Li. Then what: 1-9 set the title of card 1 to
 * that digit; t/T trash and restore it; n makes card 2; u undo, r redo; U, R the same, expecting
 * NOT_FOUND; w/x set the weight to 5/6. */
struct scenario {
    const char *name, *script;
    const char *title, *weight, *alive, *other_alive;
    size_t reverted, kept; /* of the last undo or redo */
};

static const struct scenario scenarios[] = {
    {"undo", "a1au", "0", "0", "1", "-", 1, 0},
    {"undo twice", "a1a2auau", "0", "0", "1", "-", 1, 0},
    {"undo and redo", "a1a2auauarar", "2", "0", "1", "-", 1, 0},
    {"redo only as far as undone", "a1auararaR", "1", "0", "1", "-", 0, 0},
    {"back and forth", "a1a2auarauauarar", "2", "0", "1", "-", 1, 0},
    {"a new action empties the redo", "a1a2aua3aR", "3", "0", "1", "-", 0, 0},
    {"and the new one can be undone", "a1a2aua3auau", "0", "0", "1", "-", 1, 0},
    {"only my own", "l1awau", "1", "0", "1", "-", 1, 0},
    {"theirs stands: skipped, next older taken", "awa1l2au", "2", "0", "1", "-", 1, 0},
    {"skipped stays skipped, even when theirs goes", "awa1l2auluarau", "1", "0", "1", "-", 1, 0},
    {"redo of the one taken", "awa1l2auluar", "1", "5", "1", "-", 1, 0},
    {"nothing left to revert", "a1l2aU", "2", "0", "1", "-", 0, 1},
    {"theirs undone, mine stands again", "a1l2luau", "0", "0", "1", "-", 1, 0},
    {"theirs in between, redone by both", "a1l2luauarlr", "2", "0", "1", "-", 1, 0},
    {"theirs in between, redone too early", "a1l2luaulr", "0", "0", "1", "-", 0, 1},
    {"another's action keeps my redo", "a1aulwar", "1", "5", "1", "-", 1, 0},
    {"another's value keeps my redo out", "a1aul3aR", "3", "0", "1", "-", 0, 1},
    {"trash", "atau", "0", "0", "1", "-", 1, 0},
    {"restore", "ataTauau", "0", "0", "1", "-", 1, 0},
    {"making a card", "anau", "0", "0", "1", "0", 1, 0},
    {"making a card, redone", "anauar", "0", "0", "1", "1", 1, 0},
    {"li undoes only li's", "a1lnlulU", "1", "0", "1", "0", 0, 0},
};

static void step(struct fixture *f, char who, char what, struct undo_outcome *out)
{
    struct error error;
    int64_t actor = who == 'a' ? ANN : LI;
    char title[2] = {what, '\0'};
    switch (what) {
    case 't':
    case 'T':
        fixture_alive(f->store, actor, 1, what == 'T');
        return;
    case 'n':
        fixture_card(f->store, actor, 2, "new");
        return;
    case 'w':
    case 'x':
        fixture_weight(f->store, actor, 1, what == 'w' ? 5 : 6);
        return;
    case 'u':
        ck_ok(store_undo(f->store, BOARD, actor, out, &error));
        return;
    case 'r': {
        enum status status = store_redo(f->store, BOARD, actor, out, &error);
        ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
        return;
    }
    case 'U':
        ck_assert_int_eq(store_undo(f->store, BOARD, actor, out, &error), STATUS_NOT_FOUND);
        return;
    case 'R':
        ck_assert_int_eq(store_redo(f->store, BOARD, actor, out, &error), STATUS_NOT_FOUND);
        return;
    default:
        fixture_title(f->store, actor, 1, title);
    }
}

static void expect_field(struct fixture *f, const struct scenario *s, int64_t card, const char *field,
                         const char *expected)
{
    char *value = fixture_field(f->store, "card", card, field);
    ck_assert_msg(strcmp(value, expected) == 0, "%s: %s is %s, not %s", s->name, field, value, expected);
    free(value);
}

START_TEST(test_scenarios)
{
    for (size_t i = 0; i < COUNT_OF(scenarios); i++) {
        const struct scenario *s = &scenarios[i];
        struct fixture f;
        struct undo_outcome out = {0};
        fixture_init_memory(&f);
        /* The card is a stranger's, so nobody's undo reaches its making. */
        fixture_board(f.store, 99, BOARD);
        fixture_card(f.store, 99, 1, "0");
        for (const char *at = s->script; *at; at += 2)
            step(&f, at[0], at[1], &out);
        expect_field(&f, s, 1, "title", s->title);
        expect_field(&f, s, 1, "weight", s->weight);
        expect_field(&f, s, 1, "alive", s->alive);
        expect_field(&f, s, 2, "alive", s->other_alive);
        ck_assert_msg(out.reverted == s->reverted && out.kept == s->kept, "%s: %zu reverted, %zu kept", s->name,
                      out.reverted, out.kept);
        fixture_check(f.store);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_rows_that_somebody_changed_are_kept_and_counted)
{
    struct fixture f;
    struct error error;
    struct undo_outcome out;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    for (int64_t i = 1; i <= 20; i++)
        fixture_card(f.store, 99, i, "a");
    ck_ok(store_action_begin(f.store, BOARD, ANN, "card_move", &error));
    for (int64_t i = 1; i <= 20; i++) {
        ck_ok(store_row_set_text(f.store, "card", i, "title", "b", &error));
        ck_ok(store_row_set_integer(f.store, "card", i, "weight", 7, &error));
    }
    ck_ok(store_action_commit(f.store, NULL, &error));
    /* Card 3: both fields are Li's now; card 4: one of them. */
    fixture_title(f.store, LI, 3, "li");
    fixture_weight(f.store, LI, 3, 8);
    fixture_title(f.store, LI, 4, "li");
    ck_ok(store_undo(f.store, BOARD, ANN, &out, &error));
    ck_assert_uint_eq(out.reverted, 19);
    ck_assert_uint_eq(out.kept, 1);
    ck_assert_int_eq(out.kept_actor_id, LI);
    ck_assert_str_eq(out.operation, "card_move");
    ck_assert_str_eq(out.entity, "card");
    ck_assert_int_eq(out.row_id, 1);
    char *title = fixture_field(f.store, "card", 4, "title");
    char *weight = fixture_field(f.store, "card", 4, "weight");
    ck_assert_str_eq(title, "li");
    ck_assert_str_eq(weight, "0");
    free(title);
    free(weight);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_making_the_canvas_is_never_undone)
{
    struct fixture f;
    struct error error;
    struct undo_outcome out;
    int64_t before, after;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    ck_ok(store_last_seq(f.store, &before, &error));
    ck_assert_int_eq(store_undo(f.store, BOARD, ANN, &out, &error), STATUS_NOT_FOUND);
    ck_ok(store_last_seq(f.store, &after, &error));
    ck_assert_int_eq(before, after);
    /* But bringing it back from the trash is. */
    ck_ok(store_action_begin(f.store, BOARD, ANN, "board_trash", &error));
    ck_ok(store_row_set_integer(f.store, "board", BOARD, "alive", 0, &error));
    ck_ok(store_action_commit(f.store, NULL, &error));
    ck_ok(store_action_begin(f.store, BOARD, ANN, "board_restore", &error));
    ck_ok(store_row_set_integer(f.store, "board", BOARD, "alive", 1, &error));
    ck_ok(store_action_commit(f.store, NULL, &error));
    ck_ok(store_undo(f.store, BOARD, ANN, &out, &error));
    ck_assert_str_eq(out.operation, "board_restore");
    ck_ok(store_undo(f.store, BOARD, ANN, &out, &error));
    ck_assert_str_eq(out.operation, "board_trash");
    ck_assert_int_eq(store_undo(f.store, BOARD, ANN, &out, &error), STATUS_NOT_FOUND);
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_canvases_do_not_mix)
{
    struct fixture f;
    struct error error;
    struct undo_outcome out;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_board(f.store, ANN, BOARD + 1);
    fixture_card(f.store, ANN, 1, "a");
    ck_assert_int_eq(store_undo(f.store, BOARD + 1, ANN, &out, &error), STATUS_NOT_FOUND);
    ck_ok(store_undo(f.store, BOARD, ANN, &out, &error));
    ck_assert_int_eq(store_redo(f.store, BOARD + 1, ANN, &out, &error), STATUS_NOT_FOUND);
    ck_ok(store_redo(f.store, BOARD, ANN, &out, &error));
    fixture_clear(&f);
}
END_TEST

/* ---- random histories ------------------------------------------------------------------------------ */

static void random_action(struct store *store, int64_t actor, int64_t *cards)
{
    struct error error;
    ck_ok(store_action_begin(store, BOARD, actor, "random", &error));
    int64_t old_cards = *cards; /* a card made and unmade in one action would not be there */
    int changes = 1 + rand() % 4;
    for (int i = 0; i < changes; i++) {
        int64_t card = 1 + rand() % (*cards + 1);
        char text[16];
        snprintf(text, sizeof text, "%d", rand() % 5);
        int what = rand() % 4;
        if (card > *cards) {
            ck_ok(store_row_create(store, "card", card, &error));
            (*cards)++;
        }
        if (what == 0)
            ck_ok(store_row_set_text(store, "card", card, "title", text, &error));
        else if (what == 1)
            ck_ok(store_row_set_integer(store, "card", card, "weight", rand() % 5, &error));
        else if (what == 2 && card <= old_cards)
            ck_ok(store_row_set_integer(store, "card", card, "alive", rand() % 2, &error));
        else
            ck_ok(store_row_set_text(store, "card", card, "body", text, &error));
    }
    int64_t seq;
    ck_ok(store_action_commit(store, &seq, &error));
}

/* What can be seen: dead rows keep their birth values, so they do not count. */
static char *visible(struct store *store)
{
    struct error error;
    struct statement *statement;
    struct buffer out = {0};
    bool row;
    ck_ok(store_prepare(store, "SELECT id || ' ' || title || ' ' || body || ' ' || weight FROM card WHERE alive = 1"
                               " ORDER BY id", &statement, &error));
    for (;;) {
        ck_ok(statement_step(statement, &row, &error));
        if (!row)
            return buffer_take(&out);
        buffer_printf(&out, "%s\n", statement_text(statement, 0));
    }
}

START_TEST(test_undo_all_is_the_start_and_redo_all_the_end)
{
    for (unsigned seed = 1; seed <= 25; seed++) {
        srand(seed);
        struct fixture f;
        struct error error;
        struct undo_outcome out;
        enum status status;
        int64_t cards = 3;
        fixture_init_memory(&f);
        fixture_board(f.store, 99, BOARD);
        for (int64_t i = 1; i <= cards; i++)
            fixture_card(f.store, 99, i, "start");
        char *start = visible(f.store);
        for (int i = 0; i < 30; i++) {
            random_action(f.store, ANN, &cards);
            if (rand() % 4 == 0) {
                status = store_undo(f.store, BOARD, ANN, &out, &error);
                ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
            }
            if (rand() % 8 == 0) {
                status = store_redo(f.store, BOARD, ANN, &out, &error);
                ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
            }
        }
        while ((status = store_redo(f.store, BOARD, ANN, &out, &error)) == STATUS_OK)
            ;
        char *end = visible(f.store);
        int undone = 0;
        while ((status = store_undo(f.store, BOARD, ANN, &out, &error)) == STATUS_OK) {
            ck_assert_uint_eq(out.kept, 0);
            ck_assert_int_lt(++undone, 40);
        }
        ck_assert_int_eq(status, STATUS_NOT_FOUND);
        char *back = visible(f.store);
        ck_assert_msg(strcmp(start, back) == 0, "seed %u: start\n%sback\n%s", seed, start, back);
        while ((status = store_redo(f.store, BOARD, ANN, &out, &error)) == STATUS_OK)
            undone--;
        ck_assert_int_eq(status, STATUS_NOT_FOUND);
        char *again = visible(f.store);
        ck_assert_int_eq(undone, 0);
        ck_assert_msg(strcmp(end, again) == 0, "seed %u: end\n%sagain\n%s", seed, end, again);
        fixture_check(f.store);
        free(start);
        free(end);
        free(back);
        free(again);
        fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_two_people_at_random_keep_the_fold)
{
    for (unsigned seed = 100; seed < 115; seed++) {
        srand(seed);
        struct fixture f;
        struct error error;
        struct undo_outcome out;
        int64_t cards = 2;
        fixture_init_memory(&f);
        fixture_board(f.store, 99, BOARD);
        for (int64_t i = 1; i <= cards; i++)
            fixture_card(f.store, 99, i, "start");
        for (int i = 0; i < 80; i++) {
            int64_t actor = rand() % 2 ? ANN : LI;
            int what = rand() % 4;
            enum status status = STATUS_OK;
            if (what == 0)
                status = store_undo(f.store, BOARD, actor, &out, &error);
            else if (what == 1)
                status = store_redo(f.store, BOARD, actor, &out, &error);
            else
                random_action(f.store, actor, &cards);
            ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
        }
        fixture_check(f.store);
        fixture_clear(&f);
    }
}
END_TEST

NONET_TEST_MAIN("store undo", test_scenarios, test_rows_that_somebody_changed_are_kept_and_counted,
                test_making_the_canvas_is_never_undone, test_canvases_do_not_mix,
                test_undo_all_is_the_start_and_redo_all_the_end, test_two_people_at_random_keep_the_fold)
