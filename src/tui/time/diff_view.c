/*
 * diff_view.c - comparing: which sides, where one is in the list, picking one change after another.
 *
 * Not here: what differs (nonet/diff.h) and how it is drawn (diff_paint.c). The comparison is made anew whenever the
 * store moved on. Invariant: rows point into the comparison at hand, and `at` is a row that can be selected, if there
 * is one.
 */
#include "diff_view.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/timeline.h"

static struct diff_view *diff_of(struct view *view)
{
    return (struct diff_view *)view;
}

bool diff_row_selectable(const struct diff_row *row)
{
    return row->line != NULL || row->canvas;
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

/* All but, with `keep`, what stays as it was: the sides that are past moments. */
static void forget(struct diff_view *view, bool keep)
{
    canvas_diff_board_free(view->both);
    canvas_diff_clear(&view->diff);
    for (int i = 0; i < 2; i++) {
        if (keep && view->side[i].moment != NULL)
            continue;
        snapshot_free(view->snapshot[i]);
        view->snapshot[i] = NULL;
    }
    free(view->row);
    view->both = NULL;
    view->row = NULL;
    view->row_count = 0;
}

static void make_rows(struct diff_view *view)
{
    const struct diff *diff = &view->diff;
    const struct diff_line *before = NULL;
    view->row = memory_new(2 * diff->count + 2, sizeof *view->row);
    /* Of two canvases one knows that they are called otherwise. */
    if (diff->canvas != 0 && view->side[0].canvas_id == view->side[1].canvas_id)
        view->row[view->row_count++] = (struct diff_row){.canvas = true};
    for (size_t i = 0; i < diff->count; i++) {
        const struct diff_line *line = &diff->line[i];
        if (line->what == 0)
            continue;
        if (before == NULL || before->block != line->block || before->foreign != line->foreign)
            view->row[view->row_count++] = (struct diff_row){.block = line->block, .foreign = line->foreign};
        view->row[view->row_count++] = (struct diff_row){line, line->block, line->foreign, false};
        before = line;
    }
}

static enum status load_side(struct diff_view *view, int side, struct error *err)
{
    const struct diff_side *wanted = &view->side[side];
    if (view->snapshot[side] != NULL)
        return STATUS_OK;
    if (wanted->moment != NULL)
        return snapshot_load_at(view->store, view->session, wanted->canvas_id, wanted->moment, &view->snapshot[side],
                                err);
    return snapshot_load(view->store, view->session, wanted->canvas_id, &view->snapshot[side], err);
}

/* The row that is nearest to `at` and can be selected. */
static void settle(struct diff_view *view)
{
    size_t at = view->at < view->row_count ? view->at : view->row_count > 0 ? view->row_count - 1 : 0;
    while (at < view->row_count && !diff_row_selectable(&view->row[at]))
        at++;
    if (at == view->row_count) {
        at = view->row_count > 0 ? view->row_count - 1 : 0;
        while (at > 0 && !diff_row_selectable(&view->row[at]))
            at--;
    }
    view->at = at;
}

static int64_t selected_note(const struct diff_view *view)
{
    if (view->at >= view->row_count || view->row[view->at].line == NULL)
        return 0;
    const struct diff_line *line = view->row[view->at].line;
    return line->left_id != 0 ? line->left_id : line->right_id;
}

static enum status read_both(struct diff_view *view, struct error *err)
{
    struct diff_kin kin = {0};
    forget(view, true);
    enum status status = store_last_seq(view->store, &view->last_seq, err);
    if (status == STATUS_OK)
        status = load_side(view, 0, err);
    if (status == STATUS_OK)
        status = load_side(view, 1, err);
    if (status == STATUS_OK)
        status = canvas_kin(view->store, view->session, view->snapshot[0], view->snapshot[1], &kin, err);
    if (status == STATUS_OK) {
        canvas_diff(view->snapshot[0], view->snapshot[1], &kin, &view->diff);
        view->both = canvas_diff_board(&view->diff, view->snapshot[0], view->snapshot[1]);
        make_rows(view);
        settle(view);
    }
    canvas_kin_clear(&kin);
    return status;
}

static void show(struct diff_view *view)
{
    board_picture_show(view->board, view->both, selected_note(view));
    app_raise(view->app, RAISE_LAYOUT | RAISE_PAINT);
}

/* What may not be read any more leaves an empty view, which the next key ends: another may lie on top of it now. */
static void read_again(struct diff_view *view)
{
    struct error err;
    enum status status = read_both(view, &err);
    if (status == STATUS_OK) {
        show(view);
        return;
    }
    forget(view, false);
    if (status == STATUS_NOT_FOUND)
        app_close_gone(view->app, &view->view);
    else
        app_check(view->app, status, &err);
}

/* ---- commands --------------------------------------------------------------------------------------------------- */

static void move(struct diff_view *view, bool down, size_t step)
{
    size_t at = view->at;
    while (step > 0 && (down ? at + 1 < view->row_count : at > 0)) {
        at = down ? at + 1 : at - 1;
        if (!diff_row_selectable(&view->row[at]))
            continue;
        view->at = at;
        step--;
    }
    show(view);
}

static void pick(struct diff_view *view)
{
    struct app *app = view->app;
    struct error err;
    if (view->at >= view->row_count || !diff_row_selectable(&view->row[view->at]))
        return;
    if (view->side[0].moment != NULL) {
        app_message(app, _("what was cannot be changed; x swaps the sides"));
        return;
    }
    const struct diff_row *row = &view->row[view->at];
    if (row->foreign) {
        app_message(app, _("the left canvas has no block “%s”"),
                    template_block_title(view->snapshot[1]->template, row->block, app->language, false));
        return;
    }
    enum status status =
        row->canvas ? canvas_diff_pick_canvas(view->store, view->session, view->snapshot[0], view->snapshot[1], &err)
                    : canvas_diff_pick(view->store, view->session, &view->diff, row->line, view->snapshot[0],
                                       view->snapshot[1], &err);
    if (app_check(app, status, &err))
        app_message(app, _("taken over; u takes it back"));
    read_again(view);
    app_raise(app, RAISE_FEED);
}

static void take_back(struct diff_view *view)
{
    struct app *app = view->app;
    struct error err;
    struct undo_outcome outcome;
    enum status status = canvas_undo(view->store, view->session, view->side[0].canvas_id, &outcome, &err);
    if (status == STATUS_NOT_FOUND)
        app_message(app, _("nothing to undo"));
    else if (app_check(app, status, &err))
        app_message(app, _("undid: %s"), operation_title(outcome.operation, app->language));
    read_again(view);
    app_raise(app, RAISE_FEED);
}

static void swap(struct diff_view *view)
{
    struct diff_side left = view->side[0];
    struct snapshot *shown = view->snapshot[0];
    view->side[0] = view->side[1];
    view->side[1] = left;
    view->snapshot[0] = view->snapshot[1];
    view->snapshot[1] = shown;
    read_again(view);
}

static enum context diff_context(const struct view *view)
{
    (void)view;
    return IN_DIFF;
}

static enum handled diff_command(struct view *any, struct app *app, enum command command)
{
    struct diff_view *view = diff_of(any);
    if (view->both == NULL) {
        app_pop(app);
        return HANDLED;
    }
    size_t page = view->list.rows > 3 ? (size_t)view->list.rows - 2 : 1;
    switch (command) {
    case COMMAND_UP:
        move(view, false, 1);
        return HANDLED;
    case COMMAND_DOWN:
        move(view, true, 1);
        return HANDLED;
    case COMMAND_PAGE_UP:
        move(view, false, page);
        return HANDLED;
    case COMMAND_PAGE_DOWN:
        move(view, true, page);
        return HANDLED;
    case COMMAND_FIRST:
        move(view, false, view->row_count);
        return HANDLED;
    case COMMAND_LAST:
        move(view, true, view->row_count);
        return HANDLED;
    case COMMAND_DIFF_PICK:
        pick(view);
        return HANDLED;
    case COMMAND_DIFF_SWAP:
        swap(view);
        return HANDLED;
    case COMMAND_UNDO:
        take_back(view);
        return HANDLED;
    case COMMAND_CANCEL:
    case COMMAND_BACK:
        app_pop(app);
        return HANDLED;
    default:
        return board_picture_command(view->board, command);
    }
}

static void diff_mouse(struct view *any, struct app *app, const struct mouse *mouse)
{
    struct diff_view *view = diff_of(any);
    if (view->both == NULL)
        return;
    const struct rectangle list = view->list;
    bool inside = mouse->row > list.row && mouse->row <= list.row + view->shown && mouse->column >= list.column &&
                  mouse->column < list.column + list.columns;
    size_t at = view->top + (size_t)(mouse->row - list.row - 1);
    if (mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN) {
        if (inside)
            move(view, mouse->kind == MOUSE_WHEEL_DOWN, 1);
        else
            board_picture_wheel(view->board, mouse);
    } else if (mouse->kind == MOUSE_PRESS && mouse->button == 1 && inside && at < view->row_count &&
               diff_row_selectable(&view->row[at])) {
        view->at = at;
        if (mouse->twice)
            pick(view);
        else
            show(view);
    }
    app_raise(app, RAISE_PAINT);
}

/* ---- the view --------------------------------------------------------------------------------------------------- */

static bool diff_feed(struct view *any, struct app *app)
{
    struct diff_view *view = diff_of(any);
    struct error err;
    int64_t last = view->last_seq;
    if (!app_check(app, store_last_seq(view->store, &last, &err), &err) || last == view->last_seq)
        return false;
    read_again(view);
    return true;
}

static void diff_layout(struct view *any, struct app *app, struct rectangle area)
{
    (void)app;
    diff_place(diff_of(any), area);
}

static void diff_view_paint(struct view *any, struct app *app, struct screen *screen)
{
    (void)app;
    diff_paint(diff_of(any), screen);
}

static void diff_free(struct view *any, struct app *app)
{
    (void)app;
    struct diff_view *view = diff_of(any);
    board_picture_free(view->board);
    forget(view, false);
    for (int i = 0; i < 2; i++) {
        free(view->side[i].moment);
        free(view->side[i].name);
    }
    free(view);
}

static const struct view_type diff_type = {
    .name = "diff",
    .context = diff_context,
    .command = diff_command,
    .mouse = diff_mouse,
    .feed = diff_feed,
    .layout = diff_layout,
    .paint = diff_view_paint,
    .free = diff_free,
};

static bool sign(void *context, const struct note *note, struct board_sign *out)
{
    static const char *const marks[] = {"+", "-", ">", "~"};
    static const uint8_t roles[] = {ROLE_GREEN, ROLE_RED, ROLE_BLUE, ROLE_YELLOW};
    const struct diff_view *view = context;
    const struct diff_line *line = canvas_diff_line(&view->diff, note->id);
    if (line == NULL || line->what == 0) {
        out->text = STYLE(ROLE_DIM);
        return true;
    }
    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (diff_mark(line->what) != marks[i][0])
            continue;
        out->before = marks[i];
        out->style = (struct style){roles[i], STYLE_BOLD};
    }
    out->text = STYLE(line->what & DIFF_ADDED ? ROLE_LINKED : ROLE_TEXT);
    out->selected = note->id == selected_note(view);
    return true;
}

static char *copy_or_null(const char *text)
{
    return text != NULL ? memory_copy_text(text) : NULL;
}

enum status diff_view_new(struct app *app, struct store *store, const struct session *session,
                          const struct diff_side sides[2], struct view **out, struct error *err)
{
    struct diff_view *view = memory_new(1, sizeof *view);
    view->view.type = &diff_type;
    view->app = app;
    view->store = store;
    view->session = session;
    for (int i = 0; i < 2; i++) {
        view->side[i] = sides[i];
        view->side[i].moment = copy_or_null(sides[i].moment);
        view->side[i].name = copy_or_null(sides[i].name);
    }
    enum status status = read_both(view, err);
    if (status != STATUS_OK) {
        diff_free(&view->view, app);
        return status;
    }
    view->board = board_picture_new(app, view->both);
    view->board->sign = sign;
    view->board->sign_context = view;
    show(view);
    *out = &view->view;
    return STATUS_OK;
}
