/*
 * fuzz_text.c - libFuzzer target for the text layer: any bytes at all are repaired, measured, wrapped,
 * elided, printed and edited, and what text.h promises is checked. A broken promise aborts.
 *
 * The first two bytes choose the width; in the second half of the rest every byte is also a key press.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PROMISE(condition)                                                                                   \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #condition);                          \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

static bool same(const struct buffer *a, const struct buffer *b)
{
    return a->length == b->length && memcmp(buffer_text(a), buffer_text(b), a->length) == 0;
}

static void check_repair(const char *bytes, size_t length)
{
    struct buffer once = {0}, twice = {0};
    text_repair(&once, bytes, length);
    text_repair(&twice, buffer_text(&once), once.length);
    PROMISE(text_is_valid(buffer_text(&once), once.length));
    PROMISE(same(&once, &twice));
    buffer_clear(&once);
    buffer_clear(&twice);
}

static void check_clusters(const char *bytes, size_t length, enum text_width width)
{
    int cells = 0;
    for (size_t at = 0; at < length;) {
        struct text_cluster cluster;
        text_cluster_at(bytes + at, length - at, width, &cluster);
        PROMISE(cluster.length > 0 && cluster.length <= length - at);
        PROMISE(cluster.cells >= 0 && cluster.cells <= 2);
        PROMISE(cluster.glyph_count >= 0 && cluster.glyph_count <= TEXT_GLYPH_MAX);
        PROMISE(cluster.glyph_count == 0 || cluster.glyph[0] >= 0x20);
        size_t next = text_next(bytes, length, at);
        PROMISE(next == at + cluster.length);
        PROMISE(text_previous(bytes, length, next) == at);
        cells += cluster.cells;
        at = next;
    }
    PROMISE(text_cells(bytes, length, width) == cells);
}

static void check_wrap(const char *bytes, size_t length, int cells, enum text_width width)
{
    struct text_lines lines = {0};
    text_wrap(&lines, bytes, length, cells, width);
    size_t at = 0;
    for (size_t i = 0; i < lines.count; i++) {
        const struct text_line *line = &lines.line[i];
        PROMISE(line->offset == at && line->length <= length - at);
        PROMISE(line->drawn <= line->length && line->cells <= cells);
        PROMISE(line->length > 0 || i + 1 == lines.count);
        PROMISE(text_cells(bytes + at, line->drawn, width) == line->cells);
        at += line->length;
    }
    PROMISE(lines.count > 0 && at == length);
    text_lines_clear(&lines);
}

static void check_cuts(const char *bytes, size_t length, int cells, enum text_width width)
{
    struct buffer out = {0};
    int used;
    size_t fits = text_fit(bytes, length, cells, width, &used);
    PROMISE(fits <= length && used <= cells && text_cells(bytes, fits, width) == used);
    text_elide(&out, bytes, length, cells, width);
    PROMISE(text_cells(buffer_text(&out), out.length, width) <= cells);
    buffer_reset(&out);
    text_printable(&out, bytes, length, false);
    PROMISE(text_is_valid(buffer_text(&out), out.length));
    for (size_t i = 0; i < out.length; i++)
        PROMISE((unsigned char)out.data[i] >= 0x20 && out.data[i] != 0x7f);
    buffer_reset(&out);
    text_fold(&out, bytes, length);
    text_fold_label(&out, bytes, length);
    buffer_clear(&out);
}

static void check_field(const struct text_field *field)
{
    const char *text = buffer_text(&field->text);
    size_t at = 0;
    PROMISE(text_is_valid(text, field->text.length));
    while (at < field->caret)
        at = text_next(text, field->text.length, at);
    PROMISE(at == field->caret);
}

static void press(struct text_field *field, uint8_t key, int cells, enum text_width width)
{
    enum text_motion motion = (enum text_motion)(key & 7);
    switch (key >> 3 & 7) {
    case 0:
        text_field_move(field, motion);
        break;
    case 1:
        text_field_delete(field, motion);
        break;
    case 2:
        text_field_kill(field, motion);
        break;
    case 3:
        if (field->text.length < 4096)
            text_field_yank(field);
        break;
    case 4:
        text_field_transpose(field);
        break;
    case 5:
        text_field_move_line(field, key & 1, cells, width);
        break;
    default:
        text_field_insert(field, (const char *)&key, 1);
        break;
    }
}

static void check_editing(const char *bytes, size_t length, int cells, enum text_width width)
{
    struct text_field field;
    text_field_init(&field, NULL);
    text_field_insert(&field, bytes, length / 2);
    check_field(&field);
    for (size_t i = length / 2; i < length; i++) {
        press(&field, (uint8_t)bytes[i], cells, width);
        check_field(&field);
    }
    text_field_clear(&field);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2 || size > 4096)
        return 0;
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 0;
    enum text_width width = data[0] & 1 ? TEXT_WIDE : TEXT_NARROW;
    int cells = 2 + data[1] % 40;
    const char *bytes = (const char *)data + 2;
    size_t length = size - 2;
    check_repair(bytes, length);
    check_clusters(bytes, length, width);
    check_wrap(bytes, length, cells, width);
    check_cuts(bytes, length, cells, width);
    check_editing(bytes, length, cells, width);
    return 0;
}
