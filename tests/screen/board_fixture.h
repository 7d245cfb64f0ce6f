/*
 * board_fixture.h - a board under test: opening it, and its state in one line.
 */
#ifndef NONET_BOARD_FIXTURE_H
#define NONET_BOARD_FIXTURE_H

#include "board/board.h"
#include "screen_fixture.h"

/* What most boards under test begin with. */
#define BOARD_FIXTURE_NOTES                                                                              \
    "customer_segments: Fans\ncustomer_segments: Clubs\ncustomer_segments: Firms\nvalue_propositions: Play"

struct board *board_fixture_example(struct screen_fixture *fixture, const char *id);
struct board *board_fixture_open(struct screen_fixture *fixture, int64_t canvas_id);
/* A new bmc canvas with "block: text" lines, opened in English at rows x columns. */
struct board *board_fixture_canvas(struct screen_fixture *fixture, int rows, int columns, const char *notes);
/* The id of a note by its place in a block. */
int64_t board_fixture_note(struct board *board, int block, size_t at);
/* "1:Fans*,Clubs 3:Stadium": each block's number and notes, * the selection, ! a mark, / a line end; a block in focus
 * without notes is "4:*". Yours. */
char *board_fixture_state(struct board *board);
void board_fixture_is(struct board *board, const char *what, const char *expected);

#endif
