/*
 * import_picture.h - what an import makes of a file, as one text to compare.
 */
#ifndef NONET_IMPORT_PICTURE_H
#define NONET_IMPORT_PICTURE_H

#include "nonet/exchange.h"

/* "title (template)" and a line a note in block order: "block: text [body] {group} #tag key=value colour ->text of a tie"; line
 * breaks as "\n". With `report` (may be NULL) the report is kept there. Yours. Fails the running test on an error. */
char *import_picture(const char *name, const char *text, const struct import_options *options, struct buffer *report);
/* The same of a file or folder. */
char *import_picture_of(const char *path, const struct import_options *options, struct buffer *report);
/* The message that a text is refused with. Yours. Fails the running test when it is not. */
char *import_refusal(const char *name, const char *text, size_t length);
char *picture_of_canvas(struct store *store, int64_t canvas_id);

#endif
