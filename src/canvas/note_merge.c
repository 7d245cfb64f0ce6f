/*
 * note_merge.c - duplicates become one note, and a note becomes several.
 *
 * Nothing is lost either way: the notes that were merged lie in the trash as they were, and one undo brings all back. The
 * invariant: every text and every author is in the note that stays.
 */
#include "nonet/group.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"
#include "operation.h"

/* ---- authors -------------------------------------------------------------------------------------------- */

static bool names_author(const struct buffer *also_by, int64_t author_id)
{
    for (const char *at = buffer_text(also_by); *at != '\0';) {
        char *end;
        if (strtoll(at, &end, 10) == author_id)
            return true;
        if (end == at)
            return false;
        at = end;
    }
    return false;
}

static void add_author(struct buffer *also_by, int64_t own_id, int64_t author_id)
{
    if (author_id == 0 || author_id == own_id || names_author(also_by, author_id))
        return;
    buffer_printf(also_by, "%s%lld", also_by->length > 0 ? " " : "", (long long)author_id);
}

/* All who wrote the note in `row`, but for the author of the note they are added to. Where a file told who that was, it is
 * not who brought it in. */
static void add_authors(struct buffer *also_by, int64_t own_id, const struct note_row *row)
{
    if (row->told_author[0] == '\0')
        add_author(also_by, own_id, row->author_id);
    for (const char *at = row->also_by; *at != '\0';) {
        char *end;
        int64_t id = strtoll(at, &end, 10);
        if (end == at)
            return;
        add_author(also_by, own_id, id);
        at = end;
    }
}

/* A name more, unless it stands there. */
static void add_name(struct buffer *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = buffer_text(names); *at != '\0';) {
        const char *end = strstr(at, ", ");
        size_t size = end ? (size_t)(end - at) : strlen(at);
        if (size == length && memcmp(at, name, size) == 0)
            return;
        at += end ? size + 2 : size;
    }
    buffer_printf(names, "%s%s", names->length > 0 ? ", " : "", name);
}

/* ---- merge ---------------------------------------------------------------------------------------------- */

struct merging {
    struct store *store;
    const struct session *session;
    const struct snapshot *snapshot; /* of the moment: what hangs on the notes */
    struct note_row into;
    struct buffer text, body, also_by, told; /* told: the told authors, once one of the notes has one */
    int votes;
    struct error *err;
};

/* Whether `line` of that length stands there as a line already, in whatever letters. */
static bool has_line(const char *text, const char *line, size_t length)
{
    struct buffer wanted = {0}, other = {0};
    text_fold(&wanted, line, length);
    bool found = false;
    for (const char *at = text; !found && *at != '\0';) {
        size_t size = strcspn(at, "\n");
        buffer_reset(&other);
        text_fold(&other, at, size);
        found = strcmp(buffer_text(&wanted), buffer_text(&other)) == 0;
        at += size + (at[size] == '\n');
    }
    buffer_clear(&wanted);
    buffer_clear(&other);
    return found;
}

static void add_lines(struct buffer *out, const char *text)
{
    for (const char *at = text; *at != '\0';) {
        size_t size = strcspn(at, "\n");
        if (size > 0 && !has_line(buffer_text(out), at, size)) {
            if (out->length > 0)
                buffer_add_char(out, '\n');
            buffer_append(out, at, size);
        }
        at += size + (at[size] == '\n');
    }
}

static void add_body(struct buffer *out, const char *body)
{
    if (body[0] == '\0' || strcmp(buffer_text(out), body) == 0)
        return;
    if (out->length > 0)
        buffer_add(out, "\n\n");
    buffer_add(out, body);
}

static bool has_facet(const struct note *note, const char *key)
{
    for (size_t i = 0; i < note->facet_count; i++) {
        if (strcmp(note->facet[i].key, key) == 0)
            return true;
    }
    return false;
}

/* Tags, facets that the note lacks, and ties of `from`. */
static enum status unite(struct merging *merging, const struct note *into, const struct note *from)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < from->tag_count && status == STATUS_OK; i++)
        status = relation_set_tag(merging->store, into->id, from->tag[i], true, merging->err);
    for (size_t i = 0; i < from->facet_count && status == STATUS_OK; i++) {
        if (!has_facet(into, from->facet[i].key))
            status = relation_set_facet(merging->store, into->id, from->facet[i].key, from->facet[i].value,
                                        merging->err);
    }
    if (from->link_count == 0 || status != STATUS_OK)
        return status;
    int64_t *others = memory_new(from->link_count, sizeof *others);
    size_t count = snapshot_links_of(merging->snapshot, from->id, others);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (others[i] == into->id)
            continue;
        const struct link *link = snapshot_link(merging->snapshot, from->id, others[i]);
        bool tied = snapshot_linked(merging->snapshot, into->id, others[i]);
        if (!tied)
            status = relation_set_link(merging->store, into->id, others[i], true, merging->err);
        for (size_t f = 0; !tied && link && f < link->facet_count && status == STATUS_OK; f++)
            status = relation_set_facet(merging->store, relation_link_id(into->id, others[i]), link->facet[f].key,
                                        link->facet[f].value, merging->err);
    }
    free(others);
    return status;
}

static enum status take_in(struct merging *merging, int64_t note_id)
{
    struct note_row row;
    enum status status = row_note(merging->store, merging->session, note_id, &row, merging->err);
    if (status != STATUS_OK)
        return status;
    add_lines(&merging->text, row.text);
    add_body(&merging->body, row.body);
    add_authors(&merging->also_by, merging->into.author_id, &row);
    if (row.told_author[0] != '\0' && merging->told.length == 0)
        add_name(&merging->told, snapshot_person(merging->snapshot, merging->into.author_id));
    if (row.told_author[0] != '\0')
        add_name(&merging->told, row.told_author);
    const struct note *into = snapshot_note(merging->snapshot, merging->into.id);
    const struct note *from = snapshot_note(merging->snapshot, note_id);
    if (row.hidden != merging->into.hidden)
        status = error_set(merging->err, STATUS_INVALID, _("one of the notes is not revealed yet"));
    else if (into == NULL || from == NULL)
        status = error_set(merging->err, STATUS_DENIED, _("one of the notes is not to be seen just now"));
    if (status == STATUS_OK) {
        merging->votes += from->votes;
        status = unite(merging, into, from);
    }
    const char *const fields[] = {"colour", "question"};
    char **const own[] = {&merging->into.colour, &merging->into.question}, *const theirs[] = {row.colour, row.question};
    for (size_t i = 0; i < COUNT_OF(fields) && status == STATUS_OK; i++) {
        if ((*own[i])[0] != '\0' || theirs[i][0] == '\0')
            continue;
        status = store_row_set_text(merging->store, "note", merging->into.id, fields[i], theirs[i], merging->err);
        free(*own[i]);
        *own[i] = memory_copy_text(theirs[i]);
    }
    if (status == STATUS_OK)
        status = votes_follow(merging->store, note_id, merging->into.id, merging->err);
    if (status == STATUS_OK)
        status = store_row_set_integer(merging->store, "note", note_id, "alive", 0, merging->err);
    row_note_clear(&row);
    return status;
}

static enum status write_merged(struct merging *merging)
{
    char *text = NULL, *body = NULL;
    enum status status = entry_note(buffer_text(&merging->text), &text, merging->err);
    if (status == STATUS_OK)
        status = entry_note(buffer_text(&merging->body), &body, merging->err);
    int64_t id = merging->into.id;
    if (status == STATUS_OK)
        status = store_row_set_text(merging->store, "note", id, "text", text, merging->err);
    if (status == STATUS_OK && strcmp(body, merging->into.body) != 0)
        status = store_row_set_text(merging->store, "note", id, "body", body, merging->err);
    if (status == STATUS_OK && strcmp(buffer_text(&merging->also_by), merging->into.also_by) != 0)
        status = store_row_set_text(merging->store, "note", id, "also_by", buffer_text(&merging->also_by), merging->err);
    if (status == STATUS_OK && strcmp(buffer_text(&merging->told), merging->into.told_author) != 0)
        status = store_row_set_text(merging->store, "note", id, "told_author", buffer_text(&merging->told), merging->err);
    const struct note *into = snapshot_note(merging->snapshot, id);
    if (status == STATUS_OK && merging->votes > 0 && into != NULL)
        status = store_row_set_integer(merging->store, "note", id, "votes", into->votes + merging->votes, merging->err);
    free(text);
    free(body);
    return status;
}

static enum status merge(struct merging *merging, int64_t canvas_id, const int64_t *ids, size_t count)
{
    struct snapshot *snapshot = NULL;
    enum status status = row_note(merging->store, merging->session, ids[0], &merging->into, merging->err);
    if (status == STATUS_OK)
        status = snapshot_load(merging->store, merging->session, canvas_id, &snapshot, merging->err);
    if (status != STATUS_OK)
        return status;
    merging->snapshot = snapshot;
    buffer_add(&merging->text, merging->into.text);
    buffer_add(&merging->body, merging->into.body);
    buffer_add(&merging->also_by, merging->into.also_by);
    buffer_add(&merging->told, merging->into.told_author);
    for (size_t i = 1; i < count && status == STATUS_OK; i++) {
        bool again = false;
        for (size_t j = 0; j < i; j++)
            again = again || ids[j] == ids[i];
        if (!again)
            status = take_in(merging, ids[i]);
    }
    if (status == STATUS_OK)
        status = write_merged(merging);
    snapshot_free(snapshot);
    return status;
}

enum status canvas_notes_merge(struct store *store, const struct session *session, const int64_t *ids, size_t count,
                               struct error *err)
{
    bool several = false;
    for (size_t i = 1; i < count; i++)
        several = several || ids[i] != ids[0];
    if (!several)
        return error_set(err, STATUS_INVALID, _("mark the notes to merge: at least two"));
    struct operation operation;
    enum status status = notes_begin(&operation, store, session, ids, count, true, "note_merge", MAY_EDIT, err);
    if (status != STATUS_OK)
        return status;
    struct merging merging = {.store = store, .session = &operation.session, .err = err};
    status = merge(&merging, operation.canvas_id, ids, count);
    row_note_clear(&merging.into);
    buffer_clear(&merging.text);
    buffer_clear(&merging.body);
    buffer_clear(&merging.also_by);
    buffer_clear(&merging.told);
    return operation_end(&operation, status, err);
}

/* ---- split ------------------------------------------------------------------------------------------------ */

/* A line of the note as a note of its own below `rank`, which it moves down. */
static enum status add_part(const struct operation *operation, const struct note_row *row, const struct note *note,
                            const char *text, char **rank, struct error *err)
{
    struct store *store = operation->store;
    char *next, *own;
    enum status status = row_neighbour(store, row->canvas_id, row->block, *rank, INT64_MAX, true, NULL, 0, &next, err);
    if (status != STATUS_OK)
        return status;
    own = rank_between(*rank, next == NULL ? "" : next);
    free(next);
    free(*rank);
    *rank = own;
    int64_t id = id_new();
    struct buffer also_by = {0};
    status = note_make(store, &operation->session, id, row->block, own, text, NULL, note->colour, row->question, err);
    if (status == STATUS_OK && row->group_id != 0)
        status = note_set_group(store, id, row->group_id, err);
    /* What comes from a hidden note is as secret as that. */
    if (status == STATUS_OK && row->hidden != 0)
        status = store_row_set_integer(store, "note", id, "hidden", row->hidden, err);
    for (size_t i = 0; i < note->tag_count && status == STATUS_OK; i++)
        status = relation_set_tag(store, id, note->tag[i], true, err);
    struct note_row made = {0};
    if (status == STATUS_OK)
        status = row_note(store, &operation->session, id, &made, err);
    if (status == STATUS_OK) {
        add_authors(&also_by, made.author_id, row);
        if (also_by.length > 0)
            status = store_row_set_text(store, "note", id, "also_by", buffer_text(&also_by), err);
        if (status == STATUS_OK && row->told_author[0] != '\0')
            status = store_row_set_text(store, "note", id, "told_author", row->told_author, err);
    }
    row_note_clear(&made);
    buffer_clear(&also_by);
    return status;
}

static enum status split(const struct operation *operation, const struct note_row *row, const struct note *note,
                         size_t *count, struct error *err)
{
    char *rank = memory_copy_text(row->rank);
    enum status status = STATUS_OK;
    *count = 0;
    for (const char *at = row->text; *at != '\0' && status == STATUS_OK;) {
        size_t size = strcspn(at, "\n");
        char *line = memory_copy_bytes(at, size), *text = NULL;
        status = entry_note(line, &text, err);
        if (status == STATUS_OK && text[0] != '\0')
            status = (*count)++ == 0 ? store_row_set_text(operation->store, "note", row->id, "text", text, err)
                                     : add_part(operation, row, note, text, &rank, err);
        free(text);
        free(line);
        at += size + (at[size] == '\n');
    }
    free(rank);
    if (status == STATUS_OK && *count < 2)
        return error_set(err, STATUS_INVALID, _("the note has one line only; Ctrl-J in it breaks the line"));
    return status;
}

enum status canvas_note_split(struct store *store, const struct session *session, int64_t note_id, size_t *count,
                              struct error *err)
{
    struct operation operation;
    *count = 0;
    enum status status = notes_begin(&operation, store, session, &note_id, 1, true, "note_split", MAY_EDIT, err);
    if (status != STATUS_OK)
        return status;
    struct note_row row = {0};
    struct snapshot *snapshot = NULL;
    status = row_note(store, &operation.session, note_id, &row, err);
    if (status == STATUS_OK)
        status = snapshot_load(store, &operation.session, operation.canvas_id, &snapshot, err);
    if (status == STATUS_OK) {
        const struct note *note = snapshot_note(snapshot, note_id);
        status = note == NULL ? error_set(err, STATUS_DENIED, _("one of the notes is not to be seen just now"))
                              : split(&operation, &row, note, count, err);
    }
    if (status == STATUS_OK)
        status = row_check_share(store, &operation.session, operation.canvas_id, err);
    snapshot_free(snapshot);
    row_note_clear(&row);
    return operation_end(&operation, status, err);
}
