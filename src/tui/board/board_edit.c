/*
 * board_edit.c - typing notes: a new one after another, or one in its place.
 *
 * The editor holds text and where it will go; board_layout gives it room, board_draft keeps it from being lost.
 * A save names the text it was based on, so that nobody's change is overwritten.
 *
 * Invariant: while the editor is open it is in the block of focus.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "dialog/field_keys.h"

#define LONG_CELLS 160 /* some 25 words, or 80 Chinese characters */

/* ---- opening and closing ------------------------------------------------------------------------------------ */

static void editor_open(struct board *board, int64_t note_id, int64_t after, const char *text)
{
    struct board_editor *editor = &board->editor;
    free(editor->question);
    free(editor->base);
    free(editor->theirs);
    *editor = (struct board_editor){.open = true, .note_id = note_id, .block = board->focus, .after = after,
                                    .lines = editor->lines};
    editor->base = memory_copy_text(text);
    text_field_init(&editor->field, text);
    board->asking = BOARD_ASKS_NOTHING;
    board_slot(board, board->focus)->loose = false;
    board_presence(board);
    board_changed(board);
}

void board_edit_new(struct board *board, bool last, const char *question)
{
    if (!board_may(board, MAY_ADD, NULL))
        return;
    char *copy = memory_copy_text(question); /* the template it is of may go */
    editor_open(board, 0, last ? 0 : board_selected(board), "");
    board->editor.question = copy;
}

void board_edit_note(struct board *board)
{
    const struct note *note = board_selected_note(board);
    if (!note) {
        board_edit_new(board, true, NULL);
        return;
    }
    if (!board_may(board, MAY_EDIT, note))
        return;
    const struct presence *other = board_lease(board, note->id);
    if (other)
        app_message(board->app, _("%s is typing in it too; no text is lost: you will be asked which stays"), other->name);
    char *text = memory_copy_text(note->text);
    editor_open(board, note->id, 0, text);
    free(text);
}

void board_edit_close(struct board *board)
{
    struct board_editor *editor = &board->editor;
    board_draft_drop(board);
    text_field_clear(&editor->field);
    editor->open = false;
    board_presence(board);
    board_changed(board);
    board_guide_closed(board);
    board_room_settle(board);
}

/* ---- saving -------------------------------------------------------------------------------------------------- */

static bool is_blank(const char *text, size_t length)
{
    uint32_t point;
    for (size_t at = 0; at < length;) {
        at += text_decode(text + at, length - at, &point);
        if (point > ' ' && point != 0xa0 && point != 0x3000)
            return false;
    }
    return true;
}

bool board_edit_blank(const struct board *board)
{
    const struct buffer *text = &board->editor.field.text;
    return is_blank(buffer_text(text), text->length);
}

static bool add_notes(struct board *board, const struct note_new *notes, size_t count, int64_t after)
{
    struct error error;
    int64_t *ids = memory_new(count, sizeof *ids);
    bool added = app_check(board->app,
                           canvas_notes_add(board->store, &board->session, board->snapshot->canvas_id,
                                            board_template(board), notes, count, after, ids, &error),
                           &error);
    if (added) {
        board_refresh(board);
        board_select(board, ids[count - 1]);
        board->editor.after = ids[count - 1];
    }
    free(ids);
    return added;
}

/* A note reads best as one thought; longer ones are welcome all the same. */
static void tell_if_long(struct board *board, const char *text, size_t length)
{
    if (text_cells(text, length, board->width) > LONG_CELLS)
        app_message(board->app, "%s", _("saved. A short note is read; o keeps longer text behind it"));
}

static bool save_new(struct board *board)
{
    struct board_editor *editor = &board->editor;
    const char *text = buffer_text(&editor->field.text);
    if (is_blank(text, editor->field.text.length))
        return true;
    if (!board_own(board))
        return false;
    struct note_new note = {.block = editor->block, .text = text, .question = editor->question};
    if (!add_notes(board, &note, 1, editor->after))
        return false;
    tell_if_long(board, text, editor->field.text.length);
    text_field_set(&editor->field, "");
    editor->cells = 0;
    return true;
}

static bool save_edited(struct board *board)
{
    struct board_editor *editor = &board->editor;
    struct error error;
    enum save_outcome outcome = SAVE_UNCHANGED;
    int64_t beside = 0;
    const char *text = buffer_text(&editor->field.text);
    bool emptied = is_blank(text, editor->field.text.length);
    if (board->example && strcmp(text, editor->base) == 0)
        return true;
    if (!board_own(board))
        return false;
    if (!app_check(board->app,
                   canvas_note_save(board->store, &board->session, editor->note_id, editor->base, text, &outcome,
                                    &beside, &error),
                   &error))
        return false;
    board_refresh(board);
    free(editor->base);
    editor->base = memory_copy_text(text);
    if (outcome == SAVE_KEPT_BESIDE) {
        board_select(board, beside);
        app_warning(board->app, "%s", _("it was changed or trashed meanwhile: your text is a note of its own"));
    } else if (outcome == SAVE_DONE && emptied) {
        app_message(board->app, ngettext("%zu note to the trash; u brings it back",
                                         "%zu notes to the trash; u brings them back", 1),
                    (size_t)1);
    }
    return true;
}

bool board_edit_save(struct board *board)
{
    return board->editor.note_id ? save_edited(board) : save_new(board);
}

/* ---- keys ------------------------------------------------------------------------------------------------------ */

static int editor_cells(struct board *board)
{
    board_arrange(board);
    const struct board_pane *pane = board_pane_of(board, board->editor.block);
    return pane ? board_text_cells(pane) : 20;
}

/* Enter: an empty new note stops, a filled one makes room for the next. */
static void enter(struct board *board)
{
    struct board_editor *editor = &board->editor;
    bool stops = editor->note_id != 0 || board_edit_blank(board);
    if (board_room_stash(board) || board_conflict_ask(board) || !board_edit_save(board))
        return;
    board_draft_drop(board);
    if (stops)
        board_edit_close(board);
    board_changed(board);
}

enum handled board_edit_command(struct board *board, enum command command)
{
    struct board_editor *editor = &board->editor;
    if (board_guide_typing(board, command) == HANDLED)
        return HANDLED;
    switch ((int)command) {
    case COMMAND_FIELD_SAVE:
        enter(board);
        return HANDLED;
    case COMMAND_FIELD_STOP:
    case COMMAND_CANCEL:
        if (!board_room_stash(board) && !board_conflict_ask(board) && board_edit_save(board))
            board_edit_close(board);
        return HANDLED;
    case COMMAND_FIELD_DISCARD:
        board_edit_close(board);
        return HANDLED;
    case COMMAND_FIELD_NEWLINE:
        text_field_insert(&editor->field, "\n", 1);
        board_draft_touch(board);
        return HANDLED;
    default:
        break;
    }
    size_t length = editor->field.text.length;
    if (!field_command(&editor->field, command, editor_cells(board), board->width))
        return PASSED;
    if (length != editor->field.text.length || command == COMMAND_FIELD_TRANSPOSE)
        board_draft_touch(board);
    board_pane_changed(board);
    return HANDLED;
}

void board_edit_text(struct board *board, const char *text, size_t length)
{
    text_field_insert(&board->editor.field, text, length);
    board_draft_touch(board);
}

#define GUEST_NOTES_MAX 200 /* one paste must not bury what all the others wrote */

/* ---- lists pasted ---------------------------------------------------------------------------------------------- */

struct lines {
    struct note_new *note;
    size_t count, capacity;
};

/* Past the sign that a list puts before its items: "- ", "* ", "• ", "3. ", "3) ", "3、"; at[0] when there is none. */
static const char *past_marker(const char *at)
{
    static const char *const signs[] = {"- ", "* ", "+ ", "• ", "· ", "– "};
    at += strspn(at, " \t");
    for (size_t i = 0; i < COUNT_OF(signs); i++) {
        if (strncmp(at, signs[i], strlen(signs[i])) == 0)
            return at + strlen(signs[i]);
    }
    size_t digits = strspn(at, "0123456789");
    if (digits == 0 || digits > 3)
        return at;
    if (strncmp(at + digits, "、", strlen("、")) == 0)
        return at + digits + strlen("、");
    return (at[digits] == '.' || at[digits] == ')') && at[digits + 1] == ' ' ? at + digits + 2 : at;
}

/* Signs that all lines have are the list's, not the notes'. */
static void drop_markers(struct lines *lines)
{
    bool all = lines->count > 1;
    for (size_t i = 0; i < lines->count && all; i++) {
        const char *text = lines->note[i].text + strspn(lines->note[i].text, " \t"), *rest = past_marker(text);
        all = rest != text && !is_blank(rest, strlen(rest));
    }
    for (size_t i = 0; i < lines->count && all; i++)
        lines->note[i].text = past_marker(lines->note[i].text);
}

/* Cuts `text` (which is changed) at its line ends; blank lines are nothing. */
static void cut_lines(char *text, int block, const char *question, struct lines *out)
{
    for (char *at = text; at;) {
        char *end = strchr(at, '\n');
        if (end)
            *end = '\0';
        if (!is_blank(at, strlen(at))) {
            GROW(out->note, out->count, out->capacity);
            out->note[out->count++] = (struct note_new){.block = block, .text = at, .question = question};
        }
        at = end ? end + 1 : NULL;
    }
    drop_markers(out);
}

/* Where a line that no note holds is cut: between clusters, if there are any. */
static size_t fitting(const char *line, size_t length)
{
    if (length <= NOTE_BYTES_MAX)
        return length;
    size_t end = NOTE_BYTES_MAX;
    while (((unsigned char)line[end] & 0xC0) == 0x80)
        end--;
    size_t between = text_previous(line, length, end);
    return between > 0 ? between : end;
}

/* The same text, with line breaks where a line is too long for a note. */
static char *broken_to_fit(const char *text)
{
    struct buffer out = {0};
    while (*text) {
        size_t line = strcspn(text, "\n"), piece = fitting(text, line);
        buffer_append(&out, text, piece);
        text += piece;
        if (*text)
            buffer_add_char(&out, '\n');
        text += piece == line && *text == '\n';
    }
    return buffer_take(&out);
}

static bool add_list(struct board *board, const char *text, int64_t after, const char *question)
{
    struct lines lines = {0};
    char *list = broken_to_fit(text);
    cut_lines(list, board->focus, question, &lines);
    bool fits = !board->app->confined || lines.count <= GUEST_NOTES_MAX;
    if (!fits)
        app_warning(board->app, _("%zu notes at once are too much for a room; at most %d"), lines.count, GUEST_NOTES_MAX);
    bool added = fits && lines.count > 0 && add_notes(board, lines.note, lines.count, after);
    if (added && lines.count > 1)
        app_message(board->app, _("%zu notes added; u takes them back"), lines.count);
    free(lines.note);
    free(list);
    return added;
}

static bool has_lines(const struct buffer *text)
{
    const char *end = text->data ? memchr(text->data, '\n', text->length) : NULL;
    return end && !is_blank(end, text->length - (size_t)(end - text->data));
}

void board_edit_paste(struct board *board, const char *text, size_t length)
{
    struct board_editor *editor = &board->editor;
    struct buffer clean = {0};
    text_repair(&clean, text, length);
    bool fits = clean.length + editor->field.text.length <= NOTE_BYTES_MAX;
    if (editor->note_id || (fits && !has_lines(&clean))) {
        while (!editor->note_id && clean.length > 0 && clean.data[clean.length - 1] == '\n')
            buffer_remove(&clean, clean.length - 1, 1);
        if (clean.length > 0)
            text_field_insert(&editor->field, clean.data, clean.length);
        board_draft_touch(board);
    } else if (board_own(board)) {
        /* What stood around the caret goes with the first and the last line. */
        buffer_insert(&clean, 0, buffer_text(&editor->field.text), editor->field.caret);
        buffer_add(&clean, buffer_text(&editor->field.text) + editor->field.caret);
        char *list = buffer_take(&clean);
        if (add_list(board, list, editor->after, editor->question)) {
            text_field_set(&editor->field, "");
            editor->cells = 0;
            board_draft_drop(board);
        }
        free(list);
    }
    buffer_clear(&clean);
    board_changed(board);
}

void board_add_lines(struct board *board, const char *text, size_t length)
{
    struct buffer clean = {0};
    text_repair(&clean, text, length);
    char *list = buffer_take(&clean);
    if (list && !is_blank(list, strlen(list)) && board_may(board, MAY_ADD, NULL) && board_own(board))
        add_list(board, list, board_selected(board), NULL);
    free(list);
}

/* An input method is on: what is typed is meant as text. Unbound ASCII keys stay without effect. */
void board_add_typed(struct board *board, const char *text, size_t length)
{
    uint32_t point;
    if (length == 0)
        return;
    text_decode(text, length, &point);
    if (point < 0x80 || text_narrow_key(point) != point) {
        app_message(board->app, "%s", _("this key means nothing here; ? shows all keys"));
        return;
    }
    board_edit_new(board, false, NULL);
    if (board->editor.open)
        board_edit_text(board, text, length);
}
