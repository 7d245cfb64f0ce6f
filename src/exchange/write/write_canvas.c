/*
 * write_canvas.c - JSON Canvas 1.0 (.canvas), which Obsidian opens.
 *
 * A block is a group, a heading in it a smaller one, a note a text card inside it, a tie an edge without arrow; there is
 * no other way to say what belongs together than where it lies. The grid is the layout's; rows grow until every card
 * stands in full. Groups come first, so that they lie behind. Above the grid one card holds the title, the kind of canvas
 * and the attribution.
 * Cards and edges have their notes' and ties' ids; what belongs to no note has an id that is the same in every file.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"
#include "nonet/message.h"
#include "sheet.h"
#include "writers.h"

/* All in pixels of that format. */
#define BLOCK_WIDTH 420 /* of the narrowest block */
#define GUTTER 20
#define ROW_GUTTER 60   /* a group's label stands above it */
#define ROW_HEIGHT 180  /* at least */
#define CARD_WIDTH 320  /* at least */
#define TITLE_HEIGHT 180
#define TITLE_TAGS 40
#define LABEL_HEIGHT 40
#define LINE_HEIGHT 24
#define CELL_WIDTH 8
#define CARD_PADDING 40

struct card {
    const struct note *note;
    char *text; /* Markdown */
    int x, y, width, height; /* x, y from its block's corner */
    int group_y;             /* where its group's frame begins, when it is the first note there */
};

/* The cards of the sheet's cell at the same index. */
struct group {
    const struct sheet_cell *cell;
    struct card *card;
    size_t count;
};

struct board {
    const struct export_request *request;
    const struct export_order *order;
    struct sheet sheet;
    struct group *group;
    struct text_lines lines; /* scratch */
    int width;
};

/* ---- where everything lies ------------------------------------------------------------------------------ */

/* Enough for its Markdown as it stands, which is never shorter than what Obsidian shows. */
static int card_height(const struct card *card, int width, struct text_lines *lines)
{
    int cells = (width - CARD_PADDING) / CELL_WIDTH;
    text_wrap(lines, card->text, strlen(card->text), cells > 10 ? cells : 10, TEXT_NARROW);
    return (int)(lines->count < 5000 ? lines->count : 5000) * LINE_HEIGHT + CARD_PADDING;
}

/* Cards side by side in rows, as many as the block is wide for; the block's least height. */
static double place_cards(void *context, const struct sheet_cell *cell, double cell_width)
{
    struct board *board = context;
    struct group *group = &board->group[cell - board->sheet.cell];
    int across = ((int)cell_width - GUTTER) / (CARD_WIDTH + GUTTER);
    if (across < 1)
        across = 1;
    int width = ((int)cell_width - GUTTER) / across - GUTTER;
    int y = GUTTER, tallest = 0, column = 0;
    for (size_t i = 0; i < group->count; i++, column++) {
        struct card *card = &group->card[i];
        bool opens = export_opens_group(cell->notes, i);
        if (i > 0 && (opens || column == across)) {
            y += tallest + GUTTER;
            tallest = column = 0;
        }
        if (opens) { /* its label stands above its frame */
            card->group_y = y + LABEL_HEIGHT;
            y = card->group_y + GUTTER;
        }
        card->x = GUTTER + column * (width + GUTTER);
        card->y = y;
        card->width = width;
        card->height = card_height(card, width, &board->lines);
        if (card->height > tallest)
            tallest = card->height;
    }
    return y + tallest + GUTTER;
}

static void fill_group(const struct board *board, struct group *group, const struct sheet_cell *cell)
{
    struct markdown_note how = {
        .request = board->request, .order = board->order, .authors = export_many_authors(board->order)};
    group->cell = cell;
    group->count = cell->notes->count;
    group->card = memory_new(group->count + 1, sizeof *group->card);
    for (size_t i = 0; i < group->count; i++) {
        struct buffer text = {0};
        markdown_note(&how, cell->notes->note[i], "", &text);
        text.data[--text.length] = '\0'; /* the last line break */
        group->card[i] = (struct card){.note = cell->notes->note[i], .text = buffer_take(&text)};
    }
}

static void fill_board(struct board *board)
{
    struct sheet *sheet = &board->sheet;
    sheet_init(sheet, board->request);
    board->group = memory_new(sheet->count + 1, sizeof *board->group);
    int narrowest = sheet->columns;
    for (size_t i = 0; i < sheet->count; i++) {
        fill_group(board, &board->group[i], &sheet->cell[i]);
        if (sheet->cell[i].at.column_span < narrowest)
            narrowest = sheet->cell[i].at.column_span;
    }
    board->width = (BLOCK_WIDTH + GUTTER) / narrowest * sheet->columns - GUTTER;
    struct sheet_space space = {
        .width = board->width, .gap = GUTTER, .row_gap = ROW_GUTTER, .row_least = ROW_HEIGHT};
    sheet_place(sheet, &space, place_cards, board);
    text_lines_clear(&board->lines);
}

static void clear_board(struct board *board)
{
    for (size_t i = 0; i < board->sheet.count; i++) {
        for (size_t n = 0; n < board->group[i].count; n++)
            free(board->group[i].card[n].text);
        free(board->group[i].card);
    }
    free(board->group);
    sheet_clear(&board->sheet);
}

/* ---- the document --------------------------------------------------------------------------------------- */

static json_t *node(int64_t id, const char *type, int x, int y, int width, int height)
{
    json_t *object = json_object();
    json_object_set_new(object, "id", json_id_text(id));
    json_object_set_new(object, "type", json_string(type));
    json_object_set_new(object, "x", json_integer(x));
    json_object_set_new(object, "y", json_integer(y));
    json_object_set_new(object, "width", json_integer(width));
    json_object_set_new(object, "height", json_integer(height));
    return object;
}

static void set_colour(json_t *object, enum note_colour colour)
{
    static const char *const presets[NOTE_COLOUR_COUNT] = {[NOTE_YELLOW] = "3", [NOTE_RED] = "1", [NOTE_GREEN] = "4",
                                                           [NOTE_BLUE] = "5",   [NOTE_PURPLE] = "6"};
    if (presets[colour])
        json_object_set_new(object, "color", json_string(presets[colour]));
}

static json_t *title_node(const struct board *board)
{
    const struct export_request *request = board->request;
    struct buffer text = {0};
    markdown_head(request, board->order, &text);
    if (*export_attribution(request)) {
        buffer_add(&text, "\n*");
        markdown_text(&text, export_attribution(request), "", false);
        buffer_add_char(&text, '*');
    }
    int height = TITLE_HEIGHT + (request->snapshot->tag_count + request->snapshot->facet_count > 0 ? TITLE_TAGS : 0);
    json_t *object = node(id_derive(1, 1, "title"), "text", 0, -height - ROW_GUTTER, board->width, height);
    json_object_set_new(object, "text", json_text_value(text.data));
    buffer_clear(&text);
    return object;
}

static int64_t block_hash(const struct board *board, const struct group *group)
{
    const char *id = template_block_id(board->request->snapshot->template, group->cell->at.block);
    return (int64_t)(hash_bytes(id, strlen(id)) >> 1);
}

static json_t *group_node(const struct board *board, const struct group *group)
{
    const struct template *template = board->request->snapshot->template;
    enum language language = board->request->language;
    const char *title = template_block_title(template, group->cell->at.block, language, false);
    const char *other = template_block_title(template, group->cell->at.block, language_other(language), false);
    struct buffer label = {0};
    buffer_add(&label, title);
    if (strcmp(title, other) != 0)
        buffer_printf(&label, " %s", other);
    json_t *object = node(id_derive(block_hash(board, group), 1, "group"), "group",
                          (int)group->cell->x, (int)group->cell->y, (int)group->cell->width, (int)group->cell->height);
    json_object_set_new(object, "label", json_text_value(label.data));
    buffer_clear(&label);
    return object;
}

/* The frame around the notes from `at` on that share its group; it ends between the last card's edge and the next. */
static json_t *cluster_node(const struct board *board, const struct group *group, size_t at)
{
    const struct note_group *title = group->card[at].note->group;
    int x = (int)group->cell->x + GUTTER / 2, y = group->card[at].group_y, end = y;
    for (size_t i = at; i < group->count && group->card[i].note->group == title; i++) {
        int bottom = group->card[i].y + group->card[i].height + GUTTER / 2;
        end = bottom > end ? bottom : end;
    }
    int64_t number = 0;
    for (size_t i = 0; i <= at; i++)
        number += export_opens_group(group->cell->notes, i);
    json_t *object = node(id_derive(block_hash(board, group), number, "heading"), "group", x, (int)group->cell->y + y,
                          (int)group->cell->width - GUTTER, end - y);
    json_object_set_new(object, "label", json_text_value(title->title));
    return object;
}

static json_t *card_node(const struct group *group, const struct card *card)
{
    json_t *object =
        node(card->note->id, "text", (int)group->cell->x + card->x, (int)group->cell->y + card->y, card->width, card->height);
    set_colour(object, card->note->colour);
    json_object_set_new(object, "text", json_text_value(card->text));
    return object;
}

struct spot {
    int64_t id;
    int x, y; /* the middle of a card */
};

static int compare_spots(const void *a, const void *b)
{
    int64_t x = ((const struct spot *)a)->id, y = ((const struct spot *)b)->id;
    return x < y ? -1 : x > y;
}

static json_t *edge(const struct link *link, const struct spot *from, const struct spot *to)
{
    int dx = to->x - from->x, dy = to->y - from->y;
    bool across = abs(dx) >= abs(dy);
    json_t *object = json_object();
    json_object_set_new(object, "id", json_id_text(link->id));
    json_object_set_new(object, "fromNode", json_id_text(from->id));
    json_object_set_new(object, "fromSide", json_string(across ? dx >= 0 ? "right" : "left" : dy >= 0 ? "bottom" : "top"));
    json_object_set_new(object, "toNode", json_id_text(to->id));
    json_object_set_new(object, "toSide", json_string(across ? dx >= 0 ? "left" : "right" : dy >= 0 ? "top" : "bottom"));
    json_object_set_new(object, "toEnd", json_string("none"));
    for (size_t i = 0; i < link->facet_count; i++)
        if (strcmp(link->facet[i].key, "label") == 0) /* as a canvas from elsewhere had it */
            json_object_set_new(object, "label", json_text_value(link->facet[i].value));
    return object;
}

static json_t *edges_of(const struct board *board)
{
    const struct snapshot *snapshot = board->request->snapshot;
    struct spot *spot = memory_new(snapshot->note_count + 1, sizeof *spot);
    json_t *edges = json_array();
    size_t count = 0;
    for (size_t i = 0; i < board->sheet.count; i++) {
        const struct group *group = &board->group[i];
        for (size_t n = 0; n < group->count; n++) {
            const struct card *card = &group->card[n];
            spot[count++] = (struct spot){card->note->id, (int)group->cell->x + card->x + card->width / 2,
                                          (int)group->cell->y + card->y + card->height / 2};
        }
    }
    qsort(spot, count, sizeof *spot, compare_spots);
    for (size_t i = 0; i < snapshot->link_total && count > 0; i++) {
        struct spot from = {.id = snapshot->link[i].from}, to = {.id = snapshot->link[i].to};
        const struct spot *a = bsearch(&from, spot, count, sizeof *spot, compare_spots);
        const struct spot *b = bsearch(&to, spot, count, sizeof *spot, compare_spots);
        if (a && b)
            json_array_append_new(edges, edge(&snapshot->link[i], a, b));
    }
    free(spot);
    return edges;
}

enum status write_canvas(const struct export_request *request, struct buffer *out, struct error *err)
{
    struct export_order order;
    export_order_init(&order, request->snapshot);
    struct board board = {.request = request, .order = &order};
    fill_board(&board);
    json_t *document = json_object(), *nodes = json_array();
    json_array_append_new(nodes, title_node(&board));
    for (size_t i = 0; i < board.sheet.count; i++)
        json_array_append_new(nodes, group_node(&board, &board.group[i]));
    for (size_t i = 0; i < board.sheet.count; i++)
        for (size_t n = 0; n < board.group[i].count; n++)
            if (export_opens_group(board.group[i].cell->notes, n))
                json_array_append_new(nodes, cluster_node(&board, &board.group[i], n));
    for (size_t i = 0; i < board.sheet.count; i++)
        for (size_t n = 0; n < board.group[i].count; n++)
            json_array_append_new(nodes, card_node(&board.group[i], &board.group[i].card[n]));
    json_object_set_new(document, "nodes", nodes);
    json_object_set_new(document, "edges", edges_of(&board));
    clear_board(&board);
    export_order_clear(&order);
    return json_write(document, out, err);
}
