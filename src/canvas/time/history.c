/*
 * history.c - the journal of a canvas, told.
 *
 * The feed is read from the beginning and folded as it goes, so that every sentence speaks of a note as it read at
 * that time. Not here: the wording (history_sentence.c). Nothing here changes the store.
 */
#include "history_internal.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

/* A row as the changes so far have left it. */
struct row_state {
    char entity; /* 'n'ote, 'g'roup, 't'ag, 'f'acet, 'l'ink, 'c'anvas, 'v'ersion, 0 = of no concern */
    bool alive;
    char *text;  /* of a note; a canvas's title; the name of a tag or version, the key of a facet */
    char *block; /* of a note; the value of a facet; a note's colour lies in `colour` */
    char *colour;
    int64_t a, b; /* the owner of a tag or facet; the ends of a link; a note's group */
    int64_t author_id; /* whose first action it was */
    bool hidden;       /* of a private round that was not revealed yet */
    /* In the action at hand: */
    int64_t seq;
    bool born, alive_set, text_set, body_set, colour_set, question_set, place_set, block_set, group_set;
    char *text_before;
};

struct pending {
    const char *entity; /* borrowed from entity_names */
    int64_t row_id;
    char *field, *old_text, *new_text;
};

struct telling {
    const struct template *template;
    enum language language;
    int64_t only_note_id; /* 0 = all of the canvas */
    const struct session *session;
    struct id_map hidden; /* ids of notes that are not revealed yet */
    bool secret;          /* the action at hand touches one, or what it touches may not be read */
    struct people people;
    struct id_map rows, sentences; /* struct row_state; action id -> what undoing it is called */
    struct feed_action action; /* at hand; operation is a copy */
    char *operation;
    struct pending *pending;
    size_t pending_count, pending_capacity;
    struct row_state **touched;
    size_t touched_count, touched_capacity;
    struct history_entry *list;
    size_t count, capacity;
};

static const char *const entity_names[] = {"note", "tag", "facet", "link", "canvas", "version", "note_group"};

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

static void fold_change(struct telling *telling, const struct pending *change)
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

static void deeds_of_relation(struct telling *telling, const struct row_state *row, struct deed_done *deeds)
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

/* Whether the action touched the note that is asked for, or something that hangs on it. */
static bool concerns(const struct telling *telling)
{
    if (telling->only_note_id == 0)
        return true;
    const struct row_state *wanted = id_map_get(&telling->rows, telling->only_note_id);
    for (size_t i = 0; i < telling->touched_count; i++) {
        const struct row_state *row = telling->touched[i];
        const struct row_state *owner = row->entity == 'f' ? id_map_get(&telling->rows, row->a) : NULL;
        if (owner != NULL && owner->entity == 'l')
            row = owner;
        if (row == wanted || (row->entity != 'n' && row->entity != 'c' && row->entity != 'g' &&
                              (row->a == telling->only_note_id || row->b == telling->only_note_id)))
            return true;
    }
    return false;
}

/* ---- telling an action --------------------------------------------------------------------------------------------- */

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

/* What the action did, as undoing it would name it. Yours. */
static char *describe(struct telling *telling)
{
    struct deed_done deeds[DEED_COUNT] = {0};
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
    struct buffer sentence = {0};
    if (strcmp(telling->operation, "version_restore") == 0)
        buffer_add(&sentence, _("brought an earlier moment back: "));
    history_sentence(&sentence, deeds, telling->template, telling->language);
    if (sentence.length == 0)
        buffer_add(&sentence, operation_title(telling->operation, telling->language));
    return buffer_take(&sentence);
}

static char *tell(struct telling *telling)
{
    const struct feed_action *action = &telling->action;
    if (action->undoes_id == 0) {
        char *sentence = describe(telling);
        id_map_put(&telling->sentences, action->id, memory_copy_text(sentence));
        return sentence;
    }
    const char *undone = or_empty(id_map_get(&telling->sentences, action->undoes_id));
    free(id_map_get(&telling->sentences, action->id));
    id_map_put(&telling->sentences, action->id, memory_copy_text(undone));
    struct buffer sentence = {0};
    if (strcmp(telling->operation, "undo") == 0)
        buffer_printf(&sentence, _("undid: %s"), undone);
    else if (strcmp(telling->operation, "redo") == 0)
        buffer_printf(&sentence, _("redid: %s"), undone);
    else
        buffer_printf(&sentence, _("found nothing left to undo of: %s"), undone);
    return buffer_take(&sentence);
}

/* Whether a tag, facet or tie of the action belongs to a note that is not revealed yet. */
static bool hangs_on_hidden(const struct telling *telling)
{
    for (size_t i = 0; i < telling->touched_count; i++) {
        const struct row_state *row = telling->touched[i];
        const struct row_state *tie = row->entity == 'f' ? id_map_get(&telling->rows, row->a) : NULL;
        if (tie && tie->entity == 'l')
            row = tie;
        if (strchr("tfl", row->entity) && row->entity != '\0' &&
            (id_map_get(&telling->hidden, row->a) || id_map_get(&telling->hidden, row->b)))
            return true;
    }
    return false;
}

static void finish_action(struct telling *telling)
{
    if (telling->operation == NULL)
        return;
    telling->touched_count = 0;
    for (size_t i = 0; i < telling->pending_count; i++) {
        fold_change(telling, &telling->pending[i]);
        free(telling->pending[i].field);
        free(telling->pending[i].old_text);
        free(telling->pending[i].new_text);
    }
    telling->pending_count = 0;
    char *sentence = tell(telling);
    if (concerns(telling)) {
        bool secret = telling->secret || hangs_on_hidden(telling);
        int64_t actor_id = session_author(telling->session, &telling->people, telling->action.actor_id, secret);
        GROW(telling->list, telling->count, telling->capacity);
        telling->list[telling->count++] = (struct history_entry){
            .seq = telling->action.seq,
            .at = telling->action.clock,
            .actor_id = actor_id,
            .actor = memory_copy_text(people_name(&telling->people, actor_id)),
            .operation = memory_copy_text(telling->operation),
            .text = sentence,
        };
    } else {
        free(sentence);
    }
    free(telling->operation);
    telling->operation = NULL;
}

static bool read_feed(void *context, const struct feed_action *action, const struct feed_change *change)
{
    struct telling *telling = context;
    if (telling->operation == NULL || telling->action.seq != action->seq) {
        finish_action(telling);
        telling->action = *action;
        telling->operation = memory_copy_text(action->operation);
        telling->action.operation = NULL;
        telling->secret = change == NULL;
    }
    if (change != NULL && id_map_get(&telling->hidden, change->row_id) != NULL)
        telling->secret = true;
    for (size_t i = 0; change != NULL && i < COUNT_OF(entity_names); i++) {
        if (strcmp(change->entity, entity_names[i]) != 0)
            continue;
        GROW(telling->pending, telling->pending_count, telling->pending_capacity);
        telling->pending[telling->pending_count++] =
            (struct pending){.entity = entity_names[i],
                             .row_id = change->row_id,
                             .field = memory_copy_text(change->field),
                             .old_text = memory_copy_text(change->old_text),
                             .new_text = memory_copy_text(change->new_text)};
    }
    return true;
}

static void telling_clear(struct telling *telling)
{
    for (size_t i = 0; i < telling->rows.capacity; i++) {
        struct row_state *state = telling->rows.slot[i].value;
        if (state == NULL)
            continue;
        free(state->text);
        free(state->block);
        free(state->colour);
        free(state->text_before);
        free(state);
    }
    people_clear(&telling->people);
    for (size_t i = 0; i < telling->sentences.capacity; i++)
        free(telling->sentences.slot[i].value);
    id_map_clear(&telling->hidden);
    id_map_clear(&telling->rows);
    id_map_clear(&telling->sentences);
    free(telling->pending);
    free(telling->touched);
}

static enum status tell_all(struct store *store, const struct session *session, int64_t canvas_id, int64_t note_id,
                            enum language language, struct history_entry **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    if (!session_sees_canvas(session, canvas_id))
        return error_set(err, STATUS_DENIED, _("that canvas is not part of this session"));
    struct canvas_row canvas;
    struct template *template = NULL;
    enum status status = row_canvas(store, canvas_id, &canvas, err);
    if (status != STATUS_OK)
        return status;
    struct telling telling = {.language = language, .only_note_id = note_id, .session = session};
    status = canvas_template(store, canvas.template_hash, canvas.template_id, 0, &template, err);
    row_canvas_clear(&canvas);
    telling.template = template;
    if (status == STATUS_OK)
        status = people_read(&telling.people, store, NULL, err);
    if (status == STATUS_OK && (session->names != NAMES_SHOWN || telling.people.names.count > 0))
        status = history_read_hidden(store, canvas_id, &telling.hidden, err);
    if (status == STATUS_OK)
        status = store_feed_veiled(store, session_veil(session), canvas_id, 0, 0, read_feed, &telling, NULL, err);
    finish_action(&telling);
    if (status == STATUS_OK) {
        *out = telling.list;
        *count = telling.count;
    } else {
        history_free(telling.list, telling.count);
    }
    telling_clear(&telling);
    template_free(template);
    return status;
}

enum status canvas_history(struct store *store, const struct session *session, int64_t canvas_id,
                           enum language language, struct history_entry **out, size_t *count, struct error *err)
{
    return tell_all(store, session, canvas_id, 0, language, out, count, err);
}

enum status note_history(struct store *store, const struct session *session, int64_t note_id, enum language language,
                         struct history_entry **out, size_t *count, struct error *err)
{
    struct note_row note;
    enum status status = row_note(store, session, note_id, &note, err);
    if (status != STATUS_OK)
        return status;
    int64_t canvas_id = note.canvas_id;
    row_note_clear(&note);
    return tell_all(store, session, canvas_id, note_id, language, out, count, err);
}

void history_free(struct history_entry *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].actor);
        free(list[i].operation);
        free(list[i].text);
    }
    free(list);
}
