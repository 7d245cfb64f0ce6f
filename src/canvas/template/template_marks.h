/*
 * template_marks.h - the arguments of rules that speak of a template's own blocks and facets. Private to src/canvas.
 *
 * Whatever is wrong is a problem of the reader; what was understood until then is in `out` and is the caller's to clear.
 */
#ifndef NONET_TEMPLATE_MARKS_H
#define NONET_TEMPLATE_MARKS_H

#include "review/review_check.h"
#include "template_reader.h"

/* Whose facets a mark names. */
struct vocabulary {
    const struct check_blocks *blocks; /* NULL: of links or the canvas */
    bool links;
};

/* The array object[key] of block names; with `star`, ["*"] is all of them. */
void check_read_blocks(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                       bool star, struct check_blocks *out);
/* The array object[key] of marks. */
void check_read_marks(struct reader *reader, const struct value *object, const char *key, enum reader_need need,
                      struct vocabulary vocabulary, struct check_marks *out);
/* object["each"]: a list of such arrays, into check->each. */
void check_read_each(struct reader *reader, const struct value *object, struct vocabulary vocabulary, struct check *check);
void check_marks_clear(struct check_marks *marks);

#endif
