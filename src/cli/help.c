/*
 * help.c - what the program says about itself, read from the command table.
 */
#include <string.h>

#include "cli.h"

#define USAGE_CELLS 40
#define OPTION_CELLS 28
#define NAME_CELLS 14

static void print_option(struct buffer *out, const struct cli_option *option)
{
    struct buffer left = {0};
    buffer_printf(&left, "--%s%s%s", option->name, option->argument ? " " : "",
                  option->argument ? _(option->argument) : "");
    buffer_add(out, "  ");
    print_column(out, left.data, OPTION_CELLS);
    buffer_printf(out, "  %s\n", _(option->help));
    buffer_clear(&left);
}

static void print_call(struct buffer *out, const struct command *command)
{
    buffer_printf(out, _("usage: nonet %s"), command->name);
    buffer_printf(out, "%s%s\n", *command->usage ? " " : "", *command->usage ? _(command->usage) : "");
}

static void print_options(struct buffer *out, const struct command *command)
{
    for (size_t i = 0; i < COMMAND_OPTIONS_MAX && command->option[i].name; i++)
        print_option(out, &command->option[i]);
}

void usage_of_command(struct buffer *out, const struct command *command)
{
    print_call(out, command);
    print_options(out, command);
}

static void print_command(struct buffer *out, const struct command *command, const char *name)
{
    struct buffer left = {0};
    buffer_printf(&left, "%s %s", name, *command->usage ? _(command->usage) : "");
    buffer_add(out, "  ");
    print_column(out, left.data, USAGE_CELLS);
    buffer_printf(out, "  %s\n", _(command->help));
    buffer_clear(&left);
}

void help_of_command(struct buffer *out, const struct command *command)
{
    size_t count;
    const struct command *verbs = command_verbs(command->name, &count);
    print_call(out, command);
    buffer_printf(out, "\n%s\n", _(command->help));
    if (command->more)
        buffer_printf(out, "%s\n", _(command->more));
    if (count > 0)
        buffer_add_char(out, '\n');
    for (size_t i = 0; i < count; i++)
        print_command(out, &verbs[i], command_verb_name(&verbs[i]));
    if (command->option[0].name)
        buffer_add_char(out, '\n');
    print_options(out, command);
}

static void help_of_all(struct buffer *out)
{
    size_t count;
    const struct command *commands = command_list(&count);
    buffer_printf(out, "%s\n\n%s\n\n",
                  _("usage: nonet [--store FILE] [--lang en|zh] [--as NAME] [COMMAND] [ARGUMENT...]"),
                  _("Without a command: the canvases, full screen."));
    for (size_t i = 0; i < count; i++) { /* with their arguments they would not fit into 80 columns */
        buffer_add(out, "  ");
        print_column(out, commands[i].name, NAME_CELLS);
        buffer_printf(out, "  %s\n", _(commands[i].help));
    }
    buffer_printf(out, "\n%s\n", _("Before or after any command:"));
    const struct cli_option *globals = global_options(&count);
    for (size_t i = 0; i < count; i++)
        print_option(out, &globals[i]);
    buffer_printf(out, "\n%s\n", _("`nonet help COMMAND` says what belongs behind it. A CANVAS is a number, a title,\ntitle:X, or example:ID."));
}

static void option_names(struct buffer *out, const struct cli_option *options, size_t count)
{
    for (size_t i = 0; i < count && options[i].name; i++)
        buffer_printf(out, "--%s\n", options[i].name);
}

/* For the shell's completion: the commands, or the options of one. */
static void names(struct buffer *out, const struct command *command)
{
    size_t count;
    const struct command *commands = command ? command_verbs(command->name, &count) : command_list(&count);
    for (size_t i = 0; i < count; i++)
        buffer_printf(out, "%s\n", command_verb_name(&commands[i]));
    if (command)
        option_names(out, command->option, COMMAND_OPTIONS_MAX);
    const struct cli_option *globals = global_options(&count);
    option_names(out, globals, count);
}

enum exit_code command_help(struct context *context, const struct arguments *arguments)
{
    const struct command *command = arguments->word_count > 0 ? command_find(arguments->word[0]) : NULL;
    if (arguments->word_count > 0 && !command)
        return fail_unknown_command(NULL, arguments->word[0]);
    if (arguments->word_count > 1) {
        command = command_find_verb(arguments->word[0], arguments->word[1]);
        if (!command)
            return fail_unknown_command(command_verbs(arguments->word[0], &(size_t){0}) ? arguments->word[0] : NULL,
                                        arguments->word[1]);
    }
    if (arguments_given(arguments, "names"))
        names(&context->out, command);
    else if (command)
        help_of_command(&context->out, command);
    else
        help_of_all(&context->out);
    return EXIT_DONE;
}
