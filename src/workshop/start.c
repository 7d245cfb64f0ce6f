/*
 * start.c - a workshop begins.
 *
 * The agenda is copied into the row: what a file says later changes no room. Not here: its end (stage.c).
 */
#include "room.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { NAME_TRIES = 1000 };

/* The kind of canvas must be one that the agenda is made for, and have the blocks it lights. */
static enum status check_agenda(const struct agenda *agenda, const struct snapshot *canvas, struct error *err)
{
    bool fits = agenda->template_count == 0;
    for (size_t i = 0; i < agenda->template_count; i++)
        fits = fits || strcmp(agenda->template_id[i], canvas->template->id) == 0;
    if (!fits)
        return error_set(err, STATUS_INVALID, _("the agenda “%s” is not made for canvases of the kind “%s”"),
                         agenda->id, canvas->template->id);
    for (size_t i = 0; i < agenda->stage_count; i++) {
        const struct stage *stage = &agenda->stage[i];
        int block;
        for (size_t b = 0; b < stage->block_count; b++) {
            if (!template_block_by_id(canvas->template, stage->block[b], &block))
                return error_set(err, STATUS_INVALID, _("the stage “%s” lights the block “%s”, which the canvas has not"),
                                 stage->id, stage->block[b]);
        }
    }
    return STATUS_OK;
}

static bool name_runs(const struct workshop_info *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i].ended == 0 && alias_equal(list[i].name, name))
            return true;
    }
    return false;
}

/* The wanted name, or one after the canvas's title that no running workshop has. */
static enum status choose_name(struct store *store, const char *wanted, const char *title, char **out,
                               struct error *err)
{
    struct workshop_info *list;
    size_t count;
    enum status status = workshop_list(store, &list, &count, err);
    if (status == STATUS_OK && wanted) {
        status = word_alias(wanted, out, err);
        if (status == STATUS_OK && name_runs(list, count, *out)) {
            status = error_set(err, STATUS_CONFLICT, _("a workshop “%s” runs already"), *out);
            free(*out);
            *out = NULL;
        }
    } else if (status == STATUS_OK) {
        struct error ignored;
        char *base = NULL;
        if (word_alias(title, &base, &ignored) != STATUS_OK)
            base = memory_copy_text("workshop"); /* a title that makes no name */
        struct buffer name = {0};
        buffer_add(&name, base);
        for (int i = 2; i < NAME_TRIES && name_runs(list, count, buffer_text(&name)); i++) {
            buffer_reset(&name);
            buffer_printf(&name, "%s %d", base, i);
        }
        *out = buffer_take(&name);
        free(base);
    }
    workshop_list_free(list, count);
    return status;
}

static enum status write_rows(struct store *store, int64_t workshop_id, int64_t canvas_id, const struct agenda *agenda,
                              const char *name, struct error *err)
{
    struct act act = {.store = store, .room = {.id = workshop_id, .canvas_id = canvas_id}};
    enum status status = store_row_create(store, "workshop", workshop_id, err);
    if (status == STATUS_OK)
        status = act_set_text(&act, "name", name, err);
    if (status == STATUS_OK)
        status = act_set(&act, "of_canvas", canvas_id, err);
    if (status == STATUS_OK)
        status = act_set_text(&act, "agenda", agenda->source, err);
    if (status == STATUS_OK)
        status = act_set(&act, "names", agenda->names, err);
    if (status == STATUS_OK)
        status = stage_enter(&act, agenda, 0, err);
    return status;
}

enum status workshop_start(struct store *store, const struct session *session, int64_t canvas_id,
                           const struct agenda *agenda, const char *name, int64_t *workshop_id, char **name_out,
                           struct error *err)
{
    struct snapshot *canvas;
    enum status status = snapshot_load(store, session, canvas_id, &canvas, err);
    if (status != STATUS_OK)
        return status;
    if ((session->may & (MAY_MANAGE | MAY_LEAD)) != (MAY_MANAGE | MAY_LEAD))
        status = error_set(err, STATUS_DENIED, _("only the owner of the store starts workshops"));
    else if (!canvas->alive)
        status = error_set(err, STATUS_INVALID, _("canvas %lld “%s” is in the trash; restore it first"),
                           (long long)canvas->number, canvas->title);
    else
        status = check_agenda(agenda, canvas, err);
    char *chosen = NULL;
    if (status == STATUS_OK)
        status = store_action_begin(store, canvas_id, session->actor_id, "workshop_start", err);
    if (status == STATUS_OK) {
        int64_t id = id_new();
        status = choose_name(store, name, canvas->title, &chosen, err);
        if (status == STATUS_OK)
            status = write_rows(store, id, canvas_id, agenda, chosen, err);
        if (status == STATUS_OK)
            status = store_action_commit(store, NULL, err);
        else
            store_rollback(store);
        *workshop_id = id;
    }
    snapshot_free(canvas);
    if (status == STATUS_OK && name_out)
        *name_out = chosen;
    else
        free(chosen);
    return status;
}
