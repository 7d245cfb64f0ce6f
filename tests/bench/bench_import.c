/*
 * bench_import.c - reading a large canvas, beside the bare parse of the same bytes in the same run.
 *
 *     bench_import [NOTES [json|csv|facets|md]]
 *
 * 80,000 notes, about 12 MB of nonet's own JSON: jansson's json_loadb() alone, then import_open_bytes() and
 * import_write() into a new store on disk, in turns; the same notes as Markdown and as CSV. What an import holds
 * between the two is told as a multiple of the file. Printed, never gated.
 */
#include "meter.h"

#include <jansson.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nonet/exchange.h"

enum { NOTES = 80000, ROUNDS = 5 };

static void must(enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "bench_import: %s\n", err->message);
    exit(2);
}

static double since(int64_t begun)
{
    return (double)(meter_now() - begun) / 1e6;
}

static const char *const blocks[] = {"customer_segments", "value_propositions", "channels",
                                     "customer_relationships", "revenue_streams", "key_resources",
                                     "key_activities", "key_partnerships", "cost_structure"};

static void make_json(size_t count, struct buffer *out)
{
    buffer_add(out, "{\"nonet\": 1, \"canvas\": {\"title\": \"Large\", \"template\": \"bmc\"}, \"notes\": [\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out,
                      "  {\"id\": \"%016zx\", \"block\": \"%s\", \"rank\": \"V%05zu\", \"text\": \"What we said the %zuth time, "
                      "一些中文\", \"colour\": \"none\", \"tags\": [], \"facets\": {}}%s\n",
                      (size_t)(id_derive(1, (int64_t)i, "bench")), blocks[i % 9], i, i, i + 1 < count ? "," : "");
    buffer_add(out, "]}\n");
}

static void make_csv(size_t count, struct buffer *out)
{
    buffer_add(out, "block,text\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s,\"What we said the %zuth time, 一些中文\"\n", blocks[i % 9], i);
}

static void make_facets(size_t count, struct buffer *out)
{
    buffer_add(out, "block,text,author,votes,facet.amount\n");
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s,\"What we said the %zuth time, 一些中文\",Li,%zu,%zu EUR/month\n", blocks[i % 9], i, i % 7, i);
}

static void make_markdown(size_t count, struct buffer *out)
{
    buffer_add(out, "# Large\n");
    for (size_t b = 0; b < 9; b++) {
        buffer_printf(out, "\n## %s\n\n", blocks[b]);
        for (size_t i = b; i < count; i += 9)
            buffer_printf(out, "- What we said the %zuth time, 一些中文\n", i);
    }
}

static size_t held(void)
{
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* Milliseconds to open and to write, and the bytes in memory between; the store is new and on disk. */
static size_t import_once(const char *name, const struct buffer *bytes, double *open_ms, double *write_ms)
{
    char folder[] = "/tmp/nonet-bench-XXXXXX", path[64];
    struct error err;
    if (!mkdtemp(folder))
        exit(2);
    snprintf(path, sizeof path, "%s/store.db", folder);
    struct store *store;
    struct store_options options = {.path = path, .create = true};
    int64_t actor, canvas_id;
    must(store_open(&store, &options, &canvas_schema, &err), &err);
    must(person_find(store, "Ana", &actor, &err), &err);
    struct session session = session_owner(actor);

    struct import_options how = {0};
    struct import *import;
    size_t before = held();
    int64_t begun = meter_now();
    must(import_open_bytes(name, bytes->data, bytes->length, &how, &import, &err), &err);
    *open_ms = since(begun);
    size_t kept = held() - before;
    begun = meter_now();
    must(import_write(import, store, &session, 0, &canvas_id, &err), &err);
    *write_ms = since(begun);
    import_close(import);
    store_close(store);
    char command[96];
    snprintf(command, sizeof command, "rm -r %s", folder);
    if (system(command) != 0)
        exit(2);
    return kept;
}

/* Milliseconds to parse, and in *freed to give back what came of it: an import frees what it read, too. */
static double bare_parse(const struct buffer *bytes, double *freed)
{
    json_error_t problem;
    int64_t begun = meter_now();
    json_t *value = json_loadb(bytes->data, bytes->length, 0, &problem);
    double taken = since(begun);
    json_decref(value);
    *freed = since(begun) - taken;
    return taken;
}

static void run(const char *title, const char *name, const struct buffer *bytes, const struct buffer *json)
{
    double parse[ROUNDS], freed[ROUNDS], open_ms[ROUNDS], write_ms[ROUNDS], whole[ROUNDS];
    size_t kept = 0;
    for (int i = 0; i < ROUNDS; i++) {
        parse[i] = bare_parse(json, &freed[i]);
        kept = import_once(name, bytes, &open_ms[i], &write_ms[i]);
        whole[i] = open_ms[i] + write_ms[i];
    }
    double base = median(parse, ROUNDS), all = median(whole, ROUNDS);
    printf("%-10s %5.1f MB  open %6.0f ms  write %6.0f ms  together %6.0f ms = %.2f x the bare parse of the JSON (%.0f ms)"
           ", %.2f x with freeing it; holds %.1f x the file\n",
           title, (double)bytes->length / 1e6, median(open_ms, ROUNDS), median(write_ms, ROUNDS), all, all / base,
           base, all / (base + median(freed, ROUNDS)), (double)kept / (double)bytes->length);
}

int main(int argc, char **argv)
{
    size_t count = argc > 1 ? (size_t)atoi(argv[1]) : NOTES;
    struct buffer json = {0}, csv = {0}, facets = {0}, markdown = {0};
    make_json(count, &json);
    make_csv(count, &csv);
    make_facets(count, &facets);
    make_markdown(count, &markdown);
    printf("import of %zu notes\n", count);
    const struct {
        const char *title, *name;
        const struct buffer *bytes;
    } files[] = {{"json", "large.json", &json}, {"csv", "large.csv", &csv}, {"facets", "large.csv", &facets},
                 {"md", "large.md", &markdown}};
    for (size_t i = 0; i < COUNT_OF(files); i++)
        if (argc < 3 || strcmp(argv[2], files[i].title) == 0)
            run(files[i].title, files[i].name, files[i].bytes, &json);
    buffer_clear(&json);
    buffer_clear(&csv);
    buffer_clear(&facets);
    buffer_clear(&markdown);
    return 0;
}
