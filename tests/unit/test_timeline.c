/*
 * test_timeline.c - property: a canvas at any position of its history is what it was then; moments, versions,
 * restoring.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/timeline.h"
#include "player.h"

static struct error error;

/* ---- every position equals what was loaded at that time --------------------------------------------------------- */

#define STEPS 110

struct life {
    struct canvas_fixture f;
    struct player players[2];
    char *dump[STEPS + 1]; /* as loaded after each action */
    int64_t seq[STEPS + 1];
    size_t count;
};

static char *dump_of(struct store *store, const struct session *session, int64_t canvas_id)
{
    struct snapshot *snapshot;
    ck_ok(snapshot_load(store, session, canvas_id, &snapshot, &error));
    char *dump = snapshot_dump(snapshot, true);
    snapshot_free(snapshot);
    return dump;
}

static void live(struct life *life, unsigned seed)
{
    memset(life, 0, sizeof *life);
    canvas_fixture_init(&life->f);
    srandom(seed);
    life->players[0] = (struct player){life->f.store, life->f.session, NULL};
    life->players[1] = (struct player){canvas_fixture_connect(&life->f), canvas_fixture_person(&life->f, "李雷"), NULL};
    for (size_t i = 0; i < 2; i++)
        ck_ok(snapshot_load(life->players[i].store, &life->players[i].session, life->f.canvas_id,
                            &life->players[i].snapshot, &error));
    int64_t trashed = 0;
    for (int step = 0; step < STEPS; step++) {
        struct player *player = &life->players[random() % 2];
        int64_t before, after;
        ck_ok(store_last_seq(life->f.store, &before, &error));
        enum status status = player_play(player, life->f.canvas_id, &trashed, &error);
        ck_assert(status == STATUS_OK || status == STATUS_INVALID || status == STATUS_NOT_FOUND);
        bool changed;
        for (size_t i = 0; i < 2; i++)
            ck_ok(snapshot_update(life->players[i].snapshot, life->players[i].store, &life->players[i].session,
                                  &changed, &error));
        ck_ok(store_last_seq(life->f.store, &after, &error));
        if (after == before)
            continue;
        life->seq[life->count] = after;
        life->dump[life->count++] = dump_of(life->f.store, &life->f.session, life->f.canvas_id);
    }
}

static void end(struct life *life)
{
    for (size_t i = 0; i < life->count; i++)
        free(life->dump[i]);
    for (size_t i = 0; i < 2; i++)
        snapshot_free(life->players[i].snapshot);
    store_close(life->players[1].store);
    canvas_fixture_clear(&life->f);
}

static void expect_at(const struct life *life, struct timeline *timeline, size_t at)
{
    size_t position = 0;
    ck_assert(timeline_find(timeline, life->seq[at], &position));
    timeline_go(timeline, position);
    char *dump = snapshot_dump(timeline_snapshot(timeline), true);
    ck_assert_msg(strcmp(dump, life->dump[at]) == 0, "at #%lld\nwas:\n%s\ntold:\n%s", (long long)life->seq[at],
                  life->dump[at], dump);
    free(dump);
}

START_TEST(test_every_position_is_what_was)
{
    for (unsigned seed = 1; seed <= 3; seed++) {
        struct life life;
        live(&life, seed);
        struct timeline *timeline;
        ck_ok(timeline_load(life.f.store, &life.f.session, life.f.canvas_id, &timeline, &error));
        for (size_t i = life.count; i-- > 0;)
            expect_at(&life, timeline, i);
        for (size_t i = 0; i < life.count; i++)
            expect_at(&life, timeline, i);
        for (int i = 0; i < 100; i++)
            expect_at(&life, timeline, (size_t)random() % life.count);
        timeline_go(timeline, 0);
        ck_assert_uint_eq(timeline_snapshot(timeline)->note_count, 0);
        timeline_free(timeline);
        end(&life);
    }
}
END_TEST

START_TEST(test_a_moment_loads_what_was)
{
    struct life life;
    live(&life, 7);
    struct timeline *timeline;
    ck_ok(timeline_load(life.f.store, &life.f.session, life.f.canvas_id, &timeline, &error));
    for (size_t i = 0; i < life.count; i += 9) {
        size_t position = 0;
        ck_assert(timeline_find(timeline, life.seq[i], &position));
        char *moment = timeline_moment(timeline, position);
        ck_assert_uint_eq(timeline_position_of(timeline, moment), position);
        struct snapshot *snapshot;
        ck_ok(snapshot_load_at(life.f.store, &life.f.session, life.f.canvas_id, moment, &snapshot, &error));
        char *dump = snapshot_dump(snapshot, true);
        ck_assert_str_eq(dump, life.dump[i]);
        free(dump);
        free(moment);
        snapshot_free(snapshot);
    }
    timeline_free(timeline);
    end(&life);
}
END_TEST

START_TEST(test_an_updated_timeline_is_a_fresh_one)
{
    struct life life;
    live(&life, 11);
    struct timeline *timeline, *fresh;
    struct player *player = &life.players[0];
    int64_t trashed = 0;
    ck_ok(timeline_load(player->store, &player->session, life.f.canvas_id, &timeline, &error));
    timeline_go(timeline, 40);
    char *then = snapshot_dump(timeline_snapshot(timeline), true);
    for (int i = 0; i < 40; i++) {
        enum status ignored = player_play(player, life.f.canvas_id, &trashed, &error);
        (void)ignored;
        bool changed;
        ck_ok(snapshot_update(player->snapshot, player->store, &player->session, &changed, &error));
        ck_ok(timeline_update(timeline, player->store, &player->session, &changed, &error));
    }
    ck_assert_uint_eq(timeline_position(timeline), 40); /* looking back is not disturbed */
    char *still = snapshot_dump(timeline_snapshot(timeline), true);
    ck_assert_str_eq(still, then);
    ck_ok(timeline_load(player->store, &player->session, life.f.canvas_id, &fresh, &error));
    ck_assert_uint_eq(timeline_count(timeline), timeline_count(fresh));
    timeline_go(timeline, timeline_count(timeline));
    char *kept = snapshot_dump(timeline_snapshot(timeline), true), *loaded = snapshot_dump(timeline_snapshot(fresh), true);
    ck_assert_str_eq(kept, loaded);
    int64_t id = canvas_fixture_note(&life.f, "channels", "one more");
    bool changed;
    ck_ok(timeline_update(timeline, player->store, &player->session, &changed, &error));
    ck_assert(changed); /* at the newest it stays at the newest */
    ck_assert_ptr_nonnull(snapshot_note(timeline_snapshot(timeline), id));
    size_t count;
    const int64_t *touched = timeline_touched(timeline, &count);
    ck_assert_uint_eq(count, 1);
    ck_assert(touched[0] == id);
    free(then);
    free(still);
    free(kept);
    free(loaded);
    timeline_free(timeline);
    timeline_free(fresh);
    end(&life);
}
END_TEST

/* ---- bringing back ---------------------------------------------------------------------------------------------- */

static char *dump_now(const struct life *life)
{
    struct snapshot *snapshot = canvas_fixture_load(&life->f);
    char *dump = snapshot_dump(snapshot, false);
    snapshot_free(snapshot);
    return dump;
}

START_TEST(test_a_restored_moment_is_one_action_and_one_undo)
{
    for (unsigned seed = 21; seed <= 23; seed++) {
        struct life life;
        live(&life, seed);
        struct timeline *timeline;
        ck_ok(timeline_load(life.f.store, &life.f.session, life.f.canvas_id, &timeline, &error));
        for (int i = 0; i < 8; i++) {
            size_t position = 1 + (size_t)random() % timeline_count(timeline);
            timeline_go(timeline, position);
            char *moment = timeline_moment(timeline, position), *before = dump_now(&life);
            char *then = snapshot_dump(timeline_snapshot(timeline), false);
            int64_t actions = canvas_fixture_actions(&life.f, NULL);
            ck_ok(canvas_restore_moment(life.f.store, &life.f.session, life.f.canvas_id, moment, &error));
            ck_assert_int_le(canvas_fixture_actions(&life.f, NULL), actions + 1);
            char *restored = dump_now(&life);
            ck_assert_msg(strcmp(restored, then) == 0, "then:\n%s\nrestored:\n%s", then, restored);
            if (canvas_fixture_actions(&life.f, NULL) > actions) {
                struct undo_outcome outcome;
                ck_ok(canvas_undo(life.f.store, &life.f.session, life.f.canvas_id, &outcome, &error));
                ck_assert_str_eq(outcome.operation, "version_restore");
                char *undone = dump_now(&life);
                ck_assert_msg(strcmp(undone, before) == 0, "before:\n%s\nundone:\n%s", before, undone);
                free(undone);
            }
            free(moment);
            free(before);
            free(then);
            free(restored);
        }
        timeline_free(timeline);
        struct buffer report = {0};
        ck_assert_msg(store_check(life.f.store, true, &report, &error) == STATUS_OK, "%s", buffer_text(&report));
        buffer_clear(&report);
        end(&life);
    }
}
END_TEST

START_TEST(test_only_who_manages_brings_back)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct session session = f.session;
    session.may = MAY_ALL & ~(unsigned)MAY_MANAGE;
    ck_assert_int_eq(canvas_restore_moment(f.store, &session, f.canvas_id, "", &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_version_name(f.store, &session, f.canvas_id, "x", NULL, false, &error), STATUS_DENIED);
    session.canvas_id = 17;
    struct timeline *timeline;
    struct version *list;
    size_t count;
    ck_assert_int_eq(timeline_load(f.store, &session, f.canvas_id, &timeline, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_versions(f.store, &session, f.canvas_id, &list, &count, &error), STATUS_DENIED);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_what_was_private_then_is_not_told_later)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    struct session li = canvas_fixture_person(&f, "Li"), ann = f.session;
    li.sees_hidden = false;
    ann.private_round = 5;
    struct note_new note = {.block = 0, .text = "rude"};
    int64_t id;
    enum save_outcome outcome;
    ck_ok(canvas_notes_add(f.store, &ann, f.canvas_id, f.template, &note, 1, 0, &id, &error));
    ck_ok(canvas_note_save(f.store, &ann, id, "rude", "polite", &outcome, NULL, &error));
    struct timeline *timeline;
    ck_ok(timeline_load(f.store, &li, f.canvas_id, &timeline, &error));
    ck_assert_uint_eq(timeline_snapshot(timeline)->note_count, 0);

    ck_ok(store_action_begin(f.store, f.canvas_id, ann.actor_id, "reveal", &error));
    ck_ok(store_row_set_integer(f.store, "note", id, "hidden", 0, &error));
    ck_ok(store_action_commit(f.store, NULL, &error));
    bool changed;
    ck_ok(timeline_update(timeline, f.store, &li, &changed, &error));
    ck_assert_str_eq(snapshot_note(timeline_snapshot(timeline), id)->text, "polite");
    for (size_t position = timeline_count(timeline); position-- > 0;) {
        timeline_go(timeline, position);
        ck_assert_ptr_null(snapshot_note(timeline_snapshot(timeline), id));
    }
    timeline_free(timeline);
    struct history_entry *told;
    size_t count;
    ck_ok(canvas_history(f.store, &li, f.canvas_id, LANGUAGE_EN, &told, &count, &error));
    for (size_t i = 0; i < count; i++)
        ck_assert_ptr_null(strstr(told[i].text, "rude"));
    history_free(told, count);
    ck_ok(timeline_load(f.store, &ann, f.canvas_id, &timeline, &error));
    timeline_go(timeline, timeline_count(timeline) - 2);
    ck_assert_str_eq(snapshot_note(timeline_snapshot(timeline), id)->text, "rude");
    timeline_free(timeline);
    canvas_fixture_clear(&f);
}
END_TEST

/* ---- two copies of a store -------------------------------------------------------------------------------------- */

#define MOMENTS 12

/* Somebody who works on one copy, and what it was like now and then. */
struct branch {
    struct player player;
    char *moment[MOMENTS], *dump[MOMENTS];
};

/* Numbers are a store's own. */
static char *dump_unnumbered(const struct snapshot *snapshot)
{
    char *dump = snapshot_dump(snapshot, true), *to = dump;
    for (const char *from = dump; *from != '\0';) {
        *to++ = *from++;
        if (to[-1] == '#')
            from += strspn(from, "0123456789");
    }
    *to = '\0';
    return dump;
}

static void work_apart(struct branch *branch, int64_t canvas_id)
{
    int64_t trashed = 0;
    bool changed;
    ck_ok(snapshot_load(branch->player.store, &branch->player.session, canvas_id, &branch->player.snapshot, &error));
    for (int i = 0; i < MOMENTS; i++) {
        for (int step = 0; step < 6; step++) {
            enum status ignored = player_play(&branch->player, canvas_id, &trashed, &error);
            (void)ignored;
            ck_ok(snapshot_update(branch->player.snapshot, branch->player.store, &branch->player.session, &changed,
                                  &error));
        }
        struct timeline *timeline;
        ck_ok(timeline_load(branch->player.store, &branch->player.session, canvas_id, &timeline, &error));
        branch->moment[i] = timeline_moment(timeline, timeline_count(timeline));
        branch->dump[i] = dump_unnumbered(timeline_snapshot(timeline));
        timeline_free(timeline);
    }
    snapshot_free(branch->player.snapshot);
}

static void expect_moments(const struct branch *branch, struct store *store, const struct session *session,
                           int64_t canvas_id)
{
    for (int i = 0; i < MOMENTS; i++) {
        struct snapshot *snapshot;
        ck_ok(snapshot_load_at(store, session, canvas_id, branch->moment[i], &snapshot, &error));
        char *dump = dump_unnumbered(snapshot);
        ck_assert_msg(strcmp(dump, branch->dump[i]) == 0, "was:\n%s\nis:\n%s", branch->dump[i], dump);
        free(dump);
        snapshot_free(snapshot);
    }
}

START_TEST(test_a_moment_is_the_same_after_a_merge)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    char path[120];
    snprintf(path, sizeof path, "%s/other.db", f.folder);
    srandom(31);
    struct player first = {f.store, f.session, NULL};
    struct branch branch[2] = {{.player = first}, {.player = {NULL, canvas_fixture_person(&f, "Li"), NULL}}};
    canvas_fixture_note(&f, "channels", "from before");
    ck_ok(store_backup(f.store, path, &error));
    struct store_options options = {.path = path};
    ck_ok(store_open(&branch[1].player.store, &options, &canvas_schema, &error));
    for (size_t i = 0; i < 2; i++)
        work_apart(&branch[i], f.canvas_id);
    struct timeline *kept, *fresh;
    ck_ok(timeline_load(f.store, &f.session, f.canvas_id, &kept, &error));
    timeline_go(kept, 30);
    size_t alone = timeline_count(kept);

    for (size_t i = 0; i < 2; i++) {
        struct merge_report report;
        ck_ok(store_merge(branch[i].player.store, i == 0 ? path : f.path, &report, &error));
        merge_report_clear(&report);
    }
    for (size_t i = 0; i < 2; i++) {
        expect_moments(&branch[i], f.store, &f.session, f.canvas_id);
        expect_moments(&branch[i], branch[1].player.store, &f.session, f.canvas_id);
    }
    bool changed;
    ck_ok(timeline_update(kept, f.store, &f.session, &changed, &error)); /* what came in lies between the old actions */
    ck_ok(timeline_load(branch[1].player.store, &f.session, f.canvas_id, &fresh, &error));
    ck_assert(changed);
    ck_assert_uint_gt(timeline_count(kept), alone + MOMENTS);
    ck_assert_uint_eq(timeline_count(kept), timeline_count(fresh));
    for (size_t position = timeline_count(kept); position-- > 0;) {
        timeline_go(kept, position);
        timeline_go(fresh, position);
        char *one = dump_unnumbered(timeline_snapshot(kept)), *other = dump_unnumbered(timeline_snapshot(fresh));
        ck_assert_str_eq(one, other); /* one story in every copy */
        free(one);
        free(other);
    }
    timeline_free(kept);
    timeline_free(fresh);
    for (size_t i = 0; i < 2; i++) {
        for (int m = 0; m < MOMENTS; m++) {
            free(branch[i].moment[m]);
            free(branch[i].dump[m]);
        }
    }
    store_close(branch[1].player.store);
    canvas_fixture_clear(&f);
}
END_TEST

/* ---- versions --------------------------------------------------------------------------------------------------- */

START_TEST(test_a_version_is_a_name_for_a_moment)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    canvas_fixture_note(&f, "channels", "one");
    ck_ok(canvas_version_name(f.store, &f.session, f.canvas_id, " 第一版 ", NULL, false, &error));
    char *then = canvas_fixture_dump(&f);
    canvas_fixture_note(&f, "channels", "two");
    ck_assert_int_eq(canvas_version_name(f.store, &f.session, f.canvas_id, "第一版", NULL, false, &error),
                     STATUS_CONFLICT);
    char *moment;
    struct snapshot *snapshot;
    ck_ok(canvas_moment_resolve(f.store, &f.session, f.canvas_id, "第一版", &moment, &error));
    ck_ok(snapshot_load_at(f.store, &f.session, f.canvas_id, moment, &snapshot, &error));
    char *dump = snapshot_dump(snapshot, false);
    ck_assert_str_eq(dump, then);
    snapshot_free(snapshot);
    free(moment);

    ck_ok(canvas_version_name(f.store, &f.session, f.canvas_id, "V2", NULL, false, &error));
    struct version *list;
    size_t count;
    ck_ok(canvas_versions(f.store, &f.session, f.canvas_id, &list, &count, &error));
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(list[0].name, "第一版");
    ck_assert_str_eq(list[1].name, "V2");
    ck_assert_str_eq(list[1].actor, "Ann");
    canvas_versions_free(list, count);
    ck_ok(canvas_moment_resolve(f.store, &f.session, f.canvas_id, "v2", &moment, &error)); /* folded */
    free(moment);

    struct undo_outcome outcome; /* naming is an action like any other */
    ck_ok(canvas_undo(f.store, &f.session, f.canvas_id, &outcome, &error));
    ck_assert_int_eq(canvas_moment_resolve(f.store, &f.session, f.canvas_id, "v2", &moment, &error), STATUS_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(error.message, "第一版"));
    ck_ok(canvas_version_name(f.store, &f.session, f.canvas_id, "第一版", NULL, true, &error));
    ck_ok(canvas_moment_resolve(f.store, &f.session, f.canvas_id, "第一版", &moment, &error));
    ck_ok(snapshot_load_at(f.store, &f.session, f.canvas_id, moment, &snapshot, &error));
    ck_assert_uint_eq(snapshot->note_count, 2);
    snapshot_free(snapshot);
    free(moment);
    ck_ok(canvas_version_remove(f.store, &f.session, f.canvas_id, "第一版", &error));
    ck_assert_int_eq(canvas_version_remove(f.store, &f.session, f.canvas_id, "第一版", &error), STATUS_NOT_FOUND);
    ck_ok(canvas_version_name(f.store, &f.session, f.canvas_id, "第一版", NULL, false, &error));
    free(then);
    free(dump);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_names_that_no_version_has)
{
    static const char *const bad[] = {"", "  ", "a@b", "#12", "a\033[2Jb", "\xE2\x80\x8B",
                                      "0123456789012345678901234567890123456789012345678901234567890"};
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        ck_assert_int_eq(canvas_version_name(f.store, &f.session, f.canvas_id, bad[i], NULL, false, &error),
                         STATUS_INVALID);
    char *moment;
    ck_assert_int_eq(canvas_moment_resolve(f.store, &f.session, f.canvas_id, "#999", &moment, &error),
                     STATUS_NOT_FOUND);
    ck_assert_int_eq(canvas_moment_resolve(f.store, &f.session, f.canvas_id, "#", &moment, &error), STATUS_NOT_FOUND);
    static const char *const broken[] = {"x", "1", "1:", "1:2:3", "1:2,", ":", "1: 2", "99999999999999999999:1"};
    struct snapshot *snapshot;
    for (size_t i = 0; i < COUNT_OF(broken); i++)
        ck_assert_int_eq(snapshot_load_at(f.store, &f.session, f.canvas_id, broken[i], &snapshot, &error),
                         STATUS_INVALID);
    canvas_fixture_clear(&f);
}
END_TEST

START_TEST(test_an_action_by_its_number)
{
    struct canvas_fixture f;
    canvas_fixture_init(&f);
    canvas_fixture_note(&f, "channels", "one");
    int64_t seq;
    ck_ok(store_last_seq(f.store, &seq, &error));
    canvas_fixture_note(&f, "channels", "two");
    char name[32], *moment;
    snprintf(name, sizeof name, "#%lld", (long long)seq);
    struct snapshot *snapshot;
    ck_ok(canvas_moment_resolve(f.store, &f.session, f.canvas_id, name, &moment, &error));
    ck_ok(snapshot_load_at(f.store, &f.session, f.canvas_id, moment, &snapshot, &error));
    ck_assert_uint_eq(snapshot->note_count, 1);
    snapshot_free(snapshot);
    free(moment);
    canvas_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("timeline", test_every_position_is_what_was, test_a_moment_loads_what_was,
                test_an_updated_timeline_is_a_fresh_one, test_a_restored_moment_is_one_action_and_one_undo,
                test_only_who_manages_brings_back,
                test_what_was_private_then_is_not_told_later, test_a_moment_is_the_same_after_a_merge,
                test_a_version_is_a_name_for_a_moment,
                test_names_that_no_version_has, test_an_action_by_its_number)
