/*
 * test_import_samples.c - every canvas in tests/samples is read, and what nonet writes reads back the same.
 */
#include <ctype.h>
#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check_main.h"
#include "import_picture.h"

#define SAMPLES NONET_SOURCE_DIR "/tests/samples/"

static struct error error;

struct sample {
    const char *path, *format, *template_id;
    size_t notes, parked;
    const char *part; /* a line of the picture, "" = none */
};

static const struct sample samples[] = {
    {"biz-dev-ops/business-model-canvas.yml", "yaml", "bmc", 69, 0,
     "key_partnerships: Expanding market reach {Benefits of partnerships}\n"},
    {"biz-dev-ops/model-v1-flat.json", "blocks", "bmc", 27, 0, "channels: channels 2\n"},
    {"biz-dev-ops/model-v1-mixed-items.json", "blocks", "bmc", 7, 0, "key_partnerships: item 2 {head}\n"},
    {"canvascreator-json/Canvas_apiBusinessModelCanvas.json", "canvascreator", "bmc", 9, 0,
     "revenue_streams: Placeholder green\n"},
    {"canvascreator-json/Canvas_apiBusinessModelCanvas_de.json", "canvascreator", "bmc", 29, 0, ""},
    {"canvascreator-json/Canvas_apiBusinessModelCanvas_en.json", "canvascreator", "bmc", 29, 0,
     "key_activities: Turn outcomes into priority work. blue\n"},
    {"canvascreator-json/export_full_apiBusinessModelCanvas_en.json", "canvascreator", "bmc", 11, 0, ""},
    {"georglink-md", "folder", "bmc", 8, 8, "parking_lot: T0: (add name) {Team Leader}\n"},
    {"jsoncanvas/yjpl-bmc.canvas", "canvas", "bmc", 0, 0, ""},
    {"jsoncanvas/yjpl-lean.canvas", "canvas", "lean_canvas", 0, 0, ""},
    {"streamlit-bmc/apple.json", "blocks", "bmc", 21, 0, "customer_relationships: Apple Care\n"},
    {"vim-bmc-md", "folder", "bmc", 92, 0, "revenue_streams: Yield Management {Dynamic Pricing}\n"},
    {"yjpl-obsidian/business-model-canvas-for-obsidian", "folder", "bmc", 0, 0, ""},
    {"yjpl-obsidian/lean-canvas-for-obsidian", "folder", "lean_canvas", 14, 0,
     "problem: How these problems are solved today {EXISTING ALTERNATIVES}\n"},
};

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at++)
        count++;
    return count;
}

/* ---- folders whose files have names of their own -------------------------------------------------------- */

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status, (void)kind, (void)where;
    return remove(path);
}

static void copy_file(const char *from, const char *to)
{
    struct buffer bytes = {0};
    ck_ok(file_read(from, 1 << 20, &bytes, &error));
    ck_ok(file_write(to, buffer_text(&bytes), bytes.length, &error));
    buffer_clear(&bytes);
}

/* names.txt: a line a file, its name here and, behind a tab, its name in the wild. All other files keep theirs. */
static void copy_named(const char *from, const char *to)
{
    char line[256], source[800], target[800];
    snprintf(source, sizeof source, "%s/names.txt", from);
    FILE *names = fopen(source, "r");
    ck_assert_ptr_nonnull(names);
    while (fgets(line, sizeof line, names)) {
        char *tab = strchr(line, '\t');
        ck_assert_ptr_nonnull(tab);
        *tab = '\0';
        tab[1 + strcspn(tab + 1, "\n")] = '\0';
        snprintf(source, sizeof source, "%s/%s", from, line);
        snprintf(target, sizeof target, "%s/%s", to, tab + 1);
        copy_file(source, target);
    }
    fclose(names);
    DIR *folder = opendir(from);
    ck_assert_ptr_nonnull(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!isupper((unsigned char)entry->d_name[0])) /* the plain names are lower case */
            continue;
        snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
        snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
        copy_file(source, target);
    }
    closedir(folder);
}

/* Where the sample lies; `folder` is what sample_done() takes away again, "" = nothing. */
static void sample_find(const char *sample, char path[512], char folder[64])
{
    char names[800];
    snprintf(path, 512, SAMPLES "%s", sample);
    snprintf(names, sizeof names, "%s/names.txt", path);
    folder[0] = '\0';
    if (access(names, R_OK) != 0)
        return;
    char from[512];
    memcpy(from, path, sizeof from);
    strcpy(folder, "/tmp/nonet-sample-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, 512, "%s/%s", folder, strrchr(from, '/') + 1);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    copy_named(from, path);
}

static void sample_done(const char folder[64])
{
    if (folder[0] != '\0')
        nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

START_TEST(test_every_sample_is_read)
{
    for (size_t i = 0; i < COUNT_OF(samples); i++) {
        char path[512], folder[64];
        struct import *import;
        struct import_options none = {0};
        sample_find(samples[i].path, path, folder);
        ck_ok(import_open(path, &none, &import, &error));
        ck_assert_str_eq(import_format(import), samples[i].format);
        import_close(import);
        char *picture = import_picture_of(path, NULL, NULL);
        const char *template = strstr(picture, " (");
        ck_assert(template && strncmp(template + 2, samples[i].template_id, strlen(samples[i].template_id)) == 0);
        ck_assert_uint_eq(count_of(picture, "\n"), samples[i].notes + 1);
        ck_assert_uint_eq(count_of(picture, "\nparking_lot: "), samples[i].parked);
        ck_assert_msg(strstr(picture, samples[i].part) != NULL, "%s: %.3000s", samples[i].path, picture);
        free(picture);
        sample_done(folder);
    }
}
END_TEST

START_TEST(test_samples_that_are_no_canvas_are_refused)
{
    static const char *const paths[] = {"canvascreator-json/Canvas_customerJourneyCanvas.json",
                                        "jsoncanvas/obsidianmd-sample.canvas"};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        char path[512];
        struct import *import;
        struct import_options none = {0};
        snprintf(path, sizeof path, SAMPLES "%s", paths[i]);
        ck_assert_int_eq(import_open(path, &none, &import, &error), STATUS_INVALID);
        ck_assert_ptr_nonnull(strstr(error.message, "Customer"));
    }
}
END_TEST

/* ---- there and back ------------------------------------------------------------------------------------------ */

static char *write_canvas_as(const struct format *format, struct store *store, int64_t canvas_id,
                             enum language language)
{
    struct session session = session_reader(0);
    struct snapshot *snapshot;
    struct buffer out = {0};
    ck_ok(snapshot_load(store, &session, canvas_id, &snapshot, &error));
    struct export_request request = {.store = store, .session = &session, .snapshot = snapshot, .language = language};
    ck_ok(format_write(format, &request, &out, &error));
    snapshot_free(snapshot);
    return buffer_take(&out);
}

/* What was written, read into a store of its own. */
static struct store *read_back(const struct format *format, const char *text, enum language language,
                               int64_t *canvas_id)
{
    char name[32] = "Written.";
    struct import *import;
    struct store *store;
    struct import_options options = {.language = language};
    format_extension(format, name + strlen(name), sizeof name - strlen(name));
    ck_ok(import_open_bytes(name, text, strlen(text), &options, &import, &error));
    ck_assert_msg(strcmp(import_format(import), format->name) == 0, "%s read as %s", format->name,
                  import_format(import));
    ck_ok(import_preview(import, &store, canvas_id, &error));
    import_close(import);
    return store;
}

/* Fails with the first line that differs. */
static void check_text(const char *format, const char *a, const char *b)
{
    size_t at = 0, line = 0;
    for (; a[at] && a[at] == b[at]; at++)
        if (a[at] == '\n')
            line = at + 1;
    ck_assert_msg(a[at] == b[at], "%s: “%.*s” and “%.*s”", format, (int)strcspn(a + line, "\n"), a + line,
                  (int)strcspn(b + line, "\n"), b + line);
}

/* The picture without what the format does not carry. */
static void check_same(const struct format *format, struct store *a, int64_t a_id, struct store *b, int64_t b_id)
{
    static const char *const lossless[] = {"json", "md"};
    bool whole = false;
    for (size_t i = 0; i < COUNT_OF(lossless); i++)
        whole = whole || strcmp(format->name, lossless[i]) == 0;
    char *x = picture_of_canvas(a, a_id), *y = picture_of_canvas(b, b_id);
    if (whole)
        check_text(format->name, x, y);
    free(x);
    free(y);
}

/* The day and the people of a file are those of the store it was written from. */
static char *without_date(const char *text)
{
    struct buffer out = {0};
    for (const char *at = text; *at; at++) {
        if (strspn(at, "0123456789-") >= 10 && at[4] == '-' && at[7] == '-')
            at += strcspn(at, "\n\"*") - 1;
        else if (strncmp(at, "name: ", 6) == 0)
            at += strcspn(at, "\n") - 1;
        else
            buffer_add_char(&out, *at);
    }
    return buffer_take(&out);
}

static void check_round(const struct format *format, const char *example, enum language language)
{
    struct store *store;
    int64_t canvas_id, second_id, third_id;
    ck_ok(example_open(example, language, &store, &canvas_id, &error));
    char *first = write_canvas_as(format, store, canvas_id, language);
    struct store *second = read_back(format, first, language, &second_id);
    check_same(format, store, canvas_id, second, second_id);
    char *again = write_canvas_as(format, second, second_id, language);
    struct store *third = read_back(format, again, language, &third_id);
    char *last = write_canvas_as(format, third, third_id, language);
    char *x = without_date(again), *y = without_date(last);
    if (strcmp(format->name, "canvas") != 0) /* there each card has its note's id */
        check_text(format->name, x, y);
    char *two = picture_of_canvas(second, second_id), *three = picture_of_canvas(third, third_id);
    check_text(format->name, two, three);
    free(two);
    free(three);
    free(x);
    free(y);
    free(first);
    free(again);
    free(last);
    store_close(store);
    store_close(second);
    store_close(third);
}

START_TEST(test_what_is_written_reads_back)
{
    size_t formats, examples;
    const struct format *format = format_list(&formats);
    struct example_info *list;
    ck_ok(example_list(LANGUAGE_EN, &list, &examples, NULL, &error));
    for (size_t f = 0; f < formats; f++) {
        if (!format[f].read || !format[f].write)
            continue;
        for (size_t e = 0; e < examples; e++) {
            if (strcmp(format[f].name, "tobias") == 0 && strcmp(list[e].template_id, "bmc") != 0)
                continue;
            if (e % 2 == 0)
                check_round(&format[f], list[e].id, LANGUAGE_EN);
            if (e % 2 == 1 || e == 0)
                check_round(&format[f], list[e].id, LANGUAGE_ZH);
        }
    }
    example_list_free(list, examples);
}
END_TEST

/* Who wrote a note stays with it as a facet. */
static char *without_authors(const char *picture)
{
    struct buffer out = {0};
    for (const char *at = picture; *at; at++) {
        if (strncmp(at, " author=Ana", 11) == 0)
            at += 10;
        else
            buffer_add_char(&out, *at);
    }
    return buffer_take(&out);
}

/* Texts that mean something to one parser or another. */
static const char *const nasty[] = {
    "# heading", "- dash", "* star", "+ plus", "1. one", "2) two", "> quote", "`#tag`", "``", "a `b` c", "a\nb", "a\n\nb",
    "a\n\n\n\nb", "a\n- b\n  - c", "🟢 green", "🟢", "|a|b|", "a | b", "<b>bold</b>", "<!-- x -->", "<br>", "&amp;", "&#35;",
    "\\", "a\\", "\\*", "*a*", "**a**", "_a_", "[x] done", "[ ] open", "[a](http://b.example)", "![a](b)", "===", "---", "```",
    "~~~", "~~a~~", "http://a.example", "www.a.example", "a@b.example", "Online:", "渠道：", "(3)", "= 3", "=1+1", "'=1", "''=1", "@Ana", "\ttab", "a\tb", "a,b;c\"d\"", "\"q\"", "'", "{a}", "$x$", "1\\. a", "甲、乙、丙",
    "^1", "[^1]", ":smile:", "a\xE2\x80\xA8" "b", "\xE2\x80\xAE" "abc", "e\xCC\x81", "👨‍👩‍👧", "a\xEF\xBF\xBD", "a b", "A: b", "Role: Pays", "null", "true", "--- a", "<a", "a&b;", "&lt;", "*", "_", "a_b_c", "#", "##", "#tag", "\xEF\xBC\x9D" "1"};

START_TEST(test_any_text_comes_back)
{
    static const char *const formats[] = {"json", "md", "csv", "tsv"};
    struct store *store;
    struct store_options options = {.path = ":memory:", .create = true};
    int64_t actor, canvas_id, read_id;
    struct template *template;
    ck_ok(template_load("bmc", &template, &error));
    ck_ok(store_open(&store, &options, &canvas_schema, &error));
    ck_ok(person_find(store, "Ana", &actor, &error));
    struct session session = session_owner(actor);
    ck_ok(canvas_create(store, &session, "Written", template, &canvas_id, &error));
    for (size_t i = 0; i < COUNT_OF(nasty); i++) {
        int64_t id;
        struct note_new note = {.block = (int)(i % 10) - 1, .text = nasty[i], .colour = (enum note_colour)(i % 6)};
        note.body = i % 3 == 0 ? nasty[(i + 7) % COUNT_OF(nasty)] : NULL;
        ck_ok(canvas_notes_add(store, &session, canvas_id, template, &note, 1, 0, &id, &error));
        const char *word = nasty[(i + 3) % COUNT_OF(nasty)];
        if (strstr(word, "\xE2\x80"))
            continue; /* in a tag Markdown's writer makes blanks of direction marks */
        if (i % 4 == 1)
            ck_ok(canvas_notes_set_tag(store, &session, &id, 1, word, true, &error));
        if (i % 5 == 1)
            ck_ok(canvas_notes_set_facet(store, &session, &id, 1, "own key", word, &error));
    }
    for (size_t f = 0; f < COUNT_OF(formats); f++) {
        bool tables = f >= 2; /* where marks that act are shown instead */
        const struct format *format = format_by_name(formats[f]);
        char *text = write_canvas_as(format, store, canvas_id, LANGUAGE_ZH);
        struct store *other = read_back(format, text, LANGUAGE_ZH, &read_id);
        char *x = picture_of_canvas(store, canvas_id), *y = picture_of_canvas(other, read_id);
        char *bare = without_authors(y);
        for (char *at = x; tables && (at = strstr(at, "\xE2\x80")) != NULL; at += 3)
            if ((unsigned char)at[2] >= 0xA8)
                memcpy(at, "\xEF\xBF\xBD", 3);
        check_text(formats[f], x, bare);
        free(bare);
        free(x);
        free(y);
        free(text);
        store_close(other);
    }
    store_close(store);
    template_free(template);
}
END_TEST

NONET_TEST_MAIN("import samples", test_every_sample_is_read, test_samples_that_are_no_canvas_are_refused,
                test_what_is_written_reads_back, test_any_text_comes_back)
