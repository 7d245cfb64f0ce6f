/*
 * moment.c - a set of actions as text: the highest clock of each store.
 *
 * Invariant: sites ascend and occur once, so that one moment has one text.
 */
#include "timeline_internal.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

void moment_clear(struct moment *moment)
{
    free(moment->site);
    *moment = (struct moment){0};
}

unsigned moment_needs(const struct session *session)
{
    return session->workshop_id != 0 ? MAY_MANAGE | MAY_LEAD : MAY_MANAGE;
}

static size_t place_of(const struct moment *moment, int64_t site)
{
    size_t low = 0, high = moment->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (moment->site[middle].site < site)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool moment_has(const struct moment *moment, int64_t site, int64_t clock)
{
    size_t at = place_of(moment, site);
    return at < moment->count && moment->site[at].site == site && moment->site[at].clock >= clock;
}

void moment_add(struct moment *moment, int64_t site, int64_t clock)
{
    size_t at = place_of(moment, site);
    if (at < moment->count && moment->site[at].site == site) {
        if (moment->site[at].clock < clock)
            moment->site[at].clock = clock;
        return;
    }
    GROW(moment->site, moment->count, moment->capacity);
    memmove(moment->site + at + 1, moment->site + at, (moment->count - at) * sizeof *moment->site);
    moment->site[at] = (struct site_clock){site, clock};
    moment->count++;
}

char *moment_write(const struct moment *moment)
{
    struct buffer out = {0};
    for (size_t i = 0; i < moment->count; i++)
        buffer_printf(&out, "%s%llx:%llx", i > 0 ? " " : "", (unsigned long long)moment->site[i].site,
                      (unsigned long long)moment->site[i].clock);
    return out.length > 0 ? buffer_take(&out) : memory_copy_text("");
}

static bool take_number(const char **at, char end, int64_t *out)
{
    if (!isxdigit((unsigned char)**at))
        return false;
    char *after;
    errno = 0;
    *out = strtoll(*at, &after, 16);
    if (errno != 0 || (*after != end && *after != '\0') || (*after == '\0' && end == ':'))
        return false;
    *at = *after == '\0' ? after : after + 1;
    return true;
}

enum status moment_parse(const char *text, struct moment *out, struct error *err)
{
    *out = (struct moment){0};
    for (const char *at = text; *at != '\0';) {
        int64_t site, clock;
        if (!take_number(&at, ':', &site) || !take_number(&at, ' ', &clock)) {
            moment_clear(out);
            return error_set(err, STATUS_INVALID, _("this is no moment of a canvas"));
        }
        moment_add(out, site, clock);
    }
    return STATUS_OK;
}
