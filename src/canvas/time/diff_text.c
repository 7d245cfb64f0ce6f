/*
 * diff_text.c - notes that read similarly.
 *
 * A text is the set of its triples of neighbouring characters, folded; how similar two are is Dice's coefficient of the
 * sets. Candidates come from an inverted index without the triples that are everywhere, so that thousands of notes in a
 * block do not mean millions of comparisons. Invariant: the same input gives the same pairs.
 */
#include "diff_internal.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/text.h"

#define GRAMS_MAX 64   /* of a note: a long text is known by its beginning */
#define EVERYWHERE 24  /* notes that share a triple: from here on it tells nothing */
#define SIMILAR 0.45
#define DROPPED_MAX 8
#define LOOKED_AT 6    /* candidates of a note */

struct grams {
    const uint32_t *gram; /* each once */
    size_t count;
};

/* Those of many notes; the grams lie one note's behind the other's. */
struct gram_list {
    struct grams *of; /* each note */
    uint32_t *all;
};

/* The grams of one note, to be asked for. */
struct gram_set {
    uint32_t slot[256]; /* 0 = empty; the upper eight bits of a product say where to look first */
};

static size_t slot_of(const struct gram_set *set, uint32_t gram)
{
    size_t slot = (gram * 0x9E3779B1u) >> 24;
    while (set->slot[slot] != 0 && set->slot[slot] != gram)
        slot = (slot + 1) % COUNT_OF(set->slot);
    return slot;
}

/* False: it was there. */
static bool set_add(struct gram_set *set, uint32_t gram)
{
    size_t slot = slot_of(set, gram);
    bool fresh = set->slot[slot] == 0;
    set->slot[slot] = gram;
    return fresh;
}

/* Writes at most GRAMS_MAX to `gram`; how many. */
static size_t grams_of(const char *text, struct buffer *folded, uint32_t *gram)
{
    struct gram_set set = {0};
    uint32_t first = ' ', second = ' ', code;
    size_t count = 0, seen = 0;
    buffer_reset(folded);
    text_fold(folded, text, strlen(text));
    const char *bytes = buffer_text(folded);
    for (size_t at = 0; at < folded->length && seen < GRAMS_MAX; seen++) {
        size_t length = text_decode(bytes + at, folded->length - at, &code);
        at += length > 0 ? length : 1;
        uint32_t one = (first * 0x9E3779B1u + second) * 0x85EBCA77u + code;
        one = one == 0 ? 1 : one;
        if (set_add(&set, one))
            gram[count++] = one;
        first = second;
        second = code;
    }
    return count;
}

/* Of the note whose grams are in `set`, and of another. */
static double similarity(const struct gram_set *set, size_t set_count, const struct grams *other)
{
    size_t shared = 0;
    for (size_t i = 0; i < other->count; i++)
        shared += set->slot[slot_of(set, other->gram[i])] != 0 ? 1 : 0;
    return set_count + other->count == 0 ? 0 : 2.0 * (double)shared / (double)(set_count + other->count);
}

/* ---- the inverted index ----------------------------------------------------------------------------------------- */

struct posting {
    uint32_t gram, note;
};

/* Buckets by the low bits of the gram, one behind the other in `list`. */
struct postings {
    struct posting *list;
    uint32_t *start; /* of each bucket; one more than there are */
    uint32_t mask;
};

static size_t occurrences(const struct posting *list, size_t count, uint32_t gram)
{
    size_t found = 0;
    for (size_t i = 0; i < count && found < EVERYWHERE; i++)
        found += list[i].gram == gram ? 1 : 0;
    return found;
}

static bool is_among(const uint32_t *gram, size_t count, uint32_t wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (gram[i] == wanted)
            return true;
    }
    return false;
}

/* Takes out the grams that are everywhere, so that nobody walks over them again; those beyond DROPPED_MAX in one bucket
 * stay, and are passed over later. */
static void drop_everywhere(struct postings *postings)
{
    uint32_t kept = 0, from = 0;
    for (size_t b = 0; b <= postings->mask; b++) {
        const struct posting *bucket = postings->list + from;
        size_t count = postings->start[b + 1] - from, dropped = 0;
        uint32_t everywhere[DROPPED_MAX];
        for (size_t i = 0; count >= EVERYWHERE && i < count && dropped < DROPPED_MAX; i++) {
            if (!is_among(everywhere, dropped, bucket[i].gram) &&
                occurrences(bucket + i, count - i, bucket[i].gram) == EVERYWHERE)
                everywhere[dropped++] = bucket[i].gram;
        }
        from = postings->start[b + 1];
        postings->start[b] = kept;
        for (size_t i = 0; i < count; i++) {
            if (!is_among(everywhere, dropped, bucket[i].gram))
                postings->list[kept++] = bucket[i];
        }
    }
    postings->start[postings->mask + 1] = kept;
}

static struct postings post(const struct grams *grams, size_t count)
{
    size_t total = 0, buckets = 64;
    for (size_t i = 0; i < count; i++)
        total += grams[i].count;
    while (buckets < total)
        buckets *= 2;
    struct postings out = {.list = memory_new(total + 1, sizeof *out.list),
                           .start = memory_new(buckets + 2, sizeof *out.start),
                           .mask = (uint32_t)buckets - 1};
    for (size_t i = 0; i < count; i++) {
        for (size_t g = 0; g < grams[i].count; g++)
            out.start[(grams[i].gram[g] & out.mask) + 2]++;
    }
    for (size_t b = 2; b < buckets + 2; b++)
        out.start[b] += out.start[b - 1];
    for (size_t i = 0; i < count; i++) { /* start[b + 1] goes from the bucket's begin to its end */
        for (size_t g = 0; g < grams[i].count; g++)
            out.list[out.start[(grams[i].gram[g] & out.mask) + 1]++] = (struct posting){grams[i].gram[g], (uint32_t)i};
    }
    drop_everywhere(&out);
    return out;
}

static void postings_clear(struct postings *postings)
{
    free(postings->list);
    free(postings->start);
}

/* ---- pairing ---------------------------------------------------------------------------------------------------- */

struct candidate {
    double similarity;
    size_t left, right;
};

static int compare_candidates(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;
    if (a->similarity != b->similarity)
        return a->similarity < b->similarity ? 1 : -1;
    int order = (a->left > b->left) - (a->left < b->left);
    return order != 0 ? order : (a->right > b->right) - (a->right < b->right);
}

struct candidates {
    struct candidate *list;
    size_t count, capacity;
};

/* For one note of the left: how many telling triples each of the right shares with it. */
struct sharing {
    uint32_t *count;   /* of each note of the right */
    uint32_t *note;    /* those with a count */
    size_t notes;
};

static void count_shared(const struct grams *one, const struct postings *postings, struct sharing *sharing)
{
    for (size_t g = 0; g < one->count; g++) {
        uint32_t gram = one->gram[g], found[EVERYWHERE];
        size_t count = 0;
        uint32_t end = postings->start[(gram & postings->mask) + 1];
        for (uint32_t i = postings->start[gram & postings->mask]; i < end && count < EVERYWHERE; i++) {
            if (postings->list[i].gram == gram)
                found[count++] = postings->list[i].note;
        }
        for (size_t i = 0; i < count && count < EVERYWHERE; i++) {
            if (sharing->count[found[i]]++ == 0)
                sharing->note[sharing->notes++] = found[i];
        }
    }
}

/* Those that share most, the most first, among equal ones in their order; how many. Nothing is counted any more then. */
static size_t take_most(struct sharing *sharing, uint32_t most[LOOKED_AT])
{
    uint32_t shares[LOOKED_AT];
    size_t found = 0;
    for (size_t i = 0; i < sharing->notes; i++) {
        uint32_t note = sharing->note[i], share = sharing->count[note];
        sharing->count[note] = 0;
        size_t at = found;
        while (at > 0 && (shares[at - 1] < share || (shares[at - 1] == share && most[at - 1] > note)))
            at--;
        if (at == LOOKED_AT)
            continue;
        found += found < LOOKED_AT ? 1 : 0;
        for (size_t k = found - 1; k > at; k--) {
            shares[k] = shares[k - 1];
            most[k] = most[k - 1];
        }
        shares[at] = share;
        most[at] = note;
    }
    sharing->notes = 0;
    return found;
}

/* Only those that share most are looked at closely. */
static void gather(const struct grams *one, size_t left, const struct grams *rights, struct sharing *sharing,
                   struct candidates *out)
{
    uint32_t most[LOOKED_AT];
    size_t count = take_most(sharing, most);
    struct gram_set set = {0};
    for (size_t i = 0; i < one->count && count > 0; i++)
        (void)set_add(&set, one->gram[i]);
    for (size_t i = 0; i < count; i++) {
        double alike = similarity(&set, one->count, &rights[most[i]]);
        if (alike < SIMILAR)
            continue;
        GROW(out->list, out->count, out->capacity);
        out->list[out->count++] = (struct candidate){alike, left, most[i]};
    }
}

static struct gram_list all_grams(struct diff_note **notes, size_t count)
{
    struct gram_list list = {.of = memory_new(count + 1, sizeof *list.of),
                             .all = memory_new((count + 1) * GRAMS_MAX, sizeof *list.all)};
    struct buffer folded = {0};
    uint32_t *at = list.all;
    for (size_t i = 0; i < count; i++) {
        list.of[i] = (struct grams){at, grams_of(notes[i]->note->text, &folded, at)};
        at += list.of[i].count;
    }
    buffer_clear(&folded);
    return list;
}

static void grams_free(struct gram_list *list)
{
    free(list->of);
    free(list->all);
}

void diff_pair_similar(struct diff_note **left, size_t left_count, struct diff_note **right, size_t right_count)
{
    if (left_count == 0 || right_count == 0)
        return;
    struct gram_list lefts = all_grams(left, left_count), rights = all_grams(right, right_count);
    struct sharing sharing = {.count = memory_new(right_count, sizeof *sharing.count),
                              .note = memory_new(right_count, sizeof *sharing.note)};
    struct postings postings = post(rights.of, right_count);
    struct candidates candidates = {0};
    for (size_t i = 0; i < left_count; i++) {
        count_shared(&lefts.of[i], &postings, &sharing);
        gather(&lefts.of[i], i, rights.of, &sharing, &candidates);
    }
    if (candidates.count > 1)
        qsort(candidates.list, candidates.count, sizeof *candidates.list, compare_candidates);
    for (size_t i = 0; i < candidates.count; i++) {
        struct diff_note *a = left[candidates.list[i].left], *b = right[candidates.list[i].right];
        if (a->other == NULL && b->other == NULL) {
            a->other = b;
            b->other = a;
        }
    }
    free(candidates.list);
    postings_clear(&postings);
    free(sharing.count);
    free(sharing.note);
    grams_free(&lefts);
    grams_free(&rights);
}
