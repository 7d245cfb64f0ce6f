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
#define LOOKED_AT 6    /* candidates of a note */

struct grams {
    uint32_t *gram; /* ascending, each once */
    size_t count;
};

/* By insertion: they are few, and each note's are sorted. */
static void sort_grams(uint32_t *gram, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t one = gram[i];
        size_t at = i;
        for (; at > 0 && gram[at - 1] > one; at--)
            gram[at] = gram[at - 1];
        gram[at] = one;
    }
}

static struct grams grams_of(const char *text)
{
    struct buffer folded = {0};
    text_fold(&folded, text, strlen(text));
    struct grams grams = {.gram = memory_new(GRAMS_MAX, sizeof *grams.gram)};
    uint32_t first = ' ', second = ' ', code;
    const char *bytes = buffer_text(&folded);
    for (size_t at = 0; at < folded.length && grams.count < GRAMS_MAX;) {
        size_t length = text_decode(bytes + at, folded.length - at, &code);
        at += length > 0 ? length : 1;
        grams.gram[grams.count++] = (first * 0x9E3779B1u + second) * 0x85EBCA77u + code;
        first = second;
        second = code;
    }
    buffer_clear(&folded);
    sort_grams(grams.gram, grams.count);
    size_t kept = 0;
    for (size_t i = 0; i < grams.count; i++) {
        if (kept == 0 || grams.gram[kept - 1] != grams.gram[i])
            grams.gram[kept++] = grams.gram[i];
    }
    grams.count = kept;
    return grams;
}

static double similarity(const struct grams *a, const struct grams *b)
{
    size_t i = 0, j = 0, shared = 0;
    while (i < a->count && j < b->count) {
        if (a->gram[i] == b->gram[j]) {
            shared++;
            i++;
            j++;
        } else if (a->gram[i] < b->gram[j]) {
            i++;
        } else {
            j++;
        }
    }
    return a->count + b->count == 0 ? 0 : 2.0 * (double)shared / (double)(a->count + b->count);
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

/* Takes out the one that shares most, the first among equal ones. */
static uint32_t take_most(struct sharing *sharing)
{
    size_t most = 0;
    for (size_t i = 1; i < sharing->notes; i++) {
        uint32_t a = sharing->note[i], b = sharing->note[most];
        if (sharing->count[a] > sharing->count[b] || (sharing->count[a] == sharing->count[b] && a < b))
            most = i;
    }
    uint32_t note = sharing->note[most];
    sharing->count[note] = 0;
    sharing->note[most] = sharing->note[--sharing->notes];
    return note;
}

/* Only those that share most are looked at closely. */
static void gather(const struct grams *one, size_t left, const struct grams *rights, struct sharing *sharing,
                   struct candidates *out)
{
    for (int looked = 0; looked < LOOKED_AT && sharing->notes > 0; looked++) {
        uint32_t right = take_most(sharing);
        double alike = similarity(one, &rights[right]);
        if (alike < SIMILAR)
            continue;
        GROW(out->list, out->count, out->capacity);
        out->list[out->count++] = (struct candidate){alike, left, right};
    }
    while (sharing->notes > 0)
        sharing->count[sharing->note[--sharing->notes]] = 0;
}

static struct grams *all_grams(struct diff_note **notes, size_t count)
{
    struct grams *grams = memory_new(count + 1, sizeof *grams);
    for (size_t i = 0; i < count; i++)
        grams[i] = grams_of(notes[i]->note->text);
    return grams;
}

static void grams_free(struct grams *grams, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(grams[i].gram);
    free(grams);
}

void diff_pair_similar(struct diff_note **left, size_t left_count, struct diff_note **right, size_t right_count)
{
    if (left_count == 0 || right_count == 0)
        return;
    struct grams *lefts = all_grams(left, left_count), *rights = all_grams(right, right_count);
    struct sharing sharing = {.count = memory_new(right_count, sizeof *sharing.count),
                              .note = memory_new(right_count, sizeof *sharing.note)};
    struct postings postings = post(rights, right_count);
    struct candidates candidates = {0};
    for (size_t i = 0; i < left_count; i++) {
        count_shared(&lefts[i], &postings, &sharing);
        gather(&lefts[i], i, rights, &sharing, &candidates);
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
    grams_free(lefts, left_count);
    grams_free(rights, right_count);
}
