/*
 * read_leantime.c - the XML that Leantime exports its canvases as.
 *
 * That tool puts texts between its tags as they are: HTML, loose & and <. So this is no XML reader: it looks for the dozen tags
 * it knows and takes what stands between them, without other tags and with entities resolved. Nothing is
 * expanded, nothing is fetched; a document type is refused.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "document.h"
#include "html_text.h"
#include "nonet/message.h"

/* Their keys for blocks, and the names that the templates know. */
static const char *const blocks[][3] = {
    {"obm_kp", "key partners", NULL},      {"obm_ka", "key activities", NULL},
    {"obm_kr", "key resources", NULL},     {"obm_vp", "value propositions", NULL},
    {"obm_cr", "customer relationships", NULL}, {"obm_ch", "channels", NULL},
    {"obm_cs", "customer segments", NULL}, {"obm_fc", "cost structure", NULL},
    {"obm_fr", "revenue streams", NULL},   {"problem", "problem", NULL},
    {"alternatives", "problem", "Existing alternatives"}, {"solution", "solution", NULL},
    {"keymetrics", "key metrics", NULL},   {"uniquevalue", "unique value", NULL},
    {"highlevelconcept", "unique value", "High-level concept"}, {"unfairadvantage", "unfair advantage", NULL},
    {"channels", "channels", NULL},        {"customersegment", "customer segments", NULL},
    {"earlyadopters", "customer segments", "Early adopters"}, {"cost", "cost structure", NULL},
    {"revenue", "revenue streams", NULL},
};

/* ---- tags -------------------------------------------------------------------------------------------------- */

/* The next "<name" with a blank, "/" or ">" behind it, before `end`; NULL: none. */
static const char *find_tag(const char *from, const char *end, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = from; (at = memchr(at, '<', (size_t)(end - at))) != NULL; at++)
        if ((size_t)(end - at) > length + 1 && strncasecmp(at + 1, name, length) == 0 &&
            strchr(" \t\n/>", at[length + 1]) && at[length + 1])
            return at;
    return NULL;
}

/* What stands between <name> and </name>, or up to `end` when it is not closed; false when there is none. */
static bool find_inside(const char *from, const char *end, const char *name, const char **inside, const char **until)
{
    const char *tag = find_tag(from, end, name);
    if (!tag)
        return false;
    *inside = html_behind_tag(tag, end);
    char closing[40] = "/";
    strncat(closing, name, sizeof closing - 2);
    const char *close = find_tag(*inside, end, closing);
    bool empty = *inside - tag > 2 && (*inside)[-2] == '/';
    *until = empty ? *inside : close ? close : end;
    return true;
}

/* The value of `name="..."` in the tag. Yours; NULL: none. */
static char *attribute(const char *tag, const char *end, const char *name)
{
    const char *close = html_behind_tag(tag, end);
    size_t length = strlen(name);
    for (const char *at = tag; at + length + 2 < close; at++) {
        char quote = at[length + 1];
        if ((*at != ' ' && *at != '\n') || strncasecmp(at + 1, name, length) != 0 || quote != '=')
            continue;
        const char *value = at + length + 2;
        if (*value != '"' && *value != '\'')
            return NULL;
        const char *stop = memchr(value + 1, *value, (size_t)(close - value - 1));
        return stop ? memory_copy_bytes(value + 1, (size_t)(stop - value - 1)) : NULL;
    }
    return NULL;
}

static char *plain_inside(const char *from, const char *end, const char *name)
{
    const char *inside, *until;
    return find_inside(from, end, name, &inside, &until) ? html_text(inside, until) : memory_copy_text("");
}

/* ---- notes ----------------------------------------------------------------------------------------------------- */

static void add_details(struct document_note *note, const char *from, const char *end)
{
    static const char *const names[][2] = {
        {"assumptions", N_("Assumptions")}, {"data", N_("Data")}, {"conclusion", N_("Conclusion")}};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        char *text = plain_inside(from, end, names[i][0]);
        struct buffer line = {0};
        buffer_printf(&line, "%s: %s", _(names[i][1]), text);
        if (*text)
            document_body(note, buffer_text(&line));
        buffer_clear(&line);
        free(text);
    }
    const char *author = find_tag(from, end, "author");
    char *first = author ? attribute(author, end, "firstname") : NULL;
    char *last = author ? attribute(author, end, "lastname") : NULL;
    if ((first && *first) || (last && *last)) {
        struct buffer name = {0};
        buffer_printf(&name, "%s%s%s", first ? first : "", first && *first && last && *last ? " " : "", last ? last : "");
        note->author = html_text(name.data, name.data + name.length);
        buffer_clear(&name);
    }
    free(first);
    free(last);
    const char *status = find_tag(from, end, "status");
    char *key = status ? attribute(status, end, "key") : NULL;
    if (key && *key && strcmp(key, "status_draft") != 0)
        document_tag(note, strncmp(key, "status_", 7) == 0 ? key + 7 : key);
    free(key);
}

static size_t section_of_key(struct document *document, const char *key)
{
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        if (strcmp(blocks[i][0], key) != 0)
            continue;
        size_t section = document_section(document, NO_SECTION, blocks[i][1]);
        return document_section(document, section, blocks[i][2]);
    }
    const char *dash = strrchr(key, '_');
    return document_section(document, NO_SECTION, dash ? dash + 1 : key);
}

static void read_element(struct document *document, const char *key, const char *from, const char *end)
{
    size_t section = section_of_key(document, key);
    const char *inside = from, *until;
    while (!document_is_full(document) && find_inside(inside, end, "item", &inside, &until)) {
        char *text = plain_inside(inside, until, "description");
        struct document_note *note = document_note(document, section, text);
        if (note)
            add_details(note, inside, until);
        free(text);
        inside = until;
    }
}

enum status read_leantime(const struct source *source, struct document *out, struct error *err)
{
    const char *end = source->bytes + source->length, *at = source->bytes;
    for (const char *mark = at; (mark = memchr(mark, '<', (size_t)(end - mark))) != NULL; mark++)
        if (strncasecmp(mark, "<!DOCTYPE", 9) == 0 || strncasecmp(mark, "<!ENTITY", 8) == 0)
            return error_set(err, STATUS_INVALID, _("%s: it declares a document type, which is not read"), source->name);
    const char *canvas = find_tag(at, end, "canvas");
    if (!canvas)
        return error_set(err, STATUS_INVALID, _("%s: this is no canvas of Leantime: the tag <canvas> is missing"),
                         source->name);
    const char *first = find_tag(canvas, end, "element");
    char *title = plain_inside(canvas, first ? first : end, "title");
    if (*title)
        out->title = memory_copy_text(title);
    free(title);
    for (at = first; at && !document_is_full(out); at = find_tag(at + 1, end, "element")) {
        const char *next = find_tag(at + 1, end, "element");
        char *key = attribute(at, end, "key");
        if (key)
            read_element(out, key, html_behind_tag(at, end), next ? next : end);
        free(key);
    }
    return document_check(out, source->name, err);
}
