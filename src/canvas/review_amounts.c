/*
 * review_amounts.c - the checks on money: which note costs most, what does not pay.
 *
 * Amounts are whole numbers of 1/10000, periodic ones turned into a year; nothing is rounded and nothing overflows.
 * A sum with an amount that is missing, malformed or of another kind is unknown, never guessed.
 */
#include "review_internal.h"

#include <stdlib.h>
#include <string.h>

#define LOW_BASE UINT64_C(10000000000000000) /* 10^16: 365 times it still fits */

/* ---- one amount ------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    uint64_t a_year;
} periods[] = {{"day", 365}, {"week", 52}, {"month", 12}, {"quarter", 4}, {"year", 1}};

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* units is below 10^19. */
static void sum_set(struct review_sum *sum, uint64_t units, uint64_t times)
{
    uint64_t low = units % LOW_BASE * times;
    sum->high = units / LOW_BASE * times + low / LOW_BASE;
    sum->low = low % LOW_BASE;
}

/* NUMBER CURRENCY[/PERIOD]; unknown when it is anything else. */
static struct review_sum parse_amount(const char *text)
{
    struct review_sum sum = {0};
    size_t whole = digits_at(text), decimals = 0;
    if (whole < 1 || whole > 15)
        return sum;
    uint64_t units = 0;
    for (size_t i = 0; i < whole; i++)
        units = units * 10 + (uint64_t)(text[i] - '0');
    text += whole;
    if (*text == '.') {
        decimals = digits_at(text + 1);
        if (decimals < 1 || decimals > 4)
            return sum;
    }
    for (size_t i = 0; i < 4; i++)
        units = units * 10 + (i < decimals ? (uint64_t)(text[1 + i] - '0') : 0);
    text += decimals > 0 ? decimals + 1 : 0;
    if (*text != ' ' || strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
        return sum;
    memcpy(sum.currency, text + 1, 3);
    text += 4;
    uint64_t times = *text == '\0' ? 1 : 0;
    for (size_t i = 0; i < COUNT_OF(periods) && *text == '/'; i++) {
        if (strcmp(periods[i].name, text + 1) == 0)
            times = periods[i].a_year;
    }
    sum.periodic = *text == '/';
    sum.known = times > 0;
    if (sum.known)
        sum_set(&sum, units, times);
    return sum;
}

/* Of every note once: a note may stand in many sums. */
static void read_amounts(struct review *review)
{
    if (review->amount != NULL)
        return;
    review->amount = memory_new(review->count, sizeof *review->amount);
    for (size_t i = 0; i < review->count; i++) {
        const struct note *note = review->note[i];
        for (size_t k = 0; k < note->facet_count; k++) {
            if (strcmp(note->facet[k].key, "amount") == 0)
                review->amount[i] = parse_amount(note->facet[k].value);
        }
    }
}

/* ---- sums ---------------------------------------------------------------------------------------------------- */

static bool comparable(const struct review_sum *a, const struct review_sum *b)
{
    return a->known && b->known && a->periodic == b->periodic && strcmp(a->currency, b->currency) == 0;
}

static int compare_sums(const struct review_sum *a, const struct review_sum *b)
{
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return (a->low > b->low) - (a->low < b->low);
}

struct adding {
    const struct review *review;
    struct review_sum sum; /* known once there is an amount */
    bool failed;
};

/* False when the sum cannot be known any more. */
static bool add_amount(void *context, size_t note)
{
    struct adding *adding = context;
    const struct review_sum *amount = &adding->review->amount[note];
    struct review_sum *sum = &adding->sum;
    if (!amount->known || (sum->known && !comparable(sum, amount))) {
        sum->known = false;
        adding->failed = true;
        return false;
    }
    if (!sum->known) {
        *sum = *amount;
        return true;
    }
    sum->high += amount->high;
    sum->low += amount->low;
    if (sum->low >= LOW_BASE) {
        sum->low -= LOW_BASE;
        sum->high++;
    }
    return true;
}

static struct review_sum sum_of_block(const struct review *review, const struct check_blocks *blocks)
{
    struct adding adding = {.review = review};
    size_t note;
    struct selection selection = select_begin(review, blocks, NULL);
    while (select_next(&selection, &note) && add_amount(&adding, note))
        ;
    return adding.sum;
}

static struct review_sum sum_near(struct review *review, size_t note, const struct check_blocks *from,
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
    struct review_sum first = {0}, greatest = {0};
    size_t note;
    bool known = true, answered = false;
    struct selection selection = select_begin(review, &check->from, NULL);
    while (!answered && select_next(&selection, &note)) {
        if (!near_any(review, note, &check->by))
            continue;
        answered = review_marked(review->note[note]->facet, review->note[note]->facet_count, &check->marks);
        struct review_sum sum = sum_near(review, note, &check->by, NULL);
        if (looked_at.count == 0)
            first = sum;
        positions_add(&looked_at, note);
        known = known && comparable(&first, &sum);
        int order = top.count == 0 ? 1 : compare_sums(&sum, &greatest);
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
static void judge(const struct review_sum *less, const struct review_sum *more, bool *unknown, bool *over)
{
    *unknown = !comparable(less, more);
    *over = !*unknown && compare_sums(less, more) > 0;
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
        struct review_sum less = sum_of_block(review, &check->less), more = sum_of_block(review, &check->more);
        judge(&less, &more, &unknown, &over);
        find_amounts(review, check, over, &over_notes, unknown, &unknown_notes);
        return;
    }
    size_t note;
    struct selection selection = select_begin(review, &check->per, NULL);
    while (select_next(&selection, &note)) {
        struct review_sum less = sum_near(review, note, &check->less, &check->less_through);
        struct review_sum more = sum_near(review, note, &check->more, &check->more_through);
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
