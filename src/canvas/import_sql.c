/*
 * import_sql.c - a whole canvas with its notes, tags, facets and links, as one action.
 *
 * For readers of files and for copies; what a person types comes in through the operations on notes. Invariant: the
 * canvas is there whole or not at all, and no row that exists already is touched, alive or dead.
 */
#include "operation.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

#define RANK_LENGTH_MAX 200
#define RANK_DIGITS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

struct importing {
    struct store *store;
    const struct session *session;
    const struct canvas_import *import;
    int64_t canvas_id;
    int64_t *ids;      /* of the notes, by their place in the import */
    int64_t *group_ids; /* of the groups */
    int64_t fresh;     /* the last one given to a note without an id */
    char **last_rank;  /* of each block so far; the parking lot last; NULL = none */
    struct error *err;
};

/* The id that was wished for while it is free, else one that follows from the canvas. */
static enum status choose_id(struct importing *importing, bool group, int64_t wished, const char *name, int64_t *id)
{
    struct store *store = importing->store;
    const char *entity = group ? "note_group" : "note";
    *id = wished;
    if (*id == 0 && name)
        *id = id_derive(importing->canvas_id, group ? 1 : 0, name);
    if (*id <= 0) {
        *id = group ? id_new() : (importing->fresh = id_beside(importing->fresh));
        return STATUS_OK;
    }
    bool taken, alive;
    enum status status = store_row_state(store, entity, *id, &taken, &alive, importing->err);
    if (status == STATUS_OK && taken) {
        *id = id_derive(importing->canvas_id, *id, group ? "group" : "note");
        status = store_row_state(store, entity, *id, &taken, &alive, importing->err);
    }
    if (status == STATUS_OK && taken)
        *id = id_new();
    return status;
}

static char *choose_rank(const char *rank, const char *last)
{
    size_t length = rank ? strlen(rank) : 0;
    if (length > 0 && length <= RANK_LENGTH_MAX && strspn(rank, RANK_DIGITS) == length)
        return memory_copy_text(rank);
    return rank_between(last ? last : "", "");
}

static enum status import_tags(struct importing *importing, int64_t owner_id, const struct import_labels *labels)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < labels->tag_count && status == STATUS_OK; i++) {
        char *tag = NULL;
        status = entry_tag(labels->tag[i], &tag, importing->err);
        if (status == STATUS_OK && tag[0] != '\0')
            status = relation_set_tag(importing->store, owner_id, tag, true, importing->err);
        free(tag);
    }
    return status;
}

static enum status import_facets(struct importing *importing, int64_t owner_id, const struct import_labels *labels)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < labels->facet_count && status == STATUS_OK; i++) {
        char *key = NULL, *value = NULL;
        status = entry_word(labels->facet_key[i], _("facet"), &key, importing->err);
        if (status == STATUS_OK)
            status = entry_word(labels->facet_value[i], _("value"), &value, importing->err);
        if (status == STATUS_OK && key[0] != '\0')
            status = relation_set_facet(importing->store, owner_id, key, value, importing->err);
        free(key);
        free(value);
    }
    return status;
}

static enum status import_extra(struct importing *importing, const char *entity, int64_t row_id, const char *extra)
{
    if (!extra)
        return STATUS_OK;
    return store_row_set_text(importing->store, entity, row_id, "extra", extra, importing->err);
}

enum status canvas_extras_read(struct store *store, const struct snapshot *snapshot,
                               void (*each)(void *context, int64_t row_id, const char *extra), void *context,
                               struct error *err)
{
    struct statement *statement;
    enum status status = store_prepare(store,
                                       "SELECT id, extra FROM canvas WHERE id = ?1 AND extra <> ''"
                                       " UNION ALL SELECT id, extra FROM note"
                                       " WHERE canvas_id = ?1 AND alive = 1 AND extra <> '' AND" NOTE_SEEN(2, 3)
                                       " UNION ALL SELECT id, extra FROM note_group"
                                       " WHERE canvas_id = ?1 AND alive = 1 AND extra <> ''"
                                       " UNION ALL SELECT id, extra FROM link"
                                       " WHERE canvas_id = ?1 AND alive = 1 AND extra <> ''",
                                       &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, snapshot->canvas_id);
    session_bind(statement, 2, snapshot_reader(snapshot));
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row)
        each(context, statement_integer(statement, 0), statement_text(statement, 1));
    return status;
}

static enum status import_groups(struct importing *importing)
{
    const struct canvas_import *import = importing->import;
    enum status status = STATUS_OK;
    char *last = NULL;
    for (size_t i = 0; i < import->group_count && status == STATUS_OK; i++) {
        const struct import_group *group = &import->group[i];
        char *title = NULL, *rank = choose_rank(group->rank, last);
        status = entry_word(group->title, _("heading"), &title, importing->err);
        if (status == STATUS_OK && title[0] == '\0')
            status = error_set(importing->err, STATUS_INVALID, _("a group needs a heading"));
        if (status == STATUS_OK)
            status = choose_id(importing, true, group->id, group->name, &importing->group_ids[i]);
        if (status == STATUS_OK)
            status = group_make(importing->store, importing->group_ids[i],
                                template_block_id(import->template, group->block), rank, title, importing->err);
        if (status == STATUS_OK)
            status = import_extra(importing, "note_group", importing->group_ids[i], group->extra);
        free(title);
        free(last);
        last = rank;
    }
    free(last);
    return status;
}

/* What is too long for a person's name is none. */
static enum status import_author(struct importing *importing, int64_t note_id, const char *author)
{
    char *name;
    struct buffer shown = {0};
    struct error ignored;
    text_printable(&shown, author, strlen(author), false); /* a name, as a person's, has no control characters */
    bool is_name = entry_word(buffer_text(&shown), _("author"), &name, &ignored) == STATUS_OK;
    buffer_clear(&shown);
    if (!is_name)
        return STATUS_OK;
    enum status status = store_row_set_text(importing->store, "note", note_id, "told_author", name, importing->err);
    free(name);
    return status;
}

static enum status import_note(struct importing *importing, size_t at)
{
    const struct import_note *note = &importing->import->note[at];
    const struct template *template = importing->import->template;
    int block = note->note.block;
    if (block < 0 || (size_t)block >= template->block_count)
        block = TEMPLATE_PARKING;
    size_t slot = block == TEMPLATE_PARKING ? template->block_count : (size_t)block;

    char *text;
    enum status status = entry_note(note->note.text, &text, importing->err);
    if (status != STATUS_OK)
        return status;
    if (text[0] == '\0') {
        free(text);
        return error_set(importing->err, STATUS_INVALID, _("a note needs a text"));
    }
    char *body = NULL;
    if (note->note.body)
        status = entry_note(note->note.body, &body, importing->err);
    if (status == STATUS_OK)
        status = choose_id(importing, false, note->note.id, note->name, &importing->ids[at]);
    if (status == STATUS_OK) {
        char *rank = choose_rank(note->rank, importing->last_rank[slot]);
        status = note_make(importing->store, importing->session, importing->ids[at],
                           template_block_id(template, block), rank, text, body, note->note.colour,
                           note->note.question, importing->err);
        free(importing->last_rank[slot]);
        importing->last_rank[slot] = rank;
    }
    if (status == STATUS_OK && note->author)
        status = import_author(importing, importing->ids[at], note->author);
    bool grouped = note->group > 0 && importing->import->group[note->group - 1].block == note->note.block;
    if (status == STATUS_OK && grouped)
        status = note_set_group(importing->store, importing->ids[at], importing->group_ids[note->group - 1],
                                importing->err);
    if (status == STATUS_OK)
        status = import_tags(importing, importing->ids[at], &note->labels);
    if (status == STATUS_OK)
        status = import_facets(importing, importing->ids[at], &note->labels);
    if (status == STATUS_OK)
        status = import_extra(importing, "note", importing->ids[at], note->extra);
    free(text);
    free(body);
    return status;
}

static enum status import_canvas_row(struct importing *importing, const char *title)
{
    struct store *store = importing->store;
    const struct canvas_import *import = importing->import;
    int64_t id = importing->canvas_id;
    struct error *err = importing->err;
    enum status status = row_template_keep(store, import->template, err);
    if (status == STATUS_OK)
        status = store_row_create(store, "canvas", id, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "canvas", id, "title", title, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "canvas", id, "template_id", import->template->id, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "canvas", id, "template_hash", import->template->hash, err);
    if (status == STATUS_OK && import->variant_of > 0)
        status = store_row_set_integer(store, "canvas", id, "variant_of", import->variant_of, err);
    if (status == STATUS_OK)
        status = import_tags(importing, id, &import->labels);
    if (status == STATUS_OK)
        status = import_facets(importing, id, &import->labels);
    if (status == STATUS_OK)
        status = import_extra(importing, "canvas", id, import->extra);
    return status;
}

/* More notes come below those that are there. */
static enum status find_last_ranks(struct importing *importing)
{
    const struct template *template = importing->import->template;
    enum status status = STATUS_OK;
    for (size_t slot = 0; slot <= template->block_count && status == STATUS_OK; slot++) {
        int block = slot == template->block_count ? TEMPLATE_PARKING : (int)slot;
        status = row_neighbour(importing->store, importing->canvas_id, template_block_id(template, block), NULL, 0,
                               false, NULL, 0, &importing->last_rank[slot], importing->err);
    }
    return status;
}

static enum status import_rows(struct importing *importing, const char *title, size_t *failed_note)
{
    const struct canvas_import *import = importing->import;
    enum status status = import->into > 0 ? find_last_ranks(importing) : import_canvas_row(importing, title);
    if (status == STATUS_OK)
        status = import_groups(importing);
    for (size_t i = 0; i < import->note_count && status == STATUS_OK; i++) {
        status = import_note(importing, i);
        if (status != STATUS_OK)
            *failed_note = i;
    }
    for (size_t i = 0; i < import->link_count && status == STATUS_OK; i++) {
        const struct import_link *link = &import->link[i];
        int64_t a = importing->ids[link->from], b = importing->ids[link->to];
        status = relation_set_link(importing->store, a, b, true, importing->err);
        if (status == STATUS_OK)
            status = import_facets(importing, relation_link_id(a, b), &link->labels);
        if (status == STATUS_OK)
            status = import_extra(importing, "link", relation_link_id(a, b), link->extra);
    }
    return status;
}

/* The canvas that the rows go to: the one asked for while its id is free. */
static enum status choose_canvas(struct importing *importing)
{
    const struct canvas_import *import = importing->import;
    importing->canvas_id = import->id > 0 ? import->id : id_new();
    if (import->into > 0)
        importing->canvas_id = import->into;
    bool exists = false, alive;
    enum status status = STATUS_OK;
    if (import->into <= 0)
        status = store_row_state(importing->store, "canvas", importing->canvas_id, &exists, &alive, importing->err);
    if (status == STATUS_OK && exists)
        importing->canvas_id = id_new();
    return status;
}

enum status canvas_import(struct store *store, const struct session *session, const struct canvas_import *import,
                          int64_t *canvas_id, size_t *failed_note, struct error *err)
{
    *failed_note = import->note_count;
    char *title = NULL;
    enum status status = import->into > 0 ? STATUS_OK : entry_title(import->title, &title, err);
    if (status != STATUS_OK)
        return status;

    struct importing importing = {.store = store, .import = import, .err = err};
    status = choose_canvas(&importing);
    struct operation operation;
    if (status == STATUS_OK)
        status = operation_begin(&operation, store, session, importing.canvas_id,
                                 import->into > 0 ? "notes_import" : import->copy ? "canvas_copy" : "canvas_import",
                                 import->into > 0 ? MAY_ADD | MAY_LINK | MAY_EDIT : MAY_MANAGE,
                                 import->into > 0 ? ON_LIVING_CANVAS : ON_NEW_CANVAS, err);
    if (status == STATUS_OK) {
        importing.session = &operation.session;
        size_t blocks = import->template->block_count + 1;
        importing.ids = memory_new(import->note_count + 1, sizeof *importing.ids);
        importing.group_ids = memory_new(import->group_count + 1, sizeof *importing.group_ids);
        importing.last_rank = memory_new(blocks, sizeof *importing.last_rank);
        status = operation_end(&operation, import_rows(&importing, title, failed_note), err);
        for (size_t i = 0; i < blocks; i++)
            free(importing.last_rank[i]);
        free(importing.last_rank);
        free(importing.group_ids);
        free(importing.ids);
    }
    if (status == STATUS_OK)
        *canvas_id = importing.canvas_id;
    free(title);
    return status;
}
