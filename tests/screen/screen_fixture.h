/*
 * screen_fixture.h - the program without a terminal: a store in a folder of its own, an app over it, keys in and
 * the cell grid out.
 *
 * Templates and examples are two of each (bmc, personal; football_club, dev_lead), as shipped.
 * The clock stands still (screen_fixture_clock moves it) and the zone is UTC, so a screen is the same every day. Everything
 * here fails the running test when something goes wrong.
 */
#ifndef NONET_SCREEN_FIXTURE_H
#define NONET_SCREEN_FIXTURE_H

#include "app.h"

#define SCREEN_FIXTURE_NOW      1795262400000LL /* 2026-11-21 12:00 UTC */
#define SCREEN_FIXTURE_LONG_AGO 1700000000000LL /* in 2023: nothing is older */

struct screen_fixture {
    char folder[64];
    char path[96];
    struct store *store;
    struct session session; /* "Ann", the owner */
    struct app app;
};

/* The screens that goldens are drawn for, in both languages; the name is the end of a golden's. */
struct screen_size {
    enum language language;
    int rows, columns;
    const char *name;
};
extern const struct screen_size screen_fixture_sizes[4];      /* 80x24 and 120x40 */
extern const struct screen_size screen_fixture_wide_sizes[4]; /* 80x24 and 140x45 */

void screen_fixture_init(struct screen_fixture *fixture);
void screen_fixture_clear(struct screen_fixture *fixture); /* removes the folder */
void screen_fixture_clock(int64_t ms);
/* Makes the app anew: this language, this size, no view yet. */
void screen_fixture_start(struct screen_fixture *fixture, enum language language, int rows, int columns);
/* A view that does nothing, for dialogs that lie on some board: "the board below". */
void screen_fixture_ground(struct screen_fixture *fixture);
/* Keys as key_name() writes them, with spaces between; a word in single quotes is typed text ('a b' is two words). */
void screen_fixture_keys(struct screen_fixture *fixture, const char *keys);
void screen_fixture_type(struct screen_fixture *fixture, const char *text);
void screen_fixture_mouse(struct screen_fixture *fixture, enum mouse_kind kind, int row, int column, bool twice);
/* What happens when the keys rest: every view's deadline has passed; then the screen is painted. */
void screen_fixture_rest(struct screen_fixture *fixture);
/* The screen as text. Yours. */
char *screen_fixture_dump(struct screen_fixture *fixture);
bool screen_fixture_shows(struct screen_fixture *fixture, const char *text);
/* Fails unless what was painted over the last frame is what a frame painted anew shows; the rest is for the message. */
void screen_fixture_check_paint(struct screen_fixture *fixture, const char *what, unsigned seed, int step);
/* Compares with tests/screen/golden/NAME.txt; UPDATE_GOLDEN=1 in the environment writes it instead. */
void screen_fixture_golden(struct screen_fixture *fixture, const char *name);
/* A canvas of this template, made at `ms`, with notes given as "block: text" lines. */
int64_t screen_fixture_canvas(struct screen_fixture *fixture, int64_t ms, const char *template_id, const char *title,
                              const char *notes);

/* "Li", who has the same store open. */
struct session screen_fixture_other(struct screen_fixture *fixture);
/* Li saves a text of a note. The screen hears of it with screen_fixture_feed(). */
void screen_fixture_other_saves(struct screen_fixture *fixture, int64_t note_id, const char *base, const char *text);
/* What the store's watch does: the app reads the feed and paints. */
void screen_fixture_feed(struct screen_fixture *fixture);

#endif
