/*
 * terminal_frame.h - the curses side: a cell grid becomes the bytes that bring the terminal up to it.
 *
 * Bytes only: nothing here reads, writes or sets modes, so tests decode what comes out without a terminal.
 */
#ifndef NONET_TUI_TERMINAL_FRAME_H
#define NONET_TUI_TERMINAL_FRAME_H

#include "screen.h"
#include "theme.h"

struct frame;

/* For the terminal that $TERM names. INVALID: nobody knows it, or it cannot place its cursor. */
enum status frame_open(struct frame **out, int rows, int columns, struct error *err) NONET_CHECKED;
void frame_close(struct frame *frame);
const struct theme *frame_theme(const struct frame *frame);
/* Appends what takes the terminal from the last frame to this one; with `whole` the last one is not trusted. The
 * first frame and the first one after frame_leave() begin with what full-screen programs begin with. */
void frame_paint(struct frame *frame, const struct screen *screen, bool whole, struct buffer *out);
/* Appends what gives the terminal back: attributes, cursor, the screen of before. */
void frame_leave(struct frame *frame, struct buffer *out);
/* The same as fixed bytes, for an end in which nothing can be asked any more. */
void frame_restore(struct frame *frame, struct buffer *out);

#endif
