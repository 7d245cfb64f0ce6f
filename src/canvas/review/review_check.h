/*
 * review_check.h - a rule's check as the review runs it. Private to the canvas layer.
 *
 * template_rules.c makes it from a template's file, review_checks.c runs it. All texts point into the template's
 * document, but for the titles made up for `each`, which belong to the check.
 */
#ifndef NONET_REVIEW_CHECK_H
#define NONET_REVIEW_CHECK_H

#include "nonet/template.h"

enum check_kind {
    CHECK_LINKED, CHECK_MARKED, CHECK_COVERED, CHECK_COUNT, CHECK_NOT_ALL, CHECK_FILLED, CHECK_DIFFER,
    CHECK_LARGEST, CHECK_AMOUNTS, CHECK_AGE, CHECK_VARIANTS, CHECK_PARTS,
};
#define CHECK_KIND_COUNT 12

#define CHECK_NO_LIMIT (-1) /* of a number that may be absent */

struct check_blocks {
    int *block; /* in the order of the rule; of "*" in filling order */
    size_t count;
    uint64_t has[2]; /* bit `block`; a template has at most 99 */
};

static inline bool check_has_block(const struct check_blocks *blocks, int block)
{
    return block >= 0 && (blocks->has[block / 64] >> (block % 64) & 1) != 0;
}

/* A condition on one facet: FACET, FACET=VALUE or FACET=BEGINNING*. */
struct check_mark {
    const char *key, *value; /* key is not terminated; value NULL = any */
    size_t key_length, value_length;
    bool beginning;
};

struct check_marks {
    struct check_mark *mark; /* one of them is enough */
    size_t count;            /* 0 = not given */
    struct bilingual title;  /* of an entry of `each`: what is missing when none holds */
    char *owned[LANGUAGE_COUNT]; /* the same when it had to be put together */
};

struct check_when {
    struct check_marks canvas, marks;
    struct check_blocks from;
    bool given, every;
};

struct check {
    enum check_kind kind;
    bool has_severity; /* of a part: instead of the rule's */
    enum severity severity;
    struct check_blocks from, to, through, per, or_linked, by; /* count 0 = not given */
    struct check_blocks less, less_through, more, more_through;
    struct check_marks where, to_where, link_marks, marks;
    struct check_marks *each;
    size_t each_count;
    int least, most, enough, at_least, days;
    bool linked_only, first_only, unknown_asks;
    struct check_when when;
    struct check *part;
    size_t part_count;
};

#endif
