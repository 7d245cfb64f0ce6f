/*
 * test_sheet.c - rows of a canvas on a sheet: high enough, tiled, filling the sheet.
 */
#include <math.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "write/sheet.h"

static double height_of(void *context, const struct sheet_cell *cell, double width)
{
    (void)width;
    return *(const double *)context * (1 + (double)cell->notes->count);
}

static void expect_tiles(const struct sheet *sheet, double width, double height)
{
    double area = 0;
    for (size_t i = 0; i < sheet->count; i++) {
        const struct sheet_cell *a = &sheet->cell[i];
        ck_assert(a->x >= -0.01 && a->x + a->width <= width + 0.01);
        ck_assert(a->y >= -0.01 && a->y + a->height <= height + 0.01);
        area += a->width * a->height;
        for (size_t j = 0; j < i; j++) {
            const struct sheet_cell *b = &sheet->cell[j];
            ck_assert(a->x + a->width <= b->x + 0.01 || b->x + b->width <= a->x + 0.01 ||
                      a->y + a->height <= b->y + 0.01 || b->y + b->height <= a->y + 0.01);
        }
    }
    ck_assert(fabs(area - width * height) < 1); /* without gaps nothing is left over */
}

START_TEST(test_rows)
{
    struct canvas_fixture fixture;
    canvas_fixture_init(&fixture);
    for (int i = 0; i < 7; i++)
        canvas_fixture_note(&fixture, "key_activities", "x");
    canvas_fixture_note(&fixture, "cost_structure", "y");
    canvas_fixture_note(&fixture, TEMPLATE_PARKING_ID, "z");
    struct snapshot *snapshot = canvas_fixture_load(&fixture);
    for (size_t l = 0; l < fixture.template->layout_count; l++) {
        struct export_request request = {.snapshot = snapshot, .layout_id = fixture.template->layout[l].id};
        struct sheet sheet;
        sheet_init(&sheet, &request);
        ck_assert_uint_eq(sheet.count, fixture.template->block_count + 1); /* the parking lot has notes: it is there */
        double line = 10;
        struct sheet_space space = {.width = 600, .height = 900, .row_least = 5};
        double need = sheet_place(&sheet, &space, height_of, &line);
        ck_assert(need <= 900);
        expect_tiles(&sheet, 600, 900);
        for (size_t i = 0; i < sheet.count; i++)
            ck_assert(sheet.cell[i].height >= height_of(&line, &sheet.cell[i], 0));
        line = 200; /* too much: it says so, and stays on the sheet */
        ck_assert(sheet_place(&sheet, &space, height_of, &line) > 900);
        expect_tiles(&sheet, 600, 900);
        space.height = 0; /* as high as needed */
        need = sheet_place(&sheet, &space, height_of, &line);
        expect_tiles(&sheet, 600, need);
        sheet_clear(&sheet);
    }
    snapshot_free(snapshot);
    canvas_fixture_clear(&fixture);
}
END_TEST

/* One block that no sheet holds: the others are whole, it has the rest. */
START_TEST(test_one_too_many)
{
    struct canvas_fixture fixture;
    canvas_fixture_init(&fixture);
    for (int i = 0; i < 99; i++)
        canvas_fixture_note(&fixture, "key_activities", "x");
    canvas_fixture_note(&fixture, "channels", "y");
    canvas_fixture_note(&fixture, "cost_structure", "y");
    canvas_fixture_note(&fixture, TEMPLATE_PARKING_ID, "z");
    struct snapshot *snapshot = canvas_fixture_load(&fixture);
    struct export_request request = {.snapshot = snapshot, .layout_id = "poster"};
    struct sheet_space space = {.width = 600, .height = 900, .gap = 5, .row_gap = 5, .row_least = 5};
    struct sheet sheet;
    double line = 20;
    sheet_init(&sheet, &request);
    ck_assert(sheet_place(&sheet, &space, height_of, &line) > 900);
    for (size_t i = 0; i < sheet.count; i++) {
        const struct sheet_cell *cell = &sheet.cell[i];
        double need = height_of(&line, cell, 0);
        ck_assert(cell->notes->count > 90 ? cell->height > 900 / 2 : cell->height >= need - 0.01);
        ck_assert(cell->y + cell->height <= 900.01);
    }
    sheet_clear(&sheet);
    snapshot_free(snapshot);
    canvas_fixture_clear(&fixture);
}
END_TEST

NONET_TEST_MAIN("sheet", test_rows, test_one_too_many)
