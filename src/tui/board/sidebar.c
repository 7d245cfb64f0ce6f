/*
 * sidebar.c - the list of questions, types, advice and cards beside the board.
 *
 * Built anew from the template whenever the block, the answers or the width change; painted from it. It decides
 * nothing about notes. Invariant: `selected` is an item that can be used, if there is any.
 */
#include "sidebar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

#define INDENT 2 /* columns: the mark of an item and a blank */
#define FEW 5    /* questions at a time */

static void clear_items(struct sidebar *sidebar)
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

void sidebar_clear(struct sidebar *sidebar)
{
    clear_items(sidebar);
    free(sidebar->card);
    sidebar->card = NULL;
    sidebar->card_count = 0;
}

static bool selectable(const struct sidebar_item *item)
{
    return item->kind == SIDEBAR_QUESTION || item->kind == SIDEBAR_TYPE || item->kind == SIDEBAR_REST ||
           item->kind == SIDEBAR_DECK;
}

/* ---- which questions ----------------------------------------------------------------------------------------- */

/* Those from the source first, then those derived from it, own ones last. */
static const char *const origins[] = {"S", "D", "A"};

static size_t count_of(const struct template_items *questions, const char *origin)
{
    size_t count = 0;
    for (size_t i = 0; i < questions->count; i++)
        count += strcmp(questions->item[i].origin, origin) == 0 ? 1 : 0;
    return count;
}

/* How many of them, in that order, are listed. Where a block has but additions, these are what there is. */
static size_t shown_at(const struct template_items *questions, enum sidebar_level level)
{
    size_t source = count_of(questions, "S"), derived = count_of(questions, "D"), added = count_of(questions, "A");
    size_t first = source > 0 ? source : derived > 0 ? derived : added;
    if (level == SIDEBAR_FEW)
        return first < FEW ? first : FEW;
    return level == SIDEBAR_ADDITIONS || source + derived == 0 ? source + derived + added : source + derived;
}

/* The next level that lists others. */
static enum sidebar_level level_after(const struct template_items *questions, enum sidebar_level level)
{
    enum sidebar_level next = level;
    for (unsigned i = 1; i < SIDEBAR_LEVEL_COUNT && shown_at(questions, next) == shown_at(questions, level); i++)
        next = (enum sidebar_level)(((unsigned)level + i) % SIDEBAR_LEVEL_COUNT);
    return next;
}

void sidebar_more(struct sidebar *sidebar, const struct template *template)
{
    if (sidebar->block >= 0)
        sidebar->level = level_after(&template->block[sidebar->block].questions, sidebar->level);
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

/* What `m` shows next. */
static void add_rest(struct builder *builder, const struct template_items *questions)
{
    enum sidebar_level level = builder->sidebar->level, next = level_after(questions, level);
    size_t now = shown_at(questions, level), then = shown_at(questions, next);
    struct buffer rest = {0};
    if (then == now)
        return;
    if (then < now)
        buffer_add(&rest, _("fewer"));
    else if (next == SIDEBAR_ADDITIONS)
        buffer_printf(&rest, ngettext("%zu addition", "%zu additions", then - now), then - now);
    else
        buffer_printf(&rest, ngettext("%zu more", "%zu more", then - now), then - now);
    add(builder, SIDEBAR_REST, NULL, buffer_take(&rest))->answered = then < now;
}

static void add_questions(struct builder *builder, const struct template_items *questions)
{
    struct sidebar *sidebar = builder->sidebar;
    size_t answered = 0, listed = 0, shown = shown_at(questions, sidebar->level), first = sidebar->count;
    if (questions->count == 0)
        return;
    add_text(builder, SIDEBAR_HEADING, "");
    for (size_t o = 0; o < COUNT_OF(origins); o++) {
        for (size_t i = 0; i < questions->count && listed < shown; i++) {
            const struct template_item *question = &questions->item[i];
            if (strcmp(question->origin, origins[o]) != 0)
                continue;
            struct sidebar_item *item = add(builder, SIDEBAR_QUESTION, question->id,
                                            memory_copy_text(question->text.text[builder->language]));
            item->answered = snapshot_answered(builder->snapshot, question->id);
            answered += item->answered ? 1 : 0;
            listed++;
        }
    }
    struct buffer heading = {0};
    buffer_printf(&heading, _("Questions %zu/%zu"), answered, listed);
    struct sidebar_item *head = &sidebar->item[first];
    free(head->text);
    head->text = buffer_take(&heading);
    text_wrap(&head->lines, head->text, strlen(head->text), builder->cells, builder->width);
    add_rest(builder, questions);
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

static bool is_attached(const struct template_deck *deck, int block)
{
    for (size_t i = 0; i < deck->block_count; i++) {
        if (deck->block[i] == block)
            return true;
    }
    return false;
}

/* "SPIN questions (1/4)" and the card on top. */
static void add_decks(struct builder *builder, const struct template *template, int block)
{
    struct sidebar *sidebar = builder->sidebar;
    bool any = false;
    for (size_t i = 0; i < template->deck_count; i++) {
        const struct template_deck *deck = &template->deck[i];
        if (!is_attached(deck, block) || deck->cards.count == 0)
            continue;
        if (!any)
            add_text(builder, SIDEBAR_HEADING, _("Cards"));
        any = true;
        const char *title = deck->title.text[builder->language];
        size_t card = sidebar->card[i] % deck->cards.count;
        struct buffer text = {0};
        buffer_printf(&text, "%s (%zu/%zu)\n%s", title, card + 1, deck->cards.count,
                      deck->cards.item[card].text.text[builder->language]);
        add(builder, SIDEBAR_DECK, deck->id, buffer_take(&text))->strong = strlen(title);
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
    add_decks(builder, builder->snapshot->template, builder->sidebar->block);
}

/* Decks are known by their place; another template has other ones. */
static void lay_out_cards(struct sidebar *sidebar, const struct template *template)
{
    if (sidebar->card_count == template->deck_count && sidebar->card)
        return;
    free(sidebar->card);
    sidebar->card = memory_new(template->deck_count + 1, sizeof *sidebar->card);
    sidebar->card_count = template->deck_count;
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
        && sidebar->made_level == sidebar->level && !sidebar->turned && memcmp(&area, &sidebar->area, sizeof area) == 0)
        return;
    clear_items(sidebar);
    lay_out_cards(sidebar, snapshot->template);
    sidebar->turned = false;
    sidebar->seq = snapshot->last_seq;
    sidebar->language = language;
    sidebar->width = width;
    sidebar->made_level = sidebar->level;
    sidebar->area = area;
    sidebar->block = block;
    struct builder builder = {sidebar, snapshot, language, width, area.columns - 4};
    if (block == TEMPLATE_PARKING)
        add_text(&builder, SIDEBAR_PLAIN, _("Ideas that fit nowhere yet. m and a number moves one into its block."));
    else
        build_block(&builder, &snapshot->template->block[block]);
    settle(sidebar, same);
}

/* ---- ticks and cards ------------------------------------------------------------------------------------------- */

const struct template_facet *sidebar_type_facet(const struct template_block *block)
{
    for (size_t i = 0; i < block->facet_count; i++) {
        if (block->facet[i].kind == FACET_TYPE)
            return &block->facet[i];
    }
    return NULL;
}

/* As a facet, or as a tag with the type's title where the block has no such facet. */
static bool has_type(const struct note *note, const struct template_facet *facet, const struct template_type *type)
{
    for (size_t i = 0; facet && i < note->facet_count; i++) {
        if (strcmp(note->facet[i].key, facet->id) == 0 && facet_has(note->facet[i].value, type->id))
            return true;
    }
    for (size_t i = 0; !facet && i < note->tag_count; i++) {
        if (strcmp(note->tag[i], type->title.text[LANGUAGE_EN]) == 0 ||
            strcmp(note->tag[i], type->title.text[LANGUAGE_ZH]) == 0)
            return true;
    }
    return false;
}

bool sidebar_tick(struct sidebar *sidebar, const struct snapshot *snapshot, const struct note *note)
{
    bool changed = false;
    if (sidebar->block < 0)
        return false;
    const struct template_block *block = &snapshot->template->block[sidebar->block];
    const struct template_facet *facet = sidebar_type_facet(block);
    for (size_t i = 0, at = 0; i < sidebar->count; i++) {
        struct sidebar_item *item = &sidebar->item[i];
        if (item->kind != SIDEBAR_TYPE || at == block->type_count)
            continue;
        bool has = note && has_type(note, facet, &block->type[at++]);
        changed = changed || has != item->answered;
        item->answered = has;
    }
    return changed;
}

bool sidebar_turn(struct sidebar *sidebar, const struct template *template, int step)
{
    const struct sidebar_item *item = sidebar_selected(sidebar);
    for (size_t i = 0; item && item->kind == SIDEBAR_DECK && i < sidebar->card_count; i++) {
        size_t cards = template->deck[i].cards.count;
        if (strcmp(template->deck[i].id, item->id) != 0)
            continue;
        if (step < 0 && sidebar->card[i] == 0)
            return false;
        sidebar->card[i] = (sidebar->card[i] + cards + (step < 0 ? cards - 1 : 1)) % cards;
        sidebar->turned = true;
        return true;
    }
    return false;
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

void sidebar_show_selected(struct sidebar *sidebar)
{
    if (!sidebar_selected(sidebar))
        return;
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
            sidebar_show_selected(sidebar);
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
    bool plain = screen_plain(screen);
    switch (item->kind) {
    case SIDEBAR_QUESTION:
        if (item->answered)
            return plain ? "x" : "✓";
        return "?";
    case SIDEBAR_TYPE:
        return item->answered ? (plain ? "x" : "✓") : "-";
    case SIDEBAR_ADVICE:
        return "-";
    case SIDEBAR_DECK:
        return "*";
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
    if (item->kind == SIDEBAR_PLAIN || item->kind == SIDEBAR_TYPE || item->kind == SIDEBAR_QUESTION ||
        item->kind == SIDEBAR_DECK)
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
    bool plain = screen_plain(screen), focus = sidebar->focused;
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
