/*
 * dialog_line.c - asks for one line of text.
 *
 * Nothing is saved here; the answer goes to the asker once, after the dialog is gone.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "box.h"
#include "dialog.h"
#include "field_keys.h"
#include "nonet/message.h"

#define FIELD_CELLS 48

struct dialog_line {
    struct view view;
    char *title, *verb;
    struct text_field field;
    struct rectangle box;
    dialog_line_done *done;
    void *context;
};

static enum context line_context(const struct view *view)
{
    (void)view;
    return IN_FIELD;
}

static void finish(struct dialog_line *dialog, struct app *app, bool taken)
{
    dialog_line_done *done = dialog->done;
    char *text = taken ? memory_copy_text(buffer_text(&dialog->field.text)) : NULL;
    dialog->done = NULL;
    app_pop(app);
    if (done)
        done(dialog->context, app, text);
    free(text);
}

static enum handled line_command(struct view *view, struct app *app, enum command command)
{
    struct dialog_line *dialog = (struct dialog_line *)view;
    if (field_command(&dialog->field, command, FIELD_CELLS, app->screen.width))
        return HANDLED;
    if (command != COMMAND_FIELD_SAVE && command != COMMAND_CANCEL)
        return PASSED;
    finish(dialog, app, command == COMMAND_FIELD_SAVE);
    return HANDLED;
}

static void line_text(struct view *view, struct app *app, const char *text, size_t length)
{
    (void)app;
    field_insert_line(&((struct dialog_line *)view)->field, text, length);
}

static void line_layout(struct view *view, struct app *app, struct rectangle area)
{
    (void)app;
    ((struct dialog_line *)view)->box = box_place(area, 2, FIELD_CELLS);
}

static void line_paint(struct view *view, struct app *app, struct screen *screen)
{
    (void)app;
    struct dialog_line *dialog = (struct dialog_line *)view;
    const struct box_button buttons[] = {
        {COMMAND_FIELD_SAVE, dialog->verb},
        {COMMAND_CANCEL, _("cancel")},
    };
    box_paint(screen, dialog->box, dialog->title, buttons, COUNT_OF(buttons));
    struct rectangle inside = box_inside(dialog->box);
    struct style style = {ROLE_DIALOG, STYLE_UNDERLINE};
    field_paint(screen, &dialog->field, inside.row, inside.column, inside.columns, style);
}

static void line_free(struct view *view, struct app *app)
{
    (void)app;
    struct dialog_line *dialog = (struct dialog_line *)view;
    text_field_clear(&dialog->field);
    free(dialog->title);
    free(dialog->verb);
    free(dialog);
}

static const struct view_type line_type = {
    .name = "dialog_line",
    .context = line_context,
    .command = line_command,
    .text = line_text,
    .layout = line_layout,
    .paint = line_paint,
    .free = line_free,
    .dialog = true,
};

struct view *dialog_line_new(struct app *app, const char *title, const char *text, const char *verb,
                             dialog_line_done *done, void *context)
{
    (void)app;
    struct dialog_line *dialog = memory_new(1, sizeof *dialog);
    dialog->view.type = &line_type;
    dialog->title = memory_copy_text(title);
    dialog->verb = memory_copy_text(verb);
    text_field_init(&dialog->field, text);
    dialog->done = done;
    dialog->context = context;
    return &dialog->view;
}
