/*
 * value_text.h - the texts of a JSON document, each ended where it stands. Private to value.c.
 */
#ifndef NONET_VALUE_TEXT_H
#define NONET_VALUE_TEXT_H

#include <stdbool.h>

enum { VALUE_TEXT_PADDING = 8 }; /* zero bytes behind `end`: reading eight at once stays inside */

/* The text whose opening quote is at *at; its escape sequences are resolved and it is ended in place of its closing quote,
 * which *at has passed then. `control`: it holds a control character other than a line end. NULL, or what is wrong (not
 * translated yet) at *at. */
const char *value_text_take(char **at, const char *end, const char **out, bool *control);

#endif
