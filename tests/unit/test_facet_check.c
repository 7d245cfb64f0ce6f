/*
 * test_facet_check.c - a facet's value as people type it, and the form in which it is kept.
 */
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "nonet/template.h"

static struct error error;

static const struct {
    const char *template, *block, *key, *value;
    const char *want; /* NULL = refused; then `says` is part of the message */
    const char *says;
} typed[] = {
    {"bmc", "customer_segments", "role", "payer", "payer", NULL},
    {"bmc", "customer_segments", "role", "Pays", "payer", NULL},
    {"bmc", "customer_segments", "role", " 付钱 ", "payer", NULL},
    {"bmc", "customer_segments", "角色", "使用", "user", NULL},
    {"bmc", "customer_segments", "role", "", "", NULL},
    {"bmc", "customer_segments", "role", "boss", NULL, "payer (Pays), user (Uses), both"},
    {"bmc", "customer_segments", "role", "payer,user", NULL, "payer,user"},
    {"bmc", "customer_segments", "starred", "是", "yes", NULL},
    {"bmc", "customer_segments", "starred", "No", "no", NULL},
    {"bmc", "customer_segments", "starred", "maybe", NULL, "yes (Yes), no (No)"},
    {"bmc", "channels", "phases", "purchase, awareness", "purchase,awareness", NULL},
    {"bmc", "channels", "phases", "Purchase，purchase、 After-sales,", "purchase,after_sales", NULL},
    {"bmc", "channels", "phases", "purchase,nothing", NULL, "“nothing”"},
    {"bmc", "channels", "phases", ",", "", NULL},
    {"bmc", "customer_segments", "type", "market.mass", "market.mass", NULL},
    {"bmc", "customer_segments", "type", "market.none", NULL, "market.mass"},
    {"bmc", "channels", "type", "market.mass", "market.mass", NULL}, /* moved there with it */
    {"bmc", "parking_lot", "role", "Uses", "user", NULL},
    {"bmc", "parking_lot", "role", "x", NULL, "user"},
    {"bmc", "channels", "role", "x", NULL, "user"},
    {"bmc", "channels", "my own", " a, b ", "a, b", NULL},
    {"bmc", "cost_structure", "amount", "1200 EUR/month", "1200 EUR/month", NULL},
    {"bmc", "cost_structure", "amount", " 50000.50cny ", "50000.50 CNY", NULL},
    {"bmc", "cost_structure", "amount", "3 usd / 月", "3 USD/month", NULL},
    {"bmc", "cost_structure", "amount", "3 usd / fortnight", NULL, "1200 EUR/month"},
    {"bmc", "cost_structure", "amount", "much", NULL, "an amount"},
    {"bmc", "cost_structure", "amount", "1.23456 EUR", NULL, "an amount"},
    {"bmc", "cost_structure", "amount", "1234567890123456 EUR", NULL, "an amount"},
    {"bmc", "cost_structure", "amount", "12 EURO", NULL, "an amount"},
    {"bmc", "value_propositions", "proof", "any text, really", "any text, really", NULL},
    {"value_stream", "improvement", "due", "2028-02-29", "2028-02-29", NULL},
    {"value_stream", "improvement", "due", "2027-02-29", NULL, "2026-03-31"},
    {"value_stream", "improvement", "due", "29.2.2028", NULL, "a day"},
};

START_TEST(test_values_are_kept_in_one_form)
{
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        struct template *template;
        int block;
        char *normal = NULL, *again = NULL;
        ck_ok(template_load(typed[i].template, &template, &error));
        ck_assert(template_block_by_id(template, typed[i].block, &block));
        enum status status =
            facet_check(template, block, typed[i].key, typed[i].value, LANGUAGE_EN, &normal, &error);
        if (typed[i].want == NULL) {
            ck_assert_msg(status == STATUS_INVALID, "%s=%s: taken", typed[i].key, typed[i].value);
            ck_assert_msg(strstr(error.message, typed[i].says) != NULL, "%s=%s: %s", typed[i].key, typed[i].value,
                          error.message);
        } else {
            ck_assert_msg(status == STATUS_OK, "%s=%s: %s", typed[i].key, typed[i].value, error.message);
            ck_assert_str_eq(normal, typed[i].want);
            ck_ok(facet_check(template, block, typed[i].key, normal, LANGUAGE_ZH, &again, &error));
            ck_assert_str_eq(again, normal);
        }
        free(normal);
        free(again);
        template_free(template);
    }
}
END_TEST

START_TEST(test_links_and_canvases_have_facets_of_their_own)
{
    struct template *template;
    char *normal;
    ck_ok(template_load("bmc", &template, &error));
    const struct template_facet *prized = template_facet_resolve(template, FACETS_OF_LINK, "最看重");
    ck_assert_ptr_nonnull(prized);
    ck_assert_str_eq(prized->id, "prized");
    ck_assert_int_eq(prized->kind, FACET_FLAG);
    ck_assert_uint_eq(prized->between_count[0], 1);
    ck_assert_ptr_null(template_facet_resolve(template, FACETS_OF_LINK, "role"));
    ck_assert_ptr_null(template_facet_resolve(template, 0, "prized"));
    ck_ok(facet_check(template, FACETS_OF_CANVAS, "cost_driver", "成本驱动", LANGUAGE_ZH, &normal, &error));
    ck_assert_str_eq(normal, "cost_driven");
    free(normal);
    ck_assert_int_eq(facet_check(template, FACETS_OF_LINK, "prized", "x", LANGUAGE_EN, &normal, &error),
                     STATUS_INVALID);
    template_free(template);
}
END_TEST

START_TEST(test_every_shipped_value_is_valid_by_id_and_by_title)
{
    struct data_file *list;
    size_t count, values = 0;
    ck_ok(template_list(&list, &count, &error));
    for (size_t i = 0; i < count; i++) {
        struct template *template;
        ck_ok(template_load(list[i].id, &template, &error));
        for (size_t b = 0; b < template->block_count; b++) {
            for (size_t f = 0; f < template->block[b].facet_count; f++) {
                const struct template_facet *facet = &template->block[b].facet[f];
                for (size_t v = 0; v < facet->value_count; v++, values++) {
                    char *by_id, *by_title;
                    const struct template_value *value = &facet->value[v];
                    ck_ok(facet_check(template, (int)b, facet->id, value->id, LANGUAGE_EN, &by_id, &error));
                    ck_assert_str_eq(by_id, value->id);
                    ck_ok(facet_check(template, (int)b, facet->title.text[LANGUAGE_ZH],
                                      value->title.text[LANGUAGE_ZH], LANGUAGE_ZH, &by_title, &error));
                    ck_assert_str_ne(by_title, "");
                    free(by_id);
                    free(by_title);
                }
            }
        }
        template_free(template);
    }
    ck_assert_uint_gt(values, 100);
    data_files_free(list, count);
}
END_TEST

NONET_TEST_MAIN("facet_check", test_values_are_kept_in_one_form, test_links_and_canvases_have_facets_of_their_own,
                test_every_shipped_value_is_valid_by_id_and_by_title)
