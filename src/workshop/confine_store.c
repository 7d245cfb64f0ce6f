/*
 * confine_store.c - which files a board needs while it runs.
 *
 * Files that SQLite makes and removes are named one by one: they are there as long as somebody has the store open.
 */
#include <stdlib.h>
#include <string.h>

#include "nonet/confine.h"
#include "nonet/message.h"
#include "nonet/template.h"

/* Read by the C library, by terminfo and by ourselves. */
static const char *const system_paths[] = {
    "/usr/share/zoneinfo", "/etc/localtime",  "/usr/lib/locale", "/usr/share/locale", "/usr/share/terminfo",
    "/lib/terminfo",       "/etc/terminfo",   "/dev/urandom",    "/proc",
};

static const char *const store_endings[] = {"", "-wal", "-shm", "-live", "-live-wal", "-live-shm"};

enum status confine_to_store(const struct store *store, struct error *err)
{
    char *data;
    enum status status = data_folder(&data, err);
    if (status != STATUS_OK)
        return status;
    const char *readable[COUNT_OF(system_paths) + 3];
    const char *writable[COUNT_OF(store_endings) + 1];
    size_t count = 0;
    for (; count < COUNT_OF(system_paths); count++)
        readable[count] = system_paths[count];
    readable[count++] = data;
    readable[count++] = bindtextdomain("nonet", NULL); /* where messages are, outside the data folder when built */
    readable[count] = NULL;
    char *real = realpath(store_path(store), NULL);
    struct buffer path[COUNT_OF(store_endings)] = {{0}};
    for (size_t i = 0; i < COUNT_OF(store_endings); i++) {
        buffer_printf(&path[i], "%s%s", real ? real : store_path(store), store_endings[i]);
        writable[i] = buffer_text(&path[i]);
    }
    writable[COUNT_OF(store_endings)] = NULL;
    status = confine_files(readable, writable, err);
    for (size_t i = 0; i < COUNT_OF(store_endings); i++)
        buffer_clear(&path[i]);
    free(real);
    free(data);
    return status;
}
