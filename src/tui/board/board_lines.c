/*
 * board_lines.c - notes as lines: wrapping kept in a cache, and the small marks behind the text.
 *
 * The cache has a fixed number of slots, chosen by the note's id; a slot serves while id, time of change, length and
 * width agree. Only notes that are looked at get in, so a canvas of any size costs the same.
 */
#include "room/room.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/amount.h"

const struct text_lines *board_note_lines(struct board *board, const struct note *note, int cells)
{
    struct board_lines *slot = &board->cache[(uint64_t)note->id % BOARD_LINES_CACHED];
    size_t length = strlen(note->text);
    if (slot->note_id != note->id || slot->updated != note->updated || slot->length != length
        || slot->cells != cells) {
        text_wrap(&slot->lines, note->text, length, cells, board->width);
        slot->note_id = note->id;
        slot->updated = note->updated;
        slot->length = length;
        slot->cells = cells;
    }
    return &slot->lines;
}

void board_lines_clear(struct board *board)
{
    for (size_t i = 0; i < BOARD_LINES_CACHED; i++) {
        text_lines_clear(&board->cache[i].lines);
        board->cache[i] = (struct board_lines){.note_id = 0};
    }
}

const struct presence *board_lease(const struct board *board, int64_t note_id)
{
    for (size_t i = 0; i < board->present_count; i++) {
        if (board->present[i].note_id == note_id)
            return &board->present[i];
    }
    return NULL;
}

static void add_mark(struct buffer *out, const char *format, ...) NONET_PRINTF(2, 3);

static void add_mark(struct buffer *out, const char *format, ...)
{
    char text[128];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (out->length > 0)
        buffer_add_char(out, ' ');
    buffer_add(out, text);
}

static const char *status_mark(const struct board *board, const char *status)
{
    bool plain = board->app->screen.ascii || board->width == TEXT_WIDE;
    if (strcmp(status, "untested") == 0)
        return "~";
    if (strcmp(status, "confirmed") == 0)
        return plain ? "v" : "✓";
    return strcmp(status, "rejected") == 0 ? (plain ? "x" : "✗") : NULL;
}

/* Those that the board shows for itself: the most important note, how sure it is, its amount. The others are counted. */
static size_t add_facets(const struct board *board, const struct note *note, enum board_marks how, struct buffer *out)
{
    size_t others = 0;
    const char *amount = NULL, *status = NULL;
    for (size_t i = 0; i < note->facet_count; i++) {
        const char *key = note->facet[i].key, *value = note->facet[i].value;
        if (strcmp(key, "starred") == 0 && strcmp(value, "yes") == 0)
            add_mark(out, "*");
        else if (strcmp(key, "status") == 0 && status_mark(board, value))
            status = status_mark(board, value);
        else if (strcmp(key, "amount") == 0)
            amount = value;
        else
            others++;
    }
    if (status)
        add_mark(out, "%s", status);
    if (amount && how != BOARD_MARKS_LINKS) {
        struct buffer text = {0};
        amount_write_value(amount, board->app->language, &text);
        add_mark(out, "%.80s", buffer_text(&text));
        buffer_clear(&text);
    }
    return others;
}

void board_note_marks(const struct board *board, const struct note *note, enum board_marks how, struct buffer *out)
{
    const struct presence *typing = board_lease(board, note->id);
    if (typing && how != BOARD_MARKS_LINKS)
        add_mark(out, "%.80s%s", typing->name, board->app->screen.ascii ? "..." : "…");
    if (how != BOARD_MARKS_LINKS) {
        if (note->body[0])
            add_mark(out, "+");
        if (note->question[0])
            add_mark(out, "?");
    }
    size_t facets = add_facets(board, note, how, out), words = note->tag_count + facets;
    if (words > 0 && how == BOARD_MARKS_SHORT)
        add_mark(out, "#%zu", words);
    for (size_t i = 0; i < note->tag_count && how == BOARD_MARKS_FULL; i++)
        add_mark(out, "#%.80s", note->tag[i]);
    if (facets > 0 && how == BOARD_MARKS_FULL)
        add_mark(out, "#%zu", facets);
    if (note->link_count > 0)
        add_mark(out, "=%zu", note->link_count);
    if (note->hidden && how != BOARD_MARKS_LINKS)
        add_mark(out, "%s", _("hidden"));
    if (note->late && how != BOARD_MARKS_LINKS)
        add_mark(out, "%s", _("late"));
    struct buffer votes = {0};
    room_vote_mark(board, note, &votes);
    if (votes.length > 0)
        add_mark(out, "%s", buffer_text(&votes));
    buffer_clear(&votes);
}

/* Marks stand at the right end of the last line where there is room; only a name gets a line of its own. */
int board_note_rows(struct board *board, const struct note *note, int cells)
{
    const struct text_lines *lines = board_note_lines(board, note, cells);
    int rows = (int)lines->count;
    const struct presence *typing = board_lease(board, note->id);
    if (typing && lines->line[lines->count - 1].cells + 3 + text_cells_of(typing->name, board->width) > cells)
        rows++;
    return rows;
}

const struct text_lines *board_editor_lines(struct board *board, int cells)
{
    struct board_editor *editor = &board->editor;
    if (editor->cells != cells) {
        text_wrap(&editor->lines, buffer_text(&editor->field.text), editor->field.text.length, cells, board->width);
        editor->cells = cells;
    }
    return &editor->lines;
}
