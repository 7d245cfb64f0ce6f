/*
 * history_fold.c - what an action did: its changes folded into rows, and counted as deeds.
 *
 * Rows stay from action to action, so that each deed names a note as it read then. Not here: the words.
 */
#include "history_internal.h"

#include <stdlib.h>
#include <string.h>

static void set_text(char **text, const char *value)
{
    char *copy = memory_copy_text(value);
    free(*text);
    *text = copy;
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* ---- folding an action ------------------------------------------------------------------------------------------ */

static struct row_state *state_of(struct telling *telling, const char *entity, int64_t row_id)
{
    struct row_state *state = id_map_get(&telling->rows, row_id);
    if (state == NULL) {
        state = memory_new(1, sizeof *state);
        state->entity = strcmp(entity, "note_group") == 0 ? 'g' : entity[0];
        state->author_id = telling->action.actor_id;
        id_map_put(&telling->rows, row_id, state);
    }
    if (state->seq != telling->action.seq) {
        state->seq = telling->action.seq;
        state->born = state->alive_set = state->text_set = state->body_set = false;
        state->colour_set = state->question_set = state->place_set = state->block_set = state->group_set = false;
        GROW(telling->touched, telling->touched_count, telling->touched_capacity);
        telling->touched[telling->touched_count++] = state;
    }
    return state;
}

static void fold_note(struct row_state *state, const struct pending *change)
{
    if (strcmp(change->field, "text") == 0) {
        set_text(&state->text_before, or_empty(change->old_text));
        set_text(&state->text, change->new_text);
        state->text_set = true;
    } else if (strcmp(change->field, "block") == 0) {
        set_text(&state->block, change->new_text);
        state->place_set = state->block_set = true;
    } else if (strcmp(change->field, "rank") == 0) {
        state->place_set = true;
    } else if (strcmp(change->field, "body") == 0) {
        state->body_set = true;
    } else if (strcmp(change->field, "colour") == 0) {
        set_text(&state->colour, change->new_text);
        state->colour_set = true;
    } else if (strcmp(change->field, "question") == 0) {
        state->question_set = true;
    } else if (strcmp(change->field, "group_id") == 0) {
        state->a = strtoll(or_empty(change->new_text), NULL, 10);
        state->group_set = true;
    } else if (strcmp(change->field, "hidden") == 0) {
        state->hidden = strcmp(change->new_text, "0") != 0;
    }
}

static void fold_other(struct row_state *state, const struct pending *change)
{
    const char *field = change->field;
    if (strcmp(field, "title") == 0 || strcmp(field, "name") == 0 || strcmp(field, "key") == 0) {
        set_text(&state->text, change->new_text);
        state->text_set = true;
    } else if (strcmp(field, "rank") == 0) {
        state->place_set = true;
    } else if (strcmp(field, "value") == 0) {
        set_text(&state->block, change->new_text);
        state->text_set = true;
    } else if (strcmp(field, "owner_id") == 0 || strcmp(field, "from_id") == 0) {
        state->a = strtoll(change->new_text, NULL, 10);
    } else if (strcmp(field, "to_id") == 0) {
        state->b = strtoll(change->new_text, NULL, 10);
    }
}

void history_fold(struct telling *telling, const struct pending *change)
{
    struct row_state *state = state_of(telling, change->entity, change->row_id);
    if (change->old_text == NULL)
        state->born = true;
    if (strcmp(change->field, "alive") == 0) {
        state->alive = strcmp(change->new_text, "0") != 0;
        state->alive_set = true;
    } else if (state->entity == 'n') {
        fold_note(state, change);
    } else {
        fold_other(state, change);
    }
}

/* ---- deeds -------------------------------------------------------------------------------------------------------- */

static struct deed_done *count_deed(struct deed_done *deeds, enum deed deed, const struct row_state *subject)
{
    struct deed_done *done = &deeds[deed];
    if (done->count++ == 0 && subject != NULL)
        done->text = or_empty(subject->text);
    return done;
}

/* What was done with: a tag, a facet and its value, a colour, the heading of a group. */
static void name_detail(struct deed_done *done, const char *detail, const char *value)
{
    detail = or_empty(detail);
    value = or_empty(value);
    if (done->count > 1) {
        done->many_details = done->many_details || strcmp(done->detail, detail) != 0 || strcmp(done->value, value) != 0;
        return;
    }
    done->detail = detail;
    done->value = value;
}

static void place_deed(struct deed_done *deeds, enum deed deed, const struct row_state *note)
{
    struct deed_done *done = count_deed(deeds, deed, note);
    const char *block = or_empty(note->block);
    if (done->count == 1) {
        done->block = block;
        done->within = !note->block_set;
        return;
    }
    if (done->block != NULL && strcmp(done->block, block) != 0)
        done->block = NULL;
    done->within = done->within && !note->block_set;
}

static void group_deed(const struct telling *telling, const struct row_state *note, struct deed_done *deeds)
{
    const struct row_state *group = note->a != 0 ? id_map_get(&telling->rows, note->a) : NULL;
    struct deed_done *done = count_deed(deeds, group != NULL ? DEED_GROUPED : DEED_UNGROUPED, note);
    name_detail(done, group != NULL ? group->text : NULL, NULL);
}

static void deeds_of_group(const struct row_state *group, struct deed_done *deeds)
{
    if (group->born)
        return; /* told by the notes that were put there */
    if (group->alive_set)
        count_deed(deeds, group->alive ? DEED_GROUP_RESTORED : DEED_GROUP_DISSOLVED, group);
    else
        count_deed(deeds, group->text_set ? DEED_GROUP_NAMED : DEED_GROUP_MOVED, group);
}

/* What was private then is not told later either: how a note read before its round was revealed is its author's. */
static bool kept_back(const struct telling *telling, const struct row_state *row)
{
    return row != NULL && row->hidden && !session_sees_note(telling->session, true, row->author_id);
}

static void deeds_of_note(const struct telling *telling, const struct row_state *note, struct deed_done *deeds)
{
    if (kept_back(telling, note))
        return;
    if (note->born) {
        if (note->alive)
            place_deed(deeds, DEED_ADDED, note);
        return;
    }
    if (note->alive_set) {
        count_deed(deeds, note->alive ? DEED_RESTORED : DEED_TRASHED, note);
        return;
    }
    if (note->group_set && !note->block_set)
        group_deed(telling, note, deeds);
    else if (note->place_set)
        place_deed(deeds, DEED_MOVED, note);
    if (note->text_set) {
        struct deed_done *done = count_deed(deeds, DEED_REWORDED, note);
        if (done->count == 1)
            done->other = note->text_before;
    }
    if (note->body_set)
        count_deed(deeds, DEED_BODY, note);
    if (note->colour_set) {
        struct deed_done *done = count_deed(deeds, DEED_COLOURED, note);
        name_detail(done, note->colour, NULL);
    }
    if (note->question_set)
        count_deed(deeds, DEED_QUESTION, note);
}

static bool is_new(const struct row_state *row, int64_t seq)
{
    return row != NULL && row->seq == seq && row->born;
}

static void deeds_of_relation(const struct telling *telling, const struct row_state *row, struct deed_done *deeds)
{
    const struct row_state *a = id_map_get(&telling->rows, row->a), *b = id_map_get(&telling->rows, row->b);
    int64_t seq = telling->action.seq;
    if (kept_back(telling, a) || kept_back(telling, b))
        return;
    if (row->entity == 'l') {
        if (is_new(a, seq) && is_new(b, seq))
            return;
        struct deed_done *done = count_deed(deeds, row->alive ? DEED_TIED : DEED_UNTIED, a);
        if (done->count == 1)
            done->other = b == NULL ? "" : or_empty(b->text);
        return;
    }
    if (is_new(a, seq))
        return; /* came with its note */
    if (a != NULL && a->entity == 'l')
        a = id_map_get(&telling->rows, a->a); /* a tie is told by its first note */
    enum deed deed = row->entity == 't' ? (row->alive ? DEED_TAGGED : DEED_UNTAGGED)
                                        : (row->alive ? DEED_FACET_SET : DEED_FACET_CLEARED);
    struct deed_done *done = count_deed(deeds, deed, a);
    name_detail(done, row->text, row->block);
    if (done->count == 1) {
        done->subject = a;
        done->of_canvas = a != NULL && a->entity == 'c';
    }
    done->many_notes = done->many_notes || done->subject != a;
}

static void deeds_of_canvas(const struct row_state *canvas, struct deed_done *deeds)
{
    if (canvas->born)
        count_deed(deeds, DEED_CANVAS_MADE, canvas);
    else if (canvas->alive_set)
        count_deed(deeds, canvas->alive ? DEED_CANVAS_RESTORED : DEED_CANVAS_TRASHED, canvas);
    else if (canvas->text_set)
        count_deed(deeds, DEED_CANVAS_RENAMED, canvas);
}

/* Merging and splitting are told as what they are, not as the deeds they consist of. */
static void deeds_as_one(const struct telling *telling, struct deed_done *deeds)
{
    bool merged = strcmp(telling->operation, "note_merge") == 0;
    if (!merged && strcmp(telling->operation, "note_split") != 0)
        return;
    const struct deed_done *others = &deeds[merged ? DEED_TRASHED : DEED_ADDED], *first = &deeds[DEED_REWORDED];
    struct deed_done whole = {.count = others->count + 1, .text = others->text};
    if (first->count > 0)
        whole.text = merged ? first->text : first->other;
    memset(deeds, 0, DEED_COUNT * sizeof *deeds);
    deeds[merged ? DEED_MERGED : DEED_SPLIT] = whole;
}

void history_deeds(const struct telling *telling, struct deed_done deeds[DEED_COUNT])
{
    for (size_t i = 0; i < telling->touched_count; i++) {
        const struct row_state *row = telling->touched[i];
        if (row->entity == 'n')
            deeds_of_note(telling, row, deeds);
        else if (row->entity == 'g')
            deeds_of_group(row, deeds);
        else if (row->entity == 'c')
            deeds_of_canvas(row, deeds);
        else if (row->entity == 'v')
            count_deed(deeds, row->alive ? DEED_VERSION_NAMED : DEED_VERSION_REMOVED, row);
        else
            deeds_of_relation(telling, row, deeds);
    }
    deeds_as_one(telling, deeds);
}
