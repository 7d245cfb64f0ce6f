/*
 * note_facets.c - facets of several things at once.
 *
 * It shows nothing. A change is one action of the journal whatever it touches; values are texts as they are kept.
 */
#include "note_facets.h"

#include <stdlib.h>
#include <string.h>

/* ---- the holders -------------------------------------------------------------------------------------------- */

struct holder {
    int64_t id;
    int block;   /* of a note */
    int ends[2]; /* of a tie: the blocks of its notes */
    const struct facet *facet;
    size_t facet_count;
};

static size_t holder_count(const struct facet_holders *holders)
{
    return holders->note ? holders->note_count : 1;
}

/* False: it is gone. */
static bool holder_at(const struct facet_holders *holders, const struct snapshot *snapshot, size_t at,
                      struct holder *out)
{
    *out = (struct holder){.id = snapshot->canvas_id, .block = FACETS_OF_CANVAS, .facet = snapshot->facet,
                           .facet_count = snapshot->facet_count};
    if (holders->note) {
        const struct note *note = snapshot_note(snapshot, holders->note[at]);
        if (note)
            *out = (struct holder){.id = note->id, .block = note->block, .facet = note->facet,
                                   .facet_count = note->facet_count};
        return note != NULL;
    }
    if (!holders->tie[0])
        return true;
    const struct link *link = snapshot_link(snapshot, holders->tie[0], holders->tie[1]);
    const struct note *from = snapshot_note(snapshot, holders->tie[0]), *to = snapshot_note(snapshot, holders->tie[1]);
    if (!link || !from || !to)
        return false;
    *out = (struct holder){.id = link->id, .block = FACETS_OF_LINK, .ends = {from->block, to->block},
                           .facet = link->facet, .facet_count = link->facet_count};
    return true;
}

static const char *holder_value(const struct holder *holder, const char *key)
{
    for (size_t i = 0; i < holder->facet_count; i++) {
        if (strcmp(holder->facet[i].key, key) == 0)
            return holder->facet[i].value;
    }
    return "";
}

/* ---- what they know ------------------------------------------------------------------------------------------ */

static bool holds_block(const int *blocks, size_t count, int block)
{
    for (size_t i = 0; i < count; i++) {
        if (blocks[i] == block)
            return true;
    }
    return false;
}

static bool joins(const struct template_facet *facet, const int ends[2])
{
    for (int turn = 0; turn < 2; turn++) {
        if (holds_block(facet->between[0], facet->between_count[0], ends[turn]) &&
            holds_block(facet->between[1], facet->between_count[1], ends[1 - turn]))
            return true;
    }
    return false;
}

/* The facets of its kind or block; those of a tie may not suit it: suits(). */
static const struct template_facet *vocabulary(const struct template *template, const struct holder *holder,
                                               size_t *count)
{
    *count = 0;
    if (holder->block == FACETS_OF_CANVAS) {
        *count = template->canvas_facet_count;
        return template->canvas_facet;
    }
    if (holder->block == FACETS_OF_LINK) {
        *count = template->link_facet_count;
        return template->link_facet;
    }
    if (holder->block == TEMPLATE_PARKING)
        return NULL;
    *count = template->block[holder->block].facet_count;
    return template->block[holder->block].facet;
}

static bool suits(const struct template_facet *facet, const struct holder *holder)
{
    return holder->block != FACETS_OF_LINK || joins(facet, holder->ends);
}

static const struct template_facet *known(const struct template *template, const struct holder *holder, const char *id)
{
    size_t count;
    const struct template_facet *facet = vocabulary(template, holder, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facet[i].id, id) == 0 && suits(&facet[i], holder))
            return &facet[i];
    }
    return NULL;
}

/* `own`: a key that no one of them knows may be everybody's. */
static bool concerns(const struct template *template, const struct holder *holder, const char *id, bool own)
{
    return own || known(template, holder, id) || holder_value(holder, id)[0] != '\0';
}

size_t facets_known(const struct facet_holders *holders, const struct snapshot *snapshot,
                    const struct template_facet ***out)
{
    size_t total = 0, capacity = 0;
    *out = NULL;
    for (size_t h = 0; h < holder_count(holders); h++) {
        struct holder holder;
        size_t count;
        if (!holder_at(holders, snapshot, h, &holder))
            continue;
        const struct template_facet *facet = vocabulary(snapshot->template, &holder, &count);
        for (size_t i = 0; i < count; i++) {
            bool listed = !suits(&facet[i], &holder);
            for (size_t k = 0; k < total && !listed; k++)
                listed = strcmp((*out)[k]->id, facet[i].id) == 0;
            if (listed)
                continue;
            GROW(*out, total, capacity);
            (*out)[total++] = &facet[i];
        }
    }
    return total;
}

const struct template_facet *facets_find(const struct facet_holders *holders, const struct snapshot *snapshot,
                                         const char *id)
{
    int block = TEMPLATE_PARKING;
    for (size_t h = 0; h < holder_count(holders); h++) {
        struct holder holder;
        if (!holder_at(holders, snapshot, h, &holder))
            continue;
        const struct template_facet *facet = known(snapshot->template, &holder, id);
        if (facet)
            return facet;
        block = holder.block;
    }
    const struct template_facet *facet = template_facet_resolve(snapshot->template, block, id);
    return facet && strcmp(facet->id, id) == 0 ? facet : NULL;
}

static bool any_knows(const struct facet_holders *holders, const struct snapshot *snapshot, const char *id)
{
    for (size_t h = 0; h < holder_count(holders); h++) {
        struct holder holder;
        if (holder_at(holders, snapshot, h, &holder) && known(snapshot->template, &holder, id))
            return true;
    }
    return false;
}

size_t facets_own(const struct facet_holders *holders, const struct snapshot *snapshot, const char ***out)
{
    size_t total = 0, capacity = 0;
    *out = NULL;
    for (size_t h = 0; h < holder_count(holders); h++) {
        struct holder holder;
        if (!holder_at(holders, snapshot, h, &holder))
            continue;
        for (size_t i = 0; i < holder.facet_count; i++) {
            bool listed = any_knows(holders, snapshot, holder.facet[i].key);
            for (size_t k = 0; k < total && !listed; k++)
                listed = strcmp((*out)[k], holder.facet[i].key) == 0;
            if (listed)
                continue;
            GROW(*out, total, capacity);
            (*out)[total++] = holder.facet[i].key;
        }
    }
    return total;
}

enum tick facets_value(const struct facet_holders *holders, const struct snapshot *snapshot, const char *key,
                       const char **value)
{
    bool any = false, differ = false, mine = !any_knows(holders, snapshot, key);
    const char *first = NULL;
    *value = "";
    for (size_t h = 0; h < holder_count(holders); h++) {
        struct holder holder;
        if (!holder_at(holders, snapshot, h, &holder) || !concerns(snapshot->template, &holder, key, mine))
            continue;
        const char *own = holder_value(&holder, key);
        if (first && strcmp(first, own) != 0)
            differ = true;
        if (!first)
            first = own;
        if (own[0]) {
            any = true;
            *value = own;
        }
    }
    return !any ? TICK_NONE : differ ? TICK_SOME : TICK_ALL;
}

/* Of types: whether the holder's own block has this one. */
static bool offers(const struct template *template, const struct holder *holder, const char *key, const char *value)
{
    const struct template_facet *facet = known(template, holder, key);
    if (!facet || facet->kind != FACET_TYPE)
        return concerns(template, holder, key, false);
    for (size_t i = 0; i < facet->value_count; i++) {
        if (strcmp(facet->value[i].id, value) == 0)
            return true;
    }
    return false;
}

enum tick facets_tick(const struct facet_holders *holders, const struct snapshot *snapshot, const char *key,
                      const char *value)
{
    size_t have = 0, count = 0;
    for (size_t h = 0; h < holder_count(holders); h++) {
        struct holder holder;
        if (!holder_at(holders, snapshot, h, &holder))
            continue;
        bool has = facet_has(holder_value(&holder, key), value);
        have += has ? 1 : 0;
        count += has || offers(snapshot->template, &holder, key, value) ? 1 : 0;
    }
    return have == 0 ? TICK_NONE : have == count ? TICK_ALL : TICK_SOME;
}

/* ---- changing -------------------------------------------------------------------------------------------------- */

static enum status set_ids(const struct facet_holders *holders, const int64_t *ids, size_t count, const char *key,
                           const char *value, struct error *err)
{
    if (count == 0)
        return STATUS_OK;
    if (holders->note)
        return canvas_notes_set_facet(holders->store, holders->session, ids, count, key, value, err);
    if (holders->tie[0])
        return canvas_link_set_facet(holders->store, holders->session, ids[0], key, value, err);
    return canvas_set_facet(holders->store, holders->session, holders->canvas_id, key, value, err);
}

enum status facets_set(const struct facet_holders *holders, const struct snapshot *snapshot, const char *key,
                       const char *value, bool all, struct error *err)
{
    int64_t *ids = memory_new(holder_count(holders) + 1, sizeof *ids);
    size_t count = 0;
    all = all || !any_knows(holders, snapshot, key);
    for (size_t h = 0; h < holder_count(holders); h++) {
        struct holder holder;
        if (holder_at(holders, snapshot, h, &holder) && concerns(snapshot->template, &holder, key, all))
            ids[count++] = holder.id;
    }
    enum status status = set_ids(holders, ids, count, key, value, err);
    free(ids);
    return status;
}

/* The values of `list` with or without this one. Yours. */
static char *switched(const char *list, const char *value, bool on)
{
    struct buffer out = {0};
    for (const char *at = list; *at; at += strcspn(at, ",")) {
        at += strspn(at, ", ");
        char *one = memory_copy_bytes(at, strcspn(at, ","));
        if (one[0] && !facet_has(one, value))
            buffer_printf(&out, "%s%s", out.length > 0 ? "," : "", one);
        free(one);
    }
    if (on)
        buffer_printf(&out, "%s%s", out.length > 0 ? "," : "", value);
    buffer_add(&out, "");
    return buffer_take(&out);
}

enum status facets_switch(const struct facet_holders *holders, const struct snapshot *snapshot,
                          const struct template_facet *facet, const char *value, bool on, struct error *err)
{
    const char *operation = holders->note ? "note_facet" : holders->tie[0] ? "link_facet" : "canvas_facet";
    enum status status = canvas_group_begin(holders->store, holders->session, holders->canvas_id, operation, err);
    if (status != STATUS_OK)
        return status;
    for (size_t h = 0; h < holder_count(holders) && status == STATUS_OK; h++) {
        struct holder holder;
        if (!holder_at(holders, snapshot, h, &holder))
            continue;
        const char *before = holder_value(&holder, facet->id);
        bool has = facet_has(before, value);
        if (has == on || (on && !offers(snapshot->template, &holder, facet->id, value)))
            continue;
        char *after = facet->many ? switched(before, value, on) : memory_copy_text(on ? value : "");
        status = set_ids(holders, &holder.id, 1, facet->id, after, err);
        free(after);
    }
    struct error ending;
    enum status end = canvas_group_end(holders->store, status == STATUS_OK, &ending);
    if (status == STATUS_OK && end != STATUS_OK) {
        *err = ending;
        status = end;
    }
    return status;
}
