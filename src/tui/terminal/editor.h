/*
 * editor.h - the person's own editor on a file, while the terminal is its.
 */
#ifndef NONET_TUI_EDITOR_H
#define NONET_TUI_EDITOR_H

#include "terminal_signals.h"

/* Runs $VISUAL, else $EDITOR, else vi on `path` and waits. CANCELLED when it ended with a failure, IO when it could
 * not be started. The terminal has to be in the state of a shell. */
enum status editor_run(const struct signals *signals, const char *path, struct error *err) NONET_CHECKED;

#endif
