/*
 * reader.h - reads the members of a data file (a template, an agenda), and keeps a list of what is wrong with it.
 *
 * Reading goes on after a problem, so that one run names all of them with their lines: a reading function that finds
 * something wrong notes it and returns an empty value. Whoever reads a file hands nothing out if there was a problem.
 */
#ifndef NONET_READER_H
#define NONET_READER_H

#include "nonet/template.h"
#include "nonet/value.h"

enum {
    READER_BYTES_MAX = 2 * 1024 * 1024,
    READER_DEPTH_MAX = 64,
    READER_PROBLEMS_MAX = 100,
};

struct problem {
    size_t line;
    char *text;
};

struct reader {
    const char *name;  /* of the file, for messages */
    const char *bytes; /* the JSON, without a byte order mark */
    size_t length;
    const struct value *root;
    struct template *template; /* of a template's file */
    struct problem *problem;
    size_t problem_count, problem_capacity;
    size_t unsaid; /* problems beyond the largest number */
};

/* Begins with the bytes of a file: one JSON object, `kind` is how a message calls it. NULL with the problem noted; else
 * the document is yours, and reader->root its object. */
struct value_document *reader_open(struct reader *reader, const char *name, const char *bytes, size_t length,
                                   const char *kind);
/* Notes a problem at object `parent`'s member `key` (NULL: at `parent`). */
void reader_problem(struct reader *reader, const struct value *parent, const char *key, const char *format,
                    ...)
    NONET_PRINTF(4, 5);
/* The same at element `index` of an array. */
void reader_problem_at(struct reader *reader, const struct value *array, size_t index, const char *format, ...)
    NONET_PRINTF(4, 5);
/* The same at a byte of the file. */
void reader_problem_offset(struct reader *reader, size_t offset, const char *format, ...) NONET_PRINTF(3, 4);
/* Sorts the problems by line, gives the first to *err and all to `report` (may be NULL); OK without any. */
enum status reader_result(struct reader *reader, struct buffer *report, struct error *err) NONET_CHECKED;
void reader_clear(struct reader *reader); /* the problems; not the document */

enum reader_need { READER_OPTIONAL, READER_REQUIRED };

/* Each reads one member of `object`. What is absent and optional gives the empty value without a problem. */
const char *reader_id(struct reader *reader, const struct value *object); /* "id", required */
const char *reader_word(struct reader *reader, const struct value *object, const char *key,
                        enum reader_need need);
void reader_text(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                 struct bilingual *out);
/* An integer from `least` to `most`; `otherwise` when it is absent (a problem if required) or wrong. */
int reader_integer(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                   int least, int most, int otherwise);
/* True or false; false when absent. */
bool reader_flag(struct reader *reader, const struct value *object, const char *key);
/* NULL when absent or not an array. */
const struct value *reader_array(struct reader *reader, const struct value *object, const char *key,
                                 enum reader_need need);
/* Element `index` if it is an object; else a problem and NULL. */
const struct value *reader_object_at(struct reader *reader, const struct value *array, size_t index);
/* Element `index` if it is a string that can be shown; else a problem and NULL. */
const char *reader_string_at(struct reader *reader, const struct value *array, size_t index);
/* A set of ids; begins as {0}. The texts are the document's. */
struct reader_ids {
    const char **slot; /* NULL = free */
    size_t count, capacity;
};

/* Remembers `id` in `seen`; a problem if it was there. "" is passed over. */
void reader_unique(struct reader *reader, struct reader_ids *seen, const struct value *object, const char *id);
void reader_ids_clear(struct reader_ids *ids);


#endif
