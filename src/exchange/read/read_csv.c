/*
 * read_csv.c - tables of a note a row: CSV and TSV from nonet, spreadsheets and whiteboards.
 *
 * The separator is what "sep=" says, else the one that cuts the first lines into most known names. Columns go by name, in
 * any order, in English or Chinese; without a column for the text, columns that name blocks are read as one list a block,
 * and rows that begin with one as its notes. Invariant: a cell with text ends in a note or in its report line.
 */
#include <stdlib.h>
#include <string.h>

#include "csv_rows.h"
#include "document.h"
#include "nonet/message.h"

#define HEAD_ROWS_MAX 10   /* so far down is looked for the head */
#define ROWS_LOOKED_AT 40 /* for names of blocks in the first column */

enum column { COLUMN_OTHER, COLUMN_BLOCK, COLUMN_TEXT, COLUMN_COLOUR, COLUMN_TAGS, COLUMN_VOTES, COLUMN_AUTHOR,
              COLUMN_LINK, COLUMN_NUMBER, COLUMN_GROUP, COLUMN_BODY, COLUMN_QUESTION, COLUMN_TITLE, COLUMN_TEMPLATE, COLUMN_FACET };

struct column_name {
    const char *name;
    enum column column;
};

static const struct column_name names[] = {
    {"block", COLUMN_BLOCK},     {"section", COLUMN_BLOCK},  {"column", COLUMN_BLOCK},  {"list", COLUMN_BLOCK},
    {"category", COLUMN_BLOCK},  {"区块", COLUMN_BLOCK},     {"模块", COLUMN_BLOCK},    {"板块", COLUMN_BLOCK},
    {"栏目", COLUMN_BLOCK},      {"类别", COLUMN_BLOCK},     {"text", COLUMN_TEXT},     {"note", COLUMN_TEXT},
    {"content", COLUMN_TEXT},    {"item", COLUMN_TEXT},      {"card", COLUMN_TEXT},     {"sticky note", COLUMN_TEXT},
    {"内容", COLUMN_TEXT},       {"便签", COLUMN_TEXT},      {"文本", COLUMN_TEXT},     {"条目", COLUMN_TEXT},
    {"colour", COLUMN_COLOUR},   {"color", COLUMN_COLOUR},   {"颜色", COLUMN_COLOUR},   {"tags", COLUMN_TAGS},
    {"tag", COLUMN_TAGS},        {"labels", COLUMN_TAGS},    {"标签", COLUMN_TAGS},     {"votes", COLUMN_VOTES},
    {"票数", COLUMN_VOTES},      {"author", COLUMN_AUTHOR},  {"作者", COLUMN_AUTHOR},   {"link", COLUMN_LINK},
    {"links", COLUMN_LINK},      {"关联", COLUMN_LINK},      {"number", COLUMN_NUMBER}, {"no", COLUMN_NUMBER},
    {"编号", COLUMN_NUMBER},     {"id", COLUMN_NUMBER},      {"body", COLUMN_BODY},     {"description", COLUMN_BODY},
    {"details", COLUMN_BODY},    {"说明", COLUMN_BODY},      {"正文", COLUMN_BODY},     {"question", COLUMN_QUESTION},
    {"group", COLUMN_GROUP},     {"分组", COLUMN_GROUP},
    {"canvas", COLUMN_TITLE},    {"画布", COLUMN_TITLE},     {"template", COLUMN_TEMPLATE},
};

struct table {
    const struct source *source;
    struct document *document;
    struct csv_rows rows;
    enum column column[CSV_COLUMNS_MAX];
    char *facet[CSV_COLUMNS_MAX];
    size_t section[CSV_COLUMNS_MAX]; /* of a column that names a block */
    size_t columns, lost;
    bool has_text; /* a row is a note; else a cell is one */
};

/* ---- the head --------------------------------------------------------------------------------------------- */

static enum column column_of(const char *cell)
{
    struct buffer folded = {0};
    text_fold_label(&folded, cell, strlen(cell));
    enum column column = COLUMN_OTHER;
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (strcmp(names[i].name, buffer_text(&folded)) == 0)
            column = names[i].column;
    buffer_clear(&folded);
    return column;
}

/* How much of the row is known as a head. */
static size_t known_in_row(const struct source *source, const struct csv_rows *rows)
{
    size_t known = 0;
    for (size_t i = 0; i < rows->count; i++)
        known += column_of(rows->cell[i]) != COLUMN_OTHER || resolver_knows(source->resolver, rows->cell[i]);
    return known;
}

/* The first row in which any separator makes known names decides; where none does, the one that makes most cells. */
static char choose_separator(const struct source *source, const char *text)
{
    static const char separators[] = {',', '\t', ';', '|'};
    struct csv_rows probe[COUNT_OF(separators)];
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; i < COUNT_OF(separators); i++)
        probe[i] = (struct csv_rows){.at = text, .separator = separators[i]};
    for (int row = 0; row < HEAD_ROWS_MAX && most < 1000; row++) {
        for (size_t i = 0; i < COUNT_OF(separators); i++) {
            if (!csv_next_row(&probe[i]))
                continue;
            size_t known = known_in_row(source, &probe[i]);
            size_t weight = (probe[i].count > 1 ? known * 1000 : 0) + probe[i].count;
            if (weight > most) {
                most = weight;
                best = separators[i];
            }
        }
    }
    for (size_t i = 0; i < COUNT_OF(separators); i++)
        csv_rows_clear(&probe[i]);
    return best;
}

/* The columns of the present row, when it is a head: with a column for the text, or of blocks. False: it is none, and nothing is
 * taken out of it. */
static bool read_head(struct table *table, bool with_text, bool first)
{
    struct csv_rows *rows = &table->rows;
    size_t blocks = 0;
    bool has_block = first; /* further down, a note may say "content" */
    table->has_text = false;
    for (size_t i = 0; i < rows->count; i++) {
        table->column[i] = column_of(rows->cell[i]);
        table->has_text = table->has_text || table->column[i] == COLUMN_TEXT;
        has_block = has_block || table->column[i] == COLUMN_BLOCK;
    }
    for (size_t i = 0; i < rows->count && !table->has_text; i++)
        blocks += resolver_knows(table->source->resolver, rows->cell[i]);
    if (with_text ? !table->has_text || !has_block : blocks == 0)
        return false;
    table->columns = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        const char *cell = rows->cell[i];
        bool block = !table->has_text && resolver_knows(table->source->resolver, cell);
        table->section[i] = block ? document_section(table->document, NO_SECTION, cell) : NO_SECTION;
        if (strncmp(cell, "facet.", 6) == 0) {
            table->column[i] = COLUMN_FACET;
            table->facet[i] = memory_copy_text(cell + 6);
        }
    }
    return true;
}

static size_t written_in_row(const struct csv_rows *rows, size_t *last)
{
    size_t written = 0;
    *last = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (*rows->cell[i] == '\0')
            continue;
        written++;
        *last = i;
    }
    return written;
}

/* What stands alone above the head is the title. */
static bool find_head(struct table *table, bool with_text)
{
    const char *begin = table->rows.at;
    size_t at;
    char *title = NULL;
    for (int row = 0; row < HEAD_ROWS_MAX && csv_next_row(&table->rows);) {
        if (csv_row_is_blank(&table->rows))
            continue;
        if (read_head(table, with_text, row == 0)) {
            if (title && !table->document->title)
                table->document->title = title;
            else
                free(title);
            return true;
        }
        size_t written = written_in_row(&table->rows, &at);
        if (written == 1 && !title)
            title = memory_copy_text(table->rows.cell[at]);
        else
            table->lost += written;
        row++;
    }
    free(title);
    table->lost = 0;
    csv_rows_clear(&table->rows);
    table->rows.at = begin;
    return false;
}

/* Blocks stand in the first column, and their notes beside them: no head says so. */
static bool has_blocks_down(const struct table *table)
{
    char *label[ROWS_LOOKED_AT];
    size_t count = 0, rows = 0, across = 0;
    bool has_text = false; /* a head names the column of the texts */
    struct csv_rows probe = table->rows;
    while (count < ROWS_LOOKED_AT && !has_text && csv_next_row(&probe)) {
        for (size_t i = 0; i < probe.count && rows < HEAD_ROWS_MAX; i++)
            has_text = has_text || column_of(probe.cell[i]) == COLUMN_TEXT;
        if (rows++ == 0)
            across = resolver_count_known(table->source->resolver, (const char *const *)probe.cell, probe.count);
        if (probe.count > 1 && *probe.cell[0])
            label[count++] = memory_copy_text(probe.cell[0]);
    }
    csv_rows_clear(&probe);
    size_t down = resolver_count_known(table->source->resolver, (const char *const *)label, count);
    for (size_t i = 0; i < count; i++)
        free(label[i]);
    return !has_text && down >= 2 && down > across && 2 * down >= count;
}

/* ---- rows --------------------------------------------------------------------------------------------------- */

/* "core; a\;b": a backslash before what is not a separator. */
static void read_tags(struct document_note *note, const char *text)
{
    struct buffer tag = {0};
    const char *separators = strchr(text, ';') ? ";" : strstr(text, "，") ? "" : ",";
    for (const char *at = text;; at++) {
        bool comma = *separators == '\0' && strncmp(at, "，", 3) == 0;
        if (*at == '\0' || comma || (*separators && strchr(separators, *at))) {
            const char *word = buffer_text(&tag);
            document_tag(note, word + strspn(word, " "));
            buffer_reset(&tag);
            if (*at == '\0')
                break;
            at += comma ? 2 : 0;
            continue;
        }
        if (*at == '\\' && (at[1] == ';' || at[1] == '\\'))
            at++;
        buffer_add_char(&tag, *at);
    }
    buffer_clear(&tag);
}

static void read_ties(struct table *table, size_t from, const char *text)
{
    for (const char *at = text; *at;) {
        at += strspn(at, " ,;");
        size_t size = strcspn(at, " ,;");
        char *to = memory_copy_bytes(at, size);
        document_tie(table->document, from, to, NULL);
        free(to);
        at += size;
    }
}

static void replace(char **text, const char *with)
{
    free(*text);
    *text = *with ? memory_copy_text(with) : NULL;
}

static void read_cell(struct table *table, size_t at, size_t column, const char *cell)
{
    cell += strspn(cell, " ");
    struct document *document = table->document;
    struct document_note *note = &document->note[at];
    switch (table->column[column]) {
    case COLUMN_COLOUR:
        note->colour = colour_read(cell);
        break;
    case COLUMN_TAGS:
        read_tags(note, cell);
        break;
    case COLUMN_VOTES:
        note->votes = strtol(cell, NULL, 10);
        break;
    case COLUMN_AUTHOR:
        replace(&note->author, cell);
        break;
    case COLUMN_LINK:
        read_ties(table, at, cell);
        break;
    case COLUMN_NUMBER:
        replace(&note->key, cell);
        break;
    case COLUMN_BODY:
        document_body(note, cell);
        break;
    case COLUMN_QUESTION:
        replace(&note->question, cell);
        break;
    case COLUMN_FACET:
        document_facet(note, table->facet[column], cell);
        break;
    default:
        break;
    }
}

static const char *cell_of(const struct table *table, enum column column)
{
    for (size_t i = 0; i < table->rows.count && i < table->columns; i++)
        if (table->column[i] == column)
            return table->rows.cell[i];
    return NULL;
}

static void read_row(struct table *table)
{
    struct document *document = table->document;
    const char *title = cell_of(table, COLUMN_TITLE), *template = cell_of(table, COLUMN_TEMPLATE);
    if (title && *title && !document->title)
        document->title = memory_copy_text(title);
    if (template && *template && !document->template_id)
        document->template_id = memory_copy_text(template);
    size_t section = document_section(document, NO_SECTION, cell_of(table, COLUMN_BLOCK));
    if (section != NO_SECTION)
        document->section[section].is_block = true;
    size_t group = document_section(document, section, cell_of(table, COLUMN_GROUP));
    if (group != section)
        document->section[group].is_group = true;
    section = group;
    struct document_note *note = document_note(document, section, cell_of(table, COLUMN_TEXT));
    for (size_t i = 0; i < table->rows.count; i++) {
        if (note && i < table->columns)
            read_cell(table, document->note_count - 1, i, table->rows.cell[i]);
        else
            table->lost += *table->rows.cell[i] != '\0';
    }
}

/* A canvas drawn as a grid has more names of blocks further down: each begins a new list in its column. */
static bool is_further_head(const struct table *table)
{
    const struct csv_rows *rows = &table->rows;
    const struct document *document = table->document;
    size_t found = 0;
    for (size_t i = 0; i < rows->count; i++) {
        if (*rows->cell[i] == '\0')
            continue;
        if (i >= table->columns || !resolver_knows(table->source->resolver, rows->cell[i]))
            return false;
        for (size_t s = 0; s < document->section_count; s++)
            if (strcmp(document->section[s].title, rows->cell[i]) == 0)
                return false;
        found++;
    }
    return found > 0;
}

static void read_lists(struct table *table)
{
    struct csv_rows *rows = &table->rows;
    bool head = is_further_head(table);
    for (size_t i = 0; i < rows->count; i++) {
        const char *cell = rows->cell[i];
        if (head && *cell)
            table->section[i] = document_section(table->document, NO_SECTION, cell);
        else
            document_note(table->document, i < table->columns ? table->section[i] : NO_SECTION, cell);
    }
}

static void read_down(struct table *table)
{
    size_t section = NO_SECTION;
    while (csv_next_row(&table->rows)) {
        struct csv_rows *rows = &table->rows;
        bool first = table->document->section_count == 0;
        if (first && !resolver_knows(table->source->resolver, rows->cell[0])) { /* titles of the columns */
            size_t at;
            table->lost += written_in_row(rows, &at);
            continue;
        }
        section = *rows->cell[0] ? document_section(table->document, NO_SECTION, rows->cell[0]) : section;
        for (size_t i = 1; i < rows->count; i++)
            document_note(table->document, section, rows->cell[i]);
    }
}

static void report(struct table *table)
{
    if (table->lost + table->rows.lost > 0)
        document_say(table->document, _("cells without a note or a column, passed over: %zu"),
                     table->lost + table->rows.lost);
    if (!table->rows.open)
        return;
    size_t line = 1;
    for (const char *at = table->source->bytes; at < table->rows.open; at++)
        line += *at == '\n';
    document_say(table->document, _("the quotation mark in line %zu is not closed: what follows is one cell"), line);
}

enum status read_csv(const struct source *source, struct document *out, struct error *err)
{
    struct table table = {.source = source, .document = out, .rows = {.at = source->bytes}};
    table.rows.separator = csv_told_separator(&table.rows.at);
    if (!table.rows.separator)
        table.rows.separator = choose_separator(source, table.rows.at);
    enum status status = STATUS_OK;
    if (has_blocks_down(&table))
        read_down(&table);
    else if (!find_head(&table, true) && !find_head(&table, false))
        status = error_set(err, STATUS_INVALID,
                           _("%s: the first %d lines name no columns: block and text are needed, or blocks as columns"),
                           source->name, HEAD_ROWS_MAX);
    while (status == STATUS_OK && csv_next_row(&table.rows)) {
        if (csv_row_is_blank(&table.rows))
            continue;
        if (table.has_text)
            read_row(&table);
        else
            read_lists(&table);
    }
    csv_rows_clear(&table.rows);
    for (size_t i = 0; i < table.columns; i++)
        free(table.facet[i]);
    if (status == STATUS_OK)
        report(&table);
    return status == STATUS_OK ? document_check(out, source->name, err) : status;
}
