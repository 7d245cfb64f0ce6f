/*
 * note_view_lines.c - the lines of an opened note: its text, longer text, facets, tags, ties and history.
 *
 * They are made anew whenever the view is laid out and hold copies of what they show. It draws nothing and saves nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "note_view.h"

#define READING_CELLS 90 /* longer lines are hard to read */

const struct note *note_view_opened(const struct note_view *view)
{
    return view->snapshot ? snapshot_note(view->snapshot, view->note_id) : NULL;
}

int note_view_cells(const struct note_view *view)
{
    int cells = view->area.columns - 2 * NOTE_VIEW_MARGIN;
    cells = cells > READING_CELLS ? READING_CELLS : cells;
    return cells < 8 ? 8 : cells;
}

/* ---- the lines --------------------------------------------------------------------------------------------- */

static void add_line(struct note_view *view, const char *text, size_t length, int indent, struct style style)
{
    GROW(view->line, view->line_count, view->line_capacity);
    view->line[view->line_count++] = (struct view_line){view->content.length, length, indent, style};
    buffer_append(&view->content, text, length);
}

static void add_blank(struct note_view *view)
{
    add_line(view, "", 0, 0, STYLE(ROLE_TEXT));
}

static void add_wrapped(struct note_view *view, const struct app *app, const char *text, int indent,
                        struct style style)
{
    struct text_lines lines = {0};
    text_wrap(&lines, text, strlen(text), note_view_cells(view) - indent, app->screen.width);
    for (size_t i = 0; i < lines.count; i++)
        add_line(view, text + lines.line[i].offset, lines.line[i].drawn, indent, style);
    text_lines_clear(&lines);
}

static void add_heading(struct note_view *view, const char *title)
{
    add_blank(view);
    add_line(view, title, strlen(title), 0, STYLE(ROLE_TITLE));
}

static const char *question_text(const struct snapshot *snapshot, const char *id, enum language language)
{
    const struct template *template = snapshot->template;
    for (size_t b = 0; *id && b < template->block_count; b++) {
        const struct template_items *questions = &template->block[b].questions;
        for (size_t i = 0; i < questions->count; i++)
            if (strcmp(questions->item[i].id, id) == 0)
                return questions->item[i].text.text[language];
    }
    return NULL;
}

static void add_facts(struct note_view *view, const struct app *app, const struct note *note)
{
    struct buffer text = {0};
    char when[32], changed[32];
    const char *question = question_text(view->snapshot, note->question, app->language);
    buffer_printf(&text, _("%s, %s"),
                  template_block_title(view->snapshot->template, note->block, app->language, false),
                  note_colour_title(note->colour));
    add_wrapped(view, app, buffer_text(&text), 0, STYLE(ROLE_DIM));
    buffer_reset(&text);
    time_format_local(note->created, when, sizeof when);
    time_format_local(note->updated, changed, sizeof changed);
    struct buffer authors = {0};
    snapshot_authors(view->snapshot, note, &authors);
    if (authors.length == 0)
        buffer_add(&authors, "?");
    if (note->updated > note->created)
        buffer_printf(&text, _("by %s, %s; changed %s"), buffer_text(&authors), when, changed);
    else
        buffer_printf(&text, _("by %s, %s"), buffer_text(&authors), when);
    buffer_clear(&authors);
    add_wrapped(view, app, buffer_text(&text), 0, STYLE(ROLE_DIM));
    if (question) {
        buffer_reset(&text);
        buffer_printf(&text, _("Answers: %s"), question);
        add_wrapped(view, app, buffer_text(&text), 0, STYLE(ROLE_DIM));
    }
    buffer_clear(&text);
}

/* `note` NULL: it went to the trash while one writes. */
static void add_body(struct note_view *view, const struct app *app, const struct note *note)
{
    add_heading(view, _("More about it"));
    if (!view->editing && !*note->body) {
        add_wrapped(view, app, _("e writes more here: evidence, objections, sources."), 0, STYLE(ROLE_HINT));
        return;
    }
    if (!view->editing) {
        add_wrapped(view, app, note->body, 0, STYLE(ROLE_TEXT));
        return;
    }
    struct text_lines lines = {0};
    const char *text = buffer_text(&view->field.text);
    size_t caret;
    text_wrap(&lines, text, view->field.text.length, note_view_cells(view), app->screen.width);
    text_field_caret(&view->field, &lines, app->screen.width, &caret, &view->caret_column);
    view->caret_line = view->line_count + caret;
    for (size_t i = 0; i < lines.count; i++)
        add_line(view, text + lines.line[i].offset, lines.line[i].drawn, 0, STYLE(ROLE_TEXT));
    text_lines_clear(&lines);
}

/* `lead` stands before the first line; the others hang below its end. */
static void add_hanging(struct note_view *view, const struct app *app, const char *lead, const char *text,
                        struct style style)
{
    struct text_lines lines = {0};
    struct buffer first = {0};
    int indent = text_cells_of(lead, app->screen.width), room = note_view_cells(view) - indent;
    if (room < READING_CELLS / 4) { /* too narrow to hang */
        buffer_printf(&first, "%s%s", lead, text);
        add_wrapped(view, app, buffer_text(&first), 0, style);
        buffer_clear(&first);
        return;
    }
    text_wrap(&lines, text, strlen(text), room, app->screen.width);
    for (size_t i = 0; i < lines.count; i++) {
        buffer_reset(&first);
        if (i == 0)
            buffer_add(&first, lead);
        buffer_append(&first, text + lines.line[i].offset, lines.line[i].drawn);
        add_line(view, buffer_text(&first), first.length, i == 0 ? 0 : indent, style);
    }
    buffer_clear(&first);
    text_lines_clear(&lines);
}

static void add_tags(struct note_view *view, const struct app *app, const struct note *note)
{
    struct buffer text = {0};
    if (note->facet_count)
        add_heading(view, _("Facets"));
    for (size_t i = 0; i < note->facet_count; i++) {
        buffer_reset(&text);
        facet_describe(view->snapshot->template, note->block, note->facet[i].key, note->facet[i].value, app->language,
                       &text);
        add_wrapped(view, app, buffer_text(&text), 0, STYLE(ROLE_TEXT));
    }
    if (note->tag_count)
        add_heading(view, _("Tags"));
    buffer_reset(&text);
    for (size_t i = 0; i < note->tag_count; i++)
        buffer_printf(&text, "%s#%s", i ? "  " : "", note->tag[i]);
    if (text.length)
        add_wrapped(view, app, buffer_text(&text), 0, STYLE(ROLE_TEXT));
    buffer_clear(&text);
}

static void describe_tie(const struct note_view *view, const struct app *app, const struct note *other,
                         struct buffer *out)
{
    const struct template *template = view->snapshot->template;
    const struct link *link = snapshot_link(view->snapshot, view->note_id, other->id);
    buffer_printf(out, _("%s: %s"), template_block_title(template, other->block, app->language, true), other->text);
    for (size_t i = 0; link && i < link->facet_count; i++) {
        buffer_add(out, i == 0 ? "  [" : ", ");
        facet_describe(template, FACETS_OF_LINK, link->facet[i].key, link->facet[i].value, app->language, out);
    }
    if (link && link->facet_count > 0)
        buffer_add(out, "]");
}

static void add_links(struct note_view *view, const struct app *app, const struct note *note)
{
    int64_t tie = view->tie;
    view->tie = 0; /* unless it is still there */
    if (note->link_count == 0)
        return;
    int64_t *id = memory_new(note->link_count, sizeof *id);
    size_t count = snapshot_links_of(view->snapshot, note->id, id);
    struct buffer text = {0};
    add_heading(view, _("Tied to"));
    for (size_t i = 0; i < count; i++) {
        const struct note *other = snapshot_note(view->snapshot, id[i]);
        if (!other)
            continue;
        bool selected = id[i] == tie;
        size_t first = view->line_count;
        buffer_reset(&text);
        describe_tie(view, app, other, &text);
        add_hanging(view, app, selected ? "> " : "= ", buffer_text(&text), STYLE(selected ? ROLE_SELECTION : ROLE_TEXT));
        if (selected) {
            view->tie = tie;
            view->tie_line = first;
            view->tie_lines = view->line_count - first;
        }
    }
    buffer_clear(&text);
    free(id);
}

static void add_history(struct note_view *view, const struct app *app)
{
    struct buffer lead = {0};
    if (view->history_count)
        add_heading(view, _("History"));
    for (size_t i = 0; i < view->history_count; i++) {
        const struct history_entry *entry = &view->history[i];
        char when[32];
        time_format_local(entry->at, when, sizeof when);
        buffer_reset(&lead);
        buffer_printf(&lead, "%s  %s  ", when, entry->actor);
        add_hanging(view, app, buffer_text(&lead), entry->text, STYLE(ROLE_DIM));
    }
    buffer_clear(&lead);
}

void note_view_make_lines(struct note_view *view, const struct app *app)
{
    const struct note *note = note_view_opened(view);
    buffer_reset(&view->content);
    view->line_count = 0;
    if (!note) {
        add_wrapped(view, app, _("This note is in the trash; q goes back, and u brings it back there."), 0,
                    STYLE(ROLE_TEXT));
        if (view->editing) /* what is typed stays in sight */
            add_body(view, app, NULL);
        return;
    }
    add_wrapped(view, app, note->text, 0, (struct style){ROLE_TEXT, STYLE_BOLD});
    add_facts(view, app, note);
    add_body(view, app, note);
    add_tags(view, app, note);
    add_links(view, app, note);
    add_history(view, app);
}
