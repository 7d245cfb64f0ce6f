/*
 * test_round_trip.c - write, read, write: the two files are the same, for every format that goes both ways.
 *
 * Over the sample with every kind of trouble, every shipped example in both languages, and random canvases.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "check_main.h"
#include "nonet/exchange.h"
#include "random_text.h"

static struct error error;

struct trip {
    const char *person; /* who reads and writes: not every format says who wrote a note */
    const char *back;   /* who reads the file; NULL = the same */
    struct store *store;
    struct session session;
    struct snapshot *snapshot;
};

static void open_store(struct trip *trip)
{
    struct store_options options = {.path = ":memory:", .create = true};
    int64_t person;
    setenv("NONET_TEST_CLOCK", "1795600000000", 1);
    ck_ok(store_open(&trip->store, &options, &canvas_schema, &error));
    ck_ok(person_find(trip->store, trip->person, &person, &error));
    trip->session = session_owner(person);
}

static void close_trip(struct trip *trip)
{
    snapshot_free(trip->snapshot);
    store_close(trip->store);
    unsetenv("NONET_TEST_CLOCK");
}

static void read_native(struct trip *trip, const char *json, size_t length, enum language language)
{
    int64_t canvas_id;
    open_store(trip);
    ck_ok(native_read("first.json", json, length, trip->store, &trip->session, language, &canvas_id, &error));
    ck_ok(snapshot_load(trip->store, &trip->session, canvas_id, &trip->snapshot, &error));
}

static void write_as(const struct trip *trip, const struct format *format, enum language language, struct buffer *out)
{
    struct export_request request = {.store = trip->store,
                                     .session = &trip->session,
                                     .snapshot = trip->snapshot,
                                     .language = language};
    buffer_reset(out);
    ck_ok(format_write(format, &request, out, &error));
}

static void show_difference(const struct buffer *first, const struct buffer *second)
{
    size_t at = 0;
    while (at < first->length && at < second->length && first->data[at] == second->data[at])
        at++;
    size_t from = at > 200 ? at - 200 : 0;
    fprintf(stderr, "first:  ...%.*s\n\nsecond: ...%.*s\n", 400, first->data + from, 400, second->data + from);
}

static void go_round(const struct trip *trip, const struct format *format, enum language language, const char *what)
{
    struct buffer first = {0}, second = {0};
    struct import_options options = {.format = format->name, .language = language};
    struct import *import;
    struct trip back = {.person = trip->back ? trip->back : trip->person};
    char name[64], extension[16];
    format_extension(format, extension, sizeof extension);
    snprintf(name, sizeof name, "back.%s", extension);
    /* A file without a word about its kind is read as what most of its labels fit. */
    options.template_id = trip->snapshot->template->id;
    write_as(trip, format, language, &first);
    ck_ok(import_open_bytes(name, first.data, first.length, &options, &import, &error));
    int64_t canvas_id;
    open_store(&back);
    ck_ok(import_write(import, back.store, &back.session, 0, &canvas_id, &error));
    ck_ok(snapshot_load(back.store, &back.session, canvas_id, &back.snapshot, &error));
    write_as(&back, format, language, &second);
    if (first.length != second.length || memcmp(first.data, second.data, first.length) != 0) {
        show_difference(&first, &second);
        ck_abort_msg("%s as %s (%s) differs", what, format->name, language_code(language));
    }
    import_close(import);
    close_trip(&back);
    buffer_clear(&first);
    buffer_clear(&second);
}

static void go_all_ways(const struct trip *trip, const char *what)
{
    size_t count;
    const struct format *formats = format_list(&count);
    for (size_t i = 0; i < count; i++) {
        if (!formats[i].read || !formats[i].write)
            continue;
        if (strcmp(formats[i].name, "tobias") == 0 && strcmp(trip->snapshot->template->id, "bmc") != 0)
            continue;
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            go_round(trip, &formats[i], (enum language)language, what);
    }
}

START_TEST(test_the_sample)
{
    struct trip trip = {.person = "Ana"};
    struct buffer json = {0};
    ck_ok(file_read(NONET_SOURCE_DIR "/tests/export/rich.json", 1 << 20, &json, &error));
    read_native(&trip, json.data, json.length, LANGUAGE_EN);
    go_all_ways(&trip, "rich");
    close_trip(&trip);
    buffer_clear(&json);
}
END_TEST

/* Who wrote the notes is the same whoever hands them on: one person, or several. */
START_TEST(test_authors)
{
    static const char *const formats[] = {"json", "md", "csv", "tsv"};
    static const char *const authors[] = {"Li", "Bo"};
    for (size_t other = 0; other < COUNT_OF(authors); other++) {
        char json[400];
        struct trip trip = {.person = "Ana", .back = "Bo"};
        snprintf(json, sizeof json,
                 "{\"nonet\":1,\"canvas\":{\"title\":\"T\",\"template\":\"bmc\"},\"notes\":["
                 "{\"block\":\"channels\",\"text\":\"one\",\"author\":\"Li\"},"
                 "{\"block\":\"channels\",\"text\":\"two\",\"author\":\"%s\"}]}",
                 authors[other]);
        read_native(&trip, json, strlen(json), LANGUAGE_EN);
        for (size_t i = 0; i < COUNT_OF(formats); i++)
            go_round(&trip, format_by_name(formats[i]), LANGUAGE_ZH, authors[other]);
        close_trip(&trip);
    }
}
END_TEST

START_TEST(test_every_example)
{
    struct example_info *list;
    size_t count;
    ck_ok(example_list(LANGUAGE_EN, &list, &count, NULL, &error));
    for (size_t i = 0; i < count; i++) {
        enum language language = (enum language)(i % LANGUAGE_COUNT); /* they take turns */
        struct store *store;
        struct session reader = session_reader(0);
        struct snapshot *snapshot;
        struct buffer json = {0};
        struct trip trip = {.person = "nonet"};
        int64_t canvas_id;
        ck_ok(example_open(list[i].id, language, &store, &canvas_id, &error));
        ck_ok(snapshot_load(store, &reader, canvas_id, &snapshot, &error));
        ck_ok(native_write(store, &reader, snapshot, &json, &error));
        snapshot_free(snapshot);
        store_close(store);
        read_native(&trip, json.data, json.length, language);
        go_all_ways(&trip, list[i].id);
        close_trip(&trip);
        buffer_clear(&json);
    }
    example_list_free(list, count);
}
END_TEST

/* A canvas and a group may be called like a block, and notes may look like headings of one. */
START_TEST(test_names_of_blocks_everywhere)
{
    static const char *const formats[] = {"json", "md", "canvas"};
    static const char json[] =
        "{\"nonet\":1,\"canvas\":{\"title\":\"客户细分\",\"template\":\"bmc\"},\"notes\":["
        "{\"block\":\"channels\",\"text\":\"Costs: none\",\"body\":\"Key Partners\",\"group\":\"h\"},"
        "{\"block\":\"revenue_streams\",\"text\":\"Channels:\"},"
        "{\"block\":\"revenue_streams\",\"text\":\"【渠道通路】\",\"group\":\"g\"},{\"block\":\"parking_lot\",\"text\":\"价值主张：快\"}],"
        "\"groups\":[{\"id\":\"g\",\"title\":\"Channels\",\"block\":\"revenue_streams\"},"
        "{\"id\":\"h\",\"title\":\"Costs & x\",\"block\":\"channels\"}]}";
    struct trip trip = {.person = "Ana"};
    read_native(&trip, json, strlen(json), LANGUAGE_EN);
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        for (int language = 0; language < LANGUAGE_COUNT; language++)
            go_round(&trip, format_by_name(formats[i]), (enum language)language, "names of blocks");
    close_trip(&trip);
}
END_TEST

#define RANDOM_NOTES 14 /* in the order of their blocks: numbers are given anew in every store, in that order */

static json_t *random_note(uint64_t *state, size_t at)
{
    static const char *const blocks[] = {"customer_segments", "channels", "key_partnerships", "parking_lot"};
    struct buffer text = {0}, repaired = {0}, body = {0}, whole = {0};
    random_text(&text, state, RANDOM_ANYTHING, 1 + random_below(state, 10));
    buffer_add(&text, "x"); /* a note is never empty */
    text_repair(&repaired, text.data, text.length);
    if (random_below(state, 3) == 0)
        random_text(&body, state, RANDOM_ANYTHING, 1 + random_below(state, 10));
    text_repair(&whole, buffer_text(&body), body.length);
    json_t *note = json_pack("{s:s, s:s, s:s, s:s}", "block", blocks[at * 4 / RANDOM_NOTES], "text", repaired.data, "body",
                             buffer_text(&whole), "colour",
                             note_colour_name((enum note_colour)random_below(state, NOTE_COLOUR_COUNT)));
    char id[24];
    snprintf(id, sizeof id, "%016zx", at + 1);
    json_object_set_new(note, "id", json_string(id));
    if (at > 0 && random_below(state, 3) == 0) {
        snprintf(id, sizeof id, "%016zx", random_below(state, at) + 1);
        json_object_set_new(note, "links", json_pack("[{s:s}]", "to", id));
    }
    if (random_below(state, 3) == 0)
        json_object_set_new(note, "tags", json_pack("[s, s]", "tag; one", "#2"));
    buffer_clear(&text);
    buffer_clear(&repaired);
    buffer_clear(&body);
    buffer_clear(&whole);
    return note;
}

START_TEST(test_random_canvases)
{
    static const char *const titles[] = {"C #", "# 1. > x ##", "*a* `b` _c_ ^d^ %%e%%", "- [x] <b>&amp;", "1. 汉字", "=x"};
    uint64_t state = 5102026;
    for (size_t round = 0; round < 12; round++) {
        struct trip trip = {.person = "Ana"};
        json_t *document = json_pack("{s:i, s:{s:s, s:s}}", "nonet", 1, "canvas", "title", titles[round % COUNT_OF(titles)],
                                     "template", "bmc");
        json_t *list = json_array();
        for (size_t i = 0; i < RANDOM_NOTES; i++)
            json_array_append_new(list, random_note(&state, i));
        json_object_set_new(document, "notes", list);
        char *json = json_dumps(document, 0), what[40];
        snprintf(what, sizeof what, "random canvas %zu", round);
        read_native(&trip, json, strlen(json), LANGUAGE_EN);
        go_all_ways(&trip, what);
        close_trip(&trip);
        free(json);
        json_decref(document);
    }
}
END_TEST

NONET_TEST_MAIN("round_trip", test_the_sample, test_authors, test_every_example, test_names_of_blocks_everywhere, test_random_canvases)
