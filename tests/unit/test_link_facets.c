/*
 * test_link_facets.c - what a tie means: set, seen, copied, written to a file and read back, taken back.
 */
#include <stdlib.h>
#include <string.h>

#include "canvas_fixture.h"
#include "check_main.h"
#include "nonet/exchange.h"

static struct error error;

struct desk {
    struct canvas_fixture fixture;
    int64_t a, b, link_id;
};

static void desk_init(struct desk *desk)
{
    canvas_fixture_init(&desk->fixture);
    desk->a = canvas_fixture_note(&desk->fixture, "customer_segments", "Fans");
    desk->b = canvas_fixture_note(&desk->fixture, "value_propositions", "Football");
    desk->link_id = canvas_link_id(desk->b, desk->a);
    ck_ok(canvas_link_set(desk->fixture.store, &desk->fixture.session, desk->a, desk->b, true, &error));
}

static enum status set(const struct desk *desk, const struct session *session, const char *value)
{
    return canvas_link_set_facet(desk->fixture.store, session, desk->link_id, "prized", value, &error);
}

/* The value of "prized" as a fresh load and an updated snapshot both have it; "" = not set. */
static void check_value(const struct desk *desk, struct snapshot *kept, const char *want)
{
    bool changed;
    ck_ok(snapshot_update(kept, desk->fixture.store, &desk->fixture.session, &changed, &error));
    struct snapshot *fresh = canvas_fixture_load(&desk->fixture);
    char *one = snapshot_dump(kept, true), *other = snapshot_dump(fresh, true);
    ck_assert_str_eq(one, other);
    const struct link *link = snapshot_link(kept, desk->a, desk->b);
    ck_assert_ptr_nonnull(link);
    ck_assert_str_eq(link->facet_count > 0 ? link->facet[0].value : "", want);
    free(one);
    free(other);
    snapshot_free(fresh);
}

START_TEST(test_a_snapshot_follows_the_facets_of_its_links)
{
    struct desk desk;
    struct undo_outcome outcome;
    desk_init(&desk);
    const struct session *session = &desk.fixture.session;
    struct store *store = desk.fixture.store;
    struct snapshot *kept = canvas_fixture_load(&desk.fixture);
    check_value(&desk, kept, "");
    ck_ok(set(&desk, session, "yes"));
    check_value(&desk, kept, "yes");
    ck_ok(set(&desk, session, "no"));
    check_value(&desk, kept, "no");
    ck_ok(canvas_undo(store, session, desk.fixture.canvas_id, &outcome, &error));
    check_value(&desk, kept, "yes");
    ck_ok(canvas_link_set(store, session, desk.a, desk.b, false, &error));
    ck_ok(canvas_link_set(store, session, desk.a, desk.b, true, &error));
    check_value(&desk, kept, "yes");
    ck_ok(canvas_notes_set_alive(store, session, &desk.a, 1, false, &error));
    ck_ok(canvas_notes_set_alive(store, session, &desk.a, 1, true, &error));
    check_value(&desk, kept, "yes");
    ck_ok(set(&desk, session, ""));
    check_value(&desk, kept, "");
    snapshot_free(kept);
    canvas_fixture_clear(&desk.fixture);
}
END_TEST

START_TEST(test_who_may_not_tie_may_not_mark_a_tie)
{
    struct desk desk;
    desk_init(&desk);
    struct session reader = session_reader(desk.fixture.session.actor_id), elsewhere = desk.fixture.session;
    struct session editor = desk.fixture.session;
    elsewhere.canvas_id = desk.fixture.canvas_id + 1;
    editor.may = MAY_READ | MAY_EDIT;
    char *before = canvas_fixture_dump(&desk.fixture);
    ck_assert_int_eq(set(&desk, &reader, "yes"), STATUS_DENIED);
    ck_assert_int_eq(set(&desk, &elsewhere, "yes"), STATUS_DENIED);
    ck_assert_int_eq(set(&desk, &editor, "yes"), STATUS_DENIED);
    char *after = canvas_fixture_dump(&desk.fixture);
    ck_assert_str_eq(before, after);
    ck_ok(canvas_link_set(desk.fixture.store, &desk.fixture.session, desk.a, desk.b, false, &error));
    ck_assert_int_eq(set(&desk, &desk.fixture.session, "yes"), STATUS_NOT_FOUND);
    desk.link_id++;
    ck_assert_int_eq(set(&desk, &desk.fixture.session, "yes"), STATUS_NOT_FOUND);
    free(before);
    free(after);
    canvas_fixture_clear(&desk.fixture);
}
END_TEST

/* The value of the only link's only facet. */
static void check_only_link(const struct desk *desk, int64_t canvas_id)
{
    struct snapshot *snapshot;
    ck_ok(snapshot_load(desk->fixture.store, &desk->fixture.session, canvas_id, &snapshot, &error));
    ck_assert_uint_eq(snapshot->link_total, 1);
    ck_assert_uint_eq(snapshot->link[0].facet_count, 1);
    ck_assert_str_eq(snapshot->link[0].facet[0].key, "prized");
    ck_assert_str_eq(snapshot->link[0].facet[0].value, "yes");
    snapshot_free(snapshot);
}

START_TEST(test_copies_and_files_keep_them)
{
    struct desk desk;
    struct buffer file = {0};
    int64_t copy, read;
    desk_init(&desk);
    const struct session *session = &desk.fixture.session;
    ck_ok(set(&desk, session, "yes"));
    struct snapshot *snapshot = canvas_fixture_load(&desk.fixture);
    ck_ok(canvas_copy(desk.fixture.store, session, snapshot, "Copy", &copy, &error));
    check_only_link(&desk, copy);
    ck_ok(native_write(desk.fixture.store, session, snapshot, &file, &error));
    ck_ok(native_read("file", file.data, file.length, desk.fixture.store, session, LANGUAGE_EN, &read, &error));
    check_only_link(&desk, read);
    read = canvas_fixture_copy(desk.fixture.store, session, desk.fixture.canvas_id, "Third", desk.fixture.store, session);
    check_only_link(&desk, read);

    /* A value that is none is named with its place. */
    char *at = strstr(file.data, "\"yes\"");
    ck_assert_ptr_nonnull(at);
    memcpy(at, "12345", 5);
    ck_assert_int_eq(native_read("file", file.data, file.length, desk.fixture.store, session, LANGUAGE_EN, &read,
                                 &error), STATUS_INVALID);
    ck_assert_msg(strstr(error.message, "\"facets\"") != NULL, "%s", error.message);
    buffer_clear(&file);
    snapshot_free(snapshot);
    canvas_fixture_clear(&desk.fixture);
}
END_TEST

START_TEST(test_the_history_tells_them)
{
    struct desk desk;
    struct history_entry *list;
    size_t count;
    desk_init(&desk);
    ck_ok(set(&desk, &desk.fixture.session, "yes"));
    ck_ok(note_history(desk.fixture.store, &desk.fixture.session, desk.a, LANGUAGE_EN, &list, &count, &error));
    ck_assert_uint_gt(count, 0);
    ck_assert_str_eq(list[count - 1].operation, "link_facet");
    ck_assert_msg(strstr(list[count - 1].text, "prized") && strstr(list[count - 1].text, "Fans"), "%s",
                  list[count - 1].text);
    history_free(list, count);
    canvas_fixture_clear(&desk.fixture);
}
END_TEST

NONET_TEST_MAIN("link_facets", test_a_snapshot_follows_the_facets_of_its_links,
                test_who_may_not_tie_may_not_mark_a_tie, test_copies_and_files_keep_them, test_the_history_tells_them)
