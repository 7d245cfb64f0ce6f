/*
 * canvas_ops.c - operations on whole canvases: make, copy, rename, trash, undo.
 *
 * Not here: lists and names (canvas_list_sql.c, canvas_resolve_sql.c). A canvas's making is never undone from its own
 * board; it goes to the trash instead.
 */
#include "people.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

static enum status make_canvas(struct store *store, int64_t id, const char *title, const struct template *template,
                               struct error *err)
{
    enum status status = row_template_keep(store, template, err);
    if (status == STATUS_OK)
        status = store_row_create(store, "canvas", id, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "canvas", id, "title", title, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "canvas", id, "template_hash", template->hash, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "canvas", id, "template_id", template->id, err);
    return status;
}

/* A new canvas is nobody's part of a confined session. */
static enum status begin_new(struct operation *operation, struct store *store, const struct session *session,
                             int64_t id, const char *name, struct error *err)
{
    return operation_begin(operation, store, session, id, name, MAY_MANAGE, ON_NEW_CANVAS, err);
}

enum status canvas_create(struct store *store, const struct session *session, const char *title,
                          const struct template *template, int64_t *canvas_id, struct error *err)
{
    char *cleaned;
    enum status status = entry_title(title, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    int64_t id = id_new();
    struct operation operation;
    status = begin_new(&operation, store, session, id, "canvas_create", err);
    if (status == STATUS_OK)
        status = operation_end(&operation, make_canvas(store, id, cleaned, template, err), err);
    if (status == STATUS_OK)
        *canvas_id = id;
    free(cleaned);
    return status;
}

/* ---- copy ------------------------------------------------------------------------------------------------ */

static enum status copy_relations(struct store *store, int64_t owner_id, char *const *tag, size_t tag_count,
                                  const struct facet *facet, size_t facet_count, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < tag_count && status == STATUS_OK; i++)
        status = relation_set_tag(store, owner_id, tag[i], true, err);
    for (size_t i = 0; i < facet_count && status == STATUS_OK; i++)
        status = relation_set_facet(store, owner_id, facet[i].key, facet[i].value, err);
    return status;
}

static enum status copy_block(struct store *store, const struct session *session, int64_t canvas_id,
                              const struct snapshot *from, size_t block, struct error *err)
{
    int index = block < from->template->block_count ? (int)block : TEMPLATE_PARKING;
    const char *block_id = template_block_id(from->template, index);
    const struct snapshot_block *notes = snapshot_block(from, index);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < notes->count && status == STATUS_OK; i++) {
        const struct note *note = notes->note[i];
        int64_t id = id_derive(canvas_id, note->id, "copy");
        status = note_make(store, session, id, block_id, note->rank, note->text, note->body, note->colour,
                           note->question, err);
        if (status == STATUS_OK && note->group != NULL)
            status = note_set_group(store, id, id_derive(canvas_id, note->group->id, "copy"), err);
        if (status == STATUS_OK)
            status = copy_relations(store, id, note->tag, note->tag_count, note->facet, note->facet_count, err);
    }
    return status;
}

static enum status copy_all(struct store *store, const struct session *session, int64_t canvas_id,
                            const struct snapshot *from, const char *title, struct error *err)
{
    bool here, alive;
    enum status status = make_canvas(store, canvas_id, title, from->template, err);
    if (status == STATUS_OK)
        status = store_row_state(store, "canvas", from->canvas_id, &here, &alive, err);
    if (status == STATUS_OK && here)
        status = store_row_set_integer(store, "canvas", canvas_id, "variant_of", from->canvas_id, err);
    if (status == STATUS_OK)
        status = copy_relations(store, canvas_id, from->tag, from->tag_count, from->facet, from->facet_count, err);
    for (size_t i = 0; i < from->group_count && status == STATUS_OK; i++)
        status = group_make(store, id_derive(canvas_id, from->group[i].id, "copy"),
                            template_block_id(from->template, from->group[i].block), from->group[i].rank,
                            from->group[i].title, err);
    for (size_t i = 0; i < from->block_count && status == STATUS_OK; i++)
        status = copy_block(store, session, canvas_id, from, i, err);
    for (size_t i = 0; i < from->link_total && status == STATUS_OK; i++) {
        const struct link *link = &from->link[i];
        int64_t a = id_derive(canvas_id, link->from, "copy"), b = id_derive(canvas_id, link->to, "copy");
        status = relation_set_link(store, a, b, true, err);
        if (status == STATUS_OK)
            status = copy_relations(store, relation_link_id(a, b), NULL, 0, link->facet, link->facet_count, err);
    }
    return status;
}

enum status canvas_copy(struct store *store, const struct session *session, const struct snapshot *from,
                        const char *title, int64_t *canvas_id, struct error *err)
{
    char *cleaned;
    enum status status = entry_title(title, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    int64_t id = id_new();
    struct operation operation;
    status = begin_new(&operation, store, session, id, "canvas_copy", err);
    if (status == STATUS_OK)
        status = operation_end(&operation, copy_all(store, &operation.session, id, from, cleaned, err), err);
    if (status == STATUS_OK)
        *canvas_id = id;
    free(cleaned);
    return status;
}

/* ---- one field ------------------------------------------------------------------------------------------- */

enum status canvas_rename(struct store *store, const struct session *session, int64_t canvas_id, const char *title,
                          struct error *err)
{
    char *cleaned;
    enum status status = entry_title(title, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    struct operation operation;
    status = operation_begin(&operation, store, session, canvas_id, "canvas_rename", MAY_MANAGE, ON_LIVING_CANVAS, err);
    if (status == STATUS_OK)
        status =
            operation_end(&operation, store_row_set_text(store, "canvas", canvas_id, "title", cleaned, err), err);
    free(cleaned);
    return status;
}

enum status canvas_set_alive(struct store *store, const struct session *session, int64_t canvas_id, bool alive,
                             struct error *err)
{
    struct operation operation;
    enum status status = operation_begin(&operation, store, session, canvas_id,
                                         alive ? "canvas_restore" : "canvas_trash", MAY_MANAGE, ON_ANY_CANVAS, err);
    if (status != STATUS_OK)
        return status;
    status = store_row_set_integer(store, "canvas", canvas_id, "alive", alive ? 1 : 0, err);
    return operation_end(&operation, status, err);
}

enum status canvas_purge(struct store *store, const struct session *session, int64_t canvas_id, bool *traces,
                         struct error *err)
{
    if (session->workshop_id != 0)
        return error_set(err, STATUS_DENIED, _("canvases cannot be made, renamed or trashed in this session"));
    enum status status = session_require(session, canvas_id, MAY_MANAGE, err);
    return status == STATUS_OK ? store_purge(store, canvas_id, session->actor_id, traces, err) : status;
}

/* ---- undo ------------------------------------------------------------------------------------------------ */

struct asking {
    struct session session;
    int64_t canvas_id;
};

/* Undoing takes back what was done with one of the writing permissions. */
static enum status require_any_write(void *context, struct store *store, struct error *err)
{
    struct asking *asking = context;
    struct session *session = &asking->session;
    enum status status = session->renew == NULL ? STATUS_OK : session->renew(session, store, err);
    if (status != STATUS_OK)
        return status;
    unsigned any = session->may & MAY_WRITE;
    return session_require(session, asking->canvas_id, any == 0 ? MAY_EDIT : MAY_READ, err);
}

static enum status take_back(struct store *store, const struct session *session, int64_t canvas_id, bool redo,
                             struct undo_outcome *out, struct error *err)
{
    struct asking asking = {*session, canvas_id};
    enum status status =
        store_undo_permitted(store, canvas_id, session->actor_id, redo, require_any_write, &asking, out, err);
    struct people people = {0};
    struct error ignored;
    if (out->kept_actor_id != 0 && people_read(&people, store, NULL, &ignored) == STATUS_OK)
        out->kept_actor_id = session_author(&asking.session, &people, out->kept_actor_id, asking.session.private_round != 0);
    else
        out->kept_actor_id = 0;
    people_clear(&people);
    return status;
}

enum status canvas_undo(struct store *store, const struct session *session, int64_t canvas_id,
                        struct undo_outcome *out, struct error *err)
{
    return take_back(store, session, canvas_id, false, out, err);
}

enum status canvas_redo(struct store *store, const struct session *session, int64_t canvas_id,
                        struct undo_outcome *out, struct error *err)
{
    return take_back(store, session, canvas_id, true, out, err);
}
