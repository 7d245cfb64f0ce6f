/*
 * board.c - the view of one canvas: opening and freeing, its events, the feed.
 *
 * Not here: its state (board_state), commands (board_command and the files it asks), where things stand (board_layout),
 * how they look (board_paint, board_title).
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/exchange.h"
#include "room/room.h"

struct board *board_of(struct view *view)
{
    return (struct board *)view;
}

const struct board *board_of_const(const struct view *view)
{
    return (const struct board *)view;
}

/* ---- others ---------------------------------------------------------------------------------------------------------- */

static void board_live(struct view *view, struct app *app)
{
    (void)app;
    struct board *board = board_of(view);
    board_look_around(board);
    board_presence(board);
    board_draft_adopt(board);
}

static bool board_feed(struct view *view, struct app *app)
{
    struct board *board = board_of(view);
    struct error error;
    bool changed = false;
    board_room_feed(board);
    enum status status = snapshot_update(board->snapshot, board->store, &board->session, &changed, &error);
    if (status == STATUS_NOT_FOUND) {
        app_close_gone(app, view);
        return true;
    }
    bool read = app_check(app, status, &error);
    bool moved = board_look_around(board);
    if (board_is_wall(board) && (changed || moved || board->room_seen != app->room->version)) {
        board->room_seen = app->room->version;
        wall_follow(board);
        board_settle(board);
    } else if (read && changed) {
        board_settle(board);
    }
    if (read && changed) {
        board->stale = true;
        if (!board->snapshot->alive)
            app_message(app, _("this canvas is in the trash"));
    }
    board_room_settle(board);
    if (board->self_went && !board->editor.open && app_top(app) == view) {
        board->self_went = false;
        board_draft_adopt(board);
    }
    return moved || changed || !read;
}

/* ---- the view ------------------------------------------------------------------------------------------------------ */

static enum context board_context(const struct view *view)
{
    const struct board *board = board_of_const(view);
    if (board->editor.open)
        return IN_EDITOR;
    if (board->guide.kind == GUIDE_TOUR)
        return IN_TOUR;
    if (board->asking == BOARD_ASKS_QUERY)
        return IN_FIELD;
    if (board->asking != BOARD_ASKS_NOTHING)
        return IN_TARGET;
    if (board_is_wall(board))
        return IN_TARGET; /* only Esc means something; q is taken as text */
    unsigned room = !room_of_board(board) ? 0 : IN_ROOM | (room_leads(board->app) ? IN_LEAD : 0);
    return (enum context)((board->sidebar.focused ? IN_SIDEBAR : IN_BOARD) | room);
}

static void board_text(struct view *view, struct app *app, const char *text, size_t length)
{
    struct board *board = board_of(view);
    if (board->editor.open) {
        board_edit_text(board, text, length);
        return;
    }
    if (board_is_wall(board)) {
        if (text[0] == 'q')
            app_pop(app);
        return;
    }
    app_raise(app, RAISE_PAINT);
    if (board->asking == BOARD_ASKS_QUERY)
        board_find_text(board, text, length);
    else if (board->asking != BOARD_ASKS_NOTHING)
        board_target_text(board, text, length);
    else if (!board->sidebar.focused && board->guide.kind != GUIDE_TOUR)
        board_add_typed(board, text, length);
}

static void board_paste(struct view *view, struct app *app, const char *text, size_t length)
{
    struct board *board = board_of(view);
    app_raise(app, RAISE_PAINT);
    if (board_is_wall(board))
        return;
    if (board->editor.open)
        board_edit_paste(board, text, length);
    else if (board->asking == BOARD_ASKS_QUERY)
        board_find_text(board, text, length);
    else if (board->asking == BOARD_ASKS_NOTHING && board->guide.kind != GUIDE_TOUR)
        board_add_lines(board, text, length);
}

static void board_view_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    app_raise(app, RAISE_PAINT);
    if (!board_is_wall(board_of(view)) && !board_guide_mouse(board_of(view), mouse))
        board_mouse(board_of(view), mouse);
}

static void board_tick(struct view *view, struct app *app, int64_t now)
{
    struct board *board = board_of(view);
    if (board->editor.draft_due && now >= board->editor.draft_due)
        board_draft_write(board);
    if (board->lease_due && now >= board->lease_due) {
        board->lease_due = 0;
        app_raise(app, RAISE_FEED);
    }
    if (board->light_due && now >= board->light_due) {
        board->light_due = 0;
        app_raise(app, RAISE_PAINT);
    }
}

static int64_t board_deadline(const struct view *view)
{
    const struct board *board = board_of_const(view);
    const int64_t due[] = {board->editor.draft_due, board->light_due, board->lease_due};
    int64_t first = 0;
    for (size_t i = 0; i < COUNT_OF(due); i++)
        first = first == 0 || (due[i] > 0 && due[i] < first) ? due[i] : first;
    return first;
}

static void board_covered(struct view *view, struct app *app)
{
    struct board *board = board_of(view);
    if (view->gone && board->editor.open)
        app_rescue_text(app, board->editor.base, buffer_text(&board->editor.field.text));
    /* Under the choice between two texts the editor stays. */
    if (!view->gone && board->editor.open && !board->editor.theirs && !board_draft_waits(board) && !board_room_stash(board) &&
        board_edit_save(board))
        board_edit_close(board);
    board->dragging = false; /* the button comes up over another view */
    board->dragged = 0;
    board->drag_block = BOARD_NO_BLOCK;
}

static void board_free(struct view *view, struct app *app)
{
    struct board *board = board_of(view);
    if (board->editor.open) {
        if (view->gone || (!board_draft_waits(board) && board_edit_save(board)))
            board_draft_drop(board);
        else
            board_draft_write(board);
        text_field_clear(&board->editor.field);
    }
    /* Who leaves altogether is gone with its session, and not before: whoever waits to take the draft up looks once. */
    if (app->live && !board->example && !app->leaving) {
        struct error error;
        enum status ignored = live_presence_set(app->live, 0, "", 0, &error); /* gone from here */
        (void)ignored;
    }
    if (!view->gone)
        board_remember_place(board);
    app->others = 0;
    if (board->example) {
        store_close(board->store);
        board->store = NULL;
    }
    board_discard(board);
}

void board_discard(struct board *board)
{
    export_ask_clear(&board->export);
    free(board->editor.question);
    free(board->editor.base);
    free(board->editor.theirs);
    text_lines_clear(&board->editor.lines);
    board_lines_clear(board);
    board_money_clear(board);
    free(board->cache);
    for (size_t i = 0; i < board->pane_count; i++)
        free(board->pane[i].box);
    free(board->pane);
    free(board->block);
    free(board->template_hash);
    free(board->layout_id);
    free(board->gap.rule);
    free(board->stash.text);
    free(board->stash.base);
    free(board->stash.question);
    wall_free(board);
    free(board->example_id);
    guide_clear(&board->guide);
    free(board->marked);
    free(board->listed);
    free(board->linked);
    free(board->find.match);
    buffer_clear(&board->find.folded);
    text_field_clear(&board->find.field);
    sidebar_clear(&board->sidebar);
    presence_list_free(board->present, board->present_count);
    snapshot_free(board->snapshot);
    free(board);
}

static const struct view_type board_type = {
    .name = "board",
    .context = board_context,
    .command = board_view_command,
    .text = board_text,
    .paste = board_paste,
    .mouse = board_view_mouse,
    .feed = board_feed,
    .live = board_live,
    .layout = board_view_layout,
    .paint = board_view_paint,
    .paint_part = board_view_paint_part,
    .tick = board_tick,
    .deadline = board_deadline,
    .covered = board_covered,
    .free = board_free,
};

/* ---- opening ------------------------------------------------------------------------------------------------------- */

static void recall(struct board *board)
{
    int64_t canvas_id = board->snapshot->canvas_id;
    board->layout_id = view_state_get(board->store, &board->session, canvas_id, "layout");
    char *zoom = view_state_get(board->store, &board->session, canvas_id, "zoom");
    char *sidebar = view_state_get(board->store, &board->session, canvas_id, "sidebar");
    char *additions = view_state_get(board->store, &board->session, canvas_id, "additions");
    char *focus = view_state_get(board->store, &board->session, canvas_id, "focus");
    board->zoomed = zoom && strcmp(zoom, "1") == 0;
    if (sidebar)
        board->sidebar_wish = strcmp(sidebar, "1") == 0;
    if (additions && strcmp(additions, "1") == 0)
        board->sidebar.level = SIDEBAR_ADDITIONS;
    int block;
    if (focus && template_block_by_id(board_template(board), focus, &block))
        board->focus = block;
    free(zoom);
    free(sidebar);
    free(additions);
    free(focus);
}

struct board *board_make(struct app *app, struct store *store, struct session session, struct snapshot *snapshot)
{
    struct board *board = memory_new(1, sizeof *board);
    board->view.type = &board_type;
    board->app = app;
    board->store = store;
    board->session = session;
    board->snapshot = snapshot;
    board->block = memory_new(snapshot->block_count, sizeof *board->block);
    board->template_hash = memory_copy_text(snapshot->template->hash);
    board->cache = memory_new(BOARD_LINES_CACHED, sizeof *board->cache);
    board->sidebar_wish = -1;
    board->sidebar.block = SIDEBAR_NO_BLOCK;
    board->aim_row = board->aim_column = -1;
    board->drag_block = BOARD_NO_BLOCK;
    board->stage_seen = -1;
    board->stale = true;
    text_field_init(&board->find.field, NULL);
    return board;
}

/* On a new canvas, but not on the first one: there the keys matter more. */
static void give_tip(struct board *board)
{
    const struct snapshot *snapshot = board->snapshot;
    struct error error;
    struct tips tips;
    char *focus = view_state_get(board->store, &board->session, snapshot->canvas_id, "focus");
    bool seen = focus != NULL, empty = true;
    for (size_t i = 0; i < snapshot->block_count; i++)
        empty = empty && snapshot->block[i].count == 0;
    free(focus);
    if (seen || !empty || snapshot->number < 2 || tips_load(&tips, &error) != STATUS_OK)
        return;
    app_message(board->app, _("Tip: %s"),
                tips.tip[(size_t)snapshot->number % tips.count].text.text[board->app->language]);
    tips_clear(&tips);
}

enum status board_new(struct app *app, int64_t canvas_id, struct view **out, struct error *err)
{
    struct snapshot *snapshot;
    enum status status = app->starting && !app->room
                             ? snapshot_load_start(app->store, &app->session, canvas_id, &snapshot, err)
                             : snapshot_load(app->store, &app->session, canvas_id, &snapshot, err);
    if (status != STATUS_OK)
        return status;
    struct board *board = board_make(app, app->store, app->session, snapshot);
    recall(board);
    wall_follow(board);
    board_settle(board);
    board_recall_note(board);
    if (!room_of_board(board))
        give_tip(board);
    board_live(&board->view, app); /* where it is open already */
    board_room_settle(board);
    *out = &board->view;
    return STATUS_OK;
}

enum status board_new_example(struct app *app, const char *example_id, struct view **out, struct error *err)
{
    struct store *store;
    int64_t canvas_id;
    enum status status = example_open(example_id, app->language, &store, &canvas_id, err);
    if (status != STATUS_OK)
        return status;
    struct session session = session_reader(app->session.actor_id);
    struct snapshot *snapshot;
    status = snapshot_load(store, &session, canvas_id, &snapshot, err);
    if (status != STATUS_OK) {
        store_close(store);
        return status;
    }
    struct board *board = board_make(app, store, session, snapshot);
    board->example = true;
    board->example_id = memory_copy_text(example_id);
    board_settle(board);
    *out = &board->view;
    return STATUS_OK;
}
