/*
 * test_snapshot.c - property: a snapshot kept current by the feed is what a fresh load gives; and what a canvas is
 * shown with.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/group.h"
#include "player.h"

static struct error error;

/* ---- random histories: a snapshot kept by the feed equals a fresh one ---------------------------------------- */

static void compare_with_fresh(struct player *player, int64_t canvas_id, int step)
{
    struct snapshot *fresh;
    ck_ok(snapshot_load(player->store, &player->session, canvas_id, &fresh, &error));
    char *kept = snapshot_dump(player->snapshot, true), *loaded = snapshot_dump(fresh, true);
    ck_assert_msg(strcmp(kept, loaded) == 0, "step %d\nkept:\n%s\nloaded:\n%s", step, kept, loaded);
    ck_assert_int_eq(player->snapshot->last_seq, fresh->last_seq);
    free(kept);
    free(loaded);
    snapshot_free(fresh);
}

START_TEST(test_kept_by_the_feed_equals_loaded)
{
    for (unsigned seed = 1; seed <= 4; seed++) {
        struct canvas_fixture f;
        canvas_fixture_init(&f);
        srandom(seed);
        struct player players[] = {{f.store, f.session, NULL},
                                   {canvas_fixture_connect(&f), canvas_fixture_person(&f, "李雷"), NULL}};
        for (size_t i = 0; i < 2; i++)
            ck_ok(snapshot_load(players[i].store, &players[i].session, f.canvas_id, &players[i].snapshot, &error));
        int64_t trashed = 0;
        for (int step = 0; step < 150; step++) {
            struct player *player = &players[random() % 2];
            enum status status = player_play(player, f.canvas_id, &trashed, &error);
            ck_assert_msg(status == STATUS_OK || status == STATUS_INVALID || status == STATUS_NOT_FOUND, "%s",
                          error.message);
            if (random() % 3 == 0)
                continue; /* several actions at once */
            for (size_t i = 0; i < 2; i++) {
                bool changed;
                ck_ok(snapshot_update(players[i].snapshot, players[i].store, &players[i].session, &changed, &error));
                compare_with_fresh(&players[i], f.canvas_id, step);
            }
        }
        for (size_t i = 0; i < 2; i++)
            snapshot_free(players[i].snapshot);
        struct buffer report = {0};
        ck_assert_msg(store_check(f.store, true, &report, &error) == STATUS_OK, "%s", buffer_text(&report));
        buffer_clear(&report);
        store_close(players[1].store);
        canvas_fixture_clear(&f);
    }
}
END_TEST

START_TEST(test_a_start_holds_the_beginning_of_each_block_until_the_update)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct snapshot *start, *whole;
    bool changed = true;
    for (int i = 0; i < 3; i++)
        canvas_fixture_note(&f, "key_resources", "short");
    ck_ok(snapshot_load_start(f.store, &f.session, f.canvas_id, &start, &error));
    ck_ok(snapshot_update(start, f.store, &f.session, &changed, &error));
    ck_assert(!changed); /* nothing was left out */
    snapshot_free(start);

    for (int i = 0; i < 130; i++)
        canvas_fixture_note(&f, "channels", "long");
    whole = canvas_fixture_load(&f);
    ck_ok(snapshot_load_start(f.store, &f.session, f.canvas_id, &start, &error));
    for (size_t b = 0; b < whole->block_count; b++) {
        const struct snapshot_block *first = &start->block[b], *all = &whole->block[b];
        ck_assert_uint_eq(first->count + first->unread, all->count);
        ck_assert_uint_eq(first->unread, all->count > 100 ? all->count - 100 : 0);
        for (size_t i = 0; i < first->count; i++)
            ck_assert_int_eq(first->note[i]->id, all->note[i]->id);
    }
    struct player player = {f.store, f.session, start};
    ck_ok(snapshot_update(start, f.store, &f.session, &changed, &error));
    ck_assert(changed);
    compare_with_fresh(&player, f.canvas_id, 0);
    snapshot_free(start);
    snapshot_free(whole);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_update_says_whether_anything_changed)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct snapshot *snapshot = canvas_fixture_load(&f);
    bool changed = true;
    ck_ok(snapshot_update(snapshot, f.store, &f.session, &changed, &error));
    ck_assert(!changed);
    int64_t other;
    ck_ok(canvas_create(f.store, &f.session, "Other", f.template, &other, &error));
    ck_ok(snapshot_update(snapshot, f.store, &f.session, &changed, &error));
    ck_assert(!changed);
    int64_t id = canvas_fixture_note(&f, "channels", "a");
    ck_ok(snapshot_update(snapshot, f.store, &f.session, &changed, &error));
    ck_assert(changed);
    const struct note *note = snapshot_note(snapshot, id);
    enum save_outcome outcome;
    ck_ok(canvas_note_save(f.store, &f.session, id, "a", "b", &outcome, NULL, &error));
    ck_ok(snapshot_update(snapshot, f.store, &f.session, &changed, &error));
    ck_assert_ptr_eq(note, snapshot_note(snapshot, id)); /* stays where it is */
    ck_assert_str_eq(note->text, "b");
    ck_assert_str_eq(snapshot_person(snapshot, 99), "?");
    snapshot_free(snapshot);
    canvas_fixture_clear(&f);
}
END_TEST

/* The fixture's template with every `from` replaced. */
static char *replace_all(const char *source, const char *from, const char *to)
{
    struct buffer out = {0};
    for (const char *at; (at = strstr(source, from)) != NULL; source = at + strlen(from)) {
        buffer_append(&out, source, (size_t)(at - source));
        buffer_add(&out, to);
    }
    buffer_add(&out, source);
    return buffer_take(&out);
}

static void expect_template(const struct canvas_fixture *f, int64_t canvas_id, int version, const char *id)
{
    struct snapshot *snapshot;
    ck_ok(snapshot_load(f->store, &f->session, canvas_id, &snapshot, &error));
    ck_assert_int_eq(snapshot->template->version, version);
    ck_assert_str_eq(snapshot->template->id, id);
    snapshot_free(snapshot);
}

START_TEST(test_a_canvas_without_its_file_uses_the_kept_template)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    char *source = replace_all(f.template->source, "\"id\": \"bmc\"", "\"id\": \"no_such_file\"");
    struct template *own;
    ck_ok(template_parse("own", source, strlen(source), &own, NULL, &error));
    int64_t id;
    ck_ok(canvas_create(f.store, &f.session, "Own", own, &id, &error));
    expect_template(&f, id, own->version, "no_such_file");
    template_free(own);
    free(source);
    canvas_fixture_clear(&f);
}
END_TEST

/* A newer file of the same id, in which a block has another name. */
START_TEST(test_a_newer_template_unless_a_note_would_lose_its_block)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    char path[160], version[32];
    snprintf(path, sizeof path, "%s/data/nonet/templates/bmc.json", f.folder);
    snprintf(version, sizeof version, "\"version\": %d", f.template->version);
    char *newer = replace_all(f.template->source, version, "\"version\": 99");
    char *source = replace_all(newer, "\"channels\"", "\"ways\"");
    ck_ok(file_make_parents(path, &error));
    ck_ok(file_write(path, source, strlen(source), &error));
    char *home = memory_copy_text(getenv("XDG_DATA_HOME"));
    char data[96];
    snprintf(data, sizeof data, "%s/data", f.folder);
    setenv("XDG_DATA_HOME", data, 1);

    expect_template(&f, f.canvas_id, 99, "bmc");
    struct snapshot *snapshot = canvas_fixture_load(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "a");
    bool changed;
    ck_ok(snapshot_update(snapshot, f.store, &f.session, &changed, &error));
    ck_assert_int_eq(snapshot->template->version, f.template->version);
    ck_assert_int_ne(snapshot_note(snapshot, id)->block, TEMPLATE_PARKING);
    struct player player = {f.store, f.session, snapshot};
    compare_with_fresh(&player, f.canvas_id, 0);
    snapshot_free(snapshot);

    if (home != NULL)
        setenv("XDG_DATA_HOME", home, 1);
    else
        unsetenv("XDG_DATA_HOME");
    unlink(path);
    static const char *const folders[] = {"data/nonet/templates", "data/nonet", "data"};
    for (size_t i = 0; i < COUNT_OF(folders); i++) {
        snprintf(path, sizeof path, "%s/%s", f.folder, folders[i]);
        ck_assert_int_eq(rmdir(path), 0);
    }
    free(home);
    free(newer);
    free(source);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_unknown_block_lies_in_the_parking_lot)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    int64_t id = canvas_fixture_note(&f, "channels", "lost");
    struct snapshot *snapshot = canvas_fixture_load(&f);
    ck_ok(canvas_notes_move(f.store, &f.session, &id, 1, "no_such_block", -1, &error));
    bool changed;
    ck_ok(snapshot_update(snapshot, f.store, &f.session, &changed, &error));
    ck_assert_int_eq(snapshot_note(snapshot, id)->block, TEMPLATE_PARKING);
    ck_assert_uint_eq(snapshot_block(snapshot, TEMPLATE_PARKING)->count, 1);
    snapshot_free(snapshot);
    canvas_fixture_clear(&f);
}
END_TEST

/* Under the sanitizer a piece that is freed twice, or never, fails the test. */
START_TEST(test_a_load_that_fails_half_way_frees_everything_once)
{
    static const char *const tables[] = {"link", "facet", "tag", "person"};
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    canvas_fixture_note(&f, "channels", "one");
    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        struct statement *statement;
        struct snapshot *snapshot;
        bool row;
        char sql[60];
        snprintf(sql, sizeof sql, "DROP TABLE %s", tables[i]);
        ck_ok(store_begin(f.store, &error));
        ck_ok(store_prepare(f.store, sql, &statement, &error));
        ck_ok(statement_step(statement, &row, &error));
        ck_ok(store_commit(f.store, &error));
        ck_assert_int_ne(snapshot_load(f.store, &f.session, f.canvas_id, &snapshot, &error), STATUS_OK);
        ck_assert_ptr_null(snapshot);
    }
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_ten_thousand_notes)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    enum { COUNT = 10000 };
    struct note_new *notes = memory_new(COUNT, sizeof *notes);
    for (int i = 0; i < COUNT; i++)
        notes[i] = (struct note_new){.block = i % 9, .text = "a note of some length, with 一些中文"};
    int64_t *ids = memory_new(COUNT, sizeof *ids);
    ck_ok(canvas_notes_add(f.store, &f.session, f.canvas_id, f.template, notes, COUNT, 0, ids, &error));
    int64_t start = time_steady();
    struct snapshot *snapshot = canvas_fixture_load(&f);
    int64_t load = time_steady() - start;
    ck_assert_uint_eq(snapshot->note_count, COUNT);
    ck_assert_int_lt(load, 2000);
    bool changed;
    start = time_steady();
    for (int i = 0; i < 20; i++) {
        ck_ok(canvas_notes_set_colour(f.store, &f.session, &ids[i * 7], 1, NOTE_RED, &error));
        ck_ok(snapshot_update(snapshot, f.store, &f.session, &changed, &error));
    }
    if (getenv("NONET_TEST_TIMES") != NULL)
        fprintf(stderr, "load %lld ms, 20 edits with updates %lld ms\n", (long long)load,
                (long long)(time_steady() - start));
    /* More rows than are worth reading one by one. */
    ck_ok(canvas_notes_set_alive(f.store, &f.session, ids, 5000, false, &error));
    ck_ok(snapshot_update(snapshot, f.store, &f.session, &changed, &error));
    ck_assert_uint_eq(snapshot->note_count, COUNT - 5000);
    struct player player = {f.store, f.session, snapshot};
    compare_with_fresh(&player, f.canvas_id, 0);
    snapshot_free(snapshot);
    free(notes);
    free(ids);
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("snapshot", test_kept_by_the_feed_equals_loaded,
                test_a_start_holds_the_beginning_of_each_block_until_the_update, test_update_says_whether_anything_changed,
                test_a_canvas_without_its_file_uses_the_kept_template,
                test_a_newer_template_unless_a_note_would_lose_its_block, test_unknown_block_lies_in_the_parking_lot,
                test_a_load_that_fails_half_way_frees_everything_once, test_ten_thousand_notes)
