/*
 * test_template_resolve.c - a block by what a person types.
 */
#include <string.h>

#include "check_main.h"
#include "nonet/template.h"

static const struct {
    const char *template_id, *typed, *block;
} found[] = {
    {"bmc", "customer_segments", "customer_segments"},
    {"bmc", "1", "customer_segments"},
    {"bmc", "09", "cost_structure"},
    {"bmc", "0", "parking_lot"},
    {"bmc", "parking_lot", "parking_lot"},
    {"bmc", "Parking Lot", "parking_lot"},
    {"bmc", "停车场", "parking_lot"},
    {"bmc", "Customer Segments", "customer_segments"},
    {"bmc", "  CUSTOMER   segments ", "customer_segments"},
    {"bmc", "Key-Partnerships", "key_partnerships"},
    {"bmc", "## 3. Channels:", "channels"},
    {"bmc", "Ｃｈａｎｎｅｌｓ", "channels"},
    {"bmc", "客户细分", "customer_segments"},
    {"bmc", "CS", "customer_segments"},
    {"bmc", "目标顾客", "customer_segments"},
    {"bmc", "rev", "revenue_streams"},
    {"bmc", "key p", "key_partnerships"},
    {"bmc", "价值", "value_propositions"},
    {"personal", "Key Resources", "key_resources"},
    {"personal", "我是谁、有什么", "key_resources"},
    {"personal", "1", "key_resources"},
};

START_TEST(test_what_people_type_is_found)
{
    for (size_t i = 0; i < COUNT_OF(found); i++) {
        struct error error = {0};
        struct template *template;
        int block = 99;
        ck_ok(template_load(found[i].template_id, &template, &error));
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            enum status status = template_block_resolve(template, found[i].typed, (enum language)language, &block, &error);
            ck_assert_msg(status == STATUS_OK, "%s: %s", found[i].typed, error.message);
            ck_assert_msg(strcmp(template_block_id(template, block), found[i].block) == 0, "%s gave %s", found[i].typed,
                          template_block_id(template, block));
        }
        template_free(template);
    }
}
END_TEST

static const struct {
    const char *typed;
    enum language language;
    enum status status;
    const char *said;
} refused[] = {
    {"Chanels", LANGUAGE_EN, STATUS_NOT_FOUND, "perhaps you mean: Channels"},
    {"渠道通络", LANGUAGE_ZH, STATUS_NOT_FOUND, "渠道通路"},
    {"zzzzzzzz", LANGUAGE_EN, STATUS_NOT_FOUND, "there are: Customer Segments, Value Propositions"},
    {"10", LANGUAGE_EN, STATUS_NOT_FOUND, "there is no block “10”"},
    {"", LANGUAGE_EN, STATUS_NOT_FOUND, "there is no block “”"},
    {"?!", LANGUAGE_EN, STATUS_NOT_FOUND, "there is no block"},
    {"key", LANGUAGE_EN, STATUS_INVALID, "Key Resources, Key Activities, Key Partnerships"},
    {"客户", LANGUAGE_ZH, STATUS_INVALID, "客户细分、客户关系"},
};

START_TEST(test_what_is_not_found_names_what_is_near)
{
    struct error error = {0};
    struct template *template;
    ck_ok(template_load("bmc", &template, &error));
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        int block = 77;
        enum status status = template_block_resolve(template, refused[i].typed, refused[i].language, &block, &error);
        ck_assert_msg(status == refused[i].status, "%s", refused[i].typed);
        ck_assert_int_eq(error.status, status);
        ck_assert_msg(strstr(error.message, refused[i].said) != NULL, "%s: %s", refused[i].typed, error.message);
        ck_assert_int_eq(block, 77);
    }
    int block;
    ck_assert_int_eq(template_block_resolve(template, "\033[2Jxxxxxx", LANGUAGE_EN, &block, &error), STATUS_NOT_FOUND);
    ck_assert_ptr_null(strchr(error.message, '\033'));
    template_free(template);
}
END_TEST

START_TEST(test_every_title_and_number_of_the_shipped_templates_is_its_own)
{
    static const char *const ids[] = {"bmc", "personal"};
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        struct error error = {0};
        struct template *template;
        ck_ok(template_load(ids[i], &template, &error));
        for (int want = TEMPLATE_PARKING; want < (int)template->block_count; want++) {
            for (int brief = 0; brief < 2; brief++) {
                for (int language = 0; language < LANGUAGE_COUNT; language++) {
                    int block = 77;
                    const char *title = template_block_title(template, want, (enum language)language, brief != 0);
                    ck_ok(template_block_resolve(template, title, LANGUAGE_EN, &block, &error));
                    ck_assert_int_eq(block, want);
                }
            }
            size_t aliases = want == TEMPLATE_PARKING ? 0 : template->block[want].alias_count;
            for (size_t k = 0; k < aliases; k++) {
                int block = 77;
                ck_ok(template_block_resolve(template, template->block[want].alias[k], LANGUAGE_ZH, &block, &error));
                ck_assert_msg(block == want, "alias %s", template->block[want].alias[k]);
            }
        }
        template_free(template);
    }
}
END_TEST

NONET_TEST_MAIN("template_resolve", test_what_people_type_is_found, test_what_is_not_found_names_what_is_near,
                test_every_title_and_number_of_the_shipped_templates_is_its_own)
