/*
 * test_invite.c - `nonet workshop invite` as a script sees it: one line on the output, or nothing and a reason.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"
#include "home.h"

#define KEY "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIat+NLpGL2lsfqcrDscK54CBHxgYlaPgkAMPr3/Vocb ana@home\n"

static void begin(struct home *home)
{
    home_init(home);
    home_do(home, WORDS("new", "Bakery"));
    home_do(home, WORDS("workshop", "start", "1", "--name", "bakery"));
    home_put(home, "ana.pub", KEY, strlen(KEY), 0600);
}

static size_t lines_of(const struct buffer *text)
{
    size_t count = 0;
    for (size_t i = 0; i < text->length; i++)
        count += text->data[i] == '\n';
    return count;
}

START_TEST(test_one_line)
{
    struct home home;
    struct buffer out = {0}, err = {0}, key = {0};
    begin(&home);
    home_path(&home, "ana.pub", &key);
    ck_assert_int_eq(home_run(&home, WORDS("workshop", "invite", "bakery", "--guest", "Ana", "--key", buffer_text(&key)), &out, &err), 0);
    ck_assert_uint_eq(lines_of(&out), 1);
    ck_assert_int_eq(strncmp(buffer_text(&out), "restrict,pty,command=\"exec ", 27), 0);
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), home.store));
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), "\" " KEY));
    ck_assert_ptr_null(strstr(buffer_text(&out), "--wall"));
    ck_assert((strstr(buffer_text(&err), "the store belongs to root") != NULL) == (geteuid() == 0));
    /* A store that everybody on the machine may touch. */
    ck_assert_int_eq(chmod(home.store, 0666), 0);
    ck_assert_int_eq(home_run(&home, WORDS("workshop", "invite", "bakery", "--guest", "Ben"), &out, &err), 0);
    ck_assert_ptr_nonnull(strstr(buffer_text(&err), "everybody with an account"));
    ck_assert_int_eq(chmod(home.store, 0600), 0);
    /* Without a key the line ends before it, and says what is missing. */
    ck_assert_int_eq(home_run(&home, WORDS("workshop", "invite", "bakery", "--guest", "Wall", "--wall"), &out, &err), 0);
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), " --wall\"\n"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&err), "public key"));
    /* Nobody waits for a projector. */
    ck_assert_int_eq(home_run(&home, WORDS("workshop", "show", "bakery"), &out, NULL), 0);
    ck_assert_ptr_nonnull(strstr(buffer_text(&out), "\"observer\""));
    ck_assert_int_eq(home_run(&home, WORDS("workshop", "invite", "bakery", "--shared", "--command"), &out, &err), 0);
    ck_assert_uint_eq(lines_of(&out), 1);
    ck_assert_int_eq(strncmp(buffer_text(&out), "exec env -i ", 12), 0);
    ck_assert_ptr_nonnull(strstr(buffer_text(&err), "code word: "));
    buffer_clear(&key);
    buffer_clear(&err);
    buffer_clear(&out);
    home_clear(&home);
}
END_TEST

START_TEST(test_bad_input_changes_nothing)
{
    static const struct {
        const char *words[10];
        int status;
        const char *says;
    } cases[] = {
        {{"workshop", "invite", "bakery"}, 2, "say whom"},
        {{"workshop", "invite", "bakery", "--guest", "A", "--shared"}, 2, "say whom"},
        {{"workshop", "invite", "bakery", "--shared", "--role", "facilitator"}, 2, "always a participant"},
        {{"workshop", "invite", "bakery", "--guest", "A", "--role", "boss"}, 2, "there is no role “boss”"},
        {{"workshop", "invite", "bakery", "--guest", "A", "--code", "x"}, 2, "only the shared line"},
        {{"workshop", "invite", "nowhere", "--guest", "A"}, 1, "nowhere"},
        {{"workshop", "invite", "bakery", "--guest", ""}, 1, "a guest needs a name"},
        {{"workshop", "invite", "bakery", "--guest", "a\nb"}, 1, "control characters"},
        {{"workshop", "invite", "bakery", "--guest", "A", "--key", "/nonexistent/key.pub"}, 1, "/nonexistent/key.pub"},
        {{"workshop", "invite", "bakery", "--guest", "A", "--key", "/etc/passwd"}, 1, "more than one line"},
        {{"workshop", "invite", "bakery", "--guest", "A", "--key", "-"}, 1, "no public key"}, /* the input is empty */
        {{"workshop", "invite", "bakery", "--shared", "--code", "ab"}, 1, "a code word has at least"},
        {{"workshop", "join"}, 2, "--seat TOKEN is missing"},
        {{"workshop", "join", "--seat", "x"}, 1, "a workshop needs a terminal"},
        {{"workshop", "attend", "bakery"}, 1, "a workshop needs a terminal"},
    };
    struct home home;
    struct buffer out = {0}, err = {0}, before = {0};
    begin(&home);
    ck_assert_int_eq(home_run(&home, WORDS("workshop", "show", "bakery"), &before, NULL), 0);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int status = home_run(&home, cases[i].words, &out, &err);
        ck_assert_msg(status == cases[i].status, "%zu: %d, %s", i, status, buffer_text(&err));
        ck_assert_msg(strstr(buffer_text(&err), cases[i].says), "%zu: %s", i, buffer_text(&err));
        ck_assert_msg(out.length == 0, "%zu: %s", i, buffer_text(&out));
    }
    ck_assert_int_eq(home_run(&home, WORDS("workshop", "show", "bakery"), &out, NULL), 0);
    ck_assert_str_eq(strstr(buffer_text(&out), "\"seats\""), strstr(buffer_text(&before), "\"seats\""));
    buffer_clear(&before);
    buffer_clear(&err);
    buffer_clear(&out);
    home_clear(&home);
}
END_TEST

NONET_TEST_MAIN("invite", test_one_line, test_bad_input_changes_nothing)
