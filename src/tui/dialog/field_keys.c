/*
 * field_keys.c - editing keys to text_field calls; drawing a field of one line.
 *
 * What a motion means is the text layer's; when a text is saved is the owner's.
 */
#include "field_keys.h"

static const struct {
    enum command command;
    enum text_motion motion;
    bool (*apply)(struct text_field *field, enum text_motion motion);
} motions[] = {
    {COMMAND_FIELD_LEFT, TEXT_LEFT, text_field_move},
    {COMMAND_FIELD_RIGHT, TEXT_RIGHT, text_field_move},
    {COMMAND_FIELD_WORD_LEFT, TEXT_WORD_LEFT, text_field_move},
    {COMMAND_FIELD_WORD_RIGHT, TEXT_WORD_RIGHT, text_field_move},
    {COMMAND_FIELD_HOME, TEXT_LINE_START, text_field_move},
    {COMMAND_FIELD_END, TEXT_LINE_END, text_field_move},
    {COMMAND_FIELD_BACKSPACE, TEXT_LEFT, text_field_delete},
    {COMMAND_FIELD_DELETE, TEXT_RIGHT, text_field_delete},
    {COMMAND_FIELD_KILL_WORD, TEXT_WORD_LEFT, text_field_kill},
    {COMMAND_FIELD_KILL_START, TEXT_LINE_START, text_field_kill},
    {COMMAND_FIELD_KILL_END, TEXT_LINE_END, text_field_kill},
};

bool field_command(struct text_field *field, enum command command, int cells, enum text_width width)
{
    for (size_t i = 0; i < COUNT_OF(motions); i++)
        if (motions[i].command == command) {
            motions[i].apply(field, motions[i].motion);
            return true;
        }
    switch (command) {
    case COMMAND_FIELD_NEWLINE:
        text_field_insert(field, "\n", 1);
        return true;
    case COMMAND_FIELD_UP:
        text_field_move_line(field, -1, cells, width);
        return true;
    case COMMAND_FIELD_DOWN:
        text_field_move_line(field, 1, cells, width);
        return true;
    case COMMAND_FIELD_YANK:
        text_field_yank(field);
        return true;
    case COMMAND_FIELD_TRANSPOSE:
        text_field_transpose(field);
        return true;
    default:
        return false;
    }
}

void field_insert_line(struct text_field *field, const char *text, size_t length)
{
    struct buffer line = {0};
    text_repair(&line, text, length);
    while (line.length > 0 && line.data[line.length - 1] == '\n')
        buffer_remove(&line, line.length - 1, 1);
    for (size_t i = 0; i < line.length; i++)
        if (line.data[i] == '\n' || line.data[i] == '\t')
            line.data[i] = ' ';
    text_field_insert(field, buffer_text(&line), line.length);
    buffer_clear(&line);
}

void field_paint(struct screen *screen, const struct text_field *field, int row, int column, int cells,
                 struct style style)
{
    const char *text = buffer_text(&field->text);
    size_t start = 0;
    int before = text_cells(text, field->caret, screen->width);
    /* The caret needs a cell of its own behind the text. */
    while (before > cells - 1 && start < field->caret) {
        size_t next = text_next(text, field->text.length, start);
        before -= text_cells(text + start, next - start, screen->width);
        start = next;
    }
    screen_fill(screen, (struct rectangle){row, column, 1, cells}, style);
    screen_text(screen, row, column, cells, text + start, field->text.length - start, style);
    screen_caret(screen, row, column + before);
}
