/*
 * workshop_table.c - the verbs of `nonet workshop`: the one place that knows their names, arguments, options and help.
 *
 * Each is a command like those of table.c, whose name has two words.
 */
#include <string.h>

#include "cli.h"

static const struct command verbs[] = {
    {"workshop start", N_("CANVAS"), N_("begin a workshop on a canvas and print its name"),
     N_("Without --agenda the shortest one that is made for this kind of canvas."), 1, 1, command_workshop_start,
     {{"agenda", N_("ID"), N_("its stages; see `nonet workshop agendas`")},
      {"name", N_("NAME"), N_("what it is called; else the canvas's title")}}},
    {"workshop list", "", N_("list workshops: name, start, state, seats, canvas"),
     N_("Those of one name, as a merge may bring them, are told apart by their start: NAME#1 is the first."), 0, 0, command_workshop_list,
     {{"json", NULL, N_("as one JSON document")}}},
    {"workshop show", N_("NAME"), N_("print the state of a workshop as JSON"), NULL, 1, 1, command_workshop_show, {{0}}},
    {"workshop invite", N_("NAME --guest ALIAS|--shared"), N_("print the line that lets a guest in over SSH"),
     N_("Append it to ~/.ssh/authorized_keys. Inviting somebody again makes the earlier line worthless."), 1, 1,
     command_workshop_invite,
     {{"guest", N_("ALIAS"), N_("a guest with a key of their own; what the others read is this name")},
      {"role", "facilitator|participant|observer", N_("participant unless given")},
      {"key", N_("FILE"), N_("the guest's public key; - reads it from the input")},
      {"shared", NULL, N_("for guests without keys: a name and the code word are asked for")},
      {"code", N_("WORD"), N_("the shared line's code word; else one is made up")},
      {"wall", NULL, N_("the projector: no chrome, follows the facilitator")},
      {"command", NULL, N_("only the command, for ForceCommand in sshd_config")}}},
    {"workshop join", "--seat TOKEN", N_("take a seat; what the line of an invitation runs"),
     N_("The process is confined: no files, no programs, no network."), 0, 0, command_workshop_join,
     {{"seat", N_("TOKEN"), N_("the seat, from the invitation")},
      {"wall", NULL, N_("the projector: no chrome, follows the facilitator")}}},
    {"workshop attend", N_("NAME"), N_("come as facilitator, from a terminal of your own"), NULL, 1, 1,
     command_workshop_attend, {{"wall", NULL, N_("the projector: no chrome, follows the facilitator")}}},
    {"workshop next", N_("NAME"), N_("to the next stage, everybody at once"),
     N_("The owner of the store may always lead, also when the facilitator's line has dropped."), 1, 1,
     command_workshop_next, {{0}}},
    {"workshop back", N_("NAME"), N_("to the stage before"), NULL, 1, 1, command_workshop_back, {{0}}},
    {"workshop extend", N_("NAME MINUTES"), N_("more time for this stage, or less"), NULL, 2, 2,
     command_workshop_extend, {{0}}},
    {"workshop hold", N_("NAME"), N_("participants only read until it resumes"), NULL, 1, 1, command_workshop_hold,
     {{0}}},
    {"workshop resume", N_("NAME"), N_("end the hold"), NULL, 1, 1, command_workshop_resume, {{0}}},
    {"workshop call", N_("NAME [BLOCK]"), N_("call everybody to a block; without BLOCK let go"), NULL, 1, 2,
     command_workshop_call, {{"hard", NULL, N_("and keep them there")}}},
    {"workshop reveal", N_("NAME [BLOCK]"), N_("open what was written in private: all, or of one block"), NULL, 1, 2,
     command_workshop_reveal, {{"next", NULL, N_("only one note, at random")}}},
    {"workshop vote", N_("NAME open|close"), N_("open a vote, or close it and sort the blocks by the result"), NULL, 2,
     2, command_workshop_vote,
     {{"votes", N_("N"), N_("how many each has; 3 unless given")},
      {"stacking", NULL, N_("several on one note are allowed")}}},
    {"workshop role", N_("NAME ALIAS ROLE"), N_("make somebody facilitator, participant or observer"), NULL, 3, 3,
     command_workshop_role, {{0}}},
    {"workshop revoke", N_("NAME ALIAS"), N_("take a seat away; what was written stays"), NULL, 2, 2,
     command_workshop_revoke, {{"undo", NULL, N_("give the seat back")}}},
    {"workshop stop", N_("NAME"), N_("end a workshop"),
     N_("What was never revealed stays hidden from others unless --reveal is given."), 1, 1, command_workshop_stop,
     {{"reveal", NULL, N_("open what is still hidden")}}},
    {"workshop report", N_("NAME"), N_("print the minutes as Markdown"), NULL, 1, 1, command_workshop_report, {{0}}},
    {"workshop agendas", N_("[FILE]"), N_("list the agendas with their minutes, or check a file"), NULL, 0, 1,
     command_workshop_agendas, {{"json", NULL, N_("as one JSON document")}}},
};

const struct command *command_verbs(const char *name, size_t *count)
{
    bool family = strcmp(name, "workshop") == 0;
    *count = family ? COUNT_OF(verbs) : 0;
    return family ? verbs : NULL;
}

const char *command_verb_name(const struct command *command)
{
    const char *blank = strchr(command->name, ' ');
    return blank ? blank + 1 : command->name;
}

const struct command *command_find_verb(const char *name, const char *verb)
{
    size_t count;
    const struct command *list = command_verbs(name, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(command_verb_name(&list[i]), verb) == 0)
            return &list[i];
    return NULL;
}

enum exit_code command_workshop(struct context *context, const struct arguments *arguments)
{
    (void)context;
    (void)arguments;
    return fail_usage(command_find("workshop"), _("%s is missing"), _("VERB"));
}
