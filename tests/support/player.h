/*
 * player.h - somebody who does one random thing after another to a canvas; for tests with random histories.
 */
#ifndef NONET_PLAYER_H
#define NONET_PLAYER_H

#include "nonet/canvas.h"

struct player {
    struct store *store;
    struct session session;
    struct snapshot *snapshot;
};

/* Does one thing that the snapshot suggests (srandom() beforehand); what somebody else has made impossible meanwhile
 * may fail. *trashed remembers a note in the trash between calls. */
enum status player_play(struct player *player, int64_t canvas_id, int64_t *trashed, struct error *err);

#endif
