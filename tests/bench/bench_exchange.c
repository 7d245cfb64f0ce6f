/*
 * bench_exchange.c - what exporting costs, beside what the libraries alone take in the same run.
 *
 *   bench_exchange       80,000 notes as native JSON beside a bare jansson dump of the same document;
 *                        a poster of 200 notes as PDF beside a bare pango layout of the same texts
 *
 * A poster is drawn in a process of its own each time: reading the fonts is part of what a person waits for.
 */
#include <cairo-pdf.h>
#include <jansson.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "nonet/exchange.h"

#define NOTES 80000
#define POSTER_NOTES 200
#define ROUNDS 5

static struct error error;

static void check(enum status status)
{
    if (status == STATUS_OK)
        return;
    fprintf(stderr, "bench_exchange: %s\n", error.message);
    exit(1);
}

static double now_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

/* What this process computed so far: other people's work on the machine does not count. */
static double cpu_ms(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1000 + (double)time.tv_nsec / 1e6;
}

static double least(const double *value, int count)
{
    double best = value[0];
    for (int i = 1; i < count; i++)
        best = value[i] < best ? value[i] : best;
    return best;
}

static const char *text_of(size_t at)
{
    static const char *const texts[] = {
        "球迷与家庭，每个主场比赛都来", "Match footage", "Ticketing service firm with its own call centre",
        "电子售票系统与手机应用，含自有呼叫中心", "Season passes sold before the end of May", "品牌合作伙伴",
        "A note that explains in two sentences what we believe about this market. It has evidence too.", "四万会员的数据",
    };
    return texts[at % COUNT_OF(texts)];
}

struct canvas {
    struct store *store;
    struct session session;
    struct snapshot *snapshot;
};

static void make_canvas(struct canvas *canvas, size_t notes)
{
    struct store_options options = {.path = ":memory:", .create = true};
    struct template *template;
    int64_t person, canvas_id;
    check(store_open(&canvas->store, &options, &canvas_schema, &error));
    check(person_find(canvas->store, "Ana", &person, &error));
    canvas->session = session_owner(person);
    check(template_load("bmc", &template, &error));
    check(canvas_create(canvas->store, &canvas->session, "Bench 足球俱乐部", template, &canvas_id, &error));
    struct note_new *note = memory_new(notes, sizeof *note);
    for (size_t i = 0; i < notes; i++)
        note[i] = (struct note_new){.block = (int)(i % template->block_count),
                                    .text = text_of(i),
                                    .colour = (enum note_colour)(i % NOTE_COLOUR_COUNT)};
    check(canvas_notes_add(canvas->store, &canvas->session, canvas_id, template, note, notes, 0, NULL, &error));
    free(note);
    template_free(template);
    check(snapshot_load(canvas->store, &canvas->session, canvas_id, &canvas->snapshot, &error));
}

static void free_canvas(struct canvas *canvas)
{
    snapshot_free(canvas->snapshot);
    store_close(canvas->store);
}

static void write_as(const struct canvas *canvas, const char *format, struct buffer *out)
{
    struct export_request request = {
        .store = canvas->store, .session = &canvas->session, .snapshot = canvas->snapshot, .language = LANGUAGE_ZH};
    buffer_reset(out);
    check(format_write(format_by_name(format), &request, out, &error));
}

static int append(const char *bytes, size_t length, void *buffer)
{
    buffer_append(buffer, bytes, length);
    return 0;
}

static void bench_json(void)
{
    struct canvas canvas;
    struct buffer out = {0}, bare = {0};
    double ours[ROUNDS], theirs[ROUNDS];
    make_canvas(&canvas, NOTES);
    write_as(&canvas, "json", &out);
    json_t *document = json_loadb(out.data, out.length, 0, NULL);
    for (int i = 0; i < ROUNDS; i++) {
        double start = cpu_ms();
        struct buffer fresh = {0};
        write_as(&canvas, "json", &fresh);
        ours[i] = cpu_ms() - start;
        buffer_clear(&fresh);
        start = cpu_ms();
        json_dump_callback(document, append, &bare, JSON_INDENT(2));
        theirs[i] = cpu_ms() - start;
        buffer_clear(&bare);
    }
    printf("native JSON, %d notes, %.1f MB: CPU %.0f ms; bare jansson dump %.0f ms; ratio %.2f (wanted: at most 2)\n", NOTES,
           (double)out.length / 1e6, least(ours, ROUNDS), least(theirs, ROUNDS),
           least(ours, ROUNDS) / least(theirs, ROUNDS));
    static const char *const others[] = {"md", "html", "csv", "canvas"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        double start = cpu_ms();
        write_as(&canvas, others[i], &out);
        printf("  %-7s %6.1f MB %6.0f ms\n", others[i], (double)out.length / 1e6, cpu_ms() - start);
    }
    json_decref(document);
    buffer_clear(&out);
    free_canvas(&canvas);
}

/* ---- posters ---------------------------------------------------------------------------------------------- */

static cairo_status_t swallow(void *closure, const unsigned char *bytes, unsigned length)
{
    (void)bytes;
    *(size_t *)closure += length;
    return CAIRO_STATUS_SUCCESS;
}

/* Each text once, at one size, in one column: no poster, but the least that any would cost. */
static void bare_layout(void)
{
    size_t bytes = 0;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(swallow, &bytes, 1190.55, 841.89);
    cairo_t *cairo = cairo_create(surface);
    PangoLayout *layout = pango_cairo_create_layout(cairo);
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans, Noto Sans CJK SC 8");
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, 200 * PANGO_SCALE);
    for (int i = 0; i < POSTER_NOTES; i++) {
        pango_layout_set_text(layout, text_of((size_t)i), -1);
        cairo_move_to(cairo, 210.0 * (i % 5), 20.0 * (i / 5));
        pango_cairo_show_layout(cairo, layout);
    }
    pango_font_description_free(font);
    g_object_unref(layout);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
}

static double ms_of(struct timeval time)
{
    return (double)time.tv_sec * 1000 + (double)time.tv_usec / 1000;
}

/* Milliseconds from start to end; *cpu is what it computed meanwhile. */
static double in_a_process(const struct canvas *canvas, double *cpu)
{
    double start = now_ms();
    pid_t child = fork();
    if (child == 0) {
        struct buffer out = {0};
        if (canvas)
            write_as(canvas, "pdf", &out);
        else
            bare_layout();
        _exit(0);
    }
    int state = 0;
    struct rusage usage;
    if (child < 0 || wait4(child, &state, 0, &usage) != child || state != 0) {
        fprintf(stderr, "bench_exchange: drawing failed\n");
        exit(1);
    }
    *cpu = ms_of(usage.ru_utime) + ms_of(usage.ru_stime);
    return now_ms() - start;
}

static void bench_poster(void)
{
    struct canvas canvas;
    double ours[ROUNDS], theirs[ROUNDS], cpu[ROUNDS], their_cpu[ROUNDS];
    make_canvas(&canvas, POSTER_NOTES);
    for (int i = 0; i < ROUNDS; i++) {
        ours[i] = in_a_process(&canvas, &cpu[i]);
        theirs[i] = in_a_process(NULL, &their_cpu[i]);
    }
    printf("poster, %d notes, PDF: %.0f ms (wanted: at most 300), of it CPU %.0f ms; bare pango layout %.0f ms, CPU %.0f ms; "
           "ratio %.2f\n",
           POSTER_NOTES, least(ours, ROUNDS), least(cpu, ROUNDS), least(theirs, ROUNDS), least(their_cpu, ROUNDS),
           least(cpu, ROUNDS) / least(their_cpu, ROUNDS));
    free_canvas(&canvas);
}

int main(void)
{
    bench_poster();
    bench_json();
    return 0;
}
