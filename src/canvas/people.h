/*
 * people.h - the names of a store's persons, and which of them a workshop keeps back. Private to the canvas layer.
 *
 * A guest writes under what the workshop promises: that the names of authors are shown, told after the reveal, or never.
 * The promise holds for every reader and outlasts the workshop, also for the owner at home and in what is exported.
 */
#ifndef NONET_PEOPLE_H
#define NONET_PEOPLE_H

#include "id_map.h"
#include "operation.h"

struct people {
    struct id_map name;  /* id -> char * */
    struct id_map names; /* id -> const enum names *, of those whose workshop does not simply show them */
    int64_t count, newest, room_newest; /* what there was when they were read */
};

/* Reads them, again when anything is another now; *changed (may be NULL): somebody's name is told otherwise than before. */
enum status people_read(struct people *people, struct store *store, bool *changed, struct error *err) NONET_CHECKED;
void people_clear(struct people *people);
const char *people_name(const struct people *people, int64_t person_id); /* "?" when there is none */

/* The author as this session is told: 0 = not at all. */
int64_t session_author(const struct session *session, const struct people *people, int64_t author_id, bool hidden);

#endif
