/*
 * review_amounts.c - the checks on money: which note costs most, what does not pay.
 *
 * A sum with an amount that is missing, malformed or of another kind is unknown, never guessed.
 */
#include "review_internal.h"

#include <stdlib.h>
#include <string.h>

/* Of every note once: a note may stand in many sums. */
static void read_amounts(struct review *review)
{
    if (review->amount != NULL)
        return;
    review->amount = memory_new(review->count, sizeof *review->amount);
    for (size_t i = 0; i < review->count; i++)
        review->amount[i] = amount_of_note(review->note[i]);
}

/* ---- sums ---------------------------------------------------------------------------------------------------- */

struct adding {
    const struct review *review;
    struct amount sum; /* known once there is an amount */
    bool failed;
};

/* False when the sum cannot be known any more. */
static bool add_amount(void *context, size_t note)
{
    struct adding *adding = context;
    const struct amount *amount = &adding->review->amount[note];
    struct amount *sum = &adding->sum;
    if (!amount->known || (sum->known && !amount_alike(sum, amount))) {
        sum->known = false;
        adding->failed = true;
        return false;
    }
    if (!sum->known) {
        *sum = *amount;
        return true;
    }
    amount_add(sum, amount);
    return true;
}

static struct amount sum_of_block(const struct review *review, const struct check_blocks *blocks)
{
    struct adding adding = {.review = review};
    size_t note;
    struct selection selection = select_begin(review, blocks, NULL);
    while (select_next(&selection, &note) && add_amount(&adding, note))
        ;
    return adding.sum;
}

static struct amount sum_near(struct review *review, size_t note, const struct check_blocks *from,
                                  const struct check_blocks *through)
{
    struct adding adding = {.review = review};
    review_reach(review, note, from, through, NULL, NULL, add_amount, &adding);
    return adding.sum;
}

/* ---- the checks -------------------------------------------------------------------------------------------------- */

void review_largest(struct review *review, const struct check *check)
{
    read_amounts(review);
    struct positions looked_at = {0}, top = {0};
    struct amount first = {0}, greatest = {0};
    size_t note;
    bool known = true, answered = false;
    struct selection selection = select_begin(review, &check->from, NULL);
    while (!answered && select_next(&selection, &note)) {
        if (!near_any(review, note, &check->by))
            continue;
        answered = review_marked(review->note[note]->facet, review->note[note]->facet_count, &check->marks);
        struct amount sum = sum_near(review, note, &check->by, NULL);
        if (looked_at.count == 0)
            first = sum;
        positions_add(&looked_at, note);
        known = known && amount_alike(&first, &sum);
        int order = top.count == 0 ? 1 : amount_compare(&sum, &greatest);
        if (!known || order < 0)
            continue;
        if (order > 0) {
            top.count = 0;
            greatest = sum;
        }
        positions_add(&top, note);
    }
    if (looked_at.count > 0 && !answered)
        finding_set_notes(review, review_find(review, check), known ? &top : &looked_at);
    free(looked_at.at);
    free(top.at);
}

/* What is known of one case: whether it is, and whether `less` is the greater one. */
static void judge(const struct amount *less, const struct amount *more, bool *unknown, bool *over)
{
    *unknown = !amount_alike(less, more);
    *over = !*unknown && amount_compare(less, more) > 0;
}

static void find_amounts(struct review *review, const struct check *check, bool over, const struct positions *over_notes,
                         bool unknown, const struct positions *unknown_notes)
{
    if (over) {
        struct finding *finding = review_find(review, check);
        finding_set_notes(review, finding, over_notes);
        if (check->per.count == 0) {
            finding_add_blocks(finding, &check->less);
            finding_add_blocks(finding, &check->more);
        }
    }
    if (unknown && check->unknown_asks) {
        struct finding *finding = review_find(review, check);
        finding->severity = SEVERITY_ASK;
        finding_set_notes(review, finding, unknown_notes);
    }
}

void review_amounts(struct review *review, const struct check *check)
{
    read_amounts(review);
    struct positions over_notes = {0}, unknown_notes = {0};
    bool unknown, over;
    if (check->per.count == 0) {
        struct amount less = sum_of_block(review, &check->less), more = sum_of_block(review, &check->more);
        judge(&less, &more, &unknown, &over);
        find_amounts(review, check, over, &over_notes, unknown, &unknown_notes);
        return;
    }
    size_t note;
    struct selection selection = select_begin(review, &check->per, NULL);
    while (select_next(&selection, &note)) {
        struct amount less = sum_near(review, note, &check->less, &check->less_through);
        struct amount more = sum_near(review, note, &check->more, &check->more_through);
        judge(&less, &more, &unknown, &over);
        if (unknown)
            positions_add(&unknown_notes, note);
        else if (over)
            positions_add(&over_notes, note);
    }
    find_amounts(review, check, over_notes.count > 0, &over_notes, unknown_notes.count > 0, &unknown_notes);
    free(over_notes.at);
    free(unknown_notes.at);
}
