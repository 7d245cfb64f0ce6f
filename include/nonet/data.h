/*
 * data.h - where the files of nonet's data lie: templates, agendas, examples and tips, shipped or one's own.
 *
 * Shipped data is one folder with a folder a kind ("templates", "agendas", ...). A person's own files of a kind lie in a
 * folder of the same name below $XDG_DATA_HOME/nonet. A file ID.json is known by its id; an own one hides a shipped one.
 * What is in a file is told by template.h, workshop.h, exchange.h and tips.h.
 */
#ifndef NONET_DATA_H
#define NONET_DATA_H

#include "nonet/base.h"

/* Where shipped data lies: $NONET_DATA, else beside the program in its build tree, else where it was
 * installed. NOT_FOUND when none of them has a templates folder. *out is yours. */
enum status data_folder(char **out, struct error *err) NONET_CHECKED;
/* A person's own folder of this kind, which need not be there; yours, NULL without a home. */
char *data_user_folder(const char *kind);

/* Where the list would find this id, without looking through the folders: an id may come from anybody's file, so it must be
 * the name of a file and no more. Yours; NULL: nowhere. */
char *data_file_path(const char *kind, const char *id);

struct data_file {
    char *id, *path;
    bool own; /* a user's own file */
};

/* All files of a kind, sorted by id. Files are not opened. NOT_FOUND: there is no shipped data, nor anything of one's own.
 * The list is yours: data_files_free(). */
enum status data_files(const char *kind, struct data_file **out, size_t *count, struct error *err) NONET_CHECKED;
void data_files_free(struct data_file *list, size_t count);

#endif
