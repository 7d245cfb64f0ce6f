/*
 * sequences.h - what terminals send after an ESC byte: CSI, SS3 and string sequences.
 *
 * Pure: bytes in, at most one event out. Waiting for bytes is the input's.
 */
#ifndef NONET_TUI_SEQUENCES_H
#define NONET_TUI_SEQUENCES_H

#include "event.h"

enum found {
    FOUND_EVENT,
    FOUND_NOTHING, /* understood and swallowed */
    FOUND_CUT,     /* more bytes are needed */
    FOUND_PASTE,   /* the text of a paste begins behind it */
};

/* Reads the sequence at bytes[0], an ESC. Sets *used to its length, but for FOUND_CUT. ESC and a byte that starts
 * no sequence are the Esc key alone: the byte is read again as a key. */
enum found sequence_read(const char *bytes, size_t length, size_t *used, struct event *event);

#endif
