/*
 * vault.h - a folder in which each file is a block, and nothing outside that folder.
 */
#ifndef NONET_VAULT_H
#define NONET_VAULT_H

#include "document.h"

/* "sub/KEY PARTNERS 🔗.md" -> "KEY PARTNERS 🔗". Yours. */
char *vault_label(const char *file);
/* Reads the Markdown file `file` of source->folder as the inside of `section`. A missing file is an empty block, which
 * the report says. INVALID: the name is absolute, has "..", or leads out of the folder through a link. */
enum status vault_read(const struct source *source, const char *file, size_t section, struct document *document,
                       struct error *err) NONET_CHECKED;

#endif
