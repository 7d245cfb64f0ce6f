/*
 * note_view.c - a note opened: its text, its longer text, facets, tags, links and history, to read by scrolling.
 *
 * Only the longer text is written here, in place; it is saved against the text the typing began with, so nobody's words
 * are overwritten. The short text belongs to the board's editor. Its ties can be gone through and marked. The lines are
 * note_view_lines.c's. The view keeps a snapshot of its own and no pointer into it across events.
 */
#include <stdlib.h>
#include <string.h>

#include "dialog/field_keys.h"
#include "note_dialogs.h"
#include "note_facets.h"
#include "note_view.h"

#define DRAFT_MS 500 /* from the first unsaved key, also while typing goes on */

static struct note_view *view_of(struct view *view)
{
    return (struct note_view *)view;
}

/* ---- reading and writing the store --------------------------------------------------------------------------- */

static void load_history(struct note_view *view, struct app *app)
{
    struct error err;
    history_free(view->history, view->history_count);
    view->history = NULL;
    view->history_count = 0;
    if (note_history(view->store, view->session, view->note_id, app->language, &view->history, &view->history_count,
                     &err) != STATUS_OK)
        view->history_count = 0; /* a note without its history can still be read */
}

static void start_editing(struct note_view *view, struct app *app)
{
    const struct note *note = note_view_opened(view);
    if (!note)
        return;
    if (!(view->session->may & MAY_EDIT)) {
        app_message(app, _("This canvas can only be read here."));
        return;
    }
    view->editing = true;
    free(view->base);
    view->base = memory_copy_text(note->body);
    text_field_set(&view->field, note->body);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
}

/* ---- the draft ------------------------------------------------------------------------------------------------ */

static void draft_touch(struct note_view *view, struct app *app)
{
    if (view->draft_due == 0 && app->live && view->store == app->store)
        view->draft_due = time_steady() + DRAFT_MS;
}

static void draft_write(struct note_view *view, struct app *app)
{
    struct error err;
    struct draft draft = {
        .id = view->draft_id,
        .canvas_id = view->canvas_id,
        .note_id = view->note_id,
        .longer = true,
        .base = view->base,
        .text = memory_copy_text(buffer_text(&view->field.text)),
    };
    view->draft_due = 0;
    if (view->editing && app_check(app, live_draft_save(app->live, &draft, &err), &err))
        view->draft_id = draft.id;
    free(draft.text);
}

static void draft_drop(struct note_view *view, struct app *app)
{
    struct error err;
    view->draft_due = 0;
    if (view->draft_id != 0) {
        /* One that stays behind is offered again, which is the safe side. */
        enum status ignored = live_draft_drop(app->live, view->draft_id, &err);
        (void)ignored;
    }
    view->draft_id = 0;
}

static void note_view_tick(struct view *base, struct app *app, int64_t now)
{
    struct note_view *view = view_of(base);
    if (view->draft_due > 0 && view->draft_due <= now)
        draft_write(view, app);
}

static int64_t note_view_deadline(const struct view *base)
{
    return ((const struct note_view *)base)->draft_due;
}

/* On a failure the typing goes on, so that no word is lost. */
static void save_body(struct note_view *view, struct app *app)
{
    struct error err;
    enum save_outcome outcome = SAVE_DONE;
    if (!view->editing ||
        !app_check(app, canvas_note_set_body(view->store, view->session, view->note_id, view->base,
                                             buffer_text(&view->field.text), &outcome, &err), &err))
        return;
    view->editing = false;
    draft_drop(view, app);
    if (outcome == SAVE_KEPT_BESIDE)
        app_message(app, _("Somebody changed it meanwhile: your text is kept in a new note below."));
    app_raise(app, RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT);
}

/* ---- ties ------------------------------------------------------------------------------------------------------ */

static void scroll(struct note_view *view, struct app *app, long lines);

/* The next one, after the last the first. */
static void select_tie(struct note_view *view, struct app *app)
{
    const struct note *note = note_view_opened(view);
    if (!note || note->link_count == 0) {
        app_message(app, "%s", _("this note is tied to no other: = ties it on the board"));
        return;
    }
    int64_t *id = memory_new(note->link_count, sizeof *id);
    size_t count = snapshot_links_of(view->snapshot, note->id, id), next = 0;
    for (size_t i = 0; i < count; i++) {
        if (id[i] == view->tie)
            next = (i + 1) % count;
    }
    view->tie = count > 0 ? id[next] : 0;
    free(id);
    note_view_make_lines(view, app);
    long rows = view->area.rows, above = (long)view->tie_line - (long)view->top;
    long below = above + (long)view->tie_lines - rows;
    scroll(view, app, above < 0 ? above : below > 0 ? below : 0);
}

/* A single flag goes on or off; more than that has a dialog. */
static void mark_tie(struct note_view *view, struct app *app)
{
    struct error err;
    const struct template_facet **facet;
    if (view->tie == 0) {
        select_tie(view, app);
        return;
    }
    if (!(view->session->may & MAY_LINK)) {
        app_message(app, "%s", _("This canvas can only be read here."));
        return;
    }
    struct facet_holders holders = {.store = view->store, .session = view->session, .canvas_id = view->canvas_id,
                                    .tie = {view->note_id, view->tie}};
    size_t count = facets_known(&holders, view->snapshot, &facet);
    if (count == 1 && facet[0]->kind == FACET_FLAG) {
        bool on = facets_tick(&holders, view->snapshot, facet[0]->id, "yes") == TICK_ALL;
        app_check(app, facets_set(&holders, view->snapshot, facet[0]->id, on ? "" : "yes", false, &err), &err);
        app_raise(app, RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT);
    } else {
        app_push(app, tie_facets_new(app, view->store, view->session, view->canvas_id, view->note_id, view->tie));
    }
    free(facet);
}

/* ---- events ---------------------------------------------------------------------------------------------------- */

static enum context note_view_context(const struct view *view)
{
    return ((const struct note_view *)view)->editing ? IN_EDITOR : IN_SCROLL;
}

static void scroll(struct note_view *view, struct app *app, long lines)
{
    long rows = view->area.rows, all = (long)view->line_count;
    long last = all > rows ? all - rows : 0, top = (long)view->top + lines;
    view->top = (size_t)(top < 0 ? 0 : top > last ? last : top);
    app_raise(app, RAISE_PAINT);
}

static enum handled edit_command(struct note_view *view, struct app *app, enum command command)
{
    if (command == COMMAND_FIELD_STOP) {
        save_body(view, app);
    } else if (command == COMMAND_FIELD_DISCARD) {
        view->editing = false;
        draft_drop(view, app);
    } else if (command == COMMAND_FIELD_SAVE) { /* longer text has paragraphs: Enter begins one */
        text_field_insert(&view->field, "\n", 1);
        draft_touch(view, app);
    } else if (field_command(&view->field, command, note_view_cells(view), app->screen.width)) {
        draft_touch(view, app);
    } else {
        return PASSED;
    }
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
    return HANDLED;
}

static enum handled note_view_command(struct view *base, struct app *app, enum command command)
{
    struct note_view *view = view_of(base);
    long page = view->area.rows > 2 ? view->area.rows - 2 : 1, all = (long)view->line_count;
    if (view->editing)
        return edit_command(view, app, command);
    switch (command) {
    case COMMAND_UP:
        scroll(view, app, -1);
        break;
    case COMMAND_DOWN:
        scroll(view, app, 1);
        break;
    case COMMAND_PAGE_UP:
        scroll(view, app, -page);
        break;
    case COMMAND_PAGE_DOWN:
        scroll(view, app, page);
        break;
    case COMMAND_FIRST:
        scroll(view, app, -all);
        break;
    case COMMAND_LAST:
        scroll(view, app, all);
        break;
    case COMMAND_NOTE_BODY:
        start_editing(view, app);
        break;
    case COMMAND_TIE_NEXT:
        select_tie(view, app);
        break;
    case COMMAND_TIE_MARK:
        mark_tie(view, app);
        break;
    case COMMAND_CANCEL:
    case COMMAND_BACK:
        app_pop(app);
        break;
    default:
        return PASSED;
    }
    return HANDLED;
}

static void note_view_text(struct view *base, struct app *app, const char *text, size_t length)
{
    struct note_view *view = view_of(base);
    if (!view->editing)
        return;
    text_field_insert(&view->field, text, length);
    draft_touch(view, app);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
}

static void note_view_mouse(struct view *base, struct app *app, const struct mouse *mouse)
{
    if (mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN)
        scroll(view_of(base), app, mouse->kind == MOUSE_WHEEL_UP ? -3 : 3);
}

static bool note_view_feed(struct view *base, struct app *app)
{
    struct note_view *view = view_of(base);
    struct error err;
    bool changed = false;
    if (!view->snapshot ||
        !app_check(app, snapshot_update(view->snapshot, view->store, view->session, &changed, &err), &err) || !changed)
        return true;
    load_history(view, app);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
    return true;
}

static void note_view_layout(struct view *base, struct app *app, struct rectangle area)
{
    struct note_view *view = view_of(base);
    view->area = area;
    note_view_make_lines(view, app);
    scroll(view, app, 0);
    if (!view->editing)
        return;
    size_t rows = area.rows > 0 ? (size_t)area.rows : 1;
    if (view->caret_line < view->top)
        view->top = view->caret_line;
    if (view->caret_line >= view->top + rows)
        view->top = view->caret_line - rows + 1;
}

static void paint_bars(const struct note_view *view, struct app *app, struct screen *screen)
{
    const struct hint reading[] = {{COMMAND_NOTE_BODY, _("write more")}, {COMMAND_DOWN, _("scroll")},
                                   {COMMAND_BACK, _("back")}};
    const struct hint tied[] = {{COMMAND_NOTE_BODY, _("write more")}, {COMMAND_TIE_NEXT, _("next tie")},
                                {COMMAND_TIE_MARK, _("mark the tie")}, {COMMAND_BACK, _("back")}};
    const struct hint writing[] = {{COMMAND_FIELD_STOP, _("save")}, {COMMAND_FIELD_SAVE, _("new line")},
                                   {COMMAND_FIELD_DISCARD, _("discard")}};
    const struct note *note = note_view_opened(view);
    struct buffer left = {0}, right = {0};
    if (note)
        buffer_printf(&left, _("Note %lld"), (long long)note->number);
    if (view->snapshot)
        buffer_printf(&left, "%s%s", note ? (screen->width == TEXT_WIDE || screen->ascii ? " - " : " · ") : "",
                      view->snapshot->title);
    size_t end = view->top + (size_t)(view->area.rows > 0 ? view->area.rows : 0);
    if (view->line_count > (size_t)view->area.rows)
        buffer_printf(&right, "%zu-%zu / %zu", view->top + 1, end < view->line_count ? end : view->line_count,
                      view->line_count);
    app_paint_top(app, screen, buffer_text(&left), buffer_text(&right));
    buffer_clear(&left);
    buffer_clear(&right);
    if (view->editing)
        app_paint_hints(app, screen, writing, COUNT_OF(writing));
    else if (note && note->link_count > 0)
        app_paint_hints(app, screen, tied, COUNT_OF(tied));
    else
        app_paint_hints(app, screen, reading, COUNT_OF(reading));
}

static void note_view_paint(struct view *base, struct app *app, struct screen *screen)
{
    struct note_view *view = view_of(base);
    int left = view->area.column + NOTE_VIEW_MARGIN, cells = note_view_cells(view);
    paint_bars(view, app, screen);
    for (int i = 0; i < view->area.rows && view->top + (size_t)i < view->line_count; i++) {
        const struct view_line *line = &view->line[view->top + (size_t)i];
        screen_text(screen, view->area.row + i, left + line->indent, cells - line->indent,
                    buffer_text(&view->content) + line->offset, line->length, line->style);
    }
    if (view->editing && view->caret_line >= view->top)
        screen_caret(screen, view->area.row + (int)(view->caret_line - view->top), left + view->caret_column);
}

static void note_view_covered(struct view *base, struct app *app)
{
    struct note_view *view = view_of(base);
    if (!base->gone) {
        save_body(view, app);
    } else if (view->editing) {
        view->editing = false;
        app_rescue_text(app, view->base, buffer_text(&view->field.text));
        draft_drop(view, app);
    }
}

static void note_view_free(struct view *base, struct app *app)
{
    struct note_view *view = view_of(base);
    (void)app;
    snapshot_free(view->snapshot);
    history_free(view->history, view->history_count);
    text_field_clear(&view->field);
    buffer_clear(&view->content);
    free(view->line);
    free(view->base);
    free(view);
}

static const struct view_type note_view_type = {
    .name = "note",
    .context = note_view_context,
    .command = note_view_command,
    .text = note_view_text,
    .mouse = note_view_mouse,
    .feed = note_view_feed,
    .layout = note_view_layout,
    .paint = note_view_paint,
    .covered = note_view_covered,
    .tick = note_view_tick,
    .deadline = note_view_deadline,
    .free = note_view_free,
};

struct view *note_view_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                           int64_t note_id)
{
    struct note_view *view = memory_new(1, sizeof *view);
    struct error err;
    view->view.type = &note_view_type;
    view->store = store;
    view->session = session;
    view->canvas_id = canvas_id;
    view->note_id = note_id;
    text_field_init(&view->field, "");
    app_check(app, snapshot_load(store, session, canvas_id, &view->snapshot, &err), &err);
    load_history(view, app);
    return &view->view;
}

struct view *note_view_new_draft(struct app *app, struct store *store, const struct session *session,
                                 const struct draft *draft)
{
    struct view *base = note_view_new(app, store, session, draft->canvas_id, draft->note_id);
    struct note_view *view = view_of(base);
    view->editing = true;
    view->base = memory_copy_text(draft->base ? draft->base : "");
    view->draft_id = draft->id;
    text_field_set(&view->field, draft->text);
    return base;
}
