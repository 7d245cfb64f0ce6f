/*
 * test_live.c - drafts, presence and leases: what is true only now, and who is really still there.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check_main.h"
#include "nonet/live.h"
#include "store_fixture.h"

static struct live *enter(struct store *store, int64_t actor, const char *name)
{
    struct error error;
    struct live *live;
    ck_ok(live_open(&live, store, actor, name, &error));
    return live;
}

static void type(struct live *live, struct draft *draft, const char *text)
{
    struct error error;
    draft->canvas_id = BOARD;
    draft->note_id = 7;
    draft->block = "channels";
    draft->base = "was";
    draft->text = (char *)(uintptr_t)text;
    ck_ok(live_draft_save(live, draft, &error));
    ck_assert_int_ne(draft->id, 0);
}

/* A process of `actor` that types and dies without a word. */
static void type_and_die(const char *path, int64_t actor, const char *text)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct store_options options = {.path = path};
        struct store *store;
        struct live *live;
        struct error error;
        struct draft draft = {.canvas_id = BOARD, .note_id = 7, .block = "channels", .base = "was"};
        draft.text = (char *)(uintptr_t)text;
        bool done = store_open(&store, &options, &fixture_schema, &error) == STATUS_OK &&
                    live_open(&live, store, actor, "Ghost", &error) == STATUS_OK &&
                    live_presence_set(live, BOARD, "channels", 7, &error) == STATUS_OK &&
                    (!text || live_draft_save(live, &draft, &error) == STATUS_OK);
        _exit(done ? 0 : 1);
    }
    int result;
    ck_assert_int_eq(waitpid(child, &result, 0), child);
    ck_assert(WIFEXITED(result) && WEXITSTATUS(result) == 0);
}

START_TEST(test_draft_of_a_dead_session_is_adopted_once)
{
    struct fixture f;
    struct error error;
    struct draft found;
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    type_and_die(f.path, ANN, "half a sen");
    f.store = fixture_open(&f);
    struct live *li = enter(f.store, LI, "Li");
    ck_assert_int_eq(live_draft_adopt(li, BOARD, &found, &error), STATUS_NOT_FOUND);
    struct live *ann = enter(f.store, ANN, "Ann");
    ck_assert_int_eq(live_draft_adopt(ann, BOARD + 1, &found, &error), STATUS_NOT_FOUND);
    ck_ok(live_draft_adopt(ann, BOARD, &found, &error));
    ck_assert_str_eq(found.text, "half a sen");
    ck_assert_str_eq(found.base, "was");
    ck_assert_str_eq(found.block, "channels");
    ck_assert_int_eq(found.note_id, 7);
    int64_t id = found.id;
    draft_clear(&found);
    struct live *again = enter(f.store, ANN, "Ann");
    ck_assert_int_eq(live_draft_adopt(again, BOARD, &found, &error), STATUS_NOT_FOUND);
    ck_ok(live_draft_drop(ann, id, &error));
    live_close(ann);
    live_close(again);
    live_close(li);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_drafts_are_replaced_dropped_and_left_behind)
{
    struct fixture f;
    struct error error;
    struct draft draft = {0}, second = {0}, found;
    fixture_init(&f);
    struct live *one = enter(f.store, ANN, "Ann");
    struct live *two = enter(f.store, ANN, "Ann");
    type(one, &draft, "a");
    int64_t id = draft.id;
    type(one, &draft, "ab");
    ck_assert_int_eq(draft.id, id);
    ck_assert_int_eq(live_draft_adopt(two, BOARD, &found, &error), STATUS_NOT_FOUND);
    type(one, &second, "c");
    ck_ok(live_draft_drop(one, second.id, &error));
    live_close(one); /* with its draft neither saved nor dropped */
    ck_ok(live_draft_adopt(two, BOARD, &found, &error));
    ck_assert_int_eq(found.id, id);
    ck_assert_str_eq(found.text, "ab");
    draft_clear(&found);
    live_close(two);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_the_newest_draft_comes_first)
{
    struct fixture f;
    struct error error;
    struct draft found;
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    type_and_die(f.path, ANN, "older");
    /* The clock of these processes is the real one. */
    for (int64_t start = time_now(); time_now() == start;)
        ;
    type_and_die(f.path, ANN, "newer");
    f.store = fixture_open(&f);
    struct live *ann = enter(f.store, ANN, "Ann");
    ck_ok(live_draft_adopt(ann, BOARD, &found, &error));
    ck_assert_str_eq(found.text, "newer");
    draft_clear(&found);
    ck_ok(live_draft_adopt(ann, BOARD, &found, &error));
    ck_assert_str_eq(found.text, "older");
    draft_clear(&found);
    live_close(ann);
    fixture_clear(&f);
}
END_TEST

static int64_t minutes_later(void)
{
    return fixture_clock() + 60000;
}

static int64_t a_little_later(void)
{
    return fixture_clock() + 6000;
}

START_TEST(test_presence_shows_the_living_and_leases_end)
{
    struct fixture f;
    struct error error;
    struct presence *list;
    size_t count;
    fixture_init(&f);
    store_close(f.store);
    f.store = NULL;
    type_and_die(f.path, LI, NULL);
    f.store = fixture_open(&f);
    struct live *ann = enter(f.store, ANN, "Ann"), *li = enter(f.store, LI, "李");
    ck_ok(live_presence_list(ann, BOARD, &list, &count, &error));
    ck_assert_uint_eq(count, 0);
    presence_list_free(list, count);
    ck_ok(live_presence_set(li, BOARD, "channels", 7, &error));
    ck_ok(live_presence_list(ann, BOARD, &list, &count, &error));
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(list[0].actor_id, LI);
    ck_assert_str_eq(list[0].name, "李");
    ck_assert_str_eq(list[0].block, "channels");
    ck_assert_int_eq(list[0].note_id, 7);
    presence_list_free(list, count);
    ck_ok(live_presence_list(ann, BOARD + 1, &list, &count, &error));
    ck_assert_uint_eq(count, 0);
    presence_list_free(list, count);
    ck_ok(live_presence_list(ann, 0, &list, &count, &error));
    ck_assert_uint_eq(count, 1);
    presence_list_free(list, count);

    /* A minute later the person is still there, the lease is not. */
    struct store_options options = fixture_options(&f);
    options.now = minutes_later;
    struct store *later;
    ck_ok(store_open(&later, &options, &fixture_schema, &error));
    struct live *third = enter(later, 103, "Third");
    ck_ok(live_presence_list(third, BOARD, &list, &count, &error));
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(list[0].note_id, 0);
    presence_list_free(list, count);
    live_close(third);
    store_close(later);
    live_close(li);
    ck_ok(live_presence_list(ann, 0, &list, &count, &error));
    ck_assert_uint_eq(count, 0);
    presence_list_free(list, count);
    live_close(ann);
    fixture_clear(&f);
}
END_TEST

static int64_t seen_by(struct live *live)
{
    struct error error;
    struct presence *list;
    size_t count;
    ck_ok(live_presence_list(live, 0, &list, &count, &error));
    ck_assert_uint_eq(count, 1);
    int64_t seen = list[0].seen;
    presence_list_free(list, count);
    return seen;
}

START_TEST(test_saying_the_same_again_writes_nothing_but_renews_a_lease)
{
    struct fixture f;
    struct error error;
    fixture_init(&f);
    struct store_options options = fixture_options(&f);
    struct live *ann = enter(f.store, ANN, "Ann");
    options.now = a_little_later;
    struct store *other;
    ck_ok(store_open(&other, &options, &fixture_schema, &error));
    struct live *li = enter(other, LI, "Li");
    ck_ok(live_presence_set(ann, BOARD, "", 7, &error));
    ck_assert_int_eq(seen_by(li), fixture_clock());

    struct store_watch *watch;
    ck_ok(store_watch_open(other, &watch, &error));
    struct pollfd wait = {.fd = store_watch_descriptor(watch), .events = POLLIN};
    ck_ok(live_presence_set(ann, BOARD, "", 7, &error));
    if (wait.fd >= 0)
        ck_assert_int_eq(poll(&wait, 1, 0), 0);
    ck_ok(live_presence_set(ann, BOARD, "channels", 7, &error));
    if (wait.fd >= 0)
        ck_assert_int_eq(poll(&wait, 1, 5000), 1);
    store_watch_close(watch);

    /* Li's lease is six seconds old on Ann's clock only when it was taken on hers. */
    ck_ok(live_presence_set(li, BOARD, "", 8, &error));
    ck_assert_int_eq(seen_by(ann), a_little_later());
    live_close(li);
    store_close(other);
    live_close(ann);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_a_damaged_live_file_is_put_aside)
{
    struct fixture f;
    struct error error;
    struct stat about;
    char path[150], aside[200];
    fixture_init(&f);
    snprintf(path, sizeof path, "%s-live", f.path);
    live_close(enter(f.store, ANN, "Ann"));
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_uint_eq(about.st_mode & 07777, 0600);
    ck_ok(file_write(path, "rubble", 6, &error));
    struct draft draft = {0};
    struct live *ann = enter(f.store, ANN, "Ann");
    type(ann, &draft, "a");
    ck_ok(live_draft_drop(ann, draft.id, &error));
    live_close(ann);
    snprintf(aside, sizeof aside, "%s.damaged-%lld", path, (long long)fixture_clock());
    struct buffer rubble = fixture_bytes(aside);
    ck_assert_str_eq(buffer_text(&rubble), "rubble");
    buffer_clear(&rubble);
    fixture_clear(&f);
}
END_TEST

START_TEST(test_a_live_file_that_cannot_be_opened_stays_where_it_is)
{
    struct fixture f;
    struct live *live;
    struct error error;
    char path[160];
    struct stat about;
    fixture_init(&f);
    /* A link that leads nowhere: no file can be made there, and nothing says that it is damaged. */
    snprintf(path, sizeof path, "%s-live", f.path);
    ck_assert_int_eq(symlink("/nonexistent/live", path), 0);
    ck_assert_int_ne(live_open(&live, f.store, ANN, "Ann", &error), STATUS_OK);
    ck_assert_int_eq(lstat(path, &about), 0);
    ck_assert(S_ISLNK(about.st_mode));
    fixture_clear(&f);
}
END_TEST

START_TEST(test_live_in_memory)
{
    struct fixture f;
    struct error error;
    struct draft draft = {0};
    fixture_init_memory(&f);
    struct live *ann = enter(f.store, ANN, "Ann");
    type(ann, &draft, "a");
    ck_ok(live_presence_set(ann, BOARD, NULL, 0, &error));
    ck_ok(live_draft_drop(ann, draft.id, &error));
    live_close(ann);
    ck_assert_int_ne(access(":memory:-live", F_OK), 0);
    fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("live", test_draft_of_a_dead_session_is_adopted_once,
                test_drafts_are_replaced_dropped_and_left_behind, test_the_newest_draft_comes_first,
                test_presence_shows_the_living_and_leases_end,
                test_saying_the_same_again_writes_nothing_but_renews_a_lease, test_a_damaged_live_file_is_put_aside,
                test_a_live_file_that_cannot_be_opened_stays_where_it_is,
                test_live_in_memory)
