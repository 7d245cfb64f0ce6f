/*
 * read_csv.c - tables of a note a row: CSV and TSV from nonet, spreadsheets and whiteboards.
 *
 * RFC 4180 with any of , ; tab between cells; the separator is the one that cuts the first line into most known names.
 * Columns go by name, in any order, in English or Chinese; without a column for the text, columns that name blocks
 * are read as one list a block. An apostrophe that keeps a spreadsheet from running a cell is taken off. Invariant: a
 * cell with text ends in a note or in its report line.
 */
#include <stdlib.h>
#include <string.h>

#include "document.h"
#include "nonet/message.h"

#define COLUMNS_MAX 256

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
    char separator;
    const char *at;
    char *cell[COLUMNS_MAX];
    size_t count;
    enum column column[COLUMNS_MAX];
    char *facet[COLUMNS_MAX];
    size_t section[COLUMNS_MAX]; /* of a column that names a block */
    size_t columns, lost;
    bool has_text;
};

/* ---- cells ------------------------------------------------------------------------------------------------ */

/* One cell; *last says that its row ends with it. */
static char *next_cell(struct table *table, bool *last)
{
    struct buffer text = {0};
    const char *at = table->at;
    if (*at == '"') {
        for (at++; *at; at++) {
            if (*at != '"') {
                size_t run = strcspn(at, "\"");
                buffer_append(&text, at, run);
                at += run - 1;
            } else if (at[1] == '"') {
                buffer_add_char(&text, *at++);
            } else {
                at++;
                break;
            }
        }
    }
    const char ends[] = {table->separator, '\n', '\0'}; /* what follows a closing quote belongs to the cell, too */
    size_t run = strcspn(at, ends);
    buffer_append(&text, at, run);
    at += run;
    *last = *at != table->separator;
    table->at = *at ? at + 1 : at;
    return text.data ? buffer_take(&text) : memory_copy_text("");
}

static void clear_row(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        free(table->cell[i]);
    table->count = 0;
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

/* False at the end of the file. Cells beyond COLUMNS_MAX are counted as lost. */
static bool next_row(struct table *table)
{
    clear_row(table);
    if (!*table->at)
        return false;
    for (bool last = false; !last;) {
        char *cell = next_cell(table, &last);
        drop_guards(cell);
        if (table->count < COLUMNS_MAX) {
            table->cell[table->count++] = cell;
        } else {
            table->lost += *cell != '\0';
            free(cell);
        }
    }
    return true;
}

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

static char choose_separator(const struct source *source)
{
    static const char separators[] = {',', '\t', ';'};
    char best = ',';
    size_t most = 0;
    for (size_t i = 0; i < COUNT_OF(separators); i++) {
        struct table probe = {.source = source, .separator = separators[i], .at = source->bytes};
        size_t known = 0;
        if (next_row(&probe))
            for (size_t c = 0; c < probe.count; c++)
                known += column_of(probe.cell[c]) != COLUMN_OTHER || resolver_knows(source->resolver, probe.cell[c]);
        if (known * 1000 + probe.count > most) {
            most = known * 1000 + probe.count;
            best = separators[i];
        }
        clear_row(&probe);
    }
    return best;
}

/* The first row tells what the columns are; false when it tells nothing. */
static bool read_head(struct table *table)
{
    size_t known = 0, blocks = 0;
    for (size_t i = 0; i < table->count; i++) {
        const char *cell = table->cell[i];
        table->column[i] = column_of(cell);
        table->has_text = table->has_text || table->column[i] == COLUMN_TEXT;
        table->section[i] = NO_SECTION;
        if (strncmp(cell, "facet.", 6) == 0) {
            table->column[i] = COLUMN_FACET;
            table->facet[i] = memory_copy_text(cell + 6);
        }
        known += table->column[i] != COLUMN_OTHER;
    }
    table->columns = table->count;
    for (size_t i = 0; i < table->count && !table->has_text; i++) {
        table->section[i] = NO_SECTION;
        if (!resolver_knows(table->source->resolver, table->cell[i]))
            continue;
        table->section[i] = document_section(table->document, NO_SECTION, table->cell[i]);
        blocks++;
    }
    return (table->has_text && known > 0) || blocks > 0;
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
    for (size_t i = 0; i < table->count && i < table->columns; i++)
        if (table->column[i] == column)
            return table->cell[i];
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
    for (size_t i = 0; i < table->count; i++) {
        if (note && i < table->columns)
            read_cell(table, document->note_count - 1, i, table->cell[i]);
        else
            table->lost += *table->cell[i] != '\0';
    }
}

static void read_lists(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        document_note(table->document, i < table->columns ? table->section[i] : NO_SECTION,
                      table->cell[i]);
}

enum status read_csv(const struct source *source, struct document *out, struct error *err)
{
    struct table table = {.source = source, .document = out, .at = source->bytes};
    table.separator = choose_separator(source);
    enum status status = STATUS_OK;
    if (!next_row(&table) || !read_head(&table))
        status = error_set(err, STATUS_INVALID,
                           _("%s: the first line names no columns: block and text are needed, or blocks as columns"),
                           source->name);
    while (status == STATUS_OK && next_row(&table)) {
        if (table.has_text)
            read_row(&table);
        else
            read_lists(&table);
    }
    clear_row(&table);
    for (size_t i = 0; i < table.columns; i++)
        free(table.facet[i]);
    if (table.lost > 0)
        document_say(out, _("cells without a note or a column, passed over: %zu"), table.lost);
    return status == STATUS_OK ? document_check(out, source->name, err) : status;
}
