/*
 * test_hands_random.c - random keys, pastes and clicks on everything that can be opened, while somebody else changes,
 * trashes and restores what one looks at.
 *
 * What is checked after each step holds whatever was pressed: the grid is whole, no control character is in it, and what a
 * key painted over the last frame is what a frame painted anew shows. NONET_RANDOM_SECONDS=120 in the environment plays
 * on for so long; the seed of a failure is in its message.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "board_fixture.h"
#include "check_main.h"

#define STEPS 900

struct hands {
    struct screen_fixture *fixture;
    struct store *other_store; /* a connection of its own, as another program has */
    struct session other;
    uint32_t seed, state;
};

static uint32_t roll(struct hands *hands, uint32_t sides)
{
    hands->state ^= hands->state << 13;
    hands->state ^= hands->state >> 17;
    hands->state ^= hands->state << 5;
    return hands->state % sides;
}

static const char *const texts[] = {"one", "one\ntwo\n\n- three", "\x1b[2Jx\x07", "球迷\n会", "", "\xc2\x9b\x32J", "e\xcc\x81👨‍👩‍👧 ", "a=b",
                                    "amount=12 EUR/month", "status=rejected", "\xff\xfe", "\t很长的一段文字，一行放不下的，一定要折行的那种。"};

/* ---- somebody else -------------------------------------------------------------------------------------------- */

/* A failure is as good as a success: the canvas may be gone. */
static void ignore(enum status status)
{
    (void)status;
}

static void other_changes_note(struct hands *hands, const struct snapshot *snapshot)
{
    struct error error;
    size_t filled = 0;
    for (size_t i = 0; i < snapshot->block_count; i++)
        filled += snapshot->block[i].count > 0 ? 1 : 0;
    if (filled == 0)
        return;
    const struct snapshot_block *block = &snapshot->block[roll(hands, (uint32_t)snapshot->block_count)];
    if (block->count == 0)
        return;
    const struct note *note = block->note[roll(hands, (uint32_t)block->count)], *last = block->note[block->count - 1];
    enum save_outcome outcome;
    int64_t beside, id = note->id;
    const char *text = texts[roll(hands, COUNT_OF(texts))];
    switch (roll(hands, 5)) {
    case 0:
        ignore(canvas_notes_set_alive(hands->other_store, &hands->other, &id, 1, false, &error));
        break;
    case 1:
        ignore(canvas_note_save(hands->other_store, &hands->other, id, note->text, text, &outcome, &beside, &error));
        break;
    case 2:
        ignore(canvas_link_set(hands->other_store, &hands->other, id, last->id, roll(hands, 3) > 0, &error));
        break;
    case 3:
        ignore(canvas_notes_set_tag(hands->other_store, &hands->other, &id, 1, text, true, &error));
        break;
    default:
        ignore(canvas_notes_set_facet(hands->other_store, &hands->other, &id, 1, "status", text, &error));
    }
}

static void other_acts(struct hands *hands)
{
    struct error error;
    struct canvas_filter filter = {.query = "", .trash = roll(hands, 3) == 0, .limit = 50};
    struct canvas_info *list;
    struct snapshot *snapshot;
    size_t count, total;
    ck_ok(canvas_list(hands->other_store, &hands->other, &filter, &list, &count, &total, &error));
    if (count > 0) {
        int64_t id = list[roll(hands, (uint32_t)count)].id;
        uint32_t what = roll(hands, 8);
        if (what == 0 || filter.trash)
            ignore(canvas_set_alive(hands->other_store, &hands->other, id, filter.trash, &error));
        else if (what == 1)
            ignore(canvas_rename(hands->other_store, &hands->other, id, texts[roll(hands, COUNT_OF(texts))], &error));
        else if (snapshot_load(hands->other_store, &hands->other, id, &snapshot, &error) == STATUS_OK) {
            other_changes_note(hands, snapshot);
            snapshot_free(snapshot);
        }
    }
    canvas_list_free(list, count);
    if (roll(hands, 2) == 0)
        app_event(&hands->fixture->app, &(struct event){.type = EVENT_CHANGED});
}

/* ---- one's own hands --------------------------------------------------------------------------------------------- */

static enum status shuffle(struct app *app, const char *path, struct error *err)
{
    (void)app;
    return file_write(path, "b\n  more\na\n", 12, err);
}

static void press(struct hands *hands, const char *name)
{
    struct event event = {.type = EVENT_KEY};
    ck_assert_msg(key_parse(name, strlen(name), &event.key), "no key %s", name);
    app_event(&hands->fixture->app, &event);
}

static void random_event(struct hands *hands)
{
    static const char *const keys[] = {
        "Up",    "Down",  "Left",  "Right",  "Tab",  "Shift-Tab", "1",  "5",  "9",  "0",  "Home", "End", "PageUp", "PageDown",
        "a",     "Enter", "Enter", "Enter",  "d",    "Space",     "m",  "J",  "K",  "=",  "f",    "y",   "E",      "u",
        "Ctrl-R", "s",    "S",     "z",      "L",    "/",         "n",  "N",  "'",  "Esc", "Esc", "q",   "x",      "球",
        "Ctrl-J", "Ctrl-G", "Ctrl-W", "Ctrl-K", "Backspace", "Ctrl-Y", "e", "3", "g", "g", "r",    "t",   "t",      "o",
        "o",     "T",     ":",     "?",      "F1",   "c",         "R",  "G",  "j",  "k",  "？",   "ｇ",  "Ctrl-T", "Ctrl-L",
        "Delete", "Ctrl-U", "Ctrl-C", "l",   "：",   "Ctrl-A", "H", "H",  "H", "C",  "C",  "F",   "D",   "D",      "v",
        "p",     "+",     "-",
    };
    static const char *const commands[] = {"guide-new", "canvas-facets", "language", "mouse", "layout", "title",
                                           "trashed",   "next-gap",      "sidebar",  "mouse off", "nothing"};
    static const int sizes[][2] = {{24, 80}, {20, 60}, {16, 40}, {12, 32}, {45, 140}, {50, 200}, {5, 20}, {1, 1}};
    struct app *app = &hands->fixture->app;
    struct event event = {.type = EVENT_KEY};
    uint32_t kind = roll(hands, 60);
    if (kind < 2) {
        event = (struct event){.type = EVENT_PASTE, .text = texts[roll(hands, COUNT_OF(texts))]};
        event.length = strlen(event.text);
        app_event(app, &event);
    } else if (kind == 2) {
        const int *size = sizes[roll(hands, COUNT_OF(sizes))];
        app_event(app, &(struct event){.type = EVENT_RESIZE, .rows = size[0], .columns = size[1]});
    } else if (kind < 10) {
        event.type = EVENT_MOUSE;
        event.mouse = (struct mouse){.kind = (enum mouse_kind)roll(hands, 5), .button = roll(hands, 5) ? 1 : 3,
                                     .row = (int)roll(hands, (uint32_t)app->screen.rows + 2),
                                     .column = (int)roll(hands, (uint32_t)app->screen.columns + 2),
                                     .twice = roll(hands, 3) == 0};
        app_event(app, &event);
    } else if (kind == 10) {
        press(hands, ":");
        screen_fixture_type(hands->fixture, commands[roll(hands, COUNT_OF(commands))]);
        press(hands, "Enter");
    } else if (kind < 14) {
        other_acts(hands);
    } else {
        press(hands, keys[roll(hands, COUNT_OF(keys))]);
    }
    if (app->view_count == 0) { /* left by q */
        app->leaving = false;
        app_push(app, browser_new(app));
    }
    if (roll(hands, 3) > 0)
        app_settle(app);
}

/* ---- what always holds ---------------------------------------------------------------------------------------------- */

static void check_grid(const struct hands *hands, int step)
{
    const struct screen *screen = &hands->fixture->app.screen;
    for (int i = 0; i < screen->rows * screen->columns; i++) { /* an assertion a cell would cost more than all the rest */
        uint32_t glyph = screen->cell[i].glyph[0];
        bool control = glyph != 0 && (glyph < ' ' || (glyph >= 0x7f && glyph <= 0x9f));
        bool half = glyph == 0 && i % screen->columns == 0;
        if (control || half)
            ck_abort_msg("seed %u, step %d: U+%04X at %d,%d", hands->seed, step, glyph, i / screen->columns,
                         i % screen->columns);
    }
    ck_assert_int_lt(screen->caret_row, screen->rows);
    ck_assert_int_lt(screen->caret_column, screen->columns);
}

static void play(struct screen_fixture *fixture, uint32_t seed)
{
    struct error error;
    struct hands hands = {.fixture = fixture, .seed = seed, .state = seed * 2654435761u};
    int64_t li;
    struct store_options options = {.path = fixture->path};
    ck_ok(store_open(&hands.other_store, &options, &canvas_schema, &error));
    ck_ok(person_find(hands.other_store, "Li 莉", &li, &error));
    hands.other = session_owner(li);
    screen_fixture_start(fixture, seed % 2 ? LANGUAGE_ZH : LANGUAGE_EN, 24, 80);
    fixture->app.run_editor = shuffle;
    fixture->app.rest_ms = 1;
    app_push(&fixture->app, browser_new(&fixture->app));
    app_settle(&fixture->app);
    for (int step = 0; step < STEPS; step++) {
        random_event(&hands);
        if (fixture->app.raised == 0)
            check_grid(&hands, step);
        if (step % 7 == 0)
            screen_fixture_check_paint(fixture, "hands", seed, step);
    }
    store_close(hands.other_store);
}

START_TEST(whatever_is_opened_and_whoever_changes_it)
{
    struct screen_fixture fixture;
    const char *wanted = getenv("NONET_RANDOM_SECONDS"), *first = getenv("NONET_RANDOM_SEED");
    int64_t end = time_steady() + 1000 * (wanted ? atoi(wanted) : 0);
    uint32_t seed = first ? (uint32_t)atoi(first) : 1;
    do {
        for (int i = 0; i < 4; i++, seed++) {
            if (i == 0) {
                screen_fixture_init(&fixture);
                screen_fixture_canvas(&fixture, SCREEN_FIXTURE_NOW, "bmc", "Our club", "channels: shop\nchannels: 球迷会");
            }
            play(&fixture, seed);
        }
        screen_fixture_clear(&fixture);
        fixture.app.keymap = NULL;
    } while (time_steady() < end);
}
END_TEST

NONET_TEST_MAIN("hands_random", whatever_is_opened_and_whoever_changes_it)
