/*
 * memory.c - allocation that dies instead of failing.
 *
 * A program whose every note is already committed has nothing better to do without memory than to
 * leave: abort() runs the terminal layer's handler, which restores the screen.
 */
#include "nonet/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Noreturn void die_without_memory(void)
{
    fputs("nonet: out of memory; everything saved so far is in the store\n", stderr);
    abort();
}

void *memory_new(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory)
        die_without_memory();
    return memory;
}

void *memory_resize(void *old, size_t count, size_t size)
{
    void *memory = reallocarray(old, count ? count : 1, size ? size : 1);
    if (!memory)
        die_without_memory();
    return memory;
}

char *memory_copy_bytes(const char *bytes, size_t length)
{
    char *copy = length < SIZE_MAX ? malloc(length + 1) : NULL;
    if (!copy)
        die_without_memory();
    if (length > 0)
        memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}

char *memory_copy_text(const char *text)
{
    return text ? memory_copy_bytes(text, strlen(text)) : NULL;
}

void *memory_grow(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity ? *capacity * 2 : 8;
    return memory_resize(array, *capacity, size);
}
