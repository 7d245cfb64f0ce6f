/*
 * test_store_merge_order.c - property: three copies in random hands are the same store, in whatever order they are merged.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "store_copy.h"

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16 & 0x7FFF;
}

static bool card_exists(struct store *store, int64_t card)
{
    char *found = fixture_field(store, "card", card, "alive");
    bool exists = strcmp(found, "-") != 0;
    free(found);
    return exists;
}

/* Cards 1-6 are common, those above made on either side, some with the same id on several. */
static void do_something(struct store *store, unsigned *state, const char *word)
{
    static const int64_t actors[] = {ANN, LI};
    int64_t actor = actors[next_random(state) % 2], card = 1 + next_random(state) % 20;
    struct undo_outcome out;
    struct error error;
    enum status status;
    char text[40];
    snprintf(text, sizeof text, "%s%u", word, next_random(state) % 50);
    switch (next_random(state) % 8) {
    case 0:
        status = store_undo(store, BOARD, actor, &out, &error);
        ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
        return;
    case 1:
        status = store_redo(store, BOARD, actor, &out, &error);
        ck_assert(status == STATUS_OK || status == STATUS_NOT_FOUND);
        return;
    case 2:
    case 3:
        if (!card_exists(store, card)) {
            fixture_card(store, actor, card, text);
            return;
        }
        fixture_alive(store, actor, card, next_random(state) % 2);
        return;
    default:
        if (!card_exists(store, card))
            return;
        if (next_random(state) % 2)
            fixture_title(store, actor, card, text);
        else
            fixture_weight(store, actor, card, next_random(state) % 5);
    }
}

/* One copy takes the other two in, in this order; what it then is. */
static char *merged(struct fixture *f, const struct copy *copies, const int order[3])
{
    struct copy scratch;
    struct error error;
    struct store_options options = {.path = copies[order[0]].path, .now = fixture_clock};
    struct store *first;
    ck_ok(store_open(&first, &options, &fixture_schema, &error));
    copy_make(f, first, "scratch.db", &scratch);
    store_close(first);
    copy_take(scratch.store, copies[order[1]].path);
    fixture_check(scratch.store);
    copy_take(scratch.store, copies[order[2]].path);
    fixture_check(scratch.store);
    ck_assert_uint_eq(copy_take(scratch.store, copies[order[1]].path), 0);
    ck_assert_uint_eq(copy_take(scratch.store, copies[order[0]].path), 0);
    char *state = copy_state(scratch.store);
    copy_close(&scratch);
    unlink(scratch.path);
    return state;
}

START_TEST(test_any_order_comes_out_the_same)
{
    static const int orders[][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    static const char *const names[] = {"甲", "乙", "丙"};
    int rounds = getenv("NONET_TEST_FULL") ? 60 : 3;
    for (int round = 0; round < rounds; round++) {
        struct fixture f;
        struct copy copies[3];
        unsigned state = 77u + (unsigned)round;
        fixture_init(&f);
        fixture_board(f.store, ANN, BOARD);
        for (int64_t card = 1; card <= 6; card++)
            fixture_card(f.store, card % 2 ? ANN : LI, card, "common");
        for (int i = 0; i < 3; i++) {
            copy_make(&f, f.store, names[i], &copies[i]);
            copy_close(&copies[i]);
        }
        /* Twice: apart, together, and apart again on what came together only in part. */
        for (int generation = 0; generation < 2; generation++) {
            for (int i = 0; i < 3; i++) {
                copy_open(&copies[i]);
                for (int step = 0; step < 25; step++)
                    do_something(copies[i].store, &state, names[i]);
                copy_close(&copies[i]);
            }
            char *wanted = NULL;
            for (size_t o = 0; o < COUNT_OF(orders); o++) {
                char *got = merged(&f, copies, orders[o]);
                if (wanted)
                    ck_assert_str_eq(got, wanted);
                free(wanted);
                wanted = got;
            }
            free(wanted);
            copy_open(&copies[0]);
            copy_take(copies[0].store, copies[1].path);
            copy_close(&copies[0]);
            copy_open(&copies[2]);
            copy_take(copies[2].store, copies[0].path);
            copy_close(&copies[2]);
        }
        fixture_clear(&f);
    }
}
END_TEST

NONET_TEST_MAIN("store merge order", test_any_order_comes_out_the_same)
