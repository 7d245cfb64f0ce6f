/*
 * test_attacks.c - a guest tries to get out of nonet into the machine, and to spoil it for the others.
 *
 * What a confined process cannot do is shown by unit/test_confine.c; here are the ways that lead there from outside: what
 * an SSH client can ask for, what it can send as a terminal, what can be typed.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"
#include "nonet/confine.h"
#include "room_fixture.h"

#define SSH "/usr/bin/ssh"

static bool exists(const struct room_fixture *f, const char *name)
{
    struct buffer path = {0};
    bool there = access(home_path(&f->sshd.home, name, &path), F_OK) == 0;
    buffer_clear(&path);
    return there;
}

/* ---- what a client can ask sshd for ------------------------------------------------------------------------ */

/* Whatever is asked, what answers is nonet, which says that it needs a terminal. */
START_TEST(test_a_command_is_not_run)
{
    const char *const *const asked[] = {
        WORDS("{host}", "sh"),
        WORDS("{host}", "touch", "PLACE/made"),
        WORDS("{host}", "workshop", "list"),
        WORDS("{host}", "show", "1", "--store", "/etc/passwd"),
        WORDS("-T", "{host}"),
    };
    struct room_fixture f;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        const char *words[8] = {NULL};
        struct buffer out = {0}, place = {0};
        for (size_t k = 0; asked[i][k]; k++)
            words[k] = strncmp(asked[i][k], "PLACE/", 6) == 0 ? home_path(&f.sshd.home, asked[i][k] + 6, &place) : asked[i][k];
        ck_assert_int_eq(sshd_run(&f.sshd, SSH, "ana", words, &out), 1);
        ck_assert_msg(strstr(buffer_text(&out), "a workshop needs a terminal"), "%zu: %s", i, buffer_text(&out));
        ck_assert(!exists(&f, "made"));
        buffer_clear(&place);
        buffer_clear(&out);
    }
    /* With a terminal the command is as deaf. */
    struct pty pty;
    sshd_connect(&f.sshd, &pty, &(struct client){.key = "ana", .command = WORDS("sh", "-c", "echo $((6*7)); exec sh")});
    pty_expect(&pty, ROOM_SHOWS);
    pty_clear(&pty);
    room_clear(&f);
}
END_TEST

START_TEST(test_files_are_not_copied)
{
    struct room_fixture f;
    struct buffer source = {0}, target = {0}, out = {0}, remote = {0};
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    home_put(&f.sshd.home, "mine", "x", 1, 0600);
    home_path(&f.sshd.home, "mine", &source);
    buffer_printf(&remote, "{host}:%s", home_path(&f.sshd.home, "stolen", &target));
    ck_assert_int_ne(sshd_run(&f.sshd, "/usr/bin/scp", "ana", WORDS(buffer_text(&source), buffer_text(&remote)), &out), 0);
    ck_assert_int_ne(sshd_run(&f.sshd, "/usr/bin/scp", "ana", WORDS("-O", buffer_text(&source), buffer_text(&remote)), &out), 0);
    ck_assert_int_ne(sshd_run(&f.sshd, "/usr/bin/scp", "ana", WORDS("{host}:/etc/passwd", buffer_text(&target)), &out), 0);
    ck_assert_int_ne(sshd_run(&f.sshd, "/usr/bin/sftp", "ana", WORDS("{host}:/etc/passwd", buffer_text(&target)), &out), 0);
    ck_assert_int_ne(sshd_run(&f.sshd, SSH, "ana", WORDS("-s", "{host}", "sftp"), &out), 0);
    ck_assert(!exists(&f, "stolen"));
    ck_assert_ptr_null(strstr(buffer_text(&out), "root:"));
    buffer_clear(&remote);
    buffer_clear(&out);
    buffer_clear(&target);
    buffer_clear(&source);
    room_clear(&f);
}
END_TEST

static int count_in_log(const struct room_fixture *f, const char *text)
{
    struct buffer log = {0};
    int count = 0;
    sshd_log(&f->sshd, &log);
    for (const char *at = buffer_text(&log); (at = strstr(at, text)); at += strlen(text))
        count++;
    buffer_clear(&log);
    return count;
}

START_TEST(test_nothing_is_forwarded)
{
    struct room_fixture f;
    struct buffer out = {0}, to = {0};
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    /* -W asks for a connection to sshd itself: its greeting must not come through. */
    buffer_printf(&to, "127.0.0.1:%d", f.sshd.port);
    ck_assert_int_ne(sshd_run(&f.sshd, SSH, "ana", WORDS("-W", buffer_text(&to), "{host}"), &out), 0);
    ck_assert_msg(!strstr(buffer_text(&out), "SSH-2.0"), "%s", buffer_text(&out));
    ck_assert_int_ne(sshd_run(&f.sshd, SSH, "ana", WORDS("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9", "{host}"), &out), 0);
    /* ssh opens -L and -D at its own end; what is refused is each connection. Here the agent, X11 and a tunnel are asked for. */
    ck_assert_int_ne(sshd_run(&f.sshd, SSH, "ana", WORDS("-A", "-X", "-w", "any", "-o", "ExitOnForwardFailure=yes", "-N", "{host}"), &out), 0);
    ck_assert_int_gt(count_in_log(&f, "refused local port forward"), 0);
    struct pty pty;
    sshd_connect(&f.sshd, &pty, &(struct client){.key = "ana", .options = WORDS("-A", "-o", "ForwardX11=yes")});
    pty_expect(&pty, ROOM_SHOWS);
    pty_clear(&pty);
    ck_assert_int_eq(count_in_log(&f, "X11 forwarding request accepted"), 0);
    buffer_clear(&to);
    buffer_clear(&out);
    room_clear(&f);
}
END_TEST

/* An administrator who lets every variable in: still none counts, and the store is the line's. */
START_TEST(test_environment_does_not_count)
{
    struct room_fixture f;
    struct pty pty;
    struct buffer other = {0}, trap = {0};
    room_init_configured(&f, NULL, "AcceptEnv *\nPermitUserEnvironment yes\n");
    struct home *home = &f.sshd.home;
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    buffer_printf(&other, "NONET_STORE=%s/other.db", home->folder);
    buffer_printf(&trap, "TERMINFO=%s/terminfo", home->folder);
    sshd_connect(&f.sshd, &pty,
                 &(struct client){.key = "ana",
                                  .options = WORDS("-o", "SendEnv=NONET_* EDITOR TERMINFO TERMINFO_DIRS LANGUAGE LD_PRELOAD TZ"),
                                  .environment = (const char *const[]){buffer_text(&other), buffer_text(&trap),
                                                                       "EDITOR=/bin/sh", "LANGUAGE=zh_CN", "NONET_LANG=zh",
                                                                       "NONET_DATA=/nonexistent", "NONET_USER=Boss", NULL}});
    pty_expect(&pty, ROOM_SHOWS);
    pty_expect(&pty, "1/1 Work"); /* English, with the data of the line */
    ck_assert(!exists(&f, "other.db"));
    pty_clear(&pty);
    buffer_clear(&trap);
    buffer_clear(&other);
    room_clear(&f);
}
END_TEST

/* ---- what a terminal can be ---------------------------------------------------------------------------------- */

START_TEST(test_hostile_terminals)
{
    struct room_fixture f;
    struct buffer long_name = {0};
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    buffer_add(&long_name, "TERM=");
    for (int i = 0; i < 4096; i++)
        buffer_add_char(&long_name, 'x');
    const char *const names[] = {
        "TERM=../../tmp/x", "TERM=/etc/passwd", "TERM=", "TERM=dumb", "TERM=no-such-terminal", "TERM=x\033]0;y\007",
        "TERM=$(touch /tmp/x)", "TERM='\"; sh; '", "TERM=%s%n", buffer_text(&long_name),
    };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct pty pty;
        sshd_connect(&f.sshd, &pty, &(struct client){.key = "ana", .environment = (const char *const[]){names[i], NULL}});
        pty_expect(&pty, ROOM_SHOWS);
        pty_clear(&pty);
    }
    buffer_clear(&long_name);
    room_clear(&f);
}
END_TEST

START_TEST(test_hostile_sizes)
{
    static const int sizes[][2] = {{0, 0}, {1, 1}, {65535, 65535}, {1, 65535}, {65535, 1}, {24, 80}};
    struct room_fixture f;
    struct pty pty;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &pty, "ana");
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        struct winsize_pair {
            unsigned short rows, columns;
        } size = {(unsigned short)sizes[i][0], (unsigned short)sizes[i][1]};
        room_resize(&pty, size.rows, size.columns);
        pty_pump(&pty, 200);
    }
    pty_resize(&pty, 24, 80);
    pty_send(&pty, "\f");
    pty_expect(&pty, ROOM_SHOWS);
    room_write(&pty, "1", "Still here");
    pty_clear(&pty);
    room_clear(&f);
}
END_TEST

/* ---- what can be typed ----------------------------------------------------------------------------------------- */

START_TEST(test_commands_that_lead_out)
{
    static const char *const commands[] = {":editor\r", ":export\r", ":suspend\r", "E", "x", "\032"};
    struct room_fixture f;
    struct pty pty;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &pty, "ana");
    room_write(&pty, "1", "Commuters");
    for (size_t i = 0; i < COUNT_OF(commands); i++) {
        pty_send(&pty, commands[i]);
        bool named = commands[i][0] == ':';
        pty_expect(&pty, named ? "There is no command" : "A guest's session does not have that");
        pty_send(&pty, "\033");
        pty_send(&pty, "\f");
        pty_expect(&pty, "Commuters");
    }
    /* Those that stay inside are there. */
    pty_send(&pty, ":mouse\r");
    pty_expect(&pty, "Mouse off");
    pty_send(&pty, "?");
    pty_expect(&pty, "What you can do now");
    pty_send(&pty, "q");
    pty_expect(&pty, "Commuters");
    /* The canvas as a whole is not a participant's. */
    pty_send(&pty, "R");
    pty_pump(&pty, 200);
    pty_send(&pty, "Stolen\r\033");
    pty_expect(&pty, "Commuters");
    struct buffer out = {0};
    ck_assert_int_eq(home_run(&f.sshd.home, WORDS("list"), &out, NULL), 0);
    ck_assert_ptr_null(strstr(buffer_text(&out), "Stolen"));
    buffer_clear(&out);
    pty_clear(&pty);
    room_clear(&f);
}
END_TEST

/* Nothing that one writes is obeyed by another's terminal. */
START_TEST(test_hostile_text)
{
    struct room_fixture f;
    struct pty ana, li;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    sshd_invite(&f.sshd, "bakery", "Li", "li", NULL);
    room_join(&f, &ana, "ana");
    room_join(&f, &li, "li");
    /* As one paste: title, clipboard, device report, right to left, C1, and what would end the paste early. */
    pty_send(&ana, "1a\033[200~evil\033]0;owned\007\033]52;c;?\007\033[6n\xe2\x80\xae" "gnp\xc2\x9b" "31m\033[20\033[201~\r\033");
    pty_expect(&li, "evil");
    static const char *const never[] = {"\033]0;", "\033]52;c;?", "\xe2\x80\xae", "\xc2\x9b"};
    for (size_t i = 0; i < COUNT_OF(never); i++) {
        ck_assert_msg(!strstr(buffer_text(&li.bytes), never[i]), "%zu", i);
        ck_assert_msg(!strstr(buffer_text(&ana.bytes), never[i]), "%zu, the writer", i);
    }
    /* What answers to a question that nobody asked is no text. */
    pty_send(&li, "\033]52;c;c2VjcmV0\007\033[?62;c\033[12;40R");
    room_write(&li, "2", "calm");
    pty_expect_not(&li, "c2Vj");
    pty_clear(&ana);
    pty_clear(&li);
    room_clear(&f);
}
END_TEST

START_TEST(test_hostile_pastes)
{
    struct room_fixture f;
    struct pty ana, li;
    struct buffer line = {0};
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    sshd_invite(&f.sshd, "bakery", "Li", "li", NULL);
    room_join(&f, &ana, "ana");
    room_join(&f, &li, "li");
    /* One line of a megabyte: said to be too long, and the others go on meanwhile. */
    buffer_add(&line, "1a\033[200~");
    for (int i = 0; i < 1 << 20; i++)
        buffer_add_char(&line, 'a');
    buffer_add(&line, "\033[201~\r");
    pty_send(&ana, buffer_text(&line));
    room_write(&li, "2", "unmoved");
    pty_send(&ana, "\007\033");
    room_write(&ana, "3", "after the paste");
    pty_expect(&li, "after the paste");
    /* A list that would bury all the others' notes. */
    buffer_reset(&line);
    buffer_add(&line, "a\033[200~");
    for (int i = 0; i < 5000; i++)
        buffer_printf(&line, "spam %d\r", i);
    buffer_add(&line, "\033[201~");
    pty_send(&ana, buffer_text(&line));
    pty_expect(&ana, "5000 notes at once are too much");
    pty_send(&ana, "\007\033");
    /* A paste that never ends takes in all that follows, and ends with the line. */
    pty_send(&ana, "a\033[200~never ending");
    pty_pump(&ana, 100);
    kill(ana.child, SIGKILL);
    pty_clear(&ana);
    room_expect_gone(&f, "Ana");
    room_write(&li, "4", "still calm");
    home_expect_sound(&f.sshd.home);
    buffer_clear(&line);
    pty_clear(&li);
    room_clear(&f);
}
END_TEST

/* ---- the process behind it ---------------------------------------------------------------------------------------- */

/* What the kernel says of the guest's process, found by its command line. */
START_TEST(test_the_process_is_confined)
{
    struct room_fixture f;
    struct pty pty;
    room_init(&f, NULL);
    sshd_invite(&f.sshd, "bakery", "Ana", "ana", NULL);
    room_join(&f, &pty, "ana");
    struct buffer status = {0};
    ck_assert(room_process_status(&f, &status));
    ck_assert_msg(strstr(buffer_text(&status), "NoNewPrivs:\t1\n"), "%s", buffer_text(&status));
    ck_assert_msg(strstr(buffer_text(&status), "Seccomp:\t2\n"), "%s", buffer_text(&status));
    ck_assert_msg(strstr(buffer_text(&status), "CapEff:\t0000000000000000\n"), "%s", buffer_text(&status));
    buffer_clear(&status);
    pty_clear(&pty);
    room_clear(&f);
}
END_TEST

NONET_SSH_TEST_MAIN("attacks", test_a_command_is_not_run, test_files_are_not_copied, test_nothing_is_forwarded,
                    test_environment_does_not_count, test_hostile_terminals, test_hostile_sizes,
                    test_commands_that_lead_out, test_hostile_text, test_hostile_pastes, test_the_process_is_confined)
