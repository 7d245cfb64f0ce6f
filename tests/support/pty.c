/*
 * pty.c - a pseudo-terminal, poll() and libvterm.
 *
 * The child gets an environment of its own, so that a test means the same everywhere. Only the process started here is
 * ever signalled.
 */
#include "pty.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vscreen.h"

#define PATIENCE_MS 15000
#define STEP_MS 20

static void run_child(const struct pty_options *options)
{
    static const char *const base[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC", "PATH=/usr/bin:/bin",
                                       "HOME=/nonexistent",   "NONET_LANG=en",  "NONET_DATA=" NONET_SOURCE_DIR "/data", "ASAN_OPTIONS=detect_leaks=0"};
    clearenv();
    for (size_t i = 0; i < COUNT_OF(base); i++)
        putenv(strdup(base[i]));
    for (size_t i = 0; options->environment && options->environment[i]; i++)
        putenv(strdup(options->environment[i]));
    execv(options->arguments[0], (char *const *)(uintptr_t)options->arguments);
    _exit(126);
}

void pty_start(struct pty *pty, const struct pty_options *options)
{
    *pty = (struct pty){.held = -1};
    struct winsize size = {.ws_row = (unsigned short)options->rows, .ws_col = (unsigned short)options->columns};
    char name[64];
    pty->descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    ck_assert_int_ge(pty->descriptor, 0);
    ck_assert_int_eq(grantpt(pty->descriptor) | unlockpt(pty->descriptor), 0);
    ck_assert_int_eq(ptsname_r(pty->descriptor, name, sizeof name), 0);
    pty->held = open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
    ck_assert_int_ge(pty->held, 0);
    ioctl(pty->held, TIOCSWINSZ, &size);
    tcgetattr(pty->held, &pty->before); /* a quick child has changed them soon */
    pty->child = fork();
    ck_assert_int_ge(pty->child, 0);
    if (pty->child == 0) {
        setsid();
        ioctl(pty->held, TIOCSCTTY, 0);
        for (int i = 0; i < 3; i++)
            dup2(pty->held, i);
        run_child(options);
    }
    if (options->drop_terminal) {
        close(pty->held);
        pty->held = -1;
    }
    pty->screen = vscreen_new(options->rows, options->columns);
}

static void close_terminal(struct pty *pty)
{
    if (pty->held >= 0)
        close(pty->held);
    if (pty->descriptor >= 0)
        close(pty->descriptor);
    pty->held = pty->descriptor = -1;
    pty->gone = true;
}

void pty_clear(struct pty *pty)
{
    if (pty->child > 0) {
        kill(pty->child, SIGKILL);
        waitpid(pty->child, NULL, 0);
    }
    close_terminal(pty);
    vscreen_free(pty->screen);
    buffer_clear(&pty->bytes);
}

void pty_send(struct pty *pty, const char *keys)
{
    size_t length = strlen(keys);
    int64_t end = time_steady() + PATIENCE_MS;
    while (length > 0 && time_steady() < end) {
        ssize_t sent = write(pty->descriptor, keys, length);
        if (sent > 0) {
            keys += sent;
            length -= (size_t)sent;
        } else if (errno != EAGAIN) {
            return;
        } else {
            pty_pump(pty, STEP_MS); /* it may be waiting for us to read */
        }
    }
}

void pty_resize(struct pty *pty, int rows, int columns)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    vscreen_resize(pty->screen, rows, columns);
    ioctl(pty->descriptor, TIOCSWINSZ, &size);
}

static void answer(struct pty *pty)
{
    struct buffer *answers = vscreen_answers(pty->screen);
    if (answers->length > 0) {
        ssize_t ignored = write(pty->descriptor, answers->data, answers->length);
        (void)ignored;
        buffer_reset(answers);
    }
}

bool pty_pump(struct pty *pty, int ms)
{
    struct pollfd source = {.fd = pty->descriptor, .events = POLLIN};
    bool came = false;
    while (!pty->gone && poll(&source, 1, came ? 0 : ms) > 0) {
        char bytes[8192];
        ssize_t length = read(pty->descriptor, bytes, sizeof bytes);
        if (length <= 0) {
            pty->gone = length == 0 || errno == EIO;
            break;
        }
        came = true;
        buffer_append(&pty->bytes, bytes, (size_t)length);
        vscreen_feed(pty->screen, bytes, (size_t)length);
        answer(pty);
    }
    return came;
}

void pty_screen_text(struct pty *pty, struct buffer *out)
{
    vscreen_text(pty->screen, out);
}

bool pty_shows(struct pty *pty, const char *text)
{
    struct buffer screen = {0};
    pty_screen_text(pty, &screen);
    bool found = strstr(buffer_text(&screen), text) != NULL;
    buffer_clear(&screen);
    return found;
}

static void give_up(struct pty *pty, const char *what, const char *text)
{
    struct buffer screen = {0};
    pty_screen_text(pty, &screen);
    ck_abort_msg("%s “%s”; the last screen:\n%s", what, text, buffer_text(&screen));
}

static void expect(struct pty *pty, const char *text, bool wanted)
{
    int64_t end = time_steady() + PATIENCE_MS;
    while (pty_shows(pty, text) != wanted) {
        if (time_steady() >= end)
            give_up(pty, wanted ? "does not show" : "still shows", text);
        pty_pump(pty, STEP_MS);
    }
}

void pty_expect(struct pty *pty, const char *text)
{
    expect(pty, text, true);
}

void pty_expect_not(struct pty *pty, const char *text)
{
    expect(pty, text, false);
}

void pty_wait(struct pty *pty, bool (*condition)(struct pty *pty), const char *what)
{
    int64_t end = time_steady() + PATIENCE_MS;
    while (!condition(pty)) {
        if (time_steady() >= end)
            give_up(pty, "waited in vain for", what);
        pty_pump(pty, STEP_MS);
    }
}

static bool has_ended(struct pty *pty)
{
    if (pty->child > 0 && waitpid(pty->child, &pty->state, WNOHANG) == pty->child)
        pty->child = 0;
    return pty->child == 0;
}

int pty_wait_end(struct pty *pty)
{
    pty_wait(pty, has_ended, "its end");
    pty_pump(pty, 0);
    return WIFEXITED(pty->state) ? WEXITSTATUS(pty->state) : -WTERMSIG(pty->state);
}

/* The last thing said about a private mode: 'h', 'l', or 0 when it was never named. */
static char last_said(const struct pty *pty, const char *mode)
{
    char said = 0;
    size_t length = strlen(mode);
    for (const char *at = buffer_text(&pty->bytes); (at = strstr(at, mode)); at += length)
        said = at[length];
    return said;
}

void pty_expect_restored(struct pty *pty)
{
    static const char *const modes[] = {"\033[?2004", "\033[?1002", "\033[?1006"};
    for (size_t i = 0; i < COUNT_OF(modes); i++)
        ck_assert_msg(last_said(pty, modes[i]) == 'l', "mode %s is still on", modes[i] + 1);
    int row, column;
    bool visible;
    vscreen_cursor(pty->screen, &row, &column, &visible);
    ck_assert_msg(visible, "the cursor stays hidden");
    ck_assert_msg(!vscreen_alternate(pty->screen), "the alternate screen stays");
    struct termios now;
    ck_assert_int_eq(tcgetattr(pty->descriptor, &now), 0);
    ck_assert_uint_eq(now.c_lflag, pty->before.c_lflag);
    ck_assert_uint_eq(now.c_iflag, pty->before.c_iflag);
    ck_assert_uint_eq(now.c_oflag, pty->before.c_oflag);
}

long pty_cpu_ms(const struct pty *pty)
{
    char path[64], line[1024] = "";
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pty->child);
    FILE *file = fopen(path, "r");
    if (!file)
        return -1;
    char *got = fgets(line, sizeof line, file);
    fclose(file);
    char *rest = got ? strrchr(line, ')') : NULL;
    unsigned long user = 0, system = 0;
    if (!rest || sscanf(rest + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) != 2)
        return -1;
    return (long)(user + system) * 1000 / sysconf(_SC_CLK_TCK);
}
