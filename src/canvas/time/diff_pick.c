/*
 * diff_pick.c - one line of a comparison taken over into the left canvas.
 *
 * The place in the order is found from the neighbours that both sides agree on, so that every pick makes the sides
 * more alike and picking line after line comes to an end. Ties are made and untied to notes that both sides have; a tie
 * to a note that is not there yet comes with that note.
 */
#include "diff_internal.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "take_over.h"

#define PLACED (DIFF_ADDED | DIFF_MOVED | DIFF_ORDER | DIFF_GROUP)

struct picking {
    struct store *store;
    const struct session *session;
    const struct diff *diff;
    const struct snapshot *left, *right;
    struct error *err;
};

static unsigned needs_of(unsigned what)
{
    unsigned needs = what & DIFF_ADDED ? MAY_ADD : 0;
    if (what & DIFF_REMOVED || what & (DIFF_CHANGED & ~(unsigned)(DIFF_LINKS | DIFF_GROUP | DIFF_VOTES)))
        needs |= MAY_EDIT;
    needs |= what & (DIFF_MOVED | DIFF_ORDER | DIFF_GROUP) ? MAY_MOVE : 0;
    return needs | (what & DIFF_LINKS ? MAY_LINK : 0);
}

/* The id that a row of the right one has, or would have, on the left. */
static int64_t own_id(const struct picking *picking, int64_t id)
{
    bool same = picking->left->canvas_id == picking->right->canvas_id;
    return same ? id : id_derive(picking->left->canvas_id, id, "copy");
}

/* Nothing that was typed since the comparison is overwritten. */
static enum status check_unchanged(const struct picking *picking, int64_t left_id)
{
    const struct note *seen = snapshot_note(picking->left, left_id);
    struct note_row row;
    enum status status = row_note(picking->store, picking->session, left_id, &row, picking->err);
    if (status != STATUS_OK)
        return status;
    bool same = row.alive && seen != NULL && strcmp(row.text, seen->text) == 0 && strcmp(row.body, seen->body) == 0;
    row_note_clear(&row);
    return same ? STATUS_OK
                : error_set(picking->err, STATUS_CONFLICT,
                            _("somebody has changed this note meanwhile; look at it again"));
}

/* ---- where it goes ---------------------------------------------------------------------------------------------- */

static const struct note_group *group_here(const struct picking *picking, const struct note_group *wanted, int block)
{
    const struct note_group *found = wanted == NULL ? NULL : snapshot_group(picking->left, own_id(picking, wanted->id));
    if (wanted == NULL || (found != NULL && found->block == block && strcmp(found->title, wanted->title) == 0))
        return found;
    for (size_t i = 0; i < picking->left->group_count; i++) {
        const struct note_group *group = &picking->left->group[i];
        if (group->block == block && strcmp(group->title, wanted->title) == 0)
            return group;
    }
    return NULL;
}

/* Headings of the block that both sides have come in the order of the right one. */
static enum status order_groups(const struct picking *picking, int right_block, int block)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < picking->right->group_count && status == STATUS_OK; i++) {
        const struct note_group *group = &picking->right->group[i];
        const struct note_group *here = group->block == right_block ? group_here(picking, group, block) : NULL;
        if (here != NULL)
            status = store_row_set_text(picking->store, "note_group", here->id, "rank", group->rank, picking->err);
    }
    return status;
}

static enum status choose_group(const struct picking *picking, const struct note *wanted, int block, int64_t *group_id)
{
    *group_id = 0;
    if (wanted->group == NULL)
        return STATUS_OK;
    const struct note_group *here = group_here(picking, wanted->group, block);
    *group_id = here != NULL ? here->id : own_id(picking, wanted->group->id);
    if (here == NULL)
        return take_group(picking->store, *group_id, wanted->group, template_block_id(picking->left->template, block),
                          picking->err);
    return order_groups(picking, wanted->block, block);
}

/* Behind the nearest note before it that both sides have in that place; in front of all without one. Yours. */
static char *choose_rank(const struct picking *picking, const struct note *wanted, int block, int64_t group_id,
                         int64_t own)
{
    const struct snapshot_block *theirs = snapshot_block(picking->right, wanted->block);
    const struct snapshot_block *ours = snapshot_block(picking->left, block);
    const struct note *behind = NULL;
    for (int i = snapshot_position(picking->right, wanted) - 1; i >= 0 && behind == NULL; i--) {
        const struct note *before = theirs->note[i];
        const struct diff_line *line = canvas_diff_line(picking->diff, before->id);
        if (before->group == wanted->group && line != NULL && (line->what & PLACED) == 0)
            behind = snapshot_note(picking->left, line->left_id);
    }
    const char *above = behind != NULL ? behind->rank : "", *below = "";
    bool after = behind == NULL;
    for (size_t i = 0; i < ours->count; i++) {
        const struct note *note = ours->note[i];
        int64_t note_group = note->group == NULL ? 0 : note->group->id;
        if (after && note->id != own && note_group == group_id && strcmp(note->rank, above) > 0) {
            below = note->rank;
            break;
        }
        after = after || note == behind;
    }
    return rank_between(above, below);
}

/* ---- ties ------------------------------------------------------------------------------------------------------- */

static enum status untie(const struct picking *picking, const struct diff_line *line, int64_t own)
{
    struct link_list links = {0};
    enum status status = snapshot_read_links(picking->store, own, &links, picking->err);
    for (size_t i = 0; i < links.count; i++) {
        int64_t other = links.link[i].from == own ? links.link[i].to : links.link[i].from;
        const struct diff_line *there = canvas_diff_line(picking->diff, other);
        bool both = there != NULL && there->left_id == other && there->right_id != 0;
        if (status == STATUS_OK && both && !snapshot_linked(picking->right, line->right_id, there->right_id))
            status = relation_set_link(picking->store, own, other, false, picking->err);
        link_clear(&links.link[i]);
    }
    free(links.link);
    return status;
}

static enum status tie(const struct picking *picking, const struct diff_line *line, int64_t own)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < picking->right->link_total && status == STATUS_OK; i++) {
        const struct link *link = &picking->right->link[i];
        if (link->from != line->right_id && link->to != line->right_id)
            continue;
        const struct diff_line *there =
            canvas_diff_line(picking->diff, link->from == line->right_id ? link->to : link->from);
        if (there == NULL || there->left_id == 0)
            continue;
        int64_t a = link->from == line->right_id ? own : there->left_id;
        int64_t b = link->from == line->right_id ? there->left_id : own;
        status = take_link(picking->store, a, b, link, picking->err);
    }
    return status;
}

/* ---- the pick --------------------------------------------------------------------------------------------------- */

static enum status take_line(const struct picking *picking, const struct diff_line *line)
{
    const struct note *wanted = snapshot_note(picking->right, line->right_id);
    const struct note *present = line->left_id != 0 ? snapshot_note(picking->left, line->left_id) : NULL;
    int block = diff_block_of(picking->diff, picking->right, wanted->block);
    if (block == DIFF_NO_BLOCK)
        return error_set(picking->err, STATUS_INVALID, _("the canvas has no block “%s”"),
                         template_block_id(picking->right->template, wanted->block));
    int64_t own = present != NULL ? present->id : own_id(picking, wanted->id), group_id = 0;
    char *rank = NULL;
    enum status status = STATUS_OK;
    if (present == NULL || (line->what & PLACED) != 0) {
        status = choose_group(picking, wanted, block, &group_id);
        if (status == STATUS_OK)
            rank = choose_rank(picking, wanted, block, group_id, own);
    } else {
        group_id = present->group == NULL ? 0 : present->group->id;
        rank = memory_copy_text(present->rank);
    }
    struct note taken = *wanted;
    if (present != NULL) {
        taken.author_id = present->author_id;
        taken.also_by = present->also_by;
        taken.told_author = present->told_author;
    }
    if (status == STATUS_OK)
        status = take_note(picking->store, picking->session, own, &taken,
                           (struct take_place){template_block_id(picking->left->template, block), rank, group_id},
                           picking->err);
    free(rank);
    if (status == STATUS_OK && (line->what & (DIFF_ADDED | DIFF_LINKS)) != 0)
        status = untie(picking, line, own);
    if (status == STATUS_OK && (line->what & (DIFF_ADDED | DIFF_LINKS)) != 0)
        status = tie(picking, line, own);
    return status;
}

enum status canvas_diff_pick(struct store *store, const struct session *session, const struct diff *diff,
                             const struct diff_line *line, const struct snapshot *left, const struct snapshot *right,
                             struct error *err)
{
    if (line->what == 0)
        return STATUS_OK;
    if (line->what == DIFF_VOTES)
        return error_set(err, STATUS_INVALID, _("only the votes differ; votes are cast, they cannot be taken over"));
    struct operation operation;
    enum status status = operation_begin(&operation, store, session, left->canvas_id, "diff_pick",
                                         needs_of(line->what), ON_LIVING_CANVAS, err);
    if (status != STATUS_OK)
        return status;
    struct picking picking = {store, &operation.session, diff, left, right, err};
    if (line->left_id != 0)
        status = check_unchanged(&picking, line->left_id);
    if (status == STATUS_OK && (line->what & DIFF_REMOVED) != 0)
        status = store_row_set_integer(store, "note", line->left_id, "alive", 0, err);
    else if (status == STATUS_OK)
        status = take_line(&picking, line);
    return operation_end(&operation, status, err);
}

enum status canvas_diff_pick_canvas(struct store *store, const struct session *session, const struct snapshot *left,
                                    const struct snapshot *right, struct error *err)
{
    struct operation operation;
    enum status status = operation_begin(&operation, store, session, left->canvas_id, "diff_pick", MAY_MANAGE,
                                         ON_LIVING_CANVAS, err);
    if (status != STATUS_OK)
        return status;
    status = store_row_set_text(store, "canvas", left->canvas_id, "title", right->title, err);
    if (status == STATUS_OK)
        status = take_labels(store, left->canvas_id, right->tag, right->tag_count, right->facet, right->facet_count,
                             err);
    return operation_end(&operation, status, err);
}
