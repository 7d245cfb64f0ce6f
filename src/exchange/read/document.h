/*
 * document.h - what every reader of a foreign format makes of its bytes, before any template is chosen.
 *
 * A document is notes under headings: the headings are a tree (sections), as the file has them, and say nothing yet about
 * blocks. Which section is which block is decided in one place for all formats (place.c, with block_resolver.c), and so
 * is what happens to notes that belong nowhere. A reader knows no template and no store.
 *
 *     bytes -> source_decode() -> read_<format>() -> struct document -> document_place() -> canvas_import()
 *
 * Limits, so that a hostile file costs bounded memory and time: a file is at most 64 MB; a document has at most
 * DOCUMENT_NOTES_MAX notes, DOCUMENT_SECTIONS_MAX sections and DOCUMENT_LINKS_MAX links; JSON and YAML nest
 * at most 64 levels, Markdown's nesting is cut off by its own reader; a folder gives at most FOLDER_FILES_MAX files.
 * Beyond them reading fails with a sentence; nothing is cut silently.
 */
#ifndef NONET_DOCUMENT_H
#define NONET_DOCUMENT_H

#include "internal.h"

#define DOCUMENT_NOTES_MAX ((size_t)250000)
#define DOCUMENT_SECTIONS_MAX ((size_t)20000)
#define DOCUMENT_LINKS_MAX ((size_t)1000000)
#define FOLDER_FILES_MAX ((size_t)1000)

#define NO_SECTION ((size_t)-1)

struct document_section {
    char *title;
    size_t parent; /* NO_SECTION: at the top */
    bool is_group; /* below a block: it names none, whatever it is called */
    bool is_block; /* the format itself says that this names a block: a column, a key, a group */
};

struct document_pair {
    char *key, *value;
};

struct document_note {
    size_t section; /* NO_SECTION: under none */
    char *text;
    char *body, *question, *author; /* NULL = none */
    char *key;                      /* what links of this file call it; NULL = nothing */
    int64_t id;                     /* as nonet wrote it, kept while it is free; 0 = none */
    enum note_colour colour;
    char **tag;
    size_t tag_count, tag_capacity;
    struct document_pair *facet;
    size_t facet_count, facet_capacity;
    long votes;
};

struct document_tie { /* from a note to what another one's `key` is */
    size_t from;
    char *to;
    char *label; /* what the file writes beside it; NULL = nothing */
};

struct document {
    char *title;       /* NULL = the file does not say */
    char *template_id; /* an id or a title; NULL = to be guessed */
    struct document_section *section;
    size_t section_count, section_capacity;
    struct document_note *note;
    size_t note_count, note_capacity;
    struct document_tie *tie;
    size_t tie_count, tie_capacity;
    struct buffer report; /* what was passed over, a line each */
    struct document_note whole; /* tags and facets of the canvas itself; the rest is not used */
    struct value_document *native; /* the whole is nonet's own JSON: everything above is empty */
    size_t prompts, code, html; /* passed over */
    bool can_be_split;    /* a paragraph looks like a list written with 、 */
    void *index;          /* private: sections by title */
};

void document_clear(struct document *document);

/* The section of this title under `parent`, made when it is new; NO_SECTION when there are too many, which
 * document_check() then tells. A blank title gives `parent` itself. */
size_t document_section(struct document *document, size_t parent, const char *title);
/* A note under `section`, or NULL when `text` is blank. Valid until the next note is added. */
struct document_note *document_note(struct document *document, size_t section, const char *text);
/* Tags and facets are kept as they are written; a blank one is none. */
void document_tag(struct document_note *note, const char *tag);
void document_facet(struct document_note *note, const char *key, const char *value);
/* More longer text behind the note, a blank line apart. */
void document_body(struct document_note *note, const char *text);
/* `label` may be NULL. */
void document_tie(struct document *document, size_t from, const char *to, const char *label);
/* One line of the report. */
void document_say(struct document *document, const char *format, ...) NONET_PRINTF(2, 3);
/* The line about notes that were parked because of what stood above them, with the block that may have been meant. */
void document_say_parked(struct document *document, const struct template *template, enum language language,
                         const char *title, size_t notes);
/* A limit was reached: reading on is of no use. */
bool document_is_full(const struct document *document);
/* INVALID when a limit was reached. `name` opens the message. */
enum status document_check(const struct document *document, const char *name, struct error *err) NONET_CHECKED;

/* ---- the source ----------------------------------------------------------------------------------- */

struct source {
    const char *name;     /* opens every message; a path */
    const char *bytes;    /* UTF-8 without a byte order mark; NUL-terminated */
    size_t length;
    const char *folder;   /* where files named inside may be read from; NULL = nowhere */
    enum language language;
    bool split;           /* a paragraph written with 、 becomes a note a part */
    bool prompts;         /* a file that is one block: its first italic line is a prompt */
    bool titled;          /* its first heading is a title, also when it is called like a block */
    const struct resolver *resolver; /* knows all templates' blocks */
};

/* Turns the bytes of a file into UTF-8 with LF: a byte order mark goes, UTF-16 and GB18030 are converted, which `report`
 * tells; damaged characters become U+FFFD. INVALID: this is no text. */
enum status source_decode(const char *name, struct buffer *bytes, struct buffer *report,
                          struct error *err) NONET_CHECKED;

/* ---- readers, one file a format: read_<format>.c ---------------------------------------------------- */

#define DECLARE_READER(reader) \
    enum status reader(const struct source *source, struct document *out, struct error *err) NONET_CHECKED
DECLARE_READER(read_native);
DECLARE_READER(read_markdown);
DECLARE_READER(read_tobias);
DECLARE_READER(read_csv);
DECLARE_READER(read_canvas);
DECLARE_READER(read_canvascreator);
DECLARE_READER(read_blocks);
DECLARE_READER(read_yaml);
DECLARE_READER(read_leantime);
DECLARE_READER(read_list);
DECLARE_READER(read_folder);

/* ---- block_resolver.c: which block a label means ------------------------------------------------------ */

struct resolver;

/* Knows the blocks of `only`, or, with NULL, of every template there is. */
enum status resolver_new(const struct template *only, struct resolver **out, struct error *err) NONET_CHECKED;
void resolver_free(struct resolver *resolver);
size_t resolver_count(const struct resolver *resolver);
const struct template *resolver_template(const struct resolver *resolver, size_t at);
/* The template's place by id, or by title in either language; false: there is none. */
bool resolver_find(const struct resolver *resolver, const char *name, size_t *at);
/* The block of template `at` that the label names, in any of the ways that people write it. */
bool resolver_block(const struct resolver *resolver, size_t at, const char *label, int *block);
/* The same of one of several things that the label names together, when no other of them is a block. */
bool resolver_block_loosely(const struct resolver *resolver, size_t at, const char *label, int *block);
/* The same with one slip of the pen in a long name. */
bool resolver_block_roughly(const struct resolver *resolver, size_t at, const char *label, int *block);
/* Whether any template has a block of that name. */
bool resolver_knows(const struct resolver *resolver, const char *label);
/* How many of the labels name different blocks of one template: the most that any template gets. */
size_t resolver_count_known(const struct resolver *resolver, const char *const *labels, size_t count);

/* ---- detect.c ------------------------------------------------------------------------------------------ */

/* The format of a file, never NULL. `to_block`: the caller names a block, so that lines without headings are a list. */
const struct format *format_detect(const char *path, const char *bytes, size_t length, bool to_block,
                                   const struct resolver *resolver);

/* ---- place.c ------------------------------------------------------------------------------------------ */

/* A document with a template chosen and every note in a block of it. */
struct placed {
    struct canvas_import import; /* points into `document` and `memory` */
    const struct template *template; /* belongs to the resolver */
    void *memory;
};

struct placing {
    const char *name;        /* opens messages */
    const char *title;       /* when the document has none */
    const char *block;       /* where notes under no block go, as people type it; NULL = the parking lot */
    const char *template_id; /* NULL = the one that most labels fit */
    enum language language;
    const struct resolver *resolver;
};

/* Chooses the template and places every note; the report grows by what was parked and guessed. INVALID: nothing in
 * the document names a block. */
enum status document_place(struct document *document, const struct placing *how, struct placed *out,
                           struct error *err) NONET_CHECKED;
void placed_clear(struct placed *placed);

/* ---- read_colour.c ---------------------------------------------------------------------- */

/* "#RRGGBB", "1".."6" (JSON Canvas), a name in English or Chinese: the nearest colour of ours. NOTE_NONE for
 * anything else, and for white, black and grey. */
enum note_colour colour_read(const char *text);

#endif
