/*
 * template_reader.h - what the files that read a template share, beside reader.h. Private to src/canvas.
 */
#ifndef NONET_TEMPLATE_READER_H
#define NONET_TEMPLATE_READER_H

#include "nonet/reader.h"

enum {
    TEMPLATE_BLOCKS_MAX = 99, /* a filling number has two digits at most */
    TEMPLATE_GRID_MAX = 100,  /* columns or rows of a layout: a stack of all blocks and the parking lot */
};

/* "S", "D" or "A"; "A" (added) when absent. */
const char *reader_origin(struct reader *reader, const struct value *object);

/* template_check.c: the parts whose members name blocks. template->block is complete and sorted. */
void template_read_perspectives(struct reader *reader);
void template_read_orders(struct reader *reader);
void template_read_layouts(struct reader *reader);
/* Blocks named by the array object[key], each once; *out is new. */
void template_read_block_names(struct reader *reader, const struct value *object, const char *key,
                               enum reader_need need, int **out, size_t *count);

/* template_facets.c. A block's types are read before its facets, all blocks before those of links and canvases. */
void template_read_block_facets(struct reader *reader, const struct value *object,
                                struct template_block *block);
void template_read_facets(struct reader *reader);
void template_facets_free(struct template_facet *facet, size_t count);

/* template_rules.c: after blocks and facets. */
void template_read_rules(struct reader *reader);
void template_rules_free(struct template_rule *rule, size_t count);

#endif
