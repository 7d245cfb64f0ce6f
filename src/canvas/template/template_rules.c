/*
 * template_rules.c - the rules of a template, as the review runs them.
 *
 * A rule names one of the checks that nonet knows and gives its arguments; all of it is looked through here, so that
 * `template check` finds what a review would stumble over. Running them is review_checks.c's business.
 *
 * Not here: the blocks and marks that are a rule's arguments (template_marks.c).
 * Invariant: a check names blocks, facets and values of its template only.
 */
#include "template_reader.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"
#include "template_marks.h"

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
    check_read_blocks(reader, side, "from", READER_REQUIRED, false, from);
    check_read_blocks(reader, side, "through", READER_OPTIONAL, false, through);
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
    check_read_marks(reader, object, "canvas", READER_OPTIONAL, (struct vocabulary){0}, &when->canvas);
    if (!from)
        return;
    check_read_blocks(reader, object, "from", READER_REQUIRED, false, &when->from);
    check_read_marks(reader, object, "marks", READER_REQUIRED, (struct vocabulary){.blocks = &when->from}, &when->marks);
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
        check_read_blocks(reader, args, argument->name, need, argument->type == ARGUMENT_SOME_BLOCKS, member);
        break;
    case ARGUMENT_MARKS:
        check_read_marks(reader, args, argument->name, need, (struct vocabulary){.blocks = of}, member);
        break;
    case ARGUMENT_LINK_MARKS:
        check_read_marks(reader, args, argument->name, need, (struct vocabulary){.links = true}, member);
        break;
    case ARGUMENT_EACH:
        check_read_each(reader, args, (struct vocabulary){.blocks = of}, check);
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
        check_marks_clear(marks[i]);
    for (size_t i = 0; i < check->each_count; i++)
        check_marks_clear(&check->each[i]);
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
