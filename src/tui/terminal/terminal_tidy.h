/*
 * terminal_tidy.h - the bytes that curses wrote, without what says nothing.
 *
 * curses ends every attribute with three sequences and begins the next with two. Runs of them become one; changes of
 * the character set, which nonet never uses, go; so do the placeholders behind characters that the terminal draws
 * wider than curses knows.
 */
#ifndef NONET_TUI_TERMINAL_TIDY_H
#define NONET_TUI_TERMINAL_TIDY_H

#include "nonet/base.h"

/* Stands for the right half of such a character; one cell wide for curses. */
#define TIDY_PLACEHOLDER 0x10FFFDu

struct tidy {
    struct buffer state; /* the attributes in force, as parameters; empty = not known */
    struct buffer pending; /* a change that is not sent yet; empty between frames */
};

void tidy_clear(struct tidy *tidy);
/* Appends the tidied bytes. `whole`: what the terminal has in force is not to be trusted. */
void tidy_bytes(struct tidy *tidy, const char *bytes, size_t length, bool whole, struct buffer *out);

#endif
