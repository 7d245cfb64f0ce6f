/*
 * rank.c - where a note stands among its neighbours, as a fraction written in 62 digits.
 *
 * A rank is compared byte by byte; its digits are in ASCII order. There is always room between two ranks, so nothing
 * is ever renumbered. Appending and prepending count on in the first four digits, so that long lists keep
 * short ranks; between two neighbours the new rank lies nearer to the upper one, because notes are mostly added one
 * below the other. A tail of three random digits keeps apart what two people add at the same place.
 *
 * Invariant: before < result, result < after whenever before < after allows it, and the last digit is never the
 * lowest, so that there is room above.
 */
#include "nonet/canvas.h"

#include <stdlib.h>
#include <string.h>

#define BASE 62
#define HEAD_DIGITS 4
#define TAIL_DIGITS 3
#define GAP_WANTED 8   /* smallest distance that is cut once more without another digit */
#define GAP_SHARE 16   /* a new rank lies at 1/16 of the gap */

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/* Value of a digit; a foreign byte counts as the nearest digit. */
static int digit_value(char c)
{
    unsigned char byte = (unsigned char)c;
    if (byte < '0')
        return 0;
    if (byte <= '9')
        return byte - '0';
    if (byte < 'A')
        return 9;
    if (byte <= 'Z')
        return 10 + byte - 'A';
    if (byte < 'a')
        return 35;
    if (byte <= 'z')
        return 36 + byte - 'a';
    return BASE - 1;
}

static int digit_at(const char *rank, size_t length, size_t at)
{
    return at < length ? digit_value(rank[at]) : 0;
}

static void add_tail(struct buffer *out)
{
    uint64_t random = (uint64_t)id_new();
    for (int i = 0; i < TAIL_DIGITS - 1; i++) {
        buffer_add_char(out, digits[random % BASE]);
        random /= BASE;
    }
    buffer_add_char(out, digits[1 + random % (BASE - 1)]);
}

static long head_of(const char *rank)
{
    size_t length = strlen(rank);
    long head = 0;
    for (size_t i = 0; i < HEAD_DIGITS; i++)
        head = head * BASE + digit_at(rank, length, i);
    return head;
}

static void add_head(struct buffer *out, long head)
{
    char text[HEAD_DIGITS];
    for (size_t i = HEAD_DIGITS; i-- > 0; head /= BASE)
        text[i] = digits[head % BASE];
    buffer_append(out, text, HEAD_DIGITS);
}

/* Adds `step` to the last of the digits in `out`, with carry. */
static void add_step(char *out, size_t length, int step)
{
    for (size_t i = length; i-- > 0 && step > 0;) {
        int sum = digit_value(out[i]) + step;
        out[i] = digits[sum % BASE];
        step = sum / BASE;
    }
}

/* A point between the two, at the first digit where there is room for one; false when they are equal. */
static bool add_between(struct buffer *out, const char *before, const char *after)
{
    size_t before_length = strlen(before), after_length = strlen(after);
    size_t longest = before_length > after_length ? before_length : after_length;
    int gap = 0;
    for (size_t at = 0; at < longest + 2; at++) {
        int digit = digit_at(before, before_length, at);
        gap = gap * BASE + digit_at(after, after_length, at) - digit;
        if (gap < 0)
            return false;
        buffer_add_char(out, digits[digit]);
        if (gap >= GAP_WANTED) {
            int step = gap / GAP_SHARE;
            add_step(out->data, out->length, step > 0 ? step : 1);
            return true;
        }
    }
    return false;
}

/* Right behind `before`, whatever bytes it has. */
static void add_behind(struct buffer *out, const char *before)
{
    buffer_reset(out);
    buffer_add(out, before);
}

char *rank_between(const char *before, const char *after)
{
    const long heads = (long)BASE * BASE * BASE * BASE;
    bool open_above = before[0] == '\0';
    bool open_below = after[0] == '\0' || strcmp(before, after) >= 0;
    struct buffer rank = {0};
    if (open_below) {
        long head = open_above ? heads / 2 : head_of(before) + 1;
        if (head < heads)
            add_head(&rank, head);
        else
            add_behind(&rank, before);
    } else if (open_above && head_of(after) >= 2) {
        add_head(&rank, head_of(after) - 1);
    } else if (!add_between(&rank, before, after)) {
        add_behind(&rank, before);
    }
    add_tail(&rank);
    if (strcmp(buffer_text(&rank), before) <= 0) {
        add_behind(&rank, before);
        add_tail(&rank);
    }
    return buffer_take(&rank);
}
