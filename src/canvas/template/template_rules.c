/*
 * template_rules.c - the rules of a template, as the review runs them.
 *
 * A rule names one of the checks that nonet knows and gives its arguments; all of it is looked through here, so that
 * `template check` finds what a review would stumble over. Running them is review_checks.c's business.
 *
 * Invariant: a check names blocks, facets and values of its template only.
 */
#include "template_reader.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "review/review_check.h"

#define CHECK_NUMBER_MAX 1000000

/* ---- the table of checks ------------------------------------------------------------------------------- */

enum argument_type { ARGUMENT_BLOCKS, ARGUMENT_SOME_BLOCKS, ARGUMENT_MARKS, ARGUMENT_LINK_MARKS, ARGUMENT_EACH,
                     ARGUMENT_NUMBER, ARGUMENT_DAYS, ARGUMENT_FLAG, ARGUMENT_SIDE, ARGUMENT_UNKNOWN, ARGUMENT_WHEN,
                     ARGUMENT_PARTS };

struct argument {
    const char *name;
    enum argument_type type;
    bool required;
    size_t member; /* offset in struct check */
    size_t of;     /* marks: the blocks whose facets they name; a side: its `through` */
};

#define BLOCKS(name, need) {#name, ARGUMENT_BLOCKS, need, offsetof(struct check, name), 0}
#define FROM {"from", ARGUMENT_SOME_BLOCKS, true, offsetof(struct check, from), 0}
#define MARKS(name, need, blocks) {#name, ARGUMENT_MARKS, need, offsetof(struct check, name), offsetof(struct check, blocks)}
#define WHERE MARKS(where, false, from)
#define EACH {"each", ARGUMENT_EACH, true, offsetof(struct check, each), offsetof(struct check, from)}
#define NUMBER(name, member, need) {name, ARGUMENT_NUMBER, need, offsetof(struct check, member), 0}
#define FLAG(name) {#name, ARGUMENT_FLAG, false, offsetof(struct check, name), 0}
#define SIDE(name) {#name, ARGUMENT_SIDE, true, offsetof(struct check, name), offsetof(struct check, name##_through)}
#define WHEN {"when", ARGUMENT_WHEN, false, offsetof(struct check, when), 0}
#define ARGUMENTS_MAX 11

/* Blocks stand before the marks that name their facets. In the order of enum check_kind. */
static const struct {
    const char *name;
    struct argument argument[ARGUMENTS_MAX]; /* ended by a NULL name */
} checks[CHECK_KIND_COUNT] = {
    {"linked",
     {FROM, BLOCKS(to, true), BLOCKS(through, false), WHERE, MARKS(to_where, false, to),
      {"link_marks", ARGUMENT_LINK_MARKS, false, offsetof(struct check, link_marks), 0}, FLAG(linked_only),
      NUMBER("min", least, false), NUMBER("max", most, false), NUMBER("enough", enough, false), WHEN}},
    {"marked", {FROM, WHERE, EACH, BLOCKS(or_linked, false), WHEN}},
    {"covered", {FROM, BLOCKS(per, false), WHERE, EACH, WHEN}},
    {"count", {FROM, WHERE, NUMBER("min", least, false), NUMBER("max", most, false), WHEN}},
    {"not_all", {FROM, WHERE, MARKS(marks, true, from), NUMBER("at_least", at_least, false), WHEN}},
    {"filled", {FROM, WHEN}},
    {"differ", {FROM, WHERE, BLOCKS(to, true), WHEN}},
    {"largest", {FROM, BLOCKS(by, true), MARKS(marks, true, from), WHEN}},
    {"amounts",
     {BLOCKS(per, false), SIDE(less), SIDE(more),
      {"unknown", ARGUMENT_UNKNOWN, false, offsetof(struct check, unknown_asks), 0}, WHEN}},
    {"age", {{"days", ARGUMENT_DAYS, true, offsetof(struct check, days), 0}}},
    {"variants", {NUMBER("min", least, true)}},
    {"parts",
     {{"parts", ARGUMENT_PARTS, true, offsetof(struct check, part), 0}, FLAG(first_only)}},
};

static void *member_of(struct check *check, size_t offset)
{
    return (char *)check + offset;
}

/* ---- blocks ------------------------------------------------------------------------------------------------ */

static void read_blocks(struct reader *reader, const struct value *object, const char *key,
                        enum reader_need need,
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

/* ---- marks --------------------------------------------------------------------------------------------------- */

/* Whose facets a mark names. */
struct vocabulary {
    const struct check_blocks *blocks; /* NULL: of links or the canvas */
    bool links;
};

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

static void read_marks(struct reader *reader, const struct value *object, const char *key,
                       enum reader_need need,
                       struct vocabulary vocabulary, struct check_marks *out)
{
    const struct value *array = reader_array(reader, object, key, need);
    if (!array)
        return;
    if (value_count(array) == 0)
        reader_problem(reader, object, key, _("\"%s\" names no mark"), key);
    read_marks_of(reader, array, &vocabulary, out);
}

static void read_each(struct reader *reader, const struct value *object, struct vocabulary vocabulary,
                      struct check *check)
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

/* ---- other arguments --------------------------------------------------------------------------------------------- */

static bool has_amount(const struct template *template, const struct check_blocks *blocks)
{
    for (size_t i = 0; i < blocks->count; i++) {
        const struct template_block *block = &template->block[blocks->block[i]];
        for (size_t k = 0; k < block->facet_count; k++) {
            if (block->facet[k].kind == FACET_AMOUNT && strcmp(block->facet[k].id, "amount") == 0)
                return true;
        }
    }
    return blocks->count == 0; /* said already */
}

static void known_members(struct reader *reader, const struct value *object, const char *const *names,
                          size_t count)
{
    for (size_t at = 0; at < object->count; at++) {
        const char *key = object->item[at].key;
        bool known = false;
        for (size_t i = 0; i < count && !known; i++)
            known = names[i] && strcmp(names[i], key) == 0;
        if (!known)
            reader_problem(reader, object, key, _("there is no \"%s\" here"), key);
    }
}

/* Member `key` if it is an object; else a problem and NULL. */
static const struct value *object_member(struct reader *reader, const struct value *object, const char *key)
{
    const struct value *member = value_member(object, key);
    if (!member)
        reader_problem(reader, object, NULL, _("\"%s\" is missing"), key);
    else if (!value_is(member, VALUE_OBJECT))
        reader_problem(reader, object, key, _("\"%s\" must be an object: {...}"), key);
    return value_is(member, VALUE_OBJECT) ? member : NULL;
}

static void read_side(struct reader *reader, const struct value *args, const char *key,
                      struct check_blocks *from,
                      struct check_blocks *through)
{
    static const char *const names[] = {"from", "through"};
    const struct value *side = object_member(reader, args, key);
    if (!side)
        return;
    known_members(reader, side, names, COUNT_OF(names));
    read_blocks(reader, side, "from", READER_REQUIRED, false, from);
    read_blocks(reader, side, "through", READER_OPTIONAL, false, through);
    if (!has_amount(reader->template, from))
        reader_problem(reader, side, "from", _("these blocks have no facet \"amount\" of the kind \"amount\""));
}

static void read_when(struct reader *reader, const struct value *args, struct check_when *when)
{
    static const char *const names[] = {"canvas", "from", "marks", "every"};
    if (!value_member(args, "when"))
        return;
    const struct value *object = object_member(reader, args, "when");
    if (!object)
        return;
    when->given = true;
    known_members(reader, object, names, COUNT_OF(names));
    bool from = value_member(object, "from") || value_member(object, "marks") || value_member(object, "every");
    if (!from && !value_member(object, "canvas"))
        reader_problem(reader, args, "when", _("\"when\" needs \"canvas\", or \"from\" and \"marks\""));
    read_marks(reader, object, "canvas", READER_OPTIONAL, (struct vocabulary){0}, &when->canvas);
    if (!from)
        return;
    read_blocks(reader, object, "from", READER_REQUIRED, false, &when->from);
    read_marks(reader, object, "marks", READER_REQUIRED, (struct vocabulary){.blocks = &when->from}, &when->marks);
    when->every = reader_flag(reader, object, "every");
}

static bool read_unknown(struct reader *reader, const struct value *args)
{
    const char *word = reader_word(reader, args, "unknown", READER_OPTIONAL);
    if (word[0] && strcmp(word, "ask") != 0 && strcmp(word, "skip") != 0)
        reader_problem(reader, args, "unknown", _("\"unknown\" must be \"ask\" or \"skip\""));
    return strcmp(word, "ask") == 0;
}

/* ---- a check ------------------------------------------------------------------------------------------------------- */

const char *severity_name(enum severity severity)
{
    static const char *const names[SEVERITY_COUNT] = {"error", "warning", "info", "ask"};
    return names[severity];
}

static enum severity read_severity(struct reader *reader, const struct value *object, enum reader_need need)
{
    const char *word = reader_word(reader, object, "severity", need);
    for (int severity = 0; severity < SEVERITY_COUNT; severity++) {
        if (strcmp(word, severity_name((enum severity)severity)) == 0)
            return (enum severity)severity;
    }
    if (word[0])
        reader_problem(reader, object, "severity", _("\"severity\" must be error, warning, info or ask"));
    return SEVERITY_INFO;
}

static void read_check(struct reader *reader, const struct value *object, bool part, struct check *check);

static void read_parts(struct reader *reader, const struct value *args, struct check *check)
{
    static const char *const names[] = {"severity", "check", "args"};
    const struct value *array = reader_array(reader, args, "parts", READER_REQUIRED);
    if (array && value_count(array) == 0)
        reader_problem(reader, args, "parts", _("this check has no part"));
    check->part = memory_new(value_count(array), sizeof *check->part);
    for (size_t i = 0; i < value_count(array); i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct check *part = &check->part[check->part_count++];
        known_members(reader, entry, names, COUNT_OF(names));
        part->has_severity = value_member(entry, "severity") != NULL;
        part->severity = read_severity(reader, entry, READER_OPTIONAL);
        read_check(reader, entry, true, part);
    }
}

static void read_argument(struct reader *reader, const struct value *args, const struct argument *argument,
                          struct check *check)
{
    enum reader_need need = argument->required ? READER_REQUIRED : READER_OPTIONAL;
    void *member = member_of(check, argument->member), *of = member_of(check, argument->of);
    int *number = member; /* of the arguments that are one */
    switch (argument->type) {
    case ARGUMENT_BLOCKS:
    case ARGUMENT_SOME_BLOCKS:
        read_blocks(reader, args, argument->name, need, argument->type == ARGUMENT_SOME_BLOCKS, member);
        break;
    case ARGUMENT_MARKS:
        read_marks(reader, args, argument->name, need, (struct vocabulary){.blocks = of}, member);
        break;
    case ARGUMENT_LINK_MARKS:
        read_marks(reader, args, argument->name, need, (struct vocabulary){.links = true}, member);
        break;
    case ARGUMENT_EACH:
        read_each(reader, args, (struct vocabulary){.blocks = of}, check);
        break;
    case ARGUMENT_NUMBER:
        *number = reader_integer(reader, args, argument->name, need, 0, CHECK_NUMBER_MAX, *number);
        break;
    case ARGUMENT_DAYS:
        *number = reader_integer(reader, args, argument->name, need, 1, CHECK_NUMBER_MAX, 1);
        break;
    case ARGUMENT_FLAG:
        *(bool *)member = reader_flag(reader, args, argument->name);
        break;
    case ARGUMENT_SIDE:
        read_side(reader, args, argument->name, member, of);
        break;
    case ARGUMENT_UNKNOWN:
        check->unknown_asks = read_unknown(reader, args);
        break;
    case ARGUMENT_WHEN:
        read_when(reader, args, &check->when);
        break;
    case ARGUMENT_PARTS:
        read_parts(reader, args, check);
        break;
    }
}

static bool find_check(struct reader *reader, const struct value *object, bool part, enum check_kind *kind)
{
    const char *name = reader_word(reader, object, "check", READER_REQUIRED);
    if (!name[0])
        return false;
    struct buffer names = {0};
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        *kind = (enum check_kind)i;
        if (strcmp(checks[i].name, name) == 0 && (!part || *kind != CHECK_PARTS))
            return true;
    }
    for (size_t i = 0; i < COUNT_OF(checks); i++) {
        if (!part || (enum check_kind)i != CHECK_PARTS)
            buffer_printf(&names, "%s%s", i > 0 ? ", " : "", checks[i].name);
    }
    reader_problem(reader, object, "check", _("there is no check \"%s\"; there are: %s"), name, buffer_text(&names));
    buffer_clear(&names);
    return false;
}

static void read_check(struct reader *reader, const struct value *object, bool part, struct check *check)
{
    check->least = 0;
    check->most = check->enough = CHECK_NO_LIMIT;
    check->at_least = 1;
    if (!find_check(reader, object, part, &check->kind))
        return;
    if (check->kind == CHECK_LINKED)
        check->least = 1;
    const struct value *args = object_member(reader, object, "args");
    if (!args)
        return;
    const struct argument *argument = checks[check->kind].argument;
    const char *names[ARGUMENTS_MAX] = {NULL};
    for (size_t i = 0; i < ARGUMENTS_MAX && argument[i].name; i++) {
        names[i] = argument[i].name;
        read_argument(reader, args, &argument[i], check);
    }
    known_members(reader, args, names, COUNT_OF(names));
}

void template_read_rules(struct reader *reader)
{
    struct template *template = reader->template;
    const struct value *array = reader_array(reader, reader->root, "rules", READER_OPTIONAL);
    template->rule = memory_new(value_count(array), sizeof *template->rule);
    struct reader_ids seen = {0};
    for (size_t i = 0; i < value_count(array); i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct template_rule *rule = &template->rule[template->rule_count++];
        rule->id = reader_id(reader, entry);
        reader_unique(reader, &seen, entry, rule->id);
        rule->severity = read_severity(reader, entry, READER_REQUIRED);
        reader_text(reader, entry, "text", READER_REQUIRED, &rule->text);
        rule->check = memory_new(1, sizeof *rule->check);
        read_check(reader, entry, false, rule->check);
    }
    reader_ids_clear(&seen);
}

/* ---- free ------------------------------------------------------------------------------------------------------------ */

static void marks_clear(struct check_marks *marks)
{
    for (int language = 0; language < LANGUAGE_COUNT; language++)
        free(marks->owned[language]);
    free(marks->mark);
}

static void check_clear(struct check *check)
{
    struct check_blocks *blocks[] = {&check->from, &check->to,   &check->through,      &check->per,
                                     &check->by,   &check->less, &check->less_through, &check->more,
                                     &check->more_through, &check->or_linked, &check->when.from};
    struct check_marks *marks[] = {&check->where, &check->to_where,    &check->link_marks,
                                   &check->marks, &check->when.canvas, &check->when.marks};
    for (size_t i = 0; i < COUNT_OF(blocks); i++)
        free(blocks[i]->block);
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        marks_clear(marks[i]);
    for (size_t i = 0; i < check->each_count; i++)
        marks_clear(&check->each[i]);
    free(check->each);
}

void template_rules_free(struct template_rule *rule, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct check *check = rule[i].check;
        for (size_t k = 0; k < check->part_count; k++)
            check_clear(&check->part[k]);
        free(check->part);
        check_clear(check);
        free(check);
    }
    free(rule);
}
