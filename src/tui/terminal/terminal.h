/*
 * terminal.h - the real terminal: raw mode, signals, drawing, leaving.
 *
 * Output goes through ncurses into memory and from there to the terminal with one write() a frame. Input is read by
 * us (input.h): ncurses loses characters and garbles the mouse inside tmux. Leaving restores everything on every
 * way out: quit, signals, crash, suspend.
 */
#ifndef NONET_TUI_TERMINAL_H
#define NONET_TUI_TERMINAL_H

#include "screen.h"
#include "theme.h"

struct terminal;

/* Takes the terminal over: alternate screen, raw mode, bracketed paste, mouse when `mouse`. INVALID when stdin or
 * stdout is none, or TERM is unknown. */
enum status terminal_open(struct terminal **out, bool mouse, struct error *err) NONET_CHECKED;
void terminal_close(struct terminal *terminal);
void terminal_size(const struct terminal *terminal, int *rows, int *columns); /* asks anew: also after SIGWINCH */
const struct theme *terminal_theme(const struct terminal *terminal);
int terminal_input(const struct terminal *terminal);   /* descriptor to read from */
int terminal_signals(const struct terminal *terminal); /* descriptor readable when a signal came */
/* Takes the signals that came: a bit for each. */
enum { SIGNAL_RESIZE = 1, SIGNAL_LEAVE = 2, SIGNAL_CONTINUE = 4, SIGNAL_HANGUP = 8, SIGNAL_SUSPEND = 16 };
unsigned terminal_take_signals(struct terminal *terminal);
/* The newest of those that say leave, 0 = none: to be raised again at the end. */
int terminal_fatal_signal(const struct terminal *terminal);
int terminal_output(const struct terminal *terminal); /* descriptor that is writable when the line is free again */

/* Draws what differs from the last frame; one write(). `whole` = trust nothing. A line that is full skips frames:
 * false = none was made, ask again when the descriptor is writable. */
bool terminal_draw(struct terminal *terminal, const struct screen *screen, bool whole);
/* Whether a full line has not taken everything yet, and another try to send it. */
bool terminal_is_pending(const struct terminal *terminal);
void terminal_flush(struct terminal *terminal);
/* Bytes outside the screen: OSC 52. The cursor must not move by them. */
void terminal_send(struct terminal *terminal, const char *bytes, size_t length);
/* Bytes that go out with the next frame, before it: the width probe. */
void terminal_queue(struct terminal *terminal, const char *bytes, size_t length);
void terminal_set_mouse(struct terminal *terminal, bool on);
/* Gives the terminal back to the shell or another program, and takes it again; then everything is to be redrawn. */
void terminal_leave(struct terminal *terminal);
void terminal_enter(struct terminal *terminal);
/* Leaves, stops this process (with `group` its whole job) and enters when it goes on. */
void terminal_suspend(struct terminal *terminal, bool group);
/* Leaves, runs the person's editor on the file and enters. Errors as editor_run(). */
enum status terminal_edit(struct terminal *terminal, const char *path, struct error *err) NONET_CHECKED;

#endif
