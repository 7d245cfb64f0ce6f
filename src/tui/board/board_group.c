/*
 * board_group.c - notes put together: groups under a heading, duplicates merged, a note split.
 *
 * Each is one operation on the chosen notes (group.h) and so one undo. There is no group without notes to select it by:
 * what treats a group treats that of the selected note.
 */
#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "dialog/dialog.h"
#include "nonet/group.h"

bool board_group_begins(const struct snapshot_block *notes, size_t position)
{
    if (position >= notes->count || !notes->note[position]->group)
        return false;
    return position == 0 || notes->note[position - 1]->group != notes->note[position]->group;
}

static const struct note_group *group_selected(const struct board *board)
{
    const struct note *note = board_selected_note(board);
    return note ? note->group : NULL;
}

static bool no_group(struct board *board)
{
    if (group_selected(board))
        return false;
    app_message(board->app, "%s", _("this note is in no group; + puts it into one"));
    return true;
}

/* The chosen notes in the order of the board; *ids is yours. */
static size_t chosen_in_order(struct board *board, int64_t **ids)
{
    size_t count = board_chosen(board, ids), at = 0;
    int64_t *ordered = memory_new(count + 1, sizeof *ordered);
    for (size_t b = 0; b < board->snapshot->block_count; b++) {
        const struct snapshot_block *notes = &board->snapshot->block[b];
        for (size_t i = 0; i < notes->count; i++) {
            for (size_t n = 0; n < count; n++) {
                if (notes->note[i]->id == (*ids)[n])
                    ordered[at++] = notes->note[i]->id;
            }
        }
    }
    free(*ids);
    *ids = ordered;
    return at;
}

/* What every deed here ends with. */
static void done(struct board *board, int64_t note_id)
{
    board->marked_count = 0;
    board_refresh(board);
    board_select(board, note_id);
}

/* ---- the list of groups ---------------------------------------------------------------------------------- */

/* Beside the groups the list has two deeds on the group of the selection: their places are these, as ids. */
enum { RENAME = -1, DISSOLVE = -2 };

static void rename_done(void *context, struct app *app, const char *text)
{
    struct board *board = context;
    struct error error;
    const struct note_group *group = group_selected(board);
    if (!text || !group || strcmp(text, group->title) == 0)
        return;
    if (app_check(app, note_group_rename(board->store, &board->session, group->id, text, &error), &error))
        board_refresh(board);
}

static void dissolve(struct board *board)
{
    struct error error;
    const struct note_group *group = group_selected(board);
    if (!group || !app_check(board->app, note_group_dissolve(board->store, &board->session, group->id, &error), &error))
        return;
    done(board, board_selected(board));
    app_message(board->app, "%s", _("group dissolved; u brings it back"));
}

static void put_under(struct board *board, int64_t group_id, const char *title)
{
    struct error error;
    int64_t *ids;
    size_t count = chosen_in_order(board, &ids);
    enum status status =
        group_id != 0 ? canvas_notes_set_group(board->store, &board->session, ids, count, group_id, &error)
                      : note_group_make(board->store, &board->session, ids, count, title, NULL, &error);
    if (app_check(board->app, status, &error))
        done(board, ids[0]);
    free(ids);
}

static void chosen(void *context, struct app *app, int at, const char *typed)
{
    struct board *board = context;
    int64_t id = at >= 0 && (size_t)at < board->listed_count ? board->listed[at] : 0;
    free(board->listed);
    board->listed = NULL;
    board->listed_count = 0;
    if (!typed)
        return;
    const struct note_group *group = group_selected(board);
    if (id == RENAME && group)
        app_push(app, dialog_line_new(app, _("Heading of the group"), group->title, _("rename"), rename_done, board));
    else if (id == DISSOLVE)
        dissolve(board);
    else
        put_under(board, id, typed);
}

static void list(struct board *board, struct choice choice, int64_t id, struct choice **choices)
{
    *choices = memory_resize(*choices, board->listed_count + 1, sizeof **choices);
    board->listed = memory_resize(board->listed, board->listed_count + 1, sizeof *board->listed);
    (*choices)[board->listed_count] = choice;
    board->listed[board->listed_count++] = id;
}

/* Marked notes are enough, wherever one stands. */
static bool any_chosen(struct board *board)
{
    if (board->marked_count > 0 || board_selected(board) != 0)
        return board_own(board);
    app_message(board->app, "%s", _("go to a note first: the arrows"));
    return false;
}

static void open_list(struct board *board)
{
    if (!any_chosen(board))
        return;
    int64_t *ids;
    size_t count = board_chosen(board, &ids);
    const struct note *first = count > 0 ? snapshot_note(board->snapshot, ids[0]) : NULL;
    const struct note_group *own = group_selected(board);
    struct choice *choices = NULL;
    struct buffer title = {0};
    free(ids);
    if (!first)
        return;
    const struct snapshot_block *notes = board_notes(board, first->block);
    board->listed_count = 0;
    for (size_t i = 0; i < notes->count; i++) {
        const struct note_group *group = notes->note[i]->group;
        if (board_group_begins(notes, i))
            list(board, (struct choice){.label = group->title, .ticked = group == own}, group->id, &choices);
    }
    if (own && board->marked_count == 0) {
        list(board, (struct choice){.label = _("rename"), .detail = own->title}, RENAME, &choices);
        list(board, (struct choice){.label = _("dissolve"), .detail = _("its notes stay")}, DISSOLVE, &choices);
    }
    buffer_printf(&title, ngettext("Heading for %zu note", "Heading for %zu notes", count), count);
    app_push(board->app, dialog_choice_new(board->app, buffer_text(&title), choices, board->listed_count, 0, true,
                                           _("put there"), chosen, board));
    buffer_clear(&title);
    free(choices);
}

/* ---- out of a group, and the order of groups ------------------------------------------------------------------ */

static void leave(struct board *board)
{
    struct error error;
    int64_t *ids;
    if (board_selected(board) == 0 || (board->marked_count == 0 && no_group(board)) || !board_own(board))
        return;
    size_t count = board_chosen(board, &ids);
    if (count > 0 &&
        app_check(board->app, canvas_notes_set_group(board->store, &board->session, ids, count, 0, &error), &error))
        done(board, ids[0]);
    free(ids);
}

static void reorder(struct board *board, bool down)
{
    struct error error;
    if (board_selected(board) == 0 || no_group(board) || !board_own(board))
        return;
    const struct note_group *own = group_selected(board), *before = NULL, *last = NULL;
    const struct snapshot_block *notes = board_notes(board, board->focus);
    int64_t after = -1;
    for (size_t i = 0; i < notes->count; i++) {
        if (!board_group_begins(notes, i))
            continue;
        const struct note_group *group = notes->note[i]->group;
        if (!down && group == own && last)
            after = before ? before->id : 0;
        if (down && last == own)
            after = group->id;
        before = last;
        last = group;
    }
    if (after >= 0 &&
        app_check(board->app, note_group_move(board->store, &board->session, own->id, after, &error), &error))
        done(board, board_selected(board));
}

/* ---- merge and split ---------------------------------------------------------------------------------------------- */

static void merge(struct board *board)
{
    struct error error;
    int64_t *ids;
    if (!any_chosen(board))
        return;
    size_t count = chosen_in_order(board, &ids);
    if (app_check(board->app, canvas_notes_merge(board->store, &board->session, ids, count, &error), &error)) {
        done(board, ids[0]);
        app_message(board->app, _("%zu notes are one now; u parts them again"), count);
    }
    free(ids);
}

static void split(struct board *board)
{
    struct error error;
    size_t count;
    int64_t note_id = board_selected(board);
    if (note_id == 0 || !board_own(board))
        return;
    note_id = board_selected(board); /* a copy of an example has other ids */
    if (app_check(board->app, canvas_note_split(board->store, &board->session, note_id, &count, &error), &error)) {
        done(board, note_id);
        app_message(board->app, _("%zu notes now; u makes them one again"), count);
    }
}

enum handled board_group_command(struct board *board, enum command command)
{
    bool rewords = command == COMMAND_NOTE_MERGE || command == COMMAND_NOTE_SPLIT;
    bool groups = command >= COMMAND_NOTE_GROUP && command <= COMMAND_GROUP_LOWER;
    if ((rewords || groups) && !board_may(board, rewords ? MAY_EDIT : MAY_MOVE, board_selected_note(board)))
        return HANDLED;
    switch ((int)command) {
    case COMMAND_NOTE_GROUP:
        open_list(board);
        return HANDLED;
    case COMMAND_NOTE_UNGROUP:
        leave(board);
        return HANDLED;
    case COMMAND_GROUP_RAISE:
    case COMMAND_GROUP_LOWER:
        reorder(board, command == COMMAND_GROUP_LOWER);
        return HANDLED;
    case COMMAND_NOTE_MERGE:
        merge(board);
        return HANDLED;
    case COMMAND_NOTE_SPLIT:
        split(board);
        return HANDLED;
    default:
        return PASSED;
    }
}
