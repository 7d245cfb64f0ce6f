/*
 * test_tips.c - the facilitation tips as they are shipped, and files that are none.
 */
#include "nonet/tips.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"

static struct error error;

START_TEST(the_shipped_tips_speak_both_languages)
{
    struct tips tips;
    ck_ok(tips_load(&tips, &error));
    ck_assert_uint_eq(tips.count, 17);
    for (size_t i = 0; i < tips.count; i++) {
        ck_assert_ptr_nonnull(strstr("SDA", tips.tip[i].origin));
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            ck_assert_str_ne(tips.tip[i].text.text[language], "");
        for (size_t other = 0; other < i; other++)
            ck_assert_str_ne(tips.tip[i].id, tips.tip[other].id);
    }
    tips_clear(&tips);
}
END_TEST

static const struct {
    const char *bytes;
    enum status status;
    const char *says;
} files[] = {
    {NULL, STATUS_NOT_FOUND, "facilitation.json"},
    {"", STATUS_INVALID, "no tips"},
    {"{", STATUS_INVALID, "no tips"},
    {"[]", STATUS_INVALID, "no tips"},
    {"{\"tips\": []}", STATUS_INVALID, "no tips"},
    {"{\"tips\": 1}", STATUS_INVALID, "no tips"},
    {"{\"tips\": [{\"id\": \"a\", \"text\": {\"en\": \"A\"}}]}", STATUS_INVALID, "tip 1"},
    {"{\"tips\": [{\"id\": \"a\", \"text\": {\"en\": \"A\", \"zh\": \"\\u001b\"}}]}", STATUS_INVALID, "tip 1"},
    {"{\"tips\": [{\"text\": {\"en\": \"A\", \"zh\": \"B\"}}]}", STATUS_INVALID, "tip 1"},
    {"{\"tips\": [{\"id\": \"a\", \"text\": {\"en\": \"A\", \"zh\": \"B\"}}, 3]}", STATUS_INVALID, "tip 2"},
    {"{\"tips\": [{\"id\": \"a\", \"text\": {\"en\": \"A\", \"zh\": \"B\"}}]}", STATUS_OK, ""},
};

START_TEST(a_file_that_holds_none_is_named)
{
    char folder[] = "/tmp/nonet-tips-XXXXXX", path[200], was[400];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(was, sizeof was, "%s", getenv("NONET_DATA"));
    static const char *const made[] = {"templates", "tips"};
    for (size_t i = 0; i < COUNT_OF(made); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, made[i]);
        ck_assert_int_eq(mkdir(path, 0700), 0);
    }
    setenv("NONET_DATA", folder, 1);
    snprintf(path, sizeof path, "%s/tips/facilitation.json", folder);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct tips tips;
        if (files[i].bytes)
            ck_ok(file_write(path, files[i].bytes, strlen(files[i].bytes), &error));
        error.message[0] = '\0';
        ck_assert_msg(tips_load(&tips, &error) == files[i].status, "file %zu: %s", i, error.message);
        ck_assert_msg(strstr(error.message, files[i].says) != NULL, "file %zu: %s", i, error.message);
        ck_assert((files[i].status == STATUS_OK) == (tips.count > 0));
        tips_clear(&tips);
    }
    setenv("NONET_DATA", was, 1);
    unlink(path);
    snprintf(path, sizeof path, "%s/tips", folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/templates", folder);
    rmdir(path);
    rmdir(folder);
}
END_TEST

NONET_TEST_MAIN("tips", the_shipped_tips_speak_both_languages, a_file_that_holds_none_is_named)
