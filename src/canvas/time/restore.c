/*
 * restore.c - a canvas brought back to what it was at a moment, as one action.
 *
 * Both states are read inside the action's own transaction, so nothing that is committed meanwhile is overwritten
 * unseen. Invariant: afterwards snapshot_load() equals snapshot_load_at() of the moment, times and numbers apart; the
 * versions themselves and the life of the canvas stay.
 */
#include "take_over.h"
#include "timeline_internal.h"

#include <string.h>

struct restoring {
    struct store *store;
    const struct session *session;
    struct snapshot *then, *now;
    struct error *err;
};

static bool same_note(const struct note *a, const struct note *b)
{
    int64_t a_group = a->group == NULL ? 0 : a->group->id, b_group = b->group == NULL ? 0 : b->group->id;
    return a->block == b->block && a->colour == b->colour && a_group == b_group && strcmp(a->rank, b->rank) == 0 &&
           strcmp(a->also_by, b->also_by) == 0 && strcmp(a->told_author, b->told_author) == 0 &&
           strcmp(a->text, b->text) == 0 && strcmp(a->body, b->body) == 0 && strcmp(a->question, b->question) == 0 &&
           same_tags(a->tag, a->tag_count, b->tag, b->tag_count) &&
           same_facets(a->facet, a->facet_count, b->facet, b->facet_count);
}

static enum status restore_groups(struct restoring *restoring)
{
    enum status status = STATUS_OK;
    const struct snapshot *then = restoring->then, *now = restoring->now;
    for (size_t i = 0; i < now->group_count && status == STATUS_OK; i++) {
        if (snapshot_group(then, now->group[i].id) == NULL)
            status = store_row_set_integer(restoring->store, "note_group", now->group[i].id, "alive", 0,
                                           restoring->err);
    }
    for (size_t i = 0; i < then->group_count && status == STATUS_OK; i++) {
        const struct note_group *group = &then->group[i];
        status = take_group(restoring->store, group->id, group, template_block_id(then->template, group->block),
                            restoring->err);
    }
    return status;
}

static enum status restore_notes(struct restoring *restoring)
{
    enum status status = STATUS_OK;
    const struct snapshot *then = restoring->then, *now = restoring->now;
    for (size_t b = 0; b < now->block_count; b++) {
        for (size_t i = 0; i < now->block[b].count && status == STATUS_OK; i++) {
            int64_t id = now->block[b].note[i]->id;
            if (snapshot_note(then, id) == NULL)
                status = store_row_set_integer(restoring->store, "note", id, "alive", 0, restoring->err);
        }
    }
    for (size_t b = 0; b < then->block_count; b++) {
        for (size_t i = 0; i < then->block[b].count && status == STATUS_OK; i++) {
            const struct note *wanted = then->block[b].note[i], *present = snapshot_note(now, wanted->id);
            if (present == NULL || !same_note(present, wanted))
                status = take_note(restoring->store, restoring->session, wanted->id, wanted,
                                   (struct take_place){template_block_id(then->template, wanted->block), wanted->rank,
                                                       wanted->group == NULL ? 0 : wanted->group->id},
                                   restoring->err);
        }
    }
    return status;
}

/* Once the notes are there: those that came back brought their ties. */
static enum status restore_links(struct restoring *restoring)
{
    const struct snapshot *then = restoring->then;
    struct snapshot *now;
    enum status status =
        snapshot_load(restoring->store, restoring->session, then->canvas_id, &now, restoring->err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < now->link_total && status == STATUS_OK; i++) {
        const struct link *link = &now->link[i];
        if (snapshot_link(then, link->from, link->to) == NULL)
            status = relation_set_link(restoring->store, link->from, link->to, false, restoring->err);
    }
    for (size_t i = 0; i < then->link_total && status == STATUS_OK; i++) {
        const struct link *wanted = &then->link[i], *present = snapshot_link(now, wanted->from, wanted->to);
        if (present == NULL ||
            !same_facets(present->facet, present->facet_count, wanted->facet, wanted->facet_count))
            status = take_link(restoring->store, wanted->from, wanted->to, wanted, restoring->err);
    }
    snapshot_free(now);
    return status;
}

static enum status restore_all(struct restoring *restoring)
{
    const struct snapshot *then = restoring->then;
    enum status status = STATUS_OK;
    if (then->title[0] != '\0')
        status = store_row_set_text(restoring->store, "canvas", then->canvas_id, "title", then->title, restoring->err);
    if (status == STATUS_OK)
        status = take_labels(restoring->store, then->canvas_id, then->tag, then->tag_count, then->facet,
                             then->facet_count, restoring->err);
    if (status == STATUS_OK)
        status = restore_groups(restoring);
    if (status == STATUS_OK)
        status = restore_notes(restoring);
    if (status == STATUS_OK)
        status = restore_links(restoring);
    return status;
}

enum status canvas_restore_moment(struct store *store, const struct session *session, int64_t canvas_id,
                                  const char *moment, struct error *err)
{
    struct restoring restoring = {.store = store, .err = err};
    struct operation operation;
    enum status status = operation_begin(&operation, store, session, canvas_id, "version_restore",
                                         moment_needs(session), ON_LIVING_CANVAS, err);
    if (status != STATUS_OK)
        return status;
    restoring.session = &operation.session;
    status = snapshot_load_at(store, restoring.session, canvas_id, moment, &restoring.then, err);
    if (status == STATUS_OK)
        status = snapshot_load(store, restoring.session, canvas_id, &restoring.now, err);
    if (status == STATUS_OK)
        status = restore_all(&restoring);
    snapshot_free(restoring.then);
    snapshot_free(restoring.now);
    return operation_end(&operation, status, err);
}
