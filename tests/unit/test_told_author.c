/*
 * test_told_author.c - the name that a file gives as a note's author: everywhere where authors are told, and nowhere else.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/diff.h"
#include "nonet/exchange.h"
#include "nonet/group.h"
#include "nonet/timeline.h"

static struct error error;

static const char file[] = "{\"nonet\":1,\"canvas\":{\"title\":\"T\",\"template\":\"bmc\"},\"notes\":["
                           "{\"block\":\"channels\",\"text\":\"one\\ntwo\",\"author\":\"Li \\u001b[31m Na\"},"
                           "{\"block\":\"channels\",\"text\":\"own\",\"author\":\"Ann\"},"
                           "{\"block\":\"channels\",\"text\":\"nobody's\",\"author\":\"?\"}]}";

static int64_t bring_in(struct canvas_fixture *f)
{
    int64_t canvas_id;
    ck_ok(native_read("file", file, strlen(file), f->store, &f->session, LANGUAGE_EN, &canvas_id, &error));
    return canvas_id;
}

/* "text: author" of each note in the block "channels", a line each. */
static void expect_authors(const struct snapshot *snapshot, const char *expected)
{
    struct buffer out = {0};
    int block;
    ck_assert(template_block_by_id(snapshot->template, "channels", &block));
    const struct snapshot_block *notes = snapshot_block(snapshot, block);
    for (size_t i = 0; i < notes->count; i++) {
        buffer_printf(&out, "%.3s: ", notes->note[i]->text);
        snapshot_authors(snapshot, notes->note[i], &out);
        buffer_add_char(&out, '\n');
    }
    ck_assert_str_eq(buffer_text(&out), expected);
    buffer_clear(&out);
}

static void expect_authors_of(struct canvas_fixture *f, const struct session *session, int64_t canvas_id, const char *expected)
{
    struct snapshot *snapshot;
    ck_ok(snapshot_load(f->store, session, canvas_id, &snapshot, &error));
    expect_authors(snapshot, expected);
    snapshot_free(snapshot);
}

START_TEST(test_a_told_name_is_the_author)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t canvas_id = bring_in(&f);
    expect_authors_of(&f, &f.session, canvas_id, "one: Li ␛[31m Na\nown: Ann\nnob: Ann\n");

    struct timeline *timeline;
    ck_ok(timeline_load(f.store, &f.session, canvas_id, &timeline, &error));
    timeline_go(timeline, timeline_count(timeline));
    expect_authors(timeline_snapshot(timeline), "one: Li ␛[31m Na\nown: Ann\nnob: Ann\n");
    timeline_free(timeline);
    canvas_fixture_clear(&f);
}
END_TEST

/* A copy is its maker's, but for what was somebody else's before it came here. */
START_TEST(test_copies_keep_it)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct session bo = canvas_fixture_person(&f, "Bo");
    int64_t copy = canvas_fixture_copy(f.store, &f.session, bring_in(&f), "Copy", f.store, &bo);
    expect_authors_of(&f, &bo, copy, "one: Li ␛[31m Na\nown: Bo\nnob: Bo\n");
    canvas_fixture_clear(&f);
}
END_TEST

/* Where no names are told, this one is not either. */
START_TEST(test_names_that_are_kept_back)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t canvas_id = bring_in(&f);
    struct session guest = canvas_fixture_person(&f, "Bo");
    guest.names = NAMES_NEVER;
    expect_authors_of(&f, &guest, canvas_id, "one: \nown: \nnob: \n");
    canvas_fixture_clear(&f);
}
END_TEST

/* Whoever brings an earlier moment back without being told the authors takes none of them away. */
START_TEST(test_bringing_back_keeps_what_is_kept_back)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t canvas_id = bring_in(&f), id = 0;
    struct timeline *timeline;
    ck_ok(timeline_load(f.store, &f.session, canvas_id, &timeline, &error));
    timeline_go(timeline, timeline_count(timeline));
    char *moment = timeline_moment(timeline, timeline_count(timeline));
    timeline_free(timeline);

    struct snapshot *snapshot;
    ck_ok(snapshot_load(f.store, &f.session, canvas_id, &snapshot, &error));
    int block;
    ck_assert(template_block_by_id(snapshot->template, "channels", &block));
    id = snapshot_block(snapshot, block)->note[0]->id;
    snapshot_free(snapshot);
    enum save_outcome outcome;
    int64_t beside;
    ck_ok(canvas_note_save(f.store, &f.session, id, "one\ntwo", "other", &outcome, &beside, &error));

    struct session leader = f.session;
    leader.names = NAMES_NEVER;
    leader.actor_id = canvas_fixture_person(&f, "Bo").actor_id;
    ck_ok(canvas_restore_moment(f.store, &leader, canvas_id, moment, &error));
    expect_authors_of(&f, &f.session, canvas_id, "one: Li ␛[31m Na\nown: Ann\nnob: Ann\n");
    free(moment);
    canvas_fixture_clear(&f);
}
END_TEST

/* 201 to 400 letters: short enough to be looked at, too long for a name. */
START_TEST(test_what_is_too_long_is_no_name)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    char name[301], text[600];
    memset(name, 'x', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    snprintf(text, sizeof text,
             "{\"nonet\":1,\"canvas\":{\"title\":\"T\",\"template\":\"bmc\"},\"notes\":["
             "{\"block\":\"channels\",\"text\":\"one\",\"author\":\"%s\"}]}",
             name);
    int64_t canvas_id;
    ck_ok(native_read("file", text, strlen(text), f.store, &f.session, LANGUAGE_EN, &canvas_id, &error));
    expect_authors_of(&f, &f.session, canvas_id, "one: Ann\n");
    canvas_fixture_clear(&f);
}
END_TEST

/* Merging keeps all names, splitting the one; neither makes an author of who brought the notes in. */
START_TEST(test_merged_and_split)
{
    static const char notes[] = "{\"nonet\":1,\"canvas\":{\"title\":\"T\",\"template\":\"bmc\"},\"notes\":["
                                "{\"block\":\"channels\",\"text\":\"one\",\"author\":\"Ann\"},"
                                "{\"block\":\"channels\",\"text\":\"two\\nmore\",\"author\":\"Li\"},"
                                "{\"block\":\"channels\",\"text\":\"three\",\"author\":\"Bo\"},"
                                "{\"block\":\"channels\",\"text\":\"four\",\"author\":\"Li\"}]}";
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t canvas_id, ids[4];
    int block;
    size_t count;
    ck_ok(native_read("file", notes, strlen(notes), f.store, &f.session, LANGUAGE_EN, &canvas_id, &error));
    struct snapshot *snapshot;
    ck_ok(snapshot_load(f.store, &f.session, canvas_id, &snapshot, &error));
    ck_assert(template_block_by_id(snapshot->template, "channels", &block));
    for (size_t i = 0; i < COUNT_OF(ids); i++)
        ids[i] = snapshot_block(snapshot, block)->note[i]->id;
    snapshot_free(snapshot);

    struct session may = canvas_fixture_person(&f, "May");
    ck_ok(canvas_note_split(f.store, &may, ids[1], &count, &error));
    expect_authors_of(&f, &f.session, canvas_id, "one: Ann\ntwo: Li\nmor: Li\nthr: Bo\nfou: Li\n");
    ck_ok(canvas_notes_merge(f.store, &may, ids, 4, &error));
    expect_authors_of(&f, &f.session, canvas_id, "one: Ann, Li, Bo\nmor: Li\n");
    canvas_fixture_clear(&f);
}
END_TEST

/* A file's list of all who wrote a merged note is as much of a promise as its first name. */
START_TEST(test_what_is_written_keeps_names_back_too)
{
    static const char note[] = "{\"nonet\":1,\"canvas\":{\"title\":\"T\",\"template\":\"bmc\"},\"notes\":["
                               "{\"block\":\"channels\",\"text\":\"one\",\"author\":\"Li\",\"authors\":[\"Li\",\"Wang\"],\"x\":1}]}";
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t canvas_id;
    ck_ok(native_read("file", note, strlen(note), f.store, &f.session, LANGUAGE_EN, &canvas_id, &error));
    struct session guest = canvas_fixture_person(&f, "Bo");
    guest.names = NAMES_NEVER;
    const struct session *const readers[] = {&f.session, &guest};
    for (size_t i = 0; i < COUNT_OF(readers); i++) {
        struct snapshot *snapshot;
        struct buffer json = {0};
        ck_ok(snapshot_load(f.store, readers[i], canvas_id, &snapshot, &error));
        ck_ok(native_write(f.store, readers[i], snapshot, &json, &error));
        ck_assert_int_eq(strstr(json.data, "Wang") != NULL, i == 0);
        ck_assert_int_eq(strstr(json.data, "\"Li\"") != NULL, i == 0);
        ck_assert_ptr_nonnull(strstr(json.data, "\"x\": 1"));
        buffer_clear(&json);
        snapshot_free(snapshot);
    }
    canvas_fixture_clear(&f);
}
END_TEST

/* The note is whose it was, whoever takes something of another's into it. */
START_TEST(test_picking_leaves_it)
{
    static const char other[] = "{\"nonet\":1,\"canvas\":{\"title\":\"T\",\"template\":\"bmc\"},\"notes\":["
                                "{\"block\":\"channels\",\"text\":\"one\\ntwo\",\"author\":\"Wang\",\"colour\":\"red\"}]}";
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct session bo = canvas_fixture_person(&f, "Bo"), blind = bo;
    blind.names = NAMES_NEVER;
    const struct session *const pickers[] = {&bo, &blind};
    for (size_t i = 0; i < COUNT_OF(pickers); i++) {
        int64_t canvas_id = bring_in(&f), other_id;
        struct snapshot *left, *right;
        struct diff diff;
        int block;
        ck_ok(native_read("other", other, strlen(other), f.store, &f.session, LANGUAGE_EN, &other_id, &error));
        ck_ok(snapshot_load(f.store, pickers[i], other_id, &right, &error));
        ck_ok(snapshot_load(f.store, pickers[i], canvas_id, &left, &error));
        ck_assert(template_block_by_id(left->template, "channels", &block));
        int64_t id = snapshot_block(left, block)->note[0]->id;
        canvas_diff(left, right, NULL, &diff);
        ck_ok(canvas_diff_pick(f.store, pickers[i], &diff, canvas_diff_line(&diff, id), left, right, &error));
        canvas_diff_clear(&diff);
        snapshot_free(left);
        snapshot_free(right);
        ck_ok(snapshot_load(f.store, &f.session, canvas_id, &left, &error));
        ck_assert_int_eq(snapshot_note(left, id)->colour, NOTE_RED);
        expect_authors(left, "one: Li ␛[31m Na\nown: Ann\nnob: Ann\n");
        snapshot_free(left);
    }
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("told author", test_a_told_name_is_the_author, test_copies_keep_it, test_names_that_are_kept_back,
                test_bringing_back_keeps_what_is_kept_back, test_what_is_too_long_is_no_name,
                test_merged_and_split, test_picking_leaves_it, test_what_is_written_keeps_names_back_too)
