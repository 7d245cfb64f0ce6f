/*
 * board_tour.c - an example told step by step: the canvas grows, block by block.
 *
 * Blocks of later steps look empty while it is told; nothing is changed. Invariant: what is hidden follows from the
 * step alone.
 */
#include "board.h"

#include <string.h>

bool board_tour_hides(const struct board *board, int block)
{
    const struct guide *guide = &board->guide;
    if (guide->kind != GUIDE_TOUR)
        return false;
    const char *id = template_block_id(board_template(board), block);
    for (size_t i = 0; i <= guide->at && i < guide->tour.step_count; i++) {
        const struct example_step *step = &guide->tour.step[i];
        for (size_t b = 0; b < step->block_count; b++) {
            if (strcmp(step->block[b], id) == 0)
                return false;
        }
    }
    return true;
}

static bool in_step(const struct board *board, const struct example_step *step, int block)
{
    for (size_t i = 0; i < step->block_count; i++) {
        if (strcmp(step->block[i], template_block_id(board_template(board), block)) == 0)
            return true;
    }
    return false;
}

/* To the first note of the step that carries the case, else to its first block. */
static void show(struct board *board)
{
    const struct guide *guide = &board->guide;
    const struct example_step *step = &guide->tour.step[guide->at];
    int block;
    board_settle(board);
    board_money_clear(board); /* what is hidden is not added up */
    if (step->block_count > 0 && template_block_by_id(board_template(board), step->block[0], &block))
        board_focus(board, block);
    for (size_t i = 0; i < guide->tour.note_count; i++) {
        const struct note *note = snapshot_note(board->snapshot, guide->tour.note[i]);
        if (note && in_step(board, step, note->block)) {
            board_select(board, note->id);
            break;
        }
    }
    app_raise(board->app, RAISE_LAYOUT | RAISE_PAINT);
}

static void end(struct board *board, bool told)
{
    board->guide.kind = GUIDE_OFF;
    board_settle(board);
    board_money_clear(board);
    board_changed(board);
    app_raise(board->app, RAISE_LAYOUT | RAISE_PAINT);
    if (told)
        app_message(board->app, "%s", _("that is the whole case; r says what the review makes of it"));
}

void board_tour_start(struct board *board)
{
    board->guide.kind = GUIDE_TOUR;
    board->guide.at = 0;
    board->sidebar.focused = false;
    board->marked_count = 0;
    board->link_from = 0;
    show(board);
}

enum handled board_tour_command(struct board *board, enum command command)
{
    struct guide *guide = &board->guide;
    switch ((int)command) {
    case COMMAND_TOUR_NEXT:
        guide->at++;
        if (guide->at < guide->tour.step_count)
            show(board);
        else
            end(board, true);
        return HANDLED;
    case COMMAND_TOUR_BACK:
        if (guide->at > 0)
            guide->at--;
        show(board);
        return HANDLED;
    case COMMAND_CANCEL:
    case COMMAND_BACK:
        end(board, false);
        return HANDLED;
    default:
        return PASSED;
    }
}
