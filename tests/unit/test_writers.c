/*
 * test_writers.c - what each format writes: goldens in both languages, rules of the formats, hostile texts.
 *
 * tests/export/rich.json has every kind of trouble in it; UPDATE_GOLDEN=1 writes the goldens anew. Reading back is
 * test_round_trip.c's.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "nonet/exchange.h"
#include "random_text.h"

#define EXPORT_FOLDER NONET_SOURCE_DIR "/tests/export"

static struct error error;

struct exported {
    struct store *store;
    struct session session;
    struct snapshot *snapshot;
};

static void exported_open(struct exported *exported, const char *json, size_t length)
{
    int64_t person, canvas_id;
    setenv("NONET_TEST_CLOCK", "1795600000000", 1);
    struct store_options options = {.path = ":memory:", .create = true};
    ck_ok(store_open(&exported->store, &options, &canvas_schema, &error));
    ck_ok(person_find(exported->store, "Ana", &person, &error));
    exported->session = session_owner(person);
    ck_ok(native_read("rich.json", json, length, exported->store, &exported->session, LANGUAGE_EN, &canvas_id, &error));
    ck_ok(snapshot_load(exported->store, &exported->session, canvas_id, &exported->snapshot, &error));
}

static void exported_rich(struct exported *exported)
{
    struct buffer json = {0};
    ck_ok(file_read(EXPORT_FOLDER "/rich.json", 1 << 20, &json, &error));
    exported_open(exported, json.data, json.length);
    buffer_clear(&json);
    const struct note *note = snapshot_note(exported->snapshot, 0x100001);
    ((struct note *)note)->votes = 3; /* only a workshop gives votes */
}

static void exported_close(struct exported *exported)
{
    snapshot_free(exported->snapshot);
    store_close(exported->store);
    unsetenv("NONET_TEST_CLOCK");
}

static void write_as(const struct exported *exported, const char *format, enum language language, struct buffer *out)
{
    struct export_request request = {.store = exported->store,
                                     .session = &exported->session,
                                     .snapshot = exported->snapshot,
                                     .language = language};
    buffer_reset(out);
    ck_ok(format_write(format_by_name(format), &request, out, &error));
}

/* ---- goldens ---------------------------------------------------------------------------------------------- */

static const char *const text_formats[] = {"md", "html", "csv", "tsv", "canvas", "canvascreator", "tobias", "txt"};

START_TEST(test_goldens)
{
    struct exported exported;
    struct buffer out = {0}, wanted = {0};
    exported_rich(&exported);
    for (size_t i = 0; i < COUNT_OF(text_formats); i++) {
        for (int language = 0; language < LANGUAGE_COUNT; language++) {
            char path[300];
            snprintf(path, sizeof path, EXPORT_FOLDER "/golden/rich_%s.%s", language_code((enum language)language),
                     text_formats[i]);
            write_as(&exported, text_formats[i], (enum language)language, &out);
            buffer_reset(&wanted);
            if (getenv("UPDATE_GOLDEN")) {
                ck_ok(file_write(path, out.data, out.length, &error));
                continue;
            }
            ck_ok(file_read(path, 1 << 20, &wanted, &error));
            if (wanted.length != out.length || memcmp(wanted.data, out.data, out.length) != 0) {
                fprintf(stderr, "%s is now\n%s\n", path, out.data);
                ck_abort_msg("%s is not as its golden", path);
            }
        }
    }
    buffer_clear(&out);
    buffer_clear(&wanted);
    exported_close(&exported);
}
END_TEST

START_TEST(test_the_table)
{
    size_t count;
    const struct format *formats = format_list(&count);
    for (size_t i = 0; i < count; i++) {
        char extension[16], path[32];
        ck_assert_ptr_eq(format_by_name(formats[i].name), &formats[i]);
        ck_assert_msg(formats[i].read || formats[i].write, "%s goes no way", formats[i].name);
        format_extension(&formats[i], extension, sizeof extension);
        snprintf(path, sizeof path, "a/b.x/c.%s", extension);
        ck_assert_msg(format_by_path(path) || !*extension, "no file is taken for %s", formats[i].name);
    }
    ck_assert_str_eq(format_by_path("plan.MD")->name, "md");
    ck_assert_str_eq(format_by_path("plan.markdown")->name, "md");
    ck_assert_str_eq(format_by_path("plan.json")->name, "json");
    ck_assert_str_eq(format_by_path("plan.txt")->name, "txt");
    ck_assert_ptr_null(format_by_path("plan.md/x"));
    ck_assert_ptr_null(format_by_path("plan"));
    ck_assert_ptr_null(format_by_name("doc"));
    ck_assert(format_by_name("pdf")->binary);
}
END_TEST

START_TEST(test_refusals)
{
    struct exported exported;
    struct buffer out = {0};
    exported_rich(&exported);
    struct session nobody = exported.session;
    nobody.may = MAY_ADD;
    struct export_request request = {
        .store = exported.store, .session = &nobody, .snapshot = exported.snapshot, .language = LANGUAGE_EN};
    ck_assert_int_eq(format_write(format_by_name("md"), &request, &out, &error), STATUS_DENIED);
    request.session = &exported.session;
    request.layout_id = "round";
    ck_assert_int_eq(format_write(format_by_name("html"), &request, &out, &error), STATUS_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(error.message, "poster"));
    ck_assert_uint_eq(out.length, 0);
    exported_close(&exported);

    const char *lean = "{\"nonet\":1,\"canvas\":{\"title\":\"L\",\"template\":\"lean_canvas\"},\"notes\":[]}";
    exported_open(&exported, lean, strlen(lean));
    request = (struct export_request){.store = exported.store,
                                      .session = &exported.session,
                                      .snapshot = exported.snapshot,
                                      .language = LANGUAGE_EN};
    ck_assert_int_eq(format_write(format_by_name("tobias"), &request, &out, &error), STATUS_INVALID);
    ck_assert_uint_eq(out.length, 0);
    buffer_clear(&out);
    exported_close(&exported);
}
END_TEST

/* ---- rules of the formats --------------------------------------------------------------------------------- */

/* No control character but those of lines and cells, nothing that turns the writing direction, valid UTF-8. */
static void expect_harmless(const char *format, const char *bytes, size_t length)
{
    ck_assert_msg(text_is_valid(bytes, length), "%s is no UTF-8", format);
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t size = text_decode(bytes + at, length - at, &c);
        bool acts = (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || (c >= 0x7f && c < 0xa0) ||
                    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
        ck_assert_msg(!acts, "%s holds U+%04X at %zu", format, (unsigned)c, at);
        at += size;
    }
}

/* Behind the style sheet every "<" opens a tag that the writer itself writes. */
static void expect_page(const char *html)
{
    static const char *const tags[] = {"head>",  "body>",    "header>", "h1",    "h2>", "h3",       "p",     "time",
                                       "main",  "section",  "span",    "ul>",   "li",  "div",      "details>",
                                       "summary", "a href=\"#n", "a>",  "footer>", "html>"};
    ck_assert_ptr_nonnull(strstr(html, "default-src 'none'"));
    const char *at = strstr(html, "</style>");
    ck_assert_ptr_nonnull(at);
    ck_assert_ptr_null(strstr(html, "style=\""));
    for (at = strchr(at + 1, '<'); at; at = strchr(at, '<')) {
        at += at[1] == '/' ? 2 : 1;
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(tags) && !known; i++)
            known = strncmp(at, tags[i], strlen(tags[i])) == 0;
        ck_assert_msg(known, "<%.20s", at);
    }
}

static size_t count_of(const char *text, const char *part)
{
    size_t count = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part))
        count++;
    return count;
}

/* Print in grey tells colours apart by their letters; a list of nothing is no list. */
START_TEST(test_page_colours)
{
    const char *two = "{\"nonet\":1,\"canvas\":{\"title\":\"L\",\"template\":\"bmc\"},\"notes\":["
                      "{\"block\":\"channels\",\"text\":\"a\",\"colour\":\"red\"},"
                      "{\"block\":\"channels\",\"text\":\"b\",\"colour\":\"green\"}]}";
    const char *one = "{\"nonet\":1,\"canvas\":{\"title\":\"L\",\"template\":\"bmc\"},\"notes\":["
                      "{\"block\":\"channels\",\"text\":\"a\",\"colour\":\"red\"}]}";
    struct exported exported;
    struct buffer out = {0};
    exported_open(&exported, two, strlen(two));
    write_as(&exported, "html", LANGUAGE_EN, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "<span class=\"red\">red</span> <span class=\"green\">green</span>"));
    ck_assert_ptr_nonnull(strstr(out.data, "--letter:\"g\""));
    ck_assert_ptr_nonnull(strstr(out.data, "<main class=\"coloured\">"));
    ck_assert_uint_eq(count_of(out.data, "<ul>"), 1);
    exported_close(&exported);
    exported_open(&exported, one, strlen(one));
    write_as(&exported, "html", LANGUAGE_EN, &out);
    ck_assert_ptr_null(strstr(out.data, "class=\"key\""));
    ck_assert_ptr_nonnull(strstr(out.data, "<main class=\"coloured\">"));
    buffer_clear(&out);
    exported_close(&exported);
}
END_TEST

/* One sheet while it can be read, pages of columns when not. */
START_TEST(test_page_in_print)
{
    struct buffer json = {0}, out = {0};
    for (int notes = 60; notes <= 900; notes += 840) {
        struct exported exported;
        buffer_reset(&json);
        buffer_add(&json, "{\"nonet\":1,\"canvas\":{\"title\":\"L\",\"template\":\"bmc\"},\"notes\":[");
        for (int i = 0; i < notes; i++)
            buffer_printf(&json, "%s{\"block\":\"channels\",\"text\":\"看球、吃饭、购物一处办齐\"}", i > 0 ? "," : "");
        buffer_add(&json, "]}");
        exported_open(&exported, json.data, json.length);
        write_as(&exported, "html", LANGUAGE_ZH, &out);
        ck_assert_int_eq(strstr(out.data, "columns:4") != NULL, notes > 60);
        ck_assert_int_eq(strstr(out.data, "</footer>\n</main>") != NULL, notes > 60);
        exported_close(&exported);
    }
    buffer_clear(&json);
    buffer_clear(&out);
}
END_TEST

START_TEST(test_who_made_it)
{
    struct exported exported;
    struct buffer out = {0};
    exported_rich(&exported);
    for (size_t i = 0; i < COUNT_OF(text_formats); i++) {
        write_as(&exported, text_formats[i], LANGUAGE_EN, &out);
        ck_assert_msg(strstr(out.data, "Strategyzer AG") != NULL, "%s", text_formats[i]);
        write_as(&exported, text_formats[i], LANGUAGE_ZH, &out);
        ck_assert_msg(strstr(out.data, "Strategyzer AG") != NULL, "%s", text_formats[i]);
    }
    write_as(&exported, "json", LANGUAGE_EN, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "Strategyzer AG"));
    buffer_clear(&out);
    exported_close(&exported);
}
END_TEST

START_TEST(test_nothing_acts)
{
    struct exported exported;
    struct buffer out = {0};
    exported_rich(&exported);
    for (size_t i = 0; i < COUNT_OF(text_formats); i++) {
        write_as(&exported, text_formats[i], LANGUAGE_EN, &out);
        if (strcmp(text_formats[i], "canvascreator") != 0) /* says them as \u.... or keeps them */
            expect_harmless(text_formats[i], out.data, out.length);
        if (strcmp(text_formats[i], "html") == 0)
            expect_page(out.data);
    }
    buffer_clear(&out);
    exported_close(&exported);
}
END_TEST

/* ---- tables ----------------------------------------------------------------------------------------------- */

/* Walks over a cell of a table; false at the end of the file. *first is the character a spreadsheet looks at. */
static const char *next_cell(const char *at, char separator, uint32_t *first)
{
    bool quoted = *at == '"';
    at += quoted;
    text_decode(at, strlen(at), first);
    if (*at == '"' && quoted)
        *first = 0;
    while (*at && (quoted || (*at != separator && *at != '\n' && *at != '\r'))) {
        if (quoted && *at == '"') {
            at++;
            if (*at != '"')
                quoted = false;
            else
                at++;
            continue;
        }
        at++;
    }
    ck_assert(!quoted);
    return at;
}

static void expect_no_formula(const char *table, char separator, size_t *cells)
{
    const char *at = table;
    *cells = 0;
    while (*at) {
        uint32_t first;
        at = next_cell(at, separator, &first);
        ck_assert_msg(first < 0x80 ? !strchr("=+-@", (int)first) || first == 0
                                   : first != 0xff1d && first != 0xff0b && first != 0xff0d && first != 0xff20,
                      "a cell begins with U+%04X", (unsigned)first);
        (*cells)++;
        at += *at == '\r' ? 2 : 1;
    }
}

START_TEST(test_tables)
{
    struct exported exported;
    struct buffer out = {0};
    size_t cells;
    exported_rich(&exported);
    write_as(&exported, "csv", LANGUAGE_EN, &out);
    ck_assert_int_eq(strncmp(out.data, "\xEF\xBB\xBF" "block,text,colour,tags,votes,author,link,", 42), 0);
    expect_no_formula(out.data + 3, ',', &cells);
    ck_assert_uint_eq(cells, 15 * 15);
    ck_assert_ptr_nonnull(strstr(out.data, ",'=cmd|' /C calc'!A0,"));
    ck_assert_ptr_nonnull(strstr(out.data, ",\"''=already quoted, \"\"said\"\" he; twice\","));
    ck_assert_ptr_nonnull(strstr(out.data, "\n- no bullet"));
    ck_assert_ptr_nonnull(strstr(out.data, "\n'---\n"));
    write_as(&exported, "tsv", LANGUAGE_ZH, &out);
    expect_no_formula(out.data, '\t', &cells);
    ck_assert_uint_eq(cells, 15 * 15);
    ck_assert_ptr_null(strchr(out.data, '\r'));
    buffer_clear(&out);
    exported_close(&exported);
}
END_TEST

/* Where semicolons are between cells, a quotation mark inside a line opens nothing. */
START_TEST(test_tables_cut_at_semicolons)
{
    const char *json = "{\"nonet\":1,\"canvas\":{\"title\":\"L\",\"template\":\"bmc\"},\"notes\":[{\"block\":\"channels\","
                       "\"text\":\"x;=cmd|' /C calc'!A0;'@b;- c; =d\\n+e\\n- f\\n''-g\"}]}";
    struct exported exported;
    struct buffer out = {0};
    exported_open(&exported, json, strlen(json));
    write_as(&exported, "csv", LANGUAGE_EN, &out);
    ck_assert_ptr_nonnull(strstr(out.data, "\"x;'=cmd|' /C calc'!A0;''@b;- c; =d\n'+e\n- f\n'''-g\""));
    struct import_options options = {.format = "csv", .language = LANGUAGE_EN};
    struct session reader = session_reader(0);
    struct import *import;
    struct store *store;
    struct snapshot *snapshot;
    int64_t canvas_id;
    ck_ok(import_open_bytes("back.csv", out.data, out.length, &options, &import, &error));
    ck_ok(import_preview(import, &store, &canvas_id, &error));
    ck_ok(snapshot_load(store, &reader, canvas_id, &snapshot, &error));
    const struct snapshot_block *block = snapshot_block(snapshot, 2), *before = snapshot_block(exported.snapshot, 2);
    ck_assert_uint_eq(block->count, 1);
    ck_assert_str_eq(block->note[0]->text, before->note[0]->text);
    snapshot_free(snapshot);
    store_close(store);
    import_close(import);
    buffer_clear(&out);
    exported_close(&exported);
}
END_TEST

/* ---- JSON Canvas ------------------------------------------------------------------------------------------ */

static const json_t *node_by_id(const json_t *nodes, const char *id)
{
    size_t i;
    json_t *node;
    json_array_foreach((json_t *)nodes, i, node)
        if (strcmp(json_string_value(json_object_get(node, "id")), id) == 0)
            return node;
    return NULL;
}

static json_int_t number_of(const json_t *node, const char *key)
{
    const json_t *value = json_object_get(node, key);
    ck_assert_msg(json_is_integer(value), "%s is no integer", key);
    return json_integer_value(value);
}

static bool lies_in(const json_t *inner, const json_t *outer)
{
    return number_of(inner, "x") >= number_of(outer, "x") && number_of(inner, "y") >= number_of(outer, "y") &&
           number_of(inner, "x") + number_of(inner, "width") <= number_of(outer, "x") + number_of(outer, "width") &&
           number_of(inner, "y") + number_of(inner, "height") <= number_of(outer, "y") + number_of(outer, "height");
}

static bool overlap(const json_t *a, const json_t *b)
{
    return number_of(a, "x") < number_of(b, "x") + number_of(b, "width") &&
           number_of(b, "x") < number_of(a, "x") + number_of(a, "width") &&
           number_of(a, "y") < number_of(b, "y") + number_of(b, "height") &&
           number_of(b, "y") < number_of(a, "y") + number_of(a, "height");
}

static bool is_card(const json_t *node)
{
    return strcmp(json_string_value(json_object_get(node, "type")), "text") == 0;
}

static void expect_nodes(const json_t *nodes, size_t notes)
{
    size_t i, j, cards = 0;
    json_t *node, *other;
    json_array_foreach((json_t *)nodes, i, node) {
        const char *id = json_string_value(json_object_get(node, "id"));
        const json_t *colour = json_object_get(node, "color");
        ck_assert_uint_eq(strlen(id), 16);
        ck_assert_ptr_eq(node_by_id(nodes, id), node); /* the first of that id */
        ck_assert_int_gt(number_of(node, "width"), 0);
        ck_assert_int_gt(number_of(node, "height"), 0);
        ck_assert(!colour || strchr("13456", json_string_value(colour)[0]));
        size_t inside = 0;
        json_array_foreach((json_t *)nodes, j, other) {
            if (i == j)
                continue;
            if (!is_card(other) && lies_in(node, other))
                inside++;
            else if (is_card(node) == is_card(other))
                ck_assert(lies_in(other, node) || !overlap(node, other));
        }
        if (is_card(node) && inside > 0)
            cards++;
    }
    ck_assert_uint_eq(cards, notes);
}

START_TEST(test_json_canvas)
{
    struct exported exported;
    struct buffer out = {0};
    exported_rich(&exported);
    static const char *const layouts[] = {NULL, "three_by_three", "nine_square", "stack"};
    for (size_t l = 0; l < COUNT_OF(layouts); l++) {
        struct export_request request = {.store = exported.store,
                                         .session = &exported.session,
                                         .snapshot = exported.snapshot,
                                         .layout_id = layouts[l]};
        buffer_reset(&out);
        ck_ok(format_write(format_by_name("canvas"), &request, &out, &error));
        json_t *document = json_loads(out.data, 0, NULL), *edge;
        const json_t *nodes = json_object_get(document, "nodes"), *edges = json_object_get(document, "edges");
        expect_nodes(nodes, 14);
        ck_assert_uint_eq(json_array_size(edges), 3);
        size_t i;
        json_array_foreach((json_t *)edges, i, edge) {
            ck_assert_ptr_nonnull(node_by_id(nodes, json_string_value(json_object_get(edge, "fromNode"))));
            ck_assert_ptr_nonnull(node_by_id(nodes, json_string_value(json_object_get(edge, "toNode"))));
        }
        json_decref(document);
    }
    buffer_clear(&out);
    exported_close(&exported);
}
END_TEST

/* ---- CanvasCreator: what its schema asks for, with `locale` ------------------------------------------------- */

static void expect_sticky(const json_t *note)
{
    const char *colour = json_string_value(json_object_get(note, "color"));
    ck_assert_uint_eq(json_object_size(note), 3);
    ck_assert_uint_gt(strlen(json_string_value(json_object_get(note, "content"))), 0);
    ck_assert_int_ge(number_of(note, "size"), 20);
    ck_assert_int_le(number_of(note, "size"), 120);
    ck_assert_uint_eq(strlen(colour), 7);
    ck_assert_uint_eq(strspn(colour + 1, "0123456789ABCDEF"), 6);
}

START_TEST(test_canvascreator)
{
    static const char *const metadata[] = {"source", "license", "website", "date"};
    struct exported exported;
    struct buffer out = {0};
    size_t i, n;
    json_t *section, *note;
    exported_rich(&exported);
    write_as(&exported, "canvascreator", LANGUAGE_EN, &out);
    json_t *document = json_loads(out.data, 0, NULL);
    const json_t *about = json_object_get(document, "metadata");
    ck_assert_uint_eq(json_object_size(document), 4);
    ck_assert_str_eq(json_string_value(json_object_get(document, "templateId")), "apiBusinessModelCanvas");
    for (i = 0; i < COUNT_OF(metadata); i++)
        ck_assert(json_is_string(json_object_get(about, metadata[i])));
    ck_assert_uint_eq(json_array_size(json_object_get(about, "authors")), 1);
    json_array_foreach(json_object_get(document, "sections"), i, section) {
        ck_assert_uint_eq(json_object_size(section), 2);
        ck_assert(json_is_string(json_object_get(section, "sectionId")));
        json_array_foreach(json_object_get(section, "stickyNotes"), n, note)
            expect_sticky(note);
    }
    ck_assert_uint_eq(i, 10);
    json_decref(document);
    buffer_clear(&out);
    exported_close(&exported);
}
END_TEST

/* ---- random texts ----------------------------------------------------------------------------------------- */

/* Notes of anything, in blocks all over, some of them long. */
static void exported_random(struct exported *exported, uint64_t *state, size_t notes)
{
    static const char *const blocks[] = {"customer_segments", "channels", "key_partnerships", "parking_lot"};
    json_t *document = json_pack("{s:i, s:{s:s, s:s}}", "nonet", 1, "canvas", "title", "Random", "template", "bmc");
    json_t *list = json_array();
    for (size_t i = 0; i < notes; i++) {
        struct buffer text = {0}, repaired = {0};
        random_text(&text, state, RANDOM_ANYTHING, 1 + random_below(state, i % 7 == 0 ? 300 : 12));
        buffer_add(&text, "x");
        text_repair(&repaired, text.data, text.length);
        json_array_append_new(list, json_pack("{s:s, s:s, s:s}", "block", blocks[i % 4], "text", repaired.data, "body",
                                              repaired.data));
        buffer_clear(&text);
        buffer_clear(&repaired);
    }
    json_object_set_new(document, "notes", list);
    char *json = json_dumps(document, 0);
    exported_open(exported, json, strlen(json));
    free(json);
    json_decref(document);
}

START_TEST(test_random_texts)
{
    uint64_t state = 20261125;
    struct buffer out = {0};
    for (int round = 0; round < 20; round++) {
        struct exported exported;
        exported_random(&exported, &state, 12);
        for (size_t i = 0; i < COUNT_OF(text_formats); i++) {
            size_t cells;
            write_as(&exported, text_formats[i], LANGUAGE_ZH, &out);
            if (strcmp(text_formats[i], "canvascreator") != 0)
                expect_harmless(text_formats[i], out.data, out.length);
            if (strcmp(text_formats[i], "html") == 0)
                expect_page(out.data);
            if (strcmp(text_formats[i], "csv") == 0)
                expect_no_formula(out.data + 3, ',', &cells);
        }
        exported_close(&exported);
    }
    buffer_clear(&out);
}
END_TEST

NONET_TEST_MAIN("writers", test_goldens, test_the_table, test_refusals, test_page_colours,
                test_page_in_print, test_who_made_it, test_nothing_acts, test_tables,
                test_tables_cut_at_semicolons,
                test_json_canvas, test_canvascreator, test_random_texts)
