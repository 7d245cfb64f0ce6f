/*
 * forget.c - a process that keeps nothing of what it read.
 *
 * SQLite reads whole pages, so a guest's process has others' hidden texts under its hands for a moment, however little
 * of a row it asks for. Here SQLite's memory is overwritten as it is freed, and forgetting frees every page. What is left
 * then is the scratch page that a connection moves cells about in; it is known by its size and by when it was made, and
 * is overwritten in its place.
 *
 * Invariant: after database_forget() no byte of a page is left in SQLite's memory. tests/unit/test_forget.c looks for
 * them in the memory of a real process, so a SQLite that does things differently is noticed.
 */
#include "store_internal.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE_BYTES = 4096, SCRATCH_BYTES = PAGE_BYTES + 8, SCRATCH_MAX = 8 };

/* SQLite's memory functions are given nothing of ours to keep this in. */
static struct {
    void *scratch[SCRATCH_MAX];
    bool opening, confined;
} memory;

static void *forgetful_malloc(int size)
{
    void *block = malloc((size_t)size);
    for (size_t i = 0; i < SCRATCH_MAX && block && memory.opening && size == SCRATCH_BYTES; i++) {
        if (!memory.scratch[i]) {
            memory.scratch[i] = block;
            break;
        }
    }
    return block;
}

static void forgetful_free(void *block)
{
    if (!block)
        return;
    for (size_t i = 0; i < SCRATCH_MAX; i++)
        memory.scratch[i] = memory.scratch[i] == block ? NULL : memory.scratch[i];
    explicit_bzero(block, malloc_usable_size(block));
    free(block);
}

static int block_size(void *block)
{
    return block ? (int)malloc_usable_size(block) : 0;
}

static void *forgetful_realloc(void *block, int size)
{
    void *larger = forgetful_malloc(size);
    if (!larger)
        return NULL;
    size_t kept = malloc_usable_size(block);
    memcpy(larger, block, kept < (size_t)size ? kept : (size_t)size);
    forgetful_free(block);
    return larger;
}

static int round_up(int size)
{
    return (size + 7) & ~7;
}

static int begin(void *context)
{
    (void)context;
    return SQLITE_OK;
}

static void end(void *context)
{
    (void)context;
}

enum status database_confine(struct error *err)
{
    static const sqlite3_mem_methods methods = {.xMalloc = forgetful_malloc,
                                                .xFree = forgetful_free,
                                                .xRealloc = forgetful_realloc,
                                                .xSize = block_size,
                                                .xRoundup = round_up,
                                                .xInit = begin,
                                                .xShutdown = end};
    if (memory.confined)
        return STATUS_OK;
    /* Each piece has to be a block of its own: no pool of pages, no slots for small ones. */
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &methods) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0) != SQLITE_OK ||
        sqlite3_config(SQLITE_CONFIG_LOOKASIDE, 0, 0) != SQLITE_OK)
        return error_set(err, STATUS_INVALID, _("a defect in nonet: %s"), "SQLite runs before the process is confined");
    memory.confined = true;
    return STATUS_OK;
}

void database_opening(bool opening)
{
    memory.opening = opening && memory.confined;
}

bool database_is_confined(void)
{
    return memory.confined;
}

void database_forget(struct database *database)
{
    if (!memory.confined)
        return;
    sqlite3_db_release_memory(database->raw);
    for (size_t i = 0; i < SCRATCH_MAX; i++) {
        if (memory.scratch[i])
            explicit_bzero(memory.scratch[i], PAGE_BYTES);
    }
}

void store_forget(struct store *store)
{
    if (!database_in_transaction(&store->database))
        database_forget(&store->database);
}
