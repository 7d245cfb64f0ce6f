/*
 * writers.h - the writers of the table of formats: one a file, write_<format>.c.
 *
 * Each appends one whole file. format_write() has checked before that the session may read and that the layout exists.
 * Every text of a canvas may hold anything a person can type or paste: a writer escapes all of it.
 */
#ifndef NONET_EXCHANGE_WRITERS_H
#define NONET_EXCHANGE_WRITERS_H

#include "nonet/exchange.h"

#define DECLARE_WRITER(name) \
    enum status name(const struct export_request *request, struct buffer *out, struct error *err)
DECLARE_WRITER(write_native);
DECLARE_WRITER(write_text);

#endif
