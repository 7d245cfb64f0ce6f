/*
 * reader.c - single members of a data file, and the list of what is wrong with it.
 *
 * It knows what an id, a text in two languages or a number must look like, not what they mean together.
 *
 * Invariant: no function returns NULL for a text; what could not be read is "" and has been noted.
 */
#include "nonet/reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

enum { ID_LENGTH_MAX = 64 };

static void NONET_PRINTF(3, 0)
    add_problem(struct reader *reader, size_t line, const char *format, va_list arguments)
{
    if (reader->problem_count == READER_PROBLEMS_MAX) {
        reader->unsaid++;
        return;
    }
    char message[512];
    vsnprintf(message, sizeof message, format, arguments);
    /* A message repeats words of the file, which may hold anything. */
    struct buffer safe = {0};
    text_printable(&safe, message, strlen(message), false);
    GROW(reader->problem, reader->problem_count, reader->problem_capacity);
    reader->problem[reader->problem_count++] = (struct problem){line, buffer_take(&safe)};
}

static size_t line_at(const struct reader *reader, size_t offset)
{
    /* Counting reads the file once more: not worth it for a problem that nobody will see. */
    if (reader->problem_count == READER_PROBLEMS_MAX)
        return 0;
    size_t line = 1;
    for (size_t i = 0; i < offset; i++)
        line += reader->bytes[i] == '\n';
    return line;
}

static size_t line_of(const struct reader *reader, const struct value *parent, const struct value *part)
{
    return line_at(reader, part ? part->offset : parent ? parent->offset : 0);
}

void reader_problem(struct reader *reader, const struct value *parent, const char *key, const char *format,
                    ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(reader, line_of(reader, parent, key ? value_member(parent, key) : NULL), format, arguments);
    va_end(arguments);
}

void reader_problem_at(struct reader *reader, const struct value *array, size_t index, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(reader, line_of(reader, array, value_at(array, index)), format, arguments);
    va_end(arguments);
}

void reader_problem_offset(struct reader *reader, size_t offset, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(reader, line_at(reader, offset), format, arguments);
    va_end(arguments);
}

struct value_document *reader_open(struct reader *reader, const char *name, const char *bytes, size_t length,
                                   const char *kind)
{
    static const char mark[] = "\xEF\xBB\xBF";
    size_t skip = length >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
    *reader = (struct reader){.name = name, .bytes = length > 0 ? bytes + skip : "", .length = length - skip};
    if (length > READER_BYTES_MAX) {
        reader_problem_offset(reader, 0, _("larger than %d bytes"), READER_BYTES_MAX);
        return NULL;
    }
    struct value_wrong wrong;
    struct value_limits limits = {.depth = READER_DEPTH_MAX};
    struct value_document *document = value_document_parse(reader->bytes, reader->length, &limits, &wrong);
    if (!document) {
        if (wrong.message)
            reader_problem_offset(reader, wrong.offset, _("this is not valid JSON: %s"), gettext(wrong.message));
        else
            reader_problem_offset(reader, wrong.offset, _("nested deeper than %d levels"), READER_DEPTH_MAX);
    } else if (!value_is(value_document_root(document), VALUE_OBJECT)) {
        reader_problem_offset(reader, 0, _("%s is one JSON object: {...}"), kind);
    } else {
        reader->root = value_document_root(document);
        return document;
    }
    value_document_free(document);
    return NULL;
}

enum status reader_result(struct reader *reader, struct buffer *report, struct error *err)
{
    if (reader->problem_count == 0)
        return STATUS_OK;
    /* Insertion sort: at most a hundred, and those of one line keep their order. */
    struct problem *problem = reader->problem;
    for (size_t i = 1; i < reader->problem_count; i++) {
        struct problem moving = problem[i];
        size_t at = i;
        for (; at > 0 && problem[at - 1].line > moving.line; at--)
            problem[at] = problem[at - 1];
        problem[at] = moving;
    }
    for (size_t i = 0; report && i < reader->problem_count; i++)
        buffer_printf(report, "%s:%zu: %s\n", reader->name, problem[i].line, problem[i].text);
    if (report && reader->unsaid > 0) {
        buffer_printf(report, _("%s: and %zu more"), reader->name, reader->unsaid);
        buffer_add_char(report, '\n');
    }
    return error_set(err, STATUS_INVALID, "%s:%zu: %s", reader->name, problem[0].line, problem[0].text);
}

void reader_clear(struct reader *reader)
{
    for (size_t i = 0; i < reader->problem_count; i++)
        free(reader->problem[i].text);
    free(reader->problem);
    reader->problem = NULL;
    reader->problem_count = reader->problem_capacity = 0;
}

static bool is_absent(struct reader *reader, const struct value *object, const char *key,
                      enum reader_need need)
{
    if (value_member(object, key))
        return false;
    if (need == READER_REQUIRED)
        reader_problem(reader, object, NULL, _("\"%s\" is missing"), key);
    return true;
}

static bool is_blank(const char *text)
{
    while (*text == ' ' || *text == '\n')
        text++;
    return *text == '\0';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_id(const char *text)
{
    size_t length = 0;
    for (; text[length] && length <= ID_LENGTH_MAX; length++) {
        char c = text[length];
        bool inside = (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
        if (!is_letter(c) && (length == 0 || !inside))
            return false;
    }
    return length > 0 && length <= ID_LENGTH_MAX;
}

const char *reader_id(struct reader *reader, const struct value *object)
{
    if (is_absent(reader, object, "id", READER_REQUIRED))
        return "";
    const char *id = value_text(value_member(object, "id"));
    if (id && is_id(id))
        return id;
    reader_problem(reader, object, "id",
                   _("\"id\" must be a word of at most 64 letters, digits, \"_\", \"-\" and \".\" that begins with a letter"));
    return "";
}

const char *reader_word(struct reader *reader, const struct value *object, const char *key,
                        enum reader_need need)
{
    if (is_absent(reader, object, key, need))
        return "";
    const struct value *value = value_member(object, key);
    const char *word = value_text(value);
    if (!word)
        reader_problem(reader, object, key, _("\"%s\" must be a text in quotes"), key);
    else if (value->control)
        reader_problem(reader, object, key, _("\"%s\" has a control character"), key);
    else if (is_blank(word))
        reader_problem(reader, object, key, _("\"%s\" is empty"), key);
    else
        return word;
    return "";
}

void reader_text(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                 struct bilingual *out)
{
    *out = (struct bilingual){{"", ""}};
    const struct value *texts = value_member(object, key);
    if (!texts) {
        is_absent(reader, object, key, need);
        return;
    }
    if (!value_is(texts, VALUE_OBJECT)) {
        reader_problem(reader, object, key, _("\"%s\" must be a text in both languages: {\"en\": ..., \"zh\": ...}"),
                       key);
        return;
    }
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const char *code = language_code((enum language)language);
        const struct value *value = value_member(texts, code);
        const char *text = value_text(value);
        if (!value)
            reader_problem(reader, texts, NULL, _("\"%s\" has no text in the language \"%s\""), key, code);
        else if (!text)
            reader_problem(reader, texts, code, _("\"%s\" in the language \"%s\" must be a text in quotes"), key, code);
        else if (is_blank(text))
            reader_problem(reader, texts, code, _("\"%s\" is empty in the language \"%s\""), key, code);
        else if (value->control)
            reader_problem(reader, texts, code, _("\"%s\" has a control character"), key);
        else
            out->text[language] = text;
    }
}

int reader_integer(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                   int least, int most, int otherwise)
{
    if (is_absent(reader, object, key, need))
        return otherwise;
    const struct value *value = value_member(object, key);
    if (value_is(value, VALUE_INTEGER) && value->integer >= least && value->integer <= most)
        return (int)value->integer;
    reader_problem(reader, object, key, _("\"%s\" must be a whole number from %d to %d"), key, least, most);
    return otherwise;
}

bool reader_flag(struct reader *reader, const struct value *object, const char *key)
{
    const struct value *value = value_member(object, key);
    if (value && !value_is(value, VALUE_FALSE) && !value_is(value, VALUE_TRUE))
        reader_problem(reader, object, key, _("\"%s\" must be true or false"), key);
    return value_is(value, VALUE_TRUE);
}

const struct value *reader_array(struct reader *reader, const struct value *object, const char *key,
                                 enum reader_need need)
{
    if (is_absent(reader, object, key, need))
        return NULL;
    const struct value *array = value_member(object, key);
    if (value_is(array, VALUE_ARRAY))
        return array;
    reader_problem(reader, object, key, _("\"%s\" must be a list: [...]"), key);
    return NULL;
}

const struct value *reader_object_at(struct reader *reader, const struct value *array, size_t index)
{
    const struct value *object = value_at(array, index);
    if (value_is(object, VALUE_OBJECT))
        return object;
    reader_problem_at(reader, array, index, _("each entry of this list must be an object: {...}"));
    return NULL;
}

const char *reader_string_at(struct reader *reader, const struct value *array, size_t index)
{
    const struct value *value = value_at(array, index);
    const char *text = value_text(value);
    if (!text)
        reader_problem_at(reader, array, index, _("each entry of this list must be a text in quotes"));
    else if (is_blank(text))
        reader_problem_at(reader, array, index, _("an entry of this list is empty"));
    else if (value->control)
        reader_problem_at(reader, array, index, _("an entry of this list has a control character"));
    else
        return text;
    return NULL;
}

/* ---- ids ------------------------------------------------------------------------------------------- */

/* The slot that holds `id`, or the free one where it belongs. */
static const char **slot_of(const struct reader_ids *ids, const char *id)
{
    size_t at = hash_bytes(id, strlen(id)) & (ids->capacity - 1);
    while (ids->slot[at] && strcmp(ids->slot[at], id) != 0)
        at = (at + 1) & (ids->capacity - 1);
    return &ids->slot[at];
}

/* At most half of the slots are taken. */
static void make_room(struct reader_ids *ids)
{
    if (ids->count * 2 < ids->capacity)
        return;
    struct reader_ids larger = {.count = ids->count, .capacity = ids->capacity ? ids->capacity * 2 : 32};
    larger.slot = memory_new(larger.capacity, sizeof *larger.slot);
    for (size_t i = 0; i < ids->capacity; i++) {
        if (ids->slot[i])
            *slot_of(&larger, ids->slot[i]) = ids->slot[i];
    }
    reader_ids_clear(ids);
    *ids = larger;
}

void reader_unique(struct reader *reader, struct reader_ids *seen, const struct value *object, const char *id)
{
    if (id[0] == '\0')
        return;
    make_room(seen);
    const char **slot = slot_of(seen, id);
    if (*slot) {
        reader_problem(reader, object, "id", _("the id \"%s\" is used twice"), id);
    } else {
        *slot = id;
        seen->count++;
    }
}

void reader_ids_clear(struct reader_ids *ids)
{
    free(ids->slot);
    *ids = (struct reader_ids){0};
}
