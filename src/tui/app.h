/*
 * app.h - the running program: its views, its message line, its flags.
 *
 * The map of src/tui, from the wire to the person:
 *
 *   terminal/    raw mode, signals, bytes -> events, the curses side, one write() a frame | the only ones that
 *   loop         poll(), events in, one paint out                                        | know a terminal
 *   screen       the cell grid          theme   roles -> attributes                      |
 *   command      the table of commands  keymap  a key in a context -> its command        | memory only:
 *   app, view    the stack of views, messages, flags                                     | tests drive these
 *   dialog/      lists and lines to ask with, help, the palette of commands              |
 *   browser/     the list of canvases, the trash, importing                              |
 *   board/       one canvas: panes, typing, moving, tying, grouping, sidebar, guide      |
 *   note/        one note opened; colours, tags and facets                               |
 *   time/        the history of a canvas, two of them compared                           |
 *   room/        the workshop that a seat is in: its menu, run sheet, votes, the wall    |
 *
 * In each folder the file named like it (board/board.c), or *_view.c, is the view; the others say in their first lines
 * what they add to it.
 *
 * An app needs no terminal: tests make one, send events with app_event(), call app_settle() and compare the screen.
 */
#ifndef NONET_TUI_APP_H
#define NONET_TUI_APP_H

#include "nonet/live.h"
#include "nonet/message.h"
#include "nonet/tui.h"
#include "view.h"

enum raised {
    RAISE_FEED = 1,   /* the store changed: snapshots are out of date */
    RAISE_LAYOUT = 2, /* sizes or contents moved */
    RAISE_PAINT = 4,
    RAISE_PART = 16,  /* only what the top view knows to have changed: its paint_part() */
    RAISE_CLOCK = 32, /* only a timer's figures: as RAISE_PART */
    RAISE_REDRAW = 8, /* the terminal's contents are not to be trusted */
};

#define APP_VIEWS_MAX 8
#define APP_ROWS_MIN 12
#define APP_COLUMNS_MIN 32

struct app {
    struct store *store;      /* the person's own */
    struct session session;
    struct live *live;        /* NULL when it could not be opened: no presence, no drafts */
    const char *actor_name;
    enum language language;
    struct keymap *keymap;
    struct screen screen;
    struct view *view[APP_VIEWS_MAX];
    size_t view_count;
    struct view *popped[APP_VIEWS_MAX]; /* freed when no call of theirs can be running any more */
    size_t popped_count;
    unsigned raised;          /* enum raised */
    bool starting;            /* nothing was painted yet: what need not be seen at once may wait */
    bool leaving;
    bool hung_up;             /* because the terminal is gone */
    bool confined;            /* a guest's: commands marked AT_HOME are not there */
    bool mouse_wanted;        /* ":mouse" switches it */
    bool suspend_wanted;      /* Ctrl-Z: the loop does it */
    size_t others;            /* how many are present, set by views that know; makes the watch poll */
    int rest_ms;              /* how long the keys rest before the screen follows in what can wait; 0 = at once */
    struct buffer message;    /* shown in the bottom line until message_until */
    bool message_is_warning;
    int64_t message_until;    /* steady ms, 0 = no message */
    int64_t message_since;
    struct buffer clipboard;  /* text to hand to the terminal (OSC 52) at the next flush */
    /* Runs a program on a file while the terminal is its; set by the loop, NULL in tests without one. */
    enum status (*run_editor)(struct app *app, const char *path, struct error *err);
    /* Has a key come that nobody has looked at yet? Long work that only serves the eye is called off then. Set by the
     * loop, NULL in tests without one. */
    bool (*keys_wait)(const struct app *app);
    int64_t copied_id;        /* the canvas that an example became; the list takes it as the one to stand on */
    struct room *room;        /* the workshop that this seat is in (room.h); NULL = none */
    struct error parting;     /* why the program leaves by itself; STATUS_OK = it does not */
    void *terminal;           /* struct terminal, private to the loop */
};

void app_init(struct app *app, const struct tui_options *options, int rows, int columns);
/* The same in two steps: the live file costs as much as a first paint, and nobody waits for it. */
void app_prepare(struct app *app, const struct tui_options *options, int rows, int columns);
void app_open_live(struct app *app);
void app_clear(struct app *app); /* frees the views, saving what they hold */

void app_push(struct app *app, struct view *view); /* takes ownership */
/* Takes the top view away; the last one gone = leaving. It is freed with the next event or app_settle(), so a view
 * may pop itself. */
void app_pop(struct app *app);
struct view *app_top(struct app *app); /* NULL: none left */
/* What `view` shows was purged by somebody: it and all above it are taken away, and that is said; on the way out, where
 * nothing is left below. */
void app_close_gone(struct app *app, struct view *view);
/* For a view that is gone: what was typed in it, unless it is what stood there before, goes to the terminal's clipboard. */
void app_rescue_text(struct app *app, const char *base, const char *text);

/* One event through the top view's context, keymap and handlers. */
void app_event(struct app *app, const struct event *event);
/* Whether this program has the command at all; neither help nor palette speak of others. */
bool app_has_command(const struct app *app, enum command command);
/* Does one command as if its key had been pressed (palette, mouse). */
void app_command(struct app *app, enum command command);
/* Applies what was raised: feed, layout, paint. True if the screen was painted. Whoever draws the screen looks at
 * RAISE_REDRAW before. */
bool app_settle(struct app *app);
void app_raise(struct app *app, unsigned raised);
int64_t app_deadline(const struct app *app); /* steady ms of the next tick, 0 = none */

/* One line in the bottom bar for some seconds. `format` is already translated. */
void app_message(struct app *app, const char *format, ...) NONET_PRINTF(2, 3);
void app_warning(struct app *app, const char *format, ...) NONET_PRINTF(2, 3);
/* Reports a failed operation; nothing on STATUS_OK. True if it was OK. */
bool app_check(struct app *app, enum status status, const struct error *err);

/* The bottom line's hints while no message stands there: the commands that matter now, in the order of use.
 * Called by the top view's paint. Each entry's label is translated and short ("new note"). */
struct hint {
    enum command command;
    const char *label;
};
/* Where these keys work and the hints leave them out, ": command" and "? help" are added; they stay when others no
 * longer fit. */
void app_paint_hints(struct app *app, struct screen *screen, const struct hint *hints, size_t count);
/* The top line: what I am in on the left, who is here on the right. */
void app_paint_top(struct app *app, struct screen *screen, const char *left, const char *right);

/* ---- the views ---------------------------------------------------------------------------------------- */

struct view *browser_new(struct app *app);
/* The board of a canvas in app->store. */
enum status board_new(struct app *app, int64_t canvas_id, struct view **out, struct error *err) NONET_CHECKED;
/* The history of a board's canvas at a moment, over it. */
enum status board_open_history(struct view *view, const char *moment, struct error *err) NONET_CHECKED;
/* A shipped example: read-only; the first edit makes a copy in app->store and says so. */
enum status board_new_example(struct app *app, const char *example_id, struct view **out,
                              struct error *err) NONET_CHECKED;
/* On a board: goes to the first note that holds `query`, as if it had been looked for with /. */
void board_look_for(struct view *board, const char *query);
struct view *help_new(struct app *app, enum context context);
struct view *palette_new(struct app *app, enum context context);

#endif
