/*
 * ncurses_output.h - what ncurses writes, without a system call.
 */
#ifndef NONET_TUI_NCURSES_OUTPUT_H
#define NONET_TUI_NCURSES_OUTPUT_H

#include "nonet/base.h"

/* From now on a write() to `descriptor` appends to `into` instead; NULL ends it. Where the program's write() is not
 * the one that ncurses calls (a static ncurses), the bytes go to the descriptor as ever: whoever captures looks at
 * both. */
void ncurses_output_capture(int descriptor, struct buffer *into);

#endif
