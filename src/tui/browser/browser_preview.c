/*
 * browser_preview.c - the selected canvas, drawn small.
 *
 * One canvas is kept in memory, by id and time of change. A small one is read when the selection has been laid out,
 * a large one or an example when the keys rest, so that running down a long list stays quick. It is drawn as
 * its layout where the panes get wide enough, else as a list of blocks. Nothing here changes a canvas.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "browser.h"

#define NOTES_AT_ONCE 400 /* read within a few ms */
#define REST_MS       90
#define PANE_CELLS    18 /* a pane narrower than this says nothing */
#define PANE_ROWS     5

static void forget(struct browser *browser)
{
    snapshot_free(browser->preview);
    browser->preview = NULL;
    browser->preview_id = 0;
    canvas_relatives_free(browser->relative, browser->relative_count);
    browser->relative = NULL;
    browser->relative_count = 0;
    free(browser->preview_example);
    browser->preview_example = NULL;
}

void browser_preview_clear(struct browser *browser)
{
    forget(browser);
}

static bool is_current(const struct browser *browser)
{
    const struct canvas_info *info = browser_canvas(browser, browser->at);
    const struct example_info *example = browser_example(browser, browser->at);
    if (info)
        return browser->preview_id == info->id && browser->preview_updated == info->updated;
    return example && browser->preview_example && strcmp(browser->preview_example, example->id) == 0 &&
           browser->language == browser->preview_language;
}

void browser_preview_want(struct browser *browser, struct app *app)
{
    browser->preview_due = 0;
    if (browser->preview_area.rows == 0 || browser_count(browser) == 0 || is_current(browser))
        return;
    const struct canvas_info *info = browser_canvas(browser, browser->at);
    if (info && info->note_count <= NOTES_AT_ONCE && browser->painted)
        browser_preview_load(browser, app);
    else
        browser->preview_due = time_steady() + (browser->painted ? REST_MS : 0);
}

/* What cannot be read is remembered as read: it is tried again when it has changed. */
void browser_preview_load(struct browser *browser, struct app *app)
{
    struct error err;
    const struct canvas_info *info = browser_canvas(browser, browser->at);
    const struct example_info *example = browser_example(browser, browser->at);
    browser->preview_due = 0;
    if (is_current(browser))
        return;
    forget(browser);
    if (info) {
        browser->preview_id = info->id;
        browser->preview_updated = info->updated;
        if (app_check(app, snapshot_load(app->store, &app->session, info->id, &browser->preview, &err), &err))
            app_check(app, canvas_relatives(app->store, &app->session, info->id, &browser->relative,
                                            &browser->relative_count, &err), &err);
    } else if (example) {
        struct store *store = NULL;
        int64_t canvas_id = 0;
        browser->preview_example = memory_copy_text(example->id);
        browser->preview_language = browser->language;
        if (app_check(app, example_open(example->id, app->language, &store, &canvas_id, &err), &err)) {
            struct session reader = session_reader(app->session.actor_id);
            app_check(app, snapshot_load(store, &reader, canvas_id, &browser->preview, &err), &err);
            store_close(store);
        }
    }
    app_raise(app, RAISE_PAINT);
}

/* ---- drawing ------------------------------------------------------------------------------------------- */

struct pen { /* what all drawing here needs */
    struct screen *screen;
    const struct snapshot *snapshot;
    enum language language;
};

static int cells_of(const struct pen *pen, const char *text)
{
    return text_cells_of(text, pen->screen->width);
}

/* A note in one line: its colour mark and the text. */
static void paint_note(const struct pen *pen, int row, int column, int cells, const struct note *note)
{
    static const char *const letters = "-YRGBP";
    char mark[8] = "·";
    struct style style = STYLE(ROLE_DIM);
    bool letter = pen->screen->marks || screen_plain(pen->screen);
    if (letter) {
        mark[0] = letters[note->colour];
        mark[1] = '\0';
    } else if (note->colour != NOTE_NONE) {
        strcpy(mark, "■");
    }
    if (note->colour != NOTE_NONE)
        style = STYLE((uint8_t)(ROLE_YELLOW + (int)note->colour - 1));
    screen_string(pen->screen, row, column, cells, mark, style);
    screen_elided(pen->screen, row, column + 2, cells - 2, note->text, STYLE(ROLE_TEXT));
}

static void block_title(const struct pen *pen, int block, struct buffer *out)
{
    const struct template *template = pen->snapshot->template;
    if (block != TEMPLATE_PARKING)
        buffer_printf(out, "%d ", template->block[block].order);
    buffer_add(out, template_block_title(template, block, pen->language, true));
}

/* Title and count stand in the upper border; where only one has room, it is the title. */
static void paint_pane_title(const struct pen *pen, struct rectangle pane, int block, size_t notes)
{
    struct buffer text = {0}, title = {0};
    char count[24] = "";
    int room = pane.columns - 6, cells = 0;
    block_title(pen, block, &text);
    if (notes) {
        snprintf(count, sizeof count, " %zu ", notes);
        cells = cells_of(pen, count);
        if (cells_of(pen, buffer_text(&text)) > room - cells - 1)
            cells = 0;
    }
    buffer_add(&title, " ");
    text_elide(&title, buffer_text(&text), text.length, cells ? room - cells - 1 : room, pen->screen->width);
    buffer_add(&title, " ");
    screen_string(pen->screen, pane.row, pane.column + 2, room + 2, buffer_text(&title), STYLE(ROLE_TITLE));
    if (cells)
        screen_string(pen->screen, pane.row, pane.column + pane.columns - 2 - cells, cells, count, STYLE(ROLE_DIM));
    buffer_clear(&text);
    buffer_clear(&title);
}

static void paint_pane(const struct pen *pen, struct rectangle pane, int block)
{
    const struct snapshot_block *notes = snapshot_block(pen->snapshot, block);
    screen_frame(pen->screen, pane, STYLE(ROLE_BORDER));
    paint_pane_title(pen, pane, block, notes->count);
    int rows = pane.rows - 2;
    for (int i = 0; i < rows && (size_t)i < notes->count; i++) {
        if (i == rows - 1 && notes->count > (size_t)rows) {
            char more[32];
            snprintf(more, sizeof more, "+%zu", notes->count - (size_t)i);
            screen_string(pen->screen, pane.row + 1 + i, pane.column + 4, pane.columns - 6, more, STYLE(ROLE_DIM));
            break;
        }
        paint_note(pen, pane.row + 1 + i, pane.column + 2, pane.columns - 4, notes->note[i]);
    }
}

/* As its layout; false when the panes would be too small to say anything. */
static bool paint_grid(const struct pen *pen, struct rectangle area)
{
    const struct template *template = pen->snapshot->template;
    if (template->layout_count == 0 || area.rows < PANE_ROWS || area.columns < PANE_CELLS)
        return false;
    const struct layout *layout = &template->layout[0];
    struct rectangle *pane = memory_new(layout->cell_count + 1, sizeof *pane);
    layout_rectangles(layout, area.rows, area.columns, pane);
    bool fits = true;
    for (size_t i = 0; i < layout->cell_count; i++)
        fits = fits && pane[i].columns >= PANE_CELLS && pane[i].rows >= PANE_ROWS;
    for (size_t i = 0; fits && i < layout->cell_count; i++) {
        pane[i].row += area.row;
        pane[i].column += area.column;
        paint_pane(pen, pane[i], layout->cell[i].block);
    }
    free(pane);
    return fits;
}

/* One line a block: title, count, the first notes. */
static void paint_lines(const struct pen *pen, struct rectangle area, int blocks)
{
    struct buffer text = {0};
    int wide = 0;
    for (int i = 0; i < blocks; i++) {
        buffer_reset(&text);
        block_title(pen, i, &text);
        int cells = cells_of(pen, buffer_text(&text));
        wide = cells > wide ? cells : wide;
    }
    int limit = area.columns * 2 / 5;
    wide = wide > limit ? limit : wide;
    for (int i = 0; i < blocks && i < area.rows; i++) {
        const struct snapshot_block *notes = snapshot_block(pen->snapshot, i);
        int column = area.column + wide + 2;
        char count[24];
        buffer_reset(&text);
        block_title(pen, i, &text);
        screen_elided(pen->screen, area.row + i, area.column, wide, buffer_text(&text), STYLE(ROLE_TITLE));
        snprintf(count, sizeof count, "%3zu", notes->count);
        screen_string(pen->screen, area.row + i, column, 4, count, STYLE(ROLE_DIM));
        buffer_reset(&text);
        for (size_t k = 0; k < notes->count && text.length < 400; k++) {
            if (k)
                buffer_add(&text, " / ");
            buffer_add(&text, notes->note[k]->text);
        }
        screen_elided(pen->screen, area.row + i, column + 5, area.column + area.columns - column - 5,
                      buffer_text(&text), STYLE(ROLE_TEXT));
    }
    buffer_clear(&text);
}

/* A heading a block, its first notes below; the rows are dealt out to the blocks one by one. */
static void paint_stack(const struct pen *pen, struct rectangle area, int blocks)
{
    int *share = memory_new((size_t)blocks + 1, sizeof *share);
    int left = area.rows - blocks;
    for (bool dealt = true; dealt && left > 0;) {
        dealt = false;
        for (int i = 0; i < blocks && left > 0; i++)
            if ((size_t)share[i] < snapshot_block(pen->snapshot, i)->count) {
                share[i]++;
                left--;
                dealt = true;
            }
    }
    struct buffer text = {0};
    int row = area.row;
    for (int i = 0; i < blocks && row < area.row + area.rows; i++) {
        const struct snapshot_block *notes = snapshot_block(pen->snapshot, i);
        char count[24] = "";
        if (notes->count)
            snprintf(count, sizeof count, "%zu", notes->count);
        buffer_reset(&text);
        block_title(pen, i, &text);
        int used = screen_elided(pen->screen, row, area.column, area.columns - 5, buffer_text(&text), STYLE(ROLE_TITLE));
        screen_string(pen->screen, row++, area.column + used + 2, 4, count, STYLE(ROLE_DIM));
        for (int k = 0; k < share[i]; k++)
            paint_note(pen, row++, area.column + 2, area.columns - 2, notes->note[k]);
    }
    buffer_clear(&text);
    free(share);
}

static void paint_heading(struct browser *browser, const struct pen *pen, struct rectangle area, const char *remark)
{
    const struct snapshot *snapshot = pen->snapshot;
    struct buffer text = {0};
    int used = screen_elided(pen->screen, area.row, area.column, area.columns, snapshot->title,
                             (struct style){ROLE_TITLE, STYLE_BOLD});
    buffer_add(&text, browser_template_title(browser, snapshot->template->id, pen->language));
    for (size_t i = 0; i < snapshot->tag_count; i++)
        buffer_printf(&text, "  #%s", snapshot->tag[i]);
    if (remark && *remark) {
        buffer_reset(&text);
        buffer_add(&text, remark);
    }
    screen_elided(pen->screen, area.row, area.column + used + 2, area.columns - used - 2, buffer_text(&text),
                  STYLE(ROLE_DIM));
    buffer_clear(&text);
}

void browser_preview_paint(struct browser *browser, struct app *app, struct screen *screen)
{
    struct rectangle area = browser->preview_area;
    if (area.rows < 2 || !browser->preview || !is_current(browser))
        return;
    const struct pen pen = {screen, browser->preview, app->language};
    const struct example_info *example = browser_example(browser, browser->at);
    paint_heading(browser, &pen, area, example ? example->remark : NULL);
    area.row++;
    area.rows--;
    if (*browser->query && browser_found_paint(browser, pen.snapshot, pen.language, area, screen))
        return;
    struct buffer family = {0};
    if (!example && area.rows > 2 && browser_family_text(browser, &family)) {
        screen_elided(screen, area.row, area.column, area.columns, buffer_text(&family), STYLE(ROLE_HINT));
        area.row++;
        area.rows--;
    }
    buffer_clear(&family);
    browser_preview_draw(pen.snapshot, pen.language, screen, area);
}

void browser_preview_draw(const struct snapshot *snapshot, enum language language, struct screen *screen,
                          struct rectangle area)
{
    const struct pen pen = {screen, snapshot, language};
    int blocks = (int)snapshot->template->block_count;
    struct rectangle grid = {area.row + 1, area.column, area.rows - 1, area.columns};
    if (paint_grid(&pen, grid))
        return;
    if (area.rows < blocks * 2)
        paint_lines(&pen, area, blocks);
    else
        paint_stack(&pen, area, blocks);
}
