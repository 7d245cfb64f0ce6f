/*
 * test_hidden.c - notes of private rounds: what every read gives to whom.
 *
 * Random histories: after each step everybody's snapshot, kept by the feed, is the one that is loaded afresh, and is the
 * owner's without the hidden notes of others; and no text of those is in the history, the trash or the search.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"
#include "nonet/group.h"
#include "nonet/timeline.h"
#include "workshop_fixture.h"

static struct error error;

enum { PEOPLE = 4, OWNER = 0, LEADER, LI, MEI };

struct person {
    int64_t seat_id; /* 0 = the owner at home */
    struct store *store;
    struct session session;
    struct snapshot *snapshot;
};

struct play {
    struct workshop_fixture f;
    struct person person[PEOPLE];
    int64_t ids[400];
    char *texts[400]; /* as they were first; each is of one note only */
    int64_t authors[400];
    size_t count;
    int stage;
};

static struct session session_of(const struct play *play, const struct person *person)
{
    if (person->seat_id == 0)
        return play->f.canvas.session;
    return workshop_fixture_session(&play->f, person->seat_id);
}

static void open_play(struct play *play)
{
    *play = (struct play){0};
    workshop_fixture_init(&play->f);
    workshop_fixture_go(&play->f, IN_DIVERGE);
    const int64_t seats[PEOPLE] = {0, play->f.leader, play->f.li, play->f.mei};
    for (size_t i = 0; i < PEOPLE; i++) {
        struct person *person = &play->person[i];
        person->seat_id = seats[i];
        person->store = canvas_fixture_connect(&play->f.canvas);
        person->session = session_of(play, person);
        ck_ok(snapshot_load(person->store, &person->session, play->f.canvas.canvas_id, &person->snapshot, &error));
    }
}

static void close_play(struct play *play)
{
    for (size_t i = 0; i < PEOPLE; i++) {
        snapshot_free(play->person[i].snapshot);
        store_close(play->person[i].store);
    }
    for (size_t i = 0; i < play->count; i++)
        free(play->texts[i]);
    workshop_fixture_clear(&play->f);
}

static void add(struct play *play, struct person *person)
{
    static const char *const blocks[] = {"channels", "key_resources", "parking_lot"};
    struct buffer text = {0};
    buffer_printf(&text, "secret%zuof%lld", play->count, (long long)person->seat_id);
    struct note_new note = {.block = canvas_fixture_block(&play->f.canvas, blocks[random() % 3]),
                            .text = buffer_text(&text)};
    if (play->count < COUNT_OF(play->ids) &&
        canvas_notes_add(person->store, &person->session, play->f.canvas.canvas_id, play->f.canvas.template, &note, 1, 0,
                         &play->ids[play->count], &error) == STATUS_OK)
    {
        play->authors[play->count] = person->session.actor_id;
        play->texts[play->count++] = buffer_take(&text);
    }
    buffer_clear(&text);
}

/* Does one random thing; much of it is refused, which is right. */
static enum status act(struct play *play, struct person *person)
{
    struct store *store = person->store;
    const struct session *session = &person->session;
    int64_t canvas_id = play->f.canvas.canvas_id, shown = 0;
    int64_t id = play->count == 0 ? 0 : play->ids[(size_t)random() % play->count];
    int64_t other = play->count == 0 ? 0 : play->ids[(size_t)random() % play->count];
    struct undo_outcome undone;
    size_t count;
    long deed = random() % 16;
    if (deed < 5 || id == 0) {
        add(play, person);
        return STATUS_OK;
    }
    switch (deed) {
    case 5:
        return canvas_notes_set_tag(store, session, &id, 1, "tagged", random() % 2 == 0, &error);
    case 6:
        return canvas_notes_set_facet(store, session, &id, 1, "k", "v", &error);
    case 7:
        return canvas_notes_move(store, session, &id, 1, "channels", -1, &error);
    case 8:
        return canvas_notes_set_alive(store, session, &id, 1, random() % 2 == 0, &error);
    case 9:
        return id == other ? STATUS_OK : canvas_link_set(store, session, id, other, true, &error);
    case 10:
        return canvas_undo(store, session, canvas_id, &undone, &error);
    case 11:
        return canvas_redo(store, session, canvas_id, &undone, &error);
    case 12:
        return random() % 3 != 0 ? STATUS_OK
             : workshop_reveal(store, session, play->f.id, (enum stage_reveal)(random() % 3),
                               random() % 2 ? "channels" : NULL, &count, &shown, &error);
    case 13:
        return workshop_set_names(store, session, play->f.id, (enum names)(random() % 12 == 0 ? NAMES_NEVER : random() % 2), &error);
    case 14:
        return canvas_notes_set_colour(store, session, &id, 1, NOTE_RED, &error);
    default:
        return workshop_go(store, session, play->f.id, -1, random() % 3 != 0 ? IN_DIVERGE : (int)(random() % STAGES), &error);
    }
}

static int64_t author_of(const struct play *play, int64_t note_id)
{
    for (size_t i = 0; i < play->count; i++)
        if (play->ids[i] == note_id)
            return play->authors[i];
    ck_abort_msg("a note that nobody added");
    return 0;
}

/* The owner's ties whose both ends the person sees; of one note, or (0) all. */
static size_t open_ties(const struct snapshot *owner, const struct snapshot *seen, int64_t note_id)
{
    size_t count = 0;
    for (size_t i = 0; i < owner->link_total; i++) {
        const struct link *link = &owner->link[i];
        count += (note_id == 0 || link->from == note_id || link->to == note_id) && snapshot_note(seen, link->from) &&
                 snapshot_note(seen, link->to);
    }
    return count;
}

/* The person's snapshot is the owner's, but for what is another's secret. */
static void compare_with_owner(const struct play *play, const struct person *person)
{
    const struct snapshot *owner = play->person[OWNER].snapshot;
    enum names room_names = workshop_fixture_session(&play->f, play->f.leader).names;
    size_t secrets = 0;
    for (size_t b = 0; b < owner->block_count; b++) {
        size_t at = 0, hidden = 0;
        for (size_t i = 0; i < owner->block[b].count; i++) {
            const struct note *note = owner->block[b].note[i];
            int64_t author_id = author_of(play, note->id);
            bool own = author_id == person->session.actor_id;
            if (note->hidden && !own && !person->session.sees_hidden) {
                hidden++;
                continue;
            }
            ck_assert_uint_lt(at, person->snapshot->block[b].count);
            const struct note *seen = person->snapshot->block[b].note[at++];
            ck_assert_int_eq(seen->id, note->id);
            ck_assert_str_eq(seen->text, note->text);
            ck_assert_uint_eq(seen->tag_count, note->tag_count);
            ck_assert_uint_eq(seen->facet_count, note->facet_count);
            ck_assert_uint_eq(seen->link_count, open_ties(owner, person->snapshot, note->id));
            /* At home, too, a guest's name is told as the room says; the owner's own is no secret there. */
            enum names names = author_id == play->person[OWNER].session.actor_id ? person->session.names : room_names;
            bool told = own || names == NAMES_SHOWN || (names == NAMES_AFTER_REVEAL && !note->hidden);
            ck_assert_int_eq(seen->author_id, told ? author_id : 0);
        }
        ck_assert_uint_eq(at, person->snapshot->block[b].count);
        ck_assert_uint_eq(hidden, person->snapshot->block[b].hidden);
        secrets += hidden;
    }
    ck_assert_uint_eq(owner->note_count, person->snapshot->note_count + secrets);
    ck_assert_uint_eq(person->snapshot->link_total, open_ties(owner, person->snapshot, 0));
}

/* No other read tells a secret either. Dead secrets stay secret too. */
static void search_for_secrets(const struct play *play, const struct person *person)
{
    int64_t canvas_id = play->f.canvas.canvas_id;
    struct history_entry *history;
    struct trashed_note *trash;
    size_t history_count, trash_count;
    ck_ok(canvas_history(person->store, &person->session, canvas_id, LANGUAGE_EN, &history, &history_count, &error));
    ck_ok(canvas_trashed_notes(person->store, &person->session, canvas_id, &trash, &trash_count, &error));
    for (size_t n = 0; n < play->count; n++) {
        char number[24];
        int64_t id, on;
        bool alive;
        struct search_hit *hits;
        size_t hit_count;
        struct history_entry *told;
        size_t told_count;
        snprintf(number, sizeof number, "%zu", n + 1);
        bool seen = note_resolve(person->store, &person->session, number, &id, &on, &alive, &error) == STATUS_OK;
        ck_assert_int_eq(note_history(person->store, &person->session, play->ids[n], LANGUAGE_EN, &told, &told_count,
                                      &error), seen ? STATUS_OK : STATUS_NOT_FOUND);
        if (seen) {
            history_free(told, told_count);
            continue;
        }
        ck_ok(canvas_search(person->store, &person->session, play->texts[n], 0, &hits, &hit_count, &error));
        ck_assert_uint_eq(hit_count, 0);
        search_free(hits, hit_count);
        struct buffer quoted = {0};
        buffer_printf(&quoted, "“%s”", play->texts[n]);
        for (size_t i = 0; i < history_count; i++)
            ck_assert_msg(strstr(history[i].text, buffer_text(&quoted)) == NULL, "%s", history[i].text);
        for (size_t i = 0; i < trash_count; i++)
            ck_assert_str_ne(trash[i].text, play->texts[n]);
        buffer_clear(&quoted);
    }
    history_free(history, history_count);
    trashed_notes_free(trash, trash_count);
}

START_TEST(test_everybody_sees_what_is_theirs)
{
    size_t secrets = 0;
    for (unsigned seed = 1; seed <= 3; seed++) {
        struct play play;
        open_play(&play);
        srandom(seed);
        for (int step = 0; step < 120; step++) {
            struct person *person = &play.person[random() % PEOPLE];
            person->session = session_of(&play, person);
            enum status status = act(&play, person);
            ck_assert_msg(status == STATUS_OK || status == STATUS_DENIED || status == STATUS_NOT_FOUND ||
                              status == STATUS_INVALID || status == STATUS_CONFLICT, "%s", error.message);
            if (random() % 3 == 0)
                continue;
            for (size_t i = 0; i < PEOPLE; i++) {
                bool changed;
                struct snapshot *fresh;
                struct person *each = &play.person[i];
                each->session = session_of(&play, each);
                ck_ok(snapshot_update(each->snapshot, each->store, &each->session, &changed, &error));
                ck_ok(snapshot_load(each->store, &each->session, play.f.canvas.canvas_id, &fresh, &error));
                char *kept = snapshot_dump(each->snapshot, true), *loaded = snapshot_dump(fresh, true);
                ck_assert_msg(strcmp(kept, loaded) == 0, "seed %u step %d person %zu\nkept:\n%s\nloaded:\n%s", seed, step, i,
                              kept, loaded);
                free(kept);
                free(loaded);
                snapshot_free(fresh);
                compare_with_owner(&play, each);
                for (size_t b = 0; b < each->snapshot->block_count; b++)
                    secrets += each->snapshot->block[b].hidden;
            }
        }
        search_for_secrets(&play, &play.person[LI]);
        search_for_secrets(&play, &play.person[MEI]);
        close_play(&play);
    }
    ck_assert_uint_gt(secrets, 100); /* or there was nothing to keep */
}
END_TEST

START_TEST(test_others_cannot_touch_what_they_cannot_see)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    workshop_fixture_go(&f, IN_DIVERGE);
    int64_t secret = workshop_fixture_note(&f, f.li, "channels", "secret");
    struct session mei = workshop_fixture_session(&f, f.mei);
    enum save_outcome outcome;
    int64_t beside;
    ck_assert_int_eq(canvas_notes_set_colour(store, &mei, &secret, 1, NOTE_RED, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(canvas_notes_move(store, &mei, &secret, 1, "channels", -1, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(canvas_note_save(store, &mei, secret, "secret", "x", &outcome, &beside, &error), STATUS_NOT_FOUND);
    ck_assert_int_eq(canvas_notes_set_alive(store, &mei, &secret, 1, false, &error), STATUS_NOT_FOUND);
    struct note_new below = {.block = canvas_fixture_block(&f.canvas, "channels"), .text = "below"};
    ck_assert_int_eq(canvas_notes_add(store, &mei, f.canvas.canvas_id, f.canvas.template, &below, 1, secret, NULL,
                                      &error), STATUS_NOT_FOUND);
    /* The facilitator may, and a text that was changed meanwhile does not come into the open beside it. */
    struct session fay = workshop_fixture_session(&f, f.leader);
    ck_ok(canvas_note_save(store, &fay, secret, "stale", "other words", &outcome, &beside, &error));
    ck_assert_int_eq(outcome, SAVE_KEPT_BESIDE);
    struct session home = f.canvas.session;
    ck_ok(canvas_note_save(store, &home, secret, "stale", "more words", &outcome, &beside, &error));
    char *seen = workshop_fixture_texts(&f, f.mei, "channels");
    ck_assert_str_eq(seen, "");
    free(seen);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_reveal_step_by_step)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    workshop_fixture_go(&f, IN_DIVERGE);
    workshop_fixture_note(&f, f.li, "channels", "a");
    workshop_fixture_note(&f, f.li, "channels", "b");
    workshop_fixture_note(&f, f.mei, "key_resources", "c");
    workshop_fixture_go(&f, IN_REVEAL); /* this one opens note by note */
    struct workshop *room = workshop_fixture_load(&f);
    ck_assert_uint_eq(room->hidden, 3);
    ck_assert(room->late && !room->private);
    char *seen = workshop_fixture_texts(&f, f.mei, "channels");
    ck_assert_str_eq(seen, "");
    free(seen);
    size_t count;
    int64_t shown;
    ck_ok(workshop_reveal(store, &f.canvas.session, f.id, REVEAL_NOTE, NULL, &count, &shown, &error));
    ck_assert_uint_eq(count, 1);
    ck_assert_int_ne(shown, 0);
    bool changed;
    ck_ok(workshop_update(room, store, &changed, &error));
    ck_assert_uint_eq(room->hidden, 2);
    ck_ok(workshop_reveal(store, &f.canvas.session, f.id, REVEAL_BLOCK, "channels", &count, NULL, &error));
    seen = workshop_fixture_texts(&f, f.mei, "channels");
    ck_assert_str_eq(seen, "a b");
    free(seen);
    /* What comes now is late, and says so. */
    int64_t late = workshop_fixture_note(&f, f.li, "channels", "late");
    struct snapshot *snapshot = canvas_fixture_load(&f.canvas);
    ck_assert(snapshot_note(snapshot, late)->late && !snapshot_note(snapshot, late)->hidden);
    snapshot_free(snapshot);
    workshop_fixture_go(&f, IN_CLUSTER); /* the rest opens with a stage that is neither private nor stepwise */
    ck_ok(workshop_update(room, store, &changed, &error));
    ck_assert_uint_eq(room->hidden, 0);
    ck_assert_int_eq(canvas_fixture_actions(&f.canvas, "workshop_reveal"), 2);
    workshop_free(room);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_reveal_during_the_round_ends_it)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    workshop_fixture_go(&f, IN_DIVERGE);
    workshop_fixture_note(&f, f.li, "channels", "a");
    struct session li = workshop_fixture_session(&f, f.li);
    size_t count;
    ck_ok(workshop_reveal(f.canvas.store, &f.canvas.session, f.id, REVEAL_ALL, NULL, &count, NULL, &error));
    int64_t id;
    ck_ok(workshop_fixture_add(&f, &li, "channels", "b", &id, &error)); /* by a session from before */
    char *seen = workshop_fixture_texts(&f, f.mei, "channels");
    ck_assert_str_eq(seen, "a b");
    free(seen);
    struct snapshot *snapshot = canvas_fixture_load(&f.canvas);
    ck_assert(snapshot_note(snapshot, id)->late);
    snapshot_free(snapshot);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_a_wall_shows_what_everybody_may_see)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    workshop_fixture_go(&f, IN_DIVERGE);
    workshop_fixture_note(&f, f.leader, "channels", "mine");
    workshop_fixture_note(&f, f.li, "channels", "theirs");
    struct session wall;
    ck_ok(workshop_session(f.canvas.store, f.leader, true, NULL, &wall, &error));
    struct snapshot *snapshot;
    ck_ok(snapshot_load(f.canvas.store, &wall, f.canvas.canvas_id, &snapshot, &error));
    const struct snapshot_block *block =
        snapshot_block(snapshot, canvas_fixture_block(&f.canvas, "channels"));
    ck_assert_uint_eq(block->count, 0);
    ck_assert_uint_eq(block->hidden, 2);
    int64_t id;
    ck_assert_int_eq(workshop_fixture_add(&f, &wall, "channels", "x", &id, &error), STATUS_DENIED);
    snapshot_free(snapshot);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_names_are_told_when_the_room_says_so)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    ck_ok(workshop_set_names(f.canvas.store, &f.canvas.session, f.id, NAMES_SHOWN, &error));
    workshop_fixture_go(&f, IN_DIVERGE);
    workshop_fixture_note(&f, f.li, "channels", "a");
    static const struct {
        enum names names;
        bool revealed, told;
    } cases[] = {{NAMES_SHOWN, false, true}, {NAMES_AFTER_REVEAL, false, false}, {NAMES_AFTER_REVEAL, true, true},
                 {NAMES_SHOWN, true, true},  {NAMES_NEVER, true, false}};
    const char *li = "李雷";
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        if (cases[i].revealed && !cases[i - 1].revealed) {
            size_t count;
            ck_ok(workshop_reveal(f.canvas.store, &f.canvas.session, f.id, REVEAL_ALL, NULL, &count, NULL, &error));
        }
        ck_ok(workshop_set_names(f.canvas.store, &f.canvas.session, f.id, cases[i].names, &error));
        struct workshop *room = workshop_fixture_load(&f);
        ck_assert_int_eq(workshop_tells_place(room, workshop_fixture_session(&f, f.mei).actor_id), cases[i].told);
        ck_assert(workshop_tells_place(room, workshop_fixture_session(&f, f.leader).actor_id));
        workshop_free(room);
        const int64_t seats[] = {f.leader, f.li};
        for (size_t s = 0; s < COUNT_OF(seats); s++) {
            struct session session = workshop_fixture_session(&f, seats[s]);
            struct history_entry *list;
            size_t count;
            bool told = false;
            ck_ok(canvas_history(f.canvas.store, &session, f.canvas.canvas_id, LANGUAGE_EN, &list, &count, &error));
            for (size_t e = 0; e < count; e++)
                told = told || strcmp(list[e].actor, li) == 0;
            ck_assert_msg(told == (cases[i].told || seats[s] == f.li), "case %zu seat %zu", i, s);
            history_free(list, count);
        }
    }
    workshop_fixture_clear(&f);
}
END_TEST

/* Whether any read of this session names somebody. */
static bool is_named(const struct workshop_fixture *f, const struct session *session, int64_t note_id, const char *name)
{
    struct store *store = f->canvas.store;
    int64_t canvas_id = f->canvas.canvas_id;
    struct history_entry *list;
    struct trashed_note *trash;
    struct snapshot *snapshot;
    struct timeline *timeline;
    size_t count;
    bool named = false;
    ck_ok(canvas_history(store, session, canvas_id, LANGUAGE_EN, &list, &count, &error));
    for (size_t i = 0; i < count; i++)
        named = named || strcmp(list[i].actor, name) == 0;
    history_free(list, count);
    ck_ok(canvas_trashed_notes(store, session, canvas_id, &trash, &count, &error));
    for (size_t i = 0; i < count; i++)
        named = named || strcmp(trash[i].actor, name) == 0;
    trashed_notes_free(trash, count);
    struct version *version;
    ck_ok(canvas_versions(store, session, canvas_id, &version, &count, &error));
    for (size_t i = 0; i < count; i++)
        named = named || strcmp(version[i].actor, name) == 0;
    canvas_versions_free(version, count);
    ck_ok(snapshot_load(store, session, canvas_id, &snapshot, &error));
    ck_ok(timeline_load(store, session, canvas_id, &timeline, &error));
    const struct note *notes[] = {snapshot_note(snapshot, note_id), snapshot_note(timeline_snapshot(timeline), note_id)};
    for (size_t i = 0; i < COUNT_OF(notes); i++)
        named = named || (notes[i] && notes[i]->author_id != 0 &&
                          strcmp(snapshot_person(snapshot, notes[i]->author_id), name) == 0);
    timeline_free(timeline);
    snapshot_free(snapshot);
    return named;
}

/* Neither who leads nor the owner at home learns who wrote, by whatever was done to the note. */
START_TEST(test_authors_of_hidden_notes_are_told_after_the_reveal)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    ck_ok(workshop_set_names(store, &f.canvas.session, f.id, NAMES_AFTER_REVEAL, &error));
    workshop_fixture_go(&f, IN_DIVERGE);
    int64_t kept = workshop_fixture_note(&f, f.li, "channels", "kept"), dead = workshop_fixture_note(&f, f.li, "channels", "dead");
    struct session li = workshop_fixture_session(&f, f.li);
    ck_ok(canvas_notes_set_tag(store, &li, &kept, 1, "tagged", true, &error));
    ck_ok(canvas_notes_set_facet(store, &li, &kept, 1, "k", "v", &error));
    ck_ok(canvas_notes_set_alive(store, &li, &dead, 1, false, &error));
    struct session others[] = {workshop_fixture_session(&f, f.leader), workshop_fixture_session(&f, f.mei), f.canvas.session};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        ck_assert_msg(!is_named(&f, &others[i], kept, "李雷"), "%zu", i);
    ck_assert(is_named(&f, &li, kept, "李雷"));
    ck_assert_int_eq(workshop_set_names(store, &others[0], f.id, NAMES_SHOWN, &error), STATUS_INVALID);
    size_t count;
    ck_ok(workshop_reveal(store, &others[0], f.id, REVEAL_ALL, NULL, &count, NULL, &error));
    for (size_t i = 0; i < COUNT_OF(others); i++)
        ck_assert_msg(is_named(&f, &others[i], kept, "李雷"), "%zu", i);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_never_outlasts_the_workshop)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    ck_ok(workshop_set_names(store, &f.canvas.session, f.id, NAMES_NEVER, &error));
    ck_ok(workshop_set_names(store, &f.canvas.session, f.id, NAMES_SHOWN, &error)); /* nobody has written yet */
    ck_ok(workshop_set_names(store, &f.canvas.session, f.id, NAMES_NEVER, &error));
    struct snapshot *open = canvas_fixture_load(&f.canvas);
    int64_t note_id = workshop_fixture_note(&f, f.li, "channels", "a");
    ck_assert_int_eq(workshop_set_names(store, &f.canvas.session, f.id, NAMES_AFTER_REVEAL, &error), STATUS_INVALID);
    ck_assert_int_eq(workshop_set_names(store, &f.canvas.session, f.id, NAMES_SHOWN, &error), STATUS_INVALID);
    /* Nor does undo give anybody away. */
    struct session fay = workshop_fixture_session(&f, f.leader), li = workshop_fixture_session(&f, f.li);
    struct undo_outcome undone;
    ck_ok(canvas_notes_set_colour(store, &f.canvas.session, &note_id, 1, NOTE_RED, &error));
    ck_ok(canvas_notes_set_colour(store, &li, &note_id, 1, NOTE_BLUE, &error));
    ck_assert_int_eq(canvas_undo(store, &f.canvas.session, f.canvas.canvas_id, &undone, &error), STATUS_NOT_FOUND);
    ck_assert_uint_eq(undone.kept, 1);
    ck_assert_int_eq(undone.kept_actor_id, 0);
    ck_assert(!is_named(&f, &fay, note_id, "李雷"));
    ck_ok(workshop_stop(store, &f.canvas.session, f.id, true, &error));
    ck_assert(!is_named(&f, &f.canvas.session, note_id, "李雷"));
    bool changed;
    ck_ok(snapshot_update(open, store, &f.canvas.session, &changed, &error));
    ck_assert_int_eq(snapshot_note(open, note_id)->author_id, 0);
    snapshot_free(open);
    workshop_fixture_clear(&f);
}
END_TEST

/* No seat names moments today, but a store may hold a guest's: the moment's name is told then, and the guest's not. */
START_TEST(test_who_named_a_moment_is_told_as_promised)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct store *store = f.canvas.store;
    ck_ok(workshop_set_names(store, &f.canvas.session, f.id, NAMES_NEVER, &error));
    struct session leader = workshop_fixture_session(&f, f.leader);
    leader.may = MAY_ALL;
    leader.renew = NULL;
    char *name;
    ck_ok(person_name(store, leader.actor_id, &name, &error));
    ck_ok(canvas_version_name(store, &leader, f.canvas.canvas_id, "Half time", NULL, false, &error));
    ck_assert(is_named(&f, &leader, 0, name));
    ck_assert(!is_named(&f, &f.canvas.session, 0, name));
    free(name);
    struct version *version;
    size_t count;
    ck_ok(canvas_versions(store, &f.canvas.session, f.canvas.canvas_id, &version, &count, &error));
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(version[0].name, "Half time");
    ck_assert_str_eq(version[0].actor, "?");
    ck_assert_int_eq(version[0].actor_id, 0);
    canvas_versions_free(version, count);
    workshop_fixture_clear(&f);
}
END_TEST

START_TEST(test_one_guest_does_not_bury_the_others)
{
    struct workshop_fixture f;
    workshop_fixture_init(&f);
    struct session li = workshop_fixture_session(&f, f.li);
    struct note_new *notes = memory_new(1000, sizeof *notes);
    for (size_t i = 0; i < 1000; i++)
        notes[i] = (struct note_new){.block = canvas_fixture_block(&f.canvas, "channels"), .text = "spam"};
    int64_t id;
    ck_ok(canvas_notes_add(f.canvas.store, &li, f.canvas.canvas_id, f.canvas.template, notes, 999, 0, NULL, &error));
    id = workshop_fixture_note(&f, f.li, "channels", "one\ntwo");
    ck_assert_int_eq(workshop_fixture_add(&f, &li, "channels", "more", &id, &error), STATUS_FULL);
    ck_assert_ptr_nonnull(strstr(error.message, "1000"));
    size_t count;
    struct snapshot *snapshot = canvas_fixture_load(&f.canvas);
    ck_assert_uint_eq(snapshot->note_count, 1000);
    id = 0;
    for (size_t i = 0; i < snapshot_block(snapshot, notes[0].block)->count; i++)
        if (strchr(snapshot_block(snapshot, notes[0].block)->note[i]->text, '\n'))
            id = snapshot_block(snapshot, notes[0].block)->note[i]->id;
    snapshot_free(snapshot);
    ck_assert_int_eq(canvas_note_split(f.canvas.store, &li, id, &count, &error), STATUS_FULL);
    workshop_fixture_note(&f, f.mei, "channels", "another's");
    free(notes);
    workshop_fixture_clear(&f);
}
END_TEST

NONET_TEST_MAIN("hidden", test_who_named_a_moment_is_told_as_promised, test_one_guest_does_not_bury_the_others, test_authors_of_hidden_notes_are_told_after_the_reveal, test_never_outlasts_the_workshop, test_everybody_sees_what_is_theirs, test_others_cannot_touch_what_they_cannot_see,
                test_reveal_step_by_step, test_reveal_during_the_round_ends_it,
                test_a_wall_shows_what_everybody_may_see, test_names_are_told_when_the_room_says_so)
