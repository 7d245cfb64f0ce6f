/*
 * board_review.c - from the board to what is missing on it.
 *
 * The findings as a list are review_view.c's; here they lead to notes and blocks, from the list or one after another.
 * Nothing of a review is kept but which finding was gone to last.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "review_view.h"

static void go_to(struct board *board, int64_t note_id, int block)
{
    board->sidebar.focused = false;
    if (note_id != 0 && snapshot_note(board->snapshot, note_id))
        board_select(board, note_id);
    else
        board_focus(board, block);
}

static void jump(void *context, struct app *app, int64_t note_id, int block, bool prime_link)
{
    struct board *board = context;
    go_to(board, note_id, block);
    if (prime_link && snapshot_note(board->snapshot, note_id)) {
        board->link_from = note_id;
        app->message_until = 0; /* the prompt has the bottom line */
    }
    app_raise(app, RAISE_PAINT);
}

void board_review_open(struct board *board)
{
    struct app *app = board->app;
    app_push(app, review_view_new(app, board->store, &board->session, board->snapshot->canvas_id, jump, board));
}

/* ---- from gap to gap ------------------------------------------------------------------------------------------ */

/* The canvas as a whole cannot be gone to. */
static bool leads(const struct finding *finding)
{
    return finding->note_count > 0 || finding->block_count > 0;
}

/* Those that lead somewhere, the worst first, as the list shows them. `out` has room for all. */
static size_t sort(const struct finding *findings, size_t count, const struct finding **out)
{
    size_t sorted = 0;
    for (int severity = 0; severity < SEVERITY_COUNT; severity++) {
        for (size_t i = 0; i < count; i++) {
            if (findings[i].severity == (enum severity)severity && leads(&findings[i]))
                out[sorted++] = &findings[i];
        }
    }
    return sorted;
}

/* Behind the last one; where that one is gone, the one that took its place. */
static size_t next_of(const struct board_gap *gap, const struct finding *const *findings, size_t count)
{
    if (!gap->rule)
        return 0;
    size_t next = gap->index;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(findings[i]->rule, gap->rule) == 0 && i <= gap->index)
            next = i + 1;
    }
    return next < count ? next : 0;
}

static void go_on(struct board *board, const struct finding *const *findings, size_t count)
{
    if (count == 0) {
        app_message(board->app, "%s", _("Nothing found: the canvas keeps every rule."));
        return;
    }
    size_t at = next_of(&board->gap, findings, count);
    const struct finding *finding = findings[at];
    free(board->gap.rule);
    board->gap = (struct board_gap){memory_copy_text(finding->rule), at};
    if (finding->note_count > 0)
        go_to(board, finding->note_id[0], board->focus);
    else
        go_to(board, 0, finding->block[0]);
    app_message(board->app, "%zu/%zu  %s", at + 1, count, finding->text.text[board->app->language]);
}

static void next_gap(struct board *board)
{
    struct error error;
    struct finding *findings;
    size_t count;
    if (!app_check(board->app,
                   canvas_review(board->snapshot, board->store, &board->session, time_now(), &findings, &count, &error),
                   &error))
        return;
    const struct finding **sorted = memory_new(count + 1, sizeof(const struct finding *));
    go_on(board, sorted, sort(findings, count, sorted));
    free(sorted);
    findings_free(findings, count);
}

enum handled board_review_command(struct board *board, enum command command)
{
    switch ((int)command) {
    case COMMAND_REVIEW:
        board_review_open(board);
        return HANDLED;
    case COMMAND_GAP_NEXT:
        next_gap(board);
        return HANDLED;
    default:
        return PASSED;
    }
}
