/*
 * theme.c - how each role looks: monochrome, 8 and 256 colours.
 *
 * A table a palette; nothing here knows a terminal. Text and backgrounds stay the terminal's own in all three; what is
 * quiet is its own colour dimmed, which suits dark and light and takes fewer bytes than a grey. None of the eight colours
 * reads well in bold on both, so there the focus is bold alone; of the 256 a middle blue does.
 *
 * Invariant: the monochrome table alone tells apart what must be told apart; colours only add.
 */
#include "theme.h"

#include <stdlib.h>

#define OWN (-1)

static const struct look mono[ROLE_COUNT] = {
    [ROLE_TEXT] = {OWN, OWN, 0},
    [ROLE_DIM] = {OWN, OWN, STYLE_DIM},
    [ROLE_BORDER] = {OWN, OWN, STYLE_DIM},
    [ROLE_BORDER_FOCUS] = {OWN, OWN, STYLE_BOLD},
    [ROLE_TITLE] = {OWN, OWN, 0},
    [ROLE_TITLE_FOCUS] = {OWN, OWN, STYLE_BOLD},
    [ROLE_BAR] = {OWN, OWN, 0},
    [ROLE_KEY] = {OWN, OWN, STYLE_BOLD},
    [ROLE_MESSAGE] = {OWN, OWN, STYLE_BOLD},
    [ROLE_WARNING] = {OWN, OWN, STYLE_BOLD | STYLE_REVERSE},
    [ROLE_SELECTION] = {OWN, OWN, STYLE_REVERSE},
    [ROLE_LINKED] = {OWN, OWN, STYLE_BOLD},
    [ROLE_MATCH] = {OWN, OWN, STYLE_UNDERLINE | STYLE_BOLD},
    [ROLE_HINT] = {OWN, OWN, STYLE_DIM},
    [ROLE_DIALOG] = {OWN, OWN, 0},
    [ROLE_YELLOW] = {OWN, OWN, STYLE_BOLD},
    [ROLE_RED] = {OWN, OWN, STYLE_BOLD},
    [ROLE_GREEN] = {OWN, OWN, STYLE_BOLD},
    [ROLE_BLUE] = {OWN, OWN, STYLE_BOLD},
    [ROLE_PURPLE] = {OWN, OWN, STYLE_BOLD},
};

/* What the two colour palettes do differently; -1 = as in monochrome. */
struct accent {
    uint8_t role;
    short eight, many;
    unsigned flags;
};

static const struct accent accents[] = {
    {ROLE_BORDER_FOCUS, OWN, 31, STYLE_BOLD}, {ROLE_TITLE_FOCUS, OWN, 31, STYLE_BOLD},
    {ROLE_KEY, OWN, 31, STYLE_BOLD},        {ROLE_MESSAGE, 2, 71, STYLE_BOLD},
    {ROLE_WARNING, 1, 167, STYLE_BOLD},     {ROLE_MATCH, 3, 172, STYLE_BOLD | STYLE_UNDERLINE},
    {ROLE_YELLOW, 3, 178, 0},               {ROLE_RED, 1, 167, 0},
    {ROLE_GREEN, 2, 71, 0},                 {ROLE_BLUE, 4, 68, 0},
    {ROLE_PURPLE, 5, 133, 0},
};

void theme_init(struct theme *theme, int colours)
{
    const char *no_colour = getenv("NO_COLOR");
    theme->colours = colours >= 256 ? 256 : colours >= 8 ? 8 : 0;
    if (no_colour && *no_colour)
        theme->colours = 0;
    for (size_t i = 0; i < ROLE_COUNT; i++)
        theme->look[i] = mono[i];
    if (theme->colours == 0)
        return;
    for (size_t i = 0; i < COUNT_OF(accents); i++)
        theme->look[accents[i].role] =
            (struct look){theme->colours == 256 ? accents[i].many : accents[i].eight, OWN, accents[i].flags};
}
