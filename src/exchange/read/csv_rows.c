/*
 * csv_rows.c - cutting a text into rows and cells.
 *
 * Apostrophes that keep a spreadsheet from running a cell are taken off; what the cells mean is read_csv.c's business.
 * Invariant: all text of a row is in its cells, but for what is counted as lost.
 */
#include "csv_rows.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What stands between quotation marks; the text may go on behind the closing one. */
static const char *read_quoted(struct csv_rows *rows, const char *at, struct buffer *text)
{
    const char *begin = at++;
    while (*at) {
        if (*at != '"') {
            size_t run = strcspn(at, "\"");
            buffer_append(text, at, run);
            at += run;
        } else if (at[1] == '"') {
            buffer_add_char(text, '"');
            at += 2;
        } else {
            return at + 1;
        }
    }
    rows->open = rows->open ? rows->open : begin;
    return at;
}

/* One cell; *last says that its row ends with it. */
static char *next_cell(struct csv_rows *rows, bool *last)
{
    struct buffer text = {0};
    const char *at = rows->at, *word = at + strspn(at, " ");
    if (*word == '"')
        at = read_quoted(rows, word, &text);
    const char ends[] = {rows->separator, '\n', '\0'};
    size_t run = strcspn(at, ends);
    if (at[strspn(at, " ")] != at[run] || *word != '"') /* blanks behind a closing mark are nothing */
        buffer_append(&text, at, run);
    at += run;
    *last = *at != rows->separator;
    rows->at = *at ? at + 1 : at;
    return text.data ? buffer_take(&text) : memory_copy_text("");
}

void csv_rows_clear(struct csv_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        free(rows->cell[i]);
    rows->count = 0;
}

/* A sign that makes a spreadsheet run what it begins, behind apostrophes; at the start of a cell blanks are signs, too. */
static bool is_guarded(const char *text, bool start)
{
    static const char *const starts[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"};
    const char *behind = text + strspn(text, "'");
    for (size_t i = 0; i < (start ? COUNT_OF(starts) : COUNT_OF(starts) - 3) && behind > text; i++)
        if (strncmp(behind, starts[i], strlen(starts[i])) == 0)
            return start || strncmp(behind, "- ", 2) != 0;
    return false;
}

/* Takes off the apostrophes that write_csv.c puts before such signs. */
static void drop_guards(char *cell)
{
    char *to = cell;
    for (const char *at = cell; *at; at++) {
        bool start = at == cell;
        if (*at == '\'' && (start || at[-1] == ';' || at[-1] == '\n') && is_guarded(at, start))
            continue;
        *to++ = *at;
    }
    *to = '\0';
}

bool csv_next_row(struct csv_rows *rows)
{
    csv_rows_clear(rows);
    if (!*rows->at)
        return false;
    for (bool last = false; !last;) {
        char *cell = next_cell(rows, &last);
        drop_guards(cell);
        if (rows->count < CSV_COLUMNS_MAX) {
            rows->cell[rows->count++] = cell;
        } else {
            rows->lost += *cell != '\0';
            free(cell);
        }
    }
    return true;
}

bool csv_row_is_blank(const struct csv_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->cell[i][strspn(rows->cell[i], " \n")])
            return false;
    return true;
}

char csv_told_separator(const char **text)
{
    const char *at = *text;
    bool quoted = *at == '"';
    at += quoted;
    if (strncasecmp(at, "sep=", 4) != 0 || !at[4] || at[4] == '\n')
        return '\0';
    char separator = at[4];
    at += 5;
    if (quoted && *at == '"')
        at++;
    at += strspn(at, ",; \t"); /* a program that knows nothing of it fills the row up */
    if (*at && *at != '\n')
        return '\0';
    *text = *at ? at + 1 : at;
    return separator;
}
