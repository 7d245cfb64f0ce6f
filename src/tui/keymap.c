/*
 * keymap.c - from a key in a context to its command.
 *
 * The keys written in the command table are parsed once into an array sorted by context and key. Full-width
 * forms are not known here: whoever asks narrows them first where keys are not text.
 */
#include <stdlib.h>
#include <string.h>

#include "command.h"

struct binding {
    unsigned context; /* one bit */
    struct key key;
    enum command command;
};

struct keymap {
    struct binding *binding; /* sorted by context, code, modifiers */
    size_t count, capacity;
};

static int compare_numbers(unsigned a, unsigned b)
{
    return (a > b) - (a < b);
}

static int compare(const void *left, const void *right)
{
    const struct binding *a = left, *b = right;
    int order = compare_numbers(a->context, b->context);
    if (order == 0)
        order = compare_numbers(a->key.code, b->key.code);
    return order != 0 ? order : compare_numbers(a->key.modifiers, b->key.modifiers);
}

static void bind(struct keymap *keymap, const struct command_info *info, struct key key)
{
    for (unsigned bit = 1; bit != 0 && bit <= info->contexts; bit <<= 1) {
        if (!(info->contexts & bit) || bit == AT_HOME)
            continue;
        GROW(keymap->binding, keymap->count, keymap->capacity);
        keymap->binding[keymap->count++] = (struct binding){bit, key, info->command};
    }
}

struct keymap *keymap_new(void)
{
    struct keymap *keymap = memory_new(1, sizeof *keymap);
    for (unsigned i = 1; i < COMMAND_COUNT; i++) {
        const struct command_info *info = command_info((enum command)i);
        for (const char *at = info->keys; *at;) {
            size_t length = strcspn(at, " ");
            struct key key;
            if (key_parse(at, length, &key))
                bind(keymap, info, key);
            at += length;
            at += strspn(at, " ");
        }
    }
    qsort(keymap->binding, keymap->count, sizeof *keymap->binding, compare);
    return keymap;
}

void keymap_free(struct keymap *keymap)
{
    if (!keymap)
        return;
    free(keymap->binding);
    free(keymap);
}

enum command keymap_find(const struct keymap *keymap, enum context context, struct key key)
{
    for (unsigned bit = IN_LEAD; bit > 0; bit >>= 1) {
        struct binding wanted = {.context = bit, .key = key};
        const struct binding *found = (unsigned)context & bit ? bsearch(&wanted, keymap->binding, keymap->count,
                                                                        sizeof wanted, compare)
                                                              : NULL;
        if (found)
            return found->command;
    }
    return COMMAND_NONE;
}
