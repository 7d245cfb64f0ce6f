/*
 * template_reader.h - what the files that read a template share. Private to src/canvas.
 *
 * Reading goes on after a problem, so that one run names all of them: a reading function that finds
 * something wrong notes it and returns an empty value. template_parse() hands nothing out if there was
 * a problem.
 */
#ifndef NONET_TEMPLATE_READER_H
#define NONET_TEMPLATE_READER_H

#include "nonet/template.h"
#include "template_value.h"

enum {
    TEMPLATE_BYTES_MAX = 2 * 1024 * 1024,
    TEMPLATE_DEPTH_MAX = 64,
    TEMPLATE_BLOCKS_MAX = 99, /* a filling number has two digits at most */
    TEMPLATE_GRID_MAX = 100,  /* columns or rows of a layout: a stack of all blocks and the parking lot */
    TEMPLATE_PROBLEMS_MAX = 100,
};

struct template_problem {
    size_t line;
    char *text;
};

struct template_reader {
    const char *name;  /* of the file, for messages */
    const char *bytes; /* the JSON, without a byte order mark */
    size_t length;
    const struct value *root;
    struct template *template;
    struct template_problem *problem;
    size_t problem_count, problem_capacity;
    size_t unsaid; /* problems beyond the largest number */
};

/* Notes a problem at object `parent`'s member `key` (NULL: at `parent`). */
void reader_problem(struct template_reader *reader, const struct value *parent, const char *key, const char *format,
                    ...)
    NONET_PRINTF(4, 5);
/* The same at element `index` of an array. */
void reader_problem_at(struct template_reader *reader, const struct value *array, size_t index, const char *format, ...)
    NONET_PRINTF(4, 5);
/* The same at a byte of the file. */
void reader_problem_offset(struct template_reader *reader, size_t offset, const char *format, ...) NONET_PRINTF(3, 4);
/* Sorts the problems by line, gives the first to *err and all to `report` (may be NULL); OK without any. */
enum status reader_result(struct template_reader *reader, struct buffer *report, struct error *err) NONET_CHECKED;
void reader_clear(struct template_reader *reader); /* the problems; not the document */

enum reader_need { READER_OPTIONAL, READER_REQUIRED };

/* Each reads one member of `object`. What is absent and optional gives the empty value without a problem. */
const char *reader_id(struct template_reader *reader, const struct value *object); /* "id", required */
const char *reader_word(struct template_reader *reader, const struct value *object, const char *key,
                        enum reader_need need);
void reader_text(struct template_reader *reader, const struct value *object, const char *key, enum reader_need need,
                 struct bilingual *out);
/* An integer from `least` to `most`; `otherwise` when it is absent (a problem if required) or wrong. */
int reader_integer(struct template_reader *reader, const struct value *object, const char *key, enum reader_need need,
                   int least, int most, int otherwise);
/* True or false; false when absent. */
bool reader_flag(struct template_reader *reader, const struct value *object, const char *key);
/* NULL when absent or not an array. */
const struct value *reader_array(struct template_reader *reader, const struct value *object, const char *key,
                                 enum reader_need need);
/* Element `index` if it is an object; else a problem and NULL. */
const struct value *reader_object_at(struct template_reader *reader, const struct value *array, size_t index);
/* Element `index` if it is a string that can be shown; else a problem and NULL. */
const char *reader_string_at(struct template_reader *reader, const struct value *array, size_t index);
/* "S", "D" or "A"; "A" (added) when absent. */
const char *reader_origin(struct template_reader *reader, const struct value *object);
/* A set of ids; begins as {0}. The texts are the document's. */
struct reader_ids {
    const char **slot; /* NULL = free */
    size_t count, capacity;
};

/* Remembers `id` in `seen`; a problem if it was there. "" is passed over. */
void reader_unique(struct template_reader *reader, struct reader_ids *seen, const struct value *object, const char *id);
void reader_ids_clear(struct reader_ids *ids);

/* template_check.c: the parts whose members name blocks. template->block is complete and sorted. */
void template_read_perspectives(struct template_reader *reader);
void template_read_orders(struct template_reader *reader);
void template_read_layouts(struct template_reader *reader);
/* Blocks named by the array object[key], each once; *out is new. */
void template_read_block_names(struct template_reader *reader, const struct value *object, const char *key,
                               enum reader_need need, int **out, size_t *count);

/* template_facets.c. A block's types are read before its facets, all blocks before those of links and canvases. */
void template_read_block_facets(struct template_reader *reader, const struct value *object,
                                struct template_block *block);
void template_read_facets(struct template_reader *reader);
void template_facets_free(struct template_facet *facet, size_t count);

/* template_rules.c: after blocks and facets. */
void template_read_rules(struct template_reader *reader);
void template_rules_free(struct template_rule *rule, size_t count);

#endif
