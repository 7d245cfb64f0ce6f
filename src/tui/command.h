/*
 * command.h - the command table and the keymap over it.
 *
 * commands.def is the only place where a command, its keys and its help are written. Keys are resolved once into
 * a sorted table. Full-width forms that an input method sends count as their ASCII keys.
 */
#ifndef NONET_TUI_COMMAND_H
#define NONET_TUI_COMMAND_H

#include "event.h"

enum command {
    COMMAND_NONE,
#define GROUP(title)
#define COMMAND(id, name, contexts, keys, help) COMMAND_##id,
#include "commands.def"
#undef COMMAND
#undef GROUP
    COMMAND_COUNT
};

struct command_info {
    enum command command;
    const char *name;
    unsigned contexts;
    const char *keys;
    const char *help;  /* untranslated */
};

const struct command_info *command_info(enum command command);
/* The untranslated title of the command's section in the help. */
const char *command_group(enum command command);

struct keymap; /* immutable once made */
struct keymap *keymap_new(void);
void keymap_free(struct keymap *keymap);
enum command keymap_find(const struct keymap *keymap, enum context context, struct key key);

/* "Ctrl-R", "Shift-Tab", "Enter", "PageUp", "F1", "Space", "a", "=", "文" ... */
void key_name(struct key key, struct buffer *out);
bool key_parse(const char *name, size_t length, struct key *out);
/* The first default key of a command, for hints: "a", "Enter"; "" when it has none. Copies into out. */
void command_key(enum command command, struct buffer *out);
/* The text that a key types ("" for keys that type none). out holds at least 5 bytes. */
size_t key_text(struct key key, char out[5]);

#endif
