/*
 * version_sql.c - names for moments.
 *
 * The row's id follows from the canvas and the folded name, so a name is taken once, also when two copies of a store
 * give it: the later writer's moment then holds. Not here: what a canvas was like at a moment (timeline.h).
 */
#include "people.h"
#include "timeline_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

#define NAME_CLUSTERS_MAX 60
#define NAMED_MAX 5 /* versions that a message lists */

static int64_t version_id(int64_t canvas_id, const char *name)
{
    struct buffer word = {0};
    buffer_add(&word, "version:");
    text_fold(&word, name, strlen(name));
    int64_t id = id_derive(canvas_id, 0, buffer_text(&word));
    buffer_clear(&word);
    return id;
}

/* Which nobody could type behind the "@". */
static bool has_control(const char *name)
{
    uint32_t point;
    for (size_t at = 0, length = strlen(name); at < length; at += text_decode(name + at, length - at, &point)) {
        text_decode(name + at, length - at, &point);
        if (point < 0x20 || (point >= 0x7F && point < 0xA0))
            return true;
    }
    return false;
}

static enum status entry_version(const char *text, char **out, struct error *err)
{
    char *name;
    enum status status = entry_word(text, _("name of the version"), &name, err);
    if (status != STATUS_OK)
        return status;
    if (has_control(name))
        status = error_set(err, STATUS_INVALID, _("a version's name cannot hold control characters"));
    else if (text_cells_of(name, TEXT_NARROW) == 0)
        status = error_set(err, STATUS_INVALID, _("a version needs a name"));
    else if (strchr(name, '@') != NULL || name[0] == '#')
        status = error_set(err, STATUS_INVALID,
                           _("a version's name holds no “@” and does not begin with “#”: these mark where it stands"));
    else if (entry_clusters(name) > NAME_CLUSTERS_MAX)
        status = error_set(err, STATUS_INVALID, _("the name of the version is longer than %d characters"),
                           NAME_CLUSTERS_MAX);
    if (status == STATUS_OK)
        *out = name;
    else
        free(name);
    return status;
}

/* ---- naming -------------------------------------------------------------------------------------------------- */

static enum status version_state(struct store *store, int64_t id, bool *exists, bool *alive, struct error *err)
{
    struct statement *statement;
    *alive = false;
    enum status status = store_prepare(store, "SELECT alive FROM version WHERE id = ?1", &statement, err);
    if (status != STATUS_OK)
        return status;
    statement_bind_integer(statement, 1, id);
    status = statement_step(statement, exists, err);
    if (status == STATUS_OK && *exists) {
        *alive = statement_integer(statement, 0) != 0;
        statement_reset(statement);
    }
    return status;
}

static bool gather(void *context, const struct feed_action *action, const struct feed_change *change)
{
    (void)change;
    moment_add(context, action->site, action->clock);
    return true;
}

/* The one that is now, or a given one in its one spelling. */
static enum status moment_text(struct store *store, int64_t canvas_id, const char *given, char **out,
                               struct error *err)
{
    struct moment moment = {0};
    enum status status = given != NULL ? moment_parse(given, &moment, err)
                                       : store_feed(store, canvas_id, 0, 0, gather, &moment, NULL, err);
    if (status == STATUS_OK)
        *out = moment_write(&moment);
    moment_clear(&moment);
    return status;
}

static enum status set_version(struct store *store, int64_t canvas_id, const char *name, const char *given,
                               bool replace, struct error *err)
{
    int64_t id = version_id(canvas_id, name);
    bool exists, alive;
    char *moment = NULL;
    enum status status = version_state(store, id, &exists, &alive, err);
    if (status == STATUS_OK && alive && !replace)
        status = error_set(err, STATUS_CONFLICT, _("there is a version “%s” already; take another name, or replace it"),
                           name);
    if (status == STATUS_OK)
        status = moment_text(store, canvas_id, given, &moment, err);
    if (status == STATUS_OK && !alive)
        status = store_row_create(store, "version", id, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "version", id, "name", name, err);
    if (status == STATUS_OK)
        status = store_row_set_text(store, "version", id, "moment", moment, err);
    free(moment);
    return status;
}

enum status canvas_version_name(struct store *store, const struct session *session, int64_t canvas_id,
                                const char *name, const char *moment, bool replace, struct error *err)
{
    char *cleaned;
    struct operation operation;
    enum status status = entry_version(name, &cleaned, err);
    if (status != STATUS_OK)
        return status;
    status = operation_begin(&operation, store, session, canvas_id, "version_name", moment_needs(session),
                             ON_LIVING_CANVAS, err);
    if (status == STATUS_OK)
        status = operation_end(&operation, set_version(store, canvas_id, cleaned, moment, replace, err), err);
    free(cleaned);
    return status;
}

static enum status report_missing(struct store *store, const struct session *session, int64_t canvas_id,
                                  const char *name, struct error *err)
{
    struct version *list;
    size_t count;
    struct buffer names = {0};
    enum status status = canvas_versions(store, session, canvas_id, &list, &count, err);
    if (status != STATUS_OK)
        return status;
    size_t shown = count < NAMED_MAX ? count : NAMED_MAX;
    for (size_t i = count - shown; i < count; i++)
        buffer_printf(&names, "%s“%s”", names.length > 0 ? ", " : "", list[i].name);
    canvas_versions_free(list, count);
    if (count == 0)
        error_set(err, STATUS_NOT_FOUND,
                  _("the canvas has no version “%s”, nor any other; “nonet version” names one, “@#120” is an action"),
                  name);
    else
        error_set(err, STATUS_NOT_FOUND, _("the canvas has no version “%s”. It has %s%s"), name, buffer_text(&names),
                  count > shown ? ", …" : "");
    buffer_clear(&names);
    return STATUS_NOT_FOUND;
}

enum status canvas_version_remove(struct store *store, const struct session *session, int64_t canvas_id,
                                  const char *name, struct error *err)
{
    bool exists, alive = false;
    int64_t id = version_id(canvas_id, name);
    struct operation operation;
    enum status status = operation_begin(&operation, store, session, canvas_id, "version_remove",
                                         moment_needs(session), ON_LIVING_CANVAS, err);
    if (status != STATUS_OK)
        return status;
    status = version_state(store, id, &exists, &alive, err);
    if (status == STATUS_OK && !alive)
        status = report_missing(store, session, canvas_id, name, err);
    if (status == STATUS_OK)
        status = store_row_set_integer(store, "version", id, "alive", 0, err);
    return operation_end(&operation, status, err);
}

/* ---- listing -------------------------------------------------------------------------------------------------- */

int64_t timeline_moment_time(const char *text)
{
    struct moment moment;
    struct error ignored;
    int64_t newest = 0;
    if (moment_parse(text, &moment, &ignored) != STATUS_OK)
        return 0;
    for (size_t i = 0; i < moment.count; i++)
        newest = moment.site[i].clock > newest ? moment.site[i].clock : newest;
    moment_clear(&moment);
    return newest;
}

static int compare_versions(const void *left, const void *right)
{
    const struct version *a = left, *b = right;
    int order = (a->at > b->at) - (a->at < b->at);
    return order != 0 ? order : strcmp(a->name, b->name);
}

enum status canvas_versions(struct store *store, const struct session *session, int64_t canvas_id,
                            struct version **out, size_t *count, struct error *err)
{
    *out = NULL;
    *count = 0;
    if (!session_sees_canvas(session, canvas_id))
        return error_set(err, STATUS_DENIED, _("that canvas is not part of this session"));
    struct people people = {0};
    struct statement *statement;
    enum status status = people_read(&people, store, NULL, err);
    if (status == STATUS_OK)
        status = store_prepare(store,
                               "SELECT id, name, moment, updated, author_id FROM version"
                               " WHERE canvas_id = ?1 AND alive = 1",
                               &statement, err);
    if (status != STATUS_OK) {
        people_clear(&people);
        return status;
    }
    statement_bind_integer(statement, 1, canvas_id);
    struct version *list = NULL;
    size_t capacity = 0;
    bool row;
    while ((status = statement_step(statement, &row, err)) == STATUS_OK && row) {
        int64_t actor_id = session_author(session, &people, statement_integer(statement, 4), false);
        GROW(list, *count, capacity);
        list[(*count)++] = (struct version){
            .id = statement_integer(statement, 0),
            .name = memory_copy_text(statement_text(statement, 1)),
            .moment = memory_copy_text(statement_text(statement, 2)),
            .at = timeline_moment_time(statement_text(statement, 2)),
            .named = statement_integer(statement, 3),
            .actor_id = actor_id,
            .actor = memory_copy_text(people_name(&people, actor_id)),
        };
    }
    people_clear(&people);
    if (status != STATUS_OK) {
        canvas_versions_free(list, *count);
        *count = 0;
        return status;
    }
    if (*count > 1)
        qsort(list, *count, sizeof *list, compare_versions);
    *out = list;
    return STATUS_OK;
}

void canvas_versions_free(struct version *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(list[i].name);
        free(list[i].moment);
        free(list[i].actor);
    }
    free(list);
}

/* ---- CANVAS@VERSION --------------------------------------------------------------------------------------------- */

/* `number` as it was typed. */
static enum status moment_of_action(struct store *store, const struct session *session, int64_t canvas_id,
                                    const char *number, char **moment, struct error *err)
{
    struct timeline *timeline;
    size_t position;
    enum status status = timeline_load(store, session, canvas_id, &timeline, err);
    if (status != STATUS_OK)
        return status;
    if (timeline_find(timeline, strtoll(number, NULL, 10), &position))
        *moment = timeline_moment(timeline, position);
    else
        status = error_set(err, STATUS_NOT_FOUND,
                           _("action #%s is none of this canvas; “nonet history” lists them"), number);
    timeline_free(timeline);
    return status;
}

enum status canvas_moment_resolve(struct store *store, const struct session *session, int64_t canvas_id,
                                  const char *version, char **moment, struct error *err)
{
    *moment = NULL;
    if (version[0] == '#' && version[1] != '\0' && version[1 + strspn(version + 1, "0123456789")] == '\0')
        return moment_of_action(store, session, canvas_id, version + 1, moment, err);
    if (version[0] == '#' || version[0] == '\0')
        return error_set(err, STATUS_NOT_FOUND,
                         _("“@%s” names no moment: behind “@” stands the name of a version, or “#” and the number of an "
                           "action"),
                         version);
    struct version *list;
    size_t count;
    enum status status = canvas_versions(store, session, canvas_id, &list, &count, err);
    if (status != STATUS_OK)
        return status;
    int64_t id = version_id(canvas_id, version);
    for (size_t i = 0; i < count; i++) {
        if (list[i].id == id)
            *moment = memory_copy_text(list[i].moment);
    }
    canvas_versions_free(list, count);
    return *moment != NULL ? STATUS_OK : report_missing(store, session, canvas_id, version, err);
}
