/*
 * palette.c - any command by its name, or by a word of its help.
 *
 * Offers the commands that mean something where the person is; the chosen one runs in the view below, as if its
 * key had been pressed there.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "box.h"
#include "choices.h"
#include "nonet/message.h"

struct palette {
    struct view view;
    struct choices *choices;
    enum command command[COMMAND_COUNT]; /* of each choice */
    struct rectangle box;
};

static enum context palette_context(const struct view *view)
{
    (void)view;
    return IN_LIST;
}

/* ":mouse on" and ":mouse off" say which; the command alone goes back and forth. */
static bool take_mouse(struct app *app, const char *typed)
{
    bool on = strcmp(typed, "mouse on") == 0, off = strcmp(typed, "mouse off") == 0;
    if (!on && !off)
        return false;
    app->mouse_wanted = !on;
    app_command(app, COMMAND_MOUSE);
    return true;
}

static void take(struct palette *palette, struct app *app)
{
    char *typed = memory_copy_text(choices_typed(palette->choices));
    const char *trimmed = typed + strspn(typed, " :");
    int chosen = choices_selected(palette->choices);
    enum command command = chosen >= 0 ? palette->command[chosen] : COMMAND_NONE;
    app_pop(app);
    if (!take_mouse(app, trimmed)) {
        if (command != COMMAND_NONE)
            app_command(app, command);
        else
            app_warning(app, _("There is no command “%s”."), trimmed);
    }
    free(typed);
}

static enum handled palette_command(struct view *view, struct app *app, enum command command)
{
    struct palette *palette = (struct palette *)view;
    if (command == COMMAND_LIST_TAKE) {
        take(palette, app);
        return HANDLED;
    }
    return choices_command(palette->choices, command, app->screen.width) ? HANDLED : PASSED;
}

static void palette_text(struct view *view, struct app *app, const char *text, size_t length)
{
    (void)app;
    choices_text(((struct palette *)view)->choices, text, length);
}

static void palette_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    struct palette *palette = (struct palette *)view;
    if (mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN)
        choices_command(palette->choices, mouse->kind == MOUSE_WHEEL_UP ? COMMAND_LIST_UP : COMMAND_LIST_DOWN,
                        app->screen.width);
    else if (mouse->kind == MOUSE_PRESS && mouse->button == 1 &&
             choices_click(palette->choices, mouse->row, mouse->column) && mouse->twice)
        take(palette, app);
}

static void palette_layout(struct view *view, struct app *app, struct rectangle area)
{
    struct palette *palette = (struct palette *)view;
    int rows, columns;
    choices_size(palette->choices, app->screen.width, &rows, &columns);
    int most = area.rows * 2 / 3;
    palette->box = box_place(area, rows < most ? rows : most, columns < 72 ? columns : 72);
}

static void palette_paint(struct view *view, struct app *app, struct screen *screen)
{
    (void)app;
    struct palette *palette = (struct palette *)view;
    const struct box_button buttons[] = {
        {COMMAND_LIST_TAKE, _("do it")},
        {COMMAND_LIST_COMPLETE, _("complete")},
        {COMMAND_CANCEL, _("cancel")},
    };
    box_paint(screen, palette->box, _("Command"), buttons, COUNT_OF(buttons));
    choices_paint(palette->choices, screen, box_inside(palette->box));
}

static void palette_free(struct view *view, struct app *app)
{
    (void)app;
    struct palette *palette = (struct palette *)view;
    choices_free(palette->choices);
    free(palette);
}

static const struct view_type palette_type = {
    .name = "palette",
    .context = palette_context,
    .command = palette_command,
    .text = palette_text,
    .mouse = palette_mouse,
    .layout = palette_layout,
    .paint = palette_paint,
    .free = palette_free,
    .dialog = true,
};

/* Moving about by name makes no sense, the rest does. */
static bool is_offered(const struct command_info *info, enum context context)
{
    switch (info->command) {
    case COMMAND_PALETTE:
    case COMMAND_CANCEL:
    case COMMAND_UP:
    case COMMAND_DOWN:
    case COMMAND_LEFT:
    case COMMAND_RIGHT:
        return false;
    default:
        return (info->contexts & (unsigned)context) != 0;
    }
}

static void offer(struct palette *palette, const struct command_info *info, size_t *count)
{
    struct buffer key = {0};
    command_key(info->command, &key);
    palette->command[(*count)++] = info->command;
    choices_add(palette->choices, info->name, gettext(info->help), buffer_text(&key), ROLE_TEXT, false);
    buffer_clear(&key);
}

/* In the order of the help, but that where to go comes last: nobody looks for that here. */
struct view *palette_new(struct app *app, enum context context)
{
    struct palette *palette = memory_new(1, sizeof *palette);
    palette->view.type = &palette_type;
    palette->choices = choices_new(false);
    size_t count = 0;
    for (int moving = 0; moving < 2; moving++) {
        for (unsigned i = 1; i < COMMAND_COUNT; i++) {
            const struct command_info *info = command_info((enum command)i);
            bool moves = command_group(info->command) == command_group(COMMAND_UP);
            if (moves == (moving == 1) && is_offered(info, context) && app_has_command(app, info->command))
                offer(palette, info, &count);
        }
    }
    return &palette->view;
}
