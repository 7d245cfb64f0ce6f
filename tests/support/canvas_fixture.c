/*
 * canvas_fixture.c - see canvas_fixture.h.
 */
#include "canvas_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check_main.h"
#include "nonet/exchange.h"

void canvas_fixture_init(struct canvas_fixture *fixture)
{
    struct error error;
    *fixture = (struct canvas_fixture){.folder = "/tmp/nonet-canvas-XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(fixture->folder));
    snprintf(fixture->path, sizeof fixture->path, "%s/nonet.db", fixture->folder);
    fixture->store = canvas_fixture_connect(fixture);
    fixture->session = canvas_fixture_person(fixture, "Ann");
    ck_ok(template_load("bmc", &fixture->template, &error));
    ck_ok(canvas_create(fixture->store, &fixture->session, "Plan", fixture->template, &fixture->canvas_id, &error));
}

void canvas_fixture_clear(struct canvas_fixture *fixture)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    store_close(fixture->store);
    template_free(fixture->template);
    for (size_t i = 0; i < COUNT_OF(endings); i++) {
        char path[128];
        snprintf(path, sizeof path, "%s%s", fixture->path, endings[i]);
        unlink(path);
    }
    rmdir(fixture->folder);
}

struct store *canvas_fixture_connect(const struct canvas_fixture *fixture)
{
    struct error error;
    struct store *store;
    struct store_options options = {.path = fixture->path, .create = true};
    ck_ok(store_open(&store, &options, &canvas_schema, &error));
    return store;
}

struct session canvas_fixture_person(const struct canvas_fixture *fixture, const char *name)
{
    struct error error;
    int64_t actor_id;
    ck_ok(person_find(fixture->store, name, &actor_id, &error));
    return session_owner(actor_id);
}

int canvas_fixture_block(const struct canvas_fixture *fixture, const char *block)
{
    int index;
    ck_assert_msg(template_block_by_id(fixture->template, block, &index), "no block %s", block);
    return index;
}

int64_t canvas_fixture_note(const struct canvas_fixture *fixture, const char *block, const char *text)
{
    struct error error;
    int64_t id;
    struct note_new note = {.block = canvas_fixture_block(fixture, block), .text = text};
    ck_ok(canvas_notes_add(fixture->store, &fixture->session, fixture->canvas_id, fixture->template, &note, 1, 0, &id,
                           &error));
    return id;
}

struct snapshot *canvas_fixture_load(const struct canvas_fixture *fixture)
{
    struct error error;
    struct snapshot *snapshot;
    ck_ok(snapshot_load(fixture->store, &fixture->session, fixture->canvas_id, &snapshot, &error));
    return snapshot;
}

static void dump_relations(struct buffer *out, char *const *tag, size_t tags, const struct facet *facet, size_t facets)
{
    for (size_t i = 0; i < tags; i++)
        buffer_printf(out, " #%s", tag[i]);
    for (size_t i = 0; i < facets; i++)
        buffer_printf(out, " %s=%s(%lld)", facet[i].key, facet[i].value, (long long)facet[i].id);
    buffer_add_char(out, '\n');
}

char *snapshot_dump(const struct snapshot *snapshot, bool times)
{
    struct buffer out = {0};
    buffer_printf(&out, "canvas %lld %lld %s alive %d template %s notes %zu variant %lld", (long long)snapshot->canvas_id,
                  (long long)snapshot->number, snapshot->title, snapshot->alive, snapshot->template->hash,
                  snapshot->note_count, (long long)snapshot->variant_of);
    if (times)
        buffer_printf(&out, " %lld %lld", (long long)snapshot->created, (long long)snapshot->updated);
    dump_relations(&out, snapshot->tag, snapshot->tag_count, snapshot->facet, snapshot->facet_count);
    for (size_t b = 0; b < snapshot->block_count; b++) {
        for (size_t i = 0; i < snapshot->block[b].count; i++) {
            const struct note *note = snapshot->block[b].note[i];
            ck_assert_ptr_eq(snapshot_note(snapshot, note->id), note);
            ck_assert_int_eq(snapshot_position(snapshot, note), (int)i);
            buffer_printf(&out, "note %zu.%zu %lld #%lld block %d rank %s [%s] {%s} %s ?%s by %s links %zu", b, i,
                          (long long)note->id, (long long)note->number, note->block, note->rank, note->text, note->body,
                          note_colour_name(note->colour), note->question, snapshot_person(snapshot, note->author_id),
                          note->link_count);
            if (note->group)
                buffer_printf(&out, " under %lld", (long long)note->group->id);
            buffer_printf(&out, " also [%s]", note->also_by);
            if (note->told_author[0])
                buffer_printf(&out, " told [%s]", note->told_author);
            if (times)
                buffer_printf(&out, " %lld %lld", (long long)note->created, (long long)note->updated);
            dump_relations(&out, note->tag, note->tag_count, note->facet, note->facet_count);
        }
    }
    for (size_t i = 0; i < snapshot->group_count; i++) {
        const struct note_group *group = &snapshot->group[i];
        buffer_printf(&out, "group %lld block %d rank %s %s\n", (long long)group->id, group->block, group->rank,
                      group->title);
    }
    for (size_t i = 0; i < snapshot->link_total; i++) {
        const struct link *link = &snapshot->link[i];
        buffer_printf(&out, "link %lld %lld %lld", (long long)link->id, (long long)link->from, (long long)link->to);
        dump_relations(&out, NULL, 0, link->facet, link->facet_count);
    }
    return buffer_take(&out);
}

char *canvas_fixture_dump(const struct canvas_fixture *fixture)
{
    struct snapshot *snapshot = canvas_fixture_load(fixture);
    char *dump = snapshot_dump(snapshot, false);
    snapshot_free(snapshot);
    return dump;
}

char *canvas_fixture_texts_of(struct snapshot *snapshot, int block)
{
    const struct snapshot_block *notes = snapshot_block(snapshot, block);
    struct buffer out = {0};
    buffer_add(&out, "");
    for (size_t i = 0; i < notes->count; i++)
        buffer_printf(&out, "%s%s", i == 0 ? "" : " ", notes->note[i]->text);
    snapshot_free(snapshot);
    return buffer_take(&out);
}

char *canvas_fixture_texts(const struct canvas_fixture *fixture, const char *block)
{
    return canvas_fixture_texts_of(canvas_fixture_load(fixture), canvas_fixture_block(fixture, block));
}

struct tally {
    const char *operation;
    int64_t last, actions, changes;
};

static bool tally_up(void *context, const struct feed_action *action, const struct feed_change *change)
{
    struct tally *tally = context;
    if (action->seq != tally->last && (tally->operation == NULL || strcmp(action->operation, tally->operation) == 0))
        tally->actions++;
    tally->last = action->seq;
    if (change != NULL)
        tally->changes++;
    return true;
}

static struct tally tally_of(const struct canvas_fixture *fixture, const char *operation)
{
    struct error error;
    struct tally tally = {.operation = operation};
    ck_ok(store_feed(fixture->store, 0, 0, 0, tally_up, &tally, NULL, &error));
    return tally;
}

int64_t canvas_fixture_actions(const struct canvas_fixture *fixture, const char *operation)
{
    return tally_of(fixture, operation).actions;
}

int64_t canvas_fixture_changes(const struct canvas_fixture *fixture)
{
    return tally_of(fixture, NULL).changes;
}

int64_t canvas_fixture_copy(struct store *from, const struct session *from_session, int64_t from_canvas,
                            const char *title, struct store *to, const struct session *session)
{
    struct error error;
    struct snapshot *snapshot;
    int64_t copy;
    ck_ok(snapshot_load(from, from_session, from_canvas, &snapshot, &error));
    ck_ok(native_copy_snapshot(from, snapshot, title, to, session, &copy, &error));
    snapshot_free(snapshot);
    return copy;
}
