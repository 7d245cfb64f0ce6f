/*
 * fold.c - the forms in which texts are compared: folded for search, stripped for labels, and the
 * distance between two words for "did you mean".
 *
 * Nothing folded is ever shown or stored in the place of what was written. ASCII and the usual Chinese
 * text take a short way; a test holds it to the same answers as libunistring's.
 */
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

/* ---- folding ----------------------------------------------------------------------------------- */

uint32_t text_narrow_key(uint32_t code_point)
{
    if (code_point >= 0xFF01 && code_point <= 0xFF5E)
        return code_point - 0xFEE0;
    return code_point == 0x3000 ? ' ' : code_point;
}

/* NFKC and folding leave it alone and nothing composes with it (a mark behind it is not in the set). */
static bool is_fixed(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFC) || (c >= 0x3001 && c <= 0x3002) || (c >= 0x3008 && c <= 0x3011) ||
           c == 0x2014 || (c >= 0x2018 && c <= 0x2019) || (c >= 0x201C && c <= 0x201D);
}

/* Appends the folded text and returns true, or appends nothing when a code point is not an easy one. Folds
 * in place: what is easy never grows. */
static bool fold_easily(struct buffer *out, const char *bytes, size_t length)
{
    size_t start = out->length;
    buffer_append(out, bytes, length);
    char *to = out->data + start;
    for (size_t at = 0; at < length;) {
        uint32_t c = (unsigned char)bytes[at];
        size_t size = c < 0x80 ? 1 : text_decode(bytes + at, length - at, &c);
        uint32_t narrow = text_narrow_key(c);
        if (narrow < 0x80) {
            *to++ = (char)(narrow >= 'A' && narrow <= 'Z' ? narrow + 32 : narrow);
        } else if (is_fixed(c)) {
            memcpy(to, bytes + at, size);
            to += size;
        } else {
            buffer_remove(out, start, length);
            return false;
        }
        at += size;
    }
    size_t folded = (size_t)(to - out->data);
    buffer_remove(out, folded, out->length - folded);
    return true;
}

void text_compose(struct buffer *out, const char *bytes, size_t length)
{
    size_t composed_length = 0;
    uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)bytes, length, NULL, &composed_length);
    if (composed)
        buffer_append(out, (const char *)composed, composed_length);
    else
        buffer_append(out, bytes, length); /* no memory, or not valid: as it is */
    free(composed);
}

void text_fold(struct buffer *out, const char *bytes, size_t length)
{
    if (fold_easily(out, bytes, length))
        return;
    struct buffer repaired = {0};
    if (!text_is_valid(bytes, length)) {
        text_repair(&repaired, bytes, length);
        bytes = buffer_text(&repaired);
        length = repaired.length;
    }
    size_t folded_length = 0;
    uint8_t *folded = u8_casefold((const uint8_t *)bytes, length, NULL, UNINORM_NFKC, NULL, &folded_length);
    if (folded)
        buffer_append(out, (const char *)folded, folded_length);
    else
        buffer_append(out, bytes, length);
    free(folded);
    buffer_clear(&repaired);
}

/* ---- labels ------------------------------------------------------------------------------------ */

static bool has_category(uint32_t c, uint32_t mask)
{
    return uc_is_general_category_withtable(c, mask);
}

/* Copies a label without symbols, emoji, Markdown marks, {…} and a number in a circle at its head. They
 * go before normalisation, which would turn some of them into letters (™) or digits (①). */
static void drop_symbols(struct buffer *out, const char *bytes, size_t length)
{
    const uint32_t symbols =
        UC_CATEGORY_MASK_So | UC_CATEGORY_MASK_Sk | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Me;
    const char *close;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t size = text_decode(bytes + at, length - at, &c);
        const char *here = bytes + at;
        at += size;
        if (c == '{' && (close = memchr(bytes + at, '}', length - at)) != NULL) {
            at = (size_t)(close - bytes) + 1;
            continue;
        }
        bool is_head_number = c > 0x7F && out->length == 0 && has_category(c, UC_CATEGORY_MASK_No);
        if (c == '*' || is_head_number || has_category(c, symbols))
            continue;
        if ((c == ' ' || c == '#') && out->length == 0)
            continue;
        if (text_is_invalid(size, c))
            continue;
        buffer_append(out, here, size);
    }
}

static bool is_separator(uint32_t c)
{
    return c == '-' || c == '_' || c == 0x2010 || has_category(c, UC_CATEGORY_MASK_Z | UC_CATEGORY_MASK_Cc);
}

/* Copies normalised text with words one space apart: separators, and the joints of camelCase. */
static void space_words(struct buffer *out, const char *bytes, size_t length)
{
    uint32_t previous = 0;
    bool pending = false;
    for (size_t at = 0; at < length;) {
        uint32_t c;
        size_t size = text_decode(bytes + at, length - at, &c);
        if (is_separator(c)) {
            pending = true;
        } else if (!has_category(c, UC_CATEGORY_MASK_Mn)) {
            bool hump = has_category(previous, UC_CATEGORY_MASK_Ll) && has_category(c, UC_CATEGORY_MASK_Lu);
            if ((pending || hump) && out->length > 0)
                buffer_add_char(out, ' ');
            pending = false;
            buffer_append(out, bytes + at, size);
            previous = c;
        }
        at += size;
    }
}

static bool is_trimmed(uint32_t c)
{
    return c == ' ' || c == ':' || c == '#' || c == 0x2013 || c == 0x2014;
}

static void trim(const char **bytes, size_t *length)
{
    uint32_t c;
    while (*length > 0) {
        size_t size = text_decode(*bytes, *length, &c);
        if (!is_trimmed(c))
            break;
        *bytes += size;
        *length -= size;
    }
    while (*length > 0) {
        size_t last = text_character_before(*bytes, *length, *length);
        text_decode(*bytes + last, *length - last, &c);
        if (!is_trimmed(c))
            break;
        *length = last;
    }
}

static bool is_ascii_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_chinese_digit(uint32_t c)
{
    static const uint32_t digits[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341}; /* 一 to 十 */
    for (size_t i = 0; i < COUNT_OF(digits); i++)
        if (digits[i] == c)
            return true;
    return false;
}

/* Bytes of a leading number with what ends it: "1." "1)" "(1)" "1.2 " "1、" "一、" "四 " "（二）". 0: none. */
static size_t leading_number(const char *bytes, size_t length)
{
    size_t at = 0;
    bool in_brackets = length > 0 && bytes[0] == '(';
    if (in_brackets)
        at++;
    bool chinese = false;
    size_t digits = at;
    uint32_t c = 0;
    size_t size = 0;
    while (at < length) {
        size = text_decode(bytes + at, length - at, &c);
        bool dot = c == '.' && at > digits && !chinese && at + 1 < length &&
                   is_ascii_digit((unsigned char)bytes[at + 1]);
        if (is_chinese_digit(c))
            chinese = true;
        else if (!is_ascii_digit(c) && !dot)
            break;
        at += size;
    }
    if (at == digits || at >= length)
        return 0;
    if (in_brackets)
        return c == ')' ? at + size : 0;
    if (c == '.' || c == ')' || c == 0x3001 || (!chinese && c == ':'))
        return at + size;
    return c == ' ' ? at : 0;
}

void text_fold_label(struct buffer *out, const char *bytes, size_t length)
{
    struct buffer kept = {0}, spaced = {0};
    drop_symbols(&kept, bytes, length);
    size_t normal_length = 0;
    uint8_t *normal =
        u8_normalize(UNINORM_NFKC, (const uint8_t *)buffer_text(&kept), kept.length, NULL, &normal_length);
    if (normal)
        space_words(&spaced, (const char *)normal, normal_length);
    free(normal);
    buffer_clear(&kept);
    const char *label = buffer_text(&spaced);
    size_t label_length = spaced.length;
    trim(&label, &label_length);
    size_t number = leading_number(label, label_length);
    const char *rest = label + number;
    size_t rest_length = label_length - number;
    trim(&rest, &rest_length);
    /* A label that is nothing but a number keeps it. */
    if (rest_length > 0)
        text_fold(out, rest, rest_length);
    else
        text_fold(out, label, label_length);
    buffer_clear(&spaced);
}

/* ---- finding ----------------------------------------------------------------------------------- */

/* `folded` is working space. */
static bool begins_at(const char *bytes, size_t length, size_t at, const char *wanted, size_t wanted_length,
                      struct buffer *folded, size_t *end)
{
    bool found = false;
    buffer_reset(folded);
    while (at < length && folded->length < wanted_length) {
        size_t next = text_next(bytes, length, at);
        text_fold(folded, bytes + at, next - at);
        at = next;
        size_t common = folded->length < wanted_length ? folded->length : wanted_length;
        if (memcmp(buffer_text(folded), wanted, common) != 0)
            break;
        found = folded->length >= wanted_length;
    }
    *end = at;
    return found;
}

bool text_find(const char *bytes, size_t length, size_t from, const char *folded, size_t *start, size_t *end)
{
    size_t wanted_length = strlen(folded), at = from;
    struct buffer work = {0};
    bool found = false;
    while (!found && wanted_length > 0 && at < length) {
        found = begins_at(bytes, length, at, folded, wanted_length, &work, end);
        *start = at;
        at = text_next(bytes, length, at);
    }
    buffer_clear(&work);
    return found;
}

/* ---- distance ---------------------------------------------------------------------------------- */

static uint32_t *code_points_of(const char *text, size_t *count)
{
    struct buffer folded = {0};
    text_fold(&folded, text, strlen(text));
    uint32_t *points = memory_new(folded.length + 1, sizeof *points);
    *count = 0;
    for (size_t at = 0; at < folded.length;)
        at += text_decode(folded.data + at, folded.length - at, &points[(*count)++]);
    buffer_clear(&folded);
    return points;
}

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

/* Fills the row of a's prefix of length i (rows[0]) from the two before it; returns its smallest value. */
static int fill_row(int *const rows[3], const uint32_t *a, size_t i, const uint32_t *b, size_t b_count)
{
    int best = rows[0][0] = (int)i;
    for (size_t j = 1; j <= b_count; j++) {
        int cost = smaller(rows[1][j], rows[0][j - 1]) + 1;
        cost = smaller(cost, rows[1][j - 1] + (a[i - 1] != b[j - 1]));
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            cost = smaller(cost, rows[2][j - 2] + 1);
        rows[0][j] = cost;
        best = smaller(best, cost);
    }
    return best;
}

static int distance_within(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, int limit)
{
    size_t gap = a_count > b_count ? a_count - b_count : b_count - a_count;
    if (gap > (size_t)limit)
        return limit + 1;
    int *memory = memory_new(3 * (b_count + 1), sizeof *memory);
    int *rows[3] = {memory, memory + b_count + 1, memory + 2 * (b_count + 1)};
    for (size_t j = 0; j <= b_count; j++)
        rows[0][j] = (int)j;
    int best = 0, best_before = 0;
    /* A swap reaches two rows back: only two hopeless rows end the search early. */
    for (size_t i = 1; i <= a_count && smaller(best, best_before) <= limit; i++) {
        int *oldest = rows[2];
        rows[2] = rows[1];
        rows[1] = rows[0];
        rows[0] = oldest;
        best_before = best;
        best = fill_row(rows, a, i, b, b_count);
    }
    int distance = smaller(best, best_before) > limit ? limit + 1 : smaller(rows[0][b_count], limit + 1);
    free(memory);
    return distance;
}

int text_distance(const char *a, const char *b, int limit)
{
    size_t a_count, b_count;
    uint32_t *a_points = code_points_of(a, &a_count);
    uint32_t *b_points = code_points_of(b, &b_count);
    int distance = distance_within(a_points, a_count, b_points, b_count, limit < 0 ? 0 : limit);
    free(a_points);
    free(b_points);
    return distance;
}
