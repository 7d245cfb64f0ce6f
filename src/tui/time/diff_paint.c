/*
 * diff_paint.c - the list of what differs, and the lines at the top and the bottom.
 *
 * Beside the board where there is room, below it elsewhere. A line: its mark, the text before and after, and what else
 * is other, with its values. Nothing here decides anything.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diff_view.h"

#define LIST_ROWS_MIN 5

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

static const char *arrow_of(bool simple)
{
    return simple ? " -> " : " → ";
}

/* The note as it was and is; of the canvas itself, that it is meant. */
static void row_text(const struct diff_view *view, const struct diff_row *row, bool simple, struct buffer *out)
{
    if (row->canvas) {
        buffer_add(out, _("canvas"));
        return;
    }
    const struct diff_line *line = row->line;
    const struct note *left = line->left_id != 0 ? snapshot_note(view->snapshot[0], line->left_id) : NULL;
    const struct note *right = line->right_id != 0 ? snapshot_note(view->snapshot[1], line->right_id) : NULL;
    if (line->what & DIFF_TEXT)
        buffer_printf(out, "%s%s", left->text, arrow_of(simple));
    buffer_add(out, right != NULL ? right->text : left->text);
}

/* What else is other. */
static void row_remarks(const struct diff_view *view, const struct diff_row *row, bool simple, struct buffer *out)
{
    canvas_diff_describe(&view->diff, row->line, view->snapshot[0], view->snapshot[1], view->app->language,
                         arrow_of(simple), out);
}

static void flatten(struct buffer *text)
{
    for (size_t i = 0; i < text->length; i++) {
        if (text->data[i] == '\n')
            text->data[i] = ' ';
    }
}

static enum role role_of(char mark)
{
    return mark == '+' ? ROLE_GREEN : mark == '-' ? ROLE_RED : mark == '>' ? ROLE_BLUE : ROLE_YELLOW;
}

/* The text, and behind it the remarks, which get what the text leaves them, but half at least. */
static void paint_words(const struct diff_view *view, struct screen *screen, const struct diff_row *shown,
                        struct rectangle at, enum role text_role, enum role remark_role)
{
    struct buffer text = {0}, remarks = {0};
    row_text(view, shown, screen_plain(screen), &text);
    row_remarks(view, shown, screen_plain(screen), &remarks);
    if (remarks.length > 0) {
        buffer_insert(&remarks, 0, "(", 1);
        buffer_add_char(&remarks, ')');
    }
    flatten(&text);
    flatten(&remarks);
    int cells = at.columns, needed = text_cells_of(buffer_text(&text), screen->width);
    if (remarks.length > 0) {
        int wanted = text_cells_of(buffer_text(&remarks), screen->width) + 2, least = at.columns / 2;
        int left_over = at.columns - needed > least ? at.columns - needed : least;
        cells -= wanted < left_over ? wanted : left_over;
    }
    int used = screen_elided(screen, at.row, at.column, cells, buffer_text(&text), STYLE(text_role));
    if (remarks.length > 0)
        screen_elided(screen, at.row, at.column + used + 2, at.columns - used - 2, buffer_text(&remarks),
                      STYLE(remark_role));
    buffer_clear(&text);
    buffer_clear(&remarks);
}

static void paint_row(const struct diff_view *view, struct screen *screen, size_t at, int row)
{
    const struct diff_row *shown = &view->row[at];
    int column = view->list.column + 2, cells = view->list.columns - 4;
    if (!diff_row_selectable(shown)) {
        struct buffer text = {0};
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
    if (here)
        screen_fill(screen, (struct rectangle){row, view->list.column + 1, 1, view->list.columns - 2},
                    STYLE(ROLE_SELECTION));
    screen_string(screen, row, column, 1, mark,
                  here ? STYLE(ROLE_SELECTION) : (struct style){(uint8_t)role_of(mark[0]), STYLE_BOLD});
    paint_words(view, screen, shown, (struct rectangle){row, column + 2, 1, cells - 2},
                here ? ROLE_SELECTION : ROLE_TEXT, here ? ROLE_SELECTION : ROLE_DIM);
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

/* The longer texts are shown nowhere else: of the selected note both. */
static void add_bodies(const struct diff_view *view, const struct diff_line *line, struct buffer *out)
{
    if (line == NULL || (line->what & DIFF_BODY) == 0)
        return;
    const char *bodies[] = {snapshot_note(view->snapshot[0], line->left_id)->body,
                            snapshot_note(view->snapshot[1], line->right_id)->body};
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        if (bodies[i][0] != '\0')
            buffer_printf(out, "\n%c %s", i == 0 ? '-' : '+', bodies[i]);
    }
}

/* The selected change in full, below the list; the rows it takes. */
static int paint_detail(struct diff_view *view, struct screen *screen)
{
    struct rectangle list = view->list;
    int rows = list.rows / 3, cells = list.columns - 4, row = list.row + list.rows - rows;
    if (!view->beside || rows < 4 || view->at >= view->row_count || !diff_row_selectable(&view->row[view->at]))
        return 0;
    struct buffer text = {0}, remarks = {0};
    row_text(view, &view->row[view->at], screen_plain(screen), &text);
    row_remarks(view, &view->row[view->at], screen_plain(screen), &remarks);
    if (remarks.length > 0)
        buffer_printf(&text, "\n%s", remarks.data);
    add_bodies(view, view->row[view->at].line, &text);
    struct text_lines lines = {0};
    text_wrap(&lines, buffer_text(&text), text.length, cells, screen->width);
    screen_line(screen, row - 1, list.column, list.columns, false, STYLE(ROLE_BORDER));
    for (int i = 0; i < rows - 1 && i < (int)lines.count; i++) {
        const struct text_line *line = &lines.line[i];
        screen_text(screen, row + i, list.column + 2, cells, text.data + line->offset, line->drawn, STYLE(ROLE_TEXT));
    }
    text_lines_clear(&lines);
    buffer_clear(&text);
    buffer_clear(&remarks);
    return rows;
}

/* How many of each mark, with what the marks mean where that fits. */
static void count_marks(const struct diff_view *view, const struct screen *screen, struct buffer *out)
{
    const struct diff *diff = &view->diff;
    buffer_printf(out, _(" +%zu added  -%zu gone  ~%zu changed  >%zu moved "), diff->added, diff->removed, diff->changed,
                  diff->moved);
    if (text_cells_of(buffer_text(out), screen->width) <= view->list.columns - 4)
        return;
    buffer_reset(out);
    buffer_printf(out, " +%zu -%zu ~%zu >%zu ", diff->added, diff->removed, diff->changed, diff->moved);
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
    count_marks(view, screen, &title);
    rows -= paint_detail(view, screen);
    view->shown = rows;
    if (rows > 0)
        scroll(view, (size_t)rows);
    for (int i = 0; i < rows && view->top + (size_t)i < view->row_count; i++)
        paint_row(view, screen, view->top + (size_t)i, list.row + 1 + i);
    if (view->row_count == 0)
        screen_elided(screen, list.row + 1, list.column + 2, list.columns - 4, _("nothing differs"), STYLE(ROLE_HINT));
    int below = list.row + list.rows - 1, cells = text_cells_of(buffer_text(&title), screen->width);
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
    buffer_add(&left, arrow_of(screen_plain(screen)));
    diff_side_name(view, 1, &left);
    buffer_add(&right, _("Comparison"));
    app_paint_top(view->app, screen, buffer_text(&left), buffer_text(&right));
    buffer_clear(&left);
    buffer_clear(&right);
    const struct hint hints[] = {
        {COMMAND_DIFF_PICK, _("copy to left")}, {COMMAND_DOWN, _("next")}, {COMMAND_UNDO, _("undo")},
        {COMMAND_DIFF_SWAP, _("swap sides")}, {COMMAND_BACK, _("back")}, {COMMAND_LAYOUT_NEXT, _("layout")},
    };
    size_t past = view->side[0].moment != NULL ? 1 : 0; /* nothing is taken over to what was */
    app_paint_hints(view->app, screen, hints + past, COUNT_OF(hints) - past);
}

void diff_paint(struct diff_view *view, struct screen *screen)
{
    if (view->both == NULL)
        return;
    board_picture_paint(view->board, screen);
    paint_list(view, screen);
    paint_bars(view, screen);
}
