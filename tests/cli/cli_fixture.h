/*
 * cli_fixture.h - the built program as a script sees it: arguments in, output, messages and exit status out.
 *
 * Each test has a home folder of its own, in which the program finds its places by itself: no variable names the store.
 * A table's rows run one after the other on the same store, so that a row may rely on what the rows above it did.
 */
#ifndef NONET_CLI_FIXTURE_H
#define NONET_CLI_FIXTURE_H

#include "check_main.h"
#include "home.h"

#define ROW_WORDS_MAX 16

struct cli {
    struct home home;
    const char *locale;       /* LC_ALL */
    const char *variables[2]; /* further ones, "NAME=value" */
};

void cli_open(struct cli *cli);
void cli_close(struct cli *cli);
/* A file of the folder, written and read. */
void cli_put(const struct cli *cli, const char *name, const char *text);
void cli_read(const struct cli *cli, const char *name, struct buffer *out);

struct result {
    int code;
    struct buffer out, err;
};

/* Runs the program in the folder; `words` ends with NULL, `input` NULL = nothing to read. */
struct result cli_run(const struct cli *cli, const char *const *words, const char *input);
/* The same without descriptors 0 to closed - 1. */
struct result cli_run_without(const struct cli *cli, const char *const *words, const char *input, int closed);
void result_clear(struct result *result);

/* One call and what has to come of it. Whatever fails prints nothing on its output, and nothing prints an escape. */
struct row {
    const char *words[ROW_WORDS_MAX];
    const char *input;
    int code;
    const char *out; /* the whole stdout, or with a leading * a part of it; NULL = any */
    const char *err; /* a part of stderr; NULL = it must be empty */
};

void cli_row(const struct cli *cli, const struct row *row);
void cli_rows(const struct cli *cli, const struct row *rows, size_t count);

#endif
