/*
 * message.c - chooses the language of messages once, at start.
 *
 * gettext ignores LANGUAGE in the C locale and setlocale() fails for a locale that is not installed, so both
 * categories are put to C.UTF-8 where needed and LANGUAGE decides. That works with no Chinese locale present.
 */
#include "nonet/message.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static const char *environment_language(void)
{
    static const char *const names[] = {"LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return value;
    }
    return "en";
}

static void set_locales(void)
{
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
    setlocale(LC_TIME, "");
    const char *messages = setlocale(LC_MESSAGES, "");
    if (!messages || strcmp(messages, "C") == 0 || strcmp(messages, "POSIX") == 0)
        setlocale(LC_MESSAGES, "C.UTF-8");
}

/* The catalogue lies beside the program in a build tree, in share/locale once installed. */
static void bind_catalogue(void)
{
    char *program = file_program();
    char *slash = strrchr(program, '/');
    if (slash) {
        *slash = '\0';
        static const char *const places[] = {"locale", "../locale", "../share/locale"};
        for (size_t i = 0; i < COUNT_OF(places); i++) {
            char folder[4400], catalogue[4500]; /* longer than any path */
            snprintf(folder, sizeof folder, "%s/%s", program, places[i]);
            snprintf(catalogue, sizeof catalogue, "%s/zh_CN/LC_MESSAGES/nonet.mo", folder);
            if (access(catalogue, R_OK) == 0) {
                bindtextdomain("nonet", folder);
                break;
            }
        }
    }
    free(program);
    bind_textdomain_codeset("nonet", "UTF-8");
    textdomain("nonet");
}

/* "zh", "ZH", "zh-CN", "zh_CN.UTF-8": the language before anything else that a locale's name says. */
static bool language_by_name(const char *name, enum language *language)
{
    for (int i = 0; i < LANGUAGE_COUNT; i++) {
        const char *code = language_code((enum language)i);
        size_t length = strlen(code);
        if (strncasecmp(name, code, length) == 0 && (name[length] == '\0' || strchr("_-.@", name[length]))) {
            *language = (enum language)i;
            return true;
        }
    }
    return false;
}

/* The language is set also when the wanted one is unknown: somebody has to read that message. */
enum status message_init(const char *wanted, enum language *language, struct error *err)
{
    const char *given = getenv("NONET_LANG");
    bool known = !wanted || language_by_name(wanted, language);
    if ((!wanted || !known) && !(given && language_by_name(given, language)))
        *language = strncmp(environment_language(), "zh", 2) == 0 ? LANGUAGE_ZH : LANGUAGE_EN;
    set_locales();
    setenv("LANGUAGE", *language == LANGUAGE_ZH ? "zh_CN" : "en", 1);
    bind_catalogue();
    return known ? STATUS_OK : error_set(err, STATUS_INVALID, _("language “%s” is not known: use en or zh"), wanted);
}
