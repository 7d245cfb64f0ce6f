/*
 * vscreen.c - libvterm behind a small face; what a program under test draws is compared as text.
 */
#include "vscreen.h"

#include <stdlib.h>
#include <string.h>
#include <vterm.h>

#include "nonet/text.h"

struct vscreen {
    VTerm *vterm;
    VTermScreen *screen;
    int rows, columns;
    VTermPos cursor;
    bool visible, alternate;
    struct buffer answers;
};

static int on_cursor(VTermPos now, VTermPos before, int visible, void *user)
{
    (void)before;
    (void)visible;
    ((struct vscreen *)user)->cursor = now;
    return 1;
}

static int on_property(VTermProp property, VTermValue *value, void *user)
{
    struct vscreen *screen = user;
    if (property == VTERM_PROP_CURSORVISIBLE)
        screen->visible = value->boolean;
    else if (property == VTERM_PROP_ALTSCREEN)
        screen->alternate = value->boolean;
    return 1;
}

static void on_output(const char *bytes, size_t length, void *user)
{
    buffer_append(&((struct vscreen *)user)->answers, bytes, length);
}

static const VTermScreenCallbacks callbacks = {.movecursor = on_cursor, .settermprop = on_property};

struct vscreen *vscreen_new(int rows, int columns)
{
    struct vscreen *screen = memory_new(1, sizeof *screen);
    screen->rows = rows;
    screen->columns = columns;
    screen->visible = true;
    screen->vterm = vterm_new(rows, columns);
    vterm_set_utf8(screen->vterm, 1);
    vterm_output_set_callback(screen->vterm, on_output, screen);
    screen->screen = vterm_obtain_screen(screen->vterm);
    vterm_screen_set_callbacks(screen->screen, &callbacks, screen);
    vterm_screen_enable_altscreen(screen->screen, 1);
    vterm_screen_reset(screen->screen, 1);
    return screen;
}

void vscreen_free(struct vscreen *screen)
{
    if (!screen)
        return;
    vterm_free(screen->vterm);
    buffer_clear(&screen->answers);
    free(screen);
}

void vscreen_feed(struct vscreen *screen, const char *bytes, size_t length)
{
    vterm_input_write(screen->vterm, bytes, length);
    vterm_screen_flush_damage(screen->screen);
}

void vscreen_resize(struct vscreen *screen, int rows, int columns)
{
    screen->rows = rows;
    screen->columns = columns;
    vterm_set_size(screen->vterm, rows, columns);
}

static VTermScreenCell cell_at(struct vscreen *screen, int row, int column)
{
    VTermScreenCell cell;
    memset(&cell, 0, sizeof cell);
    vterm_screen_get_cell(screen->screen, (VTermPos){row, column}, &cell);
    return cell;
}

static void end_line(struct buffer *out, size_t start, char filler)
{
    while (out->length > start && out->data[out->length - 1] == filler)
        buffer_remove(out, out->length - 1, 1);
    buffer_add_char(out, '\n');
}

void vscreen_text(struct vscreen *screen, struct buffer *out)
{
    for (int row = 0; row < screen->rows; row++) {
        size_t start = out->length;
        for (int column = 0; column < screen->columns; column++) {
            VTermScreenCell cell = cell_at(screen, row, column);
            if (cell.chars[0] == (uint32_t)-1)
                continue;
            if (cell.chars[0] == 0)
                buffer_add_char(out, ' ');
            for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++) {
                char bytes[4];
                buffer_append(out, bytes, text_encode(cell.chars[i], bytes));
            }
        }
        end_line(out, start, ' ');
    }
}

void vscreen_looks(struct vscreen *screen, struct buffer *out)
{
    for (int row = 0; row < screen->rows; row++) {
        size_t start = out->length;
        for (int column = 0; column < screen->columns; column++) {
            VTermScreenCell cell = cell_at(screen, row, column);
            bool blank = cell.chars[0] == 0 || cell.chars[0] == ' ';
            if (cell.chars[0] == (uint32_t)-1) { /* the half that looks like the one before it */
                buffer_add_char(out, '>');
                continue;
            }
            if (blank) { /* nobody sees these on it */
                cell.attrs.bold = 0;
                cell.fg.type |= VTERM_COLOR_DEFAULT_FG;
            }
            bool coloured = !VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) || !VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);
            int count = (cell.attrs.bold != 0) + (cell.attrs.reverse != 0) + (cell.attrs.underline != 0) + coloured;
            char letter = cell.attrs.bold ? 'b' : cell.attrs.reverse ? 'r' : cell.attrs.underline ? 'u' : 'c';
            buffer_add_char(out, count == 0 ? '.' : count == 1 ? letter : (char)(letter - 'a' + 'A'));
        }
        end_line(out, start, '.');
    }
}

void vscreen_cursor(struct vscreen *screen, int *row, int *column, bool *visible)
{
    *row = screen->cursor.row;
    *column = screen->cursor.col;
    *visible = screen->visible;
}

bool vscreen_alternate(const struct vscreen *screen)
{
    return screen->alternate;
}

struct buffer *vscreen_answers(struct vscreen *screen)
{
    return &screen->answers;
}
