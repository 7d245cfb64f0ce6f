/*
 * board_guide.c - the guided session: question after question, the answer typed where it will stand.
 *
 * The questions are guide.c's, the typing is board_edit.c's. Invariant: while questions are asked the editor is open for
 * a new note that answers the one at hand; whatever closes it pauses the session. Where it stands is remembered for
 * this person and canvas.
 */
#include "board.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dialog/dialog.h"

/* ---- what is remembered: order, depth, question ------------------------------------------------------------------- */

static void remember(struct board *board)
{
    const struct guide *guide = &board->guide;
    struct buffer value = {0};
    buffer_printf(&value, "%s %s %s", guide->order ? guide->order : "-", guide->all ? "all" : "main",
                  guide->at < guide->count ? guide->step[guide->at].id : "-");
    board_remember(board, "guide", buffer_text(&value));
    buffer_clear(&value);
}

struct memory {
    char *text;
    const char *order, *question; /* point into text; "-" = none */
    bool all;
};

static struct memory recall(const struct board *board)
{
    struct memory memory = {.order = "-", .question = "-"};
    char *rest = NULL;
    memory.text = board->example ? NULL
                                 : view_state_get(board->store, &board->session, board->snapshot->canvas_id, "guide");
    const char *order = memory.text ? strtok_r(memory.text, " ", &rest) : NULL;
    const char *depth = order ? strtok_r(NULL, " ", &rest) : NULL;
    const char *question = depth ? strtok_r(NULL, " ", &rest) : NULL;
    if (question) {
        memory.order = order;
        memory.all = strcmp(depth, "all") == 0;
        memory.question = question;
    }
    return memory;
}

/* ---- asking ---------------------------------------------------------------------------------------------------------- */

static void stop(struct board *board)
{
    board->guide.kind = GUIDE_OFF;
    app_raise(board->app, RAISE_LAYOUT | RAISE_PAINT);
    board_changed(board);
}

static void ask(struct board *board)
{
    struct guide *guide = &board->guide;
    const struct template_item *question = guide_question(guide, board_template(board));
    guide->moving = true;
    if (board->editor.open)
        board_edit_close(board);
    guide->moving = false;
    if (!question) {
        stop(board);
        return;
    }
    guide->kind = GUIDE_QUESTIONS;
    board->sidebar.focused = false;
    board_focus(board, guide->step[guide->at].block);
    board_edit_new(board, true, question->id);
    if (!board->editor.open) { /* a workshop takes no notes just now */
        stop(board);
        return;
    }
    remember(board);
    app_raise(board->app, RAISE_LAYOUT | RAISE_PAINT);
}

static void tell_summary(struct board *board)
{
    const struct guide *guide = &board->guide;
    app_message(board->app, _("%zu of %zu questions answered; g asks the rest, r reviews"),
                guide_answered(guide, board->snapshot), guide->count);
}

void board_guide_summary(struct board *board)
{
    if (!board->guide.summary || app_top(board->app) != &board->view)
        return;
    board->guide.summary = false;
    if (board->link_from == 0) /* else the line says what to do now */
        tell_summary(board);
}

static void finish(struct board *board)
{
    struct guide *guide = &board->guide;
    guide->at = guide->count;
    remember(board);
    guide->moving = true;
    board_edit_close(board);
    guide->moving = false;
    stop(board);
    tell_summary(board);
    guide->summary = true;
    board_review_open(board);
}

static void go_on(struct board *board)
{
    struct guide *guide = &board->guide;
    if (!board_edit_save(board))
        return;
    guide->at = guide_open_from(guide, board->snapshot, guide->at + 1);
    if (guide->at < guide->count)
        ask(board);
    else
        finish(board);
}

static void go_back(struct board *board)
{
    if (board->guide.at == 0) {
        app_message(board->app, "%s", _("this is the first question"));
        return;
    }
    if (!board_edit_save(board))
        return;
    board->guide.at--;
    ask(board);
}

/* `question_id` NULL: at the first one without an answer; all have one: at the first. */
static void begin(struct board *board, size_t order, bool all, const char *question_id)
{
    struct guide *guide = &board->guide;
    struct error error;
    char *wanted = question_id ? memory_copy_text(question_id) : NULL;
    guide_list(guide, board_template(board), order, all);
    if (guide->tips.count == 0) {
        enum status ignored = tips_load(&guide->tips, &error); /* a session goes without */
        (void)ignored;
    }
    if (guide->count == 0) {
        app_message(board->app, "%s", _("this kind of canvas has no questions"));
    } else if (wanted && guide_find(guide, wanted, &guide->at)) {
        ask(board);
        app_message(board->app, _("you were at question %zu of %zu"), guide->at + 1, guide->count);
    } else {
        guide->at = guide_open_from(guide, board->snapshot, 0);
        guide->at = guide->at < guide->count ? guide->at : 0;
        ask(board);
    }
    free(wanted);
}

/* ---- choosing ---------------------------------------------------------------------------------------------------------- */

static void choose(struct board *board, size_t order);

static size_t tour_places(const struct board *board)
{
    return board->example && board->guide.tour.step_count > 0 ? 1 : 0;
}

static void chosen(void *context, struct app *app, int at, const char *typed)
{
    struct board *board = context;
    const struct template *template = board_template(board);
    size_t tour = tour_places(board), place = (size_t)at;
    (void)app;
    if (!typed || at < 0)
        return;
    if (place < tour) {
        board_tour_start(board);
    } else if (place - tour < template->order_count) {
        begin(board, place - tour, board->guide.all, NULL);
    } else {
        board->guide.all = !board->guide.all;
        choose(board, 0);
    }
}

/* The case in steps, the orders, and whether all questions are asked. */
static void choose(struct board *board, size_t order)
{
    const struct template *template = board_template(board);
    enum language language = board->app->language;
    size_t tour = tour_places(board), count = 0, whole = guide_size(template, true);
    struct choice *choices = memory_new(template->order_count + 2, sizeof *choices);
    char all[80], main[80];
    if (tour > 0)
        choices[count++] = (struct choice){.label = _("Play the case step by step"), .mark = ROLE_TEXT};
    for (size_t i = 0; i < template->order_count; i++)
        choices[count++] = (struct choice){.label = template->order[i].title.text[language],
                                           .detail = template->order[i].reason.text[language],
                                           .mark = ROLE_TEXT};
    snprintf(all, sizeof all, _("All %zu questions"), whole);
    snprintf(main, sizeof main, _("instead of %zu"), guide_size(template, false));
    if (whole > guide_size(template, false))
        choices[count++] =
            (struct choice){.label = all, .detail = main, .mark = ROLE_TEXT, .ticked = board->guide.all};
    app_push(board->app, dialog_choice_new(board->app, _("Guided session: in which order?"), choices, count,
                                           tour > 0 && order == 0 ? 0 : tour + order, false, _("begin"), chosen, board));
    free(choices);
}

static void load_tour(struct board *board)
{
    struct error error;
    if (!board->example || board->guide.tour.step)
        return;
    enum status ignored = /* an example without steps is an example all the same */
        example_tour_load(board->example_id, board->snapshot->canvas_id, &board->guide.tour, &error);
    (void)ignored;
}

static void start(struct board *board, bool anew)
{
    const struct template *template = board_template(board);
    struct memory memory = recall(board);
    size_t order = guide_order(template, memory.order);
    load_tour(board);
    if (!anew && strcmp(memory.question, "-") != 0) {
        begin(board, order, memory.all, memory.question);
    } else if (anew || template->order_count > 1 || tour_places(board) > 0) {
        board->guide.all = memory.all;
        choose(board, order);
    } else {
        begin(board, order, memory.all, NULL);
    }
    free(memory.text);
}

/* ---- keys ------------------------------------------------------------------------------------------------------------------ */

enum handled board_guide_command(struct board *board, enum command command)
{
    if (command != COMMAND_GUIDE && command != COMMAND_GUIDE_NEW)
        return PASSED;
    if (board_may(board, MAY_ADD, NULL))
        start(board, command == COMMAND_GUIDE_NEW);
    return HANDLED;
}

enum handled board_guide_typing(struct board *board, enum command command)
{
    bool empty = board_edit_blank(board);
    if (board->guide.kind != GUIDE_QUESTIONS)
        return PASSED;
    switch ((int)command) {
    case COMMAND_FIELD_SAVE:
        if (!empty)
            return PASSED; /* saves, and asks for another answer */
        go_on(board);
        return HANDLED;
    case COMMAND_FIELD_DISCARD:
        if (empty)
            return PASSED;
        board_draft_drop(board);
        text_field_set(&board->editor.field, "");
        board->editor.cells = 0;
        board_changed(board);
        return HANDLED;
    case COMMAND_GUIDE_NEXT:
        go_on(board);
        return HANDLED;
    case COMMAND_GUIDE_BACK:
        go_back(board);
        return HANDLED;
    default:
        return PASSED;
    }
}

void board_guide_closed(struct board *board)
{
    const struct guide *guide = &board->guide;
    if (guide->kind != GUIDE_QUESTIONS || guide->moving)
        return;
    remember(board);
    stop(board);
    app_message(board->app, _("paused at question %zu of %zu; g goes on"), guide->at + 1, guide->count);
}

bool board_guide_mouse(struct board *board, const struct mouse *mouse)
{
    struct rectangle area = board->guide.area;
    bool wheel = mouse->kind == MOUSE_WHEEL_UP || mouse->kind == MOUSE_WHEEL_DOWN;
    bool inside = mouse->row >= area.row && mouse->row < area.row + area.rows && mouse->column >= area.column
                  && mouse->column < area.column + area.columns;
    if (board->guide.kind == GUIDE_OFF || (wheel && !inside))
        return false;
    if (board->guide.kind == GUIDE_TOUR && inside && mouse->kind == MOUSE_PRESS)
        board_tour_command(board, COMMAND_TOUR_NEXT);
    return inside || board->guide.kind == GUIDE_TOUR;
}

/* ---- on the screen ----------------------------------------------------------------------------------------------------------- */

bool board_guide_divide(struct board *board)
{
    if (board->guide.kind == GUIDE_OFF)
        return false;
    board->sidebar_area = (struct rectangle){board->area.row, 0, board->area.rows, 0};
    guide_place(&board->guide, board->snapshot, board->app->language, board->width, board->area,
                board->area.columns >= BOARD_SIDEBAR_FROM, &board->board_area);
    return true;
}

void board_guide_paint(struct board *board, struct screen *screen)
{
    const struct hint asking[] = {
        {COMMAND_FIELD_SAVE, _("answer; empty: next")},
        {COMMAND_FIELD_STOP, _("pause")},
        {COMMAND_GUIDE_BACK, _("back")},
        {COMMAND_FIELD_NEWLINE, _("new line")},
    };
    const struct hint telling[] = {
        {COMMAND_TOUR_NEXT, _("next step")},
        {COMMAND_CANCEL, _("end")},
        {COMMAND_TOUR_BACK, _("back")},
    };
    if (board->guide.kind == GUIDE_OFF)
        return;
    guide_paint(&board->guide, board->snapshot, board->app->language, screen);
    if (board->guide.kind == GUIDE_TOUR)
        app_paint_hints(board->app, screen, telling, COUNT_OF(telling));
    else
        app_paint_hints(board->app, screen, asking, COUNT_OF(asking));
}
