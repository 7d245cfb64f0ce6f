/*
 * read_colour.c - a colour of another tool as one of the six that notes have.
 *
 * Hex colours go by hue; what has none (grey, white, black) is no colour. Invariant: our own names give themselves.
 */
#include "document.h"

#include <stdlib.h>
#include <string.h>

struct colour_word {
    const char *word;
    enum note_colour colour;
};

static const struct colour_word words[] = {
    {"1", NOTE_RED},         {"2", NOTE_YELLOW},     {"3", NOTE_YELLOW},  {"4", NOTE_GREEN},   {"5", NOTE_BLUE},
    {"6", NOTE_PURPLE},      {"orange", NOTE_YELLOW}, {"amber", NOTE_YELLOW}, {"cyan", NOTE_BLUE}, {"teal", NOTE_GREEN},
    {"pink", NOTE_PURPLE},   {"violet", NOTE_PURPLE}, {"magenta", NOTE_PURPLE}, {"lime", NOTE_GREEN},
    {"黄", NOTE_YELLOW},     {"黄色", NOTE_YELLOW},  {"橙色", NOTE_YELLOW}, {"红", NOTE_RED},   {"红色", NOTE_RED},
    {"绿", NOTE_GREEN},      {"绿色", NOTE_GREEN},   {"蓝", NOTE_BLUE},   {"蓝色", NOTE_BLUE}, {"紫", NOTE_PURPLE},
    {"紫色", NOTE_PURPLE},   {"🟡", NOTE_YELLOW},    {"🔴", NOTE_RED},    {"🟢", NOTE_GREEN},  {"🔵", NOTE_BLUE},
    {"🟣", NOTE_PURPLE},     {"🟠", NOTE_YELLOW},
};

static enum note_colour of_hue(int red, int green, int blue)
{
    int high = red > green ? red : green, low = red < green ? red : green;
    high = blue > high ? blue : high;
    low = blue < low ? blue : low;
    int span = high - low;
    if (span * 8 < high || high < 40)
        return NOTE_NONE;
    int hue = high == red ? 60 * (green - blue) / span : high == green ? 120 + 60 * (blue - red) / span
                                                                      : 240 + 60 * (red - green) / span;
    hue = (hue + 360) % 360;
    if (hue < 22 || hue >= 340)
        return NOTE_RED;
    if (hue < 70)
        return NOTE_YELLOW;
    if (hue < 170)
        return NOTE_GREEN;
    return hue < 255 ? NOTE_BLUE : NOTE_PURPLE;
}

static enum note_colour of_hex(const char *text)
{
    size_t length = strspn(text, "0123456789abcdefABCDEF");
    char *end;
    unsigned long value = strtoul(text, &end, 16);
    if (text[length] != '\0')
        return NOTE_NONE;
    if (length == 3)
        return of_hue((int)(value >> 8 & 15) * 17, (int)(value >> 4 & 15) * 17, (int)(value & 15) * 17);
    if (length == 8)
        value >>= 8;
    if (length == 6 || length == 8)
        return of_hue((int)(value >> 16 & 255), (int)(value >> 8 & 255), (int)(value & 255));
    return NOTE_NONE;
}

enum note_colour colour_read(const char *text)
{
    enum note_colour colour = NOTE_NONE;
    if (!text || strlen(text) > 40)
        return NOTE_NONE;
    struct buffer folded = {0};
    text_fold(&folded, text, strlen(text));
    const char *word = buffer_text(&folded);
    if (word[0] == '#')
        colour = of_hex(word + 1);
    else if (!note_colour_by_name(word, &colour))
        for (size_t i = 0; i < COUNT_OF(words) && colour == NOTE_NONE; i++)
            if (strcmp(words[i].word, word) == 0)
                colour = words[i].colour;
    buffer_clear(&folded);
    return colour;
}
