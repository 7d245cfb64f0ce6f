/*
 * board_sidebar.c - what the sidebar's keys do to the board.
 *
 * The list itself is sidebar.c's; here a question becomes a note's beginning and a type a note's facet, or its tag
 * where the block has no facet for types.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "note/note_facets.h"

static const struct template_type *type_of(const struct board *board, const char *id)
{
    if (board->sidebar.block < 0)
        return NULL;
    const struct template_block *block = &board_template(board)->block[board->sidebar.block];
    for (size_t i = 0; i < block->type_count; i++) {
        if (strcmp(block->type[i].id, id) == 0)
            return &block->type[i];
    }
    return NULL;
}

static bool has_tag(const struct note *note, const char *tag)
{
    for (size_t i = 0; i < note->tag_count; i++) {
        if (strcmp(note->tag[i], tag) == 0)
            return true;
    }
    return false;
}

/* *on = whether they have the type now. */
static enum status switch_type(struct board *board, const int64_t *ids, size_t count, const struct template_type *type,
                               bool *on, struct error *err)
{
    const struct template_facet *facet = sidebar_type_facet(&board_template(board)->block[board->sidebar.block]);
    const char *title = type->title.text[board->app->language];
    if (!facet) {
        *on = !has_tag(snapshot_note(board->snapshot, ids[0]), title);
        return canvas_notes_set_tag(board->store, &board->session, ids, count, title, *on, err);
    }
    struct facet_holders holders = {.store = board->store, .session = &board->session,
                                    .canvas_id = board->snapshot->canvas_id, .note = ids, .note_count = count};
    *on = facets_tick(&holders, board->snapshot, facet->id, type->id) != TICK_ALL;
    return facets_switch(&holders, board->snapshot, facet, type->id, *on, err);
}

static void use_type(struct board *board, const char *id)
{
    char *type_id = memory_copy_text(id); /* the template goes when an example becomes a canvas */
    int64_t *ids = NULL;
    bool on = false;
    struct error error;
    if (!board_own(board)) {
        free(type_id);
        return;
    }
    board_arrange(board);
    size_t count = board_chosen(board, &ids);
    const struct template_type *type = type_of(board, type_id);
    if (count == 0 || !snapshot_note(board->snapshot, ids[0])) {
        app_message(board->app, "%s", _("a type says what a note is: there is none selected"));
    } else if (type && app_check(board->app, switch_type(board, ids, count, type, &on, &error), &error)) {
        const char *title = type->title.text[board->app->language];
        app_message(board->app, on ? _("type: %s") : _("no longer of the type: %s"), title);
        board_refresh(board);
    }
    free(ids);
    free(type_id);
}

static void show_more(struct board *board)
{
    sidebar_more(&board->sidebar, board_template(board));
    board_remember(board, "additions", board->sidebar.level == SIDEBAR_ADDITIONS ? "1" : "0");
    board_changed(board);
}

/* False: there is no card that way. */
static bool turn_card(struct board *board, int step)
{
    if (!sidebar_turn(&board->sidebar, board_template(board), step))
        return false;
    board_changed(board);
    board_arrange(board);
    sidebar_show_selected(&board->sidebar);
    return true;
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
        use_type(board, item->id);
    } else if (item->kind == SIDEBAR_DECK) {
        turn_card(board, 1);
    } else {
        show_more(board);
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
        turn_card(board, 1);
        break;
    case COMMAND_LEFT:
        if (turn_card(board, -1))
            break;
        sidebar->focused = false;
        board_changed(board);
        return HANDLED;
    case COMMAND_CANCEL:
    case COMMAND_BACK:
        sidebar->focused = false;
        board_changed(board);
        return HANDLED;
    case COMMAND_SIDEBAR_USE:
        board_sidebar_use(board);
        break;
    case COMMAND_SIDEBAR_MORE:
        show_more(board);
        break;
    default:
        return PASSED;
    }
    app_raise(board->app, RAISE_PAINT);
    return HANDLED;
}
