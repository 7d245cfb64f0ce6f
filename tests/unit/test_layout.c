/*
 * test_layout.c - layouts as rectangles: they tile, share their borders, and share the space out evenly.
 */
#include <string.h>

#include "check_main.h"
#include "nonet/template.h"

static const char *const shipped[] = {"bmc", "personal"};

static const struct {
    int rows, columns;
} sizes[] = {{12, 32}, {16, 40}, {20, 60}, {22, 80}, {23, 79}, {24, 80}, {40, 120}, {60, 200}, {99, 301}, {100, 300}};

/* How many rectangles a cell of the screen lies in: inside one only, on borders in as many as meet there. */
static void check_tiling(const struct template *template, const struct layout *layout, int rows, int columns)
{
    struct rectangle *out = memory_new(layout->cell_count, sizeof *out);
    int *hits = memory_new((size_t)(rows * columns), sizeof *hits), *inside = memory_new((size_t)(rows * columns), sizeof *inside);
    layout_rectangles(layout, rows, columns, out);
    for (size_t i = 0; i < layout->cell_count; i++) {
        const struct rectangle *r = &out[i];
        ck_assert_int_ge(r->row, 0);
        ck_assert_int_ge(r->column, 0);
        ck_assert_int_ge(r->rows, 1);
        ck_assert_int_ge(r->columns, 1);
        ck_assert_int_le(r->row + r->rows, rows);
        ck_assert_int_le(r->column + r->columns, columns);
        for (int y = r->row; y < r->row + r->rows; y++) {
            for (int x = r->column; x < r->column + r->columns; x++) {
                bool border = y == r->row || y == r->row + r->rows - 1 || x == r->column || x == r->column + r->columns - 1;
                hits[y * columns + x]++;
                inside[y * columns + x] += !border;
            }
        }
    }
    for (int at = 0; at < rows * columns; at++) {
        /* What is inside one rectangle belongs to no other, so only borders are shared. */
        if (hits[at] < 1 || (inside[at] > 0 && hits[at] > 1))
            ck_abort_msg("%s/%s %dx%d: %d rectangles at %d,%d", template->id, layout->id, columns, rows, hits[at],
                         at / columns, at % columns);
    }
    free(inside);
    free(hits);
    free(out);
}

START_TEST(test_every_shipped_layout_tiles_every_size)
{
    struct error error = {0};
    for (size_t i = 0; i < COUNT_OF(shipped); i++) {
        struct template *template;
        ck_ok(template_load(shipped[i], &template, &error));
        ck_assert_uint_ge(template->layout_count, 5);
        for (size_t l = 0; l < template->layout_count; l++) {
            for (size_t s = 0; s < COUNT_OF(sizes); s++)
                check_tiling(template, &template->layout[l], sizes[s].rows, sizes[s].columns);
        }
        template_free(template);
    }
}
END_TEST

START_TEST(test_neighbours_share_their_border_line)
{
    struct error error = {0};
    struct template *template;
    ck_ok(template_load("bmc", &template, &error));
    for (size_t l = 0; l < template->layout_count; l++) {
        const struct layout *layout = &template->layout[l];
        struct rectangle *out = memory_new(layout->cell_count, sizeof *out);
        int shared = 0;
        layout_rectangles(layout, 22, 80, out);
        for (size_t i = 0; i < layout->cell_count; i++) {
            for (size_t k = 0; k < layout->cell_count; k++) {
                const struct layout_cell *a = &layout->cell[i], *b = &layout->cell[k];
                if (a->column + a->column_span == b->column) {
                    ck_assert_int_eq(out[i].column + out[i].columns - 1, out[k].column);
                    shared++;
                }
                if (a->row + a->row_span == b->row) {
                    ck_assert_int_eq(out[i].row + out[i].rows - 1, out[k].row);
                    shared++;
                }
            }
        }
        ck_assert_int_gt(shared, 0);
        free(out);
    }
    template_free(template);
}
END_TEST

START_TEST(test_three_by_three_at_80_by_22)
{
    static const struct {
        const char *block;
        struct rectangle expected;
    } cases[] = {
        {"key_partnerships", {0, 0, 6, 27}},         {"key_activities", {5, 0, 6, 27}},
        {"key_resources", {10, 0, 6, 27}},           {"value_propositions", {0, 26, 16, 27}},
        {"customer_relationships", {0, 52, 6, 28}},  {"channels", {5, 52, 6, 28}},
        {"customer_segments", {10, 52, 6, 28}},      {"cost_structure", {15, 0, 7, 40}},
        {"revenue_streams", {15, 39, 7, 41}},
    };
    struct error error = {0};
    struct template *template;
    ck_ok(template_load("bmc", &template, &error));
    const struct layout *layout = template_layout_by_id(template, "three_by_three");
    ck_assert_ptr_nonnull(layout);
    ck_assert_ptr_eq(layout, &template->layout[0]);
    ck_assert_uint_eq(layout->cell_count, COUNT_OF(cases));
    struct rectangle out[COUNT_OF(cases)];
    layout_rectangles(layout, 22, 80, out);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int block;
        ck_assert(template_block_by_id(template, cases[i].block, &block));
        for (size_t k = 0; k < layout->cell_count; k++) {
            if (layout->cell[k].block != block)
                continue;
            ck_assert_msg(memcmp(&out[k], &cases[i].expected, sizeof out[k]) == 0, "%s is at %d,%d with %dx%d",
                          cases[i].block, out[k].row, out[k].column, out[k].rows, out[k].columns);
        }
        ck_assert(layout_has_block(layout, block));
    }
    ck_assert(!layout_has_block(layout, TEMPLATE_PARKING));
    ck_assert(layout_has_block(template_layout_by_id(template, "nine_square"), TEMPLATE_PARKING));
    ck_assert_ptr_null(template_layout_by_id(template, "no_such"));
    template_free(template);
}
END_TEST

START_TEST(test_space_is_shared_out_to_within_one_cell)
{
    struct layout_cell cell[7];
    struct layout layout = {.id = "row", .columns = 7, .rows = 1, .cell = cell, .cell_count = 7};
    struct rectangle out[7];
    for (int i = 0; i < 7; i++)
        cell[i] = (struct layout_cell){.block = i, .column = i, .row_span = 1, .column_span = 1};
    for (int columns = 8; columns <= 300; columns++) {
        int least = columns, most = 0;
        layout_rectangles(&layout, 5, columns, out);
        for (int i = 0; i < 7; i++) {
            least = out[i].columns < least ? out[i].columns : least;
            most = out[i].columns > most ? out[i].columns : most;
            ck_assert_int_eq(out[i].rows, 5);
        }
        ck_assert_int_le(most - least, 1);
    }
}
END_TEST

START_TEST(test_a_screen_smaller_than_the_grid_stays_inside)
{
    struct error error = {0};
    struct template *template;
    ck_ok(template_load("bmc", &template, &error));
    for (size_t l = 0; l < template->layout_count; l++) {
        const struct layout *layout = &template->layout[l];
        struct rectangle *out = memory_new(layout->cell_count, sizeof *out);
        for (int size = -1; size <= 4; size++) {
            layout_rectangles(layout, size, size, out);
            for (size_t i = 0; i < layout->cell_count; i++) {
                int limit = size < 0 ? 0 : size;
                ck_assert(out[i].row >= 0 && out[i].column >= 0);
                ck_assert(out[i].row + out[i].rows <= limit && out[i].column + out[i].columns <= limit);
            }
        }
        free(out);
    }
    template_free(template);
}
END_TEST

NONET_TEST_MAIN("layout", test_every_shipped_layout_tiles_every_size, test_neighbours_share_their_border_line,
                test_three_by_three_at_80_by_22, test_space_is_shared_out_to_within_one_cell,
                test_a_screen_smaller_than_the_grid_stays_inside)
