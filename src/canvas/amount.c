/*
 * amount.c - amounts of money: reading, adding, writing.
 *
 * Not here: what a review makes of them (review_amounts.c) and how a person may type one (facet_check.c).
 *
 * Invariant: low stays below 10^16, so that 365 times it still fits.
 */
#include "nonet/amount.h"

#include <stdlib.h>
#include <string.h>

#include "review/review_check.h"

#define LOW_BASE UINT64_C(10000000000000000) /* 10^16 */
#define UNITS UINT64_C(10000)                /* of an amount in one of its currency */

static const struct period {
    const char *name, *chinese;
    uint64_t a_year;
} periods[] = {{"day", "日", 365}, {"week", "周", 52}, {"month", "月", 12}, {"quarter", "季", 4}, {"year", "年", 1}};

/* ---- reading ------------------------------------------------------------------------------------------------ */

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

/* units is below 10^19. */
static void set_units(struct amount *amount, uint64_t units, uint64_t times)
{
    uint64_t low = units % LOW_BASE * times;
    amount->high = units / LOW_BASE * times + low / LOW_BASE;
    amount->low = low % LOW_BASE;
}

/* The same with the period apart; NULL for what is paid once. */
static struct amount read_once(const char *text, const struct period **period)
{
    struct amount amount = {0};
    size_t whole = digits_at(text), decimals = 0;
    *period = NULL;
    if (whole < 1 || whole > 15)
        return amount;
    uint64_t units = 0;
    for (size_t i = 0; i < whole; i++)
        units = units * 10 + (uint64_t)(text[i] - '0');
    text += whole;
    if (*text == '.') {
        decimals = digits_at(text + 1);
        if (decimals < 1 || decimals > 4)
            return amount;
    }
    for (size_t i = 0; i < 4; i++)
        units = units * 10 + (i < decimals ? (uint64_t)(text[1 + i] - '0') : 0);
    text += decimals > 0 ? decimals + 1 : 0;
    if (*text != ' ' || strspn(text + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
        return amount;
    memcpy(amount.currency, text + 1, 3);
    text += 4;
    for (size_t i = 0; i < COUNT_OF(periods) && *text == '/'; i++) {
        if (strcmp(periods[i].name, text + 1) == 0)
            *period = &periods[i];
    }
    amount.periodic = *text == '/';
    amount.known = amount.periodic ? *period != NULL : *text == '\0';
    if (amount.known)
        set_units(&amount, units, 1);
    return amount;
}

struct amount amount_read(const char *text)
{
    const struct period *period;
    struct amount amount = read_once(text, &period);
    if (amount.known && period)
        set_units(&amount, amount.high * LOW_BASE + amount.low, period->a_year);
    return amount;
}

struct amount amount_of_note(const struct note *note)
{
    for (size_t i = 0; i < note->facet_count; i++) {
        if (strcmp(note->facet[i].key, "amount") == 0)
            return amount_read(note->facet[i].value);
    }
    return (struct amount){.known = false};
}

/* ---- reckoning ----------------------------------------------------------------------------------------------- */

bool amount_alike(const struct amount *a, const struct amount *b)
{
    return a->known && b->known && a->periodic == b->periodic && strcmp(a->currency, b->currency) == 0;
}

int amount_compare(const struct amount *a, const struct amount *b)
{
    if (a->high != b->high)
        return a->high < b->high ? -1 : 1;
    return (a->low > b->low) - (a->low < b->low);
}

void amount_add(struct amount *sum, const struct amount *amount)
{
    sum->high += amount->high;
    sum->low += amount->low;
    if (sum->low >= LOW_BASE) {
        sum->low -= LOW_BASE;
        sum->high++;
    }
}

struct amount amount_between(const struct amount *a, const struct amount *b)
{
    bool less = amount_compare(a, b) < 0;
    struct amount rest = less ? *b : *a;
    const struct amount *taken = less ? a : b;
    rest.high -= taken->high;
    if (rest.low < taken->low) {
        rest.low += LOW_BASE;
        rest.high--;
    }
    rest.low -= taken->low;
    return rest;
}

static void add_total(struct amount_totals *totals, const struct amount *amount)
{
    for (size_t i = 0; i < totals->count; i++) {
        if (amount_alike(&totals->sum[i], amount)) {
            amount_add(&totals->sum[i], amount);
            return;
        }
    }
    GROW(totals->sum, totals->count, totals->capacity);
    totals->sum[totals->count++] = *amount;
}

void amount_totals_add(struct amount_totals *totals, const struct snapshot_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        struct amount amount = amount_of_note(block->note[i]);
        if (amount.known)
            add_total(totals, &amount);
        else
            totals->unknown++;
    }
}

void amount_totals_clear(struct amount_totals *totals)
{
    free(totals->sum);
    *totals = (struct amount_totals){0};
}

/* ---- writing ----------------------------------------------------------------------------------------------------- */

struct scale {
    const char *name;
    uint64_t times;
};

static const struct scale scales[LANGUAGE_COUNT][5] = {
    [LANGUAGE_EN] = {{"", 1}, {"k", 1000}, {"M", 1000000}, {"G", 1000000000}, {"T", 1000000000000}},
    [LANGUAGE_ZH] = {{"", 1}, {"万", 10000}, {"亿", 100000000}, {"万亿", 1000000000000}, {"亿亿", 10000000000000000}},
};

/* The number of `times` in the amount, in hundredths, rounded. */
static uint64_t hundredths(uint64_t whole, uint64_t fraction, uint64_t times)
{
    if (times == 1)
        return whole * 100 + (fraction + 50) / 100;
    uint64_t step = times / 100;
    return whole / step + (whole % step * 2 >= step ? 1 : 0);
}

static void write_number(const struct amount *amount, enum language language, struct buffer *out)
{
    uint64_t whole = amount->high * (LOW_BASE / UNITS) + amount->low / UNITS, fraction = amount->low % UNITS;
    const struct scale *scale = scales[language];
    size_t at = 0;
    if (whole >= 10000)
        at = 1;
    /* Rounding may lift a number to where the next scale begins. */
    while (at > 0 && at + 1 < COUNT_OF(scales[0]) &&
           hundredths(whole, fraction, scale[at].times) >= scale[at + 1].times / scale[at].times * 100)
        at++;
    uint64_t value = hundredths(whole, fraction, scale[at].times);
    buffer_printf(out, "%llu", (unsigned long long)(value / 100));
    if (value % 100 > 0)
        buffer_printf(out, value % 10 > 0 ? ".%02u" : ".%u", (unsigned)(value % 10 > 0 ? value % 100 : value % 100 / 10));
    buffer_add(out, scale[at].name);
}

void amount_write(const struct amount *amount, enum language language, struct buffer *out)
{
    write_number(amount, language, out);
    buffer_printf(out, " %s", amount->currency);
    if (amount->periodic)
        buffer_add(out, language == LANGUAGE_ZH ? "/年" : "/yr");
}

void amount_write_value(const char *value, enum language language, struct buffer *out)
{
    const struct period *period;
    struct amount amount = read_once(value, &period);
    if (!amount.known) {
        buffer_add(out, value);
        return;
    }
    write_number(&amount, language, out);
    buffer_printf(out, " %s", amount.currency);
    if (period)
        buffer_printf(out, "/%s", language == LANGUAGE_ZH ? period->chinese : period->name);
}

/* ---- the two sides ----------------------------------------------------------------------------------------------- */

static bool has_amounts(const struct template_block *block)
{
    for (size_t i = 0; i < block->facet_count; i++) {
        if (block->facet[i].kind == FACET_AMOUNT && strcmp(block->facet[i].id, "amount") == 0)
            return true;
    }
    return false;
}

bool template_balance_blocks(const struct template *template, int *cost, int *revenue)
{
    for (size_t i = 0; i < template->rule_count; i++) {
        const struct check *check = template->rule[i].check;
        if (check && check->kind == CHECK_AMOUNTS && check->per.count == 0 && check->less.count == 1 &&
            check->more.count == 1) {
            *cost = check->less.block[0];
            *revenue = check->more.block[0];
            return true;
        }
    }
    *cost = *revenue = TEMPLATE_PARKING;
    for (size_t i = 0; i < template->block_count; i++) {
        const struct template_block *block = &template->block[i];
        if (has_amounts(block) && strncmp(block->id, "cost", 4) == 0)
            *cost = (int)i;
        else if (has_amounts(block) && strncmp(block->id, "revenue", 7) == 0)
            *revenue = (int)i;
    }
    return *cost != TEMPLATE_PARKING && *revenue != TEMPLATE_PARKING;
}
