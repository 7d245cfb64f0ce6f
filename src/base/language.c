/*
 * language.c - the two languages nonet speaks.
 */
#include "nonet/base.h"

const char *language_code(enum language language)
{
    return language == LANGUAGE_ZH ? "zh" : "en";
}

enum language language_other(enum language language)
{
    return language == LANGUAGE_ZH ? LANGUAGE_EN : LANGUAGE_ZH;
}
