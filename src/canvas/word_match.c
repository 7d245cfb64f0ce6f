/*
 * word_match.c - do texts hold all words of a query?
 *
 * Folding a text costs far more than looking through it, and most texts are ASCII or plain Chinese, where folding is
 * lower case at most. Those are compared as they are; anything else is folded first.
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

/* True for text of ASCII and the common Chinese characters and stops only: folding leaves those but for case. */
static bool is_plain(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0';) {
        if (*at < 0x80) {
            at++;
        } else if (*at >= 0xE4 && *at <= 0xE9 && at[1] != '\0' && at[2] != '\0') { /* U+4000 to U+9FFF */
            at += 3;
        } else if (*at == 0xE3 && at[1] == 0x80 && (at[2] == 0x81 || at[2] == 0x82)) { /* U+3001, U+3002 */
            at += 3;
        } else {
            return false;
        }
    }
    return true;
}

static void append_folded(struct buffer *out, const char *text)
{
    if (!is_plain(text)) {
        text_fold(out, text, strlen(text));
        return;
    }
    size_t from = out->length;
    buffer_add(out, text);
    for (size_t i = from; i < out->length; i++) {
        if (out->data[i] >= 'A' && out->data[i] <= 'Z')
            out->data[i] = (char)(out->data[i] + ('a' - 'A'));
    }
}

bool word_query_matches(struct word_query *query, const char *a, const char *b)
{
    if (query->count == 0)
        return true;
    buffer_reset(&query->folded);
    append_folded(&query->folded, a);
    if (b != NULL && b[0] != '\0') {
        buffer_add_char(&query->folded, '\n');
        append_folded(&query->folded, b);
    }
    const char *text = buffer_text(&query->folded);
    for (size_t i = 0; i < query->count; i++) {
        if (strstr(text, query->word[i]) == NULL)
            return false;
    }
    return true;
}
