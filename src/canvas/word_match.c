/*
 * word_match.c - do texts hold all words of a query?
 *
 * Folding a text costs far more than looking through it, and most texts are ASCII or plain Chinese, where folding is
 * lower case at most. Those are looked through as they are; anything else is folded first. A test holds both ways to the
 * same answers.
 */
#include "word_match.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/text.h"

void word_query_init(struct word_query *query, const char *text)
{
    *query = (struct word_query){0};
    struct buffer folded = {0};
    text_fold(&folded, text, strlen(text));
    const char *at = buffer_text(&folded);
    for (;;) {
        at += strspn(at, " \t\n");
        size_t length = strcspn(at, " \t\n");
        if (length == 0)
            break;
        query->word = memory_resize(query->word, query->count + 1, sizeof *query->word);
        query->word[query->count++] = memory_copy_bytes(at, length);
        for (size_t i = 0; i < length; i++)
            query->has_ascii = query->has_ascii || (unsigned char)at[i] < 0x80;
        at += length;
    }
    buffer_clear(&folded);
}

void word_query_clear(struct word_query *query)
{
    for (size_t i = 0; i < query->count; i++)
        free(query->word[i]);
    free(query->word);
    buffer_clear(&query->folded);
    *query = (struct word_query){0};
}

/* Bytes of a wide form at `at` (U+FF01 to U+FF5E), or 0. */
static size_t wide_form(const unsigned char *at)
{
    bool wide = at[0] == 0xEF && ((at[1] == 0xBC && at[2] >= 0x81) || (at[1] == 0xBD && at[2] >= 0x80 && at[2] <= 0x9E));
    return wide ? 3 : 0;
}

/* Bytes of a Chinese stop, bracket, dash or quote that folding leaves alone, or 0. */
static size_t fixed_mark(const unsigned char *at)
{
    bool fixed = at[0] == 0xE3 ? at[1] == 0x80 && (at[2] == 0x81 || at[2] == 0x82 || (at[2] >= 0x88 && at[2] <= 0x91))
                               : at[0] == 0xE2 && at[1] == 0x80 &&
                                     (at[2] == 0x94 || at[2] == 0x98 || at[2] == 0x99 || at[2] == 0x9C || at[2] == 0x9D);
    return fixed ? 3 : 0;
}

/* By its first byte: characters that are plain whatever follows, ASCII and U+4000 to U+9FFF. */
static inline size_t plain_size(unsigned char first)
{
    return first < 0x80 ? 1 : first >= 0xE4 && first <= 0xE9 ? 3 : 0;
}

/* True for text whose folding changes nothing that the words could see, but for the case of ASCII letters: ASCII, the
 * common Chinese characters and marks, and wide forms where no word has ASCII. */
static bool is_plain(const char *text, size_t length, bool wide_too)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + length;
    while (at < end) {
        uint64_t eight;
        if (end - at >= 8 && memcpy(&eight, at, 8) && (eight & UINT64_C(0x8080808080808080)) == 0) {
            at += 8;
            continue;
        }
        size_t size = plain_size(*at);
        if (size == 0 && end - at >= 3)
            size = fixed_mark(at) + (wide_too ? wide_form(at) : 0);
        if (size == 0)
            return false;
        at += size;
    }
    return at == end;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Does plain text hold the folded word? */
static bool plain_holds(const char *text, const char *word, bool has_ascii)
{
    if (!has_ascii)
        return strstr(text, word) != NULL;
    for (; *text != '\0'; text++) {
        if (lower(*text) != word[0])
            continue;
        size_t i = 1;
        while (word[i] != '\0' && lower(text[i]) == word[i])
            i++;
        if (word[i] == '\0')
            return true;
    }
    return false;
}

/* Any text, folded. */
static bool folded_match(struct word_query *query, const struct searched_text *text)
{
    buffer_reset(&query->folded);
    text_fold(&query->folded, text->a, text->a_length);
    buffer_add_char(&query->folded, '\n');
    text_fold(&query->folded, text->b, text->b_length);
    const char *folded = buffer_text(&query->folded);
    for (size_t i = 0; i < query->count; i++) {
        if (strstr(folded, query->word[i]) == NULL)
            return false;
    }
    return true;
}

bool word_query_matches(struct word_query *query, const struct searched_text *text)
{
    bool wide_too = !query->has_ascii;
    if (query->count == 0)
        return true;
    if (!is_plain(text->a, text->a_length, wide_too) || !is_plain(text->b, text->b_length, wide_too))
        return folded_match(query, text);
    for (size_t i = 0; i < query->count; i++) {
        const char *word = query->word[i];
        if (!plain_holds(text->a, word, query->has_ascii) &&
            (text->b_length == 0 || !plain_holds(text->b, word, query->has_ascii)))
            return false;
    }
    return true;
}

bool word_query_matches_line(struct word_query *query, const char *line)
{
    return word_query_matches(query, &(struct searched_text){.a = line, .a_length = strlen(line), .b = ""});
}
