/*
 * test_amount.c - amounts of money: read, added up, written short; and facets as people read them.
 */
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "nonet/amount.h"

static struct error error;

static const struct {
    const char *text;
    const char *english, *chinese; /* NULL = no amount */
    const char *own_english, *own_chinese;
} written[] = {
    {"1200 EUR/month", "14.4k EUR/yr", "1.44万 EUR/年", "1200 EUR/month", "1200 EUR/月"},
    {"0.5 USD", "0.5 USD", "0.5 USD", "0.5 USD", "0.5 USD"},
    {"0.0049 USD", "0 USD", "0 USD", "0 USD", "0 USD"},
    {"0.005 USD", "0.01 USD", "0.01 USD", "0.01 USD", "0.01 USD"},
    {"12.34 USD/year", "12.34 USD/yr", "12.34 USD/年", "12.34 USD/year", "12.34 USD/年"},
    {"9999.999 USD", "10000 USD", "10000 USD", "10000 USD", "10000 USD"},
    {"12345 CNY", "12.35k CNY", "1.23万 CNY", "12.35k CNY", "1.23万 CNY"},
    {"999999 CNY", "1M CNY", "100万 CNY", "1M CNY", "100万 CNY"},
    {"250000000 CNY/quarter", "1G CNY/yr", "10亿 CNY/年", "250M CNY/quarter", "2.5亿 CNY/季"},
    {"999999999999999 EUR/day", "365000T EUR/yr", "36.5亿亿 EUR/年", "1000T EUR/day", "1000万亿 EUR/日"},
    {"100 EUR/week", "5200 EUR/yr", "5200 EUR/年", "100 EUR/week", "100 EUR/周"},
    {"1200 EUR/fortnight", NULL, NULL, "1200 EUR/fortnight", "1200 EUR/fortnight"},
    {"1200EUR", NULL, NULL, "1200EUR", "1200EUR"},
    {"much", NULL, NULL, "much", "much"},
    {"", NULL, NULL, "", ""},
};

static void is_written(const struct amount *amount, enum language language, const char *wanted)
{
    struct buffer out = {0};
    amount_write(amount, language, &out);
    ck_assert_str_eq(buffer_text(&out), wanted);
    buffer_clear(&out);
}

static void is_shown(const char *value, enum language language, const char *wanted)
{
    struct buffer out = {0};
    amount_write_value(value, language, &out);
    ck_assert_str_eq(buffer_text(&out), wanted);
    buffer_clear(&out);
}

START_TEST(amounts_are_written_short)
{
    for (size_t i = 0; i < COUNT_OF(written); i++) {
        struct amount amount = amount_read(written[i].text);
        ck_assert_msg(amount.known == (written[i].english != NULL), "%s", written[i].text);
        if (amount.known) {
            is_written(&amount, LANGUAGE_EN, written[i].english);
            is_written(&amount, LANGUAGE_ZH, written[i].chinese);
        }
        is_shown(written[i].text, LANGUAGE_EN, written[i].own_english);
        is_shown(written[i].text, LANGUAGE_ZH, written[i].own_chinese);
    }
}
END_TEST

START_TEST(sums_and_differences_are_exact)
{
    struct amount sum = amount_read("999999999999999.9999 EUR/day"), cent = amount_read("0.0001 EUR/year");
    struct amount same = sum, other = amount_read("1 USD/year"), once = amount_read("1 EUR");
    ck_assert(amount_alike(&sum, &cent) && !amount_alike(&sum, &other) && !amount_alike(&sum, &once));
    for (int i = 0; i < 20000; i++) /* over the edge of the lower part */
        amount_add(&same, &cent);
    ck_assert_int_gt(amount_compare(&same, &sum), 0);
    struct amount between = amount_between(&sum, &same);
    is_written(&between, LANGUAGE_EN, "2 EUR/yr");
    between = amount_between(&same, &sum);
    is_written(&between, LANGUAGE_EN, "2 EUR/yr");
    ck_assert_int_eq(amount_compare(&sum, &sum), 0);
}
END_TEST

static const struct {
    const char *template, *cost, *revenue; /* NULL = none */
} pairs[] = {
    {"bmc", "cost_structure", "revenue_streams"},
    {"lean_canvas", "cost_structure", "revenue_streams"},
    {"four_perspectives", "costs", "revenue"},
    {"segmentation", NULL, NULL},
    {"value_stream", NULL, NULL},
};

START_TEST(the_two_sides_are_known)
{
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        struct template *template;
        int cost, revenue;
        ck_ok(template_load(pairs[i].template, &template, &error));
        bool found = template_balance_blocks(template, &cost, &revenue);
        ck_assert_msg(found == (pairs[i].cost != NULL), "%s", pairs[i].template);
        if (found) {
            ck_assert_str_eq(template_block_id(template, cost), pairs[i].cost);
            ck_assert_str_eq(template_block_id(template, revenue), pairs[i].revenue);
        }
        template_free(template);
    }
}
END_TEST

static const struct {
    const char *block, *key, *value, *english, *chinese;
} shown[] = {
    {"customer_segments", "role", "payer", "Pays", "付钱"},
    {"customer_segments", "role", "boss", "boss", "boss"},
    {"channels", "phases", "awareness,purchase", "Awareness, Purchase", "认知、购买"},
    {"channels", "phases", "awareness, nothing", "Awareness, nothing", "认知、nothing"},
    {"channels", "type", "market.mass", "Mass market", "大众市场"},
    {"cost_structure", "amount", "1200 EUR/month", "1200 EUR/month", "1200 EUR/月"},
    {"value_propositions", "proof", "a, b", "a, b", "a, b"},
    {"channels", "my own", "a,b", "a,b", "a,b"},
};

START_TEST(facets_are_written_with_titles)
{
    struct template *template;
    ck_ok(template_load("bmc", &template, &error));
    for (size_t i = 0; i < COUNT_OF(shown); i++) {
        int block;
        ck_assert(template_block_by_id(template, shown[i].block, &block));
        const struct template_facet *facet = template_facet_resolve(template, block, shown[i].key);
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            struct buffer out = {0};
            facet_write(template, facet, shown[i].value, (enum language)language, &out);
            ck_assert_str_eq(buffer_text(&out), language == LANGUAGE_ZH ? shown[i].chinese : shown[i].english);
            buffer_clear(&out);
        }
    }
    template_free(template);
}
END_TEST

START_TEST(a_value_is_found_among_several)
{
    ck_assert(facet_has("a,b", "a") && facet_has("a, b ,c", "b") && facet_has("b", "b"));
    ck_assert(!facet_has("ab,c", "a") && !facet_has("", "a") && !facet_has("a", "") && !facet_has("a,,b", ""));
}
END_TEST

NONET_TEST_MAIN("amount", amounts_are_written_short, sums_and_differences_are_exact, the_two_sides_are_known,
                facets_are_written_with_titles, a_value_is_found_among_several)
