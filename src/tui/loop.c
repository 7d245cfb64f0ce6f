/*
 * loop.c - the running program: waits for the terminal, signals and other people, and draws once for all that came.
 *
 * The way of an event is app.c's; this file only knows where events come from and when a frame goes out.
 *
 * Invariants: nothing is painted while input waits (but for PATIENCE_MS at most); with nobody else on the file and
 * nothing pending, poll() has no timeout; no statement of the store is open while it waits.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "terminal/input.h"
#include "terminal/loop_clipboard.h"
#include "nonet/confine.h"
#include "nonet/message.h"
#include "room/room.h"
#include "terminal/terminal.h"

#define READ_BYTES 16384
#define READS_PER_PAINT 4
#define PATIENCE_MS 50
#define CHANGES_MS 30       /* others' changes are taken in at most this often */
#define CHANGES_MANY_MS 60  /* in a room of more than MANY */
#define MANY 50
#define ESCAPE_DELAY_SSH 100
#define GUEST_TERMINAL "xterm"
#define REST_MS 120 /* a pause that a hand walking through a list does not make */

struct loop {
    struct app app;
    struct terminal *terminal;
    struct input *input;
    struct store_watch *watch; /* NULL: changes of others are not seen */
    int64_t changes_at;        /* when the store may be asked again */
    int64_t changes_due;       /* when it has to be asked, 0 = when the watch wakes */
    bool dirty, whole;         /* the terminal does not show the screen yet; it shows nothing that counts */
    bool mouse;                /* as the terminal was told */
    int reads;                 /* since the last paint */
    int64_t unpainted_since;   /* when input came that no frame shows yet, 0 = none */
};

/* ---- what this terminal can do -------------------------------------------------------------------- */

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value && *value && strcmp(value, "0") != 0;
}

/* Terminals that know neither UTF-8 borders nor the question where the cursor is. */
static bool is_plain_terminal(void)
{
    static const char *const names[] = {"vt", "ansi", "dumb", "cons", "sun"};
    const char *name = getenv("TERM");
    for (size_t i = 0; name && i < COUNT_OF(names); i++)
        if (strncmp(name, names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* Some terminals draw lines and dots two cells wide. One line sign is printed before the first frame, which covers
 * it, and the cursor asked for; nobody waits for the answer. */
static void prepare_screen(struct loop *loop)
{
    static const char probe[] = "\033[2;1H\xe2\x94\x80\033[6n";
    struct screen *screen = &loop->app.screen;
    bool plain = is_plain_terminal();
    const char *wide = getenv("NONET_WIDE"), *name = getenv("TERM");
    screen->width = wide && strcmp(wide, "1") == 0 ? TEXT_WIDE : TEXT_NARROW;
    screen->ascii = is_set("NONET_ASCII") || plain || screen->width == TEXT_WIDE;
    screen->marks = terminal_theme(loop->terminal)->colours == 0;
    if (!wide && !plain && name && strcmp(name, "linux") != 0)
        terminal_queue(loop->terminal, probe, sizeof probe - 1);
}

/* ---- events ---------------------------------------------------------------------------------------- */

static void hang_up(struct loop *loop)
{
    app_event(&loop->app, &(struct event){.type = EVENT_HANGUP});
}

static void take_events(struct loop *loop)
{
    struct event event;
    while (!loop->app.leaving && input_next(loop->input, time_steady(), &event))
        app_event(&loop->app, &event);
}

/* While a note is typed, lines that come at once are a list that was pasted: one action, not a commit a line. Elsewhere
 * they stay keys, which may have been typed ahead. */
static void take_bytes(struct loop *loop, const char *bytes, size_t length)
{
    struct view *top = app_top(&loop->app);
    size_t burst = top && top->type->context(top) == IN_EDITOR ? input_burst(loop->input, bytes, length) : 0;
    if (burst > 0)
        app_event(&loop->app, &(struct event){.type = EVENT_PASTE, .text = bytes, .length = burst});
    input_feed(loop->input, bytes + burst, length - burst, time_steady());
}

static void read_input(struct loop *loop)
{
    char bytes[READ_BYTES];
    ssize_t length = read(terminal_input(loop->terminal), bytes, sizeof bytes);
    if (length > 0) {
        if (loop->unpainted_since == 0)
            loop->unpainted_since = time_steady();
        loop->reads++;
        take_bytes(loop, bytes, (size_t)length);
    } else if (length == 0 || (errno != EAGAIN && errno != EINTR)) {
        hang_up(loop); /* end of file, EIO: the terminal is gone */
    }
}

static void resize(struct loop *loop)
{
    struct event event = {.type = EVENT_RESIZE};
    terminal_size(loop->terminal, &event.rows, &event.columns);
    app_event(&loop->app, &event);
}

static void suspend(struct loop *loop, bool group)
{
    loop->app.suspend_wanted = false;
    terminal_suspend(loop->terminal, group);
    resize(loop);
    app_raise(&loop->app, RAISE_FEED | RAISE_LAYOUT);
}

static void take_signals(struct loop *loop)
{
    unsigned came = terminal_take_signals(loop->terminal);
    if (came & (SIGNAL_LEAVE | SIGNAL_HANGUP)) {
        hang_up(loop);
        return;
    }
    if (came & SIGNAL_SUSPEND && !loop->app.confined)
        suspend(loop, false);
    if (came & SIGNAL_CONTINUE) {
        terminal_enter(loop->terminal);
        app_raise(&loop->app, RAISE_FEED | RAISE_LAYOUT);
    }
    if (came & (SIGNAL_RESIZE | SIGNAL_CONTINUE))
        resize(loop);
}

/* ---- other people ----------------------------------------------------------------------------------- */

static void plan_changes(struct loop *loop, int64_t now)
{
    int timeout = loop->watch ? store_watch_timeout(loop->watch, loop->app.others) : -1;
    loop->changes_due = timeout >= 0 ? now + timeout : 0;
}

/* Somebody who is killed wakes nobody. Whether others are here is known only once the views have looked, which is after
 * the watch woke us. */
static void watch_over_others(struct loop *loop)
{
    if (loop->app.others > 0 && loop->changes_due == 0)
        plan_changes(loop, time_steady());
}

static bool watch_rings(const struct loop *loop)
{
    struct pollfd watch = {.fd = store_watch_descriptor(loop->watch), .events = POLLIN};
    return watch.fd >= 0 && poll(&watch, 1, 0) > 0;
}

static void take_changes(struct loop *loop, bool woken)
{
    int64_t now = time_steady();
    if (!loop->watch)
        return;
    if (woken && (loop->changes_due == 0 || loop->changes_due > loop->changes_at))
        loop->changes_due = loop->changes_at > now ? loop->changes_at : now;
    if (loop->changes_due == 0 || loop->changes_due > now)
        return;
    loop->changes_at = now + (loop->app.others > MANY ? CHANGES_MANY_MS : CHANGES_MS);
    woken = woken || watch_rings(loop); /* asking the watch empties it */
    /* Who comes, goes or begins to type only touches the file, and a lease ends by itself: others' presence is looked
     * at whenever the watch wakes, and at each turn of the poll while they are here. */
    bool committed = store_watch_changed(loop->watch);
    if (committed || woken || loop->app.others > 0)
        app_event(&loop->app, &(struct event){.type = EVENT_CHANGED});
    plan_changes(loop, now);
}

/* ---- out ---------------------------------------------------------------------------------------------- */

static bool input_waits(const struct loop *loop)
{
    struct pollfd input = {.fd = terminal_input(loop->terminal), .events = POLLIN};
    bool patient = loop->reads < READS_PER_PAINT &&
                   (loop->unpainted_since == 0 || time_steady() - loop->unpainted_since < PATIENCE_MS);
    return patient && poll(&input, 1, 0) > 0;
}

static void draw(struct loop *loop)
{
    struct app *app = &loop->app;
    loop->reads = 0;
    loop->unpainted_since = 0;
    if (app->raised & RAISE_REDRAW)
        loop->whole = true;
    if (app_settle(app))
        loop->dirty = true;
    if (!loop->dirty || !terminal_draw(loop->terminal, &app->screen, loop->whole))
        return;
    screen_untouch(&app->screen);
    loop->dirty = loop->whole = false;
}

static void do_wishes(struct loop *loop)
{
    struct app *app = &loop->app;
    if (app->mouse_wanted != loop->mouse) {
        loop->mouse = app->mouse_wanted;
        terminal_set_mouse(loop->terminal, loop->mouse);
    }
    if (app->clipboard.length > 0) {
        struct buffer sequence = {0};
        clipboard_sequence(&app->clipboard, &sequence);
        terminal_send(loop->terminal, buffer_text(&sequence), sequence.length);
        buffer_clear(&sequence);
        buffer_reset(&app->clipboard);
    }
    if (app->suspend_wanted)
        suspend(loop, true);
}

/* ---- waiting -------------------------------------------------------------------------------------------- */

static int64_t earlier(int64_t a, int64_t b)
{
    return a == 0 || (b > 0 && b < a) ? b : a;
}

static int timeout_of(const struct loop *loop)
{
    int64_t deadline = earlier(input_deadline(loop->input), app_deadline(&loop->app));
    deadline = earlier(deadline, loop->changes_due);
    if (deadline == 0)
        return -1;
    int64_t left = deadline - time_steady();
    return left <= 0 ? 0 : left < 1000000 ? (int)left : 1000000;
}

static void wait_and_read(struct loop *loop)
{
    enum { INPUT, SIGNALS, WATCH, OUTPUT, SOURCES };
    watch_over_others(loop);
    /* A watch that wakes us before we want to look again would only spin. */
    bool watching = loop->watch && loop->changes_at <= time_steady();
    bool unsent = loop->dirty || terminal_is_pending(loop->terminal);
    struct pollfd source[SOURCES] = {
        [INPUT] = {.fd = terminal_input(loop->terminal), .events = POLLIN},
        [SIGNALS] = {.fd = terminal_signals(loop->terminal), .events = POLLIN},
        [WATCH] = {.fd = watching ? store_watch_descriptor(loop->watch) : -1, .events = POLLIN},
        [OUTPUT] = {.fd = unsent ? terminal_output(loop->terminal) : -1, .events = POLLOUT},
    };
    int timeout = timeout_of(loop);
    if (loop->watch && !watching) {
        int64_t left = loop->changes_at - time_steady();
        timeout = timeout >= 0 && timeout < left ? timeout : left > 0 ? (int)left : 0;
    }
    if (poll(source, SOURCES, timeout) < 0 && errno != EINTR)
        hang_up(loop);
    if (source[OUTPUT].revents)
        terminal_flush(loop->terminal);
    if (source[SIGNALS].revents)
        take_signals(loop);
    if (source[INPUT].revents && !loop->app.leaving)
        read_input(loop);
    take_events(loop);
    take_changes(loop, source[WATCH].revents != 0);
    int64_t deadline = app_deadline(&loop->app);
    if (deadline > 0 && deadline <= time_steady())
        app_event(&loop->app, &(struct event){.type = EVENT_TICK});
}

/* What others must not know of each other is not kept while we wait. */
static void forget(struct app *app)
{
    bool secrets = app->room && (app->room->now->hidden > 0 || app->room->now->private);
    if (!app->confined || app->session.sees_hidden || !secrets)
        return;
    store_forget(app->store);
    if (app->live)
        live_forget(app->live);
}

static void run(struct loop *loop)
{
    while (!loop->app.leaving) {
        if (!input_waits(loop)) {
            draw(loop);
            do_wishes(loop);
            if (loop->app.raised)
                draw(loop);
        }
        forget(&loop->app);
        wait_and_read(loop);
    }
}

/* ---- begin and end -------------------------------------------------------------------------------------- */

static bool keys_wait(const struct app *app)
{
    const struct loop *loop = app->terminal;
    struct pollfd input = {.fd = terminal_input(loop->terminal), .events = POLLIN};
    return poll(&input, 1, 0) > 0;
}

static enum status run_editor(struct app *app, const char *path, struct error *err)
{
    struct loop *loop = app->terminal;
    enum status status = terminal_edit(loop->terminal, path, err);
    resize(loop);
    app_raise(app, RAISE_FEED | RAISE_LAYOUT);
    return status;
}

static enum status push_first_view(struct app *app, const struct tui_options *options, struct error *err)
{
    struct view *view = NULL;
    enum status status = STATUS_OK;
    bool on_board = options->example_id || options->canvas_id != 0;
    if (options->seat_id != 0)
        status = room_open(app, options->seat_id, options->wall, err);
    if (status == STATUS_OK && app->room)
        status = board_new(app, app->room->now->canvas_id, &view, err);
    else if (status != STATUS_OK)
        return status;
    else if (options->example_id)
        status = board_new_example(app, options->example_id, &view, err);
    else if (on_board)
        status = board_new(app, options->canvas_id, &view, err);
    else
        view = browser_new(app);
    if (status == STATUS_OK)
        app_push(app, view);
    if (status == STATUS_OK && options->moment)
        status = board_open_history(view, options->moment, err);
    return status;
}

static void begin(struct loop *loop)
{
    struct app *app = &loop->app;
    loop->mouse = app->mouse_wanted;
    loop->input = input_new();
    if (is_set("SSH_CONNECTION") || is_set("SSH_TTY"))
        input_set_escape_delay(loop->input, ESCAPE_DELAY_SSH);
    app->terminal = loop;
    app->run_editor = app->confined ? NULL : run_editor;
    app->keys_wait = keys_wait;
    app->rest_ms = REST_MS;
    prepare_screen(loop);
    resize(loop);
    draw(loop);
    if (!app->live)
        app_open_live(app);
    plan_changes(loop, time_steady());
}

/* A terminal's name that is not known here is no reason to send a guest away. */
static enum status open_terminal(struct loop *loop, struct error *err)
{
    enum status status = terminal_open(&loop->terminal, loop->app.mouse_wanted, err);
    if (status != STATUS_INVALID || !loop->app.confined)
        return status;
    setenv("TERM", GUEST_TERMINAL, 1);
    status = terminal_open(&loop->terminal, loop->app.mouse_wanted, err);
    if (status == STATUS_OK)
        app_warning(&loop->app, _("Your terminal's type is not known here: %s is assumed."), GUEST_TERMINAL);
    return status;
}

/* The other way round than at home: all files are opened first, then the process is shut in, and only then is anything
 * read that somebody else has written. */
static enum status begin_confined(struct loop *loop, const struct tui_options *options, struct error *err)
{
    enum status status = open_terminal(loop, err);
    if (status != STATUS_OK)
        return status;
    app_open_live(&loop->app);
    status = confine_to_store(options->store, err);
    return status == STATUS_OK ? push_first_view(&loop->app, options, err) : status;
}

static enum status begin_at_home(struct loop *loop, const struct tui_options *options, struct error *err)
{
    enum status status = push_first_view(&loop->app, options, err);
    return status == STATUS_OK ? open_terminal(loop, err) : status;
}

enum status tui_run(const struct tui_options *options, int *signal, struct error *err)
{
    struct loop loop = {0};
    app_prepare(&loop.app, options, 24, 80);
    /* Before the views read anything, so that nothing falls between. */
    if (options->store && store_watch_open(options->store, &loop.watch, err) != STATUS_OK)
        loop.watch = NULL;
    enum status status = options->confined ? begin_confined(&loop, options, err) : begin_at_home(&loop, options, err);
    if (status == STATUS_OK) {
        begin(&loop);
        run(&loop);
    }
    if (status == STATUS_OK && loop.app.parting.status != STATUS_OK) {
        *err = loop.app.parting;
        status = err->status;
    }
    *signal = loop.terminal ? terminal_fatal_signal(loop.terminal) : 0;
    app_clear(&loop.app); /* saves what the views hold, while the terminal is still ours */
    if (loop.watch)
        store_watch_close(loop.watch);
    input_free(loop.input);
    terminal_close(loop.terminal);
    return status;
}
