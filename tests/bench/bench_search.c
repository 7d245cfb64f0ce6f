/*
 * bench_search.c - a search through 200,000 notes beside the barest scan that SQLite can do.
 *
 *     bench_search
 *
 * Notes of Chinese, English and mixed text on 2,000 canvases, in a file that the system has in memory. Queries: a rare
 * and a frequent Chinese word of two characters, one character, two words, an English word, nothing found. Beside each a bare
 * `SELECT ... WHERE instr(text, ?)` on the same file, which neither folds nor hands anything over. Limit: 60 ms at the median.
 */
#include "meter.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "nonet/canvas.h"

enum { NOTES = 200000, NOTES_A_CANVAS = 100, ROUNDS = 15, SHOWN = 200 };

static void must(enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "bench_search: %s\n", err->message);
    exit(2);
}

static const char *const pieces[] = {
    "客户细分：", "城市里的年轻球迷",   "会员",     "Season tickets ", "通过合作伙伴", "网店与社交媒体", "The club's own shop, ",
    "收入来源",   "成本结构过高，须减", "青训营地", "weekly newsletter", "（待验证）",   "志愿者",         "Sponsors from the region",
};

static unsigned next_random(unsigned *state)
{
    *state = *state * 1103515245u + 12345u;
    return *state >> 16 & 0x7FFF;
}

static void make_text(unsigned *state, int note, char *out, size_t size)
{
    size_t length = 0, count = 2 + next_random(state) % 5;
    for (size_t i = 0; i < count; i++)
        length += (size_t)snprintf(out + length, size - length, "%s", pieces[next_random(state) % COUNT_OF(pieces)]);
    if (note % 5000 == 0)
        snprintf(out + length, size - length, "%s", "灯塔");
}

static void fill(struct store *store, const struct session *session)
{
    struct error err;
    struct template *template;
    unsigned state = 7;
    must(template_load("bmc", &template, &err), &err);
    static char text[NOTES_A_CANVAS][512];
    static struct note_new notes[NOTES_A_CANVAS];
    for (int canvas = 0; canvas < NOTES / NOTES_A_CANVAS; canvas++) {
        char title[32];
        int64_t canvas_id;
        snprintf(title, sizeof title, "画布 %d", canvas);
        must(canvas_create(store, session, title, template, &canvas_id, &err), &err);
        for (int i = 0; i < NOTES_A_CANVAS; i++) {
            make_text(&state, canvas * NOTES_A_CANVAS + i, text[i], sizeof text[i]);
            notes[i] = (struct note_new){.block = i % 9, .text = text[i]};
        }
        must(canvas_notes_add(store, session, canvas_id, template, notes, NOTES_A_CANVAS, 0, NULL, &err), &err);
    }
    template_free(template);
}

/* A scan does nothing but count, so the processor's time is its time; others on the machine do not stretch it. */
static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double search_ms(struct store *store, const struct session *session, const char *query, size_t *found)
{
    struct error err;
    struct search_hit *hits;
    double begun = cpu_ms();
    must(canvas_search(store, session, query, SHOWN, &hits, found, &err), &err);
    double took = cpu_ms() - begun;
    search_free(hits, *found);
    return took;
}

/* The same file, on a connection of SQLite's own. */
static sqlite3 *bare_open(const char *path)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) != SQLITE_OK)
        exit(2);
    return db;
}

static double bare_ms(sqlite3 *db, const char *word)
{
    sqlite3_stmt *scan;
    double begun = cpu_ms();
    if (sqlite3_prepare_v2(db, "SELECT count(*) FROM note WHERE instr(text, ?1)", -1, &scan, NULL) != SQLITE_OK)
        exit(2);
    sqlite3_bind_text(scan, 1, word, -1, SQLITE_STATIC);
    sqlite3_step(scan);
    sqlite3_finalize(scan);
    return cpu_ms() - begun;
}

int main(void)
{
    struct error err;
    struct store *store;
    int64_t actor;
    char folder[] = "/dev/shm/nonet-bench-XXXXXX", path[64], command[80];
    if (!mkdtemp(folder))
        return 2;
    snprintf(path, sizeof path, "%s/store.db", folder);
    struct store_options options = {.path = path, .create = true};
    must(store_open(&store, &options, &canvas_schema, &err), &err);
    must(person_find(store, "bench", &actor, &err), &err);
    struct session session = session_owner(actor);
    fill(store, &session);
    sqlite3 *db = bare_open(path);
    static const char *const queries[] = {"灯塔", "会员", "客", "会员 志愿", "newsletter", "纽约"};
    double all[COUNT_OF(queries)];
    for (size_t q = 0; q < COUNT_OF(queries); q++) {
        double searched[ROUNDS], scanned[ROUNDS];
        size_t found = 0;
        for (int i = 0; i < ROUNDS; i++) {
            searched[i] = search_ms(store, &session, queries[q], &found);
            scanned[i] = bare_ms(db, queries[q]);
        }
        all[q] = median(searched, ROUNDS);
        double bare = median(scanned, ROUNDS);
        printf("%-12s %4zu shown of %d notes: %5.1f ms, a bare scan %5.1f ms: ratio %.2f\n", queries[q], found, NOTES, all[q],
               bare, all[q] / bare);
    }
    printf("median of the queries %.1f ms of processor (limit 60)\n", median(all, COUNT_OF(all)));
    sqlite3_close(db);
    store_close(store);
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command) == 0 ? 0 : 2;
}
