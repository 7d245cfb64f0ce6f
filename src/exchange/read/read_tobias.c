/*
 * read_tobias.c - the Markdown of tobias-zucali's business model canvas.
 *
 *     # Title
 *     date: 2026-01-05
 *
 *     ## Customer Segments {customer-segments}
 *     [a placeholder, perhaps over several lines]
 *     * a bullet
 *
 *     ```ok
 *     a card; ok is green, warn yellow, "not ok" red
 *     ```
 *
 * The {key} decides, the heading's text is free. Line by line, as that tool does it; what it loses (a heading without a
 * key, the line before a heading, CRLF) is kept here.
 */
#include <stdlib.h>
#include <string.h>

#include "markdown.h"

struct reader {
    struct document *document;
    size_t section;
    bool placeholder_allowed, in_placeholder, in_card;
    bool in_head; /* "key: value" lines may follow the title */
    char fence[8];
    enum note_colour colour;
    struct buffer card, paragraph, item;
};

static void end_paragraph(struct reader *reader)
{
    if (reader->item.length > 0) { /* that tool shows a bullet as Markdown */
        char *text = markdown_text_of(buffer_text(&reader->item));
        document_note(reader->document, reader->section, text);
        free(text);
        buffer_reset(&reader->item);
    }
    document_note(reader->document, reader->section, buffer_text(&reader->paragraph));
    buffer_reset(&reader->paragraph);
}

static void end_card(struct reader *reader)
{
    while (reader->card.length > 0 && reader->card.data[reader->card.length - 1] == '\n')
        reader->card.data[--reader->card.length] = '\0';
    struct document_note *note = document_note(reader->document, reader->section, buffer_text(&reader->card));
    if (note)
        note->colour = reader->colour;
    buffer_reset(&reader->card);
    reader->in_card = false;
}

static enum note_colour colour_of_fence(const char *info)
{
    info += strspn(info, " ");
    if (strncmp(info, "not ok", 6) == 0)
        return NOTE_RED;
    if (strncmp(info, "warn", 4) == 0)
        return NOTE_YELLOW;
    return strncmp(info, "ok", 2) == 0 ? NOTE_GREEN : colour_read(info);
}

static void read_heading(struct reader *reader, const char *line)
{
    end_paragraph(reader);
    size_t level = strspn(line, "#");
    const char *text = line + level + strspn(line + level, " ");
    const char *open = strchr(text, '{'), *close = open ? strchr(open, '}') : NULL;
    struct document *document = reader->document;
    if (level == 1 && !close && !document->title && document->section_count == 0) {
        document->title = *text ? memory_copy_text(text) : NULL;
        reader->in_head = true;
        return;
    }
    char *key = close ? memory_copy_bytes(open + 1, (size_t)(close - open - 1)) : memory_copy_text(text);
    size_t parent = level > 2 && !close ? reader->section : NO_SECTION;
    reader->section = document_section(document, parent, key);
    if (close && reader->section != NO_SECTION)
        document->section[reader->section].is_block = true;
    reader->placeholder_allowed = true;
    reader->in_head = false;
    free(key);
}

static bool is_property(const char *line)
{
    size_t length = strcspn(line, ": ");
    return length > 0 && line[length] == ':';
}

static const char *behind_bullet(const char *line)
{
    const char *at = line + strspn(line, " \t");
    if ((*at == '*' || *at == '-' || *at == '+') && at[1] == ' ')
        return at + 2;
    return NULL;
}

/* "[" opens the placeholder, a line that ends with "]" closes it. */
static bool read_placeholder(struct reader *reader, const char *line)
{
    size_t length = strlen(line);
    bool closes = length > 0 && line[length - 1] == ']';
    if (!reader->in_placeholder && !(reader->placeholder_allowed && line[0] == '[' &&
                                     strncmp(line, "[ ]", 3) != 0 && strncmp(line, "[x]", 3) != 0))
        return false;
    reader->in_placeholder = !closes;
    reader->placeholder_allowed = false;
    return true;
}

static void read_line(struct reader *reader, const char *line)
{
    if (reader->in_card) {
        if (strcmp(line, reader->fence) == 0) {
            end_card(reader);
        } else {
            buffer_add(&reader->card, line);
            buffer_add_char(&reader->card, '\n');
        }
        return;
    }
    bool heading = line[0] == '#' && strchr("# ", line[strspn(line, "#")]);
    if (heading) {
        reader->in_placeholder = false;
        read_heading(reader, line);
        return;
    }
    if (read_placeholder(reader, line) || (reader->in_head && is_property(line)))
        return;
    if (*line)
        reader->placeholder_allowed = false;
    size_t ticks = strspn(line, "`");
    const char *item = behind_bullet(line);
    if (ticks >= 3 && ticks < sizeof reader->fence && !strchr(line + ticks, '`')) {
        end_paragraph(reader);
        reader->in_card = true;
        reader->colour = colour_of_fence(line + ticks);
        memcpy(reader->fence, line, ticks);
        reader->fence[ticks] = '\0';
    } else if (item) {
        end_paragraph(reader);
        buffer_add(&reader->item, item);
    } else if (line[strspn(line, " \t")] == '\0') {
        end_paragraph(reader);
    } else if (reader->item.length > 0 && strncmp(line, "  ", 2) == 0) {
        buffer_printf(&reader->item, "\n%s", line + 2);
    } else {
        if (reader->item.length > 0)
            end_paragraph(reader);
        if (reader->paragraph.length > 0)
            buffer_add_char(&reader->paragraph, '\n');
        buffer_add(&reader->paragraph, line);
    }
}

enum status read_tobias(const struct source *source, struct document *out, struct error *err)
{
    struct reader reader = {.document = out, .section = NO_SECTION};
    out->template_id = memory_copy_text("bmc");
    for (const char *at = source->bytes; *at;) {
        size_t size = strcspn(at, "\n");
        char *line = memory_copy_bytes(at, size);
        read_line(&reader, line);
        free(line);
        at += size + (at[size] == '\n');
    }
    end_card(&reader);
    end_paragraph(&reader);
    buffer_clear(&reader.card);
    buffer_clear(&reader.item);
    buffer_clear(&reader.paragraph);
    return document_check(out, source->name, err);
}
