/*
 * diff.c - which notes of two canvases are the same, what differs, and how both stand on one board.
 *
 * Pairs are found from the surest sign to the weakest, each over what is left; nothing here is worse than n log n. Not
 * here: similar texts (diff_text.c), taking a line over (diff_pick.c), SQL. Invariant: every note of both sides is on
 * exactly one line, and a canvas compared with itself has no line that differs.
 */
#include "diff_internal.h"

#include <stdlib.h>
#include <string.h>

#include "take_over.h"

struct side {
    const struct snapshot *snapshot;
    struct diff_note *note;
    size_t count;
    struct id_map by_id;
};

struct comparison {
    struct side left, right;
    struct diff *diff;
    unsigned *what; /* of the right notes, by their place in right.note */
};

char diff_mark(unsigned what)
{
    if (what & DIFF_ADDED)
        return '+';
    if (what & DIFF_REMOVED)
        return '-';
    if (what & (DIFF_MOVED | DIFF_ORDER))
        return '>';
    return what != 0 ? '~' : ' ';
}

/* ---- blocks ----------------------------------------------------------------------------------------------------- */

static size_t slot_of(const struct snapshot *snapshot, int block)
{
    return block == TEMPLATE_PARKING ? snapshot->block_count - 1 : (size_t)block;
}

static int block_at(const struct snapshot *snapshot, size_t slot)
{
    return slot + 1 == snapshot->block_count ? TEMPLATE_PARKING : (int)slot;
}

int diff_block_of(const struct diff *diff, const struct snapshot *right, int block)
{
    return ((const struct diff_index *)diff->index)->block_of[slot_of(right, block)];
}

static int find_block(const struct template *left, const struct template *right, int block)
{
    int found;
    struct error ignored;
    if (template_block_by_id(left, template_block_id(right, block), &found))
        return found;
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const char *title = template_block_title(right, block, (enum language)language, false);
        if (template_block_resolve(left, title, (enum language)language, &found, &ignored) == STATUS_OK)
            return found;
    }
    return DIFF_NO_BLOCK;
}

static void map_blocks(struct comparison *comparison)
{
    const struct snapshot *left = comparison->left.snapshot, *right = comparison->right.snapshot;
    struct diff_index *index = comparison->diff->index;
    index->block_of = memory_new(right->block_count, sizeof *index->block_of);
    bool same = strcmp(left->template->hash, right->template->hash) == 0;
    for (size_t i = 0; i < right->block_count; i++) {
        int block = block_at(right, i);
        index->block_of[i] = same || block == TEMPLATE_PARKING ? block
                                                               : find_block(left->template, right->template, block);
    }
}

static void read_side(struct side *side, const struct snapshot *snapshot, const int *block_of)
{
    side->snapshot = snapshot;
    side->note = memory_new(snapshot->note_count + 1, sizeof *side->note);
    id_map_reserve(&side->by_id, snapshot->note_count);
    for (size_t b = 0; b < snapshot->block_count; b++) {
        for (size_t i = 0; i < snapshot->block[b].count; i++) {
            const struct note *note = snapshot->block[b].note[i];
            struct diff_note *out = &side->note[side->count++];
            *out = (struct diff_note){.note = note,
                                      .block = block_of == NULL ? block_at(snapshot, b) : block_of[b],
                                      .place = (int)i,
                                      .text = hash_bytes(note->text, strlen(note->text))};
            id_map_put(&side->by_id, note->id, out);
        }
    }
}

/* ---- pairs ------------------------------------------------------------------------------------------------------ */

static void pair(struct diff_note *left, struct diff_note *right)
{
    if (left == NULL || right == NULL || left->other != NULL || right->other != NULL)
        return;
    left->other = right;
    right->other = left;
}

static void pair_by_id(struct comparison *comparison, const struct diff_kin *kin)
{
    struct side *left = &comparison->left, *right = &comparison->right;
    int64_t left_canvas = left->snapshot->canvas_id, right_canvas = right->snapshot->canvas_id;
    for (size_t i = 0; i < right->count; i++)
        pair(id_map_get(&left->by_id, right->note[i].note->id), &right->note[i]);
    if (left_canvas == right_canvas)
        return;
    for (size_t i = 0; i < right->count; i++) /* the left one is the copy */
        pair(id_map_get(&left->by_id, id_derive(left_canvas, right->note[i].note->id, "copy")), &right->note[i]);
    for (size_t i = 0; i < left->count; i++)
        pair(&left->note[i], id_map_get(&right->by_id, id_derive(right_canvas, left->note[i].note->id, "copy")));
    for (size_t i = 0; kin != NULL && i < kin->count; i++)
        pair(id_map_get(&left->by_id, id_derive(left_canvas, kin->note_id[i], "copy")),
             id_map_get(&right->by_id, id_derive(right_canvas, kin->note_id[i], "copy")));
}

/* Order of texts; among equal ones of blocks, then of places. */
static int compare_texts(const void *left, const void *right)
{
    const struct diff_note *a = *(struct diff_note *const *)left, *b = *(struct diff_note *const *)right;
    if (a->text != b->text)
        return a->text > b->text ? 1 : -1;
    if (a->block != b->block)
        return a->block > b->block ? 1 : -1;
    return (a->place > b->place) - (a->place < b->place);
}

static struct diff_note **loose(const struct side *side, size_t *count)
{
    struct diff_note **list = memory_new(side->count + 1, sizeof *list);
    *count = 0;
    for (size_t i = 0; i < side->count; i++) {
        if (side->note[i].other == NULL)
            list[(*count)++] = &side->note[i];
    }
    return list;
}

static int compare_keys(const struct diff_note *a, const struct diff_note *b, bool blocks)
{
    if (a->text != b->text)
        return a->text > b->text ? 1 : -1;
    return blocks ? (a->block > b->block) - (a->block < b->block) : 0;
}

static void pair_equal(struct comparison *comparison, bool same_block)
{
    size_t left_count, right_count, i = 0, j = 0;
    struct diff_note **left = loose(&comparison->left, &left_count), **right = loose(&comparison->right, &right_count);
    qsort(left, left_count, sizeof(struct diff_note *), compare_texts);
    qsort(right, right_count, sizeof(struct diff_note *), compare_texts);
    while (i < left_count && j < right_count) {
        int order = compare_keys(left[i], right[j], same_block);
        if (order == 0 && strcmp(left[i]->note->text, right[j]->note->text) == 0)
            pair(left[i], right[j]);
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
    free(left);
    free(right);
}

static int compare_blocks(const void *left, const void *right)
{
    const struct diff_note *a = *(struct diff_note *const *)left, *b = *(struct diff_note *const *)right;
    if (a->block != b->block)
        return a->block > b->block ? 1 : -1;
    return (a->place > b->place) - (a->place < b->place);
}

static size_t run_of(struct diff_note **list, size_t count, size_t from)
{
    size_t end = from;
    while (end < count && list[end]->block == list[from]->block)
        end++;
    return end;
}

static void pair_similar(struct comparison *comparison)
{
    size_t left_count, right_count, i = 0, j = 0;
    struct diff_note **left = loose(&comparison->left, &left_count), **right = loose(&comparison->right, &right_count);
    qsort(left, left_count, sizeof(struct diff_note *), compare_blocks);
    qsort(right, right_count, sizeof(struct diff_note *), compare_blocks);
    while (i < left_count && j < right_count) {
        size_t i_end = run_of(left, left_count, i), j_end = run_of(right, right_count, j);
        if (left[i]->block == right[j]->block) {
            diff_pair_similar(left + i, i_end - i, right + j, j_end - j);
            i = i_end;
            j = j_end;
        } else if (left[i]->block < right[j]->block) {
            i = i_end;
        } else {
            j = j_end;
        }
    }
    free(left);
    free(right);
}

/* ---- what differs ----------------------------------------------------------------------------------------------- */

static const char *group_title(const struct note *note)
{
    return note->group == NULL ? "" : note->group->title;
}

static unsigned compare_pair(const struct diff_note *right, bool one_canvas)
{
    const struct diff_note *left = right->other;
    const struct note *a = left->note, *b = right->note;
    unsigned what = left->block != right->block ? DIFF_MOVED : 0;
    what |= strcmp(a->text, b->text) != 0 ? DIFF_TEXT : 0;
    what |= strcmp(a->body, b->body) != 0 ? DIFF_BODY : 0;
    what |= a->colour != b->colour ? DIFF_COLOUR : 0;
    what |= strcmp(a->question, b->question) != 0 ? DIFF_QUESTION : 0;
    what |= strcmp(group_title(a), group_title(b)) != 0 ? DIFF_GROUP : 0;
    what |= !same_tags(a->tag, a->tag_count, b->tag, b->tag_count) ? DIFF_TAGS : 0;
    what |= !same_facets(a->facet, a->facet_count, b->facet, b->facet_count) ? DIFF_FACETS : 0;
    what |= one_canvas && a->votes != b->votes ? DIFF_VOTES : 0;
    return what;
}

/* Ties between notes that both sides have, of `from` and not, or marked otherwise, in `to`. */
static void compare_links(struct comparison *comparison, const struct side *from, const struct side *to, bool to_right)
{
    for (size_t i = 0; i < from->snapshot->link_total; i++) {
        const struct link *link = &from->snapshot->link[i];
        const struct diff_note *a = id_map_get(&from->by_id, link->from), *b = id_map_get(&from->by_id, link->to);
        if (a == NULL || b == NULL || a->other == NULL || b->other == NULL)
            continue;
        const struct link *there = snapshot_link(to->snapshot, a->other->note->id, b->other->note->id);
        if (there != NULL && same_facets(link->facet, link->facet_count, there->facet, there->facet_count))
            continue;
        const struct diff_note *ends[] = {to_right ? a->other : a, to_right ? b->other : b};
        for (size_t e = 0; e < 2; e++)
            comparison->what[ends[e] - comparison->right.note] |= DIFF_LINKS;
    }
}

/* The longest ascending run of `places` stays; the others were moved. */
static void mark_moved(const int *places, const size_t *notes, size_t count, unsigned *what)
{
    size_t *tail = memory_new(count + 1, sizeof *tail), *before = memory_new(count + 1, sizeof *before), length = 0;
    bool *stays = memory_new(count + 1, sizeof *stays);
    for (size_t i = 0; i < count; i++) {
        size_t low = 0, high = length;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (places[tail[middle]] < places[i])
                low = middle + 1;
            else
                high = middle;
        }
        before[i] = low > 0 ? tail[low - 1] : SIZE_MAX;
        tail[low] = i;
        length = low == length ? length + 1 : length;
    }
    for (size_t i = length > 0 ? tail[length - 1] : SIZE_MAX; i != SIZE_MAX; i = before[i])
        stays[i] = true;
    for (size_t i = 0; i < count; i++)
        what[notes[i]] |= stays[i] ? 0 : DIFF_ORDER;
    free(tail);
    free(before);
    free(stays);
}

static void compare_order(struct comparison *comparison)
{
    const struct side *right = &comparison->right;
    int *places = memory_new(right->count + 1, sizeof *places);
    size_t *notes = memory_new(right->count + 1, sizeof *notes), count = 0;
    for (size_t i = 0; i < right->count; i++) {
        const struct diff_note *note = &right->note[i];
        if (i > 0 && note->note->block != right->note[i - 1].note->block) {
            mark_moved(places, notes, count, comparison->what);
            count = 0;
        }
        if (note->other != NULL && note->other->block == note->block) {
            places[count] = note->other->place;
            notes[count++] = i;
        }
    }
    mark_moved(places, notes, count, comparison->what);
    free(places);
    free(notes);
}

static void compare_all(struct comparison *comparison)
{
    const struct side *right = &comparison->right;
    bool one_canvas = comparison->left.snapshot->canvas_id == right->snapshot->canvas_id;
    comparison->what = memory_new(right->count + 1, sizeof *comparison->what);
    for (size_t i = 0; i < right->count; i++)
        comparison->what[i] = right->note[i].other == NULL ? DIFF_ADDED : compare_pair(&right->note[i], one_canvas);
    compare_links(comparison, &comparison->left, right, true);
    compare_links(comparison, right, &comparison->left, false);
    compare_order(comparison);
}

static unsigned compare_canvases(const struct snapshot *left, const struct snapshot *right)
{
    unsigned what = strcmp(left->title, right->title) != 0 ? DIFF_TITLE : 0;
    what |= !same_tags(left->tag, left->tag_count, right->tag, right->tag_count) ? DIFF_TAGS : 0;
    what |= !same_facets(left->facet, left->facet_count, right->facet, right->facet_count) ? DIFF_FACETS : 0;
    return what;
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */

static void add_line(struct diff *diff, struct diff_line line)
{
    diff->line[diff->count++] = line;
    diff->added += line.what & DIFF_ADDED ? 1 : 0;
    diff->removed += line.what & DIFF_REMOVED ? 1 : 0;
    diff->changed += line.what & DIFF_CHANGED ? 1 : 0;
    diff->moved += line.what & (DIFF_MOVED | DIFF_ORDER) ? 1 : 0;
}

static void add_right(struct comparison *comparison, const struct diff_note *note)
{
    bool foreign = note->block == DIFF_NO_BLOCK;
    add_line(comparison->diff, (struct diff_line){
                                   .what = comparison->what[note - comparison->right.note],
                                   .left_id = note->other == NULL ? 0 : note->other->note->id,
                                   .right_id = note->note->id,
                                   .block = foreign ? note->note->block : note->block,
                                   .foreign = foreign,
                               });
}

/* A note that is gone stands behind the one it stood behind. */
struct gone {
    size_t behind; /* how many lines of the right come before it */
    const struct diff_note *note;
};

static int compare_gone(const void *left, const void *right)
{
    const struct gone *a = left, *b = right;
    int order = (a->behind > b->behind) - (a->behind < b->behind);
    return order != 0 ? order : (a->note > b->note) - (a->note < b->note);
}

static void add_block(struct comparison *comparison, int block, size_t *left_at)
{
    const struct side *left = &comparison->left, *right = &comparison->right;
    struct gone *gone = memory_new(left->count - *left_at + 1, sizeof *gone);
    size_t gone_count = 0, behind = 0, shown = 0;
    for (; *left_at < left->count && left->note[*left_at].block == block; (*left_at)++) {
        const struct diff_note *note = &left->note[*left_at];
        if (note->other == NULL)
            gone[gone_count++] = (struct gone){behind, note};
        else if (note->other->block == block)
            behind = (size_t)(note->other - right->note) + 1;
    }
    qsort(gone, gone_count, sizeof *gone, compare_gone);
    for (size_t i = 0; i <= right->count; i++) {
        for (; shown < gone_count && gone[shown].behind <= i; shown++)
            add_line(comparison->diff,
                     (struct diff_line){.what = DIFF_REMOVED, .left_id = gone[shown].note->note->id, .block = block});
        if (i < right->count && right->note[i].block == block)
            add_right(comparison, &right->note[i]);
    }
    free(gone);
}

static void make_lines(struct comparison *comparison)
{
    struct diff *diff = comparison->diff;
    const struct side *left = &comparison->left, *right = &comparison->right;
    size_t at = 0;
    diff->line = memory_new(left->count + right->count + 1, sizeof *diff->line);
    for (size_t b = 0; b < left->snapshot->block_count; b++)
        add_block(comparison, block_at(left->snapshot, b), &at);
    for (size_t i = 0; i < right->count; i++) {
        if (right->note[i].block == DIFF_NO_BLOCK)
            add_right(comparison, &right->note[i]);
    }
    struct diff_index *index = diff->index;
    id_map_reserve(&index->lines, diff->count * 2);
    for (size_t i = 0; i < diff->count; i++) {
        if (diff->line[i].left_id != 0)
            id_map_put(&index->lines, diff->line[i].left_id, &diff->line[i]);
        if (diff->line[i].right_id != 0)
            id_map_put(&index->lines, diff->line[i].right_id, &diff->line[i]);
    }
}

void canvas_diff(const struct snapshot *left, const struct snapshot *right, const struct diff_kin *kin,
                 struct diff *out)
{
    *out = (struct diff){.canvas = compare_canvases(left, right), .index = memory_new(1, sizeof(struct diff_index))};
    struct comparison comparison = {.left.snapshot = left, .right.snapshot = right, .diff = out};
    map_blocks(&comparison);
    read_side(&comparison.left, left, NULL);
    read_side(&comparison.right, right, ((struct diff_index *)out->index)->block_of);
    pair_by_id(&comparison, kin);
    if (left->canvas_id != right->canvas_id) {
        pair_equal(&comparison, true);
        pair_equal(&comparison, false);
        pair_similar(&comparison);
    }
    compare_all(&comparison);
    make_lines(&comparison);
    struct side *sides[] = {&comparison.left, &comparison.right};
    for (size_t i = 0; i < 2; i++) {
        free(sides[i]->note);
        id_map_clear(&sides[i]->by_id);
    }
    free(comparison.what);
}

void canvas_diff_clear(struct diff *diff)
{
    struct diff_index *index = diff->index;
    if (index != NULL) {
        id_map_clear(&index->lines);
        free(index->block_of);
        free(index);
    }
    free(diff->line);
    *diff = (struct diff){0};
}

const struct diff_line *canvas_diff_line(const struct diff *diff, int64_t note_id)
{
    return diff->index == NULL ? NULL : id_map_get(&((const struct diff_index *)diff->index)->lines, note_id);
}
