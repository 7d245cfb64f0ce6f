/*
 * view.h - what a view is: the browser, the board, a dialog.
 *
 * Views lie on a stack; the top one gets the events, all visible ones are painted from the bottom up. A view
 * changes its own state or calls one operation, then says what is out of date with app_raise(). It never paints
 * outside paint(), never runs SQL, and remembers ids, never pointers into a snapshot.
 */
#ifndef NONET_TUI_VIEW_H
#define NONET_TUI_VIEW_H

#include "command.h"
#include "screen.h"

struct app;
struct view;

enum handled { PASSED, HANDLED };

struct view_type {
    const char *name;
    enum context (*context)(const struct view *view);
    /* PASSED: the application's own commands (help, palette, suspend, ...) get it, then it is ignored. */
    enum handled (*command)(struct view *view, struct app *app, enum command command);
    /* Typed text without a binding, one cluster or more. NULL = ignored. */
    void (*text)(struct view *view, struct app *app, const char *text, size_t length);
    void (*paste)(struct view *view, struct app *app, const char *text, size_t length); /* NULL = as text */
    void (*mouse)(struct view *view, struct app *app, const struct mouse *mouse);       /* NULL = ignored */
    /* Others changed the store, or an own operation did: bring the snapshot up to date. True: something that it shows is
     * different now. The own commit wakes the watch too, and then there is nothing new. */
    bool (*feed)(struct view *view, struct app *app);
    /* app->live is open now, after the first paint: say who is here, take up drafts. Views made later look themselves. */
    void (*live)(struct view *view, struct app *app);
    /* The rows between the top and the bottom line, or the whole screen for a dialog. */
    void (*layout)(struct view *view, struct app *app, struct rectangle area);
    void (*paint)(struct view *view, struct app *app, struct screen *screen);
    /* Paints over the last frame what changed since, and only that; false: paint() must do it. Where a view has this,
     * its own handlers say RAISE_PAINT whenever more than that part changed. NULL = always paint(). */
    bool (*paint_part)(struct view *view, struct app *app, struct screen *screen);
    void (*tick)(struct view *view, struct app *app, int64_t now); /* steady ms; its deadline has passed */
    int64_t (*deadline)(const struct view *view);                  /* steady ms, 0 = none; NULL = none */
    void (*covered)(struct view *view, struct app *app);           /* another view came on top, or leaves: save, unless gone */
    void (*free)(struct view *view, struct app *app);
    bool dialog; /* painted over what is below */
};

/* Every view struct begins with this. */
struct view {
    const struct view_type *type;
    bool gone; /* what it showed was purged: nothing can be saved there any more, see app_close_gone() */
};

#endif
