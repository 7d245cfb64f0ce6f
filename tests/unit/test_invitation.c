/*
 * test_invitation.c - the line of an invitation, read back as sshd and a shell read it; keys that are none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "nonet/invitation.h"

#define KEY                                                                                                          \
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIat+NLpGL2lsfqcrDscK54CBHxgYlaPgkAMPr3/Vocb"
#define ECDSA_KEY                                                                                                    \
    "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBBPB2YnNVN4dmTqCXQrWzxmNyoy3+8TW4gHeo" \
    "UJ5bIKet9FKJjyTg3peFGGQ6IHBtXyb1db5ZFa5phYoj/JPpKY="

/* As sshd reads an option's value: \" is a quote, and a bare one ends it. Returns what follows. */
static const char *unquote(const char *at, struct buffer *out)
{
    ck_assert_int_eq(*at, '"');
    for (at++; *at && *at != '"'; at++) {
        if (at[0] == '\\' && at[1] == '"')
            at++;
        buffer_add_char(out, *at);
    }
    ck_assert_int_eq(*at, '"');
    return at + 1;
}

/* What the account's shell makes of the command: one argument a line. */
static void run(const char *command, struct buffer *out)
{
    FILE *pipe = popen(command, "r");
    ck_assert_ptr_nonnull(pipe);
    char bytes[512];
    size_t length;
    while ((length = fread(bytes, 1, sizeof bytes, pipe)) > 0)
        buffer_append(out, bytes, length);
    ck_assert_int_eq(pclose(pipe), 0);
}

/* `env` in place of the program tells what it was given: its environment, then arguments through a shell of its own. */
static void expect_given(const char *store, const char *data)
{
    struct error error;
    struct buffer line = {0}, command = {0}, given = {0}, wanted = {0};
    struct invitation invitation = {
        .program = "/usr/bin/printf", .store = store, .data = data, .language = LANGUAGE_ZH, .token = "0123456789abcdef"};
    ck_ok(invitation_line(&invitation, KEY " li", &line, &error));
    const char *start = "restrict,pty,command=";
    ck_assert_int_eq(strncmp(buffer_text(&line), start, strlen(start)), 0);
    const char *rest = unquote(buffer_text(&line) + strlen(start), &command);
    ck_assert_str_eq(rest, " " KEY " li");
    ck_assert_ptr_null(strchr(buffer_text(&line), '\n'));

    /* printf takes "--store" as its format, once it is one. */
    char *text = buffer_take(&command), *option = strstr(text, " --store ");
    ck_assert_ptr_nonnull(option);
    *option = '\0';
    buffer_printf(&command, "%s '%%s\\n' --store %s", text, option + strlen(" --store "));
    free(text);
    setenv("TERM", "xterm; touch /tmp/never `date` $(date) \"'", 1);
    setenv("LANG", "zh_CN.UTF-8", 1);
    run(buffer_text(&command), &given);
    buffer_printf(&wanted, "--store\n%s\nworkshop\njoin\n--seat\n0123456789abcdef\n", store);
    ck_assert_str_eq(buffer_text(&given), buffer_text(&wanted));
    buffer_clear(&wanted);
    buffer_clear(&given);
    buffer_clear(&command);
    buffer_clear(&line);
}

START_TEST(test_any_path_survives_both_readers)
{
    static const char *const paths[] = {
        "/home/li/nonet.db",      "/home/a b/c.db",          "/home/li's/c.db",      "/x/\"quoted\"/c.db",
        "/x/back\\slash\\",       "/x/\\\"both\\\\\"",       "/商业/画布.db",        "/x/$HOME/`id`/$(id)/!!/*?[a]",
        "/x/;rm -rf x;/&|<>(){}", "/x/'\"'\"'/%s%n/#~",      "/x/,no-pty,command=\"sh\"",
    };
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        expect_given(paths[i], NULL);
        expect_given(paths[i], paths[COUNT_OF(paths) - 1 - i]);
    }
}
END_TEST

/* Only what the line names reaches the program. */
START_TEST(test_environment_is_fixed)
{
    struct error error;
    struct buffer command = {0}, given = {0};
    struct invitation invitation = {
        .program = "/usr/bin/env", .store = "/s", .data = "/d a", .language = LANGUAGE_EN, .token = "t"};
    ck_ok(invitation_command(&invitation, &command, &error));
    char *text = buffer_take(&command);
    *strstr(text, " --store") = '\0';
    setenv("TERM", "vt100", 1);
    setenv("LANG", "en_GB", 1);
    setenv("LD_LIBRARY_PATH", "/tmp/evil", 1);
    setenv("NONET_STORE", "/tmp/evil", 1);
    run(text, &given);
    ck_assert_str_eq(buffer_text(&given), "TERM=vt100\nLANG=en_GB\nNONET_LANG=en\nNONET_DATA=/d a\n");
    unsetenv("LD_LIBRARY_PATH");
    unsetenv("NONET_STORE");
    free(text);
    buffer_clear(&given);
}
END_TEST

START_TEST(test_control_characters_are_refused)
{
    struct error error;
    struct buffer line = {0};
    struct invitation invitation = {.program = "/p", .store = "/a\nssh-ed25519 AAAA", .token = "t"};
    ck_assert_int_eq(invitation_line(&invitation, KEY, &line, &error), STATUS_INVALID);
    ck_assert_uint_eq(line.length, 0);
    buffer_clear(&line);
}
END_TEST

/* ---- keys --------------------------------------------------------------------------------------------------- */

START_TEST(test_keys_are_taken)
{
    static const char *const keys[][2] = {
        {KEY, KEY},
        {KEY "\n", KEY},
        {"  " KEY "  li@home\r\n\n", KEY " li@home"},
        {KEY "\t李的 电脑", KEY " 李的 电脑"},
        {ECDSA_KEY " x", ECDSA_KEY " x"},
        {KEY " \033]0;x\a", KEY},
        {KEY " \xff", KEY},
        {KEY " a\xe2\x80\xae" "b", KEY},
    };
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        struct error error;
        struct buffer key = {0};
        ck_ok(public_key_read(keys[i][0], strlen(keys[i][0]), &key, &error));
        ck_assert_str_eq(buffer_text(&key), keys[i][1]);
        buffer_clear(&key);
    }
}
END_TEST

START_TEST(test_what_is_no_key_is_said)
{
    static const char *const texts[][2] = {
        {"", "no public key"},
        {"hello", "no public key"},
        {"ssh-ed25519", "no public key"},
        {"ssh-dss AAAAB3NzaC1kc3M=", "no public key"},
        {"command=\"sh\" " KEY, "no public key"},
        {"restrict " KEY, "no public key"},
        {"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n", "private key"},
        {KEY "\n" KEY "\n", "more than one line"},
        {KEY "\rcommand=x " KEY, "more than one line"},
        {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIat", "damaged"},
        {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIat+NLpGL2lsfqcrDscK54CBHxgYlaPgkAMPr3/Voc", "damaged"},
        {"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIat+NLpGL2lsfqcrDscK54CBHxgYlaPgk\"MPr3/Vocb", "damaged"},
        {"ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIIat+NLpGL2lsfqcrDscK54CBHxgYlaPgkAMPr3/Vocb", "damaged"},
        {"ssh-ed25519 =", "damaged"},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++) {
        struct error error;
        struct buffer key = {0};
        ck_assert_int_eq(public_key_read(texts[i][0], strlen(texts[i][0]), &key, &error), STATUS_INVALID);
        ck_assert_msg(strstr(error.message, texts[i][1]), "%s: %s", texts[i][0], error.message);
        ck_assert_uint_eq(key.length, 0);
        buffer_clear(&key);
    }
}
END_TEST

NONET_TEST_MAIN("invitation", test_any_path_survives_both_readers, test_environment_is_fixed,
                test_control_characters_are_refused, test_keys_are_taken, test_what_is_no_key_is_said)
