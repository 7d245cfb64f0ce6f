/*
 * app_paint.c - the top line, the bottom line and the message in it.
 *
 * Views say what belongs there; how much of it fits is decided here.
 */
#include <stdio.h>
#include <string.h>

#include "app.h"

#define MESSAGE_MS 6000

/* ---- messages ---------------------------------------------------------------------------------- */

NONET_PRINTF(3, 0)
static void show(struct app *app, bool warning, const char *format, va_list arguments)
{
    char text[1024];
    vsnprintf(text, sizeof text, format, arguments);
    buffer_reset(&app->message);
    buffer_add(&app->message, text);
    app->message_is_warning = warning;
    app->message_since = time_steady();
    app->message_until = app->message_since + MESSAGE_MS;
    app_raise(app, RAISE_PAINT);
}

void app_message(struct app *app, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    show(app, false, format, arguments);
    va_end(arguments);
}

void app_warning(struct app *app, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    show(app, true, format, arguments);
    va_end(arguments);
}

bool app_check(struct app *app, enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return true;
    /* A line has no room for the store's folders: what to do about it comes after them. */
    const char *path = app->store ? store_path(app->store) : NULL, *slash = path ? strrchr(path, '/') : NULL;
    const char *at = slash ? strstr(err->message, path) : NULL;
    if (at)
        app_warning(app, "%.*s%s%s", (int)(at - err->message), err->message, slash + 1, at + strlen(path));
    else
        app_warning(app, "%s", err->message);
    return false;
}

/* ---- the bottom line ----------------------------------------------------------------------------- */

/* A hint's cells: key, space, label. */
static int hint_cells(const struct hint *hint, enum text_width width)
{
    struct buffer key = {0};
    command_key(hint->command, &key);
    int cells = text_cells(buffer_text(&key), key.length, width);
    buffer_clear(&key);
    return cells > 0 ? cells + 1 + text_cells_of(hint->label, width) : 0;
}

static int paint_hint(struct screen *screen, int column, const struct hint *hint)
{
    struct buffer key = {0};
    int row = screen->rows - 1, room = screen->columns - column;
    command_key(hint->command, &key);
    int used = screen_string(screen, row, column, room, buffer_text(&key), STYLE(ROLE_KEY));
    used += screen_string(screen, row, column + used, room - used, " ", STYLE(ROLE_BAR));
    used += screen_string(screen, row, column + used, room - used, hint->label, STYLE(ROLE_BAR));
    buffer_clear(&key);
    return used + 2;
}

static bool is_tail(const struct hint *hint)
{
    return hint->command == COMMAND_PALETTE || hint->command == COMMAND_HELP;
}

static const char *given_label(const struct hint *hints, size_t count, enum command command, const char *other)
{
    for (size_t i = 0; i < count; i++)
        if (hints[i].command == command)
            return hints[i].label;
    return other;
}

/* The hints that never give way, where their keys work. */
static size_t tail_hints(struct app *app, const struct hint *hints, size_t count, struct hint tail[2])
{
    struct view *top = app_top(app);
    unsigned context = top ? (unsigned)top->type->context(top) : 0;
    const struct hint both[2] = {
        {COMMAND_PALETTE, given_label(hints, count, COMMAND_PALETTE, _("command"))},
        {COMMAND_HELP, given_label(hints, count, COMMAND_HELP, _("help"))},
    };
    size_t found = 0;
    for (size_t i = 0; i < COUNT_OF(both); i++)
        if (command_info(both[i].command)->contexts & context)
            tail[found++] = both[i];
    return found;
}

void app_paint_hints(struct app *app, struct screen *screen, const struct hint *hints, size_t count)
{
    int row = screen->rows - 1;
    screen_fill(screen, (struct rectangle){row, 0, 1, screen->columns}, STYLE(ROLE_BAR));
    if (app->message_until > 0) {
        struct style style = STYLE(app->message_is_warning ? ROLE_WARNING : ROLE_MESSAGE);
        screen_elided(screen, row, 1, screen->columns - 2, buffer_text(&app->message), style);
        return;
    }
    struct hint tail[2];
    size_t tail_count = tail_hints(app, hints, count, tail);
    int reserved = 0;
    for (size_t i = 0; i < tail_count; i++)
        reserved += hint_cells(&tail[i], screen->width) + 2;
    int column = 1;
    for (size_t i = 0; i < count; i++) {
        bool here = !is_tail(&hints[i]) && app_has_command(app, hints[i].command);
        int cells = !here ? 0 : hint_cells(&hints[i], screen->width);
        if (cells == 0)
            continue;
        if (column + cells + 2 + reserved > screen->columns + 1)
            break;
        column += paint_hint(screen, column, &hints[i]);
    }
    for (size_t i = 0; i < tail_count; i++)
        column += paint_hint(screen, column, &tail[i]);
}

/* ---- the top line -------------------------------------------------------------------------------- */

void app_paint_top(struct app *app, struct screen *screen, const char *left, const char *right)
{
    (void)app;
    screen_fill(screen, (struct rectangle){0, 0, 1, screen->columns}, STYLE(ROLE_BAR));
    int room = screen->columns - 2;
    int cells = right ? text_cells_of(right, screen->width) : 0;
    if (cells > room / 2)
        cells = room / 2;
    int rest = cells > 0 ? room - cells - 2 : room;
    struct style title = {ROLE_BAR, STYLE_BOLD};
    screen_elided(screen, 0, 1, rest, left, title);
    if (cells > 0)
        screen_elided(screen, 0, screen->columns - 1 - cells, cells, right, STYLE(ROLE_BAR));
}
