/*
 * native.h - a document of nonet's own that was looked through, and what can be made of it. Private to src/exchange.
 *
 *     json_document() -> native_open() -> native_make(), as often as wanted
 *
 * Opening names every wrong value with its line; what is kept then is no more than what is written: copies of the texts, and
 * neither the bytes nor the document, which are many times as large.
 */
#ifndef NONET_EXCHANGE_NATIVE_H
#define NONET_EXCHANGE_NATIVE_H

#include "document.h"

struct native_texts;

struct native_source {
    const char *name;  /* opens every message */
    const char *bytes; /* what the document was parsed from, for line numbers; not needed after native_open() */
    size_t length;     /* 0 = made in memory */
    enum language language;
    const char *title; /* instead of the document's own; NULL = that one */
    const struct template *template; /* instead of the one that the document names; NULL = that one */
    int64_t copy_of;   /* the canvas that this is a variant of; 0 = the one that the document names */
    bool new_ids;      /* a copy: every row gets an id of its own */
    struct document *report; /* told which blocks were not known; NULL = nobody asks */
};

struct native_place { /* in the file, both from 1 */
    uint32_t line, column;
};

struct native_canvas {
    struct native_source source;
    struct native_texts *texts;
    const struct template *template;
    struct template *own_template; /* the same, when it is ours to free */
    const char *id;                /* as the file writes it; NULL = none */
    struct canvas_import import;   /* what does not depend on where it goes */
    struct import_group *group;    /* their ids, and those of the notes, are the file's names: native_make() reads them */
    size_t group_count;
    struct import_note *note;
    size_t count;
    struct import_link *link;
    size_t link_count, link_capacity;
    struct native_place *place; /* of each note; NULL: made in memory */
    struct native_place head;   /* of the canvas */
};

/* Looks the document through and frees it, also when it fails. What *source points to stays the caller's; all but
 * `bytes` is needed until native_close(). INVALID: FILE:LINE:COLUMN: what is wrong. */
enum status native_open(const struct native_source *source, struct value_document *document,
                        struct native_canvas **out, struct error *err) NONET_CHECKED;
/* Makes the canvas, or with `into` more notes on that one, as one action. */
enum status native_make(struct native_canvas *canvas, struct store *store, const struct session *session, int64_t into,
                        int64_t *canvas_id, struct error *err) NONET_CHECKED;
void native_close(struct native_canvas *canvas); /* NULL is allowed */

/* native_texts.c: copies all texts that the canvas points to. */
void native_keep_texts(struct native_canvas *canvas);
void native_texts_free(struct native_texts *texts); /* NULL is allowed */

#endif
