/*
 * board_time.c - from the board into its past, beside others, and to an alternative.
 *
 * Each opens a view of its own over the board (history_view, diff_view) or makes a canvas; nothing is kept here but what
 * stands behind the list of choices while it is open.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "dialog/dialog.h"
#include "time/diff_view.h"
#include "time/history_view.h"
#include "nonet/exchange.h"

#define CANVASES_OFFERED 200

static void open_history(struct board *board)
{
    struct error err;
    struct view *view;
    if (app_check(board->app,
                  history_view_new(board->app, board->store, &board->session, board->snapshot->canvas_id, NULL, &view,
                                   &err),
                  &err))
        app_push(board->app, view);
}

enum status board_open_history(struct view *view, const char *moment, struct error *err)
{
    struct board *board = board_of(view);
    struct view *history;
    enum status status = history_view_new(board->app, board->store, &board->session, board->snapshot->canvas_id, moment,
                                          &history, err);
    if (status == STATUS_OK)
        app_push(board->app, history);
    return status;
}

/* ---- an alternative --------------------------------------------------------------------------------------------- */

static void alternative_typed(void *context, struct app *app, const char *text)
{
    struct board *board = context;
    struct error err;
    struct view *view;
    int64_t canvas_id;
    if (text == NULL ||
        !app_check(app,
                   native_copy_snapshot(board->store, board->snapshot, text, app->store, &app->session, &canvas_id,
                                        &err),
                   &err) ||
        !app_check(app, board_new(app, canvas_id, &view, &err), &err))
        return;
    app_push(app, view);
    app_message(app, _("an alternative of “%s”; q goes back to it, C compares"), board->snapshot->title);
    app_raise(app, RAISE_FEED);
}

char *board_alternative_title(const char *title)
{
    struct buffer out = {0};
    buffer_printf(&out, _("%s (alternative)"), title);
    return buffer_take(&out);
}

static void ask_alternative(struct board *board)
{
    char *title = board_alternative_title(board->snapshot->title);
    app_push(board->app,
             dialog_line_new(board->app, _("Alternative"), title, _("make"), alternative_typed, board));
    free(title);
}

/* ---- comparing -------------------------------------------------------------------------------------------------- */

/* What can be compared with: the versions first, then relatives, then the other canvases. */
struct offers {
    struct version *version;
    size_t version_count;
    struct canvas_info *canvas;
    size_t canvas_count;
};

static enum status read_offers(struct board *board, struct offers *out, struct error *err)
{
    struct canvas_filter filter = {.limit = CANVASES_OFFERED};
    *out = (struct offers){0};
    enum status status = canvas_versions(board->store, &board->session, board->snapshot->canvas_id, &out->version,
                                         &out->version_count, err);
    if (status == STATUS_OK)
        status = canvas_list(board->store, &board->session, &filter, &out->canvas, &out->canvas_count, NULL, err);
    return status;
}

static void offers_clear(struct offers *offers)
{
    canvas_versions_free(offers->version, offers->version_count);
    canvas_list_free(offers->canvas, offers->canvas_count);
}

static bool is_kin(const struct board *board, const struct canvas_info *info)
{
    const struct snapshot *own = board->snapshot;
    return info->id == own->variant_of || info->variant_of == own->canvas_id ||
           (info->variant_of != 0 && info->variant_of == own->variant_of);
}

/* Offer `index` and the id of its row; false when there is none. The texts of `side` are borrowed from `offers`. */
static bool offer_at(const struct board *board, const struct offers *offers, size_t index, struct diff_side *side,
                     int64_t *row_id)
{
    if (index < offers->version_count) {
        const struct version *version = &offers->version[index];
        *side = (struct diff_side){.canvas_id = board->snapshot->canvas_id,
                                   .moment = version->moment,
                                   .name = version->name,
                                   .at = version->at};
        *row_id = version->id;
        return true;
    }
    index -= offers->version_count;
    for (int kin = 1; kin >= 0; kin--) {
        for (size_t i = 0; i < offers->canvas_count; i++) {
            const struct canvas_info *info = &offers->canvas[i];
            if (info->id == board->snapshot->canvas_id || is_kin(board, info) != (kin == 1))
                continue;
            if (index-- == 0) {
                *side = (struct diff_side){
                    .canvas_id = info->id, .number = info->number, .name = info->title, .at = info->updated};
                *row_id = info->id;
                return true;
            }
        }
    }
    return false;
}

static void offer_chosen(void *context, struct app *app, int chosen, const char *typed)
{
    (void)typed;
    struct board *board = context;
    struct offers offers;
    struct error err;
    struct diff_side sides[2] = {{.canvas_id = board->snapshot->canvas_id}};
    struct view *view;
    int64_t row_id = 0;
    if (chosen < 0 || (size_t)chosen >= board->listed_count)
        return;
    bool found = false;
    if (app_check(app, read_offers(board, &offers, &err), &err)) {
        for (size_t i = 0; !found && offer_at(board, &offers, i, &sides[1], &row_id); i++)
            found = row_id == board->listed[chosen];
    }
    if (found && app_check(app, diff_view_new(app, board->store, &board->session, sides, &view, &err), &err))
        app_push(app, view);
    offers_clear(&offers);
}

static void ask_comparison(struct board *board)
{
    struct app *app = board->app;
    struct offers offers;
    struct error err;
    if (board->example) {
        app_message(app, _("an example is compared once it is a copy of your own"));
        return;
    }
    if (!app_check(app, read_offers(board, &offers, &err), &err)) {
        offers_clear(&offers);
        return;
    }
    size_t most = offers.version_count + offers.canvas_count, count = 0;
    struct choice *choice = memory_new(most + 1, sizeof *choice);
    char(*at)[40] = memory_new(most + 1, sizeof *at);
    struct buffer *name = memory_new(most + 1, sizeof *name);
    struct diff_side side;
    free(board->listed);
    board->listed = memory_new(most + 1, sizeof *board->listed);
    while (offer_at(board, &offers, count, &side, &board->listed[count])) {
        time_format_local(side.at, at[count], sizeof at[count]);
        if (side.moment == NULL)
            buffer_printf(&name[count], "%lld ", (long long)side.number);
        buffer_add(&name[count], side.name);
        choice[count] = (struct choice){.label = buffer_text(&name[count]), .detail = at[count]};
        count++;
    }
    board->listed_count = count;
    if (count > 0)
        app_push(app, dialog_choice_new(app, _("Compare with"), choice, count, 0, false, _("compare"), offer_chosen,
                                        board));
    else
        app_message(app,
                    _("there is nothing to compare with yet: name a moment (H, then v), or make an alternative (F)"));
    for (size_t i = 0; i < count; i++)
        buffer_clear(&name[i]);
    free(name);
    free(choice);
    free(at);
    offers_clear(&offers);
}

enum handled board_time_command(struct board *board, enum command command)
{
    switch (command) {
    case COMMAND_HISTORY:
        open_history(board);
        return HANDLED;
    case COMMAND_FORK:
        ask_alternative(board);
        return HANDLED;
    case COMMAND_COMPARE:
        ask_comparison(board);
        return HANDLED;
    default:
        return PASSED;
    }
}
