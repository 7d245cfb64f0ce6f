/*
 * browser_found.c - of a canvas that was searched for, the notes that were found.
 *
 * Each under its block, with the note before it dimmed, cut so that what was found is in sight. The words are those of
 * the filter, compared folded as the search compares them: a note is shown when it holds all of them, in its text or in
 * its longer text. Nothing here reads the store.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "browser.h"

#define WORDS_MAX 16
#define CELLS_BEFORE 12 /* of what stands before the word, when a note is cut */

struct words {
    struct buffer folded; /* the query, blanks between the words made NUL */
    const char *word[WORDS_MAX];
    size_t count;
    struct buffer note; /* working space */
};

static void words_init(struct words *words, const char *query)
{
    *words = (struct words){0};
    text_fold(&words->folded, query, strlen(query));
    char *at = words->folded.data;
    while (at && *at && words->count < WORDS_MAX) {
        at += strspn(at, " \t\n");
        size_t length = strcspn(at, " \t\n");
        if (length == 0)
            break;
        words->word[words->count++] = at;
        at += length;
        if (*at)
            *at++ = '\0';
    }
}

/* The first place in the text where any of the words stands. */
static bool first_word(const struct words *words, const char *text, size_t length, size_t from, size_t *start, size_t *end)
{
    bool found = false;
    for (size_t i = 0; i < words->count; i++) {
        size_t begins, ends;
        if (text_find(text, length, from, words->word[i], &begins, &ends) && (!found || begins < *start)) {
            found = true;
            *start = begins;
            *end = ends;
        }
    }
    return found;
}

static bool holds_all(struct words *words, const struct note *note)
{
    buffer_reset(&words->note);
    text_fold(&words->note, note->text, strlen(note->text));
    buffer_add_char(&words->note, '\n');
    text_fold(&words->note, note->body, strlen(note->body));
    for (size_t i = 0; i < words->count; i++)
        if (!strstr(buffer_text(&words->note), words->word[i]))
            return false;
    return words->count > 0;
}

/* ---- drawing ----------------------------------------------------------------------------------------- */

/* Where to begin to draw, so that the first word found is in sight. */
static size_t cut_before(const char *text, size_t start, int cells, enum text_width width)
{
    if (text_cells(text, start, width) < cells - CELLS_BEFORE)
        return 0;
    size_t from = start;
    while (from > 0 && text_cells(text + from, start - from, width) < CELLS_BEFORE)
        from = text_previous(text, start, from);
    return from;
}

static void paint_excerpt(struct screen *screen, int row, int column, int cells, const struct words *words, const char *text)
{
    size_t length = strlen(text), start = 0, end = 0;
    bool found = first_word(words, text, length, 0, &start, &end);
    size_t from = found ? cut_before(text, start, cells, screen->width) : 0;
    struct buffer line = {0};
    if (from > 0)
        buffer_add(&line, screen->width == TEXT_WIDE ? ".." : "…");
    for (size_t at = from; at < length; at++)
        buffer_add_char(&line, text[at] == '\n' ? ' ' : text[at]);
    const char *drawn = buffer_text(&line);
    screen_elided(screen, row, column, cells, drawn, STYLE(ROLE_TEXT));
    for (size_t at = 0; first_word(words, drawn, line.length, at, &start, &end) && end > at; at = end) {
        int before = text_cells(drawn, start, screen->width), wide = text_cells(drawn + start, end - start, screen->width);
        if (before + wide > cells)
            break;
        screen_restyle(screen, (struct rectangle){row, column + before, 1, wide},
                       (struct style){ROLE_TEXT, STYLE_BOLD | STYLE_UNDERLINE});
    }
    buffer_clear(&line);
}

struct painter {
    struct screen *screen;
    struct words *words;
    const struct snapshot *snapshot;
    enum language language;
    struct rectangle area;
    int row;
    size_t found;
};

static bool is_full(const struct painter *painter)
{
    return painter->row >= painter->area.row + painter->area.rows;
}

static void paint_heading(struct painter *painter, int block)
{
    struct buffer title = {0};
    if (block != TEMPLATE_PARKING)
        buffer_printf(&title, "%d ", painter->snapshot->template->block[block].order);
    buffer_add(&title, template_block_title(painter->snapshot->template, block, painter->language, true));
    screen_elided(painter->screen, painter->row++, painter->area.column, painter->area.columns, buffer_text(&title),
                  STYLE(ROLE_TITLE));
    buffer_clear(&title);
}

static void paint_note(struct painter *painter, const struct note *note)
{
    int column = painter->area.column + 2, cells = painter->area.columns - 3;
    size_t start, end;
    paint_excerpt(painter->screen, painter->row++, column, cells, painter->words, note->text);
    if (!is_full(painter) && first_word(painter->words, note->body, strlen(note->body), 0, &start, &end))
        paint_excerpt(painter->screen, painter->row++, column + 2, cells - 2, painter->words, note->body);
}

static void paint_block(struct painter *painter, int block)
{
    const struct snapshot_block *notes = snapshot_block(painter->snapshot, block);
    bool headed = false;
    size_t shown = SIZE_MAX; /* the note that stands in the row above */
    for (size_t i = 0; i < notes->count; i++) {
        if (!holds_all(painter->words, notes->note[i]))
            continue;
        painter->found++;
        if (!headed && painter->row + 1 >= painter->area.row + painter->area.rows)
            continue;
        if (!headed)
            paint_heading(painter, block);
        headed = true;
        if (i > 0 && shown != i - 1 && painter->row + 1 < painter->area.row + painter->area.rows)
            screen_elided(painter->screen, painter->row++, painter->area.column + 2, painter->area.columns - 3,
                          notes->note[i - 1]->text, STYLE(ROLE_DIM));
        if (is_full(painter))
            continue;
        paint_note(painter, notes->note[i]);
        shown = i;
    }
}

bool browser_found_paint(struct browser *browser, const struct snapshot *snapshot, enum language language,
                         struct rectangle area, struct screen *screen)
{
    struct words words;
    words_init(&words, browser->query);
    struct painter painter = {.screen = screen, .words = &words, .snapshot = snapshot, .language = language,
                              .area = {area.row, area.column, area.rows - 1, area.columns}, .row = area.row};
    for (int block = 0; block < (int)snapshot->template->block_count; block++)
        paint_block(&painter, block);
    paint_block(&painter, TEMPLATE_PARKING);
    if (painter.found > 0) {
        char count[80];
        snprintf(count, sizeof count, ngettext("%zu note found; Enter goes there", "%zu notes found; Enter goes there",
                                               painter.found), painter.found);
        screen_elided(screen, area.row + area.rows - 1, area.column, area.columns, count, STYLE(ROLE_DIM));
    }
    buffer_clear(&words.folded);
    buffer_clear(&words.note);
    return painter.found > 0;
}
