/*
 * value.c - JSON bytes as values. Not here: the texts in them (value_text.c).
 *
 * Opening a canvas reads a template of a hundred kilobytes, so bytes are looked at eight at a time, no text is copied
 * and no value has memory of its own. It is not a general JSON library: nothing is ever changed or written here.
 *
 * Invariant: what is accepted is valid JSON in valid UTF-8; every text ends inside the document's copy of the bytes.
 */
#include "nonet/value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "value_text.h"

enum {
    CHUNK_VALUES = 1024,     /* of the first chunk; each later one is twice as large */
    PAIRWISE_MEMBERS = 16,   /* so few members are compared each with each */
};

struct chunk {
    struct chunk *next;
    size_t used, capacity;
    struct value value[];
};

struct value_document {
    char *text;
    struct chunk *chunk; /* the newest first */
    struct value root;
};

struct parser {
    struct value_document *document;
    char *start, *at, *end;
    const struct value_limits *limits;
    int depth;           /* brackets that may still be opened */
    size_t values;       /* items that were read */
    struct value *stack; /* finished items of the lists that are still open */
    size_t count, capacity;
    struct value_wrong *wrong;
};

static bool fail(struct parser *parser, const char *at, const char *message)
{
    *parser->wrong = (struct value_wrong){.offset = (size_t)(at - parser->start), .message = message};
    return false;
}

static bool fail_many(struct parser *parser)
{
    fail(parser, parser->at, NULL);
    parser->wrong->many = true;
    return false;
}

/* ---- memory ------------------------------------------------------------------------------------------ */

static struct value *take_values(struct value_document *document, size_t count)
{
    struct chunk *chunk = document->chunk;
    if (!chunk || chunk->capacity - chunk->used < count) {
        size_t capacity = chunk ? chunk->capacity * 2 : CHUNK_VALUES;
        capacity = capacity < count ? count : capacity;
        struct chunk *fresh = memory_resize(NULL, 1, sizeof *fresh + capacity * sizeof(struct value));
        *fresh = (struct chunk){.next = chunk, .capacity = capacity};
        document->chunk = chunk = fresh;
    }
    struct value *out = chunk->value + chunk->used;
    chunk->used += count;
    return out;
}

/* The text at the cursor; it is ended in place of its closing quote. */
static bool parse_text(struct parser *parser, const char **out, bool *control)
{
    char *at = parser->at;
    const char *wrong = value_text_take(&at, parser->end, out, control);
    if (wrong)
        return fail(parser, at, wrong);
    parser->at = at;
    return true;
}

/* ---- numbers and words ----------------------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* False also when there is no digit. */
static bool skip_digits(char **at)
{
    char *start = *at;
    while (is_digit(**at))
        ++*at;
    return *at > start;
}

/* Only an exponent, or very many digits, can lead beyond what a double holds. */
static bool is_too_large(const char *start, const char *end, bool exponent)
{
    return (exponent || end - start > 300) && isinf(strtod(start, NULL));
}

static bool parse_number(struct parser *parser, struct value *value)
{
    char *start = parser->at, *at = start + (*start == '-');
    char *first = at;
    bool good = skip_digits(&at) && (*first != '0' || at == first + 1), whole = true, large = false, exponent = false;
    int64_t integer = 0;
    for (char *digit = first; good && digit < at; digit++) {
        large = large || __builtin_mul_overflow(integer, 10, &integer) ||
                __builtin_sub_overflow(integer, *digit - '0', &integer);
    }
    if (good && *at == '.') {
        at++;
        whole = false;
        good = skip_digits(&at);
    }
    if (good && (*at == 'e' || *at == 'E')) {
        at++;
        at += *at == '+' || *at == '-';
        whole = false;
        exponent = true;
        good = skip_digits(&at);
    }
    /* Digits were gathered below zero, where there is one number more. */
    if (good && whole && *start != '-')
        large = large || __builtin_sub_overflow(0, integer, &integer);
    if (good && !whole)
        large = is_too_large(start, at, exponent);
    if (!good || large)
        return fail(parser, start, N_("a number is not written as JSON writes it, or too large"));
    value->kind = whole ? VALUE_INTEGER : VALUE_REAL;
    if (whole) {
        value->integer = integer;
    } else {
        value->text = start;
        value->count = (uint32_t)(at - start);
    }
    parser->at = at;
    return true;
}

static bool parse_word(struct parser *parser, struct value *value)
{
    static const char *const words[] = {[VALUE_NULL] = "null", [VALUE_FALSE] = "false", [VALUE_TRUE] = "true"};
    for (size_t kind = 0; kind < COUNT_OF(words); kind++) {
        size_t length = strlen(words[kind]);
        if (strncmp(parser->at, words[kind], length) == 0) {
            value->kind = (enum value_kind)kind;
            parser->at += length;
            return true;
        }
    }
    return fail(parser, parser->at, N_("a value is missing"));
}

/* ---- lists and objects ------------------------------------------------------------------------------------- */

static void skip_space(struct parser *parser)
{
    char *at = parser->at;
    while ((unsigned char)*at <= ' ' && (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r'))
        at++;
    parser->at = at;
}

static int compare_keys(const void *left, const void *right)
{
    const struct value *const *a = left, *const *b = right;
    return strcmp((*a)->key, (*b)->key);
}

static bool has_twin(const struct value *item, size_t count)
{
    if (count <= PAIRWISE_MEMBERS) {
        for (size_t i = 1; i < count; i++) {
            for (size_t k = 0; k < i; k++) {
                if (item[i].key[0] == item[k].key[0] && strcmp(item[i].key, item[k].key) == 0)
                    return true;
            }
        }
        return false;
    }
    const struct value **sorted = memory_new(count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = &item[i];
    qsort(sorted, count, sizeof *sorted, compare_keys);
    bool found = false;
    for (size_t i = 1; i < count && !found; i++)
        found = strcmp(sorted[i - 1]->key, sorted[i]->key) == 0;
    free(sorted);
    return found;
}

/* Takes the items from `first` on off the stack. */
static bool close_items(struct parser *parser, size_t first, struct value *value)
{
    size_t count = parser->count - first;
    struct value *item = NULL;
    if (count > 0) {
        item = take_values(parser->document, count);
        memcpy(item, parser->stack + first, count * sizeof *item);
    }
    parser->count = first;
    parser->at++;
    parser->depth++;
    value->item = item;
    value->count = (uint32_t)count;
    if (value->kind == VALUE_OBJECT && !parser->limits->twins && has_twin(item, count))
        return fail(parser, parser->start + value->offset, N_("duplicate name in an object"));
    return true;
}

static bool parse_key(struct parser *parser, const char **key)
{
    bool control;
    if (*parser->at != '"')
        return fail(parser, parser->at, N_("a name in quotes is missing"));
    if (!parse_text(parser, key, &control))
        return false;
    skip_space(parser);
    if (*parser->at != ':')
        return fail(parser, parser->at, N_("\":\" is missing"));
    parser->at++;
    skip_space(parser);
    return true;
}

static bool parse_value(struct parser *parser, struct value *value);

static bool parse_items(struct parser *parser, struct value *value)
{
    char close = *parser->at == '{' ? '}' : ']';
    size_t first = parser->count;
    value->kind = close == '}' ? VALUE_OBJECT : VALUE_ARRAY;
    if (parser->depth-- == 0)
        return fail(parser, parser->at, NULL);
    parser->at++;
    skip_space(parser);
    bool empty = *parser->at == close;
    while (!empty) {
        struct value item = {0};
        if ((close == '}' && !parse_key(parser, &item.key)) || !parse_value(parser, &item))
            return false;
        if (++parser->values > parser->limits->values && parser->limits->values > 0)
            return fail_many(parser);
        if (parser->count == parser->capacity)
            GROW(parser->stack, parser->count, parser->capacity);
        parser->stack[parser->count++] = item;
        skip_space(parser);
        if (*parser->at == close)
            break;
        if (*parser->at != ',')
            return fail(parser, parser->at,
                        close == '}' ? N_("\",\" or \"}\" is missing") : N_("\",\" or \"]\" is missing"));
        parser->at++;
        skip_space(parser);
    }
    return close_items(parser, first, value);
}

static bool parse_value(struct parser *parser, struct value *value)
{
    value->offset = (uint32_t)(parser->at - parser->start);
    char c = *parser->at;
    if (c == '"') {
        bool control;
        value->kind = VALUE_TEXT;
        bool good = parse_text(parser, &value->text, &control);
        value->control = good && control;
        return good;
    }
    if (c == '{' || c == '[')
        return parse_items(parser, value);
    return c == '-' || is_digit(c) ? parse_number(parser, value) : parse_word(parser, value);
}

struct value_document *value_document_parse(const char *bytes, size_t length, const struct value_limits *limits,
                                            struct value_wrong *wrong)
{
    struct value_document *document = memory_new(1, sizeof *document);
    document->text = memory_resize(NULL, length + VALUE_TEXT_PADDING, 1);
    memcpy(document->text, bytes, length);
    memset(document->text + length, 0, VALUE_TEXT_PADDING);
    struct parser parser = {.document = document, .start = document->text, .at = document->text,
                            .end = document->text + length, .limits = limits, .depth = limits->depth,
                            .wrong = wrong};
    skip_space(&parser);
    bool good = parse_value(&parser, &document->root);
    if (good) {
        skip_space(&parser);
        good = parser.at == parser.end || fail(&parser, parser.at, N_("there is more after the end"));
    }
    free(parser.stack);
    if (good)
        return document;
    value_document_free(document);
    return NULL;
}

void value_document_free(struct value_document *document)
{
    if (!document)
        return;
    for (struct chunk *chunk = document->chunk, *next; chunk; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(document->text);
    free(document);
}

/* ---- questions --------------------------------------------------------------------------------------------- */

const struct value *value_document_root(const struct value_document *document)
{
    return &document->root;
}

const struct value *value_member(const struct value *object, const char *key)
{
    if (!value_is(object, VALUE_OBJECT))
        return NULL;
    for (size_t i = object->count; i-- > 0;) {
        const struct value *item = &object->item[i];
        if (item->key[0] == key[0] && strcmp(item->key, key) == 0)
            return item;
    }
    return NULL;
}

size_t value_count(const struct value *array)
{
    return value_is(array, VALUE_ARRAY) ? array->count : 0;
}

const struct value *value_at(const struct value *array, size_t index)
{
    return index < value_count(array) ? &array->item[index] : NULL;
}

const char *value_text(const struct value *value)
{
    return value_is(value, VALUE_TEXT) ? value->text : NULL;
}

double value_number(const struct value *value)
{
    if (value_is(value, VALUE_INTEGER))
        return (double)value->integer;
    return value_is(value, VALUE_REAL) ? strtod(value->text, NULL) : 0;
}

static bool equal_items(const struct value *a, const struct value *b)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct value *other = a->kind == VALUE_ARRAY ? &b->item[i] : value_member(b, a->item[i].key);
        if (!value_equal(&a->item[i], other))
            return false;
    }
    return true;
}

bool value_equal(const struct value *a, const struct value *b)
{
    if (!a || !b || a->kind != b->kind)
        return a == b;
    switch (a->kind) {
    case VALUE_INTEGER:
        return a->integer == b->integer;
    case VALUE_REAL:
        return a->count == b->count && memcmp(a->text, b->text, a->count) == 0;
    case VALUE_TEXT:
        return strcmp(a->text, b->text) == 0;
    case VALUE_ARRAY:
    case VALUE_OBJECT:
        return a->count == b->count && equal_items(a, b);
    case VALUE_NULL:
    case VALUE_FALSE:
    case VALUE_TRUE:
        break;
    }
    return true;
}
