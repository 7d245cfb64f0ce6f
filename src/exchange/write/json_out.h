/*
 * json_out.h - a JSON document written as it is told, without a tree of it in memory. Private to src/exchange.
 *
 * Looks as jansson's JSON_INDENT(2) does. A tree of 80,000 notes costs twice what writing them does.
 */
#ifndef NONET_EXCHANGE_JSON_OUT_H
#define NONET_EXCHANGE_JSON_OUT_H

#include "nonet/base.h"
#include "nonet/value.h"

#define JSON_OUT_DEPTH 8
#define JSON_OUT_KEYS 24

struct json_out {
    struct buffer *out;
    int depth;
    bool filled[JSON_OUT_DEPTH];                     /* something stands in the object or array already */
    const char *key[JSON_OUT_DEPTH][JSON_OUT_KEYS];  /* the keys of the open objects, borrowed */
    int keys[JSON_OUT_DEPTH];
};

/* Opens '{' or '[': as the value of `key`, or (NULL) as an element or the document. */
void json_out_open(struct json_out *json, const char *key, char bracket);
void json_out_close(struct json_out *json, char bracket); /* '}' or ']' */
void json_out_text(struct json_out *json, const char *key, const char *text); /* repaired when it is no UTF-8 */
void json_out_number(struct json_out *json, const char *key, long long number);
void json_out_id(struct json_out *json, const char *key, int64_t id);   /* 16 hex digits */
void json_out_time(struct json_out *json, const char *key, int64_t ms); /* in UTC */
/* A value that was read: every number as it was written. */
void json_out_value(struct json_out *json, const char *key, const struct value *value);
/* The same alone, without a blank. */
void json_compact(struct buffer *out, const struct value *value);
void json_compact_text(struct buffer *out, const char *text);
/* True when the innermost open object has that key already. */
bool json_out_has(const struct json_out *json, const char *key);

#endif
