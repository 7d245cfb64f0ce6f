/*
 * browser_list.c - which canvases the browser lists, and where in the list one is.
 *
 * It reads a window of rows around the visible ones, never the whole library. The selection is a canvas's id; its
 * position follows when others make, change or trash canvases. It draws nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "browser.h"

#define ROWS_KEPT   400 /* a screen has fewer lines than half of this */
#define ROWS_BEFORE 150

size_t browser_count(const struct browser *browser)
{
    return browser->total + browser->shown_count;
}

/* Lines above the examples' heading: the canvases, or one sentence when there are none. */
static size_t canvas_lines(const struct browser *browser)
{
    return browser->total ? browser->total : 1;
}

size_t browser_lines(const struct browser *browser)
{
    return canvas_lines(browser) + (browser->shown_count ? 2 + browser->shown_count : 0);
}

size_t browser_line_of(const struct browser *browser, size_t position)
{
    if (position < browser->total)
        return position;
    return canvas_lines(browser) + 2 + (position - browser->total);
}

bool browser_position_at(const struct browser *browser, size_t line, size_t *position)
{
    if (line < browser->total) {
        *position = line;
        return true;
    }
    size_t first = canvas_lines(browser) + 2;
    if (line < first || line - first >= browser->shown_count)
        return false;
    *position = browser->total + line - first;
    return true;
}

const struct canvas_info *browser_canvas(const struct browser *browser, size_t position)
{
    if (position >= browser->total || position < browser->row_offset ||
        position - browser->row_offset >= browser->row_count)
        return NULL;
    return &browser->row[position - browser->row_offset];
}

const struct example_info *browser_example(const struct browser *browser, size_t position)
{
    if (position < browser->total || position >= browser_count(browser))
        return NULL;
    return &browser->example[browser->shown[position - browser->total]];
}

int browser_visible_rows(const struct browser *browser)
{
    int rows = browser->list_area.rows - (browser->headed ? 1 : 0);
    return rows > 0 ? rows : 1;
}

/* ---- reading ------------------------------------------------------------------------------------------- */

static bool keys_wait(void *context)
{
    const struct app *app = context;
    return app->keys_wait && app->keys_wait(app);
}

static enum status load_rows(struct browser *browser, struct app *app, size_t offset)
{
    struct canvas_filter filter = {.query = browser->query,
                                   .trash = browser->trash,
                                   .sort = browser->sort,
                                   .offset = offset,
                                   .limit = ROWS_KEPT,
                                   .stop = browser->give_way ? keys_wait : NULL,
                                   .stop_context = app};
    struct canvas_info *row = NULL;
    size_t count = 0, total = 0;
    struct error err;
    enum status status = canvas_list(app->store, &app->session, &filter, &row, &count, &total, &err);
    if (status == STATUS_CANCELLED || !app_check(app, status, &err))
        return status;
    canvas_list_free(browser->row, browser->row_count);
    browser->row = row;
    browser->row_count = count;
    browser->row_offset = offset;
    browser->total = total;
    if (!*browser->query)
        browser->library = total;
    return STATUS_OK;
}

static size_t offset_before(size_t position)
{
    return position > ROWS_BEFORE ? position - ROWS_BEFORE : 0;
}

static bool find_row(const struct browser *browser, int64_t canvas_id, size_t *position)
{
    for (size_t i = 0; i < browser->row_count; i++)
        if (browser->row[i].id == canvas_id) {
            *position = browser->row_offset + i;
            return true;
        }
    return false;
}

static void note_selected(struct browser *browser)
{
    const struct canvas_info *info = browser_canvas(browser, browser->at);
    browser->selected_id = info ? info->id : 0;
}

/* Folded, so that "CLUB" and full-width letters find "club" too. */
static bool holds(const char *text, const char *query)
{
    struct buffer folded = {0}, wanted = {0};
    text_fold(&folded, text, strlen(text));
    text_fold(&wanted, query, strlen(query));
    bool found = strstr(buffer_text(&folded), buffer_text(&wanted)) != NULL;
    buffer_clear(&folded);
    buffer_clear(&wanted);
    return found;
}

static void show_examples(struct browser *browser)
{
    browser->shown_count = 0;
    if (browser->trash)
        return;
    for (size_t i = 0; i < browser->example_count; i++) {
        const struct example_info *example = &browser->example[i];
        if (!*browser->query || holds(example->title, browser->query) || holds(example->remark, browser->query))
            browser->shown[browser->shown_count++] = i;
    }
}

static void load_examples(struct browser *browser, struct app *app)
{
    example_list_free(browser->example, browser->example_count);
    browser->example = NULL;
    browser->example_count = 0;
    struct buffer report = {0};
    struct error err;
    app_check(app, example_list(app->language, &browser->example, &browser->example_count, &report, &err), &err);
    if (report.length)
        app_warning(app, "%s", buffer_text(&report));
    buffer_clear(&report);
    free(browser->shown);
    browser->shown = memory_new(browser->example_count + 1, sizeof *browser->shown);
    browser->language = app->language;
}

bool browser_reload(struct browser *browser, struct app *app)
{
    struct error err;
    size_t old_total = browser->total, at = browser->at;
    bool on_example = browser_example(browser, at) != NULL, copied = app->copied_id != 0;
    if (copied)
        browser->selected_id = app->copied_id;
    app->copied_id = 0;
    if (store_last_seq(app->store, &browser->last_seq, &err) != STATUS_OK)
        browser->last_seq = 0; /* the list below reports what is wrong */
    if (!browser->shown || browser->language != app->language)
        load_examples(browser, app);
    enum status status = load_rows(browser, app, offset_before(at));
    if (status != STATUS_OK)
        return status != STATUS_CANCELLED;
    show_examples(browser);

    bool found = browser->selected_id && find_row(browser, browser->selected_id, &browser->at);
    if (!found && browser->selected_id && browser->row_offset > 0) {
        /* What was changed last goes to the top of the list. */
        found = load_rows(browser, app, 0) == STATUS_OK && find_row(browser, browser->selected_id, &browser->at);
    }
    if (on_example && !(copied && found))
        browser->at = at - old_total + browser->total;
    browser_select(browser, app, browser->at);
    return true;
}

static void load_presence(struct browser *browser, struct app *app)
{
    presence_list_free(browser->other, browser->other_count);
    browser->other = NULL;
    browser->other_count = 0;
    if (!app->live)
        return;
    struct error err; /* nobody is told: presence is a courtesy */
    if (live_presence_set(app->live, 0, "", 0, &err) != STATUS_OK ||
        live_presence_list(app->live, 0, &browser->other, &browser->other_count, &err) != STATUS_OK)
        browser->other_count = 0;
    app->others = browser->other_count;
}

void browser_refresh(struct browser *browser, struct app *app)
{
    struct error err;
    int64_t seq = 0;
    load_presence(browser, app);
    if (store_last_seq(app->store, &seq, &err) == STATUS_OK && seq == browser->last_seq &&
        browser->language == app->language)
        return;
    browser_reload(browser, app);
}

void browser_apply_filter(struct browser *browser, struct app *app, bool give_way)
{
    browser->filter_due = 0;
    if (strcmp(browser->query, buffer_text(&browser->filter.text)) == 0)
        return;
    char *before = browser->query;
    browser->query = memory_copy_text(buffer_text(&browser->filter.text));
    browser->give_way = give_way;
    bool done = browser_reload(browser, app);
    browser->give_way = false;
    if (!done) {
        free(browser->query);
        browser->query = before;
        browser->filter_due = time_steady();
        return;
    }
    free(before);
    if (*browser->query) /* the best that was found, not what happened to be selected */
        browser_select(browser, app, 0);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
}

/* ---- where one is -------------------------------------------------------------------------------------- */

void browser_cover(struct browser *browser, struct app *app)
{
    size_t first = browser->top, end = browser->top + (size_t)browser_visible_rows(browser);
    if (end > browser->total)
        end = browser->total;
    if (first >= end)
        return;
    if (first < browser->row_offset || end > browser->row_offset + browser->row_count)
        load_rows(browser, app, offset_before(first));
}

static void scroll_to(struct browser *browser, size_t line)
{
    size_t rows = (size_t)browser_visible_rows(browser);
    size_t from = line;
    /* With the first example its heading is seen, with the first row what stands above it. */
    if (browser->at >= browser->total && browser->at == browser->total)
        from = browser->total ? line - 2 : 0;
    if (from < browser->top)
        browser->top = from;
    if (line >= browser->top + rows)
        browser->top = line - rows + 1;
    size_t lines = browser_lines(browser);
    size_t last = lines > rows ? lines - rows : 0;
    if (browser->top > last)
        browser->top = last;
}

void browser_select(struct browser *browser, struct app *app, size_t position)
{
    size_t count = browser_count(browser);
    if (position >= count)
        position = count ? count - 1 : 0;
    browser->at = position;
    scroll_to(browser, count ? browser_line_of(browser, position) : 0);
    browser_cover(browser, app);
    note_selected(browser);
    app_raise(app, RAISE_LAYOUT | RAISE_PAINT);
}

void browser_scroll(struct browser *browser, struct app *app, long lines)
{
    size_t rows = (size_t)browser_visible_rows(browser), all = browser_lines(browser);
    long last = all > rows ? (long)(all - rows) : 0;
    long top = (long)browser->top + lines;
    browser->top = (size_t)(top < 0 ? 0 : top > last ? last : top);
    browser_cover(browser, app);
    app_raise(app, RAISE_PAINT);
}

bool browser_is_marked(const struct browser *browser, int64_t canvas_id)
{
    for (size_t i = 0; i < browser->mark_count; i++)
        if (browser->mark[i] == canvas_id)
            return true;
    return false;
}

void browser_toggle_mark(struct browser *browser, int64_t canvas_id)
{
    for (size_t i = 0; i < browser->mark_count; i++)
        if (browser->mark[i] == canvas_id) {
            browser->mark[i] = browser->mark[--browser->mark_count];
            return;
        }
    GROW(browser->mark, browser->mark_count, browser->mark_capacity);
    browser->mark[browser->mark_count++] = canvas_id;
}

const char *browser_template_title(struct browser *browser, const char *template_id, enum language language)
{
    for (size_t i = 0; i < browser->title_count; i++)
        if (strcmp(browser->title[i].id, template_id) == 0)
            return browser->title[i].text[language];
    GROW(browser->title, browser->title_count, browser->title_capacity);
    struct browser_title *title = &browser->title[browser->title_count++];
    struct template *template = NULL;
    struct error err;
    bool loaded = template_load(template_id, &template, &err) == STATUS_OK;
    title->id = memory_copy_text(template_id);
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        title->text[i] = memory_copy_text(loaded ? template->title.text[i] : template_id);
    if (loaded)
        template_free(template);
    return title->text[language];
}

void browser_list_clear(struct browser *browser)
{
    canvas_list_free(browser->row, browser->row_count);
    example_list_free(browser->example, browser->example_count);
    presence_list_free(browser->other, browser->other_count);
    for (size_t i = 0; i < browser->title_count; i++) {
        free(browser->title[i].id);
        for (size_t k = 0; k < LANGUAGE_COUNT; k++)
            free(browser->title[i].text[k]);
    }
    free(browser->title);
    free(browser->shown);
    free(browser->mark);
    free(browser->trashed);
    free(browser->query);
}

void browser_imported(void *context, struct app *app, int64_t canvas_id)
{
    struct browser *browser = context;
    struct error err;
    struct view *board;
    browser->selected_id = canvas_id;
    app_raise(app, RAISE_FEED | RAISE_LAYOUT | RAISE_PAINT);
    if (app_check(app, board_new(app, canvas_id, &board, &err), &err))
        app_push(app, board);
}
