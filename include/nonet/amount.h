/*
 * amount.h - amounts of money: reading them from a facet, adding them up, writing them short.
 *
 * An amount is a whole number of 1/10000 of its currency; a periodic one is turned into a year (day x365, week x52,
 * month x12, quarter x4). Nothing is rounded before it is written and nothing overflows. Currencies are never mixed
 * nor exchanged.
 */
#ifndef NONET_AMOUNT_H
#define NONET_AMOUNT_H

#include "nonet/canvas.h"

struct amount {
    bool known, periodic; /* unknown: missing, malformed, or a sum of what cannot be added */
    char currency[4];
    uint64_t high, low;   /* high counts 10^16, low is below it */
};

/* NUMBER CURRENCY[/PERIOD] as facet_check() keeps it; unknown when it is anything else. */
struct amount amount_read(const char *text);
struct amount amount_of_note(const struct note *note); /* its facet "amount" */
/* Both known, of one currency, and both periodic or both paid once. */
bool amount_alike(const struct amount *a, const struct amount *b);
int amount_compare(const struct amount *a, const struct amount *b); /* of alike ones: < 0, 0, > 0 */
void amount_add(struct amount *sum, const struct amount *amount);   /* an alike one */
/* The difference of alike ones without its sign, which is amount_compare()'s. */
struct amount amount_between(const struct amount *a, const struct amount *b);
/* Appends "14.4k EUR/yr", "1.44万 EUR/年": at most two decimals. */
void amount_write(const struct amount *amount, enum language language, struct buffer *out);
/* Appends one note's amount with its own period: "1200 EUR/month", "1.2万 EUR/月"; what is no amount as it is. */
void amount_write_value(const char *value, enum language language, struct buffer *out);

/* The amounts of a block's notes, one sum for each currency and way of paying, in the order met. */
struct amount_totals {
    struct amount *sum; /* yours: amount_totals_clear() */
    size_t count, capacity;
    size_t unknown;     /* notes without an amount */
};
void amount_totals_add(struct amount_totals *totals, const struct snapshot_block *block);
void amount_totals_clear(struct amount_totals *totals);

/* The blocks that hold what is paid and what is earned: those that a rule of the template compares as wholes, else
 * those with amounts whose ids begin with "cost" and "revenue". False: the template has no such pair. */
bool template_balance_blocks(const struct template *template, int *cost, int *revenue);

#endif
