/*
 * field_keys.h - what the editing keys do to a text field, and how a one-line field is drawn.
 *
 * Dialogs, filters and the note editor share it, so that fingers meet the same keys everywhere.
 */
#ifndef NONET_TUI_FIELD_KEYS_H
#define NONET_TUI_FIELD_KEYS_H

#include "command.h"
#include "screen.h"

/* Applies a FIELD_* motion or change to the field; false = the command is none of these (FIELD_SAVE, FIELD_STOP and
 * FIELD_DISCARD are the owner's). `cells` is the width the text is wrapped at for line-up and line-down. */
bool field_command(struct text_field *field, enum command command, int cells, enum text_width width);
/* Inserts typed or pasted text into a field of one line: line ends become spaces. */
void field_insert_line(struct text_field *field, const char *text, size_t length);
/* Draws a one-line field over `cells` cells, scrolled so that the caret is seen, and puts the caret there. */
void field_paint(struct screen *screen, const struct text_field *field, int row, int column, int cells,
                 struct style style);

#endif
