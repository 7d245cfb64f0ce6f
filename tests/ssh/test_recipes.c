/*
 * test_recipes.c - the README's way from nothing to a room of guests, done as it is written there.
 *
 * Its blocks of shell commands are cut out and run in a home folder of their own; its lines for sshd_config go into the
 * daemon's, for the user who runs the test.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "room_fixture.h"

#define SECTION "\n## A workshop in five minutes\n"

/* The section with all its parts. */
static char *section(void)
{
    struct buffer text = {0};
    struct error error;
    ck_ok(file_read(NONET_SOURCE_DIR "/README.md", 1 << 20, &text, &error));
    char *at = strstr(buffer_text(&text), SECTION);
    ck_assert_ptr_nonnull(at);
    char *end = strstr(at + strlen(SECTION), "\n## ");
    ck_assert_ptr_nonnull(end);
    char *copy = memory_copy_bytes(at, (size_t)(end - at));
    buffer_clear(&text);
    return copy;
}

/* The block number `nth` (from 0) that is fenced as `kind`; false: there are fewer. */
static bool block(const char *text, const char *kind, int nth, struct buffer *out)
{
    struct buffer fence = {0};
    buffer_printf(&fence, "\n```%s\n", kind);
    const char *at = text;
    for (int i = 0; at && i <= nth; i++) {
        at = strstr(at, buffer_text(&fence));
        at = at ? at + fence.length : NULL;
    }
    buffer_clear(&fence);
    const char *end = at ? strstr(at, "\n```") : NULL;
    buffer_reset(out);
    if (end)
        buffer_append(out, at, (size_t)(end + 1 - at));
    return end != NULL;
}

/* As the reader would: the own home, the program on the path, nothing else set. */
static void run_as_reader(const struct room_fixture *f, const char *commands)
{
    struct buffer script = {0}, call = {0}, path = {0};
    buffer_printf(&script, "set -eu\ncd '%s'\n%s", f->sshd.home.folder, commands);
    home_put(&f->sshd.home, "script", buffer_text(&script), script.length, 0700);
    buffer_printf(&call,
                  "env -i HOME='%s' PATH='%s':/usr/bin:/bin LC_ALL=C.UTF-8 ASAN_OPTIONS=detect_leaks=0 NONET_DATA='%s/data' "
                  "sh '%s' > '%s/said' 2>&1 < /dev/null",
                  f->sshd.home.folder, NONET_BUILD_DIR, NONET_SOURCE_DIR, home_path(&f->sshd.home, "script", &path),
                  f->sshd.home.folder);
    int state = system(buffer_text(&call));
    struct buffer said = {0};
    struct error error;
    ck_ok(file_read(home_path(&f->sshd.home, "said", &path), 1 << 20, &said, &error));
    ck_assert_msg(WIFEXITED(state) && WEXITSTATUS(state) == 0, "%s\nsaid:\n%s", commands, buffer_text(&said));
    buffer_clear(&said);
    buffer_clear(&path);
    buffer_clear(&call);
    buffer_clear(&script);
}

static const char *const names[] = {"Ana", "Ben", "Cleo", "Dan", "李"};

START_TEST(test_five_guests_as_the_readme_says)
{
    struct room_fixture f;
    struct buffer commands = {0};
    struct pty guest[COUNT_OF(names)], zoe, facilitator;
    sshd_start(&f.sshd, NULL);
    struct home *home = &f.sshd.home;
    snprintf(home->store, sizeof home->store, "%s/.local/share/nonet/nonet.db", home->folder);
    for (size_t i = 0; i < COUNT_OF(names); i++)
        sshd_make_key(&f.sshd, names[i]);
    char *text = section();
    ck_assert(block(text, "sh", 0, &commands));
    run_as_reader(&f, buffer_text(&commands));
    ck_assert(block(text, "sh", 1, &commands));
    run_as_reader(&f, buffer_text(&commands));

    for (size_t i = 0; i < COUNT_OF(names); i++)
        room_join(&f, &guest[i], names[i]);
    home_start(home, &facilitator, &(struct home_start){.user = "Fay", .words = WORDS("workshop", "attend", "bakery")});
    pty_expect(&facilitator, ROOM_SHOWS);
    pty_send(&facilitator, "\f");
    /* The first stage asks for a line in the parking lot, and has led everybody there. */
    room_write(&guest[4], "", "一小时后要有头绪");
    room_write(&guest[0], "", "Know our segments");
    for (size_t i = 0; i < COUNT_OF(names); i++)
        pty_expect(&guest[i], "Know our segments");
    pty_expect(&facilitator, "一小时后要有头绪");

    /* The key for all lies where the README puts it. */
    struct buffer from = {0}, to = {0};
    ck_assert_int_eq(rename(home_path(home, "bakery-key", &from), home_path(home, "keys/shared", &to)), 0);
    sshd_connect(&f.sshd, &zoe, &(struct client){.key = "shared"});
    pty_expect(&zoe, "Your name:");
    pty_send(&zoe, "Zoe\r");
    pty_expect(&zoe, "The code word:");
    pty_send(&zoe, "sourdough\r");
    pty_expect(&zoe, "Write it down");
    pty_send(&zoe, "\r");
    pty_expect(&zoe, ROOM_SHOWS);

    ck_assert(block(text, "sh", 2, &commands));
    run_as_reader(&f, buffer_text(&commands));
    struct buffer minutes = {0};
    struct error error;
    ck_ok(file_read(home_path(home, "minutes.md", &from), 1 << 20, &minutes, &error));
    static const char *const told[] = {"Bakery", "Ana", "李", "Zoe", "Know our segments", "一小时后要有头绪"};
    for (size_t i = 0; i < COUNT_OF(told); i++)
        ck_assert_msg(strstr(buffer_text(&minutes), told[i]), "%s is missing:\n%s", told[i], buffer_text(&minutes));
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        pty_expect(&guest[i], "the workshop is over");
        pty_clear(&guest[i]);
    }
    struct stat keys;
    ck_assert(stat(home_path(home, ".ssh/authorized_keys", &from), &keys) == 0 && keys.st_size == 0);
    buffer_clear(&minutes);
    buffer_clear(&from);
    buffer_clear(&to);
    buffer_clear(&commands);
    free(text);
    pty_clear(&zoe);
    pty_clear(&facilitator);
    room_clear(&f);
}
END_TEST

/* The account is this test's user; a machine's accounts are not touched. */
START_TEST(test_an_account_of_its_own)
{
    char *text = section();
    struct buffer lines = {0}, config = {0}, out = {0};
    struct pty pty;
    ck_assert(block(text, "text", 0, &lines));
    ck_assert_ptr_nonnull(strstr(buffer_text(&lines), "useradd --create-home --shell /bin/sh canvas\n"));
    ck_assert(block(text, "sshd_config", 0, &lines));
    struct room_fixture f;
    room_init(&f, NULL);
    const char *user = strstr(buffer_text(&lines), "Match User canvas\n");
    ck_assert_ptr_nonnull(user);
    buffer_append(&config, buffer_text(&lines), (size_t)(user - buffer_text(&lines)));
    buffer_printf(&config, "Match User %s\n%s", f.sshd.user, user + strlen("Match User canvas\n"));
    room_clear(&f);

    room_init_configured(&f, NULL, buffer_text(&config)); /* sshd does not start on a line that it does not know */
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &pty, "ana");
    room_write(&pty, "1", "Commuters");
    pty_clear(&pty);
    ck_assert_int_ne(sshd_run(&f.sshd, "/usr/bin/ssh", "ana", WORDS("-W", "127.0.0.1:9", "{host}"), &out), 0);
    room_clear(&f);
    buffer_clear(&out);
    buffer_clear(&config);
    buffer_clear(&lines);
    free(text);
}
END_TEST

/* For every way of logging in, with the store in a folder that shell and sshd could misread. */
START_TEST(test_force_command)
{
    struct room_fixture f;
    struct buffer command = {0}, config = {0}, path = {0}, key = {0}, line = {0};
    struct error error;
    struct pty pty;
    room_init(&f, "li's \"room\" 商业 # 1");
    ck_assert_int_eq(home_run(&f.sshd.home,
                              WORDS("workshop", "invite", "bakery", "--shared", "--code", "sourdough", "--command"), &command, NULL), 0);
    buffer_printf(&config, "Match User %s\n    ForceCommand %s", f.sshd.user, buffer_text(&command));
    sshd_restart(&f.sshd, buffer_text(&config));
    sshd_make_key(&f.sshd, "any");
    ck_ok(file_read(home_path(&f.sshd.home, "keys/any.pub", &path), 4096, &key, &error));
    sshd_allow(&f.sshd, buffer_text(&key)); /* a key that could do anything, were it not for the command */
    sshd_connect(&f.sshd, &pty, &(struct client){.key = "any", .command = WORDS("sh")});
    pty_expect(&pty, "The workshop “bakery”");
    pty_send(&pty, "Zoe\r");
    pty_expect(&pty, "The code word:");
    pty_send(&pty, "sourdough\r");
    pty_expect(&pty, "Write it down");
    pty_send(&pty, "\r");
    pty_expect(&pty, ROOM_SHOWS);
    pty_clear(&pty);
    room_clear(&f);
    buffer_clear(&line);
    buffer_clear(&key);
    buffer_clear(&path);
    buffer_clear(&config);
    buffer_clear(&command);
}
END_TEST

NONET_SSH_TEST_MAIN("recipes", test_five_guests_as_the_readme_says, test_an_account_of_its_own, test_force_command)
