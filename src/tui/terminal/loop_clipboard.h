/*
 * loop_clipboard.h - text for the terminal's clipboard.
 */
#ifndef NONET_TUI_LOOP_CLIPBOARD_H
#define NONET_TUI_LOOP_CLIPBOARD_H

#include "nonet/base.h"

/* Appends the sequence (OSC 52) that puts `text` into the clipboard of the terminal, also over SSH. Nothing for
 * more text than terminals take. */
void clipboard_sequence(const struct buffer *text, struct buffer *out);

#endif
