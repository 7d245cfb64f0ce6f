/*
 * table.c - the subcommands: the one place that knows their names, arguments, options and help.
 *
 * Not here: what they do. The order is the order of `nonet help`.
 */
#include <string.h>

#include "cli.h"

#define JSON_OPTION {"json", NULL, N_("as one JSON document")}

static const struct command commands[] = {
    {"open", N_("CANVAS"), N_("work on a canvas, full screen"), NULL, 1, 1, command_open, {{0}}},
    {"new", N_("TITLE"), N_("make a canvas and print its number"),
     N_("The template is bmc unless another is named. --from copies notes, links, colours and tags."), 1, 1,
     command_new,
     {{"template", N_("ID"), N_("the kind of canvas; see `nonet templates`")},
      {"from", N_("CANVAS"), N_("copy this canvas or example")}}},
    {"list", N_("[QUERY]"), N_("list canvases: number, title, template, notes, last change"), NULL, 0, 1,
     command_list_canvases,
     {JSON_OPTION,
      {"template", N_("ID"), N_("only canvases of this kind")},
      {"tag", N_("TAG"), N_("only canvases with this tag")},
      {"trash", NULL, N_("the canvases in the trash")},
      {"sort", "updated|created|title", N_("the order of the list")}}},
    {"show", N_("CANVAS"), N_("print a canvas with every note in full"), NULL, 1, 1, command_show,
     {JSON_OPTION,
      {"layout", N_("ID"), N_("how the blocks are laid out")},
      {"width", N_("N"), N_("columns to draw in")},
      {"plain", NULL, N_("headings and bullets instead of boxes")},
      {"numbers", NULL, N_("with the number of each note")},
      {"trash", NULL, N_("the notes in its trash, newest first, for `nonet restore --note`")}}},
    {"add", N_("CANVAS BLOCK [TEXT]"), N_("add a note, or one note a line of the input"),
     N_("BLOCK is an id, a filling number, or a title. The numbers of the new notes are printed."), 2, 3, command_add,
     {{0}}},
    {"note", N_("NOTE"), N_("change a note, or show it"), N_("Several changes in one call are one undo."), 1, 1,
     command_note,
     {JSON_OPTION,
      {"text", N_("TEXT"), N_("the new text")},
      {"body", N_("TEXT"), N_("the longer text behind it")},
      {"block", N_("BLOCK"), N_("move to this block")},
      {"colour", N_("COLOUR"), N_("none, yellow, red, green, blue or purple")},
      {"tag", N_("TAG"), N_("add a tag (may be given several times)")},
      {"untag", N_("TAG"), N_("take a tag away (may be given several times)")},
      {"set", N_("FACET=VALUE"), N_("set a facet; without value it goes (may be given several times)")},
      {"group", N_("HEADING"), N_("put it under this heading of its block; empty: under none")},
      {"merge", N_("NOTE"), N_("take this note in: texts and authors are kept (may be given several times)")},
      {"split", NULL, N_("one note a line of its text")}}},
    {"canvas", N_("CANVAS"), N_("change a canvas as a whole, or show its tags and facets"),
     N_("Several changes in one call are one undo."), 1, 1, command_canvas,
     {JSON_OPTION,
      {"title", N_("TITLE"), N_("the new title")},
      {"tag", N_("TAG"), N_("add a tag (may be given several times)")},
      {"untag", N_("TAG"), N_("take a tag away (may be given several times)")},
      {"set", N_("FACET=VALUE"), N_("set a facet; without value it goes (may be given several times)")}}},
    {"remove", N_("CANVAS|--note NOTE"), N_("put a canvas or a note in the trash"), NULL, 0, 1, command_remove,
     {{"note", N_("NOTE"), N_("this note instead of a canvas")}}},
    {"restore", N_("CANVAS|CANVAS@VERSION|--note NOTE"),
     N_("take out of the trash, or bring a version back"),
     N_("A version comes back as one new action, which `nonet undo` takes back."), 0, 1, command_restore,
     {{"note", N_("NOTE"), N_("this note instead of a canvas")}}},
    {"purge", N_("CANVAS"), N_("really delete a canvas that is in the trash"),
     N_("Its notes and all that the history says of them go for good; a merge does not bring them back. Backups and other "
        "copies of the store are not touched."),
     1, 1, command_purge, {{0}}},
    {"link", N_("NOTE NOTE"), N_("tie two notes"), NULL, 2, 2, command_link,
     {{"set", N_("FACET=VALUE"), N_("set a facet of the tie; without value it goes (may be given several times)")}}},
    {"unlink", N_("NOTE NOTE"), N_("untie two notes"), NULL, 2, 2, command_unlink, {{0}}},
    {"undo", N_("CANVAS"), N_("take your newest action there back"), NULL, 1, 1, command_undo, {{0}}},
    {"redo", N_("CANVAS"), N_("do again what you took back last"), NULL, 1, 1, command_redo, {{0}}},
    {"history", N_("CANVAS"), N_("list what was done: number, time, who, what"), NULL, 1, 1, command_history,
     {JSON_OPTION}},
    {"version", N_("CANVAS NAME"), N_("name this moment of a canvas"),
     N_("CANVAS@NAME is then the canvas as it is now, wherever a canvas is only looked at. CANVAS@#120 names the moment "
        "right after action 120 of its history."),
     2, 2, command_version,
     {{"replace", NULL, N_("move a name that is taken to this moment")},
      {"remove", NULL, N_("take the name away; the moment stays in the history")}}},
    {"versions", N_("CANVAS"), N_("list the named moments: time, name, who named it"), NULL, 1, 1, command_versions,
     {JSON_OPTION}},
    {"diff", N_("CANVAS CANVAS"), N_("compare two canvases or versions"),
     N_("Notes are added (+), gone (-), changed (~) or moved (>). CANVAS@VERSION compares with an earlier moment. Copies are compared note by note, other canvases by what they "
        "say. The exit status is 0 also when they differ."),
     2, 2, command_diff, {JSON_OPTION}},
    {"search", N_("QUERY"), N_("find notes and titles in all canvases"), NULL, 1, 1, command_search, {JSON_OPTION}},
    {"review", N_("CANVAS"), N_("look for broken rules, each with the notes concerned"),
     N_("The exit status is 3 when there is an error or a warning among them."), 1, 1, command_review,
     {JSON_OPTION}},
    {"prompts", N_("TEMPLATE [BLOCK]"), N_("print the guiding questions, types and advice"), NULL, 1, 2, command_prompts,
     {JSON_OPTION}},
    {"templates", "", N_("list the kinds of canvas"), NULL, 0, 0, command_templates, {JSON_OPTION}},
    {"template", N_("check|install FILE"), N_("check a template file, or check it and keep it"), NULL, 2, 2,
     command_template, {{0}}},
    {"import", N_("FILE|FOLDER..."), N_("read files of many tools as canvases; print their numbers"),
     N_("The format follows from what the file holds. What cannot be placed goes to the parking lot and is reported. "
        "- is the standard input."), 1,
     1000, command_import,
     {JSON_OPTION,
      {"format", N_("NAME"), N_("the format; see `nonet formats`")},
      {"into", N_("CANVAS"), N_("add the notes to this canvas; one undo takes them back")},
      {"template", N_("ID"), N_("the kind of canvas; without it the one that most blocks fit")},
      {"block", N_("BLOCK"), N_("where notes under no block go, such as the lines of a plain list")},
      {"split", NULL, N_("a paragraph that lists things with 、 becomes a note for each")},
      {"dry-run", NULL, N_("print the canvas as it would be; write nothing")}}},
    {"export", N_("CANVAS..."), N_("write canvases to files or to the output"),
     N_("The format follows from the extension of FILE. Into a folder go as many canvases as you like, each under its title."),
     1, 10000, command_export,
     {{"format", N_("NAME"), N_("the format; see `nonet formats`")},
      {"output", N_("FILE|FOLDER"), N_("the file to write, whole or not at all; or the folder; - is the output")},
      {"layout", N_("ID"), N_("how the blocks are laid out")}}},
    {"formats", "", N_("list the formats of import and export"), NULL, 0, 0, command_formats, {JSON_OPTION}},
    {"backup", N_("FILE"), N_("write a consistent copy of the store"), NULL, 1, 1, command_backup, {{0}}},
    {"restore-backup", N_("FILE"), N_("put a copy in the store's place, and keep the present one"), NULL, 1, 1,
     command_restore_backup, {{0}}},
    {"merge", N_("FILE"), N_("bring in what was done in another copy of the store"),
     N_("Where both changed the same, the later stands, both are listed, and both stay in the history. FILE is only read."),
     1, 1, command_merge, {JSON_OPTION}},
    {"doctor", "", N_("check the store"), NULL, 0, 0, command_doctor,
     {{"rebuild", NULL, N_("also fold the history again and compare")}}},
    {"workshop", N_("VERB [ARGUMENT...]"), N_("work on one canvas together: `nonet help workshop`"), NULL,
     0, 0, command_workshop, {{0}}},
    {"help", N_("[COMMAND]"), N_("explain a command, or list them all"), NULL, 0, 2, command_help,
     {{"names", NULL, N_("only names, for the shell's completion")}}},
};

static const struct cli_option options[] = {
    {"store", N_("FILE"), N_("the store to work on")},
    {"lang", "en|zh", N_("the language of messages and templates")},
    {"as", N_("NAME"), N_("the person who works")},
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
