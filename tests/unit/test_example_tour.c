/*
 * test_example_tour.c - the steps in which the shipped examples are told fit the canvases that they tell of.
 */
#include <string.h>

#include "check_main.h"
#include "nonet/exchange.h"

static struct error error;

/* Each block comes once, each note stands in a block of some step, in the order of the steps. */
static void check_tour(const struct example_tour *tour, const struct snapshot *snapshot)
{
    size_t blocks = 0, last = 0;
    for (size_t i = 0; i < tour->step_count; i++) {
        const struct example_step *step = &tour->step[i];
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            ck_assert_str_ne(step->title[language], "");
        for (size_t b = 0; b < step->block_count; b++) {
            int block;
            ck_assert_msg(template_block_by_id(snapshot->template, step->block[b], &block), "%s", step->block[b]);
        }
        blocks += step->block_count;
    }
    ck_assert(tour->step_count == 0 || blocks == snapshot->template->block_count);
    for (size_t i = 0; i < tour->note_count; i++) {
        const struct note *note = snapshot_note(snapshot, tour->note[i]);
        ck_assert_msg(note != NULL, "note %zu of the tour is not on the canvas", i);
        for (size_t s = 0; s < tour->step_count; s++) {
            for (size_t b = 0; b < tour->step[s].block_count; b++) {
                if (strcmp(tour->step[s].block[b], template_block_id(snapshot->template, note->block)) != 0)
                    continue;
                ck_assert_uint_ge(s, last);
                last = s;
            }
        }
    }
}

START_TEST(every_example_that_is_told_is_told_whole)
{
    struct example_info *list;
    size_t count, told = 0;
    ck_ok(example_list(LANGUAGE_EN, &list, &count, NULL, &error));
    for (size_t i = 0; i < count; i++) {
        struct store *store;
        struct snapshot *snapshot;
        struct example_tour tour;
        int64_t canvas_id;
        struct session session = session_reader(0);
        ck_ok(example_open(list[i].id, LANGUAGE_EN, &store, &canvas_id, &error));
        ck_ok(snapshot_load(store, &session, canvas_id, &snapshot, &error));
        ck_ok(example_tour_load(list[i].id, canvas_id, &tour, &error));
        check_tour(&tour, snapshot);
        told += tour.step_count > 0 ? 1 : 0;
        example_tour_clear(&tour);
        snapshot_free(snapshot);
        store_close(store);
    }
    example_list_free(list, count);
    ck_assert_uint_ge(told, 1);
}
END_TEST

START_TEST(a_name_leads_to_no_other_file)
{
    static const char *const names[] = {"", "../templates/bmc", "nothing", "football_club.json"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct example_tour tour;
        ck_assert_int_eq(example_tour_load(names[i], 1, &tour, &error), STATUS_NOT_FOUND);
        ck_assert_uint_eq(tour.step_count, 0);
    }
}
END_TEST

NONET_TEST_MAIN("example_tour", every_example_that_is_told_is_told_whole, a_name_leads_to_no_other_file)
