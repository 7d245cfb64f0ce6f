/*
 * event.h - what comes from outside, and the contexts in which keys have meanings.
 */
#ifndef NONET_TUI_EVENT_H
#define NONET_TUI_EVENT_H

#include "nonet/base.h"

/* Keys above Unicode. Plain text keys are their code point. */
enum key_code {
    INPUT_UP = 0x110000, INPUT_DOWN, INPUT_LEFT, INPUT_RIGHT, INPUT_HOME, INPUT_END, INPUT_PAGE_UP,
    INPUT_PAGE_DOWN, INPUT_INSERT, INPUT_DELETE, INPUT_BACKSPACE, INPUT_TAB, INPUT_ENTER, INPUT_ESC,
    INPUT_F1, /* ... INPUT_F1 + 11 = F12 */
    INPUT_UNKNOWN = 0x110100, /* a sequence nobody knows: swallowed */
};

enum key_modifier { KEY_SHIFT_HELD = 1, KEY_ALT_HELD = 2, KEY_CTRL_HELD = 4 };

struct key {
    uint32_t code; /* Ctrl-A is 'a' with KEY_CTRL_HELD; Shift-Tab is INPUT_TAB with KEY_SHIFT_HELD */
    unsigned modifiers;
};

enum mouse_kind { MOUSE_PRESS, MOUSE_RELEASE, MOUSE_DRAG, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct mouse {
    enum mouse_kind kind;
    int button; /* 1 left, 2 middle, 3 right */
    int row, column;
    bool twice; /* the second press of a double click */
    unsigned modifiers;
};

enum event_type {
    EVENT_KEY,
    EVENT_PASTE,   /* text: one bracketed paste, not yet repaired */
    EVENT_MOUSE,
    EVENT_RESIZE,  /* rows, columns */
    EVENT_CURSOR,  /* the terminal's answer where the cursor stands: rows, columns (from 1) */
    EVENT_CHANGED, /* somebody else committed, or came or went */
    EVENT_TICK,    /* a deadline has passed */
    EVENT_HANGUP,  /* the terminal is gone */
};

struct event {
    enum event_type type;
    struct key key;
    struct mouse mouse;
    int rows, columns;
    const char *text; /* borrowed for the call */
    size_t length;
};

/* Where keys are looked up: one bit a context. A view says which one it is in now, or several: the later ones have the
 * first word. */
enum context {
    IN_BOARD = 1,
    IN_BROWSER = 2,
    IN_SIDEBAR = 4,
    IN_EDITOR = 8,   /* a note's text, in place */
    IN_FIELD = 16,   /* one line in a dialog */
    IN_LIST = 32,    /* a field that filters a list of choices */
    IN_SCROLL = 64,  /* a text to read: help, an opened note */
    IN_TARGET = 128, /* waiting for a block's number or an arrow: only arrows and Esc are commands */
    IN_TOUR = 256,   /* a case is told step by step */
    IN_HISTORY = 512, /* a canvas as it was */
    IN_DIFF = 1024,   /* two canvases compared */
    IN_ROOM = 2048,   /* beside IN_BOARD: with a seat in a workshop */
    IN_LEAD = 4096,   /* beside IN_ROOM: as facilitator; the last one, see keymap_find() */
    AT_HOME = 1 << 20, /* no place: the command reaches out of the canvas, and no guest has it */
};

#endif
