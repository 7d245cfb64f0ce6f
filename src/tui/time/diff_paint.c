/*
 * diff_paint.c - the list of what differs, and the lines at the top and the bottom.
 *
 * Beside the board where there is room, below it elsewhere. A line: its mark, the text before and after, and what else
 * is other. Nothing here decides anything.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff_view.h"

#define LIST_ROWS_MIN 5

static bool plain(const struct screen *screen)
{
    return screen->ascii || screen->width == TEXT_WIDE;
}

void diff_place(struct diff_view *view, struct rectangle area)
{
    struct rectangle board = area;
    view->area = area;
    view->beside = area.columns >= DIFF_LIST_FROM;
    view->list = area;
    if (view->beside) {
        board.columns -= DIFF_LIST_COLUMNS - 1; /* one border for both */
        view->list.column = board.column + board.columns - 1;
        view->list.columns = DIFF_LIST_COLUMNS;
    } else {
        int rows = area.rows / 3;
        view->list.rows = rows < LIST_ROWS_MIN ? LIST_ROWS_MIN : rows;
        board.rows -= view->list.rows - 1;
        view->list.row = board.row + board.rows - 1;
    }
    if (view->both != NULL)
        board_picture_place(view->board, board);
}

void diff_side_name(const struct diff_view *view, int side, struct buffer *out)
{
    const struct diff_side *shown = &view->side[side];
    char at[40];
    if (view->side[0].canvas_id != view->side[1].canvas_id)
        buffer_printf(out, "%lld %s", (long long)view->snapshot[side]->number, view->snapshot[side]->title);
    else if (shown->moment == NULL)
        buffer_add(out, _("now"));
    else if (shown->name != NULL)
        buffer_add(out, shown->name);
    else {
        time_format_local(shown->at, at, sizeof at);
        buffer_add(out, at);
    }
}

/* ---- the list --------------------------------------------------------------------------------------------------- */

static void add_remark(struct buffer *out, const char *remark)
{
    buffer_printf(out, "%s%s", out->length > 0 ? ", " : "", remark);
}

static void remarks(const struct diff_view *view, const struct diff_line *line, struct buffer *out)
{
    static const struct {
        unsigned bit;
        const char *title;
    } fields[] = {
        {DIFF_BODY, N_("details")},  {DIFF_COLOUR, N_("colour")}, {DIFF_QUESTION, N_("question")},
        {DIFF_GROUP, N_("heading")}, {DIFF_TAGS, N_("tags")},     {DIFF_FACETS, N_("facets")},
        {DIFF_LINKS, N_("ties")},
    };
    if (line->what & DIFF_MOVED) {
        const struct note *left = snapshot_note(view->snapshot[0], line->left_id);
        struct buffer from = {0};
        buffer_printf(&from, _("from %s"),
                      template_block_title(view->snapshot[0]->template, left->block, view->app->language, true));
        add_remark(out, buffer_text(&from));
        buffer_clear(&from);
    } else if (line->what & DIFF_ORDER) {
        add_remark(out, _("order"));
    }
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (line->what & fields[i].bit)
            add_remark(out, _(fields[i].title));
    }
}

static void row_text(const struct diff_view *view, const struct diff_row *row, bool simple, struct buffer *out)
{
    const char *arrow = simple ? " -> " : " → ";
    if (row->canvas) {
        buffer_printf(out, "%s: %s%s%s", _("canvas"), view->snapshot[0]->title, arrow, view->snapshot[1]->title);
        return;
    }
    const struct diff_line *line = row->line;
    const struct note *left = line->left_id != 0 ? snapshot_note(view->snapshot[0], line->left_id) : NULL;
    const struct note *right = line->right_id != 0 ? snapshot_note(view->snapshot[1], line->right_id) : NULL;
    struct buffer other = {0};
    remarks(view, line, &other);
    if (other.length > 0)
        buffer_printf(out, "(%s) ", other.data);
    buffer_clear(&other);
    if (line->what & DIFF_TEXT)
        buffer_printf(out, "%s%s", left->text, arrow);
    buffer_add(out, right != NULL ? right->text : left->text);
    for (size_t i = 0; i < out->length; i++) {
        if (out->data[i] == '\n')
            out->data[i] = ' ';
    }
}

static enum role role_of(char mark)
{
    return mark == '+' ? ROLE_GREEN : mark == '-' ? ROLE_RED : mark == '>' ? ROLE_BLUE : ROLE_YELLOW;
}

static void paint_row(const struct diff_view *view, struct screen *screen, size_t at, int row)
{
    const struct diff_row *shown = &view->row[at];
    int column = view->list.column + 2, cells = view->list.columns - 4;
    struct buffer text = {0};
    if (!diff_row_selectable(shown)) {
        const struct template *template = view->snapshot[shown->foreign ? 1 : 0]->template;
        buffer_add(&text, template_block_title(template, shown->block, view->app->language, false));
        if (shown->foreign)
            buffer_printf(&text, " (%s)", _("not on the left"));
        screen_elided(screen, row, column, cells, buffer_text(&text), STYLE(ROLE_TITLE_FOCUS));
        buffer_clear(&text);
        return;
    }
    bool here = at == view->at;
    char mark[2] = {shown->canvas ? '~' : diff_mark(shown->line->what), '\0'};
    row_text(view, shown, plain(screen), &text);
    if (here)
        screen_fill(screen, (struct rectangle){row, view->list.column + 1, 1, view->list.columns - 2},
                    STYLE(ROLE_SELECTION));
    screen_string(screen, row, column, 1, mark,
                  here ? STYLE(ROLE_SELECTION) : (struct style){(uint8_t)role_of(mark[0]), STYLE_BOLD});
    screen_elided(screen, row, column + 2, cells - 2, buffer_text(&text), STYLE(here ? ROLE_SELECTION : ROLE_TEXT));
    buffer_clear(&text);
}

static void scroll(struct diff_view *view, size_t rows)
{
    size_t from = view->at > 0 && !diff_row_selectable(&view->row[view->at - 1]) ? view->at - 1 : view->at;
    if (view->top > from)
        view->top = from;
    if (view->at >= view->top + rows)
        view->top = view->at - rows + 1;
    if (view->top + rows > view->row_count)
        view->top = view->row_count > rows ? view->row_count - rows : 0;
}

/* The selected change in full, below the list; the rows it takes. */
static int paint_detail(struct diff_view *view, struct screen *screen)
{
    struct rectangle list = view->list;
    int rows = list.rows / 3, cells = list.columns - 4, row = list.row + list.rows - rows;
    if (!view->beside || rows < 4 || view->at >= view->row_count || view->row[view->at].line == NULL)
        return 0;
    struct buffer text = {0};
    row_text(view, &view->row[view->at], plain(screen), &text);
    struct text_lines lines = {0};
    text_wrap(&lines, buffer_text(&text), text.length, cells, screen->width);
    screen_line(screen, row - 1, list.column, list.columns, false, STYLE(ROLE_BORDER));
    for (int i = 0; i < rows - 1 && i < (int)lines.count; i++) {
        const struct text_line *line = &lines.line[i];
        screen_text(screen, row + i, list.column + 2, cells, text.data + line->offset, line->drawn, STYLE(ROLE_TEXT));
    }
    text_lines_clear(&lines);
    buffer_clear(&text);
    return rows;
}

static void paint_list(struct diff_view *view, struct screen *screen)
{
    struct rectangle list = view->list;
    int rows = list.rows - 2;
    struct buffer title = {0};
    if (view->beside)
        screen_fill(screen, (struct rectangle){list.row, list.column + 1, list.rows, list.columns - 1}, STYLE(ROLE_TEXT));
    else
        screen_fill(screen, (struct rectangle){list.row + 1, list.column, list.rows - 1, list.columns}, STYLE(ROLE_TEXT));
    screen_frame(screen, list, STYLE(ROLE_BORDER));
    buffer_printf(&title, " +%zu -%zu ~%zu >%zu ", view->diff.added, view->diff.removed, view->diff.changed,
                  view->diff.moved);
    rows -= paint_detail(view, screen);
    view->shown = rows;
    if (rows > 0)
        scroll(view, (size_t)rows);
    for (int i = 0; i < rows && view->top + (size_t)i < view->row_count; i++)
        paint_row(view, screen, view->top + (size_t)i, list.row + 1 + i);
    if (view->row_count == 0)
        screen_elided(screen, list.row + 1, list.column + 2, list.columns - 4, _("nothing differs"), STYLE(ROLE_HINT));
    int below = list.row + list.rows - 1, cells = (int)title.length;
    screen_string(screen, view->beside ? list.row : below, list.column + list.columns - 2 - cells, cells, title.data,
                  STYLE(ROLE_TITLE));
    buffer_clear(&title);
}

/* ---- top and bottom --------------------------------------------------------------------------------------------- */

static void paint_bars(struct diff_view *view, struct screen *screen)
{
    struct buffer left = {0}, right = {0};
    bool same = view->side[0].canvas_id == view->side[1].canvas_id;
    if (same)
        buffer_printf(&left, "%s: ", view->snapshot[0]->title);
    diff_side_name(view, 0, &left);
    buffer_add(&left, plain(screen) ? " -> " : " → ");
    diff_side_name(view, 1, &left);
    buffer_add(&right, _("Comparison"));
    app_paint_top(view->app, screen, buffer_text(&left), buffer_text(&right));
    buffer_clear(&left);
    buffer_clear(&right);
    const struct hint hints[] = {
        {COMMAND_DIFF_PICK, _("take over")}, {COMMAND_DOWN, _("next")}, {COMMAND_UNDO, _("undo")},
        {COMMAND_DIFF_SWAP, _("swap sides")}, {COMMAND_LAYOUT_NEXT, _("layout")}, {COMMAND_BACK, _("back")},
    };
    app_paint_hints(view->app, screen, hints, COUNT_OF(hints));
}

void diff_paint(struct diff_view *view, struct screen *screen)
{
    if (view->both == NULL)
        return;
    board_picture_paint(view->board, screen);
    paint_list(view, screen);
    paint_bars(view, screen);
}
