/*
 * template_reader.c - single members of a template file, and the list of what is wrong with it.
 *
 * It knows what an id, a text in two languages or a number must look like, not what they mean together.
 *
 * Invariant: no function returns NULL for a text; what could not be read is "" and has been noted.
 */
#include "template_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

static void NONET_PRINTF(3, 0)
    add_problem(struct template_reader *reader, size_t line, const char *format, va_list arguments)
{
    if (reader->problem_count == TEMPLATE_PROBLEMS_MAX) {
        reader->unsaid++;
        return;
    }
    char message[512];
    vsnprintf(message, sizeof message, format, arguments);
    /* A message repeats words of the file, which may hold anything. */
    struct buffer safe = {0};
    text_printable(&safe, message, strlen(message), false);
    GROW(reader->problem, reader->problem_count, reader->problem_capacity);
    reader->problem[reader->problem_count++] = (struct template_problem){line, buffer_take(&safe)};
}

/* Finding a line reads the file once more: not worth it for a problem that nobody will see. */
static size_t line_of(const struct template_reader *reader, const json_t *parent, const char *key, size_t index)
{
    if (reader->problem_count == TEMPLATE_PROBLEMS_MAX)
        return 0;
    return template_place_line(reader->bytes, reader->length, reader->root, parent, key, index);
}

void reader_problem(struct template_reader *reader, const json_t *parent, const char *key, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(reader, line_of(reader, parent, key, TEMPLATE_SELF), format, arguments);
    va_end(arguments);
}

void reader_problem_at(struct template_reader *reader, const json_t *array, size_t index, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(reader, line_of(reader, array, NULL, index), format, arguments);
    va_end(arguments);
}

void reader_problem_line(struct template_reader *reader, size_t line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_problem(reader, line, format, arguments);
    va_end(arguments);
}

enum status reader_result(struct template_reader *reader, struct buffer *report, struct error *err)
{
    if (reader->problem_count == 0)
        return STATUS_OK;
    /* Insertion sort: at most a hundred, and those of one line keep their order. */
    struct template_problem *problem = reader->problem;
    for (size_t i = 1; i < reader->problem_count; i++) {
        struct template_problem moving = problem[i];
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

void reader_clear(struct template_reader *reader)
{
    for (size_t i = 0; i < reader->problem_count; i++)
        free(reader->problem[i].text);
    free(reader->problem);
    reader->problem = NULL;
    reader->problem_count = reader->problem_capacity = 0;
}

static bool is_absent(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need)
{
    if (json_object_get(object, key))
        return false;
    if (need == READER_REQUIRED)
        reader_problem(reader, object, NULL, _("\"%s\" is missing"), key);
    return true;
}

static bool has_control(const char *text)
{
    for (; *text; text++) {
        if (((unsigned char)*text < ' ' && *text != '\n') || *text == 0x7f)
            return true;
    }
    return false;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \n")] == '\0';
}

static bool is_id(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t length = strlen(text);
    if (length == 0 || length > 64 || !strchr(letters, text[0]))
        return false;
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")] == '\0';
}

const char *reader_id(struct template_reader *reader, const json_t *object)
{
    if (is_absent(reader, object, "id", READER_REQUIRED))
        return "";
    const char *id = json_string_value(json_object_get(object, "id"));
    if (id && is_id(id))
        return id;
    reader_problem(reader, object, "id",
                   _("\"id\" must be a word of at most 64 letters, digits, \"_\", \"-\" and \".\" that begins with a letter"));
    return "";
}

const char *reader_word(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need)
{
    if (is_absent(reader, object, key, need))
        return "";
    const char *word = json_string_value(json_object_get(object, key));
    if (!word)
        reader_problem(reader, object, key, _("\"%s\" must be a text in quotes"), key);
    else if (has_control(word))
        reader_problem(reader, object, key, _("\"%s\" has a control character"), key);
    else if (is_blank(word))
        reader_problem(reader, object, key, _("\"%s\" is empty"), key);
    else
        return word;
    return "";
}

void reader_text(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need,
                 struct bilingual *out)
{
    *out = (struct bilingual){{"", ""}};
    if (is_absent(reader, object, key, need))
        return;
    const json_t *texts = json_object_get(object, key);
    if (!json_is_object(texts)) {
        reader_problem(reader, object, key, _("\"%s\" must be a text in both languages: {\"en\": ..., \"zh\": ...}"), key);
        return;
    }
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        const char *code = language_code((enum language)language);
        const json_t *value = json_object_get(texts, code);
        const char *text = json_string_value(value);
        if (!value)
            reader_problem(reader, texts, NULL, _("\"%s\" has no text in the language \"%s\""), key, code);
        else if (!text)
            reader_problem(reader, texts, code, _("\"%s\" in the language \"%s\" must be a text in quotes"), key, code);
        else if (is_blank(text))
            reader_problem(reader, texts, code, _("\"%s\" is empty in the language \"%s\""), key, code);
        else if (has_control(text))
            reader_problem(reader, texts, code, _("\"%s\" has a control character"), key);
        else
            out->text[language] = text;
    }
}

int reader_integer(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need,
                   int least, int most, int otherwise)
{
    if (is_absent(reader, object, key, need))
        return otherwise;
    const json_t *value = json_object_get(object, key);
    json_int_t number = json_integer_value(value);
    if (json_is_integer(value) && number >= least && number <= most)
        return (int)number;
    reader_problem(reader, object, key, _("\"%s\" must be a whole number from %d to %d"), key, least, most);
    return otherwise;
}

json_t *reader_array(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need)
{
    if (is_absent(reader, object, key, need))
        return NULL;
    json_t *array = json_object_get(object, key);
    if (json_is_array(array))
        return array;
    reader_problem(reader, object, key, _("\"%s\" must be a list: [...]"), key);
    return NULL;
}

json_t *reader_object_at(struct template_reader *reader, const json_t *array, size_t index)
{
    json_t *object = json_array_get(array, index);
    if (json_is_object(object))
        return object;
    reader_problem_at(reader, array, index, _("each entry of this list must be an object: {...}"));
    return NULL;
}

const char *reader_string_at(struct template_reader *reader, const json_t *array, size_t index)
{
    const char *text = json_string_value(json_array_get(array, index));
    if (!text)
        reader_problem_at(reader, array, index, _("each entry of this list must be a text in quotes"));
    else if (is_blank(text))
        reader_problem_at(reader, array, index, _("an entry of this list is empty"));
    else if (has_control(text))
        reader_problem_at(reader, array, index, _("an entry of this list has a control character"));
    else
        return text;
    return NULL;
}

const char *reader_origin(struct template_reader *reader, const json_t *object)
{
    if (!json_object_get(object, "origin"))
        return "A";
    const char *origin = json_string_value(json_object_get(object, "origin"));
    if (origin && (strcmp(origin, "S") == 0 || strcmp(origin, "D") == 0 || strcmp(origin, "A") == 0))
        return origin;
    reader_problem(reader, object, "origin", _("\"origin\" must be \"S\" (source), \"D\" (derived) or \"A\" (added)"));
    return "A";
}

void reader_unique(struct template_reader *reader, json_t *seen, const json_t *object, const char *id)
{
    if (id[0] == '\0')
        return;
    if (json_object_get(seen, id))
        reader_problem(reader, object, "id", _("the id \"%s\" is used twice"), id);
    else
        json_object_set_new(seen, id, json_true());
}
