/*
 * read_list.c - a plain list, a note a line, for a block that the caller names.
 *
 * Signs of a list (-, *, •, 1.) at the head of a line are taken off; nothing else is a sign of anything.
 */
#include <stdlib.h>
#include <string.h>

#include "document.h"

static const char *behind_bullet(const char *line)
{
    static const char *const bullets[] = {"- ", "* ", "+ ", "• ", "· ", "•", "● ", "– "};
    line += strspn(line, " \t");
    for (size_t i = 0; i < COUNT_OF(bullets); i++)
        if (strncmp(line, bullets[i], strlen(bullets[i])) == 0)
            return line + strlen(bullets[i]);
    size_t digits = strspn(line, "0123456789");
    if (digits > 0 && digits < 4 && strchr(".)", line[digits]) && line[digits] && line[digits + 1] == ' ')
        return line + digits + 2;
    return line;
}

enum status read_list(const struct source *source, struct document *out, struct error *err)
{
    for (const char *at = source->bytes; *at;) {
        size_t size = strcspn(at, "\n");
        char *line = memory_copy_bytes(at, size);
        document_note(out, NO_SECTION, behind_bullet(line));
        free(line);
        at += size + (at[size] == '\n');
    }
    return document_check(out, source->name, err);
}
