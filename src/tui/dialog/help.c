/*
 * help.c - the text behind `?`: first steps, every key that means something here, where the canvas comes from.
 *
 * Keys and their help are read from the command table; showing and scrolling is dialog_text.c's.
 */
#include <string.h>

#include "app.h"
#include "dialog.h"
#include "nonet/message.h"
#include "nonet/tips.h"
#include "room/room.h"

/* The contexts that one gets into from here without leaving the view. */
static unsigned reachable(enum context context)
{
    unsigned room = (unsigned)context & (IN_ROOM | IN_LEAD);
    unsigned board = IN_BOARD | IN_SIDEBAR | IN_EDITOR | IN_TARGET | IN_TOUR | room;
    switch ((int)((unsigned)context & ~(unsigned)(IN_ROOM | IN_LEAD))) {
    case IN_BOARD:
    case IN_SIDEBAR:
    case IN_EDITOR:
    case IN_TARGET:
    case IN_TOUR:
        return board | IN_FIELD | IN_LIST;
    case IN_BROWSER:
        return IN_BROWSER | IN_FIELD | IN_LIST;
    case IN_HISTORY:
    case IN_DIFF:
        return context;
    default:
        return ~0u;
    }
}

static bool is_listed(const struct command_info *info, unsigned contexts)
{
    bool one_of_many = info->command >= COMMAND_BLOCK_2 && info->command <= COMMAND_BLOCK_9;
    return (info->contexts & contexts) != 0 && !one_of_many;
}

static void add_command(struct buffer *out, const struct command_info *info)
{
    if (*info->keys)
        buffer_add(out, info->keys);
    else
        buffer_printf(out, ":%s", info->name);
    buffer_add_char(out, '\t');
    buffer_add(out, gettext(info->help));
    buffer_add_char(out, '\n');
}

static void add_commands(struct buffer *out, const struct app *app, unsigned contexts)
{
    const char *group = "";
    for (unsigned i = 1; i < COMMAND_COUNT; i++) {
        const struct command_info *info = command_info((enum command)i);
        if (!is_listed(info, contexts) || !app_has_command(app, info->command))
            continue;
        const char *mine = command_group(info->command);
        if (strcmp(mine, group) != 0) {
            buffer_printf(out, "\n\1%s\n", gettext(mine));
            group = mine;
        }
        add_command(out, info);
    }
}

/* The small signs of the board, in words. */
static void add_signs(struct buffer *out)
{
    buffer_printf(out, "\n\1%s\n", _("What the signs mean"));
    buffer_printf(out, ">\t%s\n", _("the note you are on; at the left of others =: tied to it"));
    buffer_printf(out, "· ■\t%s\n", _("a note without a colour, with one; letters y r g b p where there are no colours"));
    buffer_printf(out, "=2\t%s\n", _("tied to two notes"));
    buffer_printf(out, "#1\t%s\n", _("has one tag; in wide panes the tags themselves"));
    buffer_printf(out, "+\t%s\n", _("has longer text behind it (o)"));
    buffer_printf(out, "?\t%s\n", _("answers a question"));
    buffer_printf(out, "*\t%s\n", _("marked as most important"));
    buffer_printf(out, "~ ✓ ✗\t%s\n", _("untested, confirmed, rejected"));
    buffer_printf(out, "4/9\t%s\n", _("four of nine notes are shown whole; ↑ ↓ and +5 say where the others are"));
    buffer_printf(out, "Ana…\t%s\n", _("Ana is typing in it"));
}

/* In front of a note, where what was and what is are shown together. */
static void add_change_signs(struct buffer *out, bool compared)
{
    buffer_printf(out, "+\t%s\n", compared ? _("on the right side only: added") : _("added by this action"));
    if (compared)
        buffer_printf(out, "-\t%s\n", _("on the left side only: gone"));
    buffer_printf(out, "~\t%s\n", _("changed: its text, colour, tags, ties..."));
    buffer_printf(out, ">\t%s\n", _("moved to another block, or another place in it"));
}

/* And those that a workshop adds. */
static void add_room_signs(struct buffer *out)
{
    buffer_printf(out, "@Ana @3\t%s\n", _("Ana is at this block; three people are"));
    buffer_printf(out, "3 +7\t%s\n", _("three notes are shown, seven of others are not revealed yet"));
    buffer_printf(out, "%s\t%s\n", _("my 2"), _("two of your votes; what the others gave is shown when the vote is closed"));
    buffer_printf(out, "▲5\t%s\n", _("five votes"));
    buffer_printf(out, "%s\t%s\n", _("hidden"), _("your own in a private round: nobody else reads it yet"));
    buffer_printf(out, "%s\t%s\n", _("late"), _("written when the round was revealed already"));
}

/* For whoever leads others through a canvas. */
static void add_tips(struct buffer *out, enum language language)
{
    struct tips tips;
    struct error error;
    if (tips_load(&tips, &error) != STATUS_OK)
        return; /* the help is none the worse */
    buffer_printf(out, "\n\1%s\n", _("Leading a session"));
    for (size_t i = 0; i < tips.count; i++)
        buffer_printf(out, "- %s\n", tips.tip[i].text.text[language]);
    tips_clear(&tips);
}

struct view *help_new(struct app *app, enum context context)
{
    struct buffer text = {0};
    if (app->room) {
        buffer_printf(&text, "\1%s\n", _("What you can do now"));
        room_duties(app, &text);
    } else if (context == IN_BROWSER || context == IN_BOARD) {
        buffer_printf(&text, "\1%s\n", _("First steps"));
        buffer_add(&text, _("Open an example or make a canvas with n. On the board, a writes a note: Enter saves it and "
                            "opens the next, Esc stops. Go from block to block with Tab or its number; the questions "
                            "at the side (s) say what to write, g asks them one after another, and r says what is "
                            "missing. Everything is saved at once, u takes it back, and q goes back."));
        buffer_add_char(&text, '\n');
    }
    if (context == IN_HISTORY || context == IN_DIFF) {
        buffer_printf(&text, "\1%s\n", _("What the signs mean"));
        add_change_signs(&text, context == IN_DIFF);
    } else if (context != IN_BROWSER) {
        add_signs(&text);
    }
    if (app->room)
        add_room_signs(&text);
    add_commands(&text, app, reachable(context));
    add_tips(&text, app->language);
    buffer_printf(&text, "\n\1%s\n", _("Where the canvas comes from"));
    buffer_add(&text, _("The Business Model Canvas is by Strategyzer AG (strategyzer.com), licensed under CC BY-SA 3.0 "
                        "(creativecommons.org/licenses/by-sa/3.0)."));
    buffer_add_char(&text, '\n');
    struct view *view = dialog_text_new(app, _("Help"), buffer_text(&text));
    buffer_clear(&text);
    return view;
}
