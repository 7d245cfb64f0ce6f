/*
 * note_colour.c - the six colours of notes, to pick one for one or more notes.
 *
 * Every colour has its letter and its mark beside its name, so that it can be told without colours. Picking is one
 * action; the dialog remembers ids only.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "dialog/box.h"
#include "note_dialogs.h"

#define BOX_CELLS 26

static const struct {
    char letter;
    const char *title;
} colours[NOTE_COLOUR_COUNT] = {
    [NOTE_NONE] = {'n', N_("no colour")}, [NOTE_YELLOW] = {'y', N_("yellow")}, [NOTE_RED] = {'r', N_("red")},
    [NOTE_GREEN] = {'g', N_("green")},    [NOTE_BLUE] = {'b', N_("blue")},     [NOTE_PURPLE] = {'p', N_("purple")},
};

struct note_colour_view {
    struct view view;
    struct store *store;
    const struct session *session;
    int64_t *id;
    size_t count;
    int at;
    struct rectangle box;
};

static struct note_colour_view *colour_view(struct view *view)
{
    return (struct note_colour_view *)view;
}

static enum context colour_context(const struct view *view)
{
    (void)view;
    return IN_LIST;
}

static void pick(struct note_colour_view *dialog, struct app *app, int colour)
{
    struct error err;
    app_check(app, canvas_notes_set_colour(dialog->store, dialog->session, dialog->id, dialog->count,
                                           (enum note_colour)colour, &err), &err);
    app_raise(app, RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT);
    app_pop(app);
}

static enum handled colour_command(struct view *view, struct app *app, enum command command)
{
    struct note_colour_view *dialog = colour_view(view);
    switch (command) {
    case COMMAND_LIST_UP:
        dialog->at = (dialog->at + NOTE_COLOUR_COUNT - 1) % NOTE_COLOUR_COUNT;
        break;
    case COMMAND_LIST_DOWN:
        dialog->at = (dialog->at + 1) % NOTE_COLOUR_COUNT;
        break;
    case COMMAND_LIST_TAKE:
        pick(dialog, app, dialog->at);
        break;
    case COMMAND_CANCEL:
        app_pop(app);
        break;
    default:
        return PASSED;
    }
    return HANDLED;
}

/* The letter or the digit of a colour picks it at once; other text means nothing here. */
static void colour_text(struct view *view, struct app *app, const char *text, size_t length)
{
    uint32_t key;
    text_decode(text, length, &key);
    key = text_narrow_key(key);
    for (int i = 0; i < NOTE_COLOUR_COUNT; i++)
        if (key == (uint32_t)colours[i].letter || key == (uint32_t)('1' + i)) {
            pick(colour_view(view), app, i);
            return;
        }
}

static void colour_paste(struct view *view, struct app *app, const char *text, size_t length)
{
    (void)view, (void)app, (void)text, (void)length; /* a paste is no choice */
}

static void colour_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    struct note_colour_view *dialog = colour_view(view);
    const struct rectangle list = box_inside(dialog->box);
    int at = mouse->row - list.row;
    if (mouse->kind == MOUSE_PRESS && mouse->button == 1 && at >= 0 && at < list.rows && at < NOTE_COLOUR_COUNT &&
        mouse->column >= list.column && mouse->column < list.column + list.columns)
        pick(dialog, app, at);
}

static void colour_layout(struct view *view, struct app *app, struct rectangle area)
{
    (void)app;
    colour_view(view)->box = box_place(area, NOTE_COLOUR_COUNT + 1, BOX_CELLS);
}

static void colour_paint(struct view *view, struct app *app, struct screen *screen)
{
    static const char *const letters = "-YRGBP";
    const struct box_button buttons[] = {{COMMAND_LIST_TAKE, _("choose")}, {COMMAND_CANCEL, _("cancel")}};
    struct note_colour_view *dialog = colour_view(view);
    struct rectangle inside = box_inside(dialog->box);
    bool letter = screen->marks || screen_plain(screen);
    (void)app;
    box_paint(screen, dialog->box, _("Colour"), buttons, COUNT_OF(buttons));
    for (int i = 0; i < NOTE_COLOUR_COUNT && i < inside.rows; i++) {
        char key[2] = {colours[i].letter, '\0'}, mark[8] = {letters[i], '\0'};
        struct style style = STYLE(i == NOTE_NONE ? ROLE_DIM : (uint8_t)(ROLE_YELLOW + i - 1));
        int row = inside.row + i, column = inside.column;
        if (!letter)
            strcpy(mark, i == NOTE_NONE ? "·" : "■");
        screen_string(screen, row, column, 1, key, STYLE(ROLE_KEY));
        screen_string(screen, row, column + 3, 1, mark, style);
        screen_elided(screen, row, column + 6, inside.columns - 7, _(colours[i].title), STYLE(ROLE_DIALOG));
        if (i == dialog->at)
            screen_restyle(screen, (struct rectangle){row, column + 5, 1, inside.columns - 5}, STYLE(ROLE_SELECTION));
    }
}

static void colour_free(struct view *view, struct app *app)
{
    (void)app;
    free(colour_view(view)->id);
    free(view);
}

static const struct view_type colour_type = {
    .name = "colour",
    .context = colour_context,
    .command = colour_command,
    .text = colour_text,
    .paste = colour_paste,
    .mouse = colour_mouse,
    .layout = colour_layout,
    .paint = colour_paint,
    .free = colour_free,
    .dialog = true,
};

struct view *note_colour_new(struct app *app, struct store *store, const struct session *session, const int64_t *ids,
                             size_t count)
{
    struct note_colour_view *dialog = memory_new(1, sizeof *dialog);
    (void)app;
    dialog->view.type = &colour_type;
    dialog->store = store;
    dialog->session = session;
    dialog->id = memory_new(count + 1, sizeof *dialog->id);
    if (count)
        memcpy(dialog->id, ids, count * sizeof *ids);
    dialog->count = count;
    return &dialog->view;
}
