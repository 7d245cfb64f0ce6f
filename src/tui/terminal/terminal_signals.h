/*
 * terminal_signals.h - the signals of the full-screen program: those that wait for the loop, and those that are the end.
 *
 * The first kind is blocked and read from a descriptor, so no code runs in between. For the second kind a handler
 * gives the terminal back and lets the signal have its way.
 */
#ifndef NONET_TUI_TERMINAL_SIGNALS_H
#define NONET_TUI_TERMINAL_SIGNALS_H

#include <signal.h>
#include <termios.h>

#include "nonet/base.h"

struct signals {
    int descriptor;  /* readable when a signal waits; -1 = none */
    sigset_t before; /* the mask as it was */
    int fatal;       /* the newest termination signal that came, 0 = none */
};

enum status signals_open(struct signals *signals, struct error *err) NONET_CHECKED;
void signals_close(struct signals *signals);
/* The signals that came: SIGNAL_ bits (terminal.h). */
unsigned signals_take(struct signals *signals);
/* Stops this process as the terminal's suspend key would, with `group` all of its job. Returns when it goes on. */
void signals_stop(bool group);
/* Puts mask and dispositions back to how programs start with them; between fork() and exec(). */
void signals_reset_child(const struct signals *signals);
/* Lets this process stop with the child while it waits for it, and forgets the child's interrupts afterwards. */
void signals_child_runs(bool runs);

/* What a crash writes to `descriptor` before it goes on, and the modes it sets; NULL = nothing any more. */
void crash_guard_set(int descriptor, const char *restore, size_t length, const struct termios *modes);
void crash_guard_clear(void);

#endif
