/*
 * tui.h - the full screen program: the browser of canvases and the board.
 *
 * tui_run() takes over the terminal until the person leaves. It needs a terminal on stdin and stdout
 * (INVALID otherwise, with what to use instead). Everything below this header is private to src/tui; its
 * map is in src/tui/app.h.
 */
#ifndef NONET_TUI_H
#define NONET_TUI_H

#include "nonet/canvas.h"

struct tui_options {
    struct store *store; /* borrowed; open for writing */
    int64_t actor_id;
    const char *actor_name;
    enum language language;
    int64_t canvas_id;      /* start on this board; 0 = in the browser */
    const char *moment;     /* of that canvas: begin with its history there; NULL = no */
    const char *example_id; /* start on this example's board; NULL = no */
    int64_t seat_id;        /* a seat in a workshop: start on its canvas, and stay there; 0 = none */
    bool wall;              /* with a seat: a screen for all, which follows the facilitator and takes no input but q */
    bool confined;          /* hands of a stranger: shuts the process in (confine.h) before anything is read, and has none of
                               the commands that reach out of the canvas */
};

/* With a seat, what may be seen and done is the seat's (workshop.h), whoever actor_id is: DENIED when it is or was
 * taken away, at the start or later. Returns when the person has left, or the terminal is gone (OK: everything is saved).
 * The terminal is as it was. A termination signal also leaves in order; it is in *signal (else 0), to be raised again for
 * the parent to see when the caller has closed its store. */
enum status tui_run(const struct tui_options *options, int *signal, struct error *err) NONET_CHECKED;

#endif
