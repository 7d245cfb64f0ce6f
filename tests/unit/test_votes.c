/*
 * test_votes.c - votes: budget, taking back, nobody sees counts, closing, second round, people in the room.
 */
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "nonet/group.h"
#include "workshop_fixture.h"

static struct error error;

struct poll {
    struct workshop_fixture f;
    struct store *store;
    struct session fay, li, mei;
    int64_t a, b, c, elsewhere;
};

/* Three notes in the block that is voted on, one beside it, and the vote is open. */
static void poll_open(struct poll *poll)
{
    *poll = (struct poll){0};
    workshop_fixture_init(&poll->f);
    poll->store = poll->f.canvas.store;
    poll->a = canvas_fixture_note(&poll->f.canvas, "channels", "a");
    poll->b = canvas_fixture_note(&poll->f.canvas, "channels", "b");
    poll->c = canvas_fixture_note(&poll->f.canvas, "channels", "c");
    poll->elsewhere = canvas_fixture_note(&poll->f.canvas, "key_resources", "e");
    workshop_fixture_go(&poll->f, IN_VOTE);
    poll->fay = workshop_fixture_session(&poll->f, poll->f.leader);
    poll->li = workshop_fixture_session(&poll->f, poll->f.li);
    poll->mei = workshop_fixture_session(&poll->f, poll->f.mei);
}

static enum status vote(struct poll *poll, const struct session *session, int64_t note_id, int change)
{
    return workshop_vote(poll->store, session, note_id, change, NULL, &error);
}

static struct vote_picture picture_of(struct poll *poll, const struct session *session)
{
    struct vote_picture picture;
    ck_ok(workshop_votes_read(poll->store, session, poll->f.id, &picture, &error));
    return picture;
}

static void expect_order(struct poll *poll, const char *order)
{
    char *texts = canvas_fixture_texts(&poll->f.canvas, "channels");
    ck_assert_str_eq(texts, order);
    free(texts);
}

static int votes_on(struct poll *poll, int64_t note_id)
{
    struct snapshot *snapshot = canvas_fixture_load(&poll->f.canvas);
    int votes = snapshot_note(snapshot, note_id)->votes;
    snapshot_free(snapshot);
    return votes;
}

START_TEST(test_a_budget_each_and_no_stacking)
{
    struct poll p;
    poll_open(&p);
    int left;
    ck_ok(workshop_vote(p.store, &p.li, p.a, 1, &left, &error));
    ck_assert_int_eq(left, 2);
    ck_assert_int_eq(vote(&p, &p.li, p.a, 1), STATUS_INVALID); /* one a note */
    ck_ok(vote(&p, &p.li, p.b, 1));
    ck_assert_int_eq(vote(&p, &p.li, p.elsewhere, 1), STATUS_INVALID); /* not what the stage lights */
    ck_assert_int_eq(vote(&p, &p.li, 12345, 1), STATUS_NOT_FOUND);
    ck_assert_int_eq(vote(&p, &p.li, p.c, -1), STATUS_INVALID); /* there is none */
    ck_ok(vote(&p, &p.li, p.c, 1));
    ck_ok(vote(&p, &p.li, p.c, -1));
    ck_ok(vote(&p, &p.li, p.c, 1));
    struct session watcher = workshop_fixture_session(&p.f, p.f.watcher);
    ck_assert_int_eq(vote(&p, &watcher, p.a, 1), STATUS_DENIED);
    ck_assert_int_eq(vote(&p, &p.f.canvas.session, p.a, 1), STATUS_DENIED); /* no seat */
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    ck_assert_int_eq(vote(&p, &p.mei, p.a, 1), STATUS_DENIED); /* a session from before */
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_stacking_and_the_last_vote)
{
    struct poll p;
    poll_open(&p);
    ck_assert_int_eq(workshop_vote_open(p.store, &p.fay, p.f.id, NULL, 0, 2, true, &error), STATUS_CONFLICT);
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    ck_assert_int_eq(workshop_vote_open(p.store, &p.li, p.f.id, NULL, 0, 2, true, &error), STATUS_DENIED);
    ck_assert_int_eq(workshop_vote_open(p.store, &p.fay, p.f.id, NULL, 0, 0, true, &error), STATUS_INVALID);
    ck_ok(workshop_vote_open(p.store, &p.fay, p.f.id, NULL, 0, 2, true, &error));
    struct session li = workshop_fixture_session(&p.f, p.f.li);
    ck_ok(vote(&p, &li, p.a, 1));
    ck_ok(vote(&p, &li, p.a, 1));
    ck_assert_int_eq(vote(&p, &li, p.b, 1), STATUS_INVALID);
    struct vote_picture picture = picture_of(&p, &li);
    ck_assert_int_eq(picture.left, 0);
    ck_assert_int_eq(picture.line[0].mine, 2);
    vote_picture_clear(&picture);
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_nobody_sees_counts_before_the_end)
{
    struct poll p;
    poll_open(&p);
    ck_ok(vote(&p, &p.li, p.a, 1));
    ck_ok(vote(&p, &p.li, p.b, 1));
    ck_ok(vote(&p, &p.li, p.c, 1));
    ck_ok(vote(&p, &p.mei, p.a, 1));
    ck_ok(workshop_vote_proxy(p.store, &p.fay, p.f.id, p.c, 5, &error));
    ck_assert_int_eq(workshop_vote_proxy(p.store, &p.li, p.f.id, p.c, 5, &error), STATUS_DENIED);
    ck_ok(workshop_vote_proxy(p.store, &p.fay, p.f.id, p.c, 2, &error)); /* sets, does not add */
    const struct session *each[] = {&p.mei, &p.fay, &p.f.canvas.session};
    for (size_t i = 0; i < COUNT_OF(each); i++) {
        struct vote_picture picture = picture_of(&p, each[i]);
        ck_assert(picture.open);
        ck_assert_int_eq(picture.cast, 6);
        ck_assert_uint_eq(picture.voters, 2);
        ck_assert_uint_eq(picture.done, 1);
        ck_assert_uint_eq(picture.line_count, 1); /* the own one, or the room's */
        for (size_t l = 0; l < picture.line_count; l++)
            ck_assert_int_eq(picture.line[l].total, 0);
        ck_assert_int_eq(picture.line[0].mine, i == 0);
        ck_assert_int_eq(picture.line[0].proxy, i == 0 ? 0 : 2);
        vote_picture_clear(&picture);
    }
    ck_assert_int_eq(votes_on(&p, p.a), 0);
    ck_assert_int_eq(canvas_fixture_actions(&p.f.canvas, "workshop_vote"), 4);
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_closing_sorts_and_is_one_undo)
{
    struct poll p;
    poll_open(&p);
    ck_ok(vote(&p, &p.li, p.c, 1));
    ck_ok(vote(&p, &p.mei, p.c, 1));
    ck_ok(vote(&p, &p.mei, p.b, 1));
    ck_ok(vote(&p, &p.li, p.a, 1));
    ck_assert_int_eq(workshop_vote_close(p.store, &p.li, p.f.id, &error), STATUS_DENIED);
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    expect_order(&p, "c a b");
    ck_assert_int_eq(votes_on(&p, p.c), 2);
    struct vote_picture picture = picture_of(&p, &p.li);
    ck_assert(!picture.open);
    ck_assert_uint_eq(picture.line_count, 3);
    ck_assert_int_eq(picture.line[0].note_id, p.c);
    ck_assert_int_eq(picture.line[0].total, 2);
    ck_assert(!picture.line[0].tied && picture.line[1].tied && picture.line[2].tied);
    vote_picture_clear(&picture);
    ck_assert_int_eq(workshop_vote_close(p.store, &p.fay, p.f.id, &error), STATUS_INVALID);
    struct undo_outcome undone;
    ck_ok(canvas_undo(p.store, &p.fay, p.f.canvas.canvas_id, &undone, &error));
    expect_order(&p, "a b c");
    ck_assert_int_eq(votes_on(&p, p.c), 0);
    picture = picture_of(&p, &p.li);
    ck_assert(picture.open); /* until the stage ends */
    vote_picture_clear(&picture);
    ck_ok(canvas_redo(p.store, &p.fay, p.f.canvas.canvas_id, &undone, &error));
    expect_order(&p, "c a b");
    struct buffer report = {0};
    ck_assert_msg(store_check(p.store, true, &report, &error) == STATUS_OK, "%s", buffer_text(&report));
    buffer_clear(&report);
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_votes_go_with_a_seat_that_is_taken_away)
{
    struct poll p;
    poll_open(&p);
    ck_ok(vote(&p, &p.li, p.b, 1));
    ck_ok(vote(&p, &p.mei, p.a, 1));
    ck_ok(vote(&p, &p.mei, p.c, 1));
    ck_ok(seat_revoke(p.store, &p.fay, p.f.mei, true, &error));
    ck_assert_int_eq(vote(&p, &p.mei, p.b, 1), STATUS_DENIED);
    ck_ok(seat_revoke(p.store, &p.fay, p.f.mei, false, &error));
    struct vote_picture mine = picture_of(&p, &p.mei);
    ck_assert_int_eq(mine.left, 3); /* given back: all votes are there to be cast again */
    vote_picture_clear(&mine);
    ck_ok(vote(&p, &p.mei, p.c, 1));
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    ck_assert_int_eq(votes_on(&p, p.a), 0);
    ck_assert_int_eq(votes_on(&p, p.c), 1);
    /* What a closed vote has decided stays. */
    ck_ok(seat_revoke(p.store, &p.fay, p.f.mei, true, &error));
    mine = picture_of(&p, &p.fay);
    ck_assert_uint_eq(mine.line_count, 2);
    vote_picture_clear(&mine);
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_a_second_round_among_the_tied)
{
    struct poll p;
    poll_open(&p);
    ck_ok(vote(&p, &p.li, p.b, 1));
    ck_ok(vote(&p, &p.mei, p.b, 1));
    ck_ok(vote(&p, &p.li, p.c, 1));
    ck_ok(vote(&p, &p.mei, p.c, 1));
    ck_ok(vote(&p, &p.li, p.a, 1));
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    expect_order(&p, "b c a");
    const int64_t tied[] = {p.b, p.c};
    ck_assert_int_eq(workshop_vote_open(p.store, &p.fay, p.f.id, tied, 1, 1, false, &error), STATUS_INVALID);
    ck_ok(workshop_vote_open(p.store, &p.fay, p.f.id, tied, 2, 1, false, &error));
    struct workshop *room = workshop_fixture_load(&p.f);
    ck_assert_int_eq(room->vote_number, 2);
    ck_assert_uint_eq(room->among_count, 2);
    workshop_free(room);
    ck_assert_int_eq(vote(&p, &p.li, p.a, 1), STATUS_INVALID);
    ck_ok(vote(&p, &p.li, p.c, 1));
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    expect_order(&p, "c b a");
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_moving_on_closes_the_vote)
{
    struct poll p;
    poll_open(&p);
    ck_ok(vote(&p, &p.li, p.b, 1));
    workshop_fixture_go(&p.f, IN_DECIDE);
    expect_order(&p, "b a c");
    ck_assert_int_eq(votes_on(&p, p.b), 1);
    struct workshop *room = workshop_fixture_load(&p.f);
    ck_assert(!room->vote_open);
    workshop_free(room);
    ck_assert_int_eq(vote(&p, &p.mei, p.b, 1), STATUS_DENIED);
    workshop_fixture_go(&p.f, IN_VOTE); /* a new vote, from nothing */
    struct vote_picture picture = picture_of(&p, &p.li);
    ck_assert(picture.open);
    ck_assert_int_eq(picture.left, 3);
    ck_assert_int_eq(picture.cast, 0);
    vote_picture_clear(&picture);
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_a_note_goes_to_the_trash_meanwhile)
{
    struct poll p;
    poll_open(&p);
    ck_ok(vote(&p, &p.li, p.b, 1));
    ck_ok(canvas_notes_set_alive(p.store, &p.f.canvas.session, &p.b, 1, false, &error));
    ck_assert_int_eq(vote(&p, &p.mei, p.b, 1), STATUS_NOT_FOUND);
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    expect_order(&p, "a c");
    struct vote_picture picture = picture_of(&p, &p.li);
    for (size_t i = 0; i < picture.line_count; i++)
        ck_assert_int_eq(picture.line[i].total, 0);
    vote_picture_clear(&picture);
    workshop_fixture_clear(&p.f);
}
END_TEST

static int left_of(struct poll *p, const struct session *session)
{
    struct vote_picture picture = picture_of(p, session);
    int left = picture.left;
    vote_picture_clear(&picture);
    return left;
}

START_TEST(test_votes_on_a_note_in_the_trash_are_free_again)
{
    struct poll p;
    poll_open(&p);
    ck_ok(vote(&p, &p.li, p.a, 1));
    ck_ok(vote(&p, &p.li, p.b, 1));
    ck_ok(vote(&p, &p.li, p.c, 1));
    int64_t d = canvas_fixture_note(&p.f.canvas, "channels", "d");
    ck_assert_int_eq(vote(&p, &p.li, d, 1), STATUS_INVALID);
    ck_ok(canvas_notes_set_alive(p.store, &p.f.canvas.session, &p.b, 1, false, &error));
    ck_assert_int_eq(left_of(&p, &p.li), 1);
    ck_ok(vote(&p, &p.li, d, 1));
    ck_ok(canvas_notes_set_alive(p.store, &p.f.canvas.session, &p.b, 1, true, &error));
    ck_assert_int_eq(left_of(&p, &p.li), 0); /* and not one too many */
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    ck_assert_int_eq(votes_on(&p, p.a) + votes_on(&p, p.b) + votes_on(&p, p.c) + votes_on(&p, d), 3);
    ck_assert_int_eq(votes_on(&p, p.b), 0);
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_votes_go_along_when_notes_are_merged)
{
    struct poll p;
    poll_open(&p);
    const int64_t both[] = {p.a, p.b};
    ck_ok(vote(&p, &p.li, p.a, 1));
    ck_ok(vote(&p, &p.li, p.b, 1)); /* one a note: this one is free again */
    ck_ok(vote(&p, &p.mei, p.b, 1));
    ck_ok(workshop_vote_proxy(p.store, &p.fay, p.f.id, p.b, 4, &error));
    ck_ok(canvas_notes_merge(p.store, &p.fay, both, 2, &error));
    ck_assert_int_eq(left_of(&p, &p.li), 2);
    ck_assert_int_eq(left_of(&p, &p.mei), 2);
    ck_ok(vote(&p, &p.mei, p.a, -1));
    ck_ok(vote(&p, &p.mei, p.a, 1));
    ck_ok(vote(&p, &p.li, p.c, 1));
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    ck_assert_int_eq(votes_on(&p, p.a), 6);
    ck_assert_int_eq(votes_on(&p, p.c), 1);
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_a_merge_undone_gives_no_vote_too_many)
{
    struct poll p;
    poll_open(&p);
    const int64_t both[] = {p.a, p.b};
    ck_ok(vote(&p, &p.mei, p.b, 1));
    ck_ok(canvas_notes_merge(p.store, &p.f.canvas.session, both, 2, &error));
    struct undo_outcome undone;
    ck_ok(canvas_undo(p.store, &p.f.canvas.session, p.f.canvas.canvas_id, &undone, &error));
    ck_assert_int_eq(left_of(&p, &p.mei), 2);
    ck_ok(canvas_notes_merge(p.store, &p.f.canvas.session, both, 2, &error));
    ck_ok(vote(&p, &p.mei, p.a, -1));
    int64_t d = canvas_fixture_note(&p.f.canvas, "channels", "d"), e = canvas_fixture_note(&p.f.canvas, "channels", "e");
    ck_ok(vote(&p, &p.mei, p.c, 1));
    ck_ok(vote(&p, &p.mei, d, 1));
    ck_ok(vote(&p, &p.mei, e, 1));
    ck_ok(canvas_notes_set_alive(p.store, &p.f.canvas.session, &p.b, 1, true, &error));
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    ck_assert_int_eq(votes_on(&p, p.a) + votes_on(&p, p.b) + votes_on(&p, p.c) + votes_on(&p, d) + votes_on(&p, e), 3);
    workshop_fixture_clear(&p.f);
}
END_TEST

START_TEST(test_a_note_moved_out_of_the_vote_keeps_its_votes)
{
    struct poll p;
    poll_open(&p);
    ck_ok(vote(&p, &p.li, p.a, 1));
    ck_ok(vote(&p, &p.mei, p.a, 1));
    ck_ok(canvas_notes_move(p.store, &p.f.canvas.session, &p.a, 1, "key_resources", 0, &error));
    ck_assert_int_eq(vote(&p, &p.li, p.a, 1), STATUS_INVALID);
    ck_ok(vote(&p, &p.li, p.a, -1));
    ck_ok(workshop_vote_close(p.store, &p.fay, p.f.id, &error));
    ck_assert_int_eq(votes_on(&p, p.a), 1);
    workshop_fixture_clear(&p.f);
}
END_TEST

NONET_TEST_MAIN("votes", test_a_budget_each_and_no_stacking, test_stacking_and_the_last_vote,
                test_nobody_sees_counts_before_the_end, test_closing_sorts_and_is_one_undo,
                test_votes_go_with_a_seat_that_is_taken_away,
                test_a_second_round_among_the_tied, test_moving_on_closes_the_vote,
                test_a_note_goes_to_the_trash_meanwhile, test_votes_on_a_note_in_the_trash_are_free_again,
                test_votes_go_along_when_notes_are_merged, test_a_merge_undone_gives_no_vote_too_many,
                test_a_note_moved_out_of_the_vote_keeps_its_votes)
