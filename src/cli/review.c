/*
 * review.c - the rules that a canvas breaks, each with the notes concerned.
 *
 * For people the worst comes first; for scripts the order is that of the template's rules. The exit status says
 * whether anything grave was found.
 */
#include <stdlib.h>

#include "cli.h"
#include "nonet/review.h"

#define RULE_CELLS 6
#define NOTE_CELLS 6

/* ---- JSON --------------------------------------------------------------------------------------- */

static json_t *finding_json(const struct context *context, const struct snapshot *snapshot,
                            const struct finding *finding)
{
    json_t *object = json_object(), *notes = json_array(), *blocks = json_array(), *missing = json_array();
    for (size_t i = 0; i < finding->note_count; i++) {
        const struct note *note = snapshot_note(snapshot, finding->note_id[i]);
        if (note)
            json_array_append_new(notes, json_integer(note->number));
    }
    for (size_t i = 0; i < finding->block_count; i++)
        json_array_append_new(blocks, json_safe(template_block_id(snapshot->template, finding->block[i])));
    for (size_t i = 0; i < finding->missing_count; i++)
        json_array_append_new(missing, json_safe(finding->missing[i].text[context->language]));
    json_object_set_new(object, "rule", json_safe(finding->rule));
    json_object_set_new(object, "severity", json_string(severity_name(finding->severity)));
    json_object_set_new(object, "text", json_safe(finding->text.text[context->language]));
    json_object_set_new(object, "notes", notes);
    json_object_set_new(object, "blocks", blocks);
    json_object_set_new(object, "missing", missing);
    return object;
}

static void print_findings_json(struct context *context, const struct snapshot *snapshot,
                                const struct finding *finding, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, finding_json(context, snapshot, &finding[i]));
    print_json(&context->out, array);
}

/* ---- text --------------------------------------------------------------------------------------- */

static void begin_line(struct buffer *out, int indent)
{
    buffer_add_spaces(out, indent);
}

/* "missing: Purchase, After-sales" */
static void print_missing(struct context *context, const struct finding *finding, int indent)
{
    struct buffer *out = &context->out;
    if (finding->missing_count == 0)
        return;
    begin_line(out, indent);
    buffer_add(out, _("missing: "));
    for (size_t i = 0; i < finding->missing_count; i++) {
        buffer_add(out, i > 0 ? _(", ") : "");
        print_text(out, finding->missing[i].text[context->language]);
    }
    buffer_add_char(out, '\n');
}

static void print_finding(struct context *context, const struct snapshot *snapshot, const struct finding *finding,
                          int severity_cells)
{
    struct buffer *out = &context->out;
    int indent = severity_cells + 2 + RULE_CELLS, width = terminal_columns();
    print_column(out, severity_title(finding->severity), severity_cells + 2);
    print_column(out, finding->rule, RULE_CELLS);
    print_text(out, finding->text.text[context->language]);
    buffer_add_char(out, '\n');
    for (size_t i = 0; i < finding->note_count; i++) {
        const struct note *note = snapshot_note(snapshot, finding->note_id[i]);
        if (!note)
            continue;
        struct buffer number = {0}, text = {0};
        buffer_printf(&number, "%lld", (long long)note->number);
        print_text(&text, note->text);
        begin_line(out, indent);
        print_column(out, buffer_text(&number), NOTE_CELLS);
        text_elide(out, buffer_text(&text), text.length, width > indent + 40 ? width - indent - NOTE_CELLS : 40,
                   TEXT_NARROW);
        buffer_add_char(out, '\n');
        buffer_clear(&number);
        buffer_clear(&text);
    }
    for (size_t i = 0; i < finding->block_count; i++) {
        begin_line(out, indent);
        print_text(out, template_block_title(snapshot->template, finding->block[i], context->language, false));
        buffer_add_char(out, '\n');
    }
    print_missing(context, finding, indent);
}

static void print_findings(struct context *context, const struct snapshot *snapshot, const struct finding *finding,
                           size_t count)
{
    int cells = 0;
    for (int severity = 0; severity < SEVERITY_COUNT; severity++) {
        int mine = text_cells_of(severity_title((enum severity)severity), TEXT_NARROW);
        cells = mine > cells ? mine : cells;
    }
    for (int severity = 0; severity < SEVERITY_COUNT; severity++) {
        for (size_t i = 0; i < count; i++) {
            if (finding[i].severity == (enum severity)severity)
                print_finding(context, snapshot, &finding[i], cells);
        }
    }
    if (count == 0)
        buffer_printf(&context->out, "%s\n", _("nothing found: the canvas keeps every rule"));
}

enum exit_code command_review(struct context *context, const struct arguments *arguments)
{
    struct target target;
    struct finding *finding = NULL;
    size_t count = 0;
    enum status status = target_open(context, arguments->word[0], TARGET_READ, &target);
    if (status == STATUS_OK)
        status = target_load(context, &target);
    if (status == STATUS_OK)
        status = canvas_review(target.snapshot, target.store, &target.session, time_now(), &finding, &count,
                               &context->error);
    if (status == STATUS_OK && arguments_given(arguments, "json"))
        print_findings_json(context, target.snapshot, finding, count);
    else if (status == STATUS_OK)
        print_findings(context, target.snapshot, finding, count);
    bool grave = findings_grave(finding, count) > 0;
    findings_free(finding, count);
    target_close(&target);
    if (status != STATUS_OK)
        return fail(context);
    return grave ? EXIT_FINDINGS : EXIT_DONE;
}
