/*
 * agenda.c - an agenda file's bytes as a struct agenda.
 *
 * It opens no files (agenda_find.c does) and knows no canvas: whether a block of that id exists is asked when a workshop
 * starts.
 *
 * Invariant: every text of an agenda points into its document (or is a literal), so the two live and die together.
 */
#include "nonet/reader.h"
#include "nonet/workshop.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { STAGES_MAX = 99, MINUTES_MAX = 600, VOTES_MAX = 99 };

static const char *const kind_names[STAGE_KIND_COUNT] = {"gather", "diverge", "reveal", "cluster", "vote", "decide"};
static const char *const reveal_names[] = {"all", "block", "note"};
static const char *const names_names[] = {"shown", "after_reveal", "never"};
static const char *const may_names[] = {"add", "edit", "move", "link", "vote"};
static const unsigned may_bits[] = {MAY_ADD, MAY_EDIT, MAY_MOVE, MAY_LINK, MAY_VOTE};

const char *stage_kind_name(enum stage_kind kind)
{
    return kind_names[kind];
}

const char *stage_kind_title(enum stage_kind kind)
{
    static const char *const titles[STAGE_KIND_COUNT] = {N_("gather"),  N_("write"), N_("reveal"),
                                                         N_("cluster"), N_("vote"),  N_("decide")};
    return gettext(titles[kind]);
}

/* The place of `word` among `names`; -1 with the problem noted. */
static int choose(struct reader *reader, const struct value *object, const char *key, const char *word,
                  const char *const *names, size_t count)
{
    struct buffer all = {0};
    for (size_t i = 0; i < count; i++) {
        if (strcmp(word, names[i]) == 0) {
            buffer_clear(&all);
            return (int)i;
        }
        buffer_printf(&all, "%s\"%s\"", i == 0 ? "" : ", ", names[i]);
    }
    reader_problem(reader, object, key, _("\"%s\" must be one of %s"), key, buffer_text(&all));
    buffer_clear(&all);
    return -1;
}

static int read_choice(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                       const char *const *names, size_t count, int otherwise)
{
    const char *word = reader_word(reader, object, key, need);
    int place = word[0] == '\0' ? -1 : choose(reader, object, key, word, names, count);
    return place < 0 ? otherwise : place;
}

/* The texts of an array, each once; yours. */
static const char **read_words(struct reader *reader, const struct value *object, const char *key, size_t *count)
{
    const struct value *array = reader_array(reader, object, key, READER_OPTIONAL);
    const char **words = memory_new(value_count(array) + 1, sizeof *words);
    *count = 0;
    for (size_t i = 0; i < value_count(array); i++) {
        const char *word = reader_string_at(reader, array, i);
        bool twice = false;
        for (size_t j = 0; word && j < *count; j++)
            twice = twice || strcmp(words[j], word) == 0;
        if (twice)
            reader_problem_at(reader, array, i, _("\"%s\" stands twice in this list"), word);
        else if (word)
            words[(*count)++] = word;
    }
    return words;
}

static unsigned read_may(struct reader *reader, const struct value *object)
{
    const struct value *array = reader_array(reader, object, "may", READER_REQUIRED);
    unsigned may = MAY_READ;
    for (size_t i = 0; i < value_count(array); i++) {
        const char *word = reader_string_at(reader, array, i);
        size_t at = 0;
        while (word && at < COUNT_OF(may_names) && strcmp(word, may_names[at]) != 0)
            at++;
        if (word && at == COUNT_OF(may_names))
            reader_problem_at(reader, array, i, _("\"may\" knows add, edit, move, link and vote, not \"%s\""), word);
        else if (word)
            may |= may_bits[at];
    }
    return may;
}

static void read_stage(struct reader *reader, const struct value *object, struct stage *stage)
{
    stage->id = reader_id(reader, object);
    stage->kind = (enum stage_kind)read_choice(reader, object, "kind", READER_REQUIRED, kind_names,
                                               COUNT_OF(kind_names), STAGE_GATHER);
    reader_text(reader, object, "title", READER_REQUIRED, &stage->title);
    reader_text(reader, object, "prompt", READER_REQUIRED, &stage->prompt);
    stage->block = read_words(reader, object, "blocks", &stage->block_count);
    stage->minutes = reader_integer(reader, object, "minutes", READER_OPTIONAL, 0, MINUTES_MAX, 0);
    stage->may = read_may(reader, object);
    stage->private = reader_flag(reader, object, "private");
    stage->reveal = (enum stage_reveal)read_choice(reader, object, "reveal", READER_OPTIONAL, reveal_names,
                                                   COUNT_OF(reveal_names), REVEAL_ALL);
    stage->votes = reader_integer(reader, object, "votes", READER_OPTIONAL, 1, VOTES_MAX, 0);
    stage->stacking = reader_flag(reader, object, "stacking");
    if (stage->private && stage->kind == STAGE_REVEAL)
        reader_problem(reader, object, "private", _("a stage that reveals cannot be private"));
    if (stage->votes > 0 && (stage->may & MAY_VOTE) == 0)
        reader_problem(reader, object, "votes", _("there are votes, but \"may\" does not name \"vote\""));
    if (stage->votes == 0 && (stage->may & MAY_VOTE) != 0)
        reader_problem(reader, object, "may", _("who may vote needs \"votes\": how many each has"));
}

static void read_stages(struct reader *reader, struct agenda *agenda)
{
    const struct value *array = reader_array(reader, reader->root, "stages", READER_REQUIRED);
    size_t count = value_count(array);
    if (array && (count == 0 || count > STAGES_MAX)) {
        reader_problem(reader, reader->root, "stages", _("an agenda has from 1 to %d stages"), STAGES_MAX);
        return;
    }
    agenda->stage = memory_new(count + 1, sizeof *agenda->stage);
    struct reader_ids seen = {0};
    for (size_t i = 0; i < count; i++) {
        const struct value *object = reader_object_at(reader, array, i);
        if (!object)
            continue;
        struct stage *stage = &agenda->stage[agenda->stage_count++];
        read_stage(reader, object, stage);
        reader_unique(reader, &seen, object, stage->id);
        agenda->minutes += stage->minutes;
    }
    reader_ids_clear(&seen);
}

enum status agenda_parse(const char *name, const char *bytes, size_t length, struct agenda **out,
                         struct buffer *report, struct error *err)
{
    *out = NULL;
    struct reader reader;
    struct agenda *agenda = memory_new(1, sizeof *agenda);
    agenda->document = reader_open(&reader, name, bytes, length, _("an agenda"));
    if (agenda->document) {
        agenda->source = memory_copy_bytes(bytes, length);
        agenda->id = reader_id(&reader, reader.root);
        agenda->version = reader_integer(&reader, reader.root, "version", READER_REQUIRED, 1, 1000000, 1);
        reader_text(&reader, reader.root, "title", READER_REQUIRED, &agenda->title);
        reader_text(&reader, reader.root, "when", READER_REQUIRED, &agenda->when);
        agenda->template_id = read_words(&reader, reader.root, "templates", &agenda->template_count);
        agenda->names = (enum names)read_choice(&reader, reader.root, "names", READER_OPTIONAL, names_names,
                                                COUNT_OF(names_names), NAMES_AFTER_REVEAL);
        read_stages(&reader, agenda);
    }
    enum status status = reader_result(&reader, report, err);
    reader_clear(&reader);
    if (status == STATUS_OK)
        *out = agenda;
    else
        agenda_free(agenda);
    return status;
}

void agenda_free(struct agenda *agenda)
{
    if (!agenda)
        return;
    for (size_t i = 0; i < agenda->stage_count; i++)
        free(agenda->stage[i].block);
    free(agenda->stage);
    free(agenda->template_id);
    free(agenda->source);
    value_document_free(agenda->document);
    free(agenda);
}
