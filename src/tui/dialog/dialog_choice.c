/*
 * dialog_choice.c - asks for one of a list, or for a text of one's own beside it.
 *
 * The list itself is choices.c's.
 */
#include <stdlib.h>

#include "app.h"
#include "box.h"
#include "choices.h"
#include "dialog.h"
#include "nonet/message.h"

#define CELLS_MIN 36

struct dialog_choice {
    struct view view;
    char *title, *verb;
    struct choices *choices;
    struct rectangle box;
    dialog_choice_done *done;
    void *context;
};

static enum context choice_context(const struct view *view)
{
    (void)view;
    return IN_LIST;
}

/* NULL for `typed` tells the asker that it was called off. */
static void finish(struct dialog_choice *dialog, struct app *app, bool taken)
{
    int chosen = taken ? choices_selected(dialog->choices) : -2;
    if (taken && chosen < -1)
        return; /* nothing matches: there is nothing to take */
    char *typed = chosen >= -1 ? memory_copy_text(choices_typed(dialog->choices)) : NULL;
    dialog_choice_done *done = dialog->done;
    dialog->done = NULL;
    app_pop(app);
    if (done)
        done(dialog->context, app, chosen >= 0 ? chosen : -1, typed);
    free(typed);
}

static enum handled choice_command(struct view *view, struct app *app, enum command command)
{
    struct dialog_choice *dialog = (struct dialog_choice *)view;
    if (choices_command(dialog->choices, command, app->screen.width))
        return HANDLED;
    if (command != COMMAND_LIST_TAKE && command != COMMAND_CANCEL)
        return PASSED;
    finish(dialog, app, command == COMMAND_LIST_TAKE);
    return HANDLED;
}

static void choice_text(struct view *view, struct app *app, const char *text, size_t length)
{
    (void)app;
    choices_text(((struct dialog_choice *)view)->choices, text, length);
}

static void choice_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    struct dialog_choice *dialog = (struct dialog_choice *)view;
    if (mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN)
        choices_command(dialog->choices, mouse->kind == MOUSE_WHEEL_UP ? COMMAND_LIST_UP : COMMAND_LIST_DOWN,
                        app->screen.width);
    else if (mouse->kind == MOUSE_PRESS && mouse->button == 1 &&
             choices_click(dialog->choices, mouse->row, mouse->column) && mouse->twice)
        finish(dialog, app, true);
}

static void choice_layout(struct view *view, struct app *app, struct rectangle area)
{
    struct dialog_choice *dialog = (struct dialog_choice *)view;
    int rows, columns, title = text_cells_of(dialog->title, app->screen.width);
    choices_size(dialog->choices, app->screen.width, &rows, &columns);
    columns = columns > title ? columns : title;
    dialog->box = box_place(area, rows, columns > CELLS_MIN ? columns : CELLS_MIN);
}

static void choice_paint(struct view *view, struct app *app, struct screen *screen)
{
    (void)app;
    struct dialog_choice *dialog = (struct dialog_choice *)view;
    const struct box_button buttons[] = {
        {COMMAND_LIST_TAKE, dialog->verb},
        {COMMAND_CANCEL, _("cancel")},
    };
    box_paint(screen, dialog->box, dialog->title, buttons, COUNT_OF(buttons));
    choices_paint(dialog->choices, screen, box_inside(dialog->box));
}

static void choice_free(struct view *view, struct app *app)
{
    (void)app;
    struct dialog_choice *dialog = (struct dialog_choice *)view;
    choices_free(dialog->choices);
    free(dialog->title);
    free(dialog->verb);
    free(dialog);
}

static const struct view_type choice_type = {
    .name = "dialog_choice",
    .context = choice_context,
    .command = choice_command,
    .text = choice_text,
    .mouse = choice_mouse,
    .layout = choice_layout,
    .paint = choice_paint,
    .free = choice_free,
    .dialog = true,
};

void dialog_choice_invite(struct view *view, const char *text)
{
    choices_invite(((struct dialog_choice *)view)->choices, text);
}

struct view *dialog_choice_new(struct app *app, const char *title, const struct choice *choices, size_t count,
                               size_t first, bool free_text, const char *verb, dialog_choice_done *done,
                               void *context)
{
    (void)app;
    struct dialog_choice *dialog = memory_new(1, sizeof *dialog);
    dialog->view.type = &choice_type;
    dialog->title = memory_copy_text(title);
    dialog->verb = memory_copy_text(verb);
    dialog->choices = choices_new(free_text);
    for (size_t i = 0; i < count; i++) {
        struct buffer key = {0};
        command_key(choices[i].command, &key);
        choices_add(dialog->choices, choices[i].label, choices[i].detail, key.length > 0 ? buffer_text(&key) : NULL,
                    choices[i].mark, choices[i].ticked);
        buffer_clear(&key);
    }
    choices_select(dialog->choices, first);
    dialog->done = done;
    dialog->context = context;
    return &dialog->view;
}
