/*
 * snapshot_update.c - loading a snapshot, and keeping it current by the store's feed.
 *
 * The feed only says which rows were touched; their values are read again from the tables, because a change may have
 * lost against a later writer. Everything that hangs on a note (tags, facets, ties) is read again with it. The
 * invariant, tested with random histories: an updated snapshot equals a fresh one.
 */
#include "snapshot_internal.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

#define ROWS_MAX 2000 /* from here on a fresh load is as quick */

static enum status load(struct store *store, const struct session *session, int64_t canvas_id, bool start,
                        struct snapshot **out, struct error *err)
{
    *out = NULL;
    if (!session_sees_canvas(session, canvas_id))
        return error_set(err, STATUS_DENIED, _("that canvas is not part of this session"));
    struct snapshot *snapshot = memory_new(1, sizeof *snapshot);
    snapshot->canvas_id = canvas_id;
    snapshot->index = memory_new(1, sizeof(struct snapshot_index));
    snapshot_index(snapshot)->reader = *session;
    snapshot_index(snapshot)->start = start;
    bool reading = store_read_begin(store); /* notes and ties of one moment */
    enum status status = snapshot_read(snapshot, store, session, err);
    if (reading)
        store_read_end(store);
    if (status == STATUS_OK)
        *out = snapshot;
    else
        snapshot_free(snapshot);
    return status;
}

enum status snapshot_load(struct store *store, const struct session *session, int64_t canvas_id,
                          struct snapshot **out, struct error *err)
{
    return load(store, session, canvas_id, false, out, err);
}

enum status snapshot_load_start(struct store *store, const struct session *session, int64_t canvas_id,
                                struct snapshot **out, struct error *err)
{
    return load(store, session, canvas_id, true, out, err);
}

/* ---- what was touched ---------------------------------------------------------------------------------------- */

enum touched_kind { TOUCHED_NOTE, TOUCHED_LINK, TOUCHED_TAG, TOUCHED_FACET };
static const char *const touched_entity[] = {"note", "link", "tag", "facet"};
#define GROUP_ENTITY "note_group" /* moves all its notes: seldom, and then a fresh load is simplest */

struct touched_row {
    enum touched_kind kind;
    int64_t id;
};

struct touched {
    struct id_map seen; /* rows already listed */
    struct touched_row *row;
    size_t count, capacity;
    bool any, group;
};

static bool gather(void *context, const char *entity, int64_t row_id)
{
    struct touched *touched = context;
    touched->any = true;
    if (id_map_get(&touched->seen, row_id) != NULL)
        return true;
    touched->group = touched->group || strcmp(entity, GROUP_ENTITY) == 0;
    for (size_t kind = 0; kind < COUNT_OF(touched_entity); kind++) {
        if (strcmp(entity, touched_entity[kind]) != 0)
            continue;
        GROW(touched->row, touched->count, touched->capacity);
        touched->row[touched->count++] = (struct touched_row){(enum touched_kind)kind, row_id};
        id_map_put(&touched->seen, row_id, touched);
    }
    return touched->count <= ROWS_MAX;
}

static void touched_clear(struct touched *touched)
{
    id_map_clear(&touched->seen);
    free(touched->row);
}

/* ---- apply ----------------------------------------------------------------------------------------------------- */

/* The notes to read again, each once. */
struct work {
    struct id_map seen;
    int64_t *note_id;
    size_t count, capacity;
    struct link_list links; /* the living links of those notes */
    bool links_differ;
    bool reload;
};

static void work_clear(struct work *work)
{
    id_map_clear(&work->seen);
    free(work->note_id);
    for (size_t i = 0; i < work->links.count; i++)
        link_clear(&work->links.link[i]);
    free(work->links.link);
}

static void work_add(struct work *work, int64_t note_id)
{
    if (note_id == 0 || id_map_get(&work->seen, note_id) != NULL)
        return;
    id_map_put(&work->seen, note_id, work);
    GROW(work->note_id, work->count, work->capacity);
    work->note_id[work->count++] = note_id;
}

static enum status plan(const struct snapshot *snapshot, struct store *store, const struct touched *touched,
                        struct work *work, struct error *err)
{
    for (size_t i = 0; i < touched->count; i++) {
        const struct touched_row *row = &touched->row[i];
        if (row->kind == TOUCHED_NOTE) {
            work_add(work, row->id);
            continue;
        }
        int64_t a, b;
        enum status status = snapshot_read_owner(store, touched_entity[row->kind], row->id, &a, &b, err);
        if (status != STATUS_OK)
            return status;
        /* What neither a note nor the canvas owns may be a link's: then its ends are read again, and it with them. */
        if (row->kind == TOUCHED_FACET && a != snapshot->canvas_id && snapshot_note(snapshot, a) == NULL) {
            int64_t owner = a;
            status = snapshot_read_owner(store, "link", owner, &a, &b, err);
            if (status != STATUS_OK)
                return status;
            a = a == 0 ? owner : a;
        }
        if (a != snapshot->canvas_id)
            work_add(work, a);
        work_add(work, b);
    }
    return STATUS_OK;
}

/* The old struct stays where it is and gets the new contents, so that pointers to it stay good. */
static void replace_contents(struct note *old, struct note *fresh)
{
    struct note contents = *fresh;
    contents.link_count = old->link_count;
    *fresh = *old;
    *old = contents;
    note_free(fresh);
}

void snapshot_apply_note(struct snapshot *snapshot, int64_t note_id, struct note *fresh)
{
    struct snapshot_index *index = snapshot_index(snapshot);
    struct note *old = id_map_get(&index->notes, note_id);
    if (old == NULL && fresh == NULL)
        return;
    if (old == NULL) {
        snapshot_insert(snapshot, fresh);
        id_map_put(&index->notes, note_id, fresh);
    } else if (fresh == NULL) {
        snapshot_take_out(snapshot, old);
        id_map_remove(&index->notes, note_id);
        note_free(old);
    } else if (old->block == fresh->block && old->group == fresh->group && strcmp(old->rank, fresh->rank) == 0) {
        replace_contents(old, fresh);
    } else {
        snapshot_take_out(snapshot, old);
        replace_contents(old, fresh);
        snapshot_insert(snapshot, old);
    }
}

static enum status refresh_note(struct snapshot *snapshot, struct store *store, const struct session *session,
                                int64_t note_id, struct work *work, struct error *err)
{
    struct note *fresh;
    bool foreign = false;
    const struct note *old = snapshot_note(snapshot, note_id);
    if (old != NULL && old->link_count > 0)
        work->links_differ = true;
    enum status status = snapshot_read_note(snapshot, store, session, note_id, &fresh, &foreign, err);
    if (status != STATUS_OK)
        return status;
    /* The kept template may know the block that a newer one has lost. */
    if (foreign && strcmp(snapshot->template->hash, snapshot_index(snapshot)->template_hash) != 0)
        work->reload = true;
    bool visible = fresh != NULL;
    snapshot_apply_note(snapshot, note_id, fresh);
    size_t before = work->links.count;
    if (visible)
        status = snapshot_read_links(store, note_id, &work->links, err);
    if (work->links.count > before)
        work->links_differ = true;
    return status;
}

static int compare_links(const void *a, const void *b)
{
    int64_t x = ((const struct link *)a)->id, y = ((const struct link *)b)->id;
    return (x > y) - (x < y);
}

static void count_link(struct snapshot *snapshot, const struct link *link, bool add)
{
    const int64_t ends[] = {link->from, link->to};
    for (size_t i = 0; i < 2; i++) {
        struct note *note = id_map_get(&snapshot_index(snapshot)->notes, ends[i]);
        if (note != NULL)
            note->link_count += add ? 1 : (size_t)-1;
    }
}

static void drop_link(struct snapshot *snapshot, struct link *link)
{
    count_link(snapshot, link, false);
    link_clear(link);
}

/* Drops the links of the notes that were read again, and puts in those they have now. */
static void apply_links(struct snapshot *snapshot, struct work *work)
{
    size_t kept = 0;
    for (size_t i = 0; i < snapshot->link_total; i++) {
        struct link *link = &snapshot->link[i];
        if (id_map_get(&work->seen, link->from) != NULL || id_map_get(&work->seen, link->to) != NULL)
            drop_link(snapshot, link);
        else
            snapshot->link[kept++] = *link;
    }
    if (work->links.count > 0) {
        snapshot->link = memory_resize(snapshot->link, kept + work->links.count, sizeof(struct link));
        qsort(work->links.link, work->links.count, sizeof(struct link), compare_links);
    }
    for (size_t i = 0; i < work->links.count; i++) {
        struct link *link = &work->links.link[i];
        bool twice = i > 0 && work->links.link[i - 1].id == link->id;
        if (twice || snapshot_note(snapshot, link->from) == NULL || snapshot_note(snapshot, link->to) == NULL)
            continue;
        snapshot->link[kept++] = *link;
        count_link(snapshot, link, true);
        *link = (struct link){.id = link->id}; /* the facets are the snapshot's now */
    }
    snapshot->link_total = kept;
    if (work->links.count > 0 && kept > 1)
        qsort(snapshot->link, kept, sizeof(struct link), compare_links);
}

static enum status refresh_canvas(struct snapshot *snapshot, struct store *store, struct work *work,
                                  struct error *err)
{
    char *hash, *id;
    enum status status = snapshot_read_canvas(snapshot, store, &hash, &id, err);
    if (status != STATUS_OK)
        return status;
    if (strcmp(hash, snapshot_index(snapshot)->template_hash) != 0)
        work->reload = true;
    free(hash);
    free(id);
    return STATUS_OK;
}

static enum status apply(struct snapshot *snapshot, struct store *store, const struct session *session,
                         const struct touched *touched, struct work *work, struct error *err)
{
    enum status status = refresh_canvas(snapshot, store, work, err);
    if (status == STATUS_OK)
        status = plan(snapshot, store, touched, work, err);
    for (size_t i = 0; i < work->count && status == STATUS_OK; i++)
        status = refresh_note(snapshot, store, session, work->note_id[i], work, err);
    if (status == STATUS_OK && work->links_differ)
        apply_links(snapshot, work);
    if (status == STATUS_OK)
        status = snapshot_count_hidden(snapshot, store, session, err);
    return status;
}

static enum status reload(struct snapshot *snapshot, struct store *store, const struct session *session,
                          struct error *err)
{
    struct snapshot *fresh;
    enum status status = snapshot_load(store, session, snapshot->canvas_id, &fresh, err);
    if (status != STATUS_OK)
        return status;
    if (strcmp(fresh->template->hash, snapshot->template->hash) == 0) {
        /* The same template stays where it is. */
        const struct template *same = fresh->template;
        fresh->template = snapshot->template;
        snapshot->template = same;
    }
    struct snapshot contents = *snapshot;
    *snapshot = *fresh;
    *fresh = contents;
    snapshot_free(fresh);
    return STATUS_OK;
}

/* Whether both may see the same of a canvas. */
static bool same_reader(const struct session *a, const struct session *b)
{
    return a->actor_id == b->actor_id && a->sees_hidden == b->sees_hidden && a->names == b->names && a->wall == b->wall;
}

static enum status update(struct snapshot *snapshot, struct store *store, const struct session *session,
                          bool *changed, struct error *err)
{
    *changed = false;
    struct touched touched = {0};
    int64_t last = snapshot->last_seq;
    enum status status = store_touched(store, snapshot->canvas_id, snapshot->last_seq, gather, &touched, &last, err);
    bool stale = snapshot_index(snapshot)->stale;
    bool other = !same_reader(&snapshot_index(snapshot)->reader, session);
    struct work work = {.reload = touched.count > ROWS_MAX || touched.group || stale || other};
    if (status == STATUS_OK && last != snapshot->last_seq)
        status = snapshot_require_canvas(store, snapshot->canvas_id, err);
    if (status == STATUS_OK && last != snapshot->last_seq)
        status = people_read(&snapshot_index(snapshot)->people, store, &work.reload, err);
    if (status == STATUS_OK && touched.any && !work.reload)
        status = apply(snapshot, store, session, &touched, &work, err);
    if (status == STATUS_OK && work.reload)
        status = reload(snapshot, store, session, err);
    else if (status == STATUS_OK)
        snapshot->last_seq = last;
    *changed = touched.any || other || stale;
    snapshot_index(snapshot)->stale = status != STATUS_OK;
    touched_clear(&touched);
    work_clear(&work);
    return status;
}

enum status snapshot_update(struct snapshot *snapshot, struct store *store, const struct session *session,
                            bool *changed, struct error *err)
{
    bool reading = store_read_begin(store);
    enum status status = update(snapshot, store, session, changed, err);
    if (reading)
        store_read_end(store);
    return status;
}
