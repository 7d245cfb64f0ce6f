/*
 * timeline_fold.c - rows at a position, and the snapshot that follows them.
 *
 * A move does changes (or takes them back), listing the rows it meets; then every note and tie concerned is made anew
 * from its rows. What one step costs depends on what the action touched. Invariant: the snapshot is what
 * snapshot_load() would give of a store whose journal ends at the position.
 */
#include "timeline_internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- rows ---------------------------------------------------------------------------------------------------- */

static void list_moved(struct timeline *timeline, struct log_row *row)
{
    if (row->stamp == timeline->stamp)
        return;
    row->stamp = timeline->stamp;
    timeline->groups_moved = timeline->groups_moved || row->entity == LOG_GROUP;
    GROW(timeline->moved, timeline->moved_count, timeline->moved_capacity);
    timeline->moved[timeline->moved_count++] = row;
}

static void add_child(struct timeline *timeline, struct log_row *row, int64_t owner_id, int which)
{
    if (owner_id == 0)
        return;
    struct log_row *owner = id_map_get(&timeline->rows, owner_id);
    if (owner == NULL)
        return; /* of nothing that is known here */
    row->next[which] = owner->child;
    owner->child = row;
}

void fold_relate(struct timeline *timeline, const struct log_change *change)
{
    struct log_row *row = change->row;
    bool owned = row->entity == LOG_TAG || row->entity == LOG_FACET;
    if (!owned && row->entity != LOG_LINK)
        return;
    int64_t id = strtoll(log_text(timeline, change->after), NULL, 10);
    if (change->field == LINK_FROM && row->a == 0) { /* LINK_FROM is OWNED_OWNER */
        row->a = id;
        add_child(timeline, row, id, 0);
    } else if (row->entity == LOG_LINK && change->field == LINK_TO && row->b == 0) {
        row->b = id;
        add_child(timeline, row, id, 1);
    }
}

static struct log_row *next_child(const struct log_row *child, const struct log_row *owner)
{
    return child->next[child->entity == LOG_LINK && child->b == owner->id ? 1 : 0];
}

static void do_action(struct timeline *timeline, size_t at)
{
    const struct log_action *action = &timeline->action[at];
    for (size_t c = action->first; c < action->first + action->count; c++) {
        const struct log_change *change = &timeline->change[c];
        change->row->now[change->field] = change->after;
        change->row->touched = at + 1;
        list_moved(timeline, change->row);
    }
}

static void take_back_action(struct timeline *timeline, size_t at)
{
    const struct log_action *action = &timeline->action[at];
    for (size_t c = action->first + action->count; c-- > action->first;) {
        const struct log_change *change = &timeline->change[c];
        change->row->now[change->field] = change->before;
        if (change->touched != SIZE_MAX)
            change->row->touched = change->touched;
        list_moved(timeline, change->row);
    }
}

/* ---- notes ---------------------------------------------------------------------------------------------------- */

static int64_t clock_of(const struct timeline *timeline, size_t touched)
{
    return touched == 0 ? 0 : timeline->action[touched - 1].clock;
}

static int64_t author_of(const struct timeline *timeline, const struct log_row *row)
{
    return row->first == 0 ? 0 : timeline->action[row->first - 1].actor_id;
}

static bool is_set(const struct timeline *timeline, size_t text)
{
    const char *value = log_text(timeline, text);
    return value[0] != '\0' && strcmp(value, "0") != 0;
}

/* What is hidden now did not come through the feed; what was hidden then is not told either. */
static bool shows_note(const struct timeline *timeline, const struct log_row *row)
{
    return row->touched != 0 && log_alive(timeline, row) &&
           session_sees_note(&timeline->session, is_set(timeline, row->now[NOTE_HIDDEN]), author_of(timeline, row));
}

static void copy_texts(const struct timeline *timeline, const struct log_row *row, struct note *note)
{
    static const int fields[] = {NOTE_RANK, NOTE_TEXT, NOTE_BODY, NOTE_QUESTION, NOTE_ALSO_BY, NOTE_TOLD_AUTHOR};
    char **const out[] = {&note->rank,     &note->text,    &note->body,
                          &note->question, &note->also_by, &note->told_author};
    size_t size[COUNT_OF(fields)], total = 0;
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        size[i] = strlen(log_text(timeline, row->now[fields[i]])) + 1;
        total += size[i];
    }
    char *at = memory_resize(NULL, total, 1);
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        memcpy(at, log_text(timeline, row->now[fields[i]]), size[i]);
        *out[i] = at;
        at += size[i];
    }
}

static int compare_tags(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int compare_facets(const void *a, const void *b)
{
    return strcmp(((const struct facet *)a)->key, ((const struct facet *)b)->key);
}

static void read_tags(const struct timeline *timeline, const struct log_row *owner, char ***tag, size_t *count)
{
    *tag = NULL;
    *count = 0;
    for (const struct log_row *child = owner->child; child != NULL; child = next_child(child, owner)) {
        if (child->entity != LOG_TAG || !log_alive(timeline, child))
            continue;
        *tag = memory_resize(*tag, *count + 1, sizeof **tag);
        (*tag)[(*count)++] = memory_copy_text(log_text(timeline, child->now[OWNED_NAME]));
    }
    if (*count > 1)
        qsort(*tag, *count, sizeof **tag, compare_tags);
}

static void read_facets(const struct timeline *timeline, const struct log_row *owner, struct facet **facet,
                        size_t *count)
{
    *facet = NULL;
    *count = 0;
    for (const struct log_row *child = owner->child; child != NULL; child = next_child(child, owner)) {
        if (child->entity != LOG_FACET || !log_alive(timeline, child))
            continue;
        *facet = memory_resize(*facet, *count + 1, sizeof **facet);
        (*facet)[(*count)++] =
            (struct facet){.id = child->id,
                           .key = memory_copy_text(log_text(timeline, child->now[OWNED_NAME])),
                           .value = memory_copy_text(log_text(timeline, child->now[OWNED_VALUE]))};
    }
    if (*count > 1)
        qsort(*facet, *count, sizeof **facet, compare_facets);
}

static const struct note_group *group_of(const struct timeline *timeline, const struct log_row *row, int block)
{
    int64_t id = strtoll(log_text(timeline, row->now[NOTE_GROUP]), NULL, 10);
    const struct note_group *group = id == 0 ? NULL : snapshot_group(timeline->snapshot, id);
    return group != NULL && group->block == block ? group : NULL;
}

static struct note *make_note(const struct timeline *timeline, const struct log_row *row)
{
    struct note *note = memory_new(1, sizeof *note);
    note->id = row->id;
    note->number = row->number;
    if (!template_block_by_id(timeline->snapshot->template, log_text(timeline, row->now[NOTE_BLOCK]), &note->block))
        note->block = TEMPLATE_PARKING;
    copy_texts(timeline, row, note);
    if (!note_colour_by_name(log_text(timeline, row->now[NOTE_COLOUR_NAME]), &note->colour))
        note->colour = NOTE_NONE;
    note->group = group_of(timeline, row, note->block);
    note->hidden = is_set(timeline, row->now[NOTE_HIDDEN]);
    note->late = is_set(timeline, row->now[NOTE_LATE]);
    note->votes = (int)strtol(log_text(timeline, row->now[NOTE_VOTES]), NULL, 10);
    note->author_id = session_author(&timeline->session, &snapshot_index(timeline->snapshot)->people, author_of(timeline, row),
                                     note->hidden);
    if (note->author_id == 0)
        note->told_author[0] = '\0';
    note->created = clock_of(timeline, row->first);
    note->updated = clock_of(timeline, row->touched);
    read_tags(timeline, row, &note->tag, &note->tag_count);
    read_facets(timeline, row, &note->facet, &note->facet_count);
    return note;
}

/* ---- groups ----------------------------------------------------------------------------------------------------- */

static int compare_groups(const void *left, const void *right)
{
    const struct note_group *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

/* The notes let go of their groups, which are about to move in memory. */
static void leave_groups(struct timeline *timeline)
{
    struct snapshot *snapshot = timeline->snapshot;
    for (size_t i = 0; i < timeline->row_count; i++) {
        struct log_row *row = timeline->row[i];
        if (row->entity != LOG_NOTE)
            continue;
        struct note *note = id_map_get(&snapshot_index(snapshot)->notes, row->id);
        if (note != NULL && note->group != NULL) {
            snapshot_take_out(snapshot, note);
            note->group = NULL;
            snapshot_insert(snapshot, note);
        }
        if (note != NULL && is_set(timeline, row->now[NOTE_GROUP]))
            list_moved(timeline, row);
    }
}

static void refresh_groups(struct timeline *timeline)
{
    struct snapshot *snapshot = timeline->snapshot;
    size_t capacity = 0;
    leave_groups(timeline);
    note_groups_free(snapshot->group, snapshot->group_count);
    snapshot->group = NULL;
    snapshot->group_count = 0;
    for (size_t i = 0; i < timeline->row_count; i++) {
        const struct log_row *row = timeline->row[i];
        if (row->entity != LOG_GROUP || row->touched == 0 || !log_alive(timeline, row))
            continue;
        struct note_group group = {.id = row->id, .block = TEMPLATE_PARKING};
        template_block_by_id(snapshot->template, log_text(timeline, row->now[GROUP_BLOCK]), &group.block);
        group.rank = memory_copy_text(log_text(timeline, row->now[GROUP_RANK]));
        group.title = memory_copy_text(log_text(timeline, row->now[GROUP_TITLE]));
        GROW(snapshot->group, snapshot->group_count, capacity);
        snapshot->group[snapshot->group_count++] = group;
    }
    if (snapshot->group_count > 1)
        qsort(snapshot->group, snapshot->group_count, sizeof *snapshot->group, compare_groups);
}

/* ---- ties ------------------------------------------------------------------------------------------------------ */

static void count_ends(struct snapshot *snapshot, const struct link *link, size_t by)
{
    const int64_t ends[] = {link->from, link->to};
    for (size_t i = 0; i < 2; i++) {
        struct note *note = id_map_get(&snapshot_index(snapshot)->notes, ends[i]);
        if (note != NULL)
            note->link_count += by;
    }
}

static void take_link(struct snapshot *snapshot, int64_t id)
{
    size_t at = snapshot_link_place(snapshot, id);
    if (at == snapshot->link_total || snapshot->link[at].id != id)
        return;
    count_ends(snapshot, &snapshot->link[at], (size_t)-1);
    link_clear(&snapshot->link[at]);
    memmove(snapshot->link + at, snapshot->link + at + 1, (snapshot->link_total - at - 1) * sizeof *snapshot->link);
    snapshot->link_total--;
}

/* The array doubles at powers of two, so that a fold of many ties does not copy it for each. */
static void put_link(struct snapshot *snapshot, struct link link)
{
    size_t count = snapshot->link_total, at = snapshot_link_place(snapshot, link.id);
    if ((count & (count - 1)) == 0 || snapshot->link == NULL)
        snapshot->link = memory_resize(snapshot->link, count < 8 ? 16 : 2 * count, sizeof *snapshot->link);
    memmove(snapshot->link + at + 1, snapshot->link + at, (count - at) * sizeof *snapshot->link);
    snapshot->link[at] = link;
    snapshot->link_total++;
    count_ends(snapshot, &link, 1);
}

static void refresh_link(struct timeline *timeline, const struct log_row *row)
{
    struct snapshot *snapshot = timeline->snapshot;
    take_link(snapshot, row->id);
    if (row->touched == 0 || !log_alive(timeline, row) || snapshot_note(snapshot, row->a) == NULL ||
        snapshot_note(snapshot, row->b) == NULL)
        return;
    struct link link = {.id = row->id, .from = row->a, .to = row->b};
    read_facets(timeline, row, &link.facet, &link.facet_count);
    put_link(snapshot, link);
}

/* ---- the move --------------------------------------------------------------------------------------------------- */

static void touch(struct timeline *timeline, int64_t note_id)
{
    GROW(timeline->touched, timeline->touched_count, timeline->touched_capacity);
    timeline->touched[timeline->touched_count++] = note_id;
}

/* What hangs on others makes them move with it. The list grows while it is gone through. */
static void spread(struct timeline *timeline)
{
    for (size_t i = 0; i < timeline->moved_count; i++) {
        const struct log_row *row = timeline->moved[i];
        if (row->entity == LOG_TAG || row->entity == LOG_FACET) {
            struct log_row *owner = id_map_get(&timeline->rows, row->a);
            if (owner != NULL)
                list_moved(timeline, owner);
        } else if (row->entity == LOG_NOTE &&
                   shows_note(timeline, row) != (snapshot_note(timeline->snapshot, row->id) != NULL)) {
            for (struct log_row *child = row->child; child != NULL; child = next_child(child, row)) {
                if (child->entity == LOG_LINK)
                    list_moved(timeline, child);
            }
        }
    }
}

static void refresh_canvas(struct timeline *timeline)
{
    struct snapshot *snapshot = timeline->snapshot;
    const struct log_row *row = timeline->canvas;
    free(snapshot->title);
    snapshot->title = memory_copy_text(log_text(timeline, row->now[CANVAS_TITLE]));
    snapshot->alive = row->touched != 0 && log_alive(timeline, row);
    snapshot->created = clock_of(timeline, row->first);
    snapshot->variant_of = strtoll(log_text(timeline, row->now[CANVAS_VARIANT]), NULL, 10);
    tags_free(snapshot->tag, snapshot->tag_count);
    facets_free(snapshot->facet, snapshot->facet_count);
    read_tags(timeline, row, &snapshot->tag, &snapshot->tag_count);
    read_facets(timeline, row, &snapshot->facet, &snapshot->facet_count);
}

static void refresh(struct timeline *timeline)
{
    struct snapshot *snapshot = timeline->snapshot;
    if (timeline->groups_moved)
        refresh_groups(timeline);
    for (size_t i = 0; i < timeline->moved_count; i++) {
        const struct log_row *row = timeline->moved[i];
        if (row->entity == LOG_LINK) /* counted at notes that may go */
            take_link(snapshot, row->id);
        else if (row->entity == LOG_CANVAS)
            refresh_canvas(timeline);
    }
    for (size_t i = 0; i < timeline->moved_count; i++) {
        const struct log_row *row = timeline->moved[i];
        if (row->entity != LOG_NOTE)
            continue;
        bool shown = shows_note(timeline, row);
        if (shown || snapshot_note(snapshot, row->id) != NULL)
            touch(timeline, row->id);
        snapshot_apply_note(snapshot, row->id, shown ? make_note(timeline, row) : NULL);
    }
    for (size_t i = 0; i < timeline->moved_count; i++) {
        if (timeline->moved[i]->entity == LOG_LINK)
            refresh_link(timeline, timeline->moved[i]);
    }
}

void fold_go(struct timeline *timeline, size_t position)
{
    timeline->stamp++;
    timeline->groups_moved = false;
    timeline->moved_count = timeline->touched_count = 0;
    while (timeline->position < position)
        do_action(timeline, timeline->position++);
    while (timeline->position > position)
        take_back_action(timeline, --timeline->position);
    spread(timeline);
    refresh(timeline);
    timeline->snapshot->updated = clock_of(timeline, timeline->position);
}
