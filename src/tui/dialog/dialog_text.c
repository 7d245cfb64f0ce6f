/*
 * dialog_text.c - a text to read, scrolled.
 *
 * Lines with a TAB are rows of two columns: the left one is as wide as its widest entry, the right one wraps under
 * itself. Help is written that way.
 *
 * Invariant: what is painted are the rows made by the last layout; `top` is one of them.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "box.h"
#include "dialog.h"
#include "nonet/message.h"

#define TEXT_CELLS 76
#define HEADING '\1'

/* A row as wrapped: pieces of `text`. */
struct row {
    size_t left, left_length; /* the left column's piece, length 0 = none */
    size_t at, length;
    bool heading, indented;
};

struct dialog_text {
    struct view view;
    char *title, *text;
    struct rectangle box;
    struct row *row;
    size_t count, capacity;
    size_t top;
    int indent; /* cells of the left column and the gap behind it */
};

static enum context text_context(const struct view *view)
{
    (void)view;
    return IN_SCROLL;
}

static size_t page_rows(const struct dialog_text *dialog)
{
    int rows = box_inside(dialog->box).rows;
    return rows > 1 ? (size_t)rows : 1;
}

static size_t last_top(const struct dialog_text *dialog)
{
    size_t page = page_rows(dialog);
    return dialog->count > page ? dialog->count - page : 0;
}

static void scroll_to(struct dialog_text *dialog, size_t top)
{
    size_t last = last_top(dialog);
    dialog->top = top < last ? top : last;
}

static enum handled text_command(struct view *view, struct app *app, enum command command)
{
    struct dialog_text *dialog = (struct dialog_text *)view;
    size_t page = page_rows(dialog), top = dialog->top;
    switch (command) {
    case COMMAND_UP:
        scroll_to(dialog, top > 0 ? top - 1 : 0);
        return HANDLED;
    case COMMAND_DOWN:
        scroll_to(dialog, top + 1);
        return HANDLED;
    case COMMAND_PAGE_UP:
        scroll_to(dialog, top > page ? top - page : 0);
        return HANDLED;
    case COMMAND_PAGE_DOWN:
        scroll_to(dialog, top + page);
        return HANDLED;
    case COMMAND_FIRST:
        scroll_to(dialog, 0);
        return HANDLED;
    case COMMAND_LAST:
        scroll_to(dialog, dialog->count);
        return HANDLED;
    case COMMAND_BACK:
    case COMMAND_CANCEL:
        app_pop(app);
        return HANDLED;
    default:
        return PASSED;
    }
}

static void text_typed(struct view *view, struct app *app, const char *text, size_t length)
{
    if (length == 1 && text[0] == ' ')
        text_command(view, app, COMMAND_PAGE_DOWN);
}

static void text_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    for (int i = 0; i < 3; i++) {
        if (mouse->kind == MOUSE_WHEEL_UP)
            text_command(view, app, COMMAND_UP);
        else if (mouse->kind == MOUSE_WHEEL_DOWN)
            text_command(view, app, COMMAND_DOWN);
    }
}

/* ---- wrapping ---------------------------------------------------------------------------------- */

static int left_cells(const struct dialog_text *dialog, enum text_width width)
{
    int widest = 0;
    for (const char *line = dialog->text; *line;) {
        size_t length = strcspn(line, "\n"), left = strcspn(line, "\t\n");
        int cells = left < length ? text_cells(line, left, width) : 0;
        widest = cells > widest ? cells : widest;
        line += length + (line[length] == '\n');
    }
    return widest;
}

static void add_line(struct dialog_text *dialog, size_t at, size_t length, int cells, enum text_width width)
{
    const char *text = dialog->text + at;
    struct row first = {.heading = length > 0 && text[0] == HEADING};
    size_t skip = first.heading ? 1 : 0;
    const char *tab = memchr(text, '\t', length);
    if (tab) {
        first.left = at + skip;
        first.left_length = (size_t)(tab - text) - skip;
        first.indented = true;
        skip = (size_t)(tab - text) + 1;
        cells -= dialog->indent;
    }
    struct text_lines lines = {0};
    text_wrap(&lines, text + skip, length - skip, cells > 2 ? cells : 2, width);
    for (size_t i = 0; i < lines.count; i++) {
        struct row row = i == 0 ? first : (struct row){.heading = first.heading, .indented = first.indented};
        row.at = at + skip + lines.line[i].offset;
        row.length = lines.line[i].drawn;
        GROW(dialog->row, dialog->count, dialog->capacity);
        dialog->row[dialog->count++] = row;
    }
    text_lines_clear(&lines);
}

static void wrap(struct dialog_text *dialog, int cells, enum text_width width)
{
    int left = left_cells(dialog, width);
    if (left > cells / 2)
        left = cells / 2;
    dialog->indent = left > 0 ? left + 2 : 0;
    dialog->count = 0;
    size_t end = strlen(dialog->text);
    for (size_t at = 0; at < end;) {
        size_t length = strcspn(dialog->text + at, "\n");
        add_line(dialog, at, length, cells, width);
        at += length + 1;
    }
}

static void text_layout(struct view *view, struct app *app, struct rectangle area)
{
    struct dialog_text *dialog = (struct dialog_text *)view;
    int cells = area.columns - 4 < TEXT_CELLS ? area.columns - 4 : TEXT_CELLS;
    wrap(dialog, cells, app->screen.width);
    size_t rows = dialog->count < 1 ? 1 : dialog->count;
    dialog->box = box_place(area, rows < 1000 ? (int)rows : 1000, cells);
    scroll_to(dialog, dialog->top);
}

/* ---- painting ---------------------------------------------------------------------------------- */

static void paint_row(const struct dialog_text *dialog, struct screen *screen, const struct row *row, int at,
                      struct rectangle inside)
{
    int column = inside.column, cells = inside.columns;
    if (row->left_length > 0) {
        char *left = memory_copy_bytes(dialog->text + row->left, row->left_length);
        screen_elided(screen, at, column, dialog->indent - 2, left, STYLE(ROLE_KEY));
        free(left);
    }
    if (row->indented) {
        column += dialog->indent;
        cells -= dialog->indent;
    }
    struct style style = STYLE(row->heading ? ROLE_TITLE_FOCUS : ROLE_DIALOG);
    screen_text(screen, at, column, cells, dialog->text + row->at, row->length, style);
}

/* "12-34/80" in the bottom border when not everything is seen. */
static void paint_position(const struct dialog_text *dialog, struct screen *screen, size_t shown)
{
    if (dialog->count <= shown)
        return;
    struct buffer text = {0};
    buffer_printf(&text, " %zu-%zu/%zu ", dialog->top + 1, dialog->top + shown, dialog->count);
    int cells = (int)text.length, room = dialog->box.columns - 4;
    if (cells <= room)
        screen_string(screen, dialog->box.row + dialog->box.rows - 1,
                      dialog->box.column + dialog->box.columns - 2 - cells, cells, buffer_text(&text),
                      STYLE(ROLE_TITLE));
    buffer_clear(&text);
}

static void text_paint(struct view *view, struct app *app, struct screen *screen)
{
    (void)app;
    struct dialog_text *dialog = (struct dialog_text *)view;
    const struct box_button buttons[] = {
        {COMMAND_BACK, _("back")}, {COMMAND_UP, _("up")}, {COMMAND_DOWN, _("down")}};
    struct rectangle inside = box_inside(dialog->box);
    size_t page = page_rows(dialog);
    box_paint(screen, dialog->box, dialog->title, buttons, dialog->count > page ? 3 : 1);
    size_t shown = 0;
    for (; shown < page && dialog->top + shown < dialog->count; shown++)
        paint_row(dialog, screen, &dialog->row[dialog->top + shown], inside.row + (int)shown, inside);
    paint_position(dialog, screen, shown);
}

static void text_free(struct view *view, struct app *app)
{
    (void)app;
    struct dialog_text *dialog = (struct dialog_text *)view;
    free(dialog->row);
    free(dialog->title);
    free(dialog->text);
    free(dialog);
}

static const struct view_type text_type = {
    .name = "dialog_text",
    .context = text_context,
    .command = text_command,
    .text = text_typed,
    .mouse = text_mouse,
    .layout = text_layout,
    .paint = text_paint,
    .free = text_free,
    .dialog = true,
};

struct view *dialog_text_new(struct app *app, const char *title, const char *text)
{
    (void)app;
    struct dialog_text *dialog = memory_new(1, sizeof *dialog);
    dialog->view.type = &text_type;
    dialog->title = memory_copy_text(title);
    dialog->text = memory_copy_text(text);
    return &dialog->view;
}
