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
    bool has_ascii;       /* one of them has a character that wide forms fold to */
    struct buffer folded; /* working space */
};

void word_query_init(struct word_query *query, const char *text);
void word_query_clear(struct word_query *query);

/* A text and its longer one; both end with a NUL, either may be "". */
struct searched_text {
    const char *a, *b;
    size_t a_length, b_length;
};

/* True if every word is in one of the two. A query without words is in everything. */
bool word_query_matches(struct word_query *query, const struct searched_text *text);
bool word_query_matches_line(struct word_query *query, const char *line); /* a text alone */

/* search_sql.c: the canvases, dead ones too, with a living note that matches become keys of `canvases`. CANCELLED when the
 * filter says stop. */
enum status search_canvases(struct store *store, const struct session *session, struct word_query *query,
                            const struct canvas_filter *filter, struct id_map *canvases, struct error *err) NONET_CHECKED;

#endif
