/*
 * group.h - putting notes together: groups under a heading, duplicates merged, a note split.
 *
 * A group lies in one block; its heading is shown while notes lie under it. A note that is moved to another block, or
 * below a note outside of its group, leaves the group; dissolving a group leaves its notes where they are, under no heading.
 * Each function is one action and so one undo, asks for MAY_MOVE (groups) or MAY_EDIT (merge, split), and reports
 * NOT_FOUND, DENIED and INVALID with a message like the other operations on notes (canvas.h). A heading is seen by all, so
 * in a private round nobody makes or names one: DENIED.
 */
#ifndef NONET_GROUP_H
#define NONET_GROUP_H

#include "nonet/canvas.h"

/* Puts notes of one block under a new heading, behind the block's other groups. INVALID: the notes lie in different
 * blocks, or the title is empty or longer than 200 characters. *group_id may be NULL. */
enum status note_group_make(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                            const char *title, int64_t *group_id, struct error *err) NONET_CHECKED;
enum status note_group_rename(struct store *store, const struct session *session, int64_t group_id, const char *title,
                              struct error *err) NONET_CHECKED;
enum status note_group_dissolve(struct store *store, const struct session *session, int64_t group_id,
                                struct error *err) NONET_CHECKED;
/* Behind the group `after` of the same block, 0 = first. */
enum status note_group_move(struct store *store, const struct session *session, int64_t group_id, int64_t after,
                            struct error *err) NONET_CHECKED;
/* Notes into a group of the block they lie in, or out of theirs (group_id 0). */
enum status canvas_notes_set_group(struct store *store, const struct session *session, const int64_t *ids,
                                   size_t count, int64_t group_id, struct error *err) NONET_CHECKED;
/* As canvas_notes_move(), with the group said outright: `after` tells the place among the notes of that group. */
enum status canvas_notes_place(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                               const char *block_id, int64_t group_id, int64_t after, struct error *err) NONET_CHECKED;

/* Several notes become the first of `ids`: the other texts follow as lines (none twice), longer texts as paragraphs, the
 * authors are remembered, ties, tags, facets and votes are united (the first note's own stay), and the others go to the trash.
 * Votes of an open vote go along, within what each may cast; one that finds no room is free again.
 * INVALID: fewer than two notes, or the joined text is longer than a note may be. */
enum status canvas_notes_merge(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                               struct error *err) NONET_CHECKED;
/* The row of a seat's votes on a note in a round of votes; the people in the room are seat 0. */
int64_t canvas_vote_id(int64_t round, int64_t note_id, int64_t seat_id);
/* A note with line breaks becomes one note a line: the first line stays, the others stand below it, with its colour, tags,
 * group and authors. *count = how many notes there are now; INVALID: it has one line only. */
enum status canvas_note_split(struct store *store, const struct session *session, int64_t note_id, size_t *count,
                              struct error *err) NONET_CHECKED;

#endif
