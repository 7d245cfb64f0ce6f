/*
 * memory_search.h - looks for a text in the memory of another process.
 */
#ifndef NONET_MEMORY_SEARCH_H
#define NONET_MEMORY_SEARCH_H

#include <sys/types.h>

#include "nonet/base.h"

/* How often the text stands in what the process may write to. False: the system lets us not look. */
bool memory_count(pid_t pid, const char *text, size_t *count);

#endif
