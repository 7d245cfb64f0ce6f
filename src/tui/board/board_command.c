/*
 * board_command.c - from a command to the file that knows it; and the commands that are too small for one.
 *
 * Undo and redo, copying, dialogs, layout, sidebar, zoom, Esc. Invariant: a command that pops the board is the last
 * thing done with it.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "dialog/dialog.h"
#include "note/note_dialogs.h"
#include "room/room.h"

/* Of these each row that went back is a note. */
static bool counts_notes(const char *operation)
{
    static const char *const list[] = {"note_add", "note_trash", "note_restore", "note_move", "note_colour"};
    for (size_t i = 0; i < COUNT_OF(list); i++) {
        if (strcmp(operation, list[i]) == 0)
            return true;
    }
    return false;
}

static void tell_undone(struct board *board, const struct undo_outcome *outcome, bool redo)
{
    const char *what = operation_title(outcome->operation, board->app->language);
    const struct note *note = snapshot_note(board->snapshot, outcome->row_id);
    struct buffer name = {0};
    if (note && outcome->reverted == 1)
        text_elide(&name, note->text, strlen(note->text), 30, board->width);
    if (outcome->kept == 0 && name.length > 0)
        app_message(board->app, redo ? _("redid: %s “%s”") : _("undid: %s “%s”"), what, buffer_text(&name));
    else if (outcome->kept == 0 && outcome->reverted > 1 && counts_notes(outcome->operation))
        app_message(board->app, redo ? _("redid: %s, %zu notes") : _("undid: %s, %zu notes"), what, outcome->reverted);
    else if (outcome->kept == 0)
        app_message(board->app, redo ? _("redid: %s") : _("undid: %s"), what);
    else
        app_message(board->app, _("%s: %zu of %zu kept: %s has changed it"), what, outcome->kept,
                    outcome->kept + outcome->reverted,
                    outcome->kept_actor_id ? snapshot_person(board->snapshot, outcome->kept_actor_id) : _("somebody"));
    buffer_clear(&name);
}

/* The cursor goes to the row. One that is gone again leaves it to the note above (after a redo: below). `gone` is its
 * place, taken before the snapshot forgot it. */
struct place {
    int block;
    size_t position;
    bool known;
};

static struct place place_of(const struct board *board, int64_t note_id)
{
    const struct note *note = snapshot_note(board->snapshot, note_id);
    int position = note ? snapshot_position(board->snapshot, note) : -1;
    if (position < 0)
        return (struct place){0, 0, false};
    return (struct place){note->block, (size_t)position, true};
}

static void go_to_row(struct board *board, const struct undo_outcome *outcome, struct place gone, bool redo)
{
    for (size_t i = 0; i < board->snapshot->link_total; i++) {
        if (board->snapshot->link[i].id == outcome->row_id)
            board_select(board, board->snapshot->link[i].from);
    }
    if (strcmp(outcome->entity, "note") != 0)
        return;
    if (snapshot_note(board->snapshot, outcome->row_id)) {
        board_select(board, outcome->row_id);
    } else if (gone.known) {
        const struct snapshot_block *notes = board_notes(board, gone.block);
        size_t position = redo || gone.position == 0 ? gone.position : gone.position - 1;
        if (notes->count > 0)
            board_select(board, notes->note[position < notes->count ? position : notes->count - 1]->id);
    }
}

static void go_back_in_time(struct board *board, bool redo)
{
    struct error error;
    struct undo_outcome outcome;
    if (board->example) {
        app_message(board->app, redo ? _("nothing to redo") : _("nothing to undo"));
        return;
    }
    int64_t canvas_id = board->snapshot->canvas_id;
    enum status status = redo ? canvas_redo(board->store, &board->session, canvas_id, &outcome, &error)
                              : canvas_undo(board->store, &board->session, canvas_id, &outcome, &error);
    if (status == STATUS_NOT_FOUND) {
        app_message(board->app, redo ? _("nothing to redo") : _("nothing to undo"));
        return;
    }
    if (!app_check(board->app, status, &error))
        return;
    struct place gone = place_of(board, outcome.row_id);
    board_refresh(board);
    go_to_row(board, &outcome, gone, redo);
    tell_undone(board, &outcome, redo);
}

static void copy_text(struct board *board)
{
    int64_t *ids;
    size_t count = board_chosen(board, &ids), copied = 0;
    buffer_reset(&board->app->clipboard);
    for (size_t i = 0; i < count; i++) {
        const struct note *note = snapshot_note(board->snapshot, ids[i]);
        if (!note)
            continue;
        if (copied++ > 0)
            buffer_add_char(&board->app->clipboard, '\n');
        buffer_add(&board->app->clipboard, note->text);
    }
    free(ids);
    if (copied > 0)
        app_message(board->app, ngettext("%zu note copied", "%zu notes copied", copied), copied);
    app_raise(board->app, RAISE_PAINT);
}

static void export_canvas(struct board *board)
{
    int64_t *id = board->example ? NULL : memory_new(1, sizeof *id);
    if (id)
        *id = board->snapshot->canvas_id;
    export_ask(&board->export, board->app, id, 1, board->example ? board->example_id : NULL, board->snapshot->title);
}

static void rename_done(void *context, struct app *app, const char *text)
{
    struct board *board = context;
    struct error error;
    if (!text || strcmp(text, board->snapshot->title) == 0 || !board_own(board))
        return;
    if (app_check(app, canvas_rename(board->store, &board->session, board->snapshot->canvas_id, text, &error), &error))
        board_refresh(board);
}

void board_next_layout(struct board *board)
{
    const struct template *template = board_template(board);
    if (board->area.columns < BOARD_STACK_BELOW) {
        app_message(board->app, _("below %d columns the blocks stand one under another"), BOARD_STACK_BELOW);
        return;
    }
    const struct layout *now = board_layout_now(board);
    size_t next = ((size_t)(now - template->layout) + 1) % template->layout_count;
    free(board->layout_id);
    board->layout_id = memory_copy_text(template->layout[next].id);
    board->zoomed = false;
    board_remember(board, "layout", board->layout_id);
    board_remember(board, "zoom", "0");
    app_message(board->app, "%s", template->layout[next].title.text[board->app->language]);
    board_changed(board);
}

static void show_sidebar(struct board *board, bool shown)
{
    board->sidebar_wish = shown;
    board->sidebar.focused = shown;
    board_remember(board, "sidebar", shown ? "1" : "0");
    board_changed(board);
}

/* One Esc, one thing: the nearest to the hand first. */
static void cancel(struct board *board)
{
    if (board->asking != BOARD_ASKS_NOTHING)
        board->asking = BOARD_ASKS_NOTHING;
    else if (board->link_from)
        board->link_from = 0;
    else if (board->marked_count > 0)
        board->marked_count = 0;
    else if (board->find.folded.length > 0)
        board_find_clear(board);
    else if (board->dim_unlinked)
        board->dim_unlinked = false;
    else if (board->zoomed) {
        board->zoomed = false;
        board_remember(board, "zoom", "0");
    } else if (!layout_has_block(board_layout_now(board), board->focus))
        board_focus(board, board->came_from);
    board_changed(board);
}

static void open_dialog(struct board *board, enum command command)
{
    struct app *app = board->app;
    int64_t canvas_id;
    if (command != COMMAND_CANVAS_TAGS && board_selected(board) == 0 && board->marked_count == 0)
        return;
    if (command != COMMAND_NOTE_OPEN && (!board_may(board, MAY_EDIT, board_selected_note(board)) || !board_own(board)))
        return;
    canvas_id = board->snapshot->canvas_id;
    int64_t *ids;
    size_t count = board_chosen(board, &ids);
    if (command == COMMAND_NOTE_OPEN && board_selected(board))
        app_push(app, note_view_new(app, board->store, &board->session, canvas_id, board_selected(board)));
    else if (command == COMMAND_NOTE_COLOUR)
        app_push(app, note_colour_new(app, board->store, &board->session, ids, count));
    else if (command == COMMAND_CANVAS_TAGS)
        app_push(app, canvas_tags_new(app, board->store, &board->session, canvas_id));
    else if (command == COMMAND_NOTE_TAGS)
        app_push(app, note_tags_new(app, board->store, &board->session, canvas_id, ids, count));
    free(ids);
}

static enum handled other_command(struct board *board, enum command command)
{
    switch ((int)command) {
    case COMMAND_UNDO:
    case COMMAND_REDO:
        go_back_in_time(board, command == COMMAND_REDO);
        return HANDLED;
    case COMMAND_NOTE_OPEN:
    case COMMAND_NOTE_COLOUR:
    case COMMAND_NOTE_TAGS:
    case COMMAND_CANVAS_TAGS:
        open_dialog(board, command);
        return HANDLED;
    case COMMAND_NOTE_COPY:
        copy_text(board);
        return HANDLED;
    case COMMAND_BOARD_EXPORT:
        export_canvas(board);
        return HANDLED;
    case COMMAND_NOTES_TRASHED:
        board_trash_open(board);
        return HANDLED;
    case COMMAND_BLOCK_EDITOR:
        board_editor_run(board);
        return HANDLED;
    case COMMAND_TITLE_EDIT:
        app_push(board->app, dialog_line_new(board->app, _("Name of the canvas"), board->snapshot->title,
                                             _("rename"), rename_done, board));
        return HANDLED;
    case COMMAND_SIDEBAR:
        if (board->sidebar.focused) {
            board->sidebar.focused = false;
            board_changed(board);
        } else {
            show_sidebar(board, true);
        }
        return HANDLED;
    case COMMAND_SIDEBAR_HIDE:
        show_sidebar(board, false);
        return HANDLED;
    case COMMAND_ZOOM:
        board->zoomed = !board->zoomed;
        board_remember(board, "zoom", board->zoomed ? "1" : "0");
        board_changed(board);
        return HANDLED;
    case COMMAND_LAYOUT_NEXT:
        board_next_layout(board);
        return HANDLED;
    case COMMAND_CANCEL:
        cancel(board);
        return HANDLED;
    case COMMAND_BACK:
        app_pop(board->app);
        return HANDLED;
    default:
        return PASSED;
    }
}

/* Commands whose functions say themselves how much is out of date. */
static bool is_local(const struct board *board, enum command command)
{
    if (command == COMMAND_REDRAW) /* what was drawn still stands, only the terminal lost it */
        return true;
    if (board->editor.open)
        return command == COMMAND_FIELD_NEWLINE || (command >= COMMAND_FIELD_LEFT && command <= COMMAND_FIELD_TRANSPOSE);
    return board->asking == BOARD_ASKS_NOTHING && !board->sidebar.focused &&
           (command == COMMAND_UP || command == COMMAND_DOWN);
}

enum handled board_view_command(struct view *view, struct app *app, enum command command)
{
    struct board *board = board_of(view);
    if (board_is_wall(board))
        return HANDLED;
    if (!is_local(board, command))
        app_raise(app, RAISE_PAINT);
    if (board->editor.open)
        return board_edit_command(board, command);
    if (board->guide.kind == GUIDE_TOUR)
        return board_tour_command(board, command);
    if (board->asking == BOARD_ASKS_QUERY)
        return board_find_command(board, command);
    if (board->asking != BOARD_ASKS_NOTHING)
        return board_move_command(board, command);
    if (board->sidebar.focused && board_sidebar_command(board, command) == HANDLED)
        return HANDLED;
    static enum handled (*const knows[])(struct board *, enum command) = {
        board_navigate_command, board_move_command,   board_group_command,  board_link_command,
        board_find_command,     board_review_command, board_guide_command,  room_command,
        board_time_command,
    };
    for (size_t i = 0; i < COUNT_OF(knows); i++) {
        if (knows[i](board, command) == HANDLED)
            return HANDLED;
    }
    if (command == COMMAND_NOTE_ADD) {
        board_edit_new(board, false, NULL);
        return HANDLED;
    }
    if (command == COMMAND_NOTE_EDIT) {
        board_edit_note(board);
        return HANDLED;
    }
    return other_command(board, command);
}
