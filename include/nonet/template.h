/*
 * template.h - the kinds of canvas: blocks, questions, layouts, all of it data.
 *
 * A template is one JSON file (data/templates/ID.json, a user's own in $XDG_DATA_HOME/nonet/templates)
 * with every text in both languages. It is loaded once, never changed, and freed whole: everything a
 * struct template points to belongs to it. Adding a kind of canvas takes a file and no C.
 *
 * A layout says which cells of a grid a block covers; layout_rectangles() turns it into rectangles for
 * any size. It is pure: the screen, text output and every picture format use it.
 */
#ifndef NONET_TEMPLATE_H
#define NONET_TEMPLATE_H

#include "nonet/data.h"

/* One text in both languages: text[LANGUAGE_EN], text[LANGUAGE_ZH]. "" where the file has none. */
struct bilingual {
    const char *text[LANGUAGE_COUNT];
};

struct template_item { /* a definition, question, advice, fact or card */
    const char *id;     /* "" for a definition */
    const char *origin; /* "S" from the source, "D" derived from it, "A" added */
    const char *kind;   /* of a fact: "definition" or "advice"; else "" */
    struct bilingual text;
};

struct template_items {
    struct template_item *item;
    size_t count;
};

struct template_type {
    const char *id, *group, *origin;
    struct bilingual title, gloss, example;
};

/* ---- facets: what a note, a link or a canvas can be marked with --------------------------------------- */

enum facet_kind {
    FACET_VALUES, /* one of `value` */
    FACET_TEXT,
    FACET_NUMBER, /* a decimal number */
    FACET_FLAG,   /* yes or no */
    FACET_DATE,   /* YYYY-MM-DD */
    FACET_AMOUNT, /* NUMBER CURRENCY or NUMBER CURRENCY/PERIOD: "1200 EUR/month" */
    FACET_TYPE,   /* ids of the block's types */
};

struct template_value {
    const char *id;
    struct bilingual title;
};

struct template_facet {
    const char *id;
    struct bilingual title;
    enum facet_kind kind;
    bool many;                    /* several values at once, kept with commas between */
    struct template_value *value; /* all there are to choose from: of VALUES, FLAG and TYPE; else none */
    size_t value_count;
    int *between[2];              /* of a link's facet: the blocks on either side; else NULL */
    size_t between_count[2];
};

/* How much a broken rule matters; ASK is a question that only people can answer. */
enum severity { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_INFO, SEVERITY_ASK };
#define SEVERITY_COUNT 4
const char *severity_name(enum severity severity); /* "error", "warning", "info", "ask" */

struct check; /* private: what the review looks for */

struct template_rule {
    const char *id;
    enum severity severity;
    struct bilingual text;
    struct check *check;
};

struct template_block {
    const char *id;
    int order;                  /* suggested filling number, from 1 */
    const char *perspective;
    struct bilingual title;
    struct bilingual short_title; /* = title when the file gives none */
    const char **alias;           /* in either language */
    size_t alias_count;
    struct template_items definitions, questions, advice;
    struct template_items hints;  /* small examples, a line each, without ids */
    struct template_type *type;
    size_t type_count;
    struct template_facet *facet; /* in the file's order */
    size_t facet_count;
};

struct layout_cell {
    int block; /* index into template->block; TEMPLATE_PARKING for the parking lot */
    int row, column, row_span, column_span;
};

struct layout {
    const char *id;
    struct bilingual title;
    int columns, rows;
    struct layout_cell *cell;
    size_t cell_count;
};

struct template_perspective {
    const char *id;
    struct bilingual title, question;
    int *block;
    size_t block_count;
};

struct template_order {
    const char *id;
    struct bilingual title, reason;
    int *block; /* the sequence, flattened */
    size_t block_count;
};

struct template_deck {
    const char *id;
    struct bilingual title, why;
    int *block; /* blocks it is attached to */
    size_t block_count;
    struct template_items cards;
};

/* The index of the parking lot, which every canvas has and no template lists. */
#define TEMPLATE_PARKING (-1)
#define TEMPLATE_PARKING_ID "parking_lot"

struct template {
    const char *id;
    int version;
    struct bilingual title, when, attribution;
    struct template_block *block; /* in filling order */
    size_t block_count;
    struct layout *layout; /* the first is the default; a "stack" is added where the file has none */
    size_t layout_count;
    struct template_perspective *perspective;
    size_t perspective_count;
    struct template_order *order;
    size_t order_count;
    struct template_deck *deck;
    size_t deck_count;
    struct template_items facts;
    struct template_facet *link_facet, *canvas_facet; /* of links and of the canvas as a whole */
    size_t link_facet_count, canvas_facet_count;
    struct template_rule *rule;
    size_t rule_count;
    char *source;      /* the file's bytes as read: what a store keeps */
    char hash[17];     /* hex of hash_bytes(source) */
    void *document;    /* private: the parsed JSON that the texts above point into */
};

/* ---- load ------------------------------------------------------------------------------------------ */

/* Parses a whole template. `name` (a path) opens every message: "FILE:LINE: what is wrong". INVALID: not
 * JSON, deeper or larger (2 MB) than allowed, a missing language, an unknown block, a cell outside its
 * grid, overlapping cells, a block with no cell in a layout, a cycle... The first problem is in err;
 * `report` (may be NULL) gets all of them, a line each. */
enum status template_parse(const char *name, const char *bytes, size_t length, struct template **out,
                           struct buffer *report, struct error *err) NONET_CHECKED;
/* The same for bytes that nobody else needs: they become the template's own, and the buffer is empty. */
enum status template_parse_buffer(const char *name, struct buffer *bytes, struct template **out, struct buffer *report,
                                  struct error *err) NONET_CHECKED;
void template_free(struct template *template); /* NULL is allowed */

/* All template files (data.h): bmc, personal, then by id. The list is yours: data_files_free(). */
enum status template_list(struct data_file **out, size_t *count, struct error *err) NONET_CHECKED;
/* Loads the template with this id. NOT_FOUND names the nearest ids. */
enum status template_load(const char *id, struct template **out, struct error *err) NONET_CHECKED;
/* The same by what a person types: an id, or a title in either language. */
enum status template_resolve(const char *name, struct template **out, struct error *err) NONET_CHECKED;

/* ---- ask -------------------------------------------------------------------------------------------- */

/* The block's text titles. TEMPLATE_PARKING gives "Parking lot" / "停车场". */
const char *template_block_id(const struct template *template, int block);
const char *template_block_title(const struct template *template, int block, enum language language, bool brief);
/* Index by exact id; false if there is none. "parking_lot" gives TEMPLATE_PARKING. */
bool template_block_by_id(const struct template *template, const char *id, int *block);
/* What a person types: id, filling number, title, short title or alias in either language (folded as a
 * label), or an unambiguous beginning of a title; 0 is the parking lot. NOT_FOUND names the nearest titles;
 * INVALID: ambiguous. */
enum status template_block_resolve(const struct template *template, const char *name, enum language language,
                                   int *block, struct error *err) NONET_CHECKED;
/* Appends the titles of the blocks that a name with a slip of the pen may mean; none is as good an answer. */
void template_block_nearest(const struct template *template, const char *name, enum language language,
                            struct buffer *titles);
const struct layout *template_layout_by_id(const struct template *template, const char *id); /* NULL: none */
/* OK for NULL and for a layout that is there; NOT_FOUND names those that are. */
enum status template_layout_check(const struct template *template, const char *id, struct error *err) NONET_CHECKED;
bool layout_has_block(const struct layout *layout, int block);

/* ---- facets -------------------------------------------------------------------------------------------- */

/* In place of a block: the facets of links and of the canvas. */
#define FACETS_OF_LINK (-2)
#define FACETS_OF_CANVAS (-3)

/* The facet that a key means in a block: by id, else by title in either language (folded as a label). Where the
 * block has none of that name, one of another block will do (a note may have moved); the parking lot has those of
 * all blocks. NULL: no facet of this template, a key of one's own. */
const struct template_facet *template_facet_resolve(const struct template *template, int block, const char *key);
/* The title of a value of `facet`; the value itself when it has none. */
const char *template_value_title(const struct template_facet *facet, const char *value, enum language language);
/* Checks a value against what the template knows of `key` and writes it as it is kept: ids instead of titles
 * (either language is understood), no blanks, no value twice, "1200 EUR/month". A key that is no facet of the
 * template takes any text; "" (no value) is always good. *normal is yours. INVALID names the values there are. */
enum status facet_check(const struct template *template, int block, const char *key, const char *value,
                        enum language language, char **normal, struct error *err) NONET_CHECKED;
/* The same when the facet has been resolved: of many values with one key. NULL: a key of one's own. */
enum status facet_check_known(const struct template *template, const struct template_facet *facet, const char *value,
                              enum language language, char **normal, struct error *err) NONET_CHECKED;

/* True if `value` is one of the values with commas between in `list`. */
bool facet_has(const char *list, const char *value);
/* Appends a facet's value as people read it: titles instead of ids, several with commas between; what the template
 * does not know as it is. `facet` may be NULL. */
void facet_write(const struct template *template, const struct template_facet *facet, const char *value,
                 enum language language, struct buffer *out);
/* Appends "Role: Pays", and of a flag that is set its title alone. */
void facet_describe(const struct template *template, int block, const char *key, const char *value,
                    enum language language, struct buffer *out);

/* ---- rectangles ------------------------------------------------------------------------------------- */

struct rectangle {
    int row, column, rows, columns;
};

/* One rectangle a cell, borders included. Neighbours share their border line: the right border column of
 * one is the left border column of the next, so the whole is exactly rows x columns. Space is shared out
 * evenly to within one cell. `out` has layout->cell_count elements. */
void layout_rectangles(const struct layout *layout, int rows, int columns, struct rectangle *out);

#endif
