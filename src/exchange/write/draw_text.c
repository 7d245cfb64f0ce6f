/*
 * draw_text.c - a canvas as text: panes with shared borders; or, when asked for, plain (draw_plain.c).
 *
 * The columns come from the layout; rows grow until every note stands there in full, so this is no screen
 * and nothing scrolls. Border lines are segments in a grid of cells whose directions are merged, so any
 * layout gets the right corners. Invariant: no control character of a note reaches the output, and no drawn
 * line is wider than asked.
 */
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "nonet/message.h"
#include "writers.h"

#define WIDTH_DEFAULT 100
#define WIDTH_SMALLEST 32
#define WIDTH_STACK 60 /* below this the panes stand one under another */
#define PANE_SMALLEST 12

enum { SEGMENT_UP = 1, SEGMENT_DOWN = 2, SEGMENT_LEFT = 4, SEGMENT_RIGHT = 8 };

struct drawn_line {
    char *text; /* safe to print, escape sequences for the colour mark included */
    int cells;
};

struct pane {
    int block;
    struct layout_cell at;
    struct rectangle place;
    struct drawn_line *line;
    size_t count, capacity;
};

struct drawing {
    const struct snapshot *snapshot;
    const struct text_drawing *how;
    bool ascii;
    int width, rows; /* rows: of the layout's grid, the parking lot's own one included */
    struct pane *pane;
    size_t pane_count;
};

static void add_printable(struct buffer *out, const char *text)
{
    text_printable(out, text, strlen(text), false);
}

static int block_number(const struct drawing *drawing, int block)
{
    return block == TEMPLATE_PARKING ? 0 : drawing->snapshot->template->block[block].order;
}

/* ---- notes -------------------------------------------------------------------------------------- */

static const char *colour_escape(enum note_colour colour)
{
    static const char *const escapes[NOTE_COLOUR_COUNT] = {
        [NOTE_NONE] = "",          [NOTE_YELLOW] = "\033[33m", [NOTE_RED] = "\033[31m",
        [NOTE_GREEN] = "\033[32m", [NOTE_BLUE] = "\033[34m",   [NOTE_PURPLE] = "\033[35m",
    };
    return escapes[colour];
}

/* As on the board: a square where its colour can be seen, else the colour's letter. */
static void add_mark(const struct drawing *drawing, const struct note *note, struct buffer *out)
{
    bool colour = drawing->how->colour && note->colour != NOTE_NONE;
    if (colour)
        buffer_add(out, colour_escape(note->colour));
    if (note->colour == NOTE_NONE)
        buffer_add(out, drawing->ascii ? "-" : "·");
    else if (colour && !drawing->ascii)
        buffer_add(out, "■");
    else
        buffer_add_char(out, note_colour_name(note->colour)[0]);
    if (colour)
        buffer_add(out, "\033[0m");
}

/* The note as it stands in a pane: number if asked for, text, then its small marks. */
static void compose_note(const struct drawing *drawing, const struct note *note, struct buffer *out)
{
    if (drawing->how->numbers)
        buffer_printf(out, "%lld ", (long long)note->number);
    buffer_add(out, note->text);
    for (size_t i = 0; i < note->tag_count; i++)
        buffer_printf(out, " #%s", note->tag[i]);
    if (note->body && *note->body)
        buffer_add(out, " +");
    if (note->link_count > 0)
        buffer_printf(out, " =%zu", note->link_count);
}

static void add_note_lines(const struct drawing *drawing, struct pane *pane, const struct note *note, int cells,
                           struct text_lines *lines)
{
    struct buffer text = {0};
    compose_note(drawing, note, &text);
    text_wrap(lines, text.data, text.length, cells, drawing->how->text_width);
    for (size_t i = 0; i < lines->count; i++) {
        struct buffer out = {0};
        if (i == 0)
            add_mark(drawing, note, &out);
        else
            buffer_add_char(&out, ' ');
        buffer_add_char(&out, ' ');
        text_printable(&out, text.data + lines->line[i].offset, lines->line[i].drawn, false);
        GROW(pane->line, pane->count, pane->capacity);
        pane->line[pane->count++] = (struct drawn_line){buffer_take(&out), 2 + lines->line[i].cells};
    }
    buffer_clear(&text);
}

/* A heading stands over its notes' marks, so that it sticks out. */
static void add_group_lines(const struct drawing *drawing, struct pane *pane, const struct note_group *group, int cells,
                            struct text_lines *lines)
{
    text_wrap(lines, group->title, strlen(group->title), cells, drawing->how->text_width);
    for (size_t i = 0; i < lines->count; i++) {
        struct buffer out = {0};
        text_printable(&out, group->title + lines->line[i].offset, lines->line[i].drawn, false);
        bool last = i + 1 == lines->count;
        if (last)
            buffer_add_char(&out, ':');
        GROW(pane->line, pane->count, pane->capacity);
        pane->line[pane->count++] = (struct drawn_line){buffer_take(&out), lines->line[i].cells + (last ? 1 : 0)};
    }
}

static void fill_panes(struct drawing *drawing)
{
    struct text_lines lines = {0};
    for (size_t i = 0; i < drawing->pane_count; i++) {
        struct pane *pane = &drawing->pane[i];
        const struct snapshot_block *block = snapshot_block(drawing->snapshot, pane->block);
        /* Two borders, a column of air on both sides, the mark and its blank. */
        int cells = pane->place.columns - 6;
        for (size_t n = 0; block && n < block->count; n++) {
            if (export_opens_group(block, n))
                add_group_lines(drawing, pane, block->note[n]->group, cells, &lines);
            add_note_lines(drawing, pane, block->note[n], cells, &lines);
        }
    }
    text_lines_clear(&lines);
}

/* ---- where the panes stand ---------------------------------------------------------------------- */

/* The narrowest pane of the layout at this width. */
static int narrowest(const struct layout *layout, int width, struct rectangle *scratch)
{
    int columns = width;
    layout_rectangles(layout, 10 * layout->rows + 1, width, scratch);
    for (size_t i = 0; i < layout->cell_count; i++)
        if (scratch[i].columns < columns)
            columns = scratch[i].columns;
    return columns;
}

static void place_columns(struct drawing *drawing, const struct layout *layout)
{
    struct rectangle *places = memory_new(layout->cell_count + 1, sizeof *places);
    int most = drawing->width + PANE_SMALLEST * layout->columns;
    while (drawing->width < most && narrowest(layout, drawing->width, places) < PANE_SMALLEST)
        drawing->width++;
    layout_rectangles(layout, 10 * layout->rows + 1, drawing->width, places);

    const struct snapshot_block *parked = snapshot_block(drawing->snapshot, TEMPLATE_PARKING);
    bool lot = parked && parked->count > 0 && !layout_has_block(layout, TEMPLATE_PARKING);
    drawing->pane = memory_new(layout->cell_count + 1, sizeof *drawing->pane);
    drawing->rows = layout->rows;
    for (size_t i = 0; i < layout->cell_count; i++)
        drawing->pane[drawing->pane_count++] =
            (struct pane){.block = layout->cell[i].block, .at = layout->cell[i], .place = places[i]};
    if (lot) {
        struct layout_cell at = {TEMPLATE_PARKING, layout->rows, 0, 1, layout->columns};
        drawing->pane[drawing->pane_count++] = (struct pane){
            .block = TEMPLATE_PARKING, .at = at, .place = {.columns = drawing->width}};
        drawing->rows++;
    }
    free(places);
}

/* Grid rows are as high as their fullest pane; one that spans several shares what it lacks among them. */
static void place_rows(struct drawing *drawing)
{
    int *height = memory_new((size_t)drawing->rows + 1, sizeof *height);
    for (int row = 0; row < drawing->rows; row++)
        height[row] = 2;
    for (int span = 1; span <= drawing->rows; span++) {
        for (size_t i = 0; i < drawing->pane_count; i++) {
            const struct pane *pane = &drawing->pane[i];
            if (pane->at.row_span != span)
                continue;
            int lacking = (int)pane->count + 1;
            for (int row = 0; row < span; row++)
                lacking -= height[pane->at.row + row];
            for (int row = 0; row < span && lacking > 0; row++) {
                int part = (lacking + span - row - 1) / (span - row);
                height[pane->at.row + row] += part;
                lacking -= part;
            }
        }
    }
    for (size_t i = 0; i < drawing->pane_count; i++) {
        struct pane *pane = &drawing->pane[i];
        pane->place.row = 0;
        pane->place.rows = 1;
        for (int row = 0; row < pane->at.row + pane->at.row_span; row++) {
            if (row < pane->at.row)
                pane->place.row += height[row];
            else
                pane->place.rows += height[row];
        }
    }
    int total = 1;
    for (int row = 0; row < drawing->rows; row++)
        total += height[row];
    drawing->rows = total;
    free(height);
}

/* ---- border lines ------------------------------------------------------------------------------- */

static void add_segments(unsigned char *grid, int width, const struct rectangle *place)
{
    int bottom = place->row + place->rows - 1, right = place->column + place->columns - 1;
    for (int column = place->column; column <= right; column++) {
        unsigned char bits = 0;
        if (column > place->column)
            bits |= SEGMENT_LEFT;
        if (column < right)
            bits |= SEGMENT_RIGHT;
        grid[(size_t)place->row * (size_t)width + (size_t)column] |= bits;
        grid[(size_t)bottom * (size_t)width + (size_t)column] |= bits;
    }
    for (int row = place->row; row <= bottom; row++) {
        unsigned char bits = 0;
        if (row > place->row)
            bits |= SEGMENT_UP;
        if (row < bottom)
            bits |= SEGMENT_DOWN;
        grid[(size_t)row * (size_t)width + (size_t)place->column] |= bits;
        grid[(size_t)row * (size_t)width + (size_t)right] |= bits;
    }
}

static const char *line_glyph(unsigned char bits, bool ascii)
{
    static const char *const glyphs[16] = {
        " ", "│", "│", "│", "─", "┘", "┐", "┤", "─", "└", "┌", "├", "─", "┴", "┬", "┼",
    };
    if (!ascii)
        return glyphs[bits];
    if (bits == 0)
        return " ";
    if ((bits & (SEGMENT_UP | SEGMENT_DOWN)) == 0)
        return "-";
    return (bits & (SEGMENT_LEFT | SEGMENT_RIGHT)) == 0 ? "|" : "+";
}

/* ---- painting ----------------------------------------------------------------------------------- */

struct piece { /* a text that lies over the grid in one row */
    struct buffer text;
    int cells;
};

static void name_pane(const struct drawing *drawing, const struct pane *pane, bool brief, struct buffer *out)
{
    const struct template *template = drawing->snapshot->template;
    buffer_reset(out);
    buffer_printf(out, "%d %s", block_number(drawing, pane->block),
                  template_block_title(template, pane->block, drawing->how->language, brief));
}

/* " 8 Key Partnerships " behind the left corner and " 5 " before the right one. The title comes first: where both do
 * not fit the count goes, for every note can be seen anyway. */
static void add_title(const struct drawing *drawing, const struct pane *pane, struct piece *pieces)
{
    enum text_width width = drawing->how->text_width;
    const struct snapshot_block *block = snapshot_block(drawing->snapshot, pane->block);
    struct buffer title = {0}, count = {0}, safe = {0};
    buffer_printf(&count, " %zu ", block ? block->count : 0);
    int room = pane->place.columns - 6;
    name_pane(drawing, pane, false, &title);
    if (text_cells(title.data, title.length, width) > room)
        name_pane(drawing, pane, true, &title);
    text_elide(&safe, title.data, title.length, room, width);
    int cells = text_cells(safe.data, safe.length, width);

    struct piece *left = &pieces[pane->place.column + 2];
    buffer_add_char(&left->text, ' ');
    add_printable(&left->text, buffer_text(&safe));
    buffer_add_char(&left->text, ' ');
    left->cells = 2 + cells;
    if (cells + (int)count.length <= room) {
        struct piece *right = &pieces[pane->place.column + pane->place.columns - 2 - (int)count.length];
        buffer_add(&right->text, count.data);
        right->cells = (int)count.length;
    }
    buffer_clear(&title);
    buffer_clear(&count);
    buffer_clear(&safe);
}

static void paint_row(const struct drawing *drawing, int row, const unsigned char *grid, struct piece *pieces,
                      struct buffer *out)
{
    for (size_t i = 0; i < drawing->pane_count; i++) {
        const struct pane *pane = &drawing->pane[i];
        int line = row - pane->place.row - 1;
        if (line == -1)
            add_title(drawing, pane, pieces);
        if (line < 0 || line >= (int)pane->count || line >= pane->place.rows - 2)
            continue;
        struct piece *piece = &pieces[pane->place.column + 2];
        buffer_add(&piece->text, pane->line[line].text);
        piece->cells = pane->line[line].cells;
    }
    for (int column = 0; column < drawing->width;) {
        struct piece *piece = &pieces[column];
        if (piece->cells > 0) {
            buffer_append(out, piece->text.data, piece->text.length);
            column += piece->cells;
            buffer_reset(&piece->text);
            piece->cells = 0;
        } else {
            buffer_add(out, line_glyph(grid[(size_t)row * (size_t)drawing->width + (size_t)column], drawing->ascii));
            column++;
        }
    }
    while (out->length > 0 && out->data[out->length - 1] == ' ')
        buffer_remove(out, out->length - 1, 1);
    buffer_add_char(out, '\n');
}

static void paint(const struct drawing *drawing, struct buffer *out)
{
    unsigned char *grid = memory_new((size_t)drawing->rows, (size_t)drawing->width);
    struct piece *pieces = memory_new((size_t)drawing->width, sizeof *pieces);
    for (size_t i = 0; i < drawing->pane_count; i++)
        add_segments(grid, drawing->width, &drawing->pane[i].place);
    for (int row = 0; row < drawing->rows; row++)
        paint_row(drawing, row, grid, pieces, out);
    for (int column = 0; column < drawing->width; column++)
        buffer_clear(&pieces[column].text);
    free(pieces);
    free(grid);
}

static void draw_heading(const struct drawing *drawing, struct buffer *out)
{
    const struct template *template = drawing->snapshot->template;
    add_printable(out, drawing->snapshot->title);
    buffer_add(out, drawing->ascii ? " - " : " · ");
    add_printable(out, template->title.text[drawing->how->language]);
    for (size_t i = 0; i < drawing->snapshot->tag_count; i++) {
        buffer_add(out, " #");
        add_printable(out, drawing->snapshot->tag[i]);
    }
    buffer_add_char(out, '\n');
}

/* ---- what the signs mean ------------------------------------------------------------------------ */

static void add_sign(struct buffer *legend, bool occurs, const char *sign, const char *meaning)
{
    if (occurs)
        buffer_printf(legend, "%s%s %s", legend->length > 0 ? "  " : "", sign, meaning);
}

/* One line with those signs that occur; a colour that can be seen needs no name. */
static void draw_legend(const struct drawing *drawing, struct buffer *out)
{
    static const char *const titles[NOTE_COLOUR_COUNT] = {N_("no colour"), N_("yellow"), N_("red"),
                                                          N_("green"),     N_("blue"),   N_("purple")};
    bool colours[NOTE_COLOUR_COUNT] = {false}, body = false, tied = false, tagged = false;
    for (size_t i = 0; i < drawing->pane_count; i++) {
        const struct snapshot_block *block = snapshot_block(drawing->snapshot, drawing->pane[i].block);
        for (size_t n = 0; block && n < block->count; n++) {
            const struct note *note = block->note[n];
            colours[note->colour] = true;
            body = body || (note->body && *note->body);
            tied = tied || note->link_count > 0;
            tagged = tagged || note->tag_count > 0;
        }
    }
    struct buffer legend = {0};
    for (int colour = NOTE_YELLOW; colour < NOTE_COLOUR_COUNT; colour++) {
        const char letter[2] = {note_colour_name((enum note_colour)colour)[0], '\0'};
        add_sign(&legend, colours[colour] && (drawing->ascii || !drawing->how->colour), letter, _(titles[colour]));
    }
    add_sign(&legend, tied, "=2", _("tied to 2 notes"));
    add_sign(&legend, body, "+", _("there is more text"));
    add_sign(&legend, tagged, "#", _("tag"));
    if (legend.length > 0) {
        struct text_lines lines = {0};
        text_wrap(&lines, legend.data, legend.length, drawing->width, drawing->how->text_width);
        for (size_t i = 0; i < lines.count; i++) {
            buffer_append(out, legend.data + lines.line[i].offset, lines.line[i].drawn);
            buffer_add_char(out, '\n');
        }
        text_lines_clear(&lines);
    }
    buffer_clear(&legend);
}

static void draw_panes(struct drawing *drawing, const struct layout *layout, struct buffer *out)
{
    place_columns(drawing, layout);
    fill_panes(drawing);
    place_rows(drawing);
    draw_heading(drawing, out);
    paint(drawing, out);
    if (drawing->how->legend)
        draw_legend(drawing, out);
    for (size_t i = 0; i < drawing->pane_count; i++) {
        for (size_t n = 0; n < drawing->pane[i].count; n++)
            free(drawing->pane[i].line[n].text);
        free(drawing->pane[i].line);
    }
    free(drawing->pane);
}

void canvas_draw_text(const struct snapshot *snapshot, const struct text_drawing *how, struct buffer *out)
{
    struct drawing drawing = {.snapshot = snapshot, .how = how, .ascii = how->ascii || how->text_width == TEXT_WIDE};
    drawing.width = how->width > 0 ? how->width : WIDTH_DEFAULT;
    if (drawing.width < WIDTH_SMALLEST)
        drawing.width = WIDTH_SMALLEST;
    if (how->plain) {
        draw_plain_text(snapshot, how, out);
        return;
    }
    const struct layout *layout = NULL;
    if (how->layout_id)
        layout = template_layout_by_id(snapshot->template, how->layout_id);
    else if (drawing.width < WIDTH_STACK)
        layout = template_layout_by_id(snapshot->template, "stack");
    if (!layout)
        layout = &snapshot->template->layout[0];
    draw_panes(&drawing, layout, out);
}
