/*
 * input.h - bytes from a terminal -> events.
 *
 * A decoder of our own for UTF-8, control keys, CSI and SS3 sequences, SGR mouse, bracketed paste and the cursor
 * report. It never blocks and never loses a character that is split over two reads. Pure: tests feed it bytes.
 */
#ifndef NONET_TUI_INPUT_H
#define NONET_TUI_INPUT_H

#include "event.h"

struct input;

struct input *input_new(void);
void input_free(struct input *input);
void input_feed(struct input *input, const char *bytes, size_t length, int64_t now);
/* The next event; false = none yet. `now` (steady ms) decides when a lone ESC is the Esc key: after
 * `escape_delay` ms (25 locally, 100 over SSH). Text of a paste is borrowed until the next call. */
bool input_next(struct input *input, int64_t now, struct event *event);
/* When to ask again although no byte came: steady ms, 0 = never. */
int64_t input_deadline(const struct input *input);
void input_set_escape_delay(struct input *input, int ms);
/* How many of the bytes that one read brought are a paste from a terminal without bracketed paste: nobody types several
 * lines at once. Whole lines of plain text only, up to the last line end; 0 = no paste, or a sequence has begun. */
size_t input_burst(const struct input *input, const char *bytes, size_t length);

#endif
