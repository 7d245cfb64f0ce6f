/*
 * layout.c - a layout's grid as rectangles of terminal cells (or of any other unit).
 *
 * Pure arithmetic: no template text, no screen. Invariant: grid lines are monotonic, the first is 0 and
 * the last is size - 1, so rectangles that tile the grid tile the whole and share their border lines.
 */
#include "nonet/template.h"

#include <string.h>

#include "nonet/message.h"

static int grid_line(int index, int count, int size)
{
    return (int)((int64_t)index * (size - 1) / count);
}

void layout_rectangles(const struct layout *layout, int rows, int columns, struct rectangle *out)
{
    for (size_t i = 0; i < layout->cell_count; i++) {
        const struct layout_cell *cell = &layout->cell[i];
        struct rectangle *rectangle = &out[i];
        *rectangle = (struct rectangle){0, 0, 0, 0};
        if (rows < 1 || columns < 1)
            continue;
        rectangle->row = grid_line(cell->row, layout->rows, rows);
        rectangle->column = grid_line(cell->column, layout->columns, columns);
        rectangle->rows = grid_line(cell->row + cell->row_span, layout->rows, rows) - rectangle->row + 1;
        rectangle->columns =
            grid_line(cell->column + cell->column_span, layout->columns, columns) - rectangle->column + 1;
    }
}

bool layout_has_block(const struct layout *layout, int block)
{
    for (size_t i = 0; i < layout->cell_count; i++) {
        if (layout->cell[i].block == block)
            return true;
    }
    return false;
}

const struct layout *template_layout_by_id(const struct template *template, const char *id)
{
    for (size_t i = 0; i < template->layout_count; i++) {
        if (id && strcmp(template->layout[i].id, id) == 0)
            return &template->layout[i];
    }
    return NULL;
}

enum status template_layout_check(const struct template *template, const char *id, struct error *err)
{
    if (!id || template_layout_by_id(template, id))
        return STATUS_OK;
    struct buffer names = {0};
    for (size_t i = 0; i < template->layout_count; i++)
        buffer_printf(&names, "%s%s", i > 0 ? _(", ") : "", template->layout[i].id);
    enum status status =
        error_set(err, STATUS_NOT_FOUND, _("there is no layout “%s”; there are: %s"), id, buffer_text(&names));
    buffer_clear(&names);
    return status;
}
