/*
 * browser_paint.c - the list of canvases as cells.
 *
 * It decides where the list and the preview stand and draws the rows that browser_list.c has read. Columns are
 * counted in cells, so Chinese and English titles line up. It changes nothing but the areas.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "browser.h"
#include "dialog/field_keys.h"

#define SIDE_BY_SIDE_CELLS 90
#define BELOW_ROWS         18 /* fewer rows belong to the list alone */
#define HEADED_ROWS        8
#define SORT_CELLS         60 /* fewer columns: the order is not said */
#define DATE_CELLS         10

void browser_place(struct browser *browser, struct rectangle area)
{
    browser->list_area = area;
    browser->preview_area = (struct rectangle){0, 0, 0, 0};
    if (area.columns >= SIDE_BY_SIDE_CELLS) {
        int list = area.columns * 9 / 20;
        list = list > 96 ? 96 : list;
        browser->list_area.columns = list;
        browser->preview_area = (struct rectangle){area.row, area.column + list + 2, area.rows,
                                                   area.columns - list - 3};
    } else if (area.rows >= BELOW_ROWS) {
        int preview = area.rows / 2 > 11 ? area.rows / 2 : 10;
        browser->list_area.rows = area.rows - preview - 1;
        browser->preview_area = (struct rectangle){area.row + area.rows - preview, area.column + 1, preview,
                                                   area.columns - 2};
    }
    browser->headed = browser->list_area.rows >= HEADED_ROWS;
}

/* Today the hour, this year the day, else the date. */
static void show_date(int64_t ms, enum language language, char *out, size_t size)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t then = (time_t)(ms / 1000), now = (time_t)(time_now() / 1000);
    struct tm at, today;
    localtime_r(&then, &at);
    localtime_r(&now, &today);
    if (at.tm_year == today.tm_year && at.tm_yday == today.tm_yday)
        snprintf(out, size, "%02d:%02d", at.tm_hour, at.tm_min);
    else if (at.tm_year != today.tm_year)
        snprintf(out, size, "%04d-%02d-%02d", at.tm_year + 1900, at.tm_mon + 1, at.tm_mday);
    else if (language == LANGUAGE_ZH)
        snprintf(out, size, "%d月%d日", at.tm_mon + 1, at.tm_mday);
    else
        snprintf(out, size, "%d %s", at.tm_mday, months[at.tm_mon]);
}

/* The columns of the list, from the left edge of its area; -1 = left out for want of room. */
struct columns {
    int mark, number, number_cells, title, title_cells, template, template_cells, notes, date;
};

#define NOTES_CELLS 6

static struct columns find_columns(const struct browser *browser)
{
    struct columns at = {.mark = 1, .template = -1, .date = -1, .notes = -1};
    int right = browser->list_area.columns - 1;
    int64_t highest = 99;
    for (size_t i = 0; i < browser->row_count; i++)
        highest = browser->row[i].number > highest ? browser->row[i].number : highest;
    char digits[24];
    at.number = 3;
    at.number_cells = snprintf(digits, sizeof digits, "%lld", (long long)highest);
    at.title = at.number + at.number_cells + 2;
    int room = right - at.title;
    if (room >= 26 + DATE_CELLS + 2) {
        right -= DATE_CELLS + 2;
        at.date = right + 2;
    }
    if (room >= 18 + NOTES_CELLS) {
        right -= NOTES_CELLS;
        at.notes = right;
    }
    room = right - at.title;
    if (room >= 42) {
        at.template_cells = room * 2 / 5 > 26 ? 26 : room * 2 / 5;
        right -= at.template_cells + 2;
        at.template = right + 2;
    }
    at.title_cells = right - at.title;
    return at;
}

static void paint_right(struct screen *screen, int row, int column, int cells, const char *text, struct style style)
{
    int used = text_cells_of(text, screen->width);
    int skip = used < cells ? cells - used : 0;
    screen_string(screen, row, column + skip, cells - skip, text, style);
}

static void paint_head(const struct browser *browser, struct screen *screen, const struct columns *at)
{
    int row = browser->list_area.row, left = browser->list_area.column;
    struct style style = STYLE(ROLE_DIM);
    screen_elided(screen, row, left + at->title, at->title_cells, _("Title"), style);
    if (at->template >= 0)
        screen_elided(screen, row, left + at->template, at->template_cells, _("Kind"), style);
    if (at->notes >= 0)
        paint_right(screen, row, left + at->notes, NOTES_CELLS, _("Notes"), style);
    if (at->date >= 0)
        paint_right(screen, row, left + at->date, DATE_CELLS,
                    browser->sort == CANVAS_BY_CREATED ? _("Made") : _("Changed"), style);
}

/* "Ana +1": who else is in that canvas. */
static void who_is_there(const struct browser *browser, int64_t canvas_id, struct buffer *out)
{
    size_t more = 0;
    for (size_t i = 0; i < browser->other_count; i++) {
        if (browser->other[i].canvas_id != canvas_id)
            continue;
        if (out->length == 0)
            buffer_add(out, browser->other[i].name);
        else
            more++;
    }
    if (more)
        buffer_printf(out, " +%zu", more);
}

struct row { /* what one row of the list says */
    const char *title, *template;
    int64_t number, date; /* 0 = none */
    size_t notes;
    bool marked, selected;
    const char *who;
};

static void paint_row(const struct browser *browser, struct app *app, struct screen *screen,
                      const struct columns *at, int row, const struct row *what)
{
    int left = browser->list_area.column;
    char text[40];
    struct style quiet = STYLE(ROLE_DIM);
    if (what->marked)
        screen_string(screen, row, left + at->mark, 1, screen->ascii ? "*" : "✓", STYLE(ROLE_KEY));
    if (what->number) {
        snprintf(text, sizeof text, "%lld", (long long)what->number);
        paint_right(screen, row, left + at->number, at->number_cells, text, quiet);
    }
    int who = what->who && *what->who ? text_cells_of(what->who, screen->width) + 2 : 0;
    if (who > at->title_cells / 2)
        who = at->title_cells / 2;
    int used = screen_elided(screen, row, left + at->title, at->title_cells - who, what->title, STYLE(ROLE_TEXT));
    if (who > 2)
        screen_elided(screen, row, left + at->title + used + 2, who - 2, what->who, STYLE(ROLE_KEY));
    if (at->template >= 0)
        screen_elided(screen, row, left + at->template, at->template_cells, what->template, quiet);
    if (at->notes >= 0) {
        snprintf(text, sizeof text, "%zu", what->notes);
        paint_right(screen, row, left + at->notes, NOTES_CELLS, text, quiet);
    }
    if (at->date >= 0 && what->date) {
        show_date(what->date, app->language, text, sizeof text);
        paint_right(screen, row, left + at->date, DATE_CELLS, text, quiet);
    }
    if (what->selected) {
        struct rectangle all = {row, left, 1, browser->list_area.columns};
        screen_restyle(screen, all, STYLE(ROLE_SELECTION));
    }
}

static void paint_position(struct browser *browser, struct app *app, struct screen *screen, const struct columns *at,
                           int row, size_t position)
{
    struct buffer who = {0};
    struct row what = {.selected = position == browser->at};
    const struct canvas_info *info = browser_canvas(browser, position);
    const struct example_info *example = browser_example(browser, position);
    if (info) {
        who_is_there(browser, info->id, &who);
        what.title = info->title;
        what.template = browser_template_title(browser, info->template_id, app->language);
        what.number = info->number;
        what.date = browser->sort == CANVAS_BY_CREATED ? info->created : info->updated;
        what.notes = info->note_count;
        what.marked = browser_is_marked(browser, info->id);
        what.who = buffer_text(&who);
    } else if (example) {
        what.title = example->title;
        what.template = browser_template_title(browser, example->template_id, app->language);
        what.notes = example->note_count;
    }
    if (what.title)
        paint_row(browser, app, screen, at, row, &what);
    buffer_clear(&who);
}

/* Why no canvas is listed, and what to press. */
static const char *empty_list(const struct browser *browser)
{
    if (browser->trash)
        return *browser->query ? _("Nothing in the trash holds these words.") : _("The trash is empty.");
    if (*browser->query)
        return _("No canvas holds these words; Esc shows all.");
    return _("n makes a canvas, Enter opens an example.");
}

static void paint_list(struct browser *browser, struct app *app, struct screen *screen)
{
    const struct rectangle area = browser->list_area;
    struct columns at = find_columns(browser);
    int first = area.row + (browser->headed ? 1 : 0), rows = browser_visible_rows(browser);
    size_t lines = browser_lines(browser), heading = (browser->total ? browser->total : 1) + 1;
    if (browser->headed && browser_count(browser) > 0)
        paint_head(browser, screen, &at);
    for (int i = 0; i < rows && browser->top + (size_t)i < lines; i++) {
        size_t line = browser->top + (size_t)i, position;
        if (browser_position_at(browser, line, &position))
            paint_position(browser, app, screen, &at, first + i, position);
        else if (line == 0)
            screen_elided(screen, first, area.column + at.title, area.columns - at.title - 1, empty_list(browser),
                          STYLE(ROLE_TEXT));
        else if (line == heading && browser->shown_count)
            screen_elided(screen, first + i, area.column + at.title, at.title_cells, _("Examples"),
                          STYLE(ROLE_TITLE));
    }
}

static void paint_top(struct browser *browser, struct app *app, struct screen *screen)
{
    static const char *const sorts[] = {N_("newest change first"), N_("newest first"), N_("by title")};
    struct buffer left = {0}, right = {0};
    const char *dot = screen->width == TEXT_WIDE || screen->ascii ? " - " : " · ";
    buffer_add(&left, "nonet");
    if (browser->trash)
        buffer_printf(&left, "%s%s", dot, _("Trash"));
    if (*browser->query || browser->total)
        buffer_add(&left, dot);
    if (*browser->query && browser->library >= browser->total)
        buffer_printf(&left, _("%zu of %zu"), browser->total, browser->library);
    else if (browser->total)
        buffer_printf(&left, ngettext("%zu canvas", "%zu canvases", browser->total), browser->total);
    if (*browser->query && !browser->typing)
        buffer_printf(&left, "%s/%s", dot, browser->query);
    if (browser->mark_count) {
        buffer_add(&left, dot);
        buffer_printf(&left, _("%zu marked"), browser->mark_count);
    }
    if (browser->total > 1 && screen->columns >= SORT_CELLS)
        buffer_add(&right, _(sorts[browser->sort]));
    app_paint_top(app, screen, buffer_text(&left), buffer_text(&right));
    buffer_clear(&left);
    buffer_clear(&right);
}

static void paint_filter(const struct browser *browser, struct screen *screen)
{
    int row = screen->rows - 1;
    screen_fill(screen, (struct rectangle){row, 0, 1, screen->columns}, STYLE(ROLE_BAR));
    screen_string(screen, row, 1, 2, "/", STYLE(ROLE_KEY));
    field_paint(screen, &browser->filter, row, 3, screen->columns - 4, STYLE(ROLE_BAR));
}

static void paint_hints(const struct browser *browser, struct app *app, struct screen *screen)
{
    const struct hint list[] = {
        {COMMAND_CANVAS_OPEN, _("open")},
        {COMMAND_CANVAS_NEW, _("new")},
        {COMMAND_FIND, _("find")},
        {COMMAND_NOTE_TRASH, _("trash")},
        {browser->trashed_count ? COMMAND_UNDO : COMMAND_CANVAS_TRASH_VIEW,
         browser->trashed_count ? _("undo") : _("trashed")},
        {COMMAND_BACK, _("leave")},
        {COMMAND_CANVAS_IMPORT, _("import")},
        {COMMAND_CANVAS_SORT, _("sort")},
        {COMMAND_NOTE_MARK, _("mark")},
        {COMMAND_TITLE_EDIT, _("rename")},
    };
    const struct hint empty[] = {
        {COMMAND_CANVAS_OPEN, _("open")}, {COMMAND_CANVAS_NEW, _("new")}, {COMMAND_CANVAS_IMPORT, _("import")},
        {COMMAND_BACK, _("leave")},
    };
    const struct hint trash[] = {
        {COMMAND_CANVAS_OPEN, _("bring back")}, {COMMAND_NOTE_MARK, _("mark")}, {COMMAND_FIND, _("find")},
        {COMMAND_BACK, _("to the canvases")},
    };
    if (browser->trash && browser->total == 0)
        app_paint_hints(app, screen, &trash[COUNT_OF(trash) - 1], 1);
    else if (browser->trash)
        app_paint_hints(app, screen, trash, COUNT_OF(trash));
    else if (browser->total == 0 && !*browser->query)
        app_paint_hints(app, screen, empty, COUNT_OF(empty));
    else
        app_paint_hints(app, screen, list, COUNT_OF(list));
}

void browser_paint(struct view *view, struct app *app, struct screen *screen)
{
    struct browser *browser = (struct browser *)view;
    const struct rectangle list = browser->list_area, preview = browser->preview_area;
    paint_top(browser, app, screen);
    paint_list(browser, app, screen);
    bool shown = preview.rows > 0 && browser_count(browser) > 0;
    if (shown && preview.column > list.column + list.columns)
        screen_line(screen, list.row, list.column + list.columns, list.rows, true, STYLE(ROLE_BORDER));
    else if (shown)
        screen_line(screen, preview.row - 1, list.column, list.columns, false, STYLE(ROLE_BORDER));
    browser_preview_paint(browser, app, screen);
    if (browser->typing)
        paint_filter(browser, screen);
    else
        paint_hints(browser, app, screen);
    browser->painted = true;
}
