/*
 * test_hidden_ties.c - a tie tells that there is something at its other end: nobody sees one to a note that is not revealed
 * to them, neither in a snapshot nor in what was done.
 */
#include <string.h>

#include "check_main.h"
#include "nonet/timeline.h"
#include "workshop_fixture.h"

static struct error error;

struct seen {
    size_t links, ties_of_open; /* of the canvas; of the note that all can see */
};

static struct seen seen_in(const struct snapshot *snapshot, int64_t open)
{
    return (struct seen){.links = snapshot->link_total, .ties_of_open = snapshot_note(snapshot, open)->link_count};
}

/* What the seat sees, freshly loaded; the picture kept by the feed must say the same. */
static struct seen look(const struct workshop_fixture *f, int64_t seat_id, int64_t open, struct snapshot *kept)
{
    struct session session = workshop_fixture_session(f, seat_id);
    struct snapshot *fresh;
    bool changed;
    ck_ok(snapshot_load(f->canvas.store, &session, f->canvas.canvas_id, &fresh, &error));
    struct seen seen = seen_in(fresh, open);
    snapshot_free(fresh);
    ck_ok(snapshot_update(kept, f->canvas.store, &session, &changed, &error));
    struct seen fed = seen_in(kept, open);
    ck_assert_uint_eq(seen.links, fed.links);
    ck_assert_uint_eq(seen.ties_of_open, fed.ties_of_open);
    return seen;
}

static struct snapshot *load(const struct workshop_fixture *f, int64_t seat_id)
{
    struct session session = workshop_fixture_session(f, seat_id);
    struct snapshot *snapshot;
    ck_ok(snapshot_load(f->canvas.store, &session, f->canvas.canvas_id, &snapshot, &error));
    return snapshot;
}

/* Whether anything that was done, on the canvas or to one note, is told as a tie. */
static bool is_told(const struct workshop_fixture *f, int64_t seat_id, int64_t note_id)
{
    struct session session = workshop_fixture_session(f, seat_id);
    struct history_entry *list;
    size_t count;
    bool told = false;
    if (note_id == 0)
        ck_ok(canvas_history(f->canvas.store, &session, f->canvas.canvas_id, LANGUAGE_EN, &list, &count, &error));
    else
        ck_ok(note_history(f->canvas.store, &session, note_id, LANGUAGE_EN, &list, &count, &error));
    for (size_t i = 0; i < count; i++)
        told = told || strstr(list[i].text, "tied") || strstr(list[i].text, "importance");
    history_free(list, count);
    return told;
}

START_TEST(test_a_tie_to_a_secret_is_one_itself)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    int64_t open = workshop_fixture_note(&f, f.mei, "channels", "open");
    workshop_fixture_go(&f, IN_DIVERGE);
    int64_t secret = workshop_fixture_note(&f, f.li, "channels", "secret");
    int64_t another = workshop_fixture_note(&f, f.li, "key_resources", "another");
    struct snapshot *meis = load(&f, f.mei), *lis = load(&f, f.li);
    struct session leader = workshop_fixture_session(&f, f.leader);
    ck_ok(canvas_link_set(store, &leader, open, secret, true, &error));
    ck_ok(canvas_link_set(store, &leader, secret, another, true, &error));

    struct seen mei = look(&f, f.mei, open, meis), li = look(&f, f.li, open, lis);
    ck_ok(canvas_link_set_facet(store, &leader, snapshot_link(lis, open, secret)->id, "importance", "high", &error));
    ck_assert_uint_eq(mei.links, 0);
    ck_assert_uint_eq(mei.ties_of_open, 0);
    ck_assert_uint_eq(li.links, 2); /* whose secrets they are sees them */
    ck_assert_uint_eq(li.ties_of_open, 1);
    ck_assert(!is_told(&f, f.mei, 0));
    ck_assert(!is_told(&f, f.mei, open));
    ck_assert(is_told(&f, f.li, open));
    struct session watcher = workshop_fixture_session(&f, f.watcher), asks = workshop_fixture_session(&f, f.mei);
    struct snapshot *wall;
    ck_ok(snapshot_load(store, &watcher, f.canvas.canvas_id, &wall, &error));
    ck_assert_uint_eq(wall->link_total, 0);
    snapshot_free(wall);
    /* Nor can it be found out by trying. */
    ck_assert_int_eq(canvas_link_set(store, &asks, open, secret, false, &error), STATUS_DENIED);

    size_t count;
    ck_ok(workshop_reveal(store, &f.canvas.session, f.id, REVEAL_BLOCK, "channels", &count, NULL, &error));
    mei = look(&f, f.mei, open, meis);
    ck_assert_uint_eq(mei.links, 1); /* the other one is still one end short */
    ck_assert_uint_eq(mei.ties_of_open, 1);
    ck_ok(workshop_reveal(store, &f.canvas.session, f.id, REVEAL_ALL, NULL, &count, NULL, &error));
    mei = look(&f, f.mei, open, meis);
    ck_assert_uint_eq(mei.links, 2);
    snapshot_free(meis);
    snapshot_free(lis);
    workshop_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("hidden_ties", test_a_tie_to_a_secret_is_one_itself)
