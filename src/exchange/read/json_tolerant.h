/*
 * json_tolerant.h - reading JSON, and what is nearly JSON; and the blocks in a value that was read.
 */
#ifndef NONET_JSON_TOLERANT_H
#define NONET_JSON_TOLERANT_H

#include "document.h"

/* json_document(), and then the same with trailing commas, comments, single quotes and Python's True, False, None
 * allowed; something like "name =" may stand before the first bracket. */
enum status json_document_tolerant(const char *name, const char *bytes, size_t length, struct value_document **out,
                                   struct error *err) NONET_CHECKED;

/* read_blocks.c: the notes of the value whose keys name most blocks. INVALID: no value names five. */
enum status blocks_of_value(const struct source *source, const struct value *value, struct document *out,
                            struct error *err) NONET_CHECKED;

#endif
