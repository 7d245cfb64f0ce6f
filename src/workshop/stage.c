/*
 * stage.c - moving the room through its stages, and opening what was written in private.
 *
 * Everybody moves at once, because the stage is a row. A stage is written out into the row when it is entered (may,
 * round, vote), so that asking what a seat may takes no agenda. Invariant: leaving a stage closes its vote, and hidden
 * notes stay hidden only into a private stage or one that reveals step by step.
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { MINUTE = 60 * 1000, EXTEND_MAX = 24 * 60 };

/* ---- reveal ------------------------------------------------------------------------------------------------ */

static enum status open_notes(struct act *act, const struct room_note *notes, size_t count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = store_row_set_integer(act->store, "note", notes[i].id, "hidden", 0, err);
    return status;
}

static enum status open_all(struct act *act, struct error *err)
{
    struct room_note *notes;
    size_t count;
    enum status status = room_notes(act->store, act->room.canvas_id, true, NULL, &notes, &count, err);
    if (status == STATUS_OK)
        status = open_notes(act, notes, count, err);
    room_notes_free(notes, count);
    return status;
}

static enum status open_some(struct act *act, enum stage_reveal what, const char *block, size_t *opened,
                             int64_t *note_id, struct error *err)
{
    struct room_note *notes;
    size_t count, first = 0;
    enum status status =
        room_notes(act->store, act->room.canvas_id, true, what == REVEAL_ALL ? NULL : block, &notes, &count, err);
    *opened = count;
    if (status == STATUS_OK && what == REVEAL_NOTE && count > 1) {
        first = (size_t)((uint64_t)id_new() % count);
        *opened = 1;
    }
    if (status == STATUS_OK)
        status = open_notes(act, notes + first, *opened, err);
    if (status == STATUS_OK && *opened > 0 && note_id)
        *note_id = notes[first + *opened - 1].id;
    /* The last one is open: what is added to this round now is late. */
    if (status == STATUS_OK && *opened == count && act->room.round != 0 && (what == REVEAL_ALL || *opened > 0) &&
        (what == REVEAL_ALL || block == NULL)) {
        status = act_set(act, "round", 0, err);
        if (status == STATUS_OK)
            status = act_set(act, "late", 1, err);
    }
    room_notes_free(notes, count);
    return status;
}

enum status workshop_reveal(struct store *store, const struct session *session, int64_t workshop_id,
                            enum stage_reveal what, const char *block_id, size_t *count, int64_t *note_id,
                            struct error *err)
{
    struct act act;
    *count = 0;
    if (note_id)
        *note_id = 0;
    enum status status =
        act_begin(&act, store, session, workshop_id, OF_THE_CANVAS, "workshop_reveal", MAY_LEAD, err);
    if (status == STATUS_OK)
        status = act_end(&act, open_some(&act, what, block_id, count, note_id, err), err);
    return status;
}

/* ---- stages -------------------------------------------------------------------------------------------------- */

static char *join_words(const char **words, size_t count)
{
    struct buffer text = {0};
    buffer_add(&text, "");
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "%s%s", i == 0 ? "" : " ", words[i]);
    return buffer_take(&text);
}

static enum status open_vote(struct act *act, const struct stage *stage, int64_t started, struct error *err)
{
    char *blocks = join_words(stage->block, stage->block_count);
    enum status status = act_set(act, "vote_round", id_new(), err);
    if (status == STATUS_OK)
        status = act_set(act, "vote_open", started, err);
    if (status == STATUS_OK)
        status = act_set(act, "vote_number", 1, err);
    if (status == STATUS_OK)
        status = act_set(act, "vote_each", stage->votes, err);
    if (status == STATUS_OK)
        status = act_set(act, "vote_stacking", stage->stacking, err);
    if (status == STATUS_OK)
        status = act_set_text(act, "vote_among", "", err);
    if (status == STATUS_OK)
        status = act_set_text(act, "vote_blocks", blocks, err);
    free(blocks);
    return status;
}

enum status stage_enter(struct act *act, const struct agenda *agenda, int to, struct error *err)
{
    const struct stage *stage = &agenda->stage[to];
    int64_t clock = time_now(), now = clock, length = (int64_t)stage->minutes * MINUTE;
    if (now <= act->room.stage_started) /* the clock may have been set back; a stage is known by when it began */
        now = act->room.stage_started + 1;
    const struct {
        const char *field;
        int64_t value;
    } fields[] = {
        {"stage", to},
        {"stage_started", now},
        {"stage_length", length},
        {"deadline", length > 0 ? clock + length : 0},
        {"may", stage->may},
        {"hold", 0},
        {"called_hard", 0},
        {"round", stage->private ? id_new() : 0},
        {"late", stage->kind == STAGE_REVEAL},
        {"story_at", 0},
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; i < COUNT_OF(fields) && status == STATUS_OK; i++)
        status = act_set(act, fields[i].field, fields[i].value, err);
    if (status == STATUS_OK)
        status = act_set_text(act, "called", "", err);
    if (status == STATUS_OK)
        status = act_set_text(act, "story", "", err);
    if (status == STATUS_OK && stage->votes > 0)
        status = open_vote(act, stage, now, err);
    return status;
}

static enum status go(struct act *act, int from, int to, struct error *err)
{
    if (from >= 0 && act->room.stage != from)
        return error_set(err, STATUS_CONFLICT, _("somebody else has moved on already"));
    struct agenda *agenda;
    enum status status = room_agenda(act->store, act->room.id, &agenda, err);
    if (status != STATUS_OK)
        return status;
    if (to < 0 || (size_t)to >= agenda->stage_count) {
        status = error_set(err, STATUS_INVALID, to < 0 ? _("this is the first stage") : _("this is the last stage"));
    } else {
        const struct stage *stage = &agenda->stage[to];
        if (room_votes(&act->room))
            status = votes_write(act, err);
        bool stepwise = stage->kind == STAGE_REVEAL && stage->reveal != REVEAL_ALL;
        if (status == STATUS_OK && !stage->private && !stepwise)
            status = open_all(act, err);
        if (status == STATUS_OK)
            status = stage_enter(act, agenda, to, err);
    }
    agenda_free(agenda);
    return status;
}

enum status workshop_go(struct store *store, const struct session *session, int64_t workshop_id, int from, int to,
                        struct error *err)
{
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_CANVAS, "workshop_stage", MAY_LEAD, err);
    if (status == STATUS_OK)
        status = act_end(&act, go(&act, from, to, err), err);
    return status;
}

static enum status extend(struct act *act, int minutes, struct error *err)
{
    int64_t now = time_now(), from = act->room.deadline, more = (int64_t)minutes * MINUTE;
    int64_t length = act->room.stage_length;
    if (from > now + length)
        from = now + length; /* the clock was set back meanwhile */
    if (minutes > 0 && from < now)
        from = now;
    int64_t deadline = from + more;
    if (deadline < now)
        deadline = now;
    enum status status = act_set(act, "deadline", deadline, err);
    if (status == STATUS_OK)
        status = act_set(act, "stage_length", deadline - now > length + more ? deadline - now : length + more, err);
    return status;
}

enum status workshop_extend(struct store *store, const struct session *session, int64_t workshop_id, int minutes,
                            struct error *err)
{
    if (minutes == 0 || minutes > EXTEND_MAX || minutes < -EXTEND_MAX)
        return error_set(err, STATUS_INVALID, _("give a number of minutes from 1 to %d"), EXTEND_MAX);
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_ROOM, "workshop_extend", MAY_LEAD, err);
    if (status == STATUS_OK)
        status = act_end(&act, extend(&act, minutes, err), err);
    return status;
}

enum status workshop_stop(struct store *store, const struct session *session, int64_t workshop_id, bool reveal,
                          struct error *err)
{
    struct act act;
    enum status status = act_begin(&act, store, session, workshop_id, OF_THE_CANVAS, "workshop_stop", MAY_LEAD, err);
    if (status != STATUS_OK)
        return status;
    if (room_votes(&act.room))
        status = votes_write(&act, err);
    if (status == STATUS_OK && reveal)
        status = open_all(&act, err);
    int64_t now = time_now();
    if (status == STATUS_OK)
        status = act_set(&act, "ended", now > act.room.started ? now : act.room.started + 1, err);
    if (status == STATUS_OK)
        status = act_set(&act, "hold", 0, err);
    return act_end(&act, status, err);
}
