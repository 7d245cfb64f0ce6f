/*
 * sshd.h - a real sshd on 127.0.0.1 with throwaway keys, for the user who runs the test, and clients to it.
 *
 * Nothing of the machine's own SSH is read or touched: own host key, own configuration, own authorized_keys, below the
 * home folder. The daemon is this process's child and ends with it.
 */
#ifndef NONET_TEST_SSHD_H
#define NONET_TEST_SSHD_H

#include "home.h"

struct sshd {
    struct home home;
    pid_t daemon;
    int port;
    char user[64];
    char shell[128]; /* the user's login shell */
};

/* Tries it out, and says why not. */
bool sshd_can_run(void);
/* Starts one; `extra` (may be NULL) are more lines of its configuration. */
void sshd_start(struct sshd *sshd, const char *extra);
/* Another configuration, with the same home folder; keys that were let in are not any more. */
void sshd_restart(struct sshd *sshd, const char *extra);
void sshd_clear(struct sshd *sshd);
/* What the daemon said so far. */
void sshd_log(const struct sshd *sshd, struct buffer *out);

/* Makes the key pair keys/NAME and keys/NAME.pub in the home folder. */
void sshd_make_key(const struct sshd *sshd, const char *name);
/* Adds a line to authorized_keys. */
void sshd_allow(const struct sshd *sshd, const char *line);
/* Invites with `nonet workshop invite`, the key of that name (made when `key` is new) at the line's end. `more`: further
 * arguments, NULL last; may be NULL. */
void sshd_invite(const struct sshd *sshd, const char *workshop, const char *alias, const char *key, const char *const *more);

struct client {
    const char *key;                /* the name of a key */
    const char *const *options;     /* of ssh, before the host; NULL last; may be NULL */
    const char *const *command;     /* behind the host; NULL last; may be NULL */
    const char *const *environment; /* of ssh itself; NULL last; may be NULL */
    int rows, columns;              /* 24, 80 */
};
/* ssh on a pseudo-terminal. */
void sshd_connect(const struct sshd *sshd, struct pty *pty, const struct client *client);
/* A program of OpenSSH (`ssh`, `scp`, `sftp`) without a terminal, bounded in time: its exit status, -1 = it did not end and
 * was killed. What it writes goes to `out`. `words` come behind the common options; {host} in them is user@127.0.0.1. */
int sshd_run(const struct sshd *sshd, const char *program, const char *key, const char *const *words, struct buffer *out);

/* main() of such a test: 77 = skipped, where no sshd can run. */
#define NONET_SSH_TEST_MAIN(name, ...)                                        \
    int main(void)                                                            \
    {                                                                         \
        const TTest *const tests[] = {__VA_ARGS__};                           \
        return sshd_can_run() ? check_main(name, tests, COUNT_OF(tests)) : 77; \
    }

#endif
