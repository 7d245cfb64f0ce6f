/*
 * canvas.h - canvases and their notes.
 *
 * Reading: a *snapshot* is a canvas in memory. It is loaded once and kept current by
 * snapshot_update(), which reads the store's feed; own and foreign actions arrive the same way.
 * Writing: one function an operation, each one action in the journal, each checked against the
 * session inside its own transaction. Operations take ids, never pointers into a snapshot.
 *
 * A *session* says who is asking and what that person may see and do; every read and every operation
 * takes one. Alone at home a person may everything (session_owner). Shipped examples are opened with
 * session_reader.
 *
 * What every operation may answer, beside what its own comment says: NOT_FOUND (no such canvas or note, none that this
 * session may see, or one in the trash), DENIED (the session may not do that, or not here), INVALID (a text that is too
 * long, empty where it must not be, or no UTF-8), and the store's READ_ONLY, BUSY, FULL, IO. Then nothing was changed.
 * What is already as it is asked to be is OK, and leaves no action.
 */
#ifndef NONET_CANVAS_H
#define NONET_CANVAS_H

#include "nonet/store.h"
#include "nonet/template.h"

extern const struct schema canvas_schema; /* what store_open() wants */

/* ---- session ---------------------------------------------------------------------------------------- */

enum permission {
    MAY_READ = 1,
    MAY_ADD = 2,     /* notes */
    MAY_EDIT = 4,    /* texts, colours, tags, facets, trash of notes */
    MAY_MOVE = 8,
    MAY_LINK = 16,
    MAY_MANAGE = 32, /* canvases: make, rename, trash, restore */
    MAY_VOTE = 64,   /* in a workshop */
    MAY_LEAD = 128,  /* a workshop: stages, seats, reveal */
    MAY_ALL = 255,
};
/* Whoever may add notes may also change and move those of one's own. */
#define MAY_WRITE (MAY_ADD | MAY_EDIT | MAY_MOVE | MAY_LINK | MAY_MANAGE)

enum names { NAMES_SHOWN, NAMES_AFTER_REVEAL, NAMES_NEVER }; /* when the authors of others' notes are told */

struct session {
    int64_t actor_id;
    unsigned may;          /* enum permission bits */
    int64_t canvas_id;     /* 0, or the only canvas that this session may see */
    bool sees_hidden;      /* others' notes of private rounds too */
    enum names names;
    int64_t private_round; /* 0, or the round that a note added now is hidden in */
    bool late;             /* a note added now is marked late */
    int notes_max;         /* 0, or how many notes of its own there may be on the canvas, trashed ones too */
    int64_t workshop_id, seat_id; /* 0 = not in a workshop */
    bool wall;             /* a screen for all: it reads what everybody may see */
    /* NULL, or reads all of this again: operations call it on a copy, inside their transaction. */
    enum status (*renew)(struct session *session, struct store *store, struct error *err);
};

struct session session_owner(int64_t actor_id);  /* may everything, sees everything */
struct session session_reader(int64_t actor_id); /* sees everything, and changes nothing */

/* The person with this name in the store, made (an action of that person) when there is none. INVALID: an empty name,
 * one with control characters, or longer than 60 clusters. */
enum status person_find(struct store *store, const char *name, int64_t *actor_id, struct error *err) NONET_CHECKED;

/* A person's name, "?" when there is none; yours. */
enum status person_name(struct store *store, int64_t actor_id, char **name, struct error *err) NONET_CHECKED;

/* ---- snapshot --------------------------------------------------------------------------------------- */

enum note_colour { NOTE_NONE, NOTE_YELLOW, NOTE_RED, NOTE_GREEN, NOTE_BLUE, NOTE_PURPLE };
#define NOTE_COLOUR_COUNT 6
#define NOTE_BYTES_MAX ((size_t)100 * 1024) /* of its text, and of its longer text */
const char *note_colour_name(enum note_colour colour); /* "none", "yellow", ... */
const char *note_colour_title(enum note_colour colour); /* "no colour", "yellow", ..., translated */
bool note_colour_by_name(const char *name, enum note_colour *colour);

struct facet {
    int64_t id;
    char *key, *value;
};

/* A heading in a block; the notes under it follow each other. It is shown while it has notes. */
struct note_group {
    int64_t id;
    int block;             /* index into the template, or TEMPLATE_PARKING */
    char *rank, *title;
};

struct note {
    int64_t id, number;
    int block;             /* index into the template, or TEMPLATE_PARKING */
    char *rank;
    char *text;            /* short text, may hold LFs */
    char *body;            /* longer text (evidence, objections), "" = none */
    enum note_colour colour;
    char *question;        /* id of the question it answers, "" = none */
    const struct note_group *group; /* what it lies under, NULL = nothing */
    int64_t author_id;     /* 0 = not told to this session */
    char *also_by;         /* ids of those whose notes were merged into it, see snapshot_authors() */
    char *told_author;     /* a name: who wrote it as the file says that it came from; "" = the author is who made it */
    int64_t created, updated;
    bool hidden;           /* of a private round, and not revealed yet */
    bool late;             /* came after its round was revealed */
    int votes;             /* total of the last vote that was closed */
    char **tag;            /* sorted */
    size_t tag_count;
    struct facet *facet;   /* sorted by key */
    size_t facet_count;
    size_t link_count;
};

struct link {
    int64_t id, from, to; /* note ids */
    struct facet *facet;  /* sorted by key */
    size_t facet_count;
};

struct snapshot_block {
    struct note **note; /* those without a group first, then group by group; by rank, ties by id */
    size_t count, capacity;
    size_t hidden;      /* notes of others that this session may only count */
    size_t unread;      /* more notes behind these: snapshot_load_start() */
};

struct snapshot {
    int64_t canvas_id, number;
    bool alive;
    char *title;
    char **tag;
    size_t tag_count;
    struct facet *facet;
    size_t facet_count;
    int64_t created, updated, variant_of;
    const struct template *template; /* owned by the snapshot */
    struct snapshot_block *block;    /* template->block_count + 1: the last is the parking lot */
    size_t block_count;              /* with the parking lot */
    size_t note_count;
    struct note_group *group;        /* in the order of their ids, those without notes too */
    size_t group_count;
    struct link *link;
    size_t link_total;
    int64_t last_seq;                /* the feed position */
    void *index;                     /* private: note id -> note, persons, dead rows */
};

/* Loads canvas `canvas_id`. NOT_FOUND; DENIED: confined elsewhere. The template used is the newest of its
 * id that has every block with notes, else the copy kept in the store. A note in a block that the template
 * does not know lies in the parking lot. */
enum status snapshot_load(struct store *store, const struct session *session, int64_t canvas_id,
                          struct snapshot **out, struct error *err) NONET_CHECKED;
/* The same for a first screen: of long blocks only the beginning, and how many more there are. Its first
 * snapshot_update() reads the whole. */
enum status snapshot_load_start(struct store *store, const struct session *session, int64_t canvas_id,
                                struct snapshot **out, struct error *err) NONET_CHECKED;
void snapshot_free(struct snapshot *snapshot); /* NULL is allowed */
/* Applies all that happened since; *changed says whether anything of this canvas did. NOT_FOUND: it was purged. Costs
 * microseconds a changed row. Pointers to notes stay valid for notes that stay on the canvas, but nobody keeps them. */
enum status snapshot_update(struct snapshot *snapshot, struct store *store, const struct session *session,
                            bool *changed, struct error *err) NONET_CHECKED;

const struct note *snapshot_note(const struct snapshot *snapshot, int64_t note_id); /* NULL: not here */
/* Block index (TEMPLATE_PARKING allowed) -> its notes. */
const struct snapshot_block *snapshot_block(const struct snapshot *snapshot, int block);
/* Position of a note in its block, or -1. */
int snapshot_position(const struct snapshot *snapshot, const struct note *note);
bool snapshot_linked(const struct snapshot *snapshot, int64_t a, int64_t b);
/* The id that the link between two notes has, in either direction, whether it is there or not. */
int64_t canvas_link_id(int64_t a, int64_t b);
/* The link between two notes, in either direction; NULL: none. */
const struct link *snapshot_link(const struct snapshot *snapshot, int64_t a, int64_t b);
/* Ids of notes tied to this one, into `out` (room for link_count). */
size_t snapshot_links_of(const struct snapshot *snapshot, int64_t note_id, int64_t *out);
const char *snapshot_person(const struct snapshot *snapshot, int64_t actor_id); /* display name, "?" unknown */
/* NULL: not here. */
const struct note_group *snapshot_group(const struct snapshot *snapshot, int64_t group_id);
/* The persons who wrote it: one, or several when notes were merged into it; those only who are told to this session.
 * 0 = there is no further one. */
int64_t snapshot_author(const struct snapshot *snapshot, const struct note *note, size_t index);
/* Appends their names with ", " between. */
void snapshot_authors(const struct snapshot *snapshot, const struct note *note, struct buffer *out);
/* True if a note of this canvas answers the question. */
bool snapshot_answered(const struct snapshot *snapshot, const char *question_id);

/* ---- canvases --------------------------------------------------------------------------------------- */

struct canvas_info {
    int64_t id, number;
    char *title, *template_id;
    char **tag;
    size_t tag_count;
    size_t note_count;
    int64_t created, updated, variant_of;
    bool alive;
};

enum canvas_sort { CANVAS_BY_UPDATED, CANVAS_BY_CREATED, CANVAS_BY_TITLE };

struct canvas_filter {
    const char *query;       /* words in the title or in notes; NULL or "" = all */
    const char *template_id; /* NULL = all */
    const char *tag;         /* NULL = all */
    bool trash;              /* the trashed ones instead */
    enum canvas_sort sort;
    size_t offset, limit;    /* limit 0 = all */
    /* Asked now and then while notes are searched; true ends it with STATUS_CANCELLED. NULL = never. */
    bool (*stop)(void *context);
    void *stop_context;
};

/* The list is yours: canvas_list_free(). *total (may be NULL) = how many there are without limit. */
enum status canvas_list(struct store *store, const struct session *session, const struct canvas_filter *filter,
                        struct canvas_info **out, size_t *count, size_t *total, struct error *err) NONET_CHECKED;
void canvas_list_free(struct canvas_info *list, size_t count);

struct canvas_relative {
    int64_t id, number;
    char *title;
    bool original; /* the canvas is a copy of this one; else this one is a copy of it */
};

/* Living canvases that the canvas is a copy of (variant_of), or that are copies of it: the original first, then by
 * number. The list is yours: canvas_relatives_free(). */
enum status canvas_relatives(struct store *store, const struct session *session, int64_t canvas_id,
                             struct canvas_relative **out, size_t *count, struct error *err) NONET_CHECKED;
void canvas_relatives_free(struct canvas_relative *list, size_t count);

/* What a person types: a number, "title:X", or a title (exact, else folded) among living canvases, or
 * trashed ones with `trash`. NOT_FOUND names the nearest titles; INVALID: ambiguous, names the numbers. */
enum status canvas_resolve(struct store *store, const struct session *session, const char *name, bool trash,
                           int64_t *canvas_id, struct error *err) NONET_CHECKED;
/* The number that people type for a canvas, dead or alive. */
enum status canvas_number(struct store *store, int64_t canvas_id, int64_t *number, struct error *err) NONET_CHECKED;
/* Note number -> its id and canvas, dead or alive. INVALID: no number. */
enum status note_resolve(struct store *store, const struct session *session, const char *number,
                         int64_t *note_id, int64_t *canvas_id, bool *alive, struct error *err) NONET_CHECKED;

/* A new canvas without notes. Titles have at most 200 characters; several canvases may have the same. */
enum status canvas_create(struct store *store, const struct session *session, const char *title,
                          const struct template *template, int64_t *canvas_id, struct error *err) NONET_CHECKED;
/* Copies what `from` holds (notes, links, colours, tags, facets) into a new canvas of `store`; `from` may be
 * of another store (an example). variant_of is set when it is of this one. The copy of row X has the id
 * id_derive(canvas id, X, "copy"), so that callers can find "the same" note again. */
enum status canvas_copy(struct store *store, const struct session *session, const struct snapshot *from,
                        const char *title, int64_t *canvas_id, struct error *err) NONET_CHECKED;
enum status canvas_rename(struct store *store, const struct session *session, int64_t canvas_id,
                          const char *title, struct error *err) NONET_CHECKED;
/* Into the trash, and out of it. */
enum status canvas_set_alive(struct store *store, const struct session *session, int64_t canvas_id, bool alive,
                             struct error *err) NONET_CHECKED;
/* Really removes a canvas that is in the trash: store_purge(). */
enum status canvas_purge(struct store *store, const struct session *session, int64_t canvas_id, bool *traces,
                         struct error *err) NONET_CHECKED;
/* Tags, keys and values are one line of at most 200 characters; a tag's sign is taken off. value "" takes the facet away. */
enum status canvas_set_tag(struct store *store, const struct session *session, int64_t canvas_id,
                           const char *tag, bool on, struct error *err) NONET_CHECKED;
enum status canvas_set_facet(struct store *store, const struct session *session, int64_t canvas_id,
                             const char *key, const char *value, struct error *err) NONET_CHECKED;

/* ---- whole canvases ---------------------------------------------------------------------------------- */

struct import_labels { /* borrowed texts */
    const char *const *tag;
    size_t tag_count;
    const char *const *facet_key, *const *facet_value;
    size_t facet_count;
};

struct note_new {
    int64_t id;              /* 0 = a new one */
    int block;               /* index into the snapshot's template or TEMPLATE_PARKING */
    const char *text;        /* repaired and trimmed of surrounding blank; empty is INVALID */
    const char *body, *question; /* NULL = none */
    enum note_colour colour;
};

struct import_note {
    struct note_new note; /* its id is kept while it is free in the store */
    const char *name;     /* with id 0: what the id follows from, together with the canvas; NULL = a random one */
    const char *rank;     /* NULL, or no rank: behind the note before it in its block */
    const char *author;   /* whom the file says to have written it; NULL = who imports it */
    const char *extra;    /* JSON that is only kept, see canvas_extras_read(); NULL = none */
    struct import_labels labels;
    size_t group;         /* its place in `group` + 1; 0 = none. One of another block counts as none */
};

struct import_group { /* id, name and rank as of a note */
    int64_t id;
    const char *name, *rank, *title; /* title: repaired; empty is INVALID */
    int block;
    const char *extra; /* NULL = none */
};

struct import_link {
    size_t from, to; /* places in `note` */
    const char *extra; /* NULL = none */
    struct import_labels labels; /* its tags are not used */
};

struct canvas_import {
    int64_t id; /* kept while it is free; 0 = a new one */
    const char *title;
    const struct template *template;
    int64_t variant_of;
    bool copy; /* the action is called "canvas_copy" */
    int64_t into; /* not a new canvas: notes and links are added to this one; title, id and labels are not used. 0 = new */
    const char *extra; /* NULL = none */
    struct import_labels labels;
    const struct import_group *group;
    size_t group_count;
    const struct import_note *note;
    size_t note_count;
    const struct import_link *link;
    size_t link_count;
};

/* Makes a whole canvas as one action "canvas_import": all of it or nothing. For readers of files and for copies. On
 * failure *failed_note is the place of the note that could not be made, or note_count. */
enum status canvas_import(struct store *store, const struct session *session, const struct canvas_import *import,
                          int64_t *canvas_id, size_t *failed_note, struct error *err) NONET_CHECKED;

/* What came with the canvas, its living notes, groups and links (`row_id`) from a file and has no meaning here: the JSON
 * that the import was given, kept to be written back. Rows without any are passed over; `extra` is borrowed for the call. */
enum status canvas_extras_read(struct store *store, const struct snapshot *snapshot,
                               void (*each)(void *context, int64_t row_id, const char *extra), void *context,
                               struct error *err) NONET_CHECKED;

/* ---- notes ------------------------------------------------------------------------------------------- */

/* Adds notes to one canvas as one action, in order, below `after` (a note id, in whose block they join its group; 0 = at
 * the end of each block).
 * `ids` (may be NULL) gets `count` ids. Text longer than 100 KB is INVALID. */
enum status canvas_notes_add(struct store *store, const struct session *session, int64_t canvas_id,
                             const struct template *template, const struct note_new *notes, size_t count,
                             int64_t after, int64_t *ids, struct error *err) NONET_CHECKED;

enum save_outcome { SAVE_DONE, SAVE_UNCHANGED, SAVE_KEPT_BESIDE };

/* Saves an edited text against the text the editing began with. If the note has changed or went to the trash
 * meanwhile, nothing is overwritten: the typed text becomes a new note below it (SAVE_KEPT_BESIDE, *beside
 * = its id). An empty text trashes the note. */
enum status canvas_note_save(struct store *store, const struct session *session, int64_t note_id,
                             const char *base, const char *text, enum save_outcome *outcome, int64_t *beside,
                             struct error *err) NONET_CHECKED;
/* The same for its longer text, which may be empty; what is kept beside is a note of the same short text. */
enum status canvas_note_set_body(struct store *store, const struct session *session, int64_t note_id,
                                 const char *base, const char *body, enum save_outcome *outcome,
                                 struct error *err) NONET_CHECKED;
/* The following take several notes of one canvas: one action, one undo. */
enum status canvas_notes_set_alive(struct store *store, const struct session *session, const int64_t *ids,
                                   size_t count, bool alive, struct error *err) NONET_CHECKED;
enum status canvas_notes_set_colour(struct store *store, const struct session *session, const int64_t *ids,
                                    size_t count, enum note_colour colour, struct error *err) NONET_CHECKED;
enum status canvas_notes_set_tag(struct store *store, const struct session *session, const int64_t *ids,
                                 size_t count, const char *tag, bool on, struct error *err) NONET_CHECKED;
/* value "" takes the facet away. */
enum status canvas_notes_set_facet(struct store *store, const struct session *session, const int64_t *ids,
                                   size_t count, const char *key, const char *value, struct error *err) NONET_CHECKED;
enum status canvas_notes_set_question(struct store *store, const struct session *session, const int64_t *ids,
                                      size_t count, const char *question_id, struct error *err) NONET_CHECKED;
/* To `block`, below the note `after` (0 = at the top, -1 = at the end), keeping the order they have on the canvas
 * (within a block; blocks in the order in which `ids` names them first), into the group of `after` or into none. Already
 * there: no action. */
enum status canvas_notes_move(struct store *store, const struct session *session, const int64_t *ids,
                              size_t count, const char *block_id, int64_t after, struct error *err) NONET_CHECKED;
/* Ties two notes, in either direction the same, or unties them. INVALID: a note and itself, or of two canvases. */
enum status canvas_link_set(struct store *store, const struct session *session, int64_t note_a, int64_t note_b,
                            bool on, struct error *err) NONET_CHECKED;
/* A facet of a living link; whoever may tie notes may mark the tie. value "" takes the facet away. */
enum status canvas_link_set_facet(struct store *store, const struct session *session, int64_t link_id,
                                  const char *key, const char *value, struct error *err) NONET_CHECKED;
/* Makes a block read as `lines`: a kept line keeps its note (longest common subsequence), a changed one at the
 * same place is reworded, new lines become notes, missing ones go to the trash. One action; base_ids/base_texts
 * are what the editing began with; a note changed meanwhile is kept as it is (CONFLICT is not an error: *kept). */
enum status canvas_block_rewrite(struct store *store, const struct session *session, int64_t canvas_id,
                                 const char *block_id, const int64_t *base_ids, const char *const *base_texts,
                                 size_t base_count, const char *const *lines, size_t line_count, size_t *kept,
                                 struct error *err) NONET_CHECKED;

/* Several edits in one action: between begin and end every operation above on this canvas joins the same
 * journal action instead of opening one (so `note --text --colour` is one undo). */
enum status canvas_group_begin(struct store *store, const struct session *session, int64_t canvas_id,
                               const char *operation, struct error *err) NONET_CHECKED;
enum status canvas_group_end(struct store *store, bool commit, struct error *err) NONET_CHECKED;

/* What the session's person did last on this canvas, taken back or done again: store_undo(), store_redo(). */
enum status canvas_undo(struct store *store, const struct session *session, int64_t canvas_id,
                        struct undo_outcome *out, struct error *err) NONET_CHECKED;
enum status canvas_redo(struct store *store, const struct session *session, int64_t canvas_id,
                        struct undo_outcome *out, struct error *err) NONET_CHECKED;

/* ---- history, search, view state ---------------------------------------------------------------------- */

struct history_entry {
    int64_t seq, at, actor_id;
    char *actor, *operation;
    char *text; /* the sentence, in the language asked for: "moved “Fans” to Channels" */
};

/* All that was done on a canvas that this session may be told, oldest first. The list is yours: history_free(). */
enum status canvas_history(struct store *store, const struct session *session, int64_t canvas_id,
                           enum language language, struct history_entry **out, size_t *count,
                           struct error *err) NONET_CHECKED;
/* Of one note only. */
enum status note_history(struct store *store, const struct session *session, int64_t note_id,
                         enum language language, struct history_entry **out, size_t *count,
                         struct error *err) NONET_CHECKED;
void history_free(struct history_entry *list, size_t count);
/* An operation's name as people read it: "note_move" -> "move", translated. */
const char *operation_title(const char *operation, enum language language);

struct trashed_note {
    int64_t note_id, number;
    char *block_id, *text;
    int64_t trashed; /* when */
    int64_t actor_id;
    char *actor;     /* who put it there, "?" unknown */
};

/* The notes in the trash of one canvas, newest first. The list is yours: trashed_notes_free(). DENIED: confined
 * elsewhere. */
enum status canvas_trashed_notes(struct store *store, const struct session *session, int64_t canvas_id,
                                 struct trashed_note **out, size_t *count, struct error *err) NONET_CHECKED;
void trashed_notes_free(struct trashed_note *notes, size_t count);

struct search_hit {
    int64_t canvas_id, canvas_number, note_id, note_number; /* note 0: the canvas's title */
    char *title, *template_id; /* of the canvas */
    char *block, *text;
};

/* Notes, bodies and titles of living canvases that hold all words of the query (folded; Chinese words of one
 * character included). Newest canvas first, at most `limit` (0 = all). */
enum status canvas_search(struct store *store, const struct session *session, const char *query, size_t limit,
                          struct search_hit **out, size_t *count, struct error *err) NONET_CHECKED;
void search_free(struct search_hit *hits, size_t count);

/* One person's view of a canvas: layout, zoom, sidebar, focus, sort. Never journaled. canvas_id 0 = of the
 * browser. NULL when nothing was remembered; else yours. Failing to remember is never an error worth a stop. */
char *view_state_get(struct store *store, const struct session *session, int64_t canvas_id, const char *key);
void view_state_set(struct store *store, const struct session *session, int64_t canvas_id, const char *key,
                    const char *value);

/* The block as numbers type it is resolved by template_block_resolve(). Rank between two ranks ("" = open
 * end): a text fraction with a random tail. Yours. Public for importers and tests. */
char *rank_between(const char *before, const char *after);

#endif
