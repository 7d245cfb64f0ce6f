/*
 * facet_check.c - a facet's value, as a person types it, against the template's vocabulary.
 *
 * It finds the facet that is meant and the form in which its value is kept. Keys that no template knows are the
 * person's own: they take anything.
 *
 * Invariant: a checked value checked again is itself.
 */
#include "nonet/template.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

/* ---- which facet ------------------------------------------------------------------------------------------ */

static bool same_label(const char *a, const char *b)
{
    struct buffer x = {0}, y = {0};
    text_fold_label(&x, a, strlen(a));
    text_fold_label(&y, b, strlen(b));
    bool same = x.length > 0 && strcmp(buffer_text(&x), buffer_text(&y)) == 0;
    buffer_clear(&x);
    buffer_clear(&y);
    return same;
}

static bool has_title(const struct bilingual *title, const char *name)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        if (same_label(title->text[language], name))
            return true;
    }
    return false;
}

static const struct template_facet *find_in(const struct template_facet *facet, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facet[i].id, key) == 0)
            return &facet[i];
    }
    for (size_t i = 0; i < count; i++) {
        if (has_title(&facet[i].title, key))
            return &facet[i];
    }
    return NULL;
}

const struct template_facet *template_facet_resolve(const struct template *template, int block, const char *key)
{
    if (block == FACETS_OF_LINK)
        return find_in(template->link_facet, template->link_facet_count, key);
    if (block == FACETS_OF_CANVAS)
        return find_in(template->canvas_facet, template->canvas_facet_count, key);
    const struct template_facet *found = NULL;
    if (block >= 0 && (size_t)block < template->block_count)
        found = find_in(template->block[block].facet, template->block[block].facet_count, key);
    for (size_t i = 0; i < template->block_count && !found; i++)
        found = find_in(template->block[i].facet, template->block[i].facet_count, key);
    return found;
}

const char *template_value_title(const struct template_facet *facet, const char *value, enum language language)
{
    for (size_t i = 0; i < facet->value_count; i++) {
        if (strcmp(facet->value[i].id, value) == 0)
            return facet->value[i].title.text[language];
    }
    return value;
}

/* ---- what is typed ---------------------------------------------------------------------------------------- */

#define IDEOGRAPHIC_SPACE "\xE3\x80\x80"
#define FULLWIDTH_COMMA "\xEF\xBC\x8C"
#define ENUMERATION_COMMA "\xE3\x80\x81"

static size_t blank_at(const char *text)
{
    if (*text == ' ' || *text == '\t' || *text == '\n')
        return 1;
    return strncmp(text, IDEOGRAPHIC_SPACE, 3) == 0 ? 3 : 0;
}

static size_t comma_at(const char *text)
{
    if (*text == ',')
        return 1;
    return strncmp(text, FULLWIDTH_COMMA, 3) == 0 || strncmp(text, ENUMERATION_COMMA, 3) == 0 ? 3 : 0;
}

/* Without blanks around it. Yours. */
static char *trimmed(const char *text, size_t length)
{
    char *copy = memory_copy_bytes(text, length);
    size_t start = 0, end = 0;
    while (blank_at(copy + start) > 0)
        start += blank_at(copy + start);
    for (size_t at = start; copy[at];) {
        size_t blank = blank_at(copy + at);
        at += blank > 0 ? blank : 1;
        end = blank > 0 ? end : at;
    }
    char *result = memory_copy_bytes(copy + start, end > start ? end - start : 0);
    free(copy);
    return result;
}

/* ---- values of a list ---------------------------------------------------------------------------------------- */

static const struct template_value *find_value(const struct template_facet *facet, const char *name)
{
    for (size_t i = 0; i < facet->value_count; i++) {
        if (strcmp(facet->value[i].id, name) == 0)
            return &facet->value[i];
    }
    for (size_t i = 0; i < facet->value_count; i++) {
        if (same_label(facet->value[i].id, name) || has_title(&facet->value[i].title, name))
            return &facet->value[i];
    }
    return NULL;
}

/* A type that the note's own block has not may be one of the block it came from. */
static const struct template_value *find_type(const struct template *template, const char *name)
{
    for (size_t b = 0; b < template->block_count; b++) {
        for (size_t i = 0; i < template->block[b].facet_count; i++) {
            const struct template_facet *facet = &template->block[b].facet[i];
            const struct template_value *value = facet->kind == FACET_TYPE ? find_value(facet, name) : NULL;
            if (value)
                return value;
        }
    }
    return NULL;
}

static bool holds(const struct buffer *list, const char *id)
{
    size_t length = strlen(id);
    for (const char *at = buffer_text(list); *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] != '\0')) {
        if (strcspn(at, ",") == length && memcmp(at, id, length) == 0)
            return true;
    }
    return false;
}

static void list_values(const struct template_facet *facet, enum language language, struct buffer *out)
{
    for (size_t i = 0; i < facet->value_count; i++) {
        const struct template_value *value = &facet->value[i];
        buffer_printf(out, "%s%s (%s)", i > 0 ? ", " : "", value->id, value->title.text[language]);
    }
}

static enum status no_value(const struct template_facet *facet, const char *name, enum language language,
                            struct error *err)
{
    struct buffer names = {0}, shown = {0};
    list_values(facet, language, &names);
    text_printable(&shown, name, strlen(name), false);
    enum status status = error_set(err, STATUS_INVALID, _("“%s” (%s) cannot be “%s”; there are: %s"), facet->id,
                                   facet->title.text[language], buffer_text(&shown), buffer_text(&names));
    buffer_clear(&names);
    buffer_clear(&shown);
    return status;
}

static enum status check_listed(const struct template *template, const struct template_facet *facet,
                                const char *value, enum language language, struct buffer *out, struct error *err)
{
    /* A title may hold a comma itself: the whole is tried before it is cut. */
    const struct template_value *whole = find_value(facet, value);
    if (whole) {
        buffer_add(out, whole->id);
        return STATUS_OK;
    }
    enum status status = STATUS_OK;
    for (const char *at = value; *at && status == STATUS_OK;) {
        const char *end = at;
        while (*end && (!facet->many || comma_at(end) == 0))
            end++;
        char *name = trimmed(at, (size_t)(end - at));
        const struct template_value *found = find_value(facet, name);
        if (!found && facet->kind == FACET_TYPE)
            found = find_type(template, name);
        if (!found && name[0])
            status = no_value(facet, name, language, err);
        else if (found && !holds(out, found->id))
            buffer_printf(out, "%s%s", out->length > 0 ? "," : "", found->id);
        free(name);
        at = end + (*end ? comma_at(end) : 0);
    }
    return status;
}

/* ---- numbers, dates, amounts --------------------------------------------------------------------------------- */

static size_t digits_at(const char *text)
{
    return strspn(text, "0123456789");
}

static bool is_number(const char *text)
{
    text += *text == '-';
    size_t whole = digits_at(text);
    if (whole == 0)
        return false;
    text += whole;
    if (*text == '.') {
        size_t decimals = digits_at(text + 1);
        if (decimals == 0)
            return false;
        text += 1 + decimals;
    }
    return *text == '\0';
}

static bool is_date(const char *text)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(text) != 10 || digits_at(text) != 4 || text[4] != '-' || digits_at(text + 5) != 2 || text[7] != '-' ||
        digits_at(text + 8) != 2)
        return false;
    int year = atoi(text), month = atoi(text + 5), day = atoi(text + 8);
    if (month < 1 || month > 12 || day < 1)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day <= days[month - 1] + (month == 2 && leap);
}

static const struct template_value periods[] = {
    {"day", {{"day", "日"}}},         {"week", {{"week", "周"}}}, {"month", {{"month", "月"}}},
    {"quarter", {{"quarter", "季"}}}, {"year", {{"year", "年"}}},
};

static const char *skip_blanks(const char *text)
{
    while (blank_at(text) > 0)
        text += blank_at(text);
    return text;
}

static bool add_period(const char *text, struct buffer *out)
{
    char *name = trimmed(text, strlen(text));
    bool found = false;
    for (size_t i = 0; i < COUNT_OF(periods) && !found; i++) {
        found = same_label(periods[i].id, name) || has_title(&periods[i].title, name);
        if (found)
            buffer_printf(out, "/%s", periods[i].id);
    }
    free(name);
    return found;
}

/* NUMBER CURRENCY[/PERIOD]; small letters and other blanks are put right. */
static bool add_amount(const char *text, struct buffer *out)
{
    size_t whole = digits_at(text), decimals = text[whole] == '.' ? digits_at(text + whole + 1) : 0;
    size_t length = whole + (decimals > 0 ? decimals + 1 : 0);
    if (whole == 0 || whole > 15 || decimals > 4)
        return false;
    buffer_append(out, text, length);
    buffer_add_char(out, ' ');
    text = skip_blanks(text + length);
    for (size_t i = 0; i < 3; i++, text++) {
        bool small = *text >= 'a' && *text <= 'z';
        if (!small && !(*text >= 'A' && *text <= 'Z'))
            return false;
        buffer_add_char(out, (char)(small ? *text - 'a' + 'A' : *text));
    }
    text = skip_blanks(text);
    return *text == '\0' || (*text == '/' && add_period(text + 1, out));
}

static enum status check_form(const struct template_facet *facet, const char *value, enum language language,
                              struct buffer *out, struct error *err)
{
    const char *title = facet->title.text[language];
    if (facet->kind == FACET_AMOUNT) {
        if (add_amount(value, out))
            return STATUS_OK;
        return error_set(err, STATUS_INVALID,
                         _("“%s” (%s) is an amount: a number, a currency of three letters and perhaps /day, /week, "
                           "/month, /quarter or /year, such as 1200 EUR/month"),
                         facet->id, title);
    }
    buffer_add(out, value);
    if (facet->kind == FACET_NUMBER && !is_number(value))
        return error_set(err, STATUS_INVALID, _("“%s” (%s) is a number, such as 12 or 0.5"), facet->id, title);
    if (facet->kind == FACET_DATE && !is_date(value))
        return error_set(err, STATUS_INVALID, _("“%s” (%s) is a day, such as 2026-03-31"), facet->id, title);
    return STATUS_OK;
}

enum status facet_check(const struct template *template, int block, const char *key, const char *value,
                        enum language language, char **normal, struct error *err)
{
    return facet_check_known(template, template_facet_resolve(template, block, key), value, language, normal, err);
}

enum status facet_check_known(const struct template *template, const struct template_facet *facet, const char *value,
                              enum language language, char **normal, struct error *err)
{
    char *typed = trimmed(value, strlen(value));
    if (!facet || typed[0] == '\0') {
        *normal = typed;
        return STATUS_OK;
    }
    struct buffer out = {0};
    bool listed = facet->kind == FACET_VALUES || facet->kind == FACET_FLAG || facet->kind == FACET_TYPE;
    enum status status = listed ? check_listed(template, facet, typed, language, &out, err)
                                : check_form(facet, typed, language, &out, err);
    free(typed);
    if (status == STATUS_OK) {
        buffer_add(&out, "");
        *normal = buffer_take(&out);
    }
    buffer_clear(&out);
    return status;
}
