/*
 * pty.h - a program under test on a pseudo-terminal, and the screen that it draws.
 *
 * What the program writes is decoded by libvterm, whose answers go back. Nothing here sleeps: expectations poll until
 * they hold or fifteen seconds are over (a busy machine is no failure); then the test fails and shows the last screen.
 */
#ifndef NONET_PTY_H
#define NONET_PTY_H

#include <sys/types.h>
#include <termios.h>

#include "nonet/base.h"

struct pty {
    pid_t child;           /* 0 once it has ended */
    int descriptor;        /* the terminal's side */
    int held;              /* the program's side, held open to look at its modes; -1 = none */
    struct vscreen *screen;
    struct buffer bytes;   /* all that was written */
    int state;             /* as waitpid() gave it, once ended */
    struct termios before; /* the modes it started with */
    bool gone;             /* no more output can come */
};

struct pty_options {
    const char *const *arguments; /* program first, NULL last */
    const char *const *environment; /* NAME=value on top of a small fixed one, NULL last; may be NULL */
    int rows, columns;
    bool drop_terminal; /* do not hold the program's side: closing ours hangs it up */
};

void pty_start(struct pty *pty, const struct pty_options *options);
/* Kills what still runs and frees. */
void pty_clear(struct pty *pty);
void pty_send(struct pty *pty, const char *keys);
void pty_resize(struct pty *pty, int rows, int columns);
/* Waits until the screen holds the text; pty_expect_not: until it does not. */
void pty_expect(struct pty *pty, const char *text);
void pty_expect_not(struct pty *pty, const char *text);
/* Waits until `condition` says yes to what pty_pump() brought. */
void pty_wait(struct pty *pty, bool (*condition)(struct pty *pty), const char *what);
/* Reads what is there, waiting at most `ms` for the first byte. True if something came. */
bool pty_pump(struct pty *pty, int ms);
void pty_screen_text(struct pty *pty, struct buffer *out);
/* Whether the text is on the screen as it is now. */
bool pty_shows(struct pty *pty, const char *text);
/* Waits for its end; the exit status, or minus the signal. */
int pty_wait_end(struct pty *pty);
/* Fails unless the terminal is as before: modes, main screen, cursor, mouse and paste off. */
void pty_expect_restored(struct pty *pty);
/* User and system time that the program has used, in ms. */
long pty_cpu_ms(const struct pty *pty);

#endif
