/*
 * snapshot_internal.h - what the files of the snapshot share. Private to the canvas layer.
 */
#ifndef NONET_SNAPSHOT_INTERNAL_H
#define NONET_SNAPSHOT_INTERNAL_H

#include "people.h"

struct snapshot_index {
    struct id_map notes;   /* id -> struct note */
    struct people people;
    char *template_hash;   /* of the canvas; another template may be in use */
    bool stale;            /* an update failed half-way, or not all was read: load afresh next time */
    bool start;            /* only the beginning of each block is wanted */
    struct session reader; /* whom it was read for; what another may see is another snapshot */
};

static inline struct snapshot_index *snapshot_index(const struct snapshot *snapshot)
{
    return snapshot->index;
}

/* ---- snapshot.c -------------------------------------------------------------------------------------- */

/* rank, text, body and question of a note of a snapshot lie in one piece of memory, which begins with rank. */
void note_free(struct note *note);
void link_clear(struct link *link); /* what it holds */
/* Puts a note where its block and rank say; it is not in any block yet. */
void snapshot_insert(struct snapshot *snapshot, struct note *note);
/* Takes a note out of its block; it stays in the index. */
void snapshot_take_out(struct snapshot *snapshot, struct note *note);
void tags_free(char **tag, size_t count);
void facets_free(struct facet *facet, size_t count);
void note_groups_free(struct note_group *group, size_t count);
/* The place of a link in the list, or where it would go. */
size_t snapshot_link_place(const struct snapshot *snapshot, int64_t link_id);

/* ---- snapshot_update.c -------------------------------------------------------------------------------- */

/* Makes the note of this id what `fresh` says, which is taken over; NULL = it goes. Its ties are the caller's. */
void snapshot_apply_note(struct snapshot *snapshot, int64_t note_id, struct note *fresh);

/* ---- snapshot_load_sql.c ------------------------------------------------------------------------------- */

/* Everything of a canvas into an empty snapshot. */
enum status snapshot_read(struct snapshot *snapshot, struct store *store, const struct session *session,
                          struct error *err) NONET_CHECKED;

/* ---- snapshot_sql.c ------------------------------------------------------------------------------------ */

#define SNAPSHOT_NOTE_COLUMNS                                                                                 \
    "id, number, block, \"rank\", text, body, colour, question, author_id, created, updated, hidden, late, votes," \
    " group_id, also_by, told_author"

/* The note of a row of SNAPSHOT_NOTE_COLUMNS; `guess` is a block that is likely to be the one. */
struct note *snapshot_note_of_row(struct statement *statement, const struct session *session,
                                  const struct snapshot *snapshot, int guess, bool *foreign);
/* Owners come in order, so each owner's list grows by one at its end. */
void snapshot_add_tag(char ***tag, size_t *count, const char *name);
void snapshot_add_facet(struct facet **facet, size_t *count, int64_t id, const char *key, const char *value);
/* NOT_FOUND: it was purged. */
enum status snapshot_require_canvas(struct store *store, int64_t canvas_id, struct error *err) NONET_CHECKED;
/* The canvas row, its tags and facets; *template_hash (yours) is what the row says. */
enum status snapshot_read_canvas(struct snapshot *snapshot, struct store *store, char **template_hash,
                                 char **template_id, struct error *err) NONET_CHECKED;
/* The living tags and facets of a row, appended in their order. */
enum status snapshot_read_tags_of(struct store *store, int64_t owner_id, char ***tag, size_t *count,
                                  struct error *err) NONET_CHECKED;
enum status snapshot_read_facets_of(struct store *store, int64_t owner_id, struct facet **facet, size_t *count,
                                    struct error *err) NONET_CHECKED;
/* One note with tags and facets; *out is NULL when it is dead, elsewhere or not to be seen. A block that the
 * template does not know sets *foreign. */
enum status snapshot_read_note(const struct snapshot *snapshot, struct store *store, const struct session *session,
                               int64_t note_id, struct note **out, bool *foreign, struct error *err) NONET_CHECKED;
/* How many notes of others the session may only count, of each block. */
enum status snapshot_count_hidden(struct snapshot *snapshot, struct store *store, const struct session *session,
                                  struct error *err) NONET_CHECKED;
/* The note, link or canvas that a tag or facet belongs to, or the ends of a link; 0 when there is no such row. */
enum status snapshot_read_owner(struct store *store, const char *entity, int64_t row_id, int64_t *a, int64_t *b,
                                struct error *err) NONET_CHECKED;

struct link_list {
    struct link *link;
    size_t count, capacity;
};

/* Appends the rows (id, from, to) of a statement. */
enum status snapshot_collect_links(struct statement *statement, struct link_list *out,
                                   struct error *err) NONET_CHECKED;
/* Appends the living links of a note, with their facets. */
enum status snapshot_read_links(struct store *store, int64_t note_id, struct link_list *out,
                                struct error *err) NONET_CHECKED;

#endif
