/*
 * trash_sql.c - the notes in a canvas's trash.
 *
 * When a note went there and by whom is told by the journal, not by its row: whoever later edits a trashed note does
 * not become the one who trashed it. Not here: moving notes to the trash and back (note_ops.c).
 */
#include "time/history_internal.h"

#include <stdlib.h>
#include <string.h>

struct trash {
    struct trashed_note *note;
    size_t count, capacity;
    struct id_map by_id; /* note id -> where it stands in `note`; filled when the array does not grow any more */
    struct id_map hidden; /* not revealed yet */
    struct people people;
};

static enum status read_rows(struct store *store, const struct session *session, int64_t canvas_id,
                             struct trash *trash, struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(
        store, "SELECT id, number, block, text FROM note WHERE canvas_id = ?1 AND alive = 0 AND" NOTE_SEEN(2, 3), &statement,
        err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, canvas_id);
    session_bind(statement, 2, session);
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        GROW(trash->note, trash->count, trash->capacity);
        trash->note[trash->count++] = (struct trashed_note){
            .note_id = statement_integer(statement, 0),
            .number = statement_integer(statement, 1),
            .block_id = memory_copy_text(statement_text(statement, 2)),
            .text = memory_copy_text(statement_text(statement, 3)),
        };
    }
    return status;
}

/* The latest change of `alive` is the one that holds, in whatever order the actions arrived. */
static bool read_change(void *context, const struct feed_action *action, const struct feed_change *change)
{
    struct trash *trash = context;
    if (change == NULL || strcmp(change->entity, "note") != 0 || strcmp(change->field, "alive") != 0)
        return true;
    struct trashed_note *note = id_map_get(&trash->by_id, change->row_id);
    if (note != NULL && action->clock >= note->trashed) {
        note->trashed = action->clock;
        note->actor_id = action->actor_id;
    }
    return true;
}

static int compare_trashed(const void *a, const void *b)
{
    const struct trashed_note *x = a, *y = b;
    if (x->trashed != y->trashed)
        return x->trashed > y->trashed ? -1 : 1;
    return (x->number < y->number) - (x->number > y->number);
}

static enum status read_journal(struct store *store, const struct session *session, int64_t canvas_id,
                                struct trash *trash, struct error *err)
{
    for (size_t i = 0; i < trash->count; i++)
        id_map_put(&trash->by_id, trash->note[i].note_id, &trash->note[i]);
    enum status status =
        store_feed_veiled(store, session_veil(session), canvas_id, 0, 0, read_change, trash, NULL, err);
    if (status == STATUS_OK)
        status = history_read_hidden(store, canvas_id, &trash->hidden, err);
    if (status == STATUS_OK)
        status = people_read(&trash->people, store, NULL, err);
    for (size_t i = 0; i < trash->count; i++) {
        struct trashed_note *note = &trash->note[i];
        note->actor_id = session_author(session, &trash->people, note->actor_id, id_map_get(&trash->hidden, note->note_id));
        note->actor = memory_copy_text(people_name(&trash->people, note->actor_id));
    }
    return status;
}

static void trash_clear(struct trash *trash)
{
    people_clear(&trash->people);
    id_map_clear(&trash->by_id);
    id_map_clear(&trash->hidden);
}

enum status canvas_trashed_notes(struct store *store, const struct session *session, int64_t canvas_id,
                                 struct trashed_note **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    struct trash trash = {0};
    enum status status = session_require(session, canvas_id, MAY_READ, err);
    if (status == STATUS_OK)
        status = read_rows(store, session, canvas_id, &trash, err);
    if (status == STATUS_OK && trash.count > 0)
        status = read_journal(store, session, canvas_id, &trash, err);
    trash_clear(&trash);
    if (status != STATUS_OK) {
        trashed_notes_free(trash.note, trash.count);
        return status;
    }
    if (trash.count > 1)
        qsort(trash.note, trash.count, sizeof *trash.note, compare_trashed);
    *out = trash.note;
    *count = trash.count;
    return STATUS_OK;
}

void trashed_notes_free(struct trashed_note *notes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(notes[i].block_id);
        free(notes[i].text);
        free(notes[i].actor);
    }
    free(notes);
}
