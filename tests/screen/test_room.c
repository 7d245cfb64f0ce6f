/* test_room.c - a workshop on the screen: stages, private rounds, votes, calls, the menu, the timer, the wall. */
#include "room_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check_main.h"

static const char notes[] = "customer_segments: Fans\ncustomer_segments: Clubs\nvalue_propositions: Play";

struct trio {
    struct room_fixture room;
    struct room_screen *lea, *ana, *bo;
};

static void trio_init(struct trio *trio, enum language language)
{
    room_fixture_init(&trio->room, language, notes);
    trio->lea = room_fixture_join(&trio->room, "Lea", ROLE_FACILITATOR, false, 24, 80);
    trio->ana = room_fixture_join(&trio->room, "Ana", ROLE_PARTICIPANT, false, 24, 80);
    trio->bo = room_fixture_join(&trio->room, "阿波", ROLE_PARTICIPANT, false, 45, 140);
}

#define KEYS(who, keys) room_fixture_keys(&trio.room, trio.who, keys)

START_TEST(a_private_round_shows_own_notes_and_counts)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "write_value");
    room_fixture_expect(trio.ana, "Customers and value");
    screen_fixture_golden(&trio.ana->fixture, "room_banner_en_80x24");
    KEYS(ana, "1 a 'Parents' Enter 'Schools' Esc");
    KEYS(bo, "1 a 'Sponsors' Esc");
    room_fixture_expect(trio.ana, "Parents");
    room_fixture_expect_not(trio.ana, "Sponsors");
    room_fixture_expect(trio.ana, "4 +1");
    room_fixture_expect(trio.bo, "+2 hidden");
    room_fixture_expect_not(trio.bo, "Parents");
    screen_fixture_golden(&trio.ana->fixture, "room_private_en_80x24");
    screen_fixture_golden(&trio.bo->fixture, "room_private_en_140x45");
    screen_fixture_golden(&trio.lea->fixture, "room_leader_en_80x24");
    room_fixture_stage(&trio.room, trio.lea, "read_value");
    KEYS(ana, "z");
    room_fixture_expect(trio.ana, "Sponsors");
    KEYS(bo, "z");
    room_fixture_expect(trio.bo, "Parents");
    room_fixture_expect_not(trio.bo, "hidden");
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(the_menu_offers_what_this_seat_can_do)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_ZH);
    room_fixture_stage(&trio.room, trio.lea, "write_value");
    KEYS(ana, "Esc w");
    screen_fixture_golden(&trio.ana->fixture, "room_menu_zh_80x24");
    KEYS(ana, "'好了' Enter");
    room_fixture_expect(trio.lea, "1/2");
    KEYS(ana, "w '举手' Enter");
    room_fixture_expect(trio.lea, "Ana 举手了");
    KEYS(lea, "w");
    screen_fixture_golden(&trio.lea->fixture, "room_menu_leader_zh_80x24");
    KEYS(lea, "'流程表' Enter");
    screen_fixture_golden(&trio.lea->fixture, "room_sheet_zh_80x24");
    KEYS(bo, "w '好了' Enter");
    room_fixture_expect(trio.lea, "2/2");
    KEYS(lea, "Enter");
    ck_assert_str_eq(trio.ana->fixture.app.room->now->now->id, "read_value");
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(votes_are_hidden_until_the_vote_closes)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    const struct agenda *agenda = trio.lea->fixture.app.room->now->agenda;
    for (size_t i = 0; i < agenda->stage_count; i++) {
        if (agenda->stage[i].kind == STAGE_VOTE) {
            room_fixture_stage(&trio.room, trio.lea, agenda->stage[i].id);
            break;
        }
    }
    ck_assert(trio.ana->fixture.app.room->now->vote_open);
    KEYS(ana, "1 Home Down v");
    KEYS(bo, "1 Home Down v");
    KEYS(ana, "Home v");
    room_fixture_expect(trio.ana, "my 1");
    room_fixture_expect_not(trio.lea, "▲");
    screen_fixture_golden(&trio.ana->fixture, "room_vote_open_en_80x24");
    KEYS(ana, "V");
    KEYS(lea, "w 'close the vote' Enter");
    room_fixture_expect(trio.ana, "▲2");
    ck_assert_str_eq(board_notes(trio.ana->board, 0)->note[0]->text, "Clubs");
    screen_fixture_golden(&trio.ana->fixture, "room_vote_closed_en_80x24");
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(calls_and_hold_are_said_and_obeyed)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    KEYS(lea, "4 @");
    room_fixture_expect(trio.ana, "everybody is called to Customer Relationships: press 4");
    KEYS(ana, "4");
    room_fixture_expect(trio.ana, "you are there");
    KEYS(lea, "@ w 'keep' Enter");
    KEYS(ana, "1");
    ck_assert_int_eq(trio.ana->board->focus, trio.lea->board->focus);
    room_fixture_expect(trio.ana, "everybody stays at");
    KEYS(lea, "@ !");
    room_fixture_expect(trio.ana, "HELD");
    KEYS(ana, "0 a");
    ck_assert(!trio.ana->board->editor.open);
    screen_fixture_golden(&trio.ana->fixture, "room_held_en_80x24");
    KEYS(lea, "!");
    room_fixture_expect_not(trio.ana, "HELD");
    KEYS(ana, "a");
    ck_assert(trio.ana->board->editor.open);
    room_fixture_clear(&trio.room);
}
END_TEST

/* The stage ends in the middle of a word: nothing is lost, nothing is stuck. */
START_TEST(text_that_comes_too_late_waits)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "write_value");
    KEYS(ana, "1 a 'half a tho'");
    room_fixture_stage(&trio.room, trio.lea, "read_value");
    KEYS(ana, "'ught'");
    ck_assert(trio.ana->board->editor.open);
    KEYS(ana, "Esc");
    ck_assert(!trio.ana->board->editor.open);
    room_fixture_expect(trio.ana, "your text is kept");
    room_fixture_stage(&trio.room, trio.lea, "write_front");
    ck_assert(trio.ana->board->editor.open);
    room_fixture_expect(trio.ana, "half a thought");
    KEYS(ana, "Esc");
    room_fixture_expect(trio.ana, "half a thought");
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(the_timer_counts_down_and_never_locks)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "write_value");
    KEYS(ana, "1");
    room_fixture_expect(trio.ana, "8:00");
    room_fixture_wait(&trio.room, 1500);
    room_fixture_expect(trio.ana, "7:59");
    room_fixture_wait(&trio.room, 7 * 60000 + 17000);
    room_fixture_expect(trio.ana, "0:42");
    screen_fixture_golden(&trio.ana->fixture, "room_last_minute_en_80x24");
    KEYS(lea, "^");
    room_fixture_expect(trio.ana, "1:42");
    room_fixture_wait(&trio.room, 102000);
    room_fixture_expect(trio.ana, "time is up");
    KEYS(ana, "a 'still writing' Esc");
    room_fixture_expect(trio.ana, "still writing");
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(a_room_without_a_timer_never_wakes)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    struct error error;
    struct app *app = &trio.lea->fixture.app;
    ck_ok(workshop_stop(app->store, &app->session, trio.room.workshop_id, false, &error));
    KEYS(ana, "1");
    room_fixture_wait(&trio.room, 7000);
    trio.ana->fixture.app.message_until = 0;
    trio.ana->board->light_due = 0;
    ck_assert_int_eq(app_deadline(&trio.ana->fixture.app), 0);
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(the_wall_follows_and_tells_the_story)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    struct room_screen *wall = room_fixture_join(&trio.room, "Wall", ROLE_OBSERVER, true, 40, 120);
    room_fixture_expect(wall, "3 here");
    screen_fixture_golden(&wall->fixture, "wall_en_120x40");
    room_fixture_keys(&trio.room, wall, "a 'x' Enter 5");
    ck_assert(!wall->board->editor.open);
    KEYS(lea, "2 @");
    ck_assert(wall->board->zoomed);
    KEYS(lea, "@");
    ck_assert(!wall->board->zoomed);
    KEYS(lea, "w 'tell the story' Enter");
    room_fixture_expect_not(wall, "Fans");
    KEYS(lea, ">");
    room_fixture_expect(wall, "Fans");
    room_fixture_expect_not(wall, "Clubs");
    KEYS(lea, "> >");
    room_fixture_expect(wall, "Play");
    screen_fixture_golden(&wall->fixture, "wall_story_en_120x40");
    KEYS(lea, "<");
    room_fixture_expect_not(wall, "Play");
    KEYS(lea, "w 'end the story' Enter");
    ck_assert_ptr_null(wall->board->told);
    room_fixture_keys(&trio.room, wall, "q");
    ck_assert(wall->fixture.app.leaving);
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(a_seat_taken_away_ends_the_screen)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    KEYS(lea, "w 'people' Enter 'Ana' Enter 'take the seat' Enter");
    ck_assert(trio.ana->fixture.app.leaving);
    ck_assert_int_eq(trio.ana->fixture.app.parting.status, STATUS_DENIED);
    ck_assert(!trio.bo->fixture.app.leaving);
    KEYS(bo, "w 'raise a hand' Enter");
    room_fixture_expect(trio.lea, "1 hand");
    KEYS(lea, "w 'people' Enter '阿波' Enter 'hand over' Enter");
    ck_assert(room_leads(&trio.bo->fixture.app));
    ck_assert(!room_leads(&trio.lea->fixture.app));
    ck_assert_uint_eq(trio.bo->fixture.app.room->now->hands, 0);
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(it_looks_like_its_goldens_in_chinese_and_large)
{
    struct room_fixture room;
    room_fixture_init(&room, LANGUAGE_ZH, notes);
    struct room_screen *lea = room_fixture_join(&room, "Lea", ROLE_FACILITATOR, false, 45, 140);
    struct room_screen *ana = room_fixture_join(&room, "Ana", ROLE_PARTICIPANT, false, 24, 80);
    struct room_screen *wall = room_fixture_join(&room, "墙", ROLE_OBSERVER, true, 24, 80);
    room_fixture_stage(&room, lea, "write_value");
    room_fixture_keys(&room, ana, "1 a '家长' Enter '学校' Esc");
    screen_fixture_golden(&ana->fixture, "room_private_zh_80x24");
    screen_fixture_golden(&wall->fixture, "wall_private_zh_80x24");
    room_fixture_keys(&room, lea, "Esc");
    screen_fixture_golden(&lea->fixture, "room_leader_zh_140x45");
    room_fixture_stage(&room, lea, "vote_risk");
    room_fixture_keys(&room, ana, "1 Home v v");
    screen_fixture_golden(&ana->fixture, "room_vote_open_zh_80x24");
    room_fixture_keys(&room, ana, "?");
    screen_fixture_golden(&ana->fixture, "room_help_zh_80x24");
    ana->fixture.app.screen.ascii = true;
    ana->fixture.app.screen.marks = true;
    room_fixture_keys(&room, ana, "Esc w");
    screen_fixture_golden(&ana->fixture, "room_ascii_zh_80x24");
    room_fixture_clear(&room);
}
END_TEST

static int votes_of(const struct room_screen *screen, const char *text)
{
    const struct snapshot_block *block = board_notes(screen->board, 0);
    for (size_t i = 0; i < block->count; i++) {
        if (strcmp(block->note[i]->text, text) == 0)
            return block->note[i]->votes;
    }
    return -1;
}

START_TEST(the_room_votes_too_and_a_tie_is_voted_on_again)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "vote_risk");
    KEYS(lea, "1 Home w 'votes from the room' Enter '4' Enter");
    KEYS(ana, "1 Home Down v v");
    KEYS(bo, "1 Home Down v v");
    room_fixture_expect(trio.lea, "room 4");
    room_fixture_expect(trio.lea, "0/2 voted");
    room_fixture_expect_not(trio.ana, "room 4");
    KEYS(lea, "w 'close the vote' Enter");
    ck_assert_int_eq(votes_of(trio.ana, "Fans"), 4);
    ck_assert_int_eq(votes_of(trio.ana, "Clubs"), 4);
    room_fixture_expect(trio.ana, "▲4 tie");
    room_fixture_expect(trio.ana, "the vote is closed: in every block");
    KEYS(lea, "w 'second round' Enter");
    room_fixture_expect(trio.ana, "you have 1");
    room_fixture_expect(trio.ana, "another round: 1 vote each, for the notes marked ▲?");
    room_fixture_expect(trio.ana, "▲? │");
    KEYS(ana, "v");
    KEYS(lea, "w 'close the vote' Enter");
    room_fixture_expect(trio.ana, "▲5");
    room_fixture_expect_not(trio.ana, "▲4 tie");
    KEYS(lea, "w 'open a vote' Enter '2+' Enter");
    ck_assert(trio.ana->fixture.app.room->now->stacking);
    ck_assert_int_eq(trio.ana->fixture.app.room->now->votes, 2);
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(votes_sort_headings_and_the_notes_under_them)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "sort_value");
    KEYS(lea, "1 a 'Firms' Enter 'Schools' Esc 1 Home + 'People' Enter Home + 'Others' Enter Home Space Down Space + 'People' Enter");
    room_fixture_stage(&trio.room, trio.lea, "vote_risk");
    const struct snapshot_block *block = board_notes(trio.ana->board, 0);
    char last[64];
    snprintf(last, sizeof last, "%s", block->note[3]->text);
    const struct note_group *first = block->note[0]->group, *group = block->note[3]->group;
    ck_assert_ptr_nonnull(group);
    ck_assert_ptr_ne(first, group);
    int64_t group_id = group->id;
    KEYS(ana, "1 End v v v");
    KEYS(lea, "w 'close the vote' Enter");
    block = board_notes(trio.ana->board, 0);
    size_t at = 0;
    while (at < block->count && !block->note[at]->group)
        at++;
    ck_assert_uint_lt(at, block->count);
    ck_assert_int_eq(block->note[at]->group->id, group_id);
    ck_assert_str_eq(block->note[at]->text, last);
    KEYS(lea, "u");
    block = board_notes(trio.ana->board, 0);
    ck_assert_str_eq(block->note[3]->text, last);
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(a_private_round_is_not_opened_by_a_slip)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "write_value");
    KEYS(ana, "1 a 'Parents' Enter 'Pupils' Esc 2 a 'Fun' Esc");
    KEYS(lea, "1 *");
    room_fixture_expect(trio.lea, "they still write alone");
    ck_assert_uint_eq(trio.lea->fixture.app.room->now->hidden, 3);
    KEYS(lea, "w 'reveal this block' Enter");
    ck_assert_uint_eq(trio.lea->fixture.app.room->now->hidden, 1);
    KEYS(lea, "w 'names' Enter 'never' Enter");
    ck_assert_int_eq(trio.bo->fixture.app.room->now->names, NAMES_NEVER);
    room_fixture_expect(trio.lea, "from now on: never");
    room_fixture_expect(trio.ana, "from now on: never");
    KEYS(lea, "w 'reveal everything' Enter");
    ck_assert_uint_eq(trio.lea->fixture.app.room->now->hidden, 0);
    KEYS(bo, "2 End o");
    room_fixture_expect(trio.bo, "by ?");
    room_fixture_clear(&trio.room);
}
END_TEST

/* Where notes are opened one by one, > would open the rest at once, and no key hides them again. */
START_TEST(leaving_a_reveal_halfway_is_asked)
{
    struct trio trio;
    room_fixture_init_agenda(&trio.room, LANGUAGE_EN, notes, "bmc_180");
    trio.lea = room_fixture_join(&trio.room, "Lea", ROLE_FACILITATOR, false, 24, 80);
    trio.ana = room_fixture_join(&trio.room, "Ana", ROLE_PARTICIPANT, false, 24, 80);
    room_fixture_stage(&trio.room, trio.lea, "write_segments");
    KEYS(ana, "1 a 'Parents' Enter 'Pupils' Esc");
    KEYS(lea, "> >"); /* twice instead of once */
    const struct room *room = trio.lea->fixture.app.room;
    ck_assert_str_eq(room->now->now->id, "read_segments");
    room_fixture_expect(trio.lea, "2 notes are still hidden");
    KEYS(lea, "Esc");
    ck_assert_uint_eq(room->now->hidden, 2);
    KEYS(lea, "> Down Enter");
    ck_assert_str_eq(room->now->now->id, "read_segments");
    KEYS(lea, "> Enter");
    ck_assert_str_eq(room->now->now->id, "sort_segments");
    ck_assert_uint_eq(room->now->hidden, 0);
    room_fixture_clear(&trio.room);
}
END_TEST

/* Typed while one could write, and the line broke: it waits for the next time one can. */
START_TEST(a_draft_found_when_nothing_is_taken_waits)
{
    struct trio trio;
    struct error error;
    char block[] = "channels", base[] = "", text[] = "web sh";
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "read_value");
    struct board *board = trio.ana->board;
    struct draft draft = {.canvas_id = trio.room.canvas_id, .block = block, .base = base, .text = text};
    ck_ok(live_draft_save(trio.ana->fixture.app.live, &draft, &error));
    board_room_put_aside(board, &draft);
    ck_assert(!board->editor.open);
    room_fixture_stage(&trio.room, trio.lea, "write_front");
    ck_assert(board->editor.open);
    KEYS(ana, "'op' Esc");
    room_fixture_expect(trio.ana, "web shop");
    room_fixture_clear(&trio.room);
}
END_TEST

/* Who types in a note and falls silent holds it for fifteen seconds. */
START_TEST(a_note_is_free_again_after_a_silence)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "sort_value");
    KEYS(ana, "1 Home Enter");
    ck_assert_int_gt(trio.lea->board->lease_due, time_steady());
    ck_assert_int_le(trio.lea->board->lease_due, time_steady() + 15001);
    room_fixture_expect(trio.lea, "Ana…");
    room_fixture_wait(&trio.room, 15001);
    room_fixture_expect_not(trio.lea, "Ana…");
    room_fixture_clear(&trio.room);
}
END_TEST

/* Any key at any screen at any moment: nothing breaks, and what is typed stays in the block of focus. */
START_TEST(random_hands_in_a_room)
{
    static const char *const keys[] = {
        "a", "Enter", "Esc", "'x'", "'文'", "w", "v", "V", ">", "<", "!", "@", "*", "^", "+", "-", "M", "|", "{", "}",
        "d", "u", "Ctrl-R", "1", "2", "0", "Tab", "z", "L", "Down", "Up", "Left", "Right", "Space", "s", "S", "o", "m",
        "c", "t", "=", "f", "g", "r", "J", "K", "E", "T", "Home", "End", "Ctrl-G", "Ctrl-J", "?", ":", "n", "N", "/",
    };
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    struct room_screen *wall = room_fixture_join(&trio.room, "Wall", ROLE_OBSERVER, true, 24, 80);
    uint32_t state = 20261125;
    for (int i = 0; i < 4000; i++) {
        state ^= state << 13, state ^= state >> 17, state ^= state << 5;
        struct room_screen *screen = &trio.room.screen[state / 64 % 3];
        /* Long texts to read and lists would swallow most keys. */
        room_fixture_keys(&trio.room, screen, state % 8 == 0 ? "Esc Esc" : keys[state / 256 % COUNT_OF(keys)]);
        if (i % 50 == 0)
            room_fixture_wait(&trio.room, 20000);
        for (size_t n = 0; n < trio.room.count; n++) {
            const struct board *board = trio.room.screen[n].board;
            ck_assert(!trio.room.screen[n].fixture.app.leaving);
            ck_assert(!board->editor.open || board->editor.block == board->focus);
        }
    }
    ck_assert(!wall->board->editor.open);
    int64_t seq;
    struct error error;
    ck_ok(store_last_seq(trio.room.base.store, &seq, &error));
    ck_assert_msg(seq > 100, "only %lld actions: the hands were stuck", (long long)seq);
    struct buffer report = {0};
    ck_ok(store_check(trio.room.base.store, true, &report, &error));
    buffer_clear(&report);
    room_fixture_clear(&trio.room);
}
END_TEST

/* Thirty-two by twelve is the smallest that works. */
START_TEST(a_new_stage_clears_what_was_said_before)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    KEYS(ana, "w 'I am ready' Enter");
    room_fixture_expect(trio.ana, "marked as ready");
    KEYS(lea, ">");
    room_fixture_expect_not(trio.ana, "marked as ready");
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(a_small_screen_tells_the_whole_prompt_first)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    struct room_screen *tiny = room_fixture_join(&trio.room, "Tiny", ROLE_PARTICIPANT, false, 15, 50);
    room_fixture_expect(tiny, "any key goes on");
    room_fixture_expect(tiny, "a writes a note");
    /* Who leads from a phone gives up the figures before the timer. */
    struct room_screen *leader = room_fixture_join(&trio.room, "Fay", ROLE_FACILITATOR, false, 12, 32);
    room_fixture_keys(&trio.room, tiny, "Esc w 'raise a hand' Enter");
    room_fixture_expect(leader, "5:00");
    room_fixture_expect_not(leader, "1 hand ");
    room_fixture_clear(&trio.room);
}
END_TEST

START_TEST(a_phone_takes_part_too)
{
    struct trio trio;
    trio_init(&trio, LANGUAGE_EN);
    struct room_screen *phone = room_fixture_join(&trio.room, "Phone", ROLE_PARTICIPANT, false, 12, 32);
    room_fixture_stage(&trio.room, trio.lea, "write_value");
    room_fixture_keys(&trio.room, phone, "1 a 'Pupils' Esc");
    room_fixture_expect(phone, "Pupils");
    screen_fixture_golden(&phone->fixture, "room_private_en_32x12");
    room_fixture_wait(&trio.room, 7 * 60000 + 30000);
    room_fixture_expect(phone, "0:30");
    room_fixture_keys(&trio.room, phone, "w");
    screen_fixture_golden(&phone->fixture, "room_menu_en_32x12");
    room_fixture_clear(&trio.room);
}
END_TEST

/* Texts that stand in a dialog are gone with the right to read them. */
START_TEST(who_leads_no_more_reads_no_secrets)
{
    struct trio trio;
    struct error error;
    trio_init(&trio, LANGUAGE_EN);
    room_fixture_stage(&trio.room, trio.lea, "write_value");
    struct room_screen *gus = room_fixture_join(&trio.room, "Gus", ROLE_FACILITATOR, false, 24, 80);
    KEYS(ana, "1 a 'Parents' Enter 'Schools' Esc d");
    KEYS(lea, "T");
    room_fixture_expect(trio.lea, "Schools");
    ck_ok(seat_set_role(gus->fixture.app.store, &gus->fixture.app.session, trio.lea->seat_id, ROLE_PARTICIPANT, &error));
    KEYS(bo, "Tab");
    room_fixture_expect_not(trio.lea, "Schools");
    room_fixture_expect_not(trio.lea, "Parents");
    KEYS(lea, "T");
    room_fixture_expect_not(trio.lea, "Schools");
    room_fixture_clear(&trio.room);
}
END_TEST

NONET_TEST_MAIN("room", who_leads_no_more_reads_no_secrets, a_private_round_shows_own_notes_and_counts, the_menu_offers_what_this_seat_can_do,
                votes_are_hidden_until_the_vote_closes, calls_and_hold_are_said_and_obeyed,
                text_that_comes_too_late_waits, the_timer_counts_down_and_never_locks,
                a_room_without_a_timer_never_wakes, the_wall_follows_and_tells_the_story,
                a_seat_taken_away_ends_the_screen, it_looks_like_its_goldens_in_chinese_and_large, a_phone_takes_part_too,
                the_room_votes_too_and_a_tie_is_voted_on_again, a_private_round_is_not_opened_by_a_slip,
                leaving_a_reveal_halfway_is_asked, a_new_stage_clears_what_was_said_before,
                a_small_screen_tells_the_whole_prompt_first, votes_sort_headings_and_the_notes_under_them,
                a_draft_found_when_nothing_is_taken_waits, random_hands_in_a_room, a_note_is_free_again_after_a_silence)
