/*
 * internal.h - what the files of the text layer share and nobody else needs.
 */
#ifndef NONET_TEXT_INTERNAL_H
#define NONET_TEXT_INTERNAL_H

#include "nonet/text.h"

#define REPLACEMENT 0xFFFDu

/* East Asian Width "A": one cell or two, as the terminal likes. Combining marks are not in it. */
bool text_is_ambiguous(uint32_t code_point);

/* A byte that is a printable ASCII character. */
static inline bool text_is_print(char byte)
{
    return byte >= 0x20 && byte < 0x7f;
}

/* The cluster at `at` is one printable ASCII character: what follows is ASCII too, so nothing can
 * combine with it. Most text is that, and needs no table. */
static inline bool text_is_plain(const char *bytes, size_t length, size_t at)
{
    return text_is_print(bytes[at]) && (at + 1 == length || (unsigned char)bytes[at + 1] < 0x80);
}

/* text_decode() says an invalid byte with this pair; a real U+FFFD has three bytes. */
static inline bool text_is_invalid(size_t size, uint32_t code_point)
{
    return size == 1 && code_point == REPLACEMENT;
}

/* Start of the character that ends at `at` (> 0); an invalid byte is one character. */
size_t text_character_before(const char *bytes, size_t length, size_t at);

#endif
