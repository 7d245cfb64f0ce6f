/*
 * history.c - the journal of a canvas, told.
 *
 * The feed is read from the beginning and folded as it goes, so that every sentence speaks of a note as it read at
 * that time. Not here: what an action did (history_fold.c), the wording (history_sentence.c). Nothing here changes the
 * store.
 */
#include "history_internal.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

static const char *const entity_names[] = {"note", "tag", "facet", "link", "canvas", "version", "note_group"};

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

/* What the action did, as undoing it would name it. Yours. */
static char *describe(struct telling *telling)
{
    struct deed_done deeds[DEED_COUNT] = {0};
    history_deeds(telling, deeds);
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
    const char *told = id_map_get(&telling->sentences, action->undoes_id), *undone = told != NULL ? told : "";
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
        history_fold(telling, &telling->pending[i]);
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
