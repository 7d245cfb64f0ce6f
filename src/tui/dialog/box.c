/*
 * box.c - border, title and button line of a dialog.
 *
 * What stands inside is the dialog's. Invariant: a box never reaches over the area it was placed in.
 */
#include "box.h"

#define MARGIN 2 /* border and one blank column on each side */

struct rectangle box_place(struct rectangle area, int rows, int columns)
{
    int high = rows + 3, wide = columns + 2 * MARGIN;
    if (high > area.rows)
        high = area.rows;
    if (wide > area.columns)
        wide = area.columns;
    return (struct rectangle){area.row + (area.rows - high) / 2, area.column + (area.columns - wide) / 2, high, wide};
}

struct rectangle box_inside(struct rectangle box)
{
    int rows = box.rows - 3, columns = box.columns - 2 * MARGIN;
    return (struct rectangle){box.row + 1, box.column + MARGIN, rows > 0 ? rows : 0, columns > 0 ? columns : 0};
}

void box_paint(struct screen *screen, struct rectangle box, const char *title, const struct box_button *buttons,
               size_t count)
{
    screen_fill(screen, box, STYLE(ROLE_DIALOG));
    screen_frame(screen, box, STYLE(ROLE_BORDER_FOCUS));
    int room = box.columns - 2 * MARGIN;
    if (room <= 0)
        return;
    int column = box.column + MARGIN;
    if (title && *title) {
        int used = screen_elided(screen, box.row, column, room, title, STYLE(ROLE_TITLE_FOCUS));
        screen_string(screen, box.row, column - 1, 1, " ", STYLE(ROLE_TITLE_FOCUS));
        screen_string(screen, box.row, column + used, 1, " ", STYLE(ROLE_TITLE_FOCUS));
    }
    int row = box.row + box.rows - 2, at = 0;
    for (size_t i = 0; i < count; i++) {
        struct buffer key = {0};
        command_key(buttons[i].command, &key);
        int cells = text_cells(buffer_text(&key), key.length, screen->width) + 1 +
                    text_cells_of(buttons[i].label, screen->width);
        if (at + cells <= room) {
            at += screen_string(screen, row, column + at, room - at, buffer_text(&key), STYLE(ROLE_KEY)) + 1;
            at += screen_elided(screen, row, column + at, room - at, buttons[i].label, STYLE(ROLE_BAR)) + 2;
        }
        buffer_clear(&key);
    }
}
