/*
 * terminal_abilities.h - the sequences that this terminal understands, read from terminfo.
 *
 * Only bytes are made here; what is on the screen and where its cursor stands is terminal_frame.c's.
 */
#ifndef NONET_TUI_TERMINAL_ABILITIES_H
#define NONET_TUI_TERMINAL_ABILITIES_H

#include "theme.h"

/* How a cell is sent: two styles that look the same on this terminal are equal. */
struct dress {
    short foreground, background; /* -1 = the terminal's own */
    unsigned flags;               /* enum style_flag */
};

/* Text from terminfo is borrowed from it and may be NULL: the terminal cannot. */
struct abilities {
    void *terminal;              /* terminfo's own */
    const char *move;            /* to row and column */
    const char *forward, *erase; /* by some cells; that many cells from the cursor on */
    const char *erase_rest;      /* of the line */
    const char *clear, *enter, *leave, *hide, *show, *plain;
    const char *attribute[4];    /* in the order of enum style_flag */
    const char *foreground, *background;
    int colours;
    unsigned flags_without_colour; /* enum style_flag bits that colours do not go with */
    bool standard_moves;         /* `move` and `forward` are what nearly all terminals have */
    bool standard_looks;         /* attributes are ESC [ numbers m, so that several join into one */
    bool wraps_at_once;          /* a character in the last column moves to the next line, and scrolls in the last one */
    bool moves_dressed;          /* attributes may stay on while the cursor moves */
};

/* False: nobody knows the terminal, or it cannot place its cursor. */
bool abilities_open(struct abilities *abilities, const char *name);
void abilities_close(struct abilities *abilities);

/* Appends a capability without the padding that old terminals ask for; NULL adds nothing. */
void abilities_add(struct buffer *out, const char *capability);
void abilities_move(const struct abilities *abilities, int row, int column, struct buffer *out);
/* With a count: `forward`, `erase`. */
void abilities_count(const struct abilities *abilities, const char *capability, int count, struct buffer *out);
/* Changes from one look to another; `from` NULL = not known. */
void abilities_dress(const struct abilities *abilities, const struct dress *from, struct dress to, struct buffer *out);

#endif
