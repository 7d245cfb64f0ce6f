/*
 * group.c - operations on groups: making, naming, ordering and dissolving one, notes in and out of it.
 *
 * Not here: where a note stands inside its group (note_move.c). A note names its group; the group knows nothing of its
 * notes, so that dissolving it and bringing it back is one field.
 */
#include "nonet/group.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "operation.h"

enum status note_set_group(struct store *store, int64_t note_id, int64_t group_id, struct error *err)
{
    return store_row_set_integer(store, "note", note_id, "group_id", group_id, err);
}

enum status group_make(struct store *store, int64_t id, const char *block, const char *rank, const char *title,
                       struct error *err)
{
    enum status status = store_row_create(store, "note_group", id, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "note_group", id, "block", block, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "note_group", id, "rank", rank, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "note_group", id, "title", title, err);
    return status;
}

/* A heading is seen by all: while one writes alone, there are none. */
static enum status not_in_private(const struct operation *operation, struct error *err)
{
    if (operation->session.private_round == 0)
        return STATUS_OK;
    return error_set(err, STATUS_DENIED, _("groups are made once the notes are revealed"));
}

static enum status title_entry(const char *title, char **out, struct error *err)
{
    enum status status = entry_word(title, _("heading"), out, err);
    if (status == STATUS_OK && (*out)[0] == '\0') {
        free(*out);
        return error_set(err, STATUS_INVALID, _("a group needs a heading"));
    }
    return status;
}

/* The block in which all the notes lie; *block is yours. */
static enum status common_block(const struct operation *operation, const int64_t *ids, size_t count, char **block,
                                struct error *err)
{
    *block = NULL;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct note_row row;
        status = row_note(operation->store, &operation->session, ids[i], &row, err);
        if (status != STATUS_OK)
            break;
        if (*block == NULL)
            *block = memory_copy_text(row.block);
        else if (strcmp(*block, row.block) != 0)
            status = error_set(err, STATUS_INVALID, _("a group lies in one block: move the notes together first"));
        row_note_clear(&row);
    }
    return status;
}

static enum status set_group_of_all(struct store *store, const int64_t *ids, size_t count, int64_t group_id,
                                    struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = note_set_group(store, ids[i], group_id, err);
    return status;
}

static enum status make(const struct operation *operation, const int64_t *ids, size_t count, const char *title,
                        int64_t id, struct error *err)
{
    struct store *store = operation->store;
    char *block = NULL, *above = NULL, *below = NULL;
    enum status status = common_block(operation, ids, count, &block, err);
    if (status == STATUS_OK)
        status = row_group_gap(store, operation->canvas_id, block, -1, id, &above, &below, err);
    if (status == STATUS_OK) {
        char *rank = rank_between(above == NULL ? "" : above, "");
        status = group_make(store, id, block, rank, title, err);
        free(rank);
    }
    if (status == STATUS_OK)
        status = set_group_of_all(store, ids, count, id, err);
    free(block);
    free(above);
    free(below);
    return status;
}

enum status note_group_make(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                            const char *title, int64_t *group_id, struct error *err)
{
    char *cleaned;
    enum status status = title_entry(title, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    int64_t id = id_new();
    status = notes_begin(&operation, store, session, ids, count, true, "group_make", MAY_MOVE, err);
    if (status == STATUS_OK) {
        status = not_in_private(&operation, err);
        if (status == STATUS_OK)
            status = make(&operation, ids, count, cleaned, id, err);
        status = operation_end(&operation, status, err);
    }
    if (status == STATUS_OK && group_id != NULL)
        *group_id = id;
    free(cleaned);
    return status;
}

/* Opens an operation on a group; *row is the caller's when it is OK. */
static enum status group_begin(struct operation *operation, struct store *store, const struct session *session,
                               int64_t group_id, const char *name, struct group_row *row, struct error *err)
{
    struct group_row before;
    enum status status = row_group(store, group_id, &before, err);
    if (status != STATUS_OK)
        return status;
    status = operation_begin(operation, store, session, before.canvas_id, name, MAY_MOVE, ON_LIVING_CANVAS, err);
    row_group_clear(&before);
    if (status != STATUS_OK)
        return status;
    status = not_in_private(operation, err);
    if (status == STATUS_OK)
        status = row_group(store, group_id, row, err); /* once more, now that nobody else writes */
    return status == STATUS_OK ? STATUS_OK : operation_end(operation, status, err);
}

enum status note_group_rename(struct store *store, const struct session *session, int64_t group_id, const char *title,
                              struct error *err)
{
    char *cleaned;
    enum status status = title_entry(title, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    struct group_row row;
    status = group_begin(&operation, store, session, group_id, "group_rename", &row, err);
    if (status == STATUS_OK) {
        status = store_row_set_text(store, "note_group", group_id, "title", cleaned, err);
        row_group_clear(&row);
        status = operation_end(&operation, status, err);
    }
    free(cleaned);
    return status;
}

enum status note_group_dissolve(struct store *store, const struct session *session, int64_t group_id,
                                struct error *err)
{
    struct operation operation;
    struct group_row row;
    enum status status = group_begin(&operation, store, session, group_id, "group_dissolve", &row, err);
    if (status != STATUS_OK)
        return status;
    row_group_clear(&row);
    return operation_end(&operation, store_row_set_integer(store, "note_group", group_id, "alive", 0, err), err);
}

static enum status move_behind(struct store *store, const struct group_row *row, int64_t after, struct error *err)
{
    struct group_row anchor = {0};
    enum status status = after == 0 ? STATUS_OK : row_group(store, after, &anchor, err);
    bool elsewhere = after != 0 && status == STATUS_OK &&
                     (anchor.canvas_id != row->canvas_id || strcmp(anchor.block, row->block) != 0);
    if (elsewhere)
        status = error_set(err, STATUS_INVALID, _("the two groups lie in different blocks"));
    char *above = NULL, *below = NULL;
    if (status == STATUS_OK && after != row->id)
        status = row_group_gap(store, row->canvas_id, row->block, after, row->id, &above, &below, err);
    bool stands = after == row->id || ((above == NULL || strcmp(above, row->rank) < 0) &&
                                       (below == NULL || strcmp(row->rank, below) < 0));
    if (status == STATUS_OK && !stands) {
        char *rank = rank_between(above == NULL ? "" : above, below == NULL ? "" : below);
        status = store_row_set_text(store, "note_group", row->id, "rank", rank, err);
        free(rank);
    }
    row_group_clear(&anchor);
    free(above);
    free(below);
    return status;
}

enum status note_group_move(struct store *store, const struct session *session, int64_t group_id, int64_t after,
                            struct error *err)
{
    struct operation operation;
    struct group_row row;
    enum status status = group_begin(&operation, store, session, group_id, "group_move", &row, err);
    if (status != STATUS_OK)
        return status;
    status = move_behind(store, &row, after, err);
    row_group_clear(&row);
    return operation_end(&operation, status, err);
}

enum status group_check(struct store *store, int64_t canvas_id, const char *block, int64_t group_id,
                        struct error *err)
{
    if (group_id == 0)
        return STATUS_OK;
    struct group_row row;
    enum status status = row_group(store, group_id, &row, err);
    if (status != STATUS_OK)
        return status;
    if (row.canvas_id != canvas_id || strcmp(row.block, block) != 0)
        status = error_set(err, STATUS_INVALID, _("the group “%s” lies in another block"), row.title);
    row_group_clear(&row);
    return status;
}

enum status canvas_notes_set_group(struct store *store, const struct session *session, const int64_t *ids,
                                   size_t count, int64_t group_id, struct error *err)
{
    struct operation operation;
    enum status status = notes_begin(&operation, store, session, ids, count, true, "note_group", MAY_MOVE, err);
    if (status != STATUS_OK)
        return status;
    char *block = NULL;
    if (group_id != 0)
        status = common_block(&operation, ids, count, &block, err);
    if (status == STATUS_OK && group_id != 0)
        status = group_check(store, operation.canvas_id, block, group_id, err);
    if (status == STATUS_OK)
        status = set_group_of_all(store, ids, count, group_id, err);
    free(block);
    return operation_end(&operation, status, err);
}
