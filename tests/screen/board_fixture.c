/*
 * board_fixture.c - see board_fixture.h.
 */
#include "board_fixture.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"

struct board *board_fixture_example(struct screen_fixture *fixture, const char *id)
{
    struct error error;
    struct view *view;
    ck_ok(board_new_example(&fixture->app, id, &view, &error));
    app_push(&fixture->app, view);
    app_settle(&fixture->app);
    return board_of(view);
}

struct board *board_fixture_open(struct screen_fixture *fixture, int64_t canvas_id)
{
    struct error error;
    struct view *view;
    ck_ok(board_new(&fixture->app, canvas_id, &view, &error));
    app_push(&fixture->app, view);
    app_settle(&fixture->app);
    return board_of(view);
}

struct board *board_fixture_canvas(struct screen_fixture *fixture, int rows, int columns, const char *notes)
{
    int64_t canvas_id = screen_fixture_canvas(fixture, SCREEN_FIXTURE_NOW, "bmc", "Our club", notes);
    screen_fixture_start(fixture, LANGUAGE_EN, rows, columns);
    return board_fixture_open(fixture, canvas_id);
}

int64_t board_fixture_note(struct board *board, int block, size_t at)
{
    ck_assert_uint_lt(at, board_notes(board, block)->count);
    return board_notes(board, block)->note[at]->id;
}

static void add_block(struct board *board, int block, struct buffer *out)
{
    const struct snapshot_block *notes = board_notes(board, block);
    bool focus = board->focus == block;
    if (notes->count == 0 && !focus)
        return;
    int number = block == TEMPLATE_PARKING ? 0 : board_template(board)->block[block].order;
    buffer_printf(out, "%s%d:", out->length > 0 ? " " : "", number);
    for (size_t i = 0; i < notes->count; i++) {
        const struct note *note = notes->note[i];
        if (i > 0)
            buffer_add_char(out, ',');
        for (const char *at = note->text; *at; at++)
            buffer_add_char(out, *at == '\n' ? '/' : *at);
        if (board_is_marked(board, note->id))
            buffer_add_char(out, '!');
        if (focus && board_selected(board) == note->id)
            buffer_add_char(out, '*');
    }
    if (notes->count == 0)
        buffer_add_char(out, '*');
}

char *board_fixture_state(struct board *board)
{
    struct buffer out = {0};
    for (size_t i = 0; i < board_template(board)->block_count; i++)
        add_block(board, (int)i, &out);
    add_block(board, TEMPLATE_PARKING, &out);
    return buffer_take(&out);
}

void board_fixture_is(struct board *board, const char *what, const char *expected)
{
    char *state = board_fixture_state(board);
    ck_assert_msg(strcmp(state, expected) == 0, "after %s the board is\n  %s\ninstead of\n  %s", what, state, expected);
    free(state);
}
