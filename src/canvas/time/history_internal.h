/*
 * history_internal.h - what the files of the history share. Private to the canvas layer.
 */
#ifndef NONET_HISTORY_INTERNAL_H
#define NONET_HISTORY_INTERNAL_H

#include "people.h"

/* What happened to a row, in the order in which a sentence tells it. */
enum deed {
    DEED_MERGED, DEED_SPLIT, /* of an operation as a whole, in the place of its deeds */
    DEED_CANVAS_MADE, DEED_CANVAS_RENAMED, DEED_CANVAS_TRASHED, DEED_CANVAS_RESTORED, DEED_VERSION_NAMED,
    DEED_VERSION_REMOVED,
    DEED_ADDED, DEED_RESTORED, DEED_TRASHED, DEED_MOVED, DEED_REWORDED, DEED_BODY, DEED_COLOURED, DEED_QUESTION,
    DEED_TAGGED, DEED_UNTAGGED, DEED_FACET_SET, DEED_FACET_CLEARED, DEED_TIED, DEED_UNTIED,
    DEED_GROUPED, DEED_UNGROUPED, DEED_GROUP_NAMED, DEED_GROUP_MOVED, DEED_GROUP_DISSOLVED, DEED_GROUP_RESTORED,
};
#define DEED_COUNT 28

/* One deed of an action, on one row or several. The texts are borrowed. */
struct deed_done {
    size_t count;
    const char *text;     /* of the first note; of the canvas its title */
    const char *other;    /* reworded: the text before; tied: the other note's; NULL = none */
    const char *detail;   /* a colour, a tag, a facet, the heading of a group */
    const char *value;    /* of a facet */
    const char *block;    /* where all of them are, NULL = in several */
    bool within;          /* moved inside that block */
    bool of_canvas;       /* the tag or facet is the canvas's */
    const void *subject;  /* a tag's, a facet's: only to be compared */
    bool many_notes;      /* not all of them are that one's */
    bool many_details;    /* nor all of the first detail and value */
};

/* A row as the changes so far have left it. */
struct row_state {
    char entity; /* 'n'ote, 'g'roup, 't'ag, 'f'acet, 'l'ink, 'c'anvas, 'v'ersion, 0 = of no concern */
    bool alive;
    char *text;  /* of a note; a canvas's title; the name of a tag or version, the key of a facet */
    char *block; /* of a note; the value of a facet; a note's colour lies in `colour` */
    char *colour;
    int64_t a, b; /* the owner of a tag or facet; the ends of a link; a note's group */
    int64_t author_id; /* whose first action it was */
    bool hidden;       /* of a private round that was not revealed yet */
    /* In the action at hand: */
    int64_t seq;
    bool born, alive_set, text_set, body_set, colour_set, question_set, place_set, block_set, group_set;
    char *text_before;
};

/* A change of the action at hand. */
struct pending {
    const char *entity; /* a constant */
    int64_t row_id;
    char *field, *old_text, *new_text;
};

/* A history as it is being told. */
struct telling {
    const struct template *template;
    enum language language;
    int64_t only_note_id; /* 0 = all of the canvas */
    const struct session *session;
    struct id_map hidden; /* ids of notes that are not revealed yet */
    bool secret;          /* the action at hand touches one, or what it touches may not be read */
    struct people people;
    struct id_map rows, sentences; /* struct row_state; action id -> what undoing it is called */
    struct feed_action action; /* at hand; operation is a copy */
    char *operation;
    struct pending *pending;
    size_t pending_count, pending_capacity;
    struct row_state **touched;
    size_t touched_count, touched_capacity;
    struct history_entry *list;
    size_t count, capacity;
};

/* history_fold.c: one change of the action at hand; its row is among telling->touched then. */
void history_fold(struct telling *telling, const struct pending *change);
/* What the folded action did. The texts are the rows', until the next change. */
void history_deeds(const struct telling *telling, struct deed_done deeds[DEED_COUNT]);

/* Appends the sentence; nothing when no deed was done. */
void history_sentence(struct buffer *out, const struct deed_done deeds[DEED_COUNT], const struct template *template,
                      enum language language);

/* The ids of notes that are not revealed yet; values are anything. */
enum status history_read_hidden(struct store *store, int64_t canvas_id, struct id_map *hidden,
                                struct error *err) NONET_CHECKED;

#endif
