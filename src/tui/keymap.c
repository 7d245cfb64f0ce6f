/*
 * keymap.c - from a key in a context to its command.
 *
 * The keys written in the command table are parsed once; a key is looked for among all of them, which takes less than
 * sorting them at every start did. Full-width forms are not known here: whoever asks narrows them first where keys are not text.
 */
#include <stdlib.h>
#include <string.h>

#include "command.h"

struct binding {
    unsigned contexts;
    struct key key;
    enum command command;
};

struct keymap {
    struct binding *binding;
    size_t count, capacity;
};

struct keymap *keymap_new(void)
{
    struct keymap *keymap = memory_new(1, sizeof *keymap);
    for (unsigned i = 1; i < COMMAND_COUNT; i++) {
        const struct command_info *info = command_info((enum command)i);
        for (const char *at = info->keys; *at;) {
            size_t length = strcspn(at, " ");
            struct key key;
            if (key_parse(at, length, &key)) {
                GROW(keymap->binding, keymap->count, keymap->capacity);
                keymap->binding[keymap->count++] =
                    (struct binding){info->contexts & ~(unsigned)AT_HOME, key, info->command};
            }
            at += length;
            at += strspn(at, " ");
        }
    }
    return keymap;
}

void keymap_free(struct keymap *keymap)
{
    if (!keymap)
        return;
    free(keymap->binding);
    free(keymap);
}

/* Of several the one in the highest context of those asked: the nearer one. */
enum command keymap_find(const struct keymap *keymap, enum context context, struct key key)
{
    const struct binding *found = NULL;
    unsigned highest = 0;
    for (size_t i = 0; i < keymap->count; i++) {
        const struct binding *binding = &keymap->binding[i];
        unsigned common = binding->contexts & (unsigned)context;
        if (common == 0 || binding->key.code != key.code || binding->key.modifiers != key.modifiers)
            continue;
        while (common & (common - 1))
            common &= common - 1;
        if (common > highest) {
            highest = common;
            found = binding;
        }
    }
    return found ? found->command : COMMAND_NONE;
}
