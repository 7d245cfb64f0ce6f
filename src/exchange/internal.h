/*
 * internal.h - what the files of this folder share.
 */
#ifndef NONET_EXCHANGE_INTERNAL_H
#define NONET_EXCHANGE_INTERNAL_H

#include <jansson.h>

#include "write/json_out.h"
#include "nonet/exchange.h"
#include "nonet/value.h"

#define NATIVE_SIZE_LIMIT ((size_t)64 * 1024 * 1024)
#define NATIVE_DEPTH_LIMIT 64
/* A note at its fullest has about twenty: enough for DOCUMENT_NOTES_MAX of them. A value takes 32 bytes. */
#define JSON_VALUES_MAX ((size_t)5000000)

/* ---- json.c ------------------------------------------------------------------------------------- */

/* A name that stands twice in an object: a fault, or both are kept (value_member() finds the last one). */
enum json_twins { JSON_TWINS_REFUSED, JSON_TWINS_TAKEN };

/* Parses one document. INVALID names `name`, line and column: no JSON, nested deeper than NATIVE_DEPTH_LIMIT, larger than
 * NATIVE_SIZE_LIMIT or JSON_VALUES_MAX. *out is yours: value_document_free(). */
enum status json_document(const char *name, const char *bytes, size_t length, enum json_twins twins,
                          struct value_document **out, struct error *err) NONET_CHECKED;

/* Line and column (both from 1) of a value that json_document() made of `bytes`. NULL: of their beginning. */
void json_place(const char *bytes, size_t length, const struct value *value, size_t *line, size_t *column);

/* A string, or the text of a {"en","zh"} object in `language`, else in the other one; NULL if it is neither. */
const char *json_text(const struct value *value, enum language language);

/* A text as a value; a damaged one is repaired, never dropped. */
json_t *json_text_value(const char *text);
json_t *json_id_text(int64_t id); /* 16 hex digits */
/* The id that such a text says; false when it says none. `text` may be NULL. */
bool json_id_parse(const char *text, int64_t *id);
/* Appends the document with a line break and takes the reference. */
enum status json_write(json_t *document, struct buffer *out, struct error *err) NONET_CHECKED;

/* ---- example.c ---------------------------------------------------------------------------------- */

/* The document of a shipped example. NOT_FOUND when there is none of that name. *out is yours: value_document_free(). */
enum status example_document(const char *id, struct value_document **out, struct error *err) NONET_CHECKED;

/* ---- native ------------------------------------------------------------------------------------- */

/* Appends the snapshot, which came out of `store`, as a document. */
enum status native_document(struct store *store, const struct snapshot *snapshot, bool with_template,
                            struct buffer *out, struct error *err) NONET_CHECKED;

/* ---- native_extra.c ------------------------------------------------------------------------------ */

/* The members that have no meaning here, as one JSON text: free() it. NULL when there are none, or when the argument
 * is no object. That of a document holds those of its canvas too. */
char *extra_of_document(const struct value *document);
char *extra_of_note(const struct value *note);
char *extra_of_group(const struct value *group);
char *extra_of_link(const struct value *link);
/* All that is kept with the rows of a canvas; NULL when nothing is. Yours: json_decref(). */
enum status extras_read(struct store *store, const struct snapshot *snapshot, json_t **out, struct error *err) NONET_CHECKED;
/* Writes into the open object what is kept with the row; of a canvas's row its part "document" or "canvas", else NULL.
 * A key that stands there already is left out. */
void extra_put_back(struct json_out *json, const json_t *extras, int64_t row_id, const char *part);
/* One of the members kept with a note, borrowed; NULL: there is none. */
const json_t *extra_member(const json_t *extras, int64_t row_id, const char *key);

struct native_source {
    const char *name;  /* opens every message */
    const char *bytes; /* what `document` was parsed from, for line numbers; "" = made in memory */
    size_t length;
    const struct value *document;
    enum language language;
    const char *title; /* instead of the document's own; NULL = that one */
    const struct template *template; /* instead of the one that the document names; NULL = that one */
    int64_t copy_of;   /* the canvas that this is a variant of; 0 = the one that the document names */
    bool new_ids;      /* a copy: every row gets an id of its own */
    int64_t into;      /* more notes on this canvas instead of a new one; 0 = a new one */
};

/* The document as one new canvas. */
enum status native_import(const struct native_source *source, struct store *store, const struct session *session,
                          int64_t *canvas_id, struct error *err) NONET_CHECKED;

#endif
