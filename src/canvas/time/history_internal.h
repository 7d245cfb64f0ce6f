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

/* Appends the sentence; nothing when no deed was done. */
void history_sentence(struct buffer *out, const struct deed_done deeds[DEED_COUNT], const struct template *template,
                      enum language language);

/* The ids of notes that are not revealed yet; values are anything. */
enum status history_read_hidden(struct store *store, int64_t canvas_id, struct id_map *hidden,
                                struct error *err) NONET_CHECKED;

#endif
