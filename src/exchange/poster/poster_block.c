/*
 * poster_block.c - one block of a poster: its heading, and its notes in as many columns as it is wide for.
 *
 * All measures are multiples of the type's size, so a block looks alike at any size. Invariant: columns are filled in the
 * notes' order, and are as even as that allows.
 */
#include "poster.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

#define PADDING 0.95
#define LINE 1.36
#define INDENT 0.85      /* of a note's text, behind its colour */
#define FLAG_INDENT 1.15 /* the same where colours have their letters */
#define FLAG_HEIGHT (LINE - 2 * BAR_TOP) /* one line's bar */
#define BAR 0.24
#define BAR_TOP 0.17
#define ITEM_GAP 0.52
#define HEADING_GAP 0.75
#define RING 1.5          /* around a block's number */
#define RING_GAP 0.55
#define OTHER_SIZE 0.8
#define MARKS_SIZE 0.74
#define GROUP_SIZE 0.9
#define GROUP_GAP 0.25
#define COLUMN_LEAST 12.5
#define COLUMN_GAP 1.6

static long colour_of(enum note_colour colour)
{
    static const long colours[NOTE_COLOUR_COUNT] = {
        [NOTE_NONE] = 0xcbc8bf,  [NOTE_YELLOW] = 0xe2ae1f, [NOTE_RED] = 0xd2503f,
        [NOTE_GREEN] = 0x4a9d5f, [NOTE_BLUE] = 0x3f7fc4,   [NOTE_PURPLE] = 0x8b64c0,
    };
    return colours[colour];
}

void poster_flag_draw(const struct poster *poster, enum note_colour colour, double x, double y, double em)
{
    const struct picture_driver *driver = poster->driver;
    char letter[2] = {note_colour_name(colour)[0], '\0'};
    struct picture_type type = {.size = 0.74 * em, .line = 0.74 * em * LINE, .bold = true, .centred = true, .shape = true};
    if (colour == NOTE_NONE)
        return;
    type.colour = colour == NOTE_YELLOW ? POSTER_INK : POSTER_PAPER;
    double top = y + BAR_TOP * em;
    driver->box(poster->picture, x, top, POSTER_FLAG_WIDTH * em, FLAG_HEIGHT * em, BAR / 2 * em, colour_of(colour),
                PICTURE_NO_COLOUR, 0);
    driver->text(poster->picture, letter, &type, x, top + (FLAG_HEIGHT * em - type.line) / 2 - 0.07 * em,
                 POSTER_FLAG_WIDTH * em);
}

/* ---- what stands in it --------------------------------------------------------------------------------- */

static char *visible(const char *text)
{
    struct buffer out = {0};
    export_visible(text, &out);
    for (size_t i = 0; i < out.length; i++)
        if (out.data[i] == '\t')
            out.data[i] = ' ';
    return buffer_take(&out);
}

static void add_mark(struct buffer *marks, const char *text)
{
    buffer_add(marks, marks->length > 0 ? "  ·  " : "");
    buffer_add(marks, text);
}

static char *marks_of(const struct poster *poster, const struct note *note)
{
    const struct export_request *request = poster->request;
    struct buffer marks = {0}, text = {0};
    for (size_t i = 0; i < note->tag_count; i++) {
        buffer_reset(&text);
        buffer_printf(&text, "#%s", note->tag[i]);
        add_mark(&marks, text.data);
    }
    const struct facet *facet;
    for (size_t i = 0; (facet = export_facet(note, i)); i++) {
        buffer_reset(&text);
        facet_describe(request->snapshot->template, note->block, facet->key, facet->value, request->language, &text);
        add_mark(&marks, text.data);
    }
    if (export_votes(note) > 0) {
        buffer_reset(&text);
        buffer_printf(&text, ngettext("%d vote", "%d votes", (unsigned long)export_votes(note)), export_votes(note));
        add_mark(&marks, text.data);
    }
    if (poster->authors && note->author_id) {
        buffer_reset(&text);
        snapshot_authors(request->snapshot, note, &text);
        add_mark(&marks, text.data);
    }
    char *shown = visible(buffer_text(&marks));
    for (char *c = shown; *c; c++)
        if (*c == '\n')
            *c = ' ';
    buffer_clear(&marks);
    buffer_clear(&text);
    return shown;
}

#define PIECE_CELLS 100
#define PIECE_LINES 8 /* in the narrowest column still less than a block is high */

/* A text too long for a column is cut between lines into pieces, one item each; the marks stand below the last. */
static void add_note(struct poster *poster, struct poster_block *block, size_t *capacity, const struct note *note,
                     const char *heading)
{
    struct text_lines lines = {0};
    text_wrap(&lines, note->text, strlen(note->text), PIECE_CELLS, TEXT_NARROW);
    for (size_t first = 0; first < lines.count; first += PIECE_LINES) {
        size_t after = first + PIECE_LINES, from = lines.line[first].offset;
        bool last = after >= lines.count;
        size_t end = last ? strlen(note->text) : lines.line[after].offset;
        while (!last && end > from && note->text[end - 1] == '\n')
            end--;
        char *piece = memory_copy_bytes(note->text + from, end - from);
        GROW(block->item, block->count, *capacity);
        block->item[block->count++] =
            (struct poster_item){.heading = visible(first == 0 ? heading : ""),
                                 .text = visible(piece),
                                 .marks = last ? marks_of(poster, note) : memory_copy_text(""),
                                 .colour = note->colour,
                                 .last = last};
        free(piece);
    }
    text_lines_clear(&lines);
}

void poster_block_init(struct poster *poster, struct poster_block *block, const struct sheet_cell *cell)
{
    const struct template *template = poster->request->snapshot->template;
    enum language language = poster->request->language;
    const char *title = template_block_title(template, cell->at.block, language, false);
    const char *english = template_block_title(template, cell->at.block, LANGUAGE_EN, false);
    struct buffer number = {0};
    size_t capacity = 0;
    if (cell->at.block != TEMPLATE_PARKING)
        buffer_printf(&number, "%d", template->block[cell->at.block].order);
    *block = (struct poster_block){.cell = cell, .title = visible(title)};
    block->number = number.length ? buffer_take(&number) : memory_copy_text("");
    block->other = visible(language != LANGUAGE_EN && strcmp(title, english) != 0 ? english : "");
    for (size_t i = 0; i < cell->notes->count; i++)
        add_note(poster, block, &capacity, cell->notes->note[i],
                 export_opens_group(cell->notes, i) ? cell->notes->note[i]->group->title : "");
}

void poster_block_clear(struct poster_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        free(block->item[i].heading);
        free(block->item[i].text);
        free(block->item[i].marks);
    }
    free(block->item);
    free(block->number);
    free(block->title);
    free(block->other);
}

/* ---- its heading --------------------------------------------------------------------------------------- */

static struct picture_type type_of(const struct poster *poster, double size, bool bold, long colour)
{
    return (struct picture_type){
        .size = size * poster->type, .line = size * poster->type * LINE, .bold = bold, .colour = colour};
}

double poster_block_title_fits(const struct poster *poster, struct poster_block *block, double width)
{
    struct picture_type type = type_of(poster, 1, true, POSTER_INK);
    double room = width / poster->type - 2 * PADDING - (*block->number ? RING + RING_GAP : 0) - 0.05;
    if (block->title_width <= 0) {
        poster->driver->measure(poster->picture, block->title, &type, 0, &block->title_width);
        block->title_width /= type.size;
    }
    return block->title_width > 0 ? room / block->title_width : room;
}

/* Draws the heading, or only measures it: the number in a ring, the title, the second language below it. */
static double set_heading(const struct poster *poster, const struct poster_block *block, double x, double y,
                          double width, bool draw)
{
    const struct picture_driver *driver = poster->driver;
    struct picture_type title = type_of(poster, poster->heading, true, POSTER_INK);
    struct picture_type other = type_of(poster, OTHER_SIZE, false, POSTER_FAINT);
    struct picture_type number = type_of(poster, 0.78, true, POSTER_SOFT);
    double em = poster->type, ring = RING * em, indent = *block->number ? ring + RING_GAP * em : 0;
    double height = driver->measure(poster->picture, block->title, &title, width - indent, NULL), below = 0;
    if (*block->other)
        below = driver->measure(poster->picture, block->other, &other, width - indent, NULL);
    if (!draw)
        return height + below;
    if (*block->number) {
        driver->box(poster->picture, x, y + (title.line - ring) / 2, ring, ring, ring, PICTURE_NO_COLOUR, POSTER_LINE,
                    0.09 * em);
        number.centred = true;
        driver->text(poster->picture, block->number, &number, x, y + (title.line - number.line) / 2, ring);
    }
    driver->text(poster->picture, block->title, &title, x + indent, y, width - indent);
    if (*block->other)
        driver->text(poster->picture, block->other, &other, x + indent, y + height - 0.08 * em, width - indent);
    return height + below;
}

/* ---- its notes ----------------------------------------------------------------------------------------- */

/* The height of a text wrapped to `width`. Most notes are short: what is one line at one size is asked for once only. */
static double wrapped_height(const struct poster *poster, const char *text, const struct picture_type *type, double width,
                             struct poster_extent *extent)
{
    if (extent->height <= 0) {
        extent->height = poster->driver->measure(poster->picture, text, type, 0, &extent->width) / type->size;
        extent->width = extent->width / type->size + 0.02;
    }
    if (extent->width * type->size <= width)
        return extent->height * type->size;
    return poster->driver->measure(poster->picture, text, type, width, NULL);
}

static double set_item(const struct poster *poster, struct poster_item *item, double x, double y, double width, bool draw)
{
    const struct picture_driver *driver = poster->driver;
    double em = poster->type, indent = (poster->coloured ? FLAG_INDENT : INDENT) * em, above = 0;
    struct picture_type text = type_of(poster, 1, false, POSTER_INK);
    struct picture_type heading = type_of(poster, GROUP_SIZE, true, POSTER_SOFT);
    if (*item->heading) {
        if (draw)
            driver->text(poster->picture, item->heading, &heading, x, y + GROUP_GAP * em, width);
        above = driver->measure(poster->picture, item->heading, &heading, width, NULL) + 2 * GROUP_GAP * em;
        y += above;
    }
    struct picture_type marks = type_of(poster, MARKS_SIZE, false, POSTER_SOFT);
    double height = wrapped_height(poster, item->text, &text, width - indent, &item->text_extent), below = 0;
    if (*item->marks)
        below = wrapped_height(poster, item->marks, &marks, width - indent, &item->marks_extent);
    if (!draw)
        return above + height + below;
    driver->box(poster->picture, x, y + BAR_TOP * em, BAR * em, height + below - 2 * BAR_TOP * em, BAR * em,
                colour_of(item->colour), PICTURE_NO_COLOUR, 0);
    poster_flag_draw(poster, item->colour, x, y, em);
    driver->text(poster->picture, item->text, &text, x + indent, y, width - indent);
    if (*item->marks)
        driver->text(poster->picture, item->marks, &marks, x + indent, y + height, width - indent);
    return above + height + below;
}

/* The column in which each item stands when none is higher than `limit`; how many columns that takes. */
static int columns_at(const struct poster_block *block, double limit, double gap)
{
    int columns = 1;
    double y = 0;
    for (size_t i = block->drawn; i < block->count; i++) {
        double height = block->item[i].height;
        if (y > 0 && y + gap + height > limit) {
            columns++;
            y = 0;
        }
        y += (y > 0 ? gap : 0) + height;
    }
    return columns;
}

/* The lowest height at which the items fill at most `columns`. */
static double even_height(const struct poster_block *block, int columns, double gap)
{
    double low = 0, high = 0;
    for (size_t i = block->drawn; i < block->count; i++) {
        high += (i > block->drawn ? gap : 0) + block->item[i].height;
        if (block->item[i].height > low)
            low = block->item[i].height;
    }
    if (columns == 1)
        return high;
    for (int step = 0; step < 24 && high - low > 0.01; step++) {
        double middle = (low + high) / 2;
        if (columns_at(block, middle, gap) <= columns)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static int column_count(const struct poster *poster, double inner)
{
    int count = (int)((inner / poster->type + COLUMN_GAP) / (COLUMN_LEAST + COLUMN_GAP));
    return count > 1 ? count : 1;
}

static double column_width(const struct poster *poster, double inner, int count)
{
    return (inner - (count - 1) * COLUMN_GAP * poster->type) / count;
}

static void measure_items(const struct poster *poster, struct poster_block *block, double width)
{
    for (size_t i = block->drawn; i < block->count; i++)
        block->item[i].height = set_item(poster, &block->item[i], 0, 0, width, false);
}

/* How many columns the items stand in; they are measured for that. A high block takes as few as do, which fills it. */
static int columns_for(const struct poster *poster, struct poster_block *block, double inner, double room)
{
    int most = column_count(poster, inner), columns = room > inner ? 1 : most;
    measure_items(poster, block, column_width(poster, inner, columns));
    while (columns < most && even_height(block, columns, ITEM_GAP * poster->type) > room)
        measure_items(poster, block, column_width(poster, inner, ++columns));
    return columns;
}

double poster_block_height(const struct poster *poster, struct poster_block *block, double width)
{
    double em = poster->type, inner = width - 2 * PADDING * em;
    int columns = column_count(poster, inner);
    measure_items(poster, block, column_width(poster, inner, columns));
    double height = set_heading(poster, block, 0, 0, inner, false) + 2 * PADDING * em;
    if (block->count > block->drawn)
        height += HEADING_GAP * em + even_height(block, columns, ITEM_GAP * em);
    return height;
}

/* How many notes are still to come, the one that was begun included. */
static void draw_more(const struct poster *poster, const struct poster_block *block, double right, double bottom)
{
    struct picture_type type = type_of(poster, MARKS_SIZE, true, POSTER_SOFT);
    struct buffer text = {0};
    double used = 0;
    size_t left = 0;
    for (size_t i = block->drawn; i < block->count; i++)
        left += block->item[i].last;
    buffer_printf(&text, ngettext("+%zu on the next pages", "+%zu on the next pages", left), left);
    poster->driver->measure(poster->picture, text.data, &type, 0, &used);
    poster->driver->text(poster->picture, text.data, &type, right - used, bottom - type.line, 0);
    buffer_clear(&text);
}

void poster_block_draw(const struct poster *poster, struct poster_block *block, double left, double top)
{
    const struct sheet_cell *cell = block->cell;
    double em = poster->type, pad = PADDING * em, inner = cell->width - 2 * pad, gap = ITEM_GAP * em;
    double x = left + cell->x + pad, y = top + cell->y + pad;
    poster->driver->box(poster->picture, left + cell->x, top + cell->y, cell->width, cell->height, 6, POSTER_PAPER,
                        POSTER_LINE, 0.7);
    double start = y + set_heading(poster, block, x, y, inner, true) + HEADING_GAP * em;
    double room = top + cell->y + cell->height - pad - start + 0.01;
    int columns = columns_for(poster, block, inner, room), column = 0;
    double width = column_width(poster, inner, columns);
    double even = even_height(block, columns, gap) + 0.02, limit = even < room ? even : room;
    for (y = start; block->drawn < block->count; block->drawn++) {
        struct poster_item *item = &block->item[block->drawn];
        if (y > start && y + item->height > start + limit) {
            column++;
            y = start;
        }
        if (column >= columns || item->height > room)
            break;
        set_item(poster, item, x + column * (width + COLUMN_GAP * em), y, width, true);
        y += item->height + gap;
    }
    if (block->drawn < block->count)
        draw_more(poster, block, x + inner, top + cell->y + cell->height - 0.1 * pad);
}

bool poster_block_continue(const struct poster *poster, struct poster_block *block, struct poster_columns *columns)
{
    double em = poster->type, gap = ITEM_GAP * em;
    bool headed = false;
    if (block->drawn == block->count)
        return true;
    measure_items(poster, block, columns->width);
    while (block->drawn < block->count) {
        struct poster_item *item = &block->item[block->drawn];
        double head = headed ? 0 : set_heading(poster, block, 0, 0, columns->width, false) + HEADING_GAP * em;
        bool fresh = columns->y <= columns->top;
        if (!fresh && columns->y + head + item->height > columns->bottom) {
            if (++columns->column == columns->count)
                return false;
            columns->y = columns->top;
            headed = false;
            continue;
        }
        double x = columns->left + columns->column * (columns->width + columns->gap);
        if (!headed) {
            set_heading(poster, block, x, columns->y, columns->width, true);
            columns->y += head;
            headed = true;
        }
        set_item(poster, item, x, columns->y, columns->width, true);
        columns->y += item->height + gap;
        block->drawn++;
    }
    columns->y += 1.2 * em;
    return true;
}
