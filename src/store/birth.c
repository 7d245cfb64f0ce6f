/*
 * birth.c - a row's birth in the journal: one change that says all its fields.
 *
 * Its field is BIRTH, its old value NULL, its new one a JSON object of what the row was born with, so that the journal can
 * be read with plain SQL (json_each). That the row lives is not said: it is what a birth is. In the file a birth may as
 * well stand as one change a field, `alive` first; that is what readers of the journal are given in either case.
 *
 * Invariant: what the reader accepts is an object of texts and integers, and nothing behind it.
 */
#include "store_internal.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- writing --------------------------------------------------------------------------------------------- */

static void add_text(struct buffer *out, const char *text)
{
    buffer_add_char(out, '"');
    while (*text != '\0') {
        size_t plain = 0;
        while ((unsigned char)text[plain] >= 0x20 && text[plain] != '"' && text[plain] != '\\')
            plain++;
        buffer_append(out, text, plain);
        text += plain;
        if (*text == '\0')
            break;
        if (*text == '"' || *text == '\\') {
            buffer_add_char(out, '\\');
            buffer_add_char(out, *text);
        } else if (*text == '\n') {
            buffer_add(out, "\\n");
        } else {
            buffer_printf(out, "\\u%04x", (unsigned)(unsigned char)*text);
        }
        text++;
    }
    buffer_add_char(out, '"');
}

void birth_begin(struct buffer *out)
{
    buffer_add_char(out, '{');
}

void birth_add(struct buffer *out, const char *name, const struct value *value)
{
    if (out->data[out->length - 1] != '{')
        buffer_add_char(out, ',');
    add_text(out, name);
    buffer_add_char(out, ':');
    if (value->text)
        add_text(out, value->text);
    else
        buffer_printf(out, "%lld", (long long)value->integer);
}

void birth_end(struct buffer *out)
{
    buffer_add_char(out, '}');
}

/* ---- reading --------------------------------------------------------------------------------------------- */

static char *skip_blanks(char *at)
{
    return at + strspn(at, " \t\r\n");
}

static bool hex_unit(const char *digits, unsigned *out)
{
    *out = 0;
    for (int i = 0; i < 4; i++) {
        if (!isxdigit((unsigned char)digits[i]))
            return false;
        int c = tolower((unsigned char)digits[i]);
        *out = *out << 4 | (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return true;
}

static char *put_utf8(char *out, unsigned c)
{
    if (c < 0x80) {
        *out++ = (char)c;
        return out;
    }
    if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
    } else {
        if (c < 0x10000) {
            *out++ = (char)(0xE0 | c >> 12);
        } else {
            *out++ = (char)(0xF0 | c >> 18);
            *out++ = (char)(0x80 | (c >> 12 & 0x3F));
        }
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
    }
    *out++ = (char)(0x80 | (c & 0x3F));
    return out;
}

/* Behind the "\u": one character, of two halves where it needs them; NULL when it is none. */
static char *read_unicode(char *at, char **out)
{
    unsigned c, low;
    if (!hex_unit(at, &c) || c == 0)
        return NULL;
    at += 4;
    if (c >= 0xD800 && c < 0xE000) {
        if (c >= 0xDC00 || at[0] != '\\' || at[1] != 'u' || !hex_unit(at + 2, &low) || low < 0xDC00 || low >= 0xE000)
            return NULL;
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        at += 6;
    }
    *out = put_utf8(*out, c);
    return at;
}

/* A text, in its own place; it never grows. What follows it, NULL when it is none. */
static char *read_text(char *at, const char **text)
{
    static const char escapes[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (*at != '"')
        return NULL;
    char *out = ++at;
    *text = out;
    for (;;) {
        size_t plain = strcspn(at, "\"\\");
        if (out != at)
            memmove(out, at, plain);
        out += plain;
        at += plain;
        if (*at == '\0')
            return NULL;
        if (*at++ == '"')
            break;
        if (*at == 'u') {
            at = read_unicode(at + 1, &out);
            if (!at)
                return NULL;
            continue;
        }
        const char *escape = *at == '\0' ? NULL : strchr(escapes, *at);
        if (!escape)
            return NULL;
        *out++ = meant[escape - escapes];
        at++;
    }
    *out = '\0';
    return at;
}

/* What follows the number; it is not ended yet. */
static char *read_integer(char *at)
{
    char *digits = at + (*at == '-'), *end;
    if (!isdigit((unsigned char)*digits) || (digits[0] == '0' && isdigit((unsigned char)digits[1])))
        return NULL;
    errno = 0;
    (void)strtoll(at, &end, 10);
    return errno == 0 ? end : NULL;
}

void birth_read(struct birth *birth, const char *json)
{
    buffer_reset(&birth->copy);
    buffer_add(&birth->copy, json);
    birth->name = NULL;
    birth->broken = false;
    birth->at = skip_blanks(birth->copy.data ? birth->copy.data : (char *)"");
}

/* Where a field begins: behind the brace or a comma. NULL when there is none, which is no fault behind the last. */
static char *next_field(struct birth *birth, bool first)
{
    char *at = birth->at;
    if (first) {
        birth->broken = *at != '{';
        at = birth->broken ? at : skip_blanks(at + 1);
        if (birth->broken || *at != '}')
            return birth->broken ? NULL : at;
        birth->last = '}';
        at++;
    }
    if (birth->last == ',')
        return skip_blanks(at);
    birth->broken = *skip_blanks(at) != '\0';
    return NULL;
}

bool birth_next(struct birth *birth)
{
    if (!birth->name) {
        birth->name = "alive";
        birth->value = "1";
        birth->last = '\0';
        return true;
    }
    char *at = next_field(birth, birth->last == '\0');
    if (!at)
        return false;
    birth->broken = true; /* until all of it has been read */
    at = read_text(at, &birth->name);
    at = at ? skip_blanks(at) : NULL;
    if (!at || *at != ':')
        return false;
    at = skip_blanks(at + 1);
    birth->value = at;
    char *end = *at == '"' ? read_text(at, &birth->value) : read_integer(at);
    at = end ? skip_blanks(end) : NULL;
    if (!at || (*at != ',' && *at != '}'))
        return false;
    birth->last = *at;
    birth->at = at + 1;
    *end = '\0'; /* of a number; behind a text it does no harm */
    birth->broken = false;
    return true;
}

bool birth_says(struct birth *birth, const char *json, const char *field)
{
    birth_read(birth, json);
    while (birth_next(birth))
        if (strcmp(birth->name, field) == 0)
            return true;
    return false;
}

void birth_clear(struct birth *birth)
{
    buffer_clear(&birth->copy);
}
