/* test_native.c - native JSON: there and back, kept ids, hostile and wrong documents. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/exchange.h"

static struct error error;

static struct store *memory_store(struct session *session)
{
    struct store *store;
    struct store_options options = {.path = ":memory:", .create = true};
    int64_t actor;
    ck_ok(store_open(&store, &options, &canvas_schema, &error));
    ck_ok(person_find(store, "Ana", &actor, &error));
    *session = session_owner(actor);
    return store;
}

static char *written(struct store *store, const struct session *session, int64_t canvas_id)
{
    struct snapshot *snapshot;
    struct buffer out = {0};
    ck_ok(snapshot_load(store, session, canvas_id, &snapshot, &error));
    ck_ok(native_write(store, session, snapshot, &out, &error));
    snapshot_free(snapshot);
    return buffer_take(&out);
}

/* What may differ between a canvas and its copy in another store: when its rows came there. */
static void drop_times(json_t *document)
{
    json_t *canvas = json_object_get(document, "canvas"), *note;
    size_t i;
    json_object_del(canvas, "created");
    json_object_del(canvas, "updated");
    json_array_foreach(json_object_get(document, "notes"), i, note) {
        json_object_del(note, "created");
        json_object_del(note, "number");
    }
}

START_TEST(test_every_example_goes_there_and_back)
{
    struct example_info *list;
    size_t count;
    struct buffer report = {0};
    ck_ok(example_list(LANGUAGE_EN, &list, &count, &report, &error));
    ck_assert_str_eq(buffer_text(&report), "");
    ck_assert_uint_gt(count, 0);
    ck_assert_str_eq(list[0].id, "football_club");
    for (size_t i = 0; i < count; i++) {
        struct store *example, *other;
        struct session reader = session_reader(0), owner;
        int64_t canvas_id, copy_id;
        ck_ok(example_open(list[i].id, LANGUAGE_ZH, &example, &canvas_id, &error));
        char *first = written(example, &reader, canvas_id);
        other = memory_store(&owner);
        ck_ok(native_read("copy.json", first, strlen(first), other, &owner, LANGUAGE_EN, &copy_id, &error));
        ck_assert_int_eq(copy_id, canvas_id);
        char *second = written(other, &owner, copy_id);
        json_t *a = json_loads(first, 0, NULL), *b = json_loads(second, 0, NULL);
        ck_assert_uint_eq(json_array_size(json_object_get(a, "notes")), list[i].note_count);
        drop_times(a);
        drop_times(b);
        ck_assert_msg(json_equal(a, b), "%s differs after a round trip", list[i].id);
        json_decref(a);
        json_decref(b);
        free(first);
        free(second);
        store_close(example);
        store_close(other);
    }
    example_list_free(list, count);
    buffer_clear(&report);
}
END_TEST

START_TEST(test_reading_twice_makes_new_ids_and_touches_nothing)
{
    struct session owner;
    struct store *store = memory_store(&owner);
    static const char text[] = "{\"nonet\":1,\"canvas\":{\"id\":\"00000000000000aa\",\"title\":\"T\",\"template\":\"bmc\"},"
                               "\"notes\":[{\"id\":\"00000000000000bb\",\"block\":\"channels\",\"text\":\"one\"}]}";
    int64_t first, second;
    ck_ok(native_read("t", text, strlen(text), store, &owner, LANGUAGE_EN, &first, &error));
    ck_assert_int_eq(first, 0xaa);
    char *before = written(store, &owner, first);
    /* Also a note in the trash keeps its id to itself. */
    int64_t note = 0xbb;
    ck_ok(canvas_notes_set_alive(store, &owner, &note, 1, false, &error));
    ck_ok(native_read("t", text, strlen(text), store, &owner, LANGUAGE_EN, &second, &error));
    ck_assert_int_ne(second, first);
    struct snapshot *snapshot;
    ck_ok(snapshot_load(store, &owner, second, &snapshot, &error));
    ck_assert_uint_eq(snapshot->note_count, 1);
    ck_assert_ptr_null(snapshot_note(snapshot, 0xbb));
    snapshot_free(snapshot);
    ck_ok(canvas_notes_set_alive(store, &owner, &note, 1, true, &error));
    char *after = written(store, &owner, first);
    json_t *a = json_loads(before, 0, NULL), *b = json_loads(after, 0, NULL);
    drop_times(a);
    drop_times(b);
    ck_assert(json_equal(a, b));
    json_decref(a);
    json_decref(b);
    free(before);
    free(after);
    store_close(store);
}
END_TEST

/* The value at "a.b.0.c"; NULL when there is none. Borrowed. */
static const json_t *at_path(const json_t *value, const char *path)
{
    char step[40];
    while (value && *path) {
        size_t length = strcspn(path, ".");
        snprintf(step, sizeof step, "%.*s", (int)length, path);
        value = json_is_array(value) ? json_array_get(value, strtoul(step, NULL, 10)) : json_object_get(value, step);
        path += length + (path[length] == '.');
    }
    return value;
}

START_TEST(test_unknown_keys_are_kept_and_written_back)
{
    static const char text[] =
        "{\"nonet\":1,\"made_by\":{\"en\":\"a\",\"zh\":\"\\u7532\"},"
        "\"canvas\":{\"id\":\"00000000000000aa\",\"title\":\"T\",\"template\":\"bmc\",\"mood\":[1,2.5,null,true]},"
        "\"notes\":[{\"id\":\"00000000000000bb\",\"block\":\"channels\",\"text\":\"one\",\"votes\":3,\"shape\":\"round\","
        "\"links\":[{\"to\":\"00000000000000cc\",\"strength\":7}]},"
        "{\"id\":\"00000000000000cc\",\"block\":\"channels\",\"text\":\"two\",\"group\":\"g\"}],"
        "\"groups\":[{\"id\":\"g\",\"title\":\"G\",\"tint\":\"warm\"}]}";
    static const char *const paths[] = {"made_by",       "canvas.mood",   "notes.0.votes", "notes.0.shape",
                                        "groups.0.tint", "notes.0.links.0.strength", "groups.0.title"};
    struct session owner;
    struct store *store = memory_store(&owner);
    int64_t read, copy;
    ck_ok(native_read("t", text, strlen(text), store, &owner, LANGUAGE_EN, &read, &error));
    copy = canvas_fixture_copy(store, &owner, read, "Copy", store, &owner);
    const int64_t canvases[] = {read, copy};
    json_t *given = json_loads(text, 0, NULL);
    for (size_t i = 0; i < COUNT_OF(canvases); i++) {
        char *again = written(store, &owner, canvases[i]);
        json_t *document = json_loads(again, 0, NULL);
        for (size_t p = 0; p < COUNT_OF(paths); p++)
            ck_assert_msg(json_equal(at_path(document, paths[p]), at_path(given, paths[p])), "%s: %s", paths[p], again);
        ck_assert(json_equal(at_path(document, "notes.1.group"), at_path(document, "groups.0.id")));
        ck_assert_str_eq(json_string_value(at_path(document, "groups.0.block")), "channels");
        json_decref(document);
        free(again);
    }
    json_decref(given);
    /* They go with their row, and never hide what nonet says itself. */
    int64_t gone = 0xbb;
    ck_ok(canvas_notes_set_alive(store, &owner, &gone, 1, false, &error));
    char *again = written(store, &owner, read);
    json_t *document = json_loads(again, 0, NULL);
    ck_assert_uint_eq(json_array_size(json_object_get(document, "notes")), 1);
    ck_assert_ptr_null(strstr(again, "round"));
    ck_assert_ptr_null(strstr(again, "strength"));
    ck_assert_str_eq(json_string_value(at_path(document, "canvas.title")), "T");
    json_decref(document);
    free(again);
    struct buffer report = {0};
    ck_ok(store_check(store, true, &report, &error));
    buffer_clear(&report);
    store_close(store);
}
END_TEST

/* Everything is one line then, so that only what stands between the blanks is compared. */
static char *squeezed(const char *text)
{
    struct buffer out = {0};
    for (; *text; text++)
        if (!strchr(" \n", *text))
            buffer_add_char(&out, *text);
    return buffer_take(&out);
}

START_TEST(test_numbers_of_others_stay_as_they_were_written)
{
    static const char *const kept[] = {"\"scale\":0.1", "\"mood\":[1.10,{\"deep\":[-2.5e-7,[],{}]},1E5]",
                                       "\"score\":1.000000000000000000001", "\"votes\":0.5", "\"weight\":100.0", "\"hue\":3.14"};
    static const char text[] =
        "{\"nonet\":1,\"scale\":0.1,\"canvas\":{\"title\":\"T\",\"template\":\"bmc\",\"mood\":[1.10,{\"deep\":[-2.5e-7,[],{}]},1E5]},"
        "\"notes\":[{\"id\":\"a\",\"block\":\"channels\",\"text\":\"one\",\"score\":1.000000000000000000001,\"votes\":0.5,\"group\":\"g\","
        "\"links\":[{\"to\":\"b\",\"weight\":100.0}]},{\"id\":\"b\",\"block\":\"channels\",\"text\":\"two\"}],"
        "\"groups\":[{\"id\":\"g\",\"title\":\"G\",\"hue\":3.14}]}";
    struct session owner, other;
    struct store *store = memory_store(&owner), *next = memory_store(&other);
    int64_t first_id, second_id;
    ck_ok(native_read("t", text, strlen(text), store, &owner, LANGUAGE_EN, &first_id, &error));
    char *first = written(store, &owner, first_id);
    char *plain = squeezed(first);
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        ck_assert_msg(strstr(plain, kept[i]) != NULL, "%s is not in %s", kept[i], first);
    ck_ok(native_read("t", first, strlen(first), next, &other, LANGUAGE_EN, &second_id, &error));
    char *second = written(next, &other, second_id); /* its ids and times are those of the first */
    char *there = strstr(first, "\"score\""), *again = strstr(second, "\"score\"");
    ck_assert(there && again);
    ck_assert_str_eq(again, there);
    free(plain);
    free(first);
    free(second);
    store_close(store);
    store_close(next);
}
END_TEST

START_TEST(test_a_hand_written_file_is_taken)
{
    struct session owner;
    struct store *store = memory_store(&owner);
    static const char text[] =
        "\xEF\xBB\xBF{\"nonet\":1,\"canvas\":{\"title\":{\"en\":\"Shop\",\"zh\":\"店\"},\"tags\":[\"x\"],"
        "\"facets\":{\"k\":\"v\"}},\"notes\":["
        "{\"id\":\"a\",\"block\":\"channels\",\"text\":\"first\",\"links\":[{\"to\":\"b\"}],\"facets\":{\"state\":\"now\"}},"
        "{\"id\":\"b\",\"block\":\"channels\",\"text\":{\"en\":\"second\"},\"colour\":\"green\",\"tags\":[\"t\"],\"body\":\"more\"},"
        "{\"block\":\"nowhere\",\"text\":\"lost\"}]}";
    int64_t id;
    ck_ok(native_read("t", text, strlen(text), store, &owner, LANGUAGE_ZH, &id, &error));
    struct snapshot *snapshot;
    ck_ok(snapshot_load(store, &owner, id, &snapshot, &error));
    ck_assert_str_eq(snapshot->title, "店");
    ck_assert_uint_eq(snapshot->tag_count, 1);
    ck_assert_uint_eq(snapshot->facet_count, 1);
    int block;
    ck_assert(template_block_by_id(snapshot->template, "channels", &block));
    const struct snapshot_block *notes = snapshot_block(snapshot, block);
    ck_assert_uint_eq(notes->count, 2);
    ck_assert_str_eq(notes->note[0]->text, "first");
    ck_assert_str_eq(notes->note[1]->text, "second");
    ck_assert_str_eq(notes->note[1]->body, "more");
    ck_assert_int_eq(notes->note[1]->colour, NOTE_GREEN);
    ck_assert_str_eq(notes->note[1]->tag[0], "t");
    ck_assert_str_eq(notes->note[0]->facet[0].value, "now");
    ck_assert(snapshot_linked(snapshot, notes->note[0]->id, notes->note[1]->id));
    ck_assert_uint_eq(snapshot_block(snapshot, TEMPLATE_PARKING)->count, 1);
    snapshot_free(snapshot);
    store_close(store);
}
END_TEST

#define HEAD "{\"nonet\":1,\"canvas\":{\"title\":\"T\"},\n"

static const struct {
    const char *text, *place; /* place: how the message begins */
} wrong_documents[] = {
    {"", "f.json:1:"},
    {"{\"nonet\":1", "f.json:1:"},
    {"[]", "f.json:1:1: "},
    {"{}", "f.json:1:1: "},
    {"{\"nonet\":\n 2,\"canvas\":{}}", "f.json:2:2: "},
    {"{\"nonet\":1,\"canvas\":7}", "f.json:1:21: "},
    {"{\"nonet\":1,\"canvas\":{\"title\":\"\"}}", "f.json:1:30: "},
    {"{\"nonet\":1,\"canvas\":{\"title\":\"T\"}}", "f.json:1:1: "},
    {"{\"nonet\":1,\"canvas\":{\"title\":\"T\",\n\"template\":\"nosuch\"},\"notes\":[]}", "f.json:2:12: "},
    {HEAD "\"notes\":[{\"text\":\"a\",\n\"text\":\"b\"}]}", "f.json:2:10: this is not JSON: "}, /* neither is lost in silence */
    {HEAD "\"notes\":{}}", "f.json:2:9: "},
    {HEAD "\"notes\":[\n7]}", "f.json:3:1: "},
    {HEAD "\"notes\":[\n{\"text\":\"  \"}]}", "f.json:3:9: "},
    {HEAD "\"notes\":[\n{\"id\":\"a\\\\\\\"]\",\"text\":\"a\"},\n{\"text\":\"b\",\"colour\":\"pink\"}]}", "f.json:4:22: "},
    {HEAD "\"notes\":[\n{\"id\":\"a\",\"text\":\"a\"},\n{\"id\":\"a\",\"text\":\"b\"}]}", "f.json:4:7: "},
    {HEAD "\"notes\":[\n{\"id\":\"a\",\"text\":\"a\",\n\"links\":[{\"to\":\"b\"}]}]}", "f.json:4:10: "},
    {HEAD "\"notes\":[\n{\"id\":\"a\",\"text\":\"a\",\n\"links\":[{\"to\":\"a\"}]}]}", "f.json:4:10: "},
    {HEAD "\"notes\":[{\"text\":\"a\",\"tags\":[1]}]}", "f.json:2:30: "},
    {HEAD "\"notes\":[{\"text\":\"a\",\"body\":1}]}", "f.json:2:29: "},
    {HEAD "\"notes\":[{\"text\":\"a\",\"group\":\"g\"}]}", "f.json:2:30: "},
    {HEAD "\"notes\":[],\n\"groups\":7}", "f.json:3:10: "},
    {HEAD "\"notes\":[],\n\"groups\":[{\"id\":\"g\"}]}", "f.json:3:11: "},
    {HEAD "\"notes\":[],\n\"groups\":[{\"title\":\"G\"}]}", "f.json:3:11: "},
};

START_TEST(test_a_wrong_document_is_named_by_its_place_and_changes_nothing)
{
    struct session owner;
    struct store *store = memory_store(&owner);
    int64_t before, after, id;
    ck_ok(store_last_seq(store, &before, &error));
    for (size_t i = 0; i < COUNT_OF(wrong_documents); i++) {
        const char *text = wrong_documents[i].text, *place = wrong_documents[i].place;
        enum status status = native_read("f.json", text, strlen(text), store, &owner, LANGUAGE_EN, &id, &error);
        ck_assert_msg(status == STATUS_INVALID, "%s was taken", text);
        ck_assert_msg(strncmp(error.message, place, strlen(place)) == 0, "%s: %s", text, error.message);
    }
    ck_ok(store_last_seq(store, &after, &error));
    ck_assert_int_eq(before, after);
    store_close(store);
}
END_TEST

START_TEST(test_nesting_and_long_notes_are_bounded)
{
    struct session owner;
    struct store *store = memory_store(&owner);
    struct buffer text = {0};
    int64_t id;
    for (int i = 0; i < 100000; i++)
        buffer_add(&text, i == 50 ? "\n[" : "[");
    ck_assert_int_eq(native_read("f", text.data, text.length, store, &owner, LANGUAGE_EN, &id, &error),
                     STATUS_INVALID);
    ck_assert_msg(strncmp(error.message, "f:2:15: ", 8) == 0, "%s", error.message);

    buffer_reset(&text);
    buffer_add(&text, HEAD "\"notes\":[{\"text\":\"a\"},\n{\"text\":\"");
    for (int i = 0; i < 110 * 1024; i++)
        buffer_add_char(&text, 'x');
    buffer_add(&text, "\"}]}");
    ck_assert_int_eq(native_read("f", text.data, text.length, store, &owner, LANGUAGE_EN, &id, &error),
                     STATUS_INVALID);
    ck_assert_msg(strncmp(error.message, "f:3:1: ", 7) == 0, "%s", error.message);
    struct canvas_filter all = {0};
    struct canvas_info *list;
    size_t count;
    ck_ok(canvas_list(store, &owner, &all, &list, &count, NULL, &error));
    ck_assert_uint_eq(count, 0);
    canvas_list_free(list, count);
    buffer_clear(&text);
    store_close(store);
}
END_TEST

START_TEST(test_a_copy_has_ids_of_its_own_and_the_same_template)
{
    struct session owner, reader = session_reader(0);
    struct store *store = memory_store(&owner), *example;
    int64_t from, first, second;
    ck_ok(example_open("football_club", LANGUAGE_EN, &example, &from, &error));
    first = canvas_fixture_copy(example, &reader, from, "Mine", store, &owner);
    second = canvas_fixture_copy(store, &owner, first, NULL, store, &owner);
    struct snapshot *a, *b, *source;
    ck_ok(snapshot_load(example, &reader, from, &source, &error));
    ck_ok(snapshot_load(store, &owner, first, &a, &error));
    ck_ok(snapshot_load(store, &owner, second, &b, &error));
    ck_assert_int_ne(first, from);
    ck_assert_str_eq(a->title, "Mine");
    ck_assert_str_eq(b->title, "Mine");
    ck_assert_str_eq(a->template->hash, source->template->hash);
    ck_assert_uint_eq(a->note_count, source->note_count);
    ck_assert_uint_eq(b->link_total, source->link_total);
    for (size_t i = 0; i < a->block[0].count; i++) {
        ck_assert_str_eq(a->block[0].note[i]->text, b->block[0].note[i]->text);
        ck_assert_int_ne(a->block[0].note[i]->id, b->block[0].note[i]->id);
    }
    snapshot_free(a);
    snapshot_free(b);
    snapshot_free(source);
    store_close(example);
    store_close(store);
}
END_TEST

START_TEST(test_an_unknown_example_names_those_that_there_are)
{
    static const char *const names[] = {"", "nosuch", "../templates/bmc", "a/b"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct store *store;
        int64_t id;
        ck_assert_int_eq(example_open(names[i], LANGUAGE_EN, &store, &id, &error), STATUS_NOT_FOUND);
        ck_assert_ptr_nonnull(strstr(error.message, "football_club"));
        ck_assert_ptr_null(store);
    }
}
END_TEST

NONET_TEST_MAIN("native", test_every_example_goes_there_and_back,
                test_reading_twice_makes_new_ids_and_touches_nothing, test_unknown_keys_are_kept_and_written_back,
                test_numbers_of_others_stay_as_they_were_written,
                test_a_hand_written_file_is_taken,
                test_a_wrong_document_is_named_by_its_place_and_changes_nothing, test_nesting_and_long_notes_are_bounded,
                test_a_copy_has_ids_of_its_own_and_the_same_template, test_an_unknown_example_names_those_that_there_are)
