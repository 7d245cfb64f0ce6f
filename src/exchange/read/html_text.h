/*
 * html_text.h - the words in a piece of HTML or in somebody's XML.
 */
#ifndef NONET_HTML_TEXT_H
#define NONET_HTML_TEXT_H

#include "nonet/base.h"

/* Behind a tag that begins at `tag`. One that is not closed ends where the next one opens: else each of many such would be looked
 * through to the end. */
const char *html_behind_tag(const char *tag, const char *end);
/* What stands between and behind tags, with entities resolved and a line break where a paragraph, an item or a cell ends; without
 * blanks around it. Yours. */
char *html_text(const char *from, const char *end);

#endif
