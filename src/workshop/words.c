/*
 * words.c - tokens, codes and names: what is made up here, and how what people type is compared.
 *
 * Not here: looking anything up. Invariant: an alias that was accepted shows something, on one line, and cannot turn the
 * text around it.
 */
#include "room.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

enum { ALIAS_CLUSTERS_MAX = 40, ALIAS_BYTES_MAX = 1024 };

char *word_token(void)
{
    struct buffer word = {0};
    buffer_printf(&word, "%016" PRIx64 "%016" PRIx64, (uint64_t)id_new(), (uint64_t)id_new());
    return buffer_take(&word);
}

char *word_code(void)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* none that is taken for another */
    uint64_t random = (uint64_t)id_new();
    struct buffer word = {0};
    for (int i = 0; i < 8; i++) {
        if (i == 4)
            buffer_add_char(&word, '-');
        buffer_add_char(&word, letters[random % (sizeof letters - 1)]);
        random /= sizeof letters - 1;
    }
    return buffer_take(&word);
}

static void fold_code(struct buffer *out, const char *text)
{
    struct buffer folded = {0};
    text_fold(&folded, text, strlen(text));
    for (const char *at = buffer_text(&folded); *at; at++) {
        if (*at != ' ' && *at != '-' && *at != '\t')
            buffer_add_char(out, *at);
    }
    buffer_clear(&folded);
}

size_t word_weight(const char *code)
{
    struct buffer folded = {0};
    fold_code(&folded, code);
    size_t weight = folded.length;
    buffer_clear(&folded);
    return weight;
}

bool word_equal(const char *a, const char *b)
{
    struct buffer x = {0}, y = {0};
    fold_code(&x, a);
    fold_code(&y, b);
    bool equal = x.length > 0 && strcmp(buffer_text(&x), buffer_text(&y)) == 0;
    buffer_clear(&x);
    buffer_clear(&y);
    return equal;
}

/* ---- aliases ------------------------------------------------------------------------------------------------- */

/* Controls, and what changes how the text around it is laid out. */
static bool is_unfit(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x61C || c == 0x180E || c == 0x200B ||
           (c >= 0x200E && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0xFEFF || (c >= 0xFFF0 && c <= 0xFFFC) || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0000;
}

/* Joiners, selectors and fillers: two names that differ by these alone are one on every screen. */
static bool is_unseen(uint32_t c)
{
    return c == 0x34F || c == 0x115F || c == 0x1160 || c == 0x17B4 || c == 0x17B5 || (c >= 0x180B && c <= 0x180F) ||
           c == 0x200C || c == 0x200D || c == 0x3164 || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFFA0;
}

/* Cyrillic and Greek letters, folded, whose small or large form is drawn like a Latin one. */
static char looks_like(uint32_t c)
{
    static const struct {
        uint16_t letter;
        char latin;
    } alike[] = {{0x430, 'a'}, {0x432, 'b'}, {0x435, 'e'}, {0x43A, 'k'}, {0x43C, 'm'}, {0x43D, 'h'}, {0x43E, 'o'},
                 {0x440, 'p'}, {0x441, 'c'}, {0x442, 't'}, {0x443, 'y'}, {0x445, 'x'}, {0x455, 's'}, {0x456, 'i'},
                 {0x458, 'j'}, {0x501, 'd'}, {0x51B, 'q'}, {0x51D, 'w'}, {0x3B1, 'a'}, {0x3B2, 'b'}, {0x3B5, 'e'},
                 {0x3B6, 'z'}, {0x3B7, 'h'}, {0x3B9, 'i'}, {0x3BA, 'k'}, {0x3BC, 'm'}, {0x3BD, 'n'}, {0x3BF, 'o'},
                 {0x3C1, 'p'}, {0x3C4, 't'}, {0x3C5, 'y'}, {0x3C7, 'x'}};
    for (size_t i = 0; i < COUNT_OF(alike); i++)
        if (alike[i].letter == c)
            return alike[i].latin;
    return '\0';
}

/* What of a name can be seen: folded, without what is not drawn, any run of blanks as one. */
static void alias_seen(struct buffer *out, const char *alias)
{
    struct buffer folded = {0};
    text_fold(&folded, alias, strlen(alias));
    const char *text = buffer_text(&folded);
    bool blank = false;
    uint32_t point;
    for (size_t at = 0, size; at < folded.length; at += size) {
        size = text_decode(text + at, folded.length - at, &point);
        if (is_unseen(point))
            continue;
        if (point == ' ' || point == 0x1680 || point == 0x2800) { /* folding has made the others plain */
            blank = out->length > 0;
            continue;
        }
        if (blank)
            buffer_add_char(out, ' ');
        blank = false;
        char latin = looks_like(point);
        if (latin)
            buffer_add_char(out, latin);
        else
            buffer_append(out, text + at, size);
    }
    buffer_clear(&folded);
}

static bool shows_something(const char *alias)
{
    struct buffer seen = {0};
    alias_seen(&seen, alias);
    bool something = seen.length > 0;
    buffer_clear(&seen);
    return something;
}

enum status word_alias(const char *typed, char **out, struct error *err)
{
    size_t length = strlen(typed);
    if (!text_is_valid(typed, length))
        return error_set(err, STATUS_INVALID, _("the name is not valid UTF-8 text"));
    if (length > ALIAS_BYTES_MAX)
        return error_set(err, STATUS_INVALID, _("the name is longer than %d characters"), ALIAS_CLUSTERS_MAX);
    struct buffer composed = {0};
    text_compose(&composed, typed, length);
    const char *text = buffer_text(&composed);
    size_t from = strspn(text, " "), to = composed.length;
    while (to > from && text[to - 1] == ' ')
        to--;
    size_t clusters = 0;
    uint32_t point;
    bool unfit = false;
    for (size_t at = from; at < to; at += text_decode(text + at, to - at, &point)) {
        text_decode(text + at, to - at, &point);
        unfit = unfit || is_unfit(point);
    }
    for (size_t at = from; at < to; at = text_next(text, to, at))
        clusters++;
    enum status status = STATUS_OK;
    if (unfit)
        status = error_set(err, STATUS_INVALID, _("a name cannot hold control characters"));
    else if (clusters > ALIAS_CLUSTERS_MAX)
        status = error_set(err, STATUS_INVALID, _("the name is longer than %d characters"), ALIAS_CLUSTERS_MAX);
    else if (text_cells(text + from, to - from, TEXT_NARROW) == 0 || !shows_something(text))
        status = error_set(err, STATUS_INVALID, _("a guest needs a name"));
    else
        *out = memory_copy_bytes(text + from, to - from);
    buffer_clear(&composed);
    return status;
}

char *alias_key(const char *alias)
{
    struct buffer seen = {0};
    alias_seen(&seen, alias);
    return seen.length > 0 ? buffer_take(&seen) : memory_copy_text("");
}

bool alias_equal(const char *a, const char *b)
{
    struct buffer x = {0}, y = {0};
    alias_seen(&x, a);
    alias_seen(&y, b);
    bool equal = strcmp(buffer_text(&x), buffer_text(&y)) == 0;
    buffer_clear(&x);
    buffer_clear(&y);
    return equal;
}

/* ---- lists of ids ----------------------------------------------------------------------------------------------- */

char *ids_text(const int64_t *ids, size_t count)
{
    struct buffer text = {0};
    buffer_add(&text, "");
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "%s%" PRId64, i == 0 ? "" : " ", ids[i]);
    return buffer_take(&text);
}

size_t ids_parse(const char *text, int64_t **out)
{
    size_t count = 0, capacity = 0;
    *out = NULL;
    for (const char *at = text; *at;) {
        char *end;
        int64_t id = strtoll(at, &end, 10);
        if (end == at)
            break;
        GROW(*out, count, capacity);
        (*out)[count++] = id;
        at = end;
    }
    return count;
}
