/*
 * note_tags.c - facets and tags of one or more notes in one dialog that stays open.
 *
 * Facets first, then every tag in use on the canvas and the types of the notes' blocks, ticked where the notes have
 * them. Typing narrows the list and, at its end, offers what was typed as a new tag or, with "=" in it, as a
 * facet. Each Enter is one action. The rows are made anew from a snapshot of the dialog's own.
 */
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "box.h"
#include "field_keys.h"
#include "note_dialogs.h"

#define BOX_CELLS 64
#define ROWS_MIN  4
#define ROWS_MAX  14

enum row_kind { ROW_HEADING, ROW_FACET, ROW_TAG, ROW_NEW };
enum tick { TICK_NONE, TICK_SOME, TICK_ALL };

struct tag_row {
    enum row_kind kind;
    enum tick tick;
    char *label;  /* the tag, the facet's key, the heading */
    char *detail; /* a facet's value, a type's gloss; "" = none */
};

struct note_tags {
    struct view view;
    struct store *store;
    const struct session *session;
    int64_t *id;
    size_t count;
    struct snapshot *snapshot;
    struct text_field field;
    struct tag_row *row;
    size_t row_count, row_capacity;
    size_t at, top;
    struct rectangle area, box, list; /* list: where the rows stand */
    int rows; /* the box never shrinks under the typing */
};

static struct note_tags *tags_of(struct view *view)
{
    return (struct note_tags *)view;
}

/* ---- rows ------------------------------------------------------------------------------------------------------ */

static void clear_rows(struct note_tags *dialog)
{
    for (size_t i = 0; i < dialog->row_count; i++) {
        free(dialog->row[i].label);
        free(dialog->row[i].detail);
    }
    dialog->row_count = 0;
}

static void add_row(struct note_tags *dialog, enum row_kind kind, enum tick tick, const char *label,
                    const char *detail)
{
    GROW(dialog->row, dialog->row_count, dialog->row_capacity);
    dialog->row[dialog->row_count++] =
        (struct tag_row){kind, tick, memory_copy_text(label), memory_copy_text(detail)};
}

static const struct note *note_at(const struct note_tags *dialog, size_t i)
{
    return dialog->snapshot ? snapshot_note(dialog->snapshot, dialog->id[i]) : NULL;
}

static bool note_has_tag(const struct note *note, const char *tag)
{
    for (size_t i = 0; i < note->tag_count; i++)
        if (strcmp(note->tag[i], tag) == 0)
            return true;
    return false;
}

static enum tick tick_of(const struct note_tags *dialog, const char *tag)
{
    size_t have = 0, notes = 0;
    for (size_t i = 0; i < dialog->count; i++) {
        const struct note *note = note_at(dialog, i);
        if (!note)
            continue;
        notes++;
        if (note_has_tag(note, tag))
            have++;
    }
    return have == 0 ? TICK_NONE : have == notes ? TICK_ALL : TICK_SOME;
}

static bool fits_typed(const char *label, const char *folded)
{
    struct buffer text = {0};
    text_fold(&text, label, strlen(label));
    bool fits = strstr(buffer_text(&text), folded) != NULL;
    buffer_clear(&text);
    return fits;
}

static bool has_row(const struct note_tags *dialog, enum row_kind kind, const char *label)
{
    for (size_t i = 0; i < dialog->row_count; i++)
        if (dialog->row[i].kind == kind && strcmp(dialog->row[i].label, label) == 0)
            return true;
    return false;
}

static void add_tag(struct note_tags *dialog, const char *tag, const char *detail, const char *folded)
{
    if (*tag && fits_typed(tag, folded) && !has_row(dialog, ROW_TAG, tag))
        add_row(dialog, ROW_TAG, tick_of(dialog, tag), tag, detail);
}

/* One row a facet key; notes that differ show so. */
static void add_facets(struct note_tags *dialog)
{
    for (size_t i = 0; i < dialog->count; i++) {
        const struct note *note = note_at(dialog, i);
        for (size_t k = 0; note && k < note->facet_count; k++) {
            struct tag_row *same = NULL;
            for (size_t r = 0; r < dialog->row_count; r++)
                if (dialog->row[r].kind == ROW_FACET && strcmp(dialog->row[r].label, note->facet[k].key) == 0)
                    same = &dialog->row[r];
            if (!same && !has_row(dialog, ROW_HEADING, _("Facets")))
                add_row(dialog, ROW_HEADING, TICK_NONE, _("Facets"), "");
            if (!same)
                add_row(dialog, ROW_FACET, TICK_ALL, note->facet[k].key, note->facet[k].value);
            else if (strcmp(same->detail, note->facet[k].value) != 0) {
                free(same->detail);
                same->detail = memory_copy_text(_("(differs)"));
                same->tick = TICK_SOME;
            }
        }
    }
}

static void add_types(struct note_tags *dialog, const struct app *app, const char *folded)
{
    const struct template *template = dialog->snapshot->template;
    for (size_t i = 0; i < dialog->count; i++) {
        const struct note *note = note_at(dialog, i);
        if (!note || note->block == TEMPLATE_PARKING)
            continue;
        const struct template_block *block = &template->block[note->block];
        for (size_t t = 0; t < block->type_count; t++)
            add_tag(dialog, block->type[t].title.text[app->language], block->type[t].gloss.text[app->language], folded);
    }
}

static void add_used(struct note_tags *dialog, const char *folded)
{
    for (size_t b = 0; b < dialog->snapshot->block_count; b++) {
        const struct snapshot_block *block = &dialog->snapshot->block[b];
        for (size_t i = 0; i < block->count; i++)
            for (size_t t = 0; t < block->note[i]->tag_count; t++)
                add_tag(dialog, block->note[i]->tag[t], "", folded);
    }
}

static int compare_rows(const void *left, const void *right)
{
    const struct tag_row *a = left, *b = right;
    int on = (b->tick != TICK_NONE) - (a->tick != TICK_NONE);
    return on ? on : strcmp(a->label, b->label);
}

/* Keeps the selection on the row with the same text, else near where it was. */
static void make_rows(struct note_tags *dialog, const struct app *app)
{
    const char *typed = buffer_text(&dialog->field.text);
    char *kept = dialog->at < dialog->row_count ? memory_copy_text(dialog->row[dialog->at].label) : NULL;
    struct buffer folded = {0};
    text_fold(&folded, typed, strlen(typed));
    clear_rows(dialog);
    if (dialog->snapshot && !strchr(typed, '=')) {
        if (!*typed)
            add_facets(dialog);
        size_t tags = dialog->row_count;
        add_types(dialog, app, buffer_text(&folded));
        size_t types = dialog->row_count;
        add_used(dialog, buffer_text(&folded));
        if (dialog->row_count > types) /* own tags in their order, after the types that the block suggests */
            qsort(dialog->row + types, dialog->row_count - types, sizeof *dialog->row, compare_rows);
        if (tags > 0 && dialog->row_count > tags) {
            add_row(dialog, ROW_HEADING, TICK_NONE, _("Tags"), "");
            struct tag_row heading = dialog->row[dialog->row_count - 1];
            memmove(dialog->row + tags + 1, dialog->row + tags, (dialog->row_count - 1 - tags) * sizeof heading);
            dialog->row[tags] = heading;
        }
    }
    if (*typed && !has_row(dialog, ROW_TAG, typed))
        add_row(dialog, ROW_NEW, TICK_NONE, typed, "");
    buffer_clear(&folded);
    for (size_t i = 0; kept && i < dialog->row_count; i++)
        if (strcmp(dialog->row[i].label, kept) == 0)
            dialog->at = i;
    free(kept);
}

static bool selectable(const struct note_tags *dialog, size_t i)
{
    return i < dialog->row_count && dialog->row[i].kind != ROW_HEADING;
}

/* The nearest row that can be selected, first in the direction given. */
static void settle(struct note_tags *dialog, bool down)
{
    size_t count = dialog->row_count;
    if (dialog->at >= count)
        dialog->at = count ? count - 1 : 0;
    size_t from = dialog->at;
    for (size_t step = 0; step < count && !selectable(dialog, dialog->at); step++)
        dialog->at = down ? (dialog->at + 1) % count : (dialog->at + count - 1) % count;
    if (!selectable(dialog, dialog->at))
        dialog->at = from;
}

/* ---- changes ---------------------------------------------------------------------------------------------------- */

static void refresh(struct note_tags *dialog, struct app *app)
{
    struct error err;
    bool changed;
    if (dialog->snapshot)
        app_check(app, snapshot_update(dialog->snapshot, dialog->store, dialog->session, &changed, &err), &err);
    make_rows(dialog, app);
    settle(dialog, true);
    app_raise(app, RAISE_PAINT);
}

static void set_typed_facet(struct note_tags *dialog, struct app *app, const char *typed)
{
    struct error err;
    const char *sign = strchr(typed, '=');
    size_t key_length = (size_t)(sign - typed);
    while (key_length > 0 && typed[key_length - 1] == ' ')
        key_length--;
    char *key = memory_copy_bytes(typed, key_length);
    const char *value = sign + 1;
    while (*value == ' ')
        value++;
    app_check(app, canvas_notes_set_facet(dialog->store, dialog->session, dialog->id, dialog->count, key, value, &err),
              &err);
    free(key);
}

static void take(struct note_tags *dialog, struct app *app)
{
    struct error err;
    if (!selectable(dialog, dialog->at))
        return;
    const struct tag_row *row = &dialog->row[dialog->at];
    if (row->kind == ROW_FACET) { /* to be typed over; without a value it goes */
        struct buffer text = {0};
        buffer_printf(&text, "%s=%s", row->label, row->tick == TICK_SOME ? "" : row->detail);
        text_field_set(&dialog->field, buffer_text(&text));
        buffer_clear(&text);
        dialog->at = 0;
        refresh(dialog, app);
        return;
    }
    if (row->kind == ROW_NEW && strchr(row->label, '=')) {
        set_typed_facet(dialog, app, row->label);
    } else {
        bool on = row->kind == ROW_NEW || row->tick != TICK_ALL;
        app_check(app, canvas_notes_set_tag(dialog->store, dialog->session, dialog->id, dialog->count, row->label, on,
                                            &err), &err);
    }
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
    clear_rows(dialog); /* another text, another list: its first row is meant */
    dialog->at = dialog->top = 0;
    make_rows(dialog, app);
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
        if (selectable(dialog, dialog->at) && dialog->row[dialog->at].kind == ROW_TAG)
            text_field_set(&dialog->field, dialog->row[dialog->at].label);
        typed(dialog, app);
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
        mouse->column >= list.column + list.columns || !selectable(dialog, row))
        return;
    dialog->at = row;
    take(dialog, app);
}

static void tags_feed(struct view *view, struct app *app)
{
    refresh(tags_of(view), app);
}

/* ---- painting ------------------------------------------------------------------------------------------------------ */

static int label_cells(const struct note_tags *dialog, enum text_width width, int limit)
{
    int cells = 8;
    for (size_t i = 0; i < dialog->row_count; i++) {
        int own = text_cells_of(dialog->row[i].label, width);
        if (dialog->row[i].kind != ROW_NEW && own > cells)
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
    } else if (what->kind == ROW_NEW) {
        describe_new(what->label, &text);
        screen_elided(screen, row, column, room, buffer_text(&text), STYLE(ROLE_DIALOG));
    } else {
        const char *lead = what->kind == ROW_TAG ? ticks[what->tick] : "   ";
        screen_string(screen, row, column, 3, lead, STYLE(ROLE_DIALOG));
        screen_elided(screen, row, column + 4, label, what->label, STYLE(ROLE_DIALOG));
        screen_elided(screen, row, column + 6 + label, room - 6 - label, what->detail,
                      STYLE(what->kind == ROW_TAG ? ROLE_DIM : ROLE_DIALOG));
    }
    if (i == dialog->at && what->kind != ROW_HEADING)
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
    dialog->box = box_place(dialog->area, 2 + dialog->rows + 1, BOX_CELLS);
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

static void tags_paint(struct view *view, struct app *app, struct screen *screen)
{
    const struct box_button buttons[] = {{COMMAND_LIST_TAKE, _("on or off")}, {COMMAND_CANCEL, _("done")}};
    struct note_tags *dialog = tags_of(view);
    (void)app;
    place_rows(dialog);
    box_paint(screen, dialog->box, _("Facets and tags"), buttons, COUNT_OF(buttons));
    struct rectangle inside = box_inside(dialog->box);
    int label = label_cells(dialog, screen->width, (inside.columns - 6) / 2);
    for (size_t i = 0; i < (size_t)dialog->list.rows && dialog->top + i < dialog->row_count; i++)
        paint_row(dialog, screen, dialog->list.row + (int)i, dialog->top + i, label);
    field_paint(screen, &dialog->field, inside.row, inside.column, inside.columns,
                (struct style){ROLE_DIALOG, STYLE_UNDERLINE});
    if (dialog->field.text.length == 0)
        screen_elided(screen, inside.row, inside.column, inside.columns, _("a tag, or key=value"),
                      (struct style){ROLE_HINT, STYLE_UNDERLINE});
}

static void tags_free(struct view *view, struct app *app)
{
    struct note_tags *dialog = tags_of(view);
    (void)app;
    clear_rows(dialog);
    free(dialog->row);
    snapshot_free(dialog->snapshot);
    text_field_clear(&dialog->field);
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

struct view *note_tags_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                           const int64_t *ids, size_t count)
{
    struct note_tags *dialog = memory_new(1, sizeof *dialog);
    struct error err;
    dialog->view.type = &tags_type;
    dialog->store = store;
    dialog->session = session;
    dialog->id = memory_new(count + 1, sizeof *dialog->id);
    if (count)
        memcpy(dialog->id, ids, count * sizeof *ids);
    dialog->count = count;
    text_field_init(&dialog->field, "");
    app_check(app, snapshot_load(store, session, canvas_id, &dialog->snapshot, &err), &err);
    make_rows(dialog, app);
    settle(dialog, true);
    return &dialog->view;
}
