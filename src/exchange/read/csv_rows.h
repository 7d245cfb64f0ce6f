/*
 * csv_rows.h - the rows of a table written as text, cell by cell.
 *
 * RFC 4180, and what programs make of it: any separator, line breaks in quoted cells, blanks before a quotation mark, text behind
 * a closing one.
 */
#ifndef NONET_CSV_ROWS_H
#define NONET_CSV_ROWS_H

#include "nonet/base.h"

#define CSV_COLUMNS_MAX 256

/* Begins as {.at = text, .separator = ...}. */
struct csv_rows {
    const char *at;
    char separator;
    char *cell[CSV_COLUMNS_MAX]; /* of the present row */
    size_t count;
    size_t lost;      /* cells with text beyond CSV_COLUMNS_MAX, in all rows so far */
    const char *open; /* the first quotation mark that none closes; NULL = all are closed */
};

/* False at the end of the text. */
bool csv_next_row(struct csv_rows *rows);
bool csv_row_is_blank(const struct csv_rows *rows);
void csv_rows_clear(struct csv_rows *rows);

/* "sep=;" on the first line, as Excel takes and writes it: the separator, and *text is moved behind it; 0 = there is none. */
char csv_told_separator(const char **text);

#endif
