/*
 * note_tags.c - facets and tags of one or more notes, of a tie or of the canvas, in one dialog that stays open.
 *
 * Facets first, by the template's vocabulary, then tags. Enter on a facet switches it, lists its values or has its
 * value typed; Esc leads back. Typing narrows the list and, at its end, offers what was typed as a new tag or, with "="
 * in it, as a facet. Each Enter is one action. The rows are made anew from a snapshot of the dialog's own.
 */
#include "note_tags.h"

#include <stdlib.h>
#include <string.h>

#include "dialog/box.h"
#include "dialog/field_keys.h"
#include "note_dialogs.h"

#define ROWS_MIN 4
#define ROWS_MAX 14

static struct note_tags *tags_of(struct view *view)
{
    return (struct note_tags *)view;
}

/* ---- changes ---------------------------------------------------------------------------------------------------- */

/* The nearest row that can be selected, first in the direction given. */
static void settle(struct note_tags *dialog, bool down)
{
    size_t count = dialog->row_count;
    if (dialog->at >= count)
        dialog->at = count ? count - 1 : 0;
    size_t from = dialog->at;
    for (size_t step = 0; step < count && !note_tags_selectable(dialog, dialog->at); step++)
        dialog->at = down ? (dialog->at + 1) % count : (dialog->at + count - 1) % count;
    if (!note_tags_selectable(dialog, dialog->at))
        dialog->at = from;
}

static void refresh(struct note_tags *dialog, struct app *app)
{
    struct error err;
    bool changed;
    if (dialog->snapshot)
        app_check(app, snapshot_update(dialog->snapshot, dialog->of.store, dialog->of.session, &changed, &err), &err);
    note_tags_make_rows(dialog, app);
    settle(dialog, true);
    app_raise(app, RAISE_PAINT);
}

static void set_problem(struct note_tags *dialog, const char *problem)
{
    free(dialog->problem);
    dialog->problem = problem ? memory_copy_text(problem) : NULL;
}

/* The value as it is kept goes to `key`; false: it is wrong, and what is wrong is said. */
static bool set_value(struct note_tags *dialog, struct app *app, const char *key, const char *value, bool all)
{
    struct error err;
    const struct note *note = dialog->of.note ? snapshot_note(dialog->snapshot, dialog->of.note[0]) : NULL;
    int block = note ? note->block : TEMPLATE_PARKING;
    if (!dialog->of.note)
        block = dialog->of.tie[0] ? FACETS_OF_LINK : FACETS_OF_CANVAS;
    char *normal;
    const struct template_facet *facet = template_facet_resolve(dialog->snapshot->template, block, key);
    if (facet_check(dialog->snapshot->template, block, key, value, app->language, &normal, &err) != STATUS_OK) {
        set_problem(dialog, err.message);
        return false;
    }
    set_problem(dialog, NULL);
    app_check(app, facets_set(&dialog->of, dialog->snapshot, facet ? facet->id : key, normal, all, &err), &err);
    free(normal);
    return true;
}

static bool set_typed_facet(struct note_tags *dialog, struct app *app, const char *typed)
{
    const char *sign = strchr(typed, '=');
    size_t key_length = (size_t)(sign - typed);
    while (key_length > 0 && typed[key_length - 1] == ' ')
        key_length--;
    char *key = memory_copy_bytes(typed, key_length);
    bool done = set_value(dialog, app, key, sign + 1, true);
    free(key);
    return done;
}

/* Its values, or a field with its value. */
static void open_facet(struct note_tags *dialog, struct app *app, const struct tag_row *row)
{
    const char *value;
    enum tick tick = facets_value(&dialog->of, dialog->snapshot, row->id, &value);
    free(dialog->open);
    dialog->open = memory_copy_text(row->id);
    const struct template_facet *facet = note_tags_open(dialog);
    dialog->writing = !facet || facet->value_count == 0;
    text_field_set(&dialog->field, dialog->writing && tick == TICK_ALL ? value : "");
    set_problem(dialog, NULL);
    note_tags_clear_rows(dialog);
    dialog->at = dialog->top = 0;
    refresh(dialog, app);
    for (size_t i = 0; i < dialog->row_count; i++) { /* on the first one that they have */
        if (dialog->row[i].tick != TICK_NONE && dialog->row[dialog->at].tick == TICK_NONE)
            dialog->at = i;
    }
}

/* Back to all the facets, on the one that was open. */
static void leave_facet(struct note_tags *dialog, struct app *app)
{
    char *was = dialog->open;
    dialog->open = NULL;
    dialog->writing = false;
    set_problem(dialog, NULL);
    text_field_set(&dialog->field, "");
    note_tags_clear_rows(dialog);
    dialog->at = dialog->top = 0;
    refresh(dialog, app);
    for (size_t i = 0; was && i < dialog->row_count; i++) {
        if (dialog->row[i].kind == ROW_FACET && strcmp(dialog->row[i].id, was) == 0)
            dialog->at = i;
    }
    free(was);
}

static void take_written(struct note_tags *dialog, struct app *app)
{
    char *value = memory_copy_text(buffer_text(&dialog->field.text));
    if (set_value(dialog, app, dialog->open, value, false))
        leave_facet(dialog, app);
    free(value);
}

static void take_facet(struct note_tags *dialog, struct app *app, const struct tag_row *row)
{
    struct error err;
    const struct template_facet *facet = facets_find(&dialog->of, dialog->snapshot, row->id);
    if (!facet || facet->kind != FACET_FLAG) {
        open_facet(dialog, app, row);
        return;
    }
    bool on = facets_tick(&dialog->of, dialog->snapshot, row->id, "yes") == TICK_ALL;
    app_check(app, facets_set(&dialog->of, dialog->snapshot, row->id, on ? "" : "yes", false, &err), &err);
}

/* One of several values goes on or off; a single one is taken, and that was it. */
static void take_value(struct note_tags *dialog, struct app *app, const struct tag_row *row)
{
    struct error err;
    const struct template_facet *facet = note_tags_open(dialog);
    if (!facet)
        return;
    bool many = facet->many && row->kind == ROW_VALUE;
    enum status status =
        row->kind == ROW_NO_VALUE
            ? facets_set(&dialog->of, dialog->snapshot, facet->id, "", false, &err)
            : facets_switch(&dialog->of, dialog->snapshot, facet, row->id, !many || row->tick != TICK_ALL, &err);
    app_check(app, status, &err);
    if (!many)
        leave_facet(dialog, app);
}

static void take_tag(struct note_tags *dialog, struct app *app, const struct tag_row *row)
{
    struct error err;
    bool on = row->kind == ROW_NEW || row->tick != TICK_ALL;
    enum status status =
        dialog->of.note
            ? canvas_notes_set_tag(dialog->of.store, dialog->of.session, dialog->of.note, dialog->of.note_count,
                                   row->id, on, &err)
            : canvas_set_tag(dialog->of.store, dialog->of.session, dialog->of.canvas_id, row->id, on, &err);
    app_check(app, status, &err);
}

static void take(struct note_tags *dialog, struct app *app)
{
    const struct tag_row *row = dialog->at < dialog->row_count ? &dialog->row[dialog->at] : NULL;
    bool keep_typed = dialog->open != NULL;
    if (dialog->snapshot && dialog->writing) {
        take_written(dialog, app);
    } else if (!dialog->snapshot || !note_tags_selectable(dialog, dialog->at)) {
        return;
    } else if (row->kind == ROW_FACET) {
        take_facet(dialog, app, row);
        keep_typed = dialog->open != NULL;
    } else if (row->kind == ROW_VALUE || row->kind == ROW_NO_VALUE) {
        take_value(dialog, app, row);
    } else if (row->kind == ROW_NEW && strchr(row->id, '=')) {
        keep_typed = !set_typed_facet(dialog, app, row->id);
    } else {
        take_tag(dialog, app, row);
    }
    if (!keep_typed)
        text_field_set(&dialog->field, "");
    app_raise(app, RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT);
    refresh(dialog, app);
}

/* ---- events ------------------------------------------------------------------------------------------------------- */

static enum context tags_context(const struct view *view)
{
    (void)view;
    return IN_LIST;
}

static void typed(struct note_tags *dialog, struct app *app)
{
    set_problem(dialog, NULL);
    note_tags_clear_rows(dialog); /* another text, another list: its first row is meant */
    dialog->at = dialog->top = 0;
    note_tags_make_rows(dialog, app);
    settle(dialog, true);
    app_raise(app, RAISE_PAINT);
}

static enum handled tags_command(struct view *view, struct app *app, enum command command)
{
    struct note_tags *dialog = tags_of(view);
    size_t count = dialog->row_count;
    if (command == COMMAND_LIST_DOWN || command == COMMAND_LIST_UP) {
        bool down = command == COMMAND_LIST_DOWN;
        if (count)
            dialog->at = (dialog->at + (down ? 1 : count - 1)) % count;
        settle(dialog, down);
    } else if (command == COMMAND_LIST_TAKE) {
        take(dialog, app);
    } else if (command == COMMAND_LIST_COMPLETE) {
        if (dialog->writing)
            return HANDLED;
        if (note_tags_selectable(dialog, dialog->at) && dialog->row[dialog->at].kind == ROW_TAG)
            text_field_set(&dialog->field, dialog->row[dialog->at].label);
        typed(dialog, app);
    } else if (command == COMMAND_CANCEL && dialog->open) {
        leave_facet(dialog, app);
    } else if (command == COMMAND_CANCEL) {
        app_pop(app);
    } else if (field_command(&dialog->field, command, 0, app->screen.width)) {
        typed(dialog, app);
    } else {
        return PASSED;
    }
    app_raise(app, RAISE_PAINT);
    return HANDLED;
}

static void tags_text(struct view *view, struct app *app, const char *text, size_t length)
{
    field_insert_line(&tags_of(view)->field, text, length);
    typed(tags_of(view), app);
}

static void tags_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    struct note_tags *dialog = tags_of(view);
    const struct rectangle list = dialog->list;
    size_t row = dialog->top + (size_t)(mouse->row - list.row);
    if (mouse->kind != MOUSE_PRESS || mouse->button != 1 || mouse->row < list.row ||
        mouse->row >= list.row + list.rows || mouse->column < list.column ||
        mouse->column >= list.column + list.columns || !note_tags_selectable(dialog, row))
        return;
    dialog->at = row;
    take(dialog, app);
}

static bool tags_feed(struct view *view, struct app *app)
{
    refresh(tags_of(view), app);
    return true;
}

/* ---- painting ------------------------------------------------------------------------------------------------------ */

static int label_cells(const struct note_tags *dialog, enum text_width width, int limit)
{
    int cells = 8;
    for (size_t i = 0; i < dialog->row_count; i++) {
        int own = text_cells_of(dialog->row[i].label, width);
        bool column = dialog->row[i].kind != ROW_NEW && dialog->row[i].kind != ROW_HINT;
        if (column && own > cells)
            cells = own;
    }
    return cells > limit ? limit : cells;
}

/* What Enter does with the typed text. */
static void describe_new(const char *typed, struct buffer *out)
{
    const char *sign = strchr(typed, '=');
    if (!sign) {
        buffer_printf(out, _("new tag “%s”"), typed);
    } else if (sign[1 + strspn(sign + 1, " ")] == '\0') {
        char *key = memory_copy_bytes(typed, (size_t)(sign - typed));
        buffer_printf(out, _("take facet %s away"), key);
        free(key);
    } else {
        buffer_printf(out, _("facet %s"), typed);
    }
}

static void paint_row(const struct note_tags *dialog, struct screen *screen, int row, size_t i, int label)
{
    static const char *const ticks[] = {[TICK_NONE] = "[ ]", [TICK_SOME] = "[-]", [TICK_ALL] = "[x]"};
    const struct tag_row *what = &dialog->row[i];
    const struct rectangle list = dialog->list;
    int column = list.column, room = list.columns;
    struct buffer text = {0};
    if (what->kind == ROW_HEADING) {
        screen_elided(screen, row, column, room, what->label, STYLE(ROLE_TITLE));
    } else if (what->kind == ROW_HINT) {
        screen_elided(screen, row, column, room, what->label, STYLE(dialog->problem ? ROLE_WARNING : ROLE_DIM));
    } else if (what->kind == ROW_NEW) {
        describe_new(what->label, &text);
        screen_elided(screen, row, column, room, buffer_text(&text), STYLE(ROLE_DIALOG));
    } else {
        bool quiet = what->quiet || what->kind != ROW_FACET;
        screen_string(screen, row, column, 3, what->ticked ? ticks[what->tick] : "   ", STYLE(ROLE_DIALOG));
        screen_elided(screen, row, column + 4, label, what->label, STYLE(ROLE_DIALOG));
        screen_elided(screen, row, column + 6 + label, room - 6 - label, what->detail,
                      STYLE(quiet ? ROLE_DIM : ROLE_DIALOG));
    }
    if (i == dialog->at && note_tags_selectable(dialog, i))
        screen_restyle(screen, (struct rectangle){row, list.column, 1, list.columns}, STYLE(ROLE_SELECTION));
    buffer_clear(&text);
}

static void tags_layout(struct view *view, struct app *app, struct rectangle area)
{
    (void)app;
    tags_of(view)->area = area;
}

/* As high as the rows need, and scrolled so that the selected one is seen. */
static void place_rows(struct note_tags *dialog)
{
    int rows = dialog->row_count > ROWS_MAX ? ROWS_MAX : (int)dialog->row_count;
    rows = rows < ROWS_MIN ? ROWS_MIN : rows;
    dialog->rows = rows > dialog->rows ? rows : dialog->rows;
    dialog->box = box_place(dialog->area, 2 + dialog->rows + 1, NOTE_TAGS_CELLS);
    struct rectangle inside = box_inside(dialog->box);
    dialog->list = (struct rectangle){inside.row + 2, inside.column, inside.rows - 3, inside.columns};
    if (dialog->list.rows < 1)
        dialog->list.rows = 1;
    size_t visible = (size_t)dialog->list.rows;
    if (dialog->at < dialog->top)
        dialog->top = dialog->at;
    if (dialog->at >= dialog->top + visible)
        dialog->top = dialog->at - visible + 1;
    if (dialog->top == 1 && dialog->row[0].kind == ROW_HEADING && dialog->at < visible)
        dialog->top = 0;
}

static const char *box_title(const struct note_tags *dialog, const struct app *app)
{
    const struct template_facet *facet = note_tags_open(dialog);
    if (dialog->open)
        return facet ? facet->title.text[app->language] : dialog->open;
    if (dialog->of.note)
        return _("Facets and tags");
    return dialog->of.tie[0] ? _("Facets of the tie") : _("Facets and tags of the canvas");
}

/* What Enter does to the row. */
static const char *verb_of(const struct note_tags *dialog)
{
    if (dialog->writing)
        return _("save");
    if (!note_tags_selectable(dialog, dialog->at))
        return _("on or off");
    const struct tag_row *row = &dialog->row[dialog->at];
    const struct template_facet *facet = note_tags_open(dialog);
    if (row->kind == ROW_NO_VALUE || (row->kind == ROW_VALUE && facet && !facet->many))
        return _("choose");
    return row->kind == ROW_FACET && !row->ticked ? _("change") : _("on or off");
}

static void tags_paint(struct view *view, struct app *app, struct screen *screen)
{
    struct note_tags *dialog = tags_of(view);
    const struct box_button buttons[] = {{COMMAND_LIST_TAKE, verb_of(dialog)},
                                         {COMMAND_CANCEL, dialog->open ? _("back") : _("done")}};
    place_rows(dialog);
    box_paint(screen, dialog->box, box_title(dialog, app), buttons, COUNT_OF(buttons));
    struct rectangle inside = box_inside(dialog->box);
    int label = label_cells(dialog, screen->width, (inside.columns - 6) / 2);
    for (size_t i = 0; i < (size_t)dialog->list.rows && dialog->top + i < dialog->row_count; i++)
        paint_row(dialog, screen, dialog->list.row + (int)i, dialog->top + i, label);
    field_paint(screen, &dialog->field, inside.row, inside.column, inside.columns,
                (struct style){ROLE_DIALOG, STYLE_UNDERLINE});
    if (dialog->field.text.length == 0 && !dialog->open)
        screen_elided(screen, inside.row, inside.column, inside.columns,
                      dialog->of.tie[0] ? _("a facet, or key=value") : _("a tag, or key=value"),
                      (struct style){ROLE_HINT, STYLE_UNDERLINE});
}

static void tags_free(struct view *view, struct app *app)
{
    struct note_tags *dialog = tags_of(view);
    (void)app;
    note_tags_clear_rows(dialog);
    free(dialog->row);
    snapshot_free(dialog->snapshot);
    text_field_clear(&dialog->field);
    free(dialog->open);
    free(dialog->problem);
    free(dialog->id);
    free(dialog);
}

static const struct view_type tags_type = {
    .name = "tags",
    .context = tags_context,
    .command = tags_command,
    .text = tags_text,
    .mouse = tags_mouse,
    .feed = tags_feed,
    .layout = tags_layout,
    .paint = tags_paint,
    .free = tags_free,
    .dialog = true,
};

static struct note_tags *make(struct store *store, const struct session *session, int64_t canvas_id)
{
    struct note_tags *dialog = memory_new(1, sizeof *dialog);
    dialog->view.type = &tags_type;
    dialog->of = (struct facet_holders){.store = store, .session = session, .canvas_id = canvas_id};
    text_field_init(&dialog->field, "");
    return dialog;
}

static struct view *fill(struct note_tags *dialog, struct app *app)
{
    struct error err;
    app_check(app, snapshot_load(dialog->of.store, dialog->of.session, dialog->of.canvas_id, &dialog->snapshot, &err),
              &err);
    note_tags_make_rows(dialog, app);
    settle(dialog, true);
    return &dialog->view;
}

struct view *note_tags_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                           const int64_t *ids, size_t count)
{
    struct note_tags *dialog = make(store, session, canvas_id);
    dialog->id = memory_new(count + 1, sizeof *dialog->id);
    if (count)
        memcpy(dialog->id, ids, count * sizeof *ids);
    dialog->of.note = dialog->id;
    dialog->of.note_count = count;
    return fill(dialog, app);
}

struct view *canvas_tags_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id)
{
    return fill(make(store, session, canvas_id), app);
}

struct view *tie_facets_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                            int64_t from, int64_t to)
{
    struct note_tags *dialog = make(store, session, canvas_id);
    dialog->of.tie[0] = from;
    dialog->of.tie[1] = to;
    return fill(dialog, app);
}
