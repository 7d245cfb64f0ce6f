/*
 * random_text.c - see random_text.h. The same seed gives the same text on every run, so that a failure
 * can be looked at.
 */
#include "random_text.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "nonet/text.h"

uint64_t random_next(uint64_t *state)
{
    *state += 0x9E3779B97F4A7C15u;
    uint64_t z = *state;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

size_t random_below(uint64_t *state, size_t limit)
{
    return (size_t)(random_next(state) % limit);
}

static const char *const simple_pieces[] = {
    "a",
    "Zq",
    " ",
    "  ",
    "word",
    "-",
    "/",
    ".",
    "1,980",
    "\n",
    "\t",
    "\x1b",
    "\x7f",
    "中",
    "客户细分",
    "，",
    "。",
    "（",
    "）",
    "“",
    "”",
    "——",
    "……",
    "、",
    "￥",
    "\u3000",
    "\u0301",
    "e\u0308",
    "\u200d",
    "\ufe0f",
    "\u20e3",
    "1\ufe0f\u20e3",
    "\u200b",
    "\u00ad",
    "\u2060",
    "😀",
    "👍🏽",
    "🏽",
    "👨‍👩‍👧",
    "❤️",
    "🇨🇳",
    "🇨",
    "🇳",
    "©",
    "✅",
    "한",
    "가",
    "\u1161",
    "\u11a8",
    "\u1100\u1161\u11a8",
    "\u202e",
    "\u2028",
    "é",
    "ü",
    "\U0001fae8",
};

static const char *const wild_pieces[] = {
    "\r",           "\r\n",         "\xff",         "\xc3",     "\xe4\xb8",
    "\x80\x80",     "\xf0\x9f\x98", "\xed\xa0\x80", "\xc0\xaf", "\xf4\x90\x80\x80",
    "\u0915\u093f", "\u0e33",       "\u0600",       "\u0d4e",   "\ufeff",
    "\u0e01\u0e34", "\u1100\u1100", "\xc2\x85",     "\ufffe",
};

void random_text(struct buffer *out, uint64_t *state, enum random_kind kind, size_t pieces)
{
    for (size_t i = 0; i < pieces; i++) {
        size_t dice = kind == RANDOM_SIMPLE ? 0 : random_below(state, 8);
        if (dice < 5) {
            buffer_add(out, simple_pieces[random_below(state, COUNT_OF(simple_pieces))]);
        } else if (dice == 5) {
            buffer_add(out, wild_pieces[random_below(state, COUNT_OF(wild_pieces))]);
        } else if (dice == 6) {
            buffer_add_char(out, (char)random_below(state, 256));
        } else {
            char bytes[4];
            size_t planes = random_below(state, 2) ? 0x3000 : 0x110000;
            buffer_append(out, bytes, text_encode((uint32_t)random_below(state, planes), bytes));
        }
    }
}

void use_utf8_locale(void)
{
    if (!setlocale(LC_CTYPE, "C.UTF-8")) {
        fputs("no C.UTF-8 locale on this system\n", stderr);
        abort();
    }
}
