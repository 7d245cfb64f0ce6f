/*
 * note_dialogs.h - what the board opens for a note: the note itself, its colour, its facets and tags.
 *
 * Each is a view for app_push(). Ids are copied; `store` and `session` are borrowed and must outlive the view
 * (the board below it on the stack owns them). Changes go through the operations of canvas.h, one action each,
 * and raise RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT; a failure is reported in the message line. None returns NULL:
 * a note that is gone is said so in the view.
 */
#ifndef NONET_TUI_NOTE_DIALOGS_H
#define NONET_TUI_NOTE_DIALOGS_H

#include "nonet/canvas.h"
#include "nonet/live.h"
#include "view.h"

/* The note opened: text, longer text (editable in place), facets, tags, links, history. Scrolls; q or Esc ends. */
struct view *note_view_new(struct app *app, struct store *store, const struct session *session,
                           int64_t canvas_id, int64_t note_id);
/* The same, with a longer text that was being typed when its program ended. */
struct view *note_view_new_draft(struct app *app, struct store *store, const struct session *session,
                                 const struct draft *draft);
/* A small dialog with the six colours; picking one colours all notes as one action and ends it. */
struct view *note_colour_new(struct app *app, struct store *store, const struct session *session,
                             const int64_t *ids, size_t count);
/* Facets of the notes by the vocabulary of their blocks, and tags, with those in use on the canvas as suggestions.
 * Enter switches, or opens a facet's values; a typed text adds a tag, a typed "key=value" sets a facet, "key=" takes it
 * away. Esc leads back, then ends. */
struct view *note_tags_new(struct app *app, struct store *store, const struct session *session,
                           int64_t canvas_id, const int64_t *ids, size_t count);
/* The same for the canvas as a whole, and (facets only) for the tie between two notes. */
struct view *canvas_tags_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id);
struct view *tie_facets_new(struct app *app, struct store *store, const struct session *session, int64_t canvas_id,
                            int64_t from, int64_t to);

#endif
