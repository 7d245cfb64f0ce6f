/*
 * sheet.c - rows and columns of a canvas on a sheet.
 *
 * Not here: what stands in a block, and drawing. Invariant: cells tile the sheet with the gaps between them, and no cell
 * is lower than its content while the sheet is high enough.
 */
#include "sheet.h"

#include <math.h>
#include <stdlib.h>

static const struct snapshot_block nothing;

static const struct layout *landscape_layout(const struct export_request *request)
{
    const struct template *template = request->snapshot->template;
    const struct layout *layout = template_layout_by_id(template, request->layout_id);
    if (!layout)
        layout = template_layout_by_id(template, "poster");
    if (!layout)
        layout = template_layout_by_id(template, "wide");
    return layout ? layout : &template->layout[0];
}

static void add_cell(struct sheet *sheet, const struct export_request *request, struct layout_cell at)
{
    const struct snapshot_block *notes = snapshot_block(request->snapshot, at.block);
    sheet->cell[sheet->count++] = (struct sheet_cell){.at = at, .notes = notes ? notes : &nothing};
}

void sheet_init(struct sheet *sheet, const struct export_request *request)
{
    const struct layout *layout = landscape_layout(request);
    const struct snapshot_block *parked = snapshot_block(request->snapshot, TEMPLATE_PARKING);
    *sheet = (struct sheet){.columns = layout->columns, .rows = layout->rows};
    sheet->cell = memory_new(layout->cell_count + 1, sizeof *sheet->cell);
    for (size_t i = 0; i < layout->cell_count; i++)
        add_cell(sheet, request, layout->cell[i]);
    if (parked && parked->count > 0 && !layout_has_block(layout, TEMPLATE_PARKING))
        add_cell(sheet, request, (struct layout_cell){TEMPLATE_PARKING, sheet->rows++, 0, 1, sheet->columns});
    sheet->row = memory_new((size_t)sheet->rows, sizeof *sheet->row);
}

void sheet_clear(struct sheet *sheet)
{
    free(sheet->cell);
    free(sheet->row);
    *sheet = (struct sheet){0};
}

/* Rows grow until every cell fits, those over few rows first; what one lacks is shared by its rows. */
static double need_rows(struct sheet *sheet, const struct sheet_space *space, sheet_measure *measure, void *context)
{
    double total = (sheet->rows - 1) * space->row_gap;
    for (int row = 0; row < sheet->rows; row++)
        sheet->row[row] = space->row_least;
    for (int span = 1; span <= sheet->rows; span++) {
        for (size_t i = 0; i < sheet->count; i++) {
            struct sheet_cell *cell = &sheet->cell[i];
            if (cell->at.row_span != span)
                continue;
            double lacks = measure(context, cell, cell->width) - (span - 1) * space->row_gap;
            for (int row = 0; row < span; row++)
                lacks -= sheet->row[cell->at.row + row];
            for (int row = 0; row < span && lacks > 0; row++)
                sheet->row[cell->at.row + row] += lacks / span;
        }
    }
    for (int row = 0; row < sheet->rows; row++)
        total += sheet->row[row];
    return total;
}

static double sum(const struct sheet *sheet, double most)
{
    double total = 0;
    for (int row = 0; row < sheet->rows; row++)
        total += sheet->row[row] < most ? sheet->row[row] : most;
    return total;
}

/* With room to spare rows grow together, so that all are equally full. Without, the highest give way, to one height: what
 * is small stays whole beside what no page holds. */
static void fill(struct sheet *sheet, double room)
{
    double total = sum(sheet, HUGE_VAL), low = 0, high = room;
    for (int step = 0; step < 50 && total > room; step++) {
        double middle = (low + high) / 2;
        if (sum(sheet, middle) > room)
            high = middle;
        else
            low = middle;
    }
    for (int row = 0; row < sheet->rows; row++) {
        if (total <= room)
            sheet->row[row] *= room / total;
        else if (sheet->row[row] > low)
            sheet->row[row] = low;
    }
}

double sheet_place(struct sheet *sheet, const struct sheet_space *space, sheet_measure *measure, void *context)
{
    double unit = (space->width + space->gap) / sheet->columns;
    for (size_t i = 0; i < sheet->count; i++) {
        struct sheet_cell *cell = &sheet->cell[i];
        cell->x = cell->at.column * unit;
        cell->width = cell->at.column_span * unit - space->gap;
    }
    double total = need_rows(sheet, space, measure, context);
    double gaps = (sheet->rows - 1) * space->row_gap;
    if (space->height > 0)
        fill(sheet, space->height - gaps);
    for (size_t i = 0; i < sheet->count; i++) {
        struct sheet_cell *cell = &sheet->cell[i];
        cell->y = 0;
        for (int row = 0; row < cell->at.row; row++)
            cell->y += sheet->row[row] + space->row_gap;
        cell->height = (cell->at.row_span - 1) * space->row_gap;
        for (int row = 0; row < cell->at.row_span; row++)
            cell->height += sheet->row[cell->at.row + row];
    }
    return total;
}
