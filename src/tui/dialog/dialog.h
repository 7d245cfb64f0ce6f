/*
 * dialog.h - small dialogs in the middle: ask for a line, choose from a list, read a text.
 *
 * Each is pushed with app_push() and calls `done` once, with NULL when it was called off; then it pops itself.
 * `context` is the asker's; it must outlive the dialog (an asker below it on the stack does). The callback runs after
 * the dialog is gone, so it may push another.
 */
#ifndef NONET_TUI_DIALOG_H
#define NONET_TUI_DIALOG_H

#include "view.h"

/* A line of text. `text` = what stands there at first. */
typedef void dialog_line_done(void *context, struct app *app, const char *text);
struct view *dialog_line_new(struct app *app, const char *title, const char *text, const char *verb,
                             dialog_line_done *done, void *context);

/* A list that typing filters. Strings are copied. */
struct choice {
    const char *label;  /* what is matched and taken */
    const char *detail; /* quiet text beside it, NULL = none */
    enum role mark;     /* ROLE_TEXT = no colour mark, else a mark in that role */
    bool ticked;
    enum command command; /* whose key stands beside it; COMMAND_NONE = none */
};
/* `chosen` = index into the choices; -1 with the typed text when `free_text` allows a value of its own. */
typedef void dialog_choice_done(void *context, struct app *app, int chosen, const char *typed);
/* The dialog's empty field invites to type this. */
void dialog_choice_invite(struct view *view, const char *text);
struct view *dialog_choice_new(struct app *app, const char *title, const struct choice *choices, size_t count,
                               size_t first, bool free_text, const char *verb, dialog_choice_done *done,
                               void *context);

/* A text to read, scrolled with the arrow keys; Esc or q ends it. `text` holds LFs; a line that begins with
 * '\1' is drawn as a heading; in a line with a TAB, what stands before it is a column of its own, aligned over the
 * whole text. Copied. */
struct view *dialog_text_new(struct app *app, const char *title, const char *text);

#endif
