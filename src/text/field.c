/*
 * field.c - a text being typed, as readline and everybody's fingers know it.
 *
 * Keys are not known here, only motions. One motion means the same for moving, deleting and killing.
 * Where a word ends is UAX #29: a Chinese character is a word, as no dictionary is asked. Spaces that
 * hang over a wrapped line count in the caret's column, so that it may lie beyond the line's width.
 *
 * Invariant: the text is valid UTF-8 and the caret stands between two clusters.
 */
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uniwbrk.h>

void text_field_init(struct text_field *field, const char *text)
{
    *field = (struct text_field){.goal = -1};
    text_field_set(field, text);
}

void text_field_clear(struct text_field *field)
{
    buffer_clear(&field->text);
    buffer_clear(&field->killed);
    *field = (struct text_field){.goal = -1};
}

void text_field_set(struct text_field *field, const char *text)
{
    buffer_reset(&field->text);
    if (text)
        text_repair(&field->text, text, strlen(text));
    field->caret = field->text.length;
    field->goal = -1;
}

/* After a change at the caret, what stands on its two sides may have become one cluster: steps behind it. */
static void settle(struct text_field *field)
{
    field->goal = -1;
    if (field->caret == 0 || field->caret >= field->text.length)
        return;
    const char *text = buffer_text(&field->text);
    size_t start = text_previous(text, field->text.length, field->caret);
    field->caret = text_next(text, field->text.length, start);
}

static void insert_repaired(struct text_field *field, const struct buffer *piece)
{
    if (piece->length == 0)
        return;
    buffer_insert(&field->text, field->caret, piece->data, piece->length);
    field->caret += piece->length;
    settle(field);
}

void text_field_insert(struct text_field *field, const char *bytes, size_t length)
{
    struct buffer piece = {0};
    text_repair(&piece, bytes, length);
    insert_repaired(field, &piece);
    buffer_clear(&piece);
}

/* ---- motions ----------------------------------------------------------------------------------- */

static size_t line_start(const struct text_field *field)
{
    size_t at = field->caret;
    while (at > 0 && field->text.data[at - 1] != '\n')
        at--;
    return at;
}

static size_t line_end(const struct text_field *field)
{
    size_t at = field->caret;
    while (at < field->text.length && field->text.data[at] != '\n')
        at++;
    return at;
}

/* A segment between two word breaks is a word when it has a letter or a number. */
static bool is_word(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t c;
        at += text_decode(bytes + at, length - at, &c);
        if (uc_is_general_category_withtable(c, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N))
            return true;
    }
    return false;
}

static size_t segment_end(const char *breaks, size_t length, size_t at)
{
    do
        at++;
    while (at < length && !breaks[at]);
    return at;
}

/* Right: the end of the first word that ends behind the caret. Left: the start of the last word that
 * starts before it. The ends of the text when there is none. */
static size_t word_target(const struct text_field *field, bool right)
{
    size_t length = field->text.length;
    if (length == 0)
        return 0;
    const char *text = field->text.data;
    char *breaks = memory_new(length, 1);
    u8_wordbreaks((const uint8_t *)text, length, breaks);
    size_t target = right ? length : 0;
    for (size_t start = 0; start < length && (right || start < field->caret);) {
        size_t end = segment_end(breaks, length, start);
        if ((!right || end > field->caret) && is_word(text + start, end - start)) {
            target = right ? end : start;
            if (right)
                break;
        }
        start = end;
    }
    free(breaks);
    /* A word may end inside what is drawn as one cluster; the whole cluster goes along. */
    if (target > 0 && target < length) {
        size_t before = text_previous(text, length, target);
        size_t after = text_next(text, length, before);
        if (after != target)
            target = right ? after : before;
    }
    return target;
}

static size_t motion_target(const struct text_field *field, enum text_motion motion)
{
    const char *text = buffer_text(&field->text);
    switch (motion) {
    case TEXT_LEFT:
        return text_previous(text, field->text.length, field->caret);
    case TEXT_RIGHT:
        return text_next(text, field->text.length, field->caret);
    case TEXT_WORD_LEFT:
        return word_target(field, false);
    case TEXT_WORD_RIGHT:
        return word_target(field, true);
    case TEXT_LINE_START:
        return line_start(field);
    case TEXT_LINE_END:
        return line_end(field);
    case TEXT_START:
        return 0;
    case TEXT_END:
        return field->text.length;
    }
    return field->caret;
}

bool text_field_move(struct text_field *field, enum text_motion motion)
{
    size_t target = motion_target(field, motion);
    field->goal = -1;
    if (target == field->caret)
        return false;
    field->caret = target;
    return true;
}

/* ---- deleting ---------------------------------------------------------------------------------- */

static bool remove_range(struct text_field *field, enum text_motion motion, bool remembered)
{
    size_t target = motion_target(field, motion);
    size_t start = target < field->caret ? target : field->caret;
    size_t end = target < field->caret ? field->caret : target;
    field->goal = -1;
    if (start == end)
        return false;
    if (remembered) {
        buffer_reset(&field->killed);
        buffer_append(&field->killed, field->text.data + start, end - start);
    }
    buffer_remove(&field->text, start, end - start);
    field->caret = start;
    settle(field);
    return true;
}

bool text_field_delete(struct text_field *field, enum text_motion motion)
{
    return remove_range(field, motion, false);
}

bool text_field_kill(struct text_field *field, enum text_motion motion)
{
    return remove_range(field, motion, true);
}

void text_field_yank(struct text_field *field)
{
    insert_repaired(field, &field->killed);
}

void text_field_transpose(struct text_field *field)
{
    size_t length = field->text.length;
    const char *text = buffer_text(&field->text);
    field->goal = -1;
    size_t middle = field->caret;
    if (middle == length || text[middle] == '\n')
        middle = text_previous(text, length, middle);
    if (middle == 0 || middle >= length || text[middle] == '\n' || text[middle - 1] == '\n')
        return;
    size_t start = text_previous(text, length, middle);
    size_t end = text_next(text, length, middle);
    char *first = memory_copy_bytes(text + start, middle - start);
    buffer_remove(&field->text, start, middle - start);
    buffer_insert(&field->text, start + (end - middle), first, middle - start);
    free(first);
    field->caret = end;
    settle(field);
}

/* ---- lines ------------------------------------------------------------------------------------- */

static size_t line_of(const struct text_lines *lines, size_t offset)
{
    size_t low = 0, high = lines->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (lines->line[middle].offset <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void text_field_caret(const struct text_field *field, const struct text_lines *lines, enum text_width width,
                      size_t *line, int *column)
{
    *line = 0;
    *column = 0;
    if (lines->count == 0)
        return;
    *line = line_of(lines, field->caret);
    size_t offset = lines->line[*line].offset;
    if (offset < field->caret)
        *column = text_cells(field->text.data + offset, field->caret - offset, width);
}

/* The place in a line that is nearest to `goal` from the left. */
static size_t place_at(const struct text_field *field, const struct text_lines *lines, size_t index, int goal,
                       enum text_width width)
{
    const struct text_line *line = &lines->line[index];
    const char *bytes = buffer_text(&field->text) + line->offset;
    size_t fits = text_fit(bytes, line->length, goal, width, NULL);
    bool ends_in_lf = line->length > 0 && bytes[line->length - 1] == '\n';
    bool is_last = index + 1 == lines->count;
    /* The end of a wrapped line is the start of the next one: stay before its last cluster. */
    if (!is_last && fits >= line->length)
        fits = ends_in_lf ? line->length - 1 : text_previous(bytes, line->length, line->length);
    return line->offset + fits;
}

bool text_field_move_line(struct text_field *field, int down, int cells, enum text_width width)
{
    struct text_lines lines = {0};
    text_wrap(&lines, buffer_text(&field->text), field->text.length, cells, width);
    size_t line;
    int column;
    text_field_caret(field, &lines, width, &line, &column);
    bool can = down > 0 ? line + 1 < lines.count : line > 0;
    if (can) {
        if (field->goal < 0)
            field->goal = column;
        field->caret = place_at(field, &lines, down > 0 ? line + 1 : line - 1, field->goal, width);
    }
    text_lines_clear(&lines);
    return can;
}
