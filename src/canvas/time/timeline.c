/*
 * timeline.c - the journal of a canvas in memory, and the names of its positions.
 *
 * Actions stand in the order of writers (clock, site, id), so "the last one wins" is all there is to the fold: each
 * change knows what stood before it, and a position is reached by doing or taking back what lies between. Not here:
 * the fold itself (timeline_fold.c). Invariant: after load and update `end` of every row equals the store's table.
 */
#include "timeline_internal.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

#define INTERNED 1024
#define INTERNED_LENGTH 40

static const struct {
    const char *name;
    enum log_entity entity;
    const char *field[LOG_FIELDS_MAX];
} entities[] = {
    {"note", LOG_NOTE,
     {"alive", "block", "rank", "text", "body", "colour", "question", "hidden", "late", "votes", "group_id", "also_by",
      "told_author"}},
    {"link", LOG_LINK, {"alive", "from_id", "to_id"}},
    {"tag", LOG_TAG, {"alive", "owner_id", "name"}},
    {"facet", LOG_FACET, {"alive", "owner_id", "key", "value"}},
    {"note_group", LOG_GROUP, {"alive", "block", "rank", "title"}},
    {"canvas", LOG_CANVAS, {"alive", "title", "variant_of"}},
};

/* ---- the log ----------------------------------------------------------------------------------------------- */

/* Most texts that occur often are short: blocks, colours, "1". */
static size_t keep_text(struct timeline *timeline, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return 0;
    size_t length = strlen(text), place = timeline->pool.length;
    size_t *interned = &timeline->interned[hash_bytes(text, length) % INTERNED];
    bool brief = length < INTERNED_LENGTH;
    if (brief && *interned != 0 && strcmp(log_text(timeline, *interned), text) == 0)
        return *interned;
    buffer_append(&timeline->pool, text, length + 1);
    if (brief)
        *interned = place;
    return place;
}

static struct log_row *row_of(struct timeline *timeline, int64_t id)
{
    struct log_row *row = id_map_get(&timeline->rows, id);
    if (row != NULL)
        return row;
    row = memory_new(1, sizeof *row);
    row->id = id;
    id_map_put(&timeline->rows, id, row);
    GROW(timeline->row, timeline->row_count, timeline->row_capacity);
    timeline->row[timeline->row_count++] = row;
    return row;
}

static void keep_change(struct timeline *timeline, struct log_action *action, const struct feed_change *change)
{
    for (size_t e = 0; e < COUNT_OF(entities); e++) {
        if (strcmp(entities[e].name, change->entity) != 0)
            continue;
        for (int f = 0; f < LOG_FIELDS_MAX && entities[e].field[f] != NULL; f++) {
            if (strcmp(entities[e].field[f], change->field) != 0)
                continue;
            struct log_row *row = row_of(timeline, change->row_id);
            if (row->entity == LOG_UNKNOWN && entities[e].entity == LOG_NOTE)
                timeline->unnumbered = true;
            row->entity = entities[e].entity;
            GROW(timeline->change, timeline->change_count, timeline->change_capacity);
            timeline->change[timeline->change_count++] = (struct log_change){
                .row = row, .after = keep_text(timeline, change->new_text), .field = f};
            action->count++;
        }
    }
}

static bool read_feed(void *context, const struct feed_action *action, const struct feed_change *change)
{
    struct timeline *timeline = context;
    if (timeline->open_id != action->id) {
        timeline->open_id = action->id;
        timeline->skipping = timeline->only != NULL && !moment_has(timeline->only, action->site, action->clock);
        if (timeline->skipping)
            return true;
        GROW(timeline->action, timeline->count, timeline->capacity);
        timeline->action[timeline->count++] = (struct log_action){
            .shown = {action->seq, action->clock},
            .actor_id = action->actor_id,
            .id = action->id,
            .site = action->site,
            .clock = action->clock,
            .first = timeline->change_count,
        };
    }
    if (!timeline->skipping && change != NULL)
        keep_change(timeline, &timeline->action[timeline->count - 1], change);
    return true;
}

static int compare_actions(const void *left, const void *right)
{
    const struct log_action *a = left, *b = right;
    int order = (a->clock > b->clock) - (a->clock < b->clock);
    if (order == 0)
        order = (a->site > b->site) - (a->site < b->site);
    return order != 0 ? order : (a->id > b->id) - (a->id < b->id);
}

/* Each change learns what stood before it, and each row what comes last. */
static void link_changes(struct timeline *timeline, size_t from)
{
    for (size_t i = from; i < timeline->count; i++) {
        const struct log_action *action = &timeline->action[i];
        for (size_t c = action->first; c < action->first + action->count; c++) {
            struct log_change *change = &timeline->change[c];
            struct log_row *row = change->row;
            if (row->first == 0)
                row->first = i + 1;
            /* Of several changes to a row the first one has moved `last` already. */
            change->touched = row->last == i + 1 ? SIZE_MAX : row->last;
            row->last = i + 1;
            change->before = row->end[change->field];
            row->end[change->field] = change->after;
            fold_relate(timeline, change);
        }
    }
}

/* How far the journal has been read. */
struct reading {
    size_t count, change_count;
    int64_t last_seq;
};

static struct reading reading_of(const struct timeline *timeline)
{
    return (struct reading){timeline->count, timeline->change_count, timeline->last_seq};
}

/* What came after is as if it had never been read: the next reading begins there again. */
static void forget_since(struct timeline *timeline, const struct reading *reading)
{
    timeline->count = reading->count;
    timeline->change_count = reading->change_count;
    timeline->last_seq = reading->last_seq;
}

static enum status read_journal(struct timeline *timeline, struct store *store, struct error *err)
{
    timeline->open_id = 0;
    return store_feed_veiled(store, session_veil(&timeline->session), timeline->canvas_id, timeline->last_seq, 0,
                             read_feed, timeline, &timeline->last_seq, err);
}

/* ---- life ---------------------------------------------------------------------------------------------------- */

/* The canvas without what it holds: its template and the names of people stay. */
static void empty_snapshot(struct snapshot *snapshot)
{
    for (size_t b = 0; b < snapshot->block_count; b++) {
        for (size_t i = 0; i < snapshot->block[b].count; i++)
            note_free(snapshot->block[b].note[i]);
        snapshot->block[b].count = snapshot->block[b].hidden = 0;
    }
    note_groups_free(snapshot->group, snapshot->group_count);
    snapshot->group = NULL;
    snapshot->group_count = 0;
    for (size_t i = 0; i < snapshot->link_total; i++)
        link_clear(&snapshot->link[i]);
    snapshot->link_total = snapshot->note_count = 0;
    id_map_clear(&snapshot_index(snapshot)->notes);
    snapshot->last_seq = 0;
}

static enum status load(struct timeline *timeline, struct store *store, struct error *err)
{
    enum status status = snapshot_load(store, &timeline->session, timeline->canvas_id, &timeline->snapshot, err);
    if (status != STATUS_OK)
        return status;
    empty_snapshot(timeline->snapshot);
    timeline->interned = memory_new(INTERNED, sizeof *timeline->interned);
    buffer_append(&timeline->pool, "", 1); /* place 0 */
    timeline->canvas = row_of(timeline, timeline->canvas_id);
    status = read_journal(timeline, store, err);
    if (status != STATUS_OK)
        return status;
    if (timeline->count > 1)
        qsort(timeline->action, timeline->count, sizeof *timeline->action, compare_actions);
    link_changes(timeline, 0);
    status = timeline_read_numbers(timeline, store, err);
    if (status == STATUS_OK)
        fold_go(timeline, timeline->count);
    return status;
}

static enum status load_only(struct store *store, const struct session *session, int64_t canvas_id,
                             const struct moment *only, struct timeline **out, struct error *err)
{
    *out = NULL;
    struct timeline *timeline = memory_new(1, sizeof *timeline);
    timeline->session = *session;
    timeline->canvas_id = canvas_id;
    timeline->only = only;
    bool reading = store_read_begin(store);
    enum status status = load(timeline, store, err);
    if (reading)
        store_read_end(store);
    if (status == STATUS_OK)
        *out = timeline;
    else
        timeline_free(timeline);
    return status;
}

enum status timeline_load(struct store *store, const struct session *session, int64_t canvas_id,
                          struct timeline **out, struct error *err)
{
    return load_only(store, session, canvas_id, NULL, out, err);
}

static void clear(struct timeline *timeline)
{
    snapshot_free(timeline->snapshot);
    for (size_t i = 0; i < timeline->row_count; i++)
        free(timeline->row[i]);
    free(timeline->row);
    id_map_clear(&timeline->rows);
    buffer_clear(&timeline->pool);
    free(timeline->interned);
    free(timeline->action);
    free(timeline->change);
    free(timeline->moved);
    free(timeline->touched);
}

void timeline_free(struct timeline *timeline)
{
    if (timeline == NULL)
        return;
    clear(timeline);
    free(timeline);
}

/* A merge brought actions that belong between the old ones, or the reader may see what was kept back until now. */
static enum status load_anew(struct timeline *timeline, struct store *store, const struct session *session,
                             struct error *err)
{
    struct timeline *fresh;
    enum status status = load_only(store, session, timeline->canvas_id, NULL, &fresh, err);
    if (status != STATUS_OK)
        return status;
    struct log_action here = {0};
    bool newest = timeline->position == timeline->count;
    if (timeline->position > 0)
        here = timeline->action[timeline->position - 1];
    clear(timeline);
    *timeline = *fresh;
    free(fresh);
    size_t position = timeline->count;
    for (size_t i = 0; i < timeline->count && !newest; i++) {
        if (timeline->action[i].id == here.id)
            position = i + 1;
    }
    fold_go(timeline, position);
    return STATUS_OK;
}

enum status timeline_update(struct timeline *timeline, struct store *store, const struct session *session,
                            bool *changed, struct error *err)
{
    *changed = false;
    struct reading read = reading_of(timeline);
    size_t before = read.count;
    bool newest = timeline->position == before;
    int64_t last;
    enum status status = store_last_seq(store, &last, err);
    if (status != STATUS_OK || last == timeline->last_seq)
        return status;
    bool otherwise = session->names != timeline->session.names;
    if (session_veil(session) != 0 || session_veil(&timeline->session) != 0 || otherwise) {
        *changed = true;
        return load_anew(timeline, store, session, err);
    }
    timeline->session = *session;
    status = snapshot_require_canvas(store, timeline->canvas_id, err);
    if (status == STATUS_OK)
        status = read_journal(timeline, store, err);
    if (status == STATUS_OK)
        status = timeline_read_numbers(timeline, store, err);
    if (status == STATUS_OK)
        status = people_read(&snapshot_index(timeline->snapshot)->people, store, &otherwise, err);
    if (status != STATUS_OK || otherwise)
        forget_since(timeline, &read);
    if (status == STATUS_OK && otherwise) { /* names that were told are not, or the other way round */
        *changed = true;
        return load_anew(timeline, store, session, err);
    }
    if (status != STATUS_OK || timeline->count == before)
        return status;
    *changed = true;
    size_t fresh = timeline->count - before;
    if (fresh > 1)
        qsort(timeline->action + before, fresh, sizeof *timeline->action, compare_actions);
    if (before > 0 && compare_actions(&timeline->action[before - 1], &timeline->action[before]) > 0) {
        forget_since(timeline, &read);
        return load_anew(timeline, store, session, err);
    }
    link_changes(timeline, before);
    fold_go(timeline, newest ? timeline->count : timeline->position);
    return STATUS_OK;
}

/* ---- positions ------------------------------------------------------------------------------------------------ */

size_t timeline_count(const struct timeline *timeline)
{
    return timeline->count;
}

const struct timeline_action *timeline_action(const struct timeline *timeline, size_t index)
{
    return &timeline->action[index].shown;
}

size_t timeline_position(const struct timeline *timeline)
{
    return timeline->position;
}

void timeline_go(struct timeline *timeline, size_t position)
{
    fold_go(timeline, position < timeline->count ? position : timeline->count);
}

const struct snapshot *timeline_snapshot(const struct timeline *timeline)
{
    return timeline->snapshot;
}

const int64_t *timeline_touched(const struct timeline *timeline, size_t *count)
{
    *count = timeline->touched_count;
    return timeline->touched;
}

bool timeline_find(const struct timeline *timeline, int64_t seq, size_t *position)
{
    for (size_t i = 0; i < timeline->count; i++) {
        if (timeline->action[i].shown.seq == seq) {
            *position = i + 1;
            return true;
        }
    }
    return false;
}

size_t timeline_position_of(const struct timeline *timeline, const char *moment)
{
    struct moment parsed;
    struct error ignored;
    size_t position = 0;
    if (moment_parse(moment, &parsed, &ignored) != STATUS_OK)
        return 0;
    for (size_t i = 0; i < timeline->count; i++) {
        if (moment_has(&parsed, timeline->action[i].site, timeline->action[i].clock))
            position = i + 1;
    }
    moment_clear(&parsed);
    return position;
}

char *timeline_moment(const struct timeline *timeline, size_t position)
{
    struct moment moment = {0};
    for (size_t i = 0; i < position && i < timeline->count; i++)
        moment_add(&moment, timeline->action[i].site, timeline->action[i].clock);
    char *text = moment_write(&moment);
    moment_clear(&moment);
    return text;
}

enum status snapshot_load_at(struct store *store, const struct session *session, int64_t canvas_id,
                             const char *moment, struct snapshot **out, struct error *err)
{
    *out = NULL;
    struct moment only;
    struct timeline *timeline;
    enum status status = moment_parse(moment, &only, err);
    if (status != STATUS_OK)
        return status;
    status = load_only(store, session, canvas_id, &only, &timeline, err);
    if (status == STATUS_OK) {
        *out = timeline->snapshot;
        timeline->snapshot = NULL;
        timeline_free(timeline);
    }
    moment_clear(&only);
    return status;
}
