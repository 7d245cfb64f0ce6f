/*
 * exchange.h - canvases in and out of files.
 *
 * The table of formats says which there are: each writes a snapshot as one file, reads a file, or both. Writing is
 * format_write(), or export_to_file() for a file that appears whole or not at all. Reading has two steps: import_open()
 * takes the file apart, resolves its labels to blocks and reports what it could not place, and writes nothing;
 * import_write() makes the canvas, import_preview() the same in memory. Native JSON is the lossless format, and the way
 * in which canvases are copied from store to store. Posters are drawn by a module that is loaded only then.
 * The shipped examples are native JSON with bilingual texts, read into a store in memory.
 *
 * This module knows no workshop: the caller loads a snapshot as its session may see it and exports that.
 */
#ifndef NONET_EXCHANGE_H
#define NONET_EXCHANGE_H

#include "nonet/canvas.h"
#include "nonet/text.h"

/* Appends the canvas as one JSON document (UTF-8, notes in block order, ids as 16 hex digits). */
enum status native_write(struct store *store, const struct session *session, const struct snapshot *snapshot,
                         struct buffer *out, struct error *err) NONET_CHECKED;
/* Reads a document into `store` as one new canvas (one action). A text may be a string or
 * {"en":..,"zh":..}, of which `language` is taken. INVALID names `name`, line and column; nothing is written.
 * Ids that are free in the store are kept. */
enum status native_read(const char *name, const char *bytes, size_t length, struct store *store,
                        const struct session *session, enum language language, int64_t *canvas_id,
                        struct error *err) NONET_CHECKED;

/* A copy of a canvas as one new canvas with new ids: notes, links, colours, tags and facets. The snapshot came out of
 * `from`, which may be another store than `to`, perhaps of an earlier moment. `title` NULL = the same title. A copy in the
 * store of its original remembers it (variant_of). */
enum status native_copy_snapshot(struct store *from, const struct snapshot *snapshot, const char *title,
                                 struct store *to, const struct session *session, int64_t *canvas_id,
                                 struct error *err) NONET_CHECKED;

/* ---- the table of formats ---------------------------------------------------------------------------- */

/* What a writer is given. */
struct export_request {
    struct store *store; /* what `snapshot` came out of */
    const struct session *session;
    const struct snapshot *snapshot;
    enum language language;
    const char *layout_id; /* for what is drawn; NULL = what suits the format */
};

struct source;   /* private: what a reader is given, and what it makes of it */
struct document;

struct format {
    const char *name;
    const char *extensions; /* with blanks between; the first is what a new file gets */
    const char *title;      /* English, marked for translation: print _(title) */
    bool binary;            /* no text: nothing for a terminal */
    /* NULL where the format does not go that way. read is for import_open(); write appends a whole file. */
    enum status (*read)(const struct source *source, struct document *out, struct error *err);
    enum status (*write)(const struct export_request *request, struct buffer *out, struct error *err);
};

const struct format *format_list(size_t *count);
const struct format *format_by_name(const char *name); /* NULL: none */
/* By extension: the first format of the table that has it. NULL: none. */
const struct format *format_by_path(const char *path);
/* The extension of a new file of this format: "md". `out` holds at least 16 bytes. */
void format_extension(const struct format *format, char *out, size_t size);
/* Appends the canvas as a file of that format. DENIED: the session may not read; NOT_FOUND: no such layout;
 * INVALID: the format is not written. */
enum status format_write(const struct format *format, const struct export_request *request, struct buffer *out,
                         struct error *err) NONET_CHECKED;

/* Writes the canvas into a file, whole or not at all: on failure the old file is as it was. */
enum status export_to_file(const struct format *format, const struct export_request *request, const char *path,
                           struct error *err) NONET_CHECKED;
/* A folder that several canvases go into: no two get the same name. */
struct export_folder {
    char *path, **name; /* names that were given */
    size_t count, capacity;
};

/* Makes the folder when it is missing. READ_ONLY, IO...; INVALID: it is no folder. Then clear it, too. */
enum status export_folder_open(struct export_folder *folder, const char *path, struct error *err) NONET_CHECKED;
void export_folder_clear(struct export_folder *folder);
/* Where a canvas of that title goes: the title as a name that is safe on any system, at most 120 bytes, with the format's
 * extension; a number behind it where that was given before. Yours. */
char *export_folder_place(struct export_folder *folder, const struct format *format, const char *title);

/* ---- import -------------------------------------------------------------------------------------------- */

struct import_options {
    const char *format;              /* NULL = told from what the file holds, then from its name */
    const char *template_id;         /* NULL = what most of its labels fit */
    const struct template *template; /* the only one that counts (of the canvas that the notes go into); NULL = all */
    const char *block;               /* where notes go that are under no block; NULL = the parking lot */
    enum language language;
    bool split;                      /* a paragraph written as a list with 、 becomes a note a part */
    bool any_file;                   /* a pipe or a device is read, too, however long it takes; "-" is the standard input */
};

struct import;

/* Reads a file or a folder with one file a block, and places its notes; nothing is written anywhere. INVALID, with the
 * file's name before it: not readable as what it is, too large (64 MB, 250,000 notes), or nothing in it names a block,
 * and then what was looked for. NOT_FOUND, DENIED, IO from the file. Links (symbolic ones) out of a folder are not followed. */
enum status import_open(const char *path, const struct import_options *options, struct import **out,
                        struct error *err) NONET_CHECKED;
/* The same from memory. Names of other files inside lead nowhere. */
enum status import_open_bytes(const char *name, const char *bytes, size_t length, const struct import_options *options,
                              struct import **out, struct error *err) NONET_CHECKED;
void import_close(struct import *import); /* NULL is allowed */
/* What was guessed, passed over or parked: a line each, printable; "" when there is nothing to say. */
const char *import_report(const struct import *import);
const char *import_format(const struct import *import); /* the format's name */
bool import_can_split(const struct import *import);     /* option `split` makes, or has made, more notes of it */
/* Writes it as one action: a new canvas, or with `into` more notes on that one. *canvas_id says which. */
enum status import_write(const struct import *import, struct store *store, const struct session *session, int64_t into,
                         int64_t *canvas_id, struct error *err) NONET_CHECKED;
/* The canvas as it would be, in a store in memory: store_close() it. */
enum status import_preview(const struct import *import, struct store **store, int64_t *canvas_id,
                           struct error *err) NONET_CHECKED;

/* ---- examples ---------------------------------------------------------------------------------------- */

struct example_info {
    char *id, *title, *template_id, *remark; /* in the chosen language */
    size_t note_count;
};

/* The shipped examples, football_club first. A file that cannot be read is left out and named in `report`
 * (may be NULL). The list is yours: example_list_free(). */
enum status example_list(enum language language, struct example_info **out, size_t *count,
                         struct buffer *report, struct error *err) NONET_CHECKED;
void example_list_free(struct example_info *list, size_t count);
/* A store in memory that holds the example as its only canvas. NOT_FOUND names the nearest. Close the store
 * with store_close(). */
enum status example_open(const char *id, enum language language, struct store **store, int64_t *canvas_id,
                         struct error *err) NONET_CHECKED;

/* A case told step by step: each step brings some blocks into the picture. */
struct example_step {
    char *title[LANGUAGE_COUNT];
    char **block; /* ids */
    size_t block_count;
};

struct example_tour {
    struct example_step *step;
    size_t step_count; /* 0: the example is not told in steps */
    int64_t *note;     /* the notes that carry the case, in the order they are spoken of */
    size_t note_count;
};

/* The tour of a shipped example that example_open() made canvas `canvas_id` of. NOT_FOUND, IO, INVALID as there;
 * *out is empty then. Free with example_tour_clear(). */
enum status example_tour_load(const char *id, int64_t canvas_id, struct example_tour *out,
                              struct error *err) NONET_CHECKED;
void example_tour_clear(struct example_tour *tour);

struct text_drawing {
    const char *layout_id; /* NULL = the template's default, `stack` below 60 columns */
    int width;             /* cells; 0 = 100 */
    bool plain;            /* headings and bullets instead of boxes */
    bool ascii;            /* + - | instead of box lines */
    bool colour;           /* colour marks as escape sequences */
    bool legend;           /* below the boxes, what the signs mean that occur in them */
    bool numbers;          /* each note's number before its text */
    enum language language;
    enum text_width text_width;
};

/* Appends the canvas drawn as text, every note in full: row heights grow as the notes need. */
void canvas_draw_text(const struct snapshot *snapshot, const struct text_drawing *how, struct buffer *out);

#endif
