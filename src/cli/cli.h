/*
 * cli.h - what the files of the command line share. Private to src/cli.
 *
 * One table (table.c) names every subcommand: its arguments, options, help and function. The parser, `help` and the
 * shells' completions read that table. A command's function writes into context->out, which main() prints only when
 * it succeeded, so that nothing stands on stdout after a failure.
 */
#ifndef NONET_CLI_H
#define NONET_CLI_H

#include <jansson.h>

#include "nonet/exchange.h"
#include "nonet/message.h"
#include "nonet/timeline.h"

enum exit_code { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_FINDINGS = 3 };

enum colour_mode { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct context {
    const char *store_option, *language_option, *person_option; /* as given, or NULL */
    enum colour_mode colour;
    enum language language;
    struct store *store;   /* opened by context_store() */
    bool confined;         /* a guest's process: the store forgets what it read */
    bool store_missing;    /* `store` is an empty one in memory: there is no file yet */
    int64_t actor_id;      /* 0 until context_person() */
    struct buffer out;     /* goes to stdout at the end */
    struct buffer notices; /* goes to stderr at the end, also after success */
    struct error error;    /* set by a function that returned a status */
    int signal;            /* that ended the full screen; raised again when all is closed */
};

/* ---- arguments ---------------------------------------------------------------------------------- */

struct cli_option {
    const char *name;
    const char *argument; /* N_(): how help calls its value; NULL = none */
    const char *help;     /* N_() */
};

struct cli_value {
    const char *name, *value; /* value "" for an option without argument */
};

struct arguments {
    char **word;
    size_t word_count;
    struct cli_value *value;
    size_t value_count, value_capacity;
};

/* The last value given, NULL = not given. */
const char *arguments_value(const struct arguments *arguments, const char *name);
bool arguments_given(const struct arguments *arguments, const char *name);

/* ---- the table ---------------------------------------------------------------------------------- */

#define COMMAND_OPTIONS_MAX 14

struct command {
    const char *name, *usage; /* usage, N_(): what follows the name, arguments by a blank apart */
    const char *help;         /* N_(): one line */
    const char *more;         /* N_() or NULL: what else there is to know */
    size_t words_min, words_max;
    enum exit_code (*run)(struct context *context, const struct arguments *arguments);
    struct cli_option option[COMMAND_OPTIONS_MAX]; /* ended by a NULL name */
};

const struct command *command_list(size_t *count);
const struct command *command_find(const char *name); /* NULL: none */
const struct cli_option *global_options(size_t *count);
/* The verbs of a command that has some (`nonet workshop start`); NULL for another. Each is a command of two words. */
const struct command *command_verbs(const char *name, size_t *count);
const struct command *command_find_verb(const char *name, const char *verb); /* NULL: none */
const char *command_verb_name(const struct command *command);

/* ---- parse.c ------------------------------------------------------------------------------------ */

/* Takes global options up to the first word. *at = its index in argv, or argc. */
enum exit_code parse_globals(struct context *context, int argc, char **argv, int *at, bool *version,
                             bool *help);
/* Takes what follows the command's name: its words, its options and the global ones in any order. */
enum exit_code parse_command(struct context *context, const struct command *command, int argc, char **argv,
                             struct arguments *arguments, bool *help);
/* Appends ": did you mean x or y?" with the nearest of `names`, each behind `prefix`, or nothing. */
void suggest(struct buffer *out, const char *typed, const char *prefix, const char *const *names, size_t count);

/* ---- failing -------------------------------------------------------------------------------------- */

/* Says "nonet: ..." on stderr. */
enum exit_code fail(struct context *context); /* context->error */
enum exit_code fail_usage(const struct command *command, const char *format, ...) NONET_PRINTF(2, 3);
/* The same for a command that there is not, with the nearest names; `family` NULL, or the command whose verb it is not. */
enum exit_code fail_unknown_command(const char *family, const char *name);

/* ---- context.c ---------------------------------------------------------------------------------- */

/* The path of the store in use; yours. INVALID without a home folder, NOT_FOUND when --store names a file in a folder
 * that does not exist. */
enum status context_store_path(struct context *context, char **out) NONET_CHECKED;
/* Opens the store once, to look only where it cannot be written; later calls do nothing. A missing one is not made:
 * an empty one in memory stands for it until context_person(). */
enum status context_store(struct context *context) NONET_CHECKED;
/* The same, but a store that does not exist is NOT_FOUND. */
enum status context_store_as_it_is(struct context *context) NONET_CHECKED;
const char *context_person_name(struct context *context);
/* The person who works here, made when new. Opens the store, which is made when it is missing; a store that
 * context_store() has opened may be another one afterwards. */
enum status context_person(struct context *context) NONET_CHECKED;
struct session context_session(const struct context *context);
void context_close(struct context *context);
bool context_colour(const struct context *context);

/* A canvas as CANVAS names it: in the person's store, or an example in memory. */
struct target {
    struct store *store;
    struct session session;
    int64_t canvas_id;
    bool example; /* then `store` belongs to this struct */
    char *moment;              /* NULL = as it is now; else what stood behind the @ */
    struct snapshot *snapshot; /* target_load(), of that moment */
};

enum target_use {
    TARGET_READ,    /* as it is now or, with CANVAS@VERSION, as it was */
    TARGET_NOW,     /* to look at what has no past: its history, its trash */
    TARGET_WRITE,
    TARGET_TRASHED,
};

enum status target_open(struct context *context, const char *name, enum target_use use,
                        struct target *out) NONET_CHECKED;
/* The same, but CANVAS@VERSION is meant, of a canvas that will be changed. */
enum status target_open_version(struct context *context, const char *name, struct target *out) NONET_CHECKED;
enum status target_load(struct context *context, struct target *target) NONET_CHECKED;
void target_close(struct target *target);

/* ---- workshop.c --------------------------------------------------------------------------------- */

/* The workshop that a word names; opens the store, which must exist. */
enum status workshop_of_word(struct context *context, const char *name, int64_t *workshop_id) NONET_CHECKED;

/* ---- workshop_join.c ---------------------------------------------------------------------------- */

/* True for `workshop join`: then the environment is the client's, and is not to be believed. */
bool is_call_of_guest(int argc, char **argv);

/* ---- facets.c ----------------------------------------------------------------------------------- */

/* FACET=VALUE against the template's vocabulary: the key and the value as they are kept. Both are yours on success. */
enum status facet_of_pair(struct context *context, const struct template *template, int block, const char *pair,
                          char **key, char **value) NONET_CHECKED;

/* ---- output.c ----------------------------------------------------------------------------------- */

/* Safe to print: no control character of a user's text reaches the terminal. */
void print_text(struct buffer *out, const char *text);
/* The same, filled up with blanks to `cells`; a longer one is cut. */
void print_column(struct buffer *out, const char *text, int cells);
/* One line on stderr for a person at a terminal, so that an empty output is no riddle; nothing in a pipe. */
void say_nothing(struct context *context, const char *sentence);
/* Appends the document and a newline; takes the reference. */
void print_json(struct buffer *out, json_t *document);
json_t *json_id(int64_t id);
json_t *json_time(int64_t ms);
json_t *json_safe(const char *text); /* repaired when it is no UTF-8 */
json_t *json_texts(char *const *texts, size_t count);
/* $COLUMNS, else the width of the terminal that the call stands at, else 80. */
int terminal_columns(void);

/* ---- commands ----------------------------------------------------------------------------------- */

#define DECLARE_COMMAND(name) enum exit_code name(struct context *context, const struct arguments *arguments)
DECLARE_COMMAND(command_open);
DECLARE_COMMAND(command_new);
DECLARE_COMMAND(command_list_canvases);
DECLARE_COMMAND(command_show);
DECLARE_COMMAND(command_add);
DECLARE_COMMAND(command_canvas);
DECLARE_COMMAND(command_note);
DECLARE_COMMAND(command_remove);
DECLARE_COMMAND(command_restore);
DECLARE_COMMAND(command_link);
DECLARE_COMMAND(command_unlink);
DECLARE_COMMAND(command_undo);
DECLARE_COMMAND(command_redo);
DECLARE_COMMAND(command_history);
DECLARE_COMMAND(command_version);
DECLARE_COMMAND(command_versions);
DECLARE_COMMAND(command_diff);
DECLARE_COMMAND(command_search);
DECLARE_COMMAND(command_review);
DECLARE_COMMAND(command_prompts);
DECLARE_COMMAND(command_templates);
DECLARE_COMMAND(command_template);
DECLARE_COMMAND(command_import);
DECLARE_COMMAND(command_export);
DECLARE_COMMAND(command_formats);
DECLARE_COMMAND(command_backup);
DECLARE_COMMAND(command_restore_backup);
DECLARE_COMMAND(command_merge);
DECLARE_COMMAND(command_purge);
DECLARE_COMMAND(command_doctor);
DECLARE_COMMAND(command_workshop);
DECLARE_COMMAND(command_workshop_start);
DECLARE_COMMAND(command_workshop_list);
DECLARE_COMMAND(command_workshop_show);
DECLARE_COMMAND(command_workshop_invite);
DECLARE_COMMAND(command_workshop_join);
DECLARE_COMMAND(command_workshop_attend);
DECLARE_COMMAND(command_workshop_next);
DECLARE_COMMAND(command_workshop_back);
DECLARE_COMMAND(command_workshop_extend);
DECLARE_COMMAND(command_workshop_hold);
DECLARE_COMMAND(command_workshop_resume);
DECLARE_COMMAND(command_workshop_call);
DECLARE_COMMAND(command_workshop_reveal);
DECLARE_COMMAND(command_workshop_vote);
DECLARE_COMMAND(command_workshop_role);
DECLARE_COMMAND(command_workshop_revoke);
DECLARE_COMMAND(command_workshop_stop);
DECLARE_COMMAND(command_workshop_report);
DECLARE_COMMAND(command_workshop_agendas);
DECLARE_COMMAND(command_help);

/* The full screen: on a canvas, an example, or (NULL) in the browser. */
enum exit_code run_screen(struct context *context, const char *canvas);
/* Appends how to call `command`: a line, and one for each of its options. */
void usage_of_command(struct buffer *out, const struct command *command);
/* Appends how to call `command`, its options and what else it says. */
void help_of_command(struct buffer *out, const struct command *command);

#endif
