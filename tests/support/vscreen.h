/*
 * vscreen.h - a terminal in memory (libvterm) that says what it shows.
 */
#ifndef NONET_VSCREEN_H
#define NONET_VSCREEN_H

#include "nonet/base.h"

struct vscreen;

struct vscreen *vscreen_new(int rows, int columns);
void vscreen_free(struct vscreen *screen);
void vscreen_feed(struct vscreen *screen, const char *bytes, size_t length);
void vscreen_resize(struct vscreen *screen, int rows, int columns);
/* The shown text, a line a row, trailing spaces cut. */
void vscreen_text(struct vscreen *screen, struct buffer *out);
/* A letter a cell: '.' plain, 'b' bold, 'r' reverse, 'u' underlined, 'c' coloured; capital when several.
 * Of blanks only what is seen counts. */
void vscreen_looks(struct vscreen *screen, struct buffer *out);
void vscreen_cursor(struct vscreen *screen, int *row, int *column, bool *visible);
bool vscreen_alternate(const struct vscreen *screen); /* the alternate screen is shown */
/* What the terminal answers to questions: to be sent to the program. Emptied by the caller. */
struct buffer *vscreen_answers(struct vscreen *screen);

#endif
