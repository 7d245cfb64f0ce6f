/*
 * room_fixture.h - a workshop "bakery" on the canvas "Bakery" behind a real sshd, and guests that come.
 */
#ifndef NONET_ROOM_FIXTURE_H
#define NONET_ROOM_FIXTURE_H

#include "sshd.h"

/* Somewhere on the screen of everybody who has come in. */
#define ROOM_SHOWS "· Bakery"

struct room_fixture {
    struct sshd sshd;
};

/* Everybody may do everything in its only stage. `folder` (NULL = none): the store lies in a folder of that name. */
/* The agenda "open": one stage, in which everybody may do everything. */
void room_agenda(const struct home *home);
void room_init(struct room_fixture *fixture, const char *folder);
void room_init_configured(struct room_fixture *fixture, const char *folder, const char *sshd_config);
void room_clear(struct room_fixture *fixture);

/* ssh with the key of that name, until the board is there. */
void room_join(struct room_fixture *fixture, struct pty *pty, const char *key);
/* ssh does not get in, and is told this. */
void room_refused(struct room_fixture *fixture, const char *key, const char *why);
/* Opens the shared line for a key of that name. */
void room_share(struct room_fixture *fixture, const char *key, const char *code);
/* A note into the block with that key, until it is on the own screen. */
void room_write(struct pty *pty, const char *block, const char *text);
/* Waits until nobody of that name is present. */
void room_expect_gone(struct room_fixture *fixture, const char *alias);
/* Waits until the canvas holds exactly these notes (home.h). */
void room_expect_notes(struct room_fixture *fixture, const char *lines);
/* Waits until the text was written so many times. */
void room_expect_times(struct pty *pty, const char *text, int times);
/* Says a size that the test's own screen does not take on. */
void room_resize(struct pty *pty, unsigned short rows, unsigned short columns);
/* /proc/PID/status of a guest's process; false: there is none. */
bool room_process_status(const struct room_fixture *fixture, struct buffer *out);
/* The word that stands behind `label` on the screen. */
void room_after(struct pty *pty, const char *label, char *out, size_t size);

#endif
