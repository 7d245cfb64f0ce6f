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

struct json_cursor {
    size_t at, line, column; /* the last two from 1 */
};
#define JSON_CURSOR_START ((struct json_cursor){0, 1, 1})

/* Moves the cursor on to a value that json_document() made of `bytes`. One that lies behind it leaves it; NULL is their
 * beginning. */
void json_place(struct json_cursor *cursor, const char *bytes, size_t length, const struct value *value);

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

/* Appends the snapshot, which came out of `store`, as a document; for a copy made here without its template, and with
 * everything where this program has it. */
enum status native_document(struct store *store, const struct snapshot *snapshot, bool copy, struct buffer *out,
                            struct error *err) NONET_CHECKED;
/* A person's name in a file is no person of this store: a note that somebody else wrote keeps it as its told author. */
#define AUTHOR_BYTES_MAX 400 /* longer is no name */
/* What the person wrote who takes a file in needs no name that says so. */
enum status import_know_own(struct import_note *note, size_t count, struct store *store, const struct session *session,
                            struct error *err) NONET_CHECKED;

/* ---- native_extra.c ------------------------------------------------------------------------------ */

/* The members that have no meaning here, as one JSON text: free() it. NULL when there are none, or when the argument
 * is no object. That of a document holds those of its canvas too. */
char *extra_of_document(const struct value *document);
char *extra_of_note(const struct value *note);
char *extra_of_group(const struct value *group);
char *extra_of_link(const struct value *link);

struct extra_row {
    int64_t row_id;
    size_t at; /* its JSON in `text` */
};

struct extras { /* all that is kept with the rows of a canvas */
    struct extra_row *row; /* by id */
    size_t count, capacity;
    struct buffer text;
};

/* Then extras_clear(). */
enum status extras_read(struct store *store, const struct snapshot *snapshot, struct extras *out, struct error *err) NONET_CHECKED;
void extras_clear(struct extras *extras);
/* Writes into the open object what is kept with the row; of a canvas's row its part "document" or "canvas", else NULL.
 * A key that stands there already is left out, and `kept_back` (NULL: none). */
void extra_put_back(struct json_out *json, const struct extras *extras, int64_t row_id, const char *part,
                    const char *kept_back);
/* Writes one of the members kept with a note; false: there is none. */
bool extra_put_member(struct json_out *json, const struct extras *extras, int64_t row_id, const char *key);

#endif
