/*
 * template_check.c - the parts of a template that name its blocks: perspectives, orders, layouts.
 *
 * They are read here together with the checks that only make sense between parts: unknown blocks, blocks
 * named twice, cells that overlap, leave holes or lie outside their grid.
 *
 * Invariant: every block index written is one of template->block or, in a layout only, TEMPLATE_PARKING.
 */
#include "template_reader.h"

#include <stdlib.h>
#include <string.h>

#include "nonet/message.h"

enum { PARKING_SLOT = TEMPLATE_BLOCKS_MAX, SLOT_COUNT }; /* of arrays with an element a block */

/* A block named by element `index`; false, with a problem noted, when it is none or was named before. */
static bool take_block_name(struct reader *reader, const struct value *array, size_t index, bool *named,
                            int *block)
{
    const char *id = reader_string_at(reader, array, index);
    if (!id)
        return false;
    if (!template_block_by_id(reader->template, id, block) || *block == TEMPLATE_PARKING) {
        reader_problem_at(reader, array, index, _("there is no block \"%s\""), id);
        return false;
    }
    if (named[*block]) {
        reader_problem_at(reader, array, index, _("the block \"%s\" is named twice here"), id);
        return false;
    }
    named[*block] = true;
    return true;
}

void template_read_block_names(struct reader *reader, const struct value *object, const char *key,
                               enum reader_need need, int **out, size_t *count)
{
    bool named[SLOT_COUNT] = {false};
    const struct value *array = reader_array(reader, object, key, need);
    size_t names = value_count(array), blocks = reader->template->block_count;
    *out = memory_new(names < blocks ? names : blocks, sizeof **out);
    *count = 0;
    for (size_t i = 0; i < names; i++) {
        int block;
        if (take_block_name(reader, array, i, named, &block))
            (*out)[(*count)++] = block;
    }
}

/* ---- perspectives ---------------------------------------------------------------------------------- */

static bool perspective_exists(const struct template *template, const char *id)
{
    for (size_t i = 0; i < template->perspective_count; i++) {
        if (strcmp(template->perspective[i].id, id) == 0)
            return true;
    }
    return false;
}

/* The blocks say which perspective they belong to, the perspectives which blocks: both must agree. */
static void check_perspective_blocks(struct reader *reader, const struct value *entry,
                                     const struct template_perspective *perspective)
{
    for (size_t i = 0; i < perspective->block_count; i++) {
        const struct template_block *block = &reader->template->block[perspective->block[i]];
        if (strcmp(block->perspective, perspective->id) != 0)
            reader_problem(reader, entry, "blocks",
                           _("the perspective \"%s\" lists the block \"%s\", which names the perspective \"%s\""),
                           perspective->id, block->id, block->perspective);
    }
}

void template_read_perspectives(struct reader *reader)
{
    struct template *template = reader->template;
    const struct value *array = reader_array(reader, reader->root, "perspectives", READER_OPTIONAL);
    size_t count = value_count(array);
    template->perspective = memory_new(count, sizeof *template->perspective);
    struct reader_ids seen = {0};
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct template_perspective *perspective = &template->perspective[template->perspective_count++];
        perspective->id = reader_id(reader, entry);
        reader_unique(reader, &seen, entry, perspective->id);
        reader_text(reader, entry, "title", READER_REQUIRED, &perspective->title);
        reader_text(reader, entry, "question", READER_OPTIONAL, &perspective->question);
        template_read_block_names(reader, entry, "blocks", READER_REQUIRED, &perspective->block,
                                  &perspective->block_count);
        check_perspective_blocks(reader, entry, perspective);
    }
    reader_ids_clear(&seen);

    const struct value *blocks = value_member(reader->root, "blocks");
    for (size_t i = 0; i < value_count(blocks) && i < TEMPLATE_BLOCKS_MAX; i++) {
        const struct value *block = value_at(blocks, i);
        const char *id = value_text(value_member(block, "perspective"));
        if (id && !perspective_exists(template, id))
            reader_problem(reader, block, "perspective", _("there is no perspective \"%s\""), id);
    }
}

/* ---- orders ---------------------------------------------------------------------------------------- */

/* The sequence is a list of steps; a step is a block or a list of blocks that are filled together. */
static void read_sequence(struct reader *reader, const struct value *entry, struct template_order *order)
{
    bool named[SLOT_COUNT] = {false};
    const struct value *steps = reader_array(reader, entry, "sequence", READER_REQUIRED);
    order->block = memory_new(steps ? reader->template->block_count : 0, sizeof *order->block);
    for (size_t i = 0; i < value_count(steps); i++) {
        const struct value *step = value_at(steps, i);
        bool together = value_is(step, VALUE_ARRAY);
        size_t count = together ? value_count(step) : 1;
        for (size_t k = 0; k < count; k++) {
            int block;
            if (take_block_name(reader, together ? step : steps, together ? k : i, named, &block))
                order->block[order->block_count++] = block;
        }
    }
    if (steps && value_count(steps) == 0)
        reader_problem(reader, entry, "sequence", _("this order names no block"));
}

void template_read_orders(struct reader *reader)
{
    struct template *template = reader->template;
    const struct value *array = reader_array(reader, reader->root, "orders", READER_OPTIONAL);
    size_t count = value_count(array);
    template->order = memory_new(count, sizeof *template->order);
    struct reader_ids seen = {0};
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct template_order *order = &template->order[template->order_count++];
        order->id = reader_id(reader, entry);
        reader_unique(reader, &seen, entry, order->id);
        reader_text(reader, entry, "title", READER_REQUIRED, &order->title);
        reader_text(reader, entry, "reason", READER_OPTIONAL, &order->reason);
        reader_origin(reader, entry);
        read_sequence(reader, entry, order);
    }
    reader_ids_clear(&seen);
}

/* ---- layouts --------------------------------------------------------------------------------------- */

static bool read_cell(struct reader *reader, const struct value *entry, const struct layout *layout,
                      bool *placed,
                      struct layout_cell *cell)
{
    const char *id = reader_word(reader, entry, "block", READER_REQUIRED);
    cell->row = reader_integer(reader, entry, "row", READER_REQUIRED, 0, layout->rows - 1, -1);
    cell->column = reader_integer(reader, entry, "column", READER_REQUIRED, 0, layout->columns - 1, -1);
    cell->row_span = reader_integer(reader, entry, "row_span", READER_OPTIONAL, 1, layout->rows, 1);
    cell->column_span = reader_integer(reader, entry, "column_span", READER_OPTIONAL, 1, layout->columns, 1);
    if (!id[0] || cell->row < 0 || cell->column < 0)
        return false;
    if (!template_block_by_id(reader->template, id, &cell->block)) {
        reader_problem(reader, entry, "block", _("there is no block \"%s\""), id);
        return false;
    }
    if (cell->row + cell->row_span > layout->rows || cell->column + cell->column_span > layout->columns) {
        reader_problem(reader, entry, NULL, _("the cell of \"%s\" reaches out of the grid of %d rows and %d columns"),
                       id, layout->rows, layout->columns);
        return false;
    }
    bool *mine = &placed[cell->block == TEMPLATE_PARKING ? PARKING_SLOT : cell->block];
    if (*mine)
        reader_problem(reader, entry, "block", _("the block \"%s\" has two cells in this layout"), id);
    *mine = true;
    return true;
}

/* Marks the grid units of a cell; false at the first one that is taken. */
static bool cover(const struct layout *layout, const struct layout_cell *cell, bool *covered)
{
    bool free_before = true;
    for (int row = cell->row; row < cell->row + cell->row_span; row++) {
        for (int column = cell->column; column < cell->column + cell->column_span; column++) {
            bool *unit = &covered[row * layout->columns + column];
            free_before = free_before && !*unit;
            *unit = true;
        }
    }
    return free_before;
}

static void check_layout_whole(struct reader *reader, const struct value *object, const struct layout *layout,
                               const bool *placed, const bool *covered)
{
    for (size_t i = 0; i < reader->template->block_count; i++) {
        if (!placed[i])
            reader_problem(reader, object, NULL, _("the block \"%s\" has no cell in the layout \"%s\""),
                           reader->template->block[i].id, layout->id);
    }
    for (int unit = 0; unit < layout->rows * layout->columns; unit++) {
        if (covered[unit])
            continue;
        reader_problem(reader, object, NULL, _("no cell of the layout \"%s\" covers row %d, column %d"), layout->id,
                       unit / layout->columns, unit % layout->columns);
        break;
    }
}

static void read_cells(struct reader *reader, const struct value *object, struct layout *layout)
{
    const struct value *array = reader_array(reader, object, "cells", READER_REQUIRED);
    if (!array || layout->rows == 0 || layout->columns == 0)
        return;
    size_t count = value_count(array), problems = reader->problem_count + reader->unsaid;
    bool placed[SLOT_COUNT] = {false};
    bool *covered = memory_new((size_t)layout->rows * (size_t)layout->columns, sizeof *covered);
    layout->cell = memory_new(count, sizeof *layout->cell);
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        struct layout_cell *cell = &layout->cell[layout->cell_count];
        if (!entry || !read_cell(reader, entry, layout, placed, cell))
            continue;
        layout->cell_count++;
        if (!cover(layout, cell, covered))
            reader_problem(reader, entry, NULL, _("the cell of \"%s\" overlaps another one"),
                           template_block_id(reader->template, cell->block));
    }
    /* A wrong cell leaves a hole and a block without a cell: saying so would hide the cause. */
    if (problems == reader->problem_count + reader->unsaid)
        check_layout_whole(reader, object, layout, placed, covered);
    free(covered);
}

static void add_stack(struct template *template)
{
    struct layout *stack = &template->layout[template->layout_count++];
    *stack = (struct layout){.id = "stack", .title = {{"One under another", "上下一列"}}, .columns = 1};
    stack->rows = (int)template->block_count;
    stack->cell = memory_new(template->block_count, sizeof *stack->cell);
    for (; stack->cell_count < template->block_count; stack->cell_count++) {
        int at = (int)stack->cell_count;
        stack->cell[at] = (struct layout_cell){.block = at, .row = at, .row_span = 1, .column_span = 1};
    }
}

void template_read_layouts(struct reader *reader)
{
    struct template *template = reader->template;
    const struct value *array = reader_array(reader, reader->root, "layouts", READER_OPTIONAL);
    size_t count = value_count(array);
    template->layout = memory_new(count + 1, sizeof *template->layout);
    struct reader_ids seen = {0};
    for (size_t i = 0; i < count; i++) {
        const struct value *entry = reader_object_at(reader, array, i);
        if (!entry)
            continue;
        struct layout *layout = &template->layout[template->layout_count++];
        layout->id = reader_id(reader, entry);
        reader_unique(reader, &seen, entry, layout->id);
        reader_text(reader, entry, "title", READER_REQUIRED, &layout->title);
        layout->columns = reader_integer(reader, entry, "columns", READER_REQUIRED, 1, TEMPLATE_GRID_MAX, 0);
        layout->rows = reader_integer(reader, entry, "rows", READER_REQUIRED, 1, TEMPLATE_GRID_MAX, 0);
        read_cells(reader, entry, layout);
    }
    reader_ids_clear(&seen);
    if (!template_layout_by_id(template, "stack"))
        add_stack(template);
}
