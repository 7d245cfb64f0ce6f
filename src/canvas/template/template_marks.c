/*
 * template_marks.c - blocks and marks, as the rules of a template name them.
 *
 * A mark is a facet, or a facet with a value or the beginning of one. Invariant: what comes out is in the template's own
 * vocabulary; what is not is a problem that the reader has written down.
 */
#include "template_marks.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

void check_read_blocks(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                       bool star, struct check_blocks *out)
{
    const struct value *array = value_member(object, key);
    const char *first = value_text(value_at(array, 0));
    if (!array && need == READER_OPTIONAL)
        return;
    if (star && value_count(array) == 1 && first && strcmp(first, "*") == 0) {
        out->block = memory_new(reader->template->block_count, sizeof *out->block);
        for (; out->count < reader->template->block_count; out->count++)
            out->block[out->count] = (int)out->count;
    } else {
        template_read_block_names(reader, object, key, need, &out->block, &out->count);
        if (value_is(array, VALUE_ARRAY) && value_count(array) == 0)
            reader_problem(reader, object, key, _("\"%s\" names no block"), key);
    }
    for (size_t i = 0; i < out->count; i++)
        out->has[out->block[i] / 64] |= (uint64_t)1 << (out->block[i] % 64);
}

/* The `list`-th list of facets of the vocabulary. */
static const struct template_facet *facets_of(const struct template *template, const struct vocabulary *vocabulary,
                                              size_t list, size_t *count)
{
    *count = 0;
    if (!vocabulary->blocks && list == 0) {
        *count = vocabulary->links ? template->link_facet_count : template->canvas_facet_count;
        return vocabulary->links ? template->link_facet : template->canvas_facet;
    }
    if (!vocabulary->blocks || list >= vocabulary->blocks->count)
        return NULL;
    const struct template_block *block = &template->block[vocabulary->blocks->block[list]];
    *count = block->facet_count;
    return block->facet;
}

static bool names_value(const struct check_mark *mark, const char *value)
{
    return strncmp(value, mark->value, mark->value_length) == 0 &&
           (mark->beginning || value[mark->value_length] == '\0');
}

static bool is_facet(const struct check_mark *mark, const struct template_facet *facet)
{
    return strlen(facet->id) == mark->key_length && memcmp(facet->id, mark->key, mark->key_length) == 0;
}

static size_t list_count(const struct vocabulary *vocabulary)
{
    return vocabulary->blocks ? vocabulary->blocks->count : 1;
}

/* The titles of the values that a mark means, two at most, or of its facet. */
static void title_mark(const struct template *template, const struct vocabulary *vocabulary, struct check_marks *marks)
{
    const struct check_mark *mark = &marks->mark[0];
    const struct template_value *found[3] = {NULL};
    size_t titles = 0;
    for (size_t list = 0; list < list_count(vocabulary) && titles == 0; list++) {
        size_t count;
        const struct template_facet *facet = facets_of(template, vocabulary, list, &count);
        for (size_t i = 0; i < count; i++) {
            if (!is_facet(mark, &facet[i]))
                continue;
            marks->title = facet[i].title;
            bool named = mark->value && facet[i].kind != FACET_FLAG; /* "yes" would say nothing */
            for (size_t v = 0; named && v < facet[i].value_count && titles < COUNT_OF(found); v++) {
                if (names_value(mark, facet[i].value[v].id))
                    found[titles++] = &facet[i].value[v];
            }
        }
    }
    if (titles > 0)
        marks->title = found[0]->title;
    if (titles < 2)
        return;
    static const char *const between[] = {" / ", "／"};
    for (int language = 0; language < LANGUAGE_COUNT; language++) {
        struct buffer title = {0};
        buffer_printf(&title, "%s%s%s%s", found[0]->title.text[language], between[language],
                      found[1]->title.text[language], titles > 2 ? " …" : "");
        marks->owned[language] = buffer_take(&title);
        marks->title.text[language] = marks->owned[language];
    }
}

static void check_mark_known(struct reader *reader, const struct value *array, size_t index,
                             const struct vocabulary *vocabulary, const struct check_mark *mark)
{
    bool facet_known = false, value_known = false;
    if (vocabulary->blocks && vocabulary->blocks->count == 0)
        return; /* said already */
    for (size_t list = 0; list < list_count(vocabulary); list++) {
        size_t count;
        const struct template_facet *facet = facets_of(reader->template, vocabulary, list, &count);
        for (size_t i = 0; i < count; i++) {
            if (!is_facet(mark, &facet[i]))
                continue;
            facet_known = true;
            value_known = value_known || !mark->value || facet[i].value_count == 0;
            for (size_t v = 0; v < facet[i].value_count && !value_known; v++)
                value_known = names_value(mark, facet[i].value[v].id);
        }
    }
    if (!facet_known && vocabulary->blocks)
        reader_problem_at(reader, array, index, _("these blocks have no facet \"%.*s\""), (int)mark->key_length,
                          mark->key);
    else if (!facet_known)
        reader_problem_at(reader, array, index,
                          vocabulary->links ? _("links have no facet \"%.*s\"")
                                            : _("the canvas has no facet \"%.*s\""),
                          (int)mark->key_length, mark->key);
    else if (!value_known)
        reader_problem_at(reader, array, index, _("the facet \"%.*s\" has no value \"%s\""), (int)mark->key_length,
                          mark->key, mark->value);
}

static void read_marks_of(struct reader *reader, const struct value *array,
                          const struct vocabulary *vocabulary,
                          struct check_marks *out)
{
    out->mark = memory_new(value_count(array), sizeof *out->mark);
    for (size_t i = 0; i < value_count(array); i++) {
        const char *text = reader_string_at(reader, array, i);
        if (!text)
            continue;
        const char *equals = strchr(text, '=');
        struct check_mark mark = {.key = text, .key_length = equals ? (size_t)(equals - text) : strlen(text)};
        if (equals) {
            mark.value = equals + 1;
            mark.value_length = strlen(mark.value);
            mark.beginning = mark.value_length > 0 && mark.value[mark.value_length - 1] == '*';
            mark.value_length -= mark.beginning ? 1 : 0;
        }
        if (mark.key_length == 0 || (equals && mark.value_length == 0)) {
            reader_problem_at(reader, array, i, _("a mark is FACET, FACET=VALUE or FACET=BEGINNING*"));
            continue;
        }
        check_mark_known(reader, array, i, vocabulary, &mark);
        out->mark[out->count++] = mark;
    }
    if (out->count > 0)
        title_mark(reader->template, vocabulary, out);
}

void check_read_marks(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                      struct vocabulary vocabulary, struct check_marks *out)
{
    const struct value *array = reader_array(reader, object, key, need);
    if (!array)
        return;
    if (value_count(array) == 0)
        reader_problem(reader, object, key, _("\"%s\" names no mark"), key);
    read_marks_of(reader, array, &vocabulary, out);
}

void check_read_each(struct reader *reader, const struct value *object, struct vocabulary vocabulary, struct check *check)
{
    const struct value *lists = reader_array(reader, object, "each", READER_REQUIRED);
    if (lists && value_count(lists) == 0)
        reader_problem(reader, object, "each", _("\"%s\" names no mark"), "each");
    check->each = memory_new(value_count(lists), sizeof *check->each);
    for (size_t i = 0; i < value_count(lists); i++) {
        const struct value *list = value_at(lists, i);
        if (!value_is(list, VALUE_ARRAY) || value_count(list) == 0)
            reader_problem_at(reader, lists, i, _("each entry of \"each\" is a list of marks"));
        else
            read_marks_of(reader, list, &vocabulary, &check->each[check->each_count++]);
    }
}

void check_marks_clear(struct check_marks *marks)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        free(marks->owned[language]);
    free(marks->mark);
}
