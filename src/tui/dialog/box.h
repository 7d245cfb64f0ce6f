/*
 * box.h - the small window in the middle that dialogs are drawn in.
 */
#ifndef NONET_TUI_BOX_H
#define NONET_TUI_BOX_H

#include "command.h"
#include "screen.h"

struct box_button {
    enum command command; /* its first key is shown */
    const char *label;
};

/* The place of a box with `rows` x `columns` inside its border and margin: centred in `area`, never larger. */
struct rectangle box_place(struct rectangle area, int rows, int columns);
/* Where the content of a box placed there goes: without border, margin and button line. */
struct rectangle box_inside(struct rectangle box);
/* Blanks the place and draws border, title and the button line (count 0: none). */
void box_paint(struct screen *screen, struct rectangle box, const char *title, const struct box_button *buttons,
               size_t count);

#endif
