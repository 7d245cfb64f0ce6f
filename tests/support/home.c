/*
 * home.c - folders, posix_spawn() and JSON for home.h.
 *
 * The environment of a command is as fixed as that of a program on a pseudo-terminal (pty.c).
 */
#include "home.h"

#include <check.h>
#include <fcntl.h>
#include <ftw.h>
#include <jansson.h>
#include <spawn.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROGRAM NONET_BUILD_DIR "/nonet"
#define WORDS_MAX 16
#define VARIABLES_MAX 16
#define DRAFT_PATIENCE_MS 15000
#define OUTPUT_MAX ((size_t)1 << 26)

void home_init(struct home *home)
{
    *home = (struct home){.folder = "/tmp/nonet-home-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(home->folder));
    snprintf(home->store, sizeof home->store, "%s/store.db", home->folder);
}

static int remove_one(const char *path, const struct stat *status, int kind, struct FTW *at)
{
    (void)status, (void)kind, (void)at;
    return remove(path);
}

void home_clear(struct home *home)
{
    ck_assert_int_eq(nftw(home->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

const char *home_path(const struct home *home, const char *name, struct buffer *out)
{
    buffer_reset(out);
    buffer_printf(out, "%s/%s", home->folder, name);
    return buffer_text(out);
}

void home_put(const struct home *home, const char *name, const char *bytes, size_t length, unsigned mode)
{
    struct buffer path = {0};
    home_path(home, name, &path);
    for (size_t at = strlen(home->folder) + 1; at < path.length; at++)
        if (path.data[at] == '/') {
            path.data[at] = '\0';
            mkdir(path.data, 0700);
            path.data[at] = '/';
        }
    int file = open(buffer_text(&path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    ck_assert_msg(file >= 0 && write(file, bytes, length) == (ssize_t)length, "%s", buffer_text(&path));
    close(file);
    buffer_clear(&path);
}

/* ---- on a pseudo-terminal ---------------------------------------------------------------------------- */

static void add_variable(char **variable, size_t *count, const char *name, const char *value, const char *rest)
{
    struct buffer text = {0};
    ck_assert_uint_lt(*count, VARIABLES_MAX);
    buffer_printf(&text, "%s=%s%s", name, value, rest);
    variable[(*count)++] = buffer_take(&text);
    variable[*count] = NULL;
}

static void free_all(char **text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(text[i]);
}

void home_start(const struct home *home, struct pty *pty, const struct home_start *start)
{
    const struct home_start none = {0}, *how = start ? start : &none;
    const char *arguments[WORDS_MAX + 2] = {PROGRAM};
    char *own[VARIABLES_MAX + 1];
    const char *environment[2 * VARIABLES_MAX + 1] = {NULL};
    size_t count = 0, total = 0;
    for (size_t i = 0; how->words && how->words[i] && i < WORDS_MAX; i++)
        arguments[i + 1] = how->words[i];
    add_variable(own, &count, "HOME", home->folder, "");
    add_variable(own, &count, "XDG_DATA_HOME", home->folder, "/share");
    add_variable(own, &count, "TMPDIR", home->folder, "");
    add_variable(own, &count, "NONET_STORE", home->store, "");
    add_variable(own, &count, "NONET_USER", how->user ? how->user : "Ana", "");
    for (; total < count; total++)
        environment[total] = own[total];
    for (size_t i = 0; how->environment && how->environment[i] && i < VARIABLES_MAX; i++)
        environment[total++] = how->environment[i];
    const struct pty_options options = {.arguments = arguments, .environment = environment,
                                        .rows = how->rows ? how->rows : 24,
                                        .columns = how->columns ? how->columns : 80};
    pty_start(pty, &options);
    free_all(own, count);
}

void home_board(const struct home *home, struct pty *pty, const struct home_start *start)
{
    struct home_start open = start ? *start : (struct home_start){0};
    open.words = WORDS("open", "1");
    home_start(home, pty, &open);
    pty_expect(pty, " Cost Structure "); /* the title gives way to the question when an unsaved text comes back */
}

/* ---- as a command ------------------------------------------------------------------------------------- */

static void take_file(const char *path, struct buffer *out)
{
    struct error error;
    if (out) {
        buffer_reset(out);
        ck_assert_msg(file_read(path, OUTPUT_MAX, out, &error) == STATUS_OK, "%s", error.message);
    }
    unlink(path);
}

int home_command(const struct home *home, const struct home_command *command, struct buffer *out, struct buffer *err)
{
    struct buffer input = {0}, output = {0}, messages = {0};
    char *argv[WORDS_MAX + 2] = {"nonet"};
    size_t count = 0;
    for (; command->words[count]; count++) {
        ck_assert_uint_lt(count, WORDS_MAX);
        argv[count + 1] = (char *)(uintptr_t)command->words[count];
    }
    const char *text = command->input ? command->input : "";
    home_put(home, "stdin", text, strlen(text), 0600);
    home_path(home, "stdin", &input);
    home_path(home, "stdout", &output);
    home_path(home, "stderr", &messages);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addchdir_np(&actions, home->folder);
    posix_spawn_file_actions_addopen(&actions, 0, buffer_text(&input), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, buffer_text(&output), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, 2, buffer_text(&messages), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    for (int fd = 0; fd < command->closed; fd++)
        posix_spawn_file_actions_addclose(&actions, fd);
    pid_t pid;
    ck_assert_int_eq(posix_spawn(&pid, PROGRAM, &actions, NULL, argv, (char **)(uintptr_t)command->environment), 0);
    posix_spawn_file_actions_destroy(&actions);
    int state;
    ck_assert_int_eq(waitpid(pid, &state, 0), pid);
    take_file(buffer_text(&output), out);
    take_file(buffer_text(&messages), err);
    buffer_clear(&input);
    buffer_clear(&output);
    buffer_clear(&messages);
    return WIFEXITED(state) ? WEXITSTATUS(state) : -WTERMSIG(state);
}

int home_run(const struct home *home, const char *const *words, struct buffer *out, struct buffer *err)
{
    char *variable[VARIABLES_MAX + 1];
    size_t count = 0;
    add_variable(variable, &count, "HOME", home->folder, "");
    add_variable(variable, &count, "XDG_DATA_HOME", home->folder, "/share");
    add_variable(variable, &count, "NONET_STORE", home->store, "");
    add_variable(variable, &count, "NONET_USER", "Ana", "");
    add_variable(variable, &count, "NONET_LANG", "en", "");
    add_variable(variable, &count, "NONET_DATA", NONET_SOURCE_DIR, "/data");
    add_variable(variable, &count, "LC_ALL", "C.UTF-8", "");
    add_variable(variable, &count, "TZ", "UTC", "");
    int code = home_command(home, &(struct home_command){.words = words, .environment = (const char *const *)variable}, out, err);
    free_all(variable, count);
    return code;
}

void home_do(const struct home *home, const char *const *words)
{
    struct buffer out = {0}, err = {0};
    int code = home_run(home, words, &out, &err);
    ck_assert_msg(code == 0, "nonet %s: %d: %s%s", words[0], code, buffer_text(&err), buffer_text(&out));
    buffer_clear(&out);
    buffer_clear(&err);
}

static const char *member(json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    ck_assert_msg(text != NULL, "“%s” is missing", name);
    return text;
}

void home_notes(const struct home *home, const char *canvas, struct buffer *out)
{
    struct buffer text = {0}, err = {0};
    json_error_t error;
    int code = home_run(home, WORDS("show", canvas, "--json"), &text, &err);
    ck_assert_msg(code == 0, "nonet show: %d: %s", code, buffer_text(&err));
    json_t *root = json_loads(buffer_text(&text), 0, &error), *note;
    ck_assert_msg(root != NULL, "%s", error.text);
    size_t i;
    buffer_reset(out);
    json_array_foreach(json_object_get(root, "notes"), i, note)
    {
        const char *colour = member(note, "colour");
        size_t links = json_array_size(json_object_get(note, "links"));
        buffer_printf(out, "%s: %s", member(note, "block"), member(note, "text"));
        if (strcmp(colour, "none") != 0)
            buffer_printf(out, " (%s)", colour);
        if (links > 0)
            buffer_printf(out, " (%zu links)", links);
        buffer_add_char(out, '\n');
    }
    json_decref(root);
    buffer_clear(&text);
    buffer_clear(&err);
}

void home_expect_notes(const struct home *home, const char *canvas, const char *lines)
{
    struct buffer notes = {0};
    home_notes(home, canvas, &notes);
    size_t same = 0, line = 0;
    for (const char *got = buffer_text(&notes); got[same] && got[same] == lines[same]; same++)
        if (got[same] == '\n')
            line = same + 1;
    ck_assert_msg(strcmp(buffer_text(&notes), lines) == 0, "from the first difference on:\n%.500s\nis not:\n%.500s",
                  buffer_text(&notes) + line, lines + line);
    buffer_clear(&notes);
}

bool home_has_draft(const struct home *home, const char *text)
{
    struct buffer path = {0};
    sqlite3 *live = NULL;
    sqlite3_stmt *statement = NULL;
    bool found = false;
    home_path(home, "store.db-live", &path);
    if (sqlite3_open_v2(buffer_text(&path), &live, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(live, 100);
        if (sqlite3_prepare_v2(live, "SELECT 1 FROM draft WHERE ?1 IS NULL OR text = ?1", -1, &statement, NULL)
            == SQLITE_OK) {
            sqlite3_bind_text(statement, 1, text, -1, SQLITE_STATIC);
            found = sqlite3_step(statement) == SQLITE_ROW;
        }
    }
    sqlite3_finalize(statement);
    sqlite3_close(live);
    buffer_clear(&path);
    return found;
}

void home_wait_draft(const struct home *home, struct pty *pty, const char *text)
{
    int64_t end = time_steady() + DRAFT_PATIENCE_MS;
    while (!home_has_draft(home, text)) {
        ck_assert_msg(time_steady() < end, "no draft “%s”", text);
        pty_pump(pty, 20);
    }
}

void home_expect_sound(const struct home *home)
{
    home_do(home, WORDS("doctor", "--rebuild"));
}
