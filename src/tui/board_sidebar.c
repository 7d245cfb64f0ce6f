/*
 * board_sidebar.c - what the sidebar's keys do to the board.
 *
 * The list itself is sidebar.c's; here a question becomes a note's beginning and a type a note's tag.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

static void tag_with_type(struct board *board, const char *type_id)
{
    const struct template_block *block = &board_template(board)->block[board->sidebar.block];
    char *title = NULL; /* a copy: the template goes when an example becomes a canvas */
    for (size_t i = 0; i < block->type_count; i++) {
        if (!title && strcmp(block->type[i].id, type_id) == 0)
            title = memory_copy_text(block->type[i].title.text[board->app->language]);
    }
    if (!title || !board_own(board)) {
        free(title);
        return;
    }
    int64_t *ids;
    size_t count = board_chosen(board, &ids);
    const struct note *note = count > 0 ? snapshot_note(board->snapshot, ids[0]) : NULL;
    if (!note) {
        app_message(board->app, "%s", _("a type tags a note: there is none selected"));
        free(ids);
        free(title);
        return;
    }
    bool has = false;
    for (size_t i = 0; i < note->tag_count; i++)
        has = has || strcmp(note->tag[i], title) == 0;
    struct error error;
    if (app_check(board->app,
                  canvas_notes_set_tag(board->store, &board->session, ids, count, title, !has, &error), &error)) {
        board_refresh(board);
        app_message(board->app, has ? _("no longer tagged: %s") : _("tagged: %s"), title);
    }
    free(ids);
    free(title);
}

static void toggle_more(struct board *board)
{
    board->sidebar.more = !board->sidebar.more;
    board_changed(board);
}

bool board_sidebar_use(struct board *board)
{
    const struct sidebar_item *item = sidebar_selected(&board->sidebar);
    if (!item)
        return false;
    if (item->kind == SIDEBAR_QUESTION) {
        board->sidebar.focused = false;
        board_edit_new(board, false, item->id);
    } else if (item->kind == SIDEBAR_TYPE) {
        tag_with_type(board, item->id);
    } else {
        toggle_more(board);
    }
    return true;
}

enum handled board_sidebar_command(struct board *board, enum command command)
{
    struct sidebar *sidebar = &board->sidebar;
    board_arrange(board);
    int page = sidebar->area.rows > 4 ? sidebar->area.rows - 4 : 1;
    switch ((int)command) {
    case COMMAND_UP:
    case COMMAND_DOWN:
        sidebar_move(sidebar, command == COMMAND_DOWN ? 1 : -1);
        break;
    case COMMAND_FIRST:
    case COMMAND_LAST:
        sidebar_select_edge(sidebar, command == COMMAND_LAST);
        break;
    case COMMAND_PAGE_UP:
    case COMMAND_PAGE_DOWN:
        sidebar_scroll(sidebar, command == COMMAND_PAGE_DOWN ? page : -page);
        break;
    case COMMAND_RIGHT:
        break;
    case COMMAND_LEFT:
    case COMMAND_CANCEL:
    case COMMAND_BACK:
        sidebar->focused = false;
        board_changed(board);
        return HANDLED;
    case COMMAND_SIDEBAR_USE:
        board_sidebar_use(board);
        break;
    case COMMAND_SIDEBAR_MORE:
        toggle_more(board);
        break;
    default:
        return PASSED;
    }
    app_raise(board->app, RAISE_PAINT);
    return HANDLED;
}
