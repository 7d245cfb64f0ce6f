/*
 * choices.h - a list of choices that typing filters: the inside of dialog_choice and of the palette.
 *
 * The typed text is matched against labels, keys and details, best matches first: the key itself, the label's
 * start, a word's start in it, anywhere in it, anywhere in the detail, its letters in order.
 */
#ifndef NONET_TUI_CHOICES_H
#define NONET_TUI_CHOICES_H

#include "command.h"
#include "screen.h"

struct choices;

struct choices *choices_new(bool free_text);
/* What the empty field says where free_text is taken, instead of the usual. */
void choices_invite(struct choices *choices, const char *text);
void choices_free(struct choices *choices);
/* Adds one; strings are copied, `detail` and `key` may be NULL. Its index is the count of those before it. */
void choices_add(struct choices *choices, const char *label, const char *detail, const char *key, enum role mark,
                 bool ticked);
/* The entry that stands selected at first. Call it after the last choices_add(). */
void choices_select(struct choices *choices, size_t index);
/* Keys and text; false = not one of the list's commands. */
bool choices_command(struct choices *choices, enum command command, enum text_width width);
void choices_text(struct choices *choices, const char *text, size_t length);
/* Selects what stands in this cell of the last painted area; false = nothing does. */
bool choices_click(struct choices *choices, int row, int column);
/* Index of the selected entry; -1 = the typed text itself (free_text), -2 = nothing matches. */
int choices_selected(const struct choices *choices);
const char *choices_typed(const struct choices *choices);
/* Rows and columns that would show everything: the field and the entries. */
void choices_size(const struct choices *choices, enum text_width width, int *rows, int *columns);
/* The field in the first row, the entries below it; puts the caret into the field. */
void choices_paint(struct choices *choices, struct screen *screen, struct rectangle area);

#endif
