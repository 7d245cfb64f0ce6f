/*
 * snapshot.c - a canvas in memory: its shape, and the questions that are asked of it.
 *
 * Not here: where it comes from (snapshot_sql.c) and how it is kept current (snapshot_update.c). The invariant: every
 * note in the index lies in exactly one block array, each array is in the order (group, rank, id), groups and links are
 * in the order of their ids, a note and its group are of one block, and both ends of a link are notes of the snapshot.
 */
#include "snapshot_internal.h"

#include <stdlib.h>
#include <string.h>

const struct session *snapshot_reader(const struct snapshot *snapshot)
{
    return &snapshot_index(snapshot)->reader;
}

/* ---- free ------------------------------------------------------------------------------------------------ */

void tags_free(char **tag, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(tag[i]);
    free(tag);
}

void facets_free(struct facet *facet, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(facet[i].key);
        free(facet[i].value);
    }
    free(facet);
}

void link_clear(struct link *link)
{
    facets_free(link->facet, link->facet_count);
    link->facet = NULL;
    link->facet_count = 0;
}

void note_free(struct note *note)
{
    if (note == NULL)
        return;
    free(note->rank); /* and with it all its texts */
    tags_free(note->tag, note->tag_count);
    facets_free(note->facet, note->facet_count);
    free(note);
}

void note_groups_free(struct note_group *group, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(group[i].rank);
        free(group[i].title);
    }
    free(group);
}

static void index_free(struct snapshot_index *index)
{
    if (index == NULL)
        return;
    people_clear(&index->people);
    id_map_clear(&index->notes);
    free(index->template_hash);
    free(index);
}

void snapshot_free(struct snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    for (size_t b = 0; b < snapshot->block_count; b++) {
        for (size_t i = 0; i < snapshot->block[b].count; i++)
            note_free(snapshot->block[b].note[i]);
        free(snapshot->block[b].note);
    }
    free(snapshot->block);
    for (size_t i = 0; i < snapshot->link_total; i++)
        link_clear(&snapshot->link[i]);
    free(snapshot->link);
    note_groups_free(snapshot->group, snapshot->group_count);
    free(snapshot->title);
    tags_free(snapshot->tag, snapshot->tag_count);
    facets_free(snapshot->facet, snapshot->facet_count);
    index_free(snapshot->index);
    template_free((struct template *)(uintptr_t)snapshot->template);
    free(snapshot);
}

/* ---- order in a block -------------------------------------------------------------------------------------- */

static int compare_groups(const struct note_group *a, const struct note_group *b)
{
    if (a == NULL || b == NULL)
        return (a != NULL) - (b != NULL);
    int by_rank = strcmp(a->rank, b->rank);
    return by_rank != 0 ? by_rank : (a->id > b->id) - (a->id < b->id);
}

static int compare_notes(const struct note *a, const struct note *b)
{
    int by_group = a->group == b->group ? 0 : compare_groups(a->group, b->group);
    if (by_group != 0)
        return by_group;
    int by_rank = strcmp(a->rank, b->rank);
    return by_rank != 0 ? by_rank : (a->id > b->id) - (a->id < b->id);
}

static size_t block_slot(const struct snapshot *snapshot, int block)
{
    if (block < 0 || (size_t)block + 1 >= snapshot->block_count)
        return snapshot->block_count - 1;
    return (size_t)block;
}

/* The first position whose note does not come before `note`. */
static size_t place_of(const struct snapshot_block *block, const struct note *note)
{
    size_t low = 0, high = block->count;
    /* Most notes arrive in order. */
    if (high > 0 && compare_notes(block->note[high - 1], note) < 0)
        return high;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_notes(block->note[middle], note) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

void snapshot_insert(struct snapshot *snapshot, struct note *note)
{
    struct snapshot_block *block = &snapshot->block[block_slot(snapshot, note->block)];
    GROW(block->note, block->count, block->capacity);
    size_t at = place_of(block, note);
    memmove(block->note + at + 1, block->note + at, (block->count - at) * sizeof(struct note *));
    block->note[at] = note;
    block->count++;
    snapshot->note_count++;
}

void snapshot_take_out(struct snapshot *snapshot, struct note *note)
{
    struct snapshot_block *block = &snapshot->block[block_slot(snapshot, note->block)];
    size_t at = place_of(block, note);
    if (at == block->count || block->note[at] != note)
        return;
    memmove(block->note + at, block->note + at + 1, (block->count - at - 1) * sizeof(struct note *));
    block->count--;
    snapshot->note_count--;
}

/* ---- questions --------------------------------------------------------------------------------------------- */

const struct note *snapshot_note(const struct snapshot *snapshot, int64_t note_id)
{
    return id_map_get(&snapshot_index(snapshot)->notes, note_id);
}

const struct snapshot_block *snapshot_block(const struct snapshot *snapshot, int block)
{
    return &snapshot->block[block_slot(snapshot, block)];
}

int snapshot_position(const struct snapshot *snapshot, const struct note *note)
{
    const struct snapshot_block *block = snapshot_block(snapshot, note->block);
    size_t at = place_of(block, note);
    return at < block->count && block->note[at] == note ? (int)at : -1;
}

size_t snapshot_link_place(const struct snapshot *snapshot, int64_t link_id)
{
    size_t low = 0, high = snapshot->link_total;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (snapshot->link[middle].id < link_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const struct link *snapshot_link(const struct snapshot *snapshot, int64_t a, int64_t b)
{
    int64_t id = relation_link_id(a, b);
    size_t at = snapshot_link_place(snapshot, id);
    return at < snapshot->link_total && snapshot->link[at].id == id ? &snapshot->link[at] : NULL;
}

bool snapshot_linked(const struct snapshot *snapshot, int64_t a, int64_t b)
{
    return snapshot_link(snapshot, a, b) != NULL;
}

size_t snapshot_links_of(const struct snapshot *snapshot, int64_t note_id, int64_t *out)
{
    const struct note *note = snapshot_note(snapshot, note_id);
    size_t count = 0, wanted = note == NULL ? 0 : note->link_count;
    for (size_t i = 0; i < snapshot->link_total && count < wanted; i++) {
        if (snapshot->link[i].from == note_id)
            out[count++] = snapshot->link[i].to;
        else if (snapshot->link[i].to == note_id)
            out[count++] = snapshot->link[i].from;
    }
    return count;
}

const char *snapshot_person(const struct snapshot *snapshot, int64_t actor_id)
{
    return people_name(&snapshot_index(snapshot)->people, actor_id);
}

const struct note_group *snapshot_group(const struct snapshot *snapshot, int64_t group_id)
{
    size_t low = 0, high = snapshot->group_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (snapshot->group[middle].id < group_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < snapshot->group_count && snapshot->group[low].id == group_id ? &snapshot->group[low] : NULL;
}

int64_t snapshot_author(const struct snapshot *snapshot, const struct note *note, size_t index)
{
    if (note->author_id != 0 && index-- == 0)
        return note->author_id;
    for (char *at = note->also_by, *end; *at != '\0'; at = end) {
        int64_t id = strtoll(at, &end, 10);
        if (end == at)
            return 0;
        if (session_author(snapshot_reader(snapshot), &snapshot_index(snapshot)->people, id, note->hidden) != 0 && index-- == 0)
            return id;
    }
    return 0;
}

void snapshot_authors(const struct snapshot *snapshot, const struct note *note, struct buffer *out)
{
    int64_t id;
    for (size_t i = 0; (id = snapshot_author(snapshot, note, i)) != 0; i++)
        buffer_printf(out, "%s%s", i > 0 ? ", " : "",
                      i == 0 && note->told_author[0] != '\0' ? note->told_author : snapshot_person(snapshot, id));
}

bool snapshot_answered(const struct snapshot *snapshot, const char *question_id)
{
    if (question_id[0] == '\0')
        return false;
    for (size_t b = 0; b < snapshot->block_count; b++) {
        const struct snapshot_block *block = &snapshot->block[b];
        for (size_t i = 0; i < block->count; i++) {
            if (strcmp(block->note[i]->question, question_id) == 0)
                return true;
        }
    }
    return false;
}
