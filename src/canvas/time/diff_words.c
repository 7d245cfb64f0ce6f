/*
 * diff_words.c - what differs, in a person's words.
 *
 * "from Channels; colour: no colour -> red; tags: +urgent -old": one entry a field, in a fixed order, with what it was
 * and what it is. The text of a note is not among them: whoever shows a line shows that itself. Nothing here decides
 * what differs.
 */
#include "diff_internal.h"

#include <stdio.h>
#include <string.h>

#include "nonet/message.h"
#include "nonet/text.h"

#define NAME_CELLS 24 /* of a note that one is tied to */

struct wording {
    const struct diff *diff;
    const struct diff_line *line;
    const struct snapshot *left, *right;
    const struct note *before, *after;
    enum language language;
    const char *arrow;
    struct buffer *out;
    bool listing; /* an entry stands before the next one */
};

static void begin(struct wording *wording, const char *title)
{
    buffer_printf(wording->out, "%s%s", wording->out->length > 0 ? _("; ") : "", title);
}

static void begin_list(struct wording *wording, const char *title)
{
    begin(wording, title);
    buffer_add(wording->out, _(": "));
    wording->listing = false;
}

static void begin_entry(struct wording *wording, char mark)
{
    if (wording->listing)
        buffer_add_char(wording->out, ' ');
    buffer_add_char(wording->out, mark);
    wording->listing = true;
}

static void from_to(struct wording *wording, const char *title, const char *before, const char *after)
{
    begin_list(wording, title);
    buffer_printf(wording->out, "%s%s%s", before[0] != '\0' ? before : _("none"), wording->arrow,
                  after[0] != '\0' ? after : _("none"));
}

/* ---- labels ------------------------------------------------------------------------------------------------------ */

static bool has_tag(char *const *tag, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tag[i], name) == 0)
            return true;
    }
    return false;
}

static void tell_tags(struct wording *wording, char *const *before, size_t before_count, char *const *after,
                      size_t after_count)
{
    begin_list(wording, _("tags"));
    for (size_t i = 0; i < after_count; i++) {
        if (has_tag(before, before_count, after[i]))
            continue;
        begin_entry(wording, '+');
        buffer_add(wording->out, after[i]);
    }
    for (size_t i = 0; i < before_count; i++) {
        if (has_tag(after, after_count, before[i]))
            continue;
        begin_entry(wording, '-');
        buffer_add(wording->out, before[i]);
    }
}

static bool has_facet(const struct facet *facet, size_t count, const struct facet *wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(facet[i].key, wanted->key) == 0 && strcmp(facet[i].value, wanted->value) == 0)
            return true;
    }
    return false;
}

/* What a template knows of a key it says in its words: `block` as for facet_describe(). */
static void tell_facets(struct wording *wording, int block, const struct facet *before, size_t before_count,
                        const struct facet *after, size_t after_count)
{
    begin_list(wording, _("facets"));
    for (size_t i = 0; i < before_count; i++) {
        if (has_facet(after, after_count, &before[i]))
            continue;
        begin_entry(wording, '-');
        facet_describe(wording->left->template, block, before[i].key, before[i].value, wording->language, wording->out);
    }
    for (size_t i = 0; i < after_count; i++) {
        if (has_facet(before, before_count, &after[i]))
            continue;
        begin_entry(wording, '+');
        facet_describe(wording->left->template, block, after[i].key, after[i].value, wording->language, wording->out);
    }
}

/* ---- ties -------------------------------------------------------------------------------------------------------- */

static void tell_tie(struct wording *wording, char mark, const struct note *other)
{
    struct buffer name = {0};
    text_elide(&name, other->text, strlen(other->text), NAME_CELLS, TEXT_NARROW);
    begin_entry(wording, mark);
    buffer_printf(wording->out, "“%s”", buffer_text(&name));
    buffer_clear(&name);
}

/* The ties of `note` that the other side lacks get `mark`; those that are only marked otherwise a "~", said once. */
static void tell_ties_of(struct wording *wording, const struct snapshot *here, const struct snapshot *there,
                         const struct note *note, const struct note *same, char mark)
{
    for (size_t i = 0; i < here->link_total; i++) {
        const struct link *link = &here->link[i];
        if (link->from != note->id && link->to != note->id)
            continue;
        int64_t other = link->from == note->id ? link->to : link->from;
        const struct diff_line *line = canvas_diff_line(wording->diff, other);
        if (line == NULL || line->left_id == 0 || line->right_id == 0)
            continue;
        const struct link *match = snapshot_link(there, same->id, here == wording->left ? line->right_id : line->left_id);
        if (match == NULL)
            tell_tie(wording, mark, snapshot_note(here, other));
        else if (here == wording->right &&
                 !same_facets(link->facet, link->facet_count, match->facet, match->facet_count))
            tell_tie(wording, '~', snapshot_note(here, other));
    }
}

static void tell_ties(struct wording *wording)
{
    begin_list(wording, _("ties"));
    tell_ties_of(wording, wording->right, wording->left, wording->after, wording->before, '+');
    tell_ties_of(wording, wording->left, wording->right, wording->before, wording->after, '-');
}

/* ---- notes ------------------------------------------------------------------------------------------------------- */

/* What a question asks; its id where the template has none of that id any more. */
static const char *question_text(const struct template *template, const char *id, enum language language)
{
    for (size_t b = 0; b < template->block_count; b++) {
        const struct template_items *questions = &template->block[b].questions;
        for (size_t i = 0; i < questions->count; i++) {
            if (strcmp(questions->item[i].id, id) == 0)
                return questions->item[i].text.text[language];
        }
    }
    return id;
}

static const char *group_title(const struct note *note)
{
    return note->group == NULL ? "" : note->group->title;
}

static void tell_place(struct wording *wording)
{
    const struct note *before = wording->before, *after = wording->after;
    if (wording->line->what & DIFF_MOVED) {
        begin(wording, "");
        buffer_printf(wording->out, _("from %s"),
                      template_block_title(wording->left->template, before->block, wording->language, false));
    } else if (wording->line->what & DIFF_ORDER) {
        begin(wording, _("order"));
    }
    if (wording->line->what & DIFF_GROUP)
        from_to(wording, _("heading"), group_title(before), group_title(after));
}

static void tell_note(struct wording *wording)
{
    const struct note *before = wording->before, *after = wording->after;
    unsigned what = wording->line->what;
    char votes[2][24];
    tell_place(wording);
    if (what & DIFF_BODY)
        begin(wording, _("details"));
    if (what & DIFF_COLOUR)
        from_to(wording, _("colour"), note_colour_title(before->colour), note_colour_title(after->colour));
    if (what & DIFF_QUESTION)
        from_to(wording, _("question"), question_text(wording->left->template, before->question, wording->language),
                question_text(wording->right->template, after->question, wording->language));
    if (what & DIFF_TAGS)
        tell_tags(wording, before->tag, before->tag_count, after->tag, after->tag_count);
    if (what & DIFF_FACETS)
        tell_facets(wording, before->block, before->facet, before->facet_count, after->facet, after->facet_count);
    if (what & DIFF_LINKS)
        tell_ties(wording);
    if (what & DIFF_VOTES) {
        snprintf(votes[0], sizeof votes[0], "%d", before->votes);
        snprintf(votes[1], sizeof votes[1], "%d", after->votes);
        from_to(wording, _("votes"), votes[0], votes[1]);
    }
}

void canvas_diff_describe(const struct diff *diff, const struct diff_line *line, const struct snapshot *left,
                          const struct snapshot *right, enum language language, const char *arrow, struct buffer *out)
{
    struct buffer words = {0};
    struct wording wording = {diff, line, left, right, NULL, NULL, language, arrow, &words, false};
    if (line != NULL && line->left_id != 0 && line->right_id != 0) {
        wording.before = snapshot_note(left, line->left_id);
        wording.after = snapshot_note(right, line->right_id);
        tell_note(&wording);
    } else if (line == NULL) {
        if (diff->canvas & DIFF_TITLE)
            from_to(&wording, _("title"), left->title, right->title);
        if (diff->canvas & DIFF_TAGS)
            tell_tags(&wording, left->tag, left->tag_count, right->tag, right->tag_count);
        if (diff->canvas & DIFF_FACETS)
            tell_facets(&wording, FACETS_OF_CANVAS, left->facet, left->facet_count, right->facet, right->facet_count);
    }
    buffer_add(out, buffer_text(&words));
    buffer_clear(&words);
}
