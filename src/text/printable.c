/*
 * printable.c - text in the form in which it may leave for a terminal: simplified to what is drawn, or
 * cut to a width. Both build on cluster.c and change nothing that is stored.
 *
 * Invariant: text_printable() emits no control byte, but for LF and TAB where they are asked for.
 */
#include "internal.h"

#include <string.h>

/* Appends a cluster as drawn: its glyph, not its bytes. */
static void append_glyph(struct buffer *out, const struct text_cluster *cluster)
{
    for (int i = 0; i < cluster->glyph_count; i++) {
        char bytes[4];
        buffer_append(out, bytes, text_encode(cluster->glyph[i], bytes));
    }
}

void text_printable(struct buffer *out, const char *bytes, size_t length, bool keep_lines)
{
    for (size_t at = 0; at < length;) {
        size_t run = at;
        while (run < length && (text_is_plain(bytes, length, run) ||
                                (keep_lines && (bytes[run] == '\n' || bytes[run] == '\t'))))
            run++;
        buffer_append(out, bytes + at, run - at);
        at = run;
        if (at >= length)
            break;
        struct text_cluster cluster;
        text_cluster_at(bytes + at, length - at, TEXT_NARROW, &cluster);
        append_glyph(out, &cluster);
        at += cluster.length;
    }
}

static bool is_obeyed(uint32_t point)
{
    return (point >= 0x7F && point < 0xA0) || point == 0x200E || point == 0x200F || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2066 && point <= 0x2069);
}

void text_json(struct buffer *out, const char *bytes, size_t length)
{
    size_t run = 0;
    for (size_t at = 0; at < length;) {
        unsigned char byte = (unsigned char)bytes[at];
        if (byte != 0x7F && byte != 0xC2 && byte != 0xE2) { /* where all of them begin */
            at++;
            continue;
        }
        uint32_t point;
        size_t taken = text_decode(bytes + at, length - at, &point);
        if (is_obeyed(point)) {
            buffer_append(out, bytes + run, at - run);
            buffer_printf(out, "\\u%04X", (unsigned)point);
            run = at + taken;
        }
        at += taken;
    }
    buffer_append(out, bytes + run, length - run);
}

int text_cells_of(const char *text, enum text_width width)
{
    return text_cells(text, strlen(text), width);
}

void text_elide(struct buffer *out, const char *bytes, size_t length, int cells, enum text_width width)
{
    const char *end = width == TEXT_WIDE ? ".." : "\xE2\x80\xA6";
    int end_cells = width == TEXT_WIDE ? 2 : 1;
    size_t fits = text_fit(bytes, length, cells, width, NULL);
    bool longer = fits < length;
    if (longer)
        fits = text_fit(bytes, length, cells - end_cells, width, NULL);
    size_t start = out->length;
    buffer_append(out, bytes, fits);
    for (size_t at = start; at < out->length; at++)
        if (out->data[at] == '\n')
            out->data[at] = ' ';
    if (!longer || cells <= 0)
        return;
    if (cells >= end_cells)
        buffer_add(out, end);
    else
        buffer_add_char(out, '.');
}
