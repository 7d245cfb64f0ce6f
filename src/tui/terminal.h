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
void terminal_size(const struct terminal *terminal, int *rows, int *columns);
void terminal_resize(struct terminal *terminal); /* after SIGWINCH: asks the size anew */
const struct theme *terminal_theme(const struct terminal *terminal);
int terminal_input(const struct terminal *terminal);   /* descriptor to read from */
int terminal_signals(const struct terminal *terminal); /* descriptor readable when a signal came */
/* Takes the signals that came: a bit for each. */
enum { SIGNAL_RESIZE = 1, SIGNAL_LEAVE = 2, SIGNAL_CONTINUE = 4, SIGNAL_HANGUP = 8, SIGNAL_SUSPEND = 16 };
unsigned terminal_take_signals(struct terminal *terminal);

/* Draws what differs from the last frame; one write(). `whole` = trust nothing. A line that is full (EAGAIN) skips
 * frames; true = all sent. */
bool terminal_draw(struct terminal *terminal, const struct screen *screen, bool whole);
/* Bytes outside the screen: OSC 52, the width probe. */
void terminal_send(struct terminal *terminal, const char *bytes, size_t length);
void terminal_set_mouse(struct terminal *terminal, bool on);
/* Gives the terminal back to the shell or another program, and takes it again. */
void terminal_leave(struct terminal *terminal);
void terminal_enter(struct terminal *terminal);

#endif
