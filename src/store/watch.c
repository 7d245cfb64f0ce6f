/*
 * watch.c - has another connection committed?
 *
 * Whoever commits touches the file (IN_ATTRIB); the log file beside it would wake us before the commit
 * can be seen. A user has 128 inotify instances: who gets none is told by dnotify, which knows no such
 * limit, sends a signal for any file of the folder, and is read from a descriptor all the same.
 * Invariant: the descriptor only says "look", PRAGMA data_version says whether there was
 * anything, so a lost or a false wake-up costs time and never truth.
 */
#include "store_internal.h"

#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#define POLL_WITH_OTHERS_MS 1000
#define OTHERS_A_POLL 50 /* a full room asks less often, each */
#define POLL_ACTIVE_MS 100
#define ACTIVE_MS 10000

struct store_watch {
    struct store *store;
    int descriptor;
    int folder;         /* of dnotify, -1 = not used */
    bool was_blocked;   /* its signal, before */
    int64_t data_version;
    int64_t changed_at; /* steady ms */
};

static bool read_version(struct store_watch *watch, int64_t *version)
{
    struct error ignored;
    return database_integer(&watch->store->database, "PRAGMA data_version", version, &ignored) == STATUS_OK;
}

static bool watch_by_inotify(struct store_watch *watch)
{
    watch->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (watch->descriptor < 0)
        return false;
    if (inotify_add_watch(watch->descriptor, watch->store->database.path, IN_ATTRIB) >= 0)
        return true;
    close(watch->descriptor);
    watch->descriptor = -1;
    return false;
}

static sigset_t dnotify_signal(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGIO);
    return set;
}

/* The signal would end the process if it came unblocked: nothing may be left to send it. */
static void leave_dnotify(struct store_watch *watch)
{
    sigset_t set = dnotify_signal();
    struct timespec none = {0};
    close(watch->folder);
    while (sigtimedwait(&set, NULL, &none) > 0)
        ;
    if (!watch->was_blocked)
        sigprocmask(SIG_UNBLOCK, &set, NULL);
    watch->folder = -1;
}

static void watch_by_dnotify(struct store_watch *watch)
{
    sigset_t set = dnotify_signal(), before;
    char *path = memory_copy_text(watch->store->database.path);
    watch->folder = open(dirname(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(path);
    if (watch->folder < 0)
        return;
    sigprocmask(SIG_BLOCK, &set, &before);
    watch->was_blocked = sigismember(&before, SIGIO) == 1;
    watch->descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (watch->descriptor >= 0 && fcntl(watch->folder, F_NOTIFY, DN_ATTRIB | DN_MULTISHOT) == 0)
        return;
    if (watch->descriptor >= 0)
        close(watch->descriptor);
    watch->descriptor = -1;
    leave_dnotify(watch);
}

enum status store_watch_open(struct store *store, struct store_watch **out, struct error *err)
{
    *out = NULL;
    int64_t version;
    enum status status = database_integer(&store->database, "PRAGMA data_version", &version, err);
    if (status != STATUS_OK)
        return status;
    struct store_watch *watch = memory_new(1, sizeof *watch);
    *watch = (struct store_watch){.store = store, .descriptor = -1, .folder = -1, .data_version = version};
    if (!store->database.memory && !watch_by_inotify(watch))
        watch_by_dnotify(watch);
    *out = watch;
    return STATUS_OK;
}

void store_watch_close(struct store_watch *watch)
{
    if (!watch)
        return;
    if (watch->descriptor >= 0)
        close(watch->descriptor);
    if (watch->folder >= 0)
        leave_dnotify(watch);
    free(watch);
}

int store_watch_descriptor(const struct store_watch *watch)
{
    return watch->descriptor;
}

int store_watch_timeout(const struct store_watch *watch, size_t others)
{
    if (watch->store->database.memory)
        return -1;
    int seldom = POLL_WITH_OTHERS_MS * (1 + (int)(others / OTHERS_A_POLL));
    if (watch->descriptor < 0)
        return time_steady() - watch->changed_at < ACTIVE_MS ? POLL_ACTIVE_MS : seldom;
    return others > 0 ? seldom : -1;
}

bool store_watch_changed(struct store_watch *watch)
{
    _Alignas(struct signalfd_siginfo) char events[4096];
    if (watch->descriptor >= 0) {
        /* Bounded: a storm of commits must not keep us here, what is left wakes us again. */
        for (int round = 0; round < 64; round++) {
            if (read(watch->descriptor, events, sizeof events) <= 0)
                break;
        }
    }
    int64_t version;
    if (!read_version(watch, &version) || version == watch->data_version)
        return false;
    watch->data_version = version;
    watch->changed_at = time_steady();
    return true;
}
