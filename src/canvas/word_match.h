/*
 * word_match.h - do texts hold all words of a query? Private to the canvas layer.
 *
 * Words are parted by blanks and compared folded (width, case, compatibility forms); a word may lie anywhere, also
 * inside another, so Chinese of one character is found.
 */
#ifndef NONET_WORD_MATCH_H
#define NONET_WORD_MATCH_H

#include "id_map.h"
#include "nonet/canvas.h"

struct word_query {
    char **word; /* folded */
    size_t count;
    struct buffer folded; /* working space */
};

void word_query_init(struct word_query *query, const char *text);
void word_query_clear(struct word_query *query);
/* True if every word is in `a` or in `b` (NULL = none). A query without words is in everything. */
bool word_query_matches(struct word_query *query, const char *a, const char *b);

/* search_sql.c: the canvases, dead ones too, with a living note that matches become keys of `canvases`. CANCELLED when the
 * filter says stop. */
enum status search_canvases(struct store *store, const struct session *session, struct word_query *query,
                            const struct canvas_filter *filter, struct id_map *canvases, struct error *err) NONET_CHECKED;

#endif
