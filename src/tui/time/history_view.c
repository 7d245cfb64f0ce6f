/*
 * history_view.c - the life of a canvas: where one is in it, and playing.
 *
 * Not here: what was (nonet/timeline.h), how it is drawn (history_paint.c), what is done from a moment
 * (history_deeds.c). Invariant: the picture shows the timeline's position, and `touched` is what the action there did.
 */
#include "history_view.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/diff.h"

#define PLAY_SECONDS 30 /* a whole life, at the speed that is begun with */
#define TICK_MS 33      /* no more paints than that */
#define TOLD_AT_ONCE 5000 /* actions: the sentences of more come after the first paint */
#define TOLD_REST_MS 700
#define FIRST_REST_MS 60

static const int speeds[] = {1, 2, 4, 8, 16, 30, 60, 125, 250, 500, 1000, 4000}; /* actions a second */

static struct history_view *history_of(struct view *view)
{
    return (struct history_view *)view;
}

int history_steps_a_second(const struct history_view *history)
{
    return speeds[history->speed];
}

/* ---- asking ----------------------------------------------------------------------------------------------------- */

static int compare_seq(const void *left, const void *right)
{
    int64_t a = ((const struct history_entry *)left)->seq, b = ((const struct history_entry *)right)->seq;
    return (a > b) - (a < b);
}

const struct history_entry *history_told(const struct history_view *history, size_t position)
{
    if (position == 0 || position > timeline_count(history->timeline) || history->entry_count == 0)
        return NULL;
    struct history_entry wanted = {.seq = timeline_action(history->timeline, position - 1)->seq};
    return bsearch(&wanted, history->entry, history->entry_count, sizeof wanted, compare_seq);
}

const char *history_version_at(const struct history_view *history, size_t position)
{
    for (size_t i = 0; i < history->version_count; i++) {
        if (history->version_at[i] == position)
            return history->version[i].name;
    }
    return NULL;
}

bool history_names_at(const struct history_view *history, size_t position, struct buffer *out)
{
    size_t count = 0;
    for (size_t i = 0; i < history->version_count; i++) {
        if (history->version_at[i] == position)
            buffer_printf(out, "%s%s", count++ == 0 ? "[" : ", ", history->version[i].name);
    }
    if (count > 0)
        buffer_add_char(out, ']');
    return count > 0;
}

/* ---- going ------------------------------------------------------------------------------------------------------ */

/* What a note was like before the action. */
struct before {
    bool there;
    int block;
    char *text, *rank;
};

static struct before *notice(const struct snapshot *snapshot, const int64_t *ids, size_t count)
{
    struct before *before = memory_new(count + 1, sizeof *before);
    for (size_t i = 0; i < count; i++) {
        const struct note *note = snapshot_note(snapshot, ids[i]);
        if (note != NULL)
            before[i] = (struct before){true, note->block, memory_copy_text(note->text), memory_copy_text(note->rank)};
    }
    return before;
}

static unsigned compare_before(const struct before *before, const struct note *note)
{
    if (note == NULL)
        return DIFF_REMOVED;
    if (!before->there)
        return DIFF_ADDED;
    if (before->block != note->block)
        return DIFF_MOVED;
    if (strcmp(before->text, note->text) != 0)
        return DIFF_TEXT;
    return strcmp(before->rank, note->rank) != 0 ? DIFF_ORDER : DIFF_FACETS;
}

/* The parking lot has the screen to itself: gone to only when nothing happened on the board. */
static bool is_better_to_show(const struct snapshot *snapshot, int64_t shown, const struct note *note)
{
    return snapshot_note(snapshot, shown)->block == TEMPLATE_PARKING && note->block != TEMPLATE_PARKING;
}

/* Over the action and back again: what it touched, and how. */
void history_go(struct history_view *history, size_t position)
{
    struct timeline *timeline = history->timeline;
    const struct snapshot *snapshot = timeline_snapshot(timeline);
    size_t count = 0;
    timeline_go(timeline, position);
    timeline_go(timeline, position > 0 ? position - 1 : 0);
    const int64_t *touched = timeline_touched(timeline, &count);
    int64_t *ids = memory_new(count + 1, sizeof *ids), shown = 0;
    for (size_t i = 0; i < count; i++)
        ids[i] = touched[i];
    struct before *before = notice(snapshot, ids, count);
    timeline_go(timeline, position);
    history->touched = memory_resize(history->touched, count + 1, sizeof *history->touched);
    history->touched_count = count;
    for (size_t i = 0; i < count; i++) {
        const struct note *note = snapshot_note(snapshot, ids[i]);
        history->touched[i] = (struct history_touched){ids[i], compare_before(&before[i], note)};
        if (note != NULL && (shown == 0 || is_better_to_show(snapshot, shown, note)))
            shown = ids[i];
        free(before[i].text);
        free(before[i].rank);
    }
    free(before);
    free(ids);
    board_picture_show(history->board, snapshot, shown);
    app_raise(history->app, RAISE_LAYOUT | RAISE_PAINT);
}

void history_go_clamped(struct history_view *history, int64_t position)
{
    int64_t count = (int64_t)timeline_count(history->timeline);
    position = position > count ? count : position < 1 ? 1 : position;
    history_go(history, (size_t)(count == 0 ? 0 : position));
}

static size_t far(const struct history_view *history)
{
    size_t twentieth = timeline_count(history->timeline) / 20;
    return twentieth > 10 ? twentieth : 10;
}

static void go_to_version(struct history_view *history, bool next)
{
    size_t at = timeline_position(history->timeline), best = 0;
    for (size_t i = 0; i < history->version_count; i++) {
        size_t there = history->version_at[i];
        if (next ? there > at && (best == 0 || there < best) : there < at && there > best)
            best = there;
    }
    if (best > 0)
        history_go(history, best);
    else if (history->version_count == 0)
        app_message(history->app, _("no moment has a name yet; v names this one"));
    else
        app_message(history->app, next ? _("no later moment has a name") : _("no earlier moment has a name"));
}

static enum status read_told(struct history_view *history, struct error *err);

/* ---- playing ---------------------------------------------------------------------------------------------------- */

static int64_t tick_ms(const struct history_view *history)
{
    int64_t ms = 1000 / speeds[history->speed];
    return ms > TICK_MS ? ms : TICK_MS;
}

static void play(struct history_view *history, bool on)
{
    history->playing = on;
    if (!on)
        return;
    if (timeline_position(history->timeline) == timeline_count(history->timeline))
        history_go_clamped(history, 1);
    history->next_due = time_steady() + tick_ms(history);
}

static void change_speed(struct history_view *history, int by)
{
    int speed = history->speed + by;
    if (speed < 0 || speed >= (int)COUNT_OF(speeds))
        return;
    history->speed = speed;
    app_message(history->app, ngettext("%d action a second", "%d actions a second", (unsigned long)speeds[speed]),
                speeds[speed]);
    app_raise(history->app, RAISE_PAINT);
}

static int fitting_speed(size_t actions)
{
    int speed = 1;
    while (speed + 1 < (int)COUNT_OF(speeds) && (size_t)speeds[speed] * PLAY_SECONDS < actions)
        speed++;
    return speed;
}

static void history_tick(struct view *view, struct app *app, int64_t now)
{
    struct history_view *history = history_of(view);
    struct error err;
    if (history->told_due != 0 && now >= history->told_due) {
        app_check(app, read_told(history, &err), &err);
        app_raise(app, RAISE_PAINT);
    }
    if (!history->playing || now < history->next_due)
        return;
    int64_t steps = (int64_t)speeds[history->speed] * tick_ms(history) / 1000;
    history_go_clamped(history, (int64_t)timeline_position(history->timeline) + (steps > 1 ? steps : 1));
    history->next_due = time_steady() + tick_ms(history);
    if (timeline_position(history->timeline) == timeline_count(history->timeline))
        history->playing = false;
    app_raise(app, RAISE_PAINT);
}

static int64_t history_deadline(const struct view *view)
{
    const struct history_view *history = (const struct history_view *)view;
    int64_t play = history->playing ? history->next_due : 0, told = history->told_due;
    return play == 0 || (told != 0 && told < play) ? told : play;
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

static enum status read_told(struct history_view *history, struct error *err)
{
    history_free(history->entry, history->entry_count);
    history->entry = NULL;
    history->entry_count = 0;
    history->told_due = 0;
    return canvas_history(history->store, history->session, history->canvas_id, history->app->language,
                          &history->entry, &history->entry_count, err);
}

static void forget_versions(struct history_view *history)
{
    canvas_versions_free(history->version, history->version_count);
    free(history->version_at);
    history->version = NULL;
    history->version_at = NULL;
    history->version_count = 0;
}

static enum status read_versions(struct history_view *history, struct error *err)
{
    forget_versions(history);
    enum status status = canvas_versions(history->store, history->session, history->canvas_id, &history->version,
                                         &history->version_count, err);
    history->version_at = memory_new(history->version_count + 1, sizeof *history->version_at);
    for (size_t i = 0; i < history->version_count; i++)
        history->version_at[i] = timeline_position_of(history->timeline, history->version[i].moment);
    return status;
}

/* A long life is told when the keys rest: the board as it was does not wait for that. */
static enum status read_beside(struct history_view *history, int64_t rest_ms, struct error *err)
{
    enum status status = read_versions(history, err);
    if (timeline_count(history->timeline) > TOLD_AT_ONCE)
        history->told_due = time_steady() + rest_ms;
    else if (status == STATUS_OK)
        status = read_told(history, err);
    return status;
}

static bool history_feed(struct view *view, struct app *app)
{
    struct history_view *history = history_of(view);
    struct error err;
    bool changed = false;
    if (!app_check(app, timeline_update(history->timeline, history->store, history->session, &changed, &err), &err))
        return true;
    if (!changed)
        return false;
    app_check(app, read_beside(history, TOLD_REST_MS, &err), &err);
    history_go(history, timeline_position(history->timeline));
    return true;
}

void history_follow(struct history_view *history)
{
    history_feed(&history->view, history->app);
    app_raise(history->app, RAISE_FEED | RAISE_PAINT);
}

/* ---- the view --------------------------------------------------------------------------------------------------- */

static enum context history_context(const struct view *view)
{
    (void)view;
    return IN_HISTORY;
}

static bool move(struct history_view *history, enum command command)
{
    int64_t at = (int64_t)timeline_position(history->timeline), step = (int64_t)far(history);
    switch (command) {
    case COMMAND_TIME_BACK:
        history_go_clamped(history, at - 1);
        break;
    case COMMAND_TIME_FORTH:
        history_go_clamped(history, at + 1);
        break;
    case COMMAND_PAGE_UP:
        history_go_clamped(history, at - step);
        break;
    case COMMAND_PAGE_DOWN:
        history_go_clamped(history, at + step);
        break;
    case COMMAND_FIRST:
        history_go_clamped(history, 1);
        break;
    case COMMAND_LAST:
        history_go_clamped(history, (int64_t)timeline_count(history->timeline));
        break;
    case COMMAND_VERSION_NEXT:
    case COMMAND_VERSION_PREVIOUS:
        go_to_version(history, command == COMMAND_VERSION_NEXT);
        break;
    default:
        return false;
    }
    history->playing = false;
    return true;
}

static enum handled history_command(struct view *view, struct app *app, enum command command)
{
    struct history_view *history = history_of(view);
    if (move(history, command))
        return HANDLED;
    switch (command) {
    case COMMAND_TIME_PLAY:
        play(history, !history->playing);
        return HANDLED;
    case COMMAND_TIME_FASTER:
    case COMMAND_TIME_SLOWER:
        change_speed(history, command == COMMAND_TIME_FASTER ? 1 : -1);
        return HANDLED;
    default:
        break;
    }
    if (board_picture_command(history->board, command) == HANDLED)
        return HANDLED;
    if (command != COMMAND_HELP && command != COMMAND_PALETTE && command != COMMAND_REDRAW)
        history->playing = false;
    switch (command) {
    case COMMAND_VERSION_NAME:
        history_name(history);
        return HANDLED;
    case COMMAND_VERSION_REMOVE:
        history_remove_name(history);
        return HANDLED;
    case COMMAND_MOMENT_RESTORE:
        history_bring_back(history);
        return HANDLED;
    case COMMAND_MOMENT_COMPARE:
        history_compare_with_now(history);
        return HANDLED;
    case COMMAND_FORK:
        history_fork(history);
        return HANDLED;
    case COMMAND_UNDO:
        history_take_back(history);
        return HANDLED;
    case COMMAND_CANCEL:
    case COMMAND_BACK:
        app_pop(app);
        return HANDLED;
    default:
        return PASSED;
    }
}

static void history_mouse(struct view *view, struct app *app, const struct mouse *mouse)
{
    struct history_view *history = history_of(view);
    size_t position;
    bool press = (mouse->kind == MOUSE_PRESS && mouse->button == 1) || mouse->kind == MOUSE_DRAG;
    if (press && history_position_at(history, mouse->row, mouse->column, &position)) {
        history->playing = false;
        history_go(history, position);
    } else if (mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN) {
        if (mouse->row >= history->slider.row)
            move(history, mouse->kind == MOUSE_WHEEL_UP ? COMMAND_TIME_BACK : COMMAND_TIME_FORTH);
        else
            board_picture_wheel(history->board, mouse);
    }
    app_raise(app, RAISE_PAINT);
}

static void history_layout(struct view *view, struct app *app, struct rectangle area)
{
    (void)app;
    history_place(history_of(view), area);
}

static void history_view_paint(struct view *view, struct app *app, struct screen *screen)
{
    (void)app;
    history_paint(history_of(view), screen);
}

static void history_free_view(struct view *view, struct app *app)
{
    struct history_view *history = history_of(view);
    (void)app;
    history_free(history->entry, history->entry_count);
    forget_versions(history);
    board_picture_free(history->board);
    timeline_free(history->timeline);
    free(history->touched);
    free(history->wanted_name);
    free(history);
}

static const struct view_type history_type = {
    .name = "history",
    .context = history_context,
    .command = history_command,
    .mouse = history_mouse,
    .feed = history_feed,
    .layout = history_layout,
    .paint = history_view_paint,
    .tick = history_tick,
    .deadline = history_deadline,
    .free = history_free_view,
};

/* In front of a note: + new, ~ reworded, > moved; other changes stand out in bold alone. */
static bool sign(void *context, const struct note *note, struct board_sign *out)
{
    static const char *const marks[] = {" ", "+", "-", ">", "~"};
    const struct history_view *history = context;
    for (size_t i = 0; i < history->touched_count; i++) {
        if (history->touched[i].note_id != note->id)
            continue;
        char mark = diff_mark(history->touched[i].what);
        out->before = marks[mark == '+' ? 1 : mark == '>' ? 3 : 4];
        out->style = out->text = STYLE(ROLE_LINKED);
        return true;
    }
    return false;
}

enum status history_view_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                             const char *moment, struct view **out, struct error *err)
{
    struct timeline *timeline;
    enum status status = timeline_load(store, session, canvas_id, &timeline, err);
    if (status != STATUS_OK)
        return status;
    struct history_view *history = memory_new(1, sizeof *history);
    history->view.type = &history_type;
    history->app = app;
    history->store = store;
    history->session = session;
    history->canvas_id = canvas_id;
    history->timeline = timeline;
    history->speed = fitting_speed(timeline_count(timeline));
    history->board = board_picture_new(app, timeline_snapshot(timeline));
    history->board->sign = sign;
    history->board->sign_context = history;
    status = read_beside(history, FIRST_REST_MS, err);
    if (status != STATUS_OK) {
        history_free_view(&history->view, app);
        return status;
    }
    history_go(history, moment != NULL ? timeline_position_of(timeline, moment) : timeline_count(timeline));
    *out = &history->view;
    return STATUS_OK;
}
