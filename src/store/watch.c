/*
 * watch.c - has another connection committed?
 *
 * Whoever commits touches the file (IN_ATTRIB); the log file beside it would wake us before the commit
 * can be seen. Invariant: the descriptor only says "look", PRAGMA data_version says whether there was
 * anything, so a lost or a false wake-up costs time and never truth.
 */
#include "store_internal.h"

#include <stdlib.h>
#include <sys/inotify.h>
#include <unistd.h>

#define POLL_WITH_OTHERS_MS 1000
#define POLL_WITHOUT_INOTIFY_MS 100

struct store_watch {
    struct store *store;
    int descriptor;
    int64_t data_version;
};

static bool read_version(struct store_watch *watch, int64_t *version)
{
    struct error ignored;
    return database_integer(&watch->store->database, "PRAGMA data_version", version, &ignored) == STATUS_OK;
}

enum status store_watch_open(struct store *store, struct store_watch **out, struct error *err)
{
    *out = NULL;
    int64_t version;
    enum status status = database_integer(&store->database, "PRAGMA data_version", &version, err);
    if (status != STATUS_OK)
        return status;
    struct store_watch *watch = memory_new(1, sizeof *watch);
    *watch = (struct store_watch){.store = store, .descriptor = -1, .data_version = version};
    if (!store->database.memory) {
        watch->descriptor = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
        if (watch->descriptor >= 0 &&
            inotify_add_watch(watch->descriptor, store->database.path, IN_ATTRIB) < 0) {
            close(watch->descriptor);
            watch->descriptor = -1;
        }
    }
    *out = watch;
    return STATUS_OK;
}

void store_watch_close(struct store_watch *watch)
{
    if (!watch)
        return;
    if (watch->descriptor >= 0)
        close(watch->descriptor);
    free(watch);
}

int store_watch_descriptor(const struct store_watch *watch)
{
    return watch->descriptor;
}

int store_watch_timeout(const struct store_watch *watch, bool others_present)
{
    if (watch->store->database.memory)
        return -1;
    if (watch->descriptor < 0)
        return POLL_WITHOUT_INOTIFY_MS;
    return others_present ? POLL_WITH_OTHERS_MS : -1;
}

bool store_watch_changed(struct store_watch *watch)
{
    _Alignas(struct inotify_event) char events[4096];
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
    return true;
}
