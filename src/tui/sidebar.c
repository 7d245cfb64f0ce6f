/*
 * sidebar.c - the list of questions, types and advice beside the board.
 *
 * Built anew from the template whenever the block, the answers or the width change; painted from it. It decides
 * nothing about notes. Invariant: `selected` is a question, a type or the line of the rest, if there is any.
 */
#include "sidebar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

#define INDENT 2 /* columns: the mark of an item and a blank */

void sidebar_clear(struct sidebar *sidebar)
{
    for (size_t i = 0; i < sidebar->count; i++) {
        free(sidebar->item[i].text);
        text_lines_clear(&sidebar->item[i].lines);
    }
    free(sidebar->item);
    sidebar->item = NULL;
    sidebar->count = sidebar->capacity = 0;
    sidebar->rows = 0;
}

static bool selectable(const struct sidebar_item *item)
{
    return item->kind == SIDEBAR_QUESTION || item->kind == SIDEBAR_TYPE || item->kind == SIDEBAR_REST;
}

/* ---- building --------------------------------------------------------------------------------------------- */

struct builder {
    struct sidebar *sidebar;
    const struct snapshot *snapshot;
    enum language language;
    enum text_width width;
    int cells;
};

static struct sidebar_item *add(struct builder *builder, enum sidebar_kind kind, const char *id, char *text)
{
    struct sidebar *sidebar = builder->sidebar;
    GROW(sidebar->item, sidebar->count, sidebar->capacity);
    struct sidebar_item *item = &sidebar->item[sidebar->count++];
    *item = (struct sidebar_item){.kind = kind, .id = id, .text = text};
    int indent = kind == SIDEBAR_PLAIN || kind == SIDEBAR_HEADING ? 0 : INDENT;
    int cells = builder->cells - indent;
    text_wrap(&item->lines, text, strlen(text), cells < 2 ? 2 : cells, builder->width);
    if (kind == SIDEBAR_HEADING && sidebar->rows > 0)
        sidebar->rows++; /* a blank line before a heading */
    item->first = sidebar->rows;
    item->rows = (int)item->lines.count;
    sidebar->rows += item->rows;
    return item;
}

static void add_text(struct builder *builder, enum sidebar_kind kind, const char *text)
{
    add(builder, kind, NULL, memory_copy_text(text));
}

/* Those from the source first, then those derived from it, own ones last. */
static void add_questions(struct builder *builder, const struct template_items *questions)
{
    struct sidebar *sidebar = builder->sidebar;
    static const char *const origins[] = {"S", "D", "A"};
    size_t answered = 0, total = 0, hidden = 0, first = 0;
    bool any_source = false;
    for (size_t i = 0; i < questions->count; i++)
        any_source = any_source || strcmp(questions->item[i].origin, "S") == 0;
    if (questions->count == 0)
        return;
    add_text(builder, SIDEBAR_HEADING, "");
    first = sidebar->count - 1;
    for (size_t o = 0; o < COUNT_OF(origins); o++) {
        for (size_t i = 0; i < questions->count; i++) {
            const struct template_item *question = &questions->item[i];
            if (strcmp(question->origin, origins[o]) != 0)
                continue;
            if (o > 0 && any_source && !sidebar->more) {
                hidden++;
                continue;
            }
            bool done = snapshot_answered(builder->snapshot, question->id);
            struct sidebar_item *item = add(builder, SIDEBAR_QUESTION, question->id,
                                            memory_copy_text(question->text.text[builder->language]));
            item->answered = done;
            total++;
            answered += done ? 1 : 0;
        }
    }
    struct buffer heading = {0};
    buffer_printf(&heading, _("Questions %zu/%zu"), answered, total);
    struct sidebar_item *head = &sidebar->item[first];
    free(head->text);
    head->text = buffer_take(&heading);
    text_wrap(&head->lines, head->text, strlen(head->text), builder->cells, builder->width);
    struct buffer rest = {0};
    if (hidden > 0)
        buffer_printf(&rest, ngettext("%zu more", "%zu more", hidden), hidden);
    else if (sidebar->more && any_source)
        buffer_add(&rest, _("fewer"));
    if (rest.length > 0)
        add(builder, SIDEBAR_REST, NULL, buffer_take(&rest))->answered = hidden == 0;
    buffer_clear(&rest);
}

static void add_types(struct builder *builder, const struct template_block *block)
{
    if (block->type_count > 0)
        add_text(builder, SIDEBAR_HEADING, _("Types"));
    for (size_t i = 0; i < block->type_count; i++) {
        const struct template_type *type = &block->type[i];
        const char *title = type->title.text[builder->language], *gloss = type->gloss.text[builder->language];
        struct buffer text = {0};
        buffer_add(&text, title);
        if (gloss[0])
            buffer_printf(&text, "  %s", gloss);
        add(builder, SIDEBAR_TYPE, type->id, buffer_take(&text))->strong = strlen(title);
    }
}

static void build_block(struct builder *builder, const struct template_block *block)
{
    enum language language = builder->language;
    for (size_t i = 0; i < block->definitions.count; i++)
        add_text(builder, SIDEBAR_PLAIN, block->definitions.item[i].text.text[language]);
    add_questions(builder, &block->questions);
    add_types(builder, block);
    if (block->advice.count > 0)
        add_text(builder, SIDEBAR_HEADING, _("Advice"));
    for (size_t i = 0; i < block->advice.count; i++)
        add_text(builder, SIDEBAR_ADVICE, block->advice.item[i].text.text[language]);
}

static void settle(struct sidebar *sidebar, bool same)
{
    if (!same)
        sidebar->top = 0;
    if (!same || sidebar->selected >= sidebar->count || !selectable(&sidebar->item[sidebar->selected])) {
        sidebar->selected = 0;
        while (sidebar->selected + 1 < sidebar->count && !selectable(&sidebar->item[sidebar->selected]))
            sidebar->selected++;
    }
    sidebar_scroll(sidebar, 0);
}

void sidebar_build(struct sidebar *sidebar, const struct snapshot *snapshot, int block, enum language language,
                   struct rectangle area, enum text_width width)
{
    bool same = sidebar->block == block;
    if (same && sidebar->seq == snapshot->last_seq && sidebar->language == language && sidebar->width == width
        && sidebar->made_more == sidebar->more && memcmp(&area, &sidebar->area, sizeof area) == 0)
        return;
    sidebar_clear(sidebar);
    sidebar->seq = snapshot->last_seq;
    sidebar->language = language;
    sidebar->width = width;
    sidebar->made_more = sidebar->more;
    sidebar->area = area;
    sidebar->block = block;
    struct builder builder = {sidebar, snapshot, language, width, area.columns - 4};
    if (block == TEMPLATE_PARKING)
        add_text(&builder, SIDEBAR_PLAIN, _("Ideas that fit nowhere yet. m and a number moves one into its block."));
    else
        build_block(&builder, &snapshot->template->block[block]);
    settle(sidebar, same);
}

/* ---- moving ------------------------------------------------------------------------------------------------ */

static int inside_rows(const struct sidebar *sidebar)
{
    return sidebar->area.rows > 2 ? sidebar->area.rows - 2 : 1;
}

void sidebar_scroll(struct sidebar *sidebar, int rows)
{
    sidebar->top += rows;
    if (sidebar->top > sidebar->rows - inside_rows(sidebar))
        sidebar->top = sidebar->rows - inside_rows(sidebar);
    if (sidebar->top < 0)
        sidebar->top = 0;
}

static void show_selected(struct sidebar *sidebar)
{
    const struct sidebar_item *item = &sidebar->item[sidebar->selected];
    int last = item->first + item->rows - inside_rows(sidebar);
    if (sidebar->top < last)
        sidebar->top = last;
    if (sidebar->top > item->first)
        sidebar->top = item->first;
}

bool sidebar_move(struct sidebar *sidebar, int step)
{
    size_t at = sidebar->selected;
    while (step > 0 ? at + 1 < sidebar->count : at > 0) {
        at = step > 0 ? at + 1 : at - 1;
        if (selectable(&sidebar->item[at])) {
            sidebar->selected = at;
            show_selected(sidebar);
            return true;
        }
    }
    int before = sidebar->top;
    sidebar_scroll(sidebar, step);
    return sidebar->top != before;
}

void sidebar_select_edge(struct sidebar *sidebar, bool last)
{
    for (size_t i = 0; i < sidebar->count; i++) {
        size_t at = last ? sidebar->count - 1 - i : i;
        if (selectable(&sidebar->item[at])) {
            sidebar->selected = at;
            break;
        }
    }
    sidebar->top = last ? sidebar->rows : 0;
    sidebar_scroll(sidebar, 0);
}

const struct sidebar_item *sidebar_selected(const struct sidebar *sidebar)
{
    if (sidebar->selected >= sidebar->count || !selectable(&sidebar->item[sidebar->selected]))
        return NULL;
    return &sidebar->item[sidebar->selected];
}

const struct sidebar_item *sidebar_click(struct sidebar *sidebar, int row)
{
    int line = row - sidebar->area.row - 1 + sidebar->top;
    for (size_t i = 0; i < sidebar->count; i++) {
        const struct sidebar_item *item = &sidebar->item[i];
        if (line >= item->first && line < item->first + item->rows && selectable(item)) {
            sidebar->selected = i;
            return item;
        }
    }
    return NULL;
}

/* ---- painting ----------------------------------------------------------------------------------------------- */

static const char *item_mark(const struct sidebar_item *item, const struct screen *screen)
{
    bool plain = screen->ascii || screen->width == TEXT_WIDE;
    switch (item->kind) {
    case SIDEBAR_QUESTION:
        if (item->answered)
            return plain ? "x" : "✓";
        return "?";
    case SIDEBAR_TYPE:
    case SIDEBAR_ADVICE:
        return "-";
    case SIDEBAR_REST:
        return item->answered ? "-" : "+";
    default:
        return "";
    }
}

static enum role item_role(const struct sidebar_item *item)
{
    if (item->kind == SIDEBAR_HEADING)
        return ROLE_TITLE;
    if (item->kind == SIDEBAR_PLAIN || item->kind == SIDEBAR_TYPE || item->kind == SIDEBAR_QUESTION)
        return ROLE_TEXT;
    return ROLE_DIM;
}

static void paint_item(const struct sidebar *sidebar, struct screen *screen, size_t index)
{
    const struct sidebar_item *item = &sidebar->item[index];
    struct rectangle area = sidebar->area;
    bool selected = sidebar->focused && index == sidebar->selected && selectable(item);
    struct style style = STYLE(selected ? ROLE_SELECTION : item_role(item));
    int indent = item->kind == SIDEBAR_PLAIN || item->kind == SIDEBAR_HEADING ? 0 : INDENT;
    for (int i = 0; i < item->rows; i++) {
        int line = item->first + i - sidebar->top;
        if (line < 0 || line >= inside_rows(sidebar))
            continue;
        int row = area.row + 1 + line, column = area.column + 2;
        if (selected)
            screen_fill(screen, (struct rectangle){row, area.column + 1, 1, area.columns - 2}, style);
        if (i == 0) {
            if (selected)
                screen_string(screen, row, area.column + 1, 1, ">", style);
            screen_string(screen, row, column, indent, item_mark(item, screen),
                          selected || item->answered ? style : STYLE(ROLE_DIM));
        }
        const struct text_line *part = &item->lines.line[i];
        int cells = area.columns - 4 - indent;
        screen_text(screen, row, column + indent, cells, item->text + part->offset, part->drawn, style);
        if (part->offset < item->strong) {
            size_t strong = item->strong - part->offset < part->drawn ? item->strong - part->offset : part->drawn;
            struct style bold = {style.role, STYLE_BOLD};
            screen_text(screen, row, column + indent, cells, item->text + part->offset, strong, bold);
        }
    }
}

void sidebar_paint(const struct sidebar *sidebar, struct screen *screen, const char *title)
{
    struct rectangle area = sidebar->area;
    bool plain = screen->ascii || screen->width == TEXT_WIDE, focus = sidebar->focused;
    screen_frame(screen, area, STYLE(focus ? ROLE_BORDER_FOCUS : ROLE_BORDER));
    struct buffer shown = {0};
    struct style style = STYLE(focus ? ROLE_TITLE_FOCUS : ROLE_TITLE);
    bool bracket = focus && screen->marks;
    text_elide(&shown, title, strlen(title), area.columns - 6, screen->width);
    screen_string(screen, area.row, area.column + 2, 1, bracket ? "[" : " ", style);
    int used = screen_string(screen, area.row, area.column + 3, area.columns - 6, buffer_text(&shown), style);
    screen_string(screen, area.row, area.column + 3 + used, 1, bracket ? "]" : " ", style);
    buffer_clear(&shown);
    for (size_t i = 0; i < sidebar->count; i++)
        paint_item(sidebar, screen, i);
    int column = area.column + area.columns - 2;
    if (sidebar->top > 0)
        screen_string(screen, area.row + 1, column, 1, plain ? "^" : "↑", STYLE(ROLE_DIM));
    if (sidebar->top + inside_rows(sidebar) < sidebar->rows)
        screen_string(screen, area.row + area.rows - 2, column, 1, plain ? "v" : "↓", STYLE(ROLE_DIM));
}
