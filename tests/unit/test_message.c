/*
 * test_message.c - which language is spoken, by option and environment.
 */
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "nonet/message.h"

static struct error error;

static void set(const char *name, const char *value)
{
    if (value)
        setenv(name, value, 1);
    else
        unsetenv(name);
}

START_TEST(test_what_names_a_language)
{
    static const struct {
        const char *wanted, *variable, *environment; /* --lang, NONET_LANG, LANGUAGE */
        const char *language;                        /* NULL: refused */
    } table[] = {
        {NULL, NULL, NULL, "en"},       {NULL, "zh", NULL, "zh"},          {NULL, "ZH", NULL, "zh"},
        {NULL, "zh_CN", NULL, "zh"},    {NULL, "zh-CN", "en", "zh"},       {NULL, "zh_CN.UTF-8", "en", "zh"},
        {NULL, "", "zh_CN", "zh"},      {NULL, "", NULL, "en"},            {NULL, "fr", "zh_CN", "zh"},
        {NULL, "fr", NULL, "en"},       {NULL, "en_US.UTF-8", "zh", "en"}, {NULL, "zhx", NULL, "en"},
        {"en", "zh", "zh", "en"},       {"zh_TW", NULL, NULL, "zh"},       {"EN-gb", "zh", NULL, "en"},
        {"fr", NULL, NULL, NULL},       {"", NULL, NULL, NULL},            {"english", NULL, NULL, NULL},
    };
    for (size_t i = 0; i < COUNT_OF(table); i++) {
        enum language language = LANGUAGE_EN;
        set("LC_ALL", "C");
        set("LANGUAGE", table[i].environment);
        set("NONET_LANG", table[i].variable);
        enum status status = message_init(table[i].wanted, &language, &error);
        ck_assert_msg(status == (table[i].language ? STATUS_OK : STATUS_INVALID), "row %zu", i);
        if (table[i].language)
            ck_assert_msg(strcmp(language_code(language), table[i].language) == 0, "row %zu", i);
        else
            ck_assert_ptr_nonnull(strstr(error.message, "“"));
    }
}
END_TEST

NONET_TEST_MAIN("message", test_what_names_a_language)
