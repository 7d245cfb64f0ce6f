/*
 * run_sheet.c - the stages of the workshop, live: where it is, who is ready, hands, votes; Enter goes to a stage.
 *
 * It is made again from the picture of the room whenever that changed; the selection stays on its stage.
 */
#include "room.h"

#include <stdio.h>
#include <stdlib.h>

#include "dialog/box.h"
#include "dialog/choices.h"

#define CELLS_MIN 48

struct run_sheet {
    struct view view;
    struct app *app;
    struct choices *choices;
    struct rectangle box;
};

static struct run_sheet *sheet_of(struct view *view)
{
    return (struct run_sheet *)view;
}

static char *detail_of(const struct app *app, const struct stage *stage)
{
    struct buffer out = {0};
    (void)app;
    buffer_add(&out, stage_kind_title(stage->kind));
    if (stage->minutes > 0)
        buffer_printf(&out, _(" · %d min"), stage->minutes);
    if (stage->private)
        buffer_add(&out, _(" · private"));
    if (stage->votes > 0)
        buffer_printf(&out, ngettext(" · %d vote", " · %d votes", (unsigned long)stage->votes), stage->votes);
    buffer_add(&out, " · ");
    room_may_text(stage->may, &out);
    return buffer_take(&out);
}

static void fill(struct run_sheet *sheet, size_t selected)
{
    const struct app *app = sheet->app;
    const struct workshop *now = app->room->now;
    choices_free(sheet->choices);
    sheet->choices = choices_new(false);
    for (size_t i = 0; i < now->agenda->stage_count; i++) {
        const struct stage *stage = &now->agenda->stage[i];
        struct buffer label = {0};
        char *detail = detail_of(app, stage);
        buffer_printf(&label, "%zu %s", i + 1, stage->title.text[app->language]);
        choices_add(sheet->choices, buffer_text(&label), detail, NULL, ROLE_TEXT, (int)i == now->stage);
        buffer_clear(&label);
        free(detail);
    }
    choices_select(sheet->choices, selected);
}

static enum context sheet_context(const struct view *view)
{
    (void)view;
    return IN_LIST;
}

static void take(struct run_sheet *sheet)
{
    struct app *app = sheet->app;
    struct error error;
    int chosen = choices_selected(sheet->choices);
    const struct workshop *now = app->room->now;
    if (chosen < 0)
        return;
    if (chosen != now->stage)
        room_check(app, workshop_go(app->store, &app->session, now->id, now->stage, chosen, &error), &error);
    app_pop(app);
}

static enum handled sheet_command(struct view *view, struct app *app, enum command command)
{
    struct run_sheet *sheet = sheet_of(view);
    if (choices_command(sheet->choices, command, app->screen.width))
        return HANDLED;
    if (command != COMMAND_LIST_TAKE)
        return PASSED;
    take(sheet);
    return HANDLED;
}

static void sheet_text(struct view *view, struct app *app, const char *text, size_t length)
{
    (void)app;
    choices_text(sheet_of(view)->choices, text, length);
}

static bool sheet_feed(struct view *view, struct app *app)
{
    struct run_sheet *sheet = sheet_of(view);
    int selected = choices_selected(sheet->choices);
    if (!room_leads(app)) { /* somebody else leads now */
        app_pop(app);
        return true;
    }
    if (choices_typed(sheet->choices)[0] == '\0')
        fill(sheet, selected >= 0 ? (size_t)selected : 0);
    return false; /* the room says itself what is out of date */
}

static void sheet_layout(struct view *view, struct app *app, struct rectangle area)
{
    struct run_sheet *sheet = sheet_of(view);
    int rows, columns;
    choices_size(sheet->choices, app->screen.width, &rows, &columns);
    sheet->box = box_place(area, rows + 1, columns > CELLS_MIN ? columns : CELLS_MIN);
}

static void sheet_paint(struct view *view, struct app *app, struct screen *screen)
{
    struct run_sheet *sheet = sheet_of(view);
    const struct workshop *now = app->room->now;
    const struct box_button buttons[] = {{COMMAND_LIST_TAKE, _("go there")}, {COMMAND_CANCEL, _("close")}};
    struct buffer state = {0};
    box_paint(screen, sheet->box, _("Run sheet"), buttons, COUNT_OF(buttons));
    struct rectangle inside = box_inside(sheet->box);
    buffer_printf(&state, _("%zu of %zu ready"), now->ready, room_awaited(app->room));
    if (now->hands > 0)
        buffer_printf(&state, ngettext(", %zu hand", ", %zu hands", now->hands), now->hands);
    if (now->hidden > 0)
        buffer_printf(&state, ngettext(", %zu hidden note", ", %zu hidden notes", now->hidden), now->hidden);
    if (now->vote_open)
        buffer_printf(&state, _(", %d votes cast, %zu of %zu done"), app->room->votes.cast, app->room->votes.done,
                      room_awaited(app->room));
    screen_elided(screen, inside.row, inside.column, inside.columns, buffer_text(&state), STYLE(ROLE_MESSAGE));
    inside.row++;
    inside.rows--;
    choices_paint(sheet->choices, screen, inside);
    buffer_clear(&state);
}

static void sheet_free(struct view *view, struct app *app)
{
    (void)app;
    choices_free(sheet_of(view)->choices);
    free(view);
}

static const struct view_type sheet_type = {
    .name = "run_sheet",
    .context = sheet_context,
    .command = sheet_command,
    .text = sheet_text,
    .feed = sheet_feed,
    .layout = sheet_layout,
    .paint = sheet_paint,
    .free = sheet_free,
    .dialog = true,
};

void run_sheet_open(struct board *board)
{
    struct run_sheet *sheet = memory_new(1, sizeof *sheet);
    int stage = board->app->room->now->stage;
    sheet->view.type = &sheet_type;
    sheet->app = board->app;
    /* The next one: where one usually goes from here. */
    bool more = stage + 1 < (int)board->app->room->now->agenda->stage_count;
    fill(sheet, (size_t)stage + (more ? 1 : 0));
    app_push(board->app, &sheet->view);
}
