/*
 * guide_panel.c - how a guided session looks: a strip over the board, or a frame beside it where there is room.
 *
 * Where one is and the question come first; the definition of a block entered, examples and a tip follow as far as they
 * fit. The strip keeps its height from question to question, so that the board stays where it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guide.h"
#include "nonet/message.h"

#define PANEL_COLUMNS 34
#define STRIP_ROWS_LEAST 2 /* under its title */
#define BOARD_ROWS_LEAST 6
#define TIP_EVERY 4        /* questions */

struct line {
    char *text;
    struct style style;
    const char *mark; /* before the first of a paragraph's lines; "" = none */
    bool goes_on;     /* the next line is of the same paragraph */
};

struct panel {
    struct line *line;
    size_t count, capacity;
    int cells;
    enum text_width width;
    bool roomy; /* a blank line between paragraphs */
};

static void add(struct panel *panel, const char *text, struct style style, const char *mark)
{
    struct text_lines lines = {0};
    int indent = *mark ? 2 : 0;
    text_wrap(&lines, text, strlen(text), panel->cells - indent < 2 ? 2 : panel->cells - indent, panel->width);
    for (size_t i = 0; i < lines.count; i++) {
        GROW(panel->line, panel->count, panel->capacity);
        panel->line[panel->count++] =
            (struct line){memory_copy_bytes(text + lines.line[i].offset, lines.line[i].drawn), style,
                          i == 0 ? mark : *mark ? " " : "", i + 1 < lines.count};
    }
    text_lines_clear(&lines);
}

static void add_gap(struct panel *panel)
{
    if (panel->roomy && panel->count > 0)
        add(panel, " ", STYLE(ROLE_TEXT), "");
}

static void panel_clear(struct panel *panel)
{
    for (size_t i = 0; i < panel->count; i++)
        free(panel->line[i].text);
    free(panel->line);
}

/* ---- a question ------------------------------------------------------------------------------------------------ */

static const char *example_at(const struct template_block *block, size_t index, enum language language,
                              struct buffer *out)
{
    buffer_reset(out);
    if (index < block->hints.count)
        return block->hints.item[index].text.text[language];
    index -= block->hints.count;
    for (size_t i = 0; i < block->type_count; i++) {
        const struct template_type *type = &block->type[i];
        if (!type->example.text[language][0])
            continue;
        if (index-- == 0) {
            buffer_printf(out, _("%s: %s"), type->title.text[language], type->example.text[language]);
            return buffer_text(out);
        }
    }
    return NULL;
}

/* Another one first at each question: where there is room for one only, it is not always the same. */
static void add_examples(struct panel *panel, const struct template_block *block, size_t first, enum language language)
{
    struct buffer text = {0};
    size_t count = 0;
    while (example_at(block, count, language, &text))
        count++;
    if (count > 0)
        add_gap(panel);
    if (count > 0 && panel->roomy)
        add(panel, _("For example"), STYLE(ROLE_TITLE), "");
    for (size_t i = 0; i < count; i++)
        add(panel, example_at(block, (first + i) % count, language, &text), STYLE(ROLE_DIM), "-");
    buffer_clear(&text);
}

static void add_tip(struct panel *panel, const struct guide *guide, enum language language)
{
    struct buffer text = {0};
    if (guide->tips.count == 0 || guide->at % TIP_EVERY != TIP_EVERY - 1)
        return;
    const struct template_item *tip = &guide->tips.tip[guide->at / TIP_EVERY % guide->tips.count];
    buffer_printf(&text, _("Tip: %s"), tip->text.text[language]);
    add_gap(panel);
    add(panel, buffer_text(&text), STYLE(ROLE_TEXT), "");
    buffer_clear(&text);
}

static void add_question(struct panel *panel, const struct guide *guide, const struct snapshot *snapshot,
                         enum language language, bool plain)
{
    const struct template_item *question = guide_question(guide, snapshot->template);
    if (!question)
        return;
    const struct guide_step *step = &guide->step[guide->at];
    const struct template_block *block = &snapshot->template->block[step->block];
    const char *done = plain ? "x" : "✓";
    if (panel->roomy) {
        struct buffer place = {0};
        buffer_printf(&place, _("question %zu of %zu"), step->number, step->of);
        add(panel, buffer_text(&place), STYLE(ROLE_DIM), "");
        buffer_clear(&place);
    }
    add(panel, question->text.text[language], (struct style){ROLE_TEXT, STYLE_BOLD},
        snapshot_answered(snapshot, question->id) ? done : "?");
    add_tip(panel, guide, language);
    if (step->number == 1) {
        add_gap(panel);
        for (size_t i = 0; i < block->definitions.count; i++)
            add(panel, block->definitions.item[i].text.text[language], STYLE(ROLE_TEXT), "");
    }
    add_examples(panel, block, step->number - 1, language);
}

/* Where one is, in fewer words where there is no room. */
static void title_of(const struct guide *guide, const struct snapshot *snapshot, enum language language,
                     enum text_width width, struct buffer *left, struct buffer *right)
{
    if (guide->kind == GUIDE_TOUR) {
        buffer_printf(left, _("step %zu of %zu"), guide->at + 1, guide->tour.step_count);
        return;
    }
    if (guide->at >= guide->count)
        return;
    const struct guide_step *step = &guide->step[guide->at];
    const char *title = template_block_title(snapshot->template, step->block, language, true);
    buffer_printf(right, "%zu/%zu", guide->at + 1, guide->count);
    buffer_add(left, title);
    if (guide->beside)
        return;
    buffer_add(left, " · ");
    buffer_printf(left, _("question %zu of %zu"), step->number, step->of);
    if (text_cells(buffer_text(left), left->length, width) + (int)right->length + 4 > guide->area.columns) {
        buffer_reset(left);
        buffer_printf(left, "%s · %zu/%zu", title, step->number, step->of);
    }
}

/* ---- a step ------------------------------------------------------------------------------------------------------ */

static void add_step(struct panel *panel, const struct guide *guide, const struct snapshot *snapshot,
                     enum language language)
{
    if (guide->at >= guide->tour.step_count)
        return;
    const struct example_step *step = &guide->tour.step[guide->at];
    add(panel, step->title[language], (struct style){ROLE_TEXT, STYLE_BOLD}, "");
    for (size_t i = 0; i < step->block_count; i++) {
        struct buffer text = {0};
        int block;
        if (!template_block_by_id(snapshot->template, step->block[i], &block) || block == TEMPLATE_PARKING)
            continue;
        const struct template_block *shown = &snapshot->template->block[block];
        const char *meaning = shown->definitions.count > 0 ? shown->definitions.item[0].text.text[language] : "";
        buffer_printf(&text, _("%s: %s"), template_block_title(snapshot->template, block, language, true), meaning);
        add_gap(panel);
        add(panel, buffer_text(&text), STYLE(ROLE_TEXT), "");
        buffer_clear(&text);
    }
}

static void make(struct panel *panel, const struct guide *guide, const struct snapshot *snapshot,
                 enum language language, bool plain)
{
    if (guide->kind == GUIDE_TOUR)
        add_step(panel, guide, snapshot, language);
    else
        add_question(panel, guide, snapshot, language, plain);
}

/* ---- its place --------------------------------------------------------------------------------------------------- */

/* A question is shown whole, if the board can spare the rows. */
static int question_rows(const struct guide *guide, const struct snapshot *snapshot, enum language language,
                         enum text_width width, int cells)
{
    const struct template_item *question =
        guide->kind == GUIDE_QUESTIONS ? guide_question(guide, snapshot->template) : NULL;
    struct panel panel = {.cells = cells, .width = width};
    if (question)
        add(&panel, question->text.text[language], STYLE(ROLE_TEXT), "?");
    int rows = (int)panel.count;
    panel_clear(&panel);
    return rows;
}

void guide_place(struct guide *guide, const struct snapshot *snapshot, enum language language, enum text_width width,
                 struct rectangle area, bool beside, struct rectangle *rest)
{
    *rest = area;
    guide->beside = beside;
    if (beside) {
        guide->area = (struct rectangle){area.row, area.column + area.columns - PANEL_COLUMNS, area.rows,
                                         PANEL_COLUMNS};
        rest->columns = area.columns - PANEL_COLUMNS + 1;
        return;
    }
    int rows = area.rows / 5 > STRIP_ROWS_LEAST ? area.rows / 5 : STRIP_ROWS_LEAST;
    int needed = question_rows(guide, snapshot, language, width, area.columns - 2);
    rows = 1 + (needed > rows ? needed : rows);
    if (rows > area.rows - BOARD_ROWS_LEAST)
        rows = area.rows - BOARD_ROWS_LEAST;
    guide->area = (struct rectangle){area.row, area.column, rows, area.columns};
    rest->row += rows;
    rest->rows -= rows;
}

/* ---- painting ---------------------------------------------------------------------------------------------------- */

static void paint_lines(const struct panel *panel, struct screen *screen, struct rectangle inside)
{
    for (int i = 0; i < inside.rows && (size_t)i < panel->count; i++) {
        const struct line *line = &panel->line[i];
        int indent = *line->mark ? 2 : 0, row = inside.row + i, column = inside.column + indent;
        int cells = inside.columns - indent;
        screen_string(screen, row, inside.column, indent, line->mark, line->style);
        if (line->goes_on && i == inside.rows - 1) { /* there is no room for the rest */
            struct buffer text = {0};
            buffer_printf(&text, "%s%s", line->text, panel->line[i + 1].text);
            screen_elided(screen, row, column, cells, buffer_text(&text), line->style);
            buffer_clear(&text);
        } else {
            screen_string(screen, row, column, cells, line->text, line->style);
        }
    }
}

static void paint_title(const struct guide *guide, struct screen *screen, const char *left, const char *right)
{
    struct rectangle area = guide->area;
    int margin = guide->beside ? 2 : 1, room = area.columns - 2 * margin;
    int cells = text_cells_of(right, screen->width);
    int rest = cells > 0 ? room - cells - 2 : room;
    struct buffer shown = {0};
    struct style style = {ROLE_TITLE_FOCUS, 0};
    if (guide->beside)
        rest -= 2;
    text_elide(&shown, left, strlen(left), rest, screen->width);
    if (guide->beside) {
        buffer_insert(&shown, 0, " ", 1);
        buffer_add(&shown, " ");
    }
    screen_string(screen, area.row, area.column + margin, rest + 2, buffer_text(&shown), style);
    buffer_reset(&shown);
    buffer_printf(&shown, guide->beside ? " %s " : "%s", right);
    cells = text_cells(buffer_text(&shown), shown.length, screen->width);
    if (*right)
        screen_string(screen, area.row, area.column + area.columns - margin - cells, cells, buffer_text(&shown),
                      STYLE(ROLE_DIM));
    buffer_clear(&shown);
}

void guide_paint(const struct guide *guide, const struct snapshot *snapshot, enum language language,
                 struct screen *screen)
{
    struct rectangle area = guide->area, inside;
    struct buffer left = {0}, right = {0};
    if (guide->beside) { /* its frame joins the board's */
        screen_frame(screen, area, STYLE(ROLE_BORDER));
        inside = (struct rectangle){area.row + 1, area.column + 2, area.rows - 2, area.columns - 4};
    } else {
        screen_fill(screen, area, STYLE(ROLE_TEXT)); /* panes of a stack reach up here */
        inside = (struct rectangle){area.row + 1, area.column + 1, area.rows - 1, area.columns - 2};
    }
    struct panel panel = {.cells = inside.columns, .width = screen->width, .roomy = guide->beside};
    make(&panel, guide, snapshot, language, screen_plain(screen));
    paint_lines(&panel, screen, inside);
    title_of(guide, snapshot, language, screen->width, &left, &right);
    paint_title(guide, screen, buffer_text(&left), buffer_text(&right));
    panel_clear(&panel);
    buffer_clear(&left);
    buffer_clear(&right);
}
