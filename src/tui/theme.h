/*
 * theme.h - how roles look on this terminal: monochrome, 8, 256 colours. NO_COLOR is respected.
 *
 * Text stays in the terminal's own foreground on its own background, so that dark and light both work; colours
 * are accents only, and everything that a colour says is also said by a mark, a bracket or an attribute.
 */
#ifndef NONET_TUI_THEME_H
#define NONET_TUI_THEME_H

#include "screen.h"

struct look {
    short foreground;  /* terminal colour number, -1 = default */
    short background;
    unsigned flags;    /* enum style_flag */
};

struct theme {
    int colours; /* 0 = monochrome, 8, 256 */
    struct look look[ROLE_COUNT];
};

/* `colours` as the terminal says; NO_COLOR in the environment makes it 0. */
void theme_init(struct theme *theme, int colours);

#endif
