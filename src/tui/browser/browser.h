/*
 * browser.h - private to browser*.c: what the list of saved canvases holds.
 *
 *   browser.c          the view: opening, commands, typing, mouse
 *   browser_make.c     a new canvas from a template; renaming
 *   browser_trash.c    to the trash and back
 *   browser_list.c     which rows there are, which is selected, which are marked
 *   browser_preview.c  the selected canvas in memory and drawn small
 *   browser_found.c    of a canvas that was searched for, the notes that were found
 *   browser_family.c   alternatives: making, showing and comparing them
 *   browser_paint.c    the list as cells
 *
 * A *position* counts what can be selected: first the canvases of the list (0 ... total - 1), then the shipped
 * examples. A *line* counts what is drawn: also the sentence of an empty list and the heading of the examples. Only the
 * rows around the visible ones are in memory, so a library may hold any number of canvases.
 */
#ifndef NONET_TUI_BROWSER_H
#define NONET_TUI_BROWSER_H

#include "app.h"
#include "dialog/export_dialog.h"
#include "import_dialog.h"
#include "nonet/exchange.h"

struct browser_trashed {
    int64_t id;
    int batch; /* one `d` is one batch */
};

/* A template's title by id, looked up once. */
struct browser_title {
    char *id;
    char *text[LANGUAGE_COUNT];
};

struct browser {
    struct view view;

    /* what is listed */
    bool trash;
    enum canvas_sort sort;
    struct text_field filter;
    bool typing;         /* keys go to the filter */
    char *query;         /* the filter in force, "" = none */
    int64_t filter_due;  /* steady ms when the typed filter is applied, 1 = with the next layout, 0 = it is */
    bool give_way;       /* a search under way is called off when a key waits */
    struct canvas_info *row; /* positions row_offset ... row_offset + row_count - 1 */
    size_t row_count, row_offset, total;
    size_t library;      /* how many there are without the filter, as last seen */
    int64_t last_seq;    /* feed position of the rows */
    bool current;        /* nothing has lain on top since they were read */

    enum language language; /* of the examples */
    struct example_info *example;
    size_t example_count;
    size_t *shown; /* indices of the examples that the filter lets through */
    size_t shown_count;

    /* where one is */
    size_t at;           /* position */
    int64_t selected_id; /* the canvas there, 0 = an example or nothing */
    size_t top;          /* first line drawn */
    int64_t *mark;
    size_t mark_count, mark_capacity;
    struct browser_trashed *trashed; /* what `u` brings back, newest last */
    size_t trashed_count, trashed_capacity;

    /* the preview: of canvas preview_id as of preview_updated, or of an example */
    struct snapshot *preview;
    int64_t preview_id, preview_updated;
    char *preview_example;
    enum language preview_language;
    int64_t preview_due; /* steady ms, 0 = nothing to load */
    struct canvas_relative *relative; /* of the canvas previewed */
    size_t relative_count;
    bool painted;        /* the list has been seen once: nothing is read before that but its rows */

    struct presence *other;
    size_t other_count;
    struct browser_title *title;
    size_t title_count, title_capacity;

    /* a dialog's business */
    char **choice;       /* template ids in the order of the dialog */
    size_t choice_count;
    char *new_template;  /* chosen, its title is being asked for */
    int64_t rename_id, fork_id;
    struct export_ask export;
    struct import_ask import;

    struct rectangle area, list_area, preview_area; /* rows 0 = not shown */
    bool headed;         /* the list has a line of column titles */
};

/* ---- browser.c ------------------------------------------------------------------------------------------- */

void browser_changed(struct app *app); /* the store has moved on by something done here */
/* The canvas selected, in memory; NULL on an example and in an empty list. */
const struct canvas_info *browser_selected(struct browser *browser, struct app *app);
/* The marked canvases, else the selected one. The array is yours, NULL when there is none. */
int64_t *browser_targets(struct browser *browser, struct app *app, size_t *count);
/* Its board; with a `query` one comes to the first note in which it is found. */
void browser_open_canvas(struct app *app, int64_t canvas_id, const char *query);

/* ---- browser_make.c -------------------------------------------------------------------------------------- */

void browser_ask_template(struct browser *browser, struct app *app); /* which kind, then its title */
void browser_ask_name(struct browser *browser, struct app *app);     /* a new title for the selected canvas */
void browser_forget_choices(struct browser *browser);

/* ---- browser_trash.c: of the marked canvases, else the selected one --------------------------------------- */

void browser_trash(struct browser *browser, struct app *app);
void browser_restore(struct browser *browser, struct app *app);
void browser_undo_trash(struct browser *browser, struct app *app); /* the newest batch trashed here */
void browser_switch_trash(struct browser *browser, struct app *app); /* the trash as the list, or back */

/* ---- browser_list.c: position and line ------------------------------------------------------------------- */

/* Reads the rows anew and finds the selected canvas again; keeps the place when it is gone. False: it gave way to a key
 * that waits, and nothing has changed. */
bool browser_reload(struct browser *browser, struct app *app);
/* The same, if the store has moved on, the examples are in another language or somebody came or went. */
void browser_refresh(struct browser *browser, struct app *app);
/* Makes the typed filter the one in force. With `give_way` the search is put off when another key comes meanwhile. */
void browser_apply_filter(struct browser *browser, struct app *app, bool give_way);
size_t browser_count(const struct browser *browser); /* positions */
size_t browser_lines(const struct browser *browser);
size_t browser_line_of(const struct browser *browser, size_t position);
bool browser_position_at(const struct browser *browser, size_t line, size_t *position); /* false: no row there */
/* NULL: an example, or not in memory. */
const struct canvas_info *browser_canvas(const struct browser *browser, size_t position);
const struct example_info *browser_example(const struct browser *browser, size_t position); /* NULL: a canvas */
void browser_select(struct browser *browser, struct app *app, size_t position); /* clamps, scrolls there */
void browser_scroll(struct browser *browser, struct app *app, long lines);      /* the selection stays */
/* A canvas came out of a file: it is the one selected, and its board opens. `context` is the browser. */
void browser_imported(void *context, struct app *app, int64_t canvas_id);
/* Reads the visible rows if they are not in memory. */
void browser_cover(struct browser *browser, struct app *app);
bool browser_is_marked(const struct browser *browser, int64_t canvas_id);
void browser_toggle_mark(struct browser *browser, int64_t canvas_id);
int browser_visible_rows(const struct browser *browser); /* lines for rows */
const char *browser_template_title(struct browser *browser, const char *template_id, enum language language);
void browser_list_clear(struct browser *browser);

/* ---- browser_preview.c ----------------------------------------------------------------------------------- */

/* Sees to it that the preview will be that of the selection: small canvases at once, others when the keys rest. */
void browser_preview_want(struct browser *browser, struct app *app);
void browser_preview_load(struct browser *browser, struct app *app);
void browser_preview_paint(struct browser *browser, struct app *app, struct screen *screen);
/* Any canvas, drawn in `area`: as its layout, or where that does not fit as a list of blocks. */
void browser_preview_draw(const struct snapshot *snapshot, enum language language, struct screen *screen,
                          struct rectangle area);
void browser_preview_clear(struct browser *browser);

/* ---- browser_family.c ------------------------------------------------------------------------------------ */

void browser_fork(struct browser *browser, struct app *app); /* an alternative of the selected canvas */
void browser_compare(struct browser *browser, struct app *app);
/* "from 3 Plan, alternatives: 5 Plan B"; false: it has no family. */
bool browser_family_text(const struct browser *browser, struct buffer *out);

/* ---- browser_found.c ------------------------------------------------------------------------------------- */

/* In the preview while a filter is in force: the notes that hold a word of it, under their blocks. False: none do. */
bool browser_found_paint(struct browser *browser, const struct snapshot *snapshot, enum language language,
                         struct rectangle area, struct screen *screen);

/* ---- browser_paint.c ------------------------------------------------------------------------------------- */

void browser_place(struct browser *browser, struct rectangle area); /* sets the areas */
void browser_paint(struct view *view, struct app *app, struct screen *screen);

#endif
