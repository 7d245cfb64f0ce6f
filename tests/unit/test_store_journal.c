/*
 * test_store_journal.c - actions: what they leave in the tables and in the journal.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "store_fixture.h"

static void expect_text(char *actual, const char *expected)
{
    ck_assert_str_eq(actual, expected);
    free(actual);
}

START_TEST(test_birth_records_alive_and_the_values_set)
{
    struct fixture f;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    int64_t seq = fixture_card(f.store, ANN, 7, "客户");
    ck_assert_int_eq(seq, 2);
    expect_text(fixture_changes(f.store, seq), "card 7 alive 0 1\ncard 7 title NULL 客户\n");
    expect_text(fixture_field(f.store, "card", 7, "number"), "1");
    expect_text(fixture_field(f.store, "card", 7, "canvas_id"), "1000");
    expect_text(fixture_field(f.store, "board", BOARD, "canvas_id"), "1000");
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

static void run(struct store *store, const char *sql)
{
    struct error error;
    struct statement *statement;
    bool row;
    ck_ok(store_prepare(store, sql, &statement, &error));
    ck_ok(statement_step(statement, &row, &error));
}

/* In the file a birth is one change, or one a field as the first stores have it: nobody who reads can tell. */
START_TEST(test_a_birth_reads_the_same_in_either_form)
{
    struct fixture f;
    struct error error;
    struct undo_outcome out;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    int64_t seq = fixture_card(f.store, ANN, 7, "客\"户\\\n\t\x01 😀");
    ck_ok(store_action_begin(f.store, BOARD, ANN, "card_add", &error));
    ck_ok(store_row_create(f.store, "card", 8, &error));
    ck_ok(store_row_set_integer(f.store, "card", 8, "weight", INT64_MIN, &error));
    ck_ok(store_action_commit(f.store, NULL, &error));
    fixture_title(f.store, LI, 7, "later");
    expect_text(fixture_changes(f.store, seq), "card 7 alive 0 1\ncard 7 title NULL 客\"户\\\n\t\x01 😀\n");
    expect_text(fixture_changes(f.store, seq + 1), "card 8 alive 0 1\ncard 8 weight NULL -9223372036854775808\n");
    char *first = fixture_changes(f.store, 1);
    fixture_check(f.store);

    ck_ok(store_begin(f.store, &error));
    run(f.store, "INSERT INTO change SELECT action_seq, 100 * ordinal + j.id, entity, entity_id, j.key, NULL, j.value"
                 " FROM change c, json_each(c.new) j WHERE c.field = ''");
    run(f.store, "UPDATE change SET field = 'alive', old = 0, new = 1 WHERE field = ''");
    ck_ok(store_commit(f.store, &error));
    expect_text(fixture_changes(f.store, seq), "card 7 alive 0 1\ncard 7 title NULL 客\"户\\\n\t\x01 😀\n");
    expect_text(fixture_changes(f.store, seq + 1), "card 8 alive 0 1\ncard 8 weight NULL -9223372036854775808\n");
    expect_text(fixture_changes(f.store, 1), first);
    free(first);
    fixture_check(f.store);
    ck_ok(store_undo(f.store, BOARD, ANN, &out, &error));
    expect_text(fixture_field(f.store, "card", 8, "alive"), "0");
    ck_ok(store_redo(f.store, BOARD, ANN, &out, &error));
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_one_change_a_field_however_often_it_is_set)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 7, "a");
    int64_t seq;
    ck_ok(store_action_begin(f.store, BOARD, ANN, "card_edit", &error));
    ck_ok(store_row_set_text(f.store, "card", 7, "title", "b", &error));
    ck_ok(store_row_set_integer(f.store, "card", 7, "weight", 5, &error));
    ck_ok(store_row_set_text(f.store, "card", 7, "title", "c", &error));
    ck_ok(store_row_set_integer(f.store, "card", 7, "weight", 0, &error));
    ck_ok(store_action_commit(f.store, &seq, &error));
    expect_text(fixture_changes(f.store, seq), "card 7 title a c\n");
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_an_action_without_effect_leaves_no_trace)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 7, "a");
    char *before = fixture_dump(f.store, false);
    int64_t seq = -1, last;
    ck_ok(store_action_begin(f.store, BOARD, ANN, "nothing", &error));
    ck_ok(store_row_set_text(f.store, "card", 7, "title", "a", &error));
    ck_ok(store_action_commit(f.store, &seq, &error));
    ck_assert_int_eq(seq, 0);

    ck_ok(store_action_begin(f.store, BOARD, ANN, "there_and_back", &error));
    ck_ok(store_row_set_text(f.store, "card", 7, "title", "b", &error));
    ck_ok(store_row_set_text(f.store, "card", 7, "title", "a", &error));
    ck_ok(store_row_create(f.store, "card", 8, &error));
    ck_ok(store_row_set_text(f.store, "card", 8, "title", "x", &error));
    ck_ok(store_row_set_text(f.store, "card", 8, "title", "", &error));
    ck_ok(store_row_set_integer(f.store, "card", 8, "alive", 0, &error));
    ck_ok(store_action_commit(f.store, &seq, &error));
    ck_assert_int_eq(seq, 0);

    ck_ok(store_last_seq(f.store, &last, &error));
    ck_assert_int_eq(last, 2);
    expect_text(fixture_dump(f.store, false), before);
    free(before);
    expect_text(fixture_field(f.store, "card", 8, "title"), "-");
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_rollback_undoes_everything)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    char *before = fixture_dump(f.store, false);
    ck_assert(!store_action_is_open(f.store));
    ck_ok(store_action_begin(f.store, BOARD, ANN, "abandoned", &error));
    ck_assert(store_action_is_open(f.store));
    ck_ok(store_row_create(f.store, "card", 8, &error));
    store_rollback(f.store);
    ck_assert(!store_action_is_open(f.store));
    store_rollback(f.store);
    expect_text(fixture_dump(f.store, false), before);
    free(before);
    fixture_card(f.store, ANN, 9, "after");
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_rows_that_are_not_there_and_rows_that_are)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 7, "a");
    ck_ok(store_action_begin(f.store, BOARD, ANN, "card_edit", &error));
    ck_assert_int_eq(store_row_create(f.store, "card", 7, &error), STATUS_CONFLICT);
    ck_assert_int_eq(store_row_set_text(f.store, "card", 99, "title", "x", &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(store_row_set_text(f.store, "card", 7, "weight", "x", &error), STATUS_INVALID);
    ck_assert_int_eq(store_row_set_text(f.store, "nobody", 7, "title", "x", &error), STATUS_INVALID);
    ck_assert_int_eq(store_action_begin(f.store, BOARD, ANN, "nested", &error), STATUS_INVALID);
    ck_ok(store_row_set_text(f.store, "card", 7, "title", "b", &error));
    ck_ok(store_action_commit(f.store, NULL, &error));
    ck_assert_int_eq(store_action_commit(f.store, NULL, &error), STATUS_INVALID);
    ck_assert_int_eq(store_row_set_text(f.store, "card", 7, "title", "c", &error), STATUS_INVALID);
    expect_text(fixture_field(f.store, "card", 7, "title"), "b");
    fixture_clear(&f);
}
END_TEST

START_TEST(test_a_dead_row_comes_back_with_its_number)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 7, "a");
    fixture_card(f.store, ANN, 8, "b");
    fixture_alive(f.store, LI, 7, 0);
    int64_t seq;
    ck_ok(store_action_begin(f.store, BOARD, LI, "card_create", &error));
    ck_ok(store_row_create(f.store, "card", 7, &error));
    ck_ok(store_row_set_text(f.store, "card", 7, "title", "again", &error));
    ck_ok(store_action_commit(f.store, &seq, &error));
    expect_text(fixture_changes(f.store, seq), "card 7 alive 0 1\ncard 7 title a again\n");
    expect_text(fixture_field(f.store, "card", 7, "number"), "1");
    expect_text(fixture_field(f.store, "card", 7, "author_id"), "101");
    expect_text(fixture_field(f.store, "card", 8, "number"), "2");
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_the_clock_moves_even_when_the_wall_clock_stands)
{
    struct fixture f;
    fixture_init(&f);
    fixture_board(f.store, ANN, BOARD);
    fixture_card(f.store, ANN, 7, "a");
    fixture_title(f.store, LI, 7, "b");
    expect_text(fixture_field(f.store, "card", 7, "created"), "1000001");
    expect_text(fixture_field(f.store, "card", 7, "updated"), "1000002");
    expect_text(fixture_field(f.store, "board", BOARD, "updated"), "1000002");
    expect_text(fixture_field(f.store, "board", BOARD, "created"), "1000000");
    fixture_clear(&f);
}
END_TEST

START_TEST(test_side_tables_ride_along)
{
    struct fixture f;
    struct error error;
    struct statement *statement;
    bool row;
    fixture_init(&f);
    ck_ok(store_begin(f.store, &error));
    ck_ok(store_prepare(f.store, "INSERT INTO view (id, zoom) VALUES (?1, ?2)", &statement, &error));
    statement_bind_integer(statement, 1, 1);
    statement_bind_text(statement, 2, "near");
    ck_ok(statement_step(statement, &row, &error));
    ck_assert(!row);
    ck_ok(store_commit(f.store, &error));
    /* An action may write one too, even when it changes no row. */
    int64_t seq;
    ck_ok(store_action_begin(f.store, 0, ANN, "look", &error));
    ck_ok(store_prepare(f.store, "UPDATE view SET zoom = ?1", &statement, &error));
    statement_bind_text(statement, 1, NULL);
    ck_ok(statement_step(statement, &row, &error));
    ck_ok(store_action_commit(f.store, &seq, &error));
    ck_assert_int_eq(seq, 0);
    expect_text(fixture_field(f.store, "view", 1, "zoom"), "");
    ck_ok(store_prepare(f.store, "SELECT zoom FROM view", &statement, &error));
    ck_ok(statement_step(statement, &row, &error));
    ck_assert(row);
    ck_ok(statement_step(statement, &row, &error));
    ck_assert(!row);
    ck_assert_int_eq(store_prepare(f.store, "SELECT nonsense", &statement, &error), STATUS_INVALID);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_large_actions_and_awkward_text)
{
    struct fixture f;
    struct error error;
    fixture_init_memory(&f);
    fixture_board(f.store, ANN, BOARD);
    ck_ok(store_action_begin(f.store, BOARD, ANN, "import", &error));
    for (int64_t i = 1; i <= 3000; i++) {
        ck_ok(store_row_create(f.store, "card", i, &error));
        ck_ok(store_row_set_text(f.store, "card", i, "title", "'\"; DROP TABLE card; --\n\t👩‍👩‍👧", &error));
        ck_ok(store_row_set_integer(f.store, "card", i, "weight", i - 1500, &error));
    }
    ck_ok(store_action_commit(f.store, NULL, &error));
    expect_text(fixture_field(f.store, "card", 3000, "number"), "3000");
    expect_text(fixture_field(f.store, "card", 3, "title"), "'\"; DROP TABLE card; --\n\t👩‍👩‍👧");
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

/* Rows are written many at a time: whatever their number, and whatever comes between them, each has its own values, its
 * number in the order in which it was made, and its place in the journal. */
START_TEST(test_rows_made_together_stay_apart)
{
    static const int64_t sizes[] = {1, 2, 15, 16, 17, 31, 32, 33, 50};
    struct fixture f;
    struct error error;
    fixture_init_memory(&f);
    fixture_board(f.store, ANN, BOARD);
    int64_t made = 0;
    char before[24] = "10500"; /* what card 1500 weighs */
    for (size_t s = 0; s < COUNT_OF(sizes); s++) {
        struct buffer expected = {0};
        int64_t base = 1000 * (int64_t)(s + 1), seq;
        ck_ok(store_action_begin(f.store, BOARD, ANN, "import", &error));
        for (int64_t i = 0; i < sizes[s]; i++) {
            int64_t id = base + 500 - i; /* the tables' order is not that of making */
            bool exists, alive;
            ck_ok(store_row_state(f.store, "card", id, &exists, &alive, &error));
            ck_assert(!exists);
            ck_ok(store_row_create(f.store, "card", id, &error));
            ck_assert_int_eq(store_row_create(f.store, "card", id, &error), STATUS_CONFLICT);
            ck_ok(store_row_set_integer(f.store, "card", id, "weight", 7 * id, &error));
            buffer_printf(&expected, "card %lld alive 0 1\ncard %lld weight NULL %lld\n", (long long)id, (long long)id,
                          (long long)(7 * id));
            if (i % 5 == 4) {
                ck_ok(store_row_create(f.store, "group", id, &error));
                ck_ok(store_row_set_integer(f.store, "group", id, "from_id", id, &error));
                buffer_printf(&expected, "group %lld alive 0 1\ngroup %lld from_id NULL %lld\n", (long long)id,
                              (long long)id, (long long)id);
            }
            if (i == 20) { /* looks at what waits, and changes a row that was made before */
                run(f.store, "SELECT count(*) FROM card");
                ck_ok(store_row_set_integer(f.store, "card", 1500, "weight", (int64_t)s, &error));
                buffer_printf(&expected, "card 1500 weight %s %zu\n", before, s);
                snprintf(before, sizeof before, "%zu", s);
            }
        }
        ck_ok(store_action_commit(f.store, &seq, &error));
        expect_text(fixture_changes(f.store, seq), buffer_text(&expected));
        for (int64_t i = 0; i < sizes[s]; i++) {
            char number[24], weight[24];
            snprintf(number, sizeof number, "%lld", (long long)(made + i + 1));
            snprintf(weight, sizeof weight, "%lld", (long long)(7 * (base + 500 - i)));
            expect_text(fixture_field(f.store, "card", base + 500 - i, "number"), number);
            if (base + 500 - i != 1500)
                expect_text(fixture_field(f.store, "card", base + 500 - i, "weight"), weight);
        }
        made += sizes[s];
        buffer_clear(&expected);
    }
    fixture_check(f.store);
    fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("store journal", test_birth_records_alive_and_the_values_set,
                test_a_birth_reads_the_same_in_either_form,
                test_one_change_a_field_however_often_it_is_set, test_an_action_without_effect_leaves_no_trace,
                test_rollback_undoes_everything, test_rows_that_are_not_there_and_rows_that_are,
                test_a_dead_row_comes_back_with_its_number, test_the_clock_moves_even_when_the_wall_clock_stands,
                test_side_tables_ride_along, test_large_actions_and_awkward_text,
                test_rows_made_together_stay_apart)
