/*
 * room_fixture.c - the workshop and its guests for room_fixture.h.
 */
#include "room_fixture.h"

#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "nonet/canvas.h"
#include "nonet/live.h"

#define PATIENCE_MS 10000

static const char agenda[] =
    "{\"id\": \"open\", \"version\": 1, \"title\": {\"en\": \"Open\", \"zh\": \"随意\"},"
    " \"when\": {\"en\": \"Any time.\", \"zh\": \"随时。\"}, \"names\": \"shown\", \"stages\": [{\"id\": \"all\","
    " \"kind\": \"decide\", \"title\": {\"en\": \"Work\", \"zh\": \"动手\"},"
    " \"prompt\": {\"en\": \"Write.\", \"zh\": \"请写。\"}, \"may\": [\"add\", \"edit\", \"move\", \"link\"]}]}";

void room_agenda(const struct home *home)
{
    home_put(home, "share/nonet/agendas/open.json", agenda, strlen(agenda), 0600);
}

void room_init(struct room_fixture *fixture, const char *folder)
{
    room_init_configured(fixture, folder, NULL);
}

void room_init_configured(struct room_fixture *fixture, const char *folder, const char *sshd_config)
{
    sshd_start(&fixture->sshd, sshd_config);
    struct home *home = &fixture->sshd.home;
    if (folder) {
        struct buffer path = {0};
        mkdir(home_path(home, folder, &path), 0700);
        ck_assert_int_lt(snprintf(home->store, sizeof home->store, "%s/s.db", buffer_text(&path)), sizeof home->store);
        buffer_clear(&path);
    }
    room_agenda(home);
    home_do(home, WORDS("new", "Bakery"));
    home_do(home, WORDS("workshop", "start", "1", "--agenda", "open", "--name", "bakery"));
}

void room_clear(struct room_fixture *fixture)
{
    sshd_clear(&fixture->sshd);
}

void room_join(struct room_fixture *fixture, struct pty *pty, const char *key)
{
    sshd_connect(&fixture->sshd, pty, &(struct client){.key = key});
    pty_expect(pty, ROOM_SHOWS);
    pty_send(pty, "\f"); /* the banner goes with the first key */
}

void room_refused(struct room_fixture *fixture, const char *key, const char *why)
{
    struct pty pty;
    sshd_connect(&fixture->sshd, &pty, &(struct client){.key = key});
    pty_expect(&pty, why);
    ck_assert_int_eq(pty_wait_end(&pty), 1);
    pty_clear(&pty);
}

void room_share(struct room_fixture *fixture, const char *key, const char *code)
{
    struct buffer path = {0}, line = {0}, err = {0};
    sshd_make_key(&fixture->sshd, key);
    buffer_printf(&path, "%s/keys/%s.pub", fixture->sshd.home.folder, key);
    ck_assert_int_eq(home_run(&fixture->sshd.home,
                              WORDS("workshop", "invite", "bakery", "--shared", "--code", code, "--key", buffer_text(&path)),
                              &line, &err),
                     0);
    ck_assert_ptr_nonnull(strstr(buffer_text(&err), code));
    sshd_allow(&fixture->sshd, buffer_text(&line));
    buffer_clear(&err);
    buffer_clear(&line);
    buffer_clear(&path);
}

void room_write(struct pty *pty, const char *block, const char *text)
{
    pty_send(pty, block);
    pty_send(pty, "a");
    pty_send(pty, text);
    pty_send(pty, "\r\033");
    pty_expect(pty, text);
}

static bool is_present(const struct sshd *sshd, const char *alias)
{
    struct store_options options = {.path = sshd->home.store};
    struct store *store;
    struct live *live;
    struct error error;
    struct presence *list;
    size_t count;
    ck_assert(store_open(&store, &options, &canvas_schema, &error) == STATUS_OK);
    ck_assert(live_open(&live, store, 0, "test", &error) == STATUS_OK);
    ck_assert(live_presence_list(live, 0, &list, &count, &error) == STATUS_OK);
    bool found = false;
    for (size_t i = 0; i < count; i++)
        found = found || strcmp(list[i].name, alias) == 0;
    presence_list_free(list, count);
    live_close(live);
    store_close(store);
    return found;
}

void room_expect_gone(struct room_fixture *fixture, const char *alias)
{
    int64_t end = time_steady() + PATIENCE_MS;
    while (is_present(&fixture->sshd, alias))
        ck_assert_msg(time_steady() < end, "%s is still there", alias);
}

void room_expect_notes(struct room_fixture *fixture, const char *lines)
{
    struct buffer notes = {0};
    int64_t end = time_steady() + PATIENCE_MS;
    do {
        buffer_reset(&notes);
        home_notes(&fixture->sshd.home, "1", &notes);
    } while (strcmp(buffer_text(&notes), lines) != 0 && time_steady() < end);
    buffer_clear(&notes);
    home_expect_notes(&fixture->sshd.home, "1", lines);
}

void room_expect_times(struct pty *pty, const char *text, int times)
{
    int64_t end = time_steady() + PATIENCE_MS;
    for (;;) {
        int count = 0;
        for (const char *at = buffer_text(&pty->bytes); (at = strstr(at, text)); at += strlen(text))
            count++;
        if (count >= times)
            return;
        ck_assert_msg(time_steady() < end, "“%s” came %d times, not %d:\n%s", text, count, times, buffer_text(&pty->bytes));
        pty_pump(pty, 20);
    }
}

void room_resize(struct pty *pty, unsigned short rows, unsigned short columns)
{
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    ioctl(pty->descriptor, TIOCSWINSZ, &size);
}

bool room_process_status(const struct room_fixture *fixture, struct buffer *out)
{
    DIR *folder = opendir("/proc");
    bool found = false;
    for (struct dirent *entry; !found && folder && (entry = readdir(folder));) {
        struct buffer path = {0}, words = {0};
        struct error ignored;
        buffer_printf(&path, "/proc/%s/cmdline", entry->d_name);
        /* Arguments end with a NUL each. */
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
            file_read(buffer_text(&path), 65536, &words, &ignored) == STATUS_OK)
            found = strstr(buffer_text(&words), "nonet") &&
                    memmem(words.data, words.length, fixture->sshd.home.store, strlen(fixture->sshd.home.store)) &&
                    memmem(words.data, words.length, "\0--seat", 7) && !memmem(words.data, words.length, "env", 4);
        if (found) {
            buffer_reset(&path);
            buffer_printf(&path, "/proc/%s/status", entry->d_name);
            found = file_read(buffer_text(&path), 65536, out, &ignored) == STATUS_OK;
        }
        buffer_clear(&words);
        buffer_clear(&path);
    }
    if (folder)
        closedir(folder);
    return found;
}

void room_after(struct pty *pty, const char *label, char *out, size_t size)
{
    struct buffer screen = {0};
    pty_screen_text(pty, &screen);
    const char *at = strstr(buffer_text(&screen), label);
    ck_assert_ptr_nonnull(at);
    at += strlen(label);
    size_t length = strcspn(at, " \n");
    ck_assert_uint_lt(length, size);
    memcpy(out, at, length);
    out[length] = '\0';
    buffer_clear(&screen);
}
