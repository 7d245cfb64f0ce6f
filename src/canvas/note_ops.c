/*
 * note_ops.c - operations on notes: add, save, colour, question, trash.
 *
 * Not here: moving (note_move.c), relations (note_relation.c), whole blocks (block_rewrite.c). The invariant: no save
 * silently wins. A text typed over what somebody else has changed meanwhile becomes a note of its own.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

static const char *const colour_names[NOTE_COLOUR_COUNT] = {"none", "yellow", "red", "green", "blue", "purple"};

const char *note_colour_name(enum note_colour colour)
{
    return (unsigned)colour < NOTE_COLOUR_COUNT ? colour_names[colour] : colour_names[NOTE_NONE];
}

const char *note_colour_title(enum note_colour colour)
{
    static const char *const titles[NOTE_COLOUR_COUNT] = {N_("no colour"), N_("yellow"), N_("red"),
                                                          N_("green"),     N_("blue"),   N_("purple")};
    return _(titles[colour]);
}

bool note_colour_by_name(const char *name, enum note_colour *colour)
{
    for (int i = 0; i < NOTE_COLOUR_COUNT; i++) {
        if (strcmp(name, colour_names[i]) == 0) {
            *colour = (enum note_colour)i;
            return true;
        }
    }
    return false;
}

/* ---- shared steps ---------------------------------------------------------------------------------------- */

/* With `own` it must be the session's own. */
static enum status check_note(const struct operation *operation, int64_t note_id, bool alive, bool own,
                              struct error *err)
{
    struct note_row row;
    enum status status = row_note(operation->store, &operation->session, note_id, &row, err);
    if (status != STATUS_OK)
        return status;
    if (row.canvas_id != operation->canvas_id)
        status = error_set(err, STATUS_INVALID, _("the notes lie on different canvases"));
    else if (alive && !row.alive)
        status = error_set(err, STATUS_INVALID, _("note %lld is in the trash; restore it first"),
                           (long long)row.number);
    else if (own && row.author_id != operation->session.actor_id)
        status = error_set(err, STATUS_DENIED, _("just now you can only change notes of your own"));
    row_note_clear(&row);
    return status;
}

/* Whether only one's own notes may be changed so: whoever may add notes may amend them. */
static bool own_only(const struct session *session, unsigned needs)
{
    return (session->may & needs) != needs && (session->may & MAY_ADD) != 0 &&
           (needs & ~(unsigned)(MAY_EDIT | MAY_MOVE)) == 0;
}

enum status notes_begin(struct operation *operation, struct store *store, const struct session *session,
                        const int64_t *ids, size_t count, bool alive, const char *name, unsigned needs,
                        struct error *err)
{
    if (count == 0)
        return error_set(err, STATUS_INVALID, _("no note was chosen"));
    struct note_row first;
    enum status status = row_note(store, session, ids[0], &first, err);
    if (status != STATUS_OK)
        return status;
    int64_t canvas_id = first.canvas_id; /* a note never changes its canvas */
    row_note_clear(&first);
    status = operation_begin(operation, store, session, canvas_id, name, MAY_READ, ON_LIVING_CANVAS, err);
    if (status != STATUS_OK)
        return status;
    bool own = own_only(&operation->session, needs);
    if (!own)
        status = session_require(&operation->session, canvas_id, needs, err);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check_note(operation, ids[i], alive, own, err);
    return status == STATUS_OK ? STATUS_OK : operation_end(operation, status, err);
}

static enum status set_unless_empty(struct store *store, int64_t id, const char *field, const char *value,
                                    struct error *err)
{
    if (value == NULL || value[0] == '\0')
        return STATUS_OK;
    return store_row_set_text(store, "note", id, field, value, err);
}

enum status note_make(struct store *store, const struct session *session, int64_t id, const char *block,
                      const char *rank, const char *text, const char *body, enum note_colour colour,
                      const char *question, struct error *err)
{
    enum status status = store_row_create(store, "note", id, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "note", id, "block", block, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "note", id, "rank", rank, err);
    if (status == STATUS_OK)
        status = set_unless_empty(store, id, "text", text, err);
    if (status == STATUS_OK)
        status = set_unless_empty(store, id, "body", body, err);
    if (status == STATUS_OK && colour != NOTE_NONE)
        status = store_row_set_text(store, "note", id, "colour", note_colour_name(colour), err);
    if (status == STATUS_OK)
        status = set_unless_empty(store, id, "question", question, err);
    if (status == STATUS_OK && session->private_round != 0)
        status = store_row_set_integer(store, "note", id, "hidden", session->private_round, err);
    if (status == STATUS_OK && session->late)
        status = store_row_set_integer(store, "note", id, "late", 1, err);
    return status;
}

enum status note_rank_below(struct store *store, const struct note_row *row, char **rank, struct error *err)
{
    char *next;
    enum status status =
        row_neighbour(store, row->canvas_id, row->block, row->rank, row->id, true, NULL, 0, &next, err);
    if (status != STATUS_OK)
        return status;
    *rank = rank_between(row->rank, next == NULL ? "" : next);
    free(next);
    return STATUS_OK;
}

/* ---- add ------------------------------------------------------------------------------------------------- */

/* Where the next note of a block goes. */
struct place {
    bool known;
    char *before, *after;
    int64_t group_id;
};

static enum status find_place(const struct operation *operation, const char *block, int64_t after,
                              struct place *place, struct error *err)
{
    struct store *store = operation->store;
    int64_t canvas_id = operation->canvas_id;
    enum status status = STATUS_OK;
    if (after != 0) {
        struct note_row row;
        status = row_note(store, &operation->session, after, &row, err);
        if (status != STATUS_OK)
            return status;
        if (row.canvas_id == canvas_id && row.alive && strcmp(row.block, block) == 0) {
            place->before = memory_copy_text(row.rank);
            place->group_id = row.group_id;
            status = row_neighbour(store, canvas_id, block, row.rank, row.id, true, NULL, 0, &place->after, err);
            place->known = true;
        }
        row_note_clear(&row);
    }
    if (status == STATUS_OK && !place->known) {
        status = row_neighbour(store, canvas_id, block, NULL, 0, false, NULL, 0, &place->before, err);
        place->known = true;
    }
    return status;
}

static enum status add_note(const struct operation *operation, const struct template *template,
                            const struct note_new *note, int64_t id, int64_t after, struct place *places,
                            struct error *err)
{
    if (note->block != TEMPLATE_PARKING && (note->block < 0 || (size_t)note->block >= template->block_count))
        return error_set(err, STATUS_INVALID, _("the canvas has no such block"));
    char *text, *body = NULL;
    enum status status = entry_note(note->text, &text, err);
    if (status != STATUS_OK)
        return status;
    const char *block = template_block_id(template, note->block);
    struct place *place = &places[note->block + 1];
    if (text[0] == '\0')
        status = error_set(err, STATUS_INVALID, _("a note needs some text"));
    if (status == STATUS_OK && note->body != NULL)
        status = entry_note(note->body, &body, err);
    if (status == STATUS_OK && !place->known)
        status = find_place(operation, block, after, place, err);
    if (status == STATUS_OK) {
        char *rank = rank_between(place->before == NULL ? "" : place->before, place->after == NULL ? "" : place->after);
        status = note_make(operation->store, &operation->session, id, block, rank, text, body, note->colour,
                           note->question, err);
        if (status == STATUS_OK && place->group_id != 0)
            status = note_set_group(operation->store, id, place->group_id, err);
        free(place->before);
        place->before = rank;
    }
    free(text);
    free(body);
    return status;
}

enum status canvas_notes_add(struct store *store, const struct session *session, int64_t canvas_id,
                             const struct template *template, const struct note_new *notes, size_t count,
                             int64_t after, int64_t *ids, struct error *err)
{
    struct operation operation;
    enum status status =
        operation_begin(&operation, store, session, canvas_id, "note_add", MAY_ADD, ON_LIVING_CANVAS, err);
    if (status != STATUS_OK)
        return status;
    size_t place_count = template->block_count + 1;
    struct place *places = memory_new(place_count, sizeof *places);
    int64_t fresh = 0;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        int64_t id = notes[i].id != 0 ? notes[i].id : (fresh = id_beside(fresh));
        status = add_note(&operation, template, &notes[i], id, after, places, err);
        if (ids != NULL)
            ids[i] = id;
    }
    for (size_t i = 0; i < place_count; i++) {
        free(places[i].before);
        free(places[i].after);
    }
    free(places);
    if (status == STATUS_OK)
        status = row_check_share(store, &operation.session, canvas_id, err);
    return operation_end(&operation, status, err);
}

/* ---- save ------------------------------------------------------------------------------------------------ */

static enum status keep_beside(const struct operation *operation, const struct note_row *row, const char *text, const char *body,
                               int64_t *beside, struct error *err)
{
    char *rank;
    enum status status = note_rank_below(operation->store, row, &rank, err);
    if (status != STATUS_OK)
        return status;
    *beside = id_new();
    status = note_make(operation->store, &operation->session, *beside, row->block, rank, text, body, NOTE_NONE,
                       row->question, err);
    /* What stands beside a hidden note is as secret as that. */
    if (status == STATUS_OK && row->hidden != 0 && operation->session.private_round == 0)
        status = store_row_set_integer(operation->store, "note", *beside, "hidden", row->hidden, err);
    if (status == STATUS_OK && row->group_id != 0)
        status = note_set_group(operation->store, *beside, row->group_id, err);
    free(rank);
    return status;
}

static enum status save_text(const struct operation *operation, const struct note_row *row, const char *base, const char *text,
                             enum save_outcome *outcome, int64_t *beside, struct error *err)
{
    if (strcmp(text, base) == 0 || (row->alive && strcmp(text, row->text) == 0))
        return STATUS_OK;
    if (row->alive && strcmp(base, row->text) == 0) {
        *outcome = SAVE_DONE;
        if (text[0] == '\0')
            return store_row_set_integer(operation->store, "note", row->id, "alive", 0, err);
        return store_row_set_text(operation->store, "note", row->id, "text", text, err);
    }
    if (text[0] == '\0')
        return STATUS_OK; /* nothing typed is lost by leaving the other's text */
    *outcome = SAVE_KEPT_BESIDE;
    return keep_beside(operation, row, text, NULL, beside, err);
}

enum status canvas_note_save(struct store *store, const struct session *session, int64_t note_id, const char *base,
                             const char *text, enum save_outcome *outcome, int64_t *beside, struct error *err)
{
    int64_t made = 0;
    char *cleaned;
    *outcome = SAVE_UNCHANGED;
    enum status status = entry_note(text, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    status = notes_begin(&operation, store, session, &note_id, 1, false,
                         cleaned[0] == '\0' ? "note_trash" : "note_edit", MAY_EDIT, err);
    struct note_row row;
    if (status == STATUS_OK) {
        status = row_note(store, &operation.session, note_id, &row, err);
        if (status == STATUS_OK) {
            status = save_text(&operation, &row, base, cleaned, outcome, &made, err);
            row_note_clear(&row);
        }
        status = operation_end(&operation, status, err);
    }
    free(cleaned);
    if (beside != NULL)
        *beside = made;
    return status;
}

static enum status save_body(const struct operation *operation, const struct note_row *row, const char *base, const char *body,
                             enum save_outcome *outcome, struct error *err)
{
    if (strcmp(body, base) == 0 || (row->alive && strcmp(body, row->body) == 0))
        return STATUS_OK;
    if (row->alive && strcmp(base, row->body) == 0) {
        *outcome = SAVE_DONE;
        return store_row_set_text(operation->store, "note", row->id, "body", body, err);
    }
    if (body[0] == '\0')
        return STATUS_OK;
    *outcome = SAVE_KEPT_BESIDE;
    int64_t beside;
    return keep_beside(operation, row, row->text, body, &beside, err);
}

enum status canvas_note_set_body(struct store *store, const struct session *session, int64_t note_id,
                                 const char *base, const char *body, enum save_outcome *outcome, struct error *err)
{
    char *cleaned;
    *outcome = SAVE_UNCHANGED;
    enum status status = entry_note(body, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    status = notes_begin(&operation, store, session, &note_id, 1, false, "note_body", MAY_EDIT, err);
    struct note_row row;
    if (status == STATUS_OK) {
        status = row_note(store, &operation.session, note_id, &row, err);
        if (status == STATUS_OK) {
            status = save_body(&operation, &row, base, cleaned, outcome, err);
            row_note_clear(&row);
        }
        status = operation_end(&operation, status, err);
    }
    free(cleaned);
    return status;
}

/* ---- several notes at once ------------------------------------------------------------------------------- */

enum status canvas_notes_set_alive(struct store *store, const struct session *session, const int64_t *ids,
                                   size_t count, bool alive, struct error *err)
{
    struct operation operation;
    enum status status = notes_begin(&operation, store, session, ids, count, false,
                                     alive ? "note_restore" : "note_trash", MAY_EDIT, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = store_row_set_integer(store, "note", ids[i], "alive", alive ? 1 : 0, err);
    return operation_end(&operation, status, err);
}

static enum status set_field(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                             const char *operation_name, const char *field, const char *value, struct error *err)
{
    struct operation operation;
    enum status status = notes_begin(&operation, store, session, ids, count, true, operation_name, MAY_EDIT, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = store_row_set_text(store, "note", ids[i], field, value, err);
    return operation_end(&operation, status, err);
}

enum status canvas_notes_set_colour(struct store *store, const struct session *session, const int64_t *ids,
                                    size_t count, enum note_colour colour, struct error *err)
{
    /* No colour is stored as nothing, as a note that never had one. */
    const char *name = colour == NOTE_NONE ? "" : note_colour_name(colour);
    return set_field(store, session, ids, count, "note_colour", "colour", name, err);
}

enum status canvas_notes_set_question(struct store *store, const struct session *session, const int64_t *ids,
                                      size_t count, const char *question_id, struct error *err)
{
    return set_field(store, session, ids, count, "note_question", "question", question_id, err);
}
