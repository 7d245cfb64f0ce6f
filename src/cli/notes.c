/*
 * notes.c - add, note, link, unlink.
 *
 * Each call is one action, so that one `undo` takes all of it back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli.h"
#include "nonet/group.h"

#define INPUT_LIMIT ((size_t)64 * 1024 * 1024)

/* ---- add ---------------------------------------------------------------------------------------- */

static enum status read_input(struct context *context, struct buffer *out)
{
    if (isatty(STDIN_FILENO))
        fprintf(stderr, "%s\n", _("one note a line; Ctrl-D ends"));
    char chunk[16384];
    for (;;) {
        size_t got = fread(chunk, 1, sizeof chunk, stdin);
        buffer_append(out, chunk, got);
        if (out->length > INPUT_LIMIT)
            return error_set(&context->error, STATUS_INVALID, _("the input is larger than %d MB"),
                             (int)(INPUT_LIMIT / (1024 * 1024)));
        if (got < sizeof chunk)
            break;
    }
    if (ferror(stdin))
        return error_set(&context->error, STATUS_IO, _("the input could not be read"));
    return STATUS_OK;
}

static bool is_blank_line(const char *line)
{
    return line[strspn(line, " \t\r\xE3\x80")] == '\0';
}

/* Cuts `text` at its line ends; the notes point into it. The array is yours. */
static struct note_new *notes_of_lines(char *text, int block, size_t *count)
{
    struct note_new *notes = NULL;
    size_t capacity = 0;
    *count = 0;
    for (char *line = text; line;) {
        char *end = strchr(line, '\n');
        if (end)
            *end = '\0';
        if (!is_blank_line(line)) {
            GROW(notes, *count, capacity);
            notes[(*count)++] = (struct note_new){.block = block, .text = line};
        }
        line = end ? end + 1 : NULL;
    }
    return notes;
}

static enum status print_numbers(struct context *context, struct target *target, const int64_t *ids, size_t count)
{
    snapshot_free(target->snapshot);
    target->snapshot = NULL;
    enum status status = target_load(context, target);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct note *note = snapshot_note(target->snapshot, ids[i]);
        if (note)
            buffer_printf(&context->out, "%lld\n", (long long)note->number);
    }
    return status;
}

static enum status add_notes(struct context *context, struct target *target, const char *block_name, char *text,
                             bool lines)
{
    const struct template *template = target->snapshot->template;
    int block;
    enum status status = template_block_resolve(template, block_name, context->language, &block, &context->error);
    if (status != STATUS_OK)
        return status;
    size_t count = 1;
    struct note_new single = {.block = block, .text = text};
    struct note_new *many = lines ? notes_of_lines(text, block, &count) : NULL;
    if (count > 0) {
        int64_t *ids = memory_new(count, sizeof *ids);
        status = canvas_notes_add(target->store, &target->session, target->canvas_id, template,
                                  lines ? many : &single, count, 0, ids, &context->error);
        if (status == STATUS_OK)
            status = print_numbers(context, target, ids, count);
        free(ids);
    } else {
        status = error_set(&context->error, STATUS_INVALID, _("the input holds no note"));
    }
    free(many);
    return status;
}

enum exit_code command_add(struct context *context, const struct arguments *arguments)
{
    bool lines = arguments->word_count < 3;
    struct buffer input = {0};
    struct target target;
    enum status status = target_open(context, arguments->word[0], TARGET_WRITE, &target);
    if (status == STATUS_OK)
        status = target_load(context, &target);
    if (status == STATUS_OK && lines)
        status = read_input(context, &input);
    if (status == STATUS_OK) {
        struct buffer text = {0};
        if (lines)
            text_repair(&text, buffer_text(&input), input.length);
        else
            buffer_add(&text, arguments->word[2]);
        char *owned = buffer_take(&text);
        status = add_notes(context, &target, arguments->word[1], owned, lines);
        free(owned);
    }
    target_close(&target);
    buffer_clear(&input);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

/* ---- note --------------------------------------------------------------------------------------- */

/* The note with this number, alive, on a loaded canvas. */
static enum status open_note(struct context *context, const char *number, bool write, struct target *target,
                             const struct note **note)
{
    *target = (struct target){0};
    enum status status = write ? context_person(context) : context_store(context);
    if (status != STATUS_OK)
        return status;
    target->store = context->store;
    target->session = context_session(context);
    int64_t note_id;
    bool alive;
    status = note_resolve(target->store, &target->session, number, &note_id, &target->canvas_id, &alive,
                          &context->error);
    if (status == STATUS_OK && !alive)
        return error_set(&context->error, STATUS_NOT_FOUND,
                         _("note %s is in the trash: nonet restore --note %s brings it back"), number, number);
    if (status == STATUS_OK)
        status = target_load(context, target);
    if (status != STATUS_OK)
        return status;
    *note = snapshot_note(target->snapshot, note_id);
    if (!*note)
        return error_set(&context->error, STATUS_NOT_FOUND, _("there is no note %s"), number);
    return STATUS_OK;
}

static void show_note(struct context *context, const struct target *target, const struct note *note)
{
    const struct snapshot *snapshot = target->snapshot;
    struct buffer *out = &context->out;
    buffer_printf(out, "%lld  ", (long long)note->number);
    print_text(out, snapshot->title);
    buffer_add(out, "  ");
    print_text(out, template_block_title(snapshot->template, note->block, context->language, false));
    buffer_add_char(out, '\n');
    text_printable(out, note->text, strlen(note->text), true);
    buffer_add_char(out, '\n');
    if (note->body && *note->body) {
        text_printable(out, note->body, strlen(note->body), true);
        buffer_add_char(out, '\n');
    }
    if (note->group) {
        buffer_printf(out, "%s: ", _("group"));
        print_text(out, note->group->title);
        buffer_add_char(out, '\n');
    }
    if (note->colour != NOTE_NONE)
        buffer_printf(out, _("colour: %s\n"), _(note_colour_name(note->colour)));
    for (size_t i = 0; i < note->tag_count; i++) {
        buffer_add_char(out, '#');
        print_text(out, note->tag[i]);
        buffer_add_char(out, '\n');
    }
    for (size_t i = 0; i < note->facet_count; i++) {
        print_text(out, note->facet[i].key);
        buffer_add_char(out, '=');
        print_text(out, note->facet[i].value);
        buffer_add_char(out, '\n');
    }
    int64_t *ids = memory_new(note->link_count + 1, sizeof *ids);
    size_t count = snapshot_links_of(snapshot, note->id, ids);
    for (size_t i = 0; i < count; i++) {
        const struct note *other = snapshot_note(snapshot, ids[i]);
        if (!other)
            continue;
        buffer_printf(out, "= %lld ", (long long)other->number);
        print_text(out, other->text);
        buffer_add_char(out, '\n');
    }
    free(ids);
}

static void note_json(struct context *context, const struct target *target, const struct note *note)
{
    const struct snapshot *snapshot = target->snapshot;
    json_t *object = json_object(), *facets = json_object(), *links = json_array();
    json_object_set_new(object, "number", json_integer(note->number));
    json_object_set_new(object, "id", json_id(note->id));
    json_object_set_new(object, "canvas", json_integer(snapshot->number));
    json_object_set_new(object, "block", json_safe(template_block_id(snapshot->template, note->block)));
    json_object_set_new(object, "text", json_safe(note->text));
    json_object_set_new(object, "body", json_safe(note->body ? note->body : ""));
    json_object_set_new(object, "group", note->group ? json_safe(note->group->title) : json_null());
    json_object_set_new(object, "colour", json_string(note_colour_name(note->colour)));
    json_object_set_new(object, "tags", json_texts(note->tag, note->tag_count));
    for (size_t i = 0; i < note->facet_count; i++)
        json_object_set_new(facets, note->facet[i].key, json_safe(note->facet[i].value));
    json_object_set_new(object, "facets", facets);
    int64_t *ids = memory_new(note->link_count + 1, sizeof *ids);
    size_t count = snapshot_links_of(snapshot, note->id, ids);
    for (size_t i = 0; i < count; i++) {
        const struct note *other = snapshot_note(snapshot, ids[i]);
        if (other)
            json_array_append_new(links, json_integer(other->number));
    }
    free(ids);
    json_object_set_new(object, "links", links);
    print_json(&context->out, object);
}

/* A colour in either language: "red", "红", "红色". */
static bool colour_by_typed(const char *name, enum note_colour *colour)
{
    static const char *const chinese[NOTE_COLOUR_COUNT] = {"无", "黄", "红", "绿", "蓝", "紫"};
    for (int i = 0; i < NOTE_COLOUR_COUNT; i++) {
        size_t length = strlen(chinese[i]);
        bool is = strncmp(name, chinese[i], length) == 0 && (!name[length] || strcmp(name + length, "色") == 0);
        if (is || strcasecmp(name, note_colour_name((enum note_colour)i)) == 0) {
            *colour = (enum note_colour)i;
            return true;
        }
    }
    return false;
}

static enum status change_texts(struct context *context, const struct target *target, const struct note *note,
                                const char *text, const char *body)
{
    enum save_outcome outcome = SAVE_DONE;
    int64_t beside;
    enum status status = STATUS_OK;
    if (text && text[strspn(text, " \t\r\n")] == '\0')
        status = error_set(&context->error, STATUS_INVALID,
                           _("a note needs a text; to put it in the trash: nonet remove --note %lld"),
                           (long long)note->number);
    else if (text)
        status = canvas_note_save(target->store, &target->session, note->id, note->text, text, &outcome, &beside,
                                  &context->error);
    if (status == STATUS_OK && body)
        status = canvas_note_set_body(target->store, &target->session, note->id, note->body ? note->body : "", body,
                                      &outcome, &context->error);
    if (status == STATUS_OK && outcome == SAVE_KEPT_BESIDE)
        status = error_set(&context->error, STATUS_CONFLICT,
                           _("somebody changed note %lld at this moment: look at it and try again"),
                           (long long)note->number);
    return status;
}

/* `block` is where the note stands by now: its vocabulary counts. */
static enum status set_facet(struct context *context, const struct target *target, const struct note *note, int block,
                             const char *pair)
{
    char *key, *value;
    enum status status = facet_of_pair(context, target->snapshot->template, block, pair, &key, &value);
    if (status != STATUS_OK)
        return status;
    status = canvas_notes_set_facet(target->store, &target->session, &note->id, 1, key, value, &context->error);
    free(key);
    free(value);
    return status;
}

/* *block is the note's block before and after. */
static enum status move_note(struct context *context, const struct target *target, const struct note *note,
                             const char *wanted, int *block)
{
    const struct template *template = target->snapshot->template;
    enum status status = template_block_resolve(template, wanted, context->language, block, &context->error);
    if (status != STATUS_OK || *block == note->block)
        return status;
    return canvas_notes_move(target->store, &target->session, &note->id, 1, template_block_id(template, *block), -1,
                             &context->error);
}

/* Under the heading of that name, which is made when the block has none. */
static enum status set_group(struct context *context, const struct target *target, int64_t note_id, int block,
                             const char *title)
{
    const struct snapshot *snapshot = target->snapshot;
    for (size_t i = 0; i < snapshot->group_count; i++) {
        const struct note_group *group = &snapshot->group[i];
        if (group->block == block && strcmp(group->title, title) == 0)
            return canvas_notes_set_group(target->store, &target->session, &note_id, 1, group->id, &context->error);
    }
    if (title[0] == '\0')
        return canvas_notes_set_group(target->store, &target->session, &note_id, 1, 0, &context->error);
    return note_group_make(target->store, &target->session, &note_id, 1, title, NULL, &context->error);
}

static enum status merge_note(struct context *context, const struct target *target, int64_t note_id,
                              const char *number)
{
    int64_t ids[] = {note_id, 0}, canvas_id;
    bool alive;
    enum status status = note_resolve(target->store, &target->session, number, &ids[1], &canvas_id, &alive,
                                      &context->error);
    if (status == STATUS_OK)
        status = canvas_notes_merge(target->store, &target->session, ids, 2, &context->error);
    return status;
}

static enum status split_note(struct context *context, const struct target *target, int64_t note_id)
{
    size_t count;
    return canvas_note_split(target->store, &target->session, note_id, &count, &context->error);
}

static enum status change_note(struct context *context, const struct target *target, const struct note *note,
                               const struct arguments *arguments)
{
    int64_t id = note->id;
    int block = note->block;
    const char *wanted = arguments_value(arguments, "block");
    enum status status = change_texts(context, target, note, arguments_value(arguments, "text"),
                                      arguments_value(arguments, "body"));
    if (status == STATUS_OK && wanted)
        status = move_note(context, target, note, wanted, &block);
    for (size_t i = 0; i < arguments->value_count && status == STATUS_OK; i++) {
        const char *name = arguments->value[i].name, *value = arguments->value[i].value;
        enum note_colour colour;
        if (strcmp(name, "colour") == 0 && colour_by_typed(value, &colour)) {
            status = canvas_notes_set_colour(target->store, &target->session, &id, 1, colour, &context->error);
        } else if (strcmp(name, "tag") == 0 || strcmp(name, "untag") == 0) {
            status = canvas_notes_set_tag(target->store, &target->session, &id, 1, value, name[0] == 't',
                                          &context->error);
        } else if (strcmp(name, "set") == 0) {
            status = set_facet(context, target, note, block, value);
        } else if (strcmp(name, "group") == 0) {
            status = set_group(context, target, id, block, value);
        } else if (strcmp(name, "merge") == 0) {
            status = merge_note(context, target, id, value);
        } else if (strcmp(name, "split") == 0) {
            status = split_note(context, target, id);
        }
    }
    return status;
}

enum exit_code command_note(struct context *context, const struct arguments *arguments)
{
    const char *colour = arguments_value(arguments, "colour");
    enum note_colour known;
    bool json = arguments_given(arguments, "json");
    bool changes = arguments->value_count > (json ? 1 : 0);
    if (colour && !colour_by_typed(colour, &known))
        return fail_usage(command_find("note"), _("--colour is none, yellow, red, green, blue or purple"));
    struct target target;
    const struct note *note;
    enum status status = open_note(context, arguments->word[0], changes, &target, &note);
    if (status == STATUS_OK && changes) {
        status = canvas_group_begin(target.store, &target.session, target.canvas_id, "note_edit", &context->error);
        if (status == STATUS_OK) {
            status = change_note(context, &target, note, arguments);
            struct error ending;
            enum status end = canvas_group_end(target.store, status == STATUS_OK, &ending);
            if (status == STATUS_OK && end != STATUS_OK) {
                context->error = ending;
                status = end;
            }
        }
    } else if (status == STATUS_OK && json) {
        note_json(context, &target, note);
    } else if (status == STATUS_OK) {
        show_note(context, &target, note);
    }
    target_close(&target);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

/* ---- link --------------------------------------------------------------------------------------- */

/* The facets of the tie that --set names; the tie is there already. */
static enum status set_link_facets(struct context *context, struct target *target, int64_t from, int64_t to,
                                   const struct arguments *arguments)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < arguments->value_count && status == STATUS_OK; i++) {
        char *key, *value;
        if (strcmp(arguments->value[i].name, "set") != 0)
            continue;
        status = facet_of_pair(context, target->snapshot->template, FACETS_OF_LINK, arguments->value[i].value, &key,
                            &value);
        if (status != STATUS_OK)
            return status;
        status = canvas_link_set_facet(target->store, &target->session, canvas_link_id(from, to), key, value,
                                       &context->error);
        free(key);
        free(value);
    }
    return status;
}

/* The tie and its facets, as one action. */
static enum status tie(struct context *context, struct target *target, int64_t from, int64_t to, bool on,
                       const struct arguments *arguments)
{
    enum status status = canvas_group_begin(target->store, &target->session, target->canvas_id,
                                            on ? "link_add" : "link_remove", &context->error);
    if (status != STATUS_OK)
        return status;
    status = canvas_link_set(target->store, &target->session, from, to, on, &context->error);
    if (status == STATUS_OK && on)
        status = set_link_facets(context, target, from, to, arguments);
    struct error ending;
    enum status end = canvas_group_end(target->store, status == STATUS_OK, &ending);
    if (status == STATUS_OK && end != STATUS_OK) {
        context->error = ending;
        status = end;
    }
    return status;
}

static enum exit_code set_link(struct context *context, const struct arguments *arguments, bool on)
{
    struct target target, other = {0};
    const struct note *from, *to;
    enum status status = open_note(context, arguments->word[0], true, &target, &from);
    if (status == STATUS_OK)
        status = open_note(context, arguments->word[1], true, &other, &to);
    if (status == STATUS_OK && target.canvas_id != other.canvas_id)
        status = error_set(&context->error, STATUS_INVALID, _("the two notes are not on the same canvas"));
    if (status == STATUS_OK && from->id == to->id)
        status = error_set(&context->error, STATUS_INVALID, _("a note cannot be linked to itself"));
    if (status == STATUS_OK && !on && !snapshot_linked(target.snapshot, from->id, to->id))
        status = error_set(&context->error, STATUS_NOT_FOUND, _("the two notes are not linked"));
    if (status == STATUS_OK)
        status = tie(context, &target, from->id, to->id, on, arguments);
    target_close(&target);
    target_close(&other);
    return status == STATUS_OK ? EXIT_DONE : fail(context);
}

enum exit_code command_link(struct context *context, const struct arguments *arguments)
{
    return set_link(context, arguments, true);
}

enum exit_code command_unlink(struct context *context, const struct arguments *arguments)
{
    return set_link(context, arguments, false);
}
