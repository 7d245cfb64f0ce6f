/*
 * markdown_table.c - tables in Markdown, as people draw canvases with them.
 *
 * Four kinds, told apart by which cells name blocks: a header row of blocks with a row of notes below, repeated; a block a row
 * with its notes beside it; a plan with amounts a period under costs or revenue; and any other table, of which a row is
 * a note. <br> in a cell begins a new note. Invariant: no cell with text is lost.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "markdown.h"

#define COLUMNS_MAX 1001 /* read_markdown.c lets no more through */
#define ROWS_LOOKED_AT 40

struct row {
    char *cell[COLUMNS_MAX];
    bool bold[COLUMNS_MAX];   /* the cell is nothing but bold */
    char *block[COLUMNS_MAX]; /* the bold block name that a cell begins with; its rest is then in `cell` */
    size_t count;
};

static char *trimmed(struct buffer *text)
{
    while (text->length > 0 && strchr(" \n", text->data[text->length - 1]))
        text->data[--text->length] = '\0';
    size_t lead = strspn(buffer_text(text), " \n");
    if (lead > 0)
        buffer_remove(text, 0, lead);
    return text->data ? buffer_take(text) : memory_copy_text("");
}

/* A cell that begins with a bold block name is headed by it. */
static void cell_read(const struct markdown *reader, cmark_node *node, char **text, char **block)
{
    struct buffer whole = {0};
    char *title, *rest;
    *block = NULL;
    if (markdown_run_in(node, &title, &rest)) {
        bool known = markdown_is_known(reader, title);
        if (known && *rest) {
            *block = title;
            *text = rest;
            return;
        }
        free(title);
        free(rest);
    }
    markdown_plain(node, &whole);
    *text = trimmed(&whole);
}

static void row_read(const struct markdown *reader, cmark_node *node, struct row *row)
{
    row->count = 0;
    for (cmark_node *cell = cmark_node_first_child(node); cell && row->count < COLUMNS_MAX;
         cell = cmark_node_next(cell)) {
        row->bold[row->count] = markdown_is_only(cell, CMARK_NODE_STRONG);
        cell_read(reader, cell, &row->cell[row->count], &row->block[row->count]);
        row->count++;
    }
}

static void row_clear(struct row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        free(row->cell[i]);
        free(row->block[i]);
    }
    row->count = 0;
}

/* ---- what kind of row ------------------------------------------------------------------------------------ */

static bool is_block(const struct markdown *reader, const char *cell)
{
    return *cell && resolver_knows(reader->source->resolver, cell);
}

/* Most of what is written in it names blocks of one template, two at least (one, where the table has one column). */
static bool is_block_row(const struct markdown *reader, const struct row *row)
{
    const char *label[COLUMNS_MAX];
    size_t written = 0;
    for (size_t i = 0; i < row->count; i++)
        if (*row->cell[i])
            label[written++] = row->cell[i];
    if (written == 0 || (written == 1 && row->count > 1) || (!is_block(reader, label[0]) && !is_block(reader, label[written - 1])))
        return false;
    size_t blocks = resolver_count_known(reader->source->resolver, label, written);
    return blocks * 4 >= written * 3 && (blocks > 1 || row->count == 1);
}

static bool has_blocks_down(const struct markdown *reader, cmark_node *table)
{
    size_t written = 0, blocks = 0, rows = 0;
    for (cmark_node *node = cmark_node_first_child(table); node && rows < ROWS_LOOKED_AT;
         node = cmark_node_next(node), rows++) {
        struct row row;
        row_read(reader, node, &row);
        if (row.count >= 2 && *row.cell[0]) {
            written++;
            blocks += is_block(reader, row.cell[0]);
        }
        row_clear(&row);
    }
    return blocks >= 2 && blocks * 2 >= written;
}

static bool is_period(const char *cell)
{
    struct buffer folded = {0};
    text_fold(&folded, cell, strlen(cell));
    const char *text = buffer_text(&folded);
    bool period = strncmp(text, "startup", 7) == 0 || strncmp(text, "year", 4) == 0 || strncmp(text, "month", 5) == 0 ||
                  strncmp(text, "quarter", 7) == 0 || strstr(text, "年") || strstr(text, "月");
    buffer_clear(&folded);
    return period;
}

static bool is_plan_head(const struct markdown *reader, const struct row *row)
{
    size_t periods = 0;
    for (size_t i = 1; i < row->count; i++)
        periods += is_period(row->cell[i]);
    return row->count >= 2 && periods > 0 && periods == row->count - 1 && is_block(reader, row->cell[0]);
}

/* ---- notes ------------------------------------------------------------------------------------------------ */

static size_t block_section(struct markdown *reader, const char *title)
{
    size_t section = document_section(reader->document, NO_SECTION, title);
    if (section != NO_SECTION)
        reader->document->section[section].is_block = true;
    return section;
}

static bool is_bullet(const char *text, size_t *length)
{
    size_t digits = strspn(text, "0123456789");
    *length = digits + 2;
    if (digits > 0 && digits < 3 && (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ')
        return true;
    static const char *const bullets[] = {"- ", "* ", "+ ", "• ", "· ", "•", "● "};
    for (size_t i = 0; i < COUNT_OF(bullets); i++) {
        *length = strlen(bullets[i]);
        if (strncmp(text, bullets[i], *length) == 0)
            return true;
    }
    return false;
}

/* A note a line of the cell. */
static void add_cell_notes(struct markdown *reader, size_t section, const char *cell)
{
    while (*cell) {
        size_t size = strcspn(cell, "\n"), bullet = 0;
        char *line = memory_copy_bytes(cell, size);
        const char *text = line + strspn(line, " ");
        document_note(reader->document, section, is_bullet(text, &bullet) ? text + bullet : text);
        free(line);
        cell += size + (cell[size] == '\n');
    }
}

/* In a canvas drawn as a table a name in a column begins the next block there. */
static void read_column_cell(struct markdown *reader, const struct row *row, size_t at, size_t *section)
{
    bool alone = !row->block[at] && row->bold[at] && is_block(reader, row->cell[at]);
    if (row->block[at] || alone)
        *section = block_section(reader, alone ? row->cell[at] : row->block[at]);
    if (!alone)
        add_cell_notes(reader, *section, row->cell[at]);
}

static void read_columns(struct markdown *reader, cmark_node *table)
{
    size_t section[COLUMNS_MAX], columns = 0;
    for (cmark_node *node = cmark_node_first_child(table); node; node = cmark_node_next(node)) {
        struct row row;
        row_read(reader, node, &row);
        if (columns == 0 || is_block_row(reader, &row)) {
            columns = row.count;
            for (size_t i = 0; i < row.count; i++)
                section[i] = *row.cell[i] ? block_section(reader, row.cell[i]) : reader->section;
        } else {
            for (size_t i = 0; i < row.count; i++)
                read_column_cell(reader, &row, i, i < columns ? &section[i] : &reader->section);
        }
        row_clear(&row);
    }
}

static void read_rows(struct markdown *reader, cmark_node *table)
{
    size_t section = reader->section;
    bool head = true;
    for (cmark_node *node = cmark_node_first_child(table); node; node = cmark_node_next(node), head = false) {
        struct row row;
        row_read(reader, node, &row);
        bool title = head && row.count > 0 && !is_block(reader, row.cell[0]); /* | Block | Notes | */
        if (!title && row.count > 0 && *row.cell[0])
            section = block_section(reader, row.cell[0]);
        for (size_t i = 1; i < row.count && !title; i++)
            add_cell_notes(reader, section, row.cell[i]);
        row_clear(&row);
    }
}

/* ---- a plan with amounts ------------------------------------------------------------------------------------ */

static bool is_placeholder(const char *cell)
{
    return *cell == '\0' || strcmp(cell, "$$$") == 0 || strcmp(cell, "x") == 0 || strcmp(cell, "X") == 0 ||
           strcmp(cell, "0") == 0 || strcmp(cell, "-") == 0;
}

/* "$12,000" -> "12000 USD"; false for what is no amount. */
static bool read_amount(const char *cell, char *out, size_t size)
{
    static const char *const signs[][2] = {{"$", "USD"}, {"€", "EUR"}, {"£", "GBP"}, {"¥", "CNY"}, {"￥", "CNY"}};
    const char *currency = NULL;
    char number[32];
    size_t length = 0;
    for (const char *at = cell; *at;) {
        size_t step = 1;
        if (*at >= '0' && *at <= '9') {
            if (length + 1 >= sizeof number)
                return false;
            number[length++] = *at;
        } else if (*at == '.' && length > 0 && length + 1 < sizeof number) {
            number[length++] = '.';
        } else if (*at != ',' && *at != ' ') {
            step = 0;
            for (size_t i = 0; i < COUNT_OF(signs) && step == 0; i++) {
                if (strncmp(at, signs[i][0], strlen(signs[i][0])) == 0 && !currency) {
                    currency = signs[i][1];
                    step = strlen(signs[i][0]);
                }
            }
            if (step == 0)
                return false;
        }
        at += step;
    }
    number[length] = '\0';
    if (length == 0 || !currency)
        return false;
    snprintf(out, size, "%s %s", number, currency);
    return true;
}

static bool is_sum(const char *label)
{
    struct buffer folded = {0};
    text_fold(&folded, label, strlen(label));
    const char *text = buffer_text(&folded);
    bool sum = strncmp(text, "total", 5) == 0 || strncmp(text, "合计", 6) == 0 || strncmp(text, "总", 3) == 0;
    buffer_clear(&folded);
    return sum;
}

static void read_plan_row(struct markdown *reader, size_t section, const struct row *head, const struct row *row)
{
    struct buffer periods = {0};
    char amount[64] = "", one[48];
    if (row->count == 0 || !*row->cell[0] || is_sum(row->cell[0]))
        return;
    for (size_t i = 1; i < row->count; i++) {
        if (is_placeholder(row->cell[i]))
            continue;
        buffer_printf(&periods, "%s%s: %s", periods.length > 0 ? "\n" : "", i < head->count ? head->cell[i] : "",
                      row->cell[i]);
        bool once = i < head->count && strncmp(head->cell[i], "Startup", 7) == 0;
        if ((*amount == '\0' || !strchr(amount, '/')) && read_amount(row->cell[i], one, sizeof one))
            snprintf(amount, sizeof amount, "%s%s", one, once ? "" : "/year");
    }
    bool item = strncmp(row->cell[0], "Item", 4) == 0; /* the template's own placeholder */
    if (periods.length > 0 || !item) {
        struct document_note *note = document_note(reader->document, section, row->cell[0]);
        document_body(note, buffer_text(&periods));
        document_facet(note, "amount", amount);
    }
    buffer_clear(&periods);
}

static void read_plan(struct markdown *reader, cmark_node *table)
{
    struct row head = {0};
    size_t section = reader->section;
    for (cmark_node *node = cmark_node_first_child(table); node; node = cmark_node_next(node)) {
        struct row row;
        row_read(reader, node, &row);
        if (is_plan_head(reader, &row)) {
            row_clear(&head);
            head = row;
            section = block_section(reader, row.cell[0]);
            continue;
        }
        bool counts = row.count > 0 && strncmp(row.cell[0], "Number of Customers", 19) == 0;
        if (!counts || (row.count > 1 && !is_placeholder(row.cell[1])))
            read_plan_row(reader, section, &head, &row);
        row_clear(&row);
    }
    row_clear(&head);
}

/* A row a note; the head is only titles. */
static void read_any(struct markdown *reader, cmark_node *table)
{
    cmark_node *node = cmark_node_first_child(table);
    for (node = node ? cmark_node_next(node) : NULL; node; node = cmark_node_next(node)) {
        struct row row;
        struct buffer text = {0};
        row_read(reader, node, &row);
        for (size_t i = 0; i < row.count; i++)
            if (*row.cell[i])
                buffer_printf(&text, "%s%s%s%s", text.length > 0 ? " · " : "", row.block[i] ? row.block[i] : "",
                              row.block[i] ? ": " : "", row.cell[i]);
        document_note(reader->document, reader->section, buffer_text(&text));
        buffer_clear(&text);
        row_clear(&row);
    }
}

void markdown_table_read(struct markdown *reader, cmark_node *table)
{
    struct row head = {0};
    cmark_node *first = cmark_node_first_child(table);
    if (!first)
        return;
    row_read(reader, first, &head);
    bool plan = is_plan_head(reader, &head);
    bool columns = !plan && is_block_row(reader, &head);
    row_clear(&head);
    if (plan)
        read_plan(reader, table);
    else if (columns)
        read_columns(reader, table);
    else if (has_blocks_down(reader, table))
        read_rows(reader, table);
    else
        read_any(reader, table);
}
