/*
 * sshd.c - the daemon and its clients for sshd.h.
 *
 * Everything is bounded in time, and only processes started here are ended.
 */
#include "sshd.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"

#define SSHD "/usr/sbin/sshd"
#define WORDS_MAX 48
#define RUN_PATIENCE_MS 15000
#define START_PATIENCE_MS 5000

/* ---- running a program ------------------------------------------------------------------------------------ */

static pid_t spawn(const char *const *words, int output)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        int nothing = open("/dev/null", O_RDWR);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        dup2(nothing, 0);
        dup2(output >= 0 ? output : nothing, 1);
        dup2(output >= 0 ? output : nothing, 2);
        clearenv();
        setenv("PATH", "/usr/bin:/bin:/usr/sbin:/sbin", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
        execv(words[0], (char *const *)(uintptr_t)words);
        _exit(126);
    }
    return child;
}

static int run(const char *const *words, struct buffer *out)
{
    int ends[2];
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
    pid_t child = spawn(words, ends[1]);
    close(ends[1]);
    int64_t end = time_steady() + RUN_PATIENCE_MS;
    struct pollfd source = {.fd = ends[0], .events = POLLIN};
    ssize_t length = 1;
    while (length > 0 && time_steady() < end) {
        char bytes[4096];
        if (poll(&source, 1, 100) <= 0)
            continue;
        length = read(ends[0], bytes, sizeof bytes);
        if (length > 0 && out)
            buffer_append(out, bytes, (size_t)length);
    }
    close(ends[0]);
    if (length > 0)
        kill(child, SIGKILL);
    int state;
    waitpid(child, &state, 0);
    return length <= 0 && WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

/* ---- the daemon ------------------------------------------------------------------------------------------- */

static int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool found = probe >= 0 && bind(probe, (struct sockaddr *)&address, size) == 0 &&
                 getsockname(probe, (struct sockaddr *)&address, &size) == 0;
    if (probe >= 0)
        close(probe);
    return found ? ntohs(address.sin_port) : 0;
}

static bool answers(int port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
    int probe = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool up = probe >= 0 && connect(probe, (struct sockaddr *)&address, sizeof address) == 0;
    char greeting[4] = "";
    struct pollfd source = {.fd = probe, .events = POLLIN};
    up = up && poll(&source, 1, 1000) > 0 && read(probe, greeting, sizeof greeting) == sizeof greeting;
    if (probe >= 0)
        close(probe);
    return up && memcmp(greeting, "SSH-", 4) == 0;
}

static void put(const struct sshd *sshd, const char *name, const char *text)
{
    home_put(&sshd->home, name, text, strlen(text), 0600);
}

static bool make_key(const struct sshd *sshd, const char *name)
{
    struct buffer path = {0};
    home_path(&sshd->home, name, &path);
    const char *const words[] = {"/usr/bin/ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "throwaway", "-f",
                                 buffer_text(&path), NULL};
    bool made = run(words, NULL) == 0;
    buffer_clear(&path);
    return made;
}

void sshd_make_key(const struct sshd *sshd, const char *name)
{
    struct buffer path = {0};
    buffer_printf(&path, "keys/%s", name);
    ck_assert(make_key(sshd, buffer_text(&path)));
    buffer_clear(&path);
}

/* The daemon's log, in which why it does not start stands too. */
static bool start(struct sshd *sshd, const char *extra)
{
    struct buffer text = {0}, path = {0}, log = {0};
    const char *folder = sshd->home.folder;
    if (geteuid() == 0)
        mkdir("/run/sshd", 0755); /* wants it, and Debian makes it with the service */
    mkdir(home_path(&sshd->home, "keys", &path), 0700);
    put(sshd, ".ssh/authorized_keys", "");
    bool key = make_key(sshd, "host_key");
    int file = open(home_path(&sshd->home, "sshd.log", &log), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    for (int tries = 0; key && sshd->daemon == 0 && tries < 3; tries++) {
        sshd->port = free_port();
        buffer_reset(&text);
        buffer_printf(&text,
                      "Port %d\nListenAddress 127.0.0.1\nHostKey %s/host_key\nPidFile none\nAuthorizedKeysFile "
                      "%s/.ssh/authorized_keys\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
                      "KbdInteractiveAuthentication no\nPermitRootLogin yes\nAcceptEnv LANG LC_*\nMaxStartups 400:30:600\n"
                      "LogLevel VERBOSE\nSubsystem sftp internal-sftp\n%s",
                      sshd->port, folder, folder, extra ? extra : "");
        put(sshd, "sshd_config", buffer_text(&text));
        const char *const words[] = {SSHD, "-D", "-e", "-f", home_path(&sshd->home, "sshd_config", &path), NULL};
        sshd->daemon = spawn(words, file);
        int64_t end = time_steady() + START_PATIENCE_MS;
        while (sshd->daemon > 0 && !answers(sshd->port)) {
            bool gone = waitpid(sshd->daemon, NULL, WNOHANG) == sshd->daemon;
            if (!gone && time_steady() < end && poll(NULL, 0, 20) == 0)
                continue;
            if (!gone) {
                kill(sshd->daemon, SIGTERM);
                waitpid(sshd->daemon, NULL, 0);
            }
            sshd->daemon = 0;
        }
    }
    close(file);
    buffer_clear(&log);
    buffer_clear(&path);
    buffer_clear(&text);
    return sshd->daemon > 0;
}

static void stop(struct sshd *sshd)
{
    if (sshd->daemon > 0) {
        kill(sshd->daemon, SIGTERM);
        waitpid(sshd->daemon, NULL, 0);
    }
    sshd->daemon = 0;
}

static void prepare(struct sshd *sshd)
{
    *sshd = (struct sshd){0};
    home_init(&sshd->home);
    struct passwd *self = getpwuid(geteuid());
    snprintf(sshd->user, sizeof sshd->user, "%s", self ? self->pw_name : "nobody");
    snprintf(sshd->shell, sizeof sshd->shell, "%s", self && *self->pw_shell ? self->pw_shell : "/bin/sh");
}

static void start_surely(struct sshd *sshd, const char *extra)
{
    struct buffer log = {0};
    bool up = start(sshd, extra);
    if (!up)
        sshd_log(sshd, &log);
    ck_assert_msg(up, "sshd does not start:\n%s", buffer_text(&log));
    buffer_clear(&log);
}

void sshd_start(struct sshd *sshd, const char *extra)
{
    prepare(sshd);
    start_surely(sshd, extra);
}

void sshd_restart(struct sshd *sshd, const char *extra)
{
    struct buffer path = {0};
    stop(sshd);
    unlink(home_path(&sshd->home, "host_key", &path));
    start_surely(sshd, extra);
    buffer_clear(&path);
}

void sshd_clear(struct sshd *sshd)
{
    stop(sshd);
    home_clear(&sshd->home);
}

void sshd_log(const struct sshd *sshd, struct buffer *out)
{
    struct buffer path = {0};
    struct error ignored;
    buffer_reset(out);
    if (file_read(home_path(&sshd->home, "sshd.log", &path), 1 << 24, out, &ignored) != STATUS_OK)
        buffer_reset(out);
    buffer_clear(&path);
}

/* An account may be locked, or have a shell that runs nothing. */
START_TEST(probe)
{
    ck_assert_msg(access(SSHD, X_OK) == 0 && access("/usr/bin/ssh", X_OK) == 0,
                  "openssh-server and openssh-client are not installed");
    struct sshd sshd;
    struct buffer path = {0}, line = {0}, log = {0};
    struct error error;
    prepare(&sshd);
    bool up = start(&sshd, NULL), in = false;
    if (up) {
        sshd_make_key(&sshd, "probe");
        ck_ok(file_read(home_path(&sshd.home, "keys/probe.pub", &path), 4096, &line, &error));
        sshd_allow(&sshd, buffer_text(&line));
        in = sshd_run(&sshd, "/usr/bin/ssh", "probe", WORDS("-tt", "{host}", "true"), NULL) == 0; /* with a terminal */
    }
    stop(&sshd);
    sshd_log(&sshd, &log);
    home_clear(&sshd.home);
    ck_assert_msg(up, "sshd does not start here:\n%s", buffer_text(&log));
    ck_assert_msg(in, "sshd does not let this user in (a locked account?):\n%s", buffer_text(&log));
    buffer_clear(&log);
    buffer_clear(&path);
    buffer_clear(&line);
}
END_TEST

bool sshd_can_run(void)
{
    const TTest *const tests[] = {probe};
    return check_main("can sshd run here?", tests, COUNT_OF(tests)) == 0;
}

/* ---- keys and clients ------------------------------------------------------------------------------------- */

void sshd_allow(const struct sshd *sshd, const char *line)
{
    struct buffer path = {0};
    FILE *file = fopen(home_path(&sshd->home, ".ssh/authorized_keys", &path), "a");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "%s\n", line);
    fclose(file);
    buffer_clear(&path);
}

void sshd_invite(const struct sshd *sshd, const char *workshop, const char *alias, const char *key, const char *const *more)
{
    struct buffer path = {0}, line = {0}, err = {0};
    buffer_printf(&path, "%s/keys/%s.pub", sshd->home.folder, key);
    if (access(buffer_text(&path), R_OK) != 0)
        sshd_make_key(sshd, key);
    const char *words[16] = {"workshop", "invite", workshop, "--guest", alias, "--key", buffer_text(&path)};
    for (size_t i = 0; more && more[i] && i < 8; i++)
        words[7 + i] = more[i];
    ck_assert_msg(home_run(&sshd->home, words, &line, &err) == 0, "%s", buffer_text(&err));
    sshd_allow(sshd, buffer_text(&line));
    buffer_clear(&err);
    buffer_clear(&line);
    buffer_clear(&path);
}

/* Options that keep the client away from the machine's own files. */
static size_t common(const struct sshd *sshd, const char *program, const char *key, struct buffer held[2], const char **words)
{
    bool is_ssh = strcmp(program, "/usr/bin/ssh") == 0;
    size_t count = 0;
    buffer_printf(&held[0], "%s/keys/%s", sshd->home.folder, key ? key : "none");
    buffer_printf(&held[1], "%d", sshd->port);
    words[count++] = program;
    const char *const fixed[] = {"-F", "/dev/null", "-o", "StrictHostKeyChecking=no", "-o",
                                 "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-o",
                                 "BatchMode=yes", "-o", "IdentityAgent=none", "-i", buffer_text(&held[0]),
                                 is_ssh ? "-p" : "-P", buffer_text(&held[1])};
    for (size_t i = 0; i < COUNT_OF(fixed); i++)
        words[count++] = fixed[i];
    return count;
}

int sshd_run(const struct sshd *sshd, const char *program, const char *key, const char *const *words, struct buffer *out)
{
    struct buffer held[2] = {{0}};
    const char *all[WORDS_MAX + 1];
    char *own[WORDS_MAX];
    size_t count = common(sshd, program, key, held, all), made = 0;
    for (size_t i = 0; words[i] && count < WORDS_MAX; i++) {
        struct buffer word = {0};
        const char *host = strstr(words[i], "{host}");
        buffer_append(&word, words[i], host ? (size_t)(host - words[i]) : strlen(words[i]));
        if (host)
            buffer_printf(&word, "%s@127.0.0.1%s", sshd->user, host + strlen("{host}"));
        own[made] = buffer_take(&word);
        all[count++] = own[made++];
    }
    all[count] = NULL;
    int result = run(all, out);
    for (size_t i = 0; i < made; i++)
        free(own[i]);
    buffer_clear(&held[0]);
    buffer_clear(&held[1]);
    return result;
}

void sshd_connect(const struct sshd *sshd, struct pty *pty, const struct client *client)
{
    struct buffer held[2] = {{0}}, host = {0};
    const char *all[WORDS_MAX + 1];
    size_t count = common(sshd, "/usr/bin/ssh", client->key, held, all);
    for (size_t i = 0; client->options && client->options[i] && count < WORDS_MAX - 2; i++)
        all[count++] = client->options[i];
    buffer_printf(&host, "%s@127.0.0.1", sshd->user);
    all[count++] = "-tt";
    all[count++] = buffer_text(&host);
    for (size_t i = 0; client->command && client->command[i] && count < WORDS_MAX; i++)
        all[count++] = client->command[i];
    all[count] = NULL;
    const struct pty_options options = {.arguments = all,
                                        .environment = client->environment,
                                        .rows = client->rows ? client->rows : 24,
                                        .columns = client->columns ? client->columns : 80};
    pty_start(pty, &options);
    for (size_t i = 0; i < 2; i++)
        buffer_clear(&held[i]);
    buffer_clear(&host);
}
