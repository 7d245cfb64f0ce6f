/*
 * screen.h - the cell grid that views paint on.
 *
 * A screen is memory: no terminal, no curses. Views paint the whole frame on it; terminal_draw() finds what
 * differs and sends it. Text goes in as UTF-8 and is split into clusters; a wide cluster that would cross the
 * limit or the edge becomes a space. Border lines are kept as four bits a cell (which of its sides a line
 * leaves by), so panes that share borders get their junctions by themselves.
 */
#ifndef NONET_TUI_SCREEN_H
#define NONET_TUI_SCREEN_H

#include "nonet/template.h"
#include "nonet/text.h"

/* What a cell means; the theme says how that looks on this terminal. */
enum role {
    ROLE_TEXT,
    ROLE_DIM,          /* quiet: hints, the rest of the board, definitions */
    ROLE_BORDER,
    ROLE_BORDER_FOCUS,
    ROLE_TITLE,
    ROLE_TITLE_FOCUS,
    ROLE_BAR,          /* top and bottom line */
    ROLE_KEY,          /* a key in the bottom line */
    ROLE_MESSAGE,
    ROLE_WARNING,
    ROLE_SELECTION,    /* the selected note: reverse */
    ROLE_LINKED,       /* tied to the selected one: bold */
    ROLE_MATCH,        /* found text */
    ROLE_HINT,         /* an empty pane's first question */
    ROLE_DIALOG,
    ROLE_YELLOW, ROLE_RED, ROLE_GREEN, ROLE_BLUE, ROLE_PURPLE, /* note colours, in the order of enum note_colour */
    ROLE_COUNT
};

enum style_flag { STYLE_BOLD = 1, STYLE_REVERSE = 2, STYLE_UNDERLINE = 4, STYLE_DIM = 8 };

struct style {
    uint8_t role;
    uint8_t flags;
};
#define STYLE(role_) ((struct style){.role = (uint8_t)(role_)})

enum line_bit { LINE_UP = 1, LINE_DOWN = 2, LINE_LEFT = 4, LINE_RIGHT = 8 };

struct cell {
    uint32_t glyph[TEXT_GLYPH_MAX]; /* glyph[0] = 0: the right half of a wide cell */
    uint8_t lines;                  /* enum line_bit; when set, the glyph is the border drawn */
    struct style style;
};

struct screen {
    int rows, columns;
    struct cell *cell; /* rows * columns */
    bool *touched;     /* rows drawn on since whoever shows the screen took note: screen_untouch() */
    enum text_width width;
    bool ascii;        /* borders as + - | and marks as letters */
    bool marks;        /* no colours here: colour marks are letters */
    int caret_row, caret_column; /* where the terminal's own cursor goes; -1 = hidden */
};

/* Whether marks and lines are drawn as ASCII: there is nothing else, or the terminal gives other signs two cells. */
static inline bool screen_plain(const struct screen *screen)
{
    return screen->ascii || screen->width == TEXT_WIDE;
}

void screen_init(struct screen *screen, int rows, int columns);
void screen_clear(struct screen *screen);
void screen_resize(struct screen *screen, int rows, int columns); /* contents are lost */
void screen_erase(struct screen *screen);                         /* blank, caret hidden */
void screen_untouch(struct screen *screen);

/* Draws text from (row, column) over at most `cells` cells; parts outside the screen are clipped. Returns the cells
 * used. LF ends the drawing. */
int screen_text(struct screen *screen, int row, int column, int cells, const char *text, size_t length,
                struct style style);
int screen_string(struct screen *screen, int row, int column, int cells, const char *text, struct style style);
/* The same, cut with … when longer than `cells`. */
int screen_elided(struct screen *screen, int row, int column, int cells, const char *text, struct style style);
void screen_fill(struct screen *screen, struct rectangle area, struct style style); /* blanks */
void screen_restyle(struct screen *screen, struct rectangle area, struct style style); /* glyphs stay */
/* Adds a border around `area` (its outermost cells). Lines join what is there; `style` wins when it is a focus role. */
void screen_frame(struct screen *screen, struct rectangle area, struct style style);
void screen_line(struct screen *screen, int row, int column, int length, bool vertical, struct style style);
void screen_caret(struct screen *screen, int row, int column);

/* The grid as text, a line a row, trailing spaces cut: what goldens compare. The second one gives a letter a
 * cell for its role and flags. */
void screen_dump(const struct screen *screen, struct buffer *out);
void screen_dump_roles(const struct screen *screen, struct buffer *out);

#endif
