/*
 * board_present.c - who else is on this canvas, at which block, typing in which note; and telling them the same of us.
 *
 * Presence is a courtesy: nothing here stops anybody, and a live file that fails does not disturb the work. A note that
 * somebody types in is free again when that one has been silent for a while, without anybody saying so.
 */
#include "board.h"

#include <string.h>

#include "room/room.h"

#define LEASE_MS 15000 /* as live.h says */
#define MANY 50           /* in a full room who comes and goes is looked at once a second, whatever the notes do */
#define MANY_LOOK_MS 1000

void board_presence(struct board *board)
{
    if (!board->app->live || board->example || board_is_wall(board))
        return;
    struct error error;
    const char *block = template_block_id(board_template(board), board->focus);
    int64_t note_id = board->editor.open ? board->editor.note_id : 0;
    /* Presence is a courtesy: a live file that fails does not disturb the work. */
    enum status ignored =
        live_presence_set(board->app->live, board->snapshot->canvas_id, block, note_id, &error);
    (void)ignored;
}

static bool same_presence(const struct presence *a, const struct presence *b)
{
    return a->session_id == b->session_id && a->note_id == b->note_id && strcmp(a->name, b->name) == 0 &&
           strcmp(a->block, b->block) == 0;
}

/* When the first of the leases ends by itself. */
static void wind_lease(struct board *board)
{
    int64_t now = time_now();
    board->lease_due = 0;
    for (size_t i = 0; i < board->present_count; i++) {
        int64_t left = board->present[i].seen + LEASE_MS + 1 - now;
        if (board->present[i].note_id == 0 || left <= 0)
            continue;
        if (board->lease_due == 0 || time_steady() + left < board->lease_due)
            board->lease_due = time_steady() + left;
    }
}

/* Whose line drops comes back before sshd has noticed; the old program ends a while after. */
static bool another_self_went(const struct board *board, const struct presence *before, size_t count)
{
    bool went = false;
    for (size_t i = 0; i < count && !went; i++) {
        went = before[i].actor_id == board->session.actor_id;
        for (size_t k = 0; k < board->present_count && went; k++)
            went = board->present[k].session_id != before[i].session_id;
    }
    return went;
}

bool board_look_around(struct board *board)
{
    if (board->present_count > MANY && time_steady() - board->looked_at < MANY_LOOK_MS)
        return false;
    board->looked_at = time_steady();
    struct presence *before = board->present;
    size_t count = board->present_count;
    struct error error;
    board->present = NULL;
    board->present_count = 0;
    if (board->app->live && !board->example &&
        live_presence_list(board->app->live, board->snapshot->canvas_id, &board->present, &board->present_count,
                           &error) != STATUS_OK)
        board->present_count = 0;
    board_room_places(board);
    board->app->others = board->present_count;
    bool same = count == board->present_count, silent = same;
    for (size_t i = 0; i < count && same; i++) {
        same = same_presence(&before[i], &board->present[i]);
        silent = silent && same && before[i].seen == board->present[i].seen;
    }
    if (!silent)
        wind_lease(board);
    if (!same && another_self_went(board, before, count))
        board->self_went = true;
    presence_list_free(before, count);
    return !same;
}

