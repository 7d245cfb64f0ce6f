/*
 * test_workshop.c - the room: starting, seats, roles, stages, and that a permission holds when the operation is done.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "workshop_fixture.h"

static struct error error;

START_TEST(test_a_workshop_starts_at_its_first_stage)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct workshop *room = workshop_fixture_load(&f);
    ck_assert_str_eq(room->name, "Room");
    ck_assert(room->running && room->canvas_alive && !room->hold && !room->private && !room->vote_open);
    ck_assert_int_eq(room->stage, 0);
    ck_assert_str_eq(room->now->id, "gather");
    ck_assert_uint_eq(room->seat_count, 4);
    ck_assert_uint_eq(room->participants, 2);
    int64_t ms;
    ck_assert(!workshop_remaining(room, time_now(), &ms)); /* no minutes, no timer */
    ck_assert(workshop_lights(room, "channels"));
    workshop_free(room);
    /* The name is taken while it runs, also in another spelling. */
    struct agenda *agenda;
    int64_t id;
    char *name;
    ck_ok(agenda_load("bmc_60", NULL, &agenda, &error));
    ck_assert_int_eq(workshop_start(f.canvas.store, &f.canvas.session, f.canvas.canvas_id, agenda, "ＲＯＯＭ", &id,
                                    &name, &error), STATUS_CONFLICT);
    ck_ok(workshop_start(f.canvas.store, &f.canvas.session, f.canvas.canvas_id, agenda, NULL, &id, &name, &error));
    ck_assert_str_eq(name, "Plan");
    free(name);
    ck_ok(workshop_start(f.canvas.store, &f.canvas.session, f.canvas.canvas_id, agenda, NULL, &id, &name, &error));
    ck_assert_str_eq(name, "Plan 2");
    free(name);
    agenda_free(agenda);
    ck_ok(agenda_load("personal_45", NULL, &agenda, &error));
    ck_assert_int_eq(workshop_start(f.canvas.store, &f.canvas.session, f.canvas.canvas_id, agenda, NULL, &id, NULL,
                                    &error), STATUS_INVALID);
    agenda_free(agenda);
    ck_ok(workshop_find(f.canvas.store, "room", &id, &error));
    ck_assert_int_eq(id, f.id);
    ck_assert_int_eq(workshop_find(f.canvas.store, "nobody", &id, &error), STATUS_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(error.message, "Plan 2"));
    workshop_fixture_clear(&f);
}
END_TEST

/* What is drawn and what is done follow from the same. */
static void expect_same(const struct session *a, const struct session *b)
{
    ck_assert_int_eq(a->actor_id, b->actor_id);
    ck_assert_int_eq(a->may, b->may);
    ck_assert_int_eq(a->canvas_id, b->canvas_id);
    ck_assert_int_eq(a->sees_hidden, b->sees_hidden);
    ck_assert_int_eq(a->names, b->names);
    ck_assert_int_eq(a->private_round, b->private_round);
    ck_assert_int_eq(a->late, b->late);
    ck_assert_int_eq(a->workshop_id, b->workshop_id);
    ck_assert_int_eq(a->seat_id, b->seat_id);
}

/* Two copies of a store begin a workshop of one name each; merged, both can be meant. */
START_TEST(test_workshops_of_one_name_are_told_apart)
{
    struct workshop_fixture f;
    struct merge_report report;
    struct agenda *agenda;
    char there[128];
    int64_t here_id, there_id, found;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store, *copy;
    ck_ok(workshop_stop(store, &f.canvas.session, f.id, false, &error));
    snprintf(there, sizeof there, "%s/there.db", f.canvas.folder);
    ck_ok(store_backup(store, there, &error));
    struct store_options options = {.path = there};
    ck_ok(store_open(&copy, &options, &canvas_schema, &error));
    ck_ok(agenda_load(NULL, "bmc", &agenda, &error));
    ck_ok(workshop_start(store, &f.canvas.session, f.canvas.canvas_id, agenda, "Tea", &here_id, NULL, &error));
    int64_t now = time_now();
    for (long i = 0; i < 100000000 && time_now() <= now; i++)
        continue; /* the other begins a millisecond later at least */
    ck_ok(workshop_start(copy, &f.canvas.session, f.canvas.canvas_id, agenda, "tea", &there_id, NULL, &error));
    ck_ok(store_merge(store, there, &report, &error));
    merge_report_clear(&report);
    store_close(copy);
    ck_assert_int_eq(workshop_find(store, "Tea", &found, &error), STATUS_INVALID);
    ck_assert_ptr_nonnull(strstr(error.message, "Tea#1"));
    ck_assert_ptr_nonnull(strstr(error.message, "tea#2"));
    ck_ok(workshop_find(store, "TEA#1", &found, &error));
    ck_assert_int_eq(found, here_id);
    ck_ok(workshop_find(store, "Tea#2", &found, &error));
    ck_assert_int_eq(found, there_id);
    static const char *const none[] = {"Tea#0", "Tea#3", "Tea#", "#1", "Room#1", "Tea#99999999999999999999"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        ck_assert_int_eq(workshop_find(store, none[i], &found, &error), STATUS_NOT_FOUND);
    ck_ok(workshop_stop(store, &f.canvas.session, there_id, false, &error));
    ck_ok(workshop_find(store, "tea", &found, &error)); /* the one that runs */
    ck_assert_int_eq(found, here_id);
    ck_ok(workshop_stop(store, &f.canvas.session, here_id, false, &error));
    ck_ok(workshop_find(store, "tea", &found, &error)); /* the newest */
    ck_assert_int_eq(found, there_id);
    agenda_free(agenda);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_what_a_seat_may)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    static const unsigned participant[STAGES] = {
        MAY_READ | MAY_ADD, MAY_READ | MAY_ADD, MAY_READ | MAY_ADD, MAY_READ | MAY_EDIT | MAY_MOVE | MAY_LINK,
        MAY_READ | MAY_VOTE, MAY_READ | MAY_ADD | MAY_EDIT | MAY_MOVE | MAY_LINK};
    for (int stage = 0; stage < STAGES; stage++) {
        if (stage > 0)
            workshop_fixture_go(&f, stage);
        struct workshop *room = workshop_fixture_load(&f);
        const int64_t seats[] = {f.li, f.watcher, f.leader};
        const unsigned may[] = {participant[stage], MAY_READ,
                                (MAY_ALL & ~(unsigned)(MAY_MANAGE | MAY_VOTE)) | (stage == IN_VOTE ? MAY_VOTE : 0)};
        for (size_t i = 0; i < COUNT_OF(seats); i++) {
            struct session session = workshop_fixture_session(&f, seats[i]), drawn;
            ck_assert_int_eq(session.may, may[i]);
            ck_assert_int_eq(session.canvas_id, f.canvas.canvas_id);
            ck_assert_int_eq(session.sees_hidden, seats[i] == f.leader);
            ck_assert_int_eq(session.private_round != 0, stage == IN_DIVERGE);
            ck_assert_int_eq(session.late, stage == IN_REVEAL);
            ck_assert(workshop_session_of(room, seats[i], false, &drawn));
            expect_same(&session, &drawn);
            ck_assert(workshop_session_of(room, seats[i], true, &drawn));
            ck_assert_int_eq(drawn.may, MAY_READ);
            ck_assert(!drawn.sees_hidden);
        }
        workshop_free(room);
    }
    workshop_fixture_clear(&f);
}
END_TEST

/* The session was taken before the stage ended: what counts is the stage when the operation is done. */
START_TEST(test_a_stage_that_ended_a_moment_ago_counts)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct session li = workshop_fixture_session(&f, f.li);
    int64_t id, other;
    ck_ok(workshop_fixture_add(&f, &li, "channels", "one", &id, &error));
    workshop_fixture_go(&f, IN_CLUSTER);
    ck_assert_int_eq(workshop_fixture_add(&f, &li, "channels", "two", &other, &error), STATUS_DENIED);
    ck_ok(canvas_notes_set_colour(f.canvas.store, &li, &id, 1, NOTE_RED, &error)); /* may edit now */
    workshop_fixture_go(&f, IN_DIVERGE);
    ck_ok(workshop_fixture_add(&f, &li, "channels", "secret", &other, &error)); /* and this one is hidden */
    struct session mei = workshop_fixture_session(&f, f.mei);
    bool alive;
    int64_t canvas_id;
    ck_assert_int_eq(note_resolve(f.canvas.store, &mei, "2", &other, &canvas_id, &alive, &error), STATUS_NOT_FOUND);
    ck_ok(note_resolve(f.canvas.store, &li, "2", &other, &canvas_id, &alive, &error));
    ck_ok(workshop_hold(f.canvas.store, &f.canvas.session, f.id, true, &error));
    struct undo_outcome undone;
    ck_assert_int_eq(canvas_undo(f.canvas.store, &li, f.canvas.canvas_id, &undone, &error), STATUS_DENIED);
    ck_ok(workshop_hold(f.canvas.store, &f.canvas.session, f.id, false, &error));
    ck_ok(canvas_undo(f.canvas.store, &li, f.canvas.canvas_id, &undone, &error));
    ck_ok(seat_revoke(f.canvas.store, &f.canvas.session, f.li, true, &error));
    ck_assert_int_eq(workshop_fixture_add(&f, &li, "channels", "x", &other, &error), STATUS_DENIED);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_who_may_add_may_amend_own_notes_only)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    int64_t mine = workshop_fixture_note(&f, f.li, "channels", "mine"), theirs = workshop_fixture_note(&f, f.mei, "channels", "theirs");
    struct session li = workshop_fixture_session(&f, f.li);
    ck_ok(canvas_notes_set_colour(f.canvas.store, &li, &mine, 1, NOTE_RED, &error));
    ck_ok(canvas_notes_move(f.canvas.store, &li, &mine, 1, "key_resources", -1, &error));
    ck_ok(canvas_notes_set_alive(f.canvas.store, &li, &mine, 1, false, &error));
    ck_assert_int_eq(canvas_notes_set_colour(f.canvas.store, &li, &theirs, 1, NOTE_RED, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_notes_move(f.canvas.store, &li, &theirs, 1, "key_resources", -1, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_link_set(f.canvas.store, &li, mine, theirs, true, &error), STATUS_DENIED);
    ck_assert_int_eq(canvas_rename(f.canvas.store, &li, f.canvas.canvas_id, "x", &error), STATUS_DENIED);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_only_who_leads_moves_the_room_and_once)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    struct session li = workshop_fixture_session(&f, f.li), fay = workshop_fixture_session(&f, f.leader);
    size_t count;
    ck_assert_int_eq(workshop_go(store, &li, f.id, 0, 1, &error), STATUS_DENIED);
    ck_assert_int_eq(workshop_hold(store, &li, f.id, true, &error), STATUS_DENIED);
    ck_assert_int_eq(workshop_call(store, &li, f.id, "channels", true, &error), STATUS_DENIED);
    ck_assert_int_eq(workshop_reveal(store, &li, f.id, REVEAL_ALL, NULL, &count, NULL, &error), STATUS_DENIED);
    ck_assert_int_eq(workshop_extend(store, &li, f.id, 5, &error), STATUS_DENIED);
    ck_assert_int_eq(workshop_stop(store, &li, f.id, false, &error), STATUS_DENIED);
    ck_assert_int_eq(seat_set_role(store, &li, f.li, ROLE_FACILITATOR, &error), STATUS_DENIED);
    ck_ok(workshop_go(store, &fay, f.id, 0, 1, &error));
    ck_assert_int_eq(workshop_go(store, &fay, f.id, 0, 1, &error), STATUS_CONFLICT);
    ck_assert_int_eq(workshop_go(store, &fay, f.id, 1, STAGES, &error), STATUS_INVALID);
    ck_assert_int_eq(workshop_go(store, &fay, f.id, -1, -1, &error), STATUS_INVALID);
    ck_assert_int_eq(canvas_fixture_actions(&f.canvas, "workshop_stage"), 1);
    /* Another workshop is not this one's business. */
    struct agenda *agenda;
    int64_t other;
    ck_ok(agenda_load("bmc_60", NULL, &agenda, &error));
    ck_ok(workshop_start(store, &f.canvas.session, f.canvas.canvas_id, agenda, "Other", &other, NULL, &error));
    agenda_free(agenda);
    ck_assert_int_eq(workshop_go(store, &fay, other, -1, 1, &error), STATUS_DENIED);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_switches_of_the_room)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    struct workshop *room = workshop_fixture_load(&f);
    bool changed;
    ck_ok(workshop_update(room, store, &changed, &error));
    ck_assert(!changed);
    struct session fay = workshop_fixture_session(&f, f.leader), li = workshop_fixture_session(&f, f.li);
    ck_ok(workshop_call(store, &fay, f.id, "channels", true, &error));
    ck_ok(workshop_hold(store, &fay, f.id, true, &error));
    ck_ok(workshop_ready(store, &li, true, &error));
    ck_ok(workshop_raise_hand(store, &li, true, &error));
    ck_ok(workshop_update(room, store, &changed, &error));
    ck_assert(changed && room->hold && room->called_hard);
    ck_assert_str_eq(room->called, "channels");
    ck_assert_uint_eq(room->ready, 1);
    ck_assert_uint_eq(room->hands, 1);
    ck_ok(seat_lower_hand(store, &fay, f.li, &error));
    workshop_fixture_go(&f, IN_DIVERGE);
    ck_ok(workshop_update(room, store, &changed, &error));
    ck_assert(!room->hold && !room->called_hard && room->called[0] == '\0'); /* a new stage lets go */
    ck_assert_uint_eq(room->ready, 0);
    ck_assert_uint_eq(room->hands, 0);
    int64_t ms, now = time_now();
    ck_assert(workshop_remaining(room, now, &ms));
    ck_assert_int_le(ms, 5 * 60000);
    ck_assert_int_gt(ms, 4 * 60000);
    ck_assert(workshop_remaining(room, now - 3600000, &ms)); /* a clock that was set back */
    ck_assert_int_eq(ms, 5 * 60000);
    ck_assert(workshop_remaining(room, now + 3600000, &ms));
    ck_assert_int_lt(ms, 0);
    ck_ok(workshop_extend(store, &fay, f.id, 2, &error));
    ck_ok(workshop_update(room, store, &changed, &error));
    ck_assert(workshop_remaining(room, now, &ms));
    ck_assert_int_gt(ms, 6 * 60000);
    ck_ok(workshop_extend(store, &fay, f.id, -100, &error));
    ck_ok(workshop_update(room, store, &changed, &error));
    ck_assert(workshop_remaining(room, time_now(), &ms));
    ck_assert_int_le(ms, 0);
    ck_assert_int_eq(workshop_extend(store, &fay, f.id, 0, &error), STATUS_INVALID);
    workshop_free(room);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_undo_never_undoes_the_room)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    struct session fay = workshop_fixture_session(&f, f.leader);
    struct undo_outcome undone;
    int64_t id;
    ck_ok(workshop_fixture_add(&f, &fay, "channels", "one", &id, &error));
    ck_ok(workshop_go(store, &fay, f.id, 0, IN_DIVERGE, &error));
    ck_ok(workshop_hold(store, &fay, f.id, true, &error));
    workshop_fixture_note(&f, f.leader, "channels", "two");
    size_t count;
    ck_ok(workshop_reveal(store, &fay, f.id, REVEAL_ALL, NULL, &count, NULL, &error));
    ck_assert_uint_eq(count, 1);
    ck_ok(canvas_undo(store, &fay, f.canvas.canvas_id, &undone, &error));
    ck_assert_str_eq(undone.operation, "note_add");
    ck_ok(canvas_undo(store, &fay, f.canvas.canvas_id, &undone, &error));
    ck_assert_str_eq(undone.operation, "note_add");
    ck_assert_int_eq(undone.row_id, id);
    ck_assert_int_eq(canvas_undo(store, &fay, f.canvas.canvas_id, &undone, &error), STATUS_NOT_FOUND);
    struct workshop *room = workshop_fixture_load(&f);
    ck_assert_int_eq(room->stage, IN_DIVERGE);
    ck_assert(room->hold);
    workshop_free(room);
    struct buffer report = {0};
    ck_assert_msg(store_check(store, true, &report, &error) == STATUS_OK, "%s", buffer_text(&report));
    buffer_clear(&report);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_aliases)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    static const struct {
        const char *alias;
        enum status status;
    } cases[] = {
        {"", STATUS_INVALID}, {"   ", STATUS_INVALID}, {"a\nb", STATUS_INVALID}, {"\x1b[31m", STATUS_INVALID},
        {"a\xE2\x80\xAE" "b", STATUS_INVALID}, {"\xE2\x80\x8B", STATUS_INVALID}, {"\xFF", STATUS_INVALID},
        {"12345678901234567890123456789012345678901", STATUS_INVALID}, {"mei", STATUS_CONFLICT},
        {"ＭＥＩ", STATUS_CONFLICT}, {" Mei ", STATUS_CONFLICT},
        {"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十", STATUS_OK},
        {"Ann", STATUS_OK}, {"Ren\xC3\xA9", STATUS_OK}, {"Rene\xCC\x81", STATUS_CONFLICT},
        /* Invisible, or drawn like another: a joiner, a filler, a wide blank, two blanks, Cyrillic е and М. */
        {"Me\u200Di", STATUS_CONFLICT}, {"Mei\uFE0F", STATUS_CONFLICT}, {"Mei\u3164", STATUS_CONFLICT},
        {"Mei\u3000", STATUS_CONFLICT}, {"M\u0435i", STATUS_CONFLICT}, {"\u041Cei", STATUS_CONFLICT},
        {"Li Na", STATUS_OK}, {"Li  Na", STATUS_CONFLICT}, {"Lina", STATUS_OK}, {"\u3164\u3164", STATUS_INVALID},
        {"\u2800", STATUS_INVALID},
        {"Пётр", STATUS_OK}, {"Мария", STATUS_OK}, {"Νίκος", STATUS_OK}, {"👩\u200D🔬", STATUS_OK},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int64_t seat_id;
        char *token;
        enum status status = seat_invite(f.canvas.store, &f.canvas.session, f.id, cases[i].alias, ROLE_PARTICIPANT,
                                         &seat_id, &token, &error);
        ck_assert_msg(status == cases[i].status, "%zu: %d %s", i, (int)status, error.message);
        ck_assert_int_eq(token != NULL, status == STATUS_OK);
        free(token);
    }
    /* A guest with the owner's name is somebody else, and nobody at home becomes the guest. */
    int64_t seat_id, ann, found;
    ck_ok(seat_by_alias(f.canvas.store, f.id, "ann", &seat_id, &error));
    ann = workshop_fixture_session(&f, seat_id).actor_id;
    ck_assert_int_ne(ann, f.canvas.session.actor_id);
    ck_ok(person_find(f.canvas.store, "Ann", &found, &error));
    ck_assert_int_eq(found, f.canvas.session.actor_id);
    ck_ok(person_find(f.canvas.store, "Mei", &found, &error));
    ck_assert_int_ne(found, workshop_fixture_session(&f, f.mei).actor_id);
    /* The owner still gets in. */
    ck_ok(workshop_attend(f.canvas.store, &f.canvas.session, f.id, &seat_id, &error));
    ck_ok(workshop_attend(f.canvas.store, &f.canvas.session, f.id, &found, &error));
    ck_assert_int_eq(seat_id, found);
    struct session home = workshop_fixture_session(&f, seat_id);
    ck_assert_int_eq(home.actor_id, f.canvas.session.actor_id);
    ck_assert_int_eq(home.canvas_id, 0);
    ck_assert((home.may & (MAY_LEAD | MAY_MANAGE)) == (MAY_LEAD | MAY_MANAGE));
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_who_leads)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    struct session fay = workshop_fixture_session(&f, f.leader);
    ck_assert_int_eq(seat_set_role(store, &fay, f.leader, ROLE_PARTICIPANT, &error), STATUS_INVALID);
    ck_assert_int_eq(seat_revoke(store, &fay, f.leader, true, &error), STATUS_INVALID);
    ck_ok(seat_hand_over(store, &fay, f.li, &error));
    ck_assert_int_eq(workshop_go(store, &fay, f.id, -1, 1, &error), STATUS_DENIED); /* no longer */
    struct session li = workshop_fixture_session(&f, f.li);
    ck_ok(workshop_go(store, &li, f.id, -1, 1, &error));
    ck_ok(seat_set_role(store, &li, f.mei, ROLE_FACILITATOR, &error));
    ck_ok(seat_set_role(store, &li, f.li, ROLE_OBSERVER, &error));
    /* The owner may always. */
    ck_ok(seat_revoke(store, &f.canvas.session, f.mei, true, &error));
    ck_ok(workshop_go(store, &f.canvas.session, f.id, -1, 2, &error));
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_inviting_again)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    struct session owner = f.canvas.session, mei = workshop_fixture_session(&f, f.mei);
    char *old, *new, *none;
    int64_t seat_id;
    ck_ok(seat_renew(store, &owner, f.mei, NULL, &old, &error));
    ck_assert_int_eq(seat_renew(store, &mei, f.mei, NULL, &none, &error), STATUS_DENIED);
    ck_assert_ptr_null(none);
    ck_ok(seat_revoke(store, &owner, f.mei, true, &error));
    ck_ok(seat_renew(store, &owner, f.mei, NULL, &new, &error));
    ck_assert_str_ne(old, new);
    ck_assert_int_eq(seat_enter(store, old, &seat_id, &error), STATUS_DENIED);
    ck_ok(seat_enter(store, new, &seat_id, &error));
    ck_assert_int_eq(seat_id, f.mei);
    ck_assert_int_eq(workshop_fixture_session(&f, f.mei).actor_id, mei.actor_id);
    free(old);
    free(new);
    enum seat_role role = ROLE_FACILITATOR;
    ck_ok(seat_renew(store, &owner, f.mei, &role, &new, &error));
    ck_assert(workshop_fixture_session(&f, f.mei).may & MAY_LEAD);
    free(new);
    ck_ok(workshop_attend(store, &owner, f.id, &seat_id, &error));
    ck_assert_int_eq(seat_renew(store, &owner, seat_id, NULL, &none, &error), STATUS_CONFLICT);
    /* Whoever came by the shared line may be anybody. */
    char *token, *code, *resume;
    ck_ok(workshop_share(store, &owner, f.id, NULL, &token, &code, &error));
    ck_ok(workshop_claim_seat(store, token, code, "Zoe", NULL, &seat_id, &resume, &error));
    ck_assert_int_eq(seat_renew(store, &owner, seat_id, &role, &none, &error), STATUS_CONFLICT);
    ck_assert_ptr_null(none);
    free(token);
    free(code);
    free(resume);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_nobody_from_the_shared_line_leads)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    struct session fay = workshop_fixture_session(&f, f.leader);
    char *token, *code, *resume;
    int64_t zoe;
    ck_ok(workshop_share(store, &fay, f.id, NULL, &token, &code, &error));
    ck_ok(workshop_claim_seat(store, token, code, "Zoe", NULL, &zoe, &resume, &error));
    ck_assert_int_eq(seat_set_role(store, &fay, zoe, ROLE_FACILITATOR, &error), STATUS_CONFLICT);
    ck_assert_ptr_nonnull(strstr(error.message, "Zoe"));
    ck_assert_int_eq(seat_hand_over(store, &fay, zoe, &error), STATUS_CONFLICT);
    ck_assert(!(workshop_fixture_session(&f, zoe).may & MAY_LEAD));
    ck_assert(workshop_fixture_session(&f, f.leader).may & MAY_LEAD); /* who wanted to hand over still leads */
    ck_ok(seat_set_role(store, &fay, zoe, ROLE_OBSERVER, &error));
    ck_ok(seat_set_role(store, &fay, zoe, ROLE_PARTICIPANT, &error));
    free(token);
    free(code);
    free(resume);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_entering_by_a_token)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    char *token;
    int64_t seat_id;
    ck_ok(seat_renew(store, &f.canvas.session, f.mei, NULL, &token, &error));
    ck_assert_uint_eq(strlen(token), 32);
    ck_ok(seat_enter(store, token, &seat_id, &error));
    ck_assert_int_eq(seat_id, f.mei);
    ck_assert_int_eq(seat_enter(store, "", &seat_id, &error), STATUS_DENIED);
    ck_assert_int_eq(seat_enter(store, "0123", &seat_id, &error), STATUS_DENIED);
    ck_ok(seat_revoke(store, &f.canvas.session, f.mei, true, &error));
    ck_assert_int_eq(seat_enter(store, token, &seat_id, &error), STATUS_DENIED);
    ck_ok(seat_revoke(store, &f.canvas.session, f.mei, false, &error));
    ck_ok(seat_enter(store, token, &seat_id, &error));
    ck_ok(workshop_stop(store, &f.canvas.session, f.id, false, &error));
    ck_assert_int_eq(seat_enter(store, token, &seat_id, &error), STATUS_DENIED);
    ck_assert_int_eq(workshop_fixture_session(&f, f.mei).may, MAY_READ);
    ck_assert_int_eq(workshop_hold(store, &f.canvas.session, f.id, true, &error), STATUS_INVALID);
    free(token);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_the_canvas_goes_to_the_trash_meanwhile)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    struct session li = workshop_fixture_session(&f, f.li);
    ck_ok(canvas_set_alive(store, &f.canvas.session, f.canvas.canvas_id, false, &error));
    int64_t id;
    ck_assert_int_eq(workshop_fixture_add(&f, &li, "channels", "x", &id, &error), STATUS_INVALID);
    struct workshop *room = workshop_fixture_load(&f);
    ck_assert(!room->canvas_alive);
    ck_ok(workshop_go(store, &f.canvas.session, f.id, -1, 1, &error)); /* the room goes on */
    ck_ok(canvas_set_alive(store, &f.canvas.session, f.canvas.canvas_id, true, &error));
    bool changed;
    ck_ok(workshop_update(room, store, &changed, &error));
    ck_assert(changed && room->canvas_alive);
    workshop_free(room);
    ck_ok(workshop_fixture_add(&f, &li, "channels", "x", &id, &error));
    workshop_fixture_clear(&f);
}
END_TEST

static void set_clock(int64_t ms)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)ms);
    setenv("NONET_TEST_CLOCK", text, 1);
}

START_TEST(test_a_clock_that_jumps)
{
    struct workshop_fixture f;
    int64_t now = 1800000000000, left;
    set_clock(now);
    workshop_fixture_init(&f);
    workshop_fixture_go(&f, IN_DIVERGE);
    struct session li = workshop_fixture_session(&f, f.li);
    ck_ok(workshop_ready(f.canvas.store, &li, true, &error));
    struct workshop *room = workshop_fixture_load(&f);
    ck_assert_uint_eq(room->ready, 1);
    int64_t before = room->stage_started;
    set_clock(now -= 7200000); /* two hours back */
    ck_assert(workshop_remaining(room, now, &left));
    ck_assert_int_eq(left, 5 * 60000);
    ck_ok(workshop_extend(f.canvas.store, &f.canvas.session, f.id, 1, &error));
    workshop_fixture_go(&f, IN_VOTE);
    bool changed;
    ck_ok(workshop_update(room, f.canvas.store, &changed, &error));
    ck_assert_int_gt(room->stage_started, before); /* or ready marks of the stage before would count */
    ck_assert_uint_eq(room->ready, 0);
    ck_assert(room->vote_open);
    workshop_fixture_go(&f, IN_DIVERGE);
    ck_ok(workshop_update(room, f.canvas.store, &changed, &error));
    ck_assert(workshop_remaining(room, now + 60000, &left));
    ck_assert_int_eq(left, 4 * 60000); /* the timer runs although the stage's stamp lies ahead */
    set_clock(now += 86400000); /* a day on: time is up, and nothing is locked */
    ck_ok(workshop_update(room, f.canvas.store, &changed, &error));
    ck_assert(workshop_remaining(room, now, &left));
    ck_assert_int_lt(left, 0);
    workshop_fixture_note(&f, f.li, "channels", "still");
    ck_ok(workshop_extend(f.canvas.store, &f.canvas.session, f.id, 2, &error));
    ck_ok(workshop_update(room, f.canvas.store, &changed, &error));
    ck_assert(workshop_remaining(room, now, &left));
    ck_assert_int_eq(left, 2 * 60000);
    workshop_free(room);
    workshop_fixture_clear(&f);
    unsetenv("NONET_TEST_CLOCK");
}
END_TEST

NONET_TEST_MAIN("workshop", test_workshops_of_one_name_are_told_apart, test_a_workshop_starts_at_its_first_stage, test_what_a_seat_may,
                test_a_stage_that_ended_a_moment_ago_counts, test_who_may_add_may_amend_own_notes_only,
                test_only_who_leads_moves_the_room_and_once, test_switches_of_the_room,
                test_undo_never_undoes_the_room, test_aliases, test_who_leads, test_inviting_again,
                test_nobody_from_the_shared_line_leads, test_entering_by_a_token,
                test_the_canvas_goes_to_the_trash_meanwhile,
                test_a_clock_that_jumps)
