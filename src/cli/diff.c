/*
 * diff.c - diff: two canvases, or two moments of one, compared; as text by block, or as JSON.
 *
 * Not here: what is the same and what differs (nonet/diff.h).
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "nonet/diff.h"

struct compared {
    const struct snapshot *left, *right;
    struct diff diff;
};

static const struct {
    unsigned bit;
    const char *name;
} fields[] = {
    {DIFF_TEXT, "text"},   {DIFF_BODY, "body"}, {DIFF_COLOUR, "colour"}, {DIFF_QUESTION, "question"},
    {DIFF_GROUP, "group"}, {DIFF_TAGS, "tags"}, {DIFF_FACETS, "facets"}, {DIFF_LINKS, "links"},
    {DIFF_VOTES, "votes"},
};

static const struct note *left_of(const struct compared *compared, const struct diff_line *line)
{
    return line->left_id != 0 ? snapshot_note(compared->left, line->left_id) : NULL;
}

static const struct note *right_of(const struct compared *compared, const struct diff_line *line)
{
    return line->right_id != 0 ? snapshot_note(compared->right, line->right_id) : NULL;
}

static const struct template *template_of(const struct compared *compared, const struct diff_line *line)
{
    return line->foreign ? compared->right->template : compared->left->template;
}

/* ---- text ------------------------------------------------------------------------------------------------ */

static const char *paint(const struct context *context, char mark)
{
    if (!context_colour(context))
        return "";
    return mark == '+' ? "\033[32m" : mark == '-' ? "\033[31m" : mark == '>' ? "\033[36m" : "\033[33m";
}

/* What else is other than the text; of the canvases themselves where `line` is NULL. */
static void describe(const struct context *context, const struct compared *compared, const struct diff_line *line,
                     struct buffer *out)
{
    canvas_diff_describe(&compared->diff, line, compared->left, compared->right, context->language, " -> ", out);
}

static void print_line(struct context *context, const struct compared *compared, const struct diff_line *line)
{
    struct buffer *out = &context->out;
    const struct note *left = left_of(compared, line), *right = right_of(compared, line);
    const char *colour = paint(context, diff_mark(line->what));
    buffer_printf(out, "%s%c ", colour, diff_mark(line->what));
    if (line->what & DIFF_TEXT) {
        print_text(out, left->text);
        buffer_add(out, " -> ");
    }
    print_text(out, right != NULL ? right->text : left->text);
    struct buffer other = {0};
    describe(context, compared, line, &other);
    if (other.length > 0) {
        buffer_add(out, "  (");
        print_text(out, other.data);
        buffer_add_char(out, ')');
    }
    buffer_clear(&other);
    buffer_printf(out, "%s\n", colour[0] != '\0' ? "\033[0m" : "");
}

static void print_canvas(struct context *context, const struct compared *compared)
{
    struct buffer words = {0};
    const char *colour = paint(context, '~');
    describe(context, compared, NULL, &words);
    if (words.length > 0) {
        buffer_printf(&context->out, "%s~ ", colour);
        print_text(&context->out, words.data);
        buffer_printf(&context->out, "%s\n", colour[0] != '\0' ? "\033[0m" : "");
    }
    buffer_clear(&words);
}

static void print_diff(struct context *context, const struct compared *compared)
{
    const struct diff *diff = &compared->diff;
    const struct diff_line *heading = NULL;
    print_canvas(context, compared);
    for (size_t i = 0; i < diff->count; i++) {
        const struct diff_line *line = &diff->line[i];
        if (line->what == 0)
            continue;
        if (heading == NULL || heading->block != line->block || heading->foreign != line->foreign) {
            if (context->out.length > 0)
                buffer_add_char(&context->out, '\n');
            buffer_add(&context->out, "## ");
            print_text(&context->out,
                       template_block_title(template_of(compared, line), line->block, context->language, false));
            buffer_add_char(&context->out, '\n');
        }
        heading = line;
        print_line(context, compared, line);
    }
    if (context->out.length == 0)
        say_nothing(context, _("nothing differs"));
}

/* ---- JSON ------------------------------------------------------------------------------------------------ */

static json_t *side_json(const struct target *target)
{
    json_t *object = json_object();
    json_object_set_new(object, "canvas", json_integer(target->snapshot->number));
    json_object_set_new(object, "title", json_safe(target->snapshot->title));
    json_object_set_new(object, "moment", target->moment != NULL ? json_safe(target->moment) : json_null());
    return object;
}

static json_t *note_json(const struct note *note, const char *block_id)
{
    json_t *object = json_object();
    json_object_set_new(object, "note", json_integer(note->number));
    json_object_set_new(object, "block", json_safe(block_id));
    json_object_set_new(object, "text", json_safe(note->text));
    return object;
}

static json_t *facets_json(const struct facet *facet, size_t count)
{
    json_t *object = json_object();
    for (size_t i = 0; i < count; i++)
        json_object_set_new(object, facet[i].key, json_safe(facet[i].value));
    return object;
}

static json_t *links_json(const struct snapshot *snapshot, const struct note *note)
{
    json_t *array = json_array();
    int64_t *ids = memory_new(note->link_count + 1, sizeof *ids);
    size_t count = snapshot_links_of(snapshot, note->id, ids);
    for (size_t i = 0; i < count; i++) {
        const struct link *link = snapshot_link(snapshot, note->id, ids[i]);
        json_t *object = json_object();
        json_object_set_new(object, "to", json_integer(snapshot_note(snapshot, ids[i])->number));
        json_object_set_new(object, "facets", facets_json(link->facet, link->facet_count));
        json_array_append_new(array, object);
    }
    free(ids);
    return array;
}

static json_t *field_json(const struct snapshot *snapshot, const struct note *note, unsigned bit)
{
    switch (bit) {
    case DIFF_TEXT:
        return json_safe(note->text);
    case DIFF_BODY:
        return json_safe(note->body);
    case DIFF_COLOUR:
        return json_safe(note_colour_name(note->colour));
    case DIFF_QUESTION:
        return json_safe(note->question);
    case DIFF_GROUP:
        return note->group != NULL ? json_safe(note->group->title) : json_null();
    case DIFF_TAGS:
        return json_texts(note->tag, note->tag_count);
    case DIFF_FACETS:
        return facets_json(note->facet, note->facet_count);
    case DIFF_VOTES:
        return json_integer(note->votes);
    default:
        return links_json(snapshot, note);
    }
}

static json_t *change_json(const struct compared *compared, const struct diff_line *line, const char *block_id)
{
    const struct note *left = left_of(compared, line), *right = right_of(compared, line);
    json_t *object = note_json(left, block_id), *before = json_object(), *after = json_object();
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if ((line->what & fields[i].bit) == 0)
            continue;
        json_object_set_new(before, fields[i].name, field_json(compared->left, left, fields[i].bit));
        json_object_set_new(after, fields[i].name, field_json(compared->right, right, fields[i].bit));
    }
    json_object_set_new(object, "before", before);
    json_object_set_new(object, "after", after);
    return object;
}

static json_t *move_json(const struct compared *compared, const struct diff_line *line, const char *block_id)
{
    const struct note *left = left_of(compared, line);
    json_t *object = json_object();
    json_object_set_new(object, "note", json_integer(left->number));
    json_object_set_new(object, "text", json_safe(right_of(compared, line)->text));
    json_object_set_new(object, "from", json_safe(template_block_id(compared->left->template, left->block)));
    json_object_set_new(object, "to", json_safe(block_id));
    return object;
}

/* Of the canvases themselves: what differs, as it is on the left and on the right. */
static json_t *canvas_json(const struct compared *compared)
{
    const struct snapshot *sides[] = {compared->left, compared->right};
    static const char *const names[] = {"before", "after"};
    json_t *object = json_object();
    for (size_t i = 0; i < 2; i++) {
        const struct snapshot *side = sides[i];
        json_t *values = json_object();
        if (compared->diff.canvas & DIFF_TITLE)
            json_object_set_new(values, "title", json_safe(side->title));
        if (compared->diff.canvas & DIFF_TAGS)
            json_object_set_new(values, "tags", json_texts(side->tag, side->tag_count));
        if (compared->diff.canvas & DIFF_FACETS)
            json_object_set_new(values, "facets", facets_json(side->facet, side->facet_count));
        json_object_set_new(object, names[i], values);
    }
    return object;
}

static void diff_json(struct buffer *out, const struct compared *compared, const struct target *left,
                      const struct target *right)
{
    json_t *added = json_array(), *removed = json_array(), *changed = json_array(), *moved = json_array();
    for (size_t i = 0; i < compared->diff.count; i++) {
        const struct diff_line *line = &compared->diff.line[i];
        const char *block_id = template_block_id(template_of(compared, line), line->block);
        if (line->what & DIFF_ADDED)
            json_array_append_new(added, note_json(right_of(compared, line), block_id));
        if (line->what & DIFF_REMOVED)
            json_array_append_new(removed, note_json(left_of(compared, line), block_id));
        if (line->what & DIFF_CHANGED)
            json_array_append_new(changed, change_json(compared, line, block_id));
        if (line->what & (DIFF_MOVED | DIFF_ORDER))
            json_array_append_new(moved, move_json(compared, line, block_id));
    }
    json_t *document = json_object();
    json_object_set_new(document, "left", side_json(left));
    json_object_set_new(document, "right", side_json(right));
    json_object_set_new(document, "canvas", canvas_json(compared));
    json_object_set_new(document, "added", added);
    json_object_set_new(document, "removed", removed);
    json_object_set_new(document, "changed", changed);
    json_object_set_new(document, "moved", moved);
    print_json(out, document);
}

/* ---- the command ------------------------------------------------------------------------------------------- */

static enum status compare(struct context *context, const struct target *left, const struct target *right,
                           struct compared *out)
{
    struct diff_kin kin = {0};
    enum status status = STATUS_OK;
    *out = (struct compared){.left = left->snapshot, .right = right->snapshot};
    if (left->store == right->store)
        status = canvas_kin(left->store, &left->session, left->snapshot, right->snapshot, &kin, &context->error);
    if (status == STATUS_OK)
        canvas_diff(left->snapshot, right->snapshot, &kin, &out->diff);
    canvas_kin_clear(&kin);
    return status;
}

enum exit_code command_diff(struct context *context, const struct arguments *arguments)
{
    struct target target[2] = {{0}};
    struct compared compared = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < 2 && status == STATUS_OK; i++) {
        status = target_open(context, arguments->word[i], TARGET_READ, &target[i]);
        if (status == STATUS_OK)
            status = target_load(context, &target[i]);
    }
    if (status == STATUS_OK)
        status = compare(context, &target[0], &target[1], &compared);
    if (status == STATUS_OK && arguments_given(arguments, "json"))
        diff_json(&context->out, &compared, &target[0], &target[1]);
    else if (status == STATUS_OK)
        print_diff(context, &compared);
    canvas_diff_clear(&compared.diff);
    target_close(&target[0]);
    target_close(&target[1]);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}
