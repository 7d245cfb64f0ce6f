/*
 * message.h - user-facing text in the user's language.
 *
 * English sentences in the source are the keys; data/locale/zh_CN.po holds the Chinese ones. _() looks a text
 * up now, N_() only marks one in a table that is looked up later. message_init() chooses the language once
 * at start, also where no Chinese locale is installed.
 */
#ifndef NONET_MESSAGE_H
#define NONET_MESSAGE_H

#include <libintl.h>

#include "nonet/base.h"

#define _(text) gettext(text)
#define N_(text) text

/* Sets LC_CTYPE (UTF-8 always, C.UTF-8 where the environment's is not) and LC_MESSAGES, binds the catalogue
 * and returns the language in force. `wanted` is en, zh or a locale's name that begins with them ("zh_CN.UTF-8"), or
 * NULL for $NONET_LANG, else the environment's LANGUAGE, LC_ALL, LC_MESSAGES, LANG in that order, else English; a
 * variable that names no language nonet speaks is passed over. LC_NUMERIC stays C. INVALID for another word, whose
 * message comes in the language that holds without it. */
enum status message_init(const char *wanted, enum language *language, struct error *err) NONET_CHECKED;

#endif
