/*
 * home.h - a home folder with a store, in which the real program is run: on a pseudo-terminal, or as a command.
 *
 * Everything below the folder goes with home_clear(). What fails here fails the running test.
 */
#ifndef NONET_HOME_H
#define NONET_HOME_H

#include "nonet/base.h"
#include "pty.h"

struct home {
    char folder[64];
    char store[96]; /* the path of the store, which the program makes */
};

void home_init(struct home *home);
void home_clear(struct home *home);
/* The path of something in the folder; a string of its own in `out`, which is returned. */
const char *home_path(const struct home *home, const char *name, struct buffer *out);
/* A file in the folder, with those bytes and that mode; its folder is made. */
void home_put(const struct home *home, const char *name, const char *bytes, size_t length, unsigned mode);

/* How the program is started on a pseudo-terminal; what is zero or NULL is as said. */
struct home_start {
    const char *user;              /* "Ana" */
    const char *const *words;      /* arguments after the program's name, NULL last; none */
    const char *const *environment; /* more variables, NULL last; none */
    int rows, columns;             /* 24, 80 */
};

void home_start(const struct home *home, struct pty *pty, const struct home_start *start);
/* The same, with the first canvas open and painted. */
void home_board(const struct home *home, struct pty *pty, const struct home_start *start);

/* A command with an environment of its own choice; what is zero or NULL is as said. It runs in the folder. */
struct home_command {
    const char *const *words;       /* arguments after the program's name, NULL last */
    const char *const *environment; /* all variables, NULL last */
    const char *input;              /* empty */
    int closed;                     /* descriptors 0 to closed - 1 are closed */
};

/* Runs the program to its end: the exit status, or minus the signal that ended it. Output goes to `out` and messages to
 * `err`, where these are not NULL. */
int home_command(const struct home *home, const struct home_command *command, struct buffer *out, struct buffer *err);
/* The same with `words` (NULL last) on the home's store, as Ana, in English, with nothing to read. */
int home_run(const struct home *home, const char *const *words, struct buffer *out, struct buffer *err);
/* The same, which has to succeed. */
void home_do(const struct home *home, const char *const *words);
/* What is on a canvas, from `nonet show --json`: "block: text (colour) (N links)" a line,
 * without what is none. */
void home_notes(const struct home *home, const char *canvas, struct buffer *out);
/* Fails unless the canvas shows exactly these lines. */
void home_expect_notes(const struct home *home, const char *canvas, const char *lines);
/* Whether the live file holds a draft with this text; NULL = any. */
bool home_has_draft(const struct home *home, const char *text);
/* Waits until it does; what the program prints meanwhile is taken. */
void home_wait_draft(const struct home *home, struct pty *pty, const char *text);
/* Fails unless the store is whole, and the journal folded anew gives the same. */
void home_expect_sound(const struct home *home);

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

#endif
