/*
 * bench_store.c - saving a note beside one bare SQLite insert, and a large library beside a small one.
 *
 *     bench_store PATH_OF_NONET [FOLDER]
 *
 * Enter on a typed note (saved with synchronous=FULL, painted) beside inserting as many bytes with bare SQLite on the
 * same disk; where such an insert takes less than 0.1 ms the disk is none (a RAM disk) and the figure is skipped. The
 * first screen of a library of 100,000 canvases beside one of ten. Ratios are reported, never gated.
 */
#include "meter.h"

#include <limits.h>
#include <poll.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nonet/canvas.h"

enum { INSERTS = 60, PAUSE_MS = 20, LIBRARY = 100000 };

static void must(enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "bench_store: %s\n", err->message);
    exit(2);
}

/* One bare SQLite connection, as careful with the disk as nonet is. */
struct bare {
    sqlite3 *db;
    sqlite3_stmt *insert;
};

static void bare_open(struct bare *bare, const char *folder)
{
    char path[PATH_MAX + 16];
    snprintf(path, sizeof path, "%s/bare.db", folder);
    if (sqlite3_open(path, &bare->db) != SQLITE_OK ||
        sqlite3_exec(bare->db,
                     "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t(id INTEGER PRIMARY KEY, x)",
                     NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(bare->db, "INSERT INTO t(x) VALUES(?1)", -1, &bare->insert, NULL) != SQLITE_OK)
        exit(2);
}

static double bare_insert_us(struct bare *bare, const char *text)
{
    int64_t begun = meter_now();
    sqlite3_bind_text(bare->insert, 1, text, -1, SQLITE_STATIC);
    sqlite3_step(bare->insert);
    sqlite3_reset(bare->insert);
    return (double)(meter_now() - begun) / 1e3;
}

static void bare_close(struct bare *bare)
{
    sqlite3_finalize(bare->insert);
    sqlite3_close(bare->db);
}

static bool open_nonet(struct meter *meter, char *nonet, char *store, char *const extra[], double *painted)
{
    char *argv[8] = {nonet, "--store", store, extra[0], extra[1], NULL};
    char *const environment[] = {"TERM=xterm-256color", "LC_ALL=C.UTF-8", "NONET_WIDE=0", "LANGUAGE=en", NULL};
    int64_t last;
    if (!meter_start(meter, 40, 120, argv, environment) || meter_settle(meter, 30, &last) == 0)
        return false;
    *painted = (double)(last - meter->started) / 1e3;
    return true;
}

static long log_pages(const char *store)
{
    char path[PATH_MAX + 32];
    struct stat about;
    snprintf(path, sizeof path, "%s-wal", store);
    return stat(path, &about) == 0 ? (long)about.st_size / (4096 + 24) : 0;
}

/* Enter and a bare insert take turns, after pauses of the same length: a disk, and a processor, that has just worked is
 * faster than one that must wake, and nobody types without a pause. */
static void measure_enter(char *nonet, const char *folder)
{
    static const char text[] = "A note of about thirty bytes";
    char store[PATH_MAX + 16], command[3 * PATH_MAX];
    double entered[INSERTS], inserted[INSERTS], ratios[INSERTS], cpu[INSERTS], pages[INSERTS], painted;
    struct meter meter;
    struct bare bare;
    snprintf(store, sizeof store, "%s/enter.db", folder);
    snprintf(command, sizeof command, "%s --store %s new Club --from example:football_club >/dev/null", nonet, store);
    char *const extra[] = {"open", "1"};
    if (system(command) != 0 || !open_nonet(&meter, nonet, store, extra, &painted))
        exit(2);
    bare_open(&bare, folder);
    meter_send(&meter, "S2a", 3, PAUSE_MS);
    for (int i = 0; i < INSERTS; i++) {
        meter_send(&meter, text, sizeof text - 1, PAUSE_MS);
        long before = log_pages(store);
        struct sample enter = meter_send(&meter, "\r", 1, PAUSE_MS);
        pages[i] = (double)(log_pages(store) - before);
        poll(NULL, 0, PAUSE_MS);
        inserted[i] = bare_insert_us(&bare, text);
        entered[i] = enter.latency;
        cpu[i] = enter.cpu;
        ratios[i] = entered[i] / inserted[i];
        poll(NULL, 0, PAUSE_MS);
    }
    bare_close(&bare);
    meter_stop(&meter);
    printf("Enter on a note %.0f us, of it %.0f us of processor; %.0f pages written\n", median(entered, INSERTS),
           median(cpu, INSERTS), median(pages, INSERTS));
    double bare_median = median(inserted, INSERTS);
    if (bare_median < 100)
        printf("    skipped: a bare insert takes %.0f us, so this is no real disk\n", bare_median);
    else
        printf("    a bare insert of %zu bytes %.0f us: ratio %.2f (limit 2)\n", sizeof text - 1, bare_median,
               median(ratios, INSERTS));
}

static void fill_library(const char *path, int count)
{
    struct error err;
    struct store *store;
    struct template *template;
    int64_t actor, canvas;
    struct store_options options = {.path = path, .create = true};
    must(store_open(&store, &options, &canvas_schema, &err), &err);
    must(person_find(store, "bench", &actor, &err), &err);
    must(template_load("bmc", &template, &err), &err);
    struct session session = session_owner(actor);
    for (int i = 0; i < count; i++) {
        char title[64];
        snprintf(title, sizeof title, "Canvas %d 画布", i);
        must(canvas_create(store, &session, title, template, &canvas, &err), &err);
    }
    template_free(template);
    store_close(store);
}

static double library_us(char *nonet, char *store)
{
    double times[7];
    char *const extra[] = {NULL, NULL};
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        struct meter meter;
        if (!open_nonet(&meter, nonet, store, extra, &times[i]))
            exit(2);
        meter_stop(&meter);
    }
    return median(times, COUNT_OF(times));
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return 2;
    char folder[PATH_MAX], memory[] = "/dev/shm/nonet-bench-XXXXXX";
    snprintf(folder, sizeof folder, "%s/nonet-bench-XXXXXX", argc > 2 ? argv[2] : "/var/tmp");
    char *nonet = realpath(argv[1], NULL);
    if (!nonet || !mkdtemp(folder) || !mkdtemp(memory))
        return 2;

    measure_enter(nonet, folder);

    /* Filled in memory, where 100,000 commits take seconds, not minutes. */
    char small[64], large[64];
    snprintf(small, sizeof small, "%s/ten.db", memory);
    snprintf(large, sizeof large, "%s/many.db", memory);
    fill_library(small, 10);
    fill_library(large, LIBRARY);
    double ten = library_us(nonet, small), many = library_us(nonet, large);
    printf("first screen of a library of %d canvases %.0f us, of ten %.0f us: ratio %.2f (limit 3)\n", LIBRARY, many, ten,
           many / ten);

    char command[3 * PATH_MAX];
    snprintf(command, sizeof command, "rm -rf %s %s", folder, memory);
    free(nonet);
    return system(command) == 0 ? 0 : 2;
}
