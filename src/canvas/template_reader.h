/*
 * template_reader.h - what the files that read a template share. Private to src/canvas.
 *
 * Reading goes on after a problem, so that one run names all of them: a reading function that finds
 * something wrong notes it and returns an empty value. template_parse() hands nothing out if there was
 * a problem.
 */
#ifndef NONET_TEMPLATE_READER_H
#define NONET_TEMPLATE_READER_H

#include <jansson.h>

#include "nonet/template.h"

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
    json_t *root;
    struct template *template;
    struct template_problem *problem;
    size_t problem_count, problem_capacity;
    size_t unsaid; /* problems beyond the largest number */
};

/* Where in the source a value of the parsed document begins: the line (from 1) of `parent`'s member `key`,
 * of its element `index` when key is NULL, of `parent` itself when there is no such member or element.
 * `parent` is an array or an object of the document `root`, which was read from exactly these bytes. */
#define TEMPLATE_SELF ((size_t)-1)
size_t template_place_line(const char *bytes, size_t length, const json_t *root, const json_t *parent,
                           const char *key, size_t index);
/* The line of the first bracket that is nested deeper than `depth`; 0 if there is none. */
size_t template_place_too_deep(const char *bytes, size_t length, int depth);

/* Notes a problem at object `parent`'s member `key` (NULL: at `parent`). */
void reader_problem(struct template_reader *reader, const json_t *parent, const char *key, const char *format, ...)
    NONET_PRINTF(4, 5);
/* The same at element `index` of an array. */
void reader_problem_at(struct template_reader *reader, const json_t *array, size_t index, const char *format, ...)
    NONET_PRINTF(4, 5);
/* The same at a line. */
void reader_problem_line(struct template_reader *reader, size_t line, const char *format, ...) NONET_PRINTF(3, 4);
/* Sorts the problems by line, gives the first to *err and all to `report` (may be NULL); OK without any. */
enum status reader_result(struct template_reader *reader, struct buffer *report, struct error *err) NONET_CHECKED;
void reader_clear(struct template_reader *reader); /* the problems; not the document */

enum reader_need { READER_OPTIONAL, READER_REQUIRED };

/* Each reads one member of `object`. What is absent and optional gives the empty value without a problem. */
const char *reader_id(struct template_reader *reader, const json_t *object); /* "id", required */
const char *reader_word(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need);
void reader_text(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need,
                 struct bilingual *out);
/* An integer from `least` to `most`; `otherwise` when it is absent (a problem if required) or wrong. */
int reader_integer(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need,
                   int least, int most, int otherwise);
/* NULL when absent or not an array. */
json_t *reader_array(struct template_reader *reader, const json_t *object, const char *key, enum reader_need need);
/* Element `index` if it is an object; else a problem and NULL. */
json_t *reader_object_at(struct template_reader *reader, const json_t *array, size_t index);
/* Element `index` if it is a string that can be shown; else a problem and NULL. */
const char *reader_string_at(struct template_reader *reader, const json_t *array, size_t index);
/* "S", "D" or "A"; "A" (added) when absent. */
const char *reader_origin(struct template_reader *reader, const json_t *object);
/* Remembers `id` in the object `seen`; a problem if it was there. "" is passed over. */
void reader_unique(struct template_reader *reader, json_t *seen, const json_t *object, const char *id);

/* template_check.c: the parts whose members name blocks. template->block is complete and sorted. */
void template_read_perspectives(struct template_reader *reader);
void template_read_orders(struct template_reader *reader);
void template_read_layouts(struct template_reader *reader);
/* Blocks named by the array object[key], each once; *out is new. */
void template_read_block_names(struct template_reader *reader, const json_t *object, const char *key,
                               enum reader_need need, int **out, size_t *count);

#endif
