/*
 * wrap.c - text in lines of a given width.
 *
 * Where a line may break is UAX #14 as libunistring knows it; how much fits is counted in clusters and
 * cells by cluster.c, so that the lines agree with what is drawn. Spaces at the end of a line hang over
 * it and are not drawn. A line that fits costs one walk and no table of breaks.
 *
 * Invariant: the lines joined are the text, each line but perhaps the last is not empty, and no line
 * draws more than its cells. Every cluster is looked at three times at most.
 */
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <unilbrk.h>
#include <wchar.h>

/* A logical line of the text (without its LF) and where it may break; breaks is NULL until needed. */
struct paragraph {
    const char *bytes;
    size_t start, end;
    char *breaks; /* one per byte from start */
    int cells;    /* the width to fill */
    enum text_width width;
};

/* The line being filled, and the same line as it was at the last place it may break. */
struct fill {
    size_t start;  /* of the line */
    size_t drawn;  /* end of what is drawn */
    int cells;     /* of what is drawn */
    int spaces;    /* cells of the spaces after it */
    size_t chance; /* the last place to break, == start: none */
    size_t chance_drawn;
    int chance_cells;
};

void text_lines_clear(struct text_lines *lines)
{
    free(lines->line);
    *lines = (struct text_lines){0};
}

static void add_line(struct text_lines *lines, size_t start, size_t end, size_t drawn_end, int cells)
{
    GROW(lines->line, lines->count, lines->capacity);
    lines->line[lines->count++] = (struct text_line){
        .offset = start, .length = end - start, .cells = cells, .drawn = drawn_end - start};
}

static bool is_wide(uint32_t c, uint32_t categories)
{
    return wcwidth((wchar_t)c) == 2 && uc_is_general_category_withtable(c, categories);
}

/* Quotation marks may be Chinese or English, so UAX #14 forbids a break on both sides of them. Beside wide
 * text their side is known: one may break before an opening and after a closing one. */
static void loosen_quotes(const char *bytes, size_t length, char *breaks)
{
    const uint32_t opening = UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pi;
    uint32_t previous = 0;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t size = text_decode(bytes + at, length - at, &c);
        bool opens = c == 0x2018 || c == 0x201C;
        bool closed = previous == 0x2019 || previous == 0x201D;
        if ((opens && (closed || is_wide(previous, ~opening))) ||
            (closed && is_wide(c, UC_CATEGORY_MASK_Lo | UC_CATEGORY_MASK_Ps)))
            breaks[at] = UC_BREAK_POSSIBLE;
        previous = c;
        at += size;
    }
}

static void find_breaks(struct paragraph *paragraph)
{
    size_t length = paragraph->end - paragraph->start;
    const char *bytes = paragraph->bytes + paragraph->start;
    char *sound = NULL;
    if (!text_is_valid(bytes, length)) {
        /* libunistring wants valid text: a letter in the place of each offending byte. */
        sound = memory_copy_bytes(bytes, length);
        for (size_t at = 0; at < length;) {
            uint32_t c;
            size_t size = text_decode(bytes + at, length - at, &c);
            if (text_is_invalid(size, c))
                sound[at] = 'x';
            at += size;
        }
    }
    paragraph->breaks = memory_new(length, 1);
    u8_possible_linebreaks((const uint8_t *)(sound ? sound : bytes), length, "UTF-8", paragraph->breaks);
    loosen_quotes(sound ? sound : bytes, length, paragraph->breaks);
    free(sound);
}

/* One cluster as wrapping sees it. */
struct step {
    size_t length;
    int cells;
    bool is_space; /* may hang over the end of the line: a space or an ideographic one */
};

static struct step step_at(const struct paragraph *paragraph, size_t at)
{
    const char *bytes = paragraph->bytes;
    if (text_is_plain(bytes, paragraph->end, at))
        return (struct step){1, 1, bytes[at] == ' '};
    struct text_cluster cluster;
    text_cluster_at(bytes + at, paragraph->end - at, paragraph->width, &cluster);
    bool is_space = (cluster.length == 1 && bytes[at] == ' ') ||
                    (cluster.length == 3 && memcmp(bytes + at, "\xE3\x80\x80", 3) == 0);
    return (struct step){cluster.length, cluster.cells, is_space};
}

static bool may_break(const struct paragraph *paragraph, size_t at)
{
    return paragraph->breaks[at - paragraph->start] == UC_BREAK_POSSIBLE;
}

static bool has_room(const struct fill *fill, const struct step *step, int cells)
{
    return step->is_space || step->cells == 0 || fill->cells + fill->spaces + step->cells <= cells;
}

/* Puts the cluster at `at` on the line; spaces count only once something is drawn behind them. */
static void take(struct fill *fill, const struct step *step, size_t at)
{
    if (step->is_space) {
        fill->spaces += step->cells;
    } else if (step->cells > 0) {
        fill->cells += fill->spaces + step->cells;
        fill->spaces = 0;
        fill->drawn = at + step->length;
    }
}

/* Measures the paragraph as one line; returns false as soon as it is too wide. */
static bool fits_whole(const struct paragraph *paragraph, struct fill *fill)
{
    *fill = (struct fill){.start = paragraph->start, .drawn = paragraph->start};
    for (size_t at = paragraph->start; at < paragraph->end;) {
        struct step step = step_at(paragraph, at);
        if (!has_room(fill, &step, paragraph->cells))
            return false;
        take(fill, &step, at);
        at += step.length;
    }
    return true;
}

/* Ends the line where it may break last, or right here; returns where the next one starts. */
static size_t end_line(struct fill *fill, size_t at, struct text_lines *lines)
{
    if (fill->chance > fill->start) {
        at = fill->chance;
        add_line(lines, fill->start, at, fill->chance_drawn, fill->chance_cells);
    } else {
        add_line(lines, fill->start, at, fill->drawn, fill->cells);
    }
    *fill = (struct fill){.start = at, .drawn = at, .chance = at};
    return at;
}

/* Fills lines with a paragraph that is too wide for one; leaves the last one in *fill. */
static void fill_lines(const struct paragraph *paragraph, struct fill *fill, struct text_lines *lines)
{
    size_t at = paragraph->start;
    *fill = (struct fill){.start = at, .drawn = at, .chance = at};
    while (at < paragraph->end) {
        /* A line is not broken before anything is drawn on it: an indent stays with its text. */
        if (fill->cells > 0 && may_break(paragraph, at)) {
            fill->chance = at;
            fill->chance_drawn = fill->drawn;
            fill->chance_cells = fill->cells;
        }
        struct step step = step_at(paragraph, at);
        if (has_room(fill, &step, paragraph->cells)) {
            take(fill, &step, at);
            at += step.length;
        } else {
            at = end_line(fill, at, lines);
        }
    }
}

static void wrap_paragraph(struct paragraph *paragraph, bool ends_in_lf, struct text_lines *lines)
{
    struct fill fill;
    if (!fits_whole(paragraph, &fill)) {
        find_breaks(paragraph);
        fill_lines(paragraph, &fill, lines);
        free(paragraph->breaks);
        paragraph->breaks = NULL;
    }
    add_line(lines, fill.start, paragraph->end + (ends_in_lf ? 1 : 0), fill.drawn, fill.cells);
}

void text_wrap(struct text_lines *lines, const char *bytes, size_t length, int cells, enum text_width width)
{
    lines->count = 0;
    struct paragraph paragraph = {.bytes = bytes, .cells = cells < 2 ? 2 : cells, .width = width};
    for (;;) {
        const char *lf =
            length > paragraph.start ? memchr(bytes + paragraph.start, '\n', length - paragraph.start) : NULL;
        paragraph.end = lf ? (size_t)(lf - bytes) : length;
        wrap_paragraph(&paragraph, lf != NULL, lines);
        if (!lf)
            break;
        paragraph.start = paragraph.end + 1;
    }
}
