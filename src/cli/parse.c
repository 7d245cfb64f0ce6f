/*
 * parse.c - words and options of one call, with getopt_long over the command table.
 *
 * Global options may stand before or after the command. Invariant: nothing is done before the whole call is
 * understood; what is not understood ends in exit status 2 with the nearest names.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"

#define OPTIONS_MAX 24
#define SUGGESTIONS_MAX 3
#define DISTANCE_MAX 2

const char *arguments_value(const struct arguments *arguments, const char *name)
{
    for (size_t i = arguments->value_count; i-- > 0;)
        if (strcmp(arguments->value[i].name, name) == 0)
            return arguments->value[i].value;
    return NULL;
}

bool arguments_given(const struct arguments *arguments, const char *name)
{
    return arguments_value(arguments, name) != NULL;
}

void suggest(struct buffer *out, const char *typed, const char *prefix, const char *const *names, size_t count)
{
    size_t typed_length = strlen(typed), found = 0;
    int best = DISTANCE_MAX, half = (text_cells_of(typed, TEXT_NARROW) - 1) / 2;
    if (best > half)
        best = half; /* what shares less than half of its letters is another word */
    for (size_t i = 0; i < count; i++) {
        int distance = text_distance(typed, names[i], DISTANCE_MAX);
        if (distance < best)
            best = distance;
    }
    for (size_t i = 0; i < count && found < SUGGESTIONS_MAX; i++) {
        bool begins = typed_length > 1 && strncmp(names[i], typed, typed_length) == 0;
        if (!begins && (text_distance(typed, names[i], DISTANCE_MAX) > best || (size_t)best >= strlen(names[i])))
            continue;
        if (i > 0 && strcmp(names[i], names[i - 1]) == 0)
            continue; /* another spelling */
        buffer_printf(out, found == 0 ? _(": did you mean %s%s") : _(" or %s%s"), prefix, names[i]);
        found++;
    }
    if (found > 0)
        buffer_add(out, _("?"));
}

struct option_table {
    struct cli_option source[OPTIONS_MAX];
    struct option option[OPTIONS_MAX + 1];
    const char *name[OPTIONS_MAX];
    size_t count, own; /* own: the command's, which stand first and hide a global one of the same name */
};

static bool has_option(const struct option_table *table, const char *name)
{
    for (size_t i = 0; i < table->count; i++)
        if (strcmp(table->name[i], name) == 0)
            return true;
    return false;
}

static void add_options(struct option_table *table, const struct cli_option *options, size_t count)
{
    for (size_t i = 0; i < count && options[i].name && table->count < OPTIONS_MAX; i++) {
        if (has_option(table, options[i].name))
            continue;
        table->source[table->count] = options[i];
        table->name[table->count] = options[i].name;
        table->option[table->count++] = (struct option){
            .name = options[i].name, .has_arg = options[i].argument ? required_argument : no_argument, .val = 256};
        if (strcmp(options[i].name, "colour") == 0 && table->count < OPTIONS_MAX) { /* also as Americans spell it */
            table->option[table->count] = (struct option){.name = "color", .has_arg = required_argument, .val = 256};
            table->source[table->count] = options[i];
            table->name[table->count++] = "colour";
        }
    }
}

static void table_init(struct option_table *table, const struct command *command)
{
    *table = (struct option_table){0};
    if (command)
        add_options(table, command->option, COMMAND_OPTIONS_MAX);
    table->own = table->count;
    size_t count;
    const struct cli_option *globals = global_options(&count);
    add_options(table, globals, count);
}

/* How getopt_long looks at the call: words in their place, ':' for a missing value. */
#define SHORT_OPTIONS "-:hV"
#define SHORT_WITH_OUTPUT SHORT_OPTIONS "o:"

static enum exit_code option_problem(const struct command *command, const struct option_table *table, int code,
                                     char *const *argv)
{
    char typed[80] = "";
    const char *given = optind > 0 ? argv[optind - 1] : "";
    if (optopt && optopt < 128 && given[0] == '-' && given[1] != '-')
        snprintf(typed, sizeof typed, "-%c", optopt);
    else
        snprintf(typed, sizeof typed, "%.*s", (int)strcspn(given, "="), given);
    if (code == ':')
        return fail_usage(command, _("option %s needs a value"), typed);
    if (optopt == 256)
        return fail_usage(command, _("option %s takes no value"), typed);
    struct buffer nearest = {0};
    if (typed[0] == '-' && typed[1] == '-')
        suggest(&nearest, typed + 2, "--", table->name, table->count);
    enum exit_code result = fail_usage(command, _("unknown option %s%s"), typed, buffer_text(&nearest));
    buffer_clear(&nearest);
    return result;
}

static enum exit_code take_global(struct context *context, const struct command *command, const char *name,
                                  const char *value)
{
    if (strcmp(name, "store") == 0) {
        context->store_option = value;
    } else if (strcmp(name, "as") == 0) {
        context->person_option = value;
    } else if (strcmp(name, "lang") == 0) {
        context->language_option = value;
        if (message_init(value, &context->language, &context->error) != STATUS_OK)
            return fail_usage(command, "%s", context->error.message);
    } else if (strcmp(value, "always") == 0) {
        context->colour = COLOUR_ALWAYS;
    } else if (strcmp(value, "never") == 0) {
        context->colour = COLOUR_NEVER;
    } else if (strcmp(value, "auto") == 0) {
        context->colour = COLOUR_AUTO;
    } else {
        return fail_usage(command, _("--colour is always, auto or never"));
    }
    return EXIT_DONE;
}

enum exit_code parse_globals(struct context *context, int argc, char **argv, int *at, bool *version, bool *help)
{
    struct option_table table;
    table_init(&table, NULL);
    table.option[table.count] = (struct option){.name = "version", .has_arg = no_argument, .val = 'V'};
    table.name[table.count] = "version";
    table.count++;
    opterr = 0;
    optind = 0;
    *at = argc;
    for (;;) {
        int index = 0, code = getopt_long(argc, argv, SHORT_OPTIONS, table.option, &index);
        if (code == -1) {
            *at = optind;
            return EXIT_DONE;
        }
        if (code == 1) {
            *at = optind - 1;
            return EXIT_DONE;
        }
        enum exit_code result = EXIT_DONE;
        if (code == 'h' || (code == 256 && strcmp(table.name[index], "help") == 0))
            *help = true;
        else if (code == 'V')
            *version = true;
        else if (code == 256)
            result = take_global(context, NULL, table.name[index], optarg);
        else
            result = option_problem(NULL, &table, code, argv);
        if (result != EXIT_DONE)
            return result;
    }
}

static void add_value(struct arguments *arguments, const char *name, const char *value)
{
    GROW(arguments->value, arguments->value_count, arguments->value_capacity);
    arguments->value[arguments->value_count++] = (struct cli_value){name, value ? value : ""};
}

/* The usage names the arguments in their order: the first that is not there. */
static enum exit_code fail_missing(const struct command *command, size_t at)
{
    char name[64];
    const char *usage = _(command->usage);
    for (; at > 0; at--)
        usage += strcspn(usage, " ") + (strchr(usage, ' ') ? 1 : 0);
    snprintf(name, sizeof name, "%.*s", (int)strcspn(usage, " "), usage);
    return fail_usage(command, _("%s is missing"), name);
}

static enum exit_code check_words(const struct command *command, const struct arguments *arguments)
{
    if (arguments->word_count < command->words_min)
        return fail_missing(command, arguments->word_count);
    if (arguments->word_count > command->words_max)
        return fail_usage(command, _("“%s” is one argument too many; quote a text that has blanks"),
                          arguments->word[command->words_max]);
    return EXIT_DONE;
}

/* argv[0] is the command's name. */
enum exit_code parse_command(struct context *context, const struct command *command, int argc, char **argv,
                             struct arguments *arguments, bool *help)
{
    struct option_table table;
    table_init(&table, command);
    arguments->word = memory_new((size_t)argc + 1, sizeof *arguments->word);
    const char *letters = has_option(&table, "output") ? SHORT_WITH_OUTPUT : SHORT_OPTIONS;
    opterr = 0;
    optind = 0;
    for (;;) {
        int index = 0, code = getopt_long(argc, argv, letters, table.option, &index);
        if (code == -1)
            break;
        enum exit_code result = EXIT_DONE;
        if (code == 1)
            arguments->word[arguments->word_count++] = optarg;
        else if (code == 'h' || (code == 256 && strcmp(table.name[index], "help") == 0))
            *help = true;
        else if (code == 256 && (size_t)index >= table.own)
            result = take_global(context, command, table.name[index], optarg);
        else if (code == 'o')
            add_value(arguments, "output", optarg);
        else if (code == 256)
            add_value(arguments, table.name[index], optarg);
        else
            result = option_problem(command, &table, code, argv);
        if (result != EXIT_DONE)
            return result;
    }
    for (int i = optind; i < argc; i++) /* what follows "--" */
        arguments->word[arguments->word_count++] = argv[i];
    return *help ? EXIT_DONE : check_words(command, arguments);
}
