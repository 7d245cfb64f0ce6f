/*
 * review_checks.c - the kinds of check.
 *
 * One function a kind; those on money are in review_amounts.c. A check whose selection is empty says nothing, but for
 * `filled`, `age` and `variants`.
 *
 * Invariant: a finding names notes in the order of the canvas, or blocks where there is no note to name.
 */
#include "review_internal.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS ((int64_t)86400 * 1000)

/* ---- linked --------------------------------------------------------------------------------------------- */

void review_reach(struct review *review, size_t note, const struct check_blocks *to,
                  const struct check_blocks *through, const struct check_marks *where,
                  const struct check_marks *link_marks, bool (*meet)(void *context, size_t note), void *context)
{
    size_t other, hop;
    struct near near = near_begin(review, note, to, where, link_marks);
    if (through == NULL || through->count == 0) {
        while (near_next(&near, &other)) {
            if (!meet(context, other))
                return;
        }
        return;
    }
    review->round++;
    review->seen[note] = review->round;
    while (near_next(&near, &other)) {
        review->seen[other] = review->round;
        if (!meet(context, other))
            return;
    }
    struct near hops = near_begin(review, note, through, NULL, NULL);
    while (near_next(&hops, &hop)) {
        near = near_begin(review, hop, to, where, link_marks);
        while (near_next(&near, &other)) {
            if (review->seen[other] == review->round)
                continue;
            review->seen[other] = review->round;
            if (!meet(context, other))
                return;
        }
    }
}

struct tally {
    int count, enough;
};

static bool tally_up(void *context, size_t note)
{
    (void)note;
    struct tally *tally = context;
    return ++tally->count < tally->enough;
}

static void report_notes(struct review *review, const struct check *check, struct positions *notes)
{
    if (notes->count > 0) {
        struct finding *finding = review_find(review, check);
        finding_set_notes(review, finding, notes);
        finding->wants_link = check->kind == CHECK_LINKED && check->least > 0;
    }
    free(notes->at);
    *notes = (struct positions){0};
}

static void check_linked(struct review *review, const struct check *check)
{
    struct positions bad = {0};
    size_t note, looked_at = 0;
    /* Nobody counts beyond what decides. */
    int decides = check->most == CHECK_NO_LIMIT || check->least > check->most ? check->least : check->most + 1;
    struct selection selection = select_begin(review, &check->from, &check->where);
    while (select_next(&selection, &note)) {
        size_t other;
        struct near near = near_begin(review, note, &check->to, &check->to_where, NULL);
        if (check->linked_only && !near_next(&near, &other))
            continue;
        looked_at++;
        struct tally tally = {.enough = decides};
        if (decides > 0)
            review_reach(review, note, &check->to, &check->through, &check->to_where, &check->link_marks, tally_up,
                         &tally);
        if (tally.count < check->least || (check->most != CHECK_NO_LIMIT && tally.count > check->most))
            positions_add(&bad, note);
    }
    if (check->enough != CHECK_NO_LIMIT && looked_at - bad.count >= (size_t)check->enough)
        bad.count = 0;
    report_notes(review, check, &bad);
}

/* ---- marked, covered --------------------------------------------------------------------------------------- */

static void set_missing(struct finding *finding, const struct check *check, const bool *missing)
{
    finding->missing = memory_new(check->each_count, sizeof *finding->missing);
    for (size_t i = 0; i < check->each_count; i++) {
        if (missing[i])
            finding->missing[finding->missing_count++] = check->each[i].title;
    }
}

static void report_missing(struct review *review, const struct check *check, struct positions *bad,
                           const bool *missing)
{
    if (bad->count > 0) {
        struct finding *finding = review_find(review, check);
        finding_set_notes(review, finding, bad);
        set_missing(finding, check, missing);
    }
    free(bad->at);
}

/* Clears in `lacks` what the note has. */
static void take_what_it_has(const struct check *check, const struct note *note, bool *lacks)
{
    for (size_t i = 0; i < check->each_count; i++) {
        if (lacks[i] && review_marked(note->facet, note->facet_count, &check->each[i]))
            lacks[i] = false;
    }
}

static void lack_all(bool *lacks, const struct check *check)
{
    for (size_t i = 0; i < check->each_count; i++)
        lacks[i] = true;
}

/* Adds what is lacking to `missing`; true if anything is. */
static bool add_lacks(const struct check *check, const bool *lacks, bool *missing)
{
    bool any = false;
    for (size_t i = 0; i < check->each_count; i++) {
        any = any || lacks[i];
        missing[i] = missing[i] || lacks[i];
    }
    return any;
}

static void check_marked(struct review *review, const struct check *check)
{
    bool *lacks = memory_new(2 * check->each_count, sizeof *lacks), *missing = lacks + check->each_count;
    struct positions bad = {0};
    size_t note;
    struct selection selection = select_begin(review, &check->from, &check->where);
    while (select_next(&selection, &note)) {
        if (check->or_linked.count > 0 && near_any(review, note, &check->or_linked))
            continue;
        lack_all(lacks, check);
        take_what_it_has(check, review->note[note], lacks);
        if (add_lacks(check, lacks, missing))
            positions_add(&bad, note);
    }
    report_missing(review, check, &bad, missing);
    free(lacks);
}

static void check_covered_together(struct review *review, const struct check *check, bool *lacks)
{
    size_t note;
    bool any = false, incomplete = false;
    lack_all(lacks, check);
    struct selection selection = select_begin(review, &check->from, &check->where);
    while (select_next(&selection, &note)) {
        any = true;
        take_what_it_has(check, review->note[note], lacks);
    }
    for (size_t i = 0; i < check->each_count; i++)
        incomplete = incomplete || lacks[i];
    if (!any || !incomplete)
        return;
    struct finding *finding = review_find(review, check);
    finding_add_blocks(finding, &check->from);
    set_missing(finding, check, lacks);
}

static void check_covered(struct review *review, const struct check *check)
{
    bool *lacks = memory_new(2 * check->each_count, sizeof *lacks), *missing = lacks + check->each_count;
    struct positions bad = {0};
    size_t whose, note;
    struct selection selection = select_begin(review, &check->per, NULL);
    while (check->per.count > 0 && select_next(&selection, &whose)) {
        bool any = false;
        lack_all(lacks, check);
        struct near near = near_begin(review, whose, &check->from, &check->where, NULL);
        while (near_next(&near, &note)) {
            any = true;
            take_what_it_has(check, review->note[note], lacks);
        }
        if (any && add_lacks(check, lacks, missing))
            positions_add(&bad, whose);
    }
    if (check->per.count == 0)
        check_covered_together(review, check, lacks);
    report_missing(review, check, &bad, missing);
    free(lacks);
}

/* ---- count, not_all, filled ---------------------------------------------------------------------------------- */

static void check_count(struct review *review, const struct check *check)
{
    struct positions all = {0};
    size_t note;
    struct selection selection = select_begin(review, &check->from, &check->where);
    while (select_next(&selection, &note))
        positions_add(&all, note);
    if (all.count >= (size_t)check->least && (check->most == CHECK_NO_LIMIT || all.count <= (size_t)check->most))
        all.count = 0;
    report_notes(review, check, &all);
}

static void check_not_all(struct review *review, const struct check *check)
{
    struct positions all = {0};
    size_t note;
    struct selection selection = select_begin(review, &check->from, &check->where);
    while (select_next(&selection, &note)) {
        if (!review_marked(review->note[note]->facet, review->note[note]->facet_count, &check->marks)) {
            free(all.at);
            return;
        }
        positions_add(&all, note);
    }
    if (all.count < (size_t)check->at_least)
        all.count = 0;
    report_notes(review, check, &all);
}

static void check_filled(struct review *review, const struct check *check)
{
    struct check_blocks empty = {.block = memory_new(review->template->block_count, sizeof *empty.block)};
    for (size_t b = 0; b < review->template->block_count; b++) {
        if (check_has_block(&check->from, (int)b) && review->block_start[b] == review->block_start[b + 1])
            empty.block[empty.count++] = (int)b;
    }
    if (empty.count > 0)
        finding_add_blocks(review_find(review, check), &empty);
    free(empty.block);
}

/* ---- differ ------------------------------------------------------------------------------------------------------ */

/* The neighbours of one note, by position. */
struct set {
    size_t note;
    const size_t *member;
    size_t count;
    uint64_t hash;
};

static int compare_members(const struct set *a, const struct set *b)
{
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->count != b->count)
        return a->count < b->count ? -1 : 1;
    return memcmp(a->member, b->member, a->count * sizeof *a->member);
}

static int compare_sets(const void *left, const void *right)
{
    const struct set *a = left, *b = right;
    int by_members = compare_members(a, b);
    return by_members != 0 ? by_members : (a->note > b->note) - (a->note < b->note);
}

static void check_differ(struct review *review, const struct check *check)
{
    size_t *pool = memory_new(review->tie_start[review->count], sizeof *pool), used = 0, sets = 0, note, other;
    struct set *set = memory_new(review->count, sizeof *set);
    struct selection selection = select_begin(review, &check->from, &check->where);
    while (select_next(&selection, &note)) {
        size_t start = used;
        struct near near = near_begin(review, note, &check->to, NULL, NULL);
        while (near_next(&near, &other))
            pool[used++] = other;
        if (used > start)
            set[sets++] = (struct set){note, pool + start, used - start,
                                       hash_bytes((const char *)(pool + start), (used - start) * sizeof *pool)};
    }
    qsort(set, sets, sizeof *set, compare_sets);
    /* The round marks the notes that share theirs, to name them in the order of the canvas. */
    review->round++;
    for (size_t i = 0; i + 1 < sets; i++) {
        if (compare_members(&set[i], &set[i + 1]) == 0)
            review->seen[set[i].note] = review->seen[set[i + 1].note] = review->round;
    }
    struct positions bad = {0};
    for (size_t i = 0; i < review->count && sets > 0; i++) {
        if (review->seen[i] == review->round)
            positions_add(&bad, i);
    }
    report_notes(review, check, &bad);
    free(pool);
    free(set);
}

/* ---- all ------------------------------------------------------------------------------------------------------------ */

static bool holds(const struct review *review, const struct check_when *when)
{
    const struct snapshot *snapshot = review->snapshot;
    if (!when->given || review_marked(snapshot->facet, snapshot->facet_count, &when->canvas))
        return true;
    size_t note, all = 0, hits = 0;
    struct selection selection = select_begin(review, &when->from, NULL);
    while (select_next(&selection, &note)) {
        all++;
        hits += review_marked(review->note[note]->facet, review->note[note]->facet_count, &when->marks);
    }
    return hits > 0 && (!when->every || hits == all);
}

static void check_parts(struct review *review, const struct check *check)
{
    for (size_t i = 0; i < check->part_count; i++) {
        size_t before = review->finding_count;
        review_run(review, &check->part[i]);
        if (check->first_only && review->finding_count > before)
            return;
    }
}

void review_run(struct review *review, const struct check *check)
{
    if (!holds(review, &check->when))
        return;
    switch (check->kind) {
    case CHECK_LINKED: check_linked(review, check); break;
    case CHECK_MARKED: check_marked(review, check); break;
    case CHECK_COVERED: check_covered(review, check); break;
    case CHECK_COUNT: check_count(review, check); break;
    case CHECK_NOT_ALL: check_not_all(review, check); break;
    case CHECK_FILLED: check_filled(review, check); break;
    case CHECK_DIFFER: check_differ(review, check); break;
    case CHECK_LARGEST: review_largest(review, check); break;
    case CHECK_AMOUNTS: review_amounts(review, check); break;
    case CHECK_AGE:
        if (review->now - review->snapshot->updated > check->days * DAY_MS)
            review_find(review, check);
        break;
    case CHECK_VARIANTS:
        if (review->family >= 0 && review->family < check->least)
            review_find(review, check);
        break;
    case CHECK_PARTS: check_parts(review, check); break;
    }
}
