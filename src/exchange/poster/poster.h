/*
 * poster.h - a canvas as a poster: what the two files share. Private to src/exchange.
 *
 *   write_poster.c   the sheet: size of the type, head and foot, pages
 *   poster_block.c   one block: its heading, and its notes in columns
 *
 * All lengths are points. Invariant: what is drawn lies inside the block's cell; what does not fit is told back.
 */
#ifndef NONET_EXCHANGE_POSTER_H
#define NONET_EXCHANGE_POSTER_H

#include "picture.h"
#include "write/sheet.h"
#include "write/writers.h"

#define POSTER_INK 0x20242a
#define POSTER_SOFT 0x686c74
#define POSTER_FAINT 0x9b9ea5
#define POSTER_LINE 0xdad6cc
#define POSTER_PAPER 0xffffff

/* A text set without a width: how wide and high it is, in ems; height 0 = not measured yet. */
struct poster_extent {
    double width, height;
};

/* A note ready to be set; the heading of its group stands above the first note of it. */
struct poster_item {
    char *heading, *text, *marks; /* "" = none */
    struct poster_extent text_extent, marks_extent;
    enum note_colour colour;
    bool last;          /* of the pieces that a long note was cut into */
    double height;      /* poster_block_height(): at the type and column width of the last call */
};

struct poster_block {
    const struct sheet_cell *cell;
    char *number, *title, *other; /* other: in the second language, "" = none */
    double title_width;           /* set without a width, in ems; 0 = not measured yet */
    struct poster_item *item;
    size_t count, drawn;          /* drawn: items that stand on a page already */
};

struct poster {
    const struct export_request *request;
    const struct picture_driver *driver;
    struct picture *picture;
    struct export_order order;
    struct sheet sheet;
    struct poster_block *block; /* of the sheet's cell at the same index */
    double width, height;       /* of the page */
    double type;                /* the size of a note's letters */
    double heading;             /* of a block's title, in ems of that */
    bool authors;
    bool colour[NOTE_COLOUR_COUNT]; /* those that occur */
    bool coloured;              /* any but NOTE_NONE: notes stand a little further from the edge, behind its letter */
};

/* The sign of a colour, `em` being the size of the letters beside it: a flag with the letter that the board shows where no
 * colour can be seen, so that print in grey tells as much. NOTE_NONE has none. */
void poster_flag_draw(const struct poster *poster, enum note_colour colour, double x, double y, double em);
#define POSTER_FLAG_WIDTH 0.8 /* ems */
void poster_block_init(struct poster *poster, struct poster_block *block, const struct sheet_cell *cell);
void poster_block_clear(struct poster_block *block);
/* How large a title may be, in ems, to stand in one line when the block is `width` wide. */
double poster_block_title_fits(const struct poster *poster, struct poster_block *block, double width);
/* The height that the block needs at the poster's type when it is `width` wide; sets the items' heights. */
double poster_block_height(const struct poster *poster, struct poster_block *block, double width);
/* Draws its frame, heading and items from `block->drawn` on into its cell, moved by (left, top); moves `drawn` on. */
void poster_block_draw(const struct poster *poster, struct poster_block *block, double left, double top);
/* What is left of a block on a page of its own kind: in columns, without a frame. Starts at *column and *y below `top`,
 * moves them on; false: the page is full and something is left. */
struct poster_columns {
    double left, top, width, bottom, gap; /* width of one column */
    int count;
    int column;
    double y;
};
bool poster_block_continue(const struct poster *poster, struct poster_block *block, struct poster_columns *columns);

#endif
