/*
 * player.c - one random thing after another.
 */
#include "player.h"

#include <stdio.h>
#include <stdlib.h>

#include "nonet/group.h"

static int64_t pick(const struct player *player)
{
    const struct snapshot *snapshot = player->snapshot;
    if (snapshot->note_count == 0)
        return 0;
    size_t at = (size_t)random() % snapshot->note_count;
    for (size_t b = 0; b < snapshot->block_count; b++) {
        if (at < snapshot->block[b].count)
            return snapshot->block[b].note[at]->id;
        at -= snapshot->block[b].count;
    }
    return 0;
}

static const char *random_block(const struct player *player)
{
    int block = (int)((size_t)random() % (player->snapshot->template->block_count + 1)) - 1;
    return template_block_id(player->snapshot->template, block);
}

static int64_t random_group(const struct player *player)
{
    const struct snapshot *snapshot = player->snapshot;
    return snapshot->group_count == 0 ? 0 : snapshot->group[(size_t)random() % snapshot->group_count].id;
}

static enum status random_group_deed(struct player *player, int64_t group_id, const char *title, struct error *err)
{
    if (group_id == 0)
        return STATUS_OK;
    switch (random() % 3) {
    case 0:
        return note_group_rename(player->store, &player->session, group_id, title, err);
    case 1:
        return note_group_move(player->store, &player->session, group_id, random() % 2 ? 0 : random_group(player),
                               err);
    default:
        return note_group_dissolve(player->store, &player->session, group_id, err);
    }
}

enum status player_play(struct player *player, int64_t canvas_id, int64_t *trashed, struct error *err)
{
    struct store *store = player->store;
    const struct session *session = &player->session;
    int64_t a = pick(player), b = pick(player), pair[] = {a, b};
    size_t count = a != b && random() % 2 == 0 ? 2 : 1;
    enum save_outcome outcome;
    size_t split;
    struct undo_outcome undone;
    const struct note *note = a == 0 ? NULL : snapshot_note(player->snapshot, a);
    char text[32];
    snprintf(text, sizeof text, "text%c%ld", random() % 8 == 0 ? '\n' : ' ', random() % 50);
    long deed = note == NULL ? 0 : random() % 22;
    switch (deed) {
    case 0:
    case 1: {
        struct note_new notes[] = {{.block = (int)(random() % 9), .text = text},
                                   {.block = TEMPLATE_PARKING, .text = text, .colour = NOTE_GREEN}};
        return canvas_notes_add(store, session, canvas_id, player->snapshot->template, notes, count, b, NULL, err);
    }
    case 2:
        return canvas_note_save(store, session, a, random() % 5 == 0 ? "stale" : note->text, text, &outcome, NULL,
                                err);
    case 3:
        *trashed = a;
        return canvas_notes_set_alive(store, session, pair, count, false, err);
    case 4:
        return *trashed == 0 ? STATUS_OK : canvas_notes_set_alive(store, session, trashed, 1, true, err);
    case 5:
    case 6:
        return canvas_notes_move(store, session, pair, count, random_block(player), random() % 2 - 1, err);
    case 7:
        return canvas_notes_set_colour(store, session, pair, count, (enum note_colour)(random() % 6), err);
    case 8:
        return canvas_notes_set_tag(store, session, pair, count, random() % 2 ? "x" : "y", random() % 3 != 0, err);
    case 9:
        return canvas_notes_set_facet(store, session, pair, count, random() % 2 ? "k" : "l",
                                      random() % 3 == 0 ? "" : text, err);
    case 10:
        if (snapshot_linked(player->snapshot, a, b))
            return canvas_link_set_facet(store, session, canvas_link_id(a, b), random() % 2 ? "k" : "l",
                                         random() % 3 == 0 ? "" : text, err);
        /* fall through */
    case 11:
        return a == b ? STATUS_OK : canvas_link_set(store, session, a, b, random() % 4 != 0, err);
    case 12:
        return canvas_rename(store, session, canvas_id, text, err);
    case 13:
        return canvas_set_tag(store, session, canvas_id, "t", random() % 2 == 0, err);
    case 14:
        return canvas_note_set_body(store, session, a, note->body, text, &outcome, err);
    case 15:
        return note_group_make(store, session, pair, count, text, NULL, err);
    case 16:
        return canvas_notes_set_group(store, session, pair, count, random_group(player), err);
    case 17:
        return random_group_deed(player, random_group(player), text, err);
    case 18:
        return random() % 3 > 0 ? canvas_note_split(store, session, a, &split, err)
                                : canvas_notes_merge(store, session, pair, 2, err);
    case 19:
        return canvas_notes_place(store, session, pair, count, template_block_id(player->snapshot->template, note->block),
                                  random_group(player), random() % 2 - 1, err);
    case 20:
        return canvas_undo(store, session, canvas_id, &undone, err);
    default:
        return canvas_redo(store, session, canvas_id, &undone, err);
    }
}
