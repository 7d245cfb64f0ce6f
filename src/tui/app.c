/*
 * app.c - the view stack, the way of an event, and what is done at the end of a turn.
 *
 * It knows no terminal: the loop feeds it events and draws its screen, tests do the same without one. The lines
 * at the top and the bottom are app_paint.c's.
 *
 * Invariant: a view that was popped is freed only when no function of it can be on the call stack.
 */
#include "app.h"
#include "room/room.h"

#include <stdlib.h>
#include <string.h>

#define WARNING_MS 2000 /* at least, whatever is typed */
#define TEXT_CONTEXTS (IN_EDITOR | IN_FIELD | IN_LIST)

void app_prepare(struct app *app, const struct tui_options *options, int rows, int columns)
{
    *app = (struct app){
        .store = options->store,
        .session = session_owner(options->actor_id),
        .actor_name = options->actor_name,
        .language = options->language,
        .confined = options->confined,
        .starting = true,
        .mouse_wanted = true,
        .keymap = keymap_new(),
        .raised = RAISE_LAYOUT | RAISE_PAINT | RAISE_REDRAW,
    };
    screen_init(&app->screen, rows, columns);
}

static void feed_all(struct app *app)
{
    for (size_t i = 0; i < app->view_count; i++)
        if (app->view[i]->type->feed && app->view[i]->type->feed(app->view[i], app))
            app_raise(app, RAISE_LAYOUT);
}

void app_open_live(struct app *app)
{
    struct error error;
    if (app->starting)
        feed_all(app); /* what was left out for the first screen */
    app->starting = false;
    if (!app->store)
        return;
    const struct seat *seat = app->room ? room_seat(app->room) : NULL;
    const char *name = seat ? seat->alias : app->actor_name;
    if (live_open(&app->live, app->store, app->session.actor_id, name, &error) != STATUS_OK) {
        app->live = NULL;
        return;
    }
    for (size_t i = 0; i < app->view_count; i++)
        if (app->view[i]->type->live)
            app->view[i]->type->live(app->view[i], app);
    app_raise(app, RAISE_PAINT);
}

void app_init(struct app *app, const struct tui_options *options, int rows, int columns)
{
    app_prepare(app, options, rows, columns);
    app_open_live(app);
}

/* In the order in which they left: a view may borrow from the one below it. */
static void free_popped(struct app *app)
{
    for (size_t i = 0; i < app->popped_count; i++)
        app->popped[i]->type->free(app->popped[i], app);
    app->popped_count = 0;
}

void app_clear(struct app *app)
{
    while (app->view_count > 0)
        app_pop(app);
    free_popped(app);
    room_close(app);
    if (app->live)
        live_close(app->live);
    keymap_free(app->keymap);
    screen_clear(&app->screen);
    buffer_clear(&app->message);
    buffer_clear(&app->clipboard);
    *app = (struct app){0};
}

/* ---- the stack --------------------------------------------------------------------------------- */

struct view *app_top(struct app *app)
{
    return app->view_count > 0 ? app->view[app->view_count - 1] : NULL;
}

static void cover(struct app *app, struct view *view)
{
    if (view && view->type->covered)
        view->type->covered(view, app);
}

void app_push(struct app *app, struct view *view)
{
    if (app->view_count == APP_VIEWS_MAX) {
        view->type->free(view, app);
        return;
    }
    cover(app, app_top(app));
    app->view[app->view_count++] = view;
    app_raise(app, RAISE_LAYOUT);
}

void app_pop(struct app *app)
{
    struct view *view = app_top(app);
    if (!view)
        return;
    cover(app, view);
    app->view_count--;
    if (app->popped_count == APP_VIEWS_MAX) /* more than ever fit in one turn: the oldest are long done */
        free_popped(app);
    app->popped[app->popped_count++] = view;
    app_raise(app, RAISE_LAYOUT);
    if (app->view_count == 0)
        app->leaving = true;
}

void app_rescue_text(struct app *app, const char *base, const char *text)
{
    if (!base || strcmp(base, text) != 0)
        buffer_add(&app->clipboard, text);
}

void app_close_gone(struct app *app, struct view *view)
{
    size_t at = 0;
    while (at < app->view_count && app->view[at] != view)
        at++;
    buffer_reset(&app->clipboard);
    for (size_t i = at; i < app->view_count; i++)
        app->view[i]->gone = true;
    while (app->view_count > at)
        app_pop(app);
    const char *what = app->clipboard.length > 0
                           ? _("this canvas was purged meanwhile; what you were typing is on the clipboard")
                           : _("this canvas was purged meanwhile: it is gone for good");
    if (!app->leaving)
        app_warning(app, "%s", what);
    else if (app->parting.status == STATUS_OK)
        error_set(&app->parting, STATUS_NOT_FOUND, "%s", what);
}

void app_raise(struct app *app, unsigned raised)
{
    app->raised |= raised;
}

/* ---- commands ---------------------------------------------------------------------------------- */

static void switch_language(struct app *app)
{
    app->language = language_other(app->language);
    setenv("LANGUAGE", app->language == LANGUAGE_ZH ? "zh_CN" : "en", 1);
    textdomain(textdomain(NULL)); /* makes gettext forget what it looked up */
    app_raise(app, RAISE_FEED | RAISE_LAYOUT);
}

static void switch_mouse(struct app *app)
{
    app->mouse_wanted = !app->mouse_wanted;
    if (app->mouse_wanted)
        app_message(app, "%s", _("Mouse on."));
    else
        app_message(app, "%s", _("Mouse off: the terminal selects text."));
}

/* What the program itself does with a command that the top view passed on. */
static void do_default(struct app *app, enum command command)
{
    struct view *top = app_top(app);
    enum context context = top->type->context(top);
    switch (command) {
    case COMMAND_PALETTE:
        app_push(app, palette_new(app, context));
        break;
    case COMMAND_HELP:
        app_push(app, help_new(app, context));
        break;
    case COMMAND_MOUSE:
        switch_mouse(app);
        break;
    case COMMAND_LANGUAGE:
        switch_language(app);
        break;
    case COMMAND_REDRAW:
        app_raise(app, RAISE_REDRAW);
        break;
    case COMMAND_SUSPEND:
        app->suspend_wanted = true;
        break;
    case COMMAND_BACK:
        app_pop(app);
        break;
    case COMMAND_QUIT:
        app->leaving = true;
        break;
    case COMMAND_CANCEL:
        if (top->type->dialog)
            app_pop(app);
        break;
    default:
        break;
    }
}

/* What an event that a view has taken puts out of date: all it shows, unless it knows better. */
static void raise_taken(struct app *app, const struct view *view)
{
    app_raise(app, view->type->paint_part ? RAISE_PART : RAISE_PAINT);
}

bool app_has_command(const struct app *app, enum command command)
{
    return !app->confined || !(command_info(command)->contexts & AT_HOME);
}

void app_command(struct app *app, enum command command)
{
    struct view *top = app_top(app);
    if (!top || command == COMMAND_NONE)
        return;
    if (!app_has_command(app, command)) {
        app_warning(app, "%s", _("A guest's session does not have that."));
        return;
    }
    if (top->type->command && top->type->command(top, app, command) == HANDLED)
        raise_taken(app, top);
    else
        do_default(app, command);
}

/* ---- events ------------------------------------------------------------------------------------ */

static void take_text(struct app *app, struct view *view, const char *text, size_t length)
{
    if (!view->type->text || length == 0)
        return;
    view->type->text(view, app, text, length);
    raise_taken(app, view);
}

/* An input method that is on sends full-width forms: where keys are commands they count as the keys meant. */
static struct key narrow(struct key key)
{
    if (key.code < INPUT_UP)
        key.code = text_narrow_key(key.code);
    return key;
}

static void take_key(struct app *app, struct view *view, struct key key)
{
    enum context context = view->type->context(view);
    struct key wanted = context & TEXT_CONTEXTS ? key : narrow(key);
    enum command command = keymap_find(app->keymap, context, wanted);
    if (command != COMMAND_NONE) {
        app_command(app, command);
        return;
    }
    if (key.code == 'c' && key.modifiers == KEY_CTRL_HELD) {
        if (context == IN_EDITOR)
            app_message(app, "%s", _("Esc saves what you typed and stops, Ctrl-G discards it"));
        else
            app_message(app, "%s", _("Everything is saved. q goes back and leaves, Esc ends what is open."));
        return;
    }
    char text[5];
    size_t length = key_text(context == IN_TARGET ? wanted : key, text);
    take_text(app, view, text, length);
}

static void take_paste(struct app *app, struct view *view, const struct event *event)
{
    if (!view->type->paste) {
        take_text(app, view, event->text, event->length);
        return;
    }
    view->type->paste(view, app, event->text, event->length);
    raise_taken(app, view);
}

static void take_tick(struct app *app)
{
    int64_t now = time_steady();
    if (app->message_until > 0 && app->message_until <= now) {
        app->message_until = 0;
        app_raise(app, RAISE_PAINT);
    }
    if (app->room)
        room_tick(app, now);
    for (size_t i = 0; i < app->view_count; i++) {
        struct view *view = app->view[i];
        int64_t deadline = view->type->deadline ? view->type->deadline(view) : 0;
        if (deadline > 0 && deadline <= now && view->type->tick)
            view->type->tick(view, app, now);
    }
}

/* The answer to a border character printed in the first column: in the third one, it was two cells wide. */
static void take_cursor(struct app *app, int column)
{
    if (column != 3 || app->screen.width == TEXT_WIDE)
        return;
    app->screen.width = TEXT_WIDE;
    app->screen.ascii = true;
    app_raise(app, RAISE_LAYOUT | RAISE_REDRAW);
}

/* A banner goes with any key, which does what it always does; those that only say "yes, read" do nothing else. */
static bool pass_banner(struct app *app, const struct event *event)
{
    bool hand = event->type == EVENT_KEY || event->type == EVENT_PASTE ||
                (event->type == EVENT_MOUSE && event->mouse.kind == MOUSE_PRESS);
    if (!hand || !app->room || app->room->banner_until == 0)
        return false;
    app->room->banner_until = 0;
    app_raise(app, RAISE_PAINT);
    uint32_t code = event->type == EVENT_KEY ? event->key.code : 0;
    struct view *top = app_top(app);
    bool seen = top && (unsigned)top->type->context(top) & IN_BOARD && app->screen.rows >= ROOM_BANNER_ROWS_MIN;
    return seen && (code == INPUT_ESC || code == INPUT_ENTER || code == ' ');
}

/* A message speaks of the key before; what the next one does has the line to itself. A warning is given time. */
static void pass_message(struct app *app, const struct event *event)
{
    bool hand = event->type == EVENT_KEY || event->type == EVENT_PASTE ||
                (event->type == EVENT_MOUSE && event->mouse.kind == MOUSE_PRESS);
    if (!hand || app->message_until == 0)
        return;
    if (app->message_is_warning && time_steady() - app->message_since < WARNING_MS)
        return;
    app->message_until = 0;
    app_raise(app, RAISE_PAINT);
}

void app_event(struct app *app, const struct event *event)
{
    free_popped(app);
    pass_message(app, event);
    if (pass_banner(app, event))
        return;
    struct view *top = app_top(app);
    switch (event->type) {
    case EVENT_KEY:
        if (top)
            take_key(app, top, event->key);
        break;
    case EVENT_PASTE:
        if (top)
            take_paste(app, top, event);
        break;
    case EVENT_MOUSE:
        if (top && top->type->mouse) {
            top->type->mouse(top, app, &event->mouse);
            raise_taken(app, top);
        }
        break;
    case EVENT_RESIZE:
        screen_resize(&app->screen, event->rows, event->columns);
        app_raise(app, RAISE_LAYOUT | RAISE_REDRAW);
        break;
    case EVENT_CURSOR:
        take_cursor(app, event->columns);
        break;
    case EVENT_CHANGED:
        app_raise(app, RAISE_FEED);
        break;
    case EVENT_TICK:
        take_tick(app);
        break;
    case EVENT_HANGUP:
        app->leaving = app->hung_up = true;
        break;
    }
}

/* ---- the end of a turn --------------------------------------------------------------------------- */

static void lay_out(struct app *app)
{
    struct rectangle whole = {0, 0, app->screen.rows, app->screen.columns};
    struct rectangle middle = {1, 0, app->screen.rows - 2, app->screen.columns};
    for (size_t i = 0; i < app->view_count; i++) {
        struct view *view = app->view[i];
        if (view->type->layout)
            view->type->layout(view, app, view->type->dialog ? whole : middle);
    }
}

static void paint_centred(struct screen *screen, int row, const char *text)
{
    int cells = text_cells_of(text, screen->width);
    int column = cells < screen->columns ? (screen->columns - cells) / 2 : 0;
    screen_string(screen, row, column, screen->columns, text, STYLE(ROLE_TEXT));
}

static void paint_too_small(struct screen *screen)
{
    struct buffer text = {0};
    const char *sign = screen->ascii ? "x" : "×";
    buffer_printf(&text, _("nonet needs %d%s%d"), APP_COLUMNS_MIN, sign, APP_ROWS_MIN);
    if (screen->rows > 1)
        paint_centred(screen, screen->rows / 2 - 1, _("too small"));
    paint_centred(screen, screen->rows / 2, buffer_text(&text));
    buffer_clear(&text);
}

/* One view on the screen, and nothing raised but a part of it. */
static bool paint_part(struct app *app)
{
    struct view *top = app_top(app);
    bool only = (app->raised & ~(unsigned)(RAISE_PART | RAISE_CLOCK)) == 0 && app->view_count > 0 &&
                !top->type->dialog && top->type->paint_part;
    bool fits = app->screen.rows >= APP_ROWS_MIN && app->screen.columns >= APP_COLUMNS_MIN;
    return only && fits && top->type->paint_part(top, app, &app->screen);
}

static void paint(struct app *app)
{
    screen_erase(&app->screen);
    if (app->screen.rows < APP_ROWS_MIN || app->screen.columns < APP_COLUMNS_MIN) {
        paint_too_small(&app->screen);
        return;
    }
    size_t first = app->view_count;
    while (first > 0 && (first == app->view_count || app->view[first]->type->dialog))
        first--;
    for (size_t i = first; i < app->view_count; i++) {
        screen_caret(&app->screen, -1, -1); /* only the top view's counts */
        if (app->view[i]->type->dialog && i > 0 && !app->view[i - 1]->type->dialog)
            app_paint_hints(app, &app->screen, NULL, 0); /* the keys of the view below do not work now */
        app->view[i]->type->paint(app->view[i], app, &app->screen);
    }
}

bool app_settle(struct app *app)
{
    free_popped(app);
    /* A feed may change the store itself; a few rounds, so that a turn always ends. */
    for (int round = 0; round < 3 && app->raised & RAISE_FEED; round++) {
        app->raised &= ~(unsigned)RAISE_FEED;
        if (room_look(app))
            app->raised |= RAISE_LAYOUT;
        feed_all(app);
        free_popped(app);
    }
    if (app->raised & RAISE_LAYOUT) {
        app->raised |= RAISE_PAINT;
        lay_out(app);
    }
    bool painted = (app->raised & (RAISE_PAINT | RAISE_PART | RAISE_CLOCK)) != 0;
    if (painted && !paint_part(app))
        paint(app);
    bool redrawn = (app->raised & RAISE_REDRAW) != 0;
    app->raised = 0;
    return painted || redrawn;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a == 0 || (b > 0 && b < a) ? b : a;
}

int64_t app_deadline(const struct app *app)
{
    int64_t deadline = app->message_until;
    if (app->room)
        deadline = earlier(deadline, room_deadline(app->room));
    for (size_t i = 0; i < app->view_count; i++) {
        const struct view *view = app->view[i];
        if (view->type->deadline)
            deadline = earlier(deadline, view->type->deadline(view));
    }
    return deadline;
}
