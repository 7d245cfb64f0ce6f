/*
 * write_csv.c - a canvas as a table, a note a row, with commas (RFC 4180) or tabs.
 *
 * Columns: block, text, colour, tags, votes, author, link, number, group, body, question, then one a facet: "facet.role",
 * then who made this kind of canvas, in the first row. A row's number is its note's place in this file; `link` holds the
 * numbers that the note is tied to. Tags stand with "; " between; a ";" or "\" inside one has a "\" before it.
 *
 * A spreadsheet runs what begins with = + - @ (their full-width forms too), a tab or a line break. Such a cell gets an
 * apostrophe before it, and so does one that would be such behind apostrophes of its own: a reader takes one apostrophe
 * off where such a sign follows the apostrophes. The same goes for those signs behind a semicolon or a line break inside a
 * cell: where semicolons are between cells, a quotation mark that does not begin one opens nothing, and there a cell
 * begins. Control characters show as marks; every other text comes back.
 *
 * With commas the file begins with a byte order mark, without which spreadsheets take Chinese for Latin letters, and its
 * lines end with CRLF; with tabs it has neither.
 */
#include <stdlib.h>
#include <string.h>

#include "writers.h"

struct table {
    const struct export_request *request;
    const struct export_order *order;
    char separator;
    char **facet; /* keys in use, sorted */
    size_t facet_count;
    const char *attribution; /* "" = no such column */
    struct buffer *out;
};

/* `start`: of the cell, where blanks count, too, and a list's "- ". */
static bool is_run(const char *text, bool start)
{
    static const char *const starts[] = {"=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"};
    text += strspn(text, "'");
    for (size_t i = 0; i < (start ? COUNT_OF(starts) : COUNT_OF(starts) - 3); i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return start || strncmp(text, "- ", 2) != 0;
    return false;
}

/* Quoted also where another locale's separator, or a trimmed blank, would change the cell. */
static bool needs_quotes(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && (strpbrk(text, ",;\t\"\r\n") || text[0] == ' ' || text[length - 1] == ' ');
}

static void add_cell(struct table *table, const char *cell, bool last)
{
    struct buffer *out = table->out, visible = {0};
    export_visible(cell, &visible);
    const char *text = buffer_text(&visible);
    bool quotes = needs_quotes(text);
    if (quotes)
        buffer_add_char(out, '"');
    if (is_run(text, true))
        buffer_add_char(out, '\'');
    for (size_t run; *text; text += run) {
        run = strcspn(text, "\";\n");
        buffer_append(out, text, run);
        if (text[run] == '\0')
            break;
        buffer_add(out, text[run] == '"' ? "\"\"" : text[run] == ';' ? ";" : "\n");
        if (text[run++] != '"' && is_run(text + run, false))
            buffer_add_char(out, '\'');
    }
    if (quotes)
        buffer_add_char(out, '"');
    if (!last)
        buffer_add_char(out, table->separator);
    else
        buffer_add(out, table->separator == ',' ? "\r\n" : "\n");
    buffer_clear(&visible);
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Once each, borrowed from the notes. */
static void collect_facets(struct table *table)
{
    size_t capacity = 0, all = 0;
    for (size_t i = 0; i < table->order->count; i++) {
        const struct note *note = table->order->note[i];
        const struct facet *facet;
        for (size_t f = 0; (facet = export_facet(note, f)); f++) {
            GROW(table->facet, all, capacity);
            table->facet[all++] = facet->key;
        }
    }
    if (all > 0)
        qsort(table->facet, all, sizeof *table->facet, compare_texts);
    for (size_t i = 0; i < all; i++)
        if (i == 0 || strcmp(table->facet[i], table->facet[i - 1]) != 0)
            table->facet[table->facet_count++] = table->facet[i];
}

/* True when further columns follow `facets` of those for facets. */
static bool has_more(const struct table *table, size_t facets)
{
    return facets < table->facet_count || *table->attribution;
}

static void add_head(struct table *table)
{
    static const char *const names[] = {"block", "text",   "colour", "tags",    "votes",
                                        "author", "link", "number", "group", "body", "question"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        add_cell(table, names[i], i + 1 == COUNT_OF(names) && !has_more(table, 0));
    for (size_t i = 0; i < table->facet_count; i++) {
        struct buffer name = {0};
        buffer_printf(&name, "facet.%s", table->facet[i]);
        add_cell(table, name.data, !has_more(table, i + 1));
        buffer_clear(&name);
    }
    if (*table->attribution)
        add_cell(table, "attribution", true);
}

static void add_tags(struct table *table, const struct note *note)
{
    struct buffer text = {0};
    for (size_t i = 0; i < note->tag_count; i++) {
        buffer_add(&text, i > 0 ? "; " : "");
        for (const char *c = note->tag[i]; *c; c++) {
            if (*c == ';' || *c == '\\')
                buffer_add_char(&text, '\\');
            buffer_add_char(&text, *c);
        }
    }
    add_cell(table, buffer_text(&text), false);
    buffer_clear(&text);
}

static void add_ties(struct table *table, const struct note *note)
{
    struct buffer text = {0};
    size_t *place = memory_new(note->link_count + 1, sizeof *place);
    size_t count = export_ties(table->request->snapshot, table->order, note, place);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, i == 0 ? "%zu" : " %zu", place[i]);
    add_cell(table, buffer_text(&text), false);
    free(place);
    buffer_clear(&text);
}

static const char *facet_value(const struct note *note, const char *key)
{
    for (size_t i = 0; i < note->facet_count; i++)
        if (strcmp(note->facet[i].key, key) == 0)
            return note->facet[i].value;
    return "";
}

static void add_row(struct table *table, const struct note *note, size_t number)
{
    const struct snapshot *snapshot = table->request->snapshot;
    struct buffer text = {0};
    add_cell(table, template_block_title(snapshot->template, note->block, table->request->language, false), false);
    add_cell(table, note->text, false);
    add_cell(table, note->colour == NOTE_NONE ? "" : note_colour_name(note->colour), false);
    add_tags(table, note);
    if (export_votes(note) > 0)
        buffer_printf(&text, "%d", export_votes(note));
    add_cell(table, buffer_text(&text), false);
    buffer_reset(&text);
    snapshot_authors(snapshot, note, &text);
    add_cell(table, buffer_text(&text), false);
    add_ties(table, note);
    buffer_reset(&text);
    buffer_printf(&text, "%zu", number);
    add_cell(table, text.data, false);
    add_cell(table, note->group ? note->group->title : "", false);
    add_cell(table, note->body, false);
    add_cell(table, note->question, !has_more(table, 0));
    for (size_t i = 0; i < table->facet_count; i++)
        add_cell(table, facet_value(note, table->facet[i]), !has_more(table, i + 1));
    if (*table->attribution)
        add_cell(table, number == 1 ? table->attribution : "", true);
    buffer_clear(&text);
}

static void write_table(const struct export_request *request, char separator, struct buffer *out)
{
    struct export_order order;
    export_order_init(&order, request->snapshot);
    struct table table = {.request = request,
                          .order = &order,
                          .separator = separator,
                          .attribution = export_attribution(request),
                          .out = out};
    collect_facets(&table);
    if (separator == ',')
        buffer_add(out, "\xEF\xBB\xBF");
    add_head(&table);
    for (size_t i = 0; i < order.count; i++)
        add_row(&table, order.note[i], i + 1);
    free(table.facet);
    export_order_clear(&order);
}

enum status write_csv(const struct export_request *request, struct buffer *out, struct error *err)
{
    (void)err;
    write_table(request, ',', out);
    return STATUS_OK;
}

enum status write_tsv(const struct export_request *request, struct buffer *out, struct error *err)
{
    (void)err;
    write_table(request, '\t', out);
    return STATUS_OK;
}
