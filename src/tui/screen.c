/*
 * screen.c - the cell grid: text, fills, borders, dumps.
 *
 * It knows no terminal and no view. Borders are bits a cell, so that two frames which share a line get their
 * junctions without asking each other.
 *
 * Invariant: a wide cell has its right half (glyph[0] == 0) directly right of it and nowhere else, whatever is
 * drawn over it; no glyph is a control character.
 */
#include "screen.h"

#include <stdlib.h>
#include <string.h>

#define FLAG_FIRST 0x1F1E6u
#define FLAG_LAST 0x1F1FFu

static const struct cell blank = {.glyph = {' '}};

void screen_init(struct screen *screen, int rows, int columns)
{
    *screen = (struct screen){.caret_row = -1, .caret_column = -1};
    screen_resize(screen, rows, columns);
}

void screen_clear(struct screen *screen)
{
    free(screen->cell);
    free(screen->touched);
    *screen = (struct screen){.caret_row = -1, .caret_column = -1};
}

void screen_resize(struct screen *screen, int rows, int columns)
{
    free(screen->cell);
    free(screen->touched);
    screen->rows = rows > 1 ? rows : 1;
    screen->columns = columns > 1 ? columns : 1;
    screen->cell = memory_new((size_t)screen->rows * (size_t)screen->columns, sizeof *screen->cell);
    screen->touched = memory_new((size_t)screen->rows, sizeof *screen->touched);
    screen_erase(screen);
}

void screen_erase(struct screen *screen)
{
    size_t count = (size_t)screen->rows * (size_t)screen->columns;
    for (size_t i = 0; i < count; i++)
        screen->cell[i] = blank;
    for (int row = 0; row < screen->rows; row++)
        screen->touched[row] = true;
    screen->caret_row = screen->caret_column = -1;
}

void screen_untouch(struct screen *screen)
{
    memset(screen->touched, 0, (size_t)screen->rows * sizeof *screen->touched);
}

static bool is_inside(const struct screen *screen, int row, int column)
{
    return row >= 0 && row < screen->rows && column >= 0 && column < screen->columns;
}

static struct cell *cell_at(const struct screen *screen, int row, int column)
{
    return &screen->cell[(size_t)row * (size_t)screen->columns + (size_t)column];
}

/* The other half of a wide cell that is about to be overwritten becomes a space. */
static void unpair(struct screen *screen, int row, int column)
{
    struct cell *cell = cell_at(screen, row, column);
    if (cell->glyph[0] == 0 && column > 0) {
        struct cell *left = cell - 1;
        memcpy(left->glyph, blank.glyph, sizeof left->glyph);
    } else if (column + 1 < screen->columns && cell[1].glyph[0] == 0) {
        memcpy(cell[1].glyph, blank.glyph, sizeof cell[1].glyph);
    }
}

static void put(struct screen *screen, int row, int column, const uint32_t *glyph, int count, struct style style)
{
    if (!is_inside(screen, row, column))
        return;
    struct cell *cell = cell_at(screen, row, column);
    if (cell->glyph[0] == 0 || (column + 1 < screen->columns && cell[1].glyph[0] == 0))
        unpair(screen, row, column);
    screen->touched[row] = true;
    *cell = (struct cell){.glyph = {glyph[0]}, .style = style};
    for (int i = 1; i < count && i < TEXT_GLYPH_MAX; i++)
        cell->glyph[i] = glyph[i];
}

static void put_space(struct screen *screen, int row, int column, struct style style)
{
    put(screen, row, column, blank.glyph, 1, style);
}

static bool is_flag(const struct text_cluster *cluster)
{
    return cluster->cells == 2 && cluster->glyph_count == 2 && cluster->glyph[1] >= FLAG_FIRST &&
           cluster->glyph[1] <= FLAG_LAST;
}

static void put_wide(struct screen *screen, int row, int column, const struct text_cluster *cluster,
                     struct style style)
{
    bool left_in = is_inside(screen, row, column), right_in = is_inside(screen, row, column + 1);
    if (!left_in || !right_in) {
        put_space(screen, row, column, style);
        put_space(screen, row, column + 1, style);
        return;
    }
    if (is_flag(cluster)) { /* two letters, each a cell of its own for curses */
        put(screen, row, column, &cluster->glyph[0], 1, style);
        put(screen, row, column + 1, &cluster->glyph[1], 1, style);
        return;
    }
    /* The right half first: writing it clears what stood to its left. */
    put_space(screen, row, column + 1, style);
    put(screen, row, column, cluster->glyph, cluster->glyph_count, style);
    cell_at(screen, row, column + 1)->glyph[0] = 0;
}

int screen_text(struct screen *screen, int row, int column, int cells, const char *text, size_t length,
                struct style style)
{
    int used = 0;
    struct text_cluster cluster;
    for (size_t at = 0; at < length && text[at] != '\n' && used < cells; at += cluster.length) {
        text_cluster_at(text + at, length - at, screen->width, &cluster);
        if (cluster.glyph_count == 0)
            continue;
        if (used + cluster.cells > cells) {
            put_space(screen, row, column + used, style);
            return used + 1;
        }
        if (cluster.cells == 2)
            put_wide(screen, row, column + used, &cluster, style);
        else
            put(screen, row, column + used, cluster.glyph, cluster.glyph_count, style);
        used += cluster.cells;
    }
    return used;
}

int screen_string(struct screen *screen, int row, int column, int cells, const char *text, struct style style)
{
    return screen_text(screen, row, column, cells, text, strlen(text), style);
}

int screen_elided(struct screen *screen, int row, int column, int cells, const char *text, struct style style)
{
    if (cells <= 0)
        return 0;
    struct buffer cut = {0};
    text_elide(&cut, text, strlen(text), cells, screen->width);
    int used = screen_text(screen, row, column, cells, buffer_text(&cut), cut.length, style);
    buffer_clear(&cut);
    return used;
}

/* What of `area` lies on the screen. */
static struct rectangle clipped(const struct screen *screen, struct rectangle area)
{
    if (area.row < 0) {
        area.rows += area.row;
        area.row = 0;
    }
    if (area.column < 0) {
        area.columns += area.column;
        area.column = 0;
    }
    if (area.rows > screen->rows - area.row)
        area.rows = screen->rows - area.row;
    if (area.columns > screen->columns - area.column)
        area.columns = screen->columns - area.column;
    return area;
}

void screen_fill(struct screen *screen, struct rectangle area, struct style style)
{
    area = clipped(screen, area);
    if (area.columns <= 0)
        return;
    for (int row = area.row; row < area.row + area.rows; row++) {
        /* A wide cell may be cut at either edge only. */
        put_space(screen, row, area.column, style);
        put_space(screen, row, area.column + area.columns - 1, style);
        struct cell *cell = cell_at(screen, row, area.column);
        for (int i = 1; i + 1 < area.columns; i++)
            cell[i] = cell[0];
    }
}

void screen_restyle(struct screen *screen, struct rectangle area, struct style style)
{
    area = clipped(screen, area);
    for (int row = area.row; row < area.row + area.rows; row++) {
        screen->touched[row] = true;
        for (int column = area.column; column < area.column + area.columns; column++)
            cell_at(screen, row, column)->style = style;
    }
}

/* ---- borders ----------------------------------------------------------------------------------- */

/* The glyph for each set of line bits (up 1, down 2, left 4, right 8). Loose ends get the whole line: the half
 * ones are missing in many fonts. */
static const uint16_t line_glyph[16] = {
    ' ',    0x2502, 0x2502, 0x2502, 0x2500, 0x2518, 0x2510, 0x2524,
    0x2500, 0x2514, 0x250C, 0x251C, 0x2500, 0x2534, 0x252C, 0x253C,
};
static const char line_letter[] = " |||-+++-+++-+++";

static bool is_focus(struct style style)
{
    return style.role == ROLE_BORDER_FOCUS || style.role == ROLE_TITLE_FOCUS;
}

static void add_line(struct screen *screen, int row, int column, unsigned bits, struct style style)
{
    if (!is_inside(screen, row, column))
        return;
    struct cell *cell = cell_at(screen, row, column);
    unsigned all = cell->lines | bits;
    struct style old = cell->style;
    bool keep = cell->lines && is_focus(old) && !is_focus(style);
    uint32_t glyph = screen->ascii ? (unsigned char)line_letter[all & 15] : line_glyph[all & 15];
    put(screen, row, column, &glyph, 1, keep ? old : style);
    cell->lines = (uint8_t)all;
}

void screen_line(struct screen *screen, int row, int column, int length, bool vertical, struct style style)
{
    unsigned back = vertical ? LINE_UP : LINE_LEFT, forth = vertical ? LINE_DOWN : LINE_RIGHT;
    for (int i = 0; i < length; i++) {
        unsigned bits = (i > 0 ? back : 0u) | (i + 1 < length ? forth : 0u);
        if (length == 1)
            bits = back | forth;
        add_line(screen, vertical ? row + i : row, vertical ? column : column + i, bits, style);
    }
}

void screen_frame(struct screen *screen, struct rectangle area, struct style style)
{
    if (area.rows < 2 || area.columns < 2)
        return;
    int bottom = area.row + area.rows - 1, right = area.column + area.columns - 1;
    screen_line(screen, area.row, area.column, area.columns, false, style);
    screen_line(screen, bottom, area.column, area.columns, false, style);
    screen_line(screen, area.row, area.column, area.rows, true, style);
    screen_line(screen, area.row, right, area.rows, true, style);
}

void screen_caret(struct screen *screen, int row, int column)
{
    screen->caret_row = row;
    screen->caret_column = column < screen->columns ? column : screen->columns - 1;
    if (row < 0 || row >= screen->rows || column < 0)
        screen->caret_row = screen->caret_column = -1;
}

/* ---- dumps ------------------------------------------------------------------------------------- */

static void end_line(struct buffer *out, size_t start, char filler)
{
    while (out->length > start && out->data[out->length - 1] == filler)
        buffer_remove(out, out->length - 1, 1);
    buffer_add_char(out, '\n');
}

void screen_dump(const struct screen *screen, struct buffer *out)
{
    for (int row = 0; row < screen->rows; row++) {
        size_t start = out->length;
        for (int column = 0; column < screen->columns; column++) {
            const struct cell *cell = cell_at(screen, row, column);
            for (int i = 0; i < TEXT_GLYPH_MAX && cell->glyph[i]; i++) {
                char bytes[4];
                buffer_append(out, bytes, text_encode(cell->glyph[i], bytes));
            }
        }
        end_line(out, start, ' ');
    }
}

/* Plain text is '.', with flags ':'; the other roles are letters in their order, capitals with flags. */
static char style_letter(struct style style)
{
    if (style.role == ROLE_TEXT)
        return style.flags ? ':' : '.';
    return (char)((style.flags ? 'A' : 'a') + style.role - 1);
}

void screen_dump_roles(const struct screen *screen, struct buffer *out)
{
    for (int row = 0; row < screen->rows; row++) {
        size_t start = out->length;
        for (int column = 0; column < screen->columns; column++)
            buffer_add_char(out, style_letter(cell_at(screen, row, column)->style));
        end_line(out, start, '.');
    }
}
