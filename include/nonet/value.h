/*
 * value.h - JSON in memory: templates, agendas, every JSON document that is imported.
 *
 * A document is one copy of its bytes, in which texts are ended and unescaped where they stand, and values that point
 * into it: reading it takes little more than looking at each byte once, freeing it a few calls. Nothing changes after
 * value_document_parse(). Every value knows where it began, so that any problem can be named with its line.
 *
 * Why not jansson, which writes JSON here: a canvas cannot be drawn before its template is read, and that took half of the
 * whole start; a large canvas is read in an eighth of its time and a third of its memory. jansson is this reader's
 * oracle in the tests.
 */
#ifndef NONET_VALUE_H
#define NONET_VALUE_H

#include "nonet/base.h"

enum value_kind {
    VALUE_NULL,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_INTEGER,
    VALUE_REAL,
    VALUE_TEXT,
    VALUE_ARRAY,
    VALUE_OBJECT,
};

struct value {
    const char *key; /* of a member; else NULL */
    union {
        const char *text;         /* of a TEXT, terminated; of a REAL its digits, `count` of them, not terminated */
        int64_t integer;          /* of an INTEGER */
        const struct value *item; /* elements or members, in the file's order */
    };
    uint32_t count;  /* of items */
    uint32_t offset; /* of its first byte in the source */
    enum value_kind kind : 8;
    bool control; /* a TEXT that holds a control character other than a line end */
};

struct value_document;

struct value_limits {
    int depth;     /* of nested brackets */
    size_t values; /* in lists and objects together; 0 = any number */
    bool twins;    /* a member may stand there twice: value_member() finds the last one */
};

struct value_wrong {
    size_t offset;
    const char *message; /* an msgid; NULL: nested too deeply, or too many values */
    bool many;           /* the latter */
};

/* Reads one JSON value of at most 4 GB (RFC 8259; integers of 64 bits, reals that a double can hold, no U+0000) within the
 * limits. `bytes` may go afterwards. NULL, with *wrong filled, when it is none. */
struct value_document *value_document_parse(const char *bytes, size_t length, const struct value_limits *limits,
                                            struct value_wrong *wrong);
void value_document_free(struct value_document *document); /* NULL is allowed */
const struct value *value_document_root(const struct value_document *document);

/* All of these take NULL, and values of another kind, for something empty. */
const struct value *value_member(const struct value *object, const char *key); /* NULL: there is none */
size_t value_count(const struct value *array);
const struct value *value_at(const struct value *array, size_t index); /* NULL: there is none */
const char *value_text(const struct value *value);                     /* NULL: no text */
double value_number(const struct value *value);                        /* of an INTEGER or a REAL, else 0 */
bool value_equal(const struct value *a, const struct value *b);        /* members in any order */

static inline bool value_is(const struct value *value, enum value_kind kind)
{
    return value != NULL && value->kind == kind;
}

#endif
