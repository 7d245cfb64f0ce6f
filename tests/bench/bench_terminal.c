/*
 * bench_terminal.c - nonet beside nano: what a key costs, side by side in one run.
 *
 *     bench_terminal PATH_OF_NONET [ROUNDS]
 *
 * Both programs run on pseudo-terminals of 120x40, in turn, round by round; the figures are medians over all rounds
 * and the ratios are nonet / nano. Bytes, write() calls and CPU are gates (exit status 1 when one is broken);
 * latencies depend on the machine's mood and are reported. Needs nano in PATH.
 */
#include "meter.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROWS = 40, COLUMNS = 120, QUIET = 20, MANY_NOTES = 10000, SAMPLES_MAX = 4096 };

enum who { NANO, NONET, NONET_MANY, WHO_COUNT };
static const char *const who_names[WHO_COUNT] = {"nano", "nonet", "nonet, 10,000 notes"};

enum what { START, TYPE, CHINESE, MOVE, REDRAW, PASTE, PASTE_LINES, WHAT_COUNT };

struct series {
    double latency[SAMPLES_MAX], cpu[SAMPLES_MAX], bytes[SAMPLES_MAX], writes[SAMPLES_MAX];
    size_t count;
};

struct bench {
    char folder[PATH_MAX];
    char *nonet;
    struct series series[WHO_COUNT][WHAT_COUNT];
    double memory[WHO_COUNT], idle[WHO_COUNT];
    int broken;
};

static void add(struct series *series, struct sample sample)
{
    if (series->count == SAMPLES_MAX || sample.latency < 0)
        return;
    series->latency[series->count] = sample.latency;
    series->cpu[series->count] = sample.cpu;
    series->bytes[series->count] = sample.bytes;
    series->writes[series->count++] = sample.writes;
}

__attribute__((format(printf, 1, 2)))
static void shell(const char *format, ...)
{
    char command[3 * PATH_MAX];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    if (system(command) != 0) {
        fprintf(stderr, "bench_terminal: failed: %s\n", command);
        exit(2);
    }
}

/* Two stores with one canvas each, and the text files for nano. */
static void prepare(struct bench *bench)
{
    shell("%s --store %s/small.db new Club --from example:football_club >/dev/null", bench->nonet, bench->folder);
    shell("%s --store %s/many.db new Club --from example:football_club >/dev/null", bench->nonet, bench->folder);
    for (int block = 1; block <= 9; block++) {
        char list[PATH_MAX];
        snprintf(list, sizeof list, "%.3900s/list", bench->folder);
        FILE *stream = fopen(list, "w");
        for (int i = 0; stream && i < MANY_NOTES / 9; i++)
            fprintf(stream, "Note %d of many, 第%d张便签\n", i, i);
        if (!stream || fclose(stream) != 0)
            exit(2);
        char command[3 * PATH_MAX];
        snprintf(command, sizeof command, "%s --store %s/many.db add 1 %d <%s >/dev/null", bench->nonet,
                 bench->folder, block, list);
        if (system(command) != 0)
            exit(2);
    }
    shell("seq 1 400 | sed 's/$/ is a line of ordinary text, as long as the lines of ordinary text files tend to be/'"
          " >%s/lines.txt", bench->folder);
}

static bool start(struct bench *bench, enum who who, struct meter *meter, struct sample *sample)
{
    char store[PATH_MAX + 16], file[PATH_MAX + 16], home[PATH_MAX + 16];
    snprintf(store, sizeof store, "%s/%s.db", bench->folder, who == NONET_MANY ? "many" : "small");
    snprintf(file, sizeof file, "%s/lines.txt", bench->folder);
    snprintf(home, sizeof home, "HOME=%s", bench->folder);
    char *const nano[] = {"nano", "-I", file, NULL};
    char *const nonet[] = {bench->nonet, "--store", store, "--as", "bench", "open", "1", NULL};
    char *const environment[] = {home, "TERM=xterm-256color", "LC_ALL=C.UTF-8", "NONET_WIDE=0", "LANGUAGE=en", NULL};
    if (!meter_start(meter, ROWS, COLUMNS, who == NANO ? nano : nonet, environment))
        return false;
    int64_t last;
    *sample = (struct sample){.bytes = (double)meter_settle(meter, 30, &last)};
    sample->latency = (double)(last - meter->started) / 1e3;
    return last != 0;
}

static void keys(struct bench *bench, enum who who, enum what what, struct meter *meter, const char *key, int times)
{
    for (int i = 0; i < times; i++)
        add(&bench->series[who][what], meter_send(meter, key, strlen(key), QUIET));
}

/* 1 KB as a terminal sends a paste: one text, which goes into the note that is being written, or twenty lines, which are
 * twenty notes and safe on the disk before they are seen. */
static void paste(struct bench *bench, enum who who, enum what what, struct meter *meter)
{
    char text[1200] = "\033[200~";
    for (int i = 0; i < 20; i++)
        strcat(text, what == PASTE ? "A piece of text of fifty bytes, as people do paste." : "A pasted line of fifty bytes, as people do paste.\r");
    strcat(text, "\033[201~");
    add(&bench->series[who][what], meter_send(meter, text, strlen(text), 60));
}

/* One start of one program: every scenario once. */
static void round_of(struct bench *bench, enum who who)
{
    struct meter meter;
    struct sample sample;
    if (!start(bench, who, &meter, &sample)) {
        fprintf(stderr, "bench_terminal: %s does not start\n", who_names[who]);
        exit(2);
    }
    add(&bench->series[who][START], sample);
    meter_send(&meter, who == NANO ? "" : "S2", who == NANO ? 0 : 2, QUIET);
    for (int i = 0; i < 10; i++) {
        keys(bench, who, MOVE, &meter, "\033[B", 3);
        for (int back = 0; back < 3; back++)
            meter_send(&meter, "\033[A", 3, QUIET);
    }
    keys(bench, who, REDRAW, &meter, "\014", 10);

    double before = meter_switches(&meter);
    int64_t last;
    for (int i = 0; i < 5; i++)
        meter_settle(&meter, 40, &last);
    bench->idle[who] += meter_switches(&meter) - before;

    meter_send(&meter, who == NANO ? "\r" : "a", 1, QUIET);
    keys(bench, who, TYPE, &meter, "x", 22);
    keys(bench, who, CHINESE, &meter, "漢", 22);
    /* A fresh line or note for the paste, the typed one thrown away. */
    if (who != NANO)
        meter_send(&meter, "\007", 1, QUIET);
    for (enum what what = PASTE; what <= PASTE_LINES; what++) {
        meter_send(&meter, who == NANO ? "\r" : "a", 1, QUIET);
        paste(bench, who, what, &meter);
        if (who != NANO)
            meter_send(&meter, what == PASTE ? "\007" : "\007u", what == PASTE ? 1 : 2, QUIET);
    }

    double memory = meter_peak_memory(&meter);
    if (memory > bench->memory[who])
        bench->memory[who] = memory;
    meter_stop(&meter);
}

static void report(struct bench *bench, const char *name, double value, const char *unit, double other, double limit,
                   bool gate)
{
    double ratio = other > 0 ? value / other : value;
    bool over = ratio > limit;
    printf("  %-44s %9.1f %-6s %9.1f   ratio %5.2f  limit %5.2f  %s\n", name, value, unit, other, ratio, limit,
           !over ? "ok" : gate ? "BROKEN" : "over");
    if (over && gate)
        bench->broken = 1;
}

static void report_limit(struct bench *bench, const char *name, double value, const char *unit, double limit)
{
    bool over = value > limit;
    printf("  %-44s %9.1f %-6s                                %s %.0f\n", name, value, unit,
           over ? "BROKEN: over" : "ok: at most", limit);
    if (over)
        bench->broken = 1;
}

#define MEDIAN(who, what, field) median(bench->series[who][what].field, bench->series[who][what].count)

static void report_all(struct bench *bench)
{
    puts("nonet beside nano, medians (first column nonet, second nano)");
    report(bench, "start to painted", MEDIAN(NONET, START, latency), "us", MEDIAN(NANO, START, latency), 1.5, false);
    report(bench, "typing a character: latency", MEDIAN(NONET, TYPE, latency), "us", MEDIAN(NANO, TYPE, latency), 1.25,
           false);
    report(bench, "typing a character: CPU", MEDIAN(NONET, TYPE, cpu), "us", MEDIAN(NANO, TYPE, cpu), 1.35, true);
    report_limit(bench, "typing a character: bytes", MEDIAN(NONET, TYPE, bytes), "bytes", 24);
    report(bench, "a Chinese one beside an ASCII one", MEDIAN(NONET, CHINESE, latency), "us",
           MEDIAN(NONET, TYPE, latency), 1.2, false);
    report(bench, "moving the selection: latency", MEDIAN(NONET, MOVE, latency), "us", MEDIAN(NANO, MOVE, latency), 1.5,
           false);
    report_limit(bench, "moving the selection: bytes", MEDIAN(NONET, MOVE, bytes), "bytes", 200);
    report(bench, "full repaint", MEDIAN(NONET, REDRAW, latency), "us", MEDIAN(NANO, REDRAW, latency), 1.0, false);
    report(bench, "full repaint: CPU", MEDIAN(NONET, REDRAW, cpu), "us", MEDIAN(NANO, REDRAW, cpu), 1.0, true);
    report(bench, "a paste of 1 KB into a note", MEDIAN(NONET, PASTE, latency), "us", MEDIAN(NANO, PASTE, latency), 0.6,
           false);
    report(bench, "a paste of 1 KB as twenty notes", MEDIAN(NONET, PASTE_LINES, latency), "us",
           MEDIAN(NANO, PASTE_LINES, latency), 0.6, false);
    report_limit(bench, "write() calls a repaint", MEDIAN(NONET, REDRAW, writes), "", 3);
    report_limit(bench, "write() calls a key", MEDIAN(NONET, TYPE, writes), "", 3);
    report(bench, "peak resident memory", bench->memory[NONET], "KB", bench->memory[NANO], 2.5, true);
    report_limit(bench, "wake-ups while idle", bench->idle[NONET], "", 0);

    puts("nonet with 10,000 notes beside nonet with 49 (first column 10,000)");
    static const char *const names[] = {"start to painted", "typing", "typing Chinese", "moving", "full repaint", "paste",
                                       "paste of lines"};
    for (enum what what = START; what < WHAT_COUNT; what++)
        report(bench, names[what], MEDIAN(NONET_MANY, what, latency), "us", MEDIAN(NONET, what, latency), 2.0, false);
    report(bench, "typing: CPU", MEDIAN(NONET_MANY, TYPE, cpu), "us", MEDIAN(NONET, TYPE, cpu), 2.0, true);
    report(bench, "moving: CPU", MEDIAN(NONET_MANY, MOVE, cpu), "us", MEDIAN(NONET, MOVE, cpu), 2.0, true);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_terminal PATH_OF_NONET [ROUNDS]\n");
        return 2;
    }
    struct bench *bench = calloc(1, sizeof *bench);
    int rounds = argc > 2 ? atoi(argv[2]) : 8;
    bench->nonet = realpath(argv[1], NULL);
    snprintf(bench->folder, sizeof bench->folder, "%s/nonet-bench-XXXXXX", getenv("TMPDIR") ? getenv("TMPDIR") : "/var/tmp");
    if (!bench->nonet || !mkdtemp(bench->folder)) {
        perror("bench_terminal");
        return 2;
    }
    prepare(bench);
    for (int i = 0; i < rounds; i++)
        for (enum who who = NANO; who < WHO_COUNT; who++)
            round_of(bench, who);
    report_all(bench);
    shell("rm -rf %s", bench->folder);
    int broken = bench->broken;
    free(bench->nonet);
    free(bench);
    return broken;
}
