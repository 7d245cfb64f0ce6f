/*
 * table.c - the subcommands: the one place that knows their names, arguments, options and help.
 *
 * Not here: what they do. The order is the order of `nonet help`.
 */
#include <string.h>

#include "cli.h"

#define JSON_OPTION {"json", NULL, N_("as one JSON document")}

static const struct command commands[] = {
    {"open", "CANVAS", N_("work on a canvas, full screen"), NULL, 1, 1, command_open, {{0}}},
    {"new", "TITLE", N_("make a canvas and print its number"),
     N_("The template is bmc unless another is named. --from copies notes, links, colours and tags."), 1, 1,
     command_new,
     {{"template", "ID", N_("the kind of canvas; see `nonet templates`")},
      {"from", "CANVAS", N_("copy this canvas or example")}}},
    {"list", "[QUERY]", N_("list canvases: number, title, template, notes, last change"), NULL, 0, 1,
     command_list_canvases,
     {JSON_OPTION,
      {"template", "ID", N_("only canvases of this kind")},
      {"tag", "TAG", N_("only canvases with this tag")},
      {"trash", NULL, N_("the canvases in the trash")},
      {"sort", "updated|created|title", N_("the order of the list")}}},
    {"show", "CANVAS", N_("print a canvas with every note in full"), NULL, 1, 1, command_show,
     {JSON_OPTION,
      {"layout", "ID", N_("how the blocks are laid out")},
      {"width", "N", N_("columns to draw in")},
      {"plain", NULL, N_("headings and bullets instead of boxes")},
      {"numbers", NULL, N_("with the number of each note")},
      {"trash", NULL, N_("the notes in its trash, newest first, for `nonet restore --note`")}}},
    {"add", "CANVAS BLOCK [TEXT]", N_("add a note, or one note a line of the input"),
     N_("BLOCK is an id, a filling number, or a title. The numbers of the new notes are printed."), 2, 3, command_add,
     {{0}}},
    {"note", "NOTE", N_("change a note, or show it"), N_("Several changes in one call are one undo."), 1, 1,
     command_note,
     {JSON_OPTION,
      {"text", "TEXT", N_("the new text")},
      {"body", "TEXT", N_("the longer text behind it")},
      {"block", "BLOCK", N_("move to this block")},
      {"colour", "COLOUR", N_("none, yellow, red, green, blue or purple")},
      {"tag", "TAG", N_("add a tag (may be given several times)")},
      {"untag", "TAG", N_("take a tag away (may be given several times)")},
      {"set", "FACET=VALUE", N_("set a facet; without value it goes (may be given several times)")}}},
    {"remove", "CANVAS|--note NOTE", N_("put a canvas or a note in the trash"), NULL, 0, 1, command_remove,
     {{"note", "NOTE", N_("this note instead of a canvas")}}},
    {"restore", "CANVAS|--note NOTE", N_("take a canvas or a note out of the trash"), NULL, 0, 1, command_restore,
     {{"note", "NOTE", N_("this note instead of a canvas")}}},
    {"link", "NOTE NOTE", N_("tie two notes"), NULL, 2, 2, command_link,
     {{"set", "FACET=VALUE", N_("set a facet of the tie; without value it goes (may be given several times)")}}},
    {"unlink", "NOTE NOTE", N_("untie two notes"), NULL, 2, 2, command_unlink, {{0}}},
    {"undo", "CANVAS", N_("take your newest action there back"), NULL, 1, 1, command_undo, {{0}}},
    {"redo", "CANVAS", N_("do again what you took back last"), NULL, 1, 1, command_redo, {{0}}},
    {"history", "CANVAS", N_("list what was done: number, time, who, what"), NULL, 1, 1, command_history,
     {JSON_OPTION}},
    {"search", "QUERY", N_("find notes and titles in all canvases"), NULL, 1, 1, command_search, {JSON_OPTION}},
    {"review", "CANVAS", N_("look for broken rules, each with the notes concerned"),
     N_("The exit status is 3 when there is an error or a warning among them."), 1, 1, command_review,
     {JSON_OPTION}},
    {"prompts", "TEMPLATE [BLOCK]", N_("print the guiding questions, types and advice"), NULL, 1, 2, command_prompts,
     {JSON_OPTION}},
    {"templates", "", N_("list the kinds of canvas"), NULL, 0, 0, command_templates, {JSON_OPTION}},
    {"template", "check|install FILE", N_("check a template file, or check it and keep it"), NULL, 2, 2,
     command_template, {{0}}},
    {"import", "FILE...", N_("read canvases from files and print their numbers"),
     N_("The format follows from the extension. A file that cannot be read whole is not read at all."), 1, 1000,
     command_import,
     {{"format", "NAME", N_("the format; see `nonet formats`")}}},
    {"export", "CANVAS", N_("write a canvas to a file or to the output"), NULL, 1, 1, command_export,
     {{"format", "NAME", N_("the format; see `nonet formats`")},
      {"output", "FILE", N_("the file to write, whole or not at all")}}},
    {"formats", "", N_("list the formats of import and export"), NULL, 0, 0, command_formats, {JSON_OPTION}},
    {"backup", "FILE", N_("write a consistent copy of the store"), NULL, 1, 1, command_backup, {{0}}},
    {"restore-backup", "FILE", N_("put a copy in the store's place; the present one is kept aside"), NULL, 1, 1,
     command_restore_backup, {{0}}},
    {"doctor", "", N_("check the store"), NULL, 0, 0, command_doctor,
     {{"rebuild", NULL, N_("also fold the history again and compare")}}},
    {"help", "[COMMAND]", N_("explain a command, or list them all"), NULL, 0, 1, command_help,
     {{"names", NULL, N_("only names, for the shell's completion")}}},
};

static const struct cli_option options[] = {
    {"store", "FILE", N_("the store to work on")},
    {"lang", "en|zh", N_("the language of messages and templates")},
    {"as", "NAME", N_("the person who works")},
    {"colour", "always|auto|never", N_("colours in the output")},
    {"help", NULL, N_("explain, and do nothing")},
};

const struct command *command_list(size_t *count)
{
    *count = COUNT_OF(commands);
    return commands;
}

const struct command *command_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

const struct cli_option *global_options(size_t *count)
{
    *count = COUNT_OF(options);
    return options;
}
