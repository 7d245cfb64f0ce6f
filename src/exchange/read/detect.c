/*
 * detect.c - which format a file is in: by what it holds, then by its name.
 *
 * Looks at the beginning of a file and, of JSON, at its first keys; reading whole is the reader's business. Invariant: there is
 * always an answer, and it has a reader.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "document.h"

#define LOOKED_AT ((size_t)65536)

static bool has(const char *bytes, size_t length, const char *word)
{
    return memmem(bytes, length, word, strlen(word)) != NULL;
}

/* `key`, in its quotes, with a colon behind it. */
static bool has_key(const char *bytes, size_t length, const char *key)
{
    const char *at = memmem(bytes, length, key, strlen(key));
    if (!at)
        return false;
    at += strlen(key);
    size_t left = length - (size_t)(at - bytes), blank = 0;
    while (blank < left && strchr(" \t\r\n", at[blank]) && at[blank])
        blank++;
    return blank < left && at[blank] == ':';
}

static bool has_extension(const char *path, const char *extension)
{
    const char *dot = strrchr(path, '.');
    return dot && strcasecmp(dot + 1, extension) == 0;
}

static const char *json_kind(const char *path, const char *bytes, size_t length)
{
    if (has_extension(path, "canvas") || (has(bytes, length, "\"nodes\"") && has(bytes, length, "\"width\"") &&
                                          has(bytes, length, "\"height\"")))
        return "canvas";
    if (has_key(bytes, length, "\"nonet\""))
        return "json";
    if (has(bytes, length, "\"templateId\"") && has(bytes, length, "\"sections\""))
        return "canvascreator";
    return "blocks";
}

/* "## Anything {key}" at the beginning of a line. */
static bool is_tobias(const char *bytes, size_t length)
{
    static const char *const keys[] = {"{customer-segments}", "{value-propositions}", "{key-partners}",
                                       "{cost-structure}", "{revenue-streams}", "{key-activities}"};
    size_t found = 0;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        found += has(bytes, length, keys[i]);
    return found >= 2;
}

/* A first line of several columns, one of them called text or note and one block, or several of them blocks. */
static bool is_table(const char *bytes, size_t length, const struct resolver *resolver)
{
    size_t size = strcspn(bytes, "\r\n"), cells = 0, named = 0, blocks = 0;
    if (strncasecmp(bytes + (*bytes == '"'), "sep=", 4) == 0 && size <= 12) /* as Excel writes it */
        return true;
    if (size > 4096 || size >= length || bytes[0] == '#' || bytes[0] == '|')
        return false;
    for (size_t at = 0; at < size;) {
        size_t cell = strcspn(bytes + at, ",;\t\r\n");
        char *word = memory_copy_bytes(bytes + at, cell);
        struct buffer folded = {0};
        text_fold_label(&folded, word, cell);
        const char *text = buffer_text(&folded);
        static const char *const words[] = {"block", "text", "note", "section", "区块", "模块", "内容", "便签", "文本"};
        for (size_t i = 0; i < COUNT_OF(words); i++)
            named += strcmp(text, words[i]) == 0 || (text[0] == '"' && strstr(text, words[i]));
        blocks += *text && resolver_knows(resolver, text);
        cells++;
        buffer_clear(&folded);
        free(word);
        at += cell + 1;
    }
    return cells >= 2 && (named >= 2 || blocks >= 3);
}

static const char *kind_of(const char *path, const char *bytes, size_t length, bool to_block,
                           const struct resolver *resolver)
{
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    size_t blank = strspn(bytes, " \t\r\n");
    const char *at = bytes + (blank < length ? blank : length);
    size_t seen = length < LOOKED_AT ? length : LOOKED_AT;
    if (*at == '{' || *at == '[')
        if (at[0] != '[' || !is_tobias(bytes, seen))
            return json_kind(path, bytes, seen);
    if (has_extension(path, "py") || has_extension(path, "json"))
        return "blocks";
    if (has_extension(path, "yml") || has_extension(path, "yaml"))
        return "yaml";
    if (strncasecmp(at, "<?xml", 5) == 0 || strncasecmp(at, "<canvas", 7) == 0 || has_extension(path, "xml"))
        return "leantime";
    if (is_tobias(bytes, seen))
        return "tobias";
    if (has_extension(path, "csv"))
        return "csv";
    if (has_extension(path, "tsv") || has_extension(path, "tab"))
        return "tsv";
    if (has_extension(path, "md") || has_extension(path, "markdown"))
        return "md";
    if (is_table(at, seen - (size_t)(at - bytes), resolver))
        return "csv";
    if (strncmp(bytes, "---\n", 4) == 0 && !has(bytes + 3, seen - 3, "\n---"))
        return "yaml";
    return to_block && !has(bytes, seen, "\n#") && *at != '#' ? "list" : "md";
}

const struct format *format_detect(const char *path, const char *bytes, size_t length, bool to_block,
                                   const struct resolver *resolver)
{
    const struct format *format = format_by_name(kind_of(path, bytes, length, to_block, resolver));
    return format && format->read ? format : format_by_name("md");
}
