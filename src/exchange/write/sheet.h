/*
 * sheet.h - a canvas on a sheet: which blocks stand where, and how high each row has to be. Private to src/exchange.
 *
 * Pure arithmetic over a layout of the template; what fills a block is measured by the caller. HTML, posters and JSON
 * Canvas use it, each with its own unit.
 */
#ifndef NONET_EXCHANGE_SHEET_H
#define NONET_EXCHANGE_SHEET_H

#include "nonet/exchange.h"

struct sheet_cell {
    struct layout_cell at;                 /* at.block may be TEMPLATE_PARKING */
    const struct snapshot_block *notes;    /* never NULL */
    double x, y, width, height;            /* sheet_place() */
};

struct sheet {
    int columns, rows;
    struct sheet_cell *cell;
    size_t count;
    double *row; /* heights */
};

/* The layout that was asked for, else the one that suits a landscape page. A parking lot that holds notes and has no cell
 * there gets a row of its own. */
void sheet_init(struct sheet *sheet, const struct export_request *request);
void sheet_clear(struct sheet *sheet);

struct sheet_space {
    double width, height; /* height 0 = as high as needed */
    double gap;           /* between columns */
    double row_gap;
    double row_least;     /* no row is lower */
};

/* The height that a block's content needs when it is `width` wide. */
typedef double sheet_measure(void *context, const struct sheet_cell *cell, double width);

/* Places all cells. Returns the height that is needed; rows fill space->height: with room to spare all have some of
 * it, in proportion, and where it does not suffice the highest give way. */
double sheet_place(struct sheet *sheet, const struct sheet_space *space, sheet_measure *measure, void *context);

#endif
