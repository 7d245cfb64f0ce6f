/*
 * store_fixture.h - a folder of its own, a small schema (board, card, link) and a text picture of a whole
 * store, for the tests of src/store.
 */
#ifndef NONET_STORE_FIXTURE_H
#define NONET_STORE_FIXTURE_H

#include "nonet/store.h"

#define ANN 101
#define LI 102
#define BOARD 1000

struct fixture {
    char folder[64]; /* below $TMPDIR where that is short, else /tmp */
    char path[96];   /* folder/store.db */
    struct store *store;
};

extern const struct schema fixture_schema;       /* version 3 */
extern const struct schema fixture_schema_newer; /* version 4: one more field and entity */

/* Makes the folder and opens a new store in it. */
void fixture_init(struct fixture *fixture);
/* The same with the store in memory. */
void fixture_init_memory(struct fixture *fixture);
/* Closes the store and removes the folder with everything in it. */
void fixture_clear(struct fixture *fixture);

/* A clock that stands still. */
int64_t fixture_clock(void);
/* Opens the fixture's file once more. */
struct store *fixture_open(struct fixture *fixture);
/* Options for the fixture's path. */
struct store_options fixture_options(const struct fixture *fixture);

/* Actions of one change. They fail the test on any error. */
void fixture_board(struct store *store, int64_t actor, int64_t board);
int64_t fixture_card(struct store *store, int64_t actor, int64_t card, const char *title);
int64_t fixture_title(struct store *store, int64_t actor, int64_t card, const char *title);
int64_t fixture_weight(struct store *store, int64_t actor, int64_t card, int64_t weight);
int64_t fixture_alive(struct store *store, int64_t actor, int64_t card, int64_t alive);

/* One value of a row as text ("-" when there is no such row). Yours. */
char *fixture_field(struct store *store, const char *entity, int64_t id, const char *field);
/* All rows of all entities, alive and values only (`meaning`), or with updated and numbers too. Yours. */
char *fixture_dump(struct store *store, bool meaning);
/* The changes of one action (seq), one a line: entity id field old new. Yours. */
char *fixture_changes(struct store *store, int64_t seq);
/* Fails the test unless store_check with a rebuild finds nothing. */
void fixture_check(struct store *store);
/* Fails the test unless the field of a card is that text, "-" for no such card. */
void fixture_expect_card(struct store *store, int64_t card, const char *field, const char *value);
/* SQL on a closed store's file, past everything the store takes care of. */
void fixture_run_sql(const char *path, const char *sql);
/* The whole file `path`. Yours through buffer_clear. */
struct buffer fixture_bytes(const char *path);

#endif
