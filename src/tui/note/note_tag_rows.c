/*
 * note_tag_rows.c - the rows of the dialog of facets and tags.
 *
 * Facets in the template's order, then those of one's own, then tags: the types of blocks that have no facet for them,
 * and every tag in use on the canvas. With a facet open: its values, or how its value is written. Rows hold copies.
 */
#include <stdlib.h>
#include <string.h>

#include "note_tags.h"

void note_tags_clear_rows(struct note_tags *dialog)
{
    for (size_t i = 0; i < dialog->row_count; i++) {
        free(dialog->row[i].id);
        free(dialog->row[i].label);
        free(dialog->row[i].detail);
    }
    dialog->row_count = 0;
}

static struct tag_row *add_row(struct note_tags *dialog, enum row_kind kind, enum tick tick, const char *id,
                               const char *label, const char *detail)
{
    GROW(dialog->row, dialog->row_count, dialog->row_capacity);
    struct tag_row *row = &dialog->row[dialog->row_count++];
    *row = (struct tag_row){kind, tick, memory_copy_text(id), memory_copy_text(label), memory_copy_text(detail),
                            kind == ROW_TAG || kind == ROW_VALUE, false};
    return row;
}

static bool has_row(const struct note_tags *dialog, enum row_kind kind, const char *id)
{
    for (size_t i = 0; i < dialog->row_count; i++) {
        if (dialog->row[i].kind == kind && strcmp(dialog->row[i].id, id) == 0)
            return true;
    }
    return false;
}

bool note_tags_selectable(const struct note_tags *dialog, size_t row)
{
    return row < dialog->row_count && dialog->row[row].kind != ROW_HEADING && dialog->row[row].kind != ROW_HINT;
}

static bool fits(const char *label, const char *folded, bool beginning)
{
    struct buffer text = {0};
    text_fold(&text, label, strlen(label));
    const char *found = strstr(buffer_text(&text), folded);
    bool does = found && (!beginning || found == buffer_text(&text));
    buffer_clear(&text);
    return does;
}

/* ---- facets ---------------------------------------------------------------------------------------------------- */

const struct template_facet *note_tags_open(const struct note_tags *dialog)
{
    return dialog->snapshot && dialog->open ? facets_find(&dialog->of, dialog->snapshot, dialog->open) : NULL;
}

static void add_facet(struct note_tags *dialog, enum language language, const struct template_facet *facet,
                      const char *key)
{
    const char *value;
    enum tick tick = facets_value(&dialog->of, dialog->snapshot, key, &value);
    struct buffer text = {0};
    bool flag = facet && facet->kind == FACET_FLAG, yes = tick == TICK_ALL && strcmp(value, "yes") == 0;
    if (flag && (yes || tick == TICK_NONE))
        ; /* its tick says it */
    else if (tick == TICK_SOME)
        buffer_add(&text, _("(differs)"));
    else if (tick == TICK_NONE)
        buffer_add(&text, "-");
    else
        facet_write(dialog->snapshot->template, facet, value, language, &text);
    if (!has_row(dialog, ROW_HEADING, "facets"))
        add_row(dialog, ROW_HEADING, TICK_NONE, "facets", _("Facets"), "");
    struct tag_row *row = add_row(dialog, ROW_FACET, tick, key, facet ? facet->title.text[language] : key,
                                  buffer_text(&text));
    row->quiet = tick != TICK_ALL;
    row->ticked = flag;
    if (flag)
        row->tick = facets_tick(&dialog->of, dialog->snapshot, key, "yes");
    buffer_clear(&text);
}

static void add_facets(struct note_tags *dialog, enum language language, const char *folded)
{
    const struct template_facet **facet;
    const char **own;
    size_t count = facets_known(&dialog->of, dialog->snapshot, &facet);
    for (size_t i = 0; i < count; i++) {
        if (fits(facet[i]->title.text[language], folded, true))
            add_facet(dialog, language, facet[i], facet[i]->id);
    }
    free(facet);
    count = facets_own(&dialog->of, dialog->snapshot, &own);
    for (size_t i = 0; i < count; i++) {
        if (fits(own[i], folded, true))
            add_facet(dialog, language, facets_find(&dialog->of, dialog->snapshot, own[i]), own[i]);
    }
    free(own);
}

/* ---- the values of one facet ------------------------------------------------------------------------------------- */

static const char *gloss_of(const struct template *template, const char *type, enum language language)
{
    for (size_t b = 0; b < template->block_count; b++) {
        const struct template_block *block = &template->block[b];
        for (size_t i = 0; i < block->type_count; i++) {
            if (strcmp(block->type[i].id, type) == 0)
                return block->type[i].gloss.text[language];
        }
    }
    return "";
}

static void add_values_of(struct note_tags *dialog, const struct template_facet *facet, enum language language,
                          const char *folded)
{
    for (size_t i = 0; i < facet->value_count; i++) {
        const struct template_value *value = &facet->value[i];
        const char *title = value->title.text[language];
        if ((!fits(title, folded, false) && !fits(value->id, folded, true)) || has_row(dialog, ROW_VALUE, value->id))
            continue;
        const char *gloss =
            facet->kind == FACET_TYPE ? gloss_of(dialog->snapshot->template, value->id, language) : "";
        add_row(dialog, ROW_VALUE, facets_tick(&dialog->of, dialog->snapshot, facet->id, value->id), value->id, title,
                gloss);
    }
}

/* Notes of several blocks have several lists of types. */
static void add_values(struct note_tags *dialog, enum language language, const char *folded)
{
    const struct template_facet *facet = note_tags_open(dialog);
    const struct template *template = dialog->snapshot->template;
    const char *value;
    if (!facet)
        return;
    add_values_of(dialog, facet, language, folded);
    for (size_t i = 0; dialog->of.note && facet->kind == FACET_TYPE && i < dialog->of.note_count; i++) {
        const struct note *note = snapshot_note(dialog->snapshot, dialog->of.note[i]);
        const struct template_block *block =
            note && note->block != TEMPLATE_PARKING ? &template->block[note->block] : NULL;
        for (size_t k = 0; block && k < block->facet_count; k++) {
            if (block->facet[k].kind == FACET_TYPE)
                add_values_of(dialog, &block->facet[k], language, folded);
        }
    }
    if (folded[0] == '\0' && facets_value(&dialog->of, dialog->snapshot, facet->id, &value) != TICK_NONE)
        add_row(dialog, ROW_NO_VALUE, TICK_NONE, "", _("none"), "");
}

static void add_hint(struct note_tags *dialog, const struct app *app, const char *text)
{
    struct text_lines lines = {0};
    int cells = dialog->area.columns - 6 < NOTE_TAGS_CELLS ? dialog->area.columns - 6 : NOTE_TAGS_CELLS;
    text_wrap(&lines, text, strlen(text), cells > 8 ? cells : 8, app->screen.width);
    for (size_t i = 0; i < lines.count; i++) {
        char *line = memory_copy_bytes(text + lines.line[i].offset, lines.line[i].drawn);
        add_row(dialog, ROW_HINT, TICK_NONE, "", line, "");
        free(line);
    }
    text_lines_clear(&lines);
}

static const char *hint_of(const struct template_facet *facet)
{
    switch (facet ? facet->kind : FACET_TEXT) {
    case FACET_NUMBER:
        return _("A number, such as 12 or 0.5.");
    case FACET_DATE:
        return _("A day: year, month and day, such as 2026-03-31.");
    case FACET_AMOUNT:
        return _("A number and a currency of three letters, and how often: 1200 EUR/month (day, week, month, quarter, "
                 "year); 50000 CNY is paid once.");
    default:
        return _("A few words, a name or an address.");
    }
}

static void add_hints(struct note_tags *dialog, const struct app *app)
{
    add_hint(dialog, app, dialog->problem ? dialog->problem : hint_of(note_tags_open(dialog)));
    if (!dialog->problem)
        add_hint(dialog, app, _("Without a value it is taken away."));
}

/* ---- tags ------------------------------------------------------------------------------------------------------------ */

static bool holds_tag(char *const *tag, size_t count, const char *wanted)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(tag[i], wanted) == 0)
            return true;
    }
    return false;
}

static enum tick tick_of(const struct note_tags *dialog, const char *tag)
{
    const struct snapshot *snapshot = dialog->snapshot;
    size_t have = 0, notes = 0;
    if (!dialog->of.note)
        return holds_tag(snapshot->tag, snapshot->tag_count, tag) ? TICK_ALL : TICK_NONE;
    for (size_t i = 0; i < dialog->of.note_count; i++) {
        const struct note *note = snapshot_note(snapshot, dialog->of.note[i]);
        notes += note ? 1 : 0;
        have += note && holds_tag(note->tag, note->tag_count, tag) ? 1 : 0;
    }
    return have == 0 ? TICK_NONE : have == notes ? TICK_ALL : TICK_SOME;
}

static void add_tag(struct note_tags *dialog, const char *tag, const char *detail, const char *folded)
{
    if (*tag && fits(tag, folded, false) && !has_row(dialog, ROW_TAG, tag))
        add_row(dialog, ROW_TAG, tick_of(dialog, tag), tag, tag, detail);
}

static bool has_type_facet(const struct template_block *block)
{
    for (size_t i = 0; i < block->facet_count; i++) {
        if (block->facet[i].kind == FACET_TYPE)
            return true;
    }
    return false;
}

static void add_types(struct note_tags *dialog, enum language language, const char *folded)
{
    const struct template *template = dialog->snapshot->template;
    for (size_t i = 0; i < dialog->of.note_count; i++) {
        const struct note *note = snapshot_note(dialog->snapshot, dialog->of.note[i]);
        if (!note || note->block == TEMPLATE_PARKING || has_type_facet(&template->block[note->block]))
            continue;
        const struct template_block *block = &template->block[note->block];
        for (size_t t = 0; t < block->type_count; t++)
            add_tag(dialog, block->type[t].title.text[language], block->type[t].gloss.text[language], folded);
    }
}

static void add_used(struct note_tags *dialog, const char *folded)
{
    const struct snapshot *snapshot = dialog->snapshot;
    for (size_t t = 0; !dialog->of.note && t < snapshot->tag_count; t++)
        add_tag(dialog, snapshot->tag[t], "", folded);
    for (size_t b = 0; dialog->of.note && b < snapshot->block_count; b++) {
        const struct snapshot_block *block = &snapshot->block[b];
        for (size_t i = 0; i < block->count; i++)
            for (size_t t = 0; t < block->note[i]->tag_count; t++)
                add_tag(dialog, block->note[i]->tag[t], "", folded);
    }
}

static int compare_rows(const void *left, const void *right)
{
    const struct tag_row *a = left, *b = right;
    int on = (b->tick != TICK_NONE) - (a->tick != TICK_NONE);
    return on ? on : strcmp(a->label, b->label);
}

static void add_tags(struct note_tags *dialog, enum language language, const char *folded)
{
    size_t facets = dialog->row_count;
    add_types(dialog, language, folded);
    size_t types = dialog->row_count;
    add_used(dialog, folded);
    if (dialog->row_count > types) /* own tags in their order, after the types that the block suggests */
        qsort(dialog->row + types, dialog->row_count - types, sizeof *dialog->row, compare_rows);
    if (facets > 0 && dialog->row_count > facets) {
        add_row(dialog, ROW_HEADING, TICK_NONE, "tags", _("Tags"), "");
        struct tag_row heading = dialog->row[dialog->row_count - 1];
        memmove(dialog->row + facets + 1, dialog->row + facets, (dialog->row_count - 1 - facets) * sizeof heading);
        dialog->row[facets] = heading;
    }
}

/* ---- all of them ------------------------------------------------------------------------------------------------------- */

static void add_all(struct note_tags *dialog, const struct app *app, const char *typed, const char *folded)
{
    bool tie = dialog->of.tie[0] != 0;
    if (dialog->snapshot && !strchr(typed, '=')) {
        add_facets(dialog, app->language, folded);
        if (!tie)
            add_tags(dialog, app->language, folded);
    }
    if (*typed && !has_row(dialog, ROW_TAG, typed) && (!tie || strchr(typed, '=')))
        add_row(dialog, ROW_NEW, TICK_NONE, typed, typed, "");
    if (dialog->problem)
        add_hint(dialog, app, dialog->problem);
}

void note_tags_make_rows(struct note_tags *dialog, const struct app *app)
{
    const char *typed = buffer_text(&dialog->field.text);
    const struct tag_row *selected = dialog->at < dialog->row_count ? &dialog->row[dialog->at] : NULL;
    enum row_kind kind = selected ? selected->kind : ROW_HEADING;
    char *kept = selected ? memory_copy_text(selected->id) : NULL;
    struct buffer folded = {0};
    text_fold(&folded, typed, strlen(typed));
    note_tags_clear_rows(dialog);
    if (dialog->open && dialog->writing)
        add_hints(dialog, app);
    else if (dialog->open)
        add_values(dialog, app->language, buffer_text(&folded));
    else
        add_all(dialog, app, typed, buffer_text(&folded));
    buffer_clear(&folded);
    for (size_t i = 0; kept && i < dialog->row_count; i++) {
        if (dialog->row[i].kind == kind && strcmp(dialog->row[i].id, kept) == 0)
            dialog->at = i;
    }
    free(kept);
}
