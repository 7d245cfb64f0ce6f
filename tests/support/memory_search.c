/*
 * memory_search.c - see memory_search.h.
 */
#include "memory_search.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define REGION_MAX (1UL << 30) /* what is larger is a sanitizer's own bookkeeping */

static size_t count_in(const char *bytes, size_t length, const char *text)
{
    size_t count = 0, size = strlen(text);
    for (const char *at = bytes; (at = memmem(at, length - (size_t)(at - bytes), text, size)) != NULL; at++)
        count++;
    return count;
}

bool memory_count(pid_t pid, const char *text, size_t *count)
{
    char path[64], line[512];
    *count = 0;
    snprintf(path, sizeof path, "/proc/%d/maps", (int)pid);
    FILE *maps = fopen(path, "r");
    snprintf(path, sizeof path, "/proc/%d/mem", (int)pid);
    int memory = open(path, O_RDONLY | O_CLOEXEC);
    bool may = maps && memory >= 0;
    while (may && fgets(line, sizeof line, maps)) {
        unsigned long from, to;
        char access[8];
        if (sscanf(line, "%lx-%lx %7s", &from, &to, access) != 3 || access[0] != 'r' || access[1] != 'w' ||
            to - from > REGION_MAX)
            continue;
        char *bytes = memory_new(to - from, 1);
        ssize_t got = pread(memory, bytes, to - from, (off_t)from);
        if (got > 0)
            *count += count_in(bytes, (size_t)got, text);
        free(bytes);
    }
    if (maps)
        fclose(maps);
    if (memory >= 0)
        close(memory);
    return may;
}
