/*
 * board.h - the board of one canvas: its state and what its files give each other.
 *
 *   board           the view: opening, events, feed      board_state     focus, selection, marks, what is remembered
 *   board_command   commands to the files below, and the small ones
 *   board_lines     a note as lines: wrapping, its small marks, a cache of both
 *   board_layout    panes, scrolling, where each note stands
 *   board_paint     panes and notes on the cell grid     board_title   top line, pane titles, bottom line
 *   board_edit      typing a note in its place           board_draft   what is typed is never lost
 *   board_conflict  two people at one note: mine, theirs, or both
 *   board_move      targets, order inside a block, marks, trash
 *   board_trash    notes brought back from the trash
 *   board_present   who else is here, and where
 *   board_group     groups, merging, splitting
 *   board_link      tying notes           board_find      finding
 *   board_navigate  from note to note     board_mouse     the same with a hand
 *   board_editor    a block in $EDITOR    board_example   copy on the first edit
 *   board_money     sums of amounts
 *   board_sidebar   what its keys do      sidebar         questions, types, advice as a list
 *   board_guide     the guided session    board_tour      a case told step by step    guide     what both go through
 *   board_review    broken rules, and from gap to gap
 *   board_room      in a workshop: its session, kept at a block, text that waits       wall    the screen for all
 *   board_time      to the history, a comparison, an alternative
 *   board_picture   a board that is only looked at: history and comparison draw with it
 *
 * Invariants: state holds ids, never pointers into the snapshot; an own operation brings the snapshot up to date at
 * once, so that the next key, typed ahead, sees it; what a key costs depends on what is visible, not on how many
 * notes there are.
 */
#ifndef NONET_TUI_BOARD_H
#define NONET_TUI_BOARD_H

#include "app.h"
#include "dialog/export_dialog.h"
#include "guide.h"
#include "sidebar.h"

#define BOARD_STACK_BELOW 60    /* columns: fewer are one block under another */
#define BOARD_SIDEBAR_FROM 110  /* columns: from here on there is room for the questions beside the board */
#define BOARD_SIDEBAR_COLUMNS 34
#define BOARD_LINES_CACHED 1024

/* What one block remembers, visible or not. */
struct board_block {
    int64_t selected; /* note id, 0 = none */
    size_t position;  /* where it stood, to stay near when it goes */
    int64_t top_id;   /* the first note shown, and its position */
    size_t top;
    int skip;         /* its lines that are scrolled away */
    bool loose;       /* scrolled by the wheel: the selection may be out of view */
};

/* One note, or the editor, as it lies in a pane. */
struct board_box {
    int64_t note_id; /* 0 = a new note's editor */
    bool editor;
    int row, rows;   /* screen rows; may reach out of the pane above and below */
    int heading;     /* 1: its first row is the heading of the group that begins with it */
};

struct board_pane {
    int block;
    struct rectangle area; /* borders included; in a stack it may reach out of the board */
    struct board_box *box;
    size_t box_count, box_capacity;
    size_t above, below, whole; /* notes hidden above and below, notes shown whole */
};

struct board_lines { /* one slot of the cache */
    int64_t note_id, updated;
    size_t length;
    int cells;
    struct text_lines lines;
};

struct board_money { /* texts made when the canvas changed */
    int64_t canvas_id, seq;
    enum language language;
    char **sum;       /* of each block, NULL = nothing to add up */
    size_t count;
    char *balance;    /* NULL = not known */
};

enum board_asking { BOARD_ASKS_NOTHING, BOARD_ASKS_TARGET, BOARD_ASKS_BLOCK, BOARD_ASKS_QUERY };

struct board_editor {
    bool open;
    int64_t note_id; /* 0 = a new note */
    int block;
    int64_t after;   /* a new note goes below this one, 0 = to the end */
    char *question, *base;
    struct text_field field;
    struct text_lines lines;
    int cells;       /* that `lines` were wrapped at, 0 = they are stale */
    int64_t draft_id;
    int64_t draft_due; /* steady ms, 0 = nothing unsaved */
    char *theirs;      /* what the note became meanwhile, while the choice is open; NULL = no choice */
};

struct board_find {
    struct buffer folded; /* what is looked for, "" = nothing */
    struct text_field field;
    int64_t *match;       /* note ids in filling order */
    size_t count, capacity;
    int64_t from;         /* the selection before, for Esc */
    int from_block;
};

struct board_stash { /* typed text that could not be saved when its stage ended; text NULL = none */
    char *text, *base, *question;
    int64_t note_id, draft_id;
    int block;
};

struct board_gap { /* the finding gone to last */
    char *rule;   /* NULL = none yet */
    size_t index; /* its place among the findings */
};

/* How a note of a picture stands out. */
struct board_sign {
    const char *before;  /* one cell in front of it */
    struct style style;  /* of that cell */
    struct style text;
    bool selected;       /* reverse, as on a board */
};

struct board {
    struct view view;
    struct app *app;
    struct store *store;    /* the app's, or an example's own */
    bool example;           /* the store is ours to close */
    char *example_id;       /* which one it was opened as; NULL = none */
    struct session session;
    struct snapshot *snapshot;

    struct board_block *block; /* one a block, the parking lot last */
    char *template_hash;       /* of the template whose blocks they are */
    int focus;                 /* block index or TEMPLATE_PARKING */
    int came_from;             /* the block before the parking lot was opened */
    int aim_row, aim_column;   /* screen cells that repeated movement aims at, -1 = none */
    char *layout_id;
    bool zoomed;
    int sidebar_wish;          /* -1 = as the width allows, 0 = hidden, 1 = shown */
    struct sidebar sidebar;

    struct rectangle area, board_area, sidebar_area; /* sidebar_area.columns = 0: hidden */
    struct board_pane *pane;
    size_t pane_count;
    int stack_top;             /* rows of the stack scrolled away */
    bool stale;                /* the panes must be laid out anew */
    struct board_pane painted; /* the pane in focus as it was last painted; its boxes are not kept */
    struct board_box painted_editor; /* but the editor's, without rows when there was none */
    int64_t painted_after;
    int64_t light_due;         /* steady ms: when the new selection's ties light up, 0 = they have */
    bool bilingual;            /* titles have room for both languages */
    enum text_width width;
    struct board_lines *cache; /* BOARD_LINES_CACHED slots */
    struct board_money money;

    enum board_asking asking;
    char digits[4];            /* of a block number being typed; ' first when two follow */
    struct board_editor editor;
    struct board_find find;
    int64_t *marked;
    size_t marked_count, marked_capacity;
    int64_t *listed;           /* ids behind the list of choices that is open: trashed notes, groups */
    size_t listed_count;
    int64_t link_from;         /* 0 = not tying */
    bool dim_unlinked;
    int64_t *linked;           /* notes tied to the selected one */
    size_t linked_count, linked_capacity;
    int64_t linked_of;
    int64_t dragged;           /* note id under the pressed button, 0 = none */
    int drag_block;
    bool dragging;
    struct presence *present;
    size_t present_count;
    bool self_went;            /* another session of this person has ended: it may have left a draft */
    int64_t looked_at;         /* steady ms: when we last asked who is here */
    int64_t lease_due;         /* steady ms: a note that is typed in becomes free; 0 = none is */
    bool draft_warned;
    struct board_gap gap;
    struct export_ask export;
    int header_rows;           /* of a workshop's prompt, below the top line */
    int stage_seen;            /* of the workshop, -1 = none yet */
    unsigned room_seen;        /* the version of the room that a wall shows */
    struct board_stash stash;
    struct snapshot_block *told; /* on a wall, while a story is told: the notes shown so far; one a block */
    struct guide guide;

    bool picture;              /* only looked at; `sign` and `sign_context` are its owner's */
    bool (*sign)(void *context, const struct note *note, struct board_sign *out); /* false: nothing special */
    void *sign_context;
};

struct board *board_of(struct view *view);
const struct board *board_of_const(const struct view *view);

/* ---- board_state.c: asking and changing the state -------------------------------------------------------- */

const struct template *board_template(const struct board *board);
struct board_block *board_slot(const struct board *board, int block);
const struct snapshot_block *board_notes(const struct board *board, int block);
int64_t board_selected(const struct board *board); /* 0: the block in focus is empty */
const struct note *board_selected_note(const struct board *board);
const char *board_title_of(const struct board *board, int block);
/* Brings the selection to the note (which may be in any block), or to the block. */
void board_select(struct board *board, int64_t note_id);
void board_focus(struct board *board, int block);
void board_changed(struct board *board); /* layout and paint are out of date */
void board_pane_changed(struct board *board); /* only the inside of the pane in focus is */
/* Selections and scrolling follow what there is now. */
void board_settle(struct board *board);
/* After an own operation: snapshot, then layout. */
void board_refresh(struct board *board);
/* What a command treats: the marked notes, else the selected one. *ids is yours. */
size_t board_chosen(const struct board *board, int64_t **ids);
bool board_is_marked(const struct board *board, int64_t note_id);
void board_remember(struct board *board, const char *key, const char *value);
void board_remember_place(struct board *board); /* block and note, for coming back */
void board_recall_note(struct board *board);    /* selects it again, when it is still in the block in focus */
/* Block with this filling number (0 = the parking lot); false and a message when there is none. */
bool board_block_numbered(struct board *board, int number, int *block);

enum handled board_view_command(struct view *view, struct app *app, enum command command);

/* ---- lines ------------------------------------------------------------------------------------------------ */

const struct text_lines *board_note_lines(struct board *board, const struct note *note, int cells);
int board_note_rows(struct board *board, const struct note *note, int cells);
/* The quiet marks behind a note: who is typing in it, + a body, ? answers a question, * the most important, ~ ✓ ✗ untested,
 * confirmed, rejected, its amount, # tags and other facets, = links. */
enum board_marks { BOARD_MARKS_FULL, BOARD_MARKS_SHORT, BOARD_MARKS_LINKS };
void board_note_marks(const struct board *board, const struct note *note, enum board_marks how, struct buffer *out);
const struct presence *board_lease(const struct board *board, int64_t note_id); /* NULL: free */
const struct text_lines *board_editor_lines(struct board *board, int cells);
void board_lines_clear(struct board *board);

/* ---- layout ------------------------------------------------------------------------------------------------ */

const struct layout *board_layout_now(const struct board *board); /* the one in force at this width */
bool board_is_stack(const struct board *board);
void board_next_layout(struct board *board);
void board_view_layout(struct view *view, struct app *app, struct rectangle area);
void board_arrange(struct board *board); /* lays the panes out if they are stale */
struct board_pane *board_pane_of(struct board *board, int block); /* NULL: not on the screen */
struct board_pane *board_pane_at(struct board *board, int row, int column);
const struct board_box *board_box_of(const struct board_pane *pane, int64_t note_id);
const struct board_box *board_editor_box(const struct board_pane *pane);
struct rectangle board_inside(const struct board_pane *pane); /* without the borders */
int board_text_cells(const struct board_pane *pane);          /* for a note's text */
#define BOARD_TEXT_AT 3 /* columns inside the border before a note's text */

/* ---- painting ------------------------------------------------------------------------------------------------ */

void board_view_paint(struct view *view, struct app *app, struct screen *screen);
bool board_view_paint_part(struct view *view, struct app *app, struct screen *screen);
void board_paint_titles(struct board *board, struct screen *screen);
void board_paint_bars(struct board *board, struct screen *screen);
void board_paint_top(struct board *board, struct screen *screen);

/* ---- editing ------------------------------------------------------------------------------------------------- */

/* A new note below the selected one, or the last one of the block; it answers `question` (NULL = none). */
void board_edit_new(struct board *board, bool last, const char *question);
/* The same at the end of the block; an example becomes a copy only when something is saved. */
void board_edit_note(struct board *board);
enum handled board_edit_command(struct board *board, enum command command);
void board_edit_text(struct board *board, const char *text, size_t length);
void board_edit_paste(struct board *board, const char *text, size_t length);
/* Saves what is typed; false when it could not be saved: the editor then stays open. */
bool board_edit_save(struct board *board);
void board_edit_close(struct board *board); /* forgets what is typed */
/* The edited note was changed by somebody else: asks which text stays, the editor open below. False: it was not. */
bool board_conflict_ask(struct board *board);
bool board_edit_blank(const struct board *board); /* nothing is typed that could be saved */
/* Text typed or pasted while no editor is open. */
void board_add_typed(struct board *board, const char *text, size_t length);
void board_add_lines(struct board *board, const char *text, size_t length);

void board_draft_touch(struct board *board); /* a key was typed */
void board_draft_write(struct board *board); /* when due */
void board_draft_drop(struct board *board);
void board_draft_adopt(struct board *board);
bool board_draft_waits(const struct board *board); /* it is to stay one, as whoever types was cut off */
void board_presence(struct board *board); /* tells the others where we are */
bool board_look_around(struct board *board); /* true: somebody came, went, or is elsewhere */

/* ---- pictures ------------------------------------------------------------------------------------------------ */

struct board *board_make(struct app *app, struct store *store, struct session session, struct snapshot *snapshot);
void board_discard(struct board *board); /* the memory of it; says nothing to anybody */

/* The snapshot is borrowed and may change between calls: board_picture_show() then. Its layout is remembered for the
 * canvas as the board's is. */
struct board *board_picture_new(struct app *app, const struct snapshot *snapshot);
void board_picture_free(struct board *board); /* NULL is allowed */
/* What is shown is different now; brings `note_id` into sight (0 = nothing in particular). */
void board_picture_show(struct board *board, const struct snapshot *snapshot, int64_t note_id);
void board_picture_place(struct board *board, struct rectangle area);
void board_picture_paint(struct board *board, struct screen *screen);
void board_picture_wheel(struct board *board, const struct mouse *mouse);
/* To a block, zoom, scroll it, the next layout; PASSED: another command. */
enum handled board_picture_command(struct board *board, enum command command);

/* ---- the rest -------------------------------------------------------------------------------------------------- */

enum handled board_navigate_command(struct board *board, enum command command);
/* The pane that lies in this direction (a movement command), -2 when there is none. */
int board_neighbour(struct board *board, enum command direction);
#define BOARD_NO_BLOCK (-2)

enum handled board_move_command(struct board *board, enum command command);
void board_move_to(struct board *board, int block);
void board_target_text(struct board *board, const char *text, size_t length);

void board_trash_open(struct board *board);

enum handled board_group_command(struct board *board, enum command command);
/* Whether a group begins with the note at this position of a block. */
bool board_group_begins(const struct snapshot_block *notes, size_t position);

char *board_alternative_title(const char *title); /* what one is called unless something else is typed; yours */
enum handled board_time_command(struct board *board, enum command command); /* history, alternatives, comparing */

enum handled board_link_command(struct board *board, enum command command);
bool board_is_linked(struct board *board, int64_t note_id); /* to the selected note */

enum handled board_find_command(struct board *board, enum command command);
void board_find_text(struct board *board, const char *text, size_t length);
void board_find_clear(struct board *board);
void board_find_again(struct board *board); /* the notes changed */
bool board_find_paint(struct board *board, struct screen *screen); /* the bottom line while a query is typed */
/* Next place at or after `from` in the text that matches: bytes; false: none. */
bool board_find_range(const struct board *board, const char *text, size_t length, size_t from, size_t *start,
                      size_t *end);

bool board_sidebar_use(struct board *board); /* answers the question, tags with the type */

void board_mouse(struct board *board, const struct mouse *mouse);
void board_editor_run(struct board *board); /* the block in $EDITOR */
/* True when the board may be changed: an example becomes a copy first. */
bool board_own(struct board *board);

/* "Σ 14.4k EUR/yr" of a block, with "+ ?" when some of its notes have no amount; NULL: it has no amounts. */
const char *board_money_sum(struct board *board, int block);
const char *board_money_balance(struct board *board); /* what is earned less what it costs; NULL: not known */
void board_money_clear(struct board *board);

/* ---- sidebar ----------------------------------------------------------------------------------------------------- */

enum handled board_sidebar_command(struct board *board, enum command command);

/* ---- guided session ---------------------------------------------------------------------------------------------- */

enum handled board_guide_command(struct board *board, enum command command); /* on the board */
enum handled board_guide_typing(struct board *board, enum command command);  /* while an answer is typed */
void board_guide_closed(struct board *board); /* the editor closed: the session pauses */
bool board_guide_mouse(struct board *board, const struct mouse *mouse); /* false: it is the board's */
bool board_guide_divide(struct board *board); /* its share of the screen; false: it is off */
void board_guide_summary(struct board *board); /* says how far the session came, once the review is closed */
void board_guide_paint(struct board *board, struct screen *screen);

void board_tour_start(struct board *board);
enum handled board_tour_command(struct board *board, enum command command); /* while a case is told */
bool board_tour_hides(const struct board *board, int block); /* a later step's */

/* ---- in a workshop ------------------------------------------------------------------------------------------------ */

void board_room_places(struct board *board); /* leaves out of the presence what would name an author */
void board_room_feed(struct board *board);   /* before the snapshot is brought up to date */
void board_room_settle(struct board *board); /* after it, and when an editor closed */
/* Whether one may do this just now (enum permission bits; `note` NULL = no note of anybody); says why not. */
bool board_may(struct board *board, unsigned needs, const struct note *note);
bool board_room_keeps(struct board *board, int block); /* everybody is kept at another one; says so */
/* Text that the room no longer takes is put aside with its draft; false: it can be saved. */
bool board_room_stash(struct board *board);
/* The same with a draft that was found. */
void board_room_put_aside(struct board *board, const struct draft *draft);
bool board_in_light(const struct board *board, int block);
size_t board_hidden_here(const struct board *board, int block); /* others' notes of a private round */

bool board_is_wall(const struct board *board);
void wall_follow(struct board *board); /* where the facilitator is, how far the story is */
int wall_header_rows(const struct board *board);
void wall_paint(struct board *board, struct screen *screen);
void wall_free(struct board *board);
/* Position of a note among those that are shown. */
int board_position(const struct board *board, const struct note *note);

/* ---- review ------------------------------------------------------------------------------------------------------ */

enum handled board_review_command(struct board *board, enum command command);
void board_review_open(struct board *board); /* the findings as a list */

#endif
